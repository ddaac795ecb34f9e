/* SPDX-License-Identifier: EUPL-1.2
 *
 * How a word sounds after the old spelling (van Ophuijsen, Soewandi) and what people mix up.
 */
#include "name_words.h"

#define PAIR(a, b) (((a) - 'A') * 26 + ((b) - 'A'))

/* Two letters that are one sound. */
static const char pair_sound[26 * 26] = {
	[PAIR('O', 'E')] = 'U', [PAIR('O', 'O')] = 'U', [PAIR('O', 'U')] = 'U', [PAIR('I', 'E')] = 'I',
	[PAIR('D', 'J')] = 'J', [PAIR('T', 'J')] = 'C', [PAIR('S', 'J')] = 'S', [PAIR('S', 'Y')] = 'S',
	[PAIR('S', 'H')] = 'S', [PAIR('T', 'S')] = 'S', [PAIR('D', 'Z')] = 'S', [PAIR('D', 'H')] = 'D',
	[PAIR('T', 'H')] = 'T', [PAIR('G', 'H')] = 'G', [PAIR('B', 'H')] = 'B', [PAIR('P', 'H')] = 'P',
	[PAIR('K', 'H')] = 'H', [PAIR('C', 'H')] = 'H', [PAIR('C', 'K')] = 'K', [PAIR('Z', 'H')] = 'S',
	[PAIR('D', 'D')] = 'D', [PAIR('Y', 'Y')] = 'Y',
};
/* One letter; X, Y, J, W, E and H also look about themselves. */
static const char letter_sound[] = "ABCDEPGHIJKLMNOPKRSTUPWXYS";

/* Y, J, W, E and H also look about themselves: at what was heard last (none, A, I, U, another vowel, R L H, another
 * consonant) and at the next letter as written (none, vowel, consonant). 0: it is not heard. */
enum { PLAIN, IS_Y, IS_J, IS_W, IS_E, IS_H };
static const uint8_t kind_of[26] = { [7] = IS_H, [4] = IS_E, [9] = IS_J, [22] = IS_W, [24] = IS_Y };
static const uint8_t next_of[26] = { 1, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2 };
static const uint8_t last_of[27] = { 0, 1, 6, 6, 6, 4, 6, 6, 5, 2, 6, 6, 5, 6, 6, 4, 6, 6, 5, 6, 6, 3, 6, 6, 6, 6, 6 };
static const char in_context[6][7][3] = {
	/* MULYADI, MULIADI; RIZKY, RIZKI; ADITIYA, ADITIA; else as in YUSUF, JUSUF */
	[IS_Y] = { "IJI", "IJI", "I\0I", "IJI", "IJI", "III", "III" },
	/* SURJADI, SURYADI, SURIADI; MULJONO; TJAHJA */
	[IS_J] = { "JJJ", "JJJ", "JJJ", "JJJ", "JJJ", "JIJ", "JJJ" },
	/* SUWARDI, SUARDI; RIDWAN, RIDUAN */
	[IS_W] = { "WWW", "WWW", "WWW", "\0\0\0", "WWW", "WUW", "WUW" },
	/* HAERUL, HAIRUL; DAENG, DAING */
	[IS_E] = { "EEE", "III", "EEE", "EEE", "EEE", "EEE", "EEE" },
	/* SALEH, SALE; an initial H stays */
	[IS_H] = { "HHH", "\0HH", "\0HH", "\0HH", "\0HH", "\0HH", "\0HH" },
};

/* The sound of s[0], or of s[0] and s[1] as one; *used: 1 or 2. 0 for what is no letter. */
static char heard(const char *s, size_t n, size_t *used)
{
	unsigned c = (unsigned)(s[0] - 'A'), next = n > 1 ? (unsigned)(s[1] - 'A') : 26;
	char x;

	*used = 1;
	if (c >= 26)
		return 0;
	x = next < 26 ? pair_sound[c * 26 + next] : 0;
	*used += x != 0;
	return x ? x : letter_sound[c];
}

/* A last D sounds as T, B as P: AHMAD, AHMAT. */
static void harden(char *last)
{
	if (*last == 'D')
		*last = 'T';
	else if (*last == 'B')
		*last = 'P';
}

size_t padan_sound_letters(const char *s, size_t n, char *out)
{
	size_t k = 0, used;
	unsigned last = 0; /* 1-26, 0: nothing yet */

	for (size_t i = 0; i < n; i += used) {
		char x = heard(s + i, n - i, &used);
		unsigned next = i + used < n ? (unsigned)(s[i + used] - 'A') : 26, kind;

		if (x == 0)
			continue;
		if (x == 'X') {
			out[k] = 'K';
			k += last != 'K' - 'A' + 1;
			last = 'K' - 'A' + 1;
			x = 'S';
		}
		kind = kind_of[x - 'A'];
		if (kind)
			x = in_context[kind][last_of[last]][next < 26 ? next_of[next] : 2 * (next != 26)];
		out[k] = x;
		k += x != 0 && (unsigned)(x - 'A' + 1) != last;
		last = k ? (unsigned)(out[k - 1] - 'A' + 1) : 0;
	}
	if (k > 1)
		harden(&out[k - 1]);
	return k;
}

uint64_t padan_sound_pack(const char *letters, size_t n)
{
	uint64_t v = 0;

	if (n == 0)
		return 31; /* no letters: a word of digits */
	for (size_t i = 0; i < 12 && i < n; i++)
		v |= (uint64_t)(letters[i] - 'A' + 1) << (55 - 5 * i);
	return v;
}

char *padan_sound_text(uint64_t sound, char out[13])
{
	size_t n = 0;

	for (; n < 12; n++) {
		unsigned c = (unsigned)(sound >> (55 - 5 * n)) & 31;

		if (c == 0 || c > 26)
			break;
		out[n] = (char)('A' + c - 1);
	}
	out[n] = 0;
	return out;
}

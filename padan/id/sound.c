/* SPDX-License-Identifier: EUPL-1.2
 *
 * How a word sounds after the old spelling (van Ophuijsen, Soewandi) and what people mix up.
 */
#include "name_words.h"

/* Letters are numbered from 1 in all tables; 0 is what is no letter, and the end. */
#define PAIR(a, b) (((a)&31) * 32 + ((b)&31))

/* Two letters that are one sound. */
static const char pair_sound[32 * 32] = {
	[PAIR('O', 'E')] = 'U', [PAIR('O', 'O')] = 'U', [PAIR('O', 'U')] = 'U', [PAIR('I', 'E')] = 'I',
	[PAIR('D', 'J')] = 'J', [PAIR('T', 'J')] = 'C', [PAIR('S', 'J')] = 'S', [PAIR('S', 'Y')] = 'S',
	[PAIR('S', 'H')] = 'S', [PAIR('T', 'S')] = 'S', [PAIR('D', 'Z')] = 'S', [PAIR('D', 'H')] = 'D',
	[PAIR('T', 'H')] = 'T', [PAIR('G', 'H')] = 'G', [PAIR('B', 'H')] = 'B', [PAIR('P', 'H')] = 'P',
	[PAIR('K', 'H')] = 'H', [PAIR('C', 'H')] = 'H', [PAIR('C', 'K')] = 'K', [PAIR('Z', 'H')] = 'S',
	[PAIR('D', 'D')] = 'D', [PAIR('Y', 'Y')] = 'Y',
};
/* One letter; X, Y, J, W, E and H also look about themselves. */
static const char letter_sound[32] = "\0ABCDEPGHIJKLMNOPKRSTUPWXYS";

/* Y, J, W, E and H also look about themselves: at what was heard last (none, A, I, U, another vowel, R L H, another
 * consonant) and at the next letter as written (none, vowel, consonant). 0: it is not heard. */
enum { PLAIN, IS_Y, IS_J, IS_W, IS_E, IS_H };
static const uint8_t kind_of[32] = { [5] = IS_E, [8] = IS_H, [10] = IS_J, [23] = IS_W, [25] = IS_Y };
static const uint8_t next_of[32] = { 0, 1, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2 };
static const uint8_t last_of[32] = { 0, 1, 6, 6, 6, 4, 6, 6, 5, 2, 6, 6, 5, 6, 6, 4, 6, 6, 5, 6, 6, 3, 6, 6, 6, 6, 6 };
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

static inline unsigned number(const char *s, size_t i, size_t n)
{
	return i < n && s[i] >= 'A' && s[i] <= 'Z' ? (unsigned)s[i] & 31 : 0;
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
	size_t k = 0;
	char last = 0;

	/* Names are too varied for the branch predictor: what can be chosen without a jump is. */
	for (size_t i = 0; i < n;) {
		unsigned c = number(s, i, n), next = number(s, i + 1, n), after = number(s, i + 2, n);
		char pair = pair_sound[c * 32 + next], x = pair ? pair : letter_sound[c];

		next = pair ? after : next;
		i += pair ? 2 : 1;
		if (__builtin_expect(x == 'X', 0)) {
			out[k] = 'K';
			k += last != 'K';
			last = 'K';
			x = 'S';
		}
		pair = in_context[kind_of[x & 31]][last_of[last & 31]][next_of[next]];
		x = kind_of[x & 31] ? pair : x;
		out[k] = x;
		k += x != 0 && x != last;
		last = x ? x : last;
	}
	if (k > 1)
		harden(&out[k - 1]);
	return k;
}

uint64_t padan_sound_pack(const char *letters, size_t n)
{
	uint64_t v = 0;
	size_t k = n < 12 ? n : 12;

	if (n == 0)
		return 31; /* no letters: a word of digits */
	for (size_t i = 0; i < k; i++)
		v = v << 5 | ((unsigned)letters[i] & 31);
	return v << (5 * (12 - k));
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

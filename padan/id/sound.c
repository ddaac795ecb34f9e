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

static bool vowel(char c)
{
	return c == 'A' || c == 'E' || c == 'I' || c == 'O' || c == 'U';
}

static char sound_of_y(char last, char next)
{
	if (last == 'I' && vowel(next))
		return 0; /* ADITIYA, ADITIA */
	/* MULYADI, MULIADI; RIZKY, RIZKI */
	return (last != 0 && !vowel(last)) || !vowel(next) ? 'I' : 'J';
}

static char sound_of_w(char last, char next)
{
	if (last == 'U')
		return 0;					     /* SUWARDI, SUARDI */
	return last != 0 && !vowel(last) && vowel(next) ? 'U' : 'W'; /* RIDWAN, RIDUAN */
}

/* The letter x between what was heard last (0: nothing yet) and the next letter as written (0: the end); 0 when it
 * is not heard. */
static char in_context(char x, char last, char next)
{
	switch (x) {
	case 'Y':
		return sound_of_y(last, next);
	case 'J': /* SURJADI, SURYADI, SURIADI; MULJONO; TJAHJA */
		return (last == 'R' || last == 'L' || last == 'H') && vowel(next) ? 'I' : 'J';
	case 'W':
		return sound_of_w(last, next);
	case 'E':
		return last == 'A' ? 'I' : 'E'; /* HAERUL, HAIRUL; DAENG, DAING */
	case 'H':
		return next == 0 && last != 0 ? 0 : 'H';
	default:
		return x;
	}
}

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

	for (size_t i = 0; i < n; i += used) {
		char x = heard(s + i, n - i, &used), last = k ? out[k - 1] : 0;

		if (x == 'X') {
			if (last != 'K')
				out[k++] = 'K';
			x = 'S';
			last = 'K';
		}
		x = in_context(x, last, i + used < n ? s[i + used] : 0);
		if (x && x != last)
			out[k++] = x;
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

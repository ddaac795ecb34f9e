/* SPDX-License-Identifier: EUPL-1.2 */
#include "csv_inside.h"
#include <padan/fold.h>

enum { LOOK = 65536, WIDTHS = 512 };

static void one_more(uint32_t width[WIDTHS + 1], uint32_t fields)
{
	width[fields < WIDTHS ? fields : WIDTHS]++;
}

/* Of a text without quotes, sixty-four bytes at a time. Lines of one field are none that count. */
static void count_plain(struct padan_span s, char delim, uint32_t width[WIDTHS + 1])
{
	uint32_t fields = 1;

	memset(width, 0, (WIDTHS + 1) * sizeof(width[0]));
	for (size_t at = 0; at < s.n; at += 64) {
		char rest[64] = { 0 };
		const char *p = s.p + at;
		uint64_t marks, ends;

		if (s.n - at < 64)
			p = memcpy(rest, p, s.n - at);
		marks = csv_equal(p, delim);
		for (ends = csv_equal(p, '\n') | csv_equal(p, '\r'); ends; ends &= ends - 1) {
			uint64_t before = (ends & -ends) - 1;

			one_more(width, fields + (uint32_t)__builtin_popcountll(marks & before));
			marks &= ~before;
			fields = 1;
		}
		fields += (uint32_t)__builtin_popcountll(marks);
	}
}

/* How many records have how many fields under this delimiter; wider ones count as the widest. */
static void count_widths(struct padan_span s, char delim, uint32_t width[WIDTHS + 1])
{
	uint32_t fields = 1;
	bool quoted = false, begun = false, any = false;

	memset(width, 0, (WIDTHS + 1) * sizeof(width[0]));
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (quoted) {
			quoted = c != '"';
		} else if (c == '"' && !begun) {
			/* a doubled quote closes and opens again, which comes to the same */
			quoted = any = true;
		} else if (c == delim) {
			fields++;
			any = true;
			begun = false;
		} else if (c == '\n' || c == '\r') {
			if (any)
				one_more(width, fields);
			fields = 1;
			any = begun = false;
		} else if (!csv_blank(c, delim)) {
			begun = any = true;
		}
	}
	/* A last record without its end may be cut off: it counts only when it is alone. */
	if (any && !quoted && memchr(s.p, '\n', s.n) == NULL && memchr(s.p, '\r', s.n) == NULL)
		one_more(width, fields);
}

/* The delimiter whose most frequent width, times its delimiters, explains most of the text. */
static void sniff_delim(struct padan_csv_sniff *out, struct padan_span s)
{
	static const char candidates[4] = { ',', ';', '|', '\t' };
	const bool plain = !memchr(s.p, '"', s.n) && (memchr(s.p, '\n', s.n) || memchr(s.p, '\r', s.n));
	uint32_t width[WIDTHS + 1];
	uint64_t best = 0;

	for (size_t d = 0; d < sizeof(candidates); d++) {
		uint32_t mode = 1;

		if (!memchr(s.p, candidates[d], s.n))
			continue;
		(plain ? count_plain : count_widths)(s, candidates[d], width);
		for (uint32_t w = 2; w <= WIDTHS; w++)
			if ((uint64_t)width[w] * (w - 1) > (uint64_t)width[mode] * (mode - 1))
				mode = w;
		if ((uint64_t)width[mode] * (mode - 1) > best) {
			best = (uint64_t)width[mode] * (mode - 1);
			out->delim = candidates[d];
			out->columns = mode;
		}
	}
}

static bool starts(struct padan_span s, const char *with, size_t n)
{
	return s.n >= n && memcmp(s.p, with, n) == 0;
}

/* The head without a character that was cut in two at its end. */
static struct padan_span whole_characters(struct padan_span s)
{
	for (size_t back = 1; back <= 3 && back <= s.n; back++) {
		unsigned c = (unsigned char)s.p[s.n - back];

		if ((c & 0xC0) == 0x80)
			continue;
		if ((c >= 0xC0 && back < 2) || (c >= 0xE0 && back < 3) || (c >= 0xF0 && back < 4))
			s.n -= back;
		break;
	}
	return s;
}

static enum padan_csv_encoding sniff_encoding(struct padan_span s)
{
	size_t zeros = 0, odd = 0;

	if (starts(s, "\xFF\xFE", 2) || starts(s, "\xFE\xFF", 2))
		return PADAN_CSV_UTF16;
	if (starts(s, "PK\3\4", 4) || starts(s, "\xD0\xCF\x11\xE0", 4) || starts(s, "%PDF", 4))
		return PADAN_CSV_BINARY;
	for (size_t i = memchr(s.p, 0, s.n) ? 0 : s.n; i < s.n; i++) {
		zeros += s.p[i] == 0;
		odd += s.p[i] == 0 && i % 2;
	}
	if (zeros * 3 > s.n && zeros * 4 < s.n * 3 && (odd == 0 || odd == zeros))
		return PADAN_CSV_UTF16;
	if (zeros * 16 > s.n)
		return PADAN_CSV_BINARY;
	return padan_utf8_valid(whole_characters(s)) ? PADAN_CSV_UTF8 : PADAN_CSV_LATIN;
}

struct padan_csv_sniff padan_csv_sniff(struct padan_span head)
{
	struct padan_csv_sniff out = { .delim = ',', .columns = 1 };

	if (head.n > LOOK)
		head.n = LOOK;
	if (head.n == 0)
		return out;
	out.encoding = (uint8_t)sniff_encoding(head);
	if (starts(head, "\xEF\xBB\xBF", 3)) {
		out.bom = 3;
		head.p += 3;
		head.n -= 3;
	}
	if (head.n == 0)
		return out;
	sniff_delim(&out, head);
	if (head.n > 5 && (starts(head, "sep=", 4) || starts(head, "SEP=", 4)) &&
	    (head.p[5] == '\r' || head.p[5] == '\n') && strchr(",;|\t", head.p[4]) && head.p[4])
		out.delim = head.p[4];
	return out;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "fold_table.h"
#include <padan/fold.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What a byte that is no UTF-8 means in Windows-1252, for 80-9F; the rest is Latin-1 itself. */
static const uint16_t c1_meaning[32] = { 0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
					 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
					 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
					 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178 };

static uint32_t meaning_1252(unsigned char b)
{
	return b >= 0x80 && b < 0xA0 ? c1_meaning[b - 0x80] : b;
}

/* Length of a character by its first byte, from C0 on; 0 for none that begins one. */
static unsigned length_of(unsigned c)
{
	if (c < 0xE0)
		return c >= 0xC2 ? 2 : 0;
	return c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
}

/* One well-formed character at p (n > 0 bytes); 0 bytes when it is none. RFC 3629, table of section 4. */
static unsigned decode(const unsigned char *p, size_t n, uint32_t *cp)
{
	unsigned c = p[0];
	unsigned len = c < 0x80 ? 1 : length_of(c);
	unsigned low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	unsigned high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;

	if (len == 1)
		return *cp = c, 1;
	if (len == 0 || len > n || p[1] < low || p[1] > high)
		return 0;
	*cp = c & (0x7Fu >> len);
	for (unsigned i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3Fu);
	}
	return len;
}

static const char *text_of(uint32_t cp)
{
	if (cp >= FOLD_LAST)
		return "?\0\0";
	return fold_text[fold_entry[fold_page[cp / FOLD_PAGE]][cp % FOLD_PAGE]];
}

static size_t text_length(const char *t)
{
	return t[0] == 0 ? 0 : t[1] == 0 ? 1 : t[2] == 0 ? 2 : t[3] == 0 ? 3 : 4;
}

size_t padan_fold_one(struct padan_span s, char out[4], size_t *used)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t cp = 0;
	unsigned len = decode(p, s.n, &cp);
	const char *t = text_of(len ? cp : meaning_1252(p[0]));
	size_t n = text_length(t);

	*used = len ? len : 1;
	if (len == 0 && n > 1)
		n = 1; /* never longer than the source */
	memcpy(out, t, n);
	return n;
}

/* Eight bytes at once: printable ASCII other than ` and DEL is raised to upper case; false for anything else. */
static inline bool fold_eight(char *dst, const char *src)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t x, lower, control, tick;

	memcpy(&x, src, 8);
	if (x & high)
		return false;
	/* Every byte is below 80, so that adding up to 80 - limit never carries into the next byte. */
	control = ~(x + ones * (0x80 - 0x20)) & high;				 /* < 20 */
	control |= (x + ones) & high;						 /* 7F */
	tick = ~((x ^ ones * 0x60) + ones * 0x7F) & high;			 /* == 60 */
	lower = ((x + ones * (0x80 - 'a')) & ~(x + ones * (0x7F - 'z'))) & high; /* a-z */
	if (control | tick)
		return false;
	x -= lower >> 2;
	memcpy(dst, &x, 8);
	return true;
}

static size_t fold_ascii(char *dst, const char *src, size_t n)
{
	size_t i = 0;

#ifdef __SSE2__
	for (; i + 16 <= n; i += 16) {
		__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(src + i));
		__m128i plain = _mm_cmpgt_epi8(x, _mm_set1_epi8(0x1F)); /* signed: bytes from 80 fail too */
		__m128i odd =
			_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(0x60)), _mm_cmpeq_epi8(x, _mm_set1_epi8(0x7F)));
		__m128i lower = _mm_and_si128(_mm_cmpgt_epi8(x, _mm_set1_epi8('a' - 1)),
					      _mm_cmpgt_epi8(_mm_set1_epi8('z' + 1), x));

		if (_mm_movemask_epi8(_mm_andnot_si128(odd, plain)) != 0xFFFF)
			break;
		x = _mm_sub_epi8(x, _mm_and_si128(lower, _mm_set1_epi8(0x20)));
		_mm_storeu_si128((__m128i *)(void *)(dst + i), x);
	}
#endif
	while (i + 8 <= n && fold_eight(dst + i, src + i))
		i += 8;
	for (; i < n; i++) {
		unsigned char c = (unsigned char)src[i];

		if (c < 0x20 || c >= 0x7F || c == '`')
			break;
		dst[i] = (char)(c - (c >= 'a' && c <= 'z' ? 0x20 : 0));
	}
	return i;
}

size_t padan_fold(char *dst, size_t cap, struct padan_span src)
{
	size_t in = 0, out = 0;

	while (in < src.n && out < cap) {
		size_t room = cap - out < src.n - in ? cap - out : src.n - in;
		size_t run = fold_ascii(dst + out, src.p + in, room);
		char one[4];
		size_t used, n;

		in += run;
		out += run;
		if (in >= src.n || out >= cap)
			break;
		n = padan_fold_one((struct padan_span){ src.p + in, src.n - in }, one, &used);
		if (n > cap - out)
			break;
		memcpy(dst + out, one, n);
		out += n;
		in += used;
	}
	return out;
}

static bool is_key_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

size_t padan_fold_key(char *dst, size_t cap, struct padan_span src)
{
	size_t in = 0, out = 0;

	while (in < src.n) {
		char one[4] = { src.p[in] };
		size_t used = 1, n = 1;

		if (one[0] >= 'a' && one[0] <= 'z')
			one[0] = (char)(one[0] - 32);
		else if (!is_key_letter(one[0]))
			n = padan_fold_one((struct padan_span){ src.p + in, src.n - in }, one, &used);
		in += used;
		for (size_t i = 0; i < n; i++) {
			if (!is_key_letter(one[i]))
				continue;
			if (out == cap)
				return out;
			dst[out++] = one[i];
		}
	}
	return out;
}

bool padan_utf8_valid(struct padan_span s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;
	uint32_t cp;

	while (i < s.n) {
		uint64_t x;
		unsigned len;

		if (i + 8 <= s.n) {
			memcpy(&x, p + i, 8);
			if (!(x & 0x8080808080808080u)) {
				i += 8;
				continue;
			}
		}
		len = decode(p + i, s.n - i, &cp);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

size_t padan_latin1_utf8(char *dst, size_t cap, struct padan_span src)
{
	size_t out = 0;

	for (size_t i = 0; i < src.n; i++) {
		uint32_t cp = meaning_1252((unsigned char)src.p[i]);
		size_t need = cp < 0x80 ? 1 : cp < 0x800 ? 2 : 3;

		if (cap - out < need)
			break;
		if (need == 1) {
			dst[out] = (char)cp;
		} else if (need == 2) {
			dst[out] = (char)(0xC0 | cp >> 6);
			dst[out + 1] = (char)(0x80 | (cp & 0x3F));
		} else {
			dst[out] = (char)(0xE0 | cp >> 12);
			dst[out + 1] = (char)(0x80 | (cp >> 6 & 0x3F));
			dst[out + 2] = (char)(0x80 | (cp & 0x3F));
		}
		out += need;
	}
	return out;
}

/* Bytes of blank at the front of s (0 when there is none). */
static size_t blank_front(struct padan_span s)
{
	unsigned char c = (unsigned char)s.p[0];

	if (c == ' ' || (c >= 9 && c <= 13) || c == 0xA0)
		return 1;
	return s.n >= 2 && c == 0xC2 && (unsigned char)s.p[1] == 0xA0 ? 2 : 0;
}

static size_t blank_back(struct padan_span s)
{
	unsigned char c = (unsigned char)s.p[s.n - 1];

	if (c == ' ' || (c >= 9 && c <= 13))
		return 1;
	if (c != 0xA0)
		return 0;
	if (s.n >= 2 && (unsigned char)s.p[s.n - 2] == 0xC2)
		return 2;
	/* A0 also ends well-formed characters: only a lone one is a blank */
	return s.n >= 2 && (unsigned char)s.p[s.n - 2] >= 0x80 ? 0 : 1;
}

struct padan_span padan_trim(struct padan_span s)
{
	size_t k;

	while (s.n > 0 && (k = blank_front(s)) > 0) {
		s.p += k;
		s.n -= k;
	}
	while (s.n > 0 && (k = blank_back(s)) > 0)
		s.n -= k;
	return s;
}

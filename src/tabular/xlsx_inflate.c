/* SPDX-License-Identifier: EUPL-1.2
 * Numbers in comments are sections of RFC 1951. Codes are looked up in a table by their first bits; those of a code
 * that is longer lead to a second table. */
#include "tabular/xlsx_inflate.h"

#include <zlib.h>

enum {
	CODE_MOST = 15, /* bits of a code */
	FIRST_SYMBOL = 11,
	FIRST_DISTANCE = 8,
	SYMBOLS = 288,
	DISTANCES = 32,
	LENGTHS = 19, /* 3.2.7: symbols that tell the lengths of codes */
	FIRST_LENGTH = 7,
	/* more than a complete code needs; tables that do not fit are refused */
	ROOM_SYMBOL = 2400,
	ROOM_DISTANCE = 512,
};

/* An entry: what it stands for << 16 | flags | bits of the code << 8 | bits of the code and its extra bits. In a
 * second table the bits count behind the first ones. */
#define LITERAL	 0x80000000u
#define SECOND	 0x8000u /* << 16: where the second table begins; << 8: its bits; the rest: the first ones' */
#define END	 0x4000u
#define NONE	 0x2000u /* no code begins so */
#define SPECIAL	 (SECOND | END | NONE)
#define TAKEN(e) ((e)&0x3f)
#define CODE(e)	 ((e) >> 8 & 0x1f)
#define VALUE(e) ((e) >> 16)

struct bits {
	uint64_t next; /* the first one lowest */
	unsigned have; /* of them */
	const char *in;
};

struct inflate {
	struct bits b;
	const char *in_end;
	char *out, *begin, *end;
	uint32_t symbol[ROOM_SYMBOL], distance[ROOM_DISTANCE];
	uint8_t length[SYMBOLS + DISTANCES]; /* bits of each code */
};

/* --- bits ------------------------------------------------------------------------------------------------------- */

static inline uint64_t load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

/* Then 56 of them are there, or more. Those behind the end belong to the slack: within() tells. */
static inline void feed(struct bits *b)
{
	b->next |= load(b->in) << b->have;
	b->in += (63 - b->have) >> 3;
	b->have |= 56;
}

static inline void drop(struct bits *b, unsigned n)
{
	b->next >>= n;
	b->have -= n;
}

static inline unsigned low(uint64_t bits, unsigned n)
{
	return (unsigned)bits & ((1u << n) - 1);
}

static unsigned take(struct bits *b, unsigned n)
{
	unsigned v = low(b->next, n);

	drop(b, n);
	return v;
}

/* Was no bit behind the end taken? */
static bool within(const struct inflate *x)
{
	return x->b.in - (x->b.have >> 3) <= x->in_end;
}

/* --- tables --------------------------------------------------------------------------------------------------------*/

static unsigned reversed(unsigned code, unsigned n)
{
	unsigned r = 0;

	for (; n; n--, code >>= 1)
		r = r << 1 | (code & 1);
	return r;
}

/* 3.2.5 */
static uint32_t symbol_entry(unsigned s)
{
	static const uint16_t base[] = { 3,  4,	 5,  6,	 7,  8,	 9,  10, 11,  13,  15,	17,  19,  23, 27,
					 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
	static const uint8_t extra[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
					 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };

	if (s < 256)
		return LITERAL | s << 16;
	if (s == 256)
		return END;
	return s - 257 < sizeof(extra) ? (uint32_t)base[s - 257] << 16 | extra[s - 257] : NONE;
}

static uint32_t distance_entry(unsigned s)
{
	unsigned extra = s < 4 ? 0 : s / 2 - 1;

	if (s >= 30)
		return NONE;
	return (s < 4 ? s + 1 : ((2 + (s & 1)) << extra) + 1) << 16 | extra;
}

static uint32_t length_entry(unsigned s)
{
	return s << 16;
}

struct table {
	uint32_t *at;
	unsigned room, first; /* entries; bits of the first table */
	uint32_t (*entry)(unsigned symbol);
	bool full; /* all codes must be in use */
};

/* 3.2.2: the first code of each length. false: more codes than there are, or fewer (which may be where only one code
 * is used, of one bit, or none). */
static bool first_codes(const struct table *t, const uint8_t *length, unsigned n, unsigned code[CODE_MOST + 1])
{
	unsigned count[CODE_MOST + 1] = { 0 }, next = 0, used;

	for (unsigned i = 0; i < n; i++)
		count[length[i]]++;
	used = n - count[0];
	count[0] = 0;
	for (unsigned b = 1; b <= CODE_MOST; b++) {
		next = (next + count[b - 1]) << 1;
		code[b] = next;
		if (next + count[b] > 1u << b)
			return false;
	}
	return next + count[CODE_MOST] == 1u << CODE_MOST || (!t->full && used == count[1] && used < 2);
}

static void spread(uint32_t *at, unsigned size, unsigned from, unsigned bits, uint32_t e)
{
	for (; from < size; from += 1u << bits)
		at[from] = e;
}

/* Room for the codes that are longer than the first table's bits: as many bits as the longest with the same first ones
 * needs. */
static bool second_tables(const struct table *t, const uint8_t *length, unsigned n, const unsigned *first_code)
{
	unsigned code[CODE_MOST + 1], used = 1u << t->first;

	memcpy(code, first_code, sizeof(code));
	for (unsigned i = 0; i < n; i++) {
		unsigned b = length[i], more, *e;

		if (!b)
			continue;
		e = &t->at[reversed(code[b]++, b) & ((1u << t->first) - 1)];
		more = b > t->first ? b - t->first : 0;
		if (more > CODE(*e))
			*e = SECOND | more << 8 | t->first;
	}
	for (unsigned i = 0; i < 1u << t->first; i++) {
		if (!(t->at[i] & SECOND))
			continue;
		if (used + (1u << CODE(t->at[i])) > t->room)
			return false;
		t->at[i] |= used << 16;
		for (unsigned k = 0; k < 1u << CODE(t->at[i]); k++)
			t->at[used + k] = NONE;
		used += 1u << CODE(t->at[i]);
	}
	return true;
}

static bool make_table(const struct table *t, const uint8_t *length, unsigned n)
{
	unsigned code[CODE_MOST + 1];

	for (unsigned i = 0; i < 1u << t->first; i++)
		t->at[i] = NONE;
	if (!first_codes(t, length, n, code) || !second_tables(t, length, n, code))
		return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned b = length[i], r = b ? reversed(code[b]++, b) : 0;
		uint32_t e = t->entry(i), *second;

		if (!b)
			continue;
		if (b <= t->first) {
			spread(t->at, 1u << t->first, r, b, e + (b << 8) + b);
			continue;
		}
		second = &t->at[r & ((1u << t->first) - 1)];
		b -= t->first;
		spread(t->at + VALUE(*second), 1u << CODE(*second), r >> t->first, b, e + (b << 8) + b);
	}
	return true;
}

static bool make_tables(struct inflate *x, unsigned symbols, unsigned distances)
{
	const struct table s = { x->symbol, ROOM_SYMBOL, FIRST_SYMBOL, symbol_entry, false };
	const struct table d = { x->distance, ROOM_DISTANCE, FIRST_DISTANCE, distance_entry, false };

	return x->length[256] && make_table(&s, x->length, symbols) && make_table(&d, x->length + symbols, distances);
}

/* --- blocks --------------------------------------------------------------------------------------------------------*/

/* n bytes from `distance` before out; up to 31 more are written. Returns their end. */
static inline char *copy(char *out, unsigned n, unsigned distance)
{
	const char *from = out - distance;
	char *end = out + n;

	if (distance >= 16) {
		do {
			memcpy(out, from, 16);
			memcpy(out + 16, from + 16, 16);
			out += 32, from += 32;
		} while (out < end);
	} else if (distance == 1) {
		memset(out, *from, n);
	} else {
		while (out < end)
			*out++ = *from++;
	}
	return end;
}

/* The entry of the next code, which is dropped but for a length's or distance's own bits. */
static inline uint32_t second(struct bits *b, const uint32_t *table, uint32_t e)
{
	drop(b, TAKEN(e));
	return table[VALUE(e) + low(b->next, CODE(e))];
}

/* What an entry stands for, with its extra bits; they are dropped. */
static inline unsigned value(struct bits *b, uint32_t e)
{
	unsigned v = VALUE(e) + (low(b->next, TAKEN(e)) >> CODE(e));

	drop(b, TAKEN(e));
	return v;
}

/* 3.2.3: symbols up to the end of the block. */
static bool symbols(struct inflate *x)
{
	struct bits b = x->b; /* of its own, for the registers */
	char *out = x->out;

	while (out <= x->end && b.in - x->in_end <= 16) {
		unsigned n, distance;
		uint32_t e;

		feed(&b);
		e = x->symbol[low(b.next, FIRST_SYMBOL)];
		for (int i = 0; i < 2 && e & LITERAL; i++) { /* two more fit before the next feed */
			*out++ = (char)VALUE(e);
			drop(&b, TAKEN(e));
			e = x->symbol[low(b.next, FIRST_SYMBOL)];
		}
		if (e & SECOND)
			e = second(&b, x->symbol, e);
		if (e & LITERAL) {
			*out++ = (char)VALUE(e);
			drop(&b, TAKEN(e));
			continue;
		}
		if (e & SPECIAL) {
			drop(&b, TAKEN(e));
			x->b = b;
			x->out = out;
			return e & END && out <= x->end;
		}
		n = value(&b, e);
		feed(&b);
		e = x->distance[low(b.next, FIRST_DISTANCE)];
		if (e & SECOND)
			e = second(&b, x->distance, e);
		distance = value(&b, e);
		if (e & NONE || distance > (size_t)(out - x->begin))
			return false;
		out = copy(out, n, distance);
	}
	return false;
}

/* 3.2.4 */
static bool stored(struct inflate *x)
{
	unsigned n, not ;

	drop(&x->b, x->b.have & 7);
	n = take(&x->b, 16);
	not = take(&x->b, 16);
	x->b = (struct bits){ .in = x->b.in - (x->b.have >> 3) };
	if (n != (not ^0xffff) || (ptrdiff_t)n > x->in_end - x->b.in || (ptrdiff_t)n > x->end - x->out)
		return false;
	memcpy(x->out, x->b.in, n);
	x->out += n;
	x->b.in += n;
	return true;
}

/* 3.2.6 */
static bool fixed(struct inflate *x)
{
	memset(x->length, 8, 144);
	memset(x->length + 144, 9, 112);
	memset(x->length + 256, 7, 24);
	memset(x->length + 280, 8, 8);
	memset(x->length + SYMBOLS, 5, DISTANCES);
	return make_tables(x, SYMBOLS, DISTANCES) && symbols(x);
}

/* The lengths of n codes, which a code tells. */
static bool read_lengths(struct inflate *x, const uint32_t *table, unsigned n)
{
	for (unsigned i = 0; i < n;) {
		unsigned s, again = 1;
		uint32_t e;

		feed(&x->b);
		e = table[low(x->b.next, FIRST_LENGTH)];
		s = value(&x->b, e);
		if (e & NONE || (s == 16 && !i))
			return false;
		if (s == 16)
			s = x->length[i - 1], again = 3 + take(&x->b, 2);
		else if (s > 16)
			again = s == 17 ? 3 + take(&x->b, 3) : 11 + take(&x->b, 7), s = 0;
		if (again > n - i)
			return false;
		memset(x->length + i, (int)s, again);
		i += again;
	}
	return within(x);
}

/* 3.2.7 */
static bool dynamic(struct inflate *x)
{
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	const struct table t = { x->distance, ROOM_DISTANCE, FIRST_LENGTH, length_entry, true };
	unsigned symbols_n = 257 + take(&x->b, 5), distances = 1 + take(&x->b, 5), n = 4 + take(&x->b, 4);
	uint8_t length[LENGTHS] = { 0 };

	if (symbols_n > 286 || distances > 30)
		return false;
	for (unsigned i = 0; i < n; i++) {
		feed(&x->b);
		length[order[i]] = (uint8_t)take(&x->b, 3);
	}
	return make_table(&t, length, LENGTHS) && read_lengths(x, x->distance, symbols_n + distances) &&
	       make_tables(x, symbols_n, distances) && symbols(x);
}

static bool block(struct inflate *x, bool *last)
{
	if (x->b.in - x->in_end > 16)
		return false;
	feed(&x->b);
	*last = take(&x->b, 1);
	switch (take(&x->b, 2)) {
	case 0:
		return stored(x);
	case 1:
		return fixed(x);
	case 2:
		return dynamic(x);
	default:
		return false;
	}
}

bool inflate_whole(span deflated, char *out, size_t n, uint32_t *crc)
{
	struct inflate x = {
		.b.in = deflated.p, .in_end = deflated.p + deflated.n, .out = out, .begin = out, .end = out + n
	};
	bool last = false;

	*crc = 0;
	while (!last) {
		const char *from = x.out;

		if (!block(&x, &last) || !within(&x))
			return false;
		/* while its bytes are still at hand */
		*crc = crc32_add(*crc, (span){ from, (size_t)(x.out - from) });
	}
	return x.out == x.end;
}

/* --- CRC-32 ----------------------------------------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

/* b, and what lies `k` before it. */
__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i a, __m128i b, __m128i k)
{
	return _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(a, k, 0x00), _mm_clmulepi64_si128(a, k, 0x11)), b);
}

/* Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009), with its
 * constants for this polynomial. n: 64 or more, a multiple of 16. The state is the inverted CRC. */
__attribute__((target("pclmul,sse4.1"))) static uint32_t crc32_fast(uint32_t state, const char *p, size_t n)
{
	const __m128i by_64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
	const __m128i by_16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
	const __m128i by_4 = _mm_set_epi64x(0, 0x0163cd6124), barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
	const __m128i lows = _mm_set_epi32(0, -1, 0, -1);
	__m128i a[4], t;

	for (int i = 0; i < 4; i++)
		a[i] = _mm_loadu_si128((const __m128i *)(const void *)p + i);
	a[0] = _mm_xor_si128(a[0], _mm_cvtsi32_si128((int)state));
	for (p += 64, n -= 64; n >= 64; p += 64, n -= 64)
		for (int i = 0; i < 4; i++)
			a[i] = fold(a[i], _mm_loadu_si128((const __m128i *)(const void *)p + i), by_64);
	for (int i = 1; i < 4; i++)
		a[0] = fold(a[0], a[i], by_16);
	for (; n; p += 16, n -= 16)
		a[0] = fold(a[0], _mm_loadu_si128((const __m128i *)(const void *)p), by_16);
	t = _mm_xor_si128(_mm_srli_si128(a[0], 8), _mm_clmulepi64_si128(a[0], by_16, 0x10));
	t = _mm_xor_si128(_mm_srli_si128(t, 4), _mm_clmulepi64_si128(_mm_and_si128(t, lows), by_4, 0x00));
	a[0] = _mm_and_si128(_mm_clmulepi64_si128(_mm_and_si128(t, lows), barrett, 0x10), lows);
	t = _mm_xor_si128(t, _mm_clmulepi64_si128(a[0], barrett, 0x00));
	return (uint32_t)_mm_extract_epi32(t, 1);
}

static bool machine_has(void)
{
	return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}
#else
static uint32_t crc32_fast(uint32_t state, const char *p, size_t n)
{
	return (void)p, (void)n, state;
}

static bool machine_has(void)
{
	return false;
}
#endif

uint32_t crc32_add(uint32_t crc, span s)
{
	size_t n = s.n & ~(size_t)15;

	if (n >= 64 && machine_has()) {
		crc = ~crc32_fast(~crc, s.p, n);
		s.p += n, s.n -= n;
	}
	return s.n ? (uint32_t)crc32_z(crc, (const Bytef *)s.p, s.n) : crc;
}

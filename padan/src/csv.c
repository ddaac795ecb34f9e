/* SPDX-License-Identifier: EUPL-1.2
 *
 * The splitter: marks become records. As a rule the marks are the fields' ends as they are. Behind a quote that no
 * writer of CSV would put there (` "a" `, 5" pipe) the rest of the block is read with its quotes as marks, and those
 * that are text are taken out in place.
 */
#include "csv_inside.h"

int padan_csv_marks_init(struct padan_csv_marks *m, const struct padan_alloc *from, uint32_t max_fields)
{
	if (max_fields < 1)
		max_fields = 1;
	if (max_fields > PADAN_CSV_MAX_FIELDS)
		max_fields = PADAN_CSV_MAX_FIELDS;
	*m = (struct padan_csv_marks){ .from = from,
				       .cap = max_fields + CSV_WINDOW + CSV_SLACK,
				       .max_fields = max_fields };
	m->at = from->resize(from->ctx, NULL, 0, (size_t)2 * m->cap * sizeof(m->at[0]));
	if (!m->at)
		return PADAN_CSV_MEMORY;
	m->end = m->at + m->cap;
	return PADAN_CSV_OK;
}

void padan_csv_marks_done(struct padan_csv_marks *m)
{
	if (m->at)
		m->from->resize(m->from->ctx, m->at, (size_t)2 * m->cap * sizeof(m->at[0]), 0);
	m->at = m->end = NULL;
}

void padan_csv_init(struct padan_csv *c, struct padan_csv_marks *marks, struct padan_span block, char delim,
		    enum padan_csv_simd simd)
{
	*c = (struct padan_csv){ .base = block.p,
				 .marks = marks,
				 .n = (uint32_t)block.n,
				 .delim = delim,
				 .may_open = true,
				 .simd = (uint8_t)csv_best(simd) };
}

/* A record that is being read: its marks are at[first..w), those not yet looked at begin at at[i]. */
struct walk {
	uint32_t first, w, i;
};

static bool index_more(struct padan_csv *c)
{
	if (c->simd >= PADAN_CSV_AVX2)
		return csv_index_avx2(c);
	return c->simd == PADAN_CSV_SSE2 ? csv_index_sse2(c) : csv_index_scalar(c);
}

/* More marks behind the record's, which move to the front; with max_fields of them there is still room for a window.
 * Or, at the first odd quote, all marks of the record anew. false: there are none to come. */
static bool refill(struct padan_csv *c, struct walk *k)
{
	uint32_t *at = c->marks->at, kept = k->w - k->first;

	if (c->seen == c->n)
		return false;
	memmove(at, at + k->first, kept * sizeof(at[0]));
	c->have = kept;
	*k = (struct walk){ 0, kept, kept };
	if (index_more(c))
		return true;
	c->raw = true;
	c->seen = c->at;
	c->have = 0;
	*k = (struct walk){ 0, 0, 0 };
	return index_more(c);
}

/* The next mark, or the end of the block (n). */
static inline uint32_t next_mark(struct padan_csv *c, struct walk *k)
{
	while (k->i == c->have)
		if (!refill(c, k))
			return c->n;
	return c->marks->at[k->i];
}

/* The quote at m (mark k->i) stands inside a quoted field: does it close it? Then *end is the field's end; else the
 * field goes on behind the marks that were passed. */
static bool closes(struct padan_csv *c, struct walk *k, uint32_t m, uint32_t *end)
{
	for (;;) {
		uint32_t q = m + 1;

		k->i++;
		while (q < c->n && csv_blank(c->base[q], c->delim))
			q++;
		*end = q;
		if (q == c->n || c->base[q] == c->delim || c->base[q] == '\n' || c->base[q] == '\r')
			return true;
		if (c->base[q] != '"')
			return false;
		next_mark(c, k); /* it is this quote: blanks are no marks */
		if (q == m + 1) {
			k->i++;
			return false; /* doubled */
		}
		m = q; /* a quote, blanks, a quote: the second may close as well */
	}
}

static int fail(struct padan_csv *c, struct padan_csv_record *r, int code)
{
	c->failed = (uint8_t)code;
	r->row = c->rows + 1;
	r->n = 0;
	return code;
}

/* From the opening quote's mark on to the field's end: 0 and the end, or a code. */
static int quoted_field(struct padan_csv *c, struct walk *k, uint32_t *end)
{
	k->i++;
	for (;;) {
		uint32_t m = next_mark(c, k);

		if (m == c->n)
			return PADAN_CSV_TORN;
		if (c->base[m] != '"')
			k->i++;
		else if (closes(c, k, m, end))
			break;
	}
	next_mark(c, k);
	return PADAN_CSV_OK;
}

/* The rest of a record from its first quote on. *end: where it ended. */
static int walk_quoted(struct padan_csv *c, struct walk *k, uint32_t start, uint32_t *end)
{
	uint32_t field = k->w > k->first ? c->marks->at[k->w - 1] + 1 : start;
	bool plain = false; /* the field is known to be unquoted: its quotes are text */

	for (;;) {
		uint32_t m = next_mark(c, k);

		if (m < c->n && c->base[m] == '"') {
			int code = PADAN_CSV_OK;

			if (plain || !csv_only_blanks(c, field, m)) {
				plain = true;
				k->i++;
				continue;
			}
			code = quoted_field(c, k, &m);
			if (code)
				return code;
		}
		if (k->w - k->first >= c->marks->max_fields)
			return PADAN_CSV_FIELDS;
		c->marks->at[k->w++] = m;
		k->i += m < c->n;
		field = m + 1;
		plain = false;
		if (m == c->n || c->base[m] != c->delim) {
			*end = m;
			return PADAN_CSV_OK;
		}
	}
}

/* The marks of the record that begins at start. The common case in one tight loop. */
static int walk_record(struct padan_csv *c, struct walk *k, uint32_t start, uint32_t *end)
{
	for (;;) {
		const uint32_t *at = c->marks->at;
		uint32_t i = k->i, have = c->have;

		while (i < have && c->base[at[i]] == c->delim)
			i++;
		k->i = k->w = i;
		if (k->w - k->first >= c->marks->max_fields)
			return PADAN_CSV_FIELDS;
		if (i < have)
			break;
		if (!refill(c, k)) {
			if (!c->raw && c->inside)
				return PADAN_CSV_TORN;
			*end = c->n;
			c->marks->at[k->w++] = c->n; /* there is always room: CSV_SLACK */
			return PADAN_CSV_OK;
		}
	}
	if (c->base[c->marks->at[k->i]] == '"')
		return walk_quoted(c, k, start, end);
	*end = c->marks->at[k->i];
	k->w = ++k->i;
	return PADAN_CSV_OK;
}

int padan_csv_next(struct padan_csv *c, struct padan_csv_record *r)
{
	if (c->failed)
		return fail(c, r, c->failed);
	if (c->plain)
		return csv_next_plain(c, r);
	while (c->at < c->n) {
		struct walk k = { c->i, c->i, c->i };
		uint32_t start = c->at, end;
		bool blank;
		int code;

		if (next_mark(c, &k) < start) /* the LF of a CRLF */
			k.first = k.w = ++k.i;
		code = walk_record(c, &k, start, &end);
		if (code)
			return fail(c, r, code);
		c->i = k.i;
		c->at = end + 1;
		if (c->at < c->n && c->base[end] == '\r' && c->base[end + 1] == '\n')
			c->at++;
		blank = k.w - k.first == 1 && csv_only_blanks(c, start, end);
		if (blank && end == c->n)
			break;
		c->rows++;
		if (blank)
			continue;
		*r =
			(struct padan_csv_record){ c->base, c->marks->at + k.first, start, k.w - k.first, c->rows,
						   c->delim };
		return PADAN_CSV_OK;
	}
	c->at = c->n;
	return PADAN_CSV_END;
}

static inline uint64_t quotes_in(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t x;

	memcpy(&x, p, 8);
	x ^= ones * '"';
	return (x - ones) & ~x & ones << 7; /* not 0 where some byte is one */
}

/* memchr's work for what is mostly short. */
static bool has_quote(const char *p, size_t n)
{
	uint64_t found = 0;

	if (n >= 8) {
		for (size_t i = 0; i + 8 < n; i += 8)
			found |= quotes_in(p + i);
		return (found | quotes_in(p + n - 8)) != 0;
	}
	for (size_t i = 0; i < n; i++)
		found |= p[i] == '"';
	return found != 0;
}

struct padan_span padan_csv_field(const struct padan_csv_record *r, uint32_t k, bool *escaped)
{
	uint32_t from, to;

	*escaped = false;
	if (k >= r->n)
		return (struct padan_span){ NULL, 0 };
	from = k ? r->cut[k - 1] + 1 : r->start;
	to = r->cut[k];
	while (from < to && csv_blank(r->base[from], r->delim))
		from++;
	while (from < to && csv_blank(r->base[to - 1], r->delim))
		to--;
	if (from < to && r->base[from] == '"') { /* the first thing of a field always opens it */
		from++;
		to--;
		*escaped = has_quote(r->base + from, to - from);
	}
	return (struct padan_span){ r->base + from, to - from };
}

size_t padan_csv_unquote(char *dst, struct padan_span f)
{
	size_t n = 0;
	bool after_quote = false, after_blank = false;

	for (size_t i = 0; i < f.n; i++) {
		char c = f.p[i];

		if (!after_quote) {
			dst[n++] = c;
			after_quote = c == '"';
			after_blank = false;
		} else if (c == '"' && !after_blank) {
			after_quote = false; /* doubled: one is there already */
		} else {
			dst[n++] = c;
			after_quote = c == '"' || c == ' ' || c == '\t';
			after_blank = c != '"';
		}
	}
	return n;
}

struct padan_span padan_csv_value(const struct padan_csv_record *r, uint32_t k, char *buf)
{
	bool escaped;
	struct padan_span f = padan_csv_field(r, k, &escaped);

	return escaped ? (struct padan_span){ buf, padan_csv_unquote(buf, f) } : f;
}

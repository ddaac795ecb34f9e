/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/keep.h"

enum { FORM = 1, PART_BYTES = 256 << 10 };
enum record { REC_HEAD = 1, REC_FILE, REC_SKIP, REC_FUND, REC_CHANGE, REC_ANSWER, REC_END };

/* --- writing ---------------------------------------------------------------------------------------------------- */
static void put_u64(struct buf *out, uint64_t v)
{
	char b[10];
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		b[n++] = (char)(v | 0x80);
	b[n++] = (char)v;
	buf_put(out, b, n);
}

static void put_i64(struct buf *out, int64_t v)
{
	put_u64(out, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

static void put_text(struct buf *out, span s)
{
	put_u64(out, s.n);
	buf_span(out, s);
}

static void put_texts(struct buf *out, const span *s, size_t n)
{
	put_u64(out, n);
	for (size_t i = 0; i < n; i++)
		put_text(out, s[i]);
}

static void put_rows(struct buf *out, const uint32_t *rows, size_t n)
{
	put_u64(out, n);
	for (size_t i = 0; i < n; i++)
		put_u64(out, rows[i]);
}

void keep_row(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	static const struct view_heard silence;
	const struct view_heard *h = r->heard ? r->heard : &silence;

	buf_putc(out, FORM);
	put_text(out, r->id_baris);
	put_i64(out, r->duplicate_of);
	put_u64(out, r->gaps);
	put_u64(out, r->shut.why);
	put_i64(out, r->shut.district);
	put_i64(out, r->shut.group);
	put_u64(out, r->shut.funds);
	put_texts(out, r->keys, r->keys ? v->head.nkeys : 0);
	put_texts(out, r->cells, r->cells ? v->files[r->file].ntitles : 0);
	put_u64(out, h->what);
	put_u64(out, h->nik);
	put_u64(out, h->card);
	put_text(out, h->seen);
	put_texts(out, h->note, h->what ? VIEW_QUESTIONS : 0);
}

static void put_head(struct buf *out, const struct run_view *v)
{
	const struct view_head *h = &v->head;

	put_text(out, h->version);
	put_i64(out, h->threshold);
	put_i64(out, h->review);
	put_i64(out, h->per_person.rp);
	put_i64(out, h->cut_row);
	put_i64(out, h->next_row);
	put_i64(out, h->undecided);
	put_text(out, padan_span_of(h->list_sha256));
	put_text(out, padan_span_of(h->inputs_sha256));
	put_u64(out, v->earlier_decree);
	put_u64(out, v->answered);
	put_text(out, h->threshold_reason);
}

static void put_file(struct buf *out, const struct view_file *f)
{
	put_i64(out, f->id_column);
	put_texts(out, f->titles, f->ntitles);
	put_texts(out, f->warnings, f->nwarnings);
}

static void put_skip(struct buf *out, const struct view_skip *s)
{
	put_u64(out, s->file);
	put_u64(out, s->line);
	put_text(out, s->kind);
	put_text(out, s->text);
}

static void put_change(struct buf *out, const struct view_sk_person *p)
{
	put_u64(out, p->change);
	put_text(out, p->nik);
	put_text(out, p->name);
	put_text(out, p->decree);
	put_text(out, p->reason);
	put_i64(out, p->before.rp);
	put_i64(out, p->after.rp);
	put_i64(out, p->from.day);
	put_i64(out, p->until.day);
}

static void put_answer(struct buf *out, const struct view_answer *a)
{
	put_u64(out, a->file);
	put_u64(out, a->line);
	put_i64(out, a->row);
	put_text(out, a->who);
	put_text(out, a->said);
	put_u64(out, a->applied);
	put_text(out, a->remark);
}

static size_t how_many(const struct run_view *v, int kind)
{
	switch (kind) {
	case REC_HEAD:
		return 1;
	case REC_FILE:
		return v->nfiles;
	case REC_SKIP:
		return v->nskips;
	case REC_FUND:
		return v->head.nfunds;
	case REC_CHANGE:
		return v->nsk;
	default:
		return v->nanswers;
	}
}

static void put_fields(struct buf *out, const struct run_view *v, int kind, size_t i)
{
	const struct view_fund *f;

	switch (kind) {
	case REC_HEAD:
		put_head(out, v);
		return;
	case REC_FILE:
		put_file(out, &v->files[i]);
		return;
	case REC_SKIP:
		put_skip(out, &v->skips[i]);
		return;
	case REC_FUND:
		f = &v->head.funds[i];
		put_rows(out, f->enter, f->nenter);
		put_rows(out, f->leave, f->nleave);
		return;
	case REC_CHANGE:
		put_change(out, &v->sk[i]);
		return;
	default:
		put_answer(out, &v->answers[i]);
	}
}

/* The length stands before the fields: four bytes are kept free for it and what is not needed is a longer number. */
static void put_record(struct buf *out, const struct run_view *v, int kind, size_t i)
{
	size_t at, n;

	buf_putc(out, (char)kind);
	at = out->n;
	buf_put(out, "\x80\x80\x80\0", 4);
	put_fields(out, v, kind, i);
	if (out->failed)
		return;
	n = out->n - at - 4;
	if (n >> 28) {
		out->failed = true;
		return;
	}
	for (int k = 0; k < 4; k++)
		out->p[at + (size_t)k] = (char)((n >> (7 * k) & 0x7f) | (k < 3 ? 0x80 : 0));
}

bool keep_part(struct keeping *k, struct buf *out)
{
	buf_clear(out);
	if (!k->step)
		k->step = REC_HEAD;
	while (k->step < REC_END && out->n < PART_BYTES && !out->failed) {
		if (k->at < how_many(k->v, k->step)) {
			put_record(out, k->v, k->step, k->at++);
		} else {
			k->step++;
			k->at = 0;
		}
	}
	return out->n > 0 || out->failed;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */
struct reader {
	const unsigned char *p, *end;
	bool torn;
};

static struct reader reader_of(span s)
{
	const unsigned char *p = (const unsigned char *)(s.p ? s.p : "");

	return (struct reader){ p, p + s.n, false };
}

static uint64_t get_u64(struct reader *r)
{
	uint64_t v = 0;

	for (int shift = 0; shift < 64 && r->p < r->end; shift += 7) {
		unsigned char c = *r->p++;

		v |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return v;
	}
	r->torn = true;
	return 0;
}

static int64_t get_i64(struct reader *r)
{
	uint64_t v = get_u64(r);

	return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

/* A number that must not pass `most`. */
static uint64_t get_below(struct reader *r, uint64_t most)
{
	uint64_t v = get_u64(r);

	r->torn |= v > most;
	return r->torn ? 0 : v;
}

static int64_t get_within(struct reader *r, int64_t least, int64_t most)
{
	int64_t v = get_i64(r);

	r->torn |= v < least || v > most;
	return r->torn ? 0 : v;
}

static span get_text(struct reader *r)
{
	uint64_t n = get_u64(r);
	span s = { (const char *)r->p, (size_t)n };

	if (r->torn || n > (uint64_t)(r->end - r->p)) {
		r->torn = true;
		return (span){ NULL, 0 };
	}
	r->p += n;
	return s;
}

/* How many of something that takes a byte each at least. */
static size_t get_count(struct reader *r)
{
	return (size_t)get_below(r, (uint64_t)(r->end - r->p));
}

static const span *get_texts(struct reader *r, struct padan_arena *arena, size_t *n)
{
	span *s;

	*n = get_count(r);
	s = *n ? padan_arena_array(arena, *n, sizeof(*s)) : NULL;
	r->torn |= *n && !s;
	for (size_t i = 0; s && i < *n; i++)
		s[i] = get_text(r);
	return r->torn ? NULL : s;
}

static const uint32_t *get_rows(struct reader *r, struct padan_arena *arena, size_t *n)
{
	uint32_t *rows;

	*n = get_count(r);
	rows = *n ? padan_arena_array(arena, *n, sizeof(*rows)) : NULL;
	r->torn |= *n && !rows;
	for (size_t i = 0; rows && i < *n; i++)
		rows[i] = (uint32_t)get_below(r, UINT32_MAX);
	return r->torn ? NULL : rows;
}

static void get_heard_into(struct reader *r, struct view_heard *h)
{
	size_t n;

	*h = (struct view_heard){ .what = (uint32_t)get_below(r, UINT32_MAX) };
	h->nik = get_u64(r);
	h->card = get_u64(r);
	h->seen = get_text(r);
	n = get_count(r);
	for (size_t i = 0; i < n && !r->torn; i++) {
		span note = get_text(r);

		if (i < VIEW_QUESTIONS)
			h->note[i] = note;
	}
}

static const struct view_heard *get_heard(struct reader *r, struct padan_arena *arena)
{
	struct view_heard h, *out;

	get_heard_into(r, &h);
	if (r->torn || !h.what)
		return NULL;
	out = padan_arena_get(arena, sizeof(*out));
	r->torn |= !out;
	if (out)
		*out = h;
	return out;
}

static bool get_row(span packed, struct view_row *row, size_t *nkeys, size_t *ncells, struct padan_arena *arena)
{
	struct reader r = reader_of(packed);

	*nkeys = *ncells = 0;
	if (r.p == r.end || *r.p++ != FORM)
		return false;
	row->id_baris = get_text(&r);
	row->duplicate_of = get_i64(&r);
	row->gaps = (uint32_t)get_below(&r, UINT32_MAX);
	row->shut.why = (uint8_t)get_below(&r, UINT8_MAX);
	row->shut.district = (int16_t)get_within(&r, INT16_MIN, INT16_MAX);
	row->shut.group = (int16_t)get_within(&r, INT16_MIN, INT16_MAX);
	row->shut.funds = (uint32_t)get_below(&r, UINT32_MAX);
	row->keys = get_texts(&r, arena, nkeys);
	row->cells = get_texts(&r, arena, ncells);
	row->heard = get_heard(&r, arena);
	return !r.torn;
}

bool kept_alone(span packed, struct view_row *row, size_t *ncells, struct padan_arena *arena)
{
	size_t nkeys;

	return get_row(packed, row, &nkeys, ncells, arena);
}

bool kept_row(span packed, const struct run_view *v, struct view_row *row, struct padan_arena *arena)
{
	size_t nkeys, ncells;

	return row->file < v->nfiles && get_row(packed, row, &nkeys, &ncells, arena) &&
	       (!nkeys || nkeys == v->head.nkeys) && (!ncells || ncells == v->files[row->file].ntitles);
}

static void pass_texts(struct reader *r)
{
	for (size_t n = get_count(r); n > 0 && !r->torn; n--)
		get_text(r);
}

bool kept_heard(span packed, span *id_baris, struct view_heard *h)
{
	struct reader r = reader_of(packed);

	if (r.p == r.end || *r.p++ != FORM)
		return false;
	*id_baris = get_text(&r);
	for (int i = 0; i < 6; i++) /* duplicate_of to shut.funds */
		get_u64(&r);
	pass_texts(&r);
	pass_texts(&r);
	get_heard_into(&r, h);
	return !r.torn;
}

/* An array that doubles; what it leaves behind stays in the arena. */
struct growing {
	char *p;
	size_t n, cap, size;
};

struct kept_list {
	struct growing of[REC_END];
};

static void *grow(struct kept *k, int kind)
{
	struct growing *g = &k->list->of[kind];

	if (g->n == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : 64;
		char *p = padan_arena_array(k->arena, cap, g->size);

		if (!p)
			return NULL;
		if (g->n)
			memcpy(p, g->p, g->n * g->size);
		g->p = p;
		g->cap = cap;
	}
	return g->p + g->n++ * g->size;
}

bool kept_begin(struct kept *k, struct run_view *v, struct padan_arena *arena)
{
	static const size_t sizes[REC_END] = { [REC_FILE] = sizeof(struct view_file),
					       [REC_SKIP] = sizeof(struct view_skip),
					       [REC_FUND] = sizeof(struct view_fund),
					       [REC_CHANGE] = sizeof(struct view_sk_person),
					       [REC_ANSWER] = sizeof(struct view_answer) };

	*k = (struct kept){ v, arena, padan_arena_zero(arena, sizeof(*k->list)), false };
	for (int i = 0; k->list && i < REC_END; i++)
		k->list->of[i].size = sizes[i];
	return k->list != NULL;
}

static void get_sha(struct reader *r, char out[65])
{
	span s = get_text(r);

	r->torn |= s.n != 64;
	if (!r->torn)
		memcpy(out, s.p, 64);
	out[64] = '\0';
}

static void get_head(struct kept *k, struct reader *r)
{
	struct view_head *h = &k->v->head;

	h->version = get_text(r);
	h->threshold = (int)get_within(r, 0, 10000);
	h->review = (int)get_within(r, 0, 10000);
	h->per_person = rp(get_i64(r));
	h->cut_row = get_i64(r);
	h->next_row = get_i64(r);
	h->undecided = get_i64(r);
	get_sha(r, h->list_sha256);
	get_sha(r, h->inputs_sha256);
	k->v->earlier_decree = get_u64(r) != 0;
	k->v->answered = get_u64(r) != 0;
	if (r->p < r->end) /* later than the others */
		h->threshold_reason = get_text(r);
	k->head = true;
}

static void get_file(struct kept *k, struct reader *r, struct view_file *f)
{
	f->id_column = (int)get_within(r, -1, LIM_COLUMNS);
	f->titles = get_texts(r, k->arena, &f->ntitles);
	f->warnings = get_texts(r, k->arena, &f->nwarnings);
}

static void get_skip(struct reader *r, struct view_skip *s)
{
	s->file = (uint32_t)get_below(r, UINT32_MAX);
	s->line = (uint32_t)get_below(r, UINT32_MAX);
	s->kind = get_text(r);
	s->text = get_text(r);
}

static void get_change(struct reader *r, struct view_sk_person *p)
{
	p->change = (enum view_change)get_below(r, VIEW_MASUK);
	p->nik = get_text(r);
	p->name = get_text(r);
	p->decree = get_text(r);
	p->reason = get_text(r);
	p->before = rp(get_i64(r));
	p->after = rp(get_i64(r));
	p->from.day = (int32_t)get_within(r, INT32_MIN, INT32_MAX);
	p->until.day = (int32_t)get_within(r, INT32_MIN, INT32_MAX);
}

static void get_answer(struct reader *r, struct view_answer *a)
{
	a->file = (uint32_t)get_below(r, UINT32_MAX);
	a->line = (uint32_t)get_below(r, UINT32_MAX);
	a->row = get_i64(r);
	a->who = get_text(r);
	a->said = get_text(r);
	a->applied = get_u64(r) != 0;
	a->remark = get_text(r);
}

static bool get_record(struct kept *k, int kind, struct reader *r)
{
	void *to;

	if (kind == REC_HEAD) {
		get_head(k, r);
		return !r->torn;
	}
	if (kind < REC_HEAD || kind >= REC_END)
		return true; /* a later program's */
	to = grow(k, kind);
	if (!to)
		return false;
	if (kind == REC_FILE)
		get_file(k, r, to);
	if (kind == REC_SKIP)
		get_skip(r, to);
	if (kind == REC_CHANGE)
		get_change(r, to);
	if (kind == REC_ANSWER)
		get_answer(r, to);
	if (kind == REC_FUND) {
		struct view_fund *f = to;

		f->enter = get_rows(r, k->arena, &f->nenter);
		f->leave = get_rows(r, k->arena, &f->nleave);
	}
	return !r->torn;
}

bool kept_part(struct kept *k, span part)
{
	struct reader all = reader_of(part);

	while (all.p < all.end) {
		int kind = *all.p++;
		span fields = get_text(&all);
		struct reader r = reader_of(fields);

		if (all.torn || !get_record(k, kind, &r))
			return false;
	}
	return true;
}

bool kept_end(struct kept *k)
{
	const struct growing *g = k->list->of;

	k->v->files = (const struct view_file *)(const void *)g[REC_FILE].p;
	k->v->nfiles = g[REC_FILE].n;
	k->v->skips = (const struct view_skip *)(const void *)g[REC_SKIP].p;
	k->v->nskips = g[REC_SKIP].n;
	k->v->head.funds = (const struct view_fund *)(const void *)g[REC_FUND].p;
	k->v->head.nfunds = g[REC_FUND].n;
	k->v->sk = (const struct view_sk_person *)(const void *)g[REC_CHANGE].p;
	k->v->nsk = g[REC_CHANGE].n;
	k->v->answers = (const struct view_answer *)(const void *)g[REC_ANSWER].p;
	k->v->nanswers = g[REC_ANSWER].n;
	return k->head;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/batch_page_store.h"

#include "intake/batch_bytes_store.h"

#include <sodium.h>

enum { SAMPLES = -1 /* their place among the parts */, PART_MOST = 4 << 20 };

/* --- collecting ------------------------------------------------------------------------------------------------------
 */
void batch_pages_begin(struct batch_pages *p, struct padan_arena *arena)
{
	*p = (struct batch_pages){ .arena = arena };
	buf_init(&p->row, arena->from, PART_MOST);
	buf_init(&p->rows, arena->from, PART_MOST);
}

static bool own(struct batch_pages *p, const struct buf *b, span *out)
{
	*out = (span){ padan_arena_copy(p->arena, b->n ? b->p : "", b->n), b->n };
	p->bytes += b->n;
	return !b->failed && out->p && p->bytes <= PAGES_MOST;
}

static void end_part(struct batch_pages *p)
{
	if (p->in_part)
		p->refused |= !own(p, &p->rows, &p->part[p->n - 1].rows);
	buf_clear(&p->rows);
	p->in_part = 0;
}

static bool new_part(struct batch_pages *p)
{
	size_t cap = p->cap ? p->cap * 2 : 64;
	struct page_part *more = p->n < p->cap ? p->part : padan_arena_array(p->arena, cap, sizeof(*more));

	if (!more)
		return false;
	if (more != p->part && p->n)
		memcpy(more, p->part, p->n * sizeof(*more));
	p->cap = more != p->part ? cap : p->cap;
	p->part = more;
	p->part[p->n++] = (struct page_part){ .light = { 0 } };
	return true;
}

static void put_masked(struct buf *row, struct padan_arena *a, span s)
{
	char *out = padan_arena_get(a, s.n + 1);

	row->failed |= !out;
	if (out)
		buf_text(row, check_masked(s, out));
}

void batch_pages_add(struct batch_pages *p, const struct look_row *r)
{
	if (!p->refused && p->in_part == PAGE_ROWS)
		end_part(p);
	if (!p->refused && !p->in_part)
		p->refused = !new_part(p);
	if (p->refused)
		return;
	buf_clear(&p->row);
	buf_number(&p->row, r->no);
	buf_number(&p->row, (uint32_t)r->is.light);
	buf_number(&p->row, r->is.notes);
	buf_number(&p->row, r->twin);
	put_masked(&p->row, p->arena, r->nik);
	put_masked(&p->row, p->arena, r->name);
	buf_text(&p->row, r->born);
	buf_text(&p->row, r->village);
	buf_text(&p->row, r->job);
	buf_span(&p->rows, buf_as_span(&p->row));
	p->refused = p->row.failed || p->rows.failed || p->bytes + p->rows.n > PAGES_MOST;
	p->part[p->n - 1].light[r->is.light]++;
	p->in_part++;
}

static void wipe(struct buf *b)
{
	if (b->p)
		sodium_memzero(b->p, b->cap);
	buf_done(b);
}

void batch_pages_end(struct batch_pages *p, const struct look *look)
{
	end_part(p);
	for (size_t c = 0; look && c < look->info.ntitle; c++)
		for (int i = 0; i < LOOK_SAMPLES; i++)
			buf_text(&p->rows, look->sample ? look->sample[c][i] : SPAN(""));
	p->refused |= !look || !own(p, &p->rows, &p->samples);
	wipe(&p->row);
	wipe(&p->rows);
}

/* --- writing ---------------------------------------------------------------------------------------------------------
 */
static int put_part(struct unit *u, const struct batch_box *box, int64_t no, const struct page_part *part,
		    struct err *e)
{
	size_t n = part->rows.n + BATCH_BOX_EXTRA;
	unsigned char *cipher = padan_arena_get(u->env->arena, n);
	struct db_value v[] = { db_i64(box->batch),	db_i64(no),
				db_i64(part->light[0]), db_i64(part->light[1]),
				db_i64(part->light[2]), db_bytes(cipher, n) };

	if (!cipher)
		return err_memory(e, "halaman kiriman");
	batch_box_seal(box, u->env->seams, no, part->rows, cipher);
	return db_run(store_db(u->store), SQL_batch_page_add, v, 6, NULL, e);
}

int batch_pages_write(struct unit *u, int64_t batch, const struct batch_pages *p, struct err *e)
{
	struct db_value key = db_i64(batch);
	struct batch_box box;
	int rc = db_run(store_db(u->store), SQL_batch_page_drop, &key, 1, NULL, e);

	if (rc || p->refused)
		return rc;
	rc = batch_box_open(u->store, batch, &box, e);
	for (size_t i = 0; !rc && i < p->n; i++)
		rc = put_part(u, &box, (int64_t)i, &p->part[i], e);
	if (!rc)
		rc = put_part(u, &box, SAMPLES, &(struct page_part){ .rows = p->samples }, e);
	batch_box_close(&box);
	return rc;
}

/* --- reading ---------------------------------------------------------------------------------------------------------
 */
struct reading {
	struct store *store;
	struct batch_box box;
	struct buf plain;
	const struct kept_ask *ask;
	int64_t at; /* matching rows before the part */
};

static int open_part(struct reading *r, int64_t no, span *out, bool *there, struct err *e)
{
	struct db_value v[] = { db_i64(r->box.batch), db_i64(no) };
	struct db_row row = { .want = 1 };
	size_t n = 0;
	int rc = db_one(store_db(r->store), SQL_batch_page_get, v, 2, &row, e);

	*there = !rc && row.found;
	if (!*there)
		return rc;
	buf_clear(&r->plain);
	buf_span(&r->plain, row.col[0].s); /* room */
	if (r->plain.failed)
		return err_memory(e, "halaman kiriman");
	if (!batch_box_unseal(&r->box, no, row.col[0].s, (unsigned char *)r->plain.p, &n))
		return err_set(e, ERR_MACHINE, "halaman kiriman rusak; jalankan lindung verify");
	*out = (span){ r->plain.p, n };
	return ERR_OK;
}

static struct kept_row take_row(span *from)
{
	struct kept_row r = { .no = span_take_number(from) };

	r.light = (enum light)span_take_number(from);
	r.notes = span_take_number(from);
	r.twin = span_take_number(from);
	r.nik = span_take_text(from);
	r.name = span_take_text(from);
	r.born = span_take_text(from);
	r.village = span_take_text(from);
	r.job = span_take_text(from);
	return r;
}

static int tell_part(struct reading *r, int64_t no, struct err *e)
{
	const struct kept_ask *ask = r->ask;
	int64_t at = r->at;
	bool there = false;
	span rest = { NULL, 0 };
	int rc = open_part(r, no, &rest, &there, e);

	while (!rc && rest.n && at < ask->until) {
		struct kept_row row = take_row(&rest);

		if (ask->light >= 0 && (int)row.light != ask->light)
			continue;
		if (at++ >= ask->from)
			rc = ask->row(ask->ctx, &row, e);
	}
	return rc;
}

/* Which parts hold rows that are asked for is told by their counts. */
static int tell_parts(struct reading *r, bool *there, struct err *e)
{
	struct db_value key = db_i64(r->box.batch);
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(store_db(r->store), SQL_batch_page_list, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		int64_t no = db_column_i64(st, 0), n = 0;

		*there = true;
		for (int l = 0; l < LIGHTS; l++)
			n += r->ask->light < 0 || r->ask->light == l ? db_column_i64(st, 1 + l) : 0;
		if (n && r->at < r->ask->until && r->at + n > r->ask->from)
			rc = tell_part(r, no, e);
		r->at += n;
	}
	return rc;
}

int batch_pages_read(struct store *s, int64_t batch, const struct kept_ask *ask, int64_t *matching, bool *there,
		     struct err *e)
{
	struct reading r = { .store = s, .ask = ask };
	int rc = batch_box_open(s, batch, &r.box, e);

	*there = false;
	buf_init(&r.plain, store_seams(s)->alloc, PART_MOST + BATCH_BOX_EXTRA);
	if (!rc)
		rc = tell_parts(&r, there, e);
	*matching = r.at;
	wipe(&r.plain);
	batch_box_close(&r.box);
	return rc;
}

int batch_pages_samples(struct store *s, int64_t batch, size_t columns, span (**out)[LOOK_SAMPLES],
			struct padan_arena *arena, struct err *e)
{
	struct reading r = { .store = s };
	span rest = { NULL, 0 };
	bool there = false;
	int rc = batch_box_open(s, batch, &r.box, e);

	*out = NULL;
	buf_init(&r.plain, store_seams(s)->alloc, PART_MOST + BATCH_BOX_EXTRA);
	if (!rc)
		rc = open_part(&r, SAMPLES, &rest, &there, e);
	if (!rc && there) {
		rest.p = padan_arena_copy(arena, rest.n ? rest.p : "", rest.n);
		*out = padan_arena_array(arena, columns, sizeof(**out));
		if (!rest.p || !*out)
			rc = err_memory(e, "contoh isi daftar");
	}
	for (size_t c = 0; !rc && there && c < columns; c++)
		for (int i = 0; i < LOOK_SAMPLES; i++)
			(*out)[c][i] = span_take_text(&rest);
	wipe(&r.plain);
	batch_box_close(&r.box);
	return rc;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
static int count_light(void *ctx, const struct kept_row *r, struct err *e)
{
	int64_t *light = ctx;

	(void)e;
	if (r->light < LIGHTS)
		light[r->light]++;
	return ERR_OK;
}

int batch_pages_check(struct store *s, int64_t batch, const int64_t light[LIGHTS], bool *whole, struct err *e)
{
	int64_t counted[LIGHTS] = { 0 }, matching = 0;
	const struct kept_ask all = { -1, 0, INT64_MAX, count_light, counted };
	struct err broken = { .code = ERR_OK };
	struct batch_box box;
	bool there = false;
	int rc = batch_box_open(s, batch, &box, &broken);

	(void)e;
	*whole = true;
	batch_box_close(&box);
	if (rc) /* who looks at the bytes says so */
		return ERR_OK;
	rc = batch_pages_read(s, batch, &all, &matching, &there, &broken);
	*whole = !rc && (!there || !memcmp(counted, light, sizeof(counted)));
	return ERR_OK;
}

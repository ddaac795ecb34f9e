/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/person_index_store.h"

#include "base/embed.h"
#include "office/event_digest.h"
#include "person/person.h"
#include "person/region.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"

#include <padan/hash.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	PLACE_COLUMNS = 9,
	COUNT_COLUMNS = 5,
	AREA_COLUMNS = 4,
	PART_COLUMNS = 3,
	PART_ENTRIES = 500,
	ENTRY_BYTES = 8,
	UNIT_ROWS = 8192,
	TURN_ROWS = 1024, /* as run_store.c: where others wait for their turn */
	WARDS_KNOWN = 1024,
	TAGS_KNOWN = 8192,
	ROW_TAGS = 2 * PERSON_TAGS + 2,
	COMBINATIONS = 4096,
	DISTRICT_CODE = 8,
	OUTSIDE_KNOWN = 64,
	SEALED_COLUMN = 21,
	PLAIN_MAX = 8 << 20,
};

/* --- making ----------------------------------------------------------------------------------------------------------
 */
struct ward_known {
	span district, name, code;
	struct ward_known *next;
};

struct tag_known {
	uint64_t hash, tag;
};

/* A district outside of the region, by the name that stands in its rows. */
struct outside {
	span code, name;
};

struct making {
	struct outside outside[OUTSIDE_KNOWN];
	size_t noutside;
	struct padan_arena *arena;
	const struct key *key;
	struct person_index *x;
	struct regions regions;
	struct ward_known *wards[WARDS_KNOWN];
	struct tag_known *tags;
	size_t cap, entries_cap;
	int64_t pos;
	span word[COMBINATIONS]; /* groups and verdicts, each once */
	size_t nwords;
	bool failed;
};

static span keep(struct making *m, span s)
{
	span own = { padan_arena_copy(m->arena, s.n ? s.p : "", s.n), s.n };

	m->failed |= !own.p;
	return own;
}

/* Few words come again and again. */
static span intern(struct making *m, span s)
{
	for (size_t i = 0; i < m->nwords; i++)
		if (padan_span_eq(m->word[i], s))
			return m->word[i];
	s = keep(m, s);
	if (m->nwords < COMBINATIONS)
		m->word[m->nwords++] = s;
	return s;
}

/* The ward's code; its district's when the ward is not understood. */
static span code_of(struct making *m, span district, span name)
{
	int d = region_district(&m->regions, district);
	int v = name.n ? region_village(&m->regions, name, d) : -1;

	if (!district.n || v < 0)
		return keep(m, district);
	return keep(m, padan_span_of(m->regions.village[v].code));
}

static void note_outside(struct making *m, span code, span name)
{
	if (!code.n || !name.n || m->noutside == OUTSIDE_KNOWN || region_district(&m->regions, code) >= 0)
		return;
	for (size_t i = 0; i < m->noutside; i++)
		if (padan_span_eq(m->outside[i].code, code))
			return;
	m->outside[m->noutside++] = (struct outside){ keep(m, code), keep(m, name) };
}

static span outside_name(const struct making *m, span code)
{
	for (size_t i = 0; i < m->noutside; i++)
		if (padan_span_eq(m->outside[i].code, code))
			return m->outside[i].name;
	return code;
}

static span ward_of(struct making *m, span district, span name)
{
	struct ward_known **at = &m->wards[padan_hash_span(name, padan_hash_span(district, 7)) % WARDS_KNOWN];
	struct ward_known *w;

	for (w = *at; w; w = w->next)
		if (padan_span_eq(w->district, district) && padan_span_eq(w->name, name))
			return w->code;
	w = padan_arena_get(m->arena, sizeof(*w));
	m->failed |= !w;
	if (!w)
		return SPAN("");
	*w = (struct ward_known){ keep(m, district), keep(m, name), code_of(m, district, name), *at };
	*at = w;
	return w->code;
}

uint64_t person_index_tag(const struct key *k, const struct person_tag *t)
{
	static const enum key_number numbers[] = { [PERSON_WORD] = KEY_WORD,
						   [PERSON_PREFIX] = KEY_WORD,
						   [PERSON_WHOLE] = KEY_WORD,
						   [PERSON_CARD] = KEY_KK,
						   [PERSON_PHONE] = KEY_PHONE };
	unsigned char hash[KEY_BLIND];
	char text[sizeof(t->text) + 1];
	uint64_t tag = 0;

	text[0] = (char)('a' + t->kind);
	memcpy(text + 1, t->text, sizeof(t->text));
	key_blind(k, numbers[t->kind], padan_span_of(text), hash);
	for (int i = 0; i < 4; i++)
		tag = tag << 8 | hash[i];
	return (tag & 0x7fffffff) << 32;
}

static uint64_t tag_of(struct making *m, const struct person_tag *t)
{
	uint64_t hash = padan_hash(t->text, strlen(t->text), 1 + (uint64_t)t->kind);
	struct tag_known *known = &m->tags[hash % TAGS_KNOWN];

	if (known->hash != hash)
		*known = (struct tag_known){ hash, person_index_tag(m->key, t) };
	return known->tag;
}

static size_t row_tags(const struct run_row *r, struct person_tag *out)
{
	size_t n = person_name_tags(r->field[RUN_NAMA], out);
	uint64_t card = number_read(r->field[RUN_NO_KK]);

	if (!padan_span_eq(r->field[RUN_NAMA], r->field[RUN_NAMA_USULAN]))
		n += person_name_tags(r->field[RUN_NAMA_USULAN], out + n);
	if (card) {
		out[n].kind = PERSON_CARD;
		snprintf(out[n].text, sizeof(out[n].text), "%016llu", (unsigned long long)card);
		n++;
	}
	out[n].kind = PERSON_PHONE;
	return n + person_phone(r->field[RUN_NO_HP], out[n].text);
}

static void *more(struct making *m, void *rows, size_t n, size_t *cap, size_t size)
{
	void *p = row_room(m->arena, rows, n, cap, size);

	m->failed |= !p;
	return p;
}

static void add_entries(struct making *m, const struct run_row *r)
{
	struct person_tag tags[ROW_TAGS];
	size_t n = row_tags(r, tags);
	uint64_t *to;

	for (size_t i = 0; i < n; i++) {
		to = more(m, m->x->entries, m->x->nentries, &m->entries_cap, sizeof(*to));
		if (!to)
			return;
		m->x->entries = to;
		to[m->x->nentries++] = tag_of(m, &tags[i]) | (uint64_t)m->pos;
	}
}

static int64_t year_of(span day)
{
	int64_t year = 0;

	return day.n >= 4 && span_i64((span){ day.p, 4 }, &year) && year > 0 ? year : 0;
}

static void take_row(struct making *m, const struct run_row *r)
{
	char sex = sex_read(r->field[RUN_JENIS_KELAMIN]);
	struct person_place *to = more(m, m->x->places, m->x->n, &m->cap, sizeof(*to));

	if (!to)
		return;
	m->x->places = to;
	to[m->x->n++] = (struct person_place){ .ward = ward_of(m, r->kecamatan_kode, r->field[RUN_KELURAHAN]),
					       .pos = m->pos,
					       .rt = rt_rw_read(r->field[RUN_RT]),
					       .rw = rt_rw_read(r->field[RUN_RW]),
					       .born = year_of(r->field[RUN_TANGGAL_LAHIR]),
					       .sex = sex == 'L'   ? SPAN("L")
						      : sex == 'P' ? SPAN("P")
								   : SPAN(""),
					       .kelompok = intern(m, r->kelompok),
					       .putusan = intern(m, r->putusan) };
	note_outside(m, r->kecamatan_kode, r->field[RUN_KECAMATAN]);
	add_entries(m, r);
	m->pos++;
}

static int span_order(span a, span b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int by_ward(const void *a, const void *b)
{
	const struct person_place *x = a, *y = b;
	int c = span_order(x->ward, y->ward);

	return c ? c : (x->pos > y->pos) - (x->pos < y->pos);
}

static int by_entry(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int by_area(const void *a, const void *b)
{
	const struct person_count *x = a, *y = b;
	int c = span_order(x->area, y->area);

	if (!c)
		c = span_order(x->putusan, y->putusan);
	return c ? c : span_order(x->kelompok, y->kelompok);
}

static void each_once(struct person_index *x)
{
	size_t n = 0;

	if (x->nentries)
		qsort(x->entries, x->nentries, sizeof(*x->entries), by_entry);
	for (size_t i = 0; i < x->nentries; i++)
		if (!n || x->entries[n - 1] != x->entries[i])
			x->entries[n++] = x->entries[i];
	x->nentries = n;
}

/* Each place counts in its ward, its district, and the run; then equal lines become one. */
static bool count(struct making *m)
{
	struct person_index *x = m->x;
	struct person_count *all = padan_arena_array(m->arena, 3 * x->n + 1, sizeof(*all));
	size_t n = 0, kept = 0;

	if (!all)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct person_place *p = &x->places[i];

		all[n++] = (struct person_count){ SPAN(""), p->putusan, p->kelompok, 1 };
		if (p->ward.n)
			all[n++] = (struct person_count){ p->ward, p->putusan, p->kelompok, 1 };
		if (p->ward.n > DISTRICT_CODE)
			all[n++] = (struct person_count){ { p->ward.p, DISTRICT_CODE }, p->putusan, p->kelompok, 1 };
	}
	qsort(all, n, sizeof(*all), by_area);
	for (size_t i = 0; i < n; i++)
		if (kept && !by_area(&all[kept - 1], &all[i]))
			all[kept - 1].people++;
		else
			all[kept++] = all[i];
	x->counts = all;
	x->ncounts = kept;
	return true;
}

static span area_name(const struct making *m, span area)
{
	int d = area.n ? region_district(&m->regions, area) : -1;
	int v = area.n > DISTRICT_CODE ? region_village(&m->regions, area, -1) : -1;

	if (area.n > DISTRICT_CODE)
		return v < 0 ? area : m->regions.village[v].name;
	return d < 0 ? outside_name(m, area) : m->regions.district[d].name;
}

/* The counts are in the order of their areas. */
static bool name_areas(struct making *m)
{
	struct person_index *x = m->x;
	struct person_area *to = NULL;

	x->areas = padan_arena_array(m->arena, x->ncounts + 1, sizeof(*x->areas));
	for (size_t i = 0; x->areas && i < x->ncounts; i++) {
		const struct person_count *c = &x->counts[i];

		if (!to || !padan_span_eq(to->area, c->area)) {
			to = &x->areas[x->nareas++];
			*to = (struct person_area){ c->area, area_name(m, c->area), 0 };
		}
		to->people += c->people;
	}
	return x->areas != NULL;
}

/* --- as rows of the tables -------------------------------------------------------------------------------------------
 */
static void place_values(int64_t run, const struct person_place *p, struct db_value v[PLACE_COLUMNS])
{
	v[0] = db_i64(run);
	v[1] = db_text(p->ward);
	v[2] = db_i64(p->pos);
	v[3] = db_i64(p->rt);
	v[4] = db_i64(p->rw);
	v[5] = db_i64(p->born);
	v[6] = db_text(p->sex);
	v[7] = db_text(p->kelompok);
	v[8] = db_text(p->putusan);
}

static void count_values(int64_t run, const struct person_count *c, struct db_value v[COUNT_COLUMNS])
{
	v[0] = db_i64(run);
	v[1] = db_text(c->area);
	v[2] = db_text(c->putusan);
	v[3] = db_text(c->kelompok);
	v[4] = db_i64(c->people);
}

static void area_values(int64_t run, const struct person_area *a, struct db_value v[AREA_COLUMNS])
{
	v[0] = db_i64(run);
	v[1] = db_text(a->area);
	v[2] = db_text(a->name);
	v[3] = db_i64(a->people);
}

/* The part that begins with entry `at`; returns how many entries it has. */
static size_t part_values(const struct person_index *x, size_t at, unsigned char bytes[PART_ENTRIES * ENTRY_BYTES],
			  struct db_value v[PART_COLUMNS])
{
	size_t n = x->nentries - at < PART_ENTRIES ? x->nentries - at : PART_ENTRIES;

	for (size_t i = 0; i < n; i++)
		for (int b = 0; b < ENTRY_BYTES; b++)
			bytes[i * ENTRY_BYTES + (size_t)b] = (unsigned char)(x->entries[at + i] >> (56 - 8 * b));
	v[0] = db_i64(x->run);
	v[1] = db_i64((int64_t)x->entries[at]);
	v[2] = db_bytes(bytes, n * ENTRY_BYTES);
	return n;
}

static void digest_index(struct person_index *x)
{
	unsigned char bytes[PART_ENTRIES * ENTRY_BYTES];
	struct db_value v[PLACE_COLUMNS];
	struct digest d;

	digest_begin(&d);
	for (size_t i = 0; i < x->n; i++) {
		place_values(x->run, &x->places[i], v);
		digest_values(&d, v, PLACE_COLUMNS);
	}
	for (size_t i = 0; i < x->ncounts; i++) {
		count_values(x->run, &x->counts[i], v);
		digest_values(&d, v, COUNT_COLUMNS);
	}
	for (size_t i = 0; i < x->nareas; i++) {
		area_values(x->run, &x->areas[i], v);
		digest_values(&d, v, AREA_COLUMNS);
	}
	for (size_t i = 0; i < x->nentries;) {
		i += part_values(x, i, bytes, v);
		digest_values(&d, v, PART_COLUMNS);
	}
	digest_end(&d, x->digest);
}

static int read_regions(struct making *m, struct store *s, int64_t run, struct err *e)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 embedded_file("wilayah/villages.csv") };
	struct run_info info;
	int rc = run_store_info(s, run, &info, e);

	return rc ? rc : regions_read(&m->regions, keep(m, info.wilayah), &t, m->arena, e);
}

/* run_store_rows has a snapshot of its own; here somebody's transaction is open, perhaps. */
static int each_row(struct making *m, struct store *s, int64_t run, struct err *e)
{
	struct db_value v = db_i64(run);
	struct run_part parts[RUN_PARTS];
	struct db_stmt *st = NULL;
	struct buf plain;
	bool row = false;
	int rc = db_query(store_db(s), SQL_run_rows, &v, 1, &st, e);

	buf_init(&plain, store_seams(s)->alloc, PLAIN_MAX);
	while (!rc && !m->failed && !(rc = db_step(st, &row, e)) && row) {
		struct key_place at = { "run_row", run, db_column_i64(st, 1) };
		struct run_row r = run_row_of(st, parts);

		rc = run_unseal(&plain, m->key, &at, db_column_span(st, SEALED_COLUMN), e);
		if (!rc && !run_fields_unpack(buf_as_span(&plain), r.field, RUN_FIELD_COUNT))
			rc = err_set(e, ERR_MACHINE, "run_row %lld: bentuk data tidak dikenal", (long long)at.no);
		if (!rc)
			take_row(m, &r);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	return rc;
}

int person_index_make(struct store *s, int64_t run, struct person_index *out, struct padan_arena *arena, struct err *e)
{
	struct making *m = padan_arena_zero(arena, sizeof(*m));
	int rc;

	*out = (struct person_index){ .run = run };
	if (!m)
		return err_memory(e, "indeks peserta");
	m->arena = arena;
	m->key = store_key(s);
	m->x = out;
	m->tags = padan_arena_array(arena, TAGS_KNOWN, sizeof(*m->tags));
	rc = m->tags ? read_regions(m, s, run, e) : err_memory(e, "indeks peserta");
	if (!rc)
		rc = each_row(m, s, run, e);
	if (m->failed)
		return err_memory(e, "indeks peserta");
	if (rc)
		return rc;
	if (out->n)
		qsort(out->places, out->n, sizeof(*out->places), by_ward);
	each_once(out);
	if (!count(m) || !name_areas(m))
		return err_memory(e, "indeks peserta");
	digest_index(out);
	return ERR_OK;
}

/* --- writing ---------------------------------------------------------------------------------------------------------
 */
struct writing {
	struct unit *u;
	const struct person_index *x;
	size_t at, end; /* of the places in this unit */
};

static int next_place(void *ctx, struct db_value *v, struct err *e)
{
	struct writing *w = ctx;

	(void)e;
	if (w->at == w->end)
		return 0;
	place_values(w->x->run, &w->x->places[w->at++], v);
	return 1;
}

static int write_places(struct writing *w, struct err *e)
{
	size_t most = w->u->env->writer ? TURN_ROWS : UNIT_ROWS;
	struct db_rows rows = { next_place, w, PLACE_COLUMNS };
	int64_t written;
	int rc = ERR_OK;

	while (!rc && w->at < w->x->n) {
		w->end = w->x->n - w->at < most ? w->x->n : w->at + most;
		rc = db_bulk(store_db(w->u->store), SQL_people_place_add, &rows, &written, e);
		if (!rc)
			rc = unit_next(w->u, e);
	}
	return rc;
}

static int write_rest(struct writing *w, struct err *e)
{
	unsigned char bytes[PART_ENTRIES * ENTRY_BYTES];
	struct db_value v[PLACE_COLUMNS];
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < w->x->ncounts; i++) {
		count_values(w->x->run, &w->x->counts[i], v);
		rc = db_run(store_db(w->u->store), SQL_people_count_add, v, COUNT_COLUMNS, NULL, e);
	}
	for (size_t i = 0; !rc && i < w->x->nareas; i++) {
		area_values(w->x->run, &w->x->areas[i], v);
		rc = db_run(store_db(w->u->store), SQL_people_area_add, v, AREA_COLUMNS, NULL, e);
	}
	if (!rc)
		rc = unit_next(w->u, e);
	for (size_t i = 0; !rc && i < w->x->nentries;) {
		i += part_values(w->x, i, bytes, v);
		rc = db_run(store_db(w->u->store), SQL_people_part_add, v, PART_COLUMNS, NULL, e);
	}
	return rc;
}

int person_index_drop(struct unit *u, int64_t run, struct err *e)
{
	static const enum sql_id drops[] = { SQL_people_drop, SQL_people_drop_places, SQL_people_drop_counts,
					     SQL_people_drop_areas, SQL_people_drop_parts };
	struct db_value v = db_i64(run);
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < sizeof(drops) / sizeof(*drops); i++)
		rc = db_run(store_db(u->store), drops[i], &v, 1, NULL, e);
	return rc;
}

int person_index_write(struct unit *u, const struct person_index *x, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct writing w = { .u = u, .x = x };
	struct db_value v[] = { db_i64(x->run), db_i64((int64_t)x->n), db_bytes(x->digest, sizeof(x->digest)),
				db_i64(s->now_ms(s->ctx)) };
	int rc = person_index_drop(u, x->run, e);

	if (!rc)
		rc = write_places(&w, e);
	if (!rc)
		rc = write_rest(&w, e);
	return rc ? rc : db_run(store_db(u->store), SQL_people_add, v, 4, NULL, e);
}

/* --- which runs ------------------------------------------------------------------------------------------------------
 */
int person_index_runs(struct store *s, int (*each)(void *ctx, const struct person_index_run *), void *ctx,
		      struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st = NULL;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_people_runs, NULL, 0, &st, e) : ERR_OK;

	while (st && !rc && !stop && !(rc = db_step(st, &row, e)) && row)
		stop = each(ctx, &(struct person_index_run){ db_column_i64(st, 0), db_column_i64(st, 1) != 0,
							     db_column_i64(st, 2) != 0 });
	return rc ? rc : stop;
}

/* Runs come newest first: the newest without an index, else any that lives no more. */
static int pick(void *ctx, const struct person_index_run *r)
{
	struct person_index_run *to = ctx;

	if (r->made == r->replaced && (!to->run || (to->replaced && !r->replaced)))
		*to = *r;
	return 0;
}

static int upkeep_act(const struct env *env, const struct person_index_run *r, const struct person_index *x,
		      struct err *e)
{
	struct unit u = { env, env->store };
	int rc = env->store_ops->begin(env->store, e);

	if (!rc)
		rc = r->replaced ? person_index_drop(&u, r->run, e) : person_index_write(&u, x, e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}

int person_index_upkeep(const struct env *env, bool *done, struct err *e)
{
	struct person_index_run r = { 0 };
	struct person_index x = { 0 };
	struct padan_arena arena;
	struct db *db = store_db(env->store);
	int rc;

	*done = false;
	if (!db || db_version(db) != db_version_newest())
		return ERR_OK;
	rc = db_begin(db, DB_READ, e);
	if (rc)
		return rc;
	padan_arena_init(&arena, env->seams->alloc, 0);
	rc = person_index_runs(env->store, pick, &r, e);
	if (!rc && r.run && !r.replaced)
		rc = person_index_make(env->store, r.run, &x, &arena, e);
	db_rollback(db);
	if (!rc && r.run) {
		rc = upkeep_act(env, &r, &x, e);
		*done = !rc;
	}
	padan_arena_done(&arena);
	return rc;
}

/* --- checking --------------------------------------------------------------------------------------------------------
 */
static int digest_table(struct db *db, enum sql_id id, int columns, int64_t run, struct digest *d, struct err *e)
{
	struct db_value v[PLACE_COLUMNS], key = db_i64(run);
	struct db_stmt *st = NULL;
	bool row = false;
	int rc = db_query(db, id, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < columns; i++)
			v[i] = db_column(st, i);
		digest_values(d, v, (size_t)columns);
	}
	return rc;
}

static int digest_stored(struct db *db, int64_t run, unsigned char out[DIGEST], struct err *e)
{
	struct digest d;
	int rc;

	digest_begin(&d);
	rc = digest_table(db, SQL_people_places, PLACE_COLUMNS, run, &d, e);
	if (!rc)
		rc = digest_table(db, SQL_people_counts, COUNT_COLUMNS, run, &d, e);
	if (!rc)
		rc = digest_table(db, SQL_people_areas, AREA_COLUMNS, run, &d, e);
	if (!rc)
		rc = digest_table(db, SQL_people_parts, PART_COLUMNS, run, &d, e);
	digest_end(&d, out);
	return rc;
}

static int check_one(struct store *s, const struct db_row *known, const struct db_found *found, struct err *e)
{
	unsigned char stored[DIGEST];
	struct person_index x = { 0 };
	struct padan_arena arena;
	char line[160], id[RUN_ID_TEXT];
	int64_t run = known->col[0].i;
	int rc = digest_stored(store_db(s), run, stored, e);

	padan_arena_init(&arena, store_seams(s)->alloc, 0);
	if (!rc)
		rc = person_index_make(s, run, &x, &arena, e);
	if (!rc && (known->col[1].i != (int64_t)x.n || known->col[2].s.n != DIGEST ||
		    memcmp(known->col[2].s.p, x.digest, DIGEST) != 0 || memcmp(stored, x.digest, DIGEST) != 0)) {
		snprintf(line, sizeof(line),
			 "indeks peserta %s: berbeda dari barisnya; buat lagi dengan lindung person reindex --semua",
			 run_id_text(run, id));
		found->say(found->ctx, line);
	}
	padan_arena_done(&arena);
	return rc;
}

int person_index_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_stmt *st = NULL;
	bool row = false;
	int rc = db_query(store_db(s), SQL_people_all, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		struct db_row known = { .col = { db_column(st, 0), db_column(st, 1), db_column(st, 2) } };

		rc = check_one(s, &known, found, e);
	}
	return rc;
}

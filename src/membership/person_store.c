/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/person_store.h"

#include "person/person.h"
#include "programme/decree_step_store.h"
#include "programme/row_store.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { PLAIN_MAX = 8 << 20, ROW_COLUMNS = 22, ENTRY = 8, AREA_TEXT = 32, RUNS_SEARCHED = 256 };

/* --- names of persons ------------------------------------------------------------------------------------------------
 */
static void person_id(int64_t run, int64_t pos, span blind, char out[PERSON_ID_TEXT])
{
	char id[RUN_ID_TEXT];
	uint64_t v = 0;

	if (blind.n != KEY_BLIND) {
		snprintf(out, PERSON_ID_TEXT, "%s.%lld", run_id_text(run, id), (long long)(pos + 1));
		return;
	}
	for (int i = 0; i < 8; i++)
		v = v << 8 | (unsigned char)blind.p[i];
	run_id_text((int64_t)(v >> 4), out);
}

bool person_id_range(span id, unsigned char low[KEY_BLIND], unsigned char high[KEY_BLIND])
{
	int64_t v = 0;

	if (!run_id_parse(id, &v))
		return false;
	memset(low, 0, KEY_BLIND);
	memset(high, 0xff, KEY_BLIND);
	for (int i = 0; i < 8; i++) {
		low[i] = (unsigned char)((uint64_t)v << 4 >> (56 - 8 * i));
		high[i] = low[i];
	}
	high[7] |= 15;
	return true;
}

/* "7K3M-9QWP-2XTA.118" */
static bool row_id(span id, int64_t *run, int64_t *pos)
{
	const char *dot = id.n ? memchr(id.p, '.', id.n) : NULL;
	size_t at = dot ? (size_t)(dot - id.p) : 0;

	if (!dot || !run_id_parse((span){ id.p, at }, run) || !span_i64((span){ dot + 1, id.n - at - 1 }, pos))
		return false;
	return --*pos >= 0;
}

/* --- who sees what ---------------------------------------------------------------------------------------------------
 */
bool person_in_scope(span scope, span region, span ward)
{
	if (scope_covers(scope, region))
		return true;
	return scope_covers(region, scope) && ward.n && scope_covers(scope, ward);
}

bool person_area_of(span scope, span region, span asked, span *area)
{
	span own = scope_covers(scope, region) ? SPAN("") : scope;

	*area = own;
	if (own.n && !scope_covers(region, own))
		return false;
	if (!asked.n)
		return true;
	*area = asked;
	return asked.n < AREA_TEXT && scope_covers(region, asked) && scope_covers(own, asked);
}

/* A run that has no index yet knows its wards by their names only. */
static int sees_by_name(const struct env *env, int64_t run, const struct run_row *r, bool *sees, struct err *e)
{
	char id[RUN_ID_TEXT];
	struct row_scope scope;
	int rc = row_scope_open(env, padan_span_of(run_id_text(run, id)), &scope, e);

	*sees = !rc && row_scope_sees(&scope, r);
	return rc == ERR_USAGE ? ERR_OK : rc;
}

struct reading {
	const struct env *env;
	struct buf plain;
	struct run_part parts[RUN_PARTS];
	struct run_row row;
	struct person_found found;
	person_each *each;
	void *ctx;
};

static void reading_begin(struct reading *r, const struct env *env, person_each *each, void *ctx)
{
	r->env = env;
	r->each = each;
	r->ctx = ctx;
	buf_init(&r->plain, env->seams->alloc, PLAIN_MAX);
}

static void reading_end(struct reading *r)
{
	if (r->plain.p)
		sodium_memzero(r->plain.p, r->plain.cap);
	buf_done(&r->plain);
}

/* The row in the statement's columns (run_row's, then the ward), opened. */
static int open_row(struct reading *r, struct db_stmt *st, struct err *e)
{
	struct key_place at = { "run_row", db_column_i64(st, 0), db_column_i64(st, 1) };
	int rc;

	r->row = run_row_of(st, r->parts);
	rc = run_unseal(&r->plain, store_key(r->env->store), &at, db_column_span(st, ROW_COLUMNS - 1), e);
	if (!rc && !run_fields_unpack(buf_as_span(&r->plain), r->row.field, RUN_FIELD_COUNT))
		rc = err_set(e, ERR_MACHINE, "run_row %lld: bentuk data tidak dikenal", (long long)at.no);
	r->found = (struct person_found){
		.run = at.id, .pos = at.no, .ward = db_column_span(st, ROW_COLUMNS), .row = &r->row
	};
	person_id(at.id, at.no, db_column_span(st, ROW_COLUMNS - 2), r->found.id);
	return rc;
}

static int in_scope(struct reading *r, bool *sees, struct err *e)
{
	struct run_info info;
	int rc = run_store_info(r->env->store, r->found.run, &info, e);

	*sees = false;
	if (rc)
		return rc == ERR_USAGE ? ERR_OK : rc; /* a run that is not finished */
	*sees = person_in_scope(r->env->scope.region, info.wilayah, r->found.ward);
	if (*sees || r->found.ward.n || !scope_covers(info.wilayah, r->env->scope.region))
		return ERR_OK;
	return sees_by_name(r->env, r->found.run, &r->row, sees, e);
}

/* --- lists -----------------------------------------------------------------------------------------------------------
 */
static int list_rows(struct reading *r, const struct person_filter *f, span area, struct err *e)
{
	char beyond[AREA_TEXT + 2];
	struct db_stmt *st = NULL;
	bool row = false;
	int stop = 0, rc;

	snprintf(beyond, sizeof(beyond), "%.*s%s", (int)area.n, area.p, area.n ? "/" : "~");
	struct db_value v[] = { db_i64(f->run),	      db_text(f->after < 0 ? area : f->after_ward),
				db_i64(f->after),     db_text(padan_span_of(beyond)),
				db_text(f->kelompok), db_i64(f->rt),
				db_i64(f->rw),	      db_i64(f->most),
				db_text(f->putusan) };

	rc = db_query(store_db(r->env->store), f->putusan.n ? SQL_people_list_verdict : SQL_people_list, v,
		      f->putusan.n ? 9 : 8, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		rc = open_row(r, st, e);
		if (!rc)
			stop = r->each(r->ctx, &r->found);
	}
	return rc ? rc : stop;
}

int person_list(const struct env *env, const struct person_filter *f, person_each *each, void *ctx, struct err *e)
{
	struct reading *r = padan_arena_zero(env->arena, sizeof(*r));
	span area;
	int rc;

	if (!r)
		return err_memory(e, "daftar peserta");
	if (!person_area_of(env->scope.region, f->region, f->area, &area) ||
	    (f->after >= 0 && area.n && !scope_covers(area, f->after_ward))) /* an address that was made by hand */
		return ERR_OK;
	reading_begin(r, env, each, ctx);
	rc = list_rows(r, f, area, e);
	reading_end(r);
	return rc;
}

int person_indexed(struct store *s, int64_t run, int64_t *rows, struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_people_indexed, &v, 1, &row, e);

	*rows = !rc && row.found ? row.col[0].i : -1;
	return rc;
}

int person_counts(struct store *s, int64_t run, span area, int (*each)(void *ctx, const struct person_count *),
		  void *ctx, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_text(area) };
	struct db_stmt *st = NULL;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_people_of_area, v, 2, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row)
		stop = each(ctx, &(struct person_count){ area, db_column_span(st, 0), db_column_span(st, 1),
							 db_column_i64(st, 2) });
	return rc ? rc : stop;
}

int person_areas(struct store *s, int64_t run, int (*each)(void *ctx, const struct person_area *), void *ctx,
		 struct err *e)
{
	struct db_value v = db_i64(run);
	struct db_stmt *st = NULL;
	bool row = false;
	int stop = 0, rc = db_query(store_db(s), SQL_people_areas, &v, 1, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row)
		stop = each(ctx, &(struct person_area){ db_column_span(st, 1), db_column_span(st, 2),
							db_column_i64(st, 3) });
	return rc ? rc : stop;
}

/* --- all rows of one person ------------------------------------------------------------------------------------------
 */
/* Each row of the statement that the caller may see. */
static int each_seen(struct reading *r, enum sql_id id, const struct db_value *v, struct err *e)
{
	struct db_stmt *st = NULL;
	bool row = false, sees = false;
	int stop = 0, rc = db_query(store_db(r->env->store), id, v, 2, &st, e);

	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		rc = open_row(r, st, e);
		if (!rc)
			rc = in_scope(r, &sees, e);
		if (!rc && sees)
			stop = r->each(r->ctx, &r->found);
	}
	return rc ? rc : stop;
}

static int rows_between(const struct env *env, const unsigned char low[KEY_BLIND], const unsigned char high[KEY_BLIND],
			person_each *each, void *ctx, struct err *e)
{
	struct db_value v[] = { db_bytes(low, KEY_BLIND), db_bytes(high, KEY_BLIND) };
	struct reading *r = padan_arena_zero(env->arena, sizeof(*r));
	int rc;

	if (!r)
		return err_memory(e, "peserta");
	reading_begin(r, env, each, ctx);
	rc = each_seen(r, SQL_people_rows, v, e);
	reading_end(r);
	return rc;
}

static int one_row(const struct env *env, int64_t run, int64_t pos, person_each *each, void *ctx, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	struct reading *r = padan_arena_zero(env->arena, sizeof(*r));
	int rc;

	if (!r)
		return err_memory(e, "peserta");
	reading_begin(r, env, each, ctx);
	rc = each_seen(r, SQL_people_row, v, e);
	reading_end(r);
	return rc;
}

int person_rows(const struct env *env, span id, person_each *each, void *ctx, struct err *e)
{
	unsigned char low[KEY_BLIND], high[KEY_BLIND];
	int64_t run = 0, pos = 0;

	if (row_id(id, &run, &pos))
		return one_row(env, run, pos, each, ctx, e);
	return person_id_range(id, low, high) ? rows_between(env, low, high, each, ctx, e) : ERR_OK;
}

/* --- search ----------------------------------------------------------------------------------------------------------
 */
struct positions {
	uint32_t *at;
	size_t n, cap;
};

struct searching {
	const struct env *env;
	struct person_search *f;
	struct reading reading;
	struct {
		int64_t run;
		span region;
	} runs[RUNS_SEARCHED];
	size_t nruns;
	int64_t opened;
	bool failed;
};

static void put_position(struct searching *s, struct positions *p, uint32_t pos)
{
	uint32_t *more = row_room(s->env->arena, p->at, p->n, &p->cap, sizeof(*more));

	s->failed |= !more;
	if (!more)
		return;
	p->at = more;
	p->at[p->n++] = pos;
}

static uint64_t entry_at(span entries, size_t i)
{
	uint64_t v = 0;

	for (size_t b = 0; b < ENTRY; b++)
		v = v << 8 | (unsigned char)entries.p[i * ENTRY + b];
	return v;
}

static size_t first_from(span entries, uint64_t low)
{
	size_t lo = 0, hi = entries.n / ENTRY;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (entry_at(entries, mid) < low)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Rows of the run with this tag. */
static int add_tag(struct searching *s, int64_t run, const struct person_tag *t, struct positions *out, struct err *e)
{
	uint64_t low = person_index_tag(store_key(s->env->store), t), high = low | 0xffffffff;
	struct db_value v[] = { db_i64(run), db_i64((int64_t)low), db_i64((int64_t)high) };
	struct db_stmt *st = NULL;
	bool row = false;
	int rc = db_query(store_db(s->env->store), SQL_people_found, v, 3, &st, e);

	while (!rc && !s->failed && !(rc = db_step(st, &row, e)) && row) {
		span entries = db_column_span(st, 0);

		for (size_t i = first_from(entries, low); i < entries.n / ENTRY && entry_at(entries, i) <= high; i++)
			put_position(s, out, (uint32_t)entry_at(entries, i));
	}
	return rc;
}

static int by_pos(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void sort_once(struct positions *p)
{
	size_t n = 0;

	if (p->n)
		qsort(p->at, p->n, sizeof(*p->at), by_pos);
	for (size_t i = 0; i < p->n; i++)
		if (!n || p->at[n - 1] != p->at[i])
			p->at[n++] = p->at[i];
	p->n = n;
}

/* What stands in both; both are sorted. */
static void keep_common(struct positions *p, const struct positions *q)
{
	size_t n = 0, j = 0;

	for (size_t i = 0; i < p->n; i++) {
		while (j < q->n && q->at[j] < p->at[i])
			j++;
		if (j < q->n && q->at[j] == p->at[i])
			p->at[n++] = p->at[i];
	}
	p->n = n;
}

static int find_word(struct searching *s, int64_t run, const struct padan_word *w, struct positions *out, struct err *e)
{
	struct person_tag tags[2];
	size_t n = person_word_tags(w, tags);
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < n; i++)
		rc = add_tag(s, run, &tags[i], out, e);
	sort_once(out);
	return rc;
}

static int find_name(struct searching *s, int64_t run, struct positions *out, struct err *e)
{
	const struct padan_name *name = &s->f->query->name;
	struct person_tag whole;
	bool first = true;
	int rc = ERR_OK;

	for (int i = 0; !rc && i < name->n; i++) {
		struct positions next = { NULL, 0, 0 };

		if (name->word[i].initial)
			continue;
		rc = find_word(s, run, &name->word[i], &next, e);
		if (first)
			*out = next;
		else
			keep_common(out, &next);
		first = false;
	}
	if (!rc && person_whole_tag(name, &whole))
		rc = add_tag(s, run, &whole, out, e);
	sort_once(out);
	return rc;
}

static int find_number(struct searching *s, int64_t run, struct positions *out, struct err *e)
{
	const struct person_query *q = s->f->query;
	struct person_tag card = { .kind = PERSON_CARD }, phone = { .kind = PERSON_PHONE };
	int rc = ERR_OK;

	memcpy(card.text, q->digits, sizeof(card.text));
	memcpy(phone.text, q->phone, sizeof(phone.text));
	if (strlen(q->digits) == 16)
		rc = add_tag(s, run, &card, out, e);
	if (!rc && *q->phone)
		rc = add_tag(s, run, &phone, out, e);
	sort_once(out);
	return rc;
}

/* Only what lies in the caller's own area. */
static int keep_own(struct searching *s, int64_t run, span region, struct positions *p, struct err *e)
{
	struct positions own = { NULL, 0, 0 };
	char beyond[AREA_TEXT + 2];
	struct db_stmt *st = NULL;
	bool row = false;
	span area;
	int rc;

	if (!person_area_of(s->env->scope.region, region, SPAN(""), &area))
		p->n = 0;
	if (!area.n || !p->n)
		return ERR_OK;
	snprintf(beyond, sizeof(beyond), "%.*s/", (int)area.n, area.p);
	struct db_value v[] = { db_i64(run), db_text(area), db_text(padan_span_of(beyond)) };

	rc = db_query(store_db(s->env->store), SQL_people_ward_rows, v, 3, &st, e);
	while (!rc && !s->failed && !(rc = db_step(st, &row, e)) && row)
		put_position(s, &own, (uint32_t)db_column_i64(st, 0));
	sort_once(&own);
	keep_common(p, &own);
	return rc;
}

static bool answers(const struct person_query *q, const struct run_row *r)
{
	char digits[PERSON_DIGITS];
	uint64_t card = *q->digits ? number_read(r->field[RUN_NO_KK]) : 0;

	if (!*q->digits)
		return person_name_matches(q, r->field[RUN_NAMA]) || person_name_matches(q, r->field[RUN_NAMA_USULAN]);
	snprintf(digits, sizeof(digits), "%016llu", (unsigned long long)card);
	if (card && !strcmp(digits, q->digits))
		return true;
	return *q->phone && person_phone(r->field[RUN_NO_HP], digits) && !strcmp(digits, q->phone);
}

static int look_at(struct searching *s, int64_t run, uint32_t pos, int *stop, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	struct db_stmt *st = NULL;
	bool row = false;
	int rc = db_query(store_db(s->env->store), SQL_people_row, v, 2, &st, e);

	if (!rc)
		rc = db_step(st, &row, e);
	if (rc || !row)
		return rc;
	rc = open_row(&s->reading, st, e);
	s->f->cut = ++s->opened == PERSON_OPENED;
	s->f->at_run = run;
	s->f->at = pos;
	if (!rc && answers(s->f->query, &s->reading.row))
		*stop = s->reading.each(s->reading.ctx, &s->reading.found);
	return rc;
}

static int search_run(struct searching *s, size_t i, int *stop, struct err *e)
{
	int64_t run = s->runs[i].run, rows = -1, after = run == s->f->after_run ? s->f->after : -1;
	struct positions found = { NULL, 0, 0 };
	int rc = person_indexed(s->env->store, run, &rows, e);

	if (rc || rows < 0) {
		s->f->unindexed++;
		return rc;
	}
	rc = *s->f->query->digits ? find_number(s, run, &found, e) : find_name(s, run, &found, e);
	if (!rc)
		rc = keep_own(s, run, s->runs[i].region, &found, e);
	for (size_t k = 0; !rc && !*stop && k < found.n && s->opened < PERSON_OPENED; k++)
		if ((int64_t)found.at[k] > after)
			rc = look_at(s, run, found.at[k], stop, e);
	return rc;
}

static int take_run(void *ctx, const struct run_info *r)
{
	struct searching *s = ctx;
	span region = s->env->scope.region;
	char *copy;

	if (s->f->run ? r->run != s->f->run : r->state == RUN_REPLACED)
		return 0;
	if (s->nruns == RUNS_SEARCHED || (!scope_covers(region, r->wilayah) && !scope_covers(r->wilayah, region)))
		return 0;
	copy = padan_arena_copy(s->env->arena, r->wilayah.p, r->wilayah.n);
	s->failed |= !copy;
	s->runs[s->nruns].run = r->run;
	s->runs[s->nruns++].region = (span){ copy, copy ? r->wilayah.n : 0 };
	return 0;
}

/* --- numbers that have an index of their own -------------------------------------------------------------------------
 */
static int by_nik(const struct env *env, const char *digits, person_each *each, void *ctx, struct err *e)
{
	unsigned char blind[KEY_BLIND], high[KEY_BLIND + 1];
	struct db_value v[] = { db_bytes(blind, KEY_BLIND), db_bytes(high, sizeof(high)) };
	struct reading *r = padan_arena_zero(env->arena, sizeof(*r));
	int rc;

	if (!r)
		return err_memory(e, "peserta");
	key_blind(store_key(env->store), KEY_NIK, padan_span_of(digits), blind);
	memcpy(high, blind, KEY_BLIND);
	high[KEY_BLIND] = 0; /* the next value there is */
	reading_begin(r, env, each, ctx);
	rc = each_seen(r, SQL_people_rows, v, e);
	reading_end(r);
	return rc;
}

static int by_kpj(const struct env *env, const char *digits, person_each *each, void *ctx, struct err *e)
{
	enum { MOST = 8 };
	int64_t run[MOST], pos[MOST], n = 0;
	unsigned char blind[KEY_BLIND];
	struct db_value v = db_bytes(blind, KEY_BLIND);
	struct db_stmt *st = NULL;
	bool row = false;
	int rc;

	key_blind(store_key(env->store), KEY_KPJ, padan_span_of(digits), blind);
	rc = db_query(store_db(env->store), SQL_people_of_kpj, &v, 1, &st, e);
	while (!rc && n < MOST && !(rc = db_step(st, &row, e)) && row) {
		run[n] = db_column_i64(st, 0);
		pos[n++] = db_column_i64(st, 1);
	}
	for (int64_t i = 0; !rc && i < n; i++)
		rc = one_row(env, run[i], pos[i], each, ctx, e);
	return rc;
}

int person_search(const struct env *env, struct person_search *f, person_each *each, void *ctx, struct err *e)
{
	struct searching *s = padan_arena_zero(env->arena, sizeof(*s));
	const char *digits = f->query->digits;
	bool begun = !f->after_run, numbered = *digits && !f->run && !f->after_run;
	int stop = 0, rc = s ? ERR_OK : err_memory(e, "pencarian");

	f->unindexed = 0;
	f->cut = false;
	if (!rc && numbered)
		rc = strlen(digits) == 16 ? by_nik(env, digits, each, ctx, e) : by_kpj(env, digits, each, ctx, e);
	if (rc)
		return rc;
	s->env = env;
	s->f = f;
	reading_begin(&s->reading, env, each, ctx);
	rc = run_store_each(env->store, take_run, s, e);
	for (size_t i = 0; !rc && !stop && i < s->nruns && s->opened < PERSON_OPENED; i++) {
		begun |= s->runs[i].run == f->after_run;
		if (begun)
			rc = search_run(s, i, &stop, e);
	}
	reading_end(&s->reading);
	if (s->failed)
		return err_memory(e, "pencarian");
	return rc ? rc : stop;
}

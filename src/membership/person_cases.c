/* SPDX-License-Identifier: EUPL-1.2
 * Lists of people, search, the index. One person: person_show_cases.c. */
#include "membership/person_cases.h"

#include "membership/person_store.h"
#include "person/person.h"
#include "programme/decree_step_store.h"
#include "programme/row_cases.h"
#include "programme/words.h"

#include <stdio.h>

#define CASES	  "membership/person.def"
#define CASE_ROOM participant
#include "office/define.inc"

enum { PAGE_ROWS = 50, DISTRICT_CODE = 8, CURSOR = 48 };

static span keep(const struct env *env, span s)
{
	return (span){ padan_arena_copy(env->arena, s.n ? s.p : "", s.n), s.n };
}

static int need_store(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
}

/* --- lines -----------------------------------------------------------------------------------------------------------
 */
struct lines {
	const struct env *env;
	struct person_line *rows;
	size_t n, cap;
	int64_t most;
	char cursor[CURSOR]; /* of the row that was taken last */
	bool by_ward, more, failed;
	span programme, run; /* of all rows, or empty: each its own */
};

static span year_of(const struct env *env, span day)
{
	return day.n >= 4 ? keep(env, (span){ day.p, 4 }) : SPAN("");
}

static bool fill_line(struct lines *l, const struct person_found *f, struct person_line *to)
{
	const struct env *env = l->env;
	const struct run_row *r = f->row;
	int64_t rt = rt_rw_read(r->field[RUN_RT]), rw = rt_rw_read(r->field[RUN_RW]);

	*to = (struct person_line){ .orang = keep(env, padan_span_of(f->id)),
				    .nama = keep(env, row_name(r)),
				    .nik = row_nik(env,
						   r->field[RUN_NIK].n ? r->field[RUN_NIK] : r->field[RUN_NIK_USULAN]),
				    .lahir = year_of(env, r->field[RUN_TANGGAL_LAHIR]),
				    .rt = rt ? rt : FIELD_ABSENT,
				    .rw = rw ? rw : FIELD_ABSENT,
				    .kelurahan = keep(env, r->field[RUN_KELURAHAN]),
				    .kecamatan = keep(env, r->field[RUN_KECAMATAN]),
				    .kelompok = keep(env, r->kelompok),
				    .putusan = keep(env, r->putusan),
				    .program = l->programme,
				    .rancangan = l->run,
				    .no = f->pos + 1 };
	return to->orang.p && to->nama.p && to->nik.p && to->kelurahan.p && to->kecamatan.p && to->kelompok.p &&
	       to->putusan.p;
}

static bool name_run(struct lines *l, int64_t run, struct person_line *to)
{
	char id[RUN_ID_TEXT];
	struct run_info info;
	struct err ignored;

	if (run_store_info(l->env->store, run, &info, &ignored))
		return false;
	to->program = keep(l->env, info.nama);
	to->rancangan = keep(l->env, padan_span_of(run_id_text(run, id)));
	return to->program.p && to->rancangan.p;
}

static bool listed(const struct lines *l, const char *id)
{
	for (size_t i = 0; i < l->n; i++)
		if (padan_span_eq(l->rows[i].orang, padan_span_of(id)))
			return true;
	return false;
}

static int line_one(void *ctx, const struct person_found *f)
{
	struct lines *l = ctx;
	struct person_line *rows;
	char id[RUN_ID_TEXT];

	if (!l->by_ward && listed(l, f->id))
		return 0;
	l->more = (int64_t)l->n == l->most;
	if (l->more)
		return 1;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	l->failed = !rows || !fill_line(l, f, &rows[l->n]) || (!l->run.n && !name_run(l, f->run, &rows[l->n]));
	if (l->failed)
		return 1;
	l->rows = rows;
	l->n++;
	if (l->by_ward)
		snprintf(l->cursor, CURSOR, "%.*s:%lld", (int)f->ward.n, f->ward.p, (long long)(f->pos + 1));
	else
		snprintf(l->cursor, CURSOR, "%s:%lld", run_id_text(f->run, id), (long long)(f->pos + 1));
	return 0;
}

/* "73.72.01.1004:118", "7K3M-9QWP-2XTA:118" */
static bool read_cursor(span typed, span *left, int64_t *no)
{
	const char *colon = typed.n ? memchr(typed.p, ':', typed.n) : NULL;
	size_t at = colon ? (size_t)(colon - typed.p) : 0;

	*left = (span){ typed.p, at };
	return colon && span_i64((span){ colon + 1, typed.n - at - 1 }, no) && *no > 0;
}

static int bad_cursor(span typed, struct err *e)
{
	return err_set(e, ERR_USAGE, "sesudah \"%.*s\": bukan penanda halaman; pakai keluaran lanjut",
		       (int)(typed.n < 40 ? typed.n : 40), typed.p);
}

/* --- which run -------------------------------------------------------------------------------------------------------
 */
struct choosing {
	const struct env *env;
	int64_t asked, chosen; /* 0: none */
	struct run_info info;  /* of the chosen; spans in the arena */
	struct person_run *rows;
	size_t n, cap;
	bool failed;
};

static int take_run(void *ctx, const struct run_info *r)
{
	struct choosing *c = ctx;
	span scope = c->env->scope.region;
	struct person_run *rows;
	char id[RUN_ID_TEXT];

	if (r->state == RUN_REPLACED || (!scope_covers(scope, r->wilayah) && !scope_covers(r->wilayah, scope)))
		return 0;
	rows = row_room(c->env->arena, c->rows, c->n, &c->cap, sizeof(*rows));
	c->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	c->rows = rows;
	rows += c->n++;
	*rows = (struct person_run){ .rancangan = keep(c->env, padan_span_of(run_id_text(r->run, id))),
				     .program = keep(c->env, r->nama),
				     .tahap = r->stage,
				     .keadaan = padan_span_of(chain_state_label(r->chain)),
				     .nomor = keep(c->env, r->nomor),
				     .dipilih = c->asked ? r->run == c->asked : !c->chosen };
	if (rows->dipilih) {
		c->chosen = r->run;
		c->info = *r;
		c->info.wilayah = keep(c->env, r->wilayah);
		c->info.nama = rows->program;
		c->info.nomor = rows->nomor;
	}
	return 0;
}

static int choose_run(struct choosing *c, span asked, struct err *e)
{
	span text = span_trim(asked);
	int rc;

	if (text.n && !run_id_parse(text, &c->asked))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)(text.n < 60 ? text.n : 60), text.p);
	rc = run_store_each(c->env->store, take_run, c, e);
	if (c->failed)
		return err_memory(e, "daftar rancangan");
	if (!rc && c->asked && !c->chosen)
		return err_set(e, ERR_USAGE, "rancangan %.*s tidak ada; lihat: lindung person list", (int)text.n,
			       text.p);
	return rc;
}

/* --- which area ------------------------------------------------------------------------------------------------------
 */
struct areas {
	const struct env *env;
	span region, district, ward; /* asked for: as typed, then codes */
	bool district_known, ward_known;
	struct person_choice *districts, *wards;
	size_t ndistricts, nwards, districts_cap, wards_cap;
	span own; /* the scope's own area in this run */
	span shown_name;
	bool failed;
};

static bool means(span typed, const struct person_area *a)
{
	return typed.n && (padan_span_eq(typed, a->area) || span_ieq(typed, a->name));
}

static void add_choice(struct areas *x, struct person_choice **rows, size_t *n, size_t *cap,
		       const struct person_area *a, bool chosen)
{
	struct person_choice *more = row_room(x->env->arena, *rows, *n, cap, sizeof(*more));

	x->failed |= !more;
	if (!more)
		return;
	*rows = more;
	more[(*n)++] = (struct person_choice){ keep(x->env, a->area), keep(x->env, a->name), a->people, chosen };
	if (chosen)
		x->shown_name = more[*n - 1].nama;
}

/* Areas come in the order of their codes: a district before its wards. */
static int take_area(void *ctx, const struct person_area *a)
{
	struct areas *x = ctx;
	bool here;

	if (!a->area.n || (!scope_covers(x->own, a->area) && !scope_covers(a->area, x->own)))
		return x->failed;
	if (a->area.n <= DISTRICT_CODE) {
		here = !x->district_known && means(x->district, a);
		if (here)
			x->district = keep(x->env, a->area);
		x->district_known |= here;
		add_choice(x, &x->districts, &x->ndistricts, &x->districts_cap, a, here);
		return x->failed;
	}
	if (x->district_known ? !scope_covers(x->district, a->area) : !x->ward.n && !x->own.n)
		return x->failed;
	here = !x->ward_known && means(x->ward, a);
	if (here)
		x->ward = keep(x->env, a->area);
	x->ward_known |= here;
	if (here || x->district_known || x->own.n)
		add_choice(x, &x->wards, &x->nwards, &x->wards_cap, a, here);
	return x->failed;
}

static int no_area(const char *what, span typed, struct err *e)
{
	return err_set(e, ERR_USAGE, "%s \"%.*s\" tidak ada pada rancangan ini, atau di luar wilayah kerja Anda", what,
		       (int)(typed.n < 60 ? typed.n : 60), typed.p);
}

static int choose_area(struct areas *x, const struct run_info *r, const struct person_list_in *in, span *area,
		       struct err *e)
{
	int rc;

	x->district = span_trim(in->kecamatan);
	x->ward = span_trim(in->kelurahan);
	if (!person_area_of(x->env->scope.region, r->wilayah, SPAN(""), &x->own))
		return no_area("wilayah", x->env->scope.region, e);
	*area = x->own;
	rc = person_areas(x->env->store, r->run, take_area, x, e);
	if (x->failed)
		return err_memory(e, "daftar wilayah");
	if (!rc && x->district.n && !x->district_known)
		rc = no_area("kecamatan", x->district, e);
	if (!rc && x->ward.n && !x->ward_known && !x->district_known)
		rc = no_area("kelurahan", x->ward, e);
	if (!rc && x->ward_known) /* a ward of another district was meant before the district was changed */
		*area = x->ward;
	else if (!rc && x->district.n && x->district.n > x->own.n)
		*area = x->district;
	return rc;
}

/* --- counts ----------------------------------------------------------------------------------------------------------
 */
struct counting {
	const struct env *env;
	struct person_list_out *out;
	span putusan, kelompok;
	struct person_choice *groups;
	size_t n, cap;
	bool failed;
};

static void count_group(struct counting *c, span kelompok, int64_t people)
{
	struct person_choice *rows;

	for (size_t i = 0; i < c->n; i++)
		if (padan_span_eq(c->groups[i].kode, kelompok)) {
			c->groups[i].orang += people;
			return;
		}
	rows = row_room(c->env->arena, c->groups, c->n, &c->cap, sizeof(*rows));
	c->failed |= !rows;
	if (!rows)
		return;
	c->groups = rows;
	kelompok = keep(c->env, kelompok);
	rows[c->n++] = (struct person_choice){ kelompok, kelompok, people, padan_span_eq(kelompok, c->kelompok) };
}

static int count_one(void *ctx, const struct person_count *n)
{
	struct counting *c = ctx;
	struct person_list_out *out = c->out;
	int64_t *to[PUTUSAN_N] = { [PUTUSAN_TERPILIH] = &out->terpilih,
				   [PUTUSAN_CADANGAN] = &out->cadangan,
				   [PUTUSAN_TINJAU] = &out->tinjau,
				   [PUTUSAN_DITOLAK] = &out->ditolak,
				   [PUTUSAN_GANDA] = &out->ganda };

	out->orang += n->people;
	for (int i = 0; i < PUTUSAN_N; i++)
		if (padan_span_eq(n->putusan, padan_span_of(putusan_word((enum putusan)i))))
			*to[i] += n->people;
	if ((!c->putusan.n || padan_span_eq(c->putusan, n->putusan)) &&
	    (!c->kelompok.n || padan_span_eq(c->kelompok, n->kelompok)))
		out->cocok += n->people;
	if (n->kelompok.n)
		count_group(c, n->kelompok, n->people);
	return c->failed;
}

static int count(struct counting *c, int64_t run, span area, struct err *e)
{
	struct person_list_out *out = c->out;
	int rc;

	out->orang = out->cocok = out->terpilih = out->cadangan = out->tinjau = out->ditolak = out->ganda = 0;
	rc = person_counts(c->env->store, run, area, count_one, c, e);
	if (c->failed)
		return err_memory(e, "kelompok");
	return rc ? rc : row_cursor_over(c->env->arena, c->groups, c->n, sizeof(*c->groups), &out->kelompok, e);
}

/* --- person list -----------------------------------------------------------------------------------------------------
 */
static int64_t page_size(int64_t asked)
{
	return asked == FIELD_ABSENT || !asked ? PAGE_ROWS : asked;
}

static int read_page(struct lines *l, struct person_filter *f, struct person_list_out *out, struct err *e)
{
	int rc;

	f->most = l->most + 1; /* one more, so that "next page" is not offered in vain */
	rc = person_list(l->env, f, line_one, l, e);
	if (l->failed)
		return err_memory(e, "daftar peserta");
	if (rc && !l->more)
		return rc;
	if (l->more)
		out->lanjut = keep(l->env, padan_span_of(l->cursor));
	return row_cursor_over(l->env->arena, l->rows, l->n, sizeof(*l->rows), &out->daftar, e);
}

static int give_areas(struct areas *x, struct person_list_out *out, struct err *e)
{
	int rc = row_cursor_over(x->env->arena, x->districts, x->ndistricts, sizeof(*x->districts), &out->kecamatan, e);

	return rc ? rc : row_cursor_over(x->env->arena, x->wards, x->nwards, sizeof(*x->wards), &out->kelurahan, e);
}

static int fill_filter(struct person_filter *f, const struct person_list_in *in, struct err *e)
{
	f->kelompok = span_trim(in->kelompok);
	f->rt = in->rt == FIELD_ABSENT ? 0 : in->rt;
	f->rw = in->rw == FIELD_ABSENT ? 0 : in->rw;
	f->after = -1;
	if (in->putusan >= 0)
		f->putusan = padan_span_of(putusan_word((enum putusan)in->putusan));
	if (in->sesudah.n && (!read_cursor(in->sesudah, &f->after_ward, &f->after) || f->after-- < 1))
		return bad_cursor(in->sesudah, e);
	return ERR_OK;
}

static int list_run(struct person_list_out *out, const struct person_list_in *in, const struct choosing *c,
		    struct person_filter *f, struct err *e)
{
	struct lines l = { .env = c->env, .by_ward = true, .most = page_size(in->banyak) };
	struct counting counting = { .env = c->env, .out = out, .putusan = f->putusan, .kelompok = f->kelompok };
	struct areas x = { .env = c->env };
	int rc = choose_area(&x, &c->info, in, &f->area, e);

	f->run = c->chosen;
	f->region = c->info.wilayah;
	l.programme = c->info.nama;
	l.run = out->rancangan;
	if (!rc)
		rc = count(&counting, c->chosen, f->area, e);
	if (f->rt || f->rw)
		out->cocok = FIELD_ABSENT; /* not counted below the ward */
	if (!rc)
		rc = give_areas(&x, out, e);
	out->wilayah = x.shown_name;
	return rc ? rc : read_page(&l, f, out, e);
}

int person_list_plan(struct person_list_out *out, const struct person_list_in *in, const struct env *env, struct err *e)
{
	struct choosing c = { .env = env };
	struct person_filter f = { .run = 0 };
	char id[RUN_ID_TEXT];
	int64_t rows = -1;
	int rc = need_store(env, e);

	if (!rc)
		rc = fill_filter(&f, in, e);
	if (!rc)
		rc = choose_run(&c, in->rancangan, e);
	if (!rc)
		rc = row_cursor_over(env->arena, c.rows, c.n, sizeof(*c.rows), &out->rancangan_lain, e);
	if (rc || !c.chosen)
		return rc;
	out->rancangan = keep(env, padan_span_of(run_id_text(c.chosen, id)));
	out->program = c.info.nama;
	out->tahap = c.info.stage;
	out->keadaan = padan_span_of(chain_state_label(c.info.chain));
	out->nomor = c.info.nomor;
	rc = person_indexed(env->store, c.chosen, &rows, e);
	out->siap = rows >= 0;
	return rc || !out->siap ? rc : list_run(out, in, &c, &f, e);
}

/* --- person find -----------------------------------------------------------------------------------------------------
 */
static int fill_search(struct person_search *f, struct person_query *q, const struct person_find_in *in, struct err *e)
{
	span run = SPAN("");

	f->query = q;
	if (!person_query_read(q, in->cari))
		return err_set(
			e, ERR_USAGE,
			"cari: isi NIK atau nomor KK (16 angka), KPJ, nomor HP, atau nama; satu huruf saja tidak "
			"cukup");
	if (in->sesudah.n && (!read_cursor(in->sesudah, &run, &f->after) || !run_id_parse(run, &f->after_run)))
		return bad_cursor(in->sesudah, e);
	f->after--;
	return ERR_OK;
}

static void tell_found(struct person_find_out *out, const struct lines *l, const struct person_search *f, bool first)
{
	char next[CURSOR], id[RUN_ID_TEXT];

	out->ditemukan = (int64_t)l->n;
	out->belum = f->unindexed;
	if (l->more)
		out->lanjut = keep(l->env, padan_span_of(l->cursor));
	else if (f->cut) {
		snprintf(next, sizeof(next), "%s:%lld", run_id_text(f->at_run, id), (long long)(f->at + 1));
		out->lanjut = keep(l->env, padan_span_of(next));
	} else if (l->n == 1 && first) {
		out->orang = l->rows[0].orang;
	}
}

int person_find_plan(struct person_find_out *out, const struct person_find_in *in, const struct env *env, struct err *e)
{
	struct person_query *q = padan_arena_zero(env->arena, sizeof(*q));
	struct lines l = { .env = env, .most = page_size(in->banyak) };
	struct person_search f = { .query = NULL };
	int rc = q ? need_store(env, e) : err_memory(e, "pencarian");

	if (!rc)
		rc = fill_search(&f, q, in, e);
	if (rc)
		return rc;
	rc = person_search(env, &f, line_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar orang");
	if (rc && !l.more)
		return rc;
	tell_found(out, &l, &f, !in->sesudah.n);
	return row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- person reindex --------------------------------------------------------------------------------------------------
 */
struct reindexing {
	bool all;
	const struct env *env;
	struct person_index_run *runs;
	size_t n, cap;
	bool failed;
};

static int take_index(void *ctx, const struct person_index_run *r)
{
	struct reindexing *x = ctx;
	struct person_index_run *more;

	if (r->replaced ? !r->made : r->made && !x->all)
		return 0;
	more = row_room(x->env->arena, x->runs, x->n, &x->cap, sizeof(*more));
	x->failed |= !more;
	if (!more)
		return 1;
	x->runs = more;
	more[x->n++] = *r;
	return 0;
}

static int list_work(struct reindexing *x, const struct env *env, bool all, struct err *e)
{
	int rc = need_store(env, e);

	x->env = env;
	x->all = all;
	if (!rc)
		rc = person_index_runs(env->store, take_index, x, e);
	return x->failed ? err_memory(e, "indeks peserta") : rc;
}

int person_reindex_plan(struct person_reindex_out *out, const struct person_reindex_in *in, const struct env *env,
			struct err *e)
{
	struct reindexing x = { .n = 0 };
	struct run_info info;
	int rc = list_work(&x, env, in->semua, e);

	out->rancangan = out->orang = out->dibuang = 0;
	for (size_t i = 0; !rc && i < x.n; i++) {
		out->dibuang += x.runs[i].replaced;
		out->rancangan += !x.runs[i].replaced;
		rc = run_store_info(env->store, x.runs[i].run, &info, e);
		if (!rc && !x.runs[i].replaced)
			out->orang += info.rows;
	}
	return rc;
}

/* One run after the other, so that memory holds one index only. */
static int reindex_one(struct unit *u, const struct person_index_run *r, struct err *e)
{
	struct person_index x = { 0 };
	struct padan_arena arena;
	int rc;

	if (r->replaced)
		return person_index_drop(u, r->run, e);
	padan_arena_init(&arena, u->env->seams->alloc, 0);
	rc = person_index_make(u->store, r->run, &x, &arena, e);
	if (!rc)
		rc = person_index_write(u, &x, e);
	padan_arena_done(&arena);
	return rc;
}

int person_reindex_apply(const struct person_reindex_out *out, const struct person_reindex_in *in, struct unit *u,
			 struct err *e)
{
	struct reindexing x = { .n = 0 };
	int rc = list_work(&x, u->env, in->semua, e);

	(void)out;
	for (size_t i = 0; !rc && i < x.n; i++)
		rc = reindex_one(u, &x.runs[i], e);
	return rc;
}

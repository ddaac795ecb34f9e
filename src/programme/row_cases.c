/* SPDX-License-Identifier: EUPL-1.2
 * Pages of rows. One row: row_show_cases.c. */
#include "programme/row_cases.h"

#include "papers/wording.h"
#include "programme/row_store.h"
#include "programme/words.h"

#define CASES	  "programme/row.def"
#define CASE_ROOM row
#include "office/define.inc"

static span keep(const struct env *env, span s)
{
	return (span){ padan_arena_copy(env->arena, s.n ? s.p : "", s.n), s.n };
}

span row_nik(const struct env *env, span nik)
{
	char room[32];

	return keep(env, nik.n ? nik_masked(nik, room) : nik);
}

span row_name(const struct run_row *r)
{
	return r->field[RUN_NAMA].n ? r->field[RUN_NAMA] : r->field[RUN_NAMA_USULAN];
}

struct lines {
	const struct env *env;
	const struct row_scope *scope;
	struct row_line *rows;
	size_t n, cap;
	int64_t most, last;
	bool more, failed, by_place;
};

static bool fill_line(struct lines *l, int64_t pos, const struct run_row *r, struct row_line *to)
{
	const struct env *env = l->env;

	*to = (struct row_line){ .no = pos + 1,
				 .nama = keep(env, row_name(r)),
				 .nik = row_nik(env,
						r->field[RUN_NIK].n ? r->field[RUN_NIK] : r->field[RUN_NIK_USULAN]),
				 .kelurahan = keep(env, r->field[RUN_KELURAHAN]),
				 .kecamatan = row_district_name(l->scope, keep(env, r->kecamatan_kode)),
				 .kelompok = keep(env, r->kelompok),
				 .putusan = keep(env, r->putusan),
				 .alasan = keep(env, r->alasan),
				 .syarat = keep(env, r->syarat),
				 .peringkat = r->rank ? r->rank : FIELD_ABSENT,
				 .dana = keep(env, r->dana),
				 .jumlah = { r->dana.n ? r->total.rp : FIELD_ABSENT } };
	return to->nama.p && to->nik.p && to->kelurahan.p && to->kecamatan.p && to->kelompok.p && to->putusan.p &&
	       to->alasan.p && to->syarat.p && to->dana.p;
}

static int line_one(void *ctx, int64_t pos, const struct run_row *r)
{
	struct lines *l = ctx;
	struct row_line *rows;

	if ((int64_t)l->n == l->most) {
		l->more = true;
		return 1;
	}
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	l->failed = !rows || !fill_line(l, pos, r, &rows[l->n]);
	if (l->failed)
		return 1;
	l->rows = rows;
	l->n++;
	l->last = l->by_place ? r->rank : pos + 1;
	return 0;
}

/* One more than the page holds is asked for, so that "next page" is not offered in vain. */
static int read_lines(struct lines *l, struct row_filter *f, int64_t *next, struct row_cursor *out, struct err *e)
{
	int rc;

	f->most = l->most + 1;
	l->by_place = f->by_place;
	rc = row_store_list(l->env->store, f, line_one, l, e);
	if (l->failed)
		return err_memory(e, "daftar baris");
	if (rc && !l->more)
		return rc;
	if (l->more)
		*next = l->last;
	return row_cursor_over(l->env->arena, l->rows, l->n, sizeof(*l->rows), out, e);
}

/* --- row list ------------------------------------------------------------------------------------------------------
 */
static int count_verdict(void *ctx, span word, int64_t n)
{
	struct row_list_out *out = ctx;
	int64_t *to[PUTUSAN_N] = { [PUTUSAN_TERPILIH] = &out->terpilih,
				   [PUTUSAN_CADANGAN] = &out->cadangan,
				   [PUTUSAN_TINJAU] = &out->tinjau,
				   [PUTUSAN_DITOLAK] = &out->ditolak,
				   [PUTUSAN_GANDA] = &out->ganda };

	for (int i = 0; i < PUTUSAN_N; i++)
		if (padan_span_eq(word, padan_span_of(putusan_word((enum putusan)i))))
			*to[i] = n;
	return 0;
}

struct places {
	const struct env *env;
	const struct row_scope *scope;
	struct row_place *rows;
	size_t n, cap;
	bool failed;
};

static int place_one(void *ctx, span code, int64_t n)
{
	struct places *p = ctx;
	struct row_place *rows;

	if (p->scope->district.n && !padan_span_eq(p->scope->district, code))
		return 0;
	rows = row_room(p->env->arena, p->rows, p->n, &p->cap, sizeof(*rows));
	p->failed = !rows;
	if (!rows)
		return 1;
	p->rows = rows;
	rows += p->n++;
	*rows = (struct row_place){ .kode = keep(p->env, code), .baris = n };
	rows->nama = code.n ? row_district_name(p->scope, rows->kode) : SPAN("belum diketahui");
	p->failed = !rows->kode.p;
	return p->failed;
}

static int funds(const struct env *env, const struct row_scope *s, struct row_cursor *out, struct err *e)
{
	struct run_head head;
	struct row_fund *rows;
	int rc = run_store_head(env->store, s->run, &head, env->arena, e);

	if (rc)
		return rc;
	rows = padan_arena_array(env->arena, head.fund_count, sizeof(*rows));
	if (!rows)
		return err_memory(e, "dana");
	for (size_t i = 0; i < head.fund_count; i++) {
		const struct run_fund *f = &head.funds[i];

		rows[i] = (struct row_fund){ f->kode,	f->nama,  f->pagu,
					     f->people, f->spent, rp(f->pagu.rp - f->spent.rp) };
	}
	return row_cursor_over(env->arena, rows, head.fund_count, sizeof(*rows), out, e);
}

static int facets(struct row_list_out *out, const struct env *env, const struct row_scope *s, struct err *e)
{
	struct places p = { .env = env, .scope = s };
	int rc;

	out->terpilih = out->cadangan = out->tinjau = out->ditolak = out->ganda = 0;
	rc = row_store_verdicts(env->store, s, count_verdict, out, e);
	if (!rc)
		rc = row_store_districts(env->store, s, place_one, &p, e);
	if (p.failed)
		return err_memory(e, "daftar kecamatan");
	if (!rc)
		rc = row_cursor_over(env->arena, p.rows, p.n, sizeof(*p.rows), &out->tempat, e);
	return rc ? rc : funds(env, s, &out->dana, e);
}

int row_list_plan(struct row_list_out *out, const struct row_list_in *in, const struct env *env, struct err *e)
{
	struct row_scope s;
	struct lines l = { .env = env, .scope = &s };
	struct row_filter f = { .scope = &s, .kelompok = span_trim(in->kelompok), .alasan = span_trim(in->alasan) };
	bool inside = true;
	int rc = row_scope_open(env, in->rancangan, &s, e);

	l.most = in->banyak == FIELD_ABSENT || !in->banyak ? 50 : in->banyak;
	f.after = in->sesudah == FIELD_ABSENT ? -1 : in->sesudah - 1;
	if (in->putusan >= 0)
		f.putusan = padan_span_of(putusan_word((enum putusan)in->putusan));
	if (!rc && f.alasan.n && alasan_of(f.alasan) == ALASAN_N)
		rc = err_set(e, ERR_USAGE, "alasan \"%.*s\" tidak dikenal; lihat docs/panduan/keputusan-dan-alasan.md",
			     (int)f.alasan.n, f.alasan.p);
	if (!rc)
		rc = row_scope_district(&s, in->kecamatan, &f.district, &inside, e);
	if (rc)
		return rc;
	out->rancangan = keep(env, padan_span_of(s.id));
	out->program = s.info.nama;
	out->tahap = s.info.stage;
	rc = facets(out, env, &s, e);
	return rc || !inside ? rc : read_lines(&l, &f, &out->lanjut, &out->daftar, e);
}

/* --- row ranking ---------------------------------------------------------------------------------------------------
 */
/* The line is the programme's, wherever one looks from. */
int row_cut(const struct env *env, const struct row_scope *s, int64_t *place, struct err *e)
{
	int64_t at = 0;
	int rc = row_store_cut(env->store, s->run, &at, e);

	*place = at ? at : FIELD_ABSENT;
	return rc;
}

int row_ranking_plan(struct row_ranking_out *out, const struct row_ranking_in *in, const struct env *env, struct err *e)
{
	struct row_scope s;
	struct lines l = { .env = env, .scope = &s };
	struct row_filter f = { .scope = &s, .by_place = true };
	struct run_head head;
	bool inside = true;
	int rc = row_scope_open(env, in->rancangan, &s, e);

	l.most = in->banyak == FIELD_ABSENT || !in->banyak ? 50 : in->banyak;
	f.after = in->sesudah == FIELD_ABSENT ? 0 : in->sesudah;
	if (in->cadangan)
		f.putusan = SPAN("cadangan");
	if (!rc)
		rc = row_scope_district(&s, in->kecamatan, &f.district, &inside, e);
	if (!rc)
		rc = run_store_head(env->store, s.run, &head, env->arena, e);
	if (!rc)
		rc = row_cut(env, &s, &out->garis, e);
	if (rc)
		return rc;
	out->rancangan = keep(env, padan_span_of(s.id));
	out->program = s.info.nama;
	out->urutan = head.ranking;
	return inside ? read_lines(&l, &f, &out->lanjut, &out->daftar, e) : ERR_OK;
}

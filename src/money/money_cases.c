/* SPDX-License-Identifier: EUPL-1.2 */
#include "money/money_cases.h"

#include "base/embed.h"
#include "money/simulation.h"
#include "person/occupation.h"
#include "programme/programme.h"

#define CASES	  "money/money.def"
#define CASE_ROOM money
#include "office/define.inc"

/* One simulation on its way. */
struct simulation {
	const struct env *env;
	struct programme programme;
	struct simulated_fund fund[LIM_FUNDS];
	int months;
	struct law_used used;
	struct notes notes;
};

static int read_programme(struct simulation *s, span path, struct err *e)
{
	const struct env *env = s->env;
	struct occupations words;
	struct known_groups groups;
	struct buf file;
	const char *name = padan_arena_copy(env->arena, path.p, path.n);
	span bytes = { NULL, 0 };
	int rc = occupations_read(&words, embedded_file("ref/kelompok_pekerjaan.csv"), env->arena, e);

	if (rc)
		return rc;
	groups = (struct known_groups){ words.group, words.risk, words.groups };
	buf_init(&file, env->seams->alloc, LIM_PROGRAM_FILE);
	rc = name ? file_read(env->seams, name, LIM_PROGRAM_FILE, &file, e) : err_memory(e, "berkas program");
	if (rc == ERR_UNREADABLE)
		rc = ERR_USAGE; /* a programme file that is not there is wrong usage, not a list */
	if (!rc)
		bytes = text_keep(env->arena, buf_as_span(&file));
	if (!rc && !bytes.p)
		rc = err_memory(e, "berkas program");
	buf_done(&file);
	if (e && rc)
		e->code = rc;
	return rc ? rc : programme_read(&s->programme, env->arena, bytes, name, &groups, e);
}

/* --pagu replaces the ceiling of --dana, or of the only fund. */
static int replace_ceiling(struct simulation *s, const struct simulate_in *in, struct err *e)
{
	struct programme *p = &s->programme;
	int at = -1;

	if (in->pagu.rp == FIELD_ABSENT && !in->dana.n)
		return ERR_OK;
	if (in->pagu.rp == FIELD_ABSENT)
		return err_set(e, ERR_USAGE, "--dana hanya dipakai bersama --pagu");
	for (int i = 0; i < p->dana_n; i++)
		if (padan_span_eq(p->dana[i].kode, in->dana) || (!in->dana.n && p->dana_n == 1))
			at = i;
	if (at < 0 && !in->dana.n)
		return err_set(e, ERR_USAGE, "program memiliki %d dana; sebut --dana KODE yang pagunya diganti",
			       p->dana_n);
	if (at < 0)
		return err_set(e, ERR_USAGE, "dana \"%.*s\" tidak ada di berkas program",
			       (int)(in->dana.n < 60 ? in->dana.n : 60), in->dana.p);
	p->dana[at].pagu = in->pagu;
	return ERR_OK;
}

/* The price of every fund, as far into the future as the law is known. */
static int price_funds(struct simulation *s, const struct simulate_in *in, struct err *e)
{
	const struct programme *p = &s->programme;

	for (int i = 0; i < p->dana_n; i++) {
		struct simulated_fund *f = &s->fund[i];
		const struct contribution_ask ask = { .segment = SEGMENT_BPU,
						      .programmes = p->manfaat,
						      .income = p->penghasilan,
						      .sector = in->sektor > 0 ? SECTOR_TRANSPORT : SECTOR_OTHER,
						      .payer = jenis_dana_word(p->dana[i].jenis) };
		int rc = law_contribution_plan(s->env->law, &ask, p->mulai, s->months, &f->price, e);

		if (rc)
			return rc;
		for (size_t k = 0; k < f->price.used.n; k++)
			law_use(&s->used, f->price.used.at[k]);
		if (law_contribution_plan(s->env->law, &ask, p->mulai, LIM_MONTHS, &f->price, NULL))
			rc = law_contribution_plan(s->env->law, &ask, p->mulai, s->months, &f->price, e);
		if (rc)
			return rc;
		f->ceiling = p->dana[i].pagu;
	}
	return ERR_OK;
}

static void add_notes(struct simulation *s, const struct simulate_out *out)
{
	const struct programme *p = &s->programme;
	bool limited = false;

	for (int i = 0; i < p->dana_n; i++)
		limited |= p->dana[i].hanya_kecamatan_n > 0 || p->dana[i].hanya_kelompok != 0;
	if (limited)
		notes_add(&s->notes,
			  "Ada dana yang terbatas pada kecamatan atau kelompok tertentu; simulasi menganggap "
			  "semua dana dapat dipakai siapa saja.");
	if (p->kuota.total >= 0 && p->kuota.total < out->dapat_dibayar)
		notes_add(&s->notes, "Kuota program %lld orang, lebih sedikit daripada yang dapat dibayar.",
			  (long long)p->kuota.total);
	if (!out->cukup && out->terbayar == 0)
		notes_add(&s->notes, "Uang tidak cukup untuk satu bulan pun bagi orang sebanyak itu.");
	notes_unverified(&s->notes, &s->used);
}

span money_runs_text(const struct env *env, const struct contribution_plan *price, int months)
{
	struct contribution_plan shown = *price;
	struct buf b;
	span kept;

	shown.months = months;
	buf_init(&b, env->seams->alloc, LIM_CELL);
	contribution_runs(&shown, &b);
	kept = text_keep(env->arena, buf_as_span(&b));
	buf_done(&b);
	return kept;
}

static int list_funds(struct simulation *s, int months, struct simulate_out *out, struct err *e)
{
	int n = s->programme.dana_n, rc = ERR_OK;
	struct simulated_row *rows = padan_arena_array(s->env->arena, (size_t)n, sizeof(*rows));

	if (!rows)
		return err_memory(e, "simulasi");
	out->rupiah_terpakai = out->sisa = rp(0);
	for (int i = 0; i < n && !rc; i++) {
		const struct simulated_fund *f = &s->fund[i];

		rows[i] = (struct simulated_row){ .kode = s->programme.dana[i].kode,
						  .jenis = padan_span_of(jenis_dana_word(s->programme.dana[i].jenis)),
						  .pagu = f->ceiling,
						  .rincian_iuran = money_runs_text(s->env, &f->price, months),
						  .biaya_per_orang = f->each,
						  .orang = f->people,
						  .rupiah_terpakai = f->spent,
						  .sisa = f->left };
		rc = law_add(&out->rupiah_terpakai, f->spent, e);
		if (!rc)
			rc = law_add(&out->sisa, f->left, e);
	}
	return rc ? rc : row_cursor_over(s->env->arena, rows, (size_t)n, sizeof(*rows), &out->daftar, e);
}

/* How many, how long, and who pays: with nobody asked for, as many as the whole time allows. */
static int reckon(struct simulation *s, const struct simulate_in *in, struct simulate_out *out, struct err *e)
{
	int n = s->programme.dana_n, months = 0, lasts = 0;
	int64_t placed;
	int rc = simulate_people(s->fund, n, s->months, &out->dapat_dibayar, e);

	out->orang = in->orang == FIELD_ABSENT ? out->dapat_dibayar : in->orang;
	if (!rc && out->orang > 0)
		rc = simulate_months(s->fund, n, out->orang, &lasts, e);
	months = lasts < s->months ? lasts : s->months;
	out->terbayar = months;
	out->cukup = lasts >= s->months;
	if (lasts > 0)
		out->sampai = (month){ s->programme.mulai.m + lasts - 1 };
	if (!rc)
		rc = simulate_fill(s->fund, n, months > 0 ? months : 1, months > 0 ? out->orang : 0, &placed, e);
	return rc ? rc : list_funds(s, months > 0 ? months : 1, out, e);
}

int simulate_plan(struct simulate_out *out, const struct simulate_in *in, const struct env *env, struct err *e)
{
	struct simulation *s = padan_arena_zero(env->arena, sizeof(*s));
	int rc;

	if (!s)
		return err_memory(e, "simulasi");
	s->env = env;
	s->notes.arena = env->arena;
	rc = read_programme(s, in->program, e);
	if (rc)
		return rc;
	s->months = in->lama == FIELD_ABSENT ? s->programme.bulan : (int)in->lama;
	rc = replace_ceiling(s, in, e);
	if (!rc)
		rc = price_funds(s, in, e);
	if (!rc)
		rc = reckon(s, in, out, e);
	if (rc)
		return rc;
	out->program = s->programme.nama;
	out->mulai = s->programme.mulai;
	out->bulan = s->months;
	add_notes(s, out);
	rc = notes_cursor(&s->notes, &out->catatan, e);
	return rc ? rc : basis_cursor(&s->used, env->arena, &out->dasar, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * Up to three scenarios side by side (money.def: simulate_compare). */
#include "money/money_cases.h"

#include "money/simulation.h"
#include "person/occupation.h"
#include "programme/programme_cases.h"
#include "programme/programme_store.h"
#include "programme/run_store.h"

#include <stdio.h>

enum { SIDES = 3, SIDE_FUNDS = 3, MORE = 10000000, INCOME = 1000000, MEMBER_MONTHS = 12 };

/* One scenario as it is asked for, then as it comes out. */
struct side {
	bool there;
	int64_t quota; /* FIELD_ABSENT: as many as can be paid */
	month first;
	int64_t months;
	int kind[SIDE_FUNDS];
	rupiah ceiling[SIDE_FUNDS];
	struct simulated_fund fund[SIDE_FUNDS];
	int of[SIDE_FUNDS], n; /* the funds that have money: their kinds */
	struct scenario_row row;
};

struct comparing {
	const struct env *env;
	struct side side[SIDES];
	struct contribution_ask ask;
	struct law_used used;
	struct notes notes;
};

static const char *const letters[SIDES] = { "A", "B", "C" };

static const char *payer_label(int kind)
{
	static const char *const label[DANA_N] = {
		"APBD kota/kabupaten", "APBD provinsi", "APBN",	  "APBDes",	   "DBH cukai tembakau",
		"DBH sawit",	       "TJSL (CSR)",	"Baznas", "iuran sendiri",
	};

	return label[kind];
}

/* --- what is asked
 * ------------------------------------------------------------------------------------------------------
 */
#define TAKE_SIDE(x)                                                                                                   \
	(struct side)                                                                                                  \
	{                                                                                                              \
		.quota = in->x##_kuota, .first = in->x##_mulai, .months = in->x##_bulan,                               \
		.kind = { in->x##_dana1, in->x##_dana2, in->x##_dana3 }, .ceiling = {                                  \
			in->x##_pagu1,                                                                                 \
			in->x##_pagu2,                                                                                 \
			in->x##_pagu3                                                                                  \
		}                                                                                                      \
	}

static bool asked(const struct side *s)
{
	bool any = s->quota != FIELD_ABSENT || month_known(s->first) || s->months != FIELD_ABSENT;

	for (int i = 0; i < SIDE_FUNDS; i++)
		any |= s->kind[i] >= 0 || s->ceiling[i].rp != FIELD_ABSENT;
	return any;
}

static void fill_up(struct side *s, const struct side *from)
{
	if (s->quota == FIELD_ABSENT)
		s->quota = from->quota;
	if (!month_known(s->first))
		s->first = from->first;
	if (s->months == FIELD_ABSENT)
		s->months = from->months;
	for (int i = 0; i < SIDE_FUNDS; i++) {
		if (s->ceiling[i].rp == FIELD_ABSENT)
			s->ceiling[i] = from->ceiling[i];
		if (s->kind[i] < 0)
			s->kind[i] = from->kind[i];
	}
}

/* The stored programme as a scenario; its income and benefits hold for all of them. */
static int from_programme(struct comparing *c, const struct simulate_compare_in *in, struct side *out,
			  struct simulate_compare_out *told, struct err *e)
{
	const struct env *env = c->env;
	struct programme *p = padan_arena_zero(env->arena, sizeof(*p));
	struct programme_file f;
	struct occupations jobs;
	char text[RUN_ID_TEXT];
	int64_t id = 0;
	int rc;

	if (!env->store)
		return err_set(e, ERR_USAGE, "--program memerlukan basis data; tambahkan --db BERKAS");
	if (!p)
		return err_memory(e, "program");
	rc = programme_named(env, in->program, &id, e);
	if (!rc)
		rc = programme_file_find(env->store, id, 0, &f, env->arena, e);
	if (!rc)
		rc = programme_text_read(p, &jobs, f.text, "program tersimpan", env, e);
	if (rc)
		return rc;
	told->program = p->nama;
	told->nomor = text_keep(env->arena, padan_span_of(run_id_text(id, text)));
	out->quota = p->kuota.total >= 0 ? p->kuota.total : FIELD_ABSENT;
	out->first = p->mulai;
	out->months = p->bulan;
	for (int i = 0; i < p->dana_n && i < SIDE_FUNDS; i++) {
		out->kind[i] = (int)p->dana[i].jenis;
		out->ceiling[i] = p->dana[i].pagu;
	}
	if (p->dana_n > SIDE_FUNDS)
		notes_add(&c->notes, "Program ini memiliki %d dana; yang dihitung tiga yang pertama.", p->dana_n);
	c->ask.programmes = p->manfaat;
	c->ask.income = p->penghasilan;
	return ERR_OK;
}

static int read_sides(struct comparing *c, const struct simulate_compare_in *in, struct simulate_compare_out *out,
		      struct err *e)
{
	struct side none = { .quota = FIELD_ABSENT, .first = MONTH_NONE, .months = FIELD_ABSENT };
	int rc = ERR_OK;

	for (int i = 0; i < SIDE_FUNDS; i++) {
		none.kind[i] = -1;
		none.ceiling[i] = rp(FIELD_ABSENT);
	}
	c->side[0] = TAKE_SIDE(a);
	c->side[1] = TAKE_SIDE(b);
	c->side[2] = TAKE_SIDE(c);
	if (in->program.n)
		rc = from_programme(c, in, &none, out, e);
	fill_up(&c->side[0], &none);
	c->side[0].there = true;
	for (int i = 1; i < SIDES; i++) {
		c->side[i].there = asked(&c->side[i]);
		fill_up(&c->side[i], &c->side[0]);
	}
	return rc;
}

static int check_side(const struct side *s, const char *letter, struct err *e)
{
	if (s->months == FIELD_ABSENT || s->months < 1)
		return err_set(e, ERR_USAGE, "skenario %s: tulis banyaknya bulan, 1 sampai %d", letter, LIM_MONTHS);
	if (!month_known(s->first))
		return err_set(e, ERR_USAGE, "skenario %s: tulis bulan pertama, misalnya 2025-05", letter);
	if (!s->n)
		return err_set(e, ERR_USAGE, "skenario %s: tulis paling sedikit satu pagu", letter);
	return ERR_OK;
}

/* --- one scenario
 * ------------------------------------------------------------------------------------------------------
 */
/* The price of a payer for the time that was asked for. */
static int price(struct comparing *c, const struct side *s, int kind, struct contribution_plan *out, struct err *e)
{
	struct contribution_ask ask = c->ask;
	int rc;

	ask.payer = jenis_dana_word((enum jenis_dana)kind);
	rc = law_contribution_plan(c->env->law, &ask, s->first, (int)s->months, out, e);
	for (size_t k = 0; !rc && k < out->used.n; k++)
		law_use(&c->used, out->used.at[k]);
	return rc;
}

static int price_side(struct comparing *c, struct side *s, const char *letter, struct err *e)
{
	int rc;

	for (int i = 0; i < SIDE_FUNDS; i++)
		if (s->ceiling[i].rp != FIELD_ABSENT && s->ceiling[i].rp > 0) {
			if (s->kind[i] < 0)
				s->kind[i] = DANA_APBD;
			s->of[s->n++] = i;
		}
	rc = check_side(s, letter, e);
	for (int i = 0; !rc && i < s->n; i++) {
		s->fund[i].ceiling = s->ceiling[s->of[i]];
		rc = price(c, s, s->kind[s->of[i]], &s->fund[i].price, e);
	}
	return rc;
}

/* How many more people the same money and 10 million more would pay, in the fund that is spent last; what is lacking
 * for one more; what is lacking for the whole quota. */
static void look_further(struct side *s)
{
	const struct simulated_fund *last = &s->fund[s->n - 1];
	struct scenario_row *r = &s->row;
	int64_t full = last->ceiling.rp / last->each.rp;

	r->tambah = (last->ceiling.rp + MORE) / last->each.rp - full;
	r->berikut = rp((full + 1) * last->each.rp - last->ceiling.rp);
	r->kurang_orang = FIELD_ABSENT;
	r->kurang = rp(FIELD_ABSENT);
	if (s->quota == FIELD_ABSENT || s->quota <= r->dapat_dibayar)
		return;
	r->kurang_orang = s->quota - r->dapat_dibayar;
	r->kurang = rp((full + r->kurang_orang) * last->each.rp - last->ceiling.rp);
}

static int reckon(struct side *s, const char *letter, struct err *e)
{
	struct scenario_row *r = &s->row;
	int64_t placed = 0;
	int lasts = 0, rc;

	*r = (struct scenario_row){ .nama = padan_span_of(letter),
				    .kuota = s->quota,
				    .mulai = s->first,
				    .sampai = { s->first.m + (int32_t)s->months - 1 },
				    .bulan = s->months,
				    .jenis1 = s->kind[0],
				    .pagu1 = s->ceiling[0],
				    .jenis2 = s->kind[1],
				    .pagu2 = s->ceiling[1],
				    .jenis3 = s->kind[2],
				    .pagu3 = s->ceiling[2] };
	rc = simulate_people(s->fund, s->n, (int)s->months, &r->dapat_dibayar, e);
	if (rc)
		return rc;
	r->orang = s->quota != FIELD_ABSENT && s->quota < r->dapat_dibayar ? s->quota : r->dapat_dibayar;
	rc = simulate_fill(s->fund, s->n, (int)s->months, r->orang, &placed, e);
	if (!rc && s->quota != FIELD_ABSENT && s->quota > 0)
		rc = simulate_months(s->fund, s->n, s->quota, &lasts, e);
	r->terbayar = s->quota == FIELD_ABSENT ? FIELD_ABSENT : lasts < s->months ? lasts : s->months;
	for (int i = 0; !rc && i < s->n; i++) {
		rc = law_add(&r->pagu, s->fund[i].ceiling, e);
		if (!rc)
			rc = law_add(&r->terpakai, s->fund[i].spent, e);
	}
	r->sisa = rp(r->pagu.rp - r->terpakai.rp);
	if (!rc)
		look_further(s);
	return rc;
}

/* --- lists
 * -------------------------------------------------------------------------------------------------------------
 */
static int list_scenarios(struct comparing *c, struct row_cursor *out, struct err *e)
{
	struct scenario_row *rows = padan_arena_array(c->env->arena, SIDES, sizeof(*rows));
	size_t n = 0;

	for (int i = 0; rows && i < SIDES; i++)
		if (c->side[i].there)
			rows[n++] = c->side[i].row;
	return rows ? row_cursor_over(c->env->arena, rows, n, sizeof(*rows), out, e) : err_memory(e, "skenario");
}

static int list_funds(struct comparing *c, struct row_cursor *out, struct err *e)
{
	struct scenario_fund_row *rows = padan_arena_array(c->env->arena, (size_t)SIDES * SIDE_FUNDS, sizeof(*rows));
	size_t n = 0;

	for (int i = 0; rows && i < SIDES; i++)
		for (int k = 0; c->side[i].there && k < c->side[i].n; k++) {
			const struct simulated_fund *f = &c->side[i].fund[k];

			rows[n++] = (struct scenario_fund_row){
				.skenario = padan_span_of(letters[i]),
				.dana = padan_span_of(payer_label(c->side[i].kind[c->side[i].of[k]])),
				.pagu = f->ceiling,
				.rincian = money_runs_text(c->env, &f->price, (int)c->side[i].months),
				.biaya = f->each,
				.orang = f->people,
				.terpakai = f->spent,
				.sisa = f->left,
				.tambah = (f->ceiling.rp + MORE) / f->each.rp - f->ceiling.rp / f->each.rp
			};
		}
	return rows ? row_cursor_over(c->env->arena, rows, n, sizeof(*rows), out, e) : err_memory(e, "dana");
}

/* What a month costs one person, fund by fund: "Rp16.800" or "APBD Rp16.800, TJSL Rp8.400". */
static span month_price(const struct comparing *c, const struct side *s, int at)
{
	char line[200] = "", money[40];
	int len = 0;

	for (int k = 0; k < s->n && len < 150; k++)
		len += snprintf(line + len, sizeof(line) - (size_t)len, "%s%s %s", k ? ", " : "",
				payer_label(s->kind[s->of[k]]), rupiah_format(s->fund[k].price.monthly[at], money));
	return text_keep(c->env->arena, padan_span_of(line));
}

static struct scenario_month_row month_row(const struct comparing *c, const struct side *s, int at)
{
	struct scenario_month_row r = { .skenario = s->row.nama,
					.bulan = { s->first.m + at },
					.iuran = month_price(c, s, at) };

	for (int k = 0; k < s->n; k++) {
		const struct simulated_fund *f = &s->fund[k];

		r.jumlah.rp += f->people * f->price.monthly[at].rp;
		r.berubah |= at > 0 && f->price.monthly[at].rp != f->price.monthly[at - 1].rp;
	}
	return r;
}

static int list_months(struct comparing *c, struct row_cursor *out, struct err *e)
{
	struct scenario_month_row *rows;
	size_t n = 0, most = 0;

	for (int i = 0; i < SIDES; i++)
		most += c->side[i].there ? (size_t)c->side[i].months : 0;
	rows = padan_arena_array(c->env->arena, most, sizeof(*rows));
	for (int i = 0; rows && i < SIDES; i++)
		for (int at = 0; c->side[i].there && at < c->side[i].months; at++)
			rows[n++] = month_row(c, &c->side[i], at);
	return rows ? row_cursor_over(c->env->arena, rows, n, sizeof(*rows), out, e) : err_memory(e, "bulan");
}

/* Every kind of payer over the time of scenario A. */
static int list_payers(struct comparing *c, struct row_cursor *out, struct err *e)
{
	const struct side *s = &c->side[0];
	struct payer_row *rows = padan_arena_array(c->env->arena, DANA_N, sizeof(*rows));
	int64_t most = 0;
	int rc = rows ? ERR_OK : err_memory(e, "pembayar");

	for (int kind = 0; !rc && kind < DANA_N; kind++) {
		struct contribution_plan plan;
		rupiah each = rp(0);

		rc = price(c, s, kind, &plan, e);
		for (int i = 0; !rc && i < s->months; i++)
			rc = law_add(&each, plan.monthly[i], e);
		if (rc)
			break;
		most = each.rp > most ? each.rp : most;
		rows[kind] = (struct payer_row){ .dana = padan_span_of(payer_label(kind)),
						 .rincian = money_runs_text(c->env, &plan, (int)s->months),
						 .biaya = each };
	}
	for (int kind = 0; !rc && kind < DANA_N; kind++)
		rows[kind].hemat = rp(most > rows[kind].biaya.rp ? most - rows[kind].biaya.rp : FIELD_ABSENT);
	return rc ? rc : row_cursor_over(c->env->arena, rows, DANA_N, sizeof(*rows), out, e);
}

/* --- a gap
 * -------------------------------------------------------------------------------------------------------------
 */
/* What the death of a member pays: after a year without a gap, and in the first month after one. */
static int gap(struct comparing *c, struct simulate_compare_out *out, struct err *e)
{
	const struct side *s = &c->side[0];
	struct benefit_ask ask = { .kind = BENEFIT_JKM,
				   .segment = SEGMENT_BPU,
				   .event = month_first(s->first),
				   .wage = rp(-1),
				   .member_since = DATE_NONE,
				   .paid_months = MEMBER_MONTHS,
				   .percent = BENEFIT_NO,
				   .disability_no = BENEFIT_NO,
				   .function_loss = BENEFIT_NO,
				   .stmb_months = BENEFIT_NO,
				   .transport = TRANSPORT_NONE };
	struct benefit b;
	int rc = law_benefit(c->env->law, &ask, &b, &c->used, e);

	out->santunan = b.total;
	ask.paid_months = 1;
	if (!rc)
		rc = law_benefit(c->env->law, &ask, &b, &c->used, e);
	if (rc)
		return rc;
	out->santunan_jeda = b.total;
	out->selisih = rp(out->santunan.rp - out->santunan_jeda.rp);
	out->orang = s->row.orang;
	out->hemat = rp(0);
	for (int k = 0; k < s->n; k++)
		out->hemat.rp += s->fund[k].people * s->fund[k].price.monthly[0].rp;
	return ERR_OK;
}

/* What holds for all of them. */
static void read_common(struct comparing *c, const struct simulate_compare_in *in)
{
	static const unsigned bits[] = { LAW_JKK, LAW_JKM, LAW_JHT };
	unsigned benefits = 0;

	for (int i = 0; i < in->manfaat.n; i++)
		benefits |= bits[in->manfaat.at[i]];
	if (benefits)
		c->ask.programmes = benefits;
	if (in->penghasilan.rp != FIELD_ABSENT)
		c->ask.income = in->penghasilan;
}

static int tell(struct comparing *c, struct simulate_compare_out *out, struct err *e)
{
	int rc = gap(c, out, e);

	if (!rc)
		rc = list_scenarios(c, &out->daftar, e);
	if (!rc)
		rc = list_funds(c, &out->dana, e);
	if (!rc)
		rc = list_payers(c, &out->pembayar, e);
	if (!rc)
		rc = list_months(c, &out->per_bulan, e);
	if (rc)
		return rc;
	notes_unverified(&c->notes, &c->used);
	rc = notes_cursor(&c->notes, &out->catatan, e);
	return rc ? rc : basis_cursor(&c->used, c->env->arena, &out->dasar, e);
}

int simulate_compare_plan(struct simulate_compare_out *out, const struct simulate_compare_in *in, const struct env *env,
			  struct err *e)
{
	struct comparing *c = padan_arena_zero(env->arena, sizeof(*c));
	int rc;

	if (!c)
		return err_memory(e, "simulasi");
	c->env = env;
	c->notes.arena = env->arena;
	c->ask = (struct contribution_ask){ .segment = SEGMENT_BPU,
					    .programmes = LAW_JKK | LAW_JKM,
					    .income = rp(INCOME),
					    .sector = in->sektor > 0 ? SECTOR_TRANSPORT : SECTOR_OTHER };
	rc = read_sides(c, in, out, e);
	read_common(c, in);
	for (int i = 0; !rc && i < SIDES; i++) {
		if (!c->side[i].there)
			continue;
		rc = price_side(c, &c->side[i], letters[i], e);
		if (!rc)
			rc = reckon(&c->side[i], letters[i], e);
	}
	return rc ? rc : tell(c, out, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * How many links are wrong, how many are missed? The sum of (1 - p) over what was linked, and of p over what was not
 * (Fellegi & Sunter 1969; as rates in Enamorado, Fifield & Imai 2019). The interval has two parts: chance, given the
 * probabilities (a sum of independent trials), and the model, whose weights are taken to be one bit off to either side
 * on the whole (Belin & Rubin 1995: probabilities of linkage models are too sure of themselves).
 */
#include "report.h"
#include <math.h>
#include <stdlib.h>

#define BITS 1.0

static double shifted(double p, double bits)
{
	double odds = p >= 1 ? 1e9 : p / (1 - p) * exp2(bits);

	return odds / (1 + odds);
}

/* A pair's probability of being what it is not: wrong where it is linked, missed where it is not. */
static double doubt(const struct scored *s, uint32_t threshold_ppm, double bits, bool *linked)
{
	double p = s->ppm / 1e6;

	*linked = s->ppm >= threshold_ppm;
	/* Rounded to 1: as sure as one millionth can say. */
	p = p >= 1 ? 1 - 2.5e-7 : p;
	p = bits == 0 ? p : shifted(p, bits);
	return *linked ? 1 - p : p;
}

static void add_up(const struct evidence *e, uint32_t threshold_ppm, double bits, double sum[2], double var[2])
{
	sum[0] = sum[1] = var[0] = var[1] = 0;
	for (size_t i = 0; i < e->n; i++) {
		bool linked;
		double x = doubt(&e->pair[i], threshold_ppm, bits, &linked);

		sum[linked] += x;
		var[linked] += x * (1 - x);
	}
}

void errors_at(const struct evidence *e, uint32_t threshold_ppm, struct errors *out)
{
	double mid[2], up[2], down[2], var[2], var_up[2], var_down[2];

	*out = (struct errors){ .threshold_ppm = threshold_ppm };
	for (size_t i = 0; i < e->n; i++)
		out->linked += e->pair[i].ppm >= threshold_ppm;
	add_up(e, threshold_ppm, 0, mid, var);
	add_up(e, threshold_ppm, BITS, up, var_up);
	add_up(e, threshold_ppm, -BITS, down, var_down);
	/* More bits for all pairs: fewer of the linked are wrong, more of the others are missed. */
	out->wrong = (struct span95){ fmax(0, up[1] - 1.96 * sqrt(var_up[1])), mid[1],
				      fmin(out->linked, down[1] + 1.96 * sqrt(var_down[1])) };
	out->missed =
		(struct span95){ fmax(0, down[0] - 1.96 * sqrt(var_down[0])), mid[0], up[0] + 1.96 * sqrt(var_up[0]) };
}

void errors_after(const struct evidence *e, const size_t *order, size_t n, double *wrong, double *missed)
{
	*wrong = *missed = 0;
	for (size_t i = n; i < e->n; i++) {
		bool linked;
		double x = doubt(&e->pair[order[i]], e->args->threshold_ppm, 0, &linked);

		*(linked ? wrong : missed) += x;
	}
}

struct doubtful {
	size_t at;
	uint32_t doubt;
};

static int more_doubt(const void *x, const void *y)
{
	const struct doubtful *a = x, *b = y;

	return a->doubt != b->doubt ? (a->doubt > b->doubt ? -1 : 1) : (a->at > b->at) - (a->at < b->at);
}

size_t *by_doubt(const struct evidence *e)
{
	struct doubtful *d = malloc((e->n + 1) * sizeof(*d));
	size_t *order = malloc((e->n + 1) * sizeof(*order));

	for (size_t i = 0; d && order && i < e->n; i++) {
		bool linked;
		double x = doubt(&e->pair[i], e->args->threshold_ppm, 0, &linked);

		d[i] = (struct doubtful){ i, (uint32_t)lround(x * 4e9) };
	}
	if (d && order) {
		qsort(d, e->n, sizeof(*d), more_doubt);
		for (size_t i = 0; i < e->n; i++)
			order[i] = d[i].at;
	} else {
		free(order);
		order = NULL;
	}
	free(d);
	return order;
}

/* --- what no rule brought together ------------------------------------------------------------------ */

static bool part_holds(const struct padan_schema *s, unsigned column, unsigned token, const struct padan_candidate *c)
{
	unsigned level = c->level[column];

	switch (token) {
	case PADAN_T_VALUE:
		return level == 1;
	case PADAN_T_NIK15:
		return (level & 7) == PADAN_LN_EQUAL || (level & 7) == PADAN_LN_TRUSTED;
	case PADAN_T_YEAR:
		return level == PADAN_LD_EQUAL || level == PADAN_LD_SWAPPED || level == PADAN_LD_YEAR;
	case PADAN_T_SET:
		return level == PADAN_LB_EQUAL || level == PADAN_LB_SOUND;
	case PADAN_T_WORD:
	case PADAN_T_LONE:
		return level >= PADAN_LB_EQUAL && level <= PADAN_LB_SOME;
	default: /* a part of a date */
		return s->column[column].kind == PADAN_DATE && (level == PADAN_LD_EQUAL || level == PADAN_LD_SWAPPED);
	}
}

static unsigned rules_met(const struct padan_schema *s, const struct padan_candidate *c)
{
	unsigned met = 0;

	for (unsigned i = 0; i < s->n_rules; i++) {
		bool all = true;

		for (unsigned p = 0; p < s->rule[i].n && all; p++)
			all = part_holds(s, s->rule[i].part[p].column, s->rule[i].part[p].token, c);
		met += all;
	}
	return met;
}

double never_compared(const struct evidence *e)
{
	enum { MOST = 20000 };
	double once = 0, twice = 0, step = (double)e->n / MOST;

	if ((double)e->compared >= e->possible)
		return 0;
	step = step < 1 ? 1 : step;
	for (double i = 0; i < (double)e->n; i += step) {
		const struct scored *s = &e->pair[(size_t)i];
		struct padan_candidate c;
		unsigned met;

		if (s->ppm < 500000)
			continue;
		e->explain(e->ctx, s, &c);
		met = rules_met(e->schema, &c);
		once += met == 1 ? step : 0;
		twice += met == 2 ? step : 0;
	}
	/* Chao 1987, the form that bears zeros. */
	return once * (once - 1) / (2 * (twice + 1));
}

/* --- the card ------------------------------------------------------------------------------------------ */

static void put_interval(FILE *f, const struct span95 *s)
{
	int digits = s->mid < 10 ? 1 : 0;

	fputs("<span><b>", f);
	put_decimal(f, s->mid, digits);
	fputs("</b> <span class=q>(", f);
	put_decimal(f, s->low, digits);
	fputs("–", f);
	put_decimal(f, s->high, digits);
	fputs(")</span></span>", f);
}

static void put_threshold_row(FILE *f, const struct evidence *e, uint32_t ppm, double unseen)
{
	struct errors x;
	double right;

	errors_at(e, ppm, &x);
	right = x.linked - x.wrong.mid;
	fprintf(f, "<tr%s><th scope=row>", ppm == e->args->threshold_ppm ? " class=on" : "");
	put_decimal(f, ppm / 1e6, ppm % 10000 ? 3 : 2);
	fputs(ppm == e->args->threshold_ppm ? " <span class=tag>dipakai</span></th><td data-l=\"Pasangan\">"
					    : "</th><td data-l=\"Pasangan\">",
	      f);
	put_decimal(f, x.linked, 0);
	fputs("</td><td data-l=\"Salah padan\">", f);
	put_interval(f, &x.wrong);
	fputs("</td><td data-l=\"Terlewat\">", f);
	put_interval(f, &x.missed);
	fputs("</td><td data-l=\"Ketepatan\">", f);
	put_percent(f, x.linked > 0 ? right / x.linked : 1);
	fputs("</td><td data-l=\"Ketercakupan\">", f);
	put_percent(f, right + x.missed.mid + unseen > 0 ? right / (right + x.missed.mid + unseen) : 1);
	fputs("</td></tr>\n", f);
}

static void put_thresholds(FILE *f, const struct evidence *e, double unseen)
{
	static const uint32_t at[] = { 50000, 200000, 500000, 800000, 900000, 950000, 990000, 999000 };
	bool own = false;

	fputs("<div class=scroll><table class=cards><caption>Perkiraan kesalahan pada tiap ambang (dalam kurung: "
	      "rentang 95 "
	      "%)</caption><thead><tr><th scope=col>Ambang peluang<th scope=col>Pasangan<th scope=col>Salah padan<th "
	      "scope=col>Terlewat<th scope=col>Ketepatan<th scope=col>Ketercakupan</tr></thead><tbody>\n",
	      f);
	for (unsigned i = 0; i < sizeof(at) / sizeof(*at); i++) {
		if (!own && e->args->threshold_ppm <= at[i]) {
			put_threshold_row(f, e, e->args->threshold_ppm, unseen);
			own = true;
			if (e->args->threshold_ppm == at[i])
				continue;
		}
		put_threshold_row(f, e, at[i], unseen);
	}
	if (!own)
		put_threshold_row(f, e, e->args->threshold_ppm, unseen);
	fputs("</tbody></table></div>\n", f);
}

static void put_reviews(FILE *f, const struct evidence *e)
{
	static const size_t steps[] = { 0, 10, 25, 50, 100, 200, 500, 1000, 5000 };
	size_t *order = by_doubt(e);
	double wrong = 1, missed = 1;

	if (!order)
		return;
	fputs("<div class=scroll><table class=cards><caption>Bila pasangan yang paling meragukan diperiksa orang lebih "
	      "dulu: sisa "
	      "kesalahan pada ambang yang dipakai</caption><thead><tr><th scope=col>Pasangan diperiksa<th "
	      "scope=col>Sisa salah "
	      "padan<th scope=col>Sisa terlewat<th scope=col>Peluang pasangan terakhir</tr></thead><tbody>\n",
	      f);
	for (unsigned i = 0; i < sizeof(steps) / sizeof(*steps) && wrong + missed >= .05; i++) {
		size_t n = steps[i] < e->n ? steps[i] : e->n;

		errors_after(e, order, n, &wrong, &missed);
		fprintf(f, "<tr><th scope=row>");
		put_decimal(f, (double)n, 0);
		fputs("</th><td data-l=\"Sisa salah padan\">", f);
		put_decimal(f, wrong, 1);
		fputs("</td><td data-l=\"Sisa terlewat\">", f);
		put_decimal(f, missed, 1);
		fputs("</td><td data-l=\"Peluang terakhir\">", f);
		if (n)
			put_percent(f, e->pair[order[n - 1]].ppm / 1e6);
		else
			fputs("–", f);
		fputs("</td></tr>\n", f);
		if (n == e->n)
			break;
	}
	fputs("</tbody></table></div>\n", f);
	free(order);
}

void report_accuracy(FILE *f, const struct evidence *e)
{
	double unseen = never_compared(e);

	fputs("<section id=ketepatan><h2>Kartu ketepatan</h2>\n<p>Berapa pasangan yang salah, dan berapa yang "
	      "terlewat? Ini "
	      "perkiraan dari peluang tiap pasangan, bukan hitungan terhadap kebenaran.</p>\n",
	      f);
	put_thresholds(f, e, unseen);
	fputs("<p>Pasangan benar yang tidak pernah dibandingkan karena tidak ada aturan yang mempertemukannya: ", f);
	if ((double)e->compared >= e->possible) {
		fputs("tidak ada, semua pasangan baris dibandingkan.</p>\n", f);
	} else {
		fputs("sekurangnya ", f);
		put_decimal(f, unseen, unseen < 10 ? 1 : 0);
		fputs(" (sudah termasuk dalam ketercakupan).</p>\n", f);
	}
	put_reviews(f, e);
	fputs("<details><summary>Cara menghitungnya</summary><p>Salah padan: jumlah (1 − peluang) atas pasangan yang "
	      "dipadankan; terlewat: jumlah peluang atas pasangan yang tidak (Fellegi &amp; Sunter, <i>JASA</i> 64, "
	      "1969; sebagai "
	      "laju: Enamorado, Fifield &amp; Imai, <i>APSR</i> 113, 2019). Rentang 95 % memuat dua hal: kebetulan, "
	      "bila peluangnya "
	      "benar (jumlah percobaan yang saling bebas), dan model, yang bobotnya dianggap bisa meleset satu bit ke "
	      "atas atau ke "
	      "bawah, sebab peluang model pemadanan cenderung terlalu yakin (Belin &amp; Rubin, <i>JASA</i> 90, 1995). "
	      "Yang tidak "
	      "pernah dibandingkan: batas bawah Chao (<i>Biometrics</i> 43, 1987) dari banyaknya pasangan yang "
	      "dipertemukan oleh "
	      "tepat satu dan tepat dua aturan. Hasil pemeriksaan orang (<code>padan review</code>) memperbaiki "
	      "semuanya.</p></details></section>\n",
	      f);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "estimate.h"
#include <math.h>

enum { WORD_MOST = 17000 }; /* mbit: a word seen nowhere may be a typing error */

#define LEAN	    60.0 /* true pairs that the starting rates are worth */
#define YEAR_M	    .9
#define LEAN_PAIRS  400.0
#define WRONG_LEAST 5e-4 /* share of typed NIKs that are another living person's */
#define WRONG_MOST  .05

static double frequency(const struct padan_index *ix, const struct pd_counts *n, uint32_t id)
{
	unsigned of = ix->dict.entry[id].of;
	unsigned c = of % PADAN_COLUMNS;
	enum padan_kind k = ix->schema->column[c].kind;
	double left = ix->dict.left[id], rows = ix->n, others;

	if (of >= PADAN_COLUMNS && of < 2 * PADAN_COLUMNS && (int)c == ix->roles.name)
		return ((n->word[ix->class_of[id]] > 1 ? n->word[ix->class_of[id]] - 1 : 0) + .5) /
		       ((double)n->right + 1);
	if (k == PADAN_CARD ||
	    k == PADAN_KEY) /* nearly unique: in closed form, unless it is a filler that many share */
		return left <= 6 ? 3.0 / ((double)n->right + 3) : left / rows;
	/* The true partner is no stranger: it does not count. */
	others = n->value[id] + left - 1 - (n->sampled == n->right && n->value[id] > 0);
	return (others + .4) / ((double)n->sampled + rows);
}

void pd_surprise_final(struct padan_index *ix, const struct pd_counts *n)
{
	for (uint32_t id = 0; id < ix->dict.n; id++) {
		int32_t s = -pd_log2_mbit(frequency(ix, n, id));
		bool word = ix->dict.entry[id].of < 2 * PADAN_COLUMNS;

		s = s < 0 ? 0 : s;
		ix->surprise[id] = word && s > WORD_MOST ? WORD_MOST : s;
	}
}

double pd_same_date(const struct padan_index *ix)
{
	double sum = 0, rows = 0;

	if (ix->roles.date < 0)
		return 4.5e-5;
	for (uint32_t i = 0; i < ix->n; i++) {
		const struct pd_cell *c = &ix->cell[(size_t)i * ix->schema->n_columns + (size_t)ix->roles.date];

		if (c->h == 0 || c->date.kind != PADAN_DATE_DAY)
			continue;
		sum += exp2(-ix->surprise[c->whole] / 1000.0);
		rows++;
	}
	return rows > 0 && sum / rows > 1e-6 ? sum / rows : 4.5e-5;
}

static void u_of_nik(double *out, const struct pd_counts *n, double date)
{
	const double *start = out;
	double u[PADAN_LEVELS], right = (double)n->right + 1, all = (double)n->same_day_n + LEAN_PAIRS;
	double p15 = ((double)n->same_day_15 + LEAN_PAIRS * start[PADAN_LN_GIVEN_DATE + PADAN_LN_TRUSTED]) / all;

	memcpy(u, start, sizeof(u));
	for (unsigned l = PADAN_LN_TYPO; l <= PADAN_LN_DIFFERENT; l++)
		u[PADAN_LN_GIVEN_DATE + l] =
			((double)n->same_day[l] + LEAN_PAIRS * start[PADAN_LN_GIVEN_DATE + l]) / all;
	u[PADAN_LN_GIVEN_DATE + PADAN_LN_TRUSTED] = p15;
	u[PADAN_LN_GIVEN_DATE + PADAN_LN_CARD] = 4 / right;
	u[PADAN_LN_GIVEN_DATE + PADAN_LN_EQUAL] = .002 / right / date;
	/* Without the date's own evidence: the same times the chance of the date that the number repeats. */
	u[PADAN_LN_EQUAL] = .02 / right;
	u[PADAN_LN_TRUSTED] = p15 * date;
	u[PADAN_LN_TYPO] = 8 * p15 * date;
	u[PADAN_LN_SAME_BIRTH] = u[PADAN_LN_GIVEN_DATE + PADAN_LN_SAME_BIRTH] * date;
	u[PADAN_LN_CARD] = 4 / right;
	u[PADAN_LN_NEAR] = u[PADAN_LN_GIVEN_DATE + PADAN_LN_NEAR] * date;
	memcpy(out, u, sizeof(u));
}

void pd_estimate_u(struct padan_model *m, const struct padan_schema *s, const struct pd_counts *n, double date)
{
	for (unsigned c = 0; c < s->n_columns; c++) {
		enum padan_kind k = s->column[c].kind;
		double *u = m->u[c], all = 0;

		for (unsigned l = 1; l < PADAN_LEVELS; l++)
			all += (double)n->u[c][l];
		if (k == PADAN_NIK) {
			u_of_nik(u, n, date);
		} else if (k == PADAN_DATE) {
			u[PADAN_LD_EQUAL] = date;
			u[PADAN_LD_SWAPPED] = date;
			u[PADAN_LD_NEAR] =
				((double)n->u[c][PADAN_LD_NEAR] + LEAN_PAIRS * u[PADAN_LD_NEAR]) / (all + LEAN_PAIRS);
			u[PADAN_LD_TYPO] =
				((double)n->u[c][PADAN_LD_TYPO] + LEAN_PAIRS * u[PADAN_LD_TYPO]) / (all + LEAN_PAIRS);
		} else if (k == PADAN_CARD || k == PADAN_KEY) {
			u[PADAN_LV_EQUAL] = 3 / ((double)n->right + 3);
			u[PADAN_LV_CLOSE] = k == PADAN_CARD ? 2e-5 : 1e-5;
		} else {
			for (unsigned l = 1; l < PADAN_LEVELS; l++)
				u[l] = u[l] > 0 ? ((double)n->u[c][l] + LEAN_PAIRS * u[l]) / (all + LEAN_PAIRS) : 0;
		}
	}
}

void pd_sums_add(struct pd_sums *s, const struct padan_schema *schema, const struct pd_roles *roles,
		 const uint8_t words[PADAN_COLUMNS], const struct pd_found *f, double p)
{
	for (unsigned c = 0; c < schema->n_columns; c++) {
		unsigned level = pd_level(f->gamma, c);
		uint32_t events;

		s->level[c][level] += p;
		if ((int)c == roles->nik && (level & 7) == PADAN_LN_EQUAL)
			s->nik_equal_wrong[level >> 3] += s->one - p;
		if (!pd_is_bag(schema->column[c].kind) || level == PADAN_LB_MISSING || level == PADAN_LB_NONE)
			continue;
		events = f->bag[roles->bag[c]];
		for (unsigned i = 0; i < words[c]; i++)
			s->event[c][events >> (3 * i) & 7] += p;
		s->event[c][PADAN_W_RIGHT_ONLY] += p * (events >> 24);
	}
	s->matches += p;
}

/* Shares of the levels from..to-1, leaning on the start. */
static void shares(double *m, const double *start, const double *sum, unsigned from, unsigned to)
{
	double all = 0, lean = 0;

	for (unsigned l = from; l < to; l++) {
		all += start[l] > 0 ? sum[l] : 0;
		lean += start[l];
	}
	for (unsigned l = from; l < to; l++)
		m[l] = start[l] > 0 ? (sum[l] + LEAN * start[l] / lean) / (all + LEAN) : 0;
}

static void m_of_events(struct padan_model *m, const struct padan_model *start, const struct pd_sums *s, unsigned c)
{
	double words = 0, right;

	for (unsigned e = 0; e < PADAN_W_RIGHT_ONLY; e++)
		words += s->event[c][e];
	for (unsigned e = 0; e < PADAN_W_RIGHT_ONLY; e++)
		m->word_m[c][e] = (s->event[c][e] + LEAN * start->word_m[c][e]) / (words + LEAN);
	right = s->event[c][PADAN_W_RIGHT_ONLY];
	m->word_m[c][PADAN_W_RIGHT_ONLY] = (right + LEAN * start->word_m[c][PADAN_W_RIGHT_ONLY]) / (words + LEAN);
}

static double between(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

void pd_estimate_m(struct padan_model *m, const struct padan_schema *schema, const struct pd_sums *s, uint64_t right,
		   double date)
{
	struct padan_model start;
	double pairs = (s->rows + 1) * (double)(right + 1);

	padan_model_start(&start, schema);
	for (unsigned c = 0; c < schema->n_columns; c++) {
		if (schema->column[c].kind == PADAN_NIK) {
			double wrong = between((s->nik_equal_wrong[0] + LEAN * .02) / (s->rows + LEAN), WRONG_LEAST,
					       WRONG_MOST);

			shares(m->m[c], start.m[c], s->level[c], 1, PADAN_LN_GIVEN_DATE);
			shares(m->m[c], start.m[c], s->level[c], PADAN_LN_GIVEN_DATE + 1, PADAN_LEVELS);
			m->u[c][PADAN_LN_EQUAL] = wrong / (double)(right + 1);
			wrong = between((s->nik_equal_wrong[1] + LEAN * .002) / (s->rows + LEAN), WRONG_LEAST,
					WRONG_MOST);
			m->u[c][PADAN_LN_GIVEN_DATE + PADAN_LN_EQUAL] = wrong / (double)(right + 1) / date;
			continue;
		}
		/* Where a side has only a year, that is a comparison of its own, too rare to be estimated. */
		if (schema->column[c].kind == PADAN_DATE)
			start.m[c][PADAN_LD_YEAR] = 0;
		shares(m->m[c], start.m[c], s->level[c], 1, PADAN_LEVELS);
		if (schema->column[c].kind == PADAN_DATE)
			m->m[c][PADAN_LD_YEAR] = YEAR_M;
		if (pd_is_bag(schema->column[c].kind))
			m_of_events(m, &start, s, c);
	}
	m->found = pairs > 0 ? between((s->matches + 9) / (s->rows + 10), .01, .999) : m->found;
}

void pd_posterior(const struct pd_kept *k, unsigned n, double found, uint64_t right, double p[PADAN_KEEP])
{
	double prior = log2(found / (1 - found)) - log2((double)right + 1), most = 0, none, sum;

	/* Everything relative to the largest, so that nothing overflows. */
	for (unsigned i = 0; i < n; i++)
		most = fmax(most, k[i].weight / 1000.0 + prior);
	none = exp2(-most);
	sum = none;
	for (unsigned i = 0; i < n; i++) {
		bool again = false;

		p[i] = exp2(k[i].weight / 1000.0 + prior - most);
		/* The same NIK twice in a registry is one person, and no rival to itself. */
		for (unsigned j = 0; j < i; j++)
			again = again || (k[i].nik != 0 && k[i].nik == k[j].nik);
		sum += again ? 0 : p[i];
	}
	for (unsigned i = 0; i < n; i++)
		p[i] = fmin(p[i] / sum, 1);
}

double pd_posterior_alone(int32_t weight, double found, uint64_t right)
{
	return 1 / (1 + exp2(-(weight / 1000.0 + log2(found / (1 - found)) - log2((double)right + 1))));
}

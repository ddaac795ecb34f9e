/* SPDX-License-Identifier: EUPL-1.2
 *
 * `padan review`: asks people about the pairs that teach most, and learns from what they say.
 *
 * Asked: pairs near the threshold (the most doubtful first), spread over the patterns of agreement so that fifty
 * answers do not say the same thing fifty times; one in ten is drawn from the sure ones, where a model that is too sure
 * of itself shows. Learned: each answer speaks for all pairs of its pattern. A pattern's share of true pairs has a Beta
 * distribution worth PRIOR answers around the model's probability; what the answers move it by moves the Dirichlet
 * counts of the levels (and word events), the number of true pairs and the prior.
 */
#include "report.h"
#include "said.h"
#include <math.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { LOOK = 20000, SPOT = 10, SURE_PPM = 20000 };

#define PRIOR 2.0

struct asked {
	size_t pair;
	uint64_t pattern;
	uint32_t times; /* pairs that have the pattern */
	bool spot, taken;
};

struct review {
	const struct evidence *e;
	struct said_list said;
	struct asked *look;
	size_t n;
	size_t *chosen;
	size_t n_chosen;
};

static bool is_sure(const struct scored *s)
{
	return s->ppm < SURE_PPM || s->ppm > 1000000 - SURE_PPM;
}

static uint64_t pattern_of(const struct evidence *e, const struct scored *s)
{
	struct padan_candidate c;
	uint64_t pattern = 0;

	e->explain(e->ctx, s, &c);
	for (unsigned k = 0; k < e->schema->n_columns; k++)
		pattern |= (uint64_t)(c.level[k] & 15) << (4 * k);
	return pattern;
}

static int by_pattern(const void *x, const void *y)
{
	const struct asked *a = x, *b = y;

	return a->pattern != b->pattern ? (a->pattern < b->pattern ? -1 : 1)
					: (a->pair > b->pair) - (a->pair < b->pair);
}

static double doubt(const struct review *r, const struct asked *a)
{
	double p = r->e->pair[a->pair].ppm / 1e6;

	return p < .5 ? p : 1 - p;
}

/* The first `most` in the order of doubt, and of the rest the sure ones that the seed draws; never what was answered.
 */
static bool considered(const struct review *r, size_t place, const struct scored *s, size_t most)
{
	const struct evidence *e = r->e;
	uint64_t lot = padan_mix64(padan_hash_join(s->a + 1, s->b + 1) ^ padan_mix64(e->args->seed));

	if ((r->e->one_table ? said_of(&r->said, s->a, s->b) : s->said) >= 0)
		return false;
	return place < most || (is_sure(s) && lot % e->n <= most);
}

static void count_patterns(struct review *r)
{
	if (r->n)
		qsort(r->look, r->n, sizeof(*r->look), by_pattern);
	for (size_t i = 0, same; i < r->n; i += same) {
		for (same = 1; i + same < r->n && r->look[i + same].pattern == r->look[i].pattern;)
			same++;
		for (size_t k = i; k < i + same; k++)
			r->look[k].times = (uint32_t)same;
	}
}

static bool look(struct review *r)
{
	const struct evidence *e = r->e;
	size_t *order = by_doubt(e), most = e->n < LOOK ? e->n : LOOK;
	bool ready;

	r->look = calloc(2 * most + 1, sizeof(*r->look));
	ready = order && r->look;
	for (size_t i = 0; ready && i < e->n && r->n < 2 * most; i++) {
		const struct scored *s = &e->pair[order[i]];

		if (considered(r, i, s, most))
			r->look[r->n++] =
				(struct asked){ .pair = order[i], .pattern = pattern_of(e, s), .spot = is_sure(s) };
	}
	free(order);
	count_patterns(r);
	return ready;
}

/* The worth of asking: how doubtful the pair is, how many others it speaks for, how often its pattern was asked. */
static double worth(const struct review *r, const struct asked *a, unsigned already, bool spot)
{
	double many = log2(1 + (double)a->times);

	if (a->taken || a->spot != spot)
		return -1;
	return (spot ? .1 + doubt(r, a) : doubt(r, a)) * (1 + many / 4) / (1 + already);
}

static void take(struct review *r, bool spot, uint32_t *already, const uint32_t *number)
{
	double best = -1;
	size_t at = 0;

	for (size_t i = 0; i < r->n; i++) {
		double w = worth(r, &r->look[i], already[number[i]], spot);

		if (w > best) {
			best = w;
			at = i;
		}
	}
	if (best < 0)
		return;
	r->look[at].taken = true;
	already[number[at]]++;
	r->chosen[r->n_chosen++] = at;
}

static bool choose(struct review *r)
{
	size_t want = r->e->args->count < r->n ? r->e->args->count : r->n;
	uint32_t *already = calloc(r->n + 1, sizeof(*already)), *number = calloc(r->n + 1, sizeof(*number));

	bool ready;

	r->chosen = calloc(want + 2, sizeof(*r->chosen));
	for (size_t i = 1; number && i < r->n; i++)
		number[i] = number[i - 1] + (r->look[i].pattern != r->look[i - 1].pattern);
	for (size_t i = 0; already && number && r->chosen && r->n_chosen < want; i++) {
		size_t before = r->n_chosen;

		take(r, i % SPOT == SPOT - 1, already, number);
		if (r->n_chosen == before)
			take(r, i % SPOT != SPOT - 1, already, number);
		if (r->n_chosen == before)
			break;
	}
	ready = already && number && r->chosen;
	free(already);
	free(number);
	return ready;
}

/* --- the file of questions -------------------------------------------------------------------------------- */

/* A spreadsheet takes what begins so for a formula. */
static void put_shown(FILE *f, struct padan_span s)
{
	char text[512];
	size_t n = s.n < sizeof(text) - 1 ? s.n : sizeof(text) - 1, k = 0;

	if (n && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '@' || s.p[0] == '\t' || s.p[0] == '\r'))
		text[k++] = '\'';
	for (size_t i = 0; i < n && k < sizeof(text); i++)
		text[k++] = (char)(s.p[i] ? s.p[i] : ' ');
	put_field(f, (struct padan_span){ text, k });
}

static void put_head(FILE *f, const struct evidence *e)
{
	fputs("left_id,right_id,label,probability,weight,pattern_pairs,alasan,penjelasan", f);
	for (unsigned c = 0; c < e->schema->n_columns; c++)
		fprintf(f, ",kiri_%s,kanan_%s", e->schema->column[c].label, e->schema->column[c].label);
	for (unsigned c = 0; c < e->schema->n_columns; c++)
		fprintf(f, ",gamma_%s", e->schema->column[c].label);
	fputc('\n', f);
}

static void put_question(FILE *f, const struct evidence *e, const struct asked *q, struct padan_row *room)
{
	const struct scored *s = &e->pair[q->pair];
	struct padan_candidate c;
	char number[24];

	e->explain(e->ctx, s, &c);
	put_field(f, padan_table_id(e->left, s->a, number));
	fputc(',', f);
	put_field(f, padan_table_id(e->right, s->b, number));
	fprintf(f, ",,%u.%06u,%.3f,%u,%s,\"", s->ppm / 1000000, s->ppm % 1000000, s->weight / 1000.0, q->times,
		q->spot ? "uji petik" : "meragukan");
	put_sentence(f, e, &c, s->ppm, false);
	fputc('"', f);
	for (unsigned k = 0; k < e->schema->n_columns; k++) {
		fputc(',', f);
		padan_binding_row(e->left_binding, s->a, room);
		put_shown(f, room->cell[k]);
		fputc(',', f);
		padan_binding_row(e->right_binding, s->b, room);
		put_shown(f, room->cell[k]);
	}
	for (unsigned k = 0; k < e->schema->n_columns; k++)
		fprintf(f, ",%u", c.level[k]);
	fputc('\n', f);
}

static int ask(const struct evidence *e)
{
	struct review r = { .e = e };
	struct padan_row *room = malloc(sizeof(*room));
	int rc = e->one_table ? said_find(&r.said, e->recipe, e->left, NULL) : CLI_OK;
	FILE *f = NULL;

	if (rc == CLI_OK && (!room || !look(&r) || !choose(&r)))
		rc = fail(CLI_MACHINE, "memori tidak cukup");
	if (rc == CLI_OK)
		f = out_open(e->args->out);
	if (f) {
		put_head(f, e);
		for (size_t i = 0; i < r.n_chosen; i++)
			put_question(f, e, &r.look[r.chosen[i]], room);
	}
	rc = rc != CLI_OK ? rc : f ? out_close(f, e->args->out) : CLI_MACHINE;
	free(room);
	free(r.look);
	free(r.chosen);
	said_free(&r.said);
	return rc;
}

/* --- learning ---------------------------------------------------------------------------------------------- */

/* The answers about one pattern. */
struct answer {
	uint64_t pattern;
	double same, different, p, pairs;
	size_t row; /* one of them */
};

struct lesson {
	const struct padan_table *t;
	const struct padan_schema *schema;
	struct padan_recipe *recipe;
	struct padan_model model;
	int gamma[PADAN_COLUMNS], left[PADAN_COLUMNS], right[PADAN_COLUMNS];
	int label, probability, pattern_pairs;
	struct answer *answer;
	size_t n, said;
	double moved; /* true pairs more or fewer than was thought */
};

static int column(const struct padan_table *t, const char *prefix, const char *label)
{
	char name[80];
	int n = snprintf(name, sizeof(name), "%s%s", prefix, label);

	return padan_table_column(t, (struct padan_span){ name, n < (int)sizeof(name) ? (size_t)n : sizeof(name) - 1 });
}

static double cell_number(const struct padan_table *t, size_t row, int column, double otherwise)
{
	struct padan_span s = column < 0 ? (struct padan_span){ NULL, 0 } : padan_table_cell(t, row, (uint32_t)column);
	char text[40];
	double x;

	snprintf(text, sizeof(text), "%.*s", (int)(s.n < 39 ? s.n : 39), s.p ? s.p : "");
	for (char *p = text; *p; p++)
		*p = (char)(*p == ',' ? '.' : *p); /* a spreadsheet may have written it so */
	return number_read(text, &x) ? x : otherwise;
}

static bool find_columns(struct lesson *l)
{
	bool any = false;

	l->label = padan_table_column(l->t, PADAN_LIT("label"));
	l->probability = padan_table_column(l->t, PADAN_LIT("probability"));
	l->pattern_pairs = padan_table_column(l->t, PADAN_LIT("pattern_pairs"));
	for (unsigned c = 0; c < l->schema->n_columns; c++) {
		l->gamma[c] = column(l->t, "gamma_", l->schema->column[c].label);
		l->left[c] = column(l->t, "kiri_", l->schema->column[c].label);
		l->right[c] = column(l->t, "kanan_", l->schema->column[c].label);
		any = any || l->gamma[c] >= 0;
	}
	return any && l->probability >= 0;
}

static int by_answer(const void *x, const void *y)
{
	const struct answer *a = x, *b = y;

	return a->pattern != b->pattern ? (a->pattern < b->pattern ? -1 : 1) : (a->row > b->row) - (a->row < b->row);
}

static bool gather(struct lesson *l)
{
	size_t k = 0;

	l->answer = calloc(padan_table_rows(l->t) + 1, sizeof(*l->answer));
	if (!l->answer)
		return false;
	for (size_t i = 0; i < padan_table_rows(l->t); i++) {
		int means = said_word(padan_table_cell(l->t, i, (uint32_t)l->label));
		struct answer *a = &l->answer[l->n];

		if (means < 0)
			continue;
		*a = (struct answer){ .same = means, .different = !means, .row = i };
		a->p = cell_number(l->t, i, l->probability, .5);
		a->pairs = fmax(1, cell_number(l->t, i, l->pattern_pairs, 1));
		for (unsigned c = 0; c < l->schema->n_columns; c++)
			a->pattern |= (uint64_t)((unsigned)cell_number(l->t, i, l->gamma[c], 0) & 15) << (4 * c);
		l->n++;
	}
	l->said = l->n;
	qsort(l->answer, l->n, sizeof(*l->answer), by_answer);
	for (size_t i = 0; i < l->n; i++) {
		struct answer *to = k ? &l->answer[k - 1] : NULL;

		if (!to || to->pattern != l->answer[i].pattern) {
			l->answer[k++] = l->answer[i];
			continue;
		}
		to->p = (to->p * (to->same + to->different) + l->answer[i].p) / (to->same + to->different + 1);
		to->same += l->answer[i].same;
		to->different += l->answer[i].different;
		to->pairs = fmax(to->pairs, l->answer[i].pairs);
	}
	l->n = k;
	return true;
}

/* By how many true pairs the answers move what was expected of the pattern. */
static double shift(const struct answer *a)
{
	double after = (PRIOR * a->p + a->same) / (PRIOR + a->same + a->different);

	return a->pairs * (after - a->p);
}

/* Counts to shares again, over the levels from..to-1; never to nothing. */
static void shares(double *m, const double *moved, double matches, unsigned from, unsigned to)
{
	double sum = 0, before = 0;

	for (unsigned l = from; l < to; l++)
		before += m[l];
	for (unsigned l = from; l < to; l++) {
		double floor = m[l] * matches / 5, count = m[l] * matches + moved[l];

		m[l] = m[l] > 0 ? fmax(count, floor) : 0;
		sum += m[l];
	}
	for (unsigned l = from; l < to && sum > 0; l++)
		m[l] *= before / sum;
}

static void learn_column(struct lesson *l, unsigned c, double matches)
{
	double moved[PADAN_LEVELS] = { 0 };
	double *m = l->model.m[c], year = m[PADAN_LD_YEAR];
	enum padan_kind k = l->schema->column[c].kind;

	for (size_t i = 0; i < l->n; i++)
		moved[l->answer[i].pattern >> (4 * c) & 15] += shift(&l->answer[i]);
	if (k == PADAN_NIK) {
		shares(m, moved, matches, 1, PADAN_LN_GIVEN_DATE);
		shares(m, moved, matches, PADAN_LN_GIVEN_DATE + 1, PADAN_LEVELS);
		return;
	}
	if (k == PADAN_DATE) /* a year alone is a comparison of its own */
		m[PADAN_LD_YEAR] = 0;
	shares(m, moved, matches, 1, PADAN_LEVELS);
	if (k == PADAN_DATE)
		m[PADAN_LD_YEAR] = year;
}

static void learn_words(struct lesson *l, unsigned c, double matches)
{
	double moved[PADAN_WORD_EVENTS] = { 0 }, words = 0;
	double *m = l->model.word_m[c], right = m[PADAN_W_RIGHT_ONLY];

	for (size_t i = 0; i < l->n && l->left[c] >= 0 && l->right[c] >= 0; i++) {
		unsigned event[PADAN_WORD_EVENTS] = { 0 };
		struct padan_span a = padan_table_cell(l->t, l->answer[i].row, (uint32_t)l->left[c]);
		struct padan_span b = padan_table_cell(l->t, l->answer[i].row, (uint32_t)l->right[c]);

		padan_word_events(l->schema->column[c].kind, a, b, event);
		for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++) {
			moved[e] += shift(&l->answer[i]) * event[e];
			words += e == PADAN_W_RIGHT_ONLY ? 0 : event[e];
		}
	}
	if (words == 0)
		return;
	/* Two words a pair, as a rule. */
	shares(m, moved, 2 * matches, 0, PADAN_W_RIGHT_ONLY);
	m[PADAN_W_RIGHT_ONLY] = fmax(right / 5, right + moved[PADAN_W_RIGHT_ONLY] / (2 * matches));
}

static int learn(struct lesson *l)
{
	double matches = padan_recipe_matches(l->recipe);

	l->model = *padan_recipe_model(l->recipe);
	l->schema = padan_recipe_schema(l->recipe);
	if (!find_columns(l))
		return fail(CLI_UNREADABLE,
			    "%s: bukan berkas dari padan review dengan model ini (kolom probability dan gamma_...)",
			    padan_table_name(l->t));
	if (!gather(l))
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (size_t i = 0; i < l->n; i++)
		l->moved += shift(&l->answer[i]);
	matches = fmax(matches, 20);
	for (unsigned c = 0; c < l->schema->n_columns; c++) {
		learn_column(l, c, matches);
		if (l->schema->column[c].kind == PADAN_NAME || l->schema->column[c].kind == PADAN_TEXT)
			learn_words(l, c, matches);
	}
	l->model.found *= fmax(.2, fmin(5, (matches + l->moved) / matches));
	l->model.found = fmin(l->model.found, .999);
	padan_recipe_learn(l->recipe, &l->model, padan_recipe_rows(l->recipe), fmax(1, matches + l->moved));
	return CLI_OK;
}

static int take_back(const struct args *a)
{
	struct lesson l = { 0 };
	struct padan_table *t = NULL;
	struct padan_error e;
	int rc = CLI_OK;

	if (padan_recipe_read(&l.recipe, a->model, &e) != PADAN_OK || padan_table_read(&t, a->labels, &e) != PADAN_OK)
		rc = fail_with(&e);
	l.t = t;
	if (rc == CLI_OK)
		rc = labels_read(l.recipe, a->labels, padan_recipe_tables(l.recipe) == 1);
	if (rc == CLI_OK)
		rc = learn(&l);
	if (rc == CLI_OK && padan_recipe_write(l.recipe, a->save_model, &e) != PADAN_OK)
		rc = fail_with(&e);
	if (rc == CLI_OK)
		fprintf(stderr, "padan: %zu putusan dari %zu pola dipelajari; pasangan sama diperkirakan %+.1f\n",
			l.said, l.n, l.moved);
	free(l.answer);
	padan_recipe_free(l.recipe);
	padan_table_free(t);
	return rc;
}

int command_review(const struct args *a)
{
	if (a->n_files == 0)
		return take_back(a);
	return a->n_files == 1 ? dedupe_with(a, ask) : link_with(a, ask);
}

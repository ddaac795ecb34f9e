/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mixed prices: is there a spread of these people over these budgets? Branch and cut over the counts
 * x[type][fund]. The bound is the same question with fractions of people allowed (dictionary.h): where even
 * fractions cannot be paid, nobody can. Gomory's cuts take away fractional answers that no whole people
 * stand behind (all counts, and all money left in units of the fund's prices, are whole numbers). From a
 * fractional answer whole people are rounded down and the rest pushed in by chains; when that fails, one
 * fractional count is split: at most its floor, or at least one more. Both halves are searched, so "none"
 * is a proof.
 */
#include "programme/dictionary.h"
#include "programme/spread.h"

enum { CUTS = 2 * LIM_FUNDS, CUT_ROUNDS = 12, ROOT_ROUNDS = 30, DEPTH = 120 };
/* A count to split: at most floor, or at least one more. variable -1: none is a fraction. */
struct fraction {
	int variable;
	int64_t floor;
};
/* The search holds one dictionary per level; beyond this it gives up as if its work had run out. */
#define EXACT_MEMORY ((size_t)64 << 20)

struct exact {
	const struct exact_query *q;
	const struct type_table *t;
	int *type;			      /* the types that are there: row of people -> type */
	int n, funds;			      /* rows of people; funds */
	int64_t unit[LIM_FUNDS];	      /* the common divisor of the fund's prices */
	int64_t *whole;			      /* per row and fund: the bound's answer, rounded down */
	int *key;			      /* per row: the fund that starts in the basis */
	int columns, first_branch, first_cut; /* variable numbers: counts, money left, branches, cuts */
	struct dictionary level[DEPTH];	      /* without cuts */
	struct dictionary cutting;	      /* where a level's cuts are tried */
	struct padan_arena *arena;
	struct spread *s; /* where a spread is tried */
};

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a;
}

static uint32_t mask(const struct exact *x, int row)
{
	return x->t->mask[x->type[row]];
}

static int64_t units(const struct exact *x, int row, int fund)
{
	return type_price(x->t, x->type[row], fund) / x->unit[fund];
}

static int new_row(struct dictionary *d, int number, int64_t constant)
{
	d->den[d->rows] = 1;
	d->basic[d->rows] = number;
	*dictionary_cell(d, d->rows, 0) = constant;
	return d->rows++;
}

/* The key fund pays whom no other fund pays. */
static void add_people_row(struct exact *x, struct dictionary *d, int row)
{
	int r = new_row(d, row * x->funds + x->key[row], x->q->count[x->type[row]]);

	for (int j = 0; j < d->columns; j++)
		if (d->outside[j] / x->funds == row)
			*dictionary_cell(d, r, j + 1) = -1;
}

/* Room minus what is spent, key funds written through their people's rows. */
static void add_money_row(struct exact *x, struct dictionary *d, int fund)
{
	int64_t room = x->q->budget[fund] / x->unit[fund];
	int r;

	for (int i = 0; i < x->n; i++)
		if (x->key[i] == fund)
			room -= units(x, i, fund) * x->q->count[x->type[i]];
	r = new_row(d, x->n * x->funds + fund, room);
	for (int j = 0; j < d->columns; j++) {
		int row = d->outside[j] / x->funds;

		if (d->outside[j] % x->funds == fund)
			*dictionary_cell(d, r, j + 1) = -units(x, row, fund);
		else if (x->key[row] == fund)
			*dictionary_cell(d, r, j + 1) = units(x, row, fund);
	}
}

static void first_dictionary(struct exact *x, struct dictionary *d)
{
	int at = 0;

	for (int i = 0; i < x->n; i++)
		for (int f = 0; f < x->funds; f++)
			if ((mask(x, i) >> f & 1) && f != x->key[i])
				d->outside[at++] = i * x->funds + f;
	d->next = x->first_cut;
	for (int i = 0; i < x->n; i++)
		add_people_row(x, d, i);
	for (int f = 0; f < x->funds; f++)
		add_money_row(x, d, f);
}

/* How far the fraction rest / den is from a half, in thousandths. */
static int64_t off_half(int64_t rest, int64_t den)
{
	int64_t k = den > INT64_MAX / 1000 ? rest / (den / 1000 + 1) : rest * 1000 / den;

	return k > 500 ? k - 500 : 500 - k;
}

/* Rounds the answer down; returns the count whose fraction is nearest to a half, least number on a tie. */
static struct fraction read_answer(struct exact *x, const struct dictionary *d)
{
	struct fraction best = { .variable = -1 };
	int64_t least = 1000;

	memset(x->whole, 0, (size_t)x->n * (size_t)x->funds * sizeof(*x->whole));
	for (int r = 0; r < d->rows; r++) {
		int v = d->basic[r];
		int64_t floor = *dictionary_cell(d, r, 0) / d->den[r], rest = *dictionary_cell(d, r, 0) % d->den[r],
			off;

		if (v >= x->n * x->funds)
			continue;
		x->whole[v] = floor;
		if (!rest)
			continue;
		off = off_half(rest, d->den[r]);
		if (off < least || (off == least && v < best.variable)) {
			least = off;
			best = (struct fraction){ v, floor };
		}
	}
	return best;
}

/* Whole people first, the rest by chains. */
static bool round_and_push(struct exact *x)
{
	struct spread *s = x->s;
	bool all = true;

	*x->q->work -= (int64_t)x->n * x->funds;
	memset(s->x, 0, (size_t)x->t->types * (size_t)x->funds * sizeof(*s->x));
	memcpy(s->left, x->q->budget, (size_t)x->funds * sizeof(*s->left));
	for (int i = 0; i < x->n; i++)
		for (int f = 0; f < x->funds; f++) {
			int64_t people = x->whole[i * x->funds + f];

			*spread_at(s, x->type[i], f) = people;
			s->left[f] -= people ? people * type_price(x->t, x->type[i], f) : 0;
		}
	for (int i = 0; i < x->n && all; i++) {
		int64_t rest = x->q->count[x->type[i]];

		for (int f = 0; f < x->funds; f++)
			rest -= x->whole[i * x->funds + f];
		for (; rest > 0 && all; rest--) {
			*x->q->work -= x->n;
			all = spread_push(s, x->type[i], mask(x, i));
		}
	}
	return all;
}

static bool make(struct exact *x, struct dictionary *d)
{
	return d->cell || dictionary_init(d, x->columns, x->n + x->funds + CUTS + DEPTH, x->arena);
}

static enum found dive(struct exact *x, int depth);

/* One half of a split count, searched one level down. */
static enum found half(struct exact *x, int depth, const struct fraction *f, bool up)
{
	struct dictionary *below = &x->level[depth + 1];
	int number = x->first_branch + depth;

	if (depth + 1 == DEPTH || !make(x, below))
		return FOUND_LIMIT;
	dictionary_copy(below, &x->level[depth]);
	*x->q->work -= (int64_t)below->rows * below->columns / 8;
	if (up ? !dictionary_at_least(below, f->variable, f->floor + 1, number)
	       : !dictionary_at_most(below, f->variable, f->floor, number))
		return FOUND_LIMIT;
	return dive(x, depth + 1);
}

/* Cuts until whole people fit (FOUND), nothing fits (FOUND_NONE), or cutting gets nowhere or its numbers grow too
 * large (FOUND_LIMIT: *f is the last fraction known). Cuts do not go down to the next level, where their numbers
 * would grow on. */
static enum found cut_here(struct exact *x, int depth, struct fraction *f)
{
	struct dictionary *d = &x->cutting;

	dictionary_copy(d, &x->level[depth]);
	for (int round = 0; round < (depth ? CUT_ROUNDS : ROOT_ROUNDS); round++) {
		enum answer_found say;

		if (!dictionary_cut(d, x->first_cut))
			return FOUND_LIMIT;
		say = dictionary_settle(d, x->q->work);
		if (say != ANSWER_FOUND)
			return say == ANSWER_IMPOSSIBLE ? FOUND_NONE : FOUND_LIMIT;
		*f = read_answer(x, d);
		if (round_and_push(x))
			return FOUND;
	}
	return FOUND_LIMIT;
}

static enum found dive(struct exact *x, int depth)
{
	enum answer_found say = dictionary_settle(&x->level[depth], x->q->work);
	struct fraction f;
	enum found found;

	if (say != ANSWER_FOUND)
		return say == ANSWER_IMPOSSIBLE ? FOUND_NONE : FOUND_LIMIT;
	f = read_answer(x, &x->level[depth]);
	if (round_and_push(x))
		return FOUND;
	found = cut_here(x, depth, &f);
	if (found != FOUND_LIMIT)
		return found;
	/* An answer without fractions is a spread and was taken above; were it not, nothing would be proven. */
	if (f.variable < 0 || *x->q->work < 0)
		return FOUND_LIMIT;
	found = half(x, depth, &f, false);
	return found == FOUND_NONE ? half(x, depth, &f, true) : found;
}

static void set_up(struct exact *x)
{
	for (int f = 0; f < x->funds; f++) {
		int64_t g = 0;

		for (int i = 0; i < x->n; i++)
			if (mask(x, i) >> f & 1)
				g = gcd(type_price(x->t, x->type[i], f), g);
		x->unit[f] = g ? g : 1;
	}
	for (int i = 0; i < x->n; i++) {
		int64_t most = -1;

		x->columns += __builtin_popcount(mask(x, i)) - 1;
		for (int f = 0; f < x->funds; f++)
			if ((mask(x, i) >> f & 1) && *spread_at(x->s, x->type[i], f) > most) {
				most = *spread_at(x->s, x->type[i], f);
				x->key[i] = f;
			}
	}
	x->first_branch = x->n * x->funds + x->funds;
	x->first_cut = x->first_branch + DEPTH;
}

static enum found search(struct exact *x)
{
	x->whole = padan_arena_array(x->arena, (size_t)x->n * (size_t)x->funds + 1, sizeof(*x->whole));
	x->key = padan_arena_array(x->arena, (size_t)x->n, sizeof(*x->key));
	if (!x->whole || !x->key)
		return FOUND_LIMIT;
	for (int i = 0; i < x->n; i++)
		if (!mask(x, i))
			return FOUND_NONE;
	set_up(x);
	if (!make(x, &x->level[0]) || !make(x, &x->cutting))
		return FOUND_LIMIT;
	first_dictionary(x, &x->level[0]);
	return dive(x, 0);
}

/* The spread that was there is kept aside: a search that fails must leave it. */
static enum found search_beside(struct exact *x)
{
	size_t cells = (size_t)x->t->types * (size_t)x->funds;
	int64_t *kept = padan_arena_array(x->arena, cells, sizeof(*kept)), left[LIM_FUNDS];
	enum found found;

	x->type = padan_arena_array(x->arena, (size_t)x->t->types, sizeof(*x->type));
	if (!kept || !x->type)
		return FOUND_LIMIT;
	for (int t = 0; t < x->t->types; t++)
		if (x->q->count[t])
			x->type[x->n++] = t;
	memcpy(kept, x->s->x, cells * sizeof(*kept));
	memcpy(left, x->s->left, sizeof(left));
	found = search(x);
	if (found != FOUND) {
		memcpy(x->s->x, kept, cells * sizeof(*kept));
		memcpy(x->s->left, left, sizeof(left));
	}
	return found;
}

enum found exact_find(struct spread *s, const struct exact_query *q, const struct padan_alloc *from)
{
	struct exact x = { .q = q, .t = q->t, .funds = q->t->funds, .s = s };
	struct padan_arena scratch;
	enum found found;

	padan_arena_init(&scratch, from, EXACT_MEMORY);
	x.arena = &scratch;
	found = search_beside(&x);
	padan_arena_done(&scratch);
	return found;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mixed prices: is there a spread of these people over these budgets? Branch and cut over the counts
 * x[type][fund]. The bound is the same question with fractions of people allowed, answered by a simplex in
 * whole numbers (Edmonds' fraction-free pivots, least-index rule, so it always ends): where even fractions
 * cannot be paid, nobody can. Gomory's cuts take away fractional answers that no whole people stand behind (all
 * counts and all money left, in units, are whole numbers). From a fractional answer whole people are rounded down, the
 * rest are pushed in by chains; when that fails one fractional count is fixed to each value that the bound allows,
 * nearest first. All values of that count are tried, so "none" is a proof.
 */
#include "programme/spread.h"

struct exact {
	const struct exact_query *q;
	const struct type_table *t;
	int *type;		 /* the types that are there: row -> type */
	int n, funds;		 /* rows of people; funds */
	int64_t *count;		 /* per row: people not fixed yet */
	int64_t room[LIM_FUNDS]; /* per fund, in units of its prices' common divisor, after what is fixed */
	int64_t unit[LIM_FUNDS];
	uint32_t *open; /* per row: funds whose count is not fixed */
	int64_t *fixed; /* per row and fund */
	int64_t *whole; /* per row and fund: the bound's answer, rounded down */
	int *key;	/* per row: the fund that starts in the basis */
	/* The dictionary: row i says denominator * basic[i] = cell[i][0] + sum cell[i][j] * outside[j]. */
	int64_t *cell, denominator;
	int *basic, *outside; /* variable numbers; row * funds + fund, then one slack per fund */
	int rows, columns;    /* columns without the constant */
	int cuts;	      /* made in this dictionary: numbers their variables */
	struct spread *s;     /* where a spread is tried */
};

enum { CUTS = LIM_FUNDS * 2, CUT_ROUNDS = 40 };
enum bound { BOUND_OK, BOUND_NONE, BOUND_LIMIT };
/* A fractional count to branch on. */
struct branch {
	int row, fund; /* row -1 = none */
	int64_t floor;
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

static int64_t units(const struct exact *x, int row, int fund)
{
	return type_price(x->t, x->type[row], fund) / x->unit[fund];
}

static int64_t *cell(const struct exact *x, int row, int column)
{
	return &x->cell[(size_t)row * (size_t)(x->columns + 1) + (size_t)column];
}

/* Row of people: the key fund pays whom no other fund pays. */
static void add_people_row(struct exact *x, int row)
{
	int r = x->rows++;

	x->basic[r] = row * x->funds + x->key[row];
	*cell(x, r, 0) = x->count[row];
	for (int j = 0; j < x->columns; j++)
		if (x->outside[j] / x->funds == row)
			*cell(x, r, j + 1) = -1;
}

/* Row of money: room minus what is spent, key funds written through their people's rows. */
static void add_money_row(struct exact *x, int fund)
{
	int r = x->rows++;
	int64_t constant = x->room[fund];

	x->basic[r] = x->n * x->funds + fund;
	for (int i = 0; i < x->n; i++)
		if (x->count[i] && x->key[i] == fund)
			constant -= units(x, i, fund) * x->count[i];
	*cell(x, r, 0) = constant;
	for (int j = 0; j < x->columns; j++) {
		int row = x->outside[j] / x->funds, to = x->outside[j] % x->funds;

		if (to == fund)
			*cell(x, r, j + 1) = -units(x, row, fund);
		else if (x->key[row] == fund)
			*cell(x, r, j + 1) = units(x, row, fund);
	}
}

static int lowest(uint32_t set)
{
	return __builtin_ctz(set);
}

/* False: somebody has no fund left, or a fund is overspent by what is fixed. */
static bool dictionary_start(struct exact *x)
{
	x->rows = x->columns = x->cuts = 0;
	for (int f = 0; f < x->funds; f++)
		if (x->room[f] < 0)
			return false;
	for (int i = 0; i < x->n; i++) {
		if (!x->count[i])
			continue;
		if (!x->open[i])
			return false;
		if (!(x->open[i] >> x->key[i] & 1))
			x->key[i] = lowest(x->open[i]);
		for (int f = 0; f < x->funds; f++)
			if ((x->open[i] >> f & 1) && f != x->key[i])
				x->outside[x->columns++] = i * x->funds + f;
	}
	memset(x->cell, 0, (size_t)(x->n + x->funds) * (size_t)(x->columns + 1) * sizeof(*x->cell));
	x->denominator = 1;
	for (int i = 0; i < x->n; i++)
		if (x->count[i])
			add_people_row(x, i);
	for (int f = 0; f < x->funds; f++)
		add_money_row(x, f);
	return true;
}

__extension__ typedef __int128 wide;

/* (a * p - b * c) / d, which divides without rest; false when it leaves 64 bits. */
static bool minor_of(int64_t a, int64_t p, int64_t b, int64_t c, int64_t d, int64_t *out)
{
	wide v, product;

	if (__builtin_mul_overflow((wide)a, (wide)p, &v) || __builtin_mul_overflow((wide)b, (wide)c, &product) ||
	    __builtin_sub_overflow(v, product, &v))
		return false;
	v /= d;
	if (v > INT64_MAX || v < -INT64_MAX)
		return false;
	*out = (int64_t)v;
	return true;
}

static bool pivot(struct exact *x, int r, int c)
{
	int64_t p = *cell(x, r, c), d = x->denominator;
	int swapped = x->basic[r];

	for (int i = 0; i < x->rows; i++) {
		int64_t factor = *cell(x, i, c);

		if (i == r)
			continue;
		for (int j = 0; j <= x->columns; j++)
			if (j != c && !minor_of(*cell(x, i, j), p, factor, *cell(x, r, j), d, cell(x, i, j)))
				return false;
	}
	for (int j = 0; j <= x->columns; j++)
		*cell(x, r, j) = j == c ? d : -*cell(x, r, j);
	x->denominator = p;
	x->basic[r] = x->outside[c - 1];
	x->outside[c - 1] = swapped;
	return true;
}

/* Least variable number among the rows below zero; -1 when all is well. */
static int leaving(const struct exact *x)
{
	int r = -1;

	for (int i = 0; i < x->rows; i++)
		if (*cell(x, i, 0) < 0 && (r < 0 || x->basic[i] < x->basic[r]))
			r = i;
	return r;
}

/* Least variable number that could lift the row; 0 when none can: the row proves that there is no answer. */
static int entering(const struct exact *x, int r)
{
	int c = 0;

	for (int j = 1; j <= x->columns; j++)
		if (*cell(x, r, j) > 0 && (!c || x->outside[j - 1] < x->outside[c - 1]))
			c = j;
	return c;
}

/* Pivots until no row is below zero. */
static enum bound settle(struct exact *x)
{
	for (;;) {
		int r = leaving(x), c;

		if (r < 0)
			return BOUND_OK;
		c = entering(x, r);
		if (!c)
			return BOUND_NONE;
		*x->q->work -= (int64_t)x->rows * (x->columns + 1);
		if (*x->q->work < 0 || !pivot(x, r, c))
			return BOUND_LIMIT;
	}
}

static int64_t modulo(int64_t a, int64_t d)
{
	int64_t r = a % d;

	return r < 0 ? r + d : r;
}

/* Cuts that have become loose leave the dictionary. */
static void drop_loose_cuts(struct exact *x)
{
	int first = x->n * x->funds + x->funds, kept = 0;

	for (int r = 0; r < x->rows; r++) {
		if (x->basic[r] >= first)
			continue;
		if (kept != r) {
			memcpy(cell(x, kept, 0), cell(x, r, 0), (size_t)(x->columns + 1) * sizeof(*x->cell));
			x->basic[kept] = x->basic[r];
		}
		kept++;
	}
	x->rows = kept;
}

/* Gomory: basic = (b + sum a x) / d with everything whole, so sum (-a mod d) x - (b mod d) is d times a whole
 * number that is not negative. One cut for each fractional row. */
static enum bound cut(struct exact *x)
{
	int old, first = x->n * x->funds + x->funds;

	drop_loose_cuts(x);
	old = x->rows;
	for (int r = 0; r < old && x->rows < old + CUTS; r++) {
		int64_t *from = cell(x, r, 0), *to = cell(x, x->rows, 0), d = x->denominator;

		if (from[0] % d == 0)
			continue;
		to[0] = -modulo(from[0], d);
		for (int j = 1; j <= x->columns; j++)
			to[j] = modulo(-from[j], d);
		x->basic[x->rows++] = first + x->cuts++;
	}
	return settle(x);
}

/* Reads the bound's answer: whole counts, and the first that is none. */
static struct branch read_answer(struct exact *x)
{
	struct branch b = { .row = -1 };
	int least = x->n * x->funds;

	memcpy(x->whole, x->fixed, (size_t)x->n * (size_t)x->funds * sizeof(*x->whole));
	for (int r = 0; r < x->rows; r++) {
		int v = x->basic[r];
		int64_t floor = *cell(x, r, 0) / x->denominator;

		if (v >= x->n * x->funds)
			continue;
		x->whole[v] += floor;
		if (*cell(x, r, 0) % x->denominator && v < least) {
			least = v;
			b = (struct branch){ v / x->funds, v % x->funds, floor };
		}
	}
	return b;
}

/* Whole people first, the rest by chains. */
static bool round_and_push(struct exact *x)
{
	struct spread *s = x->s;
	bool all = true;

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
		while (rest-- > 0 && all)
			all = spread_push(s, x->type[i], x->t->mask[x->type[i]]);
	}
	return all;
}

static void fix(struct exact *x, int row, int fund, int64_t people)
{
	x->count[row] -= people;
	x->room[fund] -= people * units(x, row, fund);
	x->fixed[row * x->funds + fund] += people;
	x->open[row] ^= 1u << fund;
}

static enum found dive(struct exact *x, bool *bound_says_none);

/* One value of the branching count. *more becomes false when the bound forbids it: then it forbids all
 * values beyond, because the values that fractions allow are an interval. */
static enum found try_value(struct exact *x, const struct branch *b, int64_t people, bool *more)
{
	enum found found;
	bool none = false;

	if (people < 0 || people > x->count[b->row]) {
		*more = false;
		return FOUND_NONE;
	}
	fix(x, b->row, b->fund, people);
	found = dive(x, &none);
	fix(x, b->row, b->fund, -people);
	if (none)
		*more = false;
	return found;
}

/* Every value of a count, nearest to the fraction first. */
static enum found branch(struct exact *x, const struct branch *b)
{
	enum found found = FOUND_NONE;
	bool up = true, down = true;

	for (int64_t step = 0; (up || down) && found == FOUND_NONE; step++) {
		if (down)
			found = try_value(x, b, b->floor - step, &down);
		if (up && found == FOUND_NONE)
			found = try_value(x, b, b->floor + 1 + step, &up);
	}
	return found;
}

static enum found dive(struct exact *x, bool *bound_says_none)
{
	enum bound say = dictionary_start(x) ? settle(x) : BOUND_NONE;
	struct branch b;

	*bound_says_none = say == BOUND_NONE;
	if (say != BOUND_OK)
		return say == BOUND_NONE ? FOUND_NONE : FOUND_LIMIT;
	b = read_answer(x);
	if (round_and_push(x))
		return FOUND;
	for (int round = 0; round < CUT_ROUNDS && say == BOUND_OK; round++) {
		say = cut(x);
		if (say == BOUND_NONE)
			return FOUND_NONE;
		if (say == BOUND_LIMIT)
			break; /* too large numbers, or no work left: branch on what is known */
		b = read_answer(x);
		if (round_and_push(x))
			return FOUND;
	}
	return b.row < 0 ? FOUND_LIMIT : branch(x, &b); /* whole counts are always a spread: never below 0 here */
}

static void set_up(struct exact *x)
{
	for (int f = 0; f < x->funds; f++) {
		int64_t g = 0;

		for (int i = 0; i < x->n; i++)
			if (x->t->mask[x->type[i]] >> f & 1)
				g = gcd(type_price(x->t, x->type[i], f), g);
		x->unit[f] = g ? g : 1;
		x->room[f] = x->q->budget[f] < 0 ? -1 : x->q->budget[f] / x->unit[f];
	}
	for (int i = 0; i < x->n; i++) {
		int64_t most = -1;

		x->count[i] = x->q->count[x->type[i]];
		x->open[i] = x->t->mask[x->type[i]];
		for (int f = 0; f < x->funds; f++)
			if ((x->open[i] >> f & 1) && *spread_at(x->s, x->type[i], f) > most) {
				most = *spread_at(x->s, x->type[i], f);
				x->key[i] = f;
			}
	}
}

static bool get_memory(struct exact *x, struct padan_arena *a)
{
	size_t n = (size_t)x->n, vars = n * (size_t)x->funds + 1;

	x->count = padan_arena_array(a, n, sizeof(*x->count));
	x->open = padan_arena_array(a, n, sizeof(*x->open));
	x->key = padan_arena_array(a, n, sizeof(*x->key));
	x->fixed = padan_arena_array(a, vars, sizeof(*x->fixed));
	x->whole = padan_arena_array(a, vars, sizeof(*x->whole));
	x->outside = padan_arena_array(a, vars, sizeof(*x->outside));
	x->basic = padan_arena_array(a, n + LIM_FUNDS + CUTS, sizeof(*x->basic));
	x->cell = padan_arena_array(a, (n + LIM_FUNDS + CUTS) * (vars + 1), sizeof(*x->cell));
	return x->count && x->open && x->key && x->fixed && x->whole && x->outside && x->basic && x->cell;
}

/* The spread that was there is kept aside: a search that fails must leave it. */
static enum found search(struct exact *x, struct padan_arena *a, int *rc, struct err *e)
{
	size_t cells = (size_t)x->t->types * (size_t)x->funds;
	int64_t *kept = padan_arena_array(a, cells, sizeof(*kept)), left[LIM_FUNDS];
	enum found found;
	bool none = false;

	if (!kept || !get_memory(x, a)) {
		*rc = err_memory(e, "alokasi");
		return FOUND_LIMIT;
	}
	memcpy(kept, x->s->x, cells * sizeof(*kept));
	memcpy(left, x->s->left, sizeof(left));
	set_up(x);
	found = dive(x, &none);
	if (found != FOUND) {
		memcpy(x->s->x, kept, cells * sizeof(*kept));
		memcpy(x->s->left, left, sizeof(left));
	}
	return found;
}

enum found exact_find(struct spread *s, const struct exact_query *q, struct padan_arena *arena, int *rc, struct err *e)
{
	struct exact x = { .q = q, .t = q->t, .funds = q->t->funds, .s = s };
	struct padan_arena scratch;
	enum found found = FOUND_LIMIT;

	*rc = 0;
	padan_arena_init(&scratch, arena->from, 0);
	x.type = padan_arena_array(&scratch, (size_t)q->t->types, sizeof(*x.type));
	if (!x.type) {
		*rc = err_memory(e, "alokasi");
	} else {
		for (int t = 0; t < q->t->types; t++)
			if (q->count[t])
				x.type[x.n++] = t;
		found = search(&x, &scratch, rc, e);
	}
	padan_arena_done(&scratch);
	return found;
}

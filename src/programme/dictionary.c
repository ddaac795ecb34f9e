/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/dictionary.h"

__extension__ typedef __int128 wide;

bool dictionary_init(struct dictionary *d, int columns, int rows_max, struct padan_arena *arena)
{
	size_t rows = (size_t)rows_max, width = (size_t)columns + 1;

	*d = (struct dictionary){ .columns = columns, .rows_max = rows_max };
	d->cell = padan_arena_array(arena, rows * width, sizeof(*d->cell));
	d->den = padan_arena_array(arena, rows, sizeof(*d->den));
	d->basic = padan_arena_array(arena, rows, sizeof(*d->basic));
	d->outside = padan_arena_array(arena, width, sizeof(*d->outside));
	return d->cell && d->den && d->basic && d->outside;
}

void dictionary_copy(struct dictionary *to, const struct dictionary *from)
{
	size_t rows = (size_t)from->rows, width = (size_t)from->columns + 1;

	to->rows = from->rows;
	to->next = from->next;
	memcpy(to->cell, from->cell, rows * width * sizeof(*to->cell));
	memcpy(to->den, from->den, rows * sizeof(*to->den));
	memcpy(to->basic, from->basic, rows * sizeof(*to->basic));
	memcpy(to->outside, from->outside, (width - 1) * sizeof(*to->outside));
}

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t r = a % b;

		a = b;
		b = r;
	}
	return a < 0 ? -a : a;
}

static bool fits(wide v)
{
	return v <= INT64_MAX && v >= -INT64_MAX;
}

/* a * m + k * b in 64 bits; false when it does not fit. */
static bool combine(int64_t a, int64_t m, int64_t k, int64_t b, int64_t *out)
{
	wide v = (wide)a * m + (wide)k * b;

	*out = (int64_t)v;
	return fits(v);
}

static void lowest_terms(struct dictionary *d, int row)
{
	int64_t g = d->den[row];

	for (int j = 0; j <= d->columns && g > 1; j++)
		if (*dictionary_cell(d, row, j))
			g = gcd(g, *dictionary_cell(d, row, j));
	if (g <= 1)
		return;
	d->den[row] /= g;
	for (int j = 0; j <= d->columns; j++)
		*dictionary_cell(d, row, j) /= g;
}

/* Puts what row r says of its new basic variable, which stood in column c, into another row. */
static bool substitute(struct dictionary *d, int row, int r, int c)
{
	int64_t factor = *dictionary_cell(d, row, c), p = d->den[r], g = gcd(p, factor), m = p / g, k = factor / g;
	int64_t *to = dictionary_cell(d, row, 0), *from = dictionary_cell(d, r, 0);

	to[c] = 0;
	for (int j = 0; j <= d->columns; j++)
		if (!combine(to[j], m, k, from[j], &to[j]))
			return false;
	if (!combine(d->den[row], m, 0, 0, &d->den[row]))
		return false;
	lowest_terms(d, row);
	return true;
}

static bool pivot(struct dictionary *d, int r, int c, int64_t *work)
{
	int64_t p = *dictionary_cell(d, r, c);
	int swapped = d->basic[r];

	for (int j = 0; j <= d->columns; j++)
		*dictionary_cell(d, r, j) = j == c ? d->den[r] : -*dictionary_cell(d, r, j);
	d->den[r] = p;
	d->basic[r] = d->outside[c - 1];
	d->outside[c - 1] = swapped;
	for (int i = 0; i < d->rows; i++) {
		if (i == r || !*dictionary_cell(d, i, c))
			continue;
		*work -= d->columns + 1;
		if (!substitute(d, i, r, c))
			return false;
	}
	*work -= d->rows;
	return *work >= 0;
}

/* Least variable number among the rows below zero; -1 when all is well. */
static int leaving(const struct dictionary *d)
{
	int r = -1;

	for (int i = 0; i < d->rows; i++)
		if (*dictionary_cell(d, i, 0) < 0 && (r < 0 || d->basic[i] < d->basic[r]))
			r = i;
	return r;
}

/* Least variable number that could lift the row; 0 when none can: then the row itself is the proof. */
static int entering(const struct dictionary *d, int r)
{
	int c = 0;

	for (int j = 1; j <= d->columns; j++)
		if (*dictionary_cell(d, r, j) > 0 && (!c || d->outside[j - 1] < d->outside[c - 1]))
			c = j;
	return c;
}

enum answer_found dictionary_settle(struct dictionary *d, int64_t *work)
{
	for (;;) {
		int r = leaving(d), c;

		if (r < 0)
			return ANSWER_FOUND;
		c = entering(d, r);
		if (!c)
			return ANSWER_IMPOSSIBLE;
		if (!pivot(d, r, c, work))
			return ANSWER_TOO_FAR;
	}
}

static int64_t modulo(int64_t a, int64_t d)
{
	int64_t r = a % d;

	return r < 0 ? r + d : r;
}

static void drop_loose_cuts(struct dictionary *d, int first_cut)
{
	int kept = 0;

	for (int r = 0; r < d->rows; r++) {
		if (d->basic[r] >= first_cut)
			continue;
		if (kept != r) {
			memcpy(dictionary_cell(d, kept, 0), dictionary_cell(d, r, 0),
			       (size_t)(d->columns + 1) * sizeof(*d->cell));
			d->basic[kept] = d->basic[r];
			d->den[kept] = d->den[r];
		}
		kept++;
	}
	d->rows = kept;
}

/* den * basic = b + sum a x with everything whole, so sum (-a mod den) x - (b mod den) is den times a whole
 * number that is not negative. */
bool dictionary_cut(struct dictionary *d, int first_cut)
{
	int old;

	drop_loose_cuts(d, first_cut);
	old = d->rows;
	for (int r = 0; r < old; r++) {
		int64_t *from = dictionary_cell(d, r, 0), *to = dictionary_cell(d, d->rows, 0), den = d->den[r];

		if (from[0] % den == 0)
			continue;
		if (d->rows == d->rows_max)
			return d->rows > old;
		to[0] = -modulo(from[0], den);
		for (int j = 1; j <= d->columns; j++)
			to[j] = modulo(-from[j], den);
		d->den[d->rows] = den;
		d->basic[d->rows++] = d->next++;
		lowest_terms(d, d->rows - 1);
	}
	return d->rows > old;
}

/* A new row: sign * (variable - value), written through the variable's own row or as itself. */
static bool limit(struct dictionary *d, int variable, int64_t value, int sign, int number)
{
	int64_t *to = dictionary_cell(d, d->rows, 0);
	int r = 0;

	if (d->rows == d->rows_max)
		return false;
	while (r < d->rows && d->basic[r] != variable)
		r++;
	for (int j = 1; j <= d->columns; j++)
		to[j] = r < d->rows ? sign * *dictionary_cell(d, r, j) : sign * (d->outside[j - 1] == variable);
	to[0] = r < d->rows ? sign * *dictionary_cell(d, r, 0) : 0;
	d->den[d->rows] = r < d->rows ? d->den[r] : 1;
	d->basic[d->rows] = number;
	return combine(to[0], 1, -sign * value, d->den[d->rows], &to[0]) && d->rows++ >= 0;
}

bool dictionary_at_most(struct dictionary *d, int variable, int64_t value, int number)
{
	return limit(d, variable, value, -1, number);
}

bool dictionary_at_least(struct dictionary *d, int variable, int64_t value, int number)
{
	return limit(d, variable, value, 1, number);
}

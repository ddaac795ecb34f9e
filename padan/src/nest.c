/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which comparisons say what another has said already? Some by what they are (the address under the family card), some
 * because the data show it: a postcode that tells the city, an address that names it.
 */
#include "binding_inside.h"
#include "recipe_inside.h"
#include <padan/fold.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { LOOK = 20000, GROUP = 4, TELLS = 92, PLAIN = 85, NAMED = 80 };

struct two {
	uint64_t x, y;
};

static int by_both(const void *a, const void *b)
{
	const struct two *p = a, *q = b;

	return p->x != q->x ? (p->x < q->x ? -1 : 1) : (p->y > q->y) - (p->y < q->y);
}

static bool place_like(unsigned w)
{
	return w == PADAN_WHAT_VILLAGE || w == PADAN_WHAT_DISTRICT || w == PADAN_WHAT_CITY || w == PADAN_WHAT_STATE ||
	       w == PADAN_WHAT_COUNTRY || w == PADAN_WHAT_PLACE || w == PADAN_WHAT_POSTCODE;
}

static uint64_t key_of(struct padan_span s)
{
	char key[PD_HEAD];
	size_t n = padan_fold_key(key, sizeof(key), s.n < 200 ? s : (struct padan_span){ s.p, 200 });

	return n ? padan_hash(key, n, 0) | 1 : 0;
}

/* The rows of the commonest second value among rows from..to-1 (sorted); *different: how many there are. */
static size_t largest(const struct two *p, size_t from, size_t to)
{
	size_t best = 0;

	for (size_t i = from, same; i < to; i += same) {
		for (same = 1; i + same < to && p[i + same].y == p[i].y;)
			same++;
		best = same > best ? same : best;
	}
	return best;
}

/* Does x tell y? Among rows whose x is not rare (the same person twice proves nothing) the commonest y of each x makes
 * up nearly all, while no single y does so on the whole. */
static bool tells(struct two *p, size_t n)
{
	size_t grouped = 0, told = 0, overall;

	qsort(p, n, sizeof(*p), by_both);
	for (size_t i = 0, same; i < n; i += same) {
		for (same = 1; i + same < n && p[i + same].x == p[i].x;)
			same++;
		if (same < GROUP)
			continue;
		grouped += same;
		told += largest(p, i, i + same);
	}
	if (grouped * 5 < n || n < 200)
		return false;
	for (size_t i = 0; i < n; i++)
		p[i].x = 0;
	qsort(p, n, sizeof(*p), by_both);
	overall = largest(p, 0, n);
	return told * 100 >= grouped * TELLS && overall * 100 < n * PLAIN;
}

static size_t collect(const struct padan_binding *b, size_t rows, unsigned x, unsigned y, struct two *to)
{
	char room[2][512];
	size_t n = 0;

	for (size_t i = 0; i < rows && i < LOOK; i++) {
		to[n] = (struct two){ key_of(pd_binding_cell(b, i, x, room[0])),
				      key_of(pd_binding_cell(b, i, y, room[1])) };
		n += to[n].x && to[n].y;
	}
	return n;
}

/* Does the text of column x hold the value of column y, as a rule? */
static bool names(const struct padan_binding *b, size_t rows, unsigned x, unsigned y)
{
	size_t seen = 0, in = 0;

	for (size_t i = 0; i < rows && seen < LOOK / 10; i++) {
		char text[600], value[128], room[2][512];
		size_t n, k;

		n = padan_fold_key(text, sizeof(text), pd_binding_cell(b, i, x, room[0]));
		k = padan_fold_key(value, sizeof(value), pd_binding_cell(b, i, y, room[1]));
		if (n == 0 || k < 3)
			continue;
		seen++;
		in += memmem(text, n, value, k) != NULL;
	}
	return seen > 20 && in * 100 >= seen * NAMED;
}

static void nest_by_data(struct padan_recipe *r, const struct padan_binding *b, size_t rows)
{
	struct two *room = malloc((rows < LOOK ? rows : LOOK) * sizeof(*room) + sizeof(*room));

	for (unsigned x = 0; room && x < r->schema.n_columns; x++)
		for (unsigned y = 0; y < r->schema.n_columns; y++) {
			unsigned wx = r->from[x].what, wy = r->from[y].what;

			/* Never both ways: the first to tell stands above. */
			if (x == y || !place_like(wy) || (r->schema.column[x].under >> y & 1))
				continue;
			if ((place_like(wx) && tells(room, collect(b, rows, x, y, room))) ||
			    ((wx == PADAN_WHAT_STREET || wx == PADAN_WHAT_TEXT) && names(b, rows, x, y)))
				r->schema.column[y].under |= (uint16_t)(1u << x);
		}
	free(room);
}

static uint16_t columns_of(const struct padan_recipe *r, enum padan_kind k)
{
	uint16_t set = 0;

	for (unsigned c = 0; c < r->schema.n_columns; c++)
		set |= (uint16_t)((r->schema.column[c].kind == k) << c);
	return set;
}

void pd_recipe_nest(struct padan_recipe *r, const struct padan_table *t)
{
	uint16_t card = columns_of(r, PADAN_CARD), nik = columns_of(r, PADAN_NIK), born = columns_of(r, PADAN_DATE);
	struct padan_binding *b;

	for (unsigned c = 0; c < r->schema.n_columns; c++) {
		enum padan_kind k = r->schema.column[c].kind;

		if (k == PADAN_PLACE || k == PADAN_TEXT || k == PADAN_VALUE)
			r->schema.column[c].under = card;
		else if (k == PADAN_SEX || k == PADAN_CARD)
			r->schema.column[c].under = nik;
		if (r->from[c].what == PADAN_WHAT_AGE)
			r->schema.column[c].under |= born;
	}
	if (padan_bind(&b, r, t, NULL) != PADAN_OK)
		return;
	nest_by_data(r, b, padan_table_rows(t));
	padan_binding_free(b);
}

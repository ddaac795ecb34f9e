/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mixed prices leave crumbs in every fund. Between two funds, i people of one type one way and j of another the
 * other way gather them: for each i the fitting j are an interval, so one pair of funds and types costs as
 * many steps as there are people to move. Finds much, proves nothing.
 */
#include "programme/spread.h"

enum { MOVED_MOST = 2000 };

/* What is tried: room for `need` rupiah in fund f by moving `s` from f to g and `t` back. */
struct exchange {
	int64_t need;
	int f, g, s, t;
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static void apply(struct spread *x, const struct exchange *e, int64_t i, int64_t j)
{
	const struct type_table *t = x->t;

	*spread_at(x, e->s, e->f) -= i;
	*spread_at(x, e->s, e->g) += i;
	*spread_at(x, e->t, e->g) -= j;
	*spread_at(x, e->t, e->f) += j;
	x->left[e->f] += i * type_price(t, e->s, e->f) - j * type_price(t, e->t, e->f);
	x->left[e->g] += j * type_price(t, e->t, e->g) - i * type_price(t, e->s, e->g);
}

/* f must gain `need` - left, g may lose no more than its left: both bound j, from above and from below. */
static bool try_pair(struct spread *x, const struct exchange *e)
{
	const struct type_table *t = x->t;
	int64_t sf = type_price(t, e->s, e->f), sg = type_price(t, e->s, e->g), tf = type_price(t, e->t, e->f),
		tg = type_price(t, e->t, e->g);
	int64_t most = *spread_at(x, e->s, e->f), gain = e->need - x->left[e->f];

	for (int64_t i = 1; i <= most && i <= MOVED_MOST; i++) {
		int64_t high = floor_div(i * sf - gain, tf), low = -floor_div(x->left[e->g] - i * sg, tg);

		if (high > *spread_at(x, e->t, e->g))
			high = *spread_at(x, e->t, e->g);
		if (low < -*spread_at(x, e->t, e->f))
			low = -*spread_at(x, e->t, e->f);
		if (low <= high) {
			apply(x, e, i, low);
			return true;
		}
	}
	return false;
}

static bool both_pay(const struct type_table *t, int type, const struct exchange *e)
{
	return (t->mask[type] >> e->f & 1) && (t->mask[type] >> e->g & 1);
}

static bool try_funds(struct spread *x, struct exchange *e, int64_t *work)
{
	for (e->s = 0; e->s < x->t->types; e->s++) {
		if (!both_pay(x->t, e->s, e) || !*spread_at(x, e->s, e->f))
			continue;
		for (e->t = 0; e->t < x->t->types; e->t++) {
			if (e->t == e->s || !both_pay(x->t, e->t, e))
				continue;
			*work -= *spread_at(x, e->s, e->f) < MOVED_MOST ? *spread_at(x, e->s, e->f) : MOVED_MOST;
			if (*work < 0)
				return false;
			if (try_pair(x, e))
				return true;
		}
	}
	return false;
}

bool spread_exchange(struct spread *x, int type, uint32_t into, int64_t *work)
{
	struct exchange e;

	for (e.f = 0; e.f < x->t->funds; e.f++) {
		if (!(into & x->t->mask[type] & 1u << e.f))
			continue;
		e.need = type_price(x->t, type, e.f);
		for (e.g = 0; e.g < x->t->funds; e.g++) {
			if (e.g == e.f || !try_funds(x, &e, work))
				continue;
			++*spread_at(x, type, e.f);
			x->left[e.f] -= e.need;
			return true;
		}
	}
	return false;
}

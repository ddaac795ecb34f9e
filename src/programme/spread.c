/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/spread.h"

static int table_init(struct type_table *t, int funds, struct padan_arena *arena, struct err *e)
{
	size_t cells = (size_t)LIM_TYPES * (size_t)(funds ? funds : 1);

	*t = (struct type_table){ .funds = funds };
	t->mask = padan_arena_array(arena, LIM_TYPES, sizeof(*t->mask));
	t->price = padan_arena_array(arena, cells, sizeof(*t->price));
	t->node = padan_arena_array(arena, cells, sizeof(*t->node));
	t->node_fund = padan_arena_array(arena, LIM_FUNDS * LIM_PRICE_CLASSES, sizeof(*t->node_fund));
	t->node_price = padan_arena_array(arena, LIM_FUNDS * LIM_PRICE_CLASSES, sizeof(*t->node_price));
	return t->mask && t->price && t->node && t->node_fund && t->node_price ? 0 : err_memory(e, "alokasi");
}

static int check_prices(const struct price_table *p, struct err *e)
{
	const int64_t most = 1000000000000;

	if (p->funds < 0 || p->funds > LIM_FUNDS || p->classes < 1 || p->classes > LIM_PRICE_CLASSES)
		return err_set(e, ERR_USAGE, "tabel iuran: %d dana dan %d golongan; paling banyak %d dan %d", p->funds,
			       p->classes, LIM_FUNDS, LIM_PRICE_CLASSES);
	for (int i = 0; i < p->funds * p->classes; i++)
		if (p->price[i] != PRICE_NONE && (p->price[i] <= 0 || p->price[i] > most))
			return err_set(e, ERR_USAGE, "tabel iuran: iuran per orang harus lebih dari nol");
	return 0;
}

static uint16_t node_for(struct type_table *t, int fund, int64_t price)
{
	int v = 0;

	while (v < t->nodes && (t->node_fund[v] != fund || t->node_price[v] != price))
		v++;
	if (v == t->nodes) {
		for (int u = 0; u < t->nodes; u++)
			t->mixed |= t->node_fund[u] == fund;
		t->node_fund[v] = (uint8_t)fund;
		t->node_price[v] = price;
		t->nodes++;
	}
	return (uint16_t)v;
}

static bool same_type(const struct type_table *t, int type, uint32_t mask, const int64_t *price)
{
	return t->mask[type] == mask && memcmp(&t->price[type * t->funds], price, (size_t)t->funds * 8) == 0;
}

/* The type with these funds at these prices; -1 when there are too many. */
static int type_for(struct type_table *t, const struct candidate *c, const struct price_table *p)
{
	int64_t price[LIM_FUNDS];
	uint32_t mask = 0;
	int type = 0;

	for (int f = 0; f < p->funds; f++) {
		price[f] = c->funds >> f & 1 ? p->price[f * p->classes + c->klass] : PRICE_NONE;
		if (price[f] != PRICE_NONE)
			mask |= 1u << f;
	}
	while (type < t->types && !same_type(t, type, mask, price))
		type++;
	if (type == LIM_TYPES)
		return -1;
	if (type == t->types) {
		t->types++;
		t->mask[type] = mask;
		for (int f = 0; f < p->funds; f++) {
			t->price[type * p->funds + f] = price[f];
			if (mask >> f & 1)
				t->node[type * p->funds + f] = node_for(t, f, price[f]);
		}
	}
	return type;
}

int types_of(struct type_table *t, uint16_t *type, const struct allocation *in, struct padan_arena *arena,
	     struct err *e)
{
	struct candidate last = { .klass = UINT16_MAX };
	int rc = check_prices(in->prices, e), found = 0;

	if (!rc)
		rc = table_init(t, in->prices->funds, arena, e);
	for (uint32_t i = 0; i < in->n && !rc; i++) {
		const struct candidate *c = &in->people[i];

		if (c->klass >= in->prices->classes)
			return err_set(e, ERR_USAGE, "golongan iuran %d tidak ada pada tabel iuran", c->klass);
		if (c->klass != last.klass || c->funds != last.funds)
			found = type_for(t, c, in->prices);
		if (found < 0)
			return err_set(e, ERR_USAGE,
				       "lebih dari %d susunan dana dan iuran per orang; gabungkan batasan dana",
				       LIM_TYPES);
		last = *c;
		type[i] = (uint16_t)found;
	}
	return rc;
}

int spread_init(struct spread *s, const struct type_table *t, const rupiah *budget, struct padan_arena *arena,
		struct err *e)
{
	size_t nodes = (size_t)t->nodes + 1;

	*s = (struct spread){ .t = t };
	s->x = padan_arena_array(arena, (size_t)t->types * (size_t)t->funds + 1, sizeof(*s->x));
	s->left = padan_arena_array(arena, LIM_FUNDS, sizeof(*s->left));
	s->queue = padan_arena_array(arena, nodes, sizeof(*s->queue));
	s->via = padan_arena_array(arena, nodes, sizeof(*s->via));
	s->parent = padan_arena_array(arena, nodes, sizeof(*s->parent));
	if (!s->x || !s->left || !s->queue || !s->via || !s->parent)
		return err_memory(e, "alokasi");
	spread_reset(s, budget);
	return 0;
}

void spread_reset(struct spread *s, const rupiah *budget)
{
	memset(s->x, 0, (size_t)s->t->types * (size_t)s->t->funds * sizeof(*s->x));
	for (int f = 0; f < s->t->funds; f++)
		s->left[f] = budget[f].rp;
}

/* One move of the chain: a person of `type` out of one fund (-1: from outside) into another. */
static void move(struct spread *s, int type, int from, int to)
{
	if (to >= 0) {
		++*spread_at(s, type, to);
		s->left[to] -= type_price(s->t, type, to);
	}
	if (from >= 0) {
		--*spread_at(s, type, from);
		s->left[from] += type_price(s->t, type, from);
	}
}

static int fund_before(const struct spread *s, int v)
{
	return s->parent[v] < 0 ? -1 : s->t->node_fund[s->parent[v]];
}

static bool chain_holds(const struct spread *s, int end)
{
	for (int v = end; v >= 0; v = s->parent[v]) {
		int from = fund_before(s, v), to = s->t->node_fund[v];

		if (s->left[to] < 0 || (from >= 0 && (s->left[from] < 0 || *spread_at(s, s->via[v], from) < 0)))
			return false;
	}
	return true;
}

/* Moves along the chain that ends in node `end`. A chain may meet a mixed fund twice; then its steps were
 * judged one by one and may not hold together: it is undone. */
static bool chain_apply(struct spread *s, int end)
{
	for (int v = end; v >= 0; v = s->parent[v])
		move(s, s->via[v], fund_before(s, v), s->t->node_fund[v]);
	if (chain_holds(s, end))
		return true;
	for (int v = end; v >= 0; v = s->parent[v])
		move(s, s->via[v], s->t->node_fund[v], fund_before(s, v));
	return false;
}

static int visit(struct spread *s, int type, uint32_t funds, int parent, int tail)
{
	for (int f = 0; f < s->t->funds; f++) {
		int v;

		if (!(funds >> f & 1))
			continue;
		v = s->t->node[type * s->t->funds + f];
		if (s->parent[v] != -2)
			continue;
		s->parent[v] = parent;
		s->via[v] = (uint16_t)type;
		s->queue[tail++] = (uint16_t)v;
	}
	return tail;
}

bool spread_push(struct spread *s, int type, uint32_t into)
{
	const struct type_table *t = s->t;
	int tail;

	for (int v = 0; v < t->nodes; v++)
		s->parent[v] = -2;
	tail = visit(s, type, into & t->mask[type], -1, 0);
	for (int head = 0; head < tail; head++) {
		int v = s->queue[head], f = t->node_fund[v];

		if (s->left[f] >= t->node_price[v])
			return chain_apply(s, v);
		for (int other = 0; other < t->types && tail < t->nodes; other++)
			if (*spread_at(s, other, f) > 0 && s->left[f] + type_price(t, other, f) >= t->node_price[v])
				tail = visit(s, other, t->mask[other] & ~(1u << f), v, tail);
	}
	return false;
}

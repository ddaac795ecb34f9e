/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/spread.h"

enum { ALIVE, SHUT, NOT_KNOWN }; /* can one more of the type still be paid? Once no, for ever no. */

struct chooser {
	const struct allocation *in;
	struct padan_arena *arena;
	struct err *e;
	struct type_table types;
	uint16_t *type; /* per candidate */
	struct spread s;
	rupiah budget[LIM_FUNDS];
	int64_t *count;			  /* per type: people admitted */
	uint32_t entered;		  /* people admitted so far */
	uint32_t *asked;		  /* per type: entered + 1 when money was last asked for behind a ceiling */
	bool explaining;		  /* the run whose reasons are shown */
	uint8_t *life;			  /* per type */
	int64_t total, *district, *group; /* people who may still come in */
	int64_t allowed, work;		  /* cells of the exact search: by the caller; left in this phase */
	int rc;
};

static int64_t *copy_of(struct chooser *c, const int64_t *from, int n)
{
	int64_t *to = padan_arena_array(c->arena, (size_t)n, sizeof(*to));

	if (to && n)
		memcpy(to, from, (size_t)n * sizeof(*to));
	return to;
}

/* The search in whole numbers, with at most an eighth of the work that is left. */
static enum found ask_exact(struct chooser *c, const int64_t *count, const int64_t *budget)
{
	int64_t share = c->work / 8, spent = share;
	struct exact_query q = { .t = &c->types, .count = count, .budget = budget, .work = &share };
	enum found found = exact_find(&c->s, &q, c->arena->from);

	c->work -= spent - (share < 0 ? 0 : share);
	return found;
}

/* Without a proof: a chain, or an exchange. */
static bool place(struct chooser *c, int type, uint32_t into)
{
	int64_t share = c->work / 64, spent = share;
	bool placed = spread_push(&c->s, type, into) || (c->types.mixed && spread_exchange(&c->s, type, into, &share));

	c->work -= spent - (share < 0 ? 0 : share);
	return placed;
}

/* Can one more person of this type be paid? If so the spread holds the person. */
static bool admit(struct chooser *c, int type)
{
	int64_t budget[LIM_FUNDS];
	enum found found;

	if (c->life[type] != ALIVE)
		return false;
	c->count[type]++;
	if (place(c, type, c->types.mask[type]))
		return true;
	found = FOUND_NONE;
	if (c->types.mixed) {
		for (int f = 0; f < c->types.funds; f++)
			budget[f] = c->budget[f].rp;
		found = ask_exact(c, c->count, budget);
	}
	if (found == FOUND)
		return true;
	c->count[type]--;
	c->life[type] = found == FOUND_NONE ? SHUT : NOT_KNOWN;
	return false;
}

/* Ceilings come before money: who may not enter spends nothing. */
static unsigned ceilings_shut(const struct chooser *c, const struct candidate *p)
{
	unsigned why = 0;

	if (!c->total)
		why |= SHUT_TOTAL;
	if (p->district >= 0 && !c->district[p->district])
		why |= SHUT_DISTRICT;
	if (p->group >= 0 && !c->group[p->group])
		why |= SHUT_GROUP;
	return why;
}

static void count_in(struct chooser *c, const struct candidate *p)
{
	c->entered++;
	if (c->total > 0)
		c->total--;
	if (p->district >= 0)
		c->district[p->district]--;
	if (p->group >= 0)
		c->group[p->group]--;
}

static int first_fund(const struct chooser *c, int type)
{
	int f = 0;

	while (!*spread_at(&c->s, type, f))
		f++;
	return f;
}

/* For somebody whom a ceiling shuts out: had there been money at this turn? Asked anew only after somebody
 * entered. What the limit leaves open here is not held against the type's next person. */
static unsigned money_shut(struct chooser *c, int type)
{
	uint8_t was = c->life[type];

	if (was == ALIVE && c->asked[type] == c->entered + 1)
		return 0;
	c->asked[type] = c->entered + 1;
	if (admit(c, type)) {
		int f = first_fund(c, type);

		--*spread_at(&c->s, type, f);
		c->s.left[f] += type_price(&c->types, type, f);
		c->count[type]--;
		return 0;
	}
	if (c->life[type] == NOT_KNOWN)
		c->life[type] = was;
	return c->life[type] == SHUT ? SHUT_FUNDS : 0;
}

static unsigned turn(struct chooser *c, uint32_t i)
{
	const struct candidate *p = &c->in->people[i];
	unsigned why = ceilings_shut(c, p);

	if (why)
		return why | (c->explaining ? money_shut(c, c->type[i]) : 0);
	if (!admit(c, c->type[i]))
		return c->life[c->type[i]] == SHUT ? SHUT_FUNDS : SHUT_UNDECIDED;
	count_in(c, p);
	return 0;
}

/* The people of `in` in rank order; why[i] == 0: admitted. */
static int choose(struct chooser *c, uint8_t *why)
{
	const struct allocation *in = c->in;

	c->rc = 0;
	c->entered = 0;
	c->total = in->ceilings.total < 0 ? -1 : in->ceilings.total;
	c->district = copy_of(c, in->ceilings.district, in->ceilings.district_n);
	c->group = copy_of(c, in->ceilings.group, in->ceilings.group_n);
	if (!c->district || !c->group)
		return err_memory(c->e, "alokasi");
	memset(c->count, 0, (size_t)c->types.types * sizeof(*c->count));
	memset(c->asked, 0, (size_t)c->types.types * sizeof(*c->asked));
	memset(c->life, ALIVE, (size_t)c->types.types);
	spread_reset(&c->s, c->budget);
	for (uint32_t i = 0; i < in->n && !c->rc; i++)
		why[i] = (uint8_t)turn(c, i);
	return c->rc;
}

/* The exact question of fund_can_take: the others over what is left when this person takes the fund. */
static bool exact_can_take(struct chooser *c, int type, int fund, bool *exact)
{
	int64_t budget[LIM_FUNDS], *count = padan_arena_array(c->arena, (size_t)c->types.types, sizeof(*count));
	enum found found;

	if (!count) {
		c->rc = err_memory(c->e, "alokasi");
		return false;
	}
	for (int f = 0; f < c->types.funds; f++) {
		budget[f] = c->s.left[f];
		for (int t = 0; t < c->types.types; t++) {
			int64_t people = *spread_at(&c->s, t, f);

			count[t] += people;
			budget[f] += people ? people * type_price(&c->types, t, f) : 0;
		}
	}
	count[type]--;
	budget[fund] -= type_price(&c->types, type, fund);
	found = budget[fund] < 0 ? FOUND_NONE : ask_exact(c, count, budget);
	*exact &= found != FOUND_LIMIT;
	if (found != FOUND)
		return false;
	++*spread_at(&c->s, type, fund); /* its money is already off `left` */
	return true;
}

/* Makes the fund pay one person of the type, all others still being paid. */
static bool fund_can_take(struct chooser *c, int type, int fund, bool *exact)
{
	int from;

	if (*spread_at(&c->s, type, fund) > 0)
		return true;
	from = first_fund(c, type);
	--*spread_at(&c->s, type, from);
	c->s.left[from] += type_price(&c->types, type, from);
	if (place(c, type, 1u << fund))
		return true;
	++*spread_at(&c->s, type, from);
	c->s.left[from] -= type_price(&c->types, type, from);
	return c->types.mixed && exact_can_take(c, type, fund, exact);
}

/* The least list of funds. A fund that cannot take one person of a type can take no later one: they could
 * change places. So each type only ever walks forward (`at`). Where a search was given up the walk may
 * pass by a fund that would have been right: then the fund that pays in the spread at hand is taken. */
static int fund_for(struct chooser *c, int type, uint8_t *at, bool *exact)
{
	while (*at < c->types.funds && !c->rc) {
		if ((c->types.mask[type] >> *at & 1) && fund_can_take(c, type, *at, exact))
			return *at;
		++*at;
	}
	return first_fund(c, type);
}

static int assign(struct chooser *c, const uint8_t *why, struct allocation_result *out)
{
	uint8_t *at = padan_arena_zero(c->arena, (size_t)c->types.types);

	if (!at)
		return err_memory(c->e, "alokasi");
	out->assignment_exact = true;
	for (uint32_t i = 0; i < c->in->n && !c->rc; i++) {
		int t = c->type[i];

		out->fund[i] = -1;
		if (why[i])
			continue;
		out->fund[i] = (int8_t)fund_for(c, t, &at[t], &out->assignment_exact);
		--*spread_at(&c->s, t, out->fund[i]); /* fixed: nobody may move this person any more */
	}
	return c->rc;
}

static void explain(const struct chooser *c, const uint8_t *why, struct allocation_result *out)
{
	out->last_chosen = out->next = UINT32_MAX;
	for (uint32_t i = 0; i < c->in->n; i++) {
		const struct candidate *p = &c->in->people[i];
		struct shut_out *s = &out->shut_out[i];

		*s = (struct shut_out){ .why = why[i], .district = -1, .group = -1 };
		if (!why[i]) {
			out->chosen++;
			out->last_chosen = i;
			continue;
		}
		if (out->next == UINT32_MAX)
			out->next = i;
		out->undecided += (why[i] & SHUT_UNDECIDED) != 0;
		if (why[i] & SHUT_DISTRICT)
			s->district = p->district;
		if (why[i] & SHUT_GROUP)
			s->group = p->group;
		s->funds = c->types.mask[c->type[i]];
		if (!s->funds)
			s->why |= SHUT_NO_FUND | SHUT_FUNDS;
	}
}

static void sum_up(const struct chooser *c, struct allocation_result *out)
{
	for (int f = 0; f < c->types.funds; f++)
		out->sum[f] = (struct fund_sum){ .left = c->budget[f] };
	for (uint32_t i = 0; i < c->in->n; i++) {
		struct fund_sum *s = out->fund[i] < 0 ? NULL : &out->sum[out->fund[i]];
		int64_t price = s ? type_price(&c->types, c->type[i], out->fund[i]) : 0;

		if (!s)
			continue;
		s->people++;
		s->spent.rp += price;
		s->left.rp -= price;
	}
}

static uint32_t *differing(struct chooser *c, const uint8_t *in, const uint8_t *out, uint32_t *n)
{
	uint32_t *list, m = 0;

	for (uint32_t i = 0; i < c->in->n; i++)
		m += !in[i] && out[i];
	list = padan_arena_array(c->arena, m, sizeof(*list));
	if (!list)
		return NULL;
	*n = m;
	m = 0;
	for (uint32_t i = 0; i < c->in->n; i++)
		if (!in[i] && out[i])
			list[m++] = i;
	return list;
}

static int more_money(struct chooser *c, const uint8_t *why, struct allocation_result *out)
{
	uint8_t *then = padan_arena_zero(c->arena, c->in->n);
	int rc = then ? 0 : err_memory(c->e, "alokasi");
	int64_t share = c->allowed / 2 / (c->types.funds ? c->types.funds : 1);

	for (int f = 0; f < c->types.funds && !rc; f++) {
		struct more_money *m = &out->more[f];

		c->work = share;
		c->budget[f].rp += MORE_MONEY;
		rc = choose(c, then);
		c->budget[f].rp -= MORE_MONEY;
		if (rc)
			return rc;
		m->exact = true;
		for (int t = 0; t < c->types.types; t++)
			m->exact &= c->life[t] != NOT_KNOWN;
		m->enter = differing(c, then, why, &m->enter_n);
		m->leave = differing(c, why, then, &m->leave_n);
		if (!m->enter || !m->leave)
			return err_memory(c->e, "alokasi");
	}
	return rc;
}

static int prepare(struct chooser *c, struct allocation_result *out)
{
	size_t n = c->in->n;
	int rc;

	c->type = padan_arena_array(c->arena, n, sizeof(*c->type));
	out->fund = padan_arena_array(c->arena, n, sizeof(*out->fund));
	out->shut_out = padan_arena_array(c->arena, n, sizeof(*out->shut_out));
	if (!c->type || !out->fund || !out->shut_out)
		return err_memory(c->e, "alokasi");
	rc = types_of(&c->types, c->type, c->in, c->arena, c->e);
	if (rc)
		return rc;
	for (int f = 0; f < c->types.funds; f++) {
		c->budget[f] = c->in->budget[f];
		if (c->budget[f].rp < 0 || c->budget[f].rp > (int64_t)1 << 60)
			return err_set(c->e, ERR_USAGE, "pagu dana ke-%d di luar batas", f + 1);
	}
	c->count = padan_arena_array(c->arena, (size_t)c->types.types, sizeof(*c->count));
	c->asked = padan_arena_array(c->arena, (size_t)c->types.types, sizeof(*c->asked));
	c->life = padan_arena_array(c->arena, (size_t)c->types.types, sizeof(*c->life));
	if (!c->count || !c->asked || !c->life)
		return err_memory(c->e, "alokasi");
	return spread_init(&c->s, &c->types, c->budget, c->arena, c->e);
}

int allocate(const struct allocation *in, struct allocation_result *out, struct padan_arena *arena, struct err *e)
{
	struct chooser c = { .in = in, .arena = arena, .e = e, .allowed = in->work ? in->work : ALLOCATION_WORK };
	uint8_t *why = padan_arena_zero(arena, in->n);
	int rc;

	*out = (struct allocation_result){ 0 };
	rc = why ? prepare(&c, out) : err_memory(e, "alokasi");
	c.work = c.allowed;
	c.explaining = true;
	if (!rc)
		rc = choose(&c, why);
	c.explaining = false;
	c.work = c.allowed;
	if (!rc)
		rc = assign(&c, why, out);
	if (rc)
		return rc;
	explain(&c, why, out);
	sum_up(&c, out);
	return in->with_more ? more_money(&c, why, out) : 0;
}

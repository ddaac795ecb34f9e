/* SPDX-License-Identifier: EUPL-1.2
 *
 * The keys under which a right row looks for left ones. Right rows are many, and few of them have company on the left:
 * a word that stands in the name of no left row makes no key. What a left row is found under: keys.c.
 */
#include "engine.h"
#include <padan/hash.h>

enum { PAIRED_WORDS = 3 /* of a long name are enough */ };

bool pd_rule_pairs(const struct padan_rule *rule)
{
	return rule->n >= 2 && rule->part[0].column == rule->part[1].column &&
	       rule->part[0].token == rule->part[1].token;
}

/* --- once ------------------------------------------------------------------------------------------------------- */

/* The column of words; each stands there once. */
static uint8_t bag_of(struct pd_probe *p, uint8_t column)
{
	for (unsigned i = 0; i < p->n_bags; i++)
		if (p->bag[i] == column)
			return (uint8_t)i;
	p->bag[p->n_bags] = column;
	return (uint8_t)p->n_bags++;
}

static uint8_t list_of(struct pd_probe *p, unsigned column, unsigned gives)
{
	for (unsigned i = 0; i < p->n_lists; i++)
		if (p->list[i].column == column && p->list[i].gives == gives)
			return (uint8_t)i;
	p->list[p->n_lists] = (struct pd_list){ (uint8_t)column, (uint8_t)gives, bag_of(p, (uint8_t)column) };
	return (uint8_t)p->n_lists++;
}

static bool is_list(unsigned token)
{
	return token == PADAN_T_WORD || token == PADAN_T_LONE;
}

unsigned pd_rule_order(const struct padan_rule *rule, uint8_t order[3])
{
	bool pairs = pd_rule_pairs(rule);
	unsigned n = 0;

	for (unsigned lists = 0; lists < 2; lists++)
		for (unsigned i = 0; i < rule->n; i++)
			if (is_list(rule->part[i].token) == lists && !(pairs && i == 1))
				order[n++] = (uint8_t)i;
	return n;
}

static enum pd_gives gives_of(const struct padan_schema *s, unsigned column, unsigned token)
{
	switch ((enum padan_token)token) {
	case PADAN_T_WORD:
		return PD_GIVES_WORDS;
	case PADAN_T_LONE:
		return PD_GIVES_LONE;
	case PADAN_T_SET:
		return PD_GIVES_SET;
	case PADAN_T_YEAR:
		return PD_GIVES_YEAR;
	case PADAN_T_NIK15:
		return PD_GIVES_NIK15;
	default:
		return s->column[column].kind == PADAN_DATE ? PD_GIVES_DAY : PD_GIVES_VALUE;
	}
}

static void plan_rule(struct pd_probe *p, const struct padan_schema *s, unsigned i)
{
	const struct padan_rule *rule = &s->rule[i];
	struct pd_plan *plan = &p->plan[i];
	uint8_t order[3];
	unsigned n = pd_rule_order(rule, order);

	plan->seed = i + 1;
	for (unsigned k = 0; k < n; k++) {
		unsigned column = rule->part[order[k]].column, gives = gives_of(s, column, rule->part[order[k]].token);

		if (!is_list(rule->part[order[k]].token))
			plan->one[plan->n_ones++] = (struct pd_single){ (uint8_t)column, (uint8_t)gives };
		else
			plan->list[plan->n_lists++] =
				list_of(p, column, order[k] == 0 && pd_rule_pairs(rule) ? PD_GIVES_PAIRS : gives);
	}
}

/* So many bits that few of them are set by the two or three pairs of a left row. */
static unsigned pair_shift(const struct padan_index *ix)
{
	size_t rows = 0, bits = 10;

	for (uint32_t i = 0; i < ix->n; i++)
		rows += !ix->settled || !ix->settled[i];
	while (bits < 26 && (size_t)1 << bits < rows * 32)
		bits++;
	return 64 - (unsigned)bits;
}

static size_t pair_bytes(const struct pd_probe *p)
{
	return (size_t)1 << (64 - p->pair_shift) >> 3;
}

int pd_probe_begin(struct padan_index *ix)
{
	struct pd_probe *p = &ix->probe;
	size_t bytes;

	pd_probe_done(ix);
	for (unsigned i = 0; i < ix->schema->n_rules; i++)
		plan_rule(p, ix->schema, i);
	p->pair_shift = pair_shift(ix);
	p->n_words = ix->n_classes / 64 + 1;
	bytes = p->n_words * sizeof(*p->live);
	p->live = ix->from->resize(ix->from->ctx, NULL, 0, bytes);
	p->lone = ix->from->resize(ix->from->ctx, NULL, 0, bytes);
	p->pair = ix->from->resize(ix->from->ctx, NULL, 0, pair_bytes(p));
	if (!p->live || !p->lone || !p->pair)
		return PADAN_NO_MEMORY;
	memset(p->pair, 0, pair_bytes(p));
	memset(p->live, 0, bytes);
	memset(p->lone, 0, bytes);
	return PADAN_OK;
}

void pd_probe_done(struct padan_index *ix)
{
	size_t bytes = ix->probe.n_words * sizeof(*ix->probe.live);

	if (ix->probe.live)
		ix->from->resize(ix->from->ctx, ix->probe.live, bytes, 0);
	if (ix->probe.lone)
		ix->from->resize(ix->from->ctx, ix->probe.lone, bytes, 0);
	if (ix->probe.pair)
		ix->from->resize(ix->from->ctx, ix->probe.pair, pair_bytes(&ix->probe), 0);
	ix->probe = (struct pd_probe){ 0 };
}

static void show_pairs(struct padan_index *ix, const struct pd_cell *name)
{
	for (unsigned i = 0; i < name->n; i++)
		for (unsigned k = i + 1; k < name->n; k++) {
			uint64_t a = ix->dict.entry[ix->word[name->first + i]].sound;
			uint64_t b = ix->dict.entry[ix->word[name->first + k]].sound;
			uint64_t bit = pd_pair_of(a, b) >> ix->probe.pair_shift;

			ix->probe.pair[bit / 64] |= (uint64_t)1 << bit % 64;
		}
}

void pd_probe_show(struct padan_index *ix, uint32_t row)
{
	const struct pd_cell *cell;

	if (ix->roles.name < 0)
		return;
	cell = &ix->cell[(size_t)row * ix->schema->n_columns + (size_t)ix->roles.name];
	show_pairs(ix, cell);
	for (unsigned i = 0; i < cell->n; i++) {
		uint32_t class = ix->class_of[ix->dict.entry[ix->word[cell->first + i]].id];
		uint64_t bit = (uint64_t)1 << class % 64;

		ix->probe.live[class / 64] |= bit;
		if (cell->n == 1)
			ix->probe.lone[class / 64] |= bit;
	}
}

/* --- for every right row ------------------------------------------------------------------------------------------ */

static bool has(const uint64_t *set, uint32_t class)
{
	return class != PD_NONE && set[class / 64] >> class % 64 & 1;
}

uint8_t pd_probe_flags(const struct pd_probe *p, uint32_t class)
{
	if (!p || !p->live)
		return 0;
	return (uint8_t)((has(p->live, class) ? PD_WORD_LIVE : 0) | (has(p->lone, class) ? PD_WORD_SOLO : 0));
}

/* The words that count, each sound once. */
struct words {
	uint64_t sound[PD_KEY_WORDS];
	unsigned n, live, solo, common; /* bit sets: some left row has it; as its only word; it is a common one */
	bool lone;			/* the only word of all */
};

static bool among(const struct words *w, uint64_t sound)
{
	for (unsigned i = 0; i < w->n; i++)
		if (w->sound[i] == sound)
			return true;
	return false;
}

static void words_of(const struct pd_look *v, unsigned c, bool name, struct words *w)
{
	const struct pd_word_key *word = v->word + v->first[c];
	unsigned n = v->n[c] < PD_KEY_WORDS ? v->n[c] : PD_KEY_WORDS;

	w->n = w->live = w->solo = w->common = 0;
	w->lone = v->n[c] == 1;
	for (unsigned i = 0; i < n; i++) {
		unsigned flags = name ? word[i].flags : word[i].flags | PD_WORD_LIVE | PD_WORD_SOLO;

		if (word[i].n < 2 || among(w, word[i].sound))
			continue;
		w->live |= (unsigned)((flags & PD_WORD_LIVE) != 0) << w->n;
		w->solo |= (unsigned)((flags & PD_WORD_SOLO) != 0) << w->n;
		w->common |= (unsigned)((flags & PADAN_WORD_COMMON) != 0) << w->n;
		w->sound[w->n++] = word[i].sound;
	}
}

/* Of a long name the words that are not common come first. A bit for each that is taken. */
static unsigned best_words(const struct words *w)
{
	unsigned all = (1u << w->n) - 1, rare = all & ~w->common, taken = 0, n = 0;

	for (unsigned set = rare; set && n < PAIRED_WORDS; set &= set - 1, n++)
		taken |= set & -set;
	for (unsigned set = w->common; set && n < PAIRED_WORDS; set &= set - 1, n++)
		taken |= set & -set;
	return taken;
}

static unsigned pair_tokens(const struct pd_probe *p, const struct words *w, bool name, uint64_t *out)
{
	unsigned set = w->n > PAIRED_WORDS ? w->live & best_words(w) : w->live, n = 0;

	for (; set; set &= set - 1)
		for (unsigned rest = set & (set - 1); rest; rest &= rest - 1) {
			uint64_t pair = pd_pair_of(w->sound[__builtin_ctz(set)], w->sound[__builtin_ctz(rest)]);
			uint64_t bit = pair >> p->pair_shift;

			if (!name || p->pair[bit / 64] >> bit % 64 & 1)
				out[n++] = pair;
		}
	return n;
}

static unsigned word_tokens(const struct words *w, uint64_t *out)
{
	unsigned n = 0;

	for (unsigned set = w->live; set; set &= set - 1)
		out[n++] = w->sound[__builtin_ctz(set)];
	return n;
}

/* A name of a single word meets every name that has it; a longer one only names of that single word. */
static unsigned lone_tokens(const struct words *w, uint64_t *out)
{
	unsigned n = 0;

	for (unsigned set = w->lone ? w->live : w->solo; set; set &= set - 1) {
		uint64_t sound = w->sound[__builtin_ctz(set)];

		out[n++] = w->lone ? sound ^ 1 : ~sound;
	}
	return n;
}

/* The lists of a right row. */
struct right {
	uint64_t token[3 * PADAN_RULES][PD_KEY_WORDS];
	uint8_t n[3 * PADAN_RULES];
};
_Static_assert(PAIRED_WORDS *(PAIRED_WORDS - 1) / 2 <= PD_KEY_WORDS, "all pairs have room");

static unsigned list_tokens(const struct padan_index *ix, const struct pd_list *l, const struct words *words,
			    uint64_t *out)
{
	const struct words *w = &words[l->bag];

	if (l->gives == PD_GIVES_PAIRS)
		return pair_tokens(&ix->probe, w, (int)l->column == ix->roles.name, out);
	return l->gives == PD_GIVES_WORDS ? word_tokens(w, out) : lone_tokens(w, out);
}

/* Each word of one name with each of another. */
static unsigned several_lists(const struct right *r, const struct pd_plan *plan, uint64_t joined, unsigned room,
			      uint64_t *out)
{
	const uint8_t *l = plan->list;
	unsigned n1 = r->n[l[1]], n2 = plan->n_lists > 2 ? r->n[l[2]] : 1, n = 0;

	if (r->n[l[0]] * n1 * n2 > room)
		return 0;
	for (unsigned i = 0; i < r->n[l[0]]; i++)
		for (unsigned k = 0; k < n1 * n2; k++) {
			uint64_t key = padan_hash_join(joined, r->token[l[0]][i]);

			key = padan_hash_join(key, r->token[l[1]][k / n2]);
			out[n++] = pd_key(plan->n_lists > 2 ? padan_hash_join(key, r->token[l[2]][k % n2]) : key);
		}
	return n;
}

/* None at all where they are too many for out. */
static unsigned rule_keys(const struct right *r, const struct pd_look *v, const struct pd_plan *plan, unsigned room,
			  uint64_t *out)
{
	unsigned n = plan->n_lists ? r->n[plan->list[0]] : 1;
	uint64_t joined = plan->seed;

	if (!n || n > room)
		return 0;
	for (unsigned i = 0; i < plan->n_ones; i++) {
		uint64_t one = v->give[plan->one[i].gives][plan->one[i].column];

		if (!one)
			return 0;
		joined = padan_hash_join(joined, one);
	}
	if (plan->n_lists > 1)
		return several_lists(r, plan, joined, room, out);
	if (!plan->n_lists)
		*out = pd_key(joined);
	else
		for (unsigned i = 0; i < n; i++)
			out[i] = pd_key(padan_hash_join(joined, r->token[plan->list[0]][i]));
	return n;
}

unsigned pd_probe_keys(const struct padan_index *ix, const struct pd_look *v, uint64_t out[PD_KEYS])
{
	const struct pd_probe *p = &ix->probe;
	struct words words[PADAN_COLUMNS];
	struct right r;
	unsigned n = 0;

	for (unsigned i = 0; i < p->n_bags; i++)
		words_of(v, p->bag[i], (int)p->bag[i] == ix->roles.name, &words[i]);
	for (unsigned i = 0; i < p->n_lists; i++)
		r.n[i] = (uint8_t)list_tokens(ix, &p->list[i], words, r.token[i]);
	for (unsigned i = 0; i < ix->schema->n_rules; i++)
		n += rule_keys(&r, v, &p->plan[i], PD_KEYS - n, out + n);
	return n;
}

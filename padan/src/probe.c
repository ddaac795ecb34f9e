/* SPDX-License-Identifier: EUPL-1.2
 *
 * The keys under which a right row looks for left ones. Right rows are many, and few of them have company on the left:
 * a word that stands in the name of no left row makes no key. What a left row is found under: keys.c.
 */
#include "engine.h"
#include "look.h"
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

static uint8_t source_of(struct pd_probe *p, const struct padan_rule *rule, unsigned part)
{
	struct pd_source s = { rule->part[part].column, rule->part[part].token, part < 2 && pd_rule_pairs(rule), 0 };

	for (unsigned i = 0; i < p->n_sources; i++)
		if (p->source[i].column == s.column && p->source[i].token == s.token && p->source[i].paired == s.paired)
			return (uint8_t)i;
	if (s.token == PADAN_T_WORD || s.token == PADAN_T_LONE)
		s.bag = bag_of(p, s.column);
	p->source[p->n_sources] = s;
	return (uint8_t)p->n_sources++;
}

int pd_probe_begin(struct padan_index *ix)
{
	struct pd_probe *p = &ix->probe;
	size_t bytes;

	pd_probe_done(ix);
	for (unsigned i = 0; i < ix->schema->n_rules; i++) {
		p->pairs |= (uint32_t)pd_rule_pairs(&ix->schema->rule[i]) << i;
		for (unsigned k = 0; k < ix->schema->rule[i].n; k++)
			p->part[i][k] = source_of(p, &ix->schema->rule[i], k);
	}
	p->n_words = ix->dict.n / 64 + 1;
	bytes = p->n_words * sizeof(*p->live);
	p->live = ix->from->resize(ix->from->ctx, NULL, 0, bytes);
	p->lone = ix->from->resize(ix->from->ctx, NULL, 0, bytes);
	if (!p->live || !p->lone)
		return PADAN_NO_MEMORY;
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
	ix->probe = (struct pd_probe){ 0 };
}

void pd_probe_show(struct padan_index *ix, uint32_t row)
{
	const struct pd_cell *cell;

	if (ix->roles.name < 0)
		return;
	cell = &ix->cell[(size_t)row * ix->schema->n_columns + (size_t)ix->roles.name];
	for (unsigned i = 0; i < cell->n; i++) {
		uint32_t sound = ix->dict.entry[ix->word[cell->first + i]].id;
		uint64_t bit = (uint64_t)1 << sound % 64;

		ix->probe.live[sound / 64] |= bit;
		if (cell->n == 1)
			ix->probe.lone[sound / 64] |= bit;
	}
}

/* --- for every right row ------------------------------------------------------------------------------------------ */

static bool has(const uint64_t *set, uint32_t sound)
{
	return sound != PD_NONE && set[sound / 64] >> sound % 64 & 1;
}

/* The words that count, each sound once. */
struct words {
	const struct pd_word_key *at[PD_KEY_WORDS];
	unsigned n;
	bool lone;	    /* the only word of all */
	uint8_t live, solo; /* a bit for each that some left row has; has as its only word */
};

static bool among(const struct words *w, uint64_t sound)
{
	for (unsigned i = 0; i < w->n; i++)
		if (w->at[i]->sound == sound)
			return true;
	return false;
}

static void words_of(const struct padan_index *ix, const struct pd_look *v, unsigned c, struct words *w)
{
	const struct pd_word_key *word = v->word + v->first[c];
	bool name = (int)c == ix->roles.name;

	w->n = w->live = w->solo = 0;
	w->lone = v->n[c] == 1;
	for (unsigned i = 0; i < v->n[c] && i < PD_KEY_WORDS; i++) {
		if (word[i].n < 2 || among(w, word[i].sound))
			continue;
		w->live |= (uint8_t)((!name || has(ix->probe.live, word[i].id)) << w->n);
		w->solo |= (uint8_t)((!name || has(ix->probe.lone, word[i].id)) << w->n);
		w->at[w->n++] = &word[i];
	}
}

/* Of a long name the words that are not common come first. A bit for each that is taken. */
static unsigned best_words(const struct words *w)
{
	unsigned taken = 0, n = 0;

	for (unsigned pass = 0; pass < 2; pass++)
		for (unsigned i = 0; i < w->n && n < PAIRED_WORDS; i++)
			if (((w->at[i]->flags & PADAN_WORD_COMMON) != 0) == pass) {
				taken |= 1u << i;
				n++;
			}
	return taken;
}

static unsigned word_tokens(const struct words *w, bool paired, uint64_t *out)
{
	unsigned set = w->live, n = 0;

	if (paired && w->n > PAIRED_WORDS)
		set &= best_words(w);
	for (; set; set &= set - 1)
		out[n++] = w->at[__builtin_ctz(set)]->sound;
	return n;
}

/* A name of a single word meets every name that has it; a longer one only names of that single word. */
static unsigned lone_tokens(const struct words *w, uint64_t *out)
{
	unsigned n = 0;

	for (unsigned set = w->lone ? w->live : w->solo; set; set &= set - 1) {
		uint64_t sound = w->at[__builtin_ctz(set)]->sound;

		out[n++] = w->lone ? sound ^ 1 : ~sound;
	}
	return n;
}

static unsigned one(uint64_t *out, uint64_t token, bool there)
{
	*out = token;
	return there;
}

static unsigned tokens_of(const struct padan_index *ix, const struct pd_look *v, const struct pd_source *s,
			  const struct words *words, uint64_t *out)
{
	uint64_t h = v->h[s->column];

	switch ((enum padan_token)s->token) {
	case PADAN_T_WORD:
		return word_tokens(&words[s->bag], s->paired, out);
	case PADAN_T_LONE:
		return lone_tokens(&words[s->bag], out);
	case PADAN_T_SET:
		return one(out, h, v->n[s->column] >= 2);
	case PADAN_T_YEAR:
		return one(out, (uint64_t)v->year[s->column], h && v->year[s->column] > 0);
	case PADAN_T_NIK15:
		return one(out, v->nik15, v->has_nik15);
	case PADAN_T_VALUE:
		return one(out, h, h && (ix->schema->column[s->column].kind != PADAN_DATE || v->days >> s->column & 1));
	default:
		return 0;
	}
}

struct right {
	uint64_t token[3 * PADAN_RULES][PD_KEY_WORDS];
	uint8_t n[3 * PADAN_RULES];
};

static unsigned third_part(const struct right *r, unsigned source, uint64_t joined, uint64_t *out)
{
	for (unsigned k = 0; k < r->n[source]; k++)
		out[k] = pd_key(padan_hash_join(joined, r->token[source][k]));
	return r->n[source];
}

/* The keys of a rule of two or three parts. */
static unsigned joined_keys(const struct right *r, const uint8_t *part, unsigned parts, bool pairs, uint64_t seed,
			    uint64_t *out)
{
	const uint64_t *first = r->token[part[0]], *second = r->token[part[1]];
	unsigned n = 0;

	for (unsigned i = 0; i < r->n[part[0]]; i++)
		for (unsigned j = pairs ? i + 1 : 0; j < r->n[part[1]]; j++) {
			bool turn = pairs && first[i] > second[j];
			uint64_t a = turn ? second[j] : first[i], b = turn ? first[i] : second[j];
			uint64_t joined = padan_hash_join(padan_hash_join(seed, a), b);

			if (parts == 2)
				out[n++] = pd_key(joined);
			else
				n += third_part(r, part[2], joined, out + n);
		}
	return n;
}

unsigned pd_probe_keys(const struct padan_index *ix, const struct pd_look *v, uint64_t out[PD_KEYS])
{
	const struct padan_schema *s = ix->schema;
	const struct pd_probe *p = &ix->probe;
	struct words words[PADAN_COLUMNS];
	struct right r;
	unsigned n = 0;

	for (unsigned i = 0; i < p->n_bags; i++)
		words_of(ix, v, p->bag[i], &words[i]);
	for (unsigned i = 0; i < p->n_sources; i++)
		r.n[i] = (uint8_t)tokens_of(ix, v, &p->source[i], words, r.token[i]);
	for (unsigned i = 0; i < s->n_rules; i++) {
		const uint8_t *part = p->part[i];
		unsigned most = r.n[part[0]];

		most *= s->rule[i].n > 1 ? r.n[part[1]] : 1u;
		most *= s->rule[i].n > 2 ? r.n[part[2]] : 1u;
		if (most == 0 || n + most > PD_KEYS)
			continue;
		if (s->rule[i].n > 1)
			n += joined_keys(&r, part, s->rule[i].n, p->pairs >> i & 1, i + 1, out + n);
		else
			for (unsigned k = 0; k < most; k++)
				out[n++] = pd_key(padan_hash_join(i + 1, r.token[part[0]][k]));
	}
	return n;
}

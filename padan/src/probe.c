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

/* a < b */
static uint64_t pair_bit(const struct pd_probe *p, uint64_t a, uint64_t b)
{
	return padan_hash_join(a, b) >> p->pair_shift;
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
			uint64_t bit = pair_bit(&ix->probe, a < b ? a : b, a < b ? b : a);

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
		w->live |= (uint8_t)((!name || has(ix->probe.live, word[i].class)) << w->n);
		w->solo |= (uint8_t)((!name || has(ix->probe.lone, word[i].class)) << w->n);
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

static bool pair_lives(const struct pd_probe *p, uint64_t a, uint64_t b)
{
	uint64_t bit = pair_bit(p, a, b);

	return p->pair[bit / 64] >> bit % 64 & 1;
}

/* Two and two words, the smaller first. Returns how many pairs. */
static unsigned pair_tokens(const struct pd_probe *p, const struct words *w, bool name, uint64_t *out)
{
	unsigned set = w->n > PAIRED_WORDS ? w->live & best_words(w) : w->live, n = 0;

	for (; set; set &= set - 1)
		for (unsigned rest = set & (set - 1); rest; rest &= rest - 1) {
			uint64_t x = w->at[__builtin_ctz(set)]->sound, y = w->at[__builtin_ctz(rest)]->sound;
			uint64_t a = x < y ? x : y, b = x < y ? y : x;

			if (name && !pair_lives(p, a, b))
				continue;
			out[2 * n] = a;
			out[2 * n++ + 1] = b;
		}
	return n;
}

static unsigned word_tokens(const struct words *w, uint64_t *out)
{
	unsigned n = 0;

	for (unsigned set = w->live; set; set &= set - 1)
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
		return s->paired ? pair_tokens(&ix->probe, &words[s->bag], (int)s->column == ix->roles.name, out)
				 : word_tokens(&words[s->bag], out);
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
	uint64_t token[3 * PADAN_RULES][PD_KEY_WORDS]; /* of a paired source two and two */
	uint8_t n[3 * PADAN_RULES];
};
_Static_assert(PAIRED_WORDS *(PAIRED_WORDS - 1) <= PD_KEY_WORDS, "all pairs have room");

static unsigned third_part(const struct right *r, unsigned source, uint64_t joined, uint64_t *out)
{
	for (unsigned k = 0; k < r->n[source]; k++)
		out[k] = pd_key(padan_hash_join(joined, r->token[source][k]));
	return r->n[source];
}

/* The keys that begin with two tokens. */
static unsigned two_parts(const struct right *r, const struct padan_rule *rule, const uint8_t *part, uint64_t joined,
			  uint64_t *out)
{
	if (rule->n > 2)
		return third_part(r, part[2], joined, out);
	*out = pd_key(joined);
	return 1;
}

static unsigned paired_keys(const struct right *r, const struct padan_rule *rule, const uint8_t *part, uint64_t seed,
			    uint64_t *out)
{
	const uint64_t *pair = r->token[part[0]];
	unsigned n = 0;

	for (unsigned i = 0; i < r->n[part[0]]; i++, pair += 2)
		n += two_parts(r, rule, part, padan_hash_join(padan_hash_join(seed, pair[0]), pair[1]), out + n);
	return n;
}

static unsigned joined_keys(const struct right *r, const struct padan_rule *rule, const uint8_t *part, uint64_t seed,
			    uint64_t *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < r->n[part[0]]; i++) {
		uint64_t first = padan_hash_join(seed, r->token[part[0]][i]);

		for (unsigned k = 0; k < r->n[part[1]]; k++)
			n += two_parts(r, rule, part, padan_hash_join(first, r->token[part[1]][k]), out + n);
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
		const struct padan_rule *rule = &s->rule[i];
		const uint8_t *part = p->part[i];
		bool pairs = p->pairs >> i & 1;
		unsigned most = r.n[part[0]];

		most *= rule->n > 1 && !pairs ? r.n[part[1]] : 1u;
		most *= rule->n > 2 ? r.n[part[2]] : 1u;
		if (most == 0 || n + most > PD_KEYS)
			continue;
		if (pairs)
			n += paired_keys(&r, rule, part, i + 1, out + n);
		else if (rule->n > 1)
			n += joined_keys(&r, rule, part, i + 1, out + n);
		else
			for (unsigned k = 0; k < most; k++)
				out[n++] = pd_key(padan_hash_join(i + 1, r.token[part[0]][k]));
	}
	return n;
}

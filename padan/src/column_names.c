/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names of a column, some at a time. Half of a long list's names are new, and each asks for its words and for the class
 * of the whole, all over the memory: so one step is taken for all of them, and what the next step needs is asked for.
 * A word's number is known by the word as it is written; what a name of such words says is what pd_column_read says.
 */
#include "column.h"
#include <padan/hash.h>

/* The names that are new. */
struct fresh {
	unsigned n;
	struct one {
		struct padan_span raw;
		uint32_t *number; /* its place in the map */
		struct pd_split split;
		uint32_t word[PD_WORDS];
		uint64_t h; /* 0: to be read as it stands */
	} name[PD_NAMES];
};

static uint64_t word_hash(const struct pd_piece *p)
{
	return p->hash + p->n;
}

static void take(struct pd_column *c, struct fresh *f, struct padan_span raw, uint32_t *number)
{
	struct one *x = &f->name[f->n++];

	x->raw = raw;
	x->number = number;
	pd_split_name(raw, &x->split);
	if (x->split.n && raw.n < 24 && pd_column_no_name(raw))
		x->split.n = 0;
	for (unsigned i = 0; i < x->split.n; i++)
		pd_map_prefetch(&c->plain, word_hash(&x->split.piece[i]));
}

/* Its number into *out; *plain: it is the same wherever it stands in a name. false: memory was refused. */
static bool word_of(struct pd_column *c, const struct one *x, unsigned i, bool *plain, uint32_t *out)
{
	const struct pd_piece *p = &x->split.piece[i];
	const struct pd_entry *e;
	uint32_t *id, number = 0;
	bool fresh;

	if (!pd_map_reserve(&c->plain))
		return false;
	id = pd_map_at(&c->plain, word_hash(p), &fresh);
	if (fresh) {
		*id = 0;
		e = pd_memo_word(c->memo, x->raw.p + p->from, p->n);
		if (e && !pd_column_word(c, e, &number))
			return false;
		*id = e ? number + 1 : 0;
	}
	*plain = *id != 0;
	*out = *id - 1;
	return true;
}

static bool words_of(struct pd_column *c, struct one *x)
{
	bool plain = x->split.n > 0;

	x->h = 0;
	for (unsigned i = 0; i < x->split.n && plain; i++) {
		if (!word_of(c, x, i, &plain, &x->word[i]))
			return false;
		x->h += plain ? c->mixed[x->word[i]] : 0;
	}
	x->h = plain ? x->h | 1 : 0;
	if (plain)
		pd_map_prefetch(&c->value, padan_mix64(x->h));
	return true;
}

static bool number_of(struct pd_column *c, const struct one *x)
{
	if (x->h == 0)
		return pd_column_read(c, x->raw, x->number);
	if (!pd_array_reserve(c->from, &c->word, &c->cap_words, c->n_words + x->split.n, sizeof(*c->word)))
		return false;
	memcpy(c->word + c->n_words, x->word, x->split.n * sizeof(*x->word));
	return pd_column_bag(c, x->h, x->split.n, x->number);
}

bool pd_column_names(struct pd_column *c, const struct padan_span *raw, const uint64_t *hash, unsigned n, uint32_t *out)
{
	uint32_t nothing = 0, *number[PD_NAMES];
	struct fresh f;
	bool fresh, good = pd_map_reserve_many(&c->raw, n);

	f.n = 0;
	for (unsigned i = 0; good && i < n; i++) {
		number[i] = raw[i].n ? pd_map_at(&c->raw, hash[i], &fresh) : &nothing;
		if (raw[i].n && fresh)
			take(c, &f, raw[i], number[i]);
	}
	for (unsigned i = 0; good && i < f.n; i++)
		good = words_of(c, &f.name[i]);
	for (unsigned i = 0; good && i < f.n; i++)
		good = number_of(c, &f.name[i]);
	for (unsigned i = 0; good && i < n; i++)
		out[i] = *number[i];
	return good;
}

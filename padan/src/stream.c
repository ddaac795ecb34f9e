/* SPDX-License-Identifier: EUPL-1.2 */
#include "stream.h"
#include <padan/hash.h>

enum {
	ONCE = 0,	   /* for __builtin_prefetch: tables too large to stay in a cache, each line used once */
	REST_MOST = 14000, /* what the columns compared last can still add */
	PAYLOAD_STEP = 64,
};

int pd_counts_init(struct pd_counts *c, const struct padan_index *ix)
{
	const struct padan_alloc *from = ix->from;
	size_t words = (size_t)ix->n_classes * sizeof(uint32_t) + 1, values = (size_t)ix->dict.n * sizeof(uint32_t) + 1;

	memset(c, 0, sizeof(*c));
	c->word = from->resize(from->ctx, NULL, 0, words);
	c->value = from->resize(from->ctx, NULL, 0, values);
	if (!c->word || !c->value)
		return PADAN_NO_MEMORY;
	memset(c->word, 0, words);
	memset(c->value, 0, values);
	return PADAN_OK;
}

void pd_counts_done(struct pd_counts *c, const struct padan_index *ix)
{
	const struct padan_alloc *from = ix->from;

	if (c->word)
		from->resize(from->ctx, c->word, (size_t)ix->n_classes * sizeof(uint32_t) + 1, 0);
	if (c->value)
		from->resize(from->ctx, c->value, (size_t)ix->dict.n * sizeof(uint32_t) + 1, 0);
	c->word = c->value = NULL;
}

void pd_counts_add(struct pd_counts *to, const struct pd_counts *from, const struct padan_index *ix)
{
	to->right += from->right;
	to->sampled += from->sampled;
	to->probes += from->probes;
	to->compared += from->compared;
	to->same_day_15 += from->same_day_15;
	to->same_day_n += from->same_day_n;
	for (unsigned l = 0; l < PADAN_LEVELS; l++)
		to->same_day[l] += from->same_day[l];
	for (unsigned c = 0; c < PADAN_COLUMNS; c++)
		for (unsigned l = 0; l < PADAN_LEVELS; l++)
			to->u[c][l] += from->u[c][l];
	for (uint32_t i = 0; i < ix->n_classes; i++)
		to->word[i] += from->word[i];
	for (uint32_t i = 0; i < ix->dict.n; i++)
		to->value[i] += from->value[i];
}

int padan_worker_new(struct padan_worker **out, const struct padan_index *ix)
{
	struct padan_worker *w;
	size_t rows = ix->n;

	*out = NULL;
	if (!ix->sealed)
		return PADAN_MISUSE;
	w = ix->from->resize(ix->from->ctx, NULL, 0, sizeof(*w));
	if (!w)
		return PADAN_NO_MEMORY;
	memset(w, 0, sizeof(*w));
	w->ix = ix;
	padan_arena_init(&w->arena, ix->from, 0);
	w->best = ix->from->resize(ix->from->ctx, NULL, 0, rows * sizeof(*w->best) + 1);
	w->seen = ix->from->resize(ix->from->ctx, NULL, 0, rows * sizeof(*w->seen) + 1);
	if (!w->best || !w->seen || pd_counts_init(&w->counts, ix) != PADAN_OK) {
		padan_worker_free(w);
		return PADAN_NO_MEMORY;
	}
	memset(w->best, 0, rows * sizeof(*w->best));
	memset(w->seen, 0, rows * sizeof(*w->seen));
	w->memo.dict = &ix->dict;
	w->memo.name = ix->roles.name < 0 ? PADAN_COLUMNS : (unsigned)ix->roles.name;
	for (unsigned i = 0; i < PD_AHEAD; i++)
		w->ahead[i].scratch.memo = &w->memo;
	pd_looker_init(&w->looker, &ix->reader, &w->memo, w->memo.name);
	w->looker.class_of = ix->class_of;
	w->looker.probe = &ix->probe;
	w->floor = pd_log2_mbit((double)rows + 1) - ix->opt.spare * 1000;
	w->hope = w->floor - REST_MOST;
	*out = w;
	return PADAN_OK;
}

void padan_worker_free(struct padan_worker *w)
{
	const struct padan_alloc *from;
	size_t rows;

	if (!w)
		return;
	from = w->ix->from;
	rows = w->ix->n;
	padan_arena_done(&w->arena);
	pd_counts_done(&w->counts, w->ix);
	if (w->best)
		from->resize(from->ctx, w->best, rows * sizeof(*w->best) + 1, 0);
	if (w->seen)
		from->resize(from->ctx, w->seen, rows * sizeof(*w->seen) + 1, 0);
	from->resize(from->ctx, w, sizeof(*w), 0);
}

/* --- keeping ---------------------------------------------------------------------- */

static uint64_t content_of(const struct padan_schema *s, const struct padan_span *fields)
{
	uint64_t h = 1;

	for (unsigned c = 0; c < s->n_columns; c++)
		h = padan_hash(fields[c].p, fields[c].n, h + c);
	return h;
}

static int store_payload(struct padan_worker *w, struct pd_kept *k, struct pd_ahead *right)
{
	struct padan_span payload;

	payload = right->make(right->ctx);
	if (payload.n > PADAN_PAYLOAD)
		return PADAN_TOO_MANY;
	if (payload.n > k->cap_payload) {
		size_t cap = (payload.n + PAYLOAD_STEP - 1) / PAYLOAD_STEP * PAYLOAD_STEP;

		k->payload = padan_arena_get(&w->arena, cap);
		if (!k->payload)
			return PADAN_NO_MEMORY;
		k->cap_payload = (uint16_t)(cap > UINT16_MAX ? UINT16_MAX : cap);
	}
	if (payload.n)
		memcpy(k->payload, payload.p, payload.n);
	k->n_payload = (uint16_t)payload.n;
	return PADAN_OK;
}

/* Puts the candidate into its place among the row's best, or leaves it. */
static int keep(struct padan_worker *w, uint32_t row, struct pd_kept *new, struct pd_ahead *right)
{
	struct pd_best *b = &w->best[row];
	unsigned most = w->ix->opt.keep, at = b->n;
	struct pd_kept spare = { 0 };
	int rc;

	if (!b->kept) {
		b->kept = padan_arena_zero(&w->arena, most * sizeof(*b->kept));
		if (!b->kept)
			return PADAN_NO_MEMORY;
	}
	for (unsigned i = 0; i < b->n; i++)
		if (b->kept[i].content == new->content)
			return pd_payload_before(right->make(right->ctx), &b->kept[i])
				       ? store_payload(w, &b->kept[i], right)
				       : PADAN_OK;
	if (b->n == most) {
		if (!pd_kept_before(new, &b->kept[most - 1]))
			return PADAN_OK;
		at = most - 1;
		spare = b->kept[at];
	} else {
		b->n++;
	}
	new->payload = spare.payload;
	new->cap_payload = spare.cap_payload;
	rc = store_payload(w, new, right);
	if (rc != PADAN_OK)
		return rc;
	for (; at > 0 && pd_kept_before(new, &b->kept[at - 1]); at--)
		b->kept[at] = b->kept[at - 1];
	b->kept[at] = *new;
	return PADAN_OK;
}

/* --- one candidate ------------------------------------------------------------------ */

/* The columns that are read already. Not worth the others: false. */
static bool judge_early(struct padan_worker *w, uint32_t row, struct pd_ahead *right, struct pd_found *found)
{
	const struct padan_index *ix = w->ix;
	uint32_t early = ix->roles.early;

	w->counts.compared++;
	*found = (struct pd_found){ 0 };
	pd_left_begin(ix, row, &w->left);
	pd_left_load(ix, row, early, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, early, found);
	return pd_weigh(ix, row, found, NULL) >= w->hope;
}

static int judge_rest(struct padan_worker *w, uint32_t row, struct pd_ahead *right, const struct pd_found *early)
{
	const struct padan_index *ix = w->ix;
	uint32_t rest = ((1u << ix->schema->n_columns) - 1) & ~ix->roles.early;
	struct pd_kept new = { .found = *early };
	const struct pd_best *b = &w->best[row];

	pd_left_begin(ix, row, &w->left);
	pd_left_load(ix, row, rest, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, rest, &new.found);
	new.weight = pd_weigh(ix, row, &new.found, NULL);
	if (new.weight < w->floor || (b->n == ix->opt.keep && new.weight < b->kept[b->n - 1].weight))
		return PADAN_OK;
	new.content = content_of(ix->schema, right->fields);
	if (ix->roles.nik >= 0 && right->scratch.nik.n == 16)
		new.nik = right->scratch.nik.value;
	return keep(w, row, &new, right);
}

/* Two people whose numbers and birthdays differ need two words in common, or the only one. */
static bool hopeless(const struct pd_brief *a, const struct pd_brief *b)
{
	unsigned need = a->n < b->n ? a->n : b->n;
	uint64_t common = a->words & b->words;

	if (a->day == b->day || a->nik_day == b->day || a->day == 0 || b->day == 0)
		return false;
	if (a->nik / 10 == b->nik / 10 || (a->card == b->card && a->card) || (a->key == b->key && a->key) ||
	    a->nik == b->card)
		return false;
	return need > 1 ? !(common & (common - 1)) : need && !common;
}

/* --- the way of a right row --------------------------------------------------------------------------------------
 *
 * Each step asks the memory for what the next one will look at, and the next one is taken when the row behind has come
 * in: so the misses of several rows overlap, and the row's own work is done while they wait. All rows are looked at
 * and their keys held against the bitmap; those that go on from there, few, are `active`.
 */

/* A number that the row's content draws, the same wherever and whenever it comes. */
static uint64_t lot_of(const struct padan_index *ix, const struct pd_look *seen)
{
	uint64_t lot = 0;

	for (uint32_t c = ix->roles.first; c; c &= c - 1)
		lot = padan_hash_join(lot, seen->give[PD_GIVES_VALUE][__builtin_ctz(c)]);
	return padan_mix64(lot) >> 8;
}

/* The classes of the name's words are known since it was looked at. */
static void count_name(struct padan_worker *w, const struct pd_look *seen, unsigned c)
{
	const struct pd_word_key *word = seen->word + seen->first[c];

	for (unsigned i = 0; i < seen->n[c]; i++)
		if (word[i].class != PD_NONE)
			w->counts.word[word[i].class]++;
}

/* Reads what the keys are made of. All words of the bitmap are asked for. */
static void look(struct padan_worker *w, struct pd_ahead *right)
{
	const struct padan_index *ix = w->ix;
	const struct pd_look *seen = &w->looker.look;

	pd_look(&w->looker, right->fields, ix->roles.first, &right->split);
	if (ix->roles.name >= 0 && (ix->roles.first >> ix->roles.name & 1))
		count_name(w, seen, (unsigned)ix->roles.name);
	right->lot = lot_of(ix, seen);
	right->sampled = pd_sample_ask(w, right);
	right->n_keys = pd_probe_keys(ix, seen, right->key);
	for (unsigned i = 0; i < right->n_keys; i++)
		__builtin_prefetch(&ix->block.bits[right->key[i] >> ix->block.shift], 0, ONCE);
}

/* The keys that some left row may have. */
static void sift(struct padan_worker *w, struct pd_ahead *right)
{
	const struct pd_block *b = &w->ix->block;
	unsigned hits = 0;

	if (right->sampled)
		pd_sample(w, right);
	for (unsigned i = 0; i < right->n_keys; i++) {
		uint64_t k = right->key[i];

		if (!pd_block_maybe(b, k))
			continue;
		right->key[hits++] = k;
		__builtin_prefetch(&b->start[pd_block_bucket(b, k)], 0, ONCE);
	}
	if (!hits)
		return;
	right->n_keys = hits;
	if (w->ix->brief) /* the next row is not looked at yet */
		pd_brief_look(&right->brief, &w->ix->roles, &w->looker.look);
	w->counts.probes += hits;
	right->step = STEP_POSTINGS;
	w->active |= 1u << (right - w->ahead);
}

static void step_postings(struct padan_worker *w, struct pd_ahead *right)
{
	const struct pd_block *b = &w->ix->block;

	for (unsigned i = 0; i < right->n_keys; i++)
		__builtin_prefetch(&b->posting[b->start[pd_block_bucket(b, right->key[i])]], 0, ONCE);
	right->step = STEP_GATHER;
}

/* The left rows of the keys, each once, from key *from on; as many as there is room for. */
static void gather(struct padan_worker *w, struct pd_ahead *right, unsigned *from)
{
	const struct pd_block *b = &w->ix->block;

	right->n_rows = 0;
	for (; *from < right->n_keys && right->n_rows + PD_BLOCK_MAX <= PD_GATHERED; ++*from) {
		uint64_t key = right->key[*from];
		uint32_t bucket = pd_block_bucket(b, key), end = b->start[bucket + 1];

		for (uint32_t p = b->start[bucket]; p < end; p++) {
			uint32_t r = b->posting[p].row;

			if (b->posting[p].tag != (uint32_t)key || w->seen[r] == w->turn)
				continue;
			w->seen[r] = w->turn;
			if (w->ix->brief)
				__builtin_prefetch(&w->ix->brief[r]);
			right->row[right->n_rows++] = r;
		}
	}
}

/* Takes the hopeless out, and asks for what the rest will need. */
static void weed(struct padan_worker *w, struct pd_ahead *right)
{
	const struct padan_index *ix = w->ix;
	unsigned kept = 0;

	for (unsigned i = 0; i < right->n_rows; i++) {
		if (ix->brief && hopeless(&ix->brief[right->row[i]], &right->brief))
			continue;
		pd_left_prefetch(ix, right->row[i]);
		right->row[kept++] = right->row[i];
	}
	right->n_rows = kept;
}

int pd_judge(struct padan_worker *w, uint32_t row, struct pd_ahead *right)
{
	struct pd_found early;

	pd_read(&w->ix->reader, right->fields, (1u << w->ix->schema->n_columns) - 1, &right->scratch);
	return judge_early(w, row, right, &early) ? judge_rest(w, row, right, &early) : PADAN_OK;
}

/* The first columns of all rows; the values of the others are asked for. */
static void compare_early(struct padan_worker *w, struct pd_ahead *right)
{
	const struct padan_index *ix = w->ix;
	uint32_t all = (1u << ix->schema->n_columns) - 1, rest = all & ~ix->roles.early;
	unsigned kept = 0;

	pd_ahead_open(right);
	pd_ahead_rest(right);
	pd_read(&ix->reader, right->fields, ix->roles.early, &right->scratch);
	for (unsigned i = 0; i < right->n_rows; i++) {
		if (!judge_early(w, right->row[i], right, &right->found[kept]))
			continue;
		pd_left_prefetch_words(ix, right->row[i], rest);
		right->row[kept++] = right->row[i];
	}
	right->n_rows = kept;
}

static void fetch_values(struct padan_worker *w, struct pd_ahead *right, uint32_t want)
{
	for (unsigned i = 0; i < right->n_rows; i++)
		pd_left_prefetch_values(w->ix, right->row[i], want);
}

static int compare_rest(struct padan_worker *w, struct pd_ahead *right)
{
	int rc = PADAN_OK;

	pd_read(&w->ix->reader, right->fields, (1u << w->ix->schema->n_columns) - 1, &right->scratch);
	for (unsigned i = 0; i < right->n_rows && rc == PADAN_OK; i++)
		rc = judge_rest(w, right->row[i], right, &right->found[i]);
	return rc;
}

static int step_gather(struct padan_worker *w, struct pd_ahead *right)
{
	unsigned from = 0;
	int rc = PADAN_OK;

	if (++w->turn == 0) {
		memset(w->seen, 0, w->ix->n * sizeof(*w->seen));
		w->turn = 1;
	}
	gather(w, right, &from);
	right->step = right->n_rows ? STEP_WEED : STEP_NONE;
	/* Seldom more than one round holds: then all of them are gone through at once. */
	while (from < right->n_keys && rc == PADAN_OK) {
		weed(w, right);
		compare_early(w, right);
		rc = compare_rest(w, right);
		gather(w, right, &from);
		right->step = STEP_WEED;
	}
	return rc;
}

static int step_on(struct padan_worker *w, struct pd_ahead *right)
{
	switch (right->step) {
	case STEP_NONE:
		return PADAN_OK;
	case STEP_POSTINGS:
		step_postings(w, right);
		return PADAN_OK;
	case STEP_GATHER:
		return step_gather(w, right);
	case STEP_WEED:
		weed(w, right);
		right->step = right->n_rows ? STEP_WORDS : STEP_NONE;
		return PADAN_OK;
	case STEP_WORDS:
		for (unsigned i = 0; i < right->n_rows; i++)
			pd_left_prefetch_words(w->ix, right->row[i], w->ix->roles.early);
		right->step = STEP_VALUES;
		return PADAN_OK;
	case STEP_VALUES:
		fetch_values(w, right, w->ix->roles.early);
		right->step = STEP_EARLY;
		return PADAN_OK;
	case STEP_EARLY:
		compare_early(w, right);
		right->step = right->n_rows ? STEP_REST_VALUES : STEP_NONE;
		return PADAN_OK;
	case STEP_REST_VALUES:
		fetch_values(w, right, ~w->ix->roles.early);
		right->step = STEP_REST;
		return PADAN_OK;
	case STEP_REST:
		right->step = STEP_NONE;
		return compare_rest(w, right);
	}
	return PADAN_OK;
}

/* The rows that have come in move up. */
static void move_up(struct padan_worker *w, struct pd_ahead *next)
{
	if (w->looked)
		sift(w, w->looked);
	if (w->given)
		look(w, w->given);
	w->looked = w->given;
	w->given = next;
}

static int go_on(struct padan_worker *w)
{
	int rc = PADAN_OK;

	for (uint32_t on = w->active; on && rc == PADAN_OK; on &= on - 1) {
		unsigned i = (unsigned)__builtin_ctz(on);

		rc = step_on(w, &w->ahead[i]);
		if (w->ahead[i].step == STEP_NONE)
			w->active &= ~(1u << i);
	}
	return rc;
}

int padan_worker_feed_part(struct padan_worker *w, const struct padan_span *fields, padan_rest rest, padan_payload make,
			   void *ctx)
{
	struct pd_ahead *right = &w->ahead[w->counts.right++ % PD_AHEAD];
	int rc;

	if (!w->ix->opened)
		return PADAN_MISUSE;
	right->fields = fields;
	right->rest = rest;
	right->make = make;
	right->ctx = ctx;
	right->open = false;
	if (w->looker.name < PADAN_COLUMNS)
		pd_look_split(&w->looker, fields[w->looker.name], &right->split);
	rc = w->active ? go_on(w) : PADAN_OK;
	move_up(w, right);
	return rc;
}

int padan_worker_feed_lazy(struct padan_worker *w, const struct padan_span *fields, padan_payload make, void *ctx)
{
	return padan_worker_feed_part(w, fields, NULL, make, ctx);
}

int padan_worker_settle(struct padan_worker *w)
{
	int rc = PADAN_OK;

	while (w->given || w->looked)
		move_up(w, NULL);
	for (; w->active && rc == PADAN_OK; w->active &= w->active - 1) {
		struct pd_ahead *right = &w->ahead[__builtin_ctz(w->active)];

		while (right->step != STEP_NONE && rc == PADAN_OK)
			rc = step_on(w, right);
	}
	return rc;
}

bool pd_worker_settled(const struct padan_worker *w)
{
	return w->active == 0 && !w->given && !w->looked;
}

static struct padan_span as_it_is(void *ctx)
{
	return *(const struct padan_span *)ctx;
}

int padan_worker_feed(struct padan_worker *w, const struct padan_span *fields, struct padan_span payload)
{
	int rc;

	if (payload.n > PADAN_PAYLOAD)
		return PADAN_TOO_MANY;
	rc = padan_worker_feed_lazy(w, fields, as_it_is, &payload);
	return rc == PADAN_OK ? padan_worker_settle(w) : rc;
}

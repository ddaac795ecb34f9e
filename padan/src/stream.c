/* SPDX-License-Identifier: EUPL-1.2 */
#include "stream.h"
#include <padan/hash.h>

enum {
	REST_MOST = 14000,   /* what the columns compared last can still add */
	GATHERED = 256,	     /* left rows looked at in one round */
	FLOOR_GAP = 6000,    /* below log2 of the left rows by so much, a candidate is hopeless on any right side */
	PAIRS_OF_SAMPLE = 2, /* left rows compared with a sampled right row for u */
	SAME_DAY_MOST = 16,
	PAYLOAD_STEP = 64,
};

int pd_counts_init(struct pd_counts *c, const struct padan_alloc *from, uint32_t dict_n)
{
	size_t bytes = (size_t)dict_n * sizeof(uint32_t) + 1;

	memset(c, 0, sizeof(*c));
	c->word = from->resize(from->ctx, NULL, 0, bytes);
	c->value = from->resize(from->ctx, NULL, 0, bytes);
	if (!c->word || !c->value)
		return PADAN_NO_MEMORY;
	memset(c->word, 0, bytes);
	memset(c->value, 0, bytes);
	return PADAN_OK;
}

void pd_counts_done(struct pd_counts *c, const struct padan_alloc *from, uint32_t dict_n)
{
	size_t bytes = (size_t)dict_n * sizeof(uint32_t) + 1;

	if (c->word)
		from->resize(from->ctx, c->word, bytes, 0);
	if (c->value)
		from->resize(from->ctx, c->value, bytes, 0);
	c->word = c->value = NULL;
}

void pd_counts_add(struct pd_counts *to, const struct pd_counts *from, uint32_t dict_n)
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
	for (uint32_t i = 0; i < dict_n; i++) {
		to->word[i] += from->word[i];
		to->value[i] += from->value[i];
	}
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
	if (!w->best || !w->seen || pd_counts_init(&w->counts, ix->from, ix->dict.n) != PADAN_OK) {
		padan_worker_free(w);
		return PADAN_NO_MEMORY;
	}
	memset(w->best, 0, rows * sizeof(*w->best));
	memset(w->seen, 0, rows * sizeof(*w->seen));
	w->memo.dict = &ix->dict;
	w->memo.name = ix->roles.name < 0 ? PADAN_COLUMNS : (unsigned)ix->roles.name;
	w->scratch.memo = &w->memo;
	w->floor = pd_log2_mbit((double)rows + 1) - FLOOR_GAP;
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
	pd_counts_done(&w->counts, from, w->ix->dict.n);
	if (w->best)
		from->resize(from->ctx, w->best, rows * sizeof(*w->best) + 1, 0);
	if (w->seen)
		from->resize(from->ctx, w->seen, rows * sizeof(*w->seen) + 1, 0);
	from->resize(from->ctx, w, sizeof(*w), 0);
}

struct right_row {
	const struct padan_span *fields;
	struct padan_span payload;
	padan_payload make; /* not NULL: makes the payload, when it is needed */
	void *ctx;
	struct pd_view view;
};

/* --- keeping ---------------------------------------------------------------------- */

static uint64_t content_of(const struct padan_schema *s, const struct padan_span *fields)
{
	uint64_t h = 1;

	for (unsigned c = 0; c < s->n_columns; c++)
		h = padan_hash(fields[c].p, fields[c].n, h + c);
	return h;
}

static int store_payload(struct padan_worker *w, struct pd_kept *k, struct right_row *right)
{
	struct padan_span payload;

	if (right->make) {
		right->payload = right->make(right->ctx);
		right->make = NULL;
	}
	payload = right->payload;
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
static int keep(struct padan_worker *w, uint32_t row, struct pd_kept *new, struct right_row *right)
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
			return PADAN_OK;
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

static int judge(struct padan_worker *w, uint32_t row, struct right_row *right)
{
	const struct padan_index *ix = w->ix;
	uint32_t all = (1u << ix->schema->n_columns) - 1, early = ix->roles.early;
	struct pd_kept new = { 0 };
	const struct pd_best *b = &w->best[row];

	w->counts.compared++;
	pd_read(&ix->reader, right->fields, early, &w->scratch);
	pd_left_begin(ix, row, &w->left);
	pd_left_load(ix, row, early, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, early, &new.found);
	if (pd_weigh(ix, row, &new.found, NULL) < w->hope)
		return PADAN_OK;
	pd_read(&ix->reader, right->fields, all, &w->scratch);
	pd_left_load(ix, row, all & ~early, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, all & ~early, &new.found);
	new.weight = pd_weigh(ix, row, &new.found, NULL);
	if (new.weight < w->floor || (b->n == ix->opt.keep && new.weight < b->kept[b->n - 1].weight))
		return PADAN_OK;
	new.content = content_of(ix->schema, right->fields);
	if (ix->roles.nik >= 0 && w->scratch.nik.n == 16)
		new.nik = w->scratch.nik.value;
	return keep(w, row, &new, right);
}

/* Two people whose numbers and birthdays differ need two words in common, or the only one. */
static bool hopeless(const struct pd_brief *a, const struct pd_brief *b)
{
	unsigned need = a->n < b->n ? a->n : b->n;

	if (a->day == b->day || a->nik_day == b->day || a->day == 0 || b->day == 0)
		return false;
	if (a->nik / 10 == b->nik / 10 || (a->card == b->card && a->card) || (a->key == b->key && a->key) ||
	    a->nik == b->card)
		return false;
	return (unsigned)__builtin_popcountll(a->words & b->words) < (need < 2 ? need : 2);
}

/* The keys that some left row may have. All words of the bitmap are asked for before the first is looked at: each is
 * a miss of the cache, and so they overlap. */
static unsigned sift_keys(const struct pd_block *b, uint64_t *key, unsigned n)
{
	unsigned hits = 0;

	for (unsigned i = 0; i < n; i++)
		__builtin_prefetch(&b->bits[key[i] >> b->shift]);
	for (unsigned i = 0; i < n; i++) {
		uint64_t k = key[i];

		key[hits] = k;
		hits += pd_block_maybe(b, k);
	}
	return hits;
}

/* The left rows of the keys, each once. At most GATHERED: the rest comes with the next call. */
static unsigned gather(struct padan_worker *w, const uint64_t *key, unsigned hits, uint32_t *row)
{
	const struct pd_block *b = &w->ix->block;
	uint32_t bucket[PD_KEYS];
	unsigned n = 0;

	for (unsigned i = 0; i < hits; i++) {
		bucket[i] = (uint32_t)(key[i] >> 32) & (b->n_buckets - 1);
		__builtin_prefetch(&b->start[bucket[i]]);
	}
	for (unsigned i = 0; i < hits; i++)
		__builtin_prefetch(&b->posting[b->start[bucket[i]]]);
	for (unsigned i = 0; i < hits; i++) {
		for (uint32_t p = b->start[bucket[i]]; p < b->start[bucket[i] + 1] && n < GATHERED; p++) {
			uint32_t r = b->posting[p].row;

			if (b->posting[p].tag != (uint32_t)key[i] || w->seen[r] == w->turn)
				continue;
			w->seen[r] = w->turn;
			if (w->ix->brief)
				__builtin_prefetch(&w->ix->brief[r]);
			row[n++] = r;
		}
	}
	return n;
}

/* Takes the hopeless out, and asks for what the rest will need. */
static unsigned sift_rows(const struct padan_index *ix, const struct pd_brief *own, uint32_t *row, unsigned n)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < n; i++) {
		if (ix->brief && hopeless(&ix->brief[row[i]], own))
			continue;
		pd_left_prefetch(ix, row[i]);
		row[kept++] = row[i];
	}
	return kept;
}

static int judge_all(struct padan_worker *w, struct right_row *right)
{
	uint64_t key[PD_KEYS];
	uint32_t row[GATHERED];
	struct pd_brief own;
	unsigned n = pd_keys(w->ix->schema, &w->ix->roles, &right->view, false, key), hits, found, hopeful;
	int rc = PADAN_OK;

	hits = sift_keys(&w->ix->block, key, n);
	w->counts.probes += hits;
	if (!hits)
		return PADAN_OK;
	if (w->ix->brief)
		pd_brief_of(&own, &w->ix->roles, &right->view);
	do { /* seldom more than once: a key has at most PD_BLOCK_MAX rows */
		found = gather(w, key, hits, row);
		hopeful = sift_rows(w->ix, &own, row, found);
		for (unsigned i = 0; i < hopeful && rc == PADAN_OK; i++)
			rc = judge(w, row[i], right);
	} while (found == GATHERED && rc == PADAN_OK);
	return rc;
}

/* --- sampling ------------------------------------------------------------------------- */

/* The classes of the name's words were looked up when it was read. */
static void count_name(struct padan_worker *w, unsigned c)
{
	const struct pd_cell *cell = &w->scratch.cell[c];

	for (unsigned i = 0; i < cell->n; i++) {
		uint32_t id = w->scratch.at[cell->first + i]->id;

		if (id != PD_NONE)
			w->counts.word[id]++;
	}
}

static void count_words(struct padan_worker *w, unsigned c)
{
	const struct pd_cell *cell = &w->scratch.cell[c];

	for (unsigned i = 0; i < cell->n; i++) {
		uint32_t id = pd_dict_find(&w->ix->dict, PD_SOUND_OF(c), w->scratch.at[cell->first + i]->sound);

		if (id != PD_NONE)
			w->counts.value[id]++;
	}
}

static void count_values(struct padan_worker *w)
{
	const struct padan_schema *s = w->ix->schema;

	w->counts.sampled++;
	for (unsigned c = 0; c < s->n_columns; c++) {
		uint32_t id;

		if (w->scratch.cell[c].h == 0 || s->column[c].kind == PADAN_NIK)
			continue;
		id = pd_dict_find(&w->ix->dict, PD_WHOLE_OF(c), w->scratch.cell[c].h);
		if (id != PD_NONE)
			w->counts.value[id]++;
		if (pd_is_bag(s->column[c].kind) && (int)c != w->ix->roles.name)
			count_words(w, c);
	}
}

static void sample_pair(struct padan_worker *w, uint32_t row, const struct right_row *right)
{
	const struct padan_index *ix = w->ix;
	uint32_t all = (1u << ix->schema->n_columns) - 1;
	struct pd_found found = { 0 };

	pd_left_begin(ix, row, &w->left);
	pd_left_load(ix, row, all, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, all, &found);
	for (unsigned c = 0; c < ix->schema->n_columns; c++)
		w->counts.u[c][pd_level(found.gamma, c)]++;
}

/* What two different people of one birth date have in common in their NIKs. Rows with another name are
 * surely different people. */
static void sample_day(struct padan_worker *w, uint32_t row, const struct right_row *right)
{
	const struct padan_index *ix = w->ix;
	uint32_t want = 1u << ix->roles.nik | 1u << ix->roles.name | 1u << ix->roles.date;
	struct pd_found found = { 0 };
	unsigned level;

	if (ix->roles.card >= 0)
		want |= 1u << ix->roles.card;
	pd_left_begin(ix, row, &w->left);
	pd_left_load(ix, row, want, &w->left);
	pd_compare(ix->schema, &ix->roles, &w->left.view, &right->view, want, &found);
	level = pd_level(found.gamma, (unsigned)ix->roles.nik);
	if (pd_level(found.gamma, (unsigned)ix->roles.name) != PADAN_LB_NONE || level <= PADAN_LN_GIVEN_DATE)
		return;
	w->counts.same_day_n++;
	w->counts.same_day[level & 7]++;
	w->counts.same_day_15 += ix->nik[row].value / 10 == w->scratch.nik.value / 10;
}

static uint64_t day_at(const struct padan_index *ix, uint32_t i)
{
	return ix->cell[(size_t)ix->by_day[i] * ix->schema->n_columns + (size_t)ix->roles.date].h;
}

static void sample_days(struct padan_worker *w, uint64_t day, const struct right_row *right)
{
	uint32_t low = 0, high = w->ix->n;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (day_at(w->ix, mid) < day)
			low = mid + 1;
		else
			high = mid;
	}
	for (unsigned k = 0; k < SAME_DAY_MOST && low < w->ix->n && day_at(w->ix, low) == day; k++)
		sample_day(w, w->ix->by_day[low++], right);
}

static void sample(struct padan_worker *w, uint64_t lot, const struct right_row *right)
{
	const struct padan_index *ix = w->ix;
	unsigned rate = ix->opt.sample, pairs = rate == 1 ? PAIRS_OF_SAMPLE * 8 : PAIRS_OF_SAMPLE;

	if (lot % rate != 0 || ix->n == 0)
		return;
	pd_read(&ix->reader, right->fields, (1u << ix->schema->n_columns) - 1, &w->scratch);
	count_values(w);
	if (rate > 1 && lot / rate % 4 != 0)
		return;
	for (unsigned i = 0; i < pairs; i++)
		sample_pair(w, (uint32_t)(padan_mix64(lot + i + 1) % ix->n), right);
	if (ix->roles.nik >= 0 && ix->roles.name >= 0 && ix->roles.date >= 0 && w->scratch.cell[ix->roles.date].h != 0)
		sample_days(w, w->scratch.cell[ix->roles.date].h, right);
}

/* A number that the row's content draws, the same wherever and whenever it comes. */
static uint64_t lot_of(const struct padan_index *ix, const struct pd_scratch *s)
{
	uint64_t lot = 0;

	for (uint32_t c = ix->roles.first; c; c &= c - 1)
		lot = padan_hash_join(lot, s->cell[__builtin_ctz(c)].h);
	return padan_mix64(lot) >> 8;
}

static int feed(struct padan_worker *w, struct right_row *right)
{
	const struct padan_index *ix = w->ix;

	if (++w->turn == 0) {
		memset(w->seen, 0, ix->n * sizeof(*w->seen));
		w->turn = 1;
	}
	w->counts.right++;
	pd_scratch_clear(&w->scratch);
	pd_read(&ix->reader, right->fields, ix->roles.first, &w->scratch);
	pd_scratch_view(&w->scratch, &right->view);
	if (ix->roles.name >= 0 && (w->scratch.done >> ix->roles.name & 1))
		count_name(w, (unsigned)ix->roles.name);
	sample(w, lot_of(ix, &w->scratch), right);
	return judge_all(w, right);
}

int padan_worker_feed(struct padan_worker *w, const struct padan_span *fields, struct padan_span payload)
{
	struct right_row right = { .fields = fields, .payload = payload };

	return payload.n > PADAN_PAYLOAD ? PADAN_TOO_MANY : feed(w, &right);
}

int padan_worker_feed_lazy(struct padan_worker *w, const struct padan_span *fields, padan_payload make, void *ctx)
{
	struct right_row right = { .fields = fields, .make = make, .ctx = ctx };

	return feed(w, &right);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a worker counts on the way: frequencies of words and values, and levels of pairs that chance drew.
 */
#include "stream.h"
#include <padan/hash.h>

enum {
	PAIRS_OF_SAMPLE = 2, /* left rows compared with a sampled right row for u */
	SAME_DAY_MOST = 16,
};

static void count_words(struct padan_worker *w, const struct pd_scratch *s, unsigned c)
{
	const struct pd_cell *cell = &s->cell[c];

	for (unsigned i = 0; i < cell->n; i++) {
		uint32_t id = pd_dict_find(&w->ix->dict, PD_SOUND_OF(c), s->at[cell->first + i]->sound);

		if (id != PD_NONE)
			w->counts.value[id]++;
	}
}

static void count_values(struct padan_worker *w, const struct pd_scratch *s)
{
	const struct padan_schema *schema = w->ix->schema;

	w->counts.sampled++;
	for (unsigned c = 0; c < schema->n_columns; c++) {
		uint32_t id;

		if (s->cell[c].h == 0 || schema->column[c].kind == PADAN_NIK)
			continue;
		id = pd_dict_find(&w->ix->dict, PD_WHOLE_OF(c), s->cell[c].h);
		if (id != PD_NONE)
			w->counts.value[id]++;
		if (pd_is_bag(schema->column[c].kind) && (int)c != w->ix->roles.name)
			count_words(w, s, c);
	}
}

static void sample_pair(struct padan_worker *w, uint32_t row, const struct pd_ahead *right)
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
static void sample_day(struct padan_worker *w, uint32_t row, const struct pd_ahead *right)
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
	w->counts.same_day_15 += ix->nik[row].value / 10 == right->scratch.nik.value / 10;
}

static uint64_t day_at(const struct padan_index *ix, uint32_t i)
{
	return ix->cell[(size_t)ix->by_day[i] * ix->schema->n_columns + (size_t)ix->roles.date].h;
}

static void sample_days(struct padan_worker *w, uint64_t day, const struct pd_ahead *right)
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

bool pd_sample_ask(struct padan_worker *w, struct pd_ahead *right)
{
	const struct padan_index *ix = w->ix;
	const struct pd_scratch *s = &right->scratch;

	if (right->lot % ix->opt.sample != 0 || ix->n == 0)
		return false;
	pd_ahead_open(right);
	pd_ahead_rest(right);
	pd_read(&ix->reader, right->fields, (1u << ix->schema->n_columns) - 1, &right->scratch);
	for (unsigned c = 0; c < ix->schema->n_columns; c++) {
		if (s->cell[c].h == 0 || ix->schema->column[c].kind == PADAN_NIK)
			continue;
		pd_dict_ask(&ix->dict, PD_WHOLE_OF(c), s->cell[c].h);
		if (pd_is_bag(ix->schema->column[c].kind) && (int)c != ix->roles.name)
			for (unsigned i = 0; i < s->cell[c].n; i++)
				pd_dict_ask(&ix->dict, PD_SOUND_OF(c), s->at[s->cell[c].first + i]->sound);
	}
	return true;
}

void pd_sample(struct padan_worker *w, const struct pd_ahead *right)
{
	const struct padan_index *ix = w->ix;
	uint64_t lot = right->lot;
	unsigned rate = ix->opt.sample, pairs = rate == 1 ? PAIRS_OF_SAMPLE * 8 : PAIRS_OF_SAMPLE;

	count_values(w, &right->scratch);
	if (lot / rate % ix->pair_every != 0)
		return;
	for (unsigned i = 0; i < pairs; i++)
		sample_pair(w, (uint32_t)(padan_mix64(lot + i + 1) % ix->n), right);
	if (ix->roles.nik >= 0 && ix->roles.name >= 0 && ix->roles.date >= 0 &&
	    right->scratch.cell[ix->roles.date].h != 0)
		sample_days(w, right->scratch.cell[ix->roles.date].h, right);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include <padan/hash.h>

void pd_dict_init(struct pd_dict *d, const struct padan_alloc *from)
{
	*d = (struct pd_dict){ .from = from };
}

void pd_dict_done(struct pd_dict *d)
{
	d->from->resize(d->from->ctx, d->entry, d->cap * sizeof(*d->entry), 0);
	d->from->resize(d->from->ctx, d->left, d->cap * sizeof(*d->left), 0);
	d->from->resize(d->from->ctx, d->slot, d->n_slots * sizeof(*d->slot), 0);
	*d = (struct pd_dict){ .from = d->from };
}

static uint64_t dict_key(unsigned column, uint64_t hash)
{
	return padan_mix64(hash + (uint64_t)(column + 1) * 0x9e3779b97f4a7c15u);
}

/* The slot of the key, or the free one where it belongs. n_slots is a power of two, at most half full. */
static struct pd_slot *dict_slot(const struct pd_dict *d, uint64_t key)
{
	uint32_t mask = d->n_slots - 1, at = (uint32_t)(key >> 32) & mask;

	while (d->slot[at].used && d->slot[at].key != key)
		at = (at + 1) & mask;
	return &d->slot[at];
}

void pd_dict_ask(const struct pd_dict *d, unsigned column, uint64_t hash)
{
	if (d->n_slots)
		__builtin_prefetch(&d->slot[(uint32_t)(dict_key(column, hash) >> 32) & (d->n_slots - 1)]);
}

static bool dict_grow_slots(struct pd_dict *d)
{
	uint32_t n = d->n_slots ? d->n_slots * 2 : 1024;
	struct pd_dict next = *d;

	next.slot = d->from->resize(d->from->ctx, NULL, 0, n * sizeof(*next.slot));
	if (!next.slot)
		return false;
	memset(next.slot, 0, n * sizeof(*next.slot));
	next.n_slots = n;
	for (uint32_t i = 0; i < d->n_slots; i++)
		if (d->slot[i].used)
			*dict_slot(&next, d->slot[i].key) = d->slot[i];
	d->from->resize(d->from->ctx, d->slot, d->n_slots * sizeof(*d->slot), 0);
	*d = next;
	return true;
}

static bool dict_grow_entries(struct pd_dict *d)
{
	uint32_t cap = d->cap ? d->cap * 2 : 1024;
	struct pd_entry *entry = d->from->resize(d->from->ctx, d->entry, d->cap * sizeof(*entry), cap * sizeof(*entry));
	uint32_t *left;

	if (!entry)
		return false;
	d->entry = entry;
	left = d->from->resize(d->from->ctx, d->left, d->cap * sizeof(*left), cap * sizeof(*left));
	if (!left) {
		/* Give the longer array back its old size, so that `cap` is true for both. */
		entry = d->from->resize(d->from->ctx, d->entry, cap * sizeof(*entry), d->cap * sizeof(*entry));
		d->entry = entry || !d->cap ? entry : d->entry;
		return false;
	}
	d->left = left;
	d->cap = cap;
	return true;
}

uint32_t pd_dict_add(struct pd_dict *d, unsigned column, const struct pd_entry *e)
{
	uint64_t key = dict_key(column, e->hash);
	struct pd_slot *slot;

	if (d->n >= d->n_slots / 2 && !dict_grow_slots(d))
		return PD_NONE;
	slot = dict_slot(d, key);
	if (!slot->used) {
		if (d->n == d->cap && !dict_grow_entries(d))
			return PD_NONE;
		*slot = (struct pd_slot){ key, d->n, 1 };
		d->entry[d->n] = *e;
		d->entry[d->n].id = d->n;
		d->entry[d->n].of = (uint16_t)column;
		d->left[d->n++] = 0;
	}
	d->left[slot->id]++;
	return slot->id;
}

uint32_t pd_dict_find(const struct pd_dict *d, unsigned column, uint64_t hash)
{
	struct pd_slot *slot;

	if (d->n_slots == 0)
		return PD_NONE;
	slot = dict_slot(d, dict_key(column, hash));
	return slot->used ? slot->id : PD_NONE;
}

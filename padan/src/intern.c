/* SPDX-License-Identifier: EUPL-1.2 */
#include "intern.h"
#include <string.h>

void pd_map_init(struct pd_map *m, const struct padan_alloc *from)
{
	*m = (struct pd_map){ .from = from };
}

void pd_map_done(struct pd_map *m)
{
	if (m->slot)
		m->from->resize(m->from->ctx, m->slot, ((size_t)m->mask + 1) * sizeof(*m->slot), 0);
	*m = (struct pd_map){ .from = m->from };
}

static struct pd_map_slot *find(const struct pd_map *m, uint32_t low, uint32_t high)
{
	uint32_t at = high & m->mask;

	while ((m->slot[at].low != low || m->slot[at].high != high) && (m->slot[at].low | m->slot[at].high))
		at = (at + 1) & m->mask;
	return &m->slot[at];
}

bool pd_map_grow(struct pd_map *m)
{
	size_t old = m->slot ? (size_t)m->mask + 1 : 0, size = old ? old * 2 : 256;
	struct pd_map next = *m;

	if (size > (size_t)1 << 31)
		return false;
	next.slot = m->from->resize(m->from->ctx, NULL, 0, size * sizeof(*next.slot));
	if (!next.slot)
		return false;
	memset(next.slot, 0, size * sizeof(*next.slot));
	next.mask = (uint32_t)(size - 1);
	for (size_t i = 0; i < old; i++)
		if (m->slot[i].low | m->slot[i].high)
			*find(&next, m->slot[i].low, m->slot[i].high) = m->slot[i];
	if (m->slot)
		m->from->resize(m->from->ctx, m->slot, old * sizeof(*m->slot), 0);
	*m = next;
	return true;
}

uint32_t *pd_map_at(struct pd_map *m, uint64_t hash, bool *fresh)
{
	uint32_t low = (uint32_t)hash, high = (uint32_t)(hash >> 32);
	struct pd_map_slot *s;

	low += (low | high) == 0;
	s = find(m, low, high);
	*fresh = (s->low | s->high) == 0;
	if (*fresh) {
		s->low = low;
		s->high = high;
		m->n++;
	}
	return &s->id;
}

bool pd_array_reserve(const struct padan_alloc *from, void *array, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap + *cap / 2 > 64 ? *cap + *cap / 2 : 64;
	void *p, *was;

	if (need <= *cap)
		return true;
	want = want < need ? need : want;
	if (want > SIZE_MAX / size)
		return false;
	memcpy(&was, array, sizeof(was));
	p = from->resize(from->ctx, was, *cap * size, want * size);
	if (!p)
		return false;
	memcpy(array, &p, sizeof(p));
	*cap = want;
	return true;
}

void pd_array_free(const struct padan_alloc *from, void *array, size_t *cap, size_t size)
{
	void *p;

	memcpy(&p, array, sizeof(p));
	if (p)
		from->resize(from->ctx, p, *cap * size, 0);
	p = NULL;
	memcpy(array, &p, sizeof(p));
	*cap = 0;
}

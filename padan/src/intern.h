/* SPDX-License-Identifier: EUPL-1.2
 *
 * Numbers for hashes: an open-addressed table from 64 bits to a number. And arrays that grow.
 */
#ifndef PADAN_INTERN_H
#define PADAN_INTERN_H

#include <padan/alloc.h>
#include <stdbool.h>
#include <stdint.h>

struct pd_map {
	const struct padan_alloc *from;
	struct pd_map_slot {
		uint32_t low, high; /* of the hash; both 0 = free */
		uint32_t id;
	} * slot;
	uint32_t mask, n; /* slots less one; taken */
};

void pd_map_init(struct pd_map *m, const struct padan_alloc *from);
void pd_map_done(struct pd_map *m);
bool pd_map_grow(struct pd_map *m);
/* Room for one more, so that the next pd_map_at cannot fail. false: memory was refused. */
static inline bool pd_map_reserve(struct pd_map *m)
{
	return (m->slot && m->n < m->mask / 4 * 3) || pd_map_grow(m);
}
/* The same for n more: places that pd_map_at gives stay where they are until so many are new. */
static inline bool pd_map_reserve_many(struct pd_map *m, uint32_t n)
{
	while (!m->slot || m->n + n > m->mask / 4 * 3)
		if (!pd_map_grow(m))
			return false;
	return true;
}
/* The place of the number of `hash`; *fresh: it is new, and the caller sets it. Only after pd_map_reserve. */
uint32_t *pd_map_at(struct pd_map *m, uint64_t hash, bool *fresh);

static inline void pd_map_prefetch(const struct pd_map *m, uint64_t hash)
{
	if (m->slot)
		__builtin_prefetch(&m->slot[(uint32_t)(hash >> 32) & m->mask]);
}

/* An array of `size`-byte things behind the pointer at `array`: room for `need` of them, by half as many more each
 * time. *cap counts. false: refused, and nothing has changed. */
bool pd_array_reserve(const struct padan_alloc *from, void *array, size_t *cap, size_t need, size_t size);
void pd_array_free(const struct padan_alloc *from, void *array, size_t *cap, size_t size);

#endif

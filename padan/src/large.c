/* SPDX-License-Identifier: EUPL-1.2
 *
 * Memory for tables: blocks of some megabytes are mapped on large pages where the system has them, since what is read
 * all over a table costs a walk through the page tables each time. They grow without being copied.
 */
#include <padan/alloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <pthread.h>
#include <sys/mman.h>

#define PAGE ((size_t)1 << 21) /* a large one */

static size_t rounded(size_t size, size_t page)
{
	return (size + page - 1) & ~(page - 1);
}

/* What a block of this size takes: large pages alone, unless too much of the last one would lie idle. */
static size_t room_of(size_t size)
{
	size_t whole = rounded(size, PAGE);

	return whole - size <= size / 4 ? whole : rounded(size, 4096);
}

/* Of this size a block is mapped. */
static bool is_large(size_t size)
{
	return size >= PAGE;
}

/* --- pages that were given back ------------------------------------------------------------------------------ */

/* The system clears each page that it gives, and that is the dearest part of it: pages that a block has left are kept
 * for the next one. They are not more than were in use before, and gone when no block is left. */
static struct {
	pthread_mutex_t lock;
	size_t blocks; /* in use */
	unsigned n;
	struct run {
		char *p;
		size_t n; /* bytes, of large pages */
	} run[64];
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* A part of what is kept, of at most so many bytes. n = 0: there is nothing. */
static struct run take(size_t most)
{
	struct run out = { NULL, 0 };

	pthread_mutex_lock(&kept.lock);
	if (kept.n && most >= PAGE) {
		struct run *last = &kept.run[kept.n - 1];

		out.n = last->n < most ? last->n : most / PAGE * PAGE;
		last->n -= out.n;
		out.p = last->p + last->n;
		kept.n -= last->n == 0;
	}
	pthread_mutex_unlock(&kept.lock);
	return out;
}

static void count_block(void)
{
	pthread_mutex_lock(&kept.lock);
	kept.blocks++;
	pthread_mutex_unlock(&kept.lock);
}

/* A block goes; its large pages stay as long as there are others. */
static void give_back(char *p, size_t size)
{
	size_t room = room_of(size), whole = room / PAGE * PAGE;

	pthread_mutex_lock(&kept.lock);
	kept.blocks--;
	if (kept.n == sizeof(kept.run) / sizeof(*kept.run) || kept.blocks == 0)
		whole = 0;
	else
		kept.run[kept.n++] = (struct run){ p, whole };
	while (kept.blocks == 0 && kept.n > 0) {
		kept.n--;
		munmap(kept.run[kept.n].p, kept.run[kept.n].n);
	}
	pthread_mutex_unlock(&kept.lock);
	if (room > whole)
		munmap(p + whole, room - whole);
}

/* --- blocks -------------------------------------------------------------------------------------------------- */

static char *map_at(char *p, size_t room)
{
	return mmap(p, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | (p ? MAP_FIXED : 0), -1, 0);
}

/* It begins where a large page does. */
static char *map_new(size_t size)
{
	size_t room = room_of(size) + PAGE, before;
	char *p = map_at(NULL, room);

	if (p == MAP_FAILED)
		return NULL;
	before = (PAGE - (uintptr_t)p % PAGE) % PAGE;
	if (before)
		munmap(p, before);
	if (PAGE - before)
		munmap(p + before + room_of(size), PAGE - before);
	madvise(p + before, room_of(size), MADV_HUGEPAGE);
	return p + before;
}

/* Puts kept pages in the place of new ones. false: a part of the block is no more. */
static bool lay_kept(char *p, size_t room)
{
	for (size_t at = 0; at < room;) {
		struct run r = take(room - at);

		if (r.n == 0)
			return true;
		if (mremap(r.p, r.n, r.n, MREMAP_MAYMOVE | MREMAP_FIXED, p + at) == MAP_FAILED) {
			munmap(r.p, r.n);
			return map_at(p + at, r.n) != MAP_FAILED;
		}
		at += r.n;
	}
	return true;
}

static char *map(size_t size)
{
	char *p = map_new(size);

	if (p && !lay_kept(p, room_of(size))) {
		munmap(p, room_of(size));
		return NULL;
	}
	if (p)
		count_block();
	return p;
}

/* Between two places. */
static void *copy(void *p, size_t old, size_t size)
{
	void *q = is_large(size) ? map(size) : malloc(size);

	if (!q)
		return NULL;
	if (p)
		memcpy(q, p, old < size ? old : size);
	if (is_large(old))
		give_back(p, old);
	else
		free(p);
	return q;
}

/* At its place, or at a new one: pages are moved there, not bytes, where the system moves what lies on pages of several
 * origins. */
static void *grow(void *p, size_t old, size_t size)
{
	void *q = room_of(old) == room_of(size) ? p : mremap(p, room_of(old), room_of(size), 0);

	if (q != MAP_FAILED)
		return q;
	q = map_new(size);
	if (!q)
		return NULL;
	if (mremap(p, room_of(old), room_of(size), MREMAP_MAYMOVE | MREMAP_FIXED, q) != MAP_FAILED)
		return q;
	munmap(q, room_of(size));
	return copy(p, old, size);
}

static void *resize(void *ctx, void *p, size_t old, size_t size)
{
	(void)ctx;
	if (size > SIZE_MAX / 2)
		return NULL;
	if (!is_large(p ? old : 0) && !is_large(size)) {
		if (size)
			return realloc(p, size);
		free(p);
		return NULL;
	}
	if (size == 0) {
		give_back(p, old);
		return NULL;
	}
	return p && is_large(old) && is_large(size) ? grow(p, old, size) : copy(p, p ? old : 0, size);
}

const struct padan_alloc padan_alloc_tables = { resize, NULL };
#else
static void *resize(void *ctx, void *p, size_t old, size_t size)
{
	return padan_alloc_libc.resize(ctx, p, old, size);
}

const struct padan_alloc padan_alloc_tables = { resize, NULL };
#endif

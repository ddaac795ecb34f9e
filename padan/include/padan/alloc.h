/* SPDX-License-Identifier: EUPL-1.2
 *
 * The allocator seam. All memory of libpadan (and of Lindung) is asked for through a
 * struct padan_alloc, so that a test can fail the 1st, 2nd, 3rd ... request and a sandboxed
 * child can hold a ceiling.
 */
#ifndef PADAN_ALLOC_H
#define PADAN_ALLOC_H

#include <stddef.h>

struct padan_alloc {
	/* Behaves as realloc: p NULL allocates, size 0 frees and returns NULL. `old` is the size that
	 * the block had (0 for a new one). Returns NULL when memory is refused; p is then untouched. */
	void *(*resize)(void *ctx, void *p, size_t old, size_t size);
	void *ctx;
};

/* The C library's allocator. */
extern const struct padan_alloc padan_alloc_libc;
/* The same, but blocks of some megabytes stand on large pages where the system has them: for tables that are read all
 * over. A block must be given back with the very size that it has. */
extern const struct padan_alloc padan_alloc_tables;

/* An arena: blocks that only grow and go all at once. Not thread-safe; one per owner. */
struct padan_arena {
	const struct padan_alloc *from;
	struct padan_arena_block *top;
	size_t used;  /* bytes handed out, with alignment */
	size_t limit; /* refuse beyond this many bytes of blocks; 0 = none */
	size_t held;  /* bytes of blocks held */
};

void padan_arena_init(struct padan_arena *a, const struct padan_alloc *from, size_t limit);
/* Frees every block; the arena may be used again. */
void padan_arena_done(struct padan_arena *a);
/* All that `from` holds belongs to `to` from now on, `from` is empty; both ask the same allocator. For threads that
 * fill arenas of their own. to's limit is not looked at. */
void padan_arena_adopt(struct padan_arena *to, struct padan_arena *from);
/* 16-byte aligned, not cleared; NULL when refused. n == 0 gives a valid pointer. */
void *padan_arena_get(struct padan_arena *a, size_t n) __attribute__((malloc, alloc_size(2)));
void *padan_arena_zero(struct padan_arena *a, size_t n) __attribute__((malloc, alloc_size(2)));
/* n elements of size bytes, cleared; NULL when refused or when n * size overflows. */
void *padan_arena_array(struct padan_arena *a, size_t n, size_t size);
/* Copy with a NUL behind it. NULL when refused. */
char *padan_arena_copy(struct padan_arena *a, const char *p, size_t n);

#endif

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
#include <sys/mman.h>

#define PAGE ((size_t)1 << 21) /* a large one */

static size_t small_pages(size_t size)
{
	return (size + 4095) & ~(size_t)4095;
}

/* Of this size a block is mapped. */
static bool is_large(size_t size)
{
	return size >= PAGE;
}

/* It begins where a large page does. */
static char *map(size_t size)
{
	size_t room = small_pages(size) + PAGE, before;
	char *p = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return NULL;
	before = (PAGE - (uintptr_t)p % PAGE) % PAGE;
	if (before)
		munmap(p, before);
	if (PAGE - before)
		munmap(p + before + small_pages(size), PAGE - before);
	madvise(p + before, small_pages(size), MADV_HUGEPAGE);
	return p + before;
}

/* At its place, or at a new one: pages are moved there, not bytes. */
static void *grow(void *p, size_t old, size_t size)
{
	void *q = mremap(p, small_pages(old), small_pages(size), 0);

	if (q != MAP_FAILED)
		return q;
	q = map(size);
	if (!q)
		return NULL;
	if (mremap(p, small_pages(old), small_pages(size), MREMAP_MAYMOVE | MREMAP_FIXED, q) != MAP_FAILED)
		return q;
	munmap(q, small_pages(size));
	return NULL;
}

/* Between the two kinds of memory. */
static void *carry(void *p, size_t old, size_t size)
{
	void *q = is_large(size) ? map(size) : malloc(size);

	if (!q)
		return NULL;
	if (p)
		memcpy(q, p, old < size ? old : size);
	if (is_large(old))
		munmap(p, small_pages(old));
	else
		free(p);
	return q;
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
		munmap(p, small_pages(old));
		return NULL;
	}
	return p && is_large(old) && is_large(size) ? grow(p, old, size) : carry(p, p ? old : 0, size);
}

const struct padan_alloc padan_alloc_tables = { resize, NULL };
#else
static void *resize(void *ctx, void *p, size_t old, size_t size)
{
	return padan_alloc_libc.resize(ctx, p, old, size);
}

const struct padan_alloc padan_alloc_tables = { resize, NULL };
#endif

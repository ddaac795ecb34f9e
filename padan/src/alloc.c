/* SPDX-License-Identifier: EUPL-1.2 */
#include <padan/alloc.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MIN = 1 << 16, ALIGN = 16 };

struct padan_arena_block {
	struct padan_arena_block *below;
	size_t size; /* of the whole block, this head included */
	size_t used; /* likewise */
	size_t pad;  /* keeps the head a multiple of ALIGN */
};

static void *libc_resize(void *ctx, void *p, size_t old, size_t size)
{
	(void)ctx;
	(void)old;
	if (size == 0) {
		free(p);
		return NULL;
	}
	return realloc(p, size);
}

const struct padan_alloc padan_alloc_libc = { libc_resize, NULL };

void padan_arena_init(struct padan_arena *a, const struct padan_alloc *from, size_t limit)
{
	*a = (struct padan_arena){ .from = from ? from : &padan_alloc_libc, .limit = limit };
}

void padan_arena_done(struct padan_arena *a)
{
	while (a->top) {
		struct padan_arena_block *b = a->top;

		a->top = b->below;
		a->from->resize(a->from->ctx, b, b->size, 0);
	}
	a->used = a->held = 0;
}

void padan_arena_adopt(struct padan_arena *to, struct padan_arena *from)
{
	struct padan_arena_block *bottom = from->top;

	if (!bottom)
		return;
	while (bottom->below)
		bottom = bottom->below;
	if (to->top) { /* the block that is being filled stays on top */
		bottom->below = to->top->below;
		to->top->below = from->top;
	} else {
		to->top = from->top;
	}
	to->used += from->used;
	to->held += from->held;
	from->top = NULL;
	from->used = from->held = 0;
}

/* Blocks double with what is held, up to 1 MiB at a time, so that small arenas stay small. */
static struct padan_arena_block *block_push(struct padan_arena *a, size_t need)
{
	size_t size = BLOCK_MIN;
	struct padan_arena_block *b;

	while (size < a->held && size < ((size_t)1 << 20))
		size *= 2;
	if (size < need + sizeof(*b))
		size = need + sizeof(*b);
	if (a->limit && (size > a->limit || a->held > a->limit - size))
		return NULL;
	b = a->from->resize(a->from->ctx, NULL, 0, size);
	if (!b)
		return NULL;
	*b = (struct padan_arena_block){ .below = a->top, .size = size, .used = sizeof(*b) };
	a->top = b;
	a->held += size;
	return b;
}

void *padan_arena_get(struct padan_arena *a, size_t n)
{
	struct padan_arena_block *b = a->top;
	size_t need;
	void *p;

	if (n > SIZE_MAX / 4)
		return NULL;
	need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!b || b->size - b->used < need) {
		b = block_push(a, need);
		if (!b)
			return NULL;
	}
	p = (char *)b + b->used;
	b->used += need;
	a->used += need;
	return p;
}

void *padan_arena_zero(struct padan_arena *a, size_t n)
{
	void *p = padan_arena_get(a, n);

	return p ? memset(p, 0, n) : NULL;
}

void *padan_arena_array(struct padan_arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return padan_arena_zero(a, n * size);
}

char *padan_arena_copy(struct padan_arena *a, const char *p, size_t n)
{
	char *q = padan_arena_get(a, n + 1);

	if (!q)
		return NULL;
	if (n)
		memcpy(q, p, n);
	q[n] = '\0';
	return q;
}

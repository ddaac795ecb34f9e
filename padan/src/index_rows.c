/* SPDX-License-Identifier: EUPL-1.2
 *
 * Many left rows at once. A stretch of rows is read, then stored; with two threads the next stretch is read while the
 * last one is stored. Storing numbers words and values in the order of the rows, so only one thread does it.
 */
#include "engine.h"
#include "parallel.h"

enum { STRETCH = 512, LOOK_AHEAD = 2 };

struct stretch {
	struct pd_scratch *scratch; /* STRETCH of them */
	unsigned group[STRETCH];
	unsigned n;
};

struct adding {
	struct padan_index *ix;
	padan_left_row row;
	void *ctx;
	size_t n, next; /* rows; the next that is to be read */
	struct stretch stretch[2];
	unsigned fill; /* the stretch that is read now; the other is stored */
	int rc;
};

static void read_stretch(struct adding *a, struct stretch *s)
{
	for (s->n = 0; s->n < STRETCH && a->next < a->n; s->n++) {
		struct padan_left left = a->row(a->ctx, a->next++);

		s->group[s->n] = left.group;
		pd_index_read(a->ix, &left, &s->scratch[s->n]);
	}
}

static int store_stretch(struct adding *a, const struct stretch *s)
{
	int rc = PADAN_OK;

	for (unsigned i = 0; i < s->n && rc == PADAN_OK; i++) {
		if (i + LOOK_AHEAD < s->n)
			pd_index_ask(a->ix, &s->scratch[i + LOOK_AHEAD]);
		rc = s->group[i] > 63 ? PADAN_MISUSE : pd_index_store(a->ix, &s->scratch[i], s->group[i]);
	}
	return rc;
}

static void step(void *ctx, size_t piece, unsigned thread)
{
	struct adding *a = ctx;

	(void)thread;
	if (piece == 0)
		a->rc = store_stretch(a, &a->stretch[!a->fill]);
	else
		read_stretch(a, &a->stretch[a->fill]);
}

static bool make_stretch(struct padan_index *ix, struct stretch *s)
{
	s->n = 0;
	s->scratch = ix->from->resize(ix->from->ctx, NULL, 0, STRETCH * sizeof(*s->scratch));
	for (unsigned i = 0; s->scratch && i < STRETCH; i++)
		s->scratch[i].memo = ix->memo; /* of the one thread that reads */
	return s->scratch != NULL;
}

int padan_index_add_rows(struct padan_index *ix, size_t n, padan_left_row row, void *ctx, unsigned threads)
{
	struct adding a = { .ix = ix, .row = row, .ctx = ctx, .n = n };
	bool good;

	if (ix->sealed)
		return PADAN_MISUSE;
	good = make_stretch(ix, &a.stretch[0]) && make_stretch(ix, &a.stretch[1]);
	a.rc = good ? PADAN_OK : PADAN_NO_MEMORY;
	while (a.rc == PADAN_OK && (a.next < n || a.stretch[!a.fill].n)) {
		pd_parallel(threads, 2, step, &a);
		a.fill = !a.fill;
	}
	for (unsigned i = 0; i < 2; i++)
		if (a.stretch[i].scratch)
			ix->from->resize(ix->from->ctx, a.stretch[i].scratch, STRETCH * sizeof(struct pd_scratch), 0);
	return a.rc;
}

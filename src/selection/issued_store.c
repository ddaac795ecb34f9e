/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/issued_store.h"

#include "access/open_store.h"
#include "membership/membership_store.h"
#include "programme/decree_store.h"

#include <stdlib.h>

/* Somebody whom BPJS refused under this decree. */
struct freed {
	int64_t run;
	uint64_t nik;
};

struct issued {
	struct selection *s;
	struct freed *freed;
	size_t n, cap;
	bool failed;
};

static int by_run(const void *a, const void *b)
{
	const struct freed *x = a, *y = b;

	if (x->run != y->run)
		return (x->run > y->run) - (x->run < y->run);
	return (x->nik > y->nik) - (x->nik < y->nik);
}

static bool keep_freed(struct issued *x, const struct freed *f)
{
	if (x->n == x->cap) {
		size_t cap = x->cap * 2 + 256;
		struct freed *more = padan_arena_array(x->s->arena, cap, sizeof(*more));

		if (!more)
			return false;
		if (x->n)
			memcpy(more, x->freed, x->n * sizeof(*more));
		x->freed = more;
		x->cap = cap;
	}
	x->freed[x->n++] = *f;
	return true;
}

static int take_enrolment(void *ctx, const struct enrolment *m)
{
	struct issued *x = ctx;
	struct freed f = { m->run, number_read(m->nik) };

	if (!m->accepted)
		x->failed = !keep_freed(x, &f);
	else if (m->last_day.day < x->s->programme.hari_pertama.day)
		x->failed = !selection_add_member(x->s, m->nik, m->last_day);
	return x->failed;
}

static int take_issued(void *ctx, const struct decreed *d)
{
	struct issued *x = ctx;
	struct freed f = { d->run, number_read(d->nik) };
	struct earlier r = { .nik = selection_copy(x->s, d->nik),
			     .name = selection_copy(x->s, d->nama),
			     .number = selection_copy(x->s, d->nomor),
			     .fund = selection_copy(x->s, d->dana),
			     .district = selection_copy(x->s, d->kecamatan_kode),
			     .group = selection_copy(x->s, d->kelompok),
			     .total = d->total,
			     .from = d->first_day,
			     .until = d->last_day,
			     .freed = x->n && bsearch(&f, x->freed, x->n, sizeof(f), by_run) };

	x->failed = !selection_add_earlier(x->s, &r);
	return x->failed;
}

int selection_issued(struct selection *s, struct err *e)
{
	struct issued x = { .s = s };
	span region = padan_span_of(s->programme.wilayah);
	int rc;

	if (!s->env->store || !store_db(s->env->store))
		return ERR_OK;
	rc = membership_store_each(s->env->store, region, take_enrolment, &x, e);
	if (x.n)
		qsort(x.freed, x.n, sizeof(*x.freed), by_run);
	if (!rc && !x.failed)
		rc = decree_store_people(s->env->store, region, take_issued, &x, e);
	return x.failed ? err_memory(e, "keputusan terdahulu") : rc;
}

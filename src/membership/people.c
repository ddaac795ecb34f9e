/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/people.h"

#include <stdlib.h>

const char *enrolled_word(enum enrolled e)
{
	static const char *const words[ENROLLED_N] = { "", "diterima", "ditolak", "tidak_jelas" };

	return words[e];
}

const char *enrolled_label(enum enrolled e)
{
	static const char *const labels[ENROLLED_N] = { "belum dijawab", "diterima", "ditolak", "tidak jelas" };

	return labels[e];
}

static int by_nik(const void *a, const void *b, void *ctx)
{
	const struct member *m = ctx, *x = &m[*(const uint32_t *)a], *y = &m[*(const uint32_t *)b];

	return x->nik != y->nik ? (x->nik > y->nik) - (x->nik < y->nik) : (x->pos > y->pos) - (x->pos < y->pos);
}

int members_index(struct members *m, struct padan_arena *arena, struct err *e)
{
	m->by_nik = padan_arena_array(arena, m->n ? m->n : 1, sizeof(*m->by_nik));
	if (!m->by_nik)
		return err_memory(e, "daftar penerima");
	for (size_t i = 0; i < m->n; i++)
		m->by_nik[i] = (uint32_t)i;
	qsort_r(m->by_nik, m->n, sizeof(*m->by_nik), by_nik, m->at);
	return ERR_OK;
}

int64_t members_with_nik(const struct members *m, uint64_t nik)
{
	size_t lo = 0, hi = m->n;

	while (nik && lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->at[m->by_nik[mid]].nik < nik)
			lo = mid + 1;
		else
			hi = mid;
	}
	return nik && lo < m->n && m->at[m->by_nik[lo]].nik == nik ? (int64_t)m->by_nik[lo] : -1;
}

int64_t members_with_kpj(const struct members *m, span kpj)
{
	int64_t found = -1;

	for (size_t i = 0; kpj.n && i < m->n; i++)
		if (padan_span_eq(m->at[i].kpj, kpj)) {
			if (found >= 0)
				return -1;
			found = (int64_t)i;
		}
	return found;
}

int64_t members_with_name(const struct members *m, uint64_t name, date born)
{
	int64_t found = -1;

	for (size_t i = 0; name && date_known(born) && i < m->n; i++)
		if (m->at[i].name == name && m->at[i].born.day == born.day) {
			if (found >= 0)
				return -1;
			found = (int64_t)i;
		}
	return found;
}

void members_count(const struct members *m, int64_t out[ENROLLED_N])
{
	for (int i = 0; i < ENROLLED_N; i++)
		out[i] = 0;
	for (size_t i = 0; i < m->n; i++)
		out[m->at[i].now]++;
}

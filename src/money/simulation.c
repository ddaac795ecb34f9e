/* SPDX-License-Identifier: EUPL-1.2 */
#include "money/simulation.h"

static int price_of(const struct simulated_fund *f, int months, rupiah *each, struct err *e)
{
	*each = rp(0);
	for (int i = 0; i < months && i < f->price.months; i++) {
		int rc = law_add(each, f->price.monthly[i], e);

		if (rc)
			return rc;
	}
	if (each->rp <= 0)
		return err_set(e, ERR_USAGE, "iuran per orang nol: tidak ada yang dapat dihitung");
	return ERR_OK;
}

int simulate_people(const struct simulated_fund *funds, int n, int months, int64_t *people, struct err *e)
{
	*people = 0;
	for (int i = 0; i < n; i++) {
		rupiah each;
		int rc = price_of(&funds[i], months, &each, e);

		if (rc)
			return rc;
		*people += funds[i].ceiling.rp / each.rp;
	}
	return ERR_OK;
}

int simulate_fill(struct simulated_fund *funds, int n, int months, int64_t people, int64_t *placed, struct err *e)
{
	*placed = 0;
	for (int i = 0; i < n; i++) {
		struct simulated_fund *f = &funds[i];
		int rc = price_of(f, months, &f->each, e);

		if (rc)
			return rc;
		f->people = f->ceiling.rp / f->each.rp;
		if (f->people > people - *placed)
			f->people = people - *placed;
		*placed += f->people;
		f->spent = rp(f->people * f->each.rp);
		f->left = rp(f->ceiling.rp - f->spent.rp);
	}
	return ERR_OK;
}

int simulate_months(const struct simulated_fund *funds, int n, int64_t people, int *months, struct err *e)
{
	int64_t can;

	*months = 0;
	for (int k = 1; k <= funds[0].price.months; k++) {
		int rc = simulate_people(funds, n, k, &can, e);

		if (rc || can < people)
			return rc;
		*months = k;
	}
	return ERR_OK;
}

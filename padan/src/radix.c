/* SPDX-License-Identifier: EUPL-1.2 */
#include "radix.h"
#include <string.h>

enum { BITS = 11, DIGITS = 1 << BITS, FEW = 64 };

static void insert_sort(struct pd_keyed *a, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct pd_keyed x = a[i];
		size_t k = i;

		for (; k > 0 && a[k - 1].key > x.key; k--)
			a[k] = a[k - 1];
		a[k] = x;
	}
}

/* Least significant digit first, over the digits that differ at all. */
void pd_radix_sort(struct pd_keyed *a, struct pd_keyed *spare, size_t n)
{
	struct pd_keyed *from = a, *to = spare;
	uint64_t any = 0, all = ~(uint64_t)0;

	if (n <= FEW) {
		insert_sort(a, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		any |= a[i].key;
		all &= a[i].key;
	}
	for (unsigned shift = 0; shift < 64; shift += BITS) {
		size_t count[DIGITS] = { 0 }, sum = 0;
		struct pd_keyed *swap = from;

		if (((any ^ all) >> shift & (DIGITS - 1)) == 0)
			continue;
		for (size_t i = 0; i < n; i++)
			count[from[i].key >> shift & (DIGITS - 1)]++;
		for (size_t d = 0; d < DIGITS; d++) {
			size_t k = count[d];

			count[d] = sum;
			sum += k;
		}
		for (size_t i = 0; i < n; i++)
			to[count[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}

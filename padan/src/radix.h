/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows sorted by 64-bit keys, equal keys staying in their order.
 */
#ifndef PADAN_RADIX_H
#define PADAN_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct pd_keyed {
	uint64_t key;
	uint32_t row;
};
/* spare: room for n. The result stands in `a`. */
void pd_radix_sort(struct pd_keyed *a, struct pd_keyed *spare, size_t n);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Money: whole rupiah, checked arithmetic only, no floating point.
 */
#ifndef BASE_RUPIAH_H
#define BASE_RUPIAH_H

#include "base/err.h"
#include "base/text.h"

typedef struct {
	int64_t rp;
} rupiah;

static inline rupiah rp(int64_t v)
{
	return (rupiah){ v };
}
/* Each returns false and leaves *out alone on overflow. */
MUST_CHECK bool rupiah_add(rupiah a, rupiah b, rupiah *out);
MUST_CHECK bool rupiah_sub(rupiah a, rupiah b, rupiah *out);
MUST_CHECK bool rupiah_mul(rupiah a, int64_t n, rupiah *out);
/* a * num / den, rounded half up (away from zero below it); den > 0. No overflow in between. */
MUST_CHECK bool rupiah_ratio(rupiah a, int64_t num, int64_t den, rupiah *out);
static inline int rupiah_cmp(rupiah a, rupiah b)
{
	return (a.rp > b.rp) - (a.rp < b.rp);
}
/* "Rp150.000.000", "-Rp5". Returns out. */
char *rupiah_format(rupiah a, char out[40]);
/* In words, as papers write it: 149990400 -> "seratus empat puluh sembilan juta ... rupiah". */
void rupiah_words(rupiah a, struct buf *out);
/* "150000000", "150.000.000", "Rp 150.000.000,-", "Rp150.000.000,00": whole rupiah. */
MUST_CHECK bool rupiah_parse(span s, rupiah *out);

#endif

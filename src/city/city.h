/* SPDX-License-Identifier: EUPL-1.2
 *
 * `lindung sample`: a synthetic city with the lists of every office, and the truth beside them. Nobody
 * in it lives. The same order gives the same bytes on every machine. docs/panduan/sampel.md names the
 * files and their columns.
 */
#ifndef CITY_CITY_H
#define CITY_CITY_H

#include "base/seam.h"

struct city_order {
	const char *dir;    /* made when missing; its files of these names are replaced */
	const char *code;   /* NULL: "73.72". Any regency or city of the region table */
	uint32_t persons;   /* rows of the registry; 0: the population of 2024 for 73.71, 73.72, 73.73; else 100,000 */
	uint32_t proposals; /* rows of the three lists together; 0: 2,500, for Makassar 35,782 */
	uint64_t seed;
};
enum { CITY_PERSONS_MIN = 1000, CITY_PERSONS_MAX = 20000000, CITY_PROPOSALS_MAX = 1000000 };

/* Called now and then with how much is done; may be NULL. */
typedef void city_progress(void *ctx, uint64_t done, uint64_t of, const char *what);

/* Fills in what the order leaves to the city. ERR_USAGE: too few or too many persons. */
MUST_CHECK int city_order_complete(struct city_order *order, struct err *e);
/* Writes every file of the city. ERR_USAGE as city_order_complete or no such city, ERR_MACHINE (disk, memory). A file
 * is there whole or not at all. */
MUST_CHECK int city_write(const struct city_order *order, const struct seams *s, city_progress *progress, void *ctx,
			  struct err *e);

#endif

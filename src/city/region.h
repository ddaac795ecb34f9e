/* SPDX-License-Identifier: EUPL-1.2
 *
 * Places of the sample city: pure tables.
 */
#ifndef CITY_REGION_H
#define CITY_REGION_H

#include <stddef.h>
#include <stdint.h>

struct region_village {
	char code[16]; /* "73.72.01.1004" */
	char name[48];
	char district[40];
};
struct region_origin {
	uint32_t district; /* first six digits of a NIK */
	uint32_t weight;
	char birthplace[32]; /* as the registry prints it */
};

extern const struct region_village region_villages[]; /* sorted by code */
extern const size_t region_village_count;
extern const struct region_village region_neighbours[]; /* sorted by code */
extern const size_t region_neighbour_count;
extern const struct region_origin region_origins[];
extern const size_t region_origin_count;

#endif

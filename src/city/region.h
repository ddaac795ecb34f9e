/* SPDX-License-Identifier: EUPL-1.2
 *
 * Places of the sample city: its wards, villages next door, and districts where its people were first registered.
 * Pure; read from the embedded tables of idn-area-data.
 */
#ifndef CITY_REGION_H
#define CITY_REGION_H

#include "base/err.h"
#include "base/text.h"
#include <stdint.h>

struct region_village {
	char code[16]; /* "73.72.01.1004" */
	char name[64], district[64];
	char regency[64]; /* as the registry prints it: "KOTA PAREPARE", "KAB. BARRU" */
};
struct region_origin {
	uint32_t district; /* first six digits of a NIK */
	uint32_t weight;
	char birthplace[32]; /* as the registry prints it */
};

/* South Sulawesi, vanished districts among them. */
extern const struct region_origin region_origins[];
extern const size_t region_origin_count;

enum { PLACE_ORIGINS_MAX = 150, PLACE_NEXT_DOOR_MAX = 18 };
struct places {
	const struct region_village *village, *next_door;
	size_t villages, next_doors;
	const struct region_origin *origin;
	size_t origins;
	char place[48], title[64]; /* "PAREPARE", "Kota Parepare" */
	struct padan_arena arena;  /* holds all of it */
};

/* ERR_USAGE: no regency has this code ("73.72"); ERR_MACHINE. Owner frees with places_done. */
MUST_CHECK int places_read(struct places *p, const char *code, const struct padan_alloc *from, struct err *e);
void places_done(struct places *p);

#endif

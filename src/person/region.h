/* SPDX-License-Identifier: EUPL-1.2
 *
 * The places of one regency or city: its districts (kecamatan) and villages (kelurahan, desa) with their codes, found
 * by code or by a name as people write it ("Kel. Pabatang", "PA'BATANG", "Watang Soreang", "Pare-Pare"). From the npm
 * package idn-area-data (embedded: wilayah/regencies.csv, districts.csv, villages.csv). Pure.
 */
#ifndef PERSON_REGION_H
#define PERSON_REGION_H

#include "base/err.h"
#include "base/text.h"

enum { REGION_CODE = 16, REGION_KEY = 48 };

struct place_name {
	char code[REGION_CODE]; /* "73.72.01", "73.72.01.1004" */
	span name;		/* as in the table */
	char key[REGION_KEY];	/* letters and digits only, without "Kelurahan", "Kec." and the like */
	uint8_t key_n;
	int16_t district; /* of a village: index of its district */
};

struct regions {
	char code[REGION_CODE]; /* of the regency: "73.72" */
	span name;		/* "Kota Parepare" */
	const struct place_name *district, *village;
	int districts, villages;
	bool namesake; /* there is a regency and a city of this name */
};

struct region_tables {
	span regencies, districts, villages; /* CSV bytes, which must stay; lines in the order of their codes */
};

/* ERR_USAGE when there is no such regency. */
MUST_CHECK int regions_read(struct regions *out, span code, const struct region_tables *t, struct padan_arena *arena,
			    struct err *e);
/* Index, or -1. A code is taken as such; a name must be near one place alone: equal keys, one edit (two from ten
 * letters on), or Jaro-Winkler from 0.93 with nothing else near. */
int region_district(const struct regions *r, span text);
/* district: index or -1 (not known): the village must then be the only one of its name. */
int region_village(const struct regions *r, span text, int district);
/* Does this name ("KOTA PAREPARE", "Parepare", "Pare-Pare", "73.72") mean the regency itself? "KAB. BANDUNG" is not
 * Kota Bandung. */
bool region_is(const struct regions *r, span text);

#endif

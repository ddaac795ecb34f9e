/* SPDX-License-Identifier: EUPL-1.2
 *
 * Occupations by code and group (data/ref/kelompok_pekerjaan.csv: kelompok,kata,kode_ktp,risiko,sumber). A group "-"
 * means: a known occupation that is in no group. `risiko` is 1 (low) to 5 (high) and belongs to the group; it is our
 * judgement after PP 44/2015 Lampiran I, not law.
 */
#ifndef PERSON_OCCUPATION_H
#define PERSON_OCCUPATION_H

#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"

enum occupation_known { OCCUPATION_EMPTY, OCCUPATION_UNHEARD, OCCUPATION_HEARD };

struct occupation_words;
struct occupations {
	const char *group[LIM_GROUPS]; /* codes, in the order of first mention */
	int8_t risk[LIM_GROUPS];       /* 1..5; -1 = not told */
	int groups;
	const struct occupation_words *words;
};

/* csv must stay. ERR_USAGE names the line that is wrong (an unknown risk, two groups for one word). */
MUST_CHECK int occupations_read(struct occupations *out, span csv, struct padan_arena *arena, struct err *e);
/* What a cell says: a KTP code ("11"), a KTP occupation, a word of the field, a phrase that contains one ("nelayan
 * tangkap ikan"), with one typing error in long words. *group: index, or -1 when heard of and in no group. */
enum occupation_known occupation_of(const struct occupations *o, span cell, int *group);

#endif

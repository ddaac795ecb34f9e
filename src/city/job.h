/* SPDX-License-Identifier: EUPL-1.2
 *
 * Trades of the sample: the word on the identity card, words of lists, group, income. Pure tables.
 */
#ifndef CITY_JOB_H
#define CITY_JOB_H

#include <stdbool.h>
#include <stdint.h>

enum job {
	JOB_NONE,
	JOB_PUPIL,
	JOB_HOUSEHOLD,
	JOB_RETIRED,
	JOB_CIVIL,
	JOB_ARMY,
	JOB_POLICE,
	JOB_CONTRACT_CIVIL, /* PPPK */
	JOB_HONORARY,
	JOB_STAFF,
	JOB_TEACHER,
	JOB_BUSINESS,
	JOB_FARMER,
	JOB_HERDER,
	JOB_FISHER,
	JOB_FISH_HAND,
	JOB_FARM_HAND,
	JOB_DAY_HAND,
	JOB_MAID,
	JOB_MASON,
	JOB_CARPENTER,
	JOB_TAILOR,
	JOB_DRIVER,
	JOB_OJEK,
	JOB_TRADER,
	JOB_STALL,
	JOB_SYARA,
	JOB_MENGAJI,
	JOB_SCAVENGER,
	JOB_PARKING,
	JOB_COUNT
};
enum relation { RELATION_NONE, RELATION_ODD, RELATION_WAGE, RELATION_CONTRACT, RELATION_COUNT };
enum hire { HIRE_OWN, HIRE_STAFF, HIRE_GANG, HIRE_HELP, HIRE_COUNT };
enum office { OFFICE_FISHERY, OFFICE_FARMING, OFFICE_LABOUR, OFFICE_COUNT };

struct job_row {
	const char *card;	  /* occupation of the identity card */
	const char *words[3];	  /* as lists write it; NULL ends */
	const char *group;	  /* code of data/ref/kelompok_pekerjaan.csv */
	bool target;		  /* asked for by the sample's programme */
	enum office office;	  /* which office lists him */
	enum hire hire;		  /* for himself, staff, in a gang, helper */
	int income_lo, income_hi; /* thousands of rupiah a month */
	uint16_t poor, rich;	  /* weights among men of poor and of rich households */
	uint16_t poor_f, rich_f;  /* ... and women */
};
extern const struct job_row job_rows[JOB_COUNT];
extern const char *const relation_words[RELATION_COUNT];

#endif

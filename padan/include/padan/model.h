/* SPDX-License-Identifier: EUPL-1.2
 *
 * The Fellegi-Sunter model: for each column and level m (how often a true pair shows it) and u (how
 * often a pair of two different people does). A level's weight is log2(m / u). Columns that are bags of
 * words (NAME, TEXT) have word events instead: for each word of the left side what became of it, and
 * each word of the right side that found no partner. Where a frequency is known (a word, a date, a
 * village), it stands in place of u.
 */
#ifndef PADAN_MODEL_H
#define PADAN_MODEL_H

#include <padan/schema.h>
#include <stdint.h>

enum padan_word_event {
	PADAN_W_LEFT_ONLY, /* no partner */
	PADAN_W_EQUAL,
	PADAN_W_SOUND,	    /* another spelling of the same sound */
	PADAN_W_ALIKE,	    /* one edit, or Jaro-Winkler from 0.9 */
	PADAN_W_INITIAL,    /* one letter, or a beginning, that the other word completes */
	PADAN_W_JOINED,	    /* two words of one side written as one on the other */
	PADAN_W_RIGHT_ONLY, /* a word of the right side without partner */
	PADAN_WORD_EVENTS
};

struct padan_model {
	double m[PADAN_COLUMNS][PADAN_LEVELS];
	double u[PADAN_COLUMNS][PADAN_LEVELS];
	double word_m[PADAN_COLUMNS][PADAN_WORD_EVENTS];
	double word_u[PADAN_COLUMNS][PADAN_WORD_EVENTS]; /* of EQUAL and SOUND only the floor of the frequency */
	double found; /* share of left rows whose person is on the right; for dedupe, matches per pair of records */
};

/* Where estimation starts: rates of errors seen in lists. */
void padan_model_start(struct padan_model *m, const struct padan_schema *s);

#endif

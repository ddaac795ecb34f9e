/* SPDX-License-Identifier: EUPL-1.2
 *
 * Objections of citizens (sanggah): the words. Pure. How they are kept: objection_store.h.
 */
#ifndef MEMBERSHIP_OBJECTION_H
#define MEMBERSHIP_OBJECTION_H

#include "base/text.h"

/* What is objected to; the words are stored. */
#define OBJECTION_KINDS "saya_layak|orang_tidak_layak|data_salah|sudah_meninggal|lainnya"
enum objection_kind { OBJECTION_LEFT_OUT, OBJECTION_NOT_DUE, OBJECTION_WRONG_DATA, OBJECTION_DEAD, OBJECTION_OTHER };
const char *objection_kind_label(span word);

/* How far it is. The words are stored; nothing is `baru` but what has no step. */
enum objection_state { OBJECTION_NEW, OBJECTION_PASSED_ON, OBJECTION_ACCEPTED, OBJECTION_REFUSED, OBJECTION_STATES };
const char *objection_state_word(enum objection_state s);
const char *objection_state_label(enum objection_state s); /* as an officer and a citizen read it */
enum objection_state objection_state_of(span word);	   /* NEW for the empty word */
/* Accepted and refused end it. */
static inline bool objection_open(enum objection_state s)
{
	return s < OBJECTION_ACCEPTED;
}

/* "S*** A*****": the first letter of each word, and how long it is. */
void name_masked(span name, struct buf *out);
/* The digits of `typed`, at most n of them, blanks, dots and dashes left out; false when there are not exactly n
 * digits, or anything else. */
bool digits_exactly(span typed, char *out, size_t n);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Enrolment at BPJS: the replies that were read and each of their rows, never changed. Where somebody stands is what
 * the newest clear row about him says. Personal fields are one sealed value; NIK and KPJ have blind indexes.
 */
#ifndef MEMBERSHIP_MEMBERSHIP_STORE_H
#define MEMBERSHIP_MEMBERSHIP_STORE_H

#include "access/open_store.h"
#include "db/copy.h"
#include "membership/people.h"
#include "programme/programme.h"

/* What is sealed of a row. Numbers are stored: append only. */
#define ENROLMENT_FIELDS(F) F(nik) F(nama) F(tanggal_lahir) F(kpj) F(alasan) F(kata) F(nik_penerima)
enum enrolment_field {
#define F(name) ENROLMENT_##name,
	ENROLMENT_FIELDS(F)
#undef F
		ENROLMENT_N
};
/* Where the sealed value of this row of the table is bound to (for dump). */
struct key_place enrolment_place(const struct db_table *t, const struct db_value *v);

struct key_place enrolment_at(int64_t run, int64_t reply, int64_t line);

/* Every row of every reply about this decree, in order. each: 0 goes on, else its value is returned. */
struct enrolment_row {
	int64_t line, pos; /* pos -1: not in the decree */
	enum enrolled said;
	span how, file, field[ENROLMENT_N];
};
MUST_CHECK int enrolment_each(struct store *s, int64_t run, int (*each)(void *ctx, const struct enrolment_row *),
			      void *ctx, struct err *e);

/* The people of the decree that this run became, with the answers so far; ERR_CONFLICT when it is none. */
MUST_CHECK int membership_store_people(const struct env *env, int64_t run, const struct programme *p,
				       struct members *out, struct err *e);

struct reply {
	int64_t run;
	span name;
	unsigned char sha256[32];
	const struct reply_row *rows;
	size_t n;
};
/* *at_ms: when this file was read for this decree; 0 = never. */
MUST_CHECK int membership_store_known(struct store *s, const struct reply *r, int64_t *at_ms, struct err *e);
/* For apply. A file that is known already adds nothing. */
MUST_CHECK int membership_store_add(struct unit *u, const struct reply *r, const struct members *m, struct err *e);

/* Everybody about whom BPJS gave a clear answer in this region, each decree's people once, as the newest says. */
struct enrolment {
	int64_t run;
	span nik, kpj;
	bool accepted;
	date first_day, last_day; /* cover of the decree */
};
MUST_CHECK int membership_store_each(struct store *s, span wilayah, int (*each)(void *ctx, const struct enrolment *),
				     void *ctx, struct err *e);

/* For verify. */
MUST_CHECK int membership_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif

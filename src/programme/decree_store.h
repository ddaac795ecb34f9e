/* SPDX-License-Identifier: EUPL-1.2
 *
 * Decrees: a draft run that got a number, a date and a signed scan. Only then `ditetapkan`. The scan stays where the
 * office keeps it; here stand its name, size and SHA-256. Rows with syarat konfirmasi_nik stay out.
 */
#ifndef PROGRAMME_DECREE_STORE_H
#define PROGRAMME_DECREE_STORE_H

#include "programme/decree_step_store.h"

struct decree {
	int64_t run;
	span nomor;
	date signed_on;
	span scan_name;
	unsigned char scan_sha256[32];
	int64_t scan_size;
	int64_t people; /* computed by decree_store_draft, as what follows */
	rupiah total;
	struct chain_ask ask;
};

/* Who would stand in the decree (chosen, nothing waiting) and what that costs. */
MUST_CHECK int decree_store_sum(struct store *s, int64_t run, int64_t *people, rupiah *total, struct err *e);
/* The same to be shown: by the run's summary (coverage/cover_store.h), where it has one. */
MUST_CHECK int decree_store_look(struct store *s, int64_t run, int64_t *people, rupiah *total, struct err *e);
/* For plan: may `run` become a decree with this number, by this actor, now? Fills people and total. ERR_USAGE: no such
 * run, nobody in it, the wrong person; ERR_CONFLICT: the state (only from ditandatangani), or the number is taken in
 * this region and year. */
MUST_CHECK int decree_store_draft(const struct env *env, struct decree *d, struct err *e);
/* For apply: looks again, then writes. */
MUST_CHECK int decree_store_issue(struct unit *u, const struct decree *d, struct err *e);

/* A person of an issued decree, as a row of an earlier decree's list (--sk). */
struct decreed {
	span nik, nama, nomor, dana, kecamatan_kode, kelompok;
	rupiah total;
	date first_day, last_day;
	int64_t run;
};
/* Every person of every issued decree of this region (all of them: whoever asks compares the cover, as with --sk
 * lists; an ended decree is compared only). Order: decree, then input order. each: 0 goes on, else its value is
 * returned. */
MUST_CHECK int decree_store_people(struct store *s, span wilayah, int (*each)(void *ctx, const struct decreed *),
				   void *ctx, struct err *e);
/* For verify. */
MUST_CHECK int decree_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * BPJS's reply read back: a list with NIK, KPJ or name and birth date, and what became of each. Columns and words of
 * answer are found by name; a row that cannot be understood, or that is of nobody in the decree, is kept and named.
 */
#ifndef MEMBERSHIP_REPLY_H
#define MEMBERSHIP_REPLY_H

#include "base/seam.h"
#include "membership/people.h"

enum { REPLY_ROWS = 2000000 };
struct reply_list {
	char file[256];
	unsigned char sha256[32];
	struct reply_row *rows; /* in the sheet's order */
	size_t n, cap;
};

/* What a word of answer means: "Diterima", "BERHASIL", "Aktif"; "Ditolak", "gagal validasi". With `kpj` an empty word
 * is an acceptance. Anything else: ENROLLED_UNCLEAR. */
enum enrolled reply_understand(span word, span kpj);
/* Reads the file and finds each row's person among m. Two rows of one file that contradict each other about a person
 * become unclear. ERR_UNREADABLE as list_scan; texts live in the arena. */
MUST_CHECK int reply_read(struct reply_list *out, const char *path, const struct members *m, const struct seams *s,
			  struct padan_arena *arena, struct err *e);
/* What the rows say, on top of what m already knows. */
void reply_apply(const struct reply_list *l, struct members *m);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The calculators as use cases. Every figure leaves with the rows of law it stands on.
 */
#ifndef LAW_LAW_CASES_H
#define LAW_LAW_CASES_H

#include "law/benefit.h"
#include "law/contribution.h"
#include "office/office.h"

#define CASES "law/law.def"
#include "office/declare.inc"

/* Lists that a plan fills: notes and the law behind the figures. Texts are copied into the arena. */
enum { NOTES_MAX = 16 };
struct notes {
	struct padan_arena *arena;
	struct note_row row[NOTES_MAX];
	size_t n;
	bool failed;
};
void notes_add(struct notes *n, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Copies a finished text into the arena; {NULL, 0} when memory is refused. */
span text_keep(struct padan_arena *arena, span s);
MUST_CHECK int notes_cursor(const struct notes *n, struct row_cursor *out, struct err *e);
MUST_CHECK int basis_cursor(const struct law_used *used, struct padan_arena *arena, struct row_cursor *out,
			    struct err *e);
/* Notes that some row of law is unverified, when one is. */
void notes_unverified(struct notes *n, const struct law_used *used);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * batch add, list, show, withdraw (batch_cases.c); rows, columns, bad-rows (batch_rows_cases.c).
 */
#ifndef INTAKE_BATCH_CASES_H
#define INTAKE_BATCH_CASES_H

#include "intake/batch_page_store.h"
#include "intake/batch_store.h"
#include "intake/look.h"
#include "office/office.h"

#define CASES "intake/batch.def"
#include "office/declare.inc"

/* --- what the two files share --------------------------------------------------------------------------------------
 */
struct private_files;

/* A kept batch as a file, with the columns that its office taught. */
struct batch_file {
	struct batch batch;
	struct batch_check check;
	struct columns columns;
	struct private_files *files; /* NULL: not open */
	const char *path;
};
/* The batch that `typed` names, in the caller's scope. */
MUST_CHECK int batch_named(struct batch *b, span typed, const struct env *env, struct err *e);
/* The same with its last check and columns, without the file: batch_must_stand. */
MUST_CHECK int batch_file_find(struct batch_file *f, span typed, const struct env *env, struct err *e);
/* Does the list still read as its last check says? Its office may have mapped such a header otherwise since then, with
 * another list: then its pages (batch_page_store.h) are not what one would read. */
bool batch_file_as_checked(const struct batch_file *f);
/* All of it and the file. To be closed whatever comes back. */
MUST_CHECK int batch_file_open(struct batch_file *f, span typed, const struct env *env, struct err *e);
void batch_file_close(struct batch_file *f);

/* For look_order: the row into the struct batch_pages of ctx. */
int batch_page_row(void *ctx, const struct look_row *r, struct err *e);
/* A look as it is stored, its texts in the arena. */
MUST_CHECK int batch_check_of(struct batch_check *c, const struct look *look, struct padan_arena *arena, struct err *e);
/* Columns as rows; sample may be NULL. */
MUST_CHECK int batch_column_rows(struct row_cursor *out, const struct batch_check *c, span (*sample)[LOOK_SAMPLES],
				 struct padan_arena *arena, struct err *e);
/* The batch's or agreement's number as text, in the arena. */
span batch_id_text(const struct env *env, int64_t id);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A list of a use case as a file to be taken along: XLSX, CSV or PDF from its descriptors. Numbers stay numbers, days
 * stay days; what could become a formula is disarmed. */
#ifndef WEB_TABLE_FILE_H
#define WEB_TABLE_FILE_H

#include "base/seam.h"
#include "office/field.h"

enum table_form { TABLE_XLSX, TABLE_CSV, TABLE_PDF, TABLE_FORMS };
#define TABLE_FORM_WORDS "xlsx|csv|pdf"
enum { TABLE_LINES = 24 };

struct table_file {
	span line[TABLE_LINES]; /* above the table in XLSX and PDF, the first one as title */
	size_t lines;
	const struct row_shape *shape; /* at most 24 columns for a PDF */
	struct row_cursor rows;
	date day; /* in the file's properties */
};
/* Writes the file; nothing stays after a failure. */
MUST_CHECK int table_file_write(struct table_file *t, enum table_form form, const char *path, const struct seams *s,
				struct err *e);

struct page;
/* Sends it as the download NAME.xlsx and so on. */
MUST_CHECK int page_send_table(struct page *p, struct table_file *t, enum table_form form, const char *name,
			       struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A CSV file in memory: heading, rows of cells, and the column that names the rows.
 */
#ifndef PADAN_TABLE_H
#define PADAN_TABLE_H

#include <padan/span.h>
#include <stdbool.h>
#include <stdint.h>

/* Beside those of enum padan_fail (link.h). */
enum {
	PADAN_BAD_FILE = -16, /* cannot be read, or is not what it should be */
	PADAN_BAD_WISH = -17, /* asks for what is not there: a column, a kind */
};

/* Why something failed: one line in Bahasa Indonesia that names the object, the reason and the remedy. */
struct padan_error {
	int code;
	char text[512];
};
/* Fills e (may be NULL) and returns code. */
int padan_error_set(struct padan_error *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

enum { PADAN_TABLE_COLUMNS = 512 }; /* further ones are not looked at */

struct padan_table;

/* Comma, semicolon, bar or tab, as csv.h says. Short rows are filled with empty cells. A file of 2 GB or more is
 * refused. */
int padan_table_read(struct padan_table **out, const char *path, struct padan_error *e);
/* The same for a file of any length: only `head` bytes of it are split for now, half of them its first ones and half of
 * places evenly apart in the rest, which stays in the file; that must not change. padan_table_rows counts what is
 * split, and all rows when padan_records_table (records.h) has been through them. Files no longer than that, and what
 * is no file, are read as above. */
int padan_table_open(struct padan_table **out, const char *path, size_t head, struct padan_error *e);
/* The same from memory (copied); name is for messages. */
int padan_table_parse(struct padan_table **out, struct padan_span csv, const char *name, struct padan_error *e);
void padan_table_free(struct padan_table *t);

const char *padan_table_name(const struct padan_table *t);
size_t padan_table_rows(const struct padan_table *t);
size_t padan_table_rows_about(const struct padan_table *t); /* of one that is open: reckoned from its beginning */
uint32_t padan_table_columns(const struct padan_table *t);
struct padan_span padan_table_head(const struct padan_table *t, uint32_t column);
struct padan_span padan_table_cell(const struct padan_table *t, size_t row, uint32_t column);
/* The first column of that name, blanks around it aside; -1 = none. */
int padan_table_column(const struct padan_table *t, struct padan_span name);

/* The id column: that of the name, or (NULL) the first whose values are all there and all different; where there is
 * none rows are numbered from 1. PADAN_BAD_WISH when there is no such name. */
int padan_table_choose_id(struct padan_table *t, const char *name, struct padan_error *e);
int padan_table_id_column(const struct padan_table *t); /* -1 = numbered */
/* Cells of the id column that another row has too; 0 where rows are numbered. */
size_t padan_table_id_doubles(const struct padan_table *t);
/* `number` is room for the id of a numbered row. */
struct padan_span padan_table_id(const struct padan_table *t, size_t row, char number[24]);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The inside of a table. Small ones stand in memory, cell by cell. Of a large one only the beginning does; the text
 * itself is mapped, and where its rows begin is known when padan_records_table has gone through it (records_csv.c).
 */
#ifndef PADAN_TABLE_INSIDE_H
#define PADAN_TABLE_INSIDE_H

#include <padan/csv.h>
#include <padan/table.h>

/* Fields are borrowed from `bytes`. */
struct padan_table {
	char *name;
	char *bytes;
	size_t size;
	struct padan_span *head, *cell; /* cell: split * columns */
	size_t rows, split;		/* rows that are known; of them in `cell` */
	size_t extra; /* the last ones of these, from places behind the beginning: gone when `at` is known */
	size_t cap_rows;
	uint32_t columns;
	int id;
	uint32_t id_from; /* the first column that may be the id */
	bool id_named;
	size_t doubles;
	uint64_t *number; /* rows taken from a longer file: their numbers there; NULL = counted from 1 */
	char delim;	  /* set before the text is split: it is known */
	uint8_t bom;
	/* Of a large one: */
	void *map;
	size_t mapped, passed;	/* passed: bytes of it that have been given back */
	size_t about;		/* rows as reckoned from the beginning */
	struct padan_span text; /* without the byte-order mark; NULL: everything is in `cell` */
	uint64_t *at;		/* per row: where it begins in the text */
	size_t n_at, cap_at;
	uint32_t *id_end; /* per row: end of its id in `ids` */
	char *ids;
	size_t cap_id_end, n_ids, cap_ids;
	struct pd_far *far; /* rows split once more, in a list */
};

/* As padan_table_parse, the delimiter known (0 = not). */
int pd_table_parse(struct padan_table **out, struct padan_span csv, const char *name, char delim,
		   struct padan_error *e);
/* Cells of the column that another row has too. false: no memory. */
bool pd_table_doubles(const struct padan_table *t, uint32_t column, size_t *n);
bool pd_table_map(struct padan_table *t, const char *path);
void pd_table_unmap(struct padan_table *t);
/* The text before `upto` is not needed for now. */
void pd_table_passed(struct padan_table *t, size_t upto);
/* Row number n_at begins at `start` of the text and has this id (as in padan_csv_field). false: no memory. */
bool pd_table_note(struct padan_table *t, size_t start, struct padan_span id, bool escaped);
void pd_table_forget_rows(struct padan_table *t);
struct padan_span pd_table_far_cell(const struct padan_table *t, size_t row, uint32_t column);
struct padan_span pd_table_near_id(const struct padan_table *t, size_t row);
/* Are the ids all different, and none empty? PADAN_OK or PADAN_NO_MEMORY. */
int pd_table_id_unique(const struct padan_table *t, bool *unique);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The program `padan`: linkage and deduplication of CSV files without settings (CONTRACT section 3).
 * Exit codes: 0 done, 2 wrong usage, 3 a file cannot be read, 5 the machine failed.
 */
#ifndef PADAN_CLI_H
#define PADAN_CLI_H

#include <padan/csv.h>
#include <padan/dedupe.h>
#include <padan/link.h>
#include <stdio.h>

enum { CLI_OK = 0, CLI_USAGE = 2, CLI_UNREADABLE = 3, CLI_MACHINE = 5, CLI_COLUMNS = 512, CLI_SOURCES = 8 };

enum cli_one { ONE_AUTO, ONE_YES, ONE_NO };

struct args {
	const char *command, *file[64], *out, *pairs, *id, *left_id, *right_id, *model, *save_model, *exclude, *json;
	unsigned n_files, threads;
	uint32_t threshold_ppm;
	enum cli_one one;
	bool plan, clusters;
};
/* CLI_OK or CLI_USAGE with a message on standard error. */
int args_read(struct args *a, int argc, char **argv);

/* A message on standard error; returns code. */
int fail(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A CSV file in memory. Fields are borrowed from `bytes`. */
struct table {
	const char *path;
	char *bytes;
	size_t size;
	struct padan_span *head, *cell; /* cell: rows * columns; short rows are filled with empty cells */
	size_t rows;
	uint32_t columns;
	int id; /* column of the row's name, -1: the row's number */
};
int table_read(struct table *t, const char *path);
void table_free(struct table *t);
/* The id column: that of the name, or the first whose values are unique. CLI_USAGE when there is no such name. */
int table_find_id(struct table *t, const char *name);
static inline struct padan_span table_cell(const struct table *t, size_t row, uint32_t column)
{
	return t->cell[row * t->columns + column];
}
int table_column(const struct table *t, struct padan_span name); /* -1 = none */
/* The row's id; number is room for it when rows are merely numbered. */
struct padan_span table_id(const struct table *t, size_t row, char number[24]);

/* What is compared, and from which columns of the file each compared column is made. */
struct plan {
	struct padan_schema schema;
	char label[PADAN_COLUMNS][48];
	struct {
		uint32_t column[CLI_SOURCES];
		uint8_t n;
		bool date; /* year, month, day */
	} from[PADAN_COLUMNS];
};
/* Chooses by names and contents; ids and excluded columns are left out. CLI_USAGE when nothing can be compared. */
int plan_make(struct plan *p, const struct table *t, const char *exclude);
/* The blocking rules for a schema whose columns are set. */
void plan_rules(struct plan *p, size_t rows);
/* The same columns in another file: by name, else by kind of name. -1 where it has none. */
int plan_map(const struct plan *p, const struct table *left, const struct table *right,
	     int map[PADAN_COLUMNS][CLI_SOURCES]);
void plan_print(const struct plan *p, const struct table *t, FILE *out);
const char *kind_word(enum padan_kind k);

/* A row as the engine wants it; joined columns are written into room. */
struct row_room {
	char text[PADAN_COLUMNS][512];
	struct padan_span cell[PADAN_COLUMNS];
};
void row_cells(const struct plan *p, const struct table *t, int map[PADAN_COLUMNS][CLI_SOURCES], size_t row,
	       struct row_room *out);

int model_save(const char *path, const struct padan_model *m, const struct padan_schema *s);
int model_load(const char *path, struct padan_model *m, const struct padan_schema *s);

/* A decimal number at p, whatever the locale. Returns what stands behind it, NULL when there is none. */
const char *number_read(const char *p, double *out);
/* A CSV field, quoted when it must be. */
void put_field(FILE *out, struct padan_span s);
/* Opens `path` for writing; "-" is standard output. */
FILE *out_open(const char *path);
int out_close(FILE *f, const char *path);

int command_link(const struct args *a);
int command_dedupe(const struct args *a);
int command_merge(const struct args *a);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The program `padan`: linkage and deduplication of CSV files without settings (CONTRACT section 3).
 * Exit codes: 0 done, 2 wrong usage, 3 a file cannot be read, 5 the machine failed.
 */
#ifndef PADAN_CLI_H
#define PADAN_CLI_H

#include <padan/padan.h>
#include <stdio.h>

enum { CLI_OK = 0, CLI_USAGE = 2, CLI_UNREADABLE = 3, CLI_MACHINE = 5, CLI_FILES = 1024, CLI_EXPLAINED = 32 };

enum cli_one { ONE_AUTO, ONE_YES, ONE_NO };

struct args {
	const char *command, *file[CLI_FILES], *out, *pairs, *id, *left_id, *right_id, *model, *save_model, *exclude,
		*json, *report, *labels, *explain[CLI_EXPLAINED];
	unsigned n_files, n_explain, threads;
	unsigned part, parts; /* 1 to parts; parts 0: the whole */
	unsigned count;	      /* review: pairs to be asked about */
	uint64_t seed;
	uint32_t threshold_ppm;
	enum cli_one one;
	bool plan, clusters;
};
/* Does a left row belong to the part that was asked for? */
static inline bool in_part(const struct args *a, uint32_t row)
{
	return a->parts == 0 || padan_in_part(row, a->part - 1, a->parts);
}
/* CLI_OK or CLI_USAGE with a message on standard error. */
int args_read(struct args *a, int argc, char **argv);

/* A message on standard error; returns code. */
int fail(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same for an error of the library: its message, and the exit code that belongs to it. */
int fail_with(const struct padan_error *e);
/* Exit code and message for what the engine returned; CLI_OK for PADAN_OK. */
int engine_failed(int rc, const char *path);

/* A table with its id column chosen; a message where ids stand twice. */
int open_table(struct padan_table **out, const char *path, const char *id);
/* Ids that stand twice, where the user named the column. */
void warn_of_doubles(const struct padan_table *t, const char *id);
/* The recipe of --model, or one guessed from the table, with the labels of --labels. */
int open_recipe(struct padan_recipe **out, const struct args *a, const struct padan_table *t, bool one_table);
/* Does the recipe agree with the options? Takes the labels of --labels into it. */
int check_recipe(struct padan_recipe *r, const struct args *a, bool one_table);
/* What was chosen and why, in words. */
void plan_print(const struct padan_recipe *r, const struct padan_table *t, FILE *out);
/* Of a linkage: the indexed file, and the one that streams past it; sampled: of that some rows were looked at. */
void plan_print_two(const struct padan_recipe *r, const struct padan_table *few, const struct padan_table *many,
		    bool sampled, FILE *out);
/* A model that was estimated, for --save-model. */
int save_recipe(struct padan_recipe *r, const struct args *a, const struct padan_model *m, double rows, double matches);

/* A decimal number at p, whatever the locale. Returns what stands behind it, NULL when there is none. */
const char *number_read(const char *p, double *out);
/* A CSV field, quoted when it must be. */
void put_field(FILE *out, struct padan_span s);
/* Rows and their clusters into a->out. */
int clusters_write(const struct padan_table *t, const uint32_t *cluster, const struct args *a);
/* Opens `path` for writing; "-" is standard output. */
FILE *out_open(const char *path);
int out_close(FILE *f, const char *path);

struct evidence;
/* The run, and then what `use` makes of what it found (report.h); NULL: the files that were asked for. */
int dedupe_with(const struct args *a, int (*use)(const struct evidence *));
int link_with(const struct args *a, int (*use)(const struct evidence *));
/* Clusters of pairs that parts have found (by row numbers, sorted), written to a->out. run: of those parts; another one
 * means that the file is no longer what it was. */
int dedupe_given(const struct args *a, const struct padan_pair *given, size_t n, uint64_t run);

int command_link(const struct args *a);
int command_dedupe(const struct args *a);
int command_merge(const struct args *a);
int command_review(const struct args *a);

#endif

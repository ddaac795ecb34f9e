/* SPDX-License-Identifier: EUPL-1.2
 *
 * The model as a user knows it: which columns are compared as what, which rules bring two records together, the
 * probabilities m and u, the prior, and what people have said about single pairs. It is guessed from a table, learned
 * from a run, saved as JSON, edited, loaded (docs/panduan/padan.md has the file's keys).
 */
#ifndef PADAN_RECIPE_H
#define PADAN_RECIPE_H

#include <padan/link.h>
#include <padan/table.h>

/* What a column holds, finer than what the engine compares it as. */
enum padan_what {
	PADAN_WHAT_NIK,
	PADAN_WHAT_NATIONAL_ID,
	PADAN_WHAT_CARD,
	PADAN_WHAT_PERSON, /* the person's own name, in one column or several */
	PADAN_WHAT_MOTHER,
	PADAN_WHAT_FATHER,
	PADAN_WHAT_OTHER_NAME,
	PADAN_WHAT_BIRTH,
	PADAN_WHAT_DATE,
	PADAN_WHAT_AGE,
	PADAN_WHAT_SEX,
	PADAN_WHAT_PHONE,
	PADAN_WHAT_EMAIL,
	PADAN_WHAT_BIRTHPLACE,
	PADAN_WHAT_VILLAGE,
	PADAN_WHAT_DISTRICT,
	PADAN_WHAT_CITY,
	PADAN_WHAT_STATE,
	PADAN_WHAT_COUNTRY,
	PADAN_WHAT_PLACE,
	PADAN_WHAT_POSTCODE,
	PADAN_WHAT_STREET,
	PADAN_WHAT_HOUSE,
	PADAN_WHAT_RT_RW,
	PADAN_WHAT_JOB,
	PADAN_WHAT_TEXT,
	PADAN_WHAT_NUMBER,
	PADAN_WHAT_CATEGORY,
	PADAN_WHAT_KEY,
	PADAN_WHAT_KINDS
};
enum padan_why {
	PADAN_BY_NAME,
	PADAN_BY_CONTENT,
	PADAN_BY_FILE
}; /* how it was recognised; the last: a model says so */
enum padan_left_out {
	PADAN_OUT_EXCLUDED,
	PADAN_OUT_EMPTY,
	PADAN_OUT_CONSTANT,
	PADAN_OUT_ROW_NAME, /* numbers the rows, like the id */
	PADAN_OUT_REPEATED, /* its words stand in another column already */
	PADAN_OUT_TOO_MANY,
	PADAN_OUT_ONE_SIDE, /* the other table has nothing like it */
};
enum { PADAN_SOURCES = 8 }; /* columns of the file that make one compared column */

struct padan_recipe;

/* A compared column as the plan prints it. */
struct padan_ingredient {
	const char *label; /* as in gamma_<label> */
	enum padan_kind kind;
	enum padan_what what;
	enum padan_why why;
	unsigned n_sources;
	const char *source[PADAN_SOURCES]; /* headings, UTF-8, shortened */
	bool date_parts;		   /* the sources are year, month and day */
};
/* A column that is not compared. */
struct padan_omission {
	const char *head;
	enum padan_left_out why;
};
/* What somebody has said about a pair of records, by their ids. */
struct padan_label {
	const char *left, *right;
	bool same;
};

/* Recognises the columns of t, chooses comparisons and blocking rules. exclude: names of columns, separated by commas,
 * that must not be looked at; or NULL. */
int padan_recipe_guess(struct padan_recipe **out, const struct padan_table *t, const char *exclude,
		       struct padan_error *e);
/* The same for two tables: what both have, told by the smaller one unless that has hardly any rows; rules for as many
 * pairs as there are. Tables may be samples; the rows of the whole are said. An excluded column is looked at in
 * neither. */
struct padan_two {
	const struct padan_table *few, *many;
	double few_rows, many_rows;
};
/* Few pairs: they are looked at more closely (padan_link_opt.spare). */
bool padan_two_broad(const struct padan_two *x);
int padan_recipe_guess_two(struct padan_recipe **out, const struct padan_two *x, const char *exclude,
			   struct padan_error *e);
/* The file's keys, whatever is missing as in a fresh model. Errors name line and key. */
int padan_recipe_parse(struct padan_recipe **out, struct padan_span json, const char *name, struct padan_error *e);
int padan_recipe_read(struct padan_recipe **out, const char *path, struct padan_error *e);
int padan_recipe_write(const struct padan_recipe *r, const char *path, struct padan_error *e);
/* The file's text into one block of the C library's malloc, owned by the caller; NULL when memory is refused. */
char *padan_recipe_text(const struct padan_recipe *r, size_t *n);
void padan_recipe_free(struct padan_recipe *r);

const struct padan_schema *padan_recipe_schema(const struct padan_recipe *r);
/* NULL until it is learned or loaded. */
const struct padan_model *padan_recipe_model(const struct padan_recipe *r);
/* Keeps a copy; rows: of the left side; matches: expected true pairs behind it. */
void padan_recipe_learn(struct padan_recipe *r, const struct padan_model *m, double rows, double matches);
/* Made for one table (deduplication: 1), or for two (2); 0 = not said. */
void padan_recipe_set_tables(struct padan_recipe *r, unsigned tables);
unsigned padan_recipe_tables(const struct padan_recipe *r);
double padan_recipe_rows(const struct padan_recipe *r);
double padan_recipe_matches(const struct padan_recipe *r);
void padan_recipe_ingredient(const struct padan_recipe *r, unsigned column, struct padan_ingredient *out);
unsigned padan_recipe_omissions(const struct padan_recipe *r);
struct padan_omission padan_recipe_omission(const struct padan_recipe *r, unsigned i);

size_t padan_recipe_labels(const struct padan_recipe *r);
struct padan_label padan_recipe_label(const struct padan_recipe *r, size_t i);
/* Copies the ids; the same thing said twice stands once. */
int padan_recipe_add_label(struct padan_recipe *r, struct padan_span left, struct padan_span right, bool same,
			   struct padan_error *e);
/* Said otherwise, or otherwise through others (A = B, B = C, but A /= C): PADAN_BAD_FILE, with a message that names the
 * records. one_table: an id on the left is the same record as on the right. */
int padan_recipe_check_labels(const struct padan_recipe *r, bool one_table, struct padan_error *e);

/* Words in Bahasa Indonesia: of what a column holds, of a kind, of a level as it reads behind the column's name ("sama
 * kecuali 1 angka"). Never NULL. */
const char *padan_what_word(enum padan_what w);
const char *padan_kind_word(enum padan_kind k);
const char *padan_level_phrase(enum padan_kind kind, unsigned level);
const char *padan_token_phrase(enum padan_token t);

/* What became of the words of two raw cells of a NAME or TEXT column: counts per enum padan_word_event. */
void padan_word_events(enum padan_kind kind, struct padan_span left, struct padan_span right,
		       unsigned count[PADAN_WORD_EVENTS]);

/* --- a recipe on a table ------------------------------------------------------------------ */

/* Which columns of the table are the recipe's columns: by name, else by what they hold. Keeps both pointers.
 * PADAN_BAD_WISH when none is found. */
struct padan_binding;
int padan_bind(struct padan_binding **out, const struct padan_recipe *r, const struct padan_table *t,
	       struct padan_error *e);
/* The same binding for another table of the same columns (padan_source_fetch). Keeps the pointer. */
void padan_binding_to(struct padan_binding *b, const struct padan_table *t);
void padan_binding_free(struct padan_binding *b);
/* Has the table anything for that column? */
bool padan_binding_has(const struct padan_binding *b, unsigned column);

/* A row as the engine wants it; what had to be joined or rewritten stands in `text`. */
struct padan_row {
	struct padan_span cell[PADAN_COLUMNS];
	char text[PADAN_COLUMNS][512];
};
void padan_binding_row(const struct padan_binding *b, size_t row, struct padan_row *out);

/* Blocking rules for the deduplication of the table that it is bound to, in place of those for linkage. PADAN_NO_MEMORY
 * leaves them as they are. */
int padan_recipe_dedupe_rules(struct padan_recipe *r, const struct padan_binding *b);
/* Only those of the bit set, as padan_duplicates_rules gives it; what was made with the others must be done with them.
 */
void padan_recipe_keep_rules(struct padan_recipe *r, uint32_t rules);

/* An index with every row of the table, sealed. The recipe must outlive it. opt as for padan_index_new; its model is
 * taken from the recipe where opt has none. Rows are added in an order of their own, by content, so that nothing
 * depends on that of the file: row i of the index is row order[i] of the table (order: room for all rows). */
PADAN_MUST_CHECK int padan_index_table(struct padan_index **out, const struct padan_binding *b,
				       const struct padan_link_opt *opt, uint32_t *order);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The inside of a recipe, and what its files share.
 *
 *	kinds.c        which column is what;  words_of_columns.c  the names that columns have
 *	nest.c         dependent comparisons;  rules.c  blocking rules for any schema
 *	recipe_two.c   what two tables have in common
 *	recipe.c       the recipe itself, its labels;  binding.c  a recipe on a table
 *	recipe_json.c  the model file;  json.c  reading JSON
 */
#ifndef PADAN_RECIPE_INSIDE_H
#define PADAN_RECIPE_INSIDE_H

#include <padan/recipe.h>

/* Where rows make no more pairs than that, rules may be broad. */
enum { PD_BROAD_PAIRS = 400000000 };
enum { PD_HEAD = 96, PD_KEY = 64, PD_LABEL = 48, PD_OUT = 64 };

/* Where a compared column comes from. */
struct pd_origin {
	char head[PADAN_SOURCES][PD_HEAD]; /* as written, shortened */
	char key[PADAN_SOURCES][PD_KEY];   /* folded: what is looked for in a table */
	uint8_t n;
	uint8_t what, why;
	bool date_parts;
};

struct pd_label {
	char *left, *right;
	bool same;
};

struct padan_recipe {
	struct padan_schema schema;
	char label[PADAN_COLUMNS][PD_LABEL];
	struct pd_origin from[PADAN_COLUMNS];
	struct {
		char head[PD_HEAD];
		uint8_t why;
	} out[PD_OUT];
	unsigned n_out;
	struct padan_model model;
	bool has_model;
	double rows, matches, tables;
	struct pd_label *said;
	size_t n_said, cap_said;
	char *exclude; /* columns that must not be looked at, in the other table either */
};

/* What the name of a column says. */
struct pd_guess {
	uint8_t what;
	uint8_t part; /* of a birth date: enum pd_part */
	bool use;
};
enum pd_part { PD_PART_NONE, PD_PART_YEAR, PD_PART_MONTH, PD_PART_DAY };

/* A heading as it is compared: letters and digits, what stands before '#' or '/' in a web name taken off. */
size_t pd_head_key(struct padan_span head, char out[PD_KEY]);
/* Fills *g from a heading; false when the name says nothing. */
bool pd_guess_name(struct padan_span head, struct pd_guess *g);
enum padan_kind pd_kind_of_what(enum padan_what w);

struct padan_recipe *pd_recipe_new(struct padan_error *e);
/* As padan_recipe_guess; names on the list that are no columns are passed over. */
int pd_recipe_guess(struct padan_recipe **out, const struct padan_table *t, const char *exclude, struct padan_error *e);
/* Only which column is what: nothing of what depends on what, no rules. */
int pd_recipe_kinds(struct padan_recipe **out, const struct padan_table *t, const char *exclude, struct padan_error *e);
/* Each name on the list must be a column of one of the tables: a misspelt one would be looked at. other may be NULL. */
int pd_check_exclude(const struct padan_table *t, const struct padan_table *other, const char *list,
		     struct padan_error *e);
/* Makes a compared column; -1 when there is no room. Its label is made from head. */
int pd_recipe_column(struct padan_recipe *r, struct padan_span head, enum padan_what what, enum padan_kind kind);
void pd_recipe_source(struct padan_recipe *r, unsigned column, unsigned at, struct padan_span head);
/* Which columns stand under which, by what they are and as the table shows. */
void pd_recipe_nest(struct padan_recipe *r, const struct padan_table *t);
/* Blocking rules for a schema whose columns are set. */
void pd_recipe_rules(struct padan_recipe *r, size_t rows);
/* The same for a linkage: values of the columns among some rows, and how many pairs of rows there are. */
void pd_recipe_link_rules(struct padan_recipe *r, const uint32_t *distinct, double pairs);
/* The values of each column among the first rows, counted by their hashes. */
int pd_count_distinct(const struct padan_binding *b, size_t rows, uint32_t distinct[PADAN_COLUMNS]);
/* Copies text, cut at a character. */
void pd_shorten(char *to, size_t cap, struct padan_span s);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * libpadan from the outside: a table, a model (called a recipe: what is compared, how, and with what weights), a run.
 *
 *	padan_table_read(&t, "list.csv", &err);         a CSV file in memory
 *	padan_recipe_guess(&r, t, NULL, &err);          columns recognised, rules chosen
 *	padan_bind(&b, r, t, &err);                     which column of t is which column of r
 *	padan_records_table(&x, b, t, threads, &err);   rows read; or padan_index_table, for linkage: <padan/link.h>
 *	padan_dedupe(x, &how, &d);                      <padan/dedupe.h>
 *	padan_recipe_learn(r, padan_duplicates_model(d), rows, matches);
 *	padan_recipe_write(r, "model.json", &err);      to be read, edited, and used again
 *
 * Opaque: struct padan_table, padan_recipe, padan_binding, padan_index, padan_records, padan_worker, padan_result and
 * padan_duplicates.
 *
 * Owned: what a function hands out through its first argument, `**out`; each has a _free that takes NULL.
 *
 * Borrowed: every struct padan_span, const pointer and const char * that is returned; it lives as long as the thing it
 * was asked of. Arguments are borrowed for the call, except where "keeps" is said.
 *
 * Nothing prints, exits, looks at the clock or keeps global state; different things may be used by different threads at
 * the same time. The shared library carries its symbols under the version PADAN_1; what stands there keeps its meaning.
 */
#ifndef PADAN_PADAN_H
#define PADAN_PADAN_H

#include <padan/dedupe.h>
#include <padan/link.h>
#include <padan/recipe.h>
#include <padan/source.h>
#include <padan/table.h>

#define PADAN_VERSION_MAJOR 1
#define PADAN_VERSION_MINOR 0
#define PADAN_VERSION_PATCH 0

/* Of the library that runs, as "1.0.0"; PADAN_VERSION_ is what the caller was compiled with. */
const char *padan_version(void);
/* May a program compiled with major.minor use this library? */
bool padan_version_fits(unsigned major, unsigned minor);

#endif

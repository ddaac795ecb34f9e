/* SPDX-License-Identifier: EUPL-1.2
 *
 * A table of records in memory, column by column: what padan_dedupe looks for doubles in. Some hundred bytes a record,
 * whatever the length of its text: values are read once and numbered. Ten million records are no trouble.
 *
 *	struct padan_records *r;
 *	padan_records_new(&r, &schema, &opt, &padan_alloc_libc);
 *	for each record: padan_records_add(r, fields);		or, from a file: padan_records_table(&r, binding, ...)
 *	padan_records_seal(r, threads);
 *	padan_dedupe(r, &how, &duplicates);
 *
 * Functions return 0 or one of enum padan_fail (link.h). Records are numbered from 0 in the order of adding.
 */
#ifndef PADAN_RECORDS_H
#define PADAN_RECORDS_H

#include <padan/link.h>
#include <padan/recipe.h>

enum { PADAN_BAD_ID = -18 };

struct padan_records;

/* opt: ref_year and model count; NULL: the usual. The schema and the model must outlive the records. */
PADAN_MUST_CHECK int padan_records_new(struct padan_records **out, const struct padan_schema *schema,
				       const struct padan_link_opt *opt, const struct padan_alloc *from);
void padan_records_free(struct padan_records *r); /* after what was found in them; NULL is allowed */
/* fields: schema->n_columns raw cells (borrowed for the call). */
PADAN_MUST_CHECK int padan_records_add(struct padan_records *r, const struct padan_span *fields);
/* No more records. Puts them in an order of their own, which does not depend on that of the file. */
PADAN_MUST_CHECK int padan_records_seal(struct padan_records *r, unsigned threads);
uint32_t padan_records_rows(const struct padan_records *r);
/* The NIKs were found damaged (15 digits of precision). */
bool padan_records_damaged(const struct padan_records *r);

/* A table's rows as records, sealed. The recipe must outlive them; its model is taken where it has one. Of a table that
 * was opened (padan_table_open) the whole text is read, after which it knows all its rows. PADAN_BAD_ID where the id
 * that padan_table_choose_id took from the beginning does not hold for the whole: choose again. */
PADAN_MUST_CHECK int padan_records_table(struct padan_records **out, const struct padan_binding *b,
					 struct padan_table *t, unsigned threads, struct padan_error *e);

#endif

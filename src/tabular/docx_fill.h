/* SPDX-License-Identifier: EUPL-1.2
 *
 * A Word template (.docx) filled with values. Everything that is no mark is copied byte for byte: styles, headers,
 * footers, pictures, tables. Marks are typed in Word like any text, and may be split over several runs:
 *
 *	{{nama}}                         a value; line breaks in it stay line breaks
 *	{{#peserta}} ... {{/peserta}}    once for each row of a set
 *	{{?nomor}} ... {{/nomor}}        only if the value is there (or the set has rows)
 *	{{^nomor}} ... {{/nomor}}        only if it is not
 *
 * What is repeated or left out reaches as far as both marks share: within one paragraph the text between them; in
 * two cells of a table row that row; in two rows all rows from one to the other; else the paragraphs between them. A
 * paragraph or row that holds nothing but such marks is not printed. Letters' case, blanks and '-' for '_' do not
 * matter in names. Officers' manual: docs/panduan/templat.md.
 */
#ifndef TABULAR_DOCX_FILL_H
#define TABULAR_DOCX_FILL_H

#include "base/seam.h"
#include "tabular/docx_package.h"

struct docx_field {
	const char *name;  /* lower case, digits, '_' */
	const char *about; /* what it is, for the manual */
};

/* A set of rows. Number 0 is the document itself: one row, always there, its name "". */
struct docx_set {
	const char *name, *about;
	int parent; /* number of the set inside which it is repeated; itself for 0 */
	const struct docx_field *fields;
	int nfields;
};

struct docx_schema {
	const struct docx_set *sets;
	int nsets;
};

/* Where the values come from. A row's own fields are found before those of the sets around it. */
struct docx_data {
	/* Goes to the first (or next) row of the set, within the present rows of the sets around it. False: none left.
	 * Also asked to know whether there is a row at all. */
	bool (*next)(void *ctx, int set, bool first);
	/* Appends the value as plain UTF-8. Nothing appended: it is not there. */
	void (*value)(void *ctx, int set, int field, struct buf *out);
	void *ctx;
};

struct docx_template; /* read-only once made: several threads may fill it */

/* Makes a template of a package whose bytes outlive it. `name` stands in messages. `wanted`: fields that must be
 * somewhere in it, as "set.field" or "field", NULL-terminated (may be NULL). All memory is the arena's. ERR_USAGE
 * names the mark, what is wrong with it, and the nearest name. */
MUST_CHECK int docx_compile(struct docx_template **out, const struct docx_package *package,
			    const struct docx_schema *schema, const char *const *wanted, const char *name,
			    struct padan_arena *arena, struct err *e);

/* Writes the filled document to `path`. `day`: the date of all entries inside. Equal values give equal bytes. */
MUST_CHECK int docx_fill(const struct docx_template *t, const struct docx_data *data, const struct seams *s,
			 const char *path, date day, struct err *e);
/* The package as it is, as a .docx: a template for an office to change. */
MUST_CHECK int docx_save(const struct docx_package *package, const struct seams *s, const char *path, date day,
			 struct err *e);

#endif

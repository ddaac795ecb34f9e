/* SPDX-License-Identifier: EUPL-1.2
 *
 * The names of one page: what a template may show. Records of use cases bound through their descriptors, and values,
 * lists and markup with names of their own. Nothing is copied: what is bound lives in the arena, or longer. A name is
 * looked for in the row of the innermost list, then outwards, then among the values, then in the records.
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "office/field.h"

enum view_language { VIEW_INDONESIA, VIEW_ENGLISH };

/* A list on its way: one row is kept, which is looked at before it is shown. */
struct view_rows {
	const struct row_cursor *from;
	const struct row_shape *shape;
	void *row;
	int64_t shown;
	bool ahead, over; /* a row waits; there are no more */
};

struct view_value;
struct view_record {
	span prefix; /* "masukan." or empty */
	const struct field *fields;
	const void *record;
};

struct view {
	struct padan_arena *arena;
	struct view_value **values;
	struct view_record *records;
	struct view_rows **rows; /* begun */
	size_t nvalues, values_cap, nrecords, records_cap, nrows, rows_cap;
	uint64_t may;	/* capabilities: {{boleh ...}} */
	span csrf, key; /* {{csrf}}: the session's token, and the key of what the form does (acuan) */
	enum view_language language;
	span title;   /* instead of the page table's */
	bool receipt; /* the page itself shows the reference number */
	void *faults; /* of the error summary (web/frame.h) */
	size_t nfaults, faults_cap;
};

/* Where a name leads. */
struct view_found {
	const struct field *field;
	const void *record;
	struct view_rows *rows; /* of a list */
};

void view_init(struct view *v, struct padan_arena *arena);
/* The fields by their wire names, under `name.` when one is given. */
MUST_CHECK int view_record(struct view *v, const char *name, const struct field *fields, const void *record,
			   struct err *e);
/* A value of any type of field; `value` points to its C member. */
MUST_CHECK int view_value(struct view *v, const char *name, enum field_type type, const void *value, struct err *e);
MUST_CHECK int view_text(struct view *v, const char *name, span text, struct err *e);
MUST_CHECK int view_number(struct view *v, const char *name, int64_t n, struct err *e);
MUST_CHECK int view_flag(struct view *v, const char *name, bool yes, struct err *e);
MUST_CHECK int view_rows(struct view *v, const char *name, const struct row_shape *shape, struct row_cursor rows,
			 struct err *e);
/* HTML, shown by {{{name}}} only. Made with web/html.h; nothing of others in it unescaped. */
MUST_CHECK int view_markup(struct view *v, const char *name, span html, struct err *e);

/* For the renderer. *out empty when nothing has this name. */
MUST_CHECK int view_find(struct view *v, span name, struct view_found *out, struct err *e);
bool view_is_markup(const struct field *f);
/* Is there a (further) row? *have told. */
MUST_CHECK int view_rows_peek(struct view_rows *r, bool *have, struct err *e);
/* Steps to the next row. */
MUST_CHECK int view_rows_next(struct view_rows *r, bool *have, struct err *e);

#endif

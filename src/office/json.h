/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fields as JSON: what `--json` prints, what the web's API answers and what an event's content is. Compact, keys in the
 * order of the .def, UTF-8; rupiah and numbers as whole numbers, permille as a decimal, days and months in ISO form,
 * choices as their words; a field that is absent is left out, a flag never is.
 */
#ifndef OFFICE_JSON_H
#define OFFICE_JSON_H

#include "office/field.h"

/* A quoted, escaped JSON string. Bytes that are not UTF-8 become U+FFFD. */
void json_string(struct buf *out, span s);

enum {
	JSON_ROWS = 1,	  /* rows too (their cursors are used up) */
	JSON_PRIVATE = 2, /* F_PRIVATE fields and the database's name too (a password in it never) */
};

/* Takes what is in b and clears it; called when b grew large and at the end. NULL: everything stays in b. */
struct json_sink {
	int (*flush)(void *ctx, struct buf *b, struct err *e);
	void *ctx;
};

/* One object `{...}` of the fields. Errors: of a cursor or the sink, or ERR_MACHINE. */
MUST_CHECK int json_record(struct buf *out, const struct field *fields, const void *record, unsigned what,
			   const struct json_sink *sink, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A request into the in-fields of a use case. Names of files never come from outside: file_in and files_in are the
 * uploads of this request, file_out and dir_out a folder of the server's, the database the one that is served. Lines
 * are the lines of a text or of an upload. */
#ifndef WEB_FILL_H
#define WEB_FILL_H

#include "web/request.h"

/* What the server gives. */
struct fill {
	const struct request *request;
	struct padan_arena *arena;
	const struct seams *seams;
	span db;
	span results; /* folder for file_out and dir_out; empty: such a field is ERR_USAGE */
	bool typed;   /* by a person into a form: days, months and numbers as people write them */
	bool strict;  /* names that the use case does not have are ERR_USAGE (the API) */
};

MUST_CHECK int fill_fields(const struct fill *f, const struct use_case *uc, void *in, struct err *e);
/* One of them. */
MUST_CHECK int fill_field(const struct fill *f, const struct field *field, void *in, struct err *e);
/* Only file_out and dir_out, of a record that was made elsewhere. */
MUST_CHECK int fill_results(const struct fill *f, const struct use_case *uc, void *in, struct err *e);
/* The fields that the server fills itself: never asked for in a form or an API call. */
bool fill_by_server(const struct field *f);

#endif

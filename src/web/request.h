/* SPDX-License-Identifier: EUPL-1.2
 *
 * What came with a request, in one form whichever way it came: query, form, JSON object, files. Values are found by
 * name; a form's value stands before the query's.
 */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "web/http_head.h"
#include "web/page.h"
#include "web/query.h"

enum { UPLOADS_MAX = 64, UPLOAD_NAME = 120, FORM_VALUE_MAX = 1 << 20 };

struct request {
	const struct http_head *head;
	bool post;
	struct pairs parts, query, form;
	struct upload upload[UPLOADS_MAX];
	size_t uploads;
};

/* The value by name (see page_value); NULL when it is not there. */
const span *request_value(const struct request *r, span name);

/* A JSON object as a form: {"a":"x","b":12,"c":true,"d":["x","y"]} gives a=x b=12 c=ya d=x d=y; null is absent.
 * ERR_USAGE when it is not an object of plain values. */
MUST_CHECK int request_json(struct pairs *out, span text, struct padan_arena *a, struct err *e);

/* The last part of a name that was given by a browser, such as a folder may hold it: no slashes, no control characters,
 * not hidden, at most UPLOAD_NAME bytes. Never empty. */
span upload_safe_name(span given, struct padan_arena *a);

/* --- a form that is streamed: files go into `folder`, which is made when the first one comes -----------------------
 */
struct form_reader;
/* The reader lives in the arena; folder too. */
MUST_CHECK int form_reader_new(struct form_reader **out, struct request *r, span content_type, const char *folder,
			       const struct seams *s, struct padan_arena *a, struct err *e);
MUST_CHECK int form_reader_feed(struct form_reader *f, span piece, struct err *e);
MUST_CHECK int form_reader_end(struct form_reader *f, struct err *e);
/* Closes what is open; form_reader_end or not. */
void form_reader_done(struct form_reader *f);

#endif

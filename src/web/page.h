/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the author of a page needs. A room lists its pages in ROOM/ROOM_pages.def:
 *
 *   //      method path                                 use case       template or where to then          title
 *   PAGE   (GET,   "/rancangan/{rancangan}",            decree_show,   "programme/view/rancangan.html",  "Rancangan
 * {rancangan}") POST   (       "/rancangan/{rancangan}/verifikasi", decree_verify, "/rancangan/{rancangan}",
 * "Verifikasi rancangan") HANDLER(GET,   "/",                                 CAP_READ,      home_page, "Beranda")
 *
 *   src/programme/programme_pages.c              src/web/pages.def
 *     #include "programme/decree_cases.h"          ROOM_PAGES(programme)
 *     #include "web/page.h"
 *     #define PAGES     "programme/programme_pages.def"
 *     #define PAGE_ROOM programme
 *     #include "web/pages.inc"
 *
 * PAGE runs a READ use case and renders the template with its out-fields; the fields that went in are bound as
 * `masukan`. POST carries the use case out (COMMIT) and answers 303 to `then`, whose {parts} are taken from the path
 * and from the out-fields, with ?acuan=NUMBER behind it; when it fails the use case's form is shown again with what was
 * typed and what was wrong. HANDLER is a C function for a page made of several use cases; instead of a capability it
 * may say SIGNED_IN, SIGNING_IN or ANYONE. Parts of the path, the query and the form fill the in-fields by wire name;
 * the server gives db, kunci, threads, hukum, and the folder of keluaran.
 *
 * A row names the use case's own descriptor (`NAME_case`, made by office/define.inc), so that a page without a use case
 * or a capability does not compile or link. The router asks for the session, the capability and the CSRF token before a
 * handler is called. Pages that only read run on an event loop, on the snapshot of one request; POST, HANDLER_SLOW and
 * the use cases named SLOW in web/offline.def run on a worker thread, and so does what took more than 3 ms lately.
 * Handlers must not keep anything between two calls.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "office/office.h"
#include "web/session.h"

enum page_method { PAGE_GET, PAGE_POST };
/* Else an enum capability. SIGNING_IN: also who has not given the code of TOTP yet; every other page sends them to
 * /masuk/kode, which the room access has. */
enum page_who { ANYONE = CAP_COUNT, SIGNED_IN, SIGNING_IN };

struct page;
/* Answers by one of page_render, page_redirect, page_send, page_send_file; or fails: the code decides the status (usage
 * 400, conflict 409, unreadable 422, machine 500; page_absent 404), e the words. */
typedef int page_handler(struct page *p, struct err *e);

struct page_row {
	enum page_method method;
	const char *path;
	const struct use_case *const *uc; /* NULL: a handler */
	int who;			  /* of a handler */
	page_handler *handler;
	const char *template, *then, *title;
	bool slow; /* a worker thread's, though it only reads */
};
struct page_set {
	const struct page_row *rows;
	size_t n;
};

/* A file that came with a form. It lies in a folder of its own (0600) under the name it was given and is gone when the
 * request is done. */
struct upload {
	span field, name, path;
	int64_t bytes;
};

struct request; /* web/request.h */
struct answer;	/* web/http_port.h */
struct view;	/* the names bound for a template */

struct page {
	const struct seams *seams;
	struct padan_arena *arena;     /* until the answer is made */
	const struct env *env;	       /* actor, scope, store, today (WITA), law: as page_run uses it */
	const struct session *session; /* NULL: nobody has signed in */
	const struct page_row *row;
	const struct request *request;
	struct answer *answer;
	struct view *view;
	span reference; /* of what was carried out by this request; empty: nothing yet */
	bool absent;
	bool wants_code; /* page_commit was refused for want of a fresh code: the answer leads to /masuk/kode and back
			  */
};

/* --- what came -----------------------------------------------------------------------------------------------------
 */
/* A part of the path, else of the form, else of the query; empty when it is not there. Percent-decoded, UTF-8. */
span page_value(const struct page *p, const char *name);
bool page_given(const struct page *p, const char *name);
/* All values of that name in the form or the query, in their order; how many there are (at most `most` are filled). */
size_t page_values(const struct page *p, const char *name, span *at, size_t most);
/* A whole number of 0 or more, else `otherwise`. */
int64_t page_number(const struct page *p, const char *name, int64_t otherwise);
/* The first file of that name; NULL when none came. */
const struct upload *page_upload(const struct page *p, const char *name);
bool page_may(const struct page *p, enum capability c);

/* --- use cases -----------------------------------------------------------------------------------------------------
 * `in` and `out` are the use case's own structs. Permission is asked for once more by office_run. */
/* Clears `in` and fills it from what came and from what the server gives. ERR_USAGE names the field. */
MUST_CHECK int page_fill(struct page *p, const struct use_case *uc, void *in, struct err *e);
/* One in-field, as people write it into a form (web/form_text.h). */
MUST_CHECK int page_fill_field(struct page *p, const struct field *f, void *in, struct err *e);
/* READ, or the PREVIEW of any other. */
MUST_CHECK int page_run(struct page *p, const struct use_case *uc, const void *in, void *out, struct err *e);
/* COMMIT, in a POST only. The form's hidden `acuan` is the key: posted twice it has one effect, and one answer. Sets
 * p->reference. */
MUST_CHECK int page_commit(struct page *p, const struct use_case *uc, const void *in, void *out, struct err *e);

/* Orders it as a job (a use case that makes files, or takes long), in a POST only. in: NULL = from what came; else
 * filled, but for file_out and dir_out. p->reference is the job's number: go on to /pekerjaan/NUMBER. */
MUST_CHECK int page_order(struct page *p, const struct use_case *uc, void *in, struct err *e);

/* --- the answer ----------------------------------------------------------------------------------------------------
 */
/* Names for the template. What is bound is not copied and must live in p->arena or longer. A record's fields are bound
 * by their wire names, under `name.` when a name is given (NULL: directly). */
MUST_CHECK int page_bind(struct page *p, const char *name, const struct field *fields, const void *record,
			 struct err *e);
MUST_CHECK int page_bind_text(struct page *p, const char *name, span text, struct err *e);
MUST_CHECK int page_bind_number(struct page *p, const char *name, int64_t n, struct err *e);
MUST_CHECK int page_bind_flag(struct page *p, const char *name, bool yes, struct err *e);
MUST_CHECK int page_bind_rows(struct page *p, const char *name, const struct row_shape *shape, struct row_cursor rows,
			      struct err *e);
/* HTML made with web/html.h, shown by {{{name}}}. */
MUST_CHECK int page_bind_markup(struct page *p, const char *name, span html, struct err *e);

/* The template inside the frame (web/view/rangka.html). */
MUST_CHECK int page_render(struct page *p, const char *template, struct err *e);
/* 303 to a path of this server, made with printf's formats; values in it are given by page_escape. What was carried out
 * is named: ?acuan=NUMBER. */
MUST_CHECK int page_redirect(struct page *p, struct err *e, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Percent-encoded, for a path or a query; "" when memory is refused. */
const char *page_escape(struct page *p, span s);
/* Any other body, copied. */
MUST_CHECK int page_send(struct page *p, int status, const char *type, span body, struct err *e);
/* A file as a download under `name`. It is opened here. */
MUST_CHECK int page_send_file(struct page *p, const char *path, const char *name, struct err *e);
/* `return page_absent(p, e);`: 404, in the same words for what is not there and for what is somebody else's. */
MUST_CHECK int page_absent(struct page *p, struct err *e);
/* The session's cookie; the new session is what the next request sees. */
MUST_CHECK int page_sign_in(struct page *p, const struct session_key *key, struct err *e);
MUST_CHECK int page_sign_out(struct page *p, struct err *e);

#endif

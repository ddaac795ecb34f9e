/* SPDX-License-Identifier: EUPL-1.2
 *
 * Pages: HTML with marks, read once at start into a list of steps, carried out for each answer. Templates stand in
 * src/ROOM/view/NAME.html and are called "ROOM/view/NAME.html"; they are embedded into the program.
 *
 *   {{nama}}                   a value as its descriptor shows it (Rp1.234.567, 28 April 2025), escaped
 *   {{nama|samar}}             with a filter: samar (7372********0001), mentah (the wire form: 2025-04-28, 1234567),
 *                              status (word, shape and colour), singkat (Rp1,23 miliar; 35,8 ribu)
 *   {{{nama}}}                 markup that C made (web/view.h: view_markup)
 *   {{#x}}...{{/x}}            each row of a list; else: when x is given (a flag: yes; a number: not 0)
 *   {{#x=kata}}...{{/x}}       when the choice or text is this word
 *   {{^x}}...{{/x}}            when not; {{?x}}...{{/x}} when, without going through the list
 *   {{@nomor}}                 the row's number, from 1
 *   {{@label nama}}            the field's label
 *   {{t "Halaman {n}"}}        text for the translators; {n} is the value of n
 *   {{boleh kelola}}...{{/boleh}}   only for who has the capability
 *   {{csrf}}                   the hidden fields of a form that posts; no such form without it
 *   {{>web/view/x.html}}       another template's text in this place
 *   {{!...}}                   for the reader of the template
 *
 * At the top of the file the names that are not the page's own use case's:
 *   {{@pakai decree_list}} {{@pakai decree_show sebagai sk}}    out-fields of use cases, the latter as sk.nomor
 *   {{@masukan decree_list sebagai saring}}                     in-fields likewise
 *   {{@nilai judul jumlah}} {{@markup peta}}                    single values, markup
 *   {{@daftar baris: nama nilai tautan}}                        a list with its columns
 *
 * Values stand in text or in a quoted attribute, nowhere else. In href, src, action and the like a value at the
 * beginning must be a path of ours, else the page is refused; later ones are percent-encoded. Style, event attributes,
 * inline scripts, frames and unquoted values do not compile; a section ends in the element in which it began.
 */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include "office/use_case.h"
#include "web/view.h"

struct template;
struct template_set {
	struct padan_arena *arena;
	struct template **at;
	size_t n, cap;
};

/* Where templates come from: p == NULL when there is none of this name. NULL: those of the program. */
typedef span template_source(void *ctx, const char *name);

/* Reads one template. ERR_USAGE names it, the line and the remedy. */
MUST_CHECK int template_compile(struct template **out, const char *name, template_source *source, void *ctx,
				struct padan_arena *arena, struct err *e);
/* All templates of the program, compiled. */
MUST_CHECK int template_set_load(struct template_set *out, struct padan_arena *arena, struct err *e);
const struct template *template_find(const struct template_set *set, const char *name);
const char *template_name(const struct template *t);
/* It has {{csrf}}; it has attributes of htmx. */
bool template_posts(const struct template *t);
bool template_is_lively(const struct template *t);

/* Appends the page. After an error what is in `out` is not to be used: a name that nothing was bound to, a path that is
 * not ours, a cursor's error, memory, or out->max reached (ERR_MACHINE). */
MUST_CHECK int template_render(const struct template *t, struct view *v, struct buf *out, struct err *e);

/* Does every name lead somewhere: to `out` (or `in`, as masukan.NAME) of the page's use case, to what the template says
 * at its top, or to what every page has (frame: a list of names, types as in `struct field`)? uc may be NULL. */
MUST_CHECK int template_check(const struct template *t, const struct use_case *uc, const struct field *frame,
			      struct err *e);

#endif

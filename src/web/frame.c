/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/frame.h"

#include "web/asset.h"
#include "web/html.h"
#include "web/page_view.h"
#include "web/text.h"
#include "web/view.h"

#include <stdio.h>

/* A link of the menu or the breadcrumb; of the error summary without `now`. */
struct link {
	span text, path;
	bool now;
};

#define COLUMN(shape_, member_, wire_, type_)                                                                          \
	{                                                                                                              \
		.c = #member_, .wire = wire_, .label = "", .type = FIELD_##type_,                                      \
		.at = offsetof(struct shape_, member_), .size = sizeof(((struct shape_ *)0)->member_)                  \
	}
static const struct field link_columns[] = {
	COLUMN(link, text, "teks", text),
	COLUMN(link, path, "jalan", text),
	COLUMN(link, now, "kini", flag),
	{ .c = NULL },
};
static const struct row_shape link_shape = { link_columns, sizeof(struct link) };

#define NAME(wire_, type_)                                                                                             \
	{                                                                                                              \
		.c = wire_, .wire = wire_, .label = "", .type = FIELD_##type_                                          \
	}
#define LINKS(wire_)                                                                                                   \
	{                                                                                                              \
		.c = wire_, .wire = wire_, .label = "", .type = FIELD_rows, .rows = &link_shape                        \
	}
static const struct field names[] = {
	NAME("judul", text),	 NAME("tempat", text),	NAME("tahun", text),	  NAME("tanggal", text),
	NAME("pengguna", text),	 NAME("peran", text),	NAME("alamat", text),	  NAME("berubah", text),
	NAME("bahasa", text),	 NAME("acuan", text),	NAME("gaya", text),	  NAME("skrip", text),
	NAME("htmx", text),	 NAME("lambang", text), NAME("cari", text),	  NAME("ada_cari", flag),
	NAME("ada_tugas", flag), NAME("tugas", text),	NAME("bisa_masuk", flag), NAME("hidup", flag),
	LINKS("menu"),		 LINKS("remah"),	LINKS("galat_isian"),	  { .c = NULL },
};

const struct field *frame_names(void)
{
	return names;
}

int frame_title(struct page *p, span *out, struct err *e)
{
	struct buf b;

	if (p->view->title.n) {
		*out = p->view->title;
		return ERR_OK;
	}
	buf_init(&b, p->seams->alloc, 1 << 12);
	for (const char *at = p->row ? text_in(p->view->language, padan_span_of(p->row->title)).p : ""; *at;) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		const struct pair *part;

		if (!end) {
			buf_putc(&b, *at++);
			continue;
		}
		part = pairs_find(&p->request->parts, (span){ at + 1, (size_t)(end - at) - 1 });
		if (part)
			buf_span(&b, part->value);
		at = end + 1;
	}
	out->n = b.n;
	out->p = padan_arena_copy(p->arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	return out->p ? ERR_OK : err_memory(e, "judul");
}

/* May this visitor open the page at this address? Pages that do not exist are no links. */
static bool may_open(const struct visit *v, const char *path)
{
	struct padan_arena scratch;
	struct route r;
	struct err ignored;
	int who;
	bool yes = false;

	padan_arena_init(&scratch, v->server->o.base->seams->alloc, 1 << 16);
	if (!route_find(v->server->router, padan_span_of(path), false, &scratch, &r, &ignored) && r.row) {
		who = row_who(r.row);
		yes = who == ANYONE || (who == SIGNED_IN && v->signed_in) ||
		      (who < CAP_COUNT && v->signed_in && v->session.actor.may >> who & 1);
	}
	padan_arena_done(&scratch);
	return yes;
}

bool frame_may_open(const struct page *p, const char *path)
{
	return may_open(((const struct page_visit *)p)->visit, path);
}

static const struct link menu[] = {
#define MENU(path_, text_) { { text_, sizeof(text_) - 1 }, { path_, sizeof(path_) - 1 }, false },
#include "web/menu.def"
#undef MENU
};
enum { MENU_ENTRIES = sizeof(menu) / sizeof(menu[0]) };

/* Is the page at `path` or below it? */
static bool is_under(span path, span entry)
{
	if (entry.n == 1)
		return path.n == 1;
	return path.n >= entry.n && memcmp(path.p, entry.p, entry.n) == 0 &&
	       (path.n == entry.n || path.p[entry.n] == '/');
}

static int bind_links(struct page *p, const char *name, const struct link *links, size_t n, struct err *e)
{
	struct row_cursor c;
	int rc = row_cursor_over(p->arena, links, n, sizeof(*links), &c, e);

	return rc ? rc : view_rows(p->view, name, &link_shape, c, e);
}

static int bind_menu(struct page *p, const struct visit *v, struct err *e)
{
	struct link *links = padan_arena_array(p->arena, MENU_ENTRIES, sizeof(*links)),
		    *crumbs = padan_arena_array(p->arena, 2, sizeof(*crumbs));
	span path = v->request.head->path;
	size_t n = 0, ncrumbs = 0;
	int rc;

	if (!links || !crumbs)
		return err_memory(e, "menu");
	for (size_t i = 0; i < MENU_ENTRIES; i++) {
		if (!v->signed_in || !may_open(v, menu[i].path.p))
			continue;
		links[n] = menu[i];
		links[n].text = text_in(p->view->language, menu[i].text);
		links[n].now = is_under(path, menu[i].path);
		if (i == 0 ? path.n > 1 : links[n].now && path.n > menu[i].path.n)
			crumbs[ncrumbs++ % 2] = links[n];
		n++;
	}
	rc = bind_links(p, "menu", links, n, e);
	return rc ? rc : bind_links(p, "remah", crumbs, ncrumbs < 2 ? ncrumbs : 2, e);
}

static int bind_asset(struct page *p, const char *name, const char *file, struct err *e)
{
	char address[160];
	char *copy;

	asset_address(file, address);
	copy = padan_arena_copy(p->arena, address, strlen(address));
	return copy ? view_text(p->view, name, padan_span_of(copy), e) : err_memory(e, "halaman");
}

static int bind_assets(struct page *p, struct err *e)
{
	int rc = bind_asset(p, "gaya", "kantor.css", e);

	if (!rc)
		rc = bind_asset(p, "skrip", "kantor.js", e);
	if (!rc)
		rc = bind_asset(p, "htmx", "htmx.js", e);
	return rc ? rc : bind_asset(p, "lambang", "lambang.svg", e);
}

/* A reference number as this server makes them (7K3M-9QWP-2XTA); anything else in the address is no message. What was
 * posted is none either: only the page that it leads to says that it was kept. */
span frame_reference(const struct page *p)
{
	span s = p->reference.n ? p->reference : page_value(p, "acuan");

	if (s.n != REFERENCE + 2 || !p->row || p->row->method == PAGE_POST)
		return SPAN("");
	for (size_t i = 0; i < s.n; i++) {
		bool dash = i % 5 == 4;

		if (dash ? s.p[i] != '-' : !(s.p[i] >= 'A' && s.p[i] <= 'Z') && !(s.p[i] >= '0' && s.p[i] <= '9'))
			return SPAN("");
	}
	return s;
}

static int bind_day(struct page *p, struct err *e)
{
	char *text = padan_arena_zero(p->arena, 48);
	char *year = padan_arena_zero(p->arena, 8);
	int rc;

	if (!text || !year)
		return err_memory(e, "halaman");
	if (date_known(p->env->today)) {
		date_long(p->env->today, text);
		snprintf(year, 8, "%d", date_ymd(p->env->today).y);
	}
	rc = view_text(p->view, "tanggal", padan_span_of(text), e);
	return rc ? rc : view_text(p->view, "tahun", padan_span_of(year), e);
}

/* Where the switch of the language leads: this page, asked for by GET. */
static int bind_texts(struct page *p, const struct visit *v, struct err *e)
{
	const struct session *s = p->session;
	span here = v->request.head->target;
	const struct {
		const char *name;
		span text;
	} texts[] = {
		{ "tempat", padan_span_of(v->server->o.place) },
		{ "pengguna", s ? (s->full_name.n ? s->full_name : s->actor.name) : SPAN("") },
		{ "peran", s ? s->roles : SPAN("") },
		{ "alamat", html_own_path(here) && !v->request.post ? here : SPAN("/") },
		{ "bahasa", p->view->language == VIEW_ENGLISH ? SPAN("en") : SPAN("id") },
		{ "berubah", p->view->language == VIEW_ENGLISH ? SPAN("id") : SPAN("en") },
		{ "acuan", p->view->receipt ? SPAN("") : frame_reference(p) },
		{ "cari", page_value(p, "cari") },
		{ "tugas", SPAN("/tugas") },
	};
	int rc = ERR_OK;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && !rc; i++)
		rc = view_text(p->view, texts[i].name, texts[i].text, e);
	return rc;
}

int frame_fault(struct page *p, const char *field, span words, struct err *e)
{
	struct view *v = p->view;
	struct link *more = row_room(p->arena, v->faults, v->nfaults, &v->faults_cap, sizeof(*more));
	size_t n = strlen(field);
	char *path = padan_arena_get(p->arena, n + 4);

	if (!more || !path)
		return err_memory(e, "halaman");
	memcpy(path, "#f-", 3);
	memcpy(path + 3, field, n + 1);
	v->faults = more;
	more[v->nfaults++] = (struct link){ words, { n ? path : "#isi", n ? n + 3 : 4 }, false };
	return ERR_OK;
}

bool frame_fault_of(const struct page *p, const char *field, span *words)
{
	const struct link *faults = p->view->faults;

	for (size_t i = 0; i < p->view->nfaults; i++)
		if (faults[i].path.n == strlen(field) + 3 &&
		    memcmp(faults[i].path.p + 3, field, faults[i].path.n - 3) == 0) {
			*words = faults[i].text;
			return true;
		}
	return false;
}

int frame_bind(struct page *p, const struct visit *v, span title, struct err *e)
{
	int rc = view_text(p->view, "judul", title, e);

	if (!rc)
		rc = bind_links(p, "galat_isian", p->view->faults, p->view->nfaults, e);
	if (!rc)
		rc = bind_texts(p, v, e);
	if (!rc)
		rc = bind_assets(p, e);
	if (!rc)
		rc = bind_day(p, e);
	if (!rc)
		rc = bind_menu(p, v, e);
	if (!rc)
		rc = view_flag(p->view, "ada_cari", v->signed_in && may_open(v, "/cari"), e);
	if (!rc)
		rc = view_flag(p->view, "ada_tugas", v->signed_in && may_open(v, "/tugas"), e);
	return rc ? rc : view_flag(p->view, "bisa_masuk", v->route.row && !v->signed_in && may_open(v, "/masuk"), e);
}

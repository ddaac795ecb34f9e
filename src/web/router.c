/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/router.h"

#define ROOM_PAGES(name) extern const struct page_set name##_pages;
#include "web/pages.def"
#undef ROOM_PAGES

struct router {
	const struct page_row **row;
	size_t n;
};

static const struct page_set *const sets[] = {
#define ROOM_PAGES(name) &name##_pages,
#include "web/pages.def"
#undef ROOM_PAGES
};

int row_who(const struct page_row *row)
{
	return row->uc ? (int)(*row->uc)->capability : row->who;
}

/* The next part off an address, without its slash. */
static span next_part(span *path)
{
	const char *end;
	size_t n;

	if (path->n && path->p[0] == '/')
		*path = (span){ path->p + 1, path->n - 1 };
	end = memchr(path->p, '/', path->n);
	n = end ? (size_t)(end - path->p) : path->n;
	*path = (span){ path->p + n, path->n - n };
	return (span){ path->p - n, n };
}

static bool is_variable(span part)
{
	return part.n > 2 && part.p[0] == '{' && part.p[part.n - 1] == '}';
}

/* 0 no; else more is better: a literal part counts more than a variable, the earlier the more. */
static unsigned matches(const char *pattern, span path)
{
	span want = padan_span_of(pattern);
	unsigned worth = 1;

	while (want.n && path.n) {
		span w = next_part(&want), p = next_part(&path);

		if (is_variable(w) ? !p.n : !padan_span_eq(w, p))
			return 0;
		worth = worth * 2 + !is_variable(w);
	}
	return want.n || path.n ? 0 : worth;
}

static int take_parts(const char *pattern, span path, struct pairs *out, struct padan_arena *a, struct err *e)
{
	span want = padan_span_of(pattern);
	int rc = ERR_OK;

	while (want.n && !rc) {
		span w = next_part(&want), p = next_part(&path), value;

		if (!is_variable(w))
			continue;
		rc = percent_decode(p, false, a, &value, e);
		if (!rc)
			rc = pairs_add(out, (span){ w.p + 1, w.n - 2 }, value, a, e);
	}
	return rc;
}

int route_find(const struct router *r, span path, bool post, struct padan_arena *a, struct route *out, struct err *e)
{
	unsigned best = 0;

	*out = (struct route){ .row = NULL };
	for (size_t i = 0; i < r->n; i++) {
		const struct page_row *row = r->row[i];
		unsigned worth = matches(row->path, path);

		if (!worth)
			continue;
		out->get |= row->method == PAGE_GET;
		out->post |= row->method == PAGE_POST;
		if ((row->method == PAGE_POST) == post && worth > best) {
			best = worth;
			out->row = row;
		}
	}
	return out->row ? take_parts(out->row->path, path, &out->parts, a, e) : ERR_OK;
}

static int check_twice(const struct router *r, struct err *e)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < i; k++)
			if (r->row[i]->method == r->row[k]->method && !strcmp(r->row[i]->path, r->row[k]->path))
				return err_set(e, ERR_MACHINE, "%s: dua halaman dengan alamat yang sama",
					       r->row[i]->path);
	return ERR_OK;
}

int router_new(struct router **out, struct padan_arena *a, struct err *e)
{
	struct router *r = padan_arena_zero(a, sizeof(*r));
	size_t n = 0;

	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		n += sets[i]->n;
	if (r)
		r->row = padan_arena_array(a, n, sizeof(r->row[0]));
	if (!r || !r->row)
		return err_memory(e, "daftar halaman");
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
		for (size_t k = 0; k < sets[i]->n; k++)
			r->row[r->n++] = &sets[i]->rows[k];
	*out = r;
	return check_twice(r, e);
}

size_t router_rows(const struct router *r, const struct page_row *const **rows)
{
	*rows = r->row;
	return r->n;
}

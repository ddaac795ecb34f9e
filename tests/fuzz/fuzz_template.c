/* SPDX-License-Identifier: EUPL-1.2
 * Templates: what compiles renders the same HTML around a value of ours and around a hostile one: no value adds a tag,
 * an attribute or a quote. */
#include "target.h"

#include "web/template.h"
#include <string.h>

static span text;

static span source(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "x.html") == 0   ? text
	       : strcmp(name, "y.html") == 0 ? SPAN("<i>{{b}}</i>")
					     : (span){ NULL, 0 };
}

struct row {
	span a, c;
};
static const struct field columns[] = {
	{ .c = "a", .wire = "a", .label = "<A>", .type = FIELD_text, .at = offsetof(struct row, a) },
	{ .c = "c", .wire = "c", .label = "'C'", .type = FIELD_text, .at = offsetof(struct row, c) },
	{ .c = NULL },
};
static const struct row_shape shape = { columns, sizeof(struct row) };

/* How often each letter that makes HTML stands in the page. */
struct count {
	size_t less, more, quote, single;
};

static bool render(const struct template *t, struct padan_arena *arena, span value, struct count *out)
{
	struct row rows[2] = { { value, value }, { value, value } };
	struct row_cursor list;
	struct view v;
	struct buf b;
	struct err e = { 0 };
	int rc;

	view_init(&v, arena);
	v.may = 5;
	PROMISE(row_cursor_over(arena, rows, 2, sizeof(rows[0]), &list, &e) == 0);
	PROMISE(view_text(&v, "a", value, &e) == 0 && view_text(&v, "b", value, &e) == 0 &&
		view_rows(&v, "d", &shape, list, &e) == 0 && view_record(&v, "p", columns, rows, &e) == 0 &&
		view_number(&v, "n", 12345, &e) == 0);
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	rc = template_render(t, &v, &b, &e);
	PROMISE(rc == 0 || (e.text[0] && e.code == rc));
	*out = (struct count){ 0, 0, 0, 0 };
	for (size_t i = 0; i < b.n; i++) {
		out->less += b.p[i] == '<';
		out->more += b.p[i] == '>';
		out->quote += b.p[i] == '"';
		out->single += b.p[i] == '\'';
	}
	buf_done(&b);
	return rc == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct padan_arena arena;
	struct template *t;
	struct err e = { 0 };
	struct count ours, hostile;
	int rc;

	text = (span){ (const char *)bytes, size };
	if (!bytes)
		text = SPAN("");
	padan_arena_init(&arena, &padan_alloc_libc, (size_t)64 << 20);
	rc = template_compile(&t, "x.html", source, NULL, &arena, &e);
	PROMISE(rc == 0 || (e.text[0] && e.code == rc));
	if (rc == 0) {
		rc = template_check(t, NULL, columns, &e);
		PROMISE(rc == 0 || (e.text[0] && e.code == rc));
		if (render(t, &arena, SPAN("/biasa-saja"), &ours) &&
		    render(t, &arena, SPAN("/\"'><script>`\xff{{a}} onx=1 &lt;"), &hostile))
			PROMISE(memcmp(&ours, &hostile, sizeof(ours)) == 0);
	}
	padan_arena_done(&arena);
	return 0;
}

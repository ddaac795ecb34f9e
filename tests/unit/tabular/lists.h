/* SPDX-License-Identifier: EUPL-1.2
 * Helpers of the tests that read lists: files and workbooks made on the spot, a sink that remembers rows as text. */
#ifndef TESTS_LISTS_H
#define TESTS_LISTS_H

#include "check.h"
#include "tabular/list.h"
#include "tabular/sandbox.h"
#include <fcntl.h>
#include <pthread.h>
#include <zip.h>

#define TESTS_MAIN                                                                                                     \
	if (argc > 1 && strcmp(argv[1], SHEET_CHILD) == 0)                                                             \
	return sheet_child_main()

static char tests_folder[64];

static const char *in_folder(const char *name)
{
	static char path[4][256];
	static int turn;
	char *out = path[turn++ & 3];

	if (!tests_folder[0]) {
		snprintf(tests_folder, sizeof(tests_folder), "/tmp/lindung-uji-XXXXXX");
		assert_non_null(mkdtemp(tests_folder));
	}
	snprintf(out, 256, "%s/%s", tests_folder, name);
	return out;
}

static inline const char *write_bytes(const char *name, const char *bytes, size_t n)
{
	const char *path = in_folder(name);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	fclose(f);
	return path;
}

static inline const char *write_text(const char *name, const char *text)
{
	return write_bytes(name, text, strlen(text));
}

static inline void add_part(zip_t *z, const char *name, const char *text)
{
	zip_source_t *s = zip_source_buffer(z, text, strlen(text), 0);

	assert_true(zip_file_add(z, name, s, ZIP_FL_OVERWRITE) >= 0);
}

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MAIN_NS	 "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL_NS	 "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* What a workbook of the tests is made of; NULL parts get plain ones. */
struct book_parts {
	const char *sheet[3], *state[3];
	const char *strings, *styles, *workbook_pr;
};

/* A workbook with the given <sheetData>...</sheetData> (and what may stand behind it). */
static inline const char *write_book(const char *name, const struct book_parts *b)
{
	const char *path = in_folder(name);
	int code, n = 0;
	zip_t *z;
	char workbook[2000], rels[2000], sheet[3][65536], sst[20000], sty[8000];
	size_t w = 0, r = 0;

	unlink(path);
	z = zip_open(path, ZIP_CREATE, &code);
	assert_non_null(z);
	w += (size_t)snprintf(workbook, sizeof(workbook),
			      XML_HEAD "<workbook " MAIN_NS " xmlns:r=\"" REL_NS "\">%s<sheets>",
			      b->workbook_pr ? b->workbook_pr : "");
	r += (size_t)snprintf(rels, sizeof(rels),
			      XML_HEAD
			      "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
			      "<Relationship Id=\"rs\" Type=\"" REL_NS "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
			      "<Relationship Id=\"rt\" Type=\"" REL_NS "/styles\" Target=\"styles.xml\"/>");
	for (int i = 0; i < 3 && b->sheet[i]; i++, n++) {
		char part[64];

		w += (size_t)snprintf(workbook + w, sizeof(workbook) - w,
				      "<sheet name=\"Lembar%d\" sheetId=\"%d\" %s r:id=\"r%d\"/>", i + 1, i + 1,
				      b->state[i] ? b->state[i] : "", i + 1);
		r += (size_t)snprintf(rels + r, sizeof(rels) - r,
				      "<Relationship Id=\"r%d\" Type=\"" REL_NS
				      "/worksheet\" Target=\"worksheets/sheet%d.xml\"/>",
				      i + 1, i + 1);
		snprintf(sheet[i], sizeof(sheet[i]), XML_HEAD "<worksheet " MAIN_NS ">%s</worksheet>", b->sheet[i]);
		snprintf(part, sizeof(part), "xl/worksheets/sheet%d.xml", i + 1);
		add_part(z, part, sheet[i]);
	}
	snprintf(workbook + w, sizeof(workbook) - w, "</sheets></workbook>");
	snprintf(rels + r, sizeof(rels) - r, "</Relationships>");
	snprintf(sst, sizeof(sst), XML_HEAD "<sst " MAIN_NS ">%s</sst>", b->strings ? b->strings : "");
	snprintf(sty, sizeof(sty), XML_HEAD "<styleSheet " MAIN_NS ">%s</styleSheet>", b->styles ? b->styles : "");
	add_part(z, "xl/workbook.xml", workbook);
	add_part(z, "xl/_rels/workbook.xml.rels", rels);
	add_part(z, "xl/sharedStrings.xml", sst);
	add_part(z, "xl/styles.xml", sty);
	assert_int_equal(zip_close(z), 0);
	return path;
}

/* Rows as text: "no|flags|column=value|..." one a line; other rows "no:judul". */
struct seen {
	struct buf text;
	pthread_mutex_t lock;
	uint64_t rows;
	bool kinds;
};

static inline int see_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct seen *s = ctx;

	(void)worker, (void)e;
	pthread_mutex_lock(&s->lock);
	s->rows++;
	buf_printf(&s->text, "%u", row->no);
	if (row->flags)
		buf_printf(&s->text, "[%u]", row->flags);
	for (int c = 0; c < COL_COUNT; c++)
		if (row->col[c].n) {
			buf_printf(&s->text, "|%s=%.*s", column_name((enum list_col)c), (int)row->col[c].n,
				   row->col[c].p);
			if (s->kinds)
				buf_printf(&s->text, "/%d", row->kind[c]);
		}
	buf_putc(&s->text, '\n');
	pthread_mutex_unlock(&s->lock);
	return ERR_OK;
}

static inline int see_other(void *ctx, const struct sheet_row *row, enum list_other what, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	buf_printf(&s->text, "%u:%s\n", row->no, what == LIST_TITLE ? "judul" : "nomor");
	return ERR_OK;
}

struct reading {
	struct padan_arena arena;
	struct seen seen;
	struct list_info info;
	struct err err;
	int rc;
};

static inline void read_list(struct reading *r, const char *path, enum list_kind kind, unsigned threads)
{
	struct list_spec spec = { .kind = kind, .threads = threads };
	struct list_sink sink = { .row = see_row, .other = see_other, .ctx = &r->seen };

	memset(r, 0, sizeof(*r));
	padan_arena_init(&r->arena, NULL, 0);
	r->arena.from = &padan_alloc_libc;
	buf_init(&r->seen.text, NULL, 64u << 20);
	pthread_mutex_init(&r->seen.lock, NULL);
	r->rc = list_scan(seams_real(), path, &spec, &sink, &r->arena, &r->info, &r->err);
	if (!r->seen.text.p)
		buf_puts(&r->seen.text, "");
}

static inline void reading_done(struct reading *r)
{
	buf_done(&r->seen.text);
	padan_arena_done(&r->arena);
}

static inline void expect_rows(const char *path, enum list_kind kind, const char *want)
{
	struct reading r;

	read_list(&r, path, kind, 1);
	if (r.rc)
		fail_msg("%s", r.err.text);
	assert_string_equal(r.seen.text.p ? r.seen.text.p : "", want);
	reading_done(&r);
}

static inline void expect_refusal(const char *path, enum list_kind kind, const char *part)
{
	struct reading r;

	read_list(&r, path, kind, 1);
	assert_int_equal(r.rc, ERR_UNREADABLE);
	if (!strstr(r.err.text, part))
		fail_msg("\"%s\" is not in: %s", part, r.err.text);
	reading_done(&r);
}

#endif

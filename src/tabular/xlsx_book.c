/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_book.h"

#include "base/limits.h"
#include "tabular/xlsx_plain.h"

#include <stdio.h>
#include <stdlib.h>

#define KEEP_STRINGS (LIM_XLSX_STRINGS / 4) /* so many bytes of the part stay where they are read */
#define FORMATS	     4096 /* custom number formats and cell formats that are looked at; more are no dates */

/* --- text that grows in pieces ------------------------------------------------------------------ */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Excel writes control characters as _xHHHH_. Only those below U+0080 are worth undoing. */
size_t book_unescape(char *p, size_t n)
{
	size_t w = 0;

	for (size_t i = 0; i < n; i++) {
		if (i + 6 < n && p[i] == '_' && p[i + 1] == 'x' && p[i + 2] == '0' && p[i + 3] == '0' &&
		    p[i + 6] == '_' && hex(p[i + 4]) >= 0 && hex(p[i + 4]) < 8 && hex(p[i + 5]) >= 0) {
			p[w++] = (char)(hex(p[i + 4]) * 16 + hex(p[i + 5]));
			i += 6;
		} else {
			p[w++] = p[i];
		}
	}
	return w;
}

/* --- the list of sheets --------------------------------------------------------------------------- */

struct rel {
	char id[64];
	char target[PART_NAME];
};

struct index {
	struct book *b;
	struct part_events ev;
	struct rel *rel;
	size_t nrel;
	const char *folder; /* of the part whose relations are read, with '/' */
	char found[PART_NAME];
	const char *want; /* end of the relation's type that is looked for, or NULL: keep all */
	struct err *e;
};

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

/* A target as it stands in a relation, beside `folder`: "/xl/a.xml" and "../xl/a.xml" are found too. */
static void resolve(char to[PART_NAME], const char *folder, const char *target)
{
	char dir[PART_NAME];

	copy(dir, sizeof(dir), folder);
	if (*target == '/') {
		copy(to, PART_NAME, target + 1);
		return;
	}
	while (strncmp(target, "../", 3) == 0) {
		size_t n = strlen(dir);

		if (n)
			dir[--n] = '\0';
		while (n && dir[n - 1] != '/')
			dir[--n] = '\0';
		target += 3;
	}
	if (snprintf(to, PART_NAME, "%s%s", dir, strncmp(target, "./", 2) == 0 ? target + 2 : target) >= PART_NAME)
		to[0] = '\0';
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static void on_relation(void *ctx, const char *name, const char **at)
{
	struct index *x = ctx;
	const char *id = part_attribute(at, "Id"), *target = part_attribute(at, "Target");
	const char *type = part_attribute(at, "Type");

	if (strcmp(name, "Relationship") != 0 || !id || !target || !type)
		return;
	if (x->want && ends_with(type, x->want) && !x->found[0])
		resolve(x->found, x->folder, target);
	if (x->rel && x->nrel < BOOK_SHEETS && (ends_with(type, "/worksheet"))) {
		copy(x->rel[x->nrel].id, sizeof(x->rel[0].id), id);
		resolve(x->rel[x->nrel++].target, x->folder, target);
	}
}

static void on_workbook(void *ctx, const char *name, const char **at)
{
	struct index *x = ctx;
	struct book *b = x->b;
	const char *v;

	if (strcmp(name, "workbookPr") == 0) {
		v = part_attribute(at, "date1904");
		b->epoch1904 = v && (*v == '1' || *v == 't');
	} else if (strcmp(name, "sheet") == 0 && b->nsheet < BOOK_SHEETS) {
		struct book_sheet *s = &b->sheet[b->nsheet];
		const char *id = NULL;

		/* r:id, not sheetId: the last attribute whose local name is "id" */
		for (const char **a = at; *a; a += 2)
			if (ends_with(*a, ":id"))
				id = a[1];
		for (size_t i = 0; id && i < x->nrel; i++)
			if (strcmp(x->rel[i].id, id) == 0)
				copy(s->part, sizeof(s->part), x->rel[i].target);
		v = part_attribute(at, "state");
		s->hidden = v && (strcmp(v, "hidden") == 0 || strcmp(v, "veryHidden") == 0);
		copy(s->name, sizeof(s->name), part_attribute(at, "name"));
		if (s->part[0])
			b->nsheet++;
	}
}

/* "xl/workbook.xml" -> "xl/_rels/workbook.xml.rels", folder "xl/". */
static void relations_of(const char *part, char folder[PART_NAME], char rels[PART_NAME + 16])
{
	const char *slash = strrchr(part, '/');
	size_t n = slash ? (size_t)(slash - part) + 1 : 0;

	snprintf(folder, PART_NAME, "%.*s", (int)n, part);
	snprintf(rels, PART_NAME + 16, "%s_rels/%s.rels", folder, part + n);
}

static int read_index(struct book *b, char strings[PART_NAME], char styles[PART_NAME], struct err *e)
{
	struct index x = { .b = b, .folder = "", .want = "/officeDocument", .e = e };
	char workbook[PART_NAME] = "xl/workbook.xml", folder[PART_NAME], rels[PART_NAME + 16];
	int rc = ERR_OK;

	x.ev = (struct part_events){ .start = on_relation, .ctx = &x };
	if (parts_have(&b->parts, "_rels/.rels"))
		rc = parts_parse(&b->parts, "_rels/.rels", &x.ev, e);
	if (rc)
		return rc;
	if (x.found[0])
		copy(workbook, sizeof(workbook), x.found);
	if (ends_with(workbook, ".bin"))
		return err_set(e, ERR_UNREADABLE,
			       "buku kerja biner (.xlsb) tidak dapat dibaca; simpan ulang sebagai .xlsx");
	relations_of(workbook, folder, rels);
	x.rel = padan_arena_array(&b->arena, BOOK_SHEETS, sizeof(*x.rel));
	b->sheet = padan_arena_array(&b->arena, BOOK_SHEETS, sizeof(*b->sheet));
	if (!x.rel || !b->sheet)
		return err_memory(e, "buku kerja");
	x.folder = folder;
	for (int pass = 0; pass < 2 && rc == ERR_OK && parts_have(&b->parts, rels); pass++) {
		x.want = pass ? "/styles" : "/sharedStrings";
		x.found[0] = '\0';
		x.nrel = 0;
		rc = parts_parse(&b->parts, rels, &x.ev, e);
		copy(pass ? styles : strings, PART_NAME, x.found);
	}
	if (rc)
		return rc;
	x.ev = (struct part_events){ .start = on_workbook, .ctx = &x };
	rc = parts_parse(&b->parts, workbook, &x.ev, e);
	if (rc == ERR_OK && !b->nsheet)
		rc = err_set(e, ERR_UNREADABLE, "buku kerja tidak memiliki lembar; simpan ulang daftar sebagai .xlsx");
	return rc;
}

/* --- shared strings --------------------------------------------------------------------------------- */

struct strings {
	struct book *b;
	struct part_events ev;
	struct buf text;
	bool in_text, in_phonetic;
	struct err *e;
};

static void strings_fail(struct strings *s, int rc)
{
	s->ev.rc = rc;
	s->ev.stop = true;
}

static void on_string_start(void *ctx, const char *name, const char **at)
{
	struct strings *s = ctx;

	(void)at;
	if (strcmp(name, "si") == 0)
		buf_clear(&s->text);
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic = true;
	else if (strcmp(name, "t") == 0)
		s->in_text = !s->in_phonetic;
}

static void on_string_text(void *ctx, const char *p, int n)
{
	struct strings *s = ctx;

	if (s->in_text)
		buf_put(&s->text, p, (size_t)n);
}

static bool room_for_string(struct book *b)
{
	size_t cap = b->cap_shared ? b->cap_shared * 2 : 1024;
	span *bigger;

	if (b->nshared < b->cap_shared)
		return true;
	bigger = padan_arena_array(&b->arena, cap, sizeof(*bigger));
	if (!bigger)
		return false;
	if (b->nshared)
		memcpy(bigger, b->shared, b->nshared * sizeof(*bigger));
	b->shared = bigger;
	b->cap_shared = cap;
	return true;
}

static int too_long(const struct strings *s)
{
	return err_set(s->e, ERR_UNREADABLE, "sebuah sel memuat lebih dari %d byte teks; pendekkan isinya", LIM_CELL);
}

static int too_many(const struct strings *s)
{
	return err_set(s->e, ERR_UNREADABLE,
		       "teks di dalamnya melebihi %zu MB; bagi daftar menjadi beberapa berkas atau kirim .csv",
		       LIM_XLSX_STRINGS >> 20);
}

static void end_string(struct strings *s)
{
	struct book *b = s->b;
	char *p;

	if (s->text.failed) {
		strings_fail(s, too_long(s));
		return;
	}
	p = room_for_string(b) ? padan_arena_copy(&b->text, s->text.p, s->text.n) : NULL;
	if (p)
		b->shared[b->nshared++] = (span){ p, book_unescape(p, s->text.n) };
	else
		strings_fail(s, too_many(s));
}

static void on_string_end(void *ctx, const char *name)
{
	struct strings *s = ctx;

	if (strcmp(name, "rPh") == 0)
		s->in_phonetic = false;
	else if (strcmp(name, "t") == 0)
		s->in_text = false;
	if (strcmp(name, "si") == 0)
		end_string(s);
}

/* --- the same from the plain reader ----------------------------------------------------------------------------- */

static void plain_whole(void *ctx, span text)
{
	struct strings *s = ctx;

	if (text.n > LIM_CELL || !room_for_string(s->b)) {
		strings_fail(s, text.n > LIM_CELL ? too_long(s) : too_many(s));
		return;
	}
	s->b->shared[s->b->nshared++] = text; /* stays where it is */
}

static void plain_piece(void *ctx, span piece)
{
	struct strings *s = ctx;

	buf_span(&s->text, piece);
}

static void plain_end(void *ctx)
{
	struct strings *s = ctx;

	end_string(s);
	buf_clear(&s->text);
}

/* true: all is read (s->ev.rc tells how). Else expat reads it from the beginning. */
static bool read_plain(struct strings *s, const char *part)
{
	const struct plain_strings ev = {
		.whole = plain_whole, .piece = plain_piece, .end = plain_end, .stop = &s->ev.stop, .ctx = s
	};
	span xml;

	parts_keep(&s->b->parts, part, KEEP_STRINGS, &s->b->text);
	xml = parts_kept(&s->b->parts, part);
	if (xml.p && plain_strings(xml, &ev))
		return true;
	s->b->nshared = 0;
	buf_clear(&s->text);
	return false;
}

static int read_strings(struct book *b, const char *part, struct err *e)
{
	struct strings s = { .b = b, .e = e };
	int rc;

	if (!part[0] || !parts_have(&b->parts, part))
		return ERR_OK;
	buf_init(&s.text, b->arena.from, LIM_CELL);
	s.ev = (struct part_events){
		.start = on_string_start, .end = on_string_end, .text = on_string_text, .ctx = &s
	};
	rc = read_plain(&s, part) ? s.ev.rc : parts_parse(&b->parts, part, &s.ev, e);
	buf_done(&s.text);
	return rc;
}

/* --- which formats are dates -------------------------------------------------------------------------- */

/* A date has a day or a year in it; what stands in quotes, brackets or behind a backslash is decoration. */
static bool code_is_date(const char *p)
{
	while (*p && *p != ';') {
		if (*p == '"' || *p == '[') {
			const char *end = strchr(p + 1, *p == '"' ? '"' : ']');

			if (!end)
				return false;
			p = end + 1;
		} else if (*p == '\\' || *p == '_' || *p == '*') {
			p += p[1] ? 2 : 1;
		} else {
			char c = (char)(*p | 0x20);

			if (c == 'd' || c == 'y')
				return true;
			p++;
		}
	}
	return false;
}

bool book_format_is_date(unsigned id, const char *code)
{
	if (code && strcmp(code, "General") != 0)
		return code_is_date(code);
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
	       id == 57 || id == 58;
}

struct styles {
	struct book *b;
	unsigned *custom; /* ids of custom formats that are dates, then the ids of those that are not | HIGH */
	size_t ncustom;
	bool in_formats;
};
#define NOT_DATE 0x80000000u

static unsigned to_number(const char *s)
{
	int64_t v;

	return s && span_i64(padan_span_of(s), &v) && v >= 0 && v < 0x40000000 ? (unsigned)v : 0;
}

static bool style_is_date(const struct styles *s, unsigned id)
{
	for (size_t i = 0; i < s->ncustom; i++)
		if ((s->custom[i] & ~NOT_DATE) == id)
			return !(s->custom[i] & NOT_DATE);
	return book_format_is_date(id, NULL);
}

static void on_style_start(void *ctx, const char *name, const char **at)
{
	struct styles *s = ctx;

	if (strcmp(name, "numFmt") == 0 && s->ncustom < FORMATS) {
		const char *code = part_attribute(at, "formatCode");
		unsigned id = to_number(part_attribute(at, "numFmtId"));

		s->custom[s->ncustom++] = id | (code && code_is_date(code) ? 0 : NOT_DATE);
	} else if (strcmp(name, "cellXfs") == 0) {
		s->in_formats = true;
	} else if (strcmp(name, "xf") == 0 && s->in_formats && s->b->nformat < FORMATS) {
		s->b->is_date[s->b->nformat++] = style_is_date(s, to_number(part_attribute(at, "numFmtId")));
	}
}

static void on_style_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	if (strcmp(name, "cellXfs") == 0)
		s->in_formats = false;
}

static int read_styles(struct book *b, const char *part, struct err *e)
{
	struct styles s = { .b = b };
	struct part_events ev = { .start = on_style_start, .end = on_style_end, .ctx = &s };

	if (!part[0] || !parts_have(&b->parts, part))
		return ERR_OK;
	s.custom = padan_arena_array(&b->arena, FORMATS, sizeof(*s.custom));
	b->is_date = padan_arena_array(&b->arena, FORMATS, 1);
	if (!s.custom || !b->is_date)
		return err_memory(e, "gaya buku kerja");
	return parts_parse(&b->parts, part, &ev, e);
}

int book_open(struct book *b, int fd, const struct padan_alloc *from, struct err *e)
{
	char strings[PART_NAME] = "", styles[PART_NAME] = "";
	int rc;

	*b = (struct book){ 0 };
	padan_arena_init(&b->arena, from, LIM_XLSX_STRINGS);
	padan_arena_init(&b->text, from, LIM_XLSX_STRINGS);
	rc = parts_open(&b->parts, fd, e);
	if (rc == ERR_OK)
		rc = read_index(b, strings, styles, e);
	if (rc == ERR_OK)
		rc = read_styles(b, styles, e);
	if (rc == ERR_OK)
		rc = read_strings(b, strings, e);
	return rc;
}

void book_close(struct book *b)
{
	parts_close(&b->parts);
	padan_arena_done(&b->arena);
	padan_arena_done(&b->text);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/table.h"

static const char *const heading[LAW_CELLS] = { "kunci",   "dari",   "nilai",  "satuan",    "mulai",
						"sebelum", "sumber", "status", "keterangan" };

static int wrong(const struct law_table *t, const char *what, struct err *e)
{
	err_set(e, ERR_USAGE, "%s baris %d: %s", t->name, t->line, what);
	return -1;
}

static bool at_line_end(span s)
{
	return !s.n || s.p[0] == '\n' || (s.p[0] == '\r' && (s.n == 1 || s.p[1] == '\n'));
}

static void skip(span *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

/* A quoted cell; rest stands behind the opening quote. */
static int quoted(struct law_table *t, span *cell, struct err *e)
{
	size_t raw = 0, n = 0;
	bool doubled = false;
	char *p;

	while (raw < t->rest.n && (t->rest.p[raw] != '"' || (raw + 1 < t->rest.n && t->rest.p[raw + 1] == '"'))) {
		if (t->rest.p[raw] == '\n')
			return wrong(t, "tanda kutip tidak ditutup di baris yang sama", e);
		doubled |= t->rest.p[raw] == '"';
		raw += t->rest.p[raw] == '"' ? 2 : 1;
	}
	if (raw >= t->rest.n)
		return wrong(t, "tanda kutip tidak ditutup", e);
	*cell = (span){ t->rest.p, raw };
	skip(&t->rest, raw + 1);
	if (!doubled)
		return 0;
	p = padan_arena_get(t->arena, raw);
	if (!p)
		return err_memory(e, t->name), -1;
	for (size_t i = 0; i < raw; i += cell->p[i] == '"' ? 2 : 1)
		p[n++] = cell->p[i];
	*cell = (span){ p, n };
	return 0;
}

static int cell_next(struct law_table *t, span *cell, struct err *e)
{
	size_t n = 0;

	if (t->rest.n && t->rest.p[0] == '"') {
		skip(&t->rest, 1);
		if (quoted(t, cell, e))
			return -1;
		if (!at_line_end(t->rest) && t->rest.p[0] != t->between)
			return wrong(t, "ada huruf di belakang tanda kutip penutup", e);
	} else {
		while (n < t->rest.n && t->rest.p[n] != t->between && t->rest.p[n] != '\n')
			n++;
		*cell = (span){ t->rest.p, n };
		skip(&t->rest, n);
	}
	*cell = span_trim(*cell);
	return 0;
}

static int row_next(struct law_table *t, span cells[LAW_CELLS], bool *blank, struct err *e)
{
	int n = 0;

	t->line++;
	*blank = true;
	for (bool more = true; more; n++) {
		span extra, *cell = n < LAW_CELLS ? &cells[n] : &extra;

		if (cell_next(t, cell, e))
			return -1;
		if (cell->n && n >= LAW_CELLS)
			return wrong(t, "lebih dari sembilan kolom; beri tanda kutip pada isi yang memuat pemisah", e);
		*blank &= cell->n == 0;
		more = t->rest.n && t->rest.p[0] == t->between;
		if (more)
			skip(&t->rest, 1);
	}
	if (t->rest.n && t->rest.p[0] == '\r')
		skip(&t->rest, 1);
	if (t->rest.n)
		skip(&t->rest, 1);
	if (n < LAW_CELLS && !*blank)
		return wrong(t, "kurang dari sembilan kolom", e);
	return 1;
}

int law_table_open(struct law_table *t, const char *name, span bytes, struct padan_arena *arena, struct err *e)
{
	span cells[LAW_CELLS];
	const char *end, *semicolon;
	bool blank;

	*t = (struct law_table){ .name = name, .rest = bytes, .between = ',', .arena = arena };
	if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		skip(&t->rest, 3);
	if (!t->rest.n)
		return err_set(e, ERR_USAGE, "%s: tabel hukum kosong", name);
	end = memchr(t->rest.p, '\n', t->rest.n);
	semicolon = memchr(t->rest.p, ';', end ? (size_t)(end - t->rest.p) : t->rest.n);
	if (semicolon)
		t->between = ';';
	if (row_next(t, cells, &blank, e) < 0)
		return ERR_USAGE;
	for (int i = 0; i < LAW_CELLS; i++)
		if (blank || !span_ieq(cells[i], padan_span_of(heading[i])))
			return err_set(e, ERR_USAGE, "%s baris 1: kolom ke-%d harus \"%s\"", name, i + 1, heading[i]);
	return ERR_OK;
}

int law_table_next(struct law_table *t, span cells[LAW_CELLS], struct err *e)
{
	bool blank = true;

	while (t->rest.n) {
		if (row_next(t, cells, &blank, e) < 0)
			return -1;
		if (!blank)
			return 1;
	}
	return 0;
}

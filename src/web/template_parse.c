/* SPDX-License-Identifier: EUPL-1.2
 * From a template's text to its steps. */
#include "web/template_program.h"

#include "base/embed.h"

struct section {
	uint32_t op, line;
	span name;
	struct html html;
	int floor;
};

struct maker {
	struct template *t;
	struct padan_arena *arena;
	template_source *source;
	void *ctx;
	struct err *e;
	struct html html;
	struct section open[TEMPLATE_NEST];
	int nopen, bottom, depth; /* bottom: sections that a text within a text may not close */
	/* of the text that is read */
	const char *file;
	uint32_t line;
	const char *at, *end;
};

/* What comes back when a text within a text is over. */
struct outer {
	struct html html;
	const char *file, *at, *end;
	uint32_t line;
	int bottom;
};

static int fail(const struct maker *m, const char *why, span what)
{
	return err_set(m->e, ERR_USAGE, "templat %s baris %u: %s%s%.*s", m->file, m->line, why, what.n ? ": " : "",
		       (int)(what.n < 80 ? what.n : 80), what.n ? what.p : "");
}

static int add_op(struct maker *m, struct template_op op)
{
	void *more;
	size_t cap = m->t->cap;

	if (m->t->n == TEMPLATE_STEPS)
		return fail(m, "terlalu panjang", SPAN(""));
	more = row_room(m->arena, m->t->op, m->t->n, &cap, sizeof(op));
	if (!more)
		return err_memory(m->e, "templat");
	m->t->cap = (uint32_t)cap;
	m->t->op = more;
	op.line = m->line;
	op.file = m->file;
	m->t->op[m->t->n++] = op;
	return ERR_OK;
}

/* --- text ------------------------------------------------------------------------------------------------------ */

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A run of blanks is one blank: a line end when it holds one. */
static int add_squeezed(struct maker *m, span raw)
{
	char *p = padan_arena_get(m->arena, raw.n + 1);
	size_t n = 0;

	if (!p)
		return err_memory(m->e, "templat");
	while (!m->t->n && raw.n && blank(*raw.p)) /* nothing stands before the doctype */
		raw = (span){ raw.p + 1, raw.n - 1 };
	for (size_t i = 0; i < raw.n; i++) {
		if (!blank(raw.p[i]))
			p[n++] = raw.p[i];
		else if (!n || !blank(p[n - 1]))
			p[n++] = raw.p[i] == '\n' ? '\n' : ' ';
		else if (raw.p[i] == '\n')
			p[n - 1] = '\n';
	}
	return n ? add_op(m, (struct template_op){ .step = STEP_RAW, .text = { p, n } }) : ERR_OK;
}

static int take_raw(struct maker *m, span raw)
{
	bool as_is = html_preformatted(&m->html) || m->html.state == HTML_VALUE;

	for (size_t i = 0; i < raw.n; i++) {
		m->line += raw.p[i] == '\n';
		if (!html_feed(&m->html, (span){ raw.p + i, 1 }))
			return fail(m, m->html.wrong, (span){ raw.p + i, raw.n - i < 30 ? raw.n - i : 30 });
	}
	as_is = as_is || html_preformatted(&m->html) || memmem(raw.p, raw.n, "<pre", 4) ||
		memmem(raw.p, raw.n, "<textarea", 9);
	if (as_is)
		return raw.n ? add_op(m, (struct template_op){ .step = STEP_RAW, .text = raw }) : ERR_OK;
	return add_squeezed(m, raw);
}

/* --- marks ------------------------------------------------------------------------------------------------------ */

static bool name_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static bool is_name(span s)
{
	if (!s.n || s.n >= TEMPLATE_NAME || s.p[0] == '.' || s.p[s.n - 1] == '.')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!name_letter(s.p[i]))
			return false;
	return true;
}

static span take_word(span *rest)
{
	span s = span_trim(*rest);
	size_t n = 0;

	while (n < s.n && !blank(s.p[n]))
		n++;
	*rest = span_trim((span){ s.p + n, s.n - n });
	return (span){ s.p, n };
}

static bool take_prefix(span *s, const char *prefix)
{
	size_t n = strlen(prefix);

	if (s->n < n || memcmp(s->p, prefix, n) != 0)
		return false;
	*s = (span){ s->p + n, s->n - n };
	return true;
}

/* Cuts s at the first c: *tail is what stands behind it. */
static bool cut_at(span *s, char c, span *tail)
{
	const char *at = memchr(s->p, c, s->n);

	if (!at)
		return false;
	*tail = span_trim((span){ at + 1, s->n - (size_t)(at + 1 - s->p) });
	*s = span_trim((span){ s->p, (size_t)(at - s->p) });
	return true;
}

static int place(struct maker *m, enum template_place *where, span what)
{
	*where = html_value(&m->html);
	if (*where == PLACE_FORBIDDEN)
		return fail(m, "nilai hanya boleh di dalam teks atau di antara tanda kutip atribut", what);
	return ERR_OK;
}

static int take_value(struct maker *m, span mark)
{
	static const char *const filters[] = { "", "samar", "mentah", "status", "singkat", NULL };
	struct template_op op = { .step = STEP_VALUE, .name = mark };
	enum template_place where = PLACE_FORBIDDEN;
	span filter;

	if (cut_at(&op.name, '|', &filter)) {
		for (op.filter = 1; filters[op.filter]; op.filter++)
			if (padan_span_eq(filter, padan_span_of(filters[op.filter])))
				break;
		if (!filters[op.filter])
			return fail(m, "saringan tidak dikenal (samar, mentah, status, singkat)", filter);
	}
	if (!is_name(op.name))
		return fail(m, "nama ini tidak dapat dipakai", op.name);
	if (place(m, &where, op.name))
		return ERR_USAGE;
	if (op.filter == FILTER_STATUS && where != PLACE_TEXT)
		return fail(m, "saringan status hanya di dalam teks", op.name);
	op.place = (uint8_t)where;
	return add_op(m, op);
}

static int take_markup(struct maker *m, span mark)
{
	if (!is_name(mark))
		return fail(m, "nama ini tidak dapat dipakai", mark);
	if (m->html.state != HTML_TEXT || html_value(&m->html) != PLACE_TEXT)
		return fail(m, "{{{...}}} hanya di antara unsur, tidak di dalam tag", mark);
	return add_op(m, (struct template_op){ .step = STEP_MARKUP, .name = mark });
}

static int take_translated(struct maker *m, span mark)
{
	struct template_op op = { .step = STEP_TEXT };
	enum template_place where = PLACE_FORBIDDEN;
	span rest, piece;

	if (mark.n < 2 || mark.p[0] != '"' || mark.p[mark.n - 1] != '"')
		return fail(m, "tulis {{t \"teks\"}}", mark);
	op.text = (span){ mark.p + 1, mark.n - 2 };
	for (rest = op.text; rest.n;)
		if (template_piece(&rest, &piece) && !is_name(piece))
			return fail(m, "nama di dalam { } tidak dapat dipakai", piece);
	if (place(m, &where, op.text))
		return ERR_USAGE;
	if (where != PLACE_TEXT && where != PLACE_ATTRIBUTE)
		return fail(m, "teks tidak dapat menjadi alamat", op.text);
	op.place = (uint8_t)where;
	return add_op(m, op);
}

bool template_piece(span *rest, span *piece)
{
	span s = *rest;
	const char *end = s.n && s.p[0] == '{' ? memchr(s.p, '}', s.n) : NULL;
	const char *next;

	if (end) {
		*piece = (span){ s.p + 1, (size_t)(end - s.p) - 1 };
		*rest = (span){ end + 1, s.n - (size_t)(end + 1 - s.p) };
		return true;
	}
	next = s.n > 1 ? memchr(s.p + 1, '{', s.n - 1) : NULL;
	*piece = (span){ s.p, next ? (size_t)(next - s.p) : s.n };
	*rest = (span){ s.p + piece->n, s.n - piece->n };
	return false;
}

/* --- sections ------------------------------------------------------------------------------------------------- */

static int begin(struct maker *m, struct template_op op, span name)
{
	struct section *s;

	if (m->nopen == TEMPLATE_NEST)
		return fail(m, "bagian bersarang terlalu dalam", name);
	if (!html_settle(&m->html))
		return fail(m, m->html.wrong, name);
	s = &m->open[m->nopen++];
	*s = (struct section){ m->t->n, m->line, name, m->html, m->html.floor };
	m->html.floor = m->html.nopen;
	return add_op(m, op);
}

static int take_section(struct maker *m, span mark, char kind)
{
	struct template_op op = { .step = kind == '#' ? STEP_EACH : STEP_WHEN, .negated = kind == '^', .name = mark };

	if (cut_at(&op.name, '=', &op.word)) {
		op.step = STEP_WHEN;
		if (!op.word.n)
			return fail(m, "kata di belakang = kosong", mark);
	}
	if (!is_name(op.name))
		return fail(m, "nama ini tidak dapat dipakai", op.name);
	return begin(m, op, op.name);
}

static int take_may(struct maker *m, span word)
{
	for (int c = 0; c < CAP_COUNT; c++)
		if (padan_span_eq(word, padan_span_of(capability_word((enum capability)c))))
			return begin(m, (struct template_op){ .step = STEP_MAY, .capability = c }, SPAN("boleh"));
	return fail(m, "hak tidak dikenal", word);
}

static int take_end(struct maker *m, span name)
{
	struct section *s;

	if (m->nopen <= m->bottom)
		return fail(m, "penutup tanpa pembuka", name);
	s = &m->open[m->nopen - 1];
	cut_at(&name, '=', &(span){ NULL, 0 });
	if (!padan_span_eq(name, s->name))
		return fail(m, "yang harus ditutup lebih dahulu", s->name);
	if (!html_settle(&m->html))
		return fail(m, m->html.wrong, name);
	m->html.floor = s->floor;
	if (!html_join(&m->html, &s->html))
		return fail(m,
			    "bagian ini berakhir di tempat lain dalam HTML daripada mulainya (unsur, atribut, "
			    "atau formulir)",
			    name);
	m->nopen--;
	m->t->op[s->op].jump = m->t->n;
	return add_op(m, (struct template_op){ .step = STEP_END, .jump = s->op });
}

/* --- what stands at the top ------------------------------------------------------------------------------------- */

static int declare(struct maker *m, struct template_declared d)
{
	void *more = row_room(m->arena, m->t->declared, m->t->ndeclared, &m->t->declared_cap, sizeof(d));

	if (!more)
		return err_memory(m->e, "templat");
	if (m->t->ndeclared == TEMPLATE_DECLARED)
		return fail(m, "terlalu banyak nama", d.name);
	if (!is_name(d.name))
		return fail(m, "nama ini tidak dapat dipakai", d.name);
	m->t->declared = more;
	d.line = m->line;
	m->t->declared[m->t->ndeclared++] = d;
	return ERR_OK;
}

static int declare_case(struct maker *m, span rest, enum template_declared_kind kind)
{
	struct template_declared d = { .kind = (uint8_t)kind, .name = take_word(&rest) };
	char *as;

	if (take_prefix(&rest, "sebagai ")) {
		rest = span_trim(rest);
		as = padan_arena_get(m->arena, rest.n + 2);
		if (!as)
			return err_memory(m->e, "templat");
		if (!is_name(rest))
			return fail(m, "nama ini tidak dapat dipakai", rest);
		memcpy(as, rest.p, rest.n);
		as[rest.n] = '.';
		d.as = (span){ as, rest.n + 1 };
	} else if (rest.n) {
		return fail(m, "tulis {{@pakai usecase sebagai nama}}", rest);
	}
	return declare(m, d);
}

static int declare_names(struct maker *m, span rest, enum template_declared_kind kind)
{
	int rc = rest.n ? ERR_OK : fail(m, "nama belum ditulis", SPAN(""));

	while (!rc && rest.n)
		rc = declare(m, (struct template_declared){ .kind = (uint8_t)kind, .name = take_word(&rest) });
	return rc;
}

static int declare_list(struct maker *m, span rest)
{
	struct template_declared d = { .kind = DECLARED_LIST, .name = rest };
	size_t cap = 0;
	span columns;

	if (!cut_at(&d.name, ':', &columns) || !columns.n)
		return fail(m, "tulis {{@daftar nama: kolom kolom}}", rest);
	while (columns.n) {
		span *more = row_room(m->arena, d.columns, d.ncolumns, &cap, sizeof(span));

		if (!more)
			return err_memory(m->e, "templat");
		d.columns = more;
		d.columns[d.ncolumns++] = take_word(&columns);
		if (!is_name(d.columns[d.ncolumns - 1]))
			return fail(m, "nama kolom ini tidak dapat dipakai", d.columns[d.ncolumns - 1]);
	}
	return declare(m, d);
}

static int take_label(struct maker *m, span name)
{
	enum template_place where = PLACE_FORBIDDEN;

	if (!is_name(name))
		return fail(m, "nama ini tidak dapat dipakai", name);
	if (place(m, &where, name))
		return ERR_USAGE;
	return add_op(m, (struct template_op){ .step = STEP_LABEL, .place = (uint8_t)where, .name = name });
}

static int take_at(struct maker *m, span mark)
{
	span word = take_word(&mark);
	enum template_place where = PLACE_FORBIDDEN;

	if (padan_span_eq(word, SPAN("nomor"))) {
		if (place(m, &where, word))
			return ERR_USAGE;
		return add_op(m, (struct template_op){ .step = STEP_NUMBER, .place = (uint8_t)where });
	}
	if (padan_span_eq(word, SPAN("label")))
		return take_label(m, mark);
	if (padan_span_eq(word, SPAN("pakai")))
		return declare_case(m, mark, DECLARED_OUT);
	if (padan_span_eq(word, SPAN("masukan")))
		return declare_case(m, mark, DECLARED_IN);
	if (padan_span_eq(word, SPAN("nilai")))
		return declare_names(m, mark, DECLARED_VALUE);
	if (padan_span_eq(word, SPAN("markup")))
		return declare_names(m, mark, DECLARED_MARKUP);
	if (padan_span_eq(word, SPAN("daftar")))
		return declare_list(m, mark);
	return fail(m, "tidak dikenal (@nomor, @label, @pakai, @masukan, @nilai, @markup, @daftar)", word);
}

static int take_token(struct maker *m)
{
	if (m->html.state != HTML_TEXT || !m->html.wants_token)
		return fail(m, "{{csrf}} hanya sekali, di dalam formulir post", SPAN(""));
	m->html.wants_token = false;
	m->t->posts = true;
	return add_op(m, (struct template_op){ .step = STEP_TOKEN });
}

/* --- the text as a whole ---------------------------------------------------------------------------------------- */

static int read_text(struct maker *m, const char *name);

static int take_partial(struct maker *m, span name)
{
	struct outer outer = { m->html, m->file, m->at, m->end, m->line, m->bottom };
	char *file = padan_arena_copy(m->arena, name.p, name.n);
	int rc;

	if (!file)
		return err_memory(m->e, "templat");
	if (m->depth == TEMPLATE_PARTIALS)
		return fail(m, "templat di dalam templat terlalu dalam", name);
	if (m->html.state != HTML_TEXT)
		return fail(m, "templat lain hanya di antara unsur", name);
	m->depth++;
	m->bottom = m->nopen;
	m->html.floor = m->html.nopen;
	rc = read_text(m, file);
	if (!rc && (m->nopen != m->bottom || !html_join(&m->html, &outer.html)))
		rc = fail(m, "templat ini tidak menutup semua yang dibukanya", name);
	m->depth--;
	m->bottom = outer.bottom;
	m->html.floor = outer.html.floor;
	m->file = outer.file;
	m->line = outer.line;
	m->at = outer.at;
	m->end = outer.end;
	return rc;
}

static int take_mark(struct maker *m, span mark)
{
	span rest = mark;

	if (take_prefix(&rest, "!"))
		return ERR_OK;
	if (take_prefix(&rest, "@"))
		return take_at(m, rest);
	if (take_prefix(&rest, ">"))
		return take_partial(m, span_trim(rest));
	if (take_prefix(&rest, "/"))
		return take_end(m, span_trim(rest));
	if (take_prefix(&rest, "t "))
		return take_translated(m, span_trim(rest));
	if (take_prefix(&rest, "boleh "))
		return take_may(m, span_trim(rest));
	if (mark.n && strchr("#^?", mark.p[0]))
		return take_section(m, span_trim((span){ mark.p + 1, mark.n - 1 }), mark.p[0]);
	if (padan_span_eq(mark, SPAN("csrf")))
		return take_token(m);
	return take_value(m, mark);
}

/* Where the mark at m->at (behind its braces) ends; NULL: nowhere. A text for the translators may hold braces. */
static const char *mark_end(const struct maker *m, const char *close)
{
	const char *from = m->at, *quote;

	if (m->end - from > 3 && memcmp(from, "t \"", 3) == 0) {
		quote = memchr(from + 3, '"', (size_t)(m->end - from - 3));
		if (!quote)
			return NULL;
		from = quote;
	}
	return memmem(from, (size_t)(m->end - from), close, strlen(close));
}

static int read_mark(struct maker *m)
{
	bool three = m->end - m->at > 2 && m->at[2] == '{';
	const char *close = three ? "}}}" : "}}", *end;
	span mark;
	int rc;

	m->at += three ? 3 : 2;
	end = mark_end(m, close);
	if (!end)
		return fail(m, "tanda {{ tidak ditutup", SPAN(""));
	mark = span_trim((span){ m->at, (size_t)(end - m->at) });
	m->at = end + strlen(close);
	rc = three ? take_markup(m, mark) : take_mark(m, mark);
	for (size_t i = 0; i < mark.n; i++)
		m->line += mark.p[i] == '\n';
	return rc;
}

static int read_text(struct maker *m, const char *name)
{
	span text = m->source(m->ctx, name);
	int rc = ERR_OK;

	if (!text.p)
		return fail(m, "templat ini tidak ada", padan_span_of(name));
	if (text.n > TEMPLATE_BYTES || !span_storable(text))
		return fail(m, "templat ini terlalu besar atau bukan UTF-8", padan_span_of(name));
	m->file = name;
	m->line = 1;
	m->at = text.p;
	m->end = text.p + text.n;
	while (!rc && m->at < m->end) {
		const char *mark = memmem(m->at, (size_t)(m->end - m->at), "{{", 2);
		span raw = { m->at, (size_t)((mark ? mark : m->end) - m->at) };

		rc = take_raw(m, raw);
		m->at += raw.n;
		if (!rc && mark)
			rc = read_mark(m);
	}
	return rc;
}

static span embedded(void *ctx, const char *name)
{
	(void)ctx;
	return embedded_file(name);
}

int template_compile(struct template **out, const char *name, template_source *source, void *ctx,
		     struct padan_arena *arena, struct err *e)
{
	struct template *t = padan_arena_zero(arena, sizeof(*t));
	struct maker *m = padan_arena_zero(arena, sizeof(*m));
	int rc;

	if (!t || !m)
		return err_memory(e, "templat");
	t->name = padan_arena_copy(arena, name, strlen(name));
	if (!t->name)
		return err_memory(e, "templat");
	*m = (struct maker){ .t = t, .arena = arena, .source = source ? source : embedded, .ctx = ctx, .e = e };
	m->file = t->name;
	rc = read_text(m, t->name);
	if (!rc && m->nopen) {
		m->line = m->open[m->nopen - 1].line;
		rc = fail(m, "bagian ini tidak ditutup", m->open[m->nopen - 1].name);
	}
	if (!rc && (m->html.nopen || m->html.state != HTML_TEXT))
		rc = fail(m, "unsur ini tidak ditutup",
			  padan_span_of(m->html.nopen ? m->html.open[m->html.nopen - 1] : m->html.name));
	t->lively = m->html.lively;
	if (!rc)
		*out = t;
	return rc;
}

const char *template_name(const struct template *t)
{
	return t->name;
}

bool template_posts(const struct template *t)
{
	return t->posts;
}

bool template_is_lively(const struct template *t)
{
	return t->lively;
}

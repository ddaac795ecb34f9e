/* SPDX-License-Identifier: EUPL-1.2
 * From the marks of a part to its steps. */
#include "tabular/docx_program.h"

#include "tabular/docx_scan.h"
#include <stdlib.h>

#define SHARE "; letakkan keduanya di baris tabel yang sama, di dua baris dari satu tabel, atau sama-sama di luar tabel"

/* Where a step is put into the part's bytes, and which bytes it stands for. */
enum edit_kind { EDIT_CLOSE, EDIT_OPEN, EDIT_VALUE, EDIT_SPACE, EDIT_CUT }; /* the order at one place */
struct edit {
	uint32_t from, to, order;
	uint8_t kind;
	bool in_line; /* EDIT_OPEN, EDIT_CLOSE: within a paragraph: the run is divided */
	uint32_t run;
	struct docx_op op;
};

/* A mark whose section waits for its end. */
struct waiting {
	uint32_t tag;
	int set; /* STEP_LOOP's; -1 for conditions */
};

struct maker {
	const struct docx_schema *schema;
	struct docx_scan s;
	struct edit *edit;
	struct edit none; /* stands in where memory was refused */
	uint32_t nedits, edits_room;
	struct waiting open[LIM_DOCX_SECTIONS];
	int nopen;
	struct docx_op *op;
	uint32_t nops, ops_room;
	uint8_t *seen; /* per field of the schema, over all parts */
	struct err *e;
	int rc;
};

static const struct docx_node *node(const struct maker *m, uint32_t i)
{
	return &m->s.node[i];
}

static void fail_memory(struct maker *m)
{
	if (!m->rc)
		m->rc = err_memory(m->e, "templat");
}

static struct edit *add_edit(struct maker *m, enum edit_kind kind, uint32_t from, uint32_t to, uint32_t order)
{
	if (!docx_grow(m->s.arena, (void **)&m->edit, m->nedits, &m->edits_room, sizeof(*m->edit))) {
		fail_memory(m);
		return &m->none;
	}
	m->edit[m->nedits] = (struct edit){ .from = from, .to = to, .order = order, .kind = (uint8_t)kind };
	return &m->edit[m->nedits++];
}

/* --- names ---------------------------------------------------------------------------------------------------- */

static int find_field(const struct docx_set *set, const char *name)
{
	for (int i = 0; i < set->nfields; i++)
		if (strcmp(set->fields[i].name, name) == 0)
			return i;
	return -1;
}

static int find_set(const struct docx_schema *schema, const char *name)
{
	for (int i = 1; i < schema->nsets; i++)
		if (strcmp(schema->sets[i].name, name) == 0)
			return i;
	return -1;
}

static bool is_active(const struct maker *m, int set)
{
	if (set == 0)
		return true;
	for (int i = 0; i < m->nopen; i++)
		if (m->open[i].set == set)
			return true;
	return false;
}

/* The innermost active set with this field; *set and *field stay as they are when there is none. */
static bool find_active(const struct maker *m, const char *name, int *set, int *field)
{
	for (int i = m->nopen; i >= 0; i--) {
		int in = i ? m->open[i - 1].set : 0;
		int found = in >= 0 ? find_field(&m->schema->sets[in], name) : -1;

		if (found >= 0) {
			*set = in;
			*field = found;
			return true;
		}
	}
	return false;
}

/* Names that could stand here, for a hint. */
static const char *nearest_name(const struct maker *m, const struct docx_tag *tag)
{
	enum { WORDS = 400 };
	const char *words[WORDS];
	int n = 0;

	for (int i = 0; i < m->schema->nsets; i++) {
		const struct docx_set *set = &m->schema->sets[i];
		int most = tag->kind != '#' && is_active(m, i) ? set->nfields : 0;

		if (i && tag->kind != '=' && n < WORDS)
			words[n++] = set->name;
		for (int k = 0; k < most && n < WORDS; k++)
			words[n++] = set->fields[k].name;
	}
	return nearest_word(padan_span_of(tag->name), words, n);
}

/* Why a name is not known here: it belongs into a set, or is spelt otherwise. */
static void fail_unknown(struct maker *m, const struct docx_tag *tag)
{
	const char *near, *n = tag->name, *part = m->s.part;
	char kind[2] = { tag->kind == '=' ? '\0' : tag->kind, '\0' };

	if (tag->kind == '=' && find_set(m->schema, n) > 0) {
		m->rc = err_set(
			m->e, ERR_USAGE,
			"bagian %s: {{%s}} adalah daftar; tulis {{#%s}} ... {{/%s}} di sekitar baris yang diulang",
			part, n, n, n);
		return;
	}
	for (int i = 1; i < m->schema->nsets && tag->kind != '#'; i++) {
		const struct docx_set *set = &m->schema->sets[i];

		if (find_field(set, n) >= 0) {
			m->rc = err_set(m->e, ERR_USAGE,
					"bagian %s: {{%s%s}} hanya dapat dipakai di antara {{#%s}} dan {{/%s}}", part,
					kind, n, set->name, set->name);
			return;
		}
	}
	near = nearest_name(m, tag);
	m->rc = err_set(m->e, ERR_USAGE,
			near ? "bagian %s: {{%s%s}} tidak dikenal; maksudnya {{%s%s}}?"
			     : "bagian %s: {{%s%s}} tidak dikenal; nama yang ada tercantum di panduan templat",
			part, kind, n, kind, near ? near : "");
}

/* --- how far a section reaches ---------------------------------------------------------------------------------- */

struct reach {
	uint32_t open_from, open_to, close_from, close_to;
	bool in_line, whole_table, guard_none, guard_some;
	uint32_t open_run, close_run;
};

static uint32_t depth_of(const struct maker *m, uint32_t n)
{
	uint32_t d = 0;

	for (; n; n = node(m, n)->parent)
		d++;
	return d;
}

/* The nearest element around both; *a and *b become its members in which they lie. 0: one lies in the other. */
static uint32_t common(const struct maker *m, uint32_t *a, uint32_t *b)
{
	uint32_t da = depth_of(m, *a), db = depth_of(m, *b);

	for (; da > db; da--)
		*a = node(m, *a)->parent;
	for (; db > da; db--)
		*b = node(m, *b)->parent;
	if (*a == *b)
		return 0;
	while (node(m, *a)->parent != node(m, *b)->parent) {
		*a = node(m, *a)->parent;
		*b = node(m, *b)->parent;
	}
	return node(m, *a)->parent;
}

static bool is_mere_mark(const struct maker *m, uint32_t i)
{
	const struct docx_node *n = node(m, i);

	return (n->kind == DOCX_P || n->kind == DOCX_TR) && n->marks && !n->ink && !n->heavy;
}

static void reach_in_line(struct maker *m, const struct docx_tag *open, const struct docx_tag *close, struct reach *r)
{
	uint32_t a = node(m, open->t)->parent, b = node(m, close->t)->parent;

	if (node(m, a)->kind != DOCX_R || node(m, b)->kind != DOCX_R || node(m, a)->parent != node(m, b)->parent) {
		m->rc = err_set(
			m->e, ERR_USAGE,
			"bagian %s: {{%c%s}} dan {{/%s}} terpisah oleh tautan atau bidang; ketik ulang keduanya",
			m->s.part, open->kind, open->name, close->name);
		return;
	}
	*r = (struct reach){ open->from,      open->from,    close->from,   close->from,
			     .in_line = true, .open_run = a, .close_run = b };
}

/* From one block to another, both in the same cell, table or text. */
static void reach_blocks(const struct maker *m, uint32_t around, uint32_t a, uint32_t b, struct reach *r)
{
	const struct docx_node *from = node(m, a), *to = node(m, b), *all = node(m, around);
	bool drop_a = is_mere_mark(m, a), drop_b = is_mere_mark(m, b);

	r->open_from = from->from;
	r->open_to = drop_a ? from->to : from->from;
	r->close_from = drop_b ? to->from : to->to;
	r->close_to = to->to;
	r->whole_table = all->kind == DOCX_TBL && !from->prev && all->last == b;
	if ((all->kind == DOCX_TC || all->kind == DOCX_STORY) && all->last == b) {
		r->guard_none = !from->prev || node(m, from->prev)->kind != DOCX_P;
		r->guard_some = drop_b && to->prev != a && to->prev && node(m, to->prev)->kind != DOCX_P;
	}
}

static void find_reach(struct maker *m, const struct docx_tag *open, const struct docx_tag *close, struct reach *r)
{
	uint32_t a = open->t, b = close->t, around = open->t == close->t ? 0 : common(m, &a, &b);

	*r = (struct reach){ 0 };
	if (open->p == close->p) {
		reach_in_line(m, open, close, r);
	} else if (around && node(m, around)->kind == DOCX_TR) {
		const struct docx_node *row = node(m, around), *table = node(m, row->parent);

		r->open_from = r->open_to = row->from;
		r->close_from = r->close_to = row->to;
		r->whole_table = table->kind == DOCX_TBL && !row->prev && table->last == around;
	} else if (around && ((node(m, a)->kind == DOCX_TR && node(m, b)->kind == DOCX_TR) ||
			      (node(m, a)->kind == DOCX_P && node(m, b)->kind == DOCX_P))) {
		reach_blocks(m, around, a, b, r);
	} else {
		m->rc = err_set(m->e, ERR_USAGE, "bagian %s: {{%c%s}} dan {{/%s}} tidak sejajar" SHARE, m->s.part,
				open->kind, open->name, close->name);
	}
}

/* --- marks to edits ----------------------------------------------------------------------------------------------- */

static void mark_seen(struct maker *m, int set, int field)
{
	size_t at = 0;

	for (int i = 0; i < set; i++)
		at += (size_t)m->schema->sets[i].nfields;
	m->seen[at + (size_t)field] = 1;
}

static void make_value(struct maker *m, uint32_t i)
{
	const struct docx_tag *tag = &m->s.tag[i];
	int set = 0, field = 0;
	struct edit *d;

	if (!find_active(m, tag->name, &set, &field)) {
		fail_unknown(m, tag);
		return;
	}
	mark_seen(m, set, field);
	d = add_edit(m, EDIT_VALUE, tag->from, tag->from, i);
	d->op = (struct docx_op){
		.step = STEP_VALUE, .set = (int16_t)set, .field = (int16_t)field, .prefix = docx_prefix(&m->s, tag->t)
	};
}

/* Begins a section; its edits are made when its end is found. */
static void make_open(struct maker *m, uint32_t i)
{
	const struct docx_tag *tag = &m->s.tag[i];
	int set = find_set(m->schema, tag->name), field = -1;

	if (m->nopen == LIM_DOCX_SECTIONS) {
		m->rc = err_set(m->e, ERR_USAGE, "bagian %s: lebih dari %d bagian berulang bersarang", m->s.part,
				LIM_DOCX_SECTIONS);
		return;
	}
	if (tag->kind == '#' && set < 0 && find_active(m, tag->name, &set, &field)) {
		m->rc = err_set(
			m->e, ERR_USAGE,
			"bagian %s: {{#%s}} bukan daftar; untuk \"hanya bila terisi\" tulis {{?%s}} ... {{/%s}}",
			m->s.part, tag->name, tag->name, tag->name);
		return;
	}
	if (set > 0 && (!is_active(m, m->schema->sets[set].parent) || is_active(m, set))) {
		m->rc = err_set(m->e, ERR_USAGE, "bagian %s: {{%c%s}} hanya dapat dipakai di dalam {{#%s}}", m->s.part,
				tag->kind, tag->name, m->schema->sets[m->schema->sets[set].parent].name);
		return;
	}
	if (set < 0 && (tag->kind == '#' || !find_active(m, tag->name, &set, &field))) {
		fail_unknown(m, tag);
		return;
	}
	m->open[m->nopen++] = (struct waiting){ i, tag->kind == '#' ? set : -1 };
}

static struct docx_op open_op(const struct maker *m, const struct docx_tag *tag)
{
	int set = find_set(m->schema, tag->name), field = -1;

	if (set < 0)
		find_active(m, tag->name, &set, &field);
	return (struct docx_op){ .step = tag->kind == '#' ? STEP_LOOP : STEP_IF,
				 .negated = tag->kind == '^',
				 .set = (int16_t)set,
				 .field = (int16_t)field };
}

static void make_close(struct maker *m, uint32_t i)
{
	const struct docx_tag *close = &m->s.tag[i], *open;
	struct waiting w;
	struct reach r;
	struct edit *d;

	if (m->nopen == 0 || strcmp(m->s.tag[m->open[m->nopen - 1].tag].name, close->name) != 0) {
		m->rc = m->nopen ? err_set(m->e, ERR_USAGE,
					   "bagian %s: {{/%s}} datang sebelum {{/%s}}; tutup yang terakhir dibuka "
					   "lebih dahulu",
					   m->s.part, close->name, m->s.tag[m->open[m->nopen - 1].tag].name)
				 : err_set(m->e, ERR_USAGE, "bagian %s: {{/%s}} tanpa {{#%s}} sebelumnya", m->s.part,
					   close->name, close->name);
		return;
	}
	w = m->open[--m->nopen];
	open = &m->s.tag[w.tag];
	find_reach(m, open, close, &r);
	if (m->rc)
		return;
	d = add_edit(m, EDIT_OPEN, r.open_from, r.open_to, w.tag);
	d->in_line = r.in_line;
	d->run = r.open_run;
	d->op = open_op(m, open);
	d->op.whole_table = r.whole_table;
	d = add_edit(m, EDIT_CLOSE, r.close_from, r.close_to, i);
	d->in_line = r.in_line;
	d->run = r.close_run;
	d->op = (struct docx_op){ .step = STEP_END,
				  .guard_none = r.guard_none,
				  .guard_some = r.guard_some,
				  .prefix = docx_prefix(&m->s, close->p) };
}

static void make_cuts(struct maker *m)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < m->s.ncuts && !m->rc; i++) {
		const struct docx_cut *c = &m->s.cut[i];
		const struct docx_node *t = node(m, c->t);

		add_edit(m, EDIT_CUT, c->from, c->to, 0);
		if (c->t != before && !memmem(m->s.bytes.p + t->from, t->head - t->from, "xml:space", 9))
			add_edit(m, EDIT_SPACE, t->head - 1, t->head - 1, 0);
		before = c->t;
	}
}

/* --- edits to steps ----------------------------------------------------------------------------------------------- */

static int edit_order(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void add_op(struct maker *m, struct docx_op op)
{
	if (!docx_grow(m->s.arena, (void **)&m->op, m->nops, &m->ops_room, sizeof(*m->op)))
		fail_memory(m);
	else
		m->op[m->nops++] = op;
}

static void add_raw(struct maker *m, span raw)
{
	if (raw.n)
		add_op(m, (struct docx_op){ .step = STEP_RAW, .raw = raw });
}

/* head PREFIX middle [PREFIX tail] */
static void add_words(struct maker *m, span prefix, const char *head, const char *middle, const char *tail)
{
	size_t n = strlen(head) + strlen(middle) + 2 * prefix.n + (tail ? strlen(tail) : 0);
	struct buf b;
	char *copy;

	buf_init(&b, m->s.arena->from, n + 1);
	buf_puts(&b, head);
	buf_span(&b, prefix);
	buf_puts(&b, middle);
	if (tail) {
		buf_span(&b, prefix);
		buf_puts(&b, tail);
	}
	copy = b.failed ? NULL : padan_arena_copy(m->s.arena, b.p, b.n);
	if (copy)
		add_raw(m, (span){ copy, b.n });
	else
		fail_memory(m);
	buf_done(&b);
}

/* A step within a paragraph stands between two runs of the same looks, so that what is repeated is whole. */
static void add_divided(struct maker *m, const struct edit *d)
{
	const struct docx_node *run = node(m, d->run), *rpr = node(m, run->rpr);
	span prefix = docx_prefix(&m->s, d->run);

	add_words(m, prefix, "</", "t></", "r>");
	add_op(m, d->op);
	add_raw(m, (span){ m->s.bytes.p + run->from, run->head - run->from });
	if (run->rpr)
		add_raw(m, (span){ m->s.bytes.p + rpr->from, rpr->to - rpr->from });
	add_words(m, prefix, "<", "t xml:space=\"preserve\">", NULL);
}

static void add_edit_steps(struct maker *m, const struct edit *d)
{
	if (d->kind == EDIT_SPACE)
		add_raw(m, SPAN(" xml:space=\"preserve\""));
	else if (d->kind != EDIT_CUT && d->in_line)
		add_divided(m, d);
	else if (d->kind != EDIT_CUT)
		add_op(m, d->op);
}

static void make_steps(struct maker *m)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < m->nedits && !m->rc; i++) {
		const struct edit *d = &m->edit[i];

		if (d->from < at && (d->kind == EDIT_CUT || d->kind == EDIT_SPACE))
			continue; /* in what is left out already */
		if (d->from > at)
			add_raw(m, (span){ m->s.bytes.p + at, d->from - at });
		add_edit_steps(m, d);
		at = at > d->to ? at : d->to;
		at = at > d->from ? at : d->from;
	}
	add_raw(m, (span){ m->s.bytes.p + at, m->s.bytes.n - at });
}

/* Sections may stand in each other, never across: by their reach, not only by their marks. */
static void check_nesting(struct maker *m)
{
	uint32_t close[LIM_DOCX_SECTIONS], waiting[LIM_DOCX_SECTIONS], partner[LIM_DOCX_TAGS];
	int n = 0;

	/* the partner of each beginning, by the order of the marks */
	for (uint32_t i = 0; i < m->s.ntags; i++) {
		if (m->s.tag[i].kind == '/')
			partner[waiting[--n]] = i;
		else if (m->s.tag[i].kind != '=')
			waiting[n++] = i;
	}
	n = 0;
	for (uint32_t i = 0; i < m->nedits && !m->rc; i++) {
		const struct edit *d = &m->edit[i];
		bool crossed = false;

		if (d->kind == EDIT_OPEN) {
			crossed = n == LIM_DOCX_SECTIONS;
			if (!crossed)
				close[n++] = partner[d->order];
		} else if (d->kind == EDIT_CLOSE) {
			crossed = n == 0 || close[--n] != d->order;
		}
		if (crossed) {
			m->rc = err_set(m->e, ERR_USAGE,
					"bagian %s: {{/%s}} menyilang bagian berulang lain; tutup yang terakhir dibuka "
					"lebih dahulu",
					m->s.part, m->s.tag[d->order].name);
		}
	}
}

/* Beginnings and ends find each other. */
static void join_sections(struct maker *m)
{
	uint32_t open[LIM_DOCX_SECTIONS];
	int n = 0;

	for (uint32_t i = 0; i < m->nops; i++) {
		struct docx_op *op = &m->op[i];

		if (op->step == STEP_LOOP || op->step == STEP_IF) {
			open[n++] = i;
		} else if (op->step == STEP_END) {
			op->jump = open[--n];
			m->op[op->jump].jump = i;
		}
	}
}

static void compile_part(struct maker *m, const struct docx_part *p, struct docx_steps *out)
{
	m->s = (struct docx_scan){ .bytes = p->bytes, .part = p->name, .arena = m->s.arena, .e = m->e };
	m->edit = NULL;
	m->op = NULL;
	m->nedits = m->edits_room = m->nops = m->ops_room = 0;
	m->nopen = 0;
	m->rc = docx_scan(&m->s);
	for (uint32_t i = 0; i < m->s.ntags && !m->rc; i++)
		(m->s.tag[i].kind == '=' ? make_value : m->s.tag[i].kind == '/' ? make_close : make_open)(m, i);
	if (!m->rc && m->nopen)
		m->rc = err_set(m->e, ERR_USAGE, "bagian %s: {{%c%s}} tidak ditutup dengan {{/%s}}", m->s.part,
				m->s.tag[m->open[m->nopen - 1].tag].kind, m->s.tag[m->open[m->nopen - 1].tag].name,
				m->s.tag[m->open[m->nopen - 1].tag].name);
	if (m->rc || !m->s.ntags)
		return;
	make_cuts(m);
	if (m->nedits)
		qsort(m->edit, m->nedits, sizeof(*m->edit), edit_order);
	if (!m->rc)
		check_nesting(m);
	if (!m->rc)
		make_steps(m);
	if (!m->rc)
		join_sections(m);
	out->op = m->op;
	out->n = m->nops;
}

/* "nama" or "penerima.nik" */
static bool was_seen(const struct maker *m, const char *word)
{
	const char *dot = strchr(word, '.');
	size_t at = 0;

	for (int i = 0; i < m->schema->nsets; i++) {
		const struct docx_set *set = &m->schema->sets[i];
		bool here = dot ? strlen(set->name) == (size_t)(dot - word) &&
					    strncmp(set->name, word, (size_t)(dot - word)) == 0
				: i == 0;
		int field = here ? find_field(set, dot ? dot + 1 : word) : -1;

		if (field >= 0)
			return m->seen[at + (size_t)field];
		at += (size_t)set->nfields;
	}
	return false;
}

static void check_wanted(struct maker *m, const char *const *wanted)
{
	for (; wanted && *wanted && !m->rc; wanted++) {
		const char *dot = strchr(*wanted, '.');

		if (was_seen(m, *wanted))
			continue;
		if (dot)
			m->rc = err_set(m->e, ERR_USAGE,
					"tidak memuat {{%s}} di antara {{#%.*s}} dan {{/%.*s}}, padahal naskah ini "
					"memerlukannya",
					dot + 1, (int)(dot - *wanted), *wanted, (int)(dot - *wanted), *wanted);
		else
			m->rc = err_set(m->e, ERR_USAGE, "tidak memuat {{%s}}, padahal naskah ini memerlukannya",
					*wanted);
	}
}

int docx_compile(struct docx_template **out, const struct docx_package *package, const struct docx_schema *schema,
		 const char *const *wanted, const char *name, struct padan_arena *arena, struct err *e)
{
	struct maker m = { .schema = schema, .s.arena = arena, .e = e };
	struct docx_template *t = padan_arena_zero(arena, sizeof(*t));
	size_t fields = 0;

	for (int i = 0; i < schema->nsets; i++)
		fields += (size_t)schema->sets[i].nfields;
	m.seen = padan_arena_array(arena, fields + 1, 1);
	if (t)
		t->part = padan_arena_array(arena, (size_t)package->n, sizeof(*t->part));
	if (!t || !t->part || !m.seen)
		return err_memory(e, "templat");
	t->schema = schema;
	t->n = package->n;
	for (int i = 0; i < package->n && !m.rc; i++) {
		t->part[i].part = &package->part[i];
		if (package->part[i].filled)
			compile_part(&m, &package->part[i], &t->part[i]);
	}
	if (!m.rc)
		check_wanted(&m, wanted);
	if (m.rc)
		return m.rc == ERR_USAGE ? err_at(e, "templat %s", name) : m.rc;
	*out = t;
	return ERR_OK;
}

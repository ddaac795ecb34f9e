/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/docx_scan.h"

#include "tabular/docx_xml.h"
#include <stdlib.h>

/* One character of a paragraph's text and where it stands. */
struct letter {
	uint32_t from, to, t;
	char c;
};

/* A paragraph that is open; text boxes put paragraphs into paragraphs. */
struct open_p {
	uint32_t node;
	struct letter *text;
	uint32_t n, room;
};

enum { P_DEPTH = 16, INSTRUCTION = 24 };

struct scanner {
	struct docx_scan *s;
	struct open_p p[P_DEPTH];
	int np;
	uint32_t open; /* innermost element */
	bool in_instruction;
	char instruction[INSTRUCTION]; /* first word of the field code being read */
	size_t ninstruction;
	bool instruction_over; /* its first word ended */
};

bool docx_grow(struct padan_arena *arena, void **array, uint32_t n, uint32_t *room, size_t size)
{
	uint32_t more = *room ? 2 * *room : 64;
	void *grown;

	if (n < *room)
		return true;
	grown = padan_arena_array(arena, more, size);
	if (!grown)
		return false;
	if (n)
		memcpy(grown, *array, n * size);
	*array = grown;
	*room = more;
	return true;
}

span docx_prefix(const struct docx_scan *s, uint32_t node)
{
	const struct docx_node *k = &s->node[node];
	const char *p = s->bytes.p + k->from + 1;
	size_t n = 0, most = k->head - k->from - 1;

	while (n < most && p[n] != ':' && p[n] != '>' && p[n] != '/' && p[n] != ' ' && p[n] != '\t' && p[n] != '\n' &&
	       p[n] != '\r')
		n++;
	return n < most && p[n] == ':' ? (span){ p, n + 1 } : (span){ p, 0 };
}

/* --- elements --------------------------------------------------------------------------------------------- */

static enum docx_kind kind_of(const char *name)
{
	static const struct {
		const char *local;
		enum docx_kind kind;
	} kinds[] = { { "p", DOCX_P },
		      { "r", DOCX_R },
		      { "t", DOCX_T },
		      { "rPr", DOCX_RPR },
		      { "tbl", DOCX_TBL },
		      { "tr", DOCX_TR },
		      { "tc", DOCX_TC },
		      { "body", DOCX_STORY },
		      { "hdr", DOCX_STORY },
		      { "ftr", DOCX_STORY },
		      { "txbxContent", DOCX_TC },
		      { "sdtContent", DOCX_TC },
		      { "footnote", DOCX_TC },
		      { "endnote", DOCX_TC } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (docx_is(name, kinds[i].local))
			return kinds[i].kind;
	return DOCX_OTHER;
}

/* What makes a paragraph more than its text. */
static bool is_heavy(const char *name)
{
	static const char *const words[] = {
		"drawing", "pict", "object", "sectPr", "br", "fldSimple", "fldChar", "sym"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (docx_is(name, words[i]))
			return true;
	return false;
}

static void fail_memory(struct docx_xml *x)
{
	x->rc = err_memory(x->e, "templat");
}

/* Field codes that show something of the document itself. Others fetch, run or compute: refused. */
static bool instruction_allowed(const char *word)
{
	static const char *const words[] = {
		"",	      "PAGE",	  "NUMPAGES",  "SECTIONPAGES", "SECTION",      "DATE",	       "TIME",
		"CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE",	       "SUBJECT",      "AUTHOR",       "FILENAME",
		"REF",	      "PAGEREF",  "TOC",       "HYPERLINK",    "SEQ",	       "STYLEREF",     "SYMBOL",
		"TC",	      "XE",	  "NOTEREF",   "FORMTEXT",     "FORMCHECKBOX", "FORMDROPDOWN", "DOCPROPERTY"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_ieq(padan_span_of(word), padan_span_of(words[i])))
			return true;
	return false;
}

static void instruction_end(struct docx_xml *x, struct scanner *k)
{
	k->instruction[k->ninstruction] = '\0';
	if (!instruction_allowed(k->instruction))
		x->rc = err_set(
			x->e, ERR_USAGE,
			"bagian %s memuat kode bidang Word \"%s\" yang mengambil atau menghitung isi; hapus bidang "
			"itu dari templat",
			x->part, k->instruction);
	k->ninstruction = 0;
	k->instruction_over = false;
}

static void instruction_text(struct scanner *k, span s)
{
	for (size_t i = 0; i < s.n && !k->instruction_over; i++) {
		char c = s.p[i];
		bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';

		if (blank || c == '\\' || c == '"' || k->ninstruction == INSTRUCTION - 1)
			k->instruction_over = !blank || k->ninstruction > 0;
		else
			k->instruction[k->ninstruction++] = c;
	}
}

static void open_paragraph(struct docx_xml *x, struct scanner *k, uint32_t node)
{
	if (k->np == P_DEPTH) {
		x->rc = err_set(x->e, ERR_USAGE, "bagian %s: kotak teks bersarang terlalu dalam", x->part);
		return;
	}
	k->p[k->np].node = node;
	k->p[k->np++].n = 0;
}

static void on_start(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to)
{
	struct scanner *k = x->ctx;
	struct docx_scan *s = k->s;
	struct docx_node *n;

	if (s->nnodes >= LIM_DOCX_NODES) {
		x->rc = err_set(x->e, ERR_USAGE, "bagian %s berisi lebih dari %d unsur; perkecil templatnya", x->part,
				LIM_DOCX_NODES);
		return;
	}
	if (!docx_grow(s->arena, (void **)&s->node, s->nnodes, &s->nodes_room, sizeof(*s->node))) {
		fail_memory(x);
		return;
	}
	n = &s->node[s->nnodes];
	*n = (struct docx_node){
		.from = from, .head = to, .to = to, .parent = k->open, .kind = (uint8_t)kind_of(name)
	};
	k->open = s->nnodes++;
	if (n->kind == DOCX_RPR && s->node[n->parent].kind == DOCX_R)
		s->node[n->parent].rpr = k->open;
	if (n->kind == DOCX_P)
		open_paragraph(x, k, k->open);
	if (k->np && is_heavy(name))
		s->node[k->p[k->np - 1].node].heavy = true;
	if (docx_is(name, "instrText"))
		k->in_instruction = true;
	else if (docx_is(name, "fldChar"))
		instruction_end(x, k);
	else if (docx_is(name, "fldSimple")) {
		const char *code = docx_attribute(attributes, "instr");

		instruction_text(k, padan_span_of(code ? code : ""));
		instruction_end(x, k);
	}
}

static void add_letters(struct docx_xml *x, struct scanner *k, span text, uint32_t from, uint32_t to)
{
	struct open_p *p = &k->p[k->np - 1];
	bool plain = text.n == to - from; /* else an entity or a line break: one character of several bytes */

	if (p->n + text.n > LIM_DOCX_PARAGRAPH) {
		x->rc = err_set(x->e, ERR_USAGE, "bagian %s: satu paragraf lebih dari %d huruf", x->part,
				LIM_DOCX_PARAGRAPH);
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		if (!docx_grow(k->s->arena, (void **)&p->text, p->n, &p->room, sizeof(*p->text))) {
			fail_memory(x);
			return;
		}
		p->text[p->n++] = (struct letter){ plain ? from + (uint32_t)i : from,
						   plain ? from + (uint32_t)i + 1 : to, k->open, text.p[i] };
	}
}

static void on_text(struct docx_xml *x, span text, uint32_t from, uint32_t to)
{
	struct scanner *k = x->ctx;

	if (k->in_instruction)
		instruction_text(k, text);
	else if (k->np && k->open && k->s->node[k->open].kind == DOCX_T)
		add_letters(x, k, text, from, to);
}

/* --- marks -------------------------------------------------------------------------------------------------- */

static bool is_blank(const struct letter *t, uint32_t i, uint32_t n)
{
	char c = t[i].c;

	if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		return true;
	/* the no-break space, both of its bytes */
	return (c == '\xc2' && i + 1 < n && t[i + 1].c == '\xa0') || (c == '\xa0' && i > 0 && t[i - 1].c == '\xc2');
}

static char folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	return c == '-' ? '_' : c;
}

/* Letters of a name into to (DOCX_NAME): blanks at its ends go, those within become '_'. False: none, too long, or
 * letters that no name has. */
static bool fold_name(const struct letter *t, uint32_t n, char *to)
{
	size_t len = 0;
	bool gap = false;

	for (uint32_t i = 0; i < n; i++) {
		char c = folded(t[i].c);

		if (is_blank(t, i, n)) {
			gap = len > 0;
			continue;
		}
		if (len + 2 >= DOCX_NAME - 1 || !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
			return false;
		if (gap)
			to[len++] = '_';
		to[len++] = c;
		gap = false;
	}
	to[len] = '\0';
	return len > 0;
}

/* The letters between {{ and }} as kind and name. */
static int read_name(struct docx_xml *x, const struct letter *t, uint32_t n, struct docx_tag *tag)
{
	char shown[DOCX_NAME];
	uint32_t at = 0, k = 0;

	for (; k < n && k < DOCX_NAME - 1; k++)
		shown[k] = t[k].c;
	shown[k] = '\0';
	while (at < n && is_blank(t, at, n))
		at++;
	tag->kind = at < n && t[at].c && strchr("#?^/", t[at].c) ? t[at++].c : '=';
	if (fold_name(t + at, n - at, tag->name))
		return ERR_OK;
	return err_set(x->e, ERR_USAGE,
		       "bagian %s: penanda {{%s}} tidak terbaca; nama hanya boleh huruf, angka, dan garis bawah",
		       x->part, shown);
}

/* The bytes of letters [from, to) as cuts, one for each text that they lie in. */
static bool add_cuts(struct docx_scan *s, const struct letter *t, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		struct docx_cut *c = s->ncuts ? &s->cut[s->ncuts - 1] : NULL;

		if (i > from && c && c->t == t[i].t) {
			c->to = t[i].to;
			continue;
		}
		if (!docx_grow(s->arena, (void **)&s->cut, s->ncuts, &s->cuts_room, sizeof(*s->cut)))
			return false;
		s->cut[s->ncuts++] = (struct docx_cut){ t[i].from, t[i].to, t[i].t };
	}
	return true;
}

static void add_tag(struct docx_xml *x, struct docx_scan *s, const struct open_p *p, uint32_t from, uint32_t to)
{
	struct docx_tag *tag;

	if (s->ntags >= LIM_DOCX_TAGS) {
		x->rc = err_set(x->e, ERR_USAGE, "bagian %s berisi lebih dari %d penanda", x->part, LIM_DOCX_TAGS);
		return;
	}
	if (!docx_grow(s->arena, (void **)&s->tag, s->ntags, &s->tags_room, sizeof(*s->tag)) ||
	    !add_cuts(s, p->text, from, to)) {
		fail_memory(x);
		return;
	}
	tag = &s->tag[s->ntags++];
	*tag = (struct docx_tag){ .from = p->text[from].from, .t = p->text[from].t, .p = p->node };
	x->rc = read_name(x, p->text + from + 2, to - from - 4, tag);
}

/* Two equal letters side by side from i on; n: none. */
static uint32_t find_pair(const struct open_p *p, uint32_t i, char c)
{
	for (; i + 1 < p->n; i++)
		if (p->text[i].c == c && p->text[i + 1].c == c)
			return i;
	return p->n;
}

/* Counts for the paragraph and what it stands in, to know rows and paragraphs that are mere marks. */
static void add_ink(struct docx_scan *s, uint32_t node, uint32_t ink, uint32_t marks)
{
	bool heavy = s->node[node].heavy;

	for (uint32_t n = node; n; n = s->node[n].parent) {
		s->node[n].ink += ink;
		s->node[n].marks += marks;
		s->node[n].heavy |= heavy;
	}
}

static void close_paragraph(struct docx_xml *x, struct scanner *k)
{
	struct open_p *p = &k->p[--k->np];
	uint32_t ink = 0, marks = 0, at = 0;

	while (at < p->n && !x->rc) {
		uint32_t open = find_pair(p, at, '{'), end = open < p->n ? find_pair(p, open + 2, '}') : p->n;

		for (uint32_t i = at; i < open; i++)
			ink += !is_blank(p->text, i, p->n);
		if (open == p->n)
			break;
		if (end == p->n) {
			x->rc = err_set(x->e, ERR_USAGE,
					"bagian %s: \"{{\" tidak ditutup dengan \"}}\" di paragraf yang sama", x->part);
			return;
		}
		add_tag(x, k->s, p, open, end + 2);
		if (!x->rc && k->s->tag[k->s->ntags - 1].kind == '=')
			ink++;
		else
			marks++;
		at = end + 2;
	}
	add_ink(k->s, p->node, ink, marks);
}

static void on_end(struct docx_xml *x, const char *name, uint32_t to)
{
	struct scanner *k = x->ctx;
	struct docx_node *n = &k->s->node[k->open];

	(void)name;
	n->to = to;
	if (n->kind == DOCX_P)
		close_paragraph(x, k);
	if (n->kind == DOCX_P || n->kind == DOCX_TBL || n->kind == DOCX_TR) {
		n->prev = k->s->node[n->parent].last;
		k->s->node[n->parent].last = k->open;
	}
	if (docx_is(name, "instrText"))
		k->in_instruction = false;
	k->open = n->parent;
}

static int tag_order(const void *pa, const void *pb)
{
	const struct docx_tag *a = pa, *b = pb;

	return (a->from > b->from) - (a->from < b->from);
}

static int cut_order(const void *pa, const void *pb)
{
	const struct docx_cut *a = pa, *b = pb;

	return (a->from > b->from) - (a->from < b->from);
}

int docx_scan(struct docx_scan *s)
{
	struct scanner k = { .s = s };
	struct docx_xml x = {
		.start = on_start, .end = on_end, .text = on_text, .ctx = &k, .part = s->part, .e = s->e
	};
	int rc;

	if (!docx_grow(s->arena, (void **)&s->node, s->nnodes, &s->nodes_room, sizeof(*s->node)))
		return err_memory(s->e, "templat");
	s->node[s->nnodes++] = (struct docx_node){ .kind = DOCX_OTHER }; /* 0: no element */
	rc = docx_xml_walk(&x, s->bytes);
	if (!rc && (k.ninstruction || k.instruction_over)) {
		instruction_end(&x, &k);
		rc = x.rc;
	}
	if (rc)
		return rc;
	if (s->ntags)
		qsort(s->tag, s->ntags, sizeof(*s->tag), tag_order);
	if (s->ncuts)
		qsort(s->cut, s->ncuts, sizeof(*s->cut), cut_order);
	return ERR_OK;
}

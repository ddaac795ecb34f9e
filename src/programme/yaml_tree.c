/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/yaml_tree.h"

#include <yaml.h>

struct builder {
	yaml_parser_t parser;
	struct padan_arena *arena;
	const char *name;
	struct err *e;
	struct yaml_node *root;
	struct yaml_node *open[YAML_DEPTH]; /* the containers that are open */
	struct yaml_node *last[YAML_DEPTH]; /* the last member of each */
	span key;			    /* a key that waits for its value */
	int key_line;
	bool key_waits;
	int depth, nodes, documents;
};

static int fail(struct builder *b, int line, const char *why)
{
	return err_set(b->e, ERR_USAGE, "%s baris %d: %s", b->name, line, why);
}

static bool says(const char *problem, const char *words)
{
	return memmem(problem, strlen(problem), words, strlen(words)) != NULL;
}

static int fail_syntax(struct builder *b)
{
	int line = (int)b->parser.problem_mark.line + 1;
	const char *problem = b->parser.problem ? b->parser.problem : "";

	if (b->parser.error == YAML_MEMORY_ERROR)
		return err_memory(b->e, b->name);
	if (b->parser.error == YAML_READER_ERROR)
		return fail(b, line, "berkas bukan teks UTF-8; simpan ulang sebagai UTF-8");
	if (says(problem, "cannot start any token"))
		return fail(b, line,
			    "ada tanda yang tidak boleh di sini; pakai spasi, bukan tab, dan beri tanda kutip");
	if (says(problem, "simple key") || says(problem, "mapping values"))
		return fail(b, line,
			    "titik dua tidak pada tempatnya; tulis 'kunci: nilai' dengan spasi sesudah titik dua");
	return fail(b, line, "susunan YAML tidak terbaca; periksa indentasi, titik dua, kurung, dan tanda kutip");
}

static int copy_text(struct builder *b, span *out, const unsigned char *p, size_t n)
{
	char *text = padan_arena_copy(b->arena, (const char *)p, n);

	if (!text)
		return err_memory(b->e, b->name);
	*out = (span){ text, n };
	return 0;
}

/* Takes a scalar of a map that is no value yet as the key of the next value. */
static int take_key(struct builder *b, const yaml_event_t *event, int line)
{
	struct yaml_node *map = b->open[b->depth - 1];
	span typed = { (const char *)event->data.scalar.value, event->data.scalar.length };

	for (const struct yaml_node *m = map->first; m; m = m->next)
		if (padan_span_eq(m->key, typed))
			return err_set(b->e, ERR_USAGE,
				       "%s baris %d: kunci '%.60s' sudah ada pada baris %d; hapus salah satu", b->name,
				       line, m->key.p, m->line);
	if (map->n >= YAML_KEYS)
		return fail(b, line, "terlalu banyak kunci dalam satu bagian");
	b->key_waits = true;
	b->key_line = line;
	return copy_text(b, &b->key, event->data.scalar.value, event->data.scalar.length);
}

static int add_node(struct builder *b, enum yaml_kind kind, int line, struct yaml_node **out)
{
	struct yaml_node *node = NULL;

	if (++b->nodes > YAML_NODES)
		return fail(b, line, "berkas program terlalu besar");
	node = padan_arena_zero(b->arena, sizeof(*node));
	if (!node)
		return err_memory(b->e, b->name);
	node->kind = kind;
	node->line = b->key_waits ? b->key_line : line;
	node->key = b->key_waits ? b->key : SPAN("");
	b->key_waits = false;
	*out = node;
	if (!b->depth) {
		b->root = node;
		return 0;
	}
	if (b->last[b->depth - 1])
		b->last[b->depth - 1]->next = node;
	else
		b->open[b->depth - 1]->first = node;
	b->last[b->depth - 1] = node;
	b->open[b->depth - 1]->n++;
	return 0;
}

static bool wants_key(const struct builder *b)
{
	return b->depth && b->open[b->depth - 1]->kind == YAML_MAP && !b->key_waits;
}

static int on_scalar(struct builder *b, const yaml_event_t *event, int line)
{
	struct yaml_node *node = NULL;
	int rc;

	if (event->data.scalar.anchor || event->data.scalar.tag)
		return fail(b, line, "jangkar (&) dan tag (!) tidak dipakai di berkas ini");
	if (memchr(event->data.scalar.value, '\0', event->data.scalar.length))
		return fail(b, line, "ada karakter nol di dalam teks");
	if (wants_key(b))
		return take_key(b, event, line);
	rc = add_node(b, YAML_SCALAR, line, &node);
	return rc ? rc : copy_text(b, &node->text, event->data.scalar.value, event->data.scalar.length);
}

static int on_open(struct builder *b, enum yaml_kind kind, bool marked, int line)
{
	struct yaml_node *node = NULL;
	int rc;

	if (marked)
		return fail(b, line, "jangkar (&) dan tag (!) tidak dipakai di berkas ini");
	if (wants_key(b))
		return fail(b, line, "kunci harus berupa satu kata, bukan daftar atau bagian");
	if (b->depth == YAML_DEPTH)
		return fail(b, line, "bagian bersarang terlalu dalam");
	rc = add_node(b, kind, line, &node);
	if (rc)
		return rc;
	b->open[b->depth] = node;
	b->last[b->depth++] = NULL;
	return 0;
}

static int on_document(struct builder *b, const yaml_event_t *event, int line)
{
	const yaml_version_directive_t *version = event->data.document_start.version_directive;

	if (b->documents++)
		return fail(b, line, "hanya boleh ada satu dokumen; hapus garis '---' yang kedua");
	if (event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end)
		return fail(b, line, "tag (%TAG) tidak dipakai di berkas ini");
	if (version && (version->major != 1 || version->minor != 1))
		return fail(b, line, "berkas ini harus YAML 1.1");
	return 0;
}

static int on_event(struct builder *b, const yaml_event_t *event)
{
	int line = (int)event->start_mark.line + 1;

	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return on_document(b, event, line);
	case YAML_ALIAS_EVENT:
		return fail(b, line, "rujukan (*) tidak dipakai di berkas ini");
	case YAML_SCALAR_EVENT:
		return on_scalar(b, event, line);
	case YAML_MAPPING_START_EVENT:
		return on_open(b, YAML_MAP, event->data.mapping_start.anchor || event->data.mapping_start.tag, line);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(b, YAML_LIST, event->data.sequence_start.anchor || event->data.sequence_start.tag, line);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		b->depth--;
		return 0;
	default:
		return 0;
	}
}

static int read_events(struct builder *b)
{
	for (;;) {
		yaml_event_t event;
		bool end;
		int rc;

		if (!yaml_parser_parse(&b->parser, &event))
			return fail_syntax(b);
		end = event.type == YAML_STREAM_END_EVENT;
		rc = on_event(b, &event);
		yaml_event_delete(&event);
		if (rc || end)
			return rc;
	}
}

int yaml_tree_read(struct yaml_node **out, struct padan_arena *arena, span bytes, const char *name, struct err *e)
{
	struct builder b = { .arena = arena, .name = name, .e = e };
	int rc;

	*out = NULL;
	/* The scanner would take a byte order mark for a column of the first line and see the rest outdented. */
	if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		bytes = (span){ bytes.p + 3, bytes.n - 3 };
	if (!yaml_parser_initialize(&b.parser))
		return err_memory(e, name);
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&b.parser, (const unsigned char *)(bytes.n ? bytes.p : ""), bytes.n);
	rc = read_events(&b);
	yaml_parser_delete(&b.parser);
	if (rc)
		return rc;
	if (!b.root)
		return err_set(e, ERR_USAGE, "%s: berkas program kosong", name);
	*out = b.root;
	return 0;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	for (const struct yaml_node *m = map && map->kind == YAML_MAP ? map->first : NULL; m; m = m->next)
		if (padan_span_eq(m->key, padan_span_of(key)))
			return m;
	return NULL;
}

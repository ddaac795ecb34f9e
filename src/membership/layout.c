/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/layout.h"

#include "base/date.h"
#include "programme/yaml_tree.h"

static const char *const field_names[EXCHANGE_N] = {
#define F(name) #name,
	EXCHANGE_FIELDS(F)
#undef F
};
static const char *const form_names[FORM_N] = { "teks",	      "huruf_besar", "dd-mm-yyyy", "dd/mm/yyyy",
						"yyyy-mm-dd", "tanggal",     "angka" };

const char *exchange_field_name(enum exchange_field f)
{
	return field_names[f];
}

struct reading {
	struct layout *l;
	const char *file;
	struct err *e;
	int rc;
};

static void fail(struct reading *r, int line, const char *what, span text)
{
	if (!r->rc)
		r->rc = err_set(r->e, ERR_USAGE, "%s baris %d: %s%s%.*s%s", r->file, line, what, text.n ? " \"" : "",
				(int)(text.n < 60 ? text.n : 60), text.p ? text.p : "", text.n ? "\"" : "");
}

static const span nothing = { NULL, 0 };

static int word_of(const char *const *words, int n, span text)
{
	for (int i = 0; i < n; i++)
		if (padan_span_eq(padan_span_of(words[i]), text))
			return i;
	return -1;
}

/* A map with no other keys than these. */
static bool only(struct reading *r, const struct yaml_node *map, const char *const *keys, int n)
{
	if (map->kind != YAML_MAP) {
		fail(r, map->line, "di sini perlu pasangan kunci dan isi", nothing);
		return false;
	}
	for (const struct yaml_node *m = map->first; m; m = m->next)
		if (word_of(keys, n, m->key) < 0)
			fail(r, m->line, "kunci tidak dikenal", m->key);
	return !r->rc;
}

static span text_of(struct reading *r, const struct yaml_node *map, const char *key, bool required)
{
	const struct yaml_node *m = yaml_get(map, key);

	if (m && m->kind == YAML_SCALAR)
		return m->text;
	if (m || required)
		fail(r, m ? m->line : map->line, "perlu isi satu teks untuk", padan_span_of(key));
	return nothing;
}

static enum exchange_field field_of(struct reading *r, const struct yaml_node *map)
{
	span text = text_of(r, map, "isi", true);
	int at = word_of(field_names, EXCHANGE_N, text);
	const char *near;

	if (at >= 0 || r->rc)
		return at >= 0 ? (enum exchange_field)at : EXCHANGE_N;
	near = nearest_word(text, field_names, EXCHANGE_N);
	r->rc = err_set(r->e, ERR_USAGE, "%s baris %d: isi \"%.*s\" tidak dikenal%s%s%s", r->file, map->line,
			(int)(text.n < 60 ? text.n : 60), text.p, near ? "; maksud Anda " : "", near ? near : "",
			near ? "?" : "");
	return EXCHANGE_N;
}

static void read_map(struct reading *r, const struct yaml_node *map, struct layout_column *c)
{
	if (!map)
		return;
	if (map->kind != YAML_MAP || map->n > LAYOUT_PAIRS) {
		fail(r, map->line, "petakan: pasangan isi lama dan baru, paling banyak 16", nothing);
		return;
	}
	for (const struct yaml_node *m = map->first; m && !r->rc; m = m->next) {
		if (m->kind != YAML_SCALAR) {
			fail(r, m->line, "petakan: perlu satu teks untuk", m->key);
			continue;
		}
		c->map[c->maps].from = m->key;
		c->map[c->maps++].to = m->text;
	}
}

static void read_form(struct reading *r, const struct yaml_node *map, struct layout_column *c)
{
	const struct yaml_node *form = yaml_get(map, "bentuk"), *width = yaml_get(map, "lebar");
	int64_t wide = 16;
	int at = form && form->kind == YAML_SCALAR ? word_of(form_names, FORM_N, form->text) : 0;

	if (at < 0 || (form && form->kind != YAML_SCALAR))
		fail(r, form->line,
		     "bentuk: pakai teks, huruf_besar, dd-mm-yyyy, dd/mm/yyyy, yyyy-mm-dd, tanggal, atau "
		     "angka; bukan",
		     form->text);
	if (width && (width->kind != YAML_SCALAR || !span_i64(width->text, &wide) || wide < 2 || wide > 120))
		fail(r, width->line, "lebar: bilangan 2 sampai 120", nothing);
	if (r->rc)
		return;
	c->form = (enum exchange_form)at;
	c->width = (int)wide;
}

static void read_column(struct reading *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "judul", "isi", "tetap", "bentuk", "lebar", "petakan", "bila_kosong" };
	struct layout_column *c = &r->l->column[r->l->columns];
	bool fixed;

	if (!only(r, map, keys, (int)(sizeof(keys) / sizeof(*keys))))
		return;
	*c = (struct layout_column){ .title = text_of(r, map, "judul", true), .field = EXCHANGE_N };
	fixed = yaml_get(map, "tetap") != NULL;
	if (fixed == (yaml_get(map, "isi") != NULL))
		fail(r, map->line, "tiap kolom berisi `isi` atau `tetap`, salah satu:", c->title);
	c->fixed = text_of(r, map, "tetap", false);
	c->when_empty = text_of(r, map, "bila_kosong", false);
	if (!r->rc && !fixed)
		c->field = field_of(r, map);
	read_map(r, yaml_get(map, "petakan"), c);
	read_form(r, map, c);
	if (!r->rc && !c->title.n)
		fail(r, map->line, "judul kolom kosong", nothing);
	r->l->columns++;
}

static void read_need(struct reading *r, const struct yaml_node *map)
{
	static const char *const keys[] = { "isi", "sebutan", "kantor" };
	struct layout_need *n = &r->l->need[r->l->needs];

	if (!only(r, map, keys, 3))
		return;
	n->field = field_of(r, map);
	n->name = text_of(r, map, "sebutan", true);
	n->office = text_of(r, map, "kantor", true);
	r->l->needs++;
}

static void read_list(struct reading *r, const struct yaml_node *root, const char *key, int most,
		      void (*one)(struct reading *, const struct yaml_node *))
{
	const struct yaml_node *list = yaml_get(root, key);

	if (!list)
		return;
	if (list->kind != YAML_LIST || !list->n || list->n > most) {
		fail(r, list->line, "perlu daftar yang berisi dan tidak terlalu panjang:", padan_span_of(key));
		return;
	}
	for (const struct yaml_node *m = list->first; m && !r->rc; m = m->next)
		one(r, m);
}

static void read_head(struct reading *r, const struct yaml_node *root)
{
	static const char *const keys[] = { "nama", "versi", "keterangan" };
	const struct yaml_node *map = yaml_get(root, "tata_letak");

	if (!map) {
		fail(r, root->line, "tidak ada `tata_letak` (nama, versi)", nothing);
		return;
	}
	if (!only(r, map, keys, 3))
		return;
	r->l->name = text_of(r, map, "nama", true);
	r->l->version = text_of(r, map, "versi", true);
	r->l->note = text_of(r, map, "keterangan", false);
	r->l->sheet = text_of(r, root, "lembar", false);
	if (!r->rc && (!r->l->name.n || !r->l->version.n))
		fail(r, map->line, "nama dan versi tata letak tidak boleh kosong", nothing);
	for (size_t i = 0; i < r->l->sheet.n; i++)
		if (strchr("[]:*?/\\'", r->l->sheet.p[i]) || r->l->sheet.n > 31)
			fail(r, root->line, "lembar: paling banyak 31 huruf, tanpa []:*?/\\'", nothing);
}

int layout_read(struct layout *out, span bytes, const char *file, struct padan_arena *arena, struct err *e)
{
	static const char *const keys[] = { "tata_letak", "lembar", "kolom", "kelengkapan" };
	struct reading r = { .l = out, .file = file, .e = e };
	struct yaml_node *root;

	*out = (struct layout){ .columns = 0 };
	if (bytes.n > LAYOUT_BYTES)
		return err_set(e, ERR_USAGE, "%s: tata letak lebih dari %d bita", file, LAYOUT_BYTES);
	r.rc = yaml_tree_read(&root, arena, bytes, file, e);
	if (r.rc || !only(&r, root, keys, 4))
		return r.rc;
	read_head(&r, root);
	if (!r.rc && !yaml_get(root, "kolom"))
		fail(&r, root->line, "tidak ada `kolom`", nothing);
	if (!r.rc)
		read_list(&r, root, "kolom", LAYOUT_COLUMNS, read_column);
	if (!r.rc)
		read_list(&r, root, "kelengkapan", LAYOUT_NEEDS, read_need);
	return r.rc;
}

static void put_day(struct buf *out, span iso, char between)
{
	date d;

	if (!date_parse_iso(iso, &d)) {
		buf_span(out, iso);
		return;
	}
	buf_printf(out, "%02d%c%02d%c%04d", date_ymd(d).d, between, date_ymd(d).m, between, date_ymd(d).y);
}

static span mapped(const struct layout_column *c, span v)
{
	for (int i = 0; i < c->maps; i++)
		if (padan_span_eq(c->map[i].from, v))
			return c->map[i].to;
	return v;
}

void layout_value(const struct layout_column *c, const span value[EXCHANGE_N], struct buf *out)
{
	span v = c->field == EXCHANGE_N ? c->fixed : mapped(c, value[c->field]);

	buf_clear(out);
	if (!v.n)
		v = c->when_empty;
	if (v.n > LAYOUT_VALUE)
		v.n = LAYOUT_VALUE;
	if (c->form == FORM_DAY_DASH || c->form == FORM_DAY_SLASH)
		put_day(out, v, c->form == FORM_DAY_DASH ? '-' : '/');
	else
		buf_span(out, v);
	for (size_t i = 0; c->form == FORM_CAPITALS && i < out->n; i++)
		if (out->p[i] >= 'a' && out->p[i] <= 'z')
			out->p[i] = (char)(out->p[i] - 'a' + 'A');
}

void layout_office(const struct layout_need *n, const span value[EXCHANGE_N], struct buf *out)
{
	const struct {
		span name;
		enum exchange_field field;
	} known[] = { { PADAN_LIT("{kelurahan}"), EXCHANGE_kelurahan },
		      { PADAN_LIT("{kecamatan}"), EXCHANGE_kecamatan } };
	span s = n->office;

	buf_clear(out);
	while (s.n) {
		size_t i = 0;

		while (i < 2 && (s.n < known[i].name.n || memcmp(s.p, known[i].name.p, known[i].name.n) != 0))
			i++;
		if (i < 2)
			buf_span(out, value[known[i].field]);
		else
			buf_putc(out, *s.p);
		s.p += i < 2 ? known[i].name.n : 1;
		s.n -= i < 2 ? known[i].name.n : 1;
	}
}

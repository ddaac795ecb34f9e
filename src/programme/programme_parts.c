/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/programme_parts.h"

#include <stdio.h>

void part_fail(struct parts *r, int line, const char *fmt, ...)
{
	char why[500];
	va_list ap;

	if (r->rc)
		return;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	r->rc = err_set(r->e, ERR_USAGE, "%s baris %d: %s", r->name, line, why);
}

void part_unknown(struct parts *r, int line, const char *what, span typed, struct word_list known)
{
	const char *near = nearest_word(typed, known.word, known.n);
	int n = typed.n > 60 ? 60 : (int)typed.n;

	if (near)
		part_fail(r, line, "%s '%.*s' tidak dikenal; maksud Anda '%s'?", what, n, typed.p, near);
	else
		part_fail(r, line, "%s '%.*s' tidak dikenal; lihat %s", what, n, typed.p,
			  r->guide ? r->guide : "docs/panduan/program.md");
}

static const char *kind_name(enum yaml_kind kind)
{
	static const char *const names[] = { "satu nilai", "bagian berisi kunci", "daftar, misalnya [a, b]" };

	return names[kind];
}

void part_map(struct parts *r, const struct yaml_node *map, const char *what, struct word_list known)
{
	if (r->rc || !map)
		return;
	if (map->kind != YAML_MAP) {
		part_fail(r, map->line, "%s harus berupa bagian berisi kunci dan nilai", what);
		return;
	}
	for (const struct yaml_node *m = map->first; m && !r->rc; m = m->next) {
		int i = 0;

		while (i < known.n && !padan_span_eq(m->key, padan_span_of(known.word[i])))
			i++;
		if (i == known.n)
			part_unknown(r, m->line, "kunci", m->key, known);
	}
}

const struct yaml_node *part_get(struct parts *r, const struct yaml_node *map, const char *key, enum yaml_kind kind,
				 enum need need)
{
	const struct yaml_node *m = r->rc ? NULL : yaml_get(map, key);

	if (!m) {
		if (need == REQUIRED)
			part_fail(r, map ? map->line : 1, "kunci '%s' belum ada dan harus diisi", key);
		return NULL;
	}
	if (m->kind != kind) {
		part_fail(r, m->line, "'%s' harus berupa %s", key, kind_name(kind));
		return NULL;
	}
	if (kind == YAML_SCALAR && need == REQUIRED && !m->text.n) {
		part_fail(r, m->line, "'%s' kosong dan harus diisi", key);
		return NULL;
	}
	return m;
}

void part_int(struct parts *r, const struct yaml_node *map, const char *key, enum need need, int lo, int hi, int *out)
{
	const struct yaml_node *m = part_get(r, map, key, YAML_SCALAR, need);
	int64_t v;

	if (!m)
		return;
	if (!span_i64(m->text, &v) || v < lo || v > hi)
		part_fail(r, m->line, "'%s' harus bilangan bulat dari %d sampai %d, bukan '%.30s'", key, lo, hi,
			  m->text.p);
	else
		*out = (int)v;
}

void part_money(struct parts *r, const struct yaml_node *map, const char *key, enum need need, rupiah least,
		rupiah *out)
{
	const int64_t most = 1000000000000000; /* a thousand trillion: no city has more, and sums stay safe */
	const struct yaml_node *m = part_get(r, map, key, YAML_SCALAR, need);
	char low[40];
	rupiah v;

	if (!m)
		return;
	if (!rupiah_parse(m->text, &v) || v.rp < least.rp || v.rp > most)
		part_fail(r, m->line, "'%s' harus jumlah rupiah bulat, paling sedikit %s, bukan '%.30s'", key,
			  rupiah_format(least, low), m->text.p);
	else
		*out = v;
}

static void plain_text(struct parts *r, const struct yaml_node *m, const char *key)
{
	for (size_t i = 0; i < m->text.n; i++)
		if ((unsigned char)m->text.p[i] < ' ')
			part_fail(r, m->line, "'%s' harus satu baris tanpa karakter kendali", key);
	if (m->text.n > 1000)
		part_fail(r, m->line, "'%s' terlalu panjang (paling banyak 1000 bita)", key);
}

void part_text(struct parts *r, const struct yaml_node *map, const char *key, enum need need, span *out)
{
	const struct yaml_node *m = part_get(r, map, key, YAML_SCALAR, need);

	if (!m)
		return;
	plain_text(r, m, key);
	if (!r->rc)
		*out = m->text;
}

void part_date(struct parts *r, const struct yaml_node *map, const char *key, date *out)
{
	const struct yaml_node *m = part_get(r, map, key, YAML_SCALAR, OPTIONAL);

	if (m && m->text.n && !date_parse_iso(m->text, out))
		part_fail(r, m->line, "'%s' harus tanggal TTTT-BB-HH, misalnya 2025-04-28, bukan '%.30s'", key,
			  m->text.p);
}

int part_word_of(struct parts *r, const struct yaml_node *scalar, const char *what, struct word_list words)
{
	for (int i = 0; i < words.n; i++)
		if (padan_span_eq(scalar->text, padan_span_of(words.word[i])))
			return i;
	part_unknown(r, scalar->line, what, scalar->text, words);
	return -1;
}

int part_word(struct parts *r, const struct yaml_node *map, const char *key, enum need need, struct word_list words)
{
	const struct yaml_node *m = part_get(r, map, key, YAML_SCALAR, need);
	char what[80];

	if (!m)
		return -1;
	snprintf(what, sizeof(what), "nilai '%s'", key);
	return part_word_of(r, m, what, words);
}

void part_list(struct parts *r, const struct yaml_node *map, const char *key, bool may_be_empty,
	       const struct yaml_node **list)
{
	const struct yaml_node *m = part_get(r, map, key, YAML_LIST, OPTIONAL);

	*list = m;
	if (!m)
		return;
	if (!m->n && !may_be_empty)
		part_fail(r, m->line, "daftar '%s' kosong; isi, atau hapus kuncinya", key);
	for (const struct yaml_node *i = m->first; i && !r->rc; i = i->next)
		if (i->kind != YAML_SCALAR || !i->text.n)
			part_fail(r, i->line, "daftar '%s' harus berisi kata-kata", key);
		else
			plain_text(r, i, key);
	if (r->rc)
		*list = NULL;
}

void part_texts(struct parts *r, const struct yaml_node *list, const span **out, int *n)
{
	span *texts = list ? part_array(r, list->n, sizeof(*texts)) : NULL;
	int i = 0;

	if (!texts)
		return;
	for (const struct yaml_node *m = list->first; m; m = m->next)
		texts[i++] = m->text;
	*out = texts;
	*n = i;
}

int part_group(struct parts *r, span code, int line)
{
	for (int g = 0; g < r->groups->n; g++)
		if (padan_span_eq(code, padan_span_of(r->groups->code[g])))
			return g;
	part_unknown(r, line, "kelompok", code, (struct word_list){ r->groups->code, r->groups->n });
	return -1;
}

uint64_t part_groups(struct parts *r, const struct yaml_node *list)
{
	uint64_t set = 0;

	for (const struct yaml_node *m = list ? list->first : NULL; m && !r->rc; m = m->next) {
		int g = part_group(r, m->text, m->line);

		if (g >= 0)
			set |= (uint64_t)1 << g;
	}
	return set;
}

void part_district(struct parts *r, span code, int line, char out[16])
{
	enum { DISTRICT = 8 }; /* "73.72.01" */

	if (r->rc)
		return;
	if (!region_dotted(code, out) || strlen(out) != DISTRICT)
		part_fail(r, line, "'%.30s' bukan kode kecamatan; tulis misalnya \"%s.01\"", code.p,
			  strlen(r->p->wilayah) == 5 ? r->p->wilayah : "73.72");
	else if (!programme_inside(r->p, padan_span_of(out)))
		part_fail(r, line, "kecamatan %s berada di luar wilayah program (%s)", out, r->p->wilayah);
}

void *part_array(struct parts *r, int n, size_t size)
{
	void *p;

	if (r->rc)
		return NULL;
	p = padan_arena_array(r->arena, (size_t)n, size);
	if (!p)
		r->rc = err_memory(r->e, r->name);
	return p;
}

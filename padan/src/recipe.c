/* SPDX-License-Identifier: EUPL-1.2 */
#include "recipe_inside.h"
#include <padan/fold.h>
#include <stdio.h>
#include <stdlib.h>

enum padan_kind pd_kind_of_what(enum padan_what w)
{
	static const uint8_t kinds[PADAN_WHAT_KINDS] = {
		[PADAN_WHAT_NIK] = PADAN_NIK,	      [PADAN_WHAT_NATIONAL_ID] = PADAN_KEY,
		[PADAN_WHAT_CARD] = PADAN_CARD,	      [PADAN_WHAT_PERSON] = PADAN_NAME,
		[PADAN_WHAT_MOTHER] = PADAN_NAME,     [PADAN_WHAT_FATHER] = PADAN_NAME,
		[PADAN_WHAT_OTHER_NAME] = PADAN_NAME, [PADAN_WHAT_BIRTH] = PADAN_DATE,
		[PADAN_WHAT_DATE] = PADAN_DATE,	      [PADAN_WHAT_AGE] = PADAN_VALUE,
		[PADAN_WHAT_SEX] = PADAN_SEX,	      [PADAN_WHAT_PHONE] = PADAN_KEY,
		[PADAN_WHAT_EMAIL] = PADAN_KEY,	      [PADAN_WHAT_BIRTHPLACE] = PADAN_PLACE,
		[PADAN_WHAT_VILLAGE] = PADAN_PLACE,   [PADAN_WHAT_DISTRICT] = PADAN_PLACE,
		[PADAN_WHAT_CITY] = PADAN_PLACE,      [PADAN_WHAT_STATE] = PADAN_PLACE,
		[PADAN_WHAT_COUNTRY] = PADAN_PLACE,   [PADAN_WHAT_PLACE] = PADAN_PLACE,
		[PADAN_WHAT_POSTCODE] = PADAN_VALUE,  [PADAN_WHAT_STREET] = PADAN_TEXT,
		[PADAN_WHAT_HOUSE] = PADAN_VALUE,     [PADAN_WHAT_RT_RW] = PADAN_VALUE,
		[PADAN_WHAT_JOB] = PADAN_TEXT,	      [PADAN_WHAT_TEXT] = PADAN_TEXT,
		[PADAN_WHAT_NUMBER] = PADAN_VALUE,    [PADAN_WHAT_CATEGORY] = PADAN_VALUE,
		[PADAN_WHAT_KEY] = PADAN_KEY,
	};

	return (enum padan_kind)kinds[w];
}

void pd_shorten(char *to, size_t cap, struct padan_span s)
{
	size_t n = s.n < cap - 1 ? s.n : cap - 1;

	/* Never half a character. */
	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++)
		to[i] = (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i];
	to[n] = '\0';
}

struct padan_recipe *pd_recipe_new(struct padan_error *e)
{
	struct padan_recipe *r = calloc(1, sizeof(*r));

	if (!r)
		padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	return r;
}

void padan_recipe_free(struct padan_recipe *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n_said; i++) {
		free(r->said[i].left);
		free(r->said[i].right);
	}
	free(r->said);
	free(r->exclude);
	free(r);
}

static void set_label(struct padan_recipe *r, unsigned c, struct padan_span head)
{
	char key[PD_KEY], *label = r->label[c];
	size_t n = pd_head_key(head, key);

	/* Known labels keep their underscore. */
	if (head.n == 10 && memcmp(head.p, "birth_date", 10) == 0)
		n = 10, memcpy(key, head.p, n);
	n = n < PD_LABEL - 4 ? n : PD_LABEL - 4;
	for (size_t i = 0; i < n; i++)
		label[i] = (char)(key[i] >= 'A' && key[i] <= 'Z' ? key[i] + 32 : key[i]);
	label[n] = '\0';
	for (unsigned b = 0; b < c; b++)
		if (strcmp(r->label[b], label) == 0)
			snprintf(label + n, 4, "_%u", c % 100);
	if (n == 0)
		snprintf(label, PD_LABEL, "kolom_%u", c + 1);
}

int pd_recipe_column(struct padan_recipe *r, struct padan_span head, enum padan_what what, enum padan_kind kind)
{
	unsigned c = r->schema.n_columns;

	if (c == PADAN_COLUMNS)
		return -1;
	r->schema.n_columns++;
	set_label(r, c, head);
	r->schema.column[c] = (struct padan_column){ r->label[c], kind, 0 };
	r->from[c].what = (uint8_t)what;
	return (int)c;
}

void pd_recipe_source(struct padan_recipe *r, unsigned column, unsigned at, struct padan_span head)
{
	struct pd_origin *from = &r->from[column];

	if (at >= PADAN_SOURCES)
		return;
	pd_shorten(from->head[at], PD_HEAD, head);
	pd_head_key(head, from->key[at]);
	if (at >= from->n)
		from->n = (uint8_t)(at + 1);
}

const struct padan_schema *padan_recipe_schema(const struct padan_recipe *r)
{
	return &r->schema;
}

const struct padan_model *padan_recipe_model(const struct padan_recipe *r)
{
	return r->has_model ? &r->model : NULL;
}

void padan_recipe_learn(struct padan_recipe *r, const struct padan_model *m, double rows, double matches)
{
	r->model = *m;
	r->has_model = true;
	r->rows = rows;
	r->matches = matches;
}

void padan_recipe_set_tables(struct padan_recipe *r, unsigned tables)
{
	r->tables = tables;
}

unsigned padan_recipe_tables(const struct padan_recipe *r)
{
	return (unsigned)r->tables;
}

double padan_recipe_rows(const struct padan_recipe *r)
{
	return r->rows;
}

double padan_recipe_matches(const struct padan_recipe *r)
{
	return r->matches;
}

void padan_recipe_ingredient(const struct padan_recipe *r, unsigned column, struct padan_ingredient *out)
{
	const struct pd_origin *from = &r->from[column];

	*out = (struct padan_ingredient){ .label = r->label[column],
					  .kind = r->schema.column[column].kind,
					  .what = (enum padan_what)from->what,
					  .why = (enum padan_why)from->why,
					  .n_sources = from->n,
					  .date_parts = from->date_parts };
	for (unsigned i = 0; i < from->n; i++)
		out->source[i] = from->head[i];
}

unsigned padan_recipe_omissions(const struct padan_recipe *r)
{
	return r->n_out;
}

struct padan_omission padan_recipe_omission(const struct padan_recipe *r, unsigned i)
{
	return (struct padan_omission){ r->out[i].head, (enum padan_left_out)r->out[i].why };
}

/* --- what people have said ----------------------------------------------------------------------------- */

size_t padan_recipe_labels(const struct padan_recipe *r)
{
	return r->n_said;
}

struct padan_label padan_recipe_label(const struct padan_recipe *r, size_t i)
{
	return (struct padan_label){ r->said[i].left, r->said[i].right, r->said[i].same };
}

static char *copy(struct padan_span s)
{
	char *p = malloc(s.n + 1);

	if (!p)
		return NULL;
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

int padan_recipe_add_label(struct padan_recipe *r, struct padan_span left, struct padan_span right, bool same,
			   struct padan_error *e)
{
	struct pd_label *to;

	for (size_t i = 0; i < r->n_said; i++)
		if (r->said[i].same == same && padan_span_eq(padan_span_of(r->said[i].left), left) &&
		    padan_span_eq(padan_span_of(r->said[i].right), right))
			return PADAN_OK;
	if (r->n_said == r->cap_said) {
		size_t cap = r->cap_said ? r->cap_said * 2 : 64;

		to = realloc(r->said, cap * sizeof(*to));
		if (!to)
			return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
		r->said = to;
		r->cap_said = cap;
	}
	to = &r->said[r->n_said];
	*to = (struct pd_label){ copy(left), copy(right), same };
	if (!to->left || !to->right) {
		free(to->left);
		free(to->right);
		return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	}
	r->n_said++;
	return PADAN_OK;
}

/* Names of records, numbered in their order. A name of the right side is no name of the left one, unless both sides are
 * one table. */
struct name {
	const char *text;
	bool right;
};

static int by_name(const void *x, const void *y)
{
	const struct name *a = x, *b = y;

	return a->right != b->right ? (int)a->right - (int)b->right : strcmp(a->text, b->text);
}

struct names {
	struct name *p;
	size_t *up, n;
	bool one_table;
};

static size_t number(const struct names *n, const char *text, bool right)
{
	struct name key = { text, right && !n->one_table };
	const struct name *at = bsearch(&key, n->p, n->n, sizeof(key), by_name);

	return at ? (size_t)(at - n->p) : 0;
}

static size_t root(size_t *up, size_t i)
{
	while (up[i] != i)
		i = up[i] = up[up[i]];
	return i;
}

static void make_names(const struct padan_recipe *r, struct names *n)
{
	size_t k = 0;

	for (size_t i = 0; i < r->n_said; i++) {
		n->p[n->n++] = (struct name){ r->said[i].left, false };
		n->p[n->n++] = (struct name){ r->said[i].right, !n->one_table };
	}
	qsort(n->p, n->n, sizeof(*n->p), by_name);
	for (size_t i = 0; i < n->n; i++)
		if (i == 0 || by_name(&n->p[i], &n->p[k - 1]) != 0)
			n->p[k++] = n->p[i];
	n->n = k;
	for (size_t i = 0; i < k; i++)
		n->up[i] = i;
}

static int contradiction(const struct padan_recipe *r, struct names *n, struct padan_error *e)
{
	for (size_t i = 0; i < r->n_said; i++) {
		size_t a = root(n->up, number(n, r->said[i].left, false)),
		       b = root(n->up, number(n, r->said[i].right, true));

		if (r->said[i].same)
			n->up[a > b ? a : b] = a < b ? a : b;
	}
	for (size_t i = 0; i < r->n_said; i++) {
		const struct pd_label *l = &r->said[i];

		if (!l->same && root(n->up, number(n, l->left, false)) == root(n->up, number(n, l->right, true)))
			return padan_error_set(
				e, PADAN_BAD_FILE,
				"label bertentangan: \"%.80s\" dan \"%.80s\" ditandai beda, tetapi label lain "
				"menyamakan keduanya (langsung atau lewat baris lain); perbaiki salah satunya",
				l->left, l->right);
	}
	return PADAN_OK;
}

int padan_recipe_check_labels(const struct padan_recipe *r, bool one_table, struct padan_error *e)
{
	struct names n = { .one_table = one_table };
	int rc = PADAN_OK;

	if (r->n_said == 0)
		return PADAN_OK;
	n.p = calloc(2 * r->n_said, sizeof(*n.p));
	n.up = calloc(2 * r->n_said, sizeof(*n.up));
	if (n.p && n.up) {
		make_names(r, &n);
		rc = contradiction(r, &n, e);
	} else {
		rc = padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	}
	free(n.p);
	free(n.up);
	return rc;
}

/* --- words ---------------------------------------------------------------------------------------------- */

const char *padan_what_word(enum padan_what w)
{
	static const char *const words[PADAN_WHAT_KINDS] = {
		"NIK",		"nomor identitas", "nomor kartu keluarga",
		"nama orang",	"nama ibu",	   "nama ayah",
		"nama lain",	"tanggal lahir",   "tanggal",
		"umur",		"jenis kelamin",   "telepon",
		"surel",	"tempat lahir",	   "kelurahan/desa",
		"kecamatan",	"kota/kabupaten",  "provinsi",
		"negara",	"tempat",	   "kode pos",
		"jalan/alamat", "nomor rumah",	   "RT/RW",
		"pekerjaan",	"teks bebas",	   "angka",
		"kategori",	"kunci unik",
	};

	return (unsigned)w < PADAN_WHAT_KINDS ? words[w] : "?";
}

const char *padan_kind_word(enum padan_kind k)
{
	static const char *const words[] = { "NIK",	      "nama orang",	      "tanggal",
					     "jenis kelamin", "nomor kartu keluarga", "kunci unik",
					     "tempat",	      "teks bebas",	      "nilai" };

	return (unsigned)k <= PADAN_VALUE ? words[k] : "?";
}

const char *padan_level_phrase(enum padan_kind kind, unsigned level)
{
	static const char *const nik[] = { "kosong",
					   "sama",
					   "sama sejauh angkanya terbaca",
					   "sama kecuali 1 angka",
					   "tanggal dan wilayah sama, nomor urut lain",
					   "berisi nomor KK pihak lain",
					   "sama kecuali wilayah",
					   "beda" };
	static const char *const bag[] = {
		"kosong", "sama", "mirip", "sama sebagian (satu sisi lebih panjang)", "sebagian kata sama", "beda"
	};
	static const char *const date[] = { "kosong",	     "sama",
					    "terbalik",	     "sama kecuali 1 bagian",
					    "tahunnya sama", "beda, tetapi salah satunya tanggal bawaan",
					    "beda",	     "berdekatan" };
	static const char *const value[] = { "kosong", "sama", "mirip", "beda" };

	if (kind == PADAN_NIK)
		return nik[level & 7];
	if (kind == PADAN_NAME || kind == PADAN_TEXT)
		return level < sizeof(bag) / sizeof(*bag) ? bag[level] : "?";
	if (kind == PADAN_DATE)
		return level < sizeof(date) / sizeof(*date) ? date[level] : "?";
	return level < sizeof(value) / sizeof(*value) ? value[level] : "?";
}

const char *padan_token_phrase(enum padan_token t)
{
	static const char *const words[] = { "nilai",	     "satu kata",     "semua kata", "tahun", "15 angka pertama",
					     "kata tunggal", "hari dan bulan" };

	return (unsigned)t < sizeof(words) / sizeof(*words) ? words[t] : "?";
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The model file (docs/panduan/padan.md): made to be read, edited and loaded again.
 *	{ "padan_model": 2, "tables": 1 or 2, "rows": N, "matches": N, "prior": P,
 *	  "columns": [ { "label", "kind", "what", "from": [...], "date_parts", "under": [...],
 *	                 "m": {LEVEL: P}, "u": {LEVEL: P}, "word_m": {EVENT: P}, "word_u": {EVENT: P} } ],
 *	  "rules": [ ["LABEL.TOKEN", ...] ],
 *	  "labels": [ { "left": ID, "right": ID, "same": true } ] }
 */
#include "json.h"
#include "recipe_inside.h"
#include <errno.h>
#include <padan/fold.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { VERSION = 2, WORD = 64, ID = 4096, FILE_MOST = 1 << 28 };

static const char *const events[] = { "left_only", "equal", "sound", "alike", "initial", "joined", "right_only" };
static const char *const kinds[] = { "nik", "name", "date", "sex", "card", "key", "place", "text", "value" };
static const char *const tokens[] = { "value", "word", "set", "year", "nik15", "lone", "day_month" };
static const char *const whats[] = {
	"nik",	"national_id", "card",	  "person",   "mother",	  "father",	"other_name", "birth",
	"date", "age",	       "sex",	  "phone",    "email",	  "birthplace", "village",    "district",
	"city", "state",       "country", "place",    "postcode", "street",	"house",      "rt_rw",
	"job",	"text",	       "number",  "category", "key",
};

static unsigned levels(enum padan_kind k)
{
	switch (k) {
	case PADAN_NIK:
		return 16;
	case PADAN_NAME:
	case PADAN_TEXT:
		return 6;
	case PADAN_DATE:
		return 8;
	default:
		return 4;
	}
}

/* --- writing -------------------------------------------------------------------------------------- */

struct text {
	char *p;
	size_t n, cap;
	bool failed;
};

static void put_bytes(struct text *t, const char *p, size_t n)
{
	if (t->n + n + 1 > t->cap && !t->failed) {
		size_t cap = (t->cap + n) * 2 + 4096;
		char *q = realloc(t->p, cap);

		t->failed = q == NULL;
		if (q) {
			t->p = q;
			t->cap = cap;
		}
	}
	if (t->failed)
		return;
	memcpy(t->p + t->n, p, n);
	t->n += n;
	t->p[t->n] = '\0';
}

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	put_bytes(t, line, n < 0 ? 0 : (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
}

/* A point whatever the locale. */
static void put_number(struct text *t, double x)
{
	char number[40];
	int n = snprintf(number, sizeof(number), "%.9g", x);

	for (int i = 0; i < n; i++)
		number[i] = (char)(number[i] == ',' ? '.' : number[i]);
	put_bytes(t, number, n > 0 ? (size_t)n : 0);
}

static void put_quoted(struct text *t, const char *s)
{
	put_bytes(t, "\"", 1);
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			put(t, "\\%c", *s);
		else if ((unsigned char)*s < ' ')
			put(t, "\\u%04x", (unsigned)*s);
		else
			put_bytes(t, s, 1);
	put_bytes(t, "\"", 1);
}

static void put_levels(struct text *t, const char *name, enum padan_kind k, const double *p)
{
	const char *sep = "";

	put(t, ",\n      \"%s\": {", name);
	for (unsigned l = 1; l < levels(k); l++)
		if (k != PADAN_NIK || l != 8) {
			put(t, "%s\"%s\": ", sep, padan_level_word(k, l));
			put_number(t, p[l]);
			sep = ", ";
		}
	put(t, "}");
}

static void put_events(struct text *t, const char *name, const double *p)
{
	put(t, ",\n      \"%s\": {", name);
	for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++) {
		put(t, "%s\"%s\": ", e ? ", " : "", events[e]);
		put_number(t, p[e]);
	}
	put(t, "}");
}

static void put_column(struct text *t, const struct padan_recipe *r, const struct padan_model *m, unsigned c)
{
	enum padan_kind k = r->schema.column[c].kind;
	const char *sep = "";

	put(t, "%s\n    {\"label\": \"%s\", \"kind\": \"%s\", \"what\": \"%s\",\n      \"from\": [", c ? "," : "",
	    r->label[c], kinds[k], whats[r->from[c].what]);
	for (unsigned i = 0; i < r->from[c].n; i++) {
		put(t, i ? ", " : "");
		put_quoted(t, r->from[c].head[i]);
	}
	put(t, "], %s\"under\": [", r->from[c].date_parts ? "\"date_parts\": true, " : "");
	for (unsigned i = 0; i < r->schema.n_columns; i++)
		if (r->schema.column[c].under >> i & 1) {
			put(t, "%s\"%s\"", sep, r->label[i]);
			sep = ", ";
		}
	put(t, "]");
	put_levels(t, "m", k, m->m[c]);
	put_levels(t, "u", k, m->u[c]);
	if (k == PADAN_NAME || k == PADAN_TEXT) {
		put_events(t, "word_m", m->word_m[c]);
		put_events(t, "word_u", m->word_u[c]);
	}
	put(t, "}");
}

static void put_rules(struct text *t, const struct padan_recipe *r)
{
	put(t, "\n  ],\n  \"rules\": [");
	for (unsigned i = 0; i < r->schema.n_rules; i++) {
		put(t, "%s\n    [", i ? "," : "");
		for (unsigned p = 0; p < r->schema.rule[i].n; p++)
			put(t, "%s\"%s.%s\"", p ? ", " : "", r->label[r->schema.rule[i].part[p].column],
			    tokens[r->schema.rule[i].part[p].token]);
		put(t, "]");
	}
	put(t, "\n  ],\n  \"labels\": [");
	for (size_t i = 0; i < r->n_said; i++) {
		put(t, "%s\n    {\"left\": ", i ? "," : "");
		put_quoted(t, r->said[i].left);
		put(t, ", \"right\": ");
		put_quoted(t, r->said[i].right);
		put(t, ", \"same\": %s}", r->said[i].same ? "true" : "false");
	}
	put(t, "\n  ]\n}\n");
}

char *padan_recipe_text(const struct padan_recipe *r, size_t *n)
{
	struct padan_model start;
	struct text t = { 0 };

	padan_model_start(&start, &r->schema);
	put(&t, "{\n  \"padan_model\": %d,\n  \"tables\": %u,\n  \"rows\": ", VERSION, padan_recipe_tables(r));
	put_number(&t, r->rows);
	put(&t, ",\n  \"matches\": ");
	put_number(&t, r->matches);
	put(&t, ",\n  \"prior\": ");
	put_number(&t, r->has_model ? r->model.found : start.found);
	put(&t, ",\n  \"columns\": [");
	for (unsigned c = 0; c < r->schema.n_columns; c++)
		put_column(&t, r, r->has_model ? &r->model : &start, c);
	put_rules(&t, r);
	if (t.failed) {
		free(t.p);
		return NULL;
	}
	*n = t.n;
	return t.p;
}

int padan_recipe_write(const struct padan_recipe *r, const char *path, struct padan_error *e)
{
	size_t n, done;
	char *text = padan_recipe_text(r, &n);
	FILE *f;
	bool bad;

	if (!text)
		return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
	if (!f) {
		free(text);
		return padan_error_set(e, PADAN_BAD_FILE, "%s: %s", path, strerror(errno));
	}
	done = fwrite(text, 1, n, f);
	free(text);
	bad = fflush(f) != 0 || done != n;
	if (f != stdout)
		bad = fclose(f) != 0 || bad;
	return bad ? padan_error_set(e, PADAN_BAD_FILE, "%s: gagal ditulis", path) : PADAN_OK;
}

/* --- reading ---------------------------------------------------------------------------------------- */

struct reader {
	struct pd_json j;
	struct padan_recipe *r;
	struct padan_error *e;
	const char *name; /* of the file */
	bool failed, version;
	char under[PADAN_COLUMNS][PADAN_COLUMNS][PD_LABEL]; /* labels, resolved when all columns are known */
	unsigned n_under[PADAN_COLUMNS];
};

__attribute__((format(printf, 2, 3))) static bool wrong(struct reader *r, const char *fmt, ...)
{
	char why[300];
	va_list ap;

	if (r->failed)
		return false;
	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	r->failed = true;
	padan_error_set(r->e, PADAN_BAD_FILE, "%s baris %u: %s", r->name, pd_json_line(&r->j), why);
	return false;
}

/* A broken text is told with what was expected there. */
static bool good(struct reader *r, bool ok)
{
	return ok || wrong(r, "%s", r->j.why ? r->j.why : "bukan JSON");
}

static int one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return (int)i;
	return -1;
}
#define ONE_OF(word, list) one_of(word, list, sizeof(list) / sizeof(*(list)))

static bool probability(struct reader *r, const char *key, double most, double *to)
{
	double x = 0;

	if (!good(r, pd_json_number(&r->j, &x)))
		return false;
	if (!(x >= 0 && x <= most))
		return wrong(r, "\"%s\" harus antara 0 dan %g", key, most);
	*to = x;
	return true;
}

static bool read_levels(struct reader *r, unsigned c, double *to)
{
	enum padan_kind k = r->r->schema.column[c].kind;
	bool first = true;
	char key[WORD];

	if (!good(r, pd_json_open(&r->j, '{')))
		return false;
	while (pd_json_more(&r->j, '}', &first)) {
		unsigned l = 1;

		if (!good(r, pd_json_key(&r->j, key, sizeof(key))))
			return false;
		while (l < levels(k) && strcmp(key, padan_level_word(k, l)) != 0)
			l++;
		if (l == levels(k))
			return wrong(r, "kolom \"%s\" (%s) tidak punya tingkat \"%s\"", r->r->label[c], kinds[k], key);
		if (!probability(r, key, 1, &to[l]))
			return false;
	}
	return good(r, !r->j.why);
}

static bool read_events(struct reader *r, double *to)
{
	bool first = true;
	char key[WORD];

	if (!good(r, pd_json_open(&r->j, '{')))
		return false;
	while (pd_json_more(&r->j, '}', &first)) {
		int event;

		if (!good(r, pd_json_key(&r->j, key, sizeof(key))))
			return false;
		event = ONE_OF(key, events);
		if (event < 0)
			return wrong(r, "peristiwa kata \"%s\" tidak dikenal", key);
		if (!probability(r, key, 100, &to[event]))
			return false;
	}
	return good(r, !r->j.why);
}

static bool read_word(struct reader *r, const char *key, const char *const *words, size_t n, int *to)
{
	char word[WORD];

	if (!good(r, pd_json_text(&r->j, word, sizeof(word), NULL)))
		return false;
	*to = one_of(word, words, n);
	return *to >= 0 || wrong(r, "\"%s\": \"%s\" tidak dikenal", key, word);
}

static bool read_sources(struct reader *r, unsigned c)
{
	bool first = true;
	unsigned n = 0;
	char head[PD_HEAD];

	if (!good(r, pd_json_open(&r->j, '[')))
		return false;
	while (pd_json_more(&r->j, ']', &first)) {
		size_t k;

		if (n == PADAN_SOURCES)
			return wrong(r, "paling banyak %d kolom asal", PADAN_SOURCES);
		if (!good(r, pd_json_text(&r->j, head, sizeof(head), &k)))
			return false;
		pd_recipe_source(r->r, c, n++, (struct padan_span){ head, k });
	}
	return good(r, !r->j.why);
}

static bool read_under(struct reader *r, unsigned c)
{
	bool first = true;

	r->n_under[c] = 0;
	if (!good(r, pd_json_open(&r->j, '[')))
		return false;
	while (pd_json_more(&r->j, ']', &first)) {
		if (r->n_under[c] == PADAN_COLUMNS)
			return wrong(r, "\"under\" terlalu panjang");
		if (!good(r, pd_json_text(&r->j, r->under[c][r->n_under[c]++], PD_LABEL, NULL)))
			return false;
	}
	return good(r, !r->j.why);
}

static bool read_label(struct reader *r, unsigned c)
{
	char *label = r->r->label[c];

	if (!good(r, pd_json_text(&r->j, label, PD_LABEL - 4, NULL)))
		return false;
	for (const char *p = label; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_'))
			return wrong(r, "label \"%s\": hanya huruf kecil, angka dan garis bawah", label);
	for (unsigned b = 0; b < c; b++)
		if (strcmp(r->r->label[b], label) == 0)
			return wrong(r, "label \"%s\" dipakai dua kali", label);
	return *label || wrong(r, "label kosong");
}

/* Probabilities come after the kind: until then it is not known which levels there are. */
static bool read_member(struct reader *r, unsigned c, const char *key, unsigned *seen)
{
	static const char *const keys[] = { "label", "kind", "what", "from",   "date_parts",
					    "under", "m",    "u",    "word_m", "word_u" };
	enum { LABEL, KIND, WHAT, FROM, PARTS, UNDER, M, U, WORD_M, WORD_U };
	struct padan_model *m = &r->r->model;
	int which = ONE_OF(key, keys), word;

	if (which < 0)
		return wrong(r, "kunci \"%s\" tidak dikenal di dalam kolom", key);
	if (*seen >> which & 1)
		return wrong(r, "kunci \"%s\" muncul dua kali", key);
	*seen |= 1u << which;
	if (which >= M && !(*seen >> KIND & 1))
		return wrong(r, "\"kind\" harus mendahului \"%s\"", key);
	switch (which) {
	case LABEL:
		return read_label(r, c);
	case KIND:
		if (!read_word(r, key, kinds, sizeof(kinds) / sizeof(*kinds), &word))
			return false;
		r->r->schema.column[c].kind = (enum padan_kind)word;
		padan_model_start(m, &r->r->schema);
		return true;
	case WHAT:
		if (!read_word(r, key, whats, sizeof(whats) / sizeof(*whats), &word))
			return false;
		r->r->from[c].what = (uint8_t)word;
		return true;
	case FROM:
		return read_sources(r, c);
	case PARTS:
		return good(r, pd_json_bool(&r->j, &r->r->from[c].date_parts));
	case UNDER:
		return read_under(r, c);
	case M:
		return read_levels(r, c, m->m[c]);
	case U:
		return read_levels(r, c, m->u[c]);
	default:
		return read_events(r, which == WORD_M ? m->word_m[c] : m->word_u[c]);
	}
}

static bool read_column(struct reader *r, struct padan_model *kept)
{
	unsigned c = r->r->schema.n_columns, seen = 0;
	char key[WORD];
	bool first = true;

	if (c == PADAN_COLUMNS)
		return wrong(r, "paling banyak %d kolom", PADAN_COLUMNS);
	r->r->schema.n_columns++;
	r->r->schema.column[c] = (struct padan_column){ r->r->label[c], PADAN_VALUE, 0 };
	r->r->from[c] = (struct pd_origin){ .what = PADAN_WHAT_TEXT, .why = PADAN_BY_FILE };
	if (!good(r, pd_json_open(&r->j, '{')))
		return false;
	while (pd_json_more(&r->j, '}', &first))
		if (!good(r, pd_json_key(&r->j, key, sizeof(key))) || !read_member(r, c, key, &seen))
			return false;
	if (!good(r, !r->j.why))
		return false;
	if ((seen & 11) != 11)
		return wrong(r, "kolom ke-%u tanpa \"label\", \"kind\" atau \"from\"", c + 1);
	if (r->r->from[c].n == 0 || (r->r->from[c].date_parts && r->r->from[c].n != 3))
		return wrong(r, "kolom \"%s\": \"from\" harus menyebut %s", r->r->label[c],
			     r->r->from[c].n ? "tahun, bulan dan hari" : "kolom asalnya");
	/* padan_model_start for the next column's kind wipes the others: what was read is kept aside. */
	memcpy(kept->m[c], r->r->model.m[c], sizeof(kept->m[c]));
	memcpy(kept->u[c], r->r->model.u[c], sizeof(kept->u[c]));
	memcpy(kept->word_m[c], r->r->model.word_m[c], sizeof(kept->word_m[c]));
	memcpy(kept->word_u[c], r->r->model.word_u[c], sizeof(kept->word_u[c]));
	return true;
}

static bool read_columns(struct reader *r)
{
	struct padan_model kept = { 0 };
	double found = r->r->model.found;
	bool first = true;

	if (!good(r, pd_json_open(&r->j, '[')))
		return false;
	while (pd_json_more(&r->j, ']', &first))
		if (!read_column(r, &kept))
			return false;
	kept.found = found;
	r->r->model = kept;
	return good(r, !r->j.why);
}

static int column_of(const struct padan_recipe *r, const char *label, size_t n)
{
	for (unsigned c = 0; c < r->schema.n_columns; c++)
		if (strlen(r->label[c]) == n && memcmp(r->label[c], label, n) == 0)
			return (int)c;
	return -1;
}

static bool read_part(struct reader *r, struct padan_rule *rule)
{
	char part[WORD];
	const char *dot;
	int column, token;

	if (!good(r, pd_json_text(&r->j, part, sizeof(part), NULL)))
		return false;
	dot = strrchr(part, '.');
	column = dot ? column_of(r->r, part, (size_t)(dot - part)) : -1;
	token = dot ? ONE_OF(dot + 1, tokens) : -1;
	if (column < 0 || token < 0)
		return wrong(r,
			     "aturan \"%s\": harus label.cara, dengan cara value, word, set, year, nik15, lone atau "
			     "day_month",
			     part);
	if (rule->n == 3)
		return wrong(r, "aturan paling banyak tiga bagian");
	rule->part[rule->n].column = (uint8_t)column;
	rule->part[rule->n++].token = (uint8_t)token;
	return true;
}

static bool read_rules(struct reader *r)
{
	bool first = true;

	if (r->r->schema.n_columns == 0)
		return wrong(r, "\"columns\" harus mendahului \"rules\"");
	if (!good(r, pd_json_open(&r->j, '[')))
		return false;
	while (pd_json_more(&r->j, ']', &first)) {
		struct padan_rule rule = { 0 };
		bool part = true;

		if (r->r->schema.n_rules == PADAN_RULES)
			return wrong(r, "paling banyak %d aturan", PADAN_RULES);
		if (!good(r, pd_json_open(&r->j, '[')))
			return false;
		while (pd_json_more(&r->j, ']', &part))
			if (!read_part(r, &rule))
				return false;
		if (!good(r, !r->j.why))
			return false;
		r->r->schema.rule[r->r->schema.n_rules++] = rule;
		if (padan_schema_check(&r->r->schema) != 0)
			return wrong(r, "aturan ke-%u tidak cocok dengan jenis kolomnya", r->r->schema.n_rules);
	}
	return good(r, !r->j.why);
}

static bool read_said(struct reader *r)
{
	char key[WORD], *id[2] = { malloc(ID), malloc(ID) };
	size_t n[2] = { 0, 0 };
	bool first = true, same = false, ok = id[0] && id[1] && good(r, pd_json_open(&r->j, '{'));
	unsigned seen = 0;

	while (ok && pd_json_more(&r->j, '}', &first)) {
		ok = good(r, pd_json_key(&r->j, key, sizeof(key)));
		if (!ok)
			break;
		if (strcmp(key, "same") == 0)
			ok = good(r, pd_json_bool(&r->j, &same)), seen |= 4;
		else if (strcmp(key, "left") == 0)
			ok = good(r, pd_json_text(&r->j, id[0], ID, &n[0])), seen |= 1;
		else if (strcmp(key, "right") == 0)
			ok = good(r, pd_json_text(&r->j, id[1], ID, &n[1])), seen |= 2;
		else
			ok = wrong(r, "kunci \"%s\" tidak dikenal di dalam label", key);
	}
	ok = ok && good(r, !r->j.why) && (seen == 7 || wrong(r, "label tanpa \"left\", \"right\" atau \"same\""));
	if (ok && padan_recipe_add_label(r->r, (struct padan_span){ id[0], n[0] }, (struct padan_span){ id[1], n[1] },
					 same, r->e) != PADAN_OK)
		ok = false, r->failed = true;
	free(id[0]);
	free(id[1]);
	return ok;
}

static bool read_labels(struct reader *r)
{
	bool first = true;

	if (!good(r, pd_json_open(&r->j, '[')))
		return false;
	while (pd_json_more(&r->j, ']', &first))
		if (!read_said(r))
			return false;
	return good(r, !r->j.why);
}

static bool read_version(struct reader *r)
{
	double version = 0;

	if (!good(r, pd_json_number(&r->j, &version)))
		return false;
	r->version = true;
	return version == VERSION ||
	       wrong(r, "versi model %g tidak dikenal; padan ini membaca versi %d", version, VERSION);
}

static bool read_top(struct reader *r, const char *key)
{
	struct padan_recipe *to = r->r;

	if (strcmp(key, "padan_model") == 0)
		return read_version(r);
	if (strcmp(key, "tables") == 0)
		return probability(r, key, 2, &to->tables);
	if (strcmp(key, "rows") == 0)
		return probability(r, key, 1e15, &to->rows);
	if (strcmp(key, "matches") == 0)
		return probability(r, key, 1e15, &to->matches);
	if (strcmp(key, "prior") == 0) {
		if (!probability(r, key, 1, &to->model.found))
			return false;
		return (to->model.found > 0 && to->model.found < 1) || wrong(r, "\"prior\" harus di antara 0 dan 1");
	}
	if (strcmp(key, "columns") == 0)
		return to->schema.n_columns ? wrong(r, "\"columns\" muncul dua kali") : read_columns(r);
	if (strcmp(key, "rules") == 0)
		return to->schema.n_rules ? wrong(r, "\"rules\" muncul dua kali") : read_rules(r);
	if (strcmp(key, "labels") == 0)
		return read_labels(r);
	return wrong(r, "kunci \"%s\" tidak dikenal", key);
}

static bool resolve_under(struct reader *r)
{
	for (unsigned c = 0; c < r->r->schema.n_columns; c++)
		for (unsigned i = 0; i < r->n_under[c]; i++) {
			int above = column_of(r->r, r->under[c][i], strlen(r->under[c][i]));

			if (above < 0 || above == (int)c)
				return wrong(r, "kolom \"%s\": \"under\" menyebut \"%s\", yang tidak ada",
					     r->r->label[c], r->under[c][i]);
			r->r->schema.column[c].under |= (uint16_t)(1u << above);
		}
	return true;
}

static bool read_file(struct reader *r)
{
	bool first = true;
	char key[WORD];

	if (pd_json_peek(&r->j) != '{')
		return wrong(r, "bukan berkas model padan (JSON yang dimulai dengan {)");
	if (!good(r, pd_json_open(&r->j, '{')))
		return false;
	while (pd_json_more(&r->j, '}', &first))
		if (!good(r, pd_json_key(&r->j, key, sizeof(key))) || !read_top(r, key))
			return false;
	if (!good(r, !r->j.why) || !good(r, pd_json_end(&r->j)))
		return false;
	if (!r->version)
		return wrong(r, "bukan berkas model padan: kunci \"padan_model\" tidak ada");
	if (r->r->schema.n_columns == 0)
		return wrong(r, "model tanpa \"columns\"");
	if (padan_schema_check(&r->r->schema) != 0)
		return wrong(r, "susunan kolom tidak dapat dipakai (paling banyak satu NIK dan empat nama atau teks)");
	return resolve_under(r);
}

int padan_recipe_parse(struct padan_recipe **out, struct padan_span json, const char *name, struct padan_error *e)
{
	struct padan_error own;
	struct reader *r = calloc(1, sizeof(*r));
	int rc;

	*out = NULL;
	if (r)
		r->r = pd_recipe_new(e);
	if (!r || !r->r) {
		free(r);
		return padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup");
	}
	r->e = e ? e : &own;
	r->name = name;
	r->r->model.found = .5;
	r->r->has_model = true;
	pd_json_begin(&r->j, json);
	rc = read_file(r) ? PADAN_OK : r->e->code;
	if (rc == PADAN_OK && r->r->schema.n_rules == 0)
		pd_recipe_rules(r->r, r->r->rows > 0 ? (size_t)r->r->rows : 1000);
	if (rc == PADAN_OK)
		*out = r->r;
	else
		padan_recipe_free(r->r);
	free(r);
	return rc;
}

int padan_recipe_read(struct padan_recipe **out, const char *path, struct padan_error *e)
{
	FILE *f = fopen(path, "rb");
	struct text t = { 0 };
	char room[1 << 14];
	size_t n;
	int rc;

	*out = NULL;
	if (!f)
		return padan_error_set(e, PADAN_BAD_FILE, "%s: %s", path, strerror(errno));
	put_bytes(&t, "", 0);
	while ((n = fread(room, 1, sizeof(room), f)) > 0 && t.n < FILE_MOST)
		put_bytes(&t, room, n);
	fclose(f);
	rc = t.failed ? padan_error_set(e, PADAN_NO_MEMORY, "memori tidak cukup")
		      : padan_recipe_parse(out, (struct padan_span){ t.p, t.n }, path, e);
	free(t.p);
	return rc;
}

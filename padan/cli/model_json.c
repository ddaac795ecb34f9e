/* SPDX-License-Identifier: EUPL-1.2
 *
 * The model file, for saving, editing and loading:
 *   {"padan_model": 1, "found": p, "columns": {LABEL: {"kind": KIND, "m": {LEVEL: p, ...}, "u": {...},
 *    "word_m": {EVENT: p, ...}, "word_u": {...}}, ...}}
 */
#include "cli.h"
#include <errno.h>
#include <stdlib.h>

static const char *const events[] = { "left_only", "equal", "sound", "alike", "initial", "joined", "right_only" };
static const char *const kinds[] = { "nik", "name", "date", "sex", "card", "key", "place", "text", "value" };

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

static void put_levels(FILE *f, const char *name, enum padan_kind k, const double *p)
{
	const char *sep = "";

	fprintf(f, ", \"%s\": {", name);
	for (unsigned l = 1; l < levels(k); l++)
		if (k != PADAN_NIK || l != 8) {
			fprintf(f, "%s\"%s\": %.9g", sep, padan_level_word(k, l), p[l]);
			sep = ", ";
		}
	fputc('}', f);
}

static void put_events(FILE *f, const char *name, const double *p)
{
	fprintf(f, ", \"%s\": {", name);
	for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++)
		fprintf(f, "%s\"%s\": %.9g", e ? ", " : "", events[e], p[e]);
	fputc('}', f);
}

int model_save(const char *path, const struct padan_model *m, const struct padan_schema *s)
{
	FILE *f = out_open(path);

	if (!f)
		return CLI_MACHINE;
	fprintf(f, "{\"padan_model\": 1, \"found\": %.9g, \"columns\": {", m->found);
	for (unsigned c = 0; c < s->n_columns; c++) {
		enum padan_kind k = s->column[c].kind;

		fprintf(f, "%s\n  \"%s\": {\"kind\": \"%s\"", c ? "," : "", s->column[c].label, kinds[k]);
		put_levels(f, "m", k, m->m[c]);
		put_levels(f, "u", k, m->u[c]);
		if (k == PADAN_NAME || k == PADAN_TEXT) {
			put_events(f, "word_m", m->word_m[c]);
			put_events(f, "word_u", m->word_u[c]);
		}
		fputc('}', f);
	}
	fputs("\n}}\n", f);
	return out_close(f, path);
}

/* --- reading ------------------------------------------------------------------------- */

enum { DEPTH = 4, NAME = 64 };

struct reader {
	const char *p;
	char name[DEPTH][NAME];
	struct padan_model *m;
	const struct padan_schema *s;
	bool version;
};

static void blanks(struct reader *r)
{
	while (*r->p == ' ' || *r->p == '\n' || *r->p == '\t' || *r->p == '\r')
		r->p++;
}

static bool take(struct reader *r, char c)
{
	blanks(r);
	if (*r->p != c)
		return false;
	r->p++;
	return true;
}

static bool text(struct reader *r, char out[NAME])
{
	size_t n = 0;

	if (!take(r, '"'))
		return false;
	for (; *r->p && *r->p != '"' && *r->p != '\\' && n < NAME - 1; n++)
		out[n] = *r->p++;
	out[n] = '\0';
	return take(r, '"');
}

static double *level_of(const struct reader *r, unsigned c)
{
	enum padan_kind k = r->s->column[c].kind;
	bool words = strncmp(r->name[2], "word_", 5) == 0, m = strcmp(r->name[2] + (words ? 5 : 0), "m") == 0;

	if (words) {
		for (unsigned e = 0; e < PADAN_WORD_EVENTS; e++)
			if (strcmp(r->name[3], events[e]) == 0)
				return m ? &r->m->word_m[c][e] : &r->m->word_u[c][e];
		return NULL;
	}
	for (unsigned l = 1; l < levels(k); l++)
		if (strcmp(r->name[3], padan_level_word(k, l)) == 0)
			return m ? &r->m->m[c][l] : &r->m->u[c][l];
	return NULL;
}

static bool number(struct reader *r, unsigned depth)
{
	double x = 0, *to;
	const char *end = number_read(r->p, &x);

	if (!end || !(x >= 0 && x <= 1e6))
		return false;
	r->p = end;
	r->version = r->version || (depth == 0 && strcmp(r->name[0], "padan_model") == 0 && x > .5 && x < 1.5);
	if (depth == 0 && strcmp(r->name[0], "found") == 0)
		r->m->found = x;
	if (depth != 3)
		return true;
	for (unsigned c = 0; c < r->s->n_columns; c++)
		if (strcmp(r->name[1], r->s->column[c].label) == 0) {
			to = level_of(r, c);
			if (to)
				*to = x;
		}
	return true;
}

static bool object(struct reader *r, unsigned depth)
{
	if (depth == DEPTH || !take(r, '{'))
		return false;
	if (take(r, '}'))
		return true;
	do {
		char word[NAME];

		if (!text(r, r->name[depth]) || !take(r, ':'))
			return false;
		blanks(r);
		if (*r->p == '{' ? !object(r, depth + 1) : *r->p == '"' ? !text(r, word) : !number(r, depth))
			return false;
	} while (take(r, ','));
	return take(r, '}');
}

int model_load(const char *path, struct padan_model *m, const struct padan_schema *s)
{
	enum { MOST = 1 << 20 };
	struct reader r = { .m = m, .s = s };
	FILE *f = fopen(path, "rb");
	char *bytes;
	size_t n;
	bool good;

	if (!f)
		return fail(CLI_UNREADABLE, "%s: %s", path, strerror(errno));
	bytes = calloc(1, MOST + 1);
	n = bytes ? fread(bytes, 1, MOST, f) : 0;
	fclose(f);
	if (!bytes)
		return fail(CLI_MACHINE, "memori tidak cukup");
	bytes[n] = '\0';
	padan_model_start(m, s);
	r.p = bytes;
	good = object(&r, 0) && r.version && m->found > 0 && m->found < 1;
	free(bytes);
	return good ? CLI_OK : fail(CLI_UNREADABLE, "%s: bukan berkas model padan versi 1", path);
}

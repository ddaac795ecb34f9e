/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the commands share: tables, recipes, messages, CSV fields.
 */
#include "said.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

int fail(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("padan: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	return code;
}

int fail_with(const struct padan_error *e)
{
	return fail(e->code == PADAN_BAD_WISH	? CLI_USAGE
		    : e->code == PADAN_BAD_FILE ? CLI_UNREADABLE
						: CLI_MACHINE,
		    "%s", e->text);
}

int engine_failed(int rc, const char *path)
{
	return rc == PADAN_OK	      ? CLI_OK
	       : rc == PADAN_TOO_MANY ? fail(CLI_UNREADABLE, "%s: lebih dari 16.777.216 baris", path)
				      : fail(CLI_MACHINE, "memori tidak cukup");
}

void warn_of_doubles(const struct padan_table *t, const char *id)
{
	if (id && padan_table_id_doubles(t))
		fprintf(stderr,
			"padan: perhatian: %s: %zu baris memakai pengenal yang sudah dipakai baris lain pada kolom "
			"\"%s\"\n",
			padan_table_name(t), padan_table_id_doubles(t), id);
}

int open_table(struct padan_table **out, const char *path, const char *id)
{
	struct padan_error e;

	if (padan_table_read(out, path, &e) != PADAN_OK || padan_table_choose_id(*out, id, &e) != PADAN_OK)
		return fail_with(&e);
	warn_of_doubles(*out, id);
	return CLI_OK;
}

/* A model looks at the columns that it names; one of them excluded is a contradiction. */
static int check_exclude(const struct padan_recipe *r, const struct args *a)
{
	struct padan_ingredient in;

	for (unsigned c = 0; a->exclude && a->model && c < padan_recipe_schema(r)->n_columns; c++) {
		padan_recipe_ingredient(r, c, &in);
		for (unsigned i = 0; i < in.n_sources; i++) {
			const char *at = strstr(a->exclude, in.source[i]);
			size_t n = strlen(in.source[i]);

			if (at && n && (at == a->exclude || at[-1] == ',') && (at[n] == ',' || at[n] == '\0'))
				return fail(CLI_USAGE, "%s memakai kolom \"%s\" yang dikecualikan; hapus dari model",
					    a->model, in.source[i]);
		}
	}
	return CLI_OK;
}

int check_recipe(struct padan_recipe *r, const struct args *a, bool one_table)
{
	struct padan_error e;
	int rc = check_exclude(r, a);

	if (rc != CLI_OK)
		return rc;
	if (a->labels)
		return labels_read(r, a->labels, one_table);
	return padan_recipe_check_labels(r, one_table, &e) == PADAN_OK ? CLI_OK : fail_with(&e);
}

int open_recipe(struct padan_recipe **out, const struct args *a, const struct padan_table *t, bool one_table)
{
	struct padan_error e;
	int rc = a->model ? padan_recipe_read(out, a->model, &e) : padan_recipe_guess(out, t, a->exclude, &e);

	return rc == PADAN_OK ? check_recipe(*out, a, one_table) : fail_with(&e);
}

int save_recipe(struct padan_recipe *r, const struct args *a, const struct padan_model *m, double rows, double matches)
{
	struct padan_error e;

	padan_recipe_set_tables(r, strcmp(a->command, "link") == 0 ? 2 : 1);
	/* A model that was given is handed on as it is, with its counts. */
	if (!padan_recipe_model(r))
		padan_recipe_learn(r, m, rows, matches);
	return padan_recipe_write(r, a->save_model, &e) == PADAN_OK ? CLI_OK : fail_with(&e);
}

void put_field(FILE *out, struct padan_span s)
{
	bool quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote = quote || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!quote) {
		fwrite(s.p, 1, s.n, out);
		return;
	}
	fputc('"', out);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			fputc('"', out);
		fputc(s.p[i], out);
	}
	fputc('"', out);
}

FILE *out_open(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");

	if (!f)
		fail(CLI_MACHINE, "%s: %s", path, strerror(errno));
	return f;
}

int out_close(FILE *f, const char *path)
{
	bool bad = fflush(f) != 0 || ferror(f);

	if (f != stdout)
		bad = fclose(f) != 0 || bad;
	return bad ? fail(CLI_MACHINE, "%s: gagal ditulis", path) : CLI_OK;
}

static const char *digits(const char *p, double *x, double *scale)
{
	for (; *p >= '0' && *p <= '9'; p++) {
		*x = *x * 10 + (*p - '0');
		*scale *= 10;
	}
	return p;
}

/* 10 to the power that stands behind e, at most 1e40. */
static const char *power(const char *p, double *ten, bool *down)
{
	double e = 0, unused = 1;

	*ten = 1;
	*down = *p == '-';
	p = digits(p + (*p == '-' || *p == '+'), &e, &unused);
	for (e = e > 40 ? 40 : e; e >= 1; e--)
		*ten *= 10;
	return p;
}

const char *number_read(const char *p, double *out)
{
	double x = 0, scale = 1, whole = 1, ten;
	bool minus = *p == '-', down;

	p = digits(p + minus, &x, &whole);
	if (*p == '.')
		p = digits(p + 1, &x, &scale);
	if (whole < 10 && scale < 10)
		return NULL;
	x /= scale;
	if (*p == 'e' || *p == 'E') {
		p = power(p + 1, &ten, &down);
		x = down ? x / ten : x * ten;
	}
	*out = minus ? -x : x;
	return p;
}

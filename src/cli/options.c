/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/options.h"

#include "office/answer.h"

#include <stdio.h>

enum { WORD = 40, NEAR = 3, COMMAND_WORDS = 3 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

int letters_apart(span a, span b, int cap)
{
	int d[WORD + 1][WORD + 1];

	if (a.n > WORD || b.n > WORD)
		return cap;
	for (int i = 0; i <= (int)a.n; i++) {
		for (int j = 0; j <= (int)b.n; j++) {
			if (!i || !j) {
				d[i][j] = i + j;
				continue;
			}
			d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
					d[i - 1][j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return least(d[a.n][b.n], cap);
}

/* Near enough to be meant: two letters, or one in short words. */
static int nearness(span typed, const char *name)
{
	int apart = letters_apart(typed, padan_span_of(name), NEAR);

	return apart < NEAR && apart * 2 < (int)strlen(name) ? apart : NEAR;
}

static int unknown_option(const struct use_case *uc, span name, struct err *e)
{
	const char *meant = NULL;
	int best = NEAR, shown = name.n < 60 ? (int)name.n : 60;

	for (const struct field *f = uc->in; f->c; f++)
		if (!(f->flags & F_POSITION) && nearness(name, f->wire) < best) {
			best = nearness(name, f->wire);
			meant = f->wire;
		}
	if (nearness(name, "json") < best)
		meant = "json";
	if (meant)
		return err_set(e, ERR_USAGE, "opsi --%.*s tidak dikenal; maksud Anda --%s?", shown, name.p, meant);
	return err_set(e, ERR_USAGE, "opsi --%.*s tidak dikenal; lihat: lindung %s --help", shown, name.p, uc->path);
}

static int set(const struct field *f, span value, void *in, struct err *e)
{
	if (f->type != FIELD_files_in && field_given(f, in))
		return err_set(e, ERR_USAGE, "--%s disebut dua kali", f->wire);
	return field_parse(f, value, in, e);
}

static bool has_store(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type == FIELD_store)
			return true;
	return false;
}

/* --sebagai, --pin-berkas and --kunci-perintah: where they go, NULL when the option is none of them. */
static span *who_option(const struct use_case *uc, span name, struct options *out)
{
	if (!has_store(uc))
		return NULL;
	if (padan_span_eq(name, SPAN("kunci-perintah")))
		return uc->kind == CASE_WRITE || uc->kind == CASE_PUBLISH ? &out->request : NULL;
	if (padan_span_eq(name, SPAN("sebagai")))
		return &out->as;
	return padan_span_eq(name, SPAN("pin-berkas")) ? &out->pin_file : NULL;
}

static bool general_option(span name, struct options *out)
{
	bool json = padan_span_eq(name, SPAN("json")), help = padan_span_eq(name, SPAN("help"));

	out->json |= json;
	out->help |= help;
	return json || help;
}

/* The value behind `=` or in the next argument. */
static int value_of(int argc, char **argv, int *i, const char *equals, span *value)
{
	if (equals) {
		*value = padan_span_of(equals + 1);
		return ERR_OK;
	}
	if (*i + 1 >= argc || (strncmp(argv[*i + 1], "--", 2) == 0 && argv[*i + 1][2]))
		return ERR_USAGE;
	*value = padan_span_of(argv[++*i]);
	return ERR_OK;
}

/* One of ours: where its value goes. */
static int set_who(struct options *out, span name, span *who, span value, struct err *e)
{
	if (who->n)
		return err_set(e, ERR_USAGE, "--%.*s disebut dua kali", (int)name.n, name.p);
	*who = value;
	return who == &out->request ? answer_key_check(value, e) : ERR_OK;
}

static int no_value(span name, const struct field *f, bool request, struct err *e)
{
	return err_set(e, ERR_USAGE, "--%.*s memerlukan isi (%s)", (int)name.n, name.p,
		       f	 ? f->label
		       : request ? "nama bagi perintah ini"
				 : "pengguna yang bertindak");
}

static int option(const struct use_case *uc, int argc, char **argv, int *i, void *in, struct options *out,
		  struct err *e)
{
	const char *arg = argv[*i] + 2, *equals = strchr(arg, '=');
	span name = { arg, equals ? (size_t)(equals - arg) : strlen(arg) };
	const struct field *f = field_find(uc->in, name);
	span *who = who_option(uc, name, out), value;

	if (!equals && general_option(name, out))
		return ERR_OK;
	if (!who && (!f || (f->flags & F_POSITION) || f->type == FIELD_lines))
		return unknown_option(uc, name, e);
	if (!who && !equals && f->type == FIELD_flag)
		return set(f, SPAN("ya"), in, e);
	if (value_of(argc, argv, i, equals, &value))
		return no_value(name, f, who == &out->request, e);
	return who ? set_who(out, name, who, value, e) : set(f, value, in, e);
}

static bool takes_places(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (f->flags & F_POSITION)
			return true;
	return false;
}

/* The next value by place goes to the first F_POSITION field that has room, or on to the list of files before it. */
static int by_place(const struct use_case *uc, const char *before, const char *value, void *in, struct err *e)
{
	const struct field *list =
		before && strncmp(before, "--", 2) == 0 ? field_find(uc->in, padan_span_of(before + 2)) : NULL;

	if (list && list->type == FIELD_files_in && !takes_places(uc))
		return set(list, padan_span_of(value), in, e);
	for (const struct field *f = uc->in; f->c; f++)
		if ((f->flags & F_POSITION) && (f->type == FIELD_files_in || !field_given(f, in)))
			return set(f, padan_span_of(value), in, e);
	return err_set(e, ERR_USAGE,
		       "\"%.60s\" tidak dimengerti; opsi diawali dua tanda hubung, lihat: lindung %s --help", value,
		       uc->path);
}

int options_read(const struct use_case *uc, int argc, char **argv, void *in, struct options *out, struct err *e)
{
	const char *before = NULL; /* the option that stood last */
	bool only_values = false;

	*out = (struct options){ .json = false };
	fields_clear(uc->in, in, uc->in_size);
	for (int i = 0; i < argc; i++) {
		int rc;

		if (!only_values && strcmp(argv[i], "--") == 0) {
			only_values = true;
			continue;
		}
		if (!only_values && strcmp(argv[i], "-h") == 0) {
			out->help = true;
			continue;
		}
		if (!only_values && strncmp(argv[i], "--", 2) == 0) {
			before = argv[i];
			rc = option(uc, argc, argv, &i, in, out, e);
		} else {
			rc = by_place(uc, before, argv[i], in, e);
		}
		if (rc)
			return rc;
	}
	return ERR_OK;
}

/* Does the command's path stand at argv? Then how many words it has, else 0. */
static int path_words(const char *path, int argc, char **argv)
{
	int n = 0;

	for (const char *p = path; *p; n++) {
		size_t len = strcspn(p, " ");

		if (n >= argc || strlen(argv[n]) != len || memcmp(argv[n], p, len))
			return 0;
		p += len + (p[len] == ' ');
	}
	return n;
}

static void nearest_command(int argc, char **argv, struct err *e)
{
	const char *meant = NULL;
	char typed[128];
	int best = NEAR;

	for (int words = 1; words <= COMMAND_WORDS && words <= argc; words++) {
		int n = 0;

		for (int i = 0; i < words && n < (int)sizeof(typed); i++)
			n += snprintf(typed + n, sizeof(typed) - (size_t)n, "%s%s", i ? " " : "", argv[i]);
		for (const struct room *r = rooms(); r->name; r++)
			for (size_t i = 0; i < r->set->n; i++)
				if (nearness(padan_span_of(typed), r->set->cases[i].path) < best) {
					best = nearness(padan_span_of(typed), r->set->cases[i].path);
					meant = r->set->cases[i].path;
				}
	}
	if (meant)
		err_set(e, ERR_USAGE, "perintah \"%.60s\" tidak dikenal; maksud Anda lindung %s?", argv[0], meant);
	else
		err_set(e, ERR_USAGE, "perintah \"%.60s\" tidak dikenal; lihat: lindung --help", argv[0]);
}

const struct use_case *command_find(int argc, char **argv, int *words, struct err *e)
{
	const struct use_case *found = NULL;

	*words = 0;
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			int n = path_words(r->set->cases[i].path, argc, argv);

			if (n > *words) {
				*words = n;
				found = &r->set->cases[i];
			}
		}
	if (!found && argc)
		nearest_command(argc, argv, e);
	return found;
}

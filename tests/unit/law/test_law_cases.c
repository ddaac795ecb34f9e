/* SPDX-License-Identifier: EUPL-1.2
 * Every golden figure: tests/cases/hukum, run through the registry as any caller would. A column is a field in;
 * ">name" a field out, compared as JSON writes it; ">galat" words of the expected error. */
#include "check.h"

#include "law/law_tables.h"
#include "office/json.h"
#include "office/office.h"

enum { CELLS = 32 };

/* Splits one line in place; doubled quotes inside quotes. Returns the number of cells. */
static int split(char *line, char *cell[CELLS])
{
	int n = 0;

	for (char *p = line; n < CELLS; p++) {
		char *out = p, *from = p;
		bool quoted = *p == '"';

		cell[n++] = out;
		from += quoted;
		while (*from && (quoted || *from != ',')) {
			if (quoted && *from == '"' && from[1] != '"') {
				quoted = false;
				from++;
				continue;
			}
			from += quoted && *from == '"';
			*out++ = *from++;
		}
		p = from;
		if (!*p) {
			*out = '\0';
			return n;
		}
		*out = '\0';
	}
	return n;
}

struct bench {
	struct padan_arena arena;
	struct env env;
};

static void begin(struct bench *b)
{
	struct law *law;
	struct err e;

	padan_arena_init(&b->arena, &padan_alloc_libc, 0);
	assert_int_equal(law_open(&law, seams_real(), (span){ NULL, 0 }, &b->arena, &e), 0);
	b->env = (struct env){ .seams = seams_real(),
			       .law = law,
			       .arena = &b->arena,
			       .today = DATE_NONE,
			       .threads = 1,
			       .actor = { SPAN("uji"), MAY_ALL } };
}

/* The value of one field as JSON, without its quotes; "" when absent. */
static const char *as_json(const struct field *f, const void *out, struct buf *b)
{
	struct field one[2] = { *f, { .c = NULL } };
	struct err e;
	size_t skip;

	buf_clear(b);
	assert_int_equal(json_record(b, one, out, JSON_ROWS, NULL, &e), 0);
	if (b->n == 2)
		return "";
	b->p[b->n - 1] = '\0';
	skip = strlen(f->wire) + 4;
	if (b->p[skip] == '"') {
		b->p[b->n - 2] = '\0';
		skip++;
	}
	return b->p + skip;
}

static int fill(const struct use_case *uc, void *in, char **names, char **cells, int n, struct err *e)
{
	int rc = 0;

	fields_clear(uc->in, in, uc->in_size);
	for (int i = 0; i < n && !rc; i++)
		if (names[i][0] != '>' && *cells[i] && strcmp(names[i], "catatan")) {
			const struct field *f = field_find(uc->in, padan_span_of(names[i]));

			assert_non_null(f);
			rc = field_parse(f, padan_span_of(cells[i]), in, e);
		}
	return rc;
}

static void run_row(struct bench *b, const struct use_case *uc, char **names, char **cells, int n, const char *where)
{
	void *in = padan_arena_zero(&b->arena, uc->in_size), *out = padan_arena_zero(&b->arena, uc->out_size);
	struct err e = { .code = 0 };
	struct buf json;
	int rc = fill(uc, in, names, cells, n, &e);

	if (!rc)
		rc = office_run(uc, COMMIT, &b->env, in, out, &e);
	buf_init(&json, NULL, 1 << 20);
	for (int i = 0; i < n; i++) {
		if (!strcmp(names[i], ">galat")) {
			if (rc && !(*cells[i] && strstr(e.text, cells[i])))
				fail_msg("%s: \"%s\", diharapkan \"%s\"", where, e.text, cells[i]);
			if (!rc && *cells[i])
				fail_msg("%s: selesai, diharapkan galat \"%s\"", where, cells[i]);
		} else if (names[i][0] == '>' && !rc) {
			const struct field *f = field_find(uc->out, padan_span_of(names[i] + 1));
			const char *got;

			assert_non_null(f);
			got = as_json(f, out, &json);
			if (strcmp(got, cells[i]))
				fail_msg("%s: %s = %s, diharapkan %s", where, names[i] + 1, got, cells[i]);
		}
	}
	buf_done(&json);
}

static void run_file(const char *command, const char *file, int least)
{
	const struct use_case *uc = use_case_find(padan_span_of(command));
	char path[1024], head[4096], *names[CELLS], *cells[CELLS];
	struct bench b;
	struct buf bytes;
	struct err e;
	int n = 0, rows = 0;

	assert_non_null(uc);
	begin(&b);
	buf_init(&bytes, NULL, 1 << 20);
	snprintf(path, sizeof(path), "%s/tests/cases/hukum/%s", SOURCE_ROOT, file);
	assert_int_equal(file_read(seams_real(), path, 1 << 20, &bytes, &e), 0);
	for (char *line = bytes.p, *next; *line; line = next, rows++) {
		char where[1200];

		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (!rows) {
			snprintf(head, sizeof(head), "%s", line);
			n = split(head, names);
			continue;
		}
		assert_int_equal(split(line, cells), n);
		snprintf(where, sizeof(where), "%s baris %d (%s)", file, rows + 1, cells[n - 1]);
		run_row(&b, uc, names, cells, n, where);
	}
	assert_true(rows > least);
	buf_done(&bytes);
	padan_arena_done(&b.arena);
}

static void test_contributions(void **state)
{
	(void)state;
	run_file("compute iuran", "iuran.csv", 70);
}

static void test_job_loss(void **state)
{
	(void)state;
	run_file("compute iuran", "jkp.csv", 5);
}

static void test_benefits(void **state)
{
	(void)state;
	run_file("compute manfaat", "manfaat.csv", 45);
}

static void test_preview_is_the_same(void **state)
{
	const struct use_case *uc = use_case_find(SPAN("compute_iuran"));
	struct bench b;
	struct err e;
	void *in, *out;

	(void)state;
	begin(&b);
	in = padan_arena_zero(&b.arena, uc->in_size);
	out = padan_arena_zero(&b.arena, uc->out_size);
	fields_clear(uc->in, in, uc->in_size);
	assert_int_equal(office_run(uc, PREVIEW, &b.env, in, out, &e), ERR_USAGE);
	assert_string_equal(e.text, "--segmen (Segmen kepesertaan) belum diisi");
	b.env.actor.may = 0;
	b.env.actor.account = 7;
	assert_int_equal(office_run(uc, PREVIEW, &b.env, in, out, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "tidak berwenang"));
	padan_arena_done(&b.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contributions),
		cmocka_unit_test(test_job_loss),
		cmocka_unit_test(test_benefits),
		cmocka_unit_test(test_preview_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

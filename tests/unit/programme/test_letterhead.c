/* SPDX-License-Identifier: EUPL-1.2
 * The office's letterhead in the database: revisions, pictures that stay, whose it is, what verify sees. On both
 * engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "papers/letterhead_cases.h"
#include "programme/letterhead_store.h"
#include "programme/verify_store.h"

static struct padan_arena arena;

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static void begin(struct sample *t)
{
	struct sample_run r;
	struct run_claim c;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(t);
	t->env.arena = &arena;
	sample_run(&r, 10);
	sample_store(t);
	must(sample_write(t, &r, &c, &e), &e); /* it makes the database */
}

static void end(struct sample *t)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	if (f.n)
		fail_msg("%d found, first: %s", f.n, f.first);
	sample_close(t);
	sample_done(t);
	padan_arena_done(&arena);
}

static int save(struct sample *t, const char *office, const char *pattern, const char *crest, struct err *e)
{
	struct letterhead_save_in in;
	struct letterhead_save_out out;

	fields_clear(letterhead_save_case->in, &in, sizeof(in));
	in.instansi = padan_span_of(office);
	in.nota_dinas = padan_span_of(pattern);
	in.lambang = padan_span_of(crest);
	in.kertas = 1;
	in.db = padan_span_of(t->db);
	return office_run(letterhead_save_case, COMMIT, &t->env, &in, &out, e);
}

static void show(struct sample *t, struct letterhead_show_out *out)
{
	struct letterhead_show_in in;
	struct err e = { 0 };

	fields_clear(letterhead_show_case->in, &in, sizeof(in));
	in.db = padan_span_of(t->db);
	must(office_run(letterhead_show_case, COMMIT, &t->env, &in, out, &e), &e);
}

static int revisions(struct letterhead_show_out *out)
{
	struct letterhead_row row;
	struct err e = { 0 };
	int n = 0;

	while (out->riwayat.next && out->riwayat.next(out->riwayat.ctx, &row, &e) == 1)
		n++;
	return n;
}

/* A PNG's head: width and height are all that is read of it. */
static void picture(struct sample *t, char path[128])
{
	static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0....";
	FILE *f;

	snprintf(path, 128, "%s/lambang.png", t->dir);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(head, 1, sizeof(head) - 1, f), sizeof(head) - 1);
	fclose(f);
}

static void test_revisions(void **state)
{
	struct letterhead_show_out out;
	struct sample t;
	struct err e = { 0 };
	char path[128];

	(void)state;
	begin(&t);
	show(&t, &out);
	assert_false(out.ada);
	picture(&t, path);
	must(save(&t, "Dinas Tenaga Kerja 'Kota': #1", "500.15/{nomor}/{tahun}", path, &e), &e);
	show(&t, &out);
	assert_true(out.ada);
	assert_true(padan_span_eq(out.instansi, SPAN("Dinas Tenaga Kerja 'Kota': #1")));
	assert_true(padan_span_eq(out.nota_dinas, SPAN("500.15/{nomor}/{tahun}")));
	assert_int_equal(out.kertas, 1);
	assert_int_equal(out.lambang, 33);
	assert_int_equal(revisions(&out), 1);
	assert_int_equal(save(&t, "Dinas Tenaga Kerja 'Kota': #1", "500.15/{nomor}/{tahun}", "", &e), ERR_CONFLICT);
	must(save(&t, "Disnaker", "", "", &e), &e); /* the picture stays */
	show(&t, &out);
	assert_int_equal(out.lambang, 33);
	assert_int_equal(out.nota_dinas.n, 0);
	assert_int_equal(revisions(&out), 2);
	assert_int_equal(save(&t, "Disnaker", "{bulan_depan}", "", &e), ERR_USAGE);
	snprintf(path, sizeof(path), "%s", t.key); /* no picture */
	assert_int_equal(save(&t, "Disnaker", "", path, &e), ERR_USAGE);
	assert_int_equal(save(&t, "Disnaker", "", "/tidak/ada.png", &e), ERR_USAGE);
	show(&t, &out);
	assert_int_equal(revisions(&out), 2);
	end(&t);
}

static void test_whose(void **state)
{
	struct letterhead_show_out out;
	struct letterhead l;
	struct sample t;
	struct err e = { 0 };
	bool found = false;

	(void)state;
	begin(&t);
	must(save(&t, "Semua", "", "", &e), &e);
	t.env.scope.region = SPAN("73.72");
	show(&t, &out); /* the general one, until there is an own one */
	assert_true(padan_span_eq(out.instansi, SPAN("Semua")));
	must(save(&t, "Parepare", "", "", &e), &e);
	show(&t, &out);
	assert_true(padan_span_eq(out.instansi, SPAN("Parepare")));
	t.env.scope.region = SPAN("73.71");
	show(&t, &out);
	assert_true(padan_span_eq(out.instansi, SPAN("Semua")));
	assert_int_equal(revisions(&out), 1); /* not what another city saved */
	t.env.scope.region = SPAN("");
	must(letterhead_find(t.env.store, SPAN("73.72"), &l, &found, &arena, &e), &e);
	assert_true(found);
	assert_int_equal(l.no, 2);
	end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_revisions), cmocka_unit_test(test_whose) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The index of people and what it finds: lists, pages, search, whoever is of another ward, what verify sees. On both
 * engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "membership/card_cases.h"
#include "membership/person_cases.h"
#include "membership/person_store.h"
#include "programme/verify_store.h"

static struct padan_arena arena;

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static int verify_found(struct sample *t, char first[300])
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	snprintf(first, 300, "%s", f.first);
	return f.n;
}

static void begin(struct sample *t, struct sample_run *r, struct run_claim *c, int64_t rows)
{
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	sample_open(t);
	t->env.arena = &arena;
	sample_run(r, rows);
	sample_store(t);
	must(sample_write(t, r, c, &e), &e);
}

static void end(struct sample *t)
{
	char first[300];

	t->env.scope.region = SPAN("");
	if (verify_found(t, first))
		fail_msg("%s", first);
	sample_close(t);
	sample_done(t);
	padan_arena_done(&arena);
}

static void reindex(struct sample *t, bool all, struct person_reindex_out *out)
{
	struct person_reindex_in in;
	struct err e = { 0 };

	fields_clear(person_reindex_case->in, &in, sizeof(in));
	in.semua = all;
	in.db = padan_span_of(t->db);
	must(office_run(person_reindex_case, COMMIT, &t->env, &in, out, &e), &e);
}

static int list(struct sample *t, const struct person_list_in *like, struct person_list_out *out, struct err *e)
{
	struct person_list_in in;

	fields_clear(person_list_case->in, &in, sizeof(in));
	if (like)
		in = *like;
	in.db = padan_span_of(t->db);
	return office_run(person_list_case, COMMIT, &t->env, &in, out, e);
}

static int find(struct sample *t, const char *what, struct person_find_out *out, struct err *e)
{
	struct person_find_in in;

	fields_clear(person_find_case->in, &in, sizeof(in));
	in.cari = padan_span_of(what);
	in.db = padan_span_of(t->db);
	return office_run(person_find_case, COMMIT, &t->env, &in, out, e);
}

static int64_t found(struct sample *t, const char *what)
{
	struct person_find_out out;
	struct err e = { 0 };

	must(find(t, what, &out, &e), &e);
	return out.ditemukan;
}

static void test_list_in_pages(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct person_reindex_out made;
	struct person_list_out out;
	struct person_list_in in;
	struct person_line line;
	bool seen[121] = { false };
	int n = 0, pages = 0;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 120);
	must(list(&t, NULL, &out, &e), &e);
	assert_false(out.siap);
	reindex(&t, false, &made);
	assert_int_equal(made.rancangan, 1);
	assert_int_equal(made.orang, 120);
	reindex(&t, false, &made);
	assert_int_equal(made.rancangan, 0);
	fields_clear(person_list_case->in, &in, sizeof(in));
	in.banyak = 7;
	do {
		must(list(&t, &in, &out, &e), &e);
		assert_true(out.siap);
		assert_int_equal(out.orang, 120);
		while (out.daftar.next(out.daftar.ctx, &line, &e) == 1) {
			assert_false(seen[line.no]);
			seen[line.no] = true;
			assert_null(memchr(line.orang.p, '.', line.orang.n)); /* it has a NIK, so it is named by that */
			assert_non_null(strstr(line.nik.p, "****"));
			n++;
		}
		in.sesudah = out.lanjut;
	} while (++pages < 40 && out.lanjut.n);
	assert_int_equal(n, 120);
	assert_int_equal(pages, 18);
	end(&t);
}

static void test_filters(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct person_reindex_out made;
	struct person_list_out out;
	struct person_list_in in;
	struct person_line line;
	int n = 0;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 120);
	reindex(&t, false, &made);
	fields_clear(person_list_case->in, &in, sizeof(in));
	in.kecamatan = SPAN("ujung");
	in.kelurahan = SPAN("lapadde");
	in.putusan = 3; /* ditolak */
	in.kelompok = SPAN("nelayan");
	must(list(&t, &in, &out, &e), &e);
	assert_int_equal(out.orang, 120);
	assert_int_equal(out.ditolak, out.cocok);
	assert_int_equal(out.tinjau, 12);
	while (out.daftar.next(out.daftar.ctx, &line, &e) == 1) {
		assert_int_equal(sample_kind(line.no - 1), 1);
		n++;
	}
	assert_int_equal(n, out.cocok);
	in.kelompok = SPAN("petani");
	must(list(&t, &in, &out, &e), &e);
	assert_int_equal(out.cocok, 0);
	assert_int_equal(out.daftar.next ? out.daftar.next(out.daftar.ctx, &line, &e) : 0, 0);
	in.rt = 3;
	in.kelompok = SPAN("");
	must(list(&t, &in, &out, &e), &e);
	assert_int_equal(out.daftar.next ? out.daftar.next(out.daftar.ctx, &line, &e) : 0, 0);
	in.kecamatan = SPAN("soreang");
	assert_int_equal(list(&t, &in, &out, &e), ERR_USAGE);
	in.kecamatan = SPAN("");
	in.kelurahan = SPAN("");
	in.sesudah = SPAN("x");
	assert_int_equal(list(&t, &in, &out, &e), ERR_USAGE);
	end(&t);
}

static void test_search(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct person_reindex_out made;
	struct person_find_out out;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 120);
	must(find(&t, "nama orang", &out, &e), &e);
	assert_int_equal(out.ditemukan, 0);
	assert_int_equal(out.belum, 1);
	assert_int_equal(found(&t, "7372040501800004"), 1); /* a NIK needs no index of words */
	reindex(&t, false, &made);
	must(find(&t, "nama orang", &out, &e), &e);
	assert_int_equal(out.belum, 0);
	assert_int_equal(out.ditemukan, 50);
	assert_true(out.lanjut.n > 0);
	assert_int_equal(out.orang.n, 0);
	assert_int_equal(found(&t, "ora nam"), 50); /* beginnings */
	assert_int_equal(found(&t, "orang tidakada"), 0);
	must(find(&t, "7372040501800004", &out, &e), &e);
	assert_int_equal(out.orang.n, 14); /* straight to the person */
	assert_int_equal(found(&t, "7372040501809999"), 0);
	assert_int_equal(find(&t, "1", &out, &e), ERR_USAGE);
	end(&t);
}

static void as_of(struct sample *t, const char *region)
{
	t->env.scope.region = padan_span_of(region);
}

static void test_scope(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct person_reindex_out made;
	struct person_list_out out;
	struct person_line line = { .no = 0 };
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 60);
	as_of(&t, "73.72.02.9999");
	assert_int_equal(found(&t, "7372040501800004"), 0); /* not before, either */
	as_of(&t, "");
	reindex(&t, false, &made);
	must(list(&t, NULL, &out, &e), &e);
	as_of(&t, "73.72.02");
	must(list(&t, NULL, &out, &e), &e);
	assert_int_equal(out.orang, 60);
	must(out.daftar.next(out.daftar.ctx, &line, &e) == 1 ? 0 : 1, &e);
	as_of(&t, "73.72.01");
	must(list(&t, NULL, &out, &e), &e);
	assert_int_equal(out.orang, 0);
	assert_int_equal(out.daftar.next ? out.daftar.next(out.daftar.ctx, &line, &e) : 0, 0);
	assert_int_equal(found(&t, "7372040501800004"), 0);
	assert_int_equal(found(&t, "nama orang"), 0);
	as_of(&t, "73.73"); /* another city: not even the draft */
	must(list(&t, NULL, &out, &e), &e);
	assert_int_equal(out.rancangan.n, 0);
	assert_int_equal(found(&t, "nama orang"), 0);
	end(&t);
}

static int lose_counts(struct unit *u, void *ctx, struct err *e)
{
	struct db_value v = db_i64(*(int64_t *)ctx);

	return db_run(store_db(u->store), SQL_people_drop_counts, &v, 1, NULL, e);
}

static void test_verify(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c, again;
	struct person_reindex_out made;
	char first[300];
	bool done = false;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 60);
	must(person_index_upkeep(&t.env, &done, &e), &e);
	assert_true(done);
	must(person_index_upkeep(&t.env, &done, &e), &e);
	assert_false(done);
	assert_int_equal(verify_found(&t, first), 0);
	must(sample_act(&t, SPAN(""), lose_counts, &c.run, &e), &e);
	assert_int_equal(verify_found(&t, first), 1);
	assert_non_null(strstr(first, "indeks peserta"));
	reindex(&t, true, &made);
	assert_int_equal(verify_found(&t, first), 0);
	r.head.again = SPAN("daftar baru");
	must(sample_write(&t, &r, &again, &e), &e); /* the first draft is replaced: its index goes */
	must(person_index_upkeep(&t.env, &done, &e), &e);
	must(person_index_upkeep(&t.env, &done, &e), &e);
	assert_true(done);
	must(person_index_upkeep(&t.env, &done, &e), &e);
	assert_false(done);
	assert_int_equal(found(&t, "orang"), 50);
	end(&t);
}

static int card(struct sample *t, span who, struct card_show_out *out, struct err *e)
{
	struct card_show_in in;

	fields_clear(card_show_case->in, &in, sizeof(in));
	in.orang = who;
	in.alamat = SPAN("https://lindung.example/");
	in.db = padan_span_of(t->db);
	return office_run(card_show_case, PREVIEW, &t->env, &in, out, e);
}

static bool genuine(struct sample *t, const char *code, struct card_check_out *out)
{
	struct card_check_in in;
	struct err e = { 0 };

	fields_clear(card_check_case->in, &in, sizeof(in));
	in.kode = padan_span_of(code);
	in.db = padan_span_of(t->db);
	must(office_run(card_check_case, COMMIT, &t->env, &in, out, &e), &e);
	return out->sah;
}

/* Rows 2, 3 (from 1) are chosen, 5 is refused, 1 waits for its NIK. */
static void test_card(void **state)
{
	struct sample t;
	struct sample_run r;
	struct run_claim c;
	struct person_find_out found;
	struct card_show_out shown;
	struct card_check_out out;
	char code[64];
	span who;
	struct err e = { 0 };

	(void)state;
	begin(&t, &r, &c, 60);
	must(find(&t, "7372040201800001", &found, &e), &e);
	who = found.orang;
	assert_int_equal(who.n, 14);
	assert_int_equal(card(&t, who, &shown, &e), ERR_CONFLICT); /* a draft makes no card */
	must(sample_issue(&t, c.run, SPAN("1/2025"), &e), &e);
	must(card(&t, who, &shown, &e), &e);
	snprintf(code, sizeof(code), "%.*s", (int)shown.kode.n, shown.kode.p);
	assert_int_equal(strlen(code), 29);
	assert_null(strstr(shown.isi_qr.p, "7372040201800001")); /* no NIK in the picture */
	assert_non_null(strstr(shown.isi_qr.p, "https://lindung.example/kartu/"));
	assert_true(genuine(&t, code, &out));
	assert_int_equal(out.nama.p[0], 'N');
	assert_non_null(strchr(out.nama.p, '*'));
	as_of(&t, "73.73");
	assert_true(genuine(&t, code, &out)); /* whoever holds it may ask */
	assert_int_equal(card(&t, who, &shown, &e), ERR_USAGE);
	as_of(&t, "");
	for (size_t i = 0; code[i]; i++) { /* any other letter: not one of ours */
		char was = code[i];

		if (was == '-')
			continue;
		code[i] = was == 'Z' ? 'Y' : 'Z';
		if (genuine(&t, code, &out))
			fail_msg("%s is taken for genuine", code);
		code[i] = was;
	}
	assert_false(genuine(&t, "7K3M-9QWP-2XTA", &out));
	must(find(&t, "7372040501800004", &found, &e), &e); /* refused */
	assert_int_equal(card(&t, found.orang, &shown, &e), ERR_CONFLICT);
	must(find(&t, "7372040101800000", &found, &e), &e); /* waits for the NIK */
	assert_int_equal(card(&t, found.orang, &shown, &e), ERR_CONFLICT);
	end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_in_pages), cmocka_unit_test(test_filters), cmocka_unit_test(test_search),
		cmocka_unit_test(test_scope),	      cmocka_unit_test(test_verify),  cmocka_unit_test(test_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 * What wards and reviewers answered: which of it holds, whatever order the sheets come in. */
#include "check.h"

#include "matching/matching.h"
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS = 4, SHEETS = 2 };

struct world {
	char dir[64];
	struct padan_arena arena;
	struct match_env env;
	struct match_row row[ROWS];
	struct match_rows rows;
	struct finding f[ROWS];
	span files[1];
	struct match_answers *a;
	struct list_info infos[SHEETS];
	struct err e;
};

/* Rows u.csv:2 to u.csv:5, found as AMIR HAMZAH and so on with NIKs that differ from what was typed. */
static void begin(struct world *w)
{
	static const char *const names[ROWS] = { "AMIR HAMZAH", "SITTI AMINAH", "BASO DG. LALA", "RAHMAN" };
	static const char *const ids[ROWS] = { "u.csv:2", "u.csv:3", "u.csv:4", "u.csv:5" };

	*w = (struct world){ .dir = "/tmp/lindung-heard-XXXXXX" };
	assert_non_null(mkdtemp(w->dir));
	padan_arena_init(&w->arena, NULL, 0);
	w->env = (struct match_env){ .seams = seams_real(), .arena = &w->arena, .threads = 1 };
	w->files[0] = SPAN("u.csv");
	for (uint32_t i = 0; i < ROWS; i++) {
		w->row[i] = (struct match_row){ .id = padan_span_of(ids[i]), .line = i + 2 };
		w->row[i].field[PADAN_P_NAME] = padan_span_of(names[i]);
		w->f[i] = (struct finding){ .verdict = MATCH_FOUND, .nik_differs = true };
		w->f[i].who.nik = 7372010101800001u + i;
		w->f[i].who.cell[CITIZEN_NAMA] = padan_span_of(names[i]);
	}
	w->rows = (struct match_rows){ w->row, ROWS, w->files, 1 };
	assert_int_equal(match_answers_new(&w->a, &w->rows, &w->env, &w->e), 0);
}

static int read_sheets(struct world *w, const char *const *text, size_t n)
{
	char path[SHEETS][96];
	span paths[SHEETS];
	int rc;

	for (size_t i = 0; i < n; i++) {
		FILE *f;

		snprintf(path[i], sizeof(path[i]), "%s/j%zu.csv", w->dir, i);
		f = fopen(path[i], "w");
		fputs(text[i], f);
		fclose(f);
		paths[i] = padan_span_of(path[i]);
	}
	rc = match_answers_read(w->a, paths, n, w->infos, &w->e);
	if (!rc)
		rc = match_answers_apply(w->a, false, w->f, &w->e);
	for (size_t i = 0; i < n; i++)
		unlink(path[i]);
	return rc;
}

static void end(struct world *w)
{
	rmdir(w->dir);
	padan_arena_done(&w->arena);
}

static size_t applied(const struct world *w)
{
	size_t n, yes = 0;
	const struct match_reply *r = match_answers_replies(w->a, &n);

	for (size_t i = 0; i < n; i++) {
		yes += r[i].applied;
		assert_true(r[i].remark.n > 0 && r[i].said.n > 0); /* nothing without its reason */
	}
	return yes;
}

#define WARD                                                                                                           \
	"id_baris,nama,status_hidup,nik_dikonfirmasi,bukti (KTP/KK),dikonfirmasi_oleh,sanggahan,putusan_sanggahan,"    \
	"hasil_verval,catatan_kelurahan\n"

static void test_answers_hold(void **state)
{
	static const char *const sheet = WARD "u.csv:2,Amir Hamzah,,7372010101800001,KTP,Rahmat,,,,\n"
					      "u.csv:3,SITTI AMINAH,,7372010101800009,KK,Rahmat,,,,\n"
					      "u.csv:4,LALA BASO DG,meninggal,,,Rahmat,,,,\n"
					      "u.csv:5,RAHMAN,HIDUP,,,Rahmat,punya mobil,DITERIMA,Sesuai,\n";
	struct world w;
	size_t n;

	(void)state;
	begin(&w);
	assert_int_equal(read_sheets(&w, &sheet, 1), 0);
	match_answers_replies(w.a, &n);
	assert_int_equal(n, 6);
	assert_int_equal(applied(&w), 6);
	assert_false(w.f[0].nik_differs); /* the card shows the NIK that was found */
	assert_int_equal(w.f[0].verdict, MATCH_FOUND);
	assert_int_equal(w.f[1].verdict, MATCH_REVIEW); /* another one: a person must look */
	assert_true(w.f[1].doubtful && w.f[1].nik_differs);
	assert_true(w.f[2].death_confirmed);
	assert_false(w.f[3].death_confirmed);
	assert_int_equal(w.f[3].answer, MATCH_ANSWER_REFUSE);
	assert_int_equal(match_answers_heard(w.a, 3)->said, SAID_ALIVE | SAID_UPHELD | SAID_FIT);
	assert_int_equal(match_answers_heard(w.a, 0)->card, 7372010101800001u);
	assert_int_equal(match_answers_heard(w.a, 1)->said, SAID_CARD);
	end(&w);
}

/* Two sheets that contradict each other, in both orders: neither is applied, both are told. */
static void test_contradictions(void **state)
{
	static const char *const yes = WARD "u.csv:2,AMIR HAMZAH,MENINGGAL,,,Rahmat,kaya,DITERIMA,SESUAI,\n";
	static const char *const no = WARD "u.csv:2,AMIR HAMZAH,HIDUP,,,Nurhayati,kaya,DITOLAK,SESUAI,\n";
	const char *orders[2][2] = { { yes, no }, { no, yes } };

	(void)state;
	for (int o = 0; o < 2; o++) {
		struct world w;
		const struct match_reply *r;
		size_t n, against = 0;

		begin(&w);
		assert_int_equal(read_sheets(&w, orders[o], 2), 0);
		r = match_answers_replies(w.a, &n);
		assert_int_equal(n, 6);
		assert_int_equal(applied(&w), 2); /* both say SESUAI */
		for (size_t i = 0; i < n; i++)
			against += r[i].remark.n > 13 && memcmp(r[i].remark.p, "bertentangan ", 13) == 0;
		assert_int_equal(against, 4);
		assert_false(w.f[0].death_confirmed);
		assert_int_equal(w.f[0].answer, MATCH_ASK);
		end(&w);
	}
}

/* Answers of a run that is not known, for nobody, or for somebody of another name. */
static void test_strange_answers(void **state)
{
	static const char *const sheet = "rancangan,id_baris,nama,hasil_verval,catatan_kelurahan\n"
					 "AAAA-BBBB-CCCC,u.csv:2,AMIR HAMZAH,TIDAK SESUAI,pindah\n"
					 "7K3M-9QWP-2XTA,v.csv:2,AMIR HAMZAH,TIDAK SESUAI,pindah\n"
					 "7k3m-9qwp-2xta,u.csv:4,ORANG LAIN,TIDAK SESUAI,pindah\n"
					 "7k3m-9qwp-2xta,u.csv:5,RAHMAN,TIDAK SESUAI,pindah\n"
					 "7K3M-9QWP-2XTA,u.csv:3,SITTI AMINAH,,\n";
	span run = SPAN("7K3M-9QWP-2XTA");
	struct world w;
	size_t n;

	(void)state;
	begin(&w);
	match_answers_of_runs(w.a, &run, 1);
	assert_int_equal(read_sheets(&w, &sheet, 1), 0);
	match_answers_replies(w.a, &n);
	assert_int_equal(n, 4); /* an empty line says nothing */
	assert_int_equal(applied(&w), 1);
	assert_int_equal(w.f[3].answer, MATCH_ANSWER_REFUSE);
	for (int i = 0; i < 3; i++)
		assert_int_equal(w.f[i].answer, MATCH_ASK);
	end(&w);
}

/* What was answered before holds; what is answered now goes before it. */
static void test_carried(void **state)
{
	static const char *const sheet = WARD "u.csv:3,SITTI AMINAH,HIDUP,,,Rahmat,,,,\n";
	const struct match_heard dead = { .said = SAID_DEAD, .note = { [ASKED_DEATH] = SPAN("Kematian dipastikan.") } };
	const struct match_heard card = { .said = SAID_CARD, .card = 7372010101800001u };
	const struct match_heard refused = { .said = SAID_REFUSE };
	struct world w;

	(void)state;
	begin(&w);
	match_answers_carry(w.a, 0, &card);
	match_answers_carry(w.a, 1, &dead);
	match_answers_carry(w.a, 2, &dead);
	match_answers_carry(w.a, 3, &refused);
	assert_int_equal(read_sheets(&w, &sheet, 1), 0);
	assert_false(w.f[0].nik_differs);
	assert_false(w.f[1].death_confirmed);
	assert_int_equal(match_answers_heard(w.a, 1)->said, SAID_ALIVE);
	assert_true(w.f[2].death_confirmed);
	assert_int_equal(match_answers_heard(w.a, 2)->note[ASKED_DEATH].n, 20);
	assert_int_equal(w.f[3].answer, MATCH_ANSWER_REFUSE);
	end(&w);
}

/* A card with another NIK asks for a reviewer; once the reviewer has chosen, it is not asked again. */
static void test_reviewer_settles_a_card(void **state)
{
	static const char *const sheet = "id_baris,keputusan_petugas\nu.csv:2,7372010101800000\n";
	const struct match_heard other = { .said = SAID_CARD, .card = 7372010101800077u };
	struct world w;

	(void)state;
	begin(&w);
	w.row[0].field[PADAN_P_NIK] = SPAN("7372010101800000");
	match_answers_carry(w.a, 0, &other);
	match_answers_carry(w.a, 1, &other);
	assert_int_equal(read_sheets(&w, &sheet, 1), 0);
	assert_int_equal(w.f[0].verdict, MATCH_FOUND);
	assert_false(w.f[0].doubtful);
	assert_int_equal(w.f[1].verdict, MATCH_REVIEW);
	end(&w);
}

/* A reviewer's sheet is held to more: a mistake in it ends the run and names file and row. */
static void test_reviewers_are_asked_again(void **state)
{
	static const char *const wrong[] = { "id_baris,keputusan_petugas\nu.csv:2,MUNGKIN\n",
					     "id_baris,keputusan_petugas\nx.csv:9,TOLAK\n",
					     "id_baris,keputusan_petugas\nu.csv:2,TOLAK\nu.csv:2,MENINGGAL\n",
					     "id_baris,nama,alamat\nu.csv:2,AMIR HAMZAH,JL. A\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct world w;

		begin(&w);
		assert_int_equal(read_sheets(&w, &wrong[i], 1), i == 3 ? ERR_UNREADABLE : ERR_USAGE);
		assert_non_null(strstr(w.e.text, "j0.csv"));
		end(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers_hold),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_strange_answers),
		cmocka_unit_test(test_carried),
		cmocka_unit_test(test_reviewer_settles_a_card),
		cmocka_unit_test(test_reviewers_are_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

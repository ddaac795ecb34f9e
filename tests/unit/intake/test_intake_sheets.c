/* SPDX-License-Identifier: EUPL-1.2
 * Sheets as they come: every kind of row, every way to say a thing twice. */
#include "../tabular/lists.h"

#include "intake/intake.h"

struct taken {
	struct padan_arena arena;
	struct intake in;
	struct buf text;
};

static void take(struct taken *t, const char *path)
{
	struct err e = { 0 };
	span paths = padan_span_of(path);

	padan_arena_init(&t->arena, &padan_alloc_libc, 0);
	buf_init(&t->text, NULL, 1 << 20);
	if (intake_read(&t->in, seams_real(), &paths, 1, &t->arena, &e))
		fail_msg("%s", e.text);
	assert_int_equal(t->in.n_rows + t->in.n_skips, t->in.files[0].info.rows);
}

static void done(struct taken *t)
{
	buf_done(&t->text);
	padan_arena_done(&t->arena);
}

/* "line:kind" of the skipped rows, one after the other. */
static void expect_skips(const char *path, const char *want)
{
	struct taken t;

	take(&t, path);
	for (uint32_t i = 0; i < t.in.n_skips; i++)
		buf_printf(&t.text, "%u:%s ", t.in.skips[i].no, intake_skip_word(t.in.skips[i].kind));
	assert_string_equal(t.text.p ? t.text.p : "", want);
	done(&t);
}

/* "column=value" of each row for the columns given. */
static void expect_values(const char *path, const enum list_col *cols, int n, const char *want)
{
	struct taken t;

	take(&t, path);
	for (uint32_t i = 0; i < t.in.n_rows; i++)
		for (int c = 0; c < n; c++) {
			span s = intake_cell(&t.in, &t.in.rows[i], cols[c]);

			buf_printf(&t.text, "%.*s%s", (int)s.n, s.p, c + 1 < n ? "|" : "\n");
		}
	assert_string_equal(t.text.p ? t.text.p : "", want);
	done(&t);
}

static void test_kinds_of_rows(void **state)
{
	(void)state;
	expect_skips(
		write_text(
			"a.csv",
			"DAFTAR USULAN;;;\nKecamatan : Bacukiki;;;\n\nNo;NIK;Nama;Alamat\n(1);(2);(3);(4)\n"
			"1;7372011708800001;BUDI;JL X\n;;;\nNo;NIK;Nama;Alamat\n2;;ANI;\n;;KELURAHAN LOMPOE;\n3;;DESA "
			"RATNASARI;\nJumlah;;2;\n;;Mengetahui,;\n;;LURAH LOMPOE;\n;;H. ANDI BASO;\n"),
		"1:judul 2:judul 3:kosong 4:judul 5:nomor_kolom 7:kosong 8:judul 10:kelompok 12:jumlah 13:catatan "
		"14:catatan 15:catatan ");
	/* a row with a NIK or a name is never skipped, whatever stands around it */
	expect_skips(write_text("b.csv", "nik,nama\n7372011708800001,\n,TOTAL SUKSES\n,MENGETAHUI\n-,-\nNULL,BUDI\n"),
		     "1:judul 3:jumlah 4:catatan 5:catatan ");
	expect_skips(write_text("n.csv",
				"nik,nama\n,LURAHMAN\n,CAMATIA\n,NIPA\nNIP. 197001011990031001,\n\"Parepare, 28 April "
				"2025\",\n7.37202E+15,\nI237201170880000l,\n"),
		     "1:judul 5:catatan 6:catatan ");
	expect_skips(write_text("c.csv", "nik,nama,jk\n7372011708800001,JUMLAH,L\n,CATATAN HARIAN,P\n"), "1:judul ");
}

static void test_groups(void **state)
{
	static const enum list_col cols[] = { COL_NAMA,	     COL_NO_KK, COL_ALAMAT, COL_KELURAHAN,
					      COL_KECAMATAN, COL_RT,	COL_RW };

	(void)state;
	expect_values(write_text("g.csv",
				 "KECAMATAN : BACUKIKI;;;\nNo;NIK;Nama;No. KK\nKELURAHAN LOMPOE;;;\nNo. KK : 7372 0101 "
				 "0101 0009 "
				 "(2 orang), Alamat: JL MAWAR RT 003 RW 2;;;\n1;;BUDI;\n2;;ANI;7372010101010007\nNo. "
				 "KK;7372010101010008;;\n3;;CICI;\nKel. Lemoe;;;\n4;;DEDI;\n"),
		      cols, 7,
		      "BUDI|7372 0101 0101 0009|JL MAWAR|LOMPOE|BACUKIKI|003|2\nANI|7372010101010007|JL "
		      "MAWAR|LOMPOE|BACUKIKI|003|2\nCICI|7372010101010008||LOMPOE|BACUKIKI|003|2\nDEDI|||Lemoe|"
		      "BACUKIKI|003|2\n");
	/* the group's text lies in the column of names */
	expect_values(write_text("h.csv", "nik;nama;alamat\n;No. KK: 7372010101010009;\n;BUDI;\n"), cols, 2,
		      "BUDI|7372010101010009\n");
}

/* The card of the family above must not go to a family without one. */
static void test_family_without_card(void **state)
{
	static const enum list_col cols[] = { COL_NAMA, COL_NO_KK };

	(void)state;
	expect_values(write_text("k.csv",
				 "No;NIK;Nama\nNo. KK: 7372010101010009;;\n1;;BUDI\nNo. KK: -;;\n1;;ANI\nNo. KK: "
				 "7372010101010008;;\n1;;CICI\nNo. KK :;;\n1;;DEDI\n"),
		      cols, 2, "BUDI|7372010101010009\nANI|\nCICI|7372010101010008\nDEDI|\n");
	expect_skips(in_folder("k.csv"), "1:judul 2:kelompok 4:kelompok 6:kelompok 8:kelompok ");
}

static void test_two_values_in_a_cell(void **state)
{
	static const enum list_col cols[] = { COL_TEMPAT_LAHIR, COL_TANGGAL_LAHIR };
	struct taken t;
	span f[PADAN_P_COLUMNS];

	(void)state;
	expect_values(write_text("t.csv", "nama;Tempat/Tgl Lahir\nA;Parepare, 17-08-1980\nB;Pare-Pare/17 Agustus "
					  "1980\nC;17-08-1980\nD;Barru\nE;-\n"),
		      cols, 2, "Parepare|17-08-1980\nPare-Pare|17 Agustus 1980\n|17-08-1980\nBarru|\n|\n");
	expect_values(
		write_text("u.csv", "nama;tempat lahir;tgl lahir\nA;;Parepare, 17-08-1980\nB;Parepare 17-08-1980;\n"),
		cols, 2, "Parepare|Parepare, 17-08-1980\nParepare 17-08-1980|17-08-1980\n");
	take(&t, write_text("v.csv", "nama;RT/RW;tgl lahir;umur\nA;003/02;17-8-80;\nB;RT 1 RW 12;;45\nC;;;45 th\n"));
	assert_int_equal(intake_rt(&t.in, &t.in.rows[0]), 3);
	assert_int_equal(intake_rw(&t.in, &t.in.rows[0]), 2);
	assert_int_equal(intake_rw(&t.in, &t.in.rows[1]), 12);
	assert_int_equal(intake_fields(&t.in, &t.in.rows[0], f, &t.arena, NULL), 0);
	assert_true(padan_span_eq(f[PADAN_P_BORN], SPAN("1980-08-17")));
	assert_true(padan_span_eq(f[PADAN_P_RT_RW], SPAN("003/002")));
	for (int i = 1; i < 3; i++) {
		struct padan_date d;

		intake_born(&t.in, &t.in.rows[i], &d);
		assert_int_equal(d.kind, PADAN_DATE_AGE);
		assert_int_equal(d.age, 45);
		assert_int_equal(intake_fields(&t.in, &t.in.rows[i], f, &t.arena, NULL), 0);
		assert_true(padan_span_eq(f[PADAN_P_BORN], SPAN("45 th")));
	}
	done(&t);
}

/* A header of two rows, whose upper row alone would do. */
static void test_birth_below_a_group(void **state)
{
	static const enum list_col cols[] = { COL_TEMPAT_LAHIR, COL_TANGGAL_LAHIR };

	(void)state;
	expect_values(write_text("w.csv", "No;Nama;NIK;Tempat dan Tanggal Lahir;;L/P\n;;;Tempat;Tanggal;\n1;BUDI;"
					  "7372011708800001;Barru;17-08-1980;L\n"),
		      cols, 2, "Barru|17-08-1980\n");
	/* the first row of the data is no second row of the header */
	expect_values(write_text("w2.csv", "No. Urut;No. KK;NIK;Nama;Tempat/Tanggal Lahir\n1;7372010101010009;"
					   "7372011708800001;BUDI;Barru, 17-08-1980\n"),
		      cols, 2, "Barru|17-08-1980\n");
}

/* Name and number in each other's column, or a name where the number should be. */
static void test_name_and_number_exchanged(void **state)
{
	static const enum list_col cols[] = { COL_NIK, COL_NAMA };
	struct taken t;
	struct padan_nik k;

	(void)state;
	expect_values(
		write_text("x.csv",
			   "nik;nama;alamat\nBUDI SANTOSO;7372011708800001;JL X\n7372011708800001;BUDI;JL X\n"
			   "-;7372011708800001;JL X\nBUDI SANTOSO;NULL;JL X 1\nBELUM ADA;BUDI;JL X\nbelum ada;;JL X 1\n"
			   "7372011708800001;7372011708800001;JL X\nRT 4;7372011708800001;JL X\n"),
		cols, 2,
		"7372011708800001|BUDI SANTOSO\n7372011708800001|BUDI\n7372011708800001|\n|BUDI SANTOSO\n"
		"|BUDI\n7372011708800001|7372011708800001\nRT 4|7372011708800001\n");
	expect_skips(in_folder("x.csv"), "1:judul 7:catatan ");
	take(&t, in_folder("x.csv"));
	intake_nik(&t.in, &t.in.rows[0], &k);
	assert_int_equal(k.n, 16);
	done(&t);
	/* a signature is no person */
	expect_skips(write_text("y.csv", "nama;alamat;nik\nBUDI;JL X;7372011708800001\n;;KEPALA DINAS SOSIAL\n;;H. "
					 "ANDI BASO\n"),
		     "1:judul 3:catatan 4:catatan ");
	expect_skips(write_text("z.csv", "nama;alamat;nik;kelurahan\nBUDI;JL X 1;7372011708800001;Lompoe\n;LURAH "
					 "LOMPOE;KEPALA DINAS SOSIAL;CAMAT BACUKIKI\n"),
		     "1:judul 3:catatan ");
}

static void test_order_of_dates(void **state)
{
	struct taken t;
	struct padan_date d;

	(void)state;
	take(&t, write_text("m.csv",
			    "nama,tgl "
			    "lahir\nA,8/17/1980\nB,12/31/1975\nC,1/22/1990\nD,2/28/1991\nE,3/15/1992\nF,11/30/1993\nG,"
			    "4/16/1994\nH,5/25/1995\nI,6/26/1996\nJ,7/27/1997\nK,2/3/1985\n"));
	assert_int_equal(t.in.files[0].order, PADAN_ORDER_MDY);
	intake_born(&t.in, &t.in.rows[10], &d);
	assert_int_equal(d.m, 2);
	assert_int_equal(d.d, 3);
	done(&t);
}

static void test_names_of_rows(void **state)
{
	struct taken t;

	(void)state;
	take(&t, write_text("i.csv", "id_baris,nama,kepala keluarga,shdk\nx-1,A,Ya,\n,B,,ISTRI\n,C,,1\n,D,,\n"));
	assert_true(padan_span_eq(t.in.rows[0].id, SPAN("x-1")));
	assert_true(padan_span_eq(t.in.rows[1].id, SPAN("i.csv:3")));
	assert_int_equal(intake_head(&t.in, &t.in.rows[0]), TOLD_YES);
	assert_int_equal(intake_head(&t.in, &t.in.rows[1]), TOLD_NO);
	assert_int_equal(intake_head(&t.in, &t.in.rows[2]), TOLD_YES);
	assert_int_equal(intake_head(&t.in, &t.in.rows[3]), TOLD_NOT);
	assert_int_equal(t.in.files[0].id_column, 0);
	done(&t);
}

static void test_damaged_csv(void **state)
{
	struct taken t;
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1 << 16);
	buf_puts(&b, "nik,nama\n");
	for (int i = 0; i < 30; i++)
		buf_printf(&b, "737201170880%03d0,ORANG %d\n", i, i);
	take(&t, write_bytes("d.csv", b.p, b.n));
	assert_true(t.in.files[0].info.nik_damaged);
	assert_true(t.in.rows[7].nik_numeric);
	done(&t);
	buf_done(&b);
}

static void test_workbook(void **state)
{
	const struct book_parts b = {
		.styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>",
		.sheet = { "<sheetData><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>DAFTAR</t></is></c></row>"
			   "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>N I K</t></is></c><c r=\"B4\" "
			   "t=\"inlineStr\"><is><t>NAMA\nLENGKAP</t></is></c><c r=\"C4\" t=\"inlineStr\"><is><t>Tgl. "
			   "Lahir</t></is></c></row><row r=\"5\"><c r=\"A5\"><v>7372011708800000</v></c><c r=\"B5\" "
			   "t=\"inlineStr\"><is><t>BUDI</t></is></c><c r=\"C5\" s=\"1\"><v>29450</v></c></row><row "
			   "r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><t>ANI</t></is></c><c "
			   "r=\"C7\"><v>29450</v></c></row></sheetData>" },
	};
	struct taken t;
	struct padan_nik k;
	struct padan_date d;

	(void)state;
	take(&t, write_book("w.xlsx", &b));
	assert_int_equal(t.in.n_rows, 2);
	assert_int_equal(t.in.n_skips, 5);
	assert_true(t.in.files[0].info.nik_damaged);
	intake_nik(&t.in, &t.in.rows[0], &k);
	assert_true(k.flags & PADAN_NIK_CUT15);
	assert_int_equal(k.trusted, 15);
	for (int i = 0; i < 2; i++) {
		intake_born(&t.in, &t.in.rows[i], &d);
		assert_int_equal(d.y * 10000 + d.m * 100 + d.d, 19800817);
	}
	done(&t);
}

/* Workbooks are begun first; rows stand in the order of the lists all the same, and so do errors. */
static void test_order_of_lists(void **state)
{
	const struct book_parts b = {
		.sheet = { "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>NIK</t></is></c><c r=\"B1\" "
			   "t=\"inlineStr\"><is><t>Nama</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>7372011708800001"
			   "</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>DUA</t></is></c></row></sheetData>" }
	};
	static const char one[] = "NIK,NAMA\n7372011708800001,SATU\n", three[] = "NIK,NAMA\n7372011708800001,TIGA\n";
	static const char *const want[] = { "SATU", "DUA", "TIGA" };
	span first = padan_span_of(write_bytes("1.csv", one, sizeof(one) - 1)), paths[4] = { first };

	(void)state;
	paths[1] = padan_span_of(write_book("2.XLSX", &b));
	paths[2] = padan_span_of(write_bytes("3.csv", three, sizeof(three) - 1));
	paths[3] = padan_span_of(write_bytes("4.xlsx", "PK\x03\x04", 4));
	for (unsigned threads = 1; threads <= 3; threads++) {
		struct padan_arena arena;
		struct intake in;
		struct err e = { 0 };

		padan_arena_init(&arena, &padan_alloc_libc, 0);
		paths[0] = first;
		if (intake_read_threads(&in, seams_real(), paths, 3, threads, &arena, &e))
			fail_msg("%s", e.text);
		assert_int_equal(in.n_rows, 3);
		for (uint32_t i = 0; i < 3; i++)
			assert_true(padan_span_eq(intake_cell(&in, &in.rows[i], COL_NAMA), padan_span_of(want[i])));
		paths[0] = padan_span_of("/tidak/ada.csv");
		assert_int_not_equal(intake_read_threads(&in, seams_real(), paths, 4, threads, &arena, &e), ERR_OK);
		assert_non_null(strstr(e.text, "ada.csv"));
		padan_arena_done(&arena);
	}
}

/* A broken line is one proposal; its other half is accounted for. */
static void test_broken_line(void **state)
{
	(void)state;
	expect_skips(write_text("x.csv", "nik|nama|alamat|jk\n1234567|A|JL X|L\n1234568|B|JL\nY|L\n1234569|C|JL Z|P\n"),
		     "1:judul 4:catatan ");
}

/* Memory that is refused at the first, second, third ... request: an error, never half a list. */
struct miser {
	struct padan_alloc as;
	long left;
};

static void *miser_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct miser *m = ctx;

	if (size && m->left-- <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void test_refused_memory(void **state)
{
	const struct book_parts b = {
		.sheet = { "<sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>nama</t></is></c></row><row "
			   "r=\"2\"><c t=\"inlineStr\"><is><t>BUDI</t></is></c></row></sheetData>" }
	};
	const char *paths[2];

	(void)state;
	paths[0] = write_text(
		"r.csv",
		"nik|nama|alamat|jk\n1234567|A|JL X|L\n1234568|B|JL\nY|L\nNo. KK: 7372010101010009\n1|\"C\"|JL|L\n");
	paths[1] = write_book("r.xlsx", &b);
	for (int f = 0; f < 2; f++) {
		long n = 0;

		for (int rc = -1; rc; n++) {
			struct miser m = { .as = { .resize = miser_resize }, .left = n };
			struct seams s = *seams_real();
			struct padan_arena arena;
			struct intake in;
			struct err e = { 0 };
			span path = padan_span_of(paths[f]);

			m.as.ctx = &m;
			s.alloc = &m.as;
			padan_arena_init(&arena, &m.as, 0);
			rc = intake_read(&in, &s, &path, 1, &arena, &e);
			if (rc && rc != ERR_MACHINE)
				fail_msg("%ld: %d %s", n, rc, e.text);
			padan_arena_done(&arena);
			assert_true(n < 5000);
		}
		assert_true(n > 3);
	}
}

static void test_naughty_strings(void **state)
{
	char path[1024];
	FILE *f;
	struct buf b;
	int c, n = 0;
	struct taken t;

	(void)state;
	if (!shared_path(path, "corpora/blns"))
		skip();
	snprintf(path + strlen(path), sizeof(path) - strlen(path), "/blns.txt");
	f = fopen(path, "rb");
	if (!f)
		skip();
	buf_init(&b, NULL, 1 << 22);
	buf_puts(&b, "nik,nama\n7372011708800001,\"");
	while ((c = fgetc(f)) != EOF) {
		if (c == '\n')
			buf_puts(&b, "\"\n7372011708800001,\""), n++;
		else if (c == '"')
			buf_puts(&b, "\"\"");
		else
			buf_putc(&b, (char)c);
	}
	buf_puts(&b, "\"\n");
	fclose(f);
	take(&t, write_bytes("blns.csv", b.p, b.n));
	assert_int_equal(t.in.n_rows, n + 1);
	for (uint32_t i = 0; i < t.in.n_rows; i++) {
		span field[PADAN_P_COLUMNS];

		assert_int_equal(intake_fields(&t.in, &t.in.rows[i], field, &t.arena, NULL), 0);
	}
	done(&t);
	buf_done(&b);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds_of_rows),	    cmocka_unit_test(test_groups),
		cmocka_unit_test(test_family_without_card), cmocka_unit_test(test_two_values_in_a_cell),
		cmocka_unit_test(test_birth_below_a_group), cmocka_unit_test(test_name_and_number_exchanged),
		cmocka_unit_test(test_order_of_dates),	    cmocka_unit_test(test_names_of_rows),
		cmocka_unit_test(test_damaged_csv),	    cmocka_unit_test(test_workbook),
		cmocka_unit_test(test_order_of_lists),	    cmocka_unit_test(test_broken_line),
		cmocka_unit_test(test_naughty_strings),	    cmocka_unit_test(test_refused_memory),
	};

	TESTS_MAIN;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

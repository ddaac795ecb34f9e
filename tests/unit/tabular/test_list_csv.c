/* SPDX-License-Identifier: EUPL-1.2 */
#include "lists.h"

static void test_plain(void **state)
{
	struct reading r;

	(void)state;
	expect_rows(write_text("a.csv", "nik,nama,tanggal_lahir\n7372011708800001,BUDI,1980-08-17\n,ANI,\n"),
		    LIST_PROPOSALS, "1:judul\n2|nik=7372011708800001|nama=BUDI|tanggal_lahir=1980-08-17\n3|nama=ANI\n");
	read_list(&r, write_text("b.csv", "abc\nnama\nX\n\n\n"), LIST_PROPOSALS, 1);
	assert_int_equal(r.rc, 0);
	assert_int_equal(r.info.rows, 5);
	assert_int_equal(r.info.header_row, 2);
	reading_done(&r);
}

static void test_header_below_titles(void **state)
{
	(void)state;
	expect_rows(
		write_text(
			"c.csv",
			"DAFTAR USULAN PEKERJA RENTAN;;;\nKELURAHAN LOMPOE;;;\n;;;\nNo.;N I K;Nama Lengkap;Tempat/Tgl "
			"Lahir\n1;2;3;4\n1;7372;\"BUDI; SE\";Parepare, 17-08-1980\n"),
		LIST_PROPOSALS,
		"1:judul\n2:judul\n4:judul\n5:nomor\n6|nik=7372|nama=BUDI; "
		"SE|nomor_urut=1|tempat_tanggal_lahir=Parepare, "
		"17-08-1980\n");
}

static void test_two_row_header(void **state)
{
	(void)state;
	expect_rows(write_text("d.csv", "No|Nama|Tempat dan Tanggal Lahir||Alamat||\n||Tempat "
					"Lahir|Tgl/Bln/Th|Jalan|RT|RW\n1|BUDI|PAREPARE|"
					"17-08-1980|JL MAWAR|1|2\n"),
		    LIST_PROPOSALS,
		    "1:judul\n2:judul\n3|nama=BUDI|tanggal_lahir=17-08-1980|alamat=JL "
		    "MAWAR|rt=1|rw=2|tempat_lahir=PAREPARE|nomor_urut=1\n");
}

static void test_latin1(void **state)
{
	struct reading r;

	(void)state;
	read_list(&r, write_text("e.csv", "nik|nama\n1|JOS\xc9 \"X\"\n2|B\n"), LIST_PROPOSALS, 1);
	assert_int_equal(r.rc, 0);
	assert_string_equal(r.seen.text.p, "1:judul\n2|nik=1|nama=JOS\xc3\x89 \"X\"\n3|nik=2|nama=B\n");
	assert_true(r.info.latin1);
	assert_int_equal(r.info.delimiter, '|');
	reading_done(&r);
}

/* A DTSEN line broken inside a field, a note of one field, a line that is short for good. */
static const char broken[] =
	"nik|nama|alamat|desil\n1|A|JL X|1\n2|B|JL\nY|2\n3|C|JL Z|3\ncatatan\n4|D\n5|E|JL W|5\n6|F|JL A|6\n";

static void test_broken_lines(void **state)
{
	struct reading r;

	(void)state;
	read_list(&r, write_text("f.csv", broken), LIST_DESIL, 1);
	assert_int_equal(r.rc, 0);
	assert_string_equal(r.seen.text.p,
			    "1:judul\n2|nik=1|nama=A|alamat=JL X|desil=1\n3[4]|nik=2|nama=B|alamat=JL Y|desil=2\n"
			    "5|nik=3|nama=C|alamat=JL Z|desil=3\n6[1]|nik=catatan\n7[1]|nik=4|nama=D\n"
			    "8|nik=5|nama=E|alamat=JL W|desil=5\n9|nik=6|nama=F|alamat=JL A|desil=6\n");
	assert_int_equal(r.info.rows_joined, 1);
	assert_int_equal(r.info.rows_short, 2);
	reading_done(&r);
}

/* Short lines one after the other that do not make a whole: each stays what it is. (Found by fuzzing: the line that
 * waited was told in the place of the next.) */
static void test_short_lines_in_a_row(void **state)
{
	(void)state;
	expect_rows(
		write_text("p.csv",
			   "nik|nama|alamat|desil\n1|A|JL X|1\n2|BERTHA|JL\n3|C|JALAN Z\n4|D|JL\n5|E|JL|2\n6|F|JL\n"),
		LIST_DESIL,
		"1:judul\n2|nik=1|nama=A|alamat=JL "
		"X|desil=1\n3[1]|nik=2|nama=BERTHA|alamat=JL\n4[1]|nik=3|nama=C|alamat=JALAN "
		"Z\n5[1]|nik=4|nama=D|alamat=JL\n6|nik=5|nama=E|alamat=JL|desil=2\n7[1]|nik=6|nama=F|alamat=JL\n");
}

static int compare_line(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static uint64_t lines_hash(char *text, size_t *count)
{
	static char *line[400000];
	size_t n = 0;
	uint64_t h = 0;

	/* row numbers are known to one thread only */
	for (char *p = text, *nl; (nl = strchr(p, '\n')); p = nl + 1) {
		*nl = '\0';
		line[n++] = p + strcspn(p, "[|:");
	}
	qsort(line, n, sizeof(line[0]), compare_line);
	for (size_t i = 0; i < n; i++)
		for (char *p = line[i]; *p; p++)
			h = (h ^ (unsigned char)*p) * 1099511628211u;
	*count = n;
	return h;
}

/* Many blocks, broken lines everywhere, also over the edges of blocks: the same rows with 1, 2 and 4 threads. */
static void test_threads_agree(void **state)
{
	struct buf b;
	uint64_t first = 0, joined = 0;
	size_t count = 0;

	(void)state;
	buf_init(&b, NULL, 64u << 20);
	buf_puts(&b, "nik|nama|alamat|desil\n");
	for (int i = 0; i < 120000; i++)
		buf_printf(&b,
			   i % 3 == 1 ? "%d|NAMA ORANG %d|JALAN YANG\nPANJANG %d|%d\n"
				      : "%d|NAMA ORANG %d|JALAN YANG PANJANG %d|%d\n",
			   i, i * 7, i % 100, i % 10);
	write_bytes("g.csv", b.p, b.n);
	for (unsigned threads = 1; threads <= 4; threads *= 2) {
		struct reading r;
		size_t n;
		uint64_t h;

		read_list(&r, in_folder("g.csv"), LIST_DESIL, threads);
		assert_int_equal(r.rc, 0);
		assert_int_equal(r.info.rows, 160001);
		h = lines_hash(r.seen.text.p, &n);
		if (threads == 1)
			first = h, count = n, joined = r.info.rows_joined;
		assert_int_equal(n, count);
		assert_int_equal(r.info.rows_joined, joined);
		assert_true(h == first);
		reading_done(&r);
	}
	assert_int_equal(joined, 40000);
	buf_done(&b);
}

/* A sink that has only the NIK cut out at once. */
static int see_late(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct list_row whole = *row;
	uint8_t kind[COL_COUNT];
	span col[COL_COUNT];

	if (!row->raw.p)
		return see_row(ctx, worker, row, e);
	list_rest(row->scan, row->raw, col);
	for (int c = 0; c < COL_COUNT; c++)
		kind[c] = col[c].n ? CELL_TEXT : CELL_EMPTY;
	assert_true(padan_span_eq(col[COL_NIK], row->col[COL_NIK]));
	whole.col = col;
	whole.kind = kind;
	return see_row(ctx, worker, &whole, e);
}

static bool even(void *ctx, unsigned worker, span nik)
{
	(void)ctx, (void)worker;
	return nik.n && (nik.p[nik.n - 1] & 1) == 0;
}

static void read_late(struct reading *r, const char *path, bool some)
{
	const struct list_spec spec = { .kind = LIST_REGISTRY, .threads = 1, .first = COL_BIT(COL_NIK) };
	const struct list_sink sink = {
		.row = see_late, .other = see_other, .ctx = &r->seen, .screen = some ? even : NULL
	};

	memset(r, 0, sizeof(*r));
	padan_arena_init(&r->arena, &padan_alloc_libc, 0);
	buf_init(&r->seen.text, NULL, 64u << 20);
	pthread_mutex_init(&r->seen.lock, NULL);
	r->rc = list_scan(seams_real(), path, &spec, &sink, &r->arena, &r->info, &r->err);
	assert_int_equal(r->rc, 0);
}

#define REGISTRY_HEAD "nik,nama,alamat,tanggal_lahir\n"

/* Columns that are cut later are what they are when they are cut at once, in every kind of text. */
static void test_columns_cut_late(void **state)
{
	static const char *const lines[] = {
		"7372010101800001,BUDI,JL MAWAR 1,01-01-1980\n7372010101800002,ANI,,\n,,,\n7372010101800003,,,\n",
		" 7372010101800001 ,\tBUDI  ,  JL MAWAR 1,01-01-1980  \r\n7372010101800002,ANI,,1\r\n",
		"7372010101800001,\"BUDI, SE\",\"JL \"\"A\"\"\",01-01-1980\n7372010101800002,ANI,JL B,2\n",
		"7372010101800001,JOS\xc9,JL B,1\n7372010101800002,JOS\xc3\x89,JL \xc2\xa0,2\n7372010101800004,A,B,C\n",
		"7372010101800001,BUDI,JL\n MAWAR,1\n7372010101800002,ANI,JL B,2,3,4\n7372010101800004,X,Y,Z",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct reading once, late;
		char text[1000];

		snprintf(text, sizeof(text), REGISTRY_HEAD "%s", lines[i]);
		read_list(&once, write_text("q.csv", text), LIST_REGISTRY, 1);
		read_late(&late, in_folder("q.csv"), false);
		assert_string_equal(once.seen.text.p, late.seen.text.p);
		assert_int_equal(late.info.bytes, strlen(text));
		reading_done(&once);
		reading_done(&late);
	}
}

/* A first look over many blocks, with and without CRs, quotes and broken lines among them: the rows that the screen
 * lets through, whole ones, and no other. */
static void test_first_look(void **state)
{
	/* what stands around the address, and behind the line */
	static const char *const before[] = { "JALAN", "JALAN", "\"JALAN,", "JALAN\n", "JALAN", "JALAN" };
	static const char *const after[] = { "", "", "\"", "", "", "" };
	static const char *const end[] = { "\n", "\r\n", "\n", "\n", "\r", "\n\n" };

	(void)state;
	for (size_t odd = 0; odd < sizeof(end) / sizeof(end[0]); odd++) {
		struct reading r;
		struct buf b;
		uint64_t want = 0;

		buf_init(&b, NULL, 64u << 20);
		buf_puts(&b, REGISTRY_HEAD);
		for (int i = 0; i < 60000; i++) {
			bool other = i > 50000 && i % 3 == 0;
			size_t as = other ? odd : 0;

			buf_printf(&b, "%d,NAMA %d,%s YANG PANJANG %d%s,01-01-1980%s", i, i, before[as], i, after[as],
				   end[as]);
			want += i % 2 == 0 && (odd != 3 || !other);
		}
		write_bytes("r.csv", b.p, b.n);
		read_late(&r, in_folder("r.csv"), true);
		assert_int_equal(r.seen.rows, want);
		assert_null(strstr(r.seen.text.p, "nik=1|"));
		assert_int_equal(r.info.bytes, b.n);
		reading_done(&r);
		buf_done(&b);
	}
}

static void test_refusals(void **state)
{
	char zeros[4096] = { 0 };

	(void)state;
	expect_refusal(write_text("k1.csv", ""), LIST_PROPOSALS, "kosong");
	expect_refusal(write_text("k2.csv", "nik,alamat\n1,2\n"), LIST_PROPOSALS,
		       "kolom yang diperlukan tidak ada: nama");
	expect_refusal(write_text("k3.csv", "1,2,3\n4,5,6\n"), LIST_PROPOSALS, "tidak ada baris judul kolom");
	expect_refusal(write_text("k4.csv", "nik,nama\n1,\"BUDI\n2,ANI\n"), LIST_PROPOSALS, "baris 2: tanda kutip");
	expect_refusal(write_bytes("k5.csv", zeros, sizeof(zeros)), LIST_PROPOSALS, "bukan teks CSV");
	expect_refusal(write_bytes("k6.csv", "\xff\xfen\0i\0k\0", 8), LIST_PROPOSALS, "UTF-16");
	expect_refusal(write_text("k7.csv", "%PDF-1.4\n"), LIST_PROPOSALS, "PDF");
	expect_refusal(write_text("k8.xls", "<html><table>"), LIST_PROPOSALS, "HTML");
	expect_refusal("/", LIST_PROPOSALS, "ini map");
	expect_refusal(in_folder("tidak-ada.csv"), LIST_PROPOSALS, "tidak dapat dibuka");
}

static void test_damage_is_told(void **state)
{
	struct reading r;
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 1 << 20);
	buf_puts(&b, "nik,nama\n");
	for (int i = 0; i < 40; i++)
		buf_printf(&b, "73720117088000%d0,ORANG %d\n", 10 + i % 3, i);
	read_list(&r, write_bytes("r.csv", b.p, b.n), LIST_PROPOSALS, 1);
	assert_int_equal(r.rc, 0);
	assert_false(r.info.nik_damaged); /* 17 digits are no NIKs of 16 */
	reading_done(&r);
	buf_clear(&b);
	buf_puts(&b, "nik,nama,rilis\n");
	for (int i = 0; i < 40; i++)
		buf_printf(&b, "737201170880%03d0,ORANG %d,2025-0%d\n", i, i, i % 9 + 1);
	read_list(&r, write_bytes("r.csv", b.p, b.n), LIST_DESIL, 1);
	assert_int_equal(r.rc, ERR_UNREADABLE);
	reading_done(&r);
	read_list(&r, in_folder("r.csv"), LIST_REFUSED, 1);
	assert_int_equal(r.rc, 0);
	assert_true(r.info.nik_damaged);
	assert_string_equal(r.info.vintage, "2025-09");
	assert_non_null(strstr(r.info.warning[0], "rusak oleh Excel"));
	reading_done(&r);
	buf_done(&b);
}

static void test_verdict_lists(void **state)
{
	(void)state;
	expect_rows(
		write_text(
			"v1.csv",
			"id_baris,nik,nama,hasil nik,hasil nama,Tgl Lahir sesuai,keterangan\na:2,1,BUDI,Sesuai,Sesuai "
			"(95),Tidak Sesuai,\n"),
		LIST_VERDICTS,
		"1:judul\n2|nik=1|nama=BUDI|hasil_nik=Sesuai|hasil_nama=Sesuai (95)|hasil_tanggal_lahir=Tidak "
		"Sesuai|id_baris=a:2\n");
	/* the service's own element names: what stands in the cells decides */
	expect_rows(
		write_text("v2.csv", "id_baris,NIK,NAMA_LGKP,TGL_LHR\na:2,SESUAI,SESUAI (91),TIDAK SESUAI\n"),
		LIST_VERDICTS,
		"1:judul\n2|hasil_nik=SESUAI|hasil_nama=SESUAI (91)|hasil_tanggal_lahir=TIDAK SESUAI|id_baris=a:2\n");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),	       cmocka_unit_test(test_header_below_titles),
		cmocka_unit_test(test_two_row_header), cmocka_unit_test(test_latin1),
		cmocka_unit_test(test_broken_lines),   cmocka_unit_test(test_short_lines_in_a_row),
		cmocka_unit_test(test_threads_agree),  cmocka_unit_test(test_columns_cut_late),
		cmocka_unit_test(test_first_look),     cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_damage_is_told), cmocka_unit_test(test_verdict_lists),
	};

	TESTS_MAIN;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

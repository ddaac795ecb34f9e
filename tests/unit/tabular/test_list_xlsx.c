/* SPDX-License-Identifier: EUPL-1.2 */
#include "lists.h"

#include "tabular/cell_number.h"
#include "tabular/file_hash.h"
#include "tabular/wire.h"
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define HEAD_ROW                                                                                                       \
	"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>NIK</t></is></c><c r=\"B1\" "                                 \
	"t=\"inlineStr\"><is><t>Nama</t></is></c>"                                                                     \
	"<c r=\"C1\" t=\"inlineStr\"><is><t>Tgl Lahir</t></is></c></row>"

static void expect_kinds(const char *path, const char *want)
{
	struct list_spec spec = { .kind = LIST_PROPOSALS };
	struct reading r;
	struct list_sink sink = { .row = see_row, .other = NULL, .ctx = &r.seen };

	memset(&r, 0, sizeof(r));
	padan_arena_init(&r.arena, &padan_alloc_libc, 0);
	buf_init(&r.seen.text, NULL, 1 << 20);
	pthread_mutex_init(&r.seen.lock, NULL);
	r.seen.kinds = true;
	r.rc = list_scan(seams_real(), path, &spec, &sink, &r.arena, &r.info, &r.err);
	if (r.rc)
		fail_msg("%s", r.err.text);
	assert_string_equal(r.seen.text.p, want);
	reading_done(&r);
}

static void test_kinds_of_cells(void **state)
{
	struct book_parts b = {
		.strings = "<si><t>BUDI</t></si><si><r><t>AN</t></r><r><t>I &amp; C</t></r><rPh><t>x</t></rPh></si>",
		.styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-421]dd mmmm "
			  "yyyy;@\"/></numFmts><cellXfs><xf "
			  "numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>",
		.sheet = { "<sheetData>" HEAD_ROW "<row r=\"2\"><c r=\"A2\"><v>7.37201150185E+15</v></c><c r=\"B2\" "
			   "t=\"s\"><v>0</v></c><c r=\"C2\" s=\"1\"><v>29450</v></c></row><row r=\"4\"><c r=\"A4\" "
			   "t=\"str\"><f>A1</f><v>7372011708800001</v></c><c r=\"B4\" t=\"s\"><v>1</v></c><c r=\"C4\" "
			   "s=\"2\"><v>29450.75</v></c></row><row><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#N/A</v></c><c "
			   "t=\"d\"><v>1980-08-17T00:00:00</v></c></row></sheetData>" },
	};

	(void)state;
	expect_kinds(write_book("a.xlsx", &b), "2|nik=7372011501850000/2|nama=BUDI/1|tanggal_lahir=1980-08-17/3\n"
					       "4|nik=7372011708800001/1|nama=ANI & C/1|tanggal_lahir=1980-08-17/3\n"
					       "5|nik=1/4|nama=#N/A/5|tanggal_lahir=1980-08-17/3\n");
	b.workbook_pr = "<workbookPr date1904=\"1\"/>";
	b.sheet[0] = "<sheetData>" HEAD_ROW "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" "
		     "s=\"1\"><v>27988</v></c></row></sheetData>";
	expect_kinds(write_book("b.xlsx", &b), "2|nama=BUDI/1|tanggal_lahir=1980-08-17/3\n");
}

static void test_merged_cells(void **state)
{
	const struct book_parts b = {
		.sheet = { "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>No KK</t></is></c><c r=\"B1\" "
			   "t=\"inlineStr\"><is><t>Nama</t></is></c><c r=\"C1\" "
			   "t=\"inlineStr\"><is><t>TTL</t></is></c></row><row "
			   "r=\"2\"><c r=\"C2\" t=\"inlineStr\"><is><t>Tempat Lahir</t></is></c><c r=\"D2\" "
			   "t=\"inlineStr\"><is><t>Tgl Lahir</t></is></c></row>"
			   "<row r=\"3\"><c r=\"A3\"><v>55</v></c><c r=\"B3\" "
			   "t=\"inlineStr\"><is><t>BUDI</t></is></c></row>"
			   "<row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t>ANI</t></is></c></row>"
			   "<row r=\"5\"><c r=\"D5\"><v>3</v></c></row></sheetData>"
			   "<mergeCells count=\"4\"><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/><mergeCell "
			   "ref=\"C1:D1\"/><mergeCell ref=\"A3:A5\"/><mergeCell ref=\"B4:B5\"/></mergeCells>" },
	};

	(void)state;
	expect_rows(write_book("m.xlsx", &b), LIST_PROPOSALS,
		    "1:judul\n2:judul\n3|nama=BUDI|no_kk=55\n4|nama=ANI|no_kk=55\n5|tanggal_lahir=3|no_kk=55\n");
}

/* What a cell says about merged cells is text; what stands behind a comment that ends the rows is meant. */
static void test_words_of_merging(void **state)
{
	const struct book_parts b = {
		.sheet = { "<sheetData>" HEAD_ROW
			   "<row r=\"2\"><c r=\"A2\"><v>55</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>BUDI "
			   "mergeCell ref=\"A2:A3\"/</t></is></c></row><row r=\"3\"><c r=\"B3\" t=\"inlineStr\">"
			   "<is><t>ANI</t></is></c></row></sheetData>",
			   NULL },
	}, c = {
		.sheet = { "<sheetData>" HEAD_ROW
			   "<row r=\"2\"><c r=\"A2\"><v>55</v></c><c r=\"C2\"><v>7</v></c></row><row r=\"3\"><c "
			   "r=\"A3\"><v>56</v></c></row></sheetData><mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>"
			   "<!-- </sheetData> -->" },
	};

	(void)state;
	expect_rows(write_book("k.xlsx", &b), LIST_PROPOSALS,
		    "1:judul\n2|nik=55|nama=BUDI mergeCell ref=\"A2:A3\"/\n3|nama=ANI\n");
	expect_rows(write_book("k.xlsx", &c), LIST_PROPOSALS,
		    "1:judul\n2|nik=55|tanggal_lahir=7\n3|nik=56|tanggal_lahir=7\n");
}

/* Shared strings of every kind, in both ways of reading them; numbers of strings with blanks around them. */
static void test_shared_strings(void **state)
{
	static const char *const more[] = { "", "<si><r><t>k</t></r></si>", "<si/>" };

	(void)state;
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		char strings[1000];
		const struct book_parts b = {
			.strings = strings,
			.sheet = { "<sheetData>" HEAD_ROW "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" "
				   "t=\"s\"><v> 1 </v></c></row>"
				   "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\" t=\"s\"><v>3</v></c></row>"
				   "<row r=\"4\"><c r=\"A4\"><v>9</v></c><c r=\"B4\" t=\"s\"><v>4</v></c></row>"
				   "</sheetData>" },
		};

		snprintf(strings, sizeof(strings),
			 "<si><t>55</t></si><si><t xml:space=\"preserve\"> BUDI _x0041_ </t></si>"
			 "<si><t>5&lt;6</t></si><si><t>JOS\xc3\x89</t></si><si><t/></si>%s",
			 more[i]);
		expect_rows(write_book("s.xlsx", &b), LIST_PROPOSALS,
			    "1:judul\n2|nik=55|nama=BUDI A\n3|nik=5<6|nama=JOS\xc3\x89\n4|nik=9\n");
	}
}

/* The archive's own sums are looked at, also where the part is decompressed at once. */
static void test_wrong_sum(void **state)
{
	const struct book_parts b = { .sheet = { "<sheetData>" HEAD_ROW
						 "<row r=\"2\"><c r=\"A2\"><v>55</v></c></row></sheetData>" } };
	static const char name[] = "xl/worksheets/sheet1.xml", mark[] = "PK\x01\x02";
	const char *path = write_book("j.xlsx", &b);
	char bytes[8192], *head = bytes;
	FILE *f = fopen(path, "rb");
	size_t n = fread(bytes, 1, sizeof(bytes), f);

	(void)state;
	fclose(f);
	do
		head = memmem(head + 1, n - (size_t)(head + 1 - bytes), mark, 4);
	while (head && memcmp(head + 46, name, sizeof(name) - 1) != 0);
	assert_non_null(head);
	head[16] ^= 1;
	expect_refusal(write_bytes("j.xlsx", bytes, n), LIST_PROPOSALS, "arsip buku kerja rusak (galat ZIP");
}

/* Rich text, a comment, an entity by number in the middle of plain rows: an XML parser reads them, and no row comes
 * twice or without its merged cells. What is torn behind plain rows is told as ever. */
static void test_plain_and_other_rows(void **state)
{
	static const char *const ani[] = { "<is><r><t>A</t></r><r><t>NI</t></r></is>", "<is><t>A&#78;I</t></is>",
					   "<is><!-- x --><t>ANI</t></is>", "<is><t><![CDATA[ANI]]></t></is>",
					   "<is><t>ANI</t></is>" };

	(void)state;
	for (size_t i = 0; i < sizeof(ani) / sizeof(ani[0]); i++) {
		char sheet[2000];
		struct book_parts b = { .sheet = { sheet } };

		snprintf(sheet, sizeof(sheet),
			 "<sheetData>" HEAD_ROW
			 "<row r=\"2\"><c r=\"A2\"><v>55</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>BUDI"
			 "</t></is></c></row><row r=\"3\"><c r=\"B3\" t=\"inlineStr\">%s</c></row><row r=\"4\"><c "
			 "r=\"B4\" "
			 "t=\"str\"><f>B3</f><v>A &amp; B</v></c></row></sheetData><mergeCells><mergeCell "
			 "ref=\"A2:A4\"/>"
			 "</mergeCells>",
			 ani[i]);
		expect_rows(write_book("o.xlsx", &b), LIST_PROPOSALS,
			    "1:judul\n2|nik=55|nama=BUDI\n3|nama=ANI\n4|nama=A & B\n");
	}
	expect_refusal(
		write_book("p.xlsx", &(struct book_parts){ .sheet = { "<sheetData>" HEAD_ROW
								      "<row r=\"2\"><c r=\"B2\"><v>1</v></c></row><row "
								      "r=\"3\"><c r=\"B3\"><v>1" } }),
		LIST_PROPOSALS, "rusak");
}

static void test_choice_of_sheet(void **state)
{
	const char *note = "<sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>Petunjuk</t></is></c></row></sheetData>";
	const char *list = "<sheetData>" HEAD_ROW
			   "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>BUDI</t></is></c></row></sheetData>";
	struct book_parts b = { .sheet = { note, list, list } };
	struct reading r;

	(void)state;
	read_list(&r, write_book("s.xlsx", &b), LIST_PROPOSALS, 1);
	assert_int_equal(r.rc, 0);
	assert_string_equal(r.info.sheet, "Lembar2");
	assert_string_equal(r.seen.text.p, "1:judul\n2|nama=BUDI\n");
	assert_non_null(strstr(r.info.warning[0], "Lembar3"));
	reading_done(&r);
	b.state[1] = "state=\"hidden\"";
	read_list(&r, write_book("s.xlsx", &b), LIST_PROPOSALS, 1);
	assert_string_equal(r.info.sheet, "Lembar3");
	reading_done(&r);
}

static void test_refusals(void **state)
{
	struct book_parts b = { .sheet = { "<sheetData><row r=\"1\"><c t=\"s\"><v>7</v></c></row></sheetData>" } };
	char bytes[4096] = "PK\x03\x04", path[1024];
	const char *made;
	FILE *f;

	(void)state;
	expect_refusal(write_book("t.xlsx", &b), LIST_PROPOSALS, "menunjuk teks yang tidak ada");
	b.sheet[0] = "<sheetData><row r=\"1\"><c></row></sheetData>";
	expect_refusal(write_book("t.xlsx", &b), LIST_PROPOSALS, "rusak (XML");
	b.sheet[0] = "<sheetData><row r=\"1\"><c r=\"AAA1\"><v>1</v></c></row></sheetData>";
	expect_refusal(write_book("t.xlsx", &b), LIST_PROPOSALS, "512 kolom");
	b.sheet[0] = "<sheetData></sheetData>";
	expect_refusal(write_book("t.xlsx", &b), LIST_PROPOSALS, "tidak ada baris judul");
	expect_refusal(write_bytes("u.xlsx", bytes, sizeof(bytes)), LIST_PROPOSALS, "bukan buku kerja");
	expect_refusal(write_bytes("u.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1_______", 15), LIST_PROPOSALS,
		       "format lama .xls");
	made = write_book("w.xlsx", &b);
	f = fopen(made, "rb");
	size_t n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	expect_refusal(write_bytes("w.xlsx", bytes, n - 40), LIST_PROPOSALS, "bukan buku kerja");
	snprintf(path, sizeof(path), "%s", made);
}

static void test_entities(void **state)
{
	const char *path = in_folder("x.xlsx");
	int code;
	zip_t *z;

	(void)state;
	unlink(path);
	z = zip_open(path, ZIP_CREATE, &code);
	add_part(z, "xl/workbook.xml",
		 "<!DOCTYPE a [<!ENTITY x \"aaaa\"><!ENTITY y SYSTEM "
		 "\"file:///etc/passwd\">]><workbook>&x;&y;</workbook>");
	assert_int_equal(zip_close(z), 0);
	expect_refusal(path, LIST_PROPOSALS, "DOCTYPE");
}

/* A small file that unfolds to 3 GB: cut off at the limit, long before the memory is gone. */
static void test_bomb(void **state)
{
	const char *path = in_folder("bom.xlsx");
	int code;
	zip_t *z;
	static const char spaces[1 << 20] = { 0 };
	struct book_parts b = { .sheet = { "<sheetData/>" } };
	zip_source_t *s;
	FILE *f;
	const char *big = in_folder("besar.xml");

	(void)state;
	if (getenv("LINDUNG_SANITIZED"))
		skip();
	write_book("bom.xlsx", &b);
	f = fopen(big, "wb");
	fputs("<worksheet><sheetData>", f);
	for (int i = 0; i < 300; i++) {
		char line[1024];

		memset(line, ' ', sizeof(line));
		for (int k = 0; k < 1024; k++)
			fwrite(line, 1, sizeof(line), f);
	}
	fwrite(spaces, 0, 1, f);
	fclose(f);
	z = zip_open(path, 0, &code);
	s = zip_source_file(z, big, 0, -1);
	assert_true(zip_file_add(z, "xl/worksheets/sheet1.xml", s, ZIP_FL_OVERWRITE) >= 0);
	assert_int_equal(zip_close(z), 0);
	unlink(big);
	/* 300 MB of blanks inside 300 KB: read through in a moment, then found torn */
	expect_refusal(path, LIST_PROPOSALS, "rusak (XML");
}

static void refuse_all(const char *const *names, size_t n, const char *folder, const char *part)
{
	char base[1024], path[2048];

	if (!shared_path(base, folder))
		skip();
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", base, names[i]);
		expect_refusal(path, LIST_PROPOSALS, part);
	}
}

static void test_encrypted(void **state)
{
	static const char *const names[] = { "encryptAES.xlsx", "encryptSHA1.xlsx", "encryptSHA512.xlsx" };

	(void)state;
	refuse_all(names, 3, "corpora/excelize-xlsx/test", "sandi");
}

/* None is a list of workers; none may do more than be refused, whatever is wrong with it. */
static void test_odd_archives(void **state)
{
	static const char *const folders[] = { "corpora/zip-yauzl/test/failure", "corpora/zip-yauzl/test/success",
					       "corpora/excelize-xlsx/test",
					       "corpora/zip-yauzl/test/wrong-entry-sizes" };
	int seen = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		char base[1024], list[3000], line[1500];
		FILE *p;

		if (!shared_path(base, folders[i]))
			skip();
		snprintf(list, sizeof(list), "find '%s' -maxdepth 1 -type f", base);
		p = popen(list, "r");
		while (fgets(line, sizeof(line), p)) {
			struct reading r;

			line[strcspn(line, "\n")] = '\0';
			read_list(&r, line, LIST_PROPOSALS, 1);
			if (r.rc != ERR_UNREADABLE || strstr(r.err.text, "tiba-tiba") || strstr(r.err.text, "pengaman"))
				fail_msg("%s: %d %s", line, r.rc, r.err.text);
			seen++;
			reading_done(&r);
		}
		pclose(p);
	}
	assert_true(seen > 40);
}

/* Each attempt in a locked process of its own: it must end in death by SIGSYS or in a refusal. Exit 0 would mean that
 * it was done. */
static void attempt(int which)
{
	struct err e;
	int fd = open("/dev/null", O_WRONLY), rc = 1;

	if (sandbox_enter(&e))
		_exit(3);
	switch (which) {
	case 0:
		rc = open("/etc/passwd", O_RDONLY) < 0;
		break;
	case 1:
		rc = openat(AT_FDCWD, "/tmp/lindung-terlarang", O_WRONLY | O_CREAT, 0600) < 0;
		break;
	case 2:
		rc = socket(AF_INET, SOCK_STREAM, 0) < 0;
		break;
	case 3:
		rc = fork() < 0;
		break;
	case 4:
		rc = execl("/bin/true", "true", NULL) < 0;
		break;
	case 5:
		rc = kill(getppid(), SIGTERM) < 0;
		break;
	default: /* what reading needs still works */
		rc = write(fd, "x", 1) == 1 && fd >= 0 ? 1 : 0;
	}
	_exit(rc ? 42 : 0);
}

static void test_walls(void **state)
{
	(void)state;
	for (int which = 0; which <= 6; which++) {
		int status;
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (!pid)
			attempt(which);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		if (which < 6 && WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			continue;
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 42)
			fail_msg("attempt %d: status %x", which, status);
	}
}

static void test_wire_is_distrusted(void **state)
{
	const char *const bad[] = { "\1\0\0\0\1\0\1\xff\xff\xff\xff",
				    "\1\0\0\0\1\0\1\5\0\0\0ab",
				    "\1\0\0",
				    "\1\0\0\0\xff\xff",
				    "\0\0\0\0\1\0\0",
				    "\1\0\0\0\1\0\x09\1\0\0\0a" };
	const size_t n[] = { 11, 13, 3, 6, 7, 12 };
	span cells[8];
	uint8_t kind[8];
	char type, head[5];
	size_t len;

	(void)state;
	for (int i = 0; i < 6; i++) {
		struct sheet_row row = { 0 };
		span s = { bad[i], n[i] };

		assert_int_equal(wire_next_row(&s, &row, cells, kind, 8), -1);
	}
	wire_head(head, 'R', (size_t)WIRE_FRAME + 1);
	assert_false(wire_parse_head(head, &type, &len));
}

/* A row that was cut anywhere is no row. */
static void test_wire_is_cut(void **state)
{
	static const char whole[] = "\1\0\0\0\3\0\1\2\0\0\0ab\0\1\1\0\0\0c";
	span cells[3];
	uint8_t kind[3];

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		struct sheet_row row = { 0 };
		char *copy = malloc(n + 1); /* the sanitizer knows its end */
		span s = { copy, n };
		int want = n == 0 ? 0 : n == sizeof(whole) - 1 ? 1 : -1;

		assert_non_null(copy);
		memcpy(copy, whole, n);
		assert_int_equal(wire_next_row(&s, &row, cells, kind, 3), want);
		free(copy);
	}
}

static void test_numbers(void **state)
{
	static const char *const cases[][2] = {
		{ "7.37202150185E+15", "7372021501850000" },
		{ "7.3720215018500001E+15", "7372021501850000" },
		{ "35.0", "35" },
		{ "0.5", "0.5" },
		{ "29449.999999999996", "29450" },
		{ "1E-7", "1E-7" },
		{ "-12.0", "-12" },
		{ "1E+20", "1E+20" },
		{ "abc.", "abc." },
		{ "0.0", "0" },
		{ "1.5E+1", "15" },
		{ "12", "12" },
		{ ".", "." },
		{ "1500000.25", "1500000.25" },
	};
	char out[CELL_NUMBER_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		span s = number_plain(padan_span_of(cases[i][0]), out);

		if (!padan_span_eq(s, padan_span_of(cases[i][1])))
			fail_msg("%s -> %.*s", cases[i][0], (int)s.n, s.p);
	}
	assert_true(number_day(SPAN("1"), false, out));
	assert_string_equal(out, "1900-01-01");
	assert_true(number_day(SPAN("61"), false, out));
	assert_string_equal(out, "1900-03-01");
	assert_false(number_day(SPAN("0"), false, out));
	assert_false(number_day(SPAN("99999999"), false, out));
}

static void test_hash_twins(void **state)
{
	unsigned char text[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (unsigned char)(i * 7);
	for (size_t n = 0; n < sizeof(text); n += 13) {
		struct file_hash a, b;
		uint8_t x[32], y[32];
		size_t cut = n / 3;

		file_hash_init(&a, true);
		file_hash_init(&b, false);
		file_hash_add(&a, (span){ (char *)text, cut });
		file_hash_add(&a, (span){ (char *)text + cut, n - cut });
		file_hash_add(&b, (span){ (char *)text, n });
		file_hash_done(&a, x);
		file_hash_done(&b, y);
		assert_memory_equal(x, y, 32);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds_of_cells),
		cmocka_unit_test(test_merged_cells),
		cmocka_unit_test(test_words_of_merging),
		cmocka_unit_test(test_shared_strings),
		cmocka_unit_test(test_wrong_sum),
		cmocka_unit_test(test_plain_and_other_rows),
		cmocka_unit_test(test_choice_of_sheet),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_bomb),
		cmocka_unit_test(test_encrypted),
		cmocka_unit_test(test_odd_archives),
		cmocka_unit_test(test_wire_is_distrusted),
		cmocka_unit_test(test_wire_is_cut),
		cmocka_unit_test(test_walls),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_hash_twins),
	};

	TESTS_MAIN;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

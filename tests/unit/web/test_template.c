/* SPDX-License-Identifier: EUPL-1.2
 * The template engine: what each mark prints, what does not compile, and that no value leaves its place. */
#include "check.h"

#include "web/html.h"
#include "web/template.h"

struct person {
	span nik, nama;
	rupiah iuran;
	date lahir;
	int putusan;
	bool ketua;
	int64_t urut;
};
#define F(member, wire_, type_, words_)                                                                                \
	{                                                                                                              \
		.c = #member, .wire = wire_, .label = "Label " wire_, .type = FIELD_##type_, .words = words_,          \
		.at = offsetof(struct person, member), .size = sizeof(((struct person *)0)->member)                    \
	}
static const struct field columns[] = {
	F(nik, "nik", text, NULL),
	F(nama, "nama", text, NULL),
	F(iuran, "iuran", rupiah, NULL),
	F(lahir, "lahir", day, NULL),
	F(putusan, "putusan", choice, "terpilih|tidak_padan"),
	F(ketua, "ketua", flag, NULL),
	F(urut, "urut", number, NULL),
	{ .c = NULL },
};
static const struct row_shape shape = { columns, sizeof(struct person) };

static struct padan_arena arena;
static const char *given; /* the text of "x.html" */
static struct person people[2];
static struct err e;

static span source(void *ctx, const char *name)
{
	(void)ctx;
	if (strcmp(name, "x.html") == 0)
		return padan_span_of(given);
	if (strcmp(name, "dalam.html") == 0)
		return SPAN("<b>{{nama}}</b>");
	if (strcmp(name, "putar.html") == 0)
		return SPAN("<p>{{>putar.html}}</p>");
	if (strcmp(name, "tutup.html") == 0)
		return SPAN("{{/teks}}{{#teks}}");
	return (span){ NULL, 0 };
}

static int begin(void **state)
{
	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	people[0] = (struct person){
		SPAN("7372010203040001"), SPAN("A <b>\"&' \xff"), { 1234567 }, date_of(2025, 4, 28), 0, true, 1
	};
	people[1] = (struct person){ SPAN("0812"), SPAN("Siti"), { FIELD_ABSENT }, DATE_NONE, 1, false, 0 };
	return 0;
}

static int end(void **state)
{
	(void)state;
	padan_arena_done(&arena);
	return 0;
}

/* Names of every test: teks, jalan, kosong, angka, ya, peta (markup), daftar, hampa (lists), the first person under
 * no name and under `p`. */
static int fill(struct view *v)
{
	struct row_cursor list, none = { NULL, NULL };

	view_init(v, &arena);
	v->may = (uint64_t)1 << CAP_READ;
	v->csrf = SPAN("tok\"en");
	v->key = SPAN("kunci");
	return row_cursor_over(&arena, people, 2, sizeof(people[0]), &list, &e) ||
	       view_record(v, NULL, columns, &people[0], &e) || view_record(v, "p", columns, &people[0], &e) ||
	       view_text(v, "teks", SPAN("<script>alert(1)</script>"), &e) ||
	       view_text(v, "jalan", SPAN("/peserta?a=1&b=2"), &e) ||
	       view_text(v, "luar", SPAN("//jahat.example"), &e) || view_text(v, "kosong", SPAN(""), &e) ||
	       view_number(v, "angka", 35782, &e) || view_flag(v, "ya", true, &e) ||
	       view_markup(v, "peta", SPAN("<svg></svg>"), &e) || view_rows(v, "daftar", &shape, list, &e) ||
	       view_rows(v, "hampa", &shape, none, &e);
}

/* The page, or the error's text. */
static const char *shown(const char *text)
{
	static char out[4096];
	struct template *t;
	struct view v;
	struct buf b;
	int rc;

	given = text;
	e = (struct err){ 0 };
	buf_init(&b, &padan_alloc_libc, 4000);
	assert_int_equal(fill(&v), 0);
	rc = template_compile(&t, "x.html", source, NULL, &arena, &e) || template_render(t, &v, &b, &e);
	snprintf(out, sizeof(out), "%s", rc ? e.text : b.p ? b.p : "");
	if (rc)
		assert_int_not_equal(e.code, 0);
	buf_done(&b);
	return out;
}

static void test_marks(void **state)
{
	static const char *const cases[][2] = {
		{ " \n{{! x }}\n <b>x</b> {{angka}} y", "<b>x</b> 35.782 y" },
		{ "{{teks}}", "&lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "{{nama}}", "A &lt;b&gt;&quot;&amp;&#39; \xef\xbf\xbd" },
		{ "<p title=\"{{nama}}\">x</p>", "<p title=\"A &lt;b&gt;&quot;&amp;&#39; \xef\xbf\xbd\">x</p>" },
		{ "{{iuran}} {{p.lahir}} {{angka}}", "Rp1.234.567 28 April 2025 35.782" },
		{ "{{iuran|mentah}} {{p.lahir|mentah}} {{angka|mentah}}", "1234567 2025-04-28 35782" },
		{ "{{iuran|singkat}} {{angka|singkat}} {{urut|singkat}}", "Rp1,23 juta 35,8 ribu 1" },
		{ "{{nik|samar}}", "7372********0001" },
		{ "{{putusan|status}}",
		  "<span class=\"status baik status-terpilih\"><i aria-hidden=\"true\"></i>terpilih</span>" },
		{ "<a href=\"/peserta/{{nama}}\">x</a>", "<a href=\"/peserta/A%20%3Cb%3E%22%26%27%20%FF\">x</a>" },
		{ "<a href=\"{{jalan}}\">x</a>", "<a href=\"/peserta?a=1&amp;b=2\">x</a>" },
		{ "<a href=\"{{jalan}}&amp;n={{iuran}}\">x</a>",
		  "<a href=\"/peserta?a=1&amp;b=2&amp;n=1234567\">x</a>" },
		{ "<a href=\"{{luar}}\">x</a>", "templat x.html baris 1: luar bukan alamat di server ini" },
		{ "{{{peta}}}", "<svg></svg>" },
		{ "{{peta}}", "templat x.html baris 1: peta adalah markup: tulis {{{...}}}" },
		{ "{{{teks}}}", "templat x.html baris 1: teks bukan markup: tulis {{...}}" },
		{ "\n{{tidak_ada}}", "templat x.html baris 2: tidak_ada belum diisi oleh halaman ini" },
		{ "{{#daftar}}{{@nomor}}{{nik}}/{{teks|samar}} {{/daftar}}",
		  "17372010203040001/&lt;scr*****************ipt&gt; 20812/&lt;scr*****************ipt&gt; " },
		{ "{{?daftar}}<ul>{{#daftar}}<li>{{#ketua}}K{{/ketua}}{{^ketua}}-{{/ketua}}</li>{{/daftar}}</ul>{{/"
		  "daftar}}"
		  "{{^daftar}}tak ada{{/daftar}}",
		  "<ul><li>K</li><li>-</li></ul>" },
		{ "{{?hampa}}ada{{/hampa}}{{#hampa}}baris{{/hampa}}{{^hampa}}tak ada{{/hampa}}", "tak ada" },
		{ "{{#daftar}}a{{/daftar}}{{#daftar}}b{{/daftar}}",
		  "templat x.html baris 1: daftar sudah ditampilkan sekali di halaman ini" },
		{ "{{#daftar}}{{#putusan=tidak_padan}}T{{/putusan}}{{^putusan=tidak_padan}}Y{{putusan}}{{/putusan}}{{/"
		  "daftar}}",
		  "YterpilihT" },
		{ "{{#daftar}}[{{iuran}}{{lahir}}{{putusan}}]{{/daftar}}",
		  "[Rp1.234.56728 April 2025terpilih][tidak padan]" },
		{ "{{#kosong}}a{{/kosong}}{{^kosong}}b{{/kosong}}{{#ya}}c{{/ya}}{{#angka}}d{{/angka}}", "bcd" },
		{ "{{@label nama}} {{@label daftar.iuran}}", "Label nama Label iuran" },
		{ "{{t \"Ada {angka} orang: {teks}\"}}", "Ada 35.782 orang: &lt;script&gt;alert(1)&lt;/script&gt;" },
		{ "{{boleh lihat}}L{{/boleh}}{{boleh kelola}}K{{/boleh}}", "L" },
		{ "<form method=\"post\" action=\"/x\">{{csrf}}</form>",
		  "<form method=\"post\" action=\"/x\"><input type=\"hidden\" name=\"csrf\" "
		  "value=\"tok&quot;en\"><input "
		  "type=\"hidden\" name=\"acuan\" value=\"kunci\"></form>" },
		{ "<i>{{>dalam.html}}</i>", "<i><b>A &lt;b&gt;&quot;&amp;&#39; \xef\xbf\xbd</b></i>" },
		{ "a{{! {{nama }}b", "ab" },
		{ "<p>\n\n   a  b\n  c</p><pre>\n  a\n</pre>", "<p>\n\n   a  b\n  c</p><pre>\n  a\n</pre>" },
		{ "<p>\n\n   a  b\n  c</p>", "<p>\na b\nc</p>" },
		{ "<input{{#ya}} checked{{/ya}}{{#kosong}} disabled{{/kosong}}>", "<input checked>" },
		{ "<a href=\"/x{{#ya}}?a={{nik}}{{/ya}}\">x</a>", "<a href=\"/x?a=7372010203040001\">x</a>" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(shown(cases[i][0]), cases[i][1]);
}

/* Each is refused, with a text that holds this. */
static void test_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "<p {{nama}}>x</p>", "hanya boleh di dalam teks" },
		{ "<p title={{nama}}>x</p>", "hanya boleh di dalam teks" },
		{ "<p title=x>x</p>", "di antara tanda kutip" },
		{ "<{{nama}}>x", "hanya boleh di dalam teks" },
		{ "<p {{nama}}=\"x\">x</p>", "hanya boleh di dalam teks" },
		{ "<p on{{nama}}=\"x\">x</p>", "hanya boleh di dalam teks" },
		{ "<!-- {{nama}} -->", "hanya boleh di dalam teks" },
		{ "<!x {{nama}}>", "hanya boleh di dalam teks" },
		{ "<p onclick=\"x\">x</p>", "atribut ini tidak boleh" },
		{ "<p OnClick=\"x\">x</p>", "atribut ini tidak boleh" },
		{ "<p style=\"x\">x</p>", "atribut ini tidak boleh" },
		{ "<p hx-on:click=\"x\">x</p>", "atribut ini tidak boleh" },
		{ "<p hx-vals=\"x\">x</p>", "atribut ini tidak boleh" },
		{ "<p hx-trigger=\"{{nama}}\">x</p>", "hanya boleh di dalam teks" },
		{ "<style>p{}</style>", "unsur ini tidak boleh" },
		{ "<IFRAME src=\"/x\"></IFRAME>", "unsur ini tidak boleh" },
		{ "<script>x</script>", "script tanpa src" },
		{ "<script>{{nama}}</script>", "script tanpa src" },
		{ "<script src=\"/a.js\">x</script>", "skrip di dalam halaman" },
		{ "<script src=\"/a.js\">{{nama}}</script>", "hanya boleh di dalam teks" },
		{ "<script src=\"https://x.example/a.js\"></script>", "bukan milik kita" },
		{ "<script{{#ya}} src=\"/a.js\"{{/ya}}></script>", "berakhir di tempat lain" },
		{ "<a href=\"javascript:{{nama}}\">x</a>", "hanya boleh di dalam teks" },
		{ "<a href=\"javascript:x\">x</a>", "bukan milik kita" },
		{ "<a href=\"//x\">x</a>", "bukan milik kita" },
		{ "<a href=\"\">x</a>", "bukan milik kita" },
		{ "<img src=\"x{{nama}}\">", "hanya boleh di dalam teks" },
		{ "<a href=\"{{t \"x\"}}\">x</a>", "tidak dapat menjadi alamat" },
		{ "{{#ya}}<p>{{/ya}}</p>", "berakhir di tempat lain" },
		{ "<p>{{#ya}}</p>{{/ya}}", "tidak cocok" },
		{ "<p>{{#ya}}</p><p>{{/ya}}</p>", "tidak cocok" },
		{ "<a title=\"{{#ya}}\" href=\"{{/ya}}/x\">x</a>", "berakhir di tempat lain" },
		{ "<a{{#ya}} title{{/ya}}x=\"1\">x</a>", "tidak diharapkan" },
		{ "<p><b></p></b>", "tidak cocok" },
		{ "<p>", "tidak ditutup" },
		{ "<p", "tidak ditutup" },
		{ "<div/>", "tidak dapat ditutup dengan" },
		{ "1 < 2", "tulis &lt;" },
		{ "{{nama", "tidak ditutup" },
		{ "{{#ya}}", "tidak ditutup" },
		{ "{{/ya}}", "penutup tanpa pembuka" },
		{ "{{#ya}}{{#angka}}{{/ya}}{{/angka}}", "yang harus ditutup lebih dahulu" },
		{ "{{Nama}}", "tidak dapat dipakai" },
		{ "{{}}", "tidak dapat dipakai" },
		{ "{{nama|besar}}", "saringan tidak dikenal" },
		{ "<p title=\"{{putusan|status}}\">x</p>", "hanya di dalam teks" },
		{ "<p title=\"{{{peta}}}\">x</p>", "hanya di antara unsur" },
		{ "{{boleh terbang}}{{/boleh}}", "hak tidak dikenal" },
		{ "{{csrf}}", "di dalam formulir post" },
		{ "<form method=\"post\"></form>", "tanpa {{csrf}}" },
		{ "<form method=\"POST\"></form>", "tanpa {{csrf}}" },
		{ "<form method=\"{{nama}}\"></form>", "hanya boleh di dalam teks" },
		{ "<form method=\"post\">{{csrf}}{{csrf}}</form>", "hanya sekali" },
		{ "<form method=\"post\">{{#ya}}{{csrf}}{{/ya}}</form>", "berakhir di tempat lain" },
		{ "<form method=\"get\">{{csrf}}</form>", "hanya sekali" },
		{ "{{>tidak_ada.html}}", "tidak ada" },
		{ "{{>putar.html}}", "terlalu dalam" },
		{ "{{#teks}}{{>tutup.html}}{{/teks}}", "penutup tanpa pembuka" },
		{ "<p {{>dalam.html}}>x</p>", "hanya di antara unsur" },
		{ "{{t \"a {Nama}\"}}", "tidak dapat dipakai" },
		{ "{{@apa}}", "tidak dikenal" },
		{ "{{@daftar a b}}", "tulis {{@daftar" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = shown(cases[i][0]);

		if (!strstr(got, cases[i][1]))
			fail_msg("%s\n  gives: %s\n  wants: %s", cases[i][0], got, cases[i][1]);
		assert_int_equal(e.code, ERR_USAGE);
	}
}

static int broken_next(void *ctx, void *row, struct err *err)
{
	(void)ctx, (void)row;
	err_set(err, ERR_UNREADABLE, "rusak");
	return -1;
}

static void test_failures(void **state)
{
	struct row_cursor broken = { broken_next, NULL };
	struct template *t;
	struct view v;
	struct buf b;

	(void)state;
	given = "{{#buruk}}x{{/buruk}}";
	assert_int_equal(template_compile(&t, "x.html", source, NULL, &arena, &e), 0);
	assert_int_equal(fill(&v), 0);
	assert_int_equal(view_rows(&v, "buruk", &shape, broken, &e), 0);
	buf_init(&b, &padan_alloc_libc, 4000);
	assert_int_equal(template_render(t, &v, &b, &e), ERR_UNREADABLE);
	assert_string_equal(e.text, "rusak");
	buf_done(&b);
	given = "<p>{{teks}}{{teks}}{{teks}}</p>";
	assert_int_equal(template_compile(&t, "x.html", source, NULL, &arena, &e), 0);
	buf_init(&b, &padan_alloc_libc, 90);
	assert_int_equal(template_render(t, &v, &b, &e), ERR_MACHINE);
	assert_non_null(strstr(e.text, "terlalu besar"));
	buf_done(&b);
}

static void test_checked(void **state)
{
	static const struct field frame[] = { { .c = "judul", .wire = "judul", .type = FIELD_text }, { .c = NULL } };
	static const struct {
		const char *text, *uc, *error;
	} cases[] = {
		{ "{{total}}{{#dasar_hukum}}{{sumber}}{{@nomor}}{{/dasar_hukum}}{{judul}}", "compute iuran", NULL },
		{ "{{#segmen=BPU}}x{{/segmen}}{{masukan.sektor}}{{@label dasar_hukum.sumber}}", "compute iuran", NULL },
		{ "{{#segmen=BPX}}x{{/segmen}}", "compute iuran", "bukan kata pilihan" },
		{ "{{sumber}}", "compute iuran", "sumber tidak dikenal" },
		{ "{{dasar_hukum}}", "compute iuran", "adalah daftar" },
		{ "{{total}}", NULL, "total tidak dikenal" },
		{ "{{@pakai compute_iuran}}{{total}}", NULL, NULL },
		{ "{{@pakai compute_iuran sebagai i}}{{i.total}}", NULL, NULL },
		{ "{{@pakai compute_iuran sebagai i}}{{total}}", NULL, "total tidak dikenal" },
		{ "{{@pakai compute_apa sebagai i}}", NULL, "tidak ada use case compute_apa" },
		{ "{{@masukan compute_iuran sebagai s}}{{s.sektor}}", NULL, NULL },
		{ "{{@nilai a b}}{{@markup m}}{{@daftar d: x y}}{{a}}{{b}}{{{m}}}{{#d}}{{x}}{{a}}{{/d}}", NULL, NULL },
		{ "{{@daftar d: x y}}{{#d}}{{z}}{{/d}}", NULL, "z tidak dikenal" },
		{ "{{@daftar d: x y}}{{#d}}{{/d}}{{x}}", NULL, "x tidak dikenal" },
		{ "{{@markup m}}{{m}}", NULL, "tulis {{{" },
		{ "{{@nilai m}}{{{m}}}", NULL, "bukan markup" },
		{ "{{t \"a {zz}\"}}", NULL, "zz tidak dikenal" },
		{ "{{@nomor}}", NULL, "hanya di dalam daftar" },
		{ "{{@nilai a}}{{@label a}}", NULL, "tidak punya label" },
	};
	struct template *t;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct use_case *uc = cases[i].uc ? use_case_find(padan_span_of(cases[i].uc)) : NULL;
		int rc;

		given = cases[i].text;
		e = (struct err){ 0 };
		rc = template_compile(&t, "x.html", source, NULL, &arena, &e);
		if (!rc)
			rc = template_check(t, uc, frame, &e);
		if (!cases[i].error != !rc || (rc && !strstr(e.text, cases[i].error)))
			fail_msg("%s\n  gives: %s\n  wants: %s", cases[i].text, e.text, cases[i].error);
	}
}

static void test_paths(void **state)
{
	static const char *const good[] = { "/", "/a/b?c=d#e", "?x=1", "#f", "/a//b" };
	static const char *const bad[] = { "",	   "//x",   "/\\x", "x",    "javascript:x", "http://x",
					   "/a b", "/a\nb", "/\"",  "\\/x", "/\x80" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(html_own_path(padan_span_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(html_own_path(padan_span_of(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_marks, begin, end),
		cmocka_unit_test_setup_teardown(test_refused, begin, end),
		cmocka_unit_test_setup_teardown(test_failures, begin, end),
		cmocka_unit_test_setup_teardown(test_checked, begin, end),
		cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

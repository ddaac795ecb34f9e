/* SPDX-License-Identifier: EUPL-1.2
 * The Word documents: every template compiles, every value is the view's, the office's settings and templates win, and
 * a table of every field agrees with the officers' manual. */
#include "check.h"
#include "papers/letter.h"
#include "papers/letter_template.h"
#include "papers/letter_values.h"
#include "papers/wording.h"
#include "sample_view.h"
#include "tabular/docx_xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zip.h>

static char base[128];

static const char *in_base(char out[512], const char *name)
{
	snprintf(out, 512, "%s/%s", base, name);
	return out;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static void take_text(struct docx_xml *x, span s, uint32_t from, uint32_t to)
{
	(void)from, (void)to;
	buf_span(x->ctx, s);
}

static void take_start(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to)
{
	(void)attributes, (void)from, (void)to;
	if (docx_is(name, "p") || docx_is(name, "br"))
		buf_putc(x->ctx, '\n');
	else if (docx_is(name, "tab"))
		buf_putc(x->ctx, '\t');
}

/* The text of one part of a document; fails the test when it is not well-formed. */
static void read_part(const char *dir, const char *name, const char *part, struct buf *out)
{
	char path[800];
	zip_t *z;
	zip_stat_t st;
	zip_file_t *f;
	char *text;
	struct err e = { 0 };
	struct docx_xml x = { .start = take_start, .text = take_text, .ctx = out, .part = part, .e = &e };

	snprintf(path, sizeof(path), "%s/%s.docx", dir, name);
	z = zip_open(path, ZIP_RDONLY, NULL);
	assert_non_null(z);
	assert_int_equal(zip_stat(z, part, 0, &st), 0);
	text = malloc(st.size + 1);
	f = zip_fopen(z, part, 0);
	assert_int_equal(zip_fread(f, text, st.size), st.size);
	zip_fclose(f);
	zip_discard(z);
	buf_init(out, NULL, (size_t)64 << 20);
	if (docx_xml_walk(&x, (span){ text, st.size }))
		fail_msg("%s %s: %s", path, part, e.text);
	free(text);
	assert_false(out->failed);
}

static void read_body(const char *dir, enum letter l, struct buf *out)
{
	read_part(dir, letter_name(l), "word/document.xml", out);
}

static bool says(const struct buf *b, const char *words)
{
	return b->p && strstr(b->p, words);
}

static void expect(const struct buf *b, const char *words)
{
	if (!says(b, words))
		fail_msg("\"%s\" not in\n%.2000s", words, b->p ? b->p : "");
}

static size_t count(const struct buf *b, const char *words)
{
	size_t n = 0;

	for (const char *p = b->p; p && (p = strstr(p, words)); p++)
		n++;
	return n;
}

static void write_all(const struct run_view *v, const struct letter_office *o, uint32_t which, char dir[512],
		      const char *name)
{
	struct err e = { 0 };

	mkdir(in_base(dir, name), 0700);
	if (letters_write(v, o, which, dir, 2, seams_real(), &e))
		fail_msg("%s", e.text);
}

/* --- what they say --------------------------------------------------------------------------------------------------
 */

static void test_every_letter_is_filled(void **state)
{
	struct sample_view v;
	struct letter_office o;
	char dir[512];

	(void)state;
	letter_office_init(&o);
	for (int rows = 0; rows <= 300; rows += 300) {
		sample_view_make(&v, (size_t)rows, 70);
		write_all(&v.v, &o, LETTERS_ALL, dir, rows ? "semua" : "kosong");
		for (int l = 0; l < LETTERS_N; l++) {
			struct buf b;

			read_body(dir, (enum letter)l, &b);
			assert_false(says(&b, "{{"));
			buf_done(&b);
			read_part(dir, letter_name((enum letter)l), "word/header.xml", &b);
			assert_false(says(&b, "{{"));
			buf_done(&b);
		}
		sample_view_done(&v);
	}
}

static void test_counts_are_the_views(void **state)
{
	struct sample_view v;
	struct letter_office o;
	char dir[512], text[200], money[40];
	struct buf b, words;
	int64_t annex = 0, held = 0, sum = 0;

	(void)state;
	letter_office_init(&o);
	sample_view_make(&v, 900, 70);
	for (size_t i = 0; i < v.v.nrows; i++) {
		const struct view_row *r = &v.v.rows[i];

		if (r->verdict != PUTUSAN_TERPILIH)
			continue;
		annex += r->condition == SYARAT_TIDAK_ADA;
		held += r->condition != SYARAT_TIDAK_ADA;
		sum += r->condition == SYARAT_TIDAK_ADA ? r->total.rp : 0;
	}
	assert_true(annex > 100 && held > 1);
	write_all(&v.v, &o, LETTERS_ALL, dir, "hitung");
	buf_init(&words, NULL, 4096);
	say_words(annex, &words);
	read_body(dir, LETTER_keputusan, &b);
	snprintf(text, sizeof(text), "sebanyak %lld (%.*s) orang", (long long)annex, (int)words.n, words.p);
	expect(&b, text);
	buf_clear(&words);
	rupiah_words(rp(sum), &words);
	snprintf(text, sizeof(text), "%s (%.*s)", rupiah_format(rp(sum), money), (int)words.n, words.p);
	expect(&b, text);
	snprintf(text, sizeof(text), "bagi %lld orang yang menunggu konfirmasi NIK", (long long)held);
	expect(&b, text);
	buf_done(&b);
	read_body(dir, LETTER_lampiran_keputusan, &b);
	assert_int_equal(count(&b, "APBD Kota Parepare 2025") + count(&b, "TJSL Bank Sulselbar"), annex);
	snprintf(text, sizeof(text), "JUMLAH %lld orang", (long long)annex);
	expect(&b, text);
	buf_done(&b);
	read_body(dir, LETTER_berita_acara_pemadanan, &b);
	for (int i = 0; i < PUTUSAN_N; i++) {
		snprintf(text, sizeof(text), "%s\n%lld", putusan_sentence((enum putusan)i),
			 (long long)v.v.head.by_verdict[i]);
		expect(&b, text);
	}
	buf_done(&b);
	read_body(dir, LETTER_rab, &b);
	snprintf(text, sizeof(text), "Rp16.800 x 8 bulan\n%lld\n134.400", (long long)v.funds[0].people);
	expect(&b, text);
	buf_done(&b);
	read_body(dir, LETTER_tanda_terima, &b);
	assert_int_equal(count(&b, "7372****"), annex);
	assert_false(says(&b, "737201099"));
	buf_done(&b);
	read_body(dir, LETTER_pemberitahuan, &b);
	assert_int_equal(count(&b, "Kenapa saya tidak masuk?"), v.v.head.by_verdict[PUTUSAN_CADANGAN] +
									v.v.head.by_verdict[PUTUSAN_TINJAU] +
									v.v.head.by_verdict[PUTUSAN_DITOLAK]);
	expect(&b, "Lengkapi");
	buf_done(&b);
	buf_done(&words);
	sample_view_done(&v);
}

static void test_a_decree_is_no_draft(void **state)
{
	static const struct {
		const char *number, *shown;
	} cases[] = { { "412", "NOMOR 412 TAHUN 2025" },
		      { "100.3.3.3/412/2025", "NOMOR 100.3.3.3/412/2025\n" },
		      { NULL, "NOMOR ................ TAHUN 2025" } };
	struct sample_view v;
	struct letter_office o;
	char dir[512];

	(void)state;
	letter_office_init(&o);
	sample_view_make(&v, 200, 90);
	for (size_t i = 0; i < 3; i++) {
		struct buf b;

		v.v.head.decree = padan_span_of(cases[i].number);
		v.v.head.decreed = date_of(2025, 5, 2);
		write_all(&v.v, &o, 1u << LETTER_keputusan | 1u << LETTER_lampiran_keputusan, dir, "bernomor");
		read_body(dir, LETTER_keputusan, &b);
		expect(&b, cases[i].shown);
		expect(&b, cases[i].number ? "pada tanggal 2 Mei 2025" : "pada tanggal ....");
		buf_done(&b);
		for (int l = 0; l < 2; l++) {
			struct zip *z;
			zip_stat_t st;
			char path[800], *text;
			zip_file_t *f;

			snprintf(path, sizeof(path), "%s/%s.docx", dir,
				 letter_name(l ? LETTER_keputusan : LETTER_lampiran_keputusan));
			z = zip_open(path, ZIP_RDONLY, NULL);
			assert_int_equal(zip_stat(z, "word/header.xml", 0, &st), 0);
			text = calloc(1, st.size + 1);
			f = zip_fopen(z, "word/header.xml", 0);
			assert_int_equal(zip_fread(f, text, st.size), st.size);
			zip_fclose(f);
			zip_discard(z);
			assert_int_equal(strstr(text, "string=\"RANCANGAN\"") != NULL, cases[i].number == NULL);
			free(text);
		}
	}
	sample_view_done(&v);
}

static void test_threads_change_nothing(void **state)
{
	struct sample_view v;
	struct letter_office o;
	char one[512], two[512], path[800];
	struct err e = { 0 };

	(void)state;
	letter_office_init(&o);
	sample_view_make(&v, 500, 80);
	mkdir(in_base(one, "satu"), 0700);
	mkdir(in_base(two, "dua"), 0700);
	assert_int_equal(letters_write(&v.v, &o, LETTERS_ALL, one, 1, seams_real(), &e), 0);
	assert_int_equal(letters_write(&v.v, &o, LETTERS_ALL, two, 4, seams_real(), &e), 0);
	for (int l = 0; l < LETTERS_N; l++) {
		struct buf a, b;

		buf_init(&a, NULL, 64 << 20);
		buf_init(&b, NULL, 64 << 20);
		snprintf(path, sizeof(path), "%s/%s.docx", one, letter_name((enum letter)l));
		assert_int_equal(file_read(seams_real(), path, 64 << 20, &a, &e), 0);
		snprintf(path, sizeof(path), "%s/%s.docx", two, letter_name((enum letter)l));
		assert_int_equal(file_read(seams_real(), path, 64 << 20, &b, &e), 0);
		assert_int_equal(a.n, b.n);
		assert_memory_equal(a.p, b.p, a.n);
		buf_done(&a);
		buf_done(&b);
	}
	sample_view_done(&v);
}

/* --- the office
 * ------------------------------------------------------------------------------------------------------- */

static int read_office(struct letter_office *o, const char *yaml, struct padan_arena *arena, struct err *e)
{
	span pictures[2];

	return letter_office_read(o, pictures, arena, padan_span_of(yaml), "instansi.yaml", e);
}

static void test_settings_say_what_is_wrong(void **state)
{
	static const struct {
		const char *yaml, *words;
	} cases[] = {
		{ "instansi: {namaa: X}", "baris 1: kunci 'namaa' tidak dikenal; maksud Anda 'nama'?" },
		{ "kertas: A5", "'A5'" },
		{ "surat: {nota_dina: {nomor: x}}", "maksud Anda 'nota_dinas'?" },
		{ "surat:\n  nota_dinas: {nomor: \"a/{urut}/b\"}", "baris 2: pola nomor hanya mengenal" },
		{ "surat:\n  nota_dinas: {tembusan: x}", "daftar" },
		{ "keberatan: {hari: 14, sampai: 2025-05-10}", "salah satu" },
		{ "keberatan: {hari: 0}", "hari" },
		{ "keberatan: {sampai: besok}", "TTTT-BB-HH" },
	};
	struct padan_arena arena;

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct letter_office o;
		struct err e = { 0 };

		assert_int_equal(read_office(&o, cases[i].yaml, &arena, &e), ERR_USAGE);
		if (!strstr(e.text, cases[i].words))
			fail_msg("\"%s\" not in \"%s\"", cases[i].words, e.text);
	}
	padan_arena_done(&arena);
}

static void test_the_office_is_named(void **state)
{
	static const char yaml[] = "instansi: {pemerintah: PEMERINTAH KABUPATEN BARRU, nama: DINAS SOSIAL, alamat: "
				   "\"Jl. A & B\", kota: Barru,\n"
				   "  kepala: {nama: \"SITTI, S.Sos.\", pangkat: Pembina, nip: \"1970\"}}\n"
				   "keberatan: {hari: 14, tempat: Loket <3>}\n"
				   "surat:\n"
				   "  nota_dinas: {nomor: \"500/{nomor}/{bulan_romawi}/{bulan}/{tahun}\", urut: "
				   "\"17\", tembusan: [Sekda, Inspektur]}\n";
	struct letter_office o;
	struct sample_view v;
	struct padan_arena arena;
	struct err e = { 0 };
	struct buf b;
	char dir[512];

	(void)state;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	assert_int_equal(read_office(&o, yaml, &arena, &e), 0);
	sample_view_make(&v, 100, 60);
	v.p.sk.jabatan = (span){ NULL, 0 };
	write_all(&v.v, &o, LETTERS_ALL, dir, "kantor");
	read_body(dir, LETTER_nota_dinas, &b);
	expect(&b, "PEMERINTAH KABUPATEN BARRU\nDINAS SOSIAL\nJl. A & B");
	expect(&b, "500/17/V/05/2025");
	expect(&b, "Yth. Bupati Barru melalui");
	expect(&b, "Kepala Dinas Sosial,");
	expect(&b, "SITTI, S.Sos.\nPembina\nNIP 1970");
	expect(&b, "Tembusan:\n1.\tSekda\n2.\tInspektur");
	buf_done(&b);
	read_body(dir, LETTER_keputusan, &b);
	expect(&b, "KEPUTUSAN BUPATI BARRU");
	expect(&b, "pekerja rentan di Kabupaten Barru");
	assert_false(says(&b, "Tembusan"));
	buf_done(&b);
	read_body(dir, LETTER_pemberitahuan, &b);
	expect(&b, "di Loket <3> paling lambat 15 Mei 2025");
	buf_done(&b);
	sample_view_done(&v);
	padan_arena_done(&arena);
}

/* The smallest picture: its head is all that is looked at. */
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80\10\6\0\0\0....IEND";

static void test_paper_and_crest(void **state)
{
	struct letter_office o;
	struct padan_arena arena;
	struct docx_package k;
	struct err e = { 0 };
	const char *size[2] = { "w:w=\"12188\" w:h=\"18708\"", "w:w=\"11905\" w:h=\"16837\"" };

	(void)state;
	for (int i = 0; i < 4; i++) {
		bool crest = i & 2, found = false;
		const char *document = NULL;

		padan_arena_init(&arena, &padan_alloc_libc, 0);
		letter_office_init(&o);
		o.a4 = i & 1;
		if (crest)
			assert_true(letter_picture_read(&o.crest, (span){ png, sizeof(png) }));
		assert_int_equal(letter_shipped(&k, LETTER_nota_dinas, &o, &arena, &e), 0);
		for (int p = 0; p < k.n; p++) {
			if (strcmp(k.part[p].name, "word/document.xml") == 0)
				document = k.part[p].bytes.p;
			found |= strcmp(k.part[p].name, "word/media/lambang.png") == 0;
			assert_null(strstr(k.part[p].bytes.p, "@T:"));
		}
		assert_non_null(document);
		assert_non_null(strstr(document, size[i & 1]));
		assert_int_equal(found, crest);
		/* twice as wide as high: held at the greatest width */
		assert_int_equal(strstr(document, "cx=\"864000\" cy=\"432000\"") != NULL, crest);
		padan_arena_done(&arena);
	}
	assert_false(letter_picture_read(&o.crest, SPAN("GIF89a")));
	assert_false(letter_picture_read(&o.crest, (span){ png, 20 }));
}

static void test_the_offices_template_wins(void **state)
{
	struct letter_office o;
	struct sample_view v;
	struct err e = { 0 };
	struct buf b;
	char own[512], dir[512], path[1200];

	(void)state;
	letter_office_init(&o);
	mkdir(in_base(own, "templat"), 0700);
	assert_int_equal(letters_save_templates(&o, own, seams_real(), &e), 0);
	/* the shipped ones, given back, change nothing */
	sample_view_make(&v, 150, 70);
	write_all(&v.v, &o, 1u << LETTER_sptjm, dir, "bawaan");
	read_body(dir, LETTER_sptjm, &b);
	o.templates = own;
	write_all(&v.v, &o, 1u << LETTER_sptjm, dir, "milik");
	{
		struct buf again;

		read_body(dir, LETTER_sptjm, &again);
		assert_string_equal(b.p, again.p);
		buf_done(&again);
	}
	buf_done(&b);
	/* one that is torn names itself */
	snprintf(path, sizeof(path), "%s/sptjm.docx", own);
	assert_int_equal(file_write(seams_real(), path, 0600, SPAN("PK\3\4 x"), &e), 0);
	assert_int_equal(letters_write(&v.v, &o, 1u << LETTER_sptjm, dir, 1, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "templat/sptjm.docx: bukan berkas .docx"));
	/* and one that lacks what the paper needs */
	snprintf(path, sizeof(path), "cp '%s/telaahan_staf.docx' '%s/lampiran_keputusan.docx'", own, own);
	assert_int_equal(system(path), 0);
	assert_int_equal(letters_write(&v.v, &o, 1u << LETTER_lampiran_keputusan, dir, 1, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "tidak memuat {{no}} di antara {{#penerima}}"));
	sample_view_done(&v);
}

static void test_names_of_letters(void **state)
{
	uint32_t set;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(letters_of(SPAN(""), &set, &e), 0);
	assert_int_equal(set, letters_usual());
	assert_int_equal(set >> LETTER_pemberitahuan & 1, 0);
	assert_int_equal(letters_of(SPAN("semua"), &set, &e), 0);
	assert_int_equal(set, LETTERS_ALL);
	assert_int_equal(letters_of(SPAN("rab, sptjm"), &set, &e), 0);
	assert_int_equal(set, 1u << LETTER_rab | 1u << LETTER_sptjm);
	assert_int_equal(letters_of(SPAN("sptj"), &set, &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "maksud Anda 'sptjm'?"));
}

/* --- hostile values; memory
 * --------------------------------------------------------------------------------------------- */

static void test_naughty_values_are_inert(void **state)
{
	static const span naughty = {
		"{{nik}}</w:t><w:p>&#0;\x01\x1f\xff\xe2\x80\xae=cmd|' /C calc'!A0\n%s%n\t\xf0\x9f\x92\xa9",
		sizeof("{{nik}}</w:t><w:p>&#0;\x01\x1f\xff\xe2\x80\xae=cmd|' /C calc'!A0\n%s%n\t\xf0\x9f\x92\xa9") - 1
	};
	struct sample_view v;
	struct letter_office o;
	char dir[512];

	(void)state;
	letter_office_init(&o);
	sample_view_make(&v, 120, 50);
	o.government = o.province = o.name = o.address = o.town = o.region = naughty;
	o.head.name = o.head.title = o.head.grade = o.head.nip = o.objection.place = o.objection.phone = naughty;
	for (int l = 0; l < LETTERS_N; l++)
		o.letter[l] = (struct letter_setting){ naughty, naughty, naughty, naughty, &naughty, 1 };
	v.p.nama = v.p.sk.tentang = v.p.sk.jabatan = v.p.sk.nama = v.p.pks.nomor = v.p.ba.nomor = naughty;
	v.v.head.version = v.v.head.decree = v.v.head.seed = naughty;
	v.v.head.decreed = date_of(2025, 5, 2);
	for (size_t i = 0; i < v.v.nrows; i++) {
		struct view_row *r = (struct view_row *)(uintptr_t)&v.v.rows[i];

		r->name = r->typed_name = r->nik = r->typed_nik = r->address = r->rt = r->rw = r->village = naughty;
		r->district = r->occupation = r->birthplace = r->id_baris = r->breakdown = naughty;
	}
	for (int i = 0; i < 2; i++)
		v.funds[i].name = v.funds[i].code = v.funds[i].kind = naughty;
	for (int i = 0; i < 4; i++)
		v.files[i].name = v.files[i].vintage = naughty;
	write_all(&v.v, &o, LETTERS_ALL, dir, "nakal");
	for (int l = 0; l < LETTERS_N; l++) {
		struct buf b;

		read_body(dir, (enum letter)l, &b);
		for (size_t i = 0; i < b.n; i++)
			assert_true((unsigned char)b.p[i] >= 0x20 || b.p[i] == '\n' || b.p[i] == '\t');
		assert_false(says(&b, "\xe2\x80\xae"));
		buf_done(&b);
	}
	sample_view_done(&v);
}

struct poor {
	long left;
};

static void *poor_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct poor *poor = ctx;

	if (size && __atomic_fetch_sub(&poor->left, 1, __ATOMIC_RELAXED) <= 0)
		return NULL;
	return padan_alloc_libc.resize(padan_alloc_libc.ctx, p, old, size);
}

static void test_refused_memory_is_told(void **state)
{
	struct sample_view v;
	struct letter_office o;
	char dir[512];
	int rc = ERR_MACHINE;

	(void)state;
	letter_office_init(&o);
	sample_view_make(&v, 40, 50);
	mkdir(in_base(dir, "miskin"), 0700);
	for (long n = 0; rc; n += 1 + n / 40) {
		struct poor poor = { n };
		const struct padan_alloc alloc = { poor_resize, &poor };
		struct seams s = *seams_real();
		struct err e = { 0 };

		s.alloc = &alloc;
		rc = letters_write(&v.v, &o, 1u << LETTER_rab | 1u << LETTER_tanda_terima, dir, 1, &s, &e);
		assert_true(rc == 0 || (rc == ERR_MACHINE && e.text[0]));
		assert_true(n < 100000);
	}
	sample_view_done(&v);
}

/* --- the manual
 * ------------------------------------------------------------------------------------------------------------ */

static void test_every_field_stands_in_the_manual(void **state)
{
	const struct docx_schema *schema = letter_schema();
	struct buf b;
	struct err e;
	char line[700];

	(void)state;
	buf_init(&b, NULL, 1 << 20);
	assert_int_equal(file_read(seams_real(), SOURCE_ROOT "/docs/panduan/templat.md", 1 << 20, &b, &e), 0);
	for (int i = 0; i < schema->nsets; i++) {
		const struct docx_set *set = &schema->sets[i];

		if (i) {
			snprintf(line, sizeof(line), "### {{#%s}}\n\n%s", set->name, set->about);
			expect(&b, line);
		}
		for (int k = 0; k < set->nfields; k++) {
			snprintf(line, sizeof(line), "| `{{%s}}` | %s |\n", set->fields[k].name, set->fields[k].about);
			expect(&b, line);
		}
	}
	buf_done(&b);
	buf_init(&b, NULL, 1 << 20);
	assert_int_equal(file_read(seams_real(), SOURCE_ROOT "/docs/panduan/surat.md", 1 << 20, &b, &e), 0);
	for (int l = 0; l < LETTERS_N; l++) {
		snprintf(line, sizeof(line), "| `%s` | %s |", letter_name((enum letter)l),
			 letter_title((enum letter)l));
		expect(&b, line);
	}
	buf_done(&b);
}

static int make_base(void **state)
{
	(void)state;
	snprintf(base, sizeof(base), "/tmp/lindung-letter-%d", (int)getpid());
	return mkdir(base, 0700);
}

static int remove_base(void **state)
{
	char command[300];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", base);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_letter_is_filled),
		cmocka_unit_test(test_counts_are_the_views),
		cmocka_unit_test(test_a_decree_is_no_draft),
		cmocka_unit_test(test_threads_change_nothing),
		cmocka_unit_test(test_settings_say_what_is_wrong),
		cmocka_unit_test(test_the_office_is_named),
		cmocka_unit_test(test_paper_and_crest),
		cmocka_unit_test(test_the_offices_template_wins),
		cmocka_unit_test(test_names_of_letters),
		cmocka_unit_test(test_naughty_values_are_inert),
		cmocka_unit_test(test_refused_memory_is_told),
		cmocka_unit_test(test_every_field_stands_in_the_manual),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}

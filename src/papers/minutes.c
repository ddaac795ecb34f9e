/* SPDX-License-Identifier: EUPL-1.2
 * berita_acara.pdf: the minutes of the matching. Every count is that of ringkasan.json. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>

enum { BODY = 1000, SMALL = 780, PARTIES = 8 };

/* What the parts of the minutes share. */
struct minutes {
	const struct paper_env *in;
	struct pdf_sheet t;
	struct buf text; /* scratch: the paragraph or the cells being made */
	int part;	 /* number of the last part */
};

static void heading(struct minutes *m, const char *title)
{
	static const char *const roman[] = { "I.", "II.", "III.", "IV.", "V.", "VI.", "VII.", "VIII.", "IX.", "X." };
	struct pdf_paragraph how = { .face = PDF_BOLD, .size = BODY, .label = roman[m->part++], .indent = 2400 };

	pdf_space(&m->t, 700);
	pdf_sheet_need(&m->t, 6000);
	pdf_paragraph(&m->t, &how, padan_span_of(title));
	pdf_space(&m->t, 250);
}

static void paragraph(struct minutes *m)
{
	struct pdf_paragraph how = { .size = BODY };

	pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
	pdf_space(&m->t, 300);
	buf_clear(&m->text);
}

/* Cells of one row, built one after the other in m->text. */
struct cells {
	size_t end[PDF_TABLE_COLUMNS];
	size_t n;
};

static void cell_end(struct minutes *m, struct cells *c)
{
	c->end[c->n++] = m->text.n;
}

static void cell_number(struct minutes *m, struct cells *c, int64_t v)
{
	say_number(v, &m->text);
	cell_end(m, c);
}

static void cell_text(struct minutes *m, struct cells *c, span s)
{
	buf_span(&m->text, s);
	cell_end(m, c);
}

static void cells_row(struct minutes *m, struct cells *c, bool total)
{
	span row[PDF_TABLE_COLUMNS];

	for (size_t i = 0; i < c->n && !m->text.failed; i++) {
		size_t from = i ? c->end[i - 1] : 0;

		row[i] = (span){ m->text.p + from, c->end[i] - from };
	}
	if (!m->text.failed)
		(total ? pdf_table_total : pdf_table_row)(&m->t, row);
	buf_clear(&m->text);
	c->n = 0;
}

static void title_block(struct minutes *m)
{
	const struct programme *p = m->in->v->programme;
	struct pdf_paragraph how = { .face = PDF_BOLD, .align = PDF_CENTRE, .size = 1200 };

	pdf_paragraph(&m->t, &how, SPAN("BERITA ACARA"));
	pdf_paragraph(&m->t, &how, SPAN("PEMADANAN DATA USULAN PEKERJA RENTAN"));
	how.size = 1050;
	pdf_paragraph(&m->t, &how, p->nama);
	how.face = PDF_REGULAR;
	buf_puts(&m->text, "NOMOR: ");
	buf_span(&m->text, p->ba.nomor.n ? p->ba.nomor : SPAN("........................................"));
	pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
	buf_clear(&m->text);
	pdf_space(&m->t, 900);
}

static void opening(struct minutes *m)
{
	date day = m->in->v->head.papers_date;
	struct ymd d = date_ymd(day);
	char name[32];

	buf_printf(&m->text, "Pada hari ini %s tanggal ", date_weekday(day));
	say_words(d.d, &m->text);
	month_long(date_month(day), name);
	buf_printf(&m->text, " bulan %.*s tahun ", (int)strcspn(name, " "), name);
	say_words(d.y, &m->text);
	buf_puts(&m->text, " (");
	say_date(day, &m->text);
	buf_puts(&m->text, "), yang bertanda tangan di bawah ini:");
	paragraph(m);
}

static const char *const ordinals[PARTIES] = { "KESATU", "KEDUA",  "KETIGA",  "KEEMPAT",
					       "KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN" };
static const span DOTS = { "................................................", 48 };

static void party_line(struct minutes *m, const char *what, span value)
{
	struct pdf_paragraph how = {
		.size = BODY, .label = what, .indent = PDF_MM(30), .from = m->t.left + 1800, .to = m->t.right
	};

	buf_puts(&m->text, ": ");
	buf_span(&m->text, value.n ? value : DOTS);
	pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
	buf_clear(&m->text);
}

/* The parties of the programme file; without any, four to be filled in by hand. */
static int parties(const struct programme *p)
{
	if (p->ba.pihak_n <= 0)
		return 4;
	return p->ba.pihak_n < PARTIES ? p->ba.pihak_n : PARTIES;
}

static struct pihak party(const struct programme *p, int i)
{
	return i < p->ba.pihak_n ? p->ba.pihak[i] : (struct pihak){ .nama = { NULL, 0 } };
}

static void put_parties(struct minutes *m)
{
	const struct programme *p = m->in->v->programme;

	for (int i = 0; i < parties(p); i++) {
		struct pihak who = party(p, i);
		struct pdf_paragraph how = { .size = BODY, .from = m->t.left + 1800, .to = m->t.right };
		char number[16];

		snprintf(number, sizeof(number), "%d.", i + 1);
		pdf_sheet_need(&m->t, 8000);
		pdf_text(m->t.p, PDF_REGULAR, BODY, m->t.left, m->t.y + BODY, padan_span_of(number));
		party_line(m, "Nama", who.nama);
		party_line(m, "Jabatan", who.jabatan);
		party_line(m, "Instansi", who.instansi);
		party_line(m, "NIP", who.nip);
		buf_printf(&m->text, "selanjutnya disebut PIHAK %s.", ordinals[i]);
		pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
		buf_clear(&m->text);
		pdf_space(&m->t, 350);
	}
	buf_puts(&m->text, "Para pihak menyatakan bahwa telah dilaksanakan pemadanan data usulan pekerja rentan untuk "
			   "perlindungan ");
	say_cover(m->in->v->head.first, m->in->v->head.months, &m->text);
	buf_puts(&m->text, " dengan hasil sebagai berikut.");
	paragraph(m);
}

static void sources(struct minutes *m)
{
	static const struct pdf_column columns[] = {
		{ "No", PDF_MM(8), PDF_RIGHT },	     { "Jenis", PDF_MM(32), PDF_LEFT },
		{ "Berkas", PDF_MM(40), PDF_LEFT },  { "Data per", PDF_MM(20), PDF_LEFT },
		{ "Baris", PDF_MM(15), PDF_RIGHT },  { "Data", PDF_MM(15), PDF_RIGHT },
		{ "SHA-256", PDF_MM(55), PDF_LEFT },
	};
	const struct run_view *v = m->in->v;
	struct cells c = { .n = 0 };

	heading(m, "Sumber data");
	pdf_table_begin(&m->t, columns, 7);
	for (size_t i = 0; i < v->nfiles; i++) {
		const struct view_file *f = &v->files[i];

		cell_number(m, &c, (int64_t)i + 1);
		cell_text(m, &c, padan_span_of(list_title(f->kind)));
		cell_text(m, &c, f->name);
		cell_text(m, &c, f->vintage.n ? f->vintage : SPAN("-"));
		cell_number(m, &c, f->sheet_rows);
		cell_number(m, &c, f->proposals);
		cell_text(m, &c, (span){ f->sha256, 32 });
		buf_putc(&m->text, '\n');
		buf_puts(&m->text, f->sha256[0] ? f->sha256 + 32 : "");
		c.end[c.n - 1] = m->text.n;
		cells_row(m, &c, false);
	}
	pdf_table_end(&m->t);
	for (size_t i = 0; i < v->nfiles; i++)
		for (size_t k = 0; k < v->files[i].nwarnings; k++) {
			struct pdf_paragraph how = { .size = SMALL + 100, .label = "-", .indent = 900 };

			buf_span(&m->text, v->files[i].name);
			buf_puts(&m->text, ": ");
			buf_span(&m->text, v->files[i].warnings[k]);
			pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
			buf_clear(&m->text);
		}
}

static void rules(struct minutes *m)
{
	const struct run_view *v = m->in->v;
	const struct programme *p = v->programme;
	size_t from;

	heading(m, "Ambang pemadanan, kriteria, dan urutan prioritas");
	buf_puts(&m->text, "Usulan dinyatakan padan bila tingkat kecocokannya paling sedikit ");
	say_likelihood(v->head.threshold, &m->text);
	buf_puts(&m->text, "; dari ");
	say_likelihood(v->head.review, &m->text);
	buf_puts(&m->text, " sampai di bawahnya perlu verifikasi petugas.");
	if (v->head.threshold_reason.n) {
		buf_putc(&m->text, ' ');
		buf_span(&m->text, v->head.threshold_reason);
	}
	paragraph(m);
	buf_puts(&m->text, "Kriteria: ");
	from = m->text.n;
	say_criteria(&p->kriteria, &m->text);
	if (m->text.n == from)
		buf_puts(&m->text, "tidak ada selain kecocokan identitas");
	buf_putc(&m->text, '.');
	paragraph(m);
	buf_puts(&m->text, "Urutan prioritas: ");
	for (int i = 0; i < p->prioritas_n; i++) {
		buf_puts(&m->text, i ? ", lalu " : "");
		say_priority(p, i, &m->text);
	}
	if (!p->prioritas_n)
		buf_puts(&m->text, "tidak ditetapkan");
	buf_puts(&m->text, ". Bila nilainya sama, yang menentukan adalah ");
	if (v->head.seed.n) {
		buf_puts(&m->text, "pengacakan terbuka dengan benih \"");
		buf_span(&m->text, v->head.seed);
		buf_puts(&m->text, "\".");
	} else {
		buf_puts(&m->text, "tanggal usulan.");
	}
	paragraph(m);
	if (p->satu_orang) {
		buf_puts(&m->text,
			 "Program ini menyatakan bahwa langkah penetapan yang berurutan boleh dikerjakan satu orang "
			 "(penetapan: orang_berbeda: tidak); pemeriksaan oleh orang kedua tidak dijamin sistem.");
		paragraph(m);
	}
}

static void counts(struct minutes *m)
{
	static const struct pdf_column columns[] = { { "Hasil", PDF_MM(38), PDF_LEFT },
						     { "Artinya", PDF_MM(117), PDF_LEFT },
						     { "Baris usulan", PDF_MM(30), PDF_RIGHT } };
	static const char *const matched[PADAN_N] = { "Ditemukan dan meyakinkan.", "Mirip; perlu verifikasi petugas.",
						      "Tidak ditemukan pada data kependudukan." };
	const struct view_head *h = &m->in->v->head;
	struct cells c = { .n = 0 };

	heading(m, "Hasil pemadanan dan putusan");
	pdf_table_begin(&m->t, columns, 3);
	pdf_table_band(&m->t, SPAN("Pemadanan"));
	for (int i = 0; i < PADAN_N; i++) {
		cell_text(m, &c, padan_span_of(padan_word((enum padan)i)));
		cell_text(m, &c, padan_span_of(matched[i]));
		cell_number(m, &c, h->by_padan[i]);
		cells_row(m, &c, false);
	}
	pdf_table_band(&m->t, SPAN("Putusan"));
	for (int i = 0; i < PUTUSAN_N; i++) {
		cell_text(m, &c, padan_span_of(putusan_word((enum putusan)i)));
		cell_text(m, &c, padan_span_of(putusan_sentence((enum putusan)i)));
		cell_number(m, &c, h->by_verdict[i]);
		cells_row(m, &c, false);
	}
	cell_text(m, &c, SPAN("Jumlah"));
	cell_end(m, &c);
	cell_number(m, &c, (int64_t)m->in->v->nrows);
	cells_row(m, &c, true);
	pdf_table_end(&m->t);
	pdf_space(&m->t, 300);
	buf_puts(&m->text, "Dari yang terpilih, ");
	say_number((int64_t)m->in->nannex, &m->text);
	buf_puts(&m->text, " orang masuk rancangan lampiran keputusan dan ");
	say_number(m->in->held, &m->text);
	buf_puts(&m->text, " orang menunggu konfirmasi NIK oleh kelurahan.");
	paragraph(m);
}

static void reasons(struct minutes *m)
{
	static const struct pdf_column columns[] = { { "Alasan", PDF_MM(50), PDF_LEFT },
						     { "Artinya", PDF_MM(105), PDF_LEFT },
						     { "Baris usulan", PDF_MM(30), PDF_RIGHT } };
	const struct view_head *h = &m->in->v->head;
	struct cells c = { .n = 0 };

	heading(m, "Alasan (satu usulan dapat memiliki lebih dari satu)");
	pdf_table_begin(&m->t, columns, 3);
	for (int i = 0; i < ALASAN_N; i++) {
		if (!h->by_reason[i])
			continue;
		cell_text(m, &c, padan_span_of(alasan_word((enum alasan)i)));
		cell_text(m, &c, padan_span_of(alasan_sentence((enum alasan)i)));
		cell_number(m, &c, h->by_reason[i]);
		cells_row(m, &c, false);
	}
	pdf_table_end(&m->t);
}

static void money(struct minutes *m)
{
	static const struct pdf_column columns[] = {
		{ "Sumber dana", PDF_MM(65), PDF_LEFT }, { "Pagu (Rp)", PDF_MM(32), PDF_RIGHT },
		{ "Orang", PDF_MM(20), PDF_RIGHT },	 { "Terpakai (Rp)", PDF_MM(34), PDF_RIGHT },
		{ "Sisa (Rp)", PDF_MM(34), PDF_RIGHT },
	};
	const struct view_head *h = &m->in->v->head;
	struct cells c = { .n = 0 };
	char text[40];

	heading(m, "Pembagian dana");
	pdf_table_begin(&m->t, columns, 5);
	for (size_t i = 0; i < h->nfunds; i++) {
		const struct view_fund *f = &h->funds[i];

		cell_text(m, &c, f->name);
		cell_number(m, &c, f->ceiling.rp);
		cell_number(m, &c, f->people);
		cell_number(m, &c, f->spent.rp);
		cell_number(m, &c, f->left.rp);
		cells_row(m, &c, false);
	}
	pdf_table_end(&m->t);
	pdf_space(&m->t, 300);
	buf_printf(&m->text, "Biaya per orang pada sumber dana pertama %s untuk %d bulan.",
		   rupiah_format(h->per_person, text), h->months);
	paragraph(m);
}

static void closing(struct minutes *m)
{
	const struct programme *p = m->in->v->programme;
	int n = parties(p), width = (m->t.right - m->t.left) / 2;

	pdf_space(&m->t, 500);
	buf_puts(&m->text,
		 "Demikian Berita Acara ini dibuat rangkap 4 (empat) dengan sebenarnya, masing-masing mempunyai "
		 "kekuatan yang sama, untuk dipergunakan sebagaimana mestinya. Rincian per kelurahan "
		 "merupakan lampiran yang tidak terpisahkan.");
	paragraph(m);
	for (int i = 0; i < n; i += 2) {
		int y;

		pdf_sheet_need(&m->t, 12500);
		pdf_space(&m->t, 2400);
		y = m->t.y;
		for (int k = i; k < i + 2 && k < n; k++) {
			struct pihak who = party(p, k);
			struct pdf_paragraph how = { .size = BODY,
						     .align = PDF_CENTRE,
						     .from = m->t.left + (k - i) * width };

			how.to = how.from + width;
			m->t.y = y;
			buf_printf(&m->text, "PIHAK %s,", ordinals[k]);
			pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
			buf_clear(&m->text);
			pdf_space(&m->t, 5200);
			pdf_paragraph(&m->t, &how, who.nama.n ? who.nama : (span){ DOTS.p, 36 });
			buf_puts(&m->text, "NIP ");
			buf_span(&m->text, who.nip.n ? who.nip : (span){ DOTS.p, 30 });
			pdf_paragraph(&m->t, &how, buf_as_span(&m->text));
			buf_clear(&m->text);
		}
	}
}

static void ward_row(struct minutes *m, struct cells *c, span name, const int64_t *by_verdict, int64_t rows)
{
	cell_text(m, c, name.n ? name : SPAN("(tidak diketahui)"));
	cell_number(m, c, rows);
	for (int i = 0; i < PUTUSAN_N; i++)
		cell_number(m, c, by_verdict[i]);
}

/* The district's name as the registry spells it, if anybody in one of its wards (from the i-th on) was found. */
static span district_of(const struct paper_env *in, size_t i)
{
	span name = in->wards[i].district;

	for (size_t k = i; k < in->nwards && paper_same_place(in->wards[k].district, name); k++)
		if (in->wards[k].known)
			return in->wards[k].district;
	return name.n ? name : SPAN("(tidak diketahui)");
}

static void annex_per_ward(struct minutes *m)
{
	static const struct pdf_column columns[] = {
		{ "Kelurahan", PDF_MM(65), PDF_LEFT }, { "Usulan", PDF_MM(20), PDF_RIGHT },
		{ "Terpilih", PDF_MM(20), PDF_RIGHT }, { "Cadangan", PDF_MM(20), PDF_RIGHT },
		{ "Tinjau", PDF_MM(20), PDF_RIGHT },   { "Ditolak", PDF_MM(20), PDF_RIGHT },
		{ "Ganda", PDF_MM(20), PDF_RIGHT },
	};
	const struct paper_env *in = m->in;
	struct pdf_paragraph how = { .face = PDF_BOLD, .align = PDF_CENTRE, .size = 1100 };
	struct cells c = { .n = 0 };
	const struct ward *before = NULL;

	pdf_sheet_page(&m->t);
	pdf_paragraph(&m->t, &how, SPAN("LAMPIRAN BERITA ACARA"));
	pdf_paragraph(&m->t, &how, SPAN("HASIL PER KELURAHAN"));
	pdf_space(&m->t, 600);
	pdf_table_begin(&m->t, columns, 7);
	for (size_t i = 0; i < in->nwards; i++) {
		const struct ward *w = &in->wards[i];

		if (!before || !paper_same_place(before->district, w->district)) {
			buf_puts(&m->text, "KECAMATAN ");
			buf_span(&m->text, district_of(in, i));
			pdf_table_band(&m->t, buf_as_span(&m->text));
			buf_clear(&m->text);
		}
		before = w;
		ward_row(m, &c, w->village, w->by_verdict, w->rows);
		cells_row(m, &c, false);
	}
	ward_row(m, &c, SPAN("JUMLAH"), in->v->head.by_verdict, (int64_t)in->v->nrows);
	cells_row(m, &c, true);
	pdf_table_end(&m->t);
}

int paper_minutes(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Berita acara pemadanan",
				 .watermark = in->v->programme->ba.nomor.n ? NULL : "RANCANGAN",
				 .foot = in->v->programme->ba.nomor.n
						 ? "Berita acara pemadanan data usulan pekerja rentan"
						 : "Berita acara pemadanan data usulan pekerja rentan - RANCANGAN",
				 .day = in->v->head.papers_date };
	struct minutes m = { .in = in };
	struct pdf_out *p;
	int rc = pdf_open(&p, in->seams, path, &spec, e);

	(void)file;
	if (rc)
		return rc;
	buf_init(&m.text, in->seams->alloc, LIM_RECORD);
	pdf_sheet_begin(&m.t, p, PDF_MM(15), SMALL);
	title_block(&m);
	opening(&m);
	put_parties(&m);
	sources(&m);
	rules(&m);
	counts(&m);
	reasons(&m);
	money(&m);
	closing(&m);
	annex_per_ward(&m);
	rc = m.text.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&m.text);
	if (rc) {
		pdf_abandon(p);
		return rc;
	}
	return pdf_close(p, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The decree's annex by name by address, as workbook and as PDF: the archive copy with whole NIKs. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"
#include "tabular/xlsx_out.h"

#include <stdio.h>

#define LIMITED "TERBATAS - memuat NIK lengkap. RANCANGAN, belum bernomor."

/* What the head of the annex says, in lines. */
struct annex_head {
	struct buf office, number, about;
};

static void head_make(struct annex_head *h, const struct paper_env *in)
{
	const struct programme *p = in->v->programme;
	int year = month_year(in->v->head.first);

	buf_init(&h->office, in->seams->alloc, 4096);
	buf_init(&h->number, in->seams->alloc, 4096);
	buf_init(&h->about, in->seams->alloc, 4096);
	buf_puts(&h->office, "LAMPIRAN KEPUTUSAN ");
	buf_span(&h->office, office_of(p));
	buf_printf(&h->number, "NOMOR ................ TAHUN %d", year);
	buf_puts(&h->about, "TENTANG ");
	if (p->sk.tentang.n)
		buf_span(&h->about, p->sk.tentang);
	else
		buf_printf(&h->about,
			   "PENETAPAN PENERIMA BANTUAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN BAGI PEKERJA RENTAN TAHUN "
			   "ANGGARAN %d",
			   year);
}

static void head_done(struct annex_head *h)
{
	buf_done(&h->office);
	buf_done(&h->number);
	buf_done(&h->about);
}

/* The texts that are the same in each row. */
struct annex_words {
	struct buf benefits, cover, scratch;
};

static void words_make(struct annex_words *w, const struct paper_env *in)
{
	buf_init(&w->benefits, in->seams->alloc, 256);
	buf_init(&w->cover, in->seams->alloc, 256);
	buf_init(&w->scratch, in->seams->alloc, LIM_RECORD);
	say_benefits(in->v->programme->manfaat, &w->benefits);
	say_cover(in->v->head.first, in->v->head.months, &w->cover);
}

static void words_done(struct annex_words *w)
{
	buf_done(&w->benefits);
	buf_done(&w->cover);
	buf_done(&w->scratch);
}

static span fund_name(const struct run_view *v, const struct view_row *r)
{
	return r->fund >= 0 && (size_t)r->fund < v->head.nfunds ? v->head.funds[r->fund].name : (span){ NULL, 0 };
}

static span sex_of(const struct view_row *r)
{
	return (span){ &r->sex, r->sex ? 1 : 0 };
}

/* What stands below the table: those who are held back. */
static void say_held(const struct paper_env *in, struct buf *out)
{
	char money[40];

	buf_clear(out);
	buf_puts(out, "Di luar lampiran ini, ");
	say_number(in->held, out);
	buf_printf(out, " orang (%s) menunggu konfirmasi NIK oleh kelurahan; tempatnya tetap disediakan.",
		   rupiah_format(in->held_total, money));
}

static void xlsx_person(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, int64_t number,
			struct annex_words *w)
{
	xlsx_i64(x, number);
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_text(x, sex_of(r));
	xlsx_date(x, r->born);
	buf_clear(&w->scratch);
	say_address(r, &w->scratch);
	xlsx_text(x, buf_as_span(&w->scratch));
	xlsx_text(x, r->occupation);
	xlsx_text(x, buf_as_span(&w->benefits));
	xlsx_text(x, buf_as_span(&w->cover));
	xlsx_rupiah(x, r->monthly);
	xlsx_rupiah(x, r->total);
	xlsx_text(x, fund_name(v, r));
	xlsx_end(x);
}

static void xlsx_sum(struct xlsx_out *x, const struct paper_env *in)
{
	xlsx_empty(x);
	xlsx_empty(x);
	xlsx_words(x, "JUMLAH");
	for (int i = 3; i < 10; i++)
		xlsx_empty(x);
	xlsx_rupiah(x, in->annex_total);
	xlsx_end(x);
}

static void xlsx_signature(struct xlsx_out *x, const struct paper_env *in, struct buf *text)
{
	const struct programme *p = in->v->programme;

	if (in->held) {
		say_held(in, text);
		xlsx_line(x, 0, XLSX_PLAIN, buf_as_span(text));
	}
	xlsx_line(x, 0, XLSX_PLAIN, (span){ NULL, 0 });
	buf_clear(text);
	buf_span(text, office_of(p));
	buf_putc(text, ',');
	xlsx_line(x, 8, XLSX_STRONG, buf_as_span(text));
	for (int i = 0; i < 3; i++)
		xlsx_line(x, 8, XLSX_PLAIN, (span){ NULL, 0 });
	xlsx_line(x, 8, XLSX_STRONG, p->sk.nama.n ? p->sk.nama : SPAN("...................................."));
}

int paper_annex_xlsx(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "No", 7, XLSX_WHOLE },
		{ "NIK", 19, XLSX_TEXT },
		{ "Nama", 30, XLSX_TEXT },
		{ "L/P", 5, XLSX_CENTRE },
		{ "Tanggal lahir", 13, XLSX_DATE },
		{ "Alamat", 56, XLSX_WRAP },
		{ "Pekerjaan", 24, XLSX_WRAP },
		{ "Program", 10, XLSX_CENTRE },
		{ "Masa", 24, XLSX_TEXT },
		{ "Iuran/bulan", 12, XLSX_RUPIAH },
		{ "Jumlah", 13, XLSX_RUPIAH },
		{ "Sumber dana", 28, XLSX_WRAP },
	};
	const struct run_view *v = in->v;
	struct annex_head h;
	struct annex_words w;
	struct xlsx_out x;
	span above[4];
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, 1, e);

	(void)file;
	if (rc)
		return rc;
	head_make(&h, in);
	words_make(&w, in);
	above[0] = buf_as_span(&h.office);
	above[1] = buf_as_span(&h.number);
	above[2] = buf_as_span(&h.about);
	above[3] = SPAN(LIMITED);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Lampiran",
					     .above = above,
					     .nabove = 4,
					     .columns = columns,
					     .ncolumns = sizeof(columns) / sizeof(columns[0]),
					     .frozen = 3,
					     .mark = "RANCANGAN - TERBATAS",
					     .foot = "Lampiran keputusan" });
	for (size_t i = 0; i < in->nannex; i++)
		xlsx_person(&x, v, &v->rows[in->annex[i]], (int64_t)i + 1, &w);
	xlsx_sum(&x, in);
	xlsx_signature(&x, in, &w.scratch);
	rc = w.scratch.failed || h.about.failed ? err_memory(e, path) : ERR_OK;
	words_done(&w);
	head_done(&h);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

/* --- PDF --- */

enum { ANNEX_COLUMNS = 12, ANNEX_SIZE = 740 };

static void pdf_head(struct pdf_sheet *t, const struct annex_head *h)
{
	const struct pdf_spec *s = pdf_spec_of(t->p);
	struct pdf_paragraph how = { .size = 900, .from = s->width / 2 + PDF_MM(12), .to = t->right };

	pdf_paragraph(t, &how, buf_as_span(&h->office));
	pdf_paragraph(t, &how, buf_as_span(&h->number));
	pdf_paragraph(t, &how, buf_as_span(&h->about));
	pdf_space(t, 1000);
	how = (struct pdf_paragraph){ .face = PDF_BOLD, .align = PDF_CENTRE, .size = 1050 };
	pdf_paragraph(t, &how, SPAN("DAFTAR PENERIMA BANTUAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN"));
	pdf_space(t, 700);
}

static void pdf_person(struct pdf_sheet *t, const struct run_view *v, const struct view_row *r, size_t number,
		       struct annex_words *w)
{
	char no[24], monthly[40], total[40];
	struct buf *b = &w->scratch;
	size_t born, end;

	buf_clear(b);
	say_address(r, b);
	born = b->n;
	say_date(r->born, b);
	end = b->n;
	snprintf(no, sizeof(no), "%zu", number);
	pdf_table_row(t, (const span[ANNEX_COLUMNS]){
				 padan_span_of(no),
				 r->nik,
				 r->name,
				 sex_of(r),
				 { b->p + born, end - born },
				 { b->p, born },
				 r->occupation,
				 buf_as_span(&w->benefits),
				 buf_as_span(&w->cover),
				 padan_span_of(rupiah_format(r->monthly, monthly) + 2),
				 padan_span_of(rupiah_format(r->total, total) + 2),
				 fund_name(v, r),
			 });
}

static void band(struct pdf_sheet *t, const struct ward *ward, struct buf *text)
{
	buf_clear(text);
	buf_puts(text, "KECAMATAN ");
	buf_span(text, ward->district.n ? ward->district : SPAN("(tidak diketahui)"));
	buf_puts(text, " - KELURAHAN ");
	buf_span(text, ward->village.n ? ward->village : SPAN("(tidak diketahui)"));
	pdf_table_band(t, buf_as_span(text));
}

static void pdf_rows(struct pdf_sheet *t, const struct paper_env *in, struct annex_words *w)
{
	static const struct pdf_column columns[ANNEX_COLUMNS] = {
		{ "No", PDF_MM(11), PDF_RIGHT },
		{ "NIK", PDF_MM(28), PDF_LEFT },
		{ "Nama", PDF_MM(44), PDF_LEFT },
		{ "L/P", PDF_MM(8), PDF_CENTRE },
		{ "Tanggal lahir", PDF_MM(18), PDF_CENTRE },
		{ "Alamat (RT/RW, Kelurahan, Kecamatan)", PDF_MM(65), PDF_LEFT },
		{ "Pekerjaan", PDF_MM(29), PDF_LEFT },
		{ "Program", PDF_MM(16), PDF_CENTRE },
		{ "Masa", PDF_MM(23), PDF_LEFT },
		{ "Iuran/ bulan (Rp)", PDF_MM(16), PDF_RIGHT },
		{ "Jumlah (Rp)", PDF_MM(19), PDF_RIGHT },
		{ "Sumber dana", PDF_MM(27), PDF_LEFT },
	};
	uint32_t ward = UINT32_MAX;
	char total[40];
	span sum[ANNEX_COLUMNS] = { { NULL, 0 } };

	pdf_table_begin(t, columns, ANNEX_COLUMNS);
	for (size_t i = 0; i < in->nannex; i++) {
		uint32_t row = in->annex[i];

		if (in->ward_of[row] != ward) {
			ward = in->ward_of[row];
			band(t, &in->wards[ward], &w->scratch);
		}
		pdf_person(t, in->v, &in->v->rows[row], i + 1, w);
	}
	sum[2] = SPAN("JUMLAH");
	sum[10] = padan_span_of(rupiah_format(in->annex_total, total) + 2);
	pdf_table_total(t, sum);
	pdf_table_end(t);
}

static void pdf_signature(struct pdf_sheet *t, const struct paper_env *in, struct buf *text)
{
	const struct programme *p = in->v->programme;
	struct pdf_paragraph how = { .size = 900 };
	span name = p->sk.nama.n ? p->sk.nama : SPAN("....................................");

	pdf_space(t, 600);
	buf_clear(text);
	buf_puts(text, "Terbilang: ");
	rupiah_words(in->annex_total, text);
	buf_putc(text, '.');
	pdf_paragraph(t, &how, buf_as_span(text));
	if (in->held) {
		say_held(in, text);
		pdf_paragraph(t, &how, buf_as_span(text));
	}
	how = (struct pdf_paragraph){
		.align = PDF_CENTRE, .size = 1000, .from = t->right - PDF_MM(100), .to = t->right
	};
	pdf_sheet_need(t, 12000);
	pdf_space(t, 1500);
	buf_clear(text);
	buf_span(text, office_of(p));
	buf_putc(text, ',');
	pdf_paragraph(t, &how, buf_as_span(text));
	pdf_space(t, 5000);
	pdf_paragraph(t, &how, name);
}

int paper_annex_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	struct pdf_spec spec = { .width = PDF_F4_LONG,
				 .height = PDF_F4_SHORT,
				 .title = "Rancangan lampiran keputusan",
				 .watermark = "RANCANGAN",
				 .foot = LIMITED,
				 .day = in->v->head.papers_date };
	struct annex_head h;
	struct annex_words w;
	struct pdf_sheet t;
	struct pdf_out *p;
	int rc = pdf_open(&p, in->seams, path, &spec, e);

	(void)file;
	if (rc)
		return rc;
	head_make(&h, in);
	words_make(&w, in);
	pdf_sheet_begin(&t, p, PDF_MM(12), ANNEX_SIZE);
	pdf_head(&t, &h);
	pdf_rows(&t, in, &w);
	pdf_signature(&t, in, &w.scratch);
	rc = w.scratch.failed || h.about.failed ? err_memory(e, path) : ERR_OK;
	words_done(&w);
	head_done(&h);
	if (rc) {
		pdf_abandon(p);
		return rc;
	}
	return pdf_close(p, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The decree's annex as PDF: F4 across, headings on each page, no letterhead. */
#include "papers/annex.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>

enum { ANNEX_SIZE = 740 };

static void put_head(struct pdf_sheet *t, const struct annex *a)
{
	const struct pdf_spec *s = pdf_spec_of(t->p);
	struct pdf_paragraph how = { .size = 900, .from = s->width / 2 + PDF_MM(12), .to = t->right };

	pdf_paragraph(t, &how, buf_as_span(&a->office));
	pdf_paragraph(t, &how, buf_as_span(&a->number));
	if (a->day.n)
		pdf_paragraph(t, &how, buf_as_span(&a->day));
	pdf_paragraph(t, &how, buf_as_span(&a->about));
	pdf_space(t, 1000);
	how = (struct pdf_paragraph){ .face = PDF_BOLD, .align = PDF_CENTRE, .size = 1050 };
	pdf_paragraph(t, &how, SPAN("DAFTAR PENERIMA BANTUAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN"));
	pdf_space(t, 700);
}

/* The word at the head of each page, above the margin. */
static void put_mark(struct pdf_sheet *t, void *ctx)
{
	const struct annex *a = ctx;
	span word = a->copy == ANNEX_ARCHIVE ? SPAN("TERBATAS") : SPAN("SALINAN PUBLIK");

	pdf_text(t->p, PDF_BOLD, 800, t->left, t->top - PDF_MM(2), word);
}

static void put_person(struct pdf_sheet *t, struct annex *a, const struct view_row *r, size_t number)
{
	char no[24], monthly[40], total[40], room[32];
	span all[ANNEX_COLUMNS], cells[ANNEX_COLUMNS];
	size_t address, n = 0;

	address = annex_address(a, r).n;
	say_date(r->born, &a->scratch);
	snprintf(no, sizeof(no), "%zu", number);
	all[ANNEX_NO] = padan_span_of(no);
	all[ANNEX_NIK] = annex_nik(a, r, room);
	all[ANNEX_NAME] = r->name;
	all[ANNEX_SEX] = (span){ &r->sex, r->sex ? 1 : 0 };
	all[ANNEX_ADDRESS] = (span){ a->scratch.p, address };
	all[ANNEX_BORN] = (span){ a->scratch.p ? a->scratch.p + address : NULL, a->scratch.n - address };
	all[ANNEX_JOB] = r->occupation;
	all[ANNEX_BENEFITS] = buf_as_span(&a->benefits);
	all[ANNEX_COVER] = buf_as_span(&a->cover);
	all[ANNEX_MONTHLY] = padan_span_of(rupiah_format(r->monthly, monthly) + 2);
	all[ANNEX_TOTAL] = padan_span_of(rupiah_format(r->total, total) + 2);
	all[ANNEX_FUND] = annex_fund(a, r);
	for (int i = 0; i < ANNEX_COLUMNS; i++)
		if (annex_has(a->copy, i))
			cells[n++] = all[i];
	pdf_table_row(t, cells);
}

static void put_band(struct pdf_sheet *t, const struct ward *ward, struct buf *text)
{
	buf_clear(text);
	buf_puts(text, "KECAMATAN ");
	buf_span(text, ward->district.n ? ward->district : SPAN("(tidak diketahui)"));
	buf_puts(text, " - KELURAHAN ");
	buf_span(text, ward->village.n ? ward->village : SPAN("(tidak diketahui)"));
	pdf_table_band(t, buf_as_span(text));
}

/* What the day of birth leaves free goes to the address. */
static size_t columns_of(enum annex_copy copy, struct pdf_column out[ANNEX_COLUMNS])
{
	static const struct pdf_column columns[ANNEX_COLUMNS] = {
		[ANNEX_NO] = { "No", PDF_MM(11), PDF_RIGHT },
		[ANNEX_NIK] = { "NIK", PDF_MM(28), PDF_LEFT },
		[ANNEX_NAME] = { "Nama", PDF_MM(44), PDF_LEFT },
		[ANNEX_SEX] = { "L/P", PDF_MM(8), PDF_CENTRE },
		[ANNEX_BORN] = { "Tanggal lahir", PDF_MM(18), PDF_CENTRE },
		[ANNEX_ADDRESS] = { "Alamat (RT/RW, Kelurahan, Kecamatan)", PDF_MM(65), PDF_LEFT },
		[ANNEX_JOB] = { "Pekerjaan", PDF_MM(29), PDF_LEFT },
		[ANNEX_BENEFITS] = { "Program", PDF_MM(16), PDF_CENTRE },
		[ANNEX_COVER] = { "Masa", PDF_MM(23), PDF_LEFT },
		[ANNEX_MONTHLY] = { "Iuran/ bulan (Rp)", PDF_MM(16), PDF_RIGHT },
		[ANNEX_TOTAL] = { "Jumlah (Rp)", PDF_MM(19), PDF_RIGHT },
		[ANNEX_FUND] = { "Sumber dana", PDF_MM(27), PDF_LEFT },
	};
	size_t n = 0;

	for (int i = 0; i < ANNEX_COLUMNS; i++) {
		if (!annex_has(copy, i))
			continue;
		out[n] = columns[i];
		if (copy == ANNEX_PUBLIC && i == ANNEX_ADDRESS)
			out[n].width += PDF_MM(18);
		n++;
	}
	return n;
}

static void put_sum(struct pdf_sheet *t, const struct annex *a)
{
	span sum[ANNEX_COLUMNS] = { { NULL, 0 } };
	char total[40];
	int skip = a->copy == ANNEX_PUBLIC;

	sum[ANNEX_NAME] = SPAN("JUMLAH");
	sum[ANNEX_TOTAL - skip] = padan_span_of(rupiah_format(a->in->annex_total, total) + 2);
	pdf_table_total(t, sum);
}

static void put_rows(struct pdf_sheet *t, struct annex *a)
{
	const struct paper_env *in = a->in;
	struct pdf_column columns[ANNEX_COLUMNS];
	uint32_t ward = UINT32_MAX;

	pdf_table_begin(t, columns, columns_of(a->copy, columns));
	for (size_t i = 0; i < in->nannex; i++) {
		uint32_t row = in->annex[i];

		if (in->ward_of[row] != ward) {
			ward = in->ward_of[row];
			put_band(t, &in->wards[ward], &a->scratch);
		}
		put_person(t, a, &in->v->rows[row], i + 1);
	}
	put_sum(t, a);
	pdf_table_end(t);
}

static void put_signature(struct pdf_sheet *t, struct annex *a)
{
	const struct programme *p = a->in->v->programme;
	struct pdf_paragraph how = { .size = 900 };
	span name = p->sk.nama.n ? p->sk.nama : SPAN("....................................");

	pdf_space(t, 600);
	buf_clear(&a->scratch);
	buf_puts(&a->scratch, "Terbilang: ");
	rupiah_words(a->in->annex_total, &a->scratch);
	buf_putc(&a->scratch, '.');
	pdf_paragraph(t, &how, buf_as_span(&a->scratch));
	if (a->in->held)
		pdf_paragraph(t, &how, annex_held(a));
	how = (struct pdf_paragraph){
		.align = PDF_CENTRE, .size = 1000, .from = t->right - PDF_MM(100), .to = t->right
	};
	pdf_sheet_need(t, 12000);
	pdf_space(t, 1500);
	buf_clear(&a->scratch);
	buf_span(&a->scratch, office_of(p));
	buf_putc(&a->scratch, ',');
	pdf_paragraph(t, &how, buf_as_span(&a->scratch));
	pdf_space(t, 5000);
	pdf_paragraph(t, &how, name);
}

static int write_copy(const struct paper_env *in, const char *path, enum annex_copy copy, struct err *e)
{
	struct annex a;
	bool draft = !in->v->head.decree.n;
	struct pdf_spec spec = { .width = PDF_F4_LONG,
				 .height = PDF_F4_SHORT,
				 .title = draft ? "Rancangan lampiran keputusan" : "Lampiran keputusan",
				 .watermark = draft ? "RANCANGAN" : NULL,
				 .day = in->v->head.papers_date };
	struct pdf_sheet t;
	struct pdf_out *p;
	int rc;

	annex_begin(&a, in, copy);
	spec.foot = a.mark;
	rc = pdf_open(&p, in->seams, path, &spec, e);
	if (rc == ERR_OK) {
		pdf_sheet_begin(&t, p, PDF_MM(12), ANNEX_SIZE);
		t.head = put_mark;
		t.ctx = &a;
		put_mark(&t, &a);
		put_head(&t, &a);
		put_rows(&t, &a);
		put_signature(&t, &a);
	}
	if (annex_end(&a, path, rc ? NULL : e) && rc == ERR_OK) {
		pdf_abandon(p);
		return ERR_MACHINE;
	}
	return rc ? rc : pdf_close(p, e);
}

int paper_annex_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	(void)file;
	return write_copy(in, path, ANNEX_ARCHIVE, e);
}

int paper_public_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	(void)file;
	return write_copy(in, path, ANNEX_PUBLIC, e);
}

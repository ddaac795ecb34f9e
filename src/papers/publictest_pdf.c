/* SPDX-License-Identifier: EUPL-1.2
 * The list that is posted in a ward: names and RT/RW, until when objections are taken, where. No NIK. */
#include "papers/publictest_parts.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>

enum { BODY = 1000, TABLE = 950 };

static void upper(struct buf *b, span s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
}

static void put_centre(struct pdf_sheet *t, struct buf *text, int size)
{
	struct pdf_paragraph how = { .face = PDF_BOLD, .align = PDF_CENTRE, .size = size };

	pdf_paragraph(t, &how, buf_as_span(text));
	buf_clear(text);
}

static void put_title(struct pdf_sheet *t, const struct publictest_job *j, const struct ward_file *w, struct buf *text)
{
	buf_puts(text, "PENGUMUMAN UJI PUBLIK");
	put_centre(t, text, 1300);
	buf_puts(text, "CALON PENERIMA BANTUAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN BAGI PEKERJA RENTAN");
	put_centre(t, text, 1050);
	buf_span(text, j->p->v->programme->nama);
	put_centre(t, text, 1050);
	buf_puts(text, "KELURAHAN ");
	upper(text, w->village.n ? w->village : SPAN("(tidak diketahui)"));
	if (w->district.n) {
		buf_puts(text, ", KECAMATAN ");
		upper(text, w->district);
	}
	put_centre(t, text, 1100);
	pdf_space(t, 700);
}

static void put_paragraph(struct pdf_sheet *t, struct buf *text)
{
	struct pdf_paragraph how = { .size = BODY };

	pdf_paragraph(t, &how, buf_as_span(text));
	pdf_space(t, 350);
	buf_clear(text);
}

static void put_invitation(struct pdf_sheet *t, const struct publictest_job *j, const struct ward_file *w,
			   struct buf *text)
{
	char from[32], until[32];

	buf_puts(text,
		 "Nama-nama berikut adalah calon penerima; daftar ini belum merupakan keputusan. Warga yang mengetahui "
		 "bahwa seseorang dalam daftar ini meninggal dunia, pindah, atau tidak lagi bekerja sebagai pekerja "
		 "rentan dapat menyampaikan sanggahan dengan alasannya di Kantor Kelurahan ");
	buf_span(text, w->village.n ? w->village : SPAN("setempat"));
	buf_puts(text, ".");
	put_paragraph(t, text);
	buf_printf(text,
		   "Sanggahan diterima dari %s sampai dengan %s. Setiap sanggahan dicatat dan diputus; nama penyanggah "
		   "tidak diumumkan.",
		   date_long(j->p->from, from), date_long(j->p->until, until));
	put_paragraph(t, text);
	buf_puts(text,
		 "Yang merasa berhak tetapi belum tercantum dapat menanyakan alasannya di tempat dan waktu yang sama.");
	put_paragraph(t, text);
}

/* "003/002"; one of them alone is said as it is. */
static void say_rt_rw(const struct view_row *r, struct buf *out)
{
	buf_span(out, r->rt.n ? r->rt : SPAN("-"));
	buf_putc(out, '/');
	buf_span(out, r->rw.n ? r->rw : SPAN("-"));
}

static int64_t put_names(struct pdf_sheet *t, const struct publictest_job *j, uint32_t file, struct buf *text)
{
	static const struct pdf_column columns[] = { { "No", PDF_MM(14), PDF_RIGHT },
						     { "Nama", PDF_MM(110), PDF_LEFT },
						     { "RT/RW", PDF_MM(30), PDF_CENTRE } };
	const struct view_row *rows = j->p->v->rows;
	int64_t number = 0;
	size_t from, n;

	publictest_rows(j, file, &from, &n);
	pdf_table_begin(t, columns, 3);
	for (size_t i = from; i < from + n; i++) {
		const struct view_row *r = &rows[j->rows[i]];
		char no[24];

		if (!(publictest_asks(r) & ASK_OBJECTION))
			continue;
		snprintf(no, sizeof(no), "%lld", (long long)++number);
		buf_clear(text);
		say_rt_rw(r, text);
		pdf_table_row(t, (const span[]){ padan_span_of(no), r->name, buf_as_span(text) });
	}
	pdf_table_end(t);
	buf_clear(text);
	return number;
}

static void put_end(struct pdf_sheet *t, const struct publictest_job *j, const struct ward_file *w, int64_t people,
		    struct buf *text)
{
	struct pdf_paragraph how = { .align = PDF_CENTRE, .size = BODY, .from = t->right - PDF_MM(85), .to = t->right };
	char day[32];

	pdf_space(t, 400);
	buf_puts(text, "Jumlah: ");
	say_number(people, text);
	buf_puts(text, " orang.");
	put_paragraph(t, text);
	pdf_sheet_need(t, 12000);
	pdf_space(t, 900);
	buf_printf(text, "Diumumkan pada %s", date_long(j->p->from, day));
	pdf_paragraph(t, &how, buf_as_span(text));
	buf_clear(text);
	buf_puts(text, "LURAH ");
	upper(text, w->village.n ? w->village : SPAN("........................"));
	buf_putc(text, ',');
	pdf_paragraph(t, &how, buf_as_span(text));
	pdf_space(t, 5000);
	pdf_paragraph(t, &how, SPAN("...................................."));
	buf_clear(text);
}

int publictest_list(const struct publictest_job *j, uint32_t file, const char *path, struct err *e)
{
	const struct ward_file *w = &j->files.file[file];
	char foot[80];
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Pengumuman uji publik",
				 .foot = foot,
				 .day = j->p->from };
	struct pdf_sheet t;
	struct pdf_out *p;
	struct buf text;
	int rc;

	snprintf(foot, sizeof(foot), "Uji publik rancangan %.*s - bukan keputusan", (int)j->p->v->head.run.n,
		 j->p->v->head.run.p);
	rc = pdf_open(&p, j->in.seams, path, &spec, e);
	if (rc)
		return rc;
	buf_init(&text, j->in.seams->alloc, LIM_RECORD);
	pdf_sheet_begin(&t, p, PDF_MM(20), TABLE);
	put_title(&t, j, w, &text);
	put_invitation(&t, j, w, &text);
	put_end(&t, j, w, put_names(&t, j, file, &text), &text);
	rc = text.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&text);
	if (rc) {
		pdf_abandon(p);
		return rc;
	}
	return pdf_close(p, e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/request.h"

#include "papers/folder.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"
#include "tabular/xlsx_out.h"
#include <errno.h>
#include <stdio.h>

#define LIST   "permintaan_padan.xlsx"
#define LETTER "surat_pengantar.pdf"

static bool is_ours(const char *name)
{
	return strcmp(name, LIST) == 0 || strcmp(name, LETTER) == 0;
}

static void put_person(struct xlsx_out *x, const struct request_row *r)
{
	xlsx_text(x, r->id_baris);
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_text(x, r->birthplace);
	if (date_known(r->born))
		xlsx_date(x, r->born);
	else
		xlsx_text(x, r->born_typed);
	xlsx_text(x, (span){ &r->sex, r->sex ? 1 : 0 });
	xlsx_text(x, r->family_card);
	xlsx_text(x, r->address);
	xlsx_text(x, r->rt);
	xlsx_text(x, r->rw);
	xlsx_text(x, r->village);
	xlsx_text(x, r->district);
	xlsx_end(x);
}

static int write_list(const struct request_view *v, const char *path, const struct seams *s, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "id_baris", 30, XLSX_TEXT },
		{ "nik", 19, XLSX_TEXT },
		{ "nama", 30, XLSX_TEXT },
		{ "tempat_lahir", 18, XLSX_TEXT },
		{ "tanggal_lahir", 13, XLSX_DATE },
		{ "jenis_kelamin", 14, XLSX_CENTRE },
		{ "no_kk", 19, XLSX_TEXT },
		{ "alamat", 34, XLSX_TEXT },
		{ "rt", 6, XLSX_CENTRE },
		{ "rw", 6, XLSX_CENTRE },
		{ "kelurahan", 18, XLSX_TEXT },
		{ "kecamatan", 18, XLSX_TEXT },
		{ "hasil_nik", 14, XLSX_INPUT },
		{ "hasil_nama", 14, XLSX_INPUT },
		{ "hasil_tempat_lahir", 18, XLSX_INPUT },
		{ "hasil_tanggal_lahir", 19, XLSX_INPUT },
		{ "hasil_jenis_kelamin", 19, XLSX_INPUT },
		{ "hasil_no_kk", 14, XLSX_INPUT },
		{ "hasil_kelurahan", 16, XLSX_INPUT },
		{ "hasil_kabupaten_kota", 20, XLSX_INPUT },
		{ "keterangan", 28, XLSX_INPUT },
	};
	struct xlsx_out x;
	int rc = xlsx_open(&x, s, path, v->day, 1, e);

	if (rc)
		return rc;
	xlsx_sheet(
		&x,
		&(struct xlsx_sheet){
			.name = "Permintaan padan",
			.columns = columns,
			.ncolumns = sizeof(columns) / sizeof(columns[0]),
			.frozen = 3,
			.mark = "TERBATAS - memuat data pribadi",
			.foot = "Isi kolom kuning: Sesuai, Tidak Sesuai, atau Sesuai (angka); jangan ubah id_baris" });
	for (size_t i = 0; i < v->nrows; i++)
		put_person(&x, &v->rows[i]);
	return xlsx_close(&x, e);
}

/* --- the letter --- */

enum { BODY = 1100 };

struct letter {
	struct pdf_sheet t;
	struct buf text;
};

static void paragraph(struct letter *l, const char *label)
{
	struct pdf_paragraph how = { .size = BODY, .label = label, .indent = label ? 2200 : 0 };

	pdf_paragraph(&l->t, &how, buf_as_span(&l->text));
	pdf_space(&l->t, 450);
	buf_clear(&l->text);
}

static void field(struct letter *l, const char *what, const char *value)
{
	struct pdf_paragraph how = { .size = BODY, .label = what, .indent = PDF_MM(24) };

	buf_puts(&l->text, ": ");
	buf_puts(&l->text, value);
	pdf_paragraph(&l->t, &how, buf_as_span(&l->text));
	buf_clear(&l->text);
}

static void letter_head(struct letter *l, const struct request_view *v)
{
	struct pdf_paragraph right = { .size = BODY, .align = PDF_RIGHT };
	struct pdf_paragraph how = { .size = BODY };
	char day[32];

	buf_printf(&l->text, "................, %s", date_long(v->day, day));
	pdf_paragraph(&l->t, &right, buf_as_span(&l->text));
	buf_clear(&l->text);
	pdf_space(&l->t, 900);
	field(l, "Nomor", "................................");
	field(l, "Sifat", "Terbatas");
	field(l, "Lampiran", "1 (satu) berkas, " LIST);
	field(l, "Hal", "Permohonan pemadanan data calon penerima bantuan iuran");
	pdf_space(&l->t, 1100);
	pdf_paragraph(&l->t, &how, SPAN("Yth. Kepala Dinas Kependudukan dan Pencatatan Sipil"));
	pdf_paragraph(&l->t, &how, SPAN("di tempat"));
	pdf_space(&l->t, 1100);
}

static void letter_body(struct letter *l, const struct request_view *v)
{
	struct buf *b = &l->text;

	buf_puts(b, "Dalam rangka ");
	buf_span(b, v->programme->nama);
	buf_puts(b, " untuk masa perlindungan ");
	say_cover(v->programme->mulai, v->programme->bulan, b);
	buf_puts(b, ", bersama ini kami sampaikan daftar ");
	say_number((int64_t)v->nrows, b);
	buf_puts(b, " orang (dari ");
	say_number(v->proposals, b);
	buf_puts(b, " baris usulan) untuk dipadankan dengan data kependudukan.");
	paragraph(l, NULL);
	buf_puts(b, "Daftar usulan yang menjadi asalnya: ");
	for (size_t i = 0; i < v->nlists; i++) {
		buf_puts(b, i ? "; " : "");
		buf_span(b, v->list_names[i]);
	}
	buf_putc(b, '.');
	paragraph(l, NULL);
	buf_puts(b, "Kami mohon kolom berwarna kuning diisi sebagai berikut:");
	paragraph(l, NULL);
	buf_puts(b, "kolom hasil_... untuk tiap unsur: Sesuai, Tidak Sesuai, atau Sesuai dengan angka kemiripannya, "
		    "misalnya Sesuai (95); kosong bila tidak diperiksa;");
	paragraph(l, "1.");
	buf_puts(b, "kolom keterangan: Data Tidak Ditemukan, Meninggal Dunia, Pindah, Data Ganda, Data Inactive, atau "
		    "catatan lain; kosong bila tidak ada;");
	paragraph(l, "2.");
	buf_puts(b, "kolom id_baris tidak diubah, karena jawaban dikenali darinya.");
	paragraph(l, "3.");
	buf_puts(b, "Data ini hanya dipergunakan untuk keperluan tersebut, dijaga kerahasiaannya sesuai Undang-Undang "
		    "Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, dan dikirim melalui saluran yang aman. Kami "
		    "mohon salinan pada perangkat pengirim dan penerima dihapus setelah pemadanan selesai.");
	paragraph(l, NULL);
	buf_puts(b, "Atas perhatian dan kerja sama Saudara disampaikan terima kasih.");
	paragraph(l, NULL);
}

static void letter_end(struct letter *l)
{
	struct pdf_paragraph how = {
		.size = BODY, .align = PDF_CENTRE, .from = l->t.right - PDF_MM(80), .to = l->t.right
	};

	pdf_sheet_need(&l->t, 11000);
	pdf_space(&l->t, 1200);
	pdf_paragraph(&l->t, &how, SPAN("Kepala ................................,"));
	pdf_space(&l->t, 5600);
	pdf_paragraph(&l->t, &how, SPAN("........................................"));
	pdf_paragraph(&l->t, &how, SPAN("NIP ...................................."));
}

static int write_letter(const struct request_view *v, const char *path, const struct seams *s, struct err *e)
{
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Surat pengantar permintaan padan",
				 .foot = "Surat pengantar permintaan padan - konsep",
				 .day = v->day };
	struct letter l;
	struct pdf_out *p;
	int rc = pdf_open(&p, s, path, &spec, e);

	if (rc)
		return rc;
	buf_init(&l.text, s->alloc, LIM_RECORD);
	pdf_sheet_begin(&l.t, p, PDF_MM(25), BODY);
	letter_head(&l, v);
	letter_body(&l, v);
	letter_end(&l);
	rc = l.text.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&l.text);
	if (rc) {
		pdf_abandon(p);
		return rc;
	}
	return pdf_close(p, e);
}

static int write_both(const struct request_view *v, const char *beside, const struct seams *s, struct err *e)
{
	char path[4200];
	int rc;

	snprintf(path, sizeof(path), "%s/" LIST, beside);
	rc = write_list(v, path, s, e);
	snprintf(path, sizeof(path), "%s/" LETTER, beside);
	return rc ? rc : write_letter(v, path, s, e);
}

int request_write(const struct request_view *v, const char *dir, const struct seams *s, struct err *e)
{
	struct beside beside;
	int rc = folder_usable(dir, is_ours, e), bad;

	if (rc)
		return rc;
	bad = folder_beside(&beside, dir, is_ours, s);
	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibuat", dir);
	rc = write_both(v, beside.path, s, e);
	if (!rc && ((bad = folder_sync(beside.path, s)) != 0 || (bad = folder_place(beside.path, dir, s)) != 0 ||
		    (bad = folder_sync_parent(dir, s)) != 0))
		rc = err_errno(e, bad, "%s: hasil tidak dapat dipasang", dir);
	if (rc && folder_remove(beside.path, s))
		rc = err_at(e, "folder %s tertinggal", beside.path);
	folder_unlock(&beside, s);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2
 * The sheet that a ward fills in and sends back (its columns are read by matching/ward.c), and the summary. */
#include "papers/publictest_parts.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

static void put_asked(struct xlsx_out *x, unsigned asks, struct buf *text)
{
	buf_clear(text);
	if (asks & ASK_OBJECTION)
		buf_puts(text, "hasil verval; sanggahan bila ada");
	if (asks & ASK_NIK)
		buf_puts(text, text->n ? "; KONFIRMASI NIK (lihat KTP atau KK)" : "KONFIRMASI NIK (lihat KTP atau KK)");
	if (asks & ASK_DEATH)
		buf_puts(text, "PASTIKAN HIDUP ATAU MENINGGAL (Dukcapil mencatat meninggal)");
	xlsx_text(x, buf_as_span(text));
}

static void put_choice(struct xlsx_out *x, bool asked, const span *words, size_t n)
{
	if (asked)
		xlsx_choice(x, words, n);
	else
		xlsx_empty(x);
}

static void put_row(struct xlsx_out *x, const struct publictest_job *j, const struct view_row *r, int64_t number,
		    struct buf *text)
{
	static const struct {
		span word[2];
	} choice[] = { { { { "SESUAI", 6 }, { "TIDAK SESUAI", 12 } } },
		       { { { "DITERIMA", 8 }, { "DITOLAK", 7 } } },
		       { { { "HIDUP", 5 }, { "MENINGGAL", 9 } } },
		       { { { "KTP", 3 }, { "KK", 2 } } } };
	unsigned asks = publictest_asks(r);
	char room[32];

	xlsx_i64(x, number);
	xlsx_text(x, r->name.n ? r->name : r->typed_name);
	xlsx_text(x, r->rt);
	xlsx_text(x, r->rw);
	xlsx_words(x, putusan_word(r->verdict));
	put_asked(x, asks, text);
	xlsx_text(x, nik_masked(r->typed_nik, room));
	put_choice(x, asks & ASK_OBJECTION, choice[0].word, 2);
	xlsx_empty(x); /* catatan_kelurahan */
	xlsx_empty(x); /* sanggahan */
	put_choice(x, asks & ASK_OBJECTION, choice[1].word, 2);
	xlsx_choice(x, choice[2].word, 2);
	xlsx_empty(x); /* nik_dikonfirmasi */
	put_choice(x, asks & ASK_NIK, choice[3].word, 2);
	xlsx_empty(x); /* dikonfirmasi_oleh */
	xlsx_empty(x); /* tanggal_konfirmasi */
	xlsx_text(x, r->id_baris);
	xlsx_text(x, j->p->v->head.run);
	xlsx_end(x);
}

static const struct xlsx_column COLUMNS[] = {
	{ "No", 6, XLSX_WHOLE },
	{ "nama", 30, XLSX_TEXT },
	{ "rt", 6, XLSX_CENTRE },
	{ "rw", 6, XLSX_CENTRE },
	{ "Hasil", 10, XLSX_CENTRE },
	{ "yang_diminta", 34, XLSX_WRAP },
	{ "nik_usulan (disamarkan)", 19, XLSX_TEXT },
	{ "hasil_verval", 15, XLSX_INPUT },
	{ "catatan_kelurahan", 30, XLSX_INPUT },
	{ "sanggahan", 34, XLSX_INPUT },
	{ "putusan_sanggahan", 16, XLSX_INPUT },
	{ "status_hidup", 13, XLSX_INPUT },
	{ "nik_dikonfirmasi", 19, XLSX_INPUT },
	{ "bukti (KTP/KK)", 11, XLSX_INPUT },
	{ "dikonfirmasi_oleh", 24, XLSX_INPUT },
	{ "tanggal_konfirmasi", 18, XLSX_INPUT },
	{ "id_baris", 30, XLSX_TEXT },
	{ "rancangan", 16, XLSX_TEXT },
};

int publictest_sheet(const struct publictest_job *j, uint32_t file, const char *path, struct err *e)
{
	const struct ward_file *w = &j->files.file[file];
	span above[3] = {
		[1] = SPAN(
			"Isi kolom kuning, simpan, dan kirim kembali berkas ini. Baris tanpa jawaban boleh dibiarkan. "
			"Jangan mengubah kolom id_baris dan rancangan."),
		[2] = SPAN("Sanggahan: tulis isinya, lalu DITERIMA atau DITOLAK. NIK: salin dari KTP atau KK yang "
			   "dilihat. Kematian: HIDUP atau MENINGGAL. Tulis siapa yang memastikan.")
	};
	struct xlsx_out x;
	struct buf title, text;
	size_t from, n;
	char last[32];
	int rc = xlsx_open(&x, j->in.seams, path, j->p->from, 1, e);

	if (rc)
		return rc;
	buf_init(&title, j->in.seams->alloc, 4096);
	buf_init(&text, j->in.seams->alloc, LIM_RECORD);
	buf_puts(&title, "LEMBAR JAWABAN UJI PUBLIK - KELURAHAN ");
	buf_span(&title, w->village.n ? w->village : SPAN("(tidak diketahui)"));
	buf_printf(&title, " - kembali setelah %s", date_long(j->p->until, last));
	above[0] = buf_as_span(&title);
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Jawaban",
					     .above = above,
					     .nabove = 3,
					     .columns = COLUMNS,
					     .ncolumns = sizeof(COLUMNS) / sizeof(COLUMNS[0]),
					     .frozen = 2,
					     .mark = "TERBATAS - memuat data pribadi",
					     .foot = "Lembar jawaban uji publik" });
	publictest_rows(j, file, &from, &n);
	for (size_t i = 0; i < n; i++)
		put_row(&x, j, &j->p->v->rows[j->rows[from + i]], (int64_t)i + 1, &text);
	rc = title.failed || text.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&title);
	buf_done(&text);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

static void put_counts(struct xlsx_out *x, const struct publictest_ward *w)
{
	xlsx_i64(x, w->posted);
	xlsx_i64(x, w->nik);
	xlsx_i64(x, w->deaths);
	xlsx_i64(x, w->rows);
}

int publictest_summary(const struct publictest_job *j, const char *path, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "kode", 15, XLSX_TEXT },
		{ "kelurahan", 28, XLSX_TEXT },
		{ "kecamatan", 24, XLSX_TEXT },
		{ "diumumkan", 12, XLSX_WHOLE },
		{ "konfirmasi_nik", 15, XLSX_WHOLE },
		{ "pastikan_hidup", 15, XLSX_WHOLE },
		{ "baris_jawaban", 14, XLSX_WHOLE },
		{ "berkas", 44, XLSX_TEXT },
	};
	struct publictest_ward all = { .village = SPAN("JUMLAH") };
	struct xlsx_out x;
	int rc = xlsx_open(&x, j->in.seams, path, j->p->from, 1, e);

	if (rc)
		return rc;
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Rekap",
					     .columns = columns,
					     .ncolumns = sizeof(columns) / sizeof(columns[0]),
					     .frozen = 2,
					     .foot = "Rekap uji publik per kelurahan" });
	for (uint32_t f = 0; f < j->files.n; f++) {
		const struct publictest_ward *w = &j->wards[f];

		if (!w->rows)
			continue;
		xlsx_text(&x, w->code);
		xlsx_text(&x, w->village);
		xlsx_text(&x, w->district);
		put_counts(&x, w);
		xlsx_words(&x, j->files.file[f].stem);
		xlsx_end(&x);
		all.posted += w->posted;
		all.nik += w->nik;
		all.deaths += w->deaths;
		all.rows += w->rows;
	}
	xlsx_empty(&x);
	xlsx_text(&x, all.village);
	xlsx_empty(&x);
	put_counts(&x, &all);
	xlsx_end(&x);
	return xlsx_close(&x, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * Lists of rows as workbooks: tinjau, perbaikan_nik, ditolak, cadangan. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

#define LIMITED "TERBATAS - memuat data pribadi"

/* A workbook with one sheet of rows that `wanted` lets through. */
struct row_list {
	const char *name, *title;
	const struct xlsx_column *columns;
	size_t ncolumns;
	int frozen;
	bool (*wanted)(const struct view_row *r);
	void (*put)(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch);
};

static void put_built(struct xlsx_out *x, struct buf *scratch)
{
	xlsx_text(x, buf_as_span(scratch));
	buf_clear(scratch);
}

static void put_source(struct xlsx_out *x, const struct run_view *v, const struct view_row *r)
{
	xlsx_text(x, v->files[r->file].name);
	xlsx_i64(x, r->line);
	xlsx_text(x, r->id_baris);
	xlsx_text(x, r->typed_nik);
	xlsx_text(x, r->typed_name);
}

static void put_reason(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	alasan_words(r->reasons, scratch);
	put_built(x, scratch);
	say_remark(v, r, scratch);
	put_built(x, scratch);
	say_remedy(r, scratch);
	put_built(x, scratch);
}

/* One sheet: rows in the order given, else in input order. */
static void put_list(struct xlsx_out *x, const struct run_view *v, const struct row_list *list, const uint32_t *order,
		     size_t n, struct buf *scratch)
{
	struct xlsx_sheet sheet = { .name = list->name,
				    .columns = list->columns,
				    .ncolumns = list->ncolumns,
				    .frozen = list->frozen,
				    .mark = LIMITED,
				    .foot = list->title };

	xlsx_sheet(x, &sheet);
	for (size_t i = 0; i < n; i++) {
		const struct view_row *r = &v->rows[order ? order[i] : i];

		if (!list->wanted(r))
			continue;
		list->put(x, v, r, scratch);
		xlsx_end(x);
	}
}

/* A workbook of one or more lists; in rank order when `ranked`, else in input order. */
static int write_lists(const struct paper_env *in, const char *path, const struct row_list *lists, int n, bool ranked,
		       struct err *e)
{
	const struct run_view *v = in->v;
	struct xlsx_out x;
	struct buf scratch;
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, n, e);

	if (rc)
		return rc;
	buf_init(&scratch, in->seams->alloc, LIM_RECORD);
	for (int i = 0; i < n; i++)
		put_list(&x, v, &lists[i], ranked ? in->ranked : NULL, ranked ? in->nranked : v->nrows, &scratch);
	rc = scratch.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&scratch);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

/* --- tinjau.xlsx --- */

static bool under_review(const struct view_row *r)
{
	return r->verdict == PUTUSAN_TINJAU;
}

static void put_candidate(struct xlsx_out *x, const struct view_candidate *c, struct buf *scratch)
{
	xlsx_text(x, c->nik);
	buf_span(scratch, c->name);
	if (date_known(c->born)) {
		buf_puts(scratch, ", lahir ");
		say_date(c->born, scratch);
	}
	if (c->village.n) {
		buf_puts(scratch, ", Kel. ");
		buf_span(scratch, c->village);
	}
	buf_puts(scratch, "\ntingkat kecocokan ");
	say_likelihood(c->likelihood, scratch);
	if (c->explanation.n) {
		buf_puts(scratch, ": ");
		buf_span(scratch, c->explanation);
	}
	put_built(x, scratch);
}

static void put_review(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	span choices[LIM_CANDIDATES + 2];
	size_t n = 0;

	put_source(x, v, r);
	if (r->padan == PADAN_PADAN && r->nik.n)
		choices[n++] = r->nik;
	for (int i = 0; i < r->ncandidates && n <= LIM_CANDIDATES; i++)
		if (r->candidates[i].nik.n && !(n && padan_span_eq(choices[0], r->candidates[i].nik)))
			choices[n++] = r->candidates[i].nik;
	choices[n++] = SPAN("TOLAK");
	xlsx_choice(x, choices, n);
	put_reason(x, v, r, scratch);
	for (int i = 0; i < r->ncandidates; i++)
		put_candidate(x, &r->candidates[i], scratch);
}

int paper_review(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "berkas", 18, XLSX_TEXT },
		{ "baris", 7, XLSX_WHOLE },
		{ "id_baris", 30, XLSX_TEXT },
		{ "nik_usulan", 19, XLSX_TEXT },
		{ "nama_usulan", 26, XLSX_TEXT },
		{ "keputusan_petugas", 21, XLSX_INPUT },
		{ "alasan", 22, XLSX_WRAP },
		{ "Keterangan", 44, XLSX_WRAP },
		{ "Yang harus dilengkapi", 38, XLSX_WRAP },
#define CANDIDATE(n) { "kandidat_" n "_nik", 19, XLSX_TEXT }, { "kandidat_" n, 60, XLSX_WRAP }
		CANDIDATE("1"),
		CANDIDATE("2"),
		CANDIDATE("3"),
		CANDIDATE("4"),
		CANDIDATE("5"),
	};
	static const struct row_list list = {
		.name = "Perlu verifikasi",
		.title = "Isi keputusan_petugas: NIK yang benar, TOLAK, atau MENINGGAL bila kelurahan memastikannya",
		.columns = columns,
		.ncolumns = sizeof(columns) / sizeof(columns[0]),
		.frozen = 6,
		.wanted = under_review,
		.put = put_review
	};

	(void)file;
	return write_lists(in, path, &list, 1, false, e);
}

/* --- perbaikan_nik.xlsx --- */

static bool nik_to_confirm(const struct view_row *r)
{
	return r->condition == SYARAT_KONFIRMASI_NIK;
}

/* Nothing waits for these, but their lists should be put right. */
static bool nik_to_mend(const struct view_row *r)
{
	return r->condition != SYARAT_KONFIRMASI_NIK && nik_differs(r);
}

static void put_nik(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	put_source(x, v, r);
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_date(x, r->born);
	xlsx_text(x, r->village);
	xlsx_text(x, r->district);
	xlsx_words(x, putusan_word(r->verdict));
	xlsx_words(x, syarat_word(r->condition));
	xlsx_words(x, r->condition == SYARAT_KONFIRMASI_NIK
			      ? syarat_sentence(r->condition)
			      : "NIK pada usulan berbeda dari data kependudukan; perbaiki pada daftar asal.");
	(void)scratch;
}

int paper_nik(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "berkas", 18, XLSX_TEXT },
		{ "baris", 7, XLSX_WHOLE },
		{ "id_baris", 30, XLSX_TEXT },
		{ "nik_usulan", 19, XLSX_TEXT },
		{ "nama_usulan", 26, XLSX_TEXT },
		{ "nik", 19, XLSX_TEXT },
		{ "nama", 26, XLSX_TEXT },
		{ "tanggal_lahir", 13, XLSX_DATE },
		{ "kelurahan", 20, XLSX_TEXT },
		{ "kecamatan", 18, XLSX_TEXT },
		{ "Hasil", 11, XLSX_CENTRE },
		{ "syarat", 16, XLSX_TEXT },
		{ "Keterangan", 44, XLSX_WRAP },
		{ "nik_dikonfirmasi", 19, XLSX_INPUT },
		{ "bukti (KTP/KK)", 16, XLSX_INPUT },
		{ "dikonfirmasi_oleh", 22, XLSX_INPUT },
		{ "tanggal_konfirmasi", 19, XLSX_INPUT },
	};
	enum { N = sizeof(columns) / sizeof(columns[0]), WITHOUT_INPUT = N - 4 };
	static const struct row_list lists[] = {
		{ "Perbaikan NIK", "Lihat KTP atau KK asli, lalu isi kolom kuning", columns, N, 5, nik_to_confirm,
		  put_nik },
		{ "NIK berbeda lainnya", "Tidak menahan keputusan; perbaiki pada daftar asal", columns, WITHOUT_INPUT,
		  5, nik_to_mend, put_nik },
	};

	(void)file;
	return write_lists(in, path, lists, 2, false, e);
}

/* --- ditolak.xlsx: the refused, and on a sheet of their own the duplicates --- */

static bool refused(const struct view_row *r)
{
	return r->verdict == PUTUSAN_DITOLAK;
}

static bool duplicate(const struct view_row *r)
{
	return r->verdict == PUTUSAN_GANDA;
}

static void put_refused(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	put_source(x, v, r);
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_text(x, r->village);
	xlsx_text(x, r->district);
	xlsx_words(x, putusan_word(r->verdict));
	put_reason(x, v, r, scratch);
	say_duplicate(v, r, scratch);
	put_built(x, scratch);
}

int paper_refused(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "berkas", 18, XLSX_TEXT },
		{ "baris", 7, XLSX_WHOLE },
		{ "id_baris", 30, XLSX_TEXT },
		{ "nik_usulan", 19, XLSX_TEXT },
		{ "nama_usulan", 26, XLSX_TEXT },
		{ "nik", 19, XLSX_TEXT },
		{ "nama", 26, XLSX_TEXT },
		{ "kelurahan", 20, XLSX_TEXT },
		{ "kecamatan", 18, XLSX_TEXT },
		{ "Hasil", 10, XLSX_CENTRE },
		{ "alasan", 20, XLSX_WRAP },
		{ "Keterangan", 46, XLSX_WRAP },
		{ "Yang harus dilengkapi", 38, XLSX_WRAP },
		{ "ganda_dengan", 30, XLSX_TEXT },
	};
	enum { N = sizeof(columns) / sizeof(columns[0]) };
	static const struct row_list lists[] = {
		{ "Ditolak", "Usulan yang belum dapat diterima, dengan alasannya", columns, N, 5, refused,
		  put_refused },
		{ "Ganda", "Orang yang sama pada baris lain, yang dipakai", columns, N, 5, duplicate, put_refused },
	};

	(void)file;
	return write_lists(in, path, lists, 2, false, e);
}

/* --- cadangan.xlsx, in rank order --- */

static bool in_reserve(const struct view_row *r)
{
	return r->verdict == PUTUSAN_CADANGAN;
}

static void put_reserve(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	xlsx_i64(x, r->rank);
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_date(x, r->born);
	say_address(r, scratch);
	put_built(x, scratch);
	xlsx_text(x, r->occupation);
	say_shut(v, r, scratch);
	put_built(x, scratch);
	xlsx_words(x, syarat_word(r->condition));
	say_remark(v, r, scratch);
	put_built(x, scratch);
	xlsx_text(x, v->files[r->file].name);
	xlsx_i64(x, r->line);
	xlsx_text(x, r->id_baris);
}

int paper_reserve(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "peringkat", 10, XLSX_WHOLE },     { "nik", 19, XLSX_TEXT },	  { "nama", 28, XLSX_TEXT },
		{ "tanggal_lahir", 13, XLSX_DATE },  { "alamat", 46, XLSX_WRAP }, { "pekerjaan", 22, XLSX_WRAP },
		{ "terhalang_oleh", 30, XLSX_WRAP }, { "syarat", 16, XLSX_TEXT }, { "Keterangan", 48, XLSX_WRAP },
		{ "berkas", 18, XLSX_TEXT },	     { "baris", 7, XLSX_WHOLE },  { "id_baris", 30, XLSX_TEXT },
	};
	static const struct row_list list = { .name = "Cadangan",
					      .title = "Memenuhi syarat dan menunggu giliran, menurut peringkat",
					      .columns = columns,
					      .ncolumns = sizeof(columns) / sizeof(columns[0]),
					      .frozen = 3,
					      .wanted = in_reserve,
					      .put = put_reserve };

	(void)file;
	return write_lists(in, path, &list, 1, true, e);
}

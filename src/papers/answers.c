/* SPDX-License-Identifier: EUPL-1.2
 * jawaban.xlsx: what reviewers and wards answered, and what became of each answer. Nothing that was written into a
 * sheet is lost: what could not be applied stands on the first sheet, with the reason. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

static void put_answer(struct xlsx_out *x, const struct run_view *v, const struct view_answer *a)
{
	const struct view_row *r = a->row >= 0 && a->row < (int64_t)v->nrows ? &v->rows[a->row] : NULL;

	xlsx_text(x, a->file < v->nfiles ? v->files[a->file].name : (span){ NULL, 0 });
	xlsx_i64(x, a->line);
	xlsx_text(x, a->who);
	xlsx_text(x, a->said);
	xlsx_words(x, a->applied ? "diterapkan" : "tidak diterapkan");
	xlsx_text(x, a->remark);
	if (r) {
		xlsx_text(x, v->files[r->file].name);
		xlsx_i64(x, r->line);
		xlsx_text(x, r->id_baris);
		xlsx_words(x, putusan_word(r->verdict));
	}
	xlsx_end(x);
}

int paper_answers(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "lembar_jawaban", 30, XLSX_TEXT },
		{ "baris_jawaban", 9, XLSX_WHOLE },
		{ "nama", 28, XLSX_TEXT },
		{ "jawaban", 24, XLSX_TEXT },
		{ "hasil_jawaban", 17, XLSX_CENTRE },
		{ "Keterangan", 60, XLSX_WRAP },
		{ "berkas", 24, XLSX_TEXT },
		{ "baris", 7, XLSX_WHOLE },
		{ "id_baris", 30, XLSX_TEXT },
		{ "Hasil", 11, XLSX_CENTRE },
	};
	static const char *const names[] = { "Tidak diterapkan", "Diterapkan" };
	const struct run_view *v = in->v;
	struct xlsx_out x;
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, 2, e);

	(void)file;
	if (rc)
		return rc;
	for (int applied = 0; applied < 2; applied++) {
		xlsx_sheet(&x, &(struct xlsx_sheet){ .name = names[applied],
						     .columns = columns,
						     .ncolumns = sizeof(columns) / sizeof(columns[0]),
						     .frozen = 3,
						     .mark = "TERBATAS - memuat data pribadi",
						     .foot = "Jawaban peninjau dan kelurahan" });
		for (size_t i = 0; i < v->nanswers; i++)
			if (v->answers[i].applied == (applied == 1))
				put_answer(&x, v, &v->answers[i]);
	}
	return xlsx_close(&x, e);
}

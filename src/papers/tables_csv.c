/* SPDX-License-Identifier: EUPL-1.2
 * keputusan.csv and dilewati.csv. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/csv_out.h"

static void put_row(struct csv_out *c, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	csv_outside(c, v->files[r->file].name);
	csv_i64(c, r->line);
	csv_outside(c, r->typed_nik);
	csv_outside(c, r->typed_name);
	csv_own(c, padan_span_of(padan_word(r->padan)));
	csv_outside(c, r->nik);
	csv_outside(c, r->name);
	csv_decimal(c, r->likelihood, 4);
	csv_decimal(c, r->weight, 3);
	csv_own(c, padan_span_of(putusan_word(r->verdict)));
	csv_own(c, padan_span_of(syarat_word(r->condition)));
	buf_clear(scratch);
	alasan_words(r->reasons, scratch);
	csv_own(c, buf_as_span(scratch));
	buf_clear(scratch);
	say_duplicate(v, r, scratch);
	csv_outside(c, buf_as_span(scratch));
	if (r->rank)
		csv_i64(c, r->rank);
	else
		csv_own(c, (span){ NULL, 0 });
}

static void put_money(struct csv_out *c, const struct run_view *v, const struct view_row *r)
{
	if (r->fund < 0) {
		for (int i = 0; i < 5; i++)
			csv_own(c, (span){ NULL, 0 });
		return;
	}
	csv_own(c, v->head.funds[r->fund].code);
	csv_i64(c, r->monthly.rp);
	csv_i64(c, r->months);
	csv_i64(c, r->total.rp);
	csv_own(c, r->breakdown);
}

int paper_decisions(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const char *const titles[] = { "berkas",	       "baris",	 "nik_usulan",	 "nama_usulan",	 "padan",
					      "nik",	       "nama",	 "kecocokan",	 "bobot",	 "putusan",
					      "syarat",	       "alasan", "ganda_dengan", "peringkat",	 "dana",
					      "iuran_bulanan", "bulan",	 "total",	 "rincian_iuran" };
	const struct run_view *v = in->v;
	struct out_file f;
	struct csv_out c;
	struct buf scratch;
	int rc = out_open(&f, in->seams, path, e);

	(void)file;
	if (rc)
		return rc;
	buf_init(&scratch, in->seams->alloc, LIM_RECORD);
	csv_begin(&c, &f);
	csv_row(&c, titles, sizeof(titles) / sizeof(titles[0]));
	for (size_t i = 0; i < v->nrows; i++) {
		put_row(&c, v, &v->rows[i], &scratch);
		put_money(&c, v, &v->rows[i]);
		csv_end(&c);
	}
	rc = scratch.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&scratch);
	if (rc) {
		out_abandon(&f);
		return rc;
	}
	return out_close(&f, e);
}

int paper_skipped(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const char *const titles[] = { "berkas", "baris", "jenis", "isi" };
	const struct run_view *v = in->v;
	struct out_file f;
	struct csv_out c;
	int rc = out_open(&f, in->seams, path, e);

	(void)file;
	if (rc)
		return rc;
	csv_begin(&c, &f);
	csv_row(&c, titles, 4);
	for (size_t i = 0; i < v->nskips; i++) {
		const struct view_skip *s = &v->skips[i];

		csv_outside(&c, v->files[s->file].name);
		csv_i64(&c, s->line);
		csv_own(&c, s->kind);
		csv_outside(&c, s->text);
		csv_end(&c);
	}
	return out_close(&f, e);
}

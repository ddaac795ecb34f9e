/* SPDX-License-Identifier: EUPL-1.2
 * kembali/<berkas>.xlsx: each office's own list back, in its own columns and order, with what became of
 * each row. Sent again, it continues by id_baris. perbandingan_sk.xlsx. */
#include "papers/returns.h"

#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

enum { ADDED = RETURN_ADDED, LOOK = 400, NARROW = 8, WIDE = 42 };

static const char *const added[ADDED] = { "Hasil", "Keterangan", "Yang harus dilengkapi", "id_baris" };

/* Where our four columns stand in a list that was sent back, the last four of these titles in a row: they are written
 * anew. An office's own "Keterangan" is the office's. ntitles: there are none. */
size_t return_ours(const struct view_file *f)
{
	for (size_t i = f->ntitles; i >= ADDED; i--) {
		int same = 0;

		while (same < ADDED &&
		       span_ieq(span_trim(f->titles[i - ADDED + (size_t)same]), padan_span_of(added[same])))
			same++;
		if (same == ADDED)
			return i - ADDED;
	}
	return f->ntitles;
}

/* The list's own columns that are kept. */
struct returned {
	struct xlsx_column *columns;
	size_t *own; /* their places in the list */
	size_t n;    /* of own columns */
	struct padan_arena arena;
	uint32_t first, rows; /* of the view's rows */
};

static int width_of(const struct run_view *v, const struct returned *t, span title, size_t place)
{
	size_t widest = title.n;

	for (uint32_t i = t->first; i < t->first + t->rows && i < t->first + LOOK; i++)
		if (v->rows[i].cells && v->rows[i].cells[place].n > widest)
			widest = v->rows[i].cells[place].n;
	if (widest < NARROW)
		return NARROW;
	return widest > WIDE ? WIDE : (int)widest + 2;
}

void return_columns(struct xlsx_column out[RETURN_ADDED])
{
	static const int widths[ADDED] = { 11, 48, 40, 20 };

	for (int i = 0; i < ADDED; i++)
		out[i] = (struct xlsx_column){ added[i], widths[i],
					       i == 0	? XLSX_CENTRE
					       : i == 3 ? XLSX_TEXT
							: XLSX_WRAP };
}

void return_outcome(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	xlsx_words(x, putusan_word(r->verdict));
	buf_clear(scratch);
	say_remark(v, r, scratch);
	xlsx_text(x, buf_as_span(scratch));
	buf_clear(scratch);
	say_remedy(r, scratch);
	xlsx_text(x, buf_as_span(scratch));
	xlsx_text(x, r->id_baris);
	xlsx_end(x);
}

static bool find_columns(struct returned *t, const struct paper_env *in, uint32_t file)
{
	const struct view_file *f = &in->v->files[file];
	size_t ours = return_ours(f);

	padan_arena_init(&t->arena, in->seams->alloc, 0);
	t->columns = padan_arena_array(&t->arena, f->ntitles + ADDED, sizeof(*t->columns));
	t->own = padan_arena_array(&t->arena, f->ntitles + 1, sizeof(*t->own));
	if (!t->columns || !t->own)
		return false;
	for (size_t i = 0; i < f->ntitles && t->n < LIM_COLUMNS; i++) {
		char *title;

		if ((i >= ours && i < ours + ADDED) || (int)i == f->id_column)
			continue;
		title = padan_arena_copy(&t->arena, f->titles[i].p ? f->titles[i].p : "", f->titles[i].n);
		if (!title)
			return false;
		t->own[t->n] = i;
		t->columns[t->n++] = (struct xlsx_column){ title, width_of(in->v, t, f->titles[i], i), XLSX_TEXT };
	}
	return_columns(t->columns + t->n);
	return true;
}

static void put_row(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, const struct returned *t,
		    struct buf *scratch)
{
	for (size_t i = 0; i < t->n; i++)
		xlsx_text(x, r->cells ? r->cells[t->own[i]] : (span){ NULL, 0 });
	return_outcome(x, v, r, scratch);
}

/* The rows of a list stand together, in input order. */
static void find_rows(struct returned *t, const struct run_view *v, uint32_t file)
{
	*t = (struct returned){ 0 };
	while (t->first < v->nrows && v->rows[t->first].file != file)
		t->first++;
	while (t->first + t->rows < v->nrows && v->rows[t->first + t->rows].file == file)
		t->rows++;
}

int paper_return(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	const struct run_view *v = in->v;
	struct returned t;
	struct xlsx_out x;
	struct buf scratch;
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, 1, e);

	if (rc)
		return rc;
	find_rows(&t, v, file);
	buf_init(&scratch, in->seams->alloc, LIM_RECORD);
	if (find_columns(&t, in, file)) {
		xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Hasil usulan",
						     .columns = t.columns,
						     .ncolumns = t.n + ADDED,
						     .mark = "TERBATAS - memuat data pribadi",
						     .foot = "Perbaiki seperlunya, lalu kirim kembali berkas ini" });
		for (uint32_t i = t.first; i < t.first + t.rows; i++)
			put_row(&x, v, &v->rows[i], &t, &scratch);
	} else {
		rc = err_memory(e, path);
	}
	if (!rc && scratch.failed)
		rc = err_memory(e, path);
	buf_done(&scratch);
	if (rc)
		xlsx_abandon(&x);
	else
		rc = xlsx_close(&x, e);
	padan_arena_done(&t.arena);
	return rc;
}

/* The page for the head of office: people and rupiah of each change. */
static void put_changes(struct xlsx_out *x, const struct run_view *v)
{
	static const struct xlsx_column columns[] = {
		{ "perubahan", 24, XLSX_TEXT },	    { "orang", 12, XLSX_WHOLE },    { "rupiah_lama", 18, XLSX_RUPIAH },
		{ "rupiah_baru", 18, XLSX_RUPIAH }, { "selisih", 18, XLSX_RUPIAH },
	};
	static const char *const titles[] = { "Tetap", "Keluar", "Masuk", "Jumlah" };
	int64_t people[4] = { 0 }, before[4] = { 0 }, after[4] = { 0 };

	for (size_t i = 0; i < v->nsk; i++)
		for (int twice = 0; twice < 2; twice++) {
			int k = twice ? 3 : (int)v->sk[i].change;

			people[k]++;
			before[k] += v->sk[i].before.rp;
			after[k] += v->sk[i].after.rp;
		}
	xlsx_sheet(x, &(struct xlsx_sheet){ .name = "Ikhtisar", .columns = columns, .ncolumns = 5 });
	for (int k = 0; k < 4; k++) {
		xlsx_words(x, titles[k]);
		xlsx_i64(x, people[k]);
		xlsx_i64(x, before[k]);
		xlsx_i64(x, after[k]);
		xlsx_i64(x, after[k] - before[k]);
		xlsx_end(x);
	}
}

int paper_comparison(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "perubahan", 11, XLSX_CENTRE },   { "nik", 19, XLSX_TEXT },
		{ "nama", 30, XLSX_TEXT },	    { "nomor_sk_lama", 24, XLSX_TEXT },
		{ "mulai_lama", 12, XLSX_DATE },    { "sampai_lama", 12, XLSX_DATE },
		{ "rupiah_lama", 14, XLSX_RUPIAH }, { "rupiah_baru", 14, XLSX_RUPIAH },
		{ "selisih", 14, XLSX_RUPIAH },	    { "Keterangan", 60, XLSX_WRAP },
	};
	static const char *const words[] = { "tetap", "keluar", "masuk" };
	const struct run_view *v = in->v;
	struct xlsx_out x;
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, 2, e);

	(void)file;
	if (rc)
		return rc;
	xlsx_sheet(&x, &(struct xlsx_sheet){ .name = "Perbandingan SK",
					     .columns = columns,
					     .ncolumns = sizeof(columns) / sizeof(columns[0]),
					     .frozen = 3,
					     .mark = "TERBATAS - memuat data pribadi",
					     .foot = "Tetap, keluar, dan masuk terhadap keputusan terdahulu" });
	for (size_t i = 0; i < v->nsk; i++) {
		const struct view_sk_person *s = &v->sk[i];

		xlsx_words(&x, words[s->change]);
		xlsx_text(&x, s->nik);
		xlsx_text(&x, s->name);
		xlsx_text(&x, s->decree);
		xlsx_date(&x, s->from);
		xlsx_date(&x, s->until);
		xlsx_rupiah(&x, s->before);
		xlsx_rupiah(&x, s->after);
		xlsx_i64(&x, s->after.rp - s->before.rp);
		xlsx_text(&x, s->reason);
		xlsx_end(&x);
	}
	put_changes(&x, v);
	return xlsx_close(&x, e);
}

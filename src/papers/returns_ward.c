/* SPDX-License-Identifier: EUPL-1.2
 * kembali/kelurahan/<kode-nama>.xlsx: what became of the rows of one ward, whichever office sent them. The columns are
 * those of the lists that they stand in, in their order; a column that two lists have under other titles is one. */
#include "base/embed.h"
#include "papers/paper.h"
#include "papers/returns.h"
#include "papers/ward_files.h"
#include "papers/wording.h"
#include "tabular/columns.h"
#include "tabular/xlsx_out.h"

/* A column of the ward's sheet. */
struct joined {
	span title;	   /* of the first list that has it */
	enum list_col col; /* COL_NONE: an office's own, known by its title */
};

struct ward_sheet {
	struct padan_arena arena;
	struct columns titles; /* the alias table */
	struct joined *column;
	size_t n;
	int16_t **at; /* per file: for each of its columns the sheet's, -1 = not shown; NULL = no row of this ward */
};

static size_t find_column(const struct ward_sheet *w, enum list_col col, span title)
{
	size_t i = 0;

	while (i < w->n && (w->column[i].col != col || (col == COL_NONE && !span_ieq(w->column[i].title, title))))
		i++;
	return i;
}

/* Takes one list's columns in. */
static bool join_list(struct ward_sheet *w, const struct view_file *f, int16_t **out)
{
	int16_t *at = padan_arena_array(&w->arena, f->ntitles + 1, sizeof(*at));
	bool *used = padan_arena_zero(&w->arena, XLSX_COLUMNS);
	size_t ours = return_ours(f);

	if (!at || !used)
		return false;
	for (size_t i = 0; i < f->ntitles; i++) {
		span title = span_trim(f->titles[i]);
		enum list_col col = column_of_title(&w->titles, LIST_PROPOSALS, title, NULL);
		size_t to = find_column(w, col, title);

		at[i] = -1;
		if ((i >= ours && i < ours + RETURN_ADDED) || (int)i == f->id_column)
			continue;
		if (to < w->n && used[to]) { /* the list has two of them: the second stands by its title */
			col = COL_NONE;
			to = find_column(w, col, title);
		}
		if (to < w->n && used[to])
			to = w->n;
		if (to >= LIM_COLUMNS)
			continue;
		if (to == w->n)
			w->column[w->n++] = (struct joined){ title, col };
		used[to] = true;
		at[i] = (int16_t)to;
	}
	*out = at;
	return true;
}

static bool find_columns(struct ward_sheet *w, const struct paper_env *in, uint32_t ward, struct err *e)
{
	const struct run_view *v = in->v;

	if (columns_load(&w->titles, embedded_file("ref/alias_kolom.csv"), &w->arena, e))
		return false;
	w->column = padan_arena_array(&w->arena, LIM_COLUMNS + 1, sizeof(*w->column));
	w->at = padan_arena_array(&w->arena, v->nfiles, sizeof(*w->at));
	if (!w->column || !w->at)
		return false;
	for (uint32_t i = 0; i < v->nrows; i++) {
		uint32_t f = v->rows[i].file;

		if (!w->at[f] && ward_file_of(in->files, in, i) == ward && !join_list(w, &v->files[f], &w->at[f]))
			return false;
	}
	return true;
}

static void put_row(struct xlsx_out *x, const struct ward_sheet *w, const struct run_view *v, const struct view_row *r,
		    const span **room, struct buf *scratch)
{
	const int16_t *at = w->at[r->file];
	span nothing = { NULL, 0 };

	for (size_t c = 0; c < w->n; c++)
		room[c] = NULL;
	for (size_t i = 0; r->cells && i < v->files[r->file].ntitles; i++)
		if (at[i] >= 0)
			room[at[i]] = &r->cells[i];
	for (size_t c = 0; c < w->n; c++)
		xlsx_text(x, room[c] ? *room[c] : nothing);
	return_outcome(x, v, r, scratch);
}

static int width_of(const struct joined *c)
{
	switch (c->col) {
	case COL_NIK:
	case COL_NO_KK:
		return 19;
	case COL_NAMA:
	case COL_ALAMAT:
		return 30;
	default:
		return c->title.n < 10 ? 12 : c->title.n > 24 ? 26 : (int)c->title.n + 2;
	}
}

static bool put_sheet(struct xlsx_out *x, struct ward_sheet *w, const struct paper_env *in, uint32_t ward,
		      struct buf *scratch)
{
	struct xlsx_column *columns = padan_arena_array(&w->arena, w->n + RETURN_ADDED, sizeof(*columns));
	const span **room = padan_arena_array(&w->arena, w->n + 1, sizeof(*room));
	const struct run_view *v = in->v;

	if (!columns || !room)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		char *title = padan_arena_copy(&w->arena, w->column[i].title.p ? w->column[i].title.p : "",
					       w->column[i].title.n);

		if (!title)
			return false;
		columns[i] = (struct xlsx_column){ title, width_of(&w->column[i]), XLSX_TEXT };
	}
	return_columns(columns + w->n);
	xlsx_sheet(x, &(struct xlsx_sheet){ .name = "Hasil usulan",
					    .columns = columns,
					    .ncolumns = w->n + RETURN_ADDED,
					    .mark = "TERBATAS - memuat data pribadi",
					    .foot = "Perbaiki seperlunya, lalu kirim kembali berkas ini" });
	for (uint32_t i = 0; i < v->nrows; i++)
		if (ward_file_of(in->files, in, i) == ward)
			put_row(x, w, v, &v->rows[i], room, scratch);
	return true;
}

int paper_return_ward(const struct paper_env *in, const char *path, uint32_t ward, struct err *e)
{
	struct ward_sheet w = { .n = 0 };
	struct xlsx_out x;
	struct buf scratch;
	bool done;
	int rc = xlsx_open(&x, in->seams, path, in->v->head.papers_date, 1, e);

	if (rc)
		return rc;
	padan_arena_init(&w.arena, in->seams->alloc, 0);
	buf_init(&scratch, in->seams->alloc, LIM_RECORD);
	done = find_columns(&w, in, ward, e) && put_sheet(&x, &w, in, ward, &scratch) && !scratch.failed;
	buf_done(&scratch);
	if (done)
		rc = xlsx_close(&x, e);
	else
		xlsx_abandon(&x);
	padan_arena_done(&w.arena);
	return done ? rc : err_memory(e, path);
}

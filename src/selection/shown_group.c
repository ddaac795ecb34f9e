/* SPDX-License-Identifier: EUPL-1.2
 * What stood over a group of rows goes back to the office in the rows themselves. */
#include "selection/shown.h"

/* What a group row may tell, and the title of the column that is added where the list has none. */
static const struct told_column {
	enum list_col col;
	const char *title;
} TOLD[] = {
	{ COL_NO_KK, "No. KK" }, { COL_ALAMAT, "Alamat" },	 { COL_RT, "RT" },
	{ COL_RW, "RW" },	 { COL_KELURAHAN, "Kelurahan" }, { COL_KECAMATAN, "Kecamatan" },
};
enum { TOLD_N = sizeof(TOLD) / sizeof(TOLD[0]) };

struct group_columns {
	bool any;	    /* a group row told something that some row lacks */
	int16_t at[TOLD_N]; /* the column, own or added; -1 = not told in this list */
	size_t own, all;    /* columns of the list; with those added */
};

/* What the group gives to a row that has nothing of its own. */
static span told_of(const struct intake_row *r, int k)
{
	const struct intake_group *g = r->group;
	const span of[TOLD_N] = { r->group_card, g->address, g->rt, g->rw, g->village, g->district };

	return of[k];
}

static bool lacks(const struct intake *in, const struct intake_row *r, int k)
{
	/* an address of its own, or RT and RW in one cell, is not in one column alone: intake_cell knows */
	int at = in->files[r->file].info.at[TOLD[k].col];

	return told_of(r, k).n && (at < 0 || !cell_value(r->cells[at]).n) &&
	       padan_span_eq(intake_cell(in, r, TOLD[k].col), told_of(r, k));
}

static void look_through(const struct intake *in, uint32_t file, struct group_columns *c)
{
	const struct intake_file *f = &in->files[file];
	bool told[TOLD_N] = { false };

	for (uint32_t i = 0; i < in->n_rows && in->rows[i].file <= file; i++)
		for (int k = in->rows[i].file == file ? 0 : TOLD_N; k < TOLD_N; k++)
			told[k] = told[k] || lacks(in, &in->rows[i], k);
	c->own = c->all = f->info.ntitle;
	for (int k = 0; k < TOLD_N; k++) {
		c->at[k] = -1;
		if (!told[k])
			continue;
		c->any = true;
		c->at[k] = f->info.at[TOLD[k].col] >= 0 ? f->info.at[TOLD[k].col] : (int16_t)c->all++;
	}
}

bool shown_titles(struct selection *s, size_t file, struct view_file *f)
{
	const struct intake_file *in = &s->intake.files[file];
	struct group_columns *c;
	span *titles;

	if (!s->group_columns)
		s->group_columns = padan_arena_array(s->arena, s->intake.n_files, sizeof(*c));
	if (!s->group_columns)
		return false;
	c = &s->group_columns[file];
	look_through(&s->intake, (uint32_t)file, c);
	f->titles = in->titles;
	f->ntitles = c->all;
	if (c->all == c->own)
		return true;
	titles = padan_arena_array(s->arena, c->all, sizeof(*titles));
	if (!titles)
		return false;
	memcpy(titles, in->titles, c->own * sizeof(*titles));
	for (int k = 0; k < TOLD_N; k++)
		if (c->at[k] >= (int16_t)c->own)
			titles[c->at[k]] = padan_span_of(TOLD[k].title);
	f->titles = titles;
	return true;
}

const span *shown_cells(struct selection *s, uint32_t row)
{
	const struct intake_row *r = &s->intake.rows[row];
	const struct group_columns *c = &s->group_columns[r->file];
	span *cells;

	if (!c->any)
		return r->cells;
	cells = padan_arena_array(s->arena, c->all, sizeof(*cells));
	s->view_failed |= cells == NULL;
	if (!cells)
		return NULL;
	memcpy(cells, r->cells, c->own * sizeof(*cells));
	for (int k = 0; k < TOLD_N; k++)
		if (c->at[k] >= 0 && lacks(&s->intake, r, k))
			cells[c->at[k]] = told_of(r, k);
	return cells;
}

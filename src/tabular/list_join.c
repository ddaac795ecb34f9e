/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/list_join.h"

#define IN_JOINED ((size_t)1 << 62) /* text_at counts in `joined` */

void joiner_init(struct joiner *j, struct worker *w)
{
	j->w = w;
	j->n = 0;
	j->sum = 0;
	j->nspan = 0;
	buf_init(&j->text, w->scan->s->alloc, (size_t)LIM_RECORD * JOIN_LINES * 3);
	buf_init(&j->joined, w->scan->s->alloc, (size_t)LIM_RECORD * JOIN_LINES * 3);
}

void joiner_done(struct joiner *j)
{
	buf_done(&j->text);
	buf_done(&j->joined);
}

static void forget(struct joiner *j)
{
	j->n = 0;
	j->sum = 0;
	j->nspan = 0;
	buf_clear(&j->text);
	buf_clear(&j->joined);
}

static span text_of(const struct joiner *j, size_t i)
{
	bool joined = j->text_at[i] & IN_JOINED;

	return (span){ (joined ? j->joined.p : j->text.p) + (j->text_at[i] & ~IN_JOINED), j->text_n[i] };
}

/* Gives the cells from span `at` on as a row. */
static int give(struct joiner *j, uint32_t no, size_t at, uint32_t n, uint8_t flags, struct err *e)
{
	struct sheet_row row = { no, n, j->cells, j->kind };

	for (uint32_t c = 0; c < n; c++) {
		j->cells[c] = span_trim(text_of(j, at + c));
		j->kind[c] = j->cells[c].n ? CELL_TEXT : CELL_EMPTY;
	}
	while (row.n && j->kind[row.n - 1] == CELL_EMPTY)
		row.n--;
	return worker_cells(j->w, &row, flags, e);
}

int joiner_flush(struct joiner *j, struct err *e)
{
	int rc = ERR_OK;

	for (unsigned i = 0; i < j->n && rc == ERR_OK; i++)
		rc = give(j, j->line[i].no, j->line[i].at, j->line[i].n, LIST_ROW_SHORT, e);
	forget(j);
	return rc;
}

static int keep(struct joiner *j, const struct sheet_row *row, struct err *e)
{
	j->line[j->n++] = (struct join_line){ row->no, row->n, j->nspan };
	for (uint32_t c = 0; c < row->n; c++) {
		j->text_at[j->nspan] = j->text.n;
		j->text_n[j->nspan++] = row->cells[c].n;
		buf_span(&j->text, row->cells[c]);
	}
	j->sum = j->n == 1 ? row->n : j->sum + row->n - 1;
	return j->text.failed ? err_memory(e, "baris yang terputus") : ERR_OK;
}

/* The lines that wait make one record: the last field of each goes on in the first of the next. */
static int give_joined(struct joiner *j, struct err *e)
{
	size_t w = j->line[0].n;
	int rc;

	for (unsigned i = 1; i < j->n; i++) {
		size_t from = j->line[i].at, at = j->joined.n;

		/* a field of three lines: its first two already lie at the end of `joined` */
		if (j->text_at[w - 1] & IN_JOINED)
			at = j->text_at[w - 1] & ~IN_JOINED;
		else
			buf_span(&j->joined, text_of(j, w - 1));
		buf_putc(&j->joined, ' ');
		buf_span(&j->joined, text_of(j, from));
		j->text_at[w - 1] = at | IN_JOINED;
		j->text_n[w - 1] = j->joined.n - at;
		for (uint32_t c = 1; c < j->line[i].n; c++, w++) {
			j->text_at[w] = j->text_at[from + c];
			j->text_n[w] = j->text_n[from + c];
		}
	}
	if (j->joined.failed)
		return err_memory(e, "baris yang terputus");
	j->w->row.lines = j->line[j->n - 1].no - j->line[0].no + 1;
	rc = give(j, j->line[0].no, 0, (uint32_t)w, LIST_ROW_JOINED, e);
	j->w->row.lines = 1;
	forget(j);
	return rc;
}

int joiner_short(struct joiner *j, const struct sheet_row *row, struct err *e)
{
	uint32_t whole = j->w->scan->fields;
	int rc = ERR_OK;

	if (j->n && (j->n == JOIN_LINES || j->sum + row->n - 1 > whole))
		rc = joiner_flush(j, e);
	if (rc == ERR_OK && row->n)
		rc = keep(j, row, e);
	if (rc)
		return rc;
	if (j->n > 1 && j->sum == whole)
		return give_joined(j, e);
	/* a single field is a note or a signature, hardly the head of a record */
	return j->n == 1 && j->line[0].n < 2 ? joiner_flush(j, e) : ERR_OK;
}

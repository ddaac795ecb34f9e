/* SPDX-License-Identifier: EUPL-1.2
 *
 * A CSV text into a table. The text is cut into chunks; while one thread splits the next chunk into cells, the others
 * read the columns of this one and put the values of the last one into rows. A column is read by one thread at a time,
 * and its values are numbered in the order of the text, whatever the number of threads.
 */
#include "binding_inside.h"
#include "records.h"
#include "table_inside.h"
#include <stdlib.h>

enum { CHUNK_BYTES = 1 << 20, CHUNK_ROWS = 1 << 13, AHEAD = PD_NAMES, TEXT_AHEAD = 12, PIECE = 1 << 11, JOINED = 512 };

#define ESCAPED ((uint32_t)1 << 31)
#define SPLIT	PADAN_COLUMNS /* the next chunk, in place of a column */

struct cell {
	uint32_t at, n; /* in the chunk; n with ESCAPED */
};

struct chunk {
	struct padan_span text;
	size_t base, next; /* offsets of the chunk and of what follows it */
	uint32_t rows;
	struct cell *cell; /* per slot: CHUNK_ROWS */
	int code;	   /* of the splitting */
	bool ended;
};

/* What the columns of a chunk said. */
struct values {
	uint64_t *hash;	  /* per column: CHUNK_ROWS */
	uint32_t *number; /* likewise */
	uint64_t *nik;
	uint32_t rows; /* 0: they are in the table */
};

struct room {
	char *p;
	size_t cap;
};

struct loader {
	struct padan_records *r;
	const struct padan_binding *binding;
	struct padan_table *t;
	struct padan_span text;
	int source[PADAN_COLUMNS][PADAN_SOURCES];
	unsigned sources[PADAN_COLUMNS];
	struct padan_csv_marks marks;
	uint32_t *slot_of, n_slots, slots_cap; /* column of the text -> slot, UINT32_MAX = not wanted */
	uint32_t slot[PADAN_COLUMNS][PADAN_SOURCES];
	struct chunk chunk[2], *now, *then;
	struct values values[2], *read, *done; /* of the chunk that is being read; of the one before it */
	struct room room[PADAN_COLUMNS][PADAN_SOURCES];
	uint8_t order[PADAN_COLUMNS + 1]; /* columns, and SPLIT, the long work first */
	bool failed[PADAN_COLUMNS], escaped[PADAN_COLUMNS];
	bool simple[PADAN_COLUMNS]; /* one source, taken as it stands */
	uint64_t seen;		    /* records split so far, the heading too */
};

static void *get(const struct loader *l, size_t bytes)
{
	return l->r->from->resize(l->r->from->ctx, NULL, 0, bytes);
}

static void drop(const struct loader *l, void *p, size_t bytes)
{
	if (p)
		l->r->from->resize(l->r->from->ctx, p, bytes, 0);
}

/* --- splitting ------------------------------------------------------------------------------- */

static bool note_row(struct loader *l, const struct padan_csv_record *rec, size_t base)
{
	bool escaped = false;
	struct padan_span id = { NULL, 0 };

	if (l->t->id >= 0)
		id = padan_csv_field(rec, (uint32_t)l->t->id, &escaped);
	return pd_table_note(l->t, base + rec->start, id, escaped);
}

static void put_cells(struct loader *l, struct chunk *k, const struct padan_csv_record *rec)
{
	for (uint32_t f = 0; f < l->slots_cap; f++) {
		bool escaped = false;
		struct padan_span s = { NULL, 0 };

		if (l->slot_of[f] == UINT32_MAX)
			continue;
		if (f < rec->n)
			s = padan_csv_field(rec, f, &escaped);
		k->cell[(size_t)l->slot_of[f] * CHUNK_ROWS + k->rows] =
			(struct cell){ s.n ? (uint32_t)(s.p - k->text.p) : 0, (uint32_t)s.n | (escaped ? ESCAPED : 0) };
	}
}

/* One window of the text; PADAN_CSV_OK when at least one record was whole, or the text is at its end. */
static int split_window(struct loader *l, struct chunk *k, size_t size)
{
	struct padan_span all = l->text;
	bool last = all.n - k->base <= size;
	struct padan_csv csv;
	struct padan_csv_record rec;
	int code = PADAN_CSV_OK;

	k->text = (struct padan_span){ all.p + k->base, last ? all.n - k->base : size };
	k->rows = 0;
	k->next = k->base;
	padan_csv_init(&csv, &l->marks, k->text, l->t->delim, PADAN_CSV_AUTO);
	while (k->rows < CHUNK_ROWS && (code = padan_csv_next(&csv, &rec)) == PADAN_CSV_OK) {
		size_t end = rec.cut[rec.n - 1];

		/* What ends with the window may go on behind it. */
		if (!last && end + 1 >= k->text.n)
			return k->rows || l->seen ? PADAN_CSV_OK : PADAN_CSV_END;
		if (l->seen > 0) {
			if (!note_row(l, &rec, k->base))
				return PADAN_CSV_MEMORY;
			put_cells(l, k, &rec);
			k->rows++;
		}
		l->seen++;
		k->next = k->base + csv.at;
	}
	if (code == PADAN_CSV_END || (code == PADAN_CSV_TORN && !last)) {
		k->ended = last;
		return PADAN_CSV_OK;
	}
	return code;
}

static void split(struct loader *l, struct chunk *k, size_t base)
{
	*k = (struct chunk){ .base = base, .cell = k->cell };
	if (base >= l->text.n) {
		k->ended = true;
		return;
	}
	/* A record longer than the window asks for a larger one. */
	for (size_t size = CHUNK_BYTES;; size *= 2) {
		size = size > ((size_t)1 << 31) - 4096 ? ((size_t)1 << 31) - 4096 : size;
		k->code = split_window(l, k, size);
		if (k->code == PADAN_CSV_END)
			k->code = PADAN_CSV_OK;
		if (k->code || k->ended || k->next > base)
			return;
		if (size >= ((size_t)1 << 31) - 4096) {
			k->code = PADAN_CSV_LONG;
			return;
		}
	}
}

/* --- columns ------------------------------------------------------------------------------------ */

static bool room_for(struct loader *l, struct room *room, size_t n)
{
	return pd_array_reserve(l->r->from, &room->p, &room->cap, n + 1, 1);
}

/* A cell's true content; at `from` of the room when it must be written anew. */
static struct padan_span cell_text(struct loader *l, const struct chunk *k, uint32_t slot, uint32_t row,
				   struct room *room)
{
	struct cell c;
	struct padan_span s;

	if (slot == UINT32_MAX)
		return (struct padan_span){ NULL, 0 };
	c = k->cell[(size_t)slot * CHUNK_ROWS + row];
	s = (struct padan_span){ k->text.p + c.at, c.n & ~ESCAPED };
	if (!(c.n & ESCAPED))
		return s;
	if (!room_for(l, room, s.n))
		return (struct padan_span){ NULL, 0 };
	return (struct padan_span){ room->p, padan_csv_unquote(room->p, s) };
}

/* The compared column's cell; `joined` is for what must be written anew. Sources with doubled quotes share the room one
 * after the other. */
static struct padan_span bound_cell(struct loader *l, unsigned c, uint32_t row, char joined[JOINED])
{
	struct padan_span raw[PADAN_SOURCES];

	if (l->simple[c]) {
		struct padan_span s = cell_text(l, l->now, l->slot[c][0], row, &l->room[c][0]);

		/* Blanks are gone, and nothing else of ASCII is trimmed. */
		if (s.n > 2 && s.p[0] > ' ' && s.p[0] < 127 && s.p[s.n - 1] > ' ' && s.p[s.n - 1] < 127)
			return s;
	}
	for (unsigned i = 0; i < l->sources[c]; i++)
		raw[i] = cell_text(l, l->now, l->slot[c][i], row, &l->room[c][i]);
	return pd_bound_cell(l->binding, c, raw, joined);
}

/* Some cells of a column. */
struct batch {
	struct padan_span cell[AHEAD];
	struct pd_plain plain[AHEAD];
	char joined[AHEAD][JOINED];
};

static bool read_cell(struct loader *l, unsigned c, const struct batch *b, uint32_t k, uint32_t row)
{
	struct pd_column *col = &l->r->column[c];
	uint32_t *number = &l->read->number[(size_t)c * CHUNK_ROWS + row];

	if (col->kind == PADAN_NIK)
		return pd_column_nik(col, b->cell[k], &l->read->nik[row]);
	if (b->plain[k].is)
		return pd_column_number_plain(col, &b->plain[k], number);
	return pd_column_number(col, b->cell[k], l->read->hash[(size_t)c * CHUNK_ROWS + row], number);
}

static bool read_cells(struct loader *l, unsigned c, const struct batch *b, uint32_t n, uint32_t row)
{
	struct pd_column *col = &l->r->column[c];
	size_t at = (size_t)c * CHUNK_ROWS + row;

	if (col->kind == PADAN_NAME)
		return pd_column_names(col, b->cell, l->read->hash + at, n, l->read->number + at);
	for (uint32_t k = 0; k < n; k++)
		if (!read_cell(l, c, b, k, row + k))
			return false;
	return true;
}

/* The text of a cell some rows ahead. */
static void ask_text(const struct loader *l, unsigned c, uint32_t row)
{
	for (unsigned i = 0; row < l->now->rows && i < l->sources[c]; i++)
		if (l->slot[c][i] != UINT32_MAX)
			__builtin_prefetch(l->now->text.p + l->now->cell[(size_t)l->slot[c][i] * CHUNK_ROWS + row].at);
}

static void ask_cell(struct loader *l, unsigned c, struct batch *b, uint32_t k, uint32_t row)
{
	const struct pd_column *col = &l->r->column[c];
	uint64_t *hash = &l->read->hash[(size_t)c * CHUNK_ROWS + row];

	ask_text(l, c, row + TEXT_AHEAD);
	b->cell[k] = bound_cell(l, c, row, b->joined[k]);
	*hash = pd_raw_hash(b->cell[k]);
	b->plain[k].is = false;
	if (col->kind == PADAN_CARD || col->kind == PADAN_KEY)
		pd_column_plain(col, b->cell[k], &b->plain[k]);
	else if (col->kind != PADAN_NIK)
		pd_map_prefetch(&col->raw, *hash);
}

/* Some rows at a time: their hashes first, so that a look-up finds its place in the cache. */
static bool read_column(struct loader *l, unsigned c)
{
	struct batch b;
	uint32_t rows = l->now->rows;
	/* What is unescaped lies in a room that the next cell will use. */
	uint32_t step = l->escaped[c] ? 1 : AHEAD;

	for (uint32_t i = 0; i < rows; i += step) {
		uint32_t n = rows - i < step ? rows - i : step;

		for (uint32_t k = 0; k < n; k++)
			ask_cell(l, c, &b, k, i + k);
		if (!read_cells(l, c, &b, n, i))
			return false;
	}
	return true;
}

static bool any_escaped(const struct loader *l, unsigned c)
{
	for (unsigned s = 0; s < l->sources[c]; s++) {
		const struct cell *cell = l->now->cell + (size_t)l->slot[c][s] * CHUNK_ROWS;

		for (uint32_t i = 0; l->slot[c][s] != UINT32_MAX && i < l->now->rows; i++)
			if (cell[i].n & ESCAPED)
				return true;
	}
	return false;
}

/* --- rows --------------------------------------------------------------------------------------- */

static void put_rows(struct loader *l, uint32_t from)
{
	struct padan_records *r = l->r;
	const struct values *v = l->done;
	uint32_t to = v->rows - from < PIECE ? v->rows : from + PIECE;

	for (uint32_t i = from; i < to; i++) {
		uint32_t *row = pd_row_for(r, r->n + i);
		uint64_t content = 0;

		for (unsigned c = r->schema->n_columns; c < r->stride; c++)
			row[c] = 0;
		for (unsigned c = 0; c < r->schema->n_columns; c++) {
			content = padan_hash_join(content, v->hash[(size_t)c * CHUNK_ROWS + i]);
			row[c] = r->column[c].kind == PADAN_NIK ? 0 : v->number[(size_t)c * CHUNK_ROWS + i];
		}
		r->nik[r->n + i] = v->nik[i];
		r->content[r->n + i] = content;
	}
}

/* --- the work on three chunks at once -------------------------------------------------------------- */

/* First the columns and the splitting, then rows, some at a time. */
static void chunk_piece(void *ctx, size_t piece, unsigned thread)
{
	struct loader *l = ctx;
	unsigned c = piece <= l->r->schema->n_columns ? l->order[piece] : SPLIT;

	(void)thread;
	if (piece > l->r->schema->n_columns) {
		put_rows(l, (uint32_t)(piece - l->r->schema->n_columns - 1) * PIECE);
	} else if (c == SPLIT) {
		if (!l->now->ended)
			split(l, l->then, l->now->next);
	} else {
		l->escaped[c] = any_escaped(l, c);
		l->failed[c] = !read_column(l, c);
	}
}

static int begin_rows(struct loader *l)
{
	if ((uint64_t)l->r->n + l->done->rows > 1u << 30)
		return PADAN_TOO_MANY;
	return pd_records_reserve(l->r, (size_t)l->r->n + l->done->rows) ? PADAN_OK : PADAN_NO_MEMORY;
}

static void end_rows(struct loader *l)
{
	struct values *v = l->done;

	l->r->n += v->rows;
	v->rows = 0;
	l->done = l->read;
	l->read = v;
}

static int take_chunk(struct loader *l, unsigned threads)
{
	unsigned columns = l->r->schema->n_columns;
	int rc = begin_rows(l);

	if (rc != PADAN_OK)
		return rc;
	l->read->rows = l->now->rows;
	pd_parallel(threads, columns + 1u + (l->done->rows + PIECE - 1) / PIECE, chunk_piece, l);
	for (unsigned c = 0; c < columns; c++)
		if (l->failed[c])
			return PADAN_NO_MEMORY;
	end_rows(l);
	return PADAN_OK;
}

/* What the last chunk said. */
static int take_rest(struct loader *l)
{
	int rc = begin_rows(l);

	for (uint32_t i = 0; rc == PADAN_OK && i < l->done->rows; i += PIECE)
		put_rows(l, i);
	if (rc == PADAN_OK)
		end_rows(l);
	return rc;
}

static int run(struct loader *l, unsigned threads)
{
	l->now = &l->chunk[0];
	l->then = &l->chunk[1];
	split(l, l->now, 0);
	for (;;) {
		struct chunk *done = l->now;
		int rc;

		if (l->now->code)
			return l->now->code;
		rc = take_chunk(l, threads);
		if (rc != PADAN_OK)
			return rc;
		if (done->ended)
			return take_rest(l);
		pd_table_passed(l->t, done->next);
		l->now = l->then;
		l->then = done;
	}
}

/* --- the whole ------------------------------------------------------------------------------------ */

enum { SPLIT_TOIL = 3 };

static unsigned toil(const struct padan_records *r, unsigned c)
{
	enum padan_kind k = r->schema->column[c].kind;

	return k == PADAN_NAME			   ? (int)c != r->roles.name
	       : k == PADAN_KEY			   ? 2
	       : k == PADAN_CARD		   ? 4
	       : k == PADAN_TEXT || k == PADAN_NIK ? 5
						   : 6;
}

/* The long work first, so that threads end together. */
static void put_in_order(struct loader *l)
{
	unsigned k = 0;

	for (unsigned want = 0; want <= 6; want++) {
		for (unsigned c = 0; c < l->r->schema->n_columns; c++)
			if (toil(l->r, c) == want)
				l->order[k++] = (uint8_t)c;
		if (want == SPLIT_TOIL)
			l->order[k++] = SPLIT;
	}
}

static bool find_slots(struct loader *l)
{
	const struct padan_schema *s = l->r->schema;
	uint32_t most = 0;

	for (unsigned c = 0; c < s->n_columns; c++) {
		l->sources[c] = pd_bound_sources(l->binding, c, l->source[c]);
		l->simple[c] = pd_bound_simple(l->binding, c);
		for (unsigned i = 0; i < l->sources[c]; i++)
			most = l->source[c][i] >= (int)most ? (uint32_t)l->source[c][i] + 1 : most;
	}
	l->slots_cap = most;
	l->slot_of = get(l, (most + 1) * sizeof(*l->slot_of));
	if (!l->slot_of)
		return false;
	for (uint32_t f = 0; f < most; f++)
		l->slot_of[f] = UINT32_MAX;
	for (unsigned c = 0; c < s->n_columns; c++)
		for (unsigned i = 0; i < l->sources[c]; i++) {
			int f = l->source[c][i];

			l->slot[c][i] = UINT32_MAX;
			if (f < 0)
				continue;
			if (l->slot_of[f] == UINT32_MAX)
				l->slot_of[f] = l->n_slots++;
			l->slot[c][i] = l->slot_of[f];
		}
	put_in_order(l);
	return true;
}

static size_t cells_bytes(const struct loader *l)
{
	return (size_t)(l->n_slots + 1) * CHUNK_ROWS * sizeof(struct cell);
}

static bool begin_values(const struct loader *l, struct values *v, size_t columns)
{
	v->hash = get(l, columns * CHUNK_ROWS * sizeof(*v->hash));
	v->number = get(l, columns * CHUNK_ROWS * sizeof(*v->number));
	v->nik = get(l, CHUNK_ROWS * sizeof(*v->nik));
	v->rows = 0;
	if (v->nik) /* a list may have none */
		memset(v->nik, 0, CHUNK_ROWS * sizeof(*v->nik));
	return v->hash && v->number && v->nik;
}

static void end_values(const struct loader *l, struct values *v, size_t columns)
{
	drop(l, v->hash, columns * CHUNK_ROWS * sizeof(*v->hash));
	drop(l, v->number, columns * CHUNK_ROWS * sizeof(*v->number));
	drop(l, v->nik, CHUNK_ROWS * sizeof(*v->nik));
}

static bool begin(struct loader *l)
{
	size_t nc = l->r->schema->n_columns;

	if (!find_slots(l))
		return false;
	l->chunk[0].cell = get(l, cells_bytes(l));
	l->chunk[1].cell = get(l, cells_bytes(l));
	l->read = &l->values[0];
	l->done = &l->values[1];
	return l->chunk[0].cell && l->chunk[1].cell && begin_values(l, l->read, nc) && begin_values(l, l->done, nc) &&
	       padan_csv_marks_init(&l->marks, l->r->from, PADAN_CSV_MAX_FIELDS) == PADAN_CSV_OK;
}

static void end(struct loader *l)
{
	size_t nc = l->r->schema->n_columns;

	drop(l, l->chunk[0].cell, cells_bytes(l));
	drop(l, l->chunk[1].cell, cells_bytes(l));
	end_values(l, &l->values[0], nc);
	end_values(l, &l->values[1], nc);
	drop(l, l->slot_of, (l->slots_cap + 1) * sizeof(*l->slot_of));
	for (unsigned c = 0; c < nc; c++)
		for (unsigned i = 0; i < PADAN_SOURCES; i++)
			pd_array_free(l->r->from, &l->room[c][i].p, &l->room[c][i].cap, 1);
	if (l->marks.at)
		padan_csv_marks_done(&l->marks);
}

static int refuse(const struct loader *l, int code, struct padan_error *e)
{
	unsigned long long row = l->seen + 1;

	switch (code) {
	case PADAN_CSV_TORN:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: tanda kutip pada baris %llu tidak ditutup", l->t->name,
				       row);
	case PADAN_CSV_FIELDS:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: terlalu banyak kolom pada baris %llu", l->t->name, row);
	case PADAN_CSV_LONG:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: baris %llu lebih panjang dari 2 GB", l->t->name, row);
	default:
		return code == PADAN_CSV_MEMORY ? PADAN_NO_MEMORY : code;
	}
}

/* An id that was taken from the beginning must hold to the end. */
static int check_id(struct padan_table *t)
{
	bool unique = true;
	int rc = t->id >= 0 && !t->id_named ? pd_table_id_unique(t, &unique) : PADAN_OK;

	if (rc != PADAN_OK || unique)
		return rc;
	t->id_from = (uint32_t)t->id + 1;
	pd_table_forget_rows(t);
	t->rows = t->split;
	return PADAN_BAD_ID;
}

int pd_records_text(struct padan_records *r, const struct padan_binding *b, struct padan_table *t, unsigned threads,
		    struct padan_error *e)
{
	struct loader *l = r->from->resize(r->from->ctx, NULL, 0, sizeof(*l));
	int rc = PADAN_NO_MEMORY;

	if (!l)
		return PADAN_NO_MEMORY;
	*l = (struct loader){ .r = r, .binding = b, .t = t, .text = t->text };
	if (begin(l))
		rc = run(l, threads);
	rc = rc > 0 ? refuse(l, rc, e) : rc;
	end(l);
	r->from->resize(r->from->ctx, l, sizeof(*l), 0);
	if (rc != PADAN_OK)
		return rc;
	t->rows = t->n_at;
	return check_id(t);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "table_inside.h"
#include <errno.h>
#include <inttypes.h>
#include <padan/csv.h>
#include <padan/fold.h>
#include <padan/hash.h>
#include <padan/link.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIELDS = 4096 };

static int no_memory(const struct padan_table *t, struct padan_error *e)
{
	return padan_error_set(e, PADAN_NO_MEMORY, "%s: memori tidak cukup", t->name);
}

static int slurp(struct padan_table *t, const char *path, struct padan_error *e)
{
	FILE *f = fopen(path, "rb");
	size_t cap = 0, n;

	if (!f)
		return padan_error_set(e, PADAN_BAD_FILE, "%s: %s", path, strerror(errno));
	do {
		if (t->size == cap) {
			size_t want = cap ? cap * 2 : 1 << 16;
			char *p = realloc(t->bytes, want);

			if (!p) {
				fclose(f);
				return no_memory(t, e);
			}
			t->bytes = p;
			cap = want;
		}
		n = fread(t->bytes + t->size, 1, cap - t->size, f);
		t->size += n;
	} while (n > 0 && t->size < (size_t)1 << 31);
	n = ferror(f) ? 1 : 0;
	fclose(f);
	return n ? padan_error_set(e, PADAN_BAD_FILE, "%s: gagal dibaca", path) : PADAN_OK;
}

static int refuse(const struct padan_table *t, int code, uint64_t row, struct padan_error *e)
{
	switch (code) {
	case PADAN_CSV_TORN:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: tanda kutip pada baris %llu tidak ditutup", t->name,
				       (unsigned long long)row);
	case PADAN_CSV_FIELDS:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: terlalu banyak kolom pada baris %llu (paling banyak %d)",
				       t->name, (unsigned long long)row, FIELDS);
	default:
		return no_memory(t, e);
	}
}

/* A field's true content; doubled quotes are undone in place, where the file's bytes are ours. */
static struct padan_span field(const struct padan_csv_record *r, uint32_t k)
{
	bool escaped;
	struct padan_span s = padan_csv_field(r, k, &escaped);

	if (escaped) {
		char *own;

		memcpy(&own, &s.p, sizeof(own));
		s.n = padan_csv_unquote(own, s);
	}
	return s;
}

static bool add_row(struct padan_table *t, const struct padan_csv_record *r)
{
	if (!t->head) {
		t->columns = r->n < PADAN_TABLE_COLUMNS ? r->n : PADAN_TABLE_COLUMNS;
		t->head = calloc(t->columns, sizeof(*t->head));
		for (uint32_t k = 0; t->head && k < t->columns; k++)
			t->head[k] = field(r, k);
		return t->head != NULL;
	}
	if (t->rows == t->cap_rows) {
		size_t want = t->cap_rows ? t->cap_rows * 2 : 1024;
		struct padan_span *p = realloc(t->cell, want * t->columns * sizeof(*p));

		if (!p)
			return false;
		t->cell = p;
		t->cap_rows = want;
	}
	for (uint32_t k = 0; k < t->columns; k++)
		t->cell[t->rows * t->columns + k] = field(r, k);
	t->split = ++t->rows;
	return true;
}

static int refuse_bytes(const struct padan_table *t, struct padan_error *e)
{
	const char *nul = t->size ? memchr(t->bytes, 0, t->size) : NULL;

	if (t->size >= 2 && ((unsigned char)t->bytes[0] >= 0xfe || (nul && nul - t->bytes < 2)))
		return padan_error_set(e, PADAN_BAD_FILE,
				       "%s: bukan CSV UTF-8 (tampaknya UTF-16); simpan sebagai CSV UTF-8", t->name);
	if (nul && t->size >= 4 && memcmp(t->bytes, "PK\3\4", 4) != 0 && memcmp(t->bytes, "%PDF", 4) != 0 &&
	    (unsigned char)t->bytes[0] != 0xd0)
		return padan_error_set(e, PADAN_BAD_FILE,
				       "%s: bukan CSV; ada byte NUL pada byte ke-%zu; simpan sebagai CSV UTF-8",
				       t->name, (size_t)(nul - t->bytes) + 1);
	return padan_error_set(e, PADAN_BAD_FILE,
			       "%s: bukan CSV (buku kerja, PDF atau berkas lain); simpan sebagai CSV UTF-8", t->name);
}

static int split(struct padan_table *t, struct padan_error *e)
{
	struct padan_csv_sniff sniff = padan_csv_sniff((struct padan_span){ t->bytes, t->size });
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record r;
	bool known; /* rows of a text that was looked at as a whole: a NUL among a few makes it no other */
	int rc;

	known = t->delim != 0;
	t->delim = known ? t->delim : sniff.delim;
	t->bom = sniff.bom;
	if (!known && (sniff.encoding == PADAN_CSV_UTF16 || sniff.encoding == PADAN_CSV_BINARY))
		return refuse_bytes(t, e);
	if (t->size >= ((size_t)1 << 31) - 128)
		return padan_error_set(e, PADAN_BAD_FILE, "%s: lebih dari 2 GB", t->name);
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, FIELDS) != PADAN_CSV_OK)
		return no_memory(t, e);
	padan_csv_init(&csv, &marks, (struct padan_span){ t->bytes + sniff.bom, t->size - sniff.bom }, t->delim,
		       PADAN_CSV_AUTO);
	while ((rc = padan_csv_next(&csv, &r)) == PADAN_CSV_OK) {
		/* Of a text that goes on, the last record may be torn. */
		if (t->text.p && r.cut[r.n - 1] + 1 >= csv.n) {
			rc = PADAN_CSV_END;
			break;
		}
		if (!add_row(t, &r)) {
			rc = PADAN_CSV_MEMORY;
			break;
		}
	}
	padan_csv_marks_done(&marks);
	if (rc == PADAN_CSV_TORN && t->text.p)
		rc = PADAN_CSV_END;
	if (rc != PADAN_CSV_END)
		return refuse(t, rc, r.row, e);
	return t->head ? PADAN_OK : padan_error_set(e, PADAN_BAD_FILE, "%s: berkas kosong", t->name);
}

static struct padan_table *table_new(const char *name, struct padan_error *e)
{
	struct padan_table *t = calloc(1, sizeof(*t));

	if (t)
		t->name = strdup(name);
	if (!t || !t->name) {
		padan_error_set(e, PADAN_NO_MEMORY, "%s: memori tidak cukup", name);
		free(t);
		return NULL;
	}
	t->id = -1;
	return t;
}

static int hand_out(struct padan_table **out, struct padan_table *t, int rc)
{
	if (rc != PADAN_OK) {
		padan_table_free(t);
		t = NULL;
	}
	*out = t;
	return rc;
}

int padan_table_read(struct padan_table **out, const char *path, struct padan_error *e)
{
	struct padan_table *t = table_new(path, e);
	int rc;

	*out = NULL;
	if (!t)
		return PADAN_NO_MEMORY;
	rc = slurp(t, path, e);
	return hand_out(out, t, rc == PADAN_OK ? split(t, e) : rc);
}

enum { PLACES = 32 };

/* The records that lie wholly in the piece of text. They begin behind the first line end; if that stood in quotes, the
 * number of fields shows it. */
static int split_piece(struct padan_table *t, struct padan_csv_marks *marks, struct padan_span piece)
{
	const char *line = memchr(piece.p, '\n', piece.n);
	struct padan_csv csv;
	struct padan_csv_record r;
	size_t n;

	if (!line)
		return PADAN_OK;
	n = piece.n - (size_t)(++line - piece.p);
	padan_csv_init(&csv, marks, (struct padan_span){ line, n }, t->delim, PADAN_CSV_AUTO);
	while (padan_csv_next(&csv, &r) == PADAN_CSV_OK && r.cut[r.n - 1] + 1 < n)
		if ((r.n == t->columns || t->columns == PADAN_TABLE_COLUMNS) && !add_row(t, &r))
			return PADAN_NO_MEMORY;
	return PADAN_OK;
}

/* Rows of places evenly apart behind the beginning: what a column holds may show only there. They are looked at like
 * those before them until it is known where each row begins. */
static int split_places(struct padan_table *t, size_t from, size_t n)
{
	struct padan_csv_marks marks;
	size_t step = (t->text.n - from) / PLACES, size = n / PLACES < step ? n / PLACES : step, rows = t->rows;
	int rc = PADAN_OK;

	if (padan_csv_marks_init(&marks, &padan_alloc_libc, FIELDS) != PADAN_CSV_OK)
		return PADAN_NO_MEMORY;
	for (size_t i = 0; i < PLACES && rc == PADAN_OK; i++) {
		char *own = t->bytes + from + i * size;

		memcpy(own, t->text.p + from + i * step, size);
		rc = split_piece(t, &marks, (struct padan_span){ own, size });
	}
	padan_csv_marks_done(&marks);
	t->extra = t->rows - rows;
	return rc;
}

/* The beginning is copied and split, and some places behind it; how many rows follow is reckoned from it. */
static int split_head(struct padan_table *t, size_t n, struct padan_error *e)
{
	size_t head, size = n / 2;
	int rc;

	t->bytes = malloc(n);
	if (!t->bytes)
		return no_memory(t, e);
	memcpy(t->bytes, t->text.p, size);
	t->size = size;
	rc = split(t, e);
	if (rc != PADAN_OK)
		return rc;
	head = t->rows ? size / t->rows : size;
	t->about = t->rows ? t->text.n / (head ? head : 1) : 0;
	if (t->rows && split_places(t, size, n - size) != PADAN_OK)
		return no_memory(t, e);
	t->text = (struct padan_span){ t->text.p + t->bom, t->text.n - t->bom };
	return PADAN_OK;
}

int padan_table_open(struct padan_table **out, const char *path, size_t head, struct padan_error *e)
{
	struct padan_table *t = table_new(path, e);
	int rc;

	*out = NULL;
	if (!t)
		return PADAN_NO_MEMORY;
	/* A record longer than the head, or a file that cannot be mapped: the whole is read. */
	if (pd_table_map(t, path) && t->text.n > head) {
		rc = split_head(t, head, e);
		if (rc == PADAN_OK && t->rows > 0)
			return hand_out(out, t, rc);
		if (rc != PADAN_OK && rc != PADAN_BAD_FILE)
			return hand_out(out, t, rc);
	}
	padan_table_free(t);
	return padan_table_read(out, path, e);
}

int padan_table_parse(struct padan_table **out, struct padan_span csv, const char *name, struct padan_error *e)
{
	return pd_table_parse(out, csv, name, 0, e);
}

int pd_table_parse(struct padan_table **out, struct padan_span csv, const char *name, char delim, struct padan_error *e)
{
	struct padan_table *t = table_new(name, e);

	*out = NULL;
	if (!t)
		return PADAN_NO_MEMORY;
	t->delim = delim;
	t->bytes = malloc(csv.n + 1);
	if (!t->bytes)
		return hand_out(out, t, no_memory(t, e));
	if (csv.n)
		memcpy(t->bytes, csv.p, csv.n);
	t->size = csv.n;
	return hand_out(out, t, split(t, e));
}

void padan_table_free(struct padan_table *t)
{
	if (!t)
		return;
	free(t->name);
	free(t->bytes);
	free(t->head);
	free(t->cell);
	free(t->number);
	pd_table_unmap(t);
	free(t);
}

const char *padan_table_name(const struct padan_table *t)
{
	return t->name;
}

size_t padan_table_rows(const struct padan_table *t)
{
	return t->rows;
}

uint32_t padan_table_columns(const struct padan_table *t)
{
	return t->columns;
}

struct padan_span padan_table_head(const struct padan_table *t, uint32_t column)
{
	return t->head[column];
}

struct padan_span padan_table_cell(const struct padan_table *t, size_t row, uint32_t column)
{
	size_t near = t->split - (t->at ? t->extra : 0);

	return row < near ? t->cell[row * t->columns + column] : pd_table_far_cell(t, row, column);
}

size_t padan_table_rows_about(const struct padan_table *t)
{
	return t->about > t->rows ? t->about : t->rows;
}

int padan_table_column(const struct padan_table *t, struct padan_span name)
{
	for (uint32_t k = 0; k < t->columns; k++)
		if (padan_span_eq(padan_trim(t->head[k]), padan_trim(name)))
			return (int)k;
	return -1;
}

/* --- the rows' names ----------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/* Rows of the column whose value stands in an earlier row too; empty cells count among themselves. */
static size_t doubles(const struct padan_table *t, uint32_t column, uint64_t *room)
{
	size_t n = 0;

	for (size_t i = 0; i < t->rows; i++)
		room[i] = padan_hash_span(padan_table_cell(t, i, column), 0);
	qsort(room, t->rows, sizeof(*room), by_hash);
	for (size_t i = 1; i < t->rows; i++)
		n += room[i] == room[i - 1];
	return n;
}

bool pd_table_doubles(const struct padan_table *t, uint32_t column, size_t *n)
{
	uint64_t *room = malloc(t->rows * sizeof(*room) + 1);

	*n = room ? doubles(t, column, room) : 0;
	free(room);
	return room != NULL;
}

/* Spares nearly every column the sorting. */
static bool may_be_unique(const struct padan_table *t, uint32_t column)
{
	size_t look = t->rows < 64 ? t->rows : 64;

	for (size_t i = 0; i < t->rows; i++)
		if (padan_table_cell(t, i, column).n == 0)
			return false;
	for (size_t i = 1; i < look; i++)
		for (size_t k = 0; k < i; k++)
			if (padan_span_eq(padan_table_cell(t, i, column), padan_table_cell(t, k, column)))
				return false;
	return t->rows > 0;
}

int padan_table_choose_id(struct padan_table *t, const char *name, struct padan_error *e)
{
	uint64_t *room = malloc(t->rows * sizeof(*room) + 1);

	t->id_named = name != NULL;
	t->id = name ? padan_table_column(t, padan_span_of(name)) : -1;
	t->doubles = 0;
	if (!room)
		return no_memory(t, e);
	if (t->id >= 0)
		t->doubles = doubles(t, (uint32_t)t->id, room);
	for (uint32_t k = t->id_from; !name && k < t->columns && t->id < 0; k++)
		if (may_be_unique(t, k) && doubles(t, k, room) == 0)
			t->id = (int)k;
	free(room);
	if (name && t->id < 0)
		return padan_error_set(e, PADAN_BAD_WISH, "%s: tidak ada kolom \"%s\"", t->name, name);
	return PADAN_OK;
}

int padan_table_id_column(const struct padan_table *t)
{
	return t->id;
}

size_t padan_table_id_doubles(const struct padan_table *t)
{
	return t->doubles;
}

struct padan_span padan_table_id(const struct padan_table *t, size_t row, char number[24])
{
	if (t->id >= 0)
		return t->at ? pd_table_near_id(t, row) : padan_table_cell(t, row, (uint32_t)t->id);
	return (struct padan_span){ number, (size_t)snprintf(number, 24, "%" PRIu64,
							     t->number ? t->number[row] : (uint64_t)row + 1) };
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <errno.h>
#include <padan/fold.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { FIELDS = 4096 };

static int slurp(struct table *t)
{
	FILE *f = fopen(t->path, "rb");
	size_t cap = 0, n;

	if (!f)
		return fail(CLI_UNREADABLE, "%s: %s", t->path, strerror(errno));
	do {
		if (t->size == cap) {
			size_t want = cap ? cap * 2 : 1 << 16;
			char *p = realloc(t->bytes, want);

			if (!p) {
				fclose(f);
				return fail(CLI_MACHINE, "memori tidak cukup untuk %s", t->path);
			}
			t->bytes = p;
			cap = want;
		}
		n = fread(t->bytes + t->size, 1, cap - t->size, f);
		t->size += n;
	} while (n > 0);
	n = ferror(f) ? 1 : 0;
	fclose(f);
	return n ? fail(CLI_UNREADABLE, "%s: gagal dibaca", t->path) : CLI_OK;
}

static int refuse(const struct table *t, int code, uint64_t row)
{
	switch (code) {
	case PADAN_CSV_TORN:
		return fail(CLI_UNREADABLE, "%s: tanda kutip pada baris %llu tidak ditutup", t->path,
			    (unsigned long long)row);
	case PADAN_CSV_FIELDS:
		return fail(CLI_UNREADABLE, "%s: terlalu banyak kolom pada baris %llu", t->path,
			    (unsigned long long)row);
	default:
		return fail(CLI_MACHINE, "memori tidak cukup untuk %s", t->path);
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

static bool add_row(struct table *t, const struct padan_csv_record *r, size_t *cap)
{
	if (!t->head) {
		t->columns = r->n < CLI_COLUMNS ? r->n : CLI_COLUMNS;
		t->head = calloc(t->columns, sizeof(*t->head));
		for (uint32_t k = 0; t->head && k < t->columns; k++)
			t->head[k] = field(r, k);
		return t->head != NULL;
	}
	if (t->rows == *cap) {
		size_t want = *cap ? *cap * 2 : 1024;
		struct padan_span *p = realloc(t->cell, want * t->columns * sizeof(*p));

		if (!p)
			return false;
		t->cell = p;
		*cap = want;
	}
	for (uint32_t k = 0; k < t->columns; k++)
		t->cell[t->rows * t->columns + k] = field(r, k);
	t->rows++;
	return true;
}

int table_read(struct table *t, const char *path)
{
	struct padan_csv_sniff sniff;
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record r;
	size_t cap = 0;
	int rc;

	*t = (struct table){ .path = path, .id = -1 };
	rc = slurp(t);
	if (rc != CLI_OK)
		return rc;
	sniff = padan_csv_sniff((struct padan_span){ t->bytes, t->size });
	if (sniff.encoding == PADAN_CSV_UTF16 || sniff.encoding == PADAN_CSV_BINARY)
		return fail(CLI_UNREADABLE, "%s: bukan CSV; simpan sebagai CSV UTF-8", path);
	if (t->size >= (size_t)1 << 31)
		return fail(CLI_UNREADABLE, "%s: lebih dari 2 GB", path);
	if (padan_csv_marks_init(&marks, &padan_alloc_libc, FIELDS) != PADAN_CSV_OK)
		return fail(CLI_MACHINE, "memori tidak cukup");
	padan_csv_init(&csv, &marks, (struct padan_span){ t->bytes + sniff.bom, t->size - sniff.bom }, sniff.delim,
		       PADAN_CSV_AUTO);
	while ((rc = padan_csv_next(&csv, &r)) == PADAN_CSV_OK)
		if (!add_row(t, &r, &cap)) {
			rc = PADAN_CSV_MEMORY;
			break;
		}
	padan_csv_marks_done(&marks);
	if (rc != PADAN_CSV_END)
		return refuse(t, rc, r.row);
	return t->head ? CLI_OK : fail(CLI_UNREADABLE, "%s: berkas kosong", path);
}

void table_free(struct table *t)
{
	free(t->bytes);
	free(t->head);
	free(t->cell);
}

int table_column(const struct table *t, struct padan_span name)
{
	for (uint32_t k = 0; k < t->columns; k++)
		if (padan_span_eq(padan_trim(t->head[k]), padan_trim(name)))
			return (int)k;
	return -1;
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static bool unique(const struct table *t, uint32_t column, uint64_t *room)
{
	for (size_t i = 0; i < t->rows; i++) {
		struct padan_span s = table_cell(t, i, column);

		if (s.n == 0)
			return false;
		room[i] = padan_hash_span(s, 0);
	}
	qsort(room, t->rows, sizeof(*room), by_hash);
	for (size_t i = 1; i < t->rows; i++)
		if (room[i] == room[i - 1])
			return false;
	return t->rows > 0;
}

int table_find_id(struct table *t, const char *name)
{
	uint64_t *room;

	t->id = name ? table_column(t, padan_span_of(name)) : -1;
	if (name)
		return t->id >= 0 ? CLI_OK : fail(CLI_USAGE, "%s: tidak ada kolom \"%s\"", t->path, name);
	room = malloc(t->rows * sizeof(*room) + 1);
	if (!room)
		return fail(CLI_MACHINE, "memori tidak cukup");
	for (uint32_t k = 0; k < t->columns && t->id < 0; k++)
		if (unique(t, k, room))
			t->id = (int)k;
	free(room);
	return CLI_OK;
}

struct padan_span table_id(const struct table *t, size_t row, char number[24])
{
	if (t->id >= 0)
		return table_cell(t, row, (uint32_t)t->id);
	return (struct padan_span){ number, (size_t)snprintf(number, 24, "%zu", row + 1) };
}

void put_field(FILE *out, struct padan_span s)
{
	bool quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote = quote || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!quote) {
		fwrite(s.p, 1, s.n, out);
		return;
	}
	fputc('"', out);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			fputc('"', out);
		fputc(s.p[i], out);
	}
	fputc('"', out);
}

FILE *out_open(const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");

	if (!f)
		fail(CLI_MACHINE, "%s: %s", path, strerror(errno));
	return f;
}

int out_close(FILE *f, const char *path)
{
	bool bad = fflush(f) != 0 || ferror(f);

	if (f != stdout)
		bad = fclose(f) != 0 || bad;
	return bad ? fail(CLI_MACHINE, "%s: gagal ditulis", path) : CLI_OK;
}

static const char *digits(const char *p, double *x, double *scale)
{
	for (; *p >= '0' && *p <= '9'; p++) {
		*x = *x * 10 + (*p - '0');
		*scale *= 10;
	}
	return p;
}

/* 10 to the power that stands behind e, at most 1e40. */
static const char *power(const char *p, double *ten, bool *down)
{
	double e = 0, unused = 1;

	*ten = 1;
	*down = *p == '-';
	p = digits(p + (*p == '-' || *p == '+'), &e, &unused);
	for (e = e > 40 ? 40 : e; e >= 1; e--)
		*ten *= 10;
	return p;
}

const char *number_read(const char *p, double *out)
{
	double x = 0, scale = 1, whole = 1, ten;
	bool minus = *p == '-', down;

	p = digits(p + minus, &x, &whole);
	if (*p == '.')
		p = digits(p + 1, &x, &scale);
	if (whole < 10 && scale < 10)
		return NULL;
	x /= scale;
	if (*p == 'e' || *p == 'E') {
		p = power(p + 1, &ten, &down);
		x = down ? x / ten : x * ten;
	}
	*out = minus ? -x : x;
	return p;
}

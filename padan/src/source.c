/* SPDX-License-Identifier: EUPL-1.2 */
#include "intern.h"
#include "source_inside.h"
#include "table_inside.h"
#include <errno.h>
#include <fcntl.h>
#include <padan/hash.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WINDOW = 64 << 10, RECORD = 1 << 10, DOUBLED = 1000 };

static int no_memory(const struct padan_source *s, struct padan_error *e)
{
	return padan_error_set(e, PADAN_NO_MEMORY, "%s: memori tidak cukup", s->name);
}

int pd_source_refuse(const struct padan_source *s, int code, uint64_t row, struct padan_error *e)
{
	unsigned long long n = row;

	switch (code) {
	case PADAN_CSV_TORN:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: tanda kutip pada baris %llu tidak ditutup", s->name, n);
	case PADAN_CSV_FIELDS:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: terlalu banyak kolom pada baris %llu (paling banyak %d)",
				       s->name, n, PD_SOURCE_FIELDS);
	case PADAN_CSV_LONG:
		return padan_error_set(e, PADAN_BAD_FILE,
				       "%s: baris %llu lebih panjang dari %d MB, atau kutipnya tidak ditutup", s->name,
				       n, PD_SOURCE_RECORD >> 20);
	case PADAN_CSV_READ:
		return padan_error_set(e, PADAN_BAD_FILE, "%s: gagal dibaca", s->name);
	default:
		return no_memory(s, e);
	}
}

ptrdiff_t pd_source_read(const struct padan_source *s, uint64_t at, void *p, size_t n)
{
	size_t got = 0;

	n = at >= s->bytes ? 0 : s->bytes - at < n ? (size_t)(s->bytes - at) : n;
	if (s->fd < 0) {
		if (n)
			memcpy(p, s->text + at, n);
		return (ptrdiff_t)n;
	}
	while (got < n) {
		ssize_t k = pread(s->fd, (char *)p + got, n - got, (off_t)(at + got));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		if (k == 0)
			break;
		got += (size_t)k;
	}
	return (ptrdiff_t)got;
}

/* --- opening ------------------------------------------------------------------------------------- */

static int slurp(struct padan_source *s, int fd, struct padan_error *e)
{
	size_t cap = 0;

	for (;;) {
		ssize_t k;

		if (!pd_array_reserve(&padan_alloc_libc, &s->text, &cap, s->bytes + WINDOW, 1))
			return no_memory(s, e);
		k = read(fd, s->text + s->bytes, cap - s->bytes);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return padan_error_set(e, PADAN_BAD_FILE, "%s: %s", s->name, strerror(errno));
		if (k == 0)
			return PADAN_OK;
		s->bytes += (uint64_t)k;
	}
}

static int open_text(struct padan_source *s, const char *path, struct padan_error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;
	struct stat st;

	if (fd < 0)
		return padan_error_set(e, PADAN_BAD_FILE, "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		s->fd = fd;
		s->bytes = (uint64_t)st.st_size;
		return PADAN_OK;
	}
	rc = slurp(s, fd, e);
	close(fd);
	return rc;
}

static int hold(struct padan_source *s, struct padan_error *e)
{
	char *all = malloc((size_t)s->bytes + 1);
	ptrdiff_t n = all ? pd_source_read(s, 0, all, (size_t)s->bytes) : 0;
	int rc;

	if (!all)
		return no_memory(s, e);
	rc = n < 0 ? pd_source_refuse(s, PADAN_CSV_READ, 0, e)
		   : padan_table_parse(&s->table, (struct padan_span){ all, (size_t)n }, s->name, e);
	free(all);
	s->held = true;
	return rc;
}

/* --- a sample ------------------------------------------------------------------------------------ */

struct sample {
	struct padan_csv_marks marks;
	char *window, *text;
	size_t n_window, n, cap;
	uint32_t fields; /* of the heading */
};

static bool take(struct sample *k, const struct padan_csv_record *r)
{
	size_t n = r->cut[r->n - 1] - r->start;

	if (!pd_array_reserve(&padan_alloc_libc, &k->text, &k->cap, k->n + n + 1, 1))
		return false;
	memcpy(k->text + k->n, r->base + r->start, n);
	k->text[k->n + n] = '\n';
	k->n += n + 1;
	return true;
}

/* The records that lie wholly in the window. In the middle of a file they begin behind the first line end; if that
 * stood in quotes, the number of fields shows it. */
static int take_window(struct padan_source *s, struct sample *k, bool first)
{
	const char *line = first ? k->window : memchr(k->window, '\n', k->n_window);
	struct padan_csv csv;
	struct padan_csv_record r;
	size_t n;
	int rc;

	if (!line)
		return PADAN_OK;
	line += !first;
	n = k->n_window - (size_t)(line - k->window);
	padan_csv_init(&csv, &k->marks, (struct padan_span){ line, n }, s->delim, PADAN_CSV_AUTO);
	while ((rc = padan_csv_next(&csv, &r)) == PADAN_CSV_OK && r.cut[r.n - 1] + 1 < n) {
		if (k->fields == 0)
			k->fields = r.n;
		if ((first || r.n == k->fields) && !take(k, &r))
			return PADAN_NO_MEMORY;
	}
	return rc == PADAN_CSV_FIELDS ? PADAN_CSV_FIELDS : PADAN_OK;
}

/* The heading must be whole: the first window grows until it is. */
static int take_first(struct padan_source *s, struct sample *k, struct padan_error *e)
{
	struct padan_csv_sniff sniff;
	int rc = PADAN_OK;

	for (size_t size = WINDOW; k->fields == 0; size *= 4) {
		char *p = realloc(k->window, size);
		ptrdiff_t n;

		if (!p)
			return no_memory(s, e);
		k->window = p;
		n = pd_source_read(s, 0, p, size);
		sniff = padan_csv_sniff((struct padan_span){ p, n > 0 ? (size_t)n : 0 });
		if (sniff.encoding == PADAN_CSV_UTF16 || sniff.encoding == PADAN_CSV_BINARY)
			return padan_table_parse(&s->table, (struct padan_span){ p, n > 0 ? (size_t)n : 0 }, s->name,
						 e);
		s->delim = sniff.delim;
		s->bom = sniff.bom;
		k->n_window = n > 0 ? (size_t)n - s->bom : 0;
		memmove(p, p + s->bom, k->n_window);
		rc = n < 0 ? PADAN_CSV_READ : take_window(s, k, true);
		if (rc != PADAN_OK)
			return rc == PADAN_NO_MEMORY ? no_memory(s, e) : pd_source_refuse(s, rc, 1, e);
		if (size >= PD_SOURCE_RECORD && k->fields == 0)
			return pd_source_refuse(s, PADAN_CSV_LONG, 1, e);
	}
	return PADAN_OK;
}

static int take_others(struct padan_source *s, struct sample *k, struct padan_error *e)
{
	for (unsigned i = 1; i < PADAN_SOURCE_PLACES; i++) {
		ptrdiff_t n = pd_source_read(s, s->bytes / PADAN_SOURCE_PLACES * i, k->window, WINDOW);
		int rc;

		if (n < 0)
			return pd_source_refuse(s, PADAN_CSV_READ, 0, e);
		k->n_window = (size_t)n;
		rc = take_window(s, k, false);
		if (rc == PADAN_NO_MEMORY)
			return no_memory(s, e);
	}
	return PADAN_OK;
}

static int sample(struct padan_source *s, struct padan_error *e)
{
	struct sample k = { 0 };
	int rc = PADAN_OK;

	if (padan_csv_marks_init(&k.marks, &padan_alloc_libc, PD_SOURCE_FIELDS) != PADAN_CSV_OK)
		return no_memory(s, e);
	rc = take_first(s, &k, e);
	if (rc == PADAN_OK)
		rc = take_others(s, &k, e);
	if (rc == PADAN_OK)
		rc = pd_table_parse(&s->table, (struct padan_span){ k.text, k.n }, s->name, s->delim, e);
	padan_csv_marks_done(&k.marks);
	free(k.window);
	free(k.text);
	return rc;
}

int padan_source_open(struct padan_source **out, const char *path, size_t held, struct padan_error *e)
{
	struct padan_source *s = calloc(1, sizeof(*s));
	int rc;

	*out = NULL;
	if (!s || !(s->name = strdup(path))) {
		free(s);
		return padan_error_set(e, PADAN_NO_MEMORY, "%s: memori tidak cukup", path);
	}
	s->fd = -1;
	rc = open_text(s, path, e);
	if (rc == PADAN_OK)
		rc = s->bytes <= held ? hold(s, e) : sample(s, e);
	if (rc != PADAN_OK) {
		padan_source_free(s);
		return rc;
	}
	s->delim = s->table->delim;
	s->bom = s->held ? s->table->bom : s->bom;
	*out = s;
	return PADAN_OK;
}

void padan_source_free(struct padan_source *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		close(s->fd);
	padan_table_free(s->table);
	free(s->stretch);
	free(s->text);
	free(s->name);
	free(s);
}

struct padan_table *padan_source_table(struct padan_source *s)
{
	return s->table;
}

int padan_source_whole(struct padan_table **out, struct padan_source *s, struct padan_error *e)
{
	*out = NULL;
	if (!s->held && s->fd >= 0)
		return padan_table_read(out, s->name, e);
	if (!s->held)
		return padan_table_parse(out, (struct padan_span){ s->text, (size_t)s->bytes }, s->name, e);
	*out = s->table;
	s->table = NULL;
	return PADAN_OK;
}

bool padan_source_held(const struct padan_source *s)
{
	return s->held;
}

uint64_t padan_source_bytes(const struct padan_source *s)
{
	return s->bytes;
}

uint64_t padan_source_rows(const struct padan_source *s)
{
	return s->rows;
}

uint64_t padan_source_stamp(const struct padan_source *s)
{
	return s->stamp;
}

/* --- single rows ---------------------------------------------------------------------------------- */

/* The stretch that the byte lies in. */
static size_t stretch_of(const struct padan_source *s, uint64_t at)
{
	size_t low = 0, high = s->n_stretches;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (s->stretch[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

uint64_t padan_source_number(const struct padan_source *s, const struct padan_place *p)
{
	return s->n_stretches ? s->stretch[stretch_of(s, p->at)].rows + p->row + 1 : 0;
}

uint64_t pd_source_hash(const struct padan_csv_record *r)
{
	return padan_hash(r->base + r->start, r->cut[r->n - 1] - r->start, 0x70616461);
}

int pd_source_place(const struct padan_source *s, uint64_t number, struct padan_place *out, bool *found)
{
	size_t low = 0, high = s->n_stretches, n;
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record r;
	char *text;

	*found = false;
	if (number == 0 || number > s->rows)
		return PADAN_OK;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (s->stretch[mid].rows < number)
			low = mid;
		else
			high = mid;
	}
	n = (size_t)((low + 1 < s->n_stretches ? s->stretch[low + 1].at : s->bytes - s->bom) - s->stretch[low].at);
	text = malloc(n + 1);
	if (!text || padan_csv_marks_init(&marks, &padan_alloc_libc, PD_SOURCE_FIELDS) != PADAN_CSV_OK) {
		free(text);
		return PADAN_NO_MEMORY;
	}
	n = (size_t)(pd_source_read(s, s->bom + s->stretch[low].at, text, n) > 0) * n;
	padan_csv_init(&csv, &marks, (struct padan_span){ text, n }, s->delim, PADAN_CSV_AUTO);
	for (uint64_t i = s->stretch[low].rows + (low > 0); !*found && padan_csv_next(&csv, &r) == PADAN_CSV_OK; i++) {
		if (i != number)
			continue;
		*found = true;
		*out = (struct padan_place){ pd_source_hash(&r), s->stretch[low].at + r.start,
					     (uint32_t)(number - 1 - s->stretch[low].rows) };
	}
	padan_csv_marks_done(&marks);
	free(text);
	return PADAN_OK;
}

struct fetch {
	struct padan_csv_marks marks;
	char *room, *text;
	size_t cap_room, n, cap;
};

/* Appends the record at a place to the text. */
static int fetch_one(const struct padan_source *s, struct fetch *f, uint64_t at)
{
	for (size_t want = RECORD;; want *= 4) {
		struct padan_csv csv;
		struct padan_csv_record r;
		ptrdiff_t n;
		size_t size;

		if (!pd_array_reserve(&padan_alloc_libc, &f->room, &f->cap_room, want, 1))
			return PADAN_CSV_MEMORY;
		n = pd_source_read(s, s->bom + at, f->room, want);
		if (n < 0)
			return PADAN_CSV_READ;
		padan_csv_init(&csv, &f->marks, (struct padan_span){ f->room, (size_t)n }, s->delim, PADAN_CSV_AUTO);
		if (padan_csv_next(&csv, &r) != PADAN_CSV_OK ||
		    (r.cut[r.n - 1] + 1 >= (size_t)n && (size_t)n == want)) {
			if ((size_t)n < want || want > PD_SOURCE_RECORD)
				return PADAN_CSV_READ; /* it was there: the file has changed */
			continue;
		}
		size = r.cut[r.n - 1] - r.start;
		if (!pd_array_reserve(&padan_alloc_libc, &f->text, &f->cap, f->n + size + 1, 1))
			return PADAN_CSV_MEMORY;
		memcpy(f->text + f->n, f->room + r.start, size);
		f->text[f->n + size] = '\n';
		f->n += size + 1;
		return PADAN_CSV_OK;
	}
}

/* The heading, and the records of these places. */
static int fetch_all(const struct padan_source *s, struct fetch *f, const struct padan_place *p, size_t n)
{
	int rc;

	if (padan_csv_marks_init(&f->marks, &padan_alloc_libc, PD_SOURCE_FIELDS) != PADAN_CSV_OK)
		return PADAN_CSV_MEMORY;
	rc = fetch_one(s, f, 0);
	for (size_t i = 0; i < n && rc == PADAN_CSV_OK; i++)
		rc = fetch_one(s, f, p[i].at);
	padan_csv_marks_done(&f->marks);
	return rc;
}

/* An id that a sample has suggested may be doubled here and there (a registry has its mistakes), and still be the id.
 */
static bool tells_apart(const struct padan_table *t, int column)
{
	size_t doubles;

	return column < 0 || (pd_table_doubles(t, (uint32_t)column, &doubles) && doubles * DOUBLED <= t->rows);
}

static int name_rows(struct padan_table *t, struct padan_source *s, const struct padan_place *p, size_t n,
		     struct padan_error *e)
{
	struct padan_table *whole = s->table;
	int rc = PADAN_OK;

	while (rc == PADAN_OK && !s->held && !whole->id_named && !tells_apart(t, whole->id)) {
		whole->id_from = (uint32_t)whole->id + 1;
		rc = padan_table_choose_id(whole, NULL, e);
	}
	t->id = whole->id;
	t->id_named = whole->id_named;
	if (rc != PADAN_OK || t->id >= 0)
		return rc;
	t->number = malloc((n + 1) * sizeof(*t->number));
	if (!t->number)
		return no_memory(s, e);
	for (size_t i = 0; i < n; i++)
		t->number[i] = padan_source_number(s, &p[i]);
	return PADAN_OK;
}

int padan_source_fetch(struct padan_table **out, struct padan_source *s, const struct padan_place *p, size_t n,
		       struct padan_error *e)
{
	struct fetch f = { 0 };
	int rc = fetch_all(s, &f, p, n);

	*out = NULL;
	rc = rc != PADAN_CSV_OK ? pd_source_refuse(s, rc, 0, e)
				: pd_table_parse(out, (struct padan_span){ f.text, f.n }, s->name, s->delim, e);
	free(f.room);
	free(f.text);
	if (rc == PADAN_OK && padan_table_rows(*out) != n)
		rc = padan_error_set(e, PADAN_BAD_FILE, "%s: berubah ketika dibaca", s->name);
	if (rc == PADAN_OK)
		rc = name_rows(*out, s, p, n, e);
	if (rc != PADAN_OK) {
		padan_table_free(*out);
		*out = NULL;
	}
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A table whose text stays in the file.
 */
#include "intern.h"
#include "table_inside.h"
#include <fcntl.h>
#include <padan/hash.h>
#include <padan/link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MOST = 1 << 30 };

/* A row that somebody asked for, split into cells of its own. */
struct pd_far {
	struct pd_far *below;
	size_t row;
	uint32_t n;
	struct padan_span cell[];
};
static pthread_mutex_t far_lock = PTHREAD_MUTEX_INITIALIZER;

bool pd_table_map(struct padan_table *t, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p = MAP_FAILED;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return false;
	t->map = p;
	t->mapped = (size_t)st.st_size;
	t->text = (struct padan_span){ p, t->mapped };
	return true;
}

void pd_table_forget_rows(struct padan_table *t)
{
	free(t->at);
	free(t->id_end);
	free(t->ids);
	t->at = NULL;
	t->id_end = NULL;
	t->ids = NULL;
	t->n_at = t->cap_at = t->cap_id_end = t->n_ids = t->cap_ids = 0;
}

void pd_table_unmap(struct padan_table *t)
{
	while (t->far) {
		struct pd_far *f = t->far;

		t->far = f->below;
		free(f);
	}
	pd_table_forget_rows(t);
	if (t->map)
		munmap(t->map, t->mapped);
	t->map = NULL;
}

/* The pages stay in the machine's cache of the file; they are no longer ours. */
void pd_table_passed(struct padan_table *t, size_t upto)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	upto = (upto + t->bom) / page * page;
	if (!t->map || upto <= t->passed)
		return;
	madvise((char *)t->map + t->passed, upto - t->passed, MADV_DONTNEED);
	t->passed = upto;
}

bool pd_table_note(struct padan_table *t, size_t start, struct padan_span id, bool escaped)
{
	if (t->n_ids + id.n > UINT32_MAX ||
	    !pd_array_reserve(&padan_alloc_libc, &t->at, &t->cap_at, t->n_at + 1, sizeof(*t->at)) ||
	    !pd_array_reserve(&padan_alloc_libc, &t->id_end, &t->cap_id_end, t->n_at + 1, sizeof(*t->id_end)) ||
	    !pd_array_reserve(&padan_alloc_libc, &t->ids, &t->cap_ids, t->n_ids + id.n, 1))
		return false;
	if (escaped)
		id.n = padan_csv_unquote(t->ids + t->n_ids, id);
	else if (id.n)
		memcpy(t->ids + t->n_ids, id.p, id.n);
	t->n_ids += id.n;
	t->id_end[t->n_at] = (uint32_t)t->n_ids;
	t->at[t->n_at++] = start;
	return true;
}

/* Splits the record and keeps its cells, with room for what stands in doubled quotes. */
static struct pd_far *split_far(const struct padan_table *t, size_t row)
{
	size_t start = t->at[row], n = t->text.n - start, size = 0;
	struct padan_csv_marks marks;
	struct padan_csv csv;
	struct padan_csv_record r;
	struct pd_far *f = NULL;
	char *own;

	if (row + 1 < t->n_at)
		n = t->at[row + 1] - start;
	if (n > TEXT_MOST || padan_csv_marks_init(&marks, &padan_alloc_libc, PADAN_CSV_MAX_FIELDS) != PADAN_CSV_OK)
		return NULL;
	padan_csv_init(&csv, &marks, (struct padan_span){ t->text.p + start, n }, t->delim, PADAN_CSV_AUTO);
	if (padan_csv_next(&csv, &r) == PADAN_CSV_OK) {
		size = padan_csv_record_size(&r) + 1;
		f = malloc(sizeof(*f) + r.n * sizeof(f->cell[0]) + size);
	}
	if (f) {
		f->row = row;
		f->n = r.n;
		own = (char *)(f->cell + r.n);
		for (uint32_t k = 0; k < r.n; k++) {
			f->cell[k] = padan_csv_value(&r, k, own);
			own += f->cell[k].p == own ? f->cell[k].n : 0;
		}
	}
	padan_csv_marks_done(&marks);
	return f;
}

struct padan_span pd_table_far_cell(const struct padan_table *t, size_t row, uint32_t column)
{
	struct padan_span s = { NULL, 0 };
	struct padan_table *own;
	struct pd_far *f;

	if (!t->at || row >= t->n_at)
		return s;
	/* The list is no part of what a table is to its users. */
	memcpy(&own, &t, sizeof(own));
	pthread_mutex_lock(&far_lock);
	for (f = own->far; f && f->row != row;)
		f = f->below;
	if (!f) {
		f = split_far(t, row);
		if (f) {
			f->below = own->far;
			own->far = f;
		}
	}
	if (f && column < f->n)
		s = f->cell[column];
	pthread_mutex_unlock(&far_lock);
	return s;
}

struct padan_span pd_table_near_id(const struct padan_table *t, size_t row)
{
	uint32_t from = row ? t->id_end[row - 1] : 0;

	return (struct padan_span){ t->ids + from, t->id_end[row] - from };
}

/* The usual numbering is longer or larger with every record. */
static bool rising(const struct padan_table *t)
{
	struct padan_span last = { NULL, 0 };

	for (size_t i = 0; i < t->n_at; i++) {
		struct padan_span s = pd_table_near_id(t, i);

		if (s.n == 0 || s.n < last.n || (s.n == last.n && memcmp(s.p, last.p, s.n) <= 0))
			return false;
		last = s;
	}
	return true;
}

int pd_table_id_unique(const struct padan_table *t, bool *unique)
{
	struct pd_map seen;
	int rc = PADAN_OK;

	*unique = true;
	if (rising(t))
		return rc;
	pd_map_init(&seen, &padan_alloc_libc);
	for (size_t i = 0; i < t->n_at && *unique && rc == PADAN_OK; i++) {
		struct padan_span s = pd_table_near_id(t, i);
		bool fresh;

		if (pd_map_reserve(&seen)) {
			*pd_map_at(&seen, padan_hash_span(s, 0), &fresh) = 1;
			*unique = fresh && s.n > 0;
		} else {
			rc = PADAN_NO_MEMORY;
		}
	}
	pd_map_done(&seen);
	return rc;
}

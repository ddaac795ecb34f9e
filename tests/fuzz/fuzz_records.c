/* SPDX-License-Identifier: EUPL-1.2
 * A list of which only the beginning is split at first: whatever follows, it is refused or every row has a cluster, the
 * same with one thread and with two, and every cell can be asked for. */
#include "target.h"
#include <padan/padan.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HEAD = 160 };

static const char start[] =
	"id,nama,nik,tanggal_lahir\n"
	"1,ANDI BASO,7372010101800001,1980-01-01\n2,SITI AMINAH,7372014102810002,1981-02-01\n"
	"3,ANDI BASSO,7372010101800001,01-01-1980\n4,USMAN,,\n5,SITI A,7372014102810002,1981-02-01\n";

static int list_of(const uint8_t *data, size_t size, char path[64])
{
	int fd = memfd_create("list", 0);

	PROMISE(fd >= 0);
	PROMISE(write(fd, start, sizeof(start) - 1) == (ssize_t)sizeof(start) - 1);
	PROMISE(size == 0 || write(fd, data, size) == (ssize_t)size);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

/* The clusters of the list; NULL where it is refused. */
static uint32_t *clusters(const char *path, unsigned threads, size_t *rows)
{
	struct padan_table *t = NULL;
	struct padan_recipe *recipe = NULL;
	struct padan_binding *b = NULL;
	struct padan_records *r = NULL;
	struct padan_duplicates *d = NULL;
	const struct padan_dedupe_opt how = { .threads = threads };
	struct padan_error e;
	uint32_t *found = NULL;

	if (padan_table_open(&t, path, HEAD, &e) == PADAN_OK && padan_table_choose_id(t, "id", &e) == PADAN_OK &&
	    padan_recipe_guess(&recipe, t, NULL, &e) == PADAN_OK && padan_bind(&b, recipe, t, &e) == PADAN_OK &&
	    padan_recipe_dedupe_rules(recipe, b) == PADAN_OK &&
	    padan_records_table(&r, b, t, threads, &e) == PADAN_OK && padan_dedupe(r, &how, &d) == PADAN_OK) {
		*rows = padan_records_rows(r);
		PROMISE(*rows == padan_table_rows(t));
		for (size_t i = 0; i < *rows; i++)
			for (uint32_t c = 0; c < padan_table_columns(t); c++) {
				struct padan_span s = padan_table_cell(t, i, c);

				PROMISE(s.n == 0 || memchr(s.p, s.p[0], s.n));
			}
		found = malloc((*rows + 1) * sizeof(*found));
		PROMISE(found);
		memcpy(found, padan_duplicates_cluster(d), *rows * sizeof(*found));
		for (size_t i = 0; i < *rows; i++)
			PROMISE(found[i] <= i && found[found[i]] == found[i]);
	}
	padan_duplicates_free(d);
	padan_records_free(r);
	padan_binding_free(b);
	padan_recipe_free(recipe);
	padan_table_free(t);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t rows[2] = { 0, 0 };
	uint32_t *found[2];
	char path[64];
	int fd = list_of(data, size, path);

	found[0] = clusters(path, 1, &rows[0]);
	found[1] = clusters(path, 2, &rows[1]);
	PROMISE((found[0] == NULL) == (found[1] == NULL) && rows[0] == rows[1]);
	if (found[0])
		PROMISE(memcmp(found[0], found[1], rows[0] * sizeof(*found[0])) == 0);
	free(found[0]);
	free(found[1]);
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * Two lists and perhaps a model, parted by the byte FF: whatever they hold, they are refused or linked, the same with
 * one thread and with two, held or sampled; and every candidate's row can be fetched. */
#include "target.h"
#include <padan/padan.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PARTS = 3, HELD = 1 << 20, SHORT = 64 };

struct text {
	struct padan_span s;
	int fd;
	char path[64];
};

static void part(struct text out[PARTS], const uint8_t *data, size_t size)
{
	for (unsigned i = 0; i < PARTS; i++) {
		const uint8_t *end = size && i + 1 < PARTS ? memchr(data, 0xff, size) : NULL;
		size_t n = end ? (size_t)(end - data) : size;

		out[i].s = (struct padan_span){ (const char *)data, n };
		out[i].fd = memfd_create("list", 0);
		PROMISE(out[i].fd >= 0 && (n == 0 || write(out[i].fd, data, n) == (ssize_t)n));
		snprintf(out[i].path, sizeof(out[i].path), "/proc/self/fd/%d", out[i].fd);
		data += n + (end != NULL);
		size -= n + (end != NULL);
	}
}

static void fetch_all(struct padan_source *s, const struct padan_result *r, uint32_t rows, uint32_t columns)
{
	for (uint32_t i = 0; i < rows; i++) {
		struct padan_candidate c;
		struct padan_table *t;
		struct padan_place p;
		struct padan_error e;
		char number[24];

		if (!padan_result_candidate(r, i, 0, &c))
			continue;
		PROMISE(c.payload.n == sizeof(p) && c.ppm <= 1000000 && c.alone_ppm <= 1000000);
		memcpy(&p, c.payload.p, sizeof(p));
		PROMISE(padan_source_fetch(&t, s, &p, 1, &e) == PADAN_OK);
		PROMISE(padan_table_rows(t) == 1 && padan_table_columns(t) == columns);
		PROMISE(padan_source_number(s, &p) >= 1 && padan_source_number(s, &p) <= padan_source_rows(s));
		padan_table_id(t, 0, number);
		padan_table_free(t);
	}
}

/* A number for what was found; 0: refused. */
static uint64_t link_lists(const struct text x[PARTS], size_t held, unsigned threads)
{
	struct padan_source *a = NULL, *b = NULL;
	struct padan_table *few = NULL;
	struct padan_recipe *r = NULL;
	struct padan_binding *left = NULL, *right = NULL;
	struct padan_index *ix = NULL;
	struct padan_result *found = NULL;
	struct padan_link_opt opt = { .sample = 1, .spare = 18, .exact_first = true };
	struct padan_wanted wanted = { .id = PADAN_LIT("1") };
	struct padan_error e = { 0 };
	uint32_t order[4096];
	uint64_t sum = 0;
	bool good = padan_source_open(&a, x[0].path, HELD, &e) == PADAN_OK &&
		    padan_source_open(&b, x[1].path, held, &e) == PADAN_OK &&
		    padan_source_whole(&few, a, &e) == PADAN_OK && padan_table_rows(few) <= 4096 &&
		    padan_table_choose_id(few, NULL, &e) == PADAN_OK &&
		    padan_table_choose_id(padan_source_table(b), NULL, &e) == PADAN_OK;

	if (good && x[2].s.n) {
		good = padan_recipe_parse(&r, x[2].s, "model", &e) == PADAN_OK;
	} else if (good) {
		struct padan_two two = { few, padan_source_table(b), (double)padan_table_rows(few), 1000 };

		good = padan_recipe_guess_two(&r, &two, NULL, &e) == PADAN_OK;
		PROMISE(good || e.text[0]);
	}
	if (good && padan_bind(&left, r, few, &e) == PADAN_OK &&
	    padan_bind(&right, r, padan_source_table(b), &e) == PADAN_OK &&
	    padan_index_table(&ix, left, &opt, order) == PADAN_OK) {
		struct padan_source_how how = { right, threads, true, &wanted, 1 };

		if (padan_source_link(&found, b, ix, &how, &e) == PADAN_OK) {
			sum = padan_source_rows(b) * 31 + padan_source_stamp(b) + wanted.found + 1;
			for (uint32_t i = 0; i < padan_index_rows(ix); i++)
				for (unsigned k = 0; k < padan_result_count(found, i); k++) {
					struct padan_candidate c;

					PROMISE(padan_result_candidate(found, i, k, &c));
					sum = sum * 31 + c.ppm + c.content;
				}
			fetch_all(b, found, padan_index_rows(ix), padan_table_columns(padan_source_table(b)));
		} else {
			PROMISE(e.text[0]);
		}
	}
	padan_result_free(found);
	padan_index_free(ix);
	padan_binding_free(left);
	padan_binding_free(right);
	padan_recipe_free(r);
	padan_table_free(few);
	padan_source_free(a);
	padan_source_free(b);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text x[PARTS];

	part(x, data, size);
	PROMISE(link_lists(x, HELD, 1) == link_lists(x, HELD, 2));
	PROMISE(link_lists(x, SHORT, 1) == link_lists(x, SHORT, 2));
	for (unsigned i = 0; i < PARTS; i++)
		close(x[i].fd);
	return 0;
}

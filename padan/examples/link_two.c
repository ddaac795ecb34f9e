/* SPDX-License-Identifier: EUPL-1.2
 *
 * The shortest use of libpadan: three proposals, a registry of four, who is who?
 *	cc link_two.c $(pkg-config --cflags --libs padan) && ./a.out
 */
#include <padan/link.h>
#include <stdio.h>

static const char *const proposals[][3] = {
	{ "7372010101800001", "Ibrahim Dg. Mappuji", "01-01-1980" },
	{ "", "Rosdiana", "12 Maret 1985" },
	{ "7372010101800009", "Orang Lain", "1977-05-05" },
};
static const char *const registry[][3] = {
	{ "7372010101800001", "IBRAHIM", "1980-01-01" },
	{ "7372025203850002", "ROSDIANA", "1985-03-12" },
	{ "7372025203850003", "HASLINDA", "1985-03-12" },
	{ "7372031212650005", "USMAN TAHIR", "1965-12-12" },
};

static void fields(const char *const row[3], struct padan_span f[PADAN_P_COLUMNS])
{
	for (int c = 0; c < PADAN_P_COLUMNS; c++)
		f[c] = (struct padan_span){ NULL, 0 };
	f[PADAN_P_NIK] = padan_span_of(row[0]);
	f[PADAN_P_NAME] = padan_span_of(row[1]);
	f[PADAN_P_BORN] = padan_span_of(row[2]);
}

int main(void)
{
	struct padan_span f[PADAN_P_COLUMNS];
	struct padan_index *ix;
	struct padan_worker *worker;
	struct padan_result *result;

	if (padan_index_new(&ix, &padan_person_schema, NULL, &padan_alloc_libc) != PADAN_OK)
		return 1;
	for (int i = 0; i < 3; i++) {
		fields(proposals[i], f);
		if (padan_index_add(ix, f, 0, 0) != PADAN_OK)
			return 1;
	}
	if (padan_index_seal(ix) != PADAN_OK || padan_worker_new(&worker, ix) != PADAN_OK)
		return 1;
	for (int i = 0; i < 4; i++) {
		fields(registry[i], f);
		if (padan_worker_feed(worker, f, f[PADAN_P_NIK]) != PADAN_OK)
			return 1;
	}
	if (padan_link_finish(ix, &worker, 1, &result) != PADAN_OK)
		return 1;
	for (uint32_t i = 0; i < 3; i++) {
		struct padan_candidate c;

		if (padan_result_candidate(result, i, 0, &c))
			printf("%s -> %.*s (%.3f bit, p = %.4f)\n", proposals[i][1], (int)c.payload.n, c.payload.p,
			       c.weight / 1000.0, c.ppm / 1e6);
		else
			printf("%s -> -\n", proposals[i][1]);
	}
	padan_worker_free(worker);
	padan_result_free(result);
	padan_index_free(ix);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * A list as padan takes it: columns recognised, bound, indexed and compared, whatever stands in it. */
#include "target.h"
#include <padan/padan.h>

static void compare(const struct padan_recipe *r, struct padan_table *t)
{
	struct padan_dedupe_opt how = { .pairs_ppm = 1, .threads = 1 };
	struct padan_duplicates *d = NULL;
	struct padan_binding *b = NULL;
	struct padan_records *rows = NULL;
	struct padan_error e;

	if (padan_bind(&b, r, t, &e) == PADAN_OK && padan_records_table(&rows, b, t, 1, &e) == PADAN_OK &&
	    padan_dedupe(rows, &how, &d) == PADAN_OK) {
		const uint32_t *cluster = padan_duplicates_cluster(d);

		for (size_t i = 0; i < padan_table_rows(t); i++)
			PROMISE(cluster[i] <= i && cluster[cluster[i]] == cluster[i]);
	}
	padan_duplicates_free(d);
	padan_records_free(rows);
	padan_binding_free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_table *t = NULL;
	struct padan_recipe *r = NULL;
	struct padan_error e = { 0 };

	if (padan_table_parse(&t, (struct padan_span){ (const char *)data, size }, "t", &e) == PADAN_OK &&
	    padan_table_choose_id(t, NULL, &e) == PADAN_OK && padan_recipe_guess(&r, t, NULL, &e) == PADAN_OK)
		compare(r, t);
	else
		PROMISE(e.text[0]);
	padan_recipe_free(r);
	padan_table_free(t);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * The model file of padan: whatever is taken comes back as it was written. */
#include "target.h"
#include <padan/padan.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_recipe *r, *again;
	struct padan_error e = { 0 };
	char *text, *twice;
	size_t n, m;

	if (padan_recipe_parse(&r, (struct padan_span){ (const char *)data, size }, "model", &e) != PADAN_OK) {
		PROMISE(r == NULL && e.text[0]);
		return 0;
	}
	PROMISE(padan_schema_check(padan_recipe_schema(r)) == 0 && padan_recipe_model(r));
	text = padan_recipe_text(r, &n);
	PROMISE(text);
	PROMISE(padan_recipe_parse(&again, (struct padan_span){ text, n }, "model", &e) == PADAN_OK);
	twice = padan_recipe_text(again, &m);
	PROMISE(twice && m == n && memcmp(text, twice, n) == 0);
	padan_recipe_check_labels(r, true, &e);
	free(text);
	free(twice);
	padan_recipe_free(r);
	padan_recipe_free(again);
	return 0;
}

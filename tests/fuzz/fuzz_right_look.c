/* SPDX-License-Identifier: EUPL-1.2
 * A first look at a registry's row against reading it: lines of cells with tabs between, one row after the other. */
#include "../../padan/tests/same_look.h"
#include "target.h"

static void look_at(struct both *b, struct padan_span line)
{
	struct padan_span f[PADAN_P_COLUMNS] = { { NULL, 0 } };

	for (unsigned c = 0; c < PADAN_P_COLUMNS && line.n; c++) {
		const char *tab = memchr(line.p, '\t', line.n);
		size_t n = tab ? (size_t)(tab - line.p) : line.n;

		f[c] = (struct padan_span){ line.p, n };
		line.p += tab ? n + 1 : n;
		line.n -= tab ? n + 1 : n;
	}
	PROMISE(look_differs(b, f) == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct both *b; /* what was looked at before must not matter */
	struct padan_span all = { (const char *)data, size };

	if (!b) {
		b = malloc(sizeof(*b));
		PROMISE(b);
		both_init(b);
	}
	while (all.n) {
		const char *end = memchr(all.p, '\n', all.n);
		size_t n = end ? (size_t)(end - all.p) : all.n;

		look_at(b, (struct padan_span){ all.p, n });
		all.p += end ? n + 1 : n;
		all.n -= end ? n + 1 : n;
	}
	return 0;
}

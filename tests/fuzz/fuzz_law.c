/* SPDX-License-Identifier: EUPL-1.2 */
#include "target.h"

#include "law/contribution.h"
#include <padan/alloc.h>

/* Any bytes as a law table: refused with a message, or every row is found on the day it begins. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct law_file file = { "uji.csv", { (const char *)data, size } };
	struct padan_arena arena;
	struct law *law;
	struct err e = { .code = 0 };

	padan_arena_init(&arena, &padan_alloc_libc, (size_t)64 << 20);
	if (law_read(&law, &file, 1, &arena, &e)) {
		PROMISE(law == NULL && e.code != ERR_OK && e.text[0]);
	} else {
		for (size_t i = 0; i < law->n; i++) {
			char key[100];
			const struct law_row *r = &law->rows[i], *got;
			const struct law_ask ask = { key, NULL, NULL, r->from, r->begins };

			snprintf(key, sizeof(key), "%.*s", (int)r->key.n, r->key.p);
			PROMISE(r->source.n > 0);
			PROMISE(law_find(law, &ask, &got, NULL, &e) == ERR_OK && got == r);
		}
	}
	padan_arena_done(&arena);
	return 0;
}

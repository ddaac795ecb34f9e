/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/sheet_head.h"

void sheet_head_init(struct sheet_head *h, const struct padan_alloc *from)
{
	h->n = 0;
	padan_arena_init(&h->arena, from, 0);
}

void sheet_head_done(struct sheet_head *h)
{
	padan_arena_done(&h->arena);
	h->n = 0;
}

int sheet_head_add(struct sheet_head *h, const struct sheet_row *row, struct err *e)
{
	span *cells = padan_arena_array(&h->arena, row->n + 1, sizeof(span));
	uint8_t *kind = padan_arena_array(&h->arena, row->n + 1, 1);

	if (!cells || !kind)
		return err_memory(e, "baris judul");
	for (uint32_t c = 0; c < row->n; c++) {
		const char *p = padan_arena_copy(&h->arena, row->cells[c].p, row->cells[c].n);

		if (!p)
			return err_memory(e, "baris judul");
		cells[c] = (span){ p, row->cells[c].n };
		kind[c] = row->kind[c];
	}
	h->row[h->n++] = (struct sheet_row){ row->no, row->n, cells, kind };
	return ERR_OK;
}

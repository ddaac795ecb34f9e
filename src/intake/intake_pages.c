/* SPDX-License-Identifier: EUPL-1.2
 * Data masuk and Izin data: all but one page are a use case each (intake_pages.def). */
#include "intake/batch_cases.h"
#include "intake/permit_cases.h"
#include "web/page.h"

#include <stdio.h>

#define PAGES	  "intake/intake_pages.def"
#define PAGE_ROOM intake
#include "web/pages.inc"

enum { LIM_MAP = 8000 };

/* "3=nama,5=-": the columns whose field `kNUMBER` says something else than what is there. */
static int changed_columns(struct page *p, struct row_cursor *columns, struct buf *map, struct err *e)
{
	struct batch_column_row row;
	int more;

	while ((more = columns->next(columns->ctx, &row, e)) > 0) {
		char name[24];
		span now;

		snprintf(name, sizeof(name), "k%lld", (long long)row.no);
		now = span_trim(page_value(p, name));
		if (!page_given(p, name) || padan_span_eq(now, row.kolom))
			continue;
		buf_printf(map, "%s%lld=", map->n ? "," : "", (long long)row.no);
		buf_span(map, now.n ? now : SPAN("-"));
	}
	if (more < 0)
		return e->code;
	if (!map->n)
		return err_set(e, ERR_USAGE, "tidak ada kolom yang diubah");
	return map->failed ? err_set(e, ERR_USAGE, "terlalu banyak kolom sekaligus") : ERR_OK;
}

static int columns_act(struct page *p, struct err *e)
{
	struct batch_show_in show;
	struct batch_show_out shown;
	struct batch_columns_in in;
	struct batch_columns_out out;
	struct buf map;
	int rc = page_fill(p, batch_show_case, &show, e);

	if (!rc)
		rc = page_run(p, batch_show_case, &show, &shown, e);
	if (rc)
		return rc;
	buf_init(&map, p->seams->alloc, LIM_MAP);
	rc = changed_columns(p, &shown.kolom, &map, e);
	if (!rc)
		rc = page_fill(p, batch_columns_case, &in, e);
	in.peta = buf_as_span(&map);
	if (!rc)
		rc = page_commit(p, batch_columns_case, &in, &out, e);
	buf_done(&map);
	return rc ? rc : page_redirect(p, e, "/data/%s", page_escape(p, shown.kiriman));
}

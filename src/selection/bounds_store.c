/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/bounds_store.h"

#include "programme/programme_store.h"
#include "programme/run_store.h"

enum { REASON = 1200 };

int bounds_from_store(struct selection *s, struct err *e)
{
	struct programme_bounds b;
	struct buf text;
	char day[32];
	int rc;

	if (!s->env->store)
		return ERR_OK;
	rc = programme_bounds_find(s->env->store,
				   run_programme_id(padan_span_of(s->programme.wilayah), s->programme.nama), &b,
				   s->arena, e);
	if (rc || !b.no)
		return rc;
	s->bounds = (struct match_bounds){ .found = (uint16_t)b.found, .review = (uint16_t)b.review };
	buf_init(&text, s->arena->from, REASON);
	buf_puts(&text, "Ambang ini ditetapkan oleh ");
	buf_span(&text, b.actor);
	buf_printf(&text,
		   " pada %s: ", date_long((date){ (int32_t)((b.at_ms + (int64_t)8 * 3600000) / 86400000) }, day));
	buf_span(&text, b.reason);
	buf_putc(&text, '.');
	s->bounds_reason = selection_copy(s, buf_as_span(&text));
	rc = text.failed || !s->bounds_reason.p ? err_memory(e, "ambang") : ERR_OK;
	buf_done(&text);
	return rc;
}

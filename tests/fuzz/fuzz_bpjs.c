/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/reply.h"
#include "target.h"

/* A layout that was accepted can fill every column for a person with and without values. */
static void check_layout(const struct layout *l)
{
	span empty[EXCHANGE_N] = { { 0 } }, full[EXCHANGE_N];
	struct buf out;

	for (int i = 0; i < EXCHANGE_N; i++)
		full[i] = i % 2 ? SPAN("2025-05-01") : SPAN("Pa'batang {kelurahan}");
	PROMISE(l->columns >= 1 && l->columns <= LAYOUT_COLUMNS && l->needs <= LAYOUT_NEEDS);
	PROMISE(l->name.n && l->version.n && l->sheet.n <= 31);
	buf_init(&out, NULL, 1 << 20);
	for (int i = 0; i < l->columns; i++) {
		const struct layout_column *c = &l->column[i];

		PROMISE(c->title.n && c->width >= 2 && c->width <= 120 && c->maps <= LAYOUT_PAIRS);
		layout_value(c, empty, &out);
		PROMISE(!out.failed);
		layout_value(c, full, &out);
		PROMISE(!out.failed && (c->field == EXCHANGE_N || c->maps || out.n));
	}
	for (int i = 0; i < l->needs; i++) {
		PROMISE(l->need[i].field < EXCHANGE_N && l->need[i].name.n + 1);
		layout_office(&l->need[i], full, &out);
		layout_office(&l->need[i], empty, &out);
	}
	buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	span bytes = { (const char *)data, size };
	struct layout *l = malloc(sizeof(*l));
	struct padan_arena arena;
	struct err e = { 0 };
	int rc;

	PROMISE(l);
	padan_arena_init(&arena, NULL, 0);
	rc = layout_read(l, bytes, "tata.yaml", &arena, &e);
	PROMISE(rc == 0 || (rc == ERR_USAGE && e.code == rc && strncmp(e.text, "tata.yaml", 9) == 0));
	if (rc == 0)
		check_layout(l);
	PROMISE(reply_understand(bytes, SPAN("")) != ENROLLED_UNANSWERED);
	PROMISE(reply_understand(bytes, SPAN("1")) == reply_understand(bytes, SPAN("")) ||
		reply_understand(bytes, SPAN("")) == ENROLLED_UNCLEAR);
	padan_arena_done(&arena);
	free(l);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "target.h"

#include "office/pack.h"
#include "office/use_case.h"
#include <padan/alloc.h>

/* Reads each row of each list to its end. */
static void read_rows(const struct field *fields, const void *record)
{
	_Alignas(16) char row[4096];

	for (const struct field *f = fields; f->c; f++) {
		const struct row_cursor *rows = field_member(f, record);
		struct err e = { .code = 0 };
		int got = 0;

		if (f->type != FIELD_rows || !rows->next)
			continue;
		while ((got = rows->next(rows->ctx, row, &e)) > 0)
			;
		PROMISE(got == 0 || (e.code && e.text[0]));
	}
}

/* Any bytes as the parameters or the answer of any use case: refused, or what was read packs into what reads as the
 * same (lists of rows aside, which are used up). The first two bytes choose the use case. */
static void try_fields(const struct field *fields, size_t size_of_record, span packed, struct padan_arena *arena)
{
	void *one = padan_arena_zero(arena, size_of_record), *two = padan_arena_zero(arena, size_of_record);
	struct err e = { .code = 0 };
	struct buf b, c;

	if (!one || !two || unpack_record(packed, fields, one, size_of_record, arena, &e))
		return;
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	buf_init(&c, &padan_alloc_libc, 1 << 20);
	PROMISE(pack_record(&b, fields, one, PACK_PRIVATE, &e) == ERR_OK);
	PROMISE(unpack_record(buf_as_span(&b), fields, two, size_of_record, arena, &e) == ERR_OK);
	PROMISE(pack_record(&c, fields, two, PACK_PRIVATE, &e) == ERR_OK);
	PROMISE(padan_span_eq(buf_as_span(&b), buf_as_span(&c)));
	read_rows(fields, one);
	buf_done(&b);
	buf_done(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_arena arena;
	const struct room *r = rooms();
	const struct use_case *uc;
	size_t n = 0;

	if (size < 2)
		return 0;
	while (r[n].name)
		n++;
	r += data[0] % n;
	uc = &r->set->cases[(data[1] >> 1) % r->set->n];
	padan_arena_init(&arena, &padan_alloc_libc, (size_t)16 << 20);
	if (data[1] & 1)
		try_fields(uc->in, uc->in_size, (span){ (const char *)data + 2, size - 2 }, &arena);
	else
		try_fields(uc->out, uc->out_size, (span){ (const char *)data + 2, size - 2 }, &arena);
	padan_arena_done(&arena);
	return 0;
}

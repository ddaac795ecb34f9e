/* SPDX-License-Identifier: EUPL-1.2 */
#include "target.h"

#include "office/sock_frame.h"
#include "office/use_case.h"
#include <padan/alloc.h>

/* A command as the owner of the database reads it. */
static void as_command(span body)
{
	struct command c, again;
	struct padan_arena arena;
	const struct use_case *uc;
	struct err e = { .code = 0 };
	struct buf b;
	void *in;

	if (!command_take(body, &c))
		return;
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	command_put(&b, &c);
	PROMISE(padan_span_eq(buf_as_span(&b), body)); /* one form only */
	PROMISE(command_take(buf_as_span(&b), &again) && padan_span_eq(again.in, c.in));
	buf_done(&b);
	uc = use_case_find(c.use_case);
	if (!uc)
		return;
	padan_arena_init(&arena, &padan_alloc_libc, (size_t)16 << 20);
	in = padan_arena_zero(&arena, uc->in_size);
	if (in && !unpack_record(c.in, uc->in, in, uc->in_size, &arena, &e) && !fields_check(uc->in, in, &e))
		for (const struct field *f = uc->in; f->c; f++) {
			struct buf shown; /* what passed the check can be shown: dates are dates, texts are texts */

			buf_init(&shown, &padan_alloc_libc, 1 << 20);
			field_show(f, in, &shown);
			buf_done(&shown);
		}
	padan_arena_done(&arena);
}

static void as_reply(span body)
{
	struct reply r;
	struct buf b;

	if (!reply_take(body, &r))
		return;
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	reply_put(&b, &r);
	PROMISE(padan_span_eq(buf_as_span(&b), body));
	buf_done(&b);
}

static void as_step(span body)
{
	struct step s;
	struct buf b;

	if (!step_take(body, &s))
		return;
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	step_put(&b, &s);
	PROMISE(padan_span_eq(buf_as_span(&b), body));
	buf_done(&b);
}

/* A stream: frames one behind the other, each body read as what its head says. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	span rest = { (const char *)data, size };

	while (rest.n >= FRAME_HEAD) {
		enum frame_kind kind;
		uint32_t n;
		span body;

		if (!frame_head_take((const unsigned char *)rest.p, FRAME_COMMAND_MAX, &kind, &n))
			return 0;
		PROMISE(n <= FRAME_COMMAND_MAX);
		rest = (span){ rest.p + FRAME_HEAD, rest.n - FRAME_HEAD };
		body = (span){ rest.p, n < rest.n ? n : rest.n };
		rest = (span){ rest.p + body.n, rest.n - body.n };
		if (kind == FRAME_COMMAND)
			as_command(body);
		else if (kind == FRAME_REPLY)
			as_reply(body);
		else if (kind == FRAME_PROGRESS)
			as_step(body);
	}
	return 0;
}

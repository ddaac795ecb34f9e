/* SPDX-License-Identifier: EUPL-1.2
 * Forms, cookies, parameters, JSON objects, names of uploads. Values are UTF-8 without NUL whatever came; what is
 * written out again reads as the same. */
#include "target.h"
#include "web/query.h"
#include "web/request.h"

static void check_pairs(span all, struct padan_arena *a)
{
	struct pairs p = { .n = 0 }, again = { .n = 0 };
	struct buf b;
	struct err e;

	if (pairs_read(&p, all, a, &e))
		return;
	buf_init(&b, NULL, 1 << 24);
	for (size_t i = 0; i < p.n; i++) {
		PROMISE(span_storable(p.at[i].name) && span_storable(p.at[i].value));
		buf_puts(&b, i ? "&" : "");
		percent_encode(p.at[i].name, &b);
		buf_puts(&b, "=");
		percent_encode(p.at[i].value, &b);
	}
	PROMISE(pairs_read(&again, buf_as_span(&b), a, &e) == ERR_OK && again.n == p.n);
	for (size_t i = 0; i < p.n; i++)
		PROMISE(padan_span_eq(p.at[i].name, again.at[i].name) &&
			padan_span_eq(p.at[i].value, again.at[i].value));
	buf_done(&b);
}

static void check_name(span all, struct padan_arena *a)
{
	span name = upload_safe_name(all, a);

	PROMISE(name.n && name.n <= UPLOAD_NAME && name.p[0] != '.');
	PROMISE(span_storable(name) && !memchr(name.p, '/', name.n) && !memchr(name.p, '\\', name.n));
	for (size_t i = 0; i < name.n; i++)
		PROMISE((unsigned char)name.p[i] >= 0x20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size + 1);
	struct padan_arena a;
	struct pairs p = { .n = 0 };
	struct err e;
	span all = { bytes, size };

	PROMISE(bytes);
	memcpy(bytes, data, size);
	padan_arena_init(&a, NULL, 64 << 20);
	check_pairs(all, &a);
	check_name(all, &a);
	cookie_value(all, "lindung");
	header_parameter(all, "boundary");
	header_bare(all);
	if (request_json(&p, all, &a, &e) == ERR_OK)
		for (size_t i = 0; i < p.n; i++)
			PROMISE(span_storable(p.at[i].name) && span_storable(p.at[i].value));
	padan_arena_done(&a);
	free(bytes);
	return 0;
}

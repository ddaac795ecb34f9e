/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/run_seal_store.h"
#include "programme/run_store.h"

enum { FORM = 1 };

static void put32(unsigned char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

void run_fields_pack(const span *fields, int n, struct buf *out)
{
	buf_putc(out, FORM);
	for (int i = 0; i < n; i++) {
		unsigned char head[5] = { (unsigned char)(i + 1) };

		if (!fields[i].n)
			continue;
		put32(head + 1, (uint32_t)fields[i].n);
		buf_put(out, (const char *)head, sizeof(head));
		buf_span(out, fields[i]);
	}
}

bool run_from_registry(const span *fields, enum run_field f, bool usual)
{
	span said = fields[RUN_DARI_DUKCAPIL];

	return said.n ? memchr(said.p, RUN_REGISTRY_LETTER(f), said.n) != NULL : usual;
}

bool run_fields_unpack(span packed, span *fields, int n)
{
	const unsigned char *p = (const unsigned char *)packed.p;
	size_t at = 1;

	for (int i = 0; i < n; i++)
		fields[i] = (span){ NULL, 0 };
	if (!packed.n || p[0] != FORM)
		return false;
	while (at < packed.n) {
		uint32_t len;
		int no = p[at];

		if (packed.n - at < 5)
			return false;
		len = get32(p + at + 1);
		at += 5;
		if (len > packed.n - at || no < 1)
			return false;
		if (no <= n) /* a later program's field is no mistake */
			fields[no - 1] = (span){ packed.p + at, len };
		at += len;
	}
	return true;
}

size_t run_parts_pack(const struct run_part *parts, size_t n, unsigned char *out)
{
	if (n > RUN_PARTS)
		n = RUN_PARTS;
	for (size_t i = 0; i < n; i++, out += RUN_PART_BYTES) {
		out[0] = parts[i].comparison;
		out[1] = (unsigned char)parts[i].level;
		put32(out + 2, (uint32_t)parts[i].weight);
	}
	return n * RUN_PART_BYTES;
}

size_t run_parts_unpack(span packed, struct run_part *parts, size_t max)
{
	const unsigned char *p = (const unsigned char *)packed.p;
	size_t n = packed.n / RUN_PART_BYTES < max ? packed.n / RUN_PART_BYTES : max;

	for (size_t i = 0; i < n; i++, p += RUN_PART_BYTES)
		parts[i] =
			(struct run_part){ .comparison = p[0], .level = (int8_t)p[1], .weight = (int32_t)get32(p + 2) };
	return n;
}

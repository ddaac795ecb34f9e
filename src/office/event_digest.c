/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/event_digest.h"

void digest_begin(struct digest *d)
{
	crypto_generichash_init(&d->state, NULL, 0, DIGEST);
	d->n = 0;
}

static void flush(struct digest *d)
{
	crypto_generichash_update(&d->state, d->part, d->n);
	d->n = 0;
}

static void put(struct digest *d, const void *p, size_t n)
{
	if (n > sizeof(d->part) - d->n)
		flush(d);
	if (n > sizeof(d->part)) {
		crypto_generichash_update(&d->state, p, n);
		return;
	}
	memcpy(d->part + d->n, p, n);
	d->n += n;
}

void digest_values(struct digest *d, const struct db_value *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t word = v[i].kind == DB_I64 ? (uint64_t)v[i].i : (uint64_t)v[i].s.n;
		unsigned char head[9] = { (unsigned char)v[i].kind };

		if (v[i].kind == DB_NULL)
			word = 0;
		for (int b = 0; b < 8; b++)
			head[1 + b] = (unsigned char)(word >> (8 * b));
		put(d, head, sizeof(head));
		if ((v[i].kind == DB_TEXT || v[i].kind == DB_BYTES) && v[i].s.n)
			put(d, v[i].s.p, v[i].s.n);
	}
}

void digest_end(struct digest *d, unsigned char out[DIGEST])
{
	flush(d);
	crypto_generichash_final(&d->state, out, DIGEST);
}

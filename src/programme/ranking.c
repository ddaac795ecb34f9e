/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/ranking.h"

#include <sodium.h>

static int64_t value_of(enum kunci k, const struct known_groups *groups, const struct applicant *a,
			const struct decision *d)
{
	switch (k) {
	case KUNCI_LANJUTAN:
		return d->lanjutan ? 0 : 1;
	case KUNCI_KEPALA_KELUARGA:
		return a->family_head ? 0 : 1;
	case KUNCI_DESIL:
		return a->desil > 0 ? a->desil : -1;
	case KUNCI_RISIKO:
		return groups && groups->risk && d->kelompok >= 0 && d->kelompok < groups->n ? groups->risk[d->kelompok]
											     : -1;
	case KUNCI_PENGHASILAN:
		return a->penghasilan.rp;
	case KUNCI_USIA:
		return d->usia;
	default:
		return -1;
	}
}

static void digest(span seed, const char *nik, uint8_t out[32])
{
	crypto_hash_sha256_state h;

	crypto_hash_sha256_init(&h);
	crypto_hash_sha256_update(&h, (const unsigned char *)(seed.n ? seed.p : ""), seed.n);
	crypto_hash_sha256_update(&h, (const unsigned char *)":", 1);
	crypto_hash_sha256_update(&h, (const unsigned char *)nik, strlen(nik));
	crypto_hash_sha256_final(&h, out);
}

/* Days before 1970 are negative: the sign bit is turned so that bytes compare as days do. */
static void day_bytes(date d, uint8_t out[32])
{
	uint64_t v = date_known(d) ? (uint64_t)(int64_t)d.day ^ (uint64_t)1 << 63 : UINT64_MAX;

	memset(out, 0, 32);
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(v >> (56 - 8 * i));
}

void rank_key_of(struct rank_key *out, const struct programme *p, const struct prioritas *list, int n,
		 const struct known_groups *groups, const struct applicant *a, const struct decision *d)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < n; i++) {
		int64_t v = value_of(list[i].kunci, groups, a, d);

		if (v < 0)
			out->key[i] = INT64_MAX;
		else
			out->key[i] = list[i].turun ? -v : v;
	}
	if (p->penentu == PENENTU_ACAK_TERBUKA)
		digest(p->seed, a->nik, out->tie);
	else
		day_bytes(a->proposed, out->tie);
	memcpy(out->nik, a->nik, sizeof(out->nik));
}

int rank_compare(const struct rank_key *a, const struct rank_key *b)
{
	int c;

	for (int i = 0; i < LIM_PRIORITIES; i++)
		if (a->key[i] != b->key[i])
			return a->key[i] < b->key[i] ? -1 : 1;
	c = memcmp(a->tie, b->tie, sizeof(a->tie));
	if (!c)
		c = strcmp(a->nik, b->nik);
	return c ? c : (a->row > b->row) - (a->row < b->row);
}

void rank_random_hex(span seed, const char *nik, char out[65])
{
	uint8_t raw[32];

	digest(seed, nik, raw);
	sodium_bin2hex(out, 65, raw, sizeof(raw));
}

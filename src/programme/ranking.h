/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who comes first. The keys of `prioritas` in their order (naik: smallest first; turun: largest first;
 * missing last either way; lanjutan and kepala_keluarga: those who are come first), then
 * penentu_nilai_sama (tanggal_usulan: earliest first, missing last; acak_terbuka: lowercase hex
 * SHA-256(seed ":" NIK), smallest first), then the NIK. One person is ranked once, so a tie is impossible.
 */
#ifndef PROGRAMME_RANKING_H
#define PROGRAMME_RANKING_H

#include "programme/decision.h"

/* What one row is ranked by; smaller is better in every member, compared from the first to the last. */
struct rank_key {
	int64_t key[LIM_PRIORITIES];
	uint8_t tie[32]; /* the digest; or the day, big-endian, in the first eight bytes */
	char nik[17];
	uint32_t row;
};

/* The keys `list` for one row; groups may be NULL when no key is risiko. */
void rank_key_of(struct rank_key *out, const struct programme *p, const struct prioritas *list, int n,
		 const struct known_groups *groups, const struct applicant *a, const struct decision *d);
int rank_compare(const struct rank_key *a, const struct rank_key *b);
/* Lowercase hex of acak_terbuka for a NIK, as the ranking sheet prints it. */
void rank_random_hex(span seed, const char *nik, char out[65]);

#endif

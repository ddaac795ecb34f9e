/* SPDX-License-Identifier: EUPL-1.2
 *
 * String kernels: Jaro-Winkler similarity and optimal-string-alignment distance (Damerau-Levenshtein
 * with adjacent swaps, each part edited once). Both work on bytes: fold the text first. Words of up to
 * 64 bytes take the bit-parallel road (Jaro after rapidfuzz's idea of match masks; OSA after H. Hyyroe,
 * "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003); longer ones the
 * scalar twin, which is also the oracle of the tests. Bytes beyond PADAN_SIM_MAX are not looked at, so
 * that no value, however long, costs quadratic time. Pure, no allocation, thread-safe.
 */
#ifndef PADAN_SIM_H
#define PADAN_SIM_H

#include <padan/span.h>
#include <stdint.h>

enum { PADAN_SIM_MAX = 256, PADAN_SIM_ONE = 10000 };

/* Jaro-Winkler in ten-thousandths, 0 to PADAN_SIM_ONE; prefix scale 0.1, at most 4 bytes, boosted only
 * from Jaro 0.7 on. Two empty texts are equal; an empty and another have 0. */
int padan_jaro_winkler(struct padan_span a, struct padan_span b);
/* The number of insertions, deletions, substitutions and adjacent swaps. */
int padan_osa(struct padan_span a, struct padan_span b);

/* The same of one word against each of n others, out[i] for b[i]. With AVX2 eight words of up to 32 bytes are compared
 * at once; longer ones, and all on other machines, take the functions above. */
void padan_jaro_winkler_many(struct padan_span a, const struct padan_span *b, size_t n, int *out);
void padan_osa_many(struct padan_span a, const struct padan_span *b, size_t n, int *out);
/* Does this machine compare eight at once? */
bool padan_sim_wide(void);

/* The scalar twins: the same answers for every input. */
int padan_jaro_winkler_scalar(struct padan_span a, struct padan_span b);
int padan_osa_scalar(struct padan_span a, struct padan_span b);

#endif

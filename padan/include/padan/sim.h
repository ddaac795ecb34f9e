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

/* The scalar twins: the same answers for every input. */
int padan_jaro_winkler_scalar(struct padan_span a, struct padan_span b);
int padan_osa_scalar(struct padan_span a, struct padan_span b);

#endif

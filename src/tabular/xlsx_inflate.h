/* SPDX-License-Identifier: EUPL-1.2
 *
 * A whole deflate stream (RFC 1951) whose size is known, decompressed at once. For the child behind the walls, where
 * it is judged by length and CRC-32: what it does not make of the bytes to the letter, zlib (in libzip) reads and
 * judges.
 */
#ifndef TABULAR_XLSX_INFLATE_H
#define TABULAR_XLSX_INFLATE_H

#include "base/text.h"

#define INFLATE_SLACK 320 /* bytes: may be read behind `deflated`, and written behind `out` */

/* true: the stream ended within `deflated` and made exactly n bytes, whose CRC-32 is *crc. */
bool inflate_whole(span deflated, char *out, size_t n, uint32_t *crc);

/* CRC-32 (as in ZIP) of what had `crc` so far (0 at first) and these bytes behind it. */
uint32_t crc32_add(uint32_t crc, span bytes);

#endif

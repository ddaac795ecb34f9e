/* SPDX-License-Identifier: EUPL-1.2
 *
 * How the personal fields of a row, and the comparisons of a finding, become bytes. Stored: never changed, only added
 * to.
 *
 *   fields  0x01, then per field that is not empty: number (1 byte), length (4 bytes, lowest first), bytes
 *   parts   per comparison: comparison (1), level (1, signed), weight (4, signed, lowest first)
 */
#ifndef PROGRAMME_RUN_SEAL_H
#define PROGRAMME_RUN_SEAL_H

#include "base/text.h"
#include <stdint.h>

struct run_part;
enum { RUN_PART_BYTES = 6 };

void run_fields_pack(const span *fields, int n, struct buf *out);
/* Spans point into `packed`. False: not of this form. */
bool run_fields_unpack(span packed, span *fields, int n);
/* At most RUN_PARTS of them; returns the bytes. */
size_t run_parts_pack(const struct run_part *parts, size_t n, unsigned char *out);
/* At most `max` parts; returns how many. */
size_t run_parts_unpack(span packed, struct run_part *parts, size_t max);

#endif

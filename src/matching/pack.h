/* SPDX-License-Identifier: EUPL-1.2
 *
 * A list row's chosen cells packed into one run of bytes: what is kept of a registry row that became a
 * candidate, or of a list row that hit a person. Two bytes of length (little-endian) and the text for
 * each column, in the order of the list of columns; equal cells give equal bytes, so that packs can be
 * sorted and compared. Longer cells than PACK_CELL are cut at a character (no registry has one).
 */
#ifndef MATCHING_PACK_H
#define MATCHING_PACK_H

#include "base/text.h"

enum { PACK_CELL = 512, PACK_COLUMNS = 24, PACK_MAX = PACK_COLUMNS * (PACK_CELL + 2) };

/* cells: indexed by the entries of columns (enum list_col). Returns the bytes written to out. */
size_t pack_cells(char out[PACK_MAX], const span *cells, const uint8_t *columns, unsigned n);
/* cells[0..n-1] in the order of the columns, pointing into packed. False when packed is torn. */
bool unpack_cells(span packed, span *cells, unsigned n);

#endif

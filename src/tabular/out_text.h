/* SPDX-License-Identifier: EUPL-1.2
 *
 * What every writer of lists does to text that came from outside: valid UTF-8 or U+FFFD, and no cell
 * that a spreadsheet would compute.
 *
 * The formula rule (docs/panduan/berkas-keluaran.md):
 *  - CSV: a cell that begins with = + - @ TAB or CR (also their full-width twins) gets an apostrophe in
 *    front; so does one of these right behind a ; , | TAB or line break (blanks and quotes skipped)
 *    within the cell, because a spreadsheet may cut the line there. Cells of dashes only ("-") stay.
 *  - XLSX: every such cell is a text cell, which is never computed; an apostrophe is put in front only
 *    where the text could become a formula when somebody edits it: it begins with = @ TAB CR, or with
 *    + or - and then holds anything but digits and signs of a telephone number.
 */
#ifndef TABULAR_OUT_TEXT_H
#define TABULAR_OUT_TEXT_H

#include "base/text.h"

/* Length of the valid UTF-8 character at s.p (1 to 4; no surrogates, nothing overlong), 0 when it is
 * none. s.n > 0. When valid, *cp is the code point. */
size_t utf8_char(span s, uint32_t *cp);
/* How many leading bytes of s are plain ASCII without control characters, '"', '<', '>', '&', ',', '\\'. */
size_t text_plain(span s);
bool formula_in_csv(span s);  /* the beginning of the cell asks for an apostrophe */
bool formula_in_xlsx(span s); /* likewise, in a workbook */
/* s.p[i] is an = + - @ behind a separator within a CSV cell. */
bool formula_behind(span s, size_t i);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The numbers of a workbook's cells, as text. Pure, no floating point.
 */
#ifndef TABULAR_CELL_NUMBER_H
#define TABULAR_CELL_NUMBER_H

#include "base/text.h"

#define CELL_NUMBER_MAX 32

/* "7.37202150185E+15", "35.0", "29449.999999999996" are whole numbers: written out in digits into out, which is
 * returned. What is no whole number of at most 17 digits stays as it is. Digits behind the 15th are noise of the file
 * format. */
span number_plain(span s, char out[CELL_NUMBER_MAX]);
/* A spreadsheet's day count as YYYY-MM-DD (time of day dropped). Excel takes 1900 for a leap year: counts below 60 are
 * a day off. False: no day between 1900 and 9999. */
bool number_day(span s, bool epoch1904, char out[CELL_NUMBER_MAX]);

#endif

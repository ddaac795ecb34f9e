/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a title may mean that stands in no alias table: by its words ("Nama calon peserta jamsostek", "Penghasilan
 * rata-rata tiap bulan"). Pure. Only for a header that the table has already found.
 */
#ifndef TABULAR_TITLE_GUESS_H
#define TABULAR_TITLE_GUESS_H

#include "tabular/columns.h"

/* COL_NONE when the words say nothing, or of somebody else ("NIK ayah"). */
enum list_col title_guess(enum list_kind kind, span title);

#endif

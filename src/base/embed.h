/* SPDX-License-Identifier: EUPL-1.2
 *
 * Data tables inside the program: data/law as "law/...", data/ref as "ref/...", the region tables of the npm package
 * idn-area-data as "wilayah/...", and what tools/templat makes of data/templat as "templat/...": "law/iuran.csv",
 * "ref/alias_kolom.csv", "wilayah/villages.csv". The pages src/ROOM/view/NAME.html as "ROOM/view/NAME.html". The bytes
 * live as long as the program, unchanged, with a NUL behind them. tools/embed makes the definition.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/text.h"

/* p == NULL when there is no such file. */
span embedded_file(const char *name);
/* All of them, in the order of their names; NULL behind the last. */
const char *embedded_name(size_t i);

#endif

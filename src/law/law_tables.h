/* SPDX-License-Identifier: EUPL-1.2
 *
 * Brings the law tables: those inside the program, each replaced by the file of the same name in `dir` when one is
 * there (`--hukum DIR`). ERR_USAGE when `dir` holds none of them; the errors of law_read.
 */
#ifndef LAW_LAW_TABLES_H
#define LAW_LAW_TABLES_H

#include "base/seam.h"
#include "law/law.h"

/* dir.n == 0: only those inside the program. Everything lives in the arena. */
MUST_CHECK int law_open(struct law **out, const struct seams *seams, span dir, struct padan_arena *arena,
			struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the database knows of earlier decrees: their people count as those of a list given with --sk, but for the ones
 * whom BPJS refused, whose seat is free; and whom BPJS enrolled under a decree that has ended is a member of our own.
 */
#ifndef SELECTION_ISSUED_STORE_H
#define SELECTION_ISSUED_STORE_H

#include "selection/selection.h"

/* After selection_facts. Without a database: nothing. */
MUST_CHECK int selection_issued(struct selection *s, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Everything that `lindung verify` looks at, in this order: the file and its tables, events and blocks, runs, decrees.
 */
#ifndef PROGRAMME_VERIFY_STORE_H
#define PROGRAMME_VERIFY_STORE_H

#include "access/open_store.h"

/* Calls `found` for each thing wrong; what is too damaged to be read is a finding too. An error only when there is no
 * database. All in one snapshot. */
MUST_CHECK int verify_store(struct store *s, const struct db_found *found, struct err *e);

#endif

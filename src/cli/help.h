/* SPDX-License-Identifier: EUPL-1.2
 *
 * Help texts out of the registry. `colour` as struct cli.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "office/use_case.h"

/* All commands, by room. */
void help_all(struct buf *out);
/* One command: what it does, its options, examples. */
void help_case(const struct use_case *uc, struct buf *out);
/* The commands whose first word this is ("compute"); false when there are none. */
bool help_group(const char *word, struct buf *out);

#endif

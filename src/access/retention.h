/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which backups of a folder stay: the newest of each of the last 7 days, 4 weeks (from Monday) and 12 months in which
 * there is one. Pure.
 */
#ifndef ACCESS_RETENTION_H
#define ACCESS_RETENTION_H

#include "base/date.h"

enum { RETAIN_DAYS = 7, RETAIN_WEEKS = 4, RETAIN_MONTHS = 12, BACKUP_NAME_MAX = 256 };

/* at_ms[n] in any order; stays[n] is filled. The newest always stays. */
void retention(const int64_t *at_ms, size_t n, bool *stays);

/* "kota-20250502-103100.cadangan" for "kota.db": the database's name without its ending, the time in UTC. */
bool backup_name(span db, int64_t at_ms, char out[BACKUP_NAME_MAX]);
/* Is this such a name of this database? Then its time. */
bool backup_name_read(span db, const char *name, int64_t *at_ms);

#endif

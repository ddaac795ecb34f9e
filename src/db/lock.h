/* SPDX-License-Identifier: EUPL-1.2
 *
 * FILE.lock: one writing process at a time (CONTRACT section 5). The file stays when the lock goes: removing it would
 * let two processes hold two locks of one name.
 */
#ifndef DB_LOCK_H
#define DB_LOCK_H

#include "base/seam.h"

/* Takes the lock without waiting; *fd holds it. ERR_CONFLICT names the holder, ERR_MACHINE when it cannot be made. */
MUST_CHECK int lock_take(const struct seams *s, const char *lock_path, int *fd, struct err *e);
void lock_release(const struct seams *s, int *fd); /* -1 is nothing; *fd becomes -1 */

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: files made durable while the next ones are being written. An I/O seam over another: what is
 * to be synced and closed is handed to helpers that wait for the disk; sync_later_end() waits for them and tells
 * the first error. Nothing counts as saved before that.
 */
#ifndef PAPERS_SYNC_LATER_H
#define PAPERS_SYNC_LATER_H

#include "base/seam.h"
#include <pthread.h>

enum { SYNC_HELPERS = 2, SYNC_WAITING = 64 };

struct sync_later {
	struct seams seams; /* give these to the writers */
	struct io io;
	const struct io *real;
	pthread_mutex_t lock;
	pthread_cond_t more;
	pthread_t helper[SYNC_HELPERS];
	int helpers;
	int asked[SYNC_WAITING], nasked;     /* synced by their writer, not yet closed */
	int waiting[SYNC_WAITING], nwaiting; /* closed by their writer, not yet synced */
	bool ended;
	int bad; /* errno of the first failure */
};

/* Without helpers (none wanted, or none can be made) everything is synced at once, as the seam below does it. */
void sync_later_begin(struct sync_later *l, const struct seams *s, bool helpers);
/* All files are on the disk, or the errno of the first failure. */
MUST_CHECK int sync_later_end(struct sync_later *l);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * A disk that can lose what was not synced. It stands over SQLite's own VFS: writes go to the real files at once, and
 * are remembered until the file is synced. At the chosen operation the machine "stops": everything fails from then on,
 * and lossy_power_loss() leaves each file as its last synced state plus some of the unsynced writes, in any subset,
 * torn at sectors. Truncations and removals are unsynced operations like any other. */
#ifndef TESTS_FAULT_LOSSY_VFS_H
#define TESTS_FAULT_LOSSY_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum lossy_kind {
	LOSSY_NEVER,
	LOSSY_STOP, /* the machine stops at the operation */
	LOSSY_KILL, /* kill -9 of this process just before the operation: nothing is lost but what was not written */
	LOSSY_FULL, /* from the operation on, writes find no room */
	LOSSY_SYNC_ERROR /* the first sync from the operation on fails, once */
};

/* Becomes SQLite's default VFS. */
void lossy_install(void);
/* Arms; operations (writes, syncs, truncations, removals) count from 1. Forgets all files. */
void lossy_begin(enum lossy_kind kind, int64_t at, uint64_t seed);
int64_t lossy_operations(void); /* seen since lossy_begin */
/* After the program let go of its files: what the disk holds now. Disarms. */
void lossy_power_loss(void);
void lossy_end(void);

#endif

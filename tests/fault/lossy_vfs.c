/* SPDX-License-Identifier: EUPL-1.2 */
#include "fault/lossy_vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES = 8, SECTOR = 512, PATH = 512 };

struct op { /* n < 0: truncation to `at` */
	int64_t at, n;
	char *bytes;
	struct op *next;
};

struct disk { /* what would be there after a power loss */
	char path[PATH], *synced;
	int64_t size, room;
	bool removed; /* unsynced removal */
	struct op *first, **last;
};

struct file {
	sqlite3_file base;
	struct disk *disk; /* NULL: not followed (temporary) */
	sqlite3_file *real;
};

static sqlite3_vfs *under, vfs;
static struct disk disks[FILES];
static int disk_count;
static enum lossy_kind kind;
static int64_t stop_at, count;
static uint64_t chance;
static bool stopped;

static uint64_t dice(uint64_t n)
{
	chance ^= chance << 13, chance ^= chance >> 7, chance ^= chance << 17;
	return chance % n;
}

static struct file *of(sqlite3_file *f)
{
	return (struct file *)(void *)f;
}

/* Counts an operation. True: the machine has stopped. */
static bool stop(void)
{
	count++;
	if (kind == LOSSY_KILL && count >= stop_at)
		kill(getpid(), SIGKILL);
	if (kind == LOSSY_STOP && count >= stop_at)
		stopped = true;
	return stopped;
}

/* --- what the disk holds -------------------------------------------------------------------------------------------
 */
static void forget_ops(struct disk *d)
{
	for (struct op *o = d->first, *next; o; o = next) {
		next = o->next;
		free(o->bytes);
		free(o);
	}
	d->first = NULL;
	d->last = &d->first;
}

static void remember(struct disk *d, int64_t at, int64_t n, const void *bytes)
{
	struct op *o = calloc(1, sizeof(*o));

	if (!d || !o)
		abort();
	o->at = at, o->n = n;
	if (n > 0) {
		o->bytes = malloc((size_t)n);
		memcpy(o->bytes, bytes, (size_t)n);
	}
	*d->last = o;
	d->last = &o->next;
}

static void resize(struct disk *d, int64_t size)
{
	if (size > d->room) {
		d->room = 2 * size;
		d->synced = realloc(d->synced, (size_t)d->room);
		if (!d->synced)
			abort();
	}
	if (size > d->size) {
		memset(d->synced + d->size, 0, (size_t)(size - d->size));
	}
	d->size = size;
}

static void put(struct disk *d, int64_t at, int64_t n, const char *bytes)
{
	if (at + n > d->size)
		resize(d, at + n);
	memcpy(d->synced + at, bytes, (size_t)n);
}

static void settle(struct disk *d)
{
	for (struct op *o = d->first; o; o = o->next)
		if (o->n < 0)
			resize(d, o->at);
		else
			put(d, o->at, o->n, o->bytes);
	forget_ops(d);
}

/* Some of the unsynced writes made it, sector by sector. */
static void settle_some(struct disk *d)
{
	uint64_t keep = dice(5); /* none, a few, half, most, all */

	for (struct op *o = d->first; o; o = o->next) {
		if (o->n < 0) {
			if (dice(4) < keep)
				resize(d, o->at);
			continue;
		}
		for (int64_t i = 0; i < o->n; i += SECTOR)
			if (dice(4) < keep)
				put(d, o->at + i, o->n - i < SECTOR ? o->n - i : SECTOR, o->bytes + i);
	}
	forget_ops(d);
}

static struct disk *disk_of(const char *path)
{
	struct disk *d;
	FILE *f;

	for (int i = 0; i < disk_count; i++)
		if (!strcmp(disks[i].path, path))
			return &disks[i];
	if (disk_count == FILES)
		abort();
	d = &disks[disk_count++];
	*d = (struct disk){ .size = 0 };
	d->last = &d->first;
	snprintf(d->path, PATH, "%s", path);
	f = fopen(path, "rb");
	if (f) {
		char part[4096];
		size_t n;

		while ((n = fread(part, 1, sizeof(part), f)) > 0)
			put(d, d->size, (int64_t)n, part);
		fclose(f);
	}
	return d;
}

/* --- the file's methods ----------------------------------------------------------------------------------------------
 */
static int x_close(sqlite3_file *f)
{
	int rc = of(f)->real->pMethods ? of(f)->real->pMethods->xClose(of(f)->real) : SQLITE_OK;

	free(of(f)->real);
	return rc;
}
static int x_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
	return stopped ? SQLITE_IOERR : of(f)->real->pMethods->xRead(of(f)->real, p, n, at);
}
static int x_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	if (stop())
		return SQLITE_IOERR;
	if (kind == LOSSY_FULL && count >= stop_at)
		return SQLITE_FULL;
	if (of(f)->disk)
		remember(of(f)->disk, at, n, p);
	return of(f)->real->pMethods->xWrite(of(f)->real, p, n, at);
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	if (stop())
		return SQLITE_IOERR;
	if (of(f)->disk)
		remember(of(f)->disk, size, -1, NULL);
	return of(f)->real->pMethods->xTruncate(of(f)->real, size);
}
static int x_sync(sqlite3_file *f, int flags)
{
	if (stop())
		return SQLITE_IOERR;
	if (kind == LOSSY_SYNC_ERROR && count >= stop_at) {
		kind = LOSSY_NEVER;
		return SQLITE_IOERR_FSYNC;
	}
	if (of(f)->disk)
		settle(of(f)->disk);
	(void)flags; /* the real disk need not be troubled: the test stops no real machine */
	return SQLITE_OK;
}
static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return stopped ? SQLITE_IOERR : of(f)->real->pMethods->xFileSize(of(f)->real, size);
}
static int x_lock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xLock(of(f)->real, level);
}
static int x_unlock(sqlite3_file *f, int level)
{
	return of(f)->real->pMethods->xUnlock(of(f)->real, level);
}
static int x_check_lock(sqlite3_file *f, int *out)
{
	return of(f)->real->pMethods->xCheckReservedLock(of(f)->real, out);
}
static int x_control(sqlite3_file *f, int op, void *arg)
{
	return op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE
		       ? SQLITE_NOTFOUND
		       : of(f)->real->pMethods->xFileControl(of(f)->real, op, arg);
}
static int x_sector(sqlite3_file *f)
{
	return of(f)->real->pMethods->xSectorSize(of(f)->real);
}
static int x_traits(sqlite3_file *f)
{
	(void)f;
	return 0; /* no promises: no atomic writes, no safe appends, no power-safe overwrites */
}
static int x_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return of(f)->real->pMethods->xShmMap(of(f)->real, page, size, extend, out);
}
static int x_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return of(f)->real->pMethods->xShmLock(of(f)->real, offset, n, flags);
}
static void x_shm_barrier(sqlite3_file *f)
{
	of(f)->real->pMethods->xShmBarrier(of(f)->real);
}
static int x_shm_unmap(sqlite3_file *f, int delete)
{
	return of(f)->real->pMethods->xShmUnmap(of(f)->real, delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = x_close,
	.xRead = x_read,
	.xWrite = x_write,
	.xTruncate = x_truncate,
	.xSync = x_sync,
	.xFileSize = x_size,
	.xLock = x_lock,
	.xUnlock = x_unlock,
	.xCheckReservedLock = x_check_lock,
	.xFileControl = x_control,
	.xSectorSize = x_sector,
	.xDeviceCharacteristics = x_traits,
	.xShmMap = x_shm_map,
	.xShmLock = x_shm_lock,
	.xShmBarrier = x_shm_barrier,
	.xShmUnmap = x_shm_unmap,
};

static int x_open(sqlite3_vfs *v, sqlite3_filename name, sqlite3_file *f, int flags, int *out_flags)
{
	int rc;

	(void)v;
	f->pMethods = NULL;
	if (stopped)
		return SQLITE_CANTOPEN;
	of(f)->disk = name && kind != LOSSY_NEVER ? disk_of(name) : NULL;
	if (of(f)->disk)
		of(f)->disk->removed = false;
	of(f)->real = calloc(1, (size_t)under->szOsFile);
	rc = under->xOpen(under, name, of(f)->real, flags, out_flags);
	if (rc == SQLITE_OK)
		f->pMethods = &methods;
	else
		free(of(f)->real);
	return rc;
}

static int x_delete(sqlite3_vfs *v, const char *name, int sync_dir)
{
	(void)v;
	if (stop())
		return SQLITE_IOERR_DELETE;
	if (kind != LOSSY_NEVER) {
		struct disk *d = disk_of(name);

		d->removed = true;
		if (sync_dir) {
			forget_ops(d);
			resize(d, 0);
		}
	}
	return under->xDelete(under, name, 0);
}

void lossy_install(void)
{
	sqlite3_initialize();
	under = sqlite3_vfs_find(NULL);
	vfs = *under;
	vfs.zName = "lossy";
	vfs.szOsFile = sizeof(struct file);
	vfs.xOpen = x_open;
	vfs.xDelete = x_delete;
	sqlite3_vfs_register(&vfs, 1);
}

void lossy_end(void)
{
	for (int i = 0; i < disk_count; i++) {
		forget_ops(&disks[i]);
		free(disks[i].synced);
	}
	disk_count = 0;
	kind = LOSSY_NEVER;
	stopped = false;
}

void lossy_begin(enum lossy_kind k, int64_t at, uint64_t seed)
{
	lossy_end();
	kind = k, stop_at = at, count = 0;
	chance = seed * 2654435761u + 88172645463325252u;
}

int64_t lossy_operations(void)
{
	return count;
}

static void leave(struct disk *d)
{
	FILE *f;

	settle_some(d);
	unlink(d->path);
	if (d->removed && (!d->size || dice(2)))
		return; /* the removal reached the disk, or nothing was left to come back */
	f = fopen(d->path, "wb");
	if (!f || (d->size && fwrite(d->synced, 1, (size_t)d->size, f) != (size_t)d->size))
		abort();
	fclose(f);
}

void lossy_power_loss(void)
{
	char shm[PATH + 8];

	for (int i = 0; i < disk_count; i++) {
		leave(&disks[i]);
		snprintf(shm, sizeof(shm), "%s-shm", disks[i].path);
		unlink(shm);
	}
	lossy_end();
}

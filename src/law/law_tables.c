/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/law_tables.h"

#include "base/embed.h"
#include "base/limits.h"
#include <fcntl.h>
#include <stdio.h>

static const char *const names[] = {
	"iuran.csv", "jkk_bpu.csv", "jakon.csv", "jp.csv", "dana.csv", "manfaat.csv", "cacat.csv",
};
enum { TABLES = sizeof(names) / sizeof(names[0]) };

/* 1 = read, 0 = no such file, -1 = error. */
static int from_dir(struct law_file *file, const char *path, const struct seams *seams, struct padan_arena *arena,
		    struct err *e)
{
	struct buf b;
	int fd = seams->io->open(seams->io->ctx, path, O_RDONLY, 0), rc;

	if (fd < 0)
		return 0;
	seams->io->close(seams->io->ctx, fd);
	buf_init(&b, seams->alloc, LIM_LAW_FILE);
	rc = file_read(seams, path, LIM_LAW_FILE, &b, e);
	if (!rc) {
		file->name = padan_arena_copy(arena, path, strlen(path));
		file->bytes = (span){ padan_arena_copy(arena, b.p ? b.p : "", b.n), b.n };
		if (!file->name || !file->bytes.p)
			rc = err_memory(e, "tabel hukum");
	}
	buf_done(&b);
	return rc ? -1 : 1;
}

static int from_program(struct law_file *file, const char *name, struct err *e)
{
	char inside[40];

	snprintf(inside, sizeof(inside), "law/%s", name);
	file->name = name;
	file->bytes = embedded_file(inside);
	return file->bytes.p ? ERR_OK : err_set(e, ERR_MACHINE, "%s: tidak ada di dalam program", inside);
}

int law_open(struct law **out, const struct seams *seams, span dir, struct padan_arena *arena, struct err *e)
{
	struct law_file files[TABLES];
	char path[4200];
	int found = 0;

	if (dir.n > 4096)
		return err_set(e, ERR_USAGE, "nama map tabel hukum terlalu panjang");
	for (int i = 0; i < TABLES; i++) {
		int rc, got = 0;

		if (dir.n) {
			snprintf(path, sizeof(path), "%.*s/%s", (int)dir.n, dir.p, names[i]);
			got = from_dir(&files[i], path, seams, arena, e);
		}
		if (got < 0)
			return e ? e->code : ERR_UNREADABLE;
		found += got;
		rc = got ? ERR_OK : from_program(&files[i], names[i], e);
		if (rc)
			return rc;
	}
	if (dir.n && !found)
		return err_set(e, ERR_USAGE,
			       "%.*s: tidak ada tabel hukum di map ini; salin data/law/*.csv ke sana lalu sesuaikan",
			       (int)dir.n, dir.p);
	return law_read(out, files, TABLES, arena, e);
}

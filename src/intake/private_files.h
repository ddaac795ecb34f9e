/* SPDX-License-Identifier: EUPL-1.2
 *
 * Kept lists as files for the readers, which want paths, without leaving personal data anywhere: the bytes lie in
 * memory of this process (memfd), and under /tmp stands only a folder (0700) with names that point to them. When the
 * process ends, however it ends, the bytes are gone; a folder of names that a dead process left is swept by the next.
 */
#ifndef INTAKE_PRIVATE_FILES_H
#define INTAKE_PRIVATE_FILES_H

#include "base/limits.h"
#include "base/seam.h"

enum { PRIVATE_FILES = 128, PRIVATE_PATH = 400 };

struct private_files {
	const struct seams *s;
	char dir[64];
	size_t n;
	int fd[PRIVATE_FILES];
	char path[PRIVATE_FILES][PRIVATE_PATH];
};

/* Sweeps, and makes the folder. On failure there is nothing to close. */
MUST_CHECK int private_files_open(struct private_files *p, const struct seams *s, struct err *e);
/* The next file, named as `name` (a base name) where the readers see it; "2-" and so on in front when the name came
 * before. Its bytes come by private_file_put. */
MUST_CHECK int private_file_new(struct private_files *p, span name, struct err *e);
/* Appends to the newest file. As batch_bytes_read wants it: ctx is the struct private_files. */
MUST_CHECK int private_file_put(void *ctx, span bytes, struct err *e);
/* The newest file's path, for readers of this process. */
static inline const char *private_file_path(const struct private_files *p)
{
	return p->path[p->n - 1];
}
/* Bytes and names are gone. All zero is nothing. */
void private_files_close(struct private_files *p);

#endif

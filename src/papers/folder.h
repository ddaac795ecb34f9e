/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folders of papers on disk. All return an errno, 0 when done, but for folder_usable.
 */
#ifndef PAPERS_FOLDER_H
#define PAPERS_FOLDER_H

#include "base/seam.h"

/* Looks through `path`: how many entries (.* among them, . and .. not), and the first that `known` does not know
 * ("" = none). ENOENT when there is no such folder. */
MUST_CHECK int folder_look(const char *path, bool (*known)(const char *), char strange[256], size_t *count);
/* May a command fill this folder? When it is not there, or holds only what `known` knows. Else ERR_USAGE, naming what
 * is in the way. */
MUST_CHECK int folder_usable(const char *dir, bool (*known)(const char *), struct err *e);
/* A folder being filled beside its target "DIR": "DIR.baru-1a2b3c4d", locked while its program lives. */
struct beside {
	char path[3200];
	int lock; /* a descriptor; -1 = none */
};

/* Makes it (a slash at dir's end is ignored). Folders of this kind that a killed program left beside dir, holding
 * only what `known` knows, are removed first. */
MUST_CHECK int folder_beside(struct beside *b, const char *dir, bool (*known)(const char *), const struct seams *s);
void folder_unlock(struct beside *b, const struct seams *s);
/* Makes the place of dir in its parent folder last. */
MUST_CHECK int folder_sync_parent(const char *dir, const struct seams *s);
/* Is this an entry of a folder of papers? */
bool folder_is_ours(const char *name);
/* Removes a folder of papers with its files and its folders kembali and surat. A missing one is no error. */
MUST_CHECK int folder_remove(const char *dir, const struct seams *s);
/* Makes its entries last. */
MUST_CHECK int folder_sync(const char *dir, const struct seams *s);
/* Puts `beside` in the place of `dir`, whose earlier contents (ours, or nothing) are then removed. */
MUST_CHECK int folder_place(const char *beside, const char *dir, const struct seams *s);

#endif

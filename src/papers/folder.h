/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: the folder of papers on disk. All return an errno, 0 when done.
 */
#ifndef PAPERS_FOLDER_H
#define PAPERS_FOLDER_H

#include "base/seam.h"

/* Removes a folder of papers with its files and its folder kembali. A missing one is no error. */
MUST_CHECK int folder_remove(const char *dir, const struct seams *s);
/* Makes its entries last. */
MUST_CHECK int folder_sync(const char *dir, const struct seams *s);
/* Puts `beside` in the place of `dir`, whose earlier contents (ours, or nothing) are then removed. */
MUST_CHECK int folder_place(const char *beside, const char *dir, const struct seams *s);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folders of the server's own, below the one it was given: 0700, nobody else's. */
#ifndef WEB_TREE_H
#define WEB_TREE_H

#include "base/err.h"
#include "base/text.h"

/* There afterwards; it may be there already. */
MUST_CHECK int tree_make(const char *path, struct err *e);
/* With all that is in it, four levels deep; symbolic links are removed, not followed. What cannot be removed stays. */
void tree_remove(const char *path);
/* What is in it goes, itself stays. */
void tree_empty(const char *path);
/* Plain files below, "a.pdf", "kelurahan/b.pdf", in the order of their names. each: 0 goes on. */
MUST_CHECK int tree_files(const char *path, int (*each)(void *ctx, const char *name, int64_t bytes), void *ctx,
			  struct err *e);

#endif

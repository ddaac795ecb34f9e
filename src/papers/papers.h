/* SPDX-License-Identifier: EUPL-1.2
 *
 * The papers of a run (CONTRACT section 2, "Papers out"): every file, from one view, in one folder that
 * is put in place whole.
 */
#ifndef PAPERS_PAPERS_H
#define PAPERS_PAPERS_H

#include "base/seam.h"
#include "papers/folder.h"
#include "papers/view.h"

/* The value of "skema" in ringkasan.json, by which a folder is known as ours. */
#define PAPERS_SCHEMA "lindung.ringkasan/1"

/* Looks at `dir` before the work: ERR_USAGE when it is there, not empty and not ours (no ringkasan.json
 * of ours, or a file in it that no run makes), or no folder; ERR_MACHINE when it cannot be read. */
MUST_CHECK int papers_check_dir(const char *dir, const struct seams *s, struct err *e);

/* A folder of papers rendered beside its target and not yet in place. */
struct papers_batch {
	char dir[3072];	      /* the target */
	struct beside beside; /* the rendered folder beside it */
	const struct seams *seams;
	bool rendered;
};

/* Renders everything into a new folder beside `dir`, synced. `threads`: 1 or more. On failure nothing is
 * left behind and dir is untouched. */
MUST_CHECK int papers_render(struct papers_batch *b, const struct run_view *v, const char *dir, int threads,
			     const struct seams *s, struct err *e);
/* Puts it in place: an earlier folder of ours is exchanged and then removed. On failure the earlier one stays. */
MUST_CHECK int papers_place(struct papers_batch *b, struct err *e);
/* Removes what was rendered, if it was not placed. Safe to call twice. */
void papers_discard(struct papers_batch *b);

/* The three in one. */
MUST_CHECK int papers_write(const struct run_view *v, const char *dir, int threads, const struct seams *s,
			    struct err *e);

#endif

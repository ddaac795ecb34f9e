/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the papers print and the tables of a run do not hold, as bytes: cells as typed, ranking keys, skipped rows, the
 * comparison, the answers. The database keeps them sealed, so that the papers of a run can be rendered again from it,
 * byte by byte (docs/adr/0611-papers-again.md). Stored: forms are never changed, only added to.
 *
 *   number  7 bits a byte, lowest first, the highest bit says that more follow; signed ones zigzag
 *   text    number of bytes, bytes
 *   part    records one after the other: kind (1 byte), length (number), fields. A reader passes over kinds and
 *           trailing fields that it does not know.
 *   row     form (1 byte), then the fields of keep_row
 *
 * Reading never trusts a length: what is torn says so and gives nothing. Pure.
 */
#ifndef PAPERS_KEEP_H
#define PAPERS_KEEP_H

#include "papers/view.h"

enum { LIM_KEPT = 6 << 20 }; /* bytes of one row's extras, and of a part */

/* The row's own extras, appended to out. */
void keep_row(const struct run_view *v, const struct view_row *r, struct buf *out);
/* Reads them back into r, whose file is known already; cells and keys into the arena, texts stay where `packed` is.
 * False: torn, or not as many keys and cells as v's head and files have. */
MUST_CHECK bool kept_row(span packed, const struct run_view *v, struct view_row *r, struct padan_arena *arena);

/* The same without a view: cells and keys as many as there are (told), whatever file it is of. */
MUST_CHECK bool kept_alone(span packed, struct view_row *r, size_t *ncells, struct padan_arena *arena);

/* Only the row's name and what was answered about it. */
MUST_CHECK bool kept_heard(span packed, span *id_baris, struct view_heard *h);

/* The rest of the view, in parts of some 256 KB at most. */
struct keeping {
	const struct run_view *v;
	int step; /* which kind of record comes next, and the how-manieth of it */
	size_t at;
};
/* The next part into out (cleared first). False: there is none left. */
MUST_CHECK bool keep_part(struct keeping *k, struct buf *out);

/* The other way: parts in their order, then kept_end. Texts stay in the parts; arrays go into the arena. head's texts
 * and numbers, files, skips, funds' neighbours, comparison and answers of *v are filled; funds and files must not be
 * there yet. */
struct kept {
	struct run_view *v;
	struct padan_arena *arena;
	struct kept_list *list; /* growing arrays */
	bool head;		/* the head's record was seen */
};
MUST_CHECK bool kept_begin(struct kept *k, struct run_view *v, struct padan_arena *arena);
MUST_CHECK bool kept_part(struct kept *k, span part);
/* False: something is missing. */
MUST_CHECK bool kept_end(struct kept *k);

#endif

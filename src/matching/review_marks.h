/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which letters of one text differ from another, aligned as a reader would: "SITTI AMINAH" beside "SITI AMINA" marks
 * one T and the H. Letter case is ignored. Pure.
 */
#ifndef MATCHING_REVIEW_MARKS_H
#define MATCHING_REVIEW_MARKS_H

#include "base/text.h"

enum { MARKS_LETTERS = 120 }; /* longer texts are equal or wholly marked */

/* Parts of `a` in their order: equal and marked ones in turn. */
struct mark {
	span text;
	bool differs;
};
/* At most `most` parts, which together are `a`; returns how many. */
size_t review_marks(span a, span b, struct mark *out, size_t most);
/* The same as a text, marked parts in brackets: "SIT[T]I AMINA[H]"; brackets of the text itself become round. */
void review_marked(span a, span b, struct buf *out);

#endif

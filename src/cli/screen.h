/* SPDX-License-Identifier: EUPL-1.2
 *
 * Standard output and standard error: what is printed for people, and the progress bar.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "office/office.h"

/* Writes all of b to the descriptor and clears it. ERR_MACHINE when it does not take it. */
MUST_CHECK int screen_put(const struct seams *seams, int fd, struct buf *b, struct err *e);
/* Columns of the terminal at fd; 0 when it is none. */
int screen_width(int fd);
/* Letters as they stand on a screen (no wide characters are expected). */
size_t screen_letters(span s);

/* "Label : value" for the fields that are given, then each list as a table with aligned columns (numbers to the right,
 * Indonesian number format). `width` 0: as wide as need be; else a list wider than that goes label by label. */
MUST_CHECK int screen_record(const struct seams *seams, int fd, int width, const struct field *fields,
			     const void *record, struct err *e);

/* A bar on the terminal at standard error; draws nothing anywhere else. step may be called from any thread. */
struct bar;
struct progress bar_new(struct bar **out, const struct seams *seams, bool colour, struct padan_arena *arena);
/* Wipes what stands on the screen. NULL is nothing. */
void bar_done(struct bar *b);

#endif

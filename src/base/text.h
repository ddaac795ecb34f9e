/* SPDX-License-Identifier: EUPL-1.2
 *
 * Text: borrowed spans and a growing buffer that names its maximum at birth.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <padan/alloc.h>
#include <padan/span.h>
#include <stdarg.h>
#include <stdint.h>

typedef struct padan_span span;
#define SPAN(lit) PADAN_LIT(lit)

span span_trim(span s);		     /* ASCII blanks and NBSP off both ends */
bool span_ieq(span a, span b);	     /* ASCII case ignored */
bool span_i64(span s, int64_t *out); /* the whole span is a decimal whole number in range */

bool span_storable(span s); /* UTF-8 without NUL: what every database takes as text */

/* Takes the next line off *rest: without its LF or CR LF. An empty rest gives an empty line. */
span span_next_line(span *rest);

/* The nearest of the words to `typed` (edit distance, at most a third of its letters wrong); NULL. */
const char *nearest_word(span typed, const char *const *words, int n);

/* A growing byte buffer. `max` is its ceiling in bytes: an append beyond it sets `failed` and changes
 * nothing; so does refused memory. Check `failed` once, at the end. Owner frees with buf_done. */
struct buf {
	const struct padan_alloc *from;
	char *p; /* NUL-terminated when not NULL */
	size_t n, cap, max;
	bool failed;
};

void buf_init(struct buf *b, const struct padan_alloc *from, size_t max);
void buf_done(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory and clears `failed` */
void buf_put(struct buf *b, const char *p, size_t n);
void buf_puts(struct buf *b, const char *cstr);
void buf_span(struct buf *b, span s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_i64(struct buf *b, int64_t v);
static inline span buf_as_span(const struct buf *b)
{
	return (span){ b->p, b->n };
}

/* Numbers of four bytes in this machine's order and texts with their length before them, one after the other: for what
 * this program wrote itself and reads again. What is missing reads as 0 and as an empty text. */
void buf_number(struct buf *b, uint32_t v);
void buf_text(struct buf *b, span s);
uint32_t span_take_number(span *from);
span span_take_text(span *from); /* borrowed */

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Folding: text to a plain upper-case ASCII form for comparison. Never for showing.
 *
 *   letters with marks     their letter (e-acute -> E, ae ligature -> AE, sharp s -> SS)
 *   lower case             upper case
 *   full-width forms       their ASCII form; other decimal digits (Arabic, ...) 0-9
 *   apostrophes of print   ' (also the ones typed for the glottal stop: Pa'batang), quotes "
 *   dashes, blanks         '-', ' ' (NBSP, thin space, tab, CR, LF ...)
 *   invisible characters   nothing (soft hyphen, zero-width, BOM, combining marks, other controls)
 *   other printable ASCII  itself
 *   anything else          '?', one for each character
 *   a byte that is no UTF-8  as if it were Windows-1252, its first letter (lists are often mixed)
 *
 * The result is never longer than the source, so dst may be src itself. The table behind it is made
 * from libutf8proc by padan/tools/make_fold.c and checked in (padan/src/fold_table.h).
 */
#ifndef PADAN_FOLD_H
#define PADAN_FOLD_H

#include <padan/span.h>
#include <stdint.h>

/* Writes at most cap bytes (no NUL behind them) and returns how many; what does not fit is cut off at
 * a character. cap >= src.n always suffices. dst may equal src.p, and may not overlap it otherwise. */
size_t padan_fold(char *dst, size_t cap, struct padan_span src);

/* As padan_fold, but only A-Z and 0-9 are kept: the key under which headers and codes are compared
 * ("No. KK", "no_kk" and "NO KK" are all NOKK). */
size_t padan_fold_key(char *dst, size_t cap, struct padan_span src);

/* One folded character: s must not be empty. *used: bytes taken from s. Returns how many of out are set. */
size_t padan_fold_one(struct padan_span s, char out[4], size_t *used);

/* Well-formed UTF-8 by RFC 3629 (no surrogates, no overlong forms). ASCII is. */
bool padan_utf8_valid(struct padan_span s);

/* Windows-1252 (a superset of printable Latin-1) to UTF-8. Needs cap >= 3 * src.n to be safe from
 * cutting; returns the bytes written, cut at a character. No overlap allowed. Bytes without a
 * meaning (81, 8D, 8F, 90, 9D) become U+FFFD. */
size_t padan_latin1_utf8(char *dst, size_t cap, struct padan_span src);

/* ASCII blanks and NBSP (as UTF-8 or as the lone byte A0) off both ends. */
struct padan_span padan_trim(struct padan_span s);

#endif

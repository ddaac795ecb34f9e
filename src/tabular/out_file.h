/* SPDX-License-Identifier: EUPL-1.2
 *
 * A file being written: one big buffer over the I/O seam. Errors stick: put as much as you like, and
 * look once, at out_close(). Not shared between threads.
 */
#ifndef TABULAR_OUT_FILE_H
#define TABULAR_OUT_FILE_H

#include "base/seam.h"

struct out_file {
	const struct seams *seams;
	char *p;    /* the buffer */
	size_t n;   /* bytes waiting in it */
	int64_t at; /* bytes written before it: at + n is the file's length so far */
	int fd;	    /* -1 = closed */
	int bad;    /* errno of the first failure; 0 = none */
	span path;  /* borrowed, for messages */
};

enum { OUT_BUFFER = 1 << 18 };

/* Creates or empties `path` (mode 0600: papers name people). The path must outlive the file. */
MUST_CHECK int out_open(struct out_file *f, const struct seams *s, const char *path, struct err *e);
void out_put(struct out_file *f, const char *p, size_t n);
static inline void out_puts(struct out_file *f, const char *cstr)
{
	out_put(f, cstr, strlen(cstr));
}
static inline void out_span(struct out_file *f, span s)
{
	out_put(f, s.p, s.n);
}
/* n <= OUT_BUFFER bytes that the caller fills before it calls anything else here, then out_took() says
 * how many were used. Never NULL. */
char *out_room(struct out_file *f, size_t n);
static inline void out_took(struct out_file *f, size_t n)
{
	f->n += n;
}
static inline int64_t out_length(const struct out_file *f)
{
	return f->at + (int64_t)f->n;
}
void out_i64(struct out_file *f, int64_t v);
void out_printf(struct out_file *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Writes the rest, syncs, closes, frees. ERR_MACHINE (disk full ...) if anything failed since out_open. */
MUST_CHECK int out_close(struct out_file *f, struct err *e);
/* Closes without writing the rest; the file stays as it is, for the caller to remove. */
void out_abandon(struct out_file *f);

/* Decimal digits of v into p (at most 20 bytes, no NUL); returns how many. */
size_t digits_put(char *p, int64_t v);

#endif

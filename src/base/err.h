/* SPDX-License-Identifier: EUPL-1.2
 *
 * Errors: a code, which is also the program's exit status (CONTRACT section 2), and one line in
 * Bahasa Indonesia that names the object (file, row), the reason and the remedy. Never a whole NIK.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_code {
	ERR_OK = 0,
	ERR_FOUND_WRONG = 1, /* checked and found wrong (verify) */
	ERR_USAGE = 2,	     /* wrong usage or programme file */
	ERR_UNREADABLE = 3,  /* a list cannot be read */
	ERR_CONFLICT = 4,    /* known already, locked, or another key */
	ERR_MACHINE = 5,     /* memory, disk, database: nothing half-written */
};

struct err {
	int code;
	char text[600];
};

/* Fills e (may be NULL) and returns code, so that a caller can `return err_set(...)`. A text that is
 * too long is cut at a character. Control characters in it become '?'. */
int err_set(struct err *e, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* What the system means by an errno, in Bahasa Indonesia ("disk penuh"). Never NULL. */
const char *errno_reason(int errno_value);
/* As err_set, with errno_reason(errno_value) appended behind ": ". */
int err_errno(struct err *e, int errno_value, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* ERR_MACHINE, "memori tidak cukup untuk <what>". */
int err_memory(struct err *e, const char *what);
/* Puts "<where>: " before the text that is there; keeps the code, which it returns. */
int err_at(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define MUST_CHECK __attribute__((warn_unused_result))

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A stranger's workbook is opened in a child that can do nothing but read it: a re-exec of ourselves
 * (/proc/self/exe __baca-lembar) behind seccomp and, where the kernel has it, Landlock, with ceilings on memory
 * and CPU time. Rows come back through a pipe (wire.h).
 */
#ifndef TABULAR_SANDBOX_H
#define TABULAR_SANDBOX_H

#include "base/seam.h"
#include "tabular/columns.h"
#include "tabular/sheet.h"

/* The word of the command line under which a program is that child. main() and every test program that reads
 * workbooks begin with:  if (argc > 1 && strcmp(argv[1], SHEET_CHILD) == 0) return sheet_child_main(); */
#define SHEET_CHILD "__baca-lembar"

/* Descriptors: 0 one byte, the enum list_kind wanted; 3 the workbook; 4 the answer. Returns the exit status. */
int sheet_child_main(void);

struct sandbox_job {
	int fd; /* the workbook: left open, its position moved */
	enum list_kind kind;
	const struct sheet_sink *sink;
	/* May be NULL. Done while the child decompresses; what it returns, if not ERR_OK, ends the reading. */
	int (*meanwhile)(void *ctx, struct err *e);
	void *ctx; /* meanwhile's */
};

/* Reads the workbook in a child and gives its rows to the sink. ERR_UNREADABLE with reason and remedy, without the
 * file's name; ERR_MACHINE; or what the sink or meanwhile returned. */
MUST_CHECK int sandbox_read_sheet(const struct seams *s, const struct sandbox_job *job, struct sheet_info *info,
				  struct err *e);

/* Locks the calling process in, for good: limits, Landlock, seccomp. What a child does before it reads. ERR_MACHINE. */
MUST_CHECK int sandbox_enter(struct err *e);

/* What holds the child here, for /sehat: version of Landlock's ABI (0 = the kernel has none, seccomp alone). */
int sandbox_landlock_abi(void);

#endif

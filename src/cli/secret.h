/* SPDX-License-Identifier: EUPL-1.2
 *
 * PINs: typed at the terminal without being shown, read from a file that is the user's alone, or the next line of
 * standard input. Never an argument: those can be seen by everybody on the machine and stay in the shell's history.
 */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include "base/seam.h"

struct secret_ask {
	span file;	    /* empty: terminal, or else standard input */
	const char *option; /* the option that names the file, for messages */
	const char *prompt; /* "PIN andi.kabid" */
	bool twice;	    /* at the terminal: typed again */
};

/* The first line, without its end; lives in the arena. ERR_USAGE: empty, too long, cancelled, typed differently, a file
 * that others may read; ERR_UNREADABLE: no such file. */
MUST_CHECK int secret_read(const struct secret_ask *ask, const struct seams *seams, struct padan_arena *arena,
			   span *out, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * argv against a use case's fields: `--name value`, `--name=value`, flags without a value, values by place for
 * F_POSITION fields, `--` before values that begin with a dash. A list of files may follow its option
 * (`--usulan *.csv`) where the command takes nothing by place. Every command with a database also takes --sebagai NAMA
 * (who acts) and --pin-berkas BERKAS; one that writes takes --kunci-perintah KEY (office/answer.h).
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "office/use_case.h"

struct options {
	bool json, help;
	span as, pin_file; /* --sebagai, --pin-berkas; empty: not given */
	span request;	   /* --kunci-perintah; empty: not given */
};

/* Fills `in` (cleared here). Wrong usage: ERR_USAGE, with the nearest name when there is one. Required fields are
 * checked by office_run. */
MUST_CHECK int options_read(const struct use_case *uc, int argc, char **argv, void *in, struct options *out,
			    struct err *e);

/* The use case whose command stands at argv[0..]: the longest one wins. *words: how many words the command has.
 * NULL: none; then `e` says what was meant, if anything is near. */
const struct use_case *command_find(int argc, char **argv, int *words, struct err *e);

/* How many letters must change to make b of a; adjacent swaps count one; at most `cap`. */
int letters_apart(span a, span b, int cap);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The command line over the registry of use cases: it finds the command, reads its options from the fields' own
 * descriptors, runs it through office_run and prints what comes out. Knows no room.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "office/office.h"

/* What main.c wires in. */
struct cli {
	const struct seams *seams;
	const struct store_ops *store_ops; /* NULL: no --db in this program */
	int (*law_open)(struct law **out, const struct seams *seams, span dir, struct padan_arena *arena,
			struct err *e);
	int processors;
	const char *home, *key_file; /* $HOME and $LINDUNG_KUNCI, or NULL */
	bool colour;		     /* $NO_COLOR is not set */
	bool bare;		     /* $TERM is "dumb": no progress bar */
};

/* Options that every command may list among its fields, known by wire name: db (type store; opened here), kunci (key
 * file), hukum (law tables), threads, tanggal (day; becomes env.today). --json and --help are always there.
 * Returns the exit status of CONTRACT section 2; errors are one line on standard error, "lindung: ...". */
int cli_main(const struct cli *cli, int argc, char **argv);

#endif

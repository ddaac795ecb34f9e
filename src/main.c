/* SPDX-License-Identifier: EUPL-1.2
 * Wires the program. What it does stands in the rooms. */
#include "access/open_store.h"
#include "cli/cli.h"
#include "law/law_tables.h"
#include "tabular/sandbox.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	/* the reader of strangers' workbooks is this program again, and must do nothing else first */
	if (argc > 1 && strcmp(argv[1], SHEET_CHILD) == 0)
		return sheet_child_main();
	const char *term = getenv("TERM");
	const struct cli cli = {
		.seams = seams_real(),
		.store_ops = &store_ops_db,
		.law_open = law_open,
		.processors = (int)sysconf(_SC_NPROCESSORS_ONLN),
		.home = getenv("HOME"),
		.key_file = getenv("LINDUNG_KUNCI"),
		.colour = getenv("NO_COLOR") == NULL,
		.bare = term && strcmp(term, "dumb") == 0,
	};

	return cli_main(&cli, argc, argv);
}

/* SPDX-License-Identifier: EUPL-1.2
 * What every cmocka test includes, in the order that cmocka wants. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A test that needs the shared data or corpora asks for the folder; when it is missing the test is
 * skipped, and counted as such. Returns NULL then (after skip()). Folder names are those of ../shared. */
static inline const char *shared_path(char out[1024], const char *name)
{
	snprintf(out, 1024, "%s/../shared/%s", SOURCE_ROOT, name);
	return access(out, R_OK) == 0 ? out : NULL;
}

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * What every tests/fuzz/fuzz_<name>.c defines. A finding is a crash, a sanitiser's report, or a broken promise:
 * PROMISE(condition). Targets are found by their file name; seeds and old findings stand in corpus/<name>/. */
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition)                                                                                             \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition);                        \
			abort();                                                                                       \
		}                                                                                                      \
	} while (0)

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * What every cmocka test includes; it stands beside padan's tests, which must build alone. */
#ifndef TESTS_HOUSE_CHECK_H
#define TESTS_HOUSE_CHECK_H

#include "../padan/tests/check.h"

#endif

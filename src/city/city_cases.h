/* SPDX-License-Identifier: EUPL-1.2
 *
 * `lindung sample` as a use case: plan settles how large the city is, publish writes it.
 */
#ifndef CITY_CITY_CASES_H
#define CITY_CITY_CASES_H

#include "city/city.h"
#include "office/office.h"

#define CASES "city/city.def"
#include "office/declare.inc"

#endif

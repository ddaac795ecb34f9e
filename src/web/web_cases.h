/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WEB_WEB_CASES_H
#define WEB_WEB_CASES_H

#include "office/office.h"

#define CASES "web/web.def"
#include "office/declare.inc"

#endif

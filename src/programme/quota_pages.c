/* SPDX-License-Identifier: EUPL-1.2
 * Program & kuota: each page is a use case (quota_pages.def). */
#include "programme/programme_cases.h"
#include "web/page.h"

#define PAGES	  "programme/quota_pages.def"
#define PAGE_ROOM quota
#include "web/pages.inc"

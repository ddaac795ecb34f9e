/* SPDX-License-Identifier: EUPL-1.2
 * Tugas saya: the page is a use case (task_pages.def). */
#include "programme/task_cases.h"
#include "web/page.h"

#define PAGES	  "programme/task_pages.def"
#define PAGE_ROOM task
#include "web/pages.inc"

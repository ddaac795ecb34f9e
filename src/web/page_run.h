/* SPDX-License-Identifier: EUPL-1.2
 *
 * A row of the page table is carried out. Inside of the server. */
#ifndef WEB_PAGE_RUN_H
#define WEB_PAGE_RUN_H

#include "web/visit.h"

void page_answer(struct visit *v, struct env *env);
/* A page that says what is wrong. */
void page_fault(struct visit *v, int status, const char *words);
/* The status for an error's code. */
int status_of(int code);

#endif

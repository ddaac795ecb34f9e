/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef PROGRAMME_REVIEW_CASES_H
#define PROGRAMME_REVIEW_CASES_H

#include "office/office.h"

#define CASES "programme/review.def"
#include "office/declare.inc"

/* Shared by the room's files with these use cases. */
struct review_item;
struct run_info;
span review_keep(const struct env *env, span s);		     /* into the arena; p NULL: memory */
span review_kind_label(int kind);				     /* "identitas meragukan" */
span review_locked(const struct env *env, const struct run_info *r); /* why nothing can be answered; empty: it can */

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * How far a use case reaches: which ones the browser and the API offer, and which of them are jobs. */
#ifndef WEB_REACH_H
#define WEB_REACH_H

#include "office/use_case.h"

/* Why it is not offered (offline.def); NULL when it is. */
const char *reach_offline(const struct use_case *uc);
/* It reads for long: not on an event loop. */
bool reach_slow(const struct use_case *uc);
/* It makes files: a job does it, whose folder is offered afterwards. */
bool reach_makes_files(const struct use_case *uc);
/* Files are given with it. */
bool reach_takes_files(const struct use_case *uc);
/* Its in-fields can stand in an address: no file, secret, lines or personal data among them. */
bool reach_by_address(const struct use_case *uc);
/* By the words of its command joined by `by`: "decree/verify" with '/'. NULL: there is none, or it is not offered. */
const struct use_case *reach_find(span words, char by);

#endif

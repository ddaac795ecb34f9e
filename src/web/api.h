/* SPDX-License-Identifier: EUPL-1.2
 *
 * /api/v1: the whole registry of use cases, as JSON. READ is GET, everything else POST, at the command's words joined
 * by slashes; errors are problem+json (RFC 9457). Inside of the server. */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/visit.h"

/* Which use case the address is: v->uc. 0, or the status that says why there is none. */
int api_find(struct visit *v);
void api_run(struct visit *v, struct env *env);
void api_problem(struct visit *v, int status, const char *words);

#endif

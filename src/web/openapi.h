/* SPDX-License-Identifier: EUPL-1.2
 *
 * The OpenAPI 3.1 document of /api/v1, out of the registry of use cases. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/visit.h"

/* Appends the document. */
void openapi_write(struct buf *out);
MUST_CHECK int openapi_answer(struct visit *v, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Names of databases as a user gives them: a file, or postgresql://user:password@host:port/name?key=value.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/text.h"

/* postgresql://... or postgres://... */
bool url_is_postgres(span name);
/* The name as it may be shown, logged or kept: the password of a URL, and whatever its keys `password` and
 * `sslpassword` say, become "***". A file's name stays as it is. Appended to out. */
void url_shown(span name, struct buf *out);

#endif

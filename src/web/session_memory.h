/* SPDX-License-Identifier: EUPL-1.2
 *
 * Sessions that live as long as the process: name and PIN are those of the database's users, nothing is stored. */
#ifndef WEB_SESSION_MEMORY_H
#define WEB_SESSION_MEMORY_H

#include "web/session.h"

extern const struct session_ops session_ops_memory;

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * Frames over a connected unix socket; inside of the room office only. */
#ifndef OFFICE_SOCK_IO_H
#define OFFICE_SOCK_IO_H

#include "base/seam.h"
#include "office/sock_frame.h"

#include <sys/socket.h>
#include <sys/un.h>

enum { SOCK_SUFFIX = sizeof(".sock") };

/* Address of `path`, however long: through a descriptor of its folder where it would not fit (in *folder, to be closed
 * after bind or connect; else -1). False with errno: no such folder. */
MUST_CHECK bool sock_address(const char *path, struct sockaddr_un *out, int *folder);
/* Sends a whole frame, with a descriptor beside it when fd >= 0. False with errno. */
MUST_CHECK bool sock_put(int to, enum frame_kind kind, span body, int fd);
/* Receives a whole frame into body (cleared first); *fd = the descriptor that came with it, else -1. 1 = a frame, 0 =
 * the other end closed before one began, -1 = broken, too long, or too slow (errno; EPROTO: not of this protocol). */
MUST_CHECK int sock_get(int from, uint32_t most, enum frame_kind *kind, struct buf *body, int *fd);
/* Gives up on an other end that moves nothing for so long. */
void sock_patience(int fd, int receive_s, int send_s);

#endif

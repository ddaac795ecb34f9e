/* SPDX-License-Identifier: EUPL-1.2
 *
 * What is said through FILE.sock, as bytes. A frame is 8 bytes of head ("LD", protocol, kind, length) and a body;
 * bodies are made of the pieces of pack.h. One connection carries one command:
 *
 *   client  COMMAND   with the descriptor of its working folder beside it      or  LOOK
 *   server  PROGRESS  any number of times
 *   server  REPLY     then the connection closes
 */
#ifndef OFFICE_SOCK_FRAME_H
#define OFFICE_SOCK_FRAME_H

#include "office/pack.h"

enum { FRAME_HEAD = 8, FRAME_BODY_MAX = PACK_MAX + (1 << 20), FRAME_COMMAND_MAX = 1 << 20 };

enum frame_kind {
	FRAME_COMMAND = 'P',  /* struct command */
	FRAME_LOOK = 'L',     /* empty: how is the writer? */
	FRAME_PROGRESS = 'K', /* struct step */
	FRAME_REPLY = 'J'     /* struct reply */
};

void frame_head(unsigned char out[FRAME_HEAD], enum frame_kind kind, uint32_t length);
/* False: not of this protocol, or longer than `most`. */
MUST_CHECK bool frame_head_take(const unsigned char head[FRAME_HEAD], uint32_t most, enum frame_kind *kind,
				uint32_t *length);

struct command {
	span version;  /* of the client's program: another one is refused */
	span use_case; /* its name */
	span key_file; /* of personal data */
	span as, pin;  /* who acts; may be empty */
	span request;  /* --kunci-perintah; may be empty */
	span in;       /* packed parameters */
};
void command_put(struct buf *out, const struct command *c);
MUST_CHECK bool command_take(span body, struct command *c);

struct step {
	span what;
	int64_t done, total;
};
void step_put(struct buf *out, const struct step *s);
MUST_CHECK bool step_take(span body, struct step *s);

struct reply {
	int64_t code; /* of CONTRACT section 2 */
	span error;   /* with a code */
	span advice;  /* may be empty */
	span out;     /* packed answer; with ERR_FOUND_WRONG too */
};
void reply_put(struct buf *out, const struct reply *r);
MUST_CHECK bool reply_take(span body, struct reply *r);

#endif

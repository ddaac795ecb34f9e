/* SPDX-License-Identifier: EUPL-1.2
 *
 * A record as bytes: what travels through the socket (sock.h) and what is kept of an answer (answer.h). Each field that
 * is given stands with its wire name, so that another version of the program reads what it knows and passes over the
 * rest; nothing depends on where a field stands in a struct. Numbers are 8 bytes, lowest first; lengths 4.
 *
 *   record = { u8 n, n bytes of wire name, u8 kind, u32 length, value }...
 *   value  = number N: 8 bytes | word W, text T: the bytes | list L: { u32 length, bytes }... | rows R: { u32, record
 * }...
 */
#ifndef OFFICE_PACK_H
#define OFFICE_PACK_H

#include "office/field.h"

enum {
	PACK_ROWS = 1,	  /* rows too (their cursors are used up) */
	PACK_PRIVATE = 2, /* F_PRIVATE fields too */
	PACK_MAX = 64 << 20
};

/* Appends. Lines are left out. Errors: of a cursor, or ERR_MACHINE when `out` took no more. */
MUST_CHECK int pack_record(struct buf *out, const struct field *fields, const void *record, unsigned what,
			   struct err *e);
/* Fills a record of `size` bytes; what is not named stays absent. Spans point into `packed`; rows are read from it,
 * each when it is asked for, with a cursor from the arena. ERR_UNREADABLE: not of this form. */
MUST_CHECK int unpack_record(span packed, const struct field *fields, void *record, size_t size,
			     struct padan_arena *arena, struct err *e);

/* Packed parameters come past field_parse: are they within what it allows? ERR_USAGE names the field. */
MUST_CHECK int fields_check(const struct field *fields, const void *record, struct err *e);

/* The pieces, for other formats of the room. */
void pack_u32(struct buf *out, uint32_t v);
void pack_i64(struct buf *out, int64_t v);
void pack_text(struct buf *out, span s); /* u32 length, bytes */
/* Take from the front of *in; false (and *in untouched) when it is too short. */
MUST_CHECK bool take_u32(span *in, uint32_t *v);
MUST_CHECK bool take_i64(span *in, int64_t *v);
MUST_CHECK bool take_text(span *in, span *s);

#endif

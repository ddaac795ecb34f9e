/* SPDX-License-Identifier: EUPL-1.2
 *
 * The bytes of a kept list. Each batch has a key of its own, 32 random bytes sealed with the key of personal data; its
 * file stands in parts of 64 KiB, each XChaCha20-Poly1305 under that key and bound to batch, place and whether it is
 * the last, so that no part can be moved, left out or cut off. Without the batch's key nothing of it can be read, not
 * even by whoever holds the key of personal data: destroying the key destroys the file (docs/adr/1001). (A backup holds
 * the key as it was then: backups go as retention says.)
 */
#ifndef INTAKE_BATCH_BYTES_STORE_H
#define INTAKE_BATCH_BYTES_STORE_H

#include "access/open_store.h"

enum { BATCH_PART = 64 << 10 };

/* For apply: the file at `path`. ERR_CONFLICT when its digest is another. */
MUST_CHECK int batch_bytes_write(struct unit *u, int64_t batch, const char *path, const uint8_t sha256[32],
				 struct err *e);
/* The file, part by part; part: 0 goes on, else its value is returned, with e filled. ERR_MACHINE when a part is
 * missing or changed. */
MUST_CHECK int batch_bytes_read(struct store *s, int64_t batch, int (*part)(void *ctx, span bytes, struct err *e),
				void *ctx, struct err *e);
/* What else is kept of a batch, under its key, destroyed with it (batch_page_store.h): bound to batch and number, and
 * never taken for a part of the file. ERR_CONFLICT when the key was destroyed. out: n + BATCH_BOX_EXTRA bytes to seal,
 * cipher.n to unseal. false: changed, or not ours. */
enum { BATCH_BOX_EXTRA = 40 };
struct batch_box {
	int64_t batch;
	unsigned char key[32];
};
MUST_CHECK int batch_box_open(struct store *s, int64_t batch, struct batch_box *out, struct err *e);
void batch_box_close(struct batch_box *b);
void batch_box_seal(const struct batch_box *b, const struct seams *s, int64_t no, span plain, unsigned char *out);
MUST_CHECK bool batch_box_unseal(const struct batch_box *b, int64_t no, span cipher, unsigned char *out, size_t *n);

/* For apply: destroys key and parts, pages as well. */
MUST_CHECK int batch_bytes_drop(struct unit *u, int64_t batch, struct err *e);
/* *left = rows that are still there. */
MUST_CHECK int batch_bytes_left(struct store *s, int64_t batch, int64_t *left, struct err *e);
/* Where the batch's key is sealed to. */
struct key_place batch_key_place(int64_t batch);

#endif

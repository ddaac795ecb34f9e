/* SPDX-License-Identifier: EUPL-1.2
 *
 * A backup file: a snapshot of the database, encrypted. The key is derived from the key of personal data (key_backup),
 * which is never inside.
 *
 *   head    120 bytes: mark, format, version of the tables, id of the key, time, size, frame size, stream header,
 *           and a digest of all that, so that damage is told from another key
 *   frames  64 KiB of the snapshot each, crypto_secretstream (XChaCha20-Poly1305). Bound into each: the head and its
 *           place. The last one is marked as the end and holds the snapshot's digest; nothing follows it.
 *
 * Any byte changed, any frame moved, doubled or missing, any cut: refused before anything takes the database's name.
 */
#ifndef DB_BACKUP_H
#define DB_BACKUP_H

#include "base/seam.h"

enum { BACKUP_KEY = 32, BACKUP_KEY_ID = 16, BACKUP_DIGEST = 32 };

struct backup_head {
	int version; /* of the tables */
	char key_id[BACKUP_KEY_ID + 1];
	int64_t at_ms;			     /* when the snapshot was taken */
	int64_t size;			     /* of the snapshot, bytes */
	unsigned char digest[BACKUP_DIGEST]; /* of the snapshot; known after sealing, opening or testing */
};

/* Encrypts the file `from` into a new file `to` (0600, synced with its name; gone again after an error). head->size and
 * head->digest are filled. */
MUST_CHECK int backup_seal(const struct seams *s, const char *from, const char *to, struct backup_head *head,
			   const unsigned char key[BACKUP_KEY], struct err *e);
/* ERR_UNREADABLE: no such file, or not a backup; ERR_CONFLICT: of a newer format. */
MUST_CHECK int backup_look(const struct seams *s, const char *from, struct backup_head *head, struct err *e);
/* Decrypts into a new file `to` (0600, synced; gone again after an error); to == NULL: only tests. ERR_UNREADABLE when
 * anything is not as it was written. */
MUST_CHECK int backup_open(const struct seams *s, const char *from, const char *to, struct backup_head *head,
			   const unsigned char key[BACKUP_KEY], struct err *e);

/* Gives the database file `fresh` the name `path`, durably. An existing one: ERR_CONFLICT unless `aside` is a name,
 * which it then takes, whole; ERR_CONFLICT when another process has it open. The caller holds path's lock. */
MUST_CHECK int backup_place(const struct seams *s, const char *fresh, const char *path, const char *aside,
			    struct err *e);

#endif

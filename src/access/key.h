/* SPDX-License-Identifier: EUPL-1.2
 *
 * The key of personal data (CONTRACT section 2). One file of 32 random bytes, outside the database and never in a
 * backup; whoever loses it loses the names in the database, whoever copies it with the database reads them. From the
 * master are derived (libsodium crypto_kdf, context "lindung1"): the sealing key, one blind-index key per kind of
 * number, and the key's id, which the database stores so that another key is refused.
 *
 * The master and the derived keys lie in guarded memory that is not swapped where the system allows it, and are wiped
 * at key_close.
 */
#ifndef ACCESS_KEY_H
#define ACCESS_KEY_H

#include "base/seam.h"

enum {
	KEY_EXTRA = 40,	  /* bytes that sealing adds: nonce 24, tag 16 */
	KEY_ID_TEXT = 17, /* sixteen hex digits and NUL */
	KEY_BLIND = 16,	  /* bytes of a blind index */
};

struct key;

/* Appended to only: stored indexes depend on the numbers. KEY_PIN peppers PINs, so that a copied database without its
 * key gives nothing to guess at; KEY_ACCESS hides addresses and recovery codes; KEY_WORD words of names; KEY_CARD signs
 * the codes on cards. */
enum key_number { KEY_NIK, KEY_KK, KEY_KPJ, KEY_PHONE, KEY_PIN, KEY_ACCESS, KEY_WORD, KEY_CARD };

/* Reads the key file. `make`: a missing one is made (0600, missing folders 0700) and *made set, so that the caller
 * advises to copy it away. Refused: a file that others may read or write, that belongs to somebody else, that is no
 * key (ERR_USAGE), or a missing one without `make` (ERR_CONFLICT). */
MUST_CHECK int key_open(struct key **out, const char *file, bool make, bool *made, const struct seams *s,
			struct err *e);
void key_close(struct key *k); /* NULL is nothing */
/* Names the key without telling anything about it. */
const char *key_id(const struct key *k);

/* Encrypts backups (db/backup.h). Wipe it after use. */
void key_backup(const struct key *k, unsigned char out[32]);

/* Where a sealed value stands. It is bound to its place: moved to another row or column it does not open. */
struct key_place {
	const char *table; /* at most 32 bytes count */
	int64_t id, no;
};
/* XChaCha20-Poly1305; out has room for plain.n + KEY_EXTRA bytes. */
void key_seal(const struct key *k, const struct key_place *at, span plain, unsigned char *out);
/* out has room for sealed.n - KEY_EXTRA bytes (its count comes back in *n). False: too short, changed, moved, or
 * another key. */
MUST_CHECK bool key_unseal(const struct key *k, const struct key_place *at, span sealed, unsigned char *out, size_t *n);
/* Keyed BLAKE2b of a number's digits: equal numbers have equal indexes, and that is all that can be seen. */
void key_blind(const struct key *k, enum key_number kind, span digits, unsigned char out[KEY_BLIND]);

#endif

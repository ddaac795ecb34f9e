/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/key.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MARK "LINDUNG-KUNCI-1\n"
enum {
	MASTER = crypto_kdf_KEYBYTES,
	MARK = sizeof(FILE_MARK) - 1,
	FILE_SIZE = MARK + 2 * MASTER + 1, /* mark, hex, line end */
	SUBKEYS_SEAL = 1,		   /* numbers of the derived keys; stored data depends on them */
	SUBKEYS_BLIND = 16,
	SUBKEYS_BACKUP = 8,
	SUBKEYS_ID = 64,
	NUMBERS = KEY_CARD + 1,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	PLACE = 48, /* table (32, zero-filled), id, no */
};
_Static_assert(KEY_EXTRA == NONCE + TAG, "KEY_EXTRA is nonce and tag");
static const char context[crypto_kdf_CONTEXTBYTES + 1] = "lindung1";

struct key {
	unsigned char seal[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	unsigned char backup[crypto_secretstream_xchacha20poly1305_KEYBYTES];
	unsigned char blind[NUMBERS][crypto_generichash_KEYBYTES];
	char id[KEY_ID_TEXT];
	const struct seams *seams;
};

/* --- the file --------------------------------------------------------------------------------------------------------
 */
static int check_rights(int fd, const char *file, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st))
		return err_errno(e, errno, "%s: tidak dapat diperiksa", file);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: bukan berkas biasa", file);
	if (st.st_mode & 077)
		return err_set(e, ERR_USAGE, "%s: berkas kunci dapat dibuka orang lain; jalankan: chmod 600 %s", file,
			       file);
	if (st.st_uid != geteuid() && geteuid() != 0)
		return err_set(e, ERR_USAGE, "%s: berkas kunci milik pengguna lain; pakai kunci milik sendiri", file);
	return ERR_OK;
}

static int read_master(const char *file, const struct seams *s, unsigned char master[MASTER], struct err *e)
{
	unsigned char text[FILE_SIZE + 1];
	size_t got = 0, hex = 0;
	ssize_t n = 1;
	int fd = s->io->open(s->io->ctx, file, O_RDONLY | O_NOFOLLOW, 0), rc;

	if (fd < 0)
		return err_errno(e, errno, "%s: berkas kunci tidak dapat dibuka", file);
	rc = check_rights(fd, file, e);
	while (!rc && got < sizeof(text) && n > 0) {
		n = s->io->read(s->io->ctx, fd, text + got, sizeof(text) - got);
		if (n < 0)
			rc = err_errno(e, errno, "%s: berkas kunci tidak dapat dibaca", file);
		else
			got += (size_t)n;
	}
	s->io->close(s->io->ctx, fd);
	if (!rc &&
	    (got < FILE_SIZE - 1 || got > FILE_SIZE || memcmp(text, FILE_MARK, MARK) != 0 ||
	     sodium_hex2bin(master, MASTER, (const char *)text + MARK, 2 * MASTER, NULL, &hex, NULL) || hex != MASTER))
		rc = err_set(e, ERR_USAGE, "%s: bukan berkas kunci Lindung", file);
	sodium_memzero(text, sizeof(text));
	return rc;
}

/* The folders of the default place (~/.config/lindung); those that are there already stay as they are. */
static void make_folders(const char *file, const struct seams *s)
{
	char path[PATH_MAX];

	for (const char *p = strchr(file + 1, '/'); p && (size_t)(p - file) < sizeof(path); p = strchr(p + 1, '/')) {
		memcpy(path, file, (size_t)(p - file));
		path[p - file] = 0;
		if (access(path, F_OK))
			s->io->mkdir(s->io->ctx, path, 0700);
	}
}

/* O_EXCL and not file_write: of two that start at once the second must read the first one's key, not replace it. */
static int make_master(const char *file, const struct seams *s, struct err *e)
{
	unsigned char master[MASTER];
	char text[FILE_SIZE + 1];
	int fd, bad = 0;

	make_folders(file, s);
	fd = s->io->open(s->io->ctx, file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, errno, "%s: berkas kunci tidak dapat dibuat", file);
	s->random(s->ctx, master, sizeof(master));
	memcpy(text, FILE_MARK, MARK);
	sodium_bin2hex(text + MARK, 2 * MASTER + 1, master, MASTER);
	text[FILE_SIZE - 1] = '\n';
	if (s->io->write(s->io->ctx, fd, text, FILE_SIZE) != FILE_SIZE || s->io->fsync(s->io->ctx, fd))
		bad = errno ? errno : EIO;
	if (s->io->close(s->io->ctx, fd) && !bad)
		bad = errno;
	if (!bad && file_name_sync(s, file))
		bad = errno;
	sodium_memzero(master, sizeof(master));
	sodium_memzero(text, sizeof(text));
	if (bad)
		s->io->unlink(s->io->ctx, file);
	return bad ? err_errno(e, bad, "%s: berkas kunci tidak dapat ditulis", file) : ERR_OK;
}

/* --- opening ---------------------------------------------------------------------------------------------------------
 */
static void derive(struct key *k, const unsigned char master[MASTER])
{
	unsigned char id[(KEY_ID_TEXT - 1) / 2], id_key[crypto_kdf_BYTES_MAX];

	crypto_kdf_derive_from_key(k->seal, sizeof(k->seal), SUBKEYS_SEAL, context, master);
	crypto_kdf_derive_from_key(k->backup, sizeof(k->backup), SUBKEYS_BACKUP, context, master);
	for (unsigned i = 0; i < NUMBERS; i++)
		crypto_kdf_derive_from_key(k->blind[i], sizeof(k->blind[i]), SUBKEYS_BLIND + i, context, master);
	crypto_kdf_derive_from_key(id_key, sizeof(id_key), SUBKEYS_ID, context, master);
	memcpy(id, id_key, sizeof(id));
	sodium_bin2hex(k->id, sizeof(k->id), id, sizeof(id));
	sodium_memzero(id_key, sizeof(id_key));
}

int key_open(struct key **out, const char *file, bool make, bool *made, const struct seams *s, struct err *e)
{
	unsigned char *master;
	struct key *k;
	int rc = ERR_OK;

	*out = NULL;
	*made = false;
	if (sodium_init() < 0)
		return err_set(e, ERR_MACHINE, "libsodium tidak dapat disiapkan");
	if (access(file, F_OK) && errno == ENOENT) {
		if (!make)
			return err_set(e, ERR_CONFLICT,
				       "%s: berkas kunci tidak ada; tunjuk kunci basis data ini dengan --kunci", file);
		rc = make_master(file, s, e);
		*made = !rc;
	}
	if (rc)
		return rc;
	master = sodium_malloc(MASTER);
	k = sodium_malloc(sizeof(*k));
	if (!master || !k)
		rc = err_memory(e, "kunci data pribadi");
	if (!rc)
		rc = read_master(file, s, master, e);
	if (!rc) {
		k->seams = s;
		derive(k, master);
		*out = k;
	} else {
		sodium_free(k);
	}
	sodium_free(master);
	return rc;
}

void key_close(struct key *k)
{
	sodium_free(k);
}

const char *key_id(const struct key *k)
{
	return k->id;
}

void key_backup(const struct key *k, unsigned char out[32])
{
	memcpy(out, k->backup, sizeof(k->backup));
}

/* --- sealing ---------------------------------------------------------------------------------------------------------
 */
static void put64(unsigned char *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (unsigned char)(v >> (8 * i));
}

static void place_bytes(const struct key_place *at, unsigned char out[PLACE])
{
	size_t n = strlen(at->table);

	memset(out, 0, PLACE);
	memcpy(out, at->table, n < 32 ? n : 32);
	put64(out + 32, (uint64_t)at->id);
	put64(out + 40, (uint64_t)at->no);
}

void key_seal(const struct key *k, const struct key_place *at, span plain, unsigned char *out)
{
	unsigned char place[PLACE];

	place_bytes(at, place);
	k->seams->random(k->seams->ctx, out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)plain.p, plain.n, place,
						   PLACE, NULL, out, k->seal);
}

bool key_unseal(const struct key *k, const struct key_place *at, span sealed, unsigned char *out, size_t *n)
{
	const unsigned char *p = (const unsigned char *)sealed.p;
	unsigned char place[PLACE];
	unsigned long long got = 0;

	*n = 0;
	if (sealed.n < KEY_EXTRA)
		return false;
	place_bytes(at, place);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &got, NULL, p + NONCE, sealed.n - NONCE, place, PLACE, p,
						       k->seal))
		return false;
	*n = (size_t)got;
	return true;
}

void key_blind(const struct key *k, enum key_number kind, span digits, unsigned char out[KEY_BLIND])
{
	crypto_generichash(out, KEY_BLIND, (const unsigned char *)digits.p, digits.n, k->blind[kind],
			   sizeof(k->blind[kind]));
}

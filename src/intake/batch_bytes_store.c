/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/batch_bytes_store.h"

#include "tabular/file_hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>

enum {
	FILE_KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	CIPHER = BATCH_PART + NONCE + TAG,
	SEALED_KEY = FILE_KEY + KEY_EXTRA,
	BOUND = 17, /* batch, place, last */
};

struct key_place batch_key_place(int64_t batch)
{
	return (struct key_place){ "batch_key", batch, 0 };
}

/* --- one part ----------------------------------------------------------------------------------------------------- */
static void bound_to(int64_t batch, int64_t no, int last, unsigned char out[BOUND])
{
	for (int i = 0; i < 8; i++) {
		out[i] = (unsigned char)((uint64_t)batch >> (8 * i));
		out[8 + i] = (unsigned char)((uint64_t)no >> (8 * i));
	}
	out[16] = (unsigned char)last;
}

/* What moves through writing and reading: the key and room for a part, wiped at the end. */
struct file {
	int64_t batch, no;
	const struct seams *s;
	unsigned char key[FILE_KEY];
	unsigned char plain[BATCH_PART], next[BATCH_PART], cipher[CIPHER];
};

static struct file *file_new(const struct seams *s, int64_t batch)
{
	struct file *f = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*f));

	if (f) {
		f->s = s;
		f->batch = batch;
		f->no = 0;
	}
	return f;
}

static void file_free(struct file *f)
{
	if (!f)
		return;
	sodium_memzero(f->key, sizeof(f->key));
	sodium_memzero(f->plain, sizeof(f->plain));
	sodium_memzero(f->next, sizeof(f->next));
	f->s->alloc->resize(f->s->alloc->ctx, f, sizeof(*f), 0);
}

static int put_part(struct file *f, struct db *db, const unsigned char *plain, size_t n, bool last, struct err *e)
{
	unsigned char bound[BOUND];
	struct db_value v[3] = { db_i64(f->batch), db_i64(f->no), db_bytes(f->cipher, NONCE + n + TAG) };

	bound_to(f->batch, f->no++, last, bound);
	f->s->random(f->s->ctx, f->cipher, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(f->cipher + NONCE, NULL, plain, n, bound, BOUND, NULL, f->cipher,
						   f->key);
	return db_run(db, SQL_batch_part_add, v, 3, NULL, e);
}

/* --- writing ------------------------------------------------------------------------------------------------------ */
static int put_key(struct file *f, struct store *s, struct err *e)
{
	struct key_place at = batch_key_place(f->batch);
	unsigned char sealed[SEALED_KEY];
	struct db_value v[2] = { db_i64(f->batch), db_bytes(sealed, sizeof(sealed)) };

	f->s->random(f->s->ctx, f->key, FILE_KEY);
	key_seal(store_key(s), &at, (span){ (const char *)f->key, FILE_KEY }, sealed);
	return db_run(store_db(s), SQL_batch_key_add, v, 2, NULL, e);
}

/* Fills a part as far as the file goes. */
static int fill(const struct io *io, int fd, unsigned char *out, size_t *n)
{
	*n = 0;
	while (*n < BATCH_PART) {
		ssize_t got = io->read(io->ctx, fd, out + *n, BATCH_PART - *n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (!got)
			break;
		*n += (size_t)got;
	}
	return 0;
}

/* One part is held back, so that the last one is known. */
static int put_parts(struct file *f, struct db *db, int fd, uint8_t sha256[32], struct err *e)
{
	const struct io *io = f->s->io;
	struct file_hash h;
	size_t n = 0, more = 0;
	int rc = ERR_OK, bad = fill(io, fd, f->plain, &n);

	file_hash_init(&h, true);
	while (!rc && !bad) {
		file_hash_add(&h, (span){ (const char *)f->plain, n });
		bad = n == BATCH_PART ? fill(io, fd, f->next, &more) : (more = 0, 0);
		if (bad)
			break;
		rc = put_part(f, db, f->plain, n, !more, e);
		if (!more)
			break;
		memcpy(f->plain, f->next, more);
		n = more;
	}
	file_hash_done(&h, sha256);
	return bad ? err_set(e, ERR_UNREADABLE, "berkas tidak dapat dibaca (%s)", errno_reason(bad)) : rc;
}

int batch_bytes_write(struct unit *u, int64_t batch, const char *path, const uint8_t sha256[32], struct err *e)
{
	const struct seams *s = u->env->seams;
	struct file *f = file_new(s, batch);
	uint8_t now[32];
	int fd, rc;

	if (!f)
		return err_memory(e, "isi kiriman");
	fd = s->io->open(s->io->ctx, path, O_RDONLY, 0);
	if (fd < 0) {
		file_free(f);
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s)", path, errno_reason(errno));
	}
	rc = put_key(f, u->store, e);
	if (!rc)
		rc = put_parts(f, store_db(u->store), fd, now, e);
	s->io->close(s->io->ctx, fd);
	file_free(f);
	if (!rc && memcmp(now, sha256, sizeof(now)) != 0)
		rc = err_set(e, ERR_CONFLICT, "%s: berubah selagi disimpan; ulangi", path);
	return rc;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */
static int broken(int64_t no, struct err *e)
{
	return err_set(e, ERR_MACHINE, "isi kiriman: bagian ke-%lld hilang atau rusak; jalankan lindung verify",
		       (long long)no + 1);
}

static int get_key(struct store *s, int64_t batch, unsigned char key[FILE_KEY], struct err *e)
{
	struct db_value v = db_i64(batch);
	struct db_row row = { .want = 1 };
	struct key_place at = batch_key_place(batch);
	size_t n = 0;
	int rc = db_one(store_db(s), SQL_batch_key_get, &v, 1, &row, e);

	if (rc)
		return rc;
	if (!row.found)
		return err_set(e, ERR_CONFLICT, "isi kiriman tidak ada lagi: kuncinya sudah dimusnahkan");
	if (row.col[0].s.n != SEALED_KEY || !key_unseal(store_key(s), &at, row.col[0].s, key, &n) || n != FILE_KEY)
		return err_set(e, ERR_MACHINE, "kunci kiriman rusak; jalankan lindung verify");
	return ERR_OK;
}

/* The parts come in order and say themselves which is the last. */
static bool open_part(struct file *f, span cipher, int64_t no, bool *last, size_t *n)
{
	const unsigned char *p = (const unsigned char *)cipher.p;
	unsigned char bound[BOUND];
	unsigned long long got = 0;

	if (no != f->no || cipher.n < NONCE + TAG || cipher.n > CIPHER)
		return false;
	for (int ends = 0; ends < 2; ends++) {
		bound_to(f->batch, no, ends, bound);
		if (crypto_aead_xchacha20poly1305_ietf_decrypt(f->plain, &got, NULL, p + NONCE, cipher.n - NONCE, bound,
							       BOUND, p, f->key))
			continue;
		*last = ends;
		*n = (size_t)got;
		f->no++;
		return true;
	}
	return false;
}

static int get_parts(struct file *f, struct db *db, int (*part)(void *ctx, span bytes, struct err *e), void *ctx,
		     struct err *e)
{
	struct db_value v = db_i64(f->batch);
	struct db_stmt *st;
	bool row = false, last = false;
	int rc = db_query(db, SQL_batch_part_list, &v, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		size_t n = 0;

		if (last || !open_part(f, db_column_span(st, 1), db_column_i64(st, 0), &last, &n))
			return broken(f->no, e);
		rc = part(ctx, (span){ (const char *)f->plain, n }, e);
	}
	return rc || last ? rc : broken(f->no, e);
}

int batch_bytes_read(struct store *s, int64_t batch, int (*part)(void *ctx, span bytes, struct err *e), void *ctx,
		     struct err *e)
{
	struct file *f = file_new(store_seams(s), batch);
	int rc;

	if (!f)
		return err_memory(e, "isi kiriman");
	rc = get_key(s, batch, f->key, e);
	if (!rc)
		rc = get_parts(f, store_db(s), part, ctx, e);
	file_free(f);
	return rc;
}

/* --- what goes beside the file, under the same key -------------------------------------------------------------------
 */
_Static_assert(BATCH_BOX_EXTRA == NONCE + TAG && sizeof(((struct batch_box *)0)->key) == FILE_KEY, "libsodium's sizes");
enum { BESIDE = 2 }; /* never taken for a part of the file, which is bound to 0 or 1 */

int batch_box_open(struct store *s, int64_t batch, struct batch_box *out, struct err *e)
{
	out->batch = batch;
	return get_key(s, batch, out->key, e);
}

void batch_box_close(struct batch_box *b)
{
	sodium_memzero(b->key, sizeof(b->key));
}

void batch_box_seal(const struct batch_box *b, const struct seams *s, int64_t no, span plain, unsigned char *out)
{
	unsigned char bound[BOUND];

	bound_to(b->batch, no, BESIDE, bound);
	s->random(s->ctx, out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, (const unsigned char *)(plain.n ? plain.p : ""),
						   plain.n, bound, BOUND, NULL, out, b->key);
}

bool batch_box_unseal(const struct batch_box *b, int64_t no, span cipher, unsigned char *out, size_t *n)
{
	const unsigned char *p = (const unsigned char *)cipher.p;
	unsigned char bound[BOUND];
	unsigned long long got = 0;

	bound_to(b->batch, no, BESIDE, bound);
	if (cipher.n < BATCH_BOX_EXTRA ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(out, &got, NULL, p + NONCE, cipher.n - NONCE, bound, BOUND, p,
						       b->key))
		return false;
	*n = (size_t)got;
	return true;
}

/* --- destroying --------------------------------------------------------------------------------------------------- */
/* Overwritten before it is deleted: a page that is only marked free keeps what stood in it. */
int batch_bytes_drop(struct unit *u, int64_t batch, struct err *e)
{
	static const unsigned char nothing[SEALED_KEY];
	struct db_value v[2] = { db_i64(batch), db_bytes(nothing, sizeof(nothing)) };
	struct db *db = store_db(u->store);
	int rc = db_run(db, SQL_batch_key_void, v, 2, NULL, e);

	if (!rc)
		rc = db_run(db, SQL_batch_key_drop, v, 1, NULL, e);
	if (!rc)
		rc = db_run(db, SQL_batch_page_drop, v, 1, NULL, e);
	return rc ? rc : db_run(db, SQL_batch_part_drop, v, 1, NULL, e);
}

int batch_bytes_left(struct store *s, int64_t batch, int64_t *left, struct err *e)
{
	struct db_value v = db_i64(batch);
	struct db_row row = { .want = 1 };
	int rc = db_one(store_db(s), SQL_batch_part_left, &v, 1, &row, e);

	*left = rc ? 0 : row.col[0].i;
	return rc;
}

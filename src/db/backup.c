/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>

#define MARK "LINDUNG-CADANGAN"
enum {
	FORMAT = 1,
	FRAME = 1 << 16,
	TAG = crypto_secretstream_xchacha20poly1305_ABYTES,
	STREAM = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	HEAD = 120,
	HEAD_DIGEST = HEAD - BACKUP_DIGEST, /* where the digest of what stands before it begins */
	PLACE = BACKUP_DIGEST + 8
};
_Static_assert(HEAD_DIGEST == 64 + STREAM, "the head's parts fill it");

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

struct backup {
	const struct seams *s;
	const char *from, *to;
	int in, out;
	unsigned char head[HEAD], place[PLACE];
	stream_state stream;
	crypto_generichash_state digest;
	int64_t frame;
	unsigned char plain[FRAME], sealed[FRAME + TAG];
};

/* --- numbers and bytes -----------------------------------------------------------------------------------------------
 */
static void put(unsigned char *p, int bytes, int64_t v)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (unsigned char)((uint64_t)v >> (8 * i));
}

static int64_t get(const unsigned char *p, int bytes)
{
	uint64_t v = 0;

	for (int i = bytes; i-- > 0;)
		v = v << 8 | p[i];
	return (int64_t)v;
}

/* Up to n bytes, fewer only at the end of the file; -1 with errno. */
static ssize_t read_full(const struct seams *s, int fd, unsigned char *p, size_t n)
{
	size_t got = 0;

	while (got < n) {
		ssize_t one = s->io->read(s->io->ctx, fd, p + got, n - got);

		if (one < 0 && errno == EINTR)
			continue;
		if (one < 0)
			return -1;
		if (one == 0)
			break;
		got += (size_t)one;
	}
	return (ssize_t)got;
}

static int write_full(struct backup *b, const unsigned char *p, size_t n, struct err *e)
{
	while (n) {
		ssize_t one = b->s->io->write(b->s->io->ctx, b->out, p, n);

		if (one < 0 && errno == EINTR)
			continue;
		if (one <= 0)
			return err_errno(e, one ? errno : EIO, "%s: tidak dapat ditulis", b->to);
		p += one;
		n -= (size_t)one;
	}
	return ERR_OK;
}

/* --- the head --------------------------------------------------------------------------------------------------------
 */
static void write_head(struct backup *b, const struct backup_head *h)
{
	memcpy(b->head, MARK, 16);
	put(b->head + 16, 4, FORMAT);
	put(b->head + 20, 4, h->version);
	memcpy(b->head + 24, h->key_id, BACKUP_KEY_ID);
	put(b->head + 40, 8, h->at_ms);
	put(b->head + 48, 8, h->size);
	put(b->head + 56, 4, FRAME);
	put(b->head + 60, 4, 0);
	/* the stream's own header stands at 64 already */
	crypto_generichash(b->head + HEAD_DIGEST, BACKUP_DIGEST, b->head, HEAD_DIGEST, NULL, 0);
}

static int damaged(const struct backup *b, struct err *e)
{
	return err_set(e, ERR_UNREADABLE, "%s: cadangan rusak atau terpotong; pakai cadangan yang lain", b->from);
}

static int read_head(struct backup *b, struct backup_head *h, struct err *e)
{
	unsigned char digest[BACKUP_DIGEST];
	ssize_t n = read_full(b->s, b->in, b->head, HEAD);

	if (n < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca (%s)", b->from, errno_reason(errno));
	if (n < 16 || memcmp(b->head, MARK, 16) != 0)
		return err_set(e, ERR_UNREADABLE, "%s: bukan cadangan Lindung", b->from);
	if (n < HEAD)
		return damaged(b, e);
	crypto_generichash(digest, sizeof(digest), b->head, HEAD_DIGEST, NULL, 0);
	if (sodium_memcmp(digest, b->head + HEAD_DIGEST, BACKUP_DIGEST) != 0)
		return damaged(b, e);
	if (get(b->head + 16, 4) != FORMAT || get(b->head + 56, 4) != FRAME || get(b->head + 60, 4))
		return err_set(e, ERR_CONFLICT, "%s: dibuat oleh Lindung yang lebih baru; pakai program yang baru",
			       b->from);
	*h = (struct backup_head){ .version = (int)get(b->head + 20, 4),
				   .at_ms = get(b->head + 40, 8),
				   .size = get(b->head + 48, 8) };
	memcpy(h->key_id, b->head + 24, BACKUP_KEY_ID);
	return h->size >= 0 ? ERR_OK : damaged(b, e);
}

/* The head and the place of the next frame: what each frame is bound to. */
static void next_place(struct backup *b)
{
	memcpy(b->place, b->head + HEAD_DIGEST, BACKUP_DIGEST);
	put(b->place + BACKUP_DIGEST, 8, b->frame++);
}

/* --- files -----------------------------------------------------------------------------------------------------------
 */
static int open_both(struct backup *b, struct err *e)
{
	const struct io *io = b->s->io;

	b->in = io->open(io->ctx, b->from, O_RDONLY, 0);
	if (b->in < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s)", b->from, errno_reason(errno));
	if (!b->to)
		return ERR_OK;
	b->out = io->open(io->ctx, b->to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	return b->out < 0 ? err_errno(e, errno, "%s: tidak dapat dibuat", b->to) : ERR_OK;
}

static int close_both(struct backup *b, int rc, struct err *e)
{
	const struct io *io = b->s->io;
	bool made = b->out >= 0;

	if (b->in >= 0)
		io->close(io->ctx, b->in);
	if (!rc && made && io->fsync(io->ctx, b->out))
		rc = err_errno(e, errno, "%s: tidak sampai ke cakram", b->to);
	if (made && io->close(io->ctx, b->out) && !rc)
		rc = err_errno(e, errno, "%s: tidak sampai ke cakram", b->to);
	if (!rc && made && file_name_sync(b->s, b->to))
		rc = err_errno(e, errno, "%s: foldernya tidak sampai ke cakram", b->to);
	if (rc && made)
		io->unlink(io->ctx, b->to);
	sodium_memzero(&b->stream, sizeof(b->stream));
	sodium_memzero(b->plain, sizeof(b->plain));
	return rc;
}

static struct backup *begin(const struct seams *s, const char *from, const char *to, struct err *e)
{
	struct backup *b = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*b));

	if (!b) {
		err_memory(e, "cadangan");
		return NULL;
	}
	memset(b, 0, sizeof(*b));
	b->s = s, b->from = from, b->to = to, b->in = b->out = -1;
	crypto_generichash_init(&b->digest, NULL, 0, BACKUP_DIGEST);
	return b;
}

static void end(struct backup *b)
{
	b->s->alloc->resize(b->s->alloc->ctx, b, sizeof(*b), 0);
}

/* --- sealing
 * -----------------------------------------------------------------------------------------------------------
 */
static int seal_frame(struct backup *b, size_t n, unsigned char tag, struct err *e)
{
	next_place(b);
	crypto_secretstream_xchacha20poly1305_push(&b->stream, b->sealed, NULL, b->plain, n, b->place, PLACE, tag);
	return write_full(b, b->sealed, n + TAG, e);
}

static int seal_all(struct backup *b, struct backup_head *h, struct err *e)
{
	int64_t left = h->size;
	int rc = write_full(b, b->head, HEAD, e);

	while (!rc && left) {
		size_t want = left < FRAME ? (size_t)left : FRAME;
		ssize_t n = read_full(b->s, b->in, b->plain, want);

		if (n != (ssize_t)want)
			return err_errno(e, n < 0 ? errno : EIO, "%s: tidak dapat dibaca", b->from);
		crypto_generichash_update(&b->digest, b->plain, want);
		rc = seal_frame(b, want, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, e);
		left -= n;
	}
	crypto_generichash_final(&b->digest, h->digest, BACKUP_DIGEST);
	memcpy(b->plain, h->digest, BACKUP_DIGEST);
	return rc ? rc : seal_frame(b, BACKUP_DIGEST, crypto_secretstream_xchacha20poly1305_TAG_FINAL, e);
}

/* The file is ours alone and still: its size is what can be read of it. */
static int measure(struct backup *b, int64_t *size, struct err *e)
{
	int64_t low = 0, step = (int64_t)1 << 46;
	char byte;

	for (; step; step >>= 1) {
		ssize_t n = b->s->io->pread(b->s->io->ctx, b->in, &byte, 1, low + step - 1);

		if (n < 0)
			return err_errno(e, errno, "%s: tidak dapat dibaca", b->from);
		low += n ? step : 0;
	}
	*size = low;
	return ERR_OK;
}

int backup_seal(const struct seams *s, const char *from, const char *to, struct backup_head *head,
		const unsigned char key[BACKUP_KEY], struct err *e)
{
	struct backup *b = begin(s, from, to, e);
	int rc;

	if (!b)
		return ERR_MACHINE;
	rc = open_both(b, e);
	if (!rc)
		rc = measure(b, &head->size, e);
	if (!rc) {
		crypto_secretstream_xchacha20poly1305_init_push(&b->stream, b->head + 64, key);
		write_head(b, head);
		rc = seal_all(b, head, e);
	}
	rc = close_both(b, rc, e);
	end(b);
	return rc;
}

/* --- opening
 * -----------------------------------------------------------------------------------------------------------
 */
int backup_look(const struct seams *s, const char *from, struct backup_head *head, struct err *e)
{
	struct backup *b = begin(s, from, NULL, e);
	int rc;

	if (!b)
		return ERR_MACHINE;
	rc = open_both(b, e);
	if (!rc)
		rc = read_head(b, head, e);
	rc = close_both(b, rc, e);
	end(b);
	return rc;
}

/* The next frame of n bytes into plain. */
static int open_frame(struct backup *b, size_t n, unsigned char tag, struct err *e)
{
	ssize_t got = read_full(b->s, b->in, b->sealed, n + TAG);
	unsigned char found = 0;

	if (got < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca (%s)", b->from, errno_reason(errno));
	next_place(b);
	if (got != (ssize_t)(n + TAG) ||
	    crypto_secretstream_xchacha20poly1305_pull(&b->stream, b->plain, NULL, &found, b->sealed, n + TAG, b->place,
						       PLACE) ||
	    found != tag)
		return damaged(b, e);
	return ERR_OK;
}

static int open_all(struct backup *b, struct backup_head *h, struct err *e)
{
	unsigned char more;
	int rc = ERR_OK;

	for (int64_t left = h->size; !rc && left;) {
		size_t n = left < FRAME ? (size_t)left : FRAME;

		rc = open_frame(b, n, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, e);
		if (!rc)
			crypto_generichash_update(&b->digest, b->plain, n);
		if (!rc && b->to)
			rc = write_full(b, b->plain, n, e);
		left -= (int64_t)n;
	}
	if (!rc)
		rc = open_frame(b, BACKUP_DIGEST, crypto_secretstream_xchacha20poly1305_TAG_FINAL, e);
	crypto_generichash_final(&b->digest, h->digest, BACKUP_DIGEST);
	if (!rc && (sodium_memcmp(h->digest, b->plain, BACKUP_DIGEST) != 0 || read_full(b->s, b->in, &more, 1) != 0))
		rc = damaged(b, e);
	return rc;
}

int backup_open(const struct seams *s, const char *from, const char *to, struct backup_head *head,
		const unsigned char key[BACKUP_KEY], struct err *e)
{
	struct backup *b = begin(s, from, to, e);
	int rc;

	if (!b)
		return ERR_MACHINE;
	rc = open_both(b, e);
	if (!rc)
		rc = read_head(b, head, e);
	if (!rc && crypto_secretstream_xchacha20poly1305_init_pull(&b->stream, b->head + 64, key))
		rc = damaged(b, e);
	if (!rc)
		rc = open_all(b, head, e);
	rc = close_both(b, rc, e);
	end(b);
	return rc;
}

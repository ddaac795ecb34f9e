/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/answer.h"

#include "office/pack.h"
#include "tabular/file_hash.h"

#include <errno.h>
#include <fcntl.h>

/* --- the key -------------------------------------------------------------------------------------------------------
 */
int answer_key_check(span key, struct err *e)
{
	static const char others[] = "._:-";
	bool fine = key.n > 0 && key.n <= ANSWER_KEY;

	for (size_t i = 0; fine && i < key.n; i++) {
		char c = key.p[i];

		fine = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		       (c && strchr(others, c));
	}
	if (fine && !(key.n >= 8 && memcmp(key.p, "sendiri:", 8) == 0)) /* the store's own names */
		return ERR_OK;
	return err_set(e, ERR_USAGE,
		       "--kunci-perintah: isi dengan 1 sampai %d huruf, angka, titik, titik dua, garis bawah atau "
		       "tanda hubung, misalnya 2025-05-02-sk-412",
		       ANSWER_KEY);
}

bool answer_wanted(const struct use_case *uc, const struct env *env)
{
	return env->idempotency.n && (uc->kind == CASE_WRITE || uc->kind == CASE_PUBLISH);
}

/* --- the question --------------------------------------------------------------------------------------------------
 */
static int hash_file(const struct seams *s, const char *path, unsigned char out[32], struct err *e)
{
	const struct io *io = s->io;
	char part[1 << 16];
	struct file_hash h;
	ssize_t n;
	int fd = io->open(io->ctx, path, O_RDONLY, 0);

	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s)", path, errno_reason(errno));
	file_hash_init(&h, true);
	while ((n = io->read(io->ctx, fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		file_hash_add(&h, (span){ part, (size_t)n });
	}
	file_hash_done(&h, out);
	io->close(io->ctx, fd);
	return n < 0 ? err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca", path) : ERR_OK;
}

/* Base name and content: a repetition may come from another folder. A folder or a file of settings that cannot be read
 * as a file counts by its name. */
static int put_file(struct buf *b, const struct env *env, span path, struct err *e)
{
	unsigned char sum[32];
	const char *name = padan_arena_copy(env->arena, path.p, path.n), *slash;
	int rc;

	if (!name)
		return err_memory(e, "nama berkas");
	rc = hash_file(env->seams, name, sum, e);
	slash = strrchr(name, '/');
	pack_text(b, padan_span_of(slash ? slash + 1 : name));
	if (!rc)
		buf_put(b, (const char *)sum, sizeof(sum));
	return rc;
}

/* Where and how it runs is no part of what is asked. */
static bool part_of_question(const struct field *f)
{
	static const char *const circumstances[] = { "kunci", "hukum", "threads" };

	for (size_t i = 0; i < sizeof(circumstances) / sizeof(*circumstances); i++)
		if (!strcmp(f->wire, circumstances[i]))
			return false;
	return f->type != FIELD_store && f->type != FIELD_lines;
}

static int put_field(struct buf *b, const struct env *env, const struct field *f, const void *in, struct err *e)
{
	const struct field one[2] = { *f, { .c = NULL } };
	const void *p = field_member(f, in);
	int rc = ERR_OK;

	if (f->type != FIELD_file_in && f->type != FIELD_files_in)
		return pack_record(b, one, in, PACK_PRIVATE, e);
	pack_text(b, padan_span_of(f->wire));
	if (f->type == FIELD_file_in)
		return put_file(b, env, *(const span *)p, e);
	for (size_t i = 0; !rc && i < ((const struct file_list *)p)->n; i++)
		rc = put_file(b, env, ((const struct file_list *)p)->at[i], e);
	return rc;
}

int answer_ask(struct asked *a, const struct use_case *uc, const struct env *env, const void *in, struct err *e)
{
	struct buf b;
	int rc;

	*a = (struct asked){ .uc = uc, .env = env };
	buf_init(&a->kept, env->seams->alloc, ANSWER_MAX);
	rc = answer_key_check(env->idempotency, e);
	if (!rc && !env->store)
		rc = err_set(e, ERR_USAGE, "--kunci-perintah: perlu basis data; tambahkan --db BERKAS");
	buf_init(&b, env->seams->alloc, ANSWER_MAX);
	pack_text(&b, padan_span_of(uc->name));
	pack_text(&b, env->actor.name);
	for (const struct field *f = uc->in; !rc && f->c; f++)
		if (part_of_question(f) && field_given(f, in))
			rc = put_field(&b, env, f, in, e);
	if (!rc && b.failed)
		rc = err_memory(e, uc->label);
	if (!rc)
		crypto_generichash(a->question, sizeof(a->question), (const unsigned char *)b.p, b.n, NULL, 0);
	if (b.p)
		sodium_memzero(b.p, b.cap);
	buf_done(&b);
	return rc;
}

void answer_done(struct asked *a)
{
	if (a->kept.p)
		sodium_memzero(a->kept.p, a->kept.cap);
	buf_done(&a->kept);
}

/* --- the answer ----------------------------------------------------------------------------------------------------
 */
static int refuse_other(const struct asked *a, const struct answered *was, struct err *e)
{
	const struct use_case *uc = use_case_find(padan_span_of(was->use_case));
	int minute = (int)(was->at_ms / 60000 % 1440);
	span key = a->env->idempotency;
	char day[40];

	date_long((date){ (int32_t)(was->at_ms / 86400000) }, day);
	return err_set(e, ERR_CONFLICT,
		       "kunci perintah \"%.*s\" sudah dipakai pada %s %02d.%02d UTC untuk \"%s\" dengan isi lain; "
		       "pakai kunci baru",
		       (int)key.n, key.p, day, minute / 60, minute % 60, uc ? uc->label : was->use_case);
}

/* Out of what is kept, on the arena, where it stays. */
static int unpack_answer(const struct asked *a, span kept, void *out, struct err *e)
{
	span copy = { padan_arena_copy(a->env->arena, kept.p + ANSWER_QUESTION, kept.n - ANSWER_QUESTION),
		      kept.n - ANSWER_QUESTION };

	if (!copy.p)
		return err_memory(e, a->uc->label);
	return unpack_record(copy, a->uc->out, out, a->uc->out_size, a->env->arena, e);
}

static int ask_store(struct asked *a, bool sure, struct answered *was, struct err *e)
{
	const struct store_ops *ops = a->env->store_ops;
	struct store *s = a->env->store;
	int rc = sure ? ops->begin(s, e) : ERR_OK;

	if (rc)
		return rc;
	buf_clear(&a->kept);
	rc = ops->answered(s, a->env->idempotency, &a->kept, was, e);
	if (sure && !rc)
		rc = ops->commit(s, e);
	if (sure && rc)
		ops->rollback(s);
	return rc;
}

int answer_known(struct asked *a, bool sure, bool *known, void *out, struct err *e)
{
	struct answered was = { .found = false };
	int rc = ask_store(a, sure, &was, e);
	span kept = buf_as_span(&a->kept);

	*known = !rc && was.found;
	if (*known && (kept.n < ANSWER_QUESTION || memcmp(kept.p, a->question, ANSWER_QUESTION) != 0))
		rc = refuse_other(a, &was, e);
	else if (*known)
		rc = unpack_answer(a, kept, out, e);
	buf_clear(&a->kept);
	return rc;
}

int answer_keep(struct asked *a, const void *out, struct err *e)
{
	int rc;

	buf_clear(&a->kept);
	buf_put(&a->kept, (const char *)a->question, ANSWER_QUESTION);
	rc = pack_record(&a->kept, a->uc->out, out, PACK_ROWS | PACK_PRIVATE, e);
	if (!rc || !a->kept.failed)
		return rc;
	buf_clear(&a->kept);
	buf_put(&a->kept, (const char *)a->question, ANSWER_QUESTION);
	return pack_record(&a->kept, a->uc->out, out, PACK_PRIVATE, e);
}

int answer_give(const struct asked *a, void *out, struct err *e)
{
	return a->kept.n ? unpack_answer(a, buf_as_span(&a->kept), out, e) : ERR_OK;
}

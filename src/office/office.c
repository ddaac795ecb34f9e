/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/office.h"

#include "office/json.h"

enum { LIM_EVENT = 1 << 20 };

static int permit(const struct use_case *uc, const struct env *env, struct err *e)
{
	if (env->actor.may >> uc->capability & 1)
		return ERR_OK;
	if (!env->actor.account)
		return err_set(e, ERR_USAGE,
			       "%s: perlu pengguna bernama dengan wewenang \"%s\"; sebutkan diri dengan --sebagai NAMA "
			       "(daftarnya: lindung user list)",
			       uc->label, capability_word(uc->capability));
	return err_set(e, ERR_USAGE,
		       "%s: pengguna %.*s tidak berwenang (perlu wewenang \"%s\"); minta kepada pengelola", uc->label,
		       (int)(env->actor.name.n < 60 ? env->actor.name.n : 60), env->actor.name.p,
		       capability_word(uc->capability));
}

/* {"masukan":{...},"hasil":{...}}: what was asked and what came of it, without rows and private fields. */
static int content_of(const struct use_case *uc, const void *in, const void *out, struct buf *b, struct err *e)
{
	int rc;

	buf_puts(b, "{\"masukan\":");
	rc = json_record(b, uc->in, in, 0, NULL, e);
	buf_puts(b, ",\"hasil\":");
	if (!rc)
		rc = json_record(b, uc->out, out, 0, NULL, e);
	buf_putc(b, '}');
	if (!rc && b->failed)
		rc = err_memory(e, "catatan peristiwa");
	return rc;
}

static span reason_of(const struct use_case *uc, const void *in)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type == FIELD_reason)
			return *(const span *)field_member(f, in);
	return (span){ NULL, 0 };
}

static int record_event(const struct use_case *uc, const struct env *env, const void *in, const void *out,
			struct err *e)
{
	struct event ev = { .key = env->idempotency,
			    .use_case = uc->name,
			    .actor = env->actor.name,
			    .reason = reason_of(uc, in),
			    .region = env->scope.region };
	struct buf content;
	int rc;

	buf_init(&content, env->seams->alloc, LIM_EVENT);
	rc = content_of(uc, in, out, &content, e);
	ev.content = buf_as_span(&content);
	if (!rc)
		rc = env->store_ops->event(env->store, &ev, e);
	buf_done(&content);
	return rc;
}

/* One transaction: apply and its event, or nothing. */
static int write_unit(const struct use_case *uc, const struct env *env, const void *in, const void *out, struct err *e)
{
	struct unit u = { env, env->store };
	int rc = env->store_ops->begin(env->store, e);

	if (rc)
		return rc;
	rc = uc->apply(out, in, &u, e);
	if (!rc)
		rc = record_event(uc, env, in, out, e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}

static int publish(const struct use_case *uc, const struct env *env, const void *in, const void *out, struct err *e)
{
	int rc = uc->stage(out, in, env, e);

	if (!rc && env->store)
		rc = write_unit(uc, env, in, out, e);
	if (rc) {
		uc->discard(out, in, env);
		return rc;
	}
	return uc->publish(out, in, env, e);
}

static int commit(const struct use_case *uc, const struct env *env, const void *in, const void *out, struct err *e)
{
	switch (uc->kind) {
	case CASE_READ:
		return ERR_OK;
	case CASE_FILES:
		return uc->publish(out, in, env, e);
	case CASE_PUBLISH:
		return publish(uc, env, in, out, e);
	case CASE_WRITE:
		break;
	}
	if (!env->store)
		return err_set(e, ERR_USAGE, "%s: perlu basis data; tambahkan --db BERKAS", uc->label);
	return write_unit(uc, env, in, out, e);
}

int unit_next(struct unit *u, struct err *e)
{
	int rc;

	if (!u->store)
		return ERR_OK;
	rc = u->env->store_ops->commit(u->store, e);
	return rc ? rc : u->env->store_ops->begin(u->store, e);
}

int office_run(const struct use_case *uc, enum mode mode, const struct env *env, const void *in, void *out,
	       struct err *e)
{
	int rc = permit(uc, env, e);

	if (!rc)
		rc = fields_complete(uc->in, in, e);
	if (rc)
		return rc;
	fields_clear(uc->out, out, uc->out_size);
	rc = uc->plan(out, in, env, e);
	return rc || mode == PREVIEW ? rc : commit(uc, env, in, out, e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/office.h"

#include "office/answer.h"
#include "office/json.h"

enum { LIM_EVENT = 1 << 20 };

/* Asked for a fresh code of TOTP, and it did not come? */
static int confirmed(const struct use_case *uc, enum mode mode, const struct env *env, struct err *e)
{
	if (mode == PREVIEW || uc->kind == CASE_READ || !(env->confirm >> uc->capability & 1))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "%s: perlu kode autentikator yang baru; masukkan kode, lalu ulangi", uc->label);
}

int office_may(const struct use_case *uc, const struct env *env, struct err *e)
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

/* What one command has in hand. */
struct act {
	const struct use_case *uc;
	const struct env *env;
	const void *in;
	void *out;
	struct asked *asked; /* NULL: it carries no key */
};

static int record_event(const struct act *a, struct err *e)
{
	const struct use_case *uc = a->uc;
	const struct env *env = a->env;
	struct event ev = { .key = env->idempotency,
			    .use_case = uc->name,
			    .actor = env->actor.name,
			    .reason = reason_of(uc, a->in),
			    .region = env->scope.region };
	struct buf content;
	int rc;

	buf_init(&content, env->seams->alloc, LIM_EVENT);
	rc = content_of(uc, a->in, a->out, &content, e);
	ev.content = buf_as_span(&content);
	if (!rc && a->asked)
		rc = answer_keep(a->asked, a->out, e);
	if (a->asked)
		ev.answer = buf_as_span(&a->asked->kept);
	if (!rc)
		rc = env->store_ops->event(env->store, &ev, e);
	buf_done(&content);
	return rc;
}

/* One transaction: apply and its event, or nothing. */
static int write_unit(const struct act *a, struct err *e)
{
	const struct env *env = a->env;
	struct unit u = { env, env->store };
	int rc = env->store_ops->begin(env->store, e);

	if (rc)
		return rc;
	rc = a->uc->apply(a->out, a->in, &u, e);
	if (!rc)
		rc = record_event(a, e);
	if (!rc)
		rc = env->store_ops->commit(env->store, e);
	if (rc)
		env->store_ops->rollback(env->store);
	return rc;
}

static int publish(const struct act *a, struct err *e)
{
	int rc = a->uc->stage(a->out, a->in, a->env, e);

	if (!rc && a->env->store)
		rc = write_unit(a, e);
	if (rc) {
		a->uc->discard(a->out, a->in, a->env);
		return rc;
	}
	return a->uc->publish(a->out, a->in, a->env, e);
}

static int commit(const struct act *a, struct err *e)
{
	switch (a->uc->kind) {
	case CASE_READ:
		return ERR_OK;
	case CASE_FILES:
		return a->uc->publish(a->out, a->in, a->env, e);
	case CASE_PUBLISH:
		return publish(a, e);
	case CASE_WRITE:
		break;
	}
	if (!a->env->store)
		return err_set(e, ERR_USAGE, "%s: perlu basis data; tambahkan --db BERKAS", a->uc->label);
	return write_unit(a, e);
}

/* Whoever looks at a person is written down first. */
static int look(const struct act *a, struct err *e)
{
	const struct field *f = case_subject(a->uc);
	span nik = f ? *(const span *)field_member(f, a->out) : (span){ NULL, 0 };

	if (!nik.n || a->uc->kind != CASE_READ || !a->env->store || !a->env->store_ops->looked)
		return ERR_OK;
	return a->env->store_ops->looked(a->env, a->uc, nik, e);
}

static int plan_and_commit(const struct act *a, enum mode mode, struct err *e)
{
	int rc = a->uc->plan(a->out, a->in, a->env, e);

	if (!rc)
		rc = look(a, e);
	return rc || mode == PREVIEW ? rc : commit(a, e);
}

/* Asked before? And when it fails, once more: whoever came with the same key at the same time may have been first. */
static int with_key(struct act *a, struct err *e)
{
	struct err later = { .code = ERR_OK };
	struct asked asked;
	bool known = false;
	int rc = answer_ask(&asked, a->uc, a->env, a->in, e), again;

	a->asked = &asked;
	if (!rc)
		rc = answer_known(&asked, false, &known, a->out, e);
	if (!rc && !known) {
		rc = plan_and_commit(a, COMMIT, e);
		again = rc == ERR_CONFLICT ? answer_known(&asked, true, &known, a->out, &later) : ERR_OK;
		if (known && again)
			rc = err_set(e, again, "%s", later.text);
		else if (known)
			rc = ERR_OK;
		else if (!rc)
			rc = answer_give(&asked, a->out, e);
	}
	answer_done(&asked);
	return rc;
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
	struct act a = { .uc = uc, .env = env, .in = in, .out = out };
	int rc = office_may(uc, env, e);

	if (!rc)
		rc = confirmed(uc, mode, env, e);
	if (!rc)
		rc = fields_complete(uc->in, in, e);
	if (rc)
		return rc;
	fields_clear(uc->out, out, uc->out_size);
	return mode == COMMIT && answer_wanted(uc, env) ? with_key(&a, e) : plan_and_commit(&a, mode, e);
}

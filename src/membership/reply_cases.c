/* SPDX-License-Identifier: EUPL-1.2
 * bpjs reply. What plan found travels to the others behind the cursor of `pengganti`. */
#include "membership/bpjs_cases.h"
#include "membership/membership_store.h"

#include <stdio.h>

static struct reply reply_of(const struct bpjs_job *job)
{
	struct reply r = {
		.run = job->run, .name = padan_span_of(job->reply.file), .rows = job->reply.rows, .n = job->reply.n
	};

	memcpy(r.sha256, job->reply.sha256, sizeof(r.sha256));
	return r;
}

static int next_one(void *ctx, void *row, struct err *e)
{
	struct bpjs_job *job = ctx;
	struct bpjs_next_row *r = row;
	const struct substitute *s;

	(void)e;
	if (job->next_row >= job->nnext)
		return 0;
	s = &job->next[job->next_row++];
	*r = (struct bpjs_next_row){ .peringkat = s->who->rank,
				     .kelurahan = s->who->value[EXCHANGE_kelurahan],
				     .dana = s->fund,
				     .jumlah = s->total };
	return 1;
}

static void tell(struct bpjs_reply_out *out, const struct bpjs_job *job)
{
	int64_t now[ENROLLED_N];

	members_count(&job->members, now);
	out->rancangan = padan_span_of(job->id);
	out->nomor = job->number;
	out->baris = (int64_t)job->reply.n;
	out->orang = (int64_t)job->members.n;
	out->diterima = now[ENROLLED_YES];
	out->ditolak = now[ENROLLED_NO];
	out->tidak_jelas = now[ENROLLED_UNCLEAR];
	out->belum = now[ENROLLED_UNANSWERED];
	out->asing = 0;
	out->bebas = rp(0);
	for (size_t i = 0; i < job->reply.n; i++)
		out->asing += job->reply.rows[i].person < 0;
	for (size_t i = 0; i < job->members.n; i++)
		if (job->members.at[i].now == ENROLLED_NO)
			out->bebas.rp += job->members.at[i].total.rp;
}

int bpjs_reply_plan(struct bpjs_reply_out *out, const struct bpjs_reply_in *in, const struct env *env, struct err *e)
{
	struct bpjs_job *job = bpjs_open(in->rancangan, in->keluaran, env, e);
	char *path = padan_arena_copy(env->arena, in->jawaban.p, in->jawaban.n);
	int64_t known = 0;
	struct reply r;
	int rc;

	if (!job)
		return e->code;
	out->pengganti = (struct row_cursor){ next_one, job };
	out->keluaran = in->keluaran;
	rc = path ? reply_read(&job->reply, path, &job->members, env->seams, env->arena, e)
		  : err_memory(e, "jawaban BPJS");
	if (rc)
		return rc;
	r = reply_of(job);
	rc = membership_store_known(env->store, &r, &known, e);
	if (known)
		out->dibaca = (date){ (int32_t)(known / 86400000) };
	else
		reply_apply(&job->reply, &job->members);
	if (!rc)
		rc = bpjs_next_in_line(job, env, e);
	if (!rc)
		tell(out, job);
	return rc;
}

static bool is_reconciliation(const char *name)
{
	return !strcmp(name, BPJS_RECONCILE);
}

static int write_reconciliation(struct bpjs_job *job, const char *folder, struct err *e)
{
	char path[4200];

	snprintf(path, sizeof(path), "%s/" BPJS_RECONCILE, folder);
	return exchange_reconcile(&job->x, path, e);
}

int bpjs_reply_stage(const struct bpjs_reply_out *out, const struct bpjs_reply_in *in, const struct env *env,
		     struct err *e)
{
	struct bpjs_job *job = out->pengganti.ctx;

	(void)in, (void)env;
	job->x.reply = &job->reply;
	job->x.next = job->next;
	job->x.nnext = job->nnext;
	return bpjs_render(job, is_reconciliation, write_reconciliation, e);
}

int bpjs_reply_apply(const struct bpjs_reply_out *out, const struct bpjs_reply_in *in, struct unit *u, struct err *e)
{
	const struct bpjs_job *job = out->pengganti.ctx;
	struct reply r = reply_of(job);

	(void)in;
	return membership_store_add(u, &r, &job->members, e);
}

int bpjs_reply_publish(const struct bpjs_reply_out *out, const struct bpjs_reply_in *in, const struct env *env,
		       struct err *e)
{
	(void)in, (void)env;
	return bpjs_place(out->pengganti.ctx, e);
}

void bpjs_reply_discard(const struct bpjs_reply_out *out, const struct bpjs_reply_in *in, const struct env *env)
{
	(void)in, (void)env;
	bpjs_drop(out->pengganti.ctx);
}

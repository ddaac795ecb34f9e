/* SPDX-License-Identifier: EUPL-1.2
 * lindung papers RUN: the papers of a finished run, rendered again from the database. */
#include "selection/selection_cases.h"

#include "papers/letter.h"
#include "papers/papers.h"
#include "programme/letterhead_store.h"
#include "programme/run_store.h"
#include "selection/view_store.h"

/* What plan found travels to publish behind the cursor of `dana`. */
struct papers_job {
	struct selection s;
	size_t next_fund;
	struct letter_office office;
	struct letter_order letters;
};

static int fund_next(void *ctx, void *row, struct err *e)
{
	struct papers_job *job = ctx;
	struct run_fund_row *r = row;
	const struct view_fund *f;

	(void)e;
	if (job->next_fund >= job->s.view.head.nfunds)
		return 0;
	f = &job->s.view.head.funds[job->next_fund++];
	*r = (struct run_fund_row){
		.kode = f->code, .pagu = f->ceiling, .orang = f->people, .rupiah_terpakai = f->spent, .sisa = f->left
	};
	return 1;
}

int view_of_run(struct selection *s, span name, date papers_date, const struct env *env, struct err *e)
{
	span text = span_trim(name);
	int64_t run;

	*s = (struct selection){ .env = env, .arena = env->arena, .order = { .papers_date = papers_date } };
	if (!env->store)
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	if (!run_id_parse(text, &run))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)(text.n < 60 ? text.n : 60), text.p ? text.p : "");
	return view_from_store(s, run, e);
}

/* The Word documents: which, and what the office says about itself. */
static int order_letters(struct papers_job *job, const struct papers_in *in, const struct env *env, struct err *e)
{
	char *path = padan_arena_copy(env->arena, in->instansi.p, in->instansi.n);
	int rc = letters_of(in->surat, &job->letters.which, e);

	if (!path)
		return err_memory(e, "berkas instansi");
	letter_office_init(&job->office);
	if (!rc && in->instansi.n)
		rc = letter_office_load(&job->office, path, env->arena, env->seams, e);
	job->letters.office = &job->office;
	return rc;
}

/* Without a file: what the database keeps for the run's region. */
static int stored_office(struct papers_job *job, const struct papers_in *in, const struct env *env, struct err *e)
{
	struct letterhead l;
	bool found = false;
	int rc = in->instansi.n ? ERR_OK
				: letterhead_find(env->store, padan_span_of(job->s.programme.wilayah), &l, &found,
						  env->arena, e);

	if (!rc && found)
		rc = letter_office_of(&job->office, l.text, l.crest, l.state_crest, env->arena, e);
	return rc;
}

int papers_plan(struct papers_out *out, const struct papers_in *in, const struct env *env, struct err *e)
{
	struct papers_job *job = padan_arena_zero(env->arena, sizeof(*job));
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);
	const struct view_head *h;
	int rc;

	if (!job || !dir)
		return err_memory(e, "berkas keluaran");
	out->dana = (struct row_cursor){ fund_next, job };
	rc = papers_check_dir(dir, env->seams, e);
	if (rc == ERR_OK)
		rc = order_letters(job, in, env, e);
	if (rc == ERR_OK)
		rc = view_of_run(&job->s, in->rancangan, env->today, env, e);
	if (rc == ERR_OK)
		rc = stored_office(job, in, env, e);
	if (rc)
		return rc;
	h = &job->s.view.head;
	out->program = job->s.programme.nama;
	out->rancangan = h->run;
	out->nomor = h->decree;
	out->tanggal_sk = h->decreed;
	out->usulan = (int64_t)job->s.view.nrows;
	out->terpilih = h->by_verdict[PUTUSAN_TERPILIH];
	out->cadangan = h->by_verdict[PUTUSAN_CADANGAN];
	out->tinjau = h->by_verdict[PUTUSAN_TINJAU];
	out->ditolak = h->by_verdict[PUTUSAN_DITOLAK];
	out->ganda = h->by_verdict[PUTUSAN_GANDA];
	out->keluaran = in->keluaran;
	return ERR_OK;
}

int papers_publish(const struct papers_out *out, const struct papers_in *in, const struct env *env, struct err *e)
{
	struct papers_job *job = out->dana.ctx;
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);

	if (!dir)
		return err_memory(e, "berkas keluaran");
	env_progress(env, "menulis berkas", 0, 0);
	job->s.view.all_papers = true;
	job->s.view.letters = &job->letters;
	return papers_write(&job->s.view, dir, env->threads, env->seams, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The main job as a use case. plan computes everything; stage renders the papers beside their place; apply writes the
 * draft, where it may while the papers are still being rendered; publish puts the papers in place. What plan found
 * travels to the others behind the cursor of `dana`. */
#include "selection/selection_cases.h"

#include "access/open_store.h"
#include "base/crew.h"
#include "papers/papers.h"
#include "programme/decree_step_store.h"
#include "programme/run_digest_store.h"
#include "selection/bounds_store.h"
#include "selection/carried_store.h"
#include "selection/issued_store.h"
#include "selection/run_job.h"
#include "selection/run_rows_store.h"
#include "selection/selection.h"

#include <stdlib.h>

#define CASES	  "selection/selection.def"
#define CASE_ROOM selection
#include "office/define.inc"

struct run_job {
	struct selection s;
	struct run_claim claim;
	struct papers_batch papers;
	struct aside rendering;
	const char *dir; /* of the papers */
	int rendered;	 /* what rendering came to, and why; known when `rendering` has ended */
	struct err unrendered;
	struct view_time times[8];
	size_t next_fund; /* of the cursor */
	char run_id[RUN_ID_TEXT];
};

static struct run_job *state_of(const struct run_out *out)
{
	return out->dana.ctx;
}

static int64_t elapsed_ms(const struct env *env)
{
	return (env->seams->monotonic_us(env->seams->ctx) - env->started_us) / 1000;
}

static void note_time(struct run_job *st, const char *name)
{
	struct view_head *h = &st->s.view.head;

	if (h->ntimes < sizeof(st->times) / sizeof(st->times[0]))
		st->times[h->ntimes++] = (struct view_time){ name, elapsed_ms(st->s.env) };
	h->times = st->times;
}

static int fund_next(void *ctx, void *row, struct err *e)
{
	struct run_job *st = ctx;
	struct run_fund_row *r = row;
	const struct view_fund *f;

	(void)e;
	if (st->next_fund >= st->s.view.head.nfunds)
		return 0;
	f = &st->s.view.head.funds[st->next_fund++];
	*r = (struct run_fund_row){
		.kode = f->code, .pagu = f->ceiling, .orang = f->people, .rupiah_terpakai = f->spent, .sisa = f->left
	};
	return 1;
}

static void take_order(struct run_job *st, const struct run_in *in, const struct env *env)
{
	struct selection *s = &st->s;

	*s = (struct selection){ .env = env, .arena = env->arena, .bounds = match_bounds_usual };
	s->order = (struct selection_order){ .program = in->program,
					     .papers_date = date_known(in->tanggal) ? in->tanggal : env->today,
					     .list = { [VIEW_USULAN] = &in->usulan,
						       [VIEW_DUKCAPIL] = &in->dukcapil,
						       [VIEW_HASIL_PADAN] = &in->hasil_padan,
						       [VIEW_DESIL] = &in->desil,
						       [VIEW_PESERTA] = &in->peserta,
						       [VIEW_TOLAK] = &in->tolak,
						       [VIEW_SK] = &in->sk,
						       [VIEW_TINJAUAN] = &in->tinjauan } };
}

static char *path_of(span s, struct padan_arena *a)
{
	return padan_arena_copy(a, s.p, s.n);
}

/* Is one of the lists known already? Asked before the long part. */
static int claim(struct run_job *st, const struct run_in *in, struct err *e)
{
	struct run_head head;
	int rc;

	if (!st->s.env->store)
		return ERR_OK;
	rc = run_head_of(&st->s, in->ulang, &head, e);
	if (rc == ERR_OK)
		rc = run_store_claim(st->s.env->store, &head, &st->claim, e);
	if (rc == ERR_OK)
		st->s.view.head.run = padan_span_of(run_id_text(st->claim.run, st->run_id));
	return rc ? rc : carried_from_store(&st->s, &head, e);
}

static int compute(struct run_job *st, const struct run_in *in, struct err *e)
{
	struct selection *s = &st->s;
	int rc = selection_hash_ahead(s, e);

	if (rc == ERR_OK)
		rc = selection_given(s, e);
	if (rc == ERR_OK && !scope_covers(s->env->scope.region, padan_span_of(s->programme.wilayah)))
		rc = err_set(e, ERR_USAGE, "program ini untuk wilayah %s, di luar wilayah kerja Anda (%.*s)",
			     s->programme.wilayah, (int)s->env->scope.region.n, s->env->scope.region.p);
	note_time(st, "baca_usulan_ms");
	if (rc == ERR_OK)
		rc = bounds_from_store(s, e);
	if (rc == ERR_OK)
		rc = claim(st, in, e);
	if (rc == ERR_OK)
		rc = selection_found(s, e);
	note_time(st, "pemadanan_ms");
	if (rc == ERR_OK)
		rc = selection_facts(s, e);
	selection_hash_beside(s); /* at the latest: what comes now is mostly for one core */
	if (rc == ERR_OK)
		rc = selection_issued(s, e);
	if (rc == ERR_OK)
		rc = selection_judged(s, e);
	note_time(st, "sampai_putusan_ms");
	return rc ? rc : selection_shown(s, e);
}

static void tell(struct run_out *out, const struct run_job *st, const struct run_in *in)
{
	const struct selection *s = &st->s;
	const struct view_head *h = &s->view.head;

	out->program = s->programme.nama;
	out->rancangan = h->run;
	out->usulan = s->n;
	out->dilewati = (int64_t)s->view.nskips;
	for (size_t i = 0; i < s->view.nfiles; i++)
		if (s->view.files[i].kind == VIEW_DUKCAPIL)
			out->penduduk =
				(out->penduduk == FIELD_ABSENT ? 0 : out->penduduk) + s->view.files[i].proposals;
	out->padan = h->by_padan[PADAN_PADAN];
	out->terpilih = h->by_verdict[PUTUSAN_TERPILIH];
	out->cadangan = h->by_verdict[PUTUSAN_CADANGAN];
	out->tinjau = h->by_verdict[PUTUSAN_TINJAU];
	out->ditolak = h->by_verdict[PUTUSAN_DITOLAK];
	out->ganda = h->by_verdict[PUTUSAN_GANDA];
	out->konfirmasi = 0;
	for (uint32_t i = 0; i < s->n; i++)
		out->konfirmasi +=
			s->decision[i].putusan == PUTUSAN_TERPILIH && s->decision[i].syarat == SYARAT_KONFIRMASI_NIK;
	out->biaya = h->per_person;
	out->keluaran = in->keluaran;
}

int run_compute(struct run_out *out, const struct run_in *in, const struct columns *columns, const struct env *env,
		struct err *e)
{
	struct run_job *st = padan_arena_zero(env->arena, sizeof(*st));
	char *dir = path_of(in->keluaran, env->arena);
	int rc;

	if (!st || !dir)
		return err_memory(e, "rancangan");
	out->dana = (struct row_cursor){ fund_next, st };
	rc = papers_check_dir(dir, env->seams, e);
	take_order(st, in, env);
	st->s.order.columns = columns;
	if (rc == ERR_OK)
		rc = compute(st, in, e);
	if (rc) {
		selection_done(&st->s);
		return rc;
	}
	tell(out, st, in);
	return ERR_OK;
}

int run_plan(struct run_out *out, const struct run_in *in, const struct env *env, struct err *e)
{
	return run_compute(out, in, NULL, env, e);
}

const struct selection *run_selection(const struct run_out *out)
{
	return &state_of(out)->s;
}

int64_t run_number(const struct run_out *out)
{
	return state_of(out)->claim.run;
}

/* The last figures of ringkasan.json, when every other paper is written. */
static void late_figures(void *ctx, struct view_head *head)
{
	struct run_job *st = ctx;
	struct selection *s = &st->s;

	note_time(st, "total_ms");
	head->times = s->view.head.times;
	head->ntimes = s->view.head.ntimes;
	head->peak_bytes = s->env->seams->peak_bytes(s->env->seams->ctx);
}

static void render(void *ctx)
{
	struct run_job *st = ctx;
	const struct env *env = st->s.env;

	st->rendered = papers_render(&st->papers, &st->s.view, st->dir, env->threads, env->seams, &st->unrendered);
}

static int rendered(struct run_job *st, struct err *e)
{
	aside_end(&st->rendering);
	if (st->rendered && e)
		*e = st->unrendered;
	return st->rendered;
}

/* The papers and the rows both only read what was computed. Where others wait for their turns with the writer, the
 * papers come first: a turn waits for no disk. */
int run_stage(const struct run_out *out, const struct run_in *in, const struct env *env, struct err *e)
{
	struct run_job *st = state_of(out);
	bool beside = env->threads > 1 && env->store && !env->writer;

	st->dir = path_of(in->keluaran, env->arena);
	if (!st->dir)
		return err_memory(e, "berkas keluaran");
	env_progress(env, "menulis berkas", 0, 0);
	st->s.view.head.late = late_figures;
	st->s.view.head.late_ctx = st;
	aside_begin(&st->rendering, beside, render, st);
	return beside ? ERR_OK : rendered(st, e);
}

static int papers_ready(void *ctx, struct err *e)
{
	return rendered(ctx, e);
}

/* Without papers the rows of earlier turns go again, too. */
static void take_back(struct run_job *st, struct unit *u)
{
	struct err none = { .code = ERR_OK };
	const struct seams *s = u->env->seams;

	if (!run_store_sweep(u->store, st->claim.run, s->now_ms(s->ctx), &none))
		(void)!unit_next(u, &none);
}

int run_apply(const struct run_out *out, const struct run_in *in, struct unit *u, struct err *e)
{
	struct run_job *st = state_of(out);
	struct run_ready ready = { papers_ready, st };
	int rc;

	env_progress(u->env, "menyimpan rancangan", 0, 0);
	rc = run_write(&st->s, in->ulang, &st->claim, &ready, u, e);
	if (rc && rendered(st, NULL))
		take_back(st, u);
	return rc ? rc : carried_follow(&st->s, &st->claim, u, e);
}

int run_publish(const struct run_out *out, const struct run_in *in, const struct env *env, struct err *e)
{
	struct run_job *st = state_of(out);
	int rc = papers_place(&st->papers, e);

	(void)in;
	(void)env;
	selection_done(&st->s);
	return rc;
}

void run_discard(const struct run_out *out, const struct run_in *in, const struct env *env)
{
	struct run_job *st = state_of(out);

	(void)in;
	(void)env;
	aside_end(&st->rendering);
	papers_discard(&st->papers);
	selection_done(&st->s);
}

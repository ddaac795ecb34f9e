/* SPDX-License-Identifier: EUPL-1.2
 * lindung run-stored: the main job from what the database holds. The lists become files of memory for the time that
 * they are read (intake/private_files.h); what was used, and under which agreement, is written with the draft. */
#include "selection/run_job.h"

#include "intake/batch_bytes_store.h"
#include "intake/batch_store.h"
#include "intake/look.h"
#include "intake/permit_store.h"
#include "intake/private_files.h"
#include "programme/programme_store.h"
#include "programme/run_store.h"

/* A list of the run: a batch, or (batch 0) a file given for this once. */
struct used {
	int64_t batch, permit;
};

struct stored_job {
	struct run_in in;
	struct run_out out;
	struct columns columns;
	struct private_files files;
	struct used used[VIEW_LISTS_N][LIM_FILES]; /* in the order of the run's own lists */
	struct permit_use use[PERMIT_USES_MAX];
	size_t n_use;
};

static const enum list_kind kind_of[VIEW_LISTS_N] = {
	[VIEW_USULAN] = LIST_PROPOSALS, [VIEW_DUKCAPIL] = LIST_REGISTRY, [VIEW_HASIL_PADAN] = LIST_VERDICTS,
	[VIEW_DESIL] = LIST_DESIL,	[VIEW_PESERTA] = LIST_MEMBERS,	 [VIEW_TOLAK] = LIST_REFUSED,
	[VIEW_SK] = LIST_DECREE,	[VIEW_TINJAUAN] = LIST_REVIEW
};

static struct file_list *list_of(struct run_in *in, enum view_list kind)
{
	struct file_list *lists[VIEW_LISTS_N] = {
		[VIEW_USULAN] = &in->usulan, [VIEW_DUKCAPIL] = &in->dukcapil, [VIEW_HASIL_PADAN] = &in->hasil_padan,
		[VIEW_DESIL] = &in->desil,   [VIEW_PESERTA] = &in->peserta,   [VIEW_TOLAK] = &in->tolak,
		[VIEW_SK] = &in->sk,	     [VIEW_TINJAUAN] = &in->tinjauan
	};

	return lists[kind];
}

static int add_list(struct stored_job *j, enum view_list kind, span path, struct used used, struct err *e)
{
	struct file_list *f = list_of(&j->in, kind);

	if (f->n == LIM_FILES)
		return err_set(e, ERR_USAGE, "lebih dari %d daftar %s dalam satu kali jalan", LIM_FILES,
			       list_kind_name(kind_of[kind]));
	j->used[kind][f->n] = used;
	f->at[f->n++] = path;
	return ERR_OK;
}

/* --- agreements ----------------------------------------------------------------------------------------------------
 */
/* The one under which it was kept must hold today; where that one is over, another may have come. */
static int permit_for(enum list_kind kind, int64_t *permit, const struct env *env, struct err *e)
{
	struct permit p;
	int rc;

	*permit = 0;
	if (!permit_needed(kind))
		return ERR_OK;
	rc = permit_in_force(env->store, kind, "pemadanan", ledger_today(env), &p, env->arena, e);
	*permit = rc ? 0 : p.id;
	return rc;
}

/* --- batches --------------------------------------------------------------------------------------------------------
 */
static int materialise(struct stored_job *j, span name, int64_t batch, const struct env *env, span *path, struct err *e)
{
	char *copy;
	int rc = private_file_new(&j->files, name, e);

	if (!rc)
		rc = batch_bytes_read(env->store, batch, private_file_put, &j->files, e);
	if (rc)
		return rc;
	copy = padan_arena_copy(env->arena, private_file_path(&j->files), strlen(private_file_path(&j->files)));
	*path = padan_span_of(copy);
	return copy ? ERR_OK : err_memory(e, "kiriman");
}

static bool same_map(const struct columns_hand *a, const struct columns_hand *b)
{
	return a->n == b->n && memcmp(a->col, b->col, a->n) == 0;
}

/* Two offices may have taught the same header differently; one run can only read it one way. */
static int learn_columns(struct stored_job *j, const struct batch *b, const struct env *env, struct err *e)
{
	struct columns theirs = { .hand = NULL };
	int rc = header_maps_of(env->store, b->office, b->kind, &theirs, env->arena, e);

	for (const struct columns_hand *h = theirs.hand, *next; !rc && h; h = next) {
		const struct columns_hand *known = columns_hand_of(&j->columns, h->kind, h->fingerprint);
		struct columns_hand *mine;

		next = h->next;
		if (known && !same_map(known, h))
			return err_set(e, ERR_CONFLICT,
				       "%.*s (%.*s): judul kolomnya sama dengan kiriman instansi lain, tetapi artinya "
				       "ditetapkan berbeda; samakan dengan batch columns",
				       (int)(b->name.n < 80 ? b->name.n : 80), b->name.p,
				       (int)(b->office.n < 80 ? b->office.n : 80), b->office.p);
		mine = known ? NULL : padan_arena_get(env->arena, sizeof(*mine));
		if (!known && !mine)
			return err_memory(e, "kolom yang diingat");
		if (mine) {
			*mine = *h;
			mine->next = j->columns.hand;
			j->columns.hand = mine;
		}
	}
	return rc;
}

static enum view_list view_of_kind(enum list_kind kind)
{
	int v = 0;

	while (v < VIEW_LISTS_N && kind_of[v] != kind)
		v++;
	return (enum view_list)v;
}

static int add_batch(struct stored_job *j, int64_t id, const struct env *env, struct err *e)
{
	struct batch_check c;
	struct batch b;
	struct used used = { .batch = id };
	char text[RUN_ID_TEXT];
	span path;
	int rc = batch_find(env->store, id, env->scope.region, &b, env->arena, e);

	if (!rc)
		rc = batch_must_stand(&b, e);
	if (!rc)
		rc = batch_last_check(env->store, id, &c, env->arena, e);
	if (rc)
		return rc;
	if (!c.ready || view_of_kind(b.kind) == VIEW_LISTS_N)
		return err_set(
			e, ERR_USAGE,
			"kiriman %s (%.*s): kolomnya belum lengkap; tetapkan dahulu dengan lindung batch columns",
			run_id_text(id, text), (int)(b.name.n < 80 ? b.name.n : 80), b.name.p);
	rc = permit_for(b.kind, &used.permit, env, e);
	if (!rc)
		rc = learn_columns(j, &b, env, e);
	if (!rc)
		rc = materialise(j, b.name, id, env, &path, e);
	return rc ? rc : add_list(j, view_of_kind(b.kind), path, used, e);
}

static int add_batches(struct stored_job *j, span typed, const struct env *env, struct err *e)
{
	int rc = ERR_OK;

	while (!rc && typed.n) {
		size_t n = 0;
		int64_t id = 0;
		span one;

		while (n < typed.n && typed.p[n] != ',' && typed.p[n] != ' ')
			n++;
		one = (span){ typed.p, n };
		n += n < typed.n;
		typed.p += n, typed.n -= n;
		if (!one.n)
			continue;
		if (!run_id_parse(one, &id))
			return err_set(e, ERR_USAGE, "--kiriman \"%.*s\": bukan nama kiriman, misalnya 7K3M-9QWP-2XTA",
				       (int)(one.n < 40 ? one.n : 40), one.p);
		rc = add_batch(j, id, env, e);
	}
	if (!rc && !j->in.usulan.n)
		return err_set(e, ERR_USAGE, "--kiriman: tidak ada daftar usulan di antaranya");
	return rc;
}

/* --- files for this once -------------------------------------------------------------------------------------------
 */
static int add_files(struct stored_job *j, enum view_list kind, const struct file_list *given, const struct env *env,
		     struct err *e)
{
	struct used used = { 0 };
	int rc = given->n ? permit_for(kind_of[kind], &used.permit, env, e) : ERR_OK;

	for (size_t i = 0; !rc && i < given->n; i++)
		rc = add_list(j, kind, given->at[i], used, e);
	return rc;
}

static int add_given(struct stored_job *j, const struct run_stored_in *in, const struct env *env, struct err *e)
{
	int rc = add_files(j, VIEW_DUKCAPIL, &in->dukcapil, env, e);

	if (!rc)
		rc = add_files(j, VIEW_DESIL, &in->desil, env, e);
	if (!rc)
		rc = add_files(j, VIEW_PESERTA, &in->peserta, env, e);
	return rc ? rc : add_files(j, VIEW_TOLAK, &in->tolak, env, e);
}

/* --- the programme -------------------------------------------------------------------------------------------------
 */
static int add_programme(struct stored_job *j, const struct run_stored_in *in, const struct env *env, struct err *e)
{
	struct programme_file f;
	int64_t id = 0;
	char *path = NULL;
	int rc = programme_named(env, in->program, &id, e);

	if (!rc)
		rc = programme_file_find(env->store, id, in->revisi > 0 ? in->revisi : 0, &f, env->arena, e);
	if (!rc)
		rc = private_file_new(&j->files, SPAN("program.yaml"), e);
	if (!rc)
		rc = private_file_put(&j->files, f.text, e);
	if (!rc)
		path = padan_arena_copy(env->arena, private_file_path(&j->files), strlen(private_file_path(&j->files)));
	j->in.program = padan_span_of(path);
	return rc || path ? rc : err_memory(e, "berkas program");
}

/* --- the use case --------------------------------------------------------------------------------------------------
 */
/* The job travels behind the cursor of `dana`. */
static struct stored_job *job_of(const struct run_stored_out *out)
{
	return out->dana.ctx;
}

static int next_fund(void *ctx, void *row, struct err *e)
{
	struct stored_job *j = ctx;

	return j->out.dana.next(j->out.dana.ctx, row, e);
}

static void tell(struct run_stored_out *out, struct stored_job *j)
{
	const struct run_out *r = &j->out;

	out->program = r->program;
	out->rancangan = r->rancangan;
	out->usulan = r->usulan;
	out->dilewati = r->dilewati;
	out->penduduk = r->penduduk;
	out->padan = r->padan;
	out->terpilih = r->terpilih;
	out->cadangan = r->cadangan;
	out->tinjau = r->tinjau;
	out->ditolak = r->ditolak;
	out->ganda = r->ganda;
	out->konfirmasi = r->konfirmasi;
	out->biaya = r->biaya;
	out->keluaran = r->keluaran;
	out->dana = (struct row_cursor){ next_fund, j };
}

/* Inputs stand by kind, in the order of the lists. */
static int list_uses(struct stored_job *j, struct err *e)
{
	const struct selection *s = run_selection(&j->out);
	size_t at[VIEW_LISTS_N] = { 0 };

	if (s->n_inputs > PERMIT_USES_MAX)
		return err_set(e, ERR_USAGE, "lebih dari %d daftar dalam satu rancangan", PERMIT_USES_MAX);
	for (size_t i = 0; i < s->n_inputs; i++) {
		const struct input *in = &s->inputs[i];
		size_t no = at[in->kind]++;
		struct used used = j->used[in->kind][no];
		struct permit_use *u = &j->use[j->n_use++];

		*u = (struct permit_use){ .permit = used.permit,
					  .batch = used.batch,
					  .list = padan_span_of(list_kind_name(kind_of[in->kind])),
					  .name = padan_span_of(in->info->file),
					  .rows = in->kind == VIEW_USULAN ? s->intake.files[no].rows
									  : (int64_t)in->info->data };
		memcpy(u->sha256, in->info->sha256, sizeof(u->sha256));
	}
	return ERR_OK;
}

static int gather(struct stored_job *j, const struct run_stored_in *in, const struct env *env, struct err *e)
{
	int rc = look_columns(&j->columns, env->arena, e);

	if (!rc)
		rc = add_programme(j, in, env, e);
	if (!rc)
		rc = add_batches(j, in->kiriman, env, e);
	return rc ? rc : add_given(j, in, env, e);
}

int run_stored_plan(struct run_stored_out *out, const struct run_stored_in *in, const struct env *env, struct err *e)
{
	struct stored_job *j = padan_arena_zero(env->arena, sizeof(*j));
	int rc;

	if (!j)
		return err_memory(e, "rancangan");
	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
	fields_clear(run_case->in, &j->in, sizeof(j->in));
	fields_clear(run_case->out, &j->out, sizeof(j->out));
	j->in.keluaran = in->keluaran;
	j->in.tanggal = in->tanggal;
	j->in.ulang = in->ulang;
	rc = private_files_open(&j->files, env->seams, e);
	if (rc)
		return rc;
	rc = gather(j, in, env, e);
	if (!rc)
		rc = run_compute(&j->out, &j->in, &j->columns, env, e);
	private_files_close(&j->files);
	if (rc)
		return rc;
	rc = list_uses(j, e);
	if (rc)
		run_discard(&j->out, &j->in, env);
	else
		tell(out, j);
	return rc;
}

int run_stored_stage(const struct run_stored_out *out, const struct run_stored_in *in, const struct env *env,
		     struct err *e)
{
	struct stored_job *j = job_of(out);

	(void)in;
	return run_stage(&j->out, &j->in, env, e);
}

int run_stored_apply(const struct run_stored_out *out, const struct run_stored_in *in, struct unit *u, struct err *e)
{
	struct stored_job *j = job_of(out);
	int rc = run_apply(&j->out, &j->in, u, e);

	(void)in;
	return rc ? rc : permit_use_add(u, run_number(&j->out), j->use, j->n_use, e);
}

int run_stored_publish(const struct run_stored_out *out, const struct run_stored_in *in, const struct env *env,
		       struct err *e)
{
	struct stored_job *j = job_of(out);

	(void)in;
	return run_publish(&j->out, &j->in, env, e);
}

void run_stored_discard(const struct run_stored_out *out, const struct run_stored_in *in, const struct env *env)
{
	struct stored_job *j = job_of(out);

	(void)in;
	run_discard(&j->out, &j->in, env);
}

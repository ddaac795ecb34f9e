/* SPDX-License-Identifier: EUPL-1.2
 * bpjs list, and what both commands share. */
#include "membership/bpjs_cases.h"
#include "membership/membership_store.h"
#include "programme/decree_step_store.h"

#include "base/embed.h"

#include <errno.h>
#include <stdio.h>

#define CASES	  "membership/bpjs.def"
#define CASE_ROOM membership
#include "office/define.inc"

/* --- the decree ------------------------------------------------------------------------------------------------------
 */
static int open_programme(struct bpjs_job *job, const struct env *env, struct err *e)
{
	struct buf text;
	int rc;

	buf_init(&text, env->seams->alloc, LIM_PROGRAM_FILE);
	rc = run_store_program(env->store, job->run, &text, e);
	if (!rc) {
		char *p = padan_arena_copy(env->arena, text.p ? text.p : "", text.n);

		job->s = (struct selection){ .env = env, .arena = env->arena, .program_text = { p, text.n } };
		rc = p ? ERR_OK : err_memory(e, "berkas program");
	}
	buf_done(&text);
	return rc ? rc : selection_rules(&job->s, "program dalam basis data", e);
}

static int open_run(struct bpjs_job *job, span typed, const struct env *env, struct err *e)
{
	struct run_info r;
	int rc;

	if (!env->store)
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	if (!run_id_parse(span_trim(typed), &job->run))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)typed.n, typed.p);
	run_id_text(job->run, job->id);
	rc = run_store_info(env->store, job->run, &r, e);
	if (!rc)
		rc = scope_check(env, &r, e);
	if (!rc)
		rc = run_store_decree(env->store, job->run, &job->number, &job->decreed, env->arena, e);
	return rc;
}

struct bpjs_job *bpjs_open(span rancangan, span keluaran, const struct env *env, struct err *e)
{
	struct bpjs_job *job = padan_arena_zero(env->arena, sizeof(*job));
	int rc = job ? open_run(job, rancangan, env, e) : err_memory(e, "daftar BPJS");

	if (!rc)
		rc = open_programme(job, env, e);
	if (!rc)
		rc = membership_store_people(env, job->run, &job->s.programme, &job->members, e);
	if (!rc && keluaran.n >= sizeof(job->dir))
		rc = err_set(e, ERR_USAGE, "--keluaran: nama map terlalu panjang");
	if (rc)
		return NULL;
	memcpy(job->dir, keluaran.p, keluaran.n);
	job->x = (struct exchange){ .seams = env->seams,
				    .arena = env->arena,
				    .layout = &job->layout,
				    .members = &job->members,
				    .day = job->decreed,
				    .number = job->number };
	return job;
}

/* --- the folder ------------------------------------------------------------------------------------------------------
 */
int bpjs_render(struct bpjs_job *job, bool (*known)(const char *),
		int (*write)(struct bpjs_job *job, const char *folder, struct err *e), struct err *e)
{
	const struct seams *s = job->x.seams;
	int rc = folder_usable(job->dir, known, e), bad;

	if (rc)
		return rc;
	bad = folder_beside(&job->beside, job->dir, known, s);
	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibuat", job->dir);
	job->rendered = true;
	rc = write(job, job->beside.path, e);
	if (!rc && (bad = folder_sync(job->beside.path, s)) != 0)
		rc = err_errno(e, bad, "%s: hasil tidak dapat disimpan", job->dir);
	return rc;
}

int bpjs_place(struct bpjs_job *job, struct err *e)
{
	const struct seams *s = job->x.seams;
	int bad = folder_place(job->beside.path, job->dir, s);

	if (!bad)
		bad = folder_sync_parent(job->dir, s);
	folder_unlock(&job->beside, s);
	job->rendered = false;
	return bad ? err_errno(e, bad, "%s: hasil tidak dapat dipasang", job->dir) : ERR_OK;
}

void bpjs_drop(struct bpjs_job *job)
{
	if (!job->rendered)
		return;
	/* what cannot be removed stays beside; the next run of the command takes it away */
	if (folder_remove(job->beside.path, job->x.seams))
		job->rendered = true;
	folder_unlock(&job->beside, job->x.seams);
	job->rendered = false;
}

/* --- bpjs list -------------------------------------------------------------------------------------------------------
 */
static bool is_file_name(span s)
{
	return memchr(s.p, '/', s.n) || memchr(s.p, '.', s.n);
}

/* A shipped one by its name, or a file. */
static int read_layout(struct bpjs_job *job, span asked, const struct env *env, struct err *e)
{
	span name = asked.n ? asked : SPAN("contoh-bpu");
	char *path = padan_arena_copy(env->arena, name.p, name.n), inside[80];
	struct buf b;
	span text;
	int rc;

	if (!path)
		return err_memory(e, "tata letak");
	if (!is_file_name(name)) {
		snprintf(inside, sizeof(inside), "bpjs/%.60s.yaml", path);
		text = embedded_file(inside);
		if (!text.n)
			return err_set(
				e, ERR_USAGE,
				"tata letak \"%.60s\" tidak ada; bawaan: contoh-bpu, contoh-wadah, atau sebutkan "
				"BERKAS.yaml",
				path);
		return layout_read(&job->layout, text, path, env->arena, e);
	}
	buf_init(&b, env->seams->alloc, LAYOUT_BYTES);
	rc = file_read(env->seams, path, LAYOUT_BYTES, &b, e);
	if (!rc) {
		char *p = padan_arena_copy(env->arena, b.p ? b.p : "", b.n);

		rc = p ? layout_read(&job->layout, (span){ p, b.n }, path, env->arena, e) : err_memory(e, "tata letak");
	}
	buf_done(&b);
	return rc;
}

static int gap_next(void *ctx, void *row, struct err *e)
{
	struct bpjs_job *job = ctx;
	struct bpjs_gap_row *r = row;
	const struct layout_need *n;

	(void)e;
	if (job->next_need >= job->layout.needs)
		return 0;
	n = &job->layout.need[job->next_need++];
	*r = (struct bpjs_gap_row){ .sebutan = n->name, .kantor = n->office };
	if (memchr(n->office.p ? n->office.p : "", '{', n->office.n))
		r->kantor = SPAN("menurut tempat tinggalnya (kelengkapan.xlsx)");
	for (size_t i = 0; i < job->members.n; i++)
		r->orang += job->members.at[i].value[n->field].n == 0;
	return 1;
}

static int tell_list(struct bpjs_list_out *out, struct bpjs_job *job, const struct env *env, struct err *e)
{
	const struct layout *l = &job->layout;
	int64_t gaps;
	struct buf b;
	char *name;

	buf_init(&b, env->seams->alloc, 1024);
	buf_span(&b, l->name);
	buf_puts(&b, " versi ");
	buf_span(&b, l->version);
	name = padan_arena_copy(env->arena, b.p ? b.p : "", b.n);
	buf_done(&b);
	out->rancangan = padan_span_of(job->id);
	out->nomor = job->number;
	out->tata_letak = padan_span_of(name);
	out->orang = (int64_t)job->members.n;
	exchange_count_gaps(&job->x, &out->kurang, &gaps);
	return name ? ERR_OK : err_memory(e, "tata letak");
}

int bpjs_list_plan(struct bpjs_list_out *out, const struct bpjs_list_in *in, const struct env *env, struct err *e)
{
	struct bpjs_job *job = bpjs_open(in->rancangan, in->keluaran, env, e);
	int rc;

	if (!job)
		return e->code;
	out->daftar = (struct row_cursor){ gap_next, job };
	out->keluaran = in->keluaran;
	rc = read_layout(job, in->tata_letak, env, e);
	return rc ? rc : tell_list(out, job, env, e);
}

static bool is_list(const char *name)
{
	return !strcmp(name, BPJS_LIST) || !strcmp(name, BPJS_GAPS);
}

static int write_list(struct bpjs_job *job, const char *folder, struct err *e)
{
	char path[4200];
	int rc;

	snprintf(path, sizeof(path), "%s/" BPJS_LIST, folder);
	rc = exchange_list(&job->x, path, e);
	snprintf(path, sizeof(path), "%s/" BPJS_GAPS, folder);
	return rc ? rc : exchange_gaps(&job->x, path, e);
}

int bpjs_list_stage(const struct bpjs_list_out *out, const struct bpjs_list_in *in, const struct env *env,
		    struct err *e)
{
	(void)in, (void)env;
	return bpjs_render(out->daftar.ctx, is_list, write_list, e);
}

/* Nothing changes; that a list with full NIKs left the house, and by whom, is the event. */
int bpjs_list_apply(const struct bpjs_list_out *out, const struct bpjs_list_in *in, struct unit *u, struct err *e)
{
	(void)out, (void)in, (void)u, (void)e;
	return ERR_OK;
}

int bpjs_list_publish(const struct bpjs_list_out *out, const struct bpjs_list_in *in, const struct env *env,
		      struct err *e)
{
	(void)in, (void)env;
	return bpjs_place(out->daftar.ctx, e);
}

void bpjs_list_discard(const struct bpjs_list_out *out, const struct bpjs_list_in *in, const struct env *env)
{
	(void)in, (void)env;
	bpjs_drop(out->daftar.ctx);
}

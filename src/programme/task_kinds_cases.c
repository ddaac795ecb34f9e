/* SPDX-License-Identifier: EUPL-1.2
 * One function for each family of tasks. */
#include "access/session.h"
#include "access/totp_store.h"
#include "intake/batch_store.h"
#include "intake/permit_store.h"
#include "person/occupation.h"
#include "programme/decree_step_store.h"
#include "programme/programme_cases.h"
#include "programme/review_store.h"
#include "programme/row_store.h"
#include "programme/task_cases.h"
#include "programme/task_store.h"
#include "web/job_store.h"

#include <stdio.h>

enum { DAY_MS = 86400000 };

static span about(struct tasks *t, const struct task_run *r)
{
	return task_text(t, "%.*s, tahap %d", (int)(r->nama.n < 200 ? r->nama.n : 200), r->nama.p, r->stage);
}

static span id_text(struct tasks *t, int64_t id)
{
	char text[RUN_ID_TEXT];

	return task_text(t, "%s", run_id_text(id, text));
}

/* --- steps of the chain
 * ------------------------------------------------------------------------------------------------
 */
static const struct next_step {
	enum chain_state from;
	enum chain_act act;
} next_steps[] = {
#define CHAIN_STATE(word, label, next)
#define CHAIN_ACT(word, label, cap)
#define CHAIN_STEP(act, from, to) { CHAIN_##from, ACT_##act },
#include "programme/chain.def"
#undef CHAIN_STATE
#undef CHAIN_ACT
#undef CHAIN_STEP
};

/* The step that leads on, not back. */
static bool next_act(int state, enum chain_act *act)
{
	for (size_t i = 0; i < sizeof(next_steps) / sizeof(next_steps[0]); i++) {
		if ((int)next_steps[i].from != state || next_steps[i].act == ACT_return)
			continue;
		*act = next_steps[i].act;
		return true;
	}
	return false;
}

static int last_step(void *ctx, const struct chain_step *s)
{
	*(int64_t *)ctx = s->at_ms;
	return 0;
}

static int one_step(struct tasks *t, const struct task_run *r, struct err *e)
{
	struct chain_ask ask = { .run = r->run };
	const struct use_case *uc;
	struct err why = { .code = ERR_OK, .text = "" };
	int64_t since = 0;
	char name[40];
	int rc = 0;

	if (!next_act(r->chain, &ask.act))
		return ERR_OK;
	snprintf(name, sizeof(name), "decree_%s", chain_act_word(ask.act));
	uc = use_case_find(padan_span_of(name));
	if (!uc || !task_may(t, uc->capability))
		return ERR_OK;
	if (t->env->actor.account)
		rc = chain_store_plan(t->env, &ask, &why);
	if (rc == ERR_USAGE) /* whoever made it does not check it: somebody else's task */
		return ERR_OK;
	if (rc && rc != ERR_CONFLICT) {
		*e = why;
		return rc;
	}
	rc = chain_store_each(t->env->store, r->run, last_step, &since, e);
	task_add(t, &(struct task_row){ .jenis = padan_span_of(chain_act_word(ask.act)),
					.tugas = padan_span_of(uc->label),
					.hal = about(t, r),
					.jumlah = r->people,
					.satuan = SPAN("orang"),
					.sejak = task_day(since),
					.tenggat = r->first_day,
					.keterangan = task_text(t, "%s", why.text),
					.jalan = task_text(t, "/rancangan/%s", id_text(t, r->run).p) });
	return rc;
}

int tasks_of_chain(struct tasks *t, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < t->nruns; i++)
		if (scope_covers(t->env->scope.region, t->runs[i].wilayah))
			rc = one_step(t, &t->runs[i], e);
	return rc;
}

/* --- rows that a person must look at
 * ------------------------------------------------------------------------------------
 */
/* Two kinds of work: pairs and criteria are looked at in the office, cards and deaths are confirmed at the ward. */
struct waiting {
	const struct row_scope *ward; /* NULL: no single ward, counts are enough */
	span district;		      /* empty: all */
	int64_t office, ward_rows;
	int64_t read, doubt, pos;
};

static void count_waiting(struct waiting *w, enum review_kind kind, int64_t n)
{
	if (kind == REVIEW_CARD || kind == REVIEW_DEATH)
		w->ward_rows += n;
	else
		w->office += n;
}

static int waiting_count(void *ctx, const struct review_count *c)
{
	struct waiting *w = ctx;

	if (!w->district.n || padan_span_eq(w->district, c->district))
		count_waiting(w, c->kind, c->rows - c->answered);
	return 0;
}

static int waiting_row(void *ctx, const struct review_item *i)
{
	struct waiting *w = ctx;

	w->read++;
	w->doubt = i->doubt;
	w->pos = i->pos;
	if (row_scope_sees(w->ward, &i->row))
		count_waiting(w, i->kind, 1);
	return 0;
}

/* An operator of one ward: which rows are hers only the rows themselves say. */
static int count_ward(struct tasks *t, const struct task_run *r, struct waiting *w, struct err *e)
{
	enum { PART = 1024 };
	struct review_filter f = {
		.run = r->run, .kind = -1, .state = REVIEW_OPEN, .doubt = -1, .pos = -1, .most = PART
	};
	struct row_scope scope;
	int rc = row_scope_open(t->env, id_text(t, r->run), &scope, e);

	w->ward = &scope;
	f.district = scope.district;
	w->read = rc ? 0 : PART;
	while (!rc && w->read == PART) {
		w->read = 0;
		rc = review_store_queue(t->env->store, &f, waiting_row, w, e);
		f.doubt = w->doubt;
		f.pos = w->pos;
	}
	w->ward = NULL;
	return rc;
}

static void add_review(struct tasks *t, const struct task_run *r, const struct waiting *w, int64_t taken, date posted)
{
	span id = id_text(t, r->run);
	struct task_row row = { .hal = about(t, r),
				.satuan = SPAN("baris"),
				.sejak = task_day(r->at_ms),
				.tenggat = r->first_day,
				.jalan = task_text(t, "/pemadanan/%s", id.p) };

	if (w->office) {
		row.jenis = SPAN("tinjau");
		row.tugas = SPAN("Lihat pasangan dan syarat yang meragukan");
		row.jumlah = w->office;
		row.keterangan = taken ? task_text(t, "%lld sedang Anda buka", (long long)taken) : SPAN("");
		task_add(t, &row);
	}
	if (w->ward_rows) {
		row.jenis = SPAN("konfirmasi");
		row.tugas = SPAN("Pastikan di kelurahan: KTP atau KK, kematian");
		row.jumlah = w->ward_rows;
		row.tenggat = date_known(posted) ? posted : r->first_day;
		row.keterangan = date_known(posted) ? SPAN("uji publik berakhir pada tenggat itu") : SPAN("");
		row.jalan = task_text(t, "/pemadanan/%s?jenis=konfirmasi_nik", id.p);
		task_add(t, &row);
	}
}

static int review_of(struct tasks *t, const struct task_run *r, struct err *e)
{
	enum { DISTRICT = 8 }; /* "73.72.01" */
	span scope = t->env->scope.region;
	struct waiting w = { .district = SPAN("") };
	int64_t taken = 0;
	date posted = DATE_NONE;
	int rc;

	if (scope.n >= DISTRICT)
		w.district = (span){ scope.p, DISTRICT };
	rc = scope.n > DISTRICT ? count_ward(t, r, &w, e)
				: review_store_counts(t->env->store, r->run, waiting_count, &w, e);
	if (!rc)
		rc = task_taken(t->env->store, r->run, t->env->actor.account, t->now_ms - REVIEW_TAKE_MS, &taken, e);
	if (!rc)
		rc = task_public_test_end(t->env->store, r->run, &posted, e);
	if (!rc)
		add_review(t, r, &w, taken, posted);
	return rc;
}

int tasks_of_review(struct tasks *t, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && task_may(t, CAP_REVIEW) && i < t->nruns; i++)
		if (t->runs[i].chain == CHAIN_draft)
			rc = review_of(t, &t->runs[i], e);
	return rc;
}

/* --- what comes after a decree
 * --------------------------------------------------------------------------------------------
 */
static bool same_programme(const struct task_run *a, const struct task_run *b)
{
	return padan_span_eq(a->wilayah, b->wilayah) && padan_span_eq(a->nama, b->nama);
}

static bool decreed(const struct task_run *r)
{
	return r->chain >= CHAIN_ditetapkan;
}

/* Nothing of the same programme comes behind this stage, and nobody works on it. */
static bool last_stage(const struct tasks *t, const struct task_run *r)
{
	for (size_t i = 0; i < t->nruns; i++)
		if (same_programme(&t->runs[i], r) && t->runs[i].stage > r->stage)
			return false;
	return true;
}

/* The programme's whole quota, as the run read it; -1: it has none. */
static int quota_of(struct tasks *t, const struct task_run *r, int64_t *total, struct err *e)
{
	struct programme *p = padan_arena_zero(t->env->arena, sizeof(*p));
	struct occupations jobs;
	struct buf text;
	span own;
	int rc;

	if (!p)
		return err_memory(e, "program");
	buf_init(&text, t->env->seams->alloc, LIM_PROGRAM_FILE);
	rc = run_store_program(t->env->store, r->run, &text, e);
	own = (span){ padan_arena_copy(t->env->arena, text.p ? text.p : "", text.n), text.n };
	buf_done(&text);
	if (!rc && !own.p)
		rc = err_memory(e, "program");
	if (!rc)
		rc = programme_text_read(p, &jobs, own, "program", t->env, e);
	*total = rc ? -1 : p->kuota.total;
	return rc == ERR_USAGE ? ERR_OK : rc; /* a file that is not understood any more has no quota to speak of */
}

static int stage_due(struct tasks *t, const struct task_run *r, struct err *e)
{
	int64_t total = -1, in_decrees = 0, since = 0;
	int rc;

	if (r->last_day.day < t->today.day || !last_stage(t, r))
		return ERR_OK;
	rc = quota_of(t, r, &total, e);
	for (size_t i = 0; i < t->nruns; i++)
		if (same_programme(&t->runs[i], r) && decreed(&t->runs[i]))
			in_decrees += t->runs[i].people;
	if (rc || total <= in_decrees)
		return rc;
	rc = chain_store_each(t->env->store, r->run, last_step, &since, e);
	task_add(t, &(struct task_row){ .jenis = SPAN("tahap"),
					.tugas = task_text(t, "Susun tahap %d", r->stage + 1),
					.hal = about(t, r),
					.jumlah = total - in_decrees,
					.satuan = SPAN("orang"),
					.sejak = task_day(since),
					.tenggat = DATE_NONE,
					.keterangan = task_text(t, "kuota %lld orang, sudah ditetapkan %lld",
								(long long)total, (long long)in_decrees),
					.jalan = SPAN("/program") });
	return rc;
}

/* Cover that ends, and no run of the region that goes on behind it. */
static void cover_ends(struct tasks *t, const struct task_run *r)
{
	int32_t days = r->last_day.day - t->today.day;

	if (days > TASK_COVER_DAYS || days < -TASK_COVER_DAYS)
		return;
	for (size_t i = 0; i < t->nruns; i++)
		if (padan_span_eq(t->runs[i].wilayah, r->wilayah) && t->runs[i].last_day.day > r->last_day.day)
			return;
	task_add(t, &(struct task_row){ .jenis = SPAN("lanjutan"),
					.tugas = SPAN("Susun program lanjutan sebelum perlindungan berakhir"),
					.hal = about(t, r),
					.jumlah = r->people,
					.satuan = SPAN("orang"),
					.sejak = task_day(r->at_ms),
					.tenggat = r->last_day,
					.keterangan = SPAN("sesudah jeda, masa tunggu santunan kematian berjalan lagi"),
					.jalan = SPAN("/simulasi") });
}

int tasks_of_next(struct tasks *t, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < t->nruns; i++) {
		if (!decreed(&t->runs[i]) || !scope_covers(t->env->scope.region, t->runs[i].wilayah))
			continue;
		if (task_may(t, CAP_RUN))
			rc = stage_due(t, &t->runs[i], e);
		if (task_may(t, CAP_PROGRAMME))
			cover_ends(t, &t->runs[i]);
	}
	return rc;
}

/* --- lists and agreements
 * ---------------------------------------------------------------------------------------------------
 */
static int list_waits(void *ctx, const struct task_batch *b)
{
	struct tasks *t = ctx;
	struct task_row row = { .jenis = SPAN("kiriman"),
				.hal = task_text(t, "%.*s, %.*s", (int)(b->office.n < 200 ? b->office.n : 200),
						 b->office.p, (int)(b->name.n < 200 ? b->name.n : 200), b->name.p),
				.satuan = SPAN("baris"),
				.sejak = task_day(b->at_ms),
				.tenggat = DATE_NONE };
	span id = id_text(t, b->id);

	if (!b->ready) {
		row.tugas = SPAN("Tetapkan kolom sebuah kiriman");
		row.jumlah = b->rows;
		row.jalan = task_text(t, "/data/%s", id.p);
	} else {
		row.tugas = SPAN("Kembalikan baris yang salah kepada pengirimnya");
		row.jumlah = b->red;
		row.jalan = task_text(t, "/data/%s/baris?warna=merah", id.p);
	}
	task_add(t, &row);
	return 0;
}

int tasks_of_lists(struct tasks *t, struct err *e)
{
	if (!task_may(t, CAP_INTAKE))
		return ERR_OK;
	return task_batches(t->env->store, t->env->scope.region, list_waits, t, e);
}

struct agreements {
	struct tasks *t;
	struct permit *at;
	size_t n, cap;
};

static int keep_permit(void *ctx, const struct permit *p)
{
	struct agreements *a = ctx;
	struct permit *at;

	if (permit_state(p, a->t->today) != PERMIT_IN_FORCE && permit_state(p, a->t->today) != PERMIT_AHEAD)
		return 0;
	at = row_room(a->t->env->arena, a->at, a->n, &a->cap, sizeof(*at));
	a->t->failed |= !at;
	if (!at)
		return ERR_MACHINE;
	a->at = at;
	at[a->n] = *p;
	at[a->n].source = task_text(a->t, "%.*s", (int)p->source.n, p->source.p);
	at[a->n].holder = task_text(a->t, "%.*s", (int)p->holder.n, p->holder.p);
	at[a->n++].number = task_text(a->t, "%.*s", (int)p->number.n, p->number.p);
	return 0;
}

/* Is there one of the same source that goes on behind this one without a day between? */
static bool goes_on(const struct agreements *a, const struct permit *p)
{
	for (size_t i = 0; i < a->n; i++)
		if (padan_span_eq(a->at[i].source, p->source) && a->at[i].ends.day > p->ends.day &&
		    a->at[i].starts.day <= p->ends.day + 1)
			return true;
	return false;
}

static void permit_ends(struct tasks *t, const struct agreements *a, const struct permit *p)
{
	if (permit_state(p, t->today) != PERMIT_IN_FORCE || p->ends.day - t->today.day > TASK_PERMIT_DAYS ||
	    goes_on(a, p))
		return;
	task_add(t,
		 &(struct task_row){ .jenis = SPAN("izin"),
				     .tugas = SPAN("Perpanjang izin data yang hampir berakhir"),
				     .hal = task_text(t, "%.*s, nomor %.*s, %.*s", (int)p->source.n, p->source.p,
						      (int)p->number.n, p->number.p, (int)p->holder.n, p->holder.p),
				     .jumlah = 1,
				     .satuan = SPAN("izin"),
				     .sejak = p->starts,
				     .tenggat = p->ends,
				     .keterangan = p->keeps ? SPAN("isi kiriman di bawah izin ini dihapus sesudahnya")
							    : SPAN(""),
				     .jalan = SPAN("/izin-data") });
}

struct purge {
	int64_t n;
	date first;
};

static int due_one(void *ctx, const struct batch_due *d)
{
	struct purge *p = ctx;

	if (!p->n || d->over.day < p->first.day)
		p->first = d->over;
	p->n++;
	return 0;
}

int tasks_of_permits(struct tasks *t, struct err *e)
{
	struct agreements a = { .t = t };
	struct purge over = { 0, DATE_NONE };
	int rc;

	if (!task_may(t, CAP_PERMIT))
		return ERR_OK;
	rc = permit_each(t->env->store, keep_permit, &a, e);
	for (size_t i = 0; !rc && i < a.n; i++)
		permit_ends(t, &a, &a.at[i]);
	if (!rc)
		rc = batch_due_each(t->env->store, t->today, due_one, &over, e);
	if (!rc && over.n)
		task_add(t, &(struct task_row){ .jenis = SPAN("hapus"),
						.tugas = SPAN("Hapus isi kiriman yang izinnya berakhir"),
						.hal = SPAN("Izin data"),
						.jumlah = over.n,
						.satuan = SPAN("kiriman"),
						.sejak = over.first,
						.tenggat = over.first,
						.jalan = SPAN("/izin-data") });
	return rc;
}

/* --- citizens, jobs, the own account
 * -------------------------------------------------------------------------------------------
 */
int tasks_of_objections(struct tasks *t, struct err *e)
{
	int64_t n = 0, oldest = 0;
	date since;
	int rc;

	if (!task_may(t, CAP_OBJECTION))
		return ERR_OK;
	rc = task_open_objections(t->env->store, t->env->scope.region, &n, &oldest, e);
	if (rc || !n)
		return rc;
	since = task_day(oldest);
	task_add(t, &(struct task_row){ .jenis = SPAN("sanggahan"),
					.tugas = SPAN("Jawab sanggahan warga"),
					.hal = SPAN("Sanggahan yang belum selesai"),
					.jumlah = n,
					.satuan = SPAN("sanggahan"),
					.sejak = since,
					.tenggat = { since.day + TASK_OBJECTION_DAYS },
					.keterangan = SPAN("tenggat yang tertua"),
					.jalan = SPAN("/sanggahan") });
	return rc;
}

/* Newest first: what was done again since then is no task any more. */
struct job_seen {
	struct tasks *t;
	span again[16];
	size_t n;
};

static bool seen_before(struct job_seen *s, span use_case)
{
	for (size_t i = 0; i < s->n; i++)
		if (padan_span_eq(s->again[i], use_case))
			return true;
	if (s->n < sizeof(s->again) / sizeof(s->again[0]))
		s->again[s->n++] = task_text(s->t, "%.*s", (int)use_case.n, use_case.p);
	return false;
}

static int job_failed(void *ctx, const struct job *j)
{
	struct job_seen *s = ctx;
	struct tasks *t = s->t;
	const struct use_case *uc = use_case_find(j->use_case);

	if (seen_before(s, j->use_case) || (j->state != JOB_FAILED && j->state != JOB_INTERRUPTED) ||
	    t->now_ms - j->ended_ms > (int64_t)TASK_JOB_DAYS * DAY_MS)
		return 0;
	task_add(t, &(struct task_row){
			    .jenis = SPAN("pekerjaan"),
			    .tugas = j->state == JOB_FAILED ? SPAN("Ulangi pekerjaan yang gagal")
							    : SPAN("Ulangi pekerjaan yang terputus"),
			    .hal = uc ? padan_span_of(uc->label) : SPAN("Pekerjaan"),
			    .jumlah = 1,
			    .satuan = SPAN("pekerjaan"),
			    .sejak = task_day(j->ended_ms),
			    .tenggat = DATE_NONE,
			    .keterangan = task_text(t, "%.*s", (int)(j->error.n < 300 ? j->error.n : 300), j->error.p),
			    .jalan = task_text(t, "/pekerjaan/%.*s", (int)j->id.n, j->id.p) });
	return 0;
}

int tasks_of_jobs(struct tasks *t, struct err *e)
{
	struct job_seen s = { .t = t };

	return t->env->actor.account ? job_each(t->env->store, t->env->actor.account, job_failed, &s, e) : ERR_OK;
}

int tasks_of_account(struct tasks *t, struct err *e)
{
	struct task_row row = { .hal = SPAN("Akun Anda"), .tenggat = DATE_NONE, .jalan = SPAN("/akun/kode") };
	struct totp_state s = { 0 };
	bool needed = (t->env->actor.may & (caps_to_confirm() | MAY(CAP_ADMIN))) != 0;
	int rc = ERR_OK;

	if (t->env->actor.account)
		rc = totp_look(t->env->store, t->env->actor.account, &s, e);
	if (rc || !t->env->actor.account)
		return rc;
	row.sejak = task_day(s.since_ms);
	if (!s.since_ms && needed) {
		row.jenis = SPAN("kode");
		row.tugas = SPAN("Pasang kode autentikator");
		row.keterangan = SPAN("peran Anda memerlukannya");
		row.jumlah = 1;
		row.satuan = SPAN("kode");
		task_add(t, &row);
	} else if (s.since_ms && s.recovery_left <= TASK_CODES_FEW) {
		row.jenis = SPAN("kode_cadangan");
		row.tugas = SPAN("Buat kode cadangan baru");
		row.keterangan = SPAN("hapus dan pasang lagi kode autentikator");
		row.jumlah = s.recovery_left;
		row.satuan = SPAN("kode tersisa");
		task_add(t, &row);
	}
	return rc;
}

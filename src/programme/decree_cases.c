/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/decree_cases.h"
#include "programme/decree_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>

#define CASES	  "programme/decree.def"
#define CASE_ROOM programme
#include "office/define.inc"

static span keep(const struct env *env, span s)
{
	return padan_span_of(padan_arena_copy(env->arena, s.p ? s.p : "", s.n));
}

static int read_run(span typed, int64_t *run, struct err *e)
{
	if (run_id_parse(span_trim(typed), run))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA", (int)typed.n,
		       typed.p);
}

/* --- the scan --------------------------------------------------------------------------------------------------------
 */
static int hash_stream(const struct io *io, int fd, struct decree *d)
{
	crypto_hash_sha256_state h;
	unsigned char part[1 << 14];
	ssize_t n;

	crypto_hash_sha256_init(&h);
	while ((n = io->read(io->ctx, fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		crypto_hash_sha256_update(&h, part, (unsigned long long)n);
		d->scan_size += n;
	}
	crypto_hash_sha256_final(&h, d->scan_sha256);
	return 0;
}

static span base_name(span path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return (span){ path.p + i, path.n - i };
	return path;
}

static int read_scan(const struct env *env, span path, struct decree *d, struct err *e)
{
	const struct io *io = env->seams->io;
	const char *name = keep(env, path).p;
	int fd, bad;

	if (!name)
		return err_memory(e, "nama berkas");
	fd = io->open(io->ctx, name, O_RDONLY, 0);
	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s)", name, errno_reason(errno));
	d->scan_size = 0;
	d->scan_name = base_name(path);
	bad = hash_stream(io, fd, d);
	io->close(io->ctx, fd);
	if (bad)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca (%s)", name, errno_reason(bad));
	if (!d->scan_size)
		return err_set(e, ERR_UNREADABLE, "%s: berkas kosong", name);
	return ERR_OK;
}

/* --- decree issue
 * ------------------------------------------------------------------------------------------------------ */
static int read_request(const struct decree_issue_in *in, struct decree *d, struct err *e)
{
	*d = (struct decree){ .nomor = span_trim(in->nomor), .signed_on = in->tanggal };
	if (read_run(in->rancangan, &d->run, e))
		return ERR_USAGE;
	if (!d->nomor.n)
		return err_set(e, ERR_USAGE, "--nomor: kosong; tulis nomor SK");
	return ERR_OK;
}

static int show(struct decree_issue_out *out, const struct decree *d, const struct env *env, struct err *e)
{
	char id[RUN_ID_TEXT], hex[2 * sizeof(d->scan_sha256) + 1];
	struct run_info r;
	int rc = run_store_info(env->store, d->run, &r, e);

	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), d->scan_sha256, sizeof(d->scan_sha256));
	out->rancangan = keep(env, padan_span_of(run_id_text(d->run, id)));
	out->nomor = d->nomor;
	out->tanggal = d->signed_on;
	out->orang = d->people;
	out->jumlah = d->total;
	out->menunggu = r.waiting;
	out->sidik = keep(env, padan_span_of(hex));
	return out->rancangan.p && out->sidik.p ? ERR_OK : err_memory(e, "penetapan");
}

int decree_issue_plan(struct decree_issue_out *out, const struct decree_issue_in *in, const struct env *env,
		      struct err *e)
{
	struct decree d;
	int rc = read_request(in, &d, e);

	if (!rc)
		rc = read_scan(env, in->berkas, &d, e);
	if (!rc)
		rc = decree_store_draft(env, &d, e);
	out->langkah = d.ask.after + 1;
	return rc ? rc : show(out, &d, env, e);
}

int decree_issue_apply(const struct decree_issue_out *out, const struct decree_issue_in *in, struct unit *u,
		       struct err *e)
{
	struct decree d;
	char hex[2 * sizeof(d.scan_sha256) + 1];
	int rc = read_request(in, &d, e);

	if (!rc)
		rc = read_scan(u->env, in->berkas, &d, e);
	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), d.scan_sha256, sizeof(d.scan_sha256));
	if (!padan_span_eq(padan_span_of(hex), out->sidik))
		return err_set(e, ERR_CONFLICT, "%.*s: berubah selagi dicatat; ulangi", (int)in->berkas.n,
			       in->berkas.p);
	d.ask = (struct chain_ask){ .run = d.run, .act = ACT_issue, .note = d.nomor, .after = out->langkah - 1 };
	return decree_store_issue(u, &d, e);
}

/* --- the other steps -------------------------------------------------------------------------------------------------
 */
/* All of them tell the same: one shape, copied into each one's own. */
struct step_told {
	span rancangan, keadaan, memeriksa, berikut;
	int64_t langkah, orang;
	rupiah jumlah;
	bool satu_orang;
};

static int plan_step(const struct env *env, struct chain_ask *ask, span typed, struct step_told *t, struct err *e)
{
	char id[RUN_ID_TEXT];
	int rc = read_run(typed, &ask->run, e);

	if (!rc)
		rc = chain_store_plan(env, ask, e);
	if (rc)
		return rc;
	*t = (struct step_told){ .rancangan = keep(env, padan_span_of(run_id_text(ask->run, id))),
				 .langkah = ask->after + 1,
				 .keadaan = padan_span_of(chain_state_label(ask->to)),
				 .memeriksa = chain_checks(ask->act) ? ask->before : SPAN(""),
				 .satu_orang = ask->one_person,
				 .berikut = padan_span_of(chain_state_next(ask->to)) };
	rc = decree_store_look(env->store, ask->run, &t->orang, &t->jumlah, e);
	return rc || t->rancangan.p ? rc : err_memory(e, "langkah penetapan");
}

static int apply_step(struct unit *u, struct chain_ask *ask, span typed, int64_t step, struct err *e)
{
	int rc = read_run(typed, &ask->run, e);

	ask->after = step - 1;
	return rc ? rc : chain_store_take(u, ask, e);
}

/* One step as a use case; `more` sets what else is asked (reason, note). */
#define STEP(name, which, more)                                                                                        \
	int name##_plan(struct name##_out *out, const struct name##_in *in, const struct env *env, struct err *e)      \
	{                                                                                                              \
		struct chain_ask ask = { .act = which };                                                               \
		struct step_told t = { .langkah = FIELD_ABSENT };                                                      \
		int rc = plan_step(env, &ask, in->rancangan, &t, e);                                                   \
                                                                                                                       \
		out->rancangan = t.rancangan;                                                                          \
		out->langkah = t.langkah;                                                                              \
		out->keadaan = t.keadaan;                                                                              \
		out->memeriksa = t.memeriksa;                                                                          \
		out->satu_orang = t.satu_orang;                                                                        \
		out->orang = t.orang;                                                                                  \
		out->jumlah = t.jumlah;                                                                                \
		out->berikut = t.berikut;                                                                              \
		return rc ? rc : more##_plan(out, in, env, e);                                                         \
	}                                                                                                              \
	int name##_apply(const struct name##_out *out, const struct name##_in *in, struct unit *u, struct err *e)      \
	{                                                                                                              \
		struct chain_ask ask = { .act = which };                                                               \
		char note[NOTE] = "";                                                                                  \
                                                                                                                       \
		more##_fill(&ask, note, out, in);                                                                      \
		return apply_step(u, &ask, in->rancangan, out->langkah, e);                                            \
	}

enum { NOTE = 700 };
#define nothing_plan(out, in, env, e)	   ERR_OK
#define nothing_fill(ask, note, out, in)   ((void)(note))
#define signing_plan(out, in, env, e)	   ERR_OK
#define signing_fill(ask, note, out, in)   signed_note((ask), (note), (in)->tanggal)
#define returning_plan(out, in, env, e)	   ERR_OK
#define returning_fill(ask, note, out, in) ((void)(note), (ask)->reason = (in)->alasan)
#define sending_plan(out, in, env, e)	   hash_sent(env, (in)->berkas, &(out)->sidik, e)
#define sending_fill(ask, note, out, in)   sent_note((ask), (note), (out), (in))

static void signed_note(struct chain_ask *ask, char note[NOTE], date day)
{
	char text[32];

	if (date_known(day))
		snprintf(note, NOTE, "ditandatangani tanggal %s", date_long(day, text));
	ask->note = padan_span_of(note);
}

static void sent_note(struct chain_ask *ask, char note[NOTE], const struct decree_send_out *out,
		      const struct decree_send_in *in)
{
	span name = base_name(in->berkas);
	char day[32];

	snprintf(note, NOTE, "surat %.*s tanggal %s, %.*s SHA-256 %.*s", (int)in->surat.n, in->surat.p,
		 date_long(in->tanggal, day), (int)(name.n < 200 ? name.n : 200), name.p, (int)out->sidik.n,
		 out->sidik.p);
	ask->note = padan_span_of(note);
}

static int hash_sent(const struct env *env, span path, span *out, struct err *e)
{
	struct decree d = { 0 };
	char hex[2 * sizeof(d.scan_sha256) + 1];
	int rc = read_scan(env, path, &d, e);

	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), d.scan_sha256, sizeof(d.scan_sha256));
	*out = keep(env, padan_span_of(hex));
	return out->p ? ERR_OK : err_memory(e, "sidik berkas");
}

STEP(decree_verify, ACT_verify, nothing)
STEP(decree_propose, ACT_propose, nothing)
STEP(decree_initial, ACT_initial, nothing)
STEP(decree_sign, ACT_sign, signing)
STEP(decree_return, ACT_return, returning)
STEP(decree_send, ACT_send, sending)

/* --- decree list
 * ------------------------------------------------------------------------------------------------------- */
struct listing {
	const struct env *env;
	struct decree_row *rows;
	size_t n, cap;
	bool failed;
};

static span state_word(const struct run_info *r)
{
	return r->state == RUN_REPLACED ? SPAN("diganti") : padan_span_of(chain_state_label(r->chain));
}

static int list_one(void *ctx, const struct run_info *r)
{
	struct listing *l = ctx;
	struct decree_row *rows;
	char id[RUN_ID_TEXT];

	if (!scope_touches(l->env->scope.region, r->wilayah))
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	l->failed = !rows;
	if (l->failed)
		return ERR_MACHINE;
	l->rows = rows;
	l->rows[l->n++] = (struct decree_row){ .rancangan = keep(l->env, padan_span_of(run_id_text(r->run, id))),
					       .program = keep(l->env, r->nama),
					       .tahap = r->stage,
					       .keadaan = state_word(r),
					       .nomor = keep(l->env, r->nomor),
					       .disusun = { (int32_t)(r->at_ms / 86400000) },
					       .usulan = r->rows,
					       .terpilih = r->chosen,
					       .menunggu = r->waiting,
					       .jumlah = r->total };
	return 0;
}

int decree_list_plan(struct decree_list_out *out, const struct decree_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env };
	int rc;

	(void)in;
	if (!env->store)
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	rc = run_store_each(env->store, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar rancangan");
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- decree show -----------------------------------------------------------------------------------------------------
 */
struct history {
	const struct env *env;
	struct decree_step_row *rows;
	size_t n, cap;
	bool failed;
};

static int history_one(void *ctx, const struct chain_step *s)
{
	struct history *h = ctx;

	if (h->n == h->cap) {
		size_t cap = h->cap ? 2 * h->cap : 16;
		struct decree_step_row *more = padan_arena_array(h->env->arena, cap, sizeof(*more));

		h->failed = !more;
		if (h->failed)
			return ERR_MACHINE;
		if (h->n)
			memcpy(more, h->rows, h->n * sizeof(*more));
		h->rows = more;
		h->cap = cap;
	}
	h->rows[h->n++] = (struct decree_step_row){ .no = s->no,
						    .tanggal = { (int32_t)(s->at_ms / 86400000) },
						    .perbuatan = padan_span_of(chain_act_label(s->act)),
						    .oleh = keep(h->env, s->actor),
						    .keadaan = padan_span_of(chain_state_label(s->state)),
						    .alasan = keep(h->env, s->reason),
						    .catatan = keep(h->env, s->note) };
	return 0;
}

static int show_head(struct decree_show_out *out, int64_t run, const struct env *env, struct err *e)
{
	char id[RUN_ID_TEXT];
	struct run_info r;
	int rc = run_store_info(env->store, run, &r, e);

	if (!rc)
		rc = scope_check_look(env, &r, e);
	if (rc)
		return rc;
	out->rancangan = keep(env, padan_span_of(run_id_text(run, id)));
	out->program = keep(env, r.nama);
	out->tahap = r.stage;
	out->keadaan = state_word(&r);
	out->nomor = keep(env, r.nomor);
	rc = decree_store_look(env->store, run, &out->orang, &out->jumlah, e);
	if (r.state != RUN_REPLACED)
		out->berikut = padan_span_of(chain_state_next(r.chain));
	return rc || (out->rancangan.p && out->program.p && out->nomor.p) ? rc : err_memory(e, "riwayat");
}

int decree_show_plan(struct decree_show_out *out, const struct decree_show_in *in, const struct env *env, struct err *e)
{
	struct history h = { .env = env };
	int64_t run = 0;
	int rc = read_run(in->rancangan, &run, e);

	if (!rc)
		rc = show_head(out, run, env, e);
	if (!rc)
		rc = chain_store_one_person(env, run, &out->satu_orang, e);
	if (!rc)
		rc = chain_store_each(env->store, run, history_one, &h, e);
	if (h.failed)
		return err_memory(e, "riwayat");
	return rc ? rc : row_cursor_over(env->arena, h.rows, h.n, sizeof(*h.rows), &out->riwayat, e);
}

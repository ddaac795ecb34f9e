/* SPDX-License-Identifier: EUPL-1.2
 * The queue, taking a row, answering it, the sheet of answers. One pair: review_show_cases.c. */
#include "programme/review_cases.h"

#include "programme/review_store.h"
#include "programme/row_cases.h"
#include "programme/row_store.h"
#include "tabular/xlsx_out.h"

#include <padan/nik.h>
#include <stdio.h>

#define CASES	  "programme/review.def"
#define CASE_ROOM review
#include "office/define.inc"

span review_keep(const struct env *env, span s)
{
	return (span){ padan_arena_copy(env->arena, s.n ? s.p : "", s.n), s.n };
}

span review_kind_label(int kind)
{
	static const char *const label[REVIEW_KINDS] = { "identitas meragukan", "NIK perlu dikonfirmasi",
							 "kematian perlu dipastikan", "syarat perlu dilihat" };

	return padan_span_of(label[kind]);
}

span review_locked(const struct env *env, const struct run_info *r)
{
	struct err why = { 0 };

	if (!review_store_open(r, &why))
		return SPAN("");
	return review_keep(env, padan_span_of(why.text));
}

/* --- the queue -----------------------------------------------------------------------------------------------------
 */
struct queueing {
	const struct env *env;
	const struct row_scope *scope;
	struct review_row *rows;
	struct review_progress *progress;
	size_t n, cap, n_progress, cap_progress;
	int64_t most, doubt, pos; /* of the last row taken */
	int64_t read, asked, answered;
	int kind; /* filter; -1: all */
	span district;
	bool failed, more;
};

static bool fill_row(struct queueing *q, const struct review_item *i, struct review_row *r)
{
	const struct env *env = q->env;
	char nobody[] = "petugas";

	*r = (struct review_row){ .no = i->pos + 1,
				  .jenis = review_kind_label((int)i->kind),
				  .kecocokan = chance_percent(i->row.chance),
				  .nama = review_keep(env, i->row.field[RUN_NAMA_USULAN]),
				  .nik = row_nik(env, i->row.field[RUN_NIK_USULAN]),
				  .kelurahan = review_keep(env, i->row.field[RUN_KELURAHAN]),
				  .kecamatan = row_district_name(q->scope, review_keep(env, i->row.kecamatan_kode)),
				  .alasan = review_keep(env, i->row.alasan),
				  .jawaban = i->said == REVIEW_UNDO ? SPAN("") : padan_span_of(review_word(i->said)),
				  .oleh = i->said == REVIEW_UNDO ? SPAN("") : review_keep(env, i->by) };
	if (i->taken && i->taken_account != env->actor.account)
		r->dilihat = review_keep(env, i->taken_by.n ? i->taken_by : padan_span_of(nobody));
	return r->nama.p && r->nik.p && r->kelurahan.p && r->kecamatan.p && r->alasan.p && r->oleh.p;
}

static int queue_one(void *ctx, const struct review_item *i)
{
	struct queueing *q = ctx;
	struct review_row *rows;

	q->read++;
	if (!row_scope_sees(q->scope, &i->row)) {
		q->doubt = i->doubt;
		q->pos = i->pos;
		return 0;
	}
	if ((int64_t)q->n == q->most) {
		q->more = true;
		return 1;
	}
	rows = row_room(q->env->arena, q->rows, q->n, &q->cap, sizeof(*rows));
	q->failed = !rows || !fill_row(q, i, &rows[q->n]);
	if (q->failed)
		return 1;
	q->rows = rows;
	q->n++;
	q->doubt = i->doubt;
	q->pos = i->pos;
	return 0;
}

/* A ward sees some of what is read: then more is read, until the page is full or all is seen. */
static int read_queue(struct queueing *q, struct review_filter *f, struct err *e)
{
	int rc;

	f->most = q->scope->village.n ? 1024 : q->most + 1;
	do {
		q->read = 0;
		rc = review_store_queue(q->env->store, f, queue_one, q, e);
		f->doubt = q->doubt;
		f->pos = q->pos;
	} while (!rc && q->read == f->most);
	if (q->failed)
		return err_memory(e, "antrean peninjauan");
	return q->more ? ERR_OK : rc;
}

static int count_one(void *ctx, const struct review_count *c)
{
	struct queueing *q = ctx;
	struct review_progress *p = q->n_progress ? &q->progress[q->n_progress - 1] : NULL;

	if ((q->scope->district.n && !padan_span_eq(q->scope->district, c->district)) ||
	    (q->kind >= 0 && q->kind != (int)c->kind))
		return 0;
	if (!q->district.n || padan_span_eq(q->district, c->district)) {
		q->asked += c->rows;
		q->answered += c->answered;
	}
	if (!p || !padan_span_eq(p->kode, c->district)) {
		p = row_room(q->env->arena, q->progress, q->n_progress, &q->cap_progress, sizeof(*p));
		q->failed = !p;
		if (!p)
			return 1;
		q->progress = p;
		p += q->n_progress++;
		*p = (struct review_progress){ .kode = review_keep(q->env, c->district) };
		p->kecamatan = p->kode.n ? row_district_name(q->scope, p->kode) : SPAN("belum diketahui");
	}
	p->baris += c->rows;
	p->dijawab += c->answered;
	p->sisa = p->baris - p->dijawab;
	return 0;
}

static int read_after(span text, struct review_filter *f, struct err *e)
{
	const char *dot = text.n ? memchr(text.p, '.', text.n) : NULL;
	size_t n = dot ? (size_t)(dot - text.p) : 0;

	f->doubt = f->pos = -1;
	if (!text.n)
		return ERR_OK;
	if (dot && span_i64((span){ text.p, n }, &f->doubt) && span_i64((span){ dot + 1, text.n - n - 1 }, &f->pos))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "--sesudah: salin dari \"lanjut\" halaman sebelumnya");
}

static int ask_next(const struct env *env, const struct row_scope *s, const struct review_filter *like, int64_t *no,
		    struct err *e)
{
	struct review_filter f = {
		.run = s->run, .district = like->district, .kind = like->kind, .doubt = -1, .pos = -1
	};
	struct run_row r;
	int64_t pos = -1;
	int rc;

	*no = FIELD_ABSENT;
	do {
		rc = review_store_next(env, &f, &pos, e);
		if (rc || pos < 0)
			return rc;
		rc = row_store_get(env, s, pos + 1, &r, e);
		if (rc == ERR_OK)
			*no = pos + 1;
		else if (rc == ERR_USAGE) /* of another ward: the next one */
			rc = ERR_OK;
	} while (!rc && *no == FIELD_ABSENT);
	return rc;
}

static int tell_queue(struct review_queue_out *out, struct queueing *q, struct err *e)
{
	char after[48];
	int rc;

	out->baris = q->asked;
	out->dijawab = q->answered;
	out->sisa = q->asked - q->answered;
	snprintf(after, sizeof(after), "%lld.%lld", (long long)q->doubt, (long long)q->pos);
	if (q->more)
		out->lanjut = review_keep(q->env, padan_span_of(after));
	rc = row_cursor_over(q->env->arena, q->progress, q->n_progress, sizeof(*q->progress), &out->kemajuan, e);
	return rc ? rc : row_cursor_over(q->env->arena, q->rows, q->n, sizeof(*q->rows), &out->daftar, e);
}

int review_queue_plan(struct review_queue_out *out, const struct review_queue_in *in, const struct env *env,
		      struct err *e)
{
	struct row_scope s;
	struct queueing q = { .env = env, .scope = &s, .kind = in->jenis };
	struct review_filter f = { .kind = in->jenis, .state = in->keadaan < 0 ? REVIEW_OPEN : in->keadaan };
	bool inside = true;
	int rc = row_scope_open(env, in->rancangan, &s, e);

	q.most = in->banyak == FIELD_ABSENT || !in->banyak ? 50 : in->banyak;
	if (!rc)
		rc = row_scope_district(&s, in->kecamatan, &f.district, &inside, e);
	if (!rc)
		rc = read_after(in->sesudah, &f, e);
	if (rc)
		return rc;
	f.run = s.run;
	q.district = f.district;
	out->rancangan = review_keep(env, padan_span_of(s.id));
	out->program = s.info.nama;
	out->terkunci = review_locked(env, &s.info);
	if (inside)
		rc = read_queue(&q, &f, e);
	if (!rc)
		rc = review_store_counts(env->store, s.run, count_one, &q, e);
	if (q.failed)
		return err_memory(e, "antrean peninjauan");
	if (!rc && inside && !out->terkunci.n)
		rc = ask_next(env, &s, &f, &out->berikut, e);
	return rc ? rc : tell_queue(out, &q, e);
}

/* --- taking ---------------------------------------------------------------------------------------------------------
 */
static int waits(const struct run_row *r, int64_t no, struct err *e)
{
	if (padan_span_eq(r->putusan, SPAN("tinjau")) || r->syarat.n)
		return ERR_OK;
	return err_set(e, ERR_USAGE, "baris %lld tidak menunggu keputusan siapa pun (putusan: %.*s)", (long long)no,
		       (int)r->putusan.n, r->putusan.p);
}

int review_take_plan(struct review_take_out *out, const struct review_take_in *in, const struct env *env, struct err *e)
{
	struct row_scope s;
	struct review_filter f = { .kind = in->jenis };
	struct run_row r;
	bool inside = true;
	int rc = row_scope_open(env, in->rancangan, &s, e);

	if (!rc)
		rc = review_store_open(&s.info, e);
	if (!rc)
		rc = row_scope_district(&s, in->kecamatan, &f.district, &inside, e);
	if (rc)
		return rc;
	out->rancangan = review_keep(env, padan_span_of(s.id));
	out->no = in->no;
	if (in->no == FIELD_ABSENT && inside)
		rc = ask_next(env, &s, &f, &out->no, e);
	if (!rc && out->no == FIELD_ABSENT)
		return err_set(e, ERR_CONFLICT,
			       "tidak ada baris yang menunggu: semua sudah dijawab atau sedang dilihat");
	if (!rc)
		rc = row_store_get(env, &s, out->no, &r, e);
	return rc ? rc : waits(&r, out->no, e);
}

int review_take_apply(const struct review_take_out *out, const struct review_take_in *in, struct unit *u, struct err *e)
{
	int64_t run = 0;

	(void)in;
	if (!run_id_parse(out->rancangan, &run))
		return err_set(e, ERR_MACHINE, "rancangan tidak dikenal");
	return review_store_take(u, run, out->no - 1, e);
}

/* --- answering ------------------------------------------------------------------------------------------------------
 */
static int understand(span typed, enum review_said *said, char nik[17], struct err *e)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;
	span s = span_trim(typed);

	for (int i = REVIEW_REFUSE; i < REVIEW_SAID_N; i++)
		if (span_ieq(s, padan_span_of(review_word((enum review_said)i)))) {
			*said = (enum review_said)i;
			nik[0] = '\0';
			return ERR_OK;
		}
	padan_nik_parse(&k, s, &opt);
	if (k.n != 16 || (k.flags & (PADAN_NIK_EXPONENT | PADAN_NIK_LETTERS)))
		return err_set(e, ERR_USAGE, "jawaban bukan NIK 16 angka, TOLAK, MENINGGAL, HIDUP, atau URUNG");
	*said = REVIEW_NIK;
	snprintf(nik, 17, "%016llu", (unsigned long long)(k.value % 10000000000000000ull));
	return ERR_OK;
}

struct before {
	const struct env *env;
	int64_t no; /* of the last answer; -1: none */
	enum review_said said;
	span nik, by;
	bool failed;
};

static int note_answer(void *ctx, const struct review_answer *a)
{
	struct before *b = ctx;

	b->no = a->no;
	b->said = a->said;
	b->nik = review_keep(b->env, a->nik);
	b->by = review_keep(b->env, a->actor);
	b->failed |= !b->nik.p || !b->by.p;
	return 0;
}

static int refuse_seen(const struct before *b, int64_t no, struct err *e)
{
	return err_set(
		e, ERR_CONFLICT,
		"baris %lld sudah dijawab %.*s (%s) sejak Anda membukanya; lihat jawaban itu, lalu jawab lagi bila "
		"perlu",
		(long long)no, (int)b->by.n, b->by.n ? b->by.p : "", review_word(b->said));
}

static bool among_candidates(const struct run_row *r, span nik)
{
	if (padan_span_eq(nik, r->field[RUN_NIK]))
		return true;
	for (size_t i = 0; i < r->candidate_count; i++)
		if (padan_span_eq(nik, r->candidates[i].field[CANDIDATE_nik]))
			return true;
	return false;
}

static int look_before(const struct review_answer_in *in, const struct env *env, struct row_scope *s, struct run_row *r,
		       struct before *b, struct err *e)
{
	int rc = row_scope_open(env, in->rancangan, s, e);

	*b = (struct before){ .env = env, .no = -1, .said = REVIEW_UNDO };
	if (!rc)
		rc = review_store_open(&s->info, e);
	if (!rc)
		rc = row_store_get(env, s, in->no, r, e);
	if (!rc)
		rc = row_store_candidates(env, s->run, in->no - 1, r, e);
	if (!rc)
		rc = review_store_answers(env->store, s->run, in->no - 1, note_answer, b, e);
	if (!rc && b->failed)
		return err_memory(e, "jawaban peninjau");
	if (!rc && b->no < 0)
		rc = waits(r, in->no, e);
	if (!rc && in->terakhir != FIELD_ABSENT && in->terakhir != b->no + 1)
		rc = refuse_seen(b, in->no, e);
	return rc;
}

int review_answer_plan(struct review_answer_out *out, const struct review_answer_in *in, const struct env *env,
		       struct err *e)
{
	enum review_said said = REVIEW_UNDO;
	struct row_scope s;
	struct run_row r;
	struct before b;
	char nik[17];
	int rc = understand(in->jawaban, &said, nik, e);

	if (!rc)
		rc = look_before(in, env, &s, &r, &b, e);
	if (rc)
		return rc;
	if (said == REVIEW_UNDO && b.said == REVIEW_UNDO)
		return err_set(e, ERR_USAGE, "baris %lld: belum ada jawaban yang dapat ditarik", (long long)in->no);
	out->rancangan = review_keep(env, padan_span_of(s.id));
	out->no = in->no;
	out->ke = b.no + 2;
	out->kata = padan_span_of(review_word(said));
	if (b.said != REVIEW_UNDO) {
		out->menggantikan = padan_span_of(review_word(b.said));
		out->menggantikan_oleh = b.by;
	}
	if (said == REVIEW_NIK && !among_candidates(&r, padan_span_of(nik)))
		out->catatan = SPAN("NIK ini bukan salah satu kandidat: penyusunan berikutnya mencarinya pada data "
				    "kependudukan; bila tidak ada di sana, baris ini ditanyakan lagi.");
	if (said == REVIEW_ALIVE)
		out->catatan = SPAN("Selama Dukcapil mencatat meninggal, usulan tetap perlu verifikasi.");
	return ERR_OK;
}

int review_answer_apply(const struct review_answer_out *out, const struct review_answer_in *in, struct unit *u,
			struct err *e)
{
	const struct env *env = u->env;
	struct review_answer a = { .pos = in->no - 1,
				   .no = out->ke - 1,
				   .account = env->actor.account,
				   .actor = env->actor.name,
				   .reason = in->dasar,
				   .at_ms = env->seams->now_ms(env->seams->ctx) };
	struct run_row r;
	struct row_scope s;
	char nik[17];
	int rc = understand(in->jawaban, &a.said, nik, e);

	if (!rc)
		rc = row_scope_open(env, in->rancangan, &s, e);
	if (!rc)
		rc = row_store_get(env, &s, in->no, &r, e);
	if (rc)
		return rc;
	a.run = s.run;
	a.nik = padan_span_of(nik);
	a.seen = r.alasan;
	return review_store_answer(u, &a, e);
}

/* --- the sheet ------------------------------------------------------------------------------------------------------
 */
struct exporting {
	const struct env *env;
	const struct row_scope *scope;
	const struct run_head *head;
	struct xlsx_out *x; /* NULL: count only */
	struct review_answer *all;
	size_t n, cap;
	bool failed;
};

static int gather(void *ctx, const struct review_answer *a)
{
	struct exporting *x = ctx;
	struct review_answer *all = row_room(x->env->arena, x->all, x->n, &x->cap, sizeof(*all));

	x->failed = !all;
	if (x->failed)
		return 1;
	x->all = all;
	if (a->said == REVIEW_UNDO)
		return 0;
	all[x->n] = *a;
	all[x->n].nik = review_keep(x->env, a->nik);
	all[x->n].seen = review_keep(x->env, a->seen);
	all[x->n].reason = review_keep(x->env, a->reason);
	all[x->n].actor = review_keep(x->env, a->actor);
	x->failed = !all[x->n].nik.p || !all[x->n].seen.p || !all[x->n].reason.p || !all[x->n].actor.p;
	x->n++;
	return x->failed;
}

static int put_answer(struct xlsx_out *x, const struct exporting *g, const struct review_answer *a,
		      const struct run_row *r)
{
	bool alive = a->said == REVIEW_ALIVE;
	span word = a->said == REVIEW_NIK ? a->nik : alive ? SPAN("") : padan_span_of(review_word(a->said));

	xlsx_text(x, (size_t)r->file < g->head->file_count ? g->head->files[r->file].name : SPAN(""));
	xlsx_i64(x, r->line);
	xlsx_text(x, r->field[RUN_NIK_USULAN]);
	xlsx_text(x, r->field[RUN_NAMA_USULAN]);
	xlsx_text(x, word);
	xlsx_text(x, a->seen);
	xlsx_text(x, alive ? SPAN("HIDUP") : SPAN(""));
	xlsx_text(x, alive ? a->actor : SPAN(""));
	xlsx_text(x, a->reason);
	xlsx_text(x, a->actor);
	xlsx_date(x, (date){ (int32_t)(a->at_ms / 86400000) });
	xlsx_text(x, padan_span_of(g->scope->id));
	xlsx_end(x);
	return ERR_OK;
}

static int put_answers(const struct exporting *g, struct xlsx_out *x, struct err *e)
{
	static const struct xlsx_column columns[] = {
		{ "berkas", 18, XLSX_TEXT },
		{ "baris", 7, XLSX_WHOLE },
		{ "nik_usulan", 19, XLSX_TEXT },
		{ "nama_usulan", 26, XLSX_TEXT },
		{ "keputusan_petugas", 21, XLSX_INPUT },
		{ "alasan", 22, XLSX_WRAP },
		{ "status_hidup", 12, XLSX_INPUT },
		{ "dikonfirmasi_oleh", 20, XLSX_TEXT },
		{ "Dasar jawaban", 44, XLSX_WRAP },
		{ "Dijawab oleh", 20, XLSX_TEXT },
		{ "Tanggal jawaban", 13, XLSX_DATE },
		{ "rancangan", 17, XLSX_TEXT },
	};
	static const struct xlsx_sheet sheet = { .name = "Jawaban peninjau",
						 .columns = columns,
						 .ncolumns = sizeof(columns) / sizeof(columns[0]),
						 .frozen = 4,
						 .mark = "TERBATAS - memuat data pribadi",
						 .foot = "Dibaca oleh lindung run --tinjauan" };
	int rc = ERR_OK;

	xlsx_sheet(x, &sheet);
	for (size_t i = 0; !rc && i < g->n; i++) {
		struct run_row r;

		rc = row_store_get(g->env, g->scope, g->all[i].pos + 1, &r, e);
		if (rc == ERR_USAGE)
			rc = ERR_OK; /* outside of the actor's region */
		else if (!rc)
			rc = put_answer(x, g, &g->all[i], &r);
	}
	return rc;
}

int review_export_plan(struct review_export_out *out, const struct review_export_in *in, const struct env *env,
		       struct err *e)
{
	struct row_scope s;
	struct exporting x = { .env = env, .scope = &s };
	int rc = row_scope_open(env, in->rancangan, &s, e);

	if (!rc)
		rc = review_store_last(env->store, s.run, gather, &x, e);
	if (x.failed)
		return err_memory(e, "jawaban peninjau");
	if (rc)
		return rc;
	out->rancangan = review_keep(env, padan_span_of(s.id));
	out->dijawab = (int64_t)x.n;
	out->berkas = in->berkas;
	return ERR_OK;
}

int review_export_publish(const struct review_export_out *out, const struct review_export_in *in, const struct env *env,
			  struct err *e)
{
	char *path = padan_arena_copy(env->arena, in->berkas.p, in->berkas.n);
	struct row_scope s;
	struct run_head head;
	struct exporting g = { .env = env, .scope = &s, .head = &head };
	struct xlsx_out x;
	int rc = path ? row_scope_open(env, in->rancangan, &s, e) : err_memory(e, "lembar jawaban");

	(void)out;
	if (!rc)
		rc = run_store_head(env->store, s.run, &head, env->arena, e);
	if (!rc)
		rc = review_store_last(env->store, s.run, gather, &g, e);
	if (g.failed)
		rc = err_memory(e, "jawaban peninjau");
	if (rc)
		return rc;
	rc = xlsx_open(&x, env->seams, path, head.paper_day, 1, e);
	if (rc)
		return rc;
	rc = put_answers(&g, &x, e);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * One person: who it is, what was decided when, what BPJS said, what was objected. */
#include "membership/objection.h"
#include "membership/person_cases.h"
#include "membership/person_record_store.h"
#include "membership/person_show.h"
#include "membership/person_store.h"
#include "programme/row_cases.h"
#include "programme/words.h"

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000, SAID_MAX = 8192 };

struct showing {
	const struct env *env;
	struct person_story *to;
	size_t cap, answers_cap, disputes_cap;
	bool failed;
};

static span keep(struct showing *s, span text)
{
	span own = { padan_arena_copy(s->env->arena, text.n ? text.p : "", text.n), text.n };

	s->failed |= !own.p;
	return own;
}

static date day_of(int64_t at_ms)
{
	return (date){ (int32_t)((at_ms + WITA_MS) / DAY_MS) };
}

/* --- decisions -------------------------------------------------------------------------------------------------------
 */
static span state_of(const struct run_info *r)
{
	return r->state == RUN_REPLACED ? SPAN("diganti") : padan_span_of(chain_state_label(r->chain));
}

static bool covered(const struct run_info *r, const struct run_row *row)
{
	return r->state == RUN_DECREED && padan_span_eq(row->putusan, SPAN("terpilih")) && !row->syarat.n;
}

/* Its reasons as sentences. */
static span said(struct showing *s, const struct run_row *row)
{
	uint64_t set = alasan_set(row->alasan);
	struct buf b;
	span out;

	buf_init(&b, s->env->seams->alloc, SAID_MAX);
	alasan_sentences(set, 0, &b);
	out = keep(s, buf_as_span(&b));
	s->failed |= b.failed;
	buf_done(&b);
	return out;
}

static void decide(struct showing *s, const struct person_found *f, const struct run_info *r, struct person_decision *d)
{
	const struct run_row *row = f->row;
	char id[RUN_ID_TEXT];

	*d = (struct person_decision){ .tanggal = day_of(r->at_ms),
				       .program = keep(s, r->nama),
				       .tahap = r->stage,
				       .keadaan = state_of(r),
				       .nomor = keep(s, r->nomor),
				       .putusan = keep(s, row->putusan),
				       .alasan = keep(s, row->alasan),
				       .keterangan = said(s, row),
				       .dana = keep(s, row->dana),
				       .mulai = row->dana.n ? r->first_day : DATE_NONE,
				       .sampai = row->dana.n ? r->last_day : DATE_NONE,
				       .bulan = row->dana.n ? row->months : FIELD_ABSENT,
				       .jumlah = { row->dana.n ? row->total.rp : FIELD_ABSENT },
				       .rancangan = keep(s, padan_span_of(run_id_text(f->run, id))),
				       .no = f->pos + 1,
				       .surat = r->state != RUN_REPLACED &&
						!padan_span_eq(row->putusan, SPAN("terpilih")) };
}

/* The row that says most about the person: of what holds rather than of what was replaced, covered rather than not,
 * else the newest. */
static int weight(const struct run_info *r, const struct run_row *row)
{
	return covered(r, row) ? 2 : r->state != RUN_REPLACED;
}

static void note_best(struct showing *s, const struct person_found *f, const struct run_info *r)
{
	struct person_story *to = s->to;
	int w = weight(r, f->row);

	if (to->n > 1 && w <= to->weight)
		return;
	to->weight = w;
	to->best = to->n - 1;
	to->run = f->run;
	to->pos = f->pos;
	to->covered = covered(r, f->row);
	to->first_day = r->first_day;
	to->last_day = r->last_day;
	to->id = keep(s, padan_span_of(f->id));
	to->name = keep(s, row_name(f->row));
	to->nik = keep(s, f->row->field[RUN_NIK].n ? f->row->field[RUN_NIK] : f->row->field[RUN_NIK_USULAN]);
	to->ward = keep(s, f->row->field[RUN_KELURAHAN]);
	to->district = keep(s, f->row->field[RUN_KECAMATAN]);
	to->region = keep(s, r->wilayah);
}

static int take_row(void *ctx, const struct person_found *f)
{
	struct showing *s = ctx;
	struct person_decision *rows = row_room(s->env->arena, s->to->rows, s->to->n, &s->cap, sizeof(*rows));
	struct run_info info;
	struct err ignored;

	s->failed |= !rows || run_store_info(s->env->store, f->run, &info, &ignored) != ERR_OK;
	if (s->failed)
		return ERR_MACHINE;
	s->to->rows = rows;
	decide(s, f, &info, &rows[s->to->n++]);
	if (covered(&info, f->row))
		s->to->months += f->row->months;
	note_best(s, f, &info);
	return s->failed ? ERR_MACHINE : 0;
}

int person_story(const struct env *env, span id, struct person_story *out, struct err *e)
{
	struct showing s = { .env = env, .to = out };
	int rc;

	*out = (struct person_story){ .n = 0 };
	if (!env->store || !store_db(env->store))
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	rc = person_rows(env, span_trim(id), take_row, &s, e);
	if (s.failed)
		return err_memory(e, "peserta");
	if (!rc && !out->n)
		rc = err_set(e, ERR_USAGE, "orang %.*s tidak ada; lihat: lindung person find",
			     (int)(id.n < 40 ? id.n : 40), id.p);
	return rc;
}

/* --- BPJS ------------------------------------------------------------------------------------------------------------
 */
static int take_answer(void *ctx, const struct person_answer *a)
{
	struct showing *s = ctx;
	struct person_story *to = s->to;
	struct person_enrolment *rows =
		row_room(s->env->arena, to->answers, to->nanswers, &s->answers_cap, sizeof(*rows));

	s->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	to->answers = rows;
	rows[to->nanswers++] = (struct person_enrolment){ .nomor = keep(s, a->decree),
							  .tanggal = day_of(a->at_ms),
							  .hasil = keep(s, a->status),
							  .kpj = keep(s, a->kpj),
							  .alasan = keep(s, a->reason),
							  .berkas = keep(s, a->file) };
	if (!to->status.n || padan_span_eq(to->status, SPAN("tidak_jelas")))
		to->status = rows[to->nanswers - 1].hasil;
	if (!to->kpj.n && padan_span_eq(a->status, SPAN("diterima")))
		to->kpj = rows[to->nanswers - 1].kpj;
	return s->failed ? ERR_MACHINE : 0;
}

/* Rows that a decree has; the newest answer about the newest of them is where the person stands. */
int person_story_answers(const struct env *env, struct person_story *story, struct err *e)
{
	struct showing s = { .env = env, .to = story };
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < story->n; i++) {
		int64_t run = 0;

		if (story->rows[i].nomor.n && run_id_parse(story->rows[i].rancangan, &run))
			rc = person_answers(env, run, story->rows[i].no - 1, take_answer, &s, e);
	}
	return s.failed ? err_memory(e, "jawaban BPJS") : rc;
}

/* --- objections ------------------------------------------------------------------------------------------------------
 */
static int take_dispute(void *ctx, const struct person_dispute *d)
{
	struct showing *s = ctx;
	struct person_story *to = s->to;
	struct person_objection *rows =
		row_room(s->env->arena, to->disputes, to->ndisputes, &s->disputes_cap, sizeof(*rows));
	char id[RUN_ID_TEXT];

	s->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	to->disputes = rows;
	rows[to->ndisputes++] =
		(struct person_objection){ .tiket = keep(s, padan_span_of(run_id_text(d->id, id))),
					   .diajukan = day_of(d->at_ms),
					   .jenis = padan_span_of(objection_kind_label(d->kind)),
					   .keadaan =
						   padan_span_of(objection_state_label(objection_state_of(d->state))) };
	return s->failed ? ERR_MACHINE : 0;
}

static int disputes(const struct env *env, struct person_story *story, struct err *e)
{
	struct showing s = { .env = env, .to = story };
	int rc = env->actor.may & MAY(CAP_OBJECTION) ? person_disputes(env, story->id, take_dispute, &s, e) : ERR_OK;

	return s.failed ? err_memory(e, "sanggahan") : rc;
}

/* --- fields and where they come from: as the row tells them ----------------------------------------------------------
 */
static int values(const struct env *env, const struct person_story *story, struct person_show_out *out, struct err *e)
{
	struct row_show_in *in = padan_arena_zero(env->arena, sizeof(*in));
	struct row_show_out *row = padan_arena_zero(env->arena, sizeof(*row));
	struct person_value *rows = NULL;
	size_t n = 0, cap = 0;
	struct row_value v;
	int rc, more = 0;

	if (!in || !row)
		return err_memory(e, "isian");
	fields_clear(row_show_case->in, in, sizeof(*in));
	fields_clear(row_show_case->out, row, sizeof(*row));
	in->rancangan = story->rows[story->best].rancangan;
	in->no = story->pos + 1;
	rc = row_show_plan(row, in, env, e);
	while (!rc && row->isian.next && (more = row->isian.next(row->isian.ctx, &v, e)) == 1) {
		rows = row_room(env->arena, rows, n, &cap, sizeof(*rows));
		if (!rows)
			return err_memory(e, "isian");
		rows[n++] = (struct person_value){ v.isian, v.nilai, v.asal };
	}
	out->berkas = row->berkas;
	out->baris = row->baris;
	if (!rc && more < 0)
		rc = e->code;
	return rc ? rc : row_cursor_over(env->arena, rows, n, sizeof(*rows), &out->isian, e);
}

/* --- person show -----------------------------------------------------------------------------------------------------
 */
static span standing(const struct person_story *s, date today)
{
	bool over = date_known(today) && s->covered && s->last_day.day < today.day;

	if (!s->covered)
		return SPAN("belum ditetapkan");
	if (over)
		return SPAN("perlindungan berakhir");
	if (padan_span_eq(s->status, SPAN("diterima")))
		return SPAN("terdaftar di BPJS");
	if (padan_span_eq(s->status, SPAN("ditolak")))
		return SPAN("ditolak BPJS");
	return SPAN("menunggu BPJS");
}

static int give_rows(struct person_show_out *out, const struct env *env, const struct person_story *s, struct err *e)
{
	int rc = row_cursor_over(env->arena, s->rows, s->n, sizeof(*s->rows), &out->riwayat, e);

	if (!rc)
		rc = row_cursor_over(env->arena, s->answers, s->nanswers, sizeof(*s->answers), &out->bpjs, e);
	if (!rc)
		rc = row_cursor_over(env->arena, s->disputes, s->ndisputes, sizeof(*s->disputes), &out->sanggahan, e);
	return rc ? rc : values(env, s, out, e);
}

int person_show_plan(struct person_show_out *out, const struct person_show_in *in, const struct env *env, struct err *e)
{
	struct person_story s;
	int rc = person_story(env, in->orang, &s, e);

	if (!rc)
		rc = person_story_answers(env, &s, e);
	if (!rc)
		rc = disputes(env, &s, e);
	if (rc)
		return rc;
	out->orang = s.id;
	out->nama = s.name;
	out->nik = s.nik;
	out->putusan = s.rows[s.best].putusan;
	out->keadaan = standing(&s, env->today);
	out->kpj = s.kpj;
	out->bulan = s.months;
	if (s.covered) {
		out->mulai = s.first_day;
		out->sampai = s.last_day;
	}
	out->rancangan = s.rows[s.best].rancangan;
	out->no = s.pos + 1;
	out->kartu = s.covered;
	return give_rows(out, env, &s, e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/citizen_cases.h"

#include "base/embed.h"
#include "membership/citizen_store.h"
#include "membership/objection_store.h"
#include "person/region.h"
#include "programme/run_store.h"

#include <stdio.h>

#define CASES	  "membership/citizen.def"
#define CASE_ROOM citizen
#include "office/define.inc"

enum { NIK_DIGITS = 16, CARD_END = 6, DAY_MS = 86400000, WITA_MS = 8 * 3600000, ISI_LEAST = 10 };

static span keep(const struct env *env, span s)
{
	return padan_span_of(padan_arena_copy(env->arena, s.p ? s.p : "", s.n));
}

static date day_of(int64_t at_ms)
{
	return at_ms > 0 ? (date){ (int32_t)((at_ms + WITA_MS) / DAY_MS) } : DATE_NONE;
}

static span masked(const struct env *env, span name)
{
	struct buf b;
	span out;

	buf_init(&b, env->seams->alloc, LIM_CELL);
	name_masked(name, &b);
	out = keep(env, buf_as_span(&b));
	buf_done(&b);
	return out;
}

static int read_nik(span typed, char digits[NIK_DIGITS], struct err *e)
{
	if (digits_exactly(typed, digits, NIK_DIGITS))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "NIK: harus 16 angka, seperti pada KTP atau Kartu Keluarga");
}

/* --- check -----------------------------------------------------------------------------------------------------------
 */
static const char *standing(const struct env *env, const struct cover_found *c)
{
	if (c->enrolled == ENROLLED_NO)
		return "tercantum dalam SK, tetapi pendaftarannya belum diterima BPJS Ketenagakerjaan; hubungi "
		       "Disnaker";
	if (c->last_day.day < env->today.day)
		return "perlindungan dari SK ini sudah berakhir";
	if (c->enrolled == ENROLLED_UNANSWERED)
		return "tercantum dalam SK, menunggu pendaftaran di BPJS Ketenagakerjaan";
	return c->first_day.day > env->today.day ? "terdaftar; perlindungan belum mulai" : "terdaftar dan terlindungi";
}

int member_check_plan(struct member_check_out *out, const struct member_check_in *in, const struct env *env,
		      struct err *e)
{
	char nik[NIK_DIGITS], card[CARD_END];
	struct cover_found c;
	int rc = read_nik(in->nik, nik, e);

	if (!rc && !digits_exactly(in->kk, card, CARD_END))
		rc = err_set(e, ERR_USAGE, "nomor KK: tulis enam angka terakhirnya");
	if (!rc)
		rc = citizen_cover(env, (span){ nik, NIK_DIGITS }, (span){ card, CARD_END }, &c, e);
	out->mulai = out->sampai = DATE_NONE;
	if (rc || !c.found)
		return rc;
	out->ditemukan = true;
	out->nama = masked(env, c.name);
	out->keadaan = padan_span_of(standing(env, &c));
	out->program = c.programme;
	out->nomor = c.decree;
	out->mulai = c.first_day;
	out->sampai = c.last_day;
	out->kpj = c.kpj;
	return ERR_OK;
}

/* --- objecting -------------------------------------------------------------------------------------------------------
 */
/* The ward's code, when it is understood, else the city's: who may see the objection depends on it. */
static int place_of(const struct env *env, span ward, span *region, struct err *e)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	struct regions all;
	int at, rc = citizen_city(env, region, e);

	if (rc || !region->n || !ward.n)
		return rc;
	rc = regions_read(&all, *region, &t, env->arena, e);
	if (rc)
		return rc;
	at = region_village(&all, ward, -1);
	if (at >= 0)
		*region = padan_span_of(all.village[at].code);
	else if ((at = region_district(&all, ward)) >= 0)
		*region = padan_span_of(all.district[at].code);
	return ERR_OK;
}

static int64_t draw_ticket(const struct env *env)
{
	uint64_t id = 0;

	while (!id) {
		env->seams->random(env->seams->ctx, &id, sizeof(id));
		id >>= 4;
	}
	return (int64_t)id;
}

static int told_enough(const struct objection_add_in *in, struct err *e)
{
	char nik[NIK_DIGITS];

	if (span_trim(in->isi).n < ISI_LEAST)
		return err_set(e, ERR_USAGE,
			       "ceritakan sedikit lebih banyak: siapa, apa yang keliru, dan apa buktinya");
	return in->nik.n ? read_nik(in->nik, nik, e) : ERR_OK;
}

int objection_add_plan(struct objection_add_out *out, const struct objection_add_in *in, const struct env *env,
		       struct err *e)
{
	char id[RUN_ID_TEXT];
	int rc = told_enough(in, e);

	if (!rc)
		rc = place_of(env, in->kelurahan, &out->kelurahan, e);
	out->tiket = keep(env, padan_span_of(run_id_text(draw_ticket(env), id)));
	out->tanggal = day_of(env->seams->now_ms(env->seams->ctx));
	return rc;
}

int objection_add_apply(const struct objection_add_out *out, const struct objection_add_in *in, struct unit *u,
			struct err *e)
{
	const struct seams *s = u->env->seams;
	char nik[NIK_DIGITS];
	struct objection o = { .at_ms = s->now_ms(s->ctx),
			       .region = out->kelurahan,
			       .kind = field_word(OBJECTION_KINDS, in->jenis),
			       .field = { [OBJECTION_nama] = span_trim(in->nama),
					  [OBJECTION_hp] = span_trim(in->hp),
					  [OBJECTION_kelurahan] = span_trim(in->kelurahan),
					  [OBJECTION_isi] = span_trim(in->isi) } };

	if (!run_id_parse(out->tiket, &o.id))
		return err_set(e, ERR_MACHINE, "tiket sanggahan rusak (kesalahan program)");
	if (digits_exactly(in->nik, nik, NIK_DIGITS))
		o.field[OBJECTION_nik] = (span){ nik, NIK_DIGITS };
	return objection_store_add(u, &o, e);
}

/* --- reading ---------------------------------------------------------------------------------------------------------
 */
static int find(const struct env *env, span ticket, struct objection *o, struct err *e)
{
	bool found = false;
	int64_t id = 0;
	int rc = run_id_parse(span_trim(ticket), &id) ? objection_get(env, id, o, &found, e) : ERR_OK;

	if (!rc && !found)
		rc = err_set(e, ERR_USAGE,
			     "tiket sanggahan itu tidak ada; periksa lagi nomornya, misalnya 7K3M-9QWP-2XTA");
	return rc;
}

struct last_answer {
	const struct env *env;
	span text;
};

static int newest(void *ctx, const struct objection_step *step)
{
	struct last_answer *l = ctx;

	l->text = keep(l->env, step->answer);
	return 0;
}

int objection_status_plan(struct objection_status_out *out, const struct objection_status_in *in, const struct env *env,
			  struct err *e)
{
	struct last_answer last = { .env = env };
	struct env all = *env;
	struct objection o;
	int rc;

	all.scope.region = (span){ NULL, 0 }; /* the ticket itself entitles */
	rc = find(&all, in->tiket, &o, e);
	if (!rc)
		rc = objection_steps(env->store, o.id, newest, &last, e);
	out->diajukan = out->dijawab = DATE_NONE;
	if (rc)
		return rc;
	out->tiket = keep(env, span_trim(in->tiket));
	out->diajukan = day_of(o.at_ms);
	out->keadaan = padan_span_of(objection_state_label(o.state));
	out->dijawab = day_of(o.step_ms);
	out->jawaban = last.text;
	return ERR_OK;
}

struct listing {
	const struct env *env;
	struct objection_row *rows;
	size_t n, cap;
	int64_t fresh, now_ms;
	bool failed;
};

static int list_one(void *ctx, const struct objection *o)
{
	struct listing *l = ctx;
	char id[RUN_ID_TEXT];
	struct objection_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));

	l->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	l->fresh += o->state == OBJECTION_NEW;
	rows[l->n++] = (struct objection_row){
		.tiket = keep(l->env, padan_span_of(run_id_text(o->id, id))),
		.diajukan = day_of(o->at_ms),
		.jenis = padan_span_of(objection_kind_label(o->kind)),
		.kelurahan = o->field[OBJECTION_kelurahan],
		.nama = masked(l->env, o->field[OBJECTION_nama]),
		.keadaan = padan_span_of(objection_state_label(o->state)),
		.hari = objection_open(o->state) ? (l->now_ms - o->at_ms) / DAY_MS : 0,
	};
	return 0;
}

int objection_list_plan(struct objection_list_out *out, const struct objection_list_in *in, const struct env *env,
			struct err *e)
{
	struct listing l = { .env = env, .now_ms = env->seams->now_ms(env->seams->ctx) };
	int rc = objection_each(env, in->keadaan, list_one, &l, e);

	if (l.failed)
		return err_memory(e, "daftar sanggahan");
	out->baru = l.fresh;
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

struct history {
	const struct env *env;
	struct objection_step_row *rows;
	size_t n, cap;
	bool failed;
};

static int history_one(void *ctx, const struct objection_step *step)
{
	struct history *h = ctx;
	struct objection_step_row *rows = row_room(h->env->arena, h->rows, h->n, &h->cap, sizeof(*rows));

	h->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	h->rows = rows;
	rows[h->n++] = (struct objection_step_row){ .tanggal = day_of(step->at_ms),
						    .keadaan = padan_span_of(objection_state_label(step->state)),
						    .oleh = keep(h->env, step->actor),
						    .jawaban = keep(h->env, step->answer) };
	return 0;
}

int objection_show_plan(struct objection_show_out *out, const struct objection_show_in *in, const struct env *env,
			struct err *e)
{
	struct history h = { .env = env };
	struct objection o;
	char id[RUN_ID_TEXT];
	int rc = find(env, in->tiket, &o, e);

	if (!rc)
		rc = objection_steps(env->store, o.id, history_one, &h, e);
	out->diajukan = DATE_NONE;
	if (h.failed)
		return err_memory(e, "riwayat sanggahan");
	if (rc)
		return rc;
	out->tiket = keep(env, padan_span_of(run_id_text(o.id, id)));
	out->diajukan = day_of(o.at_ms);
	out->jenis = padan_span_of(objection_kind_label(o.kind));
	out->nama = o.field[OBJECTION_nama];
	out->nik = o.field[OBJECTION_nik];
	out->hp = o.field[OBJECTION_hp];
	out->kelurahan = o.field[OBJECTION_kelurahan];
	out->isi = o.field[OBJECTION_isi];
	out->keadaan = padan_span_of(objection_state_label(o.state));
	out->terbuka = objection_open(o.state);
	return row_cursor_over(env->arena, h.rows, h.n, sizeof(*h.rows), &out->riwayat, e);
}

/* --- answering -------------------------------------------------------------------------------------------------------
 */
static int answerable(const struct env *env, const struct objection_answer_in *in, struct objection *o, struct err *e)
{
	int rc = find(env, in->tiket, o, e);

	if (!rc && !objection_open(o->state))
		rc = err_set(e, ERR_CONFLICT, "sanggahan ini sudah selesai: %s; jawaban tidak diubah lagi",
			     objection_state_label(o->state));
	if (!rc && span_trim(in->jawaban).n < ISI_LEAST)
		rc = err_set(e, ERR_USAGE, "jawaban: tulis alasannya, karena warga membacanya");
	return rc;
}

int objection_answer_plan(struct objection_answer_out *out, const struct objection_answer_in *in, const struct env *env,
			  struct err *e)
{
	struct objection o;
	char id[RUN_ID_TEXT];
	int rc = answerable(env, in, &o, e);

	if (rc)
		return rc;
	out->tiket = keep(env, padan_span_of(run_id_text(o.id, id)));
	out->keadaan = padan_span_of(objection_state_label((enum objection_state)(OBJECTION_PASSED_ON + in->putusan)));
	return ERR_OK;
}

int objection_answer_apply(const struct objection_answer_out *out, const struct objection_answer_in *in, struct unit *u,
			   struct err *e)
{
	struct objection o;
	int rc = answerable(u->env, in, &o, e);

	(void)out;
	return rc ? rc
		  : objection_store_step(u, &o, (enum objection_state)(OBJECTION_PASSED_ON + in->putusan),
					 span_trim(in->jawaban), e);
}

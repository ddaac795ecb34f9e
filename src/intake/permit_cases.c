/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/permit_cases.h"

#include "intake/batch_store.h"
#include "intake/permit_store.h"
#include "programme/run_store.h"

#include <stdio.h>

#define CASES	  "intake/permit.def"
#define CASE_ROOM permit
#include "office/define.inc"

enum { PURGE_MAX = 48 }; /* batches of one transaction */

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

static span id_text(const struct env *env, int64_t id)
{
	char text[RUN_ID_TEXT];

	return id ? keep(env, padan_span_of(run_id_text(id, text))) : SPAN("");
}

/* --- permit add --------------------------------------------------------------------------------------------------- */
static int use_words(const struct env *env, const struct choice_list *list, span *out, struct err *e)
{
	uint64_t asked = 0;
	struct buf b;

	for (int i = 0; i < list->n; i++)
		asked |= (uint64_t)1 << list->at[i];
	buf_init(&b, env->seams->alloc, 400);
	for (int i = 0; i < LIM_CHOICES; i++)
		if (asked >> i & 1) {
			buf_puts(&b, b.n ? "," : "");
			buf_span(&b, field_word(PERMIT_USES, i));
		}
	*out = keep(env, buf_as_span(&b));
	buf_done(&b);
	return out->n ? ERR_OK : err_memory(e, "kegunaan");
}

int permit_add_plan(struct permit_add_out *out, const struct permit_add_in *in, const struct env *env, struct err *e)
{
	if (in->sampai.day < in->mulai.day)
		return err_set(e, ERR_USAGE, "--sampai: lebih awal dari --mulai; tulis hari terakhir perjanjian");
	if (!span_trim(in->nomor).n || !span_trim(in->pemilik).n || !span_trim(in->tujuan).n)
		return err_set(e, ERR_USAGE, "nomor, pemilik, dan tujuan perjanjian harus diisi");
	out->izin = id_text(env, ledger_new_id(env->seams));
	out->sumber = field_word(PERMIT_SOURCES, in->sumber);
	out->nomor = span_trim(in->nomor);
	out->mulai = in->mulai;
	out->sampai = in->sampai;
	return out->izin.n ? ERR_OK : err_memory(e, "izin data");
}

int permit_add_apply(const struct permit_add_out *out, const struct permit_add_in *in, struct unit *u, struct err *e)
{
	struct permit p = { .source = out->sumber,
			    .holder = span_trim(in->pemilik),
			    .number = out->nomor,
			    .purpose = span_trim(in->tujuan),
			    .keeps = in->simpan,
			    .agreed_on = in->perjanjian,
			    .starts = in->mulai,
			    .ends = in->sampai };
	int rc = use_words(u->env, &in->kegunaan, &p.uses, e);

	if (!rc && !run_id_parse(out->izin, &p.id))
		rc = err_set(e, ERR_MACHINE, "izin data: namanya tidak terbaca");
	return rc ? rc : permit_store_add(u, &p, e);
}

/* --- permit list -------------------------------------------------------------------------------------------------- */
struct listing {
	const struct env *env;
	date on;
	struct permit_row *rows;
	size_t n, cap;
};

static int list_permit(void *ctx, const struct permit *p)
{
	struct listing *l = ctx;
	struct permit_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	enum permit_state state = permit_state(p, l->on);

	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	rows[l->n++] = (struct permit_row){ .izin = id_text(l->env, p->id),
					    .sumber = keep(l->env, p->source),
					    .pemilik = keep(l->env, p->holder),
					    .nomor = keep(l->env, p->number),
					    .tanggal = p->agreed_on,
					    .tujuan = keep(l->env, p->purpose),
					    .kegunaan = keep(l->env, p->uses),
					    .simpan = p->keeps,
					    .mulai = p->starts,
					    .sampai = date_known(p->ended_on) ? p->ended_on : p->ends,
					    .keadaan = padan_span_of(permit_state_label(state)),
					    .sisa = state == PERMIT_IN_FORCE ? p->ends.day - l->on.day : 0,
					    .dipakai = p->used };
	return 0;
}

int permit_list_plan(struct permit_list_out *out, const struct permit_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env, .on = date_known(in->tanggal) ? in->tanggal : ledger_today(env) };
	int rc = need_db(env, e);

	if (!rc)
		rc = permit_each(env->store, list_permit, &l, e);
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- permit end --------------------------------------------------------------------------------------------------- */
static int read_id(span typed, int64_t *id, struct err *e)
{
	if (run_id_parse(span_trim(typed), id))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "izin \"%.*s\": bukan nama izin, misalnya 7K3M-9QWP-2XTA (lindung permit list)",
		       (int)(typed.n < 40 ? typed.n : 40), typed.p);
}

int permit_end_plan(struct permit_end_out *out, const struct permit_end_in *in, const struct env *env, struct err *e)
{
	struct permit p;
	int64_t id = 0;
	char day[32];
	int rc = need_db(env, e);

	if (!rc)
		rc = read_id(in->izin, &id, e);
	if (!rc)
		rc = permit_find(env->store, id, &p, env->arena, e);
	if (rc)
		return rc;
	if (date_known(p.ended_on))
		return err_set(e, ERR_CONFLICT, "izin nomor %.*s sudah diakhiri pada %s",
			       (int)(p.number.n < 80 ? p.number.n : 80), p.number.p, date_long(p.ended_on, day));
	out->izin = id_text(env, id);
	out->sumber = p.source;
	out->nomor = p.number;
	out->berakhir = date_known(in->tanggal) ? in->tanggal : ledger_today(env);
	return out->izin.n ? ERR_OK : err_memory(e, "izin data");
}

int permit_end_apply(const struct permit_end_out *out, const struct permit_end_in *in, struct unit *u, struct err *e)
{
	int64_t id = 0;
	int rc = read_id(out->izin, &id, e);

	return rc ? rc : permit_store_end(u, id, out->berakhir, in->alasan, e);
}

/* --- permit usage ------------------------------------------------------------------------------------------------- */
struct using
{
	const struct env *env;
	struct permit_usage_row *rows;
	size_t n, cap;
};

static int list_use(void *ctx, const struct permit_used *x)
{
	struct using *l = ctx;
	struct permit_usage_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));

	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	rows[l->n++] = (struct permit_usage_row){ .waktu = { (int32_t)(x->at_ms / 86400000) },
						  .rancangan = id_text(l->env, x->run),
						  .program = keep(l->env, x->programme),
						  .tahap = x->stage,
						  .sumber = keep(l->env, x->list),
						  .berkas = keep(l->env, x->name),
						  .baris = x->rows,
						  .nomor = keep(l->env, x->number),
						  .pemilik = keep(l->env, x->holder),
						  .kiriman = id_text(l->env, x->batch) };
	return 0;
}

int permit_usage_plan(struct permit_usage_out *out, const struct permit_usage_in *in, const struct env *env,
		      struct err *e)
{
	struct using l = { .env = env };
	int rc = need_db(env, e);

	(void)in;
	if (!rc)
		rc = permit_use_each(env->store, list_use, &l, e);
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- permit purge ------------------------------------------------------------------------------------------------- */
/* What plan found travels to apply behind the cursor. */
struct purging {
	const struct env *env;
	struct permit_purge_row *rows;
	size_t n, cap, next;
	int64_t more;
};

static int list_due(void *ctx, const struct batch_due *d)
{
	struct purging *l = ctx;
	struct permit_purge_row *rows;

	if (l->n == PURGE_MAX) {
		l->more++;
		return 0;
	}
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	rows[l->n++] = (struct permit_purge_row){ .kiriman = id_text(l->env, d->id),
						  .sumber = keep(l->env, d->kind),
						  .berkas = keep(l->env, d->name),
						  .nomor = keep(l->env, d->number),
						  .berakhir = d->over };
	return 0;
}

static int next_due(void *ctx, void *row, struct err *e)
{
	struct purging *l = ctx;

	(void)e;
	if (l->next >= l->n)
		return 0;
	*(struct permit_purge_row *)row = l->rows[l->next++];
	return 1;
}

int permit_purge_plan(struct permit_purge_out *out, const struct permit_purge_in *in, const struct env *env,
		      struct err *e)
{
	struct purging *l = padan_arena_zero(env->arena, sizeof(*l));
	int rc = need_db(env, e);

	if (!rc && !l)
		rc = err_memory(e, "kiriman yang izinnya berakhir");
	if (rc)
		return rc;
	l->env = env;
	rc = batch_due_each(env->store, date_known(in->tanggal) ? in->tanggal : ledger_today(env), list_due, l, e);
	out->dihapus = (int64_t)l->n;
	out->tersisa = l->more;
	out->daftar = (struct row_cursor){ next_due, l };
	return rc;
}

static int purge_one(struct unit *u, const struct permit_purge_row *r, struct err *e)
{
	char reason[200], day[32];
	struct batch b;
	int64_t id = 0;
	int rc = read_id(r->kiriman, &id, e);

	if (!rc)
		rc = batch_find(u->store, id, SPAN(""), &b, u->env->arena, e);
	if (rc || b.end.n) /* withdrawn meanwhile */
		return rc;
	snprintf(reason, sizeof(reason), "izin nomor %.*s berakhir pada %s", (int)(r->nomor.n < 100 ? r->nomor.n : 100),
		 r->nomor.p, date_long(r->berakhir, day));
	return batch_store_end(u, id, "dihapus", padan_span_of(reason), e);
}

int permit_purge_apply(const struct permit_purge_out *out, const struct permit_purge_in *in, struct unit *u,
		       struct err *e)
{
	const struct purging *l = out->daftar.ctx;
	int rc = ERR_OK;

	(void)in;
	for (size_t i = 0; !rc && i < l->n; i++)
		rc = purge_one(u, &l->rows[i], e);
	return rc;
}

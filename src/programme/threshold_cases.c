/* SPDX-License-Identifier: EUPL-1.2
 * The bounds from which a match is taken, or shown to a person. */
#include "programme/programme_cases.h"
#include "programme/programme_store.h"
#include "programme/run_store.h"

enum { PER_TEN_THOUSANDTH = 10 }; /* thousandths of a percent */

struct history {
	const struct env *env;
	struct threshold_row *rows;
	size_t n, cap;
};

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

static int list_bound(void *ctx, const struct programme_bounds *b)
{
	struct history *h = ctx;
	struct threshold_row *rows = row_room(h->env->arena, h->rows, h->n, &h->cap, sizeof(*rows));

	if (!rows)
		return ERR_MACHINE;
	h->rows = rows;
	rows[h->n++] = (struct threshold_row){ .no = b->no,
					       .padan = b->found * PER_TEN_THOUSANDTH,
					       .tinjau = b->review * PER_TEN_THOUSANDTH,
					       .tanggal = { (int32_t)(b->at_ms / 86400000) },
					       .oleh = keep(h->env, b->actor),
					       .alasan = keep(h->env, b->reason) };
	return 0;
}

/* The programme, its newest file and its bounds. */
static int find(span typed, struct programme_file *f, struct programme_bounds *b, const struct env *env, struct err *e)
{
	int64_t id = 0;
	int rc = env->store ? programme_named(env, typed, &id, e)
			    : err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");

	if (!rc)
		rc = programme_file_find(env->store, id, 0, f, env->arena, e);
	return rc ? rc : programme_bounds_find(env->store, id, b, env->arena, e);
}

int threshold_show_plan(struct threshold_show_out *out, const struct threshold_show_in *in, const struct env *env,
			struct err *e)
{
	struct history h = { .env = env };
	struct programme_file f;
	struct programme_bounds b;
	struct err why = { 0 };
	int rc = find(in->program, &f, &b, env, e);

	if (rc)
		return rc;
	out->program = f.nama;
	out->padan = b.found * PER_TEN_THOUSANDTH;
	out->tinjau = b.review * PER_TEN_THOUSANDTH;
	out->terkunci = programme_unlocked(env->store, f.programme, 0, &why) == ERR_CONFLICT;
	out->sebab = keep(env, padan_span_of(why.text));
	rc = programme_bounds_each(env->store, f.programme, list_bound, &h, e);
	return rc ? rc : row_cursor_over(env->arena, h.rows, h.n, sizeof(*h.rows), &out->riwayat, e);
}

int threshold_set_plan(struct threshold_set_out *out, const struct threshold_set_in *in, const struct env *env,
		       struct err *e)
{
	struct programme_file f;
	struct programme_bounds b;
	char id[RUN_ID_TEXT];
	int rc = find(in->program, &f, &b, env, e);

	if (!rc)
		rc = programme_bounds_allowed(in->padan / PER_TEN_THOUSANDTH, in->tinjau / PER_TEN_THOUSANDTH, e);
	if (!rc)
		rc = programme_unlocked(env->store, f.programme, 0, e);
	if (rc)
		return rc;
	out->program = f.nama;
	out->nomor = keep(env, padan_span_of(run_id_text(f.programme, id)));
	out->padan = in->padan / PER_TEN_THOUSANDTH * PER_TEN_THOUSANDTH;
	out->tinjau = in->tinjau / PER_TEN_THOUSANDTH * PER_TEN_THOUSANDTH;
	out->padan_lama = b.found * PER_TEN_THOUSANDTH;
	out->tinjau_lama = b.review * PER_TEN_THOUSANDTH;
	return out->nomor.n ? ERR_OK : err_memory(e, "ambang");
}

int threshold_set_apply(const struct threshold_set_out *out, const struct threshold_set_in *in, struct unit *u,
			struct err *e)
{
	int64_t id = 0;

	if (!run_id_parse(out->nomor, &id))
		return err_set(e, ERR_MACHINE, "program: nomornya tidak terbaca");
	return programme_bounds_set(u, id, out->padan / PER_TEN_THOUSANDTH, out->tinjau / PER_TEN_THOUSANDTH,
				    in->alasan, e);
}

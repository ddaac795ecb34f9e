/* SPDX-License-Identifier: EUPL-1.2
 * lindung public-test open RUN: the lists to be posted and the sheets to be filled in, per ward. The sheets come back
 * as lists of the next run (--tinjauan). */
#include "selection/selection_cases.h"

#include "papers/publictest.h"
#include "programme/public_test_store.h"
#include "selection/view_store.h"

/* What plan found travels to the others behind the cursor of `daftar`. */
struct posting {
	struct selection s;
	struct publictest_view view;
	struct publictest counted, papers;
	struct public_test test;
	size_t next;
};

static int ward_next(void *ctx, void *row, struct err *e)
{
	struct posting *p = ctx;
	struct public_test_ward *r = row;

	(void)e;
	while (p->next < p->counted.nwards && !p->counted.wards[p->next].rows)
		p->next++;
	if (p->next >= p->counted.nwards)
		return 0;
	*r = (struct public_test_ward){ .kelurahan = p->counted.wards[p->next].village,
					.kecamatan = p->counted.wards[p->next].district,
					.diumumkan = p->counted.wards[p->next].posted,
					.konfirmasi_nik = p->counted.wards[p->next].nik,
					.pastikan_hidup = p->counted.wards[p->next].deaths };
	p->next++;
	return 1;
}

static int read_days(struct posting *p, const struct public_test_open_in *in, struct err *e)
{
	if (in->sampai.day < in->mulai.day)
		return err_set(e, ERR_USAGE, "--sampai: lebih awal dari --mulai; tulis hari terakhir uji publik");
	p->view = (struct publictest_view){ .v = &p->s.view, .from = in->mulai, .until = in->sampai };
	p->test.from = in->mulai;
	p->test.until = in->sampai;
	return ERR_OK;
}

static void tell(struct public_test_open_out *out, struct posting *p, const struct public_test_open_in *in)
{
	out->rancangan = p->s.view.head.run;
	out->mulai = in->mulai;
	out->sampai = in->sampai;
	out->kelurahan = out->diumumkan = out->konfirmasi_nik = out->pastikan_hidup = 0;
	for (size_t i = 0; i < p->counted.nwards; i++) {
		const struct publictest_ward *w = &p->counted.wards[i];

		out->kelurahan += w->rows > 0;
		out->diumumkan += w->posted;
		out->konfirmasi_nik += w->nik;
		out->pastikan_hidup += w->deaths;
	}
	p->test.people = out->diumumkan;
	out->keluaran = in->keluaran;
}

int public_test_open_plan(struct public_test_open_out *out, const struct public_test_open_in *in, const struct env *env,
			  struct err *e)
{
	struct posting *p = padan_arena_zero(env->arena, sizeof(*p));
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);
	bool known = false;
	int rc;

	if (!p || !dir)
		return err_memory(e, "uji publik");
	out->daftar = (struct row_cursor){ ward_next, p };
	rc = publictest_check_dir(dir, e);
	if (rc == ERR_OK)
		rc = read_days(p, in, e);
	if (rc == ERR_OK)
		rc = view_of_run(&p->s, in->rancangan, DATE_NONE, env, e);
	if (rc == ERR_OK && !run_id_parse(p->s.view.head.run, &p->test.run))
		rc = err_set(e, ERR_MACHINE, "rancangan: namanya tidak terbaca");
	if (rc == ERR_OK)
		rc = public_test_look(env->store, &p->test, &known, e);
	if (rc == ERR_OK)
		rc = publictest_count(&p->counted, &p->view, env->seams, env->arena, e);
	if (rc)
		return rc;
	tell(out, p, in);
	if (!out->diumumkan)
		return err_set(e, ERR_USAGE, "rancangan %.*s: tidak ada yang terpilih; tidak ada yang diumumkan",
			       (int)out->rancangan.n, out->rancangan.p);
	return ERR_OK;
}

int public_test_open_stage(const struct public_test_open_out *out, const struct public_test_open_in *in,
			   const struct env *env, struct err *e)
{
	struct posting *p = out->daftar.ctx;
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);

	if (!dir)
		return err_memory(e, "uji publik");
	env_progress(env, "menulis berkas", 0, 0);
	return publictest_render(&p->papers, &p->view, dir, env->seams, e);
}

int public_test_open_apply(const struct public_test_open_out *out, const struct public_test_open_in *in, struct unit *u,
			   struct err *e)
{
	const struct posting *p = out->daftar.ctx;

	(void)in;
	return public_test_write(u, &p->test, e);
}

int public_test_open_publish(const struct public_test_open_out *out, const struct public_test_open_in *in,
			     const struct env *env, struct err *e)
{
	struct posting *p = out->daftar.ctx;

	(void)in;
	(void)env;
	return publictest_place(&p->papers, e);
}

void public_test_open_discard(const struct public_test_open_out *out, const struct public_test_open_in *in,
			      const struct env *env)
{
	struct posting *p = out->daftar.ctx;

	(void)in;
	(void)env;
	publictest_discard(&p->papers);
}

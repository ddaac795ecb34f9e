/* SPDX-License-Identifier: EUPL-1.2
 * Holding the database for the commands of others, until a signal comes. */
#include "access/access_cases.h"
#include "access/hold_store.h"
#include "base/url.h"

int store_hold_plan(struct store_hold_out *out, const struct store_hold_in *in, const struct env *env, struct err *e)
{
	struct writer_figures f = { 0 };
	struct holding h;
	int rc;

	if (env->writer)
		return err_set(e, ERR_CONFLICT, "%.*s: sudah dipegang layanan ini", (int)in->db.n, in->db.p);
	if (url_is_postgres(in->db))
		return err_set(e, ERR_USAGE,
			       "hold: PostgreSQL melayani banyak penulis sendiri; jalankan perintah langsung");
	rc = hold_begin(&h, env, in->db, e);
	if (!rc) {
		env_progress(env, "melayani perintah; Ctrl-C menghentikan", 0, 0);
		rc = hold_until_signal(&h, e);
	}
	hold_end(&h, &f, &out->perintah);
	out->db = in->db;
	out->penulisan = f.turns;
	out->komit = f.commits;
	out->tunggu = (f.wait_p99_us + 999) / 1000;
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/access_cases.h"
#include "access/open_store.h"
#include "access/user_store.h"
#include "office/event_log.h"
#include "programme/verify_store.h"

#include <stdio.h>

#define CASES	  "access/access.def"
#define CASE_ROOM access
#include "office/define.inc"

enum { FINDINGS = 500 };

static int need_store(const struct env *env, struct err *e)
{
	return env->store ? ERR_OK : err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
}

/* --- init ------------------------------------------------------------------------------------------------------------
 */
static int read_admin(struct store_init_out *out, const struct store_init_in *in, const struct env *env, struct err *e)
{
	char name[USER_NAME_MAX + 1];
	int rc = user_name_read(in->admin, name, e);

	if (!rc && !in->pin_baru.n)
		rc = err_set(e, ERR_USAGE,
			     "--admin: berikan PIN-nya dengan --pin-baru BERKAS, atau --pin-baru - untuk mengetik");
	if (!rc)
		rc = pin_allowed(in->pin_baru, e);
	if (rc)
		return rc;
	out->admin = padan_span_of(padan_arena_copy(env->arena, name, strlen(name)));
	return out->admin.p ? ERR_OK : err_memory(e, "nama pengelola");
}

int store_init_plan(struct store_init_out *out, const struct store_init_in *in, const struct env *env, struct err *e)
{
	int rc = need_store(env, e);

	if (!rc && in->peran.n)
		rc = store_grant_to(env->store, in->peran, e);
	if (rc)
		return rc;
	if (store_db(env->store))
		return err_set(e, ERR_CONFLICT, "%s: basis data sudah ada", store_name(env->store));
	out->db = in->db;
	out->kunci = env->key_file;
	out->versi = db_version_newest();
	return in->admin.n ? read_admin(out, in, env, e) : ERR_OK;
}

/* What there is to do, beginning the transaction has done: file, tables, key. The first user and the event remain. */
int store_init_apply(const struct store_init_out *out, const struct store_init_in *in, struct unit *u, struct err *e)
{
	struct user first = { .name = out->admin, .roles = padan_span_of(role_word(ROLE_admin)) };
	int rc = need_store(u->env, e);

	return rc || !out->admin.n ? rc : user_store_add(u, &first, in->pin_baru, true, e);
}

/* --- migrate ---------------------------------------------------------------------------------------------------------
 */
int store_migrate_plan(struct store_migrate_out *out, const struct store_migrate_in *in, const struct env *env,
		       struct err *e)
{
	int rc = need_store(env, e);

	if (!rc && in->peran.n)
		rc = store_grant_to(env->store, in->peran, e);
	if (rc)
		return rc;
	if (!store_db(env->store))
		return err_set(e, ERR_UNREADABLE, "%s: tidak ada; buat dengan: lindung init --db %s",
			       store_name(env->store), store_name(env->store));
	out->dari = db_version(store_db(env->store));
	out->ke = db_version_newest();
	store_let_migrate(env->store);
	return ERR_OK;
}

int store_migrate_apply(const struct store_migrate_out *out, const struct store_migrate_in *in, struct unit *u,
			struct err *e)
{
	(void)out, (void)in;
	return need_store(u->env, e);
}

/* --- verify ----------------------------------------------------------------------------------------------------------
 */
struct findings {
	struct padan_arena *arena;
	struct verify_row *rows;
	size_t n;
	int64_t all; /* also those beyond FINDINGS */
};

static void note(void *ctx, const char *what)
{
	struct findings *f = ctx;
	char *copy = padan_arena_copy(f->arena, what, strlen(what));

	if (copy && f->n < FINDINGS)
		f->rows[f->n++].teks = padan_span_of(copy);
	f->all++;
}

static int figures(struct store_verify_out *out, const struct env *env, struct err *e)
{
	struct db_row events = { .want = 1 };
	struct block_head head;
	char hex[2 * sizeof(head.hash) + 1];
	char *copy;

	if (db_one(store_db(env->store), SQL_event_count, NULL, 0, &events, e) ||
	    event_head(store_db(env->store), &head, e)) {
		out->peristiwa = out->blok = FIELD_ABSENT; /* unreadable: a finding says so */
		return ERR_OK;
	}
	out->peristiwa = events.col[0].i;
	out->blok = head.block;
	sodium_bin2hex(hex, sizeof(hex), head.hash, sizeof(head.hash));
	copy = padan_arena_copy(env->arena, hex, sizeof(hex) - 1);
	out->sidik = padan_span_of(copy);
	db_rollback(store_db(env->store));
	return copy ? ERR_OK : err_memory(e, "hasil pemeriksaan");
}

int store_verify_plan(struct store_verify_out *out, const struct store_verify_in *in, const struct env *env,
		      struct err *e)
{
	struct findings f = { .arena = env->arena };
	struct db_found found = { note, &f };
	int rc = need_store(env, e);

	(void)in;
	if (!rc && !store_db(env->store))
		rc = err_set(e, ERR_UNREADABLE, "%s: tidak ada, atau masih kosong", store_name(env->store));
	f.rows = rc ? NULL : padan_arena_array(env->arena, FINDINGS, sizeof(*f.rows));
	if (!rc && !f.rows)
		rc = err_memory(e, "hasil pemeriksaan");
	if (!rc)
		rc = verify_store(env->store, &found, e);
	if (!rc)
		rc = figures(out, env, e);
	if (!rc)
		rc = row_cursor_over(env->arena, f.rows, f.n, sizeof(*f.rows), &out->temuan, e);
	if (rc)
		return rc;
	out->hasil = f.all ? SPAN("ada yang salah") : SPAN("utuh");
	if (f.all)
		return err_set(e, ERR_FOUND_WRONG,
			       "%s: %lld hal tidak cocok (lihat Temuan); berhenti memakai basis data ini dan "
			       "pulihkan dari cadangan",
			       store_name(env->store), (long long)f.all);
	return ERR_OK;
}

/* SPDX-License-Identifier: EUPL-1.2
 * The way back from a backup: decrypt beside the place, check, then take the database's name. */
#include "access/backup_cases.h"
#include "access/open_store.h"
#include "base/url.h"
#include "db/backup.h"
#include "db/lock.h"
#include "office/event_log.h"
#include "programme/verify_store.h"

#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

struct restoring {
	const struct env *env;
	char from[PATH_MAX], to[PATH_MAX], fresh[PATH_MAX], aside[PATH_MAX], key_file[PATH_MAX];
	struct backup_head head;
};

static bool copy_name(char out[PATH_MAX], span s)
{
	return snprintf(out, PATH_MAX, "%.*s", (int)s.n, s.p ? s.p : "") < PATH_MAX;
}

static int take_names(struct restoring *r, const struct store_restore_in *in, const struct env *env, struct err *e)
{
	uint32_t chance; /* two at once do not meet */

	*r = (struct restoring){ .env = env };
	env->seams->random(env->seams->ctx, &chance, sizeof(chance));
	if (!in->db.n && !in->verify)
		return err_set(e, ERR_USAGE,
			       "--db belum diisi: ke mana dipulihkan? (tanpa --db hanya bersama --verify)");
	if (url_is_postgres(in->db))
		return err_set(
			e, ERR_USAGE,
			"--db: pulihkan ke berkas dahulu, lalu lindung export --db BERKAS --to postgresql://...");
	if (!copy_name(r->from, in->asal) || !copy_name(r->to, in->db) || !copy_name(r->key_file, env->key_file) ||
	    snprintf(r->fresh, sizeof(r->fresh), "%s.pulih-%08x", *r->to ? r->to : r->from, chance) >= PATH_MAX)
		return err_set(e, ERR_USAGE, "nama berkas terlalu panjang");
	return *r->key_file ? ERR_OK
			    : err_set(e, ERR_USAGE, "kunci data pribadi tidak diketahui; berikan --kunci BERKAS");
}

/* The key that the backup names. The caller wipes `out`. */
static int backup_key(struct restoring *r, unsigned char out[BACKUP_KEY], struct err *e)
{
	struct key *k;
	bool made;
	int rc = key_open(&k, r->key_file, false, &made, r->env->seams, e);

	if (rc)
		return rc;
	if (strcmp(key_id(k), r->head.key_id) != 0)
		rc = err_set(e, ERR_CONFLICT,
			     "%s: cadangan ini memakai kunci %s, sedangkan %s adalah kunci %s; tunjuk kunci yang benar "
			     "dengan --kunci",
			     r->from, r->head.key_id, r->key_file, key_id(k));
	key_backup(k, out);
	key_close(k);
	return rc;
}

int store_restore_plan(struct store_restore_out *out, const struct store_restore_in *in, const struct env *env,
		       struct err *e)
{
	struct restoring r;
	char clock[8];
	int minute, rc = take_names(&r, in, env, e);

	if (!rc)
		rc = backup_look(env->seams, r.from, &r.head, e);
	if (!rc && r.head.version > db_version_newest())
		rc = err_set(e, ERR_CONFLICT,
			     "%s: dari Lindung yang lebih baru (versi data %d, program ini mengenal %d); pakai program "
			     "yang baru",
			     r.from, r.head.version, db_version_newest());
	if (!rc && *r.to && !in->ganti && access(r.to, F_OK) == 0)
		rc = err_set(e, ERR_CONFLICT,
			     "%s: sudah ada; berikan nama lain, atau --ganti untuk menyisihkan yang lama", r.to);
	if (rc)
		return rc;
	minute = (int)(r.head.at_ms / 60000 % 1440);
	snprintf(clock, sizeof(clock), "%02d.%02d", minute / 60, minute % 60);
	out->db = in->db;
	out->dibuat = (date){ (int32_t)(r.head.at_ms / 86400000) };
	out->jam = padan_span_of(padan_arena_copy(env->arena, clock, strlen(clock)));
	return out->jam.p ? ERR_OK : err_memory(e, "pemulihan");
}

/* --- looking at what came out
 * ------------------------------------------------------------------------------------------
 */
struct finding {
	int n;
	char first[200];
};

static void note(void *ctx, const char *what)
{
	struct finding *f = ctx;

	if (!f->n++)
		snprintf(f->first, sizeof(f->first), "%s", what);
}

static int figures(struct store_restore_out *out, struct db *db, const struct env *env, struct err *e)
{
	struct db_row events = { .want = 1 };
	struct block_head head;
	char hex[2 * sizeof(head.hash) + 1];
	int rc = db_one(db, SQL_event_count, NULL, 0, &events, e);

	if (!rc)
		rc = event_head(db, &head, e);
	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), head.hash, sizeof(head.hash));
	out->peristiwa = events.col[0].i;
	out->blok = head.block;
	out->sidik = padan_span_of(padan_arena_copy(env->arena, hex, sizeof(hex) - 1));
	return out->sidik.p ? ERR_OK : err_memory(e, "pemulihan");
}

/* An older one is looked at by its file only: it must be brought forward before its content can be read. */
static int look_inside(struct store_restore_out *out, struct store *s, bool all, const struct env *env, struct err *e)
{
	struct finding f = { .n = 0 };
	struct db_found found = { note, &f };
	struct db *db = store_db(s);
	bool old = db && db_version(db) < db_version_newest();
	int rc = db ? ERR_OK : err_set(e, ERR_UNREADABLE, "cadangan ini kosong");

	if (!rc)
		rc = all && !old ? verify_store(s, &found, e) : db_check(db, &found, e);
	if (!rc && f.n)
		return err_set(e, ERR_FOUND_WRONG, "isi cadangan ini tidak utuh (%s); pakai cadangan lain", f.first);
	if (rc)
		return rc;
	if (!old)
		rc = figures(out, db, env, e);
	out->hasil = old   ? SPAN("berkasnya utuh; susunan data lama, jalankan lindung migrate")
		     : all ? SPAN("utuh, isinya diperiksa selengkapnya")
			   : SPAN("berkasnya utuh");
	return rc;
}

static int check(struct restoring *r, struct store_restore_out *out, bool all, struct err *e)
{
	struct env env = *r->env;
	struct store *s = NULL;
	int rc;

	env.writer = NULL;
	rc = env.store_ops->open(&env, padan_span_of(r->fresh), &s, e);
	if (!rc)
		rc = look_inside(out, s, all, r->env, e);
	env.store_ops->close(s);
	return rc;
}

/* --- all of it
 * -----------------------------------------------------------------------------------------------------------
 */
static void remove_fresh(const struct restoring *r)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
	char path[PATH_MAX + 16];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", r->fresh, beside[i]);
		r->env->seams->io->unlink(r->env->seams->io->ctx, path);
	}
}

static int decrypt(struct restoring *r, struct err *e)
{
	unsigned char key[BACKUP_KEY] = { 0 };
	int rc = backup_look(r->env->seams, r->from, &r->head, e);

	if (!rc)
		rc = backup_key(r, key, e);
	if (!rc)
		rc = backup_open(r->env->seams, r->from, r->fresh, &r->head, key, e);
	sodium_memzero(key, sizeof(key));
	return rc;
}

/* Under the lock of the name that is to be taken. */
static int place(struct restoring *r, struct store_restore_out *out, bool over, struct err *e)
{
	const struct seams *s = r->env->seams;
	struct ymd d;
	int64_t now = s->now_ms(s->ctx);
	bool was = access(r->to, F_OK) == 0;
	int rc;

	d = date_ymd((date){ (int32_t)(now / 86400000) });
	if (snprintf(r->aside, sizeof(r->aside), "%s.sebelum-%04d%02d%02d-%06d", r->to, d.y, d.m, d.d,
		     (int)(now / 3600000 % 24 * 10000 + now / 60000 % 60 * 100 + now / 1000 % 60)) >= PATH_MAX)
		return err_set(e, ERR_USAGE, "nama berkas terlalu panjang");
	rc = backup_place(s, r->fresh, r->to, over ? r->aside : NULL, e);
	if (!rc && was)
		out->disisihkan = padan_span_of(padan_arena_copy(r->env->arena, r->aside, strlen(r->aside)));
	return rc;
}

static int restore(struct restoring *r, struct store_restore_out *out, const struct store_restore_in *in, struct err *e)
{
	int rc;

	remove_fresh(r);
	env_progress(r->env, "membuka cadangan", 0, 0);
	rc = decrypt(r, e);
	env_progress(r->env, "memeriksa isinya", 0, 0);
	if (!rc)
		rc = check(r, out, in->verify, e);
	if (!rc && *r->to)
		rc = place(r, out, in->ganti, e);
	if (rc || !*r->to)
		remove_fresh(r);
	return rc;
}

int store_restore_publish(const struct store_restore_out *planned, const struct store_restore_in *in,
			  const struct env *env, struct err *e)
{
	/* what the answer tells is known only now; office_run hands out the same struct */
	struct store_restore_out *out = (struct store_restore_out *)(uintptr_t)planned;
	struct restoring r;
	char lock[PATH_MAX];
	int fd = -1, rc = take_names(&r, in, env, e);

	if (!rc && *r.to && snprintf(lock, sizeof(lock), "%s.lock", r.to) >= PATH_MAX)
		rc = err_set(e, ERR_USAGE, "nama berkas terlalu panjang");
	if (!rc && *r.to)
		rc = lock_take(env->seams, lock, &fd, e);
	if (!rc)
		rc = restore(&r, out, in, e);
	lock_release(env->seams, &fd);
	return rc;
}

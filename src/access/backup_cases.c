/* SPDX-License-Identifier: EUPL-1.2
 * Making a backup: snapshot, check, encrypt, read again, name it, sweep the folder. Restoring: restore_cases.c. */
#include "access/backup_cases.h"
#include "access/ledger_store.h"
#include "access/open_store.h"
#include "access/retention.h"
#include "base/url.h"
#include "db/backup.h"
#include "office/event_log.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define CASES	  "access/backup.def"
#define CASE_ROOM backup
#include "office/define.inc"

enum { FOLDER_MOST = 4096 };

static span keep(const struct env *env, const char *s)
{
	return padan_span_of(padan_arena_copy(env->arena, s, strlen(s)));
}

/* --- plan ------------------------------------------------------------------------------------------------------------
 */
static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The file to be: a dated name when a folder is meant. */
static int name_target(const struct store_backup_in *in, const struct env *env, span *out, struct err *e)
{
	char given[PATH_MAX], name[BACKUP_NAME_MAX], path[PATH_MAX];
	span db = url_is_postgres(in->db) ? SPAN("lindung") : in->db;
	int n = snprintf(given, sizeof(given), "%.*s", (int)in->tujuan.n, in->tujuan.p);

	if (n >= (int)sizeof(given))
		return err_set(e, ERR_USAGE, "TUJUAN: nama terlalu panjang");
	if (is_folder(given)) {
		if (!backup_name(db, env->seams->now_ms(env->seams->ctx), name) ||
		    snprintf(path, sizeof(path), "%s%s%s", given, given[n - 1] == '/' ? "" : "/", name) >=
			    (int)sizeof(path))
			return err_set(e, ERR_USAGE, "TUJUAN: nama terlalu panjang");
		*out = keep(env, path);
	} else {
		*out = keep(env, given);
	}
	if (!out->p)
		return err_memory(e, "nama cadangan");
	if (access(out->p, F_OK) == 0)
		return err_set(e, ERR_CONFLICT, "%s: sudah ada; cadangan tidak pernah ditimpa, berikan nama lain",
			       out->p);
	return ERR_OK;
}

int store_backup_plan(struct store_backup_out *out, const struct store_backup_in *in, const struct env *env,
		      struct err *e)
{
	if (!env->store || !store_db(env->store) || !store_key(env->store))
		return err_set(e, ERR_UNREADABLE, "%s: tidak ada, atau masih kosong",
			       env->store ? store_name(env->store) : "--db");
	out->kunci = keep(env, key_id(store_key(env->store)));
	return name_target(in, env, &out->berkas, e);
}

/* --- the snapshot ----------------------------------------------------------------------------------------------------
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

/* Structure, references and tables of the copy, and what the answer tells about it. */
static int check_copy(struct db *db, struct store_backup_out *out, struct err *e)
{
	struct finding f = { .n = 0 };
	struct db_found found = { note, &f };
	struct db_row events = { .want = 1 };
	struct block_head head;
	int rc = db_check(db, &found, e);

	if (!rc && f.n)
		rc = err_set(e, ERR_FOUND_WRONG, "basis data ini sendiri rusak (%s); jalankan lindung verify", f.first);
	if (!rc)
		rc = db_one(db, SQL_event_count, NULL, 0, &events, e);
	if (!rc)
		rc = event_head(db, &head, e);
	if (!rc) {
		out->peristiwa = events.col[0].i;
		out->blok = head.block;
	}
	return rc;
}

static int open_and_check(const char *copy, struct store_backup_out *out, const struct env *env, int *version,
			  struct err *e)
{
	const struct db_options o = { .path = copy, .seams = env->seams };
	struct db *db;
	int rc = db_open(&db, &o, e);

	if (rc)
		return rc;
	*version = db_version(db);
	rc = check_copy(db, out, e);
	db_close(db);
	return rc;
}

static void remove_copy(const char *copy, const struct env *env)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
	char path[PATH_MAX + 16];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", copy, beside[i]);
		env->seams->io->unlink(env->seams->io->ctx, path);
	}
}

/* --- the encrypted file
 * ------------------------------------------------------------------------------------------------
 */
static int seal_and_reread(const char *copy, const char *beside, struct backup_head *head, const struct env *env,
			   struct err *e)
{
	unsigned char key[BACKUP_KEY];
	struct backup_head again;
	int rc;

	key_backup(store_key(env->store), key);
	rc = backup_seal(env->seams, copy, beside, head, key, e);
	if (!rc)
		rc = backup_open(env->seams, beside, NULL, &again, key, e);
	if (!rc && memcmp(again.digest, head->digest, sizeof(head->digest)) != 0)
		rc = err_set(e, ERR_MACHINE, "%s: terbaca lain daripada yang ditulis; cakramnya tidak dapat dipercaya",
			     beside);
	sodium_memzero(key, sizeof(key));
	return rc;
}

/* Under its own name only when all is well. */
static int put_in_place(const char *beside, const char *target, const struct env *env, struct err *e)
{
	const struct io *io = env->seams->io;

	if (access(target, F_OK) == 0)
		return err_set(e, ERR_CONFLICT, "%s: sudah ada", target);
	if (io->rename(io->ctx, beside, target) || file_name_sync(env->seams, target))
		return err_errno(e, errno, "%s: tidak dapat diberi nama", target);
	return ERR_OK;
}

static int tell(struct store_backup_out *out, const struct backup_head *head, const struct env *env, struct err *e)
{
	char hex[2 * BACKUP_DIGEST + 1];
	struct stat st;

	sodium_bin2hex(hex, sizeof(hex), head->digest, sizeof(head->digest));
	out->sidik = keep(env, hex);
	out->ukuran = stat(out->berkas.p, &st) ? FIELD_ABSENT : (int64_t)st.st_size;
	return out->sidik.p ? ERR_OK : err_memory(e, "cadangan");
}

/* --- the folder
 * ----------------------------------------------------------------------------------------------------------
 */
struct old {
	char name[BACKUP_NAME_MAX];
};

static size_t list_folder(const char *folder, span db, struct old *old, int64_t *at)
{
	DIR *d = opendir(folder);
	const struct dirent *f;
	size_t n = 0;

	while (d && n < FOLDER_MOST && (f = readdir(d)))
		if (backup_name_read(db, f->d_name, &at[n]))
			snprintf(old[n++].name, BACKUP_NAME_MAX, "%s", f->d_name);
	if (d)
		closedir(d);
	return n;
}

/* What cannot be removed stays: the new backup is what matters. */
static int64_t sweep_folder(const char *folder, span db, const struct env *env)
{
	struct old *old = padan_arena_array(env->arena, FOLDER_MOST, sizeof(*old));
	int64_t *at = padan_arena_array(env->arena, FOLDER_MOST, sizeof(*at)), removed = 0;
	bool *stays = padan_arena_array(env->arena, FOLDER_MOST, sizeof(*stays));
	char path[PATH_MAX + BACKUP_NAME_MAX];
	size_t n;

	if (!old || !at || !stays)
		return 0;
	n = list_folder(folder, db, old, at);
	retention(at, n, stays);
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, old[i].name);
		removed += !stays[i] && env->seams->io->unlink(env->seams->io->ctx, path) == 0;
	}
	return removed;
}

/* --- all of it
 * -----------------------------------------------------------------------------------------------------------
 */
static int make(struct store_backup_out *out, const char *copy, const char *beside, const struct env *env,
		struct err *e)
{
	struct backup_head head = { .at_ms = env->seams->now_ms(env->seams->ctx) };
	int rc;

	env_progress(env, "menyalin basis data", 0, 0);
	rc = db_snapshot(store_db(env->store), copy, e);
	if (!rc)
		rc = open_and_check(copy, out, env, &head.version, e);
	snprintf(head.key_id, sizeof(head.key_id), "%s", key_id(store_key(env->store)));
	env_progress(env, "mengenkripsi dan membaca ulang", 0, 0);
	if (!rc)
		rc = seal_and_reread(copy, beside, &head, env, e);
	if (!rc)
		rc = put_in_place(beside, out->berkas.p, env, e);
	return rc ? rc : tell(out, &head, env, e);
}

/* The day beside the database, for those who ask when the last backup was made. The backup is good without it. */
static void note_day(span db, const struct env *env)
{
	char path[PATH_MAX], day[11];
	struct err e;

	date_iso(ledger_today(env), day);
	if (snprintf(path, sizeof(path), "%.*s.hari-cadangan", (int)db.n, db.p) < (int)sizeof(path) &&
	    file_write(env->seams, path, 0600, padan_span_of(day), &e))
		env->seams->io->unlink(env->seams->io->ctx, path);
}

int store_backup_publish(const struct store_backup_out *planned, const struct store_backup_in *in,
			 const struct env *env, struct err *e)
{
	/* what the answer tells is known only now; office_run hands out the same struct */
	struct store_backup_out *out = (struct store_backup_out *)(uintptr_t)planned;
	char copy[PATH_MAX], beside[PATH_MAX], folder[PATH_MAX];
	bool server = url_is_postgres(in->db);
	uint32_t chance; /* two at once do not meet */
	int rc;

	env->seams->random(env->seams->ctx, &chance, sizeof(chance));
	/* the open copy lies where the database lies, not on the stick; a server's lies with the backup */
	if (snprintf(copy, sizeof(copy), "%.*s.salinan-%08x", server ? (int)out->berkas.n : (int)in->db.n,
		     server ? out->berkas.p : in->db.p, chance) >= (int)sizeof(copy) ||
	    snprintf(beside, sizeof(beside), "%s.baru", out->berkas.p) >= (int)sizeof(beside))
		return err_set(e, ERR_USAGE, "nama cadangan terlalu panjang");
	remove_copy(copy, env);
	env->seams->io->unlink(env->seams->io->ctx, beside);
	rc = make(out, copy, beside, env, e);
	remove_copy(copy, env);
	if (rc)
		env->seams->io->unlink(env->seams->io->ctx, beside);
	if (!rc && !server)
		note_day(in->db, env);
	snprintf(folder, sizeof(folder), "%.*s", (int)in->tujuan.n, in->tujuan.p);
	if (!rc && is_folder(folder))
		out->dibuang = sweep_folder(folder, server ? SPAN("lindung") : in->db, env);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/export_cases.h"
#include "access/open_store.h"
#include "base/url.h"
#include "db/copy.h"
#include "programme/dump_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#define CASES	  "access/export.def"
#define CASE_ROOM export
#include "office/define.inc"

enum { TABLES = 256, SUM = 2 * DB_DIGEST + 1 };

static int need_store(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "%s: tidak ada, atau masih kosong",
		       env->store ? store_name(env->store) : "--db");
}

/* --- export ----------------------------------------------------------------------------------------------------------
 */
struct export_job {
	const struct env *env;
	struct export_row row[TABLES];
	size_t n, shown;
	int64_t rows;
};

static int export_next(void *ctx, void *row, struct err *e)
{
	struct export_job *job = ctx;

	(void)e;
	if (job->shown == job->n)
		return 0;
	*(struct export_row *)row = job->row[job->shown++];
	return 1;
}

static span keep_sum(const struct db_sum *sum, struct padan_arena *a)
{
	char text[SUM];

	db_sum_text(sum, text);
	return padan_span_of(padan_arena_copy(a, text, SUM - 1));
}

static int note_table(void *ctx, const struct db_copied *c, struct err *e)
{
	struct export_job *job = ctx;
	struct padan_arena *a = job->env->arena;
	struct export_row *r = &job->row[job->n];

	if (job->n == TABLES)
		return err_set(e, ERR_MACHINE, "lebih dari %d tabel (kesalahan program)", TABLES);
	r->tabel = padan_span_of(padan_arena_copy(a, c->table, strlen(c->table)));
	r->baris = c->from.rows;
	r->sidik_asal = keep_sum(&c->from, a);
	r->sidik_tujuan = keep_sum(&c->to, a);
	job->n++;
	job->rows += c->from.rows;
	env_progress(job->env, "memindahkan", job->rows, 0);
	return r->tabel.p && r->sidik_asal.p && r->sidik_tujuan.p ? ERR_OK : err_memory(e, "daftar tabel");
}

int store_export_plan(struct store_export_out *out, const struct store_export_in *in, const struct env *env,
		      struct err *e)
{
	struct export_job *job = padan_arena_zero(env->arena, sizeof(*job));
	int rc = need_store(env, e);

	if (rc)
		return rc;
	if (!job)
		return err_memory(e, "daftar tabel");
	if (in->peran.n && !url_is_postgres(in->to))
		return err_set(e, ERR_USAGE, "--peran: hanya untuk tujuan PostgreSQL; hapus --peran");
	job->env = env;
	out->db = in->db;
	out->to = in->to;
	out->tabel = (struct row_cursor){ export_next, job };
	return ERR_OK;
}

/* A file that was not there before goes away again; somebody else's stays. */
static void take_away(const char *path, const struct io *io)
{
	static const char *const beside[] = { "", "-wal", "-shm", ".lock" };
	char name[4200];

	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		snprintf(name, sizeof(name), "%s%s", path, beside[i]);
		io->unlink(io->ctx, name);
	}
}

int store_export_publish(const struct store_export_out *out, const struct store_export_in *in, const struct env *env,
			 struct err *e)
{
	struct export_job *job = out->tabel.ctx;
	char *path = padan_arena_copy(env->arena, in->to.p, in->to.n);
	char *role = in->peran.n ? padan_arena_copy(env->arena, in->peran.p, in->peran.n) : NULL;
	struct db_options o = { .path = path, .make = true, .role = role, .seams = env->seams };
	struct db *to;
	bool new;
	int rc;

	if (!path || (in->peran.n && !role))
		return err_memory(e, "nama tujuan");
	new = !url_is_postgres(in->to) && access(path, F_OK) && errno == ENOENT;
	rc = db_open(&to, &o, e);
	if (rc)
		return rc;
	if (db_version(to) < db_version_newest()) /* an empty file that was there */
		rc = db_migrate(to, e);
	if (!rc)
		rc = db_copy(store_db(env->store), to, note_table, job, e);
	db_close(to);
	if (rc && new)
		take_away(path, env->seams->io);
	return rc;
}

/* --- dump ------------------------------------------------------------------------------------------------------------
 */
struct dump_job {
	const struct seams *seams;
	const char *path;
	int fd;
	crypto_hash_sha256_state hash;
	struct dump_row row;
	bool shown;
	char sum[2 * crypto_hash_sha256_BYTES + 1];
};

static int dump_next(void *ctx, void *row, struct err *e)
{
	struct dump_job *job = ctx;

	(void)e;
	if (job->shown)
		return 0;
	*(struct dump_row *)row = job->row;
	return job->shown = true;
}

static int dump_flush(void *ctx, struct buf *b, struct err *e)
{
	struct dump_job *job = ctx;
	const struct io *io = job->seams->io;
	size_t at = 0;

	crypto_hash_sha256_update(&job->hash, (const unsigned char *)b->p, b->n);
	while (at < b->n) {
		ssize_t n = io->write(io->ctx, job->fd, b->p + at, b->n - at);

		if (n < 0 && errno != EINTR)
			return err_errno(e, errno, "%s: tidak dapat ditulis", job->path);
		at += n > 0 ? (size_t)n : 0;
	}
	job->row.byte += (int64_t)b->n;
	buf_clear(b);
	return ERR_OK;
}

int store_dump_plan(struct store_dump_out *out, const struct store_dump_in *in, const struct env *env, struct err *e)
{
	struct dump_job *job = padan_arena_zero(env->arena, sizeof(*job));
	int rc = need_store(env, e);

	if (rc)
		return rc;
	if (!job)
		return err_memory(e, "isi basis data");
	job->seams = env->seams;
	out->keluaran = in->keluaran;
	out->ringkas = (struct row_cursor){ dump_next, job };
	return ERR_OK;
}

static int dump_rows(struct dump_job *job, const struct env *env, struct err *e)
{
	const struct io *io = env->seams->io;
	struct dump_sink sink = { dump_flush, job };
	unsigned char sum[crypto_hash_sha256_BYTES];
	int rc;

	crypto_hash_sha256_init(&job->hash);
	rc = dump_store(env->store, &sink, &job->row.baris, e);
	if (!rc && io->fsync(io->ctx, job->fd))
		rc = err_errno(e, errno, "%s: tidak dapat diselaraskan ke cakram", job->path);
	crypto_hash_sha256_final(&job->hash, sum);
	sodium_bin2hex(job->sum, sizeof(job->sum), sum, sizeof(sum));
	job->row.sha256 = padan_span_of(job->sum);
	return rc;
}

int store_dump_publish(const struct store_dump_out *out, const struct store_dump_in *in, const struct env *env,
		       struct err *e)
{
	struct dump_job *job = out->ringkas.ctx;
	const struct io *io = env->seams->io;
	int rc;

	job->path = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);
	if (!job->path)
		return err_memory(e, "nama berkas");
	job->fd = io->open(io->ctx, job->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	if (job->fd < 0 && errno == EEXIST)
		return err_set(e, ERR_CONFLICT, "%s: sudah ada; berikan nama berkas baru", job->path);
	if (job->fd < 0)
		return err_errno(e, errno, "%s: tidak dapat dibuat", job->path);
	rc = dump_rows(job, env, e);
	if (io->close(io->ctx, job->fd) && !rc)
		rc = err_errno(e, errno, "%s: tidak dapat ditulis", job->path);
	if (rc)
		io->unlink(io->ctx, job->path);
	return rc;
}

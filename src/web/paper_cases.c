/* SPDX-License-Identifier: EUPL-1.2
 * Which papers of a draft were made by jobs, with what is in their folders. */
#include "programme/decree_step_store.h"
#include "tabular/file_hash.h"
#include "web/job_store.h"
#include "web/tree.h"
#include "web/web_cases.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>

enum { WITA_MS = 8 * 3600 * 1000, DAY_MS = 86400000, PART = 1 << 16 };

struct made {
	span id, actor, folder, when;
};

struct finding {
	const struct env *env;
	span run;	 /* as it stands in a job's result */
	struct made job; /* the newest that is done */
	bool found;
	int64_t running;
	struct paper_file_row *rows;
	size_t nrows, cap;
	char *part;
	bool failed;
};

static span keep(struct finding *f, span s)
{
	const char *p = padan_arena_copy(f->env->arena, s.p ? s.p : "", s.n);

	f->failed |= !p;
	return (span){ p, p ? s.n : 0 };
}

static span when(struct finding *f, int64_t ms)
{
	char day[32], text[64];
	int64_t at = ms + WITA_MS, in_day = at % DAY_MS;

	snprintf(text, sizeof(text), "%s %02d.%02d WITA", date_long((date){ (int32_t)(at / DAY_MS) }, day),
		 (int)(in_day / 3600000), (int)(in_day / 60000 % 60));
	return keep(f, padan_span_of(text));
}

/* "label\tvalue\tname\n"... (web/job.c): is one of the values this run? */
static bool names(span result, span run)
{
	while (result.n) {
		span line = span_next_line(&result);
		const char *from = memchr(line.p, '\t', line.n), *end = line.p + line.n, *to;

		if (!from++)
			continue;
		to = memchr(from, '\t', (size_t)(end - from));
		if (padan_span_eq((span){ from, (size_t)((to ? to : end) - from) }, run))
			return true;
	}
	return false;
}

static int take_job(void *ctx, const struct job *j)
{
	struct finding *f = ctx;

	if (!padan_span_eq(j->use_case, SPAN("papers")) || !scope_covers(f->env->scope.region, j->region))
		return 0;
	f->running += j->state == JOB_WAITS || j->state == JOB_RUNS;
	if (j->state != JOB_DONE || !j->folder.n || f->found || !names(j->result, f->run))
		return 0;
	f->found = true;
	f->job = (struct made){ keep(f, j->id), keep(f, j->actor), keep(f, j->folder), when(f, j->ended_ms) };
	return f->failed ? ERR_MACHINE : 0;
}

/* A file that went away meanwhile has no digest. */
static span digest(struct finding *f, const char *name)
{
	const struct io *io = f->env->seams->io;
	char path[4096], hex[65] = "";
	unsigned char sum[32];
	struct file_hash h;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", f->job.folder.p, name);
	fd = f->part ? io->open(io->ctx, path, O_RDONLY, 0) : -1;
	if (fd < 0)
		return SPAN("");
	file_hash_init(&h, true);
	while ((n = io->read(io->ctx, fd, f->part, PART)) != 0 && (n > 0 || errno == EINTR))
		if (n > 0)
			file_hash_add(&h, (span){ f->part, (size_t)n });
	io->close(io->ctx, fd);
	file_hash_done(&h, sum);
	if (n == 0)
		sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
	return keep(f, padan_span_of(hex));
}

static int take_file(void *ctx, const char *name, int64_t bytes)
{
	static const char folder[] = "keluaran/"; /* the field's own folder, below the job's */
	const char *short_name;
	struct finding *f = ctx;
	struct paper_file_row *rows = row_room(f->env->arena, f->rows, f->nrows, &f->cap, sizeof(*rows));

	f->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	f->rows = rows;
	short_name = strncmp(name, folder, sizeof(folder) - 1) ? name : name + sizeof(folder) - 1;
	rows[f->nrows++] = (struct paper_file_row){ .berkas = keep(f, padan_span_of(short_name)),
						    .nama = keep(f, padan_span_of(name)),
						    .byte = bytes,
						    .sidik = digest(f, name) };
	return 0;
}

int paper_files_plan(struct paper_files_out *out, const struct paper_files_in *in, const struct env *env, struct err *e)
{
	struct finding f = { .env = env };
	struct run_info r;
	char text[RUN_ID_TEXT];
	int64_t run = 0;
	int rc = ERR_OK;

	if (!env->store || !run_id_parse(span_trim(in->rancangan), &run))
		return err_set(e, ERR_USAGE, "rancangan itu tidak ada; lihat: lindung decree list");
	rc = run_store_info(env->store, run, &r, e);
	if (!rc)
		rc = scope_check(env, &r, e);
	if (rc)
		return rc;
	out->rancangan = f.run = keep(&f, padan_span_of(run_id_text(run, text)));
	f.part = padan_arena_get(env->arena, PART);
	rc = f.part ? job_each(env->store, 0, take_job, &f, e) : err_memory(e, "berkas");
	if (!rc && f.found) {
		rc = tree_files(f.job.folder.p, take_file, &f, e);
		rc = rc == ERR_UNREADABLE ? ERR_OK : rc; /* its folder is gone */
	}
	out->pekerjaan = f.job.id;
	out->dibuat = f.job.when;
	out->oleh = f.job.actor;
	out->berjalan = f.running;
	if (f.failed)
		return err_memory(e, "berkas");
	return rc ? rc : row_cursor_over(env->arena, f.rows, f.nrows, sizeof(*f.rows), &out->daftar, e);
}

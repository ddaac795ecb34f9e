/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/job_file.h"

#include "tabular/zip_out.h"
#include "web/web_cases.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static int absent(struct visit *v, struct err *e)
{
	v->absent = true;
	return err_set(e, ERR_USAGE, "berkas ini tidak ada");
}

static const char *type_of(span name)
{
	static const struct {
		const char *end, *type;
	} all[] = { { ".pdf", "application/pdf" },
		    { ".csv", "text/csv; charset=utf-8" },
		    { ".json", "application/json; charset=utf-8" },
		    { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
		    { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
		    { ".zip", "application/zip" } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		size_t n = strlen(all[i].end);

		if (name.n > n && !memcmp(name.p + name.n - n, all[i].end, n))
			return all[i].type;
	}
	return "application/octet-stream";
}

static void say_download(struct visit *v, span name)
{
	struct buf line;

	for (size_t i = name.n; i > 0; i--)
		if (name.p[i - 1] == '/') {
			name = (span){ name.p + i, name.n - i };
			break;
		}
	buf_init(&line, v->server->o.base->seams->alloc, HTTP_EXTRA_MAX / 2);
	buf_puts(&line, "attachment; filename*=UTF-8''");
	percent_encode(name, &line);
	http_header(&v->answer, "Content-Disposition", buf_as_span(&line));
	buf_done(&line);
}

int send_download(struct visit *v, const char *path, span name, struct err *e)
{
	const struct io *io = v->server->o.base->seams->io;
	int fd = io->open(io->ctx, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
	struct stat st;

	if (fd < 0)
		return absent(v, e);
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		io->close(io->ctx, fd);
		return absent(v, e);
	}
	v->answer.status = 200;
	v->answer.type = type_of(name);
	v->answer.file = fd;
	v->answer.file_bytes = st.st_size;
	say_download(v, name);
	return ERR_OK;
}

/* --- all of them -----------------------------------------------------------------------------------------------------
 */
static int put_file(struct zip_out *z, const struct seams *s, const char *path, struct err *e)
{
	int fd = s->io->open(s->io->ctx, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
	ssize_t got = 0;

	if (fd < 0)
		return err_errno(e, errno, "berkas hasil tidak dapat dibaca");
	do {
		char *room = zip_room(z, ZIP_CHUNK);

		got = s->io->read(s->io->ctx, fd, room, ZIP_CHUNK);
		if (got > 0)
			zip_took(z, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
	s->io->close(s->io->ctx, fd);
	return got < 0 ? err_errno(e, errno, "berkas hasil tidak dapat dibaca") : ERR_OK;
}

static int put_all(struct zip_out *z, struct job_show_out *out, span folder, const struct seams *s, struct err *e)
{
	struct job_file row;
	int rc = ERR_OK, have;

	while (!rc && (have = out->berkas.next(out->berkas.ctx, &row, e)) != 0) {
		char path[PATH_ROOM];

		if (have < 0)
			return e->code;
		if (row.nama.n >= ZIP_NAME || snprintf(path, sizeof(path), "%.*s/%.*s", (int)folder.n, folder.p,
						       (int)row.nama.n, row.nama.p) >= (int)sizeof(path))
			return err_set(e, ERR_MACHINE, "nama berkas hasil terlalu panjang");
		zip_entry(z, path + folder.n + 1);
		rc = put_file(z, s, path, e);
	}
	return rc;
}

/* Beside the results, opened and at once without a name: gone when it was sent. */
static int send_zip(struct visit *v, const struct env *env, struct job_show_out *out, span folder, struct err *e)
{
	char path[PATH_ROOM], name[96];
	struct out_file f;
	struct zip_out z;
	int rc, n;

	snprintf(path, sizeof(path), "%s/zip-%llx", v->server->uploads,
		 (unsigned long long)atomic_fetch_add(&v->server->serial, 1));
	rc = out_open(&f, env->seams, path, e);
	if (rc)
		return rc;
	rc = zip_begin(&z, &f, env->today, e);
	if (!rc) {
		rc = put_all(&z, out, folder, env->seams, e);
		if (rc)
			zip_abandon(&z);
		else
			zip_end(&z);
	}
	if (rc)
		out_abandon(&f);
	else
		rc = out_close(&f, e);
	n = snprintf(name, sizeof(name), "lindung-%.*s.zip", (int)out->pekerjaan.n, out->pekerjaan.p);
	if (!rc)
		rc = send_download(v, path, (span){ name, (size_t)n }, e);
	env->seams->io->unlink(env->seams->io->ctx, path);
	return rc;
}

/* One of those that the job has: never another name. */
static int send_one(struct visit *v, struct job_show_out *out, span folder, span name, struct err *e)
{
	struct job_file row;
	int have;

	while ((have = out->berkas.next(out->berkas.ctx, &row, e)) == 1)
		if (padan_span_eq(row.nama, name)) {
			char path[PATH_ROOM];

			snprintf(path, sizeof(path), "%.*s/%.*s", (int)folder.n, folder.p, (int)name.n, name.p);
			return send_download(v, path, name, e);
		}
	return have < 0 ? e->code : absent(v, e);
}

int job_file_answer(struct visit *v, const struct env *env, struct err *e)
{
	const struct pair *id = pairs_find(&v->request.parts, SPAN("pekerjaan"));
	const struct pair *name = pairs_find(&v->request.parts, SPAN("nama"));
	struct job_show_in in;
	struct job_show_out out;
	span folder;
	int rc;

	fields_clear(job_show_case->in, &in, sizeof(in));
	in.db = v->server->o.db;
	in.pekerjaan = id ? id->value : (span){ NULL, 0 };
	rc = office_run(job_show_case, PREVIEW, env, &in, &out, e);
	if (rc == ERR_USAGE)
		return absent(v, e);
	if (rc)
		return rc;
	folder = jobs_folder(v->server->jobs, out.pekerjaan, &v->arena);
	if (!folder.n)
		return err_memory(e, "berkas");
	if (!out.usai || !out.berkas.next)
		return absent(v, e);
	return name ? send_one(v, &out, folder, name->value, e) : send_zip(v, env, &out, folder, e);
}

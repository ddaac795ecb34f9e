/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/sock.h"

#include "base/version.h"
#include "office/sock_io.h"
#include "office/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/un.h>
#include <unistd.h>

enum { SEND_SECONDS = 30, LOOK_SECONDS = 5 };

/* -1: nobody listens there (*e untouched), or it cannot be told (*e filled). */
static int call(const char *db, struct err *e)
{
	struct sockaddr_un at;
	char path[4096];
	int folder, fd, bad;

	if (snprintf(path, sizeof(path), "%s.sock", db) >= (int)sizeof(path) || access(path, F_OK) ||
	    !sock_address(path, &at, &folder))
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bad = fd < 0 || connect(fd, (const struct sockaddr *)&at, sizeof(at)) ? errno : 0;
	if (folder >= 0)
		close(folder);
	if (!bad)
		return fd;
	if (fd >= 0)
		close(fd);
	if (bad != ECONNREFUSED && bad != ENOENT)
		err_set(e, ERR_CONFLICT, "%s: layanan basis data tidak dapat dihubungi (%s)", path, errno_reason(bad));
	return -1;
}

static int broken(const struct sock_ask *ask, int bad, struct err *e)
{
	return err_set(
		e, ERR_MACHINE,
		"%.*s: hubungan dengan layanan terputus sebelum jawabannya tiba (%s); perintah ini mungkin sudah "
		"berlaku: periksa, atau ulangi dengan --kunci-perintah yang sama",
		(int)ask->db.n, ask->db.p, errno_reason(bad));
}

static int take_answer(const struct sock_ask *ask, const struct use_case *uc, span body, void *out, span *advice,
		       struct err *e)
{
	span copy = { padan_arena_copy(ask->arena, body.p, body.n), body.n };
	struct reply r;

	if (!copy.p)
		return err_memory(e, "jawaban layanan");
	if (!reply_take(copy, &r) || r.code < 0 || r.code > ERR_MACHINE)
		return err_set(e, ERR_MACHINE, "%.*s: jawaban layanan tidak dapat dibaca", (int)ask->db.n, ask->db.p);
	*advice = r.advice;
	if ((!r.code || r.code == ERR_FOUND_WRONG) && unpack_record(r.out, uc->out, out, uc->out_size, ask->arena, e))
		return e ? e->code : ERR_UNREADABLE;
	return r.code ? err_set(e, (int)r.code, "%.*s", (int)r.error.n, r.error.p) : ERR_OK;
}

static void tell_step(const struct sock_ask *ask, span body)
{
	struct step s;
	char what[80];

	if (!ask->progress.step || !step_take(body, &s))
		return;
	snprintf(what, sizeof(what), "%.*s", (int)(s.what.n < sizeof(what) ? s.what.n : sizeof(what) - 1), s.what.p);
	ask->progress.step(ask->progress.ctx, what, s.done, s.total);
}

static int hear(const struct sock_ask *ask, const struct use_case *uc, int from, void *out, span *advice, struct err *e)
{
	enum frame_kind kind = FRAME_REPLY;
	struct buf body;
	int fd, got, rc;

	buf_init(&body, ask->seams->alloc, FRAME_BODY_MAX);
	while ((got = sock_get(from, FRAME_BODY_MAX, &kind, &body, &fd)) == 1 && kind == FRAME_PROGRESS)
		tell_step(ask, buf_as_span(&body));
	if (got == 1 && kind == FRAME_REPLY)
		rc = take_answer(ask, uc, buf_as_span(&body), out, advice, e);
	else
		rc = broken(ask, got < 0 ? errno : ECONNRESET, e);
	buf_done(&body);
	return rc;
}

static int send_command(const struct sock_ask *ask, const struct use_case *uc, const void *in, int to, struct err *e)
{
	struct command c = { .version = SPAN(LINDUNG_VERSION),
			     .use_case = padan_span_of(uc->name),
			     .key_file = ask->key_file,
			     .as = ask->who.name,
			     .pin = ask->who.pin,
			     .request = ask->request };
	int folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC), rc;
	struct buf body, packed;

	buf_init(&body, ask->seams->alloc, FRAME_COMMAND_MAX);
	buf_init(&packed, ask->seams->alloc, FRAME_COMMAND_MAX);
	rc = pack_record(&packed, uc->in, in, PACK_PRIVATE, e);
	c.in = buf_as_span(&packed);
	command_put(&body, &c);
	if (!rc && body.failed)
		rc = err_set(e, ERR_CONFLICT,
			     "%s: perintah terlalu panjang bagi layanan; hentikan layanan, lalu ulangi", uc->label);
	if (!rc && folder < 0)
		rc = err_errno(e, errno, "map kerja tidak dapat dibuka");
	if (!rc && !sock_put(to, FRAME_COMMAND, buf_as_span(&body), folder))
		rc = broken(ask, errno, e);
	if (folder >= 0)
		close(folder);
	sodium_memzero(body.p ? body.p : (char[1]){ 0 }, body.cap); /* a PIN may have been in it */
	sodium_memzero(packed.p ? packed.p : (char[1]){ 0 }, packed.cap);
	buf_done(&body);
	buf_done(&packed);
	return rc;
}

int sock_call(const struct sock_ask *ask, int *fd, struct err *e)
{
	char *db = padan_arena_copy(ask->arena, ask->db.p, ask->db.n);
	struct err trouble = { .code = ERR_OK };

	*fd = db ? call(db, &trouble) : -1;
	if (!db)
		return err_memory(e, "nama berkas");
	return trouble.code ? err_set(e, trouble.code, "%s", trouble.text) : ERR_OK;
}

int sock_run(const struct sock_ask *ask, int fd, const struct use_case *uc, const void *in, void *out, span *advice,
	     struct err *e)
{
	int rc;

	*advice = (span){ NULL, 0 };
	sock_patience(fd, 0, SEND_SECONDS);
	rc = send_command(ask, uc, in, fd, e);
	if (!rc)
		rc = hear(ask, uc, fd, out, advice, e);
	close(fd);
	return rc;
}

int sock_look(const struct seams *seams, span db, struct writer_figures *out, bool *there, struct err *e)
{
	int64_t *const figures[] = { &out->turns,	   &out->undone,      &out->commits,	 &out->waiting,
				     &out->wait_median_us, &out->wait_p99_us, &out->wait_most_us };
	enum frame_kind kind = FRAME_REPLY;
	struct buf body;
	char path[4096];
	int fd = snprintf(path, sizeof(path), "%.*s", (int)db.n, db.p) < (int)sizeof(path) ? call(path, e) : -1, beside;
	span rest;

	*there = fd >= 0;
	if (fd < 0)
		return ERR_OK;
	sock_patience(fd, LOOK_SECONDS, LOOK_SECONDS);
	buf_init(&body, seams->alloc, FRAME_COMMAND_MAX);
	*there = sock_put(fd, FRAME_LOOK, (span){ NULL, 0 }, -1) &&
		 sock_get(fd, FRAME_COMMAND_MAX, &kind, &body, &beside) == 1 && kind == FRAME_REPLY;
	rest = buf_as_span(&body);
	for (size_t i = 0; *there && i < sizeof(figures) / sizeof(*figures); i++)
		*there = take_i64(&rest, figures[i]);
	buf_done(&body);
	close(fd);
	return *there ? ERR_OK : err_set(e, ERR_CONFLICT, "%s.sock: layanan tidak menjawab", path);
}

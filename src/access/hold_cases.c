/* SPDX-License-Identifier: EUPL-1.2
 * Holding the database for the commands of others: the lock, the writer and the socket, until a signal comes. */
#include "access/access_cases.h"
#include "access/open_store.h"
#include "base/url.h"
#include "office/sock.h"
#include "office/writer.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* The signals that end the service come as something to read. */
static int take_signals(sigset_t *before, int *fd, struct err *e)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, before);
	*fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	return *fd >= 0 ? ERR_OK : err_errno(e, errno, "tanda berhenti tidak dapat disiapkan");
}

static int serve_until_signal(struct sock *sock, int signals, const struct env *env, struct err *e)
{
	struct pollfd wait[] = { { .fd = signals, .events = POLLIN }, { .fd = sock_fd(sock), .events = POLLIN } };

	env_progress(env, "melayani perintah; Ctrl-C menghentikan", 0, 0);
	while (!(wait[0].revents & POLLIN)) {
		if (poll(wait, 2, -1) < 0 && errno != EINTR)
			return err_errno(e, errno, "penantian layanan gagal");
		if (wait[1].revents & POLLIN)
			sock_accept(sock);
	}
	return ERR_OK;
}

/* With the writer running. */
static int serve(struct store_hold_out *out, const struct store_hold_in *in, const struct env *env, int signals,
		 struct err *e)
{
	struct env base = *env;
	struct writer_figures f;
	struct sock *sock;
	char *path = padan_arena_copy(env->arena, in->db.p, in->db.n);
	int rc = path ? ERR_OK : err_memory(e, "nama berkas");

	base.store = NULL;
	base.progress = (struct progress){ NULL, NULL };
	if (!rc)
		rc = sock_open(&sock, &base, path, e);
	if (rc)
		return rc;
	rc = serve_until_signal(sock, signals, env, e);
	out->perintah = sock_close(sock);
	writer_look(env->writer, &f);
	out->db = in->db;
	out->penulisan = f.turns;
	out->komit = f.commits;
	out->tunggu = (f.wait_p99_us + 999) / 1000;
	return rc;
}

static int hold(struct store_hold_out *out, const struct store_hold_in *in, const struct env *env, int signals,
		struct err *e)
{
	struct env with_writer = *env;
	struct db *db;
	int rc = store_give_writer(env->store, &db, e);

	if (!rc)
		rc = writer_start(&with_writer.writer, db, env->seams, e);
	if (rc)
		return rc;
	rc = serve(out, in, &with_writer, signals, e);
	writer_stop(with_writer.writer);
	return rc;
}

int store_hold_plan(struct store_hold_out *out, const struct store_hold_in *in, const struct env *env, struct err *e)
{
	struct signalfd_siginfo came;
	sigset_t before;
	int signals, rc;

	if (env->writer)
		return err_set(e, ERR_CONFLICT, "%.*s: sudah dipegang layanan ini", (int)in->db.n, in->db.p);
	if (url_is_postgres(in->db))
		return err_set(e, ERR_USAGE,
			       "hold: PostgreSQL melayani banyak penulis sendiri; jalankan perintah langsung");
	rc = take_signals(&before, &signals, e);
	if (!rc)
		rc = hold(out, in, env, signals, e);
	if (signals >= 0) { /* what came is taken off, or it would end the program when the mask is lifted */
		while (read(signals, &came, sizeof(came)) > 0)
			;
		close(signals);
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

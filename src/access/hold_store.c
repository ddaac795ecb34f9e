/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/hold_store.h"

#include "base/url.h"

#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* The signals that end the service come as something to read. */
static int take_signals(struct holding *h, struct err *e)
{
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ends, &h->before);
	h->signals = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	return h->signals >= 0 ? ERR_OK : err_errno(e, errno, "tanda berhenti tidak dapat disiapkan");
}

static int take_file(struct holding *h, struct store *store, span name, struct err *e)
{
	char *path = padan_arena_copy(h->env.arena, name.p, name.n);
	struct db *db;
	int rc = path ? store_give_writer(store, &db, e) : err_memory(e, "nama berkas");

	if (!rc)
		rc = writer_start(&h->env.writer, db, h->env.seams, e);
	if (!rc)
		rc = sock_open(&h->sock, &h->env, path, e);
	return rc;
}

int hold_begin(struct holding *h, const struct env *env, span db, struct err *e)
{
	int rc;

	*h = (struct holding){ .env = *env, .signals = -1 };
	h->env.store = NULL;
	h->env.progress = (struct progress){ NULL, NULL };
	sigemptyset(&h->before);
	rc = take_signals(h, e);
	return rc || url_is_postgres(db) ? rc : take_file(h, env->store, db, e);
}

int hold_until_signal(struct holding *h, struct err *e)
{
	struct pollfd wait[] = { { .fd = h->signals, .events = POLLIN },
				 { .fd = h->sock ? sock_fd(h->sock) : -1, .events = POLLIN } };

	while (!(wait[0].revents & POLLIN)) {
		if (poll(wait, 2, -1) < 0 && errno != EINTR)
			return err_errno(e, errno, "penantian layanan gagal");
		if (wait[1].revents & POLLIN)
			sock_accept(h->sock);
	}
	return ERR_OK;
}

void hold_end(struct holding *h, struct writer_figures *figures, int64_t *commands)
{
	struct signalfd_siginfo came;
	int64_t n = sock_close(h->sock);

	if (commands)
		*commands = n;
	if (figures && h->env.writer)
		writer_look(h->env.writer, figures);
	writer_stop(h->env.writer);
	if (h->signals < 0)
		return;
	while (read(h->signals, &came, sizeof(came)) > 0) /* or it would end the program when the mask is lifted */
		;
	close(h->signals);
	pthread_sigmask(SIG_SETMASK, &h->before, NULL);
}

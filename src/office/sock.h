/* SPDX-License-Identifier: EUPL-1.2
 *
 * FILE.sock (CONTRACT section 5): the process that holds the writer carries out the commands of the others. Only those
 * of the same user (or root) are heard: the socket is 0600 and the other end's credentials are asked for.
 *
 * A command runs on a thread of its own, in the working folder of the one who asked (whose descriptor travels with it),
 * with that one's key file and PIN: names, papers, messages and answers are those of a run without an owner, to the
 * byte. Where the system does not allow a thread a folder of its own, names are made absolute first.
 */
#ifndef OFFICE_SOCK_H
#define OFFICE_SOCK_H

#include "office/office.h"

/* --- who asks ------------------------------------------------------------------------------------------------------
 */
struct sock_ask {
	const struct seams *seams;
	struct padan_arena *arena; /* the answer lives here */
	span db;		   /* the name as it was given */
	span key_file, request;
	struct credentials who;
	struct progress progress;
};
/* *fd = a connection to the owner of the database; -1: nobody holds it, run the command yourself. The owner waits some
 * minutes for what follows. */
MUST_CHECK int sock_call(const struct sock_ask *ask, int *fd, struct err *e);
/* Lets the owner carry the use case out, and closes fd. The return is the command's, `out` is filled as office_run
 * does; *advice is empty or what the user must be told. */
MUST_CHECK int sock_run(const struct sock_ask *ask, int fd, const struct use_case *uc, const void *in, void *out,
			span *advice, struct err *e);

/* How the owner's writer is doing. *there false: nobody holds the database. */
struct writer_figures;
MUST_CHECK int sock_look(const struct seams *seams, span db, struct writer_figures *out, bool *there, struct err *e);

/* --- who answers ---------------------------------------------------------------------------------------------------
 */
enum { SOCK_VISITS = 64 }; /* commands at once; one more is told to come later */

struct sock;
/* Listens on `db`.sock; the lock is held by the caller, so one that lies there is stale and is replaced. base: seams,
 * store_ops, law_open, processors and writer of every command; must outlive the socket. */
MUST_CHECK int sock_open(struct sock **out, const struct env *base, const char *db, struct err *e);
int sock_fd(const struct sock *s); /* readable: call sock_accept */
void sock_accept(struct sock *s);  /* takes all who wait; returns at once */
/* Hears nobody any more, waits for those who are being served, removes the file. Returns how many commands there were.
 * NULL is nothing. */
int64_t sock_close(struct sock *s);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/sock.h"

#include "base/version.h"
#include "office/sock_io.h"
#include "office/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ASK_SECONDS = 300 /* somebody may be typing a PIN */, SEND_SECONDS = 30, STEP_US = 50000 };

struct sock {
	const struct env *base;
	int fd;
	char path[4096];
	struct stat db; /* the database's own identity */
	pthread_mutex_t lock;
	pthread_cond_t idle;
	int visits;
	int64_t commands;
};

/* One connection. */
struct visit {
	struct sock *sock;
	int fd, folder;
	struct ucred peer;
	pthread_mutex_t lock; /* progress comes from several threads */
	int64_t last_step_us;
	bool deaf; /* the other end takes nothing any more: it is not troubled with progress */
};

/* --- progress --------------------------------------------------------------------------------------------------------
 */
static void visit_step(void *ctx, const char *what, int64_t done, int64_t total)
{
	struct visit *v = ctx;
	const struct seams *s = v->sock->base->seams;
	const struct step step = { padan_span_of(what), done, total };
	int64_t now = s->monotonic_us(s->ctx);
	struct buf body;

	pthread_mutex_lock(&v->lock);
	if (!v->deaf && now - v->last_step_us >= STEP_US) {
		v->last_step_us = now;
		buf_init(&body, s->alloc, FRAME_COMMAND_MAX);
		step_put(&body, &step);
		v->deaf = body.failed || !sock_put(v->fd, FRAME_PROGRESS, buf_as_span(&body), -1);
		buf_done(&body);
	}
	pthread_mutex_unlock(&v->lock);
}

/* --- one command -----------------------------------------------------------------------------------------------------
 */
/* The folder of the one who asks becomes this thread's own. */
static bool stand_in_folder(int folder)
{
	return folder >= 0 && unshare(CLONE_FS) == 0 && fchdir(folder) == 0;
}

static int absolute(span *name, const char *folder, struct padan_arena *arena, struct err *e)
{
	char path[8192];
	int n;

	if (!name->n || name->p[0] == '/')
		return ERR_OK;
	n = snprintf(path, sizeof(path), "%s/%.*s", folder, (int)name->n, name->p);
	name->p = n < (int)sizeof(path) ? padan_arena_copy(arena, path, (size_t)n) : NULL;
	name->n = (size_t)n;
	return name->p ? ERR_OK : err_memory(e, "nama berkas");
}

/* Where a thread cannot have its own folder: every name of a file is made absolute. */
static int make_absolute(const struct visit *v, const struct use_case *uc, void *in, struct env *env, struct err *e)
{
	char link[64], folder[4096];
	ssize_t n;
	int rc;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", v->folder);
	n = readlink(link, folder, sizeof(folder) - 1);
	if (v->folder < 0 || n < 0)
		return err_set(e, ERR_CONFLICT, "%s: map kerja peminta tidak diketahui", uc->label);
	folder[n] = 0;
	rc = absolute(&env->key_file, folder, env->arena, e);
	for (const struct field *f = uc->in; f->c && !rc; f++) {
		void *p = (char *)in + f->at;
		struct file_list *files = p;

		if (f->type == FIELD_file_in || f->type == FIELD_file_out || f->type == FIELD_dir_out ||
		    f->type == FIELD_store)
			rc = absolute(p, folder, env->arena, e);
		for (size_t i = 0; f->type == FIELD_files_in && i < files->n && !rc; i++)
			rc = absolute(&files->at[i], folder, env->arena, e);
	}
	return rc;
}

/* The database that is meant must be ours. */
static int same_database(const struct visit *v, const struct use_case *uc, const void *in, struct padan_arena *arena,
			 struct err *e)
{
	const span *db = env_common(uc, in, "db", FIELD_store);
	const char *name = db ? padan_arena_copy(arena, db->p, db->n) : NULL;
	struct stat st;

	if (name && stat(name, &st) == 0 && st.st_dev == v->sock->db.st_dev && st.st_ino == v->sock->db.st_ino)
		return ERR_OK;
	return err_set(e, ERR_CONFLICT, "%s: layanan ini memegang basis data lain", name ? name : uc->label);
}

static int read_command(const struct command *c, const struct use_case **uc, void **in, struct padan_arena *arena,
			struct err *e)
{
	int rc;

	if (!padan_span_eq(c->version, SPAN(LINDUNG_VERSION)))
		return err_set(e, ERR_CONFLICT,
			       "layanan basis data berjalan dengan Lindung " LINDUNG_VERSION
			       ", perintah ini dengan %.*s; jalankan ulang layanan dengan program yang sama",
			       (int)c->version.n, c->version.p);
	*uc = use_case_find(c->use_case);
	if (!*uc)
		return err_set(e, ERR_CONFLICT, "layanan tidak mengenal perintah %.*s",
			       (int)(c->use_case.n < 60 ? c->use_case.n : 60), c->use_case.p);
	for (const struct field *f = (*uc)->in; f->c; f++)
		if (f->type == FIELD_lines)
			return err_set(e, ERR_CONFLICT,
				       "%s: membaca masukan baku, tidak dapat lewat layanan; hentikan layanan dahulu",
				       (*uc)->label);
	*in = padan_arena_zero(arena, (*uc)->in_size);
	rc = *in ? unpack_record(c->in, (*uc)->in, *in, (*uc)->in_size, arena, e) : err_memory(e, (*uc)->label);
	return rc ? rc : fields_check((*uc)->in, *in, e);
}

/* In the folder, on the database and as the person that the command names. */
static int enter(struct visit *v, const struct use_case *uc, void *in, const struct command *c, struct env *env,
		 struct err *e)
{
	const struct credentials who = { c->as, c->pin };
	int rc = stand_in_folder(v->folder) ? ERR_OK : make_absolute(v, uc, in, env, e);

	if (!rc)
		rc = same_database(v, uc, in, env->arena, e);
	if (!rc)
		rc = env_open(env, uc, in, e);
	if (!rc && env->store_ops->enter)
		rc = env->store_ops->enter(env, &who, e);
	return rc;
}

/* The answer into r, its texts on the arena or in `packed`. */
static int carry_out(struct visit *v, const struct command *c, struct env *env, struct reply *r, struct buf *packed,
		     struct err *e)
{
	const struct use_case *uc = NULL;
	const char *advice;
	void *in = NULL, *out;
	int rc = read_command(c, &uc, &in, env->arena, e);

	out = rc ? NULL : padan_arena_zero(env->arena, uc->out_size);
	if (!rc && !out)
		rc = err_memory(e, uc->label);
	if (!rc)
		rc = enter(v, uc, in, c, env, e);
	if (!rc)
		rc = office_run(uc, COMMIT, env, in, out, e);
	if (rc && rc != ERR_FOUND_WRONG)
		return rc;
	advice = env->store_ops->advice ? env->store_ops->advice(env->store) : NULL;
	r->advice = padan_span_of(advice ? padan_arena_copy(env->arena, advice, strlen(advice)) : NULL);
	return pack_record(packed, uc->out, out, PACK_ROWS | PACK_PRIVATE, rc ? NULL : e) ? ERR_MACHINE : rc;
}

static void answer(struct visit *v, const struct reply *r)
{
	const struct seams *s = v->sock->base->seams;
	struct buf body;

	buf_init(&body, s->alloc, FRAME_BODY_MAX);
	reply_put(&body, r);
	pthread_mutex_lock(&v->lock);
	if (!body.failed && !sock_put(v->fd, FRAME_REPLY, buf_as_span(&body), -1))
		v->deaf = true; /* it will say itself that it heard nothing */
	pthread_mutex_unlock(&v->lock);
	buf_done(&body);
}

static void refuse(struct visit *v, int code, const char *text)
{
	const struct reply r = { .code = code, .error = padan_span_of(text) };

	answer(v, &r);
}

static void serve_command(struct visit *v, span body)
{
	struct padan_arena arena;
	struct env env = *v->sock->base;
	struct command c;
	struct reply r = { .code = 0 };
	struct err e = { .code = 0 };
	struct buf packed;

	if (!command_take(body, &c)) {
		refuse(v, ERR_CONFLICT, "layanan tidak memahami perintah ini; pakai program dengan versi yang sama");
		return;
	}
	padan_arena_init(&arena, env.seams->alloc, 0);
	buf_init(&packed, env.seams->alloc, PACK_MAX);
	env.arena = &arena;
	env.key_file = c.key_file;
	env.idempotency = c.request;
	env.client = (uint64_t)v->peer.pid;
	env.progress = (struct progress){ visit_step, v };
	env.started_us = env.seams->monotonic_us(env.seams->ctx);
	r.code = carry_out(v, &c, &env, &r, &packed, &e);
	r.error = padan_span_of(e.text);
	r.out = buf_as_span(&packed);
	answer(v, &r);
	env.store_ops->close(env.store);
	if (packed.p)
		sodium_memzero(packed.p, packed.cap);
	buf_done(&packed);
	padan_arena_done(&arena);
}

static void serve_look(struct visit *v)
{
	struct writer_figures f = { 0 };
	struct buf body;

	if (v->sock->base->writer)
		writer_look(v->sock->base->writer, &f);
	buf_init(&body, v->sock->base->seams->alloc, FRAME_COMMAND_MAX);
	for (size_t i = 0; i < 7; i++)
		pack_i64(&body, (const int64_t[]){ f.turns, f.undone, f.commits, f.waiting, f.wait_median_us,
						   f.wait_p99_us, f.wait_most_us }[i]);
	if (!sock_put(v->fd, FRAME_REPLY, buf_as_span(&body), -1))
		v->deaf = true;
	buf_done(&body);
}

/* --- visits ----------------------------------------------------------------------------------------------------------
 */
static void leave(struct visit *v)
{
	struct sock *s = v->sock;
	const struct padan_alloc *a = s->base->seams->alloc;

	close(v->fd);
	if (v->folder >= 0)
		close(v->folder);
	pthread_mutex_destroy(&v->lock);
	a->resize(a->ctx, v, sizeof(*v), 0);
	pthread_mutex_lock(&s->lock);
	if (--s->visits == 0)
		pthread_cond_signal(&s->idle);
	pthread_mutex_unlock(&s->lock);
}

static void *visit_thread(void *arg)
{
	struct visit *v = arg;
	enum frame_kind kind = FRAME_LOOK;
	struct buf body;
	int got;

	buf_init(&body, v->sock->base->seams->alloc, FRAME_COMMAND_MAX + 1);
	got = sock_get(v->fd, FRAME_COMMAND_MAX, &kind, &body, &v->folder);
	if (got == 1 && kind == FRAME_COMMAND) {
		pthread_mutex_lock(&v->sock->lock);
		v->sock->commands++;
		pthread_mutex_unlock(&v->sock->lock);
		serve_command(v, buf_as_span(&body));
	} else if (got == 1 && kind == FRAME_LOOK) {
		serve_look(v);
	} else if (got) {
		refuse(v, ERR_CONFLICT, "layanan tidak memahami permintaan ini; pakai program dengan versi yang sama");
	}
	if (body.p)
		sodium_memzero(body.p, body.cap);
	buf_done(&body);
	leave(v);
	return NULL;
}

/* True: a thread has taken the visit over. */
static bool begin_visit(struct visit *v)
{
	pthread_attr_t attr;
	pthread_t thread;
	bool busy, begun;

	pthread_mutex_lock(&v->sock->lock);
	busy = v->sock->visits > SOCK_VISITS;
	pthread_mutex_unlock(&v->sock->lock);
	if (v->peer.uid != geteuid() && v->peer.uid != 0) {
		refuse(v, ERR_CONFLICT, "layanan ini milik pengguna lain di komputer ini");
		return false;
	}
	if (busy) {
		refuse(v, ERR_CONFLICT, "layanan sedang melayani terlalu banyak perintah; ulangi sebentar lagi");
		return false;
	}
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	begun = pthread_create(&thread, &attr, visit_thread, v) == 0;
	pthread_attr_destroy(&attr);
	if (!begun)
		refuse(v, ERR_MACHINE, "layanan tidak dapat membuat utas; ulangi sebentar lagi");
	return begun;
}

static void receive(struct sock *s, int fd)
{
	const struct padan_alloc *a = s->base->seams->alloc;
	struct visit *v = a->resize(a->ctx, NULL, 0, sizeof(*v));
	socklen_t n = sizeof(v->peer);

	if (!v) {
		close(fd);
		return;
	}
	*v = (struct visit){ .sock = s, .fd = fd, .folder = -1 };
	pthread_mutex_init(&v->lock, NULL);
	pthread_mutex_lock(&s->lock);
	s->visits++;
	pthread_mutex_unlock(&s->lock);
	sock_patience(fd, ASK_SECONDS, SEND_SECONDS);
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &v->peer, &n))
		v->peer.uid = (uid_t)-1;
	if (!begin_visit(v))
		leave(v);
}

int sock_fd(const struct sock *s)
{
	return s->fd;
}

void sock_accept(struct sock *s)
{
	for (;;) {
		int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd >= 0)
			receive(s, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return;
	}
}

/* --- listening -------------------------------------------------------------------------------------------------------
 */
static int listen_at(struct sock *s)
{
	struct sockaddr_un at;
	int folder, bad = 0;
	mode_t before;

	if (unlink(s->path) && errno != ENOENT)
		return errno;
	if (!sock_address(s->path, &at, &folder))
		return errno;
	s->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	before = umask(0177);
	if (s->fd < 0 || bind(s->fd, (const struct sockaddr *)&at, sizeof(at)) || listen(s->fd, SOCK_VISITS))
		bad = errno;
	umask(before);
	if (folder >= 0)
		close(folder);
	return bad;
}

int sock_open(struct sock **out, const struct env *base, const char *db, struct err *e)
{
	const struct padan_alloc *a = base->seams->alloc;
	struct sock *s = a->resize(a->ctx, NULL, 0, sizeof(*s));
	int bad;

	*out = NULL;
	if (!s)
		return err_memory(e, "soket layanan");
	*s = (struct sock){ .base = base, .fd = -1 };
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->idle, NULL);
	if (snprintf(s->path, sizeof(s->path), "%s.sock", db) >= (int)sizeof(s->path))
		bad = ENAMETOOLONG;
	else
		bad = stat(db, &s->db) ? errno : listen_at(s);
	if (!bad) {
		*out = s;
		return ERR_OK;
	}
	err_errno(e, bad, "%s: soket layanan tidak dapat dibuat", s->path);
	sock_close(s);
	return e ? e->code : ERR_MACHINE;
}

int64_t sock_close(struct sock *s)
{
	const struct padan_alloc *a;
	int64_t commands;

	if (!s)
		return 0;
	a = s->base->seams->alloc;
	if (s->fd >= 0) {
		unlink(s->path); /* first: who comes now finds nobody, and is told that the lock is held */
		sock_accept(s);	 /* who came before is served */
		close(s->fd);
	}
	pthread_mutex_lock(&s->lock);
	while (s->visits)
		pthread_cond_wait(&s->idle, &s->lock);
	commands = s->commands;
	pthread_mutex_unlock(&s->lock);
	pthread_cond_destroy(&s->idle);
	pthread_mutex_destroy(&s->lock);
	a->resize(a->ctx, s, sizeof(*s), 0);
	return commands;
}

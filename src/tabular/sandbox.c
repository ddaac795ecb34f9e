/* SPDX-License-Identifier: EUPL-1.2
 * The parent's side: starts the child and believes nothing it says. */
#include "tabular/sandbox.h"

#include "base/limits.h"
#include "tabular/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define ABOVE 10	/* our own descriptors lie from here on, so that 0, 3 and 4 are free in the child */
#define AHEAD (1 << 20) /* bytes of rows that the child may be ahead of us */

struct child {
	pid_t pid;
	int from; /* its answers */
};

/* A pipe whose ends lie above the child's numbers. */
static int high_pipe(int end[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC))
		return -1;
	for (int i = 0; i < 2; i++) {
		end[i] = fcntl(low[i], F_DUPFD_CLOEXEC, ABOVE);
		close(low[i]);
	}
	if (end[0] >= 0 && end[1] >= 0)
		return 0;
	for (int i = 0; i < 2; i++)
		if (end[i] >= 0)
			close(end[i]);
	return -1;
}

static int spawn(struct child *c, int book, int kind, int answer)
{
	static char name[] = "lindung", word[] = SHEET_CHILD, zone[] = "TZ=UTC0";
	char *argv[] = { name, word, NULL }, *envp[] = { zone, NULL };
	posix_spawn_file_actions_t a;
	int bad;

	if (posix_spawn_file_actions_init(&a))
		return ENOMEM;
	bad = posix_spawn_file_actions_adddup2(&a, kind, 0);
	bad = bad ? bad : posix_spawn_file_actions_adddup2(&a, book, 3);
	bad = bad ? bad : posix_spawn_file_actions_adddup2(&a, answer, 4);
	bad = bad ? bad : posix_spawn_file_actions_addclosefrom_np(&a, 5);
	bad = bad ? bad : posix_spawn(&c->pid, "/proc/self/exe", &a, NULL, argv, envp);
	posix_spawn_file_actions_destroy(&a);
	return bad;
}

static int start(struct child *c, int fd, enum list_kind kind, struct err *e)
{
	int ask[2] = { -1, -1 }, answer[2] = { -1, -1 }, book = fcntl(fd, F_DUPFD_CLOEXEC, ABOVE), bad = 0;
	const char byte = (char)kind;

	if (book < 0 || high_pipe(ask) || high_pipe(answer) || write(ask[1], &byte, 1) != 1)
		bad = errno;
	if (!bad)
		(void)fcntl(answer[1], F_SETPIPE_SZ, AHEAD); /* where that is refused it takes turns with us */
	if (!bad)
		bad = spawn(c, book, ask[0], answer[1]);
	c->from = bad ? -1 : answer[0];
	const int all[] = { book, ask[0], ask[1], answer[1], bad ? answer[0] : -1 };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] >= 0)
			close(all[i]);
	return bad ? err_errno(e, bad, "pembaca lembar kerja tidak dapat dijalankan") : ERR_OK;
}

/* 1 whole, 0 the end before the first byte, -1 in between or trouble. */
static int read_all(const struct seams *s, int fd, char *p, size_t n)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got = s->io->read(s->io->ctx, fd, p + have, n - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 && have == 0 ? 0 : -1;
		have += (size_t)got;
	}
	return 1;
}

struct frames {
	const struct seams *s;
	const struct sheet_sink *sink;
	struct sheet_info *info;
	struct err *e;
	char *body; /* WIRE_FRAME bytes */
	span *cells;
	uint8_t *kind;
	uint32_t row;
	bool done;
};

static int distrust(struct err *e)
{
	return err_set(e, ERR_UNREADABLE,
		       "pembaca lembar kerja menjawab kacau; berkas mungkin sengaja dirusak. Simpan ulang "
		       "sebagai .xlsx di Excel, lalu kirim lagi");
}

static int take_rows(struct frames *f, span body)
{
	struct sheet_row row = { .no = f->row };
	int more;

	while ((more = wire_next_row(&body, &row, f->cells, f->kind, LIM_COLUMNS)) == 1) {
		int rc = f->sink->row(f->sink->ctx, &row, f->e);

		if (rc)
			return rc;
	}
	f->row = row.no;
	return more ? distrust(f->e) : ERR_OK;
}

static int take_trouble(struct frames *f, span body)
{
	int code = body.n ? (unsigned char)body.p[0] : 0;

	if (code != ERR_UNREADABLE && code != ERR_MACHINE)
		return distrust(f->e);
	return err_set(f->e, code, "%.*s", (int)(body.n - 1), body.p + 1);
}

static int take_frame(struct frames *f, char type, span body)
{
	switch (type) {
	case 'R':
		return take_rows(f, body);
	case 'E':
		f->done = wire_parse_end(body, f->info);
		return f->done ? ERR_OK : distrust(f->e);
	case 'X':
		return take_trouble(f, body);
	default:
		return distrust(f->e);
	}
}

/* Until the end, or trouble; 0 with done unset: the child fell silent. */
static int take_frames(struct frames *f, int fd)
{
	while (!f->done) {
		char head[5], type;
		size_t n;
		int got = read_all(f->s, fd, head, sizeof(head)), rc;

		if (got <= 0)
			return ERR_OK;
		if (!wire_parse_head(head, &type, &n))
			return distrust(f->e);
		if (n && read_all(f->s, fd, f->body, n) != 1)
			return ERR_OK;
		rc = take_frame(f, type, (span){ f->body, n });
		if (rc)
			return rc;
	}
	return ERR_OK;
}

/* Why did the child end without a word? */
static int explain(int status, struct err *e)
{
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return err_set(e, ERR_UNREADABLE,
			       "membacanya memakan lebih dari %d detik; bagi daftar menjadi beberapa berkas "
			       "atau kirim .csv",
			       LIM_XLSX_SECONDS);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return err_set(e, ERR_UNREADABLE,
			       "pembacanya dihentikan pengaman karena meminta hal yang tidak diizinkan; berkas "
			       "mungkin sengaja dirusak. Simpan ulang sebagai .xlsx, lalu kirim lagi");
	return err_set(e, ERR_UNREADABLE,
		       "pembaca lembar kerja berhenti tiba-tiba (%s %d); simpan ulang sebagai .xlsx atau .csv, "
		       "lalu kirim lagi",
		       WIFSIGNALED(status) ? "sinyal" : "status",
		       WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static int reap(struct child *c, bool finished)
{
	int status = 0;

	if (!finished)
		kill(c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int sandbox_read_sheet(const struct seams *s, const struct sandbox_job *job, struct sheet_info *info, struct err *e)
{
	struct frames f = { .s = s, .sink = job->sink, .info = info, .e = e };
	struct padan_arena arena;
	struct child c;
	int rc, status;

	*info = (struct sheet_info){ 0 };
	padan_arena_init(&arena, s->alloc, 0);
	f.body = padan_arena_get(&arena, WIRE_FRAME);
	f.cells = padan_arena_array(&arena, LIM_COLUMNS, sizeof(span));
	f.kind = padan_arena_array(&arena, LIM_COLUMNS, 1);
	rc = f.body && f.cells && f.kind ? start(&c, job->fd, job->kind, e) : err_memory(e, "lembar kerja");
	if (rc == ERR_OK) {
		rc = job->meanwhile ? job->meanwhile(job->ctx, e) : ERR_OK;
		if (rc == ERR_OK)
			rc = take_frames(&f, c.from);
		s->io->close(s->io->ctx, c.from);
		/* silent: it has ended by itself, and its status says why */
		status = reap(&c, rc == ERR_OK);
		if (rc == ERR_OK && !f.done)
			rc = explain(status, e);
	}
	padan_arena_done(&arena);
	return rc;
}

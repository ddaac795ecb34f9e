/* SPDX-License-Identifier: EUPL-1.2
 * The child's side of sandbox.h: locks itself in, then reads. */
#include "base/embed.h"
#include "base/limits.h"
#include "tabular/header.h"
#include "tabular/sandbox.h"
#include "tabular/wire.h"
#include "tabular/xlsx_in.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FD_KIND	  0
#define FD_BOOK	  3
#define FD_ANSWER 4

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

/* --- ceilings ------------------------------------------------------------------------------------------- */

/* The allocator seam with a ceiling: what holds under AddressSanitizer too, where RLIMIT_AS cannot. */
struct ceiling {
	struct padan_alloc as;
	size_t left;
};

static void *ceiling_resize(void *ctx, void *p, size_t old, size_t size)
{
	struct ceiling *c = ctx;
	void *q;

	if (size > old && size - old > c->left)
		return NULL;
	if (!size) {
		free(p);
		c->left += old;
		return NULL;
	}
	q = realloc(p, size);
	if (q)
		c->left = c->left + old - size;
	return q;
}

static int limit(int what, rlim_t v)
{
	struct rlimit r = { v, v };

	return setrlimit((__rlimit_resource_t)what, &r);
}

/* Address space that the program and its libraries take before anything is read. */
static size_t own_size(void)
{
	char text[64];
	FILE *f = fopen("/proc/self/statm", "re");
	size_t pages = f && fgets(text, sizeof(text), f) ? strtoul(text, NULL, 10) : 0;

	if (f)
		fclose(f);
	return (pages ? pages : 1u << 16) * (size_t)sysconf(_SC_PAGESIZE);
}

static int set_limits(void)
{
	int bad = limit(RLIMIT_CPU, LIM_XLSX_SECONDS) | limit(RLIMIT_CORE, 0) | limit(RLIMIT_FSIZE, 0);

	if (!UNDER_ASAN)
		bad |= limit(RLIMIT_AS, own_size() + LIM_XLSX_MEMORY);
	return bad;
}

/* --- walls ------------------------------------------------------------------------------------------------- */

int sandbox_landlock_abi(void)
{
	long v = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return v > 0 ? (int)v : 0;
}

/* No file of the machine may be reached, whatever way is found to ask for it. Absent: seccomp alone. */
static int wall_files(void)
{
	int abi = sandbox_landlock_abi();
	/* all rights of ABI 1; 2 added REFER (bit 13), 3 TRUNCATE (14), 5 IOCTL_DEV (15) */
	struct landlock_ruleset_attr attr = { .handled_access_fs = (1u << 13) - 1 };
	long fd;

	if (!abi)
		return 0;
	if (abi >= 2)
		attr.handled_access_fs |= 1u << 13;
	if (abi >= 3)
		attr.handled_access_fs |= 1u << 14;
	if (abi >= 5)
		attr.handled_access_fs |= 1u << 15;
	fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr.handled_access_fs), 0);
	if (fd < 0 || syscall(SYS_landlock_restrict_self, (int)fd, 0))
		return -1;
	close((int)fd);
	return 0;
}

/* What reading an open file, thinking and writing to a pipe need. */
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(pread64),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(write),
	SCMP_SYS(close),
	SCMP_SYS(brk),
	SCMP_SYS(mmap),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(getrandom),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(fcntl),
	SCMP_SYS(dup),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(mprotect),
	SCMP_SYS(sched_yield),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(sysinfo), /* qsort asks how much memory there is */
};
/* Asked by libraries out of habit (time zones, terminals); refused without ado. The rest is death. */
static const int refused[] = {
	SCMP_SYS(openat),   SCMP_SYS(open),	 SCMP_SYS(stat),  SCMP_SYS(access), SCMP_SYS(ioctl),
	SCMP_SYS(readlink), SCMP_SYS(prlimit64), SCMP_SYS(statx), SCMP_SYS(tgkill), SCMP_SYS(rt_sigaction),
};

static int wall_calls(void)
{
	/* a sanitiser asks for more when it has something to report: it must be able to say so */
	scmp_filter_ctx f = seccomp_init(UNDER_ASAN ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_KILL_PROCESS);
	int bad = f ? 0 : -1;

	for (size_t i = 0; !bad && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		bad = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; !bad && !UNDER_ASAN && i < sizeof(refused) / sizeof(refused[0]); i++)
		bad = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
	/* fstat of today's C library: about an open file, never about a name */
	if (!bad)
		bad = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
				       SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
	if (!bad && !UNDER_ASAN)
		bad = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat), 1,
				       SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0));
	if (!bad)
		bad = seccomp_load(f);
	if (f)
		seccomp_release(f);
	return bad;
}

int sandbox_enter(struct err *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || set_limits() ||
	    wall_files() || wall_calls())
		return err_errno(e, errno, "pengaman pembaca lembar kerja tidak dapat dipasang");
	return ERR_OK;
}

/* --- the answer --------------------------------------------------------------------------------------------- */

struct answer {
	struct buf body;
};

static int write_all(const char *p, size_t n)
{
	while (n) {
		ssize_t put = write(FD_ANSWER, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static int send(char type, span body)
{
	char head[5];

	wire_head(head, type, body.n);
	return write_all(head, sizeof(head)) || write_all(body.p, body.n) ? -1 : 0;
}

static int answer_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct answer *a = ctx;

	wire_put_row(&a->body, row);
	if (a->body.failed)
		return err_memory(e, "baris lembar");
	if (a->body.n < WIRE_BATCH)
		return ERR_OK;
	if (send('R', buf_as_span(&a->body)))
		return err_set(e, ERR_MACHINE, "pipa tertutup");
	buf_clear(&a->body);
	return ERR_OK;
}

struct wanted {
	struct columns columns;
	enum list_kind kind;
};

static int score(void *ctx, const struct sheet_row *rows, size_t n)
{
	struct wanted *w = ctx;

	return header_score(&w->columns, w->kind, rows, n);
}

static int read_book(struct ceiling *c, enum list_kind kind, struct answer *a, struct sheet_info *info, struct err *e)
{
	struct padan_arena arena;
	struct wanted w = { .kind = kind };
	const struct sheet_judge judge = { score, &w };
	const struct sheet_sink sink = { answer_row, a };
	int rc;

	padan_arena_init(&arena, &c->as, 0);
	rc = columns_load(&w.columns, embedded_file("ref/alias_kolom.csv"), &arena, e);
	if (rc == ERR_OK)
		rc = xlsx_read(FD_BOOK, &c->as, &judge, &sink, info, e);
	padan_arena_done(&arena);
	return rc;
}

int sheet_child_main(void)
{
	struct ceiling c = { .as = { .resize = ceiling_resize }, .left = LIM_XLSX_MEMORY };
	struct answer a;
	struct sheet_info info = { 0 };
	struct err e = { 0 };
	unsigned char kind = 0, code;
	int rc;

	c.as.ctx = &c;
	buf_init(&a.body, &c.as, WIRE_FRAME);
	if (read(FD_KIND, &kind, 1) != 1 || kind >= LIST_KINDS)
		_exit(ERR_USAGE);
	rc = sandbox_enter(&e);
	if (rc == ERR_OK)
		rc = read_book(&c, (enum list_kind)kind, &a, &info, &e);
	if (rc == ERR_OK && a.body.n && send('R', buf_as_span(&a.body)))
		_exit(ERR_MACHINE);
	buf_clear(&a.body);
	if (rc == ERR_OK) {
		wire_put_end(&a.body, &info);
		rc = send('E', buf_as_span(&a.body));
	} else {
		code = (unsigned char)rc;
		buf_putc(&a.body, (char)code);
		buf_puts(&a.body, e.text);
		rc = send('X', buf_as_span(&a.body));
	}
	_exit(rc ? ERR_MACHINE : 0); /* no exit handlers: a sanitiser's leak check could not work behind the walls */
}

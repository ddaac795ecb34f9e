/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/cli.h"

#include "base/url.h"
#include "base/version.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/screen.h"
#include "cli/secret.h"
#include "office/json.h"
#include "office/sock.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define LIM_HELP ((size_t)1 << 20)
enum { READ_AT_ONCE = 1 << 16 };

static int complain(const struct cli *cli, const struct err *e)
{
	struct buf b;
	struct err again;

	buf_init(&b, cli->seams->alloc, LIM_HELP);
	buf_printf(&b, "lindung: %s\n", e->text);
	/* when even standard error takes nothing, the exit status remains */
	if (screen_put(cli->seams, STDERR_FILENO, &b, &again))
		b.n = 0;
	buf_done(&b);
	return e->code;
}

static int say(const struct cli *cli, struct buf *b)
{
	struct err e = { .code = 0 };

	if (screen_put(cli->seams, STDOUT_FILENO, b, &e))
		return complain(cli, &e);
	return ERR_OK;
}

/* Lines of standard input. */
struct stdin_lines {
	const struct seams *seams;
	size_t from, to;
	bool ended;
	char bytes[LIM_LINE + READ_AT_ONCE];
};

static int stdin_more(struct stdin_lines *s, struct err *e)
{
	ssize_t got;

	memmove(s->bytes, s->bytes + s->from, s->to - s->from);
	s->to -= s->from;
	s->from = 0;
	if (s->to >= LIM_LINE)
		return err_set(e, ERR_UNREADABLE, "masukan baku: satu baris melebihi batas %d byte", LIM_LINE);
	do
		got = s->seams->io->read(s->seams->io->ctx, STDIN_FILENO, s->bytes + s->to, READ_AT_ONCE);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_errno(e, errno, "masukan baku tidak dapat dibaca");
	s->ended = got == 0;
	s->to += (size_t)got;
	return ERR_OK;
}

static int stdin_next(void *ctx, span *line, struct err *e)
{
	struct stdin_lines *s = ctx;

	for (;;) {
		char *at = s->bytes + s->from, *end = memchr(at, '\n', s->to - s->from);

		if (!end && !s->ended) {
			if (stdin_more(s, e))
				return -1;
			continue;
		}
		if (!end && s->from == s->to)
			return 0;
		*line = (span){ at, end ? (size_t)(end - at) : s->to - s->from };
		s->from += line->n + (end != NULL);
		if (line->n && line->p[line->n - 1] == '\r')
			line->n--;
		return 1;
	}
}

static int give_stdin(const struct cli *cli, const struct use_case *uc, void *in, struct padan_arena *arena,
		      struct err *e)
{
	for (const struct field *f = uc->in; f->c; f++) {
		struct stdin_lines *s;

		if (f->type != FIELD_lines)
			continue;
		s = padan_arena_get(arena, sizeof(*s));
		if (!s)
			return err_memory(e, "masukan baku");
		s->seams = cli->seams;
		s->from = s->to = 0;
		s->ended = false;
		*(struct line_source *)((char *)in + f->at) = (struct line_source){ stdin_next, s };
	}
	return ERR_OK;
}

static span key_file(const struct cli *cli, const span *given, struct padan_arena *arena)
{
	char path[4096];
	int n;

	if (given)
		return *given;
	if (cli->key_file && *cli->key_file)
		return padan_span_of(cli->key_file);
	if (!cli->home || !*cli->home)
		return (span){ NULL, 0 };
	n = snprintf(path, sizeof(path), "%s/.config/lindung/kunci", cli->home);
	if (n >= (int)sizeof(path))
		return (span){ NULL, 0 };
	return padan_span_of(padan_arena_copy(arena, path, (size_t)n));
}

static int read_pin(const struct cli *cli, const struct options *o, struct padan_arena *arena, struct credentials *who,
		    struct err *e)
{
	char prompt[128];
	struct secret_ask ask = { .file = o->pin_file, .option = "pin-berkas", .prompt = prompt };

	snprintf(prompt, sizeof(prompt), "PIN %.*s", (int)(o->as.n < 60 ? o->as.n : 60), o->as.p ? o->as.p : "");
	return secret_read(&ask, cli->seams, arena, &who->pin, e);
}

/* Secrets, in the order in which standard input gives them: the acting person's, then the command's own. */
static int enter(const struct cli *cli, const struct options *o, struct env *env, struct err *e)
{
	struct credentials who = { .name = o->as };
	int rc = ERR_OK;

	if (o->as.n && !env->store)
		return err_set(e, ERR_USAGE, "--sebagai hanya bersama --db: pengguna dicatat dalam basis data");
	if (!env->store || !cli->store_ops->enter)
		return ERR_OK;
	if (o->as.n)
		rc = read_pin(cli, o, env->arena, &who, e);
	return rc ? rc : cli->store_ops->enter(env, &who, e);
}

static int read_secrets(const struct cli *cli, const struct use_case *uc, void *in, struct padan_arena *arena,
			struct err *e)
{
	int rc = ERR_OK;

	for (const struct field *f = uc->in; f->c && !rc; f++) {
		span *value = (span *)((char *)in + f->at);
		struct secret_ask ask = { .option = f->wire, .prompt = f->label, .twice = true };

		if (f->type != FIELD_secret || (!value->n && !(f->flags & F_REQUIRED)))
			continue;
		ask.file = padan_span_eq(*value, SPAN("-")) ? (span){ NULL, 0 } : *value;
		rc = secret_read(&ask, cli->seams, arena, value, e);
	}
	return rc;
}

static int flush_stdout(void *ctx, struct buf *b, struct err *e)
{
	return screen_put(ctx, STDOUT_FILENO, b, e);
}

static int print_json(const struct cli *cli, const struct use_case *uc, const void *out, struct err *e)
{
	/* the sink's ctx is not const; seams are only read */
	const struct json_sink sink = { flush_stdout, (void *)(uintptr_t)cli->seams };
	struct buf b;
	int rc;

	buf_init(&b, cli->seams->alloc, LIM_HELP);
	rc = json_record(&b, uc->out, out, JSON_ROWS | JSON_PRIVATE, &sink, e);
	buf_putc(&b, '\n');
	if (!rc)
		rc = screen_put(cli->seams, STDOUT_FILENO, &b, e);
	buf_done(&b);
	return rc;
}

/* On standard error: standard output may be read by a program. */
static void advise(const struct cli *cli, const struct env *env, span told)
{
	const char *text = env->store && env->store_ops->advice ? env->store_ops->advice(env->store) : NULL;
	struct err e = { .code = ERR_OK };

	if (text)
		told = padan_span_of(text);
	if (!told.n)
		return;
	err_set(&e, ERR_OK, "%.*s", (int)told.n, told.p);
	complain(cli, &e);
}

/* One command on its way. */
struct task {
	const struct cli *cli;
	const struct use_case *uc;
	void *in, *out;
	const struct options *options;
	span advice; /* of the owner */
};

/* Here, on a store of our own. */
static int directly(const struct task *t, struct env *env, struct err *e)
{
	struct bar *bar = NULL;
	int rc = env_open(env, t->uc, t->in, e);

	if (!rc)
		rc = enter(t->cli, t->options, env, e);
	if (!rc)
		rc = read_secrets(t->cli, t->uc, t->in, env->arena, e);
	if (rc)
		return rc;
	if (!t->cli->bare)
		env->progress = bar_new(&bar, t->cli->seams, t->cli->colour, env->arena);
	rc = office_run(t->uc, COMMIT, env, t->in, t->out, e);
	bar_done(bar);
	return rc;
}

/* By the process that holds the database, over its socket. */
static int by_owner(struct task *t, struct sock_ask *ask, int fd, struct err *e)
{
	struct bar *bar = NULL;
	int rc = ask->who.name.n ? read_pin(t->cli, t->options, ask->arena, &ask->who, e) : ERR_OK;

	if (!rc)
		rc = read_secrets(t->cli, t->uc, t->in, ask->arena, e);
	if (rc) {
		close(fd);
		return rc;
	}
	if (!t->cli->bare)
		ask->progress = bar_new(&bar, t->cli->seams, t->cli->colour, ask->arena);
	rc = sock_run(ask, fd, t->uc, t->in, t->out, &t->advice, e);
	bar_done(bar);
	return rc;
}

/* Somebody may hold the database: what writes is theirs to carry out, and what counts wrong PINs. */
static int call_owner(const struct sock_ask *ask, const struct use_case *uc, int *fd, struct err *e)
{
	bool writes = uc->kind == CASE_WRITE || uc->kind == CASE_PUBLISH;

	*fd = -1;
	if (!ask->db.n || !(writes || ask->who.name.n) || url_is_postgres(ask->db))
		return ERR_OK;
	return sock_call(ask, fd, e);
}

static int carry_out(const struct cli *cli, const struct use_case *uc, struct env *env, void *in,
		     const struct options *options)
{
	const span *db = env_common(uc, in, "db", FIELD_store);
	struct sock_ask ask = { .seams = cli->seams,
				.arena = env->arena,
				.db = db ? *db : (span){ NULL, 0 },
				.key_file = env->key_file,
				.request = options->request,
				.who = { .name = options->as } };
	void *out = padan_arena_zero(env->arena, uc->out_size);
	struct task task = { .cli = cli, .uc = uc, .in = in, .out = out, .options = options };
	struct err e = { .code = 0 }, printing = { .code = 0 };
	int fd = -1, rc = out ? call_owner(&ask, uc, &fd, &e) : err_memory(&e, uc->label), printed;

	if (!rc)
		rc = fd >= 0 ? by_owner(&task, &ask, fd, &e) : directly(&task, env, &e);
	if (rc && rc != ERR_FOUND_WRONG)
		return complain(cli, &e);
	printed = options->json ? print_json(cli, uc, out, &printing)
				: screen_record(cli->seams, STDOUT_FILENO, screen_width(STDOUT_FILENO), uc->out, out,
						&printing);
	if (printed)
		return complain(cli, &printing);
	if (!rc)
		advise(cli, env, task.advice);
	return rc ? complain(cli, &e) : ERR_OK;
}

static int run(const struct cli *cli, const struct use_case *uc, int argc, char **argv, struct padan_arena *arena)
{
	struct env env = { .seams = cli->seams,
			   .arena = arena,
			   .actor = { SPAN("operator setempat"), MAY_ALL, 0 },
			   .store_ops = cli->store_ops,
			   .law_open = cli->law_open,
			   .processors = cli->processors };
	void *in = padan_arena_zero(arena, uc->in_size);
	struct options options;
	struct err e = { .code = 0 };
	struct buf b;
	int rc = in ? options_read(uc, argc, argv, in, &options, &e) : err_memory(&e, uc->label);

	if (!rc && options.help) {
		buf_init(&b, cli->seams->alloc, LIM_HELP);
		help_case(uc, &b);
		rc = say(cli, &b);
		buf_done(&b);
		return rc;
	}
	if (!rc)
		rc = give_stdin(cli, uc, in, arena, &e);
	if (rc)
		return complain(cli, &e);
	env.key_file = key_file(cli, env_common(uc, in, "kunci", FIELD_file_in), arena);
	env.idempotency = options.request;
	env.started_us = cli->seams->monotonic_us(cli->seams->ctx);
	rc = carry_out(cli, uc, &env, in, &options);
	if (cli->store_ops)
		cli->store_ops->close(env.store);
	return rc;
}

/* --help, --version, "help X", a group's name alone. -1: none of these. */
static int general(const struct cli *cli, int argc, char **argv)
{
	bool asked = argc > 0 && (!strcmp(argv[0], "--help") || !strcmp(argv[0], "-h") || !strcmp(argv[0], "help"));
	struct buf b;
	int rc = -1;

	buf_init(&b, cli->seams->alloc, LIM_HELP);
	if (argc == 0 || (asked && argc == 1)) {
		help_all(&b);
		rc = say(cli, &b);
		rc = rc || argc ? rc : ERR_USAGE;
	} else if (!strcmp(argv[0], "--version")) {
		buf_puts(&b, "lindung " LINDUNG_VERSION "\n");
		rc = say(cli, &b);
	} else if (argc == 1 && help_group(argv[0], &b)) {
		rc = say(cli, &b);
		rc = rc ? rc : ERR_USAGE;
	}
	buf_done(&b);
	return rc;
}

int cli_main(const struct cli *cli, int argc, char **argv)
{
	struct padan_arena arena;
	const struct use_case *uc;
	struct err e = { .code = ERR_USAGE, .text = "" };
	bool asked = argc > 2 && !strcmp(argv[1], "help");
	char *help[] = { (char[]){ "--help" }, NULL };
	int words, rc = general(cli, argc - 1, argv + 1);

	if (rc >= 0)
		return rc;
	argv += asked ? 2 : 1;
	argc -= asked ? 2 : 1;
	uc = command_find(argc, argv, &words, &e);
	if (!uc)
		return complain(cli, &e);
	padan_arena_init(&arena, cli->seams->alloc, 0);
	rc = asked ? run(cli, uc, 1, help, &arena) : run(cli, uc, argc - words, argv + words, &arena);
	padan_arena_done(&arena);
	return rc;
}

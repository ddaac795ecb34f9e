/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/cli.h"

#include "base/version.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/screen.h"
#include "cli/secret.h"
#include "office/json.h"
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

static const void *common(const struct use_case *uc, const void *in, const char *wire, enum field_type type)
{
	const struct field *f = field_find(uc->in, padan_span_of(wire));

	return f && f->type == type && field_given(f, in) ? field_member(f, in) : NULL;
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

static int env_fill(const struct cli *cli, const struct use_case *uc, const void *in, struct env *env, struct err *e)
{
	const span *hukum = common(uc, in, "hukum", FIELD_file_in), *db = common(uc, in, "db", FIELD_store);
	const int64_t *threads = common(uc, in, "threads", FIELD_number);
	const date *today = common(uc, in, "tanggal", FIELD_day);
	struct law *law = NULL;
	int rc = ERR_OK;

	env->threads = threads && *threads > 0 ? (int)*threads : cli->processors > 0 ? cli->processors : 1;
	env->today = today ? *today : DATE_NONE;
	env->key_file = key_file(cli, common(uc, in, "kunci", FIELD_file_in), env->arena);
	env->law_dir = hukum ? *hukum : (span){ NULL, 0 };
	if (cli->law_open)
		rc = cli->law_open(&law, cli->seams, env->law_dir, env->arena, e);
	env->law = law;
	if (rc || !db)
		return rc;
	if (!cli->store_ops)
		return err_set(e, ERR_USAGE, "--db: program ini dibangun tanpa basis data");
	return cli->store_ops->open(env, *db, &env->store, e);
}

/* Secrets, in the order in which standard input gives them: the acting person's, then the command's own. */
static int enter(const struct cli *cli, const struct options *o, struct env *env, struct err *e)
{
	char prompt[128];
	struct credentials who = { .name = o->as };
	struct secret_ask ask = { .file = o->pin_file, .option = "pin-berkas", .prompt = prompt };
	int rc = ERR_OK;

	if (o->as.n && !env->store)
		return err_set(e, ERR_USAGE, "--sebagai hanya bersama --db: pengguna dicatat dalam basis data");
	if (!env->store || !cli->store_ops->enter)
		return ERR_OK;
	snprintf(prompt, sizeof(prompt), "PIN %.*s", (int)(o->as.n < 60 ? o->as.n : 60), o->as.p ? o->as.p : "");
	if (o->as.n)
		rc = secret_read(&ask, cli->seams, env->arena, &who.pin, e);
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
static void advise(const struct cli *cli, const struct env *env)
{
	const char *text = env->store && env->store_ops->advice ? env->store_ops->advice(env->store) : NULL;
	struct err e = { .code = ERR_OK };

	if (!text)
		return;
	err_set(&e, ERR_OK, "%s", text);
	complain(cli, &e);
}

static int carry_out(const struct cli *cli, const struct use_case *uc, struct env *env, void *in,
		     const struct options *options)
{
	void *out = padan_arena_zero(env->arena, uc->out_size);
	struct err e = { .code = 0 }, printing = { .code = 0 };
	struct bar *bar = NULL;
	int rc = out ? ERR_OK : err_memory(&e, uc->label), printed;

	if (!rc)
		rc = env_fill(cli, uc, in, env, &e);
	if (!rc)
		rc = enter(cli, options, env, &e);
	if (!rc)
		rc = read_secrets(cli, uc, in, env->arena, &e);
	if (!rc) {
		if (!cli->bare)
			env->progress = bar_new(&bar, cli->seams, cli->colour, env->arena);
		rc = office_run(uc, COMMIT, env, in, out, &e);
		bar_done(bar);
	}
	if (rc && rc != ERR_FOUND_WRONG)
		return complain(cli, &e);
	printed = options->json ? print_json(cli, uc, out, &printing)
				: screen_record(cli->seams, STDOUT_FILENO, screen_width(STDOUT_FILENO), uc->out, out,
						&printing);
	if (printed)
		return complain(cli, &printing);
	if (!rc)
		advise(cli, env);
	return rc ? complain(cli, &e) : ERR_OK;
}

static int run(const struct cli *cli, const struct use_case *uc, int argc, char **argv, struct padan_arena *arena)
{
	struct env env = { .seams = cli->seams,
			   .arena = arena,
			   .actor = { SPAN("operator setempat"), MAY_ALL },
			   .store_ops = cli->store_ops };
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

/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

enum { SECRET_MAX = 256, CANCEL = 3 /* Ctrl-C, which the terminal gives as a letter while a PIN is typed */ };

/* One line, letter by letter, so that the next secret finds the next line. */
static int read_line(int fd, const struct seams *s, char out[SECRET_MAX], size_t *n, struct err *e)
{
	char c;

	for (*n = 0;;) {
		ssize_t got = s->io->read(s->io->ctx, fd, &c, 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, errno, "PIN tidak dapat dibaca");
		if (c == CANCEL && got)
			return err_set(e, ERR_USAGE, "dibatalkan");
		if (!got || c == '\n')
			break;
		if (*n == SECRET_MAX)
			return err_set(e, ERR_USAGE, "PIN: baris terlalu panjang");
		out[(*n)++] = c;
	}
	if (*n && out[*n - 1] == '\r')
		--*n;
	return ERR_OK;
}

static int from_file(const struct secret_ask *ask, const struct seams *s, char out[SECRET_MAX], size_t *n,
		     struct err *e)
{
	char path[4096];
	struct stat st;
	int fd, rc = ERR_OK;

	if (ask->file.n >= sizeof(path))
		return err_set(e, ERR_USAGE, "--%s: nama berkas terlalu panjang", ask->option);
	memcpy(path, ask->file.p, ask->file.n);
	path[ask->file.n] = '\0';
	fd = s->io->open(s->io->ctx, path, O_RDONLY, 0);
	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: berkas PIN tidak dapat dibuka (%s)", path, errno_reason(errno));
	if (fstat(fd, &st))
		rc = err_errno(e, errno, "%s: tidak dapat diperiksa", path);
	else if (S_ISREG(st.st_mode) && (st.st_mode & 077))
		rc = err_set(e, ERR_USAGE, "%s: berkas PIN dapat dibuka orang lain; jalankan: chmod 600 %s", path,
			     path);
	if (!rc)
		rc = read_line(fd, s, out, n, e);
	s->io->close(s->io->ctx, fd);
	return rc;
}

static void say(const struct seams *s, const char *text)
{
	/* a prompt that cannot be shown is no reason to fail */
	if (s->io->write(s->io->ctx, STDERR_FILENO, text, strlen(text)) < 0)
		return;
}

static int ask_once(const char *prompt, const char *more, const struct seams *s, char out[SECRET_MAX], size_t *n,
		    struct err *e)
{
	int rc;

	say(s, prompt);
	say(s, more);
	say(s, ": ");
	rc = read_line(STDIN_FILENO, s, out, n, e);
	say(s, "\n");
	return rc;
}

static int from_terminal(const struct secret_ask *ask, const struct seams *s, char out[SECRET_MAX], size_t *n,
			 struct err *e)
{
	char again[SECRET_MAX];
	struct termios shown, hidden;
	size_t m = 0;
	int rc;

	if (tcgetattr(STDIN_FILENO, &shown))
		return err_errno(e, errno, "layar tidak dapat disiapkan untuk PIN");
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden))
		return err_errno(e, errno, "layar tidak dapat disiapkan untuk PIN");
	rc = ask_once(ask->prompt, "", s, out, n, e);
	if (!rc && ask->twice)
		rc = ask_once(ask->prompt, " (sekali lagi)", s, again, &m, e);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) && !rc)
		rc = err_errno(e, errno, "layar tidak dapat dipulihkan");
	if (!rc && ask->twice && (m != *n || memcmp(again, out, m) != 0))
		rc = err_set(e, ERR_USAGE, "PIN yang kedua berbeda dari yang pertama; ulangi");
	return rc;
}

int secret_read(const struct secret_ask *ask, const struct seams *s, struct padan_arena *arena, span *out,
		struct err *e)
{
	char line[SECRET_MAX], *kept;
	size_t n = 0;
	int rc;

	if (ask->file.n)
		rc = from_file(ask, s, line, &n, e);
	else if (isatty(STDIN_FILENO))
		rc = from_terminal(ask, s, line, &n, e);
	else
		rc = read_line(STDIN_FILENO, s, line, &n, e);
	if (rc)
		return rc;
	if (!n)
		return err_set(e, ERR_USAGE,
			       "%s: kosong; ketik di layar, tunjuk berkas dengan --%s, atau kirim lewat "
			       "masukan baku",
			       ask->prompt, ask->option);
	kept = padan_arena_copy(arena, line, n);
	*out = (span){ kept, n };
	return kept ? ERR_OK : err_memory(e, "PIN");
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/private_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACE  "/tmp"
#define PREFIX "lindung-kiriman-"

/* --- sweeping ----------------------------------------------------------------------------------------------------- */
static void remove_names(const char *dir)
{
	char path[PRIVATE_PATH + 300];
	DIR *d = opendir(dir);
	struct dirent *x;

	while (d && (x = readdir(d)))
		if (x->d_name[0] != '.' || (x->d_name[1] && x->d_name[1] != '.')) {
			snprintf(path, sizeof(path), "%s/%s", dir, x->d_name);
			unlink(path);
		}
	if (d)
		closedir(d);
	rmdir(dir);
}

/* "lindung-kiriman-1234-89abcdef": whose process is gone. */
static bool left_behind(const char *name)
{
	int64_t pid = 0;
	size_t n = sizeof(PREFIX) - 1;

	if (strncmp(name, PREFIX, n) != 0)
		return false;
	for (name += n; *name >= '0' && *name <= '9' && pid < 1 << 24; name++)
		pid = pid * 10 + (*name - '0');
	return *name == '-' && pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

static void sweep(void)
{
	char path[PRIVATE_PATH];
	DIR *d = opendir(PLACE);
	struct dirent *x;
	struct stat st;

	while (d && (x = readdir(d))) {
		if (!left_behind(x->d_name))
			continue;
		snprintf(path, sizeof(path), PLACE "/%s", x->d_name);
		if (!lstat(path, &st) && S_ISDIR(st.st_mode) && st.st_uid == geteuid())
			remove_names(path);
	}
	if (d)
		closedir(d);
}

/* --- files -------------------------------------------------------------------------------------------------------- */
int private_files_open(struct private_files *p, const struct seams *s, struct err *e)
{
	uint32_t chance;

	p->s = s;
	p->n = 0;
	sweep();
	s->random(s->ctx, &chance, sizeof(chance));
	snprintf(p->dir, sizeof(p->dir), PLACE "/" PREFIX "%ld-%08x", (long)getpid(), chance);
	if (s->io->mkdir(s->io->ctx, p->dir, 0700)) {
		int bad = errno;

		p->dir[0] = 0;
		return err_errno(e, bad, "map sementara untuk kiriman tidak dapat dibuat");
	}
	return ERR_OK;
}

static bool name_is_taken(const struct private_files *p, const char *path)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->path[i], path))
			return true;
	return false;
}

/* A base name and nothing else: no way out of the folder. */
static void make_path(struct private_files *p, span name)
{
	char *path = p->path[p->n], clean[256];
	size_t n = 0;

	for (size_t i = 0; i < name.n && n < 200; i++)
		clean[n++] = name.p[i] == '/' || (unsigned char)name.p[i] < ' ' ? '_' : name.p[i];
	while (n && ((unsigned char)clean[n - 1] & 0xc0) == 0x80 && name.n > n)
		n--; /* not cut inside of a letter */
	if (!n || clean[0] == '.')
		clean[0] = '_', n += !n;
	clean[n] = 0;
	snprintf(path, PRIVATE_PATH, "%s/%s", p->dir, clean);
	for (unsigned k = 2; name_is_taken(p, path) && k < 2 * PRIVATE_FILES; k++)
		snprintf(path, PRIVATE_PATH, "%s/%u-%s", p->dir, k, clean);
}

int private_file_new(struct private_files *p, span name, struct err *e)
{
	char target[48];
	int fd;

	if (p->n == PRIVATE_FILES)
		return err_set(e, ERR_USAGE, "lebih dari %d daftar dalam satu kali jalan", PRIVATE_FILES);
	make_path(p, name);
	fd = memfd_create("kiriman", MFD_CLOEXEC);
	if (fd < 0)
		return err_errno(e, errno, "memori untuk kiriman tidak tersedia");
	snprintf(target, sizeof(target), "/proc/%ld/fd/%d", (long)getpid(), fd);
	if (symlink(target, p->path[p->n])) {
		int bad = errno;

		close(fd);
		return err_errno(e, bad, "map sementara untuk kiriman tidak dapat ditulis");
	}
	p->fd[p->n++] = fd;
	return ERR_OK;
}

int private_file_put(void *ctx, span bytes, struct err *e)
{
	struct private_files *p = ctx;
	const struct io *io = p->s->io;

	while (bytes.n) {
		ssize_t n = io->write(io->ctx, p->fd[p->n - 1], bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_errno(e, n ? errno : EIO, "memori untuk kiriman tidak cukup");
		bytes.p += n, bytes.n -= (size_t)n;
	}
	return ERR_OK;
}

void private_files_close(struct private_files *p)
{
	for (size_t i = 0; i < p->n; i++) {
		unlink(p->path[i]);
		close(p->fd[i]);
	}
	p->n = 0;
	if (p->dir[0])
		rmdir(p->dir);
	p->dir[0] = 0;
}

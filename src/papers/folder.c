/* SPDX-License-Identifier: EUPL-1.2
 * The folder of papers on disk: known as ours, synced, exchanged, removed. Listing and removing folders go to
 * the system directly; everything that writes goes through the I/O seam. */
#include "papers/folder.h"

#include "papers/papers.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const ours[] = { "keputusan.csv",
				    "dilewati.csv",
				    "ringkasan.json",
				    "pemeringkatan.xlsx",
				    "rancangan_sk_lampiran.xlsx",
				    "rancangan_sk_lampiran.pdf",
				    "lampiran_publik.xlsx",
				    "lampiran_publik.pdf",
				    "berita_acara.pdf",
				    "tinjau.xlsx",
				    "perbaikan_nik.xlsx",
				    "ditolak.xlsx",
				    "cadangan.xlsx",
				    "perbandingan_sk.xlsx",
				    "perbandingan_sk.pdf",
				    "jawaban.xlsx",
				    "kembali",
				    "surat" };

bool folder_is_ours(const char *name)
{
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	return false;
}

static bool is_workbook(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".xlsx") == 0;
}

static bool is_letter(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".docx") == 0;
}

/* Of the folder kembali: lists, and the folder of those per ward. */
static bool is_returned(const char *name)
{
	return is_workbook(name) || strcmp(name, "kelurahan") == 0;
}

static bool is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

int folder_look(const char *path, bool (*known)(const char *), char strange[256], size_t *count)
{
	DIR *d = opendir(path);
	struct dirent *t;

	strange[0] = '\0';
	*count = 0;
	if (!d)
		return errno;
	while ((t = readdir(d)) != NULL) {
		if (is_dots(t->d_name))
			continue;
		++*count;
		if (!known(t->d_name) && !strange[0])
			snprintf(strange, 256, "%s", t->d_name);
	}
	closedir(d);
	return 0;
}

/* Our name stands near the beginning of its ringkasan.json. */
static bool has_our_summary(const char *dir, const struct seams *s)
{
	char path[4096], head[256];
	static const char mark[] = "\"skema\": \"" PAPERS_SCHEMA "\"";
	ssize_t n;
	int fd;

	if (snprintf(path, sizeof(path), "%s/ringkasan.json", dir) >= (int)sizeof(path))
		return false;
	fd = s->io->open(s->io->ctx, path, O_RDONLY, 0);
	if (fd < 0)
		return false;
	n = s->io->read(s->io->ctx, fd, head, sizeof(head));
	s->io->close(s->io->ctx, fd);
	return n > 0 && memmem(head, (size_t)n, mark, sizeof(mark) - 1);
}

/* What may stand in the folders inside. */
static const struct {
	const char *name;
	bool (*known)(const char *);
} inside[] = { { "kembali", is_returned }, { "kembali/kelurahan", is_workbook }, { "surat", is_letter } };

int folder_usable(const char *dir, bool (*known)(const char *), struct err *e)
{
	char strange[256];
	size_t n = 0;
	int bad = folder_look(dir, known, strange, &n);

	if (bad == ENOENT || (!bad && !strange[0]))
		return ERR_OK;
	if (bad == ENOTDIR)
		return err_set(e, ERR_USAGE, "%s: bukan folder; sebutkan folder lain pada --keluaran", dir);
	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibaca", dir);
	return err_set(e, ERR_USAGE,
		       "%s: berisi \"%s\" yang bukan buatan perintah ini; pilih folder lain atau kosongkan", dir,
		       strange);
}

int papers_check_dir(const char *dir, const struct seams *s, struct err *e)
{
	char strange[256], path[4096];
	struct stat st;
	size_t n = 0;
	int bad;

	if (stat(dir, &st) != 0)
		return errno == ENOENT ? ERR_OK : err_errno(e, errno, "%s: folder keluaran tidak dapat diperiksa", dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: bukan folder; sebutkan folder lain pada --keluaran", dir);
	bad = folder_look(dir, folder_is_ours, strange, &n);
	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibaca", dir);
	if (n == 0)
		return ERR_OK;
	if (strange[0])
		return err_set(e, ERR_USAGE,
			       "%s: berisi \"%s\" yang bukan buatan Lindung; pilih folder lain atau kosongkan", dir,
			       strange);
	if (!has_our_summary(dir, s))
		return err_set(e, ERR_USAGE,
			       "%s: tidak kosong dan bukan buatan Lindung (tanpa ringkasan.json); pilih folder lain",
			       dir);
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (snprintf(path, sizeof(path), "%s/%s", dir, inside[i].name) < (int)sizeof(path) &&
		    folder_look(path, inside[i].known, strange, &n) == 0 && strange[0])
			return err_set(e, ERR_USAGE,
				       "%s: berisi \"%s\" yang bukan buatan Lindung; pindahkan lebih dahulu", path,
				       strange);
	return ERR_OK;
}

/* Folders inside a folder of papers, the inner ones first. */
static const char *const inner[] = { "kembali/kelurahan", "kembali", "surat", "daftar", "jawaban" };

static bool is_inner(const char *name)
{
	for (size_t i = 1; i < sizeof(inner) / sizeof(inner[0]); i++)
		if (strcmp(name, inner[i]) == 0)
			return true;
	return strcmp(name, "kelurahan") == 0;
}

static int remove_files(const char *dir, const struct seams *s)
{
	DIR *d = opendir(dir);
	struct dirent *t;
	char path[4352];
	int bad = 0;

	if (!d)
		return errno == ENOENT ? 0 : errno;
	while ((t = readdir(d)) != NULL) {
		if (is_dots(t->d_name) || is_inner(t->d_name))
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", dir, t->d_name) >= (int)sizeof(path) ||
		    s->io->unlink(s->io->ctx, path))
			bad = bad ? bad : errno;
	}
	closedir(d);
	return bad;
}

int folder_remove(const char *dir, const struct seams *s)
{
	char path[4096];
	int bad = 0;

	for (size_t i = 0; i <= sizeof(inner) / sizeof(inner[0]) && !bad; i++) {
		const char *name = i < sizeof(inner) / sizeof(inner[0]) ? inner[i] : NULL;

		if (snprintf(path, sizeof(path), "%s%s%s", dir, name ? "/" : "", name ? name : "") >= (int)sizeof(path))
			return ENAMETOOLONG;
		bad = remove_files(path, s);
		if (rmdir(path) && errno != ENOENT && !bad)
			bad = errno;
	}
	return bad;
}

/* dir without the slashes at its end, cut into its parent ("." when it has none) and its own name. */
struct place {
	char parent[3072], name[256];
};

static int place_of(struct place *p, const char *dir)
{
	size_t end = strlen(dir), from, cut;

	while (end > 1 && dir[end - 1] == '/')
		end--;
	for (from = end; from > 0 && dir[from - 1] != '/'; from--)
		;
	for (cut = from; cut > 1 && dir[cut - 1] == '/'; cut--)
		;
	if (end - from >= sizeof(p->name) || cut >= sizeof(p->parent))
		return ENAMETOOLONG;
	snprintf(p->name, sizeof(p->name), "%.*s", (int)(end - from), dir + from);
	snprintf(p->parent, sizeof(p->parent), "%.*s", cut ? (int)cut : 1, cut ? dir : ".");
	return 0;
}

/* Locks an existing folder; -1 when another program holds it, or it is none. */
static int lock_folder(const char *path, const struct seams *s)
{
	int fd = s->io->open(s->io->ctx, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);

	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		s->io->close(s->io->ctx, fd);
		return -1;
	}
	return fd;
}

/* "NAME.baru-" and eight hexadecimal digits, and perhaps ".lama". */
static bool is_beside(const char *entry, const char *name)
{
	size_t n = strlen(name);
	const char *rest = entry + n + 6;

	if (strncmp(entry, name, n) != 0 || strncmp(entry + n, ".baru-", 6) != 0)
		return false;
	return strspn(rest, "0123456789abcdef") == 8 && (!rest[8] || strcmp(rest + 8, ".lama") == 0);
}

/* What a killed program left. What cannot be removed stays; the next run tries again. */
static void sweep(const struct place *p, bool (*known)(const char *), const struct seams *s)
{
	DIR *d = opendir(p->parent);
	struct dirent *t;
	char path[3500], strange[256];
	size_t n;

	while (d && (t = readdir(d)) != NULL) {
		int fd;

		if (!is_beside(t->d_name, p->name))
			continue;
		snprintf(path, sizeof(path), "%s/%s", p->parent, t->d_name);
		fd = lock_folder(path, s);
		if (fd < 0)
			continue;
		if (folder_look(path, known, strange, &n) == 0 && !strange[0] && folder_remove(path, s))
			strange[0] = '?';
		s->io->close(s->io->ctx, fd);
	}
	if (d)
		closedir(d);
}

int folder_beside(struct beside *b, const char *dir, bool (*known)(const char *), const struct seams *s)
{
	unsigned char chance[4];
	struct place p;
	bool slashed = strchr(dir, '/') != NULL;
	int bad = place_of(&p, dir);

	b->lock = -1;
	if (bad)
		return bad;
	sweep(&p, known, s);
	s->random(s->ctx, chance, sizeof(chance));
	snprintf(b->path, sizeof(b->path), "%s%s%s.baru-%02x%02x%02x%02x", slashed ? p.parent : "",
		 slashed && strcmp(p.parent, "/") != 0 ? "/" : "", p.name, chance[0], chance[1], chance[2], chance[3]);
	if (s->io->mkdir(s->io->ctx, b->path, 0700))
		return errno;
	b->lock = lock_folder(b->path, s);
	return 0;
}

void folder_unlock(struct beside *b, const struct seams *s)
{
	if (b->lock >= 0)
		s->io->close(s->io->ctx, b->lock);
	b->lock = -1;
}

int folder_sync_parent(const char *dir, const struct seams *s)
{
	struct place p;
	int bad = place_of(&p, dir);

	return bad ? bad : folder_sync(p.parent, s);
}

int folder_sync(const char *dir, const struct seams *s)
{
	int fd = s->io->open(s->io->ctx, dir, O_RDONLY | O_DIRECTORY, 0), bad = 0;

	if (fd < 0)
		return errno;
	if (s->io->fsync(s->io->ctx, fd))
		bad = errno;
	s->io->close(s->io->ctx, fd);
	return bad;
}

/* The earlier papers are out of place: what cannot be removed of them now, the next run sweeps away. */
static int drop(const char *earlier, const struct seams *s)
{
	int left = folder_remove(earlier, s);

	(void)left;
	return 0;
}

int folder_place(const char *beside, const char *dir, const struct seams *s)
{
	struct stat st;
	char old[3400];
	int bad;

	if (stat(dir, &st) != 0)
		return s->io->rename(s->io->ctx, beside, dir) ? errno : 0;
	/* Both change places at one stroke, so that there is a whole folder at every moment; where the file
	 * system cannot, the earlier one steps aside and comes back when the second step fails. */
	if (renameat2(AT_FDCWD, beside, AT_FDCWD, dir, RENAME_EXCHANGE) == 0)
		return drop(beside, s);
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	if (snprintf(old, sizeof(old), "%s.lama", beside) >= (int)sizeof(old))
		return ENAMETOOLONG;
	if (s->io->rename(s->io->ctx, dir, old))
		return errno;
	if (s->io->rename(s->io->ctx, beside, dir)) {
		bad = errno;
		if (s->io->rename(s->io->ctx, old, dir))
			return errno;
		return bad;
	}
	return drop(old, s);
}

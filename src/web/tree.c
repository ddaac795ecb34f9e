/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/tree.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 4, PATH_ROOM = 4096 };

int tree_make(const char *path, struct err *e)
{
	struct stat st;

	if (mkdir(path, 0700) && errno != EEXIST)
		return err_errno(e, errno, "%s: map tidak dapat dibuat", path);
	if (lstat(path, &st) || !S_ISDIR(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: harus sebuah map", path);
	return ERR_OK;
}

static bool is_dots(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

static void empty(const char *path, int depth)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	char below[PATH_ROOM];
	struct stat st;

	if (!d)
		return;
	while ((entry = readdir(d)) != NULL) {
		if (is_dots(entry->d_name) ||
		    snprintf(below, sizeof(below), "%s/%s", path, entry->d_name) >= (int)sizeof(below) ||
		    lstat(below, &st))
			continue;
		if (!S_ISDIR(st.st_mode)) {
			unlink(below);
			continue;
		}
		if (depth)
			empty(below, depth - 1);
		rmdir(below);
	}
	closedir(d);
}

void tree_empty(const char *path)
{
	empty(path, DEPTH);
}

void tree_remove(const char *path)
{
	empty(path, DEPTH);
	rmdir(path);
}

/* --- listing ---------------------------------------------------------------------------------------------------------
 */
struct listing {
	const char *root;
	int (*each)(void *ctx, const char *name, int64_t bytes);
	void *ctx;
};

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int list(const struct listing *l, const char *prefix, int depth, struct err *e)
{
	char path[PATH_ROOM], name[PATH_ROOM / 2];
	struct dirent **found = NULL;
	struct stat st;
	int n, rc = ERR_OK;

	snprintf(path, sizeof(path), "%s/%s", l->root, prefix);
	n = scandir(path, &found, visible, alphasort);
	if (n < 0)
		return errno == ENOENT ? ERR_OK : err_errno(e, errno, "map hasil tidak dapat dibaca");
	for (int i = 0; i < n; i++) {
		bool fits = snprintf(name, sizeof(name), "%s%s", prefix, found[i]->d_name) < (int)sizeof(name) - 2 &&
			    snprintf(path, sizeof(path), "%s/%s", l->root, name) < (int)sizeof(path);

		if (rc || !fits || lstat(path, &st)) {
			free(found[i]);
			continue;
		}
		if (S_ISREG(st.st_mode)) {
			rc = l->each(l->ctx, name, st.st_size);
		} else if (S_ISDIR(st.st_mode) && depth) {
			snprintf(name + strlen(name), 2, "/");
			rc = list(l, name, depth - 1, e);
		}
		free(found[i]);
	}
	free(found);
	return rc;
}

int tree_files(const char *path, int (*each)(void *ctx, const char *name, int64_t bytes), void *ctx, struct err *e)
{
	const struct listing l = { path, each, ctx };

	return list(&l, "", DEPTH, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * A fuzz target as an ordinary test: runs it once on each file given, or on each of its seeds and old findings in
 * tests/fuzz/corpus/<FUZZ_NAME>, and on nothing. A finding aborts. Prints TAP. */
#include "target.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count;

static void one(const char *path)
{
	size_t cap = 1 << 20, n;
	uint8_t *p, *exact;
	FILE *f = fopen(path, "rb");

	if (!f) {
		printf("not ok %d - cannot open %s\n", ++count, path);
		return;
	}
	p = malloc(cap);
	n = p ? fread(p, 1, cap, f) : 0;
	exact = malloc(n ? n : 1); /* nothing behind it: ASan sees an over-read */
	if (!p || !exact)
		abort();
	memcpy(exact, p, n);
	free(p);
	fclose(f);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	printf("ok %d - %s\n", ++count, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	fflush(stdout);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void folder(const char *dir)
{
	struct dirent **list;
	int n = scandir(dir, &list, visible, alphasort);

	for (int i = 0; i < n; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", dir, list[i]->d_name);
		one(path);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

int main(int argc, char **argv)
{
	uint8_t nothing[1] = { 0 };

	LLVMFuzzerTestOneInput(nothing, 0);
	printf("ok %d - nothing\n", ++count);
	for (int i = 1; i < argc; i++)
		one(argv[i]);
	if (argc == 1)
		folder(SOURCE_ROOT "/tests/fuzz/corpus/" FUZZ_NAME);
	printf("1..%d\n", count);
	return 0;
}

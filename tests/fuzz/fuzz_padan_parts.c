/* SPDX-License-Identifier: EUPL-1.2
 * What `padan merge` and `padan review --labels` are given, parted by the byte FF: they refuse it with a word, or do
 * what is asked. The first byte says which, and how. */
#include "../../padan/cli/cli.h"
#include "target.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void __sanitizer_set_report_fd(void *fd) __attribute__((weak));

enum { FILES = 4 };
/* Pairs of the first part, what stands beside them, and the same of the second; or: answers, a model. */
static const char *const names[FILES] = { "a.csv", "a.csv.padan", "b.csv", "b.csv.padan" };
static char dir[64], path[FILES][96], out[96], saved[96];
static int words, nowhere;

static void begin(void)
{
	snprintf(dir, sizeof(dir), "/tmp/fuzz_parts_XXXXXX");
	PROMISE(mkdtemp(dir));
	for (unsigned i = 0; i < FILES; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", dir, names[i]);
	snprintf(out, sizeof(out), "%s/out.csv", dir);
	snprintf(saved, sizeof(saved), "%s/saved.json", dir);
	/* The messages are many: they go nowhere, a sanitiser's report does not. */
	words = dup(2);
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	PROMISE(words >= 0 && nowhere >= 0);
	if (__sanitizer_set_report_fd)
		__sanitizer_set_report_fd((void *)(intptr_t)words);
}

static unsigned write_parts(const uint8_t *data, size_t size)
{
	unsigned n = 0;

	for (; n < FILES && size; n++) {
		const uint8_t *end = n + 1 < FILES ? memchr(data, 0xff, size) : NULL;
		size_t k = end ? (size_t)(end - data) : size;
		int fd = open(path[n], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

		PROMISE(fd >= 0 && write(fd, data, k) == (ssize_t)k);
		close(fd);
		data += k + (end != NULL);
		size -= k + (end != NULL);
	}
	for (unsigned i = n; i < FILES; i++)
		unlink(path[i]);
	return n;
}

static int merge(unsigned how, unsigned n)
{
	struct args a = { .command = "merge",
			  .out = out,
			  .threshold_ppm = 500000,
			  .threads = 1,
			  .n_files = n > 2 ? 2 : 1,
			  .clusters = how & 1,
			  .one = (enum cli_one)(how >> 1 & 1) };

	a.file[0] = path[0];
	a.file[1] = path[2];
	return command_merge(&a);
}

static int learn(void)
{
	struct args a = { .command = "review",
			  .labels = path[0],
			  .model = path[1],
			  .save_model = saved,
			  .threshold_ppm = 500000,
			  .threads = 1,
			  .count = 5 };

	return command_review(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned how = size ? data[0] : 0, n;
	int rc;

	if (!dir[0])
		begin();
	n = size ? write_parts(data + 1, size - 1) : 0;
	if (n < 2)
		return 0;
	fflush(stderr);
	dup2(nowhere, 2);
	rc = how & 4 ? learn() : merge(how, n);
	fflush(stderr);
	dup2(words, 2);
	PROMISE(rc == CLI_OK || rc == CLI_USAGE || rc == CLI_UNREADABLE || rc == CLI_MACHINE);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static void help(FILE *out)
{
	fputs("Pemakaian:\n"
	      "  padan link   KIRI.csv KANAN.csv -o pasangan.csv [--left-id KOLOM] [--right-id KOLOM] [--one-to-one "
	      "auto|yes|no]\n"
	      "  padan dedupe BERKAS.csv -o kelompok.csv [--pairs pasangan.csv] [--id KOLOM]\n"
	      "  padan merge  BAGIAN.csv... -o BERKAS [--clusters | --one-to-one yes]\n"
	      "Untuk semua: [--model BERKAS.json] [--save-model BERKAS.json] [--threshold P] [--threads N] [--json "
	      "BERKAS]\n"
	      "             [--plan] [--exclude KOLOM[,KOLOM]]\n"
	      "Tanpa pengaturan: kolom dikenali dari nama dan isinya, model ditaksir dari data sendiri; --plan "
	      "mencetaknya.\n"
	      "Contoh:\n"
	      "  padan dedupe peserta.csv -o kelompok.csv --pairs pasangan.csv --plan\n"
	      "  padan link usulan.csv dukcapil.csv -o pasangan.csv --threshold 0.9\n",
	      out);
}

struct option {
	const char *name;
	size_t offset; /* of a const char * in struct args */
};
static const struct option texts[] = {
	{ "-o", offsetof(struct args, out) },
	{ "--pairs", offsetof(struct args, pairs) },
	{ "--id", offsetof(struct args, id) },
	{ "--left-id", offsetof(struct args, left_id) },
	{ "--right-id", offsetof(struct args, right_id) },
	{ "--model", offsetof(struct args, model) },
	{ "--save-model", offsetof(struct args, save_model) },
	{ "--exclude", offsetof(struct args, exclude) },
	{ "--json", offsetof(struct args, json) },
};

static bool set_text(struct args *a, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strcmp(name, texts[i].name) == 0) {
			memcpy((char *)a + texts[i].offset, &value, sizeof(value));
			return true;
		}
	return false;
}

static int set_number(struct args *a, const char *name, const char *value)
{
	double x;
	const char *end = number_read(value, &x);

	if (!end || *end || !isfinite(x))
		return fail(CLI_USAGE, "%s meminta angka, bukan \"%s\"", name, value);
	if (strcmp(name, "--threshold") == 0) {
		if (x < 0 || x > 1)
			return fail(CLI_USAGE, "--threshold antara 0 dan 1");
		a->threshold_ppm = (uint32_t)lround(x * 1e6);
		a->threshold_ppm += a->threshold_ppm == 0;
	} else if (strcmp(name, "--threads") == 0) {
		if (x < 1 || x > 64)
			return fail(CLI_USAGE, "--threads antara 1 dan 64");
		a->threads = (unsigned)x;
	} else if (strcmp(name, "--seed") != 0) {
		return fail(CLI_USAGE, "opsi %s tidak dikenal; lihat padan --help", name);
	}
	return CLI_OK;
}

static int set_one(struct args *a, const char *value)
{
	static const char *const words[] = { "auto", "yes", "no" };

	for (unsigned i = 0; i < 3; i++)
		if (strcmp(value, words[i]) == 0) {
			a->one = (enum cli_one)i;
			return CLI_OK;
		}
	return fail(CLI_USAGE, "--one-to-one: auto, yes atau no");
}

static int set_option(struct args *a, const char *name, const char *value)
{
	if (strcmp(name, "--part") == 0 || strcmp(name, "--report") == 0)
		return fail(CLI_USAGE, "opsi %s belum ada pada versi ini", name);
	if (!value)
		return fail(CLI_USAGE, "opsi %s tidak dikenal atau tanpa nilai; lihat padan --help", name);
	if (strcmp(name, "--one-to-one") == 0)
		return set_one(a, value);
	return set_text(a, name, value) ? CLI_OK : set_number(a, name, value);
}

static int check(const struct args *a)
{
	unsigned want = strcmp(a->command, "link") == 0 ? 2 : 1;

	if (strcmp(a->command, "merge") == 0 ? a->n_files < 1 : a->n_files != want)
		return fail(CLI_USAGE, "padan %s meminta %u berkas CSV", a->command, want);
	if (!a->out && !a->plan)
		return fail(CLI_USAGE, "sebutkan berkas hasil: -o BERKAS");
	return CLI_OK;
}

/* The answer is the same for every number of threads. */
static unsigned cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 64 ? 64 : (unsigned)n;
}

int args_read(struct args *a, int argc, char **argv)
{
	*a = (struct args){ .command = argv[1], .threshold_ppm = 500000, .threads = cores() };
	for (int i = 2; i < argc; i++) {
		const char *s = argv[i];
		int rc;

		if (strcmp(s, "--plan") == 0) {
			a->plan = true;
		} else if (strcmp(s, "--clusters") == 0) {
			a->clusters = true;
		} else if (s[0] == '-' && s[1]) {
			rc = set_option(a, s, i + 1 < argc ? argv[i + 1] : NULL);
			if (rc != CLI_OK)
				return rc;
			i++;
		} else if (a->n_files < sizeof(a->file) / sizeof(*a->file)) {
			a->file[a->n_files++] = s;
		} else {
			return fail(CLI_USAGE, "terlalu banyak berkas");
		}
	}
	return check(a);
}

int main(int argc, char **argv)
{
	struct args a;
	int rc;

	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help(argc < 2 ? stderr : stdout);
		return argc < 2 ? CLI_USAGE : CLI_OK;
	}
	if (strcmp(argv[1], "link") != 0 && strcmp(argv[1], "dedupe") != 0 && strcmp(argv[1], "merge") != 0)
		return fail(CLI_USAGE, "perintah %s tidak dikenal: link, dedupe atau merge", argv[1]);
	rc = args_read(&a, argc, argv);
	if (rc != CLI_OK)
		return rc;
	if (argv[1][0] == 'l')
		return command_link(&a);
	return argv[1][0] == 'd' ? command_dedupe(&a) : command_merge(&a);
}

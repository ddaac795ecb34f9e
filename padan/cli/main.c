/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli.h"
#include <math.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

static void help(FILE *out)
{
	fputs("Pemakaian:\n"
	      "  padan link   KIRI.csv KANAN.csv -o pasangan.csv [--left-id KOLOM] [--right-id KOLOM]\n"
	      "               [--one-to-one auto|yes|no]\n"
	      "  padan dedupe BERKAS.csv -o kelompok.csv [--pairs pasangan.csv] [--id KOLOM]\n"
	      "  padan merge  BAGIAN.csv... -o BERKAS [--clusters | --one-to-one]\n"
	      "  padan review BERKAS.csv [KANAN.csv] -o periksa.csv [-n 50] [--model BERKAS.json]\n"
	      "  padan review --labels periksa.csv --model BERKAS.json --save-model BARU.json\n"
	      "Untuk semua:\n"
	      "  --model BERKAS.json       pakai model (kolom, aturan, bobot, label) dari berkas\n"
	      "  --save-model BERKAS.json  simpan model: dapat dibaca, disunting, dipakai lagi\n"
	      "  --labels periksa.csv      putusan manusia atas pasangan; tidak pernah dibantah\n"
	      "  --threshold P             peluang sekurangnya (0 sampai 1; bawaan 0.5)\n"
	      "  --threads N               jumlah utas; hasilnya sama\n"
	      "  --part i/N                hanya bagian ke-i dari N (dengan --model; menulis pasangan); lalu padan "
	      "merge\n"
	      "  --seed N                  benih undian contoh; hasil tidak bergantung pada jam\n"
	      "  --report BERKAS.html      laporan: rencana, bobot, pasangan satu per satu, perkiraan kesalahan\n"
	      "  --explain KIRI,KANAN      pasangan yang pasti dimuat dalam laporan (boleh berulang)\n"
	      "  --json BERKAS             ringkasan angka\n"
	      "  --plan                    cetak apa yang dipilih, dan mengapa\n"
	      "  --exclude KOLOM[,KOLOM]   kolom yang tidak boleh dilihat\n"
	      "Tanpa pengaturan: kolom dikenali dari nama dan isinya, model ditaksir dari data sendiri.\n"
	      "Contoh:\n"
	      "  padan dedupe peserta.csv -o kelompok.csv --pairs pasangan.csv --report laporan.html\n"
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
	{ "--report", offsetof(struct args, report) },
	{ "--labels", offsetof(struct args, labels) },
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

static int set_threshold(struct args *a, const char *value)
{
	double x;
	const char *end = number_read(value, &x);

	if (!end || *end || !isfinite(x))
		return fail(CLI_USAGE, "--threshold meminta angka, bukan \"%s\"", value);
	if (x < 0 || x > 1)
		return fail(CLI_USAGE, "--threshold antara 0 dan 1");
	a->threshold_ppm = (uint32_t)lround(x * 1e6);
	a->threshold_ppm += a->threshold_ppm == 0;
	return CLI_OK;
}

/* Digits from 1 to most (or 0, where zero is allowed); what stands behind them goes to *end. */
static bool whole(const char *p, uint64_t most, bool zero, uint64_t *to, const char **end)
{
	const char *from = p;

	for (*to = 0; *p >= '0' && *p <= '9' && *to <= most; p++)
		*to = *to * 10 + (uint64_t)(*p - '0');
	*end = p;
	return p > from && *to <= most && (zero || *to > 0);
}

static int set_part(struct args *a, const char *value)
{
	const char *end;
	uint64_t part, parts;

	if (!whole(value, 100000, false, &part, &end) || *end != '/' || !whole(end + 1, 100000, false, &parts, &end) ||
	    *end || part > parts)
		return fail(CLI_USAGE, "--part meminta i/N dengan i dari 1 sampai N, misalnya 2/8, bukan \"%s\"",
			    value);
	a->part = (unsigned)part;
	a->parts = (unsigned)parts;
	return CLI_OK;
}

static int set_number(struct args *a, const char *name, const char *value)
{
	bool threads = strcmp(name, "--threads") == 0, seed = strcmp(name, "--seed") == 0;
	const char *end;
	uint64_t x;

	if (strcmp(name, "--threshold") == 0)
		return set_threshold(a, value);
	if (strcmp(name, "--part") == 0)
		return set_part(a, value);
	if (!threads && !seed && strcmp(name, "-n") != 0)
		return fail(CLI_USAGE, "opsi %s tidak dikenal; lihat padan --help", name);
	if (!whole(value, threads ? 64 : seed ? UINT64_MAX / 10 - 1 : 1000000, seed, &x, &end) || *end)
		return fail(CLI_USAGE, "%s meminta bilangan bulat%s, bukan \"%s\"", name,
			    threads ? " antara 1 dan 64" : "", value);
	if (threads)
		a->threads = (unsigned)x;
	else if (seed)
		a->seed = x;
	else
		a->count = (unsigned)x;
	return CLI_OK;
}

static int add_explained(struct args *a, const char *value)
{
	if (!strchr(value, ','))
		return fail(CLI_USAGE, "--explain meminta dua pengenal dipisah koma, bukan \"%s\"", value);
	if (a->n_explain == CLI_EXPLAINED)
		return fail(CLI_USAGE, "--explain paling banyak %d kali", CLI_EXPLAINED);
	a->explain[a->n_explain++] = value;
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
	if (!value)
		return fail(CLI_USAGE, "opsi %s tidak dikenal atau tanpa nilai; lihat padan --help", name);
	if (strcmp(name, "--explain") == 0)
		return add_explained(a, value);
	return set_text(a, name, value) ? CLI_OK : set_number(a, name, value);
}

/* `merge` takes --one-to-one as a word of its own, too. */
static int set_one_to_one(struct args *a, const char *value, int *used)
{
	static const char *const words[] = { "auto", "yes", "no" };

	*used = 1;
	for (unsigned i = 0; value && i < 3; i++)
		if (strcmp(value, words[i]) == 0)
			return set_one(a, value);
	if (strcmp(a->command, "merge") != 0)
		return set_one(a, value ? value : "");
	*used = 0;
	a->one = ONE_YES;
	return CLI_OK;
}

static int check_part(const struct args *a)
{
	if (strcmp(a->command, "link") != 0 && strcmp(a->command, "dedupe") != 0)
		return fail(CLI_USAGE, "--part hanya untuk link dan dedupe");
	if (!a->model)
		return fail(CLI_USAGE,
			    "--part memerlukan --model: tiap bagian harus memakai model yang sama; buat dulu dengan "
			    "--save-model");
	if (a->pairs || a->report || a->save_model)
		return fail(CLI_USAGE,
			    "--part menulis pasangannya ke -o; --pairs, --report dan --save-model dipakai pada "
			    "seluruh data");
	return CLI_OK;
}

static int check_review(const struct args *a)
{
	if (a->labels && a->n_files == 0) {
		if (!a->model || !a->save_model)
			return fail(CLI_USAGE, "padan review --labels meminta --model dan --save-model");
		return CLI_OK;
	}
	if (a->n_files < 1 || a->n_files > 2)
		return fail(CLI_USAGE, "padan review meminta satu berkas CSV (data ganda) atau dua (pemadanan)");
	return a->out ? CLI_OK : fail(CLI_USAGE, "sebutkan berkas hasil: -o BERKAS");
}

static int check(const struct args *a)
{
	unsigned want = strcmp(a->command, "link") == 0 ? 2 : 1;

	if (strcmp(a->command, "review") == 0)
		return check_review(a);
	if (strcmp(a->command, "merge") == 0 ? a->n_files < 1 : a->n_files != want)
		return fail(CLI_USAGE, "padan %s meminta %u berkas CSV", a->command, want);
	if (!a->out && !a->plan)
		return fail(CLI_USAGE, "sebutkan berkas hasil: -o BERKAS");
	return a->parts ? check_part(a) : CLI_OK;
}

/* The answer is the same for every number of threads. */
static unsigned cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 64 ? 64 : (unsigned)n;
}

static int read_word(struct args *a, const char *word, const char *next, int *used)
{
	*used = 0;
	if (strcmp(word, "--plan") == 0) {
		a->plan = true;
		return CLI_OK;
	}
	if (strcmp(word, "--clusters") == 0) {
		a->clusters = true;
		return CLI_OK;
	}
	if (strcmp(word, "--one-to-one") == 0)
		return set_one_to_one(a, next, used);
	if (word[0] == '-' && word[1]) {
		*used = 1;
		return set_option(a, word, next);
	}
	if (a->n_files == CLI_FILES)
		return fail(CLI_USAGE, "terlalu banyak berkas (paling banyak %d)", CLI_FILES);
	a->file[a->n_files++] = word;
	return CLI_OK;
}

int args_read(struct args *a, int argc, char **argv)
{
	int used, rc = CLI_OK;

	*a = (struct args){ .command = argv[1], .threshold_ppm = 500000, .threads = cores(), .count = 50 };
	for (int i = 2; i < argc && rc == CLI_OK; i += 1 + used)
		rc = read_word(a, argv[i], i + 1 < argc ? argv[i + 1] : NULL, &used);
	return rc == CLI_OK ? check(a) : rc;
}

static const struct command {
	const char *name;
	int (*run)(const struct args *);
} commands[] = {
	{ "link", command_link },
	{ "dedupe", command_dedupe },
	{ "merge", command_merge },
	{ "review", command_review },
};

/* Large arrays go back to the machine when they are freed; by default what is freed first decides otherwise. */
static void give_memory_back(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
#endif
}

int main(int argc, char **argv)
{
	struct args a;
	int rc;

	give_memory_back();
	if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		help(argc < 2 ? stderr : stdout);
		return argc < 2 ? CLI_USAGE : CLI_OK;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("padan %s\n", padan_version());
		return CLI_OK;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0) {
			rc = args_read(&a, argc, argv);
			return rc == CLI_OK ? commands[i].run(&a) : rc;
		}
	return fail(CLI_USAGE, "perintah %s tidak dikenal: link, dedupe, merge atau review", argv[1]);
}

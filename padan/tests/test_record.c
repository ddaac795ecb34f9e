/* SPDX-License-Identifier: EUPL-1.2
 * Cells are read the same with a memo and without, however often its places are taken by others. */
#include "../src/record.h"
#include "check.h"

static const char *const words[] = { "MUHAMMAD",
				     "ANDI",
				     "SITI",
				     "RAHMAN",
				     "H",
				     "HJ",
				     "DG",
				     "DAENG",
				     "NGAI",
				     "BIN",
				     "BINTI",
				     "ABDUL",
				     "ST",
				     "DRS",
				     "SE",
				     "SH",
				     "ALM",
				     "ALIAS",
				     "BASO",
				     "BESSE",
				     "INDO",
				     "PATTA",
				     "NURHAYATI",
				     "NUR",
				     "A",
				     "MUH",
				     "ZULKIFLI",
				     "ZJULKIPLI",
				     "HAJI",
				     "PUANG",
				     "KARAENG",
				     "TN",
				     "NY",
				     "IBU",
				     "PUTRA",
				     "PUTRI",
				     "RR",
				     "YUSUF",
				     "IR",
				     "AMD",
				     "KEZIAWATININGSIHRAHAYU",
				     "O'NEIL",
				     "PA'BATANG",
				     "X",
				     "AL",
				     "EL",
				     "DE",
				     "VAN",
				     "SYARIFUDDIN",
				     "SARIPUDDIN" };

static void same_cell(const char *line, const struct pd_scratch *with, const struct pd_scratch *without)
{
	assert_int_equal(with->cell[0].n, without->cell[0].n);
	assert_true(with->cell[0].h == without->cell[0].h);
	for (unsigned w = 0; w < with->cell[0].n; w++) {
		const struct pd_entry *a = with->at[w], *b = without->at[w];

		if (a->hash != b->hash || a->flags != b->flags)
			fail_msg("%s: %s %d, %s %d", line, a->text, a->flags, b->text, b->flags);
		assert_true(a->sound == b->sound && a->n == b->n && a->letters == b->letters);
		assert_memory_equal(a->text, b->text, a->n);
	}
}

static void same_with_and_without_memo(void **state)
{
	static const struct padan_schema one = { .n_columns = 1, .column = { { "nama", PADAN_NAME, 0 } } };
	const struct pd_reader rd = { &one, { 2026, false, false }, { .ref_year = 2026 } };
	struct pd_dict dict;
	struct pd_memo *memo = calloc(1, sizeof(*memo));
	struct pd_scratch *with = calloc(1, sizeof(*with)), *without = calloc(1, sizeof(*without));
	const unsigned n = sizeof(words) / sizeof(*words);
	unsigned plain = 0;

	(void)state;
	assert_true(memo && with && without);
	pd_dict_init(&dict, &padan_alloc_libc);
	memo->dict = &dict;
	with->memo = memo;
	for (unsigned i = 0; i < n * n * n; i++) {
		char line[200];
		int k = snprintf(line, sizeof(line), "%s%s%s%s%s", words[i % n], i % 3 ? " " : "",
				 i % 3 ? words[i / n % n] : "", i % 3 == 2 ? " " : "",
				 i % 3 == 2 ? words[i / n / n] : "");
		struct padan_span raw = { line, (size_t)k };

		pd_scratch_clear(with);
		pd_scratch_clear(without);
		pd_read(&rd, &raw, 1, with);
		pd_read(&rd, &raw, 1, without);
		same_cell(line, with, without);
		plain += with->name.n == 0;
	}
	assert_true(plain > 0);
	free(memo);
	free(with);
	free(without);
	pd_dict_done(&dict);
}

/* More words than the memo of texts has places: each is forgotten and read again. */
static void texts_with_and_without_memo(void **state)
{
	static const struct padan_schema one = { .n_columns = 1, .column = { { "alamat", PADAN_TEXT, 0 } } };
	static const char *const head[] = { "JL.", "jalan", "Blok", "NO.", "0", "007", "LR", "PERUM", "O'NEIL", "-" };
	const struct pd_reader rd = { &one, { 2026, false, false }, { .ref_year = 2026 } };
	struct pd_memo *memo = calloc(1, sizeof(*memo));
	struct pd_scratch *with = calloc(1, sizeof(*with)), *without = calloc(1, sizeof(*without));

	(void)state;
	assert_true(memo && with && without);
	with->memo = memo;
	for (unsigned i = 0; i < 60000; i++) {
		char line[200];
		int k = snprintf(line, sizeof(line), "%s %s%u %.*s%c %u/%02u", head[i % 10], i % 7 ? "" : "A", i % 4001,
				 (int)(i % 23), "BONTOLANGKASAKALUKUBODOA", 'A' + (char)(i % 26), i % 130, i % 17);
		struct padan_span raw = { line, (size_t)k };

		pd_scratch_clear(with);
		pd_scratch_clear(without);
		pd_read(&rd, &raw, 1, with);
		pd_read(&rd, &raw, 1, without);
		same_cell(line, with, without);
	}
	free(memo);
	free(with);
	free(without);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(same_with_and_without_memo),
					    cmocka_unit_test(texts_with_and_without_memo) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

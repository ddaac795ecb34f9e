/* SPDX-License-Identifier: EUPL-1.2
 * A scalar or a section of a programme file is changed, everything else stays to the byte. */
#include "check.h"

#include "programme/yaml_edit.h"

static const char text[] = "# atas: bulan: 1\n"
			   "program: {nama: \"A, B\", mulai: 2025-05, # bulan: 9\n"
			   "  bulan: 8, wilayah: \"73.72\"}\n"
			   "kriteria:\n"
			   "  bulan: 77\n"
			   "dana:\n"
			   "  - {kode: a, pagu: 100, jenis: apbd}\n"
			   "# di antara\n"
			   "  - kode: b\n"
			   "    pagu: 200   # tambahan\n"
			   "kuota: {total: 5}";

static bool set(const char *section, const char *key, int nth, const char *value, struct buf *out)
{
	buf_init(out, NULL, 1 << 16);
	return yaml_set(padan_span_of(text), section, key, nth, value, out);
}

static void test_scalars(void **state)
{
	static const struct {
		const char *section, *key;
		int nth;
		const char *was, *now;
	} cases[] = {
		{ "program", "bulan", 0, "  bulan: 8,", "  bulan: X," },
		{ "program", "mulai", 0, "mulai: 2025-05,", "mulai: X," },
		{ "kriteria", "bulan", 0, "  bulan: 77\n", "  bulan: X\n" },
		{ "dana", "pagu", 0, "pagu: 100,", "pagu: X," },
		{ "dana", "pagu", 1, "pagu: 200   #", "pagu: X   #" },
		{ "kuota", "total", 0, "{total: 5}", "{total: X}" },
	};
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *at = strstr(text, cases[i].was);
		char want[sizeof(text) + 8];

		assert_non_null(at);
		snprintf(want, sizeof(want), "%.*s%s%s", (int)(at - text), text, cases[i].now,
			 at + strlen(cases[i].was));
		assert_true(set(cases[i].section, cases[i].key, cases[i].nth, "X", &out));
		assert_int_equal(out.n, strlen(want));
		assert_memory_equal(out.p, want, out.n);
		buf_done(&out);
	}
}

static void test_not_there(void **state)
{
	struct buf out;

	(void)state;
	assert_false(set("program", "tahap", 0, "X", &out));
	assert_int_equal(out.n, 0);
	buf_done(&out);
	assert_false(set("dana", "pagu", 2, "X", &out));
	buf_done(&out);
	assert_false(set("rogram", "bulan", 0, "X", &out));
	buf_done(&out);
	assert_false(set("kode", "a", 0, "X", &out));
	buf_done(&out);
}

static void test_sections(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, NULL, 1 << 16);
	yaml_section_set(padan_span_of(text), "dana", SPAN("dana: []\n"), &out);
	buf_putc(&out, 0);
	assert_non_null(strstr(out.p, "  bulan: 77\ndana: []\nkuota: {total: 5}"));
	assert_null(strstr(out.p, "pagu"));
	buf_done(&out);
	buf_init(&out, NULL, 1 << 16);
	yaml_section_set(padan_span_of(text), "baru", SPAN("baru: 1\n"), &out);
	buf_putc(&out, 0);
	assert_non_null(strstr(out.p, "kuota: {total: 5}\nbaru: 1\n"));
	assert_memory_equal(out.p, text, sizeof(text) - 1);
	buf_done(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_not_there),
		cmocka_unit_test(test_sections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

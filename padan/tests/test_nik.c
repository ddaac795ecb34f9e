/* SPDX-License-Identifier: EUPL-1.2
 * NIKs as they are typed. */
#include "check.h"
#include <padan/nik.h>

static const struct padan_nik_opt plain = { .ref_year = 2025 };

struct reading {
	const char *raw;
	const char *digits;
	unsigned n, trusted, flags;
};

static void nik_readings(void **ctx)
{
	static const struct reading cases[] = {
		{ "7372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH },
		{ " 7372015708800001\u00A0", "7372015708800001", 16, 16, PADAN_NIK_BIRTH },
		{ "'7372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "\u20197372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "737201 570880 0001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "73.72.01.570880.0001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "7.372.015.708.800.001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "7372015708800001,00", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "7372015708800001.0", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "NIK. 7372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "No. KTP : 737201 570880 0001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "nik7372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "`7372015708800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "(7372015708800001)", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "NIP. 7372015708800001", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "NIK", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "=\"7372015708800001\"", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_PUNCT },
		{ "73720157O88OOO0l", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_LETTERS },
		{ "32O1O1O1O19OOOOI", "3201010101900001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_LETTERS },
		{ "737Z0I570B800001", "7372015708800001", 16, 16, PADAN_NIK_BIRTH | PADAN_NIK_LETTERS },
		{ "\uFF17\uFF13\uFF17\uFF12\uFF10\uFF11\uFF15\uFF17\uFF10\uFF18\uFF18\uFF10\uFF10\uFF10\uFF10\uFF11",
		  "7372015708800001", 16, 16, PADAN_NIK_BIRTH },
		{ "737201570880001", "737201570880001", 15, 0, PADAN_NIK_SHORT },
		{ "73720157088000012", "7372015708800001", 17, 0, PADAN_NIK_LONG },
		{ "7.37202E+15", "7372020000000000", 16, 5, PADAN_NIK_EXPONENT },
		{ "7,37202015708E+15", "7372020157080000", 16, 11, PADAN_NIK_EXPONENT },
		{ "7,372015708801E15", "7372015708801000", 16, 12, PADAN_NIK_EXPONENT | PADAN_NIK_BIRTH },
		{ "7.37202E+14", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "0372015708800001", "0372015708800001", 16, 0,
		  PADAN_NIK_TEMPORARY | PADAN_NIK_BAD_REGION | PADAN_NIK_BIRTH },
		{ "1111111111111111", "1111111111111111", 16, 0, PADAN_NIK_SAME_DIGITS | PADAN_NIK_BIRTH },
		{ "7372013208800001", "7372013208800001", 16, 16, PADAN_NIK_BAD_DATE },
		{ "7372013002800001", "7372013002800001", 16, 16, PADAN_NIK_BAD_DATE },
		{ "7372011713800001", "7372011713800001", 16, 16, PADAN_NIK_BAD_DATE },
		{ "7372014008800001", "7372014008800001", 16, 16, PADAN_NIK_BAD_DATE },
		{ "7372017208800001", "7372017208800001", 16, 16, PADAN_NIK_BAD_DATE },
		{ "7372002902000001", "7372002902000001", 16, 16, PADAN_NIK_BAD_REGION | PADAN_NIK_BIRTH },
		{ "9972015708800001", "9972015708800001", 16, 16, PADAN_NIK_BAD_REGION | PADAN_NIK_BIRTH },
		{ "7372015708800000", "7372015708800000", 16, 16, PADAN_NIK_SERIAL0 | PADAN_NIK_BIRTH },
		{ "", "", 0, 0, PADAN_NIK_EMPTY },
		{ "-", "", 0, 0, PADAN_NIK_EMPTY },
		{ "0", "", 0, 0, PADAN_NIK_EMPTY },
		{ "NULL", "", 0, 0, PADAN_NIK_EMPTY },
		{ "nn", "", 0, 0, PADAN_NIK_EMPTY },
		{ "Tidak ada", "", 0, 0, PADAN_NIK_EMPTY },
		{ "Budi", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "SOLID", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "7372A15708800001", "", 0, 0, PADAN_NIK_NOT_DIGITS },
		{ "12345", "12345", 5, 0, PADAN_NIK_SHORT },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct reading *c = &cases[i];
		struct padan_nik k;

		padan_nik_parse(&k, padan_span_of(c->raw), &plain);
		if (strcmp(k.digits, c->digits) != 0 || k.n != c->n || k.trusted != c->trusted || k.flags != c->flags)
			fail_msg("%s: digits %s n %u trusted %u flags %x", c->raw, k.digits, k.n, k.trusted, k.flags);
	}
}

static void nik_parts(void **ctx)
{
	struct padan_nik k;
	struct padan_nik_opt opt = plain;

	(void)ctx;
	padan_nik_parse(&k, PADAN_LIT("7372015708800123"), &opt);
	assert_int_equal(k.region, 737201);
	assert_int_equal(k.day, 17);
	assert_int_equal(k.month, 8);
	assert_int_equal(k.year, 1980);
	assert_true(k.female);
	assert_int_equal(k.serial, 123);
	assert_true(k.value == 7372015708800123u);
	padan_nik_parse(&k, PADAN_LIT("7372012902240001"), &opt); /* a leap day of 2024 */
	assert_true(k.flags & PADAN_NIK_BIRTH);
	assert_int_equal(k.year, 2024);
	assert_false(k.female);
	padan_nik_parse(&k, PADAN_LIT("7372010101250001"), &opt); /* each side of the reference year */
	assert_int_equal(k.year, 2025);
	padan_nik_parse(&k, PADAN_LIT("7372010101260001"), &opt);
	assert_int_equal(k.year, 1926);
	opt.ref_year = 2026;
	padan_nik_parse(&k, PADAN_LIT("7372010101260001"), &opt);
	assert_int_equal(k.year, 2026);
}

static void nik_cut_to_15(void **ctx)
{
	struct padan_nik_opt number = plain, suspect = plain;
	struct padan_nik k, of;

	(void)ctx;
	number.numeric = true;
	suspect.suspect = true;
	padan_nik_parse(&k, PADAN_LIT("7372015708800120"), &plain);
	assert_int_equal(k.trusted, 16);
	padan_nik_parse(&k, PADAN_LIT("7372015708800120"), &number);
	assert_int_equal(k.trusted, 15);
	assert_true(k.flags & PADAN_NIK_CUT15);
	padan_nik_parse(&k, PADAN_LIT("'7372015708800120"), &suspect);
	assert_int_equal(k.trusted, 15);
	assert_true(padan_nik_sound(&k));
	padan_nik_of(&of, 7372015708800120u, &suspect);
	assert_int_equal(of.trusted, 15);
	padan_nik_parse(&k, PADAN_LIT("7372015708800121"), &number); /* text can be right in such a file */
	assert_int_equal(k.trusted, 16);
}

static void nik_file_damage(void **ctx)
{
	struct padan_nik_sniff s = { 0 };
	struct padan_nik k;

	(void)ctx;
	for (int i = 0; i < 1000; i++) {
		padan_nik_of(&k, 7372015708800001u + (unsigned)i % 30, &plain);
		padan_nik_sniff_add(&s, &k);
	}
	assert_int_equal(s.full, 1000);
	assert_false(padan_nik_sniff_damaged(&s)); /* a tenth of honest ones */
	padan_nik_of(&k, 7372015708800010u, &plain);
	for (int i = 0; i < 400; i++)
		padan_nik_sniff_add(&s, &k);
	assert_true(padan_nik_sniff_damaged(&s));
	s = (struct padan_nik_sniff){ 0 };
	padan_nik_sniff_add(&s, &k);
	assert_false(padan_nik_sniff_damaged(&s)); /* one is no file */
	padan_nik_parse(&k, PADAN_LIT("7,37202E+15"), &plain);
	padan_nik_sniff_add(&s, &k);
	assert_true(padan_nik_sniff_damaged(&s));
}

struct pair {
	const char *a, *b;
	enum padan_nik_class class;
};

static void nik_compare(void **ctx)
{
	static const struct pair cases[] = {
		{ "7372015708800001", "7372015708800001", PADAN_NIK_EQUAL },
		{ "7372015708800001", "7372015708800002", PADAN_NIK_NEIGHBOUR },
		{ "7372015708800001", "7372015708801001", PADAN_NIK_NEIGHBOUR },
		{ "7372015708800001", "7372015708800023", PADAN_NIK_SAME_BIRTH },
		{ "7372015708800012", "7372015708800021", PADAN_NIK_SWAPPED },
		{ "7372015708800001", "7372015709800001", PADAN_NIK_TYPO },
		{ "7372015708800001", "7371015708800001", PADAN_NIK_TYPO },
		{ "7372015708800001", "7372051708800001", PADAN_NIK_SWAPPED },
		{ "7372015708800001", "7372061708800001", PADAN_NIK_DIFFERENT },
		{ "7372015708800001", "7372017508800001", PADAN_NIK_SWAPPED },
		{ "7372015708800001", "7372011708800001", PADAN_NIK_SEX },
		{ "7372014108800001", "7372010108800001", PADAN_NIK_SEX },
		{ "7372015708800001", "6403025708800117", PADAN_NIK_SAME_BIRTH },
		{ "7372015708800001", "6403021212750117", PADAN_NIK_DIFFERENT },
		{ "7372015708800001", "737201570880001", PADAN_NIK_TYPO },	   /* a digit left out */
		{ "7372015708800001", "73720115708800001", PADAN_NIK_TYPO },	   /* one doubled */
		{ "7372015708800001", "73720157088000015", PADAN_NIK_TYPO },	   /* one behind */
		{ "7372015708800001", "837201570880001", PADAN_NIK_UNKNOWN },	   /* shorter, and something else */
		{ "737201570880001", "737201570880001", PADAN_NIK_EQUAL_TRUSTED }, /* damaged alike */
		{ "7372015708800001", "7.372015E+15", PADAN_NIK_EQUAL_PREFIX },
		{ "7372015708800001", "7.37202E+15", PADAN_NIK_UNKNOWN },
		{ "7372015708800001", "6.403021E+15", PADAN_NIK_DIFFERENT },
		{ "7372015708800001", "7.372015708801E+15", PADAN_NIK_EQUAL_TRUSTED },
		{ "7372015708800001", "", PADAN_NIK_UNKNOWN },
		{ "0372015708800001", "0372015708800001", PADAN_NIK_UNKNOWN }, /* temporary numbers say nothing */
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct padan_nik a, b;

		padan_nik_parse(&a, padan_span_of(cases[i].a), &plain);
		padan_nik_parse(&b, padan_span_of(cases[i].b), &plain);
		if (padan_nik_compare(&a, &b) != cases[i].class || padan_nik_compare(&b, &a) != cases[i].class)
			fail_msg("%s %s: class %d, other way %d", cases[i].a, cases[i].b, padan_nik_compare(&a, &b),
				 padan_nik_compare(&b, &a));
	}
}

static void nik_compare_cut(void **ctx)
{
	struct padan_nik_opt number = plain;
	struct padan_nik a, b;

	(void)ctx;
	number.numeric = true;
	padan_nik_parse(&a, PADAN_LIT("7372015708800120"), &number);
	padan_nik_parse(&b, PADAN_LIT("7372015708800123"), &plain);
	assert_int_equal(padan_nik_compare(&a, &b), PADAN_NIK_EQUAL_TRUSTED);
	padan_nik_parse(&b, PADAN_LIT("7372015708800223"), &plain);
	assert_int_equal(padan_nik_compare(&a, &b), PADAN_NIK_NEIGHBOUR);
	padan_nik_parse(&b, PADAN_LIT("7372015709800123"), &plain);
	assert_int_equal(padan_nik_compare(&a, &b), PADAN_NIK_TYPO);
}

static void nik_masking(void **ctx)
{
	char out[20];

	(void)ctx;
	assert_string_equal(padan_nik_mask(PADAN_LIT("7372015708800001"), out), "7372********0001");
	assert_string_equal(padan_nik_mask(PADAN_LIT("737201570880001"), out), "73*************");
	assert_string_equal(padan_nik_mask(PADAN_LIT(""), out), "");
	assert_string_equal(padan_nik_mask(PADAN_LIT("7"), out), "*");
}

/* Every value is spelt as printf would. */
static void nik_spelling(void **ctx)
{
	struct padan_nik k;
	uint64_t v = 0;

	(void)ctx;
	for (int i = 0; i < 200000; i++) {
		char want[24];

		padan_nik_of(&k, v, &plain);
		snprintf(want, sizeof(want), "%016llu", (unsigned long long)v);
		assert_string_equal(k.digits, want);
		v = (v * 6364136223846793005u + 1442695040888963407u) % 10000000000000000u;
	}
	padan_nik_of(&k, 9999999999999999u, &plain);
	assert_string_equal(k.digits, "9999999999999999");
}

static void nik_clean_digits(void **ctx)
{
	uint64_t v = 0;
	char s[17] = "7372015708800001";

	(void)ctx;
	assert_true(padan_nik_clean(PADAN_LIT("9999999999999999"), &v));
	assert_true(v == 9999999999999999u);
	for (int i = 0; i < 16; i++)
		for (int c = 0; c < 256; c++) {
			char was = s[i];

			s[i] = (char)c;
			assert_int_equal(padan_nik_clean((struct padan_span){ s, 16 }, &v), c >= '0' && c <= '9');
			s[i] = was;
		}
	assert_false(padan_nik_clean(PADAN_LIT("737201570880001"), &v));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nik_readings),	   cmocka_unit_test(nik_parts),	  cmocka_unit_test(nik_cut_to_15),
		cmocka_unit_test(nik_file_damage), cmocka_unit_test(nik_compare), cmocka_unit_test(nik_compare_cut),
		cmocka_unit_test(nik_spelling),	   cmocka_unit_test(nik_masking), cmocka_unit_test(nik_clean_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 * What is found by what: words of names and numbers. */
#include "check.h"

#include "membership/person_words.h"

static bool finds(const char *typed, const char *name)
{
	struct person_query q;

	return person_query_read(&q, padan_span_of(typed)) && !*q.digits &&
	       person_name_matches(&q, padan_span_of(name));
}

/* Whoever is found must share a tag for each word: else the index would never offer the row. */
static bool offered(const char *typed, const char *name)
{
	struct person_tag of_name[PERSON_TAGS], of_word[2], whole;
	size_t n = person_name_tags(padan_span_of(name), of_name);
	struct person_query q;
	bool all = true;

	if (!person_query_read(&q, padan_span_of(typed)))
		return false;
	if (person_whole_tag(&q.name, &whole))
		for (size_t k = 0; k < n; k++)
			if (of_name[k].kind == whole.kind && !strcmp(of_name[k].text, whole.text))
				return true;
	for (int i = 0; i < q.name.n; i++) {
		size_t m = person_word_tags(&q.name.word[i], of_word);
		bool one = !m;

		for (size_t j = 0; j < m; j++)
			for (size_t k = 0; k < n; k++)
				one |= of_name[k].kind == of_word[j].kind && !strcmp(of_name[k].text, of_word[j].text);
		all &= one;
	}
	return all;
}

static void test_names(void **state)
{
	static const struct {
		const char *typed, *name;
		bool found;
	} cases[] = {
		{ "siti aminah", "SITI AMINAH", true },
		{ "aminah siti", "SITI AMINAH", true },	  /* any order */
		{ "Zulkifli", "JULKIFLI DG. NAI", true }, /* another spelling */
		{ "ami", "Siti Aminah", true },		  /* three letters of a beginning */
		{ "am", "Siti Aminah", false },
		{ "amin", "Siti Aminah", true },
		{ "minah", "Siti Aminah", false }, /* not in the middle */
		{ "siti ros", "SITI AMINAH", false },
		{ "muh", "MUHAMMAD ALI", true }, /* what is an abbreviation is written out */
		{ "nurhayati", "NUR HAYATI", true },
		{ "nur hayati", "NURHAYATI", true },
		{ "a. rahman", "ABDUL RAHMAN", true }, /* a letter stands for a word */
		{ "a. rahman", "MUSTAFA RAHMAN", false },
		{ "H. Baharuddin", "BAHARUDDIN", true }, /* titles are nothing */
		{ "la udin", "LA UDIN", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (finds(cases[i].typed, cases[i].name) != cases[i].found)
			fail_msg("%s in %s", cases[i].typed, cases[i].name);
		if (cases[i].found && !offered(cases[i].typed, cases[i].name))
			fail_msg("%s is not offered %s", cases[i].typed, cases[i].name);
	}
}

static void test_numbers(void **state)
{
	static const struct {
		const char *typed, *digits, *phone; /* NULL: nothing to look for */
	} cases[] = {
		{ "7372040101800001", "7372040101800001", "" },
		{ " 7372 0401 0180 0001 ", "7372040101800001", "" },
		{ "08123456789", "08123456789", "08123456789" },
		{ "+62 812-3456-789", "628123456789", "08123456789" },
		{ "628123456789", "628123456789", "08123456789" },
		{ "8123456789", "8123456789", "08123456789" },
		{ "+31 201234567", "31201234567", "" },
		{ "1234567", NULL, NULL },
		{ "123456789012345678901", NULL, NULL },
		{ "", NULL, NULL },
		{ "a", NULL, NULL },
		{ "-", NULL, NULL },
	};
	struct person_query q;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool read = person_query_read(&q, padan_span_of(cases[i].typed));

		if (read != (cases[i].digits != NULL))
			fail_msg("\"%s\"", cases[i].typed);
		if (!read)
			continue;
		assert_string_equal(q.digits, cases[i].digits);
		assert_string_equal(q.phone, cases[i].phone);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names), cmocka_unit_test(test_numbers) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

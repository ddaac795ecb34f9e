/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "access/user.h"

static void test_roles(void **state)
{
	char all[400] = "";

	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		strcat(strcat(all, r ? "|" : ""), role_word((enum role)r));
		assert_true(roles_may(padan_span_of(role_word((enum role)r))) == role_may((enum role)r));
		assert_true(role_may((enum role)r) & MAY(CAP_SELF));
	}
	assert_string_equal(all, ROLE_WORDS); /* what may be typed is what there is */
	assert_true(roles_may(SPAN("verifikator,sekda")) == (role_may(ROLE_verifikator) | role_may(ROLE_sekda)));
	assert_true(roles_may(SPAN("lurah")) == 0);
	assert_true(roles_may(SPAN("")) == 0);
	assert_true(roles_have(SPAN("sekda,admin"), ROLE_admin));
	assert_false(roles_have(SPAN("administrator"), ROLE_admin));
	assert_false(role_may(ROLE_admin) & (MAY(CAP_RUN) | MAY(CAP_DECREE))); /* who gives rights does not use them */
}

/* Each step of the chain belongs to one role, and no role has two steps in a row. */
static void test_chain_is_shared_out(void **state)
{
	static const struct {
		enum capability cap;
		enum role role;
	} steps[] = { { CAP_DECREE_VERIFY, ROLE_verifikator },
		      { CAP_DECREE_PROPOSE, ROLE_kepala_dinas },
		      { CAP_DECREE_INITIAL, ROLE_bagian_hukum },
		      { CAP_DECREE_SIGN, ROLE_sekda },
		      { CAP_DECREE, ROLE_bagian_hukum } };

	(void)state;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		for (int r = 0; r < ROLE_COUNT; r++)
			assert_int_equal((role_may((enum role)r) & MAY(steps[i].cap)) != 0, r == (int)steps[i].role);
}

static void test_names_and_pins(void **state)
{
	static const char *const good[] = { "rina", "Andi.Mappuji", "kabid-2", "a_b" };
	static const char *const bad[] = {
		"", "a", "1rina", ".rina", "andi mappuji", "rin\xc3\xa0", "abcdefghijabcdefghijabcdefghijabcdefghijk"
	};
	char name[USER_NAME_MAX + 1];
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_int_equal(user_name_read(padan_span_of(good[i]), name, &e), ERR_OK);
	assert_int_equal(user_name_read(SPAN(" Andi.Mappuji "), name, &e), ERR_OK);
	assert_string_equal(name, "andi.mappuji");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(user_name_read(padan_span_of(bad[i]), name, &e), ERR_USAGE);
	assert_int_equal(pin_allowed(SPAN("739214"), &e), ERR_OK);
	assert_int_equal(pin_allowed(SPAN("123457"), &e), ERR_OK);
	assert_int_equal(pin_allowed(SPAN("135791"), &e), ERR_OK);
	assert_int_equal(pin_allowed(SPAN("123456"), &e), ERR_USAGE);
	assert_int_equal(pin_allowed(SPAN("654321"), &e), ERR_USAGE);
	assert_int_equal(pin_allowed(SPAN("777777"), &e), ERR_USAGE);
	assert_int_equal(pin_allowed(SPAN("73921"), &e), ERR_USAGE);
}

static void test_waiting(void **state)
{
	(void)state;
	for (int64_t i = 0; i < 5; i++)
		assert_int_equal(pin_wait_ms(i), 0);
	assert_int_equal(pin_wait_ms(5), 60000);
	assert_int_equal(pin_wait_ms(6), 120000);
	assert_int_equal(pin_wait_ms(10), 32 * 60000);
	for (int64_t i = 11; i < 1000000; i *= 3)
		assert_int_equal(pin_wait_ms(i), 3600000); /* never for ever */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_chain_is_shared_out),
		cmocka_unit_test(test_names_and_pins),
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

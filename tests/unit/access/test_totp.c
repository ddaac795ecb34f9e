/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "access/session.h"
#include "access/totp.h"

static const unsigned char rfc[TOTP_SECRET + 1] = "12345678901234567890";

/* RFC 6238 appendix B, SHA-1, the last six of its eight digits. */
static void test_vectors_of_the_rfc(void **state)
{
	static const struct {
		int64_t seconds;
		const char *code;
	} cases[] = { { 59, "287082" },		{ 1111111109, "081804" }, { 1111111111, "050471" },
		      { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
	char code[TOTP_DIGITS + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(totp_code(rfc, cases[i].seconds / 30, code));
		assert_string_equal(code, cases[i].code);
	}
}

static void test_window_and_replay(void **state)
{
	int64_t step = 0, now = 2000000010 * (int64_t)1000, at = now / TOTP_STEP_MS;
	char code[TOTP_DIGITS + 1];

	(void)state;
	for (int64_t off = -3; off <= 3; off++) {
		assert_true(totp_code(rfc, at + off, code));
		assert_int_equal(totp_right(rfc, padan_span_of(code), now, 0, &step), off >= -1 && off <= 1);
		if (off >= -1 && off <= 1) {
			assert_true(step == at + off);
			assert_false(totp_right(rfc, padan_span_of(code), now, step, &step));
		}
	}
	assert_false(totp_right(rfc, SPAN(""), now, 0, &step));
	assert_false(totp_right(rfc, SPAN("2790370"), now, 0, &step));
}

static void test_secret_as_apps_read_it(void **state)
{
	char text[TOTP_SECRET_TEXT];
	struct buf b;
	struct err e = { 0 };

	(void)state;
	totp_secret_text(rfc, text);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	unsigned char back[TOTP_SECRET];
	assert_true(totp_secret_read(padan_span_of(text), back));
	assert_memory_equal(back, rfc, TOTP_SECRET);
	assert_false(totp_secret_read(SPAN("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ"), back));
	assert_false(totp_secret_read(SPAN("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"), back));
	buf_init(&b, &padan_alloc_libc, 1 << 20);
	totp_uri(rfc, SPAN("andi.kabid"), &b);
	buf_putc(&b, 0);
	assert_string_equal(b.p, "otpauth://totp/Lindung:andi.kabid?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
				 "&issuer=Lindung&algorithm=SHA1&digits=6&period=30");
	char *uri = strdup(b.p);
	buf_clear(&b);
	assert_int_equal(qr_svg(uri, &b, &e), 0);
	assert_memory_equal(b.p, "<svg ", 5);
	assert_memory_equal(b.p + b.n - 6, "</svg>", 6);
	free(uri);
	buf_done(&b);
}

static void test_recovery_codes(void **state)
{
	static const char *const bad[] = { "", "7K3M9-QWP2", "7K3M9-QWP2XA", "7K3M9-QWP2U", "123456", "7K3M9_QWP2X" };
	unsigned char bytes[RECOVERY_BYTES] = { 0xff, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55 };
	char text[RECOVERY_TEXT], back[RECOVERY_TEXT];

	(void)state;
	recovery_text(bytes, text);
	assert_int_equal(strlen(text), RECOVERY_TEXT - 1);
	assert_true(recovery_read(padan_span_of(text), back));
	assert_string_equal(text, back);
	assert_true(recovery_read(SPAN(" 7k3m9 qwp2x "), back));
	assert_string_equal(back, "7K3M9-QWP2X");
	assert_true(recovery_read(SPAN("oilab-cdefg"), back));
	assert_string_equal(back, "011AB-CDEFG");
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(recovery_read(padan_span_of(bad[i]), back));
}

static void test_rules(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		bool needs = r == ROLE_verifikator || r == ROLE_kepala_dinas || r == ROLE_bagian_hukum ||
			     r == ROLE_sekda || r == ROLE_admin;

		assert_int_equal(roles_need_totp(padan_span_of(role_word((enum role)r))), needs);
	}
	assert_true(roles_need_totp(SPAN("operator_opd,sekda")));
	assert_true(session_alive(0, 0, SESSION_IDLE_MS - 1));
	assert_false(session_alive(0, 0, SESSION_IDLE_MS));
	assert_true(session_alive(0, SESSION_LIFE_MS - 2, SESSION_LIFE_MS - 1));
	assert_false(session_alive(0, SESSION_LIFE_MS - 1, SESSION_LIFE_MS));
	assert_true(source_wait_ms(20) == 0 && source_wait_ms(21) == 60000 && source_wait_ms(1000) == 3600000);
	assert_true(account_wait_ms(50) == 0 && account_wait_ms(51) == 60000 && account_wait_ms(1000) == 3600000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors_of_the_rfc),
		cmocka_unit_test(test_window_and_replay),
		cmocka_unit_test(test_secret_as_apps_read_it),
		cmocka_unit_test(test_recovery_codes),
		cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/date.h"
#include "base/rupiah.h"
#include "check.h"

#include <errno.h>

static void test_dates_round_trip(void **state)
{
	(void)state;
	for (int32_t d = -300000; d < 300000; d += 37) {
		struct ymd c = date_ymd((date){ d });

		assert_int_equal(date_of(c.y, c.m, c.d).day, d);
	}
	assert_int_equal(date_of(1970, 1, 1).day, 0);
	assert_int_equal(date_of(2000, 3, 1).day, 11017);
	assert_false(date_known(date_of(2025, 2, 29)));
	assert_string_equal(date_weekday(date_of(2025, 4, 28)), "Senin");
}

static void test_age(void **state)
{
	(void)state;
	assert_int_equal(date_age(date_of(1960, 5, 1), date_of(2025, 5, 1)), 65);
	assert_int_equal(date_age(date_of(1960, 5, 2), date_of(2025, 5, 1)), 64);
	assert_int_equal(date_age(date_of(2004, 2, 29), date_of(2025, 2, 28)), 20);
	assert_int_equal(date_age(date_of(2004, 2, 29), date_of(2025, 3, 1)), 21);
}

static void test_months(void **state)
{
	char out[32];

	(void)state;
	assert_int_equal(date_add_months(date_of(2025, 1, 31), 1).day, date_of(2025, 2, 28).day);
	assert_int_equal(date_add_months(date_of(2025, 3, 31), -13).day, date_of(2024, 2, 29).day);
	assert_string_equal(month_long(date_month(date_of(2025, 5, 9)), out), "Mei 2025");
}

static void test_rupiah(void **state)
{
	char out[40];
	struct buf b;
	rupiah v;

	(void)state;
	assert_string_equal(rupiah_format(rp(149990400), out), "Rp149.990.400");
	assert_string_equal(rupiah_format(rp(INT64_MIN), out), "-Rp9.223.372.036.854.775.808");
	assert_false(rupiah_mul(rp(INT64_MAX / 2), 3, &v));
	assert_true(rupiah_ratio(rp(750000000), 21, 10000, &v));
	assert_int_equal(v.rp, 1575000);
	assert_true(rupiah_parse(SPAN("Rp 150.000.000,-"), &v));
	assert_int_equal(v.rp, 150000000);
	assert_false(rupiah_parse(SPAN("1.50"), &v));
	buf_init(&b, NULL, 500);
	rupiah_words(rp(149990400), &b);
	assert_string_equal(b.p,
			    "seratus empat puluh sembilan juta sembilan ratus sembilan puluh ribu empat ratus rupiah");
	buf_clear(&b);
	rupiah_words(rp(1011), &b);
	assert_string_equal(b.p, "seribu sebelas rupiah");
	buf_done(&b);
}

static void test_err_is_one_whole_line(void **state)
{
	struct err e;
	char long_text[800];

	(void)state;
	memset(long_text, 'x', sizeof(long_text));
	memcpy(long_text + 597, "\xc3\xa9\xc3\xa9", 4);
	long_text[700] = '\0';
	assert_int_equal(err_set(&e, ERR_USAGE, "%s", long_text), ERR_USAGE);
	assert_int_equal((unsigned char)e.text[strlen(e.text) - 1], 0xa9);
	err_set(&e, ERR_USAGE, "\"%.*s\" tidak dikenal", 4, "abc\xc3\xa9");
	assert_string_equal(e.text, "\"abc?\" tidak dikenal");
	err_set(&e, ERR_USAGE, "caf\xc3\xa9 \xe2\x82 \xff\x80\x80.\xf0\x9f\x98");
	assert_string_equal(e.text, "caf\xc3\xa9 ? ?.");
	err_set(&e, ERR_USAGE, "a\nb");
	assert_string_equal(e.text, "a?b");
}

static void test_errno_in_bahasa(void **state)
{
	struct err e;

	(void)state;
	assert_int_equal(err_errno(&e, ENOSPC, "hasil/%s: tidak dapat ditulis", "a.csv"), ERR_MACHINE);
	assert_string_equal(e.text, "hasil/a.csv: tidak dapat ditulis: disk penuh");
	assert_string_equal(errno_reason(999999), "sebab tidak diketahui");
}

static void test_buf_names_its_maximum(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, NULL, 4);
	buf_puts(&b, "1234");
	assert_false(b.failed);
	buf_putc(&b, '5');
	assert_true(b.failed);
	assert_string_equal(b.p, "1234");
	buf_done(&b);
}

static void test_numbers_and_texts(void **state)
{
	struct buf b;
	span rest;

	(void)state;
	buf_init(&b, NULL, 64);
	buf_number(&b, 0xfffffffe);
	buf_text(&b, SPAN("Ani"));
	buf_text(&b, SPAN(""));
	assert_false(b.failed);
	rest = buf_as_span(&b);
	assert_int_equal(span_take_number(&rest), 0xfffffffe);
	assert_true(padan_span_eq(span_take_text(&rest), SPAN("Ani")));
	assert_int_equal(span_take_text(&rest).n, 0);
	assert_int_equal(rest.n, 0);
	assert_int_equal(span_take_number(&rest), 0); /* nothing left */
	rest = (span){ b.p + 4, 5 };		      /* torn: a length of three, one letter */
	assert_true(padan_span_eq(span_take_text(&rest), SPAN("A")));
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates_round_trip),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_rupiah),
		cmocka_unit_test(test_err_is_one_whole_line),
		cmocka_unit_test(test_errno_in_bahasa),
		cmocka_unit_test(test_buf_names_its_maximum),
		cmocka_unit_test(test_numbers_and_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

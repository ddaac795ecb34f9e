/* SPDX-License-Identifier: EUPL-1.2
 * Letters that differ. */
#include "check.h"

#include "matching/review_marks.h"

static void check(const char *a, const char *b, const char *want)
{
	struct buf out;

	buf_init(&out, &padan_alloc_libc, 4096);
	review_marked(padan_span_of(a), padan_span_of(b), &out);
	buf_putc(&out, '\0');
	assert_string_equal(out.p, want);
	buf_done(&out);
}

static void test_marked(void **state)
{
	char many[400], other[400];

	(void)state;
	check("SITTI AMINAH", "Siti Amina", "SIT[T]I AMINA[H]");
	check("SITI AMINA", "SITTI AMINAH", "SITI AMINA");
	check("7372041203800001", "7372041203800007", "737204120380000[1]");
	check("7372041203800001", "7372042103800001", "7372041[2]03800001");
	check("", "ABC", "");
	check("ABC", "", "[ABC]");
	check("H. [X]", "H. (X)", "H. [(]X[)]");
	check("Ñandú", "Nandu", "[Ñ]and[ú]"); /* whole letters, never half of one */
	check("\xff\xfe", "a", "[\xff\xfe]"); /* no UTF-8: nothing falls over */
	memset(many, 'A', sizeof(many) - 1);
	memset(other, 'B', sizeof(other) - 1);
	many[399] = other[399] = '\0';
	struct mark m[4];
	assert_int_equal(review_marks(padan_span_of(many), padan_span_of(other), m, 4), 1);
	assert_true(m[0].differs);
}

/* The parts are always the text itself, and what is unmarked stands in the other text in that order. */
static void test_parts_are_the_text(void **state)
{
	uint32_t x = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char a[16], b[16];
		struct mark m[8];
		size_t n, sum = 0, at = 0;

		for (int k = 0; k < 15; k++) {
			x = x * 1664525 + 1013904223;
			a[k] = (char)('A' + (x >> 24) % 4);
			b[k] = (char)('A' + (x >> 16) % 4);
		}
		a[(x >> 8) % 16 % 15] = '\0';
		a[15] = b[15] = '\0';
		n = review_marks(padan_span_of(a), padan_span_of(b), m, 8);
		for (size_t k = 0; k < n; k++) {
			assert_ptr_equal(m[k].text.p, a + sum);
			sum += m[k].text.n;
			for (size_t c = 0; n < 8 && !m[k].differs && c < m[k].text.n; c++) {
				while (b[at] && b[at] != m[k].text.p[c])
					at++;
				assert_true(b[at++]);
			}
		}
		assert_int_equal(sum, strlen(a));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_marked), cmocka_unit_test(test_parts_are_the_text) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2
 * Work in pieces, and one piece beside the caller's own. */
#include "base/crew.h"
#include "check.h"

#include <stdatomic.h>

struct counted {
	atomic_int times[100];
};

static void count(void *ctx, size_t piece)
{
	struct counted *c = ctx;

	atomic_fetch_add(&c->times[piece], 1);
}

/* Each piece once, whatever the threads and the pieces. */
static void test_pieces(void **state)
{
	(void)state;
	for (unsigned threads = 0; threads < 5; threads++)
		for (size_t n = 0; n <= 100; n += 25) {
			struct counted c = { 0 };

			crew_run(threads, n, count, &c);
			for (size_t i = 0; i < 100; i++)
				assert_int_equal(atomic_load(&c.times[i]), i < n);
		}
}

struct step {
	pthread_t by;
	int done;
};

static void note(void *ctx)
{
	struct step *s = ctx;

	s->by = pthread_self();
	s->done++;
}

static void test_aside(void **state)
{
	struct step s = { 0 };
	struct aside a = { 0 };

	(void)state;
	aside_end(&a); /* never begun */
	aside_begin(&a, false, note, &s);
	assert_int_equal(s.done, 1); /* at once, and here */
	assert_true(pthread_equal(s.by, pthread_self()));
	aside_end(&a);
	aside_begin(&a, true, note, &s);
	aside_end(&a);
	assert_int_equal(s.done, 2);
	assert_false(pthread_equal(s.by, pthread_self()));
	aside_end(&a); /* twice is once */
	assert_int_equal(s.done, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_aside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

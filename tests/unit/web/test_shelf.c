/* SPDX-License-Identifier: EUPL-1.2
 * The shelf with visits that come from nowhere: who makes a page, who waits for it, who is given which. */
#include "check.h"

#include "base/limits.h"
#include "fault/store_sample.h"
#include "office/writer.h"
#include "web/shelf.h"

enum { VISITS = 12 };

static struct sample t;
static int64_t now_us;
static struct server server;
static struct visit visits[VISITS];
static struct http_head heads[VISITS];
static int used;

static int64_t the_clock(void *ctx)
{
	(void)ctx;
	return now_us;
}

static int set_up(void **state)
{
	struct event ev = { .use_case = "init", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct err e = { 0 };
	struct db *db;

	(void)state;
	now_us = 1000000;
	used = 0;
	sample_open(&t);
	t.seams.monotonic_us = the_clock;
	sample_store(&t);
	assert_int_equal(store_ops_db.begin(t.env.store, &e), 0);
	assert_int_equal(store_ops_db.event(t.env.store, &ev, &e), 0);
	assert_int_equal(store_ops_db.commit(t.env.store, &e), 0);
	sample_close(&t);
	sample_store(&t);
	if (store_give_writer(t.env.store, &db, &e) || writer_start(&t.env.writer, db, &t.seams, &e))
		fail_msg("%s", e.text);
	sample_close(&t);
	memset(&server, 0, sizeof(server));
	server.o.base = &t.env;
	server.shelf = shelf_new(&t.seams);
	assert_non_null(server.shelf);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (int i = 0; i < used; i++)
		http_answer_done(&visits[i].answer);
	shelf_free(server.shelf);
	writer_stop(t.env.writer);
	t.env.writer = NULL;
	sample_done(&t);
	return 0;
}

/* GET of a page that may be kept. */
static struct visit *come_to(const char *path, const char *target, int64_t session)
{
	static struct page_row rows[VISITS];
	static char text[VISITS][200];
	struct visit *v = &visits[used];
	int n = snprintf(text[used], sizeof(text[used]), "GET %s HTTP/1.1\r\nHost: a\r\nCookie: lindung=k%lld\r\n\r\n",
			 target, (long long)session);

	assert_true(used < VISITS);
	assert_int_equal(http_head_read((span){ text[used], (size_t)n }, &heads[used]), 0);
	rows[used] = (struct page_row){ .path = path, .method = PAGE_GET };
	memset(v, 0, sizeof(*v));
	v->server = &server;
	v->kind = VISIT_PAGE;
	v->request.head = &heads[used];
	v->route.row = &rows[used++];
	v->session.id = session;
	v->signed_in = true;
	v->began_us = now_us;
	http_answer_init(&v->answer, &t.seams);
	return v;
}

static struct visit *come(void)
{
	return come_to("/tugas", "/tugas", 1);
}

static struct visit *put(struct visit *v, int status, const char *body)
{
	v->answer.status = status;
	v->answer.type = "text/html";
	buf_puts(&v->answer.body, body);
	return shelf_put(v);
}

static void shows(const struct visit *v, const char *body)
{
	assert_int_equal(v->answer.status, 200);
	assert_string_equal(v->answer.type, "text/html");
	assert_int_equal(v->answer.body.n, strlen(body));
	assert_memory_equal(v->answer.body.p, body, strlen(body));
}

static int waiting(const struct visit *v)
{
	int n = 0;

	for (; v; v = v->seat.next)
		n++;
	return n;
}

static void write_something(bool quiet)
{
	struct turn turn;
	struct err e = { 0 };

	assert_int_equal(writer_turn(t.env.writer, &turn, 1, &e), 0);
	turn.quiet = quiet;
	assert_int_equal(writer_keep(&turn, &e), 0);
}

/* Many at once: one makes it. */
static void test_made_once(void **state)
{
	struct visit *first = come(), *second = come(), *third = come(), *w;

	(void)state;
	assert_int_equal(shelf_take(first), SHELF_MAKE);
	assert_int_equal(shelf_take(second), SHELF_WAITS);
	assert_int_equal(shelf_take(third), SHELF_WAITS);
	assert_int_equal(shelf_take(come_to("/tugas", "/tugas", 2)),
			 SHELF_MAKE); /* another session's is another page */
	assert_int_equal(shelf_take(come_to("/tugas", "/tugas?x=1", 1)), SHELF_MAKE);
	assert_int_equal(shelf_take(come_to("/akun", "/akun", 1)), SHELF_MAKE); /* not in shelf.def: nobody waits */
	assert_int_equal(shelf_take(come_to("/akun", "/akun", 1)), SHELF_MAKE);
	w = put(first, 200, "satu");
	assert_int_equal(waiting(w), 2);
	for (; w; w = w->seat.next)
		assert_true(w->seat.given);
	shows(second, "satu");
	shows(third, "satu");
	second = come();
	assert_int_equal(shelf_take(second), SHELF_GIVEN);
	shows(second, "satu");
}

/* Who came before something was written is given the page that was begun before; who comes after is not. */
static void test_written_meanwhile(void **state)
{
	struct visit *first = come(), *early = come(), *late = come(), *later = come(), *w;

	(void)state;
	assert_int_equal(shelf_take(first), SHELF_MAKE);
	assert_int_equal(shelf_take(early), SHELF_WAITS);
	write_something(false);
	assert_int_equal(shelf_take(late), SHELF_MAKE);
	assert_int_equal(shelf_take(later), SHELF_WAITS);
	w = put(first, 200, "lama");
	assert_ptr_equal(w, early);
	assert_null(early->seat.next);
	shows(early, "lama");
	assert_int_equal(shelf_take(come()), SHELF_WAITS); /* the old page is not kept */
	w = put(late, 200, "baru");
	assert_int_equal(waiting(w), 2);
	shows(later, "baru");
	w = come();
	assert_int_equal(shelf_take(w), SHELF_GIVEN);
	shows(w, "baru");
	write_something(true); /* who looked at whom */
	assert_int_equal(shelf_take(come()), SHELF_GIVEN);
	write_something(false);
	assert_int_equal(shelf_take(come()), SHELF_MAKE);
}

/* What is no page to give is nobody else's: they are carried out one by one. */
static void test_it_failed(void **state)
{
	struct visit *first = come(), *second = come(), *third, *w;

	(void)state;
	assert_int_equal(shelf_take(first), SHELF_MAKE);
	assert_int_equal(shelf_take(second), SHELF_WAITS);
	w = put(first, 404, "tidak ada");
	assert_ptr_equal(w, second);
	assert_false(second->seat.given);
	third = come();
	assert_int_equal(shelf_take(third), SHELF_MAKE);
	assert_null(put(second, 200, "sendiri"));
	assert_null(put(third, 200, "dua"));
	first = come();
	assert_int_equal(shelf_take(first), SHELF_GIVEN);
	shows(first, "dua");
	http_header(&third->answer, "Set-Cookie", SPAN("a=b"));
	now_us += LIM_PAGE_MS * 1000;
	third = come();
	second = come();
	assert_int_equal(shelf_take(third), SHELF_MAKE);
	assert_int_equal(shelf_take(second), SHELF_WAITS);
	http_header(&third->answer, "Set-Cookie", SPAN("a=b"));
	assert_ptr_equal(put(third, 200, "kue"), second);
	assert_false(second->seat.given); /* a cookie is nobody else's */
}

/* Two seconds long, then somebody makes it anew while the others have the old one; ten seconds after it was begun it is
 * gone. */
static void test_age(void **state)
{
	struct visit *first = come(), *v;

	(void)state;
	assert_int_equal(shelf_take(first), SHELF_MAKE);
	now_us += 500000;
	assert_null(put(first, 200, "satu"));
	now_us += 1999000;
	assert_int_equal(shelf_take(come()), SHELF_GIVEN);
	now_us += 1000;
	first = come();
	assert_int_equal(shelf_take(first), SHELF_MAKE);
	v = come();
	assert_int_equal(shelf_take(v), SHELF_GIVEN);
	shows(v, "satu");
	now_us = 1000000 + LIM_PAGE_MS * 1000;
	assert_int_equal(shelf_take(come()), SHELF_WAITS); /* for the one who began */
	v = put(first, 200, "dua");
	assert_int_equal(waiting(v), 1);
	shows(v, "dua");
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = { T(test_made_once), T(test_written_meanwhile), T(test_it_failed),
					    T(test_age) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

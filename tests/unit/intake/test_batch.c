/* SPDX-License-Identifier: EUPL-1.2
 * Batches and the permissions ledger on both engines. */
#include "check.h"

#include "fault/store_sample.h"
#include "intake/batch_bytes_store.h"
#include "intake/batch_page_store.h"
#include "intake/batch_store.h"
#include "intake/permit_store.h"
#include "programme/dump_store.h"
#include "programme/verify_store.h"
#include "tabular/file_hash.h"

struct test {
	struct sample t;
	struct padan_arena arena;
	char path[160];
	uint8_t sha256[32];
};

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

static void verify_clean(struct sample *t)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };

	must(verify_store(t->env.store, &found, &e), &e);
	if (f.n)
		fail_msg("%d found, first: %s", f.n, f.first);
}

/* A file of n bytes that tell where they stand. */
static void write_file(struct test *x, size_t n)
{
	struct file_hash h;
	FILE *f = fopen(x->path, "w");

	assert_non_null(f);
	file_hash_init(&h, true);
	for (size_t i = 0; i < n; i += 16) {
		char part[32];
		size_t k = n - i < 16 ? n - i : 16;

		snprintf(part, sizeof(part), "RAHASIA%08x\n", (unsigned)i);
		fwrite(part, 1, k, f);
		file_hash_add(&h, (span){ part, k });
	}
	fclose(f);
	file_hash_done(&h, x->sha256);
}

static void begin(struct test *x)
{
	sample_open(&x->t);
	padan_arena_init(&x->arena, &padan_alloc_libc, 0);
	x->t.env.arena = &x->arena;
	snprintf(x->path, sizeof(x->path), "%s/daftar.csv", x->t.dir);
	sample_store(&x->t);
}

static void end(struct test *x)
{
	sample_close(&x->t);
	padan_arena_done(&x->arena);
	sample_done(&x->t);
}

/* --- agreements --------------------------------------------------------------------------------------------------- */
static int put_permit(struct unit *u, void *ctx, struct err *e)
{
	return permit_store_add(u, ctx, e);
}

static int end_permit(struct unit *u, void *ctx, struct err *e)
{
	return permit_store_end(u, *(int64_t *)ctx, date_of(2025, 6, 10), SPAN("dicabut oleh pemilik"), e);
}

static struct permit agreement(int64_t id, const char *source, const char *number, bool keeps)
{
	return (struct permit){ .id = id,
				.source = padan_span_of(source),
				.holder = SPAN("Disdukcapil"),
				.number = padan_span_of(number),
				.purpose = SPAN("pemadanan"),
				.uses = SPAN("pemadanan,pelaporan"),
				.keeps = keeps,
				.agreed_on = date_of(2025, 1, 2),
				.starts = date_of(2025, 2, 1),
				.ends = date_of(2025, 7, 31) };
}

static int in_force(struct test *x, enum list_kind kind, date on, struct permit *p, struct err *e)
{
	return permit_in_force(x->t.env.store, kind, "pemadanan", on, p, &x->arena, e);
}

static void test_agreements(void **state)
{
	struct test x;
	struct permit a = agreement(11, "dukcapil", "1/PKS", false), b = agreement(12, "dukcapil", "2/PKS", true), p;
	struct err e = { 0 };
	int64_t ended = 12;

	(void)state;
	begin(&x);
	assert_int_equal(in_force(&x, LIST_REGISTRY, date_of(2025, 3, 1), &p, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "belum ada izin"));
	must(sample_act(&x.t, SPAN(""), put_permit, &a, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), put_permit, &a, &e), ERR_CONFLICT);
	/* each side of each boundary */
	assert_int_equal(in_force(&x, LIST_REGISTRY, date_of(2025, 1, 31), &p, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "mulai 1 Februari 2025"));
	must(in_force(&x, LIST_REGISTRY, date_of(2025, 2, 1), &p, &e), &e);
	must(in_force(&x, LIST_REGISTRY, date_of(2025, 7, 31), &p, &e), &e);
	assert_int_equal(p.id, 11);
	assert_int_equal(in_force(&x, LIST_REGISTRY, date_of(2025, 8, 1), &p, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "berakhir pada 31 Juli 2025"));
	assert_int_equal(in_force(&x, LIST_DESIL, date_of(2025, 3, 1), &p, &e), ERR_CONFLICT); /* another source */
	assert_int_equal(
		permit_in_force(x.t.env.store, LIST_REGISTRY, "penetapan", date_of(2025, 3, 1), &p, &x.arena, &e),
		ERR_CONFLICT);
	assert_non_null(strstr(e.text, "tidak membolehkan"));
	/* the one that lets it be kept is preferred; ended, it holds no more */
	must(sample_act(&x.t, SPAN(""), put_permit, &b, &e), &e);
	must(in_force(&x, LIST_REGISTRY, date_of(2025, 6, 10), &p, &e), &e);
	assert_int_equal(p.id, 12);
	must(sample_act(&x.t, SPAN(""), end_permit, &ended, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), end_permit, &ended, &e), ERR_CONFLICT);
	must(in_force(&x, LIST_REGISTRY, date_of(2025, 6, 10), &p, &e), &e);
	assert_int_equal(p.id, 11);
	must(in_force(&x, LIST_REGISTRY, date_of(2025, 6, 9), &p, &e), &e);
	assert_int_equal(p.id, 12);
	verify_clean(&x.t);
	end(&x);
}

/* --- batches -------------------------------------------------------------------------------------------------------
 */
struct putting {
	struct batch b;
	struct batch_check c;
	const char *path;
};

static int put_batch(struct unit *u, void *ctx, struct err *e)
{
	struct putting *p = ctx;

	return batch_store_add(u, &p->b, &p->c, p->path, e);
}

static int withdraw(struct unit *u, void *ctx, struct err *e)
{
	return batch_store_end(u, *(int64_t *)ctx, "ditarik", SPAN("keliru kirim"), e);
}

static struct putting batch_for(struct test *x, int64_t id, const char *region)
{
	struct putting p = { .b = { .id = id,
				    .kind = LIST_PROPOSALS,
				    .office = SPAN("Dinas Perikanan"),
				    .letter = SPAN("1/2"),
				    .letter_on = DATE_NONE,
				    .note = SPAN(""),
				    .region = padan_span_of(region),
				    .name = SPAN("daftar.csv"),
				    .kept = true },
			     .c = { .titles = SPAN("Q1\nQ2"),
				    .columns = SPAN("nama\nnik"),
				    .fingerprint = 0xfedcba9876543210u,
				    .sheet_rows = 3,
				    .data_rows = 2,
				    .light = { 1, 1, 0 },
				    .ready = true,
				    .sheet = SPAN(""),
				    .vintage = SPAN(""),
				    .warnings = SPAN("1 baris: NIK kosong") },
			     .path = x->path };
	FILE *f = fopen(x->path, "r");

	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	p.b.size = ftell(f);
	fclose(f);
	memcpy(p.b.sha256, x->sha256, sizeof(x->sha256));
	return p;
}

struct gathered {
	struct file_hash h;
	size_t n, parts;
};

static int gather(void *ctx, span bytes, struct err *e)
{
	struct gathered *g = ctx;

	(void)e;
	file_hash_add(&g->h, bytes);
	g->n += bytes.n;
	g->parts++;
	return 0;
}

/* Around the size of a part: nothing lost, nothing added. */
static void test_bytes_come_back(void **state)
{
	static const size_t sizes[] = { 1, 65535, 65536, 65537, 131072, 300001 };
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct gathered g = { .n = 0 };
		struct putting p;
		uint8_t sha256[32];

		write_file(&x, sizes[i]);
		p = batch_for(&x, (int64_t)i + 1, "");
		must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
		file_hash_init(&g.h, true);
		must(batch_bytes_read(x.t.env.store, p.b.id, gather, &g, &e), &e);
		file_hash_done(&g.h, sha256);
		assert_int_equal(g.n, sizes[i]);
		assert_int_equal(g.parts, (sizes[i] + 65535) / 65536);
		assert_memory_equal(sha256, x.sha256, 32);
	}
	verify_clean(&x.t);
	end(&x);
}

/* --- pages -----------------------------------------------------------------------------------------------------------
 */
enum { LINES = 1003 };

static enum light light_of(int i)
{
	return i % 100 == 99 ? LIGHT_RED : i % 7 == 3 ? LIGHT_YELLOW : LIGHT_GREEN;
}

struct paged {
	struct putting p;
	struct batch_pages pages;
	int lines;
};

static void collect(struct paged *g, struct padan_arena *arena, int lines)
{
	span samples[2][LOOK_SAMPLES] = { { SPAN("A"), SPAN("B"), SPAN("") },
					  { SPAN("7372********0001"), SPAN(""), SPAN("") } };
	const struct look look = { .info = { .ntitle = 2 }, .sample = samples };

	g->lines = lines;
	batch_pages_begin(&g->pages, arena);
	for (int i = 0; i < lines; i++) {
		char name[40], nik[20];
		struct look_row r = { .no = (uint32_t)i + 2,
				      .is = { light_of(i), (uint32_t)i % 5 },
				      .twin = i % 10 ? 0 : (uint32_t)i + 1,
				      .born = SPAN("1980-01-01"),
				      .village = i % 2 ? SPAN("Lakessi") : SPAN(""),
				      .job = SPAN("Nelayan") };

		r.name = (span){ name, (size_t)snprintf(name, sizeof(name), "ORANG %d", i) };
		r.nik = (span){ nik, (size_t)snprintf(nik, sizeof(nik), "73720301018%05d", i) };
		batch_pages_add(&g->pages, &r);
	}
	batch_pages_end(&g->pages, &look);
}

static int put_pages(struct unit *u, void *ctx, struct err *e)
{
	struct paged *g = ctx;

	return batch_pages_write(u, g->p.b.id, &g->pages, e);
}

struct expecting {
	int light, i, left, lines;
};

static int next_of(const struct expecting *x, int i)
{
	while (i < x->lines && x->light >= 0 && (int)light_of(i) != x->light)
		i++;
	return i;
}

static int expect_row(void *ctx, const struct kept_row *r, struct err *e)
{
	struct expecting *x = ctx;
	char name[40];

	(void)e;
	x->i = next_of(x, x->i);
	snprintf(name, sizeof(name), "ORANG %d", x->i);
	assert_int_equal(r->no, x->i + 2);
	assert_int_equal(r->light, light_of(x->i));
	assert_int_equal(r->notes, x->i % 5);
	assert_int_equal(r->twin, x->i % 10 ? 0 : x->i + 1);
	assert_true(padan_span_eq(r->name, padan_span_of(name)));
	assert_int_equal(r->nik.n, 16);
	assert_memory_equal(r->nik.p, "7372********", 12);
	assert_true(padan_span_eq(r->village, x->i % 2 ? SPAN("Lakessi") : SPAN("")));
	assert_true(padan_span_eq(r->job, SPAN("Nelayan")));
	x->i++;
	x->left--;
	return 0;
}

/* Every page of every light, whatever its length. */
static void pages_are(struct test *x, int64_t id, int lines)
{
	static const int sizes[] = { 1, 49, 50, 250, 251, 500, 2000 };
	struct err e = { 0 };

	for (int light = -1; light < LIGHTS; light++)
		for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
			struct expecting want = { .light = light, .lines = lines };
			int64_t matching = -1;
			bool there = false;

			for (int64_t from = 0; from == 0 || from < matching; from += sizes[k] == 1 ? 97 : sizes[k]) {
				const struct kept_ask ask = { light, from, from + sizes[k], expect_row, &want };
				int64_t skipped = 0;

				for (want.i = 0; skipped < from; skipped++)
					want.i = next_of(&want, want.i) + 1;
				want.left = sizes[k];
				must(batch_pages_read(x->t.env.store, id, &ask, &matching, &there, &e), &e);
				assert_true(there);
				assert_int_equal(sizes[k] - want.left,
						 matching - from < sizes[k] ? matching - from : sizes[k]);
			}
		}
}

static int look_anew(struct unit *u, void *ctx, struct err *e)
{
	struct putting *p = ctx;

	return batch_store_look(u, p->b.id, &p->c, e);
}

static void test_pages(void **state)
{
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	const struct kept_ask none = { -1, 0, 10, expect_row, NULL };
	struct test x;
	struct paged g;
	span(*samples)[LOOK_SAMPLES] = NULL;
	int64_t matching = 0, left = 0;
	bool there = true;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	write_file(&x, 100);
	g.p = batch_for(&x, 1, "");
	must(sample_act(&x.t, SPAN(""), put_batch, &g.p, &e), &e);
	must(batch_pages_read(x.t.env.store, 1, &none, &matching, &there, &e), &e);
	assert_false(there); /* an older one: its file is read */
	collect(&g, &x.arena, LINES);
	must(sample_act(&x.t, SPAN(""), put_pages, &g, &e), &e);
	must(verify_store(x.t.env.store, &found, &e), &e);
	assert_int_equal(f.n, 1); /* 1003 rows, where the look says two */
	assert_non_null(strstr(f.first, "halamannya rusak"));
	pages_are(&x, 1, LINES);
	must(batch_pages_samples(x.t.env.store, 1, 2, &samples, &x.arena, &e), &e);
	assert_true(padan_span_eq(samples[0][1], SPAN("B")));
	assert_true(padan_span_eq(samples[1][0], SPAN("7372********0001")));
	collect(&g, &x.arena, 251); /* looked at again: in place of the older ones */
	must(sample_act(&x.t, SPAN(""), put_pages, &g, &e), &e);
	pages_are(&x, 1, 251);
	collect(&g, &x.arena, 4);
	g.p.c.light[LIGHT_GREEN] = 3;
	must(sample_act(&x.t, SPAN(""), look_anew, &g.p, &e), &e);
	must(sample_act(&x.t, SPAN(""), put_pages, &g, &e), &e);
	verify_clean(&x.t);
	must(sample_act(&x.t, SPAN(""), withdraw, &g.p.b.id, &e), &e);
	must(batch_bytes_left(x.t.env.store, 1, &left, &e), &e);
	assert_int_equal(left, 0);
	assert_int_equal(batch_pages_read(x.t.env.store, 1, &none, &matching, &there, &e), ERR_CONFLICT);
	verify_clean(&x.t);
	end(&x);
}

/* A list that is too long, or could not be read, has none. */
static void test_no_pages(void **state)
{
	const struct kept_ask none = { -1, 0, 10, expect_row, NULL };
	struct test x;
	struct paged g;
	int64_t matching = 0;
	bool there = true;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	write_file(&x, 100);
	g.p = batch_for(&x, 1, "");
	must(sample_act(&x.t, SPAN(""), put_batch, &g.p, &e), &e);
	collect(&g, &x.arena, PAGES_MOST / 60);
	assert_true(g.pages.refused);
	must(sample_act(&x.t, SPAN(""), put_pages, &g, &e), &e);
	must(batch_pages_read(x.t.env.store, 1, &none, &matching, &there, &e), &e);
	assert_false(there);
	batch_pages_begin(&g.pages, &x.arena);
	batch_pages_end(&g.pages, NULL);
	assert_true(g.pages.refused);
	end(&x);
}

static void test_known_and_withdrawn(void **state)
{
	struct test x;
	struct putting p, again;
	struct batch b;
	struct gathered g = { .n = 0 };
	struct err e = { 0 };
	int64_t left = -1;

	(void)state;
	begin(&x);
	write_file(&x, 70000);
	p = batch_for(&x, 1, "");
	again = batch_for(&x, 2, "");
	must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), put_batch, &again, &e), ERR_CONFLICT);
	assert_non_null(strstr(e.text, "sudah diterima pada 2 Mei 2025"));
	again.b.kind = LIST_REVIEW; /* as another kind of list it may come */
	must(sample_act(&x.t, SPAN(""), put_batch, &again, &e), &e);
	must(sample_act(&x.t, SPAN(""), withdraw, &p.b.id, &e), &e);
	assert_int_equal(sample_act(&x.t, SPAN(""), withdraw, &p.b.id, &e), ERR_CONFLICT);
	must(batch_bytes_left(x.t.env.store, 1, &left, &e), &e);
	assert_int_equal(left, 0);
	assert_int_equal(batch_bytes_read(x.t.env.store, 1, gather, &g, &e), ERR_CONFLICT);
	must(batch_find(x.t.env.store, 1, SPAN(""), &b, &x.arena, &e), &e);
	assert_true(padan_span_eq(b.end, SPAN("ditarik")));
	assert_true(padan_span_eq(b.end_reason, SPAN("keliru kirim")));
	assert_int_equal(batch_must_stand(&b, &e), ERR_CONFLICT);
	p.b.id = 3; /* withdrawn, it may come again */
	must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	verify_clean(&x.t);
	end(&x);
}

/* A file that changed between the look and the writing leaves nothing. */
static void test_changed_meanwhile(void **state)
{
	struct test x;
	struct putting p;
	struct batch b;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	write_file(&x, 1000);
	p = batch_for(&x, 1, "");
	write_file(&x, 1016);
	assert_int_equal(sample_act(&x.t, SPAN(""), put_batch, &p, &e), ERR_CONFLICT);
	assert_int_equal(batch_find(x.t.env.store, 1, SPAN(""), &b, &x.arena, &e), ERR_USAGE);
	end(&x);
}

struct count {
	int n;
};

static int count_batch(void *ctx, const struct batch *b)
{
	(void)b;
	((struct count *)ctx)->n++;
	return 0;
}

static int in_scope(struct test *x, const char *scope)
{
	struct count c = { 0 };
	struct err e = { 0 };

	must(batch_each(x->t.env.store, padan_span_of(scope), count_batch, &c, &e), &e);
	return c.n;
}

/* Whoever works elsewhere gets the answer of a batch that does not exist. */
static void test_scope(void **state)
{
	struct test x;
	struct batch b;
	struct err e = { 0 }, none = { 0 };
	static const char *const regions[] = { "", "73.72", "73.72.01", "73.72.02", "73.71.01" };

	(void)state;
	begin(&x);
	for (int i = 0; i < 5; i++) {
		struct putting p;

		write_file(&x, 100 + (size_t)i);
		p = batch_for(&x, i + 1, regions[i]);
		must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	}
	assert_int_equal(in_scope(&x, ""), 5);
	assert_int_equal(in_scope(&x, "73.72"), 3);
	assert_int_equal(in_scope(&x, "73.72.01"), 1);
	assert_int_equal(in_scope(&x, "73.7"), 4); /* no region ends so; as text it is a prefix */
	must(batch_find(x.t.env.store, 3, SPAN("73.72.01"), &b, &x.arena, &e), &e);
	assert_int_equal(batch_find(x.t.env.store, 4, SPAN("73.72.01"), &b, &x.arena, &e), ERR_USAGE);
	assert_int_equal(batch_find(x.t.env.store, 1, SPAN("73.72.01"), &b, &x.arena, &e), ERR_USAGE);
	assert_int_equal(batch_find(x.t.env.store, 4000, SPAN("73.72.01"), &b, &x.arena, &none), ERR_USAGE);
	assert_int_equal(strlen(e.text), strlen(none.text)); /* the same words, another number */
	end(&x);
}

static int teach(struct unit *u, void *ctx, struct err *e)
{
	return header_map_add(u, SPAN("Dinas Perikanan"), LIST_PROPOSALS, ctx, e);
}

static void test_columns_remembered(void **state)
{
	struct batch_check c = { .titles = SPAN("Q1\nQ2"),
				 .columns = SPAN("nama\nnik"),
				 .fingerprint = UINT64_MAX - 5 };
	const struct columns_hand *hand;
	struct columns columns = { 0 };
	struct test x;
	struct err e = { 0 };

	(void)state;
	begin(&x);
	must(sample_act(&x.t, SPAN(""), teach, &c, &e), &e);
	c.columns = SPAN("nik\nnama"); /* the newest holds */
	must(sample_act(&x.t, SPAN(""), teach, &c, &e), &e);
	must(header_maps_of(x.t.env.store, SPAN("Dinas Perikanan"), LIST_PROPOSALS, &columns, &x.arena, &e), &e);
	hand = columns_hand_of(&columns, LIST_PROPOSALS, c.fingerprint);
	assert_non_null(hand);
	assert_null(hand->next);
	assert_int_equal(hand->n, 2);
	assert_int_equal(hand->col[0], COL_NIK);
	columns = (struct columns){ 0 };
	must(header_maps_of(x.t.env.store, SPAN("Dinas Lain"), LIST_PROPOSALS, &columns, &x.arena, &e), &e);
	assert_null(columns.hand);
	verify_clean(&x.t);
	end(&x);
}

/* --- purging ---------------------------------------------------------------------------------------------------------
 */
static int count_due(void *ctx, const struct batch_due *d)
{
	(void)d;
	((struct count *)ctx)->n++;
	return 0;
}

static int due(struct test *x, date on)
{
	struct count c = { 0 };
	struct err e = { 0 };

	must(batch_due_each(x->t.env.store, on, count_due, &c, &e), &e);
	return c.n;
}

static void test_due(void **state)
{
	struct permit a = agreement(11, "dukcapil", "1/PKS", true);
	struct putting p, own;
	struct test x;
	struct err e = { 0 };
	int64_t ended = 11;

	(void)state;
	begin(&x);
	must(sample_act(&x.t, SPAN(""), put_permit, &a, &e), &e);
	write_file(&x, 100);
	p = batch_for(&x, 1, "");
	p.b.kind = LIST_REGISTRY;
	p.b.permit = 11;
	must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	own = batch_for(&x, 2, ""); /* without an agreement it is never due */
	must(sample_act(&x.t, SPAN(""), put_batch, &own, &e), &e);
	assert_int_equal(due(&x, date_of(2025, 7, 31)), 0);
	assert_int_equal(due(&x, date_of(2025, 8, 1)), 1);
	must(sample_act(&x.t, SPAN(""), end_permit, &ended, &e), &e);
	assert_int_equal(due(&x, date_of(2025, 6, 9)), 0);
	assert_int_equal(due(&x, date_of(2025, 6, 10)), 1);
	must(sample_act(&x.t, SPAN(""), withdraw, &p.b.id, &e), &e);
	assert_int_equal(due(&x, date_of(2025, 8, 1)), 0);
	verify_clean(&x.t);
	end(&x);
}

/* --- what the file shows, and what verify sees -----------------------------------------------------------------------
 */
static void test_nothing_of_it_in_the_file(void **state)
{
	struct test x;
	struct putting p;
	struct err e = { 0 };
	char command[300];

	(void)state;
	if (ENGINE_PG)
		skip();
	begin(&x);
	write_file(&x, 100000);
	p = batch_for(&x, 1, "");
	must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	snprintf(command, sizeof(command), "grep -qa RAHASIA %s/kota.db*", x.t.dir);
	assert_int_not_equal(system(command), 0);
	snprintf(command, sizeof(command), "grep -qa 'Dinas Perikanan' %s/kota.db*", x.t.dir); /* the test can fail */
	assert_int_equal(system(command), 0);
	end(&x);
}

static int spoil(struct unit *u, void *ctx, struct err *e)
{
	enum sql_id id = *(enum sql_id *)ctx;
	struct db_value v = db_i64(1);

	return db_run(store_db(u->store), id, &v, 1, NULL, e);
}

/* Parts or key taken away behind the program's back. */
static void test_verify_sees_missing_bytes(void **state)
{
	static const enum sql_id acts[] = { SQL_batch_part_drop, SQL_batch_key_drop };

	(void)state;
	for (int i = 0; i < 2; i++) {
		enum sql_id id = acts[i];
		struct sample_found f = { 0 };
		struct db_found found = { sample_say, &f };
		struct test x;
		struct putting p;
		struct err e = { 0 };

		begin(&x);
		write_file(&x, 100000);
		p = batch_for(&x, 1, "");
		must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
		verify_clean(&x.t);
		must(sample_act(&x.t, SPAN(""), spoil, &id, &e), &e);
		must(verify_store(x.t.env.store, &found, &e), &e);
		assert_int_equal(f.n, 1);
		assert_non_null(strstr(f.first, i ? "kunci" : "hilang atau rusak"));
		end(&x);
	}
}

static int take_dump(void *ctx, struct buf *out, struct err *e)
{
	(void)e;
	buf_span(ctx, buf_as_span(out));
	buf_clear(out);
	return 0;
}

static void test_dump_knows_them(void **state)
{
	struct test x;
	struct putting p;
	struct buf text;
	struct dump_sink sink = { take_dump, &text };
	struct err e = { 0 };
	int64_t rows = 0;

	(void)state;
	begin(&x);
	write_file(&x, 100);
	p = batch_for(&x, 1, "");
	must(sample_act(&x.t, SPAN(""), put_batch, &p, &e), &e);
	buf_init(&text, NULL, 4 << 20);
	must(dump_store(x.t.env.store, &sink, &rows, &e), &e);
	assert_non_null(strstr(text.p, "# batch_key: 1\n"));
	assert_non_null(strstr(text.p, "# batch_part: 1\n"));
	assert_non_null(strstr(text.p, "Dinas Perikanan"));
	buf_done(&text);
	end(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_agreements),
		cmocka_unit_test(test_bytes_come_back),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_no_pages),
		cmocka_unit_test(test_known_and_withdrawn),
		cmocka_unit_test(test_changed_meanwhile),
		cmocka_unit_test(test_scope),
		cmocka_unit_test(test_columns_remembered),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_nothing_of_it_in_the_file),
		cmocka_unit_test(test_verify_sees_missing_bytes),
		cmocka_unit_test(test_dump_knows_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "engine.h"
#include "office/event_log.h"
#include <json.h>

static char dir[64], file[PG_URL];

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/lindung-event-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	engine_place(dir, file);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	engine_drop(file);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static void must(int rc, const struct err *e)
{
	if (rc)
		fail_msg("code %d: %s", rc, e->text);
}

/* --- RFC 6962 --------------------------------------------------------------------------------------------------------
 */
/* The leaves that the reference implementation of certificate transparency tests with. */
static const struct {
	size_t n;
	const char *bytes;
} leaves[] = { { 0, "" },
	       { 1, "\0" },
	       { 1, "\x10" },
	       { 2, "\x20\x21" },
	       { 2, "\x30\x31" },
	       { 4, "\x40\x41\x42\x43" },
	       { 8, "\x50\x51\x52\x53\x54\x55\x56\x57" },
	       { 16, "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f" } };

static void root_of(int n, unsigned char out[MERKLE])
{
	struct merkle m;

	merkle_begin(&m);
	for (int i = 0; i < n; i++)
		merkle_add(&m, (span){ leaves[i].bytes, leaves[i].n });
	merkle_root(&m, out);
}

static void hex_of(const unsigned char *p, char out[2 * MERKLE + 1])
{
	sodium_bin2hex(out, 2 * MERKLE + 1, p, MERKLE);
}

static void test_merkle_known_roots(void **state)
{
	/* RFC 6962 section 2.1: of nothing, and the roots of the reference tests for 1, 2, 3, 5, 7 and 8 leaves */
	static const struct {
		int n;
		const char *root;
	} known[] = { { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		      { 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
		      { 2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
		      { 3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
		      { 5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
		      { 7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
		      { 8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" } };
	unsigned char root[MERKLE];
	char hex[2 * MERKLE + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		root_of(known[i].n, root);
		hex_of(root, hex);
		assert_string_equal(hex, known[i].root);
	}
}

/* The outside vectors of consistency proofs name the roots of two sizes of this tree. */
static int vector_roots(const char *folder, int which, const char *key_size, const char *key_root)
{
	char path[1200];
	unsigned char want[MERKLE], got[MERKLE];
	struct json_object *doc, *size, *root;
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/testdata/consistency/%d/happy-path.json", folder, which);
	doc = json_object_from_file(path);
	if (!doc)
		return 0;
	assert_true(json_object_object_get_ex(doc, key_size, &size));
	assert_true(json_object_object_get_ex(doc, key_root, &root));
	assert_int_equal(sodium_base642bin(want, sizeof(want), json_object_get_string(root),
					   strlen(json_object_get_string(root)), NULL, &n, NULL,
					   sodium_base64_VARIANT_ORIGINAL),
			 0);
	assert_int_equal(n, MERKLE);
	assert_true(json_object_get_int(size) <= 8);
	root_of(json_object_get_int(size), got);
	assert_memory_equal(got, want, MERKLE);
	json_object_put(doc);
	return 1;
}

static void test_merkle_vectors(void **state)
{
	char folder[1024];
	int seen = 0;

	(void)state;
	if (!shared_path(folder, "corpora/merkle-testdata"))
		skip();
	for (int i = 1; i <= 4; i++) {
		seen += vector_roots(folder, i, "size1", "root1");
		seen += vector_roots(folder, i, "size2", "root2");
	}
	assert_true(seen >= 4);
}

/* Every size up to 300 against the definition: the tree splits at the largest power of two below n. */
static void by_definition(int from, int n, unsigned char out[MERKLE])
{
	unsigned char both[1 + 2 * MERKLE] = { 1 }, leaf[5] = { 0 };
	int k = 1;

	if (n == 1) {
		memcpy(leaf + 1, &from, 4);
		crypto_hash_sha256(out, leaf, 5);
		return;
	}
	while (2 * k < n)
		k *= 2;
	by_definition(from, k, both + 1);
	by_definition(from + k, n - k, both + 1 + MERKLE);
	crypto_hash_sha256(out, both, sizeof(both));
}

static void test_merkle_sizes(void **state)
{
	unsigned char got[MERKLE], want[MERKLE];
	struct merkle m;

	(void)state;
	merkle_begin(&m);
	for (int n = 1; n <= 300; n++) {
		int leaf = n - 1;

		merkle_add(&m, (span){ (const char *)&leaf, 4 });
		merkle_root(&m, got);
		by_definition(0, n, want);
		assert_memory_equal(got, want, MERKLE);
	}
}

/* --- digests: neither a changed value nor a moved border -----------------------------------------------------------
 */
static void test_digest_borders(void **state)
{
	struct db_value a[] = { db_text(SPAN("ab")), db_text(SPAN("c")) };
	struct db_value b[] = { db_text(SPAN("a")), db_text(SPAN("bc")) };
	struct db_value c[] = { db_text(SPAN("ab")), db_bytes("c", 1) };
	struct db_value d[] = { db_text(SPAN("")), db_i64(0) };
	struct db_value f[] = { db_null(), db_i64(0) };
	struct db_value *all[] = { a, b, c, d, f };
	unsigned char out[5][DIGEST];
	struct digest h;

	(void)state;
	for (int i = 0; i < 5; i++) {
		digest_begin(&h);
		digest_values(&h, all[i], 2);
		digest_end(&h, out[i]);
		for (int j = 0; j < i; j++)
			assert_memory_not_equal(out[i], out[j], DIGEST);
	}
}

/* A long value, and many short ones across the gathering buffer's border, are as one stream. */
static void test_digest_long(void **state)
{
	static char text[10000];
	struct db_value v[200];
	unsigned char one[DIGEST], two[DIGEST];
	struct digest h;

	(void)state;
	memset(text, 'x', sizeof(text));
	for (int i = 0; i < 200; i++)
		v[i] = db_text((span){ text, (size_t)i * 37 });
	digest_begin(&h);
	digest_values(&h, v, 200);
	digest_end(&h, one);
	digest_begin(&h);
	for (int i = 0; i < 200; i++)
		digest_values(&h, v + i, 1);
	digest_end(&h, two);
	assert_memory_equal(one, two, DIGEST);
	v[199].s.p = "y", v[199].s.n = 1;
	digest_begin(&h);
	digest_values(&h, v, 200);
	digest_end(&h, two);
	assert_memory_not_equal(one, two, DIGEST);
}

/* --- the log ---------------------------------------------------------------------------------------------------------
 */
static void append(struct db *db, span key, struct err *e, int want)
{
	struct event ev = {
		.key = key, .use_case = "uji", .actor = SPAN("a"), .reason = SPAN("b"), .content = SPAN("{}")
	};
	struct event_fact fact = { .object = SPAN("benda/1"), .digest = { 1, 2, 3 } };
	int rc;

	must(db_begin(db, DB_WRITE, e), e);
	rc = event_append(db, seams_real(), &ev, &fact, 1, e);
	if (!rc)
		rc = event_seal(db, seams_real(), e);
	assert_int_equal(rc, want);
	if (rc)
		db_rollback(db);
	else
		must(db_commit(db, e), e);
}

static void count(void *ctx, const char *what)
{
	(void)what;
	++*(int *)ctx;
}

static int check(struct db *db)
{
	int n = 0;
	struct db_found found = { count, &n };
	struct err e = { 0 };

	must(event_check(db, &found, &e), &e);
	db_rollback(db);
	return n;
}

static struct db *must_open(bool make)
{
	const struct db_options o = { .path = file, .make = make, .seams = seams_real() };
	struct err e = { 0 };
	struct db *db;

	must(db_open(&db, &o, &e), &e);
	return db;
}

static void test_chain(void **state)
{
	struct block_head head;
	struct db *db;
	struct err e = { 0 };
	unsigned char digest[DIGEST];
	bool known;

	(void)state;
	db = must_open(true);
	assert_int_equal(check(db), 0); /* nothing is sound too */
	append(db, SPAN("k1"), &e, 0);
	append(db, SPAN(""), &e, 0);
	append(db, SPAN(""), &e, 0);
	append(db, SPAN("k1"), &e, ERR_CONFLICT); /* the same command twice has one effect */
	assert_non_null(strstr(e.text, "k1"));
	must(event_head(db, &head, &e), &e);
	assert_int_equal(head.block, 3);
	must(event_fact_of(db, SPAN("benda/1"), digest, &known, &e), &e);
	assert_true(known);
	assert_int_equal(digest[2], 3);
	must(event_fact_of(db, SPAN("benda/2"), digest, &known, &e), &e);
	assert_false(known);
	db_rollback(db);
	assert_int_equal(check(db), 0);
	db_close(db);
}

/* Several events before one seal share a block. */
static void test_one_block_for_many(void **state)
{
	struct event ev = { .use_case = "uji", .actor = SPAN("a"), .content = SPAN("{}") };
	struct block_head head;
	struct db *db;
	struct err e = { 0 };

	(void)state;
	db = must_open(true);
	for (int i = 0; i < 5; i++) {
		must(db_begin(db, DB_WRITE, &e), &e);
		must(event_append(db, seams_real(), &ev, NULL, 0, &e), &e);
		must(db_commit(db, &e), &e);
	}
	must(db_begin(db, DB_WRITE, &e), &e);
	must(event_seal(db, seams_real(), &e), &e);
	must(event_seal(db, seams_real(), &e), &e); /* nothing left: no empty block */
	must(db_commit(db, &e), &e);
	must(event_head(db, &head, &e), &e);
	assert_int_equal(head.block, 1);
	assert_int_equal(check(db), 0);
	db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merkle_known_roots),
		cmocka_unit_test(test_merkle_vectors),
		cmocka_unit_test(test_merkle_sizes),
		cmocka_unit_test(test_digest_borders),
		cmocka_unit_test(test_digest_long),
		cmocka_unit_test_setup_teardown(test_chain, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_block_for_many, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

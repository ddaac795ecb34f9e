/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"

#include "access/key.h"
#include <sys/stat.h>

static char dir[64], file[96];

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/lindung-key-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(file, sizeof(file), "%s/a/b/kunci", dir);
	return 0;
}

static int tear_down(void **state)
{
	char command[96];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static struct key *must_open(const char *name, bool make, bool *made)
{
	struct err e = { 0 };
	struct key *k;

	if (key_open(&k, name, make, made, seams_real(), &e))
		fail_msg("%s", e.text);
	return k;
}

static void test_made_once(void **state)
{
	struct key *k;
	struct stat st;
	struct err e;
	char id[KEY_ID_TEXT];
	bool made;

	(void)state;
	assert_int_equal(key_open(&k, file, false, &made, seams_real(), &e), ERR_CONFLICT);
	assert_null(k);
	k = must_open(file, true, &made);
	assert_true(made);
	snprintf(id, sizeof(id), "%s", key_id(k));
	key_close(k);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	k = must_open(file, true, &made);
	assert_false(made);
	assert_string_equal(id, key_id(k));
	key_close(k);
}

static void test_refused(void **state)
{
	char other[96];
	struct key *k;
	struct err e;
	bool made;
	FILE *f;

	(void)state;
	key_close(must_open(file, true, &made));
	assert_int_equal(chmod(file, 0640), 0);
	assert_int_equal(key_open(&k, file, false, &made, seams_real(), &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "chmod 600"));
	assert_int_equal(chmod(file, 0604), 0);
	assert_int_equal(key_open(&k, file, false, &made, seams_real(), &e), ERR_USAGE);
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(truncate(file, 60), 0);
	assert_int_equal(key_open(&k, file, false, &made, seams_real(), &e), ERR_USAGE);
	snprintf(other, sizeof(other), "%s/palsu", dir);
	f = fopen(other, "w");
	assert_non_null(f);
	fputs("bukan kunci\n", f);
	fclose(f);
	assert_int_equal(chmod(other, 0600), 0);
	assert_int_equal(key_open(&k, other, true, &made, seams_real(), &e), ERR_USAGE);
	assert_int_not_equal(key_open(&k, dir, true, &made, seams_real(), &e), 0);
	snprintf(other, sizeof(other), "%s/tautan", dir);
	assert_int_equal(symlink(file, other), 0);
	assert_int_not_equal(key_open(&k, other, true, &made, seams_real(), &e), 0);
}

static void test_sealed_value_is_bound(void **state)
{
	static const char text[] = "7372040101800001|SITTI AMINAH";
	const struct key_place at = { "run_row", 77, 3 };
	const struct key_place moved[] = { { "run_row", 77, 4 }, { "run_row", 78, 3 }, { "run_candidate", 77, 3 } };
	unsigned char sealed[sizeof(text) + KEY_EXTRA], again[sizeof(sealed)], plain[sizeof(text)];
	span s = { (const char *)sealed, sizeof(sealed) };
	char other[96];
	struct key *k, *k2;
	bool made;
	size_t n;

	(void)state;
	k = must_open(file, true, &made);
	snprintf(other, sizeof(other), "%s/lain", dir);
	k2 = must_open(other, true, &made);
	assert_string_not_equal(key_id(k), key_id(k2));
	key_seal(k, &at, (span){ text, sizeof(text) }, sealed);
	key_seal(k, &at, (span){ text, sizeof(text) }, again);
	assert_memory_not_equal(sealed, again, sizeof(sealed)); /* a fresh nonce each time */
	assert_true(key_unseal(k, &at, s, plain, &n));
	assert_int_equal(n, sizeof(text));
	assert_memory_equal(plain, text, n);
	assert_false(key_unseal(k2, &at, s, plain, &n));
	for (size_t i = 0; i < 3; i++)
		assert_false(key_unseal(k, &moved[i], s, plain, &n));
	for (size_t i = 0; i < sizeof(sealed); i++) {
		sealed[i] ^= 1;
		assert_false(key_unseal(k, &at, s, plain, &n));
		sealed[i] ^= 1;
	}
	for (size_t cut = 0; cut < sizeof(sealed); cut++)
		assert_false(key_unseal(k, &at, (span){ s.p, cut }, plain, &n));
	key_close(k);
	key_close(k2);
}

static void test_blind_index(void **state)
{
	unsigned char a[KEY_BLIND], b[KEY_BLIND];
	char other[96];
	struct key *k, *k2;
	bool made;

	(void)state;
	k = must_open(file, true, &made);
	snprintf(other, sizeof(other), "%s/lain", dir);
	k2 = must_open(other, true, &made);
	key_blind(k, KEY_NIK, SPAN("7372040101800001"), a);
	key_blind(k, KEY_NIK, SPAN("7372040101800001"), b);
	assert_memory_equal(a, b, KEY_BLIND);
	key_blind(k, KEY_NIK, SPAN("7372040101800002"), b);
	assert_memory_not_equal(a, b, KEY_BLIND);
	key_blind(k, KEY_KK, SPAN("7372040101800001"), b); /* a family card of the same digits */
	assert_memory_not_equal(a, b, KEY_BLIND);
	key_blind(k2, KEY_NIK, SPAN("7372040101800001"), b);
	assert_memory_not_equal(a, b, KEY_BLIND);
	key_close(k);
	key_close(k2);
}

/* Derivation is part of the stored format: this key must give this id and index for ever. The figures were computed
 * apart, with keyed BLAKE2b (salt = number of the subkey, person = context) of another library. */
static void test_known_answer(void **state)
{
	unsigned char a[KEY_BLIND];
	char hex[2 * KEY_BLIND + 1] = "";
	struct key *k;
	bool made;
	FILE *f;

	(void)state;
	snprintf(file, sizeof(file), "%s/tetap", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	fputs("LINDUNG-KUNCI-1\n000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n", f);
	fclose(f);
	assert_int_equal(chmod(file, 0600), 0);
	k = must_open(file, false, &made);
	key_blind(k, KEY_NIK, SPAN("7372040101800001"), a);
	for (int i = 0; i < KEY_BLIND; i++)
		snprintf(hex + 2 * i, 3, "%02x", a[i]);
	assert_string_equal(key_id(k), "de82c90001beb0a6");
	assert_string_equal(hex, "3977ad6718dab6eaf4398787be7c019d");
	key_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_made_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_sealed_value_is_bound, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_blind_index, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_known_answer, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

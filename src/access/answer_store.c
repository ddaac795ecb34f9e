/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/answer_store.h"

#include "office/answer.h"
#include "office/event_log.h"

#include <stdio.h>

enum { OBJECT_MAX = 64 };
#define PREFIX "jawaban/"
#define BEHIND "jawaban0" /* '0' follows '/' */

static void digest_of(span key, span answer, unsigned char out[DIGEST])
{
	struct db_value v[] = { db_text(key), db_bytes(answer.p, answer.n) };
	struct digest d;

	digest_begin(&d);
	digest_values(&d, v, 2);
	digest_end(&d, out);
}

struct key_place answer_store_place(span key)
{
	unsigned char h[DIGEST];
	struct key_place at = { "answer", 0, 0 };

	digest_of(key, SPAN(""), h);
	memcpy(&at.id, h, sizeof(at.id));
	return at;
}

int answer_store_fact(struct store *s, span key, span answer, struct err *e)
{
	unsigned char digest[DIGEST];
	char object[OBJECT_MAX];
	int n = snprintf(object, sizeof(object), PREFIX "%.*s", (int)key.n, key.p);

	if (n >= OBJECT_MAX)
		return err_set(e, ERR_USAGE, "kunci perintah lebih panjang dari %d", ANSWER_KEY);
	digest_of(key, answer, digest);
	return store_fact(s, (span){ object, (size_t)n }, digest, e);
}

int answer_store_add(struct store *s, span key, span answer, struct err *e)
{
	struct key_place at = answer_store_place(key);
	struct buf sealed;
	int rc;

	buf_init(&sealed, store_seams(s)->alloc, ANSWER_MAX + KEY_EXTRA);
	buf_span(&sealed, answer); /* room first, content by the seal itself */
	for (int i = 0; i < KEY_EXTRA; i++)
		buf_putc(&sealed, 0);
	if (sealed.failed) {
		rc = err_memory(e, "jawaban perintah");
	} else {
		struct db_value v[] = { db_text(key), db_bytes(sealed.p, sealed.n) };

		key_seal(store_key(s), &at, answer, (unsigned char *)sealed.p);
		rc = db_run(store_db(s), SQL_answer_add, v, 2, NULL, e);
	}
	buf_done(&sealed);
	return rc;
}

static bool open_answer(struct store *s, span key, span sealed, struct buf *out)
{
	struct key_place at = answer_store_place(key);
	size_t from = out->n, n = 0;

	buf_span(out, sealed);
	if (out->failed || !store_key(s) || !key_unseal(store_key(s), &at, sealed, (unsigned char *)out->p + from, &n))
		return false;
	out->n = from + n;
	return true;
}

int answer_store_get(struct store *s, span key, struct buf *answer, struct answered *was, struct err *e)
{
	struct db_value v = db_text(key);
	struct db_row row = { .want = 3 };
	int rc;

	*was = (struct answered){ .found = false };
	if (!store_db(s))
		return ERR_OK;
	rc = db_one(store_db(s), SQL_answer_get, &v, 1, &row, e);
	if (rc || !row.found)
		return rc;
	was->found = true;
	was->at_ms = row.col[1].i;
	snprintf(was->use_case, sizeof(was->use_case), "%.*s", (int)row.col[2].s.n, row.col[2].s.p);
	if (open_answer(s, key, row.col[0].s, answer))
		return ERR_OK;
	return err_set(e, ERR_MACHINE,
		       "jawaban untuk kunci perintah \"%.*s\" tidak dapat dibuka; jalankan lindung verify", (int)key.n,
		       key.p);
}

static bool matches(struct store *s, span key, span digest, struct buf *plain, struct err *e)
{
	struct answered was;
	unsigned char now[DIGEST];

	buf_clear(plain);
	if (answer_store_get(s, key, plain, &was, e) || !was.found)
		return false;
	digest_of(key, buf_as_span(plain), now);
	return padan_span_eq(digest, (span){ (const char *)now, DIGEST });
}

int answer_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value v[] = { db_text(SPAN(PREFIX)), db_text(SPAN(BEHIND)) };
	struct db_stmt *st;
	struct buf plain;
	bool row = false;
	int rc = db_query(store_db(s), SQL_fact_between, v, 2, &st, e);

	buf_init(&plain, store_seams(s)->alloc, ANSWER_MAX + KEY_EXTRA);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		span object = db_column_span(st, 0);
		span key = { object.p + sizeof(PREFIX) - 1, object.n - (sizeof(PREFIX) - 1) };
		struct err broken = { .code = 0 };
		char line[160];

		if (matches(s, key, db_column_span(st, 1), &plain, &broken))
			continue;
		snprintf(line, sizeof(line), "jawaban perintah %.*s hilang atau berubah", (int)key.n, key.p);
		found->say(found->ctx, line);
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	return rc;
}

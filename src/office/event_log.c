/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/event_log.h"

#include <stdio.h>

enum { SALT = 16, EVENT_COLUMNS = 10, HASH_AT = 9, SALT_AT = 8 };

/* --- writing -------------------------------------------------------------------------------------------------------
 */
/* 43 bits of milliseconds, 20 of chance: ids made by several writers do not meet, and sort by time. Never below one
 * that is there, also when the clock went back. */
static int next_id(struct db *db, const struct seams *s, int64_t now, int64_t *id, struct err *e)
{
	struct db_row last = { .want = 1 };
	uint32_t chance;
	int rc = db_one(db, SQL_event_last, NULL, 0, &last, e);

	s->random(s->ctx, &chance, sizeof(chance));
	*id = now << 20 | (int64_t)(chance >> 12);
	if (!rc && last.col[0].kind == DB_I64 && last.col[0].i >= *id)
		*id = last.col[0].i + 1;
	return rc;
}

static int refuse_known(struct db *db, span key, struct err *e)
{
	struct db_value v = db_text(key);
	struct db_row known = { .want = 2 };
	char day[11];
	int rc = db_one(db, SQL_event_by_request, &v, 1, &known, e);

	if (rc || !known.found)
		return rc;
	date_iso((date){ (int32_t)(known.col[1].i / 86400000) }, day);
	return err_set(e, ERR_CONFLICT, "perintah dengan kunci \"%.*s\" sudah dijalankan pada %s; pakai kunci lain",
		       (int)(key.n < 60 ? key.n : 60), key.p, day);
}

static void hash_event(const struct db_value v[EVENT_COLUMNS], const struct event_fact *facts, size_t n,
		       unsigned char out[DIGEST])
{
	struct digest d;

	digest_begin(&d);
	digest_values(&d, &v[SALT_AT], 1);
	digest_values(&d, v, SALT_AT);
	for (size_t i = 0; i < n; i++) {
		struct db_value f[] = { db_text(facts[i].object), db_bytes(facts[i].digest, DIGEST) };

		digest_values(&d, f, 2);
	}
	digest_end(&d, out);
}

static int add_facts(struct db *db, int64_t id, const struct event_fact *facts, size_t n, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < n; i++) {
		struct db_value v[] = { db_i64(id), db_i64((int64_t)i), db_text(facts[i].object),
					db_bytes(facts[i].digest, DIGEST) };

		rc = db_run(db, SQL_fact_add, v, 4, NULL, e);
	}
	return rc;
}

int event_append(struct db *db, const struct seams *s, const struct event *ev, const struct event_fact *facts, size_t n,
		 struct err *e)
{
	unsigned char salt[SALT], hash[DIGEST];
	char own[32];
	int64_t now = s->now_ms(s->ctx), id;
	struct db_value v[EVENT_COLUMNS];
	int rc = next_id(db, s, now, &id, e);

	if (!rc && ev->key.n)
		rc = refuse_known(db, ev->key, e);
	if (rc)
		return rc;
	snprintf(own, sizeof(own), "sendiri:%lld", (long long)id);
	s->random(s->ctx, salt, sizeof(salt));
	v[0] = db_i64(id), v[1] = db_i64(now), v[2] = db_text(ev->key.n ? ev->key : padan_span_of(own));
	v[3] = db_text(padan_span_of(ev->use_case)), v[4] = db_text(ev->actor), v[5] = db_text(ev->region);
	v[6] = db_text(ev->reason), v[7] = db_text(ev->content), v[SALT_AT] = db_bytes(salt, sizeof(salt));
	hash_event(v, facts, n, hash);
	v[HASH_AT] = db_bytes(hash, sizeof(hash));
	rc = db_run(db, SQL_event_add, v, EVENT_COLUMNS, NULL, e);
	if (!rc)
		rc = add_facts(db, id, facts, n, e);
	if (!rc)
		rc = db_run(db, SQL_unsealed_add, v, 1, NULL, e);
	return rc;
}

/* --- sealing -------------------------------------------------------------------------------------------------------
 */
struct block {
	int64_t id, leaves, at_ms;
	unsigned char previous[MERKLE], root[MERKLE], hash[MERKLE];
};

static void put64(unsigned char *p, int64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (unsigned char)((uint64_t)v >> (8 * i));
}

static void hash_block(const struct block *b, unsigned char out[MERKLE])
{
	unsigned char all[1 + 8 + MERKLE + MERKLE + 8 + 8] = { 2 };

	put64(all + 1, b->id);
	memcpy(all + 9, b->previous, MERKLE);
	memcpy(all + 9 + MERKLE, b->root, MERKLE);
	put64(all + 9 + 2 * MERKLE, b->leaves);
	put64(all + 17 + 2 * MERKLE, b->at_ms);
	crypto_hash_sha256(out, all, sizeof(all));
}

int event_head(struct db *db, struct block_head *out, struct err *e)
{
	struct db_row head = { .want = 2 };
	int rc = db_one(db, SQL_head_get, NULL, 0, &head, e);

	memset(out, 0, sizeof(*out));
	if (rc || !head.found)
		return rc;
	out->block = head.col[0].i;
	if (head.col[1].s.n == MERKLE)
		memcpy(out->hash, head.col[1].s.p, MERKLE);
	return ERR_OK;
}

/* Leaves of the new block; *last = its last event. */
static int collect(struct db *db, struct block *b, int64_t *last, struct err *e)
{
	struct merkle tree;
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_unsealed_list, NULL, 0, &st, e);

	merkle_begin(&tree);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[] = { db_i64(b->id), db_i64(b->leaves++), db_i64(*last = db_column_i64(st, 0)) };

		merkle_add(&tree, db_column_span(st, 1));
		rc = db_run(db, SQL_leaf_add, v, 3, NULL, e);
	}
	merkle_root(&tree, b->root);
	return rc;
}

static int add_block(struct db *db, const struct block *b, bool first, struct err *e)
{
	struct db_value v[] = {
		db_i64(b->id),	  db_bytes(b->previous, MERKLE), db_bytes(b->root, MERKLE), db_i64(b->leaves),
		db_i64(b->at_ms), db_bytes(b->hash, MERKLE)
	};
	struct db_value head[] = { v[0], v[5] };
	int rc = db_run(db, SQL_block_add, v, 6, NULL, e);

	return rc ? rc : db_run(db, first ? SQL_head_add : SQL_head_set, head, 2, NULL, e);
}

int event_seal(struct db *db, const struct seams *s, struct err *e)
{
	struct block_head before;
	struct block b = { .at_ms = s->now_ms(s->ctx) };
	struct db_value upto;
	int64_t last = 0;
	int rc = event_head(db, &before, e);

	if (rc)
		return rc;
	b.id = before.block + 1;
	memcpy(b.previous, before.hash, MERKLE);
	rc = collect(db, &b, &last, e);
	if (rc || !b.leaves)
		return rc;
	hash_block(&b, b.hash);
	rc = add_block(db, &b, before.block == 0, e);
	upto = db_i64(last);
	return rc ? rc : db_run(db, SQL_unsealed_clear, &upto, 1, NULL, e);
}

int event_fact_of(struct db *db, span object, unsigned char out[DIGEST], bool *known, struct err *e)
{
	struct db_value v = db_text(object);
	struct db_row row = { .want = 1 };
	int rc = db_one(db, SQL_fact_of_object, &v, 1, &row, e);

	*known = !rc && row.found && row.col[0].s.n == DIGEST;
	if (*known)
		memcpy(out, row.col[0].s.p, DIGEST);
	return rc;
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static void say(const struct db_found *found, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(const struct db_found *found, const char *fmt, ...)
{
	char line[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	found->say(found->ctx, line);
}

/* The event's hash with the facts as they stand now. */
static int rehash(struct db *db, const struct db_value v[EVENT_COLUMNS], unsigned char out[DIGEST], struct err *e)
{
	struct db_stmt *st;
	struct digest d;
	bool row = false;
	int64_t pos = 0;
	int rc = db_query(db, SQL_fact_of_event, v, 1, &st, e);

	digest_begin(&d);
	digest_values(&d, &v[SALT_AT], 1);
	digest_values(&d, v, SALT_AT);
	for (; !rc && !(rc = db_step(st, &row, e)) && row; pos++) {
		struct db_value f[] = { db_column(st, 1), db_column(st, 2) };

		digest_values(&d, f, db_column_i64(st, 0) == pos ? 2 : 1);
	}
	digest_end(&d, out);
	return rc;
}

static int check_events(struct db *db, const struct db_found *found, struct err *e)
{
	unsigned char hash[DIGEST];
	struct db_value v[EVENT_COLUMNS];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_event_list, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (int i = 0; i < EVENT_COLUMNS; i++)
			v[i] = db_column(st, i);
		rc = rehash(db, v, hash, e);
		if (!rc && (v[HASH_AT].s.n != DIGEST || memcmp(v[HASH_AT].s.p, hash, DIGEST) != 0))
			say(found, "peristiwa %lld (%.*s): isinya berbeda dari sidiknya", (long long)v[0].i,
			    (int)(v[3].s.n < 40 ? v[3].s.n : 40), v[3].s.p);
	}
	return rc;
}

static int check_leaves(struct db *db, const struct block *b, const struct db_found *found, struct err *e)
{
	struct db_value id = db_i64(b->id);
	unsigned char root[MERKLE];
	struct merkle tree;
	struct db_stmt *st;
	bool row = false, sound = true;
	int64_t before = 0;
	int rc = db_query(db, SQL_leaf_list, &id, 1, &st, e);

	merkle_begin(&tree);
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		int64_t event = db_column_i64(st, 1);

		sound = sound && db_column_i64(st, 0) == (int64_t)tree.leaves && event > before &&
			db_column(st, 2).kind == DB_BYTES;
		before = event;
		merkle_add(&tree, db_column_span(st, 2));
	}
	merkle_root(&tree, root);
	if (!rc && (!sound || (int64_t)tree.leaves != b->leaves || memcmp(root, b->root, MERKLE) != 0))
		say(found, "blok %lld: peristiwanya tidak cocok dengan akar blok", (long long)b->id);
	return rc;
}

static bool read_block(struct db_stmt *st, struct block *b)
{
	span previous = db_column_span(st, 1), root = db_column_span(st, 2), hash = db_column_span(st, 5);

	*b = (struct block){ .id = db_column_i64(st, 0),
			     .leaves = db_column_i64(st, 3),
			     .at_ms = db_column_i64(st, 4) };
	if (previous.n != MERKLE || root.n != MERKLE || hash.n != MERKLE)
		return false;
	memcpy(b->previous, previous.p, MERKLE);
	memcpy(b->root, root.p, MERKLE);
	memcpy(b->hash, hash.p, MERKLE);
	return true;
}

static int check_blocks(struct db *db, struct block *last, const struct db_found *found, struct err *e)
{
	unsigned char hash[MERKLE];
	struct block b;
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, SQL_block_list, NULL, 0, &st, e);

	*last = (struct block){ 0 };
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		bool whole = read_block(st, &b);

		hash_block(&b, hash);
		if (!whole || memcmp(hash, b.hash, MERKLE) != 0)
			say(found, "blok %lld: isinya berbeda dari sidiknya", (long long)b.id);
		if (b.id != last->id + 1 || memcmp(b.previous, last->hash, MERKLE) != 0)
			say(found, "blok %lld: tidak menyambung ke blok %lld", (long long)b.id, (long long)last->id);
		rc = check_leaves(db, &b, found, e);
		*last = b;
	}
	return rc;
}

static int count_of(struct db *db, enum sql_id id, int64_t *n, struct err *e)
{
	struct db_row row = { .want = 1 };
	int rc = db_one(db, id, NULL, 0, &row, e);

	*n = !rc && row.found ? row.col[0].i : 0;
	return rc;
}

int event_check(struct db *db, const struct db_found *found, struct err *e)
{
	struct block_head head;
	struct block last;
	int64_t loose = 0;
	int rc = check_events(db, found, e);

	if (!rc)
		rc = check_blocks(db, &last, found, e);
	if (!rc)
		rc = event_head(db, &head, e);
	if (rc)
		return rc;
	if (head.block != last.id || memcmp(head.hash, last.hash, MERKLE) != 0)
		say(found, "rantai blok berakhir di blok %lld, seharusnya di blok %lld", (long long)last.id,
		    (long long)head.block);
	rc = count_of(db, SQL_event_loose, &loose, e);
	if (!rc && loose)
		say(found, "%lld peristiwa berada di luar blok mana pun", (long long)loose);
	return rc;
}

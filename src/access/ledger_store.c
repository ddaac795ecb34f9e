/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/ledger_store.h"

#include "office/event_digest.h"
#include "office/event_log.h"

#include <stdio.h>

enum { OBJECT = 64, COLUMNS = 20 };
#define DAY_MS	((int64_t)86400000)
#define WITA_MS ((int64_t)8 * 3600000)

static span object_of(const struct ledger *l, const struct db_value *row, char out[OBJECT])
{
	int n = snprintf(out, OBJECT, "%s/%lld", l->prefix, (long long)row[0].i);

	if (l->keys > 1 && n > 0 && n < OBJECT)
		n += snprintf(out + n, OBJECT - (size_t)n, "/%lld", (long long)row[1].i);
	return (span){ out, n > 0 && n < OBJECT ? (size_t)n : 0 };
}

static void digest_row(const struct ledger *l, const struct db_value *row, unsigned char out[DIGEST])
{
	struct digest d;

	digest_begin(&d);
	digest_values(&d, row, (size_t)l->columns);
	digest_end(&d, out);
}

int ledger_add(struct store *s, const struct ledger *l, const struct db_value *row, struct err *e)
{
	unsigned char sum[DIGEST];
	char object[OBJECT];
	int rc = db_run(store_db(s), l->add, row, (size_t)l->columns, NULL, e);

	digest_row(l, row, sum);
	return rc ? rc : store_fact(s, object_of(l, row, object), sum, e);
}

/* --- checking ----------------------------------------------------------------------------------------------------- */
static void say(const struct db_found *found, const struct ledger *l, span object, const char *what)
{
	char line[200];

	snprintf(line, sizeof(line), "%s (%.*s): %s", l->what, (int)object.n, object.p, what);
	found->say(found->ctx, line);
}

static int check_row(struct db *db, const struct ledger *l, const struct db_value *row, const struct db_found *found,
		     struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT];
	span name = object_of(l, row, object);
	bool known = false;
	int rc;

	digest_row(l, row, now);
	rc = event_fact_of(db, name, then, &known, e);
	if (!rc && (!known || memcmp(now, then, DIGEST) != 0))
		say(found, l, name, known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	return rc;
}

/* Each row has one fact; more facts than rows: rows were taken away. */
static int check_count(struct db *db, const struct ledger *l, int64_t rows, const struct db_found *found, struct err *e)
{
	char from[OBJECT], until[OBJECT], line[200];
	struct db_row count = { .want = 1 };
	struct db_value range[2];
	int rc;

	snprintf(from, sizeof(from), "%s/", l->prefix);
	snprintf(until, sizeof(until), "%s0", l->prefix); /* '0' is the sign after '/' */
	range[0] = db_text(padan_span_of(from));
	range[1] = db_text(padan_span_of(until));
	rc = db_one(db, SQL_fact_object_count, range, 2, &count, e);
	if (rc || count.col[0].i <= rows)
		return rc;
	snprintf(line, sizeof(line), "%s: %lld baris ada peristiwanya, tetapi tidak ada lagi", l->what,
		 (long long)(count.col[0].i - rows));
	found->say(found->ctx, line);
	return ERR_OK;
}

int ledger_check(struct store *s, const struct ledger *l, const struct db_found *found, struct err *e)
{
	struct db *db = store_db(s);
	struct db_value row[COLUMNS];
	struct db_stmt *st;
	bool more = false;
	int64_t rows = 0;
	int rc = db_query(db, l->list, NULL, 0, &st, e);

	while (!rc && !(rc = db_step(st, &more, e)) && more) {
		for (int i = 0; i < l->columns; i++)
			row[i] = db_column(st, i);
		rc = check_row(db, l, row, found, e);
		rows++;
	}
	return rc ? rc : check_count(db, l, rows, found, e);
}

/* --- small things ------------------------------------------------------------------------------------------------- */
int64_t ledger_new_id(const struct seams *s)
{
	uint64_t id = 0;

	while (!id) {
		s->random(s->ctx, &id, sizeof(id));
		id &= ((uint64_t)1 << 60) - 1;
	}
	return (int64_t)id;
}

date ledger_today(const struct env *env)
{
	if (date_known(env->today))
		return env->today;
	return (date){ (int32_t)((env->seams->now_ms(env->seams->ctx) + WITA_MS) / DAY_MS) };
}

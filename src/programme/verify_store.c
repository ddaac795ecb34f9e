/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/verify_store.h"
#include "office/event_log.h"
#include "programme/decree_store.h"

typedef int step(struct store *, const struct db_found *, struct err *);

static int check_file(struct store *s, const struct db_found *found, struct err *e)
{
	return db_check(store_db(s), found, e);
}

static int check_events(struct store *s, const struct db_found *found, struct err *e)
{
	return event_check(store_db(s), found, e);
}

int verify_store(struct store *s, const struct db_found *found, struct err *e)
{
	static step *const steps[] = { check_file, check_events, run_store_check, decree_store_check };
	struct db *db = store_db(s);
	int rc;

	if (!db)
		return err_set(e, ERR_UNREADABLE, "basis data belum ada atau masih kosong");
	rc = db_begin(db, DB_READ, e);
	for (size_t i = 0; !rc && i < sizeof(steps) / sizeof(*steps); i++) {
		struct err broken = { 0 };

		if (steps[i](s, found, &broken))
			found->say(found->ctx, broken.text);
	}
	db_rollback(db);
	return rc;
}

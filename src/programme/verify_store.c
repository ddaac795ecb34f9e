/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/verify_store.h"
#include "access/access_log_store.h"
#include "access/answer_store.h"
#include "access/token_store.h"
#include "access/totp_store.h"
#include "access/user_store.h"
#include "coverage/boundary_store.h"
#include "coverage/cover_store.h"
#include "intake/batch_store.h"
#include "intake/permit_store.h"
#include "membership/membership_store.h"
#include "membership/objection_store.h"
#include "membership/person_index_store.h"
#include "office/event_log.h"
#include "programme/decree_step_store.h"
#include "programme/decree_store.h"
#include "programme/letterhead_store.h"
#include "programme/programme_store.h"
#include "programme/public_test_store.h"
#include "programme/review_store.h"

typedef int step(struct store *, const struct db_found *, struct err *);

static int check_file(struct store *s, const struct db_found *found, struct err *e)
{
	return db_check(store_db(s), found, e);
}

static int check_events(struct store *s, const struct db_found *found, struct err *e)
{
	return event_check(store_db(s), found, e);
}

/* Without its key's name a database would take any key as its own. */
static int check_key(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_row events = { .want = 1 };
	int rc = db_one(store_db(s), SQL_event_count, NULL, 0, &events, e);

	if (!rc && events.col[0].i && !store_key(s))
		found->say(found->ctx, "kunci data pribadi yang dipakai tidak tercatat");
	return rc;
}

/* Each finished run and each decree counts its programme up by one. */
static int check_programmes(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_row drift = { .want = 0 };
	int rc = db_one(store_db(s), SQL_programme_drift, NULL, 0, &drift, e);

	if (!rc && drift.found)
		found->say(found->ctx, "revisi program tidak cocok dengan banyaknya rancangan dan SK-nya");
	return rc;
}

static int verify_version(const struct db *db, struct err *e)
{
	if (db_version(db) == db_version_newest())
		return ERR_OK;
	return err_set(e, ERR_CONFLICT, "susunan data versi lama (%d, program ini %d); jalankan lindung migrate dahulu",
		       db_version(db), db_version_newest());
}

int verify_store(struct store *s, const struct db_found *found, struct err *e)
{
	static step *const steps[] = { check_file,
				       check_key,
				       check_events,
				       check_programmes,
				       run_store_check,
				       decree_store_check,
				       user_store_check,
				       answer_store_check,
				       totp_store_check,
				       token_store_check,
				       access_store_check,
				       chain_store_check,
				       membership_store_check,
				       public_test_check,
				       permit_store_check,
				       batch_store_check,
				       review_store_check,
				       programme_store_check,
				       letterhead_check,
				       objection_store_check,
				       boundary_store_check,
				       person_index_check };
	struct db *db = store_db(s);
	int rc;

	if (!db)
		return err_set(e, ERR_UNREADABLE, "basis data belum ada atau masih kosong");
	rc = verify_version(db, e);
	if (!rc)
		rc = db_begin(db, DB_READ, e);
	for (size_t i = 0; !rc && i < sizeof(steps) / sizeof(*steps); i++) {
		struct err broken = { 0 };

		if (steps[i](s, found, &broken))
			found->say(found->ctx, broken.text);
	}
	db_rollback(db);
	/* reads whole runs again, each in a snapshot of its own: runs do not change */
	return rc ? rc : cover_store_check(s, found, e);
}

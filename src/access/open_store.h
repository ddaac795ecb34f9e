/* SPDX-License-Identifier: EUPL-1.2
 *
 * The store: a database and the key of its personal data, opened together, as office.h's struct store_ops wants it.
 * Opening writes nothing: a missing database is made, and the writer's lock taken, by the first begin, so a preview
 * leaves no trace. `_store` files of the rooms take what they need from here.
 *
 * Where the process has a writer (env.writer), a store reads on a connection of its own, and from begin to its end the
 * writer's connection is lent to it: store_db is then the writer's. Nothing in a room notices.
 */
#ifndef ACCESS_OPEN_STORE_H
#define ACCESS_OPEN_STORE_H

#include "access/key.h"
#include "db/db.h"
#include "office/office.h"

extern const struct store_ops store_ops_db;

/* NULL when the database does not exist yet (an empty store: nothing is known). */
struct db *store_db(struct store *s);
/* For the process's writer: the store's own connection, open and its lock taken, leaves the store, which may then only
 * be closed. ERR_CONFLICT when another process writes; a missing database is ERR_UNREADABLE. */
MUST_CHECK int store_give_writer(struct store *s, struct db **out, struct err *e);
/* NULL when the database does not exist yet. */
const struct key *store_key(struct store *s);
const struct seams *store_seams(const struct store *s);
/* Nobody else can be writing: what looks unfinished was left by a process that is gone. */
bool store_alone(const struct store *s);
/* The next begin may bring an older database forward (lindung migrate). */
void store_let_migrate(struct store *s);
/* PostgreSQL: whom the next begin, when it makes or migrates the tables, gives the program's rights. ERR_USAGE for a
 * file. */
MUST_CHECK int store_grant_to(struct store *s, span role, struct err *e);
/* The database's name as it may be shown: without a password. */
const char *store_name(const struct store *s);

/* Between begin and commit: what is written shows on no page of web/shelf.def (who looked at whom), so that the pages
 * that are kept stay as they are. */
void store_quiet(struct store *s);

/* What was read from what never changes, by the number of its run, so that it is not read again: the newest few, for
 * this store alone, personal data never. What is recalled lives until the next store_remember; without memory nothing
 * is kept. */
enum store_memo { MEMO_TITLES };
bool store_recall(const struct store *s, enum store_memo what, int64_t id, span *out);
void store_remember(struct store *s, enum store_memo what, int64_t id, span bytes);

/* A room's word on what its projection holds now, bound into the event of this transaction: `object` such as
 * "run/7K3M9QWP2XTA", and the digest that verify will compute again. At most 64 in one transaction. */
MUST_CHECK int store_fact(struct store *s, span object, const unsigned char digest[32], struct err *e);

#endif

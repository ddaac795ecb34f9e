/* SPDX-License-Identifier: EUPL-1.2
 *
 * Answers of commands that carried a key, in the table `answer`: sealed like all personal data, and bound into the
 * event by a fact, so that verify sees one that was taken away.
 */
#ifndef ACCESS_ANSWER_STORE_H
#define ACCESS_ANSWER_STORE_H

#include "access/open_store.h"

/* Inside the event's transaction, after the event. */
MUST_CHECK int answer_store_add(struct store *s, span key, span answer, struct err *e);
/* The fact of an answer: "jawaban/KEY", digest of what is kept. Before the event. */
MUST_CHECK int answer_store_fact(struct store *s, span key, span answer, struct err *e);
/* Where the answer of this key is sealed. */
struct key_place answer_store_place(span key);
/* See store_ops.answered. */
MUST_CHECK int answer_store_get(struct store *s, span key, struct buf *answer, struct answered *was, struct err *e);
/* For verify: each bound answer is there, opens, and is the one that was given. */
MUST_CHECK int answer_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif

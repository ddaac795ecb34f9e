/* SPDX-License-Identifier: EUPL-1.2
 *
 * Objections in the database: one row each, and the office's steps about it. Neither is ever changed. The citizen's
 * words, name and number, and the office's answer are sealed; region, kind and time are clear. The ticket is the id:
 * sixty bits of chance, so that holding it is what entitles to read the answer.
 */
#ifndef MEMBERSHIP_OBJECTION_STORE_H
#define MEMBERSHIP_OBJECTION_STORE_H

#include "access/open_store.h"
#include "db/copy.h"
#include "membership/objection.h"

enum { OBJECTIONS_A_DAY = 5000, OBJECTION_TEXT = 4096 };

/* What is sealed. Numbers are stored: append only. */
#define OBJECTION_FIELDS(F) F(nama) F(nik) F(hp) F(kelurahan) F(isi)
enum objection_field {
#define F(name) OBJECTION_##name,
	OBJECTION_FIELDS(F)
#undef F
		OBJECTION_N
};
struct key_place objection_place(const struct db_table *t, const struct db_value *v);
struct key_place objection_step_place(const struct db_table *t, const struct db_value *v);

struct objection {
	int64_t id, at_ms;
	span region; /* "73.72.01.1004", or the city when the place was not understood */
	span kind;   /* word */
	span field[OBJECTION_N];
	/* as the newest step says */
	enum objection_state state;
	int64_t steps, step_ms;
};

struct objection_step {
	int64_t no, at_ms;
	enum objection_state state;
	span actor, answer;
};

/* *found false when there is no such ticket or it is of another region than scope. Everything lives in the arena. */
MUST_CHECK int objection_get(const struct env *env, int64_t id, struct objection *out, bool *found, struct err *e);
/* All of the scope in the state (-1: any), who waits longest first. Spans live during the call. each: 0 goes on. */
MUST_CHECK int objection_each(const struct env *env, int state, int (*each)(void *ctx, const struct objection *),
			      void *ctx, struct err *e);
MUST_CHECK int objection_steps(struct store *s, int64_t id, int (*each)(void *ctx, const struct objection_step *),
			       void *ctx, struct err *e);

/* For apply. o->id and at_ms are given by the caller (plan draws the ticket). ERR_CONFLICT: too many today. */
MUST_CHECK int objection_store_add(struct unit *u, const struct objection *o, struct err *e);
/* ERR_CONFLICT when somebody else answered since `steps` was read. */
MUST_CHECK int objection_store_step(struct unit *u, const struct objection *o, enum objection_state state, span answer,
				    struct err *e);
/* For verify. */
MUST_CHECK int objection_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif

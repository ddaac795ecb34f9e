/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/person_record_store.h"

#include "membership/membership_store.h"
#include "membership/person_store.h"
#include "programme/decree_step_store.h"
#include "programme/run_read_store.h"
#include "programme/run_seal_store.h"

#include <sodium.h>

enum { PLAIN = 1 << 20 };

int person_answers(const struct env *env, int64_t run, int64_t pos,
		   int (*each)(void *ctx, const struct person_answer *), void *ctx, struct err *e)
{
	struct db_value v[] = { db_i64(run), db_i64(pos) };
	span field[ENROLMENT_N];
	struct db_stmt *st = NULL;
	struct buf plain;
	bool row = false;
	int stop = 0, rc = db_query(store_db(env->store), SQL_people_enrolled, v, 2, &st, e);

	buf_init(&plain, env->seams->alloc, PLAIN);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct key_place at = enrolment_at(run, db_column_i64(st, 0), db_column_i64(st, 1));

		rc = run_unseal(&plain, store_key(env->store), &at, db_column_span(st, 3), e);
		if (!rc && !run_fields_unpack(buf_as_span(&plain), field, ENROLMENT_N))
			rc = err_set(e, ERR_MACHINE, "jawaban BPJS: bentuk data tidak dikenal");
		if (!rc)
			stop = each(ctx, &(struct person_answer){ .at_ms = db_column_i64(st, 5),
								  .status = db_column_span(st, 2),
								  .decree = db_column_span(st, 6),
								  .file = db_column_span(st, 4),
								  .kpj = field[ENROLMENT_kpj],
								  .reason = field[ENROLMENT_alasan] });
	}
	if (plain.p)
		sodium_memzero(plain.p, plain.cap);
	buf_done(&plain);
	return rc ? rc : stop;
}

int person_disputes(const struct env *env, span id, int (*each)(void *ctx, const struct person_dispute *), void *ctx,
		    struct err *e)
{
	unsigned char low[KEY_BLIND], high[KEY_BLIND];
	struct db_value v[] = { db_bytes(low, KEY_BLIND), db_bytes(high, KEY_BLIND) };
	struct db_stmt *st = NULL;
	bool row = false;
	int stop = 0, rc;

	if (!person_id_range(id, low, high))
		return ERR_OK;
	rc = db_query(store_db(env->store), SQL_people_objections, v, 2, &st, e);
	while (!rc && !stop && !(rc = db_step(st, &row, e)) && row)
		if (scope_covers(env->scope.region, db_column_span(st, 1)))
			stop = each(ctx, &(struct person_dispute){ db_column_i64(st, 0), db_column_i64(st, 3),
								   db_column_span(st, 2), db_column_span(st, 4) });
	return rc ? rc : stop;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "coverage/boundary_store.h"

#include "office/event_digest.h"
#include "office/event_log.h"

#include <stdio.h>

enum { HEAD = 17, WARD = 8, FAULT = 4, OBJECT = 40 };

static int no_store(struct err *e)
{
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static bool own(struct padan_arena *a, span s, span *out)
{
	*out = (span){ padan_arena_copy(a, s.n ? s.p : "", s.n), s.n };
	return out->p != NULL;
}

static span object_of(int64_t id, char out[OBJECT])
{
	int n = snprintf(out, OBJECT, "peta/%lld", (long long)id);

	return (span){ out, n > 0 ? (size_t)n : 0 };
}

/* --- writing -------------------------------------------------------------------------------------------------------
 */
static int add_head(struct unit *u, const struct boundary *b, struct digest *d, struct err *e)
{
	const struct seams *s = u->env->seams;
	struct db_value v[HEAD] = { db_i64(b->id),
				    db_text(b->region),
				    db_text(b->name),
				    db_bytes(b->sha256, sizeof(b->sha256)),
				    db_i64(b->features),
				    db_i64(b->nwards),
				    db_i64(b->nfaults),
				    db_i64(b->tolerance),
				    db_i64(b->width),
				    db_i64(b->height),
				    db_i64(b->inset.x0),
				    db_i64(b->inset.y0),
				    db_i64(b->inset.x1),
				    db_i64(b->inset.y1),
				    db_text(u->env->actor.name),
				    db_i64(u->env->actor.account),
				    db_i64(s->now_ms(s->ctx)) };

	digest_values(d, v, HEAD);
	return db_run(store_db(u->store), SQL_boundary_add, v, HEAD, NULL, e);
}

static int add_wards(struct unit *u, const struct boundary *b, struct digest *d, struct err *e)
{
	int rc = ERR_OK;

	for (int64_t i = 0; !rc && i < b->nwards; i++) {
		const struct boundary_ward *w = &b->wards[i];
		struct db_value v[WARD] = {
			db_i64(b->id),	   db_text(w->code),  db_text(w->path),	 db_i64(w->far),
			db_i64(w->box.x0), db_i64(w->box.y0), db_i64(w->box.x1), db_i64(w->box.y1)
		};

		digest_values(d, v, WARD);
		rc = db_run(store_db(u->store), SQL_boundary_ward_add, v, WARD, NULL, e);
	}
	return rc;
}

static int add_faults(struct unit *u, const struct boundary *b, struct digest *d, struct err *e)
{
	int rc = ERR_OK;

	for (int64_t i = 0; !rc && i < b->nfaults; i++) {
		const struct boundary_fault *f = &b->faults[i];
		struct db_value v[FAULT] = { db_i64(b->id), db_i64(f->feature), db_text(f->named), db_text(f->reason) };

		digest_values(d, v, FAULT);
		rc = db_run(store_db(u->store), SQL_boundary_fault_add, v, FAULT, NULL, e);
	}
	return rc;
}

int boundary_store_add(struct unit *u, const struct boundary *b, struct err *e)
{
	unsigned char sum[DIGEST];
	char object[OBJECT];
	struct digest d;
	int rc;

	digest_begin(&d);
	rc = add_head(u, b, &d, e);
	if (!rc)
		rc = add_wards(u, b, &d, e);
	if (!rc)
		rc = add_faults(u, b, &d, e);
	digest_end(&d, sum);
	return rc ? rc : store_fact(u->store, object_of(b->id, object), sum, e);
}

/* --- reading -------------------------------------------------------------------------------------------------------
 */
static bool head_of(const struct db_value *v, struct boundary *b, struct padan_arena *a)
{
	*b = (struct boundary){ .id = v[0].i,
				.features = v[4].i,
				.nwards = v[5].i,
				.nfaults = v[6].i,
				.tolerance = v[7].i,
				.width = (int)v[8].i,
				.height = (int)v[9].i,
				.inset = { (int)v[10].i, (int)v[11].i, (int)v[12].i, (int)v[13].i },
				.at_ms = v[16].i };
	if (v[3].s.n == sizeof(b->sha256))
		memcpy(b->sha256, v[3].s.p, sizeof(b->sha256));
	return own(a, v[1].s, &b->region) && own(a, v[2].s, &b->name);
}

static int read_wards(struct db *db, struct boundary *b, struct padan_arena *a, struct err *e)
{
	struct boundary_ward *w = padan_arena_array(a, (size_t)b->nwards, sizeof(*w));
	struct db_value key = db_i64(b->id);
	struct db_stmt *st;
	bool row = false;
	int64_t n = 0;
	int rc = w ? db_query(db, SQL_boundary_wards, &key, 1, &st, e) : err_memory(e, "peta");

	while (!rc && n < b->nwards && !(rc = db_step(st, &row, e)) && row) {
		w[n].far = db_column_i64(st, 3) == 1;
		w[n].box = (struct map_box){ (int)db_column_i64(st, 4), (int)db_column_i64(st, 5),
					     (int)db_column_i64(st, 6), (int)db_column_i64(st, 7) };
		if (!own(a, db_column_span(st, 1), &w[n].code) || !own(a, db_column_span(st, 2), &w[n].path))
			rc = err_memory(e, "peta");
		n++;
	}
	b->wards = w;
	b->nwards = n;
	return rc;
}

static int read_faults(struct db *db, struct boundary *b, struct padan_arena *a, struct err *e)
{
	struct boundary_fault *f = padan_arena_array(a, (size_t)b->nfaults, sizeof(*f));
	struct db_value key = db_i64(b->id);
	struct db_stmt *st;
	bool row = false;
	int64_t n = 0;
	int rc = f ? db_query(db, SQL_boundary_faults, &key, 1, &st, e) : err_memory(e, "peta");

	while (!rc && n < b->nfaults && !(rc = db_step(st, &row, e)) && row) {
		f[n].feature = db_column_i64(st, 1);
		if (!own(a, db_column_span(st, 2), &f[n].named) || !own(a, db_column_span(st, 3), &f[n].reason))
			rc = err_memory(e, "peta");
		n++;
	}
	b->faults = f;
	b->nfaults = n;
	return rc;
}

int boundary_store_newest(struct store *s, span region, bool faults, struct boundary *out, struct padan_arena *arena,
			  struct err *e)
{
	struct db *db = store_db(s);
	struct db_row row = { .want = HEAD };
	struct db_value key = db_text(region);
	int rc = db ? db_one(db, SQL_boundary_newest, &key, 1, &row, e) : no_store(e);

	*out = (struct boundary){ .id = 0 };
	if (rc || !row.found)
		return rc;
	if (!head_of(row.col, out, arena))
		return err_memory(e, "peta");
	rc = read_wards(db, out, arena, e);
	return rc || !faults ? rc : read_faults(db, out, arena, e);
}

/* --- checking ------------------------------------------------------------------------------------------------------
 */
static int digest_rows(struct db *db, enum sql_id id, int64_t key, size_t columns, struct digest *d, struct err *e)
{
	struct db_value k = db_i64(key), v[HEAD];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, id, &k, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (size_t i = 0; i < columns; i++)
			v[i] = db_column(st, (int)i);
		digest_values(d, v, columns);
	}
	return rc;
}

static int check_one(struct db *db, int64_t id, const struct db_found *found, struct err *e)
{
	unsigned char now[DIGEST], then[DIGEST];
	char object[OBJECT], line[160];
	bool known = false;
	struct digest d;
	int rc;

	digest_begin(&d);
	rc = digest_rows(db, SQL_boundary_get, id, HEAD, &d, e);
	if (!rc)
		rc = digest_rows(db, SQL_boundary_wards, id, WARD, &d, e);
	if (!rc)
		rc = digest_rows(db, SQL_boundary_faults, id, FAULT, &d, e);
	digest_end(&d, now);
	if (!rc)
		rc = event_fact_of(db, object_of(id, object), then, &known, e);
	if (rc || (known && memcmp(now, then, DIGEST) == 0))
		return rc;
	snprintf(line, sizeof(line), "batas wilayah (%s): %s", object,
		 known ? "isinya berbeda dari sidik pada peristiwanya" : "tanpa peristiwa");
	found->say(found->ctx, line);
	return ERR_OK;
}

int boundary_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	struct db_value range[] = { db_text(SPAN("peta/")), db_text(SPAN("peta0")) };
	struct db_row facts = { .want = 1 };
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int64_t n = 0;
	int rc = db_query(db, SQL_boundary_ids, NULL, 0, &st, e);

	for (; !rc && !(rc = db_step(st, &row, e)) && row; n++)
		rc = check_one(db, db_column_i64(st, 0), found, e);
	if (!rc)
		rc = db_one(db, SQL_fact_object_count, range, 2, &facts, e);
	if (!rc && facts.col[0].i > n)
		found->say(found->ctx, "batas wilayah: ada peristiwanya, tetapi tidak ada lagi");
	return rc;
}

/* --- wards ---------------------------------------------------------------------------------------------------------
 */
int ward_store_add(struct unit *u, const struct regions *r, struct err *e)
{
	span city = padan_span_of(r->code), end = { 0 };
	struct db_row known = { .want = 1 };
	struct db_value range[2];
	int rc = ward_range(city, &end, u->env->arena, e);

	if (rc)
		return rc;
	range[0] = db_text(city);
	range[1] = db_text(end);
	rc = db_one(store_db(u->store), SQL_ward_count, range, 2, &known, e);
	if (rc || known.col[0].i >= r->villages)
		return rc;
	for (int i = 0; !rc && i < r->villages; i++) {
		const struct place_name *p = &r->village[i], *d = p->district >= 0 ? &r->district[p->district] : p;
		struct db_value v[] = { db_text(padan_span_of(p->code)), db_text(p->name),
					db_text(padan_span_of(d->code)), db_text(d->name) };

		rc = db_run(store_db(u->store), SQL_ward_add, v, 4, NULL, e);
	}
	return rc;
}

int ward_range(span below, span *end, struct padan_arena *arena, struct err *e)
{
	char *p = padan_arena_get(arena, below.n + 1);

	if (!p)
		return err_memory(e, "wilayah");
	if (below.n)
		memcpy(p, below.p, below.n);
	p[below.n] = below.n ? '/' : ':'; /* the sign behind '.'; behind the digits */
	*end = (span){ p, below.n + 1 };
	return ERR_OK;
}

int ward_store_list(struct store *s, span below, struct ward_name **out, size_t *n, struct padan_arena *arena,
		    struct err *e)
{
	struct ward_name *list = NULL;
	struct db *db = store_db(s);
	struct db_value range[2] = { db_text(below) };
	struct db_stmt *st = NULL;
	size_t cap = 0;
	span end = { 0 };
	bool row = false;
	int rc = db ? ward_range(below, &end, arena, e) : no_store(e);

	*n = 0;
	if (!rc) {
		range[1] = db_text(end);
		rc = db_query(db, SQL_ward_list, range, 2, &st, e);
	}
	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		struct ward_name *more = row_room(arena, list, *n, &cap, sizeof(*list));

		if (!more)
			return err_memory(e, "wilayah");
		list = more;
		if (!own(arena, db_column_span(st, 0), &list[*n].code) ||
		    !own(arena, db_column_span(st, 1), &list[*n].name) ||
		    !own(arena, db_column_span(st, 2), &list[*n].district) ||
		    !own(arena, db_column_span(st, 3), &list[*n].district_name))
			return err_memory(e, "wilayah");
		++*n;
	}
	*out = list;
	return rc;
}

int ward_newest_region(const struct env *env, span *out, struct err *e)
{
	struct db_row row = { .want = 1 };
	struct db *db = env->store ? store_db(env->store) : NULL;
	int rc = db ? db_one(db, SQL_newest_region, NULL, 0, &row, e) : no_store(e);

	*out = (span){ "", 0 };
	if (!rc && row.found && !own(env->arena, row.col[0].s, out))
		rc = err_memory(e, "wilayah");
	return rc;
}

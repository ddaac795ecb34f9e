/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/batch_store.h"

#include "base/limits.h"
#include "intake/batch_bytes_store.h"
#include "intake/batch_page_store.h"
#include "programme/run_store.h"
#include "tabular/file_hash.h"

#include <stdio.h>

enum { COLUMNS = 15, CHECK_COLUMNS = 17, END_COLUMNS = 6, MAP_COLUMNS = 8, LISTED = 17 };

static const struct ledger ledger = { "kiriman", "kiriman", SQL_batch_add, SQL_batch_rows, 1, COLUMNS };
static const struct ledger checks = {
	"kiriman-cek", "pemeriksaan kiriman", SQL_batch_check_add, SQL_batch_check_rows, 2, CHECK_COLUMNS
};
static const struct ledger ends = { "kiriman-akhir", "akhir kiriman", SQL_batch_end_add, SQL_batch_end_rows, 1,
				    END_COLUMNS };
static const struct ledger maps = { "kolom", "kolom yang diingat", SQL_header_map_add, SQL_header_map_rows,
				    1,	     MAP_COLUMNS };

/* --- reading ------------------------------------------------------------------------------------------------------ */
static enum list_kind kind_of(span word)
{
	int k = 0;

	while (k < LIST_KINDS && !padan_span_eq(word, padan_span_of(list_kind_name((enum list_kind)k))))
		k++;
	return (enum list_kind)k;
}

static struct batch batch_of(const struct db_value *v)
{
	struct batch b = { .id = v[0].i,
			   .kind = kind_of(v[1].s),
			   .office = v[2].s,
			   .letter = v[3].s,
			   .letter_on = v[4].kind == DB_NULL ? DATE_NONE : (date){ (int32_t)v[4].i },
			   .note = v[5].s,
			   .region = v[6].s,
			   .name = v[7].s,
			   .size = v[9].i,
			   .permit = v[10].kind == DB_NULL ? 0 : v[10].i,
			   .kept = v[11].i == 1,
			   .actor = v[12].s,
			   .at_ms = v[13].i,
			   .end = v[14].s,
			   .end_reason = v[15].s,
			   .end_ms = v[16].i };

	if (v[8].s.n == sizeof(b.sha256))
		memcpy(b.sha256, v[8].s.p, sizeof(b.sha256));
	return b;
}

static bool keep(span *s, struct padan_arena *a)
{
	char *p = padan_arena_copy(a, s->p ? s->p : "", s->n);

	s->p = p;
	return p;
}

/* Whose region begins with the scope's: from scope to scope and what sorts behind every code below it. */
struct within {
	char until[32];
	struct db_value v[2];
};

static void within_of(struct within *w, span scope)
{
	snprintf(w->until, sizeof(w->until), "%.*s~", (int)(scope.n < 24 ? scope.n : 24), scope.p ? scope.p : "");
	w->v[0] = db_text(scope.n ? scope : SPAN(""));
	w->v[1] = db_text(padan_span_of(w->until));
}

int batch_find(struct store *s, int64_t id, span scope, struct batch *out, struct padan_arena *arena, struct err *e)
{
	struct db_row row = { .want = LISTED };
	struct db *db = store_db(s);
	char text[RUN_ID_TEXT];
	struct within w;
	int rc;

	within_of(&w, scope);
	{
		struct db_value v[] = { db_i64(id), w.v[0], w.v[1] };

		rc = db ? db_one(db, SQL_batch_get, v, 3, &row, e) : ERR_OK;
	}
	if (rc)
		return rc;
	if (!row.found)
		return err_set(e, ERR_USAGE, "kiriman %s tidak ada; lihat: lindung batch list", run_id_text(id, text));
	*out = batch_of(row.col);
	return keep(&out->office, arena) && keep(&out->letter, arena) && keep(&out->note, arena) &&
			       keep(&out->region, arena) && keep(&out->name, arena) && keep(&out->actor, arena) &&
			       keep(&out->end, arena) && keep(&out->end_reason, arena)
		       ? ERR_OK
		       : err_memory(e, "kiriman");
}

int batch_each(struct store *s, span scope, int (*each)(void *ctx, const struct batch *), void *ctx, struct err *e)
{
	struct db *db = store_db(s);
	struct db_stmt *st;
	struct within w;
	bool row = false;
	int stop = 0, rc;

	within_of(&w, scope);
	rc = db ? db_query(db, SQL_batch_list, w.v, 2, &st, e) : ERR_OK;
	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct db_value v[LISTED];
		struct batch b;

		for (int i = 0; i < LISTED; i++)
			v[i] = db_column(st, i);
		b = batch_of(v);
		stop = each(ctx, &b);
	}
	return rc ? rc : stop;
}

int batch_refuse_known(struct store *s, const uint8_t sha256[32], enum list_kind kind, struct err *e)
{
	struct db_value v[] = { db_bytes(sha256, 32), db_text(padan_span_of(list_kind_name(kind))) };
	struct db_row row = { .want = 4 };
	struct db *db = store_db(s);
	char day[32], id[RUN_ID_TEXT];
	int rc = db ? db_one(db, SQL_batch_known, v, 2, &row, e) : ERR_OK;

	if (rc || !row.found)
		return rc;
	return err_set(
		e, ERR_CONFLICT,
		"berkas ini sudah diterima pada %s sebagai %.*s dari %.*s (kiriman %s); tarik kiriman itu dahulu "
		"bila memang harus diganti",
		date_long((date){ (int32_t)((row.col[1].i + (int64_t)8 * 3600000) / 86400000) }, day),
		(int)(row.col[2].s.n < 80 ? row.col[2].s.n : 80), row.col[2].s.p,
		(int)(row.col[3].s.n < 80 ? row.col[3].s.n : 80), row.col[3].s.p, run_id_text(row.col[0].i, id));
}

int batch_last_check(struct store *s, int64_t id, struct batch_check *out, struct padan_arena *arena, struct err *e)
{
	struct db_value v = db_i64(id);
	struct db_row row = { .want = CHECK_COLUMNS };
	const struct db_value *c = row.col;
	int rc = db_one(store_db(s), SQL_batch_check_last, &v, 1, &row, e);

	if (rc)
		return rc;
	if (!row.found)
		return err_set(e, ERR_MACHINE, "kiriman tanpa pemeriksaan; jalankan lindung verify");
	*out = (struct batch_check){ .no = c[1].i,
				     .sheet = c[2].s,
				     .header_row = c[3].i,
				     .titles = c[4].s,
				     .columns = c[5].s,
				     .fingerprint = (uint64_t)c[6].i,
				     .sheet_rows = c[7].i,
				     .data_rows = c[8].i,
				     .light = { c[9].i, c[10].i, c[11].i },
				     .ready = c[12].i == 1,
				     .vintage = c[13].s,
				     .warnings = c[14].s };
	return keep(&out->sheet, arena) && keep(&out->titles, arena) && keep(&out->columns, arena) &&
			       keep(&out->vintage, arena) && keep(&out->warnings, arena)
		       ? ERR_OK
		       : err_memory(e, "pemeriksaan kiriman");
}

int batch_must_stand(const struct batch *b, struct err *e)
{
	char id[RUN_ID_TEXT], day[32];

	run_id_text(b->id, id);
	if (b->end.n)
		return err_set(e, ERR_CONFLICT, "kiriman %s sudah %.*s pada %s", id, (int)b->end.n, b->end.p,
			       date_long((date){ (int32_t)((b->end_ms + (int64_t)8 * 3600000) / 86400000) }, day));
	if (!b->kept)
		return err_set(e, ERR_USAGE,
			       "kiriman %s: isinya tidak disimpan, karena izinnya tidak membolehkan; berikan berkasnya "
			       "lagi saat dipakai",
			       id);
	return ERR_OK;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */
static int64_t now_of(const struct unit *u)
{
	return u->env->seams->now_ms(u->env->seams->ctx);
}

static int add_check(struct unit *u, int64_t id, int64_t no, const struct batch_check *c, struct err *e)
{
	struct db_value v[CHECK_COLUMNS] = { db_i64(id),
					     db_i64(no),
					     db_text(c->sheet),
					     db_i64(c->header_row),
					     db_text(c->titles),
					     db_text(c->columns),
					     db_i64((int64_t)c->fingerprint),
					     db_i64(c->sheet_rows),
					     db_i64(c->data_rows),
					     db_i64(c->light[0]),
					     db_i64(c->light[1]),
					     db_i64(c->light[2]),
					     db_i64(c->ready),
					     db_text(c->vintage),
					     db_text(c->warnings),
					     db_text(u->env->actor.name),
					     db_i64(now_of(u)) };

	return ledger_add(u->store, &checks, v, e);
}

int batch_store_add(struct unit *u, const struct batch *b, const struct batch_check *c, const char *path, struct err *e)
{
	struct db_value v[COLUMNS] = { db_i64(b->id),
				       db_text(padan_span_of(list_kind_name(b->kind))),
				       db_text(b->office),
				       db_text(b->letter),
				       date_known(b->letter_on) ? db_i64(b->letter_on.day) : db_null(),
				       db_text(b->note),
				       db_text(b->region),
				       db_text(b->name),
				       db_bytes(b->sha256, sizeof(b->sha256)),
				       db_i64(b->size),
				       b->permit ? db_i64(b->permit) : db_null(),
				       db_i64(b->kept),
				       db_text(u->env->actor.name),
				       db_i64(u->env->actor.account),
				       db_i64(now_of(u)) };
	int rc = batch_refuse_known(u->store, b->sha256, b->kind, e);

	if (!rc)
		rc = ledger_add(u->store, &ledger, v, e);
	if (!rc)
		rc = add_check(u, b->id, 1, c, e);
	return rc || !b->kept ? rc : batch_bytes_write(u, b->id, path, b->sha256, e);
}

int batch_store_look(struct unit *u, int64_t id, const struct batch_check *c, struct err *e)
{
	struct batch_check last = { 0 };
	int rc = batch_last_check(u->store, id, &last, u->env->arena, e);

	return rc ? rc : add_check(u, id, last.no + 1, c, e);
}

int batch_store_end(struct unit *u, int64_t id, const char *how, span reason, struct err *e)
{
	struct db_value v[END_COLUMNS] = { db_i64(id),
					   db_text(padan_span_of(how)),
					   db_text(reason),
					   db_text(u->env->actor.name),
					   db_i64(u->env->actor.account),
					   db_i64(now_of(u)) };
	int rc = ledger_add(u->store, &ends, v, e);

	return rc ? rc : batch_bytes_drop(u, id, e);
}

int batch_due_each(struct store *s, date on, int (*each)(void *ctx, const struct batch_due *), void *ctx, struct err *e)
{
	struct db_value v = db_i64(on.day);
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int stop = 0, rc = db ? db_query(db, SQL_batch_overdue, &v, 1, &st, e) : ERR_OK;

	while (db && !rc && !stop && !(rc = db_step(st, &row, e)) && row) {
		struct batch_due d = { .id = db_column_i64(st, 0),
				       .kind = db_column_span(st, 1),
				       .name = db_column_span(st, 2),
				       .number = db_column_span(st, 3),
				       .over = { (int32_t)db_column_i64(st, 5) } };

		stop = each(ctx, &d);
	}
	return rc ? rc : stop;
}

/* --- columns mapped by hand --------------------------------------------------------------------------------------- */
int header_maps_of(struct store *s, span office, enum list_kind kind, struct columns *into, struct padan_arena *arena,
		   struct err *e)
{
	struct db_value v[] = { db_text(office), db_text(padan_span_of(list_kind_name(kind))) };
	struct db *db = store_db(s);
	struct db_stmt *st;
	bool row = false;
	int rc = db ? db_query(db, SQL_header_map_of, v, 2, &st, e) : ERR_OK;

	while (db && !rc && !(rc = db_step(st, &row, e)) && row)
		rc = columns_by_hand(into, kind, (uint64_t)db_column_i64(st, 0), db_column_span(st, 2), arena, e);
	return rc;
}

int header_map_add(struct unit *u, span office, enum list_kind kind, const struct batch_check *c, struct err *e)
{
	struct db_row last = { .want = 1 };
	int rc = db_one(store_db(u->store), SQL_header_map_last, NULL, 0, &last, e);
	struct db_value v[MAP_COLUMNS] = { db_i64(last.found && last.col[0].kind == DB_I64 ? last.col[0].i + 1 : 1),
					   db_text(office),
					   db_text(padan_span_of(list_kind_name(kind))),
					   db_i64((int64_t)c->fingerprint),
					   db_text(c->titles),
					   db_text(c->columns),
					   db_text(u->env->actor.name),
					   db_i64(now_of(u)) };

	return rc ? rc : ledger_add(u->store, &maps, v, e);
}

/* --- checking ----------------------------------------------------------------------------------------------------- */
struct hashing {
	struct file_hash h;
	int64_t size;
};

static int hash_part(void *ctx, span bytes, struct err *e)
{
	struct hashing *h = ctx;

	(void)e;
	file_hash_add(&h->h, bytes);
	h->size += (int64_t)bytes.n;
	return ERR_OK;
}

static void say(const struct db_found *found, int64_t id, const char *what)
{
	char line[700], text[RUN_ID_TEXT];

	snprintf(line, sizeof(line), "kiriman %s: %s", run_id_text(id, text), what);
	found->say(found->ctx, line);
}

static int check_pages(struct store *s, const struct batch *b, const struct db_found *found, struct padan_arena *arena,
		       struct err *e)
{
	struct batch_check c = { 0 };
	bool whole = true;
	int rc = b->end.n || !b->kept ? ERR_OK : batch_last_check(s, b->id, &c, arena, e);

	if (!rc && !b->end.n && b->kept)
		rc = batch_pages_check(s, b->id, c.light, &whole, e);
	if (!rc && !whole)
		say(found, b->id, "halamannya rusak; petakan kolomnya sekali lagi (lindung batch columns)");
	return rc;
}

static int check_bytes(struct store *s, const struct batch *b, const struct db_found *found, struct err *e)
{
	struct hashing h = { .size = 0 };
	struct err broken = { 0 };
	uint8_t sha256[32];
	int64_t left = 0;

	if (b->end.n || !b->kept) {
		int rc = batch_bytes_left(s, b->id, &left, e);

		if (!rc && left)
			say(found, b->id,
			    b->kept ? "sudah berakhir, tetapi isinya masih ada"
				    : "tidak boleh disimpan, tetapi isinya ada");
		return rc;
	}
	file_hash_init(&h.h, true);
	if (batch_bytes_read(s, b->id, hash_part, &h, &broken)) {
		say(found, b->id, broken.text);
		return ERR_OK;
	}
	file_hash_done(&h.h, sha256);
	if (h.size != b->size || memcmp(sha256, b->sha256, sizeof(sha256)) != 0)
		say(found, b->id, "isinya berbeda dari sidik berkasnya");
	return ERR_OK;
}

struct listed {
	int64_t *id;
	size_t n, cap;
	struct padan_arena arena;
};

static int list_id(void *ctx, const struct batch *b)
{
	struct listed *l = ctx;
	int64_t *id = row_room(&l->arena, l->id, l->n, &l->cap, sizeof(*id));

	if (!id)
		return ERR_MACHINE;
	l->id = id;
	l->id[l->n++] = b->id;
	return 0;
}

/* Listed first: reading one runs other statements. */
static int check_files(struct store *s, const struct db_found *found, struct err *e)
{
	struct listed l = { 0 };
	struct batch b;
	int rc;

	padan_arena_init(&l.arena, store_seams(s)->alloc, 0);
	rc = batch_each(s, SPAN(""), list_id, &l, e);
	for (size_t i = 0; !rc && i < l.n; i++) {
		rc = batch_find(s, l.id[i], SPAN(""), &b, &l.arena, e);
		if (!rc)
			rc = check_bytes(s, &b, found, e);
		if (!rc)
			rc = check_pages(s, &b, found, &l.arena, e);
	}
	padan_arena_done(&l.arena);
	return rc;
}

int batch_store_check(struct store *s, const struct db_found *found, struct err *e)
{
	int rc = ledger_check(s, &ledger, found, e);

	if (!rc)
		rc = ledger_check(s, &checks, found, e);
	if (!rc)
		rc = ledger_check(s, &ends, found, e);
	if (!rc)
		rc = ledger_check(s, &maps, found, e);
	return rc ? rc : check_files(s, found, e);
}

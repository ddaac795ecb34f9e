/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/open_store.h"

#include "access/access_log_store.h"
#include "access/answer_store.h"
#include "access/user_store.h"
#include "base/url.h"
#include "office/event_log.h"
#include "office/writer.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

enum { FACTS = 64, OBJECT = 64, MEMOS = 8, MEMO_MOST = 64 << 10 };

struct memo {
	enum store_memo what;
	int64_t id;
	struct buf bytes; /* empty: nothing here */
};

struct store {
	const struct seams *seams;
	struct db *db;
	struct key *key;
	bool key_made, bound; /* bound: the database knows its key */
	bool may_migrate;
	struct writer *writer; /* NULL: writes by itself */
	uint64_t client;
	struct turn turn;
	size_t facts;
	struct event_fact fact[FACTS];
	char object[FACTS][OBJECT];
	struct memo memo[MEMOS];
	unsigned next_memo; /* whose place the next one takes */
	char role[64];
	char path[PATH_MAX], shown[PATH_MAX], key_file[PATH_MAX], advice[PATH_MAX + 200];
};

struct db *store_db(struct store *s)
{
	if (s->turn.db)
		return s->turn.db;
	return s->db && db_version(s->db) ? s->db : NULL;
}

const struct key *store_key(struct store *s)
{
	return s->key;
}

const struct seams *store_seams(const struct store *s)
{
	return s->seams;
}

bool store_alone(const struct store *s)
{
	return !s->writer && s->db && db_alone(s->db);
}

void store_let_migrate(struct store *s)
{
	s->may_migrate = true;
}

const char *store_name(const struct store *s)
{
	return s->shown;
}

int store_grant_to(struct store *s, span role, struct err *e)
{
	if (!url_is_postgres(padan_span_of(s->path)))
		return err_set(e, ERR_USAGE, "--peran: hanya untuk basis data PostgreSQL; hapus --peran");
	if (!role.n || role.n >= sizeof(s->role))
		return err_set(e, ERR_USAGE, "--peran: nama peran kosong atau lebih dari 63 huruf");
	memcpy(s->role, role.p, role.n);
	s->role[role.n] = 0;
	if (s->db)
		db_grant_to(s->db, s->role);
	return ERR_OK;
}

bool store_recall(const struct store *s, enum store_memo what, int64_t id, span *out)
{
	for (int i = 0; i < MEMOS; i++)
		if (s->memo[i].bytes.n && s->memo[i].what == what && s->memo[i].id == id) {
			*out = buf_as_span(&s->memo[i].bytes);
			return true;
		}
	return false;
}

void store_remember(struct store *s, enum store_memo what, int64_t id, span bytes)
{
	struct memo *m = &s->memo[s->next_memo++ % MEMOS];

	buf_clear(&m->bytes);
	buf_span(&m->bytes, bytes);
	if (m->bytes.failed)
		buf_clear(&m->bytes);
	m->what = what;
	m->id = id;
}

int store_fact(struct store *s, span object, const unsigned char digest[DIGEST], struct err *e)
{
	if (s->facts == FACTS || object.n > OBJECT)
		return err_set(e, ERR_MACHINE, "catatan peristiwa: lebih dari %d objek dalam satu tindakan", FACTS);
	memcpy(s->object[s->facts], object.p, object.n);
	s->fact[s->facts].object = (span){ s->object[s->facts], object.n };
	memcpy(s->fact[s->facts].digest, digest, DIGEST);
	s->facts++;
	return ERR_OK;
}

/* --- opening -------------------------------------------------------------------------------------------------------
 */
static bool copy_path(char out[PATH_MAX], span name)
{
	if (name.n >= PATH_MAX || memchr(name.p, 0, name.n))
		return false;
	memcpy(out, name.p, name.n);
	out[name.n] = 0;
	return true;
}

/* The key must be the one that this database was born with. A fresh database has no key yet: begin gives it one. */
static int open_key(struct store *s, struct err *e)
{
	struct db_value name = db_text(SPAN("kunci"));
	struct db_row row = { .want = 1 };
	bool made;
	int rc;

	if (db_version(s->db) == 0)
		return ERR_OK;
	rc = db_one(s->db, SQL_meta_get, &name, 1, &row, e);
	if (rc || !row.found)
		return rc;
	rc = key_open(&s->key, s->key_file, false, &made, s->seams, e);
	if (rc)
		return rc;
	s->bound = padan_span_eq(row.col[0].s, padan_span_of(key_id(s->key)));
	if (!s->bound)
		rc = err_set(e, ERR_CONFLICT,
			     "%s: memakai kunci %.16s, sedangkan %s adalah kunci %s; tunjuk kunci yang benar dengan "
			     "--kunci",
			     s->shown, row.col[0].s.n == 16 ? row.col[0].s.p : "yang rusak", s->key_file,
			     key_id(s->key));
	db_rollback(s->db);
	return rc;
}

static int open_existing(struct store *s, struct err *e)
{
	struct db_options o = { .path = s->path, .seams = s->seams };
	int rc = db_open(&s->db, &o, e);

	return rc ? rc : open_key(s, e);
}

static void store_close(struct store *s)
{
	const struct padan_alloc *a;

	if (!s)
		return;
	a = s->seams->alloc;
	writer_undo(&s->turn);
	db_close(s->db);
	key_close(s->key);
	for (int i = 0; i < MEMOS; i++)
		buf_done(&s->memo[i].bytes);
	a->resize(a->ctx, s, sizeof(*s), 0);
}

static bool copy_shown(struct store *s)
{
	struct buf b;
	bool fits;

	buf_init(&b, s->seams->alloc, sizeof(s->shown) - 1);
	url_shown(padan_span_of(s->path), &b);
	fits = !b.failed;
	snprintf(s->shown, sizeof(s->shown), "%s", b.p ? b.p : "");
	buf_done(&b);
	return fits;
}

static int store_open(const struct env *env, span name, struct store **out, struct err *e)
{
	const struct padan_alloc *a = env->seams->alloc;
	struct store *s = a->resize(a->ctx, NULL, 0, sizeof(*s));
	int rc = ERR_OK;

	*out = NULL;
	if (!s)
		return err_memory(e, "basis data");
	memset(s, 0, sizeof(*s));
	s->seams = env->seams;
	s->writer = env->writer;
	s->client = env->client;
	for (int i = 0; i < MEMOS; i++)
		buf_init(&s->memo[i].bytes, env->seams->alloc, MEMO_MOST);
	if (!copy_path(s->path, name) || !name.n)
		rc = err_set(e, ERR_USAGE, "--db: nama berkas kosong atau terlalu panjang");
	else if (!copy_shown(s))
		rc = err_memory(e, "nama basis data");
	else if (!copy_path(s->key_file, env->key_file) || !env->key_file.n)
		rc = err_set(e, ERR_USAGE, "kunci data pribadi tidak diketahui; berikan --kunci BERKAS");
	else if (url_is_postgres(padan_span_of(s->path)) || access(s->path, F_OK) == 0 || errno != ENOENT)
		rc = open_existing(s, e);
	if (rc) {
		store_close(s);
		return rc;
	}
	*out = s;
	return ERR_OK;
}

/* --- transactions --------------------------------------------------------------------------------------------------
 */
/* The key first: a database without its key would be of no use, a key without a database does no harm. */
static int make_database(struct store *s, struct err *e)
{
	struct db_options o = { .path = s->path, .make = true, .seams = s->seams, .role = *s->role ? s->role : NULL };
	int rc = ERR_OK;

	if (!s->key)
		rc = key_open(&s->key, s->key_file, true, &s->key_made, s->seams, e);
	if (s->key_made)
		snprintf(s->advice, sizeof(s->advice),
			 "kunci data pribadi dibuat di %s. Salin ke tempat aman di luar komputer ini: tanpa kunci itu "
			 "nama "
			 "dan NIK di basis data tidak dapat dibaca lagi",
			 s->key_file);
	if (!rc && !s->db)
		rc = db_open(&s->db, &o, e);
	return rc;
}

static int bind_key(struct store *s, struct err *e)
{
	struct db_value key[] = { db_text(SPAN("kunci")), db_text(padan_span_of(key_id(s->key))) };
	struct db_row events = { .want = 1 };
	int rc = db_one(s->db, SQL_event_count, NULL, 0, &events, e);

	if (!rc && events.col[0].i)
		rc = err_set(e, ERR_CONFLICT, "%s: catatan kuncinya hilang; jalankan lindung verify, lalu pulihkan",
			     s->shown);
	return rc ? rc : db_run(s->db, SQL_meta_add, key, 2, NULL, e);
}

/* The database that the writer holds is there, and knows its key. */
static int begin_turn(struct store *s, struct err *e)
{
	if (s->turn.db)
		return err_set(e, ERR_MACHINE, "%s: penulisan di dalam penulisan lain (kesalahan program)", s->shown);
	if (s->may_migrate && db_version(s->db) < db_version_newest())
		return err_set(e, ERR_CONFLICT, "%s: hentikan layanan dahulu, lalu jalankan lindung migrate", s->shown);
	if (!s->bound)
		return err_set(e, ERR_CONFLICT, "%s: catatan kuncinya hilang; jalankan lindung verify, lalu pulihkan",
			       s->shown);
	return writer_turn(s->writer, &s->turn, s->client, e);
}

static int store_begin(struct store *s, struct err *e)
{
	bool old;
	int rc;

	s->facts = 0;
	if (s->writer)
		return begin_turn(s, e);
	rc = s->key ? ERR_OK : make_database(s, e);
	old = !rc && db_version(s->db) < db_version_newest();
	if (!rc && ((old && (s->may_migrate || db_version(s->db) == 0)) || *s->role))
		rc = db_migrate(s->db, e);
	if (!rc)
		rc = db_begin(s->db, DB_WRITE, e);
	if (!rc && !s->bound) {
		rc = bind_key(s, e);
		if (rc)
			db_rollback(s->db);
	}
	return rc;
}

static int store_event(struct store *s, const struct event *ev, struct err *e)
{
	int rc = ev->key.n ? answer_store_fact(s, ev->key, ev->answer, e) : ERR_OK;

	if (!rc)
		rc = event_append(store_db(s), s->seams, ev, s->fact, s->facts, e);
	s->facts = 0;
	if (!rc && ev->key.n)
		rc = answer_store_add(s, ev->key, ev->answer, e);
	return rc || s->writer ? rc : event_seal(s->db, s->seams, e); /* the writer seals a group at once */
}

static int store_commit(struct store *s, struct err *e)
{
	int rc;

	if (s->writer)
		return writer_keep(&s->turn, e);
	rc = db_commit(s->db, e);
	if (!rc)
		s->bound = true;
	return rc;
}

static void store_rollback(struct store *s)
{
	s->facts = 0;
	if (s->turn.db)
		writer_undo(&s->turn);
	else if (s->db)
		db_rollback(s->db);
}

int store_give_writer(struct store *s, struct db **out, struct err *e)
{
	int rc;

	*out = NULL;
	if (!store_db(s))
		return err_set(e, ERR_UNREADABLE, "%s: tidak ada; buat dengan: lindung init --db %s", s->shown,
			       s->shown);
	rc = store_begin(s, e); /* takes the lock and looks at the key */
	if (rc)
		return rc;
	db_rollback(s->db);
	*out = s->db;
	s->db = NULL;
	return ERR_OK;
}

void store_quiet(struct store *s)
{
	s->turn.quiet = true;
}

static const char *store_advice(const struct store *s)
{
	return s->key_made ? s->advice : NULL;
}

const struct store_ops store_ops_db = {
	.open = store_open,
	.close = store_close,
	.enter = user_enter,
	.begin = store_begin,
	.commit = store_commit,
	.rollback = store_rollback,
	.event = store_event,
	.answered = answer_store_get,
	.looked = access_looked,
	.advice = store_advice,
};

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Random histories of commands, each carried out on SQLite and on PostgreSQL: every answer and every refusal, and at
 * the end the whole content as text (dump), must be the same bytes. Clock and chance come from the history's number.
 * Every use case of the registry that works on a database takes part, also those that are yet to come; runs are written
 * by the run store from invented people. HISTORIES=n FIRST=k (make check-engines: 10000); a history that differs is
 * told.
 */
#include "check.h"

#include "fault/store_sample.h"
#include "law/law_tables.h"
#include "office/json.h"
#include "programme/dump_store.h"
#include "programme/verify_store.h"
#include <sodium.h>
#include <sqlite3.h>

enum { RUNS = 24, NAMES = 6, SAID = 64 << 20, STEPS = 12 };

static uint64_t mix(uint64_t *s)
{
	uint64_t z = *s += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* One engine's side of a history. */
struct world {
	struct sample t;
	bool pg;
	uint64_t dice, chance; /* what happens; what the seams draw */
	struct buf said;
	int64_t run[RUNS];
	int runs;
	char scan[96];
};

static int roll(struct world *w, int n)
{
	return (int)(mix(&w->dice) % (uint64_t)n);
}

/* --- chance ----------------------------------------------------------------------------------------------------------
 */
static uint64_t chance_before, *chance_now = &chance_before;

static void draw(void *p, size_t n)
{
	unsigned char *at = p;

	for (size_t i = 0; i < n; i++)
		at[i] = (unsigned char)(mix(chance_now) >> 32);
}

static void world_random(void *ctx, void *p, size_t n)
{
	(void)ctx;
	draw(p, n);
}

static const char *rng_name(void)
{
	return "histories";
}

static uint32_t rng_word(void)
{
	uint32_t v;

	draw(&v, sizeof(v));
	return v;
}

static void rng_buf(void *const p, const size_t n)
{
	draw(p, n);
}

static struct randombytes_implementation rng = { .implementation_name = rng_name, .random = rng_word, .buf = rng_buf };

/* What a PIN costs is no matter of engines: these stand before libsodium's own. */
int crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *const pin, unsigned long long n,
		      unsigned long long passes, size_t memory)
{
	unsigned char h[16];

	(void)passes, (void)memory;
	crypto_generichash(h, sizeof(h), (const unsigned char *)pin, n, NULL, 0);
	memset(out, 0, crypto_pwhash_STRBYTES);
	sodium_bin2hex(out, 2 * sizeof(h) + 1, h, sizeof(h));
	return 0;
}

int crypto_pwhash_str_verify(const char str[crypto_pwhash_STRBYTES], const char *const pin, unsigned long long n)
{
	char own[crypto_pwhash_STRBYTES];

	return crypto_pwhash_str(own, pin, n, 0, 0) || strcmp(own, str) != 0 ? -1 : 0;
}

/* --- what was said
 * -----------------------------------------------------------------------------------------------------
 */
/* The name of the database is the one thing that may differ. */
static void tell(struct world *w, span text)
{
	size_t n = strlen(w->t.db);

	for (size_t i = 0; i < text.n;)
		if (i + n <= text.n && !memcmp(text.p + i, w->t.db, n)) {
			buf_puts(&w->said, "DB");
			i += n;
		} else {
			buf_putc(&w->said, text.p[i++]);
		}
}

static void tell_error(struct world *w, const struct err *e)
{
	buf_printf(&w->said, "-> %d ", e->code);
	tell(w, padan_span_of(e->text));
	buf_putc(&w->said, '\n');
}

/* --- the steps
 * ---------------------------------------------------------------------------------------------------------
 */
/* Rows of a list whose reading may break off. */
struct breaking {
	struct sample_run *r;
	int64_t at;
};

static int next_or_break(void *ctx, struct run_row *row, struct err *e)
{
	struct breaking *b = ctx;

	if (b->at-- == 0)
		return err_set(e, ERR_UNREADABLE, "baris tidak terbaca"), -1;
	return sample_next(b->r, row, e);
}

static int write_run(struct world *w, struct sample_run *r, struct breaking *b, int64_t *run, struct err *e)
{
	struct event ev = { .use_case = "run", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct unit u = { &w->t.env, w->t.env.store };
	struct run_rows rows = { .next = next_or_break, .ctx = b };
	struct run_claim claim;
	int rc = run_store_claim(u.store, &r->head, &claim, e);

	r->at = 0;
	if (!rc)
		rc = store_ops_db.begin(u.store, e);
	if (!rc)
		rc = run_store_write(&u, &r->head, &claim, &rows, e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, e);
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	*run = claim.run;
	return rc;
}

static void step_run(struct world *w)
{
	static const char *const names[] = { "Pekerja Rentan 2025", "Nelayan \xe2\x80\x94 \xc3\xa9", "a'b\"c" };
	static const char *const regions[] = { "73.72", "73.71" };
	struct breaking b = { .at = roll(w, 6) ? -1 : roll(w, 5) };
	struct err e = { 0 };
	struct sample_run r;
	int64_t run;

	sample_run(&r, roll(w, 14));
	b.r = &r;
	r.file[0].sha256[0] = (unsigned char)roll(w, 4);
	r.head.stage = 1 + roll(w, 2);
	r.head.nama = padan_span_of(names[roll(w, 3)]);
	r.head.wilayah = padan_span_of(regions[roll(w, 4) == 0]);
	r.head.paper_day.day += roll(w, 3);
	if (roll(w, 2))
		r.head.again = SPAN("daftar lama keliru");
	if (!roll(w, 12)) /* a sum that the rows do not bear out */
		r.fund[0].spent.rp++;
	buf_printf(&w->said, "susun %lld\n", (long long)r.n);
	if (!write_run(w, &r, &b, &run, &e) && w->runs < RUNS)
		w->run[w->runs++] = run;
	tell_error(w, &e);
}

/* Does this use case work on nothing but a database and what can be made up here? */
static bool takes_part(const struct use_case *uc)
{
	/* files, figures of the machine, or waiting for a signal */
	static const char *const others[] = { "backup", "restore", "scale", "serve", "hold" };
	bool db = false;

	if (uc->kind != CASE_WRITE && uc->kind != CASE_READ)
		return false;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strstr(uc->name, others[i]))
			return false;
	for (const struct field *f = uc->in; f->c; f++) {
		if (f->type == FIELD_file_out || f->type == FIELD_dir_out || f->type == FIELD_files_in ||
		    f->type == FIELD_lines)
			return false;
		db = db || (f->type == FIELD_store && !strcmp(f->wire, "db"));
	}
	return db;
}

/* An answer that names the database is another one on the other engine, and its digest with it. */
static bool tells_place(const struct use_case *uc)
{
	for (const struct field *f = uc->out; f->c; f++)
		if (f->type == FIELD_store)
			return true;
	return false;
}

static const struct use_case *pick_case(struct world *w)
{
	int n = 0, at;

	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++)
			n += takes_part(&r->set->cases[i]);
	at = roll(w, n);
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++)
			if (takes_part(&r->set->cases[i]) && at-- == 0)
				return &r->set->cases[i];
	return NULL;
}

static void text_for(struct world *w, const struct field *f, char *out, size_t size)
{
	static const char *const words[] = { "rina.kelola",
					     "andi.kabid",
					     "budi",
					     "1/2025",
					     "412/2025",
					     "73.72",
					     "73.71",
					     "mutasi ke dinas lain",
					     "Andi Mappuji \xc3\xa9",
					     "a'b" };
	static const char *const accounts[] = { "rina.kelola", "andi.kabid", "budi.santoso" };

	if (!strcmp(f->wire, "rancangan") && w->runs && roll(w, 8))
		run_id_text(w->run[roll(w, w->runs)], out);
	else if (!strcmp(f->wire, "nama") || !strcmp(f->wire, "admin"))
		snprintf(out, size, "%s", accounts[roll(w, 3)]);
	else if (!strcmp(f->wire, "nomor"))
		snprintf(out, size, "%d/2025", roll(w, 3));
	else if (f->type == FIELD_reason)
		snprintf(out, size, "%s", "mutasi ke dinas lain");
	else
		snprintf(out, size, "%s", words[roll(w, (int)(sizeof(words) / sizeof(*words)))]);
}

static void value_for(struct world *w, const struct field *f, char *out, size_t size)
{
	int words = 1;

	for (const char *p = f->words ? f->words : ""; *p; p++)
		words += *p == '|';
	switch (f->type) {
	case FIELD_number:
	case FIELD_permille:
	case FIELD_rupiah:
		snprintf(out, size, "%d", roll(w, 4));
		return;
	case FIELD_day:
		snprintf(out, size, "2025-05-%02d", 1 + roll(w, 28));
		return;
	case FIELD_month:
		snprintf(out, size, "2025-%02d", 1 + roll(w, 12));
		return;
	case FIELD_flag:
		snprintf(out, size, roll(w, 2) ? "ya" : "tidak");
		return;
	case FIELD_choice:
	case FIELD_choices: {
		span word = field_word(f->words, roll(w, 2) ? 0 : roll(w, words));

		snprintf(out, size, "%.*s", (int)word.n, word.p);
		return;
	}
	case FIELD_store:
		snprintf(out, size, "%s", w->t.db);
		return;
	case FIELD_secret:
		snprintf(out, size, "%s", roll(w, 2) ? "739182" : "640917");
		return;
	case FIELD_file_in:
		snprintf(out, size, "%s", w->scan);
		return;
	default:
		text_for(w, f, out, size);
	}
}

static bool fill_in(struct world *w, const struct use_case *uc, void *in, struct err *e)
{
	char text[400], *kept;

	fields_clear(uc->in, in, uc->in_size);
	for (const struct field *f = uc->in; f->c; f++) {
		bool skip = !(f->flags & F_REQUIRED) && roll(w, 2);

		if (skip || !strcmp(f->wire, "kunci") || (!strcmp(f->wire, "peran") && !f->words))
			continue;
		value_for(w, f, text, sizeof(text));
		kept = padan_arena_copy(w->t.env.arena, text, strlen(text));
		assert_non_null(kept);
		buf_printf(&w->said, " --%s ", f->wire);
		tell(w, padan_span_of(kept));
		if (field_parse(f, padan_span_of(kept), in, e))
			return false;
	}
	return true;
}

static void step_case(struct world *w)
{
	const struct use_case *uc = pick_case(w);
	static const char *const keys[] = { "", "", "", "kunci-satu", "kunci-dua" };
	struct env *env = &w->t.env;
	struct padan_arena arena;
	struct err e = { 0 };
	void *in, *out;

	assert_non_null(uc);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	env->arena = &arena;
	in = padan_arena_zero(&arena, uc->in_size);
	out = padan_arena_zero(&arena, uc->out_size);
	assert_true(in && out);
	env->idempotency =
		uc->kind == CASE_WRITE && !tells_place(uc) ? padan_span_of(keys[roll(w, 5)]) : (span){ NULL, 0 };
	env->actor.name = roll(w, 2) ? SPAN("rina.kelola") : SPAN("penguji");
	buf_printf(&w->said, "%s kunci=%.*s", uc->path, (int)env->idempotency.n, env->idempotency.p);
	if (fill_in(w, uc, in, &e))
		e.code = office_run(uc, COMMIT, env, in, out, &e);
	buf_putc(&w->said, '\n');
	if (e.code == ERR_OK || e.code == ERR_FOUND_WRONG) {
		struct buf json;

		buf_init(&json, NULL, SAID);
		assert_int_equal(json_record(&json, uc->out, out, JSON_ROWS | JSON_PRIVATE, NULL, &e), e.code);
		tell(w, buf_as_span(&json));
		buf_done(&json);
	}
	tell_error(w, &e);
	env->arena = NULL;
	padan_arena_done(&arena);
}

static int keep_dump(void *ctx, struct buf *out, struct err *e)
{
	struct world *w = ctx;

	(void)e;
	tell(w, buf_as_span(out));
	buf_clear(out);
	return 0;
}

static void check_and_dump(struct world *w, bool verify)
{
	struct dump_sink sink = { keep_dump, w };
	struct sample_found f = { 0 };
	struct db_found found = { sample_say, &f };
	struct err e = { 0 };
	int64_t rows;

	if (!store_db(w->t.env.store))
		return;
	if (verify)
		e.code = verify_store(w->t.env.store, &found, &e);
	tell_error(w, &e);
	if (f.n)
		fail_msg("verify: %s", f.first);
	e = (struct err){ 0 };
	if (store_key(w->t.env.store)) /* without a key nothing is sealed and nobody wrote */
		e.code = dump_store(w->t.env.store, &sink, &rows, &e);
	tell_error(w, &e);
}

/* --- a history
 * ---------------------------------------------------------------------------------------------------------
 */
static char folder[64], blank[96], server[PG_URL];
static struct padan_arena law_arena;
static struct law *law; /* the embedded tables, for what computes */
static struct err law_error;
static PGconn *behind; /* empties the tables, which nobody else can */

/* Only a file is warned about that was never backed up; a server's backups are made elsewhere. */
static void note_backup(const char *db)
{
	char path[PG_URL + 32];
	FILE *f;

	snprintf(path, sizeof(path), "%s.hari-cadangan", db);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("2090-01-01", f);
	fclose(f);
}

static void world_open(struct world *w, bool pg, uint64_t seed, bool fresh)
{
	memset(w, 0, sizeof(*w));
	w->pg = pg;
	w->dice = seed;
	w->chance = ~seed;
	chance_now = &w->chance;
	buf_init(&w->said, NULL, SAID);
	snprintf(w->t.dir, sizeof(w->t.dir), "%s", folder);
	snprintf(w->t.key, sizeof(w->t.key), "%s/kunci", folder);
	snprintf(w->scan, sizeof(w->scan), "%s/sk.pdf", folder);
	unlink(w->t.key);
	w->t.seams = *seams_real();
	w->t.seams.now_ms = sample_now;
	w->t.seams.random = world_random;
	w->t.seams.ctx = &w->t;
	w->t.now_ms = 1746181860000 + roll(w, 1000000000);
	w->t.env = (struct env){ .seams = &w->t.seams,
				 .law = law,
				 .store_ops = &store_ops_db,
				 .actor = { SPAN("penguji"), MAY_ALL },
				 .today = date_of(2025, 5, 3),
				 .threads = 1,
				 .key_file = padan_span_of(w->t.key) };
	if (!pg) {
		snprintf(w->t.db, sizeof(w->t.db), "%s/kota.db", folder);
		sample_remove_db(&w->t);
		note_backup(w->t.db);
		if (!fresh) {
			char command[PG_URL + 120];

			snprintf(command, sizeof(command), "cp %s %s", blank, w->t.db);
			assert_int_equal(system(command), 0);
		}
	} else if (fresh) {
		pg_schema(w->t.db, "");
	} else {
		snprintf(w->t.db, sizeof(w->t.db), "%s", server);
	}
}

static void world_done(struct world *w, bool fresh)
{
	sample_close(&w->t);
	if (w->pg && fresh)
		pg_drop(w->t.db);
	buf_done(&w->said);
}

static void empty_tables(void)
{
	static const char sql[] = "DO $$DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE "
				  "schemaname = current_schema() AND "
				  "tablename <> 'migration' LOOP EXECUTE 'DELETE FROM ' || t; END LOOP; END$$";
	PGresult *r = PQexec(behind, sql);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s", PQerrorMessage(behind));
	PQclear(r);
}

static void live(struct world *w)
{
	int steps = 2 + roll(w, STEPS);

	sample_store(&w->t);
	for (int i = 0; i < steps; i++) {
		w->t.now_ms += roll(w, 3) ? roll(w, 100000) : -roll(w, 100000); /* clocks go back, too */
		if (!roll(w, 20)) {
			sample_close(&w->t);
			sample_store(&w->t);
		}
		if (roll(w, 5) < 2)
			step_run(w);
		else
			step_case(w);
	}
	check_and_dump(w, !roll(w, 5));
	assert_false(w->said.failed);
}

static void show_difference(uint64_t seed, span a, span b)
{
	size_t at = 0, from, n;

	while (at < a.n && at < b.n && a.p[at] == b.p[at])
		at++;
	for (from = at; from && a.p[from - 1] != '\n' && at - from < 300; from--)
		;
	n = at - from + 200;
	fail_msg("history %llu differs:\nSQLite:     %.*s\nPostgreSQL: %.*s\n", (unsigned long long)seed,
		 (int)(from + n < a.n ? n : a.n - from), a.p + from, (int)(from + n < b.n ? n : b.n - from),
		 b.p + from);
}

static size_t one_history(uint64_t seed)
{
	bool fresh = seed % 25 == 0;
	struct world here, there;
	size_t n;

	alarm(120); /* a history that waits for ever is told by its signal */
	world_open(&here, false, seed, fresh);
	live(&here);
	sample_close(&here.t);
	world_open(&there, true, seed, fresh);
	live(&there);
	n = here.said.n;
	if (!padan_span_eq(buf_as_span(&here.said), buf_as_span(&there.said)))
		show_difference(seed, buf_as_span(&here.said), buf_as_span(&there.said));
	world_done(&there, fresh);
	world_done(&here, fresh);
	if (!fresh)
		empty_tables();
	return n;
}

static void set_the_table(void)
{
	struct db_options o = { .path = blank, .make = true, .seams = seams_real() };
	struct err e = { 0 };
	struct db *db;
	char path[96];
	FILE *f;

	snprintf(folder, sizeof(folder), "%s/lindung-dua-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(folder));
	padan_arena_init(&law_arena, seams_real()->alloc, 0);
	assert_int_equal(law_open(&law, seams_real(), SPAN(""), &law_arena, &law_error), 0);
	snprintf(path, sizeof(path), "%s/sk.pdf", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("%PDF-1.4 pindaian\n", f);
	fclose(f);
	snprintf(blank, sizeof(blank), "%s/kosong.db", folder);
	pg_schema(server, "");
	for (int i = 0; i < 2; i++) {
		if (db_open(&db, &o, &e))
			fail_msg("%s", e.text);
		db_close(db);
		o.path = server;
	}
	behind = PQconnectdb(server);
	PQclear(PQexec(behind, "SET session_replication_role = replica"));
}

static void test_histories(void **state)
{
	const char *many = getenv("HISTORIES"), *first = getenv("FIRST");
	uint64_t n = many ? strtoull(many, NULL, 10) : (uint64_t)sample_points(500),
		 from = first ? strtoull(first, NULL, 10) : 1;
	size_t bytes = 0;
	char command[80];

	(void)state;
	if (!pg_server())
		skip();
	set_the_table();
	for (uint64_t i = 0; i < n; i++) {
		bytes += one_history(from + i);
		if ((i + 1) % 1000 == 0 && many)
			print_message("# %llu histories, %zu bytes compared\n", (unsigned long long)i + 1, bytes);
	}
	print_message("# %llu histories, %zu bytes compared\n", (unsigned long long)n, bytes);
	PQfinish(behind);
	pg_drop(server);
	padan_arena_done(&law_arena);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_histories) };

	randombytes_set_implementation(&rng);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

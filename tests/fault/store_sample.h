/* SPDX-License-Identifier: EUPL-1.2
 * For tests of the store: a folder of its own, an environment with a clock that stands, a run of invented people. */
#ifndef TESTS_FAULT_STORE_SAMPLE_H
#define TESTS_FAULT_STORE_SAMPLE_H

#include "access/open_store.h"
#include "programme/decree_store.h"
#include <fcntl.h>
#include <sys/stat.h>

struct sample {
	char dir[64], db[96], key[96];
	struct seams seams;
	struct env env;
	int64_t now_ms;
};

static inline int64_t sample_now(void *ctx)
{
	return ((struct sample *)ctx)->now_ms;
}

static inline void sample_random(void *ctx, void *p, size_t n)
{
	(void)ctx;
	seams_real()->random(NULL, p, n);
}

static inline void sample_open(struct sample *t)
{
	memset(t, 0, sizeof(*t));
	/* in memory where that is offered: thousands of syncs wear a disk for nothing */
	snprintf(t->dir, sizeof(t->dir), "%s/lindung-store-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	assert_non_null(mkdtemp(t->dir));
	snprintf(t->db, sizeof(t->db), "%s/kota.db", t->dir);
	snprintf(t->key, sizeof(t->key), "%s/rumah/kunci", t->dir);
	t->seams = *seams_real();
	t->seams.now_ms = sample_now;
	t->seams.random = sample_random;
	t->seams.ctx = t;
	t->now_ms = 1746181860000; /* 2 May 2025, 10:31 UTC */
	t->env = (struct env){ .seams = &t->seams,
			       .store_ops = &store_ops_db,
			       .actor = { SPAN("penguji"), MAY_ALL },
			       .threads = 1,
			       .key_file = padan_span_of(t->key) };
}

static inline void sample_done(struct sample *t)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", t->dir);
	assert_int_equal(system(command), 0);
}

/* The database and what SQLite keeps beside it. */
static inline void sample_remove_db(const struct sample *t)
{
	static const char *const beside[] = { "", "-wal", "-shm", "-journal" };
	char path[128];

	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", t->db, beside[i]);
		unlink(path);
	}
}

/* Points of a sweep: many at night, few under the sanitizers, which make each ten times as dear. */
static inline int64_t sample_points(int64_t usual)
{
	return getenv("SIZE") ? usual * 10 : getenv("LINDUNG_SANITIZED") ? usual / 3 : usual;
}

static inline struct store *sample_store(struct sample *t)
{
	struct err e = { 0 };
	struct store *s = NULL;

	if (store_ops_db.open(&t->env, padan_span_of(t->db), &s, &e))
		fail_msg("%s", e.text);
	t->env.store = s;
	return s;
}

static inline void sample_close(struct sample *t)
{
	store_ops_db.close(t->env.store);
	t->env.store = NULL;
}

/* A run of n rows: every tenth is under review with two candidates, every fifth refused, of the chosen every seventh
 * waits for its NIK; two funds in turn. */
struct sample_run {
	int64_t n, at;
	struct run_file file[2];
	struct run_fund fund[2];
	struct run_head head;
	char text[8][64];
	struct run_part part[10];
	struct run_candidate candidate[2];
};

static inline int sample_kind(int64_t i)
{
	return i % 10 == 9 ? 2 : i % 5 == 4 ? 1 : 0; /* review, refused, chosen */
}

static inline int sample_next(void *ctx, struct run_row *r, struct err *e)
{
	struct sample_run *s = ctx;
	int64_t i = s->at;
	int kind = sample_kind(i);

	(void)e;
	if (s->at == s->n)
		return 0;
	s->at++;
	snprintf(s->text[0], 64, "737204%02d0180%04d", (int)(i % 28) + 1, (int)(i % 10000));
	snprintf(s->text[1], 64, "NAMA ORANG %lld", (long long)i);
	snprintf(s->text[2], 64, "JL. CONTOH NO. %lld", (long long)i);
	r->file = 0;
	r->line = i + 2;
	r->field[RUN_NIK_USULAN] = r->field[RUN_NIK] = padan_span_of(s->text[0]);
	r->field[RUN_NAMA_USULAN] = r->field[RUN_NAMA] = padan_span_of(s->text[1]);
	r->field[RUN_TANGGAL_LAHIR] = SPAN("1980-01-07");
	r->field[RUN_ALAMAT] = padan_span_of(s->text[2]);
	r->field[RUN_KELURAHAN] = SPAN("LAPADDE");
	r->field[RUN_KECAMATAN] = SPAN("UJUNG");
	r->field[RUN_PEKERJAAN] = SPAN("NELAYAN/PERIKANAN");
	r->padan = kind == 2 ? SPAN("tinjau") : SPAN("padan");
	r->putusan = kind == 0 ? SPAN("terpilih") : kind == 1 ? SPAN("ditolak") : SPAN("tinjau");
	r->syarat = kind == 0 && i % 7 == 0 ? SPAN("konfirmasi_nik") : SPAN("");
	r->alasan = kind == 1 ? SPAN("usia_lebih;desil_lebih") : SPAN("");
	r->chance = 9876, r->weight = 31415;
	r->parts = s->part, r->part_count = 10;
	r->kecamatan_kode = SPAN("73.72.02"), r->kelompok = SPAN("nelayan");
	if (kind == 0) {
		r->rank = i + 1;
		r->dana = i % 2 ? SPAN("csr") : SPAN("apbd");
		r->first_month = rp(16800), r->months = 8, r->total = rp(134400), r->rincian = SPAN("16800x8");
	}
	if (kind == 2)
		r->candidates = s->candidate, r->candidate_count = 2;
	return 1;
}

static inline void sample_run(struct sample_run *s, int64_t n)
{
	memset(s, 0, sizeof(*s));
	s->n = n;
	for (int i = 0; i < 10; i++)
		s->part[i] = (struct run_part){ (uint8_t)i, (int8_t)(i % 3 - 1), 1000 * i - 4000 };
	for (int i = 0; i < 2; i++)
		s->candidate[i] = (struct run_candidate){ .nik = SPAN("7372040101800001"),
							  .nama = SPAN("CALON"),
							  .chance = 6000,
							  .weight = 2000,
							  .parts = s->part,
							  .part_count = 10 };
	s->file[0] = (struct run_file){ .list = SPAN("usulan"),
					.name = SPAN("dinas.csv"),
					.sheet_rows = n + 1,
					.proposals = n,
					.skipped = 1,
					.sha256 = { 1, 2, 3 } };
	s->file[1] = (struct run_file){ .list = SPAN("dukcapil"), .name = SPAN("warga.csv"), .sha256 = { 9 } };
	s->fund[0] = (struct run_fund){
		.kode = SPAN("apbd"), .nama = SPAN("APBD"), .jenis = SPAN("apbd"), .pagu = rp(150000000)
	};
	s->fund[1] = (struct run_fund){
		.kode = SPAN("csr"), .nama = SPAN("TJSL"), .jenis = SPAN("csr"), .pagu = rp(20000000)
	};
	for (int64_t i = 0; i < n; i++)
		if (sample_kind(i) == 0) {
			s->fund[i % 2].people++;
			s->fund[i % 2].spent.rp += 134400;
		}
	s->head = (struct run_head){ .wilayah = SPAN("73.72"),
				     .nama = SPAN("Pekerja Rentan 2025"),
				     .stage = 1,
				     .first_day = date_of(2025, 5, 1),
				     .last_day = date_of(2025, 12, 31),
				     .months = 8,
				     .paper_day = date_of(2025, 5, 1),
				     .program_text = SPAN("program: {}\n"),
				     .ranking = SPAN("desil naik"),
				     .files = s->file,
				     .file_count = 2,
				     .funds = s->fund,
				     .fund_count = 2 };
}

/* Claims, writes, records the event, commits; what office_run does. */
static inline int sample_write(struct sample *t, struct sample_run *r, struct run_claim *claim, struct err *e)
{
	struct event ev = { .use_case = "run", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct run_rows rows = { sample_next, r };
	struct unit u = { &t->env, t->env.store };
	int rc = run_store_claim(u.store, &r->head, claim, e);

	r->at = 0;
	if (rc)
		return rc;
	rc = store_ops_db.begin(u.store, e);
	if (!rc)
		rc = run_store_write(&u, &r->head, claim, &rows, e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, e);
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

static inline int sample_issue(struct sample *t, int64_t run, span nomor, struct err *e)
{
	struct event ev = { .use_case = "decree_issue", .actor = SPAN("penguji"), .content = SPAN("{}") };
	struct decree d = { .run = run,
			    .nomor = nomor,
			    .signed_on = date_of(2025, 5, 3),
			    .scan_name = SPAN("sk.pdf"),
			    .scan_size = 1234,
			    .scan_sha256 = { 7 } };
	struct unit u = { &t->env, t->env.store };
	int rc = decree_store_draft(u.store, &d, e);

	if (!rc)
		rc = store_ops_db.begin(u.store, e);
	if (!rc)
		rc = decree_store_issue(&u, &d, e);
	if (!rc)
		rc = store_ops_db.event(u.store, &ev, e);
	if (!rc)
		rc = store_ops_db.commit(u.store, e);
	if (rc)
		store_ops_db.rollback(u.store);
	return rc;
}

struct sample_found {
	int n;
	char first[300];
};

static inline void sample_say(void *ctx, const char *what)
{
	struct sample_found *f = ctx;

	if (!f->n++)
		snprintf(f->first, sizeof(f->first), "%s", what);
}

#endif

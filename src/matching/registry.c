/* SPDX-License-Identifier: EUPL-1.2
 * The extract streams past the proposals: list reader -> padan workers -> candidates -> findings. */
#include "matching/matching.h"

#include "base/crew.h"
#include "base/limits.h"
#include <padan/nik.h>
#include <pthread.h>
#include <stdatomic.h>

const struct match_bounds match_bounds_usual = { .found = 9900, .review = 300 };

struct match_link {
	const struct padan_alloc *alloc;
	struct padan_index *index;
	struct padan_result *result;
};

/* A registry row while the engine works on it. */
struct fed {
	span field[PADAN_P_COLUMNS];
	span col[CITIZEN_N];
	char rt_rw[40];
	const struct scan *scan; /* with it the row's other columns are cut out of raw, when they are asked for */
	span raw;
	char *packed; /* room for what is kept */
};

struct lane {
	struct padan_worker *worker;
	uint64_t fed;
	struct fed row[PADAN_AHEAD + 1];
	char packed[PACK_MAX];
};

struct stream {
	struct lane *lanes;
	const struct match_env *env;
	const struct match_answers *answers;
	struct padan_arena *arena; /* of caught people; under the lock */
	pthread_mutex_t lock;
	atomic_int_fast64_t done;
};

enum { REPORT_EVERY = 1 << 14 };

static int padan_err(int code, struct err *e)
{
	if (code == PADAN_NO_MEMORY)
		return err_memory(e, "pemadanan");
	return err_set(e, ERR_MACHINE, "pemadanan gagal (kode %d); laporkan kepada pembuat program", code);
}

/* "003/002" into a small buffer; either may be missing. */
static span join_rt_rw(span rt, span rw, char out[40])
{
	size_t n = 0;

	if (!rt.n && !rw.n)
		return (span){ 0 };
	if (rt.n > 16)
		rt.n = 16;
	if (rw.n > 16)
		rw.n = 16;
	memcpy(out, rt.p ? rt.p : "", rt.n);
	n = rt.n;
	out[n++] = '/';
	if (rw.n)
		memcpy(out + n, rw.p, rw.n);
	return (span){ out, n + rw.n };
}

/* What is kept of a registry row, packed when somebody asks for it. Rows are asked for one at a time. */
static span pack_row(void *ctx)
{
	static const uint8_t in_order[CITIZEN_N] = {
#define X(id) CITIZEN_##id,
		CITIZEN_COLUMNS(X)
#undef X
	};
	const struct fed *f = ctx;

	return (span){ f->packed, pack_cells(f->packed, f->col, in_order, CITIZEN_N) };
}

/* What padan looks at of every row, and what it looks at of few. */
static const uint64_t FIRST_COLUMNS = COL_BIT(COL_NIK) | COL_BIT(COL_NAMA) | COL_BIT(COL_TANGGAL_LAHIR) |
				      COL_BIT(COL_NO_KK) | COL_BIT(COL_KELURAHAN) | COL_BIT(COL_KECAMATAN);

static void first_fields(struct fed *f, const span *col)
{
	f->field[PADAN_P_NIK] = col[COL_NIK];
	f->field[PADAN_P_NAME] = col[COL_NAMA];
	f->field[PADAN_P_BORN] = col[COL_TANGGAL_LAHIR];
	f->field[PADAN_P_CARD] = col[COL_NO_KK];
	f->field[PADAN_P_VILLAGE] = col[COL_KELURAHAN];
	f->field[PADAN_P_DISTRICT] = col[COL_KECAMATAN];
}

static void rest_fields(struct fed *f, const span *col)
{
	f->field[PADAN_P_SEX] = col[COL_JENIS_KELAMIN];
	f->field[PADAN_P_BIRTHPLACE] = col[COL_TEMPAT_LAHIR];
	f->field[PADAN_P_MOTHER] = col[COL_NAMA_IBU];
	f->field[PADAN_P_ADDRESS] = col[COL_ALAMAT];
	f->field[PADAN_P_RT_RW] = join_rt_rw(col[COL_RT], col[COL_RW], f->rt_rw);
	f->field[PADAN_P_JOB] = col[COL_PEKERJAAN];
	for (unsigned i = 0; i < CITIZEN_N; i++)
		f->col[i] = col[citizen_list_columns[i]];
}

static void cut_rest(void *ctx)
{
	struct fed *f = ctx;
	span col[COL_COUNT];

	list_rest(f->scan, f->raw, col);
	rest_fields(f, col);
}

/* true: cut_rest has to be called for the rest. */
static bool take_fields(struct fed *f, const struct list_row *row)
{
	first_fields(f, row->col);
	f->scan = row->scan;
	f->raw = row->raw;
	if (row->raw.p)
		return true;
	rest_fields(f, row->col);
	return false;
}

/* The person whom a reviewer named. */
static int catch_answered(struct stream *s, struct fed *f, bool cut, struct err *e)
{
	span packed;
	struct citizen *c;
	uint64_t nik;
	char *copy;
	int rc = ERR_OK;

	if (!padan_nik_clean(f->field[PADAN_P_NIK], &nik))
		return ERR_OK;
	c = match_answers_wanted(s->answers, nik);
	if (!c)
		return ERR_OK;
	if (!cut)
		cut_rest(f);
	packed = pack_row(f);
	pthread_mutex_lock(&s->lock);
	copy = padan_arena_copy(s->arena, packed.p, packed.n);
	if (!copy)
		rc = err_memory(e, "jawaban petugas");
	else if (!c->nik || padan_span_cmp((span){ copy, packed.n }, (span){ c->cell[0].p - 2, packed.n }) < 0)
		citizen_unpack(c, (span){ copy, packed.n });
	pthread_mutex_unlock(&s->lock);
	return rc;
}

static int feed_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct stream *s = ctx;
	struct lane *lane = &s->lanes[worker];
	struct fed *f = &lane->row[lane->fed++ % (PADAN_AHEAD + 1)];
	bool more = take_fields(f, row);
	int rc = padan_worker_feed_part(lane->worker, f->field, more ? cut_rest : NULL, pack_row, f);

	if (rc)
		return padan_err(rc, e);
	if (s->answers && (rc = catch_answered(s, f, !more, e)) != ERR_OK)
		return rc;
	if (lane->fed % REPORT_EVERY == 0 && s->env->progress)
		s->env->progress(s->env->progress_ctx, "memadankan dengan data kependudukan",
				 (int64_t)atomic_fetch_add(&s->done, REPORT_EVERY) + REPORT_EVERY);
	return ERR_OK;
}

static int settle_rows(void *ctx, unsigned worker, struct err *e)
{
	struct stream *s = ctx;
	int rc = padan_worker_settle(s->lanes[worker].worker);

	return rc ? padan_err(rc, e) : ERR_OK;
}

static struct padan_left left_row(void *ctx, size_t row)
{
	const struct match_row *r = &((const struct match_rows *)ctx)->row[row];

	return (struct padan_left){ r->field, r->nik_numeric ? PADAN_ROW_NUMERIC : 0, r->file % 64 };
}

static int build_index(struct match_link *m, const struct match_rows *rows, const struct match_env *env, struct err *e)
{
	struct padan_link_opt opt = { .ref_year = 2026, .keep = 6, .exact_first = true };
	unsigned threads = env->threads ? env->threads : 1;
	struct match_rows left = *rows;
	int rc = padan_index_new(&m->index, &padan_person_schema, &opt, m->alloc);

	if (!rc)
		rc = padan_index_add_rows(m->index, rows->n, left_row, &left, threads);
	if (!rc)
		rc = padan_index_seal_threads(m->index, threads);
	return rc ? padan_err(rc, e) : ERR_OK;
}

static bool known_number(void *ctx, unsigned worker, span nik)
{
	const struct stream *s = ctx;

	return padan_worker_knows(s->lanes[worker].worker, nik);
}

static int feed_exact(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct stream *s = ctx;
	struct lane *lane = &s->lanes[worker];
	struct fed *f = &lane->row[0];
	int rc;

	if (take_fields(f, row))
		cut_rest(f);
	rc = padan_worker_feed_exact(lane->worker, f->field, pack_row, f);
	return rc ? padan_err(rc, e) : ERR_OK;
}

/* One pass over all files. */
static int stream_files(struct stream *s, const struct match_lists *x, const struct list_sink *sink,
			struct list_info *infos, bool again, struct err *e)
{
	struct list_spec spec = { .kind = LIST_REGISTRY,
				  .threads = s->env->threads,
				  .again = again,
				  .first = FIRST_COLUMNS,
				  .columns = s->env->columns };

	for (unsigned i = 0; i < CITIZEN_N; i++)
		spec.want |= COL_BIT(citizen_list_columns[i]);
	for (size_t i = 0; i < x->n; i++) {
		char *path = padan_arena_copy(s->env->arena, x->paths[i].p, x->paths[i].n);
		int rc;

		if (!path)
			return err_memory(e, "nama berkas");
		rc = list_scan(s->env->seams, path, &spec, sink, s->env->arena, &infos[i], e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

static int changed(const struct match_lists *x, const struct list_info *before, struct err *e)
{
	for (size_t i = 0; i < x->n; i++)
		if (before[i].bytes != x->infos[i].bytes)
			return err_set(e, ERR_UNREADABLE,
				       "%s: berubah ketika dibaca; ulangi setelah berkas selesai ditulis",
				       x->infos[i].file);
	return ERR_OK;
}

/* First those rows of the registry that have a number of ours, then all of them for the proposals that are left. */
static int two_passes(struct stream *s, struct match_link *m, const struct match_lists *x,
		      struct padan_worker *const *workers, unsigned threads, struct err *e)
{
	const struct list_sink exact = { .row = feed_exact, .screen = known_number, .ctx = s };
	const struct list_sink all = { .row = feed_row, .settle = settle_rows, .ctx = s };
	struct list_info *before = padan_arena_array(s->env->arena, x->n + 1, sizeof(*before));
	int rc = before ? ERR_OK : err_memory(e, "daftar berkas"), code;
	uint64_t rows = 0;

	if (rc == ERR_OK && padan_index_exact_first(m->index)) {
		rc = stream_files(s, x, &exact, before, true, e);
		for (size_t i = 0; i < x->n; i++)
			rows += before[i].data;
		padan_index_expect(m->index, rows);
		code = rc ? PADAN_OK : padan_index_open(m->index, workers, threads);
		if (code)
			rc = padan_err(code, e);
	}
	if (rc == ERR_OK)
		rc = stream_files(s, x, &all, x->infos, s->env->hashed, e);
	return rc || !padan_index_exact_first(m->index) ? rc : changed(x, before, e);
}

static void lane_init(struct lane *lane, struct padan_worker *worker)
{
	lane->worker = worker;
	for (unsigned i = 0; i <= PADAN_AHEAD; i++)
		lane->row[i].packed = lane->packed;
}

/* Streams with one padan worker per thread, and merges them. */
static int link_files(struct match_link *m, const struct match_lists *x, const struct match_env *env, struct err *e)
{
	unsigned threads = env->threads ? env->threads : 1;
	struct lane *lanes = padan_arena_zero(env->arena, threads * sizeof(*lanes));
	struct padan_worker **workers = padan_arena_array(env->arena, threads, sizeof(struct padan_worker *));
	struct stream s = { .lanes = lanes,
			    .env = env,
			    .answers = x->answers,
			    .arena = env->arena,
			    .lock = PTHREAD_MUTEX_INITIALIZER };
	int rc = ERR_OK;

	if (!lanes || !workers)
		return err_memory(e, "pemadanan");
	for (unsigned i = 0; i < threads && rc == ERR_OK; i++) {
		int code = padan_worker_new(&workers[i], m->index);

		lane_init(&lanes[i], workers[i]);
		if (code)
			rc = padan_err(code, e);
	}
	if (rc == ERR_OK)
		rc = two_passes(&s, m, x, workers, threads, e);
	if (rc == ERR_OK && env->streamed)
		env->streamed(env->streamed_ctx);
	if (rc == ERR_OK) {
		int code = padan_link_finish(m->index, workers, threads, &m->result);

		if (code)
			rc = padan_err(code, e);
	}
	for (unsigned i = 0; i < threads; i++)
		if (workers[i])
			padan_worker_free(workers[i]);
	return rc;
}

int match_registry(struct match_link **out, const struct match_rows *rows, const struct match_lists *x,
		   const struct match_env *env, struct err *e)
{
	struct match_link *m = padan_arena_zero(env->arena, sizeof(*m));
	int rc;

	*out = NULL;
	if (!m)
		return err_memory(e, "pemadanan");
	m->alloc = env->seams->alloc;
	rc = build_index(m, rows, env, e);
	if (rc == ERR_OK)
		rc = link_files(m, x, env, e);
	if (rc) {
		match_link_free(m);
		return rc;
	}
	*out = m;
	return ERR_OK;
}

void match_link_free(struct match_link *m)
{
	if (!m)
		return;
	if (m->result)
		padan_result_free(m->result);
	if (m->index)
		padan_index_free(m->index);
	m->result = NULL;
	m->index = NULL;
}

unsigned match_candidates(const struct match_link *m, uint32_t row)
{
	unsigned n = padan_result_count(m->result, row);

	return n < LIM_CANDIDATES ? n : LIM_CANDIDATES;
}

static uint16_t ten_thousandths(uint32_t ppm)
{
	return (uint16_t)(ppm / 100);
}

bool match_candidate(const struct match_link *m, uint32_t row, unsigned k, struct match_candidate *out)
{
	struct padan_candidate c;

	if (!padan_result_candidate(m->result, row, k, &c) || !citizen_unpack(&out->who, c.payload))
		return false;
	out->likelihood = ten_thousandths(c.ppm);
	out->weight = c.weight;
	memcpy(out->level, c.level, sizeof(out->level));
	memcpy(out->part, c.part, sizeof(out->part));
	return true;
}

/* The registry has the best candidate's NIK a second time, for whom nothing else speaks less. */
static bool nik_twice(const struct match_link *m, uint32_t row, const struct match_candidate *best)
{
	struct padan_candidate next;

	return best->who.nik && padan_result_candidate(m->result, row, 1, &next) && next.nik == best->who.nik;
}

/* As typed, blanks, dots, apostrophes and letters for digits aside. */
static bool same_nik(span typed, uint64_t nik)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	padan_nik_parse(&k, typed, &opt);
	return k.n == 16 && !(k.flags & PADAN_NIK_EXPONENT) && k.value == nik;
}

static void find_row(const struct match_link *m, const struct match_row *r, uint32_t row, const struct match_bounds *b,
		     struct finding *f)
{
	struct match_candidate best;

	memset(f, 0, sizeof(*f));
	f->source = MATCH_BY_EXTRACT;
	f->candidates = (uint8_t)match_candidates(m, row);
	f->who.born = DATE_NONE;
	if (!f->candidates || !match_candidate(m, row, 0, &best)) {
		f->candidates = 0;
		f->not_found = true;
		return;
	}
	f->likelihood = best.likelihood;
	f->weight = best.weight;
	f->double_nik = best.likelihood >= b->review && nik_twice(m, row, &best);
	if (best.likelihood < b->review) {
		f->not_found = true;
	} else if (best.likelihood < b->found || f->double_nik) {
		f->verdict = MATCH_REVIEW;
		f->doubtful = !f->double_nik;
	} else {
		f->verdict = MATCH_FOUND;
		f->who = best.who;
		f->nik_differs = !same_nik(r->field[PADAN_P_NIK], best.who.nik);
	}
}

struct finding_job {
	const struct match_link *m;
	const struct match_rows *rows;
	const struct match_bounds *b;
	struct finding *f;
};

enum { ROWS_OF_PIECE = 512 };

static void find_piece(void *ctx, size_t piece)
{
	const struct finding_job *j = ctx;
	size_t from = piece * ROWS_OF_PIECE, end = from + ROWS_OF_PIECE;

	for (size_t i = from; i < end && i < j->rows->n; i++)
		find_row(j->m, &j->rows->row[i], (uint32_t)i, j->b, &j->f[i]);
}

void match_findings(const struct match_link *m, const struct match_rows *rows, const struct match_bounds *b,
		    unsigned threads, struct finding *f)
{
	struct finding_job j = { m, rows, b, f };

	crew_run(threads, ((size_t)rows->n + ROWS_OF_PIECE - 1) / ROWS_OF_PIECE, find_piece, &j);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A source past an index: blocks of the file to several threads, each with its worker.
 */
#include "binding_inside.h"
#include "intern.h"
#include "source_inside.h"
#include "table_inside.h"
#include <padan/hash.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ROWS = PADAN_AHEAD + 1, SLOTS = PADAN_COLUMNS * PADAN_SOURCES, THREADS = 64 };

/* A row on its way. */
struct on_way {
	struct padan_span cell[PADAN_COLUMNS];
	struct padan_span record;
	struct padan_place place;
	char text[PADAN_COLUMNS][512];
};

/* What of a record is wanted, and where it goes. */
struct wants {
	uint32_t column[SLOTS]; /* of the file, each once */
	unsigned n;
	uint8_t slot[PADAN_COLUMNS][PADAN_SOURCES], sources[PADAN_COLUMNS], id;
	bool simple[PADAN_COLUMNS];
};
enum { NO_SLOT = 255 };

struct run {
	struct padan_source *s;
	const struct padan_source_how *how;
	struct wants wants;
	unsigned columns;
	int nik; /* column of the file that the first pass looks at; -1: as the binding makes it */
	unsigned nik_column;
	bool exact; /* which pass */
	struct padan_csv_blocks blocks;
	uint64_t at; /* read so far */
	pthread_mutex_t lock;
	struct id_hash {
		uint64_t hash;
		size_t number;
	} * id; /* of the ids that are wanted, by hash */
	uint64_t rows, stamp;
	atomic_bool stop;
	int rc; /* the first failure, enum padan_fail */
	struct padan_error error;
};

struct lane {
	struct run *run;
	struct padan_worker *worker;
	struct on_way *row; /* ROWS */
	uint64_t fed, stamp;
	pthread_t thread;
	bool threaded;
};

static ptrdiff_t read_on(void *ctx, void *p, size_t n)
{
	struct run *r = ctx;
	ptrdiff_t got = pd_source_read(r->s, r->at, p, n);

	r->at += got > 0 ? (uint64_t)got : 0;
	return got;
}

static void fail(struct run *r, int rc, const struct padan_error *e)
{
	pthread_mutex_lock(&r->lock);
	if (r->rc == PADAN_OK) {
		r->rc = rc;
		if (e)
			r->error = *e;
	}
	pthread_mutex_unlock(&r->lock);
	atomic_store(&r->stop, true);
}

static void refuse(struct run *r, int code, uint64_t row)
{
	struct padan_error e;
	int rc = pd_source_refuse(r->s, code, row, &e);

	fail(r, rc, &e);
}

/* --- one row ------------------------------------------------------------------------------------------- */

/* A field's true content; doubled quotes are undone in the block, which is ours. */
static struct padan_span field(const struct padan_csv_record *r, uint32_t k)
{
	bool escaped;
	struct padan_span s = padan_csv_field(r, k, &escaped);

	if (escaped) {
		char *own;

		memcpy(&own, &s.p, sizeof(own));
		s.n = padan_csv_unquote(own, s);
	}
	return s;
}

static struct padan_span compared(const struct run *r, unsigned c, const struct padan_span *slot, char room[512])
{
	const struct wants *w = &r->wants;
	struct padan_span raw[PADAN_SOURCES];

	if (w->simple[c]) {
		struct padan_span s = w->slot[c][0] == NO_SLOT ? (struct padan_span){ NULL, 0 } : slot[w->slot[c][0]];

		/* Blanks are gone, and nothing else of ASCII is trimmed. */
		if (s.n != 2 &&
		    (s.n == 0 || (s.p[0] > ' ' && s.p[0] < 127 && s.p[s.n - 1] > ' ' && s.p[s.n - 1] < 127)))
			return s;
	}
	for (unsigned i = 0; i < w->sources[c]; i++)
		raw[i] = w->slot[c][i] == NO_SLOT ? (struct padan_span){ NULL, 0 } : slot[w->slot[c][i]];
	return pd_bound_cell(r->how->binding, c, raw, room);
}

/* Only now is the record read to its end: its hash decides between rows that are alike. */
static struct padan_span place_of(void *ctx)
{
	struct on_way *row = ctx;

	row->place.content = padan_hash_span(row->record, 0);
	return (struct padan_span){ (const char *)&row->place, sizeof(row->place) };
}

static int by_hash(const void *x, const void *y)
{
	const struct id_hash *a = x, *b = y;

	return a->hash != b->hash ? (a->hash < b->hash ? -1 : 1) : (a->number > b->number) - (a->number < b->number);
}

/* Have people spoken of a row of this id? The first row of the name is meant. */
static void look_for_wanted(struct run *r, struct padan_span id, const struct padan_place *p)
{
	struct id_hash key = { padan_hash_span(id, 0), 0 };
	size_t low = 0, high = r->how->n_wanted;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (by_hash(&r->id[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < r->how->n_wanted && r->id[low].hash == key.hash; low++) {
		struct padan_wanted *w = &r->how->wanted[r->id[low].number];

		pthread_mutex_lock(&r->lock);
		if (padan_span_eq(w->id, id) && (!w->found || p->at < w->place.at)) {
			w->place = *p;
			w->found = true;
		}
		pthread_mutex_unlock(&r->lock);
	}
}

static void cut_row(struct run *r, struct on_way *row, const struct padan_csv_record *rec)
{
	struct padan_span slot[SLOTS + 1];

	for (unsigned i = 0; i < r->wants.n; i++)
		slot[i] = field(rec, r->wants.column[i]);
	for (unsigned c = 0; c < r->columns; c++)
		row->cell[c] = compared(r, c, slot, row->text[c]);
	if (!r->exact && r->wants.id != NO_SLOT)
		look_for_wanted(r, slot[r->wants.id], &row->place);
}

/* Most rows are not worth being cut: the cell of their number says so. */
static bool unknown(const struct lane *l, const struct padan_csv_record *rec)
{
	bool escaped;
	struct padan_span nik;

	if (l->run->nik < 0)
		return false;
	nik = padan_csv_field(rec, (uint32_t)l->run->nik, &escaped);
	return !escaped && !padan_worker_knows(l->worker, nik);
}

static int feed(struct lane *l, const struct padan_csv_record *rec, uint64_t at, uint32_t number)
{
	struct run *r = l->run;
	struct on_way *row = &l->row[l->fed++ % ROWS];

	if (r->exact && unknown(l, rec))
		return PADAN_OK;
	row->record = (struct padan_span){ rec->base + rec->start, rec->cut[rec->n - 1] - rec->start };
	row->place = (struct padan_place){ .at = at + rec->start, .row = number };
	if (r->how->stamp && !r->exact)
		l->stamp += padan_mix64(padan_hash_span(row->record, 0) + row->place.at);
	cut_row(r, row, rec);
	if (!r->exact)
		return padan_worker_feed_lazy(l->worker, row->cell, place_of, row);
	if (!padan_worker_knows(l->worker, row->cell[r->nik_column]))
		return PADAN_OK;
	return padan_worker_feed_exact(l->worker, row->cell, place_of, row);
}

/* --- blocks -------------------------------------------------------------------------------------------- */

static bool note_stretch(struct run *r, const struct padan_csv_block *k, uint64_t rows)
{
	struct padan_source *s = r->s;
	bool good;

	pthread_mutex_lock(&r->lock);
	good = pd_array_reserve(&padan_alloc_libc, &s->stretch, &s->cap_stretches, (size_t)k->ordinal + 1,
				sizeof(*s->stretch));
	if (good) {
		s->stretch[k->ordinal] = (struct pd_stretch){ k->offset, rows };
		s->n_stretches = k->ordinal >= s->n_stretches ? (size_t)k->ordinal + 1 : s->n_stretches;
		r->rows += rows;
	}
	pthread_mutex_unlock(&r->lock);
	return good;
}

static int feed_block(struct lane *l, struct padan_csv_marks *marks, const struct padan_csv_block *k, uint64_t *bad_row)
{
	struct padan_csv csv;
	struct padan_csv_record rec = { 0 };
	bool head = k->ordinal == 0;
	uint32_t rows = 0;
	int rc = PADAN_OK, code = PADAN_CSV_OK;

	padan_csv_init(&csv, marks, (struct padan_span){ k->p, k->n }, l->run->s->delim, PADAN_CSV_AUTO);
	while (rc == PADAN_OK && (code = padan_csv_next(&csv, &rec)) == PADAN_CSV_OK) {
		if (!head)
			rc = feed(l, &rec, k->offset, rows++);
		head = false;
	}
	/* What the rows are made of stands in the block. */
	if (rc == PADAN_OK && !l->run->exact)
		rc = padan_worker_settle(l->worker);
	if (rc == PADAN_OK &&
	    (!note_stretch(l->run, k, rows) || padan_csv_blocks_rows(&l->run->blocks, k->ordinal, csv.rows)))
		rc = PADAN_NO_MEMORY;
	if (rc != PADAN_OK)
		fail(l->run, rc, NULL);
	*bad_row = rec.row;
	return code;
}

static void *work(void *ctx)
{
	struct lane *l = ctx;
	struct run *r = l->run;
	struct padan_csv_block k;
	struct padan_csv_marks marks;
	uint64_t bad = 0;
	int code = padan_csv_marks_init(&marks, &padan_alloc_libc, PD_SOURCE_FIELDS);

	if (code != PADAN_CSV_OK) {
		fail(r, PADAN_NO_MEMORY, NULL);
		return NULL;
	}
	padan_csv_block_init(&k, &padan_alloc_libc);
	while (!atomic_load(&r->stop) && (code = padan_csv_blocks_next(&r->blocks, &k)) == PADAN_CSV_OK) {
		code = feed_block(l, &marks, &k, &bad);
		if (code != PADAN_CSV_END && code != PADAN_CSV_OK)
			refuse(r, code, padan_csv_blocks_row(&r->blocks, k.ordinal, bad));
	}
	if (!atomic_load(&r->stop) && code != PADAN_CSV_END)
		refuse(r, code, padan_csv_blocks_bad_row(&r->blocks));
	padan_csv_block_done(&k);
	padan_csv_marks_done(&marks);
	return NULL;
}

/* --- the passes ---------------------------------------------------------------------------------------- */

static int pass(struct run *r, struct lane *lane, unsigned threads, bool exact)
{
	/* No record is longer than the file. */
	uint32_t most = r->s->bytes < PD_SOURCE_RECORD ? (uint32_t)r->s->bytes + 1 : PD_SOURCE_RECORD;
	struct padan_csv_opt opt = { .block = most < PD_SOURCE_BLOCK ? most : PD_SOURCE_BLOCK,
				     .record = most,
				     .delim = r->s->delim };
	int code;

	r->exact = exact;
	r->at = r->rows = 0;
	r->s->n_stretches = 0;
	code = padan_csv_blocks_init(&r->blocks, &padan_alloc_libc, read_on, r, &opt);
	if (code != PADAN_CSV_OK)
		return pd_source_refuse(r->s, code, 0, &r->error);
	for (unsigned i = 1; i < threads; i++)
		lane[i].threaded = pthread_create(&lane[i].thread, NULL, work, &lane[i]) == 0;
	for (unsigned i = 0; i < threads; i++)
		if (lane[i].threaded)
			pthread_join(lane[i].thread, NULL);
		else
			work(&lane[i]);
	padan_csv_blocks_done(&r->blocks);
	return r->rc;
}

static int passes(struct run *r, struct padan_index *ix, struct lane *lane, struct padan_worker **w, unsigned threads)
{
	bool twice = padan_index_exact_first(ix);
	uint64_t rows = 0;
	int rc = PADAN_OK;

	if (twice) {
		rc = pass(r, lane, threads, true);
		rows = r->rows;
		if (rc == PADAN_OK)
			rc = padan_index_open(ix, w, threads);
	}
	if (rc == PADAN_OK)
		rc = pass(r, lane, threads, false);
	if (rc == PADAN_OK && twice && rows != r->rows)
		rc = padan_error_set(&r->error, PADAN_BAD_FILE,
				     "%s: berubah ketika dibaca; ulangi setelah berkas selesai ditulis", r->s->name);
	return rc;
}

static uint8_t slot_for(struct wants *w, int column)
{
	if (column < 0)
		return NO_SLOT;
	for (unsigned i = 0; i < w->n; i++)
		if (w->column[i] == (uint32_t)column)
			return (uint8_t)i;
	w->column[w->n] = (uint32_t)column;
	return (uint8_t)w->n++;
}

static void find_wants(struct run *r, const struct padan_schema *schema)
{
	struct wants *w = &r->wants;
	int from[PADAN_SOURCES];

	r->columns = schema->n_columns;
	r->nik = -1;
	for (unsigned c = 0; c < schema->n_columns; c++) {
		w->sources[c] = (uint8_t)pd_bound_sources(r->how->binding, c, from);
		w->simple[c] = pd_bound_simple(r->how->binding, c);
		for (unsigned i = 0; i < w->sources[c]; i++)
			w->slot[c][i] = slot_for(w, from[i]);
		if (schema->column[c].kind != PADAN_NIK)
			continue;
		r->nik_column = c;
		r->nik = w->simple[c] ? from[0] : -1;
	}
	w->id = r->how->n_wanted ? slot_for(w, r->s->table->id) : NO_SLOT;
}

static bool find_ids(struct run *r)
{
	r->id = malloc((r->how->n_wanted + 1) * sizeof(*r->id));
	for (size_t i = 0; r->id && i < r->how->n_wanted; i++)
		r->id[i] = (struct id_hash){ padan_hash_span(r->how->wanted[i].id, 0), i };
	if (r->id)
		qsort(r->id, r->how->n_wanted, sizeof(*r->id), by_hash);
	return r->id != NULL;
}

/* Rows that are only numbered are found by their number. */
static int find_numbers(const struct run *r)
{
	int rc = PADAN_OK;

	for (size_t i = 0; r->s->table->id < 0 && i < r->how->n_wanted && rc == PADAN_OK; i++) {
		struct padan_wanted *w = &r->how->wanted[i];
		uint64_t number = 0;
		size_t k = 0;

		for (; k < w->id.n && w->id.p[k] >= '0' && w->id.p[k] <= '9' && number < UINT64_MAX / 100; k++)
			number = number * 10 + (uint64_t)(w->id.p[k] - '0');
		if (k == w->id.n && k > 0 && w->id.p[0] != '0')
			rc = pd_source_place(r->s, number, &w->place, &w->found);
	}
	return rc;
}

/* Rows before each stretch, in place of rows in it. */
static void add_up(struct run *r, const struct lane *lane, unsigned threads)
{
	uint64_t before = 0;

	for (size_t i = 0; i < r->s->n_stretches; i++) {
		uint64_t rows = r->s->stretch[i].rows;

		r->s->stretch[i].rows = before;
		before += rows;
	}
	r->s->rows = r->rows;
	r->s->stamp = 0;
	for (unsigned i = 0; i < threads; i++)
		r->s->stamp += lane[i].stamp;
}

static int link(struct run *r, struct padan_index *ix, unsigned threads, struct padan_result **out)
{
	struct padan_worker *w[THREADS] = { NULL };
	struct lane lane[THREADS];
	struct on_way *rows = calloc((size_t)threads * ROWS, sizeof(*rows));
	int rc = rows && find_ids(r) ? PADAN_OK : PADAN_NO_MEMORY;

	for (unsigned i = 0; i < threads && rc == PADAN_OK; i++) {
		rc = padan_worker_new(&w[i], ix);
		lane[i] = (struct lane){ .run = r, .worker = w[i], .row = rows + (size_t)i * ROWS };
	}
	if (rc == PADAN_OK)
		rc = passes(r, ix, lane, w, threads);
	if (rc == PADAN_OK)
		add_up(r, lane, threads);
	if (rc == PADAN_OK)
		rc = find_numbers(r);
	if (rc == PADAN_OK)
		rc = padan_link_finish(ix, w, threads, out);
	for (unsigned i = 0; i < threads; i++)
		padan_worker_free(w[i]);
	free(rows);
	free(r->id);
	return rc;
}

int padan_source_link(struct padan_result **out, struct padan_source *s, struct padan_index *ix,
		      const struct padan_source_how *how, struct padan_error *e)
{
	struct run r = { .s = s, .how = how, .lock = PTHREAD_MUTEX_INITIALIZER };
	unsigned threads = how->threads == 0 ? 1 : how->threads > THREADS ? THREADS : how->threads;
	int rc;

	*out = NULL;
	find_wants(&r, padan_recipe_schema(pd_bound_recipe(how->binding)));
	rc = link(&r, ix, threads, out);
	if (rc == PADAN_OK)
		return rc;
	if (r.error.code == rc && r.error.text[0])
		*e = r.error;
	else if (rc == PADAN_TOO_MANY)
		padan_error_set(e, rc, "%s: terlalu banyak baris", s->name);
	else
		padan_error_set(e, rc, "%s: memori tidak cukup", s->name);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2
 * The CSV side of a scan: blocks of the file go through one or several threads. */
#include "tabular/list_join.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

/* A line with too few fields at the edge of a block: its other half may lie in the next, with another thread. */
struct loose {
	uint64_t block, seq; /* seq: number of the record within its block */
	bool last;	     /* of its block */
	uint32_t n;	     /* fields */
	size_t at;	     /* in loose_text: n lengths, then the texts */
};

struct csv {
	struct scan *c;
	struct padan_csv_blocks blocks;
	pthread_mutex_t lock; /* over what follows */
	struct buf loose, loose_text;
};

/* One thread's things. */
struct lane {
	struct csv *v;
	struct worker w;
	struct joiner join;
	struct padan_csv_marks marks;
	struct padan_csv_block block;
	uint64_t rows; /* of the blocks gone through */
	pthread_t thread;
	bool running;
};

static ptrdiff_t read_bytes(void *ctx, void *p, size_t n)
{
	struct scan *c = ctx;
	ssize_t got;

	do
		got = c->s->io->read(c->s->io->ctx, c->fd, p, n);
	while (got < 0 && errno == EINTR);
	if (got > 0 && !c->spec->again)
		file_hash_add(&c->hash, (span){ p, (size_t)got });
	c->info->bytes += got > 0 ? (uint64_t)got : 0;
	return got;
}

static int csv_trouble(struct lane *l, int code, uint64_t row, struct err *e)
{
	uint64_t bad = padan_csv_blocks_bad_row(&l->v->blocks);

	row = bad ? bad : row;
	switch (code) {
	case PADAN_CSV_TORN:
		return err_set(e, ERR_UNREADABLE,
			       "baris %llu: tanda kutip dibuka tetapi tidak ditutup; tambahkan kutip penutup di "
			       "baris itu",
			       (unsigned long long)row);
	case PADAN_CSV_LONG:
		return err_set(e, ERR_UNREADABLE,
			       "baris %llu lebih panjang dari %d byte; periksa tanda kutip dan akhir baris",
			       (unsigned long long)row, LIM_RECORD);
	case PADAN_CSV_FIELDS:
		return err_set(e, ERR_UNREADABLE, "baris %llu memakai lebih dari %d kolom; periksa pemisah kolomnya",
			       (unsigned long long)row, LIM_COLUMNS);
	case PADAN_CSV_READ:
		return scan_unread(errno, e);
	default:
		return err_memory(e, "pembaca CSV");
	}
}

/* --- lines at the edges of blocks ----------------------------------------------------------------------------- */

static int put_loose(struct csv *v, uint64_t block, uint64_t seq, bool last, const span *cells, uint32_t n,
		     struct err *e)
{
	struct loose l = { .block = block, .seq = seq, .last = last, .n = n };
	bool bad;

	pthread_mutex_lock(&v->lock);
	l.at = v->loose_text.n;
	for (uint32_t k = 0; k < n; k++)
		buf_put(&v->loose_text, (const char *)&cells[k].n, sizeof(size_t));
	for (uint32_t k = 0; k < n; k++)
		buf_span(&v->loose_text, cells[k]);
	buf_put(&v->loose, (const char *)&l, sizeof(l));
	bad = v->loose.failed || v->loose_text.failed;
	pthread_mutex_unlock(&v->lock);
	return bad ? err_memory(e, "baris yang terputus") : ERR_OK;
}

/* What waits in the joiner at a block's end. */
static int put_tail(struct lane *l, uint64_t seq, struct err *e)
{
	struct joiner *j = &l->join;
	int rc = ERR_OK;

	for (unsigned i = 0; i < j->n && rc == ERR_OK; i++) {
		for (uint32_t k = 0; k < j->line[i].n; k++) {
			size_t s = j->line[i].at + k;

			l->w.cells[k] = (span){ j->text.p + j->text_at[s], j->text_n[s] };
		}
		rc = put_loose(l->v, l->block.ordinal, seq - (j->n - 1 - i), i + 1 == j->n, l->w.cells, j->line[i].n,
			       e);
	}
	joiner_done(j);
	joiner_init(j, &l->w);
	return rc;
}

static int compare_loose(const void *a, const void *b)
{
	const struct loose *x = a, *y = b;

	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

static bool adjacent(const struct loose *a, const struct loose *b)
{
	return a->block == b->block ? a->seq + 1 == b->seq : a->last && a->block + 1 == b->block && b->seq == 1;
}

static int finish_loose(struct csv *v, struct lane *l, struct err *e)
{
	struct loose *all = (struct loose *)(void *)v->loose.p;
	size_t n = v->loose.n / sizeof(*all);
	int rc = ERR_OK;

	if (n)
		qsort(all, n, sizeof(*all), compare_loose);
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		const char *p = v->loose_text.p + all[i].at, *text = p + all[i].n * sizeof(size_t);
		struct sheet_row row = { 0, all[i].n, l->w.cells, l->w.cell_kind };

		for (uint32_t k = 0; k < all[i].n; k++) {
			memcpy(&l->w.cells[k].n, p + k * sizeof(size_t), sizeof(size_t));
			l->w.cells[k].p = text;
			text += l->w.cells[k].n;
			l->w.cell_kind[k] = CELL_TEXT;
		}
		if (i && !adjacent(&all[i - 1], &all[i]))
			rc = joiner_flush(&l->join, e);
		if (rc == ERR_OK)
			rc = joiner_short(&l->join, &row, e);
	}
	return rc ? rc : joiner_flush(&l->join, e);
}

/* --- records ---------------------------------------------------------------------------------------------------- */

static int take_short(struct lane *l, const struct padan_csv_record *r, uint64_t no, uint64_t seq, bool lead,
		      struct err *e)
{
	struct sheet_row row;
	int rc = worker_fields(&l->w, r, no, &row, e);

	row.n = r->n; /* trailing empty fields count */
	if (rc)
		return rc;
	if (lead && l->v->c->threads > 1 && seq <= JOIN_LINES)
		return put_loose(l->v, l->block.ordinal, seq, false, row.cells, row.n, e);
	return joiner_short(&l->join, &row, e);
}

static int take_whole(struct lane *l, const struct padan_csv_record *r, uint64_t no, struct err *e)
{
	uint8_t flags = r->n > l->v->c->fields ? LIST_ROW_LONG : 0;
	struct sheet_row row;
	int rc;

	if (!l->v->c->spec->cells)
		return worker_record(&l->w, r, no, flags, e);
	rc = worker_fields(&l->w, r, no, &row, e);
	return rc ? rc : worker_cells(&l->w, &row, flags, e);
}

/* A block for the first look, of which few lines matter: it need not be split. */
static bool by_lines(const struct lane *l, unsigned seen)
{
	const struct scan *c = l->v->c;

	return seen == 0 && c->spec->first && c->sink->screen && (c->info->have & COL_BIT(COL_NIK));
}

/* The lane's block, from the row after `skip` on. */
static int take_block(struct lane *l, uint64_t skip, struct err *e)
{
	struct scan *c = l->v->c;
	struct padan_csv csv;
	struct padan_csv_record r;
	const span whole = { l->block.p, l->block.n };
	const unsigned seen = padan_csv_look(whole);
	const bool simple = !(seen & (PADAN_CSV_QUOTES | PADAN_CSV_LONE_CR));
	uint64_t seq = 0;
	bool lead = skip == 0;
	int code, rc = ERR_OK;

	l->w.plain = !(seen & (PADAN_CSV_QUOTES | PADAN_CSV_HIGH));
	if (lead && by_lines(l, seen)) {
		rc = worker_screen(&l->w, &l->marks, whole, e);
		return rc ? rc : worker_settle(&l->w, e);
	}
	(simple ? padan_csv_init_plain : padan_csv_init)(&csv, &l->marks, whole, l->v->blocks.sniff.delim,
							 PADAN_CSV_AUTO);
	while (rc == ERR_OK && (code = padan_csv_next(&csv, &r)) != PADAN_CSV_END) {
		uint64_t no = c->threads == 1 ? l->rows + r.row : 0;

		if (code != PADAN_CSV_OK)
			return csv_trouble(l, code, r.row, e);
		if (r.row <= skip)
			continue;
		seq++;
		if (__builtin_expect(r.n < c->fields, 0)) {
			if (c->sink->screen)
				continue;
			rc = take_short(l, &r, no, seq, lead, e);
			continue;
		}
		lead = false;
		if (__builtin_expect(l->join.n != 0, 0))
			rc = joiner_flush(&l->join, e);
		if (rc == ERR_OK)
			rc = take_whole(l, &r, no, e);
	}
	l->rows += csv.rows;
	if (rc == ERR_OK && c->threads > 1 && l->join.n)
		rc = put_tail(l, seq, e);
	return rc ? rc : worker_settle(&l->w, e);
}

static void run_lane(struct lane *l)
{
	struct scan *c = l->v->c;
	struct worker *w = &l->w;
	int code;

	while (w->rc == ERR_OK && !atomic_load_explicit(&c->stop, memory_order_relaxed)) {
		code = padan_csv_blocks_next(&l->v->blocks, &l->block);
		if (code == PADAN_CSV_END)
			return;
		w->at = l->block.ordinal;
		if (code != PADAN_CSV_OK) {
			w->at = UINT64_MAX - 1; /* it comes after every block that was handed out */
			w->rc = csv_trouble(l, code, 0, &w->e);
		} else {
			w->rc = take_block(l, 0, &w->e);
		}
	}
	if (w->rc)
		atomic_store(&c->stop, true);
}

static void *lane_main(void *ctx)
{
	run_lane(ctx);
	return NULL;
}

/* --- the whole -----------------------------------------------------------------------------------------------------
 */

static int refuse_text(const struct padan_csv_sniff *s, struct err *e)
{
	if (s->encoding == PADAN_CSV_UTF16)
		return err_set(e, ERR_UNREADABLE,
			       "ditulis dalam UTF-16 (\"Teks Unicode\" Excel); simpan ulang sebagai \"CSV UTF-8\" "
			       "atau .xlsx, lalu kirim lagi");
	if (s->encoding == PADAN_CSV_BINARY)
		return err_set(e, ERR_UNREADABLE,
			       "bukan teks CSV (berisi byte nol atau data biner); kirim daftar aslinya sebagai .csv "
			       "atau .xlsx");
	return ERR_OK;
}

/* The first rows of the first block. */
static int read_head(struct lane *l, struct sheet_head *head, struct err *e)
{
	struct padan_csv csv;
	struct padan_csv_record r;
	struct sheet_row row;
	int rc = ERR_OK, code;

	padan_csv_init(&csv, &l->marks, (struct padan_span){ l->block.p, l->block.n }, l->v->blocks.sniff.delim,
		       PADAN_CSV_AUTO);
	while (rc == ERR_OK && !sheet_head_full(head) && (code = padan_csv_next(&csv, &r)) != PADAN_CSV_END &&
	       r.row <= LIM_HEADER_ROWS) {
		if (code != PADAN_CSV_OK)
			return csv_trouble(l, code, r.row, e);
		rc = worker_fields(&l->w, &r, r.row, &row, e);
		if (rc == ERR_OK && row.n)
			rc = sheet_head_add(head, &row, e);
	}
	return rc;
}

static int first_block(struct lane *l, struct err *e)
{
	struct scan *c = l->v->c;
	struct sheet_head head;
	size_t used = 0;
	int rc, code = padan_csv_blocks_next(&l->v->blocks, &l->block);

	if (code == PADAN_CSV_END)
		return err_set(e, ERR_UNREADABLE, "tidak berisi satu baris pun; kirim ulang daftarnya");
	if (code != PADAN_CSV_OK)
		return csv_trouble(l, code, 0, e);
	sheet_head_init(&head, c->s->alloc);
	rc = read_head(l, &head, e);
	if (rc == ERR_OK)
		rc = scan_header(c, &head, &used, e);
	c->fields = l->v->blocks.sniff.columns;
	if (rc == ERR_OK)
		rc = take_block(l, head.row[used - 1].no, e);
	sheet_head_done(&head);
	return rc;
}

static int lane_init(struct lane *l, struct csv *v, unsigned id, struct err *e)
{
	const struct padan_alloc *from = v->c->s->alloc;
	int rc;

	*l = (struct lane){ .v = v };
	rc = worker_init(&l->w, v->c, id, e);
	joiner_init(&l->join, &l->w);
	padan_csv_block_init(&l->block, from);
	if (padan_csv_marks_init(&l->marks, from, LIM_COLUMNS) != PADAN_CSV_OK)
		rc = err_memory(e, "pembaca CSV");
	return rc;
}

static void lane_done(struct lane *l)
{
	joiner_done(&l->join);
	worker_done(&l->w);
	padan_csv_block_done(&l->block);
	padan_csv_marks_done(&l->marks);
}

/* All lanes until the end. A thread that cannot be had is done without. */
static void run_lanes(struct lane *lane, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		lane[i].running = pthread_create(&lane[i].thread, NULL, lane_main, &lane[i]) == 0;
	run_lane(&lane[0]);
	for (unsigned i = 1; i < n; i++)
		if (lane[i].running)
			pthread_join(lane[i].thread, NULL);
}

static int run_csv(struct csv *v, struct lane *lane, struct tally *sum, struct err *e)
{
	struct scan *c = v->c;
	struct lane *bad = NULL;
	int rc = first_block(&lane[0], e);

	if (rc)
		return rc;
	run_lanes(lane, c->threads);
	/* of several troubles the one that stands first in the file */
	for (unsigned i = 0; i < c->threads; i++)
		if (lane[i].w.rc && (!bad || lane[i].w.at < bad->w.at))
			bad = &lane[i];
	if (bad) {
		if (e)
			*e = bad->w.e;
		return bad->w.rc;
	}
	rc = finish_loose(v, &lane[0], e);
	for (unsigned i = 0; i < c->threads; i++) {
		tally_add(sum, &lane[i].w.tally);
		c->info->rows += (uint32_t)lane[i].rows;
	}
	return rc;
}

int scan_csv(struct scan *c, struct tally *sum, struct err *e)
{
	const struct padan_csv_opt opt = { .record = LIM_RECORD };
	struct csv v = { .c = c };
	struct lane *lane = padan_arena_array(c->arena, c->threads, sizeof(*lane));
	unsigned n = 0;
	int rc = lane ? ERR_OK : err_memory(e, "pembaca CSV");

	if (rc)
		return rc;
	rc = padan_csv_blocks_init(&v.blocks, c->s->alloc, read_bytes, c, &opt);
	if (rc != PADAN_CSV_OK)
		return rc == PADAN_CSV_READ ? scan_unread(errno, e) : err_memory(e, "pembaca CSV");
	pthread_mutex_init(&v.lock, NULL);
	buf_init(&v.loose, c->s->alloc, 64u << 20);
	buf_init(&v.loose_text, c->s->alloc, 64u << 20);
	rc = refuse_text(&v.blocks.sniff, e);
	c->info->delimiter = v.blocks.sniff.delim;
	c->info->latin1 = v.blocks.sniff.encoding == PADAN_CSV_LATIN;
	for (; n < c->threads && rc == ERR_OK; n++)
		rc = lane_init(&lane[n], &v, n, e);
	if (rc == ERR_OK)
		rc = run_csv(&v, lane, sum, e);
	while (n)
		lane_done(&lane[--n]);
	buf_done(&v.loose);
	buf_done(&v.loose_text);
	pthread_mutex_destroy(&v.lock);
	padan_csv_blocks_done(&v.blocks);
	return rc;
}

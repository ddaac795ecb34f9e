/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/look.h"

#include "base/embed.h"
#include "intake/intake.h"
#include "tabular/header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#define REF_YEAR 2026
enum { SAMPLE_ROWS = 200, SAMPLE_BYTES = 60 };

struct looking {
	struct look *out;
	const struct look_order *order;
	struct padan_arena *arena;
	int64_t seen;
	bool refused; /* memory, while samples were taken */
};

int look_columns(struct columns *out, struct padan_arena *arena, struct err *e)
{
	return columns_load(out, embedded_file("ref/alias_kolom.csv"), arena, e);
}

/* --- samples ------------------------------------------------------------------------------------------------------ */
static bool sample_room(struct looking *l)
{
	if (!l->out->sample)
		l->out->sample = padan_arena_array(l->arena, l->out->info.ntitle + 1, sizeof(*l->out->sample));
	l->refused |= !l->out->sample;
	return l->out->sample;
}

static void sample_cell(struct looking *l, span *have, span cell)
{
	char masked[SAMPLE_BYTES + 4], *copy;
	span s;
	int k = 0;

	if (cell.n > SAMPLE_BYTES) {
		for (cell.n = SAMPLE_BYTES; cell.n && ((unsigned char)cell.p[cell.n] & 0xc0) == 0x80;)
			cell.n--;
	}
	s = check_masked(cell, masked);
	while (k < LOOK_SAMPLES && have[k].n && !padan_span_eq(have[k], s))
		k++;
	if (k == LOOK_SAMPLES || have[k].n || !s.n)
		return;
	copy = padan_arena_copy(l->arena, s.p, s.n);
	l->refused |= !copy;
	have[k] = (span){ copy, copy ? s.n : 0 };
}

static void sample_row(struct looking *l, const span *cells, uint32_t n)
{
	if (l->seen >= SAMPLE_ROWS || !sample_room(l))
		return;
	for (uint32_t c = 0; c < n && c < l->out->info.ntitle; c++)
		sample_cell(l, l->out->sample[c], span_trim(cells[c]));
}

/* --- a row -------------------------------------------------------------------------------------------------------- */
static int tell_row(struct looking *l, const struct look_row *row, struct err *e)
{
	struct look *out = l->out;

	sample_row(l, row->cells, row->ncell);
	l->seen++;
	out->light[row->is.light]++;
	for (int n = 0; n < CHECK_NOTES_N; n++)
		out->note[n] += row->is.notes >> n & 1;
	if (l->refused)
		return err_memory(e, "contoh isi daftar");
	return l->order->row ? l->order->row(l->order->ctx, row, e) : ERR_OK;
}

/* --- other lists: streamed -----------------------------------------------------------------------------------------
 */
static span answer_of(const struct list_row *row)
{
	for (int c = COL_HASIL_NIK; c <= COL_HASIL_KABUPATEN_KOTA; c++)
		if (row->col[c].n)
			return row->col[c];
	return row->col[COL_KETERANGAN].n ? row->col[COL_KETERANGAN] : row->col[COL_STATUS];
}

static int list_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct looking *l = ctx;
	const struct padan_nik_opt opt = { .ref_year = REF_YEAR, .numeric = row->kind[COL_NIK] == CELL_NUMBER };
	struct check_row c = { .kind = l->order->kind,
			       .name = cell_value(row->col[COL_NAMA]),
			       .card = cell_value(row->col[COL_NO_KK]),
			       .id = cell_value(row->col[COL_ID_BARIS]),
			       .desil = cell_value(row->col[COL_DESIL]),
			       .status = cell_value(row->col[COL_STATUS]),
			       .answer = cell_value(answer_of(row)),
			       .ragged = row->flags & (LIST_ROW_SHORT | LIST_ROW_LONG) };
	struct look_row told = { .no = row->no,
				 .nik = cell_value(row->col[COL_NIK]),
				 .name = c.name,
				 .born = cell_value(row->col[COL_TANGGAL_LAHIR]),
				 .village = cell_value(row->col[COL_KELURAHAN]),
				 .job = cell_value(row->col[COL_PEKERJAAN]),
				 .id = c.id,
				 .cells = row->cells,
				 .ncell = row->ncell };

	(void)worker;
	if (!c.id.n && row->col[COL_BARIS].n)
		c.id = row->col[COL_BARIS];
	padan_nik_parse(&c.nik, told.nik, &opt);
	birth_read(&c.born, told.born.n ? told.born : cell_value(row->col[COL_TEMPAT_TANGGAL_LAHIR]),
		   row->kind[COL_TANGGAL_LAHIR] == CELL_NUMBER);
	told.is = check_row(&c);
	l->out->data++;
	return tell_row(l, &told, e);
}

static int look_at_other(struct looking *l, const struct seams *s, const char *path, struct err *e)
{
	const struct list_spec spec = {
		.kind = l->order->kind, .cells = true, .lenient = true, .threads = 1, .columns = l->order->columns
	};
	const struct list_sink sink = { .row = list_row, .ctx = l };

	return list_scan(s, path, &spec, &sink, l->arena, &l->out->info, e);
}

/* --- proposals: through intake, which knows group rows and sums -----------------------------------------------------
 */
struct nik_set {
	struct nik_seen {
		uint64_t nik;
		uint32_t row;
	} * at;
	size_t mask;
};

/* The row that had it before; 0: nobody, and it is remembered. */
static uint32_t nik_before(struct nik_set *set, uint64_t nik, uint32_t row)
{
	size_t i = (size_t)(nik * 0x9e3779b97f4a7c15u >> 20) & set->mask;

	while (set->at[i].nik && set->at[i].nik != nik)
		i = (i + 1) & set->mask;
	if (set->at[i].nik)
		return set->at[i].row;
	set->at[i] = (struct nik_seen){ nik, row };
	return 0;
}

static bool nik_set_make(struct nik_set *set, size_t rows, struct padan_arena *arena)
{
	size_t n = 64;

	while (n < rows * 2)
		n *= 2;
	set->mask = n - 1;
	set->at = padan_arena_array(arena, n, sizeof(*set->at));
	return set->at;
}

static int proposal_row(struct looking *l, const struct intake *in, const struct intake_row *r, struct nik_set *set,
			struct err *e)
{
	struct check_row c = { .kind = LIST_PROPOSALS,
			       .name = intake_cell(in, r, COL_NAMA),
			       .card = intake_cell(in, r, COL_NO_KK),
			       .ragged = r->flags & (LIST_ROW_SHORT | LIST_ROW_LONG) };
	struct look_row row = { .no = r->no,
				.nik = intake_cell(in, r, COL_NIK),
				.name = c.name,
				.born = intake_cell(in, r, COL_TANGGAL_LAHIR),
				.village = intake_cell(in, r, COL_KELURAHAN),
				.job = intake_cell(in, r, COL_PEKERJAAN),
				.id = r->id,
				.cells = r->cells,
				.ncell = r->ncell };

	intake_nik(in, r, &c.nik);
	intake_born(in, r, &c.born);
	row.is = check_row(&c);
	if (padan_nik_sound(&c.nik))
		row.twin = nik_before(set, c.nik.value, r->no);
	if (row.twin)
		check_twin(&row.is);
	return tell_row(l, &row, e);
}

static int look_at_proposals(struct looking *l, const struct seams *s, const char *path, struct err *e)
{
	span paths = padan_span_of(path);
	struct intake_lists lists = {
		.paths = &paths, .n = 1, .threads = 1, .columns = l->order->columns, .lenient = true
	};
	struct nik_set set;
	struct intake in;
	int rc = intake_read_lists(&in, s, &lists, l->arena, e);

	if (rc)
		return rc;
	l->out->info = in.files[0].info;
	if (!header_enough(LIST_PROPOSALS, l->out->info.have))
		return look_at_other(l, s, path, e); /* nobody knows yet what a proposal is in it: rows as they stand */
	l->out->data = in.n_rows;
	if (!nik_set_make(&set, in.n_rows, l->arena))
		return err_memory(e, "daftar NIK");
	for (uint32_t i = 0; !rc && i < in.n_rows; i++)
		rc = proposal_row(l, &in, &in.rows[i], &set, e);
	return rc;
}

/* --- both ----------------------------------------------------------------------------------------------------------
 */
static int file_size(struct look *out, const struct seams *s, const char *path, struct err *e)
{
	char byte;
	int64_t lo = 0, hi = (int64_t)LIM_BATCH_FILE + 1;
	int fd = s->io->open(s->io->ctx, path, O_RDONLY, 0);

	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s); periksa nama dan hak baca berkas", path,
			       errno_reason(errno));
	while (lo < hi) { /* the seam has no stat: the first place from which nothing can be read */
		int64_t mid = lo + (hi - lo) / 2;

		if (s->io->pread(s->io->ctx, fd, &byte, 1, mid) == 1)
			lo = mid + 1;
		else
			hi = mid;
	}
	s->io->close(s->io->ctx, fd);
	out->size = lo;
	if (lo > LIM_BATCH_FILE)
		return err_set(e, ERR_USAGE, "%s: lebih dari %d MB; bagi daftarnya", path, LIM_BATCH_FILE >> 20);
	return ERR_OK;
}

int look_at_list(struct look *out, const struct seams *s, const char *path, const struct look_order *order,
		 struct padan_arena *arena, struct err *e)
{
	struct looking l = { .out = out, .order = order, .arena = arena };
	int rc;

	*out = (struct look){ 0 };
	rc = file_size(out, s, path, e);
	if (!rc)
		rc = order->kind == LIST_PROPOSALS ? look_at_proposals(&l, s, path, e) : look_at_other(&l, s, path, e);
	if (rc)
		return rc;
	out->skipped = out->info.rows - out->data;
	out->ready = header_enough(order->kind, out->info.have);
	out->fingerprint = header_fingerprint(out->info.titles, out->info.ntitle);
	return sample_room(&l) ? ERR_OK : err_memory(e, "contoh isi daftar");
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include "base/limits.h"
#include <padan/name.h>
#include <padan/nik.h>
#include <stdlib.h>

struct reading {
	struct intake *in;
	struct padan_arena *arena;
	const struct padan_alloc *alloc;
	uint32_t file;
	uint32_t cap_rows, cap_skips;
	uint32_t last_no; /* the last row told of, for the gaps */
	span group_card;
};

const char *intake_skip_word(enum intake_skip_kind k)
{
	static const char *const words[SKIP_KINDS] = {
		"judul", "kosong", "nomor_kolom", "kelompok", "catatan", "jumlah"
	};

	return words[k];
}

span intake_cell(const struct intake *in, const struct intake_row *row, enum list_col col)
{
	const struct list_info *info = &in->files[row->file].info;
	int at = info->at[col];

	return at >= 0 && (size_t)at < info->ntitle ? row->cells[at] : (span){ 0 };
}

/* Room for one more; arrays grow by half and are moved into the arena at the end of reading. */
static void *grow(struct reading *r, void *p, uint32_t n, uint32_t *cap, size_t size)
{
	uint32_t more = *cap ? *cap + *cap / 2 : 1024;
	void *q;

	if (n < *cap)
		return p;
	q = r->alloc->resize(r->alloc->ctx, p, *cap * size, more * size);
	if (q)
		*cap = more;
	return q;
}

static int add_skip(struct reading *r, uint32_t no, enum intake_skip_kind kind, span text, struct err *e)
{
	struct intake_skip *p = grow(r, r->in->skips, r->in->n_skips, &r->cap_skips, sizeof(*p));

	if (!p)
		return err_memory(e, "baris yang dilewati");
	r->in->skips = p;
	p[r->in->n_skips++] = (struct intake_skip){ r->file, no, kind, text };
	r->in->files[r->file].skips++;
	return ERR_OK;
}

/* Empty rows are the gaps between the numbers. */
static int skip_gap(struct reading *r, uint32_t until, struct err *e)
{
	int rc = ERR_OK;

	while (rc == ERR_OK && r->last_no + 1 < until)
		rc = add_skip(r, ++r->last_no, SKIP_EMPTY, (span){ 0 }, e);
	r->last_no = until;
	return rc;
}

static span joined(struct reading *r, const span *cells, uint32_t n)
{
	char text[512];
	size_t k = 0;
	char *p;

	for (uint32_t i = 0; i < n; i++) {
		size_t room = sizeof(text) - k - 1, len = cells[i].n;

		if (!len || room < 8)
			continue;
		if (k)
			text[k++] = ' ';
		if (len > room - 1) {
			len = room - 1;
			while (len && ((unsigned char)cells[i].p[len] & 0xc0) == 0x80)
				len--;
		}
		memcpy(text + k, cells[i].p, len);
		k += len;
	}
	p = padan_arena_copy(r->arena, text, k);
	return (span){ p, p ? k : 0 };
}

/* --- what kind of row is it? ------------------------------------------------------------------------------------ */
static bool begins(span s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && span_ieq((span){ s.p, n }, (span){ word, n }) &&
	       (s.n == n || !((s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z'));
}

static bool begins_one(span s, const char *const *words)
{
	for (; *words; words++)
		if (begins(s, *words))
			return true;
	return false;
}

static const char *const SUMS[] = { "JUMLAH", "TOTAL", "SUB TOTAL", "SUBTOTAL", "JML", "GRAND TOTAL", NULL };
static const char *const NOTES[] = { "CATATAN",	     "KETERANGAN", "KET",   "MENGETAHUI", "NIP",
				     "KEPALA DINAS", "LURAH",	   "CAMAT", "MENYETUJUI", "DIBUAT OLEH",
				     "DISAHKAN",     "SUMBER",	   "NB",    NULL };
static const char *const CARDS[] = { "NO. KK",	       "NO KK",	   "NOMOR KK", "KK", "NO.KK", "NOMOR KARTU KELUARGA",
				     "KARTU KELUARGA", "KELUARGA", NULL };

/* The 16 digits in a group row; empty when there are none. */
static span card_in(struct reading *r, span text)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };

	for (size_t i = 0; i + 16 <= text.n; i++) {
		struct padan_nik k;
		char *p;

		if (text.p[i] < '0' || text.p[i] > '9')
			continue;
		padan_nik_parse(&k, (span){ text.p + i, text.n - i }, &opt);
		if (k.n != 16)
			return (span){ 0 };
		p = padan_arena_copy(r->arena, k.digits, 16);
		return (span){ p, p ? 16 : 0 };
	}
	return (span){ 0 };
}

/* Nothing but a few filled cells, of which the first says what the row is: no name stands in it. */
static bool says_note(span first, uint32_t filled)
{
	return filled <= 3 && (begins_one(first, SUMS) || begins_one(first, NOTES));
}

static uint32_t count_filled(const struct list_row *row, span *first)
{
	uint32_t filled = 0;

	*first = (span){ 0 };
	for (uint32_t i = 0; i < row->ncell; i++) {
		if (!row->cells[i].n)
			continue;
		if (!filled++)
			*first = row->cells[i];
	}
	return filled;
}

static bool is_name(span s)
{
	struct padan_name n;

	padan_name_parse(&n, s);
	return n.n > 0;
}

/* Digits enough to be somebody's number, however damaged. */
static bool is_nik(span s)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	padan_nik_parse(&k, s, &opt);
	return k.n >= 6;
}

/* SKIP_KINDS: a proposal. */
static enum intake_skip_kind kind_of(const struct list_row *row)
{
	span first, name = row->col[COL_NAMA];
	uint32_t filled = count_filled(row, &first);

	if (filled <= 3 && begins_one(first, CARDS) && !(is_name(name) && !padan_span_eq(first, name)))
		return SKIP_GROUP;
	if (says_note(first, filled) && (!is_name(name) || padan_span_eq(first, name)))
		return begins_one(first, SUMS) ? SKIP_SUM : SKIP_NOTE;
	if (is_name(name) || is_nik(row->col[COL_NIK]))
		return SKIP_KINDS;
	return SKIP_NOTE;
}

/* --- a proposal ------------------------------------------------------------------------------------------------- */
static const span *copy_cells(struct reading *r, const struct list_row *row, size_t n)
{
	span *cells = padan_arena_array(r->arena, n, sizeof(*cells));
	size_t bytes = 0;
	char *p;

	for (uint32_t i = 0; i < row->ncell && i < n; i++)
		bytes += row->cells[i].n;
	p = cells ? padan_arena_get(r->arena, bytes) : NULL;
	if (!p)
		return NULL;
	for (uint32_t i = 0; i < row->ncell && i < n; i++) {
		if (!row->cells[i].n)
			continue;
		memcpy(p, row->cells[i].p, row->cells[i].n);
		cells[i] = (span){ p, row->cells[i].n };
		p += row->cells[i].n;
	}
	return cells;
}

/* "daftar.csv:12" */
static span make_id(struct reading *r, uint32_t no)
{
	span file = r->in->files[r->file].name;
	char digits[16];
	size_t n = 0;
	char *p;

	do
		digits[n++] = (char)('0' + no % 10);
	while (no /= 10);
	p = padan_arena_get(r->arena, file.n + 1 + n);
	if (!p)
		return (span){ 0 };
	memcpy(p, file.p, file.n);
	p[file.n] = ':';
	for (size_t i = 0; i < n; i++)
		p[file.n + 1 + i] = digits[n - 1 - i];
	return (span){ p, file.n + 1 + n };
}

static int add_row(struct reading *r, const struct list_row *row, struct err *e)
{
	struct intake *in = r->in;
	struct intake_row *p = grow(r, in->rows, in->n_rows, &r->cap_rows, sizeof(*p)), *x;
	struct intake_file *file = &in->files[r->file];

	if (!p)
		return err_memory(e, "baris usulan");
	in->rows = p;
	if (in->n_rows == LIM_PROPOSALS)
		return err_set(e, ERR_USAGE, "lebih dari %d baris usulan dalam satu kali jalan; bagi daftarnya",
			       LIM_PROPOSALS);
	x = &p[in->n_rows];
	*x = (struct intake_row){ .file = r->file,
				  .no = row->no,
				  .cells = copy_cells(r, row, file->info.ntitle),
				  .nik_numeric = row->kind[COL_NIK] == CELL_NUMBER,
				  .born_numeric = row->kind[COL_TANGGAL_LAHIR] == CELL_NUMBER };
	if (!row->col[COL_NO_KK].n)
		x->group_card = r->group_card;
	if (x->cells)
		x->id = intake_cell(in, x, COL_ID_BARIS);
	if (x->cells && !x->id.n)
		x->id = make_id(r, row->no);
	if (!x->cells || !x->id.n)
		return err_memory(e, "baris usulan");
	in->n_rows++;
	file->rows++;
	return ERR_OK;
}

static int take_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct reading *r = ctx;
	enum intake_skip_kind kind = kind_of(row);
	span text;
	int rc = skip_gap(r, row->no, e);

	(void)worker;
	if (rc)
		return rc;
	if (kind == SKIP_KINDS)
		return add_row(r, row, e);
	text = joined(r, row->cells, row->ncell);
	if (kind == SKIP_GROUP)
		r->group_card = card_in(r, text);
	return add_skip(r, row->no, kind, text, e);
}

static int take_other(void *ctx, const struct sheet_row *row, enum list_other what, struct err *e)
{
	struct reading *r = ctx;
	int rc = skip_gap(r, row->no, e);

	if (rc)
		return rc;
	return add_skip(r, row->no, what == LIST_NUMBERS ? SKIP_NUMBERS : SKIP_TITLE, joined(r, row->cells, row->n), e);
}

/* --- a file ----------------------------------------------------------------------------------------------------- */
static span base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return padan_span_of(slash ? slash + 1 : path);
}

/* The base name, with "#2", "#3" when files before it have the same. */
static span berkas(struct reading *r, const char *path)
{
	span base = base_name(path);
	unsigned same = 1;
	char *p;

	for (uint32_t i = 0; i < r->file; i++) {
		span other = r->in->files[i].name;

		same += other.n >= base.n && memcmp(other.p, base.p, base.n) == 0 &&
			(other.n == base.n || other.p[base.n] == '#');
	}
	p = padan_arena_get(r->arena, base.n + 4);
	if (!p)
		return (span){ 0 };
	memcpy(p, base.p, base.n);
	if (same == 1)
		return (span){ p, base.n };
	p[base.n] = '#';
	if (same < 10) {
		p[base.n + 1] = (char)('0' + same);
		return (span){ p, base.n + 2 };
	}
	p[base.n + 1] = (char)('0' + same / 10);
	p[base.n + 2] = (char)('0' + same % 10);
	return (span){ p, base.n + 3 };
}

static int finish_file(struct reading *r, struct err *e)
{
	struct intake_file *f = &r->in->files[r->file];
	span *titles = padan_arena_array(r->arena, f->info.ntitle, sizeof(*titles));

	if (!titles)
		return err_memory(e, "judul kolom");
	for (size_t i = 0; i < f->info.ntitle; i++)
		titles[i] = f->info.titles[i].text;
	f->titles = titles;
	f->id_column = f->info.at[COL_ID_BARIS];
	return skip_gap(r, f->info.rows + 1, e);
}

static int read_file(struct reading *r, const struct seams *s, span path, struct err *e)
{
	struct intake_file *f = &r->in->files[r->file];
	struct list_spec spec = { .kind = LIST_PROPOSALS, .cells = true, .threads = 1 };
	struct list_sink sink = { .row = take_row, .other = take_other, .ctx = r };
	char *name = padan_arena_copy(r->arena, path.p, path.n);
	int rc;

	if (!name || !(f->name = berkas(r, name)).n)
		return err_memory(e, "nama berkas");
	r->last_no = 0;
	r->group_card = (span){ 0 };
	rc = list_scan(s, name, &spec, &sink, r->arena, &f->info, e);
	return rc ? rc : finish_file(r, e);
}

/* The grown arrays go into the arena, so that the caller frees one thing. */
static int settle(struct reading *r, struct err *e)
{
	struct intake *in = r->in;
	struct intake_row *rows = padan_arena_array(r->arena, in->n_rows, sizeof(*rows));
	struct intake_skip *skips = padan_arena_array(r->arena, in->n_skips, sizeof(*skips));

	if (!rows || !skips)
		return err_memory(e, "baris usulan");
	if (in->n_rows)
		memcpy(rows, in->rows, in->n_rows * sizeof(*rows));
	if (in->n_skips)
		memcpy(skips, in->skips, in->n_skips * sizeof(*skips));
	r->alloc->resize(r->alloc->ctx, in->rows, r->cap_rows * sizeof(*rows), 0);
	r->alloc->resize(r->alloc->ctx, in->skips, r->cap_skips * sizeof(*skips), 0);
	in->rows = rows;
	in->skips = skips;
	r->cap_rows = r->cap_skips = 0;
	return ERR_OK;
}

int intake_read(struct intake *out, const struct seams *s, const span *paths, size_t n, struct padan_arena *arena,
		struct err *e)
{
	struct reading r = { .in = out, .arena = arena, .alloc = s->alloc };
	int rc = ERR_OK;

	*out = (struct intake){ .n_files = (uint32_t)n };
	out->files = padan_arena_array(arena, n, sizeof(*out->files));
	if (!out->files)
		return err_memory(e, "daftar usulan");
	for (size_t i = 0; i < n && rc == ERR_OK; i++) {
		r.file = (uint32_t)i;
		rc = read_file(&r, s, paths[i], e);
	}
	if (rc == ERR_OK)
		rc = settle(&r, e);
	if (rc) {
		if (r.cap_rows)
			s->alloc->resize(s->alloc->ctx, out->rows, r.cap_rows * sizeof(*out->rows), 0);
		if (r.cap_skips)
			s->alloc->resize(s->alloc->ctx, out->skips, r.cap_skips * sizeof(*out->skips), 0);
		*out = (struct intake){ 0 };
	}
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/intake.h"

#include "base/limits.h"
#include "intake/sift.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define CHUNK 512

const char *intake_skip_word(enum intake_skip_kind k)
{
	static const char *const names[SKIP_KINDS] = {
		"judul", "kosong", "nomor_kolom", "kelompok", "catatan", "jumlah"
	};

	return (unsigned)k < SKIP_KINDS ? names[k] : "";
}

/* Rows gathered in pieces that never move. */
struct piece {
	struct piece *next;
	uint32_t n;
	union {
		struct intake_row row[CHUNK];
		struct intake_skip skip[CHUNK];
	};
};

struct gathering {
	struct piece *first, *last;
	uint32_t n;
};

struct reading {
	struct padan_arena *arena;
	const struct intake_lists *lists;
	struct gathering rows, skips;
	struct intake_file *file; /* the one that is read */
	uint32_t index;
	uint32_t line; /* last row accounted for */
	struct sift sift;
	bool sifting; /* below the header */
	const struct intake_group *group;
	struct padan_date_sniff dates;
};

static struct piece *piece_with_room(struct reading *in, struct gathering *g)
{
	if (!g->last || g->last->n == CHUNK) {
		struct piece *p = padan_arena_get(in->arena, sizeof(*p));

		if (!p)
			return NULL;
		p->next = NULL;
		p->n = 0;
		if (g->last)
			g->last->next = p;
		else
			g->first = p;
		g->last = p;
	}
	g->n++;
	return g->last;
}

static int add_skip(struct reading *in, uint32_t line, enum intake_skip_kind kind, span text, struct err *e)
{
	struct piece *p = piece_with_room(in, &in->skips);

	if (!p)
		return err_memory(e, "baris yang dilewati");
	p->skip[p->n++] = (struct intake_skip){ in->index, line, kind, text };
	in->file->skips++;
	return ERR_OK;
}

/* The rows between the last one and this: empty. */
static int add_gap(struct reading *in, uint32_t line, struct err *e)
{
	int rc = ERR_OK;

	while (rc == ERR_OK && in->line + 1 < line)
		rc = add_skip(in, ++in->line, SKIP_EMPTY, (span){ NULL, 0 }, e);
	return rc;
}

static span joined_text(struct reading *in, const span *cells, uint32_t n)
{
	size_t size = 0, w = 0;
	char *p;

	for (uint32_t c = 0; c < n; c++)
		size += cells[c].n + 1;
	p = padan_arena_get(in->arena, size + 1);
	if (!p)
		return (span){ NULL, 0 };
	for (uint32_t c = 0; c < n; c++) {
		if (!cells[c].n)
			continue;
		if (w)
			p[w++] = ' ';
		memcpy(p + w, cells[c].p, cells[c].n);
		w += cells[c].n;
	}
	return (span){ p, w };
}

static int skip_row(struct reading *in, uint32_t line, enum intake_skip_kind kind, const span *cells, uint32_t n,
		    struct err *e)
{
	span text = joined_text(in, cells, n);

	return text.p ? add_skip(in, line, kind, text, e) : err_memory(e, "baris yang dilewati");
}

static span kept(struct reading *in, span s, bool *bad)
{
	char *p = s.n ? padan_arena_copy(in->arena, s.p, s.n) : NULL;

	*bad |= s.n && !p;
	return (span){ p, p ? s.n : 0 };
}

/* The group that holds from here on. A new family keeps the village that was told above it. */
static int set_group(struct reading *in, const struct intake_group *g, struct err *e)
{
	struct intake_group *to = padan_arena_get(in->arena, sizeof(*to));
	bool bad = !to;

	if (bad)
		return err_memory(e, "kelompok baris");
	*to = *in->group;
	if (g->card.p) {
		to->card = kept(in, g->card, &bad);
		to->address = (span){ NULL, 0 };
	}
	if (g->village.n || g->district.n)
		to->card = to->address = (span){ NULL, 0 };
	if (g->address.n)
		to->address = kept(in, g->address, &bad);
	if (g->village.n)
		to->village = kept(in, g->village, &bad);
	if (g->district.n)
		to->district = kept(in, g->district, &bad);
	if (g->rt.n)
		to->rt = kept(in, g->rt, &bad);
	if (g->rw.n)
		to->rw = kept(in, g->rw, &bad);
	in->group = to;
	return bad ? err_memory(e, "kelompok baris") : ERR_OK;
}

static int name_row(struct reading *in, struct intake_row *p, const struct list_row *row, struct err *e)
{
	span own = cell_value(row->col[COL_ID_BARIS]);
	char text[320];
	bool bad = false;

	if (!own.n)
		own = (span){ text, (size_t)snprintf(text, sizeof(text), "%.*s:%u", (int)in->file->name.n,
						     in->file->name.p, row->no) };
	p->id = kept(in, own, &bad);
	return bad ? err_memory(e, "usulan") : ERR_OK;
}

static int add_proposal(struct reading *in, const struct list_row *row, struct err *e)
{
	/* at least one cell for each title, so that a row goes back with all its columns */
	uint32_t n = row->ncell > in->file->info.ntitle ? row->ncell : (uint32_t)in->file->info.ntitle;
	struct piece *at = piece_with_room(in, &in->rows);
	span *cells = padan_arena_array(in->arena, n, sizeof(span));
	uint8_t *kind = padan_arena_array(in->arena, n, 1);
	bool bad = !at || !cells || !kind;
	struct intake_row *p;

	if (in->rows.n > LIM_PROPOSALS)
		return err_set(e, ERR_USAGE, "lebih dari %d baris usulan dalam satu kali jalan; bagi daftarnya",
			       LIM_PROPOSALS);
	for (uint32_t c = 0; !bad && c < row->ncell; c++) {
		cells[c] = kept(in, row->cells[c], &bad);
		kind[c] = row->cell_kind[c];
	}
	if (bad)
		return err_memory(e, "usulan");
	p = &at->row[at->n++];
	*p = (struct intake_row){ .file = in->index,
				  .no = row->no,
				  .cells = cells,
				  .kind = kind,
				  .ncell = n,
				  .flags = row->flags,
				  /* a name that is a number is the NIK in the wrong column */
				  .nik_numeric =
					  row->kind[COL_NIK] == CELL_NUMBER || row->kind[COL_NAMA] == CELL_NUMBER,
				  .born_numeric = row->kind[COL_TANGGAL_LAHIR] == CELL_NUMBER,
				  .group_card = row->col[COL_NO_KK].n ? (span){ NULL, 0 } : in->group->card,
				  .group = in->group };
	in->file->rows++;
	padan_date_sniff_add(&in->dates, row->col[COL_TANGGAL_LAHIR]);
	return name_row(in, p, row, e);
}

/* The other lines of a record that was broken in two. */
static int add_rest(struct reading *in, const struct list_row *row, struct err *e)
{
	char text[48];
	int rc = ERR_OK;

	for (uint32_t k = 1; k < row->lines && rc == ERR_OK; k++) {
		span s = { text, (size_t)snprintf(text, sizeof(text), "sambungan baris %u", row->no) };

		rc = skip_row(in, ++in->line, SKIP_NOTE, &s, 1, e);
	}
	return rc;
}

static void start_sifting(struct reading *in)
{
	in->sift = (struct sift){ .titles = in->file->info.titles,
				  .ntitle = in->file->info.ntitle,
				  .at = in->file->info.at };
	in->sifting = true;
}

static int take_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct reading *in = ctx;
	struct intake_group group;
	int what, rc = add_gap(in, row->no, e);

	(void)worker;
	if (rc)
		return rc;
	if (!in->sifting)
		start_sifting(in);
	in->line = row->no;
	what = sift_row(&in->sift, row->cells, row->cell_kind, row->ncell, &group);
	if (what == SIFT_PROPOSAL)
		rc = add_proposal(in, row, e);
	else
		rc = skip_row(in, row->no, (enum intake_skip_kind)what, row->cells, row->ncell, e);
	if (rc == ERR_OK && what == SKIP_GROUP)
		rc = set_group(in, &group, e);
	return rc ? rc : add_rest(in, row, e);
}

/* Title rows and the header. What titles say of the place holds for the whole list. */
static int take_other(void *ctx, const struct sheet_row *row, enum list_other what, struct err *e)
{
	struct reading *in = ctx;
	struct intake_group group = { 0 };
	int rc = add_gap(in, row->no, e);

	in->line = row->no;
	if (rc == ERR_OK)
		rc = skip_row(in, row->no, what == LIST_NUMBERS ? SKIP_NUMBERS : SKIP_TITLE, row->cells, row->n, e);
	if (rc == ERR_OK && row->no < in->file->info.header_row && group_read(row->cells, row->n, &group)) {
		group.card = group.address = (span){ NULL, 0 };
		rc = set_group(in, &group, e);
	}
	return rc;
}

static int list_titles(struct reading *in, struct err *e)
{
	const struct list_info *info = &in->file->info;
	span *titles = padan_arena_array(in->arena, info->ntitle, sizeof(span));

	if (!titles)
		return err_memory(e, "judul kolom");
	for (size_t i = 0; i < info->ntitle; i++)
		titles[i] = info->titles[i].text;
	in->file->titles = titles;
	in->file->id_column = info->at[COL_ID_BARIS];
	return ERR_OK;
}

static int read_file(struct reading *in, const struct seams *s, span path, struct err *e)
{
	static const struct intake_group nothing;
	const struct list_spec spec = { .kind = LIST_PROPOSALS,
					.cells = true,
					.threads = 1,
					.columns = in->lists->columns,
					.lenient = in->lists->lenient };
	const struct list_sink sink = { .row = take_row, .other = take_other, .ctx = in };
	char *name = padan_arena_copy(in->arena, path.p, path.n);
	int rc;

	if (!name)
		return err_memory(e, "nama berkas");
	in->line = 0;
	in->sifting = false;
	in->group = &nothing;
	in->dates = (struct padan_date_sniff){ 0 };
	rc = list_scan(s, name, &spec, &sink, in->arena, &in->file->info, e);
	if (rc == ERR_OK)
		rc = add_gap(in, in->file->info.rows + 1, e);
	in->file->order = padan_date_sniff_order(&in->dates);
	return rc ? rc : list_titles(in, e);
}

/* "daftar.xlsx", and "daftar.xlsx#2" for the second of that name. */
static int name_file(struct intake_file *files, uint32_t k, span path, struct padan_arena *arena, struct err *e)
{
	size_t from = path.n;
	unsigned same = 1;
	char text[300];
	span base;
	int n;

	while (from && path.p[from - 1] != '/')
		from--;
	base = (span){ path.p + from, path.n - from };
	for (uint32_t i = 0; i < k; i++) {
		span other = files[i].name;

		same += other.n >= base.n && memcmp(other.p, base.p, base.n) == 0 &&
			(other.n == base.n || other.p[base.n] == '#');
	}
	n = same > 1 ? snprintf(text, sizeof(text), "%.*s#%u", (int)base.n, base.p, same)
		     : snprintf(text, sizeof(text), "%.*s", (int)base.n, base.p);
	if (n < 0 || n >= (int)sizeof(text))
		return err_set(e, ERR_UNREADABLE, "nama berkas terlalu panjang: %.*s", 80, base.p);
	files[k].name = (span){ padan_arena_copy(arena, text, (size_t)n), (size_t)n };
	return files[k].name.p ? ERR_OK : err_memory(e, "nama berkas");
}

static int gather(struct reading *in, struct intake *out, struct err *e)
{
	struct intake_row *rows = padan_arena_array(in->arena, in->rows.n, sizeof(*rows));
	struct intake_skip *skips = padan_arena_array(in->arena, in->skips.n, sizeof(*skips));

	if (!rows || !skips)
		return err_memory(e, "usulan");
	for (const struct piece *p = in->rows.first; p; p = p->next) {
		memcpy(rows + out->n_rows, p->row, p->n * sizeof(*rows));
		out->n_rows += p->n;
	}
	/* a column that was damaged as a whole: in a CSV its cells are no numbers any more */
	for (uint32_t i = 0; i < out->n_rows; i++)
		rows[i].nik_numeric |= out->files[rows[i].file].info.nik_damaged;
	for (const struct piece *p = in->skips.first; p; p = p->next) {
		memcpy(skips + out->n_skips, p->skip, p->n * sizeof(*skips));
		out->n_skips += p->n;
	}
	out->rows = rows;
	out->skips = skips;
	return ERR_OK;
}

/* One list on its way: memory of its own, so that lists may be read at a time. */
struct lane {
	struct reading in;
	struct padan_arena arena;
	struct err e;
	int rc;
};

struct lanes {
	struct lane *lane;
	const struct seams *seams;
	const span *paths;
	uint32_t n;
	uint32_t order[LIM_FILES]; /* in which they are begun */
	atomic_uint next;
};

/* A workbook's rows come from a child that has to be started and to decompress first. */
static bool is_workbook(span path)
{
	return path.n > 5 && span_ieq((span){ path.p + path.n - 5, 5 }, SPAN(".xlsx"));
}

static void begin_with_workbooks(struct lanes *l)
{
	uint32_t n = 0;

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t k = 0; k < l->n; k++)
			if (is_workbook(l->paths[k]) == (pass == 0))
				l->order[n++] = k;
}

static void *read_lanes(void *ctx)
{
	struct lanes *l = ctx;
	uint32_t i;

	while ((i = atomic_fetch_add(&l->next, 1)) < l->n) {
		uint32_t k = l->order[i];

		l->lane[k].rc = read_file(&l->lane[k].in, l->seams, l->paths[k], &l->lane[k].e);
	}
	return NULL;
}

static void append(struct gathering *to, const struct gathering *more)
{
	if (!more->first)
		return;
	if (to->last)
		to->last->next = more->first;
	else
		to->first = more->first;
	to->last = more->last;
	to->n += more->n;
}

/* Puts the lists one behind the other, as if they had been read so. The first error in their order counts. */
static int join_lanes(struct lanes *l, struct reading *all, struct err *e)
{
	int rc = ERR_OK;

	for (uint32_t k = 0; k < l->n; k++) {
		struct lane *lane = &l->lane[k];

		padan_arena_adopt(all->arena, &lane->arena);
		append(&all->rows, &lane->in.rows);
		append(&all->skips, &lane->in.skips);
		if (rc == ERR_OK && lane->rc) {
			rc = lane->rc;
			if (e)
				*e = lane->e;
		}
	}
	return rc;
}

static int read_all(struct lanes *l, unsigned threads, struct reading *all, struct err *e)
{
	pthread_t more[LIM_FILES];
	unsigned started = 0;

	while (started + 1 < threads && started + 1 < l->n && !pthread_create(&more[started], NULL, read_lanes, l))
		started++;
	read_lanes(l);
	while (started)
		pthread_join(more[--started], NULL);
	return join_lanes(l, all, e);
}

int intake_read_lists(struct intake *out, const struct seams *s, const struct intake_lists *lists,
		      struct padan_arena *arena, struct err *e)
{
	const span *paths = lists->paths;
	size_t n = lists->n;
	struct reading all = { .arena = arena, .lists = lists };
	struct intake_file *files = padan_arena_array(arena, n, sizeof(*files));
	struct lanes l = { .lane = padan_arena_array(arena, n, sizeof(*l.lane)), .seams = s, .paths = paths };
	int rc = ERR_OK;

	*out = (struct intake){ .files = files, .n_files = (uint32_t)n };
	if (!files || !l.lane)
		return err_memory(e, "usulan");
	if (n > LIM_FILES)
		return err_set(e, ERR_USAGE, "lebih dari %d daftar usulan dalam satu kali jalan", LIM_FILES);
	for (uint32_t k = 0; k < n && rc == ERR_OK; k++) {
		padan_arena_init(&l.lane[k].arena, arena->from, 0);
		l.lane[k].in =
			(struct reading){ .arena = &l.lane[k].arena, .lists = lists, .file = &files[k], .index = k };
		rc = name_file(files, k, paths[k], arena, e);
	}
	l.n = (uint32_t)n;
	begin_with_workbooks(&l);
	if (rc == ERR_OK)
		rc = read_all(&l, lists->threads, &all, e);
	return rc ? rc : gather(&all, out, e);
}

int intake_read_threads(struct intake *out, const struct seams *s, const span *paths, size_t n, unsigned threads,
			struct padan_arena *arena, struct err *e)
{
	struct intake_lists lists = { .paths = paths, .n = n, .threads = threads };

	return intake_read_lists(out, s, &lists, arena, e);
}

int intake_read(struct intake *out, const struct seams *s, const span *paths, size_t n, struct padan_arena *arena,
		struct err *e)
{
	return intake_read_threads(out, s, paths, n, 1, arena, e);
}

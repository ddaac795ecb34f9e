/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/header.h"

#include "tabular/title_guess.h"

#include <padan/fold.h>

#define TITLE_MAX 300 /* a longer cell is a sentence, not a title */

/* What a list needs: for each line one of the alternatives, each a set of columns. */
#define B(c)	     COL_BIT(COL_##c)
#define NEEDS	     2
#define ALTERNATIVES 5
struct need {
	uint64_t any[ALTERNATIVES];
	const char *text;
};
static const struct need needs[LIST_KINDS][NEEDS] = {
	[LIST_PROPOSALS] = { { { B(NAMA) }, "nama" } },
	[LIST_REGISTRY] = { { { B(NIK) | B(NAMA) | B(TANGGAL_LAHIR), B(NIK) | B(NAMA) | B(TEMPAT_TANGGAL_LAHIR) },
			      "nik, nama dan tanggal_lahir" } },
	[LIST_VERDICTS] = { { { B(ID_BARIS), B(NIK) | B(NAMA), B(NIK), B(HASIL_NIK) | B(NAMA) },
			      "id_baris, atau nik dan nama" },
			    { { B(KETERANGAN), B(STATUS), B(HASIL_NIK), B(HASIL_NAMA), B(HASIL_TANGGAL_LAHIR) },
			      "jawaban per unsur (misalnya hasil_nik, hasil_nama) atau keterangan" } },
	[LIST_DESIL] = { { { B(NIK), B(NO_KK), B(NAMA) | B(TANGGAL_LAHIR), B(NAMA) | B(TEMPAT_TANGGAL_LAHIR) },
			   "nik, atau no_kk, atau nama dan tanggal_lahir" },
			 { { B(DESIL) }, "desil" } },
	[LIST_MEMBERS] = { { { B(NIK), B(NAMA) | B(TANGGAL_LAHIR), B(NAMA) | B(TEMPAT_TANGGAL_LAHIR) },
			     "nik, atau nama dan tanggal_lahir" },
			   { { B(STATUS) }, "status" } },
	[LIST_REFUSED] = { { { B(NIK), B(NAMA) | B(TANGGAL_LAHIR), B(NAMA) | B(TEMPAT_TANGGAL_LAHIR) },
			     "nik, atau nama dan tanggal_lahir" } },
	[LIST_DECREE] = { { { B(NIK), B(NAMA) }, "nik atau nama" } },
	/* which column holds the answers is asked when they are read: sheets of wards have others */
	[LIST_REVIEW] = { { { B(ID_BARIS), B(BERKAS) | B(BARIS) }, "id_baris, atau berkas dan baris" } },
	[LIST_REPLY] = { { { B(NIK), B(KPJ), B(NAMA) | B(TANGGAL_LAHIR), B(NAMA) | B(TEMPAT_TANGGAL_LAHIR) },
			   "nik, kpj, atau nama dan tanggal_lahir" },
			 { { B(STATUS), B(KPJ), B(ALASAN), B(KETERANGAN) }, "status, kpj, atau keterangan" } },
};

static bool need_met(const struct need *need, uint64_t have)
{
	if (!need->text)
		return true;
	for (int i = 0; i < ALTERNATIVES; i++)
		if (need->any[i] && (have & need->any[i]) == need->any[i])
			return true;
	return false;
}

bool header_enough(enum list_kind kind, uint64_t have)
{
	for (int i = 0; i < NEEDS; i++)
		if (!need_met(&needs[kind][i], have))
			return false;
	return true;
}

bool is_verdict_word(span s)
{
	static const char *const words[] = { "SESUAI", "TIDAKSESUAI", "TDKSESUAI", "COCOK", "TIDAKCOCOK",
					     "PADAN",  "TIDAKPADAN",  "Y",	   "N",	    "YA",
					     "TIDAK",  "TRUE",	      "FALSE",	   "MATCH", "NOTMATCH" };
	char key[64];
	size_t n;

	for (n = 0; n < s.n && s.p[n] != '('; n++)
		;
	n = padan_fold_key(key, sizeof(key), (span){ s.p, n });
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (padan_span_eq((span){ key, n }, padan_span_of(words[i])))
			return true;
	return false;
}

static span cell(const struct sheet_row *r, uint32_t c)
{
	return c < r->n && (r->kind[c] & CELL_KIND_MASK) != CELL_EMPTY ? span_trim(r->cells[c]) : (span){ NULL, 0 };
}

/* The title of a column whose header is `top` over `sub`: "group: sub", or the one that is there. buf holds TITLE_MAX.
 */
static span joined_title(span top, span sub, char *buf)
{
	if (!sub.n || padan_span_eq(top, sub))
		return top;
	if (!top.n || top.n + sub.n + 2 > TITLE_MAX)
		return sub;
	memcpy(buf, top.p, top.n);
	memcpy(buf + top.n, ": ", 2);
	memcpy(buf + top.n + 2, sub.p, sub.n);
	return (span){ buf, top.n + sub.n + 2 };
}

/* The walk over the columns of a header of one or two rows. A group's title reaches to the right as long as there are
 * sub-titles below and no title of its own. */
struct walk {
	const struct sheet_row *top, *sub; /* sub NULL: one row */
	span group;
	uint32_t c, n;
	char buf[TITLE_MAX];
};

static void walk_start(struct walk *w, const struct sheet_row *top, const struct sheet_row *sub)
{
	*w = (struct walk){ .top = top, .sub = sub, .n = top->n };
	if (sub && sub->n > w->n)
		w->n = sub->n;
}

static span walk_next(struct walk *w)
{
	span top = cell(w->top, w->c), sub = w->sub ? cell(w->sub, w->c) : (span){ NULL, 0 };

	if (top.n)
		w->group = sub.n ? top : (span){ NULL, 0 };
	else if (sub.n)
		top = w->group;
	else
		w->group = (span){ NULL, 0 };
	w->c++;
	return joined_title(top, sub, w->buf);
}

/* What the row's titles mean: by the table, or (guess) by their words. */
static uint64_t walk_columns(const struct columns *t, enum list_kind kind, const struct sheet_row *top,
			     const struct sheet_row *sub, bool guess)
{
	struct walk w;
	uint64_t have = 0;

	walk_start(&w, top, sub);
	while (w.c < w.n) {
		span title = walk_next(&w);
		enum list_col c = COL_NONE;

		if (title.n && title.n < TITLE_MAX)
			c = guess ? title_guess(kind, title) : column_of_title(t, kind, title, NULL);
		if (c != COL_NONE)
			have |= COL_BIT(c);
	}
	return have;
}

static uint64_t columns_of_rows(const struct columns *t, enum list_kind kind, const struct sheet_row *top,
				const struct sheet_row *sub)
{
	uint64_t have = walk_columns(t, kind, top, sub, false), guessed;

	if (header_enough(kind, have))
		return have;
	/* sentences are full of words: a row is guessed at, and only for what it lacks, when it is a header without
	 * guessing, or when three of its cells are titles with it */
	guessed = have | walk_columns(t, kind, top, sub, true);
	return __builtin_popcountll(have) >= 2 || (kind == LIST_PROPOSALS && __builtin_popcountll(guessed) >= 3)
		       ? guessed
		       : have;
}

struct found {
	size_t first, last;
	uint64_t have;
	int score;
};

static int score_of(enum list_kind kind, uint64_t have)
{
	int n = __builtin_popcountll(have);

	return n && header_enough(kind, have) ? n + SHEET_FITS : n;
}

static struct found find_rows(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n)
{
	struct found best = { 0, 0, 0, 0 };
	uint64_t next = n ? columns_of_rows(t, kind, &rows[0], NULL) : 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t have = next;
		int score = score_of(kind, have), below;

		if (score > best.score)
			best = (struct found){ i, i, have, score };
		if (i + 1 == n)
			break;
		next = columns_of_rows(t, kind, &rows[i + 1], NULL);
		if (rows[i + 1].no != rows[i].no + 1)
			continue;
		/* two rows only where both say something: a title row above the header adds nothing to it */
		below = score_of(kind, next);
		have = columns_of_rows(t, kind, &rows[i], &rows[i + 1]);
		score = score_of(kind, have);
		if (score > best.score && score > below)
			best = (struct found){ i, i + 1, have, score };
	}
	return best;
}

int header_score(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n)
{
	return find_rows(t, kind, rows, n).score;
}

/* 1, 2, 3 ... or (1), (2) ... in every cell that is not empty. */
static bool is_number_row(const struct sheet_row *r)
{
	int64_t before = 0;
	uint32_t seen = 0;

	for (uint32_t c = 0; c < r->n; c++) {
		span s = cell(r, c);
		int64_t v;

		if (!s.n)
			continue;
		if (s.n > 2 && (s.p[0] == '(' || s.p[0] == '['))
			s.p++, s.n -= 2;
		if (s.n > 4 || !span_i64(s, &v) || v <= before || v > (int64_t)c + 2)
			return false;
		before = v;
		seen++;
	}
	return seen >= 2 || (seen == 1 && r->n == 1);
}

static void list_titles(struct buf *b, const struct sheet_row *r)
{
	for (uint32_t c = 0; c < r->n && b->n < 260; c++) {
		span s = cell(r, c);

		if (!s.n)
			continue;
		if (b->n)
			buf_puts(b, ", ");
		buf_put(b, s.p, s.n < 40 ? s.n : 40);
	}
}

static int tell_missing(enum list_kind kind, const struct found *f, const struct sheet_row *rows, size_t n,
			struct err *e)
{
	struct buf need, seen;
	size_t widest = 0;

	buf_init(&need, NULL, 400);
	buf_init(&seen, NULL, 400);
	for (int i = 0; i < NEEDS; i++)
		if (!need_met(&needs[kind][i], f->have))
			buf_printf(&need, "%s%s", need.n ? "; " : "", needs[kind][i].text);
	for (size_t i = 0; i < n; i++)
		if (rows[i].n > rows[widest].n)
			widest = i;
	if (n)
		list_titles(&seen, &rows[f->score > 1 ? f->first : widest]);
	if (f->score > 1)
		err_set(e, ERR_UNREADABLE,
			"kolom yang diperlukan tidak ada: %s. Judul yang terbaca di baris %u: %s. Beri judul "
			"itu pada kolomnya, lalu ulangi",
			need.p ? need.p : "", rows[f->first].no, seen.p ? seen.p : "-");
	else
		err_set(e, ERR_UNREADABLE,
			"tidak ada baris judul kolom dalam %d baris pertama; daftar %s memerlukan kolom %s. "
			"Yang terlihat: %s. Tambahkan baris judul di atas data, lalu ulangi",
			LIM_HEADER_ROWS, list_kind_name(kind), need.p ? need.p : "", seen.p ? seen.p : "lembar kosong");
	buf_done(&need);
	buf_done(&seen);
	return ERR_UNREADABLE;
}

/* Do the cells below hold answers instead of values? Only asked of a list of verdicts. */
static bool holds_verdicts(const struct sheet_row *rows, size_t from, size_t n, uint32_t c)
{
	size_t seen = 0, verdicts = 0;

	for (size_t i = from; i < n; i++) {
		span s = cell(&rows[i], c);

		seen += s.n > 0;
		verdicts += s.n > 0 && is_verdict_word(s);
	}
	return seen && verdicts * 4 >= seen * 3;
}

/* Of two columns with the same meaning the better title stays, then the first. */
static void claim(struct header *h, uint32_t c, enum list_col col, unsigned rank, unsigned *ranks)
{
	h->titles[c].col = COL_NONE;
	if (col == COL_NONE)
		return;
	if (h->have & COL_BIT(col)) {
		if (rank >= ranks[col])
			return;
		h->titles[h->at[col]].col = COL_NONE;
	}
	h->have |= COL_BIT(col);
	h->at[col] = (int16_t)c;
	h->titles[c].col = (uint8_t)col;
	ranks[col] = rank;
}

struct mapping {
	const struct columns *columns;
	enum list_kind kind;
	const struct sheet_row *rows;
	size_t n;
	unsigned ranks[COL_COUNT];
};

static int copy_titles(const struct sheet_row *rows, struct header *h, struct padan_arena *arena, struct err *e)
{
	struct walk w;

	walk_start(&w, &rows[h->first], h->last != h->first ? &rows[h->last] : NULL);
	h->ncol = w.n;
	h->titles = padan_arena_array(arena, w.n, sizeof(*h->titles));
	while (h->titles && w.c < w.n) {
		uint32_t c = w.c;
		span title = walk_next(&w);

		h->titles[c].col = COL_NONE;
		h->titles[c].text = (span){ padan_arena_copy(arena, title.p, title.n), title.n };
		if (!h->titles[c].text.p)
			h->titles = NULL;
	}
	return h->titles ? ERR_OK : err_memory(e, "judul kolom");
}

static void claim_titles(struct mapping *m, struct header *h, bool guess)
{
	for (uint32_t c = 0; c < h->ncol; c++) {
		span title = h->titles[c].text;
		unsigned rank = UINT32_MAX;
		enum list_col col = COL_NONE;

		if (h->titles[c].col != COL_NONE || !title.n || title.n >= TITLE_MAX)
			continue;
		if (!guess)
			col = column_of_title(m->columns, m->kind, title, &rank);
		else if (column_of_title(m->columns, m->kind, title, NULL) == COL_NONE)
			col = title_guess(m->kind, title);
		if (m->kind == LIST_VERDICTS && col <= COL_KABUPATEN_KOTA &&
		    holds_verdicts(m->rows, h->last + 1, m->n, c))
			col = (enum list_col)(col + COL_HASIL_NIK);
		claim(h, c, col, rank, m->ranks);
	}
}

static int map_columns(struct mapping *m, struct padan_arena *arena, struct header *h, struct err *e)
{
	int rc = copy_titles(m->rows, h, arena, e);

	h->have = 0;
	memset(h->at, 0xff, sizeof(h->at));
	if (rc)
		return rc;
	claim_titles(m, h, false);
	claim_titles(m, h, true);
	return ERR_OK;
}

/* --- mapped by hand, and guessed ------------------------------------------------------------------------------------
 */
static uint64_t print_of(const struct sheet_row *top, const struct sheet_row *sub)
{
	struct header_print p;
	struct walk w;

	header_print_begin(&p);
	walk_start(&w, top, sub);
	while (w.c < w.n)
		header_print_add(&p, walk_next(&w));
	return header_print_end(&p);
}

uint64_t header_fingerprint(const struct list_title *titles, size_t n)
{
	struct header_print p;

	header_print_begin(&p);
	for (size_t i = 0; i < n; i++)
		header_print_add(&p, titles[i].text);
	return header_print_end(&p);
}

static const struct columns_hand *find_by_hand(const struct columns *t, enum list_kind kind,
					       const struct sheet_row *rows, size_t n, struct header *out)
{
	const struct columns_hand *h = NULL;

	for (size_t i = 0; t->hand && i < n && !h; i++) {
		out->first = out->last = i;
		h = columns_hand_of(t, kind, print_of(&rows[i], NULL));
		if (h || i + 1 == n || rows[i + 1].no != rows[i].no + 1)
			continue;
		out->last = i + 1;
		h = columns_hand_of(t, kind, print_of(&rows[i], &rows[i + 1]));
	}
	return h;
}

static bool numbers_below(const struct sheet_row *rows, size_t n, size_t last)
{
	return last + 1 < n && rows[last + 1].no == rows[last].no + 1 && is_number_row(&rows[last + 1]);
}

static int map_by_hand(const struct columns_hand *hand, const struct sheet_row *rows, size_t n,
		       struct padan_arena *arena, struct header *out, struct err *e)
{
	unsigned ranks[COL_COUNT] = { 0 };
	int rc = copy_titles(rows, out, arena, e);

	out->have = 0;
	memset(out->at, 0xff, sizeof(out->at));
	for (uint32_t c = 0; !rc && c < out->ncol; c++)
		claim(out, c, c < hand->n ? (enum list_col)hand->col[c] : COL_NONE, 0, ranks);
	out->numbers = numbers_below(rows, n, out->last);
	return rc;
}

/* The first of the rows with the most cells that are words: of a list whose titles nobody knows. */
static size_t wordiest(const struct sheet_row *rows, size_t n)
{
	size_t best = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t words = 0;

		for (uint32_t c = 0; c < rows[i].n; c++) {
			span s = cell(&rows[i], c);
			int64_t v;

			words += s.n && s.n < TITLE_MAX && !span_i64(s, &v);
		}
		if (words > most) {
			most = words;
			best = i;
		}
	}
	return best;
}

int header_guess(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n,
		 struct padan_arena *arena, struct header *out, struct err *e)
{
	struct found f = find_rows(t, kind, rows, n);
	struct mapping m = { .columns = t, .kind = kind, .rows = rows, .n = n };
	const struct columns_hand *hand = find_by_hand(t, kind, rows, n, out);
	int rc;

	if (hand)
		return map_by_hand(hand, rows, n, arena, out, e);
	if (!n)
		return tell_missing(kind, &f, rows, n, e);
	out->first = f.score > 1 ? f.first : wordiest(rows, n);
	out->last = f.score > 1 ? f.last : out->first;
	rc = map_columns(&m, arena, out, e);
	out->numbers = !rc && numbers_below(rows, n, out->last);
	return rc;
}

int header_find(const struct columns *t, enum list_kind kind, const struct sheet_row *rows, size_t n,
		struct padan_arena *arena, struct header *out, struct err *e)
{
	struct found f = find_rows(t, kind, rows, n);
	struct mapping m = { .columns = t, .kind = kind, .rows = rows, .n = n };
	const struct columns_hand *hand = find_by_hand(t, kind, rows, n, out);
	int rc;

	if (hand) {
		rc = map_by_hand(hand, rows, n, arena, out, e);
		f = (struct found){ out->first, out->last, out->have, 2 };
		return rc || header_enough(kind, out->have) ? rc : tell_missing(kind, &f, rows, n, e);
	}
	if (f.score < SHEET_FITS && kind != LIST_VERDICTS)
		return tell_missing(kind, &f, rows, n, e);
	out->first = f.first;
	out->last = f.last;
	if (!n)
		return tell_missing(kind, &f, rows, n, e);
	rc = map_columns(&m, arena, out, e);
	if (rc)
		return rc;
	/* a list of verdicts may name its elements as the person's columns: known only after a look at the cells */
	f.have = out->have;
	if (!header_enough(kind, out->have))
		return tell_missing(kind, &f, rows, n, e);
	out->numbers = numbers_below(rows, n, f.last);
	return ERR_OK;
}

/* SPDX-License-Identifier: EUPL-1.2
 * What is done with the rows of a batch: a page of them, their columns mapped by hand, the bad ones sent back. */
#include "intake/batch_cases.h"

#include "base/limits.h"
#include "tabular/xlsx_out.h"

#include <errno.h>
#include <stdio.h>

enum { PAGE = 50, PATH = 1200, WORDS = 600 };

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

/* --- batch rows ----------------------------------------------------------------------------------------------------
 */
struct paging {
	const struct env *env;
	int light; /* -1: all */
	int64_t from, until, matching;
	struct batch_line_row *rows;
	size_t n, cap;
};

static span masked(const struct env *env, span s)
{
	char *out = padan_arena_get(env->arena, s.n + 1);

	return out ? check_masked(s, out) : (span){ NULL, 0 };
}

static span words_of(const struct env *env, const struct kept_row *r)
{
	struct buf b;
	span s;

	buf_init(&b, env->seams->alloc, WORDS * 4);
	check_words(r->notes, r->twin, &b);
	s = keep(env, buf_as_span(&b));
	buf_done(&b);
	return s;
}

static int put_row(void *ctx, const struct kept_row *r, struct err *e)
{
	struct paging *p = ctx;
	struct batch_line_row *rows = row_room(p->env->arena, p->rows, p->n, &p->cap, sizeof(*rows));

	if (!rows)
		return err_memory(e, "baris kiriman");
	p->rows = rows;
	rows[p->n++] = (struct batch_line_row){ .baris = r->no,
						.warna = padan_span_of(light_word(r->light)),
						.nik = keep(p->env, r->nik),
						.nama = keep(p->env, r->name),
						.lahir = keep(p->env, r->born),
						.kelurahan = keep(p->env, r->village),
						.pekerjaan = keep(p->env, r->job),
						.keterangan = words_of(p->env, r) };
	return ERR_OK;
}

static int page_row(void *ctx, const struct look_row *r, struct err *e)
{
	struct paging *p = ctx;
	int64_t at;

	if (p->light >= 0 && (int)r->is.light != p->light)
		return ERR_OK;
	at = p->matching++;
	if (at < p->from || at >= p->until)
		return ERR_OK;
	return put_row(p,
		       &(struct kept_row){ .no = r->no,
					   .light = r->is.light,
					   .notes = r->is.notes,
					   .twin = r->twin,
					   .nik = masked(p->env, r->nik),
					   .name = masked(p->env, r->name),
					   .born = r->born,
					   .village = r->village,
					   .job = r->job },
		       e);
}

/* From the file itself: an older batch, a very long one, or one whose columns mean something else now. */
static int rows_of_file(struct batch_file *f, span typed, struct paging *p, struct err *e)
{
	struct look_order order = { .row = page_row, .ctx = p };
	struct look look;
	int rc = batch_file_open(f, typed, p->env, e);

	order.kind = f->batch.kind;
	order.columns = &f->columns;
	if (!rc)
		rc = look_at_list(&look, p->env->seams, f->path, &order, p->env->arena, e);
	batch_file_close(f);
	return rc;
}

int batch_rows_plan(struct batch_rows_out *out, const struct batch_rows_in *in, const struct env *env, struct err *e)
{
	int64_t size = in->banyak > 0 ? in->banyak : PAGE, page = in->halaman > 0 ? in->halaman : 1;
	struct paging p = { .env = env, .light = in->warna, .from = (page - 1) * size, .until = page * size };
	const struct kept_ask ask = { p.light, p.from, p.until, put_row, &p };
	struct batch_file f = { .files = NULL };
	bool there = false;
	int rc = batch_file_find(&f, in->kiriman, env, e);

	if (!rc && batch_file_as_checked(&f))
		rc = batch_pages_read(env->store, f.batch.id, &ask, &p.matching, &there, e);
	if (!rc && !there)
		rc = rows_of_file(&f, in->kiriman, &p, e);
	if (rc)
		return rc;
	out->kiriman = batch_id_text(env, f.batch.id);
	out->berkas = f.batch.name;
	out->jumlah = p.matching;
	out->halaman = page;
	out->dari = p.matching ? (p.matching + size - 1) / size : 1;
	return row_cursor_over(env->arena, p.rows, p.n, sizeof(*p.rows), &out->daftar, e);
}

/* --- batch columns -------------------------------------------------------------------------------------------------
 */
/* The columns as they will be: one name a column. */
struct mapping {
	struct batch b;
	struct batch_check c; /* the new look, or the old one with other columns where the file is not here */
	span *name;
	size_t n;
	int64_t changed;
	struct row_cursor rows;
	struct batch_pages pages; /* of the new look */
};

static int split_columns(struct mapping *m, const struct env *env, struct err *e)
{
	span rest = m->c.columns, titles = m->c.titles;

	m->n = 1;
	for (size_t i = 0; i < titles.n; i++)
		m->n += titles.p[i] == '\n';
	m->name = padan_arena_array(env->arena, m->n, sizeof(*m->name));
	if (!m->name)
		return err_memory(e, "kolom");
	for (size_t i = 0; i < m->n; i++)
		m->name[i] = span_next_line(&rest);
	return ERR_OK;
}

static int name_of(const struct mapping *m, span name, enum list_col *col, struct err *e)
{
	*col = COL_NONE;
	if (!name.n || padan_span_eq(name, SPAN("-")))
		return ERR_OK;
	*col = column_of_name(name);
	if (*col != COL_NONE && (list_columns(m->b.kind) & COL_BIT(*col)))
		return ERR_OK;
	return err_set(e, ERR_USAGE, "--peta: kolom \"%.*s\" tidak dikenal untuk daftar %s",
		       (int)(name.n < 60 ? name.n : 60), name.p, list_kind_name(m->b.kind));
}

/* "5=nik" */
static int map_one(struct mapping *m, span pair, struct err *e)
{
	const char *equals = pair.n ? memchr(pair.p, '=', pair.n) : NULL;
	span no = { pair.p, equals ? (size_t)(equals - pair.p) : pair.n };
	enum list_col col;
	int64_t at = 0;
	int rc;

	if (!equals || !span_i64(span_trim(no), &at) || at < 1 || at > (int64_t)m->n)
		return err_set(e, ERR_USAGE, "--peta \"%.*s\": tulis NOMOR=NAMA, nomor 1 sampai %zu (lihat batch show)",
			       (int)(pair.n < 60 ? pair.n : 60), pair.p, m->n);
	rc = name_of(m, span_trim((span){ equals + 1, pair.n - no.n - 1 }), &col, e);
	if (rc)
		return rc;
	for (size_t i = 0; col != COL_NONE && i < m->n; i++) /* one column of the sheet for each */
		if (padan_span_eq(m->name[i], padan_span_of(column_name(col))))
			m->name[i] = SPAN("");
	m->name[at - 1] = padan_span_of(column_name(col));
	m->changed++;
	return ERR_OK;
}

static int map_all(struct mapping *m, span pairs, struct err *e)
{
	int rc = ERR_OK;

	while (!rc && pairs.n) {
		size_t n = 0;

		while (n < pairs.n && pairs.p[n] != ',')
			n++;
		if (span_trim((span){ pairs.p, n }).n)
			rc = map_one(m, span_trim((span){ pairs.p, n }), e);
		n += n < pairs.n;
		pairs.p += n, pairs.n -= n;
	}
	return rc || m->changed ? rc : err_set(e, ERR_USAGE, "--peta: kosong; tulis NOMOR=NAMA, dipisah koma");
}

static int join_columns(struct mapping *m, const struct env *env, struct err *e)
{
	struct buf b;

	buf_init(&b, env->seams->alloc, 1 << 16);
	for (size_t i = 0; i < m->n; i++) {
		buf_puts(&b, i ? "\n" : "");
		buf_span(&b, m->name[i]);
	}
	m->c.columns = b.failed ? (span){ NULL, 0 } : keep(env, buf_as_span(&b));
	buf_done(&b);
	return m->c.columns.p ? ERR_OK : err_memory(e, "kolom");
}

/* The file, where it is here, as it reads with the new columns. */
static int look_again(struct mapping *m, span typed, const struct env *env, struct err *e)
{
	struct batch_file f = { .files = NULL };
	struct look_order order = { .kind = m->b.kind, .row = batch_page_row, .ctx = &m->pages };
	struct look look;
	int rc;

	if (!m->b.kept)
		return batch_column_rows(&m->rows, &m->c, NULL, env->arena, e);
	rc = batch_file_open(&f, typed, env, e);
	if (!rc)
		rc = columns_by_hand(&f.columns, m->b.kind, m->c.fingerprint, m->c.columns, env->arena, e);
	order.columns = &f.columns;
	batch_pages_begin(&m->pages, env->arena);
	if (!rc)
		rc = look_at_list(&look, env->seams, f.path, &order, env->arena, e);
	batch_pages_end(&m->pages, rc ? NULL : &look);
	batch_file_close(&f);
	if (!rc)
		rc = batch_check_of(&m->c, &look, env->arena, e);
	return rc ? rc : batch_column_rows(&m->rows, &m->c, look.sample, env->arena, e);
}

static int next_column(void *ctx, void *row, struct err *e)
{
	struct mapping *m = ctx;

	return m->rows.next(m->rows.ctx, row, e);
}

int batch_columns_plan(struct batch_columns_out *out, const struct batch_columns_in *in, const struct env *env,
		       struct err *e)
{
	struct mapping *m = padan_arena_zero(env->arena, sizeof(*m));
	int rc = m ? batch_named(&m->b, in->kiriman, env, e) : err_memory(e, "kolom");

	if (!rc && m->b.end.n)
		rc = batch_must_stand(&m->b, e);
	if (!rc)
		rc = batch_last_check(env->store, m->b.id, &m->c, env->arena, e);
	if (!rc)
		rc = split_columns(m, env, e);
	if (!rc)
		rc = map_all(m, in->peta, e);
	if (!rc)
		rc = join_columns(m, env, e);
	if (!rc)
		rc = look_again(m, in->kiriman, env, e);
	if (rc)
		return rc;
	out->kiriman = batch_id_text(env, m->b.id);
	out->diubah = m->changed;
	out->data = m->c.data_rows;
	out->hijau = m->c.light[LIGHT_GREEN];
	out->kuning = m->c.light[LIGHT_YELLOW];
	out->merah = m->c.light[LIGHT_RED];
	out->lengkap = m->c.ready;
	out->kolom = (struct row_cursor){ next_column, m };
	return ERR_OK;
}

int batch_columns_apply(const struct batch_columns_out *out, const struct batch_columns_in *in, struct unit *u,
			struct err *e)
{
	const struct mapping *m = out->kolom.ctx;
	int rc = header_map_add(u, m->b.office, m->b.kind, &m->c, e);

	(void)in;
	if (!rc && m->b.kept)
		rc = batch_store_look(u, m->b.id, &m->c, e);
	return rc || !m->b.kept ? rc : batch_pages_write(u, m->b.id, &m->pages, e);
}

/* --- batch bad-rows ------------------------------------------------------------------------------------------------
 */
struct returning {
	const struct env *env;
	struct xlsx_out x;
	size_t ntitle;
	struct buf words;
};

static int count_row(void *ctx, const struct look_row *r, struct err *e)
{
	struct batch_bad_rows_out *out = ctx;

	(void)e;
	out->kuning += r->is.light == LIGHT_YELLOW;
	out->merah += r->is.light == LIGHT_RED;
	return ERR_OK;
}

static int return_row(void *ctx, const struct look_row *r, struct err *e)
{
	struct returning *x = ctx;

	(void)e;
	if (r->is.light == LIGHT_GREEN)
		return ERR_OK;
	for (size_t c = 0; c < x->ntitle; c++)
		xlsx_text(&x->x, c < r->ncell ? r->cells[c] : (span){ NULL, 0 });
	buf_clear(&x->words);
	check_words(r->is.notes, r->twin, &x->words);
	xlsx_text(&x->x, buf_as_span(&x->words));
	xlsx_end(&x->x);
	return ERR_OK;
}

int batch_bad_rows_plan(struct batch_bad_rows_out *out, const struct batch_bad_rows_in *in, const struct env *env,
			struct err *e)
{
	struct batch_file f = { .files = NULL };
	struct look_order order = { .row = count_row, .ctx = out };
	struct look look;
	char path[PATH];
	int rc = batch_file_open(&f, in->kiriman, env, e);

	order.kind = f.batch.kind;
	order.columns = &f.columns;
	out->kuning = out->merah = 0;
	if (!rc)
		rc = look_at_list(&look, env->seams, f.path, &order, env->arena, e);
	batch_file_close(&f);
	if (rc)
		return rc;
	out->kiriman = batch_id_text(env, f.batch.id);
	if (snprintf(path, sizeof(path), "%.*s/perbaikan-%.*s.xlsx", (int)in->keluaran.n, in->keluaran.p,
		     (int)out->kiriman.n, out->kiriman.p) >= (int)sizeof(path))
		return err_set(e, ERR_USAGE, "--keluaran: nama map terlalu panjang");
	out->berkas = keep(env, padan_span_of(path));
	return out->berkas.n ? ERR_OK : err_memory(e, "berkas perbaikan");
}

/* The titles as they came, so that the sheet is recognised when it comes back. */
static int open_sheet(struct returning *x, const struct batch_file *f, const char *path, struct err *e)
{
	span titles = f->check.titles, above[1] = { SPAN("Baris yang perlu diperbaiki") };
	struct xlsx_column *columns;
	int rc;

	x->ntitle = 1;
	for (size_t i = 0; i < titles.n; i++)
		x->ntitle += titles.p[i] == '\n';
	columns = padan_arena_array(x->env->arena, x->ntitle + 1, sizeof(*columns));
	if (!columns)
		return err_memory(e, "berkas perbaikan");
	for (size_t i = 0; i < x->ntitle; i++) {
		span title = span_next_line(&titles);

		columns[i] = (struct xlsx_column){ keep(x->env, title).p, 18, XLSX_TEXT };
		if (!columns[i].title)
			return err_memory(e, "berkas perbaikan");
	}
	columns[x->ntitle] = (struct xlsx_column){ "Keterangan", 50, XLSX_WRAP };
	rc = xlsx_open(&x->x, x->env->seams, path, ledger_today(x->env), 1, e);
	if (!rc)
		xlsx_sheet(&x->x, &(struct xlsx_sheet){ .name = "Perbaikan",
							.above = above,
							.nabove = 1,
							.columns = columns,
							.ncolumns = x->ntitle + 1,
							.mark = "TERBATAS: memuat data pribadi" });
	return rc;
}

static int write_sheet(struct returning *x, struct batch_file *f, const char *path, struct err *e)
{
	struct look_order order = { .kind = f->batch.kind, .columns = &f->columns, .row = return_row, .ctx = x };
	struct look look;
	int rc = open_sheet(x, f, path, e);

	if (rc)
		return rc;
	rc = look_at_list(&look, x->env->seams, f->path, &order, x->env->arena, e);
	if (rc) {
		xlsx_abandon(&x->x);
		return rc;
	}
	return xlsx_close(&x->x, e);
}

int batch_bad_rows_publish(const struct batch_bad_rows_out *out, const struct batch_bad_rows_in *in,
			   const struct env *env, struct err *e)
{
	struct returning *x = padan_arena_zero(env->arena, sizeof(*x));
	struct batch_file f = { .files = NULL };
	const char *dir = keep(env, in->keluaran).p, *path = keep(env, out->berkas).p;
	int rc;

	if (!x || !dir || !path)
		return err_memory(e, "berkas perbaikan");
	x->env = env;
	if (env->seams->io->mkdir(env->seams->io->ctx, dir, 0700) && errno != EEXIST)
		return err_errno(e, errno, "%s: map tidak dapat dibuat", dir);
	rc = batch_file_open(&f, in->kiriman, env, e);
	buf_init(&x->words, env->seams->alloc, WORDS * 4);
	if (!rc)
		rc = write_sheet(x, &f, path, e);
	buf_done(&x->words);
	batch_file_close(&f);
	return rc;
}

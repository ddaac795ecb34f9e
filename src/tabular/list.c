/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/list.h"

#include "base/embed.h"
#include "tabular/list_scan.h"
#include "tabular/sandbox.h"
#include "tabular/xlsx_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#define HEAD_BYTES  (64 << 10)
#define HASH_BYTES  (256 << 10)
#define OLE_BYTES   (4 << 20) /* the directory of an OLE container lies within, nearly always */
#define MAX_THREADS 64

static void warn(struct list_info *info, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void warn(struct list_info *info, const char *fmt, ...)
{
	va_list ap;

	if (info->nwarning == LIST_WARNINGS)
		return;
	va_start(ap, fmt);
	vsnprintf(info->warning[info->nwarning++], sizeof(info->warning[0]), fmt, ap);
	va_end(ap);
}

int scan_unread(int errno_value, struct err *e)
{
	return err_set(e, ERR_UNREADABLE, "%s; beri nama sebuah berkas yang dapat dibaca",
		       errno_value == EISDIR   ? "ini map, bukan berkas"
		       : errno_value == ESPIPE ? "ini pipa, bukan berkas"
					       : strerrordesc_np(errno_value));
}

/* --- the header ------------------------------------------------------------------------------------------------ */

static void map_columns(struct scan *c, uint64_t set)
{
	for (unsigned col = 0; col < COL_COUNT; col++) {
		int at = c->header.at[col];

		if (!(set & COL_BIT(col)) || at < 0)
			continue;
		c->map[c->nmap].col = (uint8_t)col;
		c->map[c->nmap++].at = (uint16_t)at;
		c->col_at[at] = (uint8_t)col;
		if ((uint32_t)at >= c->width)
			c->width = (uint32_t)at + 1;
	}
}

static void map_wanted(struct scan *c)
{
	uint64_t want = c->spec->want ? c->spec->want : list_columns(c->spec->kind);
	uint64_t counted = COL_BIT(COL_NIK) | COL_BIT(COL_RILIS); /* in every row */
	uint64_t first = c->spec->first ? c->spec->first | counted : UINT64_MAX;

	c->nmap = c->width = 0;
	memset(c->col_at, COL_NONE, sizeof(c->col_at));
	map_columns(c, want & first);
	c->nfirst = c->nmap;
	map_columns(c, want & ~first);
}

static void warn_twice(struct list_info *info)
{
	for (size_t i = 0; i < info->ntitle; i++)
		for (size_t k = i + 1; k < info->ntitle; k++)
			if (info->titles[i].text.n && span_ieq(info->titles[i].text, info->titles[k].text)) {
				warn(info, "judul kolom \"%.*s\" ada dua kali; kolom yang pertama dipakai", 60,
				     info->titles[i].text.p);
				return;
			}
}

int scan_header(struct scan *c, const struct sheet_head *head, size_t *used, struct err *e)
{
	struct list_info *info = c->info;
	struct header *h = &c->header;
	int rc = header_find(&c->columns, c->spec->kind, head->row, head->n, c->arena, h, e);

	if (rc == ERR_UNREADABLE && c->spec->lenient)
		rc = header_guess(&c->columns, c->spec->kind, head->row, head->n, c->arena, h, e);
	if (rc)
		return rc;
	info->header_row = head->row[h->last].no;
	info->titles = h->titles;
	info->ntitle = h->ncol;
	info->have = h->have;
	memcpy(info->at, h->at, sizeof(info->at));
	map_wanted(c);
	warn_twice(info);
	*used = h->last + 1 + h->numbers;
	for (size_t i = 0; c->sink->other && i < *used; i++) {
		rc = c->sink->other(c->sink->ctx, &head->row[i], i > h->last ? LIST_NUMBERS : LIST_TITLE, e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

/* --- a workbook ------------------------------------------------------------------------------------------------- */

struct book_scan {
	struct scan *c;
	struct worker w;
	struct sheet_head head;
	bool started;
};

static int start_rows(struct book_scan *b, struct err *e)
{
	size_t used = 0;
	int rc = scan_header(b->c, &b->head, &used, e);

	b->started = true;
	for (size_t i = used; i < b->head.n && rc == ERR_OK; i++)
		rc = worker_cells(&b->w, &b->head.row[i], 0, e);
	sheet_head_done(&b->head);
	return rc;
}

static int book_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct book_scan *b = ctx;
	int rc = ERR_OK;

	if (!b->started && (sheet_head_full(&b->head) || row->no > LIM_HEADER_ROWS))
		rc = start_rows(b, e);
	if (rc)
		return rc;
	return b->started ? worker_cells(&b->w, row, 0, e) : sheet_head_add(&b->head, row, e);
}

static int hash_whole(void *ctx, struct err *e)
{
	struct scan *c = ctx;
	char *chunk = padan_arena_get(c->arena, HASH_BYTES);
	int64_t at = 0;
	ssize_t got;

	if (!chunk)
		return err_memory(e, "sidik berkas");
	while ((got = c->s->io->pread(c->s->io->ctx, c->fd, chunk, HASH_BYTES, at)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return scan_unread(errno, e);
		file_hash_add(&c->hash, (span){ chunk, (size_t)got });
		at += got;
	}
	return ERR_OK;
}

static int scan_book(struct scan *c, struct tally *sum, struct err *e)
{
	struct book_scan *b = padan_arena_zero(c->arena, sizeof(*b));
	const struct sheet_sink sink = { book_row, b };
	const struct sandbox_job job = { .fd = c->fd,
					 .kind = c->spec->kind,
					 .sink = &sink,
					 .meanwhile = c->spec->again ? NULL : hash_whole,
					 .ctx = c };
	struct sheet_info sheet;
	int rc;

	if (!b)
		return err_memory(e, "lembar kerja");
	b->c = c;
	c->threads = 1;
	c->info->xlsx = true;
	rc = worker_init(&b->w, c, 0, e);
	sheet_head_init(&b->head, c->s->alloc);
	if (rc == ERR_OK)
		rc = sandbox_read_sheet(c->s, &job, &sheet, e);
	if (rc == ERR_OK && !b->started)
		rc = start_rows(b, e);
	sheet_head_done(&b->head);
	worker_done(&b->w);
	if (rc)
		return rc;
	c->info->rows = sheet.rows;
	c->info->epoch1904 = sheet.epoch1904;
	snprintf(c->info->sheet, sizeof(c->info->sheet), "%s", sheet.name);
	if (sheet.others[0])
		warn(c->info, "hanya lembar \"%.60s\" yang dibaca; lembar lain yang serupa: %.80s", sheet.name,
		     sheet.others);
	tally_add(sum, &b->w.tally);
	return ERR_OK;
}

/* --- both --------------------------------------------------------------------------------------------------------- */

static ssize_t peek(struct scan *c, char *p, size_t n)
{
	ssize_t got;

	do
		got = c->s->io->pread(c->s->io->ctx, c->fd, p, n, 0);
	while (got < 0 && errno == EINTR);
	return got;
}

static int scan_by_form(struct scan *c, struct tally *sum, struct err *e)
{
	char *head = padan_arena_get(c->arena, HEAD_BYTES), *more;
	ssize_t got = head ? peek(c, head, HEAD_BYTES) : 0;
	enum file_form form;

	if (!head)
		return err_memory(e, "daftar");
	if (got < 0)
		return scan_unread(errno, e);
	form = file_form((span){ head, (size_t)got });
	if (form == FORM_TEXT)
		return scan_csv(c, sum, e);
	if (form == FORM_ZIP)
		return scan_book(c, sum, e);
	if (form != FORM_OLE)
		return refuse_form(form, e);
	more = padan_arena_get(c->arena, OLE_BYTES);
	got = more ? peek(c, more, OLE_BYTES) : 0;
	return refuse_ole((span){ more, got > 0 ? (size_t)got : 0 }, e);
}

/* What the counters say about the file as a whole. */
static void conclude(struct scan *c, const struct tally *t)
{
	struct list_info *info = c->info;
	bool many = t->nik_cells >= 20 && t->nik_zero * 10 >= t->nik_cells * 3;
	/* a short list: all its NIKs are numbers and every one lost its last digit */
	bool few = t->nik_numeric && t->nik_numeric * 2 >= t->nik_cells && t->nik_numeric_zero == t->nik_numeric;

	info->data = t->data;
	info->nik_cells = t->nik_cells;
	info->nik_zero = t->nik_zero;
	info->nik_numeric = t->nik_numeric;
	info->rows_short = t->rows_short;
	info->rows_joined = t->rows_joined;
	/* single cells like 7.37E+15 are read for what they are; a file full of them was damaged as a whole */
	info->nik_damaged = many || few || t->nik_exponent * 20 > t->nik_cells;
	snprintf(info->vintage, sizeof(info->vintage), "%s", t->vintage);
	if (info->nik_damaged)
		warn(info,
		     "kolom NIK rusak oleh Excel (angka terakhir menjadi 0 pada %llu dari %llu NIK): dicocokkan dengan "
		     "15 angka",
		     (unsigned long long)(t->nik_zero + t->nik_exponent),
		     (unsigned long long)(t->nik_cells + t->nik_exponent));
	if (t->rows_short)
		warn(info, "%llu baris kurang kolom daripada judulnya", (unsigned long long)t->rows_short);
	if (t->rows_joined)
		warn(info, "%llu baris yang terputus disambung kembali", (unsigned long long)t->rows_joined);
}

int list_scan(const struct seams *s, const char *path, const struct list_spec *spec, const struct list_sink *sink,
	      struct padan_arena *arena, struct list_info *info, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct scan c = { .s = s, .path = path, .spec = spec, .sink = sink, .arena = arena, .info = info };
	struct tally sum = { 0 };
	int rc = ERR_OK;

	*info = (struct list_info){ 0 };
	snprintf(info->file, sizeof(info->file), "%s", slash ? slash + 1 : path);
	c.threads = spec->threads < 1 ? 1 : spec->threads > MAX_THREADS ? MAX_THREADS : spec->threads;
	file_hash_init(&c.hash, true);
	c.fd = s->io->open(s->io->ctx, path, O_RDONLY, 0);
	if (c.fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s); periksa nama dan hak baca berkas", path,
			       errno_reason(errno));
	if (spec->columns)
		c.columns = *spec->columns;
	else
		rc = columns_load(&c.columns, embedded_file("ref/alias_kolom.csv"), arena, e);
	if (rc == ERR_OK)
		rc = scan_by_form(&c, &sum, e);
	s->io->close(s->io->ctx, c.fd);
	if (rc == ERR_UNREADABLE || rc == ERR_MACHINE)
		return err_at(e, "%s", info->file);
	if (rc)
		return rc;
	file_hash_done(&c.hash, info->sha256);
	conclude(&c, &sum);
	return ERR_OK;
}

/* SPDX-License-Identifier: EUPL-1.2
 * The labour office's workbook, as ugly as they come: title rows, a heading of two rows with merged
 * cells, a row of column numbers, "No. KK" rows between families, dates of every kind, notes, a sum and
 * signatures behind the people. */
#include "city/lists.h"

#include "city/registers.h"

#include <errno.h>
#include <stdio.h>
#include <xlsxwriter.h>

enum {
	COL_NO,
	COL_NAME,
	COL_NIK,
	COL_BIRTHPLACE,
	COL_BORN,
	COL_SEX,
	COL_STREET,
	COL_RT,
	COL_RW,
	COL_VILLAGE,
	COL_DISTRICT,
	COL_JOB,
	COL_RELATION,
	COL_EMPLOYER,
	COL_INCOME,
	COL_PHONE,
	COL_MOTHER,
	COL_NOTE,
	COLS
};
struct book {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *whole, *day, *title, *head;
	bool streamed; /* rows leave memory at once: nothing may be written upwards */
	uint32_t row;  /* the next, from 0 */
};

static void text(struct book *b, int col, const char *s)
{
	if (s[0])
		worksheet_write_string(b->sheet, b->row, (lxw_col_t)col, s, NULL);
}

static void heading(struct book *b, const struct city *c)
{
	static const char *const one[COLS] = { "No",
					       "Nama",
					       "NIK",
					       "Tempat dan Tanggal Lahir",
					       "",
					       "L/P",
					       "Alamat",
					       "RT",
					       "RW",
					       "Kelurahan",
					       "Kecamatan",
					       "Pekerjaan",
					       "Hubungan Kerja",
					       "Pemberi Kerja",
					       "Penghasilan",
					       "No. HP",
					       "Nama Ibu",
					       "Ket." };
	char line[128];

	snprintf(line, sizeof(line), "PEMERINTAH KOTA %s", c->places.place);
	worksheet_merge_range(b->sheet, 0, 0, 0, COLS - 1, line, b->title);
	worksheet_merge_range(b->sheet, 1, 0, 1, COLS - 1, "DINAS TENAGA KERJA", b->title);
	worksheet_merge_range(b->sheet, 2, 0, 2, COLS - 1,
			      "DAFTAR CALON PENERIMA BANTUAN IURAN JAMSOSTEK PEKERJA RENTAN TAHUN 2025", b->title);
	for (int i = 0; i < COLS; i++) {
		if (i == COL_BIRTHPLACE)
			worksheet_merge_range(b->sheet, 4, COL_BIRTHPLACE, 4, COL_BORN, one[i], b->head);
		else if (b->streamed)
			worksheet_write_string(b->sheet, 4, (lxw_col_t)i, one[i], b->head);
		else if (i != COL_BORN)
			worksheet_merge_range(b->sheet, 4, (lxw_col_t)i, 5, (lxw_col_t)i, one[i], b->head);
	}
	b->row = 5;
	worksheet_write_string(b->sheet, b->row, COL_BIRTHPLACE, "Tempat Lahir", b->head);
	worksheet_write_string(b->sheet, b->row++, COL_BORN, "Tanggal Lahir", b->head);
	for (int i = 0; i < COLS; i++)
		worksheet_write_number(b->sheet, b->row, (lxw_col_t)i, i + 1, NULL);
	b->row++;
}

static void write_nik(struct book *b, const struct row *row)
{
	double value = 0;

	if (!row->nik_number) {
		text(b, COL_NIK, row->nik);
		return;
	}
	for (const char *p = row->nik; *p; p++)
		value = value * 10 + (*p - '0');
	worksheet_write_number(b->sheet, b->row, COL_NIK, value, b->whole);
}

/* Serials with a date format, text with strokes, dashes or dots, months in words. */
static void write_born(struct book *b, const struct row *row, struct rng *r)
{
	uint32_t x = rng_below(r, 100);
	char cell[32];

	if (row->born_form != DATE_WRITTEN) {
		born_cell(row, '-', cell);
		text(b, COL_BORN, cell);
	} else if (x < 45) { /* days since 1899-12-30 */
		worksheet_write_number(b->sheet, b->row, COL_BORN, row->born.day + 25569, b->day);
	} else if (x < 53) {
		text(b, COL_BORN, date_long(row->born, cell));
	} else if (x < 60) {
		text(b, COL_BORN, date_iso(row->born, cell));
	} else {
		born_cell(row, x < 80 ? '-' : x < 93 ? '/' : '.', cell);
		text(b, COL_BORN, cell);
	}
}

static void write_income(struct book *b, const struct row *row)
{
	int64_t value;

	if (span_i64(padan_span_of(row->income), &value))
		worksheet_write_number(b->sheet, b->row, COL_INCOME, (double)value, NULL);
	else
		text(b, COL_INCOME, row->income);
}

static void write_row(struct book *b, struct row *row, uint32_t number, struct rng *r)
{
	if (rng_mille(r, 600)) {
		title_case(row->name);
		title_case(row->birthplace);
	}
	worksheet_write_number(b->sheet, b->row, COL_NO, number, NULL);
	text(b, COL_NAME, row->name);
	write_nik(b, row);
	text(b, COL_BIRTHPLACE, row->birthplace);
	write_born(b, row, r);
	text(b, COL_SEX, row->sex == 1 ? (rng_mille(r, 900) ? "L" : "Lk") : (rng_mille(r, 900) ? "P" : "Pr"));
	text(b, COL_STREET, row->street);
	text(b, COL_RT, row->rt);
	text(b, COL_RW, row->rw);
	text(b, COL_VILLAGE, row->village);
	text(b, COL_DISTRICT, row->district);
	text(b, COL_JOB, row->job);
	text(b, COL_RELATION, row->relation);
	text(b, COL_EMPLOYER, row->employer[0] ? row->employer : rng_mille(r, 300) ? "-" : "");
	write_income(b, row);
	text(b, COL_PHONE, row->phone);
	text(b, COL_MOTHER, row->mother);
	b->row++;
}

/* Behind the people: the sum, notes, and the signature far to the right. */
static void ending(struct book *b, uint32_t people, const struct city *c)
{
	char line[96], day[32];

	worksheet_write_string(b->sheet, b->row, COL_NO, "JUMLAH", NULL);
	worksheet_write_number(b->sheet, b->row, COL_INCOME, people, NULL);
	b->row += 2;
	worksheet_write_string(b->sheet, b->row++, COL_NO,
			       "Catatan: data dihimpun oleh kelurahan dan belum dipadankan dengan Dukcapil.", NULL);
	worksheet_write_string(b->sheet, b->row, COL_NO, "Ket: kolom 14 diisi bila ada pemberi kerja.", NULL);
	b->row += 2;
	snprintf(line, sizeof(line), "%c%s, %s", c->places.place[0], c->places.place + 1,
		 date_long((date){ c->cover.day - 3 }, day));
	title_case(line);
	worksheet_write_string(b->sheet, b->row++, COL_JOB, line, NULL);
	worksheet_write_string(b->sheet, b->row, COL_JOB, "Kepala Dinas Tenaga Kerja,", NULL);
	b->row += 4;
	worksheet_write_string(b->sheet, b->row++, COL_JOB, "(...........................)", NULL);
	worksheet_write_string(b->sheet, b->row++, COL_JOB, "NIP.", NULL);
}

static int open_book(struct book *b, const char *path, struct err *e)
{
	lxw_workbook_options options = { .constant_memory = b->streamed };
	char title[] = "Kota contoh";
	lxw_doc_properties about = { .title = title, .created = 1735689600 };

	b->book = workbook_new_opt(path, &options);
	if (!b->book)
		return err_memory(e, path);
	workbook_set_properties(b->book, &about);
	b->sheet = workbook_add_worksheet(b->book, "Sheet1");
	b->whole = workbook_add_format(b->book);
	b->day = workbook_add_format(b->book);
	b->title = workbook_add_format(b->book);
	b->head = workbook_add_format(b->book);
	format_set_num_format(b->whole, "0");
	format_set_num_format(b->day, "dd/mm/yyyy");
	format_set_bold(b->title);
	format_set_align(b->title, LXW_ALIGN_CENTER);
	format_set_bold(b->head);
	format_set_border(b->head, LXW_BORDER_THIN);
	return ERR_OK;
}

static int close_book(struct book *b, const struct lists *l, const char *beside, const char *path, struct err *e)
{
	const struct io *io = l->seams->io;
	lxw_error bad = workbook_close(b->book);

	if (bad != LXW_NO_ERROR) {
		io->unlink(io->ctx, beside);
		return err_set(e, ERR_MACHINE, "%s: tidak dapat ditulis (%s)", path, lxw_strerror(bad));
	}
	if (io->rename(io->ctx, beside, path))
		return err_errno(e, errno, "%s: tidak dapat ditaruh di tempatnya", path);
	return ERR_OK;
}

static void family_row(struct book *b, const struct row *row)
{
	char line[64];

	snprintf(line, sizeof(line), "No. KK: %s", strlen(row->kk) == 16 ? row->kk : "-");
	worksheet_write_string(b->sheet, b->row++, COL_NO, line, NULL);
}

int book_write(struct lists *l, uint32_t from, uint32_t to, struct err *e)
{
	char path[4096], beside[4200];
	struct book b = { .streamed = to - from > 20000 };
	uint32_t family = UINT32_MAX;
	int rc;

	if (snprintf(path, sizeof(path), "%s/%s", l->order->dir, list_file[OFFICE_LABOUR]) >= (int)sizeof(path))
		return err_set(e, ERR_MACHINE, "%s: nama folder terlalu panjang", l->order->dir);
	snprintf(beside, sizeof(beside), "%s.baru", path);
	rc = open_book(&b, beside, e);
	if (rc != ERR_OK)
		return rc;
	heading(&b, l->c);
	for (uint32_t i = from; i < to; i++) {
		struct rng r = rng_of(l->c->seed, DICE_ROW, (1ULL << 40) + i);

		row_make(l->c, l->row[i], i, &l->work);
		if (l->work.household != family || !l->work.exists)
			family_row(&b, &l->work);
		family = l->work.household;
		write_row(&b, &l->work, i - from + 1, &r);
		lists_truth(l, i, b.row);
		answer_row(l, i, list_file[OFFICE_LABOUR], b.row);
	}
	ending(&b, to - from, l->c);
	return close_book(&b, l, beside, path, e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_in.h"

#include "base/limits.h"
#include "tabular/sheet_head.h"
#include "tabular/xlsx_sheet.h"

#include <stdio.h>

#define JUDGED_SHEETS 64

static int keep_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	struct sheet_head *h = ctx;

	return sheet_head_full(h) ? ERR_OK : sheet_head_add(h, row, e);
}

static int judge_sheet(struct book *b, const struct book_sheet *s, const struct padan_alloc *from,
		       const struct sheet_judge *judge, int *score, struct err *e)
{
	struct sheet_head *h = padan_arena_zero(&b->arena, sizeof(*h));
	struct sheet_sink sink = { keep_row, h };
	uint32_t last;
	int rc;

	if (!h)
		return err_memory(e, "baris judul");
	sheet_head_init(h, from);
	rc = sheet_stream(b, s, LIM_HEADER_ROWS, false, &sink, &last, e);
	*score = rc == ERR_OK && h->n ? 1 + judge->score(judge->ctx, h->row, h->n) : 0;
	sheet_head_done(h);
	return rc;
}

static void name_other(struct sheet_info *info, const char *name)
{
	size_t n = strlen(info->others);

	if (n + strlen(name) + 3 < sizeof(info->others))
		snprintf(info->others + n, sizeof(info->others) - n, "%s%s", n ? ", " : "", name);
}

/* The best sheet, and the names of the others that fit too. */
static int choose(struct book *b, const struct padan_alloc *from, const struct sheet_judge *judge,
		  const struct book_sheet **out, struct sheet_info *info, struct err *e)
{
	int best = -1, score[JUDGED_SHEETS] = { 0 };
	size_t n = b->nsheet < JUDGED_SHEETS ? b->nsheet : JUDGED_SHEETS;

	for (size_t i = 0; i < n; i++) {
		int rc;

		if (b->sheet[i].hidden || !parts_have(&b->parts, b->sheet[i].part))
			continue;
		rc = judge_sheet(b, &b->sheet[i], from, judge, &score[i], e);
		if (rc)
			return err_at(e, "lembar %s", b->sheet[i].name);
		/* the first that fits is the list; without one, the likest */
		if (best < 0 || (score[best] <= SHEET_FITS && score[i] > score[best]))
			best = (int)i;
	}
	if (best < 0)
		return err_set(e, ERR_UNREADABLE,
			       "tidak ada lembar yang tampak; tampakkan lembar yang berisi daftar lalu simpan");
	for (size_t i = 0; i < n; i++)
		if ((int)i != best && score[i] > SHEET_FITS)
			name_other(info, b->sheet[i].name);
	*out = &b->sheet[best];
	snprintf(info->name, sizeof(info->name), "%s", b->sheet[best].name);
	return ERR_OK;
}

int xlsx_read(int fd, const struct padan_alloc *from, const struct sheet_judge *judge, const struct sheet_sink *sink,
	      struct sheet_info *info, struct err *e)
{
	const struct book_sheet *sheet = NULL;
	struct book *b;
	struct padan_arena own;
	int rc;

	*info = (struct sheet_info){ 0 };
	padan_arena_init(&own, from, 0);
	b = padan_arena_zero(&own, sizeof(*b));
	if (!b)
		return err_memory(e, "buku kerja");
	rc = book_open(b, fd, from, e);
	if (rc == ERR_OK)
		rc = choose(b, from, judge, &sheet, info, e);
	info->epoch1904 = b->epoch1904;
	if (rc == ERR_OK)
		rc = sheet_stream(b, sheet, 0, true, sink, &info->rows, e);
	book_close(b);
	padan_arena_done(&own);
	return rc;
}

static bool starts(span s, const char *with)
{
	size_t n = strlen(with);

	return s.n >= n && memcmp(s.p, with, n) == 0;
}

enum file_form file_form(span head)
{
	if (!head.n)
		return FORM_EMPTY;
	if (starts(head, "PK\x03\x04") || starts(head, "PK\x05\x06") || starts(head, "PK\x07\x08"))
		return FORM_ZIP;
	if (starts(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
		return FORM_OLE;
	if (starts(head, "%PDF"))
		return FORM_PDF;
	if (starts(head, "\xef\xbb\xbf"))
		head.p += 3, head.n -= 3;
	head = span_trim(head);
	if (starts(head, "<?xml") || starts(head, "<Workbook"))
		return FORM_XML;
	if (head.n > 1 && head.p[0] == '<' &&
	    (head.p[1] == '!' || (head.p[1] | 0x20) == 'h' || (head.p[1] | 0x20) == 't' || (head.p[1] | 0x20) == 'm'))
		return FORM_HTML;
	return FORM_TEXT;
}

int refuse_ole(span head, struct err *e)
{
	static const char word[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

	if (head.n && memmem(head.p, head.n, word, sizeof(word)))
		return err_set(e, ERR_UNREADABLE,
			       "buku kerja dilindungi sandi; buka di Excel, hapus sandinya (Berkas > Info > "
			       "Proteksi), simpan, lalu kirim lagi");
	return err_set(e, ERR_UNREADABLE,
		       "format lama .xls tidak dibaca; buka di Excel atau LibreOffice, simpan sebagai .xlsx "
		       "atau .csv, lalu kirim lagi");
}

int refuse_form(enum file_form form, struct err *e)
{
	switch (form) {
	case FORM_PDF:
		return err_set(e, ERR_UNREADABLE,
			       "ini berkas PDF, bukan daftar; minta daftar aslinya sebagai .xlsx atau .csv");
	case FORM_HTML:
		return err_set(e, ERR_UNREADABLE,
			       "ini halaman web (HTML) yang diberi nama lembar kerja; buka di Excel, simpan "
			       "sebagai .xlsx, lalu kirim lagi");
	case FORM_XML:
		return err_set(e, ERR_UNREADABLE,
			       "ini berkas XML; buka di Excel, simpan sebagai .xlsx, lalu kirim lagi");
	default:
		return err_set(e, ERR_UNREADABLE, "berkas kosong (0 byte); kirim ulang daftarnya");
	}
}

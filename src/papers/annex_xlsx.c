/* SPDX-License-Identifier: EUPL-1.2
 * The decree's annex as a workbook. */
#include "papers/annex.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

static span sex_of(const struct view_row *r)
{
	return (span){ &r->sex, r->sex ? 1 : 0 };
}

static void put_person(struct xlsx_out *x, struct annex *a, const struct view_row *r, int64_t number)
{
	char room[32];

	xlsx_i64(x, number);
	xlsx_text(x, annex_nik(a, r, room));
	xlsx_text(x, r->name);
	xlsx_text(x, sex_of(r));
	if (annex_has(a->copy, ANNEX_BORN))
		xlsx_date(x, r->born);
	xlsx_text(x, annex_address(a, r));
	xlsx_text(x, r->occupation);
	xlsx_text(x, buf_as_span(&a->benefits));
	xlsx_text(x, buf_as_span(&a->cover));
	xlsx_rupiah(x, r->monthly);
	xlsx_rupiah(x, r->total);
	xlsx_text(x, annex_fund(a, r));
	xlsx_end(x);
}

static void put_sum(struct xlsx_out *x, const struct annex *a)
{
	for (int i = 0; i <= ANNEX_TOTAL; i++) {
		if (!annex_has(a->copy, i))
			continue;
		if (i == ANNEX_NAME)
			xlsx_words(x, "JUMLAH");
		else if (i == ANNEX_TOTAL)
			xlsx_rupiah(x, a->in->annex_total);
		else
			xlsx_empty(x);
	}
	xlsx_end(x);
}

static void put_signature(struct xlsx_out *x, struct annex *a)
{
	const struct programme *p = a->in->v->programme;
	span held = annex_held(a);
	size_t at = a->copy == ANNEX_ARCHIVE ? 8 : 7;

	if (held.n)
		xlsx_line(x, 0, XLSX_PLAIN, held);
	xlsx_line(x, 0, XLSX_PLAIN, (span){ NULL, 0 });
	buf_clear(&a->scratch);
	buf_span(&a->scratch, office_of(p));
	buf_putc(&a->scratch, ',');
	xlsx_line(x, at, XLSX_STRONG, buf_as_span(&a->scratch));
	for (int i = 0; i < 3; i++)
		xlsx_line(x, at, XLSX_PLAIN, (span){ NULL, 0 });
	xlsx_line(x, at, XLSX_STRONG, p->sk.nama.n ? p->sk.nama : SPAN("...................................."));
}

static size_t columns_of(enum annex_copy copy, struct xlsx_column out[ANNEX_COLUMNS])
{
	static const struct xlsx_column columns[ANNEX_COLUMNS] = {
		[ANNEX_NO] = { "No", 7, XLSX_WHOLE },
		[ANNEX_NIK] = { "NIK", 19, XLSX_TEXT },
		[ANNEX_NAME] = { "Nama", 30, XLSX_TEXT },
		[ANNEX_SEX] = { "L/P", 5, XLSX_CENTRE },
		[ANNEX_BORN] = { "Tanggal lahir", 13, XLSX_DATE },
		[ANNEX_ADDRESS] = { "Alamat", 56, XLSX_WRAP },
		[ANNEX_JOB] = { "Pekerjaan", 24, XLSX_WRAP },
		[ANNEX_BENEFITS] = { "Program", 10, XLSX_CENTRE },
		[ANNEX_COVER] = { "Masa", 24, XLSX_TEXT },
		[ANNEX_MONTHLY] = { "Iuran/bulan", 12, XLSX_RUPIAH },
		[ANNEX_TOTAL] = { "Jumlah", 13, XLSX_RUPIAH },
		[ANNEX_FUND] = { "Sumber dana", 28, XLSX_WRAP },
	};
	size_t n = 0;

	for (int i = 0; i < ANNEX_COLUMNS; i++)
		if (annex_has(copy, i))
			out[n++] = columns[i];
	return n;
}

static const char *mark_of(const struct annex *a)
{
	bool draft = !a->in->v->head.decree.n;

	if (a->copy == ANNEX_PUBLIC)
		return draft ? "RANCANGAN - SALINAN PUBLIK" : "SALINAN PUBLIK";
	return draft ? "RANCANGAN - TERBATAS" : "TERBATAS";
}

/* columns: room for them, until the workbook is closed. */
static void put_sheet(struct xlsx_out *x, struct annex *a, struct xlsx_column columns[ANNEX_COLUMNS])
{
	const struct paper_env *in = a->in;
	span above[5];
	size_t n = 0;

	above[n++] = buf_as_span(&a->office);
	above[n++] = buf_as_span(&a->number);
	if (a->day.n)
		above[n++] = buf_as_span(&a->day);
	above[n++] = buf_as_span(&a->about);
	above[n++] = padan_span_of(a->mark);
	xlsx_sheet(x, &(struct xlsx_sheet){ .name = "Lampiran",
					    .above = above,
					    .nabove = n,
					    .columns = columns,
					    .ncolumns = columns_of(a->copy, columns),
					    .frozen = 3,
					    .mark = mark_of(a),
					    .foot = "Lampiran keputusan" });
	for (size_t i = 0; i < in->nannex; i++)
		put_person(x, a, &in->v->rows[in->annex[i]], (int64_t)i + 1);
	put_sum(x, a);
	put_signature(x, a);
}

static int write_copy(const struct paper_env *in, const char *path, enum annex_copy copy, struct err *e)
{
	struct xlsx_column columns[ANNEX_COLUMNS];
	struct annex a;
	struct xlsx_out x;
	int rc = xlsx_open(&x, in->seams, path, in->v->head.papers_date, 1, e);

	if (rc)
		return rc;
	annex_begin(&a, in, copy);
	put_sheet(&x, &a, columns);
	rc = annex_end(&a, path, e);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

int paper_annex_xlsx(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	(void)file;
	return write_copy(in, path, ANNEX_ARCHIVE, e);
}

int paper_public_xlsx(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	(void)file;
	return write_copy(in, path, ANNEX_PUBLIC, e);
}

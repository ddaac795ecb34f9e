/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/exchange.h"

#include "tabular/xlsx_out.h"

#include <stdio.h>

static const char secret[] = "TERBATAS - memuat data pribadi";

static const char *text_z(const struct exchange *x, span s, struct err *e)
{
	char *p = padan_arena_copy(x->arena, s.p ? s.p : "", s.n);

	if (!p)
		err_memory(e, "lembar BPJS");
	return p;
}

/* --- the list ------------------------------------------------------------------------------------------------------
 */
static enum xlsx_style style_of(enum exchange_form f)
{
	return f == FORM_DAY ? XLSX_DATE : f == FORM_NUMBER ? XLSX_WHOLE : XLSX_TEXT;
}

static void put_value(struct xlsx_out *out, const struct layout_column *c, span text)
{
	int64_t number;
	date day;

	if (c->form == FORM_DAY && date_parse_iso(text, &day))
		xlsx_date(out, day);
	else if (c->form == FORM_NUMBER && span_i64(text, &number))
		xlsx_i64(out, number);
	else
		xlsx_text(out, text);
}

static int list_columns_of(const struct exchange *x, struct xlsx_column *columns, struct err *e)
{
	const struct layout *l = x->layout;

	for (int i = 0; i < l->columns; i++) {
		columns[i] = (struct xlsx_column){ text_z(x, l->column[i].title, e), l->column[i].width,
						   style_of(l->column[i].form) };
		if (!columns[i].title)
			return e->code;
	}
	return ERR_OK;
}

int exchange_list(const struct exchange *x, const char *path, struct err *e)
{
	const struct layout *l = x->layout;
	struct xlsx_column *columns = padan_arena_array(x->arena, (size_t)l->columns, sizeof(*columns));
	const char *sheet = text_z(x, l->sheet.n ? l->sheet : SPAN("Peserta"), e);
	struct xlsx_out out;
	struct buf text;
	char foot[160];
	int rc = columns && sheet ? list_columns_of(x, columns, e) : err_memory(e, "lembar BPJS");

	if (!rc)
		rc = xlsx_open(&out, x->seams, path, x->day, 1, e);
	if (rc)
		return rc;
	snprintf(foot, sizeof(foot), "SK %.*s; tata letak %.*s versi %.*s", (int)(x->number.n < 60 ? x->number.n : 60),
		 x->number.p, (int)(l->name.n < 40 ? l->name.n : 40), l->name.p,
		 (int)(l->version.n < 20 ? l->version.n : 20), l->version.p);
	xlsx_sheet(&out, &(struct xlsx_sheet){ .name = sheet,
					       .columns = columns,
					       .ncolumns = (size_t)l->columns,
					       .mark = secret,
					       .foot = foot });
	buf_init(&text, x->seams->alloc, 2 * LAYOUT_VALUE);
	for (size_t i = 0; i < x->members->n && !text.failed; i++) {
		for (int c = 0; c < l->columns; c++) {
			layout_value(&l->column[c], x->members->at[i].value, &text);
			put_value(&out, &l->column[c], buf_as_span(&text));
		}
		xlsx_end(&out);
	}
	rc = text.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&text);
	if (rc) {
		xlsx_abandon(&out);
		return rc;
	}
	return xlsx_close(&out, e);
}

/* --- what is missing -----------------------------------------------------------------------------------------------
 */
static int gaps_of(const struct layout *l, const struct member *m)
{
	int n = 0;

	for (int i = 0; i < l->needs; i++)
		n += m->value[l->need[i].field].n == 0;
	return n;
}

void exchange_count_gaps(const struct exchange *x, int64_t *people, int64_t *gaps)
{
	*people = *gaps = 0;
	for (size_t i = 0; i < x->members->n; i++) {
		int n = gaps_of(x->layout, &x->members->at[i]);

		*people += n > 0;
		*gaps += n;
	}
}

enum { GAP_BEFORE = 5, GAP_AFTER = 2 };

static int gap_columns(const struct exchange *x, struct xlsx_column *c, struct err *e)
{
	static const struct xlsx_column before[GAP_BEFORE] = { { "No", 6, XLSX_WHOLE },
							       { "NIK", 19, XLSX_TEXT },
							       { "Nama", 36, XLSX_TEXT },
							       { "Kelurahan", 22, XLSX_TEXT },
							       { "Kecamatan", 18, XLSX_TEXT } };
	static const struct xlsx_column after[GAP_AFTER] = { { "Yang kurang", 34, XLSX_WRAP },
							     { "Diminta kepada", 34, XLSX_WRAP } };
	int n = x->layout->needs;

	memcpy(c, before, sizeof(before));
	for (int i = 0; i < n; i++) {
		c[GAP_BEFORE + i] = (struct xlsx_column){ text_z(x, x->layout->need[i].name, e), 30, XLSX_INPUT };
		if (!c[GAP_BEFORE + i].title)
			return e->code;
	}
	memcpy(c + GAP_BEFORE + n, after, sizeof(after));
	return ERR_OK;
}

static void gap_texts(const struct exchange *x, const struct member *m, struct buf *missing, struct buf *offices)
{
	struct buf office;

	buf_init(&office, x->seams->alloc, LAYOUT_VALUE);
	buf_clear(missing);
	buf_clear(offices);
	for (int i = 0; i < x->layout->needs; i++) {
		const struct layout_need *n = &x->layout->need[i];

		if (m->value[n->field].n)
			continue;
		buf_puts(missing, missing->n ? "; " : "");
		buf_span(missing, n->name);
		layout_office(n, m->value, &office);
		/* an office once, however many things it is asked for */
		if (!offices->n || !memmem(offices->p, offices->n, office.p ? office.p : "", office.n)) {
			buf_puts(offices, offices->n ? "; " : "");
			buf_span(offices, buf_as_span(&office));
		}
	}
	buf_done(&office);
}

static void gap_row(const struct exchange *x, struct xlsx_out *out, const struct member *m, int64_t no,
		    struct buf text[2])
{
	xlsx_i64(out, no);
	xlsx_text(out, m->value[EXCHANGE_nik]);
	xlsx_text(out, m->value[EXCHANGE_nama]);
	xlsx_text(out, m->value[EXCHANGE_kelurahan]);
	xlsx_text(out, m->value[EXCHANGE_kecamatan]);
	for (int i = 0; i < x->layout->needs; i++)
		xlsx_text(out, m->value[x->layout->need[i].field]);
	gap_texts(x, m, &text[0], &text[1]);
	xlsx_text(out, buf_as_span(&text[0]));
	xlsx_text(out, buf_as_span(&text[1]));
	xlsx_end(out);
}

int exchange_gaps(const struct exchange *x, const char *path, struct err *e)
{
	struct xlsx_column columns[GAP_BEFORE + LAYOUT_NEEDS + GAP_AFTER];
	struct buf text[2];
	struct xlsx_out out;
	int64_t no = 0;
	int rc = gap_columns(x, columns, e);

	if (!rc)
		rc = xlsx_open(&out, x->seams, path, x->day, 1, e);
	if (rc)
		return rc;
	xlsx_sheet(&out, &(struct xlsx_sheet){ .name = "Kelengkapan",
					       .columns = columns,
					       .ncolumns = (size_t)(GAP_BEFORE + x->layout->needs + GAP_AFTER),
					       .frozen = 3,
					       .mark = secret,
					       .foot = "Isi kolom kuning yang kosong, lalu kembalikan" });
	buf_init(&text[0], x->seams->alloc, LAYOUT_VALUE);
	buf_init(&text[1], x->seams->alloc, LAYOUT_VALUE);
	for (size_t i = 0; i < x->members->n; i++)
		if (gaps_of(x->layout, &x->members->at[i]))
			gap_row(x, &out, &x->members->at[i], ++no, text);
	rc = text[0].failed || text[1].failed ? err_memory(e, path) : ERR_OK;
	buf_done(&text[0]);
	buf_done(&text[1]);
	if (rc) {
		xlsx_abandon(&out);
		return rc;
	}
	return xlsx_close(&out, e);
}

/* --- reconciliation ------------------------------------------------------------------------------------------------
 */
static span how_label(span how)
{
	if (padan_span_eq(how, SPAN("nik")))
		return SPAN("NIK");
	if (padan_span_eq(how, SPAN("kpj")))
		return SPAN("KPJ");
	return padan_span_eq(how, SPAN("nama")) ? SPAN("nama dan tanggal lahir") : (span){ NULL, 0 };
}

static void sheet_people(const struct exchange *x, struct xlsx_out *out)
{
	static const struct xlsx_column columns[] = {
		{ "No", 6, XLSX_WHOLE },	  { "NIK", 19, XLSX_TEXT },
		{ "Nama", 36, XLSX_TEXT },	  { "Tanggal lahir", 13, XLSX_DATE },
		{ "Kelurahan", 22, XLSX_TEXT },	  { "Kecamatan", 18, XLSX_TEXT },
		{ "Hasil", 14, XLSX_CENTRE },	  { "KPJ", 15, XLSX_TEXT },
		{ "Alasan BPJS", 40, XLSX_WRAP }, { "Dikenali lewat", 20, XLSX_TEXT },
		{ "Jawaban", 24, XLSX_TEXT },
	};

	xlsx_sheet(out, &(struct xlsx_sheet){ .name = "Penerima SK",
					      .columns = columns,
					      .ncolumns = sizeof(columns) / sizeof(*columns),
					      .frozen = 3,
					      .mark = secret });
	for (size_t i = 0; i < x->members->n; i++) {
		const struct member *m = &x->members->at[i];

		xlsx_i64(out, (int64_t)i + 1);
		xlsx_text(out, m->value[EXCHANGE_nik]);
		xlsx_text(out, m->value[EXCHANGE_nama]);
		xlsx_date(out, m->born);
		xlsx_text(out, m->value[EXCHANGE_kelurahan]);
		xlsx_text(out, m->value[EXCHANGE_kecamatan]);
		xlsx_words(out, enrolled_label(m->now));
		xlsx_text(out, m->kpj);
		xlsx_text(out, m->reason);
		xlsx_text(out, how_label(m->how));
		xlsx_text(out, m->reply);
		xlsx_end(out);
	}
}

static void sheet_strangers(const struct exchange *x, struct xlsx_out *out)
{
	static const struct xlsx_column columns[] = {
		{ "Berkas", 24, XLSX_TEXT },
		{ "Baris", 8, XLSX_WHOLE },
		{ "NIK", 19, XLSX_TEXT },
		{ "Nama", 36, XLSX_TEXT },
		{ "Tanggal lahir", 13, XLSX_TEXT },
		{ "KPJ", 15, XLSX_TEXT },
		{ "Jawaban tertulis", 20, XLSX_TEXT },
		{ "Keterangan", 40, XLSX_WRAP },
	};
	const struct reply_list *l = x->reply;

	xlsx_sheet(out, &(struct xlsx_sheet){ .name = "Tidak ada di SK",
					      .columns = columns,
					      .ncolumns = sizeof(columns) / sizeof(*columns),
					      .mark = secret });
	for (size_t i = 0; i < l->n; i++) {
		const struct reply_row *r = &l->rows[i];

		if (r->person >= 0)
			continue;
		xlsx_words(out, l->file);
		xlsx_i64(out, r->line);
		xlsx_text(out, r->nik);
		xlsx_text(out, r->name);
		xlsx_text(out, r->born);
		xlsx_text(out, r->kpj);
		xlsx_text(out, r->word);
		xlsx_text(out, r->reason);
		xlsx_end(out);
	}
}

static void sheet_next(const struct exchange *x, struct xlsx_out *out)
{
	static const struct xlsx_column columns[] = {
		{ "No", 6, XLSX_WHOLE },   { "Peringkat", 10, XLSX_WHOLE }, { "NIK", 19, XLSX_TEXT },
		{ "Nama", 36, XLSX_TEXT }, { "Kelurahan", 22, XLSX_TEXT },  { "Kecamatan", 18, XLSX_TEXT },
		{ "Dana", 16, XLSX_TEXT }, { "Jumlah", 14, XLSX_RUPIAH },
	};

	xlsx_sheet(out,
		   &(struct xlsx_sheet){ .name = "Cadangan berikutnya",
					 .columns = columns,
					 .ncolumns = sizeof(columns) / sizeof(*columns),
					 .mark = secret,
					 .foot = "Usul pengganti bagi kursi yang bebas; baru sah dengan keputusan" });
	for (size_t i = 0; i < x->nnext; i++) {
		const struct member *m = x->next[i].who;

		xlsx_i64(out, (int64_t)i + 1);
		xlsx_i64(out, m->rank);
		xlsx_text(out, m->value[EXCHANGE_nik]);
		xlsx_text(out, m->value[EXCHANGE_nama]);
		xlsx_text(out, m->value[EXCHANGE_kelurahan]);
		xlsx_text(out, m->value[EXCHANGE_kecamatan]);
		xlsx_text(out, x->next[i].fund);
		xlsx_rupiah(out, x->next[i].total);
		xlsx_end(out);
	}
}

int exchange_reconcile(const struct exchange *x, const char *path, struct err *e)
{
	struct xlsx_out out;
	int rc = xlsx_open(&out, x->seams, path, x->day, 3, e);

	if (rc)
		return rc;
	sheet_people(x, &out);
	sheet_strangers(x, &out);
	sheet_next(x, &out);
	return xlsx_close(&out, e);
}

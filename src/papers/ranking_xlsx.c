/* SPDX-License-Identifier: EUPL-1.2
 * pemeringkatan.xlsx: everyone eligible in order, with the keys that ranked them, and what it means. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/xlsx_out.h"

enum { FRONT = 7, BACK = 7, MAX_KEYS = LIM_PRIORITIES + 4 };

static const struct xlsx_column front[FRONT] = {
	{ "peringkat", 10, XLSX_WHOLE }, { "Hasil", 11, XLSX_CENTRE },	     { "nik", 19, XLSX_TEXT },
	{ "nama", 28, XLSX_TEXT },	 { "tanggal_lahir", 13, XLSX_DATE }, { "kelurahan", 20, XLSX_TEXT },
	{ "kecamatan", 18, XLSX_TEXT },
};
static const struct xlsx_column back[BACK] = {
	{ "dana", 16, XLSX_TEXT },     { "total", 13, XLSX_RUPIAH }, { "terhalang_oleh", 34, XLSX_WRAP },
	{ "syarat", 16, XLSX_TEXT },   { "berkas", 18, XLSX_TEXT },  { "baris", 7, XLSX_WHOLE },
	{ "id_baris", 30, XLSX_TEXT },
};

static void put_person(struct xlsx_out *x, const struct run_view *v, const struct view_row *r, struct buf *scratch)
{
	size_t keys = v->head.nkeys < MAX_KEYS ? v->head.nkeys : MAX_KEYS;

	xlsx_i64(x, r->rank);
	xlsx_words(x, putusan_word(r->verdict));
	xlsx_text(x, r->nik);
	xlsx_text(x, r->name);
	xlsx_date(x, r->born);
	xlsx_text(x, r->village);
	xlsx_text(x, r->district);
	for (size_t k = 0; k < keys; k++)
		xlsx_text(x, r->keys ? r->keys[k] : (span){ NULL, 0 });
	if (r->fund >= 0) {
		xlsx_text(x, v->head.funds[r->fund].code);
		xlsx_rupiah(x, r->total);
	} else {
		xlsx_empty(x);
		xlsx_empty(x);
	}
	say_shut(v, r, scratch);
	xlsx_text(x, buf_as_span(scratch));
	buf_clear(scratch);
	xlsx_words(x, syarat_word(r->condition));
	xlsx_text(x, v->files[r->file].name);
	xlsx_i64(x, r->line);
	xlsx_text(x, r->id_baris);
	xlsx_end(x);
}

static void put_fact(struct xlsx_out *x, const char *what, const struct buf *value)
{
	xlsx_words(x, what);
	xlsx_text(x, buf_as_span(value));
	xlsx_end(x);
}

/* Somebody in the ranking: "peringkat 744, SITTI (usulan.csv baris 12)". */
static void say_person(const struct run_view *v, int64_t row, struct buf *out)
{
	const struct view_row *r;

	buf_clear(out);
	if (row < 0) {
		buf_puts(out, "tidak ada");
		return;
	}
	r = &v->rows[row];
	buf_printf(out, "peringkat %u, ", r->rank);
	buf_span(out, r->name);
	buf_puts(out, " (");
	buf_span(out, v->files[r->file].name);
	buf_printf(out, " baris %u)", r->line);
}

static void put_more_money(struct xlsx_out *x, const struct run_view *v, struct buf *text)
{
	for (size_t f = 0; f < v->head.nfunds; f++) {
		const struct view_fund *fund = &v->head.funds[f];

		buf_clear(text);
		buf_puts(text, "Tambahan Rp10.000.000 pada ");
		buf_span(text, fund->name);
		xlsx_text(x, buf_as_span(text));
		buf_clear(text);
		buf_printf(text, "%zu orang masuk", fund->nenter);
		if (fund->nleave)
			buf_printf(text, ", %zu orang keluar", fund->nleave);
		for (size_t i = 0; i < fund->nenter && i < 200; i++) {
			buf_puts(text, i ? "; " : ": ");
			buf_printf(text, "%u ", v->rows[fund->enter[i]].rank);
			buf_span(text, v->rows[fund->enter[i]].name);
		}
		xlsx_text(x, buf_as_span(text));
		xlsx_end(x);
	}
}

static void put_facts(struct xlsx_out *x, const struct run_view *v, struct buf *text)
{
	static const struct xlsx_column columns[] = { { "Keterangan", 44, XLSX_WRAP }, { "Nilai", 100, XLSX_WRAP } };
	const struct programme *p = v->programme;
	struct xlsx_sheet sheet = { .name = "Penjelasan", .columns = columns, .ncolumns = 2 };

	xlsx_sheet(x, &sheet);
	buf_clear(text);
	buf_span(text, p->nama);
	put_fact(x, "Program", text);
	buf_clear(text);
	for (int i = 0; i < p->prioritas_n; i++) {
		buf_puts(text, i ? ", lalu " : "");
		say_priority(p, i, text);
	}
	put_fact(x, "Urutan prioritas", text);
	buf_clear(text);
	if (v->head.seed.n) {
		buf_puts(text, "pengacakan terbuka dengan benih ");
		buf_span(text, v->head.seed);
		buf_puts(text, " (urutan SHA-256 dari benih:NIK)");
	} else {
		buf_puts(text, "tanggal usulan, lalu urutan yang tetap");
	}
	put_fact(x, "Penentu bila nilai sama", text);
	say_person(v, v->head.cut_row, text);
	put_fact(x, "Orang terakhir yang masuk", text);
	say_person(v, v->head.next_row, text);
	put_fact(x, "Orang pertama yang belum masuk", text);
	put_more_money(x, v, text);
	buf_clear(text);
	buf_puts(text, v->head.inputs_sha256);
	put_fact(x, "SHA-256 masukan", text);
	buf_clear(text);
	buf_puts(text, v->head.list_sha256);
	put_fact(x, "SHA-256 daftar", text);
}

/* Wide enough for the title and for the first person's value (an open draw's key has 64 characters). */
static int key_width(const struct paper_env *in, size_t key, size_t title)
{
	const struct view_row *r = in->nranked ? &in->v->rows[in->ranked[0]] : NULL;
	size_t n = r && r->keys ? r->keys[key].n : 0;

	n = n > title ? n : title;
	return n < 9 ? 11 : n > 64 ? 66 : (int)n + 2;
}

int paper_ranking(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	const struct run_view *v = in->v;
	struct xlsx_column columns[FRONT + MAX_KEYS + BACK];
	char titles[MAX_KEYS][64];
	size_t n = 0, keys = v->head.nkeys < MAX_KEYS ? v->head.nkeys : MAX_KEYS;
	struct xlsx_sheet sheet = { .name = "Pemeringkatan",
				    .columns = columns,
				    .frozen = 4,
				    .mark = "TERBATAS - memuat data pribadi",
				    .foot = "Lembar pemeringkatan" };
	struct xlsx_out x;
	struct buf scratch;
	int rc = xlsx_open(&x, in->seams, path, v->head.papers_date, 2, e);

	(void)file;
	if (rc)
		return rc;
	buf_init(&scratch, in->seams->alloc, LIM_RECORD);
	for (size_t i = 0; i < FRONT; i++)
		columns[n++] = front[i];
	for (size_t i = 0; i < keys; i++) {
		size_t len = v->head.key_names[i].n < 63 ? v->head.key_names[i].n : 63;

		memcpy(titles[i], v->head.key_names[i].p, len);
		titles[i][len] = '\0';
		columns[n++] = (struct xlsx_column){ titles[i], key_width(in, i, len), XLSX_CENTRE };
	}
	for (size_t i = 0; i < BACK; i++)
		columns[n++] = back[i];
	sheet.ncolumns = n;
	xlsx_sheet(&x, &sheet);
	for (size_t i = 0; i < in->nranked; i++)
		put_person(&x, v, &v->rows[in->ranked[i]], &scratch);
	put_facts(&x, v, &scratch);
	rc = scratch.failed ? err_memory(e, path) : ERR_OK;
	buf_done(&scratch);
	if (rc) {
		xlsx_abandon(&x);
		return rc;
	}
	return xlsx_close(&x, e);
}

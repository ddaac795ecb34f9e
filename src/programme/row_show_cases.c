/* SPDX-License-Identifier: EUPL-1.2
 * One row's whole story, and the answer to "Kenapa saya tidak masuk?" as text and as a letter. */
#include "programme/row_cases.h"

#include "base/embed.h"
#include "membership/person_store.h"
#include "papers/keep.h"
#include "papers/wording.h"
#include "programme/row_store.h"
#include "programme/title_cases.h"
#include "programme/words.h"
#include "tabular/pdf_table.h"

#include <stdio.h>

struct story {
	const struct env *env;
	struct row_scope scope;
	struct run_head head;
	struct run_row row;
	struct view_row kept; /* what the papers keep of it: cells as typed, gaps, answers */
	size_t ncells;
	int64_t no, garis;
	span berkas, hasil, nik, nama;
	struct row_reason *reasons;
	size_t n_reasons;
	bool failed;
};

static span keep(struct story *s, span text)
{
	span own = { padan_arena_copy(s->env->arena, text.n ? text.p : "", text.n), text.n };

	s->failed |= !own.p;
	return own;
}

static span keep_buf(struct story *s, struct buf *b)
{
	span own = b->failed ? (span){ NULL, 0 } : keep(s, buf_as_span(b));

	s->failed |= b->failed;
	buf_done(b);
	return own;
}

/* --- why -------------------------------------------------------------------------------------------------------------
 */
static span said(struct story *s, enum alasan a, void (*say)(uint64_t set, uint32_t gaps, struct buf *out))
{
	struct buf b;

	buf_init(&b, s->env->seams->alloc, 1 << 16);
	say(ALASAN_BIT(a), s->kept.gaps, &b);
	return keep_buf(s, &b);
}

static int reasons(struct story *s, struct err *e)
{
	uint64_t set = alasan_set(s->row.alasan);

	s->reasons = padan_arena_array(s->env->arena, ALASAN_N, sizeof(*s->reasons));
	if (!s->reasons)
		return err_memory(e, "alasan");
	for (int a = 0; a < ALASAN_N; a++)
		if (set & ALASAN_BIT(a))
			s->reasons[s->n_reasons++] = (struct row_reason){ padan_span_of(alasan_word((enum alasan)a)),
									  said(s, (enum alasan)a, alasan_sentences),
									  said(s, (enum alasan)a, alasan_remedies) };
	return s->failed ? err_memory(e, "alasan") : ERR_OK;
}

static span verdict_sentence(const struct run_row *r)
{
	for (int p = 0; p < PUTUSAN_N; p++)
		if (padan_span_eq(r->putusan, padan_span_of(putusan_word((enum putusan)p))))
			return padan_span_of(putusan_sentence((enum putusan)p));
	return SPAN("");
}

static int read_story(struct story *s, struct err *e)
{
	int rc = row_store_get(s->env, &s->scope, s->no, &s->row, e);

	if (!rc)
		rc = run_store_head(s->env->store, s->scope.run, &s->head, s->env->arena, e);
	if (!rc)
		rc = row_cut(s->env, &s->scope, &s->garis, e);
	if (rc)
		return rc;
	if (!kept_alone(s->row.field[RUN_LAIN], &s->kept, &s->ncells, s->env->arena)) {
		s->kept = (struct view_row){ .duplicate_of = -1 };
		s->ncells = 0;
	}
	if (s->row.file >= 0 && (size_t)s->row.file < s->head.file_count)
		s->berkas = s->head.files[s->row.file].name;
	s->hasil = verdict_sentence(&s->row);
	s->nama = row_name(&s->row);
	s->nik = s->row.field[RUN_NIK].n ? s->row.field[RUN_NIK] : s->row.field[RUN_NIK_USULAN];
	return reasons(s, e);
}

/* What the three use cases tell alike. */
#define TELL_STORY(out, s)                                                                                             \
	do {                                                                                                           \
		(out)->rancangan = keep((s), padan_span_of((s)->scope.id));                                            \
		(out)->program = (s)->scope.info.nama;                                                                 \
		(out)->no = (s)->no;                                                                                   \
		(out)->berkas = (s)->berkas;                                                                           \
		(out)->baris = (s)->row.line;                                                                          \
		(out)->acuan_baris = (s)->kept.id_baris;                                                               \
		(out)->nama = (s)->nama;                                                                               \
		(out)->nik = (s)->nik;                                                                                 \
		(out)->putusan = (s)->row.putusan;                                                                     \
		(out)->hasil = (s)->hasil;                                                                             \
		(out)->syarat = (s)->row.syarat;                                                                       \
		(out)->peringkat = (s)->row.rank ? (s)->row.rank : FIELD_ABSENT;                                       \
		(out)->garis = (s)->row.rank ? (s)->garis : FIELD_ABSENT;                                              \
	} while (0)

static int reason_rows(struct story *s, struct row_cursor *out, struct err *e)
{
	return row_cursor_over(s->env->arena, s->reasons, s->n_reasons, sizeof(*s->reasons), out, e);
}

/* --- fields and where they come from ---------------------------------------------------------------------------------
 */
static const struct {
	const char *label;
	int field;	      /* enum run_field */
	enum list_col column; /* of the proposal list; COL_NONE */
} VALUES[] = {
	{ "Tanggal lahir", RUN_TANGGAL_LAHIR, COL_TANGGAL_LAHIR },
	{ "Jenis kelamin", RUN_JENIS_KELAMIN, COL_JENIS_KELAMIN },
	{ "No. KK", RUN_NO_KK, COL_NO_KK },
	{ "Tempat lahir", RUN_TEMPAT_LAHIR, COL_TEMPAT_LAHIR },
	{ "Alamat", RUN_ALAMAT, COL_ALAMAT },
	{ "RT", RUN_RT, COL_RT },
	{ "RW", RUN_RW, COL_RW },
	{ "Kelurahan", RUN_KELURAHAN, COL_KELURAHAN },
	{ "Kecamatan", RUN_KECAMATAN, COL_KECAMATAN },
	{ "Pekerjaan", RUN_PEKERJAAN, COL_PEKERJAAN },
	{ "Pekerjaan pada KTP", RUN_PEKERJAAN_KTP, COL_NONE },
	{ "Nama ibu", RUN_NAMA_IBU, COL_NAMA_IBU },
	{ "Nomor HP", RUN_NO_HP, COL_NO_HP },
	{ "Penghasilan", RUN_PENGHASILAN, COL_PENGHASILAN },
	{ "Desil", RUN_DESIL, COL_NONE },
};
enum { VALUES_N = sizeof(VALUES) / sizeof(VALUES[0]) };

/* The cell as typed under that column; empty when there is none. */
static span typed(const struct story *s, const enum list_col *column, size_t n, enum list_col wanted)
{
	for (size_t i = 0; wanted != COL_NONE && i < n && i < s->ncells; i++)
		if (column[i] == wanted)
			return s->kept.cells[i];
	return SPAN("");
}

static span origin(struct story *s, int field, span value, span as_typed)
{
	struct buf b;

	if (field == RUN_DESIL)
		return SPAN("data desil");
	if (field == RUN_NO_HP || field == RUN_PENGHASILAN || !padan_span_eq(s->row.padan, SPAN("padan")))
		return SPAN("usulan");
	if (!as_typed.n || field == RUN_PEKERJAAN_KTP)
		return SPAN("data kependudukan");
	if (!run_from_registry(s->row.field, (enum run_field)field, field != RUN_PEKERJAAN))
		return SPAN("usulan");
	if (span_ieq(as_typed, value))
		return SPAN("data kependudukan, sama dengan usulan");
	buf_init(&b, s->env->seams->alloc, 1 << 16);
	buf_printf(&b, "data kependudukan; pada usulan: %.*s", (int)(as_typed.n < 200 ? as_typed.n : 200), as_typed.p);
	return keep_buf(s, &b);
}

static int values(struct story *s, const enum list_col *column, size_t n, struct row_cursor *out, struct err *e)
{
	struct row_value *rows = padan_arena_array(s->env->arena, VALUES_N + 4, sizeof(*rows));
	size_t k = 0;

	if (!rows)
		return err_memory(e, "isian");
	rows[k++] = (struct row_value){ SPAN("NIK pada usulan"), row_nik(s->env, s->row.field[RUN_NIK_USULAN]),
					SPAN("usulan") };
	rows[k++] = (struct row_value){ SPAN("Nama pada usulan"), s->row.field[RUN_NAMA_USULAN], SPAN("usulan") };
	if (s->row.field[RUN_NIK].n)
		rows[k++] = (struct row_value){ SPAN("NIK"), row_nik(s->env, s->row.field[RUN_NIK]),
						SPAN("data kependudukan") };
	if (s->row.field[RUN_NAMA].n)
		rows[k++] = (struct row_value){ SPAN("Nama"), s->row.field[RUN_NAMA], SPAN("data kependudukan") };
	for (int i = 0; i < VALUES_N; i++) {
		span value = s->row.field[VALUES[i].field];

		if (value.n)
			rows[k++] = (struct row_value){ padan_span_of(VALUES[i].label),
							VALUES[i].field == RUN_NO_KK ? row_nik(s->env, value) : value,
							origin(s, VALUES[i].field, value,
							       typed(s, column, n, VALUES[i].column)) };
	}
	return s->failed ? err_memory(e, "isian") : row_cursor_over(s->env->arena, rows, k, sizeof(*rows), out, e);
}

/* Numbers of persons are shown as this actor may see them, whatever column they were typed into. */
static span cell(struct story *s, enum list_col column, span text)
{
	return column == COL_NIK || column == COL_NO_KK ? row_nik(s->env, text) : text;
}

static int cells(struct story *s, struct row_show_out *out, struct err *e)
{
	struct list_titles t;
	struct row_cell *rows;
	size_t k = 0;
	int rc = list_titles(s->env, s->scope.run, s->row.file, &t, e);

	rows = rc ? NULL : padan_arena_array(s->env->arena, s->ncells, sizeof(*rows));
	if (rc || !rows)
		return rc ? rc : err_memory(e, "sel daftar");
	for (; k < t.n && k < s->ncells; k++)
		rows[k] = (struct row_cell){ t.title[k], cell(s, t.column[k], s->kept.cells[k]) };
	rc = row_cursor_over(s->env->arena, rows, k, sizeof(*rows), &out->sel, e);
	return rc ? rc : values(s, t.column, k, &out->isian, e);
}

int row_typed(const struct env *env, const struct row_scope *scope, const struct run_row *r, span *out, struct err *e)
{
	struct story s = { .env = env, .scope = *scope, .row = *r };
	struct list_titles t;
	int rc;

	for (int i = 0; i < RUN_FIELD_COUNT; i++)
		out[i] = SPAN("");
	if (!kept_alone(r->field[RUN_LAIN], &s.kept, &s.ncells, env->arena))
		return ERR_OK;
	rc = list_titles(env, scope->run, r->file, &t, e);
	for (int i = 0; !rc && i < VALUES_N; i++)
		out[VALUES[i].field] = typed(&s, t.column, t.n, VALUES[i].column);
	return rc;
}

int row_show_plan(struct row_show_out *out, const struct row_show_in *in, const struct env *env, struct err *e)
{
	struct story s = { .env = env, .no = in->no };
	int rc = row_scope_open(env, in->rancangan, &s.scope, e);

	if (!rc)
		rc = read_story(&s, e);
	if (rc)
		return rc;
	TELL_STORY(out, &s);
	out->padan = s.row.padan;
	out->kecocokan = chance_percent(s.row.chance);
	out->bobot = s.row.weight;
	out->kelompok = s.row.kelompok;
	out->kembaran = s.row.ganda_dengan;
	if (s.row.dana.n) {
		out->dana = s.row.dana;
		out->iuran = s.row.first_month;
		out->bulan = s.row.months;
		out->jumlah = s.row.total;
		out->rincian = s.row.rincian;
	}
	rc = cells(&s, out, e);
	return rc ? rc : reason_rows(&s, &out->sebab, e);
}

/* --- who asks --------------------------------------------------------------------------------------------------------
 */
struct asked {
	span name;
	int64_t no, n; /* the row that answers best; how many rows there are */
	int best;
};

/* Of several rows of one person the one that says most: chosen, reserve, review, refused, double. */
static void weigh(struct asked *a, int64_t pos, const struct run_row *r)
{
	int rank = PUTUSAN_N;

	for (int p = 0; p < PUTUSAN_N; p++)
		if (padan_span_eq(r->putusan, padan_span_of(putusan_word((enum putusan)p))))
			rank = p;
	if (!a->n++ || rank < a->best) {
		a->best = rank;
		a->no = pos + 1;
	}
}

static int by_nik(void *ctx, int64_t pos, const struct run_row *r)
{
	weigh(ctx, pos, r);
	return 0;
}

static int by_name(void *ctx, int64_t pos, const struct run_row *r)
{
	struct asked *a = ctx;

	if (span_ieq(a->name, span_trim(r->field[RUN_NAMA])) || span_ieq(a->name, span_trim(r->field[RUN_NAMA_USULAN])))
		weigh(a, pos, r);
	return 0;
}

static bool is_nik(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n == 16;
}

static int by_found(void *ctx, const struct person_found *f)
{
	return by_name(ctx, f->pos, f->row);
}

/* Through the index of people, which offers whoever has these words. *known false: there is none yet, or too many have
 * them. */
static int through_index(struct story *s, struct asked *a, bool *known, struct err *e)
{
	struct person_query *q = padan_arena_zero(s->env->arena, sizeof(*q));
	struct person_search f = { .query = q, .run = s->scope.run };
	struct asked found = *a;
	int64_t rows = -1;
	int rc = q ? person_indexed(s->env->store, s->scope.run, &rows, e) : err_memory(e, "pencarian");

	*known = false;
	if (rc || rows < 0 || !person_query_read(q, a->name) || *q->digits)
		return rc;
	rc = person_search(s->env, &f, by_found, &found, e);
	*known = !rc && !f.cut && !f.unindexed;
	if (*known)
		*a = found;
	return rc;
}

static int find_name(struct story *s, struct asked *a, struct err *e)
{
	struct row_filter f = { .scope = &s->scope, .after = -1, .most = INT64_MAX, .district = s->scope.district };
	bool known = false;
	int rc = through_index(s, a, &known, e);

	return rc || known ? rc : row_store_list(s->env->store, &f, by_name, a, e);
}

/* By NIK and by name through their indexes; without one all rows of the run are opened. A short number is a row's. */
static int find(struct story *s, span who, struct err *e)
{
	struct asked a = { .name = span_trim(who) };
	int rc;

	if (a.name.n < 8 && span_i64(a.name, &s->no))
		return ERR_OK;
	if (is_nik(a.name))
		rc = row_store_by_nik(s->env->store, &s->scope, a.name, by_nik, &a, e);
	else
		rc = find_name(s, &a, e);
	if (rc)
		return rc;
	if (!a.n)
		return err_set(e, ERR_USAGE, "rancangan %s tidak memuat orang itu; periksa NIK atau ejaan namanya",
			       s->scope.id);
	if (a.n > 1 && !is_nik(a.name))
		return err_set(e, ERR_USAGE, "ada %lld baris dengan nama itu; sebutkan NIK-nya", (long long)a.n);
	s->no = a.no;
	return ERR_OK;
}

static int asked_story(struct story *s, span run, span who, struct err *e)
{
	int rc = row_scope_open(s->env, run, &s->scope, e);

	if (!rc)
		rc = find(s, who, e);
	return rc ? rc : read_story(s, e);
}

int why_plan(struct why_out *out, const struct why_in *in, const struct env *env, struct err *e)
{
	struct story s = { .env = env };
	int rc = asked_story(&s, in->rancangan, in->orang, e);

	if (rc)
		return rc;
	TELL_STORY(out, &s);
	rc = s.failed ? err_memory(e, "jawaban") : ERR_OK;
	return rc ? rc : reason_rows(&s, &out->sebab, e);
}

/* --- the letter ------------------------------------------------------------------------------------------------------
 */
int why_letter_plan(struct why_letter_out *out, const struct why_letter_in *in, const struct env *env, struct err *e)
{
	struct story *s = padan_arena_zero(env->arena, sizeof(*s));
	int rc;

	if (!s)
		return err_memory(e, "surat");
	s->env = env;
	rc = asked_story(s, in->rancangan, in->orang, e);
	if (rc)
		return rc;
	if (padan_span_eq(s->row.putusan, SPAN("terpilih")))
		return err_set(e, ERR_USAGE, "baris %lld terpilih; surat ini untuk yang tidak masuk", (long long)s->no);
	TELL_STORY(out, s);
	out->berkas_surat = in->berkas;
	rc = s->failed ? err_memory(e, "surat") : ERR_OK;
	return rc ? rc : reason_rows(s, &out->sebab, e);
}

static void put(struct pdf_sheet *t, enum pdf_face face, enum pdf_align align, span s)
{
	struct pdf_paragraph how = { .face = face, .align = align };

	pdf_paragraph(t, &how, s);
	pdf_space(t, 300);
}

static void put_pair(struct pdf_sheet *t, struct buf *b, const char *label, span value)
{
	if (!value.n)
		return;
	buf_clear(b);
	buf_printf(b, "%s: %.*s", label, (int)value.n, value.p);
	put(t, PDF_REGULAR, PDF_LEFT, buf_as_span(b));
}

static void put_reasons(struct pdf_sheet *t, struct story *s, struct buf *b)
{
	if (!s->n_reasons)
		put(t, PDF_REGULAR, PDF_LEFT, SPAN("Petugas perlu melihat data Bapak/Ibu lebih dahulu."));
	for (size_t i = 0; i < s->n_reasons; i++) {
		const struct row_reason *r = &s->reasons[i];

		buf_clear(b);
		buf_printf(b, "%zu. %.*s", i + 1, (int)r->kalimat.n, r->kalimat.p);
		if (r->tindakan.n)
			buf_printf(b, " Yang dapat dilakukan: %.*s", (int)r->tindakan.n, r->tindakan.p);
		put(t, PDF_REGULAR, PDF_LEFT, buf_as_span(b));
	}
}

static void put_letter(struct pdf_sheet *t, struct story *s, struct buf *b)
{
	char day[32], room[32];
	span nik = s->row.field[RUN_NIK].n ? s->row.field[RUN_NIK] : s->row.field[RUN_NIK_USULAN];

	put(t, PDF_BOLD, PDF_CENTRE, SPAN("PEMBERITAHUAN HASIL VERIFIKASI"));
	pdf_space(t, 600);
	put_pair(t, b, "Kepada", s->nama);
	put_pair(t, b, "NIK", nik.n ? nik_masked(nik, room) : nik);
	put_pair(t, b, "Kelurahan", s->row.field[RUN_KELURAHAN]);
	put_pair(t, b, "Diusulkan pada", s->berkas);
	put_pair(t, b, "Acuan", s->kept.id_baris);
	put_pair(t, b, "Tanggal", padan_span_of(date_long(s->head.paper_day, day)));
	pdf_space(t, 400);
	buf_clear(b);
	buf_printf(
		b,
		"Bapak/Ibu diusulkan sebagai penerima bantuan iuran BPJS Ketenagakerjaan pada %.*s. Setelah diperiksa, "
		"hasilnya:",
		(int)s->scope.info.nama.n, s->scope.info.nama.p);
	put(t, PDF_REGULAR, PDF_LEFT, buf_as_span(b));
	put(t, PDF_BOLD, PDF_CENTRE, s->hasil);
	if (s->row.rank && s->garis != FIELD_ABSENT) {
		buf_clear(b);
		buf_printf(b,
			   "Bapak/Ibu memenuhi syarat dan berada pada urutan %lld; cadangan dimulai pada urutan %lld. "
			   "Bila "
			   "ada penerima yang berhenti atau dana bertambah, urutan berikutnya masuk.",
			   (long long)s->row.rank, (long long)s->garis);
		put(t, PDF_REGULAR, PDF_LEFT, buf_as_span(b));
	}
	pdf_space(t, 300);
	put(t, PDF_BOLD, PDF_LEFT, SPAN("Kenapa saya tidak masuk?"));
	put_reasons(t, s, b);
	pdf_space(t, 300);
	put(t, PDF_BOLD, PDF_LEFT, SPAN("Apa yang dapat saya lakukan?"));
	put(t, PDF_REGULAR, PDF_LEFT,
	    SPAN("Bila ada yang tidak benar, sampaikan keberatan di kantor kelurahan atau Dinas Tenaga Kerja dengan "
		 "membawa "
		 "KTP dan Kartu Keluarga asli serta surat ini. Tidak dipungut biaya."));
	put(t, PDF_REGULAR, PDF_LEFT,
	    SPAN("Siapa pun juga dapat menjadi peserta atas biaya sendiri melalui kanal BPJS Ketenagakerjaan."));
}

int why_letter_publish(const struct why_letter_out *out, const struct why_letter_in *in, const struct env *env,
		       struct err *e)
{
	struct story s = { .env = env };
	char *path = padan_arena_copy(env->arena, in->berkas.p, in->berkas.n);
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Pemberitahuan Hasil Verifikasi",
				 .foot = "Pemberitahuan Hasil Verifikasi" };
	struct pdf_sheet t;
	struct pdf_out *pdf;
	struct buf b;
	int rc = path ? asked_story(&s, in->rancangan, in->orang, e) : err_memory(e, "surat");

	(void)out;
	spec.day = s.head.paper_day;
	if (!rc)
		rc = pdf_open(&pdf, env->seams, path, &spec, e);
	if (rc)
		return rc;
	buf_init(&b, env->seams->alloc, 1 << 16);
	pdf_sheet_begin(&t, pdf, PDF_MM(25), 1100);
	put_letter(&t, &s, &b);
	rc = b.failed ? err_memory(e, "surat") : ERR_OK;
	buf_done(&b);
	if (rc) {
		pdf_abandon(pdf);
		return rc;
	}
	return pdf_close(pdf, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * ringkasan.json. */
#include "papers/paper.h"
#include "papers/papers.h"
#include "papers/wording.h"
#include "tabular/json_out.h"

static void put_programme(struct json_out *j, const struct run_view *v)
{
	const struct programme *p = v->programme;
	char text[32];

	jout_key(j, "program");
	jout_object(j);
	jout_put_text(j, "nama", p->nama);
	jout_put_text(j, "wilayah", padan_span_of(p->wilayah));
	jout_put_i64(j, "tahap", p->tahap);
	jout_put_text(j, "orang_berbeda", p->satu_orang ? SPAN("tidak") : SPAN("ya"));
	jout_put_text(j, "mulai", padan_span_of(month_iso(v->head.first, text)));
	jout_put_i64(j, "bulan", v->head.months);
	jout_put_text(j, "tanggal", padan_span_of(date_iso(v->head.papers_date, text)));
	if (v->head.run.n)
		jout_put_text(j, "rancangan", v->head.run);
	if (v->head.decree.n) {
		jout_put_text(j, "nomor_sk", v->head.decree);
		jout_put_text(j, "tanggal_sk", padan_span_of(date_iso(v->head.decreed, text)));
	}
	jout_end(j);
}

static void put_counts(struct json_out *j, const struct view_head *h)
{
	jout_key(j, "putusan");
	jout_object(j);
	for (int i = 0; i < PUTUSAN_N; i++)
		jout_put_i64(j, putusan_word((enum putusan)i), h->by_verdict[i]);
	jout_end(j);
	jout_key(j, "padan");
	jout_object(j);
	for (int i = 0; i < PADAN_N; i++)
		jout_put_i64(j, padan_word((enum padan)i), h->by_padan[i]);
	jout_end(j);
	jout_key(j, "syarat");
	jout_object(j);
	jout_put_i64(j, syarat_word(SYARAT_KONFIRMASI_NIK), h->by_condition[SYARAT_KONFIRMASI_NIK]);
	jout_end(j);
	jout_key(j, "alasan");
	jout_object(j);
	for (int i = 0; i < ALASAN_N; i++)
		jout_put_i64(j, alasan_word((enum alasan)i), h->by_reason[i]);
	jout_end(j);
}

static void put_files(struct json_out *j, const struct run_view *v)
{
	jout_key(j, "masukan");
	jout_array(j);
	for (size_t i = 0; i < v->nfiles; i++) {
		const struct view_file *f = &v->files[i];

		jout_object(j);
		jout_put_text(j, "berkas", f->name);
		jout_put_text(j, "jenis", padan_span_of(list_word(f->kind)));
		jout_put_i64(j, "baris_lembar", f->sheet_rows);
		jout_put_i64(j, "usulan", f->kind == VIEW_USULAN ? f->proposals : 0);
		jout_put_i64(j, "data", f->proposals);
		jout_put_i64(j, "dilewati", f->skipped);
		jout_key(j, "vintage");
		if (f->vintage.n)
			jout_text(j, f->vintage);
		else
			jout_null(j);
		jout_put_text(j, "sha256", padan_span_of(f->sha256));
		jout_key(j, "peringatan");
		jout_array(j);
		for (size_t k = 0; k < f->nwarnings; k++)
			jout_text(j, f->warnings[k]);
		jout_end(j);
		jout_end(j);
	}
	jout_end(j);
}

static void put_funds(struct json_out *j, const struct view_head *h)
{
	jout_key(j, "dana");
	jout_array(j);
	for (size_t i = 0; i < h->nfunds; i++) {
		const struct view_fund *f = &h->funds[i];

		jout_object(j);
		jout_put_text(j, "kode", f->code);
		jout_put_text(j, "nama", f->name);
		jout_put_text(j, "jenis", f->kind);
		jout_put_i64(j, "pagu", f->ceiling.rp);
		jout_put_i64(j, "orang", f->people);
		jout_put_i64(j, "rupiah", f->spent.rp);
		jout_put_i64(j, "sisa", f->left.rp);
		jout_end(j);
	}
	jout_end(j);
	jout_put_i64(j, "biaya_per_orang", h->per_person.rp);
}

/* A ranked person, by place in the lists: no NIK in this file. */
static void put_person(struct json_out *j, const struct run_view *v, const struct view_row *r)
{
	jout_object(j);
	jout_put_i64(j, "peringkat", r->rank);
	jout_put_text(j, "nama", r->name);
	jout_put_text(j, "berkas", v->files[r->file].name);
	jout_put_i64(j, "baris", r->line);
	jout_end(j);
}

static void put_people(struct json_out *j, const struct run_view *v, const char *key, const uint32_t *rows, size_t n)
{
	jout_key(j, key);
	jout_array(j);
	for (size_t i = 0; i < n; i++)
		put_person(j, v, &v->rows[rows[i]]);
	jout_end(j);
}

static void put_mark(struct json_out *j, const struct run_view *v, const char *key, int64_t row)
{
	jout_key(j, key);
	if (row < 0)
		jout_null(j);
	else
		put_person(j, v, &v->rows[row]);
}

static void put_ranking(struct json_out *j, const struct paper_env *in)
{
	const struct run_view *v = in->v;
	const struct view_head *h = &v->head;

	jout_key(j, "pemeringkatan");
	jout_object(j);
	jout_put_i64(j, "diperingkat", (int64_t)in->nranked);
	jout_key(j, "kunci");
	jout_array(j);
	for (size_t i = 0; i < h->nkeys; i++)
		jout_text(j, h->key_names[i]);
	jout_end(j);
	put_mark(j, v, "garis_potong", h->cut_row);
	put_mark(j, v, "berikutnya", h->next_row);
	jout_put_i64(j, "belum_terputuskan", h->undecided);
	jout_key(j, "tambahan_10_juta");
	jout_array(j);
	for (size_t i = 0; i < h->nfunds; i++) {
		const struct view_fund *f = &h->funds[i];

		jout_object(j);
		jout_put_text(j, "dana", f->code);
		jout_put_i64(j, "orang", (int64_t)f->nenter - (int64_t)f->nleave);
		put_people(j, v, "masuk", f->enter, f->nenter);
		put_people(j, v, "keluar", f->leave, f->nleave);
		jout_end(j);
	}
	jout_end(j);
	jout_key(j, "benih");
	if (h->seed.n)
		jout_text(j, h->seed);
	else
		jout_null(j);
	jout_put_text(j, "sha256_masukan", padan_span_of(h->inputs_sha256));
	jout_put_text(j, "sha256_daftar", padan_span_of(h->list_sha256));
	jout_end(j);
}

static void put_annex(struct json_out *j, const struct paper_env *in)
{
	jout_key(j, "lampiran");
	jout_object(j);
	jout_put_i64(j, "orang", (int64_t)in->nannex);
	jout_put_i64(j, "rupiah", in->annex_total.rp);
	jout_put_i64(j, "ditahan_orang", in->held);
	jout_put_i64(j, "ditahan_rupiah", in->held_total.rp);
	jout_end(j);
}

static void put_answers(struct json_out *j, const struct run_view *v)
{
	int64_t applied = 0;

	if (!v->answered)
		return;
	for (size_t i = 0; i < v->nanswers; i++)
		applied += v->answers[i].applied;
	jout_key(j, "jawaban");
	jout_object(j);
	jout_put_i64(j, "diterapkan", applied);
	jout_put_i64(j, "tidak_diterapkan", (int64_t)v->nanswers - applied);
	jout_end(j);
}

static void put_times(struct json_out *j, const struct run_view *v)
{
	struct view_head late = v->head;

	if (late.late)
		late.late(late.late_ctx, &late);
	jout_key(j, "waktu");
	jout_object(j);
	for (size_t i = 0; i < late.ntimes; i++)
		jout_put_i64(j, late.times[i].name, late.times[i].ms);
	jout_end(j);
	jout_put_i64(j, "memori_puncak", late.peak_bytes);
}

int paper_summary(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	const struct run_view *v = in->v;
	struct out_file f;
	struct json_out j;
	int rc = out_open(&f, in->seams, path, e);

	(void)file;
	if (rc)
		return rc;
	jout_to_file(&j, &f);
	jout_object(&j);
	jout_put_text(&j, "skema", SPAN(PAPERS_SCHEMA));
	jout_put_text(&j, "versi", v->head.version);
	put_programme(&j, v);
	put_counts(&j, &v->head);
	put_files(&j, v);
	put_funds(&j, &v->head);
	put_annex(&j, in);
	put_answers(&j, v);
	put_ranking(&j, in);
	put_times(&j, v);
	jout_end(&j);
	if (!jout_finish(&j)) {
		out_abandon(&f);
		return err_set(e, ERR_MACHINE, "%s: isi ringkasan tidak utuh", path);
	}
	return out_close(&f, e);
}

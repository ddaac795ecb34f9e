/* SPDX-License-Identifier: EUPL-1.2
 * A run of invented people, for tests of the store. */
#ifndef TESTS_FAULT_RUN_SAMPLE_H
#define TESTS_FAULT_RUN_SAMPLE_H

#include "programme/run_store.h"
#include <stdio.h>

/* A run of n rows: every tenth is under review with two candidates, every fifth refused, of the chosen every seventh
 * waits for its NIK; two funds in turn. */
struct sample_run {
	int64_t n, at;
	int part_at; /* parts for the papers given so far */
	struct run_file file[2];
	struct run_fund fund[2];
	struct run_head head;
	char text[8][64];
	struct run_part part[10];
	struct run_candidate candidate[2];
};

static inline int sample_kind(int64_t i)
{
	return i % 10 == 9 ? 2 : i % 5 == 4 ? 1 : 0; /* review, refused, chosen */
}

static inline int sample_next(void *ctx, struct run_row *r, struct err *e)
{
	struct sample_run *s = ctx;
	int64_t i = s->at;
	int kind = sample_kind(i);

	(void)e;
	if (s->at == s->n)
		return 0;
	s->at++;
	snprintf(s->text[0], 64, "737204%02d0180%04d", (int)(i % 28) + 1, (int)(i % 10000));
	snprintf(s->text[1], 64, "NAMA ORANG %lld", (long long)i);
	snprintf(s->text[2], 64, "JL. CONTOH NO. %lld", (long long)i);
	r->file = 0;
	r->line = i + 2;
	r->field[RUN_NIK_USULAN] = r->field[RUN_NIK] = padan_span_of(s->text[0]);
	r->field[RUN_NAMA_USULAN] = r->field[RUN_NAMA] = padan_span_of(s->text[1]);
	r->field[RUN_TANGGAL_LAHIR] = SPAN("1980-01-07");
	r->field[RUN_ALAMAT] = padan_span_of(s->text[2]);
	r->field[RUN_KELURAHAN] = SPAN("LAPADDE");
	r->field[RUN_KECAMATAN] = SPAN("UJUNG");
	r->field[RUN_PEKERJAAN] = SPAN("NELAYAN/PERIKANAN");
	r->padan = kind == 2 ? SPAN("tinjau") : SPAN("padan");
	r->putusan = kind == 0 ? SPAN("terpilih") : kind == 1 ? SPAN("ditolak") : SPAN("tinjau");
	r->syarat = kind == 0 && i % 7 == 0 ? SPAN("konfirmasi_nik") : SPAN("");
	r->alasan = kind == 1 ? SPAN("usia_lebih;desil_lebih") : SPAN("");
	r->chance = 9876, r->weight = 31415;
	r->parts = s->part, r->part_count = 10;
	r->kecamatan_kode = SPAN("73.72.02"), r->kelompok = SPAN("nelayan");
	if (kind == 0) {
		r->rank = i + 1;
		r->dana = i % 2 ? SPAN("csr") : SPAN("apbd");
		r->first_month = rp(16800), r->months = 8, r->total = rp(134400), r->rincian = SPAN("16800x8");
	}
	if (kind == 2)
		r->candidates = s->candidate, r->candidate_count = 2;
	return 1;
}

/* Two parts for the papers. */
static inline int sample_part(void *ctx, span *part, struct err *e)
{
	struct sample_run *s = ctx;

	(void)e;
	if (s->part_at == 2)
		return 0;
	*part = s->part_at++ ? SPAN("bagian kedua") : SPAN("bagian pertama");
	return 1;
}

static inline void sample_run(struct sample_run *s, int64_t n)
{
	memset(s, 0, sizeof(*s));
	s->n = n;
	for (int i = 0; i < 10; i++)
		s->part[i] = (struct run_part){ (uint8_t)i, (int8_t)(i % 3 - 1), 1000 * i - 4000 };
	for (int i = 0; i < 2; i++)
		s->candidate[i] = (struct run_candidate){
			.field = { [CANDIDATE_nik] = SPAN("7372040101800001"), [CANDIDATE_nama] = SPAN("CALON") },
			.chance = 6000,
			.weight = 2000,
			.parts = s->part,
			.part_count = 10
		};
	s->file[0] = (struct run_file){ .list = SPAN("usulan"),
					.name = SPAN("dinas.csv"),
					.sheet_rows = n + 1,
					.proposals = n,
					.skipped = 1,
					.sha256 = { 1, 2, 3 } };
	s->file[1] = (struct run_file){ .list = SPAN("dukcapil"), .name = SPAN("warga.csv"), .sha256 = { 9 } };
	s->fund[0] = (struct run_fund){
		.kode = SPAN("apbd"), .nama = SPAN("APBD"), .jenis = SPAN("apbd"), .pagu = rp(150000000)
	};
	s->fund[1] = (struct run_fund){
		.kode = SPAN("csr"), .nama = SPAN("TJSL"), .jenis = SPAN("csr"), .pagu = rp(20000000)
	};
	for (int64_t i = 0; i < n; i++)
		if (sample_kind(i) == 0) {
			s->fund[i % 2].people++;
			s->fund[i % 2].spent.rp += 134400;
		}
	s->head = (struct run_head){ .wilayah = SPAN("73.72"),
				     .nama = SPAN("Pekerja Rentan 2025"),
				     .stage = 1,
				     .first_day = date_of(2025, 5, 1),
				     .last_day = date_of(2025, 12, 31),
				     .months = 8,
				     .paper_day = date_of(2025, 5, 1),
				     .program_text = SPAN("program: {}\n"),
				     .ranking = SPAN("desil naik"),
				     .files = s->file,
				     .file_count = 2,
				     .funds = s->fund,
				     .fund_count = 2 };
}

#endif

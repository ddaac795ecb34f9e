/* SPDX-License-Identifier: EUPL-1.2 */
#include "sample_view.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A span in a static table. */
#define W(lit)                                                                                                         \
	{                                                                                                              \
		lit, sizeof(lit) - 1                                                                                   \
	}

static span make(struct padan_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static span make(struct padan_arena *a, const char *fmt, ...)
{
	char text[512], *p;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	p = padan_arena_copy(a, text, (size_t)n);
	if (!p)
		abort();
	return (span){ p, (size_t)n };
}

static void *array(struct padan_arena *a, size_t n, size_t size)
{
	void *p = padan_arena_array(a, n, size);

	if (!p)
		abort();
	return p;
}

static const char *const first[] = { "MUHAMMAD", "SITTI", "ANDI", "ABDUL", "NURHAYATI", "IBRAHIM", "HASNAH", "BASO" };
static const char *const second[] = { "ARSYAD", "NURHALIZA", "RAHMAN", "DG MAPPUJI", "SYAMSUDDIN", "AMIR", "TENRI" };
static const char *const third[] = { "", " SALEH", " BINTI HAMZAH", " HUSAIN", " PATTA LOLO" };
static const char *const jobs[] = { "PETANI/PEKEBUN", "NELAYAN/PERIKANAN", "BURUH HARIAN LEPAS", "PEDAGANG", "SOPIR" };
static const char *const districts[] = { "BACUKIKI", "BACUKIKI BARAT", "SOREANG", "UJUNG" };
static const char *const hostile[] = {
	"=cmd|' /C calc'!A0", "@SUM(1+9)*cmd", "+2+3+cmd",	 "<b>\"&'", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf",
	"rusak \xff\xfe",     "a;=1+1",	       "_x0041_ bel\x07"
};

/* Small numbers that look arbitrary but stay the same. */
static unsigned chance(size_t i, unsigned salt, unsigned of)
{
	uint64_t x = (i + 1) * 0x9e3779b97f4a7c15u + salt * 0xbf58476d1ce4e5b9u;

	x ^= x >> 31;
	x *= 0x94d049bb133111ebu;
	return (unsigned)((x ^ x >> 29) % of);
}

static void person(struct view_row *r, struct padan_arena *a, size_t i)
{
	unsigned ward = chance(i, 1, 40);

	r->typed_name = make(a, "%s %s%s", first[chance(i, 2, 8)], second[chance(i, 3, 7)], third[chance(i, 4, 5)]);
	if (i % 1000 == 7)
		r->typed_name = padan_span_of(hostile[i / 1000 % 8]);
	r->typed_nik = make(a, "7372%02u%02u%02u%02u%04u", 1 + ward / 10, 1 + chance(i, 5, 28), 1 + chance(i, 6, 12),
			    60 + chance(i, 7, 39), 1 + (unsigned)(i % 9000));
	r->born = date_of(1960 + (int)chance(i, 7, 39), 1 + (int)chance(i, 6, 12), 1 + (int)chance(i, 5, 28));
	r->sex = chance(i, 8, 2) ? 'L' : 'P';
	r->birthplace = SPAN("PAREPARE");
	r->address = make(a, "JL. BAU MASSEPE NO %u", 1 + chance(i, 9, 300));
	r->rt = make(a, "%03u", 1 + chance(i, 10, 9));
	r->rw = make(a, "%03u", 1 + chance(i, 11, 9));
	r->village = make(a, "KELURAHAN %02u", ward);
	r->district = padan_span_of(districts[ward / 10]);
	r->occupation = padan_span_of(jobs[chance(i, 12, 5)]);
	r->id_baris = make(a, "U%08zu", i);
}

static void cells(struct view_row *r, struct padan_arena *a, char (*iso)[11])
{
	span *c = array(a, 9, sizeof(*c));

	c[0] = r->typed_nik;
	c[1] = r->typed_name;
	c[2] = make(a, "%s", date_iso(r->born, *iso));
	c[3] = make(a, "%c", r->sex);
	c[4] = r->address;
	c[5] = r->rt;
	c[6] = r->rw;
	c[7] = r->village;
	c[8] = r->occupation;
	r->cells = c;
}

static void chosen_row(struct view_row *r, size_t i)
{
	r->verdict = PUTUSAN_TERPILIH;
	r->fund = i % 10 == 3 ? 1 : 0;
	r->months = 8;
	r->monthly = rp(16800);
	r->total = rp(134400);
	r->breakdown = SPAN("16800x8");
	if (i % 29 == 8) {
		r->condition = SYARAT_KONFIRMASI_NIK;
		r->nik = SPAN("7372019999990001");
	}
}

static void review_row(struct view_row *r, struct padan_arena *a, size_t i)
{
	struct view_candidate *c = array(a, 3, sizeof(*c));

	r->verdict = PUTUSAN_TINJAU;
	r->padan = PADAN_TINJAU;
	r->nik = r->name = (span){ NULL, 0 };
	r->likelihood = 7321;
	r->reasons = ALASAN_BIT(ALASAN_IDENTITAS_MERAGUKAN);
	for (int k = 0; k < 3; k++)
		c[k] = (struct view_candidate){ .nik = make(a, "73720101018%05u", (unsigned)(i % 90000) + (unsigned)k),
						.name = r->typed_name,
						.born = r->born,
						.village = r->village,
						.weight = 9000 - k * 1500,
						.likelihood = (int16_t)(7321 - k * 2000),
						.explanation = SPAN(
							"nama sama (+9,2); tanggal dan bulan lahir tertukar (+4,1)") };
	r->candidates = c;
	r->ncandidates = 3;
}

static void verdict(struct view_row *r, struct padan_arena *a, size_t i, unsigned of_100, int chosen)
{
	if (of_100 < (unsigned)chosen) {
		chosen_row(r, i);
	} else if (i % 5 == 0) {
		review_row(r, a, i);
	} else if (i % 5 == 1) {
		r->verdict = PUTUSAN_CADANGAN;
		r->reasons = ALASAN_BIT(ALASAN_DANA_HABIS);
		r->shut = (struct shut_out){ .why = SHUT_FUNDS, .district = -1, .group = -1, .funds = 3 };
	} else if (i % 5 == 2 && i > 50) {
		r->verdict = PUTUSAN_GANDA;
		r->reasons = ALASAN_BIT(ALASAN_GANDA);
		r->duplicate_of = (int64_t)i - 50;
	} else {
		r->verdict = PUTUSAN_DITOLAK;
		r->reasons = ALASAN_BIT(ALASAN_USIA_LEBIH) | ALASAN_BIT(ALASAN_DATA_KURANG);
		r->gaps = KURANG_BIT(KURANG_PEKERJAAN) | KURANG_BIT(KURANG_PENGHASILAN);
	}
}

static void make_rows(struct sample_view *s, size_t rows, int chosen)
{
	struct view_row *all = array(&s->arena, rows, sizeof(*all));
	struct view_head *h = &s->v.head;
	uint32_t rank = 0;

	for (size_t i = 0; i < rows; i++) {
		struct view_row *r = &all[i];
		char iso[11];

		*r = (struct view_row){ .file = i >= rows / 2,
					.line = (uint32_t)(i % (rows / 2 + 1)) + 2,
					.fund = -1,
					.duplicate_of = -1,
					.likelihood = 9987,
					.weight = 31250 };
		person(r, &s->arena, i);
		r->nik = r->typed_nik;
		r->name = r->typed_name;
		cells(r, &s->arena, &iso);
		verdict(r, &s->arena, i, chance(i, 20, 100), chosen);
		if (r->verdict == PUTUSAN_TERPILIH || r->verdict == PUTUSAN_CADANGAN) {
			span *keys = array(&s->arena, 3, sizeof(*keys));

			r->rank = ++rank;
			keys[0] = i % 9 ? SPAN("tidak") : SPAN("ya");
			keys[1] = make(&s->arena, "%u", 1 + chance(i, 30, 4));
			keys[2] = make(&s->arena, "%u", 20 + chance(i, 31, 44));
			r->keys = keys;
			if (r->verdict == PUTUSAN_TERPILIH)
				h->cut_row = (int64_t)i;
			else if (h->next_row < 0)
				h->next_row = (int64_t)i;
		}
		h->by_verdict[r->verdict]++;
		h->by_padan[r->padan]++;
		h->by_condition[r->condition]++;
		for (int k = 0; k < ALASAN_N; k++)
			h->by_reason[k] += (int64_t)(r->reasons >> k & 1);
		if (r->fund >= 0) {
			s->funds[r->fund].people++;
			s->funds[r->fund].spent.rp += r->total.rp;
		}
	}
	s->v.rows = all;
	s->v.nrows = rows;
}

static void make_programme(struct sample_view *s)
{
	static const struct pihak who[] = {
		{ W("Drs. ANDI BASO, M.Si."), W("Kepala Dinas Tenaga Kerja"), W("Pemerintah Kota Parepare"),
		  W("19700101 199503 1 001") },
		{ W("HASNAH, S.Sos."), W("Kepala Dinas Dukcapil"), W("Pemerintah Kota Parepare"), W("") },
		{ W("IBRAHIM"), W("Kepala Kantor Cabang"), W("BPJS Ketenagakerjaan Parepare"), W("") },
	};
	struct programme *p = &s->p;

	p->nama = SPAN("Perlindungan Pekerja Rentan Kota Parepare 2025");
	memcpy(p->wilayah, "73.72", 6);
	p->mulai = month_of(2025, 5);
	p->bulan = 8;
	p->tahap = 1;
	p->manfaat = MANFAAT_JKK | MANFAAT_JKM;
	p->kriteria = (struct kriteria){ .usia_min = 18,
					 .usia_maks = 64,
					 .domisili = true,
					 .desil_maks = 4,
					 .penghasilan_maks = rp(2000000),
					 .peserta_diminta = true };
	p->prioritas[0] = (struct prioritas){ KUNCI_LANJUTAN, false };
	p->prioritas[1] = (struct prioritas){ KUNCI_DESIL, false };
	p->prioritas[2] = (struct prioritas){ KUNCI_USIA, true };
	p->prioritas_n = 3;
	p->sk.jabatan = SPAN("WALI KOTA PAREPARE");
	p->sk.nama = SPAN("H. TASMING HAMID, S.E., M.H.");
	p->ba.pihak = who;
	p->ba.pihak_n = 3;
}

static void make_files(struct sample_view *s, size_t rows)
{
	static const span titles[] = { W("NIK"), W("Nama Lengkap"), W("Tgl Lahir"), W("L/P"),	   W("Alamat"),
				       W("RT"),	 W("RW"),	    W("Kelurahan"), W("Pekerjaan") };
	static const span warnings[] = { W(
		"412 NIK berakhiran 0 karena disimpan sebagai angka; digit terakhir diabaikan.") };

	for (int i = 0; i < 4; i++) {
		s->files[i] = (struct view_file){ .kind = i < 2	   ? VIEW_USULAN
							  : i == 2 ? VIEW_DUKCAPIL
								   : VIEW_DESIL,
						  .id_column = -1,
						  .sheet_rows = 163314,
						  .proposals = 163314 };
		memset(s->files[i].sha256, "0a1b"[i], 64);
	}
	s->files[0].name = SPAN("usulan_dinas tenaga kerja.csv");
	s->files[1].name = SPAN("usulan_kelurahan.xlsx");
	s->files[2].name = SPAN("dukcapil_7372.csv");
	s->files[2].vintage = SPAN("31 Desember 2024");
	s->files[3].name = SPAN("p3ke_desil.csv");
	s->files[3].vintage = SPAN("rilis 2024");
	for (int i = 0; i < 2; i++) {
		s->files[i].titles = titles;
		s->files[i].ntitles = 9;
		s->files[i].proposals = (int64_t)(i ? rows - rows / 2 : rows / 2);
		s->files[i].skipped = i ? 0 : 3;
		s->files[i].sheet_rows = s->files[i].proposals + s->files[i].skipped;
	}
	s->files[0].warnings = warnings;
	s->files[0].nwarnings = 1;
}

void sample_view_make(struct sample_view *s, size_t rows, int chosen)
{
	struct view_head *h = &s->v.head;

	memset(s, 0, sizeof(*s));
	padan_arena_init(&s->arena, &padan_alloc_libc, 0);
	make_programme(s);
	make_files(s, rows);
	s->funds[0] = (struct view_fund){ .code = SPAN("apbd-kota"),
					  .name = SPAN("APBD Kota Parepare 2025"),
					  .kind = SPAN("apbd"),
					  .ceiling = rp(5000000000) };
	s->funds[1] = (struct view_fund){ .code = SPAN("csr-bank"),
					  .name = SPAN("TJSL Bank Sulselbar"),
					  .kind = SPAN("csr"),
					  .ceiling = rp(1000000000) };
	h->version = SPAN("0.1.0");
	h->papers_date = date_of(2025, 5, 1);
	h->first = month_of(2025, 5);
	h->months = 8;
	h->threshold = 9000;
	h->review = 5000;
	h->per_person = rp(134400);
	h->cut_row = h->next_row = -1;
	h->nkeys = 3;
	static const span keys[] = { W("lanjutan"), W("desil"), W("usia") };
	h->key_names = keys;
	memset(h->list_sha256, 'c', 64);
	memset(h->inputs_sha256, 'd', 64);
	make_rows(s, rows, chosen);
	for (int i = 0; i < 2; i++)
		s->funds[i].left = rp(s->funds[i].ceiling.rp - s->funds[i].spent.rp);
	if (h->next_row >= 0) {
		s->enter[0] = (uint32_t)h->next_row;
		s->funds[0].enter = s->enter;
		s->funds[0].nenter = 1;
	}
	h->funds = s->funds;
	h->nfunds = 2;
	s->times[0] = (struct view_time){ "sampai_putusan_ms", 812 };
	s->times[1] = (struct view_time){ "total_ms", 1604 };
	h->times = s->times;
	h->ntimes = 2;
	h->peak_bytes = 123456789;
	s->skips[0] = (struct view_skip){ 0, 1, SPAN("judul"), SPAN("DAFTAR USULAN PEKERJA RENTAN") };
	s->skips[1] = (struct view_skip){ 0, 2, SPAN("kosong"), SPAN("") };
	s->skips[2] = (struct view_skip){ 0, 99, SPAN("catatan"), SPAN("=Mengetahui, Lurah") };
	s->sk[0] = (struct view_sk_person){
		VIEW_TETAP, SPAN("7372010101800001"), SPAN("ANDI"),	    SPAN("12/2024"), SPAN(""), rp(201600),
		rp(134400), date_of(2024, 1, 1),      date_of(2024, 12, 31)
	};
	s->sk[1] = (struct view_sk_person){ VIEW_KELUAR,
					    SPAN("7372010101800002"),
					    SPAN("BASO"),
					    SPAN("12/2024"),
					    SPAN("Usia melewati batas program."),
					    rp(201600),
					    rp(0),
					    DATE_NONE,
					    DATE_NONE };
	s->sk[2] = (struct view_sk_person){
		VIEW_MASUK, SPAN("7372010101800003"), SPAN("SITTI"), SPAN(""), SPAN(""), rp(0), rp(134400), DATE_NONE,
		DATE_NONE
	};
	s->v.programme = &s->p;
	s->v.files = s->files;
	s->v.nfiles = 4;
	s->v.skips = s->skips;
	s->v.nskips = 3;
	s->v.sk = s->sk;
	s->v.nsk = 3;
	s->v.earlier_decree = true;
}

void sample_view_done(struct sample_view *s)
{
	padan_arena_done(&s->arena);
}

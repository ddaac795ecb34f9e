/* SPDX-License-Identifier: EUPL-1.2
 * The fields of the sets of rows. */
#include "papers/letter_values.h"
#include "papers/wording.h"

#include <stdio.h>

#define SAY(name) void name(const struct letter_job *j, struct buf *out)
/* A whole set's running number. */
#define NUMBER(set)                                                                                                    \
	SAY(set##_no)                                                                                                  \
	{                                                                                                              \
		buf_i64(out, (int64_t)j->at[SET_##set] + 1);                                                           \
	}
#define TEXT(name, value)                                                                                              \
	SAY(name)                                                                                                      \
	{                                                                                                              \
		buf_span(out, value);                                                                                  \
	}
#define COUNT(name, value)                                                                                             \
	SAY(name)                                                                                                      \
	{                                                                                                              \
		say_number(value, out);                                                                                \
	}

static void say_masked(span nik, struct buf *out)
{
	char room[32];

	buf_span(out, nik_masked(nik, room));
}

/* --- people of the annex ---------------------------------------------------------------------------------------- */

static const struct view_row *person(const struct letter_job *j)
{
	return &j->all->v->rows[j->all->in.annex[j->at[SET_penerima]]];
}

NUMBER(penerima)
TEXT(penerima_nik, person(j)->nik)
TEXT(penerima_nama, person(j)->name)
TEXT(penerima_tempat_lahir, person(j)->birthplace)
TEXT(penerima_jalan, person(j)->address)
TEXT(penerima_rt, person(j)->rt)
TEXT(penerima_rw, person(j)->rw)
TEXT(penerima_kelurahan, person(j)->village)
TEXT(penerima_kecamatan, person(j)->district)
TEXT(penerima_pekerjaan, person(j)->occupation)
COUNT(penerima_iuran, person(j)->monthly.rp)
COUNT(penerima_jumlah, person(j)->total.rp)

SAY(penerima_nik_samar)
{
	say_masked(person(j)->nik, out);
}

SAY(penerima_jk)
{
	if (person(j)->sex)
		buf_putc(out, person(j)->sex);
}

SAY(penerima_tanggal_lahir)
{
	say_date(person(j)->born, out);
}

SAY(penerima_alamat)
{
	say_address(person(j), out);
}

SAY(penerima_program)
{
	say_benefits(j->all->v->programme->manfaat, out);
}

SAY(penerima_masa)
{
	say_cover(j->all->v->head.first, j->all->v->head.months, out);
}

SAY(penerima_dana)
{
	int f = person(j)->fund;

	if (f >= 0 && (size_t)f < j->all->v->head.nfunds)
		buf_span(out, j->all->v->head.funds[f].name);
}

/* --- wards ----------------------------------------------------------------------------------------------------------
 */

static const struct ward *ward(const struct letter_job *j)
{
	return &j->all->in.wards[j->at[SET_wilayah]];
}

static int64_t between(const uint32_t *at, const struct letter_job *j)
{
	return (int64_t)at[j->at[SET_wilayah] + 1] - (int64_t)at[j->at[SET_wilayah]];
}

static span known(span s)
{
	return s.n ? s : SPAN("(tidak diketahui)");
}

NUMBER(wilayah)
TEXT(wilayah_kelurahan, known(ward(j)->village))
TEXT(wilayah_kecamatan, known(ward(j)->district))
COUNT(wilayah_usulan, ward(j)->rows)
COUNT(wilayah_terpilih, ward(j)->by_verdict[PUTUSAN_TERPILIH])
COUNT(wilayah_cadangan, ward(j)->by_verdict[PUTUSAN_CADANGAN])
COUNT(wilayah_tinjau, ward(j)->by_verdict[PUTUSAN_TINJAU])
COUNT(wilayah_ditolak, ward(j)->by_verdict[PUTUSAN_DITOLAK])
COUNT(wilayah_ganda, ward(j)->by_verdict[PUTUSAN_GANDA])
COUNT(wilayah_orang, between(j->all->annex_at, j))
SAY(wilayah_ada_calon)
{
	const int64_t *n = ward(j)->by_verdict;

	if (n[PUTUSAN_TERPILIH] || n[PUTUSAN_CADANGAN] || n[PUTUSAN_TINJAU])
		buf_puts(out, "ya");
}

COUNT(wilayah_diperiksa, between(j->all->review_at, j))

static const struct view_row *member(const struct letter_job *j)
{
	const struct letters *l = j->all;

	return &l->v->rows[l->in.annex[l->annex_at[j->at[SET_wilayah]] + j->at[SET_anggota]]];
}

NUMBER(anggota)
TEXT(anggota_nama, member(j)->name)
TEXT(anggota_rt, member(j)->rt)
TEXT(anggota_rw, member(j)->rw)
TEXT(anggota_jalan, member(j)->address)
TEXT(anggota_pekerjaan, member(j)->occupation)

SAY(anggota_nik_samar)
{
	say_masked(member(j)->nik, out);
}

static const struct view_row *checked(const struct letter_job *j)
{
	const struct letters *l = j->all;

	return &l->v->rows[l->review[l->review_at[j->at[SET_wilayah]] + j->at[SET_diverifikasi]]];
}

NUMBER(diverifikasi)
TEXT(diverifikasi_nama, checked(j)->typed_name)
TEXT(diverifikasi_rt, checked(j)->rt)
TEXT(diverifikasi_rw, checked(j)->rw)
TEXT(diverifikasi_jalan, checked(j)->address)

SAY(diverifikasi_nik_samar)
{
	say_masked(checked(j)->typed_nik, out);
}

SAY(diverifikasi_sebab)
{
	const struct view_row *r = checked(j);

	if (r->condition == SYARAT_KONFIRMASI_NIK)
		buf_puts(out, "NIK yang diketik berbeda; lihat KTP atau KK asli.");
	else
		alasan_sentences(r->reasons, r->gaps, out);
}

/* --- money
 * ------------------------------------------------------------------------------------------------------------ */

static const struct view_fund *fund(const struct letter_job *j)
{
	return &j->all->v->head.funds[j->at[SET_dana]];
}

/* What the programme file says about it; a view without has an empty one. */
static struct dana fund_terms(const struct letter_job *j)
{
	const struct programme *p = j->all->v->programme;

	for (int i = 0; i < p->dana_n; i++)
		if (padan_span_eq(p->dana[i].kode, fund(j)->code))
			return p->dana[i];
	return (struct dana){ .tahun_anggaran = 0 };
}

static span kind_words(span kind)
{
	static const struct {
		const char *word, *words;
	} kinds[] = {
		{ "apbd", "APBD" },	{ "apbdprov", "APBD Provinsi" }, { "apbn", "APBN" },
		{ "apbdes", "APBDes" }, { "dbhcht", "DBH CHT" },	 { "dbhsawit", "DBH Sawit" },
		{ "csr", "TJSL" },	{ "baznas", "BAZNAS" },		 { "mandiri", "Mandiri" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (padan_span_eq(kind, padan_span_of(kinds[i].word)))
			return padan_span_of(kinds[i].words);
	return kind;
}

NUMBER(dana)
TEXT(dana_kode, fund(j)->code)
TEXT(dana_nama, fund(j)->name)
TEXT(dana_jenis, kind_words(fund(j)->kind))
COUNT(dana_pagu, fund(j)->ceiling.rp)
COUNT(dana_orang, fund(j)->people)
COUNT(dana_terpakai, fund(j)->spent.rp)
COUNT(dana_sisa, fund(j)->left.rp)

SAY(dana_tahun_anggaran)
{
	int year = fund_terms(j).tahun_anggaran;

	if (year)
		buf_i64(out, year);
	else
		say_or_dots((span){ NULL, 0 }, 8, out);
}

SAY(dana_sub_kegiatan)
{
	say_or_dots(fund_terms(j).sub_kegiatan, 24, out);
}

SAY(dana_kode_rekening)
{
	say_or_dots(fund_terms(j).kode_rekening, 24, out);
}

SAY(dana_no_dpa)
{
	say_or_dots(fund_terms(j).no_dpa, 24, out);
}

/* The n-th group of the fund. */
static const struct letter_group *group(const struct letter_job *j)
{
	size_t n = j->at[SET_rincian];

	for (size_t i = 0; i < j->all->ngroups; i++)
		if (j->all->groups[i].fund == (int)j->at[SET_dana] && n-- == 0)
			return &j->all->groups[i];
	return &j->all->groups[0]; /* not reached: letter_next counted them */
}

NUMBER(rincian)
COUNT(rincian_orang, group(j)->people)
COUNT(rincian_seorang, group(j)->each.rp)
COUNT(rincian_jumlah, group(j)->total.rp)

/* "16800x3+8400x5" -> "Rp16.800 x 3 bulan + Rp8.400 x 5 bulan" */
SAY(rincian_hitungan)
{
	span s = group(j)->breakdown;

	while (s.n) {
		size_t n = 0;
		int64_t v;

		while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
			n++;
		if (n && n < s.n && s.p[n] == 'x' && span_i64((span){ s.p, n }, &v)) {
			char text[40];

			buf_puts(out, rupiah_format(rp(v), text));
			buf_puts(out, " x ");
		} else {
			buf_put(out, s.p, n);
			buf_puts(out, " bulan");
			if (n < s.n)
				buf_puts(out, " + ");
		}
		n += n < s.n;
		s = (span){ s.p + n, s.n - n };
	}
}

/* --- what was read and found
 * -------------------------------------------------------------------------------------------- */

static const struct view_file *source(const struct letter_job *j)
{
	return &j->all->v->files[j->at[SET_sumber]];
}

NUMBER(sumber)
TEXT(sumber_jenis, padan_span_of(list_title(source(j)->kind)))
TEXT(sumber_berkas, source(j)->name)
TEXT(sumber_data_per, source(j)->vintage.n ? source(j)->vintage : SPAN("-"))
COUNT(sumber_baris, source(j)->sheet_rows)
COUNT(sumber_data, source(j)->proposals)
TEXT(sumber_sha256, padan_span_of(source(j)->sha256))

SAY(hasil_padan_hasil)
{
	static const char *const words[PADAN_N] = { "Padan", "Perlu dilihat petugas", "Tidak padan" };

	buf_puts(out, words[j->at[SET_hasil_padan]]);
}

SAY(hasil_padan_arti)
{
	static const char *const words[PADAN_N] = { "Ditemukan dan meyakinkan.", "Mirip; perlu verifikasi petugas.",
						    "Tidak ditemukan pada data kependudukan." };

	buf_puts(out, words[j->at[SET_hasil_padan]]);
}

COUNT(hasil_padan_baris, j->all->v->head.by_padan[j->at[SET_hasil_padan]])

SAY(hasil_hasil)
{
	static const char *const words[PUTUSAN_N] = { "Terpilih", "Cadangan", "Perlu verifikasi", "Ditolak", "Ganda" };

	buf_puts(out, words[j->at[SET_hasil]]);
}

SAY(hasil_arti)
{
	buf_puts(out, putusan_sentence((enum putusan)j->at[SET_hasil]));
}

COUNT(hasil_baris, j->all->v->head.by_verdict[j->at[SET_hasil]])

static enum alasan reason(const struct letter_job *j)
{
	return (enum alasan)j->all->reasons[j->at[SET_alasan]];
}

/* "usia_lebih" as people write it: "usia lebih". */
SAY(alasan_alasan)
{
	for (const char *p = alasan_word(reason(j)); *p; p++)
		buf_putc(out, *p == '_' ? ' ' : *p);
}

TEXT(alasan_arti, padan_span_of(alasan_sentence(reason(j))))
COUNT(alasan_baris, j->all->v->head.by_reason[reason(j)])

/* --- who signs, and on what ground
 * ------------------------------------------------------------------------------------------ */

static struct pihak party(const struct letter_job *j)
{
	const struct programme *p = j->all->v->programme;
	size_t i = j->at[SET_pihak];

	return i < (size_t)p->ba.pihak_n ? p->ba.pihak[i] : (struct pihak){ .nama = { NULL, 0 } };
}

NUMBER(pihak)

SAY(pihak_sebutan)
{
	static const char *const ordinals[] = { "KESATU", "KEDUA",  "KETIGA",  "KEEMPAT",
						"KELIMA", "KEENAM", "KETUJUH", "KEDELAPAN" };
	size_t i = j->at[SET_pihak];

	buf_puts(out, "PIHAK ");
	if (i < sizeof(ordinals) / sizeof(*ordinals))
		buf_puts(out, ordinals[i]);
	else
		buf_printf(out, "KE-%zu", i + 1);
}

SAY(pihak_nama)
{
	say_or_dots(party(j).nama, 40, out);
}

SAY(pihak_jabatan)
{
	say_or_dots(party(j).jabatan, 40, out);
}

SAY(pihak_dinas)
{
	say_or_dots(party(j).instansi, 40, out);
}

SAY(pihak_nip)
{
	say_or_dots(party(j).nip, 30, out);
}

NUMBER(dasar_hukum)
TEXT(dasar_hukum_isi, j->all->v->programme->sk.dasar_hukum[j->at[SET_dasar_hukum]])
NUMBER(tembusan)
TEXT(tembusan_isi, j->all->o->letter[j->letter].copies[j->at[SET_tembusan]])

/* --- those who are not in
 * ------------------------------------------------------------------------------------------------------ */

static const struct view_row *refused(const struct letter_job *j)
{
	return &j->all->v->rows[j->all->refused[j->at[SET_orang_ditolak]]];
}

NUMBER(orang_ditolak)
TEXT(orang_ditolak_nama, refused(j)->name.n ? refused(j)->name : refused(j)->typed_name)
TEXT(orang_ditolak_kelurahan, refused(j)->village)
TEXT(orang_ditolak_kecamatan, refused(j)->district)
TEXT(orang_ditolak_pengusul, j->all->v->files[refused(j)->file].name)
TEXT(orang_ditolak_hasil, padan_span_of(putusan_sentence(refused(j)->verdict)))
TEXT(orang_ditolak_acuan, refused(j)->id_baris)

SAY(orang_ditolak_nik_samar)
{
	say_masked(refused(j)->nik.n ? refused(j)->nik : refused(j)->typed_nik, out);
}

SAY(orang_ditolak_alamat)
{
	say_address(refused(j), out);
}

SAY(orang_ditolak_peringkat)
{
	if (refused(j)->verdict == PUTUSAN_CADANGAN && refused(j)->rank)
		buf_i64(out, refused(j)->rank);
}

SAY(orang_ditolak_terhalang)
{
	if (refused(j)->verdict == PUTUSAN_CADANGAN)
		say_shut(j->all->v, refused(j), out);
}

/* The n-th reason of the person. */
static enum alasan cause(const struct letter_job *j)
{
	size_t n = j->at[SET_sebab];

	for (int a = 0; a < ALASAN_N; a++)
		if ((refused(j)->reasons & ALASAN_BIT(a)) && n-- == 0)
			return (enum alasan)a;
	return ALASAN_N;
}

NUMBER(sebab)

SAY(sebab_isi)
{
	alasan_sentences(ALASAN_BIT(cause(j)), refused(j)->gaps, out);
}

SAY(sebab_tindakan)
{
	alasan_remedies(ALASAN_BIT(cause(j)), refused(j)->gaps, out);
}

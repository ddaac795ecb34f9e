/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/wording.h"

static void put_two(char *to, int v)
{
	to[0] = (char)('0' + v / 10 % 10);
	to[1] = (char)('0' + v % 10);
}

void say_date(date d, struct buf *out)
{
	char day[10];
	struct ymd t;

	if (!date_known(d))
		return;
	t = date_ymd(d);
	put_two(day, t.d);
	day[2] = day[5] = '-';
	put_two(day + 3, t.m);
	put_two(day + 6, t.y / 100);
	put_two(day + 8, t.y % 100);
	buf_put(out, day, sizeof(day));
}

void say_number(int64_t v, struct buf *out)
{
	char text[40];
	const char *p = rupiah_format(rp(v), text);

	buf_puts(out, v < 0 ? "-" : "");
	buf_puts(out, p + (v < 0 ? 3 : 2));
}

void say_likelihood(int likelihood, struct buf *out)
{
	buf_printf(out, "%d,%04d", likelihood / 10000, likelihood % 10000);
}

static void put_part(struct buf *out, size_t from, const char *before, span s)
{
	if (s.n == 0)
		return;
	if (out->n > from)
		buf_puts(out, ", ");
	buf_puts(out, before);
	buf_span(out, s);
}

void say_address(const struct view_row *r, struct buf *out)
{
	size_t from = out->n;

	put_part(out, from, "", r->address);
	if (r->rt.n && r->rw.n) {
		put_part(out, from, "RT ", r->rt);
		buf_puts(out, "/RW ");
		buf_span(out, r->rw);
	} else {
		put_part(out, from, "RT ", r->rt);
		put_part(out, from, "RW ", r->rw);
	}
	put_part(out, from, "Kel. ", r->village);
	put_part(out, from, "Kec. ", r->district);
}

void say_cover(month first, int months, struct buf *out)
{
	month last = { first.m + (months > 0 ? months - 1 : 0) };
	char from[32], to[32];

	month_long(first, from);
	month_long(last, to);
	if (first.m == last.m) {
		buf_puts(out, to);
		return;
	}
	if (month_year(first) == month_year(last))
		from[strlen(from) - 5] = '\0'; /* the year is said once */
	buf_puts(out, from);
	buf_puts(out, " s.d. ");
	buf_puts(out, to);
}

void say_benefits(unsigned manfaat, struct buf *out)
{
	static const char *const words[] = { "JKK", "JKM", "JHT" };
	const char *between = "";

	for (int i = 0; i < 3; i++) {
		if (!(manfaat >> i & 1))
			continue;
		buf_puts(out, between);
		buf_puts(out, words[i]);
		between = ", ";
	}
}

static void put_item(struct buf *out, size_t from, const char *before, span name)
{
	if (out->n > from)
		buf_puts(out, "; ");
	buf_puts(out, before);
	buf_span(out, name);
}

static span district_name(const struct run_view *v, int i)
{
	if (v->head.district_names)
		return v->head.district_names[i];
	return padan_span_of(v->programme->kuota.kecamatan[i].kode);
}

void say_shut(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	const struct shut_out *s = &r->shut;
	const struct kuota *k = &v->programme->kuota;
	size_t from = out->n;

	if (s->why & SHUT_TOTAL)
		put_item(out, from, "kuota keseluruhan", (span){ NULL, 0 });
	if ((s->why & SHUT_DISTRICT) && s->district >= 0 && s->district < k->kecamatan_n)
		put_item(out, from, "kuota Kecamatan ", district_name(v, s->district));
	if ((s->why & SHUT_GROUP) && s->group >= 0 && s->group < k->kelompok_n)
		put_item(out, from, "kuota kelompok ",
			 v->head.group_names ? v->head.group_names[s->group] : (span){ NULL, 0 });
	if (s->why & SHUT_NO_FUND)
		put_item(out, from, "tidak ada dana yang diperuntukkan baginya", (span){ NULL, 0 });
	else if (s->why & SHUT_FUNDS)
		for (size_t f = 0; f < v->head.nfunds; f++)
			if (s->funds >> f & 1)
				put_item(out, from, "dana ", v->head.funds[f].name);
	if (s->why & SHUT_UNDECIDED)
		put_item(out, from, "pencarian pembagian dana mencapai batasnya", (span){ NULL, 0 });
}

void say_duplicate(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	const struct view_row *other;

	if (r->duplicate_of < 0)
		return;
	other = &v->rows[r->duplicate_of];
	buf_span(out, v->files[other->file].name);
	buf_putc(out, ':');
	buf_i64(out, other->line);
}

static void remark_chosen(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	char money[40];

	if (r->fund >= 0 && (size_t)r->fund < v->head.nfunds) {
		buf_puts(out, " Dana: ");
		buf_span(out, v->head.funds[r->fund].name);
		buf_printf(out, ", %d bulan, %s.", r->months, rupiah_format(r->total, money));
	}
	if (r->condition != SYARAT_TIDAK_ADA) {
		buf_putc(out, ' ');
		buf_puts(out, syarat_sentence(r->condition));
	}
}

static void remark_reserve(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	if (r->rank)
		buf_printf(out, " Peringkat %u.", r->rank);
	if (r->shut.why) {
		buf_puts(out, " Terhalang oleh: ");
		say_shut(v, r, out);
		buf_putc(out, '.');
	}
	if (r->condition != SYARAT_TIDAK_ADA) {
		buf_putc(out, ' ');
		buf_puts(out, syarat_sentence(r->condition));
	}
}

void say_remark(const struct run_view *v, const struct view_row *r, struct buf *out)
{
	/* said by the verdict's own sentence already */
	uint64_t said = ALASAN_BIT(ALASAN_GANDA) | ALASAN_BIT(ALASAN_KUOTA_PENUH) | ALASAN_BIT(ALASAN_DANA_HABIS);

	buf_puts(out, putusan_sentence(r->verdict));
	if (r->verdict == PUTUSAN_TERPILIH)
		remark_chosen(v, r, out);
	else if (r->verdict == PUTUSAN_CADANGAN)
		remark_reserve(v, r, out);
	if (r->duplicate_of >= 0) {
		const struct view_row *other = &v->rows[r->duplicate_of];

		buf_puts(out, " Lihat berkas ");
		buf_span(out, v->files[other->file].name);
		buf_printf(out, " baris %u.", other->line);
	}
	if (r->reasons & ~said) {
		buf_putc(out, ' ');
		alasan_sentences(r->reasons & ~said, r->gaps, out);
	}
	for (int q = 0; r->heard && q < VIEW_QUESTIONS; q++)
		if (r->heard->note[q].n) {
			buf_putc(out, ' ');
			buf_span(out, r->heard->note[q]);
		}
}

void say_remedy(const struct view_row *r, struct buf *out)
{
	size_t from = out->n;

	if (r->condition == SYARAT_KONFIRMASI_NIK)
		buf_puts(out, "Kelurahan melihat KTP atau KK asli dan mengisi perbaikan_nik.xlsx.");
	if (r->verdict == PUTUSAN_TERPILIH || r->verdict == PUTUSAN_CADANGAN)
		return;
	if (out->n > from && r->reasons)
		buf_putc(out, ' ');
	alasan_remedies(r->reasons, r->gaps, out);
}

void say_priority(const struct programme *p, int i, struct buf *out)
{
	const struct prioritas *k = &p->prioritas[i];

	buf_puts(out, kunci_word(k->kunci));
	if (k->kunci != KUNCI_LANJUTAN && k->kunci != KUNCI_KEPALA_KELUARGA)
		buf_puts(out, k->turun ? " (terbesar lebih dahulu)" : " (terkecil lebih dahulu)");
}

void say_criteria(const struct kriteria *k, struct buf *out)
{
	size_t from = out->n;
	char money[40];

	if (k->usia_min >= 0)
		buf_printf(out, "; usia paling rendah %d tahun", k->usia_min);
	if (k->usia_maks >= 0)
		buf_printf(out, "; usia paling tinggi %d tahun", k->usia_maks);
	if (k->domisili)
		buf_puts(out, "; penduduk aktif wilayah program");
	if (k->desil_maks >= 0)
		buf_printf(out, "; desil kesejahteraan paling tinggi %d", k->desil_maks);
	if (k->penghasilan_maks.rp >= 0)
		buf_printf(out, "; penghasilan paling tinggi %s sebulan", rupiah_format(k->penghasilan_maks, money));
	if (k->hubungan_kerja)
		buf_puts(out, "; hubungan kerja sesuai sasaran");
	if (k->peserta_diminta)
		buf_puts(out, "; bukan peserta aktif dari penyelenggara lain");
	if (k->kelompok)
		buf_puts(out, "; pekerjaan termasuk kelompok sasaran");
	if (out->n > from + 2 && !out->failed) { /* the first separator goes */
		memmove(out->p + from, out->p + from + 2, out->n - from - 2);
		out->n -= 2;
		out->p[out->n] = '\0';
	}
}

void say_about(const struct programme *p, int year, struct buf *out)
{
	if (p->sk.tentang.n)
		buf_span(out, p->sk.tentang);
	else
		buf_printf(out,
			   "PENETAPAN PENERIMA BANTUAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN BAGI PEKERJA RENTAN TAHUN "
			   "ANGGARAN %d",
			   year);
}

/* Words that a title writes small. */
static bool small_word(span w)
{
	static const char *const words[] = { "BAGI", "DAN",  "DI",   "KE",   "DARI",  "DENGAN",	 "UNTUK",
					     "YANG", "OLEH", "PADA", "ATAS", "DALAM", "TENTANG", "SERTA" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (span_ieq(w, padan_span_of(words[i])))
			return true;
	return false;
}

/* Abbreviations keep their capitals. */
static bool keeps_capitals(span w)
{
	static const char *const words[] = {
		"APBD", "BPJS", "DKI", "DI", "II", "III", "IV", "OPD", "UPTD", "JKK", "JKM"
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (padan_span_eq(w, padan_span_of(words[i])))
			return true;
	return false;
}

static void word_as_title(char *p, size_t n, bool capital)
{
	for (size_t k = 0; k < n; k++) {
		bool first = k == 0 && capital;

		if (!first && p[k] >= 'A' && p[k] <= 'Z')
			p[k] = (char)(p[k] + 32);
		else if (first && p[k] >= 'a' && p[k] <= 'z')
			p[k] = (char)(p[k] - 32);
	}
}

void say_as_title(struct buf *out, size_t from)
{
	for (size_t i = from, n; i < out->n; i += n + 1) {
		bool small;
		span w;

		for (n = 0; i + n < out->n && out->p[i + n] != ' ' && out->p[i + n] != '-'; n++)
			;
		w = (span){ out->p + i, n };
		small = i > from && small_word(w);
		if (small || !keeps_capitals(w))
			word_as_title(out->p + i, n, !small);
	}
}

void say_words(int64_t v, struct buf *out)
{
	size_t tail = strlen(" rupiah");

	rupiah_words(rp(v), out);
	if (!out->failed && out->n > tail) {
		out->n -= tail;
		out->p[out->n] = '\0';
	}
}

span nik_masked(span nik, char room[32])
{
	if (!nik.n)
		return nik;
	memset(room, '*', 16);
	if (nik.n == 16) {
		memcpy(room, nik.p, 4);
		memcpy(room + 12, nik.p + 12, 4);
	}
	return (span){ room, 16 };
}

bool nik_differs(const struct view_row *r)
{
	size_t k = 0;

	if (r->padan != PADAN_PADAN)
		return false;
	for (size_t i = 0; i < r->typed_nik.n; i++) {
		char c = r->typed_nik.p[i];

		if (c < '0' || c > '9')
			continue;
		if (k >= r->nik.n || r->nik.p[k] != c)
			return true;
		k++;
	}
	return k != r->nik.n;
}

span office_of(const struct programme *p)
{
	return p->sk.jabatan.n ? p->sk.jabatan : SPAN("KEPALA DAERAH");
}

const char *list_word(enum view_list kind)
{
	static const char *const words[VIEW_LISTS_N] = { "usulan",  "dukcapil", "hasil_padan", "desil",
							 "peserta", "tolak",	"sk",	       "tinjauan" };

	return words[kind];
}

const char *list_title(enum view_list kind)
{
	static const char *const titles[VIEW_LISTS_N] = {
		"Daftar usulan",
		"Data kependudukan (Dukcapil)",
		"Hasil padan Dukcapil",
		"Data kesejahteraan (desil)",
		"Peserta BPJS Ketenagakerjaan",
		"Daftar penerima gaji dan pensiun",
		"Keputusan terdahulu",
		"Jawaban verifikasi petugas",
	};

	return titles[kind];
}

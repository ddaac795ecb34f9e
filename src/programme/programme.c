/* SPDX-License-Identifier: EUPL-1.2
 * Questions to a programme that has been read: regions, own registrars, words, lists that it needs. */
#include "programme/programme.h"

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 2, 4, 6 or 10 digits; dots may stand only where the official spelling has them. */
bool region_dotted(span kode, char out[16])
{
	size_t n = 0, digits = 0;

	kode = span_trim(kode);
	for (size_t i = 0; i < kode.n; i++) {
		bool at_break = digits == 2 || digits == 4 || digits == 6;

		if (kode.p[i] == '.' && at_break && i + 1 < kode.n && digit(kode.p[i + 1]) && kode.p[i - 1] != '.')
			continue;
		if (!digit(kode.p[i]) || digits == 10)
			return false;
		if (at_break)
			out[n++] = '.';
		out[n++] = kode.p[i];
		digits++;
	}
	out[n] = '\0';
	return digits == 2 || digits == 4 || digits == 6 || digits == 10;
}

bool programme_inside(const struct programme *p, span kode)
{
	char dotted[16];
	size_t n = strlen(p->wilayah);

	if (!region_dotted(kode, dotted) || strlen(dotted) < n || memcmp(dotted, p->wilayah, n) != 0)
		return false;
	return dotted[n] == '\0' || dotted[n] == '.';
}

bool programme_own_wadah(const struct programme *p, span kode_or_nama)
{
	span s = span_trim(kode_or_nama);

	for (int i = 0; s.n && i < p->kriteria.wadah_n; i++)
		if (span_ieq(s, span_trim(p->kriteria.wadah[i])))
			return true;
	return false;
}

const char *hubungan_kerja_word(enum hubungan_kerja h)
{
	static const char *const words[] = { "", "TANPA", "SERABUTAN", "UPAH TANPA KONTRAK", "UPAH BERKONTRAK", "" };

	return words[h];
}

/* Letters only, in capitals: "Upah_tanpa kontrak" and "UPAH TANPA KONTRAK" are one. */
static span letters(span s, char out[24])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < 24; i++) {
		char c = s.p[i];

		if (c == ' ' || c == '_' || c == '-' || c == '\t')
			continue;
		out[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
	}
	return (span){ out, n };
}

enum hubungan_kerja hubungan_kerja_of(span word)
{
	char typed[24], known[24];
	span w = letters(span_trim(word), typed);

	if (!w.n)
		return HUBUNGAN_TIDAK_DIISI;
	for (int h = HUBUNGAN_TANPA; h <= HUBUNGAN_UPAH_BERKONTRAK; h++)
		if (padan_span_eq(w, letters(padan_span_of(hubungan_kerja_word((enum hubungan_kerja)h)), known)))
			return (enum hubungan_kerja)h;
	return HUBUNGAN_TAK_DIKENAL;
}

const char *kunci_word(enum kunci k)
{
	static const char *const words[KUNCI_N] = { "lanjutan",	   "desil", "risiko",
						    "penghasilan", "usia",  "kepala_keluarga" };

	return words[k];
}

int programme_check_lists(const struct programme *p, const struct given_lists *given, struct err *e)
{
	const struct kriteria *k = &p->kriteria;

	if (!given->dukcapil && !given->hasil_padan)
		return err_set(e, ERR_USAGE,
			       "data kependudukan belum diberikan; tambahkan --dukcapil atau --hasil-padan");
	if (k->desil_maks >= 0 && !given->desil)
		return err_set(e, ERR_USAGE, "kriteria desil_maks memerlukan data desil; tambahkan --desil BERKAS");
	if (k->peserta_diminta && !given->peserta)
		return err_set(e, ERR_USAGE,
			       "kriteria peserta memerlukan data kepesertaan; tambahkan --peserta BERKAS");
	if (k->kelompok_dari != DARI_USULAN && !given->dukcapil)
		return err_set(e, ERR_USAGE,
			       "kelompok_dari: %s memerlukan data kependudukan lengkap; tambahkan --dukcapil BERKAS",
			       k->kelompok_dari == DARI_DUKCAPIL ? "dukcapil" : "salah_satu");
	return 0;
}

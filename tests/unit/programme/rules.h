/* SPDX-License-Identifier: EUPL-1.2
 * The other half of the small language: "key=value" that changes the programme. */
#ifndef TESTS_PROGRAMME_RULES_H
#define TESTS_PROGRAMME_RULES_H

#include "facts.h"

#define FACT(name) (strcmp(key, name) == 0)
static inline enum perlakuan fact_treatment(const char *v)
{
	static const char *const words[] = { "-", "tolak", "tinjau", "lanjutan" };

	return (enum perlakuan)fact_index(v, words, 4);
}

static inline void rule_person(struct programme *p, const char *key, const char *v)
{
	static const char *const from[] = { "usulan", "dukcapil", "salah_satu" };
	struct kriteria *k = &p->kriteria;

	if (FACT("hubungan"))
		k->hubungan_kerja = 0;
	else if (FACT("peserta"))
		k->peserta_diminta = false;
	else if (FACT("PU"))
		k->peserta[SEGMEN_PU] = fact_treatment(v);
	else if (FACT("BPU"))
		k->peserta[SEGMEN_BPU] = fact_treatment(v);
	else if (FACT("JAKON"))
		k->peserta[SEGMEN_JAKON] = fact_treatment(v);
	else if (FACT("wadah"))
		k->wadah_sendiri = fact_treatment(v);
	else if (FACT("kelompok"))
		k->kelompok = *v == '0' ? 0 : (uint64_t)1 << fact_occupation(v).group;
	else if (FACT("dari"))
		k->kelompok_dari = (enum kelompok_dari)fact_index(v, from, 3);
	else
		fail_msg("aturan '%s' tidak dikenal", key);
}

static inline void rule_set(struct programme *p, const char *key, const char *v)
{
	static const struct kuota_kelompok fishers = { G_NELAYAN, 5 };
	struct kriteria *k = &p->kriteria;

	if (FACT("usia_min"))
		k->usia_min = (int)atoll(v);
	else if (FACT("usia_maks"))
		k->usia_maks = (int)atoll(v);
	else if (FACT("domisili"))
		k->domisili = false;
	else if (FACT("desil_maks"))
		k->desil_maks = (int)atoll(v);
	else if (FACT("belum"))
		k->belum_terdata_desil_tolak = strcmp(v, "tolak") == 0;
	else if (FACT("penghasilan_maks"))
		k->penghasilan_maks = rp(atoll(v));
	else if (FACT("satuan"))
		p->satuan = SATUAN_KELUARGA;
	else if (FACT("nik_beda"))
		p->nik_beda_terima = true;
	else if (FACT("kuota_nelayan"))
		p->kuota.kelompok = &fishers, p->kuota.kelompok_n = 1;
	else if (FACT("kuota"))
		p->kuota = (struct kuota){ .total = -1 };
	else if (FACT("mulai"))
		assert_true(month_parse_iso(padan_span_of(v), &p->mulai)), p->hari_pertama = month_first(p->mulai);
	else
		rule_person(p, key, v);
}
#undef FACT

static inline void rule_set_void(void *p, const char *key, const char *v)
{
	rule_set(p, key, v);
}

#endif

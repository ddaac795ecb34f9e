/* SPDX-License-Identifier: EUPL-1.2
 * The sections of the programme file that decide who enters. */
#include "programme/programme_parts.h"

static const char *const treatment_words[] = { "tolak", "tinjau", "lanjutan" };
static const char *const key_words[] = { "lanjutan", "desil", "risiko", "penghasilan", "usia", "kepala_keluarga" };

static void read_peserta(struct parts *r, const struct yaml_node *kriteria)
{
	static const char *const keys[] = { "PU", "BPU", "JAKON", "wadah_sendiri" };
	const struct yaml_node *map = part_get(r, kriteria, "peserta", YAML_MAP, OPTIONAL), *wadah;
	struct kriteria *k = &r->p->kriteria;

	part_list(r, kriteria, "wadah", false, &wadah);
	part_texts(r, wadah, &k->wadah, &k->wadah_n);
	if (!map)
		return;
	part_map(r, map, "'peserta'", (struct word_list){ keys, 4 });
	k->peserta_diminta = true;
	for (int i = 0; i < 4; i++) {
		int w = part_word(r, map, keys[i], OPTIONAL, (struct word_list){ treatment_words, 3 });
		enum perlakuan t = w < 0 ? PERLAKUAN_TAK_DITANYA : (enum perlakuan)(PERLAKUAN_TOLAK + w);

		if (i < SEGMEN_N)
			k->peserta[i] = t;
		else
			k->wadah_sendiri = t;
	}
	if (k->wadah_sendiri != PERLAKUAN_TAK_DITANYA && !k->wadah_n)
		part_fail(r, map->line, "'wadah_sendiri' memerlukan daftar 'wadah' (nama atau kode wadah program ini)");
}

static void read_hubungan(struct parts *r, const struct yaml_node *kriteria)
{
	const struct yaml_node *list;

	part_list(r, kriteria, "hubungan_kerja", false, &list);
	for (const struct yaml_node *m = list ? list->first : NULL; m && !r->rc; m = m->next) {
		enum hubungan_kerja h = hubungan_kerja_of(m->text);

		if (h == HUBUNGAN_TAK_DIKENAL)
			part_unknown(r, m->line, "hubungan kerja", m->text,
				     WORD_LIST("TANPA", "SERABUTAN", "UPAH TANPA KONTRAK", "UPAH BERKONTRAK"));
		else
			r->p->kriteria.hubungan_kerja |= 1u << h;
	}
}

static void read_kelompok(struct parts *r, const struct yaml_node *kriteria)
{
	static const char *const from[] = { "usulan", "dukcapil", "salah_satu" };
	struct kriteria *k = &r->p->kriteria;
	const struct yaml_node *in, *out;
	int w;

	part_list(r, kriteria, "kelompok", false, &in);
	part_list(r, kriteria, "kelompok_tolak", true, &out);
	k->kelompok = part_groups(r, in);
	k->kelompok_tolak = part_groups(r, out);
	w = part_word(r, kriteria, "kelompok_dari", OPTIONAL, (struct word_list){ from, 3 });
	if (w >= 0)
		k->kelompok_dari = (enum kelompok_dari)w;
	if (k->kelompok & k->kelompok_tolak)
		part_fail(r, out->line, "satu kelompok tidak boleh sekaligus di 'kelompok' dan 'kelompok_tolak'");
}

static void read_usia_desil(struct parts *r, const struct yaml_node *map)
{
	struct kriteria *k = &r->p->kriteria;

	part_int(r, map, "usia_min", OPTIONAL, 0, 120, &k->usia_min);
	part_int(r, map, "usia_maks", OPTIONAL, 0, 120, &k->usia_maks);
	if (k->usia_min >= 0 && k->usia_maks >= 0 && k->usia_min > k->usia_maks)
		part_fail(r, map->line, "'usia_min' lebih besar daripada 'usia_maks'");
	k->domisili = part_word(r, map, "domisili", OPTIONAL, WORD_LIST("ya", "tidak")) == 0;
	part_int(r, map, "desil_maks", OPTIONAL, 1, 10, &k->desil_maks);
	k->belum_terdata_desil_tolak =
		part_word(r, map, "belum_terdata_desil", OPTIONAL, WORD_LIST("tinjau", "tolak")) == 1;
	part_money(r, map, "penghasilan_maks", OPTIONAL, rp(0), &k->penghasilan_maks);
}

void read_kriteria(struct parts *r, const struct yaml_node *map)
{
	static const char *const keys[] = {
		"usia_min",	    "usia_maks", "domisili", "desil_maks", "belum_terdata_desil", "hubungan_kerja",
		"penghasilan_maks", "peserta",	 "wadah",    "kelompok",   "kelompok_dari",	  "kelompok_tolak"
	};

	r->p->kriteria =
		(struct kriteria){ .usia_min = -1, .usia_maks = -1, .desil_maks = -1, .penghasilan_maks = rp(-1) };
	part_map(r, map, "'kriteria'", (struct word_list){ keys, (int)(sizeof(keys) / sizeof(*keys)) });
	if (r->rc)
		return;
	read_usia_desil(r, map);
	read_hubungan(r, map);
	read_peserta(r, map);
	read_kelompok(r, map);
}

/* "desil naik": a key and its direction, separated by blanks. */
static bool split_key(span s, span *word, span *direction)
{
	size_t n = 0;

	s = span_trim(s);
	while (n < s.n && s.p[n] != ' ')
		n++;
	*word = (span){ s.p, n };
	*direction = span_trim((span){ s.p + n, s.n - n });
	return direction->n > 0;
}

static void read_key(struct parts *r, const struct yaml_node *m, int keys, struct prioritas *out)
{
	span word, direction;
	bool directed = split_key(m->text, &word, &direction), plain;
	int k = 0;

	while (k < keys && !padan_span_eq(word, padan_span_of(key_words[k])))
		k++;
	if (k == keys) {
		part_unknown(r, m->line, "kunci urutan", word, (struct word_list){ key_words, keys });
		return;
	}
	plain = k == KUNCI_LANJUTAN || k == KUNCI_KEPALA_KELUARGA;
	out->kunci = (enum kunci)k;
	out->turun = padan_span_eq(direction, SPAN("turun"));
	if (plain && directed)
		part_fail(r, m->line, "'%s' ditulis tanpa naik atau turun", key_words[k]);
	else if (!plain && !out->turun && !padan_span_eq(direction, SPAN("naik")))
		part_fail(r, m->line, "tulis arah urutannya: '%s naik' (terkecil dahulu) atau '%s turun'", key_words[k],
			  key_words[k]);
}

static void read_keys(struct parts *r, const struct yaml_node *list, int keys, struct prioritas *out, int *n)
{
	for (const struct yaml_node *m = list ? list->first : NULL; m && !r->rc; m = m->next) {
		if (*n == LIM_PRIORITIES) {
			part_fail(r, m->line, "paling banyak %d kunci urutan", LIM_PRIORITIES);
			return;
		}
		read_key(r, m, keys, &out[*n]);
		for (int i = 0; i < *n && !r->rc; i++)
			if (out[i].kunci == out[*n].kunci)
				part_fail(r, m->line, "kunci urutan '%s' disebut dua kali", key_words[out[i].kunci]);
		(*n)++;
	}
}

/* `kepala_keluarga` says who stands for a family; among people of different families it says nothing. */
void read_prioritas(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *list, *tie = part_get(r, root, "penentu_nilai_sama", YAML_SCALAR, REQUIRED);
	span random = SPAN("acak_terbuka:");

	part_get(r, root, "prioritas", YAML_LIST, REQUIRED);
	part_list(r, root, "prioritas", true, &list);
	read_keys(r, list, KUNCI_KEPALA_KELUARGA, r->p->prioritas, &r->p->prioritas_n);
	if (!tie || r->rc)
		return;
	if (tie->text.n >= random.n && memcmp(tie->text.p, random.p, random.n) == 0) {
		r->p->penentu = PENENTU_ACAK_TERBUKA;
		r->p->seed = span_trim((span){ tie->text.p + random.n, tie->text.n - random.n });
		if (!r->p->seed.n)
			part_fail(r, tie->line, "tulis benih acaknya: acak_terbuka:<benih yang diumumkan>");
	} else if (!padan_span_eq(tie->text, SPAN("tanggal_usulan"))) {
		part_unknown(r, tie->line, "penentu nilai sama", tie->text,
			     WORD_LIST("tanggal_usulan", "acak_terbuka:<benih>"));
	}
}

void read_wakil(struct parts *r, const struct yaml_node *program)
{
	const struct yaml_node *list;

	part_list(r, program, "wakil_keluarga", false, &list);
	read_keys(r, list, KUNCI_N, r->p->wakil, &r->p->wakil_n);
	if (!r->rc && r->p->satuan == SATUAN_KELUARGA && !list)
		part_fail(r, program->line,
			  "satuan keluarga memerlukan 'wakil_keluarga': siapa yang mewakili keluarga");
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/programme_parts.h"

static const char *const fund_words[DANA_N] = { "apbd",	    "apbdprov", "apbn",	  "apbdes", "dbhcht",
						"dbhsawit", "csr",	"baznas", "mandiri" };

static void read_region(struct parts *r, const struct yaml_node *program)
{
	const struct yaml_node *m = part_get(r, program, "wilayah", YAML_SCALAR, REQUIRED);

	if (m && !region_dotted(m->text, r->p->wilayah))
		part_fail(r, m->line, "'wilayah' harus kode wilayah Kemendagri dalam tanda kutip, misalnya \"73.72\"");
}

static void read_cover(struct parts *r, const struct yaml_node *program)
{
	const struct yaml_node *m = part_get(r, program, "mulai", YAML_SCALAR, REQUIRED);

	if (m && (!month_parse_iso(m->text, &r->p->mulai) || month_year(r->p->mulai) < 2000 ||
		  month_year(r->p->mulai) > 2100))
		part_fail(r, m->line, "'mulai' harus bulan TTTT-BB antara 2000 dan 2100, misalnya 2025-05");
	part_int(r, program, "bulan", REQUIRED, 1, LIM_MONTHS, &r->p->bulan);
	if (r->rc)
		return;
	r->p->hari_pertama = month_first(r->p->mulai);
	r->p->hari_terakhir = month_last((month){ r->p->mulai.m + r->p->bulan - 1 });
}

static void read_benefits(struct parts *r, const struct yaml_node *program)
{
	const struct yaml_node *list = part_get(r, program, "manfaat", YAML_LIST, REQUIRED);

	part_list(r, program, "manfaat", false, &list);
	for (const struct yaml_node *m = list ? list->first : NULL; m && !r->rc; m = m->next) {
		int w = part_word_of(r, m, "manfaat", WORD_LIST("JKK", "JKM", "JHT"));

		if (w >= 0)
			r->p->manfaat |= 1u << w;
	}
}

static void read_program(struct parts *r, const struct yaml_node *root)
{
	static const char *const keys[] = { "nama",   "wilayah",	"mulai",   "bulan",	 "tahap",
					    "satuan", "wakil_keluarga", "manfaat", "penghasilan" };
	const struct yaml_node *map = part_get(r, root, "program", YAML_MAP, REQUIRED);

	part_map(r, map, "'program'", (struct word_list){ keys, (int)(sizeof(keys) / sizeof(*keys)) });
	part_text(r, map, "nama", REQUIRED, &r->p->nama);
	read_region(r, map);
	read_cover(r, map);
	r->p->tahap = 1;
	part_int(r, map, "tahap", OPTIONAL, 1, 99, &r->p->tahap);
	if (part_word(r, map, "satuan", REQUIRED, WORD_LIST("orang", "keluarga")) == 1)
		r->p->satuan = SATUAN_KELUARGA;
	read_wakil(r, map);
	read_benefits(r, map);
	part_money(r, map, "penghasilan", REQUIRED, rp(1), &r->p->penghasilan);
}

static void quota_people(struct parts *r, const struct yaml_node *m, int64_t *out)
{
	if (m->kind != YAML_SCALAR || !span_i64(m->text, out) || *out < 0 || *out > 1000000000)
		part_fail(r, m->line, "kuota '%.40s' harus jumlah orang (bilangan bulat, nol atau lebih)", m->key.p);
}

static void read_district_quotas(struct parts *r, const struct yaml_node *map, struct kuota *q)
{
	struct kuota_kecamatan *list = map ? part_array(r, map->n, sizeof(*list)) : NULL;

	for (const struct yaml_node *m = list ? map->first : NULL; m && !r->rc; m = m->next) {
		struct kuota_kecamatan *k = &list[q->kecamatan_n];

		part_district(r, m->key, m->line, k->kode);
		quota_people(r, m, &k->orang);
		for (int i = 0; i < q->kecamatan_n && !r->rc; i++)
			if (strcmp(list[i].kode, k->kode) == 0)
				part_fail(r, m->line, "kuota kecamatan %s disebut dua kali", k->kode);
		q->kecamatan_n++;
	}
	q->kecamatan = list;
}

static void read_group_quotas(struct parts *r, const struct yaml_node *map, struct kuota *q)
{
	struct kuota_kelompok *list = map ? part_array(r, map->n, sizeof(*list)) : NULL;

	for (const struct yaml_node *m = list ? map->first : NULL; m && !r->rc; m = m->next) {
		struct kuota_kelompok *k = &list[q->kelompok_n++];

		k->kelompok = part_group(r, m->key, m->line);
		quota_people(r, m, &k->orang);
	}
	q->kelompok = list;
}

static void read_kuota(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *map = part_get(r, root, "kuota", YAML_MAP, OPTIONAL), *m;
	struct kuota *q = &r->p->kuota;

	q->total = -1;
	if (!map)
		return;
	part_map(r, map, "'kuota'", WORD_LIST("total", "kecamatan", "kelompok"));
	m = part_get(r, map, "total", YAML_SCALAR, OPTIONAL);
	if (m)
		quota_people(r, m, &q->total);
	m = part_get(r, map, "kecamatan", YAML_MAP, OPTIONAL);
	if (m && m->n > LIM_QUOTAS)
		part_fail(r, m->line, "paling banyak %d kuota kecamatan", LIM_QUOTAS);
	read_district_quotas(r, m, q);
	read_group_quotas(r, part_get(r, map, "kelompok", YAML_MAP, OPTIONAL), q);
}

static void read_only_for(struct parts *r, const struct yaml_node *map, struct dana *d)
{
	const struct yaml_node *districts, *groups;
	char(*codes)[16];

	part_list(r, map, "hanya_kecamatan", false, &districts);
	part_list(r, map, "hanya_kelompok", false, &groups);
	d->hanya_kelompok = part_groups(r, groups);
	codes = districts ? part_array(r, districts->n, sizeof(*codes)) : NULL;
	for (const struct yaml_node *m = codes ? districts->first : NULL; m && !r->rc; m = m->next)
		part_district(r, m->text, m->line, codes[d->hanya_kecamatan_n++]);
	d->hanya_kecamatan = (const char(*)[16])codes;
}

static void read_fund(struct parts *r, const struct yaml_node *map, struct dana *d)
{
	static const char *const keys[] = { "kode",	     "nama",	       "jenis",
					    "pagu",	     "tahun_anggaran", "sub_kegiatan",
					    "kode_rekening", "no_dpa",	       "hanya_kecamatan",
					    "hanya_kelompok" };
	int w;

	part_map(r, map, "dana", (struct word_list){ keys, (int)(sizeof(keys) / sizeof(*keys)) });
	part_text(r, map, "kode", REQUIRED, &d->kode);
	part_text(r, map, "nama", REQUIRED, &d->nama);
	w = part_word(r, map, "jenis", REQUIRED, (struct word_list){ fund_words, DANA_N });
	d->jenis = w < 0 ? DANA_APBD : (enum jenis_dana)w;
	part_money(r, map, "pagu", REQUIRED, rp(0), &d->pagu);
	part_int(r, map, "tahun_anggaran", OPTIONAL, 2000, 2100, &d->tahun_anggaran);
	part_text(r, map, "sub_kegiatan", OPTIONAL, &d->sub_kegiatan);
	part_text(r, map, "kode_rekening", OPTIONAL, &d->kode_rekening);
	part_text(r, map, "no_dpa", OPTIONAL, &d->no_dpa);
	read_only_for(r, map, d);
}

static void read_dana(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *list = part_get(r, root, "dana", YAML_LIST, REQUIRED);
	struct programme *p = r->p;

	if (list && !list->n)
		part_fail(r, list->line, "daftar 'dana' kosong; sedikitnya satu sumber dana");
	for (const struct yaml_node *m = list ? list->first : NULL; m && !r->rc; m = m->next) {
		struct dana *d = &p->dana[p->dana_n];

		if (p->dana_n == LIM_FUNDS) {
			part_fail(r, m->line, "paling banyak %d sumber dana", LIM_FUNDS);
			return;
		}
		read_fund(r, m, d);
		for (int i = 0; i < p->dana_n && !r->rc; i++)
			if (padan_span_eq(p->dana[i].kode, d->kode))
				part_fail(r, m->line, "kode dana '%.60s' dipakai dua kali", d->kode.p);
		p->dana_n++;
	}
}

static void read_pks(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *map = part_get(r, root, "pks", YAML_MAP, OPTIONAL);
	char first[11], signed_on[11];

	r->p->pks.tanggal = r->p->pks.berakhir = DATE_NONE;
	if (!map)
		return;
	r->p->pks.ada = true;
	part_map(r, map, "'pks'", WORD_LIST("nomor", "tanggal", "berakhir"));
	part_text(r, map, "nomor", OPTIONAL, &r->p->pks.nomor);
	part_date(r, map, "tanggal", &r->p->pks.tanggal);
	part_date(r, map, "berakhir", &r->p->pks.berakhir);
	if (r->rc || !date_known(r->p->pks.tanggal))
		return;
	if (r->p->hari_pertama.day < r->p->pks.tanggal.day)
		part_fail(r, map->line,
			  "perlindungan mulai %s, sebelum tanggal PKS %s; ubah 'mulai' atau perbaiki tanggal PKS",
			  date_iso(r->p->hari_pertama, first), date_iso(r->p->pks.tanggal, signed_on));
	if (date_known(r->p->pks.berakhir) && r->p->pks.berakhir.day < r->p->pks.tanggal.day)
		part_fail(r, map->line, "PKS berakhir sebelum tanggal PKS");
}

static void read_sk(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *map = part_get(r, root, "sk", YAML_MAP, OPTIONAL), *signer, *basis;

	if (!map)
		return;
	r->p->sk.ada = true;
	part_map(r, map, "'sk'", WORD_LIST("tentang", "penandatangan", "dasar_hukum"));
	part_text(r, map, "tentang", OPTIONAL, &r->p->sk.tentang);
	signer = part_get(r, map, "penandatangan", YAML_MAP, OPTIONAL);
	part_map(r, signer, "'penandatangan'", WORD_LIST("jabatan", "nama"));
	part_text(r, signer, "jabatan", OPTIONAL, &r->p->sk.jabatan);
	part_text(r, signer, "nama", OPTIONAL, &r->p->sk.nama);
	part_list(r, map, "dasar_hukum", true, &basis);
	part_texts(r, basis, &r->p->sk.dasar_hukum, &r->p->sk.dasar_hukum_n);
}

static void read_ba(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *map = part_get(r, root, "ba", YAML_MAP, OPTIONAL), *list;
	struct pihak *parties;

	if (!map)
		return;
	r->p->ba.ada = true;
	part_map(r, map, "'ba'", WORD_LIST("nomor", "pihak"));
	part_text(r, map, "nomor", OPTIONAL, &r->p->ba.nomor);
	list = part_get(r, map, "pihak", YAML_LIST, OPTIONAL);
	parties = list ? part_array(r, list->n, sizeof(*parties)) : NULL;
	for (const struct yaml_node *m = parties ? list->first : NULL; m && !r->rc; m = m->next) {
		struct pihak *who = &parties[r->p->ba.pihak_n++];

		part_map(r, m, "pihak", WORD_LIST("nama", "jabatan", "instansi", "nip"));
		part_text(r, m, "nama", OPTIONAL, &who->nama);
		part_text(r, m, "jabatan", OPTIONAL, &who->jabatan);
		part_text(r, m, "instansi", OPTIONAL, &who->instansi);
		part_text(r, m, "nip", OPTIONAL, &who->nip);
	}
	r->p->ba.pihak = parties;
}

/* The region comes first: ceilings and funds name districts inside it. */
/* decree_chain.c reads it once more, from the text that the database keeps. */
static void read_penetapan(struct parts *r, const struct yaml_node *root)
{
	const struct yaml_node *map = part_get(r, root, "penetapan", YAML_MAP, OPTIONAL);

	if (!map)
		return;
	part_map(r, map, "'penetapan'", WORD_LIST("orang_berbeda"));
	r->p->satu_orang = part_word(r, map, "orang_berbeda", REQUIRED, WORD_LIST("ya", "tidak")) == 1;
}

static void read_all(struct parts *r, const struct yaml_node *root)
{
	static const char *const keys[] = { "program", "kriteria", "prioritas", "penentu_nilai_sama",
					    "kuota",   "nik_beda", "dana",	"pks",
					    "sk",      "ba",	   "penetapan" };

	part_map(r, root, "berkas program", (struct word_list){ keys, (int)(sizeof(keys) / sizeof(*keys)) });
	read_program(r, root);
	read_kriteria(r, part_get(r, root, "kriteria", YAML_MAP, REQUIRED));
	read_prioritas(r, root);
	read_kuota(r, root);
	r->p->nik_beda_terima = part_word(r, root, "nik_beda", REQUIRED, WORD_LIST("konfirmasi", "terima")) == 1;
	read_dana(r, root);
	read_pks(r, root);
	read_sk(r, root);
	read_ba(r, root);
	read_penetapan(r, root);
}

int programme_read(struct programme *p, struct padan_arena *arena, span bytes, const char *name,
		   const struct known_groups *groups, struct err *e)
{
	struct parts r = { .p = p, .arena = arena, .name = name, .groups = groups, .e = e };
	struct yaml_node *root;

	*p = (struct programme){ .tahap = 1 };
	if (bytes.n > LIM_PROGRAM_FILE)
		return err_set(e, ERR_USAGE, "%s: berkas program lebih dari %d bita", name, LIM_PROGRAM_FILE);
	r.rc = yaml_tree_read(&root, arena, bytes, name, e);
	if (r.rc)
		return r.rc;
	read_all(&r, root);
	return r.rc;
}

const char *jenis_dana_word(enum jenis_dana j)
{
	return fund_words[j];
}

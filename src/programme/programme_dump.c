/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/programme.h"

static void line(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "%s: %s\n", key, text);
}

static void number(struct buf *out, const char *key, int64_t v)
{
	buf_puts(out, key);
	buf_puts(out, ": ");
	buf_i64(out, v);
	buf_putc(out, '\n');
}

/* A text may contain anything but line breaks, so a line is always one value. */
static void text(struct buf *out, const char *key, span s)
{
	buf_puts(out, key);
	buf_puts(out, ": ");
	buf_span(out, s);
	buf_putc(out, '\n');
}

static void day(struct buf *out, const char *key, date d)
{
	char iso[11];

	line(out, key, date_iso(d, iso));
}

static void groups_of(struct buf *out, const char *key, uint64_t set, const struct known_groups *groups)
{
	buf_puts(out, key);
	buf_putc(out, ':');
	for (int g = 0; g < groups->n; g++)
		if (set >> g & 1)
			buf_printf(out, " %s", groups->code[g]);
	buf_putc(out, '\n');
}

static void keys_of(struct buf *out, const char *key, const struct prioritas *list, int n)
{
	buf_puts(out, key);
	buf_putc(out, ':');
	for (int i = 0; i < n; i++) {
		bool plain = list[i].kunci == KUNCI_LANJUTAN || list[i].kunci == KUNCI_KEPALA_KELUARGA;

		buf_printf(out, "%s %s%s", i ? "," : "", kunci_word(list[i].kunci),
			   plain	   ? ""
			   : list[i].turun ? " turun"
					   : " naik");
	}
	buf_putc(out, '\n');
}

static const char *treatment(enum perlakuan t)
{
	static const char *const words[] = { "-", "tolak", "tinjau", "lanjutan" };

	return words[t];
}

static void dump_kriteria(const struct kriteria *k, const struct known_groups *groups, struct buf *out)
{
	static const char *const from[] = { "usulan", "dukcapil", "salah_satu" };

	number(out, "usia_min", k->usia_min);
	number(out, "usia_maks", k->usia_maks);
	line(out, "domisili", k->domisili ? "ya" : "tidak");
	number(out, "desil_maks", k->desil_maks);
	line(out, "belum_terdata_desil", k->belum_terdata_desil_tolak ? "tolak" : "tinjau");
	number(out, "hubungan_kerja", k->hubungan_kerja);
	number(out, "penghasilan_maks", k->penghasilan_maks.rp);
	buf_printf(out, "peserta: PU %s, BPU %s, JAKON %s, wadah_sendiri %s\n", treatment(k->peserta[SEGMEN_PU]),
		   treatment(k->peserta[SEGMEN_BPU]), treatment(k->peserta[SEGMEN_JAKON]), treatment(k->wadah_sendiri));
	for (int i = 0; i < k->wadah_n; i++)
		text(out, "wadah", k->wadah[i]);
	groups_of(out, "kelompok", k->kelompok, groups);
	line(out, "kelompok_dari", from[k->kelompok_dari]);
	groups_of(out, "kelompok_tolak", k->kelompok_tolak, groups);
}

/* Ceilings are a set: their order in the file means nothing, so the smallest code is always next. */
static void dump_kuota(const struct kuota *q, const struct known_groups *groups, struct buf *out)
{
	const char *last = "";

	number(out, "kuota_total", q->total);
	for (int done = 0; done < q->kecamatan_n; done++) {
		const struct kuota_kecamatan *least = NULL;

		for (int i = 0; i < q->kecamatan_n; i++)
			if (strcmp(q->kecamatan[i].kode, last) > 0 &&
			    (!least || strcmp(q->kecamatan[i].kode, least->kode) < 0))
				least = &q->kecamatan[i];
		if (!least)
			return;
		last = least->kode;
		buf_printf(out, "kuota_kecamatan: %s ", least->kode);
		buf_i64(out, least->orang);
		buf_putc(out, '\n');
	}
	for (int g = 0; g < groups->n; g++)
		for (int i = 0; i < q->kelompok_n; i++)
			if (q->kelompok[i].kelompok == g) {
				buf_printf(out, "kuota_kelompok: %s ", groups->code[g]);
				buf_i64(out, q->kelompok[i].orang);
				buf_putc(out, '\n');
			}
}

void programme_dump_rules(const struct programme *p, const struct known_groups *groups, struct buf *out)
{
	line(out, "satuan", p->satuan == SATUAN_KELUARGA ? "keluarga" : "orang");
	if (p->satuan == SATUAN_KELUARGA)
		keys_of(out, "wakil_keluarga", p->wakil, p->wakil_n);
	dump_kriteria(&p->kriteria, groups, out);
	keys_of(out, "prioritas", p->prioritas, p->prioritas_n);
	line(out, "penentu_nilai_sama", p->penentu == PENENTU_ACAK_TERBUKA ? "acak_terbuka" : "tanggal_usulan");
	text(out, "benih", p->seed);
	dump_kuota(&p->kuota, groups, out);
	line(out, "nik_beda", p->nik_beda_terima ? "terima" : "konfirmasi");
}

static void dump_fund(const struct dana *d, const struct known_groups *groups, struct buf *out)
{
	text(out, "dana", d->kode);
	text(out, "dana_nama", d->nama);
	line(out, "dana_jenis", jenis_dana_word(d->jenis));
	number(out, "dana_pagu", d->pagu.rp);
	number(out, "dana_tahun", d->tahun_anggaran);
	text(out, "dana_sub_kegiatan", d->sub_kegiatan);
	text(out, "dana_kode_rekening", d->kode_rekening);
	text(out, "dana_no_dpa", d->no_dpa);
	for (int i = 0; i < d->hanya_kecamatan_n; i++)
		line(out, "dana_hanya_kecamatan", d->hanya_kecamatan[i]);
	groups_of(out, "dana_hanya_kelompok", d->hanya_kelompok, groups);
}

static void dump_papers(const struct programme *p, struct buf *out)
{
	line(out, "orang_berbeda", p->satu_orang ? "tidak" : "ya");
	text(out, "pks_nomor", p->pks.nomor);
	day(out, "pks_tanggal", p->pks.tanggal);
	day(out, "pks_berakhir", p->pks.berakhir);
	text(out, "sk_tentang", p->sk.tentang);
	text(out, "sk_jabatan", p->sk.jabatan);
	text(out, "sk_nama", p->sk.nama);
	for (int i = 0; i < p->sk.dasar_hukum_n; i++)
		text(out, "sk_dasar_hukum", p->sk.dasar_hukum[i]);
	text(out, "ba_nomor", p->ba.nomor);
	for (int i = 0; i < p->ba.pihak_n; i++) {
		text(out, "ba_pihak", p->ba.pihak[i].nama);
		text(out, "ba_jabatan", p->ba.pihak[i].jabatan);
		text(out, "ba_instansi", p->ba.pihak[i].instansi);
		text(out, "ba_nip", p->ba.pihak[i].nip);
	}
}

void programme_dump(const struct programme *p, const struct known_groups *groups, struct buf *out)
{
	text(out, "nama", p->nama);
	line(out, "wilayah", p->wilayah);
	day(out, "hari_pertama", p->hari_pertama);
	number(out, "bulan", p->bulan);
	number(out, "tahap", p->tahap);
	number(out, "manfaat", p->manfaat);
	number(out, "penghasilan", p->penghasilan.rp);
	programme_dump_rules(p, groups, out);
	for (int i = 0; i < p->dana_n; i++)
		dump_fund(&p->dana[i], groups, out);
	dump_papers(p, out);
}

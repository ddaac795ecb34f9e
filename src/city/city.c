/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/city.h"

#include "city/lists.h"
#include "city/registers.h"

#include <errno.h>
#include <stdio.h>

/* Population, second half of 2024 (Kepmendagri 300.2.2-2138/2025), and what a year's programme is there. */
static const struct {
	const char *code;
	uint32_t persons, proposals;
	const char *start;
	int months;
	const char *budget;
	uint32_t quota;
} cities[] = { { "73.71", 1482354, 35782, "2025-01", 12, "7200000000", 35000 },
	       { "73.72", 163314, 2500, "2025-05", 8, "150000000", 0 },
	       { "73.73", 182898, 3000, "2025-05", 8, "200000000", 0 },
	       { "", 100000, 1500, "2025-05", 8, "150000000", 0 } };

/* The last row is for every other city. */
static size_t which_city(const char *code)
{
	size_t i = 0;

	while (cities[i].code[0] && strcmp(cities[i].code, code) != 0)
		i++;
	return i;
}

static void write_programme(struct buf *b, const struct city *c, size_t i)
{
	char registrar[REGISTRAR_MAX];

	city_registrar(c, registrar);
	buf_printf(b, "# Program contoh. Orang di dalamnya rekaan; angka anggaran dapat diubah.\n");
	buf_printf(
		b,
		"program:\n  nama: Perlindungan Pekerja Rentan %s 2025\n  wilayah: \"%s\"\n  mulai: %s\n  bulan: %d\n",
		c->places.title, c->code, cities[i].start, cities[i].months);
	buf_puts(b, "  tahap: 1\n  satuan: orang\n");
	buf_puts(b, "  manfaat: [JKK, JKM]\n  penghasilan: 1000000\n"
		    "kriteria:\n  usia_min: 18\n  usia_maks: 64\n  domisili: ya\n  desil_maks: 4\n  "
		    "belum_terdata_desil: tinjau\n"
		    "  hubungan_kerja: [TANPA, SERABUTAN, UPAH TANPA KONTRAK]\n  penghasilan_maks: 2000000\n"
		    "  peserta: {PU: tolak, BPU: tinjau, JAKON: tinjau, wadah_sendiri: lanjutan}\n");
	buf_printf(b, "  wadah: [%s]\n", registrar);
	buf_puts(b,
		 "  kelompok: [petani, peternak, nelayan, buruh_harian, buruh_tani, buruh_nelayan, "
		 "pembantu_rumah_tangga,\n"
		 "    tukang, sopir, ojek, pedagang, pedagang_pasar, pegawai_syara, guru_mengaji, pemulung, parkir]\n"
		 "  kelompok_dari: usulan\n  kelompok_tolak: [asn, tni, polri]\n"
		 "prioritas: [lanjutan, desil naik, risiko turun, penghasilan naik, usia turun]\n"
		 "penentu_nilai_sama: tanggal_usulan\n");
	if (cities[i].quota)
		buf_printf(b, "kuota: {total: %u}\n", cities[i].quota);
	buf_puts(b, "nik_beda: konfirmasi\ndana:\n");
	buf_printf(b, "  - {kode: apbd-kota, nama: APBD %s 2025, jenis: apbd, pagu: %s, tahun_anggaran: 2025}\n",
		   c->places.place, cities[i].budget);
}

static int programme_file(const struct city *c, const struct city_order *o, size_t i, const struct seams *s,
			  struct err *e)
{
	char path[4096];
	struct buf b;
	int rc;

	if (snprintf(path, sizeof(path), "%s/program.yaml", o->dir) >= (int)sizeof(path))
		return err_set(e, ERR_MACHINE, "%s: nama folder terlalu panjang", o->dir);
	buf_init(&b, s->alloc, 1 << 14);
	write_programme(&b, c, i);
	rc = b.failed ? err_memory(e, path) : file_write(s, path, 0644, buf_as_span(&b), e);
	buf_done(&b);
	return rc;
}

static int write_all(const struct city *c, const struct city_order *o, const struct seams *s, city_progress *progress,
		     void *ctx, struct err *e)
{
	struct sampler sampler;
	struct pick *row = NULL;
	uint32_t n = 0;
	int rc = sampler_init(&sampler, s->alloc, o->proposals, e);

	if (rc != ERR_OK)
		return rc;
	rc = registers_write(c, o, s, &sampler, progress, ctx, e);
	if (rc == ERR_OK)
		rc = sampler_rows(&sampler, c, o->proposals, &row, &n, e);
	sampler_done(&sampler);
	if (rc == ERR_OK) {
		struct lists l = { .c = c, .order = o, .seams = s, .row = row, .n = n };

		if (progress)
			progress(ctx, c->persons, c->persons, "daftar usulan");
		rc = lists_write(&l, e);
	}
	if (row)
		s->alloc->resize(s->alloc->ctx, row, (size_t)o->proposals * sizeof(*row), 0);
	return rc;
}

int city_order_complete(struct city_order *o, struct err *e)
{
	size_t i;

	o->code = o->code ? o->code : "73.72";
	i = which_city(o->code);
	o->persons = o->persons ? o->persons : cities[i].persons;
	o->proposals = o->proposals ? o->proposals : cities[i].proposals;
	if (o->persons >= CITY_PERSONS_MIN && o->persons <= CITY_PERSONS_MAX && o->proposals <= CITY_PROPOSALS_MAX)
		return ERR_OK;
	return err_set(e, ERR_USAGE, "jumlah penduduk harus %d sampai %d dan usulan 1 sampai %d", CITY_PERSONS_MIN,
		       CITY_PERSONS_MAX, CITY_PROPOSALS_MAX);
}

int city_write(const struct city_order *order, const struct seams *s, city_progress *progress, void *ctx, struct err *e)
{
	struct city_order o = *order;
	struct city c;
	int rc = city_order_complete(&o, e);

	if (rc != ERR_OK)
		return rc;
	rc = city_init(&c, s->alloc, o.code, o.persons, o.seed, e);
	if (rc != ERR_OK)
		return rc;
	if (s->io->mkdir(s->io->ctx, o.dir, 0755) && errno != EEXIST)
		rc = err_errno(e, errno, "%s: folder tidak dapat dibuat", o.dir);
	if (rc == ERR_OK)
		rc = write_all(&c, &o, s, progress, ctx, e);
	if (rc == ERR_OK)
		rc = programme_file(&c, &o, which_city(o.code), s, e);
	city_done(&c);
	return rc;
}

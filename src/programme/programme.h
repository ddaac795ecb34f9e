/* SPDX-License-Identifier: EUPL-1.2
 *
 * The programme file (program.yaml, CONTRACT section 2) after reading: checked, with its codes
 * resolved. All spans live in the arena that was given to programme_read and are NUL-terminated.
 */
#ifndef PROGRAMME_PROGRAMME_H
#define PROGRAMME_PROGRAMME_H

#include "base/date.h"
#include "base/limits.h"
#include "base/rupiah.h"

/* The occupation groups that data/ref/kelompok_pekerjaan.csv knows. A group is an index into `code`
 * everywhere in this room; -1 is "no group". */
struct known_groups {
	const char *const *code;
	const int8_t *risk; /* may be NULL: no risk known; -1: not known for this group */
	int n;		    /* at most LIM_GROUPS */
};

enum satuan { SATUAN_ORANG, SATUAN_KELUARGA };
enum { MANFAAT_JKK = 1, MANFAAT_JKM = 2, MANFAAT_JHT = 4 };
enum segmen { SEGMEN_PU, SEGMEN_BPU, SEGMEN_JAKON, SEGMEN_N };
enum perlakuan { PERLAKUAN_TAK_DITANYA, PERLAKUAN_TOLAK, PERLAKUAN_TINJAU, PERLAKUAN_LANJUTAN };
enum kelompok_dari { DARI_USULAN, DARI_DUKCAPIL, DARI_SALAH_SATU };
enum hubungan_kerja {
	HUBUNGAN_TIDAK_DIISI,
	HUBUNGAN_TANPA,
	HUBUNGAN_SERABUTAN,
	HUBUNGAN_UPAH_TANPA_KONTRAK,
	HUBUNGAN_UPAH_BERKONTRAK,
	HUBUNGAN_TAK_DIKENAL, /* something stands there that nobody knows */
};
enum kunci { KUNCI_LANJUTAN, KUNCI_DESIL, KUNCI_RISIKO, KUNCI_PENGHASILAN, KUNCI_USIA, KUNCI_KEPALA_KELUARGA, KUNCI_N };
enum penentu { PENENTU_TANGGAL_USULAN, PENENTU_ACAK_TERBUKA };
enum jenis_dana {
	DANA_APBD,
	DANA_APBDPROV,
	DANA_APBN,
	DANA_APBDES,
	DANA_DBHCHT,
	DANA_DBHSAWIT,
	DANA_CSR,
	DANA_BAZNAS,
	DANA_MANDIRI,
	DANA_N
};

/* One ranking key. lanjutan and kepala_keluarga have no direction: those who are come first. */
struct prioritas {
	enum kunci kunci;
	bool turun; /* largest first */
};

struct kriteria {
	int usia_min, usia_maks; /* full years; -1 = not asked */
	bool domisili;
	int desil_maks;			  /* -1 = not asked */
	bool belum_terdata_desil_tolak;	  /* else tinjau */
	unsigned hubungan_kerja;	  /* bits 1 << enum hubungan_kerja; 0 = not asked */
	rupiah penghasilan_maks;	  /* -1 = not asked */
	bool peserta_diminta;		  /* `peserta` stands in the file */
	enum perlakuan peserta[SEGMEN_N]; /* by segment */
	enum perlakuan wadah_sendiri;
	const span *wadah; /* names or codes of own group registrars */
	int wadah_n;
	uint64_t kelompok;	 /* set of groups; 0 = not asked */
	uint64_t kelompok_tolak; /* set of groups */
	enum kelompok_dari kelompok_dari;
};

struct kuota_kecamatan {
	char kode[16]; /* "73.72.01" */
	int64_t orang;
};
struct kuota_kelompok {
	int kelompok;
	int64_t orang;
};
struct kuota {
	int64_t total; /* -1 = no ceiling */
	const struct kuota_kecamatan *kecamatan;
	const struct kuota_kelompok *kelompok;
	int kecamatan_n, kelompok_n; /* each at most LIM_QUOTAS */
};

struct dana {
	span kode, nama;
	enum jenis_dana jenis;
	rupiah pagu;
	int tahun_anggaran; /* 0 = not given */
	span sub_kegiatan, kode_rekening, no_dpa;
	const char (*hanya_kecamatan)[16]; /* NULL: everywhere */
	int hanya_kecamatan_n;
	uint64_t hanya_kelompok; /* 0: everyone */
};

struct pihak {
	span nama, jabatan, instansi, nip;
};

struct programme {
	span nama;
	char wilayah[16]; /* "73.72", dotted */
	month mulai;
	int bulan;
	date hari_pertama, hari_terakhir; /* of cover */
	int tahap;			  /* 1 when not given */
	enum satuan satuan;
	struct prioritas wakil[LIM_PRIORITIES];
	int wakil_n;
	unsigned manfaat;   /* bits MANFAAT_* */
	rupiah penghasilan; /* declared income that sets the JKK bracket */
	struct kriteria kriteria;
	struct prioritas prioritas[LIM_PRIORITIES];
	int prioritas_n;
	enum penentu penentu;
	span seed; /* of acak_terbuka */
	struct kuota kuota;
	bool nik_beda_terima; /* else konfirmasi */
	struct dana dana[LIM_FUNDS];
	int dana_n;
	struct {
		bool ada;
		span nomor;
		date tanggal, berakhir; /* DATE_NONE = not given */
	} pks;
	struct {
		bool ada;
		span tentang, jabatan, nama;
		const span *dasar_hukum;
		int dasar_hukum_n;
	} sk;
	bool satu_orang; /* penetapan: {orang_berbeda: tidak} */
	struct {
		bool ada;
		span nomor;
		const struct pihak *pihak;
		int pihak_n;
	} ba;
};

/* Reads `bytes` (the whole file). `name` stands in messages ("program.yaml"). Everything wrong is
 * ERR_USAGE with line and reason; ERR_MACHINE when memory is refused. Pure but for memory. */
MUST_CHECK int programme_read(struct programme *p, struct padan_arena *arena, span bytes, const char *name,
			      const struct known_groups *groups, struct err *e);

/* Which lists the command line gave. */
struct given_lists {
	bool dukcapil, hasil_padan, desil, peserta;
};
/* A criterion whose list is not given is wrong usage: names the criterion and the option. */
MUST_CHECK int programme_check_lists(const struct programme *p, const struct given_lists *given, struct err *e);

/* The programme in one fixed spelling: what is equal in meaning is equal in bytes. programme_dump is
 * everything; programme_dump_rules only what decides who enters (criteria, priority, tie, quotas, unit):
 * the part that is locked with the programme. */
void programme_dump(const struct programme *p, const struct known_groups *groups, struct buf *out);
void programme_dump_rules(const struct programme *p, const struct known_groups *groups, struct buf *out);

/* Is this region code (dotted or plain digits, any level) inside the programme's wilayah? */
bool programme_inside(const struct programme *p, span kode);
/* Writes a region code with dots ("737201" -> "73.72.01"); false when it is none. */
bool region_dotted(span kode, char out[16]);
/* Is this the code or name of an own group registrar? ASCII case and outer blanks ignored. */
bool programme_own_wadah(const struct programme *p, span kode_or_nama);

const char *jenis_dana_word(enum jenis_dana j);		/* "apbd" */
const char *hubungan_kerja_word(enum hubungan_kerja h); /* "UPAH TANPA KONTRAK"; "" */
enum hubungan_kerja hubungan_kerja_of(span word);	/* case, blanks, '_' and '-' ignored */
const char *kunci_word(enum kunci k);			/* "penghasilan" */

#endif

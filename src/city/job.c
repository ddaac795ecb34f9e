/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/job.h"

#define L OFFICE_LABOUR
#define F OFFICE_FISHERY
#define T OFFICE_FARMING

/* clang-format off */
const struct job_row job_rows[JOB_COUNT] = {
	[JOB_NONE]	 = { "BELUM/TIDAK BEKERJA", { "Tidak bekerja" }, "", false, L, HIRE_OWN, 0, 0, 60, 50, 120, 90 },
	[JOB_PUPIL]	 = { "PELAJAR/MAHASISWA", { "Pelajar" }, "", false, L, HIRE_OWN, 0, 0, 0, 0, 0, 0 },
	[JOB_HOUSEHOLD]	 = { "MENGURUS RUMAH TANGGA", { "IRT", "Ibu rumah tangga" }, "", false, L, HIRE_OWN, 0, 0, 0, 0, 500, 420 },
	[JOB_RETIRED]	 = { "PENSIUNAN", { "Pensiunan" }, "pensiunan", false, L, HIRE_OWN, 2500, 4000, 0, 0, 0, 0 },
	[JOB_CIVIL]	 = { "PEGAWAI NEGERI SIPIL (PNS)", { "PNS", "ASN" }, "asn", false, L, HIRE_OWN, 3500, 7000, 4, 90, 4, 95 },
	[JOB_ARMY]	 = { "TENTARA NASIONAL INDONESIA (TNI)", { "TNI" }, "tni", false, L, HIRE_OWN, 4000, 7000, 0, 14, 0, 1 },
	[JOB_POLICE]	 = { "KEPOLISIAN RI (POLRI)", { "Polri" }, "polri", false, L, HIRE_OWN, 4000, 7000, 0, 14, 0, 1 },
	[JOB_CONTRACT_CIVIL] = { "KARYAWAN HONORER", { "PPPK" }, "asn", false, L, HIRE_OWN, 2500, 4500, 4, 14, 4, 18 },
	[JOB_HONORARY]	 = { "KARYAWAN HONORER", { "Honorer", "Tenaga honorer" }, "honorer", false, L, HIRE_STAFF, 700, 2000, 14, 20, 16, 25 },
	[JOB_STAFF]	 = { "KARYAWAN SWASTA", { "Karyawan swasta", "Karyawan" }, "karyawan", false, L, HIRE_STAFF, 2000, 6000, 60, 230, 30, 130 },
	[JOB_TEACHER]	 = { "GURU", { "Guru" }, "karyawan", false, L, HIRE_STAFF, 1000, 4000, 3, 12, 6, 30 },
	[JOB_BUSINESS]	 = { "WIRASWASTA", { "Wiraswasta" }, "wiraswasta", false, L, HIRE_OWN, 1000, 6000, 120, 320, 40, 90 },
	[JOB_FARMER]	 = { "PETANI/PEKEBUN", { "Petani", "Petani/Pekebun", "Pekebun" }, "petani", true, T, HIRE_OWN, 500, 1900, 90, 12, 20, 2 },
	[JOB_HERDER]	 = { "PETERNAK", { "Peternak", "Peternak sapi" }, "peternak", true, T, HIRE_OWN, 600, 1900, 24, 4, 5, 1 },
	[JOB_FISHER]	 = { "NELAYAN/PERIKANAN", { "Nelayan", "Nelayan/Perikanan", "Nelayan kecil" }, "nelayan", true, F, HIRE_OWN, 600, 1900, 110, 6, 4, 0 },
	[JOB_FISH_HAND]	 = { "BURUH NELAYAN/PERIKANAN", { "Buruh nelayan", "ABK", "Sawi" }, "buruh_nelayan", true, F, HIRE_GANG, 500, 1500, 34, 1, 10, 0 },
	[JOB_FARM_HAND]	 = { "BURUH TANI/PERKEBUNAN", { "Buruh tani", "Buruh tani/perkebunan" }, "buruh_tani", true, T, HIRE_GANG, 400, 1400, 34, 1, 16, 0 },
	[JOB_DAY_HAND]	 = { "BURUH HARIAN LEPAS", { "Buruh harian lepas", "Buruh harian", "Buruh" }, "buruh_harian", true, L, HIRE_GANG, 500, 1800, 190, 14, 24, 1 },
	[JOB_MAID]	 = { "PEMBANTU RUMAH TANGGA", { "Pembantu rumah tangga", "ART" }, "pembantu_rumah_tangga", true, L, HIRE_HELP, 400, 1300, 0, 0, 44, 0 },
	[JOB_MASON]	 = { "TUKANG BATU", { "Tukang batu" }, "tukang", true, L, HIRE_GANG, 700, 1900, 60, 4, 0, 0 },
	[JOB_CARPENTER]	 = { "TUKANG KAYU", { "Tukang kayu" }, "tukang", true, L, HIRE_GANG, 700, 1900, 36, 3, 0, 0 },
	[JOB_TAILOR]	 = { "TUKANG JAHIT", { "Tukang jahit", "Penjahit" }, "tukang", true, L, HIRE_OWN, 400, 1500, 5, 1, 30, 5 },
	[JOB_DRIVER]	 = { "SOPIR", { "Sopir", "Supir", "Sopir pete-pete" }, "sopir", true, L, HIRE_HELP, 800, 1950, 50, 14, 0, 0 },
	[JOB_OJEK]	 = { "TRANSPORTASI", { "Tukang ojek", "Ojek", "Ojek online" }, "ojek", true, L, HIRE_OWN, 600, 1900, 60, 6, 1, 0 },
	[JOB_TRADER]	 = { "PEDAGANG", { "Pedagang", "Pedagang keliling" }, "pedagang", true, L, HIRE_OWN, 500, 1950, 40, 24, 60, 24 },
	[JOB_STALL]	 = { "PERDAGANGAN", { "Pedagang pasar" }, "pedagang_pasar", true, L, HIRE_OWN, 500, 1950, 34, 6, 60, 6 },
	[JOB_SYARA]	 = { "IMAM MASJID", { "Pegawai syara", "Pegawai Syara'" }, "pegawai_syara", true, L, HIRE_OWN, 300, 1200, 14, 3, 0, 0 },
	[JOB_MENGAJI]	 = { "USTADZ/MUBALIGH", { "Guru mengaji", "Guru ngaji" }, "guru_mengaji", true, L, HIRE_OWN, 300, 1200, 8, 2, 24, 4 },
	[JOB_SCAVENGER]	 = { "LAINNYA", { "Pemulung" }, "pemulung", true, L, HIRE_OWN, 300, 1000, 14, 0, 8, 0 },
	[JOB_PARKING]	 = { "LAINNYA", { "Juru parkir", "Tukang parkir" }, "parkir", true, L, HIRE_OWN, 500, 1500, 18, 0, 0, 0 },
};
/* clang-format on */
const char *const relation_words[RELATION_COUNT] = { "TANPA", "SERABUTAN", "UPAH TANPA KONTRAK", "UPAH BERKONTRAK" };

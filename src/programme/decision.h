/* SPDX-License-Identifier: EUPL-1.2
 *
 * From facts to a decision. Pure: the caller gathers what the registries and lists say about each
 * proposal row (struct applicant), this room applies the programme file and fills one struct decision
 * per row. Permuting the rows changes nothing but the order (equal rows of one person apart: the
 * first keeps the decision).
 *
 * Precedence (CONTRACT section 2): tinjau (identity, or a death not yet confirmed), ganda, ditolak,
 * tinjau (a criterion), cadangan, terpilih.
 */
#ifndef PROGRAMME_DECISION_H
#define PROGRAMME_DECISION_H

#include "programme/allocation.h"
#include "programme/programme.h"
#include "programme/words.h"

enum registry_status {
	STATUS_TAK_DIKATAKAN, /* the source does not say: read as alive and active */
	STATUS_HIDUP,
	STATUS_MENINGGAL,
	STATUS_PINDAH,
	STATUS_GANDA,
	STATUS_NONAKTIF,
};
enum residence { RESIDENCE_UNKNOWN, RESIDENCE_INSIDE, RESIDENCE_OUTSIDE };
enum answer { ANSWER_NONE, ANSWER_NIK, ANSWER_TOLAK }; /* the reviewer's, by --tinjauan */

struct occupation {
	enum { OCCUPATION_MISSING, OCCUPATION_UNKNOWN_WORD, OCCUPATION_KNOWN } state;
	int8_t group; /* -1: known, in no group */
};

/* One membership found for the person. */
struct membership_fact {
	int8_t segment; /* enum segmen; -1 = not said */
	bool active;	/* AKTIF and not ended before the first day of cover */
	bool own;	/* its kode_wadah or nama_wadah stands under `wadah` (programme_own_wadah) */
	date ended;	/* DATE_NONE = not said */
};

/* Facts about one proposal row. A zeroed struct says: tidak_padan is not said, so set `padan`; missing
 * values are written as told at each field (applicant_init sets them all). */
struct applicant {
	enum padan padan;
	uint64_t identity_reasons; /* ALASAN_BIT of tidak_ditemukan, identitas_meragukan, nik_ganda_dukcapil */
	char nik[17];		   /* the registry's; with verdicts as proposed and confirmed; "" unless padan */
	bool nik_differs;	   /* typed NIK differs from nik or is missing, and no reviewer confirmed it */
	enum answer answer;
	uint64_t answered; /* the reasons that the reviewer saw (column alasan of tinjau.xlsx) and settled with a NIK;
			    * a death is never among them: it is settled by TOLAK, or by the registry */
	enum registry_status status;
	bool death_confirmed; /* by the ward */
	enum residence residence;
	char kecamatan[16]; /* dotted code of the registry's (else the typed) district; "" = not known */
	date born;
	struct occupation typed, registered;
	enum hubungan_kerja hubungan_kerja;
	bool employer_named;
	rupiah penghasilan; /* -1 = not given */
	bool payroll;	    /* found in a --tolak list */
	const struct membership_fact *members;
	int members_n;
	int desil;	     /* 1 to 10; 0 = not in the poverty list */
	bool decreed;	     /* in a decree whose cover overlaps ours */
	bool family_decreed; /* another member of the family is (asked with satuan keluarga) */
	uint64_t family;     /* equal for equal family cards; 0 = no card known */
	bool family_head;
	int completeness;     /* the most complete row of a person keeps the decision */
	date proposed;	      /* tanggal_usulan; DATE_NONE = not given */
	uint16_t price_class; /* row of struct price_table */
};
void applicant_init(struct applicant *a);

#define NO_ROW UINT32_MAX

struct decision {
	enum putusan putusan;
	enum syarat syarat;
	uint64_t alasan;	  /* all that apply, ALASAN_BIT */
	uint64_t tolak;		  /* those among them that refuse */
	uint64_t tinjau;	  /* those among them that ask for a person's look (answered ones are not here) */
	uint32_t kurang;	  /* what is missing, KURANG_BIT */
	uint32_t ganda_dengan;	  /* index of the row that keeps the decision; NO_ROW */
	uint32_t wakil_keluarga;  /* index of the row that stands for the family; NO_ROW */
	uint32_t peringkat;	  /* 1 = first; 0 = not ranked (only terpilih and cadangan are) */
	bool lanjutan;		  /* last year's own member: continues */
	int16_t usia;		  /* on the first day of cover; -1 = not known */
	int8_t kelompok;	  /* the group that counts for the programme; -1 */
	int8_t dana;		  /* index of the fund; -1 */
	rupiah total;		  /* price for the whole cover from that fund; 0 when not terpilih */
	struct shut_out hambatan; /* for cadangan: what keeps the person out */
};

/* What earlier overlapping decrees have used up; arrays are parallel to the programme's. NULL members
 * mean nothing. */
struct used_up {
	int64_t total;
	const int64_t *kecamatan; /* parallel to kuota.kecamatan */
	const int64_t *kelompok;  /* parallel to kuota.kelompok */
	const rupiah *dana;	  /* parallel to dana */
};

/* The ranking: rows of everyone eligible, best first, and the allocation over it. */
struct outcome {
	const uint32_t *ranked; /* row indices; ranked[0] has peringkat 1 */
	uint32_t ranked_n;
	struct allocation_result allocation; /* its indices count in `ranked` (0 = first) */
};

/* What decide_all needs beside the facts. */
struct decide_env {
	const struct known_groups *groups; /* for the key risiko; may be NULL */
	const struct price_table *prices;
	const struct used_up *used; /* may be NULL */
	struct padan_arena *arena;
};

/* Decides all rows: d[i] for a[i]. Memory of the outcome and scratch from the arena.
 * ERR_MACHINE when memory is refused, ERR_USAGE when prices and programme do not fit together. */
MUST_CHECK int decide_all(struct decision *d, const struct programme *p, const struct applicant *a, uint32_t n,
			  const struct decide_env *env, struct outcome *out, struct err *e);
/* Does the row wait for a look at who it is (or at a death not yet confirmed)? Such a row makes no other ganda. */
bool decision_identity_open(const struct decision *d);

/* One row alone, before duplicates, families, ranking and money: putusan is PUTUSAN_CADANGAN when
 * everything is met. Steps are numbered in decision.c. */
void decide_row(struct decision *d, const struct programme *p, const struct applicant *a);

#endif

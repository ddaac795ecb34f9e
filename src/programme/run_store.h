/* SPDX-License-Identifier: EUPL-1.2
 *
 * The run in the database: a draft of its programme (wilayah + nama) and stage. Rows come through a callback and are
 * written in bounded units under the state `disusun`, which nothing shows; the last unit checks that nobody else wrote
 * to the programme since the plan read it, and flips the run to `jadi`. A run never changes after that: it is replaced
 * by another (--ulang) or becomes a decree (decree_store.h). What was left unfinished is removed by the next writer.
 *
 * Personal fields of a row are one sealed value (docs/adr: one seal per row); the NIK has a blind index. The rest is
 * clear: verdicts, sums, region, group. The digest of all that was written is bound into the event.
 */
#ifndef PROGRAMME_RUN_STORE_H
#define PROGRAMME_RUN_STORE_H

#include "access/open_store.h"
#include "base/date.h"
#include "base/rupiah.h"
#include "programme/decree_chain.h"

/* Personal fields of a proposal row. Numbers are stored: append only. (id, wire name) */
#define RUN_FIELDS(F)                                                                                                  \
	F(NIK_USULAN, 1, "nik_usulan")                                                                                 \
	F(NAMA_USULAN, 2, "nama_usulan")                                                                               \
	F(NIK, 3, "nik") /* as keputusan.csv: empty unless padan */                                                    \
	F(NAMA, 4, "nama")                                                                                             \
	F(TANGGAL_LAHIR, 5, "tanggal_lahir") /* of the person found, else of the proposal; YYYY-MM-DD */               \
	F(JENIS_KELAMIN, 6, "jenis_kelamin")                                                                           \
	F(NO_KK, 7, "no_kk")                                                                                           \
	F(TEMPAT_LAHIR, 8, "tempat_lahir")                                                                             \
	F(ALAMAT, 9, "alamat")                                                                                         \
	F(RT, 10, "rt")                                                                                                \
	F(RW, 11, "rw")                                                                                                \
	F(KELURAHAN, 12, "kelurahan")                                                                                  \
	F(KECAMATAN, 13, "kecamatan")                                                                                  \
	F(PEKERJAAN, 14, "pekerjaan")                                                                                  \
	F(PENGHASILAN, 15, "penghasilan")                                                                              \
	F(NAMA_IBU, 16, "nama_ibu")                                                                                    \
	F(NO_HP, 17, "no_hp")                                                                                          \
	F(DESIL, 18, "desil")                                                                                          \
	F(LAIN, 19, "lain")		      /* what else the sheet held, as the caller encodes it */                 \
	F(PEKERJAAN_KTP, 20, "pekerjaan_ktp") /* of the person found; PEKERJAAN is first the proposal's */             \
	F(DARI_DUKCAPIL, 21, "dari_dukcapil") /* which fields are the registry's own, a letter for each: E is the      \
						 fifth; empty: not known */
enum run_field {
#define F(id, no, name) RUN_##id = no - 1,
	RUN_FIELDS(F)
#undef F
		RUN_FIELD_COUNT
};

#define RUN_REGISTRY_LETTER(f) ((char)('A' + (f)))
/* Is the value of field f (RUN_TANGGAL_LAHIR, ...) the registry's? Rows that do not say it (older ones) say `usual`. */
bool run_from_registry(const span *fields, enum run_field f, bool usual);

/* One comparison of a finding: which, its agreement level, its weight in thousandths of a bit. */
struct run_part {
	uint8_t comparison;
	int8_t level;
	int32_t weight;
};
enum { RUN_PARTS = 32 };

/* Personal fields of a candidate, stored as those of a row; the first six are older than the others. */
#define CANDIDATE_FIELDS(F)                                                                                            \
	F(nik)                                                                                                         \
	F(nama)                                                                                                        \
	F(tanggal_lahir) /* YYYY-MM-DD */                                                                              \
	F(alamat)                                                                                                      \
	F(catatan)                                                                                                     \
	F(kelurahan)                                                                                                   \
	F(jenis_kelamin)                                                                                               \
	F(no_kk)                                                                                                       \
	F(tempat_lahir)                                                                                                \
	F(rt)                                                                                                          \
	F(rw)                                                                                                          \
	F(kecamatan)                                                                                                   \
	F(pekerjaan)                                                                                                   \
	F(nama_ibu)                                                                                                    \
	F(shdk) /* place in the family */                                                                              \
	F(status)
enum candidate_field {
#define F(name) CANDIDATE_##name,
	CANDIDATE_FIELDS(F)
#undef F
		CANDIDATE_FIELD_COUNT
};

/* A person whom a reviewer must look at (rows with putusan = tinjau). */
struct run_candidate {
	span field[CANDIDATE_FIELD_COUNT];
	int64_t chance; /* ten-thousandths, as printed in `kecocokan` */
	int64_t weight; /* thousandths of a bit */
	const struct run_part *parts;
	size_t part_count;
};

/* One proposal row: keputusan.csv plus what stands behind it. Words are those of the CONTRACT; spans are borrowed
 * until next() is called again. */
struct run_row {
	int file;     /* index into the proposals among head.files */
	int64_t line; /* `baris` */
	span field[RUN_FIELD_COUNT];
	span padan, putusan, syarat, alasan, ganda_dengan;
	int64_t chance, weight; /* as in run_candidate */
	const struct run_part *parts;
	size_t part_count;
	int64_t rank; /* 0 = none */
	span dana, rincian;
	rupiah first_month, total;
	int months;
	span kecamatan_kode, kelompok; /* clear: "73.72.01", "nelayan" */
	const struct run_candidate *candidates;
	size_t candidate_count; /* at most LIM_CANDIDATES */
};

/* A chance as people read it, in thousandths of a percent: never 100, for what is estimated is never certain. */
static inline int64_t chance_percent(int64_t chance)
{
	return (chance < 9999 ? chance : 9999) * 10;
}

struct run_file {
	span list; /* usulan, dukcapil, hasil_padan, desil, peserta, tolak, sk, tinjauan */
	span name; /* base name, as `berkas` */
	unsigned char sha256[32];
	int64_t sheet_rows, proposals, skipped;
	span vintage;
};

struct run_fund {
	span kode, nama, jenis;
	rupiah pagu, spent;
	int64_t people;
};

struct run_head {
	span wilayah, nama; /* the programme */
	int stage;
	date first_day, last_day; /* cover: first and last day */
	int months;
	date paper_day;
	span program_text; /* program.yaml as read */
	span ranking;	   /* ranking keys and tie break, as printed */
	const struct run_file *files;
	size_t file_count;
	const struct run_fund *funds;
	size_t fund_count;
	span again; /* --ulang: the reason; empty: not given */
};

/* What the plan found, to be handed to run_store_write. */
struct run_claim {
	int64_t run;	  /* id of the run to be: derived from the content, so that papers may carry it */
	int64_t revision; /* of the programme */
	int64_t decrees;  /* issued in this region: their people are not chosen again */
	int64_t replaced; /* newest live draft that --ulang replaces; 0 = none */
};

/* The number under which a programme stands in the database. */
int64_t run_programme_id(span wilayah, span nama);

enum { RUN_ID_TEXT = 15 };
/* "7K3M-9QWP-2XTA": twelve letters and digits without I, L, O, U. Returns out. */
char *run_id_text(int64_t run, char out[RUN_ID_TEXT]);
/* Small letters, missing dashes and the look-alikes i, l, o are understood. */
MUST_CHECK bool run_id_parse(span text, int64_t *run);

/* For plan, as soon as the proposal lists' SHA-256 are known. ERR_CONFLICT, saying when, when a list of kind usulan is
 * known to this programme and stage and head->again is empty, or when the draft to be replaced is a decree. Counts and
 * sums of the head are not looked at. */
MUST_CHECK int run_store_claim(struct store *s, const struct run_head *head, struct run_claim *out, struct err *e);

/* For apply: rows from next (1 = a row, 0 = end, -1 = error with e filled) in input order. Sums of files and funds in
 * head are checked against the rows: a difference is ERR_MACHINE (a fault of ours), and nothing stays. */
struct run_rows {
	int (*next)(void *ctx, struct run_row *row, struct err *e);
	void *ctx;
	/* What the papers need beside the rows (papers/keep.h), sealed as it comes; results as next. NULL: none. */
	int (*paper)(void *ctx, span *part, struct err *e);
	/* The last word, when every row is written and before the run counts as one; not 0: it never will. NULL: none.
	 */
	int (*ready)(void *ctx, struct err *e);
};
MUST_CHECK int run_store_write(struct unit *u, const struct run_head *head, const struct run_claim *claim,
			       const struct run_rows *rows, struct err *e);

/* --- reading back ---------------------------------------------------------------------------------------------- */
enum run_state { RUN_DRAFT, RUN_REPLACED, RUN_DECREED };
struct run_info {
	int64_t run;
	span wilayah, nama, nomor; /* nomor: of the decree, else empty */
	int stage;
	enum run_state state;
	enum chain_state chain; /* how far on the way to BPJS */
	int64_t at_ms;		/* when it was written */
	date first_day, last_day;
	int64_t rows, chosen, waiting; /* waiting: chosen, but konfirmasi_nik is open */
	rupiah total;		       /* of the chosen */
};
/* Newest first. each: 0 goes on, else its value is returned. Spans live during the call. */
MUST_CHECK int run_store_each(struct store *s, int (*each)(void *ctx, const struct run_info *), void *ctx,
			      struct err *e);
/* ERR_USAGE when there is no such run. Spans live until the next call on this store. */
MUST_CHECK int run_store_info(struct store *s, int64_t run, struct run_info *out, struct err *e);
/* Do the sums of its rows stand beside it (run_sum)? Of runs made before they were kept perhaps not: then rows are
 * counted. */
MUST_CHECK int run_store_summed(struct store *s, int64_t run, bool *summed, struct err *e);
/* The rows of a run in input order, unsealed; candidates left out. */
MUST_CHECK int run_store_rows(struct store *s, int64_t run, int (*each)(void *ctx, const struct run_row *), void *ctx,
			      struct err *e);
/* Their candidates, by row and then best first. */
MUST_CHECK int run_store_candidates(struct store *s, int64_t run,
				    int (*each)(void *ctx, int64_t row, const struct run_candidate *), void *ctx,
				    struct err *e);
/* The parts that run_rows.paper gave, in order; a part lives during the call. */
MUST_CHECK int run_store_papers(struct store *s, int64_t run, int (*each)(void *ctx, span part), void *ctx,
				struct err *e);
/* The run's head with its files and funds, all in the arena. ERR_USAGE when there is no such finished run. `again` is
 * the reason that it was given. */
MUST_CHECK int run_store_head(struct store *s, int64_t run, struct run_head *out, struct padan_arena *arena,
			      struct err *e);
/* The decree that the run became: number (in the arena) and date. No number: a draft. */
MUST_CHECK int run_store_decree(struct store *s, int64_t run, span *number, date *day, struct padan_arena *arena,
				struct err *e);
/* program.yaml as the run read it, appended to out. */
MUST_CHECK int run_store_program(struct store *s, int64_t run, struct buf *out, struct err *e);

/* For verify: each finished run against its event: digest, counts, sums per fund, every sealed value. */
MUST_CHECK int run_store_check(struct store *s, const struct db_found *found, struct err *e);

#endif

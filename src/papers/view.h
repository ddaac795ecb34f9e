/* SPDX-License-Identifier: EUPL-1.2
 *
 * The whole view of a run: everything that the papers print, and nothing else. Whoever has run the
 * job fills it and calls papers_write() (papers/papers.h); the papers compute no verdict and no rupiah
 * of their own. All spans are borrowed, UTF-8, and live as long as the view; {NULL, 0} is an empty one.
 * Enums and words are those of programme/words.h.
 */
#ifndef PAPERS_VIEW_H
#define PAPERS_VIEW_H

#include "base/date.h"
#include "base/rupiah.h"
#include "programme/allocation.h"
#include "programme/programme.h"
#include "programme/words.h"

struct regions; /* person/region.h */

/* A list that was read. Files stand in the order of the command line, proposal lists first. */
enum view_list {
	VIEW_USULAN,
	VIEW_DUKCAPIL,
	VIEW_HASIL_PADAN,
	VIEW_DESIL,
	VIEW_PESERTA,
	VIEW_TOLAK,
	VIEW_SK,
	VIEW_TINJAUAN,
	VIEW_LISTS_N
};

struct view_file {
	span name; /* `berkas`: the base name, with "#2" when repeated */
	enum view_list kind;
	int64_t sheet_rows; /* sheet_rows = proposals + skipped, for every kind ("proposals" = records) */
	int64_t proposals, skipped;
	span vintage;	      /* the list's own date or release as text; empty when not known */
	char sha256[65];      /* lower-case hex of the file's bytes */
	const span *titles;   /* proposal lists: the list's own column titles, in its order */
	size_t ntitles;	      /* 0 for other kinds */
	int id_column;	      /* which title is id_baris; -1 = none */
	const span *warnings; /* one sentence each, in Bahasa Indonesia ("NIK rusak oleh Excel ...") */
	size_t nwarnings;
};

/* One candidate for a row that a person must review, best first. */
struct view_candidate {
	span nik, name;
	date born;
	span village;	    /* kelurahan */
	int32_t weight;	    /* thousandths of a bit */
	int16_t likelihood; /* 0..10000, as view_row.likelihood */
	span explanation;   /* per comparison, e.g. "nama sama (+9,2); tgl lahir hari/bulan tertukar (+4,1)" */
};

/* What was answered about a row by reviewers, wards and citizens. It holds, also in a draft that replaces this one, as
 * long as the row's NIK and name stay as typed. */
enum { VIEW_QUESTIONS = 5 };
struct view_heard {
	uint32_t what;		   /* enum match_said of matching/heard.h */
	uint64_t nik, card;	   /* the NIK that a reviewer chose, that a ward saw on a card; 0 = none */
	span seen;		   /* the reasons that the reviewer saw */
	span note[VIEW_QUESTIONS]; /* a sentence for the papers each; empty = nothing to say */
};

/* One line of an answer sheet, and what became of it. */
struct view_answer {
	uint32_t file, line;
	int64_t row; /* index in rows; -1 = it belongs to none */
	span who;    /* the name that it gives */
	span said;   /* "sanggahan diterima; NIK dikonfirmasi" */
	bool applied;
	span remark; /* what it did, or why nothing */
};

/* One proposal row. */
struct view_row {
	uint32_t file;		    /* index into files */
	uint32_t line;		    /* `baris`: as a spreadsheet shows it */
	span id_baris;		    /* the row's name when it is sent again; never empty */
	span typed_nik, typed_name; /* as typed */
	const span *cells;	    /* files[file].ntitles cells as typed; NULL = all empty */

	/* The person: the registry's, else (verdicts only) as proposed and confirmed. nik and name are
	 * empty unless padan; the others fall back to what was typed. */
	span nik, name;
	date born;
	char sex; /* 'L', 'P', 0 */
	span birthplace, address, rt, rw, village, district, occupation;

	enum padan padan;
	enum putusan verdict;
	enum syarat condition;
	uint64_t reasons;      /* ALASAN_BIT */
	uint32_t gaps;	       /* KURANG_BIT: spells out data_kurang */
	int16_t likelihood;    /* `kecocokan`: 0..10000 */
	int32_t weight;	       /* `bobot`: thousandths of a bit */
	int64_t duplicate_of;  /* row index in rows; -1 = none */
	uint32_t rank;	       /* `peringkat`, from 1; 0 = not ranked */
	int16_t fund;	       /* index into the programme's funds; -1 = none */
	int16_t months;	       /* of cover paid; 0 = none */
	rupiah monthly, total; /* `iuran_bulanan` (first month's), `total` */
	span breakdown;	       /* `rincian_iuran`: "16800x8" */
	const span *keys;      /* head.nkeys ranking key values as text; NULL = all empty */
	struct shut_out shut;  /* cadangan: the ceiling or funds that keep the person out */
	uint8_t ncandidates;   /* at most LIM_CANDIDATES */
	const struct view_candidate *candidates;
	const struct view_heard *heard; /* NULL: nothing was answered */
};

/* A row of a proposal sheet that is no proposal. */
struct view_skip {
	uint32_t file, line;
	span kind; /* `jenis`: judul, kosong, nomor_kolom, kelompok, catatan, jumlah */
	span text; /* `isi` */
};

/* Per fund, in the programme's order. */
struct view_fund {
	span code, name, kind; /* kode, nama, jenis */
	rupiah ceiling, spent, left;
	int64_t people;
	/* Rows (index) that would enter with Rp10.000.000 more in this fund, and (mixed prices) would leave. */
	const uint32_t *enter, *leave;
	size_t nenter, nleave;
};

/* Against the earlier decrees: one person each, sorted by whoever fills it. */
enum view_change { VIEW_TETAP, VIEW_KELUAR, VIEW_MASUK };
struct view_sk_person {
	enum view_change change;
	span nik, name, decree; /* decree: nomor_sk, empty for masuk */
	span reason;		/* keluar: why, in plain words */
	rupiah before, after;	/* totals in the earlier decree and in this run */
	date from, until;	/* of the earlier cover; DATE_NONE when not given */
};

struct view_head {
	span version;	  /* of the program, e.g. "0.1.0" */
	span run;	  /* the run's number in the database; empty without one */
	span decree;	  /* number of the decree that it became; empty = a draft */
	date decreed;	  /* and its date; looked at only with a number */
	date papers_date; /* --tanggal, else the first day of cover: the date on every paper */
	month first;	  /* cover */
	int months;
	int threshold;	       /* likelihood from which a match is `padan`, 0..10000 */
	int review;	       /* and from which a match is `tinjau` */
	span threshold_reason; /* who set these two, when and why; empty: the usual ones */

	int64_t by_verdict[PUTUSAN_N];
	int64_t by_padan[PADAN_N];
	int64_t by_reason[ALASAN_N];
	int64_t by_condition[SYARAT_N];

	rupiah per_person; /* biaya_per_orang in the first fund */
	const struct view_fund *funds;
	size_t nfunds;

	/* pemeringkatan */
	const span *key_names; /* titles of the ranking keys */
	size_t nkeys;
	int64_t cut_row;   /* index of the last row that entered; -1 = none */
	int64_t next_row;  /* index of the first that did not; -1 = none */
	int64_t undecided; /* of allocation: people not admitted because the exact search reached its limit */
	/* Names parallel to programme->kuota.kecamatan and .kelompok; NULL: the codes, or none, are shown. */
	const span *district_names, *group_names;
	span seed; /* acak_terbuka; empty = not used */
	char list_sha256[65], inputs_sha256[65];

	/* Only in ringkasan.json; these two alone may differ between equal runs. */
	const struct view_time {
		const char *name; /* "baca_usulan_ms", "sampai_putusan_ms", "total_ms" ... */
		int64_t ms;
	} * times;
	size_t ntimes;
	int64_t peak_bytes; /* memori_puncak */
	/* Called once, when every other paper is written and before ringkasan.json: fills times and
	 * peak_bytes of the copy that it is given. May be NULL. */
	void (*late)(void *ctx, struct view_head *head);
	void *late_ctx;
};

struct run_view {
	const struct programme *programme;
	const struct regions *regions; /* the wards' codes; NULL: files per ward are named without */
	struct view_head head;
	const struct view_file *files;
	size_t nfiles;
	const struct view_row *rows; /* in input order */
	size_t nrows;
	const struct view_skip *skips; /* in input order */
	size_t nskips;
	bool earlier_decree; /* perbandingan_sk.xlsx is written */
	const struct view_sk_person *sk;
	size_t nsk;
	/* The heavier papers too: the public copy of the annex, lists per ward. `lindung papers` renders them. */
	bool all_papers;
	const struct letter_order *letters; /* the Word documents wanted (papers/letter.h); NULL = none */
	bool answered;			    /* answer sheets of wards were given: jawaban.xlsx is written */
	const struct view_answer *answers;  /* in input order */
	size_t nanswers;
};

#endif

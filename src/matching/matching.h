/* SPDX-License-Identifier: EUPL-1.2
 *
 * Who is the person of each proposal row? From the registry's extract (streamed once, never stored),
 * from the registry office's verdicts, and from what reviewers answered; in that order of precedence:
 * an answer is never contradicted, the extract speaks where it has the person, else the verdict.
 *
 * A match is MATCH_FOUND from `match_bounds.found` on, and then one registry person; MATCH_REVIEW when a
 * person must look; MATCH_NONE when nobody in the registry can be the row's person.
 */
#ifndef MATCHING_MATCHING_H
#define MATCHING_MATCHING_H

#include "base/seam.h"
#include "matching/citizen.h"
#include "matching/heard.h"
#include "tabular/list.h"
#include <padan/link.h>

/* A proposal row as matching sees it. field: by enum padan_person_column, as typed but for what intake
 * has cleaned (dates as YYYY-MM-DD where they could be read, RT and RW joined "003/002"). */
struct match_row {
	span field[PADAN_P_COLUMNS];
	span id;       /* id_baris, for --hasil-padan and --tinjauan */
	uint32_t file; /* index of its list */
	uint32_t line;
	bool nik_numeric; /* its NIK cell was a number */
};

struct match_rows {
	const struct match_row *row;
	uint32_t n;
	const span *file_name; /* `berkas` of each list */
	uint32_t files;
};

/* Probabilities in ten-thousandths, as printed in `kecocokan`. Locked with the programme, printed in the minutes. */
struct match_bounds {
	uint16_t found, review;
};
extern const struct match_bounds match_bounds_usual;

enum match_verdict { MATCH_NONE, MATCH_REVIEW, MATCH_FOUND };
enum match_source { MATCH_BY_NOTHING, MATCH_BY_EXTRACT, MATCH_BY_VERDICT, MATCH_BY_REVIEWER };
enum match_answer { MATCH_ASK, MATCH_ANSWER_NIK, MATCH_ANSWER_REFUSE };

struct finding {
	uint8_t verdict, source, answer;
	bool not_found;	      /* nobody there */
	bool doubtful;	      /* somebody there, but perhaps another person */
	bool double_nik;      /* the registry has this NIK twice */
	bool place_disputed;  /* a verdict says that village, district or address is not so */
	bool death_confirmed; /* by the ward, through --tinjauan */
	bool found_before;    /* answered with a NIK although the person was found without it */
	bool nik_differs;     /* found, but the typed NIK is missing, damaged or another */
	uint8_t candidates;   /* of the extract, at most LIM_CANDIDATES: match_candidate() */
	uint16_t likelihood;  /* ten-thousandths */
	int32_t weight;	      /* mbit */
	span reviewed;	      /* answered with a NIK: the reasons that the reviewer saw; empty when the list has none */
	struct citizen who;   /* MATCH_FOUND: the registry's; by verdict: as proposed and confirmed; else empty */
};

struct match_candidate {
	struct citizen who;
	uint16_t likelihood;
	int32_t weight;
	uint8_t level[PADAN_COLUMNS]; /* of padan_person_schema */
	int32_t part[PADAN_COLUMNS];
};

/* What runs through all calls of this room. */
struct match_env {
	const struct seams *seams;
	struct padan_arena *arena; /* results live here */
	unsigned threads;
	void (*progress)(void *ctx, const char *what, int64_t done);
	void *progress_ctx;
	void (*streamed)(void *ctx); /* called once when the last extract was read: one core is enough for a while. May
					be NULL */
	void *streamed_ctx;
	const struct columns *columns;	   /* list_spec.columns of all lists; NULL = the program's own */
	const struct match_bounds *bounds; /* of verdicts; NULL = match_bounds_usual */
	bool hashed;			   /* SHA-256 of extracts and of lists about people is taken elsewhere */
};

/* --- the extract ------------------------------------------------------------------------------------- */
struct match_link;
/* Streams the extracts past the rows. ERR_UNREADABLE and ERR_MACHINE as list_scan. Free with match_link_free. */
struct match_lists {
	const span *paths;
	size_t n;
	struct list_info *infos;	     /* one per path, filled */
	const struct match_answers *answers; /* may be NULL */
};
MUST_CHECK int match_registry(struct match_link **out, const struct match_rows *rows, const struct match_lists *x,
			      const struct match_env *env, struct err *e);
void match_link_free(struct match_link *m); /* NULL is nothing; candidates' spans go with it */
unsigned match_candidates(const struct match_link *m, uint32_t row);
bool match_candidate(const struct match_link *m, uint32_t row, unsigned k, struct match_candidate *out);
/* Findings from the extract alone; f[i] for row i. */
void match_findings(const struct match_link *m, const struct match_rows *rows, const struct match_bounds *b,
		    unsigned threads, struct finding *f);

/* --- the registry office's verdicts (--hasil-padan) -------------------------------------------------- */
/* Reads the answers and fills f[i] where the extract did not find the person. Answers that belong to no row are
 * counted in *strangers. */
MUST_CHECK int match_verdicts(const struct match_rows *rows, const struct match_lists *x, struct finding *f,
			      uint64_t *strangers, const struct match_env *env, struct err *e);

/* "NIK sama kecuali 1 angka (+8,1); nama mirip (+4,2)": levels that speak, the strongest first. */
void match_explain(const struct match_candidate *c, struct buf *out);
/* One of them without its weight: "nama sebagian kata sama". False: the level says nothing. */
bool match_phrase(unsigned column, unsigned level, struct buf *out);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people answered about rows (--tinjauan, as often as there are sheets): reviewers in tinjau.xlsx, wards in
 * jawaban/<kelurahan>.xlsx of the public test and in perbaikan_nik.xlsx. Sheets are told apart by their titles:
 *
 *   keputusan_petugas    a NIK (this is the person), TOLAK, MENINGGAL
 *   nik_dikonfirmasi     the NIK on the KTP or KK, with bukti (KTP or KK) and dikonfirmasi_oleh: releases
 *                        konfirmasi_nik; another NIK than the one found sends the row to review
 *   status_hidup         MENINGGAL (confirms a death) or HIDUP (denies it; the registry must be put right),
 *                        with dikonfirmasi_oleh
 *   sanggahan            an objection in words, with putusan_sanggahan: DITERIMA refuses, DITOLAK leaves a note
 *   hasil_verval         SESUAI, or TIDAK SESUAI with catatan_kelurahan: refuses
 *   rancangan            the run that the sheet was made from
 *
 * Rows are found by id_baris, else by berkas and baris. In keputusan_petugas a word that is not understood, a row that
 * is not there, or two different answers end the run (ERR_USAGE, naming file and row). What wards answer is data: a
 * line that cannot be applied is told among the replies, with the reason, and stops nothing. Of two answers that
 * contradict each other neither is applied.
 */
#ifndef MATCHING_HEARD_H
#define MATCHING_HEARD_H

#include "matching/citizen.h"
#include "tabular/list.h"

enum match_question { ASKED_REVIEW, ASKED_CARD, ASKED_DEATH, ASKED_OBJECTION, ASKED_FITNESS, MATCH_QUESTIONS };

/* Stored: append only. */
enum match_said {
	SAID_NIK = 1 << 0, /* ASKED_REVIEW */
	SAID_REFUSE = 1 << 1,
	SAID_CARD = 1 << 2, /* ASKED_CARD */
	SAID_DEAD = 1 << 3, /* ASKED_DEATH */
	SAID_ALIVE = 1 << 4,
	SAID_UPHELD = 1 << 5, /* ASKED_OBJECTION */
	SAID_OVERRULED = 1 << 6,
	SAID_UNFIT = 1 << 7, /* ASKED_FITNESS */
	SAID_FIT = 1 << 8
};
uint32_t match_said_of(enum match_question q); /* all answers to a question */

/* What holds for a row. */
struct match_heard {
	uint32_t said;		    /* set of enum match_said */
	uint64_t nik, card;	    /* of SAID_NIK, of SAID_CARD */
	span seen;		    /* the reasons that the reviewer saw (column alasan) */
	span note[MATCH_QUESTIONS]; /* a sentence for the papers; empty = nothing to say */
};

/* One answer of one line, and what became of it. */
struct match_reply {
	uint32_t file, line; /* index of the sheet; 0-based */
	uint32_t row;	     /* UINT32_MAX: of none */
	bool applied;
	span who, said, remark; /* the name it gives; "NIK dikonfirmasi"; what it did or why nothing */
};

struct match_rows;
struct match_env;
struct finding;
struct match_answers;

MUST_CHECK int match_answers_new(struct match_answers **out, const struct match_rows *rows, const struct match_env *env,
				 struct err *e);
/* Runs whose sheets are taken (spans borrowed); without this call those of every run are. */
void match_answers_of_runs(struct match_answers *a, const span *runs, size_t n);
/* An answer that was given before and still holds: what is read now goes before it. Before match_answers_read. */
void match_answers_carry(struct match_answers *a, uint32_t row, const struct match_heard *h);
/* Reads the sheets, before the extract streams past, so that the person of an answered NIK is caught even when it was
 * no candidate. infos: one per path, filled. */
MUST_CHECK int match_answers_read(struct match_answers *a, const span *paths, size_t n, struct list_info *infos,
				  struct err *e);
/* Puts the answers over the findings. ERR_USAGE when with an extract a reviewer's NIK is nobody's. a may be NULL. */
MUST_CHECK int match_answers_apply(struct match_answers *a, bool with_extract, struct finding *f, struct err *e);
/* The place of an answered NIK, or NULL: for the stream of the extract. */
struct citizen *match_answers_wanted(const struct match_answers *a, uint64_t nik);

/* After match_answers_apply: what holds for the row (NULL: nothing); all replies in the order of sheets and lines. */
const struct match_heard *match_answers_heard(const struct match_answers *a, uint32_t row);
const struct match_reply *match_answers_replies(const struct match_answers *a, size_t *n);

#endif

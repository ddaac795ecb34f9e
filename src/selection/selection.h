/* SPDX-License-Identifier: EUPL-1.2
 *
 * The main job in one struct: what was given, what was found, what was decided, what is printed and stored. Each file
 * of this room fills its part, in this order: given.c      programme, tables, proposal rows as typed           (reads
 * files) found.c      registry, verdicts, reviewers -> findings, people   (reads files) facts.c      poverty,
 * membership, payroll, earlier decrees       (reads files) judged.c     facts -> applicants -> decisions, allocation
 * (computes) shown.c      the view that the papers print from                 (computes) run_cases.c  the use case:
 * plan, stage, apply, publish All memory is the caller's arena; the match link apart, which is freed by selection_done.
 */
#ifndef SELECTION_SELECTION_H
#define SELECTION_SELECTION_H

#include "intake/intake.h"
#include "matching/join.h"
#include "matching/matching.h"
#include "office/office.h"
#include "papers/view.h"
#include "person/occupation.h"
#include "person/person.h"
#include "person/region.h"
#include "programme/decision.h"
#include "selection/prices.h"

/* What the command line gave. Spans and lists are the caller's. */
struct selection_order {
	span program;
	const struct file_list *list[VIEW_LISTS_N]; /* by enum view_list; NULL = none */
	const struct columns *columns;		    /* columns mapped by hand, of stored lists; NULL = none */
	date papers_date;			    /* DATE_NONE: the first day of cover */
};

enum typed_cell {
	TYPED_NIK,
	TYPED_NAMA,
	TYPED_TANGGAL_LAHIR,
	TYPED_JENIS_KELAMIN,
	TYPED_ALAMAT,
	TYPED_KELURAHAN,
	TYPED_KECAMATAN,
	TYPED_PEKERJAAN,
	TYPED_NO_KK,
	TYPED_TEMPAT_LAHIR,
	TYPED_NAMA_IBU,
	TYPED_NO_HP,
	TYPED_CELLS
};

/* A proposal row as typed, read. */
struct typed {
	span cell[TYPED_CELLS];
	struct padan_date born;
	char sex;
	int rt, rw;
	enum hubungan_kerja relation;
	bool employer;
	rupiah income; /* -1 = not given */
	enum told head;
	date proposed;
	uint8_t job; /* enum occupation_known */
	int8_t group;
	int16_t district, village; /* of the regions table, -1 = not known */
	uint8_t filled;		   /* columns with a value */
	bool nik_numeric;
	char born_text[10], rt_rw_text[7]; /* as matching sees them */
};

/* A person found: the rows of one person share it. */
struct found_person {
	const struct citizen *who;
	int desil; /* 0 = not in the list */
	span desil_release;
	const struct membership_fact *members;
	int members_n;
	bool payroll, decreed;
	rupiah decreed_total;
	span decree; /* nomor_sk */
};

/* A person of an earlier decree, from --sk or from the database. */
struct earlier {
	span nik, name, number, fund, district, group;
	rupiah total;
	date from, until;
	uint32_t person; /* among the people found; JOIN_NOBODY */
	bool overlaps;
	bool freed; /* BPJS refused him: compared only, his seat and rupiah are free */
};

/* What was answered about a row in an earlier run. */
struct carried {
	span id, nik, name; /* as typed then */
	struct match_heard heard;
};

/* A row of that draft: how many answers of reviewers it had when they were taken, and how it is found again. */
struct carried_answer {
	int64_t pos, no; /* no: of the last one; -1 = none yet */
	span id, nik, name;
};

struct input {
	enum view_list kind;
	struct list_info *info;
};

struct selection {
	const struct env *env;
	struct selection_order order;
	struct padan_arena *arena;

	/* given */
	span program_text;
	struct programme programme;
	struct occupations occupations;
	struct known_groups groups;
	struct regions regions;
	struct prices prices;
	struct intake intake;
	struct input *inputs;
	size_t n_inputs;
	uint32_t n; /* proposal rows */
	struct typed *typed;
	struct match_rows rows;

	/* answered earlier, in the draft that this one continues: selection/carried_store.h */
	struct carried *carried;
	size_t n_carried;
	int64_t answered_run; /* the live draft whose answers (programme/review_store.h) were taken; 0 = none */
	struct carried_answer *answers_known; /* by row: the last number of each that has one */
	size_t n_answers_known;
	const span *runs; /* names of the programme's and stage's runs; NULL: not known, sheets of any are taken */
	size_t n_runs;

	/* found */
	struct match_bounds bounds;    /* of the programme: selection/bounds_store.h */
	span bounds_reason;	       /* who set them, when and why; empty: the usual ones */
	struct match_answers *answers; /* NULL: none */
	struct hash_ahead *hashes;     /* of the later lists, while they are read; NULL: hashed where they are read */
	struct match_link *link;
	bool extract;
	struct finding *finding;
	uint64_t strangers;  /* verdicts that belong to no row */
	uint32_t *person_of; /* per row, index into people; JOIN_NOBODY */
	struct found_person *people;
	uint32_t n_people;

	/* facts */
	struct earlier *earlier;
	size_t n_earlier, cap_earlier;
	bool has_earlier;

	/* judged */
	struct applicant *applicant;
	struct decision *decision;
	struct outcome outcome;

	/* shown */
	struct group_columns *group_columns; /* per proposal list: shown_group.c */
	struct run_view view;
	bool view_failed;   /* memory was refused while texts were made */
	int64_t decided_us; /* since the program began */
};

/* selection_given in two parts, for ask-dukcapil: the programme and its tables; the proposal rows. */
/* s->program_text becomes s->programme, with its groups and places; `name` is said in errors. */
MUST_CHECK int selection_rules(struct selection *s, const char *name, struct err *e);
MUST_CHECK int selection_programme(struct selection *s, struct err *e);
MUST_CHECK int selection_proposals(struct selection *s, struct err *e);
/* What was told of the lists of one kind, one per file in the order given; NULL when there are none. */
struct list_info *selection_infos(const struct selection *s, enum view_list kind);

MUST_CHECK int selection_given(struct selection *s, struct err *e);
MUST_CHECK int selection_found(struct selection *s, struct err *e);
MUST_CHECK int selection_facts(struct selection *s, struct err *e);
MUST_CHECK int selection_judged(struct selection *s, struct err *e);
MUST_CHECK int selection_shown(struct selection *s, struct err *e);
/* SHA-256 of the later lists: of the files as they stand here; taken beside the work from here on; what came out, into
 * their infos. */
MUST_CHECK int selection_hash_ahead(struct selection *s, struct err *e);
void selection_hash_beside(struct selection *s);
MUST_CHECK int selection_hashed(struct selection *s, struct err *e);
void selection_done(struct selection *s);

/* Into the arena; p == NULL when memory is refused. */
span selection_copy(struct selection *s, span text);
/* One person of a decree that came from elsewhere than --sk: finds him among the people found, takes him in. False:
 * memory. After selection_facts. */
MUST_CHECK bool selection_add_earlier(struct selection *s, const struct earlier *x);
/* Somebody whom BPJS enrolled for us until that day, before our cover begins: a member of our own. False: memory. */
MUST_CHECK bool selection_add_member(struct selection *s, span nik, date until);

/* The paths of one kind of list as spans; n == 0 when not given. */
static inline const struct file_list *selection_list(const struct selection *s, enum view_list kind)
{
	static const struct file_list none = { .n = 0 };

	return s->order.list[kind] ? s->order.list[kind] : &none;
}

#endif

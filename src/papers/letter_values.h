/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the letters: what a run and an office give to the fields of letter_fields.def. Read-only once prepared, so
 * that several letters may be filled at once.
 */
#ifndef PAPERS_LETTER_VALUES_H
#define PAPERS_LETTER_VALUES_H

#include "papers/letter_office.h"
#include "papers/paper.h"
#include "tabular/docx_fill.h"

enum letter_set {
#define SET(name, parent, about) SET_##name,
#define FIELD(set, name, about)
#define END(name)
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END
	LETTER_SETS
};

/* People of one fund who pay the same in every month. */
struct letter_group {
	int fund;
	span breakdown;
	int64_t people;
	rupiah each, total;
};

struct letters {
	const struct run_view *v;
	const struct letter_office *o;
	struct paper_env in;
	/* Rows by ward and name: of the annex (in.annex), to be looked at by the ward, and not chosen. */
	const uint32_t *review, *refused;
	size_t nreview, nrefused;
	const uint32_t *annex_at, *review_at; /* per ward: where its rows begin; one more at the end */
	struct letter_group *groups;
	size_t ngroups;
	const uint32_t *reasons; /* words that occur */
	size_t nreasons;
	span region, town, government, office, office_words, signer, signer_words; /* as said, or derived */
	rupiah all_spent, all_ceiling, all_left;
	int64_t all_people, lists;
};

/* One letter being filled. */
struct letter_job {
	const struct letters *all;
	enum letter letter;
	const char *subject;
	size_t at[LETTER_SETS];
};

MUST_CHECK int letters_prepare(struct letters *l, const struct run_view *v, const struct letter_office *o,
			       const struct seams *s, struct padan_arena *arena, struct err *e);
/* As struct docx_data wants them; ctx is a struct letter_job. */
bool letter_next(void *ctx, int set, bool first);
void letter_value(void *ctx, int set, int field, struct buf *out);

typedef void letter_say(const struct letter_job *j, struct buf *out);
/* The functions of a set's fields, in the list's order; letter_doc.c and letter_rows.c. */
#define SET(name, parent, about)
#define FIELD(set, name, about) letter_say set##_##name;
#define END(name)
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END

/* What stands where something is to be filled in by hand. */
void say_or_dots(span s, int dots, struct buf *out);

#endif

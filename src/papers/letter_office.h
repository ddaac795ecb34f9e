/* SPDX-License-Identifier: EUPL-1.2
 *
 * What an office says about itself once: instansi.yaml. Letterhead, pictures, paper, signer, templates of its own, and
 * for each letter the number's pattern, addressee and copies. Keys: docs/panduan/surat.md.
 */
#ifndef PAPERS_LETTER_OFFICE_H
#define PAPERS_LETTER_OFFICE_H

#include "base/date.h"
#include "base/seam.h"

enum letter {
#define LETTER(name, ...) LETTER_##name,
#include "papers/letters.def"
#undef LETTER
	LETTERS_N
};

const char *letter_name(enum letter l); /* "nota_dinas" */

struct letter_picture {
	span png; /* empty: none */
	uint32_t width, height;
};

struct letter_setting {
	span number; /* pattern: {nomor} {bulan} {bulan_romawi} {tahun} */
	span order;  /* what stands for {nomor}; empty: dots */
	span to, at; /* addressee and place */
	const span *copies;
	int ncopies;
};

/* Empty texts are taken from the programme, or left as dots to be filled in by hand. */
struct letter_office {
	span government, province, name, address, town, region;
	struct {
		span name, title, grade, nip;
	} head;
	struct letter_picture crest, state_crest;
	bool a4;
	const char *templates; /* folder of the office's own; NULL = none */
	struct {
		span place, phone;
		int days;   /* after the papers' date; -1 = not said */
		date until; /* or this day */
	} objection;
	struct letter_setting letter[LETTERS_N];
};

/* An office that says nothing. */
void letter_office_init(struct letter_office *o);
/* Reads `bytes` of a file `name`; names of files in it are left as they stand. Pure but for memory. ERR_USAGE with line
 * and reason. pictures: the two files' names. */
MUST_CHECK int letter_office_read(struct letter_office *o, span pictures[2], struct padan_arena *arena, span bytes,
				  const char *name, struct err *e);
/* Reads the file `path`, the pictures that it names (beside it, unless absolute) and resolves its folder. */
MUST_CHECK int letter_office_load(struct letter_office *o, const char *path, struct padan_arena *arena,
				  const struct seams *s, struct err *e);
/* From what the database keeps: `text` as of such a file, and the pictures' bytes (empty: none), all of which must
 * stay.
 */
MUST_CHECK int letter_office_of(struct letter_office *o, span text, span crest, span state_crest,
				struct padan_arena *arena, struct err *e);
/* Width and height of a PNG of at most LIM_LETTER_PICTURE bytes; false when it is none. */
bool letter_picture_read(struct letter_picture *out, span png);

#endif

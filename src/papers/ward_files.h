/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the room: one file per ward, named by code and name: "73.72.01.1004-galung-maloang". Spellings that mean one
 * ward of the region share a file; what is no ward of it is "tanpa-kode".
 */
#ifndef PAPERS_WARD_FILES_H
#define PAPERS_WARD_FILES_H

#include "papers/paper.h"

enum { WARD_STEM = 96 };
struct ward_file {
	char stem[WARD_STEM];
	char code[16];		/* "" = not known */
	span village, district; /* as shown */
};

struct ward_files {
	struct ward_file *file; /* by code, then the unknown by name */
	uint32_t n;
	uint32_t *of_ward; /* per ward of the paper_env: its file */
};
MUST_CHECK int ward_files_make(struct ward_files *out, const struct paper_env *in, struct padan_arena *arena,
			       struct err *e);
static inline uint32_t ward_file_of(const struct ward_files *f, const struct paper_env *in, uint32_t row)
{
	return f->of_ward[in->ward_of[row]];
}

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * Inside the room: what the papers of a public test share. */
#ifndef PAPERS_PUBLICTEST_PARTS_H
#define PAPERS_PUBLICTEST_PARTS_H

#include "papers/publictest.h"
#include "papers/ward_files.h"

struct publictest_job {
	const struct publictest_view *p;
	struct paper_env in;
	struct ward_files files;
	uint32_t *rows; /* asked about, by ward file and name */
	size_t nrows;
	const struct publictest_ward *wards;
};

/* The rows of one ward's file stand together: rows[*from .. *from + *n). */
void publictest_rows(const struct publictest_job *j, uint32_t file, size_t *from, size_t *n);

MUST_CHECK int publictest_list(const struct publictest_job *j, uint32_t file, const char *path, struct err *e);
MUST_CHECK int publictest_sheet(const struct publictest_job *j, uint32_t file, const char *path, struct err *e);
MUST_CHECK int publictest_summary(const struct publictest_job *j, const char *path, struct err *e);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * The files of a job: one by its name (`nama`), or all of them as one zip. Inside of the server. */
#ifndef WEB_JOB_FILE_H
#define WEB_JOB_FILE_H

#include "web/visit.h"

/* The job is the part `pekerjaan` of the address; who may not see it, and who asks for what is not in it, hears the
 * same. Sets v->absent. */
MUST_CHECK int job_file_answer(struct visit *v, const struct env *env, struct err *e);
/* A file as a download under `name`. */
MUST_CHECK int send_download(struct visit *v, const char *path, span name, struct err *e);

#endif

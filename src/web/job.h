/* SPDX-License-Identifier: EUPL-1.2
 *
 * Long work: a use case that makes files, or takes minutes, runs on a thread of its own while its state stands in the
 * database, where it survives a reload and a restart. What was under way when the process ended is told as interrupted.
 * A job's number is its idempotency key: the same order twice is one job.
 */
#ifndef WEB_JOB_H
#define WEB_JOB_H

#include "office/office.h"

enum job_state { JOB_WAITS, JOB_RUNS, JOB_DONE, JOB_FAILED, JOB_INTERRUPTED };
#define JOB_STATES "menunggu|berjalan|selesai|gagal|terputus"

enum { JOB_ID = 56, JOB_DIGEST = 32, JOB_WHAT = 96 };

struct job {
	span id, use_case, actor, region;
	int64_t account;
	unsigned char digest[JOB_DIGEST]; /* of the question: use case, parameters, content of the files */
	enum job_state state;
	span what; /* the step it is at */
	int64_t done, total;
	int64_t made_ms, began_ms, ended_ms; /* 0: not yet */
	span error;			     /* of one that failed */
	span result;			     /* "label\tvalue\n"... of one that is done */
	span folder;			     /* of its files */
};

/* How jobs are kept (web/job_store.h). All but get write, each in a transaction of its own. */
struct job_ops {
	/* ERR_CONFLICT: a job of this number was ordered by somebody else or with other contents. *known: it is there
	 * already, the same order. */
	int (*add)(struct store *s, const struct job *j, bool *known, struct err *e);
	/* State, step, times, error and result. */
	int (*update)(struct store *s, const struct job *j, struct err *e);
	/* Step only, and only while it runs. */
	int (*progress)(struct store *s, const struct job *j, struct err *e);
	/* What is not over was interrupted. */
	int (*interrupt)(struct store *s, int64_t now_ms, struct err *e);
	/* Jobs that ended before: their folders, which are to be removed; then they are marked as having none. */
	int (*expire)(struct store *s, int64_t before_ms, int (*each)(void *ctx, span folder), void *ctx,
		      struct err *e);
};

/* --- the threads that carry them out -------------------------------------------------------------------------------
 */
struct jobs;
struct jobs_options {
	const struct env *base; /* of every use case */
	const struct job_ops *ops;
	span db;
	const char *folder; /* results, one folder for each job */
	int threads;
};
MUST_CHECK int jobs_start(struct jobs **out, const struct jobs_options *o, struct err *e);
/* What runs is finished, what waits stays in the database as interrupted. NULL is nothing. */
void jobs_stop(struct jobs *j);

/* What a job is asked to do. */
struct job_order {
	const struct use_case *uc;
	const struct env *env; /* actor, scope, the store of this thread */
	span id;	       /* its number; see jobs_folder */
	const void *in;	       /* filled, dir_out and file_out below jobs_folder */
	const char *inputs;    /* folder of uploads; the job's from now on. NULL: none */
};
/* Where the results of that number will lie: in the arena; empty when memory is refused. */
span jobs_folder(const struct jobs *j, span id, struct padan_arena *a);
/* *taken: the uploads are the job's now. ERR_CONFLICT as job_ops.add; also when too many wait. */
MUST_CHECK int jobs_order(struct jobs *j, const struct job_order *o, bool *taken, struct err *e);
/* Called now and then, not on an event loop's thread: writes down how far they are, and removes what is too old. */
void jobs_write_down(struct jobs *j, struct store *s);

#endif

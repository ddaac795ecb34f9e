/* SPDX-License-Identifier: EUPL-1.2
 *
 * The one door to every use case. office_run asks for permission, calls plan (reads and computes, as long as it needs,
 * writes nothing), and in COMMIT mode carries out what the kind of the use case asks for:
 *
 *   WRITE    begin, apply, event, commit
 *   FILES    publish
 *   PUBLISH  stage (render beside the target), then with a store: begin, apply, event, commit; then publish (rename).
 *            When something fails before publish: discard.
 *
 * So every write has a preview, the writer is never held while planning, and the event cannot be forgotten. A command
 * with a key (env.idempotency) has one effect however often it comes, and the first answer each time (office/answer.h).
 */
#ifndef OFFICE_OFFICE_H
#define OFFICE_OFFICE_H

#include "base/seam.h"
#include "office/use_case.h"

enum mode { PREVIEW, COMMIT };

struct actor {
	span name;
	uint64_t may;	 /* bit 1 << capability */
	int64_t account; /* who it is by the database's list of users; 0: whoever sits at the machine, nobody by name */
};
#define MAY_ALL	 (~(uint64_t)0)
#define MAY(cap) ((uint64_t)1 << (cap))

/* Who says to be acting, and what shows it. An empty name: nobody says so. */
struct credentials {
	span name, pin;
};

/* Whose people may be seen: a region code ("73.72"), everything below it included. Empty: all. */
struct scope {
	span region;
};

/* Tells how far a long plan is; total 0 = not known. May be called from any thread, at most some 100 times a second
 * matters. `step` may be NULL. */
struct progress {
	void (*step)(void *ctx, const char *what, int64_t done, int64_t total);
	void *ctx;
};

/* What happened, for the event log. `content` is canonical JSON of the fields in and out (rows and F_PRIVATE ones
 * left out); the store hashes it with a salt. */
struct event {
	span key;    /* idempotency: a key seen before is a conflict. Empty: the store makes one */
	span answer; /* with a key: kept sealed, and given back by answered() */
	const char *use_case;
	span actor, reason, region, content;
};

/* What came of the command that had a key. */
struct answered {
	bool found;
	int64_t at_ms;
	char use_case[64];
};

struct env;
struct store; /* the opened database, of the room db */

/* The store as the office sees it. All fallible members fill e; ERR_CONFLICT when locked or known already. */
struct store_ops {
	/* Opens (and makes, when missing) the database `name` with the key file of env. */
	int (*open)(const struct env *env, span name, struct store **out, struct err *e);
	void (*close)(struct store *s); /* NULL is nothing */
	/* Fills env->actor and env->scope: the named user (ERR_USAGE: unknown, disabled, wrong PIN; ERR_CONFLICT:
	 * locked for a while), or without a name what the database leaves to the machine's own user. */
	int (*enter)(struct env *env, const struct credentials *who, struct err *e);
	int (*begin)(struct store *s, struct err *e);
	int (*commit)(struct store *s, struct err *e);
	void (*rollback)(struct store *s); /* nothing when no transaction is open */
	int (*event)(struct store *s, const struct event *ev, struct err *e);
	/* Appends the answer of the event with this key to `answer`. May be NULL: no command can carry a key. */
	int (*answered)(struct store *s, span key, struct buf *answer, struct answered *was, struct err *e);
	/* Writes down, in a transaction of its own, that the actor looked at the person with this NIK. May be NULL. */
	int (*looked)(const struct env *env, const struct use_case *uc, span nik, struct err *e);
	/* What the user must be told after a success (a key was made: copy it away), or NULL. Lives with the store. */
	const char *(*advice)(const struct store *s);
};

struct law;    /* law/law.h */
struct writer; /* office/writer.h */

struct env {
	const struct seams *seams;
	const struct law *law;	   /* the tables in force; NULL only in tests that need none */
	struct padan_arena *arena; /* results of plan live here, until the caller is done with `out` */
	date today;		   /* given by the caller, never the clock; DATE_NONE when nobody said */
	struct actor actor;
	struct scope scope;
	uint64_t confirm; /* of actor.may: what is carried out only after a fresh code of TOTP (preview is free) */
	int64_t session;  /* number of the actor's session; 0: none */
	span source;	  /* address of the other end, for the back-off; empty: this machine */
	const struct store_ops *store_ops; /* NULL: no store in this program */
	struct store *store;		   /* NULL: none open */
	int threads;			   /* >= 1 */
	struct progress progress;
	span key_file;	       /* of personal data; empty: the default places of CONTRACT section 2 */
	span law_dir;	       /* --hukum, empty: the embedded tables */
	span idempotency;      /* empty: none given */
	int64_t started_us;    /* seams->monotonic_us when the program began, for the timings of papers */
	struct writer *writer; /* of this process (office/writer.h); NULL: the store writes by itself */
	uint64_t client;       /* whose turn it is with the writer: one number for each caller */
	int processors;	       /* of this machine; what `threads` is when nobody says */
	int (*law_open)(struct law **out, const struct seams *seams, span dir, struct padan_arena *arena,
			struct err *e); /* NULL: needs no law */
};

/* A write in progress, as apply sees it. */
struct unit {
	const struct env *env;
	struct store *store; /* NULL for PUBLISH without a store */
};

/* Ends the transaction and begins the next one: for an apply that writes in bounded units. */
MUST_CHECK int unit_next(struct unit *u, struct err *e);

/* May the actor of env do this at all? Asked by office_run too. */
MUST_CHECK int office_may(const struct use_case *uc, const struct env *env, struct err *e);

/* in and out are the use case's own structs (in_size, out_size bytes). Returns 0, or the code of *e. With
 * ERR_FOUND_WRONG (verify) out is filled as with 0. */
MUST_CHECK int office_run(const struct use_case *uc, enum mode mode, const struct env *env, const void *in, void *out,
			  struct err *e);

/* What every command may list among its fields, known by wire name, into env: threads, tanggal (env.today), hukum (law
 * tables: opened), db (type store: opened). seams, arena, key_file, processors, law_open, store_ops, writer and client
 * are set. After an error too the caller closes env.store. */
MUST_CHECK int env_open(struct env *env, const struct use_case *uc, const void *in, struct err *e);
/* The member of the field with this wire name and type; NULL when there is none or it is not given. */
const void *env_common(const struct use_case *uc, const void *in, const char *wire, enum field_type type);

/* For long loops: tells progress when somebody listens. */
static inline void env_progress(const struct env *env, const char *what, int64_t done, int64_t total)
{
	if (env->progress.step)
		env->progress.step(env->progress.ctx, what, done, total);
}

#endif

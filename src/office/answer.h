/* SPDX-License-Identifier: EUPL-1.2
 *
 * Commands that carry a key (--kunci-perintah; later of the API and the web): one effect however often they come. What
 * was asked, and by whom, is digested, with the content of the files that were given; the digest and the answer are
 * kept, sealed, beside the event. The same key with the same question gets the first answer again; with another
 * question it is a conflict that says when and for what the key was used.
 */
#ifndef OFFICE_ANSWER_H
#define OFFICE_ANSWER_H

#include "office/office.h"

enum {
	ANSWER_KEY = 56, /* bytes of a key */
	ANSWER_QUESTION = 32,
	ANSWER_MAX = 4 << 20 /* of one answer; its lists are left out when it would be more */
};

/* A command on its way. */
struct asked {
	const struct use_case *uc;
	const struct env *env;
	unsigned char question[ANSWER_QUESTION];
	struct buf kept; /* the question, then the packed answer, as it is stored; empty: nothing was stored */
};

/* ERR_USAGE: letters, digits and . _ : - only, at least one. */
MUST_CHECK int answer_key_check(span key, struct err *e);
/* Does this command want one? It writes to a store, and was given a key. */
bool answer_wanted(const struct use_case *uc, const struct env *env);
/* Reads the files that `in` names. a is to be given to answer_done whatever comes back. */
MUST_CHECK int answer_ask(struct asked *a, const struct use_case *uc, const struct env *env, const void *in,
			  struct err *e);
void answer_done(struct asked *a);
/* *known: an answer was there and `out` holds it, or it was to another question (ERR_CONFLICT). `sure`: waits for those
 * who are writing now. */
MUST_CHECK int answer_known(struct asked *a, bool sure, bool *known, void *out, struct err *e);
/* What is to be kept with the event. Uses up the cursors of out. */
MUST_CHECK int answer_keep(struct asked *a, const void *out, struct err *e);
/* After the commit: out as every repetition will see it (its cursors were used up). */
MUST_CHECK int answer_give(const struct asked *a, void *out, struct err *e);

#endif

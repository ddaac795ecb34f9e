/* SPDX-License-Identifier: EUPL-1.2
 *
 * The chain of a decree: draft, diverifikasi, diusulkan, paraf_hukum, ditandatangani, ditetapkan, dikirim_bpjs. Which
 * act leads where is data (chain.def); here are its words and its refusals. From diverifikasi on the run cannot be
 * replaced, so threshold, priority and list are locked; `return` makes it a draft again, with a reason. Pure.
 */
#ifndef PROGRAMME_DECREE_CHAIN_H
#define PROGRAMME_DECREE_CHAIN_H

#include "base/err.h"
#include "base/text.h"

enum chain_state {
#define CHAIN_STATE(word, label, next) CHAIN_##word,
#define CHAIN_ACT(word, label, cap)
#define CHAIN_STEP(act, from, to)
#include "programme/chain.def"
#undef CHAIN_STATE
#undef CHAIN_ACT
	CHAIN_STATES
};
enum chain_act {
#define CHAIN_STATE(word, label, next)
#define CHAIN_ACT(word, label, cap) ACT_##word,
#include "programme/chain.def"
#undef CHAIN_STATE
#undef CHAIN_ACT
#undef CHAIN_STEP
	CHAIN_ACTS
};

const char *chain_state_word(enum chain_state s);  /* as stored: "paraf_hukum" */
const char *chain_state_label(enum chain_state s); /* "paraf hukum" */
const char *chain_state_next(enum chain_state s);  /* what comes next, with its command */
const char *chain_act_word(enum chain_act a);	   /* as stored and typed: "verify" */
const char *chain_act_label(enum chain_act a);	   /* "diverifikasi" */
bool chain_state_of(span word, enum chain_state *out);
bool chain_act_of(span word, enum chain_act *out);

/* Where the act leads from here; false: not from here. */
bool chain_leads(enum chain_act a, enum chain_state from, enum chain_state *to);
/* Why the act is refused here: ERR_CONFLICT, with what to do instead. `draft` names the run. */
int chain_refuse(enum chain_act a, enum chain_state at, const char *draft, struct err *e);
/* Must the act be done by another person than the one whose work it checks? All but `return`: taking back needs no
 * second person. */
bool chain_checks(enum chain_act a);

/* Does the programme file say that one person may do several steps in a row (`penetapan: {orang_berbeda: tidak}`)?
 * ERR_USAGE when it cannot be read. */
MUST_CHECK int chain_one_person(span program_text, struct padan_arena *arena, bool *one, struct err *e);

#endif

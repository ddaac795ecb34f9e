/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rules about users: roles, names, PINs, and how long nobody is let in after wrong ones. Pure. What is stored:
 * user_store.h. One account is one person; the chain of a decree asks that its steps are done by different ones.
 */
#ifndef ACCESS_USER_H
#define ACCESS_USER_H

#include "office/office.h"

enum role {
#define ROLE(word, label, may) ROLE_##word,
#include "access/role.def"
#undef ROLE
	ROLE_COUNT
};
/* All words joined by |, for a field of type choices. */
#define ROLE_WORDS                                                                                                     \
	"operator_kelurahan|operator_opd|verifikator|kepala_dinas|bagian_hukum|sekda|disdukcapil|dinsos|bappeda|"      \
	"bpkad|bpjs|inspektorat|admin"

const char *role_word(enum role r);
const char *role_label(enum role r);
uint64_t role_may(enum role r);
/* The union over "verifikator,sekda"; a word that is no role (any more) gives nothing. */
uint64_t roles_may(span words);
bool roles_have(span words, enum role r);

enum { USER_NAME_MIN = 2, USER_NAME_MAX = 40, PIN_MIN = 6, PIN_MAX = 64 };
/* Small letters, digits, dot, dash, underscore, 2 to 40 of them: "andi.mappuji". Capitals are made small. ERR_USAGE. */
MUST_CHECK int user_name_read(span typed, char out[USER_NAME_MAX + 1], struct err *e);
/* ERR_USAGE when it is too short, too long, or one that everybody tries first (one letter repeated, 123456). */
MUST_CHECK int pin_allowed(span pin, struct err *e);

/* Milliseconds that no PIN is taken after the `wrong`-th wrong one in a row: nothing for the first four, then one
 * minute, doubling up to an hour. It ends by itself: who knows the PIN is kept out for an hour at most, who guesses
 * gets 24 tries a day. */
int64_t pin_wait_ms(int64_t wrong);

/* What the machine's own user may, when no name is given: everything while the database knows no user (as it was
 * before there were any); once it does, only what writes nothing, and what any citizen may. The steps of a decree
 * always ask for a name (decree_cases.c). */
uint64_t nobody_may(bool users_known);

#endif

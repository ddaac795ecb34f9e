/* SPDX-License-Identifier: EUPL-1.2
 *
 * Between name.c and sound.c.
 */
#ifndef PADAN_ID_NAME_WORDS_H
#define PADAN_ID_NAME_WORDS_H

#include <padan/name.h>

/* The letters of a folded word's sound by the spelling rules alone, at out (room for 2 * n); returns how many. */
size_t padan_sound_letters(const char *s, size_t n, char *out);
uint64_t padan_sound_pack(const char *letters, size_t n);

/* A word of A-Z that no list knows, so that it is the same wherever it stands in a name: read into *out. false when
 * some list does. */
bool padan_name_plain(struct padan_word *out, const char *s, size_t n);
/* Do the letters of a whole name, joined, say that there is none ("TIDAKADA")? */
bool padan_name_none(const char *letters, size_t n);

#endif

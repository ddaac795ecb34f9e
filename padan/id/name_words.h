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

#endif

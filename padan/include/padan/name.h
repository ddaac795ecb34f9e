/* SPDX-License-Identifier: EUPL-1.2
 *
 * A person's name as a set of words. There are no surnames, one word is a name, the order varies.
 *
 * Titles and honours are recognised, taken out and kept as flags: they are no evidence either way. Abbreviations
 * are written out (Muh. -> MUHAMMAD, Abd. -> ABDUL, St. -> SITI). Words that are also first names (Andi, Baso,
 * Besse, Daeng, Haji as a second word ...) are never stripped. The word lists are data (data/ref/gelar.csv,
 * data/ref/ejaan_nama.csv), compiled in by padan/tools/make_names.py (padan/id/name_table.inc is checked in).
 *
 * The `sound` of a word is its letters after the old spelling and what people mix up were brought to one form
 * (padan/id/sound.c has the rules in full):
 *   oe,oo,ou->u  ie->i  ae->ai  dj->j  tj->c  sj,sy,sh,ts,dz,z->s  f,v,ph->p  q,ck->k  kh,ch->h  x->ks
 *   dh->d  th->t  gh->g  bh->b  rj,lj,hj->ri,li,hi  y->i beside consonants and at the end, else j  w->u behind
 * consonants dropped: h at the end, double letters, w after u, y between i and a vowel; last d,b sound as t,p and a
 * word listed under `ejaan` sounds like its standard form (JULKIFLI like ZULKIFLI).
 */
#ifndef PADAN_NAME_H
#define PADAN_NAME_H

#include <padan/span.h>
#include <stdint.h>

#define PADAN_NAME_WORDS 8
#define PADAN_NAME_TEXT	 31

enum padan_word_flag {
	PADAN_WORD_INITIAL =
		1 << 0, /* typed as one letter (`initial`): compatible with every word that begins with it */
	PADAN_WORD_EXPANDED = 1 << 1, /* text is what an abbreviation or a spelling variant stands for */
	PADAN_WORD_KIN = 1 << 2,   /* stands behind bin/binti/alias: a parent's name, or another name of the person */
	PADAN_WORD_DAENG = 1 << 3, /* stands behind DG/DAENG: the Makassar name, often the only one that is known */
	PADAN_WORD_COMMON =
		1 << 4,		 /* a particle that carries little: MUHAMMAD, ABDUL, NUR, SITI, ANDI, DAENG, PUTRA... */
	PADAN_WORD_CUT = 1 << 5, /* was longer than PADAN_NAME_TEXT; hash and sound are of the whole */
};

struct padan_word {
	uint64_t hash;	/* padan_hash of text (the whole one), seed 0 */
	uint64_t sound; /* up to 12 letters of the sound, 5 bits each (A = 1), the first in bits 59-55; never 0 */
	uint8_t flags;	/* enum padan_word_flag */
	uint8_t n;	/* bytes of text, 1 to 31 */
	char initial;	/* the typed letter when INITIAL, else 0 */
	char text[PADAN_NAME_TEXT +
		  1]; /* A-Z and 0-9 only (apostrophes closed up: PA'BATANG -> PABATANG; a hyphen divides) */
};

enum padan_name_flag {
	PADAN_NAME_TITLE = 1 << 0,	/* some title or honour was taken out */
	PADAN_NAME_HAJI = 1 << 1,	/* H., Hj. */
	PADAN_NAME_DECEASED = 1 << 2,	/* alm., almh., (ALM), mendiang: a hint, no proof */
	PADAN_NAME_MALE = 1 << 3,	/* Tn., H., alm., bin, Bapak: a hint */
	PADAN_NAME_FEMALE = 1 << 4,	/* Ny., Nn., Hj., almh., binti, Ibu, St./Siti, Besse: a hint */
	PADAN_NAME_ALIAS = 1 << 5,	/* "alias", "als", a second name in brackets */
	PADAN_NAME_MORE = 1 << 6,	/* more than 8 words; the first 8 are here, whole and set have all */
	PADAN_NAME_NOT_A_NAME = 1 << 7, /* "-", NULL, NN, TIDAK ADA, digits only, ...: n is 0 */
};

struct padan_name {
	/* Of all words that are not KIN: */
	uint64_t whole; /* hash of the joined sounds in order, H left out: NUR HAYATI = NURHAYATI. 0 when n is 0 */
	uint64_t set;	/* hash that does not depend on the words' order: sum of mixed sounds. 0 when n is 0 */
	uint16_t flags; /* enum padan_name_flag */
	uint8_t n;	/* words */
	struct padan_word word[PADAN_NAME_WORDS];
};

/* raw: UTF-8 as typed (a byte that is none is taken for Windows-1252). Never fails; no allocation. Only word[0..n-1]
 * are written. When titles leave nothing ("HAJI", "Drs."), the words are kept as words. */
void padan_name_parse(struct padan_name *out, struct padan_span raw);

/* The sound of one folded word (A-Z, 0-9), by spelling rules and the list; never 0. */
uint64_t padan_sound(struct padan_span folded);
/* The letters of a packed sound, NUL-terminated. Returns out. */
char *padan_sound_text(uint64_t sound, char out[13]);

#endif

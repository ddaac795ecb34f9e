/* SPDX-License-Identifier: EUPL-1.2
 *
 * The NIK (nomor induk kependudukan): 16 digits = province, regency, district of first issue (2+2+2), day of
 * birth (women +40), month, two-digit year, serial 0001... There is no check digit, so nothing here says that a
 * NIK is right; it says what a typed one holds and how it may be damaged. Unknown districts are not this
 * header's business. The family-card number (no KK) has the same shape with the card's date instead of the
 * birth's: parse it with the same function.
 */
#ifndef PADAN_NIK_H
#define PADAN_NIK_H

#include <padan/span.h>
#include <stdint.h>

enum padan_nik_flag {
	PADAN_NIK_EMPTY = 1 << 0,      /* nothing, "-", "NULL", "NN", "0", ... : not given */
	PADAN_NIK_NOT_DIGITS = 1 << 1, /* text that cannot be read as digits; n = 0 */
	PADAN_NIK_SHORT = 1 << 2,      /* fewer than 16 digits (15 is the usual case) */
	PADAN_NIK_LONG = 1 << 3,       /* more than 16 digits; value and digits hold the first 16 */
	PADAN_NIK_EXPONENT = 1 << 4,  /* was 7.37202E+15: only the leading `trusted` digits are known, the rest are 0 */
	PADAN_NIK_CUT15 = 1 << 5,     /* 15-digit precision suspected or known: the 16th digit 0 may be false */
	PADAN_NIK_LETTERS = 1 << 6,   /* O, o, Q, D read as 0; I, l, L, | as 1; S 5, B 8, Z 2 */
	PADAN_NIK_PUNCT = 1 << 7,     /* blanks, dots, dashes, apostrophes, a decimal ",00" or ".0" were taken out */
	PADAN_NIK_TEMPORARY = 1 << 8, /* begins with 0: a village program's temporary number */
	PADAN_NIK_SAME_DIGITS = 1 << 9, /* one digit sixteen times */
	PADAN_NIK_SERIAL0 = 1 << 10,	/* serial 0000 (with CUT15 it may just be a lost digit: 000x) */
	PADAN_NIK_BAD_DATE = 1 << 11,	/* no such day or month, after taking 40 off */
	PADAN_NIK_BAD_REGION = 1 << 12, /* no province has such a number (< 11 or > 97), or regency or district 00 */
	PADAN_NIK_BIRTH = 1 << 13,	/* the birth part was read: day, month, year, female hold */
};

struct padan_nik {
	uint64_t value;	 /* the 16 digits as a number; with EXPONENT the unknown ones are 0; else 0 unless n >= 16 */
	uint16_t flags;	 /* enum padan_nik_flag */
	uint8_t n;	 /* digits found (255 at most) */
	uint8_t trusted; /* leading digits to be relied on, 0 to 16: 15 with CUT15, 0 when TEMPORARY, SAME_DIGITS, EMPTY
			  */
	uint32_t region; /* the first six digits as a number; 0 when fewer */
	uint16_t serial; /* last four */
	int16_t year;	 /* of birth, four digits, by the reference year */
	uint8_t month;	 /* 1-12 */
	uint8_t day;	 /* 1-31, without the 40 */
	bool female;	 /* the day had 40 added */
	char digits[17]; /* as read, NUL-terminated; shorter than 16 when SHORT */
};

struct padan_nik_opt {
	int ref_year; /* two-digit years are read into (ref_year - 100, ref_year] */
	bool numeric; /* the cell was a number: a 16th digit 0 gets CUT15 */
	bool suspect; /* the whole file was found damaged (padan_nik_sniff): the same */
};

/* Reads what was typed. Never fails; what is wrong stands in flags. opt must not be NULL. */
void padan_nik_parse(struct padan_nik *out, struct padan_span raw, const struct padan_nik_opt *opt);
/* Parts of a number that is known to have 16 digits (a clean registry): the fast way, same result. */
void padan_nik_of(struct padan_nik *out, uint64_t value, const struct padan_nik_opt *opt);
/* Exactly 16 ASCII digits? The hot path of a registry: true and *value, or false: use padan_nik_parse. */
bool padan_nik_clean(struct padan_span raw, uint64_t *value);

/* 16 good digits with a possible region and date: fit to be compared as a whole. */
static inline bool padan_nik_sound(const struct padan_nik *k)
{
	return k->n == 16 && k->trusted >= 15 &&
	       !(k->flags & (PADAN_NIK_BAD_DATE | PADAN_NIK_BAD_REGION | PADAN_NIK_TEMPORARY | PADAN_NIK_SAME_DIGITS));
}

/* Is a file damaged? Count every NIK; a tenth of honest NIKs end in 0 (fewer: serials are small). */
struct padan_nik_sniff {
	uint64_t full;	   /* NIKs of 16 digits */
	uint64_t zero;	   /* of them, ending in 0 */
	uint64_t exponent; /* 7.37E+15 */
};
void padan_nik_sniff_add(struct padan_nik_sniff *s, const struct padan_nik *k);
/* Far more than a tenth end in 0 (at least 30 % of at least 20), or some are in E notation. */
bool padan_nik_sniff_damaged(const struct padan_nik_sniff *s);

/* How two NIKs differ, most alike first. */
enum padan_nik_class {
	PADAN_NIK_EQUAL,	 /* 16 digits, all trusted on both sides */
	PADAN_NIK_EQUAL_TRUSTED, /* equal as far as both are trusted: at least 12 digits (region and birth) */
	PADAN_NIK_EQUAL_PREFIX,	 /* the same, but 6 to 11 digits (E notation) */
	PADAN_NIK_SWAPPED,	 /* two adjacent digits changed places */
	PADAN_NIK_TYPO,		 /* one digit differs in region or birth date (typing error), or one was left out or
				  * doubled (15 or 17 digits) */
	PADAN_NIK_SEX,		 /* only the 40 of the day differs */
	PADAN_NIK_NEIGHBOUR,	 /* one digit differs in the serial: next to no evidence of sameness */
	PADAN_NIK_SAME_BIRTH, /* region and birth part equal, serials differ in more; or only the birth date and sex */
	PADAN_NIK_DIFFERENT,
	PADAN_NIK_UNKNOWN, /* one side has fewer than 6 trusted digits: nothing to compare */
};
enum padan_nik_class padan_nik_compare(const struct padan_nik *a, const struct padan_nik *b);
/* The same for two values known to have 16 good digits; never _TRUSTED, _PREFIX or _UNKNOWN. */
enum padan_nik_class padan_nik_compare_values(uint64_t a, uint64_t b);

/* "7372********0001": first four and last four of 16; other lengths keep the first two; "" for none. */
char *padan_nik_mask(struct padan_span digits, char out[20]);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a record is made of: typed columns, how they are compared, and by which blocking rules two
 * records become a candidate pair. A schema is constant data; it must outlive what is built on it.
 */
#ifndef PADAN_SCHEMA_H
#define PADAN_SCHEMA_H

#include <padan/span.h>
#include <stdint.h>

enum { PADAN_COLUMNS = 16, PADAN_RULES = 32, PADAN_LEVELS = 16 };

/* Every kind has level 0 = nothing to compare (a side is missing): no evidence either way. */
enum padan_kind {
	PADAN_NIK, /* Indonesian identity number. Compared GIVEN the birth date and the sex, which it repeats, and given
		    * the family card, which people write into the same cell. At most one column */
	PADAN_NAME,  /* a person's name: a set of words, each with its best partner, rare words weighing more */
	PADAN_DATE,  /* a birth date in any notation; the first such column is the one that NIK is compared given */
	PADAN_SEX,   /* L/P, Lk/Pr, 1/2, Laki-laki/Perempuan, M/F, male/female */
	PADAN_CARD,  /* family-card number: a nearly unique key that a household shares */
	PADAN_KEY,   /* any other nearly unique key: telephone, e-mail, insurance number */
	PADAN_PLACE, /* a place from a short list (village, district, city), compared as a whole, frequencies counted */
	PADAN_TEXT,  /* free words: street, occupation, firm */
	PADAN_VALUE, /* a code, a category, a small number: equal, one letter off, or not; frequencies counted */
};

/* Levels, the same for all columns of a kind; higher is no promise of more weight: the model says. */
enum padan_nik_level {
	PADAN_LN_MISSING,
	PADAN_LN_EQUAL,	     /* 16 trusted digits */
	PADAN_LN_TRUSTED,    /* equal as far as a damaged number can be trusted (15 digits, 7.37202E+15) */
	PADAN_LN_TYPO,	     /* one digit off in region or date, two neighbours swapped, day with or without 40 */
	PADAN_LN_SAME_BIRTH, /* region and date part equal, another serial: another child of that day as a rule */
	PADAN_LN_CARD,	     /* the cell holds the other record's family-card number */
	PADAN_LN_NEAR,	     /* another region, the date and the serial equal */
	PADAN_LN_DIFFERENT,
	PADAN_LN_GIVEN_DATE, /* added to the level where both birth dates are known and equal */
};
enum padan_bag_level { /* NAME and TEXT */
		       PADAN_LB_MISSING,
		       PADAN_LB_EQUAL, /* all words, equal */
		       PADAN_LB_SOUND, /* all words, equal or equal by sound or alike */
		       PADAN_LB_PART,  /* the words of one side are in the other, which has more */
		       PADAN_LB_SOME,  /* some word in common, others not */
		       PADAN_LB_NONE,
};
enum padan_date_level {
	PADAN_LD_MISSING,
	PADAN_LD_EQUAL,
	PADAN_LD_SWAPPED, /* day and month exchanged */
	PADAN_LD_TYPO,	  /* one of day, month, year (+-1, +-10, one digit) off */
	PADAN_LD_YEAR,	  /* only the year is known, and equal; or an age that fits within a year */
	PADAN_LD_DEFAULT, /* differs, but one side is 31-12, 01-01 or 01-07 of the same or next year */
	PADAN_LD_DIFFERENT,
	PADAN_LD_NEAR, /* within two months of each other, the year perhaps 1 or 10 off */
};
enum padan_value_level { /* SEX, CARD, KEY, PLACE, VALUE */
			 PADAN_LV_MISSING,
			 PADAN_LV_EQUAL,
			 PADAN_LV_CLOSE, /* one letter or digit off, or alike (Jaro-Winkler from 0.92) */
			 PADAN_LV_DIFFERENT,
};

struct padan_column {
	const char *label; /* [a-z0-9_]+, borrowed: goes into gamma_<label> and the model file */
	enum padan_kind kind;
	uint16_t under; /* bit set of columns: where one of them agrees, this one's agreement says nothing new and adds
			 * no weight (the district under the village, the address under the family card) */
};

/* A token that a column gives to blocking. A rule joins the tokens of up to three columns; records that
 * share the joined key become candidates. Where a column gives several tokens (words), each makes a key;
 * the same column twice means each pair of two different words. */
enum padan_token {
	PADAN_T_VALUE, /* the whole value (a date: the day, on the indexed side also its variants) */
	PADAN_T_WORD,  /* each word's sound */
	PADAN_T_SET,   /* all words' sounds, order aside; two words at least */
	PADAN_T_YEAR,  /* of a date */
	PADAN_T_NIK15, /* the first 15 digits */
	PADAN_T_LONE,  /* each word's sound, meeting only where one of the two names has a single word */
};
/* For deduplication only, where a VALUE of a date is met by its exchange, too: day and month without the year. */
enum { PADAN_T_DAY_MONTH = PADAN_T_LONE + 1 };
struct padan_rule {
	uint8_t n; /* parts */
	struct {
		uint8_t column, token;
	} part[3];
};

struct padan_schema {
	uint8_t n_columns, n_rules;
	struct padan_column column[PADAN_COLUMNS];
	struct padan_rule rule[PADAN_RULES];
};

/* The person of an Indonesian list. The columns stand at these places in fields[]; absent = empty span. */
enum padan_person_column {
	PADAN_P_NIK,
	PADAN_P_NAME,
	PADAN_P_BORN,
	PADAN_P_SEX,
	PADAN_P_CARD,
	PADAN_P_PHONE,
	PADAN_P_BIRTHPLACE,
	PADAN_P_MOTHER,
	PADAN_P_VILLAGE,
	PADAN_P_DISTRICT,
	PADAN_P_ADDRESS,
	PADAN_P_RT_RW, /* "001/002" or rt and rw joined by the caller; leading zeros do not matter */
	PADAN_P_JOB,
	PADAN_P_COLUMNS
};
extern const struct padan_schema padan_person_schema;

/* "equal", "sound", ...: the level's word, for model files and gamma columns; never NULL. */
const char *padan_level_word(enum padan_kind kind, unsigned level);
/* 0 when the schema is sound; else the number of the first bad column or rule plus one. */
int padan_schema_check(const struct padan_schema *s);

#endif

/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"

#define UNDER(c) (uint16_t)(1u << (PADAN_P_##c))
#define ONE(c, t)                                                                                                      \
	{                                                                                                              \
		1,                                                                                                     \
		{                                                                                                      \
			{                                                                                              \
				PADAN_P_##c, PADAN_T_##t                                                               \
			}                                                                                              \
		}                                                                                                      \
	}
#define TWO(c, t, d, v)                                                                                                \
	{                                                                                                              \
		2,                                                                                                     \
		{                                                                                                      \
			{ PADAN_P_##c, PADAN_T_##t },                                                                  \
			{                                                                                              \
				PADAN_P_##d, PADAN_T_##v                                                               \
			}                                                                                              \
		}                                                                                                      \
	}
#define THREE(c, t, d, v, f, w)                                                                                        \
	{                                                                                                              \
		3,                                                                                                     \
		{                                                                                                      \
			{ PADAN_P_##c, PADAN_T_##t }, { PADAN_P_##d, PADAN_T_##v },                                    \
			{                                                                                              \
				PADAN_P_##f, PADAN_T_##w                                                               \
			}                                                                                              \
		}                                                                                                      \
	}

/* The rules overlap on purpose: a row is lost only when all that they need is damaged at once. */
const struct padan_schema padan_person_schema = {
	.n_columns = PADAN_P_COLUMNS,
	.n_rules = 9,
	.column = {
		[PADAN_P_NIK] = { "nik", PADAN_NIK, 0 },
		[PADAN_P_NAME] = { "nama", PADAN_NAME, 0 },
		[PADAN_P_BORN] = { "tanggal_lahir", PADAN_DATE, 0 },
		[PADAN_P_SEX] = { "jenis_kelamin", PADAN_SEX, UNDER(NIK) },
		[PADAN_P_CARD] = { "no_kk", PADAN_CARD, UNDER(NIK) },
		[PADAN_P_PHONE] = { "no_hp", PADAN_KEY, UNDER(CARD) },
		[PADAN_P_BIRTHPLACE] = { "tempat_lahir", PADAN_PLACE, 0 },
		[PADAN_P_MOTHER] = { "nama_ibu", PADAN_NAME, UNDER(CARD) },
		[PADAN_P_VILLAGE] = { "kelurahan", PADAN_PLACE, UNDER(CARD) | UNDER(ADDRESS) },
		[PADAN_P_DISTRICT] = { "kecamatan", PADAN_PLACE, UNDER(CARD) | UNDER(VILLAGE) | UNDER(ADDRESS) },
		[PADAN_P_ADDRESS] = { "alamat", PADAN_TEXT, UNDER(CARD) },
		[PADAN_P_RT_RW] = { "rt_rw", PADAN_VALUE, UNDER(CARD) | UNDER(ADDRESS) },
		[PADAN_P_JOB] = { "pekerjaan", PADAN_TEXT, 0 },
	},
	.rule = {
		ONE(NIK, NIK15),
		TWO(BORN, VALUE, NAME, WORD),
		THREE(NAME, WORD, NAME, WORD, BORN, YEAR),
		THREE(NAME, WORD, NAME, WORD, VILLAGE, VALUE),
		THREE(NAME, LONE, VILLAGE, VALUE, BORN, YEAR),
		ONE(CARD, VALUE),
		ONE(PHONE, VALUE),
		TWO(NAME, SET, DISTRICT, VALUE),
		TWO(BORN, VALUE, VILLAGE, VALUE),
	},
};

bool pd_is_bag(enum padan_kind k)
{
	return k == PADAN_NAME || k == PADAN_TEXT;
}

const char *padan_level_word(enum padan_kind kind, unsigned level)
{
	static const char *const nik[] = { "missing",	 "equal", "trusted", "typo",
					   "same_birth", "card",  "near",    "different" };
	static const char *const nik_date[] = { "missing_date",	   "equal_date", "trusted_date", "typo_date",
						"same_birth_date", "card_date",	 "near_date",	 "different_date" };
	static const char *const bag[] = { "missing", "equal", "sound", "part", "some", "none" };
	static const char *const date[] = { "missing", "equal",	  "swapped",   "typo",
					    "year",    "default", "different", "near" };
	static const char *const value[] = { "missing", "equal", "close", "different" };

	if (kind == PADAN_NIK)
		return level < 8 ? nik[level] : level < 16 ? nik_date[level - 8] : "unknown";
	if (pd_is_bag(kind))
		return level < sizeof(bag) / sizeof(*bag) ? bag[level] : "unknown";
	if (kind == PADAN_DATE)
		return level < sizeof(date) / sizeof(*date) ? date[level] : "unknown";
	return level < sizeof(value) / sizeof(*value) ? value[level] : "unknown";
}

static bool part_fits(const struct padan_schema *s, unsigned column, unsigned token)
{
	enum padan_kind k;

	if (column >= s->n_columns)
		return false;
	k = s->column[column].kind;
	switch (token) {
	case PADAN_T_VALUE:
		return true;
	case PADAN_T_WORD:
	case PADAN_T_LONE:
	case PADAN_T_SET:
		return pd_is_bag(k);
	case PADAN_T_YEAR:
	case PADAN_T_DAY_MONTH:
		return k == PADAN_DATE;
	case PADAN_T_NIK15:
		return k == PADAN_NIK;
	default:
		return false;
	}
}

int padan_schema_check(const struct padan_schema *s)
{
	unsigned niks = 0, bags = 0;

	if (s->n_columns == 0 || s->n_columns > PADAN_COLUMNS || s->n_rules > PADAN_RULES)
		return 1;
	for (unsigned c = 0; c < s->n_columns; c++) {
		niks += s->column[c].kind == PADAN_NIK;
		bags += pd_is_bag(s->column[c].kind);
		if (s->column[c].label == NULL || s->column[c].kind > PADAN_VALUE || niks > 1 || bags > PD_BAGS)
			return (int)c + 1;
	}
	for (unsigned i = 0; i < s->n_rules; i++) {
		if (s->rule[i].n == 0 || s->rule[i].n > 3)
			return (int)i + 1;
		for (unsigned p = 0; p < s->rule[i].n; p++)
			if (!part_fits(s, s->rule[i].part[p].column, s->rule[i].part[p].token))
				return (int)i + 1;
	}
	return 0;
}

static int8_t first_of(const struct padan_schema *s, enum padan_kind k)
{
	for (unsigned c = 0; c < s->n_columns; c++)
		if (s->column[c].kind == k)
			return (int8_t)c;
	return -1;
}

void pd_roles_of(struct pd_roles *r, const struct padan_schema *s)
{
	const uint32_t early =
		1u << PADAN_NIK | 1u << PADAN_DATE | 1u << PADAN_CARD | 1u << PADAN_KEY | 1u << PADAN_SEX;
	const uint32_t places = 1u << PADAN_PLACE | 1u << PADAN_TEXT | 1u << PADAN_VALUE;
	int8_t bags = 0;

	r->nik = first_of(s, PADAN_NIK);
	r->date = first_of(s, PADAN_DATE);
	r->card = first_of(s, PADAN_CARD);
	r->name = first_of(s, PADAN_NAME);
	r->key = first_of(s, PADAN_KEY);
	r->first = 0;
	r->early = r->name >= 0 ? 1u << r->name : 0;
	r->places = r->bags = 0;
	for (unsigned c = 0; c < s->n_columns; c++) {
		r->places |= (places >> s->column[c].kind & 1) << c;
		/* A second name is a mother's or a father's, which a house shares. */
		r->places |= (uint32_t)(s->column[c].kind == PADAN_NAME && (int)c != r->name) << c;
		r->early |= (early >> s->column[c].kind & 1) << c;
		r->bags |= (uint32_t)pd_is_bag(s->column[c].kind) << c;
		r->bag[c] = pd_is_bag(s->column[c].kind) ? bags++ : (int8_t)-1;
	}
	for (unsigned i = 0; i < s->n_rules; i++)
		for (unsigned p = 0; p < s->rule[i].n; p++)
			r->first |= 1u << s->rule[i].part[p].column;
	/* What a brief is made of, where somebody has edited the rules. */
	if (r->nik >= 0 && r->name >= 0 && r->date >= 0)
		r->first |= 1u << r->nik | 1u << r->name | 1u << r->date | (r->card >= 0 ? 1u << r->card : 0) |
			    (r->key >= 0 ? 1u << r->key : 0);
	r->early |= r->first;
}

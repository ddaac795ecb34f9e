/* SPDX-License-Identifier: EUPL-1.2
 * The values of a proposal: pure look-ups over its cells. */
#include "intake/intake.h"
#include "intake/sift.h"

#include <stdio.h>

#define REF_YEAR 2026 /* two-digit years are read into the hundred years up to here */

static const struct list_info *info_of(const struct intake *in, const struct intake_row *p)
{
	return &in->files[p->file].info;
}

static int index_of(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	int at = info_of(in, p)->at[c];

	return at >= 0 && (uint32_t)at < p->ncell ? at : -1;
}

span intake_typed(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	int at = index_of(in, p, c);

	return at >= 0 ? p->cells[at] : (span){ NULL, 0 };
}

static bool is_numeric(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	int at = index_of(in, p, c);

	return at >= 0 && (p->kind[at] & CELL_KIND_MASK) == CELL_NUMBER;
}

/* A cell of the column itself. A name or a NIK that is merged over several rows belongs to the first of them. */
static span cell_of(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	int at = index_of(in, p, c);

	if (at < 0 || ((c == COL_NIK || c == COL_NAMA) && (p->kind[at] & CELL_MERGED)))
		return (span){ NULL, 0 };
	return cell_value(p->cells[at]);
}

/* Do the name and the NIK stand in each other's column? Then the number stands among the names, or no name does. */
static bool exchanged(const struct intake *in, const struct intake_row *p)
{
	span nik = cell_of(in, p, COL_NIK), name;
	struct padan_nik k;

	if (nik.n && !nik_is_words(nik))
		return false;
	name = cell_of(in, p, COL_NAMA);
	if (!name.n)
		return nik.n > 0;
	if (name.n < 15)
		return false;
	padan_nik_parse(&k, name, &(struct padan_nik_opt){ .ref_year = REF_YEAR });
	return k.n >= 15;
}

/* The column's own value. */
static span own(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	if ((c == COL_NIK || c == COL_NAMA) && exchanged(in, p))
		c = c == COL_NIK ? COL_NAMA : COL_NIK;
	return cell_of(in, p, c);
}

/* "Parepare, 17-08-1980": place and date of one cell. */
static span split_birth(span both, enum list_col c)
{
	const struct padan_date_opt opt = { .ref_year = REF_YEAR };
	struct padan_date d;
	span rest;

	padan_date_parse(&d, both, &opt);
	if (d.kind == PADAN_DATE_MISSING || d.kind == PADAN_DATE_BAD) {
		/* no date in it: then it is the place, when no digit says otherwise */
		for (size_t i = 0; i < both.n; i++)
			if (both.p[i] >= '0' && both.p[i] <= '9')
				return (span){ NULL, 0 };
		return c == COL_TEMPAT_LAHIR ? both : (span){ NULL, 0 };
	}
	if (c == COL_TEMPAT_LAHIR)
		return d.flags & PADAN_DATE_PLACE ? d.place : (span){ NULL, 0 };
	if (!(d.flags & PADAN_DATE_PLACE))
		return both;
	rest = (span){ d.place.p + d.place.n, both.n - (size_t)(d.place.p + d.place.n - both.p) };
	while (rest.n && strchr(" ,./-;:", rest.p[0]))
		rest.p++, rest.n--;
	return span_trim(rest);
}

static span from_group(const struct intake_group *g, enum list_col c)
{
	switch (c) {
	case COL_NO_KK:
		return g->card;
	case COL_ALAMAT:
		return g->address;
	case COL_KELURAHAN:
		return g->village;
	case COL_KECAMATAN:
		return g->district;
	case COL_RT:
		return g->rt;
	case COL_RW:
		return g->rw;
	default:
		return (span){ NULL, 0 };
	}
}

/* A date column that holds the place too gives it to an empty column of places, and the other way round. */
static span birth_cell(const struct intake *in, const struct intake_row *p, enum list_col c, span s)
{
	span both = own(in, p, COL_TEMPAT_TANGGAL_LAHIR);

	if (!s.n && both.n)
		return split_birth(both, c);
	if (c == COL_TEMPAT_LAHIR && !s.n) {
		const struct padan_date_opt opt = { .ref_year = REF_YEAR };
		struct padan_date d;

		padan_date_parse(&d, own(in, p, COL_TANGGAL_LAHIR), &opt);
		return d.flags & PADAN_DATE_PLACE ? d.place : s;
	}
	if (c == COL_TANGGAL_LAHIR && !s.n && (both = own(in, p, COL_TEMPAT_LAHIR)).n)
		return split_birth(both, c);
	return s;
}

span intake_cell(const struct intake *in, const struct intake_row *p, enum list_col c)
{
	span s = own(in, p, c);

	if (c == COL_TANGGAL_LAHIR || c == COL_TEMPAT_LAHIR)
		return birth_cell(in, p, c, s);
	return s.n ? s : from_group(p->group, c);
}

void intake_nik(const struct intake *in, const struct intake_row *p, struct padan_nik *out)
{
	const struct padan_nik_opt opt = { .ref_year = REF_YEAR,
					   .numeric = is_numeric(in, p, exchanged(in, p) ? COL_NAMA : COL_NIK),
					   .suspect = info_of(in, p)->nik_damaged };

	padan_nik_parse(out, intake_cell(in, p, COL_NIK), &opt);
}

void intake_card(const struct intake *in, const struct intake_row *p, struct padan_nik *out)
{
	const struct padan_nik_opt opt = { .ref_year = REF_YEAR, .numeric = is_numeric(in, p, COL_NO_KK) };

	padan_nik_parse(out, intake_cell(in, p, COL_NO_KK), &opt);
}

void intake_born(const struct intake *in, const struct intake_row *p, struct padan_date *out)
{
	const struct padan_date_opt opt = { .ref_year = REF_YEAR,
					    .order = (uint8_t)in->files[p->file].order,
					    .numeric = is_numeric(in, p, COL_TANGGAL_LAHIR),
					    .epoch1904 = info_of(in, p)->epoch1904 };
	span s = intake_cell(in, p, COL_TANGGAL_LAHIR);

	padan_date_parse(out, s, &opt);
	/* only the age is told */
	if (out->kind == PADAN_DATE_MISSING && (s = intake_cell(in, p, COL_UMUR)).n) {
		int64_t age;

		if (span_i64(s, &age) && age > 0 && age <= 120) {
			*out = (struct padan_date){ .day = PADAN_DAY_NONE,
						    .other = PADAN_DAY_NONE,
						    .kind = PADAN_DATE_AGE,
						    .age = (uint8_t)age };
		} else {
			padan_date_parse(out, s, &opt);
			if (out->kind != PADAN_DATE_AGE)
				*out = (struct padan_date){ .day = PADAN_DAY_NONE, .other = PADAN_DAY_NONE };
		}
	}
}

size_t born_age(char out[10], unsigned age)
{
	char text[16];
	size_t n = (size_t)snprintf(text, sizeof(text), "%u th", age % 1000);

	memcpy(out, text, n);
	return n;
}

enum told intake_head(const struct intake *in, const struct intake_row *p)
{
	span s = intake_cell(in, p, COL_KEPALA_KELUARGA);
	enum told t = told_read(s);

	if (t != TOLD_NOT)
		return t;
	s = intake_cell(in, p, COL_SHDK);
	/* shdk by code: 1 is the head, 0 says nothing */
	if (s.n && s.p[0] >= '0' && s.p[0] <= '9')
		return span_ieq(s, SPAN("1")) || span_ieq(s, SPAN("01")) ? TOLD_YES : TOLD_NO;
	return s.n ? (told_read(s) == TOLD_YES ? TOLD_YES : TOLD_NO) : TOLD_NOT;
}

/* From its own column, from a column that holds both, or from "003/002" in the wrong one. */
static int rt_or_rw(const struct intake *in, const struct intake_row *p, bool want_rt)
{
	static const enum list_col both[] = { COL_RT_RW, COL_RT, COL_RW };
	int rt = 0, rw = 0, v;

	for (int i = 0; i < 3; i++)
		if (rt_rw_split(own(in, p, both[i]), &rt, &rw))
			return want_rt ? rt : rw;
	v = rt_rw_read(intake_cell(in, p, want_rt ? COL_RT : COL_RW));
	return v;
}

int intake_rt(const struct intake *in, const struct intake_row *p)
{
	return rt_or_rw(in, p, true);
}

int intake_rw(const struct intake *in, const struct intake_row *p)
{
	return rt_or_rw(in, p, false);
}

static span keep(struct padan_arena *arena, const char *text, int n, bool *bad)
{
	char *p = padan_arena_copy(arena, text, (size_t)n);

	*bad |= !p;
	return p ? (span){ p, (size_t)n } : (span){ NULL, 0 };
}

int intake_fields(const struct intake *in, const struct intake_row *p, span field[PADAN_P_COLUMNS],
		  struct padan_arena *arena, struct err *e)
{
	static const struct {
		uint8_t field, col;
	} plain[] = { { PADAN_P_NIK, COL_NIK },
		      { PADAN_P_NAME, COL_NAMA },
		      { PADAN_P_SEX, COL_JENIS_KELAMIN },
		      { PADAN_P_CARD, COL_NO_KK },
		      { PADAN_P_PHONE, COL_NO_HP },
		      { PADAN_P_BIRTHPLACE, COL_TEMPAT_LAHIR },
		      { PADAN_P_MOTHER, COL_NAMA_IBU },
		      { PADAN_P_VILLAGE, COL_KELURAHAN },
		      { PADAN_P_DISTRICT, COL_KECAMATAN },
		      { PADAN_P_ADDRESS, COL_ALAMAT },
		      { PADAN_P_JOB, COL_PEKERJAAN },
		      { PADAN_P_BORN, COL_TANGGAL_LAHIR } };
	struct padan_date born;
	char text[32];
	int rt = intake_rt(in, p), rw = intake_rw(in, p);
	bool bad = false;

	for (int i = 0; i < PADAN_P_COLUMNS; i++)
		field[i] = (span){ NULL, 0 };
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		field[plain[i].field] = intake_cell(in, p, (enum list_col)plain[i].col);
	intake_born(in, p, &born);
	if (born.kind == PADAN_DATE_DAY) {
		date_iso((date){ born.day }, text);
		field[PADAN_P_BORN] = keep(arena, text, 10, &bad);
	} else if (born.kind == PADAN_DATE_AGE && !field[PADAN_P_BORN].n) {
		field[PADAN_P_BORN] = keep(arena, text, (int)born_age(text, born.age), &bad);
	}
	if (rt || rw)
		field[PADAN_P_RT_RW] = keep(arena, text, snprintf(text, sizeof(text), "%03d/%03d", rt, rw), &bad);
	return bad ? err_memory(e, "usulan") : ERR_OK;
}

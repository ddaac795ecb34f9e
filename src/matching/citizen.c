/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/citizen.h"

#include "tabular/columns.h"
#include <padan/date.h>
#include <padan/nik.h>

const uint8_t citizen_list_columns[CITIZEN_N] = {
#define X(id) COL_##id,
	CITIZEN_COLUMNS(X)
#undef X
};

static bool has(span word, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= word.n; i++)
		if (span_ieq((span){ word.p + i, n }, (span){ part, n }))
			return true;
	return false;
}

enum citizen_status citizen_status_of(span word)
{
	static const struct {
		const char *part;
		enum citizen_status status;
	} words[] = {
		{ "MENINGGAL", CITIZEN_DEAD },
		{ "WAFAT", CITIZEN_DEAD },
		{ "MATI", CITIZEN_DEAD },
		{ "ALMARHUM", CITIZEN_DEAD },
		{ "PINDAH", CITIZEN_MOVED },
		{ "GANDA", CITIZEN_DOUBLE },
		{ "DUPLI", CITIZEN_DOUBLE },
		{ "NONAKTIF", CITIZEN_INACTIVE },
		{ "NON AKTIF", CITIZEN_INACTIVE },
		{ "NON-AKTIF", CITIZEN_INACTIVE },
		{ "TIDAK AKTIF", CITIZEN_INACTIVE },
		{ "INACTIVE", CITIZEN_INACTIVE },
		{ "INAKTIF", CITIZEN_INACTIVE },
		{ "HILANG", CITIZEN_INACTIVE },
		{ "HIDUP", CITIZEN_ALIVE },
		{ "AKTIF", CITIZEN_ALIVE },
		{ "ACTIVE", CITIZEN_ALIVE },
		{ "TETAP", CITIZEN_ALIVE },
		{ "ADA", CITIZEN_ALIVE },
	};

	word = span_trim(word);
	if (!word.n || (word.n == 1 && word.p[0] == '-'))
		return CITIZEN_UNSAID;
	if (word.n == 1 && word.p[0] == '1') /* OpenSID status_dasar: 1 hidup, 2 mati, 3 pindah, 4 hilang */
		return CITIZEN_ALIVE;
	if (word.n == 1 && word.p[0] == '2')
		return CITIZEN_DEAD;
	if (word.n == 1 && word.p[0] == '3')
		return CITIZEN_MOVED;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has(word, words[i].part))
			return words[i].status;
	return CITIZEN_INACTIVE;
}

static char sex_of(span s)
{
	char c = s.n ? (char)(s.p[0] & ~0x20) : 0;

	if (s.n == 1 && (s.p[0] == '1' || s.p[0] == '2'))
		return s.p[0] == '1' ? 'L' : 'P';
	if (c == 'L' || c == 'P')
		return c;
	return c == 'W' ? 'P' : 0;
}

void citizen_read(struct citizen *c)
{
	static const struct padan_nik_opt nik_opt = { .ref_year = 2026 };
	static const struct padan_date_opt date_opt = { .ref_year = 2026 };
	struct padan_nik nik;
	struct padan_date d;

	padan_nik_parse(&nik, c->cell[CITIZEN_NIK], &nik_opt);
	c->nik = nik.n == 16 ? nik.value : 0;
	padan_nik_parse(&nik, c->cell[CITIZEN_NO_KK], &nik_opt);
	c->card = nik.n == 16 ? nik.value : 0;
	padan_date_parse(&d, c->cell[CITIZEN_TANGGAL_LAHIR], &date_opt);
	c->born = d.kind == PADAN_DATE_DAY ? (date){ d.day } : DATE_NONE;
	c->sex = sex_of(c->cell[CITIZEN_JENIS_KELAMIN]);
	c->status = (uint8_t)citizen_status_of(c->cell[CITIZEN_STATUS]);
}

bool citizen_unpack(struct citizen *c, span packed)
{
	memset(c, 0, sizeof(*c));
	if (!unpack_cells(packed, c->cell, CITIZEN_N))
		return false;
	citizen_read(c);
	return true;
}

/* SPDX-License-Identifier: EUPL-1.2
 * NIK, date and place; names have damage_name.c. */
#include "city/row.h"

#include <stdio.h>

void damage_note(struct row *row, const char *word)
{
	size_t n = strlen(row->damage);

	snprintf(row->damage + n, sizeof(row->damage) - n, "%s%s", n ? "+" : "", word);
}

/* --------------------------------------------------------------------- NIK */

static void nik_missing(const struct victim *v)
{
	static const char *const empty[] = { "", "", "", "-", "0", "NULL", "tidak ada", "belum ada" };

	snprintf(v->row->nik, sizeof(v->row->nik), "%s", empty[rng_below(v->r, 8)]);
}

static void nik_excel(const struct victim *v)
{
	v->row->nik[15] = '0';
	v->row->nik_number = v->office == OFFICE_LABOUR;
}

static void nik_wrong_digit(const struct victim *v)
{
	char *d = &v->row->nik[rng_below(v->r, 16)];

	*d = (char)('0' + (*d - '0' + rng_between(v->r, 1, 9)) % 10);
}

static void nik_swapped(const struct victim *v)
{
	char *p = v->row->nik;
	uint32_t at = rng_below(v->r, 15);

	for (int i = 0; i < 15 && p[at] == p[at + 1]; i++)
		at = (at + 1) % 15;
	char t = p[at];

	p[at] = p[at + 1];
	p[at + 1] = t;
}

static void nik_short(const struct victim *v)
{
	uint32_t at = rng_below(v->r, 16);

	memmove(v->row->nik + at, v->row->nik + at + 1, 16 - at);
}

static void nik_long(const struct victim *v)
{
	uint32_t at = rng_below(v->r, 16);

	memmove(v->row->nik + at + 1, v->row->nik + at, 17 - at);
}

static void nik_letters(const struct victim *v)
{
	bool done = false;

	for (char *p = v->row->nik; *p; p++)
		if ((*p == '0' || *p == '1') && (!done || rng_mille(v->r, 300))) {
			*p = *p == '0' ? 'O' : 'I';
			done = true;
		}
}

static void nik_forty(const struct victim *v)
{
	char *p = v->row->nik;

	p[6] = (char)(p[6] >= '4' ? p[6] - 4 : p[6] + 4);
}

static void nik_of_head(const struct victim *v)
{
	if (v->h && v->slot > 0)
		person_nik(&v->h->person[0], v->row->nik);
	else
		nik_wrong_digit(v);
}

static void nik_family_card(const struct victim *v)
{
	if (v->h)
		snprintf(v->row->nik, sizeof(v->row->nik), "%s", v->h->kk);
	else
		nik_wrong_digit(v);
}

/* The line above or below in the clerk's sheet: a neighbour, or anyone. */
static void nik_of_other(const struct victim *v)
{
	uint32_t me = v->h ? v->h->person[v->slot].id : 0, far = rng_below(v->r, v->c->persons);
	uint32_t other = rng_mille(v->r, 600) ? (me + 3 + rng_below(v->r, 60)) % v->c->persons : far;
	struct household h;
	int slot;

	household_of(v->c, other, &h, &slot);
	person_nik(&h.person[slot], v->row->nik);
}

static void nik_temporary(const struct victim *v)
{
	char district[7];

	memcpy(district, v->row->nik, 6);
	district[6] = 0;
	snprintf(v->row->nik, sizeof(v->row->nik), "0%s%09u", district, rng_below(v->r, 1000));
}

static void nik_science(const struct victim *v)
{
	char d[17];

	memcpy(d, v->row->nik, 17);
	snprintf(v->row->nik, sizeof(v->row->nik), "%c.%.5sE+15", d[0], d + 1);
}

static void nik_dressed(const struct victim *v)
{
	char d[17];

	memcpy(d, v->row->nik, 17);
	switch (rng_below(v->r, 4)) {
	case 0:
		snprintf(v->row->nik, sizeof(v->row->nik), "'%s", d);
		break;
	case 1:
		snprintf(v->row->nik, sizeof(v->row->nik), "%.6s %.6s %s", d, d + 6, d + 12);
		break;
	case 2:
		snprintf(v->row->nik, sizeof(v->row->nik), "%.2s.%.2s.%.2s.%.6s.%s", d, d + 2, d + 4, d + 6, d + 12);
		break;
	default:
		snprintf(v->row->nik, sizeof(v->row->nik), " %s ", d);
	}
}

void damage_nik(const struct victim *v)
{
	static const struct {
		uint16_t mille;
		void (*hurt)(const struct victim *);
		const char *word;
	} ways[] = { { 45, nik_missing, "nik_kosong" },
		     { 36, nik_excel, "nik_excel" },
		     { 18, nik_wrong_digit, "nik_salah_angka" },
		     { 14, nik_swapped, "nik_tukar_angka" },
		     { 8, nik_short, "nik_15" },
		     { 5, nik_long, "nik_17" },
		     { 6, nik_letters, "nik_huruf" },
		     { 6, nik_forty, "nik_empat_puluh" },
		     { 8, nik_of_head, "nik_kepala" },
		     { 7, nik_family_card, "nik_kk" },
		     { 4, nik_of_other, "nik_orang_lain" },
		     { 4, nik_temporary, "nik_sementara" },
		     { 4, nik_science, "nik_ilmiah" },
		     { 18, nik_dressed, "nik_hiasan" } };
	uint32_t x = rng_below(v->r, 1000);

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (x < ways[i].mille) {
			ways[i].hurt(v);
			damage_note(v->row, ways[i].word);
			return;
		}
		x -= ways[i].mille;
	}
}

/* -------------------------------------------------------------------- date */

/* Nothing of this NIK tells who it was. */
static bool nik_lost(const struct row *row)
{
	static const char *const lost[] = { "nik_kosong", "nik_kepala",	   "nik_kk",
					    "nik_orang",  "nik_sementara", "nik_ilmiah" };

	for (size_t i = 0; i < sizeof(lost) / sizeof(lost[0]); i++)
		if (strstr(row->damage, lost[i]))
			return true;
	return false;
}

static date shifted(date d, int years, int months, int days)
{
	struct ymd x = date_ymd(d);
	date out = date_of(x.y + years, (x.m + months + 11) % 12 + 1, (x.d + days + 27) % 28 + 1);

	if (!days)
		out = date_of(x.y + years, (x.m + months + 11) % 12 + 1, x.d);
	return date_known(out) ? out : d;
}

static void damage_written_date(struct row *row, struct rng *r, uint32_t x)
{
	struct ymd d = date_ymd(row->born);
	date was = row->born;
	const char *word = "tanggal_salah_ketik";

	if (x < 10) {
		row->born = d.d <= 12 ? date_of(d.y, d.d, d.m) : shifted(was, 0, rng_between(r, 1, 11), 0);
		word = d.d <= 12 ? "tanggal_tukar" : word;
	} else if (x < 20) {
		row->born = shifted(was, rng_mille(r, 500) ? 1 : -1, 0, 0);
		word = "tahun_meleset_1";
	} else if (x < 24) {
		row->born = shifted(was, rng_mille(r, 500) ? 10 : -10, 0, 0);
		word = "tahun_meleset_10";
	} else if (x < 32) {
		row->born = rng_mille(r, 600) ? shifted(was, 0, 0, rng_between(r, 1, 9))
					      : shifted(was, 0, rng_between(r, 1, 11), 0);
	} else {
		row->born = rng_mille(r, 600)	? date_of(d.y, 12, 31)
			    : rng_mille(r, 500) ? date_of(d.y, 7, 1)
						: date_of(d.y, 1, 1);
		word = "tanggal_bawaan";
	}
	if (row->born.day != was.day)
		damage_note(row, word);
}

void damage_date(const struct victim *v)
{
	struct row *row = v->row;
	uint32_t x = rng_below(v->r, 1000);

	if (x < 37) {
		if (nik_lost(row))
			return;
		row->born_form = x < 28 ? DATE_MISSING : x < 34 ? DATE_AGE_ONLY : DATE_ZERO;
		damage_note(row, x < 28 ? "tanggal_kosong" : x < 34 ? "umur_saja" : "tanggal_nol");
		return;
	}
	if (x < 77)
		damage_written_date(row, v->r, x - 37);
}

/* ------------------------------------------------------------------- place */

static void misspell_place(char *s, size_t cap, struct rng *r)
{
	size_t n = strlen(s), at;
	char *blank = strchr(s, ' '), *quote = strchr(s, '\'');

	if (quote) {
		memmove(quote, quote + 1, strlen(quote));
		return;
	}
	if (blank && rng_mille(r, 500)) {
		if (rng_mille(r, 500))
			memmove(blank, blank + 1, strlen(blank));
		else
			*blank = '-';
		return;
	}
	at = 1 + rng_below(r, (uint32_t)(n > 2 ? n - 2 : 1));
	if (strchr("aeiou", s[at])) {
		s[at] = "aeiou"[rng_below(r, 5)];
	} else if (n + 2 < cap && s[at] != ' ') { /* Lakessi, Lakesi; Bontoala, Bonttoala */
		if (s[at] == s[at + 1])
			memmove(s + at, s + at + 1, n - at);
		else
			memmove(s + at + 1, s + at, n - at + 1);
	}
}

void damage_place(const struct victim *v)
{
	struct row *row = v->row;
	uint32_t x = rng_below(v->r, 1000);
	const struct region_village *other;

	if (x < 60) {
		misspell_place(row->village, sizeof(row->village), v->r);
		damage_note(row, "kelurahan_ejaan");
	} else if (x < 75) {
		other = &v->c->places.village[rng_below(v->r, (uint32_t)v->c->places.villages)];
		snprintf(row->village, sizeof(row->village), "%s", other->name);
		snprintf(row->district, sizeof(row->district), "%s", other->district);
		damage_note(row, "kelurahan_lain");
	} else if (x < 90) {
		row->village[0] = 0;
		damage_note(row, "kelurahan_kosong");
	}
}

void damage_cells(const struct victim *v)
{
	struct row *row = v->row;
	char *number = strstr(row->street, " NO. ");

	if (number && rng_mille(v->r, 6)) {
		*number = '\n';
		damage_note(row, "alamat_dua_baris");
	}
	if (rng_mille(v->r, 3)) {
		row->sex = row->sex == 1 ? 2 : 1;
		damage_note(row, "kelamin_salah");
	}
}

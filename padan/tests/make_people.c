/* SPDX-License-Identifier: EUPL-1.2
 *
 * A list of Indonesian people with dirty copies, and the truth: what deduplication is measured on. Nobody in it lives.
 *
 *	make_people ROWS [COPIES_PER_MILLE] [RATE_PERCENT] [SEED] [few] > people.csv
 *
 * Households share a family card, an address and a mother; brothers share a father's name; twins and namesakes exist.
 * COPIES_PER_MILLE of the rows (300) are copies of some person, a quarter of them of a person who has one already.
 * RATE_PERCENT (100) scales every error below. `few`: without family card, mother, telephone and address.
 * The last column, `orang`, is the truth. The same order gives the same bytes on every machine.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dice {
	uint64_t s;
};

static uint64_t throw_it(struct dice *d)
{
	uint64_t z = d->s += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static unsigned below(struct dice *d, unsigned n)
{
	return (unsigned)((throw_it(d) >> 32) * n >> 32);
}

static struct dice dice_of(uint64_t seed, uint64_t what, uint64_t which)
{
	struct dice d = { seed * 0x9e3779b97f4a7c15u + what * 0xd1342543de82ef95u + which * 0x2545f4914f6cdd1du };

	throw_it(&d);
	return d;
}

static unsigned rate = 100;
static bool few;

/* n errors in a thousand, scaled. */
static bool mille(struct dice *d, unsigned n)
{
	return below(d, 100000) < n * rate;
}

/* Every text has as much room. */
enum { ROOM = 160 };

static void set(char *to, const char *text)
{
	size_t n = strlen(text) < ROOM ? strlen(text) : ROOM - 1;

	memmove(to, text, n);
	to[n] = '\0';
}

static void append(char *to, const char *before, const char *text)
{
	size_t n = strlen(to);

	if (n + strlen(before) + strlen(text) < ROOM)
		snprintf(to + n, ROOM - n, "%s%s", before, text);
}

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const char *const man[] = {
	"MUHAMMAD", "ABDUL",   "AHMAD",	   "AGUS",   "BUDI",	"HENDRA", "RAHMAN",	"IBRAHIM", "YUSUF",  "ISMAIL",
	"HASAN",    "EKO",     "DEDI",	   "RUDI",   "SYAMSUL", "ARIFIN", "BAHARUDDIN", "FIRMAN",  "IRWAN",  "JAMAL",
	"KAHAR",    "LATIF",   "MANSUR",   "NURDIN", "RIDWAN",	"SALEH",  "TAUFIK",	"UMAR",	   "WAHYU",  "ZAINAL",
	"ANDI",	    "BAMBANG", "DARMAWAN", "FAISAL", "GUNAWAN", "HERMAN", "ILHAM",	"JOKO",	   "SLAMET", "SUPARDI"
};
static const char *const woman[] = { "SITI",	  "NUR",       "SRI",	   "DEWI",     "RATNA",	   "FATIMAH",
				     "AMINAH",	  "HASNAH",    "ROSDIANA", "KARTINI",  "LESTARI",  "MURNIATI",
				     "NURHAYATI", "RAHMAWATI", "SURIANI",  "TINI",     "WATI",	   "YULIANA",
				     "ZUBAEDAH",  "ANI",       "DIAN",	   "ENDANG",   "FITRIANI", "HALIMAH",
				     "INDAH",	  "JUMIATI",   "MARIANI",  "NINGSIH",  "PUTRI",	   "RINA",
				     "SALMA",	  "UMMI",      "WAHYUNI",  "HASLINDA", "ERNAWATI", "KASMAWATI",
				     "MEGAWATI",  "SUMIATI" };
static const char *const head[] = {
	"AB",  "BAS", "CAH", "DAR", "EL",  "FAD", "GAF", "HAR", "IM",  "JAS", "KAM", "LUK",
	"MAR", "NAS", "OM",  "PAR", "RAM", "SAL", "TAH", "US",	"WAR", "YAN", "ZUL", "SUK",
	"TRI", "PUR", "WID", "KUS", "MUL", "SUP", "HID", "KUR", "NOV", "DES", "OKT", "FEB"
};
static const char *const middle[] = { "A", "I", "U", "AN", "AR", "IL", "UD", "AT", "IN", "ON", "IR", "AL", "ES", "O" };
static const char *const man_end[] = { "DIN", "RI",  "WAN",    "MAN",  "TO", "NO",
				       "DI",  "SAN", "RUDDIN", "ANTO", "LI", "YADI" };
static const char *const woman_end[] = { "TI", "NI",  "WATI", "YANI", "LIA", "SIH",
					 "AH", "NAH", "DA",   "RIA",  "YAH", "NTI" };
static const char *const street[] = {
	"MERDEKA",   "SUDIRMAN",	  "AHMAD YANI",	 "VETERAN",	  "MAWAR",	 "MELATI",
	"KENANGA",   "DIPONEGORO",	  "PATTIMURA",	 "GATOT SUBROTO", "BAU MASSEPE", "LASINRANG",
	"ANDALAS",   "SULTAN HASANUDDIN", "CENDRAWASIH", "RATULANGI",	  "PELITA",	 "KAKATUA",
	"FLAMBOYAN", "JENDERAL SUDIRMAN", "POROS DESA",	 "KEBUN SAYUR",	  "MASJID RAYA", "PASAR LAMA"
};
static const char *const job[] = { "PETANI/PEKEBUN",
				   "NELAYAN/PERIKANAN",
				   "BURUH HARIAN LEPAS",
				   "WIRASWASTA",
				   "MENGURUS RUMAH TANGGA",
				   "PELAJAR/MAHASISWA",
				   "KARYAWAN SWASTA",
				   "PEDAGANG",
				   "PEGAWAI NEGERI SIPIL (PNS)",
				   "BELUM/TIDAK BEKERJA",
				   "SOPIR",
				   "GURU" };
static const char *const town[] = { "PAREPARE", "MAKASSAR", "BARRU",   "PINRANG",   "SIDENRENG RAPPANG",
				    "BONE",	"WAJO",	    "SOPPENG", "JAKARTA",   "SURABAYA",
				    "BANDUNG",	"KENDARI",  "PALOPO",  "BULUKUMBA", "GOWA",
				    "MAROS",	"POLEWALI", "MAJENE",  "MAMUJU",    "ENREKANG" };
static const char *const nick[][2] = { { "MUHAMMAD", "MUH." }, { "MUHAMMAD", "MOH" },	      { "ABDUL", "ABD" },
				       { "SITI", "ST." },      { "AHMAD", "ACHMAD" },	      { "NUR", "NOER" },
				       { "YUSUF", "JUSUF" },   { "NURHAYATI", "NUR HAYATI" }, { "AGUS", "AGOES" },
				       { "SRI", "SERI" } };

/* Small numbers much oftener than large ones. */
static unsigned skewed(struct dice *d, unsigned n)
{
	unsigned a = below(d, n), b = below(d, n), c = below(d, n);

	a = a < b ? a : b;
	return a < c ? a : c;
}

static void word(struct dice *d, bool female, char *out)
{
	if (below(d, 100) < 45)
		set(out, female ? woman[skewed(d, COUNT(woman))] : man[skewed(d, COUNT(man))]);
	else
		snprintf(out, ROOM, "%s%s%s", head[below(d, COUNT(head))], middle[skewed(d, COUNT(middle))],
			 female ? woman_end[below(d, COUNT(woman_end))] : man_end[below(d, COUNT(man_end))]);
}

static void name_of(struct dice *d, bool female, char *out)
{
	unsigned n = below(d, 100);

	*out = '\0';
	for (unsigned words = n < 14 ? 1 : n < 72 ? 2 : 3, i = 0; i < words; i++) {
		char w[ROOM];

		word(d, female, w);
		if (i && strstr(out, w))
			continue;
		append(out, i ? " " : "", w);
	}
}

struct person {
	char nik[ROOM], name[ROOM], mother[ROOM], card[ROOM], phone[ROOM], street[ROOM], village[ROOM], district[ROOM],
		town[ROOM], job[ROOM];
	unsigned d, m, y, rt, rw;
	bool female;
};

static void place_name(struct dice d, char *out)
{
	char w[ROOM];

	word(&d, below(&d, 2), w);
	set(out, w);
	if (below(&d, 3) == 0)
		append(out, "", below(&d, 2) ? " INDAH" : " BARU");
}

/* Person k of household h; k = 0 is the head, 1 the wife. */
static void make(uint64_t seed, uint64_t h, unsigned k, struct person *p)
{
	struct dice home = dice_of(seed, 1, h), own = dice_of(seed, 2, h * 16 + k),
		    mothers = dice_of(seed, 3, k < 2 ? h * 16 + k : h);
	unsigned village = below(&home, 153), district = village / 10, age, day;

	memset(p, 0, sizeof(*p));
	p->female = k == 1 || (k > 1 && below(&own, 2));
	place_name(dice_of(seed, 4, village), p->village);
	place_name(dice_of(seed, 5, district), p->district);
	p->rt = 1 + below(&home, 8), p->rw = 1 + below(&home, 6);
	snprintf(p->street, ROOM, "JL. %s NO. %u", street[below(&home, COUNT(street))], 1 + below(&home, 90));
	snprintf(p->card, ROOM, "7372%02u%02u%02u%02u%04u", district + 1, 1 + below(&home, 28), 1 + below(&home, 12),
		 5 + below(&home, 20), 1 + skewed(&home, 200));
	age = k < 2 ? 25 + below(&own, 45) : below(&own, 25);
	p->y = 2024 - age, p->m = 1 + below(&own, 12), p->d = 1 + below(&own, 28);
	if (k == 3 && below(&own, 100) < 2) { /* twins */
		struct person other;

		make(seed, h, 2, &other);
		p->d = other.d, p->m = other.m, p->y = other.y;
	}
	day = p->d + (p->female ? 40 : 0);
	snprintf(p->nik, ROOM, "%04u%02u%02u%02u%02u%04u", below(&own, 10) < 8 ? 7372 : 7301 + below(&own, 25),
		 1 + below(&own, 14), day, p->m, p->y % 100, 1 + skewed(&own, 90) + k);
	name_of(&own, p->female, p->name);
	if (k > 1 && below(&own, 100) < 30) { /* a father's name behind one's own */
		struct dice father = dice_of(seed, 6, h);
		char w[ROOM];

		word(&father, false, w);
		if (strlen(p->name) < 40)
			append(p->name, " ", w);
	}
	name_of(&mothers, true, p->mother);
	snprintf(p->phone, ROOM, "08%u%08u", 12 + below(&own, 80), below(&own, 100000000));
	if (below(&own, 100) < 35)
		p->phone[0] = '\0';
	set(p->town, town[skewed(&own, COUNT(town))]);
	set(p->job, job[skewed(&own, COUNT(job))]);
}

/* --- errors ------------------------------------------------------------------------------ */

static void typo(struct dice *d, char *s)
{
	size_t n = strlen(s), i;

	if (n < 3)
		return;
	i = 1 + below(d, (unsigned)n - 2);
	switch (below(d, 4)) {
	case 0:
		s[i] = (char)(s[i] >= '0' && s[i] <= '9' ? '0' + (int)below(d, 10) : 'A' + (int)below(d, 26));
		break;
	case 1:
		memmove(s + i, s + i + 1, n - i);
		break;
	case 2: {
		char c = s[i];

		s[i] = s[i - 1], s[i - 1] = c;
		break;
	}
	default:
		memmove(s + i + 1, s + i, n - i + 1);
	}
}

static void replace(char *s, const char *what, const char *by)
{
	char *at = strstr(s, what), rest[ROOM];

	if (!at)
		return;
	set(rest, at + strlen(what));
	set(at, by);
	set(at + strlen(by), rest);
}

static void spell_old(struct dice *d, char *s)
{
	static const char *const pairs[][2] = {
		{ "U", "OE" }, { "Y", "J" }, { "J", "DJ" }, { "F", "P" },  { "S", "Z" },
		{ "H", "" },   { "K", "Q" }, { "A", "AA" }, { "NN", "N" }, { "D", "DD" }
	};
	unsigned k = below(d, COUNT(pairs));

	replace(s, pairs[k][0], pairs[k][1]);
}

static void lose_word(struct dice *d, char *s)
{
	char *blank = strchr(s, ' ');

	if (!blank)
		return;
	if (below(d, 2))
		*strrchr(s, ' ') = '\0';
	else
		memmove(s, blank + 1, strlen(blank + 1) + 1);
}

static void turn_words(char *s)
{
	char *blank = strchr(s, ' '), first[ROOM];

	if (!blank)
		return;
	*blank = '\0';
	set(first, s);
	memmove(s, blank + 1, strlen(blank + 1) + 1);
	append(s, " ", first);
}

static void damage_name(struct dice *d, char *s, unsigned scale)
{
	if (mille(d, 110 * scale))
		typo(d, s);
	if (mille(d, 60 * scale))
		spell_old(d, s);
	if (mille(d, 80 * scale))
		lose_word(d, s);
	if (mille(d, 20 * scale))
		turn_words(s);
	for (size_t i = 0; i < COUNT(nick); i++)
		if (mille(d, 250))
			replace(s, nick[i][0], nick[i][1]);
}

static void damage_nik(struct dice *d, char *s)
{
	if (mille(d, 120))
		*s = '\0';
	else if (mille(d, 60))
		s[below(d, 16)] = (char)('0' + below(d, 10));
	else if (mille(d, 40)) {
		unsigned i = below(d, 15);
		char c = s[i];

		s[i] = s[i + 1], s[i + 1] = c;
	} else if (mille(d, 20))
		s[15] = '\0';
	else if (mille(d, 20))
		snprintf(s, ROOM, "7372%012u", below(d, 1000000000));
}

static void damage_born(struct dice *d, struct person *p)
{
	if (mille(d, 50)) {
		unsigned x = p->d;

		if (p->d <= 12)
			p->d = p->m, p->m = x;
		else
			p->d = 1 + below(d, 28);
	}
	if (mille(d, 30))
		p->y = below(d, 2) ? p->y + 1 : p->y - 1;
	if (mille(d, 15))
		p->y -= 10;
	if (mille(d, 20))
		p->d = p->m = 1;
	if (mille(d, 60))
		p->y = 0; /* missing */
}

static void damage_home(struct dice *d, struct person *p)
{
	if (mille(d, 120))
		snprintf(p->card, ROOM, "7372%012u", below(d, 1000000000)); /* moved: another card */
	else if (mille(d, 80))
		p->card[0] = '\0';
	if (mille(d, 120))
		snprintf(p->street, ROOM, "JALAN %s %u", street[below(d, COUNT(street))], 1 + below(d, 90));
	else if (mille(d, 150))
		replace(p->street, "JL. ", "JLN ");
	else if (mille(d, 100))
		typo(d, p->street);
	if (mille(d, 100))
		place_name(dice_of(7, 4, below(d, 153)), p->village);
	else if (mille(d, 60))
		typo(d, p->village);
}

static void damage(struct dice *d, struct person *p)
{
	damage_name(d, p->name, 1);
	damage_nik(d, p->nik);
	damage_born(d, p);
	damage_home(d, p);
	if (mille(d, 150))
		*p->mother = '\0';
	else
		damage_name(d, p->mother, 1);
	if (mille(d, 400))
		snprintf(p->phone, ROOM, "08%u%08u", 12 + below(d, 80), below(d, 100000000));
	if (mille(d, 60))
		p->town[0] = '\0';
	if (mille(d, 200))
		set(p->job, job[below(d, COUNT(job))]);
	if (mille(d, 10))
		p->female = !p->female;
}

static void print(const struct person *p, size_t id, size_t truth, struct dice *d, bool copy)
{
	char born[40] = "";

	if (p->y && (!copy || below(d, 10) < 8))
		snprintf(born, sizeof(born), "%04u-%02u-%02u", p->y, p->m, p->d);
	else if (p->y)
		snprintf(born, sizeof(born), "%02u/%02u/%04u", p->d, p->m, p->y);
	printf("%zu,%s,%s,%s,%s,%s,%s,%s,", id, p->nik, p->name, born, p->female ? "P" : "L", p->town, p->village,
	       p->district);
	if (!few)
		printf("%s,%s,%s,%u,%u,%s,%s,", p->card, p->mother, p->street, p->rt, p->rw, p->phone, p->job);
	printf("%zu\n", truth);
}

struct row {
	uint32_t house, person;
	uint8_t member, copy;
};

static void people(struct row *row, uint32_t n, uint64_t seed)
{
	for (uint32_t i = 0, h = 0; i < n; h++) {
		struct dice d = dice_of(seed, 8, h);

		for (unsigned k = 0, size = 1 + below(&d, 7); k < size && i < n; k++, i++)
			row[i] = (struct row){ h, i, (uint8_t)k, 0 };
	}
}

/* Rows of all people, then of copies, then all in no order. */
static void deal(struct row *row, uint32_t rows, uint32_t copies, uint64_t seed)
{
	struct dice d = dice_of(seed, 9, 0);
	uint32_t own = rows - copies;

	people(row, own, seed);
	for (uint32_t i = own; i < rows; i++) {
		row[i] = row[i > own && below(&d, 4) == 0 ? i - 1 : below(&d, own)];
		row[i].copy = (uint8_t)(row[i].copy + 1);
	}
	for (uint32_t i = rows; i > 1; i--) {
		uint32_t k = below(&d, i);
		struct row r = row[k];

		row[k] = row[i - 1];
		row[i - 1] = r;
	}
}

static unsigned long argument(int argc, char **argv, int i, unsigned long usual)
{
	return argc > i ? strtoul(argv[i], NULL, 10) : usual;
}

int main(int argc, char **argv)
{
	uint32_t rows = (uint32_t)argument(argc, argv, 1, 0);
	uint64_t seed = argument(argc, argv, 4, 1);
	struct row *row = malloc(((size_t)rows + 1) * sizeof(*row));

	if (!row || rows == 0)
		return 2;
	rate = (unsigned)argument(argc, argv, 3, 100);
	few = argc > 5 && strcmp(argv[5], "few") == 0;
	deal(row, rows, (uint32_t)((uint64_t)rows * argument(argc, argv, 2, 300) / 1000), seed);
	printf("id,nik,nama,tanggal_lahir,jenis_kelamin,tempat_lahir,kelurahan,kecamatan,%sorang\n",
	       few ? "" : "no_kk,nama_ibu,alamat,rt,rw,no_hp,pekerjaan,");
	for (uint32_t i = 0; i < rows; i++) {
		struct person p;
		struct dice own_dice = dice_of(seed, 10, (uint64_t)row[i].person * 256 + row[i].copy);

		make(seed, row[i].house, row[i].member, &p);
		if (row[i].copy)
			damage(&own_dice, &p);
		print(&p, (size_t)i + 1, row[i].person, &own_dice, row[i].copy != 0);
	}
	free(row);
	return fflush(stdout) != 0 || ferror(stdout);
}

/* SPDX-License-Identifier: EUPL-1.2
 * A candidate's evidence in an officer's words. */
#include "matching/matching.h"

struct phrase {
	uint8_t level;
	const char *text;
};

static const struct phrase NIK[] = {
	{ PADAN_LN_EQUAL, "NIK sama" },
	{ PADAN_LN_TRUSTED, "NIK sama sejauh angkanya dapat dipercaya" },
	{ PADAN_LN_TYPO, "NIK sama kecuali satu salah ketik" },
	{ PADAN_LN_SAME_BIRTH, "NIK sama wilayah dan tanggalnya, nomor urut beda" },
	{ PADAN_LN_CARD, "kolom NIK berisi nomor KK-nya" },
	{ PADAN_LN_NEAR, "NIK sama tanggal dan nomor urutnya, wilayah beda" },
	{ PADAN_LN_DIFFERENT, "NIK beda" },
	{ 0, NULL },
};
static const struct phrase NAME[] = {
	{ PADAN_LB_EQUAL, "sama" },
	{ PADAN_LB_SOUND, "sama bunyinya" },
	{ PADAN_LB_PART, "sebagian kata sama" },
	{ PADAN_LB_SOME, "satu-dua kata sama" },
	{ PADAN_LB_NONE, "beda" },
	{ 0, NULL },
};
static const struct phrase DATE[] = {
	{ PADAN_LD_EQUAL, "sama" },
	{ PADAN_LD_SWAPPED, "tertukar hari dan bulannya" },
	{ PADAN_LD_TYPO, "beda satu bagian" },
	{ PADAN_LD_YEAR, "sama tahunnya" },
	{ PADAN_LD_DEFAULT, "berupa tanggal baku" },
	{ PADAN_LD_DIFFERENT, "beda" },
	{ PADAN_LD_NEAR, "berdekatan" },
	{ 0, NULL },
};
static const struct phrase VALUE[] = {
	{ PADAN_LV_EQUAL, "sama" },
	{ PADAN_LV_CLOSE, "mirip" },
	{ PADAN_LV_DIFFERENT, "beda" },
	{ 0, NULL },
};
static const struct {
	const char *label;
	const struct phrase *phrases;
} COLUMN[PADAN_P_COLUMNS] = {
	[PADAN_P_NIK] = { "", NIK },
	[PADAN_P_NAME] = { "nama ", NAME },
	[PADAN_P_BORN] = { "tanggal lahir ", DATE },
	[PADAN_P_SEX] = { "jenis kelamin ", VALUE },
	[PADAN_P_CARD] = { "No. KK ", VALUE },
	[PADAN_P_PHONE] = { "nomor HP ", VALUE },
	[PADAN_P_BIRTHPLACE] = { "tempat lahir ", VALUE },
	[PADAN_P_MOTHER] = { "nama ibu ", NAME },
	[PADAN_P_VILLAGE] = { "kelurahan ", VALUE },
	[PADAN_P_DISTRICT] = { "kecamatan ", VALUE },
	[PADAN_P_ADDRESS] = { "alamat ", NAME },
	[PADAN_P_RT_RW] = { "RT/RW ", VALUE },
	[PADAN_P_JOB] = { "pekerjaan ", NAME },
};

static const char *phrase_of(const struct phrase *p, unsigned level)
{
	for (; p->text; p++)
		if (p->level == level)
			return p->text;
	return NULL;
}

/* "+8,1" */
static void put_bits(struct buf *out, int32_t mbit)
{
	int32_t tenths = (mbit < 0 ? -mbit : mbit) / 100 + ((mbit < 0 ? -mbit : mbit) % 100 >= 50);

	buf_printf(out, "%c%d,%d", mbit < 0 ? '-' : '+', tenths / 10, tenths % 10);
}

bool match_phrase(unsigned column, unsigned level, struct buf *out)
{
	const char *text;

	if (column >= PADAN_P_COLUMNS || !COLUMN[column].label)
		return false;
	if (column == PADAN_P_NIK && level >= PADAN_LN_GIVEN_DATE)
		level -= PADAN_LN_GIVEN_DATE;
	text = phrase_of(COLUMN[column].phrases, level);
	if (text)
		buf_printf(out, "%s%s", COLUMN[column].label, text);
	return text != NULL;
}

/* The not yet told column that weighs most; -1 at the end. */
static int heaviest(const struct match_candidate *c, unsigned told)
{
	int best = -1;

	for (int i = 0; i < PADAN_P_COLUMNS; i++) {
		int32_t w = c->part[i] < 0 ? -c->part[i] : c->part[i];

		if (told & (1u << i) || !c->level[i] || w < 50)
			continue;
		if (best < 0 || w > (c->part[best] < 0 ? -c->part[best] : c->part[best]))
			best = i;
	}
	return best;
}

void match_explain(const struct match_candidate *c, struct buf *out)
{
	unsigned told = 0;
	bool first = true;
	int i;

	while ((i = heaviest(c, told)) >= 0) {
		size_t before = out->n;

		told |= 1u << i;
		buf_puts(out, first ? "" : "; ");
		if (!match_phrase((unsigned)i, c->level[i], out)) {
			out->n = before;
			continue;
		}
		buf_puts(out, " (");
		put_bits(out, c->part[i]);
		buf_putc(out, ')');
		first = false;
	}
}

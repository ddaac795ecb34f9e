/* SPDX-License-Identifier: EUPL-1.2
 *
 * Makes padan/src/fold_table.h from the Unicode data of libutf8proc:
 *   cc -o make_fold padan/tools/make_fold.c -lutf8proc && ./make_fold > padan/src/fold_table.h
 * Run by hand when the rules change; the result is checked in, so that padan builds alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LAST = 0x20000, PAGE = 128, PAGES = LAST / PAGE, DROP = 255 };

static char strings[255][5];
static int string_count;
static unsigned char entry[LAST];

struct special {
	int cp;
	const char *to;
};
/* What compatibility decomposition does not give. */
static const struct special specials[] = {
	{ 0x00C6, "AE" }, { 0x00E6, "AE" }, { 0x00D8, "O" },  { 0x00F8, "O" },	{ 0x00D0, "D" },  { 0x00F0, "D" },
	{ 0x00DE, "TH" }, { 0x00FE, "TH" }, { 0x00DF, "SS" }, { 0x1E9E, "SS" }, { 0x0110, "D" },  { 0x0111, "D" },
	{ 0x0126, "H" },  { 0x0127, "H" },  { 0x0131, "I" },  { 0x0138, "K" },	{ 0x0141, "L" },  { 0x0142, "L" },
	{ 0x014A, "NG" }, { 0x014B, "NG" }, { 0x0152, "OE" }, { 0x0153, "OE" }, { 0x0166, "T" },  { 0x0167, "T" },
	{ 0x0180, "B" },  { 0x0181, "B" },  { 0x018F, "E" },  { 0x0259, "E" },	{ 0x0192, "F" },  { 0x0191, "F" },
	{ 0x0197, "I" },  { 0x0268, "I" },  { 0x01B5, "Z" },  { 0x01B6, "Z" },	{ 0x019D, "N" },  { 0x0272, "N" },
	{ 0x0253, "B" },  { 0x0257, "D" },  { 0x0256, "D" },  { 0x0260, "G" },	{ 0x0199, "K" },  { 0x0254, "O" },
	{ 0x025B, "E" },  { 0x0269, "I" },  { 0x01B4, "Y" },  { 0x0289, "U" },	{ 0x024D, "R" },  { 0x0142, "L" },
	{ 0x00B4, "'" },  { 0x02B9, "'" },  { 0x02BB, "'" },  { 0x02BC, "'" },	{ 0x02BD, "'" },  { 0x02BE, "'" },
	{ 0x02BF, "'" },  { 0x02C8, "'" },  { 0x02CA, "'" },  { 0x02CB, "'" },	{ 0x0294, "'" },  { 0xA78B, "'" },
	{ 0xA78C, "'" },  { 0x2018, "'" },  { 0x2019, "'" },  { 0x201A, "'" },	{ 0x201B, "'" },  { 0x2032, "'" },
	{ 0x2035, "'" },  { 0x2039, "'" },  { 0x203A, "'" },  { 0x201C, "\"" }, { 0x201D, "\"" }, { 0x201E, "\"" },
	{ 0x201F, "\"" }, { 0x2033, "\"" }, { 0x2036, "\"" }, { 0x00AB, "\"" }, { 0x00BB, "\"" }, { 0x02BA, "\"" },
	{ 0x00B7, "." },  { 0x2022, "." },  { 0x2027, "." },  { 0x00D7, "X" },	{ 0x2212, "-" },  { 0x2044, "/" },
	{ 0x2215, "/" },  { 0x00A8, "\"" }, { 0x00AF, "-" },  { 0x00B8, "," },	{ 0x0060, "'" },  { 0xFF40, "'" },
};
/* The C1 range as code points is mis-converted Windows-1252 (C2 92 for an apostrophe). */
static const int c1[32] = { 0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
			    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
			    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178 };

static int digit_value(int cp)
{
	int first = cp;

	while (first > 0 && cp - first < 10 && utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
		first--;
	return (cp - first) % 10;
}

static const char *special_of(int cp)
{
	for (size_t i = 0; i < sizeof(specials) / sizeof(specials[0]); i++)
		if (specials[i].cp == cp)
			return specials[i].to;
	return NULL;
}

/* What its general category alone says: marks and controls vanish, blanks and dashes are one. */
static int plain_kind(int cp, utf8proc_category_t k, char *out)
{
	switch (k) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CC:
		return 0;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return *out = ' ', 1;
	case UTF8PROC_CATEGORY_PD:
		return *out = '-', 1;
	case UTF8PROC_CATEGORY_ND:
		return *out = (char)('0' + digit_value(cp)), 1;
	default:
		return -1;
	}
}

/* One decomposed character to ASCII at out; 0 when it vanishes, -1 when it has no form. */
static int plain(int cp, char *out)
{
	utf8proc_category_t k = utf8proc_category(cp);
	const char *to = special_of(cp);

	if (to)
		return snprintf(out, 5, "%s", to);
	if ((cp >= 9 && cp <= 13) || cp == 0x85)
		return *out = ' ', 1;
	if (cp >= 0x20 && cp < 0x7F)
		return *out = (char)(cp >= 'a' && cp <= 'z' ? cp - 32 : cp), 1;
	return plain_kind(cp, k, out);
}
static int fold(int cp, char out[5]);

static int fold_parts(int cp, char *all)
{
	utf8proc_int32_t parts[32];
	int last = 0, n = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(cp, parts, 32, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &last);

	for (utf8proc_ssize_t i = 0; i < count; i++) {
		int k = plain(parts[i], all + n);

		if (k < 0)
			return snprintf(all, 5, "?");
		/* an isolated accent decomposes into a blank and a mark: no blank was typed */
		if (k == 1 && all[n] == ' ' && count > 1)
			k = 0;
		n += k;
	}
	return n;
}

static int fold(int cp, char out[5])
{
	char all[64];
	int n;
	int bytes = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	if (cp >= 0x80 && cp < 0xA0 && cp != 0x85) {
		if (c1[cp - 0x80] != 0xFFFD)
			return fold(c1[cp - 0x80], out);
		n = 0;
	} else {
		n = special_of(cp) || cp < 0x80 ? plain(cp, all) : fold_parts(cp, all);
	}
	n = n < 0 ? 0 : n > bytes ? bytes : n;
	memcpy(out, all, (size_t)n);
	out[n] = 0;
	return n;
}

static int intern(const char *s)
{
	for (int i = 0; i < string_count; i++)
		if (strcmp(strings[i], s) == 0)
			return i;
	if (string_count == DROP)
		exit(1);
	snprintf(strings[string_count], 5, "%s", s);
	return string_count++;
}

static void print_bytes(const char *name, const unsigned char *p, int n)
{
	printf("static const uint8_t %s[%d] = {", name, n);
	for (int i = 0; i < n; i++)
		printf("%s%d,", i % 32 ? "" : "\n\t", p[i]);
	printf("\n};\n");
}

static unsigned char page_of[PAGES], pages[256][PAGE];

static void fill_entries(void)
{
	int question;

	intern("");
	question = intern("?");
	for (int cp = 0; cp < LAST; cp++) {
		char s[5];

		/* surrogates, and the squared abbreviations of the East: not in names */
		if ((cp >= 0xD800 && cp < 0xE000) || (cp >= 0x3200 && cp < 0x3400)) {
			entry[cp] = (unsigned char)question;
			continue;
		}
		fold(cp, s);
		entry[cp] = (unsigned char)intern(s);
	}
}

static int share_pages(void)
{
	int page_count = 0;

	for (int p = 0; p < PAGES; p++) {
		int q = 0;

		while (q < page_count && memcmp(pages[q], entry + p * PAGE, PAGE) != 0)
			q++;
		if (q == 256)
			exit(1);
		if (q == page_count)
			memcpy(pages[page_count++], entry + p * PAGE, PAGE);
		page_of[p] = (unsigned char)q;
	}
	return page_count;
}

static void print_strings(void)
{
	printf("static const char fold_text[%d][4] = {", string_count);
	for (int i = 0; i < string_count; i++) {
		printf("%s{", i % 8 ? " " : "\n\t");
		for (size_t k = 0; k < 4; k++)
			printf("%s%d", k ? "," : "", k < strlen(strings[i]) ? strings[i][k] : 0);
		printf("},");
	}
	printf("\n};\n");
}

int main(void)
{
	int page_count;

	fill_entries();
	page_count = share_pages();
	printf("/* SPDX-License-Identifier: EUPL-1.2\n * Made by padan/tools/make_fold.c from utf8proc %s (Unicode "
	       "%s). "
	       "Do not edit.\n */\n",
	       utf8proc_version(), utf8proc_unicode_version());
	printf("#include <stdint.h>\n/* clang-format off */\nenum { FOLD_LAST = %d, FOLD_PAGE = %d };\n", LAST, PAGE);
	print_strings();
	print_bytes("fold_page", page_of, PAGES);
	printf("static const uint8_t fold_entry[%d][%d] = {\n", page_count, PAGE);
	for (int p = 0; p < page_count; p++) {
		printf("{");
		for (int i = 0; i < PAGE; i++)
			printf("%s%d", i ? "," : "", pages[p][i]);
		printf("},\n");
	}
	printf("};\n/* clang-format on */\n");
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * Names as sets of words. */
#include "check.h"
#include <padan/name.h>

/* "MUHAMMAD* ALI DAENG^ x": the words, with marks: * written out, . initial, ^ Makassar name behind Daeng, ~ of kin. */
static const char *words(const struct padan_name *n, char out[512])
{
	size_t at = 0;

	out[0] = 0;
	for (unsigned i = 0; i < n->n; i++) {
		const struct padan_word *w = &n->word[i];

		at += (size_t)snprintf(out + at, 512 - at, "%s%s%s%s%s%s", i ? " " : "", w->text,
				       w->flags & PADAN_WORD_EXPANDED ? "*" : "",
				       w->flags & PADAN_WORD_INITIAL ? "." : "", w->flags & PADAN_WORD_DAENG ? "^" : "",
				       w->flags & PADAN_WORD_KIN ? "~" : "");
	}
	return out;
}

struct reading {
	const char *raw, *words;
	unsigned flags;
};

enum {
	T = PADAN_NAME_TITLE,
	H = PADAN_NAME_HAJI,
	D = PADAN_NAME_DECEASED,
	M = PADAN_NAME_MALE,
	F = PADAN_NAME_FEMALE,
	A = PADAN_NAME_ALIAS,
	X = PADAN_NAME_NOT_A_NAME,
};

static void check(const struct reading *c)
{
	struct padan_name n, m;
	char got[512], padded[256];

	padan_name_parse(&n, padan_span_of(c->raw));
	if (strcmp(words(&n, got), c->words) != 0 || n.flags != c->flags)
		fail_msg("%s: <%s> flags %x, wanted <%s> %x", c->raw, got, n.flags, c->words, c->flags);
	/* Blanks behind change nothing, though they lead past the reader's fast way. */
	snprintf(padded, sizeof(padded), "%s%80s", c->raw, "");
	padan_name_parse(&m, padan_span_of(padded));
	if (strcmp(words(&m, got), c->words) != 0 || m.flags != c->flags || m.whole != n.whole || m.set != n.set)
		fail_msg("%s with blanks behind: <%s> flags %x", c->raw, got, m.flags);
}

static void name_titles(void **ctx)
{
	static const struct reading cases[] = {
		{ "Budi Santoso", "BUDI SANTOSO", 0 },
		{ "H. Budi Santoso", "BUDI SANTOSO", T | H | M },
		{ "HJ BUDI", "BUDI", T | H | F },
		{ "Drs. H. Budi Santoso, M.Si", "BUDI SANTOSO", T | H | M },
		{ "Drs.H.Budi Santoso,M.Si.", "BUDI SANTOSO", T | H | M },
		{ "Budi Santoso, S.Pd.I., M.Pd", "BUDI SANTOSO", T },
		{ "Budi Santoso, S. Pd. I", "BUDI SANTOSO", T },
		{ "BUDI SANTOSO S.E.", "BUDI SANTOSO", T },
		{ "BUDI SANTOSO SE", "BUDI SANTOSO", T },
		{ "Budi Santoso, A.Md.Keb", "BUDI SANTOSO", T },
		{ "Prof. Dr. Ir. Budi Santoso, M.Sc., Ph.D", "BUDI SANTOSO", T },
		{ "K.H. Budi", "BUDI", T | H | M },
		{ "KH. Budi", "BUDI", T | H | M },
		{ "Budi (ALM)", "BUDI", T | D | M },
		{ "Alm. Budi", "BUDI", T | D | M },
		{ "BUDI ALMH.", "BUDI", T | D | F },
		{ "Budi (MD)", "BUDI", T | D },
		{ "Ny. Ratna", "RATNA", T | F },
		{ "Tn. Budi", "BUDI", T | M },
		{ "Ibu Ratna", "RATNA", T | F },
		{ "Haji Budi", "BUDI", T | H | M },
		{ "Budi Haji", "BUDI HAJI", 0 }, /* also a name */
		{ "Budi H", "BUDI H.", 0 },	 /* an initial */
		{ "Budi H. Santoso", "BUDI SANTOSO", T | H | M },
		{ "HAJI", "HAJI", T | H | M },		     /* nothing else is left */
		{ "St. Aminah, ST", "SITI* AMINAH", T | F }, /* the same letters, twice another thing */
		{ "Ama Santoso", "AMA SANTOSO", 0 },	     /* no A.Ma */
		{ "Santoso Ama", "SANTOSO AMA", 0 },
		{ "Santoso, A.Ma", "SANTOSO", T },
		{ "Ma Santoso", "MA SANTOSO", 0 },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void name_abbreviations(void **ctx)
{
	static const struct reading cases[] = {
		{ "Muh. Ali", "MUHAMMAD* ALI", M },
		{ "Moh Ali", "MUHAMMAD* ALI", M },
		{ "Muhamad Ali", "MUHAMMAD* ALI", M },
		{ "MUHAMMAD ALI", "MUHAMMAD ALI", M },
		{ "Ali Muh.", "ALI MUHAMMAD*", M },
		{ "M. Ali", "MUHAMMAD*. ALI", M },
		{ "M Ali", "MUHAMMAD*. ALI", M },
		{ "Ali M.", "ALI M.", 0 },
		{ "M", "M.", 0 },
		{ "A. Rahman", "ANDI*. RAHMAN", 0 },
		{ "A.Rahman", "ANDI*. RAHMAN", 0 },
		{ "Rahman A.", "RAHMAN A.", 0 },
		{ "Abd. Rahman", "ABDUL* RAHMAN", M },
		{ "Abdoel Rahman", "ABDUL* RAHMAN", M },
		{ "St. Aminah", "SITI* AMINAH", F },
		{ "Sitti Aminah", "SITI* AMINAH", F },
		{ "Noer Aini", "NUR* AINI", 0 },
		{ "Ibrahim Dg. Mappuji", "IBRAHIM DAENG* MAPPUJI^", 0 },
		{ "Dg. Mappuji", "DAENG* MAPPUJI^", 0 },
		{ "Daeng Mappuji", "DAENG MAPPUJI^", 0 },
		{ "Andi Baso", "ANDI BASO", M },
		{ "Besse Tang", "BESSE TANG", F },
		{ "Ali bin Tahir", "ALI TAHIR~", M },
		{ "Ratna Binti Muh. Tahir", "RATNA MUHAMMAD*~ TAHIR~", F },
		{ "Bin", "BIN", 0 },
		{ "I Wayan Sudiarta", "WAYAN SUDIARTA", PADAN_NAME_TITLE },
		{ "I Wyn. Sudiarta", "WAYAN* SUDIARTA", PADAN_NAME_TITLE },
		{ "Ni Luh Pt Ayu", "LUH PUTU* AYU", PADAN_NAME_TITLE | F },
		{ "Gst. Ngr. Rai", "GUSTI* NGURAH* RAI", 0 },
		{ "I", "I.", PADAN_NAME_TITLE },
		{ "Yusuf I", "YUSUF I.", 0 },
		{ "Hasnah alias Cica", "HASNAH CICA~", A },
		{ "Hasnah (Cica)", "HASNAH CICA~", A },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void name_marks(void **ctx)
{
	static const struct reading cases[] = {
		{ "Pa'batang", "PABATANG", 0 },
		{ "Pa\u2019batang", "PABATANG", 0 },
		{ "Nur-Hayati", "NUR HAYATI", 0 },
		{ "Jos\u00E9 Ren\xE9", "JOSE RENE", 0 },
		{ "  BUDI   SANTOSO  ", "BUDI SANTOSO", 0 },
		{ "Budi/Santoso 2", "BUDI SANTOSO", 0 },
		{ "", "", X },
		{ "-", "", X },
		{ "NN", "", X },
		{ "Tidak Ada", "", X },
		{ "12345", "", X },
		{ "...", "", X },
		{ "NULL", "", X },
		{ "NN. Siti", "SITI", T | F },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void name_long(void **ctx)
{
	struct padan_name n;
	char text[600];

	(void)ctx;
	padan_name_parse(&n, PADAN_LIT("Satu Dua Tiga Empat Lima Enam Tujuh Delapan Sembilan"));
	assert_int_equal(n.n, 8);
	assert_int_equal(n.flags, PADAN_NAME_MORE);
	memset(text, 'A', sizeof(text));
	padan_name_parse(&n, (struct padan_span){ text, sizeof(text) });
	assert_int_equal(n.n, 1);
	assert_int_equal(n.word[0].flags, PADAN_WORD_CUT);
	assert_int_equal(n.word[0].n, PADAN_NAME_TEXT);
	memset(text, 'X', sizeof(text)); /* the letter that sounds as two */
	padan_name_parse(&n, (struct padan_span){ text, sizeof(text) });
	assert_int_equal(n.n, 1);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "DG "[i % 3];
	padan_name_parse(&n, (struct padan_span){ text, sizeof(text) });
	assert_int_equal(n.n, 8);
}

static uint64_t sound(const char *word)
{
	return padan_sound(padan_span_of(word));
}

static void name_sounds_alike(void **ctx)
{
	static const char *const alike[][2] = {
		{ "SOEKARNO", "SUKARNO" },
		{ "DJAMALUDDIN", "JAMALUDIN" },
		{ "TJAHJA", "CAHYA" },
		{ "JUSUF", "YUSUF" },
		{ "YOESOEF", "YUSUP" },
		{ "ZAINAL", "SAINAL" },
		{ "SYAMSUDDIN", "SAMSUDIN" },
		{ "SJARIFUDDIN", "SYARIFUDIN" },
		{ "RIZAL", "RISAL" },
		{ "FATIMAH", "PATIMA" },
		{ "QADIR", "KADIR" },
		{ "KHAERUL", "HAIRUL" },
		{ "CHAIRUL", "KHAIRUL" },
		{ "ACHMAD", "AHMAD" },
		{ "AHMAD", "AHMAT" },
		{ "THAMRIN", "TAMRIN" },
		{ "DHANI", "DANI" },
		{ "GHAZALI", "GASALI" },
		{ "NURHALIZAH", "NURHALISA" },
		{ "MULYADI", "MULIADI" },
		{ "SURJADI", "SURYADI" },
		{ "RIZKY", "RISKI" },
		{ "SUWARDI", "SUARDI" },
		{ "RIDWAN", "RIDUAN" },
		{ "UTSMAN", "USMAN" },
		{ "ISMAIL", "ISMAEL" },
		{ "JULKIFLI", "ZULKIFLI" },
		{ "DZULKIFLI", "ZULKIPLI" },
		{ "JAINUDDIN", "ZAINUDIN" },
		{ "RIJAL", "RIZAL" },
		{ "NOOR", "NUR" },
		{ "ALEX", "ALEKS" },
		{ "CHANDRA", "CANDRA" },
		{ "ROHMAN", "RAHMAN" },
		{ "ARIEF", "ARIF" },
		{ "VIVI", "FIFI" },
	};
	static const char *const apart[][2] = {
		{ "RAHMAN", "RAHMAT" }, { "RAHIM", "RAHMA" }, { "HASAN", "HUSEN" }, { "ALI", "ULI" },
		{ "AMIR", "UMAR" },	{ "JAMAL", "KAMAL" }, { "SANI", "YANI" },   { "HADI", "ADI" },
		{ "NUR", "NURUL" },	{ "HASNA", "HUSNA" }, { "SARI", "SALI" },   { "H", "A" },
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if (sound(alike[i][0]) != sound(alike[i][1])) {
			char a[13], b[13];

			fail_msg("%s %s: %s %s", alike[i][0], alike[i][1], padan_sound_text(sound(alike[i][0]), a),
				 padan_sound_text(sound(alike[i][1]), b));
		}
	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (sound(apart[i][0]) == sound(apart[i][1]))
			fail_msg("%s and %s sound alike", apart[i][0], apart[i][1]);
}

static struct padan_name parsed(const char *s)
{
	struct padan_name n;

	padan_name_parse(&n, padan_span_of(s));
	return n;
}

static void name_whole_and_set(void **ctx)
{
	static const char *const joined[][2] = {
		{ "NUR HAYATI", "Nurhayati" },		{ "ABD. RAHMAN", "Abdulrahman" },
		{ "Muh. Ali", "MUHAMMADALI" },		{ "SITI AISYAH", "Sitti Aisyah" },
		{ "H. Nur Hayati, S.Pd", "NURHAJATI" }, { "Ali", "Ali bin Tahir" }
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++)
		if (parsed(joined[i][0]).whole != parsed(joined[i][1]).whole)
			fail_msg("%s is not %s", joined[i][0], joined[i][1]);
	assert_true(parsed("NUR HAYATI").whole != parsed("HAYATI NUR").whole);
	assert_true(parsed("NUR HAYATI").set == parsed("HAYATI NUR").set);
	assert_true(parsed("NUR HAYATI").set != parsed("NUR HAYATI HAYATI").set);
	assert_true(parsed("NUR HAYATI").whole != parsed("NUR HIDAYATI").whole);
	assert_true(parsed("-").whole == 0 && parsed("-").set == 0);
}

/* The packed sound is a prefix code: what a blocking key may rely on. */
static void name_sound_packing(void **ctx)
{
	char text[13];

	(void)ctx;
	assert_string_equal(padan_sound_text(sound("SYARIFUDDIN"), text), "SARIPUDIN");
	assert_true(sound("A") == (uint64_t)1 << 55);
	assert_true(sound("MUHAMMAD") >> 45 == sound("MUHAJIR") >> 45); /* three letters */
	assert_true(sound("1") != 0);
	assert_true(padan_sound((struct padan_span){ "", 0 }) != 0);
}

static void name_words_carry_flags(void **ctx)
{
	struct padan_name n = parsed("Muh. Nur Daeng Tata");

	(void)ctx;
	assert_true(n.word[0].flags & PADAN_WORD_COMMON);
	assert_true(n.word[1].flags & PADAN_WORD_COMMON);
	assert_true(n.word[2].flags & PADAN_WORD_COMMON);
	assert_false(n.word[3].flags & PADAN_WORD_COMMON);
	n = parsed("M. Ali");
	assert_int_equal(n.word[0].initial, 'M');
	assert_int_equal(n.word[1].initial, 0);
	assert_true(n.word[0].hash == parsed("MUHAMMAD").word[0].hash);
	assert_true(n.word[0].sound == parsed("MUHAMMAD").word[0].sound);
}

/* ---- the compiled-in table says what the lists say -------------------------------------------------------- */

/* The first `n` cells of the next row of a list without quotes; false at the end. */
static bool next_row(FILE *f, char line[256], char *cell[], int n)
{
	char *p = line;

	if (!fgets(line, 256, f))
		return false;
	line[strcspn(line, "\n")] = 0;
	for (int i = 0; i < n; i++) {
		char *comma = strchr(p, ',');

		cell[i] = p;
		if (comma)
			*comma = 0;
		p = comma ? comma + 1 : p + strlen(p);
	}
	return true;
}

static FILE *list(const char *name, char line[256])
{
	char path[1024];
	FILE *f;

	snprintf(path, sizeof(path), "%s/data/ref/%s", SOURCE_ROOT, name);
	f = fopen(path, "r");
	if (!f) /* padan stands alone: the lists that its tables were made from are elsewhere */
		skip();
	assert_non_null(fgets(line, 256, f)); /* the heading */
	return f;
}

static void name_titles_as_listed(void **ctx)
{
	char line[256], typed[300], got[512], *c[4];
	FILE *f = list("gelar.csv", line);
	int rows = 0;

	(void)ctx;
	for (; next_row(f, line, c, 4); rows++) {
		bool front = strcmp(c[1], "belakang") != 0;
		struct padan_name n;

		snprintf(typed, sizeof(typed),
			 front			  ? "%s. WARDOYO"
			 : strcmp(c[2], "kurung") ? "WARDOYO, %s."
						  : "WARDOYO (%s)",
			 c[0]);
		padan_name_parse(&n, padan_span_of(typed));
		if (strcmp(words(&n, got), "WARDOYO") != 0 || !(n.flags & PADAN_NAME_TITLE))
			fail_msg("%s: %s", typed, got);
		assert_int_equal(!!(n.flags & PADAN_NAME_HAJI), strstr(c[3], "haji") != NULL);
		assert_int_equal(!!(n.flags & PADAN_NAME_DECEASED), strstr(c[3], "almarhum") != NULL);
	}
	fclose(f);
	assert_true(rows > 100);
}

static void name_spellings_as_listed(void **ctx)
{
	char line[256], typed[300], *c[5];
	FILE *f = list("ejaan_nama.csv", line);
	int rows = 0;

	(void)ctx;
	for (; next_row(f, line, c, 5); rows++) {
		struct padan_name n;

		if (strcmp(c[2], "ejaan") == 0) {
			assert_true(sound(c[0]) == sound(c[1]));
			continue;
		}
		if (strcmp(c[2], "bukan_nama") == 0) {
			padan_name_parse(&n, padan_span_of(c[0]));
			assert_int_equal(n.n, 0);
			continue;
		}
		snprintf(typed, sizeof(typed), "%s%s WARDOYO",
			 strncmp(c[2], "bi", 2) && strcmp(c[2], "alias") ? "" : "UDIN ", c[0]);
		padan_name_parse(&n, padan_span_of(typed));
		assert_int_equal(n.n, 2);
		if (*c[1] && strcmp(n.word[0].text, c[1]) != 0)
			fail_msg("%s: %s", typed, n.word[0].text);
		if (!*c[1])
			assert_true(n.word[1].flags & PADAN_WORD_KIN);
		assert_int_equal(!!(n.word[0].flags & PADAN_WORD_COMMON), strstr(c[4], "umum") != NULL);
	}
	fclose(f);
	assert_true(rows > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(name_titles),
		cmocka_unit_test(name_abbreviations),
		cmocka_unit_test(name_marks),
		cmocka_unit_test(name_long),
		cmocka_unit_test(name_sounds_alike),
		cmocka_unit_test(name_whole_and_set),
		cmocka_unit_test(name_sound_packing),
		cmocka_unit_test(name_words_carry_flags),
		cmocka_unit_test(name_titles_as_listed),
		cmocka_unit_test(name_spellings_as_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

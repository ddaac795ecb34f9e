/* SPDX-License-Identifier: EUPL-1.2
 * A first look at a right row says what reading it says, whatever was looked at before. */
#include "check.h"
#include "same_look.h"

static struct both *both;

static void look_at(unsigned column, const char *text)
{
	struct padan_span f[PADAN_P_COLUMNS] = { { NULL, 0 } };
	const char *wrong;

	f[column] = padan_span_of(text);
	wrong = look_differs(both, f);
	if (wrong)
		fail_msg("column %u, \"%s\": %s", column, text, wrong);
}

static void names(void **state)
{
	static const char *const words[] = {
		"MUHAMMAD", "ANDI",  "SITI",	    "H",     "HJ",  "DG",  "BIN",  "BINTI", "ST",
		"DRS",	    "SE",    "ALM",	    "ALIAS", "A",   "NUR", "HAJI", "IBU",   "O'NEIL",
		"X",	    "PUTRA", "SYARIFUDDIN", "VAN",   "ali", "",	   "A.",   "MUH",   "ABDULRAHMANALFARIS",
		"RAHMAN",   "DAENG"
	};
	const unsigned n = sizeof(words) / sizeof(*words);
	char line[400];

	(void)state;
	for (unsigned i = 0; i < n * n * n; i++) {
		snprintf(line, sizeof(line), "%s%s%s%s%s", words[i % n], i / n % n % 2 ? " " : "", words[i / n % n],
			 i % 2 ? " " : "", words[i / n / n]);
		look_at(PADAN_P_NAME, line);
		look_at(PADAN_P_MOTHER, line);
	}
	/* as many words as are kept, one more, and as many letters as are cut in one go, one more */
	look_at(PADAN_P_NAME, "SITI ANDI NUR HAJI ALI AHMAD YUSUF TAHIR");
	look_at(PADAN_P_NAME, "SITI ANDI NUR HAJI ALI AHMAD YUSUF TAHIR RAHMAN");
	look_at(PADAN_P_NAME, "ABCDEFGHIJKLMNO ABCDEFGHIJKLMNO ABCDEFGHIJKLMNO ABCDEFGHIJKLMNO");
	look_at(PADAN_P_NAME, "ABCDEFGHIJKLMNO ABCDEFGHIJKLMNO ABCDEFGHIJKLMNO ABCDEFGHIJKLMNOP");
	look_at(PADAN_P_NAME, "ABCDEFGHIJKLMNOP");
	look_at(PADAN_P_NAME, "ABCDEFGHIJKLMNOPQ");
	look_at(PADAN_P_NAME, "ANDI ");
	look_at(PADAN_P_NAME, "ANDI  SITI");
	look_at(PADAN_P_NAME, " ANDI");
	/* cells that say nothing are no names, whatever the memo knows of their words */
	look_at(PADAN_P_NAME, "NULL");
	look_at(PADAN_P_MOTHER, "NULL");
	look_at(PADAN_P_NAME, "TIDAK ADA");
	look_at(PADAN_P_MOTHER, "BELUM DIISI");
	look_at(PADAN_P_NAME, "TANPA NAMA");
	look_at(PADAN_P_NAME, "TDK ADA");
}

/* Two words of one place in the table push each other out, within one name too. */
static void crowded(void **state)
{
	char line[64];

	(void)state;
	for (unsigned i = 0; i < 60000; i++) {
		snprintf(line, sizeof(line), "B%c%c%cA B%c%c%cO", 'A' + i % 26, 'A' + i / 26 % 26, 'A' + i / 676 % 26,
			 'Z' - i % 26, 'A' + i / 26 % 26, 'Z' - i / 676 % 26);
		look_at(PADAN_P_NAME, line);
	}
}

static void date_at(int y, int m, int d)
{
	char text[6][40];

	snprintf(text[0], 40, "%04d-%02d-%02d", y, m, d);
	snprintf(text[1], 40, "%02d-%02d-%04d", d, m, y);
	snprintf(text[2], 40, "%02d/%02d/%04d", d, m, y);
	snprintf(text[3], 40, "%02d.%02d.%04d", d, m, y);
	snprintf(text[4], 40, "%d-%d-%d", d, m, y);
	snprintf(text[5], 40, "%02d/%02d/%04d", m, d, y);
	for (unsigned f = 0; f < 6; f++)
		look_at(PADAN_P_BORN, text[f]);
}

static void dates(void **state)
{
	(void)state;
	for (int y = 0; y < 2100; y += y < 1890 ? 63 : 3)
		for (int m = 0; m <= 13; m++)
			for (int d = 0; d <= 32; d += d > 3 && d < 26 ? 6 : 1)
				date_at(y, m, d);
	look_at(PADAN_P_BORN, "1980");
	look_at(PADAN_P_BORN, "08-1980");
	look_at(PADAN_P_BORN, "45 TAHUN");
	look_at(PADAN_P_BORN, "29 FEB 1980");
	look_at(PADAN_P_BORN, "1980-08-1x");
}

static void numbers_and_places(void **state)
{
	static const char *const number[] = { "7371060703720001",
					      "0000000000000000",
					      "1111111111111111",
					      "7371060703720000",
					      "737106070372000",
					      "'7371060703720001",
					      "7371O60703720001",
					      "7,37E+15",
					      "0371060703720001",
					      "73710607037200012",
					      "-",
					      "7371 0607 0372 0001" };
	static const char *const place[] = { "TIMUNGAN LOMPOA",
					     "KEL. TIMUNGAN LOMPOA",
					     "KELURAHAN",
					     "-",
					     "NULL",
					     "RW 03",
					     "BARA-BARAYA",
					     "Bara Baraya",
					     "7",
					     "KOTA MAKASSAR DAN SEKITARNYA YANG LUAS",
					     "KEC.BONTOALA",
					     "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDE",
					     "ABCDEFG",
					     "ABCDEFGH",
					     "ABCDEFGHABCDEFGHI" };

	(void)state;
	for (unsigned again = 0; again < 3; again++) {
		for (unsigned i = 0; i < sizeof(number) / sizeof(*number); i++) {
			look_at(PADAN_P_NIK, number[i]);
			look_at(PADAN_P_CARD, number[i]);
			look_at(PADAN_P_PHONE, number[i]);
		}
		for (unsigned i = 0; i < sizeof(place) / sizeof(*place); i++) {
			look_at(PADAN_P_VILLAGE, place[i]);
			look_at(PADAN_P_DISTRICT, place[i]);
			look_at(PADAN_P_ADDRESS, place[i]);
			look_at(PADAN_P_RT_RW, place[i]);
		}
	}
}

static int begin(void **state)
{
	(void)state;
	both = malloc(sizeof(*both));
	if (both)
		both_init(both);
	return both ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	free(both);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names), cmocka_unit_test(crowded), cmocka_unit_test(dates),
					    cmocka_unit_test(numbers_and_places) };

	return cmocka_run_group_tests(tests, begin, end);
}

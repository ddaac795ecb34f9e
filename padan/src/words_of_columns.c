/* SPDX-License-Identifier: EUPL-1.2
 *
 * The names that columns have, in the languages that lists come in. Data: the first pattern that fits decides.
 *	=X  the whole heading   ^X  its beginning   *X  anywhere   ~X  one of its words
 * Headings are folded to capitals and digits; words are what blanks, marks and a change from small to large letters
 * divide.
 */
#include "recipe_inside.h"
#include <padan/fold.h>

#define IS(w)                                                                                                          \
	{                                                                                                              \
		PADAN_WHAT_##w, PD_PART_NONE, true                                                                     \
	}
#define BORN(part)                                                                                                     \
	{                                                                                                              \
		PADAN_WHAT_BIRTH, PD_PART_##part, true                                                                 \
	}

static const struct {
	const char *text;
	struct pd_guess guess;
} names[] = {
	/* numbers of people */
	{ "~NIK", IS(NIK) },
	{ "~KTP", IS(NIK) },
	{ "=NOKTP", IS(NIK) },
	{ "*INDUKKEPENDUDUKAN", IS(NIK) },
	{ "~KK", IS(CARD) },
	{ "*NOKK", IS(CARD) },
	{ "*NOMORKK", IS(CARD) },
	{ "*KARTUKELUARGA", IS(CARD) },
	{ "*SOCSEC", IS(NATIONAL_ID) },
	{ "*SOCIALSEC", IS(NATIONAL_ID) },
	{ "~SSN", IS(NATIONAL_ID) },
	{ "*NATIONALID", IS(NATIONAL_ID) },
	{ "*IDENTITYCARD", IS(NATIONAL_ID) },
	{ "*PASSPORT", IS(NATIONAL_ID) },
	{ "~PASPOR", IS(NATIONAL_ID) },
	{ "*NPWP", IS(NATIONAL_ID) },
	{ "*NRIC", IS(NATIONAL_ID) },
	{ "*MYKAD", IS(NATIONAL_ID) },
	{ "~DNI", IS(NATIONAL_ID) },
	{ "~NIE", IS(NATIONAL_ID) },
	{ "~NIF", IS(NATIONAL_ID) },
	{ "~CPF", IS(NATIONAL_ID) },
	{ "~CURP", IS(NATIONAL_ID) },
	{ "~BSN", IS(NATIONAL_ID) },
	{ "~PESEL", IS(NATIONAL_ID) },
	{ "~NINO", IS(NATIONAL_ID) },
	{ "~NHS", IS(NATIONAL_ID) },
	{ "~AADHAAR", IS(NATIONAL_ID) },
	{ "~MEDICARE", IS(NATIONAL_ID) },
	{ "*CODICEFISCALE", IS(NATIONAL_ID) },
	{ "*PERSONALAUSWEIS", IS(NATIONAL_ID) },
	{ "*VERSICHERUNGSN", IS(NATIONAL_ID) },
	{ "*INSEE", IS(NATIONAL_ID) },
	{ "*TAXID", IS(NATIONAL_ID) },
	{ "~NISN", IS(NATIONAL_ID) },
	{ "~NIP", IS(NATIONAL_ID) },
	{ "~KPJ", IS(NATIONAL_ID) },
	{ "~BPJS", IS(NATIONAL_ID) },
	{ "*REKENING", IS(KEY) },
	{ "~IBAN", IS(KEY) },
	/* birth: the place before the date */
	{ "*TEMPATLAHIR", IS(BIRTHPLACE) },
	{ "*TMPLAHIR", IS(BIRTHPLACE) },
	{ "*TMPTLAHIR", IS(BIRTHPLACE) },
	{ "*BIRTHPLACE", IS(BIRTHPLACE) },
	{ "*PLACEOFBIRTH", IS(BIRTHPLACE) },
	{ "*BIRTHCITY", IS(BIRTHPLACE) },
	{ "*BIRTHTOWN", IS(BIRTHPLACE) },
	{ "*BIRTHCOUNTRY", IS(COUNTRY) },
	{ "=POB", IS(BIRTHPLACE) },
	{ "*GEBURTSORT", IS(BIRTHPLACE) },
	{ "*GEBOORTEPLAATS", IS(BIRTHPLACE) },
	{ "*LUGARNAC", IS(BIRTHPLACE) },
	{ "*LUGARDENAC", IS(BIRTHPLACE) },
	{ "*LIEUNAIS", IS(BIRTHPLACE) },
	{ "*LIEUDENAIS", IS(BIRTHPLACE) },
	{ "*LUOGONASC", IS(BIRTHPLACE) },
	{ "*LUOGODINASC", IS(BIRTHPLACE) },
	{ "*NATURALIDADE", IS(BIRTHPLACE) },
	/* relatives */
	{ "~IBU", IS(MOTHER) },
	{ "*NAMAIBU", IS(MOTHER) },
	{ "*MOTHER", IS(MOTHER) },
	{ "~MADRE", IS(MOTHER) },
	{ "~MAE", IS(MOTHER) },
	{ "~MERE", IS(MOTHER) },
	{ "*MUTTER", IS(MOTHER) },
	{ "~MOEDER", IS(MOTHER) },
	{ "~AYAH", IS(FATHER) },
	{ "*NAMAAYAH", IS(FATHER) },
	{ "*FATHER", IS(FATHER) },
	{ "~PADRE", IS(FATHER) },
	{ "~PAI", IS(FATHER) },
	{ "~PERE", IS(FATHER) },
	{ "~VATER", IS(FATHER) },
	{ "~VADER", IS(FATHER) },
	{ "*KEPALAKELUARGA", IS(OTHER_NAME) },
	{ "*SPOUSE", IS(OTHER_NAME) },
	{ "~SUAMI", IS(OTHER_NAME) },
	{ "~ISTRI", IS(OTHER_NAME) },
	{ "~WALI", IS(OTHER_NAME) },
	{ "*MAIDEN", IS(OTHER_NAME) },
	{ "*GEBURTSNAME", IS(OTHER_NAME) },
	{ "*GUARDIAN", IS(OTHER_NAME) },
	/* birth: the date and its parts */
	{ "*BIRTHYEAR", BORN(YEAR) },
	{ "*YEAROFBIRTH", BORN(YEAR) },
	{ "*TAHUNLAHIR", BORN(YEAR) },
	{ "*THNLAHIR", BORN(YEAR) },
	{ "*GEBURTSJAHR", BORN(YEAR) },
	{ "*GEBOORTEJAAR", BORN(YEAR) },
	{ "*ANNEENAIS", BORN(YEAR) },
	{ "*ANNEEDENAIS", BORN(YEAR) },
	{ "*ANONAC", BORN(YEAR) },
	{ "*ANODENAC", BORN(YEAR) },
	{ "*ANNONASC", BORN(YEAR) },
	{ "=BY", BORN(YEAR) },
	{ "=YOB", BORN(YEAR) },
	{ "*BIRTHMONTH", BORN(MONTH) },
	{ "*MONTHOFBIRTH", BORN(MONTH) },
	{ "*BULANLAHIR", BORN(MONTH) },
	{ "*BLNLAHIR", BORN(MONTH) },
	{ "*GEBURTSMONAT", BORN(MONTH) },
	{ "*GEBOORTEMAAND", BORN(MONTH) },
	{ "*MOISNAIS", BORN(MONTH) },
	{ "*MESNAC", BORN(MONTH) },
	{ "*MESENAC", BORN(MONTH) },
	{ "=BM", BORN(MONTH) },
	{ "=MOB", BORN(MONTH) },
	{ "*BIRTHDAY", BORN(DAY) },
	{ "*DAYOFBIRTH", BORN(DAY) },
	{ "*HARILAHIR", BORN(DAY) },
	{ "*GEBURTSTAG", BORN(DAY) },
	{ "*GEBOORTEDAG", BORN(DAY) },
	{ "*JOURNAIS", BORN(DAY) },
	{ "*DIANAC", BORN(DAY) },
	{ "=BD", BORN(DAY) },
	{ "*LAHIR", IS(BIRTH) },
	{ "~DOB", IS(BIRTH) },
	{ "*BIRTH", IS(BIRTH) },
	{ "*GEBURT", IS(BIRTH) },
	{ "*GEBDAT", IS(BIRTH) },
	{ "~GEB", IS(BIRTH) },
	{ "*GEBOORTE", IS(BIRTH) },
	{ "*NACIMIENTO", IS(BIRTH) },
	{ "*FECHANAC", IS(BIRTH) },
	{ "*NASCIMENTO", IS(BIRTH) },
	{ "*DATANASC", IS(BIRTH) },
	{ "*NAISSANCE", IS(BIRTH) },
	{ "*DATENAISS", IS(BIRTH) },
	{ "*NASCITA", IS(BIRTH) },
	{ "*URODZ", IS(BIRTH) },
	{ "*DOGUM", IS(BIRTH) },
	{ "~AGE", IS(AGE) },
	{ "~UMUR", IS(AGE) },
	{ "~USIA", IS(AGE) },
	{ "~ALTER", IS(AGE) },
	{ "~EDAD", IS(AGE) },
	{ "~IDADE", IS(AGE) },
	{ "~LEEFTIJD", IS(AGE) },
	{ "*KELAMIN", IS(SEX) },
	{ "~SEX", IS(SEX) },
	{ "~GENDER", IS(SEX) },
	{ "~JK", IS(SEX) },
	{ "=LP", IS(SEX) },
	{ "~SEXE", IS(SEX) },
	{ "~SEXO", IS(SEX) },
	{ "~SESSO", IS(SEX) },
	{ "~GENERO", IS(SEX) },
	{ "*GESCHLECHT", IS(SEX) },
	{ "*GESLACHT", IS(SEX) },
	{ "*JANTINA", IS(SEX) },
	/* how to reach somebody */
	{ "*EMAIL", IS(EMAIL) },
	{ "~MAIL", IS(EMAIL) },
	{ "~SUREL", IS(EMAIL) },
	{ "*CORREO", IS(EMAIL) },
	{ "*COURRIEL", IS(EMAIL) },
	{ "*PHONE", IS(PHONE) },
	{ "~TEL", IS(PHONE) },
	{ "*TELP", IS(PHONE) },
	{ "*TELEF", IS(PHONE) },
	{ "*TELEPON", IS(PHONE) },
	{ "~TLP", IS(PHONE) },
	{ "~HP", IS(PHONE) },
	{ "^NOHP", IS(PHONE) },
	{ "*PONSEL", IS(PHONE) },
	{ "*WHATSAPP", IS(PHONE) },
	{ "~WA", IS(PHONE) },
	{ "*MOBILE", IS(PHONE) },
	{ "~MOBIL", IS(PHONE) },
	{ "~HANDY", IS(PHONE) },
	{ "~CELL", IS(PHONE) },
	{ "~CELULAR", IS(PHONE) },
	{ "~FAX", IS(PHONE) },
	/* where somebody lives */
	{ "*POSTCODE", IS(POSTCODE) },
	{ "*POSTALCODE", IS(POSTCODE) },
	{ "*KODEPOS", IS(POSTCODE) },
	{ "*POSKOD", IS(POSTCODE) },
	{ "^ZIP", IS(POSTCODE) },
	{ "~ZIP", IS(POSTCODE) },
	{ "~PLZ", IS(POSTCODE) },
	{ "*POSTLEITZAHL", IS(POSTCODE) },
	{ "*CODEPOSTAL", IS(POSTCODE) },
	{ "*CODIGOPOSTAL", IS(POSTCODE) },
	{ "*CODPOSTAL", IS(POSTCODE) },
	{ "*PINCODE", IS(POSTCODE) },
	{ "~POSTAL", IS(POSTCODE) },
	{ "=CP", IS(POSTCODE) },
	{ "=CEP", IS(POSTCODE) },
	{ "=CAP", IS(POSTCODE) },
	{ "*STREETN", IS(HOUSE) },
	{ "*HOUSEN", IS(HOUSE) },
	{ "*BUILDINGN", IS(HOUSE) },
	{ "*HAUSN", IS(HOUSE) },
	{ "*HUISN", IS(HOUSE) },
	{ "*NORUMAH", IS(HOUSE) },
	{ "*NOMORRUMAH", IS(HOUSE) },
	{ "*NUMEROCASA", IS(HOUSE) },
	{ "*NUMERORUE", IS(HOUSE) },
	{ "~CIVICO", IS(HOUSE) },
	{ "=NUMERO", IS(HOUSE) },
	{ "~RT", IS(RT_RW) },
	{ "~RW", IS(RT_RW) },
	{ "=RTRW", IS(RT_RW) },
	{ "*KELURAHAN", IS(VILLAGE) },
	{ "~KEL", IS(VILLAGE) },
	{ "~DESA", IS(VILLAGE) },
	{ "~DUSUN", IS(VILLAGE) },
	{ "~KAMPUNG", IS(VILLAGE) },
	{ "*SUBURB", IS(VILLAGE) },
	{ "~VILLAGE", IS(VILLAGE) },
	{ "~BARRIO", IS(VILLAGE) },
	{ "~BAIRRO", IS(VILLAGE) },
	{ "~ORTSTEIL", IS(VILLAGE) },
	{ "*NEIGHBO", IS(VILLAGE) },
	{ "*KECAMATAN", IS(DISTRICT) },
	{ "~KEC", IS(DISTRICT) },
	{ "~DISTRICT", IS(DISTRICT) },
	{ "~DISTRIK", IS(DISTRICT) },
	{ "*KABUPATEN", IS(CITY) },
	{ "~KAB", IS(CITY) },
	{ "~KOTA", IS(CITY) },
	{ "~CITY", IS(CITY) },
	{ "~TOWN", IS(CITY) },
	{ "~ORT", IS(CITY) },
	{ "~STADT", IS(CITY) },
	{ "*WOHNORT", IS(CITY) },
	{ "~VILLE", IS(CITY) },
	{ "~COMMUNE", IS(CITY) },
	{ "~CIUDAD", IS(CITY) },
	{ "~LOCALIDAD", IS(CITY) },
	{ "~MUNICIPIO", IS(CITY) },
	{ "~CIDADE", IS(CITY) },
	{ "~CITTA", IS(CITY) },
	{ "~COMUNE", IS(CITY) },
	{ "*WOONPLAATS", IS(CITY) },
	{ "~PLAATS", IS(CITY) },
	{ "~LOCALITY", IS(CITY) },
	{ "~BANDAR", IS(CITY) },
	{ "~STATE", IS(STATE) },
	{ "~COUNTY", IS(STATE) },
	{ "~PROVINCE", IS(STATE) },
	{ "*PROVINSI", IS(STATE) },
	{ "*PROPINSI", IS(STATE) },
	{ "~PROVINCIA", IS(STATE) },
	{ "~BUNDESLAND", IS(STATE) },
	{ "~ESTADO", IS(STATE) },
	{ "~REGION", IS(STATE) },
	{ "~NEGERI", IS(STATE) },
	{ "*COUNTRY", IS(COUNTRY) },
	{ "*NATIONALIT", IS(COUNTRY) },
	{ "~NEGARA", IS(COUNTRY) },
	{ "*KEWARGANEGARAAN", IS(COUNTRY) },
	{ "~LAND", IS(COUNTRY) },
	{ "~PAYS", IS(COUNTRY) },
	{ "~PAIS", IS(COUNTRY) },
	{ "*ALAMAT", IS(STREET) },
	{ "*ADDRESS", IS(STREET) },
	{ "~ADDR", IS(STREET) },
	{ "*ADRES", IS(STREET) },
	{ "*ANSCHRIFT", IS(STREET) },
	{ "*STREET", IS(STREET) },
	{ "*STRASSE", IS(STREET) },
	{ "*STRAAT", IS(STREET) },
	{ "~STR", IS(STREET) },
	{ "~JALAN", IS(STREET) },
	{ "*DIRECCION", IS(STREET) },
	{ "*DOMICILIO", IS(STREET) },
	{ "*ENDERECO", IS(STREET) },
	{ "*INDIRIZZO", IS(STREET) },
	{ "~LOGRADOURO", IS(STREET) },
	{ "~RUE", IS(STREET) },
	{ "~CALLE", IS(STREET) },
	{ "~RUA", IS(STREET) },
	{ "~VIA", IS(STREET) },
	{ "~PLACE", IS(PLACE) },
	{ "~LOKASI", IS(PLACE) },
	{ "~LOCATION", IS(PLACE) },
	/* what somebody does */
	{ "*PEKERJAAN", IS(JOB) },
	{ "*OCCUPATION", IS(JOB) },
	{ "*PROFES", IS(JOB) },
	{ "*PROFISSAO", IS(JOB) },
	{ "~JOB", IS(JOB) },
	{ "~BERUF", IS(JOB) },
	{ "~BEROEP", IS(JOB) },
	{ "*JABATAN", IS(JOB) },
	{ "*COMPANY", IS(TEXT) },
	{ "*PERUSAHAAN", IS(TEXT) },
	{ "*INSTANSI", IS(TEXT) },
	{ "*SEKOLAH", IS(TEXT) },
	{ "*SCHOOL", IS(TEXT) },
	{ "*EMPLOYER", IS(TEXT) },
	{ "*EMPRESA", IS(TEXT) },
	{ "~FIRMA", IS(TEXT) },
	{ "*ORGANI", IS(TEXT) },
	{ "*DESCRIPTION", IS(TEXT) },
	{ "*KETERANGAN", IS(TEXT) },
	{ "=BERKAS", { PADAN_WHAT_TEXT, PD_PART_NONE, false } },
	/* names last: NAME stands in many a heading */
	{ "*USERNAME", IS(KEY) },
	{ "^FNAME", IS(PERSON) },
	{ "^MNAME", IS(PERSON) },
	{ "^LNAME", IS(PERSON) },
	{ "*SURNAME", IS(PERSON) },
	{ "*FIRSTNAME", IS(PERSON) },
	{ "*GIVENNAME", IS(PERSON) },
	{ "*MIDDLENAME", IS(PERSON) },
	{ "*LASTNAME", IS(PERSON) },
	{ "*FAMILYNAME", IS(PERSON) },
	{ "*FORENAME", IS(PERSON) },
	{ "*FULLNAME", IS(PERSON) },
	{ "~GIVEN", IS(PERSON) },
	{ "~FAMILY", IS(PERSON) },
	{ "~FIRST", IS(PERSON) },
	{ "~MIDDLE", IS(PERSON) },
	{ "~LAST", IS(PERSON) },
	{ "*NAMADEPAN", IS(PERSON) },
	{ "*NAMATENGAH", IS(PERSON) },
	{ "*NAMABELAKANG", IS(PERSON) },
	{ "*NAMALENGKAP", IS(PERSON) },
	{ "*NAMAKELUARGA", IS(PERSON) },
	{ "*VORNAME", IS(PERSON) },
	{ "*NACHNAME", IS(PERSON) },
	{ "*FAMILIENNAME", IS(PERSON) },
	{ "*ZUNAME", IS(PERSON) },
	{ "*PRENOM", IS(PERSON) },
	{ "~NOM", IS(PERSON) },
	{ "*APELLIDO", IS(PERSON) },
	{ "*APELIDO", IS(PERSON) },
	{ "*NOMBRE", IS(PERSON) },
	{ "*SOBRENOME", IS(PERSON) },
	{ "*COGNOME", IS(PERSON) },
	{ "~NOME", IS(PERSON) },
	{ "*VOORNAAM", IS(PERSON) },
	{ "*ACHTERNAAM", IS(PERSON) },
	{ "*TUSSENVOEGSEL", IS(PERSON) },
	{ "~IMIE", IS(PERSON) },
	{ "~NAZWISKO", IS(PERSON) },
	{ "~SOYAD", IS(PERSON) },
	{ "=NAMA", IS(PERSON) },
	{ "=NAME", IS(PERSON) },
	{ "=NAAM", IS(PERSON) },
	{ "*NAMA", IS(OTHER_NAME) },
	{ "*NAME", IS(OTHER_NAME) },
	{ "*NAAM", IS(OTHER_NAME) },
	{ "*NUMBER", IS(NUMBER) },
};

static struct padan_span tail_of_web_name(struct padan_span head)
{
	bool web = memmem(head.p ? head.p : "", head.n, "://", 3) != NULL;

	for (size_t i = head.n; web && i-- > 0;)
		if ((head.p[i] == '#' || head.p[i] == '/') && i + 1 < head.n)
			return (struct padan_span){ head.p + i + 1, head.n - i - 1 };
	return head;
}

size_t pd_head_key(struct padan_span head, char out[PD_KEY])
{
	size_t n;

	n = padan_fold_key(out, PD_KEY - 1, tail_of_web_name(head));
	out[n] = '\0';
	return n;
}

static bool small(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool large(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* " GIVEN NAME ": the heading's words between single blanks. */
static void head_words(struct padan_span head, char *out, size_t cap)
{
	char text[PD_HEAD * 2];
	size_t k = 0, n = 0;

	head = tail_of_web_name(head);
	for (size_t i = 0; i < head.n && n + 2 < sizeof(text); i++) {
		if (i > 0 && large(head.p[i]) && small(head.p[i - 1]))
			text[n++] = ' ';
		text[n++] = head.p[i];
	}
	n = padan_fold(text, sizeof(text), (struct padan_span){ text, n });
	out[k++] = ' ';
	for (size_t i = 0; i < n && k + 2 < cap; i++) {
		bool letter = large(text[i]) || (text[i] >= '0' && text[i] <= '9');

		if (letter)
			out[k++] = text[i];
		else if (out[k - 1] != ' ')
			out[k++] = ' ';
	}
	if (out[k - 1] != ' ')
		out[k++] = ' ';
	out[k] = '\0';
}

/* Is `word` one of the words? Digits behind a word are no part of it: ADDRESS1, PHONE2. */
static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = strstr(words, word); p; p = strstr(p + 1, word)) {
		const char *end = p + n;

		while (*end >= '0' && *end <= '9')
			end++;
		if (p[-1] == ' ' && *end == ' ')
			return true;
	}
	return false;
}

static bool fits(const char *key, const char *words, const char *pattern)
{
	switch (*pattern) {
	case '=':
		return strcmp(key, pattern + 1) == 0;
	case '^':
		return strncmp(key, pattern + 1, strlen(pattern + 1)) == 0;
	case '~':
		return has_word(words, pattern + 1);
	default:
		return strstr(key, pattern + 1) != NULL;
	}
}

bool pd_guess_name(struct padan_span head, struct pd_guess *g)
{
	char key[PD_KEY], words[PD_HEAD * 2 + 4];

	pd_head_key(head, key);
	head_words(head, words, sizeof(words));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (fits(key, words, names[i].text)) {
			*g = names[i].guess;
			return true;
		}
	return false;
}

/* SPDX-License-Identifier: EUPL-1.2
 * What stands between an address, a search field or a token and the database: codes of cards, names and numbers that
 * people are looked for by, words of what a token may. What is understood reads again as the same. */
#include "access/token_store.h"
#include "membership/card_store.h"
#include "membership/person_words.h"
#include "target.h"

static void check_code(span text)
{
	char printed[CARD_CODE], again[CARD_CODE];
	span person, same;
	int64_t id;

	if (!card_code_read(text, &person, printed))
		return;
	PROMISE(strlen(printed) == CARD_CODE - 1 && person.p == printed && person.n == RUN_ID_TEXT - 1);
	PROMISE(run_id_parse(person, &id));
	PROMISE(card_code_read(padan_span_of(printed), &same, again) && strcmp(printed, again) == 0);
}

static void check_phone(span text)
{
	char one[PERSON_DIGITS], two[PERSON_DIGITS];

	if (!person_phone(text, one))
		return;
	PROMISE(one[0] == '0' && strspn(one, "0123456789") == strlen(one));
	PROMISE(person_phone(padan_span_of(one), two) && strcmp(one, two) == 0);
}

static void check_search(span text)
{
	struct person_tag tags[PERSON_TAGS];
	struct person_query q;
	size_t n = person_name_tags(text, tags);

	PROMISE(n <= PERSON_TAGS);
	for (size_t i = 0; i < n; i++)
		PROMISE(tags[i].text[0] && memchr(tags[i].text, 0, sizeof(tags[i].text)));
	if (!person_query_read(&q, text))
		return;
	PROMISE(q.digits[0] ? strspn(q.digits, "0123456789") == strlen(q.digits)
			    : person_name_matches(&q, span_trim(text)));
	for (int i = 0; i < q.name.n; i++)
		PROMISE(person_word_tags(&q.name.word[i], tags) <= 2);
}

static void check_token(span text)
{
	struct err e;
	uint64_t may = 0;

	if (token_caps(text, &may, &e))
		PROMISE(e.text[0] && (!span_storable(text) || span_storable(padan_span_of(e.text))));
	PROMISE(!(may & (MAY(CAP_ADMIN) | MAY(CAP_TOKEN) | MAY(CAP_UNMASK) | MAY(CAP_DECREE_SIGN))));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size + 1); /* of its own size: what reads behind it is seen */
	span text = { bytes, size };

	PROMISE(bytes);
	memcpy(bytes, data, size);
	check_code(text);
	check_phone(text);
	check_search(text);
	check_token(text);
	free(bytes);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * Names of databases: whatever libpq takes as a password is not in what is shown. */
#include "base/url.h"
#include "target.h"
#include <libpq-fe.h>
#include <string.h>

static int secret(const PQconninfoOption *o)
{
	return !strcmp(o->keyword, "password") || !strcmp(o->keyword, "sslpassword");
}

/* The same text may stand somewhere else, where it may be seen: as a user's name, say, or a piece of one. */
static int elsewhere(const PQconninfoOption *all, const char *url, const char *word)
{
	const char *first = strstr(url, word);

	for (const PQconninfoOption *o = all; o->keyword; o++)
		if (o->val && !secret(o) && strstr(o->val, word))
			return 1;
	return first && strstr(first + 1, word) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *url = malloc(size + 14);
	PQconninfoOption *all;
	struct buf shown;

	PROMISE(url);
	memcpy(url, "postgresql://", 13);
	memcpy(url + 13, data, size);
	url[size + 13] = 0;
	buf_init(&shown, NULL, 1 << 20);
	url_shown(padan_span_of(url), &shown);
	PROMISE(!shown.failed || size > 1 << 19);
	all = PQconninfoParse(url, NULL);
	for (const PQconninfoOption *o = all; o && o->keyword; o++)
		if (o->val && secret(o) && strlen(o->val) >= 6 && !strstr("*********", o->val) &&
		    !elsewhere(all, url, o->val))
			PROMISE(!strstr(shown.p, o->val));
	PQconninfoFree(all);
	buf_done(&shown);
	free(url);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/url.h"

#include <string.h>

static bool starts(span s, const char *word)
{
	size_t n = strlen(word);

	return s.n >= n && !memcmp(s.p, word, n);
}

bool url_is_postgres(span name)
{
	return starts(name, "postgresql://") || starts(name, "postgres://");
}

static span from(span s, size_t at)
{
	return (span){ s.p + at, s.n - at };
}

static size_t find(span s, const char *any)
{
	size_t i = 0;

	while (i < s.n && !strchr(any, s.p[i]))
		i++;
	return i;
}

/* The last @ before the path ends the user's part, as libpq reads it: a password may hold an unescaped one. */
static size_t user_part(span authority)
{
	size_t n = authority.n;

	while (n && authority.p[n - 1] != '@')
		n--;
	return n;
}

static void put_query(span query, struct buf *out)
{
	while (query.n) {
		size_t n = find(query, "&");
		span pair = { query.p, n };
		/* a name in disguise (p%61ssword) counts as one of them */
		bool secret = starts(pair, "password=") || starts(pair, "sslpassword=") ||
			      memchr(pair.p, '%', find(pair, "="));

		buf_put(out, pair.p, secret ? find(pair, "=") + 1 : n);
		if (secret)
			buf_puts(out, "***");
		if (n < query.n)
			buf_putc(out, '&');
		query = from(query, n < query.n ? n + 1 : n);
	}
}

/* Keys and their values before the last @: is that a password with marks in it, or a query whose value has an @? */
static bool doubtful(span user)
{
	size_t question = find(user, "?");

	return find(from(user, question), "=") < user.n - question;
}

void url_shown(span name, struct buf *out)
{
	size_t head, user, colon, path;
	span rest;

	if (!url_is_postgres(name)) {
		buf_span(out, name);
		return;
	}
	head = find(name, ":") + 3;
	rest = from(name, head);
	path = find(rest, "/"); /* a question mark may stand in a password, a slash may not */
	user = user_part((span){ rest.p, path });
	/* a slash inside a password: nothing behind the scheme can be told apart with certainty */
	if (!user && memchr(rest.p, '@', find(rest, "?")))
		user = path = user_part((span){ rest.p, find(rest, "?") });
	colon = find((span){ rest.p, user }, ":");
	if (user && colon == user) /* no password here: an @ further on belongs to what follows */
		user = colon = find(rest, "@") + 1;
	buf_put(out, name.p, head);
	if (doubtful((span){ rest.p, user })) {
		buf_puts(out, "***");
		return;
	}
	buf_put(out, rest.p, colon);
	if (user)
		buf_puts(out, colon < user ? ":***@" : "");
	rest = from(rest, user);
	path = find(rest, "?");
	buf_put(out, rest.p, path);
	if (path < rest.n) {
		buf_putc(out, '?');
		put_query(from(rest, path + 1), out);
	}
}

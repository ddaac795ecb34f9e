/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/query.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int pairs_add(struct pairs *p, span name, span value, struct padan_arena *a, struct err *e)
{
	if (!span_storable(name) || !span_storable(value))
		return err_set(e, ERR_USAGE, "isian harus teks UTF-8");
	if (p->n == PAIRS_MAX)
		return err_set(e, ERR_USAGE, "lebih dari %d isian dalam satu permintaan", PAIRS_MAX);
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 4 : 16;
		struct pair *at = padan_arena_array(a, cap, sizeof(*at));

		if (!at)
			return err_memory(e, "isian");
		if (p->n)
			memcpy(at, p->at, p->n * sizeof(*at));
		p->at = at;
		p->cap = cap;
	}
	p->at[p->n++] = (struct pair){ name, value };
	return ERR_OK;
}

int percent_decode(span text, bool plus, struct padan_arena *a, span *out, struct err *e)
{
	char *to = padan_arena_get(a, text.n + 1);
	size_t n = 0;

	if (!to)
		return err_memory(e, "isian");
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%') {
			int high = text.n - i > 2 ? hex(text.p[i + 1]) : -1;
			int low = text.n - i > 2 ? hex(text.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return err_set(e, ERR_USAGE,
					       "alamat atau isian rusak: %% tanpa dua digit heksadesimal");
			c = (char)(high * 16 + low);
			i += 2;
		}
		to[n++] = c;
	}
	to[n] = 0;
	*out = (span){ to, n };
	return ERR_OK;
}

int pairs_read(struct pairs *p, span text, struct padan_arena *a, struct err *e)
{
	int rc = ERR_OK;

	while (text.n && !rc) {
		const char *and = memchr(text.p, '&', text.n);
		size_t n = and? (size_t)(and-text.p) : text.n;
		const char *is = memchr(text.p, '=', n);
		span name = { text.p, is ? (size_t)(is - text.p) : n }, value = { NULL, 0 };

		if (is)
			value = (span){ is + 1, n - name.n - 1 };
		if (n) {
			rc = percent_decode(name, true, a, &name, e);
			if (!rc)
				rc = percent_decode(value, true, a, &value, e);
			if (!rc)
				rc = pairs_add(p, name, value, a, e);
		}
		n += and != NULL;
		text = (span){ text.p + n, text.n - n };
	}
	return rc;
}

const struct pair *pairs_find(const struct pairs *p, span name)
{
	for (size_t i = 0; i < p->n; i++)
		if (padan_span_eq(p->at[i].name, name))
			return &p->at[i];
	return NULL;
}

void percent_encode(span text, struct buf *out)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c && strchr("-._~", c))) {
			buf_putc(out, (char)c);
		} else {
			buf_putc(out, '%');
			buf_putc(out, digits[c >> 4]);
			buf_putc(out, digits[c & 15]);
		}
	}
}

static span trimmed(span s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* The next piece up to `mark` off *rest, trimmed. */
static span next_piece(span *rest, char mark)
{
	const char *end = memchr(rest->p, mark, rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	span piece = trimmed((span){ rest->p, n });

	n += end != NULL;
	*rest = (span){ rest->p + n, rest->n - n };
	return piece;
}

span cookie_value(span header, const char *name)
{
	size_t length = strlen(name);
	span found = { NULL, 0 };
	bool one = false;

	while (header.n) {
		span piece = next_piece(&header, ';');

		if (piece.n <= length || memcmp(piece.p, name, length) != 0 || piece.p[length] != '=')
			continue;
		if (one)
			return (span){ NULL, 0 };
		one = true;
		found = (span){ piece.p + length + 1, piece.n - length - 1 };
	}
	return found;
}

span header_bare(span value)
{
	return value.n ? next_piece(&value, ';') : value;
}

span header_parameter(span value, const char *name)
{
	if (value.n)
		next_piece(&value, ';');
	while (value.n) {
		span piece = next_piece(&value, ';'), key;
		span rest = piece;

		if (!piece.n || !memchr(piece.p, '=', piece.n))
			continue;
		key = next_piece(&rest, '=');
		if (!span_ieq(key, padan_span_of(name)))
			continue;
		rest = trimmed(rest);
		if (rest.n >= 2 && rest.p[0] == '"' && rest.p[rest.n - 1] == '"')
			rest = (span){ rest.p + 1, rest.n - 2 };
		return rest;
	}
	return (span){ NULL, 0 };
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/json_out.h"

#include "tabular/csv_out.h"
#include "tabular/out_text.h"

static void to_file(void *to, const char *p, size_t n)
{
	out_put(to, p, n);
}

static void to_buf(void *to, const char *p, size_t n)
{
	buf_put(to, p, n);
}

void jout_to_file(struct json_out *j, struct out_file *f)
{
	*j = (struct json_out){ .put = to_file, .to = f };
}

void jout_to_buf(struct json_out *j, struct buf *b)
{
	*j = (struct json_out){ .put = to_buf, .to = b };
}

static void put(struct json_out *j, const char *s)
{
	j->put(j->to, s, strlen(s));
}

static void new_line(struct json_out *j)
{
	put(j, "\n");
	for (int i = 0; i < j->depth; i++)
		put(j, "  ");
}

static void put_escaped(struct json_out *j, uint32_t cp)
{
	static const char hex[] = "0123456789abcdef";
	char u[7] = "\\u00";

	if (cp == '\n')
		put(j, "\\n");
	else if (cp == '\t')
		put(j, "\\t");
	else if (cp == '\r')
		put(j, "\\r");
	else {
		u[4] = hex[cp >> 4 & 15];
		u[5] = hex[cp & 15];
		j->put(j->to, u, 6);
	}
}

static void put_string(struct json_out *j, span s)
{
	put(j, "\"");
	while (s.n) {
		uint32_t cp = 0;
		size_t n = text_plain(s);

		if (n) {
			j->put(j->to, s.p, n);
		} else if ((n = utf8_char(s, &cp)) == 0) {
			put(j, "\xef\xbf\xbd");
			n = 1;
		} else if (cp < 0x20 || cp == 0x7f) {
			put_escaped(j, cp);
		} else {
			if (cp == '"' || cp == '\\')
				put(j, "\\");
			j->put(j->to, s.p, n);
		}
		s.p += n;
		s.n -= n;
	}
	put(j, "\"");
}

/* Comma and line break before a value or key; nothing before a value that follows its key. */
static void before(struct json_out *j, bool is_key)
{
	if (j->keyed) {
		j->wrong |= is_key;
		j->keyed = false;
		return;
	}
	if (j->depth == 0) {
		j->wrong |= is_key || j->filled[0];
		j->filled[0] = true;
		return;
	}
	j->wrong |= is_key != (j->kind[j->depth - 1] == '{');
	if (j->filled[j->depth])
		put(j, ",");
	j->filled[j->depth] = true;
	new_line(j);
}

static void open_level(struct json_out *j, char kind)
{
	before(j, false);
	if (j->depth + 1 >= JSON_DEPTH) {
		j->wrong = true;
		return;
	}
	j->put(j->to, &kind, 1);
	j->kind[j->depth++] = kind;
	j->filled[j->depth] = false;
}

void jout_object(struct json_out *j)
{
	open_level(j, '{');
}

void jout_array(struct json_out *j)
{
	open_level(j, '[');
}

void jout_end(struct json_out *j)
{
	bool filled = j->filled[j->depth];

	if (j->depth == 0 || j->keyed) {
		j->wrong = true;
		return;
	}
	j->depth--;
	if (filled)
		new_line(j);
	put(j, j->kind[j->depth] == '{' ? "}" : "]");
}

void jout_key_span(struct json_out *j, span key)
{
	before(j, true);
	put_string(j, key);
	put(j, ": ");
	j->keyed = true;
}

void jout_key(struct json_out *j, const char *key)
{
	jout_key_span(j, padan_span_of(key));
}

void jout_text(struct json_out *j, span s)
{
	before(j, false);
	put_string(j, s);
}

void jout_i64(struct json_out *j, int64_t v)
{
	char digits[20];

	before(j, false);
	j->put(j->to, digits, digits_put(digits, v));
}

void jout_decimal(struct json_out *j, int64_t scaled, int places)
{
	char digits[24];

	before(j, false);
	j->put(j->to, digits, decimal_put(digits, scaled, places, '.'));
}

void jout_bool(struct json_out *j, bool v)
{
	before(j, false);
	put(j, v ? "true" : "false");
}

void jout_null(struct json_out *j)
{
	before(j, false);
	put(j, "null");
}

void jout_put_text(struct json_out *j, const char *key, span s)
{
	jout_key(j, key);
	jout_text(j, s);
}

void jout_put_i64(struct json_out *j, const char *key, int64_t v)
{
	jout_key(j, key);
	jout_i64(j, v);
}

bool jout_finish(struct json_out *j)
{
	put(j, "\n");
	return j->depth == 0 && j->filled[0] && !j->wrong;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/http_head.h"

enum { MORE = 100, CHUNK_LINE_MAX = 16 };

/* RFC 9110 section 5.6.2 */
static bool token_char(unsigned char c)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && memchr(others, c, sizeof(others) - 1) != NULL);
}

static bool is_token(span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!token_char((unsigned char)s.p[i]))
			return false;
	return s.n > 0;
}

/* RFC 3986: what may stand in a path and a query; everything else is percent-encoded by whoever writes it. */
static bool target_char(unsigned char c)
{
	static const char others[] = "-._~:/?@!$&'()*+,;=%[]";

	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && memchr(others, c, sizeof(others) - 1) != NULL);
}

static bool value_char(unsigned char c)
{
	return c == '\t' || (c >= 0x20 && c != 0x7f);
}

static span blanks_off(span s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* The line up to CR LF off *rest. 0: it is there; MORE: not yet; 400: a CR or LF by itself, or a NUL. */
static int take_line(span *rest, span *line)
{
	for (size_t i = 0; i < rest->n; i++) {
		char c = rest->p[i];

		if (c == '\n' || !c)
			return 400;
		if (c != '\r')
			continue;
		if (i + 1 == rest->n)
			return MORE;
		if (rest->p[i + 1] != '\n')
			return 400;
		*line = (span){ rest->p, i };
		*rest = (span){ rest->p + i + 2, rest->n - i - 2 };
		return 0;
	}
	return MORE;
}

static enum http_method method_of(span name)
{
	static const struct {
		const char *name;
		enum http_method m;
	} known[] = { { "GET", HTTP_GET }, { "HEAD", HTTP_HEAD }, { "POST", HTTP_POST }, { "OPTIONS", HTTP_OPTIONS } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (padan_span_eq(name, padan_span_of(known[i].name)))
			return known[i].m;
	return HTTP_OTHER;
}

/* A method that HTTP knows and this server does not carry out gets 405 by the router; a word nobody knows is no HTTP.
 */
static bool method_known(span name)
{
	static const char *const others[] = { "PUT", "DELETE", "PATCH", "TRACE", "CONNECT" };

	if (method_of(name) != HTTP_OTHER)
		return true;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (padan_span_eq(name, padan_span_of(others[i])))
			return true;
	return false;
}

static int read_target(struct http_head *h)
{
	const char *mark;

	if (padan_span_eq(h->target, SPAN("*")) && h->method == HTTP_OPTIONS) {
		h->path = h->target;
		return 0;
	}
	if (!h->target.n || h->target.p[0] != '/')
		return 400;
	for (size_t i = 0; i < h->target.n; i++)
		if (!target_char((unsigned char)h->target.p[i]))
			return 400;
	mark = memchr(h->target.p, '?', h->target.n);
	h->path = (span){ h->target.p, mark ? (size_t)(mark - h->target.p) : h->target.n };
	if (mark)
		h->query = (span){ mark + 1, h->target.n - h->path.n - 1 };
	return 0;
}

static int read_version(span s, int *minor)
{
	if (s.n != 8 || memcmp(s.p, "HTTP/", 5) != 0 || s.p[6] != '.' || s.p[5] < '0' || s.p[5] > '9' || s.p[7] < '0' ||
	    s.p[7] > '9')
		return 400;
	if (s.p[5] != '1' || s.p[7] > '1')
		return s.p[5] == '1' || s.p[5] == '2' || s.p[5] == '3' ? 505 : 400;
	*minor = s.p[7] - '0';
	return 0;
}

/* method SP target SP version, one blank each. */
static int read_request_line(span line, struct http_head *h)
{
	const char *first = memchr(line.p, ' ', line.n), *second;
	size_t left;
	int rc;

	if (!first)
		return 400;
	h->method_name = (span){ line.p, (size_t)(first - line.p) };
	left = line.n - h->method_name.n - 1;
	second = memchr(first + 1, ' ', left);
	if (!second || !method_known(h->method_name))
		return 400;
	h->method = method_of(h->method_name);
	h->target = (span){ first + 1, (size_t)(second - first - 1) };
	rc = read_version((span){ second + 1, left - h->target.n - 1 }, &h->minor);
	return rc ? rc : read_target(h);
}

static int read_field(span line, struct http_head *h)
{
	const char *colon = memchr(line.p, ':', line.n);
	struct http_field f;

	if (!colon)
		return 400;
	f.name = (span){ line.p, (size_t)(colon - line.p) };
	f.value = blanks_off((span){ colon + 1, line.n - f.name.n - 1 });
	if (!is_token(f.name)) /* a folded line or a blank before the colon ends here too */
		return 400;
	for (size_t i = 0; i < f.value.n; i++)
		if (!value_char((unsigned char)f.value.p[i]))
			return 400;
	if (h->fields == HTTP_FIELDS_MAX)
		return 431;
	h->field[h->fields++] = f;
	return 0;
}

static int read_length(span s, int64_t *out)
{
	if (!s.n || s.n > 18)
		return 400;
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 400;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return 0;
}

/* How long the body is: one way to say it, or none. */
static int read_framing(struct http_head *h)
{
	size_t lengths = http_field_count(h, "content-length"), codings = http_field_count(h, "transfer-encoding");

	h->length = -1;
	if (lengths + codings > 1)
		return 400;
	if (codings) {
		if (!span_ieq(http_field(h, "transfer-encoding"), SPAN("chunked")) || !h->minor)
			return 400;
		h->chunked = true;
	}
	return lengths ? read_length(http_field(h, "content-length"), &h->length) : 0;
}

static bool host_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c && memchr("-._:[]", c, 6) != NULL);
}

static int read_host(struct http_head *h)
{
	size_t n = http_field_count(h, "host");

	if (n > 1 || (!n && h->minor))
		return 400;
	h->host = http_field(h, "host");
	if (n && (!h->host.n || h->host.n > 255))
		return 400;
	for (size_t i = 0; i < h->host.n; i++)
		if (!host_char((unsigned char)h->host.p[i]))
			return 400;
	return 0;
}

/* Is `word` one of the list "a, b"? */
static bool list_has(span list, span word)
{
	while (list.n) {
		const char *comma = memchr(list.p, ',', list.n);
		size_t n = comma ? (size_t)(comma - list.p) : list.n;

		if (span_ieq(blanks_off((span){ list.p, n }), word))
			return true;
		n += comma != NULL;
		list = (span){ list.p + n, list.n - n };
	}
	return false;
}

static int read_rest(struct http_head *h)
{
	span connection = http_field(h, "connection"), expect = http_field(h, "expect");
	int rc = read_framing(h);

	if (!rc)
		rc = read_host(h);
	if (http_field_count(h, "connection") > 1 || (expect.n && !span_ieq(expect, SPAN("100-continue"))))
		rc = rc ? rc : 400;
	h->keep_alive = h->minor ? !list_has(connection, SPAN("close")) : list_has(connection, SPAN("keep-alive"));
	h->expect_continue = expect.n && h->minor;
	return rc;
}

/* More is needed: not beyond the ceilings. */
static int more_or_refuse(span bytes, bool in_line)
{
	if (in_line && bytes.n > HTTP_LINE_MAX)
		return 414;
	return bytes.n >= HTTP_HEAD_MAX ? 431 : MORE;
}

int http_head_read(span bytes, struct http_head *out)
{
	span rest = bytes, line;
	int rc;

	*out = (struct http_head){ .length = -1 };
	rc = take_line(&rest, &line);
	if (rc == MORE)
		return more_or_refuse(bytes, true);
	if (!rc && line.n > HTTP_LINE_MAX)
		rc = 414;
	if (!rc)
		rc = read_request_line(line, out);
	while (!rc) {
		rc = take_line(&rest, &line);
		if (rc == MORE)
			return more_or_refuse(bytes, false);
		if (rc || !line.n)
			break;
		rc = read_field(line, out);
	}
	out->bytes = bytes.n - rest.n;
	if (!rc && out->bytes > HTTP_HEAD_MAX)
		rc = 431;
	return rc ? rc : read_rest(out);
}

static void move(span *s, const char *from, const char *to)
{
	if (s->p)
		s->p = to + (s->p - from);
}

void http_head_moved(struct http_head *h, const char *from, const char *to)
{
	span *all[] = { &h->method_name, &h->target, &h->path, &h->query, &h->host };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		move(all[i], from, to);
	for (size_t i = 0; i < h->fields; i++) {
		move(&h->field[i].name, from, to);
		move(&h->field[i].value, from, to);
	}
}

span http_field(const struct http_head *h, const char *name)
{
	for (size_t i = 0; i < h->fields; i++)
		if (span_ieq(h->field[i].name, padan_span_of(name)))
			return h->field[i].value;
	return (span){ NULL, 0 };
}

size_t http_field_count(const struct http_head *h, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < h->fields; i++)
		n += span_ieq(h->field[i].name, padan_span_of(name));
	return n;
}

/* --- chunks ----------------------------------------------------------------------------------------------------------
 * size CR LF, data CR LF, ..., 0 CR LF CR LF. */
enum chunk_state { IN_SIZE, SIZE_LF, IN_DATA, DATA_CR, DATA_LF, LAST_CR, LAST_LF, ENDED };

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_size(struct http_chunks *c, char byte)
{
	int v = hex_value(byte);

	if (byte == '\r' && c->in_line) {
		c->state = SIZE_LF;
		return true;
	}
	if (v < 0 || ++c->in_line > CHUNK_LINE_MAX || c->left >> 50)
		return false;
	c->left = c->left * 16 + v;
	return true;
}

/* A byte of the frame around the data. */
static bool take_frame(struct http_chunks *c, char byte)
{
	switch (c->state) {
	case IN_SIZE:
		return take_size(c, byte);
	case SIZE_LF:
		c->state = c->left ? IN_DATA : LAST_CR;
		c->in_line = 0;
		return byte == '\n';
	case DATA_CR:
		c->state = DATA_LF;
		return byte == '\r';
	case DATA_LF:
		c->state = IN_SIZE;
		return byte == '\n';
	case LAST_CR:
		c->state = LAST_LF;
		return byte == '\r';
	case LAST_LF:
		c->state = ENDED;
		return byte == '\n';
	default:
		return false;
	}
}

int http_chunks_read(struct http_chunks *c, span *in, span *data)
{
	*data = (span){ in->p, 0 };
	while (in->n && c->state != ENDED) {
		if (c->state == IN_DATA) {
			size_t n = (int64_t)in->n < c->left ? in->n : (size_t)c->left;

			*data = (span){ in->p, n };
			*in = (span){ in->p + n, in->n - n };
			c->left -= (int64_t)n;
			if (!c->left)
				c->state = DATA_CR;
			return 1;
		}
		if (!take_frame(c, in->p[0]))
			return -1;
		*in = (span){ in->p + 1, in->n - 1 };
	}
	return c->state == ENDED ? 0 : 1;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/multipart.h"

#include <stdio.h>

enum state { IN_DATA, AFTER_MARK, MARK_CR, MARK_DASH, IN_HEAD, ENDED };

static int broken(struct err *e)
{
	return err_set(e, ERR_USAGE, "kiriman formulir rusak (multipart); ulangi dari halaman formulirnya");
}

int multipart_begin(struct multipart *m, span boundary, const struct multipart_sink *sink, struct err *e)
{
	static const char others[] = "'()+_,-./:=? ";

	*m = (struct multipart){ .sink = sink };
	if (!boundary.n || boundary.n > MULTIPART_BOUNDARY || boundary.p[boundary.n - 1] == ' ')
		return broken(e);
	for (size_t i = 0; i < boundary.n; i++) {
		char c = boundary.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c && strchr(others, c))))
			return broken(e);
	}
	memcpy(m->mark, "\r\n--", 4);
	memcpy(m->mark + 4, boundary.p, boundary.n);
	m->mark_n = boundary.n + 4;
	m->matched = 2; /* the first one needs no line end before it */
	return ERR_OK;
}

/* --- the head of a part ----------------------------------------------------------------------------------------------
 * Content-Disposition: form-data; name="x"; filename="y". Browsers write " as %22 and line ends as %0D%0A. */
static span quoted(span *rest)
{
	const char *end;
	span out = { NULL, 0 };

	if (!rest->n || rest->p[0] != '"')
		return out;
	end = memchr(rest->p + 1, '"', rest->n - 1);
	if (!end)
		return out;
	out = (span){ rest->p + 1, (size_t)(end - rest->p - 1) };
	*rest = (span){ end + 1, rest->n - out.n - 2 };
	return out;
}

static bool take_word(span *rest, const char *word)
{
	size_t n = strlen(word);

	if (rest->n < n || !span_ieq((span){ rest->p, n }, padan_span_of(word)))
		return false;
	*rest = (span){ rest->p + n, rest->n - n };
	return true;
}

static bool read_disposition(span line, span *name, bool *file, span *filename)
{
	bool named = false;

	line = span_trim(line);
	if (!take_word(&line, "form-data"))
		return false;
	while (line.n) {
		line = span_trim(line);
		if (!take_word(&line, ";"))
			return false;
		line = span_trim(line);
		if (take_word(&line, "name=")) {
			*name = quoted(&line);
			if (named || !name->p)
				return false;
			named = true;
		} else if (take_word(&line, "filename=")) {
			*filename = quoted(&line);
			if (*file || !filename->p)
				return false;
			*file = true;
		} else { /* filename*=...: RFC 7578 forbids it */
			return false;
		}
	}
	return named;
}

static int end_head(struct multipart *m, struct err *e)
{
	span head = { m->head, m->head_n }, name = { NULL, 0 }, filename = { NULL, 0 };
	bool file = false, found = false;

	while (head.n) {
		span line = span_next_line(&head);

		if (!take_word(&line, "content-disposition:"))
			continue;
		if (found || !read_disposition(line, &name, &file, &filename))
			return broken(e);
		found = true;
	}
	if (!found || ++m->parts > MULTIPART_PARTS)
		return broken(e);
	m->in_part = true;
	return m->sink->begin(m->sink->ctx, name, file, filename, e);
}

static int take_head(struct multipart *m, char c, struct err *e)
{
	if (m->head_n == MULTIPART_HEAD || !c)
		return broken(e);
	m->head[m->head_n++] = c;
	if (m->head_n < 2 || c != '\n' || m->head[m->head_n - 2] != '\r')
		return ERR_OK;
	if (m->head_n > 2 && (m->head_n < 4 || memcmp(m->head + m->head_n - 4, "\r\n\r\n", 4) != 0))
		return ERR_OK;
	m->state = IN_DATA;
	m->matched = 0;
	return end_head(m, e);
}

/* --- data until the mark ---------------------------------------------------------------------------------------------
 */
static int put(struct multipart *m, span s, struct err *e)
{
	return s.n && m->in_part ? m->sink->data(m->sink->ctx, s, e) : ERR_OK;
}

static int mark_seen(struct multipart *m, struct err *e)
{
	bool was = m->in_part;

	m->state = AFTER_MARK;
	m->matched = 0;
	m->in_part = false;
	return was ? m->sink->end(m->sink->ctx, e) : ERR_OK;
}

/* The mark begins with the only CR that it holds, so what was matched in vain is data, and only this byte can begin
 * anew. */
static int take_data(struct multipart *m, span *piece, struct err *e)
{
	size_t from = 0, i = 0;
	int rc = ERR_OK;

	while (i < piece->n && !rc) {
		char c = piece->p[i];

		if (!m->matched) {
			const char *cr = memchr(piece->p + i, '\r', piece->n - i);

			i = cr ? (size_t)(cr - piece->p) + 1 : piece->n;
			rc = put(m, (span){ piece->p + from, i - from - (cr != NULL) }, e);
			from = i;
			m->matched = cr != NULL;
			continue;
		}
		if (c != m->mark[m->matched]) {
			rc = put(m, (span){ m->mark, m->matched }, e);
			m->matched = 0;
			continue; /* this byte once more */
		}
		from = ++i;
		if (++m->matched == m->mark_n) {
			rc = mark_seen(m, e);
			break;
		}
	}
	*piece = (span){ piece->p + i, piece->n - i };
	return rc;
}

static int after_mark(struct multipart *m, char c, struct err *e)
{
	switch (m->state) {
	case AFTER_MARK:
		m->state = c == '\r' ? MARK_CR : MARK_DASH;
		return c == '\r' || c == '-' ? ERR_OK : broken(e);
	case MARK_CR:
		m->state = IN_HEAD;
		m->head_n = 0;
		return c == '\n' ? ERR_OK : broken(e);
	default:
		m->state = ENDED;
		return c == '-' ? ERR_OK : broken(e);
	}
}

int multipart_feed(struct multipart *m, span piece, struct err *e)
{
	int rc = ERR_OK;

	while (piece.n && !rc && m->state != ENDED) {
		if (m->state == IN_DATA) {
			rc = take_data(m, &piece, e);
			continue;
		}
		rc = m->state == IN_HEAD ? take_head(m, piece.p[0], e) : after_mark(m, piece.p[0], e);
		piece = (span){ piece.p + 1, piece.n - 1 };
	}
	return rc;
}

int multipart_end(const struct multipart *m, struct err *e)
{
	return m->state == ENDED ? ERR_OK : broken(e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/wire.h"

enum { ROW_HEAD = 6, CELL_HEAD = 5 };

static void put_number(struct buf *b, uint32_t v, int bytes)
{
	char p[4];

	for (int i = 0; i < bytes; i++)
		p[i] = (char)(v >> (8 * i));
	buf_put(b, p, (size_t)bytes);
}

static uint32_t load(const char *p, int bytes)
{
	uint32_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint32_t)(unsigned char)p[i] << (8 * i);
	return v;
}

static bool take(span *s, uint32_t *v, int bytes)
{
	*v = 0;
	if (s->n < (size_t)bytes)
		return false;
	*v = load(s->p, bytes);
	s->p += bytes;
	s->n -= (size_t)bytes;
	return true;
}

static bool take_span(span *s, uint32_t n, span *out)
{
	if (s->n < n)
		return false;
	*out = (span){ s->p, n };
	s->p += n;
	s->n -= n;
	return true;
}

static char *store(char *p, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		*p++ = (char)(v >> (8 * i));
	return p;
}

/* Where there is room already, as nearly always. */
static bool put_at_once(struct buf *body, const struct sheet_row *row)
{
	size_t need = ROW_HEAD + (size_t)row->n * CELL_HEAD;
	char *p;

	for (uint32_t c = 0; c < row->n; c++)
		need += row->kind[c] == CELL_EMPTY ? 0 : row->cells[c].n;
	if (body->failed || body->cap - body->n <= need)
		return false;
	p = store(store(body->p + body->n, row->no, 4), row->n, 2);
	for (uint32_t c = 0; c < row->n; c++) {
		*p++ = (char)row->kind[c];
		if (row->kind[c] == CELL_EMPTY)
			continue;
		p = store(p, (uint32_t)row->cells[c].n, 4);
		memcpy(p, row->cells[c].p, row->cells[c].n);
		p += row->cells[c].n;
	}
	*p = '\0';
	body->n = (size_t)(p - body->p);
	return true;
}

void wire_put_row(struct buf *body, const struct sheet_row *row)
{
	if (put_at_once(body, row))
		return;
	put_number(body, row->no, 4);
	put_number(body, row->n, 2);
	for (uint32_t c = 0; c < row->n; c++) {
		buf_putc(body, (char)row->kind[c]);
		if (row->kind[c] == CELL_EMPTY)
			continue;
		put_number(body, (uint32_t)row->cells[c].n, 4);
		buf_span(body, row->cells[c]);
	}
}

static void put_name(struct buf *b, const char *name)
{
	put_number(b, (uint32_t)strlen(name), 2);
	buf_puts(b, name);
}

void wire_put_end(struct buf *body, const struct sheet_info *info)
{
	put_number(body, info->rows, 4);
	buf_putc(body, (char)info->epoch1904);
	put_name(body, info->name);
	put_name(body, info->others);
}

void wire_head(char head[5], char type, size_t n)
{
	for (int i = 0; i < 4; i++)
		head[i] = (char)(n >> (8 * i));
	head[4] = type;
}

bool wire_parse_head(const char head[5], char *type, size_t *n)
{
	span s = { head, 4 };
	uint32_t v;

	*type = head[4];
	*n = take(&s, &v, 4) ? v : 0;
	return *n <= WIRE_FRAME;
}

static bool take_cell(span *rest, span *cell, uint8_t *kind)
{
	uint8_t k = rest->n ? (uint8_t)rest->p[0] : UINT8_MAX;
	size_t n;

	if ((k & CELL_KIND_MASK) > CELL_ERROR || k > (CELL_MERGED | CELL_ERROR))
		return false;
	*kind = k;
	*cell = (span){ NULL, 0 };
	if (k == CELL_EMPTY) {
		*rest = (span){ rest->p + 1, rest->n - 1 };
		return true;
	}
	if (rest->n < CELL_HEAD)
		return false;
	n = load(rest->p + 1, 4);
	if (n > rest->n - CELL_HEAD)
		return false;
	*cell = (span){ rest->p + CELL_HEAD, n };
	*rest = (span){ rest->p + CELL_HEAD + n, rest->n - CELL_HEAD - n };
	return true;
}

int wire_next_row(span *rest, struct sheet_row *row, span *cells, uint8_t *kind, uint32_t room)
{
	uint32_t before = row->no, n;

	if (!rest->n)
		return 0;
	if (!take(rest, &row->no, 4) || !take(rest, &n, 2) || n > room || row->no <= before)
		return -1;
	for (uint32_t c = 0; c < n; c++)
		if (!take_cell(rest, &cells[c], &kind[c]))
			return -1;
	row->n = n;
	row->cells = cells;
	row->kind = kind;
	return 1;
}

static bool take_name(span *s, char *out, size_t size)
{
	uint32_t n;
	span name;

	if (!take(s, &n, 2) || n >= size || !take_span(s, n, &name))
		return false;
	memcpy(out, name.p, n);
	out[n] = '\0';
	return true;
}

bool wire_parse_end(span body, struct sheet_info *info)
{
	uint32_t epoch;

	if (!take(&body, &info->rows, 4) || !take(&body, &epoch, 1))
		return false;
	info->epoch1904 = epoch == 1;
	return take_name(&body, info->name, sizeof(info->name)) &&
	       take_name(&body, info->others, sizeof(info->others)) && body.n == 0;
}

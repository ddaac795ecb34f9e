/* SPDX-License-Identifier: EUPL-1.2
 *
 * Rows and their clusters as CSV: many short lines. Threads put some thousand of them together each, and they are
 * written in their order.
 */
#include "cli.h"
#include <pthread.h>
#include <stdlib.h>

enum { ROWS = 1 << 14, /* of a piece */ THREADS = 8, LEAST = 64 };

struct piece {
	const struct padan_table *t;
	const uint32_t *cluster;
	size_t from, to; /* rows */
	char *text;
	size_t n, cap;
	bool failed;
};

static bool room_for(struct piece *p, size_t n)
{
	size_t cap = p->cap + p->cap / 2 + n + LEAST;
	char *text;

	if (p->n + n <= p->cap)
		return true;
	text = realloc(p->text, cap);
	if (!text)
		return false;
	p->text = text;
	p->cap = cap;
	return true;
}

/* Eight bytes at a time: is one of them a comma, a quote or an end of line? */
static uint64_t zeros(uint64_t x)
{
	return (x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080);
}

static uint64_t specials(uint64_t x)
{
	uint64_t every = UINT64_C(0x0101010101010101);

	return zeros(x ^ every * ',') | zeros(x ^ every * '"') | zeros(x ^ every * '\n') | zeros(x ^ every * '\r');
}

static bool is_bare(struct padan_span s)
{
	uint64_t x, any = 0;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&x, s.p + i, 8);
		any |= specials(x);
	}
	x = 0;
	if (i < s.n)
		memcpy(&x, s.p + i, s.n - i);
	return !(any | specials(x));
}

/* With quotes about it, and each of its own twice. */
static void put_quoted(struct piece *p, struct padan_span s)
{
	p->text[p->n++] = '"';
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			p->text[p->n++] = '"';
		p->text[p->n++] = s.p[i];
	}
	p->text[p->n++] = '"';
}

static bool put_cell(struct piece *p, struct padan_span s, char end)
{
	if (!room_for(p, 2 * s.n + 3))
		return false;
	if (!is_bare(s)) {
		put_quoted(p, s);
	} else if (s.n) {
		memcpy(p->text + p->n, s.p, s.n);
		p->n += s.n;
	}
	p->text[p->n++] = end;
	return true;
}

static void *fill(void *ctx)
{
	struct piece *p = ctx;
	char number[24];

	p->n = 0;
	for (size_t i = p->from; i < p->to && !p->failed; i++)
		p->failed = !put_cell(p, padan_table_id(p->t, i, number), ',') ||
			    !put_cell(p, padan_table_id(p->t, p->cluster[i], number), '\n');
	return NULL;
}

/* As many pieces as there are threads, side by side; then they are written. */
static bool write_pieces(FILE *f, struct piece *p, unsigned n)
{
	pthread_t id[THREADS];
	bool runs[THREADS] = { false }, good = true;

	for (unsigned i = 1; i < n; i++)
		runs[i] = pthread_create(&id[i], NULL, fill, &p[i]) == 0;
	fill(&p[0]);
	for (unsigned i = 1; i < n; i++) {
		if (runs[i])
			pthread_join(id[i], NULL);
		else
			fill(&p[i]);
	}
	for (unsigned i = 0; i < n; i++) {
		good = good && !p[i].failed;
		if (good && p[i].n)
			fwrite(p[i].text, 1, p[i].n, f);
	}
	return good;
}

int clusters_write(const struct padan_table *t, const uint32_t *cluster, const struct args *a)
{
	struct piece p[THREADS] = { 0 };
	unsigned threads = a->threads < 1 ? 1 : a->threads > THREADS ? THREADS : a->threads;
	size_t rows = padan_table_rows(t), at = 0;
	FILE *f = out_open(a->out);
	bool good = true;

	if (!f)
		return CLI_MACHINE;
	fputs("id,cluster_id\n", f);
	while (at < rows && good) {
		unsigned n = 0;

		for (; n < threads && at < rows; n++) {
			size_t to = rows - at < ROWS ? rows : at + ROWS;

			p[n] = (struct piece){ t, cluster, at, to, p[n].text, 0, p[n].cap, false };
			at = to;
		}
		good = write_pieces(f, p, n);
	}
	for (unsigned i = 0; i < THREADS; i++)
		free(p[i].text);
	if (!good)
		fail(CLI_MACHINE, "memori tidak cukup");
	return out_close(f, a->out) == CLI_OK && good ? CLI_OK : CLI_MACHINE;
}

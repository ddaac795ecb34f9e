/* SPDX-License-Identifier: EUPL-1.2
 *
 * Clusters by their weakest link: where one doubtful pair holds people together, a look is worth most.
 */
#include "report.h"
#include <stdlib.h>

enum { SHOWN = 25, MEMBERS = 8 };

struct held {
	uint32_t first, size, weakest;
};

static int by_weakness(const void *x, const void *y)
{
	const struct held *a = x, *b = y;

	return a->weakest != b->weakest ? (a->weakest < b->weakest ? -1 : 1)
					: (a->first > b->first) - (a->first < b->first);
}

/* Sizes are counted at the clusters' first rows; then these come to the front (never past the row that is read). */
static size_t gather(const struct evidence *e, struct held *h, size_t rows)
{
	size_t n = 0;

	for (size_t i = 0; i < rows; i++)
		h[e->cluster[i]].size++;
	for (size_t i = 0; i < rows; i++)
		if (h[i].size > 1)
			h[n++] = (struct held){ (uint32_t)i, h[i].size, e->weakest[i] };
	return n;
}

static void put_members(FILE *f, const struct evidence *e, const struct held *h, size_t rows)
{
	unsigned shown = 0;

	for (size_t i = h->first; i < rows && shown < MEMBERS && shown < h->size; i++) {
		if (e->cluster[i] != h->first)
			continue;
		fputs(shown++ ? ", <b>" : "<b>", f);
		put_record_id(f, e->left, i);
		fputs("</b>", f);
	}
	if (h->size > shown)
		fprintf(f, " dan %u lagi", h->size - shown);
}

void report_clusters(FILE *f, const struct evidence *e)
{
	size_t rows = padan_table_rows(e->left), n;
	struct held *h = e->one_table ? calloc(rows + 1, sizeof(*h)) : NULL;

	if (!h)
		return;
	n = gather(e, h, rows);
	qsort(h, n, sizeof(*h), by_weakness);
	fputs("<section id=kelompok><h2>Kelompok dengan mata rantai terlemah</h2>\n<p>Sebuah kelompok sekuat pasangan "
	      "terlemah yang "
	      "menyatukannya. Yang paling lemah lebih dulu",
	      f);
	if (n > SHOWN) {
		fprintf(f, "; %d dari ", SHOWN);
		put_decimal(f, (double)n, 0);
		fputs(" kelompok", f);
	}
	fputs(".</p>\n", f);
	fputs("<div class=scroll><table class=cards><thead><tr><th scope=col>Pasangan terlemah<th scope=col>Baris<th "
	      "scope=col>Anggota</tr></thead><tbody>\n",
	      f);
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		fputs("<tr><th scope=row>", f);
		put_percent(f, h[i].weakest / 1e6);
		fprintf(f, "</th><td data-l=Baris><span>%u</span></td><td data-l=Anggota><span>", h[i].size);
		put_members(f, e, &h[i], rows);
		fputs("</span></td></tr>\n", f);
	}
	fputs("</tbody></table></div></section>\n", f);
	free(h);
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Single pairs: a sentence, the two records side by side, and the way from the prior to the probability.
 */
#include "report.h"
#include <math.h>
#include <padan/fold.h>
#include <stdlib.h>

enum { ASKED = 32, DOUBTFUL = 120, SURE = 12, REFUSED = 12 };

static bool secret(enum padan_kind k)
{
	return k == PADAN_NIK || k == PADAN_CARD || k == PADAN_KEY;
}

void put_sentence(FILE *f, const struct evidence *e, const struct padan_candidate *c, uint32_t ppm, bool html)
{
	bool any = false;

	for (unsigned k = 0; k < e->schema->n_columns; k++) {
		if (c->level[k] == 0 || (c->level[k] & 7) == 0)
			continue;
		fputs(any ? "; " : "", f);
		put_column_name(f, e, k, html);
		fprintf(f, " %s ", padan_level_phrase(e->schema->column[k].kind, c->level[k]));
		put_signed(f, c->part[k] / 1000.0);
		any = true;
	}
	fputs(any ? " = " : "tidak ada yang dapat dibandingkan = ", f);
	if (html) {
		put_percent(f, ppm / 1e6);
	} else {
		put_decimal(f, ppm / 1e4, 2);
		fputs(" %", f);
	}
}

/* --- a record's value ------------------------------------------------------------------------------------ */

static struct padan_span value(const struct padan_binding *b, size_t row, unsigned c, struct padan_row *room)
{
	padan_binding_row(b, row, room);
	return room->cell[c];
}

/* A number that names a person is not printed in full: four digits at each end, and what differs from the other one. */
static void put_masked(FILE *f, struct padan_span s, struct padan_span other)
{
	char text[64];
	size_t n = s.n < sizeof(text) / 3 ? s.n : sizeof(text) / 3;

	for (size_t i = 0; i < n; i++) {
		bool differs = s.n == other.n && s.p[i] != other.p[i];
		bool ends = i < 4 || i + 4 >= s.n;

		if (differs)
			fputs("<mark>", f);
		if (differs || ends || s.n <= 8)
			put_html(f, (struct padan_span){ s.p + i, 1 });
		else
			fputs("•", f);
		if (differs)
			fputs("</mark>", f);
	}
	if (n < s.n)
		fputs("…", f);
}

static void put_value(FILE *f, enum padan_kind k, struct padan_span s, struct padan_span other)
{
	bool digits = s.n > 0;

	for (size_t i = 0; i < s.n; i++)
		digits = digits && s.p[i] >= '0' && s.p[i] <= '9';
	if (s.n == 0)
		fputs("<span class=q>kosong</span>", f);
	else if (secret(k) && digits)
		put_masked(f, s, other);
	else
		put_html(f, s);
}

/* --- the waterfall ------------------------------------------------------------------------------------------ */

static void put_step(FILE *f, double from, double to, double low, double high, const char *class)
{
	double width = high - low > 0 ? high - low : 1, x = (fmin(from, to) - low) / width * 100,
	       w = fabs(to - from) / width * 100, zero = (0 - low) / width * 100;

	fprintf(f,
		"<svg class=bar viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><rect x=\"%.2f\" "
		"width=.4 height=10 "
		"class=ax /><rect x=\"%.2f\" y=1 width=\"%.2f\" height=8 class=%s /></svg>",
		zero, x, w < .5 ? .5 : w, class);
}

static void put_row(FILE *f, const char *class, double bits)
{
	fprintf(f, "</span><span role=cell class=\"num %s\">", class);
	put_signed(f, bits);
	fputs("</span></div>\n", f);
}

static void bounds(const struct evidence *e, const struct padan_candidate *c, double *low, double *high)
{
	double at = e->prior_bits;

	*low = fmin(0, at);
	*high = fmax(0, at);
	for (unsigned k = 0; k < e->schema->n_columns; k++) {
		at += c->part[k] / 1000.0;
		*low = fmin(*low, at);
		*high = fmax(*high, at);
	}
}

static void put_waterfall(FILE *f, const struct evidence *e, const struct padan_candidate *c)
{
	double low, high, at = e->prior_bits;

	bounds(e, c, &low, &high);
	fputs("<div class=\"chart fall\" role=table aria-label=\"Dari peluang awal ke peluang akhir\">\n<div class=row "
	      "role=row><span role=cell class=lab>peluang awal</span><span role=cell>",
	      f);
	put_step(f, 0, at, low, high, at < 0 ? "pri" : "yes");
	put_row(f, "", at);
	for (unsigned k = 0; k < e->schema->n_columns; k++) {
		double bits = c->part[k] / 1000.0;

		if ((c->level[k] & 7) == 0)
			continue;
		fputs("<div class=row role=row><span role=cell class=lab>", f);
		put_column_name(f, e, k, true);
		fprintf(f, " %s</span><span role=cell>", padan_level_phrase(e->schema->column[k].kind, c->level[k]));
		put_step(f, at, at + bits, low, high, bits < 0 ? "no" : "yes");
		put_row(f, bits < 0 ? "neg" : "", bits);
		at += bits;
	}
	fputs("<div class=\"row sum\" role=row><span role=cell class=lab>jumlah</span><span role=cell>", f);
	put_step(f, 0, at, low, high, at < 0 ? "no" : "yes");
	put_row(f, "", at);
	fputs("</div>\n", f);
}

static void put_side_by_side(FILE *f, const struct evidence *e, const struct scored *s, const struct padan_candidate *c)
{
	struct padan_row *left = malloc(sizeof(*left)), *right = malloc(sizeof(*right));

	fputs("<div class=scroll><table class=\"two cards\"><thead><tr><th scope=col>Kolom<th scope=col>Kiri<th "
	      "scope=col>Kanan<th "
	      "scope=col>Hasil</tr></thead><tbody>\n",
	      f);
	for (unsigned k = 0; left && right && k < e->schema->n_columns; k++) {
		struct padan_span a = value(e->left_binding, s->a, k, left),
				  b = value(e->right_binding, s->b, k, right);
		enum padan_kind kind = e->schema->column[k].kind;

		fputs("<tr><th scope=row>", f);
		put_column_name(f, e, k, true);
		fputs("</th><td data-l=Kiri><span>", f);
		put_value(f, kind, a, b);
		fputs("</span></td><td data-l=Kanan><span>", f);
		put_value(f, kind, b, a);
		fprintf(f, "</span></td><td data-l=Hasil><span>%s</span></td></tr>\n",
			padan_level_phrase(kind, c->level[k]));
	}
	fputs("</tbody></table></div>\n", f);
	free(left);
	free(right);
}

void put_record_id(FILE *f, const struct padan_table *t, size_t row)
{
	char room[24];
	struct padan_span id = padan_table_id(t, row, room);
	bool digits = id.n == 16;

	for (size_t i = 0; i < id.n && digits; i++)
		digits = id.p[i] >= '0' && id.p[i] <= '9';
	if (digits)
		put_masked(f, id, (struct padan_span){ NULL, 0 });
	else
		put_html(f, id);
}

static void put_pair(FILE *f, const struct evidence *e, const struct scored *s, bool open)
{
	struct padan_candidate c;
	bool linked = s->ppm >= e->args->threshold_ppm;

	e->explain(e->ctx, s, &c);
	fprintf(f, "<details class=pr%s><summary><span class=\"pill %s\">", open ? " open" : "", linked ? "ok" : "out");
	put_percent(f, s->ppm / 1e6);
	fputs("</span> <b>", f);
	put_record_id(f, e->left, s->a);
	fputs("</b> ↔ <b>", f);
	put_record_id(f, e->right, s->b);
	fputs("</b><span class=sent>", f);
	put_sentence(f, e, &c, s->ppm, true);
	fputs("</span></summary>\n", f);
	put_side_by_side(f, e, s, &c);
	put_waterfall(f, e, &c);
	/* In linkage rivals lower a probability beyond what the weights alone say. */
	if (!e->one_table && c.alone_ppm > s->ppm + 10000)
		fputs("<p class=q>Baris ini punya calon lain yang hampir sama kuat; karena itu peluangnya lebih rendah "
		      "daripada menurut "
		      "bobotnya sendiri.</p>\n",
		      f);
	fputs("</details>\n", f);
}

/* --- which pairs ---------------------------------------------------------------------------------------------- */

static bool is_id(const struct padan_table *t, size_t row, struct padan_span id)
{
	char room[24];

	return padan_span_eq(padan_table_id(t, row, room), id);
}

/* --explain A,B: the pair of those ids, in whichever order. */
static bool asked_for(const struct evidence *e, const struct scored *s, const char *pair)
{
	const char *comma = strchr(pair, ',');
	struct padan_span x = { pair, comma ? (size_t)(comma - pair) : strlen(pair) },
			  y = padan_span_of(comma ? comma + 1 : "");

	return (is_id(e->left, s->a, x) && is_id(e->right, s->b, y)) ||
	       (e->one_table && is_id(e->left, s->a, y) && is_id(e->right, s->b, x));
}

static void put_asked(FILE *f, const struct evidence *e)
{
	for (unsigned k = 0; k < e->args->n_explain; k++) {
		bool found = false;

		for (size_t i = 0; i < e->n && !found; i++) {
			found = asked_for(e, &e->pair[i], e->args->explain[k]);
			if (found)
				put_pair(f, e, &e->pair[i], true);
		}
		if (found)
			continue;
		fputs("<p class=q>Pasangan ", f);
		put_text(f, e->args->explain[k]);
		fputs(": tidak pernah menjadi calon (tidak sama dalam satu aturan pun), atau peluangnya terlalu "
		      "kecil.</p>\n",
		      f);
	}
}

static void put_some(FILE *f, const struct evidence *e, const size_t *order, size_t most, int which)
{
	size_t shown = 0;

	for (size_t i = 0; i < e->n && shown < most; i++) {
		const struct scored *s = &e->pair[order[which == 0 ? i : e->n - 1 - i]];
		bool linked = s->ppm >= e->args->threshold_ppm;

		if (which && linked != (which == 1))
			continue;
		put_pair(f, e, s, false);
		shown++;
	}
	if (shown == 0)
		fputs("<p class=q>Tidak ada.</p>\n", f);
}

void report_pairs(FILE *f, const struct evidence *e)
{
	size_t *order = by_doubt(e);
	unsigned n = 0;

	if (!order)
		return;
	for (size_t i = 0; i < e->n; i++)
		n += e->pair[i].ppm > 20000 && e->pair[i].ppm < 980000;
	fputs("<section id=pasangan><h2>Pasangan satu per satu</h2>\n<p>Buka satu baris untuk melihat kedua catatan "
	      "berdampingan dan "
	      "jalannya dari peluang awal ke peluang akhir. Pasangan lain dapat dipilih dengan <code>--explain "
	      "KIRI,KANAN</code>.</p>\n<label class=find>Cari pengenal <input id=cari type=search "
	      "autocomplete=off></label>\n",
	      f);
	if (e->args->n_explain) {
		fputs("<h3>Yang diminta</h3>\n", f);
		put_asked(f, e);
	}
	fprintf(f,
		"<h3>Zona tinjauan: yang paling meragukan</h3><p class=q>Di antara 2 %% dan 98 %% ada %u "
		"pasangan.</p>\n",
		n);
	put_some(f, e, order, DOUBTFUL, 0);
	fputs("<h3>Contoh yang pasti sama</h3>\n", f);
	put_some(f, e, order, SURE, 1);
	fputs("<h3>Contoh yang pasti lain</h3>\n", f);
	put_some(f, e, order, REFUSED, 2);
	fputs("</section>\n", f);
	free(order);
}

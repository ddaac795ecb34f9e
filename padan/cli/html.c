/* SPDX-License-Identifier: EUPL-1.2 */
#include "report.h"
#include <math.h>
#include <padan/fold.h>

enum { SHOWN = 300 }; /* bytes of a value */

static void put_escaped(FILE *f, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		switch (p[i]) {
		case '&':
			fputs("&amp;", f);
			break;
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		case '\'':
			fputs("&#39;", f);
			break;
		default:
			/* Controls mean nothing on a page; NUL breaks it. */
			fputc((unsigned char)p[i] < ' ' || p[i] == 127 ? ' ' : p[i], f);
		}
}

/* Not UTF-8: taken for Windows-1252, as the engine does. */
void put_html(FILE *f, struct padan_span s)
{
	char text[3 * SHOWN + 8];
	size_t n = s.n < SHOWN ? s.n : SHOWN;

	while (n < s.n && n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	if (padan_utf8_valid((struct padan_span){ s.p, n })) {
		put_escaped(f, s.p, n);
	} else {
		size_t k = padan_latin1_utf8(text, sizeof(text), (struct padan_span){ s.p, n });

		put_escaped(f, text, k);
	}
	if (n < s.n)
		fputs("…", f);
}

void put_text(FILE *f, const char *s)
{
	put_html(f, padan_span_of(s));
}

void put_decimal(FILE *f, double x, int digits)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%.*f", digits, fabs(x) < .5 * pow(10, -digits) ? 0 : x), whole = 0;

	while (whole < n && ((text[whole] >= '0' && text[whole] <= '9') || text[whole] == '-'))
		whole++;
	for (int i = 0; i < n; i++) {
		if (i >= whole) {
			fputc(i == whole ? ',' : text[i], f);
			continue;
		}
		fputc(text[i], f);
		if (text[i] != '-' && (whole - i) % 3 == 1 && i + 1 < whole)
			fputc('.', f);
	}
}

void put_signed(FILE *f, double x)
{
	fputs(x < -.05 ? "−" : x > .05 ? "+" : "", f);
	put_decimal(f, fabs(x), 1);
}

void put_percent(FILE *f, double share)
{
	double percent = share * 100;

	if (percent > 99.999)
		fputs("&gt; 99,99", f);
	else if (percent > 0 && percent < .01)
		fputs("&lt; 0,01", f);
	else
		put_decimal(f, percent, percent > 99.9 ? 3 : percent > 99 ? 2 : 1);
	fputs(" %", f);
}

/* Headings as people say them: "tanggal_lahir" is tanggal lahir. A heading of one word in capitals stays. */
void put_column_name(FILE *f, const struct evidence *e, unsigned c, bool html)
{
	struct padan_ingredient in;
	char text[128];
	size_t n;

	padan_recipe_ingredient(e->recipe, c, &in);
	n = (size_t)snprintf(text, sizeof(text), "%s",
			     in.what == PADAN_WHAT_NIK				 ? "NIK"
			     : in.n_sources == 1 && !strstr(in.source[0], "://") ? in.source[0]
										 : padan_what_word(in.what));
	for (size_t i = 0; i < n && i < sizeof(text); i++)
		text[i] = (char)(text[i] == '_' || text[i] == '"' ? ' ' : text[i]);
	if (html)
		put_text(f, text);
	else
		fputs(text, f);
}

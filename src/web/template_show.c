/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/template_show.h"

#include "web/html.h"
#include "web/text.h"
#include <stdio.h>

/* Which colour and shape a status has. What is not listed is neutral. */
static const struct {
	const char *word, *tone;
} tones[] = {
#define STATUS(word, tone) { word, #tone },
#include "web/status.def"
#undef STATUS
};

/* "tidak_ditemukan" as it is read. Words are short: what is longer stays as it is. */
static void put_word(span word, enum view_language language, struct buf *out)
{
	char read[80];

	if (word.n >= sizeof(read)) {
		buf_span(out, word);
		return;
	}
	for (size_t i = 0; i < word.n; i++)
		read[i] = word.p[i] == '_' ? ' ' : word.p[i];
	buf_span(out, text_in(language, (span){ read, word.n }));
}

void template_show(const struct field *f, const void *record, enum view_language language, struct buf *out)
{
	const struct choice_list *list;

	switch (f->type) {
	case FIELD_choice:
		put_word(field_word(f->words, *(const int *)field_member(f, record)), language, out);
		return;
	case FIELD_choices:
		list = field_member(f, record);
		for (int i = 0; i < list->n; i++) {
			buf_puts(out, i ? ", " : "");
			put_word(field_word(f->words, list->at[i]), language, out);
		}
		return;
	case FIELD_flag:
		buf_span(out, text_in(language, *(const bool *)field_member(f, record) ? SPAN("ya") : SPAN("tidak")));
		return;
	default:
		field_show(f, record, out);
	}
}

void template_plain(const struct field *f, const void *record, struct buf *out)
{
	const void *p = field_member(f, record);
	char scratch[16];

	if (!field_given(f, record) && f->type != FIELD_flag)
		return;
	switch (f->type) {
	case FIELD_number:
		buf_i64(out, *(const int64_t *)p);
		return;
	case FIELD_rupiah:
		buf_i64(out, ((const rupiah *)p)->rp);
		return;
	case FIELD_permille: {
		size_t from = out->n;
		size_t to = from;

		field_show(f, record, out); /* without the dots between its thousands */
		for (size_t i = from; i < out->n; i++)
			if (out->p[i] != '.')
				out->p[to++] = out->p[i];
		out->n = to;
		return;
	}
	case FIELD_day:
		buf_puts(out, date_iso(*(const date *)p, scratch));
		return;
	case FIELD_month:
		buf_puts(out, month_iso(*(const month *)p, scratch));
		return;
	default:
		field_show(f, record, out);
	}
}

void template_mask(span s, struct buf *out)
{
	size_t keep = s.n >= 16 ? 4 : s.n / 4;

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			keep = 0;
	for (size_t i = 0; i < s.n && i < 64; i++)
		buf_putc(out, i < keep || i >= s.n - keep ? s.p[i] : '*');
}

void template_short(const struct field *f, const void *record, enum view_language language, struct buf *out)
{
	static const struct {
		int64_t from;
		const char *word;
	} steps[] = { { 1000000000000, N_("triliun") },
		      { 1000000000, N_("miliar") },
		      { 1000000, N_("juta") },
		      { 10000, N_("ribu") } };
	int64_t v = 0, unit, tenths, decimals = 1;
	const char *word = NULL;

	if (field_given(f, record))
		v = f->type == FIELD_rupiah ? ((const rupiah *)field_member(f, record))->rp
					    : *(const int64_t *)field_member(f, record);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !word; i++)
		if (v >= steps[i].from) {
			unit = steps[i].from == 10000 ? 1000 : steps[i].from;
			word = steps[i].word;
		}
	if (!word) {
		field_show(f, record, out);
		return;
	}
	while (v / unit * decimals < 100) /* three digits: 1,23 12,3 123 */
		decimals *= 10;
	if (v / unit >= 100)
		decimals = 1;
	tenths = v / (unit / decimals) + (v % (unit / decimals) * 2 >= unit / decimals);
	buf_puts(out, f->type == FIELD_rupiah ? "Rp" : "");
	buf_i64(out, tenths / decimals);
	if (decimals > 1 && tenths % decimals)
		buf_printf(out, ",%0*d", decimals == 100 ? 2 : 1, (int)(tenths % decimals));
	buf_putc(out, ' ');
	buf_span(out, text_in(language, padan_span_of(word)));
}

bool template_status_known(span word)
{
	for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++)
		if (padan_span_eq(word, padan_span_of(tones[i].word)))
			return true;
	return false;
}

void template_status(span word, enum view_language language, struct buf *out)
{
	const char *tone = "netral";
	struct buf shown;

	for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++)
		if (padan_span_eq(word, padan_span_of(tones[i].word)))
			tone = tones[i].tone;
	buf_init(&shown, out->from, LIM_CELL);
	put_word(word, language, &shown);
	buf_puts(out, "<span class=\"status ");
	buf_puts(out, tone);
	buf_puts(out, " status-");
	for (size_t i = 0; i < word.n; i++) /* a class has no blanks */
		if ((word.p[i] >= 'a' && word.p[i] <= 'z') || (word.p[i] >= '0' && word.p[i] <= '9') ||
		    word.p[i] == '_' || word.p[i] == '-')
			buf_putc(out, word.p[i]);
	buf_puts(out, "\"><i aria-hidden=\"true\"></i>");
	html_text(out, buf_as_span(&shown));
	buf_puts(out, "</span>");
	out->failed = out->failed || shown.failed;
	buf_done(&shown);
}

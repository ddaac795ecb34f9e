/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/check.h"

enum { MASK_FROM = 11, MASK_TAIL_FROM = 14, MASK_SHOWN = 4, USABLE_DIGITS = 12 };

const char *light_word(enum light l)
{
	static const char *const words[LIGHTS] = { "hijau", "kuning", "merah" };

	return (unsigned)l < LIGHTS ? words[l] : "";
}

const char *light_label(enum light l)
{
	static const char *const labels[LIGHTS] = { "siap", "perlu dilihat", "tidak terbaca" };

	return (unsigned)l < LIGHTS ? labels[l] : "";
}

const char *check_sentence(enum check_note n)
{
	static const char *const sentences[CHECK_NOTES_N] = {
#define X(id, text) text,
		CHECK_NOTES(X)
#undef X
	};

	return (unsigned)n < CHECK_NOTES_N ? sentences[n] : "";
}

static uint32_t nik_notes(const struct padan_nik *k)
{
	if (k->flags & PADAN_NIK_EMPTY)
		return CHECK_BIT(CHECK_NIK_EMPTY);
	if (k->flags & (PADAN_NIK_EXPONENT | PADAN_NIK_CUT15))
		return CHECK_BIT(CHECK_NIK_DAMAGED);
	if (k->n != 16)
		return CHECK_BIT(CHECK_NIK_LENGTH);
	if (k->flags & (PADAN_NIK_BAD_DATE | PADAN_NIK_BAD_REGION | PADAN_NIK_TEMPORARY | PADAN_NIK_SAME_DIGITS))
		return CHECK_BIT(CHECK_NIK_SHAPE);
	return 0;
}

/* Birth date in the NIK against the one that is written; day and month may be exchanged where nothing decides. */
static bool born_differs(const struct padan_nik *k, const struct padan_date *d)
{
	int y, m, day;

	if (!(k->flags & PADAN_NIK_BIRTH) || d->kind != PADAN_DATE_DAY || k->n != 16)
		return false;
	padan_ymd_of(d->day, &y, &m, &day);
	if (y % 100 == k->year % 100 && m == k->month && day == k->day)
		return false;
	if (d->other == PADAN_DAY_NONE)
		return true;
	padan_ymd_of(d->other, &y, &m, &day);
	return y % 100 != k->year % 100 || m != k->month || day != k->day;
}

static bool wants_birth(enum list_kind kind)
{
	return kind == LIST_PROPOSALS || kind == LIST_REGISTRY;
}

static uint32_t born_notes(const struct check_row *r)
{
	if (r->born.kind == PADAN_DATE_BAD)
		return CHECK_BIT(CHECK_BORN_UNREAD);
	if (r->born.kind == PADAN_DATE_MISSING)
		return wants_birth(r->kind) ? CHECK_BIT(CHECK_BORN_EMPTY) : 0;
	return born_differs(&r->nik, &r->born) ? CHECK_BIT(CHECK_BORN_DIFFERS) : 0;
}

static bool born_told(const struct padan_date *d)
{
	return d->kind != PADAN_DATE_MISSING && d->kind != PADAN_DATE_BAD;
}

/* 1. A NIK that can be relied on as far as its birth date; 2. a name with birth date or family card; 3. what only this
 * kind of list has. */
static bool findable(const struct check_row *r)
{
	if (r->nik.trusted >= USABLE_DIGITS)
		return true;
	if (r->name.n && (born_told(&r->born) || r->card.n))
		return true;
	switch (r->kind) {
	case LIST_DESIL:
		return r->card.n > 0;
	case LIST_DECREE:
		return r->name.n > 0;
	case LIST_VERDICTS:
	case LIST_REVIEW:
	case LIST_REPLY:
		return r->id.n > 0;
	default:
		return false;
	}
}

static bool desil_read(span s)
{
	int64_t v;

	for (size_t i = 0; i < s.n; i++) /* "Desil 3" */
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return span_i64(span_trim((span){ s.p + i, s.n - i }), &v) && v >= 1 && v <= 10;
	return false;
}

/* What each kind is sent for. */
static uint32_t content_notes(const struct check_row *r)
{
	if (r->kind == LIST_DESIL && !desil_read(r->desil))
		return CHECK_BIT(CHECK_DESIL_UNREAD);
	if (r->kind == LIST_MEMBERS && !r->status.n)
		return CHECK_BIT(CHECK_STATUS_EMPTY);
	if (r->kind == LIST_VERDICTS && !r->answer.n)
		return CHECK_BIT(CHECK_ANSWER_EMPTY);
	return 0;
}

struct checked check_row(const struct check_row *r)
{
	bool by_id = (r->kind == LIST_VERDICTS || r->kind == LIST_REVIEW) && r->id.n;
	struct checked c = { .notes = content_notes(r) };

	if (!by_id) {
		c.notes |= nik_notes(&r->nik) | born_notes(r);
		if (!r->name.n && r->kind != LIST_DESIL)
			c.notes |= CHECK_BIT(CHECK_NAME_EMPTY);
	}
	if (r->ragged)
		c.notes |= CHECK_BIT(CHECK_CELLS);
	if (!findable(r))
		c.notes |= CHECK_BIT(CHECK_NOBODY);
	c.light = c.notes & CHECK_BIT(CHECK_NOBODY) ? LIGHT_RED : c.notes ? LIGHT_YELLOW : LIGHT_GREEN;
	return c;
}

void check_twin(struct checked *c)
{
	c->notes |= CHECK_BIT(CHECK_NIK_TWIN);
	if (c->light == LIGHT_GREEN)
		c->light = LIGHT_YELLOW;
}

void check_words(uint32_t notes, uint32_t twin, struct buf *out)
{
	size_t before = out->n;

	for (int n = 0; n < CHECK_NOTES_N; n++) {
		if (!(notes & CHECK_BIT(n)))
			continue;
		buf_puts(out, out->n > before ? "; " : "");
		if (n == CHECK_NIK_TWIN && twin)
			buf_printf(out, "NIK sama dengan baris %u", twin);
		else
			buf_puts(out, check_sentence((enum check_note)n));
	}
}

span check_masked(span s, char *out)
{
	size_t digits = 0, seen = 0;

	for (size_t i = 0; i < s.n; i++)
		digits += s.p[i] >= '0' && s.p[i] <= '9';
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		bool shown = seen < MASK_SHOWN || (digits >= MASK_TAIL_FROM && seen + MASK_SHOWN >= digits);

		out[i] = digit && digits >= MASK_FROM && !shown ? '*' : s.p[i];
		seen += digit;
	}
	return (span){ out, s.n };
}

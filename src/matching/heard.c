/* SPDX-License-Identifier: EUPL-1.2
 * Which answers hold: those of one question about one row must say one thing, by a sheet that means this person. */
#include "matching/review.h"

#include "matching/matching.h"
#include <padan/name.h>
#include <stdio.h>
#include <stdlib.h>

uint32_t match_said_of(enum match_question q)
{
	static const uint32_t of[MATCH_QUESTIONS] = { [ASKED_REVIEW] = SAID_NIK | SAID_REFUSE,
						      [ASKED_CARD] = SAID_CARD,
						      [ASKED_DEATH] = SAID_DEAD | SAID_ALIVE,
						      [ASKED_OBJECTION] = SAID_UPHELD | SAID_OVERRULED,
						      [ASKED_FITNESS] = SAID_UNFIT | SAID_FIT };

	return of[q];
}

span answer_text(struct match_answers *a, const char *fmt, ...)
{
	char text[1200];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	if ((size_t)n >= sizeof(text)) { /* cut at a character */
		n = (int)sizeof(text) - 1;
		while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
	}
	return (span){ padan_arena_copy(a->env->arena, text, (size_t)n), (size_t)n };
}

struct match_reply *reply_add(struct match_answers *a, const struct match_reply *r)
{
	if (a->n_replies == a->cap_replies) {
		size_t cap = a->cap_replies ? 2 * a->cap_replies : 64;
		struct match_reply *more = padan_arena_array(a->env->arena, cap, sizeof(*more));

		if (!more)
			return NULL;
		if (a->n_replies)
			memcpy(more, a->replies, a->n_replies * sizeof(*more));
		a->replies = more;
		a->cap_replies = cap;
	}
	a->replies[a->n_replies] = *r;
	return &a->replies[a->n_replies++];
}

bool statement_add(struct match_answers *a, const struct statement *s)
{
	if (a->n_statements == a->cap_statements) {
		size_t cap = a->cap_statements ? 2 * a->cap_statements : 64;
		struct statement *more = padan_arena_array(a->env->arena, cap, sizeof(*more));

		if (!more)
			return false;
		if (a->n_statements)
			memcpy(more, a->statements, a->n_statements * sizeof(*more));
		a->statements = more;
		a->cap_statements = cap;
	}
	a->statements[a->n_statements] = *s;
	a->statements[a->n_statements++].reply = (uint32_t)a->n_replies - 1;
	return true;
}

struct match_heard *heard_of(struct match_answers *a, uint32_t row)
{
	if (!a->heard[row])
		a->heard[row] = padan_arena_zero(a->env->arena, sizeof(struct match_heard));
	return a->heard[row];
}

/* Does the sheet's name mean the row's person, as typed or as found? A sheet without names does not say. */
static bool means(const struct match_answers *a, const struct statement *s, const struct finding *f)
{
	struct padan_name said, typed, found;

	if (s->sure || !a->replies[s->reply].who.n)
		return true;
	padan_name_parse(&said, a->replies[s->reply].who);
	padan_name_parse(&typed, a->rows->row[s->row].field[PADAN_P_NAME]);
	if (!said.n || said.set == typed.set)
		return true;
	padan_name_parse(&found, f->who.cell[CITIZEN_NAMA]);
	return found.n && said.set == found.set;
}

static void leave(struct match_answers *a, const struct statement *s, span why)
{
	a->replies[s->reply].applied = false;
	a->replies[s->reply].remark = why;
}

/* Said of a card: the NIK that was found, or another. */
static span apply_card(const struct statement *s, struct finding *f)
{
	if (f->verdict != MATCH_FOUND)
		return (span){ NULL, 0 };
	if (f->who.nik == s->nik) {
		f->nik_differs = false;
		return SPAN("NIK cocok dengan yang ditemukan; syarat konfirmasi NIK dilepas.");
	}
	if (f->source == MATCH_BY_REVIEWER)
		return SPAN("NIK pada kartu berbeda; yang berlaku adalah NIK yang ditetapkan peninjau.");
	f->verdict = MATCH_REVIEW;
	f->doubtful = true;
	return SPAN("NIK pada kartu berbeda dari yang ditemukan; usulan perlu verifikasi (tinjau.xlsx).");
}

/* The finding takes what was said. Empty: it cannot. */
static span apply_one(const struct statement *s, struct finding *f)
{
	switch (s->said) {
	case SAID_CARD:
		return apply_card(s, f);
	case SAID_DEAD:
		f->death_confirmed = true;
		return SPAN("Kematian dipastikan; usulan ditolak.");
	case SAID_ALIVE:
		return SPAN("Dicatat; selama Dukcapil mencatat meninggal, usulan tetap perlu verifikasi.");
	case SAID_UPHELD:
	case SAID_UNFIT:
		f->answer = MATCH_ANSWER_REFUSE;
		return SPAN("Usulan ditolak petugas.");
	default:
		return SPAN("Dicatat pada keterangan usulan.");
	}
}

static int by_row_and_question(const void *pa, const void *pb)
{
	const struct statement *a = pa, *b = pb;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->question != b->question)
		return a->question < b->question ? -1 : 1;
	return (a->reply > b->reply) - (a->reply < b->reply);
}

static void contradict(struct match_answers *a, struct statement *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct statement *other = &s[i ? 0 : 1];
		const struct match_reply *r;

		for (size_t k = 0; k < n; k++)
			if (s[k].said != s[i].said || s[k].nik != s[i].nik)
				other = &s[k];
		r = &a->replies[other->reply];
		leave(a, &s[i],
		      answer_text(a, "bertentangan dengan %s baris %u; sisakan satu jawaban", a->file[r->file],
				  r->line));
	}
}

/* The statements of one question about one row. */
static bool settle(struct match_answers *a, struct statement *s, size_t n, struct finding *f)
{
	struct match_heard *h;
	size_t kept = 0;
	span did;

	for (size_t i = 0; i < n; i++) {
		if (means(a, &s[i], f))
			s[kept++] = s[i];
		else
			leave(a, &s[i], SPAN("nama pada jawaban bukan nama usulan itu; periksa id_baris"));
	}
	for (size_t i = 1; i < kept; i++)
		if (s[i].said != s[0].said || s[i].nik != s[0].nik) {
			contradict(a, s, kept);
			return true;
		}
	if (!kept)
		return true;
	did = apply_one(&s[0], f);
	for (size_t i = 0; i < kept; i++) {
		a->replies[s[i].reply].applied = did.n > 0;
		a->replies[s[i].reply].remark =
			did.n ? did
			      : SPAN("identitas usulan ini masih perlu verifikasi; jawab dahulu pada tinjau.xlsx");
	}
	if (!did.n)
		return true;
	h = heard_of(a, s[0].row);
	if (!h)
		return false;
	h->said |= s[0].said;
	h->note[s[0].question] = s[0].note;
	if (s[0].said == SAID_CARD)
		h->card = s[0].nik;
	return true;
}

/* What was said before holds where nothing was said now. */
static bool settle_carried(struct match_answers *a, uint32_t row, struct finding *f)
{
	const struct match_heard *b = a->before[row];
	struct match_heard *h = heard_of(a, row);

	if (!h)
		return false;
	for (int q = ASKED_CARD; q < MATCH_QUESTIONS; q++) {
		uint32_t of = match_said_of((enum match_question)q);
		struct statement s = { .row = row, .question = (uint8_t)q, .said = b->said & of, .nik = b->card };

		if (!s.said || (h->said & of) || !apply_one(&s, f).n)
			continue;
		h->said |= s.said;
		h->note[q] = b->note[q];
		if (s.said == SAID_CARD)
			h->card = b->card;
	}
	return true;
}

int wards_apply(struct match_answers *a, struct finding *f, struct err *e)
{
	bool ok = true;

	if (a->n_statements)
		qsort(a->statements, a->n_statements, sizeof(*a->statements), by_row_and_question);
	for (size_t i = 0, n; ok && i < a->n_statements; i += n) {
		struct statement *s = &a->statements[i];

		for (n = 1; i + n < a->n_statements && s[n].row == s->row && s[n].question == s->question;)
			n++;
		ok = settle(a, s, n, &f[s->row]);
	}
	for (uint32_t i = 0; ok && a->before && i < a->rows->n; i++)
		if (a->before[i])
			ok = settle_carried(a, i, &f[i]);
	return ok ? ERR_OK : err_memory(e, "jawaban kelurahan");
}

const struct match_heard *match_answers_heard(const struct match_answers *a, uint32_t row)
{
	return a && a->heard[row] && a->heard[row]->said ? a->heard[row] : NULL;
}

const struct match_reply *match_answers_replies(const struct match_answers *a, size_t *n)
{
	*n = a ? a->n_replies : 0;
	return a ? a->replies : NULL;
}

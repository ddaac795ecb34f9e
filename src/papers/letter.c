/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/letter.h"

#include "papers/letter_template.h"
#include "papers/letter_values.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static const struct {
	const char *title, *subject;
	unsigned kinds;
	const char *wanted[6];
} letters[LETTERS_N] = {
#define LETTER(name, title, kinds, subject, ...) { title, subject, kinds, { __VA_ARGS__, NULL } },
#include "papers/letters.def"
#undef LETTER
};

const char *letter_title(enum letter l)
{
	return letters[l].title;
}

unsigned letter_kinds(enum letter l)
{
	return letters[l].kinds;
}

uint32_t letters_usual(void)
{
	uint32_t set = 0;

	for (int l = 0; l < LETTERS_N; l++)
		if (!(letters[l].kinds & LETTER_PER_PERSON))
			set |= 1u << l;
	return set;
}

static int one_of(span word, uint32_t *out, struct err *e)
{
	const char *names[LETTERS_N + 1], *near;

	for (int l = 0; l < LETTERS_N; l++) {
		names[l] = letter_name((enum letter)l);
		if (padan_span_eq(word, padan_span_of(names[l]))) {
			*out |= 1u << l;
			return ERR_OK;
		}
	}
	names[LETTERS_N] = "semua";
	if (padan_span_eq(word, SPAN("semua"))) {
		*out |= LETTERS_ALL;
		return ERR_OK;
	}
	near = nearest_word(word, names, LETTERS_N + 1);
	return err_set(e, ERR_USAGE,
		       near ? "surat '%.*s' tidak dikenal; maksud Anda '%s'?"
			    : "surat '%.*s' tidak dikenal; lihat docs/panduan/surat.md",
		       (int)(word.n < 60 ? word.n : 60), word.p, near ? near : "");
}

int letters_of(span words, uint32_t *out, struct err *e)
{
	int rc = ERR_OK;

	*out = 0;
	for (size_t i = 0, n; i < words.n && !rc; i += n + 1) {
		for (n = 0; i + n < words.n && words.p[i + n] != ',' && words.p[i + n] != ' '; n++)
			;
		if (n)
			rc = one_of((span){ words.p + i, n }, out, e);
	}
	if (!*out)
		*out = letters_usual();
	return rc;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

/* The letters that several threads take from. */
struct work {
	const struct letters *all;
	const struct seams *s;
	const char *dir;
	struct docx_template *template[LETTERS_N];
	struct err errors[LETTERS_N];
	uint32_t which;
	atomic_int next;
	atomic_bool stop;
};

static int write_one(const struct work *w, enum letter l, struct err *e)
{
	struct letter_job job = { .all = w->all, .letter = l, .subject = letters[l].subject };
	const struct docx_data data = { letter_next, letter_value, &job };
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s.docx", w->dir, letter_name(l)) >= (int)sizeof(path))
		return err_set(e, ERR_MACHINE, "%s: nama folder terlalu panjang", w->dir);
	return docx_fill(w->template[l], &data, w -> s, path, w -> all -> v -> head.papers_date, e);
}

static void *take_work(void *arg)
{
	struct work *w = arg;

	while (!atomic_load(&w->stop)) {
		int l = atomic_fetch_add(&w->next, 1);

		if (l >= LETTERS_N)
			break;
		if ((w->which >> l & 1) && write_one(w, (enum letter)l, &w->errors[l]))
			atomic_store(&w->stop, true);
	}
	return NULL;
}

/* Templates first, so that a wrong one is told before anything is written. */
static int compile_all(struct work *w, const struct letter_office *o, struct padan_arena *arena, struct err *e)
{
	int rc = ERR_OK;

	for (int l = 0; l < LETTERS_N && !rc; l++)
		if (w->which >> l & 1)
			rc = letter_template(&w->template[l], (enum letter)l, letters[l].wanted, o, w->s, arena, e);
	return rc;
}

static int write_all(struct work *w, int threads, struct err *e)
{
	pthread_t other[8];
	int made = 0;

	while (made < threads - 1 && made < 8 && pthread_create(&other[made], NULL, take_work, w) == 0)
		made++;
	take_work(w);
	while (made > 0)
		pthread_join(other[--made], NULL);
	for (int l = 0; l < LETTERS_N; l++)
		if (w->errors[l].code) {
			*e = w->errors[l];
			return e->code;
		}
	return ERR_OK;
}

int letters_write(const struct run_view *v, const struct letter_office *office, uint32_t which, const char *dir,
		  int threads, const struct seams *s, struct err *e)
{
	struct padan_arena arena;
	struct letters all;
	struct work w = { .all = &all, .s = s, .dir = dir, .which = which };
	int rc;

	padan_arena_init(&arena, s->alloc, 0);
	rc = compile_all(&w, office, &arena, e);
	if (!rc)
		rc = letters_prepare(&all, v, office, s, &arena, e);
	if (!rc)
		rc = write_all(&w, threads, e);
	padan_arena_done(&arena);
	return rc;
}

int letters_save_templates(const struct letter_office *office, const char *dir, const struct seams *s, struct err *e)
{
	struct padan_arena arena;
	int rc = ERR_OK;

	padan_arena_init(&arena, s->alloc, 0);
	for (int l = 0; l < LETTERS_N && !rc; l++) {
		struct docx_package k;
		char path[4096];

		if (snprintf(path, sizeof(path), "%s/%s.docx", dir, letter_name((enum letter)l)) >= (int)sizeof(path))
			rc = err_set(e, ERR_USAGE, "nama folder terlalu panjang");
		if (!rc)
			rc = letter_shipped(&k, (enum letter)l, office, &arena, e);
		if (!rc)
			rc = docx_save(&k, s, path, date_of(2025, 1, 1), e);
	}
	padan_arena_done(&arena);
	return rc;
}

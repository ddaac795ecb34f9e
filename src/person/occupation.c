/* SPDX-License-Identifier: EUPL-1.2 */
#include "person/occupation.h"

#include <padan/fold.h>
#include <padan/hash.h>
#include <padan/sim.h>
#include <stdlib.h>

enum { PHRASE = 96, LINE_FIELDS = 5 };

struct alias {
	uint64_t hash;
	span text; /* folded, single blanks */
	int16_t group;
	bool code; /* text is a KTP code */
};

struct occupation_words {
	struct alias *alias; /* by hash */
	size_t n;
	uint16_t *longest; /* indices, longest text first: for phrases that contain an alias */
};

/* Upper case, single blanks between runs of letters and digits. */
static span squeeze(span s, char out[PHRASE])
{
	char folded[PHRASE * 2];
	size_t n = padan_fold(folded, sizeof(folded), s), k = 0;

	for (size_t i = 0; i < n && k + 1 < PHRASE; i++) {
		bool word = (folded[i] >= 'A' && folded[i] <= 'Z') || (folded[i] >= '0' && folded[i] <= '9');

		if (word)
			out[k++] = folded[i];
		else if (folded[i] != '\'' && k && out[k - 1] != ' ')
			out[k++] = ' ';
	}
	while (k && out[k - 1] == ' ')
		k--;
	return (span){ out, k };
}

static int by_hash(const void *a, const void *b)
{
	const struct alias *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return padan_span_cmp(x->text, y->text);
}

static int by_length(const void *a, const void *b, void *words)
{
	const struct alias *alias = ((struct occupation_words *)words)->alias;
	const struct alias *x = &alias[*(const uint16_t *)a], *y = &alias[*(const uint16_t *)b];

	if (x->text.n != y->text.n)
		return x->text.n > y->text.n ? -1 : 1;
	return padan_span_cmp(x->text, y->text);
}

static bool split(span line, span field[LINE_FIELDS])
{
	for (int i = 0; i < LINE_FIELDS; i++) {
		const char *comma = line.n ? memchr(line.p, ',', line.n) : NULL;

		if (!comma && i < LINE_FIELDS - 1)
			return false;
		field[i] = (span){ line.p, comma && i < LINE_FIELDS - 1 ? (size_t)(comma - line.p) : line.n };
		line.p += field[i].n + 1;
		line.n -= comma && i < LINE_FIELDS - 1 ? field[i].n + 1 : line.n;
	}
	return true;
}

/* The group's index, made when it is new; -1 for "-", -2 when there are too many. */
static int group_index(struct occupations *o, span code, int64_t risk, struct padan_arena *arena)
{
	if (padan_span_eq(code, SPAN("-")))
		return -1;
	for (int g = 0; g < o->groups; g++)
		if (padan_span_eq(padan_span_of(o->group[g]), code))
			return g;
	if (o->groups == LIM_GROUPS || !(o->group[o->groups] = padan_arena_copy(arena, code.p, code.n)))
		return -2;
	o->risk[o->groups] = (int8_t)risk;
	return o->groups++;
}

static bool add_alias(struct occupation_words *w, span text, int group, bool code, struct padan_arena *arena)
{
	char out[PHRASE];
	span s = squeeze(text, out);
	char *kept = padan_arena_copy(arena, s.p, s.n);

	if (!kept)
		return false;
	w->alias[w->n++] = (struct alias){ padan_hash_span(s, code), (span){ kept, s.n }, (int16_t)group, code };
	return true;
}

static int read_line(struct occupations *o, struct occupation_words *w, span line, int no, struct padan_arena *arena,
		     struct err *e)
{
	span f[LINE_FIELDS];
	int64_t risk = -1;
	int group;

	if (!split(line, f) || !f[0].n || !f[1].n || !f[4].n || (f[3].n && !span_i64(f[3], &risk)) || risk > 5 ||
	    (f[3].n && risk < 1))
		return err_set(e, ERR_USAGE,
			       "kelompok_pekerjaan.csv baris %d: perlu kelompok,kata,kode_ktp,risiko (1-5),sumber", no);
	group = group_index(o, f[0], risk, arena);
	if (group == -2)
		return err_set(e, ERR_USAGE, "kelompok_pekerjaan.csv baris %d: lebih dari %d kelompok", no, LIM_GROUPS);
	if (!add_alias(w, f[1], group, false, arena) || (f[2].n && !add_alias(w, f[2], group, true, arena)))
		return err_memory(e, "daftar pekerjaan");
	return ERR_OK;
}

static int finish(struct occupation_words *w, struct padan_arena *arena, struct err *e)
{
	qsort(w->alias, w->n, sizeof(*w->alias), by_hash);
	for (size_t i = 1; i < w->n; i++)
		if (w->alias[i].hash == w->alias[i - 1].hash && w->alias[i].group != w->alias[i - 1].group)
			return err_set(e, ERR_USAGE, "kelompok_pekerjaan.csv: '%.*s' ada pada dua kelompok",
				       (int)w->alias[i].text.n, w->alias[i].text.p);
	w->longest = padan_arena_array(arena, w->n, sizeof(*w->longest));
	if (!w->longest)
		return err_memory(e, "daftar pekerjaan");
	for (size_t i = 0; i < w->n; i++)
		w->longest[i] = (uint16_t)i;
	qsort_r(w->longest, w->n, sizeof(*w->longest), by_length, w);
	return ERR_OK;
}

int occupations_read(struct occupations *o, span csv, struct padan_arena *arena, struct err *e)
{
	struct occupation_words *w = padan_arena_zero(arena, sizeof(*w));
	size_t lines = 1;
	int no = 1, rc = ERR_OK;

	memset(o, 0, sizeof(*o));
	for (size_t i = 0; i < csv.n; i++)
		lines += csv.p[i] == '\n';
	if (lines > 20000)
		return err_set(e, ERR_USAGE, "kelompok_pekerjaan.csv: lebih dari 20000 baris");
	if (!w || !(w->alias = padan_arena_array(arena, lines * 2, sizeof(*w->alias))))
		return err_memory(e, "daftar pekerjaan");
	span_next_line(&csv);
	while (csv.n && rc == ERR_OK) {
		span line = span_next_line(&csv);

		no++;
		if (line.n)
			rc = read_line(o, w, line, no, arena, e);
	}
	if (rc == ERR_OK)
		rc = finish(w, arena, e);
	o->words = w;
	return rc;
}

static const struct alias *exact(const struct occupation_words *w, span s, bool code)
{
	uint64_t hash = padan_hash_span(s, code);
	size_t lo = 0, hi = w->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->alias[mid].hash < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->n && w->alias[lo].hash == hash && padan_span_eq(w->alias[lo].text, s) ? &w->alias[lo] : NULL;
}

/* Does the phrase hold the alias as whole words? */
static bool holds(span phrase, span alias)
{
	for (size_t i = 0; i + alias.n <= phrase.n; i++) {
		if ((i == 0 || phrase.p[i - 1] == ' ') && (i + alias.n == phrase.n || phrase.p[i + alias.n] == ' ') &&
		    memcmp(phrase.p + i, alias.p, alias.n) == 0)
			return true;
	}
	return false;
}

/* One typing error in texts of at least six letters, two from twelve on. */
static bool nearly(span a, span b)
{
	size_t longer = a.n > b.n ? a.n : b.n, shorter = a.n > b.n ? b.n : a.n;
	int allowed = shorter >= 12 ? 2 : shorter >= 6 ? 1 : 0;

	return allowed && longer - shorter <= (size_t)allowed && padan_osa(a, b) <= allowed;
}

static const struct alias *within(const struct occupation_words *w, span s)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct alias *a = &w->alias[w->longest[i]];

		if (!a->code && a->text.n >= 3 && holds(s, a->text))
			return a;
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct alias *a = &w->alias[w->longest[i]];

		if (!a->code && nearly(s, a->text))
			return a;
	}
	return NULL;
}

enum occupation_known occupation_of(const struct occupations *o, span cell, int *group)
{
	char out[PHRASE];
	span s = squeeze(cell, out);
	const struct alias *a;
	size_t zeros = 0;

	*group = -1;
	if (!s.n || padan_span_eq(s, SPAN("0")) || padan_span_eq(s, SPAN("NN")) || padan_span_eq(s, SPAN("NULL")) ||
	    padan_span_eq(s, SPAN("TIDAK ADA")))
		return OCCUPATION_EMPTY;
	while (zeros + 1 < s.n && s.p[zeros] == '0')
		zeros++;
	a = exact(o->words, (span){ s.p + zeros, s.n - zeros }, true);
	if (!a)
		a = exact(o->words, s, false);
	if (!a)
		a = within(o->words, s);
	if (!a)
		return OCCUPATION_UNHEARD;
	*group = a->group;
	return OCCUPATION_HEARD;
}

/* SPDX-License-Identifier: EUPL-1.2
 * What happens to a name between the family card and the list. Names are capitals here. */
#include "city/row.h"

#include <stdio.h>

enum { WORDS_MAX = 12 };
struct parts {
	int n;
	char word[WORDS_MAX][48];
};

static void split(const char *s, struct parts *p)
{
	p->n = 0;
	while (*s && p->n < WORDS_MAX) {
		size_t k = strcspn(s, " ");

		if (k) {
			snprintf(p->word[p->n], sizeof(p->word[0]), "%.*s", (int)(k < 47 ? k : 47), s);
			p->n++;
		}
		s += k + (s[k] == ' ');
	}
}

static void join(const struct parts *p, char *out, size_t cap)
{
	size_t n = 0;

	out[0] = 0;
	for (int i = 0; i < p->n && n < cap; i++)
		n += (size_t)snprintf(out + n, cap - n, "%s%s", i ? " " : "", p->word[i]);
}

static void insert(struct parts *p, int at, const char *word)
{
	if (p->n >= WORDS_MAX)
		return;
	memmove(p->word[at + 1], p->word[at], (size_t)(p->n - at) * sizeof(p->word[0]));
	snprintf(p->word[at], sizeof(p->word[0]), "%s", word);
	p->n++;
}

static void remove_word(struct parts *p, int at)
{
	memmove(p->word[at], p->word[at + 1], (size_t)(p->n - at - 1) * sizeof(p->word[0]));
	p->n--;
}

/* Muhammad, Muh., M.: the forms of one word. */
static bool abbreviate(struct parts *p, struct rng *r)
{
	static const char *const forms[][8] = {
		{ "MUHAMMAD", "MUH.", "MUH", "MOH.", "M.", "MUHAMAD", "MOHAMMAD", "MOHAMAD" },
		{ "ABDUL", "ABD.", "ABD", "ABDUL", "ABD.", "ABD", "ABDUL", "ABD." },
		{ "SITTI", "ST.", "SITI", "ST", "SITTI", "SITI", "ST.", "ST" },
		{ "ANDI", "A.", "ANDI", "A", "A.", "ANDI", "A.", "A" },
		{ "DAENG", "DG.", "DG", "DAENG", "DG.", "DG", "DG.", "DG" },
		{ "NUR", "NOER", "NUR", "NOR", "NUR", "NUR.", "NUR", "NUR" },
	};

	for (int i = 0; i < p->n; i++)
		for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++)
			for (int j = 0; j < 8; j++)
				if (strcmp(p->word[i], forms[k][j]) == 0 && rng_mille(r, 350)) {
					const char *other = forms[k][rng_below(r, 8)];

					if (strcmp(other, p->word[i]) == 0)
						return false;
					snprintf(p->word[i], sizeof(p->word[0]), "%s", other);
					return true;
				}
	return false;
}

/* Replaces the first `from` in a word by `to`. */
static bool swap_in(char *word, size_t cap, const char *from, const char *to)
{
	char *at = strstr(word, from), rest[48];

	if (!at)
		return false;
	snprintf(rest, sizeof(rest), "%s", at + strlen(from));
	snprintf(at, cap - (size_t)(at - word), "%s%s", to, rest);
	return true;
}

struct pair {
	const char *from, *to;
};

static bool respell(struct parts *p, struct rng *r, const struct pair *pairs, uint32_t n)
{
	for (int tries = 0; tries < 12; tries++) {
		const struct pair *x = &pairs[rng_below(r, n)];
		char *w = p->word[rng_below(r, (uint32_t)p->n)];

		if (strlen(w) > 3 && swap_in(w, 48, x->from, x->to))
			return true;
	}
	return false;
}

static const struct pair old_spelling[] = { { "U", "OE" },  { "J", "DJ" },  { "C", "TJ" }, { "Y", "J" },
					    { "SY", "SJ" }, { "KH", "CH" }, { "NY", "NJ" } };
static const struct pair sounds[] = { { "F", "P" },  { "P", "F" },  { "V", "F" },  { "Z", "S" },   { "S", "Z" },
				      { "J", "Z" },  { "Q", "K" },  { "K", "Q" },  { "KH", "H" },  { "H", "KH" },
				      { "SY", "S" }, { "TT", "T" }, { "DD", "D" }, { "LL", "L" },  { "MM", "M" },
				      { "SS", "S" }, { "NN", "N" }, { "I", "Y" },  { "Y", "I" },   { "AH", "A" },
				      { "A", "AH" }, { "N", "NG" }, { "NG", "N" }, { "AI", "AE" }, { "AE", "AI" },
				      { "RR", "R" }, { "D", "DD" }, { "S", "SS" }, { "M", "MM" },  { "U", "O" } };

static bool typo(struct parts *p, struct rng *r)
{
	char *w = p->word[rng_below(r, (uint32_t)p->n)];
	size_t n = strlen(w), at;

	for (int i = 0; n < 4 && i < p->n; i++) {
		w = p->word[i];
		n = strlen(w);
	}
	if (n < 4 || n > 40)
		return false;
	at = rng_below(r, (uint32_t)n - 1) + (rng_mille(r, 900) ? 1 : 0);
	at = at >= n ? n - 1 : at;
	switch (rng_below(r, 4)) {
	case 0:
		memmove(w + at, w + at + 1, n - at);
		return true;
	case 1:
		memmove(w + at + 1, w + at, n - at + 1);
		w[at] = (char)('A' + rng_below(r, 26));
		return true;
	case 2:
		w[at] = (char)('A' + ((uint32_t)(w[at] - 'A') + 1 + rng_below(r, 25)) % 26);
		return true;
	default:
		if (at + 1 >= n)
			at = n - 2;
		if (w[at] == w[at + 1])
			return false;
		char t = w[at];

		w[at] = w[at + 1];
		w[at + 1] = t;
		return true;
	}
}

static void add_title(const struct victim *v, struct parts *p)
{
	static const char *const man[] = { "H.", "H.", "DRS.", "IR.", "BPK.", "PUANG", "UST." };
	static const char *const woman[] = { "HJ.", "HJ.", "IBU", "DRA.", "NY.", "PUANG", "BUNDA" };
	static const char *const behind[] = { "S.PD", "SE", "S.SOS", "A.MD", "SH" };

	if (rng_mille(v->r, 700))
		insert(p, 0, v->row->sex == 1 ? man[rng_below(v->r, 7)] : woman[rng_below(v->r, 7)]);
	else
		insert(p, p->n, behind[rng_below(v->r, 5)]);
	damage_note(v->row, "nama_gelar");
}

static bool daeng(const struct victim *v, struct parts *p)
{
	span dg = v->h ? person_daeng(v->c, v->h, v->slot) : (span){ "", 0 };
	char word[48];

	if (!dg.n)
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)dg.n, dg.p);
	for (int i = 0; i + 1 < p->n; i++)
		if (strcmp(p->word[i + 1], word) == 0) {
			if (!rng_mille(v->r, 300))
				return false;
			p->n = i; /* the registry has it, the list leaves it out */
			if (!p->n) {
				insert(p, 0, "DG.");
				insert(p, 1, word);
			}
			damage_note(v->row, "nama_daeng_hilang");
			return true;
		}
	if (!rng_mille(v->r, 300))
		return false;
	if (rng_mille(v->r, 14)) {
		p->n = 0;
		damage_note(v->row, "nama_daeng_saja");
	} else {
		damage_note(v->row, "nama_daeng");
	}
	insert(p, p->n, rng_mille(v->r, 700) ? "DG." : rng_mille(v->r, 500) ? "DG" : "DAENG");
	insert(p, p->n, word);
	return true;
}

static void change_words(const struct victim *v, struct parts *p)
{
	static const char *const extra[] = { "NUR", "PUTRA", "JAYA", "SAID", "ALI", "BAHAR", "SARI", "PUTRI" };
	struct rng *r = v->r;

	if (p->n >= 2 && rng_mille(r, 45)) {
		remove_word(p, p->n > 2 ? rng_between(r, 0, p->n - 1) : rng_mille(r, 700) ? 1 : 0);
		damage_note(v->row, "nama_kurang_kata");
	} else if (rng_mille(r, 10)) {
		insert(p, p->n, extra[rng_below(r, 8)]);
		damage_note(v->row, "nama_tambah_kata");
	}
	if (p->n >= 2 && rng_mille(r, 10)) {
		char first[48];

		memcpy(first, p->word[0], sizeof(first));
		remove_word(p, 0);
		insert(p, p->n, first);
		damage_note(v->row, "nama_urutan");
	}
	if (p->n >= 2 && rng_mille(r, 14) && strlen(p->word[0]) + strlen(p->word[1]) < 40 && !strchr(p->word[0], '.')) {
		memcpy(p->word[0] + strlen(p->word[0]), p->word[1], strlen(p->word[1]) + 1);
		remove_word(p, 1);
		damage_note(v->row, "nama_gandeng");
	}
}

void damage_name(const struct victim *v)
{
	struct rng *r = v->r;
	struct parts p;

	split(v->row->name, &p);
	if (!p.n)
		return;
	if (abbreviate(&p, r))
		damage_note(v->row, "nama_singkatan");
	change_words(v, &p);
	if (p.n && rng_mille(r, 55) && typo(&p, r))
		damage_note(v->row, "nama_salah_ketik");
	if (p.n && rng_mille(r, 25) && respell(&p, r, old_spelling, sizeof(old_spelling) / sizeof(old_spelling[0])))
		damage_note(v->row, "nama_ejaan_lama");
	if (p.n && rng_mille(r, 30) && respell(&p, r, sounds, sizeof(sounds) / sizeof(sounds[0])))
		damage_note(v->row, "nama_bunyi");
	daeng(v, &p);
	if (rng_mille(r, 25))
		add_title(v, &p);
	if (v->row->life == LIFE_DEAD && rng_mille(r, 250)) {
		insert(&p, p.n, "(ALM)");
		damage_note(v->row, "nama_alm");
	}
	join(&p, v->row->name, sizeof(v->row->name));
}

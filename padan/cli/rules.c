/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocking rules for any schema, the plan in words, and rows as the engine wants them.
 */
#include "cli.h"
#include <padan/fold.h>

struct part {
	uint8_t column, token;
};

static void rule(struct plan *p, unsigned n, struct part a, struct part b, struct part c)
{
	struct padan_rule *r = &p->schema.rule[p->schema.n_rules];

	if (p->schema.n_rules == PADAN_RULES)
		return;
	r->n = (uint8_t)n;
	r->part[0].column = a.column, r->part[0].token = a.token;
	r->part[1].column = b.column, r->part[1].token = b.token;
	r->part[2].column = c.column, r->part[2].token = c.token;
	p->schema.n_rules++;
}

/* Columns by what they give to blocking. */
struct roles {
	struct part key[PADAN_COLUMNS], word[PADAN_COLUMNS], value[PADAN_COLUMNS], date[PADAN_COLUMNS];
	unsigned keys, words, values, dates;
};

static void sort_columns(const struct plan *p, struct roles *r)
{
	for (uint8_t c = 0; c < p->schema.n_columns; c++)
		switch (p->schema.column[c].kind) {
		case PADAN_NIK:
			r->key[r->keys++] = (struct part){ c, PADAN_T_NIK15 };
			break;
		case PADAN_CARD:
		case PADAN_KEY:
			r->key[r->keys++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_NAME:
		case PADAN_TEXT:
			r->word[r->words++] = (struct part){ c, PADAN_T_WORD };
			break;
		case PADAN_DATE:
			r->date[r->dates++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_PLACE:
		case PADAN_VALUE:
			r->value[r->values++] = (struct part){ c, PADAN_T_VALUE };
			break;
		case PADAN_SEX:
			break;
		}
}

static const struct part none = { 0, 0 };

static void rules_of_date(struct plan *p, const struct roles *r, struct part date, bool small)
{
	struct part year = { date.column, PADAN_T_YEAR };

	for (unsigned w = 0; w < r->words; w++) {
		rule(p, 2, date, r->word[w], none);
		if (small)
			rule(p, 2, r->word[w], year, none);
		else
			rule(p, 3, r->word[w], r->word[w], year);
	}
	for (unsigned v = 0; v < r->values; v++)
		rule(p, 2, date, r->value[v], none);
	if (small)
		rule(p, 1, date, none, none);
}

static void rules_of_words(struct plan *p, const struct roles *r, unsigned w, bool small)
{
	for (unsigned x = w; x < r->words && small; x++)
		rule(p, 2, r->word[w], r->word[x], none);
	for (unsigned v = 0; v < r->values; v++)
		rule(p, small ? 2 : 3, r->word[w], r->value[v], r->word[w]);
}

/* The strongest first: what does not fit into the list of rules is what matters least. */
void plan_rules(struct plan *p, size_t rows)
{
	bool small = rows <= 60000;
	struct roles r = { 0 };

	p->schema.n_rules = 0;
	sort_columns(p, &r);
	for (unsigned i = 0; i < r.keys; i++)
		rule(p, 1, r.key[i], none, none);
	for (unsigned d = 0; d < r.dates; d++)
		rules_of_date(p, &r, r.date[d], small);
	for (unsigned w = 0; w < r.words; w++)
		rules_of_words(p, &r, w, small);
	for (unsigned v = 0; v < r.values; v++)
		for (unsigned x = v + 1; x < r.values && small; x++)
			rule(p, 2, r.value[v], r.value[x], none);
	for (uint8_t c = 0; p->schema.n_rules == 0 && c < p->schema.n_columns; c++)
		rule(p, 1, (struct part){ c, PADAN_T_VALUE }, none, none);
}

const char *kind_word(enum padan_kind k)
{
	static const char *const words[] = { "NIK",	      "nama orang",	      "tanggal",
					     "jenis kelamin", "nomor kartu keluarga", "kunci unik",
					     "tempat",	      "teks bebas",	      "nilai" };

	return words[k];
}

static void print_part(const struct plan *p, unsigned column, unsigned token, FILE *out)
{
	static const char *const words[] = {
		"", "kata dari ", "semua kata dari ", "tahun dari ", "15 angka pertama ", "kata tunggal dari "
	};

	fprintf(out, "%s%s", words[token], p->schema.column[column].label);
}

void plan_print(const struct plan *p, const struct table *t, FILE *out)
{
	fprintf(out, "Berkas: %s, %zu baris, %u kolom\n", t->path, t->rows, t->columns);
	if (t->id >= 0)
		fprintf(out, "Pengenal baris: %.*s\n", (int)t->head[t->id].n, t->head[t->id].p);
	else
		fprintf(out, "Pengenal baris: nomor urut (tidak ada kolom yang nilainya unik)\n");
	fprintf(out, "Yang dibandingkan:\n");
	for (unsigned c = 0; c < p->schema.n_columns; c++) {
		fprintf(out, "  %-16s %-20s dari", p->schema.column[c].label, kind_word(p->schema.column[c].kind));
		for (unsigned i = 0; i < p->from[c].n; i++) {
			struct padan_span head = t->head[p->from[c].column[i]];

			fprintf(out, " %.*s", (int)head.n, head.p);
		}
		fputc('\n', out);
	}
	fprintf(out, "Calon pasangan: baris yang sama\n");
	for (unsigned i = 0; i < p->schema.n_rules; i++) {
		fprintf(out, "  %2u. ", i + 1);
		for (unsigned k = 0; k < p->schema.rule[i].n; k++) {
			if (k)
				fputs(" dan ", out);
			print_part(p, p->schema.rule[i].part[k].column, p->schema.rule[i].part[k].token, out);
		}
		fputc('\n', out);
	}
}

static size_t tail_key(struct padan_span s, char out[64])
{
	for (size_t i = s.n; i-- > 0;)
		if (s.p[i] == '#' || s.p[i] == '/') {
			s = (struct padan_span){ s.p + i + 1, s.n - i - 1 };
			break;
		}
	return padan_fold_key(out, 64, s);
}

int plan_map(const struct plan *p, const struct table *left, const struct table *right,
	     int map[PADAN_COLUMNS][CLI_SOURCES])
{
	unsigned found = 0;

	for (unsigned c = 0; c < p->schema.n_columns; c++)
		for (unsigned i = 0; i < p->from[c].n; i++) {
			char a[64], b[64];
			size_t n = tail_key(left->head[p->from[c].column[i]], a);

			map[c][i] = -1;
			for (uint32_t k = 0; k < right->columns && map[c][i] < 0; k++)
				if (tail_key(right->head[k], b) == n && memcmp(a, b, n) == 0)
					map[c][i] = (int)k;
			found += map[c][i] >= 0;
		}
	return found ? CLI_OK
		     : fail(CLI_USAGE, "%s dan %s tidak punya kolom yang sama namanya", left->path, right->path);
}

/* Parts joined by a blank (names) or a dash (year-month-day); "NA" is no part. */
static struct padan_span join_parts(const struct table *t, const int *columns, unsigned n, size_t row, char sep,
				    char room[512])
{
	size_t k = 0;

	for (unsigned i = 0; i < n; i++) {
		struct padan_span s = columns[i] < 0 ? (struct padan_span){ NULL, 0 }
						     : padan_trim(table_cell(t, row, (uint32_t)columns[i]));

		if (s.n == 2 && memcmp(s.p, "NA", 2) == 0)
			s.n = 0;
		if (s.n == 0 && sep == '-')
			return (struct padan_span){ NULL, 0 };
		if (s.n == 0 || k + s.n + 1 >= 512)
			continue;
		if (k)
			room[k++] = sep;
		/* Days and months of one digit. */
		if (s.n == 1 && sep == '-')
			room[k++] = '0';
		memcpy(room + k, s.p, s.n);
		k += s.n;
	}
	return (struct padan_span){ room, k };
}

void row_cells(const struct plan *p, const struct table *t, int map[PADAN_COLUMNS][CLI_SOURCES], size_t row,
	       struct row_room *out)
{
	for (unsigned c = 0; c < p->schema.n_columns; c++) {
		if (p->from[c].n == 1)
			out->cell[c] = map[c][0] < 0 ? (struct padan_span){ NULL, 0 }
						     : table_cell(t, row, (uint32_t)map[c][0]);
		else
			out->cell[c] =
				join_parts(t, map[c], p->from[c].n, row, p->from[c].date ? '-' : ' ', out->text[c]);
	}
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/answer.h"

#include <padan/hash.h>
#include <padan/name.h>
#include <padan/nik.h>
#include <stdlib.h>

struct entry {
	uint64_t key;
	uint32_t row;
};

struct answer_index {
	struct entry *by_id, *by_place, *by_person;
	uint32_t n, persons;
};

static uint64_t place_key(span file, uint64_t line)
{
	return padan_hash_join(padan_hash_span(file, 7), line);
}

/* 0 when there is no NIK or no name to go by. */
static uint64_t person_key(span nik, span name)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;
	struct padan_name n;

	padan_nik_parse(&k, nik, &opt);
	padan_name_parse(&n, name);
	return k.n && n.n ? padan_hash_join(padan_hash(k.digits, strlen(k.digits), 11), n.set) : 0;
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

int answer_index_new(struct answer_index **out, const struct match_rows *rows, struct padan_arena *arena, struct err *e)
{
	struct answer_index *x = padan_arena_zero(arena, sizeof(*x));

	*out = x;
	if (x) {
		x->by_id = padan_arena_array(arena, rows->n, sizeof(struct entry));
		x->by_place = padan_arena_array(arena, rows->n, sizeof(struct entry));
		x->by_person = padan_arena_array(arena, rows->n, sizeof(struct entry));
	}
	if (!x || !x->by_id || !x->by_place || !x->by_person)
		return err_memory(e, "daftar jawaban");
	x->n = rows->n;
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct match_row *r = &rows->row[i];
		uint64_t person = person_key(r->field[PADAN_P_NIK], r->field[PADAN_P_NAME]);

		x->by_id[i] = (struct entry){ padan_hash_span(r->id, 3), i };
		x->by_place[i] = (struct entry){ place_key(rows->file_name[r->file], r->line), i };
		if (person)
			x->by_person[x->persons++] = (struct entry){ person, i };
	}
	qsort(x->by_id, x->n, sizeof(struct entry), by_key);
	qsort(x->by_place, x->n, sizeof(struct entry), by_key);
	qsort(x->by_person, x->persons, sizeof(struct entry), by_key);
	return ERR_OK;
}

static unsigned look_up(const struct entry *e, uint32_t n, uint64_t key, uint32_t *out, unsigned max)
{
	uint32_t lo = 0, hi = n;
	unsigned k = 0;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (e[mid].key < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < n && e[lo].key == key && k < max; lo++)
		out[k++] = e[lo].row;
	return k;
}

unsigned answer_same_person(const struct answer_index *x, const struct match_row *row, uint32_t *out, unsigned max)
{
	uint64_t person = person_key(row->field[PADAN_P_NIK], row->field[PADAN_P_NAME]);

	return person ? look_up(x->by_person, x->persons, person, out, max) : 0;
}

unsigned answer_rows(const struct answer_index *x, const span *col, uint32_t *out, unsigned max, bool *own)
{
	uint64_t person;
	int64_t line;
	unsigned n;

	if (own)
		*own = true;
	if (col[COL_ID_BARIS].n) {
		n = look_up(x->by_id, x->n, padan_hash_span(col[COL_ID_BARIS], 3), out, max);
		if (n)
			return n;
	}
	if (col[COL_BERKAS].n && span_i64(col[COL_BARIS], &line)) {
		n = look_up(x->by_place, x->n, place_key(col[COL_BERKAS], (uint64_t)line), out, max);
		if (n)
			return n;
	}
	if (own)
		*own = false;
	person = person_key(col[COL_NIK], col[COL_NAMA]);
	return person ? look_up(x->by_person, x->persons, person, out, max) : 0;
}

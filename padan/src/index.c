/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine.h"
#include "parallel.h"
#include <math.h>
#include <padan/hash.h>
#include <stdlib.h>

enum { ROWS_MOST = 1 << 24, REF_YEAR = 2026 };

static void *grab(const struct padan_index *ix, size_t n, size_t size)
{
	void *p = ix->from->resize(ix->from->ctx, NULL, 0, n * size + !n);

	if (p)
		memset(p, 0, n * size);
	return p;
}

static void drop(const struct padan_index *ix, void *p, size_t bytes)
{
	if (p)
		ix->from->resize(ix->from->ctx, p, bytes, 0);
}

/* What was left open. */
static void fill_options(struct padan_index *ix)
{
	ix->opt.keep = ix->opt.keep == 0 ? 6 : ix->opt.keep > PADAN_KEEP ? PADAN_KEEP : ix->opt.keep;
	ix->opt.ref_year = ix->opt.ref_year ? ix->opt.ref_year : REF_YEAR;
	ix->opt.sample = ix->opt.sample ? ix->opt.sample : 16;
	ix->opt.spare = ix->opt.spare ? ix->opt.spare : 6;
	ix->pair_every = ix->opt.sample == 1 ? 1 : 4;
}

int padan_index_new(struct padan_index **out, const struct padan_schema *schema, const struct padan_link_opt *opt,
		    const struct padan_alloc *from)
{
	static const struct padan_link_opt usual = { 0 };
	struct padan_index *ix;

	*out = NULL;
	if (padan_schema_check(schema) != 0)
		return PADAN_MISUSE;
	ix = from->resize(from->ctx, NULL, 0, sizeof(*ix));
	if (!ix)
		return PADAN_NO_MEMORY;
	*ix = (struct padan_index){ .from = from, .schema = schema, .opt = opt ? *opt : usual };
	fill_options(ix);
	pd_roles_of(&ix->roles, schema);
	ix->opt.exact_first = ix->opt.exact_first && ix->roles.nik >= 0 && ix->roles.name >= 0 && ix->roles.date >= 0;
	ix->reader = (struct pd_reader){ schema, { ix->opt.ref_year, false, false }, { .ref_year = ix->opt.ref_year } };
	pd_dict_init(&ix->dict, from);
	if (ix->opt.model)
		ix->model = *ix->opt.model;
	else
		padan_model_start(&ix->model, schema);
	ix->scratch = grab(ix, 1, sizeof(*ix->scratch));
	ix->memo = grab(ix, 1, sizeof(*ix->memo));
	if (!ix->scratch || !ix->memo) {
		padan_index_free(ix);
		return PADAN_NO_MEMORY;
	}
	ix->memo->dict = &ix->dict;
	ix->memo->name = PADAN_COLUMNS; /* classes are numbered here, not looked up */
	ix->scratch->memo = ix->memo;
	*out = ix;
	return PADAN_OK;
}

void padan_index_free(struct padan_index *ix)
{
	if (!ix)
		return;
	pd_dict_done(&ix->dict);
	pd_block_done(&ix->block);
	pd_probe_done(ix);
	pd_block_done(&ix->exact);
	drop(ix, ix->settled, (size_t)ix->n + 1);
	drop(ix, ix->cell, (size_t)ix->cap * ix->schema->n_columns * sizeof(*ix->cell));
	drop(ix, ix->nik, (size_t)ix->cap * sizeof(*ix->nik));
	drop(ix, ix->group, ix->cap);
	drop(ix, ix->word, (size_t)ix->cap_words * sizeof(*ix->word));
	drop(ix, ix->brief, (size_t)ix->n * sizeof(*ix->brief));
	drop(ix, ix->by_day, (size_t)ix->n * sizeof(*ix->by_day));
	drop(ix, ix->class_of, (size_t)ix->dict.n * sizeof(*ix->class_of));
	drop(ix, ix->surprise, (size_t)ix->dict.n * sizeof(*ix->surprise));
	drop(ix, ix->scratch, sizeof(*ix->scratch));
	drop(ix, ix->memo, sizeof(*ix->memo));
	drop(ix, ix, sizeof(*ix));
}

static bool grow(struct padan_index *ix, void *array, size_t old, size_t new)
{
	void *p, *was;

	memcpy(&was, array, sizeof(was));
	p = ix->from->resize(ix->from->ctx, was, old, new);
	if (p)
		memcpy(array, &p, sizeof(p));
	return p != NULL;
}

static bool reserve_row(struct padan_index *ix)
{
	size_t nc = ix->schema->n_columns, old = ix->cap, new = ix->cap ? old * 2 : 1024;

	if (ix->n < ix->cap)
		return true;
	if (!grow(ix, &ix->group, old, new) ||
	    !grow(ix, &ix->cell, old * nc * sizeof(*ix->cell), new *nc * sizeof(*ix->cell)) ||
	    (ix->roles.nik >= 0 && !grow(ix, &ix->nik, old * sizeof(*ix->nik), new * sizeof(*ix->nik))))
		return false;
	ix->cap = (uint32_t) new;
	return true;
}

static bool reserve_words(struct padan_index *ix, uint32_t n)
{
	size_t old = ix->cap_words, new = old ? old * 2 : 8192;

	if (ix->n_words + n <= ix->cap_words)
		return true;
	if (!grow(ix, &ix->word, old * sizeof(*ix->word), new * sizeof(*ix->word)))
		return false;
	ix->cap_words = (uint32_t) new;
	return true;
}

/* Numbers a word, and the class of its sound, whose frequency is what counts. */
static uint32_t number_word(struct padan_index *ix, unsigned c, const struct pd_entry *word)
{
	struct pd_entry sound = *word;
	uint32_t class, id;

	sound.hash = word->sound;
	sound.id = PD_NONE;
	class = pd_dict_add(&ix->dict, PD_SOUND_OF(c), &sound);
	id = class == PD_NONE ? PD_NONE : pd_dict_add(&ix->dict, c, word);
	if (id != PD_NONE)
		ix->dict.entry[id].id = class;
	return id;
}

static bool store_cell(struct padan_index *ix, const struct pd_scratch *s, unsigned c, struct pd_cell *to)
{
	struct pd_entry whole = s->whole[c];

	*to = s->cell[c];
	if (to->h == 0 || ix->schema->column[c].kind == PADAN_NIK)
		return true;
	if (pd_is_bag(ix->schema->column[c].kind)) {
		if (!reserve_words(ix, to->n))
			return false;
		to->first = ix->n_words;
		for (unsigned i = 0; i < to->n; i++) {
			uint32_t id = number_word(ix, c, s->at[s->cell[c].first + i]);

			if (id == PD_NONE)
				return false;
			ix->word[ix->n_words++] = id;
		}
	}
	if (whole.n == 0)
		memset(&whole, 0, sizeof(whole));
	whole.hash = to->h;
	to->whole = pd_dict_add(&ix->dict, PD_WHOLE_OF(c), &whole);
	return to->whole != PD_NONE;
}

void pd_index_read(const struct padan_index *ix, const struct padan_left *left, struct pd_scratch *s)
{
	struct pd_reader reader = ix->reader;

	reader.nik_opt.numeric = left->flags & PADAN_ROW_NUMERIC;
	pd_scratch_clear(s);
	pd_read(&reader, left->fields, (1u << ix->schema->n_columns) - 1, s);
}

void pd_index_ask(const struct padan_index *ix, const struct pd_scratch *s)
{
	for (unsigned c = 0; c < ix->schema->n_columns; c++) {
		const struct pd_cell *cell = &s->cell[c];

		if (cell->h == 0 || ix->schema->column[c].kind == PADAN_NIK)
			continue;
		pd_dict_ask(&ix->dict, PD_WHOLE_OF(c), cell->h);
		if (!pd_is_bag(ix->schema->column[c].kind))
			continue;
		for (unsigned i = 0; i < cell->n; i++) {
			pd_dict_ask(&ix->dict, PD_SOUND_OF(c), s->at[cell->first + i]->sound);
			pd_dict_ask(&ix->dict, c, s->at[cell->first + i]->hash);
		}
	}
}

int pd_index_store(struct padan_index *ix, const struct pd_scratch *s, unsigned group)
{
	size_t nc = ix->schema->n_columns;

	if (ix->n >= ROWS_MOST)
		return PADAN_TOO_MANY;
	if (!reserve_row(ix))
		return PADAN_NO_MEMORY;
	for (unsigned c = 0; c < nc; c++)
		if (!store_cell(ix, s, c, &ix->cell[(size_t)ix->n * nc + c]))
			return PADAN_NO_MEMORY;
	if (ix->roles.nik >= 0) {
		ix->nik[ix->n] = s->nik;
		padan_nik_sniff_add(&ix->sniff[group], &s->nik);
	}
	ix->group[ix->n++] = (uint8_t)group;
	return PADAN_OK;
}

int padan_index_add(struct padan_index *ix, const struct padan_span *fields, unsigned flags, unsigned group)
{
	const struct padan_left left = { fields, flags, group };

	if (ix->sealed || group > 63)
		return PADAN_MISUSE;
	pd_index_read(ix, &left, ix->scratch);
	return pd_index_store(ix, ix->scratch, group);
}

/* In a list that a spreadsheet has rounded, a last 0 is no digit. */
static void mark_damage(struct padan_index *ix)
{
	for (unsigned g = 0; g < 64; g++)
		if (padan_nik_sniff_damaged(&ix->sniff[g]))
			ix->damaged |= (uint64_t)1 << g;
	for (uint32_t i = 0; i < ix->n && ix->damaged && ix->nik; i++) {
		struct padan_nik *k = &ix->nik[i];

		if ((ix->damaged >> ix->group[i] & 1) && k->n == 16 && k->trusted == 16 && k->value % 10 == 0) {
			k->trusted = 15;
			k->flags |= PADAN_NIK_CUT15;
		}
	}
}

void pd_left_begin(const struct padan_index *ix, uint32_t row, struct pd_left *out)
{
	out->n_words = 0;
	out->view.cell = out->cell;
	out->view.word = out->at;
	out->view.nik = ix->nik ? &ix->nik[row] : NULL;
}

void pd_left_prefetch(const struct padan_index *ix, uint32_t row)
{
	const char *p = (const char *)&ix->cell[(size_t)row * ix->schema->n_columns];
	size_t n = ix->schema->n_columns * sizeof(*ix->cell);

	for (size_t at = 0; at < n; at += 64)
		__builtin_prefetch(p + at);
	if (ix->nik)
		__builtin_prefetch(&ix->nik[row]);
}

void pd_left_prefetch_words(const struct padan_index *ix, uint32_t row, uint32_t want)
{
	const struct pd_cell *cell = &ix->cell[(size_t)row * ix->schema->n_columns];

	for (want &= ix->word ? ix->roles.bags : 0; want; want &= want - 1)
		__builtin_prefetch(&ix->word[cell[__builtin_ctz(want)].first]);
}

void pd_left_prefetch_values(const struct padan_index *ix, uint32_t row, uint32_t want)
{
	const struct pd_cell *cell = &ix->cell[(size_t)row * ix->schema->n_columns];

	for (want &= (1u << ix->schema->n_columns) - 1; want; want &= want - 1) {
		unsigned c = (unsigned)__builtin_ctz(want);

		if (cell[c].h == 0 || cell[c].whole == PD_NONE)
			continue;
		__builtin_prefetch(&ix->surprise[cell[c].whole]);
		if (!(ix->roles.bags >> c & 1)) {
			__builtin_prefetch(&ix->dict.entry[cell[c].whole]);
			continue;
		}
		for (unsigned i = 0; i < cell[c].n; i++)
			__builtin_prefetch(&ix->dict.entry[ix->word[cell[c].first + i]]);
	}
}

void pd_left_load(const struct padan_index *ix, uint32_t row, uint32_t want, struct pd_left *out)
{
	const struct pd_cell *cells = &ix->cell[(size_t)row * ix->schema->n_columns];

	for (; want; want &= want - 1) {
		unsigned c = (unsigned)__builtin_ctz(want);
		struct pd_cell *to = &out->cell[c];

		*to = cells[c];
		if (!pd_is_bag(ix->schema->column[c].kind)) {
			out->view.whole[c] = to->whole == PD_NONE ? NULL : &ix->dict.entry[to->whole];
			continue;
		}
		for (unsigned i = 0; i < to->n; i++)
			out->at[out->n_words + i] = &ix->dict.entry[ix->word[to->first + i]];
		to->first = out->n_words;
		out->n_words += to->n;
	}
}

void pd_scratch_view(struct pd_scratch *s, struct pd_view *out)
{
	out->cell = s->cell;
	out->word = s->at;
	out->nik = &s->nik;
	for (unsigned c = 0; c < PADAN_COLUMNS; c++)
		out->whole[c] = &s->whole[c];
}

static int build_briefs(struct padan_index *ix)
{
	struct pd_left left;

	if (ix->roles.nik < 0 || ix->roles.name < 0 || ix->roles.date < 0)
		return PADAN_OK;
	ix->brief = grab(ix, ix->n, sizeof(*ix->brief));
	for (uint32_t row = 0; ix->brief && row < ix->n; row++) {
		pd_left_begin(ix, row, &left);
		pd_left_load(ix, row, ix->roles.first, &left);
		pd_brief_of(&ix->brief[row], &ix->roles, &left.view);
	}
	return ix->brief ? PADAN_OK : PADAN_NO_MEMORY;
}

int pd_index_block(struct padan_index *ix)
{
	struct pd_key_row *kr = NULL;
	size_t n = 0, cap = 0;
	uint64_t keys[PD_KEYS];
	struct pd_left left;
	int rc = pd_probe_begin(ix);

	for (uint32_t row = 0; row < ix->n && rc == PADAN_OK; row++) {
		unsigned k;

		if (!padan_in_part(row, ix->opt.part, ix->opt.parts) || (ix->settled && ix->settled[row]))
			continue;
		pd_left_begin(ix, row, &left);
		pd_left_load(ix, row, (1u << ix->schema->n_columns) - 1, &left);
		pd_probe_show(ix, row);
		k = pd_keys(ix->schema, &ix->roles, &left.view, keys);
		if (n + k > cap) {
			size_t want = cap ? cap * 2 : 1 << 16;

			if (!grow(ix, &kr, cap * sizeof(*kr), want * sizeof(*kr))) {
				rc = PADAN_NO_MEMORY;
				break;
			}
			cap = want;
		}
		for (unsigned i = 0; i < k; i++)
			kr[n++] = (struct pd_key_row){ keys[i], row };
	}
	if (rc == PADAN_OK)
		rc = pd_block_build(&ix->block, ix->from, kr, n);
	drop(ix, kr, cap * sizeof(*kr));
	return rc;
}

/* Before the right side was seen, the left side's own frequencies must do. */
static int first_surprise(struct padan_index *ix)
{
	ix->surprise = grab(ix, ix->dict.n, sizeof(*ix->surprise));
	if (!ix->surprise)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < ix->dict.n; i++)
		ix->surprise[i] = -pd_log2_mbit(((double)ix->dict.left[i] + .5) / ((double)ix->n + 1));
	return PADAN_OK;
}

static int number_classes(struct padan_index *ix)
{
	ix->class_of = grab(ix, ix->dict.n, sizeof(*ix->class_of));
	if (!ix->class_of)
		return PADAN_NO_MEMORY;
	for (uint32_t i = 0; i < ix->dict.n; i++) {
		bool name = ix->roles.name >= 0 && ix->dict.entry[i].of == PD_SOUND_OF(ix->roles.name);

		ix->class_of[i] = name ? ix->n_classes++ : PD_NONE;
	}
	return PADAN_OK;
}

struct day_row {
	uint64_t day;
	uint32_t row;
};

static int by_day(const void *a, const void *b)
{
	const struct day_row *x = a, *y = b;

	return x->day != y->day ? (x->day < y->day ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

static int sort_by_day(struct padan_index *ix)
{
	struct day_row *d;

	if (ix->roles.date < 0)
		return PADAN_OK;
	d = grab(ix, ix->n, sizeof(*d));
	ix->by_day = grab(ix, ix->n, sizeof(*ix->by_day));
	if (!d || !ix->by_day) {
		drop(ix, d, ix->n * sizeof(*d));
		return PADAN_NO_MEMORY;
	}
	for (uint32_t i = 0; i < ix->n; i++)
		d[i] = (struct day_row){ ix->cell[(size_t)i * ix->schema->n_columns + (size_t)ix->roles.date].h, i };
	qsort(d, ix->n, sizeof(*d), by_day);
	for (uint32_t i = 0; i < ix->n; i++)
		ix->by_day[i] = d[i].row;
	drop(ix, d, ix->n * sizeof(*d));
	return PADAN_OK;
}

/* What is built of the rows when they are all there; none of it needs another. */
static int (*const parts_of_index[])(struct padan_index *ix) = { build_briefs, first_surprise, sort_by_day,
								 pd_exact_build };
enum { INDEX_PARTS = 4 };

struct sealing {
	struct padan_index *ix;
	int rc[INDEX_PARTS];
};

static void seal_part(void *ctx, size_t piece, unsigned thread)
{
	struct sealing *s = ctx;

	(void)thread;
	s->rc[piece] = parts_of_index[piece](s->ix);
}

int padan_index_seal_threads(struct padan_index *ix, unsigned threads)
{
	struct sealing s = { .ix = ix };
	int rc;

	if (ix->sealed)
		return PADAN_MISUSE;
	drop(ix, ix->memo, sizeof(*ix->memo));
	ix->memo = ix->scratch->memo = NULL;
	mark_damage(ix);
	ix->opened = !ix->opt.exact_first;
	rc = number_classes(ix);
	if (rc != PADAN_OK)
		return rc;
	pd_parallel(threads, ix->opened ? INDEX_PARTS - 1 : INDEX_PARTS, seal_part, &s);
	rc = ix->opened ? pd_index_block(ix) : PADAN_OK;
	for (unsigned i = 0; i < INDEX_PARTS && rc == PADAN_OK; i++)
		rc = s.rc[i];
	if (rc != PADAN_OK)
		return rc;
	pd_weights_of(&ix->weights, &ix->model, ix->schema);
	/* The right side is not known yet; it is hardly smaller than a thousand times this. */
	ix->place_most = pd_place_most((uint64_t)ix->n * 1000);
	ix->sealed = true;
	return PADAN_OK;
}

int padan_index_seal(struct padan_index *ix)
{
	return padan_index_seal_threads(ix, 1);
}

uint32_t padan_index_rows(const struct padan_index *ix)
{
	return ix->n;
}

uint32_t padan_index_first(const struct padan_index *ix)
{
	return ix->roles.first;
}

bool padan_index_damaged(const struct padan_index *ix, unsigned group)
{
	return group < 64 && (ix->damaged >> group & 1);
}

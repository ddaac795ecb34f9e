/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/join.h"

#include <padan/date.h>
#include <padan/hash.h>
#include <padan/name.h>
#include <padan/nik.h>
#include <stdlib.h>

/* The last two are only asked for: whose birth date it is that has this region and date in the NIK, this serial. */
enum tag { TAG_NIK = 1, TAG_CARD, TAG_BORN, TAG_BORN_REGION, TAG_BORN_SERIAL };

struct entry {
	uint64_t key;
	uint32_t person;
	uint32_t hint; /* of the person's NIK; 0 = none */
};

/* What a person's row is compared by. */
struct known {
	uint64_t nik, set, whole;
	int32_t born;
};

struct join {
	const struct match_env *env;
	struct known *known;
	struct entry *entry; /* by key, person */
	uint32_t *start;     /* first entry of each bucket of top bits; buckets + 1 */
	uint64_t
		*maybe; /* two bits of one word for each key: most keys asked for are nobody's, and this stays cached */
	uint32_t n, entries;
	unsigned shift, maybe_shift;
	bool hintless; /* somebody has no NIK */
};

static const struct padan_nik_opt NIK_OPT = { .ref_year = 2026 };
static const struct padan_date_opt DATE_OPT = { .ref_year = 2026 };

static uint64_t key_of(uint64_t value, enum tag tag)
{
	return padan_hash_join(value, (uint64_t)tag);
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

/* Region and date in the upper half, the serial in the lower: a NIK that agrees in neither is no likeness. */
static uint32_t hint_of(uint64_t nik)
{
	return nik ? (uint32_t)(padan_mix64(nik / 10000) >> 48) << 16 | (uint32_t)(nik % 10000 + 1) : 0;
}

static bool hints_meet(uint32_t a, uint32_t b)
{
	return !(a ^ b) || !((a ^ b) >> 16) || !((a ^ b) & 0xffff);
}

static void know(struct join *j, uint32_t i, const struct join_person *p)
{
	struct padan_name name;

	padan_name_parse(&name, p->name);
	j->known[i] = (struct known){ p->nik, name.set, name.whole, p->born.day };
	if (p->nik)
		j->entry[j->entries++] = (struct entry){ key_of(p->nik, TAG_NIK), i, 0 };
	if (p->card)
		j->entry[j->entries++] = (struct entry){ key_of(p->card, TAG_CARD), i, 0 };
	if (date_known(p->born))
		j->entry[j->entries++] = (struct entry){ key_of((uint32_t)p->born.day, TAG_BORN), i, hint_of(p->nik) };
}

static uint64_t born_region(int32_t day, uint32_t hint)
{
	return key_of((uint64_t)(hint >> 16) << 32 | (uint32_t)day, TAG_BORN_REGION);
}

static uint64_t born_serial(int32_t day, uint32_t hint)
{
	return key_of((uint64_t)(hint & 0xffff) << 32 | (uint32_t)day, TAG_BORN_SERIAL);
}

static uint64_t maybe_bits(uint64_t key)
{
	return (uint64_t)1 << (key & 63) | (uint64_t)1 << (key >> 6 & 63);
}

static void sift_add(struct join *j, uint64_t key)
{
	j->maybe[key >> j->maybe_shift] |= maybe_bits(key);
}

static bool sift_has(const struct join *j, uint64_t key)
{
	return (j->maybe[key >> j->maybe_shift] & maybe_bits(key)) == maybe_bits(key);
}

/* A birth date alone is nearly always somebody's. */
static void sift_born(struct join *j, uint32_t i)
{
	const struct known *k = &j->known[i];
	uint32_t hint = hint_of(k->nik);

	if (!hint || k->born == DATE_NONE.day) {
		j->hintless |= !hint;
		return;
	}
	sift_add(j, born_region(k->born, hint));
	sift_add(j, born_serial(k->born, hint));
}

static int sift_entries(struct join *j, struct err *e)
{
	unsigned bits = 4;

	while (bits < 20 && (6u << bits) < j->entries + 2 * j->n)
		bits++;
	j->maybe_shift = 64 - bits;
	j->maybe = padan_arena_zero(j->env->arena, sizeof(*j->maybe) << bits);
	if (!j->maybe)
		return err_memory(e, "daftar orang");
	for (uint32_t i = 0; i < j->entries; i++)
		sift_add(j, j->entry[i].key);
	for (uint32_t i = 0; i < j->n; i++)
		sift_born(j, i);
	return ERR_OK;
}

/* Buckets by the top bits of the key: about one entry in each. */
static int index_entries(struct join *j, struct err *e)
{
	unsigned bits = 1;
	size_t buckets;

	while (bits < 24 && (1u << bits) < j->entries)
		bits++;
	j->shift = 64 - bits;
	buckets = (size_t)1 << bits;
	qsort(j->entry, j->entries, sizeof(*j->entry), by_key);
	j->start = padan_arena_array(j->env->arena, buckets + 1, sizeof(*j->start));
	if (!j->start)
		return err_memory(e, "daftar orang");
	for (uint32_t i = 0; i < j->entries; i++)
		j->start[(j->entry[i].key >> j->shift) + 1]++;
	for (size_t b = 0; b < buckets; b++)
		j->start[b + 1] += j->start[b];
	return sift_entries(j, e);
}

int join_new(struct join **out, const struct join_person *people, uint32_t n, const struct match_env *env,
	     struct err *e)
{
	struct join *j = padan_arena_zero(env->arena, sizeof(*j));

	*out = j;
	if (!j)
		return err_memory(e, "daftar orang");
	j->env = env;
	j->n = n;
	j->known = padan_arena_array(env->arena, n, sizeof(*j->known));
	j->entry = padan_arena_array(env->arena, (size_t)n * 3, sizeof(*j->entry));
	if (!j->known || !j->entry)
		return err_memory(e, "daftar orang");
	for (uint32_t i = 0; i < n; i++)
		know(j, i, &people[i]);
	return index_entries(j, e);
}

/* First entry with this key; *end behind the last. */
static const struct entry *look_up(const struct join *j, uint64_t key, const struct entry **end)
{
	size_t b = (size_t)(key >> j->shift);
	const struct entry *p = j->entry + j->start[b], *stop = j->entry + j->start[b + 1];

	while (p < stop && p->key != key)
		p++;
	*end = p;
	while (*end < stop && (*end)->key == key)
		++*end;
	return p;
}

/* --- hits of one thread --------------------------------------------------------------------------------- */
enum { TOGETHER = 16 };

/* A row of a list on its way. The tables are larger than the caches: some rows go through each step together, and each
 * step asks the memory for what the next one will look at. Keys that are not looked for are 0. */
struct asked {
	span name, kept[PACK_COLUMNS]; /* kept: spec.columns */
	struct padan_nik nik;
	uint64_t nik_key, card_key, born_key;
	uint64_t guard[2]; /* one of them must be known when the birth date is to be looked for; 0 = no guard */
	uint32_t hint;
	bool sound; /* the NIK */
};

struct lane {
	struct padan_arena arena;
	struct join_hit *hit;
	size_t n, cap;
	struct asked asked[TOGETHER];
	unsigned n_asked;
};

struct scan {
	const struct join *j;
	const struct join_spec *spec;
	struct lane *lanes;
	uint8_t list;
};

static int lane_add(struct scan *s, struct lane *lane, uint32_t person, enum join_how how, span packed, struct err *e)
{
	const struct padan_alloc *a = s->j->env->seams->alloc;

	if (lane->n == lane->cap) {
		size_t cap = lane->cap ? lane->cap * 2 : 1024;
		struct join_hit *p = a->resize(a->ctx, lane->hit, lane->cap * sizeof(*p), cap * sizeof(*p));

		if (!p)
			return err_memory(e, "hasil pencocokan");
		lane->hit = p;
		lane->cap = cap;
	}
	lane->hit[lane->n++] = (struct join_hit){ person, (uint8_t)how, s->list, packed };
	return ERR_OK;
}

struct row_hits {
	uint32_t person[64];
	uint8_t how[64];
	unsigned n;
};

static void add(struct row_hits *h, uint32_t person, enum join_how how)
{
	for (unsigned i = 0; i < h->n; i++)
		if (h->person[i] == person)
			return;
	if (h->n < 64) {
		h->person[h->n] = person;
		h->how[h->n++] = (uint8_t)how;
	}
}

static bool near(enum padan_nik_class c)
{
	return c == PADAN_NIK_EQUAL || c == PADAN_NIK_EQUAL_TRUSTED || c == PADAN_NIK_EQUAL_PREFIX ||
	       c == PADAN_NIK_SWAPPED || c == PADAN_NIK_TYPO || c == PADAN_NIK_SEX || c == PADAN_NIK_UNKNOWN;
}

/* Could the number of a person be typed so? Where neither region and date nor the serial agree, it cannot be near. */
static bool may_be(const struct padan_nik *typed, uint64_t nik)
{
	struct padan_nik theirs;

	if (typed->value / 10000 != nik / 10000 && typed->value % 10000 != nik % 10000)
		return false;
	padan_nik_of(&theirs, nik, &NIK_OPT);
	return near(padan_nik_compare(typed, &theirs));
}

static bool birth_day(span text, int32_t *day)
{
	struct padan_date d;

	if (!text.n)
		return false;
	if (padan_date_clean(text, day))
		return true;
	padan_date_parse(&d, text, &DATE_OPT);
	*day = d.day;
	return d.kind == PADAN_DATE_DAY;
}

/* --- steps ---------------------------------------------------------------------------------------------- */

static void ask_sift(const struct join *j, uint64_t key)
{
	__builtin_prefetch(&j->maybe[key >> j->maybe_shift]);
}

/* The birth date is looked for; with a sound NIK only when it is somebody's whose NIK agrees in region and date, or in
 * the serial. */
static void ask_born(const struct join *j, struct asked *a, span born)
{
	int32_t day;

	if (!a->name.n || !birth_day(born, &day))
		return;
	a->hint = hint_of(a->nik.value);
	a->born_key = key_of((uint32_t)day, TAG_BORN);
	ask_sift(j, a->born_key);
	if (!a->sound || j->hintless)
		return;
	a->guard[0] = born_region(day, a->hint);
	a->guard[1] = born_serial(day, a->hint);
	ask_sift(j, a->guard[0]);
	ask_sift(j, a->guard[1]);
}

static uint64_t card_of(span text)
{
	struct padan_nik card;
	uint64_t value;

	if (padan_nik_clean(text, &value))
		return value;
	padan_nik_parse(&card, text, &NIK_OPT);
	return card.n == 16 ? card.value : 0;
}

/* What the row is looked for under. */
static void ask(const struct scan *s, const span *col, struct asked *a)
{
	const struct join *j = s->j;
	uint64_t value;

	a->name = col[COL_NAMA];
	for (unsigned i = 0; i < s->spec->n_columns; i++)
		a->kept[i] = col[s->spec->columns[i]];
	a->nik_key = a->card_key = a->born_key = a->guard[0] = a->guard[1] = 0;
	if (padan_nik_clean(col[COL_NIK], &value))
		padan_nik_of(&a->nik, value, &NIK_OPT);
	else
		padan_nik_parse(&a->nik, col[COL_NIK], &NIK_OPT);
	a->sound = padan_nik_sound(&a->nik);
	if (a->nik.n == 16) {
		a->nik_key = key_of(a->nik.value, TAG_NIK);
		ask_sift(j, a->nik_key);
	}
	ask_born(j, a, col[COL_TANGGAL_LAHIR]);
	if (s->spec->by_card && (value = card_of(col[COL_NO_KK])) != 0) {
		a->card_key = key_of(value, TAG_CARD);
		ask_sift(j, a->card_key);
	}
}

static void sift_key(const struct join *j, uint64_t *key)
{
	if (!*key)
		return;
	if (sift_has(j, *key))
		__builtin_prefetch(&j->start[*key >> j->shift]);
	else
		*key = 0;
}

/* Keys that are nobody's are looked for no longer. */
static void sift(const struct join *j, struct asked *a)
{
	if (a->guard[0] && !sift_has(j, a->guard[0]) && !sift_has(j, a->guard[1]))
		a->born_key = 0;
	sift_key(j, &a->nik_key);
	sift_key(j, &a->born_key);
	sift_key(j, &a->card_key);
}

static void ask_entries(const struct join *j, uint64_t key)
{
	if (key)
		__builtin_prefetch(&j->entry[j->start[key >> j->shift]]);
}

/* The entries are there: the people of them who will be compared. */
static void ask_known(const struct join *j, const struct asked *a)
{
	const struct entry *p, *end;

	if (a->born_key)
		for (p = look_up(j, a->born_key, &end); p < end; p++)
			if (!a->sound || !p->hint || hints_meet(p->hint, a->hint))
				__builtin_prefetch(&j->known[p->person]);
}

/* By birth date, then the NIK must not speak against it, then the words of the name. */
static void by_name(const struct join *j, const struct asked *a, struct row_hits *h)
{
	const struct entry *p, *end;
	struct padan_name name;
	bool parsed = false;

	for (p = look_up(j, a->born_key, &end); p < end; p++) {
		const struct known *k = &j->known[p->person];

		if (a->sound && p->hint && (!hints_meet(p->hint, a->hint) || !may_be(&a->nik, k->nik)))
			continue;
		if (!parsed)
			padan_name_parse(&name, a->name);
		parsed = true;
		if (name.n && (name.set == k->set || name.whole == k->whole))
			add(h, p->person, a->sound ? JOIN_NEAR : JOIN_NAME);
	}
}

static void find(const struct join *j, const struct asked *a, struct row_hits *h)
{
	const struct entry *p, *end;

	if (a->nik_key)
		for (p = look_up(j, a->nik_key, &end); p < end; p++)
			add(h, p->person, JOIN_NIK);
	if (!h->n && a->born_key)
		by_name(j, a, h);
	if (a->card_key)
		for (p = look_up(j, a->card_key, &end); p < end; p++)
			add(h, p->person, JOIN_CARD);
}

static int keep_hits(struct scan *s, struct lane *lane, const struct asked *a, struct err *e)
{
	static const uint8_t in_order[PACK_COLUMNS] = { 0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11,
							12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 };
	struct row_hits h;
	char packed[PACK_MAX];
	size_t n;
	char *kept;
	int rc = ERR_OK;

	h.n = 0;
	if (a->nik_key || a->born_key || a->card_key)
		find(s->j, a, &h);
	if (!h.n && !s->spec->all)
		return ERR_OK;
	n = pack_cells(packed, a->kept, in_order, s->spec->n_columns);
	kept = padan_arena_copy(&lane->arena, packed, n);
	if (!kept)
		return err_memory(e, "hasil pencocokan");
	if (!h.n)
		return lane_add(s, lane, JOIN_NOBODY, JOIN_NIK, (span){ kept, n }, e);
	for (unsigned i = 0; i < h.n && rc == ERR_OK; i++)
		rc = lane_add(s, lane, h.person[i], (enum join_how)h.how[i], (span){ kept, n }, e);
	return rc;
}

static int settle(void *ctx, unsigned worker, struct err *e)
{
	struct scan *s = ctx;
	struct lane *lane = &s->lanes[worker];
	int rc = ERR_OK;

	for (unsigned i = 0; i < lane->n_asked; i++)
		sift(s->j, &lane->asked[i]);
	for (unsigned i = 0; i < lane->n_asked; i++) {
		ask_entries(s->j, lane->asked[i].nik_key);
		ask_entries(s->j, lane->asked[i].born_key);
		ask_entries(s->j, lane->asked[i].card_key);
	}
	for (unsigned i = 0; i < lane->n_asked; i++)
		ask_known(s->j, &lane->asked[i]);
	for (unsigned i = 0; i < lane->n_asked && rc == ERR_OK; i++)
		rc = keep_hits(s, lane, &lane->asked[i], e);
	lane->n_asked = 0;
	return rc;
}

static int take_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct scan *s = ctx;
	struct lane *lane = &s->lanes[worker];

	ask(s, row->col, &lane->asked[lane->n_asked++]);
	return lane->n_asked < TOGETHER ? ERR_OK : settle(s, worker, e);
}

static int by_person(const void *a, const void *b)
{
	const struct join_hit *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	if (x->how != y->how)
		return x->how < y->how ? -1 : 1;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return padan_span_cmp(x->packed, y->packed);
}

/* All threads' hits in one sorted array in the caller's arena, with their bytes. */
static int gather(struct scan *s, unsigned threads, struct join_hits *out, struct err *e)
{
	struct padan_arena *arena = s->j->env->arena;
	struct join_hit *all;
	size_t n = 0;

	for (unsigned t = 0; t < threads; t++)
		n += s->lanes[t].n;
	all = padan_arena_array(arena, n, sizeof(*all));
	if (!all)
		return err_memory(e, "hasil pencocokan");
	n = 0;
	for (unsigned t = 0; t < threads; t++)
		for (size_t i = 0; i < s->lanes[t].n; i++) {
			struct join_hit h = s->lanes[t].hit[i];

			h.packed.p = padan_arena_copy(arena, h.packed.p, h.packed.n);
			if (!h.packed.p)
				return err_memory(e, "hasil pencocokan");
			all[n++] = h;
		}
	qsort(all, n, sizeof(*all), by_person);
	*out = (struct join_hits){ all, n };
	return ERR_OK;
}

static int scan_all(struct scan *s, const span *paths, size_t n, struct list_info *infos, struct err *e)
{
	const struct match_env *env = s->j->env;
	struct list_spec spec = { .kind = s->spec->kind,
				  .threads = env->threads,
				  .columns = env->columns,
				  .again = env->hashed,
				  .want = COL_BIT(COL_NIK) | COL_BIT(COL_NAMA) | COL_BIT(COL_TANGGAL_LAHIR) };
	struct list_sink sink = { .row = take_row, .settle = settle, .ctx = s };

	if (s->spec->by_card)
		spec.want |= COL_BIT(COL_NO_KK);
	for (unsigned i = 0; i < s->spec->n_columns; i++)
		spec.want |= COL_BIT(s->spec->columns[i]);
	for (size_t i = 0; i < n; i++) {
		char *path = padan_arena_copy(env->arena, paths[i].p, paths[i].n);
		int rc;

		if (!path)
			return err_memory(e, "nama berkas");
		s->list = (uint8_t)i;
		rc = list_scan(env->seams, path, &spec, &sink, env->arena, &infos[i], e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

int join_scan(const struct join *j, const struct join_spec *spec, const span *paths, size_t n, struct list_info *infos,
	      struct join_hits *out, struct err *e)
{
	const struct match_env *env = j->env;
	unsigned threads = env->threads ? env->threads : 1;
	struct lane *lanes = padan_arena_zero(env->arena, threads * sizeof(*lanes));
	struct scan s = { .j = j, .spec = spec, .lanes = lanes };
	int rc;

	*out = (struct join_hits){ 0 };
	if (!lanes)
		return err_memory(e, "hasil pencocokan");
	for (unsigned t = 0; t < threads; t++)
		padan_arena_init(&lanes[t].arena, env->seams->alloc, 0);
	rc = scan_all(&s, paths, n, infos, e);
	if (rc == ERR_OK)
		rc = gather(&s, threads, out, e);
	for (unsigned t = 0; t < threads; t++) {
		padan_arena_done(&lanes[t].arena);
		if (lanes[t].hit)
			env->seams->alloc->resize(env->seams->alloc->ctx, lanes[t].hit,
						  lanes[t].cap * sizeof(*lanes[t].hit), 0);
	}
	return rc;
}

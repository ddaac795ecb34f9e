/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/join_people.h"

#include <padan/date.h>
#include <padan/name.h>
#include <padan/nik.h>
#include <stdlib.h>

static const struct padan_nik_opt NIK_OPT = { .ref_year = 2026 };
static const struct padan_date_opt DATE_OPT = { .ref_year = 2026 };

int join_new(struct join **out, const struct join_person *people, uint32_t n, const struct match_env *env,
	     struct err *e)
{
	struct join *j = padan_arena_zero(env->arena, sizeof(*j));

	*out = j;
	if (!j)
		return err_memory(e, "daftar orang");
	j->env = env;
	j->n = n;
	return join_people_lay_out(j, people, e);
}

/* --- hits of one thread --------------------------------------------------------------------------------- */
enum { TOGETHER = 16, CARD_TEXT = 16 };

/* A NIK as typed in a list. */
struct typed_nik {
	uint64_t value;	       /* 0 = not 16 digits */
	bool sound, whole;     /* whole: its 16 digits are to be relied on */
	struct padan_nik read; /* unless whole */
};

/* A row of a list that may be somebody's. The books are larger than the caches: some rows go through each step
 * together, and each step asks the memory for what the next one will look at. */
struct asked {
	span name, kept[PACK_COLUMNS]; /* kept: spec.columns */
	struct typed_nik nik;
	uint64_t as_nik, as_card; /* looked for; 0 = not */
	uint32_t as_born;	  /* likewise: day_code */
};

struct lane {
	struct padan_arena arena;
	struct join_hit *hit;
	size_t n, cap;
	span kept;		   /* of the last hit: families often keep the same */
	char card_text[CARD_TEXT]; /* the last card: families stand together */
	uint64_t card;		   /* of card_text; 0 = nobody's */
	struct asked asked[TOGETHER];
	unsigned n_asked;
};

struct scan {
	const struct join *j;
	const struct match_env *env;
	const struct join_spec *spec;
	struct lane *lanes;
	uint8_t list;
};

/* --- what a row is looked for under ----------------------------------------------------------------------- */

static bool day_of_any_year(uint32_t m, uint32_t d)
{
	static const uint8_t days[100] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return d - 1 < days[m];
}

/* A glance at 16 digits that tells most sound numbers. */
static bool sound_at_once(uint64_t nik)
{
	uint32_t high = (uint32_t)(nik / 100000000), low = (uint32_t)(nik % 100000000);
	uint32_t region = high / 100, dd = high % 100, mm = low / 1000000;

	dd = dd > 40 ? dd - 40 : dd;
	return nik < 9800000000000000 && region >= 110000 && region % 100 && region / 100 % 100 &&
	       day_of_any_year(mm, dd) && nik != 1111111111111111;
}

static void read_nik(struct typed_nik *t, span text)
{
	if (padan_nik_clean(text, &t->value)) {
		t->sound = t->whole = true;
		if (sound_at_once(t->value))
			return;
		padan_nik_of(&t->read, t->value, &NIK_OPT);
	} else {
		padan_nik_parse(&t->read, text, &NIK_OPT);
		t->value = t->read.n == 16 ? t->read.value : 0;
	}
	t->sound = padan_nik_sound(&t->read);
	t->whole = t->read.trusted == 16;
}

/* A plain date whose day every year has, as most birth dates are. 0: another. */
static uint32_t day_at_once(span s)
{
	int y, m, d;

	if (!padan_date_split(s, &y, &m, &d) || y < 1 || !day_of_any_year((uint32_t)m, (uint32_t)d))
		return 0;
	return day_code((uint32_t)y, (uint32_t)m, (uint32_t)d);
}

static uint32_t born_code(span text)
{
	uint32_t code = day_at_once(text);
	struct padan_date d;
	int32_t day;

	if (code || !text.n)
		return code;
	if (padan_date_clean(text, &day))
		return day_code_of(day);
	padan_date_parse(&d, text, &DATE_OPT);
	return d.kind == PADAN_DATE_DAY ? day_code_of(d.day) : 0;
}

static void ask_bucket(const struct book *b, uint64_t key)
{
	__builtin_prefetch(&b->start[key >> b->shift]);
}

/* 0: nobody's. */
static uint64_t asked_for(const struct join *j, enum book_kind kind, uint64_t value)
{
	uint64_t key = book_key(kind, value);

	if (!value || !sift_has(&j->book[kind].sift, key))
		return 0;
	ask_bucket(&j->book[kind], key);
	return value;
}

/* The birth date is looked for; with a sound NIK only when it is somebody's whose NIK agrees in region and date, or in
 * the serial. */
static uint32_t born_for(const struct join *j, const struct typed_nik *nik, span born)
{
	const struct book *b = &j->book[BOOK_BORN];
	uint32_t day = born_code(born);

	if (!day || (nik->sound && !j->hintless && !sift_has(&b->sift, serial_guard(nik->value, day)) &&
		     !sift_has(&b->sift, region_guard(nik->value, day))))
		return 0;
	ask_bucket(b, book_key(BOOK_BORN, day));
	return day;
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

static uint64_t card_for(const struct join *j, struct lane *lane, span text)
{
	if (text.n != CARD_TEXT)
		return text.n ? asked_for(j, BOOK_CARD, card_of(text)) : 0;
	if (memcmp(lane->card_text, text.p, CARD_TEXT) != 0) {
		memcpy(lane->card_text, text.p, CARD_TEXT);
		lane->card = asked_for(j, BOOK_CARD, card_of(text));
	}
	return lane->card;
}

/* False: the row is nobody's. */
static bool ask(const struct scan *s, struct lane *lane, const span *col, struct asked *a)
{
	const struct join *j = s->j;

	read_nik(&a->nik, col[COL_NIK]);
	a->as_nik = asked_for(j, BOOK_NIK, a->nik.value);
	a->as_card = s->spec->by_card ? card_for(j, lane, col[COL_NO_KK]) : 0;
	a->as_born = born_for(j, &a->nik, col[COL_TANGGAL_LAHIR]);
	if (!a->as_nik && !a->as_card && !a->as_born && !s->spec->all)
		return false;
	a->name = col[COL_NAMA];
	for (unsigned i = 0; i < s->spec->n_columns; i++)
		a->kept[i] = col[s->spec->columns[i]];
	return true;
}

/* --- whose it is ---------------------------------------------------------------------------------------- */
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

/* Two numbers that are not the same; the zeros behind their difference are gone, with as many digits of the smaller. */
struct apart {
	uint32_t low, by;
};

static struct apart apart(uint32_t a, uint32_t b)
{
	struct apart x = { a < b ? a : b, a < b ? b - a : a - b };

	for (; x.by % 10 == 0; x.by /= 10)
		x.low /= 10;
	return x;
}

static bool one_digit(struct apart x)
{
	return x.by <= 9 && x.low % 10 + x.by <= 9;
}

/* Did two neighbouring digits change places? */
static bool swapped(struct apart x)
{
	uint32_t right = x.low % 10, left = x.low / 10 % 10;

	return right > left && x.by == 9 * (right - left);
}

/* Whether two sound numbers that agree in the serial, or before it, are near: what padan_nik_compare_values says, told
 * at once. */
static bool near_of_serial(uint64_t a, uint64_t b)
{
	const uint64_t sexes = 4000000000;
	uint32_t region_a = (uint32_t)(a / 10000000000), region_b = (uint32_t)(b / 10000000000);
	uint32_t born_a = (uint32_t)(a / 10000 % 1000000), born_b = (uint32_t)(b / 10000 % 1000000);
	struct apart x;

	if (a == b)
		return true;
	if (region_a != region_b && born_a != born_b) {
		if (region_a / 10 == region_b / 10 && born_a % 100000 == born_b % 100000)
			return near(padan_nik_compare_values(a, b));
		return a + sexes == b || b + sexes == a;
	}
	x = region_a == region_b ? apart(born_a, born_b) : apart(region_a, region_b);
	return one_digit(x) || swapped(x);
}

static bool near_but_serial(uint64_t a, uint64_t b)
{
	return swapped(apart((uint32_t)(a % 10000), (uint32_t)(b % 10000)));
}

/* Could the number of a person be typed so? Where neither region and date nor the serial agree, it cannot be near. */
static bool may_be(const struct typed_nik *typed, uint64_t nik)
{
	uint64_t a = typed->value, by = a < nik ? nik - a : a - nik;
	struct padan_nik theirs, ours;

	if (by % 10000 && (by > 9999 || a / 10000 != nik / 10000))
		return false;
	if (typed->whole && sound_at_once(nik))
		return by % 10000 ? near_but_serial(a, nik) : near_of_serial(a, nik);
	padan_nik_of(&theirs, nik, &NIK_OPT);
	if (!typed->whole)
		return near(padan_nik_compare(&typed->read, &theirs));
	padan_nik_of(&ours, a, &NIK_OPT);
	return near(padan_nik_compare(&ours, &theirs));
}

static void ask_marks(const struct book *b, uint64_t key)
{
	__builtin_prefetch(&b->mark[b->start[key >> b->shift]]);
}

static void ask_what_is_asked(const struct join *j, const struct asked *a)
{
	if (a->as_nik)
		ask_marks(&j->book[BOOK_NIK], book_key(BOOK_NIK, a->as_nik));
	if (a->as_card)
		ask_marks(&j->book[BOOK_CARD], book_key(BOOK_CARD, a->as_card));
	if (a->as_born)
		ask_marks(&j->book[BOOK_BORN], book_key(BOOK_BORN, a->as_born));
}

static void by_number(const struct join *j, enum book_kind kind, uint64_t value, enum join_how how, struct row_hits *h)
{
	const struct mark *m, *end;

	for (m = book_bucket(&j->book[kind], book_key(kind, value), &end); m < end; m++)
		if (m->value == value)
			add(h, m->person, how);
}

/* By birth date, then the NIK must not speak against it, then the words of the name. */
static void by_name(const struct join *j, const struct asked *a, struct row_hits *h)
{
	const struct mark *m, *end;
	struct padan_name name;
	bool parsed = false;

	for (m = book_bucket(&j->book[BOOK_BORN], book_key(BOOK_BORN, a->as_born), &end); m < end; m++) {
		const struct known *k = &j->known[m->person];

		if (m->day != a->as_born || (a->nik.sound && m->value && !may_be(&a->nik, m->value)))
			continue;
		if (!parsed)
			padan_name_parse(&name, a->name);
		parsed = true;
		if (name.n && (name.set == k->set || name.whole == k->whole))
			add(h, m->person, a->nik.sound ? JOIN_NEAR : JOIN_NAME);
	}
}

static void find(const struct join *j, const struct asked *a, struct row_hits *h)
{
	h->n = 0;
	if (a->as_nik)
		by_number(j, BOOK_NIK, a->as_nik, JOIN_NIK, h);
	if (!h->n && a->as_born)
		by_name(j, a, h);
	if (a->as_card)
		by_number(j, BOOK_CARD, a->as_card, JOIN_CARD, h);
}

/* --- what is kept of it --------------------------------------------------------------------------------- */
static int lane_add(struct scan *s, struct lane *lane, uint32_t person, enum join_how how, span packed, struct err *e)
{
	const struct padan_alloc *a = s->env->seams->alloc;

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

static bool keep_cells(struct scan *s, struct lane *lane, const struct asked *a)
{
	static const uint8_t in_order[PACK_COLUMNS] = { 0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11,
							12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 };
	char packed[PACK_MAX];
	size_t n = pack_cells(packed, a->kept, in_order, s->spec->n_columns);

	if (lane->kept.p && lane->kept.n == n && memcmp(lane->kept.p, packed, n) == 0)
		return true;
	lane->kept = (span){ padan_arena_copy(&lane->arena, packed, n), n };
	return lane->kept.p != NULL;
}

static int keep_hits(struct scan *s, struct lane *lane, const struct asked *a, struct err *e)
{
	struct row_hits h;
	int rc = ERR_OK;

	find(s->j, a, &h);
	if (!h.n && !s->spec->all)
		return ERR_OK;
	if (!keep_cells(s, lane, a))
		return err_memory(e, "hasil pencocokan");
	if (!h.n)
		return lane_add(s, lane, JOIN_NOBODY, JOIN_NIK, lane->kept, e);
	for (unsigned i = 0; i < h.n && rc == ERR_OK; i++)
		rc = lane_add(s, lane, h.person[i], (enum join_how)h.how[i], lane->kept, e);
	return rc;
}

static int settle(void *ctx, unsigned worker, struct err *e)
{
	struct scan *s = ctx;
	struct lane *lane = &s->lanes[worker];
	int rc = ERR_OK;

	for (unsigned i = 0; i < lane->n_asked; i++)
		ask_what_is_asked(s->j, &lane->asked[i]);
	for (unsigned i = 0; i < lane->n_asked && rc == ERR_OK; i++)
		rc = keep_hits(s, lane, &lane->asked[i], e);
	lane->n_asked = 0;
	return rc;
}

static int take_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct scan *s = ctx;
	struct lane *lane = &s->lanes[worker];

	if (!ask(s, lane, row->col, &lane->asked[lane->n_asked]))
		return ERR_OK;
	return ++lane->n_asked < TOGETHER ? ERR_OK : settle(s, worker, e);
}

/* --- all threads' hits ---------------------------------------------------------------------------------- */
static int by_person(const void *a, const void *b)
{
	const struct join_hit *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	if (x->how != y->how)
		return x->how < y->how ? -1 : 1;
	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return x->packed.p == y->packed.p ? 0 : padan_span_cmp(x->packed, y->packed);
}

/* Most people have a handful. */
static void sort_few(struct join_hit *h, size_t n)
{
	if (n > 12) {
		qsort(h, n, sizeof(*h), by_person);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct join_hit x = h[i];
		size_t k = i;

		for (; k && by_person(&x, &h[k - 1]) < 0; k--)
			h[k] = h[k - 1];
		h[k] = x;
	}
}

/* Counted by person, put in their places, then each person's sorted. start: people + 3, cleared; the last but one place
 * is nobody's. */
static void sort_hits(const struct scan *s, unsigned threads, struct join_hit *all, uint32_t *start)
{
	uint32_t n = s->j->n;

	for (unsigned t = 0; t < threads; t++)
		for (size_t i = 0; i < s->lanes[t].n; i++)
			start[(s->lanes[t].hit[i].person < n ? s->lanes[t].hit[i].person : n) + 2]++;
	for (size_t p = 2; p < (size_t)n + 3; p++)
		start[p] += start[p - 1];
	for (unsigned t = 0; t < threads; t++)
		for (size_t i = 0; i < s->lanes[t].n; i++) {
			const struct join_hit *h = &s->lanes[t].hit[i];

			all[start[(h->person < n ? h->person : n) + 1]++] = *h;
		}
	for (size_t p = 0; p <= n; p++)
		sort_few(all + start[p], start[p + 1] - start[p]);
}

/* All threads' hits in one sorted array; the arena takes over what they kept. */
static int gather(struct scan *s, unsigned threads, struct join_hits *out, struct err *e)
{
	struct padan_arena *arena = s->env->arena;
	const struct padan_alloc *from = s->env->seams->alloc;
	size_t size = ((size_t)s->j->n + 3) * sizeof(uint32_t), n = 0;
	struct join_hit *all;
	uint32_t *start;

	for (unsigned t = 0; t < threads; t++)
		n += s->lanes[t].n;
	all = padan_arena_array(arena, n, sizeof(*all));
	start = from->resize(from->ctx, NULL, 0, size);
	if (all && start) {
		memset(start, 0, size);
		sort_hits(s, threads, all, start);
		for (unsigned t = 0; t < threads; t++)
			padan_arena_adopt(arena, &s->lanes[t].arena);
		*out = (struct join_hits){ all, n };
	}
	if (start)
		from->resize(from->ctx, start, size, 0);
	return out->hit ? ERR_OK : err_memory(e, "hasil pencocokan");
}

static int scan_all(struct scan *s, const struct match_lists *lists, struct err *e)
{
	const struct match_env *env = s->env;
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
	spec.first = spec.want;
	for (size_t i = 0; i < lists->n; i++) {
		char *path = padan_arena_copy(env->arena, lists->paths[i].p, lists->paths[i].n);
		int rc;

		if (!path)
			return err_memory(e, "nama berkas");
		s->list = (uint8_t)i;
		rc = list_scan(env->seams, path, &spec, &sink, env->arena, &lists->infos[i], e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

int join_scan(const struct join *j, const struct join_spec *spec, const struct match_lists *lists,
	      const struct match_env *env, struct join_hits *out, struct err *e)
{
	unsigned threads = env->threads ? env->threads : 1;
	struct lane *lanes = padan_arena_zero(env->arena, threads * sizeof(*lanes));
	struct scan s = { .j = j, .env = env, .spec = spec, .lanes = lanes };
	int rc;

	*out = (struct join_hits){ 0 };
	if (!lanes)
		return err_memory(e, "hasil pencocokan");
	for (unsigned t = 0; t < threads; t++)
		padan_arena_init(&lanes[t].arena, env->arena->from, 0);
	rc = scan_all(&s, lists, e);
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

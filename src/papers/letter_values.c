/* SPDX-License-Identifier: EUPL-1.2
 * What the letters share, worked out once; and which row is which. */
#include "papers/letter_values.h"

#include "papers/letter.h"
#include "papers/wording.h"
#include <stdio.h>
#include <stdlib.h>

/* --- the table of fields -------------------------------------------------------------------------------------- */

/* Where each set's fields begin and end in the list. */
enum letter_field {
#define SET(name, parent, about) BEGIN_##name, BEFORE_##name = BEGIN_##name - 1,
#define FIELD(set, name, about)	 FIELD_##set##_##name,
#define END(name)		 END_##name, BEHIND_##name = END_##name - 1,
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END
};

static const struct docx_field fields[] = {
#define SET(name, parent, about)
#define FIELD(set, name, about) { #name, about },
#define END(name)
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END
};

static letter_say *const says[] = {
#define SET(name, parent, about)
#define FIELD(set, name, about) set##_##name,
#define END(name)
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END
};

static const struct docx_set sets[LETTER_SETS] = {
#define SET(name, parent, about) { #name, about, SET_##parent, fields + BEGIN_##name, END_##name - BEGIN_##name },
#define FIELD(set, name, about)
#define END(name)
#include "papers/letter_fields.def"
#undef SET
#undef FIELD
#undef END
};

static const struct docx_schema schema = { sets, LETTER_SETS };

const struct docx_schema *letter_schema(void)
{
	return &schema;
}

void letter_value(void *ctx, int set, int field, struct buf *out)
{
	const struct letter_job *j = ctx;

	says[sets[set].fields - fields + field](j, out);
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static size_t count_reasons(uint64_t set)
{
	size_t n = 0;

	for (int a = 0; a < ALASAN_N; a++)
		n += set >> a & 1;
	return n;
}

static size_t count_groups(const struct letters *l, size_t fund)
{
	size_t n = 0;

	for (size_t i = 0; i < l->ngroups; i++)
		n += l->groups[i].fund == (int)fund;
	return n;
}

/* How many rows a set has, within the present rows of the sets around it. */
static size_t set_rows(const struct letter_job *j, int set)
{
	const struct letters *l = j->all;
	size_t ward = j->at[SET_wilayah];

	switch (set) {
	case SET_penerima:
		return l->in.nannex;
	case SET_wilayah:
		return l->in.nwards;
	case SET_anggota:
		return l->annex_at[ward + 1] - l->annex_at[ward];
	case SET_diverifikasi:
		return l->review_at[ward + 1] - l->review_at[ward];
	case SET_dana:
		return l->v->head.nfunds;
	case SET_rincian:
		return count_groups(l, j->at[SET_dana]);
	case SET_sumber:
		return l->v->nfiles;
	case SET_hasil_padan:
		return PADAN_N;
	case SET_hasil:
		return PUTUSAN_N;
	case SET_alasan:
		return l->nreasons;
	case SET_pihak:
		return l->v->programme->ba.pihak_n > 0 ? (size_t)l->v->programme->ba.pihak_n : 4;
	case SET_dasar_hukum:
		return (size_t)l->v->programme->sk.dasar_hukum_n;
	case SET_tembusan:
		return (size_t)l->o->letter[j->letter].ncopies;
	case SET_orang_ditolak:
		return l->nrefused;
	case SET_sebab:
		return count_reasons(l->v->rows[l->refused[j->at[SET_orang_ditolak]]].reasons);
	default:
		return 1;
	}
}

bool letter_next(void *ctx, int set, bool first)
{
	struct letter_job *j = ctx;

	j->at[set] = first ? 0 : j->at[set] + 1;
	return j->at[set] < set_rows(j, set);
}

/* --- worked out once
 * -------------------------------------------------------------------------------------------------- */

static bool wants_review(const struct view_row *r)
{
	return r->verdict == PUTUSAN_TINJAU || (r->condition == SYARAT_KONFIRMASI_NIK &&
						(r->verdict == PUTUSAN_TERPILIH || r->verdict == PUTUSAN_CADANGAN));
}

static bool is_refused(const struct view_row *r)
{
	return r->verdict == PUTUSAN_CADANGAN || r->verdict == PUTUSAN_TINJAU || r->verdict == PUTUSAN_DITOLAK;
}

static int by_ward_and_name(const void *pa, const void *pb, void *ctx)
{
	const struct paper_env *in = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int c;

	if (in->ward_of[a] != in->ward_of[b])
		return in->ward_of[a] < in->ward_of[b] ? -1 : 1;
	c = padan_span_cmp(in->v->rows[a].typed_name, in->v->rows[b].typed_name);
	return c ? c : (a > b) - (a < b);
}

static const uint32_t *pick(struct letters *l, bool (*wanted)(const struct view_row *), size_t *n,
			    struct padan_arena *arena)
{
	uint32_t *rows = padan_arena_array(arena, l->v->nrows + 1, sizeof(*rows));

	for (size_t i = 0; rows && i < l->v->nrows; i++)
		if (wanted(&l->v->rows[i]))
			rows[(*n)++] = (uint32_t)i;
	if (rows && *n)
		qsort_r(rows, *n, sizeof(*rows), by_ward_and_name, &l->in);
	return rows;
}

/* Where each ward's rows begin among these, which are in the wards' order. */
static const uint32_t *begins(const struct letters *l, const uint32_t *rows, size_t n, struct padan_arena *arena)
{
	uint32_t *at = padan_arena_array(arena, l->in.nwards + 2, sizeof(*at));
	size_t i = 0;

	for (uint32_t w = 0; at && w <= l->in.nwards; w++) {
		while (i < n && l->in.ward_of[rows[i]] < w)
			i++;
		at[w] = (uint32_t)i;
	}
	return at;
}

/* Sums that do not fit are shown as they stand in the view; here they saturate. */
static void add(rupiah *sum, rupiah v)
{
	if (!rupiah_add(*sum, v, sum))
		*sum = rp(INT64_MAX);
}

static struct letter_group *find_group(struct letters *l, const struct view_row *r, struct padan_arena *arena,
				       size_t *room)
{
	for (size_t i = 0; i < l->ngroups; i++)
		if (l->groups[i].fund == r->fund && l->groups[i].each.rp == r->total.rp &&
		    padan_span_eq(l->groups[i].breakdown, r->breakdown))
			return &l->groups[i];
	if (l->ngroups == *room) {
		struct letter_group *more = padan_arena_array(arena, *room ? 2 * *room : 16, sizeof(*more));

		if (!more)
			return NULL;
		if (*room)
			memcpy(more, l->groups, *room * sizeof(*more));
		l->groups = more;
		*room = *room ? 2 * *room : 16;
	}
	l->groups[l->ngroups] = (struct letter_group){ .fund = r->fund, .breakdown = r->breakdown, .each = r->total };
	return &l->groups[l->ngroups++];
}

static int group_order(const void *pa, const void *pb)
{
	const struct letter_group *a = pa, *b = pb;

	if (a->fund != b->fund)
		return a->fund < b->fund ? -1 : 1;
	if (a->each.rp != b->each.rp)
		return a->each.rp > b->each.rp ? -1 : 1;
	return padan_span_cmp(a->breakdown, b->breakdown);
}

static bool find_groups(struct letters *l, struct padan_arena *arena)
{
	size_t room = 0;

	for (size_t i = 0; i < l->v->nrows; i++) {
		const struct view_row *r = &l->v->rows[i];
		struct letter_group *g;

		if (r->verdict != PUTUSAN_TERPILIH)
			continue;
		g = find_group(l, r, arena, &room);
		if (!g)
			return false;
		g->people++;
		add(&g->total, r->total);
	}
	if (l->ngroups)
		qsort(l->groups, l->ngroups, sizeof(*l->groups), group_order);
	return true;
}

static bool find_reasons(struct letters *l, struct padan_arena *arena)
{
	uint32_t *words = padan_arena_array(arena, ALASAN_N, sizeof(*words));

	for (uint32_t a = 0; words && a < ALASAN_N; a++)
		if (l->v->head.by_reason[a])
			words[l->nreasons++] = a;
	l->reasons = words;
	return words != NULL;
}

static void sum_funds(struct letters *l)
{
	for (size_t i = 0; i < l->v->head.nfunds; i++) {
		const struct view_fund *f = &l->v->head.funds[i];

		add(&l->all_spent, f->spent);
		add(&l->all_ceiling, f->ceiling);
		add(&l->all_left, f->left);
		l->all_people += f->people;
	}
	for (size_t i = 0; i < l->v->nfiles; i++)
		l->lists += l->v->files[i].kind == VIEW_USULAN;
}

/* --- names that are derived
 * --------------------------------------------------------------------------------------------- */

/* before + s, as a sentence writes it or (capitals) as a letterhead does. Empty without memory: dots are shown then. */
static span make(struct padan_arena *arena, const char *before, span s, bool capitals)
{
	struct buf b;
	char *copy = NULL;
	size_t n;

	buf_init(&b, arena->from, 4096);
	buf_puts(&b, before);
	buf_span(&b, s);
	if (capitals)
		for (size_t i = 0; i < b.n; i++)
			b.p[i] = (char)(b.p[i] >= 'a' && b.p[i] <= 'z' ? b.p[i] - 32 : b.p[i]);
	else
		say_as_title(&b, 0);
	n = b.n;
	if (!b.failed && n)
		copy = padan_arena_copy(arena, b.p, n);
	buf_done(&b);
	return copy ? (span){ copy, n } : (span){ NULL, 0 };
}

/* "WALI KOTA PAREPARE" -> "PAREPARE", and whether it is a city or a regency. */
static span behind(span s, const char *word)
{
	size_t n = strlen(word);

	return s.n > n && span_ieq((span){ s.p, n }, padan_span_of(word)) ? (span){ s.p + n, s.n - n }
									  : (span){ NULL, 0 };
}

/* The mayor, regent or governor of a government: "PEMERINTAH KOTA PAREPARE" -> "WALI KOTA PAREPARE". */
static span signer_of(const struct letters *l, struct padan_arena *arena)
{
	static const char *const pairs[][2] = { { "PEMERINTAH KOTA ", "WALI KOTA " },
						{ "PEMERINTAH KABUPATEN ", "BUPATI " },
						{ "PEMERINTAH PROVINSI ", "GUBERNUR " } };

	for (int i = 0; i < 3 && !l->v->programme->sk.jabatan.n; i++) {
		span place = behind(l->o->government, pairs[i][0]);

		if (place.n)
			return make(arena, pairs[i][1], place, true);
	}
	return make(arena, "", office_of(l->v->programme), true);
}

static void derive_names(struct letters *l, struct padan_arena *arena)
{
	static const char *const pairs[][2] = { { "WALI KOTA ", "Kota " },
						{ "WALIKOTA ", "Kota " },
						{ "BUPATI ", "Kabupaten " },
						{ "GUBERNUR ", "Provinsi " } };
	const struct letter_office *o = l->o;
	span place = { NULL, 0 };
	int i = 0;

	l->signer = signer_of(l, arena);
	while (i < 4 && !(place = behind(l->signer, pairs[i][0])).n)
		i++;
	l->signer_words = make(arena, "", l->signer, false);
	l->region = o->region.n ? o->region : place.n ? make(arena, pairs[i][1], place, false) : SPAN("daerah");
	l->town = o->town.n ? o->town : make(arena, "", place, false);
	l->government = o->government.n ? o->government : make(arena, "PEMERINTAH ", l->region, true);
	l->office = o->name.n ? make(arena, "", o->name, true) : (span){ NULL, 0 };
	l->office_words = o->name.n ? make(arena, "", o->name, false) : (span){ NULL, 0 };
}

int letters_prepare(struct letters *l, const struct run_view *v, const struct letter_office *o, const struct seams *s,
		    struct padan_arena *arena, struct err *e)
{
	int rc;

	*l = (struct letters){ .v = v, .o = o };
	rc = paper_env_make(&l->in, v, s, arena, e);
	if (rc)
		return rc;
	l->review = pick(l, wants_review, &l->nreview, arena);
	l->refused = pick(l, is_refused, &l->nrefused, arena);
	l->annex_at = begins(l, l->in.annex, l->in.nannex, arena);
	l->review_at = l->review ? begins(l, l->review, l->nreview, arena) : NULL;
	if (!l->refused || !l->annex_at || !l->review_at || !find_groups(l, arena) || !find_reasons(l, arena))
		return err_memory(e, "surat");
	sum_funds(l);
	derive_names(l, arena);
	return ERR_OK;
}

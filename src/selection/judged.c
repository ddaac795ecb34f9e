/* SPDX-License-Identifier: EUPL-1.2
 * Facts become applicants; the programme room decides; nothing is read here. */
#include "selection/selection.h"

#include "base/crew.h"

#include <stdio.h>
#include <stdlib.h>

static enum padan padan_of(const struct finding *f)
{
	return f->verdict == MATCH_FOUND ? PADAN_PADAN : f->verdict == MATCH_REVIEW ? PADAN_TINJAU : PADAN_TIDAK_PADAN;
}

static uint64_t identity_reasons(const struct finding *f)
{
	return (f->not_found ? ALASAN_BIT(ALASAN_TIDAK_DITEMUKAN) : 0) |
	       (f->doubtful ? ALASAN_BIT(ALASAN_IDENTITAS_MERAGUKAN) : 0) |
	       (f->double_nik ? ALASAN_BIT(ALASAN_NIK_GANDA_DUKCAPIL) : 0);
}

static enum registry_status status_of(const struct citizen *c)
{
	static const uint8_t map[] = { [CITIZEN_UNSAID] = STATUS_TAK_DIKATAKAN, [CITIZEN_ALIVE] = STATUS_HIDUP,
				       [CITIZEN_DEAD] = STATUS_MENINGGAL,	[CITIZEN_MOVED] = STATUS_PINDAH,
				       [CITIZEN_DOUBLE] = STATUS_GANDA,		[CITIZEN_INACTIVE] = STATUS_NONAKTIF };

	return map[c->status];
}

/* The registry's code, its regency's name, or (an extract without either) the extract's own region. With verdicts:
 * where the row says the person lives, unless the registry's office disputed it. */
static enum residence residence_of(const struct selection *s, const struct finding *f, const struct typed *t)
{
	span code = f->who.cell[CITIZEN_KODE_WILAYAH], city = f->who.cell[CITIZEN_KABUPATEN_KOTA];

	if (f->source == MATCH_BY_VERDICT || !s->extract)
		return t->district >= 0 && !f->place_disputed ? RESIDENCE_INSIDE : RESIDENCE_UNKNOWN;
	if (code.n)
		return programme_inside(&s->programme, code) ? RESIDENCE_INSIDE : RESIDENCE_OUTSIDE;
	if (city.n)
		return region_is(&s->regions, city) ? RESIDENCE_INSIDE : RESIDENCE_OUTSIDE;
	return RESIDENCE_INSIDE;
}

/* The district's code: the registry's code or name, else the typed name. */
static void district_of(const struct selection *s, const struct finding *f, const struct typed *t, char out[16])
{
	char dotted[16];
	int d = -1;

	out[0] = '\0';
	if (f->who.cell[CITIZEN_KODE_WILAYAH].n && region_dotted(f->who.cell[CITIZEN_KODE_WILAYAH], dotted) &&
	    strlen(dotted) >= 8) {
		snprintf(out, 16, "%.8s", dotted);
		return;
	}
	if (f->who.cell[CITIZEN_KECAMATAN].n)
		d = region_district(&s->regions, f->who.cell[CITIZEN_KECAMATAN]);
	if (d < 0)
		d = t->district;
	if (d >= 0)
		snprintf(out, 16, "%s", s->regions.district[d].code);
}

static struct occupation occupation_fact(enum occupation_known known, int group)
{
	struct occupation o = { .state = OCCUPATION_MISSING, .group = -1 };

	if (known == OCCUPATION_UNHEARD)
		o.state = OCCUPATION_UNKNOWN_WORD;
	if (known == OCCUPATION_HEARD)
		o = (struct occupation){ .state = OCCUPATION_KNOWN, .group = (int8_t)group };
	return o;
}

/* What the reviewer's NIK settles: the reasons that stood beside it. Where the list does not have them, a person who
 * was found all along can only have been reviewed for a criterion; else it was the identity, and nothing more. */
static uint64_t settled_by(const struct finding *f)
{
	if (f->reviewed.n)
		return alasan_set(f->reviewed);
	return f->found_before ? UINT64_MAX : 0;
}

/* What the row itself says. */
static void from_typed(struct applicant *a, const struct typed *t)
{
	a->typed = occupation_fact((enum occupation_known)t->job, t->group);
	a->hubungan_kerja = t->relation;
	a->employer_named = t->employer;
	a->penghasilan = t->income;
	a->family_head = t->head == TOLD_YES;
	a->proposed = t->proposed;
	a->completeness = t->filled;
	a->family = number_read(t->cell[TYPED_NO_KK]);
	a->born = t->born.kind == PADAN_DATE_DAY ? (date){ t->born.day } : DATE_NONE;
}

static void spell_nik(char out[17], uint64_t nik)
{
	for (unsigned i = 16; i-- > 0; nik /= 10)
		out[i] = (char)('0' + nik % 10);
	out[16] = '\0';
}

/* What the registry says of the person found. */
static void from_registry(struct selection *s, struct applicant *a, uint32_t i)
{
	const struct finding *f = &s->finding[i];
	span shdk = f->who.cell[CITIZEN_SHDK], job = f->who.cell[CITIZEN_PEKERJAAN];
	int group;

	spell_nik(a->nik, f->who.nik);
	a->nik_differs = f->nik_differs;
	a->completeness += !f->nik_differs;
	a->status = status_of(&f->who);
	a->residence = residence_of(s, f, &s->typed[i]);
	if (f->source != MATCH_BY_VERDICT) {
		enum occupation_known known = occupation_of(&s->occupations, job, &group);

		a->registered = occupation_fact(known, group);
	}
	if (date_known(f->who.born))
		a->born = f->who.born;
	if (f->who.card)
		a->family = f->who.card;
	if (shdk.n)
		a->family_head = told_read(shdk) == TOLD_YES;
}

static void from_lists(const struct selection *s, struct applicant *a, uint32_t person)
{
	const struct found_person *p = &s->people[person];

	a->payroll = p->payroll;
	a->members = p->members;
	a->members_n = p->members_n;
	a->desil = p->desil;
	a->decreed = p->decreed;
}

static void fill(struct selection *s, uint32_t i)
{
	struct applicant *a = &s->applicant[i];
	const struct finding *f = &s->finding[i];
	int group;

	applicant_init(a);
	a->padan = padan_of(f);
	a->identity_reasons = identity_reasons(f);
	a->answer = f->answer == MATCH_ANSWER_REFUSE ? ANSWER_TOLAK
		    : f->answer == MATCH_ANSWER_NIK  ? ANSWER_NIK
						     : ANSWER_NONE;
	a->answered = settled_by(f);
	a->death_confirmed = f->death_confirmed;
	from_typed(a, &s->typed[i]);
	if (a->padan == PADAN_PADAN)
		from_registry(s, a, i);
	district_of(s, f, &s->typed[i], a->kecamatan);
	if (s->person_of[i] != JOIN_NOBODY)
		from_lists(s, a, s->person_of[i]);
	group = a->typed.state == OCCUPATION_KNOWN ? a->typed.group : a->registered.group;
	a->price_class = prices_class(&s->prices, group);
}

/* A row's facts depend on no other row. */
enum { ROWS_OF_PIECE = 512 };

static void fill_piece(void *ctx, size_t piece)
{
	struct selection *s = ctx;
	uint32_t from = (uint32_t)piece * ROWS_OF_PIECE, end = from + ROWS_OF_PIECE;

	for (uint32_t i = from; i < end && i < s->n; i++)
		fill(s, i);
}

/* --- families of people in an overlapping decree ------------------------------------------------------- */
static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int mark_families(struct selection *s, struct err *e)
{
	uint64_t *cards = padan_arena_array(s->arena, s->n, sizeof(*cards));
	size_t n = 0;

	if (!cards)
		return err_memory(e, "keluarga");
	for (uint32_t i = 0; i < s->n; i++)
		if (s->applicant[i].decreed && s->applicant[i].family)
			cards[n++] = s->applicant[i].family;
	qsort(cards, n, sizeof(*cards), by_number);
	for (uint32_t i = 0; n && i < s->n; i++) {
		struct applicant *a = &s->applicant[i];

		a->family_decreed =
			!a->decreed && a->family && bsearch(&a->family, cards, n, sizeof(*cards), by_number);
	}
	return ERR_OK;
}

/* --- what earlier decrees have used up ----------------------------------------------------------------- */
static int by_content(const void *a, const void *b)
{
	const struct earlier *x = *(const struct earlier *const *)a, *y = *(const struct earlier *const *)b;
	int c = padan_span_cmp(x->nik, y->nik);

	c = c ? c : padan_span_cmp(x->name, y->name);
	c = c ? c : padan_span_cmp(x->number, y->number);
	c = c ? c : (x->from.day > y->from.day) - (x->from.day < y->from.day);
	c = c ? c : rupiah_cmp(x->total, y->total);
	return c ? c : (x > y) - (x < y);
}

/* The fund that paid: by code or name. Where the decree names none, the first fund. -1: another fund than ours. */
static int fund_of(const struct programme *p, span fund)
{
	if (!fund.n)
		return 0;
	for (int f = 0; f < p->dana_n; f++)
		if (span_ieq(fund, p->dana[f].kode) || span_ieq(fund, p->dana[f].nama))
			return f;
	return -1;
}

struct sums {
	int64_t total, *district, *group;
	rupiah *fund;
};

static int take_off(const struct selection *s, const struct earlier *x, struct sums *sums, struct err *e)
{
	const struct programme *p = &s->programme;
	int d = x->district.n ? region_district(&s->regions, x->district) : -1, f = fund_of(p, x->fund);
	const char *code = d >= 0 ? s->regions.district[d].code : NULL;

	sums->total++;
	for (int i = 0; code && i < p->kuota.kecamatan_n; i++)
		sums->district[i] += strcmp(p->kuota.kecamatan[i].kode, code) == 0;
	for (int i = 0; x->group.n && i < p->kuota.kelompok_n; i++)
		sums->group[i] += span_ieq(x->group, padan_span_of(s->groups.code[p->kuota.kelompok[i].kelompok]));
	if (f >= 0 && !rupiah_add(sums->fund[f], x->total, &sums->fund[f]))
		return err_set(e, ERR_USAGE, "keputusan terdahulu: jumlah rupiah terlalu besar; periksa kolom total");
	return ERR_OK;
}

/* Where the decree does not say it: the district and the group of the person among ours. */
static void complete_earlier(struct selection *s)
{
	uint32_t *row = padan_arena_array(s->arena, s->n_people, sizeof(*row));

	for (uint32_t i = s->n; row && i-- > 0;)
		if (s->person_of[i] != JOIN_NOBODY)
			row[s->person_of[i]] = i;
	for (size_t i = 0; row && i < s->n_earlier; i++) {
		struct earlier *x = &s->earlier[i];
		const struct applicant *a;

		if (x->person == JOIN_NOBODY)
			continue;
		a = &s->applicant[row[x->person]];
		if (!x->district.n)
			x->district = padan_span_of(a->kecamatan);
		if (!x->group.n && a->typed.group >= 0)
			x->group = padan_span_of(s->groups.code[a->typed.group]);
	}
}

static int use_up(struct selection *s, struct used_up *out, struct err *e)
{
	const struct programme *p = &s->programme;
	const struct earlier **by = padan_arena_array(s->arena, s->n_earlier, sizeof(struct earlier *));
	struct sums sums = { .district = padan_arena_array(s->arena, (size_t)p->kuota.kecamatan_n, sizeof(int64_t)),
			     .group = padan_arena_array(s->arena, (size_t)p->kuota.kelompok_n, sizeof(int64_t)),
			     .fund = padan_arena_array(s->arena, (size_t)p->dana_n, sizeof(rupiah)) };
	size_t n = 0;
	int rc = ERR_OK;

	if (!by || !sums.district || !sums.group || !sums.fund)
		return err_memory(e, "keputusan terdahulu");
	complete_earlier(s);
	for (size_t i = 0; i < s->n_earlier; i++)
		if (s->earlier[i].overlaps)
			by[n++] = &s->earlier[i];
	qsort(by, n, sizeof(*by), by_content);
	for (size_t i = 0; i < n && rc == ERR_OK; i++) /* a row that hit two of our people counts once */
		if (i == 0 || by[i]->person == JOIN_NOBODY || padan_span_cmp(by[i]->nik, by[i - 1]->nik) != 0 ||
		    padan_span_cmp(by[i]->number, by[i - 1]->number) != 0 || by[i]->person == by[i - 1]->person)
			rc = take_off(s, by[i], &sums, e);
	*out = (struct used_up){ sums.total, sums.district, sums.group, sums.fund };
	return rc;
}

int selection_judged(struct selection *s, struct err *e)
{
	struct decide_env env = { .groups = &s->groups, .prices = &s->prices.table, .arena = s->arena };
	struct used_up used;
	int rc;

	s->applicant = padan_arena_array(s->arena, s->n, sizeof(*s->applicant));
	s->decision = padan_arena_array(s->arena, s->n, sizeof(*s->decision));
	if (!s->applicant || !s->decision)
		return err_memory(e, "keputusan");
	crew_run(s->env->threads > 0 ? (unsigned)s->env->threads : 1, (s->n + ROWS_OF_PIECE - 1) / ROWS_OF_PIECE,
		 fill_piece, s);
	rc = mark_families(s, e);
	if (rc == ERR_OK)
		rc = use_up(s, &used, e);
	env.used = &used;
	if (rc == ERR_OK)
		rc = decide_all(s->decision, &s->programme, s->applicant, s->n, &env, &s->outcome, e);
	s->decided_us = s->env->seams->monotonic_us(s->env->seams->ctx) - s->env->started_us;
	return rc;
}

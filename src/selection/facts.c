/* SPDX-License-Identifier: EUPL-1.2
 * What the other lists say about the people found: poverty, membership, payroll, earlier decrees. */
#include "selection/selection.h"

#include <stdlib.h>

/* --- columns kept of a hit, by list ------------------------------------------------------------------ */
enum { DESIL_VALUE, DESIL_RELEASE, DESIL_N };
static const uint8_t DESIL_COLUMNS[] = { COL_DESIL, COL_RILIS };
enum { MEMBER_STATUS, MEMBER_SEGMENT, MEMBER_FROM, MEMBER_UNTIL, MEMBER_CODE, MEMBER_NAME, MEMBER_N };
static const uint8_t MEMBER_COLUMNS[] = {
	COL_STATUS, COL_SEGMEN, COL_MULAI, COL_SAMPAI, COL_KODE_WADAH, COL_NAMA_WADAH
};
static const uint8_t REFUSED_COLUMNS[] = { COL_KETERANGAN };
enum {
	DECREE_NIK,
	DECREE_NAME,
	DECREE_NUMBER,
	DECREE_FUND,
	DECREE_TOTAL,
	DECREE_FROM,
	DECREE_UNTIL,
	DECREE_PLACE,
	DECREE_N
};
static const uint8_t DECREE_COLUMNS[] = { COL_NIK,   COL_NAMA,	COL_NOMOR_SK, COL_DANA,
					  COL_TOTAL, COL_MULAI, COL_SAMPAI,   COL_KECAMATAN };

/* --- poverty ------------------------------------------------------------------------------------------ */
/* A decile: the first number from 1 to 10 in the cell ("4", "DESIL 4", "4.0"); 0 = none. */
static int decile(span s)
{
	int v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			v = v * 10 + (s.p[i] - '0');
		else if (v)
			break;
		if (v > 10)
			return 0;
	}
	return v;
}

/* The later release speaks; in one release a hit on the person before one on the family card, then the higher decile.
 */
static void take_desil(const struct selection *s, const struct join_hits *hits)
{
	uint8_t *how = padan_arena_zero(s->arena, s->n_people ? s->n_people : 1);

	for (size_t i = 0; how && i < hits->n; i++) {
		const struct join_hit *h = &hits->hit[i];
		struct found_person *p = &s->people[h->person];
		span cell[DESIL_N];
		int value, newer;

		if (i && h->person == h[-1].person && h->packed.p == h[-1].packed.p)
			continue; /* another of the family, who says the same */
		if (!unpack_cells(h->packed, cell, DESIL_N) || !(value = decile(cell[DESIL_VALUE])))
			continue;
		newer = p->desil ? padan_span_cmp(cell[DESIL_RELEASE], p->desil_release) : 1;
		if (newer < 0 ||
		    (newer == 0 && (h->how > how[h->person] || (h->how == how[h->person] && value <= p->desil))))
			continue;
		p->desil = value;
		p->desil_release = cell[DESIL_RELEASE];
		how[h->person] = h->how;
	}
}

/* --- membership --------------------------------------------------------------------------------------- */
static int8_t segment_of(span s)
{
	if (span_ieq(s, SPAN("PU")) || span_ieq(s, SPAN("PENERIMA UPAH")))
		return SEGMEN_PU;
	if (span_ieq(s, SPAN("BPU")) || span_ieq(s, SPAN("BUKAN PENERIMA UPAH")))
		return SEGMEN_BPU;
	if (span_ieq(s, SPAN("JAKON")) || span_ieq(s, SPAN("JASA KONSTRUKSI")) || span_ieq(s, SPAN("JK")))
		return SEGMEN_JAKON;
	return -1;
}

/* CONTRACT: active = AKTIF and not ended before the first day of cover. */
static struct membership_fact member_of(const struct programme *p, const span *cell)
{
	struct membership_fact m = { .segment = segment_of(cell[MEMBER_SEGMENT]),
				     .ended = last_day_read(cell[MEMBER_UNTIL]) };
	bool said_active = span_ieq(cell[MEMBER_STATUS], SPAN("AKTIF")) ||
			   span_ieq(cell[MEMBER_STATUS], SPAN("ACTIVE")) || span_ieq(cell[MEMBER_STATUS], SPAN("1")) ||
			   span_ieq(cell[MEMBER_STATUS], SPAN("Y"));

	m.active = said_active && (!date_known(m.ended) || m.ended.day >= p->hari_pertama.day);
	m.own = programme_own_wadah(p, cell[MEMBER_CODE]) || programme_own_wadah(p, cell[MEMBER_NAME]);
	return m;
}

static int take_members(struct selection *s, const struct join_hits *hits, struct err *e)
{
	struct membership_fact *fact = padan_arena_array(s->arena, hits->n, sizeof(*fact));

	if (!fact)
		return err_memory(e, "kepesertaan");
	for (size_t i = 0; i < hits->n; i++) {
		struct found_person *p = &s->people[hits->hit[i].person];
		span cell[MEMBER_N];

		if (!unpack_cells(hits->hit[i].packed, cell, MEMBER_N))
			continue;
		fact[i] = member_of(&s->programme, cell);
		if (!p->members_n)
			p->members = &fact[i];
		p->members_n++;
	}
	return ERR_OK;
}

/* --- earlier decrees ---------------------------------------------------------------------------------- */
static bool overlaps(const struct programme *p, date from, date until)
{
	if (!date_known(from) && !date_known(until))
		return true;
	return (!date_known(until) || until.day >= p->hari_pertama.day) &&
	       (!date_known(from) || from.day <= p->hari_terakhir.day);
}

static void earlier_from(struct earlier *x, const struct programme *p, const struct join_hit *h, const span *cell)
{
	*x = (struct earlier){ .nik = cell[DECREE_NIK],
			       .name = cell[DECREE_NAME],
			       .number = cell[DECREE_NUMBER],
			       .fund = cell[DECREE_FUND],
			       .district = cell[DECREE_PLACE],
			       .from = day_read(cell[DECREE_FROM]),
			       .until = last_day_read(cell[DECREE_UNTIL]),
			       .person = h->person };
	if (!rupiah_parse(cell[DECREE_TOTAL], &x->total))
		x->total = rp(0);
	x->overlaps = overlaps(p, x->from, x->until);
}

static void mark_decreed(struct selection *s, const struct earlier *x)
{
	struct found_person *p;

	if (!x->overlaps || x->person == JOIN_NOBODY)
		return;
	p = &s->people[x->person];
	p->decreed = true;
	p->decree = x->number;
	p->decreed_total = x->total;
}

/* One earlier decree's person once, though two of our people may be near him. */
static int take_decrees(struct selection *s, const struct join_hits *hits, struct err *e)
{
	s->earlier = padan_arena_array(s->arena, hits->n, sizeof(*s->earlier));
	s->cap_earlier = hits->n;
	if (!s->earlier)
		return err_memory(e, "keputusan terdahulu");
	for (size_t i = 0; i < hits->n; i++) {
		struct earlier *x = &s->earlier[s->n_earlier];
		span cell[DECREE_N];

		if (!unpack_cells(hits->hit[i].packed, cell, DECREE_N))
			continue;
		earlier_from(x, &s->programme, &hits->hit[i], cell);
		mark_decreed(s, x);
		s->n_earlier++;
	}
	return ERR_OK;
}

span selection_copy(struct selection *s, span text)
{
	return (span){ padan_arena_copy(s->arena, text.p ? text.p : "", text.n), text.n };
}

/* People are in the order of their NIK. */
static uint32_t person_with(const struct selection *s, span nik)
{
	uint32_t lo = 0, hi = s->n_people;
	uint64_t value = number_read(nik);

	if (!value)
		return JOIN_NOBODY;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->people[mid].who->nik < value)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_people && s->people[lo].who->nik == value ? lo : JOIN_NOBODY;
}

bool selection_add_earlier(struct selection *s, const struct earlier *x)
{
	if (s->n_earlier == s->cap_earlier) {
		size_t cap = s->cap_earlier * 2 + 1024;
		struct earlier *p = padan_arena_array(s->arena, cap, sizeof(*p));

		if (!p)
			return false;
		if (s->n_earlier)
			memcpy(p, s->earlier, s->n_earlier * sizeof(*p));
		s->earlier = p;
		s->cap_earlier = cap;
	}
	s->earlier[s->n_earlier] = *x;
	s->earlier[s->n_earlier].person = person_with(s, x->nik);
	s->earlier[s->n_earlier].overlaps = !x->freed && overlaps(&s->programme, x->from, x->until);
	mark_decreed(s, &s->earlier[s->n_earlier++]);
	s->has_earlier = true;
	return true;
}

bool selection_add_member(struct selection *s, span nik, date until)
{
	uint32_t at = person_with(s, nik);
	struct membership_fact *more;
	struct found_person *p;

	if (at == JOIN_NOBODY)
		return true;
	p = &s->people[at];
	more = padan_arena_array(s->arena, (size_t)p->members_n + 1, sizeof(*more));
	if (!more)
		return false;
	if (p->members_n)
		memcpy(more, p->members, (size_t)p->members_n * sizeof(*more));
	more[p->members_n] = (struct membership_fact){ .segment = SEGMEN_BPU, .own = true, .ended = until };
	p->members = more;
	p->members_n++;
	return true;
}

/* --- all lists ---------------------------------------------------------------------------------------- */
enum { POVERTY, MEMBERS, PAYROLL, DECREES, KINDS };
static const enum view_list LISTS[KINDS] = { VIEW_DESIL, VIEW_PESERTA, VIEW_TOLAK, VIEW_SK };
static const struct join_spec SPECS[KINDS] = {
	{ LIST_DESIL, DESIL_COLUMNS, DESIL_N, true, false },
	{ LIST_MEMBERS, MEMBER_COLUMNS, MEMBER_N, false, false },
	{ LIST_REFUSED, REFUSED_COLUMNS, 1, false, false },
	{ LIST_DECREE, DECREE_COLUMNS, DECREE_N, false, true },
};

static int read_lists(struct selection *s, const struct join *j, const struct match_env *env,
		      struct join_hits hits[KINDS], struct err *e)
{
	int rc = ERR_OK;

	for (unsigned k = 0; k < KINDS && rc == ERR_OK; k++) {
		const struct file_list *f = selection_list(s, LISTS[k]);
		struct match_lists lists = { f->at, f->n, selection_infos(s, LISTS[k]), NULL };

		if (f->n)
			rc = join_scan(j, &SPECS[k], &lists, env, &hits[k], e);
	}
	return rc;
}

static int people_to_join(struct selection *s, struct join **out, const struct match_env *env, struct err *e)
{
	struct join_person *p = padan_arena_array(s->arena, s->n_people, sizeof(*p));

	if (!p)
		return err_memory(e, "daftar orang");
	for (uint32_t i = 0; i < s->n_people; i++) {
		const struct citizen *c = s->people[i].who;

		p[i] = (struct join_person){ c->nik, c->card, c->born, c->cell[CITIZEN_NAMA] };
	}
	return join_new(out, p, s->n_people, env, e);
}

int selection_facts(struct selection *s, struct err *e)
{
	const struct match_env env = { .seams = s->env->seams,
				       .columns = s->order.columns,
				       .hashed = s->hashes != NULL,
				       .arena = s->arena,
				       .threads = s->env->threads > 0 ? (unsigned)s->env->threads : 1 };
	struct join_hits hits[KINDS] = { 0 };
	struct join *j;
	int rc = people_to_join(s, &j, &env, e);

	if (rc == ERR_OK)
		rc = read_lists(s, j, &env, hits, e);
	if (rc == ERR_OK)
		take_desil(s, &hits[POVERTY]);
	if (rc == ERR_OK)
		rc = take_members(s, &hits[MEMBERS], e);
	for (size_t i = 0; rc == ERR_OK && i < hits[PAYROLL].n; i++)
		s->people[hits[PAYROLL].hit[i].person].payroll = true;
	s->has_earlier = selection_list(s, VIEW_SK)->n > 0;
	return rc ? rc : take_decrees(s, &hits[DECREES], e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The small language of tests/cases/keputusan/: "key=value key=value" changes a good applicant or the
 * programme of CONTRACT section 2. */
#ifndef TESTS_PROGRAMME_FACTS_H
#define TESTS_PROGRAMME_FACTS_H

#include "parepare.h"
#include "programme/decision.h"

enum { FACT_MEMBERS = 4 };
struct facts {
	struct applicant a;
	struct membership_fact member[FACT_MEMBERS];
};

static inline void facts_good(struct facts *f)
{
	applicant_init(&f->a);
	f->a.padan = PADAN_PADAN;
	f->a.status = STATUS_HIDUP;
	f->a.residence = RESIDENCE_INSIDE;
	f->a.born = date_of(1980, 1, 1);
	f->a.typed = f->a.registered = (struct occupation){ OCCUPATION_KNOWN, G_PETANI };
	f->a.hubungan_kerja = HUBUNGAN_SERABUTAN;
	f->a.penghasilan = rp(1000000);
	f->a.desil = 2;
	f->a.family = 1;
	snprintf(f->a.nik, sizeof(f->a.nik), "7372014101800001");
	snprintf(f->a.kecamatan, sizeof(f->a.kecamatan), "73.72.02");
}

static inline struct occupation fact_occupation(const char *v)
{
	if (!*v)
		return (struct occupation){ OCCUPATION_MISSING, -1 };
	if (strcmp(v, "?") == 0)
		return (struct occupation){ OCCUPATION_UNKNOWN_WORD, -1 };
	for (int8_t g = 0; g < test_groups.n; g++)
		if (strcmp(v, test_groups.code[g]) == 0)
			return (struct occupation){ OCCUPATION_KNOWN, g };
	assert_string_equal(v, "lain");
	return (struct occupation){ OCCUPATION_KNOWN, -1 };
}

static inline date fact_date(const char *v)
{
	date d = DATE_NONE;

	if (strcmp(v, "-") != 0)
		assert_true(date_parse_iso(padan_span_of(v), &d));
	return d;
}

static inline uint64_t fact_reasons(const char *v)
{
	uint64_t set = 0;

	while (*v) {
		size_t n = strcspn(v, ";");
		enum alasan a = alasan_of((span){ v, n });

		assert_int_not_equal(a, ALASAN_N);
		set |= ALASAN_BIT(a);
		v += n + (v[n] == ';');
	}
	return set;
}

/* SEGMEN:aktif|berhenti[:wadah][:TANGGAL] */
static inline void fact_member(struct facts *f, const char *v)
{
	static const char *const segments[] = { "PU", "BPU", "JAKON" };
	struct membership_fact *m = &f->member[f->a.members_n++];
	const char *end = strrchr(v, ':') + 1;

	assert_in_range(f->a.members_n, 1, FACT_MEMBERS);
	*m = (struct membership_fact){ .segment = -1, .ended = DATE_NONE };
	for (int8_t i = 0; i < SEGMEN_N; i++)
		if (strncmp(v, segments[i], strcspn(v, ":")) == 0 && *v != '?')
			m->segment = m->segment < 0 ? i : m->segment;
	m->active = strstr(v, ":aktif") != NULL;
	m->own = strstr(v, ":wadah") != NULL;
	if (*end >= '0' && *end <= '9')
		m->ended = fact_date(end);
	f->a.members = f->member;
}

static inline int fact_index(const char *v, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(v, words[i]) == 0)
			return i;
	fail_msg("kata '%s' tidak dikenal", v);
	return -1;
}

static inline void fact_answer(struct applicant *a, const char *v)
{
	a->answer = strcmp(v, "TOLAK") == 0 ? ANSWER_TOLAK : ANSWER_NIK;
	if (a->answer == ANSWER_NIK)
		a->answered = fact_reasons(v + strlen("NIK:"));
}

#define FACT(name) (strcmp(key, name) == 0)
static inline void fact_who(struct facts *f, const char *key, const char *v)
{
	static const char *const padan[] = { "padan", "tinjau", "tidak_padan" };
	static const char *const status[] = { "-", "HIDUP", "MENINGGAL", "PINDAH", "GANDA", "NONAKTIF" };
	static const char *const where[] = { "?", "dalam", "luar" };
	struct applicant *a = &f->a;

	if (FACT("padan"))
		a->padan = (enum padan)fact_index(v, padan, 3);
	else if (FACT("ragu"))
		a->identity_reasons = fact_reasons(v);
	else if (FACT("nik"))
		snprintf(a->nik, sizeof(a->nik), "%s", v);
	else if (FACT("nik_beda"))
		a->nik_differs = true;
	else if (FACT("jawab"))
		fact_answer(a, v);
	else if (FACT("status"))
		a->status = (enum registry_status)fact_index(v, status, 6);
	else if (FACT("mati_pasti"))
		a->death_confirmed = true;
	else if (FACT("domisili"))
		a->residence = (enum residence)fact_index(v, where, 3);
	else if (FACT("kecamatan"))
		snprintf(a->kecamatan, sizeof(a->kecamatan), "%s", v);
	else if (FACT("lahir"))
		a->born = fact_date(v);
	else
		fail_msg("fakta '%s' tidak dikenal", key);
}

static inline void fact_set(struct facts *f, const char *key, const char *v)
{
	struct applicant *a = &f->a;

	if (FACT("pekerjaan"))
		a->typed = fact_occupation(v);
	else if (FACT("pekerjaan_ktp"))
		a->registered = fact_occupation(v);
	else if (FACT("hubungan"))
		a->hubungan_kerja = hubungan_kerja_of(padan_span_of(v));
	else if (FACT("majikan"))
		a->employer_named = true;
	else if (FACT("penghasilan"))
		a->penghasilan = rp(atoll(v));
	else if (FACT("gaji"))
		a->payroll = true;
	else if (FACT("peserta"))
		fact_member(f, v);
	else if (FACT("desil"))
		a->desil = (int)atoll(v);
	else if (FACT("sk"))
		a->decreed = true;
	else if (FACT("kk_sk"))
		a->family_decreed = true;
	else if (FACT("kk"))
		a->family = (uint64_t)atoll(v);
	else if (FACT("kepala"))
		a->family_head = true;
	else if (FACT("kelengkapan"))
		a->completeness = (int)atoll(v);
	else if (FACT("usul"))
		a->proposed = fact_date(v);
	else
		fact_who(f, key, v);
}

#undef FACT

/* Calls set(what, key, value) for each "key=value" of the text. */
static inline void each_pair(const char *text, void (*set)(void *what, const char *key, const char *v), void *what)
{
	char copy[1024], *save = NULL;

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *pair = strtok_r(copy, " ", &save); pair; pair = strtok_r(NULL, " ", &save)) {
		char *v = strchr(pair, '=');

		assert_non_null(v);
		*v++ = '\0';
		set(what, pair, v);
	}
}

static inline void fact_set_void(void *f, const char *key, const char *v)
{
	fact_set(f, key, v);
}

/* A good applicant with these changes. The struct must stay where it is (members point into it). */
static inline void facts_of(struct facts *f, const char *text)
{
	*f = (struct facts){ 0 };
	facts_good(f);
	each_pair(text, fact_set_void, f);
}

#endif

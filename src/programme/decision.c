/* SPDX-License-Identifier: EUPL-1.2
 *
 * One row. The steps follow the programme file from top to bottom; each names its rule. A reason either
 * refuses, or asks for a person's look, or is only noted; every step is taken whatever the others said,
 * so that all reasons are collected. Missing data never pass in silence.
 */
#include "programme/decision.h"

void applicant_init(struct applicant *a)
{
	*a = (struct applicant){ .padan = PADAN_TIDAK_PADAN,
				 .born = DATE_NONE,
				 .typed = { OCCUPATION_MISSING, -1 },
				 .registered = { OCCUPATION_MISSING, -1 },
				 .penghasilan = { -1 },
				 .proposed = DATE_NONE };
}

/* What a step needs. */
struct step {
	struct decision *d;
	const struct programme *p;
	const struct kriteria *k;
	const struct applicant *a;
	bool no_gap; /* continues last year's cover without a gap */
};

static void refuse(const struct step *s, enum alasan why)
{
	s->d->alasan |= ALASAN_BIT(why);
	s->d->tolak |= ALASAN_BIT(why);
}

static void review(const struct step *s, enum alasan why)
{
	s->d->alasan |= ALASAN_BIT(why);
	s->d->tinjau |= ALASAN_BIT(why);
}

static void note(const struct step *s, enum alasan why)
{
	s->d->alasan |= ALASAN_BIT(why);
}

static void missing(const struct step *s, enum kurang what)
{
	review(s, ALASAN_DATA_KURANG);
	s->d->kurang |= KURANG_BIT(what);
}

/* 1. The reviewer's refusal stands above everything that a machine found. */
static void step_1_reviewer(const struct step *s)
{
	if (s->a->answer == ANSWER_TOLAK)
		refuse(s, ALASAN_DITOLAK_PETUGAS);
}

/* 2. Identity: nobody is decided upon before it is known who it is. False: nothing more can be said. */
static bool step_2_identity(const struct step *s)
{
	uint64_t given = s->a->identity_reasons;

	s->d->alasan |= given;
	if (s->a->padan == PADAN_TIDAK_PADAN) {
		if (!given && s->a->answer != ANSWER_TOLAK)
			given = ALASAN_BIT(ALASAN_TIDAK_DITEMUKAN);
		s->d->alasan |= given;
		s->d->tolak |= given;
	} else if (s->a->padan == PADAN_TINJAU) {
		if (!given)
			given = ALASAN_BIT(ALASAN_IDENTITAS_MERAGUKAN);
		s->d->alasan |= given;
		s->d->tinjau |= given;
	}
	return s->a->padan == PADAN_PADAN;
}

/* 3. What the registry says about the person's NIK. A death is reviewed until the ward confirms it; the
 * ward's refusal of a person whom the registry calls dead is that confirmation. */
static void step_3_registry(const struct step *s)
{
	bool confirmed = s->a->death_confirmed || s->a->answer == ANSWER_TOLAK;

	if (s->a->death_confirmed || (s->a->status == STATUS_MENINGGAL && confirmed))
		refuse(s, ALASAN_MENINGGAL);
	else if (s->a->status == STATUS_MENINGGAL)
		review(s, ALASAN_MENINGGAL);
	if (s->a->status == STATUS_GANDA)
		review(s, ALASAN_NIK_GANDA_DUKCAPIL);
	if (s->a->status == STATUS_NONAKTIF)
		refuse(s, ALASAN_NONAKTIF);
}

static enum perlakuan treatment(const struct kriteria *k, const struct membership_fact *m)
{
	if (m->own && k->wadah_sendiri != PERLAKUAN_TAK_DITANYA)
		return k->wadah_sendiri;
	if (!m->active)
		return PERLAKUAN_TAK_DITANYA;
	return m->segment >= 0 && m->segment < SEGMEN_N ? k->peserta[m->segment] : PERLAKUAN_TINJAU;
}

static bool gapless(const struct step *s, const struct membership_fact *m)
{
	return m->active || (date_known(m->ended) && m->ended.day >= s->p->hari_pertama.day - 1);
}

/* 4. peserta: one active membership is enough. Own members of last year continue; they are not refused. */
static void step_4_membership(struct step *s)
{
	for (int i = 0; s->k->peserta_diminta && i < s->a->members_n; i++) {
		const struct membership_fact *m = &s->a->members[i];
		enum alasan why = m->active ? ALASAN_PESERTA_AKTIF : ALASAN_LANJUTAN;

		if (m->active && m->segment < 0 && !m->own)
			missing(s, KURANG_SEGMEN);
		switch (treatment(s->k, m)) {
		case PERLAKUAN_TOLAK:
			refuse(s, why);
			break;
		case PERLAKUAN_TINJAU:
			review(s, why);
			break;
		case PERLAKUAN_LANJUTAN:
			note(s, ALASAN_LANJUTAN);
			s->d->lanjutan = true;
			s->no_gap |= gapless(s, m);
			break;
		case PERLAKUAN_TAK_DITANYA:
			break;
		}
	}
}

/* 5. usia_min, usia_maks: full years on the first day of cover. Who continues without a gap may be older. */
static void step_5_age(const struct step *s)
{
	bool known = date_known(s->a->born) && s->a->born.day <= s->p->hari_pertama.day;
	int age = known ? date_age(s->a->born, s->p->hari_pertama) : -1;

	s->d->usia = (int16_t)(age > 999 ? 999 : age);
	if (s->k->usia_min < 0 && s->k->usia_maks < 0)
		return;
	if (!known)
		missing(s, KURANG_TANGGAL_LAHIR);
	else if (s->k->usia_min >= 0 && age < s->k->usia_min)
		refuse(s, ALASAN_USIA_KURANG);
	else if (s->k->usia_maks >= 0 && age > s->k->usia_maks && !s->no_gap)
		refuse(s, ALASAN_USIA_LEBIH);
}

/* 6. domisili: resident in `wilayah`. */
static void step_6_residence(const struct step *s)
{
	if (!s->k->domisili)
		return;
	if (s->a->status == STATUS_PINDAH)
		refuse(s, ALASAN_PINDAH);
	if (s->a->residence == RESIDENCE_OUTSIDE)
		refuse(s, ALASAN_BUKAN_WILAYAH);
	else if (s->a->residence == RESIDENCE_UNKNOWN && s->a->status != STATUS_PINDAH)
		missing(s, KURANG_DOMISILI);
}

/* 7. desil_maks, belum_terdata_desil. */
static void step_7_decile(const struct step *s)
{
	if (s->k->desil_maks < 0)
		return;
	if (s->a->desil > s->k->desil_maks)
		refuse(s, ALASAN_DESIL_LEBIH);
	else if (s->a->desil <= 0 && s->k->belum_terdata_desil_tolak)
		refuse(s, ALASAN_BELUM_TERDATA_DESIL);
	else if (s->a->desil <= 0)
		review(s, ALASAN_BELUM_TERDATA_DESIL);
}

/* 8. hubungan_kerja: a relation outside the list refuses; a named employer is the employer's duty. */
static void step_8_relation(const struct step *s)
{
	enum hubungan_kerja h = s->a->hubungan_kerja;

	if (!s->k->hubungan_kerja)
		return;
	if (h == HUBUNGAN_TIDAK_DIISI || h == HUBUNGAN_TAK_DIKENAL)
		missing(s, KURANG_HUBUNGAN_KERJA);
	else if (!(s->k->hubungan_kerja >> h & 1))
		refuse(s, ALASAN_HUBUNGAN_KERJA_BUKAN_SASARAN);
	if (s->a->employer_named)
		review(s, ALASAN_ADA_PEMBERI_KERJA);
}

/* 9. penghasilan_maks. */
static void step_9_income(const struct step *s)
{
	if (s->k->penghasilan_maks.rp < 0)
		return;
	if (s->a->penghasilan.rp < 0)
		missing(s, KURANG_PENGHASILAN);
	else if (s->a->penghasilan.rp > s->k->penghasilan_maks.rp)
		refuse(s, ALASAN_PENGHASILAN_LEBIH);
}

static bool in_set(uint64_t set, struct occupation o)
{
	return o.state == OCCUPATION_KNOWN && o.group >= 0 && (set >> o.group & 1);
}

/* The occupation that counts: of either source the one that is a target, else the proposal's. */
static struct occupation counted(const struct step *s)
{
	const struct applicant *a = s->a;

	if (s->k->kelompok_dari == DARI_USULAN)
		return a->typed;
	if (s->k->kelompok_dari == DARI_DUKCAPIL || in_set(s->k->kelompok, a->registered))
		return s->k->kelompok_dari == DARI_SALAH_SATU && in_set(s->k->kelompok, a->typed) ? a->typed
												  : a->registered;
	return a->typed.state == OCCUPATION_KNOWN && a->typed.group >= 0 ? a->typed : a->registered;
}

static bool occupation_open(const struct step *s)
{
	bool typed = s->a->typed.state != OCCUPATION_KNOWN, registered = s->a->registered.state != OCCUPATION_KNOWN;

	switch (s->k->kelompok_dari) {
	case DARI_USULAN:
		return typed;
	case DARI_DUKCAPIL:
		return registered;
	default:
		return typed || registered;
	}
}

/* 10. kelompok, kelompok_dari: a word that no table knows, or none at all, in the source that the programme
 * asks goes to review; a known occupation outside the list is no target. */
static void step_10_group(const struct step *s)
{
	struct occupation o = counted(s);

	s->d->kelompok = o.state == OCCUPATION_KNOWN ? o.group : -1;
	if (!s->k->kelompok) {
		if (s->p->kuota.kelompok_n && o.state != OCCUPATION_KNOWN)
			missing(s, KURANG_PEKERJAAN);
		return;
	}
	if (in_set(s->k->kelompok, o))
		return;
	if (occupation_open(s))
		missing(s, KURANG_PEKERJAAN);
	else
		refuse(s, ALASAN_KELOMPOK_BUKAN_SASARAN);
}

/* 11. kelompok_tolak in every source; a payroll knows better than an occupation word. */
static void step_11_excluded(const struct step *s)
{
	if (in_set(s->k->kelompok_tolak, s->a->typed) || in_set(s->k->kelompok_tolak, s->a->registered))
		refuse(s, ALASAN_KELOMPOK_DITOLAK);
	if (s->a->payroll)
		refuse(s, ALASAN_TERDAFTAR_GAJI);
}

/* 12. Decrees whose cover overlaps ours; with satuan keluarga the family's place is taken too. */
static void step_12_decreed(const struct step *s)
{
	if (s->a->decreed)
		refuse(s, ALASAN_SUDAH_DI_SK);
	else if (s->p->satuan == SATUAN_KELUARGA && s->a->family_decreed)
		refuse(s, ALASAN_KELUARGA_TERWAKILI);
}

/* 13. What the unit and the ceilings need to know. */
static void step_13_needed(const struct step *s)
{
	if (s->p->satuan == SATUAN_KELUARGA && !s->a->family)
		missing(s, KURANG_NO_KK);
	if (s->p->kuota.kecamatan_n && !s->a->kecamatan[0])
		missing(s, KURANG_KECAMATAN);
}

/* 14. The reviewer's yes settles what the reviewer saw; a death is settled by the ward or the registry. */
static void step_14_settled(const struct step *s)
{
	if (s->a->answer == ANSWER_NIK)
		s->d->tinjau &= ~(s->a->answered & ~ALASAN_BIT(ALASAN_MENINGGAL));
}

/* 15. Precedence. `ganda` stands between the first two lines and is known only when all rows are. */
static void step_15_verdict(const struct step *s)
{
	struct decision *d = s->d;

	if (decision_identity_open(d) && s->a->answer != ANSWER_TOLAK)
		d->putusan = PUTUSAN_TINJAU;
	else if (d->tolak)
		d->putusan = PUTUSAN_DITOLAK;
	else if (d->tinjau)
		d->putusan = PUTUSAN_TINJAU;
	else
		d->putusan = PUTUSAN_CADANGAN;
}

bool decision_identity_open(const struct decision *d)
{
	return (d->tinjau & (ALASAN_BIT(ALASAN_IDENTITAS_MERAGUKAN) | ALASAN_BIT(ALASAN_TIDAK_DITEMUKAN) |
			     ALASAN_BIT(ALASAN_NIK_GANDA_DUKCAPIL) | ALASAN_BIT(ALASAN_MENINGGAL))) != 0;
}

void decide_row(struct decision *d, const struct programme *p, const struct applicant *a)
{
	struct step s = { .d = d, .p = p, .k = &p->kriteria, .a = a };

	*d = (struct decision){
		.ganda_dengan = NO_ROW, .wakil_keluarga = NO_ROW, .usia = -1, .kelompok = -1, .dana = -1
	};
	step_1_reviewer(&s);
	if (step_2_identity(&s)) {
		step_3_registry(&s);
		step_4_membership(&s);
		step_5_age(&s);
		step_6_residence(&s);
		step_7_decile(&s);
		step_8_relation(&s);
		step_9_income(&s);
		step_10_group(&s);
		step_11_excluded(&s);
		step_12_decreed(&s);
		step_13_needed(&s);
		step_14_settled(&s);
	}
	step_15_verdict(&s);
	if (a->padan == PADAN_PADAN && a->nik_differs && !p->nik_beda_terima && d->putusan != PUTUSAN_DITOLAK)
		d->syarat = SYARAT_KONFIRMASI_NIK;
}

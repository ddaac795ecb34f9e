/* SPDX-License-Identifier: EUPL-1.2
 * What the papers print from: every row with its words, sums and reasons. Nothing is decided here. */
#include "selection/shown.h"

#include <sodium.h>
#include <stdio.h>

/* Text into the arena. An arena that refuses leaves an empty span and s->view_failed. */
span shown_text(struct selection *s, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;
	char *p;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0)
		return (span){ 0 };
	if ((size_t)n >= sizeof(line))
		n = (int)sizeof(line) - 1;
	p = padan_arena_copy(s->arena, line, (size_t)n);
	s->view_failed |= p == NULL;
	return (span){ p, p ? (size_t)n : 0 };
}

static span or_typed(span found, span typed)
{
	return found.n ? found : typed;
}

static date born_of(const struct finding *f, const struct typed *t)
{
	if (date_known(f->who.born))
		return f->who.born;
	return t->born.kind == PADAN_DATE_DAY ? (date){ t->born.day } : DATE_NONE;
}

/* Who: the registry's values where there is a person, else what was typed. */
static void show_person(struct selection *s, struct view_row *v, uint32_t i)
{
	const struct finding *f = &s->finding[i];
	const struct typed *t = &s->typed[i];
	const span *c = f->who.cell;

	v->typed_nik = t->cell[TYPED_NIK];
	v->typed_name = t->cell[TYPED_NAMA];
	if (f->verdict == MATCH_FOUND) {
		v->nik = padan_span_of(s->applicant[i].nik);
		v->name = c[CITIZEN_NAMA];
	}
	v->born = born_of(f, t);
	v->sex = f->who.sex ? f->who.sex : t->sex;
	v->birthplace = or_typed(c[CITIZEN_TEMPAT_LAHIR], t->cell[TYPED_TEMPAT_LAHIR]);
	v->address = or_typed(c[CITIZEN_ALAMAT], t->cell[TYPED_ALAMAT]);
	v->rt = or_typed(c[CITIZEN_RT], t->rt ? shown_text(s, "%03d", t->rt) : (span){ 0 });
	v->rw = or_typed(c[CITIZEN_RW], t->rw ? shown_text(s, "%03d", t->rw) : (span){ 0 });
	v->village = or_typed(c[CITIZEN_KELURAHAN], t->cell[TYPED_KELURAHAN]);
	v->district = or_typed(c[CITIZEN_KECAMATAN], t->cell[TYPED_KECAMATAN]);
	v->occupation = or_typed(t->cell[TYPED_PEKERJAAN], c[CITIZEN_PEKERJAAN]);
}

static void show_money(struct selection *s, struct view_row *v, uint32_t i)
{
	const struct decision *d = &s->decision[i];
	const struct contribution_plan *plan;

	v->fund = d->dana;
	v->total = d->total;
	if (d->dana < 0)
		return;
	plan = s->prices.plan[d->dana][s->applicant[i].price_class];
	v->months = (int16_t)plan->months;
	v->monthly = plan->monthly[0];
	v->breakdown = s->prices.runs[d->dana][s->applicant[i].price_class];
}

static span key_text(struct selection *s, const struct prioritas *k, uint32_t i)
{
	const struct applicant *a = &s->applicant[i];
	const struct decision *d = &s->decision[i];

	switch (k->kunci) {
	case KUNCI_LANJUTAN:
		return d->alasan & ALASAN_BIT(ALASAN_LANJUTAN) ? SPAN("ya") : SPAN("tidak");
	case KUNCI_KEPALA_KELUARGA:
		return a->family_head ? SPAN("ya") : SPAN("tidak");
	case KUNCI_DESIL:
		return a->desil ? shown_text(s, "%d", a->desil) : SPAN("-");
	case KUNCI_RISIKO:
		return d->kelompok >= 0 && s->groups.risk && s->groups.risk[d->kelompok] > 0
			       ? shown_text(s, "%d", s->groups.risk[d->kelompok])
			       : SPAN("-");
	case KUNCI_PENGHASILAN:
		return a->penghasilan.rp >= 0 ? shown_text(s, "%lld", (long long)a->penghasilan.rp) : SPAN("-");
	case KUNCI_USIA:
		return d->usia >= 0 ? shown_text(s, "%d", d->usia) : SPAN("-");
	case KUNCI_N:
		break;
	}
	return SPAN("-");
}

static void show_keys(struct selection *s, struct view_row *v, uint32_t i)
{
	const struct programme *p = &s->programme;
	span *keys;
	char day[11];

	if (!s->decision[i].peringkat)
		return;
	keys = padan_arena_array(s->arena, s->view.head.nkeys, sizeof(*keys));
	s->view_failed |= keys == NULL;
	if (!keys)
		return;
	for (int k = 0; k < p->prioritas_n; k++)
		keys[k] = key_text(s, &p->prioritas[k], i);
	if (p->penentu == PENENTU_TANGGAL_USULAN)
		keys[p->prioritas_n] = shown_text(s, "%s", date_iso(s->applicant[i].proposed, day));
	else
		keys[p->prioritas_n] = shown_hash(s, i);
	v->keys = keys;
}

/* The row's place in the open random order, as CONTRACT writes it: lower-case hex of SHA-256(seed ":" NIK). */
span shown_hash(struct selection *s, uint32_t i)
{
	crypto_hash_sha256_state st;
	unsigned char h[32];
	char hex[65];

	crypto_hash_sha256_init(&st);
	crypto_hash_sha256_update(&st, (const unsigned char *)s->programme.seed.p, s->programme.seed.n);
	crypto_hash_sha256_update(&st, (const unsigned char *)":", 1);
	crypto_hash_sha256_update(&st, (const unsigned char *)s->applicant[i].nik, strlen(s->applicant[i].nik));
	crypto_hash_sha256_final(&st, h);
	sodium_bin2hex(hex, sizeof(hex), h, sizeof(h));
	return shown_text(s, "%s", hex);
}

/* Candidates are shown where a person must look. */
static void show_candidates(struct selection *s, struct view_row *v, uint32_t i)
{
	struct view_candidate *c;
	unsigned n = s->link && s->decision[i].putusan == PUTUSAN_TINJAU ? s->finding[i].candidates : 0;

	if (!n)
		return;
	c = padan_arena_array(s->arena, n, sizeof(*c));
	s->view_failed |= c == NULL;
	for (unsigned k = 0; c && k < n; k++) {
		struct match_candidate m;
		struct buf why;

		if (!match_candidate(s->link, i, k, &m))
			break;
		buf_init(&why, s->arena->from, 4096);
		match_explain(&m, &why);
		c[k] = (struct view_candidate){ .nik = m.who.cell[CITIZEN_NIK],
						.name = m.who.cell[CITIZEN_NAMA],
						.born = m.who.born,
						.village = m.who.cell[CITIZEN_KELURAHAN],
						.weight = m.weight,
						.likelihood = (int16_t)m.likelihood,
						.explanation = shown_text(s, "%.*s", (int)why.n, why.p ? why.p : "") };
		buf_done(&why);
		v->ncandidates = (uint8_t)(k + 1);
	}
	v->candidates = c;
}

static void show_row(struct selection *s, struct view_row *v, uint32_t i)
{
	const struct decision *d = &s->decision[i];
	const struct match_row *r = &s->rows.row[i];

	v->file = r->file;
	v->line = r->line;
	v->id_baris = r->id;
	v->cells = shown_cells(s, i);
	v->padan = (uint8_t)s->applicant[i].padan;
	v->verdict = (uint8_t)d->putusan;
	v->likelihood = (int16_t)s->finding[i].likelihood;
	v->weight = s->finding[i].weight;
	v->condition = (uint8_t)d->syarat;
	v->reasons = d->alasan;
	v->gaps = d->kurang;
	v->duplicate_of = d->ganda_dengan == NO_ROW ? -1 : (int64_t)d->ganda_dengan;
	v->rank = d->peringkat;
	v->shut = d->hambatan;
	if (s->answers)
		v->heard = shown_heard(s, i);
	show_person(s, v, i);
	show_money(s, v, i);
	show_keys(s, v, i);
	show_candidates(s, v, i);
}

static void count_row(struct view_head *h, const struct view_row *v)
{
	h->by_verdict[v->verdict]++;
	h->by_padan[v->padan]++;
	h->by_condition[v->condition]++;
	for (int a = 0; a < ALASAN_N; a++)
		h->by_reason[a] += (int64_t)((v->reasons >> a) & 1);
}

static int show_rows(struct selection *s, struct err *e)
{
	struct view_row *rows = padan_arena_array(s->arena, s->n, sizeof(*rows));

	if (!rows)
		return err_memory(e, "isi berkas keluaran");
	for (uint32_t i = 0; i < s->n; i++) {
		show_row(s, &rows[i], i);
		count_row(&s->view.head, &rows[i]);
	}
	s->view.rows = rows;
	s->view.nrows = s->n;
	return s->view_failed ? err_memory(e, "isi berkas keluaran") : ERR_OK;
}

int selection_shown(struct selection *s, struct err *e)
{
	int rc;

	s->view.programme = &s->programme;
	s->view.regions = &s->regions;
	rc = shown_head(s, e);
	if (rc == ERR_OK)
		rc = shown_lists(s, e);
	if (rc == ERR_OK)
		rc = show_rows(s, e);
	if (rc == ERR_OK)
		rc = shown_ranking(s, e);
	if (rc == ERR_OK)
		rc = shown_comparison(s, e);
	if (rc == ERR_OK)
		rc = shown_answers(s, e);
	if (rc == ERR_OK) /* as late as may be: until now the lists were hashed on the other core */
		rc = selection_hashed(s, e);
	if (rc == ERR_OK)
		shown_hashes(s);
	return rc == ERR_OK && s->view_failed ? err_memory(e, "isi berkas keluaran") : rc;
}

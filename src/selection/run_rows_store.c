/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/run_rows_store.h"

#include "coverage/cover_store.h"
#include "papers/keep.h"

#include <stdio.h>

static const char *const LIST_WORD[VIEW_LISTS_N] = {
	[VIEW_USULAN] = "usulan", [VIEW_DUKCAPIL] = "dukcapil", [VIEW_HASIL_PADAN] = "hasil_padan",
	[VIEW_DESIL] = "desil",	  [VIEW_PESERTA] = "peserta",	[VIEW_TOLAK] = "tolak",
	[VIEW_SK] = "sk",	  [VIEW_TINJAUAN] = "tinjauan",
};

static void file_of(const struct selection *s, size_t i, struct run_file *f)
{
	const struct input *in = &s->inputs[i];
	bool read = in->info->file[0] != '\0';

	*f = (struct run_file){ .list = padan_span_of(LIST_WORD[in->kind]), .name = padan_span_of(in->info->file) };
	memcpy(f->sha256, in->info->sha256, sizeof(f->sha256));
	f->sheet_rows = read ? in->info->rows : 0;
	f->proposals = read ? (int64_t)in->info->data : 0;
	f->vintage = padan_span_of(in->info->vintage);
	if (in->kind == VIEW_USULAN) {
		f->name = s->intake.files[i].name;
		f->proposals = s->intake.files[i].rows;
	}
	f->skipped = f->sheet_rows - f->proposals;
}

/* Before the decision: the money is not spent yet. */
static void fund_of(const struct selection *s, int i, struct run_fund *f)
{
	const struct dana *d = &s->programme.dana[i];

	*f = (struct run_fund){
		.kode = d->kode, .nama = d->nama, .jenis = padan_span_of(jenis_dana_word(d->jenis)), .pagu = d->pagu
	};
	if (s->decision) {
		f->spent = s->outcome.allocation.sum[i].spent;
		f->people = s->outcome.allocation.sum[i].people;
	}
}

int run_head_of(struct selection *s, span again, struct run_head *out, struct err *e)
{
	const struct programme *p = &s->programme;
	struct run_file *files = padan_arena_array(s->arena, s->n_inputs, sizeof(*files));
	struct run_fund *funds = padan_arena_array(s->arena, (size_t)p->dana_n, sizeof(*funds));
	struct buf rules;

	if (!files || !funds)
		return err_memory(e, "rancangan");
	for (size_t i = 0; i < s->n_inputs; i++)
		file_of(s, i, &files[i]);
	for (int i = 0; i < p->dana_n; i++)
		fund_of(s, i, &funds[i]);
	buf_init(&rules, s->arena->from, LIM_PROGRAM_FILE);
	programme_dump_rules(p, &s->groups, &rules);
	*out = (struct run_head){ .wilayah = padan_span_of(p->wilayah),
				  .nama = p->nama,
				  .stage = p->tahap,
				  .first_day = p->hari_pertama,
				  .last_day = p->hari_terakhir,
				  .months = p->bulan,
				  .paper_day =
					  date_known(s->order.papers_date) ? s->order.papers_date : p->hari_pertama,
				  .program_text = s->program_text,
				  .ranking = selection_copy(s, buf_as_span(&rules)),
				  .files = files,
				  .file_count = s->n_inputs,
				  .funds = funds,
				  .fund_count = (size_t)p->dana_n,
				  .again = again };
	buf_done(&rules);
	return out->ranking.p ? ERR_OK : err_memory(e, "rancangan");
}

/* --- rows ------------------------------------------------------------------------------------------------ */
struct feeding {
	struct selection *s;
	uint32_t at;
	struct buf words[4];
	struct buf extra, part; /* as papers/keep.h */
	struct keeping keeping;
	char born[11], sex[2], registry[RUN_FIELD_COUNT], income[24], desil[8], candidate_born[LIM_CANDIDATES][11];
	struct run_part parts[RUN_PARTS];
	struct run_candidate candidates[LIM_CANDIDATES];
	struct run_part candidate_parts[LIM_CANDIDATES][RUN_PARTS];
	struct match_candidate match[LIM_CANDIDATES];
	struct ward_tally tally; /* what the rows mean ward by ward */
	const struct run_ready *ready;
};

static size_t parts_of(const struct match_candidate *c, struct run_part *out)
{
	size_t n = 0;

	for (int k = 0; k < PADAN_P_COLUMNS; k++)
		if (c->level[k])
			out[n++] = (struct run_part){ (uint8_t)k, (int8_t)c->level[k], c->part[k] };
	return n;
}

/* What of the person found is the registry's own: the rest was only typed. */
static void registry_fields(struct feeding *f, const struct citizen *who, struct run_row *r)
{
	static const struct {
		uint8_t field, cell;
	} from[] = {
		{ RUN_TANGGAL_LAHIR, CITIZEN_TANGGAL_LAHIR },
		{ RUN_JENIS_KELAMIN, CITIZEN_JENIS_KELAMIN },
		{ RUN_NO_KK, CITIZEN_NO_KK },
		{ RUN_TEMPAT_LAHIR, CITIZEN_TEMPAT_LAHIR },
		{ RUN_ALAMAT, CITIZEN_ALAMAT },
		{ RUN_RT, CITIZEN_RT },
		{ RUN_RW, CITIZEN_RW },
		{ RUN_KELURAHAN, CITIZEN_KELURAHAN },
		{ RUN_KECAMATAN, CITIZEN_KECAMATAN },
		{ RUN_NAMA_IBU, CITIZEN_NAMA_IBU },
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		if (who->cell[from[i].cell].n)
			f->registry[n++] = RUN_REGISTRY_LETTER(from[i].field);
	r->field[RUN_DARI_DUKCAPIL] = (span){ f->registry, n };
	r->field[RUN_PEKERJAAN_KTP] = who->cell[CITIZEN_PEKERJAAN];
}

static void personal_fields(struct feeding *f, const struct view_row *v, struct run_row *r)
{
	const struct selection *s = f->s;
	const struct typed *t = &s->typed[f->at];
	const struct applicant *a = &s->applicant[f->at];
	const struct finding *g = &s->finding[f->at];

	r->field[RUN_NIK_USULAN] = v->typed_nik;
	r->field[RUN_NAMA_USULAN] = v->typed_name;
	r->field[RUN_NIK] = v->nik;
	r->field[RUN_NAMA] = v->name;
	r->field[RUN_TANGGAL_LAHIR] = padan_span_of(date_iso(v->born, f->born));
	f->sex[0] = v->sex;
	r->field[RUN_JENIS_KELAMIN] = (span){ f->sex, v->sex != 0 };
	r->field[RUN_NO_KK] = g->who.cell[CITIZEN_NO_KK].n ? g->who.cell[CITIZEN_NO_KK] : t->cell[TYPED_NO_KK];
	r->field[RUN_TEMPAT_LAHIR] = v->birthplace;
	r->field[RUN_ALAMAT] = v->address;
	r->field[RUN_RT] = v->rt;
	r->field[RUN_RW] = v->rw;
	r->field[RUN_KELURAHAN] = v->village;
	r->field[RUN_KECAMATAN] = v->district;
	r->field[RUN_PEKERJAAN] = v->occupation;
	r->field[RUN_NAMA_IBU] =
		g->who.cell[CITIZEN_NAMA_IBU].n ? g->who.cell[CITIZEN_NAMA_IBU] : t->cell[TYPED_NAMA_IBU];
	buf_clear(&f->extra);
	keep_row(&s->view, v, &f->extra);
	r->field[RUN_LAIN] = buf_as_span(&f->extra);
	r->field[RUN_NO_HP] = t->cell[TYPED_NO_HP];
	if (g->verdict == MATCH_FOUND)
		registry_fields(f, &g->who, r);
	if (a->penghasilan.rp >= 0) {
		int n = snprintf(f->income, sizeof(f->income), "%lld", (long long)a->penghasilan.rp);

		r->field[RUN_PENGHASILAN] = (span){ f->income, (size_t)n };
	}
	if (a->desil) {
		int n = snprintf(f->desil, sizeof(f->desil), "%d", a->desil);

		r->field[RUN_DESIL] = (span){ f->desil, (size_t)n };
	}
}

static void outcome_fields(struct feeding *f, const struct view_row *v, struct run_row *r)
{
	const struct selection *s = f->s;
	const struct decision *d = &s->decision[f->at];

	for (int i = 0; i < 4; i++)
		buf_clear(&f->words[i]);
	alasan_words(v->reasons, &f->words[0]);
	r->alasan = buf_as_span(&f->words[0]);
	if (v->duplicate_of >= 0) {
		const struct view_row *o = &s->view.rows[v->duplicate_of];

		buf_span(&f->words[1], s->view.files[o->file].name);
		buf_printf(&f->words[1], ":%u", o->line);
		r->ganda_dengan = buf_as_span(&f->words[1]);
	}
	r->padan = padan_span_of(padan_word(v->padan));
	r->putusan = padan_span_of(putusan_word(v->verdict));
	r->syarat = padan_span_of(syarat_word(v->condition));
	r->chance = v->likelihood;
	r->weight = v->weight;
	r->rank = v->rank;
	if (v->fund >= 0)
		r->dana = s->programme.dana[v->fund].kode;
	r->rincian = v->breakdown;
	r->first_month = v->monthly;
	r->total = v->total;
	r->months = v->months;
	r->kecamatan_kode = padan_span_of(s->applicant[f->at].kecamatan);
	if (d->kelompok >= 0)
		r->kelompok = padan_span_of(s->groups.code[d->kelompok]);
}

static void candidate_fields(const struct citizen *who, const struct view_candidate *v, char born[11], span *out)
{
	static const uint8_t cell[CANDIDATE_FIELD_COUNT] = {
		[CANDIDATE_nik] = CITIZEN_NIK,
		[CANDIDATE_nama] = CITIZEN_NAMA,
		[CANDIDATE_alamat] = CITIZEN_ALAMAT,
		[CANDIDATE_jenis_kelamin] = CITIZEN_JENIS_KELAMIN,
		[CANDIDATE_no_kk] = CITIZEN_NO_KK,
		[CANDIDATE_tempat_lahir] = CITIZEN_TEMPAT_LAHIR,
		[CANDIDATE_rt] = CITIZEN_RT,
		[CANDIDATE_rw] = CITIZEN_RW,
		[CANDIDATE_kecamatan] = CITIZEN_KECAMATAN,
		[CANDIDATE_pekerjaan] = CITIZEN_PEKERJAAN,
		[CANDIDATE_nama_ibu] = CITIZEN_NAMA_IBU,
		[CANDIDATE_shdk] = CITIZEN_SHDK,
		[CANDIDATE_status] = CITIZEN_STATUS,
	};

	for (int i = 0; i < CANDIDATE_FIELD_COUNT; i++)
		out[i] = who->cell[cell[i]];
	out[CANDIDATE_tanggal_lahir] = padan_span_of(date_iso(who->born, born));
	out[CANDIDATE_catatan] = v->explanation;
	out[CANDIDATE_kelurahan] = v->village;
}

static void evidence(struct feeding *f, const struct view_row *v, struct run_row *r)
{
	const struct selection *s = f->s;
	struct match_candidate best;

	if (s->link && s->finding[f->at].candidates && match_candidate(s->link, f->at, 0, &best)) {
		r->parts = f->parts;
		r->part_count = parts_of(&best, f->parts);
	}
	for (unsigned k = 0; k < v->ncandidates; k++) {
		struct match_candidate *m = &f->match[k];

		if (!match_candidate(s->link, f->at, k, m))
			break;
		f->candidates[k] = (struct run_candidate){ .chance = m->likelihood,
							   .weight = m->weight,
							   .parts = f->candidate_parts[k],
							   .part_count = parts_of(m, f->candidate_parts[k]) };
		candidate_fields(&m->who, &v->candidates[k], f->candidate_born[k], f->candidates[k].field);
		r->candidate_count = k + 1;
	}
	r->candidates = f->candidates;
}

static int next_row(void *ctx, struct run_row *r, struct err *e)
{
	struct feeding *f = ctx;
	const struct view_row *v;

	if (f->at >= f->s->n)
		return 0;
	v = &f->s->view.rows[f->at];
	*r = (struct run_row){ .file = (int)v->file, .line = v->line };
	personal_fields(f, v, r);
	outcome_fields(f, v, r);
	evidence(f, v, r);
	f->at++;
	for (int i = 0; i < 4; i++)
		if (f->words[i].failed)
			return err_memory(e, "rancangan"), -1;
	if (f->extra.failed)
		return err_memory(e, "rancangan"), -1;
	return cover_store_count(&f->tally, r, e) ? -1 : 1;
}

static int next_part(void *ctx, span *part, struct err *e)
{
	struct feeding *f = ctx;

	if (!keep_part(&f->keeping, &f->part))
		return 0;
	if (f->part.failed)
		return err_memory(e, "rancangan"), -1;
	*part = buf_as_span(&f->part);
	return 1;
}

static int ready(void *ctx, struct err *e)
{
	const struct run_ready *r = ((struct feeding *)ctx)->ready;

	return r->fn(r->ctx, e);
}

static void feeding_done(struct feeding *f)
{
	for (int i = 0; i < 4; i++)
		buf_done(&f->words[i]);
	buf_done(&f->extra);
	buf_done(&f->part);
}

int run_write(struct selection *s, span again, const struct run_claim *claim, const struct run_ready *before,
	      struct unit *u, struct err *e)
{
	struct feeding *f = padan_arena_zero(s->arena, sizeof(*f));
	struct run_rows rows = { next_row, f, next_part, ready };
	struct run_head head;
	int rc;

	if (!f)
		return err_memory(e, "rancangan");
	f->s = s;
	f->ready = before;
	f->keeping.v = &s->view;
	for (int i = 0; i < 4; i++)
		buf_init(&f->words[i], s->arena->from, 8192);
	buf_init(&f->extra, s->arena->from, LIM_KEPT);
	buf_init(&f->part, s->arena->from, LIM_KEPT);
	rc = run_head_of(s, again, &head, e);
	if (rc == ERR_OK)
		rc = ward_tally_begin(&f->tally, &s->regions, date_month(head.first_day), s->arena, e);
	if (rc == ERR_OK)
		rc = run_store_write(u, &head, claim, &rows, e);
	if (rc == ERR_OK)
		rc = cover_store_write(u, claim->run, s->programme.kuota.total, &f->tally, e);
	feeding_done(f);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "selection/view_store.h"

#include "papers/keep.h"
#include "papers/wording.h"
#include "programme/decree_step_store.h"
#include "programme/run_store.h"
#include "selection/shown.h"

#include <sodium.h>

struct loading {
	struct selection *s;
	struct run_head head;
	struct kept kept;
	struct view_row *rows;
	size_t n;
	int64_t run;
	bool refused, strange; /* memory; a form that is not known */
};

static span keep(struct loading *l, span text)
{
	span s = selection_copy(l->s, text);

	l->refused |= !s.p;
	return s;
}

/* --- parts ------------------------------------------------------------------------------------------------------- */
static int take_part(void *ctx, span part)
{
	struct loading *l = ctx;
	span own = keep(l, part);

	if (!l->refused && !kept_part(&l->kept, own))
		l->strange = true;
	return l->refused || l->strange;
}

static int read_parts(struct loading *l, struct err *e)
{
	char id[RUN_ID_TEXT];
	int rc;

	if (!kept_begin(&l->kept, &l->s->view, l->s->arena))
		return err_memory(e, "isi berkas keluaran");
	rc = run_store_papers(l->s->env->store, l->run, take_part, l, e);
	if (l->refused)
		return err_memory(e, "isi berkas keluaran");
	if (rc && !l->strange)
		return rc;
	if (!l->strange && kept_end(&l->kept))
		return ERR_OK;
	return err_set(
		e, ERR_USAGE,
		"rancangan %s disimpan oleh Lindung versi lain dan isi berkasnya tidak lengkap; susun ulang dengan: "
		"lindung run ... --ulang \"alasan\"",
		run_id_text(l->run, id));
}

/* --- files and funds -----------------------------------------------------------------------------------------------
 */
static bool kind_of(span word, enum view_list *kind)
{
	for (int k = 0; k < VIEW_LISTS_N; k++)
		if (padan_span_eq(word, padan_span_of(list_word((enum view_list)k)))) {
			*kind = (enum view_list)k;
			return true;
		}
	return false;
}

static int join_files(struct loading *l, struct err *e)
{
	struct run_view *v = &l->s->view;
	struct view_file *files = padan_arena_array(l->s->arena, v->nfiles, sizeof(*files));

	if (!files)
		return err_memory(e, "daftar masukan");
	if (v->nfiles != l->head.file_count)
		return err_set(e, ERR_MACHINE,
			       "rancangan: jumlah berkas masukannya tidak cocok; periksa dengan: lindung verify");
	for (size_t i = 0; i < v->nfiles; i++) {
		const struct run_file *f = &l->head.files[i];

		files[i] = v->files[i];
		l->strange |= !kind_of(f->list, &files[i].kind);
		files[i].name = f->name;
		files[i].sheet_rows = f->sheet_rows;
		files[i].proposals = f->proposals;
		files[i].skipped = f->skipped;
		files[i].vintage = f->vintage;
		sodium_bin2hex(files[i].sha256, sizeof(files[i].sha256), f->sha256, sizeof(f->sha256));
	}
	v->files = files;
	return ERR_OK;
}

static int join_funds(struct loading *l, struct err *e)
{
	struct view_head *h = &l->s->view.head;
	struct view_fund *funds = padan_arena_array(l->s->arena, h->nfunds, sizeof(*funds));

	if (!funds)
		return err_memory(e, "dana");
	l->strange |= h->nfunds != l->head.fund_count || (int)h->nfunds != l->s->programme.dana_n;
	for (size_t i = 0; i < h->nfunds && !l->strange; i++) {
		const struct run_fund *f = &l->head.funds[i];

		funds[i] = h->funds[i];
		funds[i].code = f->kode;
		funds[i].name = f->nama;
		funds[i].kind = f->jenis;
		funds[i].ceiling = f->pagu;
		funds[i].spent = f->spent;
		funds[i].people = f->people;
		funds[i].left = rp(f->pagu.rp - f->spent.rp);
	}
	h->funds = funds;
	return ERR_OK;
}

/* --- rows ------------------------------------------------------------------------------------------------------------
 */
/* The place of a word among n; strange when it is none of them. */
static int word_of(struct loading *l, span text, const char *(*word)(int), int n)
{
	for (int i = 0; i < n; i++)
		if (padan_span_eq(text, padan_span_of(word(i))))
			return i;
	l->strange = true;
	return 0;
}

static const char *verdict_word(int i)
{
	return putusan_word((enum putusan)i);
}

static const char *match_word(int i)
{
	return padan_word((enum padan)i);
}

static const char *condition_word(int i)
{
	return syarat_word((enum syarat)i);
}

static date day_of(span iso)
{
	date d = DATE_NONE;

	return date_parse_iso(iso, &d) ? d : DATE_NONE;
}

static int fund_index(const struct loading *l, span code)
{
	for (size_t f = 0; f < l->head.fund_count; f++)
		if (code.n && padan_span_eq(code, l->head.funds[f].kode))
			return (int)f;
	return -1;
}

static void take_person(struct loading *l, const struct run_row *r, struct view_row *v)
{
	v->typed_nik = keep(l, r->field[RUN_NIK_USULAN]);
	v->typed_name = keep(l, r->field[RUN_NAMA_USULAN]);
	v->nik = keep(l, r->field[RUN_NIK]);
	v->name = keep(l, r->field[RUN_NAMA]);
	v->born = day_of(r->field[RUN_TANGGAL_LAHIR]);
	v->sex = r->field[RUN_JENIS_KELAMIN].n ? r->field[RUN_JENIS_KELAMIN].p[0] : '\0';
	v->birthplace = keep(l, r->field[RUN_TEMPAT_LAHIR]);
	v->address = keep(l, r->field[RUN_ALAMAT]);
	v->rt = keep(l, r->field[RUN_RT]);
	v->rw = keep(l, r->field[RUN_RW]);
	v->village = keep(l, r->field[RUN_KELURAHAN]);
	v->district = keep(l, r->field[RUN_KECAMATAN]);
	v->occupation = keep(l, r->field[RUN_PEKERJAAN]);
}

static void take_outcome(struct loading *l, const struct run_row *r, struct view_row *v)
{
	v->file = (uint32_t)r->file;
	v->line = (uint32_t)r->line;
	v->padan = (enum padan)word_of(l, r->padan, match_word, PADAN_N);
	v->verdict = (enum putusan)word_of(l, r->putusan, verdict_word, PUTUSAN_N);
	v->condition = (enum syarat)word_of(l, r->syarat, condition_word, SYARAT_N);
	v->reasons = alasan_set(r->alasan);
	v->likelihood = (int16_t)r->chance;
	v->weight = (int32_t)r->weight;
	v->rank = (uint32_t)r->rank;
	v->fund = (int16_t)fund_index(l, r->dana);
	v->months = (int16_t)r->months;
	v->monthly = r->first_month;
	v->total = r->total;
	v->breakdown = keep(l, r->rincian);
}

static void count_row(struct view_head *h, const struct view_row *v)
{
	h->by_verdict[v->verdict]++;
	h->by_padan[v->padan]++;
	h->by_condition[v->condition]++;
	for (int a = 0; a < ALASAN_N; a++)
		h->by_reason[a] += (int64_t)((v->reasons >> a) & 1);
}

static int take_row(void *ctx, const struct run_row *r)
{
	struct loading *l = ctx;
	struct run_view *view = &l->s->view;
	struct view_row *v;
	span own;

	if (l->n == view->nrows || r->file < 0 || (size_t)r->file >= view->nfiles) {
		l->strange = true;
		return 1;
	}
	v = &l->rows[l->n++];
	*v = (struct view_row){ .duplicate_of = -1 };
	take_outcome(l, r, v);
	take_person(l, r, v);
	own = keep(l, r->field[RUN_LAIN]);
	if (!l->refused && !kept_row(own, view, v, l->s->arena))
		l->strange = true;
	if (v->duplicate_of >= (int64_t)view->nrows)
		l->strange = true;
	if (!l->strange)
		count_row(&view->head, v);
	return l->refused || l->strange;
}

static int take_candidate(void *ctx, int64_t row, const struct run_candidate *c)
{
	struct loading *l = ctx;
	struct view_candidate *all;
	struct view_row *v;

	if (row < 0 || row >= (int64_t)l->n)
		return 0;
	v = &l->rows[row];
	all = (struct view_candidate *)(uintptr_t)v->candidates;
	if (!all)
		v->candidates = all = padan_arena_array(l->s->arena, LIM_CANDIDATES, sizeof(*all));
	l->refused |= !all;
	if (all && v->ncandidates < LIM_CANDIDATES)
		all[v->ncandidates++] = (struct view_candidate){ .nik = keep(l, c->field[CANDIDATE_nik]),
								 .name = keep(l, c->field[CANDIDATE_nama]),
								 .born = day_of(c->field[CANDIDATE_tanggal_lahir]),
								 .village = keep(l, c->field[CANDIDATE_kelurahan]),
								 .weight = (int32_t)c->weight,
								 .likelihood = (int16_t)c->chance,
								 .explanation = keep(l, c->field[CANDIDATE_catatan]) };
	return l->refused;
}

static int read_rows(struct loading *l, int64_t count, struct err *e)
{
	struct run_view *v = &l->s->view;
	int rc;

	v->nrows = (size_t)count;
	l->rows = padan_arena_array(l->s->arena, v->nrows, sizeof(*l->rows));
	if (!l->rows)
		return err_memory(e, "isi berkas keluaran");
	v->rows = l->rows;
	rc = run_store_rows(l->s->env->store, l->run, take_row, l, e);
	if (rc == ERR_OK)
		rc = run_store_candidates(l->s->env->store, l->run, take_candidate, l, e);
	if (l->refused)
		return err_memory(e, "isi berkas keluaran");
	if (l->strange || (rc == ERR_OK && l->n != v->nrows))
		return err_set(e, ERR_MACHINE, "rancangan: isi barisnya tidak dikenal; periksa dengan: lindung verify");
	return rc;
}

/* --- all ---------------------------------------------------------------------------------------------------------- */
static int read_rules(struct loading *l, struct err *e)
{
	struct selection *s = l->s;
	int rc;

	s->program_text = l->head.program_text;
	rc = selection_rules(s, "program dalam basis data", e);
	if (!date_known(s->order.papers_date))
		s->order.papers_date = l->head.paper_day;
	return rc ? rc : shown_names(s, e);
}

static int read_decree(struct loading *l, struct err *e)
{
	struct view_head *h = &l->s->view.head;
	char id[RUN_ID_TEXT];

	h->run = keep(l, padan_span_of(run_id_text(l->run, id)));
	return run_store_decree(l->s->env->store, l->run, &h->decree, &h->decreed, l->s->arena, e);
}

int view_from_store(struct selection *s, int64_t run, struct err *e)
{
	struct loading l = { .s = s, .run = run };
	struct run_info info;
	int rc = run_store_info(s->env->store, run, &info, e);
	int64_t count = rc ? 0 : info.rows;

	if (!rc)
		rc = scope_check(s->env, &info, e);
	if (rc)
		return rc;

	s->view = (struct run_view){ .programme = &s->programme, .regions = &s->regions };
	if (rc == ERR_OK)
		rc = run_store_head(s->env->store, run, &l.head, s->arena, e);
	if (rc == ERR_OK)
		rc = read_rules(&l, e);
	if (rc == ERR_OK)
		rc = read_parts(&l, e);
	if (rc == ERR_OK)
		rc = read_decree(&l, e);
	if (rc == ERR_OK)
		rc = join_files(&l, e);
	if (rc == ERR_OK)
		rc = join_funds(&l, e);
	return rc ? rc : read_rows(&l, count, e);
}

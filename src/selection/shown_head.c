/* SPDX-License-Identifier: EUPL-1.2
 * The view's head: dates and bounds, lists with their counts, funds and the ranking's figures. */
#include "selection/shown.h"

#include "base/version.h"
#include "matching/matching.h"
#include <sodium.h>

int shown_names(struct selection *s, struct err *e)
{
	const struct programme *p = &s->programme;
	struct view_head *h = &s->view.head;
	span *keys = padan_arena_array(s->arena, (size_t)p->prioritas_n + 1, sizeof(*keys));
	span *districts = padan_arena_array(s->arena, (size_t)p->kuota.kecamatan_n, sizeof(*districts));
	span *groups = padan_arena_array(s->arena, (size_t)p->kuota.kelompok_n, sizeof(*groups));

	if (!keys || !districts || !groups)
		return err_memory(e, "kepala berkas");
	for (int k = 0; k < p->prioritas_n; k++) {
		bool yes_no = p->prioritas[k].kunci == KUNCI_LANJUTAN || p->prioritas[k].kunci == KUNCI_KEPALA_KELUARGA;

		keys[k] = shown_text(s, "%s%s", kunci_word(p->prioritas[k].kunci),
				     yes_no		     ? ""
				     : p->prioritas[k].turun ? " turun"
							     : " naik");
	}
	keys[p->prioritas_n] = p->penentu == PENENTU_ACAK_TERBUKA ? SPAN("acak_terbuka") : SPAN("tanggal_usulan");
	for (int i = 0; i < p->kuota.kecamatan_n; i++) {
		int d = region_district(&s->regions, padan_span_of(p->kuota.kecamatan[i].kode));

		districts[i] = d >= 0 ? s->regions.district[d].name : padan_span_of(p->kuota.kecamatan[i].kode);
	}
	for (int i = 0; i < p->kuota.kelompok_n; i++)
		groups[i] = padan_span_of(s->groups.code[p->kuota.kelompok[i].kelompok]);
	h->papers_date = date_known(s->order.papers_date) ? s->order.papers_date : p->hari_pertama;
	h->first = p->mulai;
	h->months = p->bulan;
	if (p->penentu == PENENTU_ACAK_TERBUKA)
		h->seed = p->seed;
	h->key_names = keys;
	h->nkeys = (size_t)p->prioritas_n + 1;
	h->district_names = districts;
	h->group_names = groups;
	return ERR_OK;
}

int shown_head(struct selection *s, struct err *e)
{
	struct view_head *h = &s->view.head;

	h->version = SPAN(LINDUNG_VERSION);
	h->threshold = s->bounds.found;
	h->review = s->bounds.review;
	h->threshold_reason = s->bounds_reason;
	h->per_person = s->prices.plan[0][0]->total;
	return shown_names(s, e);
}

/* --- lists ---------------------------------------------------------------------------------------------------- */
static void show_info(struct view_file *f, const struct list_info *info)
{
	f->name = padan_span_of(info->file);
	f->sheet_rows = info->rows;
	f->proposals = (int64_t)info->data;
	f->skipped = f->sheet_rows - f->proposals;
	f->vintage = padan_span_of(info->vintage);
	f->id_column = -1;
}

static int show_file(struct selection *s, size_t i, struct view_file *f, struct err *e)
{
	const struct list_info *info = s->inputs[i].info;
	span *warnings = padan_arena_array(s->arena, info->nwarning, sizeof(*warnings));

	if (!warnings)
		return err_memory(e, "daftar masukan");
	f->kind = s->inputs[i].kind;
	show_info(f, info);
	for (unsigned w = 0; w < info->nwarning; w++)
		warnings[w] = padan_span_of(info->warning[w]);
	f->warnings = warnings;
	f->nwarnings = info->nwarning;
	if (f->kind == VIEW_USULAN) {
		const struct intake_file *in = &s->intake.files[i];

		f->name = in->name;
		f->proposals = in->rows;
		f->skipped = in->skips;
		f->id_column = in->id_column;
		if (!shown_titles(s, i, f))
			return err_memory(e, "judul kolom");
	}
	return ERR_OK;
}

int shown_lists(struct selection *s, struct err *e)
{
	/* the list reader's info of a kind is one array: walk it file by file */
	struct view_file *files = padan_arena_array(s->arena, s->n_inputs, sizeof(*files));
	struct view_skip *skips = padan_arena_array(s->arena, s->intake.n_skips, sizeof(*skips));
	int rc = ERR_OK;

	if (!files || !skips)
		return err_memory(e, "daftar masukan");
	for (size_t i = 0; i < s->n_inputs && rc == ERR_OK; i++)
		rc = show_file(s, i, &files[i], e);
	for (uint32_t i = 0; i < s->intake.n_skips; i++) {
		const struct intake_skip *k = &s->intake.skips[i];

		skips[i] = (struct view_skip){ k->file, k->no, padan_span_of(intake_skip_word(k->kind)), k->text };
	}
	s->view.files = files;
	s->view.nfiles = s->n_inputs;
	s->view.skips = skips;
	s->view.nskips = s->intake.n_skips;
	return rc;
}

static void hash_inputs(const struct selection *s, char hex[65])
{
	crypto_hash_sha256_state st;
	unsigned char h[32];

	crypto_hash_sha256_init(&st);
	crypto_hash_sha256_update(&st, (const unsigned char *)s->program_text.p, s->program_text.n);
	for (size_t i = 0; i < s->n_inputs; i++)
		crypto_hash_sha256_update(&st, s->inputs[i].info->sha256, 32);
	crypto_hash_sha256_final(&st, h);
	sodium_bin2hex(hex, 65, h, sizeof(h));
}

void shown_hashes(struct selection *s)
{
	struct view_file *files = (struct view_file *)(uintptr_t)s->view.files; /* of our arena */

	for (size_t i = 0; i < s->n_inputs; i++)
		sodium_bin2hex(files[i].sha256, sizeof(files[i].sha256), s->inputs[i].info->sha256,
			       sizeof(s->inputs[i].info->sha256));
	hash_inputs(s, s->view.head.inputs_sha256);
}

/* --- funds and ranking ------------------------------------------------------------------------------------------ */
static const uint32_t *rows_of(struct selection *s, const uint32_t *ranked, uint32_t n)
{
	uint32_t *rows = padan_arena_array(s->arena, n, sizeof(*rows));

	s->view_failed |= rows == NULL;
	for (uint32_t i = 0; rows && i < n; i++)
		rows[i] = s->outcome.ranked[ranked[i]];
	return rows;
}

static void show_fund(struct selection *s, struct view_fund *v, int f)
{
	const struct allocation_result *a = &s->outcome.allocation;
	const struct dana *d = &s->programme.dana[f];
	const struct more_money *more = &a->more[f];

	*v = (struct view_fund){ .code = d->kode,
				 .name = d->nama,
				 .kind = padan_span_of(jenis_dana_word(d->jenis)),
				 .ceiling = d->pagu,
				 .spent = a->sum[f].spent,
				 .left = a->sum[f].left,
				 .people = a->sum[f].people,
				 .enter = rows_of(s, more->enter, more->enter_n),
				 .nenter = more->enter_n,
				 .leave = rows_of(s, more->leave, more->leave_n),
				 .nleave = more->leave_n };
}

/* What the list of the ranked is, in one number: rank, NIK, fund, rupiah of each. */
static void hash_list(const struct selection *s, char hex[65])
{
	crypto_hash_sha256_state st;
	unsigned char h[32];
	struct buf b;

	buf_init(&b, s->arena->from, 512);
	crypto_hash_sha256_init(&st);
	for (uint32_t k = 0; k < s->outcome.ranked_n; k++) {
		uint32_t i = s->outcome.ranked[k];
		const struct decision *d = &s->decision[i];

		buf_clear(&b);
		buf_printf(&b, "%u;%s;%d;%lld\n", k + 1, s->applicant[i].nik, d->dana, (long long)d->total.rp);
		crypto_hash_sha256_update(&st, (const unsigned char *)b.p, b.n);
	}
	crypto_hash_sha256_final(&st, h);
	sodium_bin2hex(hex, 65, h, sizeof(h));
	buf_done(&b);
}

static int64_t ranked_row(const struct selection *s, uint32_t k)
{
	return k == UINT32_MAX ? -1 : (int64_t)s->outcome.ranked[k];
}

int shown_ranking(struct selection *s, struct err *e)
{
	struct view_head *h = &s->view.head;
	struct view_fund *funds = padan_arena_array(s->arena, (size_t)s->programme.dana_n, sizeof(*funds));

	if (!funds)
		return err_memory(e, "dana");
	for (int f = 0; f < s->programme.dana_n; f++)
		show_fund(s, &funds[f], f);
	h->funds = funds;
	h->nfunds = (size_t)s->programme.dana_n;
	h->cut_row = ranked_row(s, s->outcome.allocation.last_chosen);
	h->next_row = ranked_row(s, s->outcome.allocation.next);
	h->undecided = s->outcome.allocation.undecided;
	hash_list(s, h->list_sha256);
	return ERR_OK;
}

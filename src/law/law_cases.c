/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/law_cases.h"

#include <stdio.h>

#define CASES	  "law/law.def"
#define CASE_ROOM law
#include "office/define.inc"

enum { NOTE_LENGTH = 500 };

span text_keep(struct padan_arena *arena, span s)
{
	char *p = padan_arena_copy(arena, s.p ? s.p : "", s.n);

	return p ? (span){ p, s.n } : (span){ NULL, 0 };
}

void notes_add(struct notes *n, const char *fmt, ...)
{
	char text[NOTE_LENGTH];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n->n == NOTES_MAX)
		return;
	n->row[n->n].teks = text_keep(n->arena, padan_span_of(text));
	n->failed |= n->row[n->n].teks.p == NULL;
	n->n++;
}

int notes_cursor(const struct notes *n, struct row_cursor *out, struct err *e)
{
	struct note_row *rows = padan_arena_array(n->arena, n->n ? n->n : 1, sizeof(*rows));

	if (n->failed || !rows)
		return err_memory(e, "catatan");
	if (!n->n)
		return ERR_OK;
	memcpy(rows, n->row, n->n * sizeof(*rows));
	return row_cursor_over(n->arena, rows, n->n, sizeof(*rows), out, e);
}

void notes_unverified(struct notes *n, const struct law_used *used)
{
	if (law_used_unverified(used))
		notes_add(n, "Sebagian dasar hukum belum diverifikasi (lihat kolom Status); cocokkan dengan naskah "
			     "peraturan sebelum dipakai.");
}

int basis_cursor(const struct law_used *used, struct padan_arena *arena, struct row_cursor *out, struct err *e)
{
	struct law_basis_row *rows = padan_arena_array(arena, used->n ? used->n : 1, sizeof(*rows));
	struct buf value;

	if (!rows)
		return err_memory(e, "dasar hukum");
	buf_init(&value, arena->from, LIM_CELL);
	for (size_t i = 0; i < used->n; i++) {
		const struct law_row *r = used->at[i];

		buf_clear(&value);
		law_show_value(r, &value);
		rows[i] = (struct law_basis_row){ .aturan = r->id,
						  .nilai = text_keep(arena, buf_as_span(&value)),
						  .mulai = r->begins,
						  .sampai = r->before,
						  .sumber = r->source,
						  .status = padan_span_of(law_status_label(r->status)),
						  .keterangan = r->note };
		if (date_known(r->before))
			rows[i].sampai.day--;
	}
	buf_done(&value);
	return used->n ? row_cursor_over(arena, rows, used->n, sizeof(*rows), out, e) : ERR_OK;
}

/* --- compute iuran ------------------------------------------------------------------------------------------- */

static const char *const payers[] = { "apbd",	  "apbdprov", "apbn",	"apbdes", "dbhcht",
				      "dbhsawit", "csr",      "baznas", "mandiri" };
enum { PAYER_SELF = 8 };

/* The segment's own options must be there. */
static int iuran_check(const struct compute_iuran_in *in, const struct contribution_ask *ask, struct err *e)
{
	if (ask->income.rp == FIELD_ABSENT)
		return err_set(e, ERR_USAGE, "%s belum diisi",
			       in->segmen == SEGMENT_JAKON ? "--nilai-kontrak (atau --upah-proyek)" : "--penghasilan");
	if (in->segmen == SEGMENT_PU && in->risiko < 0 && (!ask->programmes || (ask->programmes & LAW_JKK)))
		return err_set(e, ERR_USAGE,
			       "--risiko belum diisi: sangat-rendah, rendah, sedang, tinggi, atau sangat-tinggi");
	if (in->segmen == SEGMENT_JAKON && in->lama != FIELD_ABSENT && in->lama != 1)
		return err_set(e, ERR_USAGE, "--lama tidak berlaku untuk JAKON: iurannya sekali untuk seluruh kontrak");
	return ERR_OK;
}

static void iuran_ask(const struct compute_iuran_in *in, struct contribution_ask *ask)
{
	bool jakon = in->segmen == SEGMENT_JAKON, wages = jakon && in->upah_proyek.rp != FIELD_ABSENT;

	*ask = (struct contribution_ask){ .segment = (enum segment)in->segmen,
					  .income = wages   ? in->upah_proyek
						    : jakon ? in->nilai_kontrak
							    : in->penghasilan,
					  .wage_known = wages,
					  .sector = in->sektor < 0 ? SECTOR_OTHER : (enum sector)in->sektor,
					  .risk = in->risiko < 0 ? RISK_VERY_LOW : (enum work_risk)in->risiko,
					  .payer = payers[in->dana < 0 ? PAYER_SELF : in->dana] };
	for (int i = 0; i < in->program.n; i++)
		ask->programmes |= 1u << in->program.at[i];
}

static int iuran_rows(const struct contribution *c, const struct env *env, struct row_cursor *out, struct err *e)
{
	static const struct {
		const char *programme, *payer;
	} parts[PARTS] = {
		[PART_JKK] = { "JKK", "" },
		[PART_JKM] = { "JKM", "" },
		[PART_JHT_EMPLOYER] = { "JHT", "pemberi kerja" },
		[PART_JHT_WORKER] = { "JHT", "pekerja" },
		[PART_JP_EMPLOYER] = { "JP", "pemberi kerja" },
		[PART_JP_WORKER] = { "JP", "pekerja" },
		[PART_JKP] = { "JKP", "negara dan rekomposisi" },
	};
	struct contribution_row *rows = padan_arena_array(env->arena, PARTS, sizeof(*rows));
	size_t n = 0;

	if (!rows)
		return err_memory(e, "rincian iuran");
	for (int i = 0; i < PARTS; i++)
		if (c->full[i].rp)
			rows[n++] = (struct contribution_row){ .program = padan_span_of(parts[i].programme),
							       .pembayar = padan_span_of(parts[i].payer),
							       .penuh = c->full[i],
							       .keringanan = rp(c->full[i].rp - c->due[i].rp),
							       .iuran = c->due[i] };
	return row_cursor_over(env->arena, rows, n, sizeof(*rows), out, e);
}

static void iuran_notes(const struct compute_iuran_in *in, const struct contribution *c, const struct law_used *used,
			struct notes *notes)
{
	char day[32];

	if (in->segmen == SEGMENT_BPU && in->dana < 0)
		notes_add(notes, "Pembayar tidak disebut; dihitung sebagai iuran mandiri (--dana).");
	if (c->due[PART_JKP].rp)
		notes_add(notes, "JKP dibayar negara dan rekomposisi JKK dan JKM; tidak menambah tagihan.");
	for (size_t i = 0; i < used->n; i++) {
		const struct law_row *r = used->at[i];
		date last = month_last((month){ in->bulan.m + (in->lama == FIELD_ABSENT ? 1 : (int)in->lama) - 1 });

		if (date_known(r->before) && date_month(r->before).m >= in->bulan.m && r->before.day <= last.day &&
		    date_ymd(r->before).d != 1)
			notes_add(notes, "Aturan %.*s berganti pada %s; bulan itu memakai aturan pada hari pertamanya.",
				  (int)r->key.n, r->key.p, date_long(r->before, day));
	}
	notes_unverified(notes, used);
}

/* When the project must be registered; silent for months before the rule. */
static void register_note(const struct env *env, const struct compute_iuran_in *in, struct law_used *used,
			  struct notes *notes)
{
	const struct law_ask ask = { "jakon", "batas_daftar", NULL, 0, month_first(in->bulan) };
	int64_t days;

	if (in->segmen == SEGMENT_JAKON && !law_value(env->law, &ask, LAW_HARI_KERJA, &days, used, NULL))
		notes_add(notes, "Proyek didaftarkan paling lambat %lld hari kerja setelah surat perintah kerja.",
			  (long long)days);
}

static int iuran_sums(const struct compute_iuran_in *in, const struct contribution_ask *ask, const struct env *env,
		      struct compute_iuran_out *out, struct contribution_plan *plan, struct err *e)
{
	struct buf runs;
	int rc = law_contribution_plan(env->law, ask, in->bulan, in->lama == FIELD_ABSENT ? 1 : (int)in->lama, plan, e);

	if (rc)
		return rc;
	buf_init(&runs, env->seams->alloc, LIM_CELL);
	contribution_runs(plan, &runs);
	out->rincian_iuran = text_keep(env->arena, buf_as_span(&runs));
	buf_done(&runs);
	out->lama = plan->months;
	out->iuran_bulanan = plan->monthly[0];
	out->total = plan->total;
	if (in->telat != FIELD_ABSENT && in->segmen != SEGMENT_JAKON) {
		const struct late_ask late = { ask->segment, plan->total, in->bulan, (int)in->telat };

		rc = law_late_fee(env->law, &late, &out->denda, &plan->used, e);
		if (!rc)
			rc = law_add(&out->total, out->denda, e);
	}
	if (!rc && ask->segment == SEGMENT_BPU)
		rc = law_base_income(env->law, ask->income, month_first(in->bulan), &out->dasar_upah, &plan->used, e);
	return rc;
}

int compute_iuran_plan(struct compute_iuran_out *out, const struct compute_iuran_in *in, const struct env *env,
		       struct err *e)
{
	struct notes notes = { .arena = env->arena };
	struct contribution_ask ask;
	struct contribution_plan plan;
	struct contribution first;
	int rc;

	iuran_ask(in, &ask);
	rc = iuran_check(in, &ask, e);
	if (!rc)
		rc = iuran_sums(in, &ask, env, out, &plan, e);
	if (!rc)
		rc = law_contribution(env->law, &ask, in->bulan, &first, NULL, e);
	if (rc)
		return rc;
	out->segmen = in->segmen;
	out->bulan = in->bulan;
	out->dana = in->segmen != SEGMENT_BPU ? -1 : in->dana < 0 ? PAYER_SELF : in->dana;
	out->keringanan = first.relief;
	if (in->segmen == SEGMENT_PU) {
		out->pekerja = rp(first.due[PART_JHT_WORKER].rp + first.due[PART_JP_WORKER].rp);
		out->pemberi_kerja = rp(first.total.rp - out->pekerja.rp);
	}
	register_note(env, in, &plan.used, &notes);
	iuran_notes(in, &first, &plan.used, &notes);
	rc = iuran_rows(&first, env, &out->rincian, e);
	if (!rc)
		rc = notes_cursor(&notes, &out->catatan, e);
	return rc ? rc : basis_cursor(&plan.used, env->arena, &out->dasar, e);
}

/* --- compute manfaat ----------------------------------------------------------------------------------------- */

static int64_t given_or_no(int64_t v)
{
	return v == FIELD_ABSENT ? BENEFIT_NO : v;
}

static int manfaat_ask(const struct compute_manfaat_in *in, const struct env *env, struct benefit_ask *ask,
		       struct law_used *used, struct err *e)
{
	*ask = (struct benefit_ask){ .kind = (enum benefit_kind)in->jenis,
				     .segment = in->segmen < 0 ? SEGMENT_BPU : (enum segment)in->segmen,
				     .event = in->tanggal,
				     .wage = in->upah,
				     .member_since = in->peserta_sejak,
				     .paid_months = given_or_no(in->bulan_iur),
				     .percent = given_or_no(in->persen),
				     .disability_no = given_or_no(in->cacat),
				     .function_loss = given_or_no(in->fungsi),
				     .stmb_months = given_or_no(in->bulan_stmb),
				     .transport = in->transport < 0 ? TRANSPORT_NONE : (enum transport)in->transport,
				     .n_children = in->anak.n };
	for (int i = 0; i < in->anak.n; i++)
		ask->child[i] = (enum school)in->anak.at[i];
	if (in->segmen == SEGMENT_BPU && in->jenis != BENEFIT_JKM && in->upah.rp != FIELD_ABSENT)
		return law_base_income(env->law, in->upah, in->tanggal, &ask->wage, used, e);
	return ERR_OK;
}

static void describe(const struct benefit_line *l, struct buf *out)
{
	static const char *const schools[] = { "TK", "SD", "SMP", "SMA", "perguruan tinggi" };
	const struct law_row percent = { .unit = LAW_PERSEN, .value = l->percent };
	char money[40];

	switch (l->kind) {
	case LINE_WAGE:
		buf_printf(out, "%lld bulan x ", (long long)l->months);
		law_show_value(&percent, out);
		buf_puts(out, " upah");
		break;
	case LINE_DISABILITY:
		law_show_value(&percent, out);
		break;
	case LINE_SCHOLARSHIP:
		buf_printf(out, "anak di %s: %s setahun; sampai perguruan tinggi paling lama %lld tahun",
			   schools[l->school], rupiah_format(l->yearly, money), (long long)l->months);
		break;
	case LINE_TRANSPORT:
		buf_puts(out, "paling banyak, menurut bukti; tidak termasuk total");
		break;
	default:
		break;
	}
}

static int manfaat_rows(const struct benefit *b, const struct env *env, struct row_cursor *out, struct err *e)
{
	static const char *const names[] = {
		[LINE_DEATH] = "Santunan kematian",   [LINE_PERIODIC] = "Santunan berkala dibayar sekaligus",
		[LINE_FUNERAL] = "Biaya pemakaman",   [LINE_WAITING] = "Manfaat dalam masa tunggu",
		[LINE_DISABILITY] = "Santunan cacat", [LINE_WAGE] = "Sementara tidak mampu bekerja",
		[LINE_TRANSPORT] = "Biaya angkutan",  [LINE_SCHOLARSHIP] = "Beasiswa",
	};
	struct benefit_row *rows = padan_arena_array(env->arena, BENEFIT_LINES, sizeof(*rows));
	struct buf text;

	if (!rows)
		return err_memory(e, "rincian manfaat");
	buf_init(&text, env->seams->alloc, LIM_CELL);
	for (int i = 0; i < b->n; i++) {
		buf_clear(&text);
		describe(&b->line[i], &text);
		rows[i] = (struct benefit_row){ .manfaat = padan_span_of(names[b->line[i].kind]),
						.uraian = text_keep(env->arena, buf_as_span(&text)),
						.jumlah = b->line[i].amount };
	}
	buf_done(&text);
	return row_cursor_over(env->arena, rows, (size_t)b->n, sizeof(*rows), out, e);
}

static void manfaat_notes(const struct compute_manfaat_in *in, const struct benefit *b, const struct law_used *used,
			  struct notes *notes)
{
	static const char *const scholarship[] = {
		[SCHOLARSHIP_NOT_ASKED] = NULL,
		[SCHOLARSHIP_DUE] = "Beasiswa dibayar setiap tahun menurut jenjang; jumlahnya paling banyak dan tidak "
				    "termasuk total.",
		[SCHOLARSHIP_TOO_FEW_MONTHS] = "Beasiswa belum menjadi hak: iuran yang dibayar kurang dari syarat.",
		[SCHOLARSHIP_UNKNOWN] = "Beasiswa bergantung pada banyaknya bulan iuran yang dibayar (--bulan-iur).",
		[SCHOLARSHIP_NOT_THEN] = "Beasiswa tidak termasuk manfaat dalam keadaan ini.",
	};

	if (b->waiting)
		notes_add(notes, "Meninggal dalam masa tunggu: manfaat penuh baru berlaku setelah masa tunggu. Jeda "
				 "kepesertaan memulai masa tunggu baru.");
	if (b->floored)
		notes_add(notes, "Santunan kematian JKK dinaikkan menjadi sebesar santunan kematian JKM.");
	if (scholarship[b->scholarship])
		notes_add(notes, "%s", scholarship[b->scholarship]);
	if (b->scholarship == SCHOLARSHIP_TOO_FEW_MONTHS)
		notes_add(notes, "Beasiswa memerlukan %lld bulan iuran; yang dibayar %lld.",
			  (long long)b->scholarship_months, (long long)in->bulan_iur);
	if (in->jenis != BENEFIT_JKM)
		notes_add(notes, "Perawatan dan pengobatan ditanggung sesuai kebutuhan medis, di luar jumlah ini.");
	notes_unverified(notes, used);
}

int compute_manfaat_plan(struct compute_manfaat_out *out, const struct compute_manfaat_in *in, const struct env *env,
			 struct err *e)
{
	struct notes notes = { .arena = env->arena };
	struct law_used used = { .n = 0 };
	struct benefit_ask ask;
	struct benefit b;
	int rc = manfaat_ask(in, env, &ask, &used, e);

	if (!rc)
		rc = law_benefit(env->law, &ask, &b, &used, e);
	if (rc)
		return rc;
	out->jenis = in->jenis;
	out->tanggal = in->tanggal;
	out->upah = in->jenis == BENEFIT_JKM ? rp(FIELD_ABSENT) : ask.wage;
	out->masa_tunggu = b.waiting;
	out->penuh_mulai = b.waiting ? b.waiting_over : DATE_NONE;
	out->kedaluwarsa = b.lapses;
	out->total = b.total;
	if (b.scholarship == SCHOLARSHIP_DUE)
		out->beasiswa = b.scholarships;
	manfaat_notes(in, &b, &used, &notes);
	rc = manfaat_rows(&b, env, &out->rincian, e);
	if (!rc)
		rc = notes_cursor(&notes, &out->catatan, e);
	return rc ? rc : basis_cursor(&used, env->arena, &out->dasar, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * The card on the screen, as PDF, and the question whether one is genuine. */
#include "membership/card_cases.h"

#include "access/totp.h"
#include "membership/card_store.h"
#include "membership/objection.h"
#include "membership/person_show.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>

#define CASES	  "membership/card.def"
#define CASE_ROOM card
#include "office/define.inc"

enum { QR_TEXT = 240, SVG_MOST = 1 << 18, LINE = 256, BESIDE_QR = PDF_MM(42) };

static span keep(const struct env *env, span s)
{
	return (span){ padan_arena_copy(env->arena, s.n ? s.p : "", s.n), s.n };
}

struct card {
	struct person_story story;
	const struct person_decision *decision;
	char code[CARD_CODE], qr[QR_TEXT];
	const char *standing;
};

static const char *standing_of(bool enrolled, bool refused, date last, date today)
{
	if (date_known(today) && last.day < today.day)
		return "perlindungan berakhir";
	return enrolled ? "terdaftar di BPJS" : refused ? "ditolak BPJS" : "menunggu BPJS";
}

/* "https://lindung.pareparekota.go.id", without anything behind it. */
static int read_address(span typed, span *out, struct err *e)
{
	span a = span_trim(typed);

	while (a.n && a.p[a.n - 1] == '/')
		a.n--;
	*out = a;
	if (!a.n || (a.n > 8 && (!memcmp(a.p, "https://", 8) || !memcmp(a.p, "http://", 7)) && !memchr(a.p, ' ', a.n) &&
		     !memchr(a.p, '?', a.n)))
		return ERR_OK;
	return err_set(e, ERR_USAGE,
		       "alamat: alamat layanan yang lengkap, misalnya https://lindung.pareparekota.go.id");
}

static int make(struct card *c, const struct env *env, span who, span typed, struct err *e)
{
	struct person_story *s = &c->story;
	span address;
	int64_t run = 0;
	int rc = read_address(typed, &address, e);

	if (!rc)
		rc = person_story(env, who, s, e);
	if (!rc)
		rc = person_story_answers(env, s, e);
	if (rc)
		return rc;
	if (!s->covered || !run_id_parse(s->id, &run))
		return err_set(e, ERR_CONFLICT,
			       "orang ini belum ditetapkan sebagai peserta; kartu dibuat sesudah SK terbit");
	c->decision = &s->rows[s->best];
	c->standing = standing_of(padan_span_eq(s->status, SPAN("diterima")), padan_span_eq(s->status, SPAN("ditolak")),
				  s->last_day, env->today);
	card_code(store_key(env->store), s->id, s->run, c->code);
	snprintf(c->qr, sizeof(c->qr), "%.*s%s%s", (int)address.n, address.p, address.n ? "/kartu/" : "", c->code);
	return ERR_OK;
}

int card_show_plan(struct card_show_out *out, const struct card_show_in *in, const struct env *env, struct err *e)
{
	struct card *c = padan_arena_zero(env->arena, sizeof(*c));
	struct buf svg;
	int rc = c ? make(c, env, in->orang, in->alamat, e) : err_memory(e, "kartu");

	if (rc)
		return rc;
	out->nama = c->story.name;
	out->program = c->decision->program;
	out->nomor = c->decision->nomor;
	out->mulai = c->story.first_day;
	out->sampai = c->story.last_day;
	out->keadaan = padan_span_of(c->standing);
	out->orang = c->story.id;
	out->nik = c->story.nik;
	out->kpj = c->story.kpj;
	out->kelurahan = c->story.ward;
	out->kecamatan = c->story.district;
	out->kode = padan_span_of(c->code);
	out->isi_qr = padan_span_of(c->qr);
	buf_init(&svg, env->seams->alloc, SVG_MOST);
	rc = qr_svg(c->qr, &svg, e);
	out->gambar = rc ? SPAN("") : keep(env, buf_as_span(&svg));
	buf_done(&svg);
	return rc || out->gambar.p ? rc : err_memory(e, "kartu");
}

/* --- as PDF ----------------------------------------------------------------------------------------------------------
 */
int card_print_plan(struct card_print_out *out, const struct card_print_in *in, const struct env *env, struct err *e)
{
	struct card *c = padan_arena_zero(env->arena, sizeof(*c));
	int rc = c ? make(c, env, in->orang, in->alamat, e) : err_memory(e, "kartu");

	if (rc)
		return rc;
	out->nama = c->story.name;
	out->program = c->decision->program;
	out->nomor = c->decision->nomor;
	out->mulai = c->story.first_day;
	out->sampai = c->story.last_day;
	out->keadaan = padan_span_of(c->standing);
	out->kode = padan_span_of(c->code);
	out->berkas_kartu = in->berkas;
	return ERR_OK;
}

struct drawing {
	struct pdf_out *pdf;
	int x, y, module;
};

static void draw(void *ctx, int x, int y)
{
	struct drawing *d = ctx;

	pdf_black(d->pdf, d->x + x * d->module, d->y + y * d->module, d->module, d->module);
}

static void measure(void *ctx, int x, int y)
{
	(void)ctx, (void)x, (void)y;
}

static int put_qr(struct pdf_sheet *t, const char *text, struct err *e)
{
	enum { SIDE = PDF_MM(38) };
	struct drawing d = { .pdf = t->p, .x = t->right - SIDE, .y = t->top + PDF_MM(14) };
	int side = 0, rc = qr_each(text, &side, measure, NULL, e);

	d.module = side ? SIDE / side : 1;
	return rc ? rc : qr_each(text, &side, draw, &d, e);
}

static void put(struct pdf_sheet *t, enum pdf_face face, int size, const char *label, span value)
{
	char line[LINE];
	struct pdf_paragraph how = {
		.face = face, .align = PDF_LEFT, .size = size, .from = t->left, .to = t->right - BESIDE_QR
	};

	if (!value.n)
		return;
	snprintf(line, sizeof(line), "%s%.*s", label, (int)(value.n < 160 ? value.n : 160), value.p);
	pdf_paragraph(t, &how, padan_span_of(line));
	pdf_space(t, 250);
}

static int put_card(struct pdf_sheet *t, const struct card *c, struct err *e)
{
	const struct person_story *s = &c->story;
	char room[32], from[32], to[32], days[LINE];
	struct pdf_paragraph whole = { .face = PDF_BOLD, .align = PDF_LEFT, .size = 1300 };
	struct pdf_paragraph small = { .face = PDF_REGULAR, .align = PDF_LEFT, .size = 800 };

	pdf_paragraph(t, &whole, SPAN("KARTU PESERTA"));
	small.size = 900;
	pdf_paragraph(t, &small, c->decision->program);
	pdf_space(t, 700);
	put(t, PDF_BOLD, 1200, "", s->name);
	put(t, PDF_REGULAR, 900, "NIK ", s->nik.n ? nik_masked(s->nik, room) : s->nik);
	put(t, PDF_REGULAR, 900, "Nomor peserta (KPJ) ", s->kpj);
	put(t, PDF_REGULAR, 900, "Kelurahan ", s->ward);
	put(t, PDF_REGULAR, 900, "SK ", c->decision->nomor);
	snprintf(days, sizeof(days), "%s sampai %s", date_long(s->first_day, from), date_long(s->last_day, to));
	put(t, PDF_REGULAR, 900, "Berlaku ", padan_span_of(days));
	pdf_space(t, 500);
	small.size = 750;
	small.from = whole.from = t->left;
	small.to = whole.to = t->right - BESIDE_QR;
	pdf_paragraph(t, &small,
		      SPAN("Periksa keaslian kartu ini: pindai kode QR, atau ketik kode di bawah ini pada halaman "
			   "Periksa kartu. Kartu ini tidak memuat NIK lengkap."));
	pdf_space(t, 250);
	whole.size = 950;
	pdf_paragraph(t, &whole, padan_span_of(c->code));
	return put_qr(t, c->qr, e);
}

int card_print_publish(const struct card_print_out *out, const struct card_print_in *in, const struct env *env,
		       struct err *e)
{
	struct card *c = padan_arena_zero(env->arena, sizeof(*c));
	char *path = padan_arena_copy(env->arena, in->berkas.p, in->berkas.n);
	struct pdf_spec spec = { .width = PDF_MM(148), .height = PDF_MM(105), .title = "Kartu Peserta" };
	struct pdf_sheet t;
	struct pdf_out *pdf;
	int rc = c && path ? make(c, env, in->orang, in->alamat, e) : err_memory(e, "kartu");

	(void)out;
	if (rc)
		return rc;
	spec.day = date_known(env->today) ? env->today : c->story.first_day;
	rc = pdf_open(&pdf, env->seams, path, &spec, e);
	if (rc)
		return rc;
	pdf_sheet_begin(&t, pdf, PDF_MM(10), 900);
	rc = put_card(&t, c, e);
	if (rc) {
		pdf_abandon(pdf);
		return rc;
	}
	return pdf_close(pdf, e);
}

/* --- is it genuine? --------------------------------------------------------------------------------------------------
 */
int card_check_plan(struct card_check_out *out, const struct card_check_in *in, const struct env *env, struct err *e)
{
	struct card_found c;
	struct buf masked;
	int rc = card_find(env, in->kode, &c, e);

	out->sah = !rc && c.found;
	if (rc || !c.found)
		return rc;
	buf_init(&masked, env->seams->alloc, LIM_CELL);
	name_masked(c.name, &masked);
	out->nama = keep(env, buf_as_span(&masked));
	buf_done(&masked);
	out->program = c.programme;
	out->nomor = c.decree;
	out->mulai = c.first_day;
	out->sampai = c.last_day;
	out->keadaan = padan_span_of(
		standing_of(c.enrolled == ENROLLED_YES, c.enrolled == ENROLLED_NO, c.last_day, env->today));
	return out->nama.p ? ERR_OK : err_memory(e, "kartu");
}

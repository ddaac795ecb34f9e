/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/annex.h"

#include "papers/wording.h"

#include <stdio.h>

/* "NOMOR 100.3.3.3/412/2025": the year is added where the number does not end in it. */
static void say_number_line(struct annex *a)
{
	const struct view_head *h = &a->in->v->head;
	char year[8];
	span n = h->decree;

	if (!n.n) {
		buf_printf(&a->number, "NOMOR ................ TAHUN %d", month_year(h->first));
		return;
	}
	snprintf(year, sizeof(year), "%d", date_ymd(h->decreed).y);
	buf_puts(&a->number, "NOMOR ");
	buf_span(&a->number, n);
	if (n.n < 4 || memcmp(n.p + n.n - 4, year, 4) != 0)
		buf_printf(&a->number, " TAHUN %s", year);
}

static void say_day_line(struct annex *a)
{
	const struct view_head *h = &a->in->v->head;
	char day[32];

	if (!h->decree.n)
		return;
	date_long(h->decreed, day);
	for (char *p = day; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	buf_puts(&a->day, "TANGGAL ");
	buf_puts(&a->day, day);
}

static const char *mark_of(const struct annex *a)
{
	bool draft = !a->in->v->head.decree.n;

	if (a->copy == ANNEX_ARCHIVE)
		return draft ? "TERBATAS - memuat NIK lengkap. RANCANGAN, belum bernomor."
			     : "TERBATAS - memuat NIK lengkap.";
	return draft ? "SALINAN PUBLIK - NIK disamarkan, alamat tanpa nama jalan. RANCANGAN, belum bernomor."
		     : "SALINAN PUBLIK - NIK disamarkan, alamat tanpa nama jalan.";
}

void annex_begin(struct annex *a, const struct paper_env *in, enum annex_copy copy)
{
	const struct programme *p = in->v->programme;
	struct buf *all[] = { &a->office, &a->number, &a->day, &a->about, &a->benefits, &a->cover };

	a->in = in;
	a->copy = copy;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		buf_init(all[i], in->seams->alloc, 4096);
	buf_init(&a->scratch, in->seams->alloc, LIM_RECORD);
	buf_puts(&a->office, "LAMPIRAN KEPUTUSAN ");
	buf_span(&a->office, office_of(p));
	say_number_line(a);
	say_day_line(a);
	buf_puts(&a->about, "TENTANG ");
	say_about(p, month_year(in->v->head.first), &a->about);
	a->mark = mark_of(a);
	say_benefits(p->manfaat, &a->benefits);
	say_cover(in->v->head.first, in->v->head.months, &a->cover);
}

int annex_end(struct annex *a, const char *path, struct err *e)
{
	struct buf *all[] = { &a->office, &a->number, &a->day, &a->about, &a->benefits, &a->cover, &a->scratch };
	bool failed = false;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		failed |= all[i]->failed;
		buf_done(all[i]);
	}
	return failed ? err_memory(e, path) : ERR_OK;
}

span annex_address(struct annex *a, const struct view_row *r)
{
	struct view_row shown = *r;

	buf_clear(&a->scratch);
	if (a->copy == ANNEX_PUBLIC)
		shown.address = (span){ NULL, 0 };
	say_address(&shown, &a->scratch);
	return buf_as_span(&a->scratch);
}

span annex_nik(const struct annex *a, const struct view_row *r, char room[32])
{
	if (a->copy == ANNEX_ARCHIVE)
		return r->nik;
	return nik_masked(r->nik, room);
}

span annex_fund(const struct annex *a, const struct view_row *r)
{
	const struct view_head *h = &a->in->v->head;

	return r->fund >= 0 && (size_t)r->fund < h->nfunds ? h->funds[r->fund].name : (span){ NULL, 0 };
}

span annex_held(struct annex *a)
{
	char money[40];

	buf_clear(&a->scratch);
	if (!a->in->held)
		return (span){ NULL, 0 };
	buf_puts(&a->scratch, "Di luar lampiran ini, ");
	say_number(a->in->held, &a->scratch);
	buf_printf(&a->scratch, " orang (%s) menunggu konfirmasi NIK oleh kelurahan; tempatnya tetap disediakan.",
		   rupiah_format(a->in->held_total, money));
	return buf_as_span(&a->scratch);
}

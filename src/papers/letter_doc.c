/* SPDX-License-Identifier: EUPL-1.2
 * The fields of the paper itself. */
#include "papers/letter_values.h"
#include "papers/wording.h"

#include <stdio.h>

#define SAY(name) void naskah_##name(const struct letter_job *j, struct buf *out)

static const struct run_view *view(const struct letter_job *j)
{
	return j->all->v;
}

static const struct programme *programme(const struct letter_job *j)
{
	return j->all->v->programme;
}

void say_or_dots(span s, int dots, struct buf *out)
{
	buf_span(out, s);
	for (int i = 0; i < dots && !s.n; i++)
		buf_putc(out, '.');
}

static void say_day(date d, struct buf *out)
{
	char text[32];

	if (date_known(d))
		buf_puts(out, date_long(d, text));
	else
		say_or_dots((span){ NULL, 0 }, 24, out);
}

static void say_rupiah(rupiah r, struct buf *out)
{
	char text[40];

	buf_puts(out, rupiah_format(r, text));
}

/* --- the paper ---------------------------------------------------------------------------------------------- */

SAY(rancangan)
{
	if (!view(j)->head.decree.n)
		buf_puts(out, "RANCANGAN");
}

static void say_roman(int m, struct buf *out)
{
	static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII" };

	buf_puts(out, roman[m - 1]);
}

static bool takes(span *rest, const char *word)
{
	size_t n = strlen(word);

	if (rest->n < n || memcmp(rest->p, word, n) != 0)
		return false;
	rest->p += n;
	rest->n -= n;
	return true;
}

/* The office's pattern with the paper's number, or dots in its place. */
static void say_pattern(span pattern, span order, date day, struct buf *out)
{
	struct ymd d = date_ymd(day);

	while (pattern.n) {
		if (takes(&pattern, "{nomor}")) {
			say_or_dots(order, 8, out);
		} else if (takes(&pattern, "{bulan_romawi}")) {
			say_roman(d.m, out);
		} else if (takes(&pattern, "{bulan}")) {
			buf_printf(out, "%02d", d.m);
		} else if (takes(&pattern, "{tahun}")) {
			buf_printf(out, "%d", d.y);
		} else {
			buf_putc(out, pattern.p[0]);
			pattern.p++;
			pattern.n--;
		}
	}
}

SAY(nomor)
{
	const struct letter_setting *l = &j->all->o->letter[j->letter];

	if (j->letter == LETTER_berita_acara_pemadanan && programme(j)->ba.nomor.n)
		buf_span(out, programme(j)->ba.nomor);
	else if (l->number.n)
		say_pattern(l->number, l->order, view(j)->head.papers_date, out);
	else
		say_or_dots(l->order, 32, out);
}

SAY(tanggal)
{
	say_day(view(j)->head.papers_date, out);
}

SAY(hari)
{
	buf_puts(out, date_weekday(view(j)->head.papers_date));
}

SAY(tanggal_terbilang)
{
	say_words(date_ymd(view(j)->head.papers_date).d, out);
}

SAY(bulan)
{
	char text[32];

	month_long(date_month(view(j)->head.papers_date), text);
	buf_put(out, text, strcspn(text, " "));
}

SAY(tahun_terbilang)
{
	say_words(date_ymd(view(j)->head.papers_date).y, out);
}

SAY(tanggal_angka)
{
	say_date(view(j)->head.papers_date, out);
}

/* --- the programme -------------------------------------------------------------------------------------------- */

SAY(program)
{
	buf_span(out, programme(j)->nama);
}

SAY(tahap)
{
	buf_i64(out, programme(j)->tahap);
}

SAY(tahun)
{
	buf_i64(out, month_year(view(j)->head.first));
}

SAY(masa)
{
	say_cover(view(j)->head.first, view(j)->head.months, out);
}

SAY(mulai)
{
	say_day(month_first(view(j)->head.first), out);
}

SAY(sampai)
{
	say_day(month_last((month){ view(j)->head.first.m + view(j)->head.months - 1 }), out);
}

SAY(lama)
{
	buf_i64(out, view(j)->head.months);
}

SAY(manfaat)
{
	say_benefits(programme(j)->manfaat, out);
}

SAY(kriteria)
{
	say_criteria(&programme(j)->kriteria, out);
}

SAY(prioritas)
{
	const struct programme *p = programme(j);

	for (int i = 0; i < p->prioritas_n; i++) {
		buf_puts(out, i ? ", lalu " : "");
		say_priority(p, i, out);
	}
	if (!p->prioritas_n)
		buf_puts(out, "tidak ditetapkan");
}

SAY(penentu)
{
	if (!view(j)->head.seed.n) {
		buf_puts(out, "tanggal usulan");
		return;
	}
	buf_puts(out, "pengacakan terbuka dengan benih \"");
	buf_span(out, view(j)->head.seed);
	buf_putc(out, '"');
}

SAY(ambang)
{
	say_likelihood(view(j)->head.threshold, out);
}

SAY(ambang_tinjau)
{
	say_likelihood(view(j)->head.review, out);
}

/* --- the office ------------------------------------------------------------------------------------------------- */

SAY(daerah)
{
	buf_span(out, j->all->region);
}

SAY(kota)
{
	say_or_dots(j->all->town, 16, out);
}

SAY(provinsi)
{
	buf_span(out, j->all->o->province);
}

SAY(pemerintah)
{
	buf_span(out, j->all->government);
}

SAY(instansi)
{
	say_or_dots(j->all->office, 40, out);
}

SAY(nama_instansi)
{
	say_or_dots(j->all->office_words, 40, out);
}

SAY(alamat_instansi)
{
	buf_span(out, j->all->o->address);
}

SAY(nama_kepala)
{
	say_or_dots(j->all->o->head.name, 40, out);
}

SAY(jabatan_kepala)
{
	const struct letters *l = j->all;

	if (l->o->head.title.n) {
		buf_span(out, l->o->head.title);
	} else if (l->office_words.n) {
		buf_puts(out, "Kepala ");
		buf_span(out, l->office_words);
	} else {
		say_or_dots((span){ NULL, 0 }, 40, out);
	}
}

SAY(pangkat_kepala)
{
	say_or_dots(j->all->o->head.grade, 24, out);
}

SAY(nip_kepala)
{
	say_or_dots(j->all->o->head.nip, 30, out);
}

SAY(kepada)
{
	const struct letters *l = j->all;
	const struct letter_setting *s = &l->o->letter[j->letter];

	if (s->to.n) {
		buf_span(out, s->to);
		return;
	}
	switch (j->letter) {
	case LETTER_nota_dinas:
	case LETTER_telaahan_staf:
		buf_span(out, l->signer_words);
		break;
	case LETTER_pengantar_dukcapil:
		buf_puts(out, "Kepala Dinas Kependudukan dan Pencatatan Sipil ");
		buf_span(out, l->region);
		break;
	case LETTER_pengantar_bpjs:
		buf_puts(out, "Kepala Kantor Cabang BPJS Ketenagakerjaan ");
		buf_span(out, l->town);
		break;
	default:
		say_or_dots((span){ NULL, 0 }, 40, out);
	}
}

SAY(di)
{
	const struct letter_setting *s = &j->all->o->letter[j->letter];

	say_or_dots(s->at.n ? s->at : j->all->town, 16, out);
}

SAY(hal)
{
	buf_puts(out, j->subject);
}

SAY(sifat)
{
	buf_puts(out, j->letter == LETTER_pengantar_dukcapil ? "Rahasia" : "Segera");
}

SAY(keberatan_tempat)
{
	const struct letters *l = j->all;

	if (l->o->objection.place.n) {
		buf_span(out, l->o->objection.place);
		return;
	}
	buf_puts(out, "kantor kelurahan setempat");
	if (l->office_words.n) {
		buf_puts(out, " atau ");
		buf_span(out, l->office_words);
	}
}

SAY(keberatan_sampai)
{
	const struct letter_office *o = j->all->o;
	date d = o->objection.until;

	if (o->objection.days > 0)
		d = (date){ view(j)->head.papers_date.day + o->objection.days };
	say_day(d, out);
}

SAY(keberatan_telepon)
{
	buf_span(out, j->all->o->objection.phone);
}

/* --- the decree --------------------------------------------------------------------------------------------------- */

SAY(jabatan_penetap)
{
	buf_span(out, j->all->signer);
}

SAY(sebutan_penetap)
{
	buf_span(out, j->all->signer_words);
}

SAY(nama_penetap)
{
	say_or_dots(programme(j)->sk.nama, 36, out);
}

static int sk_year(const struct letter_job *j)
{
	const struct view_head *h = &view(j)->head;

	return h->decree.n && date_known(h->decreed) ? date_ymd(h->decreed).y : month_year(h->first);
}

SAY(nomor_sk)
{
	const struct letter_setting *l = &j->all->o->letter[LETTER_keputusan];

	if (view(j)->head.decree.n)
		buf_span(out, view(j)->head.decree);
	else if (l->number.n)
		say_pattern(l->number, (span){ NULL, 0 }, view(j)->head.papers_date, out);
	else
		say_or_dots((span){ NULL, 0 }, 16, out);
}

SAY(nomor_sk_tahun)
{
	size_t from = out->n;
	char year[8];

	naskah_nomor_sk(j, out);
	if (out->failed || out->n < from + 1)
		return;
	snprintf(year, sizeof(year), "%d", sk_year(j));
	if (out->n < from + 4 || memcmp(out->p + out->n - 4, year, 4) != 0)
		buf_printf(out, " TAHUN %s", year);
}

SAY(tanggal_sk)
{
	say_day(view(j)->head.decree.n ? view(j)->head.decreed : DATE_NONE, out);
}

SAY(tahun_sk)
{
	buf_i64(out, sk_year(j));
}

SAY(tentang)
{
	say_about(programme(j), month_year(view(j)->head.first), out);
}

SAY(tentang_kalimat)
{
	size_t from = out->n;

	say_about(programme(j), month_year(view(j)->head.first), out);
	if (!out->failed)
		say_as_title(out, from);
}

SAY(nomor_pks)
{
	say_or_dots(programme(j)->pks.nomor, 32, out);
}

SAY(tanggal_pks)
{
	say_day(programme(j)->pks.ada ? programme(j)->pks.tanggal : DATE_NONE, out);
}

SAY(nomor_ba)
{
	struct letter_job ba = *j;

	ba.letter = LETTER_berita_acara_pemadanan;
	naskah_nomor(&ba, out);
}

/* --- counts ---------------------------------------------------------------------------------------------------------
 */

#define COUNT(name, value)                                                                                             \
	SAY(name)                                                                                                      \
	{                                                                                                              \
		say_number((int64_t)(value), out);                                                                     \
	}
#define MONEY(name, value)                                                                                             \
	SAY(name)                                                                                                      \
	{                                                                                                              \
		say_rupiah(value, out);                                                                                \
	}

COUNT(usulan, view(j)->nrows)
COUNT(berkas_usulan, j->all->lists)
COUNT(padan, view(j)->head.by_padan[PADAN_PADAN])
COUNT(padan_tinjau, view(j)->head.by_padan[PADAN_TINJAU])
COUNT(tidak_padan, view(j)->head.by_padan[PADAN_TIDAK_PADAN])
COUNT(terpilih, view(j)->head.by_verdict[PUTUSAN_TERPILIH])
COUNT(cadangan, view(j)->head.by_verdict[PUTUSAN_CADANGAN])
COUNT(tinjau, view(j)->head.by_verdict[PUTUSAN_TINJAU])
COUNT(ditolak, view(j)->head.by_verdict[PUTUSAN_DITOLAK])
COUNT(ganda, view(j)->head.by_verdict[PUTUSAN_GANDA])
COUNT(orang, j->all->in.nannex)
COUNT(orang_dana, j->all->all_people)
MONEY(total, j->all->in.annex_total)
MONEY(total_dana, j->all->all_spent)
MONEY(total_pagu, j->all->all_ceiling)
MONEY(total_sisa, j->all->all_left)
MONEY(biaya_per_orang, view(j)->head.per_person)
MONEY(total_tertahan, j->all->in.held_total)

SAY(tertahan)
{
	if (j->all->in.held)
		say_number(j->all->in.held, out);
}

SAY(orang_terbilang)
{
	say_words((int64_t)j->all->in.nannex, out);
}

SAY(total_terbilang)
{
	rupiah_words(j->all->in.annex_total, out);
}

SAY(total_dana_terbilang)
{
	rupiah_words(j->all->all_spent, out);
}

SAY(versi)
{
	buf_span(out, view(j)->head.version);
}

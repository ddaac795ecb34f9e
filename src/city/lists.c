/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/lists.h"

#include "city/registers.h"

#include <stdio.h>

const char *const list_file[OFFICE_COUNT] = { "usulan_dinas_perikanan.csv", "usulan_dinas_pertanian.csv",
					      "usulan_disnaker.xlsx" };

void title_case(char *s)
{
	bool start = true;

	for (; *s; s++) {
		if (!start && *s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
		start = *s == ' ' || *s == '.' || *s == '-' || *s == '(';
	}
}

void born_cell(const struct row *row, char separator, char out[32])
{
	char day[16];

	if (row->born_form == DATE_WRITTEN)
		snprintf(out, 32, "%s", day_dmy(row->born, separator, day));
	else if (row->born_form == DATE_AGE_ONLY)
		snprintf(out, 32, "%d tahun", row->age);
	else
		snprintf(out, 32, "%s", row->born_form == DATE_ZERO ? "00-00-0000" : "");
}

void lists_truth(struct lists *l, uint32_t i, uint32_t line)
{
	struct out *o = &l->truth;
	const struct row *row = &l->work;
	char text[32];

	out_cells(o, list_file[l->row[i].office]);
	snprintf(text, sizeof(text), "%u", line);
	out_cells(o, text);
	out_cells(o, row->true_nik);
	out_cells(o, row->damage);
	if (row->exists)
		snprintf(text, sizeof(text), "P%08u", l->row[i].person);
	else
		snprintf(text, sizeof(text), "X%08u", l->row[i].extra);
	out_cells(o, text);
	out_cells(o, row->exists ? "1" : "0");
	out_cells(o, row->exists ? life_word(row->life) : "");
	out_cells(o, row->fits ? "1" : "0");
	out_cells(o, row->exists ? row->reasons : "tidak_ditemukan");
	out_row(o);
}

/* Fisheries: commas, our own titles, capitals. */
static void fishery_row(struct out *o, const struct row *row)
{
	char born[32], filed[16];

	born_cell(row, '-', born);
	out_cells(o, row->nik);
	out_cells(o, row->name);
	out_cells(o, row->birthplace);
	out_cells(o, born);
	out_cells(o, row->sex == 1 ? "L" : "P");
	out_cells(o, row->street);
	out_cells(o, row->rt);
	out_cells(o, row->rw);
	out_cells(o, row->village);
	out_cells(o, row->district);
	out_cells(o, row->job);
	out_cells(o, row->relation);
	out_cells(o, row->employer);
	out_cells(o, row->income);
	out_cells(o, row->head);
	out_cells(o, row->kk);
	out_cells(o, row->mother);
	out_cells(o, row->phone);
	out_cells(o, day_dmy(row->filed, '-', filed));
	out_row(o);
}

/* Farming: a byte order mark, semicolons, titles of its own, a number column, names as names. */
static void farming_row(struct out *o, struct row *row, uint32_t number)
{
	char text[32];

	title_case(row->name);
	title_case(row->birthplace);
	title_case(row->head);
	snprintf(text, sizeof(text), "%u", number);
	out_cells(o, text);
	out_cells(o, row->name);
	out_cells(o, row->nik);
	out_cells(o, row->birthplace);
	born_cell(row, '/', text);
	out_cells(o, text);
	out_cells(o, row->sex == 1 ? "Laki-laki" : "Perempuan");
	out_cells(o, row->street);
	out_cells(o, row->rt);
	out_cells(o, row->rw);
	out_cells(o, row->village);
	out_cells(o, row->district);
	out_cells(o, row->job);
	out_cells(o, row->relation);
	out_cells(o, row->employer);
	out_cells(o, row->income);
	out_cells(o, row->kk);
	out_cells(o, row->head);
	out_cells(o, row->phone);
	out_cells(o, day_dmy(row->filed, '/', text));
	out_row(o);
}

static void begin_list(struct out *o, const struct city *c, enum office office)
{
	char title[128];

	if (office == OFFICE_FISHERY) {
		out_raw(o, SPAN("nik,nama,tempat_lahir,tanggal_lahir,jenis_kelamin,alamat,rt,rw,kelurahan,kecamatan,"
				"pekerjaan,"
				"hubungan_kerja,pemberi_kerja,penghasilan,kepala_keluarga,no_kk,nama_ibu,no_hp,tanggal_"
				"usulan"));
		out_row(o);
		return;
	}
	o->separator = ';';
	o->crlf = true;
	out_raw(o, SPAN("\xEF\xBB\xBF")); /* as Excel saves "CSV UTF-8" */
	snprintf(title, sizeof(title), "DAFTAR USULAN PEKERJA RENTAN SEKTOR PERTANIAN KOTA %s;;;;;;;;;;;;;;;;;;",
		 c->places.place);
	out_raw(o, padan_span_of(title));
	out_row(o);
	out_raw(o, SPAN(";;;;;;;;;;;;;;;;;;"));
	out_row(o);
	out_raw(o, SPAN("No;Nama Lengkap;NIK;Tempat Lahir;Tgl Lahir;Jenis "
			"Kelamin;Alamat;RT;RW;Kelurahan;Kecamatan;Pekerjaan;"
			"Hubungan Kerja;Pemberi Kerja;Penghasilan;No. KK;Kepala Keluarga;No HP;Tanggal Usulan"));
	out_row(o);
}

static int write_csv(struct lists *l, enum office office, uint32_t from, uint32_t to, struct err *e)
{
	struct out o;
	int rc = out_begin(&o, l->seams, l->order->dir, list_file[office], e);

	if (rc != ERR_OK)
		return rc;
	begin_list(&o, l->c, office);
	for (uint32_t i = from; i < to; i++) {
		row_make(l->c, l->row[i], i, &l->work);
		if (office == OFFICE_FISHERY)
			fishery_row(&o, &l->work);
		else
			farming_row(&o, &l->work, i - from + 1);
		lists_truth(l, i, o.rows);
		answer_row(l, i, list_file[office], o.rows);
	}
	return out_end(&o, rc, e);
}

int lists_write(struct lists *l, struct err *e)
{
	int rc = out_begin(&l->truth, l->seams, l->order->dir, "kebenaran.csv", e);
	uint32_t from = 0;

	if (rc != ERR_OK)
		return rc;
	out_raw(&l->truth,
		SPAN("berkas,baris,nik_benar,jenis_kerusakan,orang,di_registri,status,memenuhi,alasan_benar"));
	out_row(&l->truth);
	rc = answer_begin(l, e);
	for (int office = 0; office < OFFICE_COUNT && rc == ERR_OK; office++) {
		uint32_t to = from;

		while (to < l->n && l->row[to].office == office)
			to++;
		rc = office == OFFICE_LABOUR ? book_write(l, from, to, e)
					     : write_csv(l, (enum office)office, from, to, e);
		from = to;
	}
	rc = answer_end(l, rc, e);
	return out_end(&l->truth, rc, e);
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/registers.h"

#include <stdio.h>

enum { REG_PEOPLE, REG_DESIL, REG_MEMBERS, REG_PAYROLL, REG_DECREE, REGS };

struct registers {
	const struct city *c;
	struct out out[REGS];
	char group[24], registrar[REGISTRAR_MAX]; /* the city as a group registrar */
};

/* Everything that several registers say about one person, made once. */
struct entry {
	const struct household *h;
	const struct person *p;
	struct living l;
	char nik[17], name[NAME_MAX_BYTES], born[16];
	size_t name_n;
};

char *day_dmy(date d, char separator, char out[16])
{
	struct ymd x = date_ymd(d);
	const int part[3] = { x.d, x.m, x.y };
	char *p = out;

	for (int i = 0; i < 3; i++) {
		if (i)
			*p++ = separator;
		else if (separator == 0)
			break;
		for (int k = i == 2 ? 1000 : 10; k; k /= 10)
			*p++ = (char)('0' + part[i] / k % 10);
	}
	*p = 0;
	return out;
}

static span upper(const char *s, char *out, size_t cap)
{
	size_t n = 0;

	for (; s[n] && n + 1 < cap; n++)
		out[n] = (char)(s[n] >= 'a' && s[n] <= 'z' ? s[n] - 32 : s[n]);
	return (span){ out, n };
}

static void cell_number(struct out *o, int v, int digits)
{
	char text[12];
	int n = digits;

	for (int i = digits - 1; i >= 0; i--, v /= 10)
		text[i] = (char)('0' + v % 10);
	out_cell(o, (span){ text, (size_t)n });
}

static void write_address(struct out *o, const struct household *h)
{
	char text[96];
	int n = snprintf(text, sizeof(text), "%.*s NO. %d", (int)h->street.n, h->street.p, h->house_no);

	out_cell(o, (span){ text, (size_t)n });
	cell_number(o, h->rt, 3);
	cell_number(o, h->rw, 3);
	out_cell(o, upper(h->village->name, text, sizeof(text)));
	out_cell(o, upper(h->village->district, text, sizeof(text)));
	out_cells(o, h->village->regency);
	out_cells(o, h->village->code);
}

static void write_resident(struct registers *g, const struct entry *x)
{
	struct out *o = &g->out[REG_PEOPLE];
	char mother[NAME_MAX_BYTES];

	out_cell(o, (span){ x->nik, 16 });
	out_cell(o, (span){ x->h->kk, 16 });
	out_cell(o, (span){ x->name, x->name_n });
	out_cells(o, x->p->birthplace);
	out_cells(o, x->born);
	out_cells(o, x->p->sex == 1 ? "LAKI-LAKI" : "PEREMPUAN");
	write_address(o, x->h);
	out_cells(o, job_rows[x->l.card].card);
	out_cell(o, (span){ mother, person_mother(g->c, x->h, x->p->slot, mother) });
	out_cells(o, kin_word(x->p->kin));
	out_cells(o, life_word(x->p->life));
	out_row(o);
}

static void write_desil(struct registers *g, const struct entry *x)
{
	struct out *o = &g->out[REG_DESIL];
	struct rng r = rng_of(g->c->seed, DICE_LISTS, (1ULL << 40) + x->p->id);
	char id[24];
	int n = snprintf(id, sizeof(id), "KLG%08u", x->h->no + 1);

	if (!x->l.desil_listed)
		return;
	out_cell(o, (span){ id, (size_t)n });
	out_cell(o, (span){ x->h->kk, 16 });
	out_cells(o, rng_mille(&r, 40) ? "" : x->nik);
	out_cell(o, (span){ x->name, x->name_n });
	out_cells(o, x->born);
	cell_number(o, x->l.desil, x->l.desil > 9 ? 2 : 1);
	out_cells(o, "DTSEN 2025 V1");
	out_row(o);
}

static void write_identity(struct out *o, const struct entry *x, bool hide_nik)
{
	out_cells(o, hide_nik ? "" : x->nik);
	out_cell(o, (span){ x->name, x->name_n });
	out_cells(o, x->born);
}

static void write_member(struct registers *g, const struct entry *x)
{
	static const struct {
		const char *segment, *programme, *status, *end;
		bool own;
	} as[] = { [MEMBER_PU] = { "PU", "JKK,JKM,JHT,JP", "AKTIF", "", false },
		   [MEMBER_BPU] = { "BPU", "JKK,JKM", "AKTIF", "", false },
		   [MEMBER_JAKON] = { "JAKON", "JKK,JKM", "AKTIF", "2025-12-31", false },
		   [MEMBER_OWN] = { "BPU", "JKK,JKM", "AKTIF", "", true },
		   [MEMBER_OWN_ENDED] = { "BPU", "JKK,JKM", "NONAKTIF", "2024-12-31", true },
		   [MEMBER_LAPSED] = { "BPU", "JKK,JKM", "NONAKTIF", "2024-09-30", false } };
	struct out *o = &g->out[REG_MEMBERS];
	struct rng r = rng_of(g->c->seed, DICE_LISTS, (2ULL << 40) + x->p->id);
	int year = rng_between(&r, 2018, 2023), mon = rng_between(&r, 1, 12);
	enum member m = x->l.member;
	char text[16];

	if (m == MEMBER_NONE)
		return;
	write_identity(o, x, rng_mille(&r, 15));
	snprintf(text, sizeof(text), "%02d%09u", 10 + (int)rng_below(&r, 15), x->p->id + 1);
	out_cells(o, text);
	out_cells(o, as[m].segment);
	out_cells(o, as[m].programme);
	out_cells(o, as[m].status);
	out_cells(o, as[m].own ? "2024-05-01" : date_iso(date_of(year, mon, 1), text));
	out_cells(o, as[m].end);
	out_cells(o, as[m].own ? g->group : m == MEMBER_BPU && rng_mille(&r, 300) ? "SD7300017" : "");
	out_cells(o, as[m].own ? g->registrar : "");
	out_row(o);
}

static void write_payroll(struct registers *g, const struct entry *x)
{
	static const char *const office[] = { "Dinas Pendidikan",   "Dinas Kesehatan",
					      "Sekretariat Daerah", "Satpol PP",
					      "Dinas PUPR",	    "RSUD",
					      "Kecamatan",	    "Dinas Lingkungan Hidup" };
	struct out *o = &g->out[REG_PAYROLL];
	char note[64];
	const char *what = x->l.job == JOB_CIVIL	    ? "ASN"
			   : x->l.job == JOB_CONTRACT_CIVIL ? "PPPK"
			   : x->l.job == JOB_HONORARY	    ? "Honorer"
							    : "Pensiunan";

	if (!x->l.payroll)
		return;
	write_identity(o, x, false);
	snprintf(note, sizeof(note), "%s %s", what, office[x->p->id % 8]);
	out_cells(o, note);
	out_row(o);
}

static void write_decree(struct registers *g, const struct entry *x)
{
	struct out *o = &g->out[REG_DECREE];

	if (x->l.member != MEMBER_OWN && x->l.member != MEMBER_OWN_ENDED)
		return;
	out_cell(o, (span){ x->nik, 16 });
	out_cell(o, (span){ x->name, x->name_n });
	out_cells(o, "400.9.14/212/2024");
	out_cells(o, "apbd-kota");
	out_cells(o, "134400");
	out_cells(o, "2024-05");
	out_cells(o, "2024-12");
	out_row(o);
}

static void write_household(struct registers *g, const struct household *h, struct sampler *sampler)
{
	for (int i = 0; i < h->n; i++) {
		struct entry x = { .h = h, .p = &h->person[i] };

		person_living(g->c, h, i, &x.l);
		person_nik(x.p, x.nik);
		x.name_n = person_name(g->c, h, i, x.name);
		day_dmy(x.p->born, '-', x.born);
		write_resident(g, &x);
		write_desil(g, &x);
		write_member(g, &x);
		write_payroll(g, &x);
		write_decree(g, &x);
		sampler_offer(sampler, g->c, h, i, &x.l);
	}
}

static const char *const file_name[REGS] = { "dukcapil.csv", "desil.csv", "peserta.csv", "tolak_asn.csv",
					     "sk_lama.csv" };
static const char *const heading[REGS] = {
	"nik,no_kk,nama,tempat_lahir,tanggal_lahir,jenis_kelamin,alamat,rt,rw,kelurahan,kecamatan,kabupaten_kota,kode_"
	"wilayah,"
	"pekerjaan,nama_ibu,shdk,status",
	"id_keluarga,nomor_kartu_keluarga,nomor_induk_kependudukan,nama,tanggal_lahir,desil_nasional,rilis",
	"nik,nama,tanggal_lahir,kpj,segmen,program,status,mulai,sampai,kode_wadah,nama_wadah",
	"nik,nama,tanggal_lahir,keterangan",
	"nik,nama,nomor_sk,dana,total,mulai,sampai",
};

int registers_write(const struct city *c, const struct city_order *order, const struct seams *s,
		    struct sampler *sampler, city_progress *progress, void *ctx, struct err *e)
{
	struct registers g = { .c = c };
	int rc = ERR_OK, open = 0;

	snprintf(g.group, sizeof(g.group), "SG%c%c%c%c001", c->code[0], c->code[1], c->code[3], c->code[4]);
	city_registrar(c, g.registrar);
	for (; open < REGS && rc == ERR_OK; open++) {
		rc = out_begin(&g.out[open], s, order->dir, file_name[open], e);
		if (rc == ERR_OK) {
			out_raw(&g.out[open], padan_span_of(heading[open]));
			out_row(&g.out[open]);
		}
	}
	for (uint32_t no = 0; rc == ERR_OK && no < c->households; no++) {
		struct household h;

		household_make(c, no, &h);
		write_household(&g, &h, sampler);
		if (progress && no % 4096 == 0)
			progress(ctx, c->first[no], c->persons, "daftar penduduk");
	}
	while (open-- > 0)
		rc = out_end(&g.out[open], rc, e);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2
 * What the demo's office has done so far: four agreements on data, seven lists received, the first stage decreed and
 * the second one drafted, each by the role that does it in an office. The days of the programme are those of the
 * sample. */
#include "access/wita.h"
#include "intake/batch_cases.h"
#include "intake/permit_cases.h"
#include "programme/decree_cases.h"
#include "programme/programme_cases.h"
#include "selection/selection_cases.h"
#include "web/demo_cases.h"

#include <stdio.h>

enum { LISTS_MAX = 400, YAML_MAX = 1 << 16, FIRST_STAGE = 600 };

static span text(const char *s)
{
	return padan_span_of(s);
}

/* The place of a word in a closed list "a|b|c". */
static int place_of(const char *words, const char *word)
{
	size_t n = strlen(word);
	int at = 0;

	for (const char *p = words; p; at++) {
		const char *end = strchr(p, '|');

		if ((end ? (size_t)(end - p) : strlen(p)) == n && memcmp(p, word, n) == 0)
			return at;
		p = end ? end + 1 : NULL;
	}
	return -1;
}

/* --- agreements and lists --------------------------------------------------------------------------------------------
 */
static int add_permits(struct demo *d, struct err *e)
{
	static const struct {
		const char *source, *owner, *number, *purpose;
		bool keep;
	} all[] = {
		{ "dukcapil", "Disdukcapil Kota Parepare", "470/12/PKS/2025", "pemadanan pekerja rentan", false },
		{ "desil", "Dinas Sosial Kota Parepare", "460/31/PKS/2025", "peringkat kesejahteraan pekerja rentan",
		  true },
		{ "peserta", "BPJS Ketenagakerjaan Cabang Parepare", "PER/118/032025", "status kepesertaan", true },
		{ "tolak", "BKPSDM Kota Parepare", "800/77/2025", "menyisihkan pegawai bergaji", true },
	};
	date today = wita_day(d->env.seams->now_ms(d->env.seams->ctx));
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < sizeof(all) / sizeof(all[0]); i++) {
		struct permit_add_in in;

		fields_clear(permit_add_case->in, &in, sizeof(in));
		in.sumber = place_of(PERMIT_SOURCES, all[i].source);
		in.nomor = text(all[i].number);
		in.pemilik = text(all[i].owner);
		in.tujuan = text(all[i].purpose);
		in.kegunaan = (struct choice_list){ .n = 1, .at = { 0 } };
		in.simpan = all[i].keep;
		in.perjanjian = in.mulai = date_add_months(today, -3);
		in.sampai = date_add_months(today, 9);
		in.db = text(d->db);
		rc = demo_step(d, permit_add_case, &in, ROLE_verifikator, NULL, e);
	}
	return rc;
}

/* One list; its number is added to `numbers`, comma between. */
static int add_list(struct demo *d, const char *kind, const char *office, const char *file, struct buf *numbers,
		    struct err *e)
{
	struct batch_add_in in;
	void *out;
	int rc;

	fields_clear(batch_add_case->in, &in, sizeof(in));
	in.jenis = place_of(BATCH_KINDS, kind);
	in.berkas = demo_file(d, file);
	in.opd = text(office);
	in.db = text(d->db);
	rc = demo_step(d, batch_add_case, &in, ROLE_operator_opd, &out, e);
	if (!rc) {
		span number = ((struct batch_add_out *)out)->kiriman;

		buf_printf(numbers, "%s%.*s", numbers->n ? "," : "", (int)number.n, number.p);
	}
	return rc;
}

/* `early`: the lists of the first stage; `late`: what came afterwards. */
static int add_lists(struct demo *d, struct buf *early, struct buf *late, struct err *e)
{
	static const struct {
		const char *kind, *office, *file;
		bool late;
	} all[] = {
		{ "usulan", "Dinas Perikanan", "usulan_dinas_perikanan.csv", false },
		{ "usulan", "Dinas Pertanian", "usulan_dinas_pertanian.csv", false },
		{ "desil", "Dinas Sosial", "desil.csv", false },
		{ "peserta", "BPJS Ketenagakerjaan", "peserta.csv", false },
		{ "tolak", "BKPSDM", "tolak_asn.csv", false },
		{ "sk", "Dinas Tenaga Kerja", "sk_lama.csv", false },
		{ "usulan", "Dinas Tenaga Kerja", "usulan_disnaker.xlsx", true },
	};
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < sizeof(all) / sizeof(all[0]); i++)
		rc = add_list(d, all[i].kind, all[i].office, all[i].file, all[i].late ? late : early, e);
	if (!rc)
		buf_printf(late, ",%.*s", (int)early->n, early->p);
	return rc;
}

/* --- the programme and its stages ------------------------------------------------------------------------------------
 */
/* The sample's programme file with another line for its stage, and perhaps a quota; written beside it. */
static int write_stage(struct demo *d, const char *path, int stage, int quota, struct err *e)
{
	static const char line[] = "  tahap: 1\n";
	const struct seams *seams = d->env.seams;
	struct buf yaml, out;
	const char *at;
	int rc;

	buf_init(&yaml, seams->alloc, YAML_MAX);
	buf_init(&out, seams->alloc, YAML_MAX);
	rc = file_read(seams, demo_file(d, "program.yaml").p, YAML_MAX, &yaml, e);
	at = rc ? NULL : memmem(yaml.p, yaml.n, line, sizeof(line) - 1);
	if (!rc && !at)
		rc = err_set(e, ERR_UNREADABLE,
			     "%s/program.yaml tidak menyebut tahap; hapus map peragaan ini, lalu ulangi", d->city);
	if (!rc) {
		buf_put(&out, yaml.p, (size_t)(at - yaml.p));
		buf_printf(&out, "  tahap: %d\n", stage);
		at += sizeof(line) - 1;
		buf_put(&out, at, (size_t)(yaml.p + yaml.n - at));
		if (quota)
			buf_printf(&out, "kuota: {total: %d}\n", quota);
		rc = file_write(seams, path, 0600, (span){ out.p, out.n }, e);
	}
	buf_done(&yaml);
	buf_done(&out);
	return rc;
}

static int save_stage(struct demo *d, const char *name, int stage, int quota, struct err *e)
{
	struct programme_save_in in;
	int rc;

	fields_clear(programme_save_case->in, &in, sizeof(in));
	in.berkas = demo_file(d, name);
	in.catatan = quota ? SPAN("tahap pertama: 600 orang dahulu") : SPAN("tahap kedua: sisa dana");
	in.db = text(d->db);
	rc = write_stage(d, in.berkas.p, stage, quota, e);
	return rc ? rc : demo_step(d, programme_save_case, &in, ROLE_operator_opd, NULL, e);
}

/* A draft from the lists received; its number. */
static int draft(struct demo *d, const struct buf *lists, const char *folder, span *number, struct err *e)
{
	char results[DEMO_PLACE + 64];
	struct run_stored_in in;
	void *out;
	int rc;

	snprintf(results, sizeof(results), "%s/%s", d->dir, folder);
	fields_clear(run_stored_case->in, &in, sizeof(in));
	in.program = SPAN("Perlindungan Pekerja Rentan Kota Parepare 2025");
	in.kiriman = (span){ lists->p, lists->n };
	in.dukcapil = (struct file_list){ .n = 1, .at = { demo_file(d, "dukcapil.csv") } };
	in.keluaran = text(results);
	in.db = text(d->db);
	rc = demo_step(d, run_stored_case, &in, ROLE_operator_opd, &out, e);
	if (!rc)
		*number = ((struct run_stored_out *)out)->rancangan;
	return rc;
}

/* The steps between, which take nothing but the draft's number. */
#define CHAIN_STEP(name, who)                                                                                          \
	static int step_##name(struct demo *d, span number, struct err *e)                                             \
	{                                                                                                              \
		struct name##_in in;                                                                                   \
                                                                                                                       \
		fields_clear(name##_case->in, &in, sizeof(in));                                                        \
		in.rancangan = number;                                                                                 \
		in.db = text(d->db);                                                                                   \
		return demo_step(d, name##_case, &in, who, NULL, e);                                                   \
	}
CHAIN_STEP(decree_verify, ROLE_verifikator)
CHAIN_STEP(decree_propose, ROLE_kepala_dinas)
CHAIN_STEP(decree_initial, ROLE_bagian_hukum)
CHAIN_STEP(decree_sign, ROLE_sekda)

static int issue(struct demo *d, span number, const char *folder, struct err *e)
{
	char scan[DEMO_PLACE + 96];
	struct decree_issue_in in;

	snprintf(scan, sizeof(scan), "%s/%s/rancangan_sk_lampiran.pdf", d->dir, folder);
	fields_clear(decree_issue_case->in, &in, sizeof(in));
	in.rancangan = number;
	in.nomor = SPAN("100.3.3.3/412/2025");
	in.tanggal = date_of(2025, 5, 2);
	in.berkas = text(scan);
	in.db = text(d->db);
	return demo_step(d, decree_issue_case, &in, ROLE_bagian_hukum, NULL, e);
}

static int decree(struct demo *d, span number, const char *folder, struct err *e)
{
	static int (*const steps[])(struct demo *, span, struct err *) = { step_decree_verify, step_decree_propose,
									   step_decree_initial, step_decree_sign };
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < sizeof(steps) / sizeof(steps[0]); i++)
		rc = steps[i](d, number, e);
	return rc ? rc : issue(d, number, folder, e);
}

int demo_city(struct demo *d, struct err *e)
{
	struct buf early, late;
	span number = { 0 };
	int rc;

	buf_init(&early, d->env.seams->alloc, LISTS_MAX);
	buf_init(&late, d->env.seams->alloc, LISTS_MAX);
	rc = add_permits(d, e);
	if (!rc)
		rc = add_lists(d, &early, &late, e);
	if (!rc)
		rc = save_stage(d, "program_tahap_1.yaml", 1, FIRST_STAGE, e);
	if (!rc)
		rc = draft(d, &early, "hasil_tahap_1", &number, e);
	if (!rc)
		rc = decree(d, number, "hasil_tahap_1", e);
	if (!rc)
		rc = save_stage(d, "program_tahap_2.yaml", 2, 0, e);
	if (!rc)
		rc = draft(d, &late, "hasil_tahap_2", &number, e);
	buf_done(&early);
	buf_done(&late);
	return rc;
}

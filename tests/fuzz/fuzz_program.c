/* SPDX-License-Identifier: EUPL-1.2 */
#include "../unit/programme/parepare.h"
#include "programme/words.h"
#include "target.h"

/* What a programme that was accepted promises to the rest of the house. */
static void check_programme(const struct programme *p)
{
	PROMISE(p->bulan >= 1 && p->bulan <= LIM_MONTHS && p->hari_pertama.day < p->hari_terakhir.day);
	PROMISE(p->dana_n >= 1 && p->dana_n <= LIM_FUNDS);
	PROMISE(p->prioritas_n <= LIM_PRIORITIES && p->wakil_n <= LIM_PRIORITIES);
	PROMISE(programme_inside(p, padan_span_of(p->wilayah)));
	PROMISE(p->penghasilan.rp > 0 && p->manfaat);
	PROMISE(p->penentu != PENENTU_ACAK_TERBUKA || p->seed.n);
	PROMISE(!(p->kriteria.kelompok & p->kriteria.kelompok_tolak));
	for (int i = 0; i < p->dana_n; i++) {
		PROMISE(p->dana[i].kode.n && p->dana[i].pagu.rp >= 0);
		for (int k = 0; k < p->dana[i].hanya_kecamatan_n; k++)
			PROMISE(programme_inside(p, padan_span_of(p->dana[i].hanya_kecamatan[k])));
	}
	for (int i = 0; i < p->kuota.kecamatan_n; i++)
		PROMISE(p->kuota.kecamatan[i].orang >= 0 &&
			programme_inside(p, padan_span_of(p->kuota.kecamatan[i].kode)));
}

/* Reads into `dump` the programme's one spelling; "" when it is refused. */
static void read_once(span bytes, struct buf *dump)
{
	struct padan_arena arena;
	struct programme p;
	struct err e = { 0 };
	int rc;

	padan_arena_init(&arena, NULL, 0);
	rc = programme_read(&p, &arena, bytes, "program.yaml", &test_groups, &e);
	PROMISE(rc == 0 || (rc == ERR_USAGE && strncmp(e.text, "program.yaml", 12) == 0 && e.code == rc));
	if (rc == 0) {
		check_programme(&p);
		programme_dump(&p, &test_groups, dump);
		PROMISE(!dump->failed);
	}
	padan_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	span bytes = { (const char *)data, size };
	struct buf one, two;

	buf_init(&one, NULL, 1 << 22);
	buf_init(&two, NULL, 1 << 22);
	read_once(bytes, &one);
	read_once(bytes, &two);
	PROMISE(padan_span_eq(buf_as_span(&one), buf_as_span(&two)));
	buf_done(&one);
	buf_done(&two);
	return 0;
}

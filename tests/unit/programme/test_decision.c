/* SPDX-License-Identifier: EUPL-1.2 */
#include "check.h"
#include "programme/ranking.h"
#include "rules.h"

static struct padan_arena arena;
static struct programme contract;

static int setup(void **state)
{
	struct err e;

	(void)state;
	padan_arena_init(&arena, NULL, 0);
	return programme_read(&contract, &arena, padan_span_of(parepare), "p", &test_groups, &e);
}

static int teardown(void **state)
{
	(void)state;
	padan_arena_done(&arena);
	return 0;
}

enum { COLUMNS = 7 };
enum { NAME, RULES, FACTS, VERDICT, REASONS, GAPS, CONDITION };

static int split(char *line, char *cell[COLUMNS])
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *at = line; at && n < COLUMNS; n++) {
		cell[n] = at;
		at = strchr(at, ',');
		if (at)
			*at++ = '\0';
	}
	return n;
}

static void gaps_of(uint32_t set, struct buf *out)
{
	for (int k = 0; k < KURANG_N; k++)
		if (set >> k & 1)
			buf_printf(out, "%s%s", out->n ? ";" : "", kurang_word((enum kurang)k));
}

static void check_cell(char *cell[COLUMNS], int column, const char *is)
{
	if (strcmp(cell[column], is) != 0)
		fail_msg("kasus '%s': '%s' seharusnya '%s'", cell[NAME], is, cell[column]);
}

static void run_case(char *cell[COLUMNS])
{
	struct programme p = contract;
	struct decision d;
	struct facts f;
	struct buf b;

	each_pair(cell[RULES], rule_set_void, &p);
	facts_of(&f, cell[FACTS]);
	decide_row(&d, &p, &f.a);
	check_cell(cell, VERDICT, putusan_word(d.putusan));
	check_cell(cell, CONDITION, syarat_word(d.syarat));
	buf_init(&b, NULL, 2000);
	alasan_words(d.alasan, &b);
	check_cell(cell, REASONS, b.n ? b.p : "");
	buf_clear(&b);
	gaps_of(d.kurang, &b);
	check_cell(cell, GAPS, b.n ? b.p : "");
	buf_done(&b);
}

static void run_file(const char *name, int least)
{
	char path[1024], line[2048], *cell[COLUMNS];
	FILE *in;
	int n = -1;

	snprintf(path, sizeof(path), "%s/tests/cases/keputusan/%s.csv", SOURCE_ROOT, name);
	in = fopen(path, "r");
	assert_non_null(in);
	for (; fgets(line, sizeof(line), in); n++) {
		if (split(line, cell) != COLUMNS)
			fail_msg("%s baris %d: bukan %d kolom", name, n + 2, COLUMNS);
		if (n >= 0)
			run_case(cell);
	}
	fclose(in);
	assert_true(n >= least);
}

static void test_steps(void **state)
{
	(void)state;
	run_file("langkah", 80);
}

static void test_boundaries(void **state)
{
	(void)state;
	run_file("batas", 20);
}

/* --- many rows --- */

enum { ROWS = 12 };
struct many {
	struct facts f[ROWS];
	struct applicant a[ROWS];
	struct decision d[ROWS];
	struct outcome out;
	struct programme p;
	int64_t price[2];
	struct price_table table;
	struct decide_env env;
	uint32_t n;
};

static void many_start(struct many *m)
{
	*m = (struct many){ .p = contract, .price = { 134400, 67200 } };
	m->p.kuota = (struct kuota){ .total = -1 };
	m->table = (struct price_table){ m->price, m->p.dana_n, 1 };
	m->env = (struct decide_env){ .groups = &test_groups, .prices = &m->table, .arena = &arena };
}

static void many_add(struct many *m, const char *facts)
{
	facts_of(&m->f[m->n], facts);
	m->a[m->n] = m->f[m->n].a;
	m->n++;
}

static void many_decide(struct many *m)
{
	struct err e;

	assert_int_equal(decide_all(m->d, &m->p, m->a, m->n, &m->env, &m->out, &e), 0);
}

static void assert_ranked(const struct many *m, const char *order)
{
	char is[ROWS + 1] = "";

	for (uint32_t i = 0; i < m->out.ranked_n; i++)
		is[i] = (char)('a' + m->out.ranked[i]);
	assert_string_equal(is, order);
}

static void test_the_most_complete_row_keeps(void **state)
{
	struct many m;

	(void)state;
	many_start(&m);
	many_add(&m, "nik=1 kelengkapan=3");
	many_add(&m, "nik=1 kelengkapan=5 gaji=1 nik_beda=1");
	many_add(&m, "nik=1 kelengkapan=5");
	many_add(&m, "nik=2 kelengkapan=9 padan=tinjau");
	many_add(&m, "nik=2");
	many_add(&m, "nik=3 status=MENINGGAL");
	many_add(&m, "nik=3 status=MENINGGAL kelengkapan=1");
	many_decide(&m);
	assert_int_equal(m.d[0].putusan, PUTUSAN_GANDA);
	assert_int_equal(m.d[0].ganda_dengan, 1);
	assert_int_equal(m.d[0].alasan, ALASAN_BIT(ALASAN_GANDA));
	assert_int_equal(m.d[1].putusan, PUTUSAN_DITOLAK);
	assert_int_equal(m.d[2].ganda_dengan, 1);
	assert_int_equal(m.d[2].syarat, SYARAT_TIDAK_ADA);
	assert_int_equal(m.d[3].putusan, PUTUSAN_TINJAU);
	assert_int_equal(m.d[4].putusan, PUTUSAN_TERPILIH);
	assert_int_equal(m.d[5].putusan, PUTUSAN_TINJAU);
	assert_int_equal(m.d[6].putusan, PUTUSAN_TINJAU);
	assert_int_equal(m.out.ranked_n, 1);
}

static void test_the_family_s_breadwinner(void **state)
{
	struct many m;

	(void)state;
	many_start(&m);
	m.p.satuan = SATUAN_KELUARGA;
	many_add(&m, "nik=1 kk=1 penghasilan=900000");
	many_add(&m, "nik=2 kk=1 penghasilan=100000 kepala=1");
	many_add(&m, "nik=3 kk=2 penghasilan=500000");
	many_add(&m, "nik=4 kk=2 penghasilan=600000");
	many_add(&m, "nik=5 kk=3 kepala=1 gaji=1");
	many_add(&m, "nik=6 kk=3");
	many_decide(&m);
	assert_int_equal(m.d[0].putusan, PUTUSAN_DITOLAK);
	assert_int_equal(m.d[0].alasan, ALASAN_BIT(ALASAN_KELUARGA_TERWAKILI));
	assert_int_equal(m.d[0].wakil_keluarga, 1);
	assert_int_equal(m.d[1].putusan, PUTUSAN_TERPILIH);
	assert_int_equal(m.d[2].wakil_keluarga, 3);
	assert_int_equal(m.d[3].putusan, PUTUSAN_TERPILIH);
	assert_int_equal(m.d[4].putusan, PUTUSAN_DITOLAK);
	assert_int_equal(m.d[5].putusan, PUTUSAN_TERPILIH);
}

static void test_each_key_ranks(void **state)
{
	struct many m;

	(void)state;
	many_start(&m); /* lanjutan, desil naik, risiko turun, penghasilan naik, usia turun; tanggal_usulan; NIK */
	many_add(&m, "nik=8 desil=1");
	many_add(&m, "nik=1 desil=3 peserta=BPU:aktif:wadah");
	many_add(&m, "nik=2 desil=2 pekerjaan=nelayan");
	many_add(&m, "nik=3 desil=2 pekerjaan=pedagang_pasar");
	many_add(&m, "nik=4 desil=2 pekerjaan=buruh_harian penghasilan=10");
	many_add(&m, "nik=5 desil=2 pekerjaan=buruh_harian penghasilan=9 lahir=1990-01-01");
	many_add(&m, "nik=6 desil=2 pekerjaan=buruh_harian penghasilan=9 lahir=1970-01-01");
	many_add(&m, "nik=9 desil=2 pekerjaan=buruh_harian penghasilan=9 lahir=1970-02-01 usul=2025-01-02");
	many_add(&m, "nik=7 desil=2 pekerjaan=buruh_harian penghasilan=9 lahir=1970-02-01 usul=1969-01-02");
	many_add(&m, "nik=A desil=2 pekerjaan=buruh_harian penghasilan=9 lahir=1970-02-01 usul=2025-01-02");
	many_decide(&m);
	assert_ranked(&m, "bacihjgfed");
	assert_int_equal(m.d[1].peringkat, 1);
	assert_int_equal(m.d[3].peringkat, 10);
}

static void test_missing_ranks_last_either_way(void **state)
{
	struct many m;

	(void)state;
	for (int turun = 0; turun < 2; turun++) {
		many_start(&m);
		m.p.kriteria.desil_maks = -1;
		m.p.prioritas[0] = (struct prioritas){ KUNCI_DESIL, turun };
		m.p.prioritas_n = 1;
		many_add(&m, "nik=1 desil=0");
		many_add(&m, "nik=2 desil=1");
		many_add(&m, "nik=3 desil=9");
		many_decide(&m);
		assert_ranked(&m, turun ? "cba" : "bca");
	}
}

/* The hex was made with sha256sum. */
static void test_open_lot(void **state)
{
	struct many m;
	char before[65], hex[65];

	(void)state;
	many_start(&m);
	m.p.prioritas_n = 0;
	m.p.penentu = PENENTU_ACAK_TERBUKA;
	m.p.seed = SPAN("parepare-2025");
	many_add(&m, "nik=1");
	many_add(&m, "nik=2");
	many_add(&m, "nik=3");
	many_add(&m, "nik=4");
	many_decide(&m);
	before[0] = '\0';
	for (uint32_t i = 0; i < 4; i++) {
		rank_random_hex(m.p.seed, m.a[m.out.ranked[i]].nik, hex);
		assert_true(strcmp(before, hex) < 0);
		memcpy(before, hex, sizeof(hex));
	}
	rank_random_hex(SPAN("abc"), "7372014101800001", hex);
	assert_string_equal(hex, "c4d35f80b9a802266b0880f061ccbd5cd5610f0b2edd596f55dd7e2e44ca3a54");
}

static void test_ceilings_funds_and_what_decrees_took(void **state)
{
	struct kuota_kecamatan district = { "73.72.01", 3 };
	int64_t used_district = 2;
	rupiah used_fund[2] = { { 150000000 - 2 * 134400 }, { 20000000 - 67200 } };
	struct used_up used = { 0, &used_district, NULL, used_fund };
	struct many m;

	(void)state;
	many_start(&m);
	m.p.kuota = (struct kuota){ .total = -1, .kecamatan = &district, .kecamatan_n = 1 };
	m.env.used = &used;
	many_add(&m, "nik=1 kecamatan=73.72.01");
	many_add(&m, "nik=2 kecamatan=73.72.01");
	many_add(&m, "nik=3 kecamatan=73.72.03 pekerjaan=nelayan desil=1");
	many_add(&m, "nik=4 kecamatan=73.72.02");
	many_add(&m, "nik=5 kecamatan=73.72.02");
	many_decide(&m);
	assert_ranked(&m, "cabde");
	assert_int_equal(m.d[2].putusan, PUTUSAN_TERPILIH);
	assert_int_equal(m.d[2].dana, 1); /* moved aside so that rows a and d are paid by the first fund */
	assert_int_equal(m.d[2].total.rp, 67200);
	assert_int_equal(m.d[0].dana, 0);
	assert_int_equal(m.d[1].putusan, PUTUSAN_CADANGAN);
	assert_int_equal(m.d[1].alasan, ALASAN_BIT(ALASAN_KUOTA_PENUH)); /* there was money at this turn */
	assert_int_equal(m.d[1].hambatan.district, 0);
	assert_int_equal(m.d[3].dana, 0);
	assert_int_equal(m.d[4].alasan, ALASAN_BIT(ALASAN_DANA_HABIS));
	assert_int_equal(m.out.allocation.sum[0].left.rp, 0);
	assert_int_equal(m.out.allocation.next, 2);
	assert_int_equal(m.out.allocation.more[0].enter_n, 1);
	assert_int_equal(m.out.allocation.more[0].enter[0], 4);
}

static uint64_t random_state = 88172645463325252u;
static uint32_t pick(uint32_t n)
{
	random_state ^= random_state << 13, random_state ^= random_state >> 7, random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 13) % n;
}

static void random_facts(char out[300], uint32_t i)
{
	static const char *const jobs[] = { "petani", "nelayan", "lain", "?", "asn" };
	static const char *const states[] = { "HIDUP", "HIDUP", "HIDUP", "MENINGGAL", "GANDA", "PINDAH" };
	static const char *const padan[] = { "padan", "padan", "padan", "padan", "tinjau", "tidak_padan" };

	snprintf(out, 300,
		 "nik=%u kelengkapan=%u kk=%u desil=%u pekerjaan=%s status=%s padan=%s kecamatan=73.72.0%u "
		 "penghasilan=%u usul=2025-01-0%u",
		 1 + pick(8), i, pick(5), pick(6), jobs[pick(5)], states[pick(6)], padan[pick(6)], 1 + pick(3),
		 1900000 + pick(3) * 100000, 1 + pick(3));
}

/* Permuting the rows changes nothing but their order (completeness differs in every row here). */
static void test_the_order_of_rows_means_nothing(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct many m, shuffled;
		uint32_t at[ROWS];
		char facts[ROWS][300];

		many_start(&m);
		many_start(&shuffled);
		m.p.satuan = shuffled.p.satuan = round & 1 ? SATUAN_KELUARGA : SATUAN_ORANG;
		m.p.kuota = shuffled.p.kuota = contract.kuota;
		m.p.kuota.total = shuffled.p.kuota.total = 3;
		for (uint32_t i = 0; i < ROWS; i++) {
			random_facts(facts[i], i);
			many_add(&m, facts[i]);
			at[i] = i;
		}
		for (uint32_t i = ROWS - 1; i > 0; i--) {
			uint32_t j = pick(i + 1), t = at[i];

			at[i] = at[j], at[j] = t;
		}
		for (uint32_t i = 0; i < ROWS; i++)
			many_add(&shuffled, facts[at[i]]);
		many_decide(&m);
		many_decide(&shuffled);
		for (uint32_t i = 0; i < ROWS; i++) {
			const struct decision *a = &m.d[at[i]], *b = &shuffled.d[i];

			assert_int_equal(a->putusan, b->putusan);
			assert_int_equal(a->alasan, b->alasan);
			assert_int_equal(a->peringkat, b->peringkat);
			assert_int_equal(a->dana, b->dana);
			assert_int_equal(a->total.rp, b->total.rp);
			if (b->ganda_dengan != NO_ROW)
				assert_int_equal(a->ganda_dengan, at[b->ganda_dengan]);
		}
		padan_arena_done(&arena);
		padan_arena_init(&arena, NULL, 0);
		assert_int_equal(programme_read(&contract, &arena, padan_span_of(parepare), "p", &test_groups,
						&(struct err){ 0 }),
				 0);
	}
}

/* Refuses the n-th request, and all after it. */
struct poor {
	size_t allowed;
};
static void *starve(void *ctx, void *q, size_t old, size_t size)
{
	struct poor *p = ctx;

	if (size && !p->allowed)
		return NULL;
	p->allowed -= size != 0;
	return padan_alloc_libc.resize(ctx, q, old, size);
}

static void test_memory_refused_at_every_request(void **state)
{
	int rc = ERR_MACHINE, refused = 0;

	(void)state;
	for (size_t n = 0; rc != 0; n++) {
		struct poor poor = { n };
		struct padan_alloc from = { starve, &poor };
		struct padan_arena small;
		struct many m;
		struct err e = { 0 };

		many_start(&m);
		padan_arena_init(&small, &from, 0);
		m.env.arena = &small;
		m.p.satuan = SATUAN_KELUARGA;
		for (uint32_t i = 0; i < ROWS; i++) {
			char facts[100];

			snprintf(facts, sizeof(facts), "nik=%u kk=%u", i, i + 1);
			many_add(&m, facts);
		}
		rc = decide_all(m.d, &m.p, m.a, m.n, &m.env, &m.out, &e);
		padan_arena_done(&small);
		if (rc == 0)
			break;
		assert_int_equal(rc, ERR_MACHINE);
		assert_non_null(strstr(e.text, "memori tidak cukup"));
		refused++;
	}
	assert_in_range(refused, 2, 1000);
}

static void test_words_are_closed_and_plain(void **state)
{
	struct buf b;

	(void)state;
	for (int a = 0; a < ALASAN_N; a++) {
		const char *s = alasan_sentence((enum alasan)a);

		assert_int_equal(alasan_of(padan_span_of(alasan_word((enum alasan)a))), a);
		assert_true(s[strlen(s) - 1] == '.');
	}
	assert_int_equal(alasan_of(SPAN("usia")), ALASAN_N);
	assert_int_equal(alasan_set(SPAN("data_kurang; belum_terdata_desil;;apa")),
			 ALASAN_BIT(ALASAN_DATA_KURANG) | ALASAN_BIT(ALASAN_BELUM_TERDATA_DESIL));
	assert_int_equal(alasan_set(SPAN("")), 0);
	buf_init(&b, NULL, 1000);
	alasan_remedies(ALASAN_BIT(ALASAN_DATA_KURANG) | ALASAN_BIT(ALASAN_USIA_LEBIH),
			KURANG_BIT(KURANG_NO_KK) | KURANG_BIT(KURANG_PEKERJAAN), &b);
	assert_string_equal(b.p, "Lengkapi pekerjaan, nomor KK.");
	buf_clear(&b);
	alasan_sentences(ALASAN_BIT(ALASAN_DATA_KURANG), 0, &b);
	assert_string_equal(b.p, "Data yang diperlukan belum lengkap atau belum dikenali.");
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_boundaries),
		cmocka_unit_test(test_the_most_complete_row_keeps),
		cmocka_unit_test(test_the_family_s_breadwinner),
		cmocka_unit_test(test_each_key_ranks),
		cmocka_unit_test(test_missing_ranks_last_either_way),
		cmocka_unit_test(test_open_lot),
		cmocka_unit_test(test_ceilings_funds_and_what_decrees_took),
		cmocka_unit_test(test_the_order_of_rows_means_nothing),
		cmocka_unit_test(test_memory_refused_at_every_request),
		cmocka_unit_test(test_words_are_closed_and_plain),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

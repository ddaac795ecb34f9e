/* SPDX-License-Identifier: EUPL-1.2 */
#include "matching/verdict.h"

#include "matching/answer.h"
#include <math.h>
#include <padan/nik.h>

static bool contains(span s, const char *part)
{
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= s.n; i++)
		if (span_ieq((span){ s.p + i, n }, (span){ part, n }))
			return true;
	return false;
}

static bool one_of(span s, const char *const *words)
{
	for (; *words; words++)
		if (span_ieq(s, padan_span_of(*words)))
			return true;
	return false;
}

/* The number in brackets, or behind the word: "Sesuai (95)", "Sesuai 95 %". */
static int8_t percent_of(span s)
{
	int v = -1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			v = (v < 0 ? 0 : v) * 10 + (s.p[i] - '0');
		else if (v >= 0)
			break;
		if (v > 100)
			return -1;
	}
	return (int8_t)v;
}

struct element element_read(span s)
{
	static const char *const yes[] = { "Y", "YA", "YES", "1", "TRUE", "BENAR", "V", "OK", "\xe2\x9c\x93", NULL };
	static const char *const no[] = { "T", "N", "TIDAK", "NO", "0", "FALSE", "SALAH", "X", "BEDA", NULL };
	struct element e = { AGREE_UNSAID, -1 };

	s = span_trim(s);
	if (!s.n)
		return e;
	if (one_of(s, yes)) {
		e.said = AGREE_YES;
	} else if (one_of(s, no)) {
		e.said = AGREE_NO;
	} else if (contains(s, "SESUAI") || contains(s, "COCOK") || contains(s, "SAMA")) {
		e.said = contains(s, "TIDAK") || contains(s, "TDK") || contains(s, "BELUM") ? AGREE_NO : AGREE_YES;
		e.percent = percent_of(s);
	}
	return e;
}

enum remark remark_read(span s)
{
	static const struct {
		const char *part;
		enum remark remark;
	} words[] = {
		{ "TIDAK DITEMUKAN", REMARK_NOT_FOUND },
		{ "TDK DITEMUKAN", REMARK_NOT_FOUND },
		{ "TIDAK ADA", REMARK_NOT_FOUND },
		{ "NOT FOUND", REMARK_NOT_FOUND },
		{ "TIDAK TERDAFTAR", REMARK_NOT_FOUND },
		{ "MENINGGAL", REMARK_DEAD },
		{ "WAFAT", REMARK_DEAD },
		{ "GANDA", REMARK_DOUBLE },
		{ "INACTIVE", REMARK_INACTIVE },
		{ "NON AKTIF", REMARK_INACTIVE },
		{ "NONAKTIF", REMARK_INACTIVE },
		{ "TIDAK AKTIF", REMARK_INACTIVE },
		{ "INAKTIF", REMARK_INACTIVE },
		{ "PINDAH", REMARK_MOVED },
		{ "KUOTA AKSES", REMARK_NO_QUOTA },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (contains(s, words[i].part))
			return words[i].remark;
	return REMARK_NONE;
}

/* Weights in mbit, log2(m/u), for "the NIK's holder is this person" against "somebody else whose NIK was written by
 * mistake: a neighbour's, the head of family's, or a damaged number that somebody has". Such a holder is often of the
 * same day, sex and district, since those stand in the NIK: their agreement says little, their disagreement much. The
 * name carries the decision. An office types about one NIK in twenty that is another living person's: prior 4.2 bit. */
enum { PRIOR = 4200 };
static const struct {
	uint8_t column;
	int16_t yes, no;
} WEIGHT[] = {
	{ COL_TANGGAL_LAHIR, 2500, -3500 }, { COL_JENIS_KELAMIN, 400, -4000 }, { COL_NO_KK, 6000, -1000 },
	{ COL_TEMPAT_LAHIR, 1200, -800 },   { COL_NAMA_IBU, 6000, -2500 },     { COL_ALAMAT, 1500, -300 },
	{ COL_KELURAHAN, 1000, -700 },	    { COL_KECAMATAN, 400, -900 },      { COL_PEKERJAAN, 700, -200 },
};

/* With a score: how alike the registry's service finds the two names. */
static int32_t name_weight(struct element e)
{
	if (e.said == AGREE_UNSAID)
		return 0;
	if (e.said == AGREE_YES)
		return e.percent < 0 || e.percent >= 95 ? 8000 : e.percent >= 85 ? 6000 : 4000;
	if (e.percent < 0)
		return -7000;
	return e.percent >= 70 ? -1500 : e.percent >= 55 ? -5000 : -9000;
}

int32_t verdict_weight(const struct verdict *v)
{
	int32_t w = PRIOR + name_weight(v->by[COL_NAMA]);

	for (size_t i = 0; i < sizeof(WEIGHT) / sizeof(WEIGHT[0]); i++) {
		uint8_t said = v->by[WEIGHT[i].column].said;

		if (said != AGREE_UNSAID)
			w += said == AGREE_YES ? WEIGHT[i].yes : WEIGHT[i].no;
	}
	return w;
}

uint16_t verdict_likelihood(int32_t mbit)
{
	double odds = exp2((double)mbit / 1000.0);
	long v = lround(10000.0 * odds / (1.0 + odds));

	return (uint16_t)(v > 10000 ? 10000 : v);
}

void citizen_typed(struct citizen *c, const struct match_row *r)
{
	static const struct {
		uint8_t to, from;
	} map[] = { { CITIZEN_NIK, PADAN_P_NIK },
		    { CITIZEN_NAMA, PADAN_P_NAME },
		    { CITIZEN_TANGGAL_LAHIR, PADAN_P_BORN },
		    { CITIZEN_JENIS_KELAMIN, PADAN_P_SEX },
		    { CITIZEN_NO_KK, PADAN_P_CARD },
		    { CITIZEN_TEMPAT_LAHIR, PADAN_P_BIRTHPLACE },
		    { CITIZEN_ALAMAT, PADAN_P_ADDRESS },
		    { CITIZEN_KELURAHAN, PADAN_P_VILLAGE },
		    { CITIZEN_KECAMATAN, PADAN_P_DISTRICT },
		    { CITIZEN_PEKERJAAN, PADAN_P_JOB },
		    { CITIZEN_NAMA_IBU, PADAN_P_MOTHER } };

	memset(c, 0, sizeof(*c));
	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		c->cell[map[i].to] = r->field[map[i].from];
	citizen_read(c);
}

/* --- reading the list ---------------------------------------------------------------------------------------- */
struct reading {
	const struct match_rows *rows;
	const struct answer_index *index;
	struct finding *f;
	bool *own; /* per row: the verdict names the row itself */
	uint64_t strangers;
	const struct match_bounds *bounds;
};

/* Element by element: its own column ("hasil_nama"), or the verdict written into the element's column itself. */
static void read_elements(const span *col, struct verdict *v)
{
	*v = (struct verdict){ .remark = REMARK_NONE };
	for (int c = COL_NIK; c <= COL_KABUPATEN_KOTA; c++) {
		span own = col[COL_HASIL_NIK + (c - COL_NIK)];

		v->by[c] = element_read(own.n ? own : contains(col[c], "SESUAI") ? col[c] : (span){ 0 });
		if (v->remark == REMARK_NONE && own.n)
			v->remark = remark_read(own);
	}
	if (col[COL_KETERANGAN].n && remark_read(col[COL_KETERANGAN]) != REMARK_NONE)
		v->remark = remark_read(col[COL_KETERANGAN]);
	else if (col[COL_STATUS].n && v->remark == REMARK_NONE)
		v->remark = remark_read(col[COL_STATUS]);
}

static bool says_anything(const struct verdict *v)
{
	if (v->remark != REMARK_NONE)
		return true;
	for (int c = COL_NIK; c <= COL_KABUPATEN_KOTA; c++)
		if (v->by[c].said != AGREE_UNSAID)
			return true;
	return false;
}

static uint8_t status_of(enum remark r)
{
	static const uint8_t status[] = { [REMARK_DEAD] = CITIZEN_DEAD,
					  [REMARK_DOUBLE] = CITIZEN_DOUBLE,
					  [REMARK_INACTIVE] = CITIZEN_INACTIVE,
					  [REMARK_MOVED] = CITIZEN_MOVED };

	return r < sizeof(status) && status[r] ? status[r] : CITIZEN_ALIVE;
}

/* A finding from one verdict. Without a "yes" to the name nobody is found: a damaged NIK may be a living neighbour's.
 */
static void judge(struct finding *f, const struct verdict *v, const struct match_row *r, const struct match_bounds *b)
{
	memset(f, 0, sizeof(*f));
	f->source = MATCH_BY_VERDICT;
	f->who.born = DATE_NONE;
	if (v->remark == REMARK_NOT_FOUND || v->by[COL_NIK].said == AGREE_NO) {
		f->not_found = true;
		return;
	}
	f->weight = verdict_weight(v);
	f->likelihood = verdict_likelihood(f->weight);
	f->double_nik = v->remark == REMARK_DOUBLE;
	f->place_disputed = v->by[COL_KECAMATAN].said == AGREE_NO || v->by[COL_KABUPATEN_KOTA].said == AGREE_NO;
	citizen_typed(&f->who, r);
	/* whose number cannot be read from the proposal is confirmed without one: somebody must write it down */
	if (f->likelihood >= b->found && v->by[COL_NAMA].said == AGREE_YES && f->who.nik) {
		f->verdict = MATCH_FOUND;
		f->who.status = status_of(v->remark);
		return;
	}
	f->who = (struct citizen){ .born = DATE_NONE };
	f->doubtful = true;
	f->verdict = f->likelihood >= b->review || v->remark == REMARK_DEAD ? MATCH_REVIEW : MATCH_NONE;
}

/* Two answers to one row: one that names it goes before one about its NIK and name; else the one that says less. */
static void take_verdict(struct reading *r, uint32_t at, const struct verdict *v, bool own)
{
	struct finding *f = &r->f[at], got;

	if (f->source == MATCH_BY_EXTRACT && f->verdict != MATCH_NONE)
		return;
	if (r->own[at] && !own)
		return;
	judge(&got, v, &r->rows->row[at], r->bounds);
	got.candidates = f->candidates;
	if (f->source == MATCH_BY_VERDICT && r->own[at] == own && f->likelihood <= got.likelihood)
		return;
	*f = got;
	r->own[at] = own;
}

static int verdict_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct reading *r = ctx;
	struct verdict v;
	uint32_t at[16], same[16];
	unsigned n, n_same;
	bool own;

	(void)worker;
	(void)e;
	read_elements(row->col, &v);
	n = answer_rows(r->index, row->col, at, 16, &own);
	if (!n && says_anything(&v))
		r->strangers++;
	if (!says_anything(&v) || v.remark == REMARK_NO_QUOTA)
		return ERR_OK;
	for (unsigned i = 0; i < n; i++) {
		take_verdict(r, at[i], &v, own);
		n_same = own ? answer_same_person(r->index, &r->rows->row[at[i]], same, 16) : 0;
		for (unsigned k = 0; k < n_same; k++)
			if (same[k] != at[i])
				take_verdict(r, same[k], &v, false);
	}
	return ERR_OK;
}

int match_verdicts(const struct match_rows *rows, const struct match_lists *x, struct finding *f, uint64_t *strangers,
		   const struct match_env *env, struct err *e)
{
	struct reading r = { .rows = rows, .f = f, .bounds = env->bounds ? env->bounds : &match_bounds_usual };
	struct answer_index *index;
	struct list_spec spec = { .kind = LIST_VERDICTS, .columns = env->columns };
	struct list_sink sink = { .row = verdict_row, .ctx = &r };
	int rc = answer_index_new(&index, rows, env->arena, e);

	r.index = index;
	r.own = padan_arena_array(env->arena, rows->n, sizeof(*r.own));
	if (rc == ERR_OK && !r.own)
		rc = err_memory(e, "jawaban pemadanan");
	for (size_t i = 0; rc == ERR_OK && i < x->n; i++) {
		char *path = padan_arena_copy(env->arena, x->paths[i].p, x->paths[i].n);

		if (!path)
			return err_memory(e, "nama berkas");
		rc = list_scan(env->seams, path, &spec, &sink, env->arena, &x->infos[i], e);
	}
	*strangers = r.strangers;
	return rc;
}

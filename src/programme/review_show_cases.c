/* SPDX-License-Identifier: EUPL-1.2
 * One pair side by side, with its evidence in words; and how exact the matching is (the accuracy card). */
#include "programme/review_cases.h"

#include "matching/matching.h"
#include "matching/review_marks.h"
#include "programme/review_store.h"
#include "programme/row_cases.h"
#include "programme/row_store.h"
#include "programme/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct showing {
	const struct env *env;
	struct row_scope scope;
	struct run_row row;
	int64_t pos;
	const struct run_candidate *with; /* NULL: nobody to compare with */
	struct run_candidate found;	  /* the person found, as a candidate */
	span typed[RUN_FIELD_COUNT];	  /* then: what the list said */
	bool failed;
};

static span keep(struct showing *s, span text)
{
	span own = review_keep(s->env, text);

	s->failed |= !own.p;
	return own;
}

static span keep_buf(struct showing *s, struct buf *b)
{
	span own = b->failed ? (span){ NULL, 0 } : keep(s, buf_as_span(b));

	s->failed |= b->failed;
	buf_done(b);
	return own;
}

/* --- side by side ---------------------------------------------------------------------------------------------------
 */
static const struct {
	const char *label;
	int typed, other; /* enum run_field, enum candidate_field */
	int compared;	  /* enum padan_person_column; -1: only shown */
} FIELDS[] = {
	{ "NIK", RUN_NIK_USULAN, CANDIDATE_nik, PADAN_P_NIK },
	{ "Nama", RUN_NAMA_USULAN, CANDIDATE_nama, PADAN_P_NAME },
	{ "Tanggal lahir", RUN_TANGGAL_LAHIR, CANDIDATE_tanggal_lahir, PADAN_P_BORN },
	{ "Jenis kelamin", RUN_JENIS_KELAMIN, CANDIDATE_jenis_kelamin, PADAN_P_SEX },
	{ "No. KK", RUN_NO_KK, CANDIDATE_no_kk, PADAN_P_CARD },
	{ "Tempat lahir", RUN_TEMPAT_LAHIR, CANDIDATE_tempat_lahir, PADAN_P_BIRTHPLACE },
	{ "Nama ibu", RUN_NAMA_IBU, CANDIDATE_nama_ibu, PADAN_P_MOTHER },
	{ "Alamat", RUN_ALAMAT, CANDIDATE_alamat, PADAN_P_ADDRESS },
	{ "RT", RUN_RT, CANDIDATE_rt, PADAN_P_RT_RW },
	{ "RW", RUN_RW, CANDIDATE_rw, PADAN_P_RT_RW },
	{ "Kelurahan", RUN_KELURAHAN, CANDIDATE_kelurahan, PADAN_P_VILLAGE },
	{ "Kecamatan", RUN_KECAMATAN, CANDIDATE_kecamatan, PADAN_P_DISTRICT },
	{ "Pekerjaan", RUN_PEKERJAAN, CANDIDATE_pekerjaan, PADAN_P_JOB },
};
enum { FIELDS_N = sizeof(FIELDS) / sizeof(FIELDS[0]) };

/* Days as officers write them; anything else as it is. */
static span shown_value(struct showing *s, int typed, span value)
{
	char text[32];
	date d;

	if (typed != RUN_TANGGAL_LAHIR || !date_parse_iso(value, &d))
		return value;
	snprintf(text, sizeof(text), "%02d-%02d-%04d", date_ymd(d).d, date_ymd(d).m, date_ymd(d).y);
	return keep(s, padan_span_of(text));
}

static span marked(struct showing *s, span a, span b)
{
	struct buf out;

	buf_init(&out, s->env->seams->alloc, 1 << 16);
	review_marked(a, b, &out);
	return keep_buf(s, &out);
}

/* What was typed. Once a person was found the row's own fields are mostly the registry's, but for NIK and name. */
static span as_typed(struct showing *s, int field)
{
	if (s->with != &s->found || field == RUN_NIK_USULAN || field == RUN_NAMA_USULAN)
		return shown_value(s, field, s->row.field[field]);
	return s->typed[field];
}

static size_t digits_of(span s, char out[9])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < 8; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			out[n++] = s.p[i];
	out[n] = '\0';
	return n;
}

/* Sixteen digits, whatever stands between them. */
static bool same_digits(span a, span b)
{
	size_t i = 0, n = 0;

	for (size_t k = 0; k < b.n; k++) {
		if (b.p[k] < '0' || b.p[k] > '9')
			continue;
		while (i < a.n && (a.p[i] < '0' || a.p[i] > '9'))
			i++;
		if (i == a.n || a.p[i++] != b.p[k])
			return false;
		n++;
	}
	while (i < a.n && (a.p[i] < '0' || a.p[i] > '9'))
		i++;
	return i == a.n && n == 16;
}

/* "31/12/1978" is 31-12-1978, "Perempuan" is P. */
static bool same_value(int field, span a, span b)
{
	char x[9], y[9];

	if (span_ieq(a, b))
		return true;
	if (field == RUN_NIK_USULAN || field == RUN_NO_KK)
		return same_digits(a, b);
	if (field == RUN_TANGGAL_LAHIR)
		return digits_of(a, x) == 8 && digits_of(b, y) == 8 && strcmp(x, y) == 0;
	return field == RUN_JENIS_KELAMIN && a.n && b.n && span_ieq((span){ a.p, 1 }, (span){ b.p, 1 });
}

static int side_by_side(struct showing *s, struct row_cursor *out, struct err *e)
{
	struct review_field *f = padan_arena_array(s->env->arena, FIELDS_N, sizeof(*f));
	size_t n = 0;

	if (!f)
		return err_memory(e, "perbandingan");
	for (int i = 0; i < FIELDS_N; i++) {
		span a = as_typed(s, FIELDS[i].typed);
		span b = s->with ? s->with->field[FIELDS[i].other] : SPAN("");
		bool same;

		b = shown_value(s, FIELDS[i].typed, b);
		if (!a.n && !b.n)
			continue;
		same = same_value(FIELDS[i].typed, a, b);
		f[n++] = (struct review_field){ .bidang = padan_span_of(FIELDS[i].label),
						.usulan = a,
						.kandidat = b,
						.hasil = !a.n	? SPAN("tidak diisi")
							 : !b.n ? SPAN("tidak ada data")
							 : same ? SPAN("sama")
								: SPAN("beda"),
						.beda_usulan = marked(s, a, b.n && !same ? b : a),
						.beda_kandidat = marked(s, b, a.n && !same ? a : b) };
	}
	return s->failed ? err_memory(e, "perbandingan") : row_cursor_over(s->env->arena, f, n, sizeof(*f), out, e);
}

/* --- evidence -------------------------------------------------------------------------------------------------------
 */
static int by_weight(const void *pa, const void *pb)
{
	const struct run_part *a = pa, *b = pb;
	int32_t x = abs(a->weight), y = abs(b->weight);

	return x != y ? (x < y) - (x > y) : (a->comparison > b->comparison) - (a->comparison < b->comparison);
}

/* The heaviest first, each with the sum so far. What weighs nothing is left out. */
static int waterfall(struct showing *s, const struct run_part *parts, size_t n, struct row_cursor *out, struct err *e)
{
	struct run_part *sorted = padan_arena_array(s->env->arena, n, sizeof(*sorted));
	struct review_evidence *rows = padan_arena_array(s->env->arena, n, sizeof(*rows));
	int64_t sum = 0;
	size_t kept = 0;

	if (!sorted || !rows)
		return err_memory(e, "bukti");
	if (n)
		memcpy(sorted, parts, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), by_weight);
	for (size_t i = 0; i < n; i++) {
		struct buf words;

		if (!sorted[i].weight)
			continue;
		buf_init(&words, s->env->seams->alloc, 4096);
		if (!match_phrase(sorted[i].comparison, (uint8_t)sorted[i].level, &words))
			buf_puts(&words, "lain-lain");
		sum += sorted[i].weight;
		rows[kept++] = (struct review_evidence){ .bukti = keep_buf(s, &words),
							 .bobot = sorted[i].weight,
							 .jumlah = sum };
	}
	return s->failed ? err_memory(e, "bukti") : row_cursor_over(s->env->arena, rows, kept, sizeof(*rows), out, e);
}

/* What lies between the evidence and the chance: how likely anybody is, and how strong the rivals are. */
static int64_t correction(int64_t chance, int64_t weight)
{
	double p = (double)chance / 10000;

	if (chance <= 0 || chance >= 10000)
		return FIELD_ABSENT;
	return (int64_t)llround(1000 * log2(p / (1 - p))) - weight;
}

/* --- candidates -----------------------------------------------------------------------------------------------------
 */
static span address(struct showing *s, const struct run_candidate *c)
{
	const span *f = c->field;
	struct buf out;

	buf_init(&out, s->env->seams->alloc, 1 << 16);
	buf_span(&out, f[CANDIDATE_alamat]);
	if (f[CANDIDATE_rt].n)
		buf_printf(&out, "%sRT %.*s/RW %.*s", out.n ? ", " : "", (int)f[CANDIDATE_rt].n, f[CANDIDATE_rt].p,
			   (int)f[CANDIDATE_rw].n, f[CANDIDATE_rw].n ? f[CANDIDATE_rw].p : "");
	return keep_buf(s, &out);
}

/* "satu KK dengan usulan; satu KK dengan kandidat 1; ISTRI": what ties candidates to the row and to each other. */
static span family(struct showing *s, size_t k)
{
	const struct run_candidate *c = &s->row.candidates[k];
	span card = c->field[CANDIDATE_no_kk], own = s->row.field[RUN_NO_KK];
	struct buf out;

	buf_init(&out, s->env->seams->alloc, 4096);
	buf_span(&out, c->field[CANDIDATE_shdk]);
	if (card.n && own.n && padan_span_eq(card, own))
		buf_printf(&out, "%ssatu KK dengan usulan", out.n ? "; " : "");
	for (size_t i = 0; i < s->row.candidate_count; i++)
		if (i != k && card.n && padan_span_eq(card, s->row.candidates[i].field[CANDIDATE_no_kk]))
			buf_printf(&out, "%ssatu KK dengan kandidat %zu", out.n ? "; " : "", i + 1);
	return keep_buf(s, &out);
}

static struct review_candidate candidate_row(struct showing *s, const struct run_candidate *c, int64_t no, span family)
{
	struct review_candidate r = { .urut = no,
				      .nik = c->field[CANDIDATE_nik],
				      .nama = c->field[CANDIDATE_nama],
				      .lahir = DATE_NONE,
				      .alamat = address(s, c),
				      .kelurahan = c->field[CANDIDATE_kelurahan],
				      .keluarga = family,
				      .status = c->field[CANDIDATE_status],
				      .kecocokan = chance_percent(c->chance),
				      .bukti = c->field[CANDIDATE_catatan],
				      .dipilih = c == s->with };

	if (!date_parse_iso(c->field[CANDIDATE_tanggal_lahir], &r.lahir))
		r.lahir = DATE_NONE;
	return r;
}

/* Is the person that was found among the candidates? Then that one is chosen, until another is compared. */
static const struct run_candidate *found_among(const struct showing *s)
{
	for (size_t i = 0; s->with == &s->found && i < s->row.candidate_count; i++)
		if (padan_span_eq(s->row.candidates[i].field[CANDIDATE_nik], s->found.field[CANDIDATE_nik]))
			return &s->row.candidates[i];
	return NULL;
}

/* All of them; before them the person that was found, who is compared and is none of them. */
static int candidates(struct showing *s, struct row_cursor *out, struct err *e)
{
	size_t n = s->row.candidate_count, k = 0;
	struct review_candidate *rows = padan_arena_array(s->env->arena, n + 1, sizeof(*rows));
	const struct run_candidate *same = found_among(s);

	if (!rows)
		return err_memory(e, "kandidat");
	if (s->with == &s->found && !same && n)
		rows[k++] = candidate_row(s, &s->found, 0, SPAN(""));
	for (size_t i = 0; i < n; i++) {
		rows[k] = candidate_row(s, &s->row.candidates[i], (int64_t)i + 1, family(s, i));
		rows[k++].dipilih |= &s->row.candidates[i] == same;
	}
	return s->failed ? err_memory(e, "kandidat") : row_cursor_over(s->env->arena, rows, k, sizeof(*rows), out, e);
}

/* The person found stands where a candidate would. */
static void take_found(struct showing *s)
{
	for (int i = 0; i < FIELDS_N; i++) {
		enum run_field own = (enum run_field)FIELDS[i].typed;
		bool his = run_from_registry(s->row.field, own, own != RUN_PEKERJAAN);

		s->found.field[FIELDS[i].other] = his ? s->row.field[own] : SPAN("");
	}
	s->found.field[CANDIDATE_pekerjaan] = s->row.field[RUN_PEKERJAAN_KTP];
	s->found.field[CANDIDATE_nik] = s->row.field[RUN_NIK];
	s->found.field[CANDIDATE_nama] = s->row.field[RUN_NAMA];
	s->found.chance = s->row.chance;
	s->found.weight = s->row.weight;
	s->found.parts = s->row.parts;
	s->found.part_count = s->row.part_count;
	s->with = &s->found;
}

static int choose(struct showing *s, int64_t wanted, struct err *e)
{
	bool found = padan_span_eq(s->row.padan, SPAN("padan"));

	if (wanted == FIELD_ABSENT || !wanted) {
		if (found)
			take_found(s);
		else if (s->row.candidate_count)
			s->with = &s->row.candidates[0];
		return ERR_OK;
	}
	if ((size_t)wanted > s->row.candidate_count)
		return err_set(e, ERR_USAGE, "baris %lld mempunyai %zu kandidat; nomor %lld tidak ada",
			       (long long)s->pos + 1, s->row.candidate_count, (long long)wanted);
	s->with = &s->row.candidates[wanted - 1];
	return ERR_OK;
}

/* --- answers --------------------------------------------------------------------------------------------------------
 */
struct history {
	struct showing *s;
	struct review_history *rows;
	size_t n, cap;
	enum review_said last;
};

static int note(void *ctx, const struct review_answer *a)
{
	struct history *h = ctx;
	struct review_history *rows = row_room(h->s->env->arena, h->rows, h->n, &h->cap, sizeof(*rows));
	char id[RUN_ID_TEXT];

	h->s->failed |= !rows;
	if (!rows)
		return 1;
	h->rows = rows;
	h->last = a->said;
	rows[h->n++] =
		(struct review_history){ .ke = a->no + 1,
					 .tanggal = { (int32_t)(a->at_ms / 86400000) },
					 .oleh = keep(h->s, a->actor),
					 .jawaban = padan_span_of(review_word(a->said)),
					 .nik = keep(h->s, a->nik),
					 .dasar = keep(h->s, a->reason),
					 .asal = a->origin ? keep(h->s, padan_span_of(run_id_text(a->origin, id)))
							   : SPAN("") };
	return 0;
}

static int answers(struct showing *s, struct review_show_out *out, struct err *e)
{
	struct history h = { .s = s, .last = REVIEW_UNDO };
	bool taken = false;
	int64_t account = 0;
	span by = SPAN("");
	int rc = review_store_answers(s->env->store, s->scope.run, s->pos, note, &h, e);

	if (!rc)
		rc = review_store_taken(s->env, s->scope.run, s->pos, &taken, &account, &by, e);
	if (s->failed)
		return err_memory(e, "jawaban peninjau");
	if (rc)
		return rc;
	out->terakhir = (int64_t)h.n;
	if (h.last != REVIEW_UNDO) {
		out->jawaban = padan_span_of(review_word(h.last));
		out->jawaban_nik = h.rows[h.n - 1].nik;
		out->jawaban_oleh = h.rows[h.n - 1].oleh;
	}
	if (taken && account != s->env->actor.account)
		out->dilihat = by.n ? by : SPAN("petugas");
	return row_cursor_over(s->env->arena, h.rows, h.n, sizeof(*h.rows), &out->riwayat, e);
}

/* --- all of it ------------------------------------------------------------------------------------------------------
 */
static enum review_kind kind_of(const struct run_row *r)
{
	if (padan_span_eq(r->padan, SPAN("tinjau")))
		return REVIEW_IDENTITY;
	if (r->syarat.n)
		return REVIEW_CARD;
	return alasan_set(r->alasan) & ALASAN_BIT(ALASAN_MENINGGAL) ? REVIEW_DEATH : REVIEW_CRITERION;
}

static span question(enum review_kind k)
{
	static const char *const ask[REVIEW_KINDS] = {
		"Siapakah orang pada usulan ini? Pilih kandidatnya, atau tolak bila tidak seorang pun.",
		"Orangnya ditemukan, tetapi NIK pada usulan berbeda. Cocokkah dengan KTP atau KK?",
		"Dukcapil mencatat orang ini meninggal. Apakah kelurahan memastikannya?",
		"Orangnya ditemukan, tetapi ada syarat yang perlu dilihat. Layakkah orang ini?",
	};

	return padan_span_of(ask[k]);
}

static void sentences(struct showing *s, struct review_show_out *out)
{
	uint64_t set = alasan_set(s->row.alasan);
	struct buf why, what;

	buf_init(&why, s->env->seams->alloc, 1 << 16);
	buf_init(&what, s->env->seams->alloc, 1 << 16);
	alasan_sentences(set, 0, &why);
	alasan_remedies(set, 0, &what);
	out->keterangan = keep_buf(s, &why);
	out->saran = keep_buf(s, &what);
}

static int file_name(struct showing *s, span *out, struct err *e)
{
	struct run_head head;
	int rc = run_store_head(s->env->store, s->scope.run, &head, s->env->arena, e);

	if (!rc && s->row.file >= 0 && (size_t)s->row.file < head.file_count)
		*out = head.files[s->row.file].name;
	return rc;
}

static int tell(struct showing *s, struct review_show_out *out, struct err *e)
{
	struct review_filter f = { .run = s->scope.run,
				   .district = s->scope.district,
				   .kind = -1,
				   .pos = s->pos,
				   .doubt = llabs(s->row.chance - 5000) };
	enum review_kind kind = kind_of(&s->row);
	int64_t next = -1;
	int rc;

	out->rancangan = keep(s, padan_span_of(s->scope.id));
	out->no = s->pos + 1;
	out->baris = s->row.line;
	out->jenis = review_kind_label((int)kind);
	out->pertanyaan = question(kind);
	out->terkunci = review_locked(s->env, &s->scope.info);
	out->putusan = s->row.putusan;
	out->alasan = s->row.alasan;
	sentences(s, out);
	if (s->with) {
		out->kecocokan = chance_percent(s->with->chance);
		out->bobot = s->with->weight;
		out->koreksi = s->with->part_count ? correction(s->with->chance, s->with->weight) : FIELD_ABSENT;
		out->terpilih_nik = s->with->field[CANDIDATE_nik];
	}
	out->subjek = out->terpilih_nik.n == 16 ? out->terpilih_nik : s->row.field[RUN_NIK_USULAN];
	if (out->subjek.n != 16)
		out->subjek = SPAN("");
	rc = review_store_next(s->env, &f, &next, e);
	if (next >= 0)
		out->berikut = next + 1;
	return rc;
}

/* Which candidate to compare next, in turn; absent when there is no other. */
static int64_t other_candidate(const struct showing *s)
{
	size_t n = s->row.candidate_count,
	       at = s->with && s->with != &s->found ? (size_t)(s->with - s->row.candidates) : n;

	if (at + 1 < n)
		return (int64_t)at + 2;
	return n > 1 || (n && at == n) ? 1 : FIELD_ABSENT;
}

int review_show_plan(struct review_show_out *out, const struct review_show_in *in, const struct env *env, struct err *e)
{
	struct showing s = { .env = env, .pos = in->no - 1 };
	int rc = row_scope_open(env, in->rancangan, &s.scope, e);

	if (!rc)
		rc = row_store_get(env, &s.scope, in->no, &s.row, e);
	if (!rc)
		rc = row_store_candidates(env, s.scope.run, s.pos, &s.row, e);
	if (!rc)
		rc = choose(&s, in->kandidat, e);
	if (!rc && s.with == &s.found)
		rc = row_typed(env, &s.scope, &s.row, s.typed, e);
	if (!rc)
		rc = tell(&s, out, e);
	if (!rc)
		rc = file_name(&s, &out->berkas, e);
	if (!rc)
		rc = side_by_side(&s, &out->banding, e);
	if (!rc)
		rc = waterfall(&s, s.with ? s.with->parts : NULL, s.with ? s.with->part_count : 0, &out->bukti, e);
	if (!rc)
		rc = candidates(&s, &out->kandidat, e);
	out->lain = rc ? FIELD_ABSENT : other_candidate(&s);
	return rc ? rc : answers(&s, out, e);
}

/* --- the accuracy card ----------------------------------------------------------------------------------------------
 */
/* Thresholds to choose among, in hundredths; the one in force is added. */
static const int CHOICES[] = { 80, 90, 95, 97, 99, 100 };
enum { CHOICES_N = sizeof(CHOICES) / sizeof(CHOICES[0]), BUCKETS = 101 };

struct card {
	const struct env *env;
	const struct row_scope *scope;
	int64_t rows[BUCKETS], chance[BUCKETS]; /* of all rows, by chance in hundredths */
	int64_t all, found, asked, wrong, missed;
	int64_t answered, first, other, refused, expected;
	bool failed;
	int rc;
	struct err *e;
};

static int sum_one(void *ctx, const struct review_sum *s)
{
	struct card *c = ctx;
	int64_t b = s->bucket < 0 ? 0 : s->bucket >= BUCKETS ? BUCKETS - 1 : s->bucket;

	c->rows[b] += s->rows;
	c->chance[b] += s->chance;
	c->all += s->rows;
	if (padan_span_eq(s->padan, SPAN("padan"))) {
		c->found += s->rows;
		c->wrong += 10000 * s->rows - s->chance;
	} else if (padan_span_eq(s->padan, SPAN("tinjau"))) {
		c->asked += s->rows;
	} else {
		c->missed += s->chance;
	}
	return 0;
}

/* An answer about who it is, beside what the chances said. */
static int answer_one(void *ctx, const struct review_answer *a)
{
	struct card *c = ctx;
	struct run_row r;
	int rc;

	if (a->said != REVIEW_NIK && a->said != REVIEW_REFUSE)
		return 0;
	rc = row_store_get(c->env, c->scope, a->pos + 1, &r, c->e);
	if (rc == ERR_USAGE)
		return 0; /* of another region */
	if (!rc && !padan_span_eq(r.padan, SPAN("tinjau")))
		return 0;
	if (!rc)
		rc = row_store_candidates(c->env, c->scope->run, a->pos, &r, c->e);
	c->rc = rc;
	if (rc)
		return 1;
	c->answered++;
	c->expected += r.candidate_count ? r.candidates[0].chance : 0;
	if (a->said == REVIEW_REFUSE)
		c->refused++;
	else if (r.candidate_count && padan_span_eq(a->nik, r.candidates[0].field[CANDIDATE_nik]))
		c->first++;
	else
		c->other++;
	return 0;
}

static int choices(const struct card *c, struct row_cursor *out, struct err *e)
{
	struct review_threshold *rows = padan_arena_array(c->env->arena, CHOICES_N, sizeof(*rows));
	int review = match_bounds_usual.review / 100;

	if (!rows)
		return err_memory(e, "kartu ketelitian");
	for (int i = 0; i < CHOICES_N; i++) {
		struct review_threshold *t = &rows[i];

		*t = (struct review_threshold){ .ambang = (int64_t)CHOICES[i] * 1000,
						.berlaku = CHOICES[i] * 100 == match_bounds_usual.found };
		for (int b = 0; b < BUCKETS; b++) {
			if (b >= CHOICES[i]) {
				t->padan += c->rows[b];
				t->keliru += (10000 * c->rows[b] - c->chance[b]) / 10;
			} else if (b >= review) {
				t->ditanyakan += c->rows[b];
			} else {
				t->terlewat += c->chance[b] / 10;
			}
		}
	}
	return row_cursor_over(c->env->arena, rows, CHOICES_N, sizeof(*rows), out, e);
}

int review_accuracy_plan(struct review_accuracy_out *out, const struct review_accuracy_in *in, const struct env *env,
			 struct err *e)
{
	struct row_scope s;
	struct card c = { .env = env, .scope = &s, .e = e };
	int rc = row_scope_open(env, in->rancangan, &s, e);

	if (!rc)
		rc = review_store_sums(env->store, s.run, sum_one, &c, e);
	if (!rc)
		rc = review_store_last(env->store, s.run, answer_one, &c, e);
	if (c.rc)
		return c.rc;
	if (rc)
		return rc;
	*out = (struct review_accuracy_out){ .rancangan = review_keep(env, padan_span_of(s.id)),
					     .usulan = c.all,
					     .padan = c.found,
					     .ditanyakan = c.asked,
					     .bagian = c.all ? c.asked * 100000 / c.all : 0,
					     .keliru = c.wrong / 10,
					     .terlewat = c.missed / 10,
					     .ambang = match_bounds_usual.found * 10,
					     .ambang_tinjau = match_bounds_usual.review * 10,
					     .dijawab = c.answered,
					     .kandidat_pertama = c.first,
					     .perkiraan_pertama = c.expected / 10,
					     .lain = c.other,
					     .tolak = c.refused };
	return choices(&c, &out->pilihan, e);
}

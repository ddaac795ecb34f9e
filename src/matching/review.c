/* SPDX-License-Identifier: EUPL-1.2
 * What reviewers answered in tinjau.xlsx. */
#include "matching/answer.h"
#include "matching/verdict.h"
#include <padan/nik.h>
#include <stdlib.h>

enum { ANSWERED_NIK = 1, ANSWERED_REFUSE = 2, ANSWERED_DEAD = 4 };

struct answered {
	uint8_t what; /* ANSWERED_* */
	uint64_t nik;
	uint32_t list_row;
	span reasons; /* what the reviewer saw (column alasan) */
};

struct wanted {
	uint64_t nik;
	struct citizen who; /* nik 0 until the extract showed the person */
};

struct match_answers {
	struct answered *row;  /* per proposal row */
	struct wanted *wanted; /* by nik, each once */
	uint32_t n_wanted;
	const char *file;
};

struct reading {
	struct match_answers *a;
	const struct match_rows *rows;
	const struct answer_index *index;
	const char *file;
	struct padan_arena *arena;
};

/* An answer's text. False: not understood. */
static bool understand(span s, struct answered *out)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	if (span_ieq(s, SPAN("TOLAK")) || span_ieq(s, SPAN("DITOLAK"))) {
		out->what = ANSWERED_REFUSE;
		return true;
	}
	if (span_ieq(s, SPAN("MENINGGAL")) || span_ieq(s, SPAN("MENINGGAL DUNIA"))) {
		out->what = ANSWERED_DEAD;
		return true;
	}
	padan_nik_parse(&k, s, &opt);
	out->what = ANSWERED_NIK;
	out->nik = k.value;
	return k.n == 16 && !(k.flags & (PADAN_NIK_EXPONENT | PADAN_NIK_LETTERS));
}

static int take(struct reading *r, const struct list_row *row, uint32_t at, const struct answered *got, struct err *e)
{
	struct answered *old = &r->a->row[at];

	if (old->what && (old->what != got->what || old->nik != got->nik))
		return err_set(e, ERR_USAGE,
			       "%s baris %u: jawaban lain dari baris %u untuk usulan yang sama; sisakan satu", r->file,
			       row->no, old->list_row);
	*old = *got;
	old->list_row = row->no;
	return ERR_OK;
}

static int answer_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct reading *r = ctx;
	span word = row->col[COL_KEPUTUSAN_PETUGAS];
	struct answered got = { 0 };
	uint32_t at[16];
	unsigned n;
	int rc = ERR_OK;

	(void)worker;
	if (!word.n || (word.n == 1 && word.p[0] == '-'))
		return ERR_OK;
	if (!understand(word, &got))
		return err_set(
			e, ERR_USAGE,
			"%s baris %u: keputusan_petugas bukan NIK 16 angka, TOLAK, atau MENINGGAL; perbaiki isinya",
			r->file, row->no);
	got.reasons.n = row->col[COL_ALASAN].n;
	got.reasons.p = padan_arena_copy(r->arena, row->col[COL_ALASAN].n ? row->col[COL_ALASAN].p : "", got.reasons.n);
	if (!got.reasons.p)
		return err_memory(e, "jawaban petugas");
	n = answer_rows(r->index, row->col, at, 16, NULL);
	if (!n)
		return err_set(e, ERR_USAGE,
			       "%s baris %u: tidak ada usulan dengan id_baris (atau berkas dan baris) itu; pakai "
			       "tinjau.xlsx dari daftar yang sama",
			       r->file, row->no);
	for (unsigned i = 0; i < n && rc == ERR_OK; i++)
		rc = take(r, row, at[i], &got, e);
	return rc;
}

static int by_nik(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return (x->nik > y->nik) - (x->nik < y->nik);
}

static int collect_wanted(struct match_answers *a, uint32_t rows, struct padan_arena *arena, struct err *e)
{
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < rows; i++)
		n += a->row[i].what == ANSWERED_NIK;
	a->wanted = padan_arena_array(arena, n, sizeof(*a->wanted));
	if (!a->wanted)
		return err_memory(e, "jawaban petugas");
	n = 0;
	for (uint32_t i = 0; i < rows; i++)
		if (a->row[i].what == ANSWERED_NIK)
			a->wanted[n++].nik = a->row[i].nik;
	qsort(a->wanted, n, sizeof(*a->wanted), by_nik);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || a->wanted[kept - 1].nik != a->wanted[i].nik)
			a->wanted[kept++] = a->wanted[i];
	a->n_wanted = kept;
	return ERR_OK;
}

int match_answers_read(struct match_answers **out, const struct match_rows *rows, span path, struct list_info *info,
		       const struct match_env *env, struct err *e)
{
	struct match_answers *a = padan_arena_zero(env->arena, sizeof(*a));
	char *file = padan_arena_copy(env->arena, path.p, path.n);
	struct answer_index *index;
	struct reading r = { .a = a, .rows = rows, .file = file, .arena = env->arena };
	struct list_spec spec = { .kind = LIST_REVIEW };
	struct list_sink sink = { .row = answer_row, .ctx = &r };
	int rc;

	*out = a;
	if (!a || !file || !(a->row = padan_arena_array(env->arena, rows->n, sizeof(*a->row))))
		return err_memory(e, "jawaban petugas");
	a->file = file;
	rc = answer_index_new(&index, rows, env->arena, e);
	if (rc)
		return rc;
	r.index = index;
	rc = list_scan(env->seams, file, &spec, &sink, env->arena, info, e);
	return rc ? rc : collect_wanted(a, rows->n, env->arena, e);
}

static struct wanted *find_wanted(const struct match_answers *a, uint64_t nik)
{
	struct wanted key = { .nik = nik };

	return a->n_wanted ? bsearch(&key, a->wanted, a->n_wanted, sizeof(key), by_nik) : NULL;
}

struct citizen *match_answers_wanted(const struct match_answers *a, uint64_t nik)
{
	struct wanted *w = a ? find_wanted(a, nik) : NULL;

	return w ? &w->who : NULL;
}

static int apply_nik(const struct match_answers *a, const struct answered *got, const struct match_row *r,
		     bool with_extract, struct finding *f, struct err *e)
{
	const struct wanted *w = find_wanted(a, got->nik);

	if (w && w->who.nik) {
		f->who = w->who;
	} else if (with_extract) {
		return err_set(
			e, ERR_USAGE,
			"%s baris %u: NIK pada keputusan_petugas tidak ada dalam data kependudukan; periksa angkanya",
			a->file, got->list_row);
	} else {
		static const struct padan_nik_opt opt = { .ref_year = 2026 };
		struct padan_nik typed;

		padan_nik_parse(&typed, r->field[PADAN_P_NIK], &opt);
		if (f->verdict != MATCH_FOUND && typed.value != got->nik)
			return err_set(
				e, ERR_USAGE,
				"%s baris %u: tanpa data kependudukan hanya NIK yang tertulis dalam usulan dapat "
				"ditetapkan; perbaiki NIK pada daftar usulan lalu minta pemadanan lagi",
				a->file, got->list_row);
		citizen_typed(&f->who, r);
	}
	f->found_before = f->verdict == MATCH_FOUND;
	f->reviewed = got->reasons;
	f->verdict = MATCH_FOUND;
	f->source = MATCH_BY_REVIEWER;
	f->answer = MATCH_ANSWER_NIK;
	f->not_found = f->doubtful = f->double_nik = false;
	f->nik_differs = false; /* a person has looked at the card */
	f->likelihood = 10000;
	return ERR_OK;
}

int match_answers_apply(const struct match_answers *a, const struct match_rows *rows, bool with_extract,
			struct finding *f, struct err *e)
{
	for (uint32_t i = 0; a && i < rows->n; i++) {
		int rc = ERR_OK;

		switch (a->row[i].what) {
		case ANSWERED_NIK:
			rc = apply_nik(a, &a->row[i], &rows->row[i], with_extract, &f[i], e);
			break;
		case ANSWERED_REFUSE:
			f[i].answer = MATCH_ANSWER_REFUSE;
			break;
		case ANSWERED_DEAD:
			f[i].death_confirmed = true;
			break;
		default:
			break;
		}
		if (rc)
			return rc;
	}
	return ERR_OK;
}

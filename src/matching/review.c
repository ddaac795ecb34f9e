/* SPDX-License-Identifier: EUPL-1.2
 * Sheets with answers, and what reviewers answered in tinjau.xlsx. */
#include "matching/review.h"

#include "matching/matching.h"
#include "matching/verdict.h"
#include <padan/nik.h>
#include <stdlib.h>

int match_answers_new(struct match_answers **out, const struct match_rows *rows, const struct match_env *env,
		      struct err *e)
{
	struct match_answers *a = padan_arena_zero(env->arena, sizeof(*a));
	struct match_env *own = padan_arena_get(env->arena, sizeof(*own));

	*out = a;
	if (!a || !own)
		return err_memory(e, "jawaban petugas");
	*own = *env;
	a->rows = rows;
	a->env = own;
	a->any_run = true;
	a->row = padan_arena_array(env->arena, rows->n, sizeof(*a->row));
	a->before = padan_arena_array(env->arena, rows->n, sizeof(*a->before));
	a->heard = padan_arena_array(env->arena, rows->n, sizeof(*a->heard));
	return a->row && a->before && a->heard ? ERR_OK : err_memory(e, "jawaban petugas");
}

void match_answers_of_runs(struct match_answers *a, const span *runs, size_t n)
{
	a->runs = runs;
	a->n_runs = n;
	a->any_run = false;
}

void match_answers_carry(struct match_answers *a, uint32_t row, const struct match_heard *h)
{
	struct match_heard *own = padan_arena_get(a->env->arena, sizeof(*own));

	if (!own)
		return; /* asked again: nothing is lost but the officer's time */
	*own = *h;
	a->before[row] = own;
	if (h->said & (SAID_NIK | SAID_REFUSE))
		a->row[row] = (struct answered){ .what = h->said & SAID_NIK ? SAID_NIK : SAID_REFUSE,
						 .carried = true,
						 .nik = h->nik,
						 .reasons = h->seen };
}

/* An answer's text. False: not understood. */
static bool understand(span s, struct answered *out)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	if (span_ieq(s, SPAN("TOLAK")) || span_ieq(s, SPAN("DITOLAK"))) {
		out->what = SAID_REFUSE;
		return true;
	}
	if (span_ieq(s, SPAN("MENINGGAL")) || span_ieq(s, SPAN("MENINGGAL DUNIA"))) {
		out->what = SAID_DEAD;
		return true;
	}
	padan_nik_parse(&k, s, &opt);
	out->what = SAID_NIK;
	out->nik = k.value;
	return k.n == 16 && !(k.flags & (PADAN_NIK_EXPONENT | PADAN_NIK_LETTERS));
}

static int take(struct match_answers *a, uint32_t at, const struct answered *got, struct err *e)
{
	struct answered *old = &a->row[at];

	if (old->what && !old->carried && (old->what != got->what || old->nik != got->nik))
		return err_set(e, ERR_USAGE,
			       "%s baris %u: jawaban lain dari %s baris %u untuk usulan yang sama; sisakan satu",
			       a->file[got->file], got->list_row, a->file[old->file], old->list_row);
	*old = *got;
	if (got->what == SAID_DEAD) {
		struct statement s = { .row = at,
				       .question = ASKED_DEATH,
				       .said = SAID_DEAD,
				       .sure = true,
				       .note = SPAN("Kematian dipastikan.") };

		if (!statement_add(a, &s))
			return err_memory(e, "jawaban petugas");
	}
	return ERR_OK;
}

static span said_word(uint8_t what)
{
	return what == SAID_NIK	     ? SPAN("NIK ditetapkan peninjau")
	       : what == SAID_REFUSE ? SPAN("ditolak peninjau")
				     : SPAN("meninggal");
}

static int reviewer_line(struct answer_sheet *s, const struct list_row *row, struct err *e)
{
	struct match_answers *a = s->a;
	span word = row->col[COL_KEPUTUSAN_PETUGAS], who = row->col[COL_NAMA], seen = row->col[COL_ALASAN];
	struct answered got = { .file = s->file, .list_row = row->no };
	uint32_t at[16];
	unsigned n;
	int rc = ERR_OK;

	if (!word.n || (word.n == 1 && word.p[0] == '-'))
		return ERR_OK;
	if (!understand(word, &got))
		return err_set(
			e, ERR_USAGE,
			"%s baris %u: keputusan_petugas bukan NIK 16 angka, TOLAK, atau MENINGGAL; perbaiki isinya",
			s->name, row->no);
	got.reasons = (span){ padan_arena_copy(a->env->arena, seen.n ? seen.p : "", seen.n), seen.n };
	who = (span){ padan_arena_copy(a->env->arena, who.n ? who.p : "", who.n), who.n };
	if (!got.reasons.p || !who.p)
		return err_memory(e, "jawaban petugas");
	n = answer_rows(a->index, row->col, at, 16, NULL);
	if (!n)
		return err_set(e, ERR_USAGE,
			       "%s baris %u: tidak ada usulan dengan id_baris (atau berkas dan baris) itu; pakai "
			       "tinjau.xlsx dari daftar yang sama",
			       s->name, row->no);
	if (!reply_add(a, &(struct match_reply){ .file = s->file,
						 .line = row->no,
						 .row = at[0],
						 .applied = true,
						 .who = who,
						 .said = said_word(got.what),
						 .remark = SPAN("Diterapkan pada putusan usulan.") }))
		return err_memory(e, "jawaban petugas");
	for (unsigned i = 0; i < n && rc == ERR_OK; i++)
		rc = take(a, at[i], &got, e);
	return rc;
}

static int answer_line(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct answer_sheet *s = ctx;
	int rc;

	(void)worker;
	if (!s->looked) {
		s->looked = true;
		if (!ward_columns(s) && !(s->info->have & COL_BIT(COL_KEPUTUSAN_PETUGAS)))
			return err_set(
				e, ERR_UNREADABLE,
				"%s: tidak ada kolom jawaban (keputusan_petugas, nik_dikonfirmasi, status_hidup, "
				"putusan_sanggahan, hasil_verval); pakai lembar yang dibuat Lindung",
				s->name);
	}
	rc = reviewer_line(s, row, e);
	return rc ? rc : ward_line(s, row, e);
}

static int by_nik(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return (x->nik > y->nik) - (x->nik < y->nik);
}

static int collect_wanted(struct match_answers *a, struct err *e)
{
	uint32_t rows = a->rows->n, n = 0, kept = 0;

	for (uint32_t i = 0; i < rows; i++)
		n += a->row[i].what == SAID_NIK;
	a->wanted = padan_arena_array(a->env->arena, n, sizeof(*a->wanted));
	if (!a->wanted)
		return err_memory(e, "jawaban petugas");
	n = 0;
	for (uint32_t i = 0; i < rows; i++)
		if (a->row[i].what == SAID_NIK)
			a->wanted[n++].nik = a->row[i].nik;
	qsort(a->wanted, n, sizeof(*a->wanted), by_nik);
	for (uint32_t i = 0; i < n; i++)
		if (!kept || a->wanted[kept - 1].nik != a->wanted[i].nik)
			a->wanted[kept++] = a->wanted[i];
	a->n_wanted = kept;
	return ERR_OK;
}

static int read_sheet(struct match_answers *a, uint32_t file, span path, struct list_info *info, struct err *e)
{
	char *name = padan_arena_copy(a->env->arena, path.p, path.n);
	struct answer_sheet s = { .a = a, .info = info, .file = file };
	struct list_spec spec = { .kind = LIST_REVIEW, .cells = true, .columns = a->env->columns };
	struct list_sink sink = { .row = answer_line, .ctx = &s };

	if (!name)
		return err_memory(e, "jawaban petugas");
	s.name = a->file[file] = name;
	return list_scan(a->env->seams, name, &spec, &sink, a->env->arena, info, e);
}

int match_answers_read(struct match_answers *a, const span *paths, size_t n, struct list_info *infos, struct err *e)
{
	int rc = n ? answer_index_new(&a->index, a->rows, a->env->arena, e) : ERR_OK;

	a->file = padan_arena_array(a->env->arena, n, sizeof(*a->file));
	if (!a->file)
		return err_memory(e, "jawaban petugas");
	for (size_t i = 0; i < n && rc == ERR_OK; i++)
		rc = read_sheet(a, (uint32_t)i, paths[i], &infos[i], e);
	return rc ? rc : collect_wanted(a, e);
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

/* The person of an answered NIK; NULL when that cannot be told. */
static const char *person_of(const struct match_answers *a, uint32_t i, bool with_extract, struct finding *f)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	const struct match_row *r = &a->rows->row[i];
	const struct wanted *w = find_wanted(a, a->row[i].nik);
	struct padan_nik typed;

	if (w && w->who.nik) {
		f->who = w->who;
		return NULL;
	}
	if (with_extract)
		return "NIK pada keputusan_petugas tidak ada dalam data kependudukan; periksa angkanya";
	padan_nik_parse(&typed, r->field[PADAN_P_NIK], &opt);
	if (f->verdict != MATCH_FOUND && typed.value != a->row[i].nik)
		return "tanpa data kependudukan hanya NIK yang tertulis dalam usulan dapat ditetapkan; perbaiki NIK "
		       "pada "
		       "daftar usulan lalu minta pemadanan lagi";
	citizen_typed(&f->who, r);
	return NULL;
}

static int apply_nik(struct match_answers *a, uint32_t i, bool with_extract, struct finding *f, struct err *e)
{
	struct answered *got = &a->row[i];
	const char *wrong = person_of(a, i, with_extract, f);

	if (wrong && got->carried) {
		got->what = 0; /* what was decided then cannot be decided now: it is asked again */
		return ERR_OK;
	}
	if (wrong)
		return err_set(e, ERR_USAGE, "%s baris %u: %s", a->file[got->file], got->list_row, wrong);
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

static int apply_reviewer(struct match_answers *a, uint32_t i, bool with_extract, struct finding *f, struct err *e)
{
	const struct answered *got = &a->row[i];
	struct match_heard *h;
	int rc = ERR_OK;

	if (got->what == SAID_NIK)
		rc = apply_nik(a, i, with_extract, f, e);
	if (got->what == SAID_REFUSE)
		f->answer = MATCH_ANSWER_REFUSE;
	if (rc || (got->what != SAID_NIK && got->what != SAID_REFUSE))
		return rc;
	h = heard_of(a, i);
	if (!h)
		return err_memory(e, "jawaban petugas");
	h->said |= got->what;
	h->nik = got->nik;
	h->seen = got->reasons;
	return ERR_OK;
}

int match_answers_apply(struct match_answers *a, bool with_extract, struct finding *f, struct err *e)
{
	int rc = ERR_OK;

	for (uint32_t i = 0; a && rc == ERR_OK && i < a->rows->n; i++)
		rc = apply_reviewer(a, i, with_extract, &f[i], e);
	return rc || !a ? rc : wards_apply(a, f, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * What wards answer: one line of a sheet becomes statements, one for each question that it answers. A line that says
 * nothing sure becomes a reply that tells why. */
#include "matching/review.h"

#include "matching/matching.h"
#include "person/person.h"
#include <padan/nik.h>

enum ward_cell {
	WARD_RUN,
	WARD_FITNESS,
	WARD_OBJECTION,
	WARD_RULING,
	WARD_ALIVE,
	WARD_CARD,
	WARD_PROOF,
	WARD_BY,
	WARD_DAY,
	WARD_REMARK,
	WARD_CELLS
};
_Static_assert(WARD_CELLS <= sizeof(((struct answer_sheet *)0)->at) / sizeof(int16_t), "a place for each column");

/* Titles, letters only. Columns that ask something; the others stand beside them. */
static const struct {
	const char *title;
	uint8_t cell;
	bool asks;
} TITLES[] = {
	{ "rancangan", WARD_RUN, false },
	{ "hasilverval", WARD_FITNESS, true },
	{ "sanggahan", WARD_OBJECTION, true },
	{ "putusansanggahan", WARD_RULING, true },
	{ "statushidup", WARD_ALIVE, true },
	{ "nikdikonfirmasi", WARD_CARD, true },
	{ "bukti", WARD_PROOF, false },
	{ "buktiktpkk", WARD_PROOF, false },
	{ "dikonfirmasioleh", WARD_BY, false },
	{ "tanggalkonfirmasi", WARD_DAY, false },
	{ "catatankelurahan", WARD_REMARK, false },
};

/* Letters of s in small; false when they are not those of word. */
static bool letters_are(span s, const char *word)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (c < 'a' || c > 'z')
			continue;
		if (*word++ != c)
			return false;
	}
	return *word == '\0';
}

bool ward_columns(struct answer_sheet *s)
{
	bool asks = false;

	for (int i = 0; i < WARD_CELLS; i++)
		s->at[i] = -1;
	for (size_t t = 0; t < s->info->ntitle && t < INT16_MAX; t++)
		for (size_t k = 0; k < sizeof(TITLES) / sizeof(TITLES[0]); k++)
			if (s->at[TITLES[k].cell] < 0 && letters_are(s->info->titles[t].text, TITLES[k].title)) {
				s->at[TITLES[k].cell] = (int16_t)t;
				asks |= TITLES[k].asks;
			}
	return asks;
}

/* --- a line ------------------------------------------------------------------------------------------------------ */
struct line {
	struct answer_sheet *s;
	const struct list_row *row;
	span cell[WARD_CELLS];
	uint32_t at;	 /* the proposal row; UINT32_MAX */
	const char *why; /* the whole line is not applied; NULL: it may be */
	span who;
};

static void read_cells(struct line *l)
{
	for (int i = 0; i < WARD_CELLS; i++) {
		int at = l->s->at[i];

		l->cell[i] = (span){ NULL, 0 };
		if (at >= 0 && (uint32_t)at < l->row->ncell && !cell_says_nothing(l->row->cells[at]))
			l->cell[i] = span_trim(l->row->cells[at]);
	}
}

static int refused_memory(struct err *e)
{
	return err_memory(e, "jawaban kelurahan");
}

static span own(struct line *l, span s)
{
	return (span){ padan_arena_copy(l->s->a->env->arena, s.p ? s.p : "", s.n), s.n };
}

/* A reply about this line: why nothing came of it. */
static int tell(struct line *l, const char *said, const char *why, struct err *e)
{
	struct match_reply r = { .file = l->s->file,
				 .line = l->row->no,
				 .row = l->at,
				 .who = l->who,
				 .said = padan_span_of(said),
				 .remark = padan_span_of(why) };

	return reply_add(l->s->a, &r) ? ERR_OK : refused_memory(e);
}

/* An answer that can be understood; whether it holds is known when all sheets are read. */
static int state(struct line *l, const struct statement *made, const char *said, struct err *e)
{
	struct statement st = *made;

	if (l->why)
		return tell(l, said, l->why, e);
	st.row = l->at;
	if (tell(l, said, "", e) || !statement_add(l->s->a, &st))
		return refused_memory(e);
	return st.note.n && !st.note.p ? refused_memory(e) : ERR_OK;
}

/* "oleh Rahmat, 12-05-2025" */
static span by_whom(struct line *l)
{
	span by = l->cell[WARD_BY], day = l->cell[WARD_DAY];
	date d = day_read(day);
	char text[16];

	if (!date_known(d))
		return answer_text(l->s->a, "oleh %.*s%s%.*s", (int)by.n, by.p, day.n ? ", " : "", (int)day.n,
				   day.p ? day.p : "");
	date_iso(d, text);
	return answer_text(l->s->a, "oleh %.*s, %.2s-%.2s-%.4s", (int)by.n, by.p, text + 8, text + 5, text);
}

static int take_card(struct line *l, struct err *e)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	span v = l->cell[WARD_CARD], proof = l->cell[WARD_PROOF];
	struct statement st = { .question = ASKED_CARD, .said = SAID_CARD };
	struct padan_nik k;
	span by;

	if (!v.n)
		return ERR_OK;
	padan_nik_parse(&k, v, &opt);
	if (k.n != 16 || (k.flags & (PADAN_NIK_EXPONENT | PADAN_NIK_LETTERS)))
		return tell(l, "NIK dikonfirmasi", "nik_dikonfirmasi bukan 16 angka; tulis NIK seperti pada KTP", e);
	if ((l->row->cell_kind[l->s->at[WARD_CARD]] & CELL_KIND_MASK) == CELL_NUMBER && l->s->info->xlsx)
		return tell(
			l, "NIK dikonfirmasi",
			"nik_dikonfirmasi tersimpan sebagai angka sehingga digit terakhirnya dapat hilang; ketik lagi "
			"sebagai teks",
			e);
	if (!letters_are(proof, "ktp") && !letters_are(proof, "kk") && !letters_are(proof, "ktpkk") &&
	    !letters_are(proof, "ktpel"))
		return tell(l, "NIK dikonfirmasi", "kolom bukti kosong atau bukan KTP atau KK; tulis apa yang dilihat",
			    e);
	if (!l->cell[WARD_BY].n)
		return tell(l, "NIK dikonfirmasi",
			    "dikonfirmasi_oleh kosong; tulis nama petugas yang melihat KTP atau KK", e);
	by = by_whom(l);
	st.nik = k.value;
	st.note = answer_text(l->s->a, "NIK dikonfirmasi dari %.*s %.*s.", (int)proof.n, proof.p, (int)by.n, by.p);
	return state(l, &st, "NIK dikonfirmasi", e);
}

static int take_death(struct line *l, struct err *e)
{
	span v = l->cell[WARD_ALIVE], by;
	struct statement st = { .question = ASKED_DEATH };
	bool dead = letters_are(v, "meninggal") || letters_are(v, "meninggaldunia") || letters_are(v, "wafat");

	if (!v.n)
		return ERR_OK;
	if (!dead && !letters_are(v, "hidup") && !letters_are(v, "masihhidup"))
		return tell(l, "status hidup", "isi status_hidup tidak dimengerti; tulis HIDUP atau MENINGGAL", e);
	if (!l->cell[WARD_BY].n)
		return tell(l, dead ? "meninggal" : "masih hidup",
			    "dikonfirmasi_oleh kosong; tulis nama petugas yang memastikannya", e);
	by = by_whom(l);
	st.said = dead ? SAID_DEAD : SAID_ALIVE;
	st.note = dead ? answer_text(l->s->a, "Kematian dipastikan kelurahan %.*s.", (int)by.n, by.p)
		       : answer_text(l->s->a,
				     "Kelurahan menyatakan masih hidup (%.*s); statusnya perlu dibetulkan di Dukcapil.",
				     (int)by.n, by.p);
	return state(l, &st, dead ? "meninggal" : "masih hidup", e);
}

static int take_objection(struct line *l, struct err *e)
{
	span v = l->cell[WARD_OBJECTION], ruling = l->cell[WARD_RULING];
	struct statement st = { .question = ASKED_OBJECTION };
	bool upheld = letters_are(ruling, "diterima") || letters_are(ruling, "terima");

	if (!v.n && !ruling.n)
		return ERR_OK;
	if (!v.n)
		return tell(l, "putusan sanggahan", "kolom sanggahan kosong; tulis isi dan alasan sanggahannya", e);
	if (!ruling.n)
		return tell(l, "sanggahan", "sanggahan belum diputus; isi putusan_sanggahan: DITERIMA atau DITOLAK", e);
	if (!upheld && !letters_are(ruling, "ditolak") && !letters_are(ruling, "tolak"))
		return tell(l, "sanggahan", "isi putusan_sanggahan tidak dimengerti; tulis DITERIMA atau DITOLAK", e);
	st.said = upheld ? SAID_UPHELD : SAID_OVERRULED;
	st.note =
		answer_text(l->s->a, "Sanggahan uji publik %s: %.*s.", upheld ? "diterima" : "ditolak", (int)v.n, v.p);
	return state(l, &st, upheld ? "sanggahan diterima" : "sanggahan ditolak", e);
}

static int take_fitness(struct line *l, struct err *e)
{
	span v = l->cell[WARD_FITNESS], why = l->cell[WARD_REMARK];
	struct statement st = { .question = ASKED_FITNESS };
	bool fit = letters_are(v, "sesuai");

	if (!v.n)
		return ERR_OK;
	if (!fit && !letters_are(v, "tidaksesuai"))
		return tell(l, "hasil verval", "isi hasil_verval tidak dimengerti; tulis SESUAI atau TIDAK SESUAI", e);
	if (!fit && !why.n)
		return tell(l, "tidak sesuai", "catatan_kelurahan kosong; tulis apa yang tidak sesuai", e);
	st.said = fit ? SAID_FIT : SAID_UNFIT;
	st.note = fit ? answer_text(l->s->a, "Dinyatakan sesuai oleh kelurahan.")
		      : answer_text(l->s->a, "Dinyatakan tidak sesuai oleh kelurahan: %.*s.", (int)why.n, why.p);
	return state(l, &st, fit ? "sesuai" : "tidak sesuai", e);
}

static bool says_anything(const struct line *l)
{
	for (size_t k = 0; k < sizeof(TITLES) / sizeof(TITLES[0]); k++)
		if (TITLES[k].asks && l->cell[TITLES[k].cell].n)
			return true;
	return false;
}

static bool of_known_run(const struct match_answers *a, span run)
{
	if (!run.n || a->any_run)
		return true;
	for (size_t i = 0; i < a->n_runs; i++)
		if (span_ieq(run, a->runs[i]))
			return true;
	return false;
}

/* Which row the line is about, and whether it may be taken at all. */
static void find_row(struct line *l)
{
	uint32_t at[2];
	bool itself = false;
	unsigned n = answer_rows(l->s->a->index, l->row->col, at, 2, &itself);

	l->at = n == 1 && itself ? at[0] : UINT32_MAX;
	if (!of_known_run(l->s->a, l->cell[WARD_RUN]))
		l->why = "jawaban ini untuk rancangan lain; pakai lembar jawaban dari program dan tahap ini";
	else if (n > 1)
		l->why = "lebih dari satu usulan memakai id_baris itu; kembalikan id_baris seperti semula";
	else if (l->at == UINT32_MAX)
		l->why = "tidak ada usulan dengan id_baris itu; jangan mengubah kolom id_baris";
}

int ward_line(struct answer_sheet *s, const struct list_row *row, struct err *e)
{
	struct line l = { .s = s, .row = row };
	int rc;

	read_cells(&l);
	if (!says_anything(&l))
		return ERR_OK;
	find_row(&l);
	l.who = own(&l, row->col[COL_NAMA]);
	if (!l.who.p)
		return refused_memory(e);
	rc = take_card(&l, e);
	if (rc == ERR_OK)
		rc = take_death(&l, e);
	if (rc == ERR_OK)
		rc = take_objection(&l, e);
	return rc ? rc : take_fitness(&l, e);
}

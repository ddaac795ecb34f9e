/* SPDX-License-Identifier: EUPL-1.2
 * What the registry's office sends back: each row of the request as it was typed, and per element
 * whether it agrees with the person who has the typed NIK. It never tells the true values. */
#include "city/lists.h"

#include <errno.h>
#include <stdio.h>
#include <xlsxwriter.h>

struct typed {
	uint64_t nik;
	uint32_t row, person; /* UINT32_MAX: nobody has this NIK */
};
struct answer {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	char path[4096], beside[4200];
	struct typed *typed;
	uint32_t *of_row; /* typed NIK's person by row */
	uint32_t n, line;
};
enum {
	ANS_ID,
	ANS_NIK,
	ANS_NAME,
	ANS_BORN,
	ANS_SEX,
	ANS_KK,
	ANS_VILLAGE,
	ANS_V_NIK,
	ANS_V_NAME,
	ANS_V_BIRTHPLACE,
	ANS_V_BORN,
	ANS_V_SEX,
	ANS_V_KK,
	ANS_V_VILLAGE,
	ANS_V_REGENCY,
	ANS_REMARK,
	ANS_COLS
};

/* The 16 digits of a typed NIK, blanks and ornaments aside; 0 when it is no NIK. */
static uint64_t digits16(const char *s)
{
	uint64_t v = 0;
	int n = 0;

	for (; *s; s++) {
		if (*s >= '0' && *s <= '9') {
			v = v * 10 + (uint64_t)(*s - '0');
			n++;
		} else if (!strchr(" .'", *s)) {
			return 0;
		}
	}
	return n == 16 ? v : 0;
}

static int by_nik(const void *a, const void *b)
{
	const struct typed *x = a, *y = b;

	return x->nik != y->nik ? (x->nik > y->nik) - (x->nik < y->nik) : (x->row > y->row) - (x->row < y->row);
}

static void meet(struct answer *a, uint64_t nik, uint32_t person)
{
	uint32_t lo = 0, hi = a->n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;

		if (a->typed[mid].nik < nik)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < a->n && a->typed[lo].nik == nik; lo++)
		a->typed[lo].person = person;
}

static void collect(struct lists *l, struct answer *a)
{
	for (uint32_t i = 0; i < l->n; i++) {
		uint64_t nik;

		a->of_row[i] = UINT32_MAX;
		row_make(l->c, l->row[i], i, &l->work);
		nik = digits16(l->work.nik);
		if (nik && l->work.exists && nik == digits16(l->work.true_nik))
			a->of_row[i] = l->row[i].person;
		else if (nik)
			a->typed[a->n++] = (struct typed){ nik, i, UINT32_MAX };
	}
}

static void look_up(const struct lists *l, struct answer *a)
{
	if (!a->n)
		return;
	qsort(a->typed, a->n, sizeof(a->typed[0]), by_nik);
	for (uint32_t no = 0; no < l->c->households; no++) {
		struct household h;

		household_make(l->c, no, &h);
		for (int i = 0; i < h.n; i++) {
			char nik[17];

			person_nik(&h.person[i], nik);
			meet(a, digits16(nik), h.person[i].id);
		}
	}
	for (uint32_t i = 0; i < a->n; i++)
		a->of_row[a->typed[i].row] = a->typed[i].person;
}

static int open_answer(struct answer *a, struct err *e)
{
	static const char *const heading[ANS_COLS] = { "id_baris",
						       "nik",
						       "nama",
						       "tanggal_lahir",
						       "jenis_kelamin",
						       "no_kk",
						       "kelurahan",
						       "hasil_nik",
						       "hasil_nama",
						       "hasil_tempat_lahir",
						       "hasil_tanggal_lahir",
						       "hasil_jenis_kelamin",
						       "hasil_no_kk",
						       "hasil_kelurahan",
						       "hasil_kabupaten_kota",
						       "keterangan" };
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };
	char title[] = "Kota contoh";
	lxw_doc_properties about = { .title = title, .created = 1735689600 };

	a->book = workbook_new_opt(a->beside, &options);
	if (!a->book)
		return err_memory(e, a->path);
	workbook_set_properties(a->book, &about);
	a->sheet = workbook_add_worksheet(a->book, "hasil");
	for (int i = 0; i < ANS_COLS; i++)
		worksheet_write_string(a->sheet, 0, (lxw_col_t)i, heading[i], NULL);
	a->line = 1;
	return ERR_OK;
}

static void answer_free(struct lists *l)
{
	const struct padan_alloc *m = l->seams->alloc;
	struct answer *a = l->answer;

	if (a->typed)
		m->resize(m->ctx, a->typed, ((size_t)l->n + 1) * sizeof(a->typed[0]), 0);
	if (a->of_row)
		m->resize(m->ctx, a->of_row, ((size_t)l->n + 1) * sizeof(a->of_row[0]), 0);
	m->resize(m->ctx, a, sizeof(*a), 0);
	l->answer = NULL;
}

int answer_begin(struct lists *l, struct err *e)
{
	const struct padan_alloc *m = l->seams->alloc;
	struct answer *a = m->resize(m->ctx, NULL, 0, sizeof(*a));

	l->answer = a;
	if (!a)
		return err_memory(e, "hasil padan kota contoh");
	memset(a, 0, sizeof(*a));
	a->typed = m->resize(m->ctx, NULL, 0, ((size_t)l->n + 1) * sizeof(a->typed[0]));
	a->of_row = m->resize(m->ctx, NULL, 0, ((size_t)l->n + 1) * sizeof(a->of_row[0]));
	if (!a->typed || !a->of_row)
		return err_memory(e, "hasil padan kota contoh");
	if (snprintf(a->path, sizeof(a->path), "%s/hasil_padan.xlsx", l->order->dir) >= (int)sizeof(a->path))
		return err_set(e, ERR_MACHINE, "%s: nama folder terlalu panjang", l->order->dir);
	snprintf(a->beside, sizeof(a->beside), "%s.baru", a->path);
	collect(l, a);
	look_up(l, a);
	return open_answer(a, e);
}

/* 100 * (1 - distance / longer), as text services score: Levenshtein over capitals. */
static int alike(const char *a, const char *b)
{
	int row[200], n = (int)strlen(a), m = (int)strlen(b);

	if (!n || !m || n > 190 || m > 190)
		return 0;
	for (int j = 0; j <= m; j++)
		row[j] = j;
	for (int i = 1; i <= n; i++) {
		int before = row[0];

		row[0] = i;
		for (int j = 1; j <= m; j++) {
			int was = row[j], best = before + (a[i - 1] != b[j - 1]);

			best = row[j] + 1 < best ? row[j] + 1 : best;
			row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			before = was;
		}
	}
	return 100 - row[m] * 100 / (n > m ? n : m);
}

static void capitals(const char *s, char *out, size_t cap)
{
	size_t n = 0;

	for (; s[n] && n + 1 < cap; n++)
		out[n] = (char)(s[n] >= 'a' && s[n] <= 'z' ? s[n] - 32 : s[n]);
	out[n] = 0;
}

static void put(struct answer *a, int col, const char *s)
{
	if (s[0])
		worksheet_write_string(a->sheet, a->line, (lxw_col_t)col, s, NULL);
}

/* The text verdicts of the service: "Sesuai", "Sesuai (87)", "Tidak Sesuai (40)"; threshold 80. */
static void put_text(struct answer *a, int col, const char *typed, const char *held)
{
	char x[160], y[160], verdict[32];
	int score;

	if (!typed[0])
		return;
	capitals(typed, x, sizeof(x));
	capitals(held, y, sizeof(y));
	score = alike(x, y);
	if (score == 100)
		snprintf(verdict, sizeof(verdict), "Sesuai");
	else
		snprintf(verdict, sizeof(verdict), score >= 80 ? "Sesuai (%d)" : "Tidak Sesuai (%d)", score);
	put(a, col, verdict);
}

static void put_yes(struct answer *a, int col, bool yes)
{
	put(a, col, yes ? "Sesuai" : "Tidak Sesuai");
}

static void put_verdicts(struct answer *a, const struct city *c, const struct row *row, uint32_t person)
{
	static const char *const remark[LIFE_COUNT] = { "", "Meninggal Dunia", "Pindah Keluar", "Data Ganda",
							"Data Inactive" };
	char name[NAME_MAX_BYTES];
	struct household h;
	const struct person *p;
	int slot;

	household_of(c, person, &h, &slot);
	p = &h.person[slot];
	person_name(c, &h, slot, name);
	put(a, ANS_V_NIK, "Sesuai");
	put_text(a, ANS_V_NAME, row->name, name);
	put_text(a, ANS_V_BIRTHPLACE, row->birthplace, p->birthplace);
	if (row->born_form == DATE_WRITTEN)
		put_yes(a, ANS_V_BORN, row->born.day == p->born.day);
	put_yes(a, ANS_V_SEX, row->sex == p->sex);
	if (strlen(row->kk) == 16)
		put_yes(a, ANS_V_KK, strcmp(row->kk, h.kk) == 0);
	put_text(a, ANS_V_VILLAGE, row->village, h.village->name);
	put_yes(a, ANS_V_REGENCY, h.resident && p->life != LIFE_MOVED);
	put(a, ANS_REMARK, remark[p->life]);
}

void answer_row(struct lists *l, uint32_t i, const char *file, uint32_t line)
{
	struct answer *a = l->answer;
	const struct row *row = &l->work;
	char text[96];

	snprintf(text, sizeof(text), "%s:%u", file, line);
	put(a, ANS_ID, text);
	put(a, ANS_NIK, row->nik);
	put(a, ANS_NAME, row->name);
	born_cell(row, '-', text);
	put(a, ANS_BORN, text);
	put(a, ANS_SEX, row->sex == 1 ? "L" : "P");
	put(a, ANS_KK, row->kk);
	put(a, ANS_VILLAGE, row->village);
	if (a->of_row[i] == UINT32_MAX)
		put(a, ANS_REMARK, row->nik[0] ? "Data Tidak Ditemukan" : "NIK kosong");
	else
		put_verdicts(a, l->c, row, a->of_row[i]);
	a->line++;
}

int answer_end(struct lists *l, int rc, struct err *e)
{
	struct answer *a = l->answer;
	const struct io *io = l->seams->io;

	if (!a)
		return rc;
	if (a->book) {
		lxw_error bad = workbook_close(a->book);

		if (rc == ERR_OK && bad != LXW_NO_ERROR)
			rc = err_set(e, ERR_MACHINE, "%s: tidak dapat ditulis (%s)", a->path, lxw_strerror(bad));
		if (rc == ERR_OK && io->rename(io->ctx, a->beside, a->path))
			rc = err_errno(e, errno, "%s: tidak dapat ditaruh di tempatnya", a->path);
		if (rc != ERR_OK)
			io->unlink(io->ctx, a->beside);
	}
	answer_free(l);
	return rc;
}

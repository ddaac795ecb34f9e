/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/reply.h"

#include "person/person.h"
#include "tabular/list.h"

#include <padan/fold.h>
#include <padan/name.h>
#include <padan/nik.h>

enum { WORD = 64 };

static bool begins(const char *key, const char *word)
{
	return strncmp(key, word, strlen(word)) == 0;
}

enum enrolled reply_understand(span word, span kpj)
{
	/* longest first where one begins another: "TIDAKVALID" is no "T", "NONAKTIF" no "N" */
	static const char *const no[] = { "DITOLAK", "TOLAK", "GAGAL",	  "TIDAK", "INVALID",
					  "REJECT",  "ERROR", "NONAKTIF", "BATAL", "BELUM" };
	static const char *const yes[] = { "DITERIMA", "TERIMA",    "BERHASIL", "SUKSES", "SUCCESS", "VALID",
					   "AKTIF",    "TERDAFTAR", "SUDAH",	"ACCEPT", "LOLOS" };
	char key[WORD + 1];
	size_t n = padan_fold_key(key, WORD, word);

	key[n < WORD ? n : WORD] = '\0';
	if (!n)
		return kpj.n ? ENROLLED_YES : ENROLLED_UNCLEAR;
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (begins(key, no[i]))
			return ENROLLED_NO;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (begins(key, yes[i]))
			return ENROLLED_YES;
	if (!strcmp(key, "OK") || !strcmp(key, "YA") || !strcmp(key, "Y"))
		return ENROLLED_YES;
	return !strcmp(key, "T") || !strcmp(key, "N") || !strcmp(key, "NO") ? ENROLLED_NO : ENROLLED_UNCLEAR;
}

struct reading {
	struct reply_list *l;
	const struct members *m;
	struct padan_arena *arena;
};

static span keep(struct reading *r, span s, bool *failed)
{
	char *p = padan_arena_copy(r->arena, s.p ? s.p : "", s.n);

	*failed |= !p;
	return (span){ p, p ? s.n : 0 };
}

static uint64_t nik_of(span typed)
{
	static const struct padan_nik_opt opt = { .ref_year = 2026 };
	struct padan_nik k;

	padan_nik_parse(&k, typed, &opt);
	return k.n == 16 && !(k.flags & (PADAN_NIK_EXPONENT | PADAN_NIK_LETTERS)) ? k.value : 0;
}

/* By NIK, else by the KPJ of an earlier answer, else by name and birth date when they are one person's only. */
static void find_person(const struct members *m, struct reply_row *row)
{
	struct padan_name name;

	row->how = "nik";
	row->person = members_with_nik(m, nik_of(row->nik));
	if (row->person >= 0)
		return;
	row->how = "kpj";
	row->person = members_with_kpj(m, row->kpj);
	if (row->person >= 0)
		return;
	padan_name_parse(&name, row->name);
	row->how = "nama";
	row->person = members_with_name(m, name.whole, day_read(row->born));
	if (row->person < 0)
		row->how = "";
}

static struct reply_row *room(struct reading *r)
{
	struct reply_list *l = r->l;

	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 1024;
		struct reply_row *more = padan_arena_array(r->arena, cap, sizeof(*more));

		if (!more)
			return NULL;
		if (l->n)
			memcpy(more, l->rows, l->n * sizeof(*more));
		l->rows = more;
		l->cap = cap;
	}
	return &l->rows[l->n++];
}

static int take_row(void *ctx, unsigned worker, const struct list_row *in, struct err *e)
{
	struct reading *r = ctx;
	span why = in->col[COL_ALASAN].n ? in->col[COL_ALASAN] : in->col[COL_KETERANGAN];
	bool failed = false;
	struct reply_row *row;

	(void)worker;
	if (!in->col[COL_NIK].n && !in->col[COL_NAMA].n && !in->col[COL_KPJ].n)
		return ERR_OK; /* a note or a sum below the table */
	if (r->l->n == REPLY_ROWS)
		return err_set(e, ERR_UNREADABLE, "lebih dari %d baris jawaban", REPLY_ROWS);
	row = room(r);
	if (!row)
		return err_memory(e, "jawaban BPJS");
	*row = (struct reply_row){ .line = in->no,
				   .nik = keep(r, in->col[COL_NIK], &failed),
				   .name = keep(r, in->col[COL_NAMA], &failed),
				   .born = keep(r, in->col[COL_TANGGAL_LAHIR], &failed),
				   .kpj = keep(r, in->col[COL_KPJ], &failed),
				   .word = keep(r, in->col[COL_STATUS], &failed),
				   .reason = keep(r, why, &failed) };
	row->said = reply_understand(row->word, row->kpj);
	if (!row->word.n && !row->kpj.n && row->reason.n)
		row->said = reply_understand(row->reason, row->kpj);
	find_person(r->m, row);
	return failed ? err_memory(e, "jawaban BPJS") : ERR_OK;
}

/* Where one file says two things about a person, it says nothing. */
static int settle(struct reading *r, struct err *e)
{
	struct reply_list *l = r->l;
	uint8_t *seen = padan_arena_zero(r->arena, r->m->n ? r->m->n : 1);

	if (!seen)
		return err_memory(e, "jawaban BPJS");
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].person >= 0)
			seen[l->rows[i].person] |= (uint8_t)(1u << l->rows[i].said);
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].person >= 0 && (seen[l->rows[i].person] & (1u << ENROLLED_YES)) &&
		    (seen[l->rows[i].person] & (1u << ENROLLED_NO)))
			l->rows[i].said = ENROLLED_UNCLEAR;
	return ERR_OK;
}

int reply_read(struct reply_list *out, const char *path, const struct members *m, const struct seams *s,
	       struct padan_arena *arena, struct err *e)
{
	struct reading r = { out, m, arena };
	struct list_spec spec = { .kind = LIST_REPLY };
	struct list_sink sink = { .row = take_row, .ctx = &r };
	struct list_info info;
	int rc;

	*out = (struct reply_list){ .n = 0 };
	rc = list_scan(s, path, &spec, &sink, arena, &info, e);
	if (rc)
		return rc;
	memcpy(out->file, info.file, sizeof(out->file));
	memcpy(out->sha256, info.sha256, sizeof(out->sha256));
	if (!out->n)
		return err_set(e, ERR_UNREADABLE, "%s: tidak ada baris jawaban", out->file);
	return settle(&r, e);
}

void reply_apply(const struct reply_list *l, struct members *m)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct reply_row *r = &l->rows[i];
		struct member *p = r->person < 0 ? NULL : &m->at[r->person];

		if (!p || (r->said == ENROLLED_UNCLEAR && p->now != ENROLLED_UNANSWERED))
			continue;
		p->now = r->said;
		p->kpj = r->kpj;
		p->reason = r->reason;
		p->how = padan_span_of(r->how);
		p->reply = padan_span_of(l->file);
	}
}

/* SPDX-License-Identifier: EUPL-1.2
 * The folder of a public test: who is asked about in which ward, and the files one by one. */
#include "papers/publictest_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_ours(const char *name)
{
	return strcmp(name, "daftar") == 0 || strcmp(name, "jawaban") == 0 || strcmp(name, "rekap.xlsx") == 0;
}

unsigned publictest_asks(const struct view_row *r)
{
	unsigned asks = 0;

	if (r->verdict == PUTUSAN_TERPILIH)
		asks |= ASK_OBJECTION;
	if (r->condition == SYARAT_KONFIRMASI_NIK &&
	    r->verdict != PUTUSAN_GANDA) /* the row that is kept is asked about */
		asks |= ASK_NIK;
	if (r->verdict == PUTUSAN_TINJAU && (r->reasons & ALASAN_BIT(ALASAN_MENINGGAL)))
		asks |= ASK_DEATH;
	return asks;
}

static int by_file_and_name(const void *pa, const void *pb, void *ctx)
{
	const struct publictest_job *j = ctx;
	const struct view_row *rows = j->p->v->rows;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	uint32_t fa = ward_file_of(&j->files, &j->in, a), fb = ward_file_of(&j->files, &j->in, b);
	int c;

	if (fa != fb)
		return fa < fb ? -1 : 1;
	c = padan_span_cmp(rows[a].name, rows[b].name);
	return c ? c : (a > b) - (a < b);
}

static int job_make(struct publictest_job *j, const struct publictest_view *p, const struct seams *s,
		    struct padan_arena *arena, struct err *e)
{
	const struct run_view *v = p->v;
	int rc;

	*j = (struct publictest_job){ .p = p };
	rc = paper_env_make(&j->in, v, s, arena, e);
	if (rc == ERR_OK)
		rc = ward_files_make(&j->files, &j->in, arena, e);
	j->rows = rc ? NULL : padan_arena_array(arena, v->nrows, sizeof(*j->rows));
	if (rc == ERR_OK && !j->rows)
		rc = err_memory(e, "uji publik");
	for (uint32_t i = 0; rc == ERR_OK && i < v->nrows; i++)
		if (publictest_asks(&v->rows[i]))
			j->rows[j->nrows++] = i;
	if (rc == ERR_OK && j->nrows)
		qsort_r(j->rows, j->nrows, sizeof(*j->rows), by_file_and_name, j);
	return rc;
}

static void count_row(struct publictest_ward *w, const struct view_row *r)
{
	unsigned asks = publictest_asks(r);

	w->rows++;
	w->posted += (asks & ASK_OBJECTION) != 0;
	w->nik += (asks & ASK_NIK) != 0;
	w->deaths += (asks & ASK_DEATH) != 0;
}

static int count_wards(struct publictest *t, struct publictest_job *j, struct padan_arena *arena, struct err *e)
{
	t->wards = padan_arena_array(arena, j->files.n, sizeof(*t->wards));
	t->nwards = j->files.n;
	if (!t->wards)
		return err_memory(e, "uji publik");
	for (uint32_t f = 0; f < j->files.n; f++) {
		const struct ward_file *w = &j->files.file[f];

		t->wards[f] = (struct publictest_ward){ .code = padan_span_of(
								padan_arena_copy(arena, w->code, strlen(w->code))),
							.village = w->village,
							.district = w->district };
	}
	for (size_t i = 0; i < j->nrows; i++)
		count_row(&t->wards[ward_file_of(&j->files, &j->in, j->rows[i])], &j->p->v->rows[j->rows[i]]);
	j->wards = t->wards;
	return ERR_OK;
}

int publictest_count(struct publictest *t, const struct publictest_view *p, const struct seams *s,
		     struct padan_arena *arena, struct err *e)
{
	struct publictest_job j;
	int rc = job_make(&j, p, s, arena, e);

	*t = (struct publictest){ .seams = s, .beside = { .lock = -1 } };
	return rc ? rc : count_wards(t, &j, arena, e);
}

void publictest_rows(const struct publictest_job *j, uint32_t file, size_t *from, size_t *n)
{
	*from = *n = 0;
	while (*from < j->nrows && ward_file_of(&j->files, &j->in, j->rows[*from]) < file)
		++*from;
	while (*from + *n < j->nrows && ward_file_of(&j->files, &j->in, j->rows[*from + *n]) == file)
		++*n;
}

/* --- the folder --------------------------------------------------------------------------------------------------- */
int publictest_check_dir(const char *dir, struct err *e)
{
	return folder_usable(dir, is_ours, e);
}

static int make_inner(const struct publictest *t, const char *name, struct err *e)
{
	char path[3300];

	snprintf(path, sizeof(path), "%s/%s", t->beside.path, name);
	if (t->seams->io->mkdir(t->seams->io->ctx, path, 0700))
		return err_errno(e, errno, "%s: folder tidak dapat dibuat", path);
	return ERR_OK;
}

static int render_ward(const struct publictest *t, const struct publictest_job *j, uint32_t f, struct err *e)
{
	const char *stem = j->files.file[f].stem;
	char path[3500];
	int rc = ERR_OK;

	if (j->wards[f].posted) {
		snprintf(path, sizeof(path), "%s/daftar/%s.pdf", t->beside.path, stem);
		rc = publictest_list(j, f, path, e);
	}
	snprintf(path, sizeof(path), "%s/jawaban/%s.xlsx", t->beside.path, stem);
	if (rc == ERR_OK && j->wards[f].rows)
		rc = publictest_sheet(j, f, path, e);
	return rc;
}

static int sync_all(const struct publictest *t, struct err *e)
{
	static const char *const names[] = { "/daftar", "/jawaban", "" };
	char path[3300];

	for (size_t i = 0; i < 3; i++) {
		int bad;

		snprintf(path, sizeof(path), "%s%s", t->beside.path, names[i]);
		bad = folder_sync(path, t->seams);
		if (bad)
			return err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", path);
	}
	return ERR_OK;
}

static int render_all(struct publictest *t, struct publictest_job *j, struct err *e)
{
	char path[3300];
	int rc = make_inner(t, "daftar", e);

	if (rc == ERR_OK)
		rc = make_inner(t, "jawaban", e);
	for (uint32_t f = 0; rc == ERR_OK && f < j->files.n; f++)
		rc = render_ward(t, j, f, e);
	snprintf(path, sizeof(path), "%s/rekap.xlsx", t->beside.path);
	if (rc == ERR_OK)
		rc = publictest_summary(j, path, e);
	return rc ? rc : sync_all(t, e);
}

int publictest_render(struct publictest *t, const struct publictest_view *p, const char *dir, const struct seams *s,
		      struct err *e)
{
	struct publictest_job j;
	struct padan_arena arena;
	int bad, rc = publictest_check_dir(dir, e);

	if (rc)
		return rc;
	*t = (struct publictest){ .seams = s, .beside = { .lock = -1 } };
	if (snprintf(t->dir, sizeof(t->dir), "%s", dir) >= (int)sizeof(t->dir))
		return err_set(e, ERR_USAGE, "nama folder keluaran terlalu panjang");
	bad = folder_beside(&t->beside, dir, is_ours, s);
	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibuat", dir);
	t->rendered = true;
	padan_arena_init(&arena, s->alloc, 0);
	rc = job_make(&j, p, s, &arena, e);
	if (rc == ERR_OK)
		rc = count_wards(t, &j, &arena, e);
	if (rc == ERR_OK)
		rc = render_all(t, &j, e);
	padan_arena_done(&arena);
	t->wards = NULL;
	if (rc)
		publictest_discard(t);
	return rc;
}

int publictest_place(struct publictest *t, struct err *e)
{
	int bad, rc = publictest_check_dir(t->dir, e);

	if (rc)
		return rc;
	bad = folder_place(t->beside.path, t->dir, t->seams);
	if (bad)
		return err_errno(e, bad, "%s: hasil tidak dapat dipasang", t->dir);
	t->rendered = false;
	folder_unlock(&t->beside, t->seams);
	bad = folder_sync_parent(t->dir, t->seams);
	return bad ? err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", t->dir) : ERR_OK;
}

void publictest_discard(struct publictest *t)
{
	if (t->rendered && folder_remove(t->beside.path, t->seams) == 0)
		t->rendered = false;
	if (!t->rendered && t->seams)
		folder_unlock(&t->beside, t->seams);
}

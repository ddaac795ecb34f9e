/* SPDX-License-Identifier: EUPL-1.2
 * All papers of a run, by a small list of work that several threads take from. */
#include "papers/papers.h"

#include "papers/letter.h"
#include "papers/paper.h"
#include "papers/sync_later.h"
#include "papers/ward_files.h"
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define WARD_FOLDER "kembali/kelurahan"

enum { FIXED = 15, MAX_THREADS = 16, NAME = 512 };

/* The summary is not among them: it is written last, when the times are known. */
static const struct paper fixed[FIXED] = {
	{ paper_annex_pdf, "rancangan_sk_lampiran.pdf", 0, 90 },
	{ paper_annex_xlsx, "rancangan_sk_lampiran.xlsx", 0, 80 },
	{ paper_ranking, "pemeringkatan.xlsx", 0, 70 },
	{ paper_decisions, "keputusan.csv", 0, 20 },
	{ paper_review, "tinjau.xlsx", 0, 40 },
	{ paper_nik, "perbaikan_nik.xlsx", 0, 35 },
	{ paper_refused, "ditolak.xlsx", 0, 35 },
	{ paper_reserve, "cadangan.xlsx", 0, 35 },
	{ paper_minutes, "berita_acara.pdf", 0, 30 },
	{ paper_skipped, "dilewati.csv", 0, 5 },
	{ paper_comparison, "perbandingan_sk.xlsx", 0, 10 },
	{ paper_comparison_pdf, "perbandingan_sk.pdf", 0, 9 },
	{ paper_answers, "jawaban.xlsx", 0, 12 },
	{ paper_public_pdf, "lampiran_publik.pdf", 0, 88 },
	{ paper_public_xlsx, "lampiran_publik.xlsx", 0, 78 },
};

/* Some papers are not for every run. */
static bool is_wanted(const struct run_view *v, const struct paper *p)
{
	if (p->write == paper_comparison || p->write == paper_comparison_pdf)
		return v->earlier_decree;
	if (p->write == paper_answers)
		return v->answered;
	if (p->write == paper_public_pdf || p->write == paper_public_xlsx)
		return v->all_papers;
	return true;
}

struct work {
	const struct paper_env *in;
	const char *dir;
	struct paper *papers;
	size_t n;
	atomic_size_t next;
	atomic_bool stop;
	struct err *errors; /* one per paper */
};

static int write_one(const struct work *w, const struct paper *p, struct err *e)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", w->dir, p->name) >= (int)sizeof(path))
		return err_set(e, ERR_MACHINE, "%s: nama berkas terlalu panjang", p->name);
	return p->write(w->in, path, p->file, e);
}

static void *take_work(void *arg)
{
	struct work *w = arg;

	while (!atomic_load(&w->stop)) {
		size_t i = atomic_fetch_add(&w->next, 1);

		if (i >= w->n)
			break;
		if (write_one(w, &w->papers[i], &w->errors[i]))
			atomic_store(&w->stop, true);
	}
	return NULL;
}

/* Runs the list; the calling thread works too, so a thread that cannot be made is only a slower run. */
static void run_all(struct work *w, int threads)
{
	pthread_t other[MAX_THREADS];
	int made = 0;

	while (made < threads - 1 && made < MAX_THREADS && pthread_create(&other[made], NULL, take_work, w) == 0)
		made++;
	take_work(w);
	while (made > 0)
		pthread_join(other[--made], NULL);
}

static int dearer_first(const void *pa, const void *pb)
{
	const struct paper *a = pa, *b = pb;

	return a->cost != b->cost ? (a->cost < b->cost) - (a->cost > b->cost) : strcmp(a->name, b->name);
}

/* A name that can be a file's: the list's own, without what a folder's path is made of. */
static char *return_name(struct padan_arena *a, span list)
{
	char *name = padan_arena_get(a, list.n + 32);
	size_t n = list.n < NAME - 40 ? list.n : NAME - 40;

	if (!name)
		return NULL;
	memcpy(name, "kembali/", 8);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)list.p[i];

		name[8 + i] = (char)(c < 0x20 || c == '/' || c == '\\' ? '_' : c);
	}
	memcpy(name + 8 + n, ".xlsx", 6);
	return name;
}

/* From 30 to 85, by its share of the rows. */
static int return_cost(const struct run_view *v, const struct view_file *f)
{
	return 30 + (v->nrows ? (int)(f->proposals * 55 / (int64_t)v->nrows) : 0);
}

/* Per ward what became of its rows. */
static int list_wards(struct work *w, struct padan_arena *a, struct err *e)
{
	const struct ward_files *f = w->in->files;

	for (uint32_t i = 0; f && i < f->n; i++) {
		char *name = padan_arena_get(a, WARD_STEM + 32);

		if (!name)
			return err_memory(e, "daftar berkas keluaran");
		snprintf(name, WARD_STEM + 32, WARD_FOLDER "/%s.xlsx", f->file[i].stem);
		w->papers[w->n++] = (struct paper){ paper_return_ward, name, i, 15 };
	}
	return ERR_OK;
}

static int list_work(struct work *w, struct padan_arena *a, struct err *e)
{
	const struct run_view *v = w->in->v;
	size_t most = FIXED + v->nfiles + (w->in->files ? w->in->files->n : 0);

	w->papers = padan_arena_array(a, most, sizeof(*w->papers));
	w->errors = padan_arena_array(a, most, sizeof(*w->errors));
	if (!w->papers || !w->errors)
		return err_memory(e, "daftar berkas keluaran");
	for (int i = 0; i < FIXED; i++)
		if (is_wanted(v, &fixed[i]))
			w->papers[w->n++] = fixed[i];
	for (size_t i = 0; i < v->nfiles; i++) {
		char *name;

		if (v->files[i].kind != VIEW_USULAN)
			continue;
		name = return_name(a, v->files[i].name);
		if (!name)
			return err_memory(e, "daftar berkas keluaran");
		w->papers[w->n++] = (struct paper){ paper_return, name, (uint32_t)i, return_cost(v, &v->files[i]) };
	}
	if (list_wards(w, a, e))
		return ERR_MACHINE;
	qsort(w->papers, w->n, sizeof(*w->papers), dearer_first);
	return ERR_OK;
}

static int first_error(const struct work *w, struct err *e)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->errors[i].code) {
			if (e)
				*e = w->errors[i];
			return w->errors[i].code;
		}
	return ERR_OK;
}

/* All but the summary; where several threads may work, the disk is waited for beside them. */
static int render_list(struct work *w, struct paper_env *in, int threads, const struct seams *s, struct err *e)
{
	struct sync_later later;
	int rc, bad;

	sync_later_begin(&later, s, threads > 1);
	in->seams = &later.seams;
	run_all(w, threads);
	in->seams = s;
	rc = first_error(w, e);
	bad = sync_later_end(&later);
	if (!rc && bad)
		rc = err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", w->dir);
	return rc;
}

/* The Word documents, in a folder of their own. */
static int render_letters(const struct run_view *v, const char *dir, int threads, const struct seams *s, struct err *e)
{
	char inner[3300];
	int rc, bad;

	if (!v->letters)
		return ERR_OK;
	snprintf(inner, sizeof(inner), "%s/surat", dir);
	if (s->io->mkdir(s->io->ctx, inner, 0700))
		return err_errno(e, errno, "%s: folder tidak dapat dibuat", inner);
	rc = letters_write(v, v->letters->office, v->letters->which, inner, threads, s, e);
	bad = rc ? 0 : folder_sync(inner, s);
	return bad ? err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", inner) : rc;
}

static int find_wards(struct paper_env *in, struct ward_files *files, struct padan_arena *arena, struct err *e)
{
	int rc = in->v->all_papers ? ward_files_make(files, in, arena, e) : ERR_OK;

	in->files = !rc && in->v->all_papers ? files : NULL;
	return rc;
}

/* The folders inside, those of all papers last. */
static const char *const inside[] = { "kembali", WARD_FOLDER };

static size_t folders_inside(const struct run_view *v)
{
	return v->all_papers ? sizeof(inside) / sizeof(inside[0]) : 1;
}

static int sync_folders(const struct run_view *v, const char *dir, const struct seams *s, struct err *e)
{
	char path[3300];
	int bad = 0;

	for (size_t i = folders_inside(v); i > 0 && !bad; i--) {
		snprintf(path, sizeof(path), "%s/%s", dir, inside[i - 1]);
		bad = folder_sync(path, s);
	}
	if (!bad)
		bad = folder_sync(dir, s);
	return bad ? err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", dir) : ERR_OK;
}

static int render(const struct run_view *v, const char *dir, int threads, const struct seams *s, struct err *e)
{
	static const struct paper summary = { paper_summary, "ringkasan.json", 0, 0 };
	struct padan_arena arena;
	struct paper_env in;
	struct ward_files files;
	struct work w = { .in = &in, .dir = dir };
	int rc;

	padan_arena_init(&arena, s->alloc, 0);
	rc = paper_env_make(&in, v, s, &arena, e);
	if (!rc)
		rc = find_wards(&in, &files, &arena, e);
	if (!rc)
		rc = list_work(&w, &arena, e);
	if (!rc)
		rc = render_list(&w, &in, threads, s, e);
	if (!rc)
		rc = render_letters(v, dir, threads, s, e);
	if (!rc)
		rc = write_one(&w, &summary, e);
	if (!rc)
		rc = sync_folders(v, dir, s, e);
	padan_arena_done(&arena);
	return rc;
}

/* The folder beside, with the folders inside. */
static int make_beside(struct papers_batch *b, const struct run_view *v, struct err *e)
{
	const struct io *io = b->seams->io;
	char path[3300];
	int bad = folder_beside(&b->beside, b->dir, folder_is_ours, b->seams);

	if (bad)
		return err_errno(e, bad, "%s: folder keluaran tidak dapat dibuat", b->dir);
	b->rendered = true;
	for (size_t i = 0; i < folders_inside(v); i++) {
		snprintf(path, sizeof(path), "%s/%s", b->beside.path, inside[i]);
		if (io->mkdir(io->ctx, path, 0700))
			return err_errno(e, errno, "%s: folder tidak dapat dibuat", path);
	}
	return ERR_OK;
}

int papers_render(struct papers_batch *b, const struct run_view *v, const char *dir, int threads, const struct seams *s,
		  struct err *e)
{
	int rc;

	*b = (struct papers_batch){ .seams = s, .beside = { .lock = -1 } };
	if (snprintf(b->dir, sizeof(b->dir), "%s", dir) >= (int)sizeof(b->dir) || !dir[0])
		return err_set(e, ERR_USAGE, "nama folder keluaran kosong atau terlalu panjang");
	rc = papers_check_dir(dir, s, e);
	if (!rc)
		rc = make_beside(b, v, e);
	if (!rc)
		rc = render(v, b->beside.path, threads, s, e);
	if (rc)
		papers_discard(b);
	return rc;
}

int papers_place(struct papers_batch *b, struct err *e)
{
	int bad, rc = papers_check_dir(b->dir, b->seams, e);

	if (rc)
		return rc;
	bad = folder_place(b->beside.path, b->dir, b->seams);
	if (bad)
		return err_errno(e, bad, "%s: hasil tidak dapat dipasang", b->dir);
	b->rendered = false;
	folder_unlock(&b->beside, b->seams);
	bad = folder_sync_parent(b->dir, b->seams);
	return bad ? err_errno(e, bad, "%s: tidak dapat disimpan ke cakram", b->dir) : ERR_OK;
}

void papers_discard(struct papers_batch *b)
{
	if (b->rendered && folder_remove(b->beside.path, b->seams) == 0)
		b->rendered = false;
	if (!b->rendered && b->seams)
		folder_unlock(&b->beside, b->seams);
}

int papers_write(const struct run_view *v, const char *dir, int threads, const struct seams *s, struct err *e)
{
	struct papers_batch b;
	int rc = papers_render(&b, v, dir, threads, s, e);

	if (!rc)
		rc = papers_place(&b, e);
	papers_discard(&b);
	return rc;
}

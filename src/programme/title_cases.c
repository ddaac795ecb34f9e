/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/title_cases.h"

#include "access/open_store.h"
#include "base/embed.h"
#include "papers/keep.h"
#include "programme/run_store.h"

/* --- out of what the papers keep -------------------------------------------------------------------------------------
 */
struct reading {
	const struct env *env;
	struct kept kept;
	struct run_view view;
	size_t wanted;
	bool failed;
};

static int take_part(void *ctx, span part)
{
	struct reading *r = ctx;
	span own = { padan_arena_copy(r->env->arena, part.n ? part.p : "", part.n), part.n };

	r->failed = !own.p;
	if (r->failed || !kept_part(&r->kept, own))
		return 1;
	return kept_end(&r->kept) && r->view.nfiles >= r->wanted; /* enough: the rest is not needed */
}

static int read_view(struct reading *r, int64_t run, struct err *e)
{
	struct err stopped = { 0 };
	struct run_head head;
	int rc = run_store_head(r->env->store, run, &head, r->env->arena, e);

	if (rc)
		return rc;
	r->wanted = head.file_count;
	if (!kept_begin(&r->kept, &r->view, r->env->arena))
		return err_memory(e, "judul kolom");
	if (run_store_papers(r->env->store, run, take_part, r, &stopped) && stopped.code)
		return err_set(e, stopped.code, "%s", stopped.text);
	return r->failed ? err_memory(e, "judul kolom") : ERR_OK;
}

/* --- as a store keeps them: number of lists; of each the number of titles, and of each title column and text
 */
static int pack(const struct reading *r, struct buf *out, struct err *e)
{
	struct columns known;
	int rc = columns_load(&known, embedded_file("ref/alias_kolom.csv"), r->env->arena, e);

	if (rc)
		return rc;
	buf_number(out, (uint32_t)r->view.nfiles);
	for (size_t f = 0; f < r->view.nfiles; f++) {
		size_t n = r->view.files[f].ntitles < LIM_COLUMNS ? r->view.files[f].ntitles : LIM_COLUMNS;

		buf_number(out, (uint32_t)n);
		for (size_t i = 0; i < n; i++) {
			span title = r->view.files[f].titles[i];

			buf_number(out, column_of_title(&known, LIST_PROPOSALS, title, NULL));
			buf_text(out, title);
		}
	}
	return out->failed ? err_memory(e, "judul kolom") : ERR_OK;
}

static int unpack(const struct env *env, span packed, int file, struct list_titles *out, struct err *e)
{
	span rest = { padan_arena_copy(env->arena, packed.p, packed.n), packed.n };
	size_t lists = rest.p ? span_take_number(&rest) : 0;

	for (size_t f = 0; f < lists; f++) {
		size_t n = span_take_number(&rest);
		span *title = padan_arena_array(env->arena, n, sizeof(*title));
		enum list_col *column = padan_arena_array(env->arena, n, sizeof(*column));

		if (!title || !column)
			return err_memory(e, "judul kolom");
		for (size_t i = 0; i < n; i++) {
			column[i] = (enum list_col)span_take_number(&rest);
			title[i] = span_take_text(&rest);
		}
		if ((int)f == file) {
			*out = (struct list_titles){ n, title, column };
			return ERR_OK;
		}
	}
	return rest.p ? ERR_OK : err_memory(e, "judul kolom");
}

static int read_once(const struct env *env, int64_t run, int file, struct list_titles *out, struct err *e)
{
	struct reading r = { .env = env };
	struct buf packed;
	int rc = read_view(&r, run, e);

	buf_init(&packed, env->seams->alloc, LIM_KEPT);
	if (!rc)
		rc = pack(&r, &packed, e);
	if (!rc) {
		store_remember(env->store, MEMO_TITLES, run, buf_as_span(&packed));
		rc = unpack(env, buf_as_span(&packed), file, out, e);
	}
	buf_done(&packed);
	return rc;
}

int list_titles(const struct env *env, int64_t run, int file, struct list_titles *out, struct err *e)
{
	span packed;

	*out = (struct list_titles){ 0 };
	if (file < 0)
		return ERR_OK;
	if (store_recall(env->store, MEMO_TITLES, run, &packed))
		return unpack(env, packed, file, out, e);
	return read_once(env, run, file, out, e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * Jobs, as use cases: whose they are, and who else may see them. */
#include "web/job_store.h"
#include "web/tree.h"
#include "web/web_cases.h"

#include <stdio.h>

enum { WITA_MS = 8 * 3600 * 1000 };

static bool keep(struct padan_arena *a, span *to, span from)
{
	const char *p = padan_arena_copy(a, from.p ? from.p : "", from.n);

	*to = (span){ p, p ? from.n : 0 };
	return p != NULL;
}

/* "28 April 2025 14.05 WITA" */
static span show_time(struct padan_arena *a, int64_t ms)
{
	char day[32], text[64];
	int64_t at = ms + WITA_MS, in_day = at % 86400000;
	span out = { NULL, 0 };

	if (ms <= 0)
		return out;
	snprintf(text, sizeof(text), "%s %02d.%02d WITA", date_long((date){ (int32_t)(at / 86400000) }, day),
		 (int)(in_day / 3600000), (int)(in_day / 60000 % 60));
	return keep(a, &out, padan_span_of(text)) ? out : (span){ NULL, 0 };
}

static span label_of(span use_case)
{
	const struct use_case *uc = use_case_find(use_case);

	return uc ? padan_span_of(uc->label) : use_case;
}

static int64_t percent(const struct job *j)
{
	if (j->state == JOB_DONE)
		return 100;
	return j->total > 0 ? j->done * 100 / j->total : 0;
}

static bool below(span region, span of)
{
	return !of.n ||
	       (region.n >= of.n && memcmp(region.p, of.p, of.n) == 0 && (region.n == of.n || region.p[of.n] == '.'));
}

/* Whoever ordered it; who may do the same in the same region or a wider one; the machine's own user. */
static bool may_see(const struct job *j, const struct env *env)
{
	const struct use_case *uc = use_case_find(j->use_case);

	if (!env->actor.account || env->actor.account == j->account)
		return true;
	return uc && (env->actor.may >> uc->capability & 1) && below(j->region, env->scope.region);
}

/* --- the list
 * ----------------------------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct job_item *rows;
	size_t n, cap;
	bool failed;
};

static int take_row(void *ctx, const struct job *j)
{
	struct listing *l = ctx;
	struct padan_arena *a = l->env->arena;
	struct job_item *rows = row_room(a, l->rows, l->n, &l->cap, sizeof(*rows)), *r;

	l->failed |= rows == NULL;
	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	r = &rows[l->n++];
	*r = (struct job_item){ .persen = percent(j),
				.kerja = label_of(j->use_case),
				.dibuat = show_time(a, j->made_ms) };
	if (keep(a, &r->pekerjaan, j->id) && keep(a, &r->oleh, j->actor) &&
	    keep(a, &r->keadaan, field_word(JOB_STATES, (int)j->state)))
		return ERR_OK;
	l->failed = true;
	return ERR_MACHINE;
}

int job_list_plan(struct job_list_out *out, const struct job_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env };
	int rc = job_each(env->store, env->actor.account, take_row, &l, e);

	(void)in;
	if (l.failed)
		rc = err_memory(e, "daftar pekerjaan");
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(l.rows[0]), &out->daftar, e);
}

/* --- one -------------------------------------------------------------------------------------------------------------
 */
/* Up to the next tab, or all that is left. */
static span next_cell(span *line)
{
	const char *tab = memchr(line->p, '\t', line->n);
	span cell = { line->p, tab ? (size_t)(tab - line->p) : line->n };

	*line = (span){ line->p + cell.n + (tab != NULL), line->n - cell.n - (tab != NULL) };
	return cell;
}

static int take_result(struct job_show_out *out, const struct env *env, span text, struct err *e)
{
	struct job_value *rows = NULL;
	size_t n = 0, cap = 0;
	span all;

	if (!keep(env->arena, &all, text))
		return err_memory(e, "hasil");
	while (all.n) {
		span line = span_next_line(&all), label = next_cell(&line), value = next_cell(&line);

		rows = row_room(env->arena, rows, n, &cap, sizeof(*rows));
		if (!rows)
			return err_memory(e, "hasil");
		rows[n++] = (struct job_value){ label, value, line };
		if (padan_span_eq(line, SPAN("rancangan")))
			out->rancangan = value;
	}
	return row_cursor_over(env->arena, rows, n, sizeof(*rows), &out->hasil, e);
}

struct files {
	struct padan_arena *arena;
	struct job_file *rows;
	size_t n, cap;
};

static int take_file(void *ctx, const char *name, int64_t bytes)
{
	struct files *f = ctx;
	struct job_file *rows = row_room(f->arena, f->rows, f->n, &f->cap, sizeof(*rows));

	if (!rows || !keep(f->arena, &rows[f->n].nama, padan_span_of(name)))
		return ERR_MACHINE;
	rows[f->n].byte = bytes;
	rows[f->n].judul = rows[f->n].nama; /* without the folder that all of them lie in */
	if (rows[f->n].nama.n > sizeof("keluaran/") - 1 && memcmp(name, "keluaran/", sizeof("keluaran/") - 1) == 0) {
		rows[f->n].judul.p += sizeof("keluaran/") - 1;
		rows[f->n].judul.n -= sizeof("keluaran/") - 1;
	}
	f->rows = rows;
	f->n++;
	return ERR_OK;
}

static int take_files(struct job_show_out *out, const struct env *env, span folder, struct err *e)
{
	struct files f = { .arena = env->arena };
	const char *path = padan_arena_copy(env->arena, folder.p ? folder.p : "", folder.n);
	int rc = path ? ERR_OK : err_memory(e, "berkas");

	if (!rc && folder.n)
		rc = tree_files(path, take_file, &f, e);
	return rc ? rc : row_cursor_over(env->arena, f.rows, f.n, sizeof(f.rows[0]), &out->berkas, e);
}

static int copy_head(struct job_show_out *out, const struct job *j, const struct env *env, struct err *e)
{
	struct padan_arena *a = env->arena;
	const struct use_case *uc = use_case_find(j->use_case);
	int64_t now = env->seams->now_ms(env->seams->ctx);

	out->kerja = label_of(j->use_case);
	out->perintah = padan_span_of(uc ? uc->path : "");
	out->keadaan = (int)j->state;
	out->usai = j->state >= JOB_DONE;
	out->kerjakan = j->done;
	out->jumlah = j->total;
	out->persen = percent(j);
	out->dibuat = show_time(a, j->made_ms);
	out->berakhir = show_time(a, j->ended_ms);
	if (j->began_ms)
		out->lama = ((j->ended_ms ? j->ended_ms : now) - j->began_ms) / 1000;
	if (keep(a, &out->pekerjaan, j->id) && keep(a, &out->oleh, j->actor) && keep(a, &out->tahap, j->what) &&
	    keep(a, &out->galat, j->error) && (out->kerja.p != j->use_case.p || keep(a, &out->kerja, j->use_case)))
		return ERR_OK;
	return err_memory(e, "pekerjaan");
}

int job_show_plan(struct job_show_out *out, const struct job_show_in *in, const struct env *env, struct err *e)
{
	bool found = false;
	struct job j;
	int rc = job_get(env->store, in->pekerjaan, &j, &found, e);

	if (rc)
		return rc;
	if (!found || !may_see(&j, env))
		return err_set(e, ERR_USAGE, "pekerjaan %.*s tidak ada", (int)in->pekerjaan.n, in->pekerjaan.p);
	rc = copy_head(out, &j, env, e);
	if (!rc)
		rc = take_result(out, env, j.result, e);
	return rc || j.state < JOB_DONE ? rc : take_files(out, env, j.folder, e);
}

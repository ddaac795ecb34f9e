/* SPDX-License-Identifier: EUPL-1.2
 * ask-dukcapil: the rows as a request to the registry's office. A person typed twice in the same way is asked for once;
 * the answer goes to every such row. */
#include "selection/selection_cases.h"

#include "papers/request.h"
#include "selection/selection.h"

#include <stdlib.h>

struct asked {
	struct selection s;
	struct request_view view;
	uint32_t next_file; /* of the cursor */
};

/* Equal typing of the person, the lists' order on a tie. */
static int by_typing(const void *a, const void *b, void *ctx)
{
	const struct selection *s = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	static const uint8_t cells[] = { TYPED_NIK, TYPED_NAMA, TYPED_TANGGAL_LAHIR, TYPED_NO_KK };

	for (size_t i = 0; i < sizeof(cells); i++) {
		int c = padan_span_cmp(s->typed[x].cell[cells[i]], s->typed[y].cell[cells[i]]);

		if (c)
			return c;
	}
	return (x > y) - (x < y);
}

static int by_row(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Rows to ask for: each typing once, in the lists' order. */
static uint32_t *distinct_rows(struct selection *s, uint32_t *n)
{
	uint32_t *at = padan_arena_array(s->arena, s->n, sizeof(*at));
	uint32_t kept = 0;

	for (uint32_t i = 0; at && i < s->n; i++)
		at[i] = i;
	if (!at)
		return NULL;
	qsort_r(at, s->n, sizeof(*at), by_typing, s);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct typed *x = &s->typed[at[i]], *y = kept ? &s->typed[at[kept - 1]] : NULL;

		if (y && x->cell[TYPED_NIK].n && padan_span_eq(x->cell[TYPED_NIK], y->cell[TYPED_NIK]) &&
		    padan_span_eq(x->cell[TYPED_NAMA], y->cell[TYPED_NAMA]) &&
		    padan_span_eq(x->cell[TYPED_TANGGAL_LAHIR], y->cell[TYPED_TANGGAL_LAHIR]) &&
		    padan_span_eq(x->cell[TYPED_NO_KK], y->cell[TYPED_NO_KK]))
			continue;
		at[kept++] = at[i];
	}
	qsort(at, kept, sizeof(*at), by_row);
	*n = kept;
	return at;
}

/* "003", empty for none. */
static span three_digits(struct selection *s, int v)
{
	char out[3] = { (char)('0' + v / 100 % 10), (char)('0' + v / 10 % 10), (char)('0' + v % 10) };

	return v ? selection_copy(s, (span){ out, 3 }) : (span){ 0 };
}

static void ask_row(struct selection *s, uint32_t i, struct request_row *r)
{
	const struct typed *t = &s->typed[i];

	*r = (struct request_row){ .id_baris = s->intake.rows[i].id,
				   .nik = t->cell[TYPED_NIK],
				   .name = t->cell[TYPED_NAMA],
				   .birthplace = t->cell[TYPED_TEMPAT_LAHIR],
				   .born = t->born.kind == PADAN_DATE_DAY ? (date){ t->born.day } : DATE_NONE,
				   .born_typed = t->cell[TYPED_TANGGAL_LAHIR],
				   .sex = t->sex,
				   .family_card = t->cell[TYPED_NO_KK],
				   .address = t->cell[TYPED_ALAMAT],
				   .rt = three_digits(s, t->rt),
				   .rw = three_digits(s, t->rw),
				   .village = t->cell[TYPED_KELURAHAN],
				   .district = t->cell[TYPED_KECAMATAN] };
}

static int view_of(struct asked *a, struct err *e)
{
	struct selection *s = &a->s;
	uint32_t n = 0, *at = distinct_rows(s, &n);
	struct request_row *rows = padan_arena_array(s->arena, n, sizeof(*rows));
	span *names = padan_arena_array(s->arena, s->intake.n_files, sizeof(*names));

	if (!at || !rows || !names)
		return err_memory(e, "permintaan pemadanan");
	for (uint32_t i = 0; i < n; i++)
		ask_row(s, at[i], &rows[i]);
	for (uint32_t f = 0; f < s->intake.n_files; f++)
		names[f] = s->intake.files[f].name;
	a->view = (struct request_view){ .programme = &s->programme,
					 .day = date_known(s->order.papers_date) ? s->order.papers_date
										 : s->programme.hari_pertama,
					 .rows = rows,
					 .nrows = n,
					 .proposals = s->n,
					 .list_names = names,
					 .nlists = s->intake.n_files };
	return ERR_OK;
}

/* The lists one by one. What plan found travels to publish behind this cursor. */
static int file_next(void *ctx, void *row, struct err *e)
{
	struct asked *a = ctx;
	struct ask_file_row *r = row;
	const struct intake_file *f;

	(void)e;
	if (a->next_file >= a->s.intake.n_files)
		return 0;
	f = &a->s.intake.files[a->next_file++];
	*r = (struct ask_file_row){ .berkas = f->name, .usulan = f->rows, .dilewati = f->skips };
	return 1;
}

int ask_dukcapil_plan(struct ask_dukcapil_out *out, const struct ask_dukcapil_in *in, const struct env *env,
		      struct err *e)
{
	struct asked *a = padan_arena_zero(env->arena, sizeof(*a));
	int rc;

	if (!a)
		return err_memory(e, "permintaan pemadanan");
	a->s = (struct selection){ .env = env, .arena = env->arena };
	a->s.order = (struct selection_order){ .program = in->program,
					       .papers_date = date_known(in->tanggal) ? in->tanggal : env->today,
					       .list = { [VIEW_USULAN] = &in->usulan } };
	rc = selection_programme(&a->s, e);
	if (rc == ERR_OK)
		rc = selection_proposals(&a->s, e);
	if (rc == ERR_OK)
		rc = view_of(a, e);
	if (rc)
		return rc;
	out->usulan = a->s.n;
	out->dilewati = a->s.intake.n_skips;
	out->diminta = (int64_t)a->view.nrows;
	out->keluaran = in->keluaran;
	out->daftar = (struct row_cursor){ file_next, a };
	return ERR_OK;
}

int ask_dukcapil_publish(const struct ask_dukcapil_out *out, const struct ask_dukcapil_in *in, const struct env *env,
			 struct err *e)
{
	const struct asked *a = out->daftar.ctx;
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);

	return dir ? request_write(&a->view, dir, env->seams, e) : err_memory(e, "permintaan pemadanan");
}

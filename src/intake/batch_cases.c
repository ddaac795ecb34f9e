/* SPDX-License-Identifier: EUPL-1.2 */
#include "intake/batch_cases.h"

#include "intake/batch_bytes_store.h"
#include "intake/permit_store.h"
#include "intake/private_files.h"
#include "programme/run_store.h"

#include <sodium.h>
#include <stdio.h>

#define CASES	  "intake/batch.def"
#define CASE_ROOM batch
#include "office/define.inc"

enum { LIM_LINES_TEXT = 1 << 20, DAY_MS = 86400000 };
#define WITA_MS ((int64_t)8 * 3600000)

static const enum list_kind kinds[] = { LIST_PROPOSALS, LIST_REGISTRY, LIST_VERDICTS, LIST_DESIL,
					LIST_MEMBERS,	LIST_REFUSED,  LIST_DECREE,   LIST_REVIEW };

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.p ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

span batch_id_text(const struct env *env, int64_t id)
{
	char text[RUN_ID_TEXT];

	return id ? keep(env, padan_span_of(run_id_text(id, text))) : SPAN("");
}

static date day_of_ms(int64_t ms)
{
	return ms ? (date){ (int32_t)((ms + WITA_MS) / DAY_MS) } : DATE_NONE;
}

/* --- one batch -----------------------------------------------------------------------------------------------------
 */
int batch_named(struct batch *b, span typed, const struct env *env, struct err *e)
{
	int64_t id = 0;
	int rc = need_db(env, e);

	if (rc)
		return rc;
	if (!run_id_parse(span_trim(typed), &id))
		return err_set(e, ERR_USAGE,
			       "kiriman \"%.*s\": bukan nama kiriman, misalnya 7K3M-9QWP-2XTA (lindung batch list)",
			       (int)(typed.n < 40 ? typed.n : 40), typed.p);
	return batch_find(env->store, id, env->scope.region, b, env->arena, e);
}

int batch_file_find(struct batch_file *f, span typed, const struct env *env, struct err *e)
{
	int rc = batch_named(&f->batch, typed, env, e);

	f->files = NULL;
	if (!rc)
		rc = batch_must_stand(&f->batch, e);
	if (!rc)
		rc = batch_last_check(env->store, f->batch.id, &f->check, env->arena, e);
	if (!rc)
		rc = look_columns(&f->columns, env->arena, e);
	if (!rc)
		rc = header_maps_of(env->store, f->batch.office, f->batch.kind, &f->columns, env->arena, e);
	return rc;
}

bool batch_file_as_checked(const struct batch_file *f)
{
	const struct columns_hand *hand = columns_hand_of(&f->columns, f->batch.kind, f->check.fingerprint);
	span names = f->check.columns;

	for (size_t i = 0; hand && i < hand->n; i++)
		if (!padan_span_eq(span_next_line(&names), padan_span_of(column_name((enum list_col)hand->col[i]))))
			return false;
	return true;
}

int batch_file_open(struct batch_file *f, span typed, const struct env *env, struct err *e)
{
	int rc = batch_file_find(f, typed, env, e);

	if (rc)
		return rc;
	f->files = padan_arena_zero(env->arena, sizeof(*f->files));
	if (!f->files)
		return err_memory(e, "isi kiriman");
	rc = private_files_open(f->files, env->seams, e);
	if (!rc)
		rc = private_file_new(f->files, f->batch.name, e);
	if (!rc)
		rc = batch_bytes_read(env->store, f->batch.id, private_file_put, f->files, e);
	f->path = rc ? NULL : private_file_path(f->files);
	return rc;
}

void batch_file_close(struct batch_file *f)
{
	if (f->files)
		private_files_close(f->files);
	f->files = NULL;
}

/* --- a look, stored ------------------------------------------------------------------------------------------------
 */
static void put_line(struct buf *b, span s, bool first)
{
	buf_puts(b, first ? "" : "\n");
	for (size_t i = 0; i < s.n; i++)
		buf_putc(b, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void put_warnings(struct buf *b, const struct look *look)
{
	char line[300];

	for (unsigned i = 0; i < look->info.nwarning; i++)
		put_line(b, padan_span_of(look->info.warning[i]), !b->n);
	for (int n = 0; n < CHECK_NOTES_N; n++) {
		if (!look->note[n])
			continue;
		snprintf(line, sizeof(line), "%lld baris: %s", (long long)look->note[n],
			 check_sentence((enum check_note)n));
		put_line(b, padan_span_of(line), !b->n);
	}
	if (look->info.latin1)
		put_line(b, SPAN("huruf ditulis dalam Windows-1252, bukan UTF-8; sudah diubah"), !b->n);
}

static span taken(struct buf *b, struct padan_arena *arena)
{
	char *p = b->failed ? NULL : padan_arena_copy(arena, b->p ? b->p : "", b->n);
	span s = { p, p ? b->n : 0 };

	buf_done(b);
	return s;
}

int batch_check_of(struct batch_check *c, const struct look *look, struct padan_arena *arena, struct err *e)
{
	const struct list_info *info = &look->info;
	struct buf titles, columns, warnings;
	char *sheet = padan_arena_copy(arena, info->sheet, strlen(info->sheet));
	char *vintage = padan_arena_copy(arena, info->vintage, strlen(info->vintage));

	buf_init(&titles, arena->from, LIM_LINES_TEXT);
	buf_init(&columns, arena->from, LIM_LINES_TEXT);
	buf_init(&warnings, arena->from, LIM_LINES_TEXT);
	for (size_t i = 0; i < info->ntitle; i++) {
		put_line(&titles, info->titles[i].text, !i);
		put_line(&columns, padan_span_of(column_name((enum list_col)info->titles[i].col)), !i);
	}
	put_warnings(&warnings, look);
	*c = (struct batch_check){ .sheet = padan_span_of(sheet),
				   .header_row = info->header_row,
				   .titles = taken(&titles, arena),
				   .columns = taken(&columns, arena),
				   .fingerprint = look->fingerprint,
				   .sheet_rows = info->rows,
				   .data_rows = look->data,
				   .light = { look->light[0], look->light[1], look->light[2] },
				   .ready = look->ready,
				   .vintage = padan_span_of(vintage),
				   .warnings = taken(&warnings, arena) };
	return sheet && vintage && c->titles.p && c->columns.p && c->warnings.p ? ERR_OK : err_memory(e, "pemeriksaan");
}

int batch_column_rows(struct row_cursor *out, const struct batch_check *c, span (*sample)[LOOK_SAMPLES],
		      struct padan_arena *arena, struct err *e)
{
	span titles = c->titles, columns = c->columns;
	size_t n = 1, i;
	struct batch_column_row *rows;

	for (i = 0; i < titles.n; i++)
		n += titles.p[i] == '\n';
	rows = padan_arena_array(arena, n, sizeof(*rows));
	if (!rows)
		return err_memory(e, "kolom");
	for (i = 0; i < n; i++)
		rows[i] = (struct batch_column_row){ .no = (int64_t)i + 1,
						     .judul = span_next_line(&titles),
						     .kolom = span_next_line(&columns),
						     .contoh = sample ? sample[i][0] : SPAN(""),
						     .contoh2 = sample ? sample[i][1] : SPAN(""),
						     .contoh3 = sample ? sample[i][2] : SPAN("") };
	return row_cursor_over(arena, rows, n, sizeof(*rows), out, e);
}

static int warning_rows(struct row_cursor *out, span lines, struct padan_arena *arena, struct err *e)
{
	struct batch_warning_row *rows;
	size_t n = lines.n > 0;

	for (size_t i = 0; i < lines.n; i++)
		n += lines.p[i] == '\n';
	rows = padan_arena_array(arena, n, sizeof(*rows));
	if (!rows)
		return err_memory(e, "catatan pemeriksaan");
	for (size_t i = 0; i < n; i++)
		rows[i].catatan = span_next_line(&lines);
	return row_cursor_over(arena, rows, n, sizeof(*rows), out, e);
}

/* --- batch add -----------------------------------------------------------------------------------------------------
 */
static span base_name(span path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return (span){ path.p + i, path.n - i };
	return path;
}

/* Under which agreement, and may it stay? */
static int ask_permit(struct batch *b, span *number, const struct env *env, struct err *e)
{
	struct permit p;
	int rc;

	b->kept = true;
	*number = SPAN("");
	if (!permit_needed(b->kind))
		return ERR_OK;
	rc = permit_in_force(env->store, b->kind, "pemadanan", ledger_today(env), &p, env->arena, e);
	if (rc)
		return rc;
	b->permit = p.id;
	b->kept = p.keeps;
	*number = p.number;
	return ERR_OK;
}

/* What plan found travels to apply behind the cursor of the columns. */
struct adding {
	struct batch b;
	struct batch_check c;
	const char *path;
	struct row_cursor columns;
	struct batch_pages pages;
};

static int next_column(void *ctx, void *row, struct err *e)
{
	struct adding *a = ctx;

	return a->columns.next(a->columns.ctx, row, e);
}

int batch_page_row(void *ctx, const struct look_row *r, struct err *e)
{
	(void)e;
	batch_pages_add(ctx, r);
	return ERR_OK;
}

static int look_at(struct adding *a, const struct env *env, struct look *look, struct err *e)
{
	struct look_order order = { .kind = a->b.kind, .row = a->b.kept ? batch_page_row : NULL, .ctx = &a->pages };
	struct columns columns = { 0 };
	int rc = look_columns(&columns, env->arena, e);

	if (!rc)
		rc = header_maps_of(env->store, a->b.office, a->b.kind, &columns, env->arena, e);
	order.columns = &columns;
	batch_pages_begin(&a->pages, env->arena);
	if (!rc)
		rc = look_at_list(look, env->seams, a->path, &order, env->arena, e);
	batch_pages_end(&a->pages, rc ? NULL : look);
	if (rc)
		return rc;
	memcpy(a->b.sha256, look->info.sha256, sizeof(a->b.sha256));
	a->b.size = look->size;
	rc = batch_refuse_known(env->store, a->b.sha256, a->b.kind, e);
	if (!rc)
		rc = batch_check_of(&a->c, look, env->arena, e);
	return rc ? rc : batch_column_rows(&a->columns, &a->c, look->sample, env->arena, e);
}

static int tell_added(struct batch_add_out *out, struct adding *a, span number, const struct env *env, struct err *e)
{
	char hex[65];

	sodium_bin2hex(hex, sizeof(hex), a->b.sha256, sizeof(a->b.sha256));
	out->kiriman = batch_id_text(env, a->b.id);
	out->jenis = padan_span_of(list_kind_name(a->b.kind));
	out->berkas = a->b.name;
	out->baris = a->c.sheet_rows;
	out->data = a->c.data_rows;
	out->dilewati = a->c.sheet_rows - a->c.data_rows;
	out->hijau = a->c.light[LIGHT_GREEN];
	out->kuning = a->c.light[LIGHT_YELLOW];
	out->merah = a->c.light[LIGHT_RED];
	out->lengkap = a->c.ready;
	out->disimpan = a->b.kept;
	out->izin = number;
	out->sidik = keep(env, padan_span_of(hex));
	out->kolom = (struct row_cursor){ next_column, a };
	return out->kiriman.n && out->sidik.n ? warning_rows(&out->catatan, a->c.warnings, env->arena, e)
					      : err_memory(e, "kiriman");
}

int batch_add_plan(struct batch_add_out *out, const struct batch_add_in *in, const struct env *env, struct err *e)
{
	struct adding *a = padan_arena_zero(env->arena, sizeof(*a));
	struct look look;
	span number;
	int rc = need_db(env, e);

	if (rc)
		return rc;
	if (!a || !(a->path = keep(env, in->berkas).p))
		return err_memory(e, "kiriman");
	a->b = (struct batch){ .id = ledger_new_id(env->seams),
			       .kind = kinds[in->jenis],
			       .office = span_trim(in->opd),
			       .letter = span_trim(in->surat),
			       .note = span_trim(in->catatan),
			       .letter_on = in->tanggal_surat,
			       .region = env->scope.region,
			       .name = keep(env, base_name(in->berkas)) };
	if (!a->b.office.n)
		return err_set(e, ERR_USAGE, "--opd: kosong; tulis instansi yang mengirim daftar ini");
	rc = ask_permit(&a->b, &number, env, e);
	if (!rc)
		rc = look_at(a, env, &look, e);
	return rc ? rc : tell_added(out, a, number, env, e);
}

int batch_add_apply(const struct batch_add_out *out, const struct batch_add_in *in, struct unit *u, struct err *e)
{
	const struct adding *a = out->kolom.ctx;

	int rc = batch_store_add(u, &a->b, &a->c, a->path, e);

	(void)in;
	return rc || !a->b.kept ? rc : batch_pages_write(u, a->b.id, &a->pages, e);
}

/* --- batch list ----------------------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	int kind; /* -1: all */
	struct batch_row *rows;
	int64_t *id;
	size_t n, cap, id_cap;
};

static span state_of(const struct batch *b)
{
	if (b->end.n)
		return b->end;
	return b->kept ? SPAN("tersimpan") : SPAN("tidak disimpan");
}

static int list_one(void *ctx, const struct batch *b)
{
	struct listing *l = ctx;
	struct batch_row *rows;
	int64_t *id;

	if (l->kind >= 0 && b->kind != kinds[l->kind])
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	id = row_room(l->env->arena, l->id, l->n, &l->id_cap, sizeof(*id));
	if (!rows || !id)
		return ERR_MACHINE;
	l->rows = rows;
	l->id = id;
	id[l->n] = b->id;
	rows[l->n++] = (struct batch_row){ .kiriman = batch_id_text(l->env, b->id),
					   .tanggal = day_of_ms(b->at_ms),
					   .jenis = padan_span_of(list_kind_name(b->kind)),
					   .opd = keep(l->env, b->office),
					   .berkas = keep(l->env, b->name),
					   .surat = keep(l->env, b->letter),
					   .keadaan = keep(l->env, state_of(b)),
					   .oleh = keep(l->env, b->actor) };
	return 0;
}

int batch_list_plan(struct batch_list_out *out, const struct batch_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env, .kind = in->jenis };
	int rc = need_db(env, e);

	if (!rc)
		rc = batch_each(env->store, env->scope.region, list_one, &l, e);
	for (size_t i = 0; !rc && i < l.n; i++) {
		struct batch_check c;

		rc = batch_last_check(env->store, l.id[i], &c, env->arena, e);
		l.rows[i].data = c.data_rows;
		l.rows[i].hijau = c.light[LIGHT_GREEN];
		l.rows[i].kuning = c.light[LIGHT_YELLOW];
		l.rows[i].merah = c.light[LIGHT_RED];
		if (!rc && !c.ready && padan_span_eq(l.rows[i].keadaan, SPAN("tersimpan")))
			l.rows[i].keadaan = SPAN("kolom belum lengkap");
	}
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- batch show ----------------------------------------------------------------------------------------------------
 */
static void tell_batch(struct batch_show_out *out, const struct batch *b, const struct env *env)
{
	char hex[65];

	sodium_bin2hex(hex, sizeof(hex), b->sha256, sizeof(b->sha256));
	out->kiriman = batch_id_text(env, b->id);
	out->jenis = padan_span_of(list_kind_name(b->kind));
	out->opd = b->office;
	out->surat = b->letter;
	out->tanggal_surat = b->letter_on;
	out->keterangan = b->note;
	out->berkas = b->name;
	out->ukuran = b->size;
	out->sidik = keep(env, padan_span_of(hex));
	out->diterima = day_of_ms(b->at_ms);
	out->oleh = b->actor;
	out->disimpan = b->kept && !b->end.n;
	out->keadaan = state_of(b);
	out->alasan = b->end_reason;
	out->berakhir = day_of_ms(b->end_ms);
}

static void tell_check(struct batch_show_out *out, const struct batch_check *c)
{
	out->lembar = c->sheet;
	out->baris_judul = c->header_row;
	out->baris = c->sheet_rows;
	out->data = c->data_rows;
	out->dilewati = c->sheet_rows - c->data_rows;
	out->hijau = c->light[LIGHT_GREEN];
	out->kuning = c->light[LIGHT_YELLOW];
	out->merah = c->light[LIGHT_RED];
	out->lengkap = c->ready;
}

/* Samples are not stored: the file is looked at again, where it is here. */
static size_t columns_in(const struct batch_check *c)
{
	size_t n = 1;

	for (size_t i = 0; i < c->titles.n; i++)
		n += c->titles.p[i] == '\n';
	return n;
}

static int samples_of(const struct batch_show_in *in, const struct batch *b, struct look *look, const struct env *env,
		      struct err *e)
{
	struct look_order order = { .kind = b->kind };
	struct batch_file f = { .files = NULL };
	int rc;

	look->sample = NULL;
	if (!b->kept || b->end.n)
		return ERR_OK;
	rc = batch_file_find(&f, in->kiriman, env, e);
	if (!rc && batch_file_as_checked(&f))
		rc = batch_pages_samples(env->store, b->id, columns_in(&f.check), &look->sample, env->arena, e);
	if (rc || look->sample)
		return rc;
	rc = batch_file_open(&f, in->kiriman, env, e);
	order.columns = &f.columns;
	if (!rc)
		rc = look_at_list(look, env->seams, f.path, &order, env->arena, e);
	batch_file_close(&f);
	return rc;
}

int batch_show_plan(struct batch_show_out *out, const struct batch_show_in *in, const struct env *env, struct err *e)
{
	struct batch b;
	struct batch_check c;
	struct permit p = { .number = SPAN("") };
	struct look look;
	int rc = batch_named(&b, in->kiriman, env, e);

	if (!rc)
		rc = batch_last_check(env->store, b.id, &c, env->arena, e);
	if (!rc && b.permit)
		rc = permit_find(env->store, b.permit, &p, env->arena, e);
	if (!rc)
		rc = samples_of(in, &b, &look, env, e);
	if (rc)
		return rc;
	tell_batch(out, &b, env);
	tell_check(out, &c);
	out->izin = p.number;
	rc = warning_rows(&out->catatan, c.warnings, env->arena, e);
	return rc ? rc : batch_column_rows(&out->kolom, &c, look.sample, env->arena, e);
}

/* --- batch withdraw ------------------------------------------------------------------------------------------------
 */
int batch_withdraw_plan(struct batch_withdraw_out *out, const struct batch_withdraw_in *in, const struct env *env,
			struct err *e)
{
	struct batch_check c;
	struct batch b;
	int rc = batch_named(&b, in->kiriman, env, e);

	if (!rc && b.end.n)
		rc = batch_must_stand(&b, e);
	if (!rc)
		rc = batch_last_check(env->store, b.id, &c, env->arena, e);
	if (rc)
		return rc;
	out->kiriman = batch_id_text(env, b.id);
	out->berkas = b.name;
	out->data = c.data_rows;
	return ERR_OK;
}

int batch_withdraw_apply(const struct batch_withdraw_out *out, const struct batch_withdraw_in *in, struct unit *u,
			 struct err *e)
{
	struct batch b;
	int rc = batch_named(&b, out->kiriman, u->env, e);

	if (!rc && b.end.n)
		rc = batch_must_stand(&b, e);
	return rc ? rc : batch_store_end(u, b.id, "ditarik", in->alasan, e);
}

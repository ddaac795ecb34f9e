/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/programme_cases.h"

#include "base/embed.h"
#include "papers/wording.h"
#include "person/occupation.h"
#include "programme/decree_step_store.h"
#include "programme/programme.h"
#include "programme/programme_store.h"
#include "programme/run_store.h"
#include "programme/words.h"
#include "tabular/file_hash.h"

#include <sodium.h>
#include <stdio.h>

#define CASES	  "programme/programme.def"
#define CASE_ROOM quota
#include "office/define.inc"

enum { LINE = 2000, DAY_MS = 86400000, PER_TEN_THOUSANDTH = 10 };

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

static span id_text(const struct env *env, int64_t id)
{
	char text[RUN_ID_TEXT];

	return keep(env, padan_span_of(run_id_text(id, text)));
}

/* --- a programme as sentences --------------------------------------------------------------------------------------
 */
struct lines {
	const struct env *env;
	struct programme_line_row *rows;
	size_t n, cap;
	struct buf text;
	bool refused;
};

static void line(struct lines *l, const char *part)
{
	struct programme_line_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	span text = keep(l->env, buf_as_span(&l->text));

	l->refused |= !rows || !text.p || l->text.failed;
	buf_clear(&l->text);
	if (!rows)
		return;
	l->rows = rows;
	rows[l->n++] = (struct programme_line_row){ padan_span_of(part), text };
}

/* The criteria are one sentence with semicolons; here each is a line of its own. */
static void criteria_lines(struct lines *l, const struct programme *p)
{
	struct buf all;
	span rest;

	buf_init(&all, l->env->seams->alloc, LINE);
	say_criteria(&p->kriteria, &all);
	for (rest = buf_as_span(&all); rest.n;) {
		size_t n = 0;

		while (n < rest.n && rest.p[n] != ';')
			n++;
		buf_span(&l->text, span_trim((span){ rest.p, n }));
		line(l, "Kriteria");
		n += n < rest.n;
		rest.p += n, rest.n -= n;
	}
	l->refused |= all.failed;
	buf_done(&all);
}

static void quota_lines(struct lines *l, const struct programme *p, const struct occupations *jobs)
{
	if (p->kuota.total >= 0) {
		buf_puts(&l->text, "seluruhnya ");
		say_number(p->kuota.total, &l->text);
		buf_puts(&l->text, p->satuan == SATUAN_KELUARGA ? " keluarga" : " orang");
		line(l, "Kuota");
	}
	for (int i = 0; i < p->kuota.kecamatan_n; i++) {
		buf_printf(&l->text, "kecamatan %s: ", p->kuota.kecamatan[i].kode);
		say_number(p->kuota.kecamatan[i].orang, &l->text);
		line(l, "Kuota");
	}
	for (int i = 0; i < p->kuota.kelompok_n; i++) {
		buf_printf(&l->text, "kelompok %s: ", jobs->group[p->kuota.kelompok[i].kelompok]);
		say_number(p->kuota.kelompok[i].orang, &l->text);
		line(l, "Kuota");
	}
}

static void fund_lines(struct lines *l, const struct programme *p)
{
	char money[40];

	for (int i = 0; i < p->dana_n; i++) {
		const struct dana *d = &p->dana[i];

		buf_span(&l->text, d->nama.n ? d->nama : d->kode);
		buf_printf(&l->text, ": pagu %s", rupiah_format(d->pagu, money));
		if (d->tahun_anggaran)
			buf_printf(&l->text, ", tahun anggaran %d", d->tahun_anggaran);
		line(l, "Dana");
	}
}

int programme_say(struct row_cursor *out, const struct programme *p, const struct occupations *jobs,
		  const struct env *env, struct err *e)
{
	struct lines l = { .env = env };

	buf_init(&l.text, env->seams->alloc, LINE);
	say_cover(p->mulai, p->bulan, &l.text);
	line(&l, "Perlindungan");
	say_benefits(p->manfaat, &l.text);
	line(&l, "Manfaat");
	criteria_lines(&l, p);
	for (int i = 0; i < p->prioritas_n; i++) {
		say_priority(p, i, &l.text);
		line(&l, "Prioritas");
	}
	quota_lines(&l, p, jobs);
	fund_lines(&l, p);
	buf_done(&l.text);
	if (l.refused)
		return err_memory(e, "isi program");
	return row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), out, e);
}

int programme_text_read(struct programme *p, struct occupations *jobs, span text, const char *name,
			const struct env *env, struct err *e)
{
	int rc = occupations_read(jobs, embedded_file("ref/kelompok_pekerjaan.csv"), env->arena, e);
	struct known_groups groups = { jobs->group, jobs->risk, jobs->groups };

	return rc ? rc : programme_read(p, env->arena, text, name, &groups, e);
}

/* --- programme save ------------------------------------------------------------------------------------------------
 */
/* What plan found travels to apply behind the cursor. */
struct saving {
	struct programme p;
	struct programme_file f;
	struct row_cursor lines;
};

static int next_line_row(void *ctx, void *row, struct err *e)
{
	struct saving *s = ctx;

	return s->lines.next(s->lines.ctx, row, e);
}

static int read_bytes(struct saving *s, const struct programme_save_in *in, const char *name, const struct env *env,
		      struct err *e)
{
	struct buf b;
	int rc;

	if (in->teks.n && in->berkas.n)
		return err_set(e, ERR_USAGE, "isi program: beri berkas atau teksnya, jangan keduanya");
	if (!in->teks.n && !in->berkas.n)
		return err_set(e, ERR_USAGE, "isi program: beri berkasnya (.yaml)");
	if (in->teks.n) {
		s->f.text = in->teks;
		return ERR_OK;
	}
	buf_init(&b, env->seams->alloc, LIM_PROGRAM_FILE);
	rc = file_read(env->seams, name, LIM_PROGRAM_FILE, &b, e);
	s->f.text = keep(env, buf_as_span(&b));
	buf_done(&b);
	if (rc)
		return e ? (e->code = ERR_USAGE) : ERR_USAGE;
	return s->f.text.p ? ERR_OK : err_memory(e, "berkas program");
}

static int read_file(struct saving *s, const struct programme_save_in *in, const struct env *env, struct err *e)
{
	const char *name = in->teks.n ? "isi program" : keep(env, in->berkas).p;
	struct occupations jobs;
	struct file_hash h;
	int rc = name ? read_bytes(s, in, name, env, e) : err_memory(e, "berkas program");

	if (rc)
		return rc;
	file_hash_init(&h, true);
	file_hash_add(&h, s->f.text);
	file_hash_done(&h, s->f.sha256);
	rc = programme_text_read(&s->p, &jobs, s->f.text, name, env, e);
	return rc ? rc : programme_say(&s->lines, &s->p, &jobs, env, e);
}

int programme_save_plan(struct programme_save_out *out, const struct programme_save_in *in, const struct env *env,
			struct err *e)
{
	struct saving *s = padan_arena_zero(env->arena, sizeof(*s));
	char hex[65];
	int rc = need_db(env, e);

	if (!rc && !s)
		rc = err_memory(e, "berkas program");
	if (!rc)
		rc = read_file(s, in, env, e);
	if (!rc && !scope_covers(env->scope.region, padan_span_of(s->p.wilayah)))
		rc = err_set(e, ERR_USAGE, "program ini untuk wilayah %s, di luar wilayah kerja Anda (%.*s)",
			     s->p.wilayah, (int)env->scope.region.n, env->scope.region.p);
	if (rc)
		return rc;
	s->f.nama = s->p.nama;
	s->f.wilayah = padan_span_of(s->p.wilayah);
	s->f.stage = s->p.tahap;
	s->f.note = span_trim(in->catatan);
	s->f.programme = run_programme_id(s->f.wilayah, s->f.nama);
	sodium_bin2hex(hex, sizeof(hex), s->f.sha256, sizeof(s->f.sha256));
	out->program = s->f.nama;
	out->nomor = id_text(env, s->f.programme);
	out->wilayah = s->f.wilayah;
	out->tahap = s->f.stage;
	out->sidik = keep(env, padan_span_of(hex));
	out->isi = (struct row_cursor){ next_line_row, s };
	return programme_unlocked(env->store, s->f.programme, s->f.stage, e);
}

int programme_save_apply(const struct programme_save_out *out, const struct programme_save_in *in, struct unit *u,
			 struct err *e)
{
	const struct saving *s = out->isi.ctx;
	int64_t no = 0;

	(void)in;
	return programme_file_save(u, &s->f, &no, e);
}

/* --- programme list ------------------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct programme_row *rows;
	int64_t *id;
	size_t n, cap, id_cap;
};

static int list_file(void *ctx, const struct programme_file *f)
{
	struct listing *l = ctx;
	struct programme_row *rows;
	int64_t *id;

	if (!scope_covers(l->env->scope.region, f->wilayah))
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	id = row_room(l->env->arena, l->id, l->n, &l->id_cap, sizeof(*id));
	if (!rows || !id)
		return ERR_MACHINE;
	l->rows = rows;
	l->id = id;
	id[l->n] = f->programme;
	rows[l->n++] = (struct programme_row){ .nomor = id_text(l->env, f->programme),
					       .program = keep(l->env, f->nama),
					       .wilayah = keep(l->env, f->wilayah),
					       .tahap = f->stage,
					       .revisi = f->no,
					       .disimpan = { (int32_t)(f->at_ms / DAY_MS) },
					       .oleh = keep(l->env, f->actor) };
	return 0;
}

int programme_list_plan(struct programme_list_out *out, const struct programme_list_in *in, const struct env *env,
			struct err *e)
{
	struct listing l = { .env = env };
	int rc = need_db(env, e);

	(void)in;
	if (!rc)
		rc = programme_file_each(env->store, 0, list_file, &l, e);
	for (size_t i = 0; !rc && i < l.n; i++) {
		struct err why;

		l.rows[i].terkunci = programme_unlocked(env->store, l.id[i], l.rows[i].tahap, &why) == ERR_CONFLICT;
	}
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

/* --- programme show ------------------------------------------------------------------------------------------------
 */
struct revisions {
	const struct env *env;
	struct programme_revision_row *rows;
	size_t n, cap;
};

static int list_revision(void *ctx, const struct programme_file *f)
{
	struct revisions *l = ctx;
	struct programme_revision_row *rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));

	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	rows[l->n++] = (struct programme_revision_row){ .revisi = f->no,
							.disimpan = { (int32_t)(f->at_ms / DAY_MS) },
							.oleh = keep(l->env, f->actor),
							.catatan = keep(l->env, f->note) };
	return 0;
}

static int show_rules(struct programme_show_out *out, const struct programme_file *f, const struct env *env,
		      struct err *e)
{
	struct occupations jobs;
	struct programme p;
	char name[80];
	int rc;

	snprintf(name, sizeof(name), "program revisi %lld", (long long)f->no);
	rc = programme_text_read(&p, &jobs, f->text, name, env, e);
	if (rc)
		return rc;
	out->mulai = p.hari_pertama;
	out->sampai = p.hari_terakhir;
	return programme_say(&out->isi, &p, &jobs, env, e);
}

int programme_show_plan(struct programme_show_out *out, const struct programme_show_in *in, const struct env *env,
			struct err *e)
{
	struct revisions l = { .env = env };
	struct programme_file f;
	struct programme_bounds b;
	struct err why = { 0 };
	int64_t id = 0;
	int rc = need_db(env, e);

	if (!rc)
		rc = programme_named(env, in->program, &id, e);
	if (!rc)
		rc = programme_file_find(env->store, id, in->revisi > 0 ? in->revisi : 0, &f, env->arena, e);
	if (!rc)
		rc = programme_bounds_find(env->store, id, &b, env->arena, e);
	if (!rc)
		rc = programme_file_each(env->store, id, list_revision, &l, e);
	if (!rc)
		rc = show_rules(out, &f, env, e);
	if (rc)
		return rc;
	out->program = f.nama;
	out->nomor = id_text(env, id);
	out->wilayah = f.wilayah;
	out->tahap = f.stage;
	out->revisi = f.no;
	out->terkunci = programme_unlocked(env->store, id, f.stage, &why) == ERR_CONFLICT;
	out->sebab = keep(env, padan_span_of(why.text));
	out->padan = b.found * PER_TEN_THOUSANDTH;
	out->tinjau = b.review * PER_TEN_THOUSANDTH;
	out->teks = f.text;
	return row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->riwayat, e);
}

/* --- programme funnel ----------------------------------------------------------------------------------------------
 */
struct funnel {
	int64_t hit[ALASAN_N], out[ALASAN_N], rows, chosen, unsaid;
};

/* A row falls at its first reason; who was chosen did not fall, whatever is remarked about him. */
static int add_reasons(void *ctx, span putusan, span alasan, int64_t rows)
{
	struct funnel *f = ctx;
	uint64_t set = alasan_set(alasan);

	f->rows += rows;
	if (padan_span_eq(putusan, padan_span_of(putusan_word(PUTUSAN_TERPILIH)))) {
		f->chosen += rows;
		return 0;
	}
	for (int a = 0; a < ALASAN_N; a++)
		f->hit[a] += set >> a & 1 ? rows : 0;
	if (set)
		f->out[__builtin_ctzll(set)] += rows;
	else
		f->unsaid += rows;
	return 0;
}

static int funnel_rows(struct row_cursor *out, const struct funnel *f, const struct env *env, struct err *e)
{
	struct programme_funnel_row *rows = padan_arena_array(env->arena, ALASAN_N + 2, sizeof(*rows));
	int64_t left = f->rows;
	size_t n = 0;

	if (!rows)
		return err_memory(e, "corong");
	for (int a = 0; a < ALASAN_N; a++) {
		if (!f->hit[a])
			continue;
		left -= f->out[a];
		rows[n++] = (struct programme_funnel_row){ padan_span_of(alasan_sentence((enum alasan)a)), f->hit[a],
							   f->out[a], left };
	}
	if (f->unsaid)
		rows[n++] = (struct programme_funnel_row){ SPAN("Tanpa alasan tercatat."), f->unsaid, f->unsaid,
							   left - f->unsaid };
	return row_cursor_over(env->arena, rows, n, sizeof(*rows), out, e);
}

/* The run that is looked at: the one named, or the newest. */
static int run_of(const struct programme_funnel_in *in, int64_t programme, int64_t *run, const struct env *env,
		  struct err *e)
{
	struct run_info info;
	int rc;

	if (in->rancangan.n && !run_id_parse(span_trim(in->rancangan), run))
		return err_set(e, ERR_USAGE, "--rancangan: bukan nama rancangan, misalnya 7K3M-9QWP-2XTA");
	rc = in->rancangan.n ? run_store_info(env->store, *run, &info, e)
			     : programme_newest_run(env->store, programme, run, e);
	if (rc || !in->rancangan.n)
		return rc;
	if (run_programme_id(info.wilayah, info.nama) != programme)
		return err_set(e, ERR_USAGE, "--rancangan: itu rancangan program lain");
	return ERR_OK;
}

int programme_funnel_plan(struct programme_funnel_out *out, const struct programme_funnel_in *in, const struct env *env,
			  struct err *e)
{
	struct funnel f = { .rows = 0 };
	int64_t programme = 0, run = 0;
	int rc = need_db(env, e);

	if (!rc)
		rc = programme_named(env, in->program, &programme, e);
	if (!rc)
		rc = run_of(in, programme, &run, env, e);
	if (!rc && run)
		rc = programme_reasons_each(env->store, run, add_reasons, &f, e);
	if (rc)
		return rc;
	out->rancangan = run ? id_text(env, run) : SPAN("");
	out->usulan = f.rows;
	out->terpilih = f.chosen;
	return funnel_rows(&out->daftar, &f, env, e);
}

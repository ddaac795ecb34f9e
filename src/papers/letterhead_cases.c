/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/letterhead_cases.h"

#include "papers/letter_office.h"
#include "programme/letterhead_store.h"

#include <stdio.h>

#define CASES	  "papers/letterhead.def"
#define CASE_ROOM letterhead
#include "office/define.inc"

enum { DAY_MS = 86400000, WITA_MS = 8 * 3600000 };

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

/* --- as instansi.yaml
 * ---------------------------------------------------------------------------------------------------
 */
/* `key: 'value'`, quotes doubled; nothing when it is empty. */
static void put(struct buf *b, const char *indent, const char *key, span value)
{
	value = span_trim(value);
	if (!value.n)
		return;
	buf_printf(b, "%s%s: '", indent, key);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '\'')
			buf_putc(b, '\'');
		buf_putc(b, (unsigned char)c < ' ' ? ' ' : c);
	}
	buf_puts(b, "'\n");
}

static void put_number(struct buf *b, const char *letter, span pattern)
{
	if (!span_trim(pattern.n ? pattern : SPAN("")).n)
		return;
	buf_printf(b, "  %s:\n", letter);
	put(b, "    ", "nomor", pattern);
}

static void compose(const struct letterhead_save_in *in, struct buf *b)
{
	bool objection = in->pengaduan.n || in->telepon.n || in->hari != FIELD_ABSENT;

	buf_puts(b, "instansi:\n  kepala:\n");
	put(b, "    ", "nama", in->kepala);
	put(b, "    ", "jabatan", in->jabatan.n ? in->jabatan : SPAN("Kepala Dinas"));
	put(b, "    ", "pangkat", in->pangkat);
	put(b, "    ", "nip", in->nip);
	put(b, "  ", "pemerintah", in->pemerintah);
	put(b, "  ", "provinsi", in->provinsi);
	put(b, "  ", "nama", in->instansi);
	put(b, "  ", "alamat", in->alamat);
	put(b, "  ", "kota", in->kota);
	buf_puts(b, in->kertas == 1 ? "kertas: A4\n" : "kertas: F4\n");
	if (objection)
		buf_puts(b, "keberatan:\n");
	put(b, "  ", "tempat", in->pengaduan);
	put(b, "  ", "telepon", in->telepon);
	if (in->hari != FIELD_ABSENT)
		buf_printf(b, "  hari: %lld\n", (long long)in->hari);
	if (in->nota_dinas.n || in->berita_acara_pemadanan.n || in->sptjm.n || in->pengantar_dukcapil.n ||
	    in->pengantar_bpjs.n || in->pemberitahuan.n)
		buf_puts(b, "surat:\n");
	put_number(b, "nota_dinas", in->nota_dinas);
	put_number(b, "berita_acara_pemadanan", in->berita_acara_pemadanan);
	put_number(b, "sptjm", in->sptjm);
	put_number(b, "pengantar_dukcapil", in->pengantar_dukcapil);
	put_number(b, "pengantar_bpjs", in->pengantar_bpjs);
	put_number(b, "pemberitahuan", in->pemberitahuan);
}

/* --- history
 * -------------------------------------------------------------------------------------------------------------
 */
struct listing {
	const struct env *env;
	struct letterhead_row *rows;
	size_t n, cap;
	bool failed;
};

static span keep(struct listing *l, span s)
{
	char *p = padan_arena_copy(l->env->arena, s.p ? s.p : "", s.n);

	l->failed |= !p;
	return (span){ p, p ? s.n : 0 };
}

static int list_one(void *ctx, const struct letterhead *h)
{
	struct listing *l = ctx;
	struct letterhead_row *rows;

	if (h->region.n && !padan_span_eq(h->region, l->env->scope.region))
		return 0;
	rows = row_room(l->env->arena, l->rows, l->n, &l->cap, sizeof(*rows));
	l->failed |= !rows;
	if (!rows)
		return ERR_MACHINE;
	l->rows = rows;
	rows[l->n++] = (struct letterhead_row){ .no = h->no,
						.disimpan = { (int32_t)((h->at_ms + WITA_MS) / DAY_MS) },
						.oleh = keep(l, h->actor),
						.catatan = keep(l, h->note) };
	return 0;
}

static int history(const struct env *env, struct row_cursor *out, struct err *e)
{
	struct listing l = { .env = env };
	int rc = letterhead_each(env->store, list_one, &l, e);

	if (l.failed)
		return err_memory(e, "riwayat");
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), out, e);
}

/* --- save
 * ---------------------------------------------------------------------------------------------------------------
 */
/* What plan found travels to apply behind the cursor. */
struct saving {
	struct letterhead l;
	struct row_cursor rows;
};

static int next_row(void *ctx, void *row, struct err *e)
{
	struct saving *s = ctx;

	return s->rows.next ? s->rows.next(s->rows.ctx, row, e) : 0;
}

/* The file's bytes; without one what there was. */
static int picture(const struct env *env, span path, span *out, struct err *e)
{
	struct buf b;
	char *name, *copy;
	int rc;

	if (!path.n)
		return ERR_OK;
	name = padan_arena_copy(env->arena, path.p, path.n);
	if (!name)
		return err_memory(e, "lambang");
	buf_init(&b, env->seams->alloc, LIM_LETTER_PICTURE);
	rc = file_read(env->seams, name, LIM_LETTER_PICTURE, &b, e);
	copy = rc ? NULL : padan_arena_copy(env->arena, b.p ? b.p : "", b.n);
	*out = (span){ copy, b.n };
	buf_done(&b);
	if (!rc && !copy)
		return err_memory(e, "lambang");
	return rc == ERR_UNREADABLE ? (e->code = ERR_USAGE) : rc;
}

static int take_text(struct saving *s, const struct letterhead_save_in *in, const struct env *env, struct err *e)
{
	struct letter_office office;
	struct buf b;
	char *copy;

	buf_init(&b, env->seams->alloc, LIM_PROGRAM_FILE);
	compose(in, &b);
	copy = b.failed ? NULL : padan_arena_copy(env->arena, b.p, b.n);
	s->l.text = (span){ copy, b.n };
	buf_done(&b);
	return copy ? letter_office_of(&office, s->l.text, s->l.crest, s->l.state_crest, env->arena, e)
		    : err_memory(e, "pengaturan surat");
}

int letterhead_save_plan(struct letterhead_save_out *out, const struct letterhead_save_in *in, const struct env *env,
			 struct err *e)
{
	struct saving *s = padan_arena_zero(env->arena, sizeof(*s));
	struct letterhead before = { .crest = SPAN(""), .state_crest = SPAN("") };
	bool found = false;
	int rc = s ? need_db(env, e) : err_memory(e, "pengaturan surat");

	if (!rc)
		rc = letterhead_find(env->store, env->scope.region, &before, &found, env->arena, e);
	if (rc)
		return rc;
	s->l = (struct letterhead){ .region = env->scope.region,
				    .note = span_trim(in->catatan),
				    .crest = before.crest,
				    .state_crest = before.state_crest };
	rc = picture(env, in->lambang, &s->l.crest, e);
	if (!rc)
		rc = picture(env, in->lambang_negara, &s->l.state_crest, e);
	if (!rc)
		rc = take_text(s, in, env, e);
	if (!rc && found && padan_span_eq(before.text, s->l.text) && !in->lambang.n && !in->lambang_negara.n)
		rc = err_set(e, ERR_CONFLICT, "pengaturan surat sama dengan revisi %lld; tidak ada yang disimpan",
			     (long long)before.no);
	if (!rc)
		rc = history(env, &s->rows, e);
	out->sidik = (int64_t)s->l.crest.n;
	out->teks = s->l.text;
	out->isi = (struct row_cursor){ next_row, s };
	return rc;
}

int letterhead_save_apply(const struct letterhead_save_out *out, const struct letterhead_save_in *in, struct unit *u,
			  struct err *e)
{
	const struct saving *s = out->isi.ctx;

	(void)in;
	return letterhead_store_add(u, &s->l, e);
}

/* --- show
 * ---------------------------------------------------------------------------------------------------------------
 */
static void tell(struct letterhead_show_out *out, const struct letter_office *o)
{
	out->pemerintah = o->government;
	out->provinsi = o->province;
	out->instansi = o->name;
	out->alamat = o->address;
	out->kota = o->town;
	out->kepala = o->head.name;
	out->jabatan = o->head.title;
	out->pangkat = o->head.grade;
	out->nip = o->head.nip;
	out->pengaduan = o->objection.place;
	out->telepon = o->objection.phone;
	out->hari = o->objection.days > 0 ? o->objection.days : FIELD_ABSENT;
	out->kertas = o->a4 ? 1 : 0;
	out->nota_dinas = o->letter[LETTER_nota_dinas].number;
	out->berita_acara_pemadanan = o->letter[LETTER_berita_acara_pemadanan].number;
	out->sptjm = o->letter[LETTER_sptjm].number;
	out->pengantar_dukcapil = o->letter[LETTER_pengantar_dukcapil].number;
	out->pengantar_bpjs = o->letter[LETTER_pengantar_bpjs].number;
	out->pemberitahuan = o->letter[LETTER_pemberitahuan].number;
	out->lambang = (int64_t)o->crest.png.n;
	out->lambang_negara = (int64_t)o->state_crest.png.n;
}

int letterhead_show_plan(struct letterhead_show_out *out, const struct letterhead_show_in *in, const struct env *env,
			 struct err *e)
{
	struct letter_office office;
	struct letterhead l;
	bool found = false;
	int rc = need_db(env, e);

	(void)in;
	letter_office_init(&office);
	if (!rc)
		rc = letterhead_find(env->store, env->scope.region, &l, &found, env->arena, e);
	if (!rc && found)
		rc = letter_office_of(&office, l.text, l.crest, l.state_crest, env->arena, e);
	if (rc)
		return rc;
	tell(out, &office);
	out->ada = found;
	return history(env, &out->riwayat, e);
}

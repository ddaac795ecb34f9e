/* SPDX-License-Identifier: EUPL-1.2
 * The people of a decree, out of its run. */
#include "membership/membership_store.h"
#include "person/person.h"
#include "programme/run_store.h"

#include <padan/name.h>
#include <stdio.h>
#include <stdlib.h>

struct loading {
	const struct env *env;
	const struct programme *p;
	struct members *m;
	span number, benefits;
	date decreed;
	int64_t pos;
	size_t cap, reserve_cap;
	bool failed;
};

static span keep(struct loading *l, span s)
{
	char *p = padan_arena_copy(l->env->arena, s.p ? s.p : "", s.n);

	l->failed |= !p;
	return (span){ p, p ? s.n : 0 };
}

static span keep_number(struct loading *l, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%lld", (long long)v);

	return keep(l, (span){ text, (size_t)n });
}

static span keep_day(struct loading *l, date d)
{
	char text[11];

	return keep(l, padan_span_of(date_iso(d, text)));
}

static struct member *room(struct loading *l, struct member **at, size_t *n, size_t *cap)
{
	if (*n == *cap) {
		size_t more = *cap ? *cap * 2 : 256;
		struct member *p = padan_arena_array(l->env->arena, more, sizeof(*p));

		l->failed |= !p;
		if (!p)
			return NULL;
		if (*n)
			memcpy(p, *at, *n * sizeof(*p));
		*at = p;
		*cap = more;
	}
	memset(&(*at)[*n], 0, sizeof(**at));
	return &(*at)[(*n)++];
}

static void person_values(struct loading *l, const struct run_row *r, struct member *m)
{
	static const struct {
		enum exchange_field to;
		enum run_field from;
	} same[] = {
		{ EXCHANGE_nik, RUN_NIK },
		{ EXCHANGE_nama, RUN_NAMA },
		{ EXCHANGE_tanggal_lahir, RUN_TANGGAL_LAHIR },
		{ EXCHANGE_jenis_kelamin, RUN_JENIS_KELAMIN },
		{ EXCHANGE_tempat_lahir, RUN_TEMPAT_LAHIR },
		{ EXCHANGE_no_kk, RUN_NO_KK },
		{ EXCHANGE_alamat, RUN_ALAMAT },
		{ EXCHANGE_rt, RUN_RT },
		{ EXCHANGE_rw, RUN_RW },
		{ EXCHANGE_kelurahan, RUN_KELURAHAN },
		{ EXCHANGE_kecamatan, RUN_KECAMATAN },
		{ EXCHANGE_pekerjaan, RUN_PEKERJAAN },
		{ EXCHANGE_nama_ibu, RUN_NAMA_IBU },
		{ EXCHANGE_no_hp, RUN_NO_HP },
	};
	struct padan_name name;

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		m->value[same[i].to] = keep(l, r->field[same[i].from]);
	m->value[EXCHANGE_kode_kecamatan] = keep(l, r->kecamatan_kode);
	m->value[EXCHANGE_kelompok] = keep(l, r->kelompok);
	m->pos = l->pos;
	m->rank = r->rank;
	m->total = r->total;
	m->nik = number_read(m->value[EXCHANGE_nik]);
	m->born = day_read(m->value[EXCHANGE_tanggal_lahir]);
	padan_name_parse(&name, m->value[EXCHANGE_nama]);
	m->name = name.whole;
}

static span fund_name(const struct programme *p, span code)
{
	for (int i = 0; i < p->dana_n; i++)
		if (padan_span_eq(p->dana[i].kode, code))
			return p->dana[i].nama;
	return code;
}

static void decree_values(struct loading *l, const struct run_row *r, struct member *m)
{
	const struct programme *p = l->p;

	m->value[EXCHANGE_no_urut] = keep_number(l, (int64_t)l->m->n);
	m->value[EXCHANGE_penghasilan] = keep_number(l, p->penghasilan.rp);
	m->value[EXCHANGE_program] = l->benefits;
	m->value[EXCHANGE_mulai] = keep_day(l, p->hari_pertama);
	m->value[EXCHANGE_sampai] = keep_day(l, p->hari_terakhir);
	m->value[EXCHANGE_bulan] = keep_number(l, r->months);
	m->value[EXCHANGE_iuran_bulanan] = keep_number(l, r->first_month.rp);
	m->value[EXCHANGE_total] = keep_number(l, r->total.rp);
	m->value[EXCHANGE_dana] = keep(l, fund_name(p, r->dana));
	m->value[EXCHANGE_nomor_sk] = l->number;
	m->value[EXCHANGE_tanggal_sk] = keep_day(l, l->decreed);
	m->value[EXCHANGE_nama_program] = p->nama;
	m->value[EXCHANGE_wilayah] = padan_span_of(p->wilayah);
}

static int take_row(void *ctx, const struct run_row *r)
{
	struct loading *l = ctx;
	struct member *m;

	if (padan_span_eq(r->putusan, SPAN("terpilih")) && !r->syarat.n) {
		m = room(l, &l->m->at, &l->m->n, &l->cap);
		if (m) {
			person_values(l, r, m);
			decree_values(l, r, m);
		}
	} else if (padan_span_eq(r->putusan, SPAN("cadangan"))) {
		m = room(l, &l->m->reserve, &l->m->nreserve, &l->reserve_cap);
		if (m)
			person_values(l, r, m);
	}
	l->pos++;
	return l->failed ? ERR_MACHINE : 0;
}

static int by_rank(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return x->rank != y->rank ? (x->rank > y->rank) - (x->rank < y->rank) : (x->pos > y->pos) - (x->pos < y->pos);
}

/* --- the answers so far ------------------------------------------------------------------------------------------ */
static int64_t person_at(const struct members *m, int64_t pos)
{
	size_t lo = 0, hi = m->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->at[mid].pos < pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < m->n && m->at[lo].pos == pos ? (int64_t)lo : -1;
}

static int hear(void *ctx, const struct enrolment_row *r)
{
	struct loading *l = ctx;
	int64_t at = r->pos < 0 ? -1 : person_at(l->m, r->pos);
	struct member *m = at < 0 ? NULL : &l->m->at[at];

	if (!m || (r->said == ENROLLED_UNCLEAR && m->now != ENROLLED_UNANSWERED))
		return 0;
	m->now = r->said;
	m->kpj = keep(l, r->field[ENROLMENT_kpj]);
	m->reason = keep(l, r->field[ENROLMENT_alasan]);
	m->how = keep(l, r->how);
	m->reply = keep(l, r->file);
	return l->failed ? ERR_MACHINE : 0;
}

static int need_decree(const struct env *env, int64_t run, span number, struct err *e)
{
	char id[RUN_ID_TEXT];
	struct run_info r;
	int rc = run_store_info(env->store, run, &r, e);

	if (rc || (number.n && r.chain >= CHAIN_ditetapkan))
		return rc;
	return err_set(e, ERR_CONFLICT, "rancangan %s belum ditetapkan (keadaan: %s); berikutnya %s",
		       run_id_text(run, id), chain_state_label(r.chain), chain_state_next(r.chain));
}

int membership_store_people(const struct env *env, int64_t run, const struct programme *p, struct members *out,
			    struct err *e)
{
	struct loading l = { .env = env, .p = p, .m = out };
	struct buf benefits;
	int rc = run_store_decree(env->store, run, &l.number, &l.decreed, env->arena, e);

	*out = (struct members){ 0 };
	if (!rc)
		rc = need_decree(env, run, l.number, e);
	if (rc)
		return rc;
	buf_init(&benefits, env->seams->alloc, 64);
	buf_puts(&benefits, p->manfaat & MANFAAT_JKK ? "JKK," : "");
	buf_puts(&benefits, p->manfaat & MANFAAT_JKM ? "JKM," : "");
	buf_puts(&benefits, p->manfaat & MANFAAT_JHT ? "JHT," : "");
	l.benefits = keep(&l, (span){ benefits.p, benefits.n ? benefits.n - 1 : 0 });
	buf_done(&benefits);
	rc = run_store_rows(env->store, run, take_row, &l, e);
	if (!rc && !l.failed)
		rc = enrolment_each(env->store, run, hear, &l, e);
	if (l.failed)
		return err_memory(e, "daftar penerima");
	if (rc)
		return rc;
	if (out->nreserve)
		qsort(out->reserve, out->nreserve, sizeof(*out->reserve), by_rank);
	return members_index(out, env->arena, e);
}

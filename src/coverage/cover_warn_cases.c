/* SPDX-License-Identifier: EUPL-1.2
 * What somebody should see to: cover that ends, programmes without a list, agreements that end, quota and money nearly
 * used, backups. Each leads to the page where it is mended. */
#include "coverage/cover_view_cases.h"

#include "access/ledger_store.h"
#include "intake/permit_store.h"
#include "law/benefit.h"
#include "papers/wording.h"
#include "programme/decree_step_store.h"
#include "programme/programme_store.h"

#include <stdio.h>

enum {
	END_SOON = 60,	  /* days before cover ends without another decree */
	END_LATE = 365,	  /* and after it ended */
	PERMIT_SOON = 30, /* days before an agreement ends */
	NEARLY = 95,	  /* percent of a quota or a ceiling */
	BACKUP_OLD = 7,	  /* days */
	FUNDS = 64,
	SENTENCE = 600,
	PATH = 100,
	STORE_PATH = 4200,
};

struct warning {
	const struct cover_view *v;
	struct cover_warning *rows;
	size_t n, cap;
	struct buf text;
	date today;
	bool refused;
};

static void warn(struct warning *w, const char *kind, const char *path)
{
	const struct env *env = w->v->env;
	struct cover_warning *rows = row_room(env->arena, w->rows, w->n, &w->cap, sizeof(*rows));
	span text = cover_keep(env, buf_as_span(&w->text)), to = cover_keep(env, padan_span_of(path));

	w->refused |= !rows || w->text.failed || !text.p || !to.p;
	buf_clear(&w->text);
	if (!rows)
		return;
	w->rows = rows;
	rows[w->n++] = (struct cover_warning){ padan_span_of(kind), text, to };
}

static void put_days(struct warning *w, int32_t days)
{
	if (days == 0)
		buf_puts(&w->text, "hari ini");
	else
		buf_printf(&w->text, days > 0 ? "%d hari lagi" : "%d hari yang lalu", days > 0 ? days : -days);
}

/* --- cover that ends -----------------------------------------------------------------------------------------------
 */
/* What a family loses when the cover was broken: the full sum less what is paid within the waiting time. 0: the law
 * tables do not say. */
static int64_t lost_by_gap(const struct env *env, date died)
{
	struct benefit_ask ask = { .kind = BENEFIT_JKM,
				   .segment = SEGMENT_BPU,
				   .event = died,
				   .wage = rp(-1),
				   .member_since = date_add_months(died, -24),
				   .paid_months = BENEFIT_NO,
				   .percent = BENEFIT_NO,
				   .disability_no = BENEFIT_NO,
				   .function_loss = BENEFIT_NO,
				   .stmb_months = BENEFIT_NO,
				   .transport = TRANSPORT_NONE };
	struct benefit full, broken;
	struct err e;

	if (!env->law || law_benefit(env->law, &ask, &full, NULL, &e))
		return 0;
	ask.member_since = died;
	if (law_benefit(env->law, &ask, &broken, NULL, &e) || !broken.waiting)
		return 0;
	return full.total.rp - broken.total.rp;
}

/* The run that goes on where this one ends; a decree rather than a draft. NULL: none. */
static const struct cover_run *follow_up(const struct cover_view *v, const struct cover_run *r)
{
	const struct cover_run *found = NULL;

	for (size_t i = 0; i < v->nruns; i++) {
		const struct cover_run *x = &v->runs[i];

		if (padan_span_eq(x->wilayah, r->wilayah) && x->last_day.day > r->last_day.day &&
		    x->first_day.day <= r->last_day.day + 31 && (!found || cover_decreed(x)))
			found = x;
	}
	return found;
}

static void warn_end(struct warning *w, const struct cover_run *r)
{
	const struct cover_run *next = follow_up(w->v, r);
	int32_t left = r->last_day.day - w->today.day;
	char day[32], path[PATH], sum[40], id[RUN_ID_TEXT];
	int64_t lost;

	if (!cover_decreed(r) || left > END_SOON || left < -END_LATE || (next && cover_decreed(next)))
		return;
	buf_puts(&w->text, "Perlindungan ");
	say_number(r->chosen - r->waiting, &w->text);
	buf_puts(&w->text, " orang menurut SK ");
	buf_span(&w->text, r->nomor);
	buf_printf(&w->text, left >= 0 ? " berakhir %s (" : " sudah berakhir %s (", date_long(r->last_day, day));
	put_days(w, left);
	buf_puts(&w->text, next ? "); SK lanjutannya masih rancangan." : "); belum ada SK lanjutan.");
	lost = lost_by_gap(w->v->env, (date){ r->last_day.day + 1 });
	if (lost > 0)
		buf_printf(&w->text,
			   " Bila masa perlindungan terputus, santunan kematian bagi ahli waris dapat berkurang %s.",
			   rupiah_format(rp(lost), sum));
	if (next)
		snprintf(path, sizeof(path), "/rancangan/%s", run_id_text(next->run, id));
	else
		snprintf(path, sizeof(path), "/program");
	warn(w, "perlindungan_berakhir", path);
}

/* --- quota and money -----------------------------------------------------------------------------------------------
 */
static void warn_quota(struct warning *w, const struct cover_run *r)
{
	char path[PATH], id[RUN_ID_TEXT];
	int64_t placed = r->chosen - (cover_decreed(r) ? r->waiting : 0);

	if (r->quota <= 0 || placed * 100 < r->quota * NEARLY)
		return;
	buf_puts(&w->text, "Kuota hampir habis: ");
	say_number(placed, &w->text);
	buf_puts(&w->text, " dari ");
	say_number(r->quota, &w->text);
	buf_puts(&w->text, " tempat terisi (");
	buf_span(&w->text, r->nama);
	buf_puts(&w->text, ").");
	snprintf(path, sizeof(path), "/rancangan/%s/peringkat?cadangan=ya", run_id_text(r->run, id));
	warn(w, "kuota_hampir_habis", path);
}

/* A fund in all stages of its programme: what they spend together, the largest ceiling that was said. */
struct spent_fund {
	int64_t programme;
	span code, name;
	rupiah ceiling, spent;
	const struct cover_run *run; /* the newest that spends it */
};
struct funds {
	struct spent_fund at[FUNDS];
	size_t n;
	const struct cover_run *run;
	const struct env *env;
};

static int add_fund(void *ctx, const struct run_fund *f)
{
	struct funds *x = ctx;
	size_t i = 0;

	while (i < x->n && !(x->at[i].programme == x->run->programme && padan_span_eq(x->at[i].code, f->kode)))
		i++;
	if (i == FUNDS)
		return 0;
	if (i == x->n)
		x->at[x->n++] = (struct spent_fund){ .programme = x->run->programme,
						     .code = cover_keep(x->env, f->kode),
						     .name = cover_keep(x->env, f->nama.n ? f->nama : f->kode),
						     .run = x->run };
	if (rupiah_cmp(f->pagu, x->at[i].ceiling) > 0)
		x->at[i].ceiling = f->pagu;
	return rupiah_add(x->at[i].spent, f->spent, &x->at[i].spent) ? 0 : ERR_MACHINE;
}

static void warn_fund(struct warning *w, const struct spent_fund *f)
{
	char path[PATH], id[RUN_ID_TEXT], left[40];

	if (f->ceiling.rp <= 0 || f->spent.rp / NEARLY < f->ceiling.rp / 100)
		return;
	buf_puts(&w->text, "Dana ");
	buf_span(&w->text, f->name);
	buf_puts(&w->text, " hampir habis: sisa ");
	buf_puts(&w->text, rupiah_format(rp(f->ceiling.rp - f->spent.rp), left));
	buf_puts(&w->text, ".");
	snprintf(path, sizeof(path), "/rancangan/%s/peringkat?cadangan=ya", run_id_text(f->run->run, id));
	warn(w, "dana_hampir_habis", path);
}

static int warn_money(struct warning *w, struct err *e)
{
	const struct cover_view *v = w->v;
	struct funds *x = padan_arena_zero(v->env->arena, sizeof(*x));
	int rc = x ? ERR_OK : err_memory(e, "peringatan");

	for (size_t i = 0; !rc && i < v->nruns; i++) {
		if (!v->used[i])
			continue;
		warn_quota(w, &v->runs[i]);
		x->run = &v->runs[i];
		x->env = v->env;
		rc = cover_funds(v->env->store, v->runs[i].run, add_fund, x, e);
	}
	for (size_t i = 0; !rc && i < x->n; i++)
		warn_fund(w, &x->at[i]);
	return rc;
}

/* --- programmes and agreements ---------------------------------------------------------------------------------------
 */
static int warn_programme(void *ctx, const struct programme_file *f)
{
	struct warning *w = ctx;
	const struct cover_view *v = w->v;
	char path[PATH], id[RUN_ID_TEXT];

	if (!scope_covers(v->env->scope.region, f->wilayah))
		return 0;
	for (size_t i = 0; i < v->nruns; i++)
		if (v->runs[i].programme == f->programme)
			return 0;
	buf_puts(&w->text, "Program ");
	buf_span(&w->text, f->nama);
	buf_puts(&w->text, " belum mempunyai daftar usulan yang diproses.");
	snprintf(path, sizeof(path), "/program/%s", run_id_text(f->programme, id));
	warn(w, "program_tanpa_daftar", path);
	return 0;
}

static int warn_permit(void *ctx, const struct permit *p)
{
	struct warning *w = ctx;
	char day[32];

	if (permit_state(p, w->today) != PERMIT_IN_FORCE || p->ends.day - w->today.day > PERMIT_SOON)
		return 0;
	buf_puts(&w->text, "Izin data ");
	buf_span(&w->text, p->source);
	buf_puts(&w->text, " nomor ");
	buf_span(&w->text, p->number);
	buf_printf(&w->text, " berakhir %s (", date_long(p->ends, day));
	put_days(w, p->ends.day - w->today.day);
	buf_puts(&w->text, ").");
	warn(w, "izin_berakhir", "/izin-data");
	return 0;
}

/* --- backups -------------------------------------------------------------------------------------------------------
 */
/* `lindung backup` leaves its day beside the database. A server's backups are made elsewhere. */
static void warn_backup(struct warning *w)
{
	const struct env *env = w->v->env;
	char path[STORE_PATH];
	date made = DATE_NONE;
	struct buf b;
	struct err e;

	if (!(env->actor.may >> CAP_ADMIN & 1) || strncmp(store_name(env->store), "postgres", 8) == 0 ||
	    snprintf(path, sizeof(path), "%s.hari-cadangan", store_name(env->store)) >= (int)sizeof(path))
		return;
	buf_init(&b, env->seams->alloc, 64);
	if (!file_read(env->seams, path, 64, &b, &e) && b.n >= 10 && !date_parse_iso((span){ b.p, 10 }, &made))
		made = DATE_NONE;
	buf_done(&b);
	if (date_known(made) && w->today.day - made.day <= BACKUP_OLD)
		return;
	if (date_known(made)) {
		buf_puts(&w->text, "Cadangan terakhir dibuat ");
		put_days(w, made.day - w->today.day);
		buf_puts(&w->text, ".");
	} else {
		buf_puts(&w->text,
			 "Basis data ini belum pernah dicadangkan. Jalankan lindung backup di komputer server.");
	}
	warn(w, "belum_dicadangkan", "/pengaturan");
}

/* --- all of them ---------------------------------------------------------------------------------------------------
 */
static int look_around(struct warning *w, struct err *e)
{
	const struct cover_view *v = w->v;
	int rc = ERR_OK;

	for (size_t i = 0; i < v->nruns; i++)
		if (padan_span_eq(v->runs[i].wilayah, v->city))
			warn_end(w, &v->runs[i]);
	rc = warn_money(w, e);
	if (!rc)
		rc = programme_file_each(v->env->store, 0, warn_programme, w, e);
	if (!rc)
		rc = permit_each(v->env->store, warn_permit, w, e);
	if (!rc)
		warn_backup(w);
	return rc;
}

int cover_warnings(const struct cover_view *v, int64_t *count, struct row_cursor *out, struct err *e)
{
	struct warning w = { .v = v, .today = ledger_today(v->env) };
	int rc;

	buf_init(&w.text, v->env->seams->alloc, SENTENCE);
	rc = look_around(&w, e);
	buf_done(&w.text);
	if (!rc && w.refused)
		rc = err_memory(e, "peringatan");
	*count = (int64_t)w.n;
	return rc ? rc : row_cursor_over(v->env->arena, w.rows, w.n, sizeof(*w.rows), out, e);
}

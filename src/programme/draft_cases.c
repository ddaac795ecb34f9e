/* SPDX-License-Identifier: EUPL-1.2
 * A stored programme file with other figures (programme.def: programme_draft). */
#include "person/occupation.h"
#include "programme/programme_cases.h"
#include "programme/programme_store.h"
#include "programme/run_store.h"
#include "programme/yaml_edit.h"

#include <stdio.h>

enum { FUNDS = 3, VALUE = 40 };

struct wanted_fund {
	int kind; /* -1: not said */
	rupiah ceiling;
};

struct drafting {
	const struct env *env;
	const struct programme_draft_in *in;
	struct wanted_fund fund[FUNDS];
	int n;
	span text;
};

/* The result of a step is what the next one changes. */
static int take(struct drafting *d, struct buf *out, bool done, struct err *e)
{
	span own = done ? (span){ padan_arena_copy(d->env->arena, out->p ? out->p : "", out->n), out->n } : d->text;
	bool bad = out->failed || !own.p;

	buf_done(out);
	d->text = own;
	if (bad)
		return err_memory(e, "berkas program");
	return done ? ERR_OK
		    : err_set(e, ERR_CONFLICT,
			      "berkas program ini ditulis dengan cara yang tidak dapat disunting dari sini; ubah "
			      "berkasnya dengan tangan");
}

static int set(struct drafting *d, const char *section, const char *key, int nth, const char *value, struct err *e)
{
	struct buf out;
	bool done;

	buf_init(&out, d->env->seams->alloc, LIM_PROGRAM_FILE);
	done = yaml_set(d->text, section, key, nth, value, &out);
	return take(d, &out, done, e);
}

static int set_section(struct drafting *d, const char *section, span block, struct err *e)
{
	struct buf out;

	buf_init(&out, d->env->seams->alloc, LIM_PROGRAM_FILE);
	yaml_section_set(d->text, section, block, &out);
	return take(d, &out, true, e);
}

static int set_quota(struct drafting *d, const struct programme *p, struct err *e)
{
	char value[VALUE], block[2 * VALUE];

	snprintf(value, sizeof(value), "%lld", (long long)d->in->kuota);
	if (p->kuota.total >= 0)
		return set(d, "kuota", "total", 0, value, e);
	if (p->kuota.kecamatan_n || p->kuota.kelompok_n)
		return err_set(e, ERR_CONFLICT,
			       "program ini memiliki kuota per kecamatan atau kelompok tanpa jumlah seluruhnya; ubah "
			       "berkasnya dengan tangan");
	snprintf(block, sizeof(block), "kuota: {total: %s}\n", value);
	return set_section(d, "kuota", padan_span_of(block), e);
}

/* The same payers in the same order: only their ceilings change, and what else is said about them stays. */
static bool same_payers(const struct drafting *d, const struct programme *p)
{
	bool same = d->n == p->dana_n;

	for (int i = 0; same && i < d->n; i++)
		same = d->fund[i].kind < 0 || d->fund[i].kind == (int)p->dana[i].jenis;
	return same;
}

static int set_funds(struct drafting *d, const struct programme *p, struct err *e)
{
	char value[VALUE];
	struct buf block;
	int rc = ERR_OK;

	if (same_payers(d, p)) {
		for (int i = 0; !rc && i < d->n; i++) {
			snprintf(value, sizeof(value), "%lld", (long long)d->fund[i].ceiling.rp);
			rc = set(d, "dana", "pagu", i, value, e);
		}
		return rc;
	}
	buf_init(&block, d->env->seams->alloc, 4096);
	buf_puts(&block, "dana:\n");
	for (int i = 0; i < d->n; i++) {
		const char *word = jenis_dana_word((enum jenis_dana)(d->fund[i].kind < 0 ? 0 : d->fund[i].kind));

		buf_printf(&block, "  - {kode: %s-%d, nama: Dana %d (%s), jenis: %s, pagu: %lld}\n", word, i + 1, i + 1,
			   word, word, (long long)d->fund[i].ceiling.rp);
	}
	rc = block.failed ? err_memory(e, "dana") : set_section(d, "dana", buf_as_span(&block), e);
	buf_done(&block);
	return rc;
}

static void read_funds(struct drafting *d)
{
	const struct programme_draft_in *in = d->in;
	const struct wanted_fund all[FUNDS] = { { in->dana1, in->pagu1 },
						{ in->dana2, in->pagu2 },
						{ in->dana3, in->pagu3 } };

	for (int i = 0; i < FUNDS; i++)
		if (all[i].ceiling.rp != FIELD_ABSENT && all[i].ceiling.rp > 0)
			d->fund[d->n++] = all[i];
}

static int edit(struct drafting *d, const struct programme *p, struct err *e)
{
	char value[VALUE];
	int rc = ERR_OK;

	if (month_known(d->in->mulai))
		rc = set(d, "program", "mulai", 0, month_iso(d->in->mulai, value), e);
	if (!rc && d->in->bulan != FIELD_ABSENT) {
		snprintf(value, sizeof(value), "%d", (int)d->in->bulan);
		rc = set(d, "program", "bulan", 0, value, e);
	}
	if (!rc && d->in->kuota != FIELD_ABSENT)
		rc = set_quota(d, p, e);
	if (!rc && d->n)
		rc = set_funds(d, p, e);
	return rc;
}

/* What was asked for is what a reader of the result finds. */
static bool as_wanted(const struct drafting *d, const struct programme *p)
{
	const struct programme_draft_in *in = d->in;
	bool same = (!month_known(in->mulai) || in->mulai.m == p->mulai.m) &&
		    (in->bulan == FIELD_ABSENT || in->bulan == p->bulan) &&
		    (in->kuota == FIELD_ABSENT || in->kuota == p->kuota.total) && (!d->n || d->n == p->dana_n);

	for (int i = 0; same && i < d->n; i++)
		same = d->fund[i].ceiling.rp == p->dana[i].pagu.rp &&
		       (d->fund[i].kind < 0 || d->fund[i].kind == (int)p->dana[i].jenis);
	return same;
}

int programme_draft_plan(struct programme_draft_out *out, const struct programme_draft_in *in, const struct env *env,
			 struct err *e)
{
	struct programme *before = padan_arena_zero(env->arena, sizeof(*before)),
			 *after = padan_arena_zero(env->arena, sizeof(*after));
	struct drafting d = { .env = env, .in = in };
	struct programme_file f;
	struct occupations jobs;
	char text[RUN_ID_TEXT];
	int64_t id = 0;
	int rc = before && after ? programme_named(env, in->program, &id, e) : err_memory(e, "program");

	if (!rc)
		rc = programme_file_find(env->store, id, 0, &f, env->arena, e);
	if (!rc)
		rc = programme_text_read(before, &jobs, f.text, "program tersimpan", env, e);
	if (rc)
		return rc;
	d.text = f.text;
	read_funds(&d);
	rc = edit(&d, before, e);
	if (!rc)
		rc = programme_text_read(after, &jobs, d.text, "program yang baru", env, e);
	if (!rc && !as_wanted(&d, after))
		rc = err_set(e, ERR_CONFLICT,
			     "angka ini tidak dapat ditulis ke berkas program; ubah berkasnya dengan tangan");
	if (rc)
		return rc;
	out->program = after->nama;
	run_id_text(id, text);
	out->nomor = padan_span_of(padan_arena_copy(env->arena, text, strlen(text)));
	out->teks = d.text;
	return programme_say(&out->isi, after, &jobs, env, e);
}

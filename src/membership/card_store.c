/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/card_store.h"

#include "membership/person_record_store.h"

#include <sodium.h>
#include <stdio.h>

void card_code(const struct key *k, span person, int64_t run, char out[CARD_CODE])
{
	char text[2 * RUN_ID_TEXT + 2], id[RUN_ID_TEXT], proof[RUN_ID_TEXT];
	unsigned char mac[KEY_BLIND];
	int64_t v = 0, who = 0;

	if (!run_id_parse(person, &who))
		who = 0;
	snprintf(text, sizeof(text), "%s/%s", run_id_text(who, proof), run_id_text(run, id));
	key_blind(k, KEY_CARD, padan_span_of(text), mac);
	for (int i = 0; i < 8; i++)
		v = (int64_t)((uint64_t)v << 8 | mac[i]);
	v &= ((int64_t)1 << 60) - 1;
	snprintf(out, CARD_CODE, "%s-%s", run_id_text(who, id), run_id_text(v, proof));
}

struct finding {
	const struct env *env;
	char code[CARD_CODE]; /* as it would be written */
	struct card_found *to;
	int64_t run, pos;
	bool failed;
};

static span keep(struct finding *f, span s)
{
	span own = { padan_arena_copy(f->env->arena, s.n ? s.p : "", s.n), s.n };

	f->failed |= !own.p;
	return own;
}

static int compare(void *ctx, const struct person_found *p)
{
	struct finding *f = ctx;
	struct card_found *to = f->to;
	struct run_info info;
	char made[CARD_CODE];
	struct err ignored;

	card_code(store_key(f->env->store), padan_span_of(p->id), p->run, made);
	if (sodium_memcmp(made, f->code, RUN_ID_TEXT + RUN_ID_TEXT - 1) != 0 || p->row->syarat.n ||
	    !padan_span_eq(p->row->putusan, SPAN("terpilih")) ||
	    run_store_info(f->env->store, p->run, &info, &ignored) || info.state != RUN_DECREED)
		return 0;
	*to = (struct card_found){ .found = true,
				   .name = keep(f, p->row->field[RUN_NAMA].n ? p->row->field[RUN_NAMA]
									     : p->row->field[RUN_NAMA_USULAN]),
				   .programme = keep(f, info.nama),
				   .decree = keep(f, info.nomor),
				   .first_day = info.first_day,
				   .last_day = info.last_day };
	f->run = p->run;
	f->pos = p->pos;
	return 0;
}

/* Newest first: the first clear one holds. */
static int hear(void *ctx, const struct person_answer *a)
{
	struct finding *f = ctx;

	for (int i = ENROLLED_YES; i <= ENROLLED_NO; i++)
		if (padan_span_eq(a->status, padan_span_of(enrolled_word((enum enrolled)i))))
			f->to->enrolled = (enum enrolled)i;
	return f->to->enrolled != ENROLLED_UNANSWERED;
}

bool card_code_read(span typed, span *person, char out[CARD_CODE])
{
	char letters[2 * 12 + 1], left[RUN_ID_TEXT], right[RUN_ID_TEXT];
	int64_t who, proof;
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != '-' && typed.p[i] != ' ') {
			if (n == 24)
				return false;
			letters[n++] = typed.p[i];
		}
	if (n != 24 || !run_id_parse((span){ letters, 12 }, &who) || !run_id_parse((span){ letters + 12, 12 }, &proof))
		return false;
	snprintf(out, CARD_CODE, "%s-%s", run_id_text(who, left), run_id_text(proof, right));
	*person = (span){ out, RUN_ID_TEXT - 1 };
	return true;
}

int card_find(const struct env *env, span code, struct card_found *out, struct err *e)
{
	struct finding f = { .env = env, .to = out };
	struct env all = *env;
	span person;
	int rc;

	*out = (struct card_found){ .found = false };
	if (!env->store || !store_db(env->store) || !store_key(env->store))
		return err_set(e, ERR_UNREADABLE, "basis data belum ada atau masih kosong");
	if (!card_code_read(code, &person, f.code))
		return ERR_OK;
	all.scope.region = SPAN(""); /* whoever holds the card may ask, wherever */
	rc = person_rows(&all, person, compare, &f, e);
	if (!rc && out->found) {
		int heard = person_answers(&all, f.run, f.pos, hear, &f, e);

		rc = heard && out->enrolled == ENROLLED_UNANSWERED ? heard : ERR_OK;
	}
	return f.failed ? err_memory(e, "kartu") : rc;
}

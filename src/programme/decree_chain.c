/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/decree_chain.h"
#include "programme/yaml_tree.h"

static const struct {
	const char *word, *label, *next;
} states[CHAIN_STATES] = {
#define CHAIN_STATE(word, label, next) { #word, label, next },
#define CHAIN_ACT(word, label, cap)
#define CHAIN_STEP(act, from, to)
#include "programme/chain.def"
#undef CHAIN_STATE
#undef CHAIN_ACT
};

static const struct {
	const char *word, *label;
} acts[CHAIN_ACTS] = {
#define CHAIN_STATE(word, label, next)
#define CHAIN_ACT(word, label, cap) { #word, label },
#include "programme/chain.def"
#undef CHAIN_ACT
#undef CHAIN_STEP
};

static const struct {
	enum chain_act act;
	enum chain_state from, to;
} steps[] = {
#define CHAIN_ACT(word, label, cap)
#define CHAIN_STEP(act, from, to) { ACT_##act, CHAIN_##from, CHAIN_##to },
#include "programme/chain.def"
#undef CHAIN_STATE
#undef CHAIN_ACT
#undef CHAIN_STEP
};

const char *chain_state_word(enum chain_state s)
{
	return states[s].word;
}

const char *chain_state_label(enum chain_state s)
{
	return states[s].label;
}

const char *chain_state_next(enum chain_state s)
{
	return states[s].next;
}

const char *chain_act_word(enum chain_act a)
{
	return acts[a].word;
}

const char *chain_act_label(enum chain_act a)
{
	return acts[a].label;
}

bool chain_state_of(span word, enum chain_state *out)
{
	for (int i = 0; i < CHAIN_STATES; i++)
		if (padan_span_eq(word, padan_span_of(states[i].word))) {
			*out = (enum chain_state)i;
			return true;
		}
	return false;
}

bool chain_act_of(span word, enum chain_act *out)
{
	for (int i = 0; i < CHAIN_ACTS; i++)
		if (padan_span_eq(word, padan_span_of(acts[i].word))) {
			*out = (enum chain_act)i;
			return true;
		}
	return false;
}

bool chain_leads(enum chain_act a, enum chain_state from, enum chain_state *to)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (steps[i].act == a && steps[i].from == from) {
			*to = steps[i].to;
			return true;
		}
	return false;
}

/* The first state from which the act leads on. */
static enum chain_state begins_at(enum chain_act a)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (steps[i].act == a)
			return steps[i].from;
	return CHAIN_draft;
}

int chain_refuse(enum chain_act a, enum chain_state at, const char *draft, struct err *e)
{
	if (a == ACT_return && at == CHAIN_draft)
		return err_set(
			e, ERR_CONFLICT,
			"%s masih rancangan, tidak ada yang dikembalikan; susun ulang dengan lindung run --ulang",
			draft);
	if (a == ACT_return)
		return err_set(e, ERR_CONFLICT,
			       "%s sudah %s, tidak dapat dikembalikan; perubahan memerlukan keputusan baru", draft,
			       states[at].label);
	if (begins_at(a) < at)
		return err_set(e, ERR_CONFLICT, "%s sudah %s; berikutnya %s", draft, states[at].label, states[at].next);
	return err_set(e, ERR_CONFLICT, "%s belum sampai langkah ini (keadaan: %s); berikutnya %s", draft,
		       states[at].label, states[at].next);
}

bool chain_checks(enum chain_act a)
{
	return a != ACT_return && a != ACT_compose && a != ACT_carry;
}

int chain_one_person(span program_text, struct padan_arena *arena, bool *one, struct err *e)
{
	const struct yaml_node *m;
	struct yaml_node *root;
	int rc = yaml_tree_read(&root, arena, program_text, "berkas program", e);

	*one = false;
	if (rc)
		return rc;
	m = yaml_get(yaml_get(root, "penetapan"), "orang_berbeda");
	*one = m && m->kind == YAML_SCALAR && padan_span_eq(m->text, SPAN("tidak"));
	return ERR_OK;
}

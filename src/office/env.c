/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/office.h"

const void *env_common(const struct use_case *uc, const void *in, const char *wire, enum field_type type)
{
	const struct field *f = field_find(uc->in, padan_span_of(wire));

	return f && f->type == type && field_given(f, in) ? field_member(f, in) : NULL;
}

int env_open(struct env *env, const struct use_case *uc, const void *in, struct err *e)
{
	const span *hukum = env_common(uc, in, "hukum", FIELD_file_in), *db = env_common(uc, in, "db", FIELD_store);
	const int64_t *threads = env_common(uc, in, "threads", FIELD_number);
	const date *today = env_common(uc, in, "tanggal", FIELD_day);
	struct law *law = NULL;
	int rc = ERR_OK;

	env->threads = threads && *threads > 0 ? (int)*threads : env->processors > 0 ? env->processors : 1;
	env->today = today ? *today : DATE_NONE;
	env->law_dir = hukum ? *hukum : (span){ NULL, 0 };
	if (env->law_open)
		rc = env->law_open(&law, env->seams, env->law_dir, env->arena, e);
	env->law = law;
	if (rc || !db)
		return rc;
	if (!env->store_ops)
		return err_set(e, ERR_USAGE, "--db: program ini dibangun tanpa basis data");
	return env->store_ops->open(env, *db, &env->store, e);
}

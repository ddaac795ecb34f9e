/* SPDX-License-Identifier: EUPL-1.2
 * SHA-256 of the lists that are read after the proposals: taken beside the decision, wanted by the papers. */
#include "selection/selection.h"

#include "tabular/hash_ahead.h"

/* Of proposals it is asked before the long part, whether they are known already; the other lists are small. */
static const enum view_list LATE[] = { VIEW_DUKCAPIL, VIEW_DESIL, VIEW_PESERTA, VIEW_TOLAK, VIEW_SK };
enum { LATE_N = sizeof(LATE) / sizeof(LATE[0]) };

static size_t late_files(const struct selection *s)
{
	size_t n = 0;

	for (unsigned k = 0; k < LATE_N; k++)
		n += selection_list(s, LATE[k])->n;
	return n;
}

int selection_hash_ahead(struct selection *s, struct err *e)
{
	size_t n = late_files(s), at = 0;
	span *paths = padan_arena_array(s->arena, n + 1, sizeof(*paths));

	if (!paths)
		return err_memory(e, "sidik berkas");
	for (unsigned k = 0; k < LATE_N; k++)
		for (size_t i = 0; i < selection_list(s, LATE[k])->n; i++)
			paths[at++] = selection_list(s, LATE[k])->at[i];
	if (!n || s->env->threads < 2)
		return ERR_OK;
	return hash_ahead_start(&s->hashes, s->env->seams, paths, n, s->arena, e);
}

void selection_hash_beside(struct selection *s)
{
	hash_ahead_go(s->hashes);
}

int selection_hashed(struct selection *s, struct err *e)
{
	size_t n = late_files(s), at = 0;
	uint8_t(*sha)[32] = padan_arena_array(s->arena, n + 1, sizeof(*sha));
	int rc;

	if (!s->hashes)
		return ERR_OK;
	if (!sha)
		return err_memory(e, "sidik berkas");
	rc = hash_ahead_finish(s->hashes, sha, e);
	for (unsigned k = 0; k < LATE_N && rc == ERR_OK; k++)
		for (size_t i = 0; i < selection_list(s, LATE[k])->n; i++)
			memcpy(selection_infos(s, LATE[k])[i].sha256, sha[at++], sizeof(*sha));
	return rc;
}

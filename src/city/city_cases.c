/* SPDX-License-Identifier: EUPL-1.2 */
#include "city/city_cases.h"

#define CASES	  "city/city.def"
#define CASE_ROOM city
#include "office/define.inc"

int sample_plan(struct sample_out *out, const struct sample_in *in, const struct env *env, struct err *e)
{
	char *dir = padan_arena_copy(env->arena, in->dir.p, in->dir.n);
	char *code = in->city.n ? padan_arena_copy(env->arena, in->city.p, in->city.n) : NULL;
	struct city_order order = { .dir = dir, .code = code };
	int rc;

	if (!dir || (in->city.n && !code))
		return err_memory(e, "kota contoh");
	if (in->persons != FIELD_ABSENT)
		order.persons = (uint32_t)in->persons;
	if (in->proposals != FIELD_ABSENT)
		order.proposals = (uint32_t)in->proposals;
	rc = city_order_complete(&order, e);
	out->map = (span){ dir, in->dir.n };
	out->kota = padan_span_of(order.code);
	out->penduduk = order.persons;
	out->usulan = order.proposals;
	return rc;
}

static void tell(void *ctx, uint64_t done, uint64_t of, const char *what)
{
	env_progress(ctx, what, (int64_t)done, (int64_t)of);
}

int sample_publish(const struct sample_out *out, const struct sample_in *in, const struct env *env, struct err *e)
{
	struct city_order order = { .dir = out->map.p,
				    .code = out->kota.p,
				    .persons = (uint32_t)out->penduduk,
				    .proposals = (uint32_t)out->usulan,
				    .seed = in->seed == FIELD_ABSENT ? 1 : (uint64_t)in->seed };
	struct env teller = *env;

	return city_write(&order, env->seams, tell, &teller, e);
}

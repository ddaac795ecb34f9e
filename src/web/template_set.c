/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/template.h"

#include "base/embed.h"

int template_set_load(struct template_set *out, struct padan_arena *arena, struct err *e)
{
	*out = (struct template_set){ .arena = arena };
	for (size_t i = 0; embedded_name(i); i++) {
		const char *name = embedded_name(i), *view = strstr(name, "/view/");
		struct template **more;
		int rc;

		if (!view || strcmp(name + strlen(name) - 5, ".html") != 0)
			continue;
		more = row_room(arena, out->at, out->n, &out->cap, sizeof(struct template *));
		if (!more)
			return err_memory(e, "templat");
		out->at = more;
		rc = template_compile(&out->at[out->n], name, NULL, NULL, arena, e);
		if (rc)
			return rc;
		out->n++;
	}
	return ERR_OK;
}

const struct template *template_find(const struct template_set *set, const char *name)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(template_name(set->at[i]), name) == 0)
			return set->at[i];
	return NULL;
}

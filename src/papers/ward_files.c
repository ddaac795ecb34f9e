/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/ward_files.h"

#include "person/region.h"

#include <stdio.h>
#include <stdlib.h>

/* Small letters and digits, everything else one hyphen. */
static void slug(char *out, size_t room, span name)
{
	size_t n = 0;

	for (size_t i = 0; i < name.n && n + 1 < room; i++) {
		char c = name.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = c;
		else if (c != '\'' && n && out[n - 1] != '-')
			out[n++] = '-';
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
}

static int village_of(const struct regions *r, const struct ward *w)
{
	int district = r && w->district.n ? region_district(r, w->district) : -1;

	return r && w->village.n ? region_village(r, w->village, district) : -1;
}

static void name_file(struct ward_file *f, const struct regions *r, const struct ward *w)
{
	int v = village_of(r, w);
	char text[64];

	*f = (struct ward_file){ .village = w->village, .district = w->district };
	if (v >= 0) {
		const struct place_name *p = &r->village[v];

		snprintf(f->code, sizeof(f->code), "%s", p->code);
		slug(text, sizeof(text), p->name);
		if (!w->known) { /* somebody's spelling: the table's name is shown */
			f->village = p->name;
			f->district = r->district[p->district].name;
		}
		snprintf(f->stem, sizeof(f->stem), "%s-%s", f->code, text);
		return;
	}
	/* a new ward of ours has a file of its own; another region's, and spellings that mean none, share one */
	if (!w->known || !r || region_district(r, w->district) < 0) {
		*f = (struct ward_file){ .stem = "tanpa-kode" };
		return;
	}
	slug(text, sizeof(text), w->village.n ? w->village : w->district);
	snprintf(f->stem, sizeof(f->stem), "tanpa-kode%s%s", text[0] ? "-" : "", text);
}

static int by_stem(const void *pa, const void *pb, void *ctx)
{
	const struct ward_file *all = ctx;
	const struct ward_file *a = &all[*(const uint32_t *)pa], *b = &all[*(const uint32_t *)pb];
	int c = (a->code[0] == '\0') - (b->code[0] == '\0');

	return c ? c : strcmp(a->stem, b->stem);
}

int ward_files_make(struct ward_files *out, const struct paper_env *in, struct padan_arena *arena, struct err *e)
{
	struct ward_file *named = padan_arena_array(arena, in->nwards, sizeof(*named));
	uint32_t *order = padan_arena_array(arena, in->nwards, sizeof(*order));

	*out = (struct ward_files){ .file = padan_arena_array(arena, in->nwards, sizeof(*out->file)),
				    .of_ward = padan_arena_array(arena, in->nwards, sizeof(*out->of_ward)) };
	if (!named || !order || !out->file || !out->of_ward)
		return err_memory(e, "berkas per kelurahan");
	for (uint32_t i = 0; i < in->nwards; i++) {
		name_file(&named[i], in->v->regions, &in->wards[i]);
		order[i] = i;
	}
	qsort_r(order, in->nwards, sizeof(*order), by_stem, named);
	for (uint32_t i = 0; i < in->nwards; i++) {
		const struct ward_file *f = &named[order[i]];

		if (!out->n || strcmp(out->file[out->n - 1].stem, f->stem) != 0)
			out->file[out->n++] = *f;
		else if (in->wards[order[i]].known)
			out->file[out->n - 1] = *f; /* the registry's spelling is the one shown */
		out->of_ward[order[i]] = out->n - 1;
	}
	return ERR_OK;
}

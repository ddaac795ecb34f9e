/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/use_case.h"

#define ROOM(name, label) extern const struct case_set name##_cases;
#include "office/rooms.def"
#undef ROOM

const struct room *rooms(void)
{
	static const struct room all[] = {
#define ROOM(name, label) { #name, label, &name##_cases },
#include "office/rooms.def"
#undef ROOM
		{ NULL, NULL, NULL },
	};

	return all;
}

const struct use_case *use_case_find(span name)
{
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const struct use_case *uc = &r->set->cases[i];

			if (padan_span_eq(padan_span_of(uc->name), name) ||
			    padan_span_eq(padan_span_of(uc->path), name))
				return uc;
		}
	return NULL;
}

static const struct {
	const char *word, *label;
} capabilities[CAP_COUNT] = {
#define CAP(name, word, label) { word, label },
#include "office/capability.def"
#undef CAP
};

const char *capability_word(enum capability c)
{
	return capabilities[c].word;
}

const char *capability_label(enum capability c)
{
	return capabilities[c].label;
}

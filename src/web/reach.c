/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/reach.h"

const char *reach_offline(const struct use_case *uc)
{
	static const struct {
		const char *name, *why;
	} all[] = {
#define OFFLINE(name, why) { #name, why },
#define SLOW(name)
#include "web/offline.def"
#undef OFFLINE
#undef SLOW
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i].name, uc->name))
			return all[i].why;
	return NULL;
}

bool reach_slow(const struct use_case *uc)
{
	static const char *const all[] = {
#define OFFLINE(name, why)
#define SLOW(name) #name,
#include "web/offline.def"
#undef OFFLINE
#undef SLOW
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i], uc->name))
			return true;
	return case_subject(uc) != NULL; /* who looks at a person is written down */
}

bool reach_makes_files(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type == FIELD_dir_out || f->type == FIELD_file_out)
			return true;
	return false;
}

static bool is_upload(const struct field *f)
{
	if (f->type == FIELD_files_in)
		return true;
	return f->type == FIELD_file_in && strcmp(f->wire, "kunci") != 0 && strcmp(f->wire, "hukum") != 0;
}

bool reach_takes_files(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (is_upload(f))
			return true;
	return false;
}

bool reach_by_address(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if ((f->flags & F_PRIVATE) || f->type == FIELD_secret || f->type == FIELD_lines)
			return false;
	return !reach_takes_files(uc);
}

static bool same_words(const char *path, span words, char by)
{
	if (strlen(path) != words.n)
		return false;
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] != (path[i] == ' ' ? by : path[i]))
			return false;
	return true;
}

const struct use_case *reach_find(span words, char by)
{
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++)
			if (same_words(r->set->cases[i].path, words, by))
				return reach_offline(&r->set->cases[i]) ? NULL : &r->set->cases[i];
	return NULL;
}

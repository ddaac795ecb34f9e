/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the reader of the programme file: typed values out of the tree. The first failure sticks in
 * `rc`; every function then does nothing, so that a section reads as a list of its keys.
 */
#ifndef PROGRAMME_PROGRAMME_PARTS_H
#define PROGRAMME_PROGRAMME_PARTS_H

#include "programme/programme.h"
#include "programme/yaml_tree.h"

struct parts {
	struct programme *p;
	struct padan_arena *arena;
	const char *name;  /* of the file, for messages */
	const char *guide; /* the page that lists its keys; NULL: docs/panduan/program.md */
	const struct known_groups *groups;
	struct err *e;
	int rc;
};

enum need { OPTIONAL, REQUIRED };
struct word_list {
	const char *const *word;
	int n;
};
#define WORD_LIST(...)                                                                                                 \
	((struct word_list){ (const char *const[]){ __VA_ARGS__ },                                                     \
			     (int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *)) })

/* ERR_USAGE with file and line, unless something failed before. */
void part_fail(struct parts *r, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same, where `typed` is none of the words: names what it is and the nearest. */
void part_unknown(struct parts *r, int line, const char *what, span typed, struct word_list known);
/* The node must be a map with no other keys than these. */
void part_map(struct parts *r, const struct yaml_node *map, const char *what, struct word_list known);
/* The member `key` of a kind; NULL when absent (a failure when REQUIRED) or when something failed. */
const struct yaml_node *part_get(struct parts *r, const struct yaml_node *map, const char *key, enum yaml_kind kind,
				 enum need need);
/* Values; when the key is absent *out stays as it was. */
void part_int(struct parts *r, const struct yaml_node *map, const char *key, enum need need, int lo, int hi, int *out);
void part_money(struct parts *r, const struct yaml_node *map, const char *key, enum need need, rupiah least,
		rupiah *out);
void part_text(struct parts *r, const struct yaml_node *map, const char *key, enum need need, span *out);
void part_date(struct parts *r, const struct yaml_node *map, const char *key, date *out);
/* The index of the value in the words; -1 (and *out untouched) when absent. */
int part_word(struct parts *r, const struct yaml_node *map, const char *key, enum need need, struct word_list words);
/* The same for a scalar that is already at hand. */
int part_word_of(struct parts *r, const struct yaml_node *scalar, const char *what, struct word_list words);
/* A list of scalars; sets *list (NULL when absent) and refuses an empty one unless may_be_empty. */
void part_list(struct parts *r, const struct yaml_node *map, const char *key, bool may_be_empty,
	       const struct yaml_node **list);
void part_texts(struct parts *r, const struct yaml_node *list, const span **out, int *n);
/* A set of group codes out of a list (NULL: the empty set). */
uint64_t part_groups(struct parts *r, const struct yaml_node *list);
int part_group(struct parts *r, span code, int line);
/* A district code inside the programme's wilayah, written with dots. */
void part_district(struct parts *r, span code, int line, char out[16]);
/* Cleared memory of the arena, or a failure. */
void *part_array(struct parts *r, int n, size_t size);

/* programme_rules.c: the sections `kriteria`, `prioritas`, `penentu_nilai_sama`, `wakil_keluarga`. */
void read_kriteria(struct parts *r, const struct yaml_node *map);
void read_prioritas(struct parts *r, const struct yaml_node *root);
void read_wakil(struct parts *r, const struct yaml_node *program);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A small YAML 1.1 file as a tree: block and flow style, every scalar is text. Anchors, tags, aliases,
 * several documents, double keys and keys that are no scalar are refused with their line.
 */
#ifndef PROGRAMME_YAML_TREE_H
#define PROGRAMME_YAML_TREE_H

#include "base/err.h"
#include "base/text.h"

enum yaml_kind { YAML_SCALAR, YAML_MAP, YAML_LIST };
enum { YAML_DEPTH = 12, YAML_NODES = 20000, YAML_KEYS = 600 };

struct yaml_node {
	enum yaml_kind kind;
	int line;			/* from 1; of its key inside a map */
	span key;			/* inside a map: its key */
	span text;			/* of a scalar; NUL-terminated, as key */
	struct yaml_node *first, *next; /* members in the file's order; the next sibling */
	int n;				/* members */
};

/* ERR_USAGE with "<name> baris N: reason"; ERR_MACHINE when memory is refused. The tree lives in the arena. */
MUST_CHECK int yaml_tree_read(struct yaml_node **out, struct padan_arena *arena, span bytes, const char *name,
			      struct err *e);
/* The member with this key; NULL when map is NULL or has none. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the reader of templates: the elements of a part that matter, and the marks found in its text.
 */
#ifndef TABULAR_DOCX_SCAN_H
#define TABULAR_DOCX_SCAN_H

#include "base/err.h"
#include "base/limits.h"
#include "base/text.h"

enum docx_kind { DOCX_OTHER, DOCX_P, DOCX_R, DOCX_RPR, DOCX_T, DOCX_TBL, DOCX_TR, DOCX_TC, DOCX_STORY };

/* An element. 0 is no element. */
struct docx_node {
	uint32_t from, head, to; /* bytes: begin, end of its start tag, end */
	uint32_t parent;
	uint32_t rpr;	     /* of a run: its properties */
	uint32_t last, prev; /* the last block (P, TBL, TR) in it; the block before it in its parent */
	uint32_t ink;	     /* characters in it that are neither blank nor of a section's mark */
	uint32_t marks;	     /* sections' marks in it */
	uint8_t kind;
	bool heavy; /* holds pictures, breaks, fields: never left out as a mere mark */
};

enum { DOCX_NAME = 48 };

/* A mark. Its bytes may lie in several texts. */
struct docx_tag {
	uint32_t from; /* of its first byte */
	uint32_t t;    /* the node of the text in which it begins */
	uint32_t p;    /* and its paragraph */
	char kind;     /* '=' value, '#', '?', '^', '/' */
	char name[DOCX_NAME];
};

/* Bytes of marks, which are not copied. */
struct docx_cut {
	uint32_t from, to, t;
};

struct docx_scan {
	span bytes;
	const char *part;
	struct padan_arena *arena;
	struct docx_node *node;
	uint32_t nnodes, nodes_room;
	struct docx_tag *tag;
	uint32_t ntags, tags_room;
	struct docx_cut *cut;
	uint32_t ncuts, cuts_room;
	struct err *e;
};

/* s: bytes, part, arena and e given. Tags and cuts come in the order of their bytes. */
MUST_CHECK int docx_scan(struct docx_scan *s);
/* "W" of "<W:t ...>" with its colon; empty without one. */
span docx_prefix(const struct docx_scan *s, uint32_t node);
/* Grows an array of the arena by doubling; false when memory is refused. */
bool docx_grow(struct padan_arena *arena, void **array, uint32_t n, uint32_t *room, size_t size);

#endif

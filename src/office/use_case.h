/* SPDX-License-Identifier: EUPL-1.2
 *
 * The registry of use cases. A room lists its own in ROOM/ROOM.def; nothing else has to be told about a new one: the
 * command line, --help, the permission list, JSON (and later the web forms and the OpenAPI document) derive from it.
 *
 *   src/law/law.def
 *     ROWS_BEGIN(law_row)
 *     COL(law_row, sumber, "sumber", text, 0, "Dasar hukum")
 *     ROWS_END(law_row)
 *     //         name            label           capability   kind  command          what it does, examples
 *     CASE_BEGIN(compute_iuran, "Hitung iuran", CAP_COMPUTE, READ, "compute iuran", "...\nContoh:\n  ...")
 *     //  case           member   wire name  type    flags       limit          label     help
 *     IN (compute_iuran, segmen,  "segmen",  choice, F_REQUIRED, "BPU|PU|JAKON", "Segmen", "segmen kepesertaan")
 *     OUT(compute_iuran, total,   "total",   rupiah, 0,          0,              "Total",  "")
 *     OUT(compute_iuran, hukum,   "hukum",   rows,   0,          law_row,        "Dasar",  "")
 *     CASE_END(compute_iuran)
 *
 *   src/law/law_cases.h                          src/law/law_cases.c
 *     #define CASES "law/law.def"                  #define CASES "law/law.def"
 *     #include "office/declare.inc"                #define CASE_ROOM law
 *                                                  #include "office/define.inc"
 *   src/office/rooms.def
 *     ROOM(law, "Kalkulator")
 *
 * declare.inc makes `struct NAME_in`, `struct NAME_out`, the row structs, and the prototypes of what the kind asks for:
 *   READ     NAME_plan
 *   WRITE    NAME_plan, NAME_apply                 a store is needed
 *   FILES    NAME_plan, NAME_publish               writes files only, no store
 *   PUBLISH  NAME_plan, NAME_stage, NAME_apply, NAME_publish, NAME_discard      files and, when one is open, the store
 * and the descriptor's own name, `NAME_case` (for pages, web/page.h).
 * define.inc makes the descriptors and `const struct case_set ROOM_cases`. A row shape may be used by other rooms,
 * which include the header of the room that lists it.
 */
#ifndef OFFICE_USE_CASE_H
#define OFFICE_USE_CASE_H

#include "office/field.h"

enum case_kind { CASE_READ, CASE_WRITE, CASE_FILES, CASE_PUBLISH };

enum capability {
#define CAP(name, word, label) name,
#include "office/capability.def"
#undef CAP
	CAP_COUNT
};

struct env;
struct unit;

struct use_case {
	const char *name, *label, *path, *about;
	enum capability capability;
	enum case_kind kind;
	const struct field *in, *out; /* end with c == NULL */
	size_t in_size, out_size;
	/* Typed functions of the room behind void pointers; only office_run calls them. */
	int (*plan)(void *out, const void *in, const struct env *, struct err *);
	int (*stage)(const void *out, const void *in, const struct env *, struct err *);
	int (*apply)(const void *out, const void *in, struct unit *, struct err *);
	int (*publish)(const void *out, const void *in, const struct env *, struct err *);
	void (*discard)(const void *out, const void *in, const struct env *);
};

struct case_set {
	const struct use_case *cases;
	size_t n;
};

struct room {
	const char *name, *label;
	const struct case_set *set;
};

/* The out-field that says whom a READ shows (F_SUBJECT); NULL: nobody in particular. Such a use case writes. */
static inline const struct field *case_subject(const struct use_case *uc)
{
	const struct field *f = uc->out;

	while (f->c && !(f->flags & F_SUBJECT))
		f++;
	return f->c ? f : NULL;
}

/* Every room that has use cases, in the order of rooms.def; ends with name == NULL. */
const struct room *rooms(void);
/* The use case with this name or command ("compute iuran"); NULL when there is none. */
const struct use_case *use_case_find(span name);
const char *capability_word(enum capability);
const char *capability_label(enum capability);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside docx_fill: a template as a list of steps. Pieces of the part's own bytes, values between them, and jumps.
 */
#ifndef TABULAR_DOCX_PROGRAM_H
#define TABULAR_DOCX_PROGRAM_H

#include "tabular/docx_fill.h"

enum docx_step {
	STEP_RAW,   /* bytes as they are */
	STEP_VALUE, /* set, field */
	STEP_LOOP,  /* set; jump: its STEP_END */
	STEP_IF,    /* set and field, or field -1: has the set rows? jump as above */
	STEP_END    /* jump: its beginning */
};

struct docx_op {
	uint8_t step;
	bool negated;	  /* STEP_IF */
	bool whole_table; /* STEP_LOOP: without rows the table would be none: one row without values is left */
	bool guard_none,
		guard_some; /* STEP_END: a cell needs a paragraph: when nothing was printed; when something was */
	int16_t set, field;
	uint32_t jump;
	span raw;    /* STEP_RAW */
	span prefix; /* of the elements around: "w:" */
};

/* A part with its steps; without any its bytes are copied. */
struct docx_steps {
	const struct docx_part *part;
	struct docx_op *op;
	uint32_t n;
};

struct docx_template {
	const struct docx_schema *schema;
	struct docx_steps *part;
	int n;
};

#endif

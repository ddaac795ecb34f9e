/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the reader of templates: the files of a .docx in memory, looked through for what a template has no business
 * with. What is only a nuisance (the path of the template that Word remembers) is taken out; what acts by itself
 * (macros, links fetched when the paper is opened, embedded programs) is refused.
 */
#ifndef TABULAR_DOCX_PACKAGE_H
#define TABULAR_DOCX_PACKAGE_H

#include "base/err.h"
#include "base/text.h"

struct docx_part {
	const char *name; /* "word/document.xml" */
	span bytes;
	bool filled; /* main document, header, footer, foot- or endnotes */
	bool main;
};

struct docx_package {
	struct docx_part *part;
	int n;
};

/* bytes: the .docx. Parts live in the arena. ERR_USAGE with reason and remedy (the file's name is the caller's to
 * add); ERR_MACHINE. */
MUST_CHECK int docx_package_read(struct docx_package *out, span bytes, struct padan_arena *arena, struct err *e);
/* The checks alone, on parts that are at hand: sets filled and main, may replace bytes. */
MUST_CHECK int docx_package_check(struct docx_package *k, struct padan_arena *arena, struct err *e);

#endif

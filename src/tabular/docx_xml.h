/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the reader of templates: one XML part of a .docx as events that know their bytes. No document types, no
 * entities of its own, UTF-8 only, within base/limits.h.
 */
#ifndef TABULAR_DOCX_XML_H
#define TABULAR_DOCX_XML_H

#include "base/err.h"
#include "base/text.h"

struct docx_xml {
	/* name: "namespace|local". `from` and `to` are byte places of the tag (or text) in the part. */
	void (*start)(struct docx_xml *x, const char *name, const char **attributes, uint32_t from, uint32_t to);
	void (*end)(struct docx_xml *x, const char *name, uint32_t to);
	void (*text)(struct docx_xml *x, span s, uint32_t from, uint32_t to);
	void *ctx;
	const char *part; /* its name, for messages */
	struct err *e;
	int rc; /* set by a handler: stops the reading and is returned */
	/* the walker's own */
	void *parser;
	int depth;
};

/* ERR_USAGE: torn XML, a document type, other encodings, too deep. Texts name the part, not the file. */
MUST_CHECK int docx_xml_walk(struct docx_xml *x, span bytes);
/* Is this element (or attribute) of WordprocessingML, by that local name? */
bool docx_is(const char *name, const char *local);
/* What follows the namespace. */
const char *docx_local(const char *name);
/* The value of an attribute by its local name; NULL. */
const char *docx_attribute(const char **attributes, const char *local);

#endif

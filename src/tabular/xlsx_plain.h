/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of a worksheet as nearly every program writes them, read without an XML parser: <row>, <c>, <v>, <is><t>,
 * <f>, in UTF-8, without prefixes, comments, CDATA and rich text. Where anything else stands, or what an XML parser
 * would refuse, it stops and says so, and expat reads the sheet. What stands before the rows a parser must have read.
 * The same for shared strings, from the first byte of the part on.
 */
#ifndef TABULAR_XLSX_PLAIN_H
#define TABULAR_XLSX_PLAIN_H

#include "base/text.h"

/* Attributes are without their quotes, n == 0: not there; a quote stands behind them. */
struct plain_cell {
	span ref, type, style;
	char of;   /* 'v' or 't', the element of the text; 0: the cell is empty */
	span text; /* ASCII without '_', control characters and entities; lies in the worksheet */
};

struct plain_events {
	void (*row)(void *ctx, span no);
	/* Nearly every cell: in the place of cell, text and end_cell. */
	void (*whole)(void *ctx, const struct plain_cell *c);
	void (*cell)(void *ctx, span ref, span type, span style);
	void (*text)(void *ctx, char of, span piece); /* a text may come in pieces */
	void (*end_cell)(void *ctx);
	void (*end_row)(void *ctx);
	const bool *stop; /* looked at after each cell and row */
	void *ctx;
};

#define PLAIN_SLACK 64 /* bytes 0 behind a part */

/* xml: a whole worksheet. true: all rows were read, or a handler stopped. false: not
 * plain; the events of rows that ended were right. */
bool plain_rows(span xml, const struct plain_events *ev);

struct plain_strings {
	void (*whole)(void *ctx, span text); /* as the text of a plain_cell: in the place of piece and end */
	void (*piece)(void *ctx, span piece);
	void (*end)(void *ctx);
	const bool *stop; /* looked at after each string */
	void *ctx;
};

/* Shared strings of one <t> each; xml: that whole part. true: all was read, to the end of the document, or a handler
 * stopped. false: not plain; the strings that ended were right. */
bool plain_strings(span xml, const struct plain_strings *ev);

#endif

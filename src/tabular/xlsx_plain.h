/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rows of a worksheet as nearly every program writes them, read without an XML parser: <row>, <c>, <v>, <is><t>,
 * <f>, in UTF-8, without prefixes, comments, CDATA and rich text. Where anything else stands, or what an XML parser
 * would refuse, it stops and says so, and expat reads the sheet. What stands before the rows a parser must have read.
 */
#ifndef TABULAR_XLSX_PLAIN_H
#define TABULAR_XLSX_PLAIN_H

#include "base/text.h"

/* Attributes are without their quotes, n == 0: not there; a quote stands behind them. */
struct plain_events {
	void (*row)(void *ctx, span no);
	void (*cell)(void *ctx, span ref, span type, span style);
	void (*text)(void *ctx, char of, span piece); /* of: 'v' or 't', the element; a text may come in pieces */
	void (*end_cell)(void *ctx);
	void (*end_row)(void *ctx);
	bool (*stopped)(void *ctx); /* asked after each row */
	void *ctx;
};

/* xml: a whole worksheet, and one byte 0 behind it. true: all rows were read, or a handler stopped. false: not plain;
 * the events of rows that ended were right. */
bool plain_rows(span xml, const struct plain_events *ev);

#endif

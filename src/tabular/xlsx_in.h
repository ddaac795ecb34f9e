/* SPDX-License-Identifier: EUPL-1.2
 *
 * A workbook (.xlsx) as rows. In-process and without fear of nothing: whoever reads a stranger's file goes through
 * sandbox.h, which runs this in a child.
 */
#ifndef TABULAR_XLSX_IN_H
#define TABULAR_XLSX_IN_H

#include "tabular/sheet.h"

/* Reads the visible sheet that looks most like the wanted list (judge), the first of equals, and streams its rows.
 * fd is closed. ERR_UNREADABLE with a reason and a remedy (the file's name is the caller's to add), or what the sink
 * returned. Memory: shared strings, at most LIM_XLSX_STRINGS twice, and one row. */
MUST_CHECK int xlsx_read(int fd, const struct padan_alloc *from, const struct sheet_judge *judge,
			 const struct sheet_sink *sink, struct sheet_info *info, struct err *e);

/* What a file is by its first bytes (8 are enough; OLE needs to be looked at further). */
enum file_form { FORM_TEXT, FORM_ZIP, FORM_OLE, FORM_PDF, FORM_HTML, FORM_XML, FORM_EMPTY };
enum file_form file_form(span head);
/* The refusal of an OLE container (old .xls, or a workbook behind a password). head: its first bytes, the more the
 * better. Returns ERR_UNREADABLE. */
int refuse_ole(span head, struct err *e);
/* The refusal of any other form that is no list. Returns ERR_UNREADABLE. */
int refuse_form(enum file_form form, struct err *e);

#endif

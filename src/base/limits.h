/* SPDX-License-Identifier: EUPL-1.2
 *
 * Every ceiling of the house in one list. What a user can make grow has its maximum here; a reader
 * that meets one says so with this number and never cuts in silence.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
	LIM_FILES = 64,		      /* lists of one kind in one run */
	LIM_COLUMNS = 512,	      /* columns of a sheet */
	LIM_CELL = 32767,	      /* bytes of one cell (Excel's own ceiling, in characters) */
	LIM_RECORD = 1 << 20,	      /* bytes of one CSV record */
	LIM_HEADER_ROWS = 40,	      /* how deep the header row is looked for */
	LIM_BATCH_FILE = 256 << 20,   /* bytes of a list that is kept */
	LIM_PROPOSALS = 2000000,      /* proposal rows of one run */
	LIM_CANDIDATES = 5,	      /* candidates shown for a row under review */
	LIM_FUNDS = 16,		      /* funds of a programme */
	LIM_GROUPS = 64,	      /* occupation groups */
	LIM_QUOTAS = 512,	      /* ceilings of a programme */
	LIM_PRIORITIES = 8,	      /* ranking keys */
	LIM_MONTHS = 60,	      /* months of cover */
	LIM_PROGRAM_FILE = 1 << 20,   /* bytes of program.yaml */
	LIM_LAW_FILE = 4 << 20,	      /* bytes of one law table */
	LIM_LINE = 1 << 16,	      /* a line on standard input */
	LIM_XLSX_ENTRIES = 4096,      /* files inside a workbook */
	LIM_XLSX_SECONDS = 60,	      /* CPU seconds of the reading child */
	LIM_XLSX_NEST = 64,	      /* XML depth */
	LIM_LETTER_PICTURE = 2 << 20, /* bytes of a crest */
	LIM_DOCX_ENTRIES = 512,	      /* files inside a template */
	LIM_DOCX_PART = 16 << 20,     /* bytes of one of them */
	LIM_DOCX_BYTES = 64 << 20,    /* and of all of them */
	LIM_DOCX_NEST = 200,	      /* XML depth */
	LIM_DOCX_NODES = 500000,      /* XML elements of one part */
	LIM_DOCX_TAGS = 5000,	      /* fields and marks of one part */
	LIM_DOCX_PARAGRAPH = 1 << 18, /* characters of one paragraph */
	LIM_DOCX_SECTIONS = 8,	      /* repeated parts inside each other */
	LIM_PAGE_MS = 10000,	      /* how long a page may be given again (web/shelf.h) */
	LIM_LOOK_MS = 60000,	      /* looks of one account at one person in one way that are one look */
	LIM_GEO_BYTES = 32 << 20,     /* bytes of a boundary file */
	LIM_GEO_POINTS = 1000000,     /* points of all its lines */
	LIM_GEO_FEATURES = 4000,      /* features of it */
	LIM_GEO_PROPERTIES = 60,      /* properties kept of one feature */
	LIM_GEO_NEST = 32,	      /* arrays and objects inside each other */
};
#define LIM_XLSX_BYTES	 ((int64_t)2 << 30)  /* decompressed bytes read from one workbook */
#define LIM_XLSX_MEMORY	 ((size_t)256 << 20) /* memory of the reading child */
#define LIM_XLSX_STRINGS ((size_t)128 << 20) /* bytes of shared strings */

#endif

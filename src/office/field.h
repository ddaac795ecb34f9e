/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fields: what goes into a use case and what comes out of it, described once. A room lists its fields in its
 * `.def` (see office/use_case.h); the C structs, these descriptors, the command line, the help text and the JSON all
 * come from that list. Types, as written in the .def, with the C member each becomes:
 *
 *   text      span, UTF-8; absent: n == 0; limit = most bytes (0: LIM_CELL)
 *   reason    span; as text, at least five letters, one line: why somebody did it
 *   number    int64_t, 0..limit; absent: FIELD_ABSENT
 *   permille  int64_t, a decimal given as "12,5" or "12.5" kept in thousandths (12500); limit in whole units
 *   rupiah    rupiah; absent: rp == FIELD_ABSENT
 *   day       date; absent: DATE_NONE
 *   month     month; absent: MONTH_NONE
 *   flag      bool
 *   choice    int, place in the closed words "a|b|c" of the limit column; absent: -1. Letter case is ignored
 *   choices   struct choice_list: several of those words, comma between, order and repetition kept
 *   file_in   span, name of a file to read       files_in  struct file_list, the option may be repeated
 *   file_out  span, name of a file to write      dir_out   span, name of a folder to write
 *   store     span, the database: a file name or postgresql://... ; office_run opens nothing, the caller does. Shown
 *             without a password, never in an event's content
 *   lines     struct line_source: lines of standard input (or of a request's body), streamed
 *   secret    span, a PIN or password: never on the command line (there the option names a file,
 *             "-" the terminal or standard input; a required one is asked for without its option), never in JSON, in an
 *             event or on a screen
 *   rows      struct row_cursor (out only): a list; limit column = the row shape's name
 */
#ifndef OFFICE_FIELD_H
#define OFFICE_FIELD_H

#include "base/date.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/rupiah.h"
#include "base/text.h"

#define FIELD_ABSENT INT64_MIN
#define MONTH_NONE   ((month){ INT32_MIN })
static inline bool month_known(month m)
{
	return m.m != INT32_MIN;
}

enum { LIM_CHOICES = 16 };

struct file_list {
	size_t n;
	span at[LIM_FILES];
};

struct choice_list {
	uint8_t n;
	uint8_t at[LIM_CHOICES];
};

/* Lines without their line end. next: 1 = a line (valid until the next call), 0 = end, -1 = error, e filled. */
struct line_source {
	int (*next)(void *ctx, span *line, struct err *e);
	void *ctx;
};

/* A list that leaves row by row. next fills *row, a struct of the shape's own type; its spans live until the next
 * call. 1 = a row, 0 = end, -1 = error, e filled. A cursor that is all zero is the empty list. */
struct row_cursor {
	int (*next)(void *ctx, void *row, struct err *e);
	void *ctx;
};

/* A cursor over n rows of `size` bytes that stay where they are. An empty cursor when memory is refused for n > 0
 * rows is told apart by ERR_MACHINE. */
MUST_CHECK int row_cursor_over(struct padan_arena *a, const void *rows, size_t n, size_t size, struct row_cursor *out,
			       struct err *e);

/* The array `rows` of n rows of `size` bytes with room for one more: itself, or a longer copy in the arena, *cap told.
 * NULL when memory is refused. Begin with NULL and *cap 0. */
void *row_room(struct padan_arena *a, void *rows, size_t n, size_t *cap, size_t size);

enum field_type {
	FIELD_text,
	FIELD_reason,
	FIELD_number,
	FIELD_permille,
	FIELD_rupiah,
	FIELD_day,
	FIELD_month,
	FIELD_flag,
	FIELD_choice,
	FIELD_choices,
	FIELD_file_in,
	FIELD_files_in,
	FIELD_file_out,
	FIELD_dir_out,
	FIELD_store,
	FIELD_lines,
	FIELD_secret,
	FIELD_rows,
};

/* Flags of a field, for the .def: 0, or these joined by | */
enum {
	F_REQUIRED = 1, /* in: must be given */
	F_POSITION = 2, /* in: on the command line given by place, without its name */
	F_PRIVATE = 4,	/* holds personal data: never into an event's content or a log */
	F_SUBJECT = 8,	/* out, text: NIK of the one person whom the answer of a READ shows; office_run writes down who
			   looked, or shows nothing */
};

struct row_shape;
struct field {
	const char *c, *wire, *label, *help;
	const char *words; /* choice, choices */
	const struct row_shape *rows;
	int64_t limit;
	enum field_type type;
	unsigned flags;
	size_t at, size; /* where in the struct, and how many bytes */
};

struct row_shape {
	const struct field *columns; /* ends with c == NULL */
	size_t size;
};

/* The C member of each type. */
typedef span FIELD_C_text, FIELD_C_reason, FIELD_C_file_in, FIELD_C_file_out, FIELD_C_dir_out, FIELD_C_store,
	FIELD_C_secret;
typedef int64_t FIELD_C_number, FIELD_C_permille;
typedef rupiah FIELD_C_rupiah;
typedef date FIELD_C_day;
typedef month FIELD_C_month;
typedef bool FIELD_C_flag;
typedef int FIELD_C_choice;
typedef struct choice_list FIELD_C_choices;
typedef struct file_list FIELD_C_files_in;
typedef struct line_source FIELD_C_lines;
typedef struct row_cursor FIELD_C_rows;

/* Makes every field absent (numbers FIELD_ABSENT, dates none, choices -1, the rest zero). `size` = the struct's. */
void fields_clear(const struct field *fields, void *record, size_t size);
/* The field with this wire name, or NULL. */
const struct field *field_find(const struct field *fields, span wire);
/* Reads `text` (which must outlive the record) into the field's member of `record`. files_in: appends. lines and rows
 * cannot be parsed. ERR_USAGE names the field, what is wrong with the value and what is expected. */
MUST_CHECK int field_parse(const struct field *f, span text, void *record, struct err *e);
/* ERR_USAGE when a required field is absent. */
MUST_CHECK int fields_complete(const struct field *fields, const void *record, struct err *e);
bool field_given(const struct field *f, const void *record);
/* The i-th of the words "a|b|c"; empty when out of range. */
span field_word(const char *words, int i);
/* As a reader wants it: Rp150.000.000, 28 April 2025, Mei 2025, ya/tidak, 12,5. Nothing for lines and rows. */
void field_show(const struct field *f, const void *record, struct buf *out);
/* The member for tests and generic code. */
static inline const void *field_member(const struct field *f, const void *record)
{
	return (const char *)record + f->at;
}

#endif

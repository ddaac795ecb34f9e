/* SPDX-License-Identifier: EUPL-1.2
 *
 * The law as dated rows (data/law, all seven tables in one shape):
 *   kunci,dari,nilai,satuan,mulai,sebelum,sumber,status,keterangan
 * `kunci` names a figure ("bpu.jkm"). A figure that goes by steps has one row for each step, `dari` being the lower
 * bound of the step on the figure's own axis (income, contract value, month of illness); a step reaches to the next
 * one's `dari`. A row is in force from the day `mulai` to the day before `sebelum` (empty: still in force).
 * `satuan`: rupiah, persen, bulan, tahun, hari_kerja, jam, anak, kali_upah, ya_tidak. `status`: resmi (text of the law
 * seen), sekunder (secondary sources agree), belum_diverifikasi. `keterangan`: for people.
 *
 * Nothing computes with "now", and a look-up outside the known dates is an error, never 0: the reader refuses gaps,
 * overlaps and rows without a source, and a figure that ends has an end.
 * Pure: reads bytes, knows no files (law_tables.h brings them).
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "base/date.h"
#include "base/err.h"
#include "base/rupiah.h"
#include "base/text.h"

struct padan_arena;

enum law_unit {
	LAW_RUPIAH,
	LAW_PERSEN, /* value in thousandths of a percent: 0.24 % is 240 */
	LAW_BULAN,
	LAW_TAHUN,
	LAW_HARI_KERJA,
	LAW_JAM,
	LAW_ANAK,
	LAW_KALI_UPAH,
	LAW_YA_TIDAK, /* 1 or 0 */
};
enum law_status { LAW_RESMI, LAW_SEKUNDER, LAW_BELUM };

enum { LAW_PERCENT = 1000, LAW_WHOLE = 100 * LAW_PERCENT }; /* one percent, and all of it, in thousandths */

struct law_row {
	span id; /* "bpu.jkk/1100000@2015-07-01": stays the same while the row does */
	span key, source, note, file;
	int line;
	int64_t from, value;
	date begins, before; /* before: DATE_NONE = still in force */
	enum law_unit unit;
	enum law_status status;
};

struct law {
	const struct law_row *rows; /* by key, begins, from */
	size_t n;
};

struct law_file {
	const char *name; /* stands in messages */
	span bytes;
};

/* Reads and checks the tables together. Rows live in the arena, their texts in `bytes`, which must stay. ERR_USAGE
 * names file, row and remedy. */
MUST_CHECK int law_read(struct law **out, const struct law_file *files, size_t n, struct padan_arena *arena,
			struct err *e);

/* Which rows a figure was computed from, each once, in the order of use. */
enum { LAW_USED_MAX = 96 };
struct law_used {
	const struct law_row *at[LAW_USED_MAX];
	size_t n;
};
/* Full lists drop what comes more (96 is beyond what any computation here can reach). */
void law_use(struct law_used *used, const struct law_row *row);
bool law_used_unverified(const struct law_used *used);

/* The row in force on `on` whose step holds `at` (0 for figures without steps). Adds it to `used` unless NULL. The key
 * is "a.b" joined with '.' when b is not NULL. ERR_USAGE when the law has no such figure or none for that day. */
struct law_ask {
	const char *a, *b, *c; /* "keringanan", "bpu", "lain"; b and c may be NULL */
	int64_t at;
	date on;
};
MUST_CHECK int law_find(const struct law *law, const struct law_ask *ask, const struct law_row **out,
			struct law_used *used, struct err *e);
/* Only the value, of a row whose unit must be `unit` (ERR_USAGE else: the table is wrong). */
MUST_CHECK int law_value(const struct law *law, const struct law_ask *ask, enum law_unit unit, int64_t *out,
			 struct law_used *used, struct err *e);
/* The first row of the figure's steps in force on that day; the following rows of the same key and begin are its
 * further steps. `n`: how many there are. */
MUST_CHECK int law_steps(const struct law *law, const struct law_ask *ask, const struct law_row **first, size_t *n,
			 struct err *e);

/* "PP 82/2019 pasal 34 (sumber sekunder)"; unverified ones end with "belum diverifikasi". */
void law_cite(const struct law_row *row, struct buf *out);
const char *law_status_label(enum law_status s);
const char *law_unit_word(enum law_unit u);
/* "Rp6.800", "0,24 persen", "3 bulan", "ya". */
void law_show_value(const struct law_row *row, struct buf *out);

/* part/LAW_WHOLE of money, rounded half up to a whole rupiah. ERR_USAGE when the sum is beyond what money can be. */
MUST_CHECK int law_part(rupiah of, int64_t part, rupiah *out, struct err *e);
MUST_CHECK int law_add(rupiah *sum, rupiah more, struct err *e);
MUST_CHECK int law_times(rupiah of, int64_t n, rupiah *out, struct err *e);

#endif

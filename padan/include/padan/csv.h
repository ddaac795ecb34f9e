/* SPDX-License-Identifier: EUPL-1.2
 *
 * Comma-separated text at the speed of memory: a splitter over a block of memory, and a reader that
 * cuts a stream into blocks at record ends for several threads.
 *
 * What is read as what (the same as libcsv's default, non-strict reading, which the tests hold it to):
 * - A record ends at CR, LF or CRLF outside quotes, or at the end of the text.
 * - A quote opens a quoted field only as the first thing of the field but blanks; anywhere else it is
 *   an ordinary character. Inside, "" is one quote, and delimiters and line breaks are text. A closing
 *   quote is followed by blanks and the field's end; if other text follows, the quote was text and the
 *   field goes on.
 * - Blanks (space, tab unless it is the delimiter) around a field, and outside its quotes, are no part of it.
 * - A line that is empty, or holds only blanks, is no record, but it is a row: rows are numbered as a
 *   spreadsheet shows them, first row 1, a quoted line break staying within its row.
 * Stricter than libcsv: a quote still open at the end is an error (PADAN_CSV_TORN).
 * Any byte may stand in a field, NUL too.
 */
#ifndef PADAN_CSV_H
#define PADAN_CSV_H

#include <padan/alloc.h>
#include <padan/span.h>
#include <pthread.h>
#include <stdint.h>

enum padan_csv_code {
	PADAN_CSV_OK = 0,
	PADAN_CSV_END,	  /* no more records; no more blocks */
	PADAN_CSV_TORN,	  /* a quote is open at the end of the text (row: where its record began) */
	PADAN_CSV_LONG,	  /* a record is longer than the limit (row: where it began) */
	PADAN_CSV_FIELDS, /* a record has more fields than the limit */
	PADAN_CSV_READ,	  /* the caller's read function failed */
	PADAN_CSV_MEMORY, /* memory was refused */
};

/* ---- what kind of text is it ---------------------------------------------------------------- */

enum padan_csv_encoding {
	PADAN_CSV_UTF8,	 /* well-formed UTF-8 (ASCII included) as far as was looked */
	PADAN_CSV_LATIN, /* not UTF-8: taken for Windows-1252 / Latin-1 */
	PADAN_CSV_UTF16, /* a byte-order mark of UTF-16, or every second byte NUL: not readable here */
	PADAN_CSV_BINARY /* NULs or a ZIP/OLE2/PDF signature: no text */
};

struct padan_csv_sniff {
	char delim;	  /* one of , ; | TAB; ',' when nothing speaks for any */
	uint8_t bom;	  /* bytes of byte-order mark to be skipped: 0 or 3 */
	uint8_t encoding; /* enum padan_csv_encoding */
	uint32_t columns; /* of the most frequent record width under that delimiter */
};

/* Looks at the first 64 KiB of head at most. The delimiter is the one whose most frequent record width, counted in
 * delimiters and times its records, is largest, quotes respected; a tie goes in the order above.
 * A line "sep=;" at the top (Excel's) decides. */
struct padan_csv_sniff padan_csv_sniff(struct padan_span head);

/* ---- the splitter ----------------------------------------------------------------------------- */

enum padan_csv_simd { PADAN_CSV_AUTO, PADAN_CSV_SCALAR, PADAN_CSV_SSE2, PADAN_CSV_AVX2, PADAN_CSV_AVX512 };

enum { PADAN_CSV_MAX_FIELDS = 65536 };

/* A record. Field k lies between cut[k-1] + 1 (or start) and cut[k]; read it through padan_csv_field.
 * Valid until the next call of padan_csv_next on the splitter. n >= 1. */
struct padan_csv_record {
	const char *base;    /* the block's first byte */
	const uint32_t *cut; /* offsets of the fields' ends */
	uint32_t start;	     /* offset of the record's first byte */
	uint32_t n;	     /* fields */
	uint64_t row;	     /* 1-based row number within the block */
	char delim;
};

/* Marks found ahead of the reader, for one splitter at a time; owned by a thread and used again for
 * each of its blocks. */
struct padan_csv_marks {
	const struct padan_alloc *from;
	uint32_t *at, *end; /* end: of plain blocks, which marks end a record */
	uint32_t cap;
	uint32_t max_fields;
};

/* max_fields: 1 to PADAN_CSV_MAX_FIELDS. PADAN_CSV_MEMORY when refused. */
__attribute__((warn_unused_result)) int padan_csv_marks_init(struct padan_csv_marks *m, const struct padan_alloc *from,
							     uint32_t max_fields);
void padan_csv_marks_done(struct padan_csv_marks *m);

struct padan_csv { /* the caller reads only `rows` */
	const char *base;
	struct padan_csv_marks *marks;
	uint64_t rows;	  /* rows passed so far, blank ones too */
	uint32_t n, seen; /* length of the block; bytes indexed */
	uint32_t at;	  /* where the next record starts */
	uint32_t i, have; /* marks taken, marks there */
	char delim;
	uint8_t simd;
	uint8_t failed; /* the code that ended it */
	bool raw;	/* some quote stands where it should not: quotes are marks, and the reader sorts them out */
	bool inside;	/* else: the byte at `seen` is inside quotes, */
	bool may_open;	/* the one before it is a field's end or a closing quote, */
	bool must_end;	/* it is a closing quote */
	/* padan_csv_init_plain: ends of records, as marks->end; those taken, those there */
	bool plain;
	uint32_t end_i, ends;
};

/* block: at most 2^31 - 128 bytes, beginning at a record's start; it must outlive the reading. Nothing is
 * written to it and nothing read outside it. simd: PADAN_CSV_AUTO but in tests. */
void padan_csv_init(struct padan_csv *c, struct padan_csv_marks *marks, struct padan_span block, char delim,
		    enum padan_csv_simd simd);
/* What stands in a text, for those who are quicker without it. */
enum {
	PADAN_CSV_QUOTES = 1 << 0,
	PADAN_CSV_HIGH = 1 << 1,    /* a byte beyond ASCII */
	PADAN_CSV_LONE_CR = 1 << 2, /* a CR before anything but LF and the end */
};
unsigned padan_csv_look(struct padan_span block);
/* The same records of a block that has neither quotes nor a CR alone, in half the time. */
void padan_csv_init_plain(struct padan_csv *c, struct padan_csv_marks *marks, struct padan_span block, char delim,
			  enum padan_csv_simd simd);
/* PADAN_CSV_OK with a record; PADAN_CSV_END; PADAN_CSV_TORN or PADAN_CSV_FIELDS with r->row set (and again
 * at each later call). */
int padan_csv_next(struct padan_csv *c, struct padan_csv_record *r);

/* Field k without its surrounding blanks and quotes. *escaped: "" stands in it, or text behind a closing quote:
 * run it through padan_csv_unquote before use. k >= r->n gives an empty span. */
struct padan_span padan_csv_field(const struct padan_csv_record *r, uint32_t k, bool *escaped);
/* The true content of an escaped field; never longer than f. dst may be f.p. Returns its length. */
size_t padan_csv_unquote(char *dst, struct padan_span f);
/* Both in one: the field's content; buf (of at least the field's length: the record's is enough) is used only
 * when it was escaped. */
struct padan_span padan_csv_value(const struct padan_csv_record *r, uint32_t k, char *buf);
/* Length of the whole record in bytes: what a buffer for padan_csv_value must have at most. */
static inline uint32_t padan_csv_record_size(const struct padan_csv_record *r)
{
	return r->cut[r->n - 1] - r->start;
}

/* ---- blocks for several threads ----------------------------------------------------------------- */

/* A stream of bytes: returns how many were read (short reads are fine), 0 at the end, < 0 on failure. Called
 * under the reader's lock, always in order. */
typedef ptrdiff_t (*padan_csv_read)(void *ctx, void *p, size_t n);

struct padan_csv_opt {
	uint32_t block;	 /* bytes of a block; 0 = 512 KiB */
	uint32_t record; /* most bytes of a record; 0 = 1 MiB. A block that is larger lets records of its size pass */
	char delim;	 /* 0 = sniff */
};

struct padan_csv_blocks { /* the caller reads only `sniff` */
	struct padan_csv_sniff sniff;
	const struct padan_alloc *from;
	padan_csv_read read;
	void *ctx;
	pthread_mutex_t lock;
	char *carry; /* bytes read but not yet handed out: [carry_at, carry_n) */
	size_t carry_at, carry_n, carry_cap;
	size_t size;	 /* bytes of a block's buffer: max(block, record) */
	uint64_t given;	 /* blocks handed out */
	uint64_t offset; /* of the next block in the text, the byte-order mark not counted */
	uint64_t *rows;	 /* rows of each block as reported */
	uint64_t rows_cap;
	uint64_t bad_block; /* that the error is in */
	int code;	    /* PADAN_CSV_END or an error: no more blocks */
	uint32_t block, record;
	bool ended;		     /* the stream is */
	struct padan_csv_marks scan; /* for blocks with quotes */
};

/* One thread's block. Owner: that thread; padan_csv_block_done frees. */
struct padan_csv_block {
	const struct padan_alloc *from;
	char *p;
	size_t n, cap;
	uint64_t ordinal; /* 0, 1, 2 ... in the stream's order */
	uint64_t offset;  /* of its first byte in the text, the byte-order mark not counted */
};

/* Reads the first bytes, looks at them (b->sniff) and skips a byte-order mark. PADAN_CSV_OK, _READ or _MEMORY;
 * an empty stream is OK (its first block is END). After a failure nothing need be freed. */
__attribute__((warn_unused_result)) int padan_csv_blocks_init(struct padan_csv_blocks *b,
							      const struct padan_alloc *from, padan_csv_read read,
							      void *ctx, const struct padan_csv_opt *opt);
void padan_csv_blocks_done(struct padan_csv_blocks *b);
void padan_csv_block_init(struct padan_csv_block *k, const struct padan_alloc *from);
void padan_csv_block_done(struct padan_csv_block *k);
/* The next run of whole records into k. Thread-safe, each thread with its own k. Memory: one buffer of
 * max(block, record) for each k and one for b, however long the stream. After an error every call gives it.
 * A torn or overlong record is told once the blocks before it are out. */
__attribute__((warn_unused_result)) int padan_csv_blocks_next(struct padan_csv_blocks *b, struct padan_csv_block *k);
/* A thread has gone through block `ordinal` and counted `rows` rows (padan_csv.rows). Needed for row numbers only. */
__attribute__((warn_unused_result)) int padan_csv_blocks_rows(struct padan_csv_blocks *b, uint64_t ordinal,
							      uint64_t rows);
/* The row number in the whole text of row `row` of block `ordinal`: right once the rows of all earlier blocks have
 * been reported. */
uint64_t padan_csv_blocks_row(struct padan_csv_blocks *b, uint64_t ordinal, uint64_t row);
/* Row in the whole text of the error that padan_csv_blocks_next gave; 0 when it was no torn or long record. */
uint64_t padan_csv_blocks_bad_row(struct padan_csv_blocks *b);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * The workbook reader, without its child: any bytes as an archive (first byte 0), or as one part of a sound archive
 * (1 the sheet, 2 the shared strings, 3 the styles, 4 the workbook; from 128 on its parts are deflated). What it reads
 * goes through the wire and comes back the same; the wire's own reader survives any bytes (5). */
#include "target.h"

#include "base/embed.h"
#include "base/limits.h"
#include "tabular/header.h"
#include "tabular/wire.h"
#include "tabular/xlsx_in.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define R  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char *const part_name[] = { "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
					 "xl/sharedStrings.xml", "xl/styles.xml" };
static const char *const part_text[] = {
	"<workbook " NS " xmlns:r=\"" R "\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
	"<Relationships><Relationship Id=\"r1\" Type=\"" R
	"/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship "
	"Id=\"r2\" Type=\"" R "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"" R
	"/styles\" Target=\"styles.xml\"/></Relationships>",
	"<worksheet " NS
	"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row "
	"r=\"2\"><c r=\"A2\" s=\"1\"><v>29450</v></c><c r=\"B2\" "
	"t=\"inlineStr\"><is><t>BUDI</t></is></c></row></sheetData>"
	"<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>",
	"<sst " NS "><si><t>nik</t></si><si><r><t>na</t></r><r><t>ma</t></r></si></sst>",
	"<styleSheet " NS "><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs><xf "
	"numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>",
};
#define PARTS 5

/* --- an archive -------------------------------------------------------------------------------------- */

static void le(struct buf *b, uint64_t v, int n)
{
	for (int i = 0; i < n; i++)
		buf_putc(b, (char)(i < 8 ? v >> (8 * i) : 0));
}

static void common_head(struct buf *b, const char *name, span text, const span *packed)
{
	le(b, 20, 2);
	le(b, 0, 2); /* flags */
	le(b, packed->p == text.p ? 0 : 8, 2);
	le(b, 0, 4); /* time */
	le(b, crc32(0, (const Bytef *)(text.p ? text.p : ""), (uInt)text.n), 4);
	le(b, packed->n, 4);
	le(b, text.n, 4);
	le(b, strlen(name), 2);
	le(b, 0, 2);
}

/* Owner frees its p. */
static span deflated(span text)
{
	size_t room = text.n + 1024;
	char *p = malloc(room);
	z_stream z = { .next_in = (Bytef *)(uintptr_t)text.p, .avail_in = (uInt)text.n, .next_out = (Bytef *)p };

	z.avail_out = (uInt)room;
	PROMISE(p && deflateInit2(&z, 6, Z_DEFLATED, -15, 8, 0) == Z_OK && deflate(&z, Z_FINISH) == Z_STREAM_END);
	deflateEnd(&z);
	return (span){ p, z.total_out };
}

static void archive(struct buf *out, const span *text, const span *packed)
{
	size_t at[PARTS], from;

	for (int i = 0; i < PARTS; i++) {
		at[i] = out->n;
		le(out, 0x04034b50, 4);
		common_head(out, part_name[i], text[i], &packed[i]);
		buf_puts(out, part_name[i]);
		buf_span(out, packed[i]);
	}
	from = out->n;
	for (int i = 0; i < PARTS; i++) {
		le(out, 0x02014b50, 4);
		le(out, 20, 2);
		common_head(out, part_name[i], text[i], &packed[i]);
		le(out, 0, 10); /* comment, disk, attributes */
		le(out, at[i], 4);
		buf_puts(out, part_name[i]);
	}
	size_t size = out->n - from;

	le(out, 0x06054b50, 4);
	le(out, 0, 4);
	le(out, PARTS, 2);
	le(out, PARTS, 2);
	le(out, size, 4);
	le(out, from, 4);
	le(out, 0, 2);
}

/* --- reading it ------------------------------------------------------------------------------------------------ */

static const struct columns *columns(void)
{
	static struct padan_arena arena;
	static struct columns c;

	if (!c.n) {
		padan_arena_init(&arena, &padan_alloc_libc, 0);
		PROMISE(columns_load(&c, embedded_file("ref/alias_kolom.csv"), &arena, NULL) == 0);
	}
	return &c;
}

static int score(void *ctx, const struct sheet_row *rows, size_t n)
{
	struct padan_arena arena;
	struct header h;
	struct err e;
	int s = header_score(columns(), LIST_PROPOSALS, rows, n), rc;

	(void)ctx;
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	rc = header_find(columns(), LIST_PROPOSALS, rows, n, &arena, &h, &e);
	PROMISE((rc == 0) == (s >= SHEET_FITS));
	padan_arena_done(&arena);
	return s;
}

static int through_the_wire(void *ctx, const struct sheet_row *row, struct err *e)
{
	uint32_t *before = ctx;
	struct buf b;
	span cells[LIM_COLUMNS], body;
	uint8_t kind[LIM_COLUMNS];
	struct sheet_row back = { .no = *before };

	(void)e;
	PROMISE(row->no > *before && row->n > 0 && row->n <= LIM_COLUMNS);
	buf_init(&b, NULL, WIRE_FRAME);
	wire_put_row(&b, row);
	PROMISE(!b.failed);
	body = buf_as_span(&b);
	PROMISE(wire_next_row(&body, &back, cells, kind, LIM_COLUMNS) == 1 && body.n == 0);
	PROMISE(back.n == row->n && back.no == row->no);
	for (uint32_t c = 0; c < row->n; c++)
		PROMISE(kind[c] == row->kind[c] && (kind[c] == CELL_EMPTY || padan_span_eq(cells[c], row->cells[c])));
	buf_done(&b);
	*before = row->no;
	return ERR_OK;
}

static void read_archive(span bytes)
{
	uint32_t before = 0;
	const struct sheet_judge judge = { score, NULL };
	const struct sheet_sink sink = { through_the_wire, &before };
	struct sheet_info info;
	struct err e = { 0 };
	int fd = memfd_create("buku", MFD_CLOEXEC), rc;

	PROMISE(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && lseek(fd, 0, SEEK_SET) == 0);
	rc = xlsx_read(fd, &padan_alloc_libc, &judge, &sink, &info, &e);
	PROMISE(rc == ERR_OK || (e.text[0] && e.code == rc));
	PROMISE(rc || info.rows >= before);
}

static void read_wire(span bytes)
{
	span cells[16], rest = bytes;
	uint8_t kind[16];
	struct sheet_row row = { 0 };
	struct sheet_info info;
	size_t sum = 0;

	while (wire_next_row(&rest, &row, cells, kind, 16) == 1)
		for (uint32_t c = 0; c < row.n; c++)
			for (size_t i = 0; i < cells[c].n; i++)
				sum += (unsigned char)cells[c].p[i];
	if (wire_parse_end(bytes, &info))
		sum += strlen(info.name) + strlen(info.others);
	PROMISE(sum < SIZE_MAX);
}

static void read_parts(const span *text, bool pack)
{
	span packed[PARTS];
	struct buf b;

	for (int i = 0; i < PARTS; i++)
		packed[i] = pack ? deflated(text[i]) : text[i];
	buf_init(&b, NULL, 1 << 24);
	archive(&b, text, packed);
	read_archive(buf_as_span(&b));
	buf_done(&b);
	for (int i = 0; i < PARTS && pack; i++)
		free((char *)(uintptr_t)packed[i].p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int place[] = { 0, 2, 3, 4, 0 };
	span text[PARTS], given;

	if (size < 1)
		return 0;
	given = (span){ (const char *)data + 1, size - 1 };
	if (data[0] % 6 == 5) {
		read_wire(given);
	} else if (data[0] % 6 == 0) {
		if (given.n)
			read_archive(given);
	} else {
		for (int i = 0; i < PARTS; i++)
			text[i] = padan_span_of(part_text[i]);
		text[place[data[0] % 6]] = given;
		read_parts(text, data[0] >= 128);
	}
	return 0;
}

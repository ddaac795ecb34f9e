/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/xlsx_frame.h"

#include "tabular/out_text.h"
#include <stdio.h>

#define XML  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006"

/* The cell formats stand in the order of enum xlsx_style. Fonts: 0 plain, 1 bold, 2 title. Fills: 2 grey,
 * 3 yellow. Borders: 1 thin. */
static const char styles[] = XML
	"<styleSheet xmlns=\"" MAIN "\">"
	"<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd\\-mm\\-yyyy\"/></numFmts>"
	"<fonts count=\"3\">"
	"<font><sz val=\"10\"/><name val=\"Arial\"/><family val=\"2\"/></font>"
	"<font><b/><sz val=\"10\"/><name val=\"Arial\"/><family val=\"2\"/></font>"
	"<font><b/><sz val=\"12\"/><name val=\"Arial\"/><family val=\"2\"/></font></fonts>"
	"<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill>"
	"<fill><patternFill patternType=\"gray125\"/></fill>"
	"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE2E6EA\"/></patternFill></fill>"
	"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFF8D6\"/></patternFill></fill></fills>"
	"<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
	"<border><left style=\"thin\"><color rgb=\"FF9AA0A6\"/></left><right style=\"thin\"><color rgb=\"FF9AA0A6\"/>"
	"</right><top style=\"thin\"><color rgb=\"FF9AA0A6\"/></top><bottom style=\"thin\"><color rgb=\"FF9AA0A6\"/>"
	"</bottom><diagonal/></border></borders>"
	"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
	"<cellXfs count=\"12\">"
#define XF(fmt, font, fill, border, align)                                                                             \
	"<xf numFmtId=\"" #fmt "\" fontId=\"" #font "\" fillId=\"" #fill "\" borderId=\"" #border                      \
	"\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" "                     \
	"applyAlignment=\"1\">"                                                                                        \
	"<alignment vertical=\"top\"" align "/></xf>"
	XF(0, 0, 0, 0, "") XF(0, 2, 0, 0, "") XF(49, 1, 2, 1, " horizontal=\"center\" wrapText=\"1\"")
		XF(49, 0, 0, 1, "") XF(49, 0, 0, 1, " wrapText=\"1\"") XF(49, 0, 0, 1, " horizontal=\"center\"")
			XF(1, 0, 0, 1, " horizontal=\"center\"") XF(3, 0, 0, 1, "")
				XF(164, 0, 0, 1, " horizontal=\"center\"") XF(0, 0, 0, 1, "") XF(49, 0, 3, 1, "")
					XF(0, 1, 0, 0, "") "</cellXfs><cellStyles count=\"1\"><cellStyle "
							   "name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
							   "</styleSheet>";

static void put_number(struct zip_out *z, int v)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%d", v);
	zip_puts(z, digits);
}

static void put_types(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;
#define TYPE "application/vnd.openxmlformats-"

	zip_entry(z, "[Content_Types].xml");
	zip_puts(z, XML "<Types xmlns=\"" PACK "/content-types\">"
			"<Default Extension=\"rels\" ContentType=\"" TYPE "package.relationships+xml\"/>"
			"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
			"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
			"officedocument.spreadsheetml.sheet.main+xml\"/>");
	for (int i = 1; i <= x->wanted; i++) {
		zip_puts(z, "<Override PartName=\"/xl/worksheets/sheet");
		put_number(z, i);
		zip_puts(z, ".xml\" ContentType=\"" TYPE "officedocument.spreadsheetml.worksheet+xml\"/>");
	}
	zip_puts(z, "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
		    "officedocument.spreadsheetml.styles+xml\"/>"
		    "<Override PartName=\"/docProps/core.xml\" ContentType=\"" TYPE "package.core-properties+xml\"/>"
		    "<Override PartName=\"/docProps/app.xml\" ContentType=\"" TYPE
		    "officedocument.extended-properties+xml\"/></Types>");
}

static void put_relations(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;

	zip_entry(z, "_rels/.rels");
	zip_puts(z, XML "<Relationships xmlns=\"" PACK "/relationships\">"
			"<Relationship Id=\"rId1\" Type=\"" RELS "/officeDocument\" Target=\"xl/workbook.xml\"/>"
			"<Relationship Id=\"rId2\" Type=\"" PACK
			"/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
			"<Relationship Id=\"rId3\" Type=\"" RELS
			"/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>");
	zip_entry(z, "xl/_rels/workbook.xml.rels");
	zip_puts(z, XML "<Relationships xmlns=\"" PACK "/relationships\">");
	for (int i = 1; i <= x->wanted; i++) {
		zip_puts(z, "<Relationship Id=\"rId");
		put_number(z, i);
		zip_puts(z, "\" Type=\"" RELS "/worksheet\" Target=\"worksheets/sheet");
		put_number(z, i);
		zip_puts(z, ".xml\"/>");
	}
	zip_puts(z, "<Relationship Id=\"rIdS\" Type=\"" RELS "/styles\" Target=\"styles.xml\"/></Relationships>");
}

static void put_properties(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;
	char day[11];

	date_iso(x->day, day);
	zip_entry(z, "docProps/core.xml");
	zip_puts(z, XML "<cp:coreProperties xmlns:cp=\"" PACK "/metadata/core-properties\" "
			"xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
			"xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:creator>Lindung</dc:creator>"
			"<dcterms:created xsi:type=\"dcterms:W3CDTF\">");
	zip_puts(z, day);
	zip_puts(z, "T00:00:00Z</dcterms:created></cp:coreProperties>");
	zip_entry(z, "docProps/app.xml");
	zip_puts(z, XML "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
			"extended-properties\"><Application>Lindung</Application></Properties>");
}

void xlsx_put_front(struct xlsx_out *x)
{
	put_types(x);
	put_relations(x);
	put_properties(x);
	zip_entry(&x->z, "xl/styles.xml");
	zip_puts(&x->z, styles);
}

char *xlsx_letters(size_t column, char out[8])
{
	char back[8];
	size_t n = 0;

	for (size_t c = column + 1; c > 0; c = (c - 1) / 26)
		back[n++] = (char)('A' + (c - 1) % 26);
	for (size_t i = 0; i < n; i++)
		out[i] = back[n - 1 - i];
	out[n] = '\0';
	return out;
}

/* 'Name'!, with which a reference to a sheet begins. */
static void put_sheet(struct buf *b, const char *name)
{
	buf_putc(b, '\'');
	xlsx_put_escaped(b, padan_span_of(name));
	buf_puts(b, "'!");
}

static void put_names(struct xlsx_out *x)
{
	struct buf *b = &x->line;
	char last[8];

	buf_clear(b);
	buf_puts(b, "<definedNames>");
	for (int i = 0; i < x->sheets; i++) {
		const char *name = x->done[i].name;
		unsigned header = x->done[i].header;

		buf_printf(b, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%d\" hidden=\"1\">", i);
		put_sheet(b, name);
		buf_printf(b, "$A$%u:$%s$%u</definedName>", header, xlsx_letters(x->done[i].ncolumns - 1, last),
			   x->done[i].last);
		buf_printf(b, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%d\">", i);
		if (x->done[i].frozen) {
			put_sheet(b, name);
			buf_printf(b, "$A:$%s,", xlsx_letters((size_t)x->done[i].frozen - 1, last));
		}
		put_sheet(b, name);
		buf_printf(b, "$%u:$%u</definedName>", header, header);
	}
	buf_puts(b, "</definedNames>");
	zip_put(&x->z, b->p, b->n);
}

void xlsx_put_book(struct xlsx_out *x)
{
	struct zip_out *z = &x->z;

	zip_entry(z, "xl/workbook.xml");
	zip_puts(z, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" RELS "\"><sheets>");
	for (int i = 0; i < x->sheets; i++) {
		buf_clear(&x->line);
		xlsx_put_escaped(&x->line, padan_span_of(x->done[i].name));
		zip_puts(z, "<sheet name=\"");
		zip_put(z, x->line.p, x->line.n);
		zip_puts(z, "\" sheetId=\"");
		put_number(z, i + 1);
		zip_puts(z, "\" r:id=\"rId");
		put_number(z, i + 1);
		zip_puts(z, "\"/>");
	}
	zip_puts(z, "</sheets>");
	put_names(x);
	zip_puts(z, "</workbook>");
}

/* "_x0041_" in a text would be read as "A": its underscore is escaped in the same way. */
static bool reads_as_escape(span s)
{
	if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!strchr("0123456789abcdefABCDEF", s.p[i]) || !s.p[i])
			return false;
	return true;
}

static const char *entity(uint32_t cp)
{
	switch (cp) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\r':
		return "&#13;";
	case '\t':
	case '\n':
		return NULL;
	default:
		return cp < 0x20 || cp == 0xfffe || cp == 0xffff ? "\xef\xbf\xbd" : NULL;
	}
}

/* ASCII characters that do not stand for themselves. */
static const bool special[128] = {
	[0x00] = true, [0x01] = true, [0x02] = true, [0x03] = true, [0x04] = true, [0x05] = true, [0x06] = true,
	[0x07] = true, [0x08] = true, [0x09] = true, [0x0a] = true, [0x0b] = true, [0x0c] = true, [0x0d] = true,
	[0x0e] = true, [0x0f] = true, [0x10] = true, [0x11] = true, [0x12] = true, [0x13] = true, [0x14] = true,
	[0x15] = true, [0x16] = true, [0x17] = true, [0x18] = true, [0x19] = true, [0x1a] = true, [0x1b] = true,
	[0x1c] = true, [0x1d] = true, [0x1e] = true, [0x1f] = true, ['&'] = true,  ['<'] = true,  ['>'] = true,
	['"'] = true,  ['_'] = true,
};

static inline bool is_itself(unsigned char c)
{
	return c < 0x80 && !special[c];
}

void xlsx_put_escaped(struct buf *b, span s)
{
	while (s.n) {
		size_t n = 0;
		uint32_t cp = 0;
		const char *other;

		while (n < s.n && is_itself((unsigned char)s.p[n]))
			n++;
		if (n) {
			buf_put(b, s.p, n);
		} else if ((n = utf8_char(s, &cp)) == 0) {
			buf_puts(b, "\xef\xbf\xbd");
			n = 1;
		} else if ((other = reads_as_escape(s) ? "_x005F_" : entity(cp)) != NULL) {
			buf_puts(b, other);
		} else {
			buf_put(b, s.p, n);
		}
		s.p += n;
		s.n -= n;
	}
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/docx_xml.h"

#include "base/limits.h"
#include <expat.h>

#define AGAIN "buka templat di Word atau LibreOffice, simpan ulang sebagai .docx, lalu coba lagi"

const char *docx_local(const char *name)
{
	const char *bar = strrchr(name, '|');

	return bar ? bar + 1 : name;
}

bool docx_is(const char *name, const char *local)
{
	static const char *const spaces[] = { "http://schemas.openxmlformats.org/wordprocessingml/2006/main|",
					      "http://purl.oclc.org/ooxml/wordprocessingml/main|" };

	for (int i = 0; i < 2; i++) {
		size_t n = strlen(spaces[i]);

		if (strncmp(name, spaces[i], n) == 0)
			return strcmp(name + n, local) == 0;
	}
	return false;
}

const char *docx_attribute(const char **attributes, const char *local)
{
	for (; *attributes; attributes += 2)
		if (strcmp(docx_local(*attributes), local) == 0)
			return attributes[1];
	return NULL;
}

static void stop(struct docx_xml *x, int rc)
{
	if (!x->rc)
		x->rc = rc;
	XML_StopParser(x->parser, XML_FALSE);
}

static uint32_t here(const struct docx_xml *x)
{
	return (uint32_t)XML_GetCurrentByteIndex(x->parser);
}

static uint32_t behind(const struct docx_xml *x)
{
	return here(x) + (uint32_t)XML_GetCurrentByteCount(x->parser);
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
	struct docx_xml *x = ctx;

	if (x->rc)
		return;
	if (++x->depth > LIM_DOCX_NEST)
		stop(x, err_set(x->e, ERR_USAGE, "bagian %s bersarang lebih dari %d tingkat; " AGAIN, x->part,
				LIM_DOCX_NEST));
	else if (x->start)
		x->start(x, name, attributes, here(x), behind(x));
	if (x->rc)
		stop(x, x->rc);
}

static void on_end(void *ctx, const char *name)
{
	struct docx_xml *x = ctx;

	if (x->rc)
		return;
	x->depth--;
	if (x->end)
		x->end(x, name, behind(x));
	if (x->rc)
		stop(x, x->rc);
}

static void on_text(void *ctx, const char *p, int n)
{
	struct docx_xml *x = ctx;

	if (!x->rc && x->text)
		x->text(x, (span){ p, (size_t)n }, here(x), behind(x));
	if (x->rc)
		stop(x, x->rc);
}

static void on_doctype(void *ctx, const char *name, const char *system, const char *public, int internal)
{
	struct docx_xml *x = ctx;

	(void)name, (void)system, (void)public, (void)internal;
	stop(x, err_set(x->e, ERR_USAGE,
			"bagian %s memuat DOCTYPE atau entitas XML, yang ditolak demi keamanan; " AGAIN, x->part));
}

static void on_cdata(void *ctx)
{
	struct docx_xml *x = ctx;

	stop(x, err_set(x->e, ERR_USAGE, "bagian %s memuat CDATA, yang tidak dibuat pengolah kata; " AGAIN, x->part));
}

static void on_declaration(void *ctx, const char *version, const char *encoding, int standalone)
{
	struct docx_xml *x = ctx;

	(void)version, (void)standalone;
	if (encoding && !span_ieq(padan_span_of(encoding), SPAN("UTF-8")))
		stop(x, err_set(x->e, ERR_USAGE, "bagian %s tidak ditulis dalam UTF-8; " AGAIN, x->part));
}

static int torn(struct docx_xml *x)
{
	if (x->rc)
		return x->rc;
	return err_set(x->e, ERR_USAGE, "bagian %s rusak (XML baris %lu: %s); " AGAIN, x->part,
		       (unsigned long)XML_GetCurrentLineNumber(x->parser),
		       XML_ErrorString(XML_GetErrorCode(x->parser)));
}

int docx_xml_walk(struct docx_xml *x, span bytes)
{
	XML_Parser xml;
	int rc = ERR_OK;

	if (bytes.n > LIM_DOCX_PART)
		return err_set(x->e, ERR_USAGE, "bagian %s lebih dari %d MB", x->part, LIM_DOCX_PART >> 20);
	/* without a byte order mark UTF-16 begins with bytes that UTF-8 has not; with one it is looked at here */
	if (bytes.n >= 2 && ((unsigned char)bytes.p[0] >= 0xfe || !bytes.p[0] || !bytes.p[1]))
		return err_set(x->e, ERR_USAGE, "bagian %s tidak ditulis dalam UTF-8; " AGAIN, x->part);
	xml = XML_ParserCreateNS("UTF-8", '|');
	if (!xml)
		return err_memory(x->e, "pembaca XML");
	x->parser = xml;
	x->depth = 0;
	x->rc = 0;
	XML_SetUserData(xml, x);
	XML_SetElementHandler(xml, on_start, on_end);
	XML_SetCharacterDataHandler(xml, on_text);
	XML_SetStartDoctypeDeclHandler(xml, on_doctype);
	XML_SetStartCdataSectionHandler(xml, on_cdata);
	XML_SetXmlDeclHandler(xml, on_declaration);
	XML_SetHashSalt(xml, 0x4c696e64); /* asks no randomness of the machine; the input is bounded */
	if (XML_Parse(xml, bytes.p, (int)bytes.n, 1) != XML_STATUS_OK || x->rc)
		rc = torn(x);
	XML_ParserFree(xml);
	return rc;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/openapi.h"

#include "base/version.h"
#include "office/json.h"
#include "web/fill.h"
#include "web/reach.h"

static void member(struct buf *b, const char *name)
{
	json_string(b, padan_span_of(name));
	buf_putc(b, ':');
}

static void text_member(struct buf *b, const char *name, span text)
{
	member(b, name);
	json_string(b, text);
}

/* --- schemas ---------------------------------------------------------------------------------------------------------
 */
static void put_words(struct buf *b, const char *words)
{
	buf_puts(b, "{\"type\":\"string\",\"enum\":[");
	for (int i = 0; field_word(words, i).n; i++) {
		buf_puts(b, i ? "," : "");
		json_string(b, field_word(words, i));
	}
	buf_puts(b, "]");
}

static void put_rows(struct buf *b, const struct row_shape *shape);

/* The opening of a field's schema, without its end. */
static void put_type(struct buf *b, const struct field *f, bool in)
{
	switch (f->type) {
	case FIELD_number:
	case FIELD_rupiah:
		buf_puts(b, "{\"type\":\"integer\"");
		if (in)
			buf_puts(b, ",\"minimum\":0");
		if (in && f->limit)
			buf_printf(b, ",\"maximum\":%lld", (long long)f->limit);
		return;
	case FIELD_permille:
		buf_puts(b, in ? "{\"type\":[\"number\",\"string\"]" : "{\"type\":\"number\"");
		return;
	case FIELD_day:
		buf_puts(b, "{\"type\":\"string\",\"format\":\"date\"");
		return;
	case FIELD_month:
		buf_puts(b, "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}$\"");
		return;
	case FIELD_flag:
		buf_puts(b, "{\"type\":\"boolean\"");
		return;
	case FIELD_choice:
		put_words(b, f->words);
		return;
	case FIELD_choices:
		buf_puts(b, "{\"type\":\"array\",\"items\":");
		put_words(b, f->words);
		buf_puts(b, "}");
		return;
	case FIELD_rows:
		put_rows(b, f->rows);
		return;
	case FIELD_file_in:
	case FIELD_files_in:
		if (in) {
			buf_puts(b, f->type == FIELD_file_in ? "{\"type\":\"string\",\"format\":\"binary\""
							     : "{\"type\":\"array\",\"items\":{\"type\":\"string\","
							       "\"format\":\"binary\"}");
			return;
		}
		break;
	case FIELD_secret:
		buf_puts(b, "{\"type\":\"string\",\"format\":\"password\",\"writeOnly\":true");
		return;
	default:
		break;
	}
	buf_puts(b, "{\"type\":\"string\"");
	if (in && (f->type == FIELD_text || f->type == FIELD_reason) && f->limit)
		buf_printf(b, ",\"maxLength\":%lld", (long long)f->limit);
}

static void put_field(struct buf *b, const struct field *f, bool in)
{
	put_type(b, f, in);
	buf_putc(b, ',');
	text_member(b, "title", padan_span_of(f->label));
	if (f->help && *f->help) {
		buf_putc(b, ',');
		text_member(b, "description", padan_span_of(f->help));
	}
	buf_putc(b, '}');
}

static void put_rows(struct buf *b, const struct row_shape *shape)
{
	buf_puts(b, "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{");
	for (const struct field *f = shape->columns; f->c; f++) {
		buf_puts(b, f == shape->columns ? "" : ",");
		member(b, f->wire);
		put_field(b, f, false);
	}
	buf_puts(b, "}}");
}

static void put_in_object(struct buf *b, const struct use_case *uc)
{
	const char *comma = "";

	buf_puts(b, "{\"type\":\"object\",\"properties\":{");
	for (const struct field *f = uc->in; f->c; f++) {
		if (fill_by_server(f))
			continue;
		buf_puts(b, comma);
		comma = ",";
		member(b, f->wire);
		put_field(b, f, true);
	}
	buf_puts(b, "},\"required\":[");
	comma = "";
	for (const struct field *f = uc->in; f->c; f++) {
		if (fill_by_server(f) || !(f->flags & F_REQUIRED))
			continue;
		buf_puts(b, comma);
		comma = ",";
		json_string(b, padan_span_of(f->wire));
	}
	buf_puts(b, "],\"additionalProperties\":false}");
}

static void put_out_object(struct buf *b, const struct use_case *uc)
{
	const char *comma = "";

	buf_puts(b, "{\"type\":\"object\",\"properties\":{");
	for (const struct field *f = uc->out; f->c; f++) {
		if ((f->flags & F_PRIVATE) || f->type == FIELD_store)
			continue;
		buf_puts(b, comma);
		comma = ",";
		member(b, f->wire);
		put_field(b, f, false);
	}
	buf_puts(b, "}}");
}

/* --- operations ------------------------------------------------------------------------------------------------------
 */
static void put_parameter(struct buf *b, const struct field *f)
{
	buf_putc(b, '{');
	text_member(b, "name", padan_span_of(f->wire));
	buf_printf(b, ",\"in\":\"query\",\"required\":%s,\"schema\":", f->flags & F_REQUIRED ? "true" : "false");
	put_field(b, f, true);
	buf_putc(b, '}');
}

static bool gives_rows(const struct use_case *uc)
{
	for (const struct field *f = uc->out; f->c; f++)
		if (f->type == FIELD_rows)
			return true;
	return false;
}

static void put_get_parameters(struct buf *b, const struct use_case *uc)
{
	const char *comma = "";

	buf_puts(b, ",\"parameters\":[");
	for (const struct field *f = uc->in; f->c; f++) {
		if (fill_by_server(f))
			continue;
		buf_puts(b, comma);
		comma = ",";
		put_parameter(b, f);
	}
	if (gives_rows(uc)) {
		buf_puts(b, comma);
		buf_puts(b,
			 "{\"$ref\":\"#/components/parameters/mulai\"},{\"$ref\":\"#/components/parameters/banyak\"}");
	}
	buf_puts(b, "]");
}

static void put_post_parts(struct buf *b, const struct use_case *uc)
{
	if (uc->kind != CASE_READ)
		buf_puts(b, ",\"parameters\":[{\"$ref\":\"#/components/parameters/kunci_perintah\"},"
			    "{\"$ref\":\"#/components/parameters/pratinjau\"}]");
	buf_puts(b, ",\"requestBody\":{\"required\":true,\"content\":{");
	if (!reach_takes_files(uc)) {
		buf_puts(b, "\"application/json\":{\"schema\":");
		put_in_object(b, uc);
		buf_puts(b, "},\"application/x-www-form-urlencoded\":{\"schema\":");
		put_in_object(b, uc);
		buf_puts(b, "},");
	}
	buf_puts(b, "\"multipart/form-data\":{\"schema\":");
	put_in_object(b, uc);
	buf_puts(b, "}}}");
}

static void put_responses(struct buf *b, const struct use_case *uc)
{
	buf_puts(b, ",\"responses\":{");
	if (uc->kind != CASE_READ && reach_makes_files(uc))
		buf_puts(b, "\"202\":{\"$ref\":\"#/components/responses/pekerjaan\"},");
	else
		buf_puts(b, "\"200\":{\"description\":\"berhasil\",\"content\":{\"application/json\":{\"schema\":");
	if (uc->kind == CASE_READ || !reach_makes_files(uc)) {
		put_out_object(b, uc);
		buf_puts(b, "}}},");
	}
	buf_puts(b, "\"default\":{\"$ref\":\"#/components/responses/galat\"}}");
}

/* What it does, without the examples of the command line. */
static span about(const struct use_case *uc)
{
	const char *end = strstr(uc->about, "Contoh:");

	return span_trim((span){ uc->about, end ? (size_t)(end - uc->about) : strlen(uc->about) });
}

static void put_operation(struct buf *b, const struct use_case *uc, bool post)
{
	span text = about(uc);

	buf_puts(b, "{");
	text_member(b, "operationId", padan_span_of(uc->name));
	buf_putc(b, ',');
	text_member(b, "summary", padan_span_of(uc->label));
	if (text.n) {
		buf_putc(b, ',');
		text_member(b, "description", text);
	}
	buf_putc(b, ',');
	text_member(b, "x-wewenang", padan_span_of(capability_word(uc->capability)));
	if (post)
		put_post_parts(b, uc);
	else
		put_get_parameters(b, uc);
	put_responses(b, uc);
	buf_puts(b, "}");
}

static void put_path(struct buf *b, const struct use_case *uc)
{
	bool post = uc->kind != CASE_READ || !reach_by_address(uc);

	buf_puts(b, "\"/");
	for (const char *p = uc->path; *p; p++)
		buf_putc(b, *p == ' ' ? '/' : *p);
	buf_printf(b, "\":{\"%s\":", post ? "post" : "get");
	put_operation(b, uc, post);
	buf_puts(b, "}");
}

/* --- the document ----------------------------------------------------------------------------------------------------
 */
static void put_components(struct buf *b)
{
	buf_puts(
		b,
		"\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
		"\"parameters\":{"
		"\"mulai\":{\"name\":\"mulai\",\"in\":\"query\",\"description\":\"baris pertama dari tiap daftar, dari "
		"0\","
		"\"schema\":{\"type\":\"integer\",\"minimum\":0,\"default\":0}},"
		"\"banyak\":{\"name\":\"banyak\",\"in\":\"query\",\"description\":\"paling banyak sekian baris; bila "
		"masih "
		"ada, kepala Link menunjuk yang "
		"berikut\",\"schema\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":10000,"
		"\"default\":1000}},"
		"\"kunci_perintah\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":\"perintah dengan "
		"kunci "
		"yang sama berlaku sekali dan dijawab sama\",\"schema\":{\"type\":\"string\",\"maxLength\":56,"
		"\"pattern\":\"^[A-Za-z0-9._:-]+$\"}},"
		"\"pratinjau\":{\"name\":\"pratinjau\",\"in\":\"query\",\"description\":\"1: hitung saja, tanpa "
		"menulis\",\"schema\":{\"type\":\"string\",\"enum\":[\"0\",\"1\"]}}},"
		"\"schemas\":{\"galat\":{\"type\":\"object\",\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{"
		"\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"}},\"required\":"
		"["
		"\"type\",\"title\",\"status\",\"detail\"]}},"
		"\"responses\":{\"galat\":{\"description\":\"tidak berhasil (RFC 9457)\",\"content\":{"
		"\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/galat\"}}}},"
		"\"pekerjaan\":{\"description\":\"pekerjaan dimulai; kepala Location menunjuk "
		"kemajuannya\",\"content\":{"
		"\"application/"
		"json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"pekerjaan\":{\"type\":\"string\"}},"
		"\"required\":[\"pekerjaan\"]}}}},"
		"\"berkas\":{\"description\":\"berkas\",\"content\":{\"application/"
		"octet-stream\":{\"schema\":{\"type\":"
		"\"string\",\"format\":\"binary\"}}}}}}");
}

static void put_files_of_jobs(struct buf *b)
{
	static const char *const tails[] = { "/pekerjaan/{pekerjaan}/berkas/{nama}",
					     "/pekerjaan/{pekerjaan}/semua.zip" };

	for (int i = 0; i < 2; i++) {
		buf_printf(b,
			   ",\"%s\":{\"get\":{\"operationId\":\"%s\",\"summary\":\"%s\",\"parameters\":[{\"name\":"
			   "\"pekerjaan\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}",
			   tails[i], i ? "job_zip" : "job_file", i ? "Semua berkas sebuah pekerjaan" : "Sebuah berkas");
		if (!i)
			buf_puts(b, ",{\"name\":\"nama\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":"
				    "\"string\"}}");
		buf_puts(b,
			 "],\"responses\":{\"200\":{\"$ref\":\"#/components/responses/berkas\"},\"default\":{\"$ref\":"
			 "\"#/components/responses/galat\"}}}}");
	}
}

void openapi_write(struct buf *b)
{
	const char *comma = "";

	buf_puts(b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Lindung\",\"version\":\"" LINDUNG_VERSION "\","
		    "\"description\":\"Semua yang dilakukan layar dan baris perintah, dari satu daftar pekerjaan.\"},"
		    "\"servers\":[{\"url\":\"/api/v1\"}],\"security\":[{\"token\":[]}],\"paths\":{");
	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const struct use_case *uc = &r->set->cases[i];

			if (reach_offline(uc))
				continue;
			buf_puts(b, comma);
			comma = ",";
			put_path(b, uc);
		}
	put_files_of_jobs(b);
	buf_puts(b, "},");
	put_components(b);
	buf_puts(b, "}\n");
}

int openapi_answer(struct visit *v, struct err *e)
{
	v->answer.type = "application/json; charset=utf-8";
	openapi_write(&v->answer.body);
	return v->answer.body.failed ? err_memory(e, "dokumen OpenAPI") : ERR_OK;
}

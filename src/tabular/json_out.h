/* SPDX-License-Identifier: EUPL-1.2
 *
 * A streaming JSON writer (RFC 8259): two-space indent, UTF-8 as it is, control characters and what is
 * not UTF-8 escaped, no floating point. Commas, colons and line breaks come by themselves:
 *
 *	jout_object(&j); jout_key(&j, "orang"); jout_i64(&j, 744); jout_end(&j); jout_finish(&j);
 *
 * Misuse (a value without key in an object, an end too many, deeper than JSON_DEPTH) sets `wrong`.
 */
#ifndef TABULAR_JSON_OUT_H
#define TABULAR_JSON_OUT_H

#include "tabular/out_file.h"

enum { JSON_DEPTH = 32 };

struct json_out {
	void (*put)(void *to, const char *p, size_t n);
	void *to;
	int depth;
	char kind[JSON_DEPTH];	 /* '{' or '[' */
	bool filled[JSON_DEPTH]; /* something is in it already */
	bool keyed;		 /* a key waits for its value */
	bool wrong;
};

void jout_to_file(struct json_out *j, struct out_file *f); /* both borrowed */
void jout_to_buf(struct json_out *j, struct buf *b);

void jout_object(struct json_out *j);
void jout_array(struct json_out *j);
void jout_end(struct json_out *j); /* closes the innermost object or array */
void jout_key(struct json_out *j, const char *key);
void jout_key_span(struct json_out *j, span key);
void jout_text(struct json_out *j, span s);
void jout_i64(struct json_out *j, int64_t v);
void jout_decimal(struct json_out *j, int64_t scaled, int places); /* 12345, 3 -> 12.345 */
void jout_bool(struct json_out *j, bool v);
void jout_null(struct json_out *j);
/* key and value in one */
void jout_put_text(struct json_out *j, const char *key, span s);
void jout_put_i64(struct json_out *j, const char *key, int64_t v);
/* The last line break. False when the document is not whole or `wrong`. */
MUST_CHECK bool jout_finish(struct json_out *j);

#endif

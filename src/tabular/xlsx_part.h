/* SPDX-License-Identifier: EUPL-1.2
 *
 * The parts of a workbook: files inside a ZIP archive, read as a stream of XML events, within the limits of
 * base/limits.h (entries, decompressed bytes, depth). A document type declaration ends the reading: no entities.
 */
#ifndef TABULAR_XLSX_PART_H
#define TABULAR_XLSX_PART_H

#include "base/err.h"
#include "base/text.h"

struct zip;

struct parts {
	struct zip *zip;
	int64_t left;	       /* decompressed bytes that may still be read */
	const char *kept_name; /* a part that parts_keep has in memory, or NULL */
	span kept;
};

/* fd: the workbook, open for reading; it is closed by parts_close. ERR_UNREADABLE: no ZIP archive, broken, too many
 * files in it. Texts of errors never name the file. */
MUST_CHECK int parts_open(struct parts *p, int fd, struct err *e);
void parts_close(struct parts *p);
/* Is there a part of that name (case ignored)? */
bool parts_have(const struct parts *p, const char *name);

/* A part that is read twice, or in place, is decompressed at once, into the arena, when it has no more than `most`
 * bytes, and is kept until another is. `name` must live as long. Whatever is the matter with the part, reading it will
 * tell. */
void parts_keep(struct parts *p, const char *name, size_t most, struct padan_arena *arena);

/* That part, with PART_SLACK bytes 0 behind it; p == NULL when it was not kept. */
#define PART_SLACK 320
span parts_kept(const struct parts *p, const char *name);

/* Events; names are without their namespace prefix. A handler that wants no more sets stop; rc goes to the caller. */
struct part_events {
	void (*start)(void *ctx, const char *name, const char **attributes); /* key, value, key, value, NULL */
	void (*end)(void *ctx, const char *name);
	void (*text)(void *ctx, const char *p, int n);
	void *ctx;
	bool stop;
	int rc;
};
/* ERR_OK also when stopped with rc 0. */
MUST_CHECK int parts_parse(struct parts *p, const char *name, struct part_events *ev, struct err *e);

/* The raw bytes of a part, chunk by chunk. `chunk` returns false to stop. */
MUST_CHECK int parts_bytes(struct parts *p, const char *name, bool (*chunk)(void *ctx, span bytes), void *ctx,
			   struct err *e);

/* The value of an attribute, with or without a prefix; NULL when it is not there. */
const char *part_attribute(const char **attributes, const char *key);

#endif

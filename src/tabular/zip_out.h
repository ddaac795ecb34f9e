/* SPDX-License-Identifier: EUPL-1.2
 *
 * A ZIP container written in one stream (PKWARE APPNOTE 6.3.9): entries are deflated as they come,
 * their sizes follow them in a data descriptor. All times in it are one fixed date, so that equal
 * content gives equal bytes. Below 4 GB per entry and in all; beyond, the close fails.
 */
#ifndef TABULAR_ZIP_OUT_H
#define TABULAR_ZIP_OUT_H

#include "tabular/out_file.h"

enum { ZIP_ENTRIES = 1024, ZIP_NAME = 128, ZIP_CHUNK = 1 << 16 };

struct zip_entry {
	char name[ZIP_NAME];
	uint32_t crc, packed, plain, at;
};

struct zip_out {
	struct out_file *f;	 /* borrowed */
	void *deflate;		 /* zlib's stream while an entry is open */
	struct zip_entry *entry; /* grows as they come, at most ZIP_ENTRIES */
	int entries, room;
	bool open;
	uint16_t dos_date;
	size_t n; /* bytes waiting in chunk */
	char *chunk;
};

/* `day`: the date of all entries (1980 or later). */
MUST_CHECK int zip_begin(struct zip_out *z, struct out_file *f, date day, struct err *e);
/* Ends the entry before, if any. `name` shorter than ZIP_NAME, ASCII. */
void zip_entry(struct zip_out *z, const char *name);
void zip_put(struct zip_out *z, const char *p, size_t n);
static inline void zip_puts(struct zip_out *z, const char *cstr)
{
	zip_put(z, cstr, strlen(cstr));
}
/* Room for n <= ZIP_CHUNK bytes, filled by the caller and then counted by zip_took. Never NULL. */
char *zip_room(struct zip_out *z, size_t n);
static inline void zip_took(struct zip_out *z, size_t n)
{
	z->n += n;
}
/* The central directory. Frees; the file stays open. Errors stick in the file. */
void zip_end(struct zip_out *z);
void zip_abandon(struct zip_out *z);

#endif

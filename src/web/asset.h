/* SPDX-License-Identifier: EUPL-1.2
 *
 * What pages load: files inside the program (style sheet, script, crest), plain and gzipped. Their address carries a
 * digest of the content, so that a browser keeps them for good and a new program brings new ones. tools/aset makes the
 * table from src/web/aset and htmx. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/text.h"

struct asset {
	const char *name, *address, *type, *digest; /* "kantor.css", "kantor.1a2b3c.css" */
	span plain, gzip;
};
extern const struct asset assets[]; /* ends with name == NULL */

struct visit;

/* "/aset/ADDRESS" in `out`; "/aset/NAME" when there is no such file. */
void asset_address(const char *name, char out[160]);
void asset_answer(struct visit *v);

#endif

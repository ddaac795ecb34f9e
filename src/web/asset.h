/* SPDX-License-Identifier: EUPL-1.2
 *
 * What pages load: files embedded as "aset/NAME" (style sheet, script, crest). Their address carries a digest of the
 * content, so that a browser keeps them for good and a new program brings new ones. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/text.h"

struct visit;

/* "/aset/NAME?v=DIGEST" in `out`; without the digest when there is no such file. */
void asset_address(const char *name, char out[160]);
void asset_answer(struct visit *v);

#endif

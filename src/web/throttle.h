/* SPDX-License-Identifier: EUPL-1.2
 *
 * How often one address may ask something that needs no signing in. In the memory of the process, of bounded size: who
 * has not come for longest is forgotten first.
 */
#ifndef WEB_THROTTLE_H
#define WEB_THROTTLE_H

#include "base/text.h"

enum { THROTTLE_SLOTS = 4096, THROTTLE_WAYS = 8 };

/* One more question of this kind from this address. True: it may pass; at most `most` pass in any hour. now_ms from
 * the clock seam. From any thread. */
bool throttle_pass(span source, const char *kind, int64_t now_ms, int most);

#endif

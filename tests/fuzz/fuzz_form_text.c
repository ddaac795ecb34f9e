/* SPDX-License-Identifier: EUPL-1.2
 * What people type as days, months and numbers (byte 0: which): what is understood says the same when it is shown and
 * typed again. */
#include "target.h"

#include "web/form_text.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const enum field_type types[] = { FIELD_day, FIELD_month, FIELD_number, FIELD_text };
	struct field f = { .type = types[size ? bytes[0] % 4 : 0] };
	span typed = { (const char *)bytes + (size > 0), size ? size - 1 : 0 };
	char scratch[FORM_CANON], again[FORM_CANON], shown[32];
	span s;
	date d, e;

	if (!bytes)
		return 0;
	s = form_canon(&f, typed, scratch);
	PROMISE(s.n <= typed.n || s.n < FORM_CANON);
	if (f.type != FIELD_text)
		PROMISE(padan_span_eq(form_canon(&f, s, again), s));
	if (form_day(typed, &d)) {
		date_long(d, shown);
		PROMISE(form_day(padan_span_of(shown), &e) && d.day == e.day);
	}
	return 0;
}

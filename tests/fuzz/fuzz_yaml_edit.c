/* SPDX-License-Identifier: EUPL-1.2
 * Small changes to a programme file: what comes out is the file with one value in it, nothing else. */
#include "programme/yaml_edit.h"
#include "target.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const sections[] = { "program", "dana", "kuota" }, *const keys[] = { "bulan", "pagu",
												"total" };
	span text = { (const char *)data, size };

	for (int i = 0; i < 9; i++) {
		struct buf out;

		buf_init(&out, NULL, size + 64);
		if (yaml_set(text, sections[i / 3], keys[i % 3], i % 2, "@7@", &out)) {
			const char *at = memmem(out.p, out.n, "@7@", 3);
			size_t tail;

			PROMISE(at && !out.failed && out.n < size + 3);
			tail = out.n - (size_t)(at - out.p) - 3;
			PROMISE(memmem(data, size, "@7@", 3) || (memcmp(out.p, data, (size_t)(at - out.p)) == 0 &&
								 memcmp(at + 3, data + size - tail, tail) == 0));
		} else {
			PROMISE(out.n == 0);
		}
		buf_done(&out);
		buf_init(&out, NULL, size + 64);
		yaml_section_set(text, sections[i / 3], SPAN("x: 1\n"), &out);
		PROMISE(!out.failed && memmem(out.p, out.n, "x: 1\n", 5));
		buf_done(&out);
	}
	return 0;
}

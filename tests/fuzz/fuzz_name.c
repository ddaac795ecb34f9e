/* SPDX-License-Identifier: EUPL-1.2
 * Names and the folding under them. */
#include "target.h"
#include <padan/fold.h>
#include <padan/name.h>

static void check_fold(struct padan_span raw)
{
	char *one = malloc(raw.n + 1), *two = malloc(raw.n + 1), *wide = malloc(3 * raw.n + 1);
	size_t n, m;
	struct padan_span trimmed = padan_trim(raw);

	PROMISE(one && two && wide);
	n = padan_fold(one, raw.n, raw);
	PROMISE(n <= raw.n);
	for (size_t i = 0; i < n; i++)
		PROMISE(one[i] >= 0x20 && one[i] < 0x7F && !(one[i] >= 'a' && one[i] <= 'z'));
	m = padan_fold(two, n, (struct padan_span){ one, n });
	PROMISE(m == n && memcmp(one, two, n) == 0);
	m = padan_fold(two, n / 2, raw);
	PROMISE(m <= n / 2 && memcmp(one, two, m) == 0); /* a cut is a prefix */
	memcpy(two, raw.p, raw.n);
	m = padan_fold(two, raw.n, (struct padan_span){ two, raw.n }); /* in place */
	PROMISE(m == n && memcmp(one, two, n) == 0);
	m = padan_fold_key(two, raw.n, raw);
	PROMISE(m <= n);
	m = padan_latin1_utf8(wide, 3 * raw.n, raw);
	PROMISE(padan_utf8_valid((struct padan_span){ wide, m }));
	PROMISE(trimmed.n <= raw.n && trimmed.p >= raw.p && trimmed.p + trimmed.n <= raw.p + raw.n);
	free(one);
	free(two);
	free(wide);
}

/* Blanks behind a name change nothing, though they lead past the reader's fast way. */
static void check_padded(struct padan_span raw, const struct padan_name *want)
{
	struct padan_name got;
	char padded[256];

	if (raw.n > 180 || (raw.n > 0 && (unsigned char)raw.p[raw.n - 1] >= 0x80))
		return; /* a character that was cut off would go on */
	memset(padded, ' ', sizeof(padded));
	if (raw.n)
		memcpy(padded, raw.p, raw.n);
	padan_name_parse(&got, (struct padan_span){ padded, raw.n + 70 });
	PROMISE(got.n == want->n && got.flags == want->flags && got.whole == want->whole && got.set == want->set);
	for (unsigned i = 0; i < got.n; i++) {
		PROMISE(got.word[i].hash == want->word[i].hash && got.word[i].sound == want->word[i].sound);
		PROMISE(got.word[i].flags == want->word[i].flags && got.word[i].initial == want->word[i].initial);
		PROMISE(memcmp(got.word[i].text, want->word[i].text, sizeof(got.word[i].text)) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_span raw = { (const char *)data, size };
	struct padan_name name;
	char text[13];

	check_fold(raw);
	padan_name_parse(&name, raw);
	check_padded(raw, &name);
	PROMISE(name.n <= PADAN_NAME_WORDS);
	PROMISE((name.n == 0) == !!(name.flags & PADAN_NAME_NOT_A_NAME));
	PROMISE((name.n == 0) == (name.whole == 0));
	for (unsigned i = 0; i < name.n; i++) {
		const struct padan_word *w = &name.word[i];

		PROMISE(w->n >= 1 && w->n <= PADAN_NAME_TEXT && w->text[w->n] == 0);
		PROMISE(strspn(w->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == w->n);
		PROMISE(w->sound != 0 && strlen(padan_sound_text(w->sound, text)) <= 12);
		PROMISE(!(w->flags & PADAN_WORD_INITIAL) == (w->initial == 0));
	}
	return 0;
}

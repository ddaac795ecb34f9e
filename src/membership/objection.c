/* SPDX-License-Identifier: EUPL-1.2 */
#include "membership/objection.h"

static const struct {
	const char *word, *label;
} kinds[] = {
	{ "saya_layak", "Saya layak, tetapi tidak terdaftar" },
	{ "orang_tidak_layak", "Ada orang terdaftar yang tidak layak" },
	{ "data_salah", "Data saya keliru" },
	{ "sudah_meninggal", "Orang yang terdaftar sudah meninggal atau pindah" },
	{ "lainnya", "Lainnya" },
};

static const struct {
	const char *word, *label;
} states[OBJECTION_STATES] = {
	{ "", "belum dijawab" },
	{ "diteruskan", "sedang diperiksa" },
	{ "diterima", "sanggahan diterima" },
	{ "ditolak", "sanggahan ditolak" },
};

const char *objection_kind_label(span word)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (padan_span_eq(word, padan_span_of(kinds[i].word)))
			return kinds[i].label;
	return "";
}

const char *objection_state_word(enum objection_state s)
{
	return states[s].word;
}

const char *objection_state_label(enum objection_state s)
{
	return states[s].label;
}

enum objection_state objection_state_of(span word)
{
	for (int i = OBJECTION_PASSED_ON; i < OBJECTION_STATES; i++)
		if (padan_span_eq(word, padan_span_of(states[i].word)))
			return (enum objection_state)i;
	return OBJECTION_NEW;
}

/* Letters, not bytes, are counted: a byte that continues a letter gets no star. */
void name_masked(span name, struct buf *out)
{
	bool first = true;

	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.p[i];
		bool continues = (c & 0xc0) == 0x80;

		if (c == ' ') {
			first = true;
			buf_putc(out, ' ');
		} else if (first) {
			buf_putc(out, (char)c);
			first = i + 1 < name.n && ((unsigned char)name.p[i + 1] & 0xc0) == 0x80;
		} else if (!continues) {
			buf_putc(out, '*');
		}
	}
}

bool digits_exactly(span typed, char *out, size_t n)
{
	size_t got = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];

		if (c == ' ' || c == '.' || c == '-')
			continue;
		if (c < '0' || c > '9' || got == n)
			return false;
		out[got++] = c;
	}
	return got == n;
}

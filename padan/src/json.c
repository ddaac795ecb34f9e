/* SPDX-License-Identifier: EUPL-1.2 */
#include "json.h"
#include <stdint.h>

enum { DEPTH = 64 };

void pd_json_begin(struct pd_json *j, struct padan_span text)
{
	*j = (struct pd_json){ text.p, text.p, text.n ? text.p + text.n : text.p, NULL };
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		j->p += 3;
}

unsigned pd_json_line(const struct pd_json *j)
{
	unsigned line = 1;

	for (const char *p = j->start; p && p < j->p; p++)
		line += *p == '\n';
	return line;
}

static bool wrong(struct pd_json *j, const char *why)
{
	if (!j->why)
		j->why = why;
	return false;
}

char pd_json_peek(struct pd_json *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\n' || *j->p == '\t' || *j->p == '\r'))
		j->p++;
	return j->p < j->end && !j->why ? *j->p : 0;
}

bool pd_json_open(struct pd_json *j, char c)
{
	if (pd_json_peek(j) != c)
		return wrong(j, c == '{' ? "di sini harus ada {" : "di sini harus ada [");
	j->p++;
	return true;
}

bool pd_json_more(struct pd_json *j, char close, bool *first)
{
	char c = pd_json_peek(j);

	if (c == close && c) {
		j->p++;
		return false;
	}
	if (!*first) {
		if (c != ',')
			return wrong(j, "di sini harus ada koma atau kurung penutup");
		j->p++;
		if (pd_json_peek(j) == close)
			return wrong(j, "koma di depan kurung penutup");
	}
	*first = false;
	return pd_json_peek(j) ? true : wrong(j, "berkas terpotong");
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static bool unit(struct pd_json *j, uint32_t *to)
{
	*to = 0;
	for (int i = 0; i < 4; i++) {
		int h = j->p < j->end ? hex(*j->p) : -1;

		if (h < 0)
			return wrong(j, "\\u tanpa empat angka heksadesimal");
		*to = *to << 4 | (uint32_t)h;
		j->p++;
	}
	return true;
}

static size_t utf8(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 63));
		out[2] = (char)(0x80 | (c & 63));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 63));
	out[2] = (char)(0x80 | (c >> 6 & 63));
	out[3] = (char)(0x80 | (c & 63));
	return 4;
}

/* The four digits behind \u, and those of a surrogate's partner. One without its partner becomes U+FFFD. */
static bool character(struct pd_json *j, uint32_t *c)
{
	const char *back;
	uint32_t low;

	if (!unit(j, c))
		return false;
	back = j->p;
	if (*c >= 0xd800 && *c < 0xdc00 && j->end - j->p >= 6 && j->p[0] == '\\' && j->p[1] == 'u') {
		j->p += 2;
		if (!unit(j, &low))
			return false;
		if (low >= 0xdc00 && low < 0xe000)
			*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
		else
			j->p = back;
	}
	if (*c >= 0xd800 && *c < 0xe000)
		*c = 0xfffd;
	return true;
}

/* What stands behind a backslash. */
static bool escape(struct pd_json *j, char out[4], size_t *n)
{
	static const char marks[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *at = j->p < j->end && *j->p ? strchr(marks, *j->p) : NULL;
	uint32_t c;

	if (at) {
		j->p++;
		out[0] = values[at - marks];
		*n = 1;
		return true;
	}
	if (j->p == j->end || *j->p != 'u')
		return wrong(j, "tanda \\ yang tidak dikenal di dalam teks");
	j->p++;
	if (!character(j, &c))
		return false;
	*n = utf8(c, out);
	return true;
}

/* to NULL: the text is passed over. */
static bool text(struct pd_json *j, char *to, size_t cap, size_t *n)
{
	size_t k = 0;

	if (pd_json_peek(j) != '"')
		return wrong(j, "di sini harus ada teks dalam tanda kutip");
	for (j->p++; j->p < j->end && *j->p != '"';) {
		char one[4] = { *j->p };
		size_t used = 1;

		if ((unsigned char)*j->p < ' ')
			return wrong(j, "ganti baris atau tanda kendali di dalam teks");
		if (*j->p++ == '\\' && !escape(j, one, &used))
			return false;
		if (to && k + used >= cap)
			return wrong(j, "teks terlalu panjang");
		if (to)
			memcpy(to + k, one, used);
		k += used;
	}
	if (j->p >= j->end)
		return wrong(j, "tanda kutip tidak ditutup");
	j->p++;
	if (to)
		to[k] = '\0';
	if (n)
		*n = k;
	return true;
}

bool pd_json_text(struct pd_json *j, char *to, size_t cap, size_t *n)
{
	return text(j, to, cap, n);
}

bool pd_json_key(struct pd_json *j, char *to, size_t cap)
{
	if (!text(j, to, cap, NULL))
		return false;
	if (pd_json_peek(j) != ':')
		return wrong(j, "di belakang nama harus ada titik dua");
	j->p++;
	return true;
}

static const char *digits(const char *p, const char *end, long double *x, int *n)
{
	for (; p < end && *p >= '0' && *p <= '9'; p++, ++*n)
		*x = *x * 10 + (*p - '0');
	return p;
}

static const char *exponent(const char *p, const char *end, int *to)
{
	bool down = p < end && *p == '-';
	const char *from;

	p += p < end && (*p == '-' || *p == '+');
	from = p;
	*to = 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		*to = *to < 9999 ? *to * 10 + (*p - '0') : *to;
	*to = down ? -*to : *to;
	return p == from ? NULL : p;
}

const char *pd_number(const char *p, const char *end, double *to)
{
	bool minus = p < end && *p == '-';
	long double x = 0, ten = 10;
	int whole = 0, behind = 0, e = 0;
	unsigned up;

	p = digits(p + minus, end, &x, &whole);
	if (whole == 0)
		return NULL;
	if (p < end && *p == '.') {
		p = digits(p + 1, end, &x, &behind);
		if (behind == 0)
			return NULL;
	}
	if (p < end && (*p == 'e' || *p == 'E'))
		p = exponent(p + 1, end, &e);
	if (!p)
		return NULL;
	e -= behind;
	for (up = (unsigned)(e < 0 ? -e : e); up; up >>= 1, ten *= ten)
		if (up & 1)
			x = e < 0 ? x / ten : x * ten;
	*to = (double)(minus ? -x : x);
	return p;
}

bool pd_json_number(struct pd_json *j, double *to)
{
	char c = pd_json_peek(j);
	const char *first = j->p + (c == '-'), *end;

	if (c != '-' && !(c >= '0' && c <= '9'))
		return wrong(j, "di sini harus ada angka");
	end = pd_number(j->p, j->end, to);
	if (!end || (end - first > 1 && first[0] == '0' && first[1] >= '0' && first[1] <= '9'))
		return wrong(j, "angka yang salah tulis");
	j->p = end;
	return true;
}

static bool word(struct pd_json *j, const char *w)
{
	size_t n = strlen(w);

	if ((size_t)(j->end - j->p) < n || memcmp(j->p, w, n) != 0)
		return wrong(j, "kata yang tidak dikenal (true, false dan null tanpa kutip)");
	j->p += n;
	return true;
}

bool pd_json_bool(struct pd_json *j, bool *to)
{
	*to = pd_json_peek(j) == 't';
	return word(j, *to ? "true" : "false");
}

static bool scalar(struct pd_json *j, char c)
{
	double number;

	if (c == '"')
		return text(j, NULL, 0, NULL);
	if (c == 't' || c == 'f' || c == 'n')
		return word(j, c == 't' ? "true" : c == 'f' ? "false" : "null");
	return pd_json_number(j, &number);
}

/* Without recursion: the open marks stand in a stack. */
bool pd_json_skip(struct pd_json *j)
{
	char close[DEPTH];
	bool first[DEPTH];
	unsigned depth = 0;

	for (;;) {
		char c = pd_json_peek(j);

		if (c == '{' || c == '[') {
			if (depth == DEPTH)
				return wrong(j, "bersarang terlalu dalam");
			j->p++;
			close[depth] = c == '{' ? '}' : ']';
			first[depth++] = true;
		} else if (!scalar(j, c)) {
			return false;
		}
		while (depth && !pd_json_more(j, close[depth - 1], &first[depth - 1])) {
			if (j->why)
				return false;
			depth--;
		}
		if (depth == 0)
			return true;
		if (close[depth - 1] == '}' && (!text(j, NULL, 0, NULL) || pd_json_peek(j) != ':'))
			return wrong(j, "di belakang nama harus ada titik dua");
		j->p += close[depth - 1] == '}';
	}
}

bool pd_json_end(struct pd_json *j)
{
	pd_json_peek(j);
	return !j->why && (j->p == j->end || wrong(j, "ada isi di belakang akhir berkas"));
}

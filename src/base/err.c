/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes of the character that begins here; 0: torn (a %.*s or the end of the line cut it), or none of UTF-8. */
static size_t whole(const unsigned char *s)
{
	size_t n = *s < 0x80 ? 1 : *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : *s >= 0xc0 ? 2 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* One line of whole characters: what is torn, and control characters, become a question mark; at the end they go. */
static void tidy(char *text)
{
	const unsigned char *s = (const unsigned char *)text;
	char *to = text;

	while (*s) {
		size_t n = whole(s);

		if (n && !(*s < 0x20 || *s == 0x7f)) {
			memmove(to, s, n);
			to += n;
			s += n;
			continue;
		}
		for (s++; !n && (*s & 0xc0) == 0x80;)
			s++;
		if (n || *s)
			*to++ = '?';
	}
	*to = 0;
}

int err_set(struct err *e, int code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	e->code = code;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	tidy(e->text);
	return code;
}

const char *errno_reason(int errno_value)
{
	static const struct {
		int value;
		const char *text;
	} known[] = {
		{ ENOENT, "tidak ada" },
		{ EACCES, "tidak berhak" },
		{ EPERM, "tidak diizinkan" },
		{ EISDIR, "itu map, bukan berkas" },
		{ ENOTDIR, "bagian dari namanya bukan map" },
		{ EEXIST, "sudah ada" },
		{ ENOSPC, "disk penuh" },
		{ EDQUOT, "jatah disk habis" },
		{ EROFS, "hanya dapat dibaca" },
		{ EFBIG, "berkas terlalu besar" },
		{ EIO, "disk rusak atau terputus" },
		{ ENOMEM, "memori tidak cukup" },
		{ EMFILE, "terlalu banyak berkas terbuka" },
		{ ENFILE, "terlalu banyak berkas terbuka" },
		{ ENAMETOOLONG, "namanya terlalu panjang" },
		{ ELOOP, "tautan berputar" },
		{ EPIPE, "penerima keluaran sudah berhenti" },
		{ ENOTEMPTY, "map tidak kosong" },
		{ EBUSY, "sedang dipakai" },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].value == errno_value)
			return known[i].text;
	return strerrordesc_np(errno_value) ? strerrordesc_np(errno_value) : "sebab tidak diketahui";
}

int err_errno(struct err *e, int errno_value, const char *fmt, ...)
{
	char head[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	return err_set(e, ERR_MACHINE, "%s: %s", head, errno_reason(errno_value));
}

int err_memory(struct err *e, const char *what)
{
	return err_set(e, ERR_MACHINE, "memori tidak cukup untuk %s; tutup program lain lalu ulangi", what);
}

int err_at(struct err *e, const char *fmt, ...)
{
	char head[sizeof(e->text)], tail[sizeof(e->text)];
	va_list ap;

	if (!e)
		return ERR_MACHINE;
	memcpy(tail, e->text, sizeof(tail));
	va_start(ap, fmt);
	vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	snprintf(e->text, sizeof(e->text), "%.200s: %.390s", head, tail);
	tidy(e->text);
	return e->code;
}

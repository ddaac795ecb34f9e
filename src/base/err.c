/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t sequence_length(unsigned char lead)
{
	return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

/* vsnprintf may cut inside a character: take the torn bytes off, and keep one line. */
static void tidy(char *s, size_t cap)
{
	size_t n = strlen(s);

	if (n + 1 == cap) {
		size_t i = n;

		while (i && ((unsigned char)s[i - 1] & 0xc0) == 0x80)
			i--;
		if (i && n - i + 1 < sequence_length((unsigned char)s[i - 1]))
			s[i - 1] = '\0';
	}
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = '?';
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
	tidy(e->text, sizeof(e->text));
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
	tidy(e->text, sizeof(e->text));
	return e->code;
}

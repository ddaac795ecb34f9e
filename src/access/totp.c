/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/totp.h"

#include <liboath/oath.h>
#include <pthread.h>
#include <qrencode.h>
#include <sodium.h>

static pthread_once_t oath_once = PTHREAD_ONCE_INIT;
static void oath_start(void)
{
	oath_init();
}

bool totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1])
{
	pthread_once(&oath_once, oath_start);
	return step >= 0 && oath_hotp_generate((const char *)secret, TOTP_SECRET, (uint64_t)step, TOTP_DIGITS, false,
					       OATH_HOTP_DYNAMIC_TRUNCATION, code) == OATH_OK;
}

bool totp_right(const unsigned char secret[TOTP_SECRET], span code, int64_t now_ms, int64_t last_step, int64_t *step)
{
	int64_t now = now_ms / TOTP_STEP_MS, found = -1;
	char right[TOTP_DIGITS + 1];

	if (code.n != TOTP_DIGITS)
		return false;
	for (int64_t at = now - 1; at <= now + 1; at++) /* all three, whichever it is */
		if (totp_code(secret, at, right) && sodium_memcmp(right, code.p, TOTP_DIGITS) == 0)
			found = at;
	sodium_memzero(right, sizeof(right));
	if (found <= last_step)
		return false;
	*step = found;
	return true;
}

/* Five bits a letter; n bytes fill n * 8 / 5 letters without rest. */
static void letters32(const char *alphabet, const unsigned char *bytes, size_t n, char *out)
{
	uint32_t bits = 0;
	int held = 0;

	for (size_t i = 0; i < n; i++) {
		bits = bits << 8 | bytes[i];
		for (held += 8; held >= 5; held -= 5)
			*out++ = alphabet[bits >> (held - 5) & 31];
	}
	*out = '\0';
}

void totp_secret_text(const unsigned char secret[TOTP_SECRET], char out[TOTP_SECRET_TEXT])
{
	letters32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", secret, TOTP_SECRET, out);
}

bool totp_secret_read(span text, unsigned char secret[TOTP_SECRET])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint32_t bits = 0;
	size_t n = 0;
	int held = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char *at = text.p[i] ? strchr(letters, text.p[i]) : NULL;

		if (!at || text.n != TOTP_SECRET_TEXT - 1)
			return false;
		bits = bits << 5 | (uint32_t)(at - letters);
		held += 5;
		if (held >= 8) {
			held -= 8;
			secret[n++] = (unsigned char)(bits >> held);
		}
	}
	return n == TOTP_SECRET;
}

void totp_uri(const unsigned char secret[TOTP_SECRET], span account, struct buf *out)
{
	char text[TOTP_SECRET_TEXT];

	totp_secret_text(secret, text);
	/* names of users are letters, digits and . - _ */
	buf_printf(out, "otpauth://totp/Lindung:%.*s?secret=%s&issuer=Lindung&algorithm=SHA1&digits=6&period=30",
		   (int)account.n, account.p, text);
	sodium_memzero(text, sizeof(text));
}

int qr_each(const char *text, int *side, void (*dark)(void *ctx, int x, int y), void *ctx, struct err *e)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	*side = qr ? qr->width : 0;
	if (!qr)
		return err_set(e, ERR_MACHINE, "gambar QR tidak dapat dibuat");
	for (int i = 0; i < qr->width * qr->width; i++)
		if (qr->data[i] & 1)
			dark(ctx, i % qr->width, i / qr->width);
	QRcode_free(qr);
	return ERR_OK;
}

int qr_svg(const char *text, struct buf *out, struct err *e)
{
	enum { QUIET = 4 };
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int side;

	if (!qr)
		return err_set(e, ERR_MACHINE, "gambar QR tidak dapat dibuat");
	side = qr->width + 2 * QUIET;
	buf_printf(out,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\" "
		   "role=\"img\" aria-label=\"QR\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
		   side, side, side, side);
	for (int y = 0; y < qr->width; y++)
		for (int x = 0; x < qr->width; x++)
			if (qr->data[y * qr->width + x] & 1)
				buf_printf(out, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_puts(out, "\"/></svg>");
	QRcode_free(qr);
	return out->failed ? err_memory(e, "gambar QR") : ERR_OK;
}

void recovery_text(const unsigned char bytes[RECOVERY_BYTES], char out[RECOVERY_TEXT])
{
	char letters[17];

	letters32("0123456789ABCDEFGHJKMNPQRSTVWXYZ", bytes, RECOVERY_BYTES, letters);
	memcpy(out, letters, 5);
	out[5] = '-';
	memcpy(out + 6, letters + 5, 5);
	out[11] = '\0';
	sodium_memzero(letters, sizeof(letters));
}

static char meant(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return '0';
	return c == 'I' || c == 'L' ? '1' : c;
}

bool recovery_read(span typed, char out[RECOVERY_TEXT])
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		char c = meant(typed.p[i]);

		if (c == '-' || c == ' ')
			continue;
		if (!c || !strchr(letters, c) || n == 10)
			return false;
		if (n == 5)
			out[5] = '-';
		out[n + (n >= 5)] = c;
		n++;
	}
	out[n == 10 ? 11 : 0] = '\0';
	return n == 10;
}

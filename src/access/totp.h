/* SPDX-License-Identifier: EUPL-1.2
 *
 * The second factor: codes of six digits after RFC 6238 (SHA-1, 30 seconds, one step to either side), as every
 * authenticator app makes them, and recovery codes for the day the telephone is lost. Computing only; what is stored:
 * totp_store.h.
 */
#ifndef ACCESS_TOTP_H
#define ACCESS_TOTP_H

#include "base/err.h"
#include "base/text.h"

enum {
	TOTP_SECRET = 20,
	TOTP_SECRET_TEXT = 33, /* base32, with NUL */
	TOTP_STEP_MS = 30000,
	TOTP_DIGITS = 6,
	RECOVERY_CODES = 10,
	RECOVERY_BYTES = 10,
	RECOVERY_TEXT = 12, /* "7K3M9-QWP2X", with NUL */
};

/* Is it a code of one of the three steps around now, and of a later step than the last one that was taken? *step is
 * the one to remember: a code is good once. */
MUST_CHECK bool totp_right(const unsigned char secret[TOTP_SECRET], span code, int64_t now_ms, int64_t last_step,
			   int64_t *step);
/* The code of a step (tests, and the app's side). False: the library refused. */
MUST_CHECK bool totp_code(const unsigned char secret[TOTP_SECRET], int64_t step, char code[TOTP_DIGITS + 1]);

void totp_secret_text(const unsigned char secret[TOTP_SECRET], char out[TOTP_SECRET_TEXT]);
/* False: not such a text. */
MUST_CHECK bool totp_secret_read(span text, unsigned char secret[TOTP_SECRET]);
/* otpauth://totp/... as the apps read it from a picture. */
void totp_uri(const unsigned char secret[TOTP_SECRET], span account, struct buf *out);
/* The text as QR code: how many squares a side has, and each dark one, from 0, for which dark() is called. ERR_MACHINE
 * likewise. */
MUST_CHECK int qr_each(const char *text, int *side, void (*dark)(void *ctx, int x, int y), void *ctx, struct err *e);
/* The text as QR code: an SVG of its own, black on white, without a fixed size. ERR_MACHINE: too long, or memory. */
MUST_CHECK int qr_svg(const char *text, struct buf *out, struct err *e);

/* From ten random bytes; letters that nobody mixes up. */
void recovery_text(const unsigned char bytes[RECOVERY_BYTES], char out[RECOVERY_TEXT]);
/* As it was typed (any case, blanks, dashes, O for 0) into its ten letters, five and five.
 * False: not of this form. */
MUST_CHECK bool recovery_read(span typed, char out[RECOVERY_TEXT]);

#endif

/* SPDX-License-Identifier: EUPL-1.2
 * What is typed or sent to prove who somebody is: codes and keys of authenticator apps, recovery codes. (Cookies:
 * fuzz_query.) */
#include "access/totp.h"
#include "target.h"

static void check_secret(span text)
{
	unsigned char secret[TOTP_SECRET], again[TOTP_SECRET];
	char words[TOTP_SECRET_TEXT], code[TOTP_DIGITS + 1];
	int64_t step = 0;

	memset(secret, 7, sizeof(secret));
	if (totp_secret_read(text, secret)) {
		totp_secret_text(secret, words);
		PROMISE(totp_secret_read(padan_span_of(words), again));
		PROMISE(memcmp(secret, again, sizeof(secret)) == 0);
	}
	/* a code is good only when it is the very code of one of the three steps */
	if (!totp_right(secret, text, 1700000000000, 0, &step))
		return;
	PROMISE(totp_code(secret, step, code) && step > 0);
	PROMISE(span_trim(text).n >= TOTP_DIGITS);
	PROMISE(!totp_right(secret, text, 1700000000000, step, &step));
}

static void check_recovery(span text)
{
	char letters[RECOVERY_TEXT], again[RECOVERY_TEXT];

	if (!recovery_read(text, letters))
		return;
	PROMISE(strlen(letters) == RECOVERY_TEXT - 1 && letters[5] == '-');
	PROMISE(recovery_read(padan_span_of(letters), again) && strcmp(letters, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	span text = { (const char *)data, size };

	check_secret(text);
	check_recovery(text);
	return 0;
}

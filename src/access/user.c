/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/user.h"

static const struct {
	const char *word, *label;
	uint64_t may;
} roles[ROLE_COUNT] = {
#define ROLE(word, label, may) { #word, label, may },
#include "access/role.def"
#undef ROLE
};

const char *role_word(enum role r)
{
	return roles[r].word;
}

const char *role_label(enum role r)
{
	return roles[r].label;
}

uint64_t role_may(enum role r)
{
	return roles[r].may;
}

/* Takes the next word off a list joined by commas. */
static span next_word(span *rest)
{
	const char *comma = rest->n ? memchr(rest->p, ',', rest->n) : NULL;
	span word = { rest->p, comma ? (size_t)(comma - rest->p) : rest->n };

	*rest = comma ? (span){ comma + 1, rest->n - word.n - 1 } : (span){ NULL, 0 };
	return word;
}

static uint64_t gathered(span words, unsigned *set)
{
	uint64_t may = 0;

	*set = 0;
	while (words.n) {
		span word = next_word(&words);

		for (int r = 0; r < ROLE_COUNT; r++)
			if (padan_span_eq(word, padan_span_of(roles[r].word))) {
				may |= roles[r].may;
				*set |= 1u << r;
			}
	}
	return may;
}

uint64_t roles_may(span words)
{
	unsigned set;

	return gathered(words, &set);
}

bool roles_have(span words, enum role r)
{
	unsigned set;

	gathered(words, &set);
	return set >> r & 1;
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool may_stand(char c, bool first)
{
	if (c >= 'a' && c <= 'z')
		return true;
	return !first && ((c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_');
}

int user_name_read(span typed, char out[USER_NAME_MAX + 1], struct err *e)
{
	span s = span_trim(typed);
	bool good = s.n >= USER_NAME_MIN && s.n <= USER_NAME_MAX;

	for (size_t i = 0; good && i < s.n; i++) {
		out[i] = small(s.p[i]);
		good = may_stand(out[i], i == 0);
	}
	out[good ? s.n : 0] = '\0';
	if (good)
		return ERR_OK;
	return err_set(
		e, ERR_USAGE,
		"nama pengguna \"%.*s\": pakai %d sampai %d huruf kecil, angka, titik, atau tanda hubung, diawali "
		"huruf, misalnya andi.mappuji",
		(int)(s.n < 60 ? s.n : 60), s.p ? s.p : "", USER_NAME_MIN, USER_NAME_MAX);
}

/* Each letter follows the one before by the same step: 111111, 123456, 987654. */
static bool is_series(span pin)
{
	int step = pin.p[1] - pin.p[0];

	for (size_t i = 1; i < pin.n; i++)
		if (pin.p[i] - pin.p[i - 1] != step)
			return false;
	return step >= -1 && step <= 1;
}

int pin_allowed(span pin, struct err *e)
{
	if (pin.n < PIN_MIN || pin.n > PIN_MAX)
		return err_set(e, ERR_USAGE, "PIN: pakai %d sampai %d angka atau huruf", PIN_MIN, PIN_MAX);
	if (is_series(pin))
		return err_set(e, ERR_USAGE,
			       "PIN: terlalu mudah ditebak (angka berulang atau berurutan); pakai yang lain");
	return ERR_OK;
}

int64_t pin_wait_ms(int64_t wrong)
{
	static const int64_t minute = 60000;
	int64_t over = wrong - 5;

	if (over < 0)
		return 0;
	return over >= 6 ? 60 * minute : minute << over;
}

uint64_t nobody_may(bool users_known)
{
	return users_known ? MAY(CAP_COMPUTE) | MAY(CAP_READ) | MAY(CAP_VERIFY) | MAY(CAP_USAGE) | MAY(CAP_PUBLIC)
			   : MAY_ALL;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "target.h"
#include <padan/nik.h>

static void check(const struct padan_nik *k, const struct padan_nik_opt *opt)
{
	struct padan_nik again;
	size_t n = strlen(k->digits);
	char mask[20];

	PROMISE(k->trusted <= 16 && n <= 16);
	PROMISE(strspn(k->digits, "0123456789") == n);
	PROMISE(n == (k->n < 16 ? k->n : 16));
	PROMISE(!(k->flags & PADAN_NIK_BIRTH) || (k->day >= 1 && k->day <= 31 && k->month >= 1 && k->month <= 12));
	PROMISE(!(k->flags & PADAN_NIK_BIRTH) || (k->year <= opt->ref_year && k->year > opt->ref_year - 100));
	PROMISE(!(k->flags & PADAN_NIK_BIRTH) || !(k->flags & PADAN_NIK_BAD_DATE));
	PROMISE(!(k->flags & (PADAN_NIK_EMPTY | PADAN_NIK_NOT_DIGITS)) || k->n == 0);
	padan_nik_mask((struct padan_span){ k->digits, n }, mask);
	PROMISE(strlen(mask) == n && (n < 3 || strchr(mask, '*')));
	if (k->n == 16 && !(k->flags & PADAN_NIK_EXPONENT)) {
		struct padan_span d = { k->digits, 16 };
		uint64_t value;

		PROMISE(padan_nik_clean(d, &value) && value == k->value);
		padan_nik_parse(&again, d, opt);
		PROMISE(again.value == k->value && again.trusted == k->trusted && again.region == k->region &&
			again.serial == k->serial && again.day == k->day);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_nik_opt opt;
	struct padan_nik a, b;
	struct padan_nik_sniff s = { 0 };
	size_t half;

	if (size < 2)
		return 0;
	opt = (struct padan_nik_opt){ 1900 + data[0], data[1] & 1, data[1] & 2 };
	data += 2;
	size -= 2;
	half = size / 2;
	padan_nik_parse(&a, (struct padan_span){ (const char *)data, half }, &opt);
	padan_nik_parse(&b, (struct padan_span){ (const char *)data + half, size - half }, &opt);
	check(&a, &opt);
	check(&b, &opt);
	PROMISE(padan_nik_compare(&a, &b) == padan_nik_compare(&b, &a));
	PROMISE(padan_nik_compare(&a, &a) <= PADAN_NIK_EQUAL_PREFIX || padan_nik_compare(&a, &a) == PADAN_NIK_UNKNOWN);
	padan_nik_parse(&a, (struct padan_span){ (const char *)data, size }, &opt);
	check(&a, &opt);
	padan_nik_sniff_add(&s, &a);
	padan_nik_sniff_damaged(&s);
	return 0;
}

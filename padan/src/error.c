/* SPDX-License-Identifier: EUPL-1.2 */
#include <padan/padan.h>
#include <stdarg.h>
#include <stdio.h>

#define DIGITS(x) #x
#define WORD(x)	  DIGITS(x)

const char *padan_version(void)
{
	return WORD(PADAN_VERSION_MAJOR) "." WORD(PADAN_VERSION_MINOR) "." WORD(PADAN_VERSION_PATCH);
}

bool padan_version_fits(unsigned major, unsigned minor)
{
	return major == PADAN_VERSION_MAJOR && minor <= PADAN_VERSION_MINOR;
}

int padan_error_set(struct padan_error *e, int code, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return code;
	e->code = code;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return code;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/pack.h"

enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01, 9999-12-31 */

/* field_parse is the judge of texts; what it would store goes nowhere. */
static int check_text(const struct field *f, span text, struct err *e)
{
	struct file_list nowhere = { .n = 0 };
	struct field alone = *f;

	alone.at = 0;
	return field_parse(&alone, text, &nowhere, e);
}

static int check_files(const struct field *f, const struct file_list *files, struct err *e)
{
	int rc = ERR_OK;

	for (size_t i = 0; !rc && i < files->n; i++)
		rc = check_text(f, files->at[i], e);
	return rc;
}

static bool within(const struct field *f, const void *p)
{
	switch (f->type) {
	case FIELD_number:
		return *(const int64_t *)p >= 0 && (!f->limit || *(const int64_t *)p <= f->limit);
	case FIELD_permille:
		return *(const int64_t *)p >= 0 && (!f->limit || *(const int64_t *)p <= f->limit * 1000);
	case FIELD_rupiah:
		return ((const rupiah *)p)->rp >= 0;
	case FIELD_day:
		return ((const date *)p)->day >= FIRST_DAY && ((const date *)p)->day <= LAST_DAY;
	case FIELD_month:
		return ((const month *)p)->m >= 12 && ((const month *)p)->m < 120000;
	default:
		return true;
	}
}

static int check_one(const struct field *f, const void *p, struct err *e)
{
	switch (f->type) {
	case FIELD_number:
	case FIELD_permille:
	case FIELD_rupiah:
	case FIELD_day:
	case FIELD_month:
		return within(f, p) ? ERR_OK : err_set(e, ERR_USAGE, "%s: di luar batasnya", f->wire);
	case FIELD_flag:
	case FIELD_choice:
	case FIELD_choices:
	case FIELD_lines:
	case FIELD_rows:
		return ERR_OK;
	case FIELD_files_in:
		return check_files(f, p, e);
	default:
		return check_text(f, *(const span *)p, e);
	}
}

int fields_check(const struct field *fields, const void *record, struct err *e)
{
	int rc = ERR_OK;

	for (const struct field *f = fields; f->c && !rc; f++)
		if (field_given(f, record))
			rc = check_one(f, field_member(f, record), e);
	return rc;
}

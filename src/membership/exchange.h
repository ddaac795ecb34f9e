/* SPDX-License-Identifier: EUPL-1.2
 *
 * The workbooks that go to BPJS and to the offices: daftar_bpjs.xlsx by a layout, kelengkapan.xlsx, and after a reply
 * rekonsiliasi_bpjs.xlsx.
 */
#ifndef MEMBERSHIP_EXCHANGE_H
#define MEMBERSHIP_EXCHANGE_H

#include "base/seam.h"
#include "membership/reply.h"

#define BPJS_LIST      "daftar_bpjs.xlsx"
#define BPJS_GAPS      "kelengkapan.xlsx"
#define BPJS_RECONCILE "rekonsiliasi_bpjs.xlsx"

/* Who takes the seat of somebody refused: a person of the reserve, and the fund that pays. */
struct substitute {
	const struct member *who;
	span fund;
	rupiah total;
};

struct exchange {
	const struct seams *seams;
	struct padan_arena *arena;
	const struct layout *layout;
	const struct members *members;
	date day; /* on the papers: the decree's */
	span number;
	/* after a reply: */
	const struct reply_list *reply;
	const struct substitute *next;
	size_t nnext;
};

MUST_CHECK int exchange_list(const struct exchange *x, const char *path, struct err *e);
/* *people: who lacks something; *gaps: how much in all. */
MUST_CHECK int exchange_gaps(const struct exchange *x, const char *path, struct err *e);
void exchange_count_gaps(const struct exchange *x, int64_t *people, int64_t *gaps);
MUST_CHECK int exchange_reconcile(const struct exchange *x, const char *path, struct err *e);

#endif

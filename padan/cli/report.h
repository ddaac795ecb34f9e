/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a run has found, as the report and the review look at it.
 *
 *	report.c           the page;  report_model.c  plan, weights, m and u
 *	report_accuracy.c  estimated errors;  report_pairs.c  single pairs in words and as waterfalls;
 *	report_clusters.c  clusters by their weakest link
 */
#ifndef PADAN_REPORT_H
#define PADAN_REPORT_H

#include "cli.h"

struct scored {
	size_t b;
	uint32_t a, ppm;
	int32_t weight;
	uint8_t rank; /* linkage: which of the indexed row's candidates */
	int8_t said;  /* linkage: what people have said; -1 = nothing */
};

struct evidence {
	const struct args *args;
	const struct padan_recipe *recipe;
	const struct padan_schema *schema;
	const struct padan_model *model;
	const struct padan_table *left, *right; /* deduplication: the same */
	double left_rows, right_rows;		/* linkage: of the whole files; left and right may be a part of them */
	const struct padan_binding *left_binding, *right_binding;
	struct scored *pair;
	size_t n;
	void (*explain)(const void *ctx, const struct scored *s, struct padan_candidate *out);
	const void *ctx;
	uint64_t compared;		   /* pairs */
	double possible;		   /* pairs that there are */
	uint64_t linked;		   /* pairs that were written */
	size_t clusters;		   /* deduplication: with two members and more */
	const uint32_t *cluster, *weakest; /* deduplication: per row its cluster's first row; ppm of the weakest link */
	double prior_bits;		   /* log2 of the prior odds */
	bool one_table;
};

/* Writes the page. */
int report_write(const struct evidence *e, const char *path);

/* Errors expected at a threshold, with an interval. */
struct span95 {
	double low, mid, high;
};
struct errors {
	uint32_t threshold_ppm;
	double linked;
	struct span95 wrong, missed; /* false matches; true pairs left out, among those compared */
};
void errors_at(const struct evidence *e, uint32_t threshold_ppm, struct errors *out);
/* What is left of both after the n most doubtful pairs have been looked at. order: indices, most doubtful first. */
void errors_after(const struct evidence *e, const size_t *order, size_t n, double *wrong, double *missed);
/* Indices of all pairs, the most doubtful first; to be freed. NULL when memory is refused. */
size_t *by_doubt(const struct evidence *e);
/* True pairs that no rule brought together (Chao's lower bound); 0 when every pair was compared. */
double never_compared(const struct evidence *e);

/* HTML: text escaped; numbers as Indonesians write them. */
void put_html(FILE *f, struct padan_span s);
void put_text(FILE *f, const char *s);
void put_decimal(FILE *f, double x, int digits); /* 1.234,5 */
void put_signed(FILE *f, double x);		 /* +8,1 */
void put_percent(FILE *f, double share);	 /* 99,9 %, never 100 % unless it is */
/* What a compared column is called: its heading, or what it holds. */
void put_column_name(FILE *f, const struct evidence *e, unsigned c, bool html);

/* A row's id; a number of sixteen digits is masked. */
void put_record_id(FILE *f, const struct padan_table *t, size_t row);

void report_plan(FILE *f, const struct evidence *e);
void report_weights(FILE *f, const struct evidence *e);
void report_accuracy(FILE *f, const struct evidence *e);
void report_pairs(FILE *f, const struct evidence *e);
void report_clusters(FILE *f, const struct evidence *e);
/* "nama mirip +4,2; tanggal lahir terbalik +3,0 = 99,9 %" */
void put_sentence(FILE *f, const struct evidence *e, const struct padan_candidate *c, uint32_t ppm, bool html);

#endif

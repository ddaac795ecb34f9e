/* SPDX-License-Identifier: EUPL-1.2
 * perbandingan_sk.pdf: one page for the head of office. Who stays, leaves and comes in, for how much; the biggest
 * reasons for leaving; the earlier decrees it was held against. The names stand in perbandingan_sk.xlsx. */
#include "papers/paper.h"
#include "papers/wording.h"
#include "tabular/pdf_table.h"

#include <stdio.h>
#include <stdlib.h>

enum { BODY = 1000, TABLE = 900, REASONS = 8, DECREES = 6, REASON_BYTES = 220, CHANGES = 3 };

struct sum {
	int64_t people;
	rupiah before, after;
};

/* People of one reason, or of one earlier decree. */
struct heap {
	span text;
	struct sum sum;
};

struct page {
	const struct paper_env *in;
	struct pdf_sheet t;
	struct buf text;
	struct padan_arena arena;
	struct sum change[CHANGES];
	struct heap *reasons, *decrees;
	size_t nreasons, ndecrees;
};

/* Sums that do not fit saturate. */
static void add(rupiah *to, rupiah v)
{
	if (!rupiah_add(*to, v, to))
		*to = rp(INT64_MAX);
}

static void add_person(struct sum *s, const struct view_sk_person *p)
{
	s->people++;
	add(&s->before, p->before);
	add(&s->after, p->after);
}

static span reason_of(const struct view_sk_person *p)
{
	return p->reason;
}

static span decree_of(const struct view_sk_person *p)
{
	return p->decree.n ? p->decree : SPAN("(tanpa nomor)");
}

struct by_text {
	span (*of)(const struct view_sk_person *p);
	const struct view_sk_person *sk;
};

static int by_text(const void *pa, const void *pb, void *ctx)
{
	const struct by_text *x = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	int c = padan_span_cmp(x->of(&x->sk[a]), x->of(&x->sk[b]));

	return c ? c : (a > b) - (a < b);
}

static int biggest_first(const void *pa, const void *pb)
{
	const struct heap *a = pa, *b = pb;

	if (a->sum.people != b->sum.people)
		return a->sum.people < b->sum.people ? 1 : -1;
	return padan_span_cmp(a->text, b->text);
}

/* The people whom `wanted` lets through, heaped by one text; the largest heap first. */
static bool heap_up(struct page *p, span (*of)(const struct view_sk_person *),
		    bool (*wanted)(const struct view_sk_person *), struct heap **out, size_t *n)
{
	const struct run_view *v = p->in->v;
	struct by_text order = { of, v->sk };
	uint32_t *at = padan_arena_array(&p->arena, v->nsk, sizeof(*at));
	struct heap *h = padan_arena_array(&p->arena, v->nsk, sizeof(*h));
	size_t many = 0;

	*out = h;
	*n = 0;
	if (!at || !h)
		return false;
	for (uint32_t i = 0; i < v->nsk; i++)
		if (wanted(&v->sk[i]))
			at[many++] = i;
	if (many)
		qsort_r(at, many, sizeof(*at), by_text, &order);
	for (size_t i = 0; i < many; i++) {
		span text = of(&v->sk[at[i]]);

		if (!*n || !padan_span_eq(h[*n - 1].text, text))
			h[(*n)++] = (struct heap){ .text = text };
		add_person(&h[*n - 1].sum, &v->sk[at[i]]);
	}
	if (*n)
		qsort(h, *n, sizeof(*h), biggest_first);
	return true;
}

static bool leaves(const struct view_sk_person *p)
{
	return p->change == VIEW_KELUAR;
}

static bool stood(const struct view_sk_person *p)
{
	return p->change != VIEW_MASUK;
}

static bool count(struct page *p)
{
	const struct run_view *v = p->in->v;

	for (size_t i = 0; i < v->nsk; i++)
		add_person(&p->change[v->sk[i].change], &v->sk[i]);
	return heap_up(p, reason_of, leaves, &p->reasons, &p->nreasons) &&
	       heap_up(p, decree_of, stood, &p->decrees, &p->ndecrees);
}

/* --- the page ----------------------------------------------------------------------------------------------------- */
static void line(struct page *p, enum pdf_face face, enum pdf_align align, int size)
{
	struct pdf_paragraph how = { .face = face, .align = align, .size = size };

	pdf_paragraph(&p->t, &how, buf_as_span(&p->text));
	buf_clear(&p->text);
}

static void heading(struct page *p, const char *text)
{
	pdf_space(&p->t, 700);
	buf_puts(&p->text, text);
	line(p, PDF_BOLD, PDF_LEFT, BODY + 50);
	pdf_space(&p->t, 200);
}

static void put_title(struct page *p)
{
	char day[32];

	buf_puts(&p->text, "PERBANDINGAN DENGAN KEPUTUSAN TERDAHULU");
	line(p, PDF_BOLD, PDF_CENTRE, 1300);
	buf_span(&p->text, p->in->v->programme->nama);
	line(p, PDF_BOLD, PDF_CENTRE, 1100);
	buf_puts(&p->text, "Perlindungan ");
	say_cover(p->in->v->head.first, p->in->v->head.months, &p->text);
	if (p->in->v->head.run.n) {
		buf_puts(&p->text, " - rancangan ");
		buf_span(&p->text, p->in->v->head.run);
	}
	buf_printf(&p->text, " - %s", date_long(p->in->v->head.papers_date, day));
	line(p, PDF_REGULAR, PDF_CENTRE, BODY);
}

static void say_signed(rupiah v, struct buf *out)
{
	buf_puts(out, v.rp > 0 ? "+" : "");
	say_number(v.rp, out);
}

static void put_row(struct page *p, span title, const struct sum *s, bool total)
{
	size_t end[5];
	span cells[5];

	buf_clear(&p->text);
	buf_span(&p->text, title);
	end[0] = p->text.n;
	say_number(s->people, &p->text);
	end[1] = p->text.n;
	say_number(s->before.rp, &p->text);
	end[2] = p->text.n;
	say_number(s->after.rp, &p->text);
	end[3] = p->text.n;
	say_signed(rp(s->after.rp - s->before.rp), &p->text);
	end[4] = p->text.n;
	for (int i = 0; i < 5 && !p->text.failed; i++)
		cells[i] = (span){ p->text.p + (i ? end[i - 1] : 0), end[i] - (i ? end[i - 1] : 0) };
	if (!p->text.failed)
		(total ? pdf_table_total : pdf_table_row)(&p->t, cells);
	buf_clear(&p->text);
}

static void put_changes(struct page *p)
{
	static const struct pdf_column columns[] = { { "Perubahan", PDF_MM(50), PDF_LEFT },
						     { "Orang", PDF_MM(22), PDF_RIGHT },
						     { "Semula (Rp)", PDF_MM(34), PDF_RIGHT },
						     { "Menjadi (Rp)", PDF_MM(34), PDF_RIGHT },
						     { "Selisih (Rp)", PDF_MM(35), PDF_RIGHT } };
	static const char *const titles[CHANGES] = {
		[VIEW_TETAP] = "Tetap", [VIEW_KELUAR] = "Keluar", [VIEW_MASUK] = "Masuk"
	};
	struct sum all = { 0 };

	heading(p, "Orang dan rupiah");
	pdf_table_begin(&p->t, columns, 5);
	for (int i = 0; i < CHANGES; i++) {
		put_row(p, padan_span_of(titles[i]), &p->change[i], false);
		all.people += p->change[i].people;
		add(&all.before, p->change[i].before);
		add(&all.after, p->change[i].after);
	}
	put_row(p, SPAN("Jumlah"), &all, true);
	pdf_table_end(&p->t);
}

/* The first `most` heaps, and what is left in one row. */
static void put_heaps(struct page *p, const char *title, const struct heap *h, size_t n, size_t most)
{
	struct pdf_column columns[] = { { title, PDF_MM(119), PDF_LEFT },
					{ "Orang", PDF_MM(22), PDF_RIGHT },
					{ "Semula (Rp)", PDF_MM(34), PDF_RIGHT } };
	struct sum rest = { 0 };
	char people[40], money[40], others[64];

	pdf_table_begin(&p->t, columns, 3);
	for (size_t i = 0; i < n && i < most; i++) {
		span text = h[i].text;

		if (text.n > REASON_BYTES) /* one page: the whole sentence stands in the workbook */
			text.n = REASON_BYTES;
		while (text.n < h[i].text.n && text.n && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
			text.n--;
		pdf_table_row(&p->t,
			      (const span[]){ text, padan_span_of(rupiah_format(rp(h[i].sum.people), people) + 2),
					      padan_span_of(rupiah_format(h[i].sum.before, money) + 2) });
	}
	for (size_t i = most; i < n; i++) {
		rest.people += h[i].sum.people;
		add(&rest.before, h[i].sum.before);
	}
	if (n > most) {
		snprintf(others, sizeof(others), "%zu lainnya", n - most);
		pdf_table_row(&p->t, (const span[]){ padan_span_of(others),
						     padan_span_of(rupiah_format(rp(rest.people), people) + 2),
						     padan_span_of(rupiah_format(rest.before, money) + 2) });
	}
	pdf_table_end(&p->t);
}

static void put_page(struct page *p)
{
	put_title(p);
	put_changes(p);
	heading(p, "Alasan keluar yang terbanyak");
	if (p->nreasons)
		put_heaps(p, "Alasan", p->reasons, p->nreasons, REASONS);
	else
		buf_puts(&p->text, "Tidak ada yang keluar."), line(p, PDF_REGULAR, PDF_LEFT, BODY);
	heading(p, "Keputusan terdahulu yang dibandingkan");
	put_heaps(p, "Nomor", p->decrees, p->ndecrees, DECREES);
	pdf_space(&p->t, 500);
	buf_puts(&p->text, "Nama orang per orang dengan alasannya ada pada perbandingan_sk.xlsx. Yang masih dilindungi "
			   "keputusan terdahulu dihitung tetap.");
	line(p, PDF_REGULAR, PDF_LEFT, BODY);
}

int paper_comparison_pdf(const struct paper_env *in, const char *path, uint32_t file, struct err *e)
{
	struct pdf_spec spec = { .width = PDF_F4_SHORT,
				 .height = PDF_F4_LONG,
				 .title = "Perbandingan dengan keputusan terdahulu",
				 .foot = "Perbandingan dengan keputusan terdahulu",
				 .day = in->v->head.papers_date };
	struct page p = { .in = in };
	struct pdf_out *pdf;
	bool counted;
	int rc = pdf_open(&pdf, in->seams, path, &spec, e);

	(void)file;
	if (rc)
		return rc;
	buf_init(&p.text, in->seams->alloc, LIM_RECORD);
	padan_arena_init(&p.arena, in->seams->alloc, 0);
	pdf_sheet_begin(&p.t, pdf, PDF_MM(20), TABLE);
	counted = count(&p);
	if (counted)
		put_page(&p);
	counted = counted && !p.text.failed;
	buf_done(&p.text);
	padan_arena_done(&p.arena);
	if (!counted) {
		pdf_abandon(pdf);
		return err_memory(e, path);
	}
	return pdf_close(pdf, e);
}

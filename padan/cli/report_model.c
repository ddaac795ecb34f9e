/* SPDX-License-Identifier: EUPL-1.2
 *
 * What was compared and how much each outcome weighs. Charts are drawn here as SVG that stretches with the page; their
 * labels and figures are text beside them, so that they stay legible on a telephone and for a screen reader.
 */
#include "report.h"
#include <math.h>

enum { LEVELS = 16 };

static const char *event_phrase(unsigned event)
{
	static const char *const words[] = { "kata tanpa pasangan (kiri)",
					     "kata sama",
					     "kata sebunyi",
					     "kata mirip",
					     "singkatan",
					     "ditulis serangkai",
					     "kata tanpa pasangan (kanan)" };

	return words[event];
}

static bool is_bag(enum padan_kind k)
{
	return k == PADAN_NAME || k == PADAN_TEXT;
}

/* --- the plan ----------------------------------------------------------------------------------------- */

static void put_column(FILE *f, const struct evidence *e, unsigned c)
{
	static const char *const why[] = { "dari nama kolom", "dari isinya", "menurut model" };
	struct padan_ingredient in;

	padan_recipe_ingredient(e->recipe, c, &in);
	fputs("<tr><th scope=row>", f);
	put_column_name(f, e, c, true);
	fputs("</th><td data-l=\"Kolom asal\">", f);
	for (unsigned i = 0; i < in.n_sources; i++) {
		fputs(i ? " + <code>" : "<code>", f);
		put_text(f, in.source[i]);
		fputs("</code>", f);
	}
	fprintf(f, "</td><td data-l=\"Isi\">%s <span class=q>(%s)</span></td><td data-l=\"Bergantung pada\">",
		padan_what_word(in.what), why[in.why]);
	if (!e->schema->column[c].under)
		fputs("–", f);
	for (unsigned i = 0, n = 0; i < e->schema->n_columns; i++)
		if (e->schema->column[c].under >> i & 1) {
			fputs(n++ ? ", " : "", f);
			put_column_name(f, e, i, true);
		}
	fputs("</td></tr>\n", f);
}

static void put_rules(FILE *f, const struct evidence *e)
{
	fputs("<details><summary>Aturan calon pasangan</summary><p>Dua baris dibandingkan bila sama dalam salah satu "
	      "dari ini; "
	      "yang tertajam lebih dulu.</p><ol class=rules>\n",
	      f);
	for (unsigned i = 0; i < e->schema->n_rules; i++) {
		fputs("<li>", f);
		for (unsigned p = 0; p < e->schema->rule[i].n; p++) {
			fprintf(f, "%s%s <b>", p ? " dan " : "", padan_token_phrase(e->schema->rule[i].part[p].token));
			put_column_name(f, e, e->schema->rule[i].part[p].column, true);
			fputs("</b>", f);
		}
		fputs("</li>\n", f);
	}
	fputs("</ol></details>\n", f);
}

static void put_omissions(FILE *f, const struct evidence *e)
{
	static const char *const why[] = { "diminta tidak dilihat",	  "kosong",
					   "semua isinya sama",		  "nomor baris",
					   "sudah termuat di kolom lain", "sudah 16 pembanding" };

	if (!padan_recipe_omissions(e->recipe))
		return;
	fputs("<p>Tidak dibandingkan: ", f);
	for (unsigned i = 0; i < padan_recipe_omissions(e->recipe); i++) {
		struct padan_omission o = padan_recipe_omission(e->recipe, i);

		fputs(i ? ", <code>" : "<code>", f);
		put_text(f, o.head);
		fprintf(f, "</code> (%s)", why[o.why]);
	}
	fputs(".</p>\n", f);
}

void report_plan(FILE *f, const struct evidence *e)
{
	fputs("<section id=rencana><h2>Rencana</h2>\n<p>", f);
	fputs(e->args->model ? "Kolom, aturan dan bobot diambil dari berkas model. "
			     : "Kolom dikenali dari nama dan isinya; m ditaksir dengan EM atas pola kecocokan, u dari "
			       "pasangan "
			       "acak atau bentuk tertutup, tanpa pengaturan. ",
	      f);
	fputs("Nilai dan kata yang jarang lebih berbobot. Kolom yang bergantung pada kolom lain hanya menambah yang "
	      "belum "
	      "dikatakan kolom itu.</p>\n<div class=scroll><table class=cards><thead><tr><th scope=col>Pembanding<th "
	      "scope=col>Kolom asal<th scope=col>Isi<th scope=col>Bergantung pada</tr></thead><tbody>\n",
	      f);
	for (unsigned c = 0; c < e->schema->n_columns; c++)
		put_column(f, e, c);
	fputs("</tbody></table></div>\n", f);
	put_omissions(f, e);
	put_rules(f, e);
	fputs("</section>\n", f);
}

/* --- weights ------------------------------------------------------------------------------------------- */

/* A bar from the middle to the right (for) or to the left (against); scale: bits at the end. */
static void put_bar(FILE *f, double bits, double scale)
{
	double w = fabs(bits) / scale * 50;

	w = w > 50 ? 50 : w;
	fprintf(f,
		"<svg class=bar viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><rect x=49.8 width=.4 "
		"height=10 "
		"class=ax /><rect x=\"%.2f\" y=1 width=\"%.2f\" height=8 class=%s /></svg>",
		bits < 0 ? 50 - w : 50.0, w, bits < 0 ? "no" : "yes");
}

static void put_weight_row(FILE *f, const char *what, double m, double u, double scale)
{
	double bits = m > 0 && u > 0 ? log2(m / u) : 0;

	fprintf(f, "<div class=row role=row><span role=cell class=lab>%s</span><span role=cell>", what);
	put_bar(f, bits, scale);
	fputs("</span><span role=cell class=num>", f);
	put_signed(f, bits);
	fputs("</span></div>\n", f);
}

/* What a level's chart shows of it: NIKs with another birth date stand apart. */
static bool shown(const struct evidence *e, unsigned c, unsigned level)
{
	return e->model->m[c][level] > 0 && e->model->u[c][level] > 0;
}

static void level_name(char out[160], enum padan_kind k, unsigned level)
{
	snprintf(out, 160, "%s%s", padan_level_phrase(k, level),
		 k != PADAN_NIK		       ? ""
		 : level > PADAN_LN_GIVEN_DATE ? ", tanggal lahir sama"
					       : ", tanggal lahir lain");
}

static void put_levels(FILE *f, const struct evidence *e, unsigned c, double scale)
{
	enum padan_kind k = e->schema->column[c].kind;
	char name[160];

	fputs("<h3>", f);
	put_column_name(f, e, c, true);
	fputs("</h3><div class=chart role=table>\n", f);
	for (unsigned v = 1; is_bag(k) && v <= PADAN_W_RIGHT_ONLY; v++)
		if (v != PADAN_W_EQUAL && v != PADAN_W_SOUND)
			put_weight_row(f, event_phrase(v), e->model->word_m[c][v], e->model->word_u[c][v], scale);
	if (is_bag(k)) {
		put_weight_row(f, event_phrase(PADAN_W_LEFT_ONLY), e->model->word_m[c][0], e->model->word_u[c][0],
			       scale);
		put_weight_row(f, "tidak ada kata yang sama", e->model->m[c][PADAN_LB_NONE],
			       e->model->u[c][PADAN_LB_NONE], scale);
	}
	for (unsigned l = 1; !is_bag(k) && l < LEVELS; l++)
		if (shown(e, c, l)) {
			level_name(name, k, l);
			put_weight_row(f, name, e->model->m[c][l], e->model->u[c][l], scale);
		}
	fputs("</div>\n", f);
	if (is_bag(k))
		fputs("<p class=q>Kata yang sama atau sebunyi berbobot sesuai kelangkaannya: yang dipakai 1 dari 1.000 "
		      "orang +10, 1 "
		      "dari 30 orang +5.</p>\n",
		      f);
	else if (k != PADAN_NIK && k != PADAN_SEX)
		fputs("<p class=q>\"Sama\" adalah rata-rata; nilai yang langka lebih berbobot, yang umum kurang.</p>\n",
		      f);
}

static void put_share(FILE *f, double share, const char *class)
{
	fprintf(f,
		"<svg class=mu viewBox=\"0 0 100 6\" preserveAspectRatio=none aria-hidden=true><rect width=100 "
		"height=6 class=bg "
		"/><rect width=\"%.2f\" height=6 class=%s /></svg><span class=num>",
		share * 100 > 100 ? 100 : share * 100, class);
	put_percent(f, share);
	fputs("</span>", f);
}

static void put_m_u(FILE *f, const struct evidence *e, unsigned c)
{
	char name[160];

	fputs("<h3>", f);
	put_column_name(f, e, c, true);
	fputs("</h3><div class=chart role=table>\n", f);
	for (unsigned l = 1; l < LEVELS; l++) {
		if (!shown(e, c, l))
			continue;
		level_name(name, e->schema->column[c].kind, l);
		fprintf(f,
			"<div class=\"row mur\" role=row><span role=cell class=lab>%s</span><span role=cell "
			"class=pair><i>m</i>",
			name);
		put_share(f, e->model->m[c][l], "m");
		fputs("</span><span role=cell class=pair><i>u</i>", f);
		put_share(f, e->model->u[c][l], "u");
		fputs("</span></div>\n", f);
	}
	fputs("</div>\n", f);
}

void report_weights(FILE *f, const struct evidence *e)
{
	fputs("<section id=bobot><h2>Bobot kecocokan</h2>\n<p>Satu bit menggandakan peluang bahwa dua baris adalah "
	      "orang yang sama; "
	      "ke kanan mendukung, ke kiri membantah. Peluang awal, sebelum ada yang dibandingkan: ",
	      f);
	put_signed(f, e->prior_bits);
	fputs(" bit. Panjang batang: 15 bit sampai ke tepi.</p>\n<div class=cols>", f);
	for (unsigned c = 0; c < e->schema->n_columns; c++) {
		fputs("<div>", f);
		put_levels(f, e, c, 15);
		fputs("</div>\n", f);
	}
	fputs("</div>\n<details><summary>m dan u: seberapa sering tiap keadaan muncul</summary><p><b>m</b>: di antara "
	      "pasangan "
	      "orang yang sama; <b>u</b>: di antara dua orang yang berbeda. Bobotnya log₂(m/u).</p><div class=cols>",
	      f);
	for (unsigned c = 0; c < e->schema->n_columns; c++) {
		fputs("<div>", f);
		put_m_u(f, e, c);
		fputs("</div>\n", f);
	}
	fputs("</div></details></section>\n", f);
}

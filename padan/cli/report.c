/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page: one file, nothing fetched from anywhere, legible without JavaScript.
 */
#include "report.h"
#include <math.h>
#include <stdlib.h>

static const char style[] =
	":root{--ink:#1b2430;--q:#5b6775;--line:#dde3ea;--bg:#f6f8fa;--card:#fff;--yes:#1f7a5c;--no:#b3402e;--pri:#"
	"7b8794;--"
	"acc:#14507a;--m:#1f7a5c;--u:#c98a1b}"
	"*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 "
	"system-ui,-apple-system,'Segoe "
	"UI',Roboto,'Noto Sans',sans-serif}"
	"header{background:var(--acc);color:#fff;padding:1.4rem 1rem}header div,main,nav ul{max-width:70rem;margin:0 "
	"auto}"
	"h1{margin:0;font-size:1.5rem;line-height:1.25}header p{margin:.35rem 0 0;opacity:.92;overflow-wrap:anywhere}"
	"nav{background:#fff;border-bottom:1px solid var(--line);padding:0 1rem;position:sticky;top:0;z-index:1}nav "
	"ul{display:flex;gap:1.2rem;list-style:none;padding:0;overflow-x:auto}nav a{display:block;padding:.7rem "
	"0;color:var(--acc);text-decoration:none;white-space:nowrap}nav a:hover,nav a:focus{text-decoration:underline}"
	"main{padding:1rem}section{background:var(--card);border:1px solid "
	"var(--line);border-radius:.6rem;padding:1rem 1.2rem "
	"1.2rem;margin:0 0 1rem;scroll-margin-top:3.2rem}"
	"h2{font-size:1.2rem;margin:.1rem 0 .5rem}h3{font-size:1rem;margin:1.1rem 0 .35rem}p{margin:.4rem 0 "
	".8rem;max-width:62rem}.q{color:var(--q);font-size:.9rem}code{font-size:.9em;background:#eef2f6;border-radius:."
	"25rem;"
	"padding:.05rem .3rem;overflow-wrap:anywhere}"
	".tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.8rem;margin:.6rem 0 "
	"1rem}.tile{border:"
	"1px solid var(--line);border-radius:.5rem;padding:.7rem .8rem}.tile "
	"b{display:block;font-size:1.45rem;line-height:1.2}."
	"tile span{color:var(--q);font-size:.9rem}"
	"table{border-collapse:collapse;width:100%;font-size:.95rem}caption{text-align:left;color:var(--q);font-size:."
	"9rem;padding:"
	".2rem 0 .4rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid "
	"var(--line);vertical-align:top;overflow-"
	"wrap:anywhere}thead th{font-size:.85rem;color:var(--q);font-weight:600;border-bottom:2px solid "
	"var(--line);overflow-wrap:"
	"normal}tr.on{background:#eaf3f9}.tag{background:var(--acc);color:#fff;border-radius:1rem;padding:.05rem "
	".5rem;font-size:.75rem;font-weight:600}.scroll{overflow-x:auto}"
	".cols{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,28rem),1fr));gap:0 "
	"2rem}.chart{display:grid;gap:"
	".15rem}.row{display:grid;grid-template-columns:minmax(8rem,2fr) 3fr "
	"3.4rem;gap:.6rem;align-items:center;font-size:.9rem}."
	"row "
	".bar{width:100%;height:1rem;display:block;background:#f1f4f7;border-radius:.2rem}.num{text-align:right;font-"
	"variant-"
	"numeric:tabular-nums;white-space:nowrap}.neg{color:var(--no)}.yes{fill:var(--yes)}.no{fill:var(--no)}.pri{"
	"fill:var(--pri)}"
	".ax{fill:#9aa6b2}.bg{fill:#f1f4f7}rect.m{fill:var(--m)}rect.u{fill:var(--u)}.sum{border-top:1px solid "
	"var(--line);font-weight:600;padding-top:.2rem}"
	".mur{grid-template-columns:minmax(8rem,2fr) 2.2fr 2.2fr}.pair{display:grid;grid-template-columns:.8rem 1fr "
	"4.2rem;gap:.3rem;align-items:center}.mu{width:100%;height:.7rem;display:block}"
	".hist{width:100%;height:13rem;display:block;background:#fbfcfd;border:1px solid "
	"var(--line);border-radius:.4rem}.ends{"
	"display:flex;justify-content:space-between;color:var(--q);font-size:.85rem}.key{display:flex;flex-wrap:wrap;"
	"gap:.3rem "
	"1.2rem;font-size:.9rem;margin:.4rem 0}.key "
	"i{display:inline-block;width:.8rem;height:.8rem;border-radius:.2rem;margin-"
	"right:.35rem}"
	"details{margin:.4rem 0}summary{cursor:pointer}details>summary:focus-visible{outline:2px solid "
	"var(--acc);outline-offset:2px}.pr{border:1px solid var(--line);border-radius:.5rem;padding:.5rem "
	".7rem}.pr[open]{background:#fcfdfe}.pr "
	".sent{display:block;color:var(--q);font-size:.9rem;overflow-wrap:anywhere}.pill{display:inline-block;min-"
	"width:4.6rem;text-align:center;border-"
	"radius:1rem;padding:.05rem "
	".5rem;font-size:.85rem;font-weight:600;color:#fff}.pill.ok{background:var(--yes)}.pill.out{"
	"background:var(--no)}.two{margin:.5rem 0}mark{background:#ffe08a;padding:0 "
	".1rem}.rules{columns:22rem;padding-left:1.4rem}"
	".find{display:block;margin:.4rem 0}.find input{font:inherit;padding:.35rem .5rem;border:1px solid "
	"#8a97a5;border-radius:.35rem;width:min(100%,20rem)}"
	"@media(max-width:40rem){section{padding:.8rem .8rem 1rem}.row{grid-template-columns:minmax(6.2rem,1.3fr) 1fr "
	"3rem;gap:.4rem;font-size:.85rem}.mur{grid-template-columns:1fr 1fr}.mur "
	".lab{grid-column:1/-1;font-weight:600}.pair{grid-"
	"template-columns:.8rem 1fr 3.6rem}table.cards thead{position:absolute;left:-999rem}table.cards "
	"tr{display:block;border-"
	"bottom:2px solid var(--line);padding:.35rem 0}table.cards th,table.cards "
	"td{display:flex;justify-content:space-between;gap:"
	"1rem;border:0;padding:.15rem 0;text-align:right}table.cards th{font-size:1rem;text-align:left}table.cards "
	"td::before{content:attr(data-l);color:var(--q);text-align:left;flex:none}table.two{font-size:.85rem}table.two "
	"th,table.two "
	"td{padding:.3rem .35rem}}"
	"@media print{nav,.find{display:none}body{background:#fff}section{break-inside:avoid-page;border:0}}";

/* Only a comfort: hides the pairs whose summary does not hold what was typed. */
static const char script[] =
	"document.getElementById('cari').addEventListener('input',function(){var q=this.value.toLowerCase(),"
	"d=document.querySelectorAll('details.pr');for(var i=0;i<d.length;i++)d[i].hidden=q!==''&&"
	"d[i].querySelector('summary').textContent.toLowerCase().indexOf(q)<0})";

/* The file's own name: where it lies is nobody's business. */
static void put_name(FILE *f, const struct padan_table *t)
{
	const char *name = padan_table_name(t), *slash = strrchr(name, '/');

	put_text(f, slash ? slash + 1 : name);
}

static void put_head(FILE *f, const struct evidence *e)
{
	fputs("<!DOCTYPE html>\n<html lang=id><head><meta charset=utf-8><meta name=viewport "
	      "content=\"width=device-width,initial-scale=1\"><meta http-equiv=Content-Security-Policy "
	      "content=\"default-src "
	      "'none';style-src 'unsafe-inline';script-src "
	      "'sha256-ZFrliCTr+4w+S92RxUOmJPPTy4hXaZJMzHpH5KaCts0='\"><meta name=referrer "
	      "content=no-referrer><title>Laporan padan: ",
	      f);
	put_name(f, e->left);
	fprintf(f, "</title><style>%s</style></head><body>\n<header><div><h1>%s</h1><p>", style,
		e->one_table ? "Laporan pencarian data ganda" : "Laporan pemadanan");
	put_name(f, e->left);
	if (!e->one_table) {
		fputs(" ↔ ", f);
		put_name(f, e->right);
	}
	fputs("</p></div></header>\n<nav aria-label=Bagian><ul><li><a href=#ringkasan>Ringkasan</a><li><a "
	      "href=#ketepatan>Ketepatan</a><li><a href=#sebaran>Sebaran</a><li><a href=#bobot>Bobot</a><li><a "
	      "href=#rencana>Rencana</a><li><a href=#pasangan>Pasangan</a></ul></nav>\n<main>\n",
	      f);
}

static void put_tile(FILE *f, double x, const char *what)
{
	fputs("<div class=tile><b>", f);
	put_decimal(f, x, 0);
	fprintf(f, "</b><span>%s</span></div>\n", what);
}

static size_t in_zone(const struct evidence *e)
{
	size_t n = 0;

	for (size_t i = 0; i < e->n; i++)
		n += e->pair[i].ppm > 20000 && e->pair[i].ppm < 980000;
	return n;
}

static void put_summary(FILE *f, const struct evidence *e)
{
	struct errors x;

	errors_at(e, e->args->threshold_ppm, &x);
	fputs("<section id=ringkasan><h2>Ringkasan</h2><div class=tiles>\n", f);
	put_tile(f, e->one_table ? (double)padan_table_rows(e->left) : e->left_rows,
		 e->one_table ? "baris" : "baris kiri");
	if (!e->one_table)
		put_tile(f, e->right_rows, "baris kanan");
	put_tile(f, (double)e->compared, "pasangan dibandingkan");
	put_tile(f, (double)e->linked, e->one_table ? "pasangan ganda" : "pasangan padan");
	if (e->one_table)
		put_tile(f, (double)e->clusters, "orang yang tercatat lebih dari sekali");
	put_tile(f, (double)in_zone(e), "pasangan di zona tinjauan (2–98 %)");
	fputs("</div>\n<p>Pada ambang ", f);
	put_decimal(f, e->args->threshold_ppm / 1e6, 2);
	fputs(" diperkirakan <b>", f);
	put_decimal(f, x.wrong.mid, 1);
	fputs("</b> pasangan salah padan dan <b>", f);
	put_decimal(f, x.missed.mid, 1);
	fputs("</b> pasangan terlewat di antara yang dibandingkan. Selengkapnya pada <a href=#ketepatan>kartu "
	      "ketepatan</a>.",
	      f);
	if (padan_recipe_labels(e->recipe))
		fprintf(f, " %zu pasangan sudah diputuskan orang.", padan_recipe_labels(e->recipe));
	fputs("</p></section>\n", f);
}

/* --- the distribution of weights --------------------------------------------------------------------------- */

enum { BINS = 48, TALL = 180 };

struct histogram {
	size_t all[BINS], most;
	double same[BINS], low, high; /* bits, prior included; same: expected true pairs */
};

static double bits_of(const struct evidence *e, const struct scored *s)
{
	return s->weight / 1000.0 + e->prior_bits;
}

static void fill(const struct evidence *e, struct histogram *h)
{
	*h = (struct histogram){ .low = -2, .high = 2 };
	for (size_t i = 0; i < e->n; i++) {
		h->low = fmin(h->low, bits_of(e, &e->pair[i]));
		h->high = fmax(h->high, bits_of(e, &e->pair[i]));
	}
	h->low = fmax(h->low, -30);
	h->high = fmin(h->high, 60);
	for (size_t i = 0; i < e->n; i++) {
		double at = (bits_of(e, &e->pair[i]) - h->low) / (h->high - h->low) * BINS;
		int bin = at < 0 ? 0 : at >= BINS ? BINS - 1 : (int)at;

		h->all[bin]++;
		h->same[bin] += e->pair[i].ppm / 1e6;
		h->most = h->all[bin] > h->most ? h->all[bin] : h->most;
	}
}

static double bits_at(uint32_t ppm)
{
	double p = ppm / 1e6;

	return p >= 1 ? 40 : log2(p / (1 - p));
}

static void put_histogram(FILE *f, const struct evidence *e, const struct histogram *h)
{
	double wide = 960.0 / BINS, scale = 960 / (h->high - h->low), zone = (bits_at(20000) - h->low) * scale,
	       zone_end = (bits_at(980000) - h->low) * scale, cut = (bits_at(e->args->threshold_ppm) - h->low) * scale;

	zone = zone < 0 ? 0 : zone;
	fprintf(f,
		"<svg class=hist viewBox=\"0 0 960 200\" preserveAspectRatio=none role=img aria-label=\"Sebaran bobot "
		"pasangan\"><rect "
		"x=\"%.1f\" width=\"%.1f\" height=200 fill=\"#fff3d6\" />",
		zone, fmax(0, fmin(960, zone_end) - zone));
	for (unsigned i = 0; i < BINS; i++) {
		/* The square root, so that the few doubtful ones can be seen beside the many sure ones. */
		double tall = h->most ? TALL * sqrt((double)h->all[i] / (double)h->most) : 0;
		double share = h->all[i] ? h->same[i] / (double)h->all[i] : 0;

		if (h->all[i])
			fprintf(f,
				"<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=no /><rect "
				"x=\"%.1f\" y=\"%.1f\" "
				"width=\"%.1f\" height=\"%.1f\" class=yes />",
				i * wide + .5, 200 - tall, wide - 1, tall * (1 - share), i * wide + .5,
				200 - tall * share, wide - 1, tall * share);
	}
	fprintf(f, "<rect x=\"%.1f\" width=2 height=200 fill=\"#14507a\" /></svg>\n", fmax(0, fmin(958, cut)));
}

static void put_spread(FILE *f, const struct evidence *e)
{
	struct histogram h;

	fill(e, &h);
	fputs("<section id=sebaran><h2>Sebaran bobot</h2>\n<p>Tiap batang: banyaknya pasangan dengan bobot sekian bit, "
	      "peluang awal "
	      "sudah dihitung (tingginya akar kuadrat, agar yang sedikit pun terlihat). Nol bit berarti 50 %.</p>\n",
	      f);
	put_histogram(f, e, &h);
	fputs("<div class=ends><span>", f);
	put_signed(f, h.low);
	fputs(" bit</span><span>", f);
	put_signed(f, (h.low + h.high) / 2);
	fputs("</span><span>", f);
	put_signed(f, h.high);
	fputs(" bit</span></div><div class=key><span><i style=\"background:#1f7a5c\"></i>diperkirakan orang yang "
	      "sama</span><span><i "
	      "style=\"background:#b3402e\"></i>diperkirakan orang lain</span><span><i "
	      "style=\"background:#fff3d6;border:1px solid "
	      "#e0c98a\"></i>zona tinjauan 2–98 %</span><span><i "
	      "style=\"background:#14507a\"></i>ambang</span></div>\n",
	      f);
	if (!e->one_table || e->possible > 1e6)
		fputs("<p class=q>Pasangan yang peluangnya sangat kecil tidak disimpan, dan tidak tampak di "
		      "sini.</p>\n",
		      f);
	fputs("</section>\n", f);
}

int report_write(const struct evidence *e, const char *path)
{
	FILE *f = out_open(path);

	if (!f)
		return CLI_MACHINE;
	put_head(f, e);
	put_summary(f, e);
	report_accuracy(f, e);
	put_spread(f, e);
	report_weights(f, e);
	report_plan(f, e);
	report_clusters(f, e);
	report_pairs(f, e);
	fprintf(f,
		"<p class=q>Dibuat oleh padan %s. Berkas ini memuat data pribadi; simpan dan kirim "
		"seperlunya.</p>\n</main><script>%s</script></body></html>\n",
		padan_version(), script);
	return out_close(f, path);
}

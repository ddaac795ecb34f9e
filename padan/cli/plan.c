/* SPDX-License-Identifier: EUPL-1.2
 *
 * The plan in words: what was chosen, and why.
 */
#include "cli.h"
#include <padan/source.h>

static void print_sources(const struct padan_ingredient *in, FILE *out)
{
	for (unsigned i = 0; i < in->n_sources; i++)
		fprintf(out, "%s %s", i ? " +" : "", in->source[i]);
	if (in->date_parts)
		fputs(" (tahun, bulan, hari)", out);
	else if (in->n_sources > 1)
		fputs(" (urutannya tidak penting)", out);
}

static void print_levels(enum padan_kind k, FILE *out)
{
	static const char *const bag =
		"per kata: sama, bunyinya sama, mirip (1-2 huruf), singkatan, ditulis serangkai, tanpa pasangan";
	static const char *const words[] = {
		[PADAN_NIK] = "sama, sama sejauh terbaca, 1 angka lain, nomor urut lain, tertukar nomor KK, wilayah "
			      "lain, beda; dinilai "
			      "bersyarat tanggal lahir",
		[PADAN_DATE] =
			"sama, hari dan bulan terbalik, 1 bagian lain, tahunnya sama, tanggal bawaan, berdekatan, beda",
		[PADAN_SEX] = "sama, beda",
		[PADAN_CARD] = "sama, 1 angka lain, beda",
		[PADAN_KEY] = "sama, 1 huruf atau angka lain, beda",
		[PADAN_PLACE] = "sama, mirip (Jaro-Winkler dari 0,92), beda; yang langka lebih berbobot",
		[PADAN_VALUE] = "sama, 1 huruf atau angka lain, beda; yang langka lebih berbobot",
	};

	fprintf(out, "      tingkat: %s\n", k == PADAN_NAME || k == PADAN_TEXT ? bag : words[k]);
}

static void print_u(enum padan_kind k, FILE *out)
{
	static const char *const frequency = "u dari frekuensi nilainya dan pasangan acak",
				 *const closed = "u dihitung: kira-kira 1/N";

	fprintf(out, "      %s; m dengan EM\n",
		k == PADAN_NIK
			? "u dihitung (1/N) dan dari pasangan yang lahir sehari; nama memutuskan nomor yang rusak"
		: k == PADAN_CARD || k == PADAN_KEY ? closed
		: k == PADAN_SEX		    ? "u dari pasangan acak"
						    : frequency);
}

static void print_under(const struct padan_recipe *r, unsigned c, FILE *out)
{
	const struct padan_schema *s = padan_recipe_schema(r);
	const char *sep = "";

	if (!s->column[c].under)
		return;
	fputs("      dinilai bersama ", out);
	for (unsigned i = 0; i < s->n_columns; i++)
		if (s->column[c].under >> i & 1) {
			fprintf(out, "%s%s", sep, s->column[i].label);
			sep = ", ";
		}
	fputs(": yang sudah dikatakan kolom itu tidak dihitung lagi\n", out);
}

static void print_column(const struct padan_recipe *r, unsigned c, FILE *out)
{
	static const char *const why[] = { "dari namanya", "dari isinya", "menurut model" };
	struct padan_ingredient in;

	padan_recipe_ingredient(r, c, &in);
	fprintf(out, "  %-16s %-20s dari", in.label, padan_what_word(in.what));
	print_sources(&in, out);
	fprintf(out, " (dikenali %s; dibandingkan sebagai %s)\n", why[in.why], padan_kind_word(in.kind));
	print_levels(in.kind, out);
	print_u(in.kind, out);
	print_under(r, c, out);
}

static void print_omissions(const struct padan_recipe *r, FILE *out)
{
	static const char *const why[] = { "diminta tidak dilihat",	  "kosong",
					   "semua isinya sama",		  "nomor baris",
					   "sudah termuat di kolom lain", "sudah 16 pembanding",
					   "tidak ada di berkas lainnya" };

	if (padan_recipe_omissions(r))
		fputs("Tidak dibandingkan:\n", out);
	for (unsigned i = 0; i < padan_recipe_omissions(r); i++) {
		struct padan_omission o = padan_recipe_omission(r, i);

		fprintf(out, "  %s: %s\n", o.head, why[o.why]);
	}
}

static void print_rules(const struct padan_schema *s, FILE *out)
{
	fputs("Calon pasangan: baris yang sama dalam salah satu dari ini, yang tertajam lebih dulu\n", out);
	for (unsigned i = 0; i < s->n_rules; i++) {
		fprintf(out, "  %2u. ", i + 1);
		for (unsigned k = 0; k < s->rule[i].n; k++)
			fprintf(out, "%s%s %s", k ? " dan " : "", padan_token_phrase(s->rule[i].part[k].token),
				s->column[s->rule[i].part[k].column].label);
		fputc('\n', out);
	}
}

static void print_model(const struct padan_recipe *r, FILE *out)
{
	if (padan_recipe_model(r))
		fprintf(out,
			"Model: dari berkas (m, u dan peluang awal tetap; frekuensi nilai dihitung dari data ini)\n"
			"Peluang awal: %.6g\n",
			padan_recipe_model(r)->found);
	else
		fputs("Model: ditaksir dari data ini saja. Peluang awal, m: EM atas cacah pola kecocokan, mulai dari "
		      "tingkat "
		      "kesalahan yang lazim\n"
		      "       pada daftar (setara 60 pasangan); u: bentuk tertutup untuk kunci yang hampir unik, "
		      "selebihnya "
		      "pasangan acak\n"
		      "       menurut isi. Kata dan nilai yang jarang lebih berbobot (frekuensi istilah).\n",
		      out);
	if (padan_recipe_labels(r))
		fprintf(out, "Label dari manusia: %zu pasangan; tidak pernah dibantah\n", padan_recipe_labels(r));
}

static void print_id(const struct padan_table *t, FILE *out)
{
	int id = padan_table_id_column(t);

	if (id >= 0) {
		struct padan_span head = padan_table_head(t, (uint32_t)id);

		fprintf(out, "Pengenal baris: %.*s\n", (int)head.n, head.p);
	} else {
		fputs("Pengenal baris: nomor urut (tidak ada kolom yang nilainya unik)\n", out);
	}
	if (padan_table_id_doubles(t))
		fprintf(out, "  perhatian: %zu baris memakai pengenal yang sudah dipakai baris lain\n",
			padan_table_id_doubles(t));
}

static void print_recipe(const struct padan_recipe *r, FILE *out)
{
	const struct padan_schema *s = padan_recipe_schema(r);

	fputs("Yang dibandingkan:\n", out);
	for (unsigned c = 0; c < s->n_columns; c++)
		print_column(r, c, out);
	print_omissions(r, out);
	print_rules(s, out);
	print_model(r, out);
}

void plan_print(const struct padan_recipe *r, const struct padan_table *t, FILE *out)
{
	fprintf(out, "Berkas: %s, %zu baris, %u kolom\n", padan_table_name(t), padan_table_rows(t),
		padan_table_columns(t));
	print_id(t, out);
	print_recipe(r, out);
}

void plan_print_two(const struct padan_recipe *r, const struct padan_table *few, const struct padan_table *many,
		    bool sampled, FILE *out)
{
	fprintf(out, "Berkas yang diindeks (barisnya lebih sedikit): %s, %zu baris, %u kolom\n", padan_table_name(few),
		padan_table_rows(few), padan_table_columns(few));
	print_id(few, out);
	if (sampled)
		fprintf(out,
			"Berkas yang dialirkan: %s, %u kolom; dikenali dari contoh %zu baris yang diambil di %d tempat "
			"berjarak sama\n",
			padan_table_name(many), padan_table_columns(many), padan_table_rows(many), PADAN_SOURCE_PLACES);
	else
		fprintf(out, "Berkas yang dialirkan: %s, %zu baris, %u kolom\n", padan_table_name(many),
			padan_table_rows(many), padan_table_columns(many));
	print_id(many, out);
	print_recipe(r, out);
}

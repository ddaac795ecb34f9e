/* SPDX-License-Identifier: EUPL-1.2 */
#include "person/person_cases.h"

#include "base/embed.h"
#include <padan/nik.h>
#include <stdio.h>

#define CASES	  "person/person.def"
#define CASE_ROOM person
#include "office/define.inc"

enum { WARNINGS = 512 };

struct nik_stream {
	struct line_source lines;
	struct padan_nik_opt opt;
	int64_t line;
	struct padan_nik nik; /* of the row that was given last; its digits and texts are the row's */
	char serial[8], warnings[WARNINGS];
	span provinces, regencies, districts;
};

/* The name behind `code` in a table of idn-area-data: rows sorted by code, the name in the last column. */
static span name_of(span table, const char *code)
{
	size_t lo = 0, hi = table.n, n = strlen(code);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2, from = mid, to = mid;
		int c;

		while (from > lo && table.p[from - 1] != '\n')
			from--;
		while (to < table.n && table.p[to] != '\n')
			to++;
		c = to - from < n ? 1 : memcmp(table.p + from, code, n);
		if (from == 0 || c < 0) {
			lo = to + 1; /* the heading sorts before every code */
		} else if (c > 0 || table.p[from + n] != ',') {
			hi = from;
		} else {
			span row = { table.p + from, to - from };
			const char *comma = memrchr(row.p, ',', row.n);
			span name = { comma + 1, row.n - (size_t)(comma + 1 - row.p) };

			return span_trim(name);
		}
	}
	return (span){ NULL, 0 };
}

static const struct {
	unsigned flag;
	const char *text;
} warnings[] = {
	{ PADAN_NIK_EMPTY, "kosong" },
	{ PADAN_NIK_NOT_DIGITS, "bukan angka" },
	{ PADAN_NIK_SHORT, "kurang dari 16 angka" },
	{ PADAN_NIK_LONG, "lebih dari 16 angka" },
	{ PADAN_NIK_EXPONENT, "rusak oleh Excel (tertulis E+15)" },
	{ PADAN_NIK_CUT15, "angka ke-16 mungkin hilang" },
	{ PADAN_NIK_LETTERS, "ada huruf yang dibaca sebagai angka" },
	{ PADAN_NIK_PUNCT, "ada tanda baca yang dibuang" },
	{ PADAN_NIK_TEMPORARY, "nomor sementara aplikasi desa (diawali 0)" },
	{ PADAN_NIK_SAME_DIGITS, "semua angkanya sama" },
	{ PADAN_NIK_SERIAL0, "nomor urut 0000" },
	{ PADAN_NIK_BAD_DATE, "tanggal lahir tidak ada" },
	{ PADAN_NIK_BAD_REGION, "kode wilayah tidak mungkin" },
};

static void warn(struct nik_stream *s, const char *text)
{
	size_t n = strlen(s->warnings);

	snprintf(s->warnings + n, sizeof(s->warnings) - n, "%s%s", n ? "; " : "", text);
}

static void fill_region(struct nik_stream *s, struct nik_row *row)
{
	const char *d = s->nik.digits;
	char code[16];

	snprintf(code, sizeof(code), "%.2s", d);
	row->provinsi = name_of(s->provinces, code);
	snprintf(code, sizeof(code), "%.2s.%.2s", d, d + 2);
	row->kabupaten = name_of(s->regencies, code);
	snprintf(code, sizeof(code), "%.2s.%.2s.%.2s", d, d + 2, d + 4);
	row->kecamatan = name_of(s->districts, code);
	if (s->nik.flags & PADAN_NIK_BAD_REGION)
		return;
	if (!row->provinsi.n)
		warn(s, "provinsi tidak dikenal");
	else if (!row->kabupaten.n)
		warn(s, "kabupaten/kota tidak ada dalam daftar sekarang (mungkin kode lama)");
	else if (!row->kecamatan.n)
		warn(s, "kecamatan tidak ada dalam daftar sekarang (mungkin kode lama)");
}

static int nik_next(void *ctx, void *into, struct err *e)
{
	struct nik_stream *s = ctx;
	struct nik_row *row = into;
	span line;
	int got = s->lines.next(s->lines.ctx, &line, e);

	if (got <= 0)
		return got;
	*row = (struct nik_row){ .baris = ++s->line, .lahir = DATE_NONE };
	s->warnings[0] = '\0';
	padan_nik_parse(&s->nik, line, &s->opt);
	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++)
		if (s->nik.flags & warnings[i].flag)
			warn(s, warnings[i].text);
	if (s->nik.n >= 6)
		fill_region(s, row);
	if (s->nik.flags & PADAN_NIK_BIRTH) {
		row->lahir = date_of(s->nik.year, s->nik.month, s->nik.day);
		row->kelamin = s->nik.female ? SPAN("P") : SPAN("L");
	}
	if (s->nik.n >= 16 && !(s->nik.flags & PADAN_NIK_EXPONENT)) {
		snprintf(s->serial, sizeof(s->serial), "%.4s", s->nik.digits + 12);
		row->urut = padan_span_of(s->serial);
	}
	row->nik = padan_span_of(s->nik.digits);
	row->peringatan = padan_span_of(s->warnings);
	return 1;
}

/* Two-digit years need a year to count from: the one given, else the clock's, which the seam tells. */
static int reference_year(const struct nik_parts_in *in, const struct env *env)
{
	enum { MS_PER_DAY = 86400000 };

	if (in->tahun != FIELD_ABSENT)
		return (int)in->tahun;
	if (date_known(env->today))
		return date_ymd(env->today).y;
	return date_ymd((date){ (int32_t)(env->seams->now_ms(env->seams->ctx) / MS_PER_DAY) }).y;
}

int nik_parts_plan(struct nik_parts_out *out, const struct nik_parts_in *in, const struct env *env, struct err *e)
{
	struct nik_stream *s = padan_arena_zero(env->arena, sizeof(*s));

	if (!s)
		return err_memory(e, "NIK");
	if (!in->baris.next)
		return err_set(e, ERR_USAGE, "tidak ada NIK yang dibaca; berikan lewat masukan baku, satu tiap baris");
	s->lines = in->baris;
	s->opt = (struct padan_nik_opt){ .ref_year = reference_year(in, env) };
	s->provinces = embedded_file("wilayah/provinces.csv");
	s->regencies = embedded_file("wilayah/regencies.csv");
	s->districts = embedded_file("wilayah/districts.csv");
	out->hasil = (struct row_cursor){ nik_next, s };
	return ERR_OK;
}

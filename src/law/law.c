/* SPDX-License-Identifier: EUPL-1.2 */
#include "law/law.h"

#include "base/limits.h"
#include "law/table.h"
#include <stdio.h>
#include <stdlib.h>

static const char *const units[] = {
	[LAW_RUPIAH] = "rupiah", [LAW_PERSEN] = "persen",	  [LAW_BULAN] = "bulan",
	[LAW_TAHUN] = "tahun",	 [LAW_HARI_KERJA] = "hari_kerja", [LAW_JAM] = "jam",
	[LAW_ANAK] = "anak",	 [LAW_KALI_UPAH] = "kali_upah",	  [LAW_YA_TIDAK] = "ya_tidak",
};
static const char *const statuses[] = {
	[LAW_RESMI] = "resmi", [LAW_SEKUNDER] = "sekunder", [LAW_BELUM] = "belum_diverifikasi"
};
enum { UNITS = sizeof(units) / sizeof(units[0]), STATUSES = sizeof(statuses) / sizeof(statuses[0]) };

static int word_of(span s, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (padan_span_eq(s, padan_span_of(words[i])))
			return i;
	return -1;
}

static int row_wrong(const struct law_row *r, const char *what, struct err *e)
{
	return err_set(e, ERR_USAGE, "%.*s baris %d (%.*s): %s", (int)r->file.n, r->file.p, r->line,
		       (int)(r->key.n < 60 ? r->key.n : 60), r->key.p, what);
}

/* "0.24" or "0,24": thousandths of a percent, 0 to 100. */
static bool percent_of(span s, int64_t *out)
{
	int64_t v = 0;
	int decimals = -1;

	for (size_t i = 0; i < s.n; i++) {
		if ((s.p[i] == '.' || s.p[i] == ',') && decimals < 0 && i) {
			decimals = 0;
		} else if (s.p[i] < '0' || s.p[i] > '9' || decimals == 3) {
			return false;
		} else {
			v = v * 10 + (s.p[i] - '0');
			decimals += decimals >= 0;
		}
		if (v > LAW_WHOLE)
			return false;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 3; i++)
		v *= 10;
	*out = v;
	return s.n && decimals != 0 && v <= LAW_WHOLE;
}

static bool value_of(span s, enum law_unit unit, int64_t *out)
{
	if (unit == LAW_PERSEN)
		return percent_of(s, out);
	if (unit != LAW_YA_TIDAK)
		return span_i64(s, out) && *out >= 0;
	*out = span_ieq(s, SPAN("ya"));
	return *out || span_ieq(s, SPAN("tidak"));
}

static bool key_good(span key)
{
	for (size_t i = 0; i < key.n; i++) {
		char c = key.p[i];

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '.')
			return false;
	}
	return key.n > 0 && key.n < 80;
}

/* The columns one by one; the message says what belongs there. */
static int row_fill(struct law_row *r, const span c[LAW_CELLS], struct err *e)
{
	int unit = word_of(c[3], units, UNITS), status = word_of(c[7], statuses, STATUSES);

	if (!key_good(r->key))
		return row_wrong(r, "kunci memakai huruf kecil, angka, titik, dan garis bawah", e);
	if (c[1].n && (!span_i64(c[1], &r->from) || r->from < 0))
		return row_wrong(r, "kolom dari harus bilangan bulat atau kosong", e);
	if (unit < 0)
		return row_wrong(r, "satuan tidak dikenal", e);
	r->unit = (enum law_unit)unit;
	if (!value_of(c[2], r->unit, &r->value))
		return row_wrong(r, "nilai tidak cocok dengan satuannya", e);
	if (!r->source.n)
		return row_wrong(r, "sumber kosong; sebutkan peraturannya", e);
	if (status < 0)
		return row_wrong(r, "status harus resmi, sekunder, atau belum_diverifikasi", e);
	r->status = (enum law_status)status;
	return ERR_OK;
}

static int row_dates(struct law_row *r, const span c[LAW_CELLS], struct err *e)
{
	if (!date_parse_iso(c[4], &r->begins))
		return row_wrong(r, "mulai harus tanggal TTTT-BB-HH", e);
	if (c[5].n && !date_parse_iso(c[5], &r->before))
		return row_wrong(r, "sebelum harus tanggal TTTT-BB-HH atau kosong", e);
	if (date_known(r->before) && r->before.day <= r->begins.day)
		return row_wrong(r, "sebelum harus sesudah mulai", e);
	return ERR_OK;
}

static int row_name(struct law_row *r, struct padan_arena *arena, struct err *e)
{
	char day[11], id[160];
	int n;

	if (r->from)
		n = snprintf(id, sizeof(id), "%.*s/%lld@%s", (int)r->key.n, r->key.p, (long long)r->from,
			     date_iso(r->begins, day));
	else
		n = snprintf(id, sizeof(id), "%.*s@%s", (int)r->key.n, r->key.p, date_iso(r->begins, day));
	r->id = (span){ padan_arena_copy(arena, id, (size_t)n), (size_t)n };
	return r->id.p ? ERR_OK : err_memory(e, "tabel hukum");
}

static int by_key(const void *a, const void *b)
{
	const struct law_row *x = a, *y = b;
	int c = padan_span_cmp(x->key, y->key);

	if (c)
		return c;
	if (x->begins.day != y->begins.day)
		return x->begins.day < y->begins.day ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

/* r follows p, both of one key: a further step of the same days, or the next days without gap or overlap. */
static int check_follows(const struct law_row *p, const struct law_row *r, struct err *e)
{
	if (r->unit != p->unit)
		return row_wrong(r, "satuan berbeda dari baris lain dengan kunci yang sama", e);
	if (r->begins.day == p->begins.day) {
		if (r->before.day != p->before.day)
			return row_wrong(r, "masa berlaku bertumpuk dengan baris lain", e);
		return r->from == p->from ? row_wrong(r, "baris ganda", e) : ERR_OK;
	}
	if (!date_known(p->before) || p->before.day > r->begins.day)
		return row_wrong(r, "masa berlaku bertumpuk dengan baris sebelumnya; isi kolom sebelum di sana", e);
	if (p->before.day < r->begins.day)
		return row_wrong(r, "ada hari tanpa aturan antara baris sebelumnya dan baris ini", e);
	return r->from ? row_wrong(r, "langkah pertama harus mulai dari 0", e) : ERR_OK;
}

static int check_rows(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->n; i++) {
		const struct law_row *r = &law->rows[i];
		int rc = ERR_OK;

		if (i && padan_span_eq(r[-1].key, r->key))
			rc = check_follows(r - 1, r, e);
		else if (r->from)
			rc = row_wrong(r, "langkah pertama harus mulai dari 0", e);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

static size_t count_lines(const struct law_file *files, size_t n)
{
	size_t lines = n;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < files[i].bytes.n; k++)
			lines += files[i].bytes.p[k] == '\n';
	return lines;
}

static int read_file(struct law_row *rows, size_t *n, const struct law_file *file, struct padan_arena *arena,
		     struct err *e)
{
	struct law_table t;
	span c[LAW_CELLS];
	int got, rc;

	if (file->bytes.n > LIM_LAW_FILE)
		return err_set(e, ERR_USAGE, "%s: lebih besar dari batas %d byte", file->name, LIM_LAW_FILE);
	rc = law_table_open(&t, file->name, file->bytes, arena, e);
	if (rc)
		return rc;
	while ((got = law_table_next(&t, c, e)) > 0) {
		struct law_row *r = &rows[*n];

		*r = (struct law_row){ .key = c[0], .source = c[6], .note = c[8], .before = DATE_NONE };
		r->file = padan_span_of(file->name);
		r->line = t.line;
		rc = row_fill(r, c, e);
		if (!rc)
			rc = row_dates(r, c, e);
		if (!rc)
			rc = row_name(r, arena, e);
		if (rc)
			return rc;
		++*n;
	}
	return got < 0 ? ERR_USAGE : ERR_OK;
}

int law_read(struct law **out, const struct law_file *files, size_t n, struct padan_arena *arena, struct err *e)
{
	struct law *law = padan_arena_zero(arena, sizeof(*law));
	struct law_row *rows = padan_arena_array(arena, count_lines(files, n), sizeof(*rows));
	int rc;

	*out = NULL;
	if (!law || !rows)
		return err_memory(e, "tabel hukum");
	for (size_t i = 0; i < n; i++) {
		rc = read_file(rows, &law->n, &files[i], arena, e);
		if (rc)
			return rc;
	}
	qsort(rows, law->n, sizeof(*rows), by_key);
	law->rows = rows;
	rc = check_rows(law, e);
	*out = rc ? NULL : law;
	return rc;
}

void law_use(struct law_used *used, const struct law_row *row)
{
	for (size_t i = 0; used && i < used->n; i++)
		if (used->at[i] == row)
			return;
	if (used && used->n < LAW_USED_MAX)
		used->at[used->n++] = row;
}

bool law_used_unverified(const struct law_used *used)
{
	for (size_t i = 0; i < used->n; i++)
		if (used->at[i]->status == LAW_BELUM)
			return true;
	return false;
}

static span key_of(const struct law_ask *ask, char text[128])
{
	int n = snprintf(text, 128, "%s%s%s%s%s", ask->a, ask->b ? "." : "", ask->b ? ask->b : "", ask->c ? "." : "",
			 ask->c ? ask->c : "");

	return (span){ text, n < 128 ? (size_t)n : 127 };
}

int law_steps(const struct law *law, const struct law_ask *ask, const struct law_row **first, size_t *n, struct err *e)
{
	char text[128], day[11];
	span key = key_of(ask, text);
	size_t lo = 0, hi = law->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (padan_span_cmp(law->rows[mid].key, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == law->n || !padan_span_eq(law->rows[lo].key, key))
		return err_set(e, ERR_USAGE, "tabel hukum tidak memuat \"%s\"; periksa data hukum yang dipakai", text);
	for (; lo < law->n && padan_span_eq(law->rows[lo].key, key); lo += *n) {
		const struct law_row *r = &law->rows[lo];

		for (*n = 1; lo + *n < law->n && padan_span_eq(r[*n].key, key) && r[*n].begins.day == r->begins.day;)
			++*n;
		if (date_known(ask->on) && r->begins.day <= ask->on.day &&
		    (!date_known(r->before) || ask->on.day < r->before.day)) {
			*first = r;
			return ERR_OK;
		}
	}
	return err_set(e, ERR_USAGE, "aturan \"%s\" untuk %s tidak diketahui; lengkapi tabel hukum (--hukum)", text,
		       date_known(ask->on) ? date_iso(ask->on, day) : "tanggal kosong");
}

int law_find(const struct law *law, const struct law_ask *ask, const struct law_row **out, struct law_used *used,
	     struct err *e)
{
	const struct law_row *first;
	size_t n, i = 0;
	int rc = law_steps(law, ask, &first, &n, e);

	if (rc)
		return rc;
	if (ask->at < 0)
		return err_set(e, ERR_USAGE, "nilai untuk \"%.*s\" tidak boleh negatif", (int)first->key.n,
			       first->key.p);
	while (i + 1 < n && first[i + 1].from <= ask->at)
		i++;
	*out = &first[i];
	law_use(used, *out);
	return ERR_OK;
}

int law_value(const struct law *law, const struct law_ask *ask, enum law_unit unit, int64_t *out, struct law_used *used,
	      struct err *e)
{
	const struct law_row *r;
	int rc = law_find(law, ask, &r, used, e);

	if (rc)
		return rc;
	if (r->unit != unit)
		return row_wrong(r, "satuannya bukan yang diharapkan perhitungan", e);
	*out = r->value;
	return ERR_OK;
}

const char *law_status_label(enum law_status s)
{
	return s == LAW_RESMI ? "naskah resmi" : s == LAW_SEKUNDER ? "sumber sekunder" : "belum diverifikasi";
}

const char *law_unit_word(enum law_unit u)
{
	return units[u];
}

void law_cite(const struct law_row *row, struct buf *out)
{
	buf_span(out, row->source);
	buf_printf(out, " (%s)", law_status_label(row->status));
}

void law_show_value(const struct law_row *row, struct buf *out)
{
	char text[40];
	int n;

	if (row->unit == LAW_RUPIAH) {
		buf_puts(out, rupiah_format(rp(row->value), text));
	} else if (row->unit == LAW_YA_TIDAK) {
		buf_puts(out, row->value ? "ya" : "tidak");
	} else if (row->unit == LAW_PERSEN) {
		n = snprintf(text, sizeof(text), "%lld,%03d", (long long)(row->value / LAW_PERCENT),
			     (int)(row->value % LAW_PERCENT));
		while (text[n - 1] == '0')
			n--;
		n -= text[n - 1] == ',';
		buf_put(out, text, (size_t)n);
		buf_puts(out, " persen");
	} else {
		buf_i64(out, row->value);
		buf_putc(out, ' ');
		for (const char *u = units[row->unit]; *u; u++)
			buf_putc(out, *u == '_' ? ' ' : *u);
	}
}

static int too_much(struct err *e)
{
	return err_set(e, ERR_USAGE, "jumlah rupiah melampaui batas hitungan; periksa angka yang diisikan");
}

int law_part(rupiah of, int64_t part, rupiah *out, struct err *e)
{
	return rupiah_ratio(of, part, LAW_WHOLE, out) ? ERR_OK : too_much(e);
}

int law_add(rupiah *sum, rupiah more, struct err *e)
{
	return rupiah_add(*sum, more, sum) ? ERR_OK : too_much(e);
}

int law_times(rupiah of, int64_t n, rupiah *out, struct err *e)
{
	return rupiah_mul(of, n, out) ? ERR_OK : too_much(e);
}

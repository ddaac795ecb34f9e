/* SPDX-License-Identifier: EUPL-1.2 */
#include "tabular/columns.h"

#include <padan/fold.h>
#include <stdlib.h>

#define KEY_MAX 160

struct column_alias {
	span key;	/* padan_fold_key of the title */
	uint32_t rank;	/* line in the table: earlier is better */
	uint16_t lists; /* set of 1 << enum list_kind */
	uint8_t col;
};

static const char *const col_names[COL_COUNT] = {
#define X(id, name) [COL_##id] = (name),
	LIST_COLUMNS(X)
#undef X
};

static const char *const kind_names[LIST_KINDS] = {
	[LIST_PROPOSALS] = "usulan", [LIST_REGISTRY] = "dukcapil", [LIST_VERDICTS] = "hasil_padan",
	[LIST_DESIL] = "desil",	     [LIST_MEMBERS] = "peserta",   [LIST_REFUSED] = "tolak",
	[LIST_DECREE] = "sk",	     [LIST_REVIEW] = "tinjauan",   [LIST_REPLY] = "jawaban_bpjs",
};

const char *column_name(enum list_col c)
{
	return (unsigned)c < COL_COUNT ? col_names[c] : "";
}

const char *list_kind_name(enum list_kind k)
{
	return (unsigned)k < LIST_KINDS ? kind_names[k] : "";
}

#define B(c) COL_BIT(COL_##c)
#define PERSON_BITS                                                                                                    \
	(B(NIK) | B(NAMA) | B(TANGGAL_LAHIR) | B(JENIS_KELAMIN) | B(ALAMAT) | B(RT) | B(RW) | B(KELURAHAN) |           \
	 B(KECAMATAN) | B(PEKERJAAN) | B(NO_KK) | B(TEMPAT_LAHIR) | B(NAMA_IBU) | B(SHDK) | B(KABUPATEN_KOTA) |        \
	 B(RT_RW) | B(TEMPAT_TANGGAL_LAHIR) | B(NOMOR_URUT) | B(PROVINSI) | B(UMUR))
#define VERDICT_BITS ((COL_BIT(COL_HASIL_KABUPATEN_KOTA + 1) - 1) & ~(COL_BIT(COL_HASIL_NIK) - 1))

uint64_t list_columns(enum list_kind k)
{
	static const uint64_t bits[LIST_KINDS] = {
		[LIST_PROPOSALS] = PERSON_BITS | B(HUBUNGAN_KERJA) | B(PEMBERI_KERJA) | B(PENGHASILAN) |
				   B(KEPALA_KELUARGA) | B(NO_HP) | B(TANGGAL_USULAN) | B(ID_BARIS) | B(KODE_WILAYAH) |
				   B(KETERANGAN),
		[LIST_REGISTRY] = PERSON_BITS | B(KODE_WILAYAH) | B(STATUS) | B(RILIS),
		[LIST_VERDICTS] = PERSON_BITS | VERDICT_BITS | B(ID_BARIS) | B(STATUS) | B(KETERANGAN) | B(RILIS),
		[LIST_DESIL] = PERSON_BITS | B(DESIL) | B(RILIS) | B(KODE_WILAYAH) | B(KETERANGAN),
		[LIST_MEMBERS] = PERSON_BITS | B(STATUS) | B(SEGMEN) | B(KPJ) | B(PROGRAM) | B(MULAI) | B(SAMPAI) |
				 B(KODE_WADAH) | B(NAMA_WADAH) | B(KETERANGAN) | B(RILIS) | B(PENGHASILAN),
		[LIST_REFUSED] = PERSON_BITS | B(KETERANGAN) | B(RILIS),
		[LIST_DECREE] = PERSON_BITS | B(NOMOR_SK) | B(DANA) | B(TOTAL) | B(MULAI) | B(SAMPAI) | B(SEGMEN) |
				B(PROGRAM) | B(STATUS) | B(KETERANGAN) | B(KPJ),
		[LIST_REVIEW] = PERSON_BITS | B(KEPUTUSAN_PETUGAS) | B(ID_BARIS) | B(BERKAS) | B(BARIS) | B(ALASAN),
		[LIST_REPLY] = PERSON_BITS | B(STATUS) | B(KPJ) | B(KETERANGAN) | B(ALASAN) | B(MULAI) | B(SAMPAI),
	};

	return bits[k];
}

static int compare_alias(const void *a, const void *b)
{
	const struct column_alias *x = a, *y = b;
	int c = padan_span_cmp(x->key, y->key);

	return c ? c : (x->rank > y->rank) - (x->rank < y->rank);
}

/* One line of the table cut at its first three commas; titles with commas stand in quotes. */
static bool cut_line(span line, span field[3])
{
	size_t at = 0;

	for (int k = 0; k < 3; k++) {
		bool quoted = at < line.n && line.p[at] == '"';
		size_t from = at + quoted, end;

		for (end = from; end < line.n && line.p[end] != (quoted ? '"' : ','); end++)
			;
		field[k] = (span){ line.p + from, end - from };
		at = end + quoted + 1;
		if (at > line.n)
			return false;
	}
	return true;
}

static int find_name(span s, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (padan_span_eq(s, padan_span_of(names[i])))
			return i;
	return -1;
}

static bool parse_lists(span s, uint16_t *out)
{
	*out = s.n ? 0 : (1u << LIST_KINDS) - 1;
	while (s.n) {
		size_t n = 0;
		int k;

		while (n < s.n && s.p[n] != ' ')
			n++;
		k = find_name((span){ s.p, n }, kind_names, LIST_KINDS);
		if (k < 0)
			return false;
		*out = (uint16_t)(*out | 1u << k);
		n += n < s.n;
		s.p += n, s.n -= n;
	}
	return true;
}

static int load_line(struct column_alias *a, span line, struct padan_arena *arena, unsigned number, struct err *e)
{
	span f[3];
	char key[KEY_MAX];
	size_t n;
	int col;

	if (!cut_line(line, f) || (col = find_name(f[0], col_names, COL_COUNT)) < 0 || !parse_lists(f[1], &a->lists))
		return err_set(e, ERR_UNREADABLE, "alias_kolom.csv baris %u: kolom atau daftar tidak dikenal", number);
	n = padan_fold_key(key, sizeof(key), f[2]);
	a->key = (span){ padan_arena_copy(arena, key, n), n };
	a->rank = number;
	a->col = (uint8_t)col;
	return a->key.p ? ERR_OK : err_memory(e, "tabel judul kolom");
}

static span next_line(span *rest)
{
	const char *nl = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
	span line = { rest->p, nl ? (size_t)(nl - rest->p) : rest->n };
	size_t used = line.n + (nl != NULL);

	rest->p += used, rest->n -= used;
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

int columns_load(struct columns *out, span csv, struct padan_arena *arena, struct err *e)
{
	size_t lines = 1, n = 0;
	struct column_alias *a;
	unsigned number = 1;

	for (size_t i = 0; i < csv.n; i++)
		lines += csv.p[i] == '\n';
	a = padan_arena_array(arena, lines, sizeof(*a));
	if (!a)
		return err_memory(e, "tabel judul kolom");
	next_line(&csv);
	while (csv.n) {
		span line = next_line(&csv);
		int rc;

		number++;
		if (!line.n)
			continue;
		rc = load_line(&a[n++], line, arena, number, e);
		if (rc)
			return rc;
	}
	qsort(a, n, sizeof(*a), compare_alias);
	*out = (struct columns){ .alias = a, .n = n };
	return ERR_OK;
}

static enum list_col look_up(const struct columns *t, enum list_kind kind, span key, unsigned *rank)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (padan_span_cmp(t->alias[mid].key, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < t->n && padan_span_eq(t->alias[lo].key, key); lo++) {
		const struct column_alias *a = &t->alias[lo];

		if ((a->lists >> kind & 1) && (list_columns(kind) & COL_BIT(a->col))) {
			*rank = a->rank;
			return (enum list_col)a->col;
		}
	}
	return COL_NONE;
}

static size_t key_of(char key[KEY_MAX], span s, bool brackets)
{
	char text[KEY_MAX];
	size_t n = 0;
	int depth = 0;

	if (brackets)
		return padan_fold_key(key, KEY_MAX, s);
	for (size_t i = 0; i < s.n && n < sizeof(text); i++) {
		if (s.p[i] == '(' || s.p[i] == '[')
			depth++;
		else if ((s.p[i] == ')' || s.p[i] == ']') && depth)
			depth--;
		else if (!depth)
			text[n++] = s.p[i];
	}
	return padan_fold_key(key, KEY_MAX, (span){ text, n });
}

/* "403NIK" -> "NIK", "402ANAMA" stays: a question's number may stand before a title. */
static span without_number(span key)
{
	size_t n = 0;

	while (n < key.n && key.p[n] >= '0' && key.p[n] <= '9')
		n++;
	return n && n < key.n ? (span){ key.p + n, key.n - n } : (span){ NULL, 0 };
}

static bool has_bracket(span s)
{
	return s.n &&
	       (memchr(s.p, '(', s.n) || memchr(s.p, '[', s.n) || memchr(s.p, ')', s.n) || memchr(s.p, ']', s.n));
}

static enum list_col column_of_part(const struct columns *t, enum list_kind kind, span part, unsigned *rank)
{
	for (int brackets = 1; brackets >= 0 && (brackets || part.n > KEY_MAX || has_bracket(part)); brackets--) {
		char buf[KEY_MAX];
		span key = { buf, key_of(buf, part, brackets) }, bare;
		enum list_col c = key.n ? look_up(t, kind, key, rank) : COL_NONE;

		if (c == COL_NONE && key.n && (bare = without_number(key)).n)
			c = look_up(t, kind, bare, rank);
		if (c != COL_NONE)
			return c;
	}
	return COL_NONE;
}

static span last_part(span s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == ':' || s.p[i - 1] == '>')
			return span_trim((span){ s.p + i, s.n - i });
	return (span){ NULL, 0 };
}

/* Below "Tempat dan Tanggal Lahir" "Tempat" is "Tempat Lahir": the title with the last word of its group. */
static enum list_col column_below_group(const struct columns *t, enum list_kind kind, span title, span part,
					unsigned *rank)
{
	span group = { title.p, (size_t)(part.p - title.p) };
	char text[KEY_MAX];
	size_t from;

	while (group.n && strchr(" :>", group.p[group.n - 1]))
		group.n--;
	for (from = group.n; from > 0 && !strchr(" /,-", group.p[from - 1]); from--)
		;
	group.p += from, group.n -= from;
	if (!group.n || part.n + group.n > sizeof(text))
		return COL_NONE;
	/* what has a digit is the first row of the data */
	for (size_t i = 0; i < part.n; i++)
		if (part.p[i] >= '0' && part.p[i] <= '9')
			return COL_NONE;
	memcpy(text, part.p, part.n);
	memcpy(text + part.n, group.p, group.n);
	return column_of_part(t, kind, (span){ text, part.n + group.n }, rank);
}

/* "Hasil NIK", "NIK sesuai", "Verifikasi Nama": the verdict about a person's column. */
static enum list_col verdict_of_title(const struct columns *t, span title, unsigned *rank)
{
	static const char *const words[] = { "HASILVERIFIKASI", "HASILPADAN", "HASILCEK", "HASIL", "VERIFIKASI",
					     "KESESUAIAN",	"PEMADANAN",  "PADANAN",  "PADAN", "STATUS",
					     "VALIDASI",	"SESUAI",     "COCOK",	  "CEK" };
	char buf[KEY_MAX];
	span key = { buf, key_of(buf, title, true) };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		enum list_col c = COL_NONE;

		if (key.n <= n)
			continue;
		if (memcmp(key.p, words[i], n) == 0)
			c = look_up(t, LIST_VERDICTS, (span){ key.p + n, key.n - n }, rank);
		else if (memcmp(key.p + key.n - n, words[i], n) == 0)
			c = look_up(t, LIST_VERDICTS, (span){ key.p, key.n - n }, rank);
		if (c <= COL_KABUPATEN_KOTA)
			return (enum list_col)(c + COL_HASIL_NIK);
	}
	return COL_NONE;
}

enum list_col column_of_title(const struct columns *t, enum list_kind kind, span title, unsigned *rank)
{
	unsigned unused;
	span part = { NULL, 0 };
	enum list_col c;

	rank = rank ? rank : &unused;
	*rank = 0;
	title = span_trim(title);
	c = column_of_part(t, kind, title, rank);
	if (c == COL_NONE && (part = last_part(title)).n)
		c = column_of_part(t, kind, part, rank);
	if (c == COL_NONE && part.n)
		c = column_below_group(t, kind, title, part, rank);
	if (c == COL_NONE && kind == LIST_VERDICTS)
		c = verdict_of_title(t, title, rank);
	return c;
}

/* --- mapped by hand ------------------------------------------------------------------------------------------------
 */
void header_print_begin(struct header_print *p)
{
	*p = (struct header_print){ 0xcbf29ce484222325u, 0 };
}

/* FNV-1a. Empty titles are only counted, and enter when one that says something follows. */
void header_print_add(struct header_print *p, span title)
{
	char key[KEY_MAX];
	size_t n = padan_fold_key(key, sizeof(key), title);

	if (!n) {
		p->gap++;
		return;
	}
	for (p->gap++; p->gap; p->gap--)
		p->hash = (p->hash ^ '\n') * 0x100000001b3u;
	for (size_t i = 0; i < n; i++)
		p->hash = (p->hash ^ (unsigned char)key[i]) * 0x100000001b3u;
}

enum list_col column_of_name(span name)
{
	int c = find_name(name, col_names, COL_COUNT);

	return c < 0 ? COL_NONE : (enum list_col)c;
}

int columns_by_hand(struct columns *t, enum list_kind kind, uint64_t fingerprint, span columns,
		    struct padan_arena *arena, struct err *e)
{
	struct columns_hand *h = padan_arena_zero(arena, sizeof(*h));
	size_t n = 1;
	uint8_t *col;

	for (size_t i = 0; i < columns.n; i++)
		n += columns.p[i] == '\n';
	col = padan_arena_get(arena, n);
	if (!h || !col)
		return err_memory(e, "kolom yang diingat");
	for (size_t i = 0; i < n; i++) {
		enum list_col c = column_of_name(span_trim(next_line(&columns)));

		col[i] = c != COL_NONE && (list_columns(kind) & COL_BIT(c)) ? (uint8_t)c : COL_NONE;
	}
	*h = (struct columns_hand){ t->hand, kind, fingerprint, n, col };
	t->hand = h;
	return ERR_OK;
}

const struct columns_hand *columns_hand_of(const struct columns *t, enum list_kind kind, uint64_t fingerprint)
{
	const struct columns_hand *h = t->hand;

	while (h && (h->kind != kind || h->fingerprint != fingerprint))
		h = h->next;
	return h;
}

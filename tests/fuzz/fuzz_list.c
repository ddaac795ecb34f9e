/* SPDX-License-Identifier: EUPL-1.2
 * Any text as a list. First byte: which list, whether two threads shall agree with one (8), whether with
 * columns cut late (16), and whether a screened scan shall (32). Every row of the sheet
 * is accounted for; one thread and two see the same rows; every value of every proposal can be read. Workbooks have
 * their own target. */
#include "target.h"

#include "base/embed.h"
#include "intake/intake.h"
#include "tabular/xlsx_in.h"

#include <padan/hash.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

struct sums {
	atomic_ullong rows, hash;
	bool whole, even; /* only those rows: neither short nor joined; whose NIK has an even number of bytes */
	bool screened;
};

static bool passes(void *ctx, unsigned worker, span nik)
{
	(void)ctx, (void)worker;
	return nik.n % 2 == 0;
}

static int add_row(void *ctx, unsigned worker, const struct list_row *row, struct err *e)
{
	struct sums *s = ctx;
	const span *col = row->col;
	span late[COL_COUNT];
	uint64_t h = row->flags;

	(void)e;
	if (row->raw.p) {
		list_rest(row->scan, row->raw, late);
		PROMISE(padan_span_eq(late[COL_NIK], col[COL_NIK]));
		col = late;
	}
	if ((s->whole && (row->flags & (LIST_ROW_SHORT | LIST_ROW_JOINED))) ||
	    (s->even && !passes(NULL, worker, col[COL_NIK])))
		return ERR_OK;
	for (int c = 0; c < COL_COUNT; c++) {
		PROMISE(col != row->col || col[c].n == 0 || row->kind[c] != CELL_EMPTY);
		h = padan_hash_join(h, padan_hash_span(col[c], (uint64_t)c));
	}
	atomic_fetch_add(&s->rows, 1);
	atomic_fetch_add(&s->hash, h);
	return ERR_OK;
}

static const struct columns *columns(void)
{
	static struct padan_arena arena;
	static struct columns c;

	if (!c.n) {
		padan_arena_init(&arena, &padan_alloc_libc, 0);
		PROMISE(columns_load(&c, embedded_file("ref/alias_kolom.csv"), &arena, NULL) == 0);
	}
	return &c;
}

static int scan(const char *path, enum list_kind kind, unsigned threads, struct sums *s, uint64_t first)
{
	const struct list_spec spec = { .kind = kind, .threads = threads, .columns = columns(), .first = first };
	const struct list_sink sink = {
		.row = add_row, .other = NULL, .ctx = s, .screen = s->screened ? passes : NULL
	};
	struct padan_arena arena;
	struct list_info info;
	struct err e = { 0 };
	int rc;

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	rc = list_scan(seams_real(), path, &spec, &sink, &arena, &info, &e);
	PROMISE(rc == ERR_OK || e.text[0]);
	padan_arena_done(&arena);
	return rc;
}

static void take_in(const char *path)
{
	struct padan_arena arena;
	struct intake in;
	struct err e = { 0 };
	span p = padan_span_of(path), field[PADAN_P_COLUMNS];

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	if (intake_read(&in, seams_real(), &p, 1, &arena, &e) == ERR_OK) {
		PROMISE(in.n_rows + in.n_skips == in.files[0].info.rows);
		for (uint32_t i = 0; i < in.n_rows; i++) {
			struct padan_nik nik;

			PROMISE(in.rows[i].id.n > 0 && in.rows[i].ncell >= in.files[0].info.ntitle);
			PROMISE(intake_fields(&in, &in.rows[i], field, &arena, &e) == 0);
			intake_nik(&in, &in.rows[i], &nik);
			intake_head(&in, &in.rows[i]);
		}
	}
	padan_arena_done(&arena);
}

/* A screened scan gives the whole rows that pass the screen. */
static void first_look(const char *path, enum list_kind kind)
{
	struct sums all = { .whole = true, .even = true }, some = { .whole = true, .even = true, .screened = true };

	PROMISE(scan(path, kind, 1, &all, 0) == ERR_OK);
	PROMISE(scan(path, kind, 2, &some, COL_BIT(COL_NIK)) == ERR_OK);
	PROMISE(all.rows == some.rows && all.hash == some.hash);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sums one = { 0 }, two = { 0 };
	enum list_kind kind;
	char path[64];
	int fd, rc;

	if (size < 2 || file_form((span){ (const char *)data + 1, size - 1 }) == FORM_ZIP)
		return 0;
	kind = (enum list_kind)(data[0] % LIST_KINDS);
	fd = memfd_create("daftar", MFD_CLOEXEC);
	PROMISE(fd >= 0 && write(fd, data + 1, size - 1) == (ssize_t)size - 1);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	rc = scan(path, kind, 1, &one, 0);
	if (data[0] & 8) {
		PROMISE(scan(path, kind, 2, &two, data[0] & 16 ? COL_BIT(COL_NIK) : 0) == rc);
		PROMISE(rc || (one.rows == two.rows && one.hash == two.hash));
	}
	if (data[0] & 32 && rc == ERR_OK)
		first_look(path, kind);
	if (kind == LIST_PROPOSALS)
		take_in(path);
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * Any text as a list that is looked at before anybody knows its columns. First byte: which kind; the second: how long
 * the map by hand is that stands before the file. Every row is accounted for, every row has one light, and what is
 * shown of a NIK is masked. Workbooks have their own target. */
#include "target.h"

#include "intake/look.h"
#include "tabular/xlsx_in.h"

#include <sys/mman.h>
#include <unistd.h>

static int take_row(void *ctx, const struct look_row *row, struct err *e)
{
	char shown[1 << 16];
	struct buf words;
	int64_t *rows = ctx;

	(void)e;
	++*rows;
	PROMISE(row->is.light < LIGHTS && (row->is.light == LIGHT_GREEN) == (row->is.notes == 0));
	PROMISE(row->twin < row->no || !row->twin);
	if (row->nik.n < sizeof(shown))
		PROMISE(check_masked(row->nik, shown).n == row->nik.n);
	buf_init(&words, &padan_alloc_libc, 4000);
	check_words(row->is.notes, row->twin, &words);
	PROMISE(!words.failed && (words.n > 0) == (row->is.notes != 0));
	buf_done(&words);
	return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct padan_arena arena;
	struct columns columns = { 0 };
	struct look_order order = { .columns = &columns, .row = take_row };
	struct look look;
	struct err e = { 0 };
	int64_t rows = 0;
	size_t map;
	char path[64];
	int fd;

	if (size < 3 || (size_t)data[1] + 2 > size)
		return 0;
	map = data[1];
	if (file_form((span){ (const char *)data + 2 + map, size - 2 - map }) == FORM_ZIP)
		return 0;
	order.kind = (enum list_kind)(data[0] % LIST_KINDS);
	order.ctx = &rows;
	fd = memfd_create("daftar", MFD_CLOEXEC);
	PROMISE(fd >= 0 && write(fd, data + 2 + map, size - 2 - map) == (ssize_t)(size - 2 - map));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	padan_arena_init(&arena, &padan_alloc_libc, 0);
	PROMISE(look_columns(&columns, &arena, &e) == 0);
	for (int again = 0; again < 2; again++) {
		rows = 0;
		if (look_at_list(&look, seams_real(), path, &order, &arena, &e))
			break;
		PROMISE(look.data == rows && look.data + look.skipped == look.info.rows && look.skipped >= 0);
		PROMISE(look.light[0] + look.light[1] + look.light[2] == rows);
		PROMISE(columns_by_hand(&columns, order.kind, look.fingerprint, (span){ (const char *)data + 2, map },
					&arena, &e) == 0);
	}
	padan_arena_done(&arena);
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 * Any text as a sheet of answers about four rows. Nothing is applied without having been said, every answer that is
 * told has a reason, and what was kept of a row reads back or says that it is torn (first byte 0: papers/keep.h). */
#include "target.h"

#include "matching/matching.h"
#include "papers/keep.h"

#include <sys/mman.h>
#include <unistd.h>

enum { ROWS = 4 };

static void torn_parts(span s)
{
	static const span titles[2];
	const struct view_file file = { .titles = titles, .ntitles = 2 };
	struct run_view v = { .files = &file, .nfiles = 1, .head = { .nkeys = 3 } }, got = { 0 };
	struct view_row r = { .file = 0 };
	struct view_heard h;
	struct padan_arena arena;
	struct kept k;
	span id;

	padan_arena_init(&arena, &padan_alloc_libc, 64 << 20);
	if (kept_row(s, &v, &r, &arena)) {
		PROMISE(kept_heard(s, &id, &h));
		PROMISE(id.n == r.id_baris.n);
	}
	if (kept_begin(&k, &got, &arena) && kept_part(&k, s) && kept_end(&k))
		PROMISE(got.head.threshold <= 10000);
	padan_arena_done(&arena);
}

static void look(const struct match_answers *a, const struct finding *f)
{
	size_t n, yes = 0;
	const struct match_reply *r = match_answers_replies(a, &n);

	for (size_t i = 0; i < n; i++) {
		PROMISE(r[i].remark.n > 0 && r[i].said.n > 0);
		PROMISE(!r[i].applied || r[i].row < ROWS);
		yes += r[i].applied;
	}
	for (uint32_t i = 0; i < ROWS; i++) {
		const struct match_heard *h = match_answers_heard(a, i);

		PROMISE(!h || yes);
		PROMISE(!f[i].death_confirmed || (h && (h->said & SAID_DEAD)));
		PROMISE(f[i].nik_differs || (h && (h->said & (SAID_CARD | SAID_NIK))));
	}
}

static void answers(span path)
{
	static const char *const names[ROWS] = { "AMIR HAMZAH", "SITTI AMINAH", "BASO DG. LALA", "RAHMAN" };
	static const char *const ids[ROWS] = { "u:2", "u:3", "u:4", "u:5" };
	struct match_row row[ROWS] = { 0 };
	struct finding f[ROWS];
	const span file = { "u", 1 };
	const struct match_rows rows = { row, ROWS, &file, 1 };
	struct padan_arena arena;
	struct match_env env = { .seams = seams_real(), .arena = &arena, .threads = 1 };
	struct list_info info = { 0 };
	struct match_answers *a;
	struct err e = { 0 };

	padan_arena_init(&arena, &padan_alloc_libc, 0);
	for (uint32_t i = 0; i < ROWS; i++) {
		row[i].id = padan_span_of(ids[i]);
		row[i].line = i + 2;
		row[i].field[PADAN_P_NAME] = padan_span_of(names[i]);
		f[i] = (struct finding){ .verdict = i == 3 ? MATCH_REVIEW : MATCH_FOUND, .nik_differs = true };
		f[i].who.nik = 7372010101800001u + i;
		f[i].who.cell[CITIZEN_NAMA] = padan_span_of(names[i]);
	}
	PROMISE(match_answers_new(&a, &rows, &env, &e) == 0);
	if (match_answers_read(a, &path, 1, &info, &e) == 0 && match_answers_apply(a, false, f, &e) == 0)
		look(a, f);
	else
		PROMISE(e.text[0]);
	padan_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[64];
	int fd;

	if (size && data[0] == 0) {
		torn_parts((span){ (const char *)data + 1, size - 1 });
		return 0;
	}
	fd = memfd_create("jawaban", 0);
	PROMISE(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	answers(padan_span_of(path));
	close(fd);
	return 0;
}

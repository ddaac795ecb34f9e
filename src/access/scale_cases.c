/* SPDX-License-Identifier: EUPL-1.2
 * lindung scale check: what there is, how fast it goes, how long it waits, and what that means. */
#include "access/access_cases.h"
#include "access/ladder.h"
#include "access/open_store.h"
#include "base/url.h"
#include "office/sock.h"
#include "office/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

enum { FIGURES = 6, TRIES = 20, BLOCK = 4096 };

struct report {
	struct padan_arena *arena;
	struct scale_row *rows;
	size_t n;
	bool failed;
};

static span keep(struct report *r, const char *text)
{
	span s = padan_span_of(padan_arena_copy(r->arena, text, strlen(text)));

	r->failed |= !s.p;
	return s;
}

static void add(struct report *r, const char *what, const char *value, const char *limit, enum fit fit)
{
	r->rows[r->n++] = (struct scale_row){ .hal = keep(r, what),
					      .nilai = keep(r, value),
					      .batas = keep(r, limit),
					      .keadaan = keep(r, fit_word(fit)) };
}

/* --- measuring -------------------------------------------------------------------------------------------------------
 */
static int count_of(struct db *db, enum sql_id id, int64_t *n, struct err *e)
{
	struct db_row row = { .want = 1 };
	int rc = db_one(db, id, NULL, 0, &row, e);

	*n = !rc && row.found ? row.col[0].i : 0;
	return rc;
}

/* The file and its log. */
static int64_t bytes_of(const char *path)
{
	static const char *const part[] = { "", "-wal" };
	char name[PATH_MAX];
	int64_t n = -1;
	struct stat st;

	for (int i = 0; i < 2; i++)
		if (snprintf(name, sizeof(name), "%s%s", path, part[i]) < PATH_MAX && stat(name, &st) == 0)
			n = (n < 0 ? 0 : n) + st.st_size;
	return n;
}

/* Commits a second that the disk bears: a block written and synced, the median of some. Where the folder is not ours to
 * write in, it is not known. */
static int64_t syncs_of(const char *path, const struct seams *s)
{
	static const char block[BLOCK];
	const struct io *io = s->io;
	int64_t took[TRIES];
	char name[PATH_MAX];
	uint32_t chance;
	int fd, n = 0;

	s->random(s->ctx, &chance, sizeof(chance));
	if (snprintf(name, sizeof(name), "%s.uji-%08x", path, chance) >= PATH_MAX)
		return -1;
	fd = io->open(io->ctx, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -1;
	for (; n < TRIES; n++) {
		int64_t from = s->monotonic_us(s->ctx), us;

		if (io->write(io->ctx, fd, block, BLOCK) != BLOCK || io->fsync(io->ctx, fd))
			break;
		us = s->monotonic_us(s->ctx) - from;
		int at = n; /* kept in order */
		for (; at > 0 && took[at - 1] > us; at--)
			took[at] = took[at - 1];
		took[at] = us;
	}
	io->close(io->ctx, fd);
	io->unlink(io->ctx, name);
	return n < TRIES ? -1 : 1000000 / (took[TRIES / 2] > 0 ? took[TRIES / 2] : 1);
}

static int measure(struct scale *s, span db, const struct env *env, struct err *e)
{
	struct writer_figures f;
	char path[PATH_MAX];
	bool held = false;
	int rc;

	*s = (struct scale){ .server = url_is_postgres(db), .bytes = -1, .syncs = -1, .wait_p99_us = -1 };
	rc = count_of(store_db(env->store), SQL_scale_rows, &s->persons, e);
	if (!rc)
		rc = count_of(store_db(env->store), SQL_scale_busiest, &s->busiest, e);
	db_rollback(store_db(env->store));
	if (rc || s->server || snprintf(path, sizeof(path), "%.*s", (int)db.n, db.p) >= PATH_MAX)
		return rc;
	s->bytes = bytes_of(path);
	s->syncs = syncs_of(path, env->seams);
	rc = sock_look(env->seams, db, &f, &held, e);
	if (!rc && held)
		s->wait_p99_us = f.wait_p99_us;
	return rc;
}

/* --- telling
 * -----------------------------------------------------------------------------------------------------------
 */
static void grouped(int64_t v, char out[40])
{
	rupiah_format(rp(v), out);
	memmove(out, strchr(out, 'p') + 1, strlen(strchr(out, 'p') + 1) + 1);
}

static void tell(struct report *r, const struct scale *s, const struct ladder *l)
{
	char n[40], text[80];

	grouped(s->persons, n);
	add(r, "Baris usulan tersimpan", n, s->server ? "-" : "10.000.000", l->persons);
	snprintf(text, sizeof(text), s->bytes < 0 ? "-" : "%lld MB", (long long)((s->bytes + 999999) / 1000000));
	add(r, "Ukuran basis data", text, s->server ? "8 TB" : "100 GB", l->bytes);
	grouped(s->busiest, n);
	add(r, "Tindakan pada detik tersibuk", n, s->server ? "-" : "100", l->busiest);
	if (s->server)
		return;
	grouped(s->syncs < 0 ? 0 : s->syncs, n);
	add(r, "Tulisan ke cakram per detik (diukur)", s->syncs < 0 ? "-" : n,
	    "2 kali detik tersibuk, paling sedikit 20", l->syncs);
	snprintf(text, sizeof(text), s->wait_p99_us < 0 ? "tidak ada pemegang (lindung hold)" : "%lld ms",
		 (long long)((s->wait_p99_us + 999) / 1000));
	add(r, "Menunggu giliran menulis, 99 %", text, "250 ms", l->wait);
}

int store_scale_plan(struct store_scale_out *out, const struct store_scale_in *in, const struct env *env, struct err *e)
{
	struct report r = { .arena = env->arena,
			    .rows = padan_arena_array(env->arena, FIGURES, sizeof(struct scale_row)) };
	struct scale s;
	struct ladder l;
	int rc = r.rows ? ERR_OK : err_memory(e, "ukuran");

	if (!rc && (!env->store || !store_db(env->store)))
		rc = err_set(e, ERR_UNREADABLE, "%s: tidak ada, atau masih kosong",
			     env->store ? store_name(env->store) : "--db");
	if (!rc)
		rc = measure(&s, in->db, env, e);
	if (rc)
		return rc;
	ladder_judge(&s, &l);
	tell(&r, &s, &l);
	out->tingkat = keep(&r, rung_word(l.rung));
	out->keadaan = keep(&r, fit_word(l.all));
	out->langkah = keep(&r, ladder_advice(&l));
	if (r.failed)
		return err_memory(e, "ukuran");
	return row_cursor_over(env->arena, r.rows, r.n, sizeof(*r.rows), &out->angka, e);
}

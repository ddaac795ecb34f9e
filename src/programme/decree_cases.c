/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/decree_cases.h"
#include "programme/decree_store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>

#define CASES	  "programme/decree.def"
#define CASE_ROOM programme
#include "office/define.inc"

static span keep(const struct env *env, span s)
{
	return padan_span_of(padan_arena_copy(env->arena, s.p ? s.p : "", s.n));
}

/* --- the scan --------------------------------------------------------------------------------------------------------
 */
static int hash_stream(const struct io *io, int fd, struct decree *d)
{
	crypto_hash_sha256_state h;
	unsigned char part[1 << 14];
	ssize_t n;

	crypto_hash_sha256_init(&h);
	while ((n = io->read(io->ctx, fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		crypto_hash_sha256_update(&h, part, (unsigned long long)n);
		d->scan_size += n;
	}
	crypto_hash_sha256_final(&h, d->scan_sha256);
	return 0;
}

static span base_name(span path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return (span){ path.p + i, path.n - i };
	return path;
}

static int read_scan(const struct env *env, span path, struct decree *d, struct err *e)
{
	const struct io *io = env->seams->io;
	const char *name = keep(env, path).p;
	int fd, bad;

	if (!name)
		return err_memory(e, "nama berkas");
	fd = io->open(io->ctx, name, O_RDONLY, 0);
	if (fd < 0)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibuka (%s); berikan pindaian SK", name,
			       errno_reason(errno));
	d->scan_size = 0;
	d->scan_name = base_name(path);
	bad = hash_stream(io, fd, d);
	io->close(io->ctx, fd);
	if (bad)
		return err_set(e, ERR_UNREADABLE, "%s: tidak dapat dibaca (%s)", name, errno_reason(bad));
	if (!d->scan_size)
		return err_set(e, ERR_UNREADABLE, "%s: berkas kosong; berikan pindaian SK yang ditandatangani", name);
	return ERR_OK;
}

/* --- decree issue
 * ------------------------------------------------------------------------------------------------------ */
static int read_request(const struct decree_issue_in *in, struct decree *d, struct err *e)
{
	*d = (struct decree){ .nomor = span_trim(in->nomor), .signed_on = in->tanggal };
	if (!run_id_parse(span_trim(in->rancangan), &d->run))
		return err_set(e, ERR_USAGE, "rancangan \"%.*s\": bukan nama rancangan, misalnya 7K3M-9QWP-2XTA",
			       (int)in->rancangan.n, in->rancangan.p);
	if (!d->nomor.n)
		return err_set(e, ERR_USAGE, "--nomor: kosong; tulis nomor SK");
	return ERR_OK;
}

static int show(struct decree_issue_out *out, const struct decree *d, const struct env *env, struct err *e)
{
	char id[RUN_ID_TEXT], hex[2 * sizeof(d->scan_sha256) + 1];
	struct run_info r;
	int rc = run_store_info(env->store, d->run, &r, e);

	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), d->scan_sha256, sizeof(d->scan_sha256));
	out->rancangan = keep(env, padan_span_of(run_id_text(d->run, id)));
	out->nomor = d->nomor;
	out->tanggal = d->signed_on;
	out->orang = d->people;
	out->jumlah = d->total;
	out->menunggu = r.waiting;
	out->sidik = keep(env, padan_span_of(hex));
	return out->rancangan.p && out->sidik.p ? ERR_OK : err_memory(e, "penetapan");
}

int decree_issue_plan(struct decree_issue_out *out, const struct decree_issue_in *in, const struct env *env,
		      struct err *e)
{
	struct decree d;
	int rc = read_request(in, &d, e);

	if (!rc && !env->store)
		rc = err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	if (!rc)
		rc = read_scan(env, in->berkas, &d, e);
	if (!rc)
		rc = decree_store_draft(env->store, &d, e);
	return rc ? rc : show(out, &d, env, e);
}

int decree_issue_apply(const struct decree_issue_out *out, const struct decree_issue_in *in, struct unit *u,
		       struct err *e)
{
	struct decree d;
	char hex[2 * sizeof(d.scan_sha256) + 1];
	int rc = read_request(in, &d, e);

	if (!rc)
		rc = read_scan(u->env, in->berkas, &d, e);
	if (rc)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), d.scan_sha256, sizeof(d.scan_sha256));
	if (!padan_span_eq(padan_span_of(hex), out->sidik))
		return err_set(e, ERR_CONFLICT, "%.*s: berubah selagi dicatat; ulangi", (int)in->berkas.n,
			       in->berkas.p);
	return decree_store_issue(u, &d, e);
}

/* --- decree list
 * ------------------------------------------------------------------------------------------------------- */
struct listing {
	const struct env *env;
	struct decree_row *rows;
	size_t n, cap;
	bool failed;
};

static span state_word(enum run_state s)
{
	switch (s) {
	case RUN_DECREED:
		return SPAN("ditetapkan");
	case RUN_REPLACED:
		return SPAN("diganti");
	default:
		return SPAN("rancangan");
	}
}

static bool room(struct listing *l)
{
	struct decree_row *more;

	if (l->n < l->cap)
		return true;
	more = padan_arena_array(l->env->arena, l->cap ? 2 * l->cap : 16, sizeof(*more));
	if (!more)
		return false;
	if (l->n)
		memcpy(more, l->rows, l->n * sizeof(*more));
	l->rows = more;
	l->cap = l->cap ? 2 * l->cap : 16;
	return true;
}

static int list_one(void *ctx, const struct run_info *r)
{
	struct listing *l = ctx;
	char id[RUN_ID_TEXT];

	l->failed = !room(l);
	if (l->failed)
		return ERR_MACHINE;
	l->rows[l->n++] = (struct decree_row){ .rancangan = keep(l->env, padan_span_of(run_id_text(r->run, id))),
					       .program = keep(l->env, r->nama),
					       .tahap = r->stage,
					       .keadaan = state_word(r->state),
					       .nomor = keep(l->env, r->nomor),
					       .disusun = { (int32_t)(r->at_ms / 86400000) },
					       .usulan = r->rows,
					       .terpilih = r->chosen,
					       .menunggu = r->waiting,
					       .jumlah = r->total };
	return 0;
}

int decree_list_plan(struct decree_list_out *out, const struct decree_list_in *in, const struct env *env, struct err *e)
{
	struct listing l = { .env = env };
	int rc;

	(void)in;
	if (!env->store)
		return err_set(e, ERR_USAGE, "perlu basis data; tambahkan --db BERKAS");
	rc = run_store_each(env->store, list_one, &l, e);
	if (l.failed)
		return err_memory(e, "daftar rancangan");
	return rc ? rc : row_cursor_over(env->arena, l.rows, l.n, sizeof(*l.rows), &out->daftar, e);
}

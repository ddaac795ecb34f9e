/* SPDX-License-Identifier: EUPL-1.2
 * `lindung demo`: the sample city, a database with a user for each role and a draft, and the server on it. All of it by
 * the same use cases that everybody has. */
#include "web/demo_cases.h"
#include "access/access_cases.h"
#include "access/session_cases.h"
#include "access/user_cases.h"
#include "city/city_cases.h"
#include "membership/person_index_store.h"
#include "web/job_store.h"
#include "web/serving_store.h"
#include "web/tree.h"
#include "web/web_cases.h"

#include <stdio.h>
#include <unistd.h>

enum { DIR_MAX = 3000 };

static span text(const char *s)
{
	return padan_span_of(s);
}

span demo_file(struct demo *d, const char *name)
{
	char path[DEMO_PLACE];
	int n = snprintf(path, sizeof(path), "%s/%s", d->city, name);

	return (span){ padan_arena_copy(d->env.arena, path, (size_t)n), (size_t)n };
}

span demo_user(struct demo *d, enum role role)
{
	const char *word = role_word(role);
	char *copy = padan_arena_copy(d->env.arena, word, strlen(word));

	for (char *p = copy; p && *p; p++)
		*p = *p == '_' ? '.' : *p;
	return padan_span_of(copy);
}

int demo_step(struct demo *d, const struct use_case *uc, const void *in, enum role who, void **out, struct err *e)
{
	struct credentials login = { 0 };
	struct env env = d->env;
	void *result = padan_arena_zero(env.arena, uc->out_size);
	int rc = result ? ERR_OK : err_memory(e, uc->label);

	if (who != ROLE_COUNT)
		login = (struct credentials){ demo_user(d, who), text(d->pin[who]) };
	if (!rc && env_common(uc, in, "db", FIELD_store))
		rc = env.store_ops->open(&env, text(d->db), &env.store, e);
	if (!rc && who != ROLE_COUNT)
		rc = env.store_ops->enter(&env, &login, e);
	if (!rc)
		rc = office_run(uc, COMMIT, &env, in, result, e);
	env.store_ops->close(env.store);
	if (out)
		*out = result;
	return rc;
}

static int make_city(struct demo *d, struct err *e)
{
	struct sample_in in;

	if (access(demo_file(d, "kebenaran.csv").p, F_OK) == 0)
		return ERR_OK;
	fields_clear(sample_case->in, &in, sizeof(in));
	in.dir = text(d->city);
	in.seed = 2025;
	return demo_step(d, sample_case, &in, ROLE_COUNT, NULL, e);
}

static int make_database(struct demo *d, struct err *e)
{
	struct store_init_in in;

	d->fresh = access(d->db, F_OK) != 0;
	if (!d->fresh)
		return ERR_OK;
	fields_clear(store_init_case->in, &in, sizeof(in));
	in.db = text(d->db);
	return demo_step(d, store_init_case, &in, ROLE_COUNT, NULL, e);
}

/* --- users -----------------------------------------------------------------------------------------------------------
 */
/* Nine letters that nobody confuses, in threes. */
static void make_pin(const struct seams *s, char out[DEMO_PIN])
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char random[9];
	size_t n = 0;

	s->random(s->ctx, random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++) {
		if (i && i % 3 == 0)
			out[n++] = '-';
		out[n++] = letters[random[i] & 31];
	}
	out[n] = 0;
}

static int add_user(struct demo *d, int role, struct err *e)
{
	struct user_add_in in;

	fields_clear(user_add_case->in, &in, sizeof(in));
	in.db = text(d->db);
	in.nama = demo_user(d, (enum role)role);
	in.lengkap = text(role_label((enum role)role));
	in.peran = (struct choice_list){ .n = 1, .at = { (uint8_t)role } };
	if (role == ROLE_operator_kelurahan)
		in.wilayah = SPAN("73.72.01");
	in.pin_baru = text(d->pin[role]);
	/* nobody else may add the first one */
	return demo_step(d, user_add_case, &in, role == ROLE_admin ? ROLE_COUNT : ROLE_admin, NULL, e);
}

static int change_pin(struct demo *d, int role, struct err *e)
{
	struct user_pin_in in;

	fields_clear(user_pin_case->in, &in, sizeof(in));
	in.db = text(d->db);
	in.nama = demo_user(d, (enum role)role);
	in.pin_baru = text(d->pin[role]);
	return demo_step(d, user_pin_case, &in, ROLE_COUNT, NULL, e);
}

/* The administrator first: nobody else may add the others. */
static int make_users(struct demo *d, struct err *e)
{
	int rc = ERR_OK;

	for (int i = 0; i < ROLE_COUNT; i++)
		make_pin(d->env.seams, d->pin[i]);
	rc = d->fresh ? add_user(d, ROLE_admin, e) : change_pin(d, ROLE_admin, e);
	for (int i = 0; i < ROLE_COUNT && !rc; i++)
		if (i != ROLE_admin)
			rc = d->fresh ? add_user(d, i, e) : change_pin(d, i, e);
	return rc;
}

/* --- serving ---------------------------------------------------------------------------------------------------------
 */
/* The only time that the PINs are shown; nothing keeps them. */
static void tell_users(void *ctx, const char *address)
{
	struct demo *d = ctx;
	const struct io *io = d->env.seams->io;
	struct buf b;

	buf_init(&b, d->env.seams->alloc, 1 << 16);
	buf_printf(&b, "Buka %s di peramban. PIN berikut hanya ditampilkan sekali:\n", address);
	for (int i = 0; i < ROLE_COUNT; i++) {
		span name = demo_user(d, (enum role)i);

		buf_printf(&b, "  %-20.*s %s   %s\n", (int)name.n, name.p, d->pin[i], role_label((enum role)i));
	}
	buf_puts(&b, "Ctrl-C menghentikan.\n");
	if (io->write(io->ctx, STDOUT_FILENO, b.p ? b.p : "", b.n) < 0)
		d->fresh = false;
	buf_done(&b);
}

static int serve_demo(struct demo *d, struct web_demo_out *out, const char *listen, struct err *e)
{
	struct serving w = { .o = { .sessions = &session_ops_db,
				    .jobs = &job_ops_db,
				    .upkeep = person_index_upkeep,
				    .db = text(d->db),
				    .listen = listen,
				    .log_fd = STDERR_FILENO },
			     .ready = tell_users,
			     .ctx = d };
	struct env env = d->env;
	char folder[DEMO_PLACE];
	struct holding h = { .signals = -1 };
	int rc;

	snprintf(folder, sizeof(folder), "%s/kota.db.web", d->dir);
	w.o.folder = folder;
	rc = env.store_ops->open(&env, text(d->db), &env.store, e);
	if (!rc) {
		rc = hold_begin(&h, &env, text(d->db), e);
		if (!rc)
			rc = serve_until_signal(&w, &h, e);
		hold_end(&h, NULL, NULL);
	}
	env.store_ops->close(env.store);
	out->alamat = w.address;
	out->permintaan = w.requests;
	return rc;
}

int web_demo_plan(struct web_demo_out *out, const struct web_demo_in *in, const struct env *env, struct err *e)
{
	struct demo *d = padan_arena_zero(env->arena, sizeof(*d));
	const char *listen = in->listen.n ? padan_arena_copy(env->arena, in->listen.p, in->listen.n) : "127.0.0.1:8080";
	int rc;

	if (!d || !listen)
		return err_memory(e, "peragaan");
	if (in->dir.n > DIR_MAX)
		return err_set(e, ERR_USAGE, "nama map peragaan terlalu panjang");
	if (!server_is_loopback(listen))
		return err_set(e, ERR_USAGE, "--listen %s: peragaan hanya untuk komputer ini (127.0.0.1)", listen);
	d->dir = padan_arena_copy(env->arena, in->dir.p, in->dir.n);
	if (!d->dir)
		return err_memory(e, "peragaan");
	snprintf(d->db, sizeof(d->db), "%s/kota.db", d->dir);
	snprintf(d->key, sizeof(d->key), "%s/kunci", d->dir);
	snprintf(d->city, sizeof(d->city), "%s/kota", d->dir);
	d->env = *env;
	d->env.key_file = text(d->key);
	d->env.actor = (struct actor){ SPAN("operator setempat"), MAY_ALL, 0 };
	rc = tree_make(d->dir, e);
	if (!rc)
		rc = make_city(d, e);
	if (!rc)
		rc = make_database(d, e);
	if (!rc)
		rc = make_users(d, e);
	if (!rc)
		rc = d->fresh ? demo_city(d, e) : ERR_OK;
	return rc ? rc : serve_demo(d, out, listen, e);
}

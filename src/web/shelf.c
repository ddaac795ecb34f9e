/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/shelf.h"

#include "office/writer.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PLACES = 64, PAGE_MOST = 192 << 10, NAME = 16, AGE_MS = 2000, OLD_MS = 10000 };

struct kept {
	unsigned char name[NAME]; /* of cookies and address */
	int64_t mark;
	int64_t made_ms, tried_ms; /* made; somebody went to make it anew */
	const char *type;
	struct buf body; /* empty: nothing here */
};
struct shelf {
	const struct seams *seams;
	pthread_mutex_t lock;
	struct kept at[PLACES];
};

struct shelf *shelf_new(const struct seams *s)
{
	struct shelf *made = s->alloc->resize(s->alloc->ctx, NULL, 0, sizeof(*made));

	if (!made)
		return NULL;
	*made = (struct shelf){ .seams = s };
	if (pthread_mutex_init(&made->lock, NULL) != 0) {
		s->alloc->resize(s->alloc->ctx, made, sizeof(*made), 0);
		return NULL;
	}
	for (size_t i = 0; i < PLACES; i++)
		buf_init(&made->at[i].body, s->alloc, PAGE_MOST);
	return made;
}

void shelf_free(struct shelf *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < PLACES; i++)
		buf_done(&s->at[i].body);
	pthread_mutex_destroy(&s->lock);
	s->seams->alloc->resize(s->seams->alloc->ctx, s, sizeof(*s), 0);
}

static bool may_keep(const struct visit *v)
{
	static const char *const paths[] = {
#define SHELF(path) path,
#include "web/shelf.def"
#undef SHELF
	};

	if (!v->server->shelf || v->kind != VISIT_PAGE || v->request.post || !v->signed_in || v->session.stale ||
	    v->session.by_token || !v->route.row)
		return false;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (strcmp(v->route.row->path, paths[i]) == 0)
			return true;
	return false;
}

/* Of all that the page may depend on: the cookies (session, language) and the address. */
static void name_of(const struct visit *v, unsigned char name[NAME])
{
	span cookies = http_field(v->request.head, "cookie"), target = v->request.head->target;
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, NAME);
	crypto_generichash_update(&state, (const unsigned char *)&v->session.id, sizeof(v->session.id));
	crypto_generichash_update(&state, (const unsigned char *)&cookies.n, sizeof(cookies.n));
	crypto_generichash_update(&state, (const unsigned char *)(cookies.n ? cookies.p : ""), cookies.n);
	crypto_generichash_update(&state, (const unsigned char *)(target.n ? target.p : ""), target.n);
	crypto_generichash_final(&state, name, NAME);
}

/* What was written so far, by anybody: all writes of this database go through this process's writer. */
int64_t shelf_mark(const struct visit *v)
{
	struct writer_figures f = { 0 };

	if (!v->server->o.base->writer || !may_keep(v))
		return -1;
	writer_look(v->server->o.base->writer, &f);
	return f.commits;
}

static int64_t now_of(const struct shelf *s)
{
	return s->seams->monotonic_us(s->seams->ctx) / 1000;
}

bool shelf_take(struct visit *v)
{
	struct shelf *s = v->server->shelf;
	int64_t mark = shelf_mark(v), now;
	unsigned char name[NAME];
	struct kept *k;
	bool found;

	if (mark < 0)
		return false;
	name_of(v, name);
	now = now_of(s);
	k = &s->at[name[0] % PLACES];
	pthread_mutex_lock(&s->lock);
	found = k->body.n && memcmp(k->name, name, NAME) == 0 && k->mark == mark && now - k->made_ms < OLD_MS;
	if (found && now - k->tried_ms >= AGE_MS) { /* whoever comes first makes it anew, the others need not wait */
		k->tried_ms = now;
		found = false;
	}
	if (found) {
		buf_clear(&v->answer.body);
		buf_span(&v->answer.body, buf_as_span(&k->body));
		v->answer.status = 200;
		v->answer.type = k->type;
		found = !v->answer.body.failed;
	}
	pthread_mutex_unlock(&s->lock);
	if (!found)
		buf_clear(&v->answer.body);
	return found;
}

void shelf_put(struct visit *v, int64_t mark)
{
	struct shelf *s = v->server->shelf;
	const struct answer *a = &v->answer;
	unsigned char name[NAME];
	struct kept *k;

	if (mark < 0 || a->status != 200 || a->file >= 0 || a->extra_n || a->close || !a->body.n || a->body.failed ||
	    a->body.n > PAGE_MOST || shelf_mark(v) != mark)
		return;
	name_of(v, name);
	k = &s->at[name[0] % PLACES];
	pthread_mutex_lock(&s->lock);
	memcpy(k->name, name, NAME);
	k->mark = mark;
	k->made_ms = k->tried_ms = now_of(s);
	k->type = a->type;
	buf_clear(&k->body);
	buf_span(&k->body, buf_as_span(&a->body));
	if (k->body.failed)
		buf_clear(&k->body);
	pthread_mutex_unlock(&s->lock);
}

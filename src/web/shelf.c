/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/shelf.h"

#include "base/limits.h"
#include "office/writer.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PLACES = 64, PAGE_MOST = 192 << 10, NAME = sizeof(((struct shelf_seat *)0)->name), AGE_MS = 2000 };

struct kept {
	unsigned char name[NAME];
	int64_t mark;
	int64_t made_ms, tried_ms; /* made; somebody went to make it anew */
	const char *type;
	struct buf body;     /* empty: nothing here */
	struct visit *maker; /* of the page that belongs here next; NULL: nobody is at it */
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

	if (!v->server->shelf || !v->server->o.base->writer || v->kind != VISIT_PAGE || v->request.post ||
	    !v->signed_in || v->session.stale || v->session.by_token || !v->route.row)
		return false;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (strcmp(v->route.row->path, paths[i]) == 0)
			return true;
	return false;
}

/* Of all that the page may depend on: the session, the cookies (its key, the language) and the address. */
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

static int64_t now_of(const struct shelf *s)
{
	return s->seams->monotonic_us(s->seams->ctx) / 1000;
}

/* What was written so far, by anybody: all writes of this database go through this process's writer. */
static int64_t mark_now(const struct visit *v)
{
	return writer_changes(v->server->o.base->writer);
}

static bool same_name(const unsigned char a[NAME], const unsigned char b[NAME])
{
	return memcmp(a, b, NAME) == 0;
}

static bool copy_answer(struct answer *to, const char *type, const struct buf *body)
{
	buf_clear(&to->body);
	buf_span(&to->body, buf_as_span(body));
	to->status = 200;
	to->type = type;
	if (!to->body.failed)
		return true;
	buf_clear(&to->body);
	return false;
}

/* With the lock held. The old page is given while somebody makes it anew: whoever comes first when it is due. */
static enum shelf_got look(struct shelf *s, struct kept *k, struct visit *v)
{
	struct shelf_seat *seat = &v->seat;
	int64_t now = now_of(s);

	if (k->body.n && same_name(k->name, seat->name) && k->mark == seat->mark && now - k->made_ms < LIM_PAGE_MS &&
	    now - k->tried_ms < AGE_MS)
		return copy_answer(&v->answer, k->type, &k->body) ? SHELF_GIVEN : SHELF_MAKE;
	if (k->body.n && same_name(k->name, seat->name) && k->mark == seat->mark && now - k->made_ms < LIM_PAGE_MS)
		k->tried_ms = now;
	else if (k->maker && same_name(k->maker->seat.name, seat->name) && k->maker->seat.mark == seat->mark) {
		seat->next = k->maker->seat.waiting;
		k->maker->seat.waiting = v;
		return SHELF_WAITS;
	}
	k->maker = v; /* in the place of one who began before something was written: his own still wait for him */
	return SHELF_MAKE;
}

enum shelf_got shelf_take(struct visit *v)
{
	struct shelf *s = v->server->shelf;
	enum shelf_got got;

	v->seat = (struct shelf_seat){ .mark = -1 };
	if (!may_keep(v))
		return SHELF_MAKE;
	v->seat.mark = mark_now(v);
	name_of(v, v->seat.name);
	pthread_mutex_lock(&s->lock);
	got = look(s, &s->at[v->seat.name[0] % PLACES], v);
	pthread_mutex_unlock(&s->lock);
	return got;
}

static bool may_give(const struct answer *a)
{
	return a->status == 200 && a->file < 0 && !a->extra_n && !a->close && a->body.n && !a->body.failed;
}

static void keep(struct shelf *s, struct kept *k, const struct visit *v)
{
	const struct answer *a = &v->answer;

	memcpy(k->name, v->seat.name, NAME);
	k->mark = v->seat.mark;
	k->made_ms = v->began_us / 1000; /* whoever was looked at was so then, or later */
	k->tried_ms = now_of(s);
	k->type = a->type;
	buf_clear(&k->body);
	buf_span(&k->body, buf_as_span(&a->body));
	if (k->body.failed)
		buf_clear(&k->body);
}

/* Who waited came before anything was written since the page began, so it shows all that was there when he came, even
 * if something was written meanwhile; who comes later must not be given it. */
struct visit *shelf_put(struct visit *v)
{
	struct shelf *s = v->server->shelf;
	const struct answer *a = &v->answer;
	struct visit *waiting;
	struct kept *k;

	if (v->seat.mark < 0)
		return NULL;
	k = &s->at[v->seat.name[0] % PLACES];
	pthread_mutex_lock(&s->lock);
	if (k->maker == v)
		k->maker = NULL;
	if (may_give(a) && a->body.n <= PAGE_MOST && mark_now(v) == v->seat.mark)
		keep(s, k, v);
	waiting = v->seat.waiting;
	v->seat.waiting = NULL;
	pthread_mutex_unlock(&s->lock);
	for (struct visit *w = waiting; w; w = w->seat.next) {
		w->seat.mark = -1; /* carried out, it is kept for nobody */
		w->seat.given = may_give(a) && copy_answer(&w->answer, a->type, &a->body);
	}
	return waiting;
}

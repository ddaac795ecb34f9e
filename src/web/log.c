/* SPDX-License-Identifier: EUPL-1.2
 * One JSON line for each request: when, which page (its pattern, never the address that was asked for), what came of it
 * and how long it took. Nothing that names a person: no address, no query, no account, no peer. */
#include "web/visit.h"

#include "base/date.h"
#include "office/json.h"

#include <pthread.h>

enum { LOG_ROOM = 1 << 18, LOG_FULL = 1 << 14 };

struct server_log {
	const struct seams *seams;
	int fd;
	pthread_mutex_t lock;
	struct buf lines;
	int64_t lost;
};

int log_open(struct server_log **out, int fd, const struct seams *s, struct padan_arena *a, struct err *e)
{
	struct server_log *l = padan_arena_zero(a, sizeof(*l));

	*out = l;
	if (!l)
		return err_memory(e, "catatan layanan");
	l->seams = s;
	l->fd = fd;
	pthread_mutex_init(&l->lock, NULL);
	buf_init(&l->lines, s->alloc, LOG_ROOM);
	return ERR_OK;
}

/* 2026-11-28T23:10:05.123Z */
static void put_time(struct buf *b, int64_t ms)
{
	char day[11];
	int64_t in_day = ((ms % 86400000) + 86400000) % 86400000;

	buf_printf(b, "%sT%02d:%02d:%02d.%03dZ", date_iso((date){ (int32_t)((ms - in_day) / 86400000) }, day),
		   (int)(in_day / 3600000), (int)(in_day / 60000 % 60), (int)(in_day / 1000 % 60),
		   (int)(in_day % 1000));
}

static void write_lines(struct server_log *l)
{
	const struct io *io = l->seams->io;
	size_t at = 0;

	while (at < l->lines.n) {
		ssize_t put = io->write(io->ctx, l->fd, l->lines.p + at, l->lines.n - at);

		if (put <= 0)
			break; /* nobody takes it: the service goes on */
		at += (size_t)put;
	}
	buf_clear(&l->lines);
}

static const char *route_name(const struct visit *v)
{
	if (v->kind == VISIT_ASSET)
		return "/aset/{nama}";
	if (v->kind == VISIT_API)
		return v->uc ? v->uc->path : "/api/v1/?";
	return v->route.row ? v->route.row->path : "?";
}

void log_visit(struct server_log *l, const struct visit *v)
{
	const struct http_head *h = http_head_of(v->x);
	const struct seams *s = l->seams;

	if (l->fd < 0)
		return;
	pthread_mutex_lock(&l->lock);
	buf_puts(&l->lines, "{\"waktu\":\"");
	put_time(&l->lines, s->now_ms(s->ctx));
	buf_puts(&l->lines, "\",\"metode\":");
	json_string(&l->lines, h->method_name);
	buf_puts(&l->lines, v->kind == VISIT_API ? ",\"api\":" : ",\"rute\":");
	json_string(&l->lines, padan_span_of(route_name(v)));
	buf_printf(&l->lines, ",\"status\":%d,\"us\":%lld,\"byte\":%lld}\n", v->status,
		   (long long)(s->monotonic_us(s->ctx) - v->began_us), (long long)v->bytes);
	if (l->lines.failed)
		buf_clear(&l->lines);
	if (l->lines.n > LOG_FULL || v->status >= 500)
		write_lines(l);
	pthread_mutex_unlock(&l->lock);
}

void log_event(struct server_log *l, const char *event, const char *address)
{
	pthread_mutex_lock(&l->lock);
	buf_puts(&l->lines, "{\"waktu\":\"");
	put_time(&l->lines, l->seams->now_ms(l->seams->ctx));
	buf_printf(&l->lines, "\",\"peristiwa\":\"%s\",\"alamat\":\"%s\"}\n", event, address);
	write_lines(l);
	pthread_mutex_unlock(&l->lock);
}

void log_flush(struct server_log *l)
{
	pthread_mutex_lock(&l->lock);
	write_lines(l);
	pthread_mutex_unlock(&l->lock);
}

void log_close(struct server_log *l)
{
	if (!l)
		return;
	log_flush(l);
	buf_done(&l->lines);
	pthread_mutex_destroy(&l->lock);
}

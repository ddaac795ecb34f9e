/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/screen.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { REDRAW_US = 100000, NARROW = 24, WIDEST_BAR = 40, LINE = 256 };

struct bar {
	const struct seams *seams;
	pthread_mutex_t lock;
	bool colour, drawn;
	int64_t drawn_at;
};

static void bar_write(const struct bar *b, const char *text)
{
	const struct io *io = b->seams->io;

	/* a bar that cannot be drawn is no reason to fail */
	if (io->write(io->ctx, STDERR_FILENO, text, strlen(text)) < 0)
		return;
}

static void wipe(struct bar *b)
{
	if (b->drawn)
		bar_write(b, "\r\033[K");
	b->drawn = false;
}

static void blocks(char *out, const char *what, int n)
{
	while (n-- > 0)
		out = stpcpy(out, what);
	*out = '\0';
}

static void draw(struct bar *b, const char *what, int64_t done, int64_t total, int width)
{
	char full[4 * WIDEST_BAR], rest[4 * WIDEST_BAR], line[4 * LINE];
	int percent, bar = width - 8 - (int)screen_letters(padan_span_of(what)) - 2, filled;

	if (total <= 0) {
		snprintf(line, sizeof(line), "\r\033[K%.*s ...", width > 5 ? width - 5 : 0, what);
		bar_write(b, line);
		b->drawn = true;
		return;
	}
	percent = (int)(done >= total ? 100 : done * 100 / total);
	bar = bar > WIDEST_BAR ? WIDEST_BAR : bar;
	if (width < NARROW || bar < 8) {
		snprintf(line, sizeof(line), "\r\033[K%d %%", percent);
	} else {
		filled = bar * percent / 100;
		blocks(full, "█", filled);
		blocks(rest, "░", bar - filled);
		snprintf(line, sizeof(line), "\r\033[K%s%s%s%s %3d %% %.80s", b->colour ? "\033[32m" : "", full,
			 b->colour ? "\033[0m" : "", rest, percent, what);
	}
	bar_write(b, line);
	b->drawn = true;
}

static void bar_step(void *ctx, const char *what, int64_t done, int64_t total)
{
	struct bar *b = ctx;
	int64_t now;
	int width;

	if (pthread_mutex_trylock(&b->lock))
		return;
	now = b->seams->monotonic_us(b->seams->ctx);
	if (!b->drawn || now - b->drawn_at >= REDRAW_US) {
		width = screen_width(STDERR_FILENO);
		if (width > 0)
			draw(b, what, done, total, width);
		b->drawn_at = now;
	}
	pthread_mutex_unlock(&b->lock);
}

struct progress bar_new(struct bar **out, const struct seams *seams, bool colour, struct padan_arena *arena)
{
	struct bar *b = NULL;

	*out = NULL;
	if (screen_width(STDERR_FILENO) <= 0)
		return (struct progress){ NULL, NULL };
	b = padan_arena_zero(arena, sizeof(*b));
	if (!b || pthread_mutex_init(&b->lock, NULL))
		return (struct progress){ NULL, NULL };
	b->seams = seams;
	b->colour = colour;
	*out = b;
	return (struct progress){ bar_step, b };
}

void bar_done(struct bar *b)
{
	if (!b)
		return;
	wipe(b);
	pthread_mutex_destroy(&b->lock);
}

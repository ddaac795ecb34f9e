/* SPDX-License-Identifier: EUPL-1.2 */
#include "office/sock_frame.h"

enum { PROTOCOL = 1 };

void frame_head(unsigned char out[FRAME_HEAD], enum frame_kind kind, uint32_t length)
{
	out[0] = 'L', out[1] = 'D', out[2] = PROTOCOL, out[3] = (unsigned char)kind;
	for (int i = 0; i < 4; i++)
		out[4 + i] = (unsigned char)(length >> (8 * i));
}

bool frame_head_take(const unsigned char head[FRAME_HEAD], uint32_t most, enum frame_kind *kind, uint32_t *length)
{
	static const char kinds[] = { FRAME_COMMAND, FRAME_LOOK, FRAME_PROGRESS, FRAME_REPLY };
	span n = { (const char *)head + 4, 4 };

	if (head[0] != 'L' || head[1] != 'D' || head[2] != PROTOCOL || !memchr(kinds, head[3], sizeof(kinds)))
		return false;
	*kind = (enum frame_kind)head[3];
	return take_u32(&n, length) && *length <= most;
}

/* A text of ours: no NUL in it, so that it may become a name. */
static bool take_name(span *in, span *s)
{
	return take_text(in, s) && !memchr(s->p ? s->p : "", 0, s->n);
}

void command_put(struct buf *out, const struct command *c)
{
	const span parts[] = { c->version, c->use_case, c->key_file, c->as, c->pin, c->request };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		pack_text(out, parts[i]);
	pack_text(out, c->in);
}

bool command_take(span body, struct command *c)
{
	span *const parts[] = { &c->version, &c->use_case, &c->key_file, &c->as, &c->pin, &c->request };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!take_name(&body, parts[i]))
			return false;
	return take_text(&body, &c->in) && !body.n;
}

void step_put(struct buf *out, const struct step *s)
{
	pack_text(out, s->what);
	pack_i64(out, s->done);
	pack_i64(out, s->total);
}

bool step_take(span body, struct step *s)
{
	return take_name(&body, &s->what) && take_i64(&body, &s->done) && take_i64(&body, &s->total) && !body.n;
}

void reply_put(struct buf *out, const struct reply *r)
{
	pack_i64(out, r->code);
	pack_text(out, r->error);
	pack_text(out, r->advice);
	pack_text(out, r->out);
}

bool reply_take(span body, struct reply *r)
{
	return take_i64(&body, &r->code) && take_name(&body, &r->error) && take_name(&body, &r->advice) &&
	       take_text(&body, &r->out) && !body.n;
}

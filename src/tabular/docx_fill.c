/* SPDX-License-Identifier: EUPL-1.2
 * Runs a template's steps. */
#include "tabular/docx_program.h"

#include "base/limits.h"
#include "tabular/out_text.h"
#include "tabular/zip_out.h"
#include <errno.h>

struct frame {
	uint32_t begin; /* of the section */
	bool blank;	/* printed once without values */
};

struct filler {
	const struct docx_template *t;
	const struct docx_data *data;
	struct zip_out z;
	struct buf value;
	struct frame frame[LIM_DOCX_SECTIONS];
	int depth;
	int blank; /* sections being printed without values */
};

static void put(struct filler *f, span s)
{
	zip_put(&f->z, s.p, s.n);
}

/* What ends a line within a run, or stands in it as a tabulator. */
static void put_break(struct filler *f, span prefix, const char *name)
{
	zip_puts(&f->z, "</");
	put(f, prefix);
	zip_puts(&f->z, "t><");
	put(f, prefix);
	zip_puts(&f->z, name);
	zip_puts(&f->z, "/><");
	put(f, prefix);
	zip_puts(&f->z, "t xml:space=\"preserve\">");
}

/* Characters that no name holds and that make text look like another: controls, and those that turn the direction. */
static bool is_hidden(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff || cp == 0xfffe || cp == 0xffff;
}

/* The character at the beginning of s, which is not plain; returns its length. */
static size_t put_special(struct filler *f, span s, span prefix)
{
	uint32_t cp = 0;
	size_t n = utf8_char(s, &cp);

	if (n == 0) {
		zip_puts(&f->z, "\xef\xbf\xbd");
		return 1;
	}
	if (cp == '\r' && s.n > 1 && s.p[1] == '\n')
		return 1;
	if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029)
		put_break(f, prefix, "br");
	else if (cp == '\t')
		put_break(f, prefix, "tab");
	else if (cp == '&')
		zip_puts(&f->z, "&amp;");
	else if (cp == '<')
		zip_puts(&f->z, "&lt;");
	else if (cp == '>')
		zip_puts(&f->z, "&gt;");
	else if (!is_hidden(cp))
		zip_put(&f->z, s.p, n);
	return n;
}

static void put_value(struct filler *f, span s, span prefix)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>') {
			i++;
			continue;
		}
		zip_put(&f->z, s.p + from, i - from);
		i += put_special(f, (span){ s.p + i, s.n - i }, prefix);
		from = i;
	}
	zip_put(&f->z, s.p + from, s.n - from);
}

static void step_value(struct filler *f, const struct docx_op *op)
{
	if (f->blank)
		return;
	buf_clear(&f->value);
	f->data->value(f->data->ctx, op->set, op->field, &f->value);
	if (f->value.failed)
		f->z.f->bad = f->z.f->bad ? f->z.f->bad : ENOMEM;
	else
		put_value(f, buf_as_span(&f->value), op->prefix);
}

static bool holds(struct filler *f, const struct docx_op *op)
{
	if (f->blank)
		return false;
	if (op->field < 0)
		return f->data->next(f->data->ctx, op->set, true) != op->negated;
	buf_clear(&f->value);
	f->data->value(f->data->ctx, op->set, op->field, &f->value);
	return (f->value.n > 0) != op->negated;
}

static void put_guard(struct filler *f, const struct docx_op *end, bool wanted)
{
	if (!wanted)
		return;
	zip_puts(&f->z, "<");
	put(f, end->prefix);
	zip_puts(&f->z, "p/>");
}

/* Begins a section, or goes behind it; returns the next step. */
static uint32_t step_begin(struct filler *f, const struct docx_steps *p, uint32_t at)
{
	const struct docx_op *op = &p->op[at];
	bool blank = false, go;

	if (op->step == STEP_LOOP)
		go = !f->blank && f->data->next(f->data->ctx, op->set, true);
	else
		go = holds(f, op);
	if (!go && op->whole_table)
		go = blank = true;
	if (!go) {
		put_guard(f, &p->op[op->jump], p->op[op->jump].guard_none);
		return op->jump + 1;
	}
	f->frame[f->depth++] = (struct frame){ at, blank };
	f->blank += blank;
	return at + 1;
}

static uint32_t step_end(struct filler *f, const struct docx_steps *p, uint32_t at)
{
	const struct docx_op *begin = &p->op[p->op[at].jump];
	struct frame *now = &f->frame[f->depth - 1];

	if (begin->step == STEP_LOOP && !now->blank && f->z.f->bad == 0 &&
	    f->data->next(f->data->ctx, begin->set, false))
		return now->begin + 1;
	f->blank -= now->blank;
	f->depth--;
	put_guard(f, &p->op[at], p->op[at].guard_some);
	return at + 1;
}

static void run(struct filler *f, const struct docx_steps *p)
{
	uint32_t at = 0;

	while (at < p->n) {
		const struct docx_op *op = &p->op[at];

		switch (op->step) {
		case STEP_RAW:
			put(f, op->raw);
			at++;
			break;
		case STEP_VALUE:
			step_value(f, op);
			at++;
			break;
		case STEP_END:
			at = step_end(f, p, at);
			break;
		default:
			at = step_begin(f, p, at);
		}
	}
}

static int finish(struct out_file *out, struct zip_out *z, struct err *e)
{
	zip_end(z);
	return out_close(out, e);
}

int docx_fill(const struct docx_template *t, const struct docx_data *data, const struct seams *s, const char *path,
	      date day, struct err *e)
{
	struct filler f = { .t = t, .data = data };
	struct out_file out;
	int rc = out_open(&out, s, path, e);

	if (rc)
		return rc;
	rc = zip_begin(&f.z, &out, day, e);
	if (rc) {
		out_abandon(&out);
		return rc;
	}
	buf_init(&f.value, s->alloc, LIM_RECORD);
	for (int i = 0; i < t->n && !out.bad; i++) {
		const struct docx_steps *p = &t->part[i];

		zip_entry(&f.z, p->part->name);
		if (p->n)
			run(&f, p);
		else
			put(&f, p->part->bytes);
	}
	buf_done(&f.value);
	return finish(&out, &f.z, e);
}

int docx_save(const struct docx_package *package, const struct seams *s, const char *path, date day, struct err *e)
{
	struct zip_out z;
	struct out_file out;
	int rc = out_open(&out, s, path, e);

	if (rc)
		return rc;
	rc = zip_begin(&z, &out, day, e);
	if (rc) {
		out_abandon(&out);
		return rc;
	}
	for (int i = 0; i < package->n && !out.bad; i++) {
		zip_entry(&z, package->part[i].name);
		zip_put(&z, package->part[i].bytes.p, package->part[i].bytes.n);
	}
	return finish(&out, &z, e);
}

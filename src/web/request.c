/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/request.h"

#include "web/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>

enum { JSON_DEPTH = 4 };

const span *request_value(const struct request *r, span name)
{
	const struct pairs *order[] = { &r->parts, &r->form, &r->query };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct pair *p = pairs_find(order[i], name);

		if (p)
			return &p->value;
	}
	return NULL;
}

/* --- JSON ------------------------------------------------------------------------------------------------------------
 */
static int add_scalar(struct pairs *out, span name, struct json_object *v, struct padan_arena *a, struct err *e)
{
	const char *text = NULL;
	size_t n;

	switch (json_object_get_type(v)) {
	case json_type_null:
		return ERR_OK;
	case json_type_boolean:
		text = json_object_get_boolean(v) ? "ya" : "tidak";
		break;
	case json_type_int:
	case json_type_double:
	case json_type_string:
		text = json_object_get_string(v);
		break;
	default:
		return err_set(e, ERR_USAGE, "%.*s: harus teks, angka, ya/tidak, atau daftar daripadanya",
			       (int)(name.n < 60 ? name.n : 60), name.p);
	}
	n = json_object_get_type(v) == json_type_string ? (size_t)json_object_get_string_len(v) : strlen(text);
	text = padan_arena_copy(a, text, n);
	return text ? pairs_add(out, name, (span){ text, n }, a, e) : err_memory(e, "isian");
}

static int add_member(struct pairs *out, const char *key, struct json_object *v, struct padan_arena *a, struct err *e)
{
	size_t n = strlen(key);
	const char *copy = padan_arena_copy(a, key, n);
	int rc = copy ? ERR_OK : err_memory(e, "isian");

	if (rc || json_object_get_type(v) != json_type_array)
		return rc ? rc : add_scalar(out, (span){ copy, n }, v, a, e);
	for (size_t i = 0; i < json_object_array_length(v) && !rc; i++)
		rc = add_scalar(out, (span){ copy, n }, json_object_array_get_idx(v, i), a, e);
	return rc;
}

static int read_object(struct pairs *out, struct json_object *root, struct padan_arena *a, struct err *e)
{
	struct json_object_iterator at = json_object_iter_begin(root), end = json_object_iter_end(root);
	int rc = ERR_OK;

	for (; !rc && !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
		rc = add_member(out, json_object_iter_peek_name(&at), json_object_iter_peek_value(&at), a, e);
	return rc;
}

int request_json(struct pairs *out, span text, struct padan_arena *a, struct err *e)
{
	struct json_tokener *t;
	struct json_object *root;
	int rc;

	text = span_trim(text);
	if (!text.n)
		return ERR_OK;
	if (text.n > INT32_MAX || !span_storable(text))
		return err_set(e, ERR_USAGE, "isi permintaan harus JSON dalam UTF-8");
	t = json_tokener_new_ex(JSON_DEPTH);
	if (!t)
		return err_memory(e, "JSON");
	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	root = json_tokener_parse_ex(t, text.p, (int)text.n);
	if (json_tokener_get_error(t) != json_tokener_success || json_tokener_get_parse_end(t) != text.n ||
	    !json_object_is_type(root, json_type_object))
		rc = err_set(e, ERR_USAGE, "isi permintaan harus satu objek JSON, misalnya {\"alasan\":\"...\"}");
	else
		rc = read_object(out, root, a, e);
	json_object_put(root);
	json_tokener_free(t);
	return rc;
}

/* --- names of files --------------------------------------------------------------------------------------------------
 */
static bool file_char(unsigned char c)
{
	return c >= 0x20 && c != 0x7f && c != '"';
}

/* Behind the last slash of either kind. */
static span last_part(span s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\') {
			s = (span){ s.p + i, s.n - i };
			break;
		}
	return s;
}

span upload_safe_name(span given, struct padan_arena *a)
{
	span unnamed = SPAN("berkas");
	char *p;
	size_t n = 0;

	given = last_part(given);
	p = given.n && span_storable(given) ? padan_arena_copy(a, given.p, given.n) : NULL;
	if (!p)
		return unnamed;
	for (size_t i = 0; i < given.n; i++)
		if (file_char((unsigned char)p[i]))
			p[n++] = p[i];
	if (n > UPLOAD_NAME) { /* the end is kept: it says what kind of file it is; cut at a character */
		p += n - UPLOAD_NAME;
		n = UPLOAD_NAME;
		while (n && (*p & 0xc0) == 0x80)
			p++, n--;
	}
	while (n && (*p == '.' || *p == ' ')) /* last, whatever was taken away before: not hidden */
		p++, n--;
	return n ? (span){ p, n } : unnamed;
}

/* --- a streamed form -------------------------------------------------------------------------------------------------
 */
struct form_reader {
	struct request *r;
	const struct seams *seams;
	struct padan_arena *arena;
	const char *folder;
	struct multipart m;
	struct multipart_sink sink;
	span name; /* of the part that is being read */
	bool file, made;
	int fd;
	struct buf value;
};

static int make_place(struct form_reader *f, span filename, char **path, struct err *e)
{
	const struct io *io = f->seams->io;
	size_t room = strlen(f->folder) + filename.n + 32;
	char *p = padan_arena_get(f->arena, room);
	int n;

	if (!p)
		return err_memory(e, "nama berkas");
	if (!f->made && io->mkdir(io->ctx, f->folder, 0700) && errno != EEXIST)
		return err_errno(e, errno, "map unggahan tidak dapat dibuat");
	f->made = true;
	n = snprintf(p, room, "%s/%zu", f->folder, f->r->uploads);
	if (io->mkdir(io->ctx, p, 0700))
		return err_errno(e, errno, "map unggahan tidak dapat dibuat");
	snprintf(p + n, room - (size_t)n, "/%.*s", (int)filename.n, filename.p);
	*path = p;
	return ERR_OK;
}

static int begin_file(struct form_reader *f, span filename, struct err *e)
{
	const struct io *io = f->seams->io;
	struct upload *u = &f->r->upload[f->r->uploads];
	char *path = NULL;
	int rc;

	if (!filename.n) /* no file was chosen */
		return ERR_OK;
	if (f->r->uploads == UPLOADS_MAX)
		return err_set(e, ERR_USAGE, "lebih dari %d berkas dalam satu kiriman", UPLOADS_MAX);
	filename = upload_safe_name(filename, f->arena);
	rc = make_place(f, filename, &path, e);
	if (rc)
		return rc;
	f->fd = io->open(io->ctx, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f->fd < 0)
		return err_errno(e, errno, "%.*s: tidak dapat disimpan", (int)filename.n, filename.p);
	*u = (struct upload){ .field = f->name, .name = filename, .path = { path, strlen(path) } };
	f->r->uploads++;
	return ERR_OK;
}

static int part_begin(void *ctx, span name, bool file, span filename, struct err *e)
{
	struct form_reader *f = ctx;
	const char *copy = padan_arena_copy(f->arena, name.p, name.n);

	if (!copy)
		return err_memory(e, "isian");
	f->name = (span){ copy, name.n };
	f->file = file;
	buf_clear(&f->value);
	return file ? begin_file(f, filename, e) : ERR_OK;
}

static int part_data(void *ctx, span piece, struct err *e)
{
	struct form_reader *f = ctx;
	const struct io *io = f->seams->io;
	struct upload *u = f->r->uploads ? &f->r->upload[f->r->uploads - 1] : NULL;

	if (!f->file) {
		buf_span(&f->value, piece);
		return f->value.failed ? err_set(e, ERR_USAGE, "isian terlalu panjang") : ERR_OK;
	}
	while (piece.n && f->fd >= 0 && u) {
		ssize_t put = io->write(io->ctx, f->fd, piece.p, piece.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return err_errno(e, errno, "unggahan tidak dapat disimpan");
		u->bytes += put;
		piece = (span){ piece.p + put, piece.n - (size_t)put };
	}
	return ERR_OK;
}

static int part_end(void *ctx, struct err *e)
{
	struct form_reader *f = ctx;
	const struct io *io = f->seams->io;
	const char *copy;
	int fd = f->fd;

	f->fd = -1;
	if (f->file)
		return fd >= 0 && io->close(io->ctx, fd) ? err_errno(e, errno, "unggahan tidak dapat disimpan")
							 : ERR_OK;
	copy = padan_arena_copy(f->arena, f->value.p ? f->value.p : "", f->value.n);
	return copy ? pairs_add(&f->r->form, f->name, (span){ copy, f->value.n }, f->arena, e) : err_memory(e, "isian");
}

int form_reader_new(struct form_reader **out, struct request *r, span content_type, const char *folder,
		    const struct seams *s, struct padan_arena *a, struct err *e)
{
	struct form_reader *f = padan_arena_zero(a, sizeof(*f));

	*out = f;
	if (!f)
		return err_memory(e, "formulir");
	f->r = r;
	f->seams = s;
	f->arena = a;
	f->folder = folder;
	f->fd = -1;
	f->sink = (struct multipart_sink){ part_begin, part_data, part_end, f };
	buf_init(&f->value, s->alloc, FORM_VALUE_MAX);
	return multipart_begin(&f->m, header_parameter(content_type, "boundary"), &f->sink, e);
}

int form_reader_feed(struct form_reader *f, span piece, struct err *e)
{
	return multipart_feed(&f->m, piece, e);
}

int form_reader_end(struct form_reader *f, struct err *e)
{
	return multipart_end(&f->m, e);
}

void form_reader_done(struct form_reader *f)
{
	if (f->fd >= 0)
		f->seams->io->close(f->seams->io->ctx, f->fd);
	f->fd = -1;
	buf_done(&f->value);
}

/* SPDX-License-Identifier: EUPL-1.2
 * Where in the HTML a mark of a template stands. Not a browser's parser: it refuses what a browser would repair. */
#include "web/template_program.h"

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool in_list(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static bool wrong(struct html *h, const char *why)
{
	h->wrong = why;
	return false;
}

/* Adds a letter to a name of at most `size` - 1; what is longer stays cut, and is no known name. */
static void add_letter(char *name, uint8_t *n, size_t size, char c)
{
	if (*n + 1u < size) {
		name[(*n)++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		name[*n] = '\0';
	}
}

bool html_preformatted(const struct html *h)
{
	for (int i = 0; i < h->nopen; i++)
		if (strcmp(h->open[i], "pre") == 0 || strcmp(h->open[i], "textarea") == 0)
			return true;
	return false;
}

static bool is_void(const struct html *h)
{
	static const char *const list[] = { "area", "br",   "col", "hr",     "img", "input",
					    "link", "meta", "wbr", "source", NULL };

	return in_list(h->name, list);
}

static bool inside(const struct html *h, const char *element)
{
	for (int i = 0; i < h->nopen; i++)
		if (strcmp(h->open[i], element) == 0)
			return true;
	return false;
}

static bool element_begins(struct html *h)
{
	static const char *const refused[] = { "style",	 "iframe",   "object",	 "embed",    "base",	      "frame",
					       "applet", "frameset", "noscript", "template", "foreignobject", NULL };

	if (in_list(h->name, refused))
		return wrong(h, "unsur ini tidak boleh dipakai di halaman (style, iframe, object, base, ...)");
	h->post = false;
	h->literal_only = true;
	return true;
}

static bool element_opened(struct html *h, bool closed)
{
	bool none = is_void(h);

	h->state = HTML_TEXT;
	if (strcmp(h->name, "script") == 0 && h->literal_only)
		return wrong(h, "script tanpa src; skrip hanya dari berkas");
	if (closed && !none && !inside(h, "svg"))
		return wrong(h, "unsur ini tidak dapat ditutup dengan />");
	if (strcmp(h->name, "form") == 0)
		h->wants_token = h->post;
	if (none || closed)
		return true;
	if (h->nopen == TEMPLATE_ELEMENTS)
		return wrong(h, "unsur bersarang terlalu dalam");
	memcpy(h->open[h->nopen++], h->name, sizeof(h->name));
	return true;
}

static bool element_closed(struct html *h)
{
	h->state = HTML_TEXT;
	if (h->nopen <= h->floor || strcmp(h->open[h->nopen - 1], h->name) != 0)
		return wrong(h, "penutup unsur tidak cocok dengan pembukanya (atau pembukanya di luar bagian ini)");
	h->nopen--;
	if (strcmp(h->name, "form") == 0 && h->wants_token)
		return wrong(h, "formulir post tanpa {{csrf}}");
	return true;
}

static bool is_url(const char *name)
{
	static const char *const list[] = { "href",	"src",	      "action", "formaction", "poster",
					    "cite",	"xlink:href", "hx-get", "hx-post",    "hx-put",
					    "hx-patch", "hx-delete",  NULL };

	return in_list(name, list);
}

static bool attribute_named(struct html *h)
{
	static const char *const refused[] = { "style", "srcdoc",  "srcset",  "ping",	    "background",
					       "hx-on", "hx-vals", "hx-vars", "hx-headers", NULL };

	if (strncmp(h->attribute, "on", 2) == 0 || strncmp(h->attribute, "hx-on", 5) == 0 ||
	    in_list(h->attribute, refused))
		return wrong(h, "atribut ini tidak boleh dipakai (on..., style, srcset, hx-on, hx-vals, ...)");
	h->url = is_url(h->attribute);
	h->lively = h->lively || strncmp(h->attribute, "hx-", 3) == 0;
	h->url_begun = false;
	h->value_n = 0;
	h->value[0] = '\0';
	if (strcmp(h->attribute, "src") == 0)
		h->literal_only = false;
	return true;
}

static bool own_prefix(const char *value)
{
	static const char *const allowed[] = { "?", "#", "https://wa.me/?text=", "mailto:", "tel:", NULL };

	if (value[0] == '/')
		return value[1] != '/' && value[1] != '\\';
	for (int i = 0; allowed[i]; i++)
		if (strncmp(value, allowed[i], strlen(allowed[i])) == 0)
			return true;
	return false;
}

static bool value_over(struct html *h)
{
	h->state = HTML_VALUE_OVER;
	if (h->url && !h->url_begun && !own_prefix(h->value))
		return wrong(h, "alamat ini bukan milik kita; mulai dengan / (atau ?, #, mailto:, tel:)");
	if (strcmp(h->name, "form") == 0 && strcmp(h->attribute, "method") == 0)
		h->post = strcmp(h->value, "get") != 0;
	return true;
}

/* Between the attributes of a tag. */
static bool feed_tag(struct html *h, char c)
{
	if (blank(c)) {
		h->state = HTML_TAG;
		return true;
	}
	if (c == '>')
		return h->end_tag ? element_closed(h) : element_opened(h, false);
	if (c == '/' && !h->end_tag) {
		h->state = HTML_CLOSE;
		return true;
	}
	if (!letter(c) || h->end_tag || h->state == HTML_VALUE_OVER)
		return wrong(h, "huruf ini tidak diharapkan di dalam tag");
	h->state = HTML_ATTRIBUTE;
	h->attribute_n = 0;
	add_letter(h->attribute, &h->attribute_n, sizeof(h->attribute), c);
	return true;
}

static bool feed_name(struct html *h, char c)
{
	if (letter(c) || (c >= '0' && c <= '9') || c == '-') {
		add_letter(h->name, &h->name_n, sizeof(h->name), c);
		return true;
	}
	h->state = HTML_TAG;
	return (h->end_tag || element_begins(h)) && feed_tag(h, c);
}

static bool feed_open(struct html *h, char c)
{
	h->name_n = 0;
	h->name[0] = '\0';
	if (c == '/' && !h->end_tag) {
		h->end_tag = true;
		return true;
	}
	if (c == '!' && !h->end_tag) {
		h->state = HTML_MARKUP;
		h->dashes = 0;
		return true;
	}
	if (!letter(c))
		return wrong(h, "tulis &lt; untuk tanda kurang dari");
	h->state = HTML_NAME;
	return feed_name(h, c);
}

static bool feed_markup(struct html *h, char c)
{
	if (h->state == HTML_MARKUP) {
		if (c == '-' && ++h->dashes == 2)
			h->state = HTML_COMMENT;
		else if (c == '>')
			h->state = HTML_TEXT;
		if (h->state == HTML_COMMENT)
			h->dashes = 0;
		return true;
	}
	if (c == '>' && h->dashes >= 2)
		h->state = HTML_TEXT;
	h->dashes = c == '-' ? (uint8_t)(h->dashes < 2 ? h->dashes + 1 : 2) : 0;
	return true;
}

static bool feed_attribute(struct html *h, char c)
{
	if (letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_') {
		add_letter(h->attribute, &h->attribute_n, sizeof(h->attribute), c);
		return true;
	}
	if (!attribute_named(h))
		return false;
	if (c == '=') {
		h->state = HTML_EQUALS;
		return true;
	}
	h->state = HTML_TAG;
	return feed_tag(h, c);
}

static bool feed_value(struct html *h, char c)
{
	if (h->state == HTML_EQUALS) {
		if (c != '"' && c != '\'')
			return wrong(h, "nilai atribut harus di antara tanda kutip");
		h->quote = (uint8_t)c;
		h->state = HTML_VALUE;
		return true;
	}
	if ((uint8_t)c == h->quote)
		return value_over(h);
	add_letter(h->value, &h->value_n, sizeof(h->value), c);
	return true;
}

static bool feed_text(struct html *h, char c)
{
	if (c == '<') {
		h->state = HTML_OPEN;
		h->end_tag = false;
		return true;
	}
	if (h->nopen && strcmp(h->open[h->nopen - 1], "script") == 0)
		return wrong(h, "skrip di dalam halaman tidak boleh; hanya dari berkas");
	return true;
}

static bool feed(struct html *h, char c)
{
	switch (h->state) {
	case HTML_TEXT:
		return feed_text(h, c);
	case HTML_OPEN:
		return feed_open(h, c);
	case HTML_MARKUP:
	case HTML_COMMENT:
		return feed_markup(h, c);
	case HTML_NAME:
		return feed_name(h, c);
	case HTML_ATTRIBUTE:
		return feed_attribute(h, c);
	case HTML_EQUALS:
	case HTML_VALUE:
		return feed_value(h, c);
	case HTML_CLOSE:
		return c == '>' ? element_opened(h, true) : wrong(h, "tulis / hanya di akhir tag");
	default:
		return feed_tag(h, c);
	}
}

bool html_feed(struct html *h, span raw)
{
	for (size_t i = 0; i < raw.n; i++)
		if (!feed(h, raw.p[i]))
			return false;
	return true;
}

/* A value in an attribute that is not a path. */
static enum template_place attribute_place(const struct html *h)
{
	if (strncmp(h->attribute, "hx-", 3) == 0 || strcmp(h->attribute, "method") == 0 ||
	    (strcmp(h->name, "meta") == 0 && strcmp(h->attribute, "content") == 0) || strcmp(h->name, "script") == 0)
		return PLACE_FORBIDDEN;
	return PLACE_ATTRIBUTE;
}

enum template_place html_value(struct html *h)
{
	if (h->state == HTML_TEXT)
		return h->nopen && strcmp(h->open[h->nopen - 1], "script") == 0 ? PLACE_FORBIDDEN : PLACE_TEXT;
	if (h->state != HTML_VALUE)
		return PLACE_FORBIDDEN;
	if (!h->url)
		return attribute_place(h);
	if (h->url_begun || own_prefix(h->value))
		return PLACE_URL_PART;
	if (h->value_n)
		return PLACE_FORBIDDEN;
	h->url_begun = true;
	return PLACE_URL;
}

bool html_settle(struct html *h)
{
	if (h->state == HTML_NAME && !h->end_tag && !element_begins(h))
		return false;
	if (h->state == HTML_ATTRIBUTE && !attribute_named(h))
		return false;
	if (h->state == HTML_NAME || h->state == HTML_ATTRIBUTE)
		h->state = HTML_VALUE_OVER;
	return true;
}

static bool url_settled(const struct html *h)
{
	return h->url_begun || own_prefix(h->value);
}

static bool same_value(const struct html *a, const struct html *b)
{
	return strcmp(a->attribute, b->attribute) == 0 && a->quote == b->quote &&
	       (!a->url || (url_settled(a) == url_settled(b) && !a->value_n == !b->value_n));
}

static bool same_elements(const struct html *a, const struct html *b)
{
	if (a->nopen != b->nopen || a->wants_token != b->wants_token)
		return false;
	for (int i = 0; i < a->nopen; i++)
		if (strcmp(a->open[i], b->open[i]) != 0)
			return false;
	return true;
}

static bool same_tag(const struct html *a, const struct html *b)
{
	return strcmp(a->name, b->name) == 0 && a->end_tag == b->end_tag && a->post == b->post &&
	       a->literal_only == b->literal_only;
}

bool html_join(struct html *a, const struct html *b)
{
	bool between = a->state == HTML_TAG || a->state == HTML_VALUE_OVER;

	if (between && b->state == HTML_VALUE_OVER)
		a->state = HTML_VALUE_OVER;
	if ((a->state != b->state && !(between && b->state == HTML_TAG)) || !same_elements(a, b))
		return false;
	if (a->state == HTML_TEXT)
		return true;
	return same_tag(a, b) && (a->state != HTML_VALUE || same_value(a, b));
}

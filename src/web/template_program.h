/* SPDX-License-Identifier: EUPL-1.2
 *
 * Inside the template engine: a template as a list of steps, and the HTML around them.
 */
#ifndef WEB_TEMPLATE_PROGRAM_H
#define WEB_TEMPLATE_PROGRAM_H

#include "web/template.h"

enum {
	TEMPLATE_BYTES = 1 << 17,
	TEMPLATE_STEPS = 20000,
	TEMPLATE_NEST = 24,	/* sections inside each other */
	TEMPLATE_PARTIALS = 8,	/* templates inside each other */
	TEMPLATE_ELEMENTS = 64, /* open elements */
	TEMPLATE_NAME = 64,
	TEMPLATE_DECLARED = 256,
};

enum template_step {
	STEP_RAW,    /* text */
	STEP_VALUE,  /* name, filter */
	STEP_MARKUP, /* name */
	STEP_LABEL,  /* name */
	STEP_NUMBER, /* of the row */
	STEP_TEXT,   /* text: for the translators */
	STEP_TOKEN,  /* hidden fields of a form */
	STEP_EACH,   /* name, jump: its STEP_END */
	STEP_WHEN,   /* name, word; negated */
	STEP_MAY,    /* text: word of a capability; capability */
	STEP_END     /* jump: its beginning */
};
enum template_filter { FILTER_NONE, FILTER_MASK, FILTER_PLAIN, FILTER_STATUS, FILTER_SHORT };
enum template_place { PLACE_TEXT, PLACE_ATTRIBUTE, PLACE_URL, PLACE_URL_PART, PLACE_FORBIDDEN };

struct template_op {
	uint8_t step, place, filter;
	bool negated;
	int capability;
	uint32_t jump, line;
	const char *file;
	span text, name, word;
};

enum template_declared_kind { DECLARED_OUT, DECLARED_IN, DECLARED_VALUE, DECLARED_MARKUP, DECLARED_LIST };
struct template_declared {
	uint8_t kind;
	uint32_t line;
	span name; /* of the use case, the value, the list */
	span as;   /* prefix with its dot; empty: none */
	span *columns;
	size_t ncolumns;
};

struct template
{
	const char *name;
	struct template_op *op;
	uint32_t n, cap;
	struct template_declared *declared;
	size_t ndeclared, declared_cap;
	bool posts, lively;
};

/* --- the HTML around the marks (template_html.c) --- */
enum html_state {
	HTML_TEXT,
	HTML_OPEN,	 /* behind '<' */
	HTML_MARKUP,	 /* <! ... > */
	HTML_COMMENT,	 /* <!-- ... --> */
	HTML_NAME,	 /* of an element */
	HTML_TAG,	 /* between attributes */
	HTML_ATTRIBUTE,	 /* its name */
	HTML_EQUALS,	 /* behind '=' */
	HTML_VALUE,	 /* between quotes */
	HTML_VALUE_OVER, /* behind the second quote */
	HTML_CLOSE,	 /* behind '/' of <x/> */
};
struct html {
	uint8_t state, quote;
	bool end_tag, url, url_begun, post, wants_token, literal_only, lively;
	uint8_t name_n, attribute_n, value_n, dashes;
	char name[16], attribute[24], value[24]; /* the beginning of the value's own letters */
	char open[TEMPLATE_ELEMENTS][16];
	int nopen, floor; /* a section may not close what was open before it */
	const char *wrong;
};

/* Goes on over template text. false: h->wrong says why (static text). */
bool html_feed(struct html *h, span raw);
/* What may stand here. Tells h that a value does. */
enum template_place html_value(struct html *h);
/* Before a section begins or ends: the name of an element or an attribute is complete. false: as html_feed. */
bool html_settle(struct html *h);
/* Two ways meet: are both at the same place? `a` goes on from there. */
bool html_join(struct html *a, const struct html *b);
bool html_preformatted(const struct html *h);

/* What stands in {name} of a text for the translators: takes the next piece off *rest; true: a name. */
bool template_piece(span *rest, span *piece);

#endif

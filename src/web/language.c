/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/language.h"

#include "web/html.h"
#include "web/page_view.h"

#include <stdio.h>

enum { YEAR_SECONDS = 365 * 86400 };

enum view_language language_of(const struct visit *v)
{
	span cookies = http_field(v->request.head, "cookie");

	return padan_span_eq(cookie_value(cookies, "bahasa"), SPAN("en")) ? VIEW_ENGLISH : VIEW_INDONESIA;
}

int language_choose(struct page *p, struct err *e)
{
	const struct visit *v = ((const struct page_visit *)p)->visit;
	bool english = padan_span_eq(page_value(p, "pilih"), SPAN("en"));
	span to = page_value(p, "ke");
	char line[120];
	int n = snprintf(line, sizeof(line), "bahasa=%s; Path=/; HttpOnly; SameSite=Lax%s; Max-Age=%d",
			 english ? "en" : "id", v->server->o.tls ? "; Secure" : "", YEAR_SECONDS);

	http_header(p->answer, "Set-Cookie", (span){ line, (size_t)n });
	if (!html_own_path(to) || to.p[0] != '/')
		to = SPAN("/");
	return page_redirect(p, e, "%.*s", (int)to.n, to.p);
}

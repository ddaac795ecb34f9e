/* SPDX-License-Identifier: EUPL-1.2
 * Who asks, may they, and does the request come from our own pages? */
#include "web/visit.h"

#include <sodium.h>
#include <stdio.h>

enum { CSRF = 32, COOKIE_SECONDS = 12 * 3600 };

/* Behind TLS the name says that the cookie can only have been set by this host, over TLS, for all its paths. Without
 * TLS (loopback only) browsers would not keep such a cookie. */
const char *cookie_name(const struct server *s)
{
	return s->o.tls ? "__Host-lindung" : "lindung";
}

static const char *guest_name(const struct server *s)
{
	return s->o.tls ? "__Host-lindung-tamu" : "lindung-tamu";
}

static bool key_shaped(span s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
		      c == '_'))
			return false;
	}
	return s.n == COOKIE_BYTES;
}

static void put_cookie(struct visit *v, const char *name, span key, int seconds)
{
	char line[200];
	int n = snprintf(line, sizeof(line), "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s; Max-Age=%d", name, (int)key.n,
			 key.p ? key.p : "", v->server->o.tls ? "; Secure" : "", key.n ? seconds : 0);

	http_header(&v->answer, "Set-Cookie", (span){ line, (size_t)n });
}

void cookie_set(struct visit *v, span key)
{
	put_cookie(v, cookie_name(v->server), key, COOKIE_SECONDS);
}

static int who_by_token(struct visit *v, struct env *env, span header, struct err *e)
{
	span bearer = { header.p + 7, header.n - 7 };
	int rc = v->server->o.sessions->token(env, bearer, &v->session, &v->signed_in, e);

	v->session.by_token = true;
	return rc;
}

int visit_who(struct visit *v, struct store *store, struct err *e)
{
	const struct http_head *h = http_head_of(v->x);
	span authorization = http_field(h, "authorization"), header = http_field(h, "cookie");
	struct env env = visit_env(v, store);

	if (http_field_count(h, "cookie") > 1 || http_field_count(h, "authorization") > 1)
		return ERR_OK; /* which one? Nobody */
	if (v->kind == VISIT_API && authorization.n > 7 && span_ieq((span){ authorization.p, 7 }, SPAN("Bearer ")))
		return who_by_token(v, &env, authorization, e);
	v->cookie = cookie_value(header, cookie_name(v->server));
	if (key_shaped(v->cookie)) {
		int rc = v->server->o.sessions->touch(&env, v->cookie, &v->session, &v->signed_in, e);

		if (rc || v->signed_in)
			return rc;
	}
	v->cookie = cookie_value(header, guest_name(v->server));
	if (!key_shaped(v->cookie))
		v->cookie = (span){ NULL, 0 };
	return ERR_OK;
}

static bool is_home(const struct page_row *row)
{
	return strcmp(row->path, "/") == 0;
}

int visit_gate(const struct visit *v)
{
	int who = v->kind == VISIT_API ? (v->uc ? (int)v->uc->capability : ANYONE) : row_who(v->route.row);

	/* Who lacks the second factor begins there, not on the first page. */
	if (who == ANYONE)
		return v->kind == VISIT_PAGE && v->signed_in && v->session.need && is_home(v->route.row) ? 401 : 0;
	if (!v->signed_in)
		return 401;
	if (who == SIGNING_IN)
		return 0;
	if (v->session.need == SESSION_WANTS_CODE)
		return 401;
	if (who == SIGNED_IN || v->session.actor.may >> who & 1)
		return 0;
	return v->session.need == SESSION_WANTS_ENROL ? 401 : 403;
}

/* --- from our own pages? ---------------------------------------------------------------------------------------------
 */
/* A browser says where a request comes from, in one way or the other; other programs say nothing. */
bool origin_right(const struct visit *v)
{
	const struct http_head *h = http_head_of(v->x);
	span site = http_field(h, "sec-fetch-site"), origin = http_field(h, "origin");
	span scheme = v->server->o.tls ? SPAN("https://") : SPAN("http://");

	if (site.n && !padan_span_eq(site, SPAN("same-origin")) && !padan_span_eq(site, SPAN("none")))
		return false;
	if (!origin.n)
		return true;
	return origin.n == scheme.n + h->host.n && memcmp(origin.p, scheme.p, scheme.n) == 0 &&
	       span_ieq((span){ origin.p + scheme.n, h->host.n }, h->host);
}

/* The secret behind the token is the cookie's own: whoever can read that needs no other. */
static void csrf_base(span cookie, unsigned char out[CSRF])
{
	static const char what[] = "lindung csrf";

	crypto_generichash(out, CSRF, (const unsigned char *)what, sizeof(what) - 1, (const unsigned char *)cookie.p,
			   cookie.n);
}

bool csrf_right(const struct visit *v, span token)
{
	unsigned char base[CSRF], pair[2 * CSRF];
	size_t n = 0;

	if (!v->cookie.n || sodium_base642bin(pair, sizeof(pair), token.p ? token.p : "", token.n, NULL, &n, NULL,
					      sodium_base64_VARIANT_URLSAFE_NO_PADDING))
		return false;
	if (n != sizeof(pair))
		return false;
	for (size_t i = 0; i < CSRF; i++)
		pair[i] ^= pair[CSRF + i];
	csrf_base(v->cookie, base);
	return sodium_memcmp(base, pair, CSRF) == 0;
}

/* Masked anew each time: what stands in a compressed page tells nothing about it by its length. */
int csrf_make(struct visit *v, char out[128], struct err *e)
{
	const struct seams *s = v->server->o.base->seams;
	unsigned char pair[2 * CSRF], base[CSRF];
	char *key;

	if (!v->cookie.n) {
		unsigned char random[32];

		key = padan_arena_get(&v->arena, 64);
		if (!key)
			return err_memory(e, "formulir");
		s->random(s->ctx, random, sizeof(random));
		sodium_bin2base64(key, 64, random, sizeof(random), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
		v->cookie = (span){ key, COOKIE_BYTES };
		put_cookie(v, guest_name(v->server), v->cookie, COOKIE_SECONDS);
	}
	csrf_base(v->cookie, base);
	s->random(s->ctx, pair, CSRF);
	for (size_t i = 0; i < CSRF; i++)
		pair[CSRF + i] = pair[i] ^ base[i];
	sodium_bin2base64(out, 128, pair, sizeof(pair), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return ERR_OK;
}

void reference_make(const struct seams *s, char out[REFERENCE + 3])
{
	static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	unsigned char random[REFERENCE];
	size_t n = 0;

	s->random(s->ctx, random, sizeof(random));
	for (size_t i = 0; i < REFERENCE; i++) {
		if (i && i % 4 == 0)
			out[n++] = '-';
		out[n++] = letters[random[i] & 31];
	}
	out[n] = 0;
}

/* SPDX-License-Identifier: EUPL-1.2
 *
 * A PostgreSQL for tests in C: the one that $LINDUNG_UJI_PG names (tests/run starts it), else one that
 * tests/tools/Pg.pm makes and that ends with this process, however it ends. Each test takes a schema of its own.
 */
#ifndef TESTS_PG_H
#define TESTS_PG_H

#include "check.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PG_URL = 300 };

/* Starts it and leaves the writing end of its standard input open until we end. */
static inline void pg_start(char url[PG_URL])
{
	int in[2], out[2];
	FILE *f;

	if (pipe(in) || pipe(out))
		return;
	if (fork() == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[0]), close(in[1]), close(out[0]), close(out[1]);
		execl("/usr/bin/perl", "perl", SOURCE_ROOT "/tests/tools/Pg.pm", (char *)NULL);
		_exit(127);
	}
	close(in[0]), close(out[1]);
	f = fdopen(out[0], "r");
	if (!f || !fgets(url, PG_URL, f))
		url[0] = 0;
	url[strcspn(url, "\n")] = 0;
	if (f)
		fclose(f);
}

/* NULL: none can be had here. */
static inline const char *pg_server(void)
{
	static char url[PG_URL];
	static int asked;
	const char *given = getenv("LINDUNG_UJI_PG");

	if (!asked++) {
		if (given)
			snprintf(url, sizeof(url), "%s", given);
		else
			pg_start(url);
	}
	return url[0] ? url : NULL;
}

static inline void pg_quiet(void *ctx, const PGresult *r)
{
	(void)ctx, (void)r;
}

/* Runs commands behind the program's back; the first value of the last one's answer in `answer` (may be NULL). False:
 * the text of the failure stands there. */
static inline int pg_try(const char *url, const char *sql, char answer[PG_URL])
{
	PGconn *c = PQconnectdb(url);
	PQnoticeReceiver before = PQsetNoticeReceiver(c, pg_quiet, NULL);
	PGresult *r = PQexec(c, sql);
	int ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;

	(void)before;
	if (answer)
		snprintf(answer, PG_URL, "%.280s", !ok ? PQerrorMessage(c) : PQntuples(r) ? PQgetvalue(r, 0, 0) : "");
	PQclear(r);
	PQfinish(c);
	return ok;
}

static inline void pg_sql(const char *url, const char *sql)
{
	char answer[PG_URL];

	if (!pg_try(url, sql, answer))
		fail_msg("%s: %s", sql, answer);
}

/* A new schema and the URL that chooses it; `more` may add settings, such as "%20-clock_timeout%3D100ms". */
static inline void pg_schema(char url[PG_URL], const char *more)
{
	static int n;
	char sql[128];

	snprintf(sql, sizeof(sql), "CREATE SCHEMA uji_%d_%d", (int)getpid(), ++n);
	pg_sql(pg_server(), sql);
	snprintf(url, PG_URL, "%.150s?options=-csearch_path%%3D%.60s%.60s", pg_server(), sql + 14, more);
}

static inline void pg_drop(const char *url)
{
	const char *name = strstr(url, "%3D");
	char sql[128];

	snprintf(sql, sizeof(sql), "DROP SCHEMA %.*s CASCADE", (int)strcspn(name + 3, "%"), name + 3);
	pg_sql(pg_server(), sql);
}

#endif

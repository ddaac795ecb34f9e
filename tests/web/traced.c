/* SPDX-License-Identifier: EUPL-1.2
 * The program, with a listener on every connection of SQLite. Each text that is carried out is written once into the
 * file that LINDUNG_JEJAK_SQL names, with a zero byte behind it: "=NAME" when it is the catalogue's, else the text
 * itself; what SQLite could not read at all is "!" and its complaint. Only for tests (sql.t); the program has no such
 * switch. */
#include "db/driver.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

int lindung_main(int argc, char **argv);

enum { TEXTS = 4096 };
static char *known[TEXTS];
static size_t n_known;
static int out = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *catalogue_name(const char *sql)
{
	for (int i = 0; i < SQL_COUNT; i++)
		if (!strcmp(sql, db_statement_text((enum sql_id)i)))
			return db_statement_name((enum sql_id)i);
	return NULL;
}

static void note(const char *mark, const char *text)
{
	pthread_mutex_lock(&lock);
	size_t i = 0;

	while (i < n_known && strcmp(known[i], text) != 0)
		i++;
	if (i == n_known && n_known < TEXTS) {
		known[n_known++] = strdup(text);
		if (write(out, mark, strlen(mark)) < 0 || write(out, text, strlen(text) + 1) < 0)
			abort();
	}
	pthread_mutex_unlock(&lock);
}

static int carried_out(unsigned what, void *ctx, void *stmt, void *text)
{
	const char *sql = sqlite3_sql(stmt), *name = sql ? catalogue_name(sql) : NULL;

	(void)what, (void)ctx, (void)text;
	if (name)
		note("=", name);
	else if (sql)
		note("", sql);
	return 0;
}

static int opened(sqlite3 *db, const char **why, const struct sqlite3_api_routines *api)
{
	(void)why, (void)api;
	return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, carried_out, NULL);
}

static void complained(void *ctx, int code, const char *words)
{
	(void)ctx;
	if ((code & 0xff) == SQLITE_ERROR)
		note("!", words);
}

int main(int argc, char **argv)
{
	const char *file = getenv("LINDUNG_JEJAK_SQL");

	if (file) {
		out = open(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
		if (out < 0 || sqlite3_config(SQLITE_CONFIG_LOG, complained, NULL) != SQLITE_OK ||
		    sqlite3_auto_extension((void (*)(void))opened) != SQLITE_OK)
			return 125;
	}
	return lindung_main(argc, argv);
}

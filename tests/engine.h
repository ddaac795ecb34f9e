/* SPDX-License-Identifier: EUPL-1.2
 *
 * Which engine a test of the store runs on. tests/meson.build compiles those of `both_engines` twice: as test_NAME on
 * SQLite and, with ON_POSTGRES, as test_NAME_pg on PostgreSQL.
 */
#ifndef TESTS_ENGINE_H
#define TESTS_ENGINE_H

#include "pg.h"

#ifdef ON_POSTGRES
enum { ENGINE_PG = 1 };
#else
enum { ENGINE_PG = 0 };
#endif

/* A database of its own, empty: a file in dir that is not there yet, or a new schema. */
static inline void engine_place(const char *dir, char place[PG_URL])
{
	if (ENGINE_PG) {
		if (!pg_server())
			fail_msg("PostgreSQL is not installed");
		pg_schema(place, "");
	} else {
		snprintf(place, PG_URL, "%s/kota.db", dir);
	}
}

/* The folder goes with its owner. */
static inline void engine_drop(const char *place)
{
	if (ENGINE_PG)
		pg_drop(place);
}

#endif

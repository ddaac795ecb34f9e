/* SPDX-License-Identifier: EUPL-1.2
 *
 * A file in, its doubles out: the whole of padan.h.
 *	cc dedupe_file.c $(pkg-config --cflags --libs padan) && ./a.out list.csv
 * Without a file it takes a list of its own.
 */
#include <padan/padan.h>
#include <stdio.h>

static const char own[] = "id,nama,tanggal_lahir,kelurahan\n"
			  "1,Ibrahim Dg. Mappuji,17-08-1980,Ujung Baru\n"
			  "2,IBRAHIM DG MAPUJI,1980-08-17,UJUNG BARU\n"
			  "3,Rosdiana,12 Maret 1985,Lapadde\n"
			  "4,Hasnah Tahir,01/02/1971,Lapadde\n";

static void print(const struct padan_table *t, const struct padan_duplicates *d)
{
	const uint32_t *cluster = padan_duplicates_cluster(d);
	char a[24], b[24];

	for (size_t i = 0; i < padan_table_rows(t); i++)
		if (cluster[i] != i) {
			struct padan_span x = padan_table_id(t, cluster[i], a), y = padan_table_id(t, i, b);

			printf("%.*s = %.*s\n", (int)x.n, x.p, (int)y.n, y.p);
		}
}

/* Each thing is freed after those that were made from it. */
static int find(struct padan_table *t, const struct padan_recipe *r, struct padan_error *e)
{
	struct padan_duplicates *d = NULL;
	struct padan_records *rows = NULL;
	struct padan_binding *b = NULL;
	int rc = padan_bind(&b, r, t, e);

	if (rc == PADAN_OK)
		rc = padan_records_table(&rows, b, t, 1, e);
	if (rc == PADAN_OK)
		rc = padan_dedupe(rows, NULL, &d);
	if (rc == PADAN_OK)
		print(t, d);
	padan_duplicates_free(d);
	padan_records_free(rows);
	padan_binding_free(b);
	return rc;
}

int main(int argc, char **argv)
{
	struct padan_error e = { 0 };
	struct padan_table *t = NULL;
	struct padan_recipe *r = NULL;
	int rc;

	if (!padan_version_fits(PADAN_VERSION_MAJOR, PADAN_VERSION_MINOR))
		return 1;
	rc = argc > 1 ? padan_table_read(&t, argv[1], &e)
		      : padan_table_parse(&t, (struct padan_span){ own, sizeof(own) - 1 }, "own", &e);
	if (rc == PADAN_OK)
		rc = padan_table_choose_id(t, NULL, &e);
	if (rc == PADAN_OK)
		rc = padan_recipe_guess(&r, t, NULL, &e);
	if (rc == PADAN_OK)
		rc = find(t, r, &e);
	if (rc != PADAN_OK)
		fprintf(stderr, "%s\n", e.text[0] ? e.text : "failed");
	padan_recipe_free(r);
	padan_table_free(t);
	return rc != PADAN_OK;
}

/* SPDX-License-Identifier: EUPL-1.2 */
#include "programme/run_digest_store.h"

#include <stdio.h>

void run_tally_begin(struct run_tally *t, const struct run_head *head)
{
	*t = (struct run_tally){ .funds = head->funds,
				 .fund_count = head->fund_count < LIM_FUNDS ? head->fund_count : LIM_FUNDS };
}

static int count_chosen(struct run_tally *t, const struct run_row *r, struct err *e)
{
	size_t i = 0;

	while (i < t->fund_count && !padan_span_eq(t->funds[i].kode, r->dana))
		i++;
	if (i == t->fund_count)
		return err_set(e, ERR_MACHINE, "baris terpilih tanpa dana yang dikenal (%.*s)", (int)r->dana.n,
			       r->dana.p);
	t->people[i]++;
	t->chosen++;
	t->waiting += r->syarat.n != 0;
	if (!rupiah_add(t->spent[i], r->total, &t->spent[i]) || !rupiah_add(t->total, r->total, &t->total))
		return err_set(e, ERR_MACHINE, "jumlah rupiah melampaui batas");
	return ERR_OK;
}

int run_tally_add(struct run_tally *t, const struct run_row *r, struct err *e)
{
	if (r->file < 0 || r->file >= LIM_FILES)
		return err_set(e, ERR_MACHINE, "baris usulan menunjuk berkas ke-%d yang tidak ada", r->file);
	t->of_file[r->file]++;
	t->rows++;
	return padan_span_eq(r->putusan, SPAN("terpilih")) ? count_chosen(t, r, e) : ERR_OK;
}

span run_object(int64_t run, char out[RUN_OBJECT])
{
	memcpy(out, "run/", 4);
	run_id_text(run, out + 4);
	return (span){ out, RUN_OBJECT - 1 };
}

static int digest_query(struct db *db, enum sql_id id, int64_t run, size_t columns, struct digest *d, struct err *e)
{
	struct db_value key = db_i64(run), v[DB_ROW_MAX];
	struct db_stmt *st;
	bool row = false;
	int rc = db_query(db, id, &key, 1, &st, e);

	while (!rc && !(rc = db_step(st, &row, e)) && row) {
		for (size_t i = 0; i < columns; i++)
			v[i] = db_column(st, (int)i);
		digest_values(d, v, columns);
	}
	return rc;
}

int run_digest(struct db *db, int64_t run, const struct run_digests *of, unsigned char out[DIGEST], struct err *e)
{
	unsigned char part[3][DIGEST];
	struct db_value parts[] = { db_bytes(part[0], DIGEST), db_bytes(part[1], DIGEST), db_bytes(part[2], DIGEST) };
	struct digest d;
	int rc;

	digest_begin(&d);
	rc = digest_query(db, SQL_run_head, run, 18, &d, e);
	if (!rc)
		rc = digest_query(db, SQL_run_files, run, 9, &d, e);
	if (!rc)
		rc = digest_query(db, SQL_run_funds, run, 8, &d, e);
	digest_end(of->rows, part[0]);
	digest_end(of->candidates, part[1]);
	if (of->papers)
		digest_end(of->papers, part[2]);
	digest_values(&d, parts, of->papers ? 3 : 2);
	digest_end(&d, out);
	return rc;
}

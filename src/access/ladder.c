/* SPDX-License-Identifier: EUPL-1.2 */
#include "access/ladder.h"

static enum fit fit_of(int64_t value, int64_t limit)
{
	if (value < 0)
		return FIT_UNKNOWN;
	return value > limit ? FIT_OVER : value > limit / 10 * 7 ? FIT_NEAR : FIT_FINE;
}

/* The disk must be able to do what the busiest second asked, twice over: then groups absorb the rest. */
static enum fit disk_fit(const struct scale *s)
{
	if (s->syncs < 0)
		return FIT_UNKNOWN;
	return s->syncs < s->busiest ? FIT_OVER : s->syncs < 2 * s->busiest || s->syncs < 20 ? FIT_NEAR : FIT_FINE;
}

static void worst(struct ladder *l, enum fit f)
{
	if (f > l->all)
		l->all = f;
}

void ladder_judge(const struct scale *s, struct ladder *out)
{
	*out = (struct ladder){ .rung = s->server ? RUNG_SERVER : RUNG_FILE, .all = FIT_FINE };
	out->bytes = fit_of(s->bytes, s->server ? LADDER_BYTES : LADDER_FILE);
	if (s->server) {
		out->persons = out->busiest = FIT_FINE; /* what bounds a server is its size and its disk */
		out->syncs = out->wait = FIT_UNKNOWN;
	} else {
		out->persons = fit_of(s->persons, LADDER_PERSONS);
		out->busiest = fit_of(s->busiest, LADDER_COMMITS);
		out->syncs = disk_fit(s);
		out->wait = fit_of(s->wait_p99_us, LADDER_WAIT_US);
	}
	worst(out, out->persons);
	worst(out, out->bytes);
	worst(out, out->busiest);
	worst(out, out->syncs);
	worst(out, out->wait);
	if (s->server && out->all == FIT_OVER)
		out->rung = RUNG_BEYOND;
}

const char *rung_word(enum rung r)
{
	static const char *const words[] = { "laptop, kantor, kota: satu berkas SQLite, satu penulis",
					     "provinsi, atau kota dengan cadangan siaga: satu PostgreSQL",
					     "nasional: PostgreSQL dengan Patroni dan PgBouncer, lalu per provinsi" };

	return words[r];
}

const char *fit_word(enum fit f)
{
	static const char *const words[] = { "tidak diketahui", "cukup", "mendekati batas", "melampaui batas" };

	return words[f];
}

const char *ladder_advice(const struct ladder *l)
{
	if (l->rung == RUNG_BEYOND)
		return "bagi per provinsi, atau pasang Patroni; lihat docs/ops.md";
	if (l->all == FIT_FINE)
		return "tidak perlu apa-apa; periksa lagi setiap tahun";
	if (l->rung == RUNG_SERVER)
		return "siapkan siaga (Patroni) dan ruang cakram; lihat docs/ops.md";
	if (l->persons <= FIT_FINE && l->bytes <= FIT_FINE && l->busiest <= FIT_FINE)
		return "pindahkan basis data ke cakram yang lebih cepat (SSD setempat), lalu ukur lagi";
	return l->all == FIT_NEAR
		       ? "coba pindah ke PostgreSQL pada salinan: lindung export --db BERKAS --to postgresql://..."
		       : "pindah ke PostgreSQL: lindung export --db BERKAS --to postgresql://...";
}

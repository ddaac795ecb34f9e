/* SPDX-License-Identifier: EUPL-1.2
 * Boundaries in, the map out. */
#include "coverage/coverage_cases.h"

#include "access/ledger_store.h"
#include "base/embed.h"
#include "coverage/boundary_store.h"
#include "coverage/map_svg.h"
#include "coverage/ward_match.h"
#include "programme/decree_step_store.h"
#include "tabular/file_hash.h"

#include <zlib.h>

enum { MAP_GZIP = 14 << 10, SVG_MAX = 8 << 20, REGENCY = 5, NAMED = 80, DAY_MS = 86400000 };

static span keep(const struct env *env, span s)
{
	char *p = padan_arena_copy(env->arena, s.n ? s.p : "", s.n);

	return (span){ p, p ? s.n : 0 };
}

static int need_db(const struct env *env, struct err *e)
{
	if (env->store && store_db(env->store))
		return ERR_OK;
	return err_set(e, ERR_UNREADABLE, "basis data belum ada; buat dengan: lindung init --db BERKAS");
}

/* --- import --------------------------------------------------------------------------------------------------------
 */
struct importing {
	const struct env *env;
	struct regions regions;
	struct geo geo;
	struct ward_columns columns;
	struct ward_found *found;
	struct map_part *parts;
	int *village_of; /* of each ward that is drawn */
	struct map_ward *drawn;
	size_t nparts, wards, points;
	struct boundary b;
	struct row_cursor missed;
};

static int read_file(struct importing *x, span path, struct err *e)
{
	const struct env *env = x->env;
	const char *name = keep(env, path).p, *base;
	struct file_hash h;
	struct buf b;
	span text;
	int rc;

	if (!name)
		return err_memory(e, "berkas batas");
	base = strrchr(name, '/');
	x->b.name = padan_span_of(base ? base + 1 : name);
	buf_init(&b, env->seams->alloc, LIM_GEO_BYTES);
	rc = file_read(env->seams, name, LIM_GEO_BYTES, &b, e);
	text = keep(env, buf_as_span(&b));
	buf_done(&b);
	if (rc || !text.p)
		return rc ? rc : err_memory(e, "berkas batas");
	file_hash_init(&h, true);
	file_hash_add(&h, text);
	file_hash_done(&h, x->b.sha256);
	return geojson_read(&x->geo, text, env->arena, e);
}

static int find_region(struct importing *x, span asked, struct err *e)
{
	const struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
					 embedded_file("wilayah/villages.csv") };
	span region = span_trim(asked), scope = x->env->scope.region;
	int rc = ERR_OK;

	if (!region.n && scope.n >= REGENCY)
		region = (span){ scope.p, REGENCY };
	if (!region.n)
		rc = ward_newest_region(x->env, &region, e);
	if (!rc && !region.n)
		rc = err_set(e, ERR_USAGE, "belum ada rancangan; sebutkan kotanya, misalnya --wilayah 73.72");
	if (!rc && !scope_covers(scope, region))
		rc = err_set(e, ERR_USAGE, "wilayah %.*s di luar wilayah kerja Anda (%.*s)", (int)region.n, region.p,
			     (int)scope.n, scope.p);
	if (!rc)
		rc = regions_read(&x->regions, region, &t, x->env->arena, e);
	x->b.region = padan_span_of(x->regions.code);
	return rc;
}

/* The lines of one village, whichever features they come from. */
static void gather(struct importing *x, int village)
{
	const struct geo *g = &x->geo;
	size_t before = x->nparts;

	for (uint32_t f = 0; f < g->nfeatures; f++)
		for (uint32_t i = 0; x->found[f].village == village && i < g->features[f].rings; i++) {
			const struct geo_ring *r = &g->rings[g->features[f].ring + i];

			x->parts[x->nparts++] =
				(struct map_part){ (uint32_t)x->wards, g->points + r->first, r->n, r->hole };
		}
	if (x->nparts > before)
		x->village_of[x->wards++] = village;
}

static int gather_all(struct importing *x, struct err *e)
{
	struct padan_arena *a = x->env->arena;
	size_t villages = (size_t)x->regions.villages;
	int rc = ward_match(&x->geo, &x->regions, &x->columns, &x->found, a, e);

	x->parts = padan_arena_array(a, x->geo.nrings, sizeof(*x->parts));
	x->village_of = padan_arena_array(a, villages, sizeof(*x->village_of));
	x->drawn = padan_arena_array(a, villages, sizeof(*x->drawn));
	if (!rc && (!x->parts || !x->village_of || !x->drawn))
		rc = err_memory(e, "berkas batas");
	for (int v = 0; !rc && v < x->regions.villages; v++)
		gather(x, v);
	if (!rc && !x->wards)
		rc = err_set(e, ERR_USAGE,
			     "tidak satu pun dari %u fitur dikenal sebagai kelurahan di %.*s; fitur ke-1: %s",
			     x->geo.nfeatures, (int)x->regions.name.n, x->regions.name.p, x->found[0].reason);
	return rc;
}

/* As the page will carry it, figures of the usual length included. */
static int gzipped(const struct importing *x, const struct map_frame *f, uint64_t *bytes, struct err *e)
{
	struct svg_ward *wards = padan_arena_array(x->env->arena, x->wards, sizeof(*wards));
	const struct padan_alloc *a = x->env->seams->alloc;
	struct svg_map m = {
		.wards = wards, .n = x->wards, .width = f->width, .height = f->height, .link = "/wilayah/"
	};
	struct buf svg;
	uLongf n;
	void *packed;
	int rc = wards ? ERR_OK : err_memory(e, "peta");

	buf_init(&svg, a, SVG_MAX);
	for (size_t i = 0; !rc && i < x->wards; i++) {
		const struct place_name *v = &x->regions.village[x->village_of[i]];

		wards[i] = (struct svg_ward){ .code = padan_span_of(v->code),
					      .path = x->drawn[i].path,
					      .title = v->name,
					      .shade = (int)(i * 7 % SVG_CLASSES) + 1 };
	}
	if (!rc)
		svg_map(&svg, &m);
	n = compressBound((uLong)svg.n);
	packed = rc ? NULL : a->resize(a->ctx, NULL, 0, n);
	*bytes = n;
	if (!rc && (svg.failed || !packed || compress2(packed, &n, (const Bytef *)svg.p, (uLong)svg.n, 6) != Z_OK))
		rc = err_memory(e, "peta");
	*bytes = rc ? 0 : n;
	if (packed)
		a->resize(a->ctx, packed, compressBound((uLong)svg.n), 0);
	buf_done(&svg);
	return rc;
}

/* As many points as the page can carry. */
static int draw(struct importing *x, uint64_t *bytes, struct err *e)
{
	static const int tolerances[] = { 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48 };
	struct map_frame f;
	int rc = map_place(x->parts, x->nparts, x->wards, &f, x->env->arena, e);

	x->b.width = rc ? 0 : f.width;
	x->b.height = rc ? 0 : f.height;
	if (!rc)
		x->b.inset = f.inset;
	for (size_t i = 0; !rc && i < sizeof(tolerances) / sizeof(*tolerances); i++) {
		x->b.tolerance = tolerances[i];
		rc = map_draw(&f, tolerances[i], x->drawn, &x->points, x->env->arena, e);
		if (!rc)
			rc = gzipped(x, &f, bytes, e);
		if (!rc && *bytes <= MAP_GZIP)
			break;
	}
	return rc;
}

/* A name out of a file, as a database takes it. */
static span storable(span s)
{
	size_t n = s.n < NAMED ? s.n : NAMED;

	while (n < s.n && n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	s.n = n;
	return span_storable(s) ? s : SPAN("(tidak terbaca)");
}

static int tell_faults(struct importing *x, struct boundary_import_out *out, struct err *e)
{
	struct boundary_fault *f = padan_arena_array(x->env->arena, x->geo.nfeatures, sizeof(*f));
	struct boundary_missed *m = padan_arena_array(x->env->arena, x->geo.nfeatures, sizeof(*m));
	int64_t n = 0;

	if (!f || !m)
		return err_memory(e, "berkas batas");
	for (uint32_t i = 0; i < x->geo.nfeatures; i++) {
		if (x->found[i].village >= 0)
			continue;
		f[n] = (struct boundary_fault){ (int64_t)i + 1, storable(x->found[i].named),
						storable(padan_span_of(x->found[i].reason)) };
		m[n] = (struct boundary_missed){ f[n].feature, f[n].named, f[n].reason };
		n++;
	}
	x->b.faults = f;
	x->b.nfaults = n;
	out->fitur = x->b.features = x->geo.nfeatures;
	out->gagal = n;
	out->terpasang = out->fitur - n;
	return row_cursor_over(x->env->arena, m, (size_t)n, sizeof(*m), &x->missed, e);
}

static int tell_bare(struct importing *x, struct boundary_import_out *out, struct err *e)
{
	const struct regions *r = &x->regions;
	struct boundary_place *p = padan_arena_array(x->env->arena, (size_t)r->villages, sizeof(*p));
	size_t n = 0, at = 0;

	if (!p)
		return err_memory(e, "berkas batas");
	for (int v = 0; v < r->villages; v++) {
		if (at < x->wards && x->village_of[at] == v) {
			at++;
			continue;
		}
		p[n++] = (struct boundary_place){ padan_span_of(r->village[v].code), r->village[v].name,
						  r->village[v].district >= 0 ? r->district[r->village[v].district].name
									      : SPAN("") };
	}
	out->kurang = (int64_t)n;
	return row_cursor_over(x->env->arena, p, n, sizeof(*p), &out->bare, e);
}

static int take_wards(struct importing *x, struct err *e)
{
	struct boundary_ward *w = padan_arena_array(x->env->arena, x->wards, sizeof(*w));

	if (!w)
		return err_memory(e, "berkas batas");
	for (size_t i = 0; i < x->wards; i++)
		w[i] = (struct boundary_ward){ padan_span_of(x->regions.village[x->village_of[i]].code),
					       x->drawn[i].path, x->drawn[i].box, x->drawn[i].far };
	x->b.wards = w;
	x->b.nwards = (int64_t)x->wards;
	return ERR_OK;
}

/* What plan found travels to apply behind this cursor. */
static int next_missed(void *ctx, void *row, struct err *e)
{
	struct importing *x = ctx;

	return x->missed.next ? x->missed.next(x->missed.ctx, row, e) : 0;
}

int boundary_import_plan(struct boundary_import_out *out, const struct boundary_import_in *in, const struct env *env,
			 struct err *e)
{
	struct importing *x = padan_arena_zero(env->arena, sizeof(*x));
	uint64_t bytes = 0;
	int rc = x ? need_db(env, e) : err_memory(e, "berkas batas");

	if (rc)
		return rc;
	x->env = env;
	rc = find_region(x, in->wilayah, e);
	if (!rc)
		rc = read_file(x, in->berkas, e);
	if (!rc)
		rc = gather_all(x, e);
	if (!rc)
		rc = draw(x, &bytes, e);
	if (!rc)
		rc = take_wards(x, e);
	if (!rc)
		rc = tell_faults(x, out, e);
	if (!rc)
		rc = tell_bare(x, out, e);
	if (rc)
		return rc;
	x->b.id = ledger_new_id(env->seams);
	out->wilayah = x->b.region;
	out->nama = x->regions.name;
	out->kelurahan = (int64_t)x->wards;
	out->kolom_kode = storable(x->columns.code);
	out->kolom_nama = storable(x->columns.name);
	out->titik = x->geo.npoints;
	out->tinggal = (int64_t)x->points;
	out->ukuran = (int64_t)bytes;
	out->missed = (struct row_cursor){ next_missed, x };
	return ERR_OK;
}

int boundary_import_apply(const struct boundary_import_out *out, const struct boundary_import_in *in, struct unit *u,
			  struct err *e)
{
	const struct importing *x = out->missed.ctx;
	int rc = ward_store_add(u, &x->regions, e);

	(void)in;
	return rc ? rc : boundary_store_add(u, &x->b, e);
}

/* --- map -----------------------------------------------------------------------------------------------------------
 */
static void tell_boundary(struct region_map_out *out, const struct boundary *b)
{
	if (!b->id)
		return;
	out->berkas = b->name;
	out->dipasang = (date){ (int32_t)(b->at_ms / DAY_MS) };
	out->gagal = b->nfaults;
	out->lebar = b->width;
	out->tinggi = b->height;
	out->sisipan_kiri = b->inset.x0;
	out->sisipan_atas = b->inset.y0;
	out->sisipan_kanan = b->inset.x1;
	out->sisipan_bawah = b->inset.y1;
}

static int tell_pieces(struct region_map_out *out, const struct boundary *b, const struct ward_name *names, size_t n,
		       const struct env *env, struct err *e)
{
	struct map_piece *p = padan_arena_array(env->arena, n, sizeof(*p));
	int64_t at = 0;

	if (!p)
		return err_memory(e, "peta");
	for (size_t i = 0; i < n; i++) {
		const struct ward_name *w = &names[i];

		p[i] = (struct map_piece){ .kode = w->code,
					   .nama = w->name,
					   .kode_kecamatan = w->district,
					   .kecamatan = w->district_name,
					   .garis = SPAN("") };
		while (at < b->nwards && padan_span_cmp(b->wards[at].code, w->code) < 0)
			at++;
		if (at == b->nwards || !padan_span_eq(b->wards[at].code, w->code))
			continue;
		p[i].garis = b->wards[at].path;
		p[i].sisipan = b->wards[at].far;
		p[i].kiri = b->wards[at].box.x0;
		p[i].atas = b->wards[at].box.y0;
		p[i].kanan = b->wards[at].box.x1;
		p[i].bawah = b->wards[at].box.y1;
	}
	return row_cursor_over(env->arena, p, n, sizeof(*p), &out->daftar, e);
}

int region_map_plan(struct region_map_out *out, const struct region_map_in *in, const struct env *env, struct err *e)
{
	struct ward_name *names = NULL;
	struct boundary b;
	size_t n = 0;
	span scope = env->scope.region, city;
	int rc = need_db(env, e);

	(void)in;
	if (!rc)
		rc = ward_newest_region(env, &city, e);
	if (!rc && scope.n >= REGENCY)
		city = (span){ scope.p, REGENCY };
	out->wilayah = rc ? SPAN("") : city;
	out->dipasang = DATE_NONE;
	if (!rc)
		rc = boundary_store_newest(env->store, city, false, &b, env->arena, e);
	if (!rc)
		rc = ward_store_list(env->store, scope.n > city.n ? scope : city, &names, &n, env->arena, e);
	if (rc)
		return rc;
	tell_boundary(out, &b);
	return tell_pieces(out, &b, names, n, env, e);
}

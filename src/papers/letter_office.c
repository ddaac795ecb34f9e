/* SPDX-License-Identifier: EUPL-1.2 */
#include "papers/letter_office.h"

#include "base/limits.h"
#include "programme/programme_parts.h"
#include <stdio.h>

static const char *const letter_names[LETTERS_N] = {
#define LETTER(name, ...) #name,
#include "papers/letters.def"
#undef LETTER
};

const char *letter_name(enum letter l)
{
	return letter_names[l];
}

void letter_office_init(struct letter_office *o)
{
	*o = (struct letter_office){ .objection = { .days = -1, .until = DATE_NONE } };
}

static void read_office(struct parts *r, const struct yaml_node *root, struct letter_office *o)
{
	const struct yaml_node *map = part_get(r, root, "instansi", YAML_MAP, OPTIONAL), *head;

	part_map(r, map, "'instansi'",
		 WORD_LIST("pemerintah", "provinsi", "nama", "alamat", "kota", "daerah", "kepala"));
	part_text(r, map, "pemerintah", OPTIONAL, &o->government);
	part_text(r, map, "provinsi", OPTIONAL, &o->province);
	part_text(r, map, "nama", OPTIONAL, &o->name);
	part_text(r, map, "alamat", OPTIONAL, &o->address);
	part_text(r, map, "kota", OPTIONAL, &o->town);
	part_text(r, map, "daerah", OPTIONAL, &o->region);
	head = part_get(r, map, "kepala", YAML_MAP, OPTIONAL);
	part_map(r, head, "'kepala'", WORD_LIST("nama", "jabatan", "pangkat", "nip"));
	part_text(r, head, "nama", OPTIONAL, &o->head.name);
	part_text(r, head, "jabatan", OPTIONAL, &o->head.title);
	part_text(r, head, "pangkat", OPTIONAL, &o->head.grade);
	part_text(r, head, "nip", OPTIONAL, &o->head.nip);
}

static void read_objection(struct parts *r, const struct yaml_node *root, struct letter_office *o)
{
	const struct yaml_node *map = part_get(r, root, "keberatan", YAML_MAP, OPTIONAL);

	part_map(r, map, "'keberatan'", WORD_LIST("tempat", "telepon", "hari", "sampai"));
	part_text(r, map, "tempat", OPTIONAL, &o->objection.place);
	part_text(r, map, "telepon", OPTIONAL, &o->objection.phone);
	part_int(r, map, "hari", OPTIONAL, 1, 365, &o->objection.days);
	part_date(r, map, "sampai", &o->objection.until);
	if (!r->rc && map && o->objection.days > 0 && date_known(o->objection.until))
		part_fail(r, map->line, "isi salah satu: 'hari' atau 'sampai'");
}

/* {nomor}, {bulan}, {bulan_romawi} and {tahun} only. */
static void check_pattern(struct parts *r, const struct yaml_node *map, span pattern)
{
	static const char *const known[] = { "{nomor}", "{bulan}", "{bulan_romawi}", "{tahun}" };

	for (size_t i = 0; i < pattern.n && !r->rc; i++) {
		bool good = pattern.p[i] != '{' && pattern.p[i] != '}';

		for (size_t k = 0; k < 4 && !good; k++) {
			size_t n = strlen(known[k]);

			if (pattern.n - i >= n && memcmp(pattern.p + i, known[k], n) == 0) {
				good = true;
				i += n - 1;
			}
		}
		if (!good)
			part_fail(r, map->line,
				  "pola nomor hanya mengenal {nomor}, {bulan}, {bulan_romawi}, dan {tahun}");
	}
}

static void read_letter(struct parts *r, const struct yaml_node *map, struct letter_setting *l)
{
	const struct yaml_node *list;

	part_map(r, map, "surat", WORD_LIST("nomor", "urut", "kepada", "di", "tembusan"));
	part_text(r, map, "nomor", OPTIONAL, &l->number);
	part_text(r, map, "urut", OPTIONAL, &l->order);
	part_text(r, map, "kepada", OPTIONAL, &l->to);
	part_text(r, map, "di", OPTIONAL, &l->at);
	check_pattern(r, map, l->number);
	part_list(r, map, "tembusan", true, &list);
	part_texts(r, list, &l->copies, &l->ncopies);
}

static void read_letters(struct parts *r, const struct yaml_node *root, struct letter_office *o)
{
	const struct yaml_node *map = part_get(r, root, "surat", YAML_MAP, OPTIONAL);

	part_map(r, map, "'surat'", (struct word_list){ letter_names, LETTERS_N });
	for (int i = 0; i < LETTERS_N && map; i++) {
		const struct yaml_node *m = part_get(r, map, letter_names[i], YAML_MAP, OPTIONAL);

		if (m)
			read_letter(r, m, &o->letter[i]);
	}
}

int letter_office_read(struct letter_office *o, span pictures[2], struct padan_arena *arena, span bytes,
		       const char *name, struct err *e)
{
	struct parts r = { .arena = arena, .name = name, .guide = "docs/panduan/surat.md", .e = e };
	struct yaml_node *root;
	span folder = { NULL, 0 };

	letter_office_init(o);
	pictures[0] = pictures[1] = folder;
	r.rc = yaml_tree_read(&root, arena, bytes, name, e);
	if (r.rc)
		return r.rc;
	part_map(&r, root, "berkas instansi",
		 WORD_LIST("instansi", "lambang", "lambang_negara", "kertas", "templat", "keberatan", "surat"));
	read_office(&r, root, o);
	part_text(&r, root, "lambang", OPTIONAL, &pictures[0]);
	part_text(&r, root, "lambang_negara", OPTIONAL, &pictures[1]);
	part_text(&r, root, "templat", OPTIONAL, &folder);
	o->a4 = part_word(&r, root, "kertas", OPTIONAL, WORD_LIST("F4", "A4")) == 1;
	read_objection(&r, root, o);
	read_letters(&r, root, o);
	o->templates = folder.n ? folder.p : NULL;
	return r.rc;
}

bool letter_picture_read(struct letter_picture *out, span png)
{
	const unsigned char *p = (const unsigned char *)png.p;

	if (png.n < 33 || png.n > LIM_LETTER_PICTURE || memcmp(png.p, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) != 0)
		return false;
	out->png = png;
	out->width = (uint32_t)p[16] << 24 | (uint32_t)p[17] << 16 | (uint32_t)p[18] << 8 | p[19];
	out->height = (uint32_t)p[20] << 24 | (uint32_t)p[21] << 16 | (uint32_t)p[22] << 8 | p[23];
	return out->width && out->height && out->width <= 20000 && out->height <= 20000;
}

/* A name in the settings file, as seen from where the program runs. NULL without memory. */
static const char *beside(const char *path, span name, struct padan_arena *arena)
{
	const char *slash = strrchr(path, '/');
	size_t n = name.p[0] != '/' && slash ? (size_t)(slash - path) + 1 : 0;
	char *out = padan_arena_get(arena, n + name.n + 1);

	if (!out)
		return NULL;
	memcpy(out, path, n);
	memcpy(out + n, name.p, name.n);
	out[n + name.n] = '\0';
	return out;
}

static int load_picture(struct letter_picture *out, const char *path, span name, struct padan_arena *arena,
			const struct seams *s, struct err *e)
{
	const char *file = beside(path, name, arena);
	struct buf b;
	char *copy;
	int rc;

	if (!file)
		return err_memory(e, "lambang");
	buf_init(&b, s->alloc, LIM_LETTER_PICTURE);
	rc = file_read(s, file, LIM_LETTER_PICTURE, &b, e);
	copy = rc ? NULL : padan_arena_copy(arena, b.p ? b.p : "", b.n);
	if (!rc && !copy)
		rc = err_memory(e, "lambang");
	else if (!rc && !letter_picture_read(out, (span){ copy, b.n }))
		rc = err_set(e, ERR_USAGE, "lambang %s bukan gambar PNG yang utuh; simpan gambarnya sebagai .png",
			     file);
	else if (rc == ERR_UNREADABLE)
		rc = e->code = ERR_USAGE;
	buf_done(&b);
	return rc;
}

int letter_office_load(struct letter_office *o, const char *path, struct padan_arena *arena, const struct seams *s,
		       struct err *e)
{
	struct letter_picture *const pictures[2] = { &o->crest, &o->state_crest };
	span names[2];
	struct buf b;
	char *copy;
	int rc;

	buf_init(&b, s->alloc, LIM_PROGRAM_FILE);
	rc = file_read(s, path, LIM_PROGRAM_FILE, &b, e);
	copy = rc ? NULL : padan_arena_copy(arena, b.p ? b.p : "", b.n);
	if (!rc && !copy)
		rc = err_memory(e, "berkas instansi");
	if (!rc)
		rc = letter_office_read(o, names, arena, (span){ copy, b.n }, path, e);
	else if (rc == ERR_UNREADABLE)
		rc = e->code = ERR_USAGE;
	buf_done(&b);
	for (int i = 0; i < 2 && !rc; i++)
		if (names[i].n)
			rc = load_picture(pictures[i], path, names[i], arena, s, e);
	if (!rc && o->templates) {
		o->templates = beside(path, padan_span_of(o->templates), arena);
		if (!o->templates)
			rc = err_memory(e, "berkas instansi");
	}
	return rc;
}

int letter_office_of(struct letter_office *o, span text, span crest, span state_crest, struct padan_arena *arena,
		     struct err *e)
{
	span names[2];
	int rc = letter_office_read(o, names, arena, text, "pengaturan surat", e);

	if (!rc && ((crest.n && !letter_picture_read(&o->crest, crest)) ||
		    (state_crest.n && !letter_picture_read(&o->state_crest, state_crest))))
		rc = err_set(e, ERR_USAGE,
			     "lambang bukan gambar PNG yang utuh, paling besar %d KB; simpan sebagai .png",
			     LIM_LETTER_PICTURE / 1024);
	return rc;
}

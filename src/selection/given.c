/* SPDX-License-Identifier: EUPL-1.2
 * What was given: the programme and the tables, the proposal rows as typed. */
#include "selection/selection.h"

#include "base/crew.h"
#include "base/embed.h"
#include "base/limits.h"

static const uint8_t TYPED_COLUMN[TYPED_CELLS] = {
	[TYPED_NIK] = COL_NIK,
	[TYPED_NAMA] = COL_NAMA,
	[TYPED_TANGGAL_LAHIR] = COL_TANGGAL_LAHIR,
	[TYPED_JENIS_KELAMIN] = COL_JENIS_KELAMIN,
	[TYPED_ALAMAT] = COL_ALAMAT,
	[TYPED_KELURAHAN] = COL_KELURAHAN,
	[TYPED_KECAMATAN] = COL_KECAMATAN,
	[TYPED_PEKERJAAN] = COL_PEKERJAAN,
	[TYPED_NO_KK] = COL_NO_KK,
	[TYPED_TEMPAT_LAHIR] = COL_TEMPAT_LAHIR,
	[TYPED_NAMA_IBU] = COL_NAMA_IBU,
	[TYPED_NO_HP] = COL_NO_HP,
};

/* --- programme and tables ----------------------------------------------------------------------------- */
int selection_rules(struct selection *s, const char *name, struct err *e)
{
	struct region_tables t = { embedded_file("wilayah/regencies.csv"), embedded_file("wilayah/districts.csv"),
				   embedded_file("wilayah/villages.csv") };
	int rc = occupations_read(&s->occupations, embedded_file("ref/kelompok_pekerjaan.csv"), s->arena, e);

	s->groups = (struct known_groups){ s->occupations.group, s->occupations.risk, s->occupations.groups };
	if (rc == ERR_OK)
		rc = programme_read(&s->programme, s->arena, s->program_text, name, &s->groups, e);
	return rc ? rc : regions_read(&s->regions, padan_span_of(s->programme.wilayah), &t, s->arena, e);
}

static int read_programme(struct selection *s, struct err *e)
{
	char *path = padan_arena_copy(s->arena, s->order.program.p, s->order.program.n);
	char *text;
	struct buf b;
	int rc;

	if (!path)
		return err_memory(e, "berkas program");
	buf_init(&b, s->env->seams->alloc, LIM_PROGRAM_FILE);
	rc = file_read(s->env->seams, path, LIM_PROGRAM_FILE, &b, e);
	text = rc ? NULL : padan_arena_copy(s->arena, b.p ? b.p : "", b.n);
	s->program_text = (span){ text, b.n };
	buf_done(&b);
	if (rc)
		return e ? (e->code = ERR_USAGE) : ERR_USAGE;
	if (!text)
		return err_memory(e, "berkas program");
	return selection_rules(s, path, e);
}

static int check_lists(struct selection *s, struct err *e)
{
	struct given_lists given = { .dukcapil = selection_list(s, VIEW_DUKCAPIL)->n > 0,
				     .hasil_padan = selection_list(s, VIEW_HASIL_PADAN)->n > 0,
				     .desil = selection_list(s, VIEW_DESIL)->n > 0,
				     .peserta = selection_list(s, VIEW_PESERTA)->n > 0 };

	if (!given.dukcapil && !given.hasil_padan)
		return err_set(e, ERR_USAGE,
			       "perlu --dukcapil (petikan data kependudukan) atau --hasil-padan (jawaban Disdukcapil); "
			       "daftar permintaannya dibuat oleh: lindung ask-dukcapil");
	return programme_check_lists(&s->programme, &given, e);
}

/* --- the inputs, in the order of the view: proposals first -------------------------------------------- */
static int list_inputs(struct selection *s, struct err *e)
{
	size_t n = 0;

	for (int k = 0; k < VIEW_LISTS_N; k++)
		n += selection_list(s, (enum view_list)k)->n;
	s->inputs = padan_arena_array(s->arena, n, sizeof(*s->inputs));
	if (!s->inputs)
		return err_memory(e, "daftar masukan");
	for (int k = 0; k < VIEW_LISTS_N; k++) {
		const struct file_list *f = selection_list(s, (enum view_list)k);
		struct list_info *info = f->n ? padan_arena_array(s->arena, f->n, sizeof(*info)) : NULL;

		if (f->n && !info)
			return err_memory(e, "daftar masukan");
		for (size_t i = 0; i < f->n; i++)
			s->inputs[s->n_inputs++] = (struct input){ .kind = (enum view_list)k, .info = &info[i] };
	}
	return ERR_OK;
}

/* --- rows ---------------------------------------------------------------------------------------------- */
/* What a group row may tell. */
static const uint64_t OF_GROUPS = COL_BIT(COL_NO_KK) | COL_BIT(COL_ALAMAT) | COL_BIT(COL_KELURAHAN) |
				  COL_BIT(COL_KECAMATAN) | COL_BIT(COL_RT) | COL_BIT(COL_RW);
/* The rest of what may stand elsewhere than in the row's own cell. */
static const uint64_t OF_OTHER_CELLS = COL_BIT(COL_TANGGAL_LAHIR) | COL_BIT(COL_TEMPAT_LAHIR);

/* It counts as if it stood in the row: where the list is sent again it does. Keterangan and id_baris are ours then. */
static uint8_t count_filled(const struct intake *in, const struct intake_row *r, const span *value)
{
	static const uint64_t no_value = COL_BIT(COL_NOMOR_URUT) | COL_BIT(COL_ID_BARIS) | COL_BIT(COL_KETERANGAN);
	const struct list_info *info = &in->files[r->file].info;
	unsigned n = 0;

	for (int c = 0; c < COL_COUNT; c++)
		n += (info->at[c] >= 0 || (OF_GROUPS & COL_BIT(c))) && !(no_value & COL_BIT(c)) && value[c].n > 0;
	return (uint8_t)n;
}

static void read_places_and_dates(struct typed *t, const struct intake *in, const struct intake_row *r)
{
	struct padan_date d;

	intake_born(in, r, &t->born);
	t->rt = intake_rt(in, r);
	t->rw = intake_rw(in, r);
	birth_read(&d, intake_cell(in, r, COL_TANGGAL_USULAN), false);
	t->proposed = d.kind == PADAN_DATE_DAY ? (date){ d.day } : DATE_NONE;
}

static span value_of(const struct intake *in, const struct intake_row *r, enum list_col c)
{
	if ((OF_GROUPS | OF_OTHER_CELLS) & COL_BIT(c))
		return cell_value(intake_cell(in, r, c));
	return in->files[r->file].info.at[c] >= 0 ? intake_cell(in, r, c) : (span){ NULL, 0 };
}

static void read_row(const struct selection *s, struct typed *t, const struct intake_row *r)
{
	const struct intake *in = &s->intake;
	span value[COL_COUNT];
	int group;

	for (int c = 0; c < COL_COUNT; c++)
		value[c] = value_of(in, r, (enum list_col)c);
	for (int c = 0; c < TYPED_CELLS; c++)
		t->cell[c] = value[TYPED_COLUMN[c]];
	if (!t->cell[TYPED_NO_KK].n)
		t->cell[TYPED_NO_KK] = r->group_card;
	read_places_and_dates(t, in, r);
	t->sex = sex_read(t->cell[TYPED_JENIS_KELAMIN]);
	t->relation = hubungan_kerja_of(value[COL_HUBUNGAN_KERJA]);
	t->employer = employer_named(intake_cell(in, r, COL_PEMBERI_KERJA));
	if (!income_read(intake_cell(in, r, COL_PENGHASILAN), &t->income))
		t->income = rp(-1);
	t->head = intake_head(in, r);
	t->job = (uint8_t)occupation_of(&s->occupations, t->cell[TYPED_PEKERJAAN], &group);
	t->group = (int8_t)group;
	t->district =
		(int16_t)(t->cell[TYPED_KECAMATAN].n ? region_district(&s->regions, t->cell[TYPED_KECAMATAN]) : -1);
	t->village = (int16_t)(t->cell[TYPED_KELURAHAN].n
				       ? region_village(&s->regions, t->cell[TYPED_KELURAHAN], t->district)
				       : -1);
	if (t->district < 0 && t->village >= 0)
		t->district = s->regions.village[t->village].district;
	t->filled = count_filled(in, r, value);
	t->nik_numeric = r->nik_numeric;
}

/* A whole date as YYYY-MM-DD, an age or a year as they can be told; else as typed. */
static span born_field(struct typed *t)
{
	char out[16] = "";

	if (t->born.kind == PADAN_DATE_AGE && !t->cell[TYPED_TANGGAL_LAHIR].n)
		return (span){ t->born_text, born_age(t->born_text, t->born.age) };
	if (t->born.kind != PADAN_DATE_DAY)
		return t->cell[TYPED_TANGGAL_LAHIR];
	date_iso((date){ t->born.day }, out);
	memcpy(t->born_text, out, sizeof(t->born_text));
	return (span){ t->born_text, sizeof(t->born_text) };
}

static span rt_rw_field(struct typed *t)
{
	char *out = t->rt_rw_text;

	if (!t->rt && !t->rw)
		return (span){ 0 };
	out[0] = (char)('0' + t->rt / 100), out[1] = (char)('0' + t->rt / 10 % 10), out[2] = (char)('0' + t->rt % 10);
	out[3] = '/';
	out[4] = (char)('0' + t->rw / 100), out[5] = (char)('0' + t->rw / 10 % 10), out[6] = (char)('0' + t->rw % 10);
	return (span){ out, sizeof(t->rt_rw_text) };
}

/* What matching sees: places by their official names where they could be told. */
static void match_row_of(const struct selection *s, struct match_row *m, struct typed *t, const struct intake_row *r)
{
	*m = (struct match_row){ .id = r->id, .file = r->file, .line = r->no, .nik_numeric = r->nik_numeric };
	m->field[PADAN_P_NIK] = t->cell[TYPED_NIK];
	m->field[PADAN_P_NAME] = t->cell[TYPED_NAMA];
	m->field[PADAN_P_BORN] = born_field(t);
	m->field[PADAN_P_SEX] = t->cell[TYPED_JENIS_KELAMIN];
	m->field[PADAN_P_CARD] = t->cell[TYPED_NO_KK];
	m->field[PADAN_P_PHONE] = t->cell[TYPED_NO_HP];
	m->field[PADAN_P_BIRTHPLACE] = t->cell[TYPED_TEMPAT_LAHIR];
	m->field[PADAN_P_MOTHER] = t->cell[TYPED_NAMA_IBU];
	m->field[PADAN_P_VILLAGE] = t->village >= 0 ? s->regions.village[t->village].name : t->cell[TYPED_KELURAHAN];
	m->field[PADAN_P_DISTRICT] =
		t->district >= 0 ? s->regions.district[t->district].name : t->cell[TYPED_KECAMATAN];
	m->field[PADAN_P_ADDRESS] = t->cell[TYPED_ALAMAT];
	m->field[PADAN_P_RT_RW] = rt_rw_field(t);
	m->field[PADAN_P_JOB] = t->cell[TYPED_PEKERJAAN];
}

/* A row depends on no other: they are read in pieces, by several threads. */
enum { ROWS_OF_PIECE = 512 };

struct row_reading {
	struct selection *s;
	struct match_row *rows;
};

static void read_piece(void *ctx, size_t piece)
{
	const struct row_reading *x = ctx;
	uint32_t from = (uint32_t)piece * ROWS_OF_PIECE, end = from + ROWS_OF_PIECE;

	for (uint32_t i = from; i < end && i < x->s->n; i++) {
		read_row(x->s, &x->s->typed[i], &x->s->intake.rows[i]);
		match_row_of(x->s, &x->rows[i], &x->s->typed[i], &x->s->intake.rows[i]);
	}
}

static unsigned threads_of(const struct selection *s)
{
	return s->env->threads > 0 ? (unsigned)s->env->threads : 1;
}

static int read_rows(struct selection *s, struct err *e)
{
	struct row_reading x = { .s = s };
	span *names = padan_arena_array(s->arena, s->intake.n_files, sizeof(*names));

	s->n = s->intake.n_rows;
	s->typed = padan_arena_array(s->arena, s->n, sizeof(*s->typed));
	x.rows = padan_arena_array(s->arena, s->n, sizeof(*x.rows));
	if (!s->typed || !x.rows || !names)
		return err_memory(e, "baris usulan");
	for (uint32_t f = 0; f < s->intake.n_files; f++)
		names[f] = s->intake.files[f].name;
	crew_run(threads_of(s), (s->n + ROWS_OF_PIECE - 1) / ROWS_OF_PIECE, read_piece, &x);
	s->rows = (struct match_rows){ x.rows, s->n, names, s->intake.n_files };
	return ERR_OK;
}

int selection_programme(struct selection *s, struct err *e)
{
	int rc = read_programme(s, e);

	return rc ? rc : prices_read(&s->prices, s->env->law, &s->programme, &s->groups, s->arena, e);
}

int selection_proposals(struct selection *s, struct err *e)
{
	const struct file_list *f = selection_list(s, VIEW_USULAN);
	const struct intake_lists lists = {
		.paths = f->at, .n = f->n, .threads = threads_of(s), .columns = s->order.columns
	};
	int rc = intake_read_lists(&s->intake, s->env->seams, &lists, s->arena, e);

	for (uint32_t i = 0; rc == ERR_OK && s->inputs && i < s->intake.n_files; i++)
		*s->inputs[i].info = s->intake.files[i].info;
	return rc ? rc : read_rows(s, e);
}

/* Once for all lists. */
static int read_columns(struct selection *s, struct err *e)
{
	struct columns *c = padan_arena_array(s->arena, 1, sizeof(*c));

	if (!c)
		return err_memory(e, "tabel judul kolom");
	s->order.columns = c;
	return columns_load(c, embedded_file("ref/alias_kolom.csv"), s->arena, e);
}

int selection_given(struct selection *s, struct err *e)
{
	int rc = selection_programme(s, e);

	if (rc == ERR_OK && !s->order.columns)
		rc = read_columns(s, e);
	if (rc == ERR_OK)
		rc = check_lists(s, e);
	if (rc == ERR_OK)
		rc = list_inputs(s, e);
	return rc ? rc : selection_proposals(s, e);
}

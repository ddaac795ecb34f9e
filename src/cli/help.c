/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/help.h"

#include "cli/screen.h"

enum { OPTION_WIDE = 30, COMMAND_WIDE = 20 };

static void padded(struct buf *out, span s, size_t wide)
{
	size_t letters = screen_letters(s);

	buf_span(out, s);
	for (; letters < wide; letters++)
		buf_putc(out, ' ');
}

static void put_command(const struct use_case *uc, struct buf *out)
{
	buf_puts(out, "  lindung ");
	padded(out, padan_span_of(uc->path), COMMAND_WIDE);
	buf_printf(out, " %s\n", uc->label);
}

void help_all(struct buf *out)
{
	buf_puts(out, "Lindung: jaminan sosial ketenagakerjaan bagi pekerja rentan\n"
		      "\nPemakaian: lindung PERINTAH [OPSI]...\n");
	for (const struct room *r = rooms(); r->name; r++) {
		buf_printf(out, "\n%s\n", r->label);
		for (size_t i = 0; i < r->set->n; i++)
			put_command(&r->set->cases[i], out);
	}
	buf_puts(out,
		 "\nPetunjuk sebuah perintah: lindung PERINTAH --help\n"
		 "Versi program: lindung --version\n"
		 "Kode keluar: 0 selesai, 1 diperiksa dan ternyata salah, 2 salah pakai atau salah berkas program,\n"
		 "3 daftar tidak terbaca, 4 bentrok, 5 gangguan mesin\n");
}

bool help_group(const char *word, struct buf *out)
{
	size_t n = strlen(word);
	bool any = false;

	for (const struct room *r = rooms(); r->name; r++)
		for (size_t i = 0; i < r->set->n; i++) {
			const struct use_case *uc = &r->set->cases[i];

			if (strncmp(uc->path, word, n) == 0 && uc->path[n] == ' ') {
				put_command(uc, out);
				any = true;
			}
		}
	return any;
}

static const char *value_word(const struct field *f)
{
	switch (f->type) {
	case FIELD_number:
	case FIELD_permille:
		return "N";
	case FIELD_rupiah:
		return "RUPIAH";
	case FIELD_day:
		return "TTTT-BB-HH";
	case FIELD_month:
		return "TTTT-BB";
	case FIELD_choice:
	case FIELD_choices:
		return f->words;
	case FIELD_file_in:
	case FIELD_files_in:
	case FIELD_file_out:
	case FIELD_store:
	case FIELD_secret:
		return "BERKAS";
	case FIELD_dir_out:
		return "MAP";
	case FIELD_reason:
		return "ALASAN";
	default:
		return "TEKS";
	}
}

static void put_name(const struct field *f, struct buf *out)
{
	if (f->flags & F_POSITION)
		buf_printf(out, "%s", f->wire);
	else if (f->type == FIELD_flag)
		buf_printf(out, "--%s", f->wire);
	else
		buf_printf(out, "--%s %s%s", f->wire, value_word(f), f->type == FIELD_choices ? "[,...]" : "");
}

static void put_usage(const struct use_case *uc, struct buf *out)
{
	buf_printf(out, "Pemakaian: lindung %s", uc->path);
	for (const struct field *f = uc->in; f->c; f++) {
		if (!(f->flags & (F_REQUIRED | F_POSITION)) || f->type == FIELD_lines || f->type == FIELD_secret)
			continue;
		buf_puts(out, f->flags & F_REQUIRED ? " " : " [");
		put_name(f, out);
		buf_puts(out, f->flags & F_REQUIRED ? "" : "]");
		buf_puts(out, f->type == FIELD_files_in ? "..." : "");
	}
	buf_puts(out, " [OPSI]...\n");
}

static bool has_store(const struct use_case *uc)
{
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type == FIELD_store)
			return true;
	return false;
}

static void put_option(const struct field *f, struct buf *out)
{
	size_t at = out->n;

	buf_puts(out, "  ");
	put_name(f, out);
	if (screen_letters((span){ out->p + at, out->n - at }) > OPTION_WIDE) {
		buf_putc(out, '\n');
		at = out->n;
	}
	for (size_t n = screen_letters((span){ out->p + at, out->n - at }); n < OPTION_WIDE + 2; n++)
		buf_putc(out, ' ');
	buf_printf(out, "%s%s%s", f->label, *f->help ? ": " : "", f->help);
	if (f->type == FIELD_secret)
		buf_puts(out, f->flags & F_REQUIRED ? " dari berkas; bawaan: ditanyakan di layar, atau masukan baku"
						    : " dari berkas; - : ditanyakan di layar, atau masukan baku");
	buf_puts(out, f->flags & F_REQUIRED && f->type != FIELD_secret ? " (wajib)" : "");
	if (f->type == FIELD_files_in && !strstr(f->help, "berulang"))
		buf_puts(out, " (boleh berulang)");
	buf_putc(out, '\n');
}

void help_case(const struct use_case *uc, struct buf *out)
{
	buf_printf(out, "lindung %s: %s\n\n", uc->path, uc->label);
	put_usage(uc, out);
	buf_puts(out, "\nOpsi:\n");
	for (const struct field *f = uc->in; f->c; f++)
		if (f->type != FIELD_lines)
			put_option(f, out);
	if (has_store(uc))
		buf_puts(out,
			 "  --sebagai NAMA                Pengguna yang bertindak (lindung user list)\n"
			 "  --pin-berkas BERKAS           PIN-nya; bawaan: ditanyakan di layar, atau masukan baku\n");
	if (has_store(uc) && (uc->kind == CASE_WRITE || uc->kind == CASE_PUBLISH))
		buf_puts(out, "  --kunci-perintah KUNCI        Nama sekali pakai: perintah yang diulang dengan nama "
			      "ini tidak\n"
			      "                                berlaku dua kali, jawabannya tetap yang pertama\n");
	buf_puts(out, "  --json                        Keluaran JSON untuk mesin\n"
		      "  --help                        Petunjuk ini\n");
	if (*uc->about)
		buf_printf(out, "\n%s\n", uc->about);
}

/* SPDX-License-Identifier: EUPL-1.2
 * lindung templates: the Word templates for an office to change. */
#include "selection/selection_cases.h"

#include "base/embed.h"
#include "papers/letter.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#define EXAMPLE "contoh_instansi.yaml"

static int check_free(const char *dir, const char *name, const struct env *env, struct err *e)
{
	char path[4096];
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= (int)sizeof(path))
		return err_set(e, ERR_USAGE, "nama folder terlalu panjang");
	fd = env->seams->io->open(env->seams->io->ctx, path, O_RDONLY, 0);
	if (fd < 0)
		return ERR_OK;
	env->seams->io->close(env->seams->io->ctx, fd);
	return err_set(e, ERR_CONFLICT, "%s sudah ada dan tidak ditimpa; hapus dahulu atau sebutkan folder lain", path);
}

int templates_plan(struct templates_out *out, const struct templates_in *in, const struct env *env, struct err *e)
{
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);
	int rc = dir ? check_free(dir, EXAMPLE, env, e) : err_memory(e, "folder templat");

	for (int l = 0; l < LETTERS_N && !rc; l++) {
		char name[80];

		snprintf(name, sizeof(name), "%s.docx", letter_name((enum letter)l));
		rc = check_free(dir, name, env, e);
	}
	out->templat = LETTERS_N;
	out->keluaran = in->keluaran;
	return rc;
}

int templates_publish(const struct templates_out *out, const struct templates_in *in, const struct env *env,
		      struct err *e)
{
	char *dir = padan_arena_copy(env->arena, in->keluaran.p, in->keluaran.n);
	char *settings = padan_arena_copy(env->arena, in->instansi.p, in->instansi.n);
	const struct io *io = env->seams->io;
	struct letter_office office;
	char path[4096];
	int rc = dir && settings ? ERR_OK : err_memory(e, "folder templat");

	(void)out;
	letter_office_init(&office);
	if (!rc && in->instansi.n)
		rc = letter_office_load(&office, settings, env->arena, env->seams, e);
	if (!rc && io->mkdir(io->ctx, dir, 0700) && errno != EEXIST)
		rc = err_errno(e, errno, "%s: folder tidak dapat dibuat", dir);
	if (!rc)
		rc = letters_save_templates(&office, dir, env->seams, e);
	if (rc)
		return rc;
	snprintf(path, sizeof(path), "%s/%s", dir, EXAMPLE);
	return file_write(env->seams, path, 0600, embedded_file("templat/instansi.yaml"), e);
}

/* SPDX-License-Identifier: EUPL-1.2
 * What reviewers and wards answered, as the papers tell it. */
#include "selection/shown.h"

const struct view_heard *shown_heard(struct selection *s, uint32_t row)
{
	const struct match_heard *h = match_answers_heard(s->answers, row);
	struct view_heard *v = h ? padan_arena_get(s->arena, sizeof(*v)) : NULL;

	s->view_failed |= h && !v;
	if (!v)
		return NULL;
	*v = (struct view_heard){ .what = h->said, .nik = h->nik, .card = h->card, .seen = h->seen };
	for (int q = 0; q < MATCH_QUESTIONS; q++)
		v->note[q] = h->note[q];
	return v;
}

/* Where the first answer sheet stands among the files. */
static uint32_t first_sheet(const struct selection *s)
{
	uint32_t i = 0;

	while (i < s->view.nfiles && s->view.files[i].kind != VIEW_TINJAUAN)
		i++;
	return i;
}

int shown_answers(struct selection *s, struct err *e)
{
	size_t n = 0;
	const struct match_reply *r = match_answers_replies(s->answers, &n);
	struct view_answer *v = n ? padan_arena_array(s->arena, n, sizeof(*v)) : NULL;
	uint32_t first = first_sheet(s);

	s->view.answered = selection_list(s, VIEW_TINJAUAN)->n > 0;
	if (n && !v)
		return err_memory(e, "daftar jawaban");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct view_answer){ .file = first + r[i].file,
					     .line = r[i].line,
					     .row = r[i].row == UINT32_MAX ? -1 : (int64_t)r[i].row,
					     .who = r[i].who,
					     .said = r[i].said,
					     .applied = r[i].applied,
					     .remark = r[i].remark };
	s->view.answers = v;
	s->view.nanswers = n;
	return ERR_OK;
}

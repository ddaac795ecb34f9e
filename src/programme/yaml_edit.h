/* SPDX-License-Identifier: EUPL-1.2
 *
 * Small changes to a programme file that leave everything else, comments too, as its author wrote it. It knows as much
 * of YAML as these files use: sections begin in the first column, a scalar follows its key and ends at a comma, a
 * closing bracket, a comment or the line's end. Whoever edits reads the result again (programme_text_read) and
 * compares. Pure.
 */
#ifndef PROGRAMME_YAML_EDIT_H
#define PROGRAMME_YAML_EDIT_H

#include "base/text.h"

/* The `nth` (from 0) scalar `key` inside the section: `text` with `value` in its place, appended to out. False: there
 * is none, and out is as it was. */
bool yaml_set(span text, const char *section, const char *key, int nth, const char *value, struct buf *out);
/* The whole section becomes `block` (which ends with a line end); where it is missing, the block comes to the end. */
void yaml_section_set(span text, const char *section, span block, struct buf *out);

#endif

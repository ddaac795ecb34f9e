/* SPDX-License-Identifier: EUPL-1.2 */
#include "column.h"
#include "../id/name_words.h"

int pd_column_init(struct pd_column *c, const struct padan_schema *s, unsigned number, const struct pd_reader *reader,
		   const struct padan_alloc *from)
{
	*c = (struct pd_column){ .from = from, .reader = *reader, .number = number, .kind = s->column[number].kind };
	pd_map_init(&c->raw, from);
	pd_map_init(&c->value, from);
	pd_map_init(&c->word_map, from);
	pd_map_init(&c->sound_map, from);
	pd_map_init(&c->plain, from);
	pd_dict_init(&c->no_dict, from);
	c->n = c->n_wholes = c->n_sounds = 1;
	c->scratch = from->resize(from->ctx, NULL, 0, sizeof(*c->scratch));
	if (!c->scratch)
		return PADAN_NO_MEMORY;
	memset(c->scratch, 0, sizeof(*c->scratch));
	if (c->kind != PADAN_NAME)
		return PADAN_OK;
	c->memo = from->resize(from->ctx, NULL, 0, sizeof(*c->memo));
	if (!c->memo)
		return PADAN_NO_MEMORY;
	memset(c->memo, 0, sizeof(*c->memo));
	c->memo->dict = &c->no_dict;
	c->memo->name = number;
	c->scratch->memo = c->memo;
	return PADAN_OK;
}

void pd_column_close(struct pd_column *c)
{
	pd_map_done(&c->raw);
	pd_map_done(&c->value);
	pd_map_done(&c->word_map);
	pd_map_done(&c->sound_map);
	pd_map_done(&c->plain);
	pd_array_free(c->from, &c->mixed, &c->cap_mixed, sizeof(*c->mixed));
	if (c->scratch)
		c->from->resize(c->from->ctx, c->scratch, sizeof(*c->scratch), 0);
	if (c->memo)
		c->from->resize(c->from->ctx, c->memo, sizeof(*c->memo), 0);
	c->scratch = NULL;
	c->memo = NULL;
}

static size_t value_size(const struct pd_column *c)
{
	return pd_is_bag(c->kind) ? sizeof(*c->bag) : c->kind == PADAN_DATE ? sizeof(*c->date) : sizeof(*c->one);
}

void pd_column_done(struct pd_column *c)
{
	if (!c->from)
		return;
	pd_column_close(c);
	pd_array_free(c->from, &c->one, &c->cap, value_size(c));
	pd_array_free(c->from, &c->number_of, &c->cap_numbers, sizeof(*c->number_of));
	pd_array_free(c->from, &c->word, &c->cap_words, sizeof(*c->word));
	pd_array_free(c->from, &c->entry, &c->cap_entries, sizeof(*c->entry));
	pd_array_free(c->from, &c->class, &c->cap_classes, sizeof(*c->class));
	pd_array_free(c->from, &c->text, &c->cap_text, 1);
	pd_array_free(c->from, &c->odd, &c->cap_odd, sizeof(*c->odd));
}

/* --- words ------------------------------------------------------------------------ */

bool pd_column_word(struct pd_column *c, const struct pd_entry *e, uint32_t *out)
{
	uint32_t *id, *sound;
	bool fresh, fresh_sound;

	if (!pd_map_reserve(&c->word_map) || !pd_map_reserve(&c->sound_map) ||
	    !pd_array_reserve(c->from, &c->entry, &c->cap_entries, c->n_entries + 1, sizeof(*c->entry)) ||
	    !pd_array_reserve(c->from, &c->class, &c->cap_classes, c->n_entries + 1, sizeof(*c->class)) ||
	    !pd_array_reserve(c->from, &c->mixed, &c->cap_mixed, c->n_entries + 1, sizeof(*c->mixed)))
		return false;
	id = pd_map_at(&c->word_map, e->hash, &fresh);
	if (fresh) {
		*id = (uint32_t)c->n_entries;
		sound = pd_map_at(&c->sound_map, padan_mix64(e->sound), &fresh_sound);
		if (fresh_sound)
			*sound = c->n_sounds++;
		c->class[c->n_entries] = (struct pd_word){ *sound, (uint8_t)(padan_mix64(e->sound) >> 58),
							   (e->flags & PADAN_WORD_COMMON) != 0, e->n < 2 };
		c->mixed[c->n_entries] = padan_mix64(e->sound);
		c->entry[c->n_entries++] = *e;
	}
	*out = *id;
	return true;
}

bool pd_column_bag(struct pd_column *c, uint64_t h, unsigned words, uint32_t *out)
{
	uint32_t *whole;
	bool fresh;

	if (!pd_array_reserve(c->from, &c->bag, &c->cap, c->n + 1, sizeof(*c->bag)) || !pd_map_reserve(&c->value))
		return false;
	whole = pd_map_at(&c->value, padan_mix64(h), &fresh);
	if (fresh)
		*whole = c->n_wholes++;
	c->bag[c->n] = (struct pd_bag){ (uint32_t)c->n_words, *whole, (uint8_t)words };
	c->n_words += words;
	*out = (uint32_t)c->n++;
	return true;
}

static bool add_bag(struct pd_column *c, const struct pd_cell *cell, uint32_t *out)
{
	struct pd_scratch *s = c->scratch;

	if (!pd_array_reserve(c->from, &c->word, &c->cap_words, c->n_words + cell->n, sizeof(*c->word)))
		return false;
	for (unsigned i = 0; i < cell->n; i++)
		if (!pd_column_word(c, s->at[cell->first + i], &c->word[c->n_words + i]))
			return false;
	return pd_column_bag(c, cell->h, cell->n, out);
}

/* --- single values and dates ----------------------------------------------------------- */

static bool add_date(struct pd_column *c, const struct pd_cell *cell)
{
	if (!pd_array_reserve(c->from, &c->date, &c->cap, c->n + 1, sizeof(*c->date)))
		return false;
	c->date[c->n] = *cell;
	return true;
}

static bool add_one(struct pd_column *c, const struct pd_entry *e, uint64_t number)
{
	if (!pd_array_reserve(c->from, &c->one, &c->cap, c->n + 1, sizeof(*c->one)) ||
	    !pd_array_reserve(c->from, &c->text, &c->cap_text, c->n_text + e->n, 1))
		return false;
	if (c->kind == PADAN_CARD) {
		if (!pd_array_reserve(c->from, &c->number_of, &c->cap_numbers, c->n + 1, sizeof(*c->number_of)))
			return false;
		c->number_of[c->n] = number;
	}
	c->one[c->n] = (struct pd_one){ (uint32_t)c->n_text, e->n ? e->letters : 0, e->n };
	memcpy(c->text + c->n_text, e->text, e->n);
	c->n_text += e->n;
	return true;
}

/* The place of the number of a value that has the room for it; *fresh: the caller adds the value. */
static uint32_t *value_at(struct pd_column *c, uint64_t h, bool *fresh)
{
	uint32_t *id;

	/* The room comes first: what is in the map must stand in the array. */
	if (!pd_map_reserve(&c->value))
		return NULL;
	id = pd_map_at(&c->value, padan_mix64(h), fresh);
	if (*fresh)
		*id = 0;
	return id;
}

static bool value_number(struct pd_column *c, const struct pd_cell *cell, uint32_t *out)
{
	bool fresh;
	uint32_t *id = value_at(c, cell->h, &fresh);

	if (!id)
		return false;
	if (fresh) {
		if (!(c->kind == PADAN_DATE ? add_date(c, cell) : add_one(c, &c->scratch->whole[c->number], cell->h)))
			return false;
		*id = (uint32_t)c->n++;
	}
	*out = *id;
	return true;
}

bool pd_column_plain(const struct pd_column *c, struct padan_span raw, struct pd_plain *out)
{
	out->is = pd_plain_number(c->kind, raw, &out->text, &out->h);
	if (out->is)
		pd_map_prefetch(&c->value, padan_mix64(out->h));
	return out->is;
}

bool pd_column_number_plain(struct pd_column *c, const struct pd_plain *p, uint32_t *out)
{
	struct pd_entry *e = &c->scratch->whole[c->number];
	bool fresh;
	uint32_t *id = value_at(c, p->h, &fresh);

	if (!id)
		return false;
	if (fresh) {
		pd_entry_of_text(e, p->text);
		if (!add_one(c, e, p->h))
			return false;
		*id = (uint32_t)c->n++;
	}
	*out = *id;
	return true;
}

/* "TIDAK ADA": the words, each alone, are names. */
bool pd_column_no_name(struct padan_span raw)
{
	char letters[16];
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] == ' ')
			continue;
		if (n == sizeof(letters))
			return false;
		letters[n++] = raw.p[i];
	}
	return padan_name_none(letters, n);
}

bool pd_column_read(struct pd_column *c, struct padan_span raw, uint32_t *out)
{
	struct padan_span fields[PADAN_COLUMNS];
	const struct pd_cell *cell = &c->scratch->cell[c->number];

	fields[c->number] = raw;
	*out = 0;
	if (c->kind == PADAN_NAME && raw.n < 24 && pd_column_no_name(raw))
		return true;
	pd_scratch_clear(c->scratch);
	pd_read(&c->reader, fields, 1u << c->number, c->scratch);
	if (cell->h == 0)
		return true;
	return pd_is_bag(c->kind) ? add_bag(c, cell, out) : value_number(c, cell, out);
}

bool pd_column_number(struct pd_column *c, struct padan_span raw, uint64_t hash, uint32_t *out)
{
	struct pd_plain plain;
	uint32_t *id;
	bool fresh;

	if (raw.n == 0) {
		*out = 0;
		return true;
	}
	/* Numbers of cards and telephones hardly come twice: remembering them is not worth it. */
	if (pd_column_plain(c, raw, &plain))
		return pd_column_number_plain(c, &plain, out);
	if (c->kind == PADAN_CARD || c->kind == PADAN_KEY)
		return pd_column_read(c, raw, out);
	if (!pd_map_reserve(&c->raw))
		return false;
	id = pd_map_at(&c->raw, hash, &fresh);
	if (fresh && !pd_column_read(c, raw, id))
		return false;
	*out = *id;
	return true;
}

/* --- NIK --------------------------------------------------------------------------------- */

static uint64_t pack_good(const struct padan_nik *k)
{
	uint64_t v = k->value;

	v |= padan_nik_sound(k) ? PD_NIK_SOUND : 0;
	return v | ((k->flags & PADAN_NIK_BIRTH) && !(k->flags & PADAN_NIK_BAD_DATE) ? PD_NIK_BIRTH : 0);
}

static bool add_odd(struct pd_column *c, const struct padan_nik *k, uint64_t *out)
{
	if (!pd_array_reserve(c->from, &c->odd, &c->cap_odd, c->n_odd + 1, sizeof(*c->odd)))
		return false;
	c->odd[c->n_odd] = *k;
	*out = PD_NIK_ODD | c->n_odd++;
	return true;
}

bool pd_column_nik(struct pd_column *c, struct padan_span raw, uint64_t *out)
{
	struct padan_nik k;

	*out = 0;
	if (raw.n == 0)
		return true;
	padan_nik_parse(&k, raw, &c->reader.nik_opt);
	padan_nik_sniff_add(&c->sniff, &k);
	if (k.n == 0)
		return true;
	if (k.n != 16 || k.trusted != 16)
		return add_odd(c, &k, out);
	*out = pack_good(&k);
	return true;
}

const struct padan_nik *pd_nik_unpack(const struct pd_column *c, uint64_t packed, struct padan_nik *room)
{
	if (packed & PD_NIK_ODD)
		return &c->odd[packed & PD_NIK_VALUE];
	if (packed)
		padan_nik_of(room, packed & PD_NIK_VALUE, &c->reader.nik_opt);
	else
		*room = (struct padan_nik){ .flags = PADAN_NIK_EMPTY };
	return room;
}

bool pd_column_nik_cut(struct pd_column *c, uint64_t *packed)
{
	struct padan_nik k;

	if (*packed == 0 || *packed & PD_NIK_ODD || (*packed & PD_NIK_VALUE) % 10 != 0)
		return true;
	padan_nik_of(&k, *packed & PD_NIK_VALUE, &c->reader.nik_opt);
	k.trusted = 15;
	k.flags |= PADAN_NIK_CUT15;
	return add_odd(c, &k, packed);
}

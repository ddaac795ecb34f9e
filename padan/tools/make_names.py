#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes padan/id/name_table.inc from data/ref/gelar.csv and data/ref/ejaan_nama.csv.

    python3 padan/tools/make_names.py > padan/id/name_table.inc

Run by hand when the lists change; the result is checked in, so that padan builds alone.

gelar.csv      gelar: letters only, upper case.  letak: depan (before the name), belakang (behind it), mana_saja.
               syarat: bebas (always), titik (only with a dot, behind a comma or in brackets), kurung (in brackets).
               tanda: haji, almarhum, L (a man), P (a woman), joined by ;
ejaan_nama.csv tulisan: as typed, letters only.  baku: what it stands for.
               jenis: singkatan (the text becomes baku), inisial (the same, but the letter is kept as an initial),
               ejaan (the text stays, the sound is baku's), umum (only the mark), bin, binti, alias (what follows is
               another name), bukan_nama (the whole cell is no name).
               letak: mana_saja, depan (only before all other words).  tanda: umum, daeng, L, P.
"""
import csv
import os
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
M64 = (1 << 64) - 1
SLOTS = 1024
PLACE = {'': 0, 'depan': 1, 'belakang': 2, 'mana_saja': 3}
IF = {'bebas': 0, 'titik': 1, 'kurung': 2}
MARK = {'haji': 1, 'almarhum': 2, 'L': 4, 'P': 8, 'umum': 16, 'daeng': 32}
KIND = {'': 0, 'singkatan': 1, 'inisial': 2, 'ejaan': 3, 'umum': 4, 'bin': 5, 'binti': 6, 'alias': 7, 'bukan_nama': 8}


def read(name):
    with open(os.path.join(ROOT, 'data', 'ref', name), encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))


def packed(word):
    raw = word.encode('ascii').ljust(16, b'\0')
    assert len(raw) == 16 and word.isalnum() and word == word.upper(), word
    return int.from_bytes(raw[:8], 'little'), int.from_bytes(raw[8:], 'little')


def slot_of(low, high):
    h = (low * 0x9E3779B97F4A7C15 + high * 0xD6E8FEB86659FD93) & M64
    return h >> 54


def marks(text):
    return sum(MARK[m] for m in text.split(';') if m)


entries = {}
texts = []
for row in read('gelar.csv'):
    e = entries.setdefault(row['gelar'], {})
    assert 'place' not in e, row
    e.update(place=PLACE[row['letak']], cond=IF[row['syarat']], title_marks=marks(row['tanda']))
for row in read('ejaan_nama.csv'):
    e = entries.setdefault(row['tulisan'], {})
    assert 'kind' not in e, row
    if row['baku'] and row['baku'] not in texts:
        texts.append(row['baku'])
    e.update(kind=KIND[row['jenis']], first=int(row['letak'] == 'depan'), marks=marks(row['tanda']),
             text=texts.index(row['baku']) if row['baku'] else 0)
assert len(texts) < 256 and len(entries) < SLOTS // 2

slots = [0] * SLOTS
words = sorted(entries)
for i, word in enumerate(words):
    at = slot_of(*packed(word))
    while slots[at]:
        at = (at + 1) % SLOTS
    slots[at] = i + 1

out = sys.stdout
out.write('/* SPDX-License-Identifier: EUPL-1.2\n * Made by padan/tools/make_names.py from data/ref/gelar.csv and '
          'data/ref/ejaan_nama.csv. Do not edit.\n */\n/* clang-format off */\n#include <stdint.h>\n')
out.write('enum { NAME_SLOTS = %d, NAME_SHIFT = 54 };\n' % SLOTS)
out.write('enum { PLACE_FRONT = 1, PLACE_BACK = 2, PLACE_ANY = 3 };\nenum { IF_ALWAYS, IF_DOT, IF_BRACKET };\n')
out.write('enum { MARK_HAJI = 1, MARK_DECEASED = 2, MARK_MALE = 4, MARK_FEMALE = 8, MARK_COMMON = 16, MARK_DAENG = 32 };\n')
out.write('enum { KIND_NONE, KIND_SHORT, KIND_INITIAL, KIND_SPELLING, KIND_MARK, KIND_BIN, KIND_BINTI, KIND_ALIAS, '
          'KIND_NO_NAME };\n')
out.write('struct name_entry {\n\tuint64_t low, high; /* the letters, little-endian, padded with 0 */\n'
          '\tuint8_t place, cond, title_marks; /* as a title; place 0: it is none */\n'
          '\tuint8_t kind, first, marks, text; /* as a word; text: in name_text */\n};\n')
out.write('struct name_text {\n\tchar text[16];\n\tuint8_t n;\n};\n')
out.write('static const struct name_text name_text[%d] = {\n' % len(texts))
for t in texts:
    assert len(t) < 16
    out.write('\t{ "%s", %d },\n' % (t, len(t)))
out.write('};\nstatic const struct name_entry name_entry[%d] = {\n' % len(words))
for word in words:
    e = entries[word]
    low, high = packed(word)
    out.write('\t{ 0x%xu, 0x%xu, %d, %d, %d, %d, %d, %d, %d }, /* %s */\n' % (
        low, high, e.get('place', 0), e.get('cond', 0), e.get('title_marks', 0), e.get('kind', 0), e.get('first', 0),
        e.get('marks', 0), e.get('text', 0), word))
out.write('};\n/* Index + 1 into name_entry; 0 = free. The slot is the top bits of low * K1 + high * K2, then the next. */\n')
out.write('static const uint16_t name_slot[NAME_SLOTS] = {')
for i, s in enumerate(slots):
    out.write('%s%d,' % ('' if i % 24 else '\n\t', s))
out.write('\n};\n/* clang-format on */\n')

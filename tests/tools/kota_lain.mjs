// SPDX-License-Identifier: EUPL-1.2
// A second generator of cities, made apart from src/city: other names, other households, other mistakes, other
// headings, so that accuracy is not measured with the yardstick it was tuned on. City: Palopo (73.73).
//   node tests/tools/kota_lain.mjs DIR [--persons N] [--proposals N] [--seed N] [--laju F] [--sedikit]
// --laju: every rate of mistakes times F; --sedikit: the lists have no family card, mother, birth place or address.
// Writes siak.csv (registry), dtsen.csv ('|', Latin-1), kepesertaan.csv, gaji.csv, three proposal lists
// (BIP titles with tabs, OpenSID titles with occupation codes, '|' Latin-1), program.yaml and kebenaran.csv.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const argv = process.argv.slice(2);
const dir = argv[0];
const option = (name, fallback) => (argv.includes(name) ? Number(argv[argv.indexOf(name) + 1]) : fallback);
const PERSONS = option('--persons', 182898);
const PROPOSALS = option('--proposals', 3000);
const RATE = option('--laju', 1);
const FEW = argv.includes('--sedikit');
if (!dir) {
	console.error('kota_lain.mjs DIR [--persons N] [--proposals N] [--seed N]');
	process.exit(2);
}

// --- dice: mulberry32, one stream ---
let state = (option('--seed', 1) * 2654435761) >>> 0;
function unit() {
	state = (state + 0x6d2b79f5) >>> 0;
	let t = state;
	t = Math.imul(t ^ (t >>> 15), t | 1);
	t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(unit() * n);
const chance = (p) => unit() < p;
const one = (list) => list[below(list.length)];
// Zipf: early words far more often than late ones
const zipf = (list) => list[Math.min(list.length - 1, Math.floor(list.length ** unit() - 1 + unit()))];

// --- names ---
const MAN = ('Muhammad Abdul Ahmad Andi Nur Amir Rahmat Syamsul Hasan Yusuf Jamal Baharuddin Arman Irwan Ridwan Takdir Sahrul Usman '
	+ 'Idham Akbar Rusman Hamka Suardi Marwan Samsir Haris Tahir Erwin Bakhtiar Mursalim Asdar Zulkarnain Darwin Alimin Munawir Askar '
	+ 'Nasrun Jufri Saleh Rustam Muslim Basri Ansar Syahrir Firman Ishak Yunus Makmur Salim Kasman Herianto Yusran Anwar Hamzah Sudarmin '
	+ 'Oddang Lallo Palimbunga Opu Pallawa Matturungan Batara Settia Patiware Kaso Lagaligo Bempa Rombe Bunga Sarira').split(' ');
const WOMAN = ('Nur Sitti Andi Rahma Hasni Rosmiati Fitriani Nurhaeni Mardiana Suriati Hasrah Murniati Dahniar Sukmawati Ratna Kasmia Nirwana '
	+ 'Halija Erni Rosdiana Jumiati Salma Hamida Nurlela Wahyuni Masni Asmiati Indo Tenri Bunga Lina Hartini Mariani Satriani Juhaeni '
	+ 'Ramlah Hadira Yuliana Megawati Irmayanti Nurmiati Sahriani Darmawati Idawati Hernawati Marlina Batari Opu Simpurusiang Datu '
	+ 'Walinono Padauleng Rappe Sanati Tappi Daleng Becce Cabe Manda Sompa Kila').split(' ');
const CHRISTIAN_M = 'Yohanes Marthen Daud Paulus Yusuf Petrus Simon Agustinus Matius Lukas Elia Samuel Yakob Benyamin Obed Hengki'.split(' ');
const CHRISTIAN_F = 'Maria Marta Elisabet Yuliana Ester Debora Naomi Agustina Damaris Rahel Selfi Kristina Lince Yospina'.split(' ');
const TRIBE = 'Rante Tandi Sampe Pasang Lebang Salu Ruru Toding Palullungan Pongtiku Bara Tammu Sulo Mangopo Lolok Batan Kendek Payung'.split(' ');
const ONSET = ['b', 'd', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'w', 'h', 'j', 'g', 'f', 'z', 'sy', 'ng', 'c', 'y'];
const VOWEL = ['a', 'a', 'a', 'i', 'i', 'u', 'e', 'o'];
const CODA_M = ['ng', 'n', 's', 'r', 'l', 'din', 'wan', 'man', 'di', 'to', '', '', ''];
const CODA_F = ['h', 'ni', 'ti', 'wati', 'na', 'ah', 'sari', 'ta', '', '', 'yanti'];
function coined(sex) {
	let s = '';
	for (let i = 1 + below(2); i >= 0; i--) s += one(ONSET) + one(VOWEL);
	s += one(sex === 1 ? CODA_M : CODA_F);
	return s[0].toUpperCase() + s.slice(1);
}
function makeName(sex, year, christian) {
	const words = [];
	const want = year < 1960 ? 1 + below(2) : year < 1990 ? 1 + below(3) : 2 + below(2);
	if (christian) words.push(one(sex === 1 ? CHRISTIAN_M : CHRISTIAN_F));
	while (words.length < want) {
		const x = unit();
		words.push(christian && x < 0.5 ? one(TRIBE) : x < 0.72 ? zipf(sex === 1 ? MAN : WOMAN) : coined(sex));
		if (words.at(-1) === words.at(-2)) words.pop();
	}
	if (words.length === 1 && /^(Muhammad|Abdul|Andi|Nur|Sitti|Opu|Indo|Ahmad)$/.test(words[0])) words.push(coined(sex));
	return words.join(' ').toUpperCase();
}

// --- places ---
const WARDS = [['73.73.01.1001', 'Amassangan', 'Wara'], ['73.73.01.1002', 'Boting', 'Wara'], ['73.73.01.1003', 'Tompotikka', 'Wara'],
	['73.73.02.1001', 'Penggoli', 'Wara Utara'], ['73.73.02.1002', 'Sabbamparu', 'Wara Utara'], ['73.73.03.1001', 'Songka', 'Wara Selatan'],
	['73.73.03.1002', 'Takkalala', 'Wara Selatan'], ['73.73.04.1001', 'Temmalebba', 'Bara'], ['73.73.04.1002', 'Balandai', 'Bara'],
	['73.73.05.1001', 'Pontap', 'Wara Timur'], ['73.73.05.1002', 'Surutanga', 'Wara Timur'], ['73.73.05.1003', 'Salotellue', 'Wara Timur'],
	['73.73.06.1001', 'Mungkajang', 'Mungkajang'], ['73.73.07.1001', 'Sendana', 'Sendana'], ['73.73.08.1001', 'Maroangin', 'Telluwanua'],
	['73.73.08.1002', 'Batu Walenrang', 'Telluwanua'], ['73.73.09.1001', 'Battang', 'Wara Barat']];
const AWAY = [['73.17.05.2001', 'Bua', 'Bua', 'KAB. LUWU'], ['73.22.03.2004', 'Sabbang', 'Sabbang', 'KAB. LUWU UTARA']];
const STREETS = ['Jl. Kelapa', 'Jl. Durian', 'Jl. Dr. Ratulangi', 'Jl. Andi Djemma', 'Jl. Rambutan', 'Jl. Yos Sudarso', 'Jl. Cakalang', 'Lorong Mesjid',
	'Jl. Opu Tosappaile', 'Jl. Sungai Pareman', 'BTN Hartaco', 'Jl. Pongsimpin', 'Dusun Salubulo'];
const ORIGINS = [['731701', 'BUA'], ['731704', 'BELOPA'], ['732201', 'MASAMBA'], ['732401', 'MALILI'], ['731801', 'MAKALE'], ['732601', 'RANTEPAO'],
	['731306', 'SENGKANG'], ['730805', 'WATAMPONE'], ['737109', 'UJUNG PANDANG'], ['731903', 'POLEWALI'], ['732102', 'MAMUJU']];

// --- trades: KTP code, KTP word, list word, group asked for, income (thousands) ---
const TRADES = [[9, 'PETANI/PEKEBUN', 'petani'], [10, 'PETERNAK', 'peternak'], [11, 'NELAYAN/PERIKANAN', 'nelayan'],
	[19, 'BURUH HARIAN LEPAS', 'buruh harian lepas'], [20, 'BURUH TANI/PERKEBUNAN', 'buruh tani'], [26, 'TUKANG BATU', 'tukang batu'],
	[27, 'TUKANG KAYU', 'tukang kayu'], [81, 'SOPIR', 'sopir'], [84, 'PEDAGANG', 'pedagang'], [30, 'TUKANG JAHIT', 'tukang jahit']];
const OTHERS = [[1, 'BELUM/TIDAK BEKERJA'], [2, 'MENGURUS RUMAH TANGGA'], [15, 'KARYAWAN SWASTA'], [88, 'WIRASWASTA'], [65, 'GURU'], [5, 'PEGAWAI NEGERI SIPIL (PNS)']];

// --- people ---
const START = [2025, 5, 1];
const two = (n) => String(n).padStart(2, '0');
const serials = new Map();
function makeNik(region, sex, [y, m, d]) {
	const head = region + two(d + (sex === 2 ? 40 : 0)) + two(m) + two(y % 100);
	const n = (serials.get(head) ?? 0) + 1 + (chance(0.1) ? 1 : 0);
	serials.set(head, n);
	return head + String(n).padStart(4, '0');
}
function makeBirth(age) {
	const year = START[0] - age;
	const x = unit();
	const old = age > 55 ? 0.36 : age > 35 ? 0.1 : 0.02;
	if (x < old) return [year - (age < 1 ? 1 : 0), ...one([[12, 31], [12, 31], [7, 1], [1, 1], [12, 12]])];
	const m = 1 + below(12);
	return [year - (age < 1 && m > 3 ? 1 : 0), m, 1 + below(m === 2 ? 28 : 30)];
}
const fullYears = ([y, m, d]) => START[0] - y - (m > START[1] || (m === START[1] && d > START[2]) ? 1 : 0);
const people = [];
let family = 0;
while (people.length < PERSONS) {
	const away = chance(0.02);
	const [code, ward, district, regency = 'KOTA PALOPO'] = away ? one(AWAY) : one(WARDS);
	const kk = '7373' + two(1 + below(9)) + two(1 + below(28)) + two(1 + below(12)) + two(8 + below(17)) + String((++family % 9999) + 1).padStart(4, '0');
	const christian = chance(0.22);
	const wealth = unit();
	const listed = wealth < 0.62 && !chance(0.04);
	const base = { kk, ward, district, regency, code, away, street: `${one(STREETS)} No. ${1 + below(200)}`, rt: 1 + below(5), rw: 1 + below(8), wealth, listed, christian };
	const headAge = 22 + Math.floor(52 * unit() ** 1.35);
	const members = [[chance(0.86) ? 1 : 2, headAge, 'KEPALA KELUARGA']];
	if (members[0][0] === 1 && chance(0.85)) members.push([2, Math.max(18, headAge - below(9)), 'ISTRI']);
	for (let a = headAge - 22 - below(5), n = below(5); n > 0 && a >= 0; n--, a -= 1 + below(4)) if (a < 21 || chance(0.35)) members.push([1 + below(2), a, 'ANAK']);
	if (chance(0.11)) members.push([chance(0.3) ? 1 : 2, Math.min(93, headAge + 20 + below(12)), 'ORANG TUA']);
	let mother = '';
	for (const [sex, age, kin] of members) {
		if (people.length >= PERSONS) break;
		const born = makeBirth(age);
		const home = chance(age < 17 ? 0.92 : 0.66);
		const [region, place] = home ? ['7373' + one(['01', '02', '03', '04', '05']), 'PALOPO'] : one(ORIGINS);
		const p = { ...base, sex, born, kin, place, name: makeName(sex, born[0], christian), nik: makeNik(region, sex, born), age: fullYears(born) };
		if (kin === 'ISTRI') mother = p.name;
		p.mother = kin === 'ANAK' && mother ? mother : makeName(2, born[0] - 25, christian);
		const r = unit();
		p.status = r < (age > 62 ? 0.05 : 0.006) ? 'MENINGGAL' : r > 0.984 ? 'PINDAH' : r > 0.981 ? 'GANDA' : r > 0.973 ? 'NONAKTIF' : 'HIDUP';
		const working = p.age >= 18 && p.age < 75 && chance(sex === 1 ? 0.85 : 0.4);
		p.trade = working && chance(wealth < 0.45 ? 0.75 : 0.2) ? one(TRADES) : null;
		const other = !p.trade ? one(OTHERS) : null;
		p.card = p.age < 18 ? 'PELAJAR/MAHASISWA' : p.trade ? (chance(0.28) ? one(OTHERS.slice(0, 4))[1] : p.trade[1]) : other[1];
		p.payroll = !p.trade && p.age > 20 && p.age < 60 && (other[0] === 5 || chance(0.04));
		p.relation = p.trade ? (chance(0.06) ? 'UPAH BERKONTRAK' : one(['TANPA', 'SERABUTAN', 'UPAH TANPA KONTRAK'])) : 'TANPA';
		p.income = chance(0.03) ? 2500000 : 400000 + 50000 * below(31);
		p.desil = Math.min(10, 1 + Math.floor(wealth * 10));
		const m = unit();
		p.member = p.relation === 'UPAH BERKONTRAK' || (other && other[0] === 15 && m < 0.6) ? 'PU' : p.trade && m < 0.015 ? 'BPU' : p.trade && m < 0.045 ? 'EX' : '';
		people.push(p);
	}
}

// --- how clerks of this city err ---
const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
function neighbourKey(ch) {
	const row = KEYS.find((r) => r.includes(ch.toLowerCase()));
	if (!row) return ch;
	const at = row.indexOf(ch.toLowerCase());
	const c = row[at + 1] && (chance(0.5) || at === 0) ? row[at + 1] : row[at - 1] ?? row[at + 1];
	return ch === ch.toUpperCase() ? c.toUpperCase() : c;
}
const SOUND = [['F', 'P'], ['V', 'P'], ['Z', 'S'], ['SY', 'S'], ['KH', 'H'], ['IY', 'I'], ['DJ', 'J'], ['OE', 'U'], ['U', 'O'], ['I', 'E'], ['TH', 'T'],
	['DIN', 'DDIN'], ['DDIN', 'DIN'], ['LL', 'L'], ['TT', 'T'], ['NG', 'N'], ['AH', 'A'], ['Y', 'I'], ['Q', 'K'], ['AE', 'AI'], ['NUR', 'NOER'], ['J', 'DJ']];
const hits = { list: [] };
const slip = (p) => chance(p * RATE);
const mark = (w) => hits.list.push(w);
function hurtName(name) {
	let words = name.split(' ');
	if (slip(0.07)) {
		const i = below(words.length), w = words[i], at = 1 + below(Math.max(1, w.length - 1));
		if (w.length > 3) {
			words[i] = w.slice(0, at) + neighbourKey(w[at] ?? '') + w.slice(at + 1);
			mark('nama_tombol_tetangga');
		}
	}
	if (slip(0.045)) {
		const found = SOUND.filter(([a]) => words.some((w) => w.length > 3 && w.includes(a)));
		if (found.length) {
			const [a, b] = one(found), i = words.findIndex((w) => w.length > 3 && w.includes(a));
			words[i] = words[i].replace(a, b);
			mark('nama_bunyi');
		}
	}
	if (words[0] === 'MUHAMMAD' && chance(0.5)) (words[0] = one(['MUH', 'MUH.', 'M.', 'MOH', 'MHD'])), mark('nama_singkatan');
	else if (words[0] === 'ABDUL' && chance(0.4)) (words[0] = one(['ABD', 'ABD.'])), mark('nama_singkatan');
	else if (words[0] === 'SITTI' && chance(0.5)) (words[0] = one(['ST', 'ST.', 'SITI', 'HJ. SITTI'])), mark('nama_singkatan');
	else if (words[0] === 'ANDI' && chance(0.4)) (words[0] = one(['A', 'A.'])), mark('nama_singkatan');
	if (words.length > 2 && slip(0.05)) {
		const i = words.length - 1;
		words[i] = words[i][0] + (chance(0.5) ? '.' : '');
		mark('nama_inisial');
	} else if (words.length > 1 && slip(0.03)) {
		words.splice(words.length - 1, 1);
		mark('nama_kurang_kata');
	}
	if (words.length > 1 && slip(0.012)) words.reverse(), mark('nama_urutan');
	if (words.length > 1 && slip(0.02)) (words = [words.join('')]), mark('nama_gandeng');
	if (slip(0.02)) words.unshift(one(['H.', 'IBU', 'PAK', 'DG'])), mark('nama_gelar');
	if (slip(0.006) && words.join(' ').length > 14) (words = [words.join(' ').slice(0, 14)]), mark('nama_terpotong');
	return words.join(' ');
}
const OCR = { 0: 'O', 1: 'l', 5: 'S', 8: 'B', 6: 'G' };
function hurtNik(nik, p) {
	const x = unit();
	const at = below(16);
	const other = String((Number(nik[at]) + 1 + below(9)) % 10);
	const ways = [[0.035, 'nik_kosong', () => one(['', '-', 'NN'])], [0.02, 'nik_salah_angka', () => nik.slice(0, at) + other + nik.slice(at + 1)],
		[0.015, 'nik_ocr', () => nik.replace(/[01568]/, (c) => OCR[c])], [0.01, 'nik_tukar_angka', () => nik.replace(/(.)(?!\1)(.)(.{3})$/, '$2$1$3')],
		[0.012, 'nik_ilmiah', () => `${nik[0]}.${nik.slice(1, 6)}E+15`], [0.02, 'nik_excel', () => nik.slice(0, 15) + '0'],
		[0.01, 'nik_15', () => nik.slice(0, 15)], [0.006, 'nik_kk', () => p.kk], [0.012, 'nik_hiasan', () => `${nik.slice(0, 4)}-${nik.slice(4, 10)}-${nik.slice(10)}`],
		[0.006, 'nik_keluarga', () => (people.find((q, i) => i > p.at - 6 && q !== p && q.kk === p.kk) ?? p).nik]];
	let sum = 0;
	for (const [p0, word, make] of ways) if (x < (sum += p0 * RATE)) return mark(word), make();
	return nik;
}
const MONTHS = ['Jan', 'Peb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agust', 'Sept', 'Okt', 'Nop', 'Des'];
const serialDay = ([y, m, d]) => Math.round(Date.UTC(y, m - 1, d) / 86400000) + 25569;
function hurtBirth([y, m, d], lost) {
	const u = unit();
	const x = u < 0.02 * RATE ? 0 : u > 1 - 0.034 * RATE ? 1 - (1 - u) / RATE : 0.5;
	if (!lost && x === 0) return mark('tanggal_kosong'), null;
	if (x > 0.988 && d <= 12 && d !== m) return mark('tanggal_tukar'), [y, d, m];
	if (x > 0.98) return mark('tahun_meleset'), [y + one([-1, 1, -10, 10, -2]), m, Math.min(d, 28)];
	if (x > 0.972) return mark('tanggal_salah_ketik'), [y, m, 1 + below(28)];
	if (x > 0.966) return mark('tanggal_bawaan'), [y, 12, 31];
	return [y, m, d];
}
const writeBirth = [(b) => `${two(b[2])} ${MONTHS[b[1] - 1]} ${b[0]}`, (b) => `${b[0]}-${two(b[1])}-${two(b[2])}`, (b) => (chance(0.2) ? String(serialDay(b)) : `${b[2]}/${b[1]}/${b[0]}`)];

// --- who is proposed ---
function reasons(p) {
	const out = [];
	if (p.status !== 'HIDUP') out.push({ MENINGGAL: 'meninggal', PINDAH: 'pindah', GANDA: 'nik_ganda_dukcapil', NONAKTIF: 'nonaktif' }[p.status]);
	if (p.away) out.push('bukan_wilayah');
	if (p.age < 18) out.push('usia_kurang');
	if (p.age > 64) out.push('usia_lebih');
	if (p.payroll) out.push('terdaftar_gaji');
	if (p.relation === 'UPAH BERKONTRAK') out.push('hubungan_kerja_bukan_sasaran');
	if (p.income > 2000000) out.push('penghasilan_lebih');
	if (p.member === 'PU' || p.member === 'BPU') out.push('peserta_aktif');
	if (!p.listed) out.push('belum_terdata_desil');
	else if (p.desil > 4) out.push('desil_lebih');
	return out;
}
people.forEach((p, i) => (p.at = i));
const workers = people.filter((p) => p.trade || (p.payroll && chance(0.04)));
const picked = new Set();
const rows = [];
for (let tries = 0; rows.length < PROPOSALS * 0.92 && tries < PROPOSALS * 200; tries++) {
	const p = one(workers);
	if (picked.has(p) || (reasons(p).length && !chance(0.12))) continue;
	picked.add(p);
	rows.push({ p, list: below(3) });
}
for (const { p } of rows.slice(0, Math.floor(PROPOSALS * 0.05))) rows.push({ p, list: below(3), again: true });
while (rows.length < PROPOSALS) {
	const like = one(people), home = one(people); // one in three carries a living person's name, but lives elsewhere
	const sex = 1 + below(2), born = makeBirth(20 + below(40));
	const p = { ...home, sex, born, place: 'PALOPO', name: chance(0.33) ? like.name : makeName(sex, born[0], false), kk: '', at: -1, mother: makeName(2, born[0] - 24, false),
		nik: chance(0.15) ? one(people).nik : '7373' + two(1 + below(9)) + two(born[2] + (sex === 2 ? 40 : 0)) + two(born[1]) + two(born[0] % 100) + String(100 + below(9000)),
		trade: one(TRADES), relation: 'TANPA', income: 900000, invented: true };
	p.age = fullYears(born);
	rows.push({ p, list: below(3) });
}
for (let i = rows.length - 1; i > 0; i--) {
	const j = below(i + 1);
	[rows[i], rows[j]] = [rows[j], rows[i]];
}

// --- files ---
mkdirSync(dir, { recursive: true });
const quote = (s, sep) => (String(s).includes(sep) || /["\n]/.test(s) ? `"${String(s).replaceAll('"', '""')}"` : String(s));
const write = (name, sep, lines, encoding = 'utf8') => writeFileSync(join(dir, name), lines.map((l) => l.map((c) => quote(c ?? '', sep)).join(sep)).join('\r\n') + '\r\n', encoding);
const iso = (b) => `${b[0]}-${two(b[1])}-${two(b[2])}`;

write('siak.csv', ',', [['No. KK', 'Nama Lengkap', 'NIK', 'JK', 'Tmpt Lhr', 'Tgl Lhr', 'Hub. Kel', 'Pekerjaan', 'Nama Ibu', 'Alamat', 'RT', 'RW', 'Desa/Kel', 'Kecamatan', 'Kabupaten/Kota', 'Kode Wilayah', 'Status'],
	...people.map((p) => [p.kk, p.name, p.nik, p.sex === 1 ? 'L' : 'P', p.place, iso(p.born), p.kin, p.card, p.mother, p.street, p.rt, p.rw, p.ward, p.district, p.regency, p.code, p.status])]);
write('dtsen.csv', '|', [['nomor_kartu_keluarga', 'nomor_induk_kependudukan', 'nama', 'tanggal_lahir', 'desil_nasional', 'rilis'],
	...people.filter((p) => p.listed).map((p) => [p.kk, chance(0.06) ? '' : p.nik, p.name, iso(p.born), p.desil, '2025-1'])], 'latin1');
write('kepesertaan.csv', ';', [['NO', 'NIK', 'NO KPJ', 'NAMA LENGKAP', 'TANGGAL LAHIR', 'SEGMEN', 'STATUS KEPESERTAAN', 'SAMPAI'],
	...people.filter((p) => p.member).map((p, i) => [i + 1, chance(0.02) ? '' : p.nik, String(30000000001 + p.at), p.name, writeBirth[0](p.born), p.member === 'PU' ? 'PU' : 'BPU', p.member === 'EX' ? 'NONAKTIF' : 'AKTIF', p.member === 'EX' ? '2024-08-31' : ''])]);
write('gaji.csv', ',', [['NIP', 'NIK', 'NAMA', 'KETERANGAN'], ...people.filter((p) => p.payroll).map((p) => [`19${p.at}`, p.nik, p.name, one(['PPPK', 'ASN', 'Tenaga kontrak'])])]);

const LISTS = ['usulan_bip.txt', 'usulan_opensid.csv', 'usulan_kelurahan.csv'].map((n) => n.replace('.txt', '.csv'));
const title = (s) => s.toLowerCase().replace(/(^|[ .])\w/g, (c) => c.toUpperCase());
const sheets = [
	[['DAFTAR PEKERJA RENTAN'], ['NO', 'NIK', 'NAMA', 'JK', 'TMPT LHR', 'TGL LHR', 'PEKERJAAN', 'NAMA IBU', 'KELURAHAN', 'KECAMATAN', 'HUBUNGAN KERJA', 'PENGHASILAN', 'KET']],
	[['alamat', 'rw', 'rt', 'nama', 'no_kk', 'nik', 'sex', 'tempatlahir', 'tanggallahir', 'pekerjaan_id', 'kelurahan', 'nama_ibu', 'hubungan_kerja', 'penghasilan']],
	[['nama_lengkap', 'nomor_kartu_keluarga', 'nomor_induk_kependudukan', 'tanggal_lahir', 'jenis_kelamin', 'alamat', 'kelurahan', 'pekerjaan', 'hubungan_kerja', 'penghasilan']],
];
const truth = [['berkas', 'baris', 'nik_benar', 'jenis_kerusakan', 'orang', 'di_registri', 'status', 'memenuhi', 'alasan_benar']];
const byList = [[], [], []];
for (const r of rows) byList[r.list].push(r);
byList.forEach((list, k) => {
	for (let { p, again } of list) {
		hits.list = [];
		if (p.invented) mark('rekaan');
		const nik = p.invented ? p.nik : hurtNik(again && chance(0.4) ? p.nik.slice(0, 12) + String(below(9999)).padStart(4, '0') : p.nik, p);
		const lost = /kosong|kk|keluarga|ilmiah/.test(hits.list.join());
		const name = p.invented ? p.name : hurtName(p.name);
		const born = p.invented ? p.born : hurtBirth(p.born, lost || again);
		const birth = born ? writeBirth[k](born) : '';
		const ward = chance(0.04) ? p.ward.replace(/(.)\1/, '$1').replace(/a$/, 'ah') : p.ward;
		if (FEW) p = { ...p, kk: '', mother: '', place: '', street: '', rt: '', rw: '' };
		const sheet = sheets[k];
		if (k === 0) sheet.push([sheet.length - 1, nik, name, p.sex === 1 ? 'Lk' : 'Pr', p.place, birth, title(p.trade?.[2] ?? 'petani'), p.mother, ward, p.district, p.relation, p.income, '']);
		else if (k === 1) sheet.push([p.street, p.rw, p.rt, title(name), p.kk, nik, p.sex, title(p.place), birth, p.trade?.[0] ?? 9, ward, title(p.mother), p.relation, p.income]);
		else sheet.push([name, chance(0.1) ? '' : p.kk, nik, birth, p.sex === 1 ? 'Laki-laki' : 'Perempuan', p.street, ward, p.trade?.[2] ?? 'pedagang', p.relation, `Rp ${p.income.toLocaleString('id-ID')}`]);
		const why = p.invented ? ['tidak_ditemukan'] : reasons(p);
		truth.push([LISTS[k], sheet.length, p.invented ? '' : p.nik, hits.list.join('+'), p.invented ? `X${truth.length}` : `P${p.at}`, p.invented ? 0 : 1, p.invented ? '' : p.status, why.length ? 0 : 1, why.join(';')]);
	}
});
write(LISTS[0], '\t', sheets[0]);
write(LISTS[1], ',', sheets[1]);
write(LISTS[2], '|', sheets[2], 'latin1');
write('kebenaran.csv', ',', truth);
writeFileSync(join(dir, 'program.yaml'), `# Program kota contoh kedua
program: {nama: Perlindungan Pekerja Rentan Kota Palopo 2025, wilayah: "73.73", mulai: 2025-05, bulan: 8, tahap: 1, satuan: orang, manfaat: [JKK, JKM], penghasilan: 1000000}
kriteria:
  usia_min: 18
  usia_maks: 64
  domisili: ya
  desil_maks: 4
  belum_terdata_desil: tinjau
  hubungan_kerja: [TANPA, SERABUTAN, UPAH TANPA KONTRAK]
  penghasilan_maks: 2000000
  peserta: {PU: tolak, BPU: tinjau, JAKON: tinjau}
  kelompok: [petani, peternak, nelayan, buruh_harian, buruh_tani, tukang, sopir, pedagang]
  kelompok_dari: usulan
  kelompok_tolak: [asn, tni, polri]
prioritas: [desil naik, penghasilan naik, usia turun]
penentu_nilai_sama: acak_terbuka:palopo-2025
nik_beda: konfirmasi
dana:
  - {kode: apbd-kota, nama: APBD Kota Palopo 2025, jenis: apbd, pagu: 200000000, tahun_anggaran: 2025}
`);

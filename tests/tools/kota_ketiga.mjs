// SPDX-License-Identifier: EUPL-1.2
// A third generator of cities, apart from src/city and kota_lain.mjs: names of other regions (Javanese
// names of one word, Balinese order names, Batak clans, Madurese, Sundanese, Chinese-Indonesian, bin and binti), a few
// names for very many people, twins, namesakes born on one day, people whom the registry has twice; clerks who type the
// number of a wife or of the row above; sheets with titles over two rows, numbers that a spreadsheet has rounded, ages
// instead of dates.
//   node tests/tools/kota_ketiga.mjs DIR [--kota 35.78|51.71|12.71|32.73] [--persons N] [--proposals N] [--seed N]
//        [--laju F] [--bentuk lengkap|nik_nama|nama_tgl_kel|nik_nama_kk|nik_nama_tgl] [--registri A|B|C]
// Writes the registry (A: SIAK's column names; B: three files without KK and mother; C: '|', Latin-1), dtsen.csv,
// peserta.csv, gaji.csv, the proposal lists, hasil_padan.csv (what the registry's office would answer), program.yaml,
// kebenaran.csv, and the names of the files in daftar.txt (one "usulan NAME" or "dukcapil NAME" a line).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const argv = process.argv.slice(2);
const dir = argv[0];
const option = (name, fallback) => (argv.includes(`--${name}`) ? argv[argv.indexOf(`--${name}`) + 1] : fallback);
const PERSONS = Number(option('persons', 100000));
const PROPOSALS = Number(option('proposals', 3000));
const RATE = Number(option('laju', 1));
const CITY = option('kota', '35.78');
const SHAPE = option('bentuk', 'lengkap');
const REGISTRY = option('registri', 'A');
const FULL = SHAPE === 'lengkap';

// --- dice: sfc32 ---
const SEED = Number(option('seed', 1));
let [a, b, c, d] = [0x9e3779b9 ^ SEED, 0x243f6a88, 0xb7e15162 + SEED * 77, 1];
function unit() {
	const t = ((a + b) | 0) + d | 0;
	d = (d + 1) | 0;
	a = b ^ (b >>> 9);
	b = (c + (c << 3)) | 0;
	c = (((c << 21) | (c >>> 11)) + t) | 0;
	return (t >>> 0) / 4294967296;
}
for (let i = 0; i < 20; i++) unit();
const below = (n) => Math.floor(unit() * n);
const chance = (p) => unit() < p;
const slip = (p) => unit() < p * RATE;
const one = (list) => list[below(list.length)];
const words = (s) => s.trim().split(/\s+/);
const two = (n) => String(n).padStart(2, '0');
const three = (n) => String(n).padStart(3, '0');
// word k of a list comes 1/k^s as often as the first
const sums = new Map();
function skew(list, s) {
	if (!sums.has(list)) {
		let t = 0;
		sums.set(list, list.map((_, i) => (t += 1 / (i + 1) ** s)));
	}
	const sum = sums.get(list), x = unit() * sum.at(-1);
	return list[sum.findIndex((v) => v >= x)];
}
// the first of [[share, word, make], ...] that the dice choose, or undefined
function choose(ways, rate = 1) {
	let x = unit();
	return ways.find(([share]) => (x -= share * rate) < 0);
}

// --- names ---
const N = {
	jm: words('Slamet Sutrisno Suparman Sukardi Sugeng Bambang Supriyadi Suyanto Mulyono Sunarto Wagiman Paimin Tukiman Kasiman Budi Agus Joko Eko Dwi Tri Catur Heru Hari Teguh Wahyu Wibowo Purnomo Santoso Setiawan Hartono Prasetyo Nugroho Widodo Utomo'),
	jf: words('Siti Sri Suparmi Sumiati Ngatini Sulastri Sutini Suminah Tukinem Painem Wagiyem Kasiyem Endang Dewi Rini Wahyuni Lestari Ningsih Rahayu Handayani Utami Astuti Indah Fitri Yuliana Kartini Juminten Jumiati Murni Wulandari'),
	mm: words('Mohammad Abdul Ahmad Moch Syaiful Hasan Husen Fathur Misnawi Rokib Mathari Sahid Buhari Matsuri Sukri Toha Jufri Rasyid Holil Bahri Zaini Imam Nur Fauzi Rohman Karim Aziz Rizal Arifin Zainal Mustofa'),
	mf: words('Siti Nur Sitti Aisyah Fatimah Khotijah Maimunah Halimah Romlah Hasanah Jamilah Zubaidah Nurhayati Faridah Sulaiha Rukmini Hamidah Latifah Azizah Rohani Zulaikha Qomariyah Laila Nadia Salsabila Zahra'),
	bm: words('Sudiarta Suardana Artana Wirawan Adnyana Suarta Sumerta Sukarta Widiana Mudita Sudana Parwata Astawa Sudarma Arnawa Budiasa Merta Wijaya Yasa Sutama Rai Oka Swastika Mahendra Wiguna'),
	bf: words('Ayu Sri Suarni Sukerti Wati Widiani Astuti Murni Suartini Rai Sukarmi Sudiani Ariani Puspawati Dewi Wirati Mariani Suciati Lestari Padmi Candrawati Purnami'),
	clan: words('Siregar Nasution Harahap Lubis Hutabarat Simanjuntak Sitorus Sinaga Nainggolan Panjaitan Silalahi Manurung Pasaribu Tampubolon Siahaan Simbolon Gultom Situmorang Purba Ginting Sembiring Tarigan Karo-Karo Sihombing'),
	km: words('Jonson Parlindungan Robert Hotman Ruben Saut Togar Poltak Maruli Jhon Edward Binsar Tumpal Bonar Marihot Josua Daniel Samuel'),
	kf: words('Rosmawati Tiurma Lamria Rotua Dameria Nurmala Elfrida Hotmaida Roslina Duma Lasma Ruth Kristina Herlina Risma Martha'),
	sm: words('Asep Dadang Ujang Dede Cecep Endang Iwan Aep Encep Yayat Nana Ade Atang Maman Dudung Odih Wawan Rudi Jajang Usep Eman Entis Permana Hidayat Saepudin Gunawan'),
	sf: words('Neng Euis Iis Nenden Cucu Imas Ai Tati Yati Wiwin Lilis Teti Elis Enung Dedeh Kokom Rohayati Komalasari Maesaroh Kurniasih'),
	house: words('Tan Lim Liem Oei Kwee The Ong Gunawan Wijaya Hartanto Halim Salim Kusuma'),
	given: words('Hendra Liong Steven Andi Kim Hok Swie Giok Melly Lanny Shirley Kevin Felicia Jessica Michael Irwan Djie'),
};
const ONSET = words('b d k l m n p r s t w h j g z f sy ny ng c y kh'), VOWEL = words('a a a i i u e o'), CODA = words('n ng r s h t l k di to wan man yah na ti . . . .');
function coined() {
	let s = '';
	for (let i = 1 + below(2); i >= 0; i--) s += one(ONSET) + one(VOWEL);
	return s + one(CODA).replace('.', '');
}
function distinct(n, make) {
	const out = [];
	for (let i = 0; i < 20 && out.length < n; i++) {
		const w = make();
		if (!out.includes(w)) out.push(w);
	}
	return out;
}
const from = (male, female, s, odd) => (sex) => (chance(odd) ? coined() : skew(sex === 1 ? male : female, s));
const java = from(N.jm, N.jf, 0.8, 0.2), madura = from(N.mm, N.mf, 0.9, 0.14), bali = from(N.bm, N.bf, 0.7, 0.1), batak = from(N.km, N.kf, 0.6, 0.1), sunda = from(N.sm, N.sf, 0.8, 0.15);
const ORDER = words('Wayan Putu Gede Made Kadek Nengah Nyoman Komang Ketut');
const PEOPLES = {
	jawa: (sex, y) => distinct(y < 1965 ? (chance(0.8) ? 1 : 2) : 1 + below(3), () => java(sex)),
	madura: (sex, y) => distinct(y < 1960 ? 1 + below(2) : 2 + below(2), () => madura(sex)),
	arab: (sex, y, father) => [...distinct(1 + below(2), () => madura(sex)), sex === 1 ? 'bin' : 'binti', father ? father.split(' ')[0] : skew(N.mm, 0.9)],
	bali: (sex) => [...words(chance(0.15) ? 'I Gusti' : sex === 1 ? 'I' : chance(0.4) ? 'Ni Luh' : 'Ni'), skew(ORDER, 0.4), ...distinct(chance(0.25) ? 2 : 1, () => bali(sex))],
	batak: (sex, y, father) => [...distinct(1 + below(2), () => batak(sex)), father ? father.split(' ').at(-1) : skew(N.clan, 0.7)],
	sunda: (sex, y) => distinct(y < 1965 ? 1 + below(2) : 2 + below(2), () => sunda(sex)),
	tionghoa: () => [...distinct(1 + below(2), () => skew(N.given, 0.5)), skew(N.house, 0.6)],
};
const CITIES = {
	35.78: ['KOTA SURABAYA', { jawa: 0.62, madura: 0.22, arab: 0.05, tionghoa: 0.08, bali: 0.03 }, 'KAB. SIDOARJO', '35.15', 'SURABAYA SIDOARJO GRESIK LAMONGAN BANGKALAN MALANG KEDIRI TUBAN'],
	51.71: ['KOTA DENPASAR', { bali: 0.66, jawa: 0.24, madura: 0.06, tionghoa: 0.04 }, 'KAB. BADUNG', '51.03', 'DENPASAR BADUNG TABANAN GIANYAR SINGARAJA KARANGASEM BANYUWANGI BANGLI'],
	12.71: ['KOTA MEDAN', { batak: 0.5, jawa: 0.3, arab: 0.08, tionghoa: 0.12 }, 'KAB. DELI SERDANG', '12.07', 'MEDAN BINJAI TEBINGTINGGI TARUTUNG BALIGE SIDIKALANG KISARAN STABAT'],
	32.73: ['KOTA BANDUNG', { sunda: 0.76, jawa: 0.16, batak: 0.04, tionghoa: 0.04 }, 'KAB. BANDUNG', '32.04', 'BANDUNG GARUT TASIKMALAYA CIAMIS SUMEDANG CIANJUR SUBANG CIMAHI'],
};
const [cityName, mix, awayName, awayCode, townText] = CITIES[Number(CITY)];
const TOWNS = words(townText);
const newName = (people, sex, y, father) => PEOPLES[people](sex, y, father).join(' ').toUpperCase();

// --- places ---
const syllables = () => one(words('Su Ka Ma Ta Ba Pe Ge Si Wo Du Ke Le Ra Ja Pa')) + one(words('ko ra ng la du nte ma ba wu ro ri'));
const WARDS = [];
for (let k = 1; k <= 8; k++) {
	const kec = syllables() + one(words('rejo sari mulyo lan'));
	for (let j = 1; j <= 6; j++) WARDS.push({ code: `${CITY}.${two(k)}.10${two(j)}`, ward: syllables() + one(words('rejo sari gede wetan kidul lor anyar agung')) + (chance(0.12) ? one([' Utara', ' Selatan']) : ''), kec });
}
const STREETS = words('Melati Mawar Kenanga Diponegoro Sudirman Pahlawan Kartini Kapasan Bulak Kedung Manggis Nangka Teratai Cempaka Veteran');
const HOME = CITY.replace('.', '');
const HERE = Array.from({ length: 12 }, (_, i) => HOME + two(i + 1));
const AWAY = Array.from({ length: 50 }, () => one(words('3515 3525 3526 5103 5108 1207 3204 3205 7311 3316')) + two(1 + below(20)));

// --- people ---
const START = [2025, 5, 1];
const JOBS = [['BURUH HARIAN LEPAS', ['buruh harian lepas', 'Buruh Harian']], ['PETANI/PEKEBUN', ['petani', 'Petani/Pekebun']], ['NELAYAN/PERIKANAN', ['nelayan']],
	['PEDAGANG', ['pedagang', 'Pedagang kecil']], ['SOPIR', ['sopir', 'supir']], ['TUKANG BATU', ['tukang batu', 'Tukang Bangunan']], ['BURUH TANI/PERKEBUNAN', ['buruh tani']]];
const OTHERS = ['BELUM/TIDAK BEKERJA', 'MENGURUS RUMAH TANGGA', 'KARYAWAN SWASTA', 'WIRASWASTA', 'PEGAWAI NEGERI SIPIL (PNS)'];
const serials = new Map();
function newNik(region, sex, [y, m, day]) {
	const head = region + two(day + (sex === 2 ? 40 : 0)) + two(m) + two(y % 100), n = (serials.get(head) ?? 0) + 1 + (chance(0.15) ? 1 : 0);
	serials.set(head, n);
	return head + String(n).padStart(4, '0');
}
function newBirth(age) {
	if (chance(age > 60 ? 0.4 : age > 45 ? 0.2 : age > 30 ? 0.06 : 0.01)) return [START[0] - age, ...one([[12, 31], [7, 1], [1, 1]])];
	return [START[0] - age, 1 + below(12), 1 + below(28)];
}
const fullYears = ([y, m, day]) => START[0] - y - (m > START[1] || (m === START[1] && day > START[2]) ? 1 : 0);
function twinName(name, other) {
	const w = name.split(' ');
	if (chance(0.5)) return [w[0], ...other.split(' ').slice(1), coined().toUpperCase()].join(' ');
	return [...w.slice(0, -1), w.at(-1).replace(/[AIUEO](?=[^AIUEO]*$)/, (x) => (x === 'A' ? 'I' : 'A'))].join(' ') + (/[AIUEO]/.test(w.at(-1)) ? '' : 'A');
}
function membersOf() {
	const age = 20 + Math.floor(58 * unit() ** 1.3), out = [[chance(0.83) ? 1 : 2, age, 'KEPALA KELUARGA']];
	if (out[0][0] === 1 && chance(0.84)) out.push([2, Math.max(18, age - below(8)), 'ISTRI']);
	for (let n = below(5), k = age - 20 - below(6); n > 0 && k >= 0; n--, k -= 1 + below(5)) {
		if (k >= 23 && !chance(0.4)) continue;
		out.push([1 + below(2), k, 'ANAK']);
		if (chance(0.035)) out.push([1 + below(2), k, 'KEMBAR']);
	}
	if (chance(0.1)) out.push([1 + below(2), Math.min(96, age + 19 + below(14)), 'ORANG TUA']);
	return out;
}
function settle(p) { // what is not about names and dates
	const r = unit(), m = unit(), works = p.age >= 18 && p.age < 76 && chance(p.sex === 1 ? 0.85 : 0.45);
	p.status = r < (p.age > 62 ? 0.05 : 0.006) ? 'MENINGGAL' : r > 0.984 ? 'PINDAH' : r > 0.982 ? 'GANDA' : r > 0.975 ? 'NONAKTIF' : 'HIDUP';
	p.trade = works && chance(p.welfare < 0.5 ? 0.75 : 0.2) ? one(JOBS) : null;
	p.card = p.age < 18 ? 'PELAJAR/MAHASISWA' : p.trade ? (chance(0.3) ? one(OTHERS.slice(0, 4)) : p.trade[0]) : one(OTHERS);
	p.payroll = !p.trade && p.age > 20 && p.age < 60 && (p.card === OTHERS[4] || chance(0.03));
	p.desil = 1 + Math.floor(p.welfare * 10);
	p.relation = chance(0.05) ? 'UPAH BERKONTRAK' : one(['TANPA', 'SERABUTAN', 'UPAH TANPA KONTRAK']);
	p.income = chance(0.03) ? 3000000 : 300000 + 50000 * below(34);
	p.member = p.card === 'KARYAWAN SWASTA' && m < 0.4 ? 'PU' : p.trade && m < 0.012 ? 'BPU' : p.trade && m < 0.04 ? 'EX' : '';
}
const people = [], families = new Map();
function addFamily() {
	const away = REGISTRY !== 'B' && chance(0.015), w = one(WARDS), welfare = unit(), folk = (choose(Object.entries(mix).map(([k, v]) => [v, k])) ?? [0, 'jawa'])[1];
	const kk = HOME + two(1 + below(9)) + two(1 + below(28)) + two(1 + below(12)) + two(6 + below(19)) + String(1 + (families.size % 9998)).padStart(4, '0');
	if (families.has(kk)) return;
	const base = { ...w, kk, away, welfare, folk, code: away ? w.code.replace(CITY, awayCode) : w.code, listed: welfare < 0.6 && chance(0.97),
		street: `${one(['Jl. ', 'Jalan ', 'Gg. ', 'Dsn. '])}${one(STREETS)} ${one(['No. ', 'Blok ', ''])}${1 + below(120)}`, rt: 1 + below(12), rw: 1 + below(10) };
	const house = [];
	let father, mother;
	for (let [sex, age, kin] of membersOf()) {
		const twin = kin === 'KEMBAR' && house.at(-1), born = twin ? twin.born : newBirth(age);
		if (twin && chance(0.75)) sex = twin.sex;
		let name = newName(folk, sex, born[0], kin === 'ANAK' || twin ? father : undefined);
		if (twin && sex === twin.sex) name = twinName(twin.name, name);
		const region = twin ? twin.nik.slice(0, 6) : chance(age < 17 ? 0.9 : 0.6) ? one(HERE) : one(AWAY);
		const p = { ...base, at: people.length, sex, born, kin: twin ? 'ANAK' : kin, name, twin: Boolean(twin), age: fullYears(born), place: one(TOWNS),
			nik: newNik(region, sex, chance(0.012) ? [born[0] - 1, born[1], Math.min(28, born[2])] : born) };
		if (kin === 'KEPALA KELUARGA' && sex === 1) father = name;
		if (kin === 'ISTRI' || (kin === 'KEPALA KELUARGA' && sex === 2)) mother = name;
		p.mother = (kin === 'ANAK' && mother) || (twin && twin.mother) || newName(folk, 2, born[0] - 24);
		settle(p);
		people.push(p);
		house.push(p);
	}
	families.set(kk, house);
}
while (people.length < PERSONS) addFamily();
for (let i = 0; i < PERSONS * 0.003; i++) { // the same name, born on the same day, somebody else
	const x = one(people), y = one(people);
	if (x.sex !== y.sex || x.kk === y.kk || x.twin || y.twin) continue;
	Object.assign(y, { name: x.name, born: x.born, age: x.age, nik: newNik(chance(0.5) ? x.nik.slice(0, 6) : y.nik.slice(0, 6), y.sex, x.born), namesake: true });
	x.namesake = true;
}
const doubles = []; // whom the registry has under two numbers
for (let i = 0; i < PERSONS * 0.002; i++) {
	const x = one(people);
	if (x.alt || x.status !== 'HIDUP') continue;
	x.alt = newNik(one(HERE), x.sex, x.born);
	doubles.push({ ...x, nik: x.alt, status: one(['HIDUP', 'NONAKTIF']), rt: 1 + below(9) });
}

// --- how clerks err ---
let hits;
const mark = (w) => hits.push(w);
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
function typo(w) {
	const i = below(w.length), way = below(4);
	if (way === 0) return w.slice(0, i) + one(LETTERS) + w.slice(i + 1);
	if (way === 1) return w.slice(0, i) + w.slice(i + 1);
	if (way === 2 || i + 1 === w.length) return w.slice(0, i) + w[i] + w.slice(i);
	return w.slice(0, i) + w[i + 1] + w[i] + w.slice(i + 2);
}
const SOUNDS = words('U>OE J>DJ C>TJ Y>J F>P V>F Z>S Z>J SY>S KH>H KH>CH Q>K DH>D TH>T MM>M DD>D AH>A A>AH I>Y O>U U>O E>I NG>NK TO>TTO YO>JO GH>G W>O').map((s) => s.split('>'));
const SHORT = { MOHAMMAD: ['MOH.', 'M.', 'MOCH', 'MUHAMMAD'], AHMAD: ['ACHMAD', 'A.'], ABDUL: ['ABD.', 'ABD'], SITI: ['ST.', 'S.'], SITTI: ['ST.', 'SITI'], NUR: ['NOER', 'N.'], WAYAN: ['WYN', 'WY.'],
	MADE: ['MD.'], KETUT: ['KT.', 'TUT'], NYOMAN: ['NYM.', 'NYM'], PUTU: ['PT.', 'PT'], KADEK: ['KDK'], KOMANG: ['KMG'], GEDE: ['GD.', 'GDE'], GUSTI: ['GST.'], SRI: ['S.'], TRI: ['T.'] };
function hurtName(p) {
	let w = p.name.split(' ');
	if ((w[0] === 'I' || w[0] === 'NI') && w.length > 2 && chance(0.18)) w.shift(), mark('nama_tanpa_i');
	w = w.map((x) => (SHORT[x] && chance(0.16) ? (mark('nama_singkatan'), one(SHORT[x])) : x));
	const long = below(w.length), heard = SOUNDS.filter(([x]) => w.some((y) => y.length > 3 && y.includes(x)));
	if (slip(0.05) && w[long].length > 3) (w[long] = typo(w[long])), mark('nama_ketik');
	if (slip(0.05) && heard.length) {
		const [x, y] = one(heard), i = w.findIndex((v) => v.length > 3 && v.includes(x));
		if (i >= 0) (w[i] = w[i].replace(x, y)), mark('nama_bunyi');
	}
	const way = choose([[0.03, 'nama_inisial'], [0.03, 'nama_kurang_kata'], [0.02, 'nama_lebih_kata'], [0.015, 'nama_alias'], [0.015, 'nama_bin'], [0.01, 'nama_urutan'], [0.015, 'nama_gandeng'], [0.005, 'nama_panggilan']], RATE)?.[1];
	if (way === 'nama_inisial' && w.length > 2) w[w.length - 1] = w.at(-1)[0] + '.';
	else if (way === 'nama_kurang_kata' && w.length > 1) w.pop();
	else if (way === 'nama_lebih_kata') w.push(skew(p.sex === 1 ? N.mm : N.mf, 0.9).toUpperCase());
	else if (way === 'nama_alias') w.push('ALIAS', coined().toUpperCase());
	else if (way === 'nama_bin') w.push(p.sex === 1 ? 'BIN' : 'BINTI', skew(N.jm, 0.8).toUpperCase());
	else if (way === 'nama_urutan') w.push(w.shift());
	else if (way === 'nama_gandeng' && w.length > 1) w.splice(0, 2, w[0].replace('.', '') + w[1]);
	else if (way === 'nama_panggilan') w = [p.sex === 1 ? 'CAK' : 'MBAK', p.name.split(' ').at(-1).slice(-3)];
	if (way) mark(way);
	if (slip(0.05)) w.unshift(one(p.sex === 1 ? ['H.', 'BPK.', 'DRS.', 'TN.', 'PAK'] : ['HJ.', 'IBU', 'NY.', 'DRA.'])), mark('nama_gelar');
	return w.join(' ') + (slip(0.02) ? one([', S.PD', ', SE', ' (ALM)', ', SH., MH']) : '');
}
function hurtNik(p) {
	const n = p.nik, i = below(16), other = (k) => String((Number(n[k]) + 1 + below(9)) % 10), house = families.get(p.kk), kin = house.filter((q) => q !== p);
	const way = choose([[0.03, 'nik_kosong', () => one(['', '-', '0', 'belum ada'])], [0.02, 'nik_angka', () => n.slice(0, i) + other(i) + n.slice(i + 1)], [0.01, 'nik_tukar', () => n.replace(/(.)(?!\1)(.)(.{3})$/, '$2$1$3')],
		[0.01, 'nik_huruf', () => n.replaceAll('0', 'O')], [0.012, 'nik_excel', () => `${n.slice(0, 15)}0`], [0.01, 'nik_ilmiah', () => `${n[0]}${one(['.', ','])}${n.slice(1, 6)}E+15`], [0.01, 'nik_15', () => n.slice(0, i) + n.slice(i + 1)],
		[0.006, 'nik_17', () => n.slice(0, i) + n[i] + n.slice(i)], [0.007, 'nik_kk', () => p.kk], [0.012, 'nik_keluarga', () => (kin.length ? one(kin).nik : n)], [0.008, 'nik_kepala', () => house[0].nik], [0.004, 'nik_orang', () => one(people).nik],
		[0.005, 'nik_sementara', () => `0${String(below(1e15)).padStart(15, '0')}`], [0.006, 'nik_serial', () => n.slice(0, 12) + String(1 + below(30)).padStart(4, '0')],
		[0.03, 'nik_hiasan', () => one([`'${n}`, `${n.slice(0, 6)} ${n.slice(6, 12)} ${n.slice(12)}`, `${n.slice(0, 6)}.${n.slice(6, 12)}.${n.slice(12)}`, `NIK. ${n}`, `"${n}"`, `\`${n}`])]], RATE);
	if (!way) return n;
	mark(way[1]);
	return way[2]();
}
function hurtBirth(p) {
	const [y, m, day] = p.born;
	const way = choose([[0.035, 'tgl_kosong', () => null], [0.012, 'tgl_tukar', () => (day <= 12 ? [y, day, m] : p.born)], [0.008, 'tgl_tahun', () => [y + one([1, -1, 10]), m, Math.min(day, 28)]], [0.012, 'tgl_angka', () => [y, m, 1 + below(28)]],
		[0.014, 'tgl_bawaan', () => [y, ...one([[1, 1], [12, 31], [7, 1]])]], [0.012, 'tgl_tahun_saja', () => [y]]], RATE);
	if (!way) return p.born;
	mark(way[1]);
	return way[2]();
}
function hurtWard(p) {
	const way = choose([[0.03, 'kel_kosong', () => ''], [0.05, 'kel_lain', () => one(WARDS).ward], [0.06, 'kel_ejaan', () => one([p.ward.replaceAll(' ', ''), `Kel. ${p.ward}`, p.ward.replace('o', 'u'), p.ward.toUpperCase()])]], RATE);
	if (!way) return p.ward;
	mark(way[1]);
	return way[2]();
}
const hurtCard = (p) => (slip(0.07) ? '' : slip(0.02) ? p.kk.slice(0, 15) + String((Number(p.kk[15]) + 3) % 10) : p.kk);
const hurtMother = (p) => (slip(0.05) ? '' : slip(0.08) ? typo(p.mother) : slip(0.05) ? p.mother.split(' ')[0] : p.mother);
const hurtStreet = (p) => (slip(0.12) ? `Jl. ${one(STREETS)} ${1 + below(90)}` : p.street.replace(/^Jl\. |^Jalan /, () => one(['Jln. ', 'JL ', 'Jl. '])));
const MONTHS = words('Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'), SHORT_MONTHS = words('Jan Feb Mar Apr Mei Jun Jul Agt Sep Okt Nov Des');
const dmy = (s) => ([y, m, day]) => `${two(day)}${s}${two(m)}${s}${y}`, mdy = ([y, m, day]) => `${two(m)}/${two(day)}/${y}`, iso = ([y, m, day]) => `${y}-${two(m)}-${two(day)}`, withTime = (born) => `${iso(born)} 00:00:00`;
const long = ([y, m, day]) => `${day} ${MONTHS[m - 1]} ${y}`, short = ([y, m, day]) => `${two(day)}-${SHORT_MONTHS[m - 1]}-${y}`, tiny = ([y, m, day]) => `${two(day)}-${two(m)}-${two(y % 100)}`;
const daySerial = ([y, m, day]) => Math.round(Date.UTC(y, m - 1, day) / 86400000) + 25569;

// --- who is proposed ---
function reasons(p) {
	const out = p.status === 'HIDUP' ? [] : [{ MENINGGAL: 'meninggal', PINDAH: 'pindah', GANDA: 'nik_ganda_dukcapil', NONAKTIF: 'nonaktif' }[p.status]];
	if (p.away) out.push('bukan_wilayah');
	if (p.age < 18) out.push('usia_kurang');
	if (p.age > 64) out.push('usia_lebih');
	if (p.payroll) out.push('terdaftar_gaji');
	if (FULL && p.relation === 'UPAH BERKONTRAK') out.push('hubungan_kerja_bukan_sasaran');
	if (FULL && p.income > 2000000) out.push('penghasilan_lebih');
	if (p.member === 'PU' || p.member === 'BPU') out.push('peserta_aktif');
	if (!p.listed) out.push('belum_terdata_desil');
	else if (p.desil > 4) out.push('desil_lebih');
	return out;
}
const workers = people.filter((p) => p.trade || (p.payroll && chance(0.05))), rows = [], picked = new Set();
function pick(p) {
	if (picked.has(p)) return;
	picked.add(p);
	rows.push({ p });
}
for (let t = 0; rows.length < PROPOSALS * 0.9 && t < PROPOSALS * 300; t++) {
	const p = one(workers);
	if (reasons(p).length && !chance(0.14)) continue;
	pick(p);
	if (chance(0.05)) families.get(p.kk).filter((q) => q.trade).forEach(pick);
}
workers.filter((p) => (p.namesake || p.twin || p.alt) && p.trade && chance(0.1)).slice(0, PROPOSALS * 0.03).forEach(pick);
for (const { p } of rows.slice(0, Math.floor(PROPOSALS * 0.06))) rows.push({ p, again: true });
const taken = new Set([...people, ...doubles].map((p) => p.nik));
for (let k = Math.ceil(PROPOSALS * 0.03); k > 0; k--) { // who is in no registry: some carry a living person's name, card or number
	const like = one(people), home = one(people), sex = 1 + below(2), born = newBirth(19 + below(45)), kind = choose([[0.25, 'nama'], [0.15, 'saudara'], [0.1, 'nik']])?.[1] ?? 'karangan';
	const p = { ...home, at: -1, sex, born, name: kind === 'nama' ? like.name : newName(home.folk, sex, born[0]), place: one(TOWNS), trade: one(JOBS), relation: 'TANPA', income: 800000, age: fullYears(born), invented: kind };
	if (kind !== 'saudara') Object.assign(p, { kk: `${HOME}01${String(below(1e10)).padStart(10, '0')}`, mother: newName(home.folk, 2, born[0] - 23), street: `Jl. ${one(STREETS)} ${1 + below(90)}`, rt: 1 + below(9), rw: 1 + below(9) });
	do p.nik = (chance(0.3) ? one(AWAY) : one(HERE)) + two(born[2] + (sex === 2 ? 40 : 0)) + two(born[1]) + two(born[0] % 100) + String(1 + below(chance(0.7) ? 40 : 9000)).padStart(4, '0');
	while (taken.has(p.nik));
	if (kind === 'nik') p.nik = like.nik;
	rows.push({ p });
}
function shuffle(list) {
	for (let i = list.length - 1; i > 0; i--) {
		const j = below(i + 1);
		[list[i], list[j]] = [list[j], list[i]];
	}
}
shuffle(rows);

// --- sheets: a column is [title, what stands in it, title of its group] ---
const col = (text) => text.split('|').map((s) => s.split('='));
const SHEETS = {
	lengkap: [
		{ file: 'usulan_disnaker.xlsx', numeric: true, date: 'cell', size: 0, titles: 3, numbers: true, groups: true, signed: true,
			cols: col('NO=no|NAMA LENGKAP=name|NOMOR INDUK KEPENDUDUKAN=nik|TEMPAT=place=TEMPAT DAN TANGGAL LAHIR|TANGGAL=born=TEMPAT DAN TANGGAL LAHIR|L/P=sexLetter|ALAMAT=street|RT=rt|RW=rw|KELURAHAN/DESA=ward|KECAMATAN=kec|PEKERJAAN=job|HUBUNGAN KERJA=relation|PENGHASILAN=income|NO. HP=phone') },
		{ file: 'usulan_kelurahan.csv', sep: ';', bom: true, date: [long], size: 1, titles: 2, cols: col('No. Urut=no|No. KK=kk|NIK=nik|Nama Pekerja=name|Jenis Kelamin=sexWord|Tempat/Tanggal Lahir=placeAndBorn|Alamat=street|RT/RW=rtRw|Kelurahan=ward|Jenis Pekerjaan=job|Status Hubungan Kerja=relation|Pendapatan per Bulan=rupiah|Keterangan=note') },
		{ file: 'usulan_dinsos.csv', sep: '\t', encoding: 'latin1', date: [mdy], size: 0, cols: col('NAMA=name|JK=sex|TGL LAHIR=born|NIK=nik|NKK=kk|NAMA IBU KANDUNG=mother|DESA=ward|KEC=kec|PROFESI=job|STATUS PEKERJAAN=relation|GAJI=income') },
		{ file: 'usulan_opd.csv', sep: ',', quoted: true, date: [withTime], size: 0, cols: col('ID=id|nik_ktp=nik|nama_lengkap=name|tempat_lahir=place|tgl_lahir=born|jenis_kelamin=sexWord|alamat_ktp=street|rt=rt|rw=rw|nama_kelurahan=ward|nama_kecamatan=kec|pekerjaan=job|hubungan_kerja=relation|penghasilan=income|nomor_kk=kk') },
		{ file: 'usulan_koperasi.xlsx', date: [dmy('/'), dmy('-'), short, tiny, long, dmy('.')], size: 3, titles: 1, cols: col('No=no|Nama sesuai KTP=name|No. KTP=nik|Tgl. Lahir=born|Jenis Usaha=job|Hubungan Kerja=relation|Penghasilan/bln=income|Alamat Rumah=street|Kel.=ward|Kec.=kec') },
		{ file: 'usulan_umur.csv', sep: '|', date: [iso], size: 2, cols: col('nama=name|umur=age|nik=nik|alamat=street|rt=rt|rw=rw|desa/kel=ward|pekerjaan=job|hubungan kerja=relation|penghasilan=income') },
	],
	nik_nama: [{ file: 'a.csv', sep: ';', date: [iso], size: 0, cols: col('NIK=nik|Nama=name') }, { file: 'b.xlsx', date: [iso], size: 1, titles: 2, cols: col('No=no|Nama=name|NIK=nik') }],
	nama_tgl_kel: [{ file: 'a.csv', sep: '\t', date: [dmy('/')], size: 0, cols: col('Nama=name|Tgl Lahir=born|Kelurahan=ward') }, { file: 'b.xlsx', date: 'cell', size: 1, titles: 2, cols: col('No=no|Nama=name|Tanggal Lahir=born|Desa/Kelurahan=ward') }],
	nik_nama_kk: [{ file: 'a.csv', sep: ',', bom: true, date: [iso], size: 0, cols: col('No KK=kk|NIK=nik|Nama=name') }, { file: 'b.xlsx', date: [iso], size: 1, cols: col('Nama=name|NIK=nik|No KK=kk') }],
	nik_nama_tgl: [{ file: 'a.csv', sep: ';', bom: true, date: [dmy('-')], size: 0, cols: col('NIK=nik|Nama=name|Tgl Lahir=born|Alamat=street|Kelurahan=ward') }, { file: 'b.xlsx', numeric: true, date: 'cell', size: 1, titles: 1, cols: col('Nama=name|NIK=nik|Tgl Lahir=born|Alamat=street|Kelurahan=ward') }],
}[SHAPE];
const written = (s, size) => (size === 0 ? s.toUpperCase() : size === 1 ? s.toLowerCase().replace(/(^|[ .(])\p{L}/gu, (x) => x.toUpperCase()) : s.toLowerCase());

function bornCell(sheet, born) {
	if (born === null) return one(['', '-']);
	if (born.length === 1) return String(born[0]);
	return sheet.date === 'cell' ? { serial: daySerial(born) } : one(sheet.date)(born);
}
// The values of a row, damaged; an invented person's are what they are.
function valuesOf(sheet, p, nik, no) {
	const own = Boolean(p.invented), size = sheet.size === 3 ? below(3) : sheet.size, name = written(own ? p.name : hurtName(p), size), born = own ? p.born : hurtBirth(p), date = bornCell(sheet, born);
	const sex = slip(0.01) ? 3 - p.sex : p.sex, place = written(slip(0.06) ? one(TOWNS) : p.place, Math.min(size, 1)), [rt, rw] = slip(0.07) ? [1 + below(9), 1 + below(9)] : [p.rt, p.rw];
	return { no, id: 10000 + 7 * no, nik: sheet.numeric && /^\d{16}$/.test(nik) ? Number(`${nik.slice(0, 15)}0`) : nik, name, born: date, toldBorn: born, place, placeAndBorn: `${place}${one([', ', ' / '])}${date}`, sex,
		sexLetter: sex === 1 ? 'L' : 'P', sexWord: sex === 1 ? 'Laki-laki' : 'Perempuan', street: own ? p.street : hurtStreet(p), rt: three(rt), rw: three(rw), rtRw: `${three(rt)}/${three(rw)}`, ward: own ? p.ward : hurtWard(p), kec: p.kec,
		job: one(p.trade?.[1] ?? ['petani']), relation: p.relation, income: p.income, rupiah: `Rp. ${p.income.toLocaleString('id-ID')},-`, phone: `08${String(below(1e10)).padStart(10, '0')}`, kk: own ? p.kk : hurtCard(p),
		mother: own ? p.mother : hurtMother(p), age: born === null ? '' : Math.max(0, p.age + (slip(0.1) ? one([1, -1]) : 0)), note: chance(0.02) ? 'usulan RT\nbaru' : '' };
}
function exchange(row, sheet, x, y, share, word) { // two cells of a row in each other's column
	const i = sheet.cols.findIndex((k) => k[1] === x), k = sheet.cols.findIndex((q) => q[1] === y);
	if (i < 0 || k < 0 || !slip(share) || !/\d/.test(row[i])) return; // a lone name where a number should be is a note
	[row[i], row[k]] = [row[k], row[i]];
	mark(word);
}

// --- what the registry's office would say of the NIK as typed ---
const byNik = new Map([...people, ...doubles].map((p) => [p.nik, p]));
const answers = [['id_baris', 'NIK', 'NAMA', 'HASIL NIK', 'HASIL NAMA', 'HASIL TANGGAL LAHIR', 'HASIL NO KK', 'KETERANGAN']];
function likeness(x, y) {
	let row = Array.from({ length: y.length + 1 }, (_, k) => k);
	for (let i = 1; i <= x.length; i++) {
		const next = [i];
		for (let k = 1; k <= y.length; k++) next[k] = Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + (x[i - 1] !== y[k - 1]));
		row = next;
	}
	return Math.round(100 * (1 - row[y.length] / Math.max(1, x.length, y.length)));
}
function answer(id, sheet, row, value) {
	const cell = (k) => row[sheet.cols.findIndex((x) => x[1] === k)] ?? '', nik = String(cell('nik')), name = String(cell('name')), digits = nik.replace(/O/g, '0').replace(/\D/g, ''), q = byNik.get(digits);
	const says = (told, same) => (told ? (same ? 'Sesuai' : 'Tidak Sesuai') : '');
	if (!q) return answers.push([id, nik, name, '', '', '', '', 'Data Tidak Ditemukan']);
	const score = likeness(name.toUpperCase(), q.name), dated = sheet.cols.some((x) => x[1] === 'born' || x[1] === 'placeAndBorn') && value.toldBorn?.length === 3;
	return answers.push([id, nik, name, 'Sesuai', `${score >= 60 ? 'Sesuai' : 'Tidak Sesuai'} (${score})`, says(dated, dated && value.toldBorn.join() === q.born.join()), says(cell('kk'), cell('kk') === q.kk),
		{ HIDUP: '', MENINGGAL: 'Meninggal Dunia', PINDAH: 'Pindah', GANDA: 'Data Ganda', NONAKTIF: 'Data Inactive' }[q.status]]);
}

// --- the lists ---
const truth = [['berkas', 'baris', 'nik_benar', 'nik_lain', 'jenis_kerusakan', 'orang', 'di_registri', 'status', 'memenuhi', 'alasan_benar']];
function headOf(sheet, grid, merged) {
	const wide = sheet.cols.length, name = (i) => String.fromCharCode(65 + i);
	for (const title of ['DAFTAR USULAN PEKERJA RENTAN PENERIMA BANTUAN IURAN', `${cityName} TAHUN ANGGARAN 2025`, 'Sumber: Dinas Tenaga Kerja'].slice(0, sheet.titles ?? 0)) {
		grid.push([title]);
		merged.push(`A${grid.length}:${name(wide - 1)}${grid.length}`);
	}
	if (sheet.titles) grid.push([]);
	if (sheet.cols.some((k) => k[2])) {
		grid.push(sheet.cols.map(([title, , group], i) => (!group ? title : sheet.cols[i - 1][2] === group ? '' : group)));
		grid.push(sheet.cols.map(([title, , group]) => (group ? title : '')));
	} else {
		grid.push(sheet.cols.map(([title]) => title));
	}
	if (sheet.numbers) grid.push(sheet.cols.map((_, i) => i + 1));
}
function rowsOf(sheet, list, grid) {
	let no = 0, shift = 0, above = '', ward;
	for (const { p, again } of list) {
		hits = p.invented ? [`rekaan_${p.invented}`] : [];
		if (sheet.groups && p.ward !== ward) grid.push([`KELURAHAN : ${(ward = p.ward).toUpperCase()}`]);
		let nik = p.invented ? p.nik : hurtNik(p);
		if (!p.invented && again && chance(0.3)) (nik = p.nik.slice(0, 12) + String(below(300)).padStart(4, '0')), mark('nik_ganda');
		if (shift > 0) [nik, above] = [above, nik], shift--, mark('nik_geser');
		else (above = nik), (shift = slip(0.0025) ? 3 + below(4) : 0);
		const value = valuesOf(sheet, p, nik, ++no), row = sheet.cols.map(([, key]) => value[key]);
		exchange(row, sheet, 'nik', 'name', 0.003, 'kolom_nik_nama');
		exchange(row, sheet, 'nik', 'kk', 0.003, 'kolom_nik_kk');
		grid.push(row);
		answer(`${sheet.file}:${grid.length}`, sheet, row, value);
		const why = p.invented ? ['tidak_ditemukan'] : reasons(p);
		truth.push([sheet.file, grid.length, p.invented ? '' : p.nik, p.alt ?? '', hits.join('+'), p.invented ? `X${truth.length}` : `P${p.at}`, p.invented ? 0 : 1, p.invented ? '' : p.status, why.length ? 0 : 1, why.join(';')]);
	}
	if (!sheet.signed) return;
	for (const text of ['', `${cityName}, 12 Februari 2025`, 'KEPALA DINAS TENAGA KERJA', '', 'Drs. H. SUPARDI, M.Si', 'NIP. 196701011990031005']) grid.push(text ? [...Array(sheet.cols.length - 3).fill(''), text] : []);
	grid.push([`Jumlah : ${no} orang`]);
}

// --- files ---
const CRC = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce((x) => (x & 1 ? 0xedb88320 ^ (x >>> 1) : x >>> 1), n));
const crc32 = (bytes) => ~bytes.reduce((x, y) => CRC[(x ^ y) & 255] ^ (x >>> 8), -1) >>> 0;
function zip(files) {
	const parts = [], index = [];
	let at = 0;
	for (const [name, text] of files) {
		const raw = Buffer.from(text), packed = deflateRawSync(raw), head = Buffer.alloc(30), entry = Buffer.alloc(46);
		[[0x04034b50, 0], [20, 4], [crc32(raw), 14], [packed.length, 18], [raw.length, 22], [name.length, 26]].forEach(([v, o]) => head.writeUInt32LE(v, o));
		head.writeUInt32LE(8, 8);
		entry.writeUInt32LE(0x02014b50, 0);
		entry.writeUInt16LE(20, 4);
		head.copy(entry, 6, 4, 30);
		entry.writeUInt32LE(at, 42);
		parts.push(head, Buffer.from(name), packed);
		index.push(entry, Buffer.from(name));
		at += 30 + name.length + packed.length;
	}
	const list = Buffer.concat(index), end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, list, end]);
}
const xml = (s) => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
function cellXml(v, ref) {
	if (v === '' || v === undefined) return '';
	if (typeof v === 'number') return `<c r="${ref}"><v>${v}</v></c>`;
	return typeof v === 'object' ? `<c r="${ref}" s="1"><v>${v.serial}</v></c>` : `<c r="${ref}" t="inlineStr"><is><t>${xml(v)}</t></is></c>`;
}
function workbook(grid, merged) {
	const ns = 'http://schemas.openxmlformats.org', doc = `${ns}/officeDocument/2006/relationships`, sheet = `${ns}/spreadsheetml/2006/main`, head = '<?xml version="1.0" encoding="UTF-8"?>';
	const part = (name, type) => `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
	const lines = grid.map((row, y) => (row.length ? `<row r="${y + 1}">${row.map((v, x) => cellXml(v, String.fromCharCode(65 + x) + (y + 1))).join('')}</row>` : '')).join('');
	return zip([
		['[Content_Types].xml', `${head}<Types xmlns="${ns}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('workbook', 'sheet.main')}${part('worksheets/sheet1', 'worksheet')}${part('styles', 'styles')}</Types>`],
		['_rels/.rels', `${head}<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="r1" Type="${doc}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
		['xl/workbook.xml', `${head}<workbook xmlns="${sheet}" xmlns:r="${doc}"><sheets><sheet name="Usulan" sheetId="1" r:id="r1"/></sheets></workbook>`],
		['xl/_rels/workbook.xml.rels', `${head}<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="r1" Type="${doc}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${doc}/styles" Target="styles.xml"/></Relationships>`],
		['xl/styles.xml', `${head}<styleSheet xmlns="${sheet}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`],
		['xl/worksheets/sheet1.xml', `${head}<worksheet xmlns="${sheet}"><sheetData>${lines}</sheetData>${merged.length ? `<mergeCells count="${merged.length}">${merged.map((m) => `<mergeCell ref="${m}"/>`).join('')}</mergeCells>` : ''}</worksheet>`],
	]);
}
mkdirSync(dir, { recursive: true });
const quote = (v, sep, always) => (always || String(v).includes(sep) || /["\n]/.test(v) ? `"${String(v).replaceAll('"', '""')}"` : String(v));
function put(name, sep, lines, { bom = false, encoding = 'utf8', quoted = false } = {}) {
	const wide = lines.reduce((most, l) => Math.max(most, l.length), 0);
	writeFileSync(join(dir, name), (bom ? '\ufeff' : '') + lines.map((l) => Array.from({ length: wide }, (_, i) => quote(l[i] ?? '', sep, quoted)).join(sep)).join('\r\n') + '\r\n', encoding);
}
const files = [], piles = SHEETS.map(() => []);
for (const r of rows) piles[below(SHEETS.length)].push(r);
SHEETS.forEach((sheet, k) => {
	const grid = [], merged = [];
	if (sheet.groups) piles[k].sort((x, y) => (x.p.ward < y.p.ward ? -1 : x.p.ward > y.p.ward ? 1 : 0));
	headOf(sheet, grid, merged);
	rowsOf(sheet, piles[k], grid);
	files.push(`usulan ${sheet.file}`);
	if (sheet.sep) put(sheet.file, sheet.sep, grid, sheet);
	else writeFileSync(join(dir, sheet.file), workbook(grid, merged));
});

const registry = [...people, ...doubles];
shuffle(registry);
const regency = (p) => (p.away ? awayName : cityName);
if (REGISTRY === 'A') {
	put('penduduk.csv', ';', [words('NO_KK NIK NAMA_LGKP TMPT_LHR TGL_LHR JENIS_KLMIN STAT_HBKEL NAMA_LGKP_IBU JENIS_PKRJN ALAMAT NO_RT NO_RW KEL_NAME KEC_NAME KAB_NAME STATUS_PENDUDUK'),
		...registry.map((p) => [p.kk, p.nik, p.name, p.place, dmy('-')(p.born), p.sex, p.kin, p.mother, p.card, p.street, three(p.rt), three(p.rw), p.ward.toUpperCase(), p.kec.toUpperCase(), regency(p), p.status])]);
	files.push('dukcapil penduduk.csv');
} else if (REGISTRY === 'B') {
	for (let f = 0; f < 3; f++) {
		put(`ekstrak_${f}.csv`, ',', [['Nama Lengkap', 'Tanggal Lahir', 'NIK', 'Jenis Kelamin', 'Kecamatan', 'Kelurahan', 'Alamat', 'RT', 'RW', 'Status Hidup', 'Pekerjaan'],
			...registry.filter((_, i) => i % 3 === f).map((p) => [p.name, dmy('/')(p.born), p.nik, p.sex === 1 ? 'LAKI-LAKI' : 'PEREMPUAN', p.kec, p.ward, p.street, p.rt, p.rw, p.status, p.card])]);
		files.push(`dukcapil ekstrak_${f}.csv`);
	}
} else {
	put('data_siak.csv', '|', [['KODE WILAYAH', 'NIK', 'NAMA', 'JK', 'TEMPAT LAHIR', 'TANGGAL LAHIR', 'SHDK', 'NOMOR KK', 'DESA/KEL', 'ALAMAT', 'RT/RW', 'PEKERJAAN', 'IBU', 'STATUS DATA', 'KABUPATEN/KOTA'],
		...registry.map((p) => [p.code, p.nik, p.name, p.sex === 1 ? 'Lk' : 'Pr', p.place, iso(p.born).replaceAll('-', '/'), p.kin, p.kk, p.ward, p.street, `${three(p.rt)}/${three(p.rw)}`, p.card, p.mother, p.status, regency(p)])], { encoding: 'latin1' });
	files.push('dukcapil data_siak.csv');
}
put('dtsen.csv', '|', [words('nomor_kartu_keluarga nomor_induk_kependudukan nama tanggal_lahir desil_nasional rilis'), ...people.filter((p) => p.listed).map((p) => [p.kk, chance(0.04) ? '' : p.nik, p.name, iso(p.born), p.desil, '2025-1'])]);
put('peserta.csv', ';', [['KPJ', 'Nama Peserta', 'NIK', 'Tgl Lahir', 'Status Kepesertaan', 'Segmen', 'Tgl Akhir'],
	...people.filter((p) => p.member).map((p) => [30000000001 + p.at, p.name, p.nik, dmy('/')(p.born), p.member === 'EX' ? 'NON AKTIF' : 'AKTIF', p.member === 'PU' ? 'PU' : 'BPU', p.member === 'EX' ? '31/07/2024' : ''])]);
put('gaji.csv', ',', [['NIP', 'NAMA PEGAWAI', 'NIK', 'KET'], ...people.filter((p) => p.payroll).map((p) => [`1980${p.at}`, p.name, p.nik, 'ASN'])]);
put('hasil_padan.csv', ';', answers);
put('kebenaran.csv', ',', truth);
writeFileSync(join(dir, 'daftar.txt'), `${files.join('\n')}\n`);
writeFileSync(join(dir, 'program.yaml'), `program: {nama: Perlindungan Pekerja Rentan ${cityName} 2025, wilayah: "${CITY}", mulai: 2025-05, bulan: 8, tahap: 1, satuan: orang, manfaat: [JKK, JKM], penghasilan: 1000000}
kriteria:
  usia_min: 18
  usia_maks: 64
  domisili: ya
  desil_maks: 4
  belum_terdata_desil: tinjau
  peserta: {PU: tolak, BPU: tinjau, JAKON: tinjau}
${FULL ? '  hubungan_kerja: [TANPA, SERABUTAN, UPAH TANPA KONTRAK]\n  penghasilan_maks: 2000000\n  kelompok: [petani, nelayan, buruh_harian, buruh_tani, tukang, sopir, pedagang]\n  kelompok_dari: usulan\n  kelompok_tolak: [tni, polri]\n' : ''}prioritas: [desil naik, usia turun]
penentu_nilai_sama: acak_terbuka:ketiga-2025
nik_beda: konfirmasi
dana:
  - {kode: apbd-kota, nama: APBD ${cityName} 2025, jenis: apbd, pagu: ${PROPOSALS * 100000}, tahun_anggaran: 2025}
`);

// The main job in the browser, from three lists to the sealed blocks, by nine roles and a citizen; with scripts (review by
// keys) and without (by buttons). What each of them sees is asserted; each page: axe, width, policy, console.
import { ok, done, office, code, axe, url, widths, kindOf } from './peramban.mjs';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const js = process.argv[2] === 'dengan', pictures = process.env.LINDUNG_GAMBAR;
const dir = process.env.LINDUNG_DIR, city = join(dir, 'kota'), papers = join(dir, 'unduhan');
mkdirSync(papers, { recursive: true });
if (pictures) mkdirSync(pictures, { recursive: true });
const ID = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;
const chromium = await office({ js });
process.on('uncaughtException', async (e) => { // where the story broke off
	console.log(`not ok - the story breaks off: ${e.stack.replace(/\n/g, '\n# ')}`);
	for (const w of everybody) console.log(`# ${w.role}: ${w.page.url()}: ${(await w.text().catch(() => '')).slice(0, 700)}`);
	process.exit(1);
});
const everybody = [], bad = { axe: [], wide: [], policy: [], status: [] };
const looked = new Map();

// Each kind of page once for each role and width is enough: the second time it has the same parts.
async function look(who, answer) {
	const p = who.page, kind = `${who.role} ${kindOf(p.url())} ${await p.title()}`;
	if (answer && answer.status() >= 400 && !who.expects) bad.status.push(`${who.role} ${p.url()}: ${answer.status()}`);
	if (answer && !/default-src 'none'/.test(answer.headers()['content-security-policy'] ?? '')) bad.policy.push(p.url());
	if (looked.has(kind)) return;
	looked.set(kind, p.url());
	for (const width of who.narrow ? [1366, 360] : [1366]) {
		if (who.narrow) await p.setViewportSize(widths[width]);
		const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (over > 0) bad.wide.push(`${kind} at ${width}: ${over} px`);
		if (js) for (const found of await axe(p, width === 360 && ['scrollable-region-focusable', 'target-size', 'color-contrast'])) bad.axe.push(`${kind} at ${width}: ${found}`);
		if (pictures) await p.screenshot({ path: join(pictures, `${String(looked.size).padStart(2, '0')}-${width}-${who.role}.png`), fullPage: true });
	}
}

async function person(role, name, { narrow = false } = {}) {
	const b = await chromium.person(widths[1366]), p = b.page;
	const who = {
		...b, role, name, narrow, pin: '739214', expects: false,
		async go(path) {
			const answer = await p.goto(path.startsWith('http') ? path : url + path);
			await look(who, answer);
			return answer;
		},
		// Presses what leads to another page.
		async press(what) {
			const at = typeof what === 'string' ? p.locator(what) : what;
			const [answer] = await Promise.all([p.waitForNavigation({ timeout: 15000 }), at.first().click({ timeout: 8000 })]);
			await look(who, answer);
			return answer;
		},
		button: (words) => who.press(p.getByRole('button', { name: words })),
		link: (words) => who.press(p.getByRole('link', { name: words })),
		async key(letter) {
			const [answer] = await Promise.all([p.waitForNavigation(), p.keyboard.press(letter)]);
			await look(who, answer);
		},
		fill: (label, value) => p.getByLabel(label, { exact: true }).first().fill(value, { timeout: 8000 }),
		text: async () => (await p.locator('main').innerText()).replace(/\s+/g, ' '),
		async sees(what, name) {
			const text = await who.text();
			return ok(what.test(text), `${role}: ${name}`, `${p.url()}\n${text.slice(0, 1500)}`);
		},
		async seesNot(what, name) {
			const text = await who.text();
			return ok(!what.test(text), `${role}: ${name}`, text.match(what)?.[0]);
		},
		// What comes down, as a file of ours.
		async download(what, as) {
			const [d] = await Promise.all([p.waitForEvent('download'), p.locator(what).first().click()]);
			const file = join(papers, as ?? d.suggestedFilename());
			await d.saveAs(file);
			return file;
		},
		// The app's next code: each step of 30 seconds once.
		async fresh() {
			let step = Math.max(who.step + 1, Math.floor(Date.now() / 30000) - 1);
			while (step > Math.floor(Date.now() / 30000) + 1) await p.waitForTimeout(500);
			who.step = step;
			return code(who.secret, step - Math.floor(Date.now() / 30000));
		},
	};
	everybody.push(who);
	return who;
}

// Name and PIN; whose role approves enrols an authenticator app before anything else opens.
async function signIn(who, { enrols = false } = {}) {
	const p = who.page;
	await who.go('/masuk');
	await who.fill('Nama pengguna', who.name);
	await who.fill('PIN', who.pin);
	await who.button('Masuk');
	if (enrols) {
		await who.sees(/Daftarkan aplikasi autentikator dahulu/, 'the first sign-in asks for an authenticator app');
		await who.button('Buat kode QR');
		ok((await p.locator('.qr svg').count()) === 1, `${who.role}: a picture to scan`);
		who.secret = await p.locator('main code').first().innerText();
		who.step = 0;
		await who.fill('Kode dari aplikasi', await who.fresh());
		await who.button('Pastikan');
		await who.sees(/kode cadangan/i, 'recovery codes are shown');
		await who.go('/');
	}
	if (p.url().includes('/masuk/kode')) {
		await who.fill('Kode', await who.fresh());
		await who.button('Lanjutkan');
	}
	ok((await p.locator('header').innerText()).includes(who.full ?? who.name), `${who.role}: has signed in`, p.url());
}

/* --- 1. the administrator makes the users ------------------------------------------------------------------------- */
const admin = await person('admin', 'rina.kelola', { narrow: true });
await signIn(admin, { enrols: true });

async function makeUser(role, name, full, scope) {
	await admin.go('/pengaturan/pengguna');
	await admin.link('Tambah pengguna');
	await admin.fill('Nama pengguna', name);
	await admin.page.locator(`input[name=role][value=${role}]`).check();
	if (scope) await admin.page.locator('[name=scope]').fill(scope);
	await admin.page.locator('[name=nama-lengkap]').fill(full);
	await admin.page.locator('[name=pin-baru]').fill('739214');
	await admin.press('main form button');
	const who = await person(role, name, { narrow: /kelurahan|operator_opd|inspektorat/.test(role) });
	who.full = full;
	return who;
}
const opd = await makeUser('operator_opd', 'sitti.opd', 'Sitti Aminah');
const kabid = await makeUser('verifikator', 'andi.kabid', 'Andi Mappuji');
const kadis = await makeUser('kepala_dinas', 'ratna.kadis', 'Ratna Dewi');
const hukum = await makeUser('bagian_hukum', 'fajar.hukum', 'Fajar Nur');
const sekda = await makeUser('sekda', 'ibu.sekda', 'Hasnah Latif');
const dukcapil = await makeUser('disdukcapil', 'amir.dukcapil', 'Amir Hamzah');
const inspektur = await makeUser('inspektorat', 'yusuf.inspektur', 'Yusuf Karim');
await admin.go('/pengaturan/pengguna');
ok((await admin.page.locator('tbody tr').count()) === 8, 'admin: eight users are listed');

/* --- 2. under which agreements the sources may be used ------------------------------------------------------------ */
await signIn(kabid, { enrols: true });
for (const source of ['dukcapil', 'desil', 'peserta', 'tolak']) {
	await kabid.go('/izin-data');
	await kabid.page.selectOption('#sumber', source);
	await kabid.fill('Nomor perjanjian', `470/${source}/PKS`);
	await kabid.fill('Tanggal perjanjian', '2025-01-02');
	await kabid.fill('Pemilik data', 'Disdukcapil');
	await kabid.fill('Tujuan', 'pemadanan pekerja rentan');
	await kabid.page.check('#simpan');
	await kabid.fill('Hari pertama berlaku', '2025-01-02');
	await kabid.fill('Hari terakhir berlaku', '2090-12-31');
	await kabid.button('Catat izin');
}
await kabid.sees(/Tersimpan\. Nomor acuan/, 'an agreement is noted with a reference number');
ok((await kabid.page.locator('tbody tr').count()) === 4, 'verifikator: four agreements are listed');
await kabid.sees(/2 Januari 2025 - 31 Desember 2090/, 'with their days');

/* --- 3. three lists, their columns, what is wrong in them --------------------------------------------------------- */
await signIn(opd);
async function upload(kind, file, office) {
	await opd.go('/data');
	await opd.page.selectOption('#jenis', kind);
	await opd.page.setInputFiles('#berkas', file);
	await opd.fill('Instansi pengirim', office);
	await opd.fill('Nomor surat pengantar', '523/118');
	await opd.button('Terima dan periksa');
	return ID.exec(opd.page.url())?.[0];
}
const fish = await upload('usulan', join(city, 'usulan_dinas_perikanan.csv'), 'Dinas Perikanan');
await opd.sees(/Tersimpan\. Nomor acuan/, 'the first list has come in');
await opd.sees(/\d+ hijau siap, dari \d+ baris/, 'its green rows are counted');
const ugly = await upload('usulan', join(city, 'usulan_disnaker.xlsx'), 'Disnaker');
await opd.sees(/kuning perlu dilihat/, 'the ugly workbook is read');
await opd.sees(/Yang ditemukan/, 'and what was found in it is said');
// the third: titles that nobody knows
const odd = readFileSync(join(city, 'usulan_dinas_pertanian.csv'), 'utf8').replace('Nama Lengkap;NIK;', 'Q1;Q2;');
writeFileSync(join(dir, 'pertanian.csv'), odd);
const farm = await upload('usulan', join(dir, 'pertanian.csv'), 'Dinas Pertanian');
await opd.sees(/Kolom belum lengkap/, 'a list with unknown titles cannot be used yet');
await opd.page.getByLabel('Kolom 2 dibaca sebagai').fill('nama');
await opd.page.getByLabel('Kolom 3 dibaca sebagai').fill('nik');
await opd.button('Simpan kolom');
await opd.seesNot(/Kolom belum lengkap/, 'columns put right by hand');
await opd.sees(/hijau siap/, 'and its rows are checked');
await opd.go(`/data/${ugly}/baris?warna=kuning`);
await opd.seesNot(/\b\d{16}\b/, 'no whole NIK in the rows');
await opd.sees(/kuning/, 'the yellow rows with what is wrong');
await opd.go(`/data/${ugly}`);
await opd.link('Kembalikan baris kuning dan merah sebagai .xlsx');
await opd.press('main form button');
await finish(opd);
const back = await opd.download('main a[href*=perbaikan]', 'perbaikan.xlsx');
const sheet = execFileSync('unzip', ['-p', back], { maxBuffer: 1 << 26 }).toString('latin1');
ok(/Keterangan/.test(sheet), 'operator_opd: the bad rows come back as XLSX with Keterangan');
for (const [kind, file] of [['dukcapil', 'dukcapil.csv'], ['desil', 'desil.csv'], ['peserta', 'peserta.csv'], ['tolak', 'tolak_asn.csv']])
	await upload(kind, join(city, file), 'Pemilik data');
await opd.go('/data');
ok((await opd.page.locator('tbody tr').count()) === 7, 'operator_opd: seven lists have come in');

/* --- 4. the programme, the run ------------------------------------------------------------------------------------ */
async function finish(who) {
	const at = who.page.url();
	for (let i = 0; i < 200; i++) {
		const text = await who.text();
		if (/: (selesai|gagal|terputus)/.test(text)) break;
		await who.page.waitForTimeout(250);
		if (!js || i % 8 === 7) await who.page.goto(at.replace(/\?.*/, ''));
	}
	await look(who);
	await who.sees(/: selesai/, 'the job is done');
}
await opd.go('/program');
await opd.page.setInputFiles('#berkas', join(city, 'program.yaml'));
await opd.button('Periksa dan simpan');
await opd.sees(/usia paling rendah 18 tahun/, 'the programme is told in sentences');
const programme = ID.exec(opd.page.url())?.[0];

async function compose(reason) {
	await opd.go(`/program/${programme}`);
	await opd.link('Susun rancangan dari kiriman');
	ok((await opd.page.locator('input[name=pilih]:checked').count()) === 7, 'operator_opd: the seven lists are ticked');
	if (reason) await opd.fill('Alasan menyusun ulang', reason);
	await opd.button(/^Susun rancangan tahap 1/);
	ok(/\/pekerjaan\//.test(opd.page.url()), 'operator_opd: the run is a job', opd.page.url());
	await opd.page.reload();
	await opd.sees(/Susun rancangan dari kiriman/, 'a reload shows the same job');
	await finish(opd);
}
await compose();
await opd.sees(/Terpilih \d+/, 'with its figures');
const zip = await opd.download('main a[href$="semua.zip"]', 'semua.zip');
execFileSync('unzip', ['-tq', zip]);
const act = await opd.download('main a[href*="berita_acara.pdf"]', 'berita_acara.pdf');
ok(readFileSync(act).subarray(0, 5).toString() === '%PDF-', 'operator_opd: the papers come down');
await opd.link('Buka rancangan');
let draft = ID.exec(opd.page.url())?.[0];
await opd.sees(/tahap 1 · .*rancangan/, 'the job leads to its draft');

/* --- 5. twenty doubtful pairs ------------------------------------------------------------------------------------- */
await opd.link('Pasangan yang meragukan');
const waiting = async () => Number(/(\d+) sisa/.exec(await opd.text())?.[1]);
const before = await waiting();
ok(before >= 20, `operator_opd: ${before} pairs wait`);
await opd.button(/Tinjau pasangan berikutnya/);
const answers = { P: 0, T: 0, R: 0, L: 0, U: 0 };
const act5 = {
	P: () => (js ? opd.key('p') : opd.button(/^Pilih orang ini/)), T: () => (js ? opd.key('t') : opd.button(/^Tolak usulan/)),
	R: () => (js ? opd.key('r') : opd.link(/^Ragu, lewati/)), L: () => (js ? opd.key('l') : opd.link(/^Kandidat lain/)),
	U: () => (js ? opd.key('u') : opd.button(/^Urungkan jawaban/)),
};
async function answer(letter) {
	await act5[letter]();
	answers[letter]++;
}
let pairs = 0, undone = false;
for (let i = 0; i < 60 && pairs < 20; i++) {
	const p = opd.page, here = p.url().replace(/\?.*/, '');
	if (!/\/baris\/\d+/.test(here)) break;
	if (i === 0) {
		await opd.sees(/Siapakah orangnya\?/, 'two cards and a question');
		ok((await p.locator('svg').count()) > 0, 'operator_opd: the evidence has bars');
	}
	if (answers.L < 3 && (await p.getByRole('link', { name: /^Kandidat lain/ }).count())) {
		await answer('L');
		ok(/kandidat=[12]$/.test(p.url()) && /Siapakah/.test(await opd.text()), 'operator_opd: L shows another candidate', p.url());
	}
	if (i === 3 || i === 4) {
		await answer('R');
		ok(p.url().replace(/\?.*/, '') !== here, 'operator_opd: R goes on without an answer');
		continue;
	}
	const candidates = await p.locator('input[name=orang]').count();
	await answer(candidates && i % 5 !== 2 ? 'P' : 'T');
	pairs++;
	if (!undone && pairs === 6) {
		const next = p.url();
		await opd.go(here);
		await opd.sees(/Jawaban sekarang/, 'an answered pair says so');
		await answer('U');
		await opd.seesNot(/Jawaban sekarang/, 'U takes the answer back');
		undone = true;
		pairs--;
		await opd.go(next);
	}
}
ok(pairs === 20, `operator_opd: 20 pairs reviewed (${JSON.stringify(answers)})`);
ok(Object.values(answers).every((n) => n > 0), 'operator_opd: P, T, R, L and U were all used', JSON.stringify(answers));
await opd.go(`/pemadanan/${draft}`);
ok((await waiting()) === before - 20, `operator_opd: ${before - 20} are left`, await waiting());
await opd.link('Kartu ketelitian dan ambang');
await opd.sees(/Ambang dan akibatnya/, 'the accuracy card');

/* --- 6. the ward confirms ----------------------------------------------------------------------------------------- */
await opd.go(`/pemadanan/${draft}`);
const wards = await opd.page.$$eval('a[href*="kecamatan="]', (as) => as.map((a) => [a.href, a.closest('tr').innerText]));
const [wardLink, wardRow] = wards.sort((a, b) => Number(b[1].split('\t').pop()) - Number(a[1].split('\t').pop()))[0];
const region = new URL(wardLink).searchParams.get('kecamatan'), ward = wardRow.split('\t')[0].trim();
const lurah = await makeUser('operator_kelurahan', 'nur.lurah', 'Nur Alam', region);
await signIn(lurah);
await lurah.go('/pemadanan');
await lurah.link(/^Tinjau/);
const rows = await lurah.page.$$eval('main table >> nth=0', (t) => [...t[0].querySelectorAll('tbody tr')].map((r) => r.children[2].innerText));
ok(rows.length > 0 && rows.every((r) => r.endsWith(ward)), `operator_kelurahan: only rows of ${ward}`, rows.join('\n'));
await lurah.button(/Tinjau pasangan berikutnya/);
await lurah.fill('Dasar jawaban', 'KTP dilihat di kelurahan');
await lurah.button((await lurah.page.locator('input[name=orang]').count()) ? /^Pilih orang ini/ : /^Masih hidup/);
await lurah.sees(/Tersimpan\. Nomor acuan/, 'what the ward confirms is kept');

/* --- 7. the draft again, with the answers; step by step to the decree --------------------------------------------- */
await opd.go(`/rancangan/${draft}`);
const figure = async (who, word) => Number(new RegExp(`([\\d.]+) ${word}`).exec(await who.text())?.[1].replace(/\./g, ''));
const doubtful = await figure(opd, 'perlu verifikasi');
await compose('jawaban peninjau dan kelurahan');
await opd.link('Buka rancangan');
const old = draft;
draft = ID.exec(opd.page.url())?.[0];
ok(draft && draft !== old, 'operator_opd: a new draft with the answers');
ok((await figure(opd, 'perlu verifikasi')) <= doubtful, 'operator_opd: not more rows are in doubt than before');
const chosen = (await figure(opd, 'terpilih')) - ((await figure(opd, 'dari yang terpilih masih bersyarat')) || 0);
await opd.seesNot(/Verifikasi \d+ peserta/, 'who made it cannot verify it');

const steps = [
	[kabid, /^Verifikasi \d+ peserta \(Rp[\d.]+\)$/, /diverifikasi/],
	[kadis, /^Usulkan \d+ peserta \(Rp[\d.]+\)$/, /diusulkan/],
	[hukum, /^Bubuhkan paraf hukum: \d+ peserta \(Rp[\d.]+\)$/, /paraf hukum/],
	[sekda, /^Catat penandatanganan: \d+ peserta \(Rp[\d.]+\)$/, /ditandatangani/],
];
for (const [who, button, state] of steps) {
	if (!who.secret) await signIn(who, { enrols: true });
	await who.go(`/rancangan/${draft}`);
	if (who === sekda) await who.fill('Tanggal tanda tangan', '2 Mei 2025');
	ok(new RegExp(`\\b${chosen} peserta`).test(await who.page.getByRole('button', { name: button }).innerText()), `${who.role}: the button names ${chosen} people and the money`);
	await who.button(button);
	await confirmed(who, button);
	await who.sees(/Tersimpan\. Nomor acuan/, 'the step is noted with a reference number');
	await who.sees(state, 'and the draft is one step further');
}
// After five minutes a code is asked for once more before the step: the page comes back with what is to be done.
async function confirmed(who, button) {
	if (!/\/masuk\/kode/.test(who.page.url())) return;
	await who.fill('Kode', await who.fresh());
	await who.button('Lanjutkan');
	await who.button(button);
}
writeFileSync(join(dir, 'sk.pdf'), '%PDF-1.4\n% pindaian SK\n');
await hukum.go(`/rancangan/${draft}`);
await hukum.fill('Nomor SK', '560/7/2025');
await hukum.fill('Tanggal SK', '2 Mei 2025');
await hukum.page.setInputFiles('#berkas', join(dir, 'sk.pdf'));
await hukum.button(/^Tetapkan \d+ peserta/);
await confirmed(hukum, /^Tetapkan/);
await hukum.sees(/ditetapkan · SK 560\/7\/2025/, 'the signed scan and its number are recorded');
await opd.go(`/rancangan/${draft}`);
await opd.link('Berkas');
await opd.press('main form button');
await finish(opd);
const annex = await opd.page.$$eval('main a[download]', (as) => as.map((a) => a.innerText));
ok(annex.some((f) => /lampiran/.test(f)) && annex.some((f) => /surat\//.test(f)), 'operator_opd: the papers of the decree', annex.join('\n'));

/* --- 8. a citizen asks, objects, is answered ---------------------------------------------------------------------- */
await opd.go(`/rancangan/${draft}/baris?putusan=terpilih`);
const citizens = readFileSync(join(city, 'dukcapil.csv'), 'utf8').split(/\r?\n/);
const masked = await opd.page.$$eval('main tbody tr', (trs) => trs.map((r) => [r.children[1].innerText, r.children[2].innerText, r.children[3].innerText]));
const [mine] = masked.map(([name, nik, place]) => {
	const rows = citizens.filter((l) => l.includes(nik.slice(-4)) && l.toUpperCase().includes(name.toUpperCase()) && place.endsWith(ward));
	return rows.length === 1 && rows[0].match(/\b\d{16}\b/g)?.length === 2 ? [rows[0].match(/\b\d{16}\b/g), name, place] : null;
}).filter(Boolean);
ok(mine, 'somebody who was chosen', JSON.stringify(masked.slice(0, 5)));
const warga = await person('warga', '', { narrow: true });
const [[first, second], , place] = mine;
const nikFirst = masked.some(([, nik]) => first.endsWith(nik.slice(-4)));
const [nik, card] = nikFirst ? [first, second] : [second, first];
await warga.go('/');
await warga.fill('NIK', nik);
await warga.fill('Enam angka terakhir nomor Kartu Keluarga', '000000');
await warga.button('Periksa');
await warga.sees(/Tidak ditemukan/, 'a wrong pair finds nobody');
await warga.fill('NIK', nik);
await warga.fill('Enam angka terakhir nomor Kartu Keluarga', card.slice(-6));
await warga.button('Periksa');
await warga.sees(/560\/7\/2025/, 'who is covered reads the decree\'s number');
await warga.link(/Ajukan sanggahan/);
await warga.page.check('#j3');
await warga.fill('Nama Anda', 'Siti Aminah');
await warga.fill('Kelurahan', place.split(',')[0]);
await warga.fill('Ceritakan', 'Pekerjaan saya pemulung, bukan pedagang.');
await warga.button('Kirim sanggahan');
await warga.sees(/Sanggahan Anda diterima Nomor tiket/, 'an objection has a ticket');
const ticket = ID.exec(await warga.text())[0];
await lurah.go('/sanggahan');
await lurah.sees(new RegExp(ticket), 'the ward sees the objection');
await lurah.link(ticket);
await lurah.sees(/pemulung, bukan pedagang/, 'and reads it');
await lurah.page.check('#p2');
await lurah.fill('Jawaban untuk warga', 'Pekerjaan diperbaiki pada data tahap berikutnya.');
await lurah.button('Jawab sanggahan');
await lurah.sees(/diterima/, 'it is answered');
await warga.go('/sanggah/tiket');
await warga.fill('Nomor tiket', ticket);
await warga.button('Baca jawaban');
await warga.sees(/Pekerjaan diperbaiki pada data tahap berikutnya/, 'the citizen reads the answer');

/* --- 9. who owns the data, who looks after all of it -------------------------------------------------------------- */
await signIn(dukcapil);
await dukcapil.go('/izin-data/pemakaian');
await dukcapil.sees(/dukcapil\.csv.*470\/dukcapil\/PKS/, 'the owner of the data reads what it was used for');
dukcapil.expects = true;
await dukcapil.go(`/rancangan/${draft}`);
await dukcapil.sees(/wewenang/, 'and nothing else opens');
await signIn(inspektur);
await inspektur.go('/pengaturan/jejak');
await inspektur.sees(/ibu\.sekda/, 'the trail names who did what');
await inspektur.button('Periksa keutuhan sekarang');
await inspektur.sees(/Utuh: berkas, tabel, rantai peristiwa/, 'the sealed blocks are whole');
await inspektur.seesNot(/Temuan/, 'nothing was found');

/* --- all pages ---------------------------------------------------------------------------------------------------- */
ok(bad.status.length === 0, 'every page was there', bad.status.join('\n'));
ok(bad.policy.length === 0, 'a policy on each page', bad.policy.join('\n'));
ok(bad.wide.length === 0, 'nothing is wider than the window', bad.wide.join('\n'));
if (js) ok(bad.axe.length === 0, `axe finds nothing on ${looked.size} kinds of pages`, bad.axe.join('\n'));
const complaints = everybody.flatMap((w) => w.complaints.map((c) => `${w.role}: ${c}`));
ok(complaints.length === 0, 'no error, no breach of the policy, no outside request', complaints.join('\n'));
await chromium.close();
done();

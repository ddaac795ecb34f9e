// SPDX-License-Identifier: EUPL-1.2
// Measures in alternation, so that a noisy machine hurts everyone alike, and prints medians and ratios.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

const args = process.argv.slice(2);
const small = args.includes('--kecil');
const rounds = args.includes('--ronde') ? Number(args[args.indexOf('--ronde') + 1]) : 3;
const lindung = resolve(process.env.LINDUNG ?? 'build/lindung');
const work = resolve('build/bench', small ? 'parepare' : 'makassar');
const size = small ? { city: '73.72', persons: 163314, proposals: 2500, quota: 'Rp150.000.000' } : { city: '73.71', persons: 1482354, proposals: 35782, quota: '35.000 orang' };
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];

function sample(dir, city, seed) {
	if (existsSync(join(dir, 'kebenaran.csv'))) return;
	mkdirSync(dir, { recursive: true });
	const made = spawnSync(lindung, ['sample', dir, '--city', city, '--persons', String(size.persons), '--proposals', String(size.proposals), '--seed', String(seed)], { stdio: 'inherit' });
	if (made.status !== 0) throw new Error(`lindung sample ${dir}: ${made.status}`);
}

// Runs a program and watches its peak memory (VmHWM never falls, so the last look is the peak but for the last 4 ms).
function watched(program, argv) {
	return new Promise((done, fail) => {
		const start = process.hrtime.bigint();
		const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
		let out = '', peak = 0, ticks = 0;
		const timer = setInterval(() => {
			try {
				const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
				ticks = stat.slice(11, 15).reduce((sum, t) => sum + Number(t), 0); // utime stime cutime cstime
				peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
			} catch { /* it has just ended */ }
		}, 4);
		child.stdout.on('data', (d) => (out += d));
		child.on('error', fail);
		child.on('close', (code) => {
			clearInterval(timer);
			const ms = Number(process.hrtime.bigint() - start) / 1e6;
			return code === 0 ? done({ ms, out, kb: peak, cpu: ticks * 10 }) : fail(new Error(`${program} ${argv[0]}: exit ${code}`));
		});
	});
}

async function duckdb(file) {
	const r = await watched(process.execPath, ['tests/bench/duckdb_muat.mjs', file, '2']);
	const answer = JSON.parse(r.out);
	return { ms: answer.ms, kb: answer.vmhwm_kb, cpu: answer.cpu_ms, version: answer.version, rows: answer.rows };
}

async function run(name, registries, extra = []) {
	const out = join(work, 'hasil-' + name);
	rmSync(out, { recursive: true, force: true });
	const argv = ['run', '--program', join(work, 'program.yaml')];
	for (const f of ['usulan_dinas_perikanan.csv', 'usulan_dinas_pertanian.csv', 'usulan_disnaker.xlsx']) argv.push('--usulan', join(work, f));
	for (const f of registries) argv.push('--dukcapil', f);
	argv.push('--desil', join(work, 'desil.csv'), '--peserta', join(work, 'peserta.csv'), '--tolak', join(work, 'tolak_asn.csv'), '--sk', join(work, 'sk_lama.csv'));
	argv.push('--keluaran', out, '--threads', '2', ...extra);
	const r = await watched(lindung, argv);
	const summary = JSON.parse(readFileSync(join(out, 'ringkasan.json'), 'utf8'));
	return { ms: r.ms, kb: r.kb, cpu: r.cpu, decided: summary.waktu.sampai_putusan_ms };
}

function line(cells) {
	return '| ' + cells.join(' | ') + ' |';
}
const seconds = (ms) => (ms / 1000).toFixed(2) + ' s';
const mib = (kb) => Math.round(kb / 1024) + ' MiB';

sample(work, size.city, 1);
const registry = join(work, 'dukcapil.csv');
const got = { duck: [], one: [], two: [], db: [] };
const canRun = spawnSync(lindung, ['run', '--help'], { stdio: 'ignore' }).status === 0;
let second;
if (canRun) {
	second = join(work, 'kedua', 'dukcapil.csv');
	sample(join(work, 'kedua'), '73.73', 2);
}
for (let i = 0; i < rounds; i++) {
	got.duck.push(await duckdb(registry));
	if (!canRun) continue;
	got.one.push(await run('satu', [registry]));
	got.two.push(await run('dua', [registry, second]));
	const db = join(work, 'kantor.db');
	for (const f of ['', '-wal', '-shm', '.lock']) rmSync(db + f, { force: true });
	got.db.push(await run('db', [registry], ['--db', db, '--kunci', join(work, 'kunci')]));
}

const best = (list, key) => median(list.map((x) => x[key]));
const duck = best(got.duck, 'ms');
const rows = [line(['apa', 'waktu (median)', 'nisbah terhadap muat DuckDB', 'batas', 'CPU', 'memori puncak']), line(['---', '---', '---', '---', '---', '---'])];
rows.push(line(['DuckDB memuat `dukcapil.csv` (2 utas, semua teks)', seconds(duck), '1,00', '', seconds(best(got.duck, 'cpu')), mib(best(got.duck, 'kb'))]));
if (canRun) {
	const ratio = (ms, to = duck) => (ms / to).toFixed(2).replace('.', ',');
	const one = best(got.one, 'ms');
	rows.push(line(['`lindung run` sampai putusan', seconds(best(got.one, 'decided')), ratio(best(got.one, 'decided')), '1,00', '', '']));
	rows.push(line(['`lindung run` seluruhnya, berkas masuk sampai surat keluar', seconds(one), ratio(one), '2,00', seconds(best(got.one, 'cpu')), mib(best(got.one, 'kb'))]));
	rows.push(line(['registri dua kali lipat', seconds(best(got.two, 'ms')), `${ratio(best(got.two, 'ms'), one)} kali sekali`, '2,20', seconds(best(got.two, 'cpu')), mib(best(got.two, 'kb'))]));
	rows.push(line(['dengan `--db`', seconds(best(got.db, 'ms')), `${ratio(best(got.db, 'ms'), one)} kali tanpa`, '1,33', seconds(best(got.db, 'cpu')), mib(best(got.db, 'kb'))]));
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const table = rows.join('\n');
console.log(table);
if (args.includes('--tulis')) {
	// what stands under the other headings was measured by other means and stays
	const before = existsSync('docs/bench.md') ? readFileSync('docs/bench.md', 'utf8') : '';
	const others = before.includes('\n## ') ? before.slice(before.indexOf('\n## ')) : '';
	writeFileSync('docs/bench.md', `# Ukuran kecepatan pekerjaan utama

${table}

- Kota contoh ${size.city}, benih 1: ${size.persons.toLocaleString('id-ID')} penduduk (${(statSync(registry).size / 1e6).toFixed(0)} MB), ${size.proposals.toLocaleString('id-ID')} baris usulan dalam tiga daftar, ${size.quota}; registri kedua: 73.73, benih 2, sama banyak.
- Perintah: \`make bench\` (\`tests/bench/run --tulis\`), ${rounds} ronde bergantian; bandingkan nisbahnya, bukan detiknya.
- Mesin: ${cpus()[0].model.trim()}, ${cpus().length} inti, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}; Node ${process.version}, DuckDB ${got.duck[0].version} (npm @duckdb/node-api), Lindung ${commit}; beban mesin ketika selesai ${loadavg()[0].toFixed(1)}${loadavg()[0] > cpus().length + 1 ? ' (mesin sedang dipakai bersama: lihat kolom CPU, ukur lagi di mesin sepi)' : ''}.
- Memori puncak: VmHWM proses utama, halaman terpetakan ikut dihitung, dibaca tiap 4 ms. CPU: waktu prosesor semua utas (dan anak proses), tidak terpengaruh beban mesin. Waktu DuckDB: hanya perintah muatnya, tanpa menyalakan proses; waktu Lindung: seluruh proses.
${others}`);
}

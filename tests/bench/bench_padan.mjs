// SPDX-License-Identifier: EUPL-1.2
// `padan dedupe` and `padan link` side by side with the figures of others, DuckDB's load of the same file as the unit of time.
//   node bench_padan.mjs [--baris N] [--ronde N] [--sepuluh-juta] [--hanya kota] [--tulis]
// --baris: people of the made-up list (1,000,000); --sepuluh-juta: ten times as many, too; --hanya kota: the linkage of a
// city alone; --tulis: its section of docs/bench.md.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

const args = process.argv.slice(2);
const option = (name, usual) => (args.includes(name) ? Number(args[args.indexOf(name) + 1]) : usual);
const rows = option('--baris', 1000000), rounds = option('--ronde', 3);
const padan = resolve(process.env.PADAN ?? 'build/padan');
const build = resolve(process.env.BUILD ?? 'build/meson');
const work = resolve('build/bench', 'padan');
const sets = resolve('../shared/data/linkage');
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const line = (cells) => '| ' + cells.join(' | ') + ' |';
const number = (x, digits) => x.toFixed(digits).replace('.', ',');

// Wall and CPU milliseconds, peak memory (kB) of a program that ends well.
function watched(program, argv) {
	return new Promise((done, fail) => {
		const start = process.hrtime.bigint();
		const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
		let out = '', peak = 0, ticks = 0;
		const timer = setInterval(() => {
			try {
				ticks = readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').slice(11, 13).reduce((s, t) => s + Number(t), 0);
				peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0));
			} catch { /* it has just ended */ }
		}, 4);
		child.stdout.on('data', (d) => (out += d));
		child.on('error', fail);
		child.on('close', (code) => {
			clearInterval(timer);
			const ms = Number(process.hrtime.bigint() - start) / 1e6;
			return code === 0 ? done({ ms, out, kb: peak, cpu: ticks * 10 }) : fail(new Error(`${program}: exit ${code}`));
		});
	});
}

// Pair F1 of clusters: the truth of each row and its cluster, in the order of the rows.
async function score(file, truthOf, clusters) {
	const truth = [], sum = (m) => { let s = 0; for (const n of m.values()) s += (n * (n - 1)) / 2; return s; };
	const t = new Map(), c = new Map(), b = new Map(), add = (m, k) => m.set(k, (m.get(k) ?? 0) + 1);
	let first = true, i = 0;
	for await (const l of createInterface({ input: createReadStream(file) })) {
		if (!first && l !== '') truth.push(truthOf(l));
		first = false;
	}
	first = true;
	for await (const l of createInterface({ input: createReadStream(clusters) })) {
		if (!first && l !== '') {
			const cluster = l.slice(l.lastIndexOf(',') + 1);
			add(t, truth[i]), add(c, cluster), add(b, truth[i] + '\t' + cluster);
			i++;
		}
		first = false;
	}
	if (i !== truth.length) throw new Error(`${clusters}: ${i} of ${truth.length} rows`);
	return (2 * sum(b)) / (sum(t) + sum(c));
}

function people(n, copies = 300) {
	const file = join(work, copies === 300 ? `orang-${n}.csv` : `orang-${n}-${copies}.csv`);
	if (existsSync(file)) return file;
	mkdirSync(work, { recursive: true });
	const fd = openSync(file, 'w');
	const made = spawnSync(join(build, 'padan/cli/make_people'), [String(n), String(copies), '100', '1'], { stdio: ['ignore', fd, 'inherit'] });
	closeSync(fd);
	if (made.status !== 0) throw new Error(`make_people: ${made.status}`);
	return file;
}

const last = (l) => l.slice(l.lastIndexOf(',') + 1).replaceAll('"', '').trim();
async function dedupe(file, exclude, out) {
	const r = await watched(padan, ['dedupe', file, '-o', out, '--threads', '2', ...(exclude ? ['--exclude', exclude] : [])]);
	return r;
}

const table = [line(['data', 'alat', 'F1 pasangan', 'waktu', 'CPU', 'memori puncak', 'nisbah waktu terhadap muat DuckDB']), line(['---', '---', '---', '---', '---', '---', '---'])];
const seconds = (ms) => number(ms / 1000, 2) + ' s', mib = (kb) => Math.round(kb / 1024) + ' MiB';

// The large list, in alternation with DuckDB.
async function large(n, times) {
	const file = people(n), out = join(work, 'kelompok.csv'), duck = [], own = [];
	for (let i = 0; i < times; i++) {
		duck.push(JSON.parse((await watched(process.execPath, ['tests/bench/duckdb_muat.mjs', file, '2'])).out));
		own.push(await dedupe(file, 'orang', out));
	}
	const unit = median(duck.map((d) => d.ms)), best = Math.min(...own.map((r) => r.ms));
	const name = `${n.toLocaleString('id-ID')} penduduk buatan, 30 % salinan kotor (${Math.round(statSync(file).size / 1e6)} MB)`;
	table.push(line([name, `DuckDB ${duck[0].version}: muat saja, 2 utas`, '', seconds(unit), seconds(median(duck.map((d) => d.cpu_ms))), mib(median(duck.map((d) => d.vmhwm_kb))), '1,00']));
	table.push(line(['', '**padan**, tanpa pengaturan, 2 utas', number(await score(file, last, out), 4), seconds(best), seconds(Math.min(...own.map((r) => r.cpu))), mib(Math.max(...own.map((r) => r.kb))), number(best / unit, 2)]));
	return best;
}

// A city: a person's first row stands in the registry, 35,782 of the others are proposals.
async function city() {
	const proposals = 35782, all = people(1518805, 24), registry = join(work, 'kota-penduduk.csv'), list = join(work, 'kota-usulan.csv');
	if (!existsSync(list)) {
		const seen = new Set(), known = openSync(registry + '.baru', 'w'), asked = openSync(list + '.baru', 'w');
		let n = -1, block = [];
		for await (const l of createInterface({ input: createReadStream(all) })) {
			const first = n < 0 || !seen.has(last(l));
			if (n < 0) writeSync(asked, l + '\n');
			if (first) block.push(l), seen.add(last(l));
			else if (n < proposals) writeSync(asked, l + '\n');
			n = n < 0 ? 0 : n + !first;
			if (block.length === 10000) writeSync(known, block.join('\n') + '\n'), (block = []);
		}
		if (block.length) writeSync(known, block.join('\n') + '\n');
		closeSync(known), closeSync(asked);
		renameSync(registry + '.baru', registry), renameSync(list + '.baru', list);
	}
	return { registry, list, all, proposals };
}

// Pairs of a linkage: the right ones and the wrong ones.
async function judged(all, pairs) {
	const truth = new Map(), id = (l) => l.slice(0, l.indexOf(',')), sum = { right: 0, wrong: 0 };
	let first = true;
	for await (const l of createInterface({ input: createReadStream(all) })) truth.set(id(l), last(l));
	for await (const l of createInterface({ input: createReadStream(pairs) })) {
		const [a, b] = l.split(',', 2);
		if (!first) sum[truth.get(a) === truth.get(b) ? 'right' : 'wrong']++;
		first = false;
	}
	return sum;
}

const linked = [line(['pekerjaan', 'waktu', 'nisbah', 'batas', 'CPU', 'memori puncak', 'pasangan benar / salah']), line(['---', '---', '---', '---', '---', '---', '---'])];
{
	const { registry, list, all, proposals } = await city(), out = join(work, 'kota-pasangan.csv'), duck = [], own = [];
	for (let i = 0; i < rounds; i++) {
		duck.push(JSON.parse((await watched(process.execPath, ['tests/bench/duckdb_muat.mjs', registry, '2'])).out));
		own.push(await watched(padan, ['link', list, registry, '-o', out, '--exclude', 'orang', '--threads', '2']));
	}
	const unit = median(duck.map((d) => d.ms)), best = Math.min(...own.map((r) => r.ms)), found = await judged(all, out);
	linked.push(line([`DuckDB ${duck[0].version} memuat ${duck[0].rows.toLocaleString('id-ID')} penduduk (${Math.round(statSync(registry).size / 1e6)} MB), 2 utas`, seconds(unit), '1,00', '', seconds(median(duck.map((d) => d.cpu_ms))), mib(median(duck.map((d) => d.vmhwm_kb))), '']));
	linked.push(line([`**padan link** ${proposals.toLocaleString('id-ID')} usulan terhadapnya, tanpa pengaturan, 2 utas`, seconds(best), number(best / unit, 2), '1,00', seconds(Math.min(...own.map((r) => r.cpu))), mib(Math.max(...own.map((r) => r.kb))), `${found.right.toLocaleString('id-ID')} / ${found.wrong}`]));
	console.log(linked.join('\n') + '\n');
	if (args[args.indexOf('--hanya') + 1] === 'kota') process.exit(0);
}

const one = await large(rows, rounds);
if (rows === 1000000) {
	table.push(line(['1.000.000, data lain yang serupa', 'Splink 4.0.16, tingkat bawaan (*)', '0,752 / 0,946', '36 s', '', '1.480 MiB', '']));
	table.push(line(['', 'Splink 4.0.16, tingkat disetel ahli (*)', '0,948 / 0,960', '25,0 s', '48 s', '1.541 MiB', '']));
}
let ten = '';
if (args.includes('--sepuluh-juta')) ten = `Sepuluh kali lipat baris: ${number((await large(rows * 10, 1)) / one, 1)} kali waktunya (batas 12 kali dan 2.560 MiB).`;

// The public sets, and what others reach on them.
const others = {
	febrl_dataset3: [['Splink (*)', '0,994 / 0,998', '6,9 s', ''], ['reclin2 (*)', '0,883 / 0,9989', '0,37 s', '137 MiB']],
	fake_1000: [['Splink, model mulai cepat (*)', '0,635 / 0,929', '', ''], ['Splink, aturan longgar (*)', '0,841 / 0,929', '', '']],
};
for (const [name, exclude] of [['febrl_dataset1', ''], ['febrl_dataset2', ''], ['febrl_dataset3', ''], ['fake_1000', 'cluster'], ['RLdata500', 'true_id']]) {
	const file = join(sets, name + '.csv'), out = join(work, name + '.csv'), runs = [];
	if (!existsSync(file)) continue;
	for (let i = 0; i < rounds; i++) runs.push(await dedupe(file, exclude, out));
	const f = await score(file, exclude ? last : (l) => /^rec-(\d+)-/.exec(l)?.[1], out);
	table.push(line([name, '**padan**, tanpa pengaturan', number(f, 4), seconds(Math.min(...runs.map((r) => r.ms))), '', mib(Math.max(...runs.map((r) => r.kb))), '']));
	for (const [who, f1, time, memory] of others[name] ?? []) table.push(line(['', who, f1, time, '', memory, '']));
}

// Kernels: nanoseconds of processor time, and instructions counted by valgrind (two lengths of run, the difference).
const kernels = [line(['bandingkan dua kata', 'ns per pasangan', 'instruksi per pasangan']), line(['---', '---', '---'])];
const sim = join(build, 'tests/bench/bench_sim');
const counted = (kernel, pairs) => {
	const r = spawnSync('valgrind', ['--tool=cachegrind', '--cache-sim=no', '--cachegrind-out-file=/dev/null', sim, kernel, String(pairs)], { encoding: 'utf8' });
	return Number((/I +refs: +([\d,]+)/.exec(r.stderr ?? '')?.[1] ?? '0').replaceAll(',', ''));
};
if (existsSync(sim))
	for (const [kernel, words] of [['jw_many', 'Jaro-Winkler, satu terhadap banyak (AVX2, delapan sekaligus)'], ['jw', 'Jaro-Winkler, sejajar bit'], ['jw_scalar', 'Jaro-Winkler, kembarannya yang biasa'], ['osa_many', 'Damerau (OSA), satu terhadap banyak (AVX2)'], ['osa', 'Damerau (OSA), sejajar bit'], ['osa_scalar', 'Damerau (OSA), kembarannya yang biasa']]) {
		const rest = kernel.endsWith('_many') ? 'none_many' : 'none', net = (n) => counted(kernel, n) - counted(rest, n);
		const ns = median([1, 2, 3].map(() => Number(execFileSync(sim, [kernel, '4000000'], { encoding: 'utf8' }).split(' ')[0])));
		kernels.push(line([words, number(ns, 1), counted('none', 10) ? number((net(60000) - net(10000)) / 50000, 0) : 'valgrind tidak ada']));
	}
kernels.push(line(['rapidfuzz, Jaro-Winkler berkelompok (terbitan mereka)', '26-55', '']), line(['SQL `jaro_winkler` DuckDB (*)', '555', '']));

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const section = `<!-- padan -->
## padan di samping alat lain

${table.join('\n')}

${linked.join('\n')}

${kernels.join('\n')}

- (*) Tidak dapat dipasang di sini; diukur sebelumnya pada mesin sekelas (2 inti, 24 GiB, Debian 12, 2 utas). Dua angka F1: pada ambang yang wajar / pada ambang terbaik yang dipilih dengan kebenaran. padan: ambang bawaan 0,5.
- Perintah: \`make bench-padan\` (\`tests/bench/run_padan --tulis\`); \`make_people ${rows} 300 100 1\` (\`padan/tests/make_people.c\`), kolom kebenaran \`orang\` dikecualikan; waktu terbaik dari ${rounds} ronde bergantian dengan DuckDB (median). ${ten}
- Ke mana waktunya pergi, tahap demi tahap: \`docs/adr/0803-a-pilot-chooses-the-rules.md\`. Aturan calon pasangan yang dipakai dipilih oleh percobaan pada kira-kira 12.000 baris; \`padan dedupe --plan -o\` menyebutkannya.
- Mesin: ${cpus()[0].model.trim()}, ${cpus().length} inti, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}; Node ${process.version}, padan ${commit}; beban mesin ketika selesai ${number(loadavg()[0], 1)}${loadavg()[0] > cpus().length + 1 ? ' (mesin sedang dipakai bersama: bandingkan nisbah dan kolom CPU, ukur lagi di mesin sepi)' : ''}.
<!-- /padan -->
`;
console.log(section);
if (args.includes('--tulis')) {
	const old = existsSync('docs/bench.md') ? readFileSync('docs/bench.md', 'utf8') : '';
	const rest = old.replace(/<!-- padan -->[\s\S]*<!-- \/padan -->\n?/, '').trimEnd();
	writeFileSync('docs/bench.md', rest + '\n\n' + section);
}

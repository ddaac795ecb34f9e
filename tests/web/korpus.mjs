// Naughty strings and scripts through text fields: whatever is typed, the page has the same elements and attributes
// (parse5), and in a browser nothing of it comes alive. Reflected by address, on the check page, and stored then listed.
import { ok, skip, done, open, signIn, signedIn, hidden, url } from './peramban.mjs';
import { parse } from 'parse5';
import { existsSync, readFileSync } from 'node:fs';

const corpora = process.argv[2];
const blns = `${corpora}/blns/blns.json`, xss = `${corpora}/xss-payloadbox/Intruder/xss-payload-list.txt`;
const strings = [];
if (existsSync(blns)) strings.push(...JSON.parse(readFileSync(blns, 'utf8')));
else skip('naughty strings', 'the folder blns is missing');
const naughty = strings.length;
if (existsSync(xss)) strings.push(...readFileSync(xss, 'utf8').split('\n').filter(Boolean));
else skip('cross-site scripts', 'the folder xss-payloadbox is missing');
strings.push('"><script>alert(1)</script>', "' onmouseover='alert(1)", '{{nama}}', '</textarea><img src=x onerror=alert(1)>', '--></title><svg onload=alert(1)>');

// Elements and their attributes' names, in order; messages that depend on what was typed count as one thing.
function shape(html) {
	const out = [];
	const walk = (node, depth) => {
		const cls = node.attrs?.find((a) => a.name === 'class')?.value ?? '';
		if (/^(faults|error|hint)$/.test(cls)) return;
		if (node.tagName) {
			const names = node.attrs.map((a) => a.name).filter((n) => !/^(class|aria-invalid)$/.test(n));
			out.push(`${depth}${node.tagName}[${names.join(' ')}]`);
		}
		for (const child of node.childNodes ?? []) walk(child, depth + 1);
	};
	walk(parse(html), 0);
	return out.join('\n');
}

// The elements of a page that may hold messages: only these, and links only to fields.
function messages(html) {
	const wrong = [];
	const walk = (node, inside) => {
		const cls = node.attrs?.find((a) => a.name === 'class')?.value ?? '';
		if (inside && node.tagName && !/^(h2|ul|li|a|span)$/.test(node.tagName)) wrong.push(node.tagName);
		if (inside && node.tagName === 'a' && !/^#/.test(node.attrs.find((a) => a.name === 'href')?.value ?? '')) wrong.push('a');
		for (const child of node.childNodes ?? []) walk(child, inside || /^(faults|error)$/.test(cls));
	};
	walk(parse(html), false);
	return wrong;
}

const user = 'sitti.kabid';
const client = await signedIn(user);
const ask = (path, form) => client.ask(path, form);
let page;

// What differs from the page that an ordinary word makes; the first few.
async function compare(name, status, list, fetchOne) {
	const bad = [];
	const plain = new Map(); // by status
	for (const word of ['Budi', 'rapat-koordinasi-2025', '7372010101900001', 'x'.repeat(500)]) {
		const one = await fetchOne(word);
		plain.set(one.status, shape(one.html));
		if (word.length < 100 && one.status !== status) bad.push(`an ordinary word gives ${one.status}`);
	}
	let refused = 0;
	for (const s of list) {
		const one = await fetchOne(s);
		if (one.status >= 500) bad.push(`${one.status}: ${JSON.stringify(s)}`);
		else if (one.status === 400) refused++; // bytes that are no text: refused before any page is made
		else if (!plain.has(one.status)) bad.push(`status ${one.status}: ${JSON.stringify(s)}`);
		else if (shape(one.html) !== plain.get(one.status)) bad.push(`shape: ${JSON.stringify(s)}`);
		if (messages(one.html).length) bad.push(`message: ${JSON.stringify(s)}`);
	}
	ok(bad.length === 0, `${name}: ${list.length} strings, ${refused} refused as no text`, bad.slice(0, 10).join('\n'));
}

const q = encodeURIComponent;
await compare('by address, refused and typed again', 422, strings, (s) => ask(`/kerja/decree/show?rancangan=${q(s)}`));
await compare('by address, as a search', 200, strings.slice(0, naughty), (s) => ask(`/kerja/decree/list?cari=${q(s)}&acuan=${q(s)}`));
await compare('where to after signing in', 200, strings.slice(0, naughty), (s) => ask(`/masuk?ke=${q(s)}`));

page = await ask('/kerja/permit/add');
const csrf = hidden(page.html, 'csrf');
const permit = (a, b, c) => ({
	csrf, langkah: 'periksa', sumber: 'dukcapil', nomor: a, pemilik: b, tujuan: c, kegunaan: 'pemadanan',
	'tanggal-perjanjian': '2 Januari 2025', mulai: '2/1/2025', sampai: '31 Des 2027',
});
await compare('on the check page', 200, strings, (s) => ask('/kerja/permit/add', permit(s.slice(0, 40) || '-', s.slice(0, 40) || '-', s || '-')));

// Stored, then listed: every row has the shape of the first, which holds ordinary words.
const stored = [];
let lost = 0, tries = 0;
for (const s of ['Budi', ...strings.filter((x) => x.trim().length > 0 && Buffer.byteLength(x) <= 110).slice(0, 400)]) {
	const form = { ...permit(s, s, s), langkah: 'kirim', acuan: `UJI${String(tries++).padStart(4, '0')}` };
	const answer = await ask('/kerja/permit/add', form);
	if (answer.status === 303) stored.push(s);
	else {
		if (!lost++) console.log(`# ${answer.status}: ${answer.html.replace(/<[^>]*>|\s+/g, ' ').slice(0, 600)}`);
	}
}
ok(stored.length * 2 > tries, `${stored.length} stored, ${lost} refused with a reason`);
const rows = [];
for (let from = 0; from < stored.length + 50; from += 50) {
	const html = (await ask(`/kerja/permit/list?daftar=daftar&mulai=${from}`)).html;
	const body = /<tbody>([\s\S]*)<\/tbody>/.exec(html)?.[1];
	if (!body) break;
	const doc = shape(`<table><tbody>${body}</tbody></table>`).split(/\n(?=\d+tr\[)/).slice(1);
	rows.push(...doc);
}
const kinds = new Set(rows);
ok(rows.length === stored.length, `${rows.length} rows listed of ${stored.length}`);
ok(kinds.size === 1, 'all rows have one shape', [...kinds].slice(0, 4).join('\n--\n'));

// In the browser: nothing comes alive.
const b = await open();
await signIn(b.page, user);
for (let from = 0; from < stored.length; from += 50) {
	await b.page.goto(`${url}/kerja/permit/list?daftar=daftar&mulai=${from}`);
	await b.page.mouse.move(200, 400);
}
for (const s of strings.slice(-5)) await b.page.goto(`${url}/kerja/decree/show?rancangan=${q(s)}`);
ok(b.complaints.length === 0, 'in chromium: no dialog, no script, no breach of the policy', b.complaints.join('\n'));
await b.close();
done();

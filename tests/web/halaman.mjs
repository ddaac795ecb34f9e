// Every page that links lead to, as every role, at two widths: axe, console, policy, size. A kind of page is looked at as
// the first role that meets it; of the others, and of more pages of one kind, it is asked that they are there.
import { ok, done, open, signIn, axe, links, kindOf, widths, url } from './peramban.mjs';
import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [names, pictures] = [process.argv[2].split(','), process.argv[3]];
const MOST = 400, OF_A_KIND = 6, HTML_MOST = 30 * 1024, HTML_TYPICAL = 12 * 1024;
const avoid = /\/bahasa\?|\/keluar|\/unduh|\/api\//;
if (pictures) mkdirSync(pictures, { recursive: true });

// All pages, breadth first: visit(address, answer, type) in the window for one of each kind that is new to it, there(address,
// status) for some more.
async function walk(page, from, isNew, visit, there) {
	const seen = new Map(), asked = new Set(), queue = [...from];
	let n = 0;
	while (queue.length) {
		const at = queue.shift(), times = seen.get(kindOf(at)) ?? 0;
		if (avoid.test(at) || asked.has(at) || times >= OF_A_KIND || (times === 0 && n >= MOST)) continue;
		asked.add(at);
		seen.set(kindOf(at), times + 1);
		if (times || !isNew(at)) {
			const answer = await page.request.get(at, { maxRedirects: 0 });
			there(at, answer.status());
			if (!times) n++;
			if (!times && /html/.test(answer.headers()['content-type'] ?? '')) queue.push(...linksOf(await answer.text(), at));
			continue;
		}
		const answer = await page.goto(at);
		const type = answer.headers()['content-type'] ?? '';
		n++;
		there(at, answer.status());
		await visit(at, answer, type);
		if (/html/.test(type)) queue.push(...(await links(page)));
	}
	return { n, all: n < MOST };
}

// The links of a page that no window shows.
function linksOf(html, base) {
	const hrefs = [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map((m) => new URL(m[1].replace(/&amp;/g, '&'), base).href.replace(/#.*/, ''));
	return [...new Set(hrefs.filter((a) => a.startsWith(url)))];
}

const sizes = [];
// What of axe depends on the width.
const looked = new Set();
const OF_WIDTH = ['scrollable-region-focusable', 'target-size', 'color-contrast'];
for (const name of [null, ...names]) {
	const b = await open({ size: widths[1366] });
	const bad = { status: [], axe: [], wide: [], policy: [] };
	if (name) await signIn(b.page, name);
	const start = name ? [`${url}/`, `${url}/kerja`] : [`${url}/masuk`, `${url}/tidak-ada`, `${url}/cek`];
	const there = (at, status) => {
		if (status >= 500 || (name && status >= 400)) bad.status.push(`${at.slice(url.length)}: ${status}`);
	};
	const walked = await walk(b.page, start, (at) => !name || !looked.has(kindOf(at)), async (at, answer, type) => {
		const path = at.slice(url.length) || '/';
		const headers = answer.headers();
		if (!/html/.test(type)) return;
		if (!/default-src 'none'/.test(headers['content-security-policy'] ?? '')) bad.policy.push(path);
		sizes.push([gzipSync(await answer.body()).length, path]);
		if (name) looked.add(kindOf(at));
		for (const width of [1366, 360]) {
			await b.page.setViewportSize(widths[width]);
			const overflow = await b.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			if (overflow > 0) bad.wide.push(`${path} at ${width}: ${overflow} px`);
			for (const found of await axe(b.page, width === 360 && OF_WIDTH)) bad.axe.push(`${path} at ${width}: ${found}`);
			if (!pictures) continue;
			const file = `${name ?? 'tamu'}-${width}-${path.replace(/[^a-z0-9]+/gi, '_').slice(0, 60) || 'beranda'}.png`;
			await b.page.screenshot({ path: `${pictures}/${file}`, fullPage: true });
		}
		await b.page.setViewportSize(widths[1366]);
	}, there);
	const who = `${name ?? 'nobody signed in'}, ${walked.n} pages at 1366 and 360 px`;
	ok(walked.all, `${who}: none left out`);
	ok(bad.status.length === 0, `${who}: each link leads somewhere`, bad.status.join('\n'));
	ok(bad.axe.length === 0, `${who}: axe finds nothing`, bad.axe.join('\n'));
	ok(bad.wide.length === 0, `${who}: nothing wider than the window`, bad.wide.join('\n'));
	ok(bad.policy.length === 0, `${who}: a policy on each page`, bad.policy.join('\n'));
	ok(b.complaints.length === 0, `${who}: no error, no breach of the policy, no outside request`, b.complaints.join('\n'));
	await b.close();
}
// On a phone the menu is folded, and opens without a script.
const phone = await open({ size: widths[360], js: false });
await signIn(phone.page, names[0]);
await phone.page.goto(`${url}/`);
const entries = phone.page.locator('nav.menu li a'), folded = !(await entries.first().isVisible());
await phone.page.click('.head-row .to-menu');
const unfolded = (await entries.count()) > 3 && (await entries.last().isVisible());
await phone.page.click('nav.menu .to-menu');
ok(folded && unfolded && !(await entries.first().isVisible()), 'at 360 px the menu is folded; its link opens it, another closes it');
await phone.close();

sizes.sort((a, b) => b[0] - a[0]);
const median = sizes[Math.floor(sizes.length / 2)][0];
console.log(`# HTML gzipped: most ${sizes[0][0]} (${sizes[0][1]}), median ${median}, of ${sizes.length}`);
ok(sizes[0][0] <= HTML_MOST, 'no page over 30 KB gzipped', `${sizes[0]}`);
ok(median <= HTML_TYPICAL, 'a typical page within 12 KB gzipped', median);
done();

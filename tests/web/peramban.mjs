// What the browser's tests share: TAP, a browser of our own, signing in, what a page may not do.
import { chromium } from 'playwright-core';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const url = process.env.LINDUNG_URL;
export const pin = process.env.LINDUNG_PIN;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wide = { width: 1366, height: 768 }, narrow = { width: 360, height: 740 };
export const widths = { 1366: wide, 360: narrow };

let n = 0, failed = 0;
export function ok(good, name, why) {
	console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${name}`);
	if (!good) {
		failed++;
		if (why) console.log(String(why).split('\n').slice(0, 40).map((l) => `# ${l}`).join('\n'));
	}
	return good;
}
export function skip(name, why) {
	console.log(`ok ${++n} - ${name} # SKIP ${why}`);
}
export function done() {
	console.log(`1..${n}`);
	process.exitCode = failed ? 1 : 0;
}

const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
	'--disable-component-update', '--disable-sync'];

// Everything that a browser complains about, of all its pages.
function watch(context) {
	const complaints = [];
	const of = (p) => {
		p.on('console', (m) => {
			// The line that chromium writes for an answer of 4xx is the server's word, not a fault of the page.
			if (m.type() === 'error' && !/Failed to load resource: the server responded with a status of 4\d\d/.test(m.text()))
				complaints.push(`console: ${m.text()} (${p.url()})`);
		});
		p.on('pageerror', (e) => complaints.push(`script: ${e.message} (${p.url()})`));
		p.on('request', (r) => {
			if (!r.url().startsWith(url) && !/^(data|about|blob):/.test(r.url())) complaints.push(`outside: ${r.url()}`);
		});
		p.on('dialog', (d) => {
			complaints.push(`dialog: ${d.message()} (${p.url()})`);
			d.dismiss();
		});
	};
	context.pages().forEach(of);
	context.on('page', of);
	return complaints;
}

// A browser with an empty folder of its own. Everything that it complains about lands in `complaints`.
export async function open({ size = wide, js = true } = {}) {
	const dir = mkdtempSync(join(tmpdir(), 'lindung-peramban-'));
	const context = await chromium.launchPersistentContext(dir, {
		executablePath: '/usr/bin/chromium', headless: true, viewport: size, javaScriptEnabled: js, bypassCSP: false, locale: 'id-ID', args: quiet,
	});
	const complaints = watch(context);
	const page = context.pages()[0] ?? (await context.newPage());
	return {
		context, page, complaints,
		async close() {
			await context.close();
			rmSync(dir, { recursive: true, force: true });
		},
	};
}

// One browser for several people, each with cookies of their own: person() gives { context, page, complaints }.
export async function office({ js = true } = {}) {
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: quiet });
	return {
		async person(size = wide) {
			const context = await browser.newContext({ viewport: size, javaScriptEnabled: js, locale: 'id-ID' });
			const complaints = watch(context);
			return { context, complaints, page: await context.newPage() };
		},
		close: () => browser.close(),
	};
}

// The code of an authenticator app (RFC 6238), now.
export function code(secret, ahead = 0) {
	let bits = '';
	for (const c of secret) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead));
	const mac = createHmac('sha1', key).update(step).digest();
	const at = mac[19] & 15;
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// A client of our own: its cookies, no redirects followed.
export class Client {
	jar = new Map();
	async ask(path, form) {
		const headers = { cookie: [...this.jar].map(([k, v]) => `${k}=${v}`).join('; '), origin: url };
		const body = form && new URLSearchParams(form);
		const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, { redirect: 'manual', headers, body, method: form ? 'POST' : 'GET' });
		for (const c of answer.headers.getSetCookie()) {
			const [, k, v] = /^([^=]+)=([^;]*)/.exec(c);
			if (v) this.jar.set(k, v);
			else this.jar.delete(k);
		}
		return { status: answer.status, to: answer.headers.get('location') ?? '', headers: answer.headers, html: await answer.text() };
	}
}
export const hidden = (html, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];

// Name, PIN and, where it is asked for, the code; a code holds once, so that each name signs in once.
const clients = new Map();
export async function signedIn(name) {
	if (clients.has(name)) return clients.get(name);
	const c = new Client(), secret = JSON.parse(readFileSync(join(process.env.LINDUNG_DIR, 'totp.json')))[name];
	let page = await c.ask('/masuk');
	const form = { csrf: hidden(page.html, 'csrf'), nama: name, pin };
	if (secret) form.kode = code(secret);
	page = await c.ask('/masuk', form);
	if (/^\/masuk\/kode/.test(page.to)) {
		const at = page.to;
		page = await c.ask(at);
		page = await c.ask('/masuk/kode', { csrf: hidden(page.html, 'csrf'), kode: code(secret) });
	}
	if (page.status !== 303) throw new Error(`${name} cannot sign in: ${page.status}`);
	clients.set(name, c);
	return c;
}

export async function signIn(page, name) {
	const c = await signedIn(name);
	await page.context().addCookies([...c.jar].map(([k, v]) => ({ name: k, value: v, url })));
}

// What axe finds on this page, in words. It is put there by the debugger, which no policy of the page forbids.
export async function axe(page, only) {
	const session = await page.context().newCDPSession(page);
	const run = async (expression) => {
		const r = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
		if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description ?? r.exceptionDetails.text);
		return r.result.value;
	};
	if (!(await run('typeof axe === "object"'))) await run(`${axeSource};0`);
	const rules = only ? `, runOnly: ${JSON.stringify(only)}` : '';
	const found = JSON.parse(await run(`axe.run(document, { resultTypes: ['violations']${rules} }).then((r) => JSON.stringify(r.violations))`));
	await session.detach();
	return found.map((v) => `${v.id}: ${v.help}\n` + v.nodes.slice(0, 4).map((x) => `    ${x.html}`).join('\n'));
}

// The addresses of our own that this page leads to by links.
export async function links(page) {
	// links inside of a picture (SVG) have no href of text
	const all = await page.$$eval('a[href]', (as) => as.map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
	return [...new Set(all.filter((a) => a.startsWith(url)).map((a) => a.replace(/#.*/, '')))];
}

// One address for each kind of page: numbers in a path stand for each other.
export function kindOf(address) {
	const u = new URL(address);
	return u.pathname.replace(/\/[^/]*\d[^/]*/g, '/N') + (u.search ? '?' : '');
}

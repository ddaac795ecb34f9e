// A use case from its form to its receipt, with and without scripts: errors lead to fields, what was typed stays, nothing
// counts before the second button, a page loaded again repeats nothing. Then the budgets of a slow line.
import { ok, done, open, signIn, axe, url, widths } from './peramban.mjs';

const user = 'sitti.kabid';
async function walk(js) {
	const b = await open({ js, size: widths[js ? 1366 : 360] }), p = b.page, how = js ? 'with scripts' : 'without scripts';
	const press = (what) => Promise.all([p.waitForNavigation(), p.click(what)]);
	await signIn(p, user);
	await p.goto(`${url}/kerja/permit/add`);
	await p.fill('#f-nomor', `470/${js ? 1 : 2}/PKS <b>"x"</b>`);
	await p.fill('#f-mulai', '31/2/2025');
	await p.fill('#f-sampai', '31 Des 2027');
	await press('main form button');
	const faults = await p.$$eval('.faults a', (as) => as.map((a) => [a.textContent, a.getAttribute('href')]));
	ok(faults.some(([t, h]) => /tanggal/.test(t) && h === '#f-mulai') && faults.some(([, h]) => h === '#f-pemilik'), `${how}: what is wrong is said, with links to the fields`, JSON.stringify(faults));
	ok((await p.inputValue('#f-mulai')) === '31/2/2025' && (await p.inputValue('#f-nomor')).endsWith('<b>"x"</b>'), `${how}: what was typed stands there still`);
	ok((await p.$('.wrong #f-mulai[aria-invalid=true]')) !== null && /^Salah isi/.test(await p.title()), `${how}: the field and the title say so`);
	if (js) ok(await p.evaluate(() => document.activeElement?.className === 'faults'), 'the error summary has the focus');
	if (js) {
		const found = await axe(p);
		ok(found.length === 0, 'axe finds nothing on a form with errors', found.join('\n'));
	}
	await p.check('#f-sumber >> nth=0').catch(() => p.selectOption('#f-sumber', 'dukcapil'));
	await p.fill('#f-tanggal-perjanjian', '2 Mei 2025');
	await p.fill('#f-pemilik', 'Disdukcapil');
	await p.fill('#f-tujuan', 'pemadanan');
	await p.check('#f-kegunaan');
	await p.fill('#f-mulai', '02/05/2025');
	await press('main form button');
	const facts = await p.textContent('main');
	ok(/2 Mei 2025/.test(facts) && /31 Desember 2027/.test(facts) && /Belum ada yang tersimpan/.test(facts), `${how}: answers are checked on a page of their own`, facts.replace(/\s+/g, ' '));
	const list = await b.context.newPage();
	const listed = async () => {
		await list.goto(`${url}/kerja/permit/list`);
		return (await list.$$('tbody tr')).length;
	};
	const before = await listed();
	await press('button[value=ubah]');
	ok((await p.inputValue('#f-pemilik')) === 'Disdukcapil', `${how}: back at the form the answers are there`);
	await press('main form button');
	const label = await p.textContent('button[value=kirim]');
	ok(/Catat izin data/.test(label), `${how}: the button names the act`, label);
	await press('button[value=kirim]');
	const number = /acuan=([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})$/.exec(p.url())?.[1];
	ok(number && (await p.textContent('.panel')).includes(number), `${how}: a receipt with a reference number`, p.url());
	await p.reload();
	await p.goBack().catch(() => {}); // the browser asks before it sends a form again
	await p.goForward().catch(() => {});
	ok((await listed()) === before + 1, `${how}: one effect, however often the page is loaded`);
	ok(b.complaints.length === 0, `${how}: no complaint of the browser`, b.complaints.join('\n'));
	await b.close();
}
await walk(true);
await walk(false);

// 400 kbit/s, 400 ms round trip, an empty cache; then the next page.
const b = await open({ size: widths[360] });
await signIn(b.page, user);
const cdp = await b.context.newCDPSession(b.page);
await cdp.send('Network.enable');
let bytes = {};
const types = new Map();
cdp.on('Network.responseReceived', (r) => types.set(r.requestId, r.type));
cdp.on('Network.loadingFinished', (r) => {
	const t = types.get(r.requestId) ?? 'Other';
	bytes[t] = (bytes[t] ?? 0) + r.encodedDataLength;
});
await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 400e3 / 8, uploadThroughput: 400e3 / 8 });
const view = async (path) => {
	const from = Date.now();
	await b.page.goto(url + path, { waitUntil: 'load' });
	return Date.now() - from;
};
const first = await view('/kerja');
console.log(`# first view ${first} ms, bytes ${JSON.stringify(bytes)}`);
ok(first <= 3500, `first view ${first} ms`);
ok((bytes.Stylesheet ?? 0) <= 12 * 1024 && bytes.Stylesheet > 0, `style sheet ${bytes.Stylesheet} bytes on the line`);
ok((bytes.Script ?? 0) <= 15 * 1024 && bytes.Script > 0, `scripts ${bytes.Script} bytes on the line`);
bytes = {};
const next = [await view('/kerja/decree/list'), await view('/kerja/compute/iuran'), await view('/kerja/permit/list')];
console.log(`# next pages ${next.join(', ')} ms, bytes ${JSON.stringify(bytes)}`);
ok(Math.max(...next) <= 1200, `next pages ${next.join(', ')} ms`);
await b.close();

// English by a link, and back.
const e = await open();
await signIn(e.page, user);
await e.page.goto(`${url}/kerja`);
await Promise.all([e.page.waitForNavigation(), e.page.click('text=English')]);
ok((await e.page.textContent('h1')) === 'All tasks' && e.page.url() === `${url}/kerja`, 'English by a link, on the same page');
ok((await e.page.getAttribute('html', 'lang')) === 'en', 'the page says its language');
await Promise.all([e.page.waitForNavigation(), e.page.click('text=Bahasa Indonesia')]);
ok((await e.page.textContent('h1')) === 'Semua pekerjaan', 'and back');
await e.close();

// What the checks are worth: they see a page that is wrong.
const c = await open();
await c.page.goto(`${url}/masuk`);
await c.page.setContent('<html><body><img src="x"><input><script>alert(1)</script></body></html>');
ok((await axe(c.page)).some((v) => /image-alt|label/.test(v)), 'axe sees an image without words and a field without a label');
await c.page.goto(`${url}/masuk`);
await c.page.evaluate(() => {
	const s = document.createElement('script');
	s.textContent = 'document.title = "hidup"';
	document.body.append(s);
}).catch(() => {});
await c.page.waitForTimeout(200);
ok(c.complaints.length > 0 && (await c.page.title()) !== 'hidup', 'a script within a page is refused, and it is noticed', c.complaints.join('\n'));
await c.close();
done();

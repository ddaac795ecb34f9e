// A contact sheet: node tests/web/kontak.mjs FOLDER PATTERN OUT.png makes one picture of those that the pattern matches.
import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, pattern, out, thumb = '230', columns = '6', crop = '300'] = process.argv.slice(2);
const files = readdirSync(folder).filter((f) => new RegExp(pattern).test(f)).sort();
const cell = (f) => `<figure><div><img src="data:image/png;base64,${readFileSync(join(folder, f)).toString('base64')}"></div><figcaption>${f.replace(/\.png$/, '')}</figcaption></figure>`;
const html = `<style>body{margin:8px;display:grid;grid-template-columns:repeat(${columns},${thumb}px);gap:8px;font:9px sans-serif;background:#888}
figure{margin:0;background:#fff}div{height:${crop}px;overflow:hidden}img{width:100%}figcaption{padding:2px;background:#eee;overflow:hidden;white-space:nowrap}</style>${files.map(cell).join('')}`;
const dir = mkdtempSync(join(tmpdir(), 'lindung-kontak-'));
const context = await chromium.launchPersistentContext(dir, {
	executablePath: '/usr/bin/chromium', headless: true, viewport: { width: Number(columns) * (Number(thumb) + 8) + 16, height: 600 },
	args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await context.newPage();
const file = join(dir, 'kontak.html');
writeFileSync(file, html);
await page.goto(`file://${file}`);
await page.screenshot({ path: out, fullPage: true });
await context.close();
rmSync(dir, { recursive: true, force: true });

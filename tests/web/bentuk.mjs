// The shape of pages, for tests that ask by themselves: reads "LENGTH\n" and so many bytes of HTML, again and again; says
// one line of JSON for each. "?KEY\n" gives the shape behind a key.
//   key      of the elements and the names of their attributes; rows and options that are alike count once, messages (what
//            is wrong, hints) are left out
//   alive    what may not be there: scripts of the page's own, handlers, addresses that run or lead outside, frames
//   messages elements inside of messages that are none of theirs
//   links    addresses of our own; names: of fields that a form of the page sends
import { createHash } from 'node:crypto';
const { parse } = await import('parse5');

const LISTS = /^(tbody|ul|ol|dl|select|datalist|nav|g|svg|tr|fieldset|td|th|dd|dt|li|p|span|b|h1)$/;
const ADDRESS = /^(href|src|action|formaction|xlink:href|data|poster|cite|background|hx-\w+|data-follow)$/;
const shapes = new Map();

const attr = (node, name) => node.attrs?.find((a) => a.name === name)?.value;

function shapeOf(node, depth) {
	if (/^(faults|error|hint)$/.test(attr(node, 'class') ?? '')) return '';
	let inner = (node.childNodes ?? []).map((c) => shapeOf(c, depth + 1)).filter(Boolean);
	if (!node.tagName) return inner.join('\n');
	if (LISTS.test(node.tagName)) inner = [...new Set(inner)].sort();
	const names = node.attrs.map((a) => a.name).filter((n) => !/^(class|aria-invalid|selected|checked|aria-current|aria-describedby|autofocus)$/.test(n)).sort();
	return [`${' '.repeat(depth)}${node.tagName}[${names.join(' ')}]`, ...inner].join('\n');
}

function look(html) {
	const alive = [], messages = [], links = [], names = [];
	const walk = (node, inside) => {
		for (const a of node.attrs ?? []) {
			const value = a.value.replace(/[\u0000-\u0020]+/g, '').toLowerCase();
			if (/^on/.test(a.name) || a.name === 'style') alive.push(`${node.tagName} ${a.name}`);
			if (ADDRESS.test(a.name) && value && !/^(\/(?!\/)|#|\?|mailto:|tel:)/.test(value) && !/^data:image\/png;base64,[a-z0-9+\/=]*$/.test(value)) alive.push(`${node.tagName} ${a.name}=${value.slice(0, 60)}`);
		}
		const tag = node.tagName;
		if (tag === 'script' && (!/^\/aset\//.test(attr(node, 'src') ?? '') || node.childNodes.length)) alive.push('script');
		if (/^(iframe|frame|object|embed|base|style|applet|template)$/.test(tag ?? '') || (tag === 'meta' && attr(node, 'http-equiv'))) alive.push(tag);
		if (inside && tag && !/^(h2|ul|li|a|span|p|b|small)$/.test(tag)) messages.push(tag);
		if (inside && tag === 'a' && !/^[#/]/.test(attr(node, 'href') ?? '')) messages.push('a');
		if (tag === 'a' && /^\/(?!\/)/.test(attr(node, 'href') ?? '')) links.push(attr(node, 'href').replace(/#.*/, ''));
		if (/^(input|select|textarea|button)$/.test(tag ?? '') && attr(node, 'name')) names.push(attr(node, 'name'));
		for (const c of node.childNodes ?? []) walk(c, inside || /^(faults|error)$/.test(attr(node, 'class') ?? ''));
	};
	const doc = parse(html);
	walk(doc, false);
	const shape = shapeOf(doc, 0), key = createHash('sha1').update(shape).digest('hex').slice(0, 16);
	shapes.set(key, shape);
	return { key, alive, messages, links: [...new Set(links)], names: [...new Set(names)] };
}

let rest = Buffer.alloc(0);
for await (const piece of process.stdin) {
	rest = Buffer.concat([rest, piece]);
	for (;;) {
		const end = rest.indexOf(10);
		if (end < 0) break;
		const line = rest.subarray(0, end).toString();
		if (line[0] === '?') {
			process.stdout.write(JSON.stringify(shapes.get(line.slice(1)) ?? '') + '\n');
			rest = rest.subarray(end + 1);
			continue;
		}
		const n = Number(line);
		if (rest.length < end + 1 + n) break;
		process.stdout.write(JSON.stringify(look(rest.subarray(end + 1, end + 1 + n).toString())) + '\n');
		rest = rest.subarray(end + 1 + n);
	}
}

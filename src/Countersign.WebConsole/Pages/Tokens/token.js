// Draws what a token says. Whatever stands in it stays text.
import { decode, memberOf, peel } from './jws.js';
import { claimWords, headerWords, length, moment, scopesOf, shown } from './token-words.js';
import { verify } from './jwk.js';

const catalogue = JSON.parse(document.getElementById('words').textContent);
const at = id => document.getElementById(id);
const kinds = { signed: 'A signed token (JWS)', encrypted: 'An encrypted token (JWE)', opaque: 'An opaque token', unreadable: 'No token that can be read' };
const names = { text: 'in the token', header: 'in the header', payload: 'among the claims', signature: 'in the signature' };
let token;
let checks = 0;

function node(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function table(object, words) {
  const rows = object.members.map(([name, value]) => node('tr', {}, node('th', { scope: 'row' }, shown(name)), node('td', {}, words(name, value))));
  return node('table', {}, node('tbody', {}, ...rows));
}

function fill(id, ...content) {
  const place = at(id);
  place.hidden = content.length === 0;
  place.lastElementChild.replaceChildren(...content);
}

function show() {
  const { text, off } = peel(at('token').value);
  at('found').hidden = text.length === 0;
  checks++;
  if (text.length === 0) {
    token = undefined;
    say('Paste a token.', '');
    return;
  }

  token = decode(text, catalogue);
  const now = Date.now();
  const around = off.length > 0 ? ` Taken off: ${off.join(', ')}.` : '';
  say(`${kinds[token.kind]}, ${token.length} characters.${around} ${timeVerdict(now)}${token.remarks.join(' ')}`.trim(), token.faults.length > 0 || token.kind === 'unreadable' ? 'bad' : isOver(now) ? 'warn' : '');
  fill('faults', ...token.faults.map(fault => faultOf(fault, text)));
  fill('times', ...bar(now));
  fill('header', ...token.header ? [table(token.header, (name, value) => headerWords(name, value, catalogue))] : []);
  fill('claims', ...token.claims ? [table(token.claims, (name, value) => claimWords(name, value, token, catalogue, now))] : []);
  fill('scopes', ...token.claims ? scopesOf(token.claims).map(scope => node('li', {}, shown(scope))) : []);
  at('check').hidden = token.kind !== 'signed';
  check();
}

function say(text, tone) {
  at('verdict').textContent = text;
  at('verdict').className = `said ${tone}`;
}

function dateOf(name) {
  const value = memberOf(token.claims, name);
  return value?.kind === 'number' && !token.faults.some(fault => fault.name === name) ? Number(value.raw) : undefined;
}

const isOver = now => dateOf('exp') <= now / 1000;

function timeVerdict(now) {
  const [until, from] = [dateOf('exp'), dateOf('nbf')];
  if (until <= now / 1000) return `It expired ${length(now / 1000 - until)} ago. `;
  return from > now / 1000 ? `It counts only in ${length(from - now / 1000)}. ` : until ? `It expires in ${length(until - now / 1000)}. ` : '';
}

function faultOf(fault, text) {
  const [sentence, section] = catalogue.faults[fault.code];
  const hasPlace = fault.part === 'text' && fault.length > 0 && fault.length < text.length;
  const where = hasPlace ? `at character ${fault.start + 1}` : fault.length > 0 || fault.start > 0 ? `${names[fault.part]}, at octet ${fault.start + 1}` : names[fault.part];
  const box = node('div', { class: 'finding error' }, node('p', { class: 'say' }, node('span', { class: 'level' }, 'error'), node('code', {}, fault.code), node('span', {}, where)),
    node('p', {}, node('b', {}, sentence), fault.name === undefined ? '' : ` (${shown(fault.name)})`), node('p', { class: 'soft' }, `By ${section}`));
  if (hasPlace) {
    const [from, to] = [Math.max(0, fault.start - 10), fault.start + fault.length];
    const plain = part => part.replace(/[^\x20-\x7e]/g, '·');
    box.append(node('p', { class: 'excerpt' }, node('code', {}, from > 0 ? '…' : '', plain(text.slice(from, fault.start)), node('mark', {}, plain(text.slice(fault.start, to))), plain(text.slice(to, to + 10)), to + 10 < text.length ? '…' : '')));
  }
  return box;
}

// The life of the token, with the clock's now.
function bar(now) {
  const [until, begin] = [dateOf('exp'), dateOf('nbf') ?? dateOf('iat')];
  if (until === undefined || begin > until) return [];
  const [start, clock] = [begin ?? until, now / 1000];
  const [first, last] = [Math.min(start, clock), Math.max(until, clock)];
  const x = seconds => 20 + 560 * (seconds - first) / Math.max(1, last - first);
  const anchor = place => place < 200 ? 'start' : place > 400 ? 'end' : 'middle';
  const words = `${timeVerdict(now)}`.trim();
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const draw = (name, attributes, text) => {
    const part = document.createElementNS(drawn.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    if (text) part.textContent = text;
    drawn.append(part);
  };
  drawn.setAttribute('viewBox', '0 0 600 102');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', words);
  draw('line', { class: 'axis', x1: 20, y1: 48, x2: 580, y2: 48 });
  draw('rect', { class: clock >= start && clock < until ? 'life' : 'dead', x: x(start), y: 36, width: Math.max(2, x(until) - x(start)), height: 24 });
  if (begin !== undefined) draw('text', { x: x(start), y: 80, 'text-anchor': anchor(x(start)) }, `from ${moment(start)}`);
  draw('text', { x: x(until), y: 94, 'text-anchor': anchor(x(until)) }, `exp ${moment(until)}`);
  draw('line', { class: 'now', x1: x(clock), y1: 26, x2: x(clock), y2: 66 });
  draw('text', { x: x(clock), y: 18, 'text-anchor': anchor(x(clock)) }, `now ${moment(Math.floor(clock))}`);
  return [drawn, node('p', {}, `${words} By this machine's clock.`)];
}

async function check() {
  const round = ++checks;
  const key = at('key').value;
  const unsigned = token && memberOf(token.header, 'alg')?.text?.toLowerCase() === 'none';
  const result = !token || key.trim().length === 0
    ? { verdict: 'unsure', say: unsigned ? 'There is no signature: anybody could have written what stands here.' : 'The signature is not checked. Anybody could have written what stands here.' }
    : await verify(token, key, catalogue);
  if (round !== checks) return;
  at('signature').textContent = result.verdict === 'unsure' && key.trim().length > 0 ? `The signature is not checked. ${result.say}` : result.say;
  at('signature').className = `said ${{ good: 'good', bad: 'bad', unsure: 'warn' }[result.verdict]}`;
}

at('token').addEventListener('input', show);
at('key').addEventListener('input', check);
setInterval(() => token && document.activeElement !== at('key') && !getSelection().toString() && fill('times', ...bar(Date.now())), 1000);
show();

// What the members of a token say, in the words of the catalogue.
import { memberOf, toText } from './strict-json.js';

const most = 160;
const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
const furthest = 1e19;

const fill = (words, ...values) => words.replace(/\{(\d)\}/g, (_, at) => values[at]);

// One line, bounded, in which nothing steers the reader's eye.
export function shown(text) {
  const cut = text.length > most ? text.slice(0, /[\ud800-\udbff]/.test(text[most - 1]) ? most - 1 : most) : text;
  const plain = cut.replaceAll('\t', ' ').replace(/[\x00-\x1f]/g, each => String.fromCharCode(0x2400 + each.charCodeAt(0))).replaceAll('\x7f', '\u2421').replace(/[\x80-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\ufffd');
  return plain.length && text.length > most ? `${plain}…` : plain;
}

export const valueOf = value => shown(value.kind === 'string' ? value.text : toText(value));

export function headerWords(name, value, catalogue) {
  const text = valueOf(value);
  const meaning = meaningInHeader(name, value, catalogue);
  return meaning ? `${text}, ${meaning}` : text;
}

function meaningInHeader(name, value, { algorithms, types, header, words }) {
  if (name === 'alg') return value.kind === 'string' ? ofAlgorithm(value.text, algorithms) : words.noText;
  if (name !== 'typ') return own(header, name);
  if (value.kind !== 'string') return words.noText;
  const type = value.text.replace(/^application\//i, '').toLowerCase();
  return (type && own(types, type)) || types[''];
}

const ofAlgorithm = (name, algorithms) => name.toLowerCase() === 'none' ? algorithms.none : own(algorithms, name) ?? algorithms[''];

const own = (table, name) => Object.hasOwn(table, name) ? table[name] : undefined;

export function claimWords(name, value, token, catalogue, now) {
  const { words, times } = catalogue;
  if (token.faults.some(fault => fault.part === 'payload' && fault.name === name)) return fill(words.wrongType, valueOf(value), name);
  const time = own(times, name);
  if (time && value.kind === 'number' && Math.abs(Number(value.raw)) <= furthest) return timeWords(Number(value.raw), time, now);
  if (name === 'cnf') return confirmation(value, words);
  const meaning = meaningOf(name, token.claims, catalogue);
  const text = listOf(value);
  return meaning && text !== undefined ? `${text}, ${meaning}` : valueOf(value);
}

function meaningOf(name, claims, { claims: meanings, words }) {
  if (name === 'sub' && memberOf(claims, 'sub')?.text !== undefined && memberOf(claims, 'sub').text === memberOf(claims, 'client_id')?.text) return words.clientItself;
  if (name === 'aud' && memberOf(claims, 'aud').items?.length > 1) return words.severalAudiences;
  return own(meanings, name);
}

function listOf(value) {
  if (value.kind === 'string') return valueOf(value);
  return value.kind === 'array' && value.items.every(item => item.kind === 'string') ? shown(value.items.map(item => item.text).join(', ')) : undefined;
}

function confirmation(value, words) {
  const key = memberOf(value, 'jkt');
  const certificate = memberOf(value, 'x5t#S256');
  if (key) return fill(words.boundToKey, valueOf(key));
  return certificate ? fill(words.boundToCertificate, valueOf(certificate)) : fill(words.boundSomehow, valueOf(value));
}

// The scopes of a token, one by one.
export function scopesOf(claims) {
  const value = memberOf(claims, 'scope') ?? memberOf(claims, 'scp');
  if (value?.kind === 'string') return value.text.split(' ').filter(each => each);
  return value?.kind === 'array' ? value.items.filter(item => item.kind === 'string').map(item => item.text) : [];
}

function timeWords(seconds, [past, future], now) {
  const since = now / 1000 - seconds;
  return `${moment(seconds)}, ${fill(since >= 0 ? past : future, length(Math.abs(since)))}, by this machine's clock`;
}

export function moment(seconds) {
  if (seconds < -62135596800) return 'a time before all calendars';
  if (seconds > 253402300799) return 'a time beyond all calendars';
  const time = new Date(seconds * 1000).toISOString().replace(/^[+-]\d\d/, '');
  return `${time.slice(0, 10)} ${time.slice(11, 19)}${time.slice(19, 23).replace(/\.?0+$/, '')}Z`;
}

// A length of time in its two largest units.
export function length(seconds) {
  let rest = Math.trunc(seconds);
  if (rest < 1) return 'less than 1 s';
  if (rest > 100000 * 365 * 86400) return 'more than 100000 years';
  const words = [];
  for (const [unit, size] of units) {
    const count = Math.trunc(rest / size);
    rest -= count * size;
    if (count > 0) words.push(`${count} ${unit}`);
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.join(' ');
}

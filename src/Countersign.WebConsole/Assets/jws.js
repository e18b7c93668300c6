// Tokens as the gateway and `countersign token decode` read them: the same faults at the same places, the same words.
import { memberOf, readObject, toText } from './strict-json.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const maxSignature = 1024;
const standard = ['alg', 'jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'cty', 'crit', 'enc', 'zip', 'epk', 'apu', 'apv', 'iv', 'tag', 'p2s', 'p2c'];
const texts = ['iss', 'sub', 'jti', 'client_id', 'azp', 'sid'];
const lists = ['aud', 'scope'];
const dates = ['exp', 'nbf', 'iat'];

// A token out of what people copy: a whole field, quotes, blanks.
export function peel(text) {
  let rest = text.replace(/^\ufeff+/, '').replace(/[\r\n]+$/, '');
  const off = [];
  for (let found; (found = around(rest)); rest = found[0]) {
    if (!off.includes(found[1])) off.push(found[1]);
  }
  return { text: rest, off };
}

function around(text) {
  if (text.trim().length < text.length) return [text.trim(), 'blanks'];
  if (text.length > 1 && '"\'`'.includes(text[0]) && text.at(-1) === text[0]) return [text.slice(1, -1), 'quotes'];
  for (const field of ['Authorization:', 'Proxy-Authorization:']) {
    if (text.toLowerCase().startsWith(field.toLowerCase())) return [text.slice(field.length), `the field name ${field}`];
  }
  for (const scheme of ['Bearer ', 'DPoP ']) {
    if (text.toLowerCase().startsWith(scheme.toLowerCase())) return [text.slice(scheme.length), `the scheme ${scheme.trimEnd()}`];
  }
  return undefined;
}

// Strict base64url (RFC 7515 §2): the octets, or what is wrong and where.
export function decodePart(text) {
  for (let at = 0; at < text.length; at++) {
    if (alphabet.includes(text[at])) continue;
    const code = '+/'.includes(text[at]) ? 'standard-alphabet' : text[at] === '=' && /^=+$/.test(text.slice(at)) ? 'padding' : ' \t\r\n'.includes(text[at]) ? 'blank' : 'foreign-character';
    return { fault: { code: `base64url-${code}`, start: at, length: 1 } };
  }
  const last = alphabet.indexOf(text.at(-1) ?? 'A');
  if (text.length % 4 === 1) return { fault: { code: 'base64url-length', start: text.length - 1, length: 1 } };
  if ((text.length % 4 === 2 && last & 15) || (text.length % 4 === 3 && last & 3)) return { fault: { code: 'base64url-spare-bits', start: text.length - 1, length: 1 } };
  return { octets: octetsOf(text) };
}

function octetsOf(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), each => each.charCodeAt(0));
}

// More than a token may have, where that helps to see what is wrong.
function decodeLoosely(text) {
  const bare = text.replace(/[ \t\r\n]/g, '').replace(/={1,2}$/, '');
  return decodePart(bare).octets;
}

// What a text is, what it says, and what is wrong. Nothing is verified.
export function decode(text, catalogue) {
  const reading = read(text, catalogue);
  const kind = kindOf(text, reading, catalogue);
  const parts = kind === 'signed' || kind === 'encrypted' ? text.split('.') : [];
  const payload = kind === 'signed' ? decodeLoosely(parts[1]) : undefined;
  const { claims, faults: inClaims } = claimsOf(reading, payload, catalogue);
  const faults = kind === 'opaque' ? [] : [...reading.faults, ...inClaims];
  return {
    kind, length: text.length, faults, parts, claims,
    header: kind === 'signed' || kind === 'encrypted' ? reading.header : undefined,
    isReadable: reading.isSound && claims !== undefined,
    remarks: remarksOf(kind, claims, inClaims, catalogue.words),
  };
}

function read(text, catalogue) {
  const alone = (code, start = 0, length = 0) => ({ faults: [{ code, part: 'text', start, length }], isSound: false });
  if (text.length === 0) return alone('token-empty');
  if (text.length > catalogue.maxLength) return alone('token-too-long', catalogue.maxLength, text.length - catalogue.maxLength);
  if (text[0] === '{') return alone('token-in-json', 0, text.length);
  const parts = text.split('.');
  if (parts.length !== 3) {
    const found = alone(parts.length === 5 ? 'token-encrypted' : 'token-parts-wrong', 0, text.length);
    const first = decodePart(parts[0]);
    return first.octets ? { ...found, header: readHeader(first.octets, catalogue, []).header } : found;
  }

  const faults = [];
  const decoded = parts.map((part, i) => {
    const { octets, fault } = decodePart(part);
    if (fault) faults.push({ ...fault, part: 'text', start: fault.start + parts.slice(0, i).reduce((sum, each) => sum + each.length + 1, 0) });
    return octets;
  });
  const { header, isSound } = decoded[0] ? readHeader(decoded[0], catalogue, faults) : { header: undefined, isSound: false };
  const isSigned = hasSignature(parts[2], decoded[2], header, catalogue, faults);
  return { header, faults, isSound: isSound && isSigned && decoded.every(each => each) };
}

function hasSignature(text, octets, header, catalogue, faults) {
  const algorithm = memberOf(header, 'alg');
  if (Math.floor(text.length * 3 / 4) > maxSignature) faults.push({ code: 'part-too-long', part: 'signature', start: 0, length: 0 });
  else if (text.length > 0 || (algorithm?.kind === 'string' && !isKnown(algorithm.text, catalogue))) return true;
  else faults.push({ code: 'part-empty', part: 'signature', start: 0, length: 0 });
  return false;
}

const isKnown = (name, catalogue) => name !== '' && name !== 'none' && Object.hasOwn(catalogue.algorithms, name);

function readHeader(octets, catalogue, faults) {
  const { value: header, fault: broken } = readObject(octets, catalogue.maxHeaderLength);
  if (broken) {
    faults.push({ ...broken, part: 'header' });
    return { header: undefined, isSound: false };
  }

  let isSound = true;
  const fault = (code, name) => {
    faults.push({ code, part: 'header', start: 0, length: 0, ...(name === undefined ? {} : { name }) });
    isSound = false;
  };
  for (const [name, value] of header.members) {
    if (['alg', 'kid', 'typ', 'cty'].includes(name) && value.kind !== 'string') fault('member-type-wrong', name);
    else if (name === 'crit') critical(header, value, fault);
    else if (name === 'b64') fault('payload-unencoded', 'b64');
    else if (['jwk', 'jku', 'x5u', 'x5c'].includes(name)) faults.push({ code: 'key-in-header', part: 'header', start: 0, length: 0, name });
  }

  const algorithm = memberOf(header, 'alg');
  if (algorithm?.kind !== 'string') fault('algorithm-missing');
  else if (algorithm.text.toLowerCase() === 'none') fault('algorithm-none', algorithm.text);
  else if (!isKnown(algorithm.text, catalogue)) fault('algorithm-unknown', algorithm.text);
  return { header, isSound };
}

function critical(header, value, fault) {
  if (value.kind !== 'array' || value.items.length === 0) return fault('critical-invalid');
  const names = [];
  for (const item of value.items) {
    const name = item.kind === 'string' ? item.text : undefined;
    if (name === undefined || names.includes(name) || standard.includes(name) || !memberOf(header, name)) return fault('critical-invalid', name);
    names.push(name);
  }
  return names.forEach(name => fault('critical-not-understood', name));
}

function kindOf(text, reading, catalogue) {
  if (text.length === 0 || text.length > catalogue.maxLength || text[0] === '{') return 'unreadable';
  const dots = text.split('.').length - 1;
  if (dots === 2 && (reading.header || text.startsWith('eyJ'))) return 'signed';
  if (dots === 4 && reading.header) return 'encrypted';
  return !reading.header && /^[A-Za-z0-9._~+/-]+=*$/.test(text) ? 'opaque' : 'unreadable';
}

function claimsOf(reading, payload, catalogue) {
  const faulty = (code, more) => ({ claims: undefined, faults: [{ code, start: 0, length: 0, ...more }] });
  const type = memberOf(reading.header, 'cty');
  if (!payload) return { claims: undefined, faults: [] };
  if (reading.isSound && type?.kind === 'string' && bareType(type.text).toLowerCase() === 'jwt') return faulty('token-nested', { part: 'header', name: 'cty' });
  const { value: claims, fault } = readObject(payload, catalogue.maxLength);
  if (fault) return { claims: undefined, faults: [{ ...fault, part: 'payload' }] };
  const faults = [];
  for (const [name, value] of claims.members) {
    const code = faultOf(name, value);
    if (code) faults.push({ code, part: 'payload', start: 0, length: 0, name });
  }
  return { claims, faults };
}

function faultOf(name, value) {
  if (texts.includes(name)) return value.kind === 'string' ? undefined : 'claim-type-wrong';
  if (lists.includes(name)) return value.kind === 'string' || (value.kind === 'array' && value.items.every(item => item.kind === 'string')) ? undefined : 'claim-type-wrong';
  if (!dates.includes(name)) return undefined;
  if (value.kind !== 'number') return 'claim-type-wrong';
  return value.raw.length > 32 || Math.abs(Number(value.raw)) > 1e19 ? 'claim-number-out-of-range' : undefined;
}

// RFC 7515 §4.1.9: the prefix is left out when no other slash stands in the value.
const bareType = type => /^application\/[^/]*$/i.test(type) ? type.slice('application/'.length) : type;

function remarksOf(kind, claims, faults, words) {
  const remarks = [];
  if (kind === 'encrypted') remarks.push(words.encrypted);
  if (kind === 'opaque') remarks.push(words.opaque);
  if (claims && !memberOf(claims, 'exp') && faults.length === 0) remarks.push(words.endless);
  if (claims && ['nonce', 'at_hash', 'c_hash'].some(name => memberOf(claims, name))) remarks.push(words.idToken);
  return remarks;
}

export { memberOf, toText };

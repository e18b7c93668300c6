// Verifies a token by a key that the person gives, with the browser's own cryptography.
import { decodePart, memberOf } from './jws.js';
import { readObject } from './strict-json.js';

const curves = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const minRsaOctets = 256;

// The result is { verdict: 'good' | 'bad' | 'unsure', say: sentence }.
export async function verify(token, text, catalogue) {
  const sentence = code => `${catalogue.faults[code][0]} (${catalogue.faults[code][1]})`;
  const bad = code => ({ verdict: 'bad', say: sentence(code) });
  const unsure = say => ({ verdict: 'unsure', say });
  if (!globalThis.crypto?.subtle) return unsure('This browser has its cryptography for pages of https and of this machine alone.');
  if (!token.isReadable) return unsure('The token is broken: see what is wrong with it first.');
  const algorithm = memberOf(token.header, 'alg').text;
  const keys = keysOf(text.trim());
  if (!keys) return unsure('That is no JWK, no set of such, and no PEM block of a public key or certificate.');
  const named = memberOf(token.header, 'kid')?.text;
  const fitting = keys.filter(key => key.pem || fits(key.jwk, algorithm));
  const sameName = fitting.filter(key => named !== undefined && key.jwk?.kid === named);
  const nameless = fitting.filter(key => key.pem || key.jwk.kid === undefined || named === undefined || keys.length === 1);
  const candidates = sameName.length > 0 ? sameName : nameless;
  if (fitting.length === 0) return bad('algorithm-not-for-key');
  if (candidates.length === 0) return bad('key-unknown');

  const signed = new TextEncoder().encode(`${token.parts[0]}.${token.parts[1]}`);
  const signature = decodePart(token.parts[2]).octets;
  let last;
  for (const key of candidates) {
    last = keyFault(key, algorithm);
    if (last) continue;
    let made;
    try {
      made = await use(key, algorithm);
    } catch {
      last = 'member-value-wrong';
      continue;
    }
    if (await crypto.subtle.verify(made.how, made.key, signature, signed)) return good(key, made.isSecret);
    last = made.octets && signature.length !== made.octets ? 'signature-length-wrong' : 'signature-wrong';
  }
  return bad(last);
}

function good(key, isSecret) {
  const which = key.jwk?.kid === undefined ? 'this key' : `the key ${key.jwk.kid}`;
  const whose = isSecret ? 'Whoever has the secret could have made it.' : key.jwk?.d === undefined ? '' : 'It has its private part with it: show that to nobody.';
  return { verdict: 'good', say: `The signature is made by ${which}, over this very text. Whether that key is the issuer's, and whether the claims suffice, is for you to say. ${whose}`.trim() };
}

function keysOf(text) {
  if (text.startsWith('{')) {
    const octets = new TextEncoder().encode(text);
    const { value, fault } = readObject(octets, 256 * 1024);
    if (fault) return undefined;
    const jwks = memberOf(value, 'keys') ? JSON.parse(text).keys : [JSON.parse(text)];
    const sound = Array.isArray(jwks) ? jwks.filter(each => typeof each?.kty === 'string') : [];
    return sound.length > 0 ? sound.map(jwk => ({ jwk })) : undefined;
  }
  const blocks = [...text.matchAll(/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g)];
  try {
    const keys = blocks.map(([, label, base64]) => Uint8Array.from(atob(base64.replace(/\s/g, '')), each => each.charCodeAt(0))).map((der, i) => ({ pem: blocks[i][1] === 'CERTIFICATE' ? publicKeyOf(der) : der }));
    return keys.length > 0 && keys.every(key => key.pem) ? keys : undefined;
  } catch {
    return undefined;
  }
}

const typeOf = algorithm => ({ RS: 'RSA', PS: 'RSA', ES: 'EC', HS: 'oct' })[algorithm.slice(0, 2)] ?? 'OKP';

function fits(jwk, algorithm) {
  if (jwk.kty !== typeOf(algorithm) || (jwk.alg !== undefined && jwk.alg !== algorithm && !(jwk.kty === 'OKP' && ['EdDSA', 'Ed25519'].includes(jwk.alg)))) return false;
  return jwk.kty === 'EC' ? curves[jwk.crv] === algorithm : jwk.kty !== 'OKP' || jwk.crv === 'Ed25519';
}

function keyFault({ jwk }, algorithm) {
  if (!jwk) return undefined;
  if ((jwk.use !== undefined && jwk.use !== 'sig') || (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes('verify') && !jwk.key_ops.includes('sign'))) return 'key-not-for-signatures';
  if (jwk.kty === 'RSA' && typeof jwk.n === 'string' && (decodePart(jwk.n).octets?.length ?? 0) < minRsaOctets) return 'key-too-short';
  if (jwk.kty === 'oct' && typeof jwk.k === 'string' && (decodePart(jwk.k).octets?.length ?? 0) * 8 < Number(algorithm.slice(2))) return 'key-too-short';
  return undefined;
}

async function use({ jwk, pem }, algorithm) {
  const hash = `SHA-${algorithm.slice(2)}`;
  const how = {
    RS: { name: 'RSASSA-PKCS1-v1_5', hash },
    PS: { name: 'RSA-PSS', hash, saltLength: Number(algorithm.slice(2)) / 8 },
    ES: { name: 'ECDSA', hash, namedCurve: Object.keys(curves).find(curve => curves[curve] === algorithm) },
    HS: { name: 'HMAC', hash },
  }[algorithm.slice(0, 2)] ?? { name: 'Ed25519' };
  if (pem) {
    if (how.name === 'HMAC') throw new TypeError('a secret is no PEM');
    return { how, key: await crypto.subtle.importKey('spki', pem, how, false, ['verify']) };
  }
  const { kty, n, e, crv, x, y, k } = jwk;
  const key = kty === 'RSA' ? { kty, n, e } : kty === 'EC' ? { kty, crv, x, y } : kty === 'OKP' ? { kty, crv, x } : { kty, k };
  const octets = kty === 'EC' ? { 'P-256': 64, 'P-384': 96, 'P-521': 132 }[crv] : kty === 'OKP' ? 64 : kty === 'RSA' ? decodePart(n).octets?.length : Number(algorithm.slice(2)) / 8;
  return { how, octets, isSecret: kty === 'oct', key: await crypto.subtle.importKey('jwk', key, how, false, ['verify']) };
}

// The subjectPublicKeyInfo of a certificate (RFC 5280 §4.1): the seventh of the first sequence's elements, behind an optional version.
function publicKeyOf(der) {
  const certificate = element(der, 0);
  const tbs = element(der, certificate.start);
  let at = tbs.start;
  if (der[at] === 0xa0) at = element(der, at).end;
  for (let i = 0; i < 5; i++) at = element(der, at).end;
  return der.slice(at, element(der, at).end);
}

function element(der, at) {
  let length = der[at + 1];
  let start = at + 2;
  if (length & 0x80) {
    const count = length & 0x7f;
    if (count > 4) throw new RangeError('too long');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + der[start++];
  }
  if (!(start + length <= der.length)) throw new RangeError('cut');
  return { start, end: start + length };
}

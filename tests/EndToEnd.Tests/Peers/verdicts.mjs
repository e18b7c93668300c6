// Another JOSE library (jose) that makes keys and tokens, and says of any token whether it would count.
import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, createLocalJWKSet, createRemoteJWKSet, EmbeddedJWK, exportJWK, generateKeyPair, generateSecret, importJWK, jwtVerify, SignJWT } from 'jose';
import { serve } from './lines.mjs';

const keys = new Map();

serve({
  // A key as the world knows it (a secret: as both sides do) and with its private part, and a token by it.
  async make({ algorithm, claims, type, kid = `theirs-${algorithm}` }) {
    const { privateKey, publicKey } = algorithm.startsWith('HS') ? await secret(algorithm) : await generateKeyPair(algorithm, { extractable: true });
    const text = async (key) => JSON.stringify({ ...await exportJWK(key), kid, alg: algorithm, use: 'sig' });
    return {
      key: await text(publicKey),
      private: await text(privateKey),
      token: await new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: type, kid }).sign(privateKey),
    };
  },

  // What a proof of possession says, its hash of the access token compared.
  async proof({ proof, token }) {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt', requiredClaims: ['jti', 'htm', 'htu', 'iat'], maxTokenAge: 60 });
    return { ...payload, members: Object.keys(protectedHeader.jwk), isOfToken: payload.ath === createHash('sha256').update(token).digest('base64url'), thumbprint: await calculateJwkThumbprint(protectedHeader.jwk) };
  },

  // Why each token does not count; null when it does.
  judge: ({ cases, ...rules }) => Promise.all(cases.map((one) => verdict(one, rules))),
});

async function secret(algorithm) {
  const key = await generateSecret(algorithm, { extractable: true });
  return { privateKey: key, publicKey: key };
}

async function verdict({ token, key, algorithm, published }, { issuer, audience, type }) {
  try {
    await jwtVerify(token, await (published ? read(published) : known(key, algorithm)), { algorithms: [algorithm], issuer, audience, typ: type, requiredClaims: ['exp', 'sub'] });
    return null;
  } catch (error) {
    return `${error.code ?? error.name}: ${error.message}`;
  }
}

// Public keys are looked up in a set by what the token says of its key; a secret has no place in a set.
function known(key, algorithm) {
  if (!keys.has(key)) {
    const jwk = JSON.parse(key);
    keys.set(key, algorithm.startsWith('HS') ? importJWK(jwk, algorithm) : createLocalJWKSet({ keys: [jwk] }));
  }
  return keys.get(key);
}

// A reader of published keys keeps them for five minutes, and asks anew for one that it does not know when its last look is so many ms ago.
function read({ url, name, pause }) {
  const reader = `${name} of ${url}`;
  if (!keys.has(reader)) keys.set(reader, createRemoteJWKSet(new URL(url), { cacheMaxAge: 300_000, cooldownDuration: pause }));
  return keys.get(reader);
}

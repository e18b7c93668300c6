// A certified client (openid-client), and proofs by hand (jose) for what it would never send.
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as client from 'openid-client';
import { serve } from './lines.mjs';

const keyPairs = new Map();

serve({
  // Gets an access token for the client app; bound to a key when that is given a name.
  async token({ issuer, resource, scope, key }) {
    const configuration = await discover(issuer);
    const options = key && { DPoP: client.getDPoPHandle(configuration, await keyPair(key)) };
    return client.clientCredentialsGrant(configuration, { resource, scope }, options);
  },

  // Sends requests one after the other with a proof of its own for each; the statuses. A demand for a nonce it answers by itself.
  async call({ issuer, token, key, urls }) {
    const configuration = await discover(issuer);
    const DPoP = client.getDPoPHandle(configuration, await keyPair(key));
    const statuses = [];
    for (const url of urls) {
      const response = await client.fetchProtectedResource(configuration, token, new URL(url), 'GET', undefined, undefined, { DPoP })
        .catch((error) => error.cause?.response ?? error.response ?? Promise.reject(error));
      statuses.push(response.status);
    }
    return statuses;
  },

  // A proof; whatever is given replaces what would be right.
  async proof({ key, method, url, token, nonce, claims = {}, header = {} }) {
    const { privateKey, publicKey } = await keyPair(key);
    const ath = token && createHash('sha256').update(token).digest('base64url');
    const jwk = await exportJWK(publicKey);
    return new SignJWT({ htm: method, htu: url, jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ath, nonce: nonce ?? undefined, ...claims })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })
      .sign(privateKey);
  },
});

function discover(issuer) {
  return client.discovery(new URL(issuer), 'app', undefined, client.ClientSecretBasic('app-secret'), { execute: [client.allowInsecureRequests] });
}

function keyPair(name) {
  if (!keyPairs.has(name)) keyPairs.set(name, generateKeyPair('ES256', { extractable: true }));
  return keyPairs.get(name);
}

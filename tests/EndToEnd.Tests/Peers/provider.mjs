// Certified OpenID providers (oidc-provider) that give tokens to clients, any number of them in one process, each on a port of its own.
import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { actor, exchangeTokens, grantType } from './exchange.mjs';
import { serve } from './lines.mjs';

const scopes = 'orders.read orders.write';
const providers = new Map();

serve({
  // Opens one: what its access tokens are signed by, how long they live (s), whether they are jwt or opaque, its certificate and key if it has them, whether
  // proofs need a nonce of its own, and the public key of the client that signs who it is.
  async open({ algorithm = 'RS256', lifetime = 600, format = 'jwt', tls, nonces = false, signer }) {
    const one = { algorithm, lifetime, format, nonces, signer, keys: [], isUp: true, keySetsRead: 0, tokenRequests: 0, exchanges: 0 };
    const answer = (request, response) => {
      if (request.url === '/jwks') one.keySetsRead += 1;
      if (request.url === '/token') one.tokenRequests += 1;
      one.answer(request, response);
    };
    const server = tls ? https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, answer) : http.createServer(answer);
    // One that is down keeps its port, so that nobody else takes it, and hangs up on everybody.
    server.on('connection', (socket) => one.isUp || socket.destroy());
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    one.server = server;
    one.issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
    providers.set(one.issuer, one);
    await rotate(one, 0);
    return one.issuer;
  },

  // A new key signs from now on; so many former ones stay published.
  rotate: ({ issuer, keep }) => rotate(providers.get(issuer), keep),

  down({ issuer }) {
    const one = providers.get(issuer);
    one.isUp = false;
    one.server.closeAllConnections();
  },

  up({ issuer }) {
    providers.get(issuer).isUp = true;
  },

  keySetsRead: ({ issuer }) => providers.get(issuer).keySetsRead,

  tokenRequests: ({ issuer }) => providers.get(issuer).tokenRequests,

  exchanges: ({ issuer }) => providers.get(issuer).exchanges,
});

async function rotate(one, keep) {
  const { privateKey, publicKey } = await generateKeyPair(one.algorithm, { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const jwk = async (key) => ({ ...await exportJWK(key), kid, alg: one.algorithm, use: 'sig' });
  one.keys = [{ private: await jwk(privateKey), public: await jwk(publicKey) }, ...one.keys.slice(0, keep)];
  one.published = createLocalJWKSet({ keys: one.keys.map((key) => key.public) });
  const fresh = provider(one);
  exchangeTokens(fresh, one);
  one.answer = fresh.callback();
}

function provider({ issuer, algorithm, lifetime, format, keys, nonces, signer }) {
  return new Provider(issuer, {
    jwks: { keys: keys.map((key) => structuredClone(key.private)) },
    scopes: scopes.split(' '),
    extraTokenClaims: actor,
    clients: [['app', 'client_credentials'], ['bound', 'client_credentials'], ['gateway', grantType]].map(([id, grant]) => ({
      client_id: id,
      client_secret: `${id}-secret`,
      grant_types: [grant],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: algorithm,
      tls_client_certificate_bound_access_tokens: id === 'bound',
    })).concat(signer ? {
      client_id: 'signer',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [signer] },
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: algorithm,
      dpop_bound_access_tokens: true,
    } : []),
    enabledJWA: { idTokenSigningAlgValues: [algorithm], dPoPSigningAlgValues: ['ES256', 'EdDSA', 'Ed25519', 'PS256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      dPoP: { enabled: true, nonceSecret: nonces ? randomBytes(32) : undefined, requireNonce: () => nonces },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, getCertificate: (ctx) => ctx.req.socket.getPeerX509Certificate?.() },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: scopes,
          audience: resource,
          accessTokenTTL: lifetime,
          accessTokenFormat: format,
          jwt: { sign: { alg: algorithm } },
        }),
      },
    },
  });
}

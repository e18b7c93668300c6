// Authorization servers (oidc-provider) for clients that get tokens by themselves, each on a port of its own. Refresh tokens count once, and using one again
// takes everything back that was granted with it. One person, Anna, agrees to everything.
import * as http from 'node:http';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { exchangeTokens, grantType as exchange } from './exchange.mjs';
import { serve } from './lines.mjs';

const servers = new Map();
const device = 'urn:ietf:params:oauth:grant-type:device_code';

serve({
  // Opens one: how long access tokens live (s), and the public key of its client `signer`.
  async open({ lifetime, jwk }) {
    const one = { lifetime, algorithm: 'ES256', exchanges: 0, given: {}, errors: [], revoked: 0 };
    const server = http.createServer((request, response) => serveOne(one, request, response));
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    one.issuer = `http://127.0.0.1:${server.address().port}`;
    servers.set(one.issuer, one);
    await build(one, jwk);
    return one.issuer;
  },

  // How many tokens it gave by each grant, which errors it answered, and how often it took back a family.
  counts({ issuer }) {
    const { given, errors, revoked } = servers.get(issuer);
    return { given, errors, revoked };
  },
});

async function serveOne(one, request, response) {
  const url = new URL(request.url, one.issuer);
  if (!url.pathname.startsWith('/interaction/')) return one.answer(request, response);
  const details = await one.provider.interactionDetails(request, response);
  const grant = new one.provider.Grant({ accountId: 'anna', clientId: details.params.client_id });
  grant.addOIDCScope(details.params.scope);
  for (const resource of [details.params.resource ?? []].flat()) grant.addResourceScope(resource, details.params.scope);
  return one.provider.interactionFinished(request, response, { login: { accountId: 'anna' }, consent: { grantId: await grant.save() } });
}

async function build(one, jwk) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const named = async (key) => ({ ...await exportJWK(key), kid: await calculateJwkThumbprint(await exportJWK(publicKey)), alg: 'ES256', use: 'sig' });
  one.published = createLocalJWKSet({ keys: [await named(publicKey)] });
  const client = (client_id, grant_types, more = { client_secret: `${client_id}-secret` }) =>
    ({ client_id, grant_types, redirect_uris: [], response_types: [], id_token_signed_response_alg: 'ES256', ...more });
  one.provider = new Provider(one.issuer, {
    jwks: { keys: [await named(privateKey)] },
    clients: [
      client('app', ['client_credentials']),
      client('signer', ['client_credentials'], { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: jwk.alg, jwks: { keys: [jwk] } }),
      client('gateway', [exchange]),
      client('terminal', [device, 'refresh_token'], { token_endpoint_auth_method: 'none', application_type: 'native' }),
    ],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], clientAuthSigningAlgValues: ['ES256', 'PS256', 'EdDSA'] },
    scopes: ['openid', 'offline_access', 'orders.read'],
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: one.lifetime, ClientCredentials: one.lifetime, DeviceCode: 60, RefreshToken: 3600, Session: 3600, Grant: 3600, Interaction: 600 },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['only for tests'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({ scope: 'orders.read', audience: resource, accessTokenTTL: one.lifetime, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
  });
  exchangeTokens(one.provider, one);
  one.provider.on('grant.success', (ctx) => { one.given[ctx.oidc.params.grant_type] = (one.given[ctx.oidc.params.grant_type] ?? 0) + 1; });
  one.provider.on('grant.error', (_, error) => error.error !== 'authorization_pending' && one.errors.push(`${error.error}: ${error.error_detail ?? ''}`));
  one.provider.on('grant.revoked', () => { one.revoked += 1; });
  one.provider.on('server_error', (_, error) => console.error(error));
  one.answer = one.provider.callback();
}

// Certified OpenID providers (oidc-provider) at which people sign in: one person, Anna, who agrees to everything unless she is told to decline.
import * as http from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { serve } from './lines.mjs';

const providers = new Map();

serve({
  // Opens one for a gateway: where that is, what it calls the provider, and how long access tokens live (s).
  async open({ gateway, name, lifetime }) {
    const one = { gateway, name, lifetime, isUp: true, declines: false, groups: ['staff'], refreshes: 0, codes: 0, tokens: 0, keys: [] };
    const server = http.createServer((request, response) => serveOne(one, request, response));
    server.on('connection', (socket) => one.isUp || socket.destroy());
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    one.server = server;
    one.issuer = `http://127.0.0.1:${server.address().port}`;
    providers.set(one.issuer, one);
    await rotate(one);
    return one.issuer;
  },

  // A new key signs from now on, and the former one is gone.
  rotate: ({ issuer }) => rotate(providers.get(issuer)),

  declines({ issuer }) {
    providers.get(issuer).declines = true;
  },

  // Anna's groups from now on.
  groups({ issuer, groups }) {
    providers.get(issuer).groups = groups;
  },

  down({ issuer }) {
    const one = providers.get(issuer);
    one.isUp = false;
    one.server.closeAllConnections();
  },

  up({ issuer }) {
    providers.get(issuer).isUp = true;
  },

  // What it was asked: codes and refresh tokens that it exchanged, and questions to its token endpoint at all.
  counts({ issuer }) {
    const { codes, refreshes, tokens } = providers.get(issuer);
    return { codes, refreshes, tokens };
  },

  // Tells the gateway that the last session is over; answers what became of that.
  async logout({ issuer }) {
    const one = providers.get(issuer);
    const client = await one.provider.Client.find('gateway');
    await client.backchannelLogout('anna', one.sid);
  },

  // Takes back what was granted: the refresh token is good no more.
  async revoke({ issuer }) {
    const one = providers.get(issuer);
    await (await one.provider.RefreshToken.find(one.refresh))?.destroy();
  },
});

async function serveOne(one, request, response) {
  const url = new URL(request.url, one.issuer);
  if (url.pathname === '/token') one.tokens += 1;
  if (!url.pathname.startsWith('/interaction/')) return one.answer(request, response);
  const details = await one.provider.interactionDetails(request, response);
  if (one.declines) {
    return one.provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'Anna declined' });
  }
  const grant = new one.provider.Grant({ accountId: 'anna', clientId: details.params.client_id });
  grant.addOIDCScope('openid email profile');
  const grantId = await grant.save();
  return one.provider.interactionFinished(request, response, { login: { accountId: 'anna' }, consent: { grantId } });
}

async function rotate(one) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  one.keys = [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' }];
  const adapter = one.adapter ??= memory();
  one.provider = new Provider(one.issuer, {
    adapter,
    jwks: { keys: structuredClone(one.keys) },
    clients: [{
      client_id: 'gateway',
      client_secret: 'gateway-secret',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${one.gateway}/.countersign/sso/${one.name}/callback`],
      post_logout_redirect_uris: [`${one.gateway}/`],
      backchannel_logout_uri: `${one.gateway}/.countersign/back-channel-logout/${one.name}`,
      backchannel_logout_session_required: true,
      id_token_signed_response_alg: 'ES256',
    }],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['groups'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, groups: one.groups }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: one.lifetime, IdToken: 600, RefreshToken: 3600, AuthorizationCode: 60, Session: 3600, Grant: 3600, Interaction: 600 },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Its own guard refuses loopback, where the gateway of a test is.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  });
  one.provider.on('authorization.success', (ctx) => { one.sid = ctx.oidc.session.sidFor('gateway'); });
  one.provider.on('grant.success', (ctx) => {
    one[ctx.oidc.params.grant_type === 'refresh_token' ? 'refreshes' : 'codes'] += 1;
    one.refresh = ctx.body.refresh_token;
  });
  one.provider.on('server_error', (_, error) => console.error(error));
  one.provider.on('backchannel.error', (_, error) => console.error(error));
  one.answer = one.provider.callback();
}

// What outlives a change of the keys.
function memory() {
  const stores = new Map();
  const grants = new Map();
  return class Memory {
    constructor(name) {
      this.name = name;
      if (!stores.has(name)) stores.set(name, new Map());
      this.store = stores.get(name);
    }
    async upsert(id, payload) {
      this.store.set(id, payload);
      if (payload.grantId) grants.set(payload.grantId, [...(grants.get(payload.grantId) ?? []), [this.store, id]]);
    }
    async find(id) { return this.store.get(id); }
    async findByUid(uid) { return [...this.store.values()].find((item) => item.uid === uid); }
    async findByUserCode() { return undefined; }
    async consume(id) { this.store.get(id).consumed = Math.floor(Date.now() / 1000); }
    async destroy(id) { this.store.delete(id); }
    async revokeByGrantId(grant) { for (const [store, id] of grants.get(grant) ?? []) store.delete(id); }
  };
}

// A certified client (openid-client) that is given an address and nothing else: it finds out who gives tokens for it, and gets in.
import * as client from 'openid-client';
import { serve } from './lines.mjs';

const redirect = 'http://127.0.0.1:8400/callback';

serve({
  // From a bare 401 to the content: by a code that a person brings, then by the refresh token; bound to a key where that is asked for.
  async enter({ address, algorithm, bound, pushed, registered }) {
    const { challenge, configuration, resource, scope } = await discover(address, algorithm, registered);
    const DPoP = bound ? client.getDPoPHandle(configuration, await client.randomDPoPKeyPair()) : undefined;
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const wish = {
      redirect_uri: redirect,
      scope: `openid ${scope}`,
      resource,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    const ask = pushed ? await client.buildAuthorizationUrlWithPAR(configuration, wish, { DPoP }) : client.buildAuthorizationUrl(configuration, wish);
    ask.searchParams.set('auto', '1');
    const back = (await fetch(ask, { redirect: 'manual' })).headers.get('location');

    const tokens = await client.authorizationCodeGrant(configuration, new URL(back), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }, undefined, { DPoP });
    const statuses = [await use(configuration, tokens.access_token, address, DPoP)];
    const person = await client.fetchUserInfo(configuration, tokens.access_token, tokens.claims().sub, { DPoP });
    const renewed = await client.refreshTokenGrant(configuration, tokens.refresh_token, undefined, { DPoP });
    statuses.push(await use(configuration, renewed.access_token, address, DPoP));
    const known = await introspect(configuration, renewed.access_token);
    await client.tokenRevocation(configuration, renewed.refresh_token);
    statuses.push(await use(configuration, renewed.access_token, address, DPoP));
    return { scheme: challenge.split(' ')[0], type: tokens.token_type, person: person.sub, active: known, statuses };
  },

  // A device on which nobody can sign in; meanwhile somebody agrees elsewhere.
  async device({ address, algorithm }) {
    const { configuration, resource, scope } = await discover(address, algorithm);
    const device = await client.initiateDeviceAuthorization(configuration, { scope, resource });
    await fetch(`${device.verification_uri_complete}&auto=1`);
    const tokens = await client.pollDeviceAuthorizationGrant(configuration, device);
    return use(configuration, tokens.access_token, address);
  },
});

// RFC 9728 from the challenge on, then the metadata of the authorization server.
async function discover(address, algorithm, registered) {
  const refused = await fetch(address);
  if (refused.status !== 401) throw new Error(`The answer is ${refused.status}.`);
  const challenge = refused.headers.get('www-authenticate');
  const metadata = await (await fetch(/resource_metadata="([^"]+)"/.exec(challenge)[1])).json();
  if (metadata.resource !== address) throw new Error(`The metadata are those of ${metadata.resource}.`);
  const issuer = new URL(metadata.authorization_servers[0]);
  const options = { algorithm, execute: [client.allowInsecureRequests] };
  const configuration = registered
    ? await client.dynamicClientRegistration(issuer, { redirect_uris: [redirect], client_name: 'discoverer' }, undefined, options)
    : await client.discovery(issuer, 'discoverer', undefined, client.None(), options);
  return { challenge, configuration, resource: metadata.resource, scope: (metadata.scopes_supported ?? []).join(' ') };
}

async function use(configuration, token, address, DPoP) {
  const answer = await client.fetchProtectedResource(configuration, token, new URL(address), 'GET', undefined, undefined, { DPoP })
    .catch((error) => error.cause?.response ?? error.response ?? Promise.reject(error));
  return answer.status;
}

// Only a client with a secret may ask; this one has none unless it was registered.
async function introspect(configuration, token) {
  if (!configuration.clientMetadata().client_secret) return null;
  return (await client.tokenIntrospection(configuration, token)).active;
}

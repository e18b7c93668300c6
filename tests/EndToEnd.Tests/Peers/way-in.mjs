// A client (oauth4webapi) that knows an address and its own credentials, and nothing of who gives tokens for it (RFC 9728).
import * as oauth from 'oauth4webapi';
import { serve } from './lines.mjs';

serve({
  // What it learns on its way from the 401 to the content below the address.
  async enter({ address, below, name, secret }) {
    const resource = new URL(address);
    const [{ scheme, parameters }] = await challengesOf(resource);
    const metadata = await oauth.processResourceDiscoveryResponse(resource, await fetch(parameters.resource_metadata));
    const found = await oauth.processResourceDiscoveryResponse(resource, await oauth.resourceDiscoveryRequest(resource));

    const issuer = new URL(metadata.authorization_servers[0]);
    const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' }));
    const wish = new URLSearchParams({ resource: metadata.resource, scope: metadata.scopes_supported.join(' ') });
    const client = { client_id: name };
    const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretBasic(secret), wish);
    const { access_token } = await oauth.processClientCredentialsResponse(server, client, answer);

    const statuses = [];
    for (const url of [resource, new URL(below)]) statuses.push((await oauth.protectedResourceRequest(access_token, 'GET', url)).status);
    return { scheme, parameters, metadata, isFoundByItself: JSON.stringify(found) === JSON.stringify(metadata), statuses };
  },
});

// The library asks with a token alone, and this client has none yet.
async function challengesOf(url) {
  const withoutToken = (address, { headers: { authorization, ...headers }, ...rest }) => fetch(address, { ...rest, headers });
  const error = await oauth.protectedResourceRequest('none', 'GET', url, undefined, undefined, { [oauth.customFetch]: withoutToken }).catch((thrown) => thrown);
  if (!(error instanceof oauth.WWWAuthenticateChallengeError) || error.status !== 401) throw error;
  return error.cause;
}

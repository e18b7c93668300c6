// A client that believes whatever it is told and proves nothing: it shows that the conformance suite sees that. No PKCE, no state, no look at issuer or resource.
const server = process.argv.at(-1);
const ask = (method, token) => fetch(server, {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...(token && { authorization: `Bearer ${token}` }) },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: {} }),
});
const json = async (url, init) => (await fetch(url, init)).json();

const challenge = (await ask('tools/list')).headers.get('www-authenticate') ?? '';
const resource = await json(/resource_metadata="([^"]+)"/.exec(challenge)?.[1]);
const issuer = resource.authorization_servers[0];
const metadata = await json(`${issuer}/.well-known/oauth-authorization-server`);
const client = await json(metadata.registration_endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"redirect_uris":["http://127.0.0.1:1/back"]}' });
const request = new URL(metadata.authorization_endpoint);
request.search = new URLSearchParams({ response_type: 'code', client_id: client.client_id, redirect_uri: 'http://127.0.0.1:1/back' });
const answer = new URL((await fetch(request, { redirect: 'manual' })).headers.get('location'));
const { access_token: token } = await json(metadata.token_endpoint, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'authorization_code', code: answer.searchParams.get('code'), client_id: client.client_id, redirect_uri: 'http://127.0.0.1:1/back' }),
});
await ask('tools/list', token);

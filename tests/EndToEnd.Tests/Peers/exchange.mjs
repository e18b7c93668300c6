// Token exchange (RFC 8693) at a provider: a token of its own that was made for the gateway becomes one for a service that it knows.
import { jwtVerify } from 'jose';
import { errors } from 'oidc-provider';

export const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const parameters = ['subject_token', 'subject_token_type', 'requested_token_type', 'audience', 'resource', 'scope'];
const gateway = 'https://api.example.org';
const services = ['orders', 'stock'];

export function exchangeTokens(provider, one) {
  provider.registerGrantType(grantType, async (ctx) => {
    one.exchanges += 1;
    const { subject_token, subject_token_type, requested_token_type = accessToken, audience } = ctx.oidc.params;
    if (subject_token_type !== accessToken || requested_token_type !== accessToken) throw new errors.InvalidRequest('access tokens are exchanged for access tokens');
    const { sub, scope, exp } = await verified(subject_token, one);
    if (!services.includes(audience)) throw new errors.InvalidTarget();

    const { client } = ctx.oidc;
    const jwt = { sign: { alg: one.algorithm } };
    const token = new provider.AccessToken({
      accountId: sub,
      client,
      scope,
      expiresIn: exp - Math.floor(Date.now() / 1000),
      resourceServer: new provider.ResourceServer(audience, { scope, audience, accessTokenFormat: 'jwt', jwt }),
    });
    ctx.body = { access_token: await token.save(), issued_token_type: accessToken, token_type: 'Bearer', expires_in: token.expiration, scope };
  }, parameters, ['audience', 'resource']);
}

// Who acts with a token that was got in exchange; the gateway gets none in another way.
export const actor = (_, token) => token.kind === 'AccessToken' ? { act: { sub: token.clientId } } : undefined;

async function verified(token, { issuer, published }) {
  try {
    return (await jwtVerify(token, published, { issuer, audience: gateway, typ: 'at+jwt' })).payload;
  } catch (error) {
    throw new errors.InvalidRequest(`the subject token does not count: ${error.code}`);
  }
}

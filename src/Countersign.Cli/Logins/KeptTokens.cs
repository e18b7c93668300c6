using Countersign.Client;
using Countersign.Client.Schemes;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

namespace Countersign.Cli.Logins;

/// <summary>The tokens of a kept sign-in: used, and renewed by the refresh token, without a person.</summary>
/// <param name="Login">The sign-in.</param>
/// <param name="Store">Where its tokens are.</param>
internal sealed record KeptTokens(Login Login, ITokenStore Store)
{
    /// <summary>Has a client use them.</summary>
    /// <param name="options">The client.</param>
    /// <param name="channel">The connections to who gives tokens.</param>
    /// <param name="allowsCleartext">Whether they go over http.</param>
    public void AddTo(ReauthenticationOptions options, BackChannel channel, bool allowsCleartext)
    {
        var key = Login.ProofKey is null ? null : ProofKeys.Read(Login.ProofKey);
        var endpoint = new TokenEndpoint(Login.TokenEndpoint!, Login.Client, channel) { Key = key };
        var grant = new RefreshTokenGrant(endpoint, Store, Login.Family!);
        if (key is null)
            options.AddBearer(Login.Origin.ToString(), grant, Configure);
        else
            options.AddDpop(Login.Origin.ToString(), grant, key, Configure);

        void Configure(TokenClientOptions tokens) => (tokens.Scope, tokens.Resource, tokens.AllowCleartext) = (Login.Scope, Login.Resource, allowsCleartext);
    }
}

using System.Collections.Immutable;
using System.Text;
using Countersign.Cli.Requests;
using Countersign.Client;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Consoles;

/// <summary>The token that a person gave to the console, with the key that it is bound to and the way to the next one.</summary>
/// <param name="order">What they gave.</param>
internal sealed class ConsoleTokens(VisitOrder order) : GivenTokens
{
    public override ImmutableArray<Secret> Secrets => [.. new[] { order.Token, order.ProofKey, order.Renewal?.ClientSecret, order.Renewal?.RefreshToken }.OfType<Secret>()];

    public override void AddTo(ReauthenticationOptions options, Origin origin, BackChannel channel, bool allowsCleartext)
    {
        var key = order.IsBound ? KeyOf(order.ProofKey) : null;
        var next = order.Renewal is { } renewal ? NextOf(renewal, key, channel) : null;
        TokenGrant grant = order.Token is { } token ? new GivenFirst(new(token) { Type = key is null ? "Bearer" : "DPoP" }, next) : next ?? throw new IOException("There is neither a token nor a way to one.");
        if (key is null)
            options.AddBearer(origin.ToString(), grant, bearer => bearer.AllowCleartext = allowsCleartext);
        else
            options.AddDpop(origin.ToString(), grant, key, dpop => dpop.AllowCleartext = allowsCleartext);
    }

    private static DpopKey KeyOf(Secret? jwk)
    {
        if (jwk is null)
            return DpopKey.Create();
        return JwkReader.ReadSigningKey(Encoding.UTF8.GetBytes(jwk.Reveal()), algorithm: null, out _) is { } key ? new(key) : throw new IOException("The key can't be read: it is a private key as a JWK.");
    }

    private static TokenGrant NextOf(Renewal renewal, DpopKey? key, BackChannel channel)
    {
        var client = renewal.ClientSecret is { } secret ? ClientAuthentication.SecretBasic(renewal.ClientId, secret) : ClientAuthentication.None(renewal.ClientId);
        try
        {
            var endpoint = new TokenEndpoint(new(renewal.Endpoint), client, channel) { Key = key };
            return renewal.RefreshToken is { } refresh ? new RefreshTokenGrant(endpoint, new MemoryTokenStore(), "console") { InitialToken = refresh } : new ClientCredentialsGrant(endpoint);
        }
        catch (ArgumentException wrong)
        {
            throw new IOException(wrong.Message, wrong);
        }
    }

    /// <summary>A token that was given, and after it those of another grant.</summary>
    private sealed class GivenFirst(AccessToken given, TokenGrant? next) : TokenGrant
    {
        protected internal override bool IsCostly => next?.IsCostly ?? false;

        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            if (rejected is null)
                return Task.FromResult(GrantOutcome.Of(given));
            return next is null
                ? Task.FromResult(GrantOutcome.Of(new Client.Failures.Failure(Client.Failures.FailureReason.CredentialsRejected, "It is a token without a way to the next one."), RetryRule.Never))
                : next.RequestAsync(request, rejected, cancel);
        }

        protected internal override Task SettleAsync() => next?.SettleAsync() ?? Task.CompletedTask;
    }
}

using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens;
using Countersign.Wire;

namespace Countersign.AspNetCore.TokenExchanges;

/// <summary>Exchanges tokens at their issuer (RFC 8693), behind a breaker: an issuer that fails again and again is left in peace for a while.</summary>
internal sealed class ExchangeClient : IDisposable
{
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string JwtType = "urn:ietf:params:oauth:token-type:jwt";

    private readonly ExchangeOptions _options;
    private readonly IssuerEndpoint _endpoint;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="options">What is exchanged, and for what.</param>
    /// <param name="handler">The connections; disposed with the client.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why when the issuer begins to fail, and null when it is well again. Must not throw.</param>
    public ExchangeClient(ExchangeOptions options, HttpMessageHandler handler, TimeProvider time, Action<string?>? tell = null)
    {
        _options = options;
        _endpoint = new(IssuerEndpointKind.Token, options.Issuer, options.TokenEndpoint, options.Metadata, options.Client, handler, time, tell);
    }

    /// <summary>Asks once.</summary>
    /// <param name="token">The presented token; nothing keeps it.</param>
    /// <param name="cancel">Gives the question up.</param>
    /// <returns>What came of it, and how long the new token counts where the issuer says so.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<(ExchangeReading Reading, TimeSpan? ExpiresIn)> AskAsync(string token, CancellationToken cancel)
    {
        var answer = await _endpoint.AskAsync(token, client: null, FormFor(token), cancel);
        if (!answer.IsAnswered)
            return (ExchangeReading.Unavailable(answer.Failure), null);
        if (TokenAnswer.Read(answer.Octets, out var fault) is not { } said)
            return (ExchangeReading.Unavailable(answer.Report($"no sound answer. {KeySourceAnswer.Words(fault!.Value)}")), null);
        if (!answer.IsGood)
            return (No(answer, said), null);
        return WhyUseless(said) is { } useless
            ? (ExchangeReading.Unavailable(answer.Report(useless)), null)
            : (ExchangeReading.Good(said.AccessToken!.Reveal()), said.ExpiresIn);
    }

    public void Dispose() => _endpoint.Dispose();

    private IEnumerable<KeyValuePair<string, string>> FormFor(string token)
    {
        yield return new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        yield return new("subject_token", token);
        yield return new("subject_token_type", AccessTokenType);
        yield return new("requested_token_type", AccessTokenType);
        foreach (var audience in _options.Audiences)
            yield return new("audience", audience);
        foreach (var resource in _options.Resources)
            yield return new("resource", resource);
        if (_options.Scope is { } scope)
            yield return new("scope", scope);
    }

    /// <summary>
    /// RFC 8693 §2.2.2: an unacceptable subject token is invalid_request; many issuers say invalid_grant, as for other grants. Both are faults of the
    /// token, for which the client can get another, and so are invalid_token and access_denied, which some say of it. Every other error is one of what
    /// the operator wrote.
    /// </summary>
    private static ExchangeReading No(in FormAnswer answer, TokenAnswer said)
    {
        var error = said.Error is { } word ? PeerText.Failure(word) : "no error";
        return said.Error is "invalid_request" or "invalid_grant" or "invalid_token" or "access_denied"
            ? ExchangeReading.Refused($"The issuer does not exchange the token ({error}).")
            : ExchangeReading.Unavailable(answer.Report($"the issuer exchanges nothing for this upstream ({error}); look at audience, resource, scope and what the client may do."));
    }

    /// <summary>Why the issuer's yes serves nothing; null when it does.</summary>
    private static string? WhyUseless(TokenAnswer said)
    {
        if (said.AccessToken is not { } token || !WireChars.IsToken68(token.Reveal()))
            return "the answer has no access_token that a field can carry";
        if (!"Bearer".Equals(said.TokenType, StringComparison.OrdinalIgnoreCase))
            return "the new token is not of the type Bearer";
        return said.IssuedTokenType is AccessTokenType or JwtType ? null : "the answer does not say that it issued an access token (issued_token_type)";
    }
}

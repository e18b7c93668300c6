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
    private readonly BoundedFetch _fetch;
    private readonly DiscoveredMetadata? _metadata;
    private readonly Breaker _breaker;
    private readonly OpenQuestions _questions = new();

    /// <summary>Asks nothing yet.</summary>
    /// <param name="options">What is exchanged, and for what.</param>
    /// <param name="handler">The connections; disposed with the client.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why when the issuer begins to fail, and null when it is well again. Must not throw.</param>
    public ExchangeClient(ExchangeOptions options, HttpMessageHandler handler, TimeProvider time, Action<string?>? tell = null)
    {
        _options = options;
        _fetch = new(handler, time);
        _metadata = options.TokenEndpoint is null ? new(options.Issuer, options.Metadata, _fetch, time) : null;
        _breaker = new(time, tell);
    }

    /// <summary>Asks once.</summary>
    /// <param name="token">The presented token; nothing keeps it.</param>
    /// <param name="cancel">Gives the question up.</param>
    /// <returns>What came of it, and how long the new token counts where the issuer says so.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<(ExchangeReading Reading, TimeSpan? ExpiresIn)> AskAsync(string token, CancellationToken cancel)
    {
        if (_questions.Begin(client: null) is { } full)
            return (ExchangeReading.Unavailable(full), null);
        try
        {
            return await QuestionAsync(token, cancel);
        }
        finally
        {
            _questions.End(client: null);
        }
    }

    public void Dispose() => _fetch.Dispose();

    private async Task<(ExchangeReading Reading, TimeSpan? ExpiresIn)> QuestionAsync(string token, CancellationToken cancel)
    {
        if (_breaker.WhyClosed() is { } closed)
            return (ExchangeReading.Unavailable(closed), null);
        var place = _metadata is null ? new(_options.TokenEndpoint, null) : await _metadata.FindAsync("token_endpoint", static metadata => metadata.TokenEndpoint, cancel);
        if (!place.IsGood)
            return Failed(place.Failure);
        var answer = await _fetch.PostAsync(place.Url, FormFor(token), _options.Client, cancel);
        if (!answer.IsAnswered)
            return Failed(answer.Failure);
        var where = BoundedFetch.Shown(place.Url);
        if (answer.IsClientRefused)
            return Failed(answer.ClientRefusal(place.Url));
        if (TokenAnswer.Read(answer.Octets, out var fault) is not { } said)
            return Failed($"{where}: no sound answer. {KeySourceAnswer.Words(fault!.Value)}");
        if (!answer.IsGood)
            return No(where, said);
        if (WhyUseless(said) is { } useless)
            return Failed($"{where}: {useless}");
        _breaker.Succeed();
        return (ExchangeReading.Good(said.AccessToken!.Reveal()), said.ExpiresIn);
    }

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
    /// the operator wrote. The issuer is well in any case: nobody can have it left in peace by a token that it refuses.
    /// </summary>
    private (ExchangeReading, TimeSpan?) No(string where, TokenAnswer said)
    {
        var error = said.Error is { } word ? PeerText.Failure(word) : "no error";
        _breaker.Succeed();
        if (said.Error is not ("invalid_request" or "invalid_grant" or "invalid_token" or "access_denied"))
            return (ExchangeReading.Unavailable($"{where}: the issuer exchanges nothing for this upstream ({error}); look at audience, resource, scope and what the client may do."), null);
        return (ExchangeReading.Refused($"The issuer does not exchange the token ({error})."), null);
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

    private (ExchangeReading, TimeSpan?) Failed(string failure)
    {
        _breaker.Fail(failure);
        return (ExchangeReading.Unavailable(failure), null);
    }
}

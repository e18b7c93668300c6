using System.Net;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.Introspection;

/// <summary>Asks an issuer about tokens (RFC 7662). Behind a breaker: an issuer that fails again and again is left in peace for a while, and requests do not wait for it.</summary>
public sealed class IntrospectionClient : ITokenIntrospection, IDisposable
{
    private readonly BoundedFetch _fetch;
    private readonly DiscoveredMetadata? _metadata;
    private readonly Uri? _url;
    private readonly ClientAuthentication _client;
    private readonly Breaker _breaker;
    private readonly OpenQuestions _questions = new();

    /// <summary>Asks nothing yet.</summary>
    /// <param name="issuer">The issuer's identifier.</param>
    /// <param name="url">Where it is asked; null to read that from its metadata.</param>
    /// <param name="metadata">Where its metadata are; null for the places that follow from its identifier.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="handler">The connections; disposed with the client.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why when the issuer begins to fail, and null when it is well again. Must not throw.</param>
    public IntrospectionClient(string issuer, Uri? url, Uri? metadata, ClientAuthentication client, HttpMessageHandler handler, TimeProvider time, Action<string?>? tell = null)
    {
        _fetch = new(handler, time);
        _url = url;
        _metadata = url is null ? new(issuer, metadata, _fetch, time) : null;
        _client = client;
        _breaker = new(time, tell);
    }

    /// <inheritdoc/>
    public async ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel)
    {
        if (_questions.Begin(client) is { } full)
            return IntrospectionReading.Unavailable(full);
        try
        {
            return await QuestionAsync(token, cancel);
        }
        finally
        {
            _questions.End(client);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _fetch.Dispose();

    private async ValueTask<IntrospectionReading> QuestionAsync(string token, CancellationToken cancel)
    {
        if (_breaker.WhyClosed() is { } failure)
            return IntrospectionReading.Unavailable(failure);
        var place = _metadata is null ? new(_url, null) : await _metadata.FindAsync("introspection_endpoint", static metadata => metadata.IntrospectionEndpoint, cancel);
        if (!place.IsGood)
            return Failed(place.Failure);
        var answer = await _fetch.PostAsync(place.Url, [new("token", token), new("token_type_hint", "access_token")], _client, cancel);
        if (!answer.IsAnswered)
            return Failed(answer.Failure);

        // RFC 7662 §2.3: it is the gateway that is refused, not the token.
        if (answer.IsClientRefused || answer.Status == 403)
            return Failed(answer.ClientRefusal(place.Url));

        // The issuer is well and can't read this question: strangers are not to have it left in peace by what they invent.
        if (!answer.IsGood)
            return IntrospectionReading.Unavailable($"{BoundedFetch.Shown(place.Url)}: the issuer can't read the question ({answer.Status}).");
        if (JwtClaimsReader.Read(answer.Octets, out var fault) is not { } claims)
            return Failed($"{BoundedFetch.Shown(place.Url)}: no sound answer. {KeySourceAnswer.Words(fault!.Value)}");
        if (!claims.TryGet("active", out var active) || active.ValueKind is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False))
            return Failed($"{BoundedFetch.Shown(place.Url)}: the answer has no active that is true or false.");
        _breaker.Succeed();
        return active.GetBoolean() ? IntrospectionReading.Active(claims) : IntrospectionReading.Inactive();
    }

    private IntrospectionReading Failed(string failure)
    {
        _breaker.Fail(failure);
        return IntrospectionReading.Unavailable(failure);
    }
}

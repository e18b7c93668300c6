using System.Net;
using System.Text.Json;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.Introspection;

/// <summary>Asks an issuer about tokens (RFC 7662). Behind a breaker: an issuer that fails again and again is left in peace for a while, and requests do not wait for it.</summary>
public sealed class IntrospectionClient : ITokenIntrospection, IDisposable
{
    private readonly IssuerEndpoint _endpoint;

    /// <summary>Asks nothing yet.</summary>
    /// <param name="issuer">The issuer's identifier.</param>
    /// <param name="url">Where it is asked; null to read that from its metadata.</param>
    /// <param name="metadata">Where its metadata are; null for the places that follow from its identifier.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="handler">The connections; disposed with the client.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why when the issuer begins to fail, and null when it is well again. Must not throw.</param>
    public IntrospectionClient(string issuer, Uri? url, Uri? metadata, ClientAuthentication client, HttpMessageHandler handler, TimeProvider time, Action<string?>? tell = null) =>
        _endpoint = new(IssuerEndpointKind.Introspection, issuer, url, metadata, client, handler, time, tell);

    /// <inheritdoc/>
    public async ValueTask<IntrospectionReading> AskAsync(string token, IPAddress? client, CancellationToken cancel)
    {
        var answer = await _endpoint.AskAsync(token, client, [new("token", token), new("token_type_hint", "access_token")], cancel);
        if (!answer.IsAnswered)
            return IntrospectionReading.Unavailable(answer.Failure);

        // RFC 7662 §2.2 wants a no here; many issuers answer 400 to what is no token of theirs.
        if (!answer.IsGood)
            return IntrospectionReading.Unreadable(answer.Report($"the issuer can't read the token ({answer.Status})."));
        if (JwtClaimsReader.ReadAnswer(answer.Octets, out var fault) is not { } claims)
            return IntrospectionReading.Unusable(answer.Report($"no sound answer. {KeySourceAnswer.Words(fault!.Value)}"));
        if (!claims.TryGet("active", out var active) || active.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return IntrospectionReading.Unusable(answer.Report("the answer has no active that is true or false."));
        return active.GetBoolean() ? IntrospectionReading.Active(claims) : IntrospectionReading.Inactive();
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();
}

using System.Net;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;

namespace Countersign.Gateway.Doctor.Surroundings;

/// <summary>Asks an issuer what the gateway asks it: its metadata and its keys.</summary>
/// <param name="Label">Its name for people.</param>
/// <param name="Issuer">Its identifier.</param>
internal sealed record IssuerQuestion(string Label, string Issuer)
{
    public Uri? Metadata { get; init; }

    public Uri? JwksUri { get; init; }

    public string? Authorities { get; init; }

    /// <summary>Where people sign in, as the operator says; null where the metadata do.</summary>
    public Uri? Authorization { get; init; }

    /// <summary>Where codes are exchanged, as the operator says.</summary>
    public Uri? Token { get; init; }

    /// <summary>Whether people sign in there.</summary>
    public bool IsProvider { get; init; }

    private bool NeedsMetadata => JwksUri is null || (IsProvider && (Authorization is null || Token is null));

    /// <summary>What is found of it.</summary>
    public async Task<IReadOnlyList<Finding>> AskAsync(CheckRow answers, CheckRow clocks, TimeProvider clock, CancellationToken cancel)
    {
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return [answers.NotChecked($"{Label} is no address that could be asked.")];
        using var handler = OutboundHandler.Create(Authorities);
        using var dated = new DatedHandler(handler, clock);
        using var fetch = new BoundedFetch(dated, clock);
        List<Finding> found = [await AskAsync(answers, fetch, clock, cancel)];
        if (dated.Last is { } last)
            found.Add(ClockWords.Judge(clocks, Label, ClockWords.SkewOf(last.Said, last.Sent, last.Took), last.Took));
        return found;
    }

    private async Task<Finding> AskAsync(CheckRow row, BoundedFetch fetch, TimeProvider clock, CancellationToken cancel)
    {
        IssuerMetadata? metadata = null;
        if (NeedsMetadata)
        {
            (metadata, var failure) = await new DiscoveredMetadata(Issuer, Metadata, fetch, clock).ReadAsync(cancel);
            if (metadata is null)
                return row.Fault($"{Label} has no metadata that serve: {failure}.", "Correct `issuer` to what the provider calls itself, character by character; else see to the network, or to `authorities`.");
            if (IsProvider && (Authorization is null && metadata.AuthorizationEndpoint is null || Token is null && metadata.TokenEndpoint is null))
                return row.Fault($"The metadata of {Label} name no {(Authorization is null && metadata.AuthorizationEndpoint is null ? "authorization_endpoint" : "token_endpoint")}.", "Give it in the configuration, or correct `metadata`.");
        }

        if (JwksUri is null && metadata?.JwksUri is null)
            return row.Fault($"The metadata of {Label} name no jwks_uri.", "Give `jwks-uri` in the configuration.");
        if (!Uri.TryCreate(JwksUri?.AbsoluteUri ?? metadata!.JwksUri, UriKind.Absolute, out var keysAt) || IssuerUrl.WhyNotFollowed(keysAt, Metadata ?? new Uri(Issuer)) is not null)
            return row.Fault($"The keys of {Label} are at an address that is not followed.", "Give `jwks-uri` in the configuration, an address of https.");
        var keys = await JwkSetSource.ReadAsync(fetch, keysAt, cancel);
        return keys.IsGood
            ? row.Ok(FormattableString.Invariant($"{Label} answers{(NeedsMetadata ? " and names itself as configured" : "")}; {keys.Reading.Keys.Keys.Length} of its keys can be used."))
            : row.Fault($"The keys of {Label} can't be had: {keys.Failure}.", "See to the network between, or to what the provider publishes; `countersign token jwks` reads a file of keys.");
    }

    /// <summary>Notes the Date of each answer.</summary>
    private sealed class DatedHandler(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
    {
        public (DateTimeOffset Said, DateTimeOffset Sent, TimeSpan Took)? Last { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (sent, began) = (clock.GetUtcNow(), clock.GetTimestamp());
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is { } said && answer.StatusCode == HttpStatusCode.OK && answer.Headers.Age is null)
                Last = (said, sent, clock.GetElapsedTime(began));
            return answer;
        }
    }
}

using System.Net;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;

namespace Countersign.AspNetCore.Issuers;

/// <summary>
/// Where an issuer is asked about tokens or for them: an address that the operator knows, or one that its metadata name. Behind a breaker: an issuer that
/// fails again and again is left in peace for a while, and requests do not wait for it. What is in one token can't have it left in peace.
/// </summary>
internal sealed class IssuerEndpoint : IDisposable
{
    private readonly IssuerEndpointKind _kind;
    private readonly BoundedFetch _fetch;
    private readonly DiscoveredMetadata? _metadata;
    private readonly Uri? _url;
    private readonly ClientAuthentication _client;
    private readonly Breaker _breaker;
    private readonly OpenQuestions _questions = new();

    /// <summary>Asks nothing yet.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="issuer">The issuer's identifier.</param>
    /// <param name="url">Where it is; null to read that from the metadata.</param>
    /// <param name="metadata">Where the metadata are; null for the places that follow from the identifier.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="handler">The connections; disposed with the endpoint.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Told why when the issuer begins to fail, and null when it is well again. Must not throw.</param>
    public IssuerEndpoint(
        IssuerEndpointKind kind, string issuer, Uri? url, Uri? metadata, ClientAuthentication client, HttpMessageHandler handler, TimeProvider time, Action<string?>? tell)
    {
        _fetch = new(handler, time);
        _metadata = url is null ? new(issuer, metadata, _fetch, time) : null;
        _breaker = new(time, tell);
        (_kind, _url, _client) = (kind, url, client);
    }

    /// <summary>Asks once. An answer is the issuer's word on this token, whatever it is; that it refuses the gateway is none.</summary>
    /// <param name="token">The token; nothing keeps it.</param>
    /// <param name="client">For whom it is asked (<see cref="OpenQuestions"/>).</param>
    /// <param name="form">The question.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<FormAnswer> AskAsync(string token, IPAddress? client, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        if (_questions.Begin(client) is { } full)
            return FormAnswer.Unasked(full);
        try
        {
            return await QuestionAsync(token, form, cancel);
        }
        finally
        {
            _questions.End(client);
        }
    }

    public void Dispose() => _fetch.Dispose();

    private async Task<FormAnswer> QuestionAsync(string token, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancel)
    {
        if (_breaker.WhyClosed() is { } closed)
            return FormAnswer.Unasked(closed);
        var place = _metadata is null ? new(_url, null) : await _metadata.FindAsync(_kind.Member, _kind.UrlOf, cancel);
        var answer = place.IsGood ? await _fetch.PostAsync(place.Url, form, _client, cancel) : FormAnswer.Unasked(place.Failure);
        if (!answer.IsAnswered)
            return Failed(answer, token);
        if (_kind.RefusesClient(answer))
        {
            // What stands before an issuer may say 403 to what is in one token.
            _breaker.Fail(answer.ClientRefusal, answer.Status == 403 ? TokenHash.Of(token) : null);
            return answer with { Octets = null, Failure = answer.ClientRefusal };
        }

        _breaker.Succeed();
        return answer;
    }

    private FormAnswer Failed(in FormAnswer answer, string token)
    {
        // An issuer that answers, and not what it should, may have stumbled over this very token; 429 is about all of them.
        _breaker.Fail(answer.Failure!, answer.Status is 0 or 429 ? null : TokenHash.Of(token));
        if (answer.Status != 429)
            _metadata?.Forget();
        return answer;
    }
}

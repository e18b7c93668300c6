using Countersign.Client.Failures;
using Countersign.Client.Tokens;

namespace Countersign.Client.Discovery;

/// <summary>A document that a peer publishes; null where there is none, and then with a failure unless another place may have it.</summary>
/// <param name="Octets">The document.</param>
/// <param name="Failure">Why nobody needs to look elsewhere.</param>
/// <param name="Missing">Why there is none at this place.</param>
internal sealed record FetchedDocument(byte[]? Octets, Failure? Failure, string? Missing);

/// <summary>Gets documents that peers point to: of JSON, at most so long, and only where they were said to be.</summary>
/// <param name="channel">The connections.</param>
/// <param name="clock">The clock.</param>
internal sealed class DocumentFetch(BackChannel channel, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<FetchedDocument> GetAsync(Uri place, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.Accept.ParseAdd("application/json");
        BackChannelAnswer answer;
        try
        {
            answer = await channel.SendAsync(request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Fail(place, "no whole answer in time", null, isOutage: true);
        }

        if (answer.Cause is UnsafeAddressException || answer.Cause?.InnerException is UnsafeAddressException)
            return new(null, new(FailureReason.UnsafeAddress, $"{TokenEndpoint.Shown(place)}: the name leads into a network that is not open to all."), null);
        if (answer.Outage is { } outage)
            return Fail(place, outage, answer, isOutage: true);
        if (answer.Status is >= 500 or 429)
            return Fail(place, $"the answer is {answer.Status}", answer, isOutage: true);
        if (!answer.IsSuccess)
            return new(null, null, $"{TokenEndpoint.Shown(place)}: the answer is {answer.Status}{(answer.Status is >= 300 and < 400 ? "; redirects are not followed" : "")}");

        // Sites of one page answer with it whatever they are asked for.
        if (!"application/json".Equals(answer.ContentType, StringComparison.OrdinalIgnoreCase))
            return new(null, null, $"{TokenEndpoint.Shown(place)}: the answer is not application/json");
        return answer.Octets is { } octets ? new(octets, null, null) : Fail(place, "the document is too large, or packed", answer);
    }

    private FetchedDocument Fail(Uri place, string words, BackChannelAnswer? answer, bool isOutage = false) =>
        new(null, new(FailureReason.DiscoveryFailed, $"{TokenEndpoint.Shown(place)}: {words}.") { Cause = answer?.Cause, RetryAfter = answer?.RetryAfter(clock), IsOutage = isOutage }, null);
}

using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.TokenExchanges;

/// <summary>
/// The tokens for one upstream, asked once for all who wait and remembered under a hash of the presented one. Nothing is decided by it: a request is
/// admitted by the presented token, each time anew, before it comes here.
/// </summary>
internal sealed class TokenExchange(ExchangeClient client, TimeProvider time, int capacity = TokenExchange.DefaultCapacity) : IDisposable
{
    public const int DefaultCapacity = 10_000;

    // The upstream has to find it valid on arrival, by its own clock.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    // Where the issuer does not say how long its token counts (RFC 6749 §5.1).
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(60);

    // A client that sends on what the issuer refused is told so without asking each time.
    private static readonly TimeSpan KeepRefused = TimeSpan.FromSeconds(5);

    private readonly TokenMemory<ExchangeReading> _known = new(capacity);
    private readonly TokenQuestions<ExchangeReading> _questions = new();

    /// <summary>How many answers are remembered.</summary>
    public int Count => _known.Count;

    /// <summary>The token for the upstream.</summary>
    /// <param name="token">The presented token, which was found good.</param>
    /// <param name="ends">Its <c>exp</c>: what was got for it is not used beyond; null when it has none.</param>
    /// <param name="cancel">Ends the waiting, not the question: others may wait for it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<ExchangeReading> ForAsync(string token, DateTimeOffset? ends, CancellationToken cancel)
    {
        var hash = TokenHash.Of(token);
        return _known.TryFind(hash, time.GetUtcNow(), out var known) ? ValueTask.FromResult(known) : new(AskOnceAsync(hash, token, ends, cancel));
    }

    public void Dispose() => client.Dispose();

    private Task<ExchangeReading> AskOnceAsync(TokenHash hash, string token, DateTimeOffset? ends, CancellationToken cancel) =>
        _questions.AskAsync(hash, () => AskAsync(hash, token, ends), cancel);

    private async Task<ExchangeReading> AskAsync(TokenHash hash, string token, DateTimeOffset? ends)
    {
        var (reading, expiresIn) = await client.AskAsync(token, CancellationToken.None);
        if (reading.Outage is null)
            Remember(hash, reading, expiresIn, ends);
        return reading;
    }

    private void Remember(in TokenHash hash, ExchangeReading reading, TimeSpan? expiresIn, DateTimeOffset? ends)
    {
        var now = time.GetUtcNow();
        var until = now + (reading.IsGood ? expiresIn - Margin ?? Unsaid : KeepRefused);
        if (ends < until)
            until = ends.Value;
        _known.Remember(hash, reading, now, until, reading.Authorization?.Length ?? 0);
    }
}

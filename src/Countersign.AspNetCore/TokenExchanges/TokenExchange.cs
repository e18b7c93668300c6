using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

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

    private readonly ConcurrentDictionary<Name, Known> _known = new();
    private readonly ConcurrentDictionary<Name, Task<ExchangeReading>> _questions = new();

    /// <summary>How many answers are remembered.</summary>
    public int Count => _known.Count;

    /// <summary>The token for the upstream.</summary>
    /// <param name="token">The presented token, which was found good.</param>
    /// <param name="ends">Its <c>exp</c>: what was got for it is not used beyond; null when it has none.</param>
    /// <param name="cancel">Ends the waiting, not the question: others may wait for it.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<ExchangeReading> ForAsync(string token, DateTimeOffset? ends, CancellationToken cancel)
    {
        var name = Name.Of(token);
        if (_known.TryGetValue(name, out var known) && time.GetUtcNow() < known.Until)
            return ValueTask.FromResult(known.Reading);
        var mine = new TaskCompletionSource<ExchangeReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = _questions.GetOrAdd(name, mine.Task);
        if (question == mine.Task)
            _ = AskAsync(name, token, ends, mine);
        return new(question.WaitAsync(cancel));
    }

    public void Dispose() => client.Dispose();

    /// <summary>Nobody's cancellation ends the question for the others.</summary>
    private async Task AskAsync(Name name, string token, DateTimeOffset? ends, TaskCompletionSource<ExchangeReading> answer)
    {
        try
        {
            var (reading, expiresIn) = await client.AskAsync(token, CancellationToken.None);
            if (reading.Outage is null)
                Remember(name, reading, expiresIn, ends);

            // First: who comes after the answer asks anew.
            _questions.TryRemove(name, out _);
            answer.SetResult(reading);
        }
        catch (Exception failure)
        {
            _questions.TryRemove(name, out _);
            answer.SetException(failure);
        }
    }

    private void Remember(in Name name, ExchangeReading reading, TimeSpan? expiresIn, DateTimeOffset? ends)
    {
        var now = time.GetUtcNow();
        var until = now + (reading.IsGood ? expiresIn - Margin ?? Unsaid : KeepRefused);
        if (ends < until)
            until = ends.Value;
        if (until <= now)
            return;
        if (_known.Count >= capacity)
            MakeRoom(now);
        _known[name] = new(reading, until);
    }

    /// <summary>Drops what has ended and, if that is not enough, everything: what is forgotten costs one more question and nothing else.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (name, known) in _known)
        {
            if (known.Until <= now)
                _known.TryRemove(name, out _);
        }

        if (_known.Count >= capacity)
            _known.Clear();
    }

    private readonly record struct Known(ExchangeReading Reading, DateTimeOffset Until);

    /// <summary>SHA-256 over a token: its name here, from which it can't be made again.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Name(UInt128 High, UInt128 Low)
    {
        public static Name Of(string token)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
            return new(MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
        }
    }
}

using Countersign.Client.Tokens;

namespace Countersign.Client.Tests.Tokens;

/// <summary>Gives tokens one after the other, each when the test says so.</summary>
internal sealed class StubGrant(SetClock clock, TimeSpan? lifetime = null) : TokenGrant
{
    private int _asked;
    private TaskCompletionSource? _gate;

    /// <summary>Keeps questions waiting from now on.</summary>
    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers those that wait.</summary>
    public void Release() => _gate!.SetResult();

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What is answered instead of a token; null for a token.</summary>
    public Func<GrantOutcome>? Refusal { get; set; }

    public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _asked);
        var asked = clock.GetTimestamp();
        if (_gate is { } gate)
            await gate.Task.WaitAsync(cancel);
        return Refusal?.Invoke() ?? GrantOutcome.Of(new AccessToken(new($"t{number}")) { Lifetime = lifetime, AskedAt = asked });
    }
}

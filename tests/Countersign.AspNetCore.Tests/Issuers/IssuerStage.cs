using System.Net;
using System.Text;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

/// <summary>A clock that stands still until the test moves it; its timers come when it passes them.</summary>
internal sealed class TurnedClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _now = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer comes, from now; null when none will.</summary>
    public TimeSpan? Next
    {
        get
        {
            lock (_gate)
                return _timers.Min(timer => timer.Due) - _now;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Turn(TimeSpan by)
    {
        var end = TimeSpan.FromTicks(GetTimestamp()) + by;
        while (true)
        {
            Timer? due;
            lock (_gate)
            {
                due = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = due?.Due > _now ? due.Due.Value : due is null ? end : _now;
                due?.Due = null;
            }

            if (due is null)
                return;
            due.Come();
        }
    }

    public void Turn(double seconds) => Turn(TimeSpan.FromSeconds(seconds));

    private sealed class Timer(TurnedClock clock, Action come) : ITimer
    {
        public TimeSpan? Due { get; set; }

        public void Come() => come();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>An issuer without a network: pages by URL, each question counted. What is not there is 404.</summary>
internal sealed class ImaginedIssuer : HttpMessageHandler
{
    public const string Name = "https://issuer.example";
    public const string Keys = $"{Name}/keys";
    public const string OpenId = $"{Name}/.well-known/openid-configuration";
    public const string Rfc8414 = $"{Name}/.well-known/oauth-authorization-server";

    private readonly Dictionary<string, Func<HttpResponseMessage>> _pages = [];
    private readonly List<string> _asked = [];

    /// <summary>What answers have to wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool IsDisposed { get; private set; }

    public string[] Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public int Count => Asked.Length;

    public static SigningKey Signer(string kid) => SigningKey.Create(JwsAlgorithm.ES256, kid);

    public static string Set(params SigningKey[] signers) => $$"""{"keys":[{{string.Join(',', signers.Select(signer => JwkWriter.Write(signer.Verifier)))}}]}""";

    public void Says(string url, string text, string? cacheControl = null) => Says(url, Encoding.UTF8.GetBytes(text), cacheControl);

    public void Says(string url, byte[] octets, string? cacheControl = null) => Answers(url, () =>
    {
        var response = new HttpResponseMessage { Content = new ByteArrayContent(octets) };
        if (cacheControl is not null)
            response.Headers.TryAddWithoutValidation("Cache-Control", cacheControl);
        return response;
    });

    public void Answers(string url, Func<HttpResponseMessage> answer) => _pages[url] = answer;

    public void IsDown(string url) => Answers(url, () => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

    public PublishedIssuerKeys KeysAt(TurnedClock clock, Action<IssuerKeysNews>? tell = null) => new(new JwkSetSource(new(Keys), this, clock), clock, tell);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        lock (_asked)
            _asked.Add(url);
        await Gate.WaitAsync(cancellationToken);
        return _pages.TryGetValue(url, out var answer) ? answer() : new(HttpStatusCode.NotFound);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}

internal static class IssuerKeysTesting
{
    public static string[] Names(this KeySet? keys) => keys is null ? [] : [.. keys.Keys.Select(key => key.KeyId ?? "")];

    /// <summary>Starts, and waits until the first question is answered and the next is planned.</summary>
    public static async Task LoadAsync(this PublishedIssuerKeys keys, TurnedClock clock)
    {
        keys.Start();
        await clock.PlansAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Waits until a timer other than those of a question is set: the question was answered.</summary>
    public static async Task PlansAsync(this TurnedClock clock, TimeSpan atLeast) => Assert.True(await Eventually.IsSoAsync(() => clock.Next >= atLeast));
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>SIGKILL for the primary of two servers while gateways write to it: what it acknowledged, the promoted standby has.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly PostgresServer _primary = new();
    private readonly ConcurrentQueue<string> _good = new();
    private readonly ConcurrentQueue<(string Key, long At)> _revoked = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private PostgresServer _standby = null!;
    private SharingGateway[] _gateways = [];
    private long _killed = long.MaxValue;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        var store = _primary.NewStore();
        _standby = _primary.CreateStandby();
        store = store.Replace(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_primary.Port}"),
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}"),
            StringComparison.Ordinal);
        _gateways = [await SharingGateway.StartAsync(store), await SharingGateway.StartAsync(store)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        _standby?.Dispose();
        _primary.Dispose();
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nobody_let_in_wrongly_when_the_primary_dies()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task[] work = [.. _gateways.Select(gateway => WriteAsync(gateway, stop.Token)), .. _gateways.Select(gateway => TryRevokedAsync(gateway, stop.Token))];
        await Task.Delay(TimeSpan.FromSeconds(2), Cancel);

        var (good, revoked) = (_good.Count, _revoked.Count);
        Volatile.Write(ref _killed, Stopwatch.GetTimestamp());
        _primary.Kill();
        _standby.Promote();
        var promoted = Stopwatch.GetElapsedTime(_killed);
        Assert.InRange(revoked, 1, good);
        var (atDeath, revokedAtDeath) = (_good.Count, _revoked.Count);
        Assert.True(await Eventually.IsSoAsync(() => _good.Count > atDeath + 2 && _revoked.Count > revokedAtDeath + 2));
        await Task.WhenAll(_gateways.Select(IsBackAsync));
        Told($"{good} keys and {revoked} revocations at the kill, promoted after {promoted.TotalMilliseconds:F0} ms, all gateways write again after {Stopwatch.GetElapsedTime(_killed).TotalMilliseconds:F0} ms");
        await stop.CancelAsync();
        await Task.WhenAll(work);

        Assert.Empty(_wrong);
        foreach (var gateway in _gateways)
        {
            foreach (var key in _good)
                Assert.Equal(200, (await gateway.UseKeyAsync(key)).Status);
            foreach (var (key, _) in _revoked)
                Assert.Equal(401, (await Eventually.WithinAsync(1, () => gateway.UseKeyAsync(key), answer => answer.Status == 401)).Status);
        }
    }

    /// <summary>Makes keys and revokes each second one; what was acknowledged is noted.</summary>
    private async Task WriteAsync(SharingGateway gateway, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await gateway.CreateKeyAsync() is { } kept)
                _good.Enqueue(kept.Key);
            if (await gateway.CreateKeyAsync() is { } made && await gateway.RevokeKeyAsync(made.Id))
                _revoked.Enqueue((made.Key, Stopwatch.GetTimestamp()));
            await Task.Delay(20, Cancel);
        }
    }

    private async Task TryRevokedAsync(SharingGateway gateway, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var (key, at) in _revoked.TakeLast(20))
            {
                var age = Stopwatch.GetElapsedTime(at);
                if ((await gateway.UseKeyAsync(key)).Status == 200 && age > Term(at))
                    _wrong.Enqueue($"{age} after its revocation");
            }

            await Task.Delay(20, Cancel);
        }
    }

    // A second; five more for a gateway that had no database at the time.
    private TimeSpan Term(long revoked) => TimeSpan.FromSeconds(revoked > Volatile.Read(ref _killed) - Stopwatch.Frequency ? 6 : 1);

    private static Task IsBackAsync(SharingGateway gateway) => Eventually.UntilAsync(gateway.CreateKeyAsync, made => made is not null);

    private static void Told(FormattableString what) => TestContext.Current.TestOutputHelper!.WriteLine(what.ToString(CultureInfo.InvariantCulture));
}

using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Countersign.TestKit;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

public sealed class ListenerCertificatesTests
{
    [Fact]
    public async Task Are_watched_until_their_server_is_no_more()
    {
        using var files = new Fixtures();
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("localhost");
        ListenerConfiguration listener = new()
        {
            Url = "https://127.0.0.1:0",
            Certificate = files.Write(certificate, "tls.crt"),
            Key = files.Write(key, "tls.key"),
        };
        var clock = new CountingClock();

        var container = new ServiceCollection().AddServer([listener, listener], clock).BuildServiceProvider();
        container.GetRequiredService<IServer>();
        Assert.Equal(2, clock.Timers);
        await container.DisposeAsync();

        Assert.Equal(0, clock.Timers);
    }

    /// <summary>Counts the timers that were not disposed of.</summary>
    private sealed class CountingClock : TimeProvider
    {
        public int Timers { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            return new CountedTimer(this);
        }

        private sealed class CountedTimer(CountingClock clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => clock.Timers--;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}

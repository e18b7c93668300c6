using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>Which of several servers gets the next request.</summary>
public sealed class ChoiceTests
{
    [Theory]
    [InlineData("round-robin")]
    [InlineData("first")]
    [InlineData("random")]
    [InlineData("least-requests")]
    public async Task There_always_is_one_while_health_changes(string balancing)
    {
        using var upstream = new Upstream(
            new() { Urls = [new("http://127.0.0.1:1"), new("http://127.0.0.1:2")], LoadBalancing = balancing }, TimeProvider.System, NullLogger.Instance);
        var sick = upstream.Choose();
        sick.IsHealthy = false;
        var changing = upstream.Choose();
        Assert.NotSame(sick, changing);

        using var stop = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                changing.IsHealthy = !changing.IsHealthy;
        }, TestContext.Current.CancellationToken);
        for (var request = 0; request < 200_000; request++)
            Assert.NotNull(upstream.Choose());
        await stop.CancelAsync();
        await asking;
    }
}

using System.Net;
using Countersign.Gateway.Forwarding;
using Countersign.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Tests.Forwarding;

public sealed class UpstreamHealthTests
{
    [Fact]
    public async Task Asks_on_after_a_failure_that_nobody_foresaw()
    {
        var asked = 0;
        var destination = new Destination(new Uri("http://upstream.test"));
        using var client = new HttpMessageInvoker(new Answering(() => ++asked switch
        {
            1 => throw new FormatException("unforeseen"),
            2 => HttpStatusCode.InternalServerError,
            _ => HttpStatusCode.OK,
        }));
        var protocol = new ForwarderRequestConfig { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };

        using var health = new UpstreamHealth(client, [destination], "/", protocol, TimeSpan.FromMilliseconds(100), TimeProvider.System, NullLogger.Instance);
        Assert.False(destination.IsHealthy);

        Assert.True(await Eventually.IsSoAsync(() => destination.IsHealthy));
    }

    private sealed class Answering(Func<HttpStatusCode> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(answer()));
    }
}

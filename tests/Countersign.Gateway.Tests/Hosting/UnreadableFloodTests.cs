using System.Diagnostics;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>Anybody can send what no server reads, as often as they like.</summary>
public sealed class UnreadableFloodTests
{
    [Fact]
    public async Task What_is_told_in_the_log_alone_is_told_once_a_second_with_how_many_were_left_out()
    {
        using var files = new Fixtures();
        using var store = Store.Open("sqlite:" + Path.Combine(files.Folder, "store.db"));
        using var server = new DiagnosticListener("server");
        using var telemetry = new GatewayTelemetry();
        await using var journal = new Journal(store);
        await using var refusals = new JsonLog(Stream.Null);
        var (log, clock) = (new LoggedLines(), new MovedClock());
        using var unreadable = new UnreadableRequests(server, journal, telemetry, refusals, log, clock);

        for (var request = 1; request <= 5_000; request++)
            Send();
        clock.Now += TimeSpan.FromSeconds(1);
        Send();

        Assert.Equal(
            [
                "Information A request could not be read and was answered 505: Unrecognized HTTP version (left out since the last such line: 0)",
                "Information A request could not be read and was answered 505: Unrecognized HTTP version (left out since the last such line: 4999)",
            ],
            log.All);
        Assert.Empty(journal.Recent());

        void Send()
        {
            var features = new FeatureCollection();
            features.Set<IHttpResponseFeature>(new HttpResponseFeature());
            features.Set<IBadRequestExceptionFeature>(new Fault(new BadHttpRequestException("Unrecognized HTTP version: 'HTTP/9.9'", 505)));
            server.Write("Microsoft.AspNetCore.Server.Kestrel.BadRequest", features);
        }
    }

    private sealed record Fault(Exception? Error) : IBadRequestExceptionFeature;
}

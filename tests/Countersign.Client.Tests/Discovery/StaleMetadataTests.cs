using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Tests.Telemetry;
using Xunit;

namespace Countersign.Client.Tests.Discovery;

/// <summary>What was found out about a resource serves on for a while when nobody answers at the end of its time: tokens are given all the same.</summary>
public sealed class StaleMetadataTests : IDisposable
{
    private readonly DiscoveryStage _stage = new();
    private readonly KeptLog _log = new();
    private readonly HttpClient _client;

    public StaleMetadataTests() => _client = _stage.Client(loggers: _log);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IEnumerable<string> Warnings => _log.Lines.Where(line => line.StartsWith("Warning 2007 ", StringComparison.Ordinal));

    public void Dispose()
    {
        _client.Dispose();
        _stage.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(DiscoveryStage.Place, 503)]
    [InlineData(DiscoveryStage.ServerPlace, 500)]
    [InlineData(DiscoveryStage.ServerPlace, 429)]
    [InlineData(DiscoveryStage.ServerPlace, 0)]
    public async Task Serve_on_while_nobody_answers(string place, int status)
    {
        await AskAsync();
        _stage.Documents[place] = () => status == 0 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : DiscoveryStage.Json("{}", status: status);
        _stage.Clock.Advance(TimeSpan.FromHours(1));

        await AskAsync();

        Assert.Equal("Bearer t2", _stage.Requests[^1].Authorization);
        Assert.Equal(["Warning 2007 What was found out about https://api.example is 60 minutes old and can't be looked at anew: discovery-failed; it serves on (client )"], Warnings);
    }

    [Fact]
    public async Task Are_looked_at_again_every_few_seconds_and_by_nobody_who_waits()
    {
        await AskAsync();
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json("{}", status: 503);
        _stage.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 5; i++)
            await AskAsync();
        Assert.Equal(2, _stage.Asked.Count(place => place == DiscoveryStage.ServerPlace));

        using var gate = new ManualResetEventSlim();
        _stage.Documents[DiscoveryStage.ServerPlace] = () =>
        {
            gate.Wait(Cancel);
            return DiscoveryStage.Json(DiscoveryStage.Server());
        };
        _stage.Clock.Advance(TimeSpan.FromSeconds(10));
        await AskAsync(); // while somebody looks
        gate.Set();
        while (_stage.Asked.Count(place => place == DiscoveryStage.ServerPlace) < 3)
            await Task.Delay(1, Cancel);
    }

    [Fact]
    public async Task Serve_for_a_day_and_not_for_ever()
    {
        await AskAsync();
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json("{}", status: 503);
        _stage.Clock.Advance(TimeSpan.FromHours(24.9));
        await AskAsync();
        _stage.Clock.Advance(TimeSpan.FromHours(0.2));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(AskAsync);

        Assert.Equal(FailureReason.DiscoveryFailed, failed.Failure.Reason);
    }

    [Theory]
    [InlineData("{}", 404, FailureReason.DiscoveryFailed)]
    [InlineData("{}", 200, FailureReason.IssuerMismatch)]
    public async Task Serve_not_against_what_a_server_says(string document, int status, object reason)
    {
        await AskAsync();
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(document, status: status);
        _stage.Clock.Advance(TimeSpan.FromHours(1));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(AskAsync);

        Assert.Equal((FailureReason)reason, failed.Failure.Reason);
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task Are_looked_at_once_for_each_refused_token_wherever_they_are_said_to_be()
    {
        await AskAsync();
        var number = 0;
        _stage.Answer = _ =>
        {
            var place = $"{DiscoveryStage.Place}?{Interlocked.Increment(ref number)}";
            _stage.Documents[place] = () => DiscoveryStage.Json(DiscoveryStage.Resource());
            return StubServer.Refusal($"Bearer resource_metadata=\"{place}\"");
        };
        for (var i = 0; i < 30; i++)
            await Record.ExceptionAsync(AskAsync);

        Assert.InRange(_stage.Asked.Count(place => place == DiscoveryStage.ServerPlace), 2, 1 + _stage.Forms.Count);
        Assert.InRange(_stage.Forms.Count, 2, 7);
    }

    private async Task AskAsync()
    {
        using var response = await _client.GetAsync(DiscoveryStage.Api, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
